// Pictures from files: every kind that is read gives the stored values, everything else gives a sentence. The files are
// made here, by the libraries' writers or byte by byte, and then damaged.
#include "data/data.h"
#include "support/check.h"

#include <math.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <turbojpeg.h>
#include <unistd.h>

static char folder[] = "/tmp/stridescope-picture-XXXXXX";
static char path[64]; // the one file that each test writes anew

static void write_bytes(const unsigned char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static Bytes read_back(void)
{
    Bytes bytes;
    Error err;
    assert_true(file_read(path, 1 << 24, &bytes, &err));
    return bytes;
}

static void refused(const char *what, const char *word)
{
    Tensor out;
    Error err = { 0 };
    bool ok = picture_read(path, &out, &err);
    check(!ok, "%s was read as a picture", what);
    check(!out.data && !out.rank, "%s left something behind", what);
    check(strstr(err.text, word), "%s: the sentence is \"%s\", without \"%s\"", what, err.text, word);
}

static Tensor accepted(const char *what)
{
    Tensor out;
    Error err = { 0 };
    bool ok = picture_read(path, &out, &err);
    check(ok, "%s: %s", what, err.text);
    assert_int_equal(out.rank, 4);
    assert_int_equal(out.shape[0], 1);
    assert_int_equal(out.shape[1], 3);
    return out;
}

static float at(const Tensor *t, int channel, int row, int col)
{
    return t->data[(channel * t->shape[2] + row) * t->shape[3] + col];
}

static void is_colour(const Tensor *t, int row, int col, double r, double g, double b, double within, const char *what)
{
    double want[3] = { r, g, b };
    for (int c = 0; c < 3; c++)
        check(fabs((double)at(t, c, row, col) - want[c]) <= within, "%s: channel %d of (%d, %d) is %.4f, not %.4f",
              what, c, row, col, (double)at(t, c, row, col), want[c]);
}

// ---- PNG -------------------------------------------------------------------------------------------------------

typedef struct PngKind {
    int type, depth, width, height;
    bool interlaced;
    const png_color *palette;
    int colours;
    const unsigned char *see_through; // of the palette
    int see_throughs;
} PngKind;

// Rows of packed samples, as PNG lays them out.
static void write_png(PngKind kind, const unsigned char *rows, size_t row_bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, file);
    png_set_IHDR(png, info, (png_uint_32)kind.width, (png_uint_32)kind.height, kind.depth, kind.type, kind.interlaced,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (kind.palette) png_set_PLTE(png, info, kind.palette, kind.colours);
    if (kind.see_through) png_set_tRNS(png, info, kind.see_through, kind.see_throughs, NULL);
    png_write_info(png, info);
    for (int pass = png_set_interlace_handling(png); pass > 0; pass--)
        for (int r = 0; r < kind.height; r++) png_write_row(png, rows + (size_t)r * row_bytes);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    assert_int_equal(fclose(file), 0);
}

static void png_of_eight_bits_keeps_its_values(void **state)
{
    (void)state;
    unsigned char rows[5][7 * 3];
    Random random = { 3 };
    for (int i = 0; i < 5 * 7 * 3; i++) rows[i / 21][i % 21] = (unsigned char)random_range(&random, 0, 255);
    for (int interlaced = 0; interlaced < 2; interlaced++) {
        write_png((PngKind){ PNG_COLOR_TYPE_RGB, 8, 7, 5, interlaced }, rows[0], 21);
        Tensor out = accepted("an RGB PNG");
        assert_int_equal(out.shape[2], 5);
        assert_int_equal(out.shape[3], 7);
        for (int r = 0; r < 5; r++)
        for (int c = 0; c < 7; c++)
            is_colour(&out, r, c, rows[r][3 * c] / 255.0, rows[r][3 * c + 1] / 255.0, rows[r][3 * c + 2] / 255.0, 1e-7,
                      interlaced ? "interlaced" : "row by row");
        tensor_clear(&out);
    }
}

static void png_of_sixteen_bits_is_srgb_not_linear(void **state)
{
    (void)state;
    unsigned char rows[] = { 0x80, 0x80, 0x40, 0x40, 0x12, 0x12, 0xFF, 0xFF, 0, 0, 0xE0, 0xE0 };
    write_png((PngKind){ PNG_COLOR_TYPE_RGB, 16, 2, 1 }, rows, sizeof rows);
    Tensor out = accepted("a 16-bit PNG");
    is_colour(&out, 0, 0, 0x80 / 255.0, 0x40 / 255.0, 0x12 / 255.0, 1.01 / 255, "16 bits");
    is_colour(&out, 0, 1, 1, 0, 0xE0 / 255.0, 1.01 / 255, "16 bits");
    tensor_clear(&out);
}

static void png_of_any_depth_of_grey_is_grey(void **state)
{
    (void)state;
    static const struct { int depth; unsigned char row[2]; double want[2]; } cases[] = {
        { 1, { 0x40 }, { 0, 1 } }, { 2, { 0x60 }, { 1 / 3.0, 2 / 3.0 } }, { 4, { 0x3C }, { 3 / 15.0, 12 / 15.0 } },
        { 8, { 10, 200 }, { 10 / 255.0, 200 / 255.0 } },
    };
    for (int i = 0; i < COUNT(cases); i++) {
        write_png((PngKind){ PNG_COLOR_TYPE_GRAY, cases[i].depth, 2, 1 }, cases[i].row, 2);
        Tensor out = accepted("a grey PNG");
        for (int c = 0; c < 2; c++)
            is_colour(&out, 0, c, cases[i].want[c], cases[i].want[c], cases[i].want[c], 0.002, "grey");
        tensor_clear(&out);
    }
}

static void png_palettes_and_alpha_lie_over_white(void **state)
{
    (void)state;
    const png_color palette[3] = { { 255, 0, 0 }, { 0, 0, 255 }, { 0, 0, 0 } };
    unsigned char see_through[3] = { 255, 51, 0 }, indices[] = { 0, 1, 2 };
    write_png((PngKind){ PNG_COLOR_TYPE_PALETTE, 8, 3, 1, false, palette, 3, see_through, 3 }, indices, 3);
    Tensor out = accepted("a palette");
    is_colour(&out, 0, 0, 1, 0, 0, 1e-6, "an opaque entry");
    is_colour(&out, 0, 1, 0.8, 0.8, 1, 1e-6, "a fifth of blue over white");
    is_colour(&out, 0, 2, 1, 1, 1, 1e-6, "nothing over white");
    tensor_clear(&out);

    unsigned char rgba[] = { 255, 0, 0, 51, 0, 0, 0, 204 };
    write_png((PngKind){ PNG_COLOR_TYPE_RGB_ALPHA, 8, 2, 1 }, rgba, sizeof rgba);
    out = accepted("RGB with alpha");
    is_colour(&out, 0, 0, 1, 0.8, 0.8, 1e-6, "a fifth of red");
    is_colour(&out, 0, 1, 0.2, 0.2, 0.2, 1e-6, "four fifths of black");
    tensor_clear(&out);

    unsigned char grey_alpha[] = { 0, 102 };
    write_png((PngKind){ PNG_COLOR_TYPE_GRAY_ALPHA, 8, 1, 1 }, grey_alpha, sizeof grey_alpha);
    out = accepted("grey with alpha");
    is_colour(&out, 0, 0, 0.6, 0.6, 0.6, 1e-6, "two fifths of black");
    tensor_clear(&out);
}

// ---- JPEG ------------------------------------------------------------------------------------------------------

// The bytes of a JPEG without chroma subsampling; free() them with bytes_clear.
static Bytes jpeg_of(const unsigned char *pixels, int width, int height, int format, bool grey, bool progressive)
{
    tjhandle turbo = tjInitCompress();
    assert_non_null(turbo);
    unsigned char *made = NULL;
    unsigned long length = 0;
    int sampling = grey ? TJSAMP_GRAY : TJSAMP_444, flags = TJFLAG_ACCURATEDCT | (progressive ? TJFLAG_PROGRESSIVE : 0);
    int failed = tjCompress2(turbo, pixels, width, 0, height, format, &made, &length, sampling, 100, flags);
    assert_false(failed);
    Bytes out = { malloc(length), length };
    memcpy(out.data, made, length);
    tjFree(made);
    tjDestroy(turbo);
    return out;
}

static void flat(unsigned char *pixels, int count, int bytes, const unsigned char *colour)
{
    for (int i = 0; i < count; i++) memcpy(pixels + i * bytes, colour, (size_t)bytes);
}

static void jpeg_in_colour_and_grey_is_read(void **state)
{
    (void)state;
    unsigned char pixels[20 * 12 * 3];
    flat(pixels, 20 * 12, 3, (unsigned char[]){ 200, 60, 20 });
    for (int kind = 0; kind < 4; kind++) {
        bool grey = kind & 1, progressive = kind & 2;
        Bytes jpeg = jpeg_of(pixels, 20, 12, TJPF_RGB, grey, progressive);
        write_bytes(jpeg.data, jpeg.length);
        bytes_clear(&jpeg);
        Tensor out = accepted("a JPEG");
        assert_int_equal(out.shape[2], 12);
        assert_int_equal(out.shape[3], 20);
        double luma = (0.299 * 200 + 0.587 * 60 + 0.114 * 20) / 255;
        if (grey) is_colour(&out, 11, 19, luma, luma, luma, 0.01, "grey");
        else is_colour(&out, 11, 19, 200 / 255.0, 60 / 255.0, 20 / 255.0, 0.01, "colour");
        tensor_clear(&out);
    }
}

// Where the segment of [kind] begins (its 0xFF), or 0.
static size_t segment(const Bytes *jpeg, int kind)
{
    size_t i = 2;
    while (i + 4 <= jpeg->length && jpeg->data[i] == 0xFF && jpeg->data[i + 1] != 0xDA) {
        if (jpeg->data[i + 1] == kind) return i;
        i += 2 + ((size_t)jpeg->data[i + 2] << 8 | jpeg->data[i + 3]);
    }
    return 0;
}

static void jpeg_in_cmyk_is_read_as_adobe_means_it(void **state)
{
    (void)state;
    // TurboJPEG writes YCCK under Adobe's mark, where 255 is no ink: half a magenta under no black, then half a black.
    unsigned char pixels[16 * 16 * 4];
    static const unsigned char inks[2][4] = { { 255, 128, 255, 255 }, { 255, 255, 255, 128 } };
    for (int i = 0; i < 2; i++) {
        flat(pixels, 256, 4, inks[i]);
        Bytes jpeg = jpeg_of(pixels, 16, 16, TJPF_CMYK, false, false);
        write_bytes(jpeg.data, jpeg.length);
        bytes_clear(&jpeg);
        Tensor out = accepted("YCCK");
        if (i == 0) is_colour(&out, 8, 8, 1, 128 / 255.0, 1, 0.015, "YCCK, magenta");
        else is_colour(&out, 8, 8, 128 / 255.0, 128 / 255.0, 128 / 255.0, 0.015, "YCCK, black");
        tensor_clear(&out);
    }
    // The same bytes called CMYK: its four planes are then 255 − 200, 128, 128 and 230 as they stand.
    flat(pixels, 256, 4, (unsigned char[]){ 200, 200, 200, 230 });
    Bytes jpeg = jpeg_of(pixels, 16, 16, TJPF_CMYK, false, false);
    size_t adobe = segment(&jpeg, 0xEE);
    assert_true(adobe > 0);
    jpeg.data[adobe + 15] = 0; // the colour transform: none
    write_bytes(jpeg.data, jpeg.length);
    Tensor out = accepted("CMYK by Adobe");
    double c = 55 / 255.0, m = 128 / 255.0, k = 230 / 255.0;
    is_colour(&out, 8, 8, c * k, m * k, m * k, 0.015, "CMYK by Adobe, inverted");
    tensor_clear(&out);
    memmove(jpeg.data + adobe, jpeg.data + adobe + 16, jpeg.length - adobe - 16);
    write_bytes(jpeg.data, jpeg.length - 16);
    out = accepted("CMYK without a mark");
    is_colour(&out, 8, 8, (1 - c) * (1 - k), (1 - m) * (1 - k), (1 - m) * (1 - k), 0.015, "CMYK, 255 is full ink");
    tensor_clear(&out);
    bytes_clear(&jpeg);
}

// [jpeg] with an Exif segment that says [orientation] in Intel's or Motorola's byte order.
static Bytes with_orientation(const Bytes *jpeg, int orientation, bool motorola)
{
    unsigned char intel[] = { 0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0,
                              0x12, 0x01, 3, 0, 1, 0, 0, 0, (unsigned char)orientation, 0, 0, 0, 0, 0, 0, 0 };
    unsigned char other[] = { 0xFF, 0xE1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1,
                              0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (unsigned char)orientation, 0, 0, 0, 0, 0, 0 };
    Bytes out = { malloc(jpeg->length + sizeof intel), jpeg->length + sizeof intel };
    memcpy(out.data, jpeg->data, 2);
    memcpy(out.data + 2, motorola ? other : intel, sizeof intel);
    memcpy(out.data + 2 + sizeof intel, jpeg->data + 2, jpeg->length - 2);
    return out;
}

// Six flat blocks of 8×8, named A B C over D E F from dark to bright.
static Bytes six_blocks(void)
{
    unsigned char pixels[16][24][3];
    for (int r = 0; r < 16; r++)
    for (int c = 0; c < 24; c++) memset(pixels[r][c], 20 + 40 * (r / 8 * 3 + c / 8), 3);
    return jpeg_of(pixels[0][0], 24, 16, TJPF_RGB, false, false);
}

static void jpeg_is_turned_as_exif_says(void **state)
{
    (void)state;
    static const struct { int orientation; const char *shown; int cols; } turned[] = {
        { 1, "ABCDEF", 3 }, { 2, "CBAFED", 3 }, { 3, "FEDCBA", 3 }, { 4, "DEFABC", 3 }, { 5, "ADBECF", 2 },
        { 6, "DAEBFC", 2 }, { 7, "FCEBDA", 2 }, { 8, "CFBEAD", 2 }, { 0, "ABCDEF", 3 }, { 9, "ABCDEF", 3 },
    };
    Bytes plain = six_blocks();
    for (int i = 0; i < 2 * COUNT(turned); i++) {
        int orientation = turned[i / 2].orientation, cols = turned[i / 2].cols;
        Bytes jpeg = with_orientation(&plain, orientation, i % 2);
        write_bytes(jpeg.data, jpeg.length);
        bytes_clear(&jpeg);
        Tensor out = accepted("a turned JPEG");
        assert_int_equal(out.shape[3], 8 * cols);
        assert_int_equal(out.shape[2], 8 * 6 / cols);
        char shown[7] = { 0 };
        for (int b = 0; b < 6; b++)
            shown[b] = (char)('A' + lrint(((double)at(&out, 0, b / cols * 8 + 4, b % cols * 8 + 4) * 255 - 20) / 40));
        check(!strcmp(shown, turned[i / 2].shown), "orientation %d shows %s, not %s", orientation, shown,
              turned[i / 2].shown);
        tensor_clear(&out);
    }
    bytes_clear(&plain);
}

// ---- what is not read ------------------------------------------------------------------------------------------

static void what_is_no_picture_gets_a_sentence(void **state)
{
    (void)state;
    write_bytes((const unsigned char *)"", 0);
    refused("an empty file", "is empty");
    write_bytes((const unsigned char *)"dear diary", 10);
    refused("a text", "PNG and JPEG are read");
    assert_false(picture_known(path));
    write_bytes((const unsigned char *)"GIF89a......", 12);
    refused("a GIF", "is a GIF");
    write_bytes((const unsigned char *)"\x89PNG\r\n\x1a\n", 8);
    refused("eight bytes of PNG", "damaged PNG");
    assert_true(picture_known(path));
    write_bytes((const unsigned char *)"\xFF\xD8\xFF", 3);
    refused("three bytes of JPEG", "damaged JPEG");
    assert_true(picture_known(path));
    unlink(path);
    refused("a missing file", "No such file");
    assert_false(picture_known(path));
    char kept[sizeof path];
    strcpy(kept, path);
    strcpy(path, folder);
    refused("a folder", "is a folder");
    assert_false(picture_known(path));
    strcpy(path, "/dev/null");
    refused("a device", "not a plain file");
    strcpy(path, kept);
}

static uint32_t crc(const unsigned char *bytes, size_t length)
{
    uint32_t sum = 0xFFFFFFFF;
    for (size_t i = 0; i < length; i++) {
        sum ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320 : 0);
    }
    return ~sum;
}

