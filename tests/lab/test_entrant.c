// What is said of a rival: where its pixels lie, how bright it is shown, how much of an even input and of this picture is
// pattern, and how like the reference it is.
#include "lab/lab.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <pthread.h>
#include <stdlib.h>

typedef struct Set {
    Scene scene;
    PictureStore store;
    Bench bench;
} Set;

static void set_make(Set *set, const char *code)
{
    Error err;
    *set = (Set){ 0 };
    check(scene_parse(&set->scene, code, &err), "%s: column %d: %s", code, err.place, err.text);
    check(bench_make(&set->bench, &set->store, &set->scene, NULL, NULL, &err), "%s: %s", code, err.text);
}

static void set_clear(Set *set)
{
    bench_clear(&set->bench);
    picture_store_clear(&set->store);
    scene_clear(&set->scene);
}

static Entrant run(const char *code, const Bench *bench, Rival rival)
{
    Entrant out;
    Error err;
    check(entrant_run(&out, bench, rival, NULL, &err), "%s: %s: %s", code, RIVALS[rival].word, err.text);
    return out;
}

// Pixel (row, col) of all three planes is value.
static void paint(Tensor *rgb, int row, int col, float value)
{
    size_t cols = (size_t)rgb->shape[3], plane = (size_t)rgb->shape[2] * cols;
    for (size_t c = 0; c < 3; c++) rgb->data[c * plane + (size_t)row * cols + (size_t)col] = value;
}

// ---- where ----------------------------------------------------------------------------------------------------

static void an_impulse_comes_out_where_its_pixel_lies(void **state)
{
    (void)state;
    static const struct { const char *code; Rival rival; } rows[] = {
        { "convt2d in=9x11 k=3 s=2 p=1 op=1 w=ones x=picture:grey", RIVAL_LAYER },
        { "convt2d in=9x11 k=4 s=2 p=1 w=ones x=picture:grey", RIVAL_LAYER },
        { "convt2d in=9x11 k=5 s=3 p=2 w=ones x=picture:grey", RIVAL_LAYER },
        { "convt2d in=9x11 k=3 s=2 p=1 d=2 w=ones x=picture:grey", RIVAL_LAYER },
        { "convt2d in=9x11 k=1x5 s=2x3 p=0x4 w=ones x=picture:grey", RIVAL_LAYER },
        { "convt2d in=9x11 k=4x1 s=1x2 w=ones x=picture:grey", RIVAL_LAYER },
        { "convt2d in=9x11 k=4 s=2 p=1 w=ones x=picture:grey", RIVAL_NEAREST },
        { "convt2d in=9x11 k=4 s=3x2 p=1 w=ones x=picture:grey", RIVAL_BILINEAR },
        { "convt2d in=9x11 k=4 s=2x3 p=1 w=ones x=picture:grey", RIVAL_NEAREST_CONV },
        { "convt2d in=9x11 k=4 s=2 p=1 w=ones x=picture:grey", RIVAL_BILINEAR_CONV },
        { "convt2d in=9x11 k=4 s=3 p=1 w=ones x=picture:grey", RIVAL_SUBPIXEL },
        { "convt2d in=9x11 k=4 s=2 p=1 w=random:2 x=picture:grey", RIVAL_ORIGINAL },
        // A typed kernel of an even side leans by half a pixel, which is half a stride of them in front of PixelShuffle.
        { "convt2d in=9x11 k=2 s=2 w=[1,1;1,1] x=picture:grey", RIVAL_NEAREST_CONV },
        { "convt2d in=9x11 k=2x4 s=2 w=[1,1,1,1;1,1,1,1] x=picture:grey", RIVAL_BILINEAR_CONV },
        { "convt2d in=9x11 k=2x3 s=3 w=[1,1,1;1,1,1] x=picture:grey", RIVAL_SUBPIXEL },
        { "conv2d in=12x15 k=4x3 s=2x3 p=1 w=ones x=picture:grey", RIVAL_ORIGINAL },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Set set;
        set_make(&set, rows[i].code);
        Tensor *in = &set.bench.input;
        for (size_t at = 0; at < tensor_count(in); at++) in->data[at] = 0;
        paint(in, 4, 6, 1);
        Entrant e = run(rows[i].code, &set.bench, rows[i].rival);
        double sum = 0, y = 0, x = 0;
        for (int r = 0; r < e.rows; r++)
        for (int c = 0; c < e.cols; c++) {
            double value = (double)e.grey[r * e.cols + c];
            sum += value, y += value * (e.start_y + r * e.step_y), x += value * (e.start_x + c * e.step_x);
        }
        double want_y = 4 * set.bench.times_y + (set.bench.times_y - 1) / 2.0, want_x = 6 * set.bench.times_x + (set.bench.times_x - 1) / 2.0;
        check(fabs(y / sum - want_y) < 1e-5 && fabs(x / sum - want_x) < 1e-5, "%s: %s has it at (%g, %g), not (%g, %g)", rows[i].code,
              RIVALS[rows[i].rival].word, y / sum, x / sum, want_y, want_x);
        entrant_clear(&e);
        set_clear(&set);
    }
}

