// What is shown as the layer is what the kernel makes of the picture, brought to its brightness.
#include "lab/lab.h"
#include "support/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static Axis axis(int kernel, int stride, int padding, int output_padding, int dilation)
{
    return (Axis){ 3, 3, kernel, stride, padding, output_padding, dilation };
}

// A scene's layer as the sliders hold it: its sides are those of the scene's small input, not the picture's.
static Spec layer(bool transposed, Axis a)
{
    Spec spec = { transposed, 2, 1, 1, 1, 1, a, a };
    Error err = { 0 };
    if (!transposed) spec.y.wide = spec.x.wide = 16;
    bool ok = spec_check(&spec, &err);
    check(ok, "%s", err.text);
    return spec;
}

static void weights(float *w, SourceKind kind, const Spec *spec)
{
    Error err = { 0 };
    Source source = { kind, .number = 3 };
    bool ok = source_fill(w, (int[]){ 1, 1, spec->y.kernel, spec->x.kernel }, FOR_W, &source, spec, &err);
    check(ok, "%s", err.text);
}

static Tensor picture_of(const char *name, int rows, int cols)
{
    Tensor whole, out;
    Error err = { 0 };
    bool ok = picture_builtin(name, &whole, &err) && picture_resize(&whole, rows, cols, &out, &err);
    check(ok, "%s", err.text);
    tensor_clear(&whole);
    return out;
}

// The layer over a picture, without a scene: what bench_make sets up of it.
static Entrant make(const Tensor *rgb, const Spec *spec, const float *w)
{
    Bench bench = { .layer = *spec, .input = *rgb, .times_y = spec->transposed ? spec->y.stride : 1, .times_x = spec->transposed ? spec->x.stride : 1, .reduced = 1 };
    Entrant out;
    Error err = { 0 };
    size_t taps = (size_t)spec->y.kernel * (size_t)spec->x.kernel;
    bench.layer.dims = 2, bench.layer.batch = 1;
    bench.layer.in_channels = bench.layer.out_channels = bench.layer.groups = 3;
    if (spec->transposed) bench.layer.y.narrow = rgb->shape[2], bench.layer.x.narrow = rgb->shape[3];
    else bench.layer.y.wide = rgb->shape[2], bench.layer.x.wide = rgb->shape[3];
    check(spec_check(&bench.layer, &err), "%s", err.text);
    bench.w = memory_new(taps, sizeof *bench.w);
    memcpy(bench.w, w, taps * sizeof *w);
    check(entrant_run(&out, &bench, RIVAL_LAYER, NULL, &err), "%s", err.text);
    free(bench.w);
    return out;
}

static int red(const Entrant *p, int row, int col)
{
    return (int)(p->pixels[row * p->cols + col] >> 16 & 255);
}

static void a_flat_grey_through_a_box_stays_flat(void **state)
{
    (void)state;
    Tensor grey = picture_of("grey", 12, 10);
    Spec spec = layer(true, axis(4, 2, 1, 0, 1));
    float w[16];
    weights(w, SOURCE_BOX, &spec);
    Entrant p = make(&grey, &spec, w);
    assert_int_equal(p.rows, 24);
    assert_int_equal(p.cols, 20);
    check(fabs(p.gain - 1) < 1e-9 && p.divided, "the gain is %g", p.gain);
    for (int r = 1; r < 23; r++)
    for (int c = 1; c < 19; c++)
        check(p.pixels[r * 20 + c] == 0xFF808080, "pixel (%d, %d) is %08x", r, c, p.pixels[r * 20 + c]);
    check(red(&p, 0, 0) < 100, "the corner, reached by one stamp of four, is %d", red(&p, 0, 0));
    entrant_clear(&p);
    assert_null(p.pixels);
    tensor_clear(&grey);
}

