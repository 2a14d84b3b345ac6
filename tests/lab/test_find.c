// A grid is found where layers have made one, with its period, and nowhere else.
#include "lab/layers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

static Tensor builtin(const char *name, int rows, int cols)
{
    Tensor whole, out;
    Error err = { 0 };
    check(picture_builtin(name, &whole, &err) && picture_resize(&whole, rows, cols, &out, &err), "%s", err.text);
    tensor_clear(&whole);
    return out;
}

// A picture through so many layers, each cut to its middle; its values as they come.
static Tensor through(const char *code, int layers, const char *name, int rows, int cols)
{
    Scene scene = parse(code);
    float *w = weights_of(&scene);
    Stack stack;
    Error err = { 0 };
    check(stack_make(&stack, &scene.spec, w, layers, &err), "%s", err.text);
    Tensor small = builtin(name, rows, cols), out;
    Spec spec = stack.spec;
    spec.in_channels = spec.out_channels = spec.groups = 3;
    spec.y.narrow = rows, spec.x.narrow = cols;
    check(spec_check(&spec, &err), "%s", err.text);
    check(tensor_make(&out, 4, (int[]){ 1, 3, spec.y.wide, spec.x.wide }, &err), "%s", err.text);
    size_t taps = (size_t)spec.y.kernel * (size_t)spec.x.kernel;
    float *three = memory_new(3 * taps, sizeof *three);
    double sum = 0;
    for (size_t i = 0; i < 3 * taps; i++) three[i] = stack.w[i % taps], sum += (double)three[i] / 3;
    for (size_t i = 0; i < 3 * taps; i++) three[i] *= (float)(0.8 * stack.spec.y.stride * stack.spec.x.stride / sum); // brightness kept
    op_forward(out.data, small.data, three, NULL, &spec);
    free(three), free(w);
    stack_clear(&stack);
    tensor_clear(&small);
    scene_clear(&scene);
    return out;
}

typedef struct Row {
    const char *code, *name;
    int layers, rows, cols, period_y, period_x; // period 1, 1: nothing is found
    const char *suspect;
} Row;

static const Row ROWS[] = {
    { "convt2d k=3 s=2 w=ones", "sphere", 1, 128, 128, 2, 2, "The last ×2 stage" },
    { "convt2d k=3 s=2 w=ones", "sphere", 1, 60, 90, 2, 2, "The last ×2 stage" },
    { "convt2d k=4 s=2 p=1 w=random:4", "text", 1, 128, 128, 2, 2, "Bayer" },
    { "convt2d k=3 s=2 w=ones", "sphere", 2, 64, 64, 4, 4, "The ×2 stage before the last" },
    { "convt2d k=3 s=2 w=ones", "sphere", 3, 40, 40, 8, 8, "The third ×2 stage from the end" },
    { "convt2d k=4 s=3 w=ones", "sphere", 1, 90, 90, 3, 3, "A ×3 stage" },
    { "convt2d k=3x4 s=2x3 w=ones", "sphere", 1, 90, 60, 2, 3, "PixelShuffle by 3.\nThe last ×2 stage" },
    { "convt2d k=1x3 s=1x2 w=ones", "sphere", 1, 128, 128, 1, 2, "The last ×2 stage" },
    { "convt2d k=3x1 s=2x1 w=ones", "gradient", 1, 128, 128, 2, 1, "The last ×2 stage" },
    { "convt2d k=4 s=2 p=1 w=bilinear", "sphere", 1, 128, 128, 1, 1, NULL },
    { "convt2d k=4 s=2 p=1 w=bilinear", "text", 1, 128, 128, 1, 1, NULL },
    { "convt2d k=4 s=2 p=1 w=boxed:3", "sphere", 1, 128, 128, 1, 1, NULL },
    { "convt2d k=1 s=1 w=ones", "sphere", 1, 256, 256, 1, 1, NULL },
    { "convt2d k=1 s=1 w=ones", "text", 1, 256, 256, 1, 1, NULL },
    { "convt2d k=1 s=1 w=ones", "zone", 1, 256, 256, 1, 1, NULL },
    { "convt2d k=1 s=1 w=ones", "gradient", 1, 256, 256, 1, 1, NULL },
    { "convt2d k=1 s=1 w=ones", "grey", 1, 256, 256, 1, 1, NULL },
};