static void a_ramp_through_a_convolution_says_where_its_pixels_lie(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "conv2d in=20x24 k=3 s=2 p=1 w=ones x=picture:grey", "conv2d in=20x24 k=4x5 s=3x2 p=0x2 w=ones x=picture:grey",
        "conv2d in=20x24 k=3x2 s=2 d=2x3 p=2x0 w=ones x=picture:grey",
    };
    for (int i = 0; i < COUNT(codes); i++) {
        Set set;
        set_make(&set, codes[i]);
        for (int r = 0; r < 20; r++)
            for (int c = 0; c < 24; c++) paint(&set.bench.input, r, c, (float)(r * 100 + c));
        Entrant e = run(codes[i], &set.bench, RIVAL_LAYER);
        int r = e.rows / 2, c = e.cols / 2;
        double want = (e.start_y + r * e.step_y) * 100 + e.start_x + c * e.step_x;
        check(fabs((double)e.grey[r * e.cols + c] - want) < 1e-3, "%s: (%d, %d) holds %g, not %g", codes[i], r, c, (double)e.grey[r * e.cols + c], want);
        entrant_clear(&e);
        e = run(codes[i], &set.bench, RIVAL_GRADIENT);
        check(e.rows == 20 && e.cols == 24 && e.start_y == 0 && e.step_x == 1, "%s: the gradient does not lie on the input", codes[i]);
        entrant_clear(&e);
        set_clear(&set);
    }
}

// ---- pattern ---------------------------------------------------------------------------------------------------

static void an_even_input_shows_each_rivals_pattern(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "convt2d in=24 k=4 s=2 p=1 w=random:4 x=picture:grey", "convt2d in=24 k=3 s=2 p=1 op=1 w=ones x=picture:grey",
        "convt2d in=24x20 k=5x3 s=3x2 p=2x0 w=random:9 x=picture:grey", "convt2d in=24 k=3 s=2 d=2 p=1 w=random:5 x=picture:grey",
        "convt2d in=24 k=3 s=2 p=1 w=edge x=picture:grey", "convt2d in=20 k=3 s=3 w=[1,2,3;-4,5,6;7,8,9] x=picture:grey",
        "conv2d in=40 k=3 s=2 p=1 w=random:4 x=picture:grey", "conv2d in=40x44 k=5x4 s=3x2 w=random:3 x=picture:grey",
    };
    for (int i = 0; i < COUNT(codes); i++) {
        Set set;
        set_make(&set, codes[i]);
        check(set.bench.natural < 1e-15, "%s: a flat picture has %g of its own", codes[i], set.bench.natural);
        for (Rival rival = 0; rival < RIVAL_COUNT; rival++) {
            Entrant e;
            if (!rival_fits(rival, &set.bench.layer, NULL) || !entrant_run(&e, &set.bench, rival, NULL, NULL)) continue;
            if (rival == RIVAL_LAYER && !set.bench.layer.transposed) { // its stride is the input's, not the output's
                assert_true(e.even.share == 0);
                entrant_clear(&e);
                continue;
            }
            assert_non_null(e.means);
            double means[16];
            int count = e.period_y * e.period_x;
            for (int p = 0; p < count; p++) means[p] = e.means[p] - e.middle;
            Checker shown = checker_of_phases(means, count);
            check(fabs(shown.share - e.even.share) < 1e-5, "%s: %s has share %g, said %g", codes[i], RIVALS[rival].word, shown.share, e.even.share);
            check(fabs(e.here.share - e.even.share) < 1e-5, "%s: %s has share %g here, said %g", codes[i], RIVALS[rival].word, e.here.share, e.even.share);
            double want = rival == RIVAL_GRADIENT || (rival == RIVAL_REPAIRED && !set.bench.layer.transposed) ? 1 : 128 / 255.0;
            if (e.divided) check(fabs(sqrt(shown.dc) - want) < 1e-5, "%s: %s is %g bright, not %g", codes[i], RIVALS[rival].word, sqrt(shown.dc), want);
            entrant_clear(&e);
        }
        set_clear(&set);
    }
}

