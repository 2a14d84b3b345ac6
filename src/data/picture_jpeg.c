// JPEG through TurboJPEG, turned as libexif says. The segments before the image are walked once here, for the two that
// change what the pixels mean: Exif's orientation, and Adobe's mark, which says that CMYK is stored inverted.
// Source: ITU-T T.81 annex B; Exif 2.32 (orientation); Adobe technical note 5116.
#include "data/picture_parts.h"

#include <libexif/exif-data.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

#define MOST_BYTES ((size_t)256 * 1024 * 1024) // of a file; the largest picture has rarely a tenth of that

typedef struct Marks {
    int orientation; // 1 … 8
    bool adobe;
} Marks;

// 1 (upright) where it is missing or makes no sense.
static int orientation_of(const unsigned char *exif, size_t length)
{
    int orientation = 1;
    ExifData *data = exif_data_new();
    if (!data) return orientation;
    exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION); // read what is there, mend nothing
    exif_data_load_data(data, exif, (unsigned)length);
    const ExifEntry *entry = exif_content_get_entry(data->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
    if (entry && entry->format == EXIF_FORMAT_SHORT && entry->components >= 1 && entry->size >= 2 && entry->data) {
        int said = exif_get_short(entry->data, exif_data_get_byte_order(data));
        if (1 <= said && said <= 8) orientation = said;
    }
    exif_data_unref(data);
    return orientation;
}

static Marks marks_of(const Bytes *file)
{
    enum { START_OF_SCAN = 0xDA, APP1 = 0xE1, APP14 = 0xEE, FILL = 0xFF };
    Marks marks = { .orientation = 1 };
    bool seen = false;
    size_t at = 2; // after the start-of-image mark
    while (at + 4 <= file->length && file->data[at] == 0xFF) {
        const unsigned char *segment = file->data + at;
        int kind = segment[1];
        if (kind == FILL) {
            at++;
            continue;
        }
        size_t length = (size_t)segment[2] << 8 | segment[3]; // counts itself, not the mark
        if (kind == START_OF_SCAN || length < 2 || at + 2 + length > file->length) break;
        const unsigned char *body = segment + 4;
        if (kind == APP1 && !seen && length >= 8 && !memcmp(body, "Exif\0", 6)) {
            marks.orientation = orientation_of(body, length - 2);
            seen = true;
        }
        if (kind == APP14 && length >= 14 && !memcmp(body, "Adobe", 5)) marks.adobe = true;
        at += 2 + length;
    }
    return marks;
}

// The stored pixel that is shown at (row, col) of the turned picture; height and width are the stored ones.
static size_t stored_at(int orientation, int row, int col, int height, int width)
{
    bool swapped = orientation >= 5;
    int y = swapped ? col : row, x = swapped ? row : col;
    bool flip_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    bool flip_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    if (flip_y) y = height - 1 - y;
    if (flip_x) x = width - 1 - x;
    return (size_t)y * (size_t)width + (size_t)x;
}

static bool spread(Tensor *out, const unsigned char *pixels, bool cmyk, Marks marks, int height, int width, Error *err)
{
    bool swapped = marks.orientation >= 5;
    int rows = swapped ? width : height, cols = swapped ? height : width;
    if (!picture_new(out, rows, cols, err)) return false;
    size_t plane = (size_t)rows * (size_t)cols;
    for (int r = 0; r < rows; r++)
    for (int c = 0; c < cols; c++) {
        const unsigned char *p = pixels + stored_at(marks.orientation, r, c, height, width) * (cmyk ? 4 : 3);
        for (int channel = 0; channel < 3; channel++) {
            float value = (float)p[channel] / 255;
            if (cmyk) { // light that cyan (magenta, yellow) lets through, times light that black lets through
                float key = (float)p[3] / 255;
                value = marks.adobe ? value * key : (1 - value) * (1 - key);
            }
            out->data[(size_t)channel * plane + (size_t)r * (size_t)cols + (size_t)c] = value;
        }
    }
    return true;
}

// Warnings after which every pixel is still right; cameras cause them. (tjGetErrorCode does not tell: once a warning
// was given, it calls what ends the decoding a warning too.)
static bool is_harmless(const char *said)
{
    static const char *const parts[] = { "extraneous bytes", "JFIF revision", "Adobe color transform",
                                         "SOS parameters" };
    for (int i = 0; i < COUNT(parts); i++)
        if (strstr(said, parts[i])) return true;
    return false;
}

static bool decode(tjhandle turbo, const char *path, const Bytes *file, Tensor *out, Error *err)
{
    int width = 0, height = 0, sampling = -1, colours = -1;
    bool header = tjDecompressHeader3(turbo, file->data, file->length, &width, &height, &sampling, &colours) == 0;
    // An unusual chroma sampling is called an error here, yet decodes well: the sides are known by then. A header that
    // ends before them is called none.
    if (width < 1 || height < 1 || colours < 0)
        return error_set(err, 0, "%s is a damaged JPEG: %s", path,
                         header ? "there is no picture in it" : tjGetErrorStr2(turbo));
    if (!picture_allowed(path, height, width, err)) return false;
    bool cmyk = colours == TJCS_CMYK || colours == TJCS_YCCK;
    unsigned char *pixels = calloc((size_t)height * (size_t)width, cmyk ? 4 : 3);
    if (!pixels) return error_cannot(err, "not enough memory for the %d by %d pixels of %s", height, width, path);
    // Many scans can make a small file slow to decode; a camera's file never has 500.
    bool ok = tjDecompress2(turbo, file->data, file->length, pixels, width, 0, height, cmyk ? TJPF_CMYK : TJPF_RGB,
                            TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS) == 0;
    const char *said = ok ? "" : tjGetErrorStr2(turbo);
    if (!ok && is_harmless(said)) ok = true;
    if (!ok) error_set(err, 0, "%s is damaged or cut short: %s", path, said);
    ok = ok && spread(out, pixels, cmyk, marks_of(file), height, width, err);
    free(pixels);
    return ok;
}

bool picture_read_jpeg(const char *path, Tensor *out, Error *err)
{
    Bytes file;
    if (!file_read(path, MOST_BYTES, &file, err)) return false;
    tjhandle turbo = tjInitDecompress();
    bool ok = turbo ? decode(turbo, path, &file, out, err) : error_cannot(err, "not enough memory to read %s", path);
    if (turbo) tjDestroy(turbo);
    bytes_clear(&file);
    return ok;
}