static void a_flat_grey_through_ones_of_three_shows_one_two_and_four_prints(void **state)
{
    (void)state;
    Tensor grey = picture_of("grey", 8, 8);
    Spec spec = layer(true, axis(3, 2, 0, 0, 1));
    float w[9];
    weights(w, SOURCE_ONES, &spec);
    Entrant p = make(&grey, &spec, w);
    check(fabs(p.gain - 9 / 4.0) < 1e-9, "the gain is %g", p.gain);
    // phases (even, even), (even, odd), (odd, even), (odd, odd) get 4, 2, 2 and 1 prints of 128, divided by 9/4
    for (int r = 2; r < 14; r++)
    for (int c = 2; c < 14; c++) {
        int prints = (r % 2 ? 1 : 2) * (c % 2 ? 1 : 2), want = (int)(prints * 128 / 2.25 + 0.5);
        check(red(&p, r, c) == want, "(%d, %d) is %d, not %d", r, c, red(&p, r, c), want);
    }
    entrant_clear(&p);
    tensor_clear(&grey);
}

static void the_bilinear_kernel_interpolates(void **state)
{
    (void)state;
    Tensor in = picture_of("sphere", 20, 20);
    Spec spec = layer(true, axis(4, 2, 1, 0, 1));
    float w[16];
    weights(w, SOURCE_BILINEAR, &spec);
    Entrant p = make(&in, &spec, w);
    assert_int_equal(p.rows, 40);
    for (int r = 1; r < 39; r++)
    for (int c = 1; c < 39; c++) { // half-pixel centres: output r lies at (r + ½)/2 − ½
        double y = (r + 0.5) / 2 - 0.5, x = (c + 0.5) / 2 - 0.5;
        int y0 = (int)y, x0 = (int)x;
        double v = y - y0, u = x - x0;
        const float *at = in.data + y0 * 20 + x0;
        double want = (1 - v) * ((1 - u) * (double)at[0] + u * (double)at[1]) +
                      v * ((1 - u) * (double)at[20] + u * (double)at[21]);
        check(fabs(red(&p, r, c) - want * 255) <= 0.501, "(%d, %d) is %d, not %.2f", r, c, red(&p, r, c), want * 255);
    }
    entrant_clear(&p);
    tensor_clear(&in);
}

static uint32_t level(double value)
{
    return (uint32_t)lrint(fmin(fmax(value, 0), 1) * 255);
}

// Every channel alone through the kernel, against the picture: pixels may differ by rounding at a half only.
static void agrees(const Tensor *in, const Spec *scene, const float *w)
{
    Entrant p = make(in, scene, w);
    Spec one = *scene;
    one.dims = 2;
    if (one.transposed) one.y.narrow = in->shape[2], one.x.narrow = in->shape[3];
    else one.y.wide = in->shape[2], one.x.wide = in->shape[3];
    Error err = { 0 };
    bool ok = spec_check(&one, &err);
    check(ok, "%s", err.text);
    assert_int_equal(p.rows, spec_out(&one, one.y));
    assert_int_equal(p.cols, spec_out(&one, one.x));
    size_t plane = spec_x_count(&one), count = spec_y_count(&one);
    float *y = calloc(count, sizeof *y);
    double sum = 0;
    for (int i = 0; i < one.y.kernel * one.x.kernel; i++) sum += (double)w[i];
    double gain = one.transposed ? sum / (one.y.stride * one.x.stride) : sum;
    check(fabs(p.gain - gain) < 1e-9 && p.divided, "the gain is %g, not %g", p.gain, gain);
    for (int c = 0; c < 3; c++) {
        if (one.transposed) conv_transpose2d(y, in->data + (size_t)c * plane, w, NULL, &one);
        else conv2d(y, in->data + (size_t)c * plane, w, NULL, &one);
        for (size_t i = 0; i < count; i++) {
            uint32_t want = level((double)y[i] / gain), got = p.pixels[i] >> (16 - 8 * c) & 255;
            bool half = fabs(fmod(fabs((double)y[i] / gain) * 255, 1) - 0.5) < 1e-3;
            check(got == want || (half && abs((int)got - (int)want) == 1), "channel %d, pixel %zu is %u, not %u", c, i,
                  got, want);
        }
    }
    check(p.milliseconds >= 0 && p.milliseconds < 60000, "%g ms", p.milliseconds);
    free(y);
    entrant_clear(&p);
}