static double share_of(const char *code, Rival rival, double *here)
{
    Set set;
    set_make(&set, code);
    Entrant e = run(code, &set.bench, rival);
    double share = e.even.share;
    *here = e.here.share;
    entrant_clear(&e);
    set_clear(&set);
    return share;
}

static void closed_forms_hold(void **state)
{
    (void)state;
    double here;
    // Gains 4 2 2 1: mean 2.25, variance 1.1875.
    double share = share_of("convt2d in=40 k=3 s=2 p=1 op=1 w=ones x=picture:sphere", RIVAL_LAYER, &here);
    check(fabs(share - 0.19) < 1e-12, "a 3×3 box of stride 2 has %.15g", share);
    check(fabs(here - 0.19) < 0.005, "on a picture it has %g", here);
    // The same layer read backwards.
    share = share_of("conv2d in=40 k=3 s=2 p=1 w=ones x=picture:sphere", RIVAL_GRADIENT, &here);
    check(fabs(share - 0.19) < 1e-12, "its gradient has %.15g", share);
    share = share_of("convt2d in=40 k=3 s=2 p=1 op=1 w=ones x=picture:sphere", RIVAL_REPAIRED, &here);
    check(share < 1e-12 && here < 1e-4, "repaired it has %g and %g", share, here);
    // Half of the rows are never reached: gains 1 and 0 along each axis, a mean of ¼ and a variance of 3/16.
    share = share_of("convt2d in=40 k=1 s=2 w=ones x=picture:grey", RIVAL_LAYER, &here);
    check(fabs(share - 0.75) < 1e-12 && fabs(here - 0.75) < 1e-6, "one tap of stride 2 has %g and %g", share, here);
    // Four different kernels have a pattern, four equal ones none.
    share = share_of("convt2d in=40 k=4 s=2 p=1 w=random:4 x=picture:sphere", RIVAL_SUBPIXEL, &here);
    check(share > 0.5 && fabs(here - share) < 0.02, "sub-pixel has %g and %g", share, here);
    share = share_of("convt2d in=40 k=4 s=2 p=1 w=random:4 x=picture:sphere", RIVAL_ICNR, &here);
    check(share == 0 && here < 1e-3, "with ICNR it has %g and %g", share, here);
}

static void what_the_picture_brings_is_taken_away(void **state)
{
    (void)state;
    // Columns that alternate have energy of their own at the frequency of the pattern: what bilinear makes of them too.
    Set set;
    const char *code = "convt2d in=16 k=2 s=2 w=ones x=picture:grey";
    set_make(&set, code);
    Entrant e = run(code, &set.bench, RIVAL_LAYER);
    assert_true(e.here.replicas == 0);
    entrant_clear(&e);
    set.bench.natural = 0.01;
    e = run(code, &set.bench, RIVAL_SUBPIXEL);
    check(e.here.replicas == 0, "energy %g is below that of bilinear", e.here.replicas);
    entrant_clear(&e);
    bench_clear(&set.bench);
    Error err;
    scene_clear(&set.scene);
    check(scene_parse(&set.scene, "convt2d in=16 k=1 s=2 w=ones x=picture:grey", &err), "%s", err.text);
    assert_true(bench_make(&set.bench, &set.store, &set.scene, NULL, NULL, &err));
    set.bench.natural = 0.01;
    e = run(code, &set.bench, RIVAL_LAYER); // 4 0 0 0 times the grey: a variance of 3 of its squares
    double square = 128 / 255.0 * (128 / 255.0);
    check(fabs(e.here.replicas - (3 * square - 0.01)) < 1e-6 && fabs(e.here.dc - square) < 1e-6, "%g left of %g, on %g", e.here.replicas, 3 * square, e.here.dc);
    entrant_clear(&e);
    set_clear(&set);
}