static void a_grid_is_found_by_its_period(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(ROWS); i++) {
        const Row *row = &ROWS[i];
        char what[160];
        snprintf(what, sizeof what, "%d × %s on %s", row->layers, row->code, row->name);
        Tensor picture = through(row->code, row->layers, row->name, row->rows, row->cols);
        Finding finding;
        Error err = { 0 };
        check(find_pattern(&finding, &picture, &err), "%s: %s", what, err.text);
        check(finding.period_y == row->period_y && finding.period_x == row->period_x, "%s: period %d by %d was found, not %d by %d. %s", what,
              finding.period_y, finding.period_x, row->period_y, row->period_x, finding.verdict.data);
        check(!row->suspect || strstr(text_or_empty(&finding.suspects), row->suspect), "%s: '%s'", what, text_or_empty(&finding.suspects));
        check(row->suspect || strncmp(finding.verdict.data, "No grid", 7) == 0, "%s: %s", what, finding.verdict.data);
        finding_clear(&finding);
        tensor_clear(&picture);
    }
}

static void add_waves(Tensor *picture, int period, double swing)
{
    int rows = picture->shape[2], cols = picture->shape[3];
    for (int i = 0; i < 3 * rows * cols; i++) picture->data[i] += (float)(swing * (cos(2 * acos(-1) / period * (i % cols)) + cos(2 * acos(-1) / period * (i / cols % rows))));
}

// What JPEG leaves of a picture of 240 × 256 when it is hard pressed: blocks of 8 that are almost even.
static void flatten(Tensor *picture)
{
    for (int c = 0; c < 3; c++)
    for (int r = 0; r < 240; r += 8)
    for (int col = 0; col < 256; col += 8) {
        float *at = picture->data + (size_t)c * 240 * 256 + (size_t)r * 256 + (size_t)col, mean = 0;
        for (int i = 0; i < 64; i++) mean += at[i / 8 * 256 + i % 8] / 64;
        for (int i = 0; i < 64; i++) at[i / 8 * 256 + i % 8] += 0.8F * (mean - at[i / 8 * 256 + i % 8]);
    }
}

static void blocks_are_told_from_stages(void **state)
{
    (void)state;
    Tensor picture = builtin("sphere", 240, 256);
    flatten(&picture);
    Finding finding;
    Error err = { 0 };
    check(find_pattern(&finding, &picture, &err), "%s", err.text);
    check(finding.blocks && strstr(finding.verdict.data, "every eighth pixel") && strncmp(finding.suspects.data, "JPEG: there is a step", 21) == 0, "%s / %s", finding.verdict.data, text_or_empty(&finding.suspects));
    finding_clear(&finding);
    tensor_clear(&picture);
    picture = through("convt2d k=3 s=2 w=ones", 3, "sphere", 40, 40);
    check(find_pattern(&finding, &picture, &err), "%s", err.text);
    check(!finding.blocks, "a stack was taken for JPEG");
    finding_clear(&finding);
    tensor_clear(&picture);
    // A grid of period 8 whose steps lie between the blocks might be of a picture that was cropped.
    for (int pressed = 0; pressed < 2; pressed++) {
        picture = builtin("sphere", 240, 256);
        for (int k = 0; k < 3 * 240 * 256; k++)
            picture.data[k] += 0.04F * (float)((k % 256 + 4 * !pressed) % 8 + (k / 256 % 240 + 4 * !pressed) % 8) / 7;
        check(find_pattern(&finding, &picture, &err), "%s", err.text);
        const char *said = text_or_empty(&finding.suspects);
        check(finding.period_x == 8 && finding.blocks == pressed, "pressed %d: %s %s", pressed, finding.verdict.data, said);
        check(!pressed == (strstr(said, "JPEG has period 8 too") != NULL) && pressed == (strncmp(said, "JPEG: there is a step", 21) == 0), "pressed %d: %s", pressed, said);
        finding_clear(&finding);
        tensor_clear(&picture);
    }
}

static Finding found_in(const Tensor *picture, const char *what, int quality)
{
    Finding finding;
    Error err = { 0 };
    check(find_pattern(&finding, picture, &err), "%s at %d: %s", what, quality, err.text);
    return finding;
}