static void the_picture_is_what_the_kernel_makes_of_each_channel(void **state)
{
    (void)state;
    Tensor in = picture_of("sphere", 33, 29);
    for (int transposed = 0; transposed < 2; transposed++) {
        static const struct { int k, s, p, op, d; } cases[] = {
            { 1, 1, 0, 0, 1 }, { 3, 2, 1, 1, 1 }, { 4, 2, 1, 0, 1 }, { 5, 3, 2, 2, 1 }, { 3, 2, 2, 1, 2 },
            { 2, 4, 0, 0, 1 },
        };
        for (int i = 0; i < COUNT(cases); i++) {
            int op = transposed ? cases[i].op : 0;
            Spec spec = layer(transposed, axis(cases[i].k, cases[i].s, cases[i].p, op, cases[i].d));
            float w[25];
            Random random = { (uint64_t)i };
            for (int t = 0; t < 25; t++) w[t] = (float)(random_unit(&random) - 0.2);
            agrees(&in, &spec, w);
        }
    }
    // unequal axes, a scene with channels of its own, and one in 1D
    Spec spec = layer(true, axis(4, 2, 1, 0, 1));
    float w[] = { .1F, .4F, .2F, .3F, .5F, .1F };
    spec.y = axis(2, 3, 0, 0, 1), spec.x = axis(3, 2, 1, 0, 1);
    agrees(&in, &spec, w);
    spec.dims = 1, spec.y = AXIS_TRIVIAL;
    agrees(&in, &spec, w);
    tensor_clear(&in);
}

static void the_scenes_own_channels_and_batch_do_not_matter(void **state)
{
    (void)state;
    Tensor in = picture_of("sphere", 9, 9);
    Spec plain = layer(true, axis(2, 2, 0, 0, 1)), many = plain;
    many.batch = 2, many.in_channels = 4, many.out_channels = 8, many.groups = 2;
    float w[] = { 1, .5F, .25F, .125F };
    Entrant a = make(&in, &plain, w), b = make(&in, &many, w);
    assert_memory_equal(a.pixels, b.pixels, 18 * 18 * sizeof *a.pixels);
    entrant_clear(&a);
    entrant_clear(&b);
    tensor_clear(&in);
}

static void a_difference_is_shown_around_mid_grey(void **state)
{
    (void)state;
    Tensor grey = picture_of("grey", 8, 8), in = picture_of("gradient", 8, 8);
    Spec spec = layer(false, axis(3, 1, 0, 0, 1));
    float w[9];
    weights(w, SOURCE_EDGE, &spec);
    Entrant p = make(&grey, &spec, w);
    assert_false(p.divided);
    check(p.gain == 0 && p.middle == 0.5 && fabs(p.scale - 1 / 6.0) < 1e-12, "gain %g, middle %g, scale %g", p.gain,
          p.middle, p.scale);
    for (int i = 0; i < 36; i++) assert_int_equal(p.pixels[i], 0xFF808080);
    entrant_clear(&p);
    p = make(&in, &spec, w); // red grows to the right, blue falls
    check(red(&p, 3, 3) > 140 && (p.pixels[3 * 6 + 3] & 255) < 120, "red %d, blue %u", red(&p, 3, 3), p.pixels[21] & 255);
    entrant_clear(&p);
    weights(w, SOURCE_ZEROS, &spec);
    p = make(&in, &spec, w);
    assert_int_equal(p.pixels[0], 0xFF808080);
    entrant_clear(&p);
    tensor_clear(&grey);
    tensor_clear(&in);
}

static void a_negative_kernel_compares_in_brightness(void **state)
{
    (void)state;
    Tensor in = picture_of("sphere", 6, 6);
    Spec spec = layer(true, axis(1, 1, 0, 0, 1));
    Entrant p = make(&in, &spec, (float[]){ -3 });
    for (int i = 0; i < 36; i++) {
        int want = (int)(in.data[i] * 255 + 0.5f);
        check(red(&p, i / 6, i % 6) == want, "pixel %d is %d, not %d", i, red(&p, i / 6, i % 6), want);
    }
    entrant_clear(&p);
    tensor_clear(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flat_grey_through_a_box_stays_flat),
        cmocka_unit_test(a_flat_grey_through_ones_of_three_shows_one_two_and_four_prints),
        cmocka_unit_test(the_bilinear_kernel_interpolates),
        cmocka_unit_test(the_picture_is_what_the_kernel_makes_of_each_channel),
        cmocka_unit_test(the_scenes_own_channels_and_batch_do_not_matter),
        cmocka_unit_test(a_difference_is_shown_around_mid_grey),
        cmocka_unit_test(a_negative_kernel_compares_in_brightness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