static void a_sloping_picture_has_energy_that_is_not_a_pattern(void **state)
{
    (void)state;
    Set set;
    set_make(&set, "convt2d in=32 k=4 s=2 p=1 w=bilinear x=picture:gradient");
    // A slope of g a pixel rises by g/2 from one phase to the next, so the phases vary by g²/16 an axis.
    const float *x = set.bench.input.data;
    double down = 0, right = 0;
    for (int c = 0; c < 3; c++) {
        double part = c == 0 ? picture_grey(1, 0, 0) : c == 1 ? picture_grey(0, 1, 0) : picture_grey(0, 0, 1);
        down += part * (double)(x[c * 1024 + 32] - x[c * 1024]), right += part * (double)(x[c * 1024 + 1] - x[c * 1024]);
    }
    double want = (down * down + right * right) / 16;
    check(fabs(set.bench.natural - want) < 0.01 * want, "%g, not %g", set.bench.natural, want);
    Entrant e = run("bilinear kernel", &set.bench, RIVAL_LAYER);
    check(e.here.share < 1e-5, "a kernel that has no pattern is said to have %g", e.here.share);
    entrant_clear(&e);
    set_clear(&set);
}

// ---- brightness ------------------------------------------------------------------------------------------------

static void a_kernel_that_sums_to_nothing_is_shown_around_grey(void **state)
{
    (void)state;
    Set set;
    set_make(&set, "convt2d in=8 k=3 s=1 p=1 w=edge x=picture:grey");
    Entrant e = run("edge", &set.bench, RIVAL_LAYER);
    check(!e.divided && e.gain == 0 && e.middle == 0.5 && fabs(e.scale - 1.0 / 6) < 1e-12, "gain %g, middle %g, scale %g", e.gain, e.middle, e.scale);
    check(e.pixels[3 * 8 + 4] == 0xFF808080 && e.grey[3 * 8 + 4] == 0.5F, "the middle is %08X", e.pixels[3 * 8 + 4]);
    entrant_clear(&e);
    e = run("edge", &set.bench, RIVAL_NEAREST);
    check(e.divided && e.gain == 1 && e.scale == 1 && e.middle == 0 && e.parameters == 0, "nearest is scaled by %g", e.scale);
    entrant_clear(&e);
    set_clear(&set);
    set_make(&set, "convt2d in=8 k=4 s=2 p=1 w=zeros x=picture:grey");
    e = run("zeros", &set.bench, RIVAL_LAYER);
    check(e.pixels[17] == 0xFF808080 && !e.divided && e.scale == 0, "nothing at all is %08X", e.pixels[17]);
    entrant_clear(&e);
    set_clear(&set);
}