// A weak grid is told beside a strong one, but not where the strong one repeats with its period anyway.
static void a_weak_grid_is_told_where_it_is_longer_than_the_strong_one(void **state)
{
    (void)state;
    static const struct { int strong, weak; bool told; } rows[] = { { 2, 4, true }, { 4, 2, false }, { 8, 4, false } };
    for (int i = 0; i < COUNT(rows); i++) {
        Tensor picture = builtin("sphere", 192, 240);
        add_waves(&picture, rows[i].strong, 0.1);
        add_waves(&picture, rows[i].weak, 0.01);
        Finding finding = found_in(&picture, "two grids", rows[i].strong);
        check(finding.period_x == rows[i].strong && finding.period_y == rows[i].strong, "%d and %d: %s", rows[i].strong, rows[i].weak, finding.verdict.data);
        check((finding.weak_x == rows[i].weak) == rows[i].told && (strstr(finding.verdict.data, "Much weaker") != NULL) == rows[i].told, "%d and %d: %s", rows[i].strong, rows[i].weak,
              finding.verdict.data);
        finding_clear(&finding);
        tensor_clear(&picture);
    }
}

static void a_wave_swings_by_what_was_added(void **state)
{
    (void)state;
    static const int periods[] = { 2, 3, 4, 16 };
    for (int i = 0; i < COUNT(periods); i++) {
        Tensor picture = builtin("grey", 96, 144);
        add_waves(&picture, periods[i], 0.05);
        Finding finding = found_in(&picture, "a wave", periods[i]);
        check(finding.count > 0 && fabs(finding.at[0].swing - 0.05) < 1e-4, "period %d swings by %g, not 0.05", periods[i], finding.count ? finding.at[0].swing : 0);
        finding_clear(&finding);
        tensor_clear(&picture);
    }
}

static void what_is_cut_off_is_told(void **state)
{
    (void)state;
    Tensor picture = through("convt2d k=3 s=2 w=ones", 1, "sphere", 128, 128);
    for (size_t i = 0; i < tensor_count(&picture); i++) picture.data[i] = fminf(1, fmaxf(0, 3 * picture.data[i] - 1));
    Finding finding;
    Error err = { 0 };
    check(find_pattern(&finding, &picture, &err), "%s", err.text);
    check(finding.cut > 0.1 && strstr(finding.suspects.data, "a wrong range"), "%g cut: %s", finding.cut, text_or_empty(&finding.suspects));
    finding_clear(&finding);
    tensor_clear(&picture);
    picture = builtin("sphere", 47, 300);
    check(!find_pattern(&finding, &picture, &err), "47 rows are too few");
    assert_string_equal(err.text, "the picture has 47 by 300 pixels; to find a pattern it needs 48 by 48");
    tensor_clear(&picture);
}

// The same as a JPEG of that quality gives it back; at 0 as a PNG does, rounded to 256 greys.
static void press(Tensor *picture, int quality)
{
    int rows = picture->shape[2], cols = picture->shape[3];
    size_t plane = (size_t)rows * (size_t)cols;
    unsigned char *rgb = memory_new(3 * plane, 1), *jpeg = NULL;
    unsigned long length = 0;
    for (size_t i = 0; i < 3 * plane; i++) rgb[i] = (unsigned char)lround(255 * fmin(1, fmax(0, (double)picture->data[i % 3 * plane + i / 3])));
    if (quality > 0) {
        tjhandle to = tjInitCompress(), from = tjInitDecompress();
        check(tjCompress2(to, rgb, cols, 0, rows, TJPF_RGB, &jpeg, &length, TJSAMP_420, quality, 0) == 0, "%s", tjGetErrorStr2(to));
        check(tjDecompress2(from, jpeg, length, rgb, cols, 0, rows, TJPF_RGB, 0) == 0, "%s", tjGetErrorStr2(from));
        tjDestroy(to), tjDestroy(from);
        tjFree(jpeg);
    }
    for (size_t i = 0; i < 3 * plane; i++) picture->data[i % 3 * plane + i / 3] = (float)rgb[i] / 255;
    free(rgb);
}