static void put32(unsigned char *bytes, uint32_t value)
{
    for (int i = 0; i < 4; i++) bytes[i] = (unsigned char)(value >> (24 - 8 * i));
}

static uint32_t get32(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

// Makes every whole chunk's check sum right, so that damage reaches what is behind it.
static void mend_sums(Bytes *png)
{
    size_t i = 8;
    while (i + 12 <= png->length) {
        size_t length = get32(png->data + i);
        if (length > png->length - i - 12) break;
        put32(png->data + i + 8 + length, crc(png->data + i + 4, length + 4));
        i += 12 + length;
    }
}

static void write_small_png(void)
{
    unsigned char rows[6 * 8 * 4];
    for (int i = 0; i < (int)sizeof rows; i++) rows[i] = (unsigned char)(i * 37);
    write_png((PngKind){ PNG_COLOR_TYPE_RGB_ALPHA, 8, 8, 6 }, rows, 32);
}

static void png_limits_are_held_by_the_header(void **state)
{
    (void)state;
    static const struct { uint32_t width, height; const char *word; } cases[] = {
        { 30001, 1, "at most 30000" }, { 1, 30001, "at most 30000" }, { 30000, 30000, "at most 67108864 pixels" },
        { 0x7FFFFFFF, 0x7FFFFFFF, "damaged" }, { 0, 5, "damaged" }, { 30000, 2000, "damaged or cut short" },
    };
    for (int i = 0; i < COUNT(cases); i++) {
        write_small_png();
        Bytes png = read_back();
        put32(png.data + 16, cases[i].width);
        put32(png.data + 20, cases[i].height);
        mend_sums(&png);
        write_bytes(png.data, png.length);
        bytes_clear(&png);
        char what[64];
        snprintf(what, sizeof what, "a PNG of %u by %u", cases[i].width, cases[i].height);
        refused(what, cases[i].word);
    }
}

static size_t sides_of_jpeg(const Bytes *jpeg) // where the height stands, then the width
{
    static const int frames[] = { 0xC0, 0xC1, 0xC2 };
    for (int i = 0; i < COUNT(frames); i++)
        if (segment(jpeg, frames[i])) return segment(jpeg, frames[i]) + 5;
    return 0;
}

static void jpeg_limits_are_held_by_the_header(void **state)
{
    (void)state;
    static const struct { unsigned height, width; const char *word; } cases[] = {
        { 65000, 10, "at most 30000" }, { 20000, 20000, "at most 67108864 pixels" }, { 4000, 4000, "cut short" },
    };
    Bytes jpeg = six_blocks();
    size_t sides = sides_of_jpeg(&jpeg);
    assert_true(sides > 0);
    for (int i = 0; i < COUNT(cases); i++) {
        put32(jpeg.data + sides, cases[i].height << 16 | cases[i].width);
        write_bytes(jpeg.data, jpeg.length);
        char what[64];
        snprintf(what, sizeof what, "a JPEG of %u by %u", cases[i].width, cases[i].height);
        refused(what, cases[i].word);
    }
    bytes_clear(&jpeg);
}

static void the_smallest_and_the_longest_pictures_work(void **state)
{
    (void)state;
    static const int sides[][2] = { { 1, 1 }, { 30000, 1 }, { 1, 30000 } };
    unsigned char *pixels = calloc(30000, 3);
    pixels[0] = 255;
    for (int i = 0; i < COUNT(sides); i++) {
        int width = sides[i][0], height = sides[i][1];
        write_png((PngKind){ PNG_COLOR_TYPE_RGB, 8, width, height }, pixels, (size_t)width * 3);
        Tensor out = accepted("a long PNG");
        is_colour(&out, 0, 0, 1, 0, 0, 1e-6, "a long PNG");
        tensor_clear(&out);
        Bytes jpeg = jpeg_of(pixels, width, height, TJPF_RGB, false, false);
        write_bytes(jpeg.data, jpeg.length);
        bytes_clear(&jpeg);
        out = accepted("a long JPEG");
        assert_int_equal(out.shape[2], height);
        assert_int_equal(out.shape[3], width);
        tensor_clear(&out);
    }
    free(pixels);
}

static void cut_short_anywhere_is_refused(void **state)
{
    (void)state;
    write_small_png();
    Bytes png = read_back();
    for (size_t length = 1; length < png.length - 12 - 4; length++) { // within the pixels and before
        write_bytes(png.data, length);
        refused("a cut PNG", "");
    }
    bytes_clear(&png);
    Bytes plain = six_blocks(), jpeg = with_orientation(&plain, 6, true);
    bytes_clear(&plain);
    for (size_t length = 1; length < jpeg.length - 8; length++) {
        write_bytes(jpeg.data, length);
        char what[64];
        snprintf(what, sizeof what, "a JPEG cut to %zu of %zu bytes", length, jpeg.length);
        refused(what, "");
    }
    bytes_clear(&jpeg);
}

static void jpeg_with_bytes_too_many_is_read(void **state)
{
    (void)state;
    Bytes jpeg = six_blocks(), more = { malloc(jpeg.length + 3), jpeg.length + 3 };
    memcpy(more.data, jpeg.data, jpeg.length - 2);
    memcpy(more.data + jpeg.length - 2, "\1\2\3\xFF\xD9", 5); // before the end-of-image mark, as some cameras do
    write_bytes(more.data, more.length);
    Tensor out = accepted("a JPEG with bytes too many");
    is_colour(&out, 15, 23, 220 / 255.0, 220 / 255.0, 220 / 255.0, 0.01, "the last block");
    tensor_clear(&out);
    bytes_clear(&more);
    bytes_clear(&jpeg);
}

// Whatever the bytes, the answer is a whole picture or a sentence. (The sanitizers watch.)
static void damaged(Bytes *kind, Random *random)
{
    Bytes copy = { malloc(kind->length), kind->length };
    memcpy(copy.data, kind->data, kind->length);
    bool png = copy.data[0] == 0x89;
    for (long n = random_range(random, 1, 6); n > 0; n--) {
        size_t where = (size_t)random_range(random, 3, (long)copy.length - 1);
        bool flip = random_range(random, 0, 2) == 0; // one bit, or the whole byte
        copy.data[where] = (unsigned char)(flip ? copy.data[where] ^ 1 << random_range(random, 0, 7)
                                                : random_range(random, 0, 255));
    }
    if (random_range(random, 0, 9) == 0) copy.length = (size_t)random_range(random, 3, (long)copy.length);
    if (png && copy.length > 24) { // sides stay small, so that the test stays quick
        copy.data[16] = copy.data[17] = copy.data[18] = copy.data[20] = copy.data[21] = copy.data[22] = 0;
        if (random_range(random, 0, 3)) mend_sums(&copy);
    }
    size_t sides = png ? 0 : sides_of_jpeg(&copy);
    if (sides && sides + 4 <= copy.length) copy.data[sides] = copy.data[sides + 2] = 0;
    write_bytes(copy.data, copy.length);
    Tensor out;
    Error err = { 0 };
    if (picture_read(path, &out, &err)) {
        for (size_t i = 0; i < tensor_count(&out); i++)
            check(out.data[i] >= 0 && out.data[i] <= 1, "a value is %g", (double)out.data[i]);
        tensor_clear(&out);
    } else {
        check(err.text[0] && !out.data, "damage was refused without a sentence");
    }
    bytes_clear(&copy);
}

static void damage_gives_a_picture_or_a_sentence(void **state)
{
    (void)state;
    Bytes kinds[5];
    write_small_png();
    kinds[0] = read_back();
    const png_color palette[2] = { { 255, 0, 0 }, { 0, 0, 255 } };
    unsigned char see_through[1] = { 9 }, bits[8] = { 0xAA, 0x55, 0xF0, 0x0F, 1, 2, 3, 4 };
    write_png((PngKind){ PNG_COLOR_TYPE_PALETTE, 1, 8, 8, true, palette, 2, see_through, 1 }, bits, 1);
    kinds[1] = read_back();
    Bytes plain = six_blocks();
    kinds[2] = with_orientation(&plain, 6, false);
    bytes_clear(&plain);
    unsigned char pixels[16 * 16 * 4];
    for (int i = 0; i < (int)sizeof pixels; i++) pixels[i] = (unsigned char)(i * 29);
    kinds[3] = jpeg_of(pixels, 16, 16, TJPF_CMYK, false, false);
    kinds[4] = jpeg_of(pixels, 16, 16, TJPF_RGBX, false, true);
    Random random = { 11 };
    for (int i = 0; i < 4000; i++) damaged(&kinds[i % COUNT(kinds)], &random);
    for (int i = 0; i < COUNT(kinds); i++) bytes_clear(&kinds[i]);
}

// ---- averaging -------------------------------------------------------------------------------------------------

static Tensor noise(int height, int width)
{
    Tensor t;
    Error err;
    Random random = { 5 };
    assert_true(tensor_make(&t, 4, (int[]){ 1, 3, height, width }, &err));
    for (size_t i = 0; i < tensor_count(&t); i++) t.data[i] = (float)random_unit(&random);
    return t;
}

static Tensor resized(const Tensor *in, int height, int width)
{
    Tensor out;
    Error err;
    assert_true(picture_resize(in, height, width, &out, &err));
    assert_int_equal(out.shape[2], height);
    assert_int_equal(out.shape[3], width);
    return out;
}

static void resizing_to_the_same_size_changes_nothing(void **state)
{
    (void)state;
    Tensor in = noise(13, 37), out = resized(&in, 13, 37);
    assert_memory_equal(in.data, out.data, tensor_count(&in) * sizeof *in.data);
    tensor_clear(&in);
    tensor_clear(&out);
}

static void resizing_keeps_flat_flat_and_means_the_same(void **state)
{
    (void)state;
    Random random = { 8 };
    for (int i = 0; i < 60; i++) {
        int height = (int)random_range(&random, 1, 40), width = (int)random_range(&random, 1, 40);
        Tensor in = noise((int)random_range(&random, 1, 40), (int)random_range(&random, 1, 40));
        Tensor out = resized(&in, height, width);
        double before = 0, after = 0;
        for (size_t k = 0; k < tensor_count(&in); k++) before += (double)in.data[k] / (double)tensor_count(&in);
        for (size_t k = 0; k < tensor_count(&out); k++) after += (double)out.data[k] / (double)tensor_count(&out);
        check(fabs(before - after) < 1e-6, "the mean went from %.8f to %.8f", before, after);
        tensor_clear(&out);
        for (size_t k = 0; k < tensor_count(&in); k++) in.data[k] = 0.3F;
        out = resized(&in, height, width);
        for (size_t k = 0; k < tensor_count(&out); k++)
            check(out.data[k] == 0.3F, "flat 0.3 became %.9g at %d×%d", (double)out.data[k], height, width);
        tensor_clear(&out);
        tensor_clear(&in);
    }
}

static void a_half_is_the_mean_of_four_and_a_double_repeats(void **state)
{
    (void)state;
    Tensor in = noise(8, 6), half = resized(&in, 4, 3), twice = resized(&in, 16, 12);
    for (int c = 0; c < 3; c++)
    for (int y = 0; y < 8; y++)
    for (int x = 0; x < 6; x++) {
        double four = 0;
        for (int i = 0; i < 4; i++) four += (double)at(&in, c, y / 2 * 2 + i / 2, x / 2 * 2 + i % 2) / 4;
        check(fabs((double)at(&half, c, y / 2, x / 2) - four) < 1e-7, "(%d, %d) is not the mean of its four", y, x);
        for (int i = 0; i < 4; i++) assert_true(at(&twice, c, 2 * y + i / 2, 2 * x + i % 2) == at(&in, c, y, x));
    }
    // two thirds: the middle pixel of three is shared by halves
    Tensor three = noise(1, 3), two = resized(&three, 1, 2);
    check(fabs((double)at(&two, 0, 0, 0) - ((double)at(&three, 0, 0, 0) * 2 + (double)at(&three, 0, 0, 1)) / 3) < 1e-7,
          "a third of the middle goes left");
    tensor_clear(&three);
    tensor_clear(&two);
    tensor_clear(&in);
    tensor_clear(&half);
    tensor_clear(&twice);
}

static void resizing_to_nothing_or_too_much_is_refused(void **state)
{
    (void)state;
    static const int sides[][2] = { { 0, 5 }, { 5, -1 }, { 30001, 1 }, { 30000, 30000 } };
    Tensor in = noise(2, 2), out;
    for (int i = 0; i < COUNT(sides); i++) {
        Error err = { 0 };
        assert_false(picture_resize(&in, sides[i][0], sides[i][1], &out, &err));
        assert_non_null(strstr(err.text, "sides go from 1 to 30000"));
        assert_null(out.data);
    }
    tensor_clear(&in);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/picture", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(png_of_eight_bits_keeps_its_values),
        cmocka_unit_test(png_of_sixteen_bits_is_srgb_not_linear),
        cmocka_unit_test(png_of_any_depth_of_grey_is_grey),
        cmocka_unit_test(png_palettes_and_alpha_lie_over_white),
        cmocka_unit_test(jpeg_in_colour_and_grey_is_read),
        cmocka_unit_test(jpeg_in_cmyk_is_read_as_adobe_means_it),
        cmocka_unit_test(jpeg_is_turned_as_exif_says),
        cmocka_unit_test(what_is_no_picture_gets_a_sentence),
        cmocka_unit_test(png_limits_are_held_by_the_header),
        cmocka_unit_test(jpeg_limits_are_held_by_the_header),
        cmocka_unit_test(the_smallest_and_the_longest_pictures_work),
        cmocka_unit_test(cut_short_anywhere_is_refused),
        cmocka_unit_test(jpeg_with_bytes_too_many_is_read),
        cmocka_unit_test(damage_gives_a_picture_or_a_sentence),
        cmocka_unit_test(resizing_to_the_same_size_changes_nothing),
        cmocka_unit_test(resizing_keeps_flat_flat_and_means_the_same),
        cmocka_unit_test(a_half_is_the_mean_of_four_and_a_double_repeats),
        cmocka_unit_test(resizing_to_nothing_or_too_much_is_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