static void parameters_are_counted_for_one_channel(void **state)
{
    (void)state;
    static const struct { const char *code; Rival rival; long long parameters; } rows[] = {
        { "convt2d in=8 k=4x5 s=2 w=ones x=picture:grey", RIVAL_LAYER, 20 },
        { "convt2d in=8 k=4x5 s=2 w=ones x=picture:grey", RIVAL_REPAIRED, 20 },
        { "convt2d in=8 k=4x5 s=2 w=random x=picture:grey", RIVAL_NEAREST_CONV, 9 },
        { "convt2d in=8 k=4x5 s=3 w=random x=picture:grey", RIVAL_SUBPIXEL, 81 },
        { "convt2d in=8 k=4x5 s=2 w=onehot:19 x=picture:grey", RIVAL_BILINEAR_CONV, 20 },
        { "convt2d in=8 k=2 s=2 w=[1,2;3,4] x=picture:grey", RIVAL_ICNR, 16 },
        { "convt2d in=8 k=2 s=2 w=[1,2;3,4] x=picture:grey", RIVAL_BILINEAR, 0 },
        { "conv2d in=8 k=3x2 s=2 w=ones x=picture:grey", RIVAL_GRADIENT, 6 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Set set;
        set_make(&set, rows[i].code);
        Entrant e = run(rows[i].code, &set.bench, rows[i].rival);
        check(e.parameters == rows[i].parameters, "%s: %s has %lld", rows[i].code, RIVALS[rows[i].rival].word, e.parameters);
        check(e.milliseconds > 0, "it took no time");
        entrant_clear(&e);
        set_clear(&set);
    }
}

// ---- likeness --------------------------------------------------------------------------------------------------

static void likeness_is_to_the_reference_pixel_that_lies_there(void **state)
{
    (void)state;
    // Kernels of ones of the stride's size repeat each pixel, as nearest does; padding moves that by whole pixels.
    static const struct { const char *code; Rival rival; } rows[] = {
        { "convt2d in=40x50 k=2 s=2 w=ones x=picture:sphere", RIVAL_LAYER },
        { "convt2d in=40x50 k=2 s=2 p=1x0 w=ones x=picture:sphere", RIVAL_LAYER },
        { "convt2d in=40x50 k=3x2 s=3x2 p=2x1 op=1 w=ones x=picture:sphere", RIVAL_LAYER },
        { "convt2d in=40x50 k=4 s=2 p=1 w=ones x=picture:sphere", RIVAL_NEAREST },
        { "convt2d in=40x50 k=2 s=1 w=[0,0;0,1] x=picture:sphere", RIVAL_LAYER }, // lies half way: the one before is taken
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Set set;
        set_make(&set, rows[i].code);
        Bench *bench = &set.bench;
        assert_non_null(bench->reference.data);
        Resize how = { .planes = 3, .in_height = 40, .in_width = 50, .out_height = 40 * bench->times_y, .out_width = 50 * bench->times_x };
        resize(bench->reference.data, bench->input.data, &how);
        Entrant e = run(rows[i].code, bench, rows[i].rival);
        check(e.compared && e.psnr > 120 && e.ssim > 0.999999, "%s: PSNR %g, SSIM %g", rows[i].code, e.psnr, e.ssim);
        entrant_clear(&e);
        // Another by a tenth everywhere.
        for (size_t at = 0; at < tensor_count(&bench->reference); at++) bench->reference.data[at] = 0.5F;
        for (size_t at = 0; at < tensor_count(&bench->input); at++) bench->input.data[at] = 0.6F;
        e = run(rows[i].code, bench, rows[i].rival);
        double c1 = 1e-4, want = (2 * 0.5 * 0.6 + c1) / (0.25 + 0.36 + c1);
        check(fabs(e.psnr - 20) < 1e-4 && fabs(e.ssim - want) < 1e-5, "%s: PSNR %g, SSIM %g, not 20 and %g", rows[i].code, e.psnr, e.ssim, want);
        entrant_clear(&e);
        set_clear(&set);
    }
}

static void ssim_in_strips_is_that_of_the_whole(void **state)
{
    (void)state;
    Set set;
    const char *code = "convt2d in=120x40 k=2 s=2 w=ones x=picture:sphere";
    set_make(&set, code);
    Entrant e = run(code, &set.bench, RIVAL_NEAREST);
    int rows = e.rows - 2 * e.border, cols = e.cols - 2 * e.border;
    float *got = memory_new((size_t)(rows * cols), sizeof *got), *want = memory_new((size_t)(rows * cols), sizeof *want);
    const Tensor *reference = &set.bench.reference;
    int plane = reference->shape[2] * reference->shape[3];
    for (int i = 0; i < rows * cols; i++) {
        int at = (i / cols + e.border) * e.cols + i % cols + e.border;
        const float *rgb = reference->data + at;
        got[i] = e.grey[at];
        want[i] = (float)picture_grey((double)rgb[0], (double)rgb[plane], (double)rgb[2 * plane]);
    }
    double whole;
    Error err;
    assert_true(ssim(&whole, got, want, rows, cols, &err));
    check(fabs(whole - e.ssim) < 1e-12 && whole < 0.99, "%.15g in strips, %.15g as a whole", e.ssim, whole);
    check(fabs(psnr(got, want, (size_t)(rows * cols)) - e.psnr) < 1e-12, "PSNR %g", e.psnr);
    free(got);
    free(want);
    entrant_clear(&e);
    set_clear(&set);
}

static void what_cannot_be_compared_is_not(void **state)
{
    (void)state;
    static const struct { const char *code; Rival rival; } rows[] = {
        { "convt2d in=40 k=2 s=2 w=ones x=picture:sphere", RIVAL_ORIGINAL },  // another size
        { "convt2d in=200 k=2 s=2 w=ones x=picture:sphere", RIVAL_LAYER },    // the picture has 256 rows
        { "convt2d in=2 k=2 s=2 w=ones x=picture:sphere", RIVAL_LAYER },      // nothing but border
        { "conv2d in=40 k=2 s=2 w=ones x=picture:sphere", RIVAL_LAYER },
        { "conv2d in=40 k=2 s=1 w=ones x=picture:sphere", RIVAL_GRADIENT },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Set set;
        set_make(&set, rows[i].code);
        Entrant e = run(rows[i].code, &set.bench, rows[i].rival);
        check(!e.compared && e.psnr == 0, "%s: %s is compared: %g", rows[i].code, RIVALS[rows[i].rival].word, e.psnr);
        check((e.means == NULL) == (i == 2), "%s: %s has %s phase means", rows[i].code, RIVALS[rows[i].rival].word, e.means ? "" : "no");
        entrant_clear(&e);
        set_clear(&set);
    }
}

// ---- large and cancelled ---------------------------------------------------------------------------------------

static void of_a_large_picture_the_middle_is_kept_as_grey(void **state)
{
    (void)state;
    Set set;
    const char *code = "convt2d in=1102x7 k=3 s=3x2 w=random:3 x=picture:zone"; // 629 rows above the middle, 627 of them whole periods
    set_make(&set, code);
    Entrant e = run(code, &set.bench, RIVAL_LAYER);
    check(e.rows == 3306 && e.grey_rows == GREY_MOST_SIDE && e.grey_row == 627, "%d rows from %d of %d", e.grey_rows, e.grey_row, e.rows);
    check(e.grey_cols == e.cols && e.grey_col == 0, "%d of %d columns", e.grey_cols, e.cols);
    for (int r = 0; r < e.grey_rows; r++)
    for (int c = 0; c < e.grey_cols; c++) {
        float value = e.grey[r * e.grey_cols + c]; // the picture is grey
        int want = value >= 1 ? 255 : value > 0 ? (int)(value * 255 + 0.5F) : 0, is = (int)(e.pixels[(r + e.grey_row) * e.cols + c] & 255);
        check(abs(want - is) <= 1, "row %d, column %d: %d, not %d", r, c, is, want);
    }
    entrant_clear(&e);
    set_clear(&set);
}

static void *cancel_soon(void *context)
{
    Progress *progress = context;
    while (atomic_load(&progress->done) < 3 && !atomic_load(&progress->cancel)) {}
    atomic_store(&progress->cancel, true);
    return NULL;
}

// Whether it was stopped before its end; the one who stops it may have come too late.
static bool stopped_half_way(const Bench *bench, Rival rival)
{
    Progress progress = { 0 };
    Entrant e;
    Error err = { 0 };
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, cancel_soon, &progress), 0);
    bool ok = entrant_run(&e, bench, rival, &progress, &err);
    atomic_store(&progress.cancel, true);
    pthread_join(thread, NULL);
    if (ok) {
        entrant_clear(&e);
        return false;
    }
    long done = atomic_load(&progress.done), total = atomic_load(&progress.total);
    check(err.cannot && !strcmp(err.text, "the work was cancelled"), "%s: %s", RIVALS[rival].word, err.text);
    check(!e.pixels && !e.grey && !e.means && !e.rows, "%s: something is left", RIVALS[rival].word);
    check(done >= 3 && done <= total, "%s: %ld of %ld were done", RIVALS[rival].word, done, total);
    return done < total;
}