// Rounding makes steps in what is smooth, and a JPEG blocks: neither is a layer's grid.
static void files_of_clean_pictures_have_no_grid(void **state)
{
    (void)state;
    static const int qualities[] = { 0, 95, 85, 70, 50, 30 };
    for (int i = 0; PICTURE_NAMES[i]; i++)
    for (int q = 0; q < COUNT(qualities); q++) {
        if (!strcmp(PICTURE_NAMES[i], "gradient") && qualities[q] > 0) continue; // pressed, it is nothing but blocks
        Tensor picture = builtin(PICTURE_NAMES[i], 256, 240);
        press(&picture, qualities[q]);
        Finding finding = found_in(&picture, PICTURE_NAMES[i], qualities[q]);
        check(finding.count == 0 && finding.peaks == 0, "%s at quality %d: %s", PICTURE_NAMES[i], qualities[q], finding.verdict.data);
        check(!(finding.blocks && qualities[q] == 0), "%s as it is was taken for a JPEG", PICTURE_NAMES[i]);
        bool smooth = !strcmp(PICTURE_NAMES[i], "sphere");
        check(!smooth || finding.blocks == (qualities[q] > 0 && qualities[q] < 95), "%s at %d: %s", PICTURE_NAMES[i], qualities[q], finding.verdict.data);
        finding_clear(&finding);
        tensor_clear(&picture);
    }
}

static void a_grid_outlives_jpeg_and_is_told_from_its_blocks(void **state)
{
    (void)state;
    static const int qualities[] = { 0, 95, 70, 50, 30 };
    for (int q = 0; q < COUNT(qualities); q++) {
        Tensor picture = through("convt2d k=3 s=2 w=ones", 1, "zone", 128, 128);
        press(&picture, qualities[q]);
        Finding finding = found_in(&picture, "zone, k3 s2", qualities[q]);
        check(finding.period_y == 2 && finding.period_x == 2, "at %d: %s", qualities[q], finding.verdict.data);
        // Blocks of 8 do not make a grid of 2, and so are never the likeliest.
        check(strncmp(finding.suspects.data, "The last ×2 stage", 18) == 0, "at %d: %s", qualities[q], finding.suspects.data);
        check(finding.blocks == (strstr(finding.suspects.data, "Besides, JPEG: there is a step") != NULL), "at %d: %s", qualities[q], finding.suspects.data);
        bool weak = finding.weak_y > 1 || finding.weak_x > 1;
        check((weak || qualities[q] != 30) && (!weak || (qualities[q] > 0 && qualities[q] < 95)) && weak == (strstr(finding.verdict.data, "Much weaker, another of period") != NULL),
              "at %d: weaker ones of %d by %d; %s", qualities[q], finding.weak_y, finding.weak_x, finding.verdict.data);
        check(weak == (strstr(finding.suspects.data, "JPEG at a low quality") != NULL), "at %d: %s", qualities[q], finding.suspects.data);
        finding_clear(&finding);
        tensor_clear(&picture);
    }
}

// Where its spectrum shows them: at half the sampling frequency, so at the edges and corners of what is drawn.
static void peaks_stand_where_the_spectrum_is_drawn(void **state)
{
    (void)state;
    Tensor picture = through("convt2d k=3 s=2 w=ones", 1, "sphere", 128, 128);
    Finding finding = found_in(&picture, "sphere, k3 s2", 0);
    check(finding.peaks == 3 && finding.spectrum_rows == SPECTRUM_SIDE && finding.spectrum_cols == SPECTRUM_SIDE, "%d peaks on %d×%d", finding.peaks,
          finding.spectrum_rows, finding.spectrum_cols);
    for (int i = 0; i < finding.peaks; i++) {
        const Replica *peak = &finding.peak[i];
        check(peak->row == (peak->fy > 0 ? 0 : SPECTRUM_SIDE / 2) && peak->col == (peak->fx > 0 ? 0 : SPECTRUM_SIDE / 2), "(%g, %g) stands at (%d, %d)", peak->fy,
              peak->fx, peak->row, peak->col);
        uint32_t here = finding.spectrum[(size_t)peak->row * SPECTRUM_SIDE + (size_t)peak->col], beside = finding.spectrum[(size_t)(peak->row + 9) * SPECTRUM_SIDE + (size_t)peak->col + 9];
        check(here > beside, "(%d, %d) is no brighter than what is beside it", peak->row, peak->col);
    }
    finding_clear(&finding);
    tensor_clear(&picture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grid_is_found_by_its_period),
        cmocka_unit_test(blocks_are_told_from_stages),
        cmocka_unit_test(a_weak_grid_is_told_where_it_is_longer_than_the_strong_one),
        cmocka_unit_test(a_wave_swings_by_what_was_added),
        cmocka_unit_test(what_is_cut_off_is_told),
        cmocka_unit_test(files_of_clean_pictures_have_no_grid),
        cmocka_unit_test(a_grid_outlives_jpeg_and_is_told_from_its_blocks),
        cmocka_unit_test(peaks_stand_where_the_spectrum_is_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