static void a_rival_can_be_stopped_half_way(void **state)
{
    (void)state;
    enum { ATTEMPTS = 50 };
    Set set;
    const char *code = "convt2d in=300 k=4 s=2 p=1 w=random:3 x=picture:zone";
    set_make(&set, code);
    set.bench.band = 1;
    for (Rival rival = 0; rival < RIVAL_COUNT; rival++) {
        if (!rival_fits(rival, &set.bench.layer, NULL)) continue;
        bool stopped = false;
        for (int i = 0; i < ATTEMPTS && !stopped; i++) stopped = stopped_half_way(&set.bench, rival);
        check(stopped, "%s always went on to its end", RIVALS[rival].word);
    }
    Progress progress = { .cancel = true };
    Entrant e;
    check(!entrant_run(&e, &set.bench, RIVAL_BILINEAR, &progress, NULL) && !atomic_load(&progress.done), "it began though it was cancelled");
    set_clear(&set);
}

static void progress_comes_to_its_end(void **state)
{
    (void)state;
    Set set;
    const char *code = "convt2d in=60 k=4 s=2 p=1 w=random:3 x=picture:sphere";
    set_make(&set, code);
    for (Rival rival = 0; rival < RIVAL_COUNT; rival++) {
        if (!rival_fits(rival, &set.bench.layer, NULL)) continue;
        Progress progress = { 0 };
        Entrant e;
        Error err;
        check(entrant_run(&e, &set.bench, rival, &progress, &err), "%s", err.text);
        long done = atomic_load(&progress.done), total = atomic_load(&progress.total);
        check(done == total && total > 0, "%s: %ld of %ld", RIVALS[rival].word, done, total);
        entrant_clear(&e);
    }
    set_clear(&set);
}

// Rounding held against rounding would be half a pattern.
static void nothing_has_no_pattern_on_any_picture(void **state)
{
    (void)state;
    static const char *const pictures[] = { "grey", "sphere", "gradient" };
    for (int i = 0; i < COUNT(pictures); i++)
        for (Rival rival = RIVAL_LAYER; rival < RIVAL_COUNT; rival++) {
            Set set;
            Entrant e;
            Error err;
            char code[80];
            snprintf(code, sizeof code, "convt2d in=8 k=3 s=2x3 w=zeros x=picture:%s", pictures[i]);
            set_make(&set, code);
            bool weighs = rival != RIVAL_BILINEAR && rival != RIVAL_NEAREST && rival_fits(rival, &set.bench.layer, NULL);
            if (weighs) {
                check(entrant_run(&e, &set.bench, rival, NULL, &err), "%s", err.text);
                check(e.here.share == 0, "%s: weights of 0 make %g of the %s a pattern", RIVALS[rival].word, e.here.share, pictures[i]);
                entrant_clear(&e);
            }
            set_clear(&set);
        }
}

static void what_does_not_fit_is_said(void **state)
{
    (void)state;
    static const struct { const char *code; Rival rival; const char *says; } rows[] = {
        { "convt2d in=8 k=3 s=2x3 w=ones x=picture:grey", RIVAL_SUBPIXEL, "the strides are 2 and 3" },
        { "convt2d in=8 k=3 s=2 w=ones x=picture:grey", RIVAL_GRADIENT, "is shown of a convolution" },
        { "convt2d in=8 k=1 s=2 w=ones x=picture:grey", RIVAL_REPAIRED, "no weight can mend a hole" },
        { "conv2d in=8 k=3 s=2 w=ones x=picture:grey", RIVAL_NEAREST, "a convolution does not" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Set set;
        set_make(&set, rows[i].code);
        Entrant e;
        Error err = { 0 };
        check(!entrant_run(&e, &set.bench, rows[i].rival, NULL, &err) && strstr(err.text, rows[i].says) && !err.cannot && !e.pixels, "%s: %s: %s",
              rows[i].code, RIVALS[rows[i].rival].word, err.text);
        set_clear(&set);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_impulse_comes_out_where_its_pixel_lies),
        cmocka_unit_test(a_ramp_through_a_convolution_says_where_its_pixels_lie),
        cmocka_unit_test(an_even_input_shows_each_rivals_pattern),
        cmocka_unit_test(closed_forms_hold),
        cmocka_unit_test(what_the_picture_brings_is_taken_away),
        cmocka_unit_test(a_sloping_picture_has_energy_that_is_not_a_pattern),
        cmocka_unit_test(a_kernel_that_sums_to_nothing_is_shown_around_grey),
        cmocka_unit_test(parameters_are_counted_for_one_channel),
        cmocka_unit_test(likeness_is_to_the_reference_pixel_that_lies_there),
        cmocka_unit_test(ssim_in_strips_is_that_of_the_whole),
        cmocka_unit_test(what_cannot_be_compared_is_not),
        cmocka_unit_test(of_a_large_picture_the_middle_is_kept_as_grey),
        cmocka_unit_test(a_rival_can_be_stopped_half_way),
        cmocka_unit_test(progress_comes_to_its_end),
        cmocka_unit_test(nothing_has_no_pattern_on_any_picture),
        cmocka_unit_test(what_does_not_fit_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
