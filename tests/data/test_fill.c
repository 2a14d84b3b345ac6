// What each word for a tensor means, in numbers: presets, kernels made for a stride, pictures and files.
#include "data/data.h"
#include "support/check.h"

#include <math.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/stridescope-fill-XXXXXX";
static char path[64];

static Axis axis(int kernel, int stride, int dilation)
{
    return (Axis){ .narrow = 3, .kernel = kernel, .stride = stride, .dilation = dilation };
}

static Spec layer(bool transposed, int ins, int outs, int groups, Axis y, Axis x)
{
    return (Spec){ transposed, 2, 1, ins, outs, groups, y, x };
}

static bool fill(float *out, int a, int b, int c, int d, SourceFor what, Source source, const Spec *spec, Error *err)
{
    return source_fill(out, (int[]){ a, b, c, d }, what, &source, spec, err);
}

static void must_fill(float *out, int a, int b, int c, int d, SourceFor what, Source source, const Spec *spec)
{
    Error err = { 0 };
    bool ok = fill(out, a, b, c, d, what, source, spec, &err);
    check(ok, "%s: %s", source_word(source.kind), err.text);
}

static void refuses(int a, int b, int c, int d, SourceFor what, Source source, const Spec *spec, const char *sentence)
{
    float out[64];
    Error err = { 0 };
    assert_true(a * b * c * d <= COUNT(out));
    bool ok = fill(out, a, b, c, d, what, source, spec, &err);
    check(!ok, "\"%s\" was expected", sentence);
    check(!strcmp(err.text, sentence), "the sentence is \"%s\", not \"%s\"", err.text, sentence);
}

static void are(const float *got, int count, const double *want, const char *what)
{
    for (int i = 0; i < count; i++)
        check(fabs((double)got[i] - want[i]) < 1e-6, "%s: value %d is %g, not %g", what, i, (double)got[i], want[i]);
}
#define ARE(got, what, ...) are(got, COUNT(((double[]){ __VA_ARGS__ })), (double[]){ __VA_ARGS__ }, what)

static void presets_are_what_they_say(void **state)
{
    (void)state;
    Spec spec = layer(true, 1, 1, 1, axis(2, 1, 1), axis(2, 1, 1));
    float out[6];
    must_fill(out, 1, 1, 2, 3, FOR_X, (Source){ SOURCE_RAMP }, &spec);
    ARE(out, "ramp", 1, 2, 3, 4, 5, 6);
    must_fill(out, 1, 1, 2, 3, FOR_GY, (Source){ SOURCE_LETTERS }, &spec);
    ARE(out, "letters", 1, 2, 3, 4, 5, 6);
    must_fill(out, 1, 1, 2, 3, FOR_X, (Source){ SOURCE_ONES }, &spec);
    ARE(out, "ones", 1, 1, 1, 1, 1, 1);
    must_fill(out, 1, 1, 2, 3, FOR_X, (Source){ SOURCE_ZEROS }, &spec);
    ARE(out, "zeros", 0, 0, 0, 0, 0, 0);
    must_fill(out, 6, 1, 1, 1, FOR_B, (Source){ SOURCE_NONE }, &spec);
    ARE(out, "none", 0, 0, 0, 0, 0, 0);
    must_fill(out, 1, 1, 2, 3, FOR_X, (Source){ SOURCE_ONEHOT, .number = 4 }, &spec);
    ARE(out, "onehot:4", 0, 0, 0, 0, 1, 0);
    float typed[] = { 3, -1, 4, 1, -5, 9 };
    must_fill(out, 1, 1, 2, 3, FOR_X, (Source){ SOURCE_TYPED, .values = typed, .count = 6 }, &spec);
    ARE(out, "typed", 3, -1, 4, 1, -5, 9);
}

static void random_is_in_hundredths_and_the_seeds_own(void **state)
{
    (void)state;
    Spec spec = layer(true, 1, 1, 1, axis(2, 1, 1), axis(2, 1, 1));
    enum { MANY = 3000 };
    static float one[MANY], again[MANY], other[MANY], w[MANY];
    must_fill(one, 1, 1, 30, 100, FOR_X, (Source){ SOURCE_RANDOM, .number = 1 }, &spec);
    must_fill(again, 1, 1, 30, 100, FOR_X, (Source){ SOURCE_RANDOM, .number = 1 }, &spec);
    must_fill(other, 1, 1, 30, 100, FOR_X, (Source){ SOURCE_RANDOM, .number = 2 }, &spec);
    must_fill(w, 1, 1, 30, 100, FOR_W, (Source){ SOURCE_RANDOM, .number = 1 }, &spec);
    assert_memory_equal(one, again, sizeof one);
    double mean = 0, least = 1, most = -1;
    int same_seed = 0, same_tensor = 0;
    for (int i = 0; i < MANY; i++) {
        double value = (double)one[i], hundredths = round(value * 100);
        check(one[i] == (float)(hundredths / 100), "%.9g is no hundredth", value);
        mean += value / MANY, least = fmin(least, value), most = fmax(most, value);
        same_seed += one[i] == other[i], same_tensor += one[i] == w[i];
    }
    check(least == -1 && most == 1 && fabs(mean) < 0.05, "from %g to %g, mean %g", least, most, mean);
    check(same_seed < 60 && same_tensor < 60, "%d equal the next seed, %d equal w", same_seed, same_tensor);
    // pinned: a scene code must mean the same numbers in every version
    ARE(one, "random:1", -0.53, -0.93, -0.37, -0.02);
}

static void kernels_of_one_row_are_as_in_the_books(void **state)
{
    (void)state;
    static const struct { SourceKind kind; bool transposed; int kernel, stride, dilation; double want[7]; } rows[] = {
        { SOURCE_BILINEAR, true, 4, 2, 1, { .25, .75, .75, .25 } },
        { SOURCE_BILINEAR, true, 3, 2, 1, { .5, 1, .5 } },
        { SOURCE_BILINEAR, true, 5, 3, 1, { 1 / 3., 2 / 3., 1, 2 / 3., 1 / 3. } },
        { SOURCE_BILINEAR, true, 6, 3, 1, { 1 / 6., .5, 5 / 6., 5 / 6., .5, 1 / 6. } },
        { SOURCE_BILINEAR, true, 5, 2, 1, { 0, .5, 1, .5, 0 } },
        { SOURCE_BILINEAR, true, 3, 1, 1, { 0, 1, 0 } },
        { SOURCE_BILINEAR, true, 3, 4, 2, { .5, 1, .5 } },
        { SOURCE_BILINEAR, false, 4, 2, 1, { .125, .375, .375, .125 } },
        { SOURCE_BOX, true, 4, 2, 1, { .5, .5, .5, .5 } },
        { SOURCE_BOX, true, 3, 2, 1, { .5, 1, .5 } },
        { SOURCE_BOX, true, 5, 3, 1, { .5, .5, 1, .5, .5 } },
        { SOURCE_BOX, true, 2, 3, 1, { 1, 1 } },
        { SOURCE_BOX, true, 3, 2, 2, { 1 / 3., 1 / 3., 1 / 3. } },
        { SOURCE_BOX, true, 5, 4, 2, { 1 / 3., .5, 1 / 3., .5, 1 / 3. } },
        { SOURCE_BOX, false, 4, 2, 1, { .25, .25, .25, .25 } },
        { SOURCE_EDGE, true, 2, 1, 1, { -1, 1 } },
        { SOURCE_EDGE, true, 3, 2, 1, { -1, 0, 1 } },
        { SOURCE_EDGE, false, 4, 2, 1, { 0, -1, 1, 0 } },
        { SOURCE_EDGE, true, 5, 2, 1, { 0, -1, 0, 1, 0 } },
        { SOURCE_EDGE, true, 1, 1, 1, { 0 } },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Axis x = axis(rows[i].kernel, rows[i].stride, rows[i].dilation);
        Spec spec = layer(rows[i].transposed, 1, 1, 1, axis(1, 1, 1), x);
        float w[7];
        char what[64];
        snprintf(what, sizeof what, "%s k%d s%d d%d", source_word(rows[i].kind), rows[i].kernel, rows[i].stride,
                 rows[i].dilation);
        must_fill(w, 1, 1, 1, rows[i].kernel, FOR_W, (Source){ rows[i].kind }, &spec);
        are(w, rows[i].kernel, rows[i].want, what);
    }
}

static void kernels_of_two_axes_are_products(void **state)
{
    (void)state;
    float w[12];
    Spec spec = layer(true, 1, 1, 1, axis(3, 2, 1), axis(4, 2, 1));
    must_fill(w, 1, 1, 3, 4, FOR_W, (Source){ SOURCE_BILINEAR }, &spec);
    ARE(w, "bilinear 3×4", .125, .375, .375, .125, .25, .75, .75, .25, .125, .375, .375, .125);
    must_fill(w, 1, 1, 3, 4, FOR_W, (Source){ SOURCE_BOX }, &spec);
    ARE(w, "box 3×4", .25, .25, .25, .25, .5, .5, .5, .5, .25, .25, .25, .25);
    spec = layer(true, 1, 1, 1, axis(3, 2, 1), axis(3, 2, 1));
    must_fill(w, 1, 1, 3, 3, FOR_W, (Source){ SOURCE_EDGE }, &spec);
    ARE(w, "edge 3×3", -1, 0, 1, -1, 0, 1, -1, 0, 1);
    spec = layer(true, 1, 1, 1, axis(3, 2, 1), axis(1, 2, 1));
    must_fill(w, 1, 1, 3, 1, FOR_W, (Source){ SOURCE_EDGE }, &spec);
    ARE(w, "edge 3×1", -1, 0, 1);
    spec = layer(false, 1, 1, 1, axis(2, 2, 1), axis(3, 2, 1));
    must_fill(w, 1, 1, 2, 3, FOR_W, (Source){ SOURCE_BOX }, &spec);
    ARE(w, "mean of 2×3", 1 / 6., 1 / 6., 1 / 6., 1 / 6., 1 / 6., 1 / 6.);
}

// The gains of every phase, per output channel, summed over the inputs that feed it.
static void gains_are_one(SourceKind kind, const Spec *spec)
{
    int outs = spec->out_channels / spec->groups, ins = spec->in_channels / spec->groups;
    int ky = spec->y.kernel, kx = spec->x.kernel;
    float *w = calloc((size_t)(spec->in_channels * outs * ky * kx), sizeof *w);
    must_fill(w, spec->in_channels, outs, ky, kx, FOR_W, (Source){ kind }, spec);
    for (int g = 0; g < spec->groups; g++)
    for (int o = 0; o < outs; o++)
    for (int py = 0; py < spec->y.stride; py++)
    for (int px = 0; px < spec->x.stride; px++) {
        double gain = 0;
        int taps = 0;
        for (int i = g * ins; i < (g + 1) * ins; i++)
        for (int y = 0; y < ky; y++)
        for (int x = 0; x < kx; x++) {
            if (y * spec->y.dilation % spec->y.stride != py || x * spec->x.dilation % spec->x.stride != px) continue;
            gain += (double)w[((i * outs + o) * ky + y) * kx + x];
            taps++;
        }
        check(!taps || fabs(gain - 1) < 1e-6, "%s k%d,%d s%d,%d d%d,%d c%d,%d g%d: phase (%d, %d) of out %d gains %g",
              source_word(kind), ky, kx, spec->y.stride, spec->x.stride, spec->y.dilation, spec->x.dilation,
              spec->in_channels, spec->out_channels, spec->groups, py, px, o, gain);
    }
    free(w);
}

static void box_and_whole_bilinear_gain_one_in_every_phase(void **state)
{
    (void)state;
    Random random = { 4 };
    for (int i = 0; i < 300; i++) {
        int groups = (int)random_range(&random, 1, 2);
        int ins = groups * (int)random_range(&random, 1, 5), outs = groups * (int)random_range(&random, 1, 5);
        int s = (int)random_range(&random, 1, 4), t = (int)random_range(&random, 1, 3);
        Axis y = axis((int)random_range(&random, 1, 6), s, (int)random_range(&random, 1, 3));
        Axis x = axis((int)random_range(&random, 1, 6), t, (int)random_range(&random, 1, 3));
        Spec box = layer(true, ins, outs, groups, y, x);
        gains_are_one(SOURCE_BOX, &box);
        Spec smooth = layer(true, ins, outs, groups, axis(2 * s - 1 + (int)random_range(&random, 0, 4), s, 1),
                            axis(2 * t, t, 1));
        gains_are_one(SOURCE_BILINEAR, &smooth);
    }
}

static void channels_are_paired_within_their_group(void **state)
{
    (void)state;
    float w[16];
    Axis one = axis(1, 1, 1);
    Spec spec = layer(true, 2, 2, 1, one, one);
    must_fill(w, 2, 2, 1, 1, FOR_W, (Source){ SOURCE_BOX }, &spec);
    ARE(w, "two to two", 1, 0, 0, 1);
    spec = layer(true, 1, 3, 1, one, one);
    must_fill(w, 1, 3, 1, 1, FOR_W, (Source){ SOURCE_BOX }, &spec);
    ARE(w, "one to three", 1, 1, 1);
    spec = layer(true, 3, 1, 1, one, one);
    must_fill(w, 3, 1, 1, 1, FOR_W, (Source){ SOURCE_BOX }, &spec);
    ARE(w, "three to one", 1 / 3., 1 / 3., 1 / 3.);
    spec = layer(false, 3, 2, 1, one, one); // w is (out, in): output 0 is fed by inputs 0 and 2
    must_fill(w, 2, 3, 1, 1, FOR_W, (Source){ SOURCE_BOX }, &spec);
    ARE(w, "convolution, three to two", .5, 0, .5, 0, 1, 0);
    spec = layer(true, 4, 4, 2, one, one);
    must_fill(w, 4, 2, 1, 1, FOR_W, (Source){ SOURCE_BILINEAR }, &spec);
    ARE(w, "two groups", 1, 0, 0, 1, 1, 0, 0, 1);
    spec = layer(false, 4, 4, 2, one, one);
    must_fill(w, 4, 2, 1, 1, FOR_W, (Source){ SOURCE_BILINEAR }, &spec);
    ARE(w, "two groups, convolution", 1, 0, 0, 1, 1, 0, 0, 1);
    spec = layer(false, 4, 6, 2, one, one);
    must_fill(w, 6, 2, 1, 1, FOR_W, (Source){ SOURCE_BOX }, &spec);
    ARE(w, "two groups of two to three, convolution", 1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0);
    spec = layer(true, 6, 4, 2, one, one);
    must_fill(w, 6, 2, 1, 1, FOR_W, (Source){ SOURCE_BOX }, &spec);
    ARE(w, "two groups of three to two", .5, 0, 0, 1, .5, 0, .5, 0, 0, 1, .5, 0);
}

static void icnr_gives_every_phase_the_same_weights(void **state)
{
    (void)state;
    static float w[2 * 3 * 6 * 4];
    Spec spec = layer(true, 2, 3, 1, axis(6, 3, 1), axis(4, 2, 1));
    must_fill(w, 2, 3, 6, 4, FOR_W, (Source){ SOURCE_ICNR, .number = 5 }, &spec);
    int different = 0;
    for (int pair = 0; pair < 6; pair++) {
        const float *kernel = w + pair * 24;
        for (int y = 0; y < 6; y++)
        for (int x = 0; x < 4; x++) {
            check(kernel[y * 4 + x] == kernel[y / 3 * 3 * 4 + x / 2 * 2], "tap (%d, %d) has a weight of its own", y, x);
            if (y % 3 == 0 && x % 2 == 0) different += kernel[y * 4 + x] != w[0];
        }
    }
    check(different > 18, "only %d of 23 weights differ from the first", different);
    // k not a multiple of s: phase 0 has a tap more; with d = 2 and s = 4 a phase's taps stand 2 apart
    spec = layer(true, 1, 1, 1, axis(1, 1, 1), axis(3, 2, 1));
    must_fill(w, 1, 1, 1, 3, FOR_W, (Source){ SOURCE_ICNR, .number = 5 }, &spec);
    assert_true(w[0] == w[1] && w[1] != w[2]);
    spec = layer(true, 1, 1, 1, axis(1, 1, 1), axis(4, 4, 2));
    must_fill(w, 1, 1, 1, 4, FOR_W, (Source){ SOURCE_ICNR, .number = 5 }, &spec);
    assert_true(w[0] == w[1] && w[2] == w[3] && w[1] != w[2]);
}

// A box of s convolved with anything: every phase sums to the sum of that.
static void boxed_weights_give_every_phase_the_same_gain(void **state)
{
    (void)state;
    static float w[2 * 3 * 6 * 7];
    static const struct {
        int kernel_y, stride_y, kernel_x, stride_x, dilation_x;
    } rows[] = { { 4, 2, 4, 2, 1 }, { 3, 2, 5, 3, 2 }, { 6, 3, 7, 4, 1 }, { 2, 2, 5, 1, 3 } };
    for (int i = 0; i < COUNT(rows); i++) {
        Spec spec = layer(true, 2, 3, 1, axis(rows[i].kernel_y, rows[i].stride_y, 1), axis(rows[i].kernel_x, rows[i].stride_x, rows[i].dilation_x));
        must_fill(w, 2, 3, rows[i].kernel_y, rows[i].kernel_x, FOR_W, (Source){ SOURCE_BOXED, .number = 3 }, &spec);
        double gains[16], first = 0;
        for (int ic = 0; ic < 2; ic++)
        for (int oc = 0; oc < 3; oc++) {
            op_phase_gains(gains, w, &spec, ic, oc);
            if (ic == 1 && oc == 2) check(gains[0] != first, "row %d: two pairs share their gain %g", i, first);
            if (ic == 0 && oc == 0) first = gains[0];
            for (int p = 1; p < rows[i].stride_y * rows[i].stride_x; p++)
                check(fabs(gains[p] - gains[0]) < 1e-5, "row %d, phase %d has the gain %g, phase 0 %g", i, p, gains[p], gains[0]);
        }
    }
    // A kernel smaller than the stride is one box.
    Spec spec = layer(true, 1, 1, 1, axis(1, 1, 1), axis(2, 3, 1));
    must_fill(w, 1, 1, 1, 2, FOR_W, (Source){ SOURCE_BOXED, .number = 3 }, &spec);
    assert_true(w[0] == w[1] && w[0] != 0);
}

static void pytorch_weights_lie_within_their_bound(void **state)
{
    (void)state;
    static float w[4 * 3 * 5 * 5], b[6], other[6];
    Spec spec = layer(true, 4, 6, 2, axis(5, 2, 1), axis(5, 2, 1)); // w is (4, 3, 5, 5)
    double bound = 1 / sqrt(3 * 25.0), most = 0;
    must_fill(w, 4, 3, 5, 5, FOR_W, (Source){ SOURCE_PYTORCH, .number = 2 }, &spec);
    for (int i = 0; i < COUNT(w); i++) most = fmax(most, fabs((double)w[i]));
    check(most <= bound && most > 0.97 * bound, "the largest of 300 weights is %g, the bound %g", most, bound);
    must_fill(b, 6, 1, 1, 1, FOR_B, (Source){ SOURCE_PYTORCH, .number = 2 }, &spec);
    must_fill(other, 6, 1, 1, 1, FOR_B, (Source){ SOURCE_PYTORCH, .number = 3 }, &spec);
    for (int i = 0; i < COUNT(b); i++) check(fabs((double)b[i]) <= bound && b[i] != other[i], "bias %d is %g, with another seed %g", i, (double)b[i], (double)other[i]);
}

static void a_tone_has_its_cycles_and_a_step_its_middle(void **state)
{
    (void)state;
    static float x[2 * 3 * 8], long_tone[1000];
    const double turn = 6.28318530717958647692;
    must_fill(x, 1, 2, 3, 8, FOR_X, (Source){ SOURCE_TONE, .number = 3 }, NULL);
    for (int i = 0; i < COUNT(x); i++) {
        double want = sin(turn * 3 * (i % 8 + 0.5) / 8);
        check(fabs((double)x[i] - want) < 1e-6, "tone: value %d is %g, not %g", i, (double)x[i], want);
    }
    // More cycles than samples: those that cannot be told from fewer.
    must_fill(long_tone, 1, 1, 1, 1000, FOR_GY, (Source){ SOURCE_TONE, .number = 200000007 }, NULL);
    for (int i = 0; i < 1000; i++) check(fabs((double)long_tone[i] - sin(turn * 7 * (i + 0.5) / 1000)) < 1e-6, "tone: value %d", i);
    must_fill(x, 1, 1, 2, 5, FOR_X, (Source){ SOURCE_STEP }, NULL);
    ARE(x, "step", 0, 0, 1, 1, 1, 0, 0, 1, 1, 1);
}

static void what_does_not_fit_gets_a_sentence(void **state)
{
    (void)state;
    Spec spec = layer(true, 1, 1, 1, axis(2, 1, 1), axis(2, 1, 1)), row = spec;
    row.dims = 1;
    float typed[] = { 1, 2, 3 };
    refuses(1, 1, 3, 3, FOR_X, (Source){ SOURCE_ONEHOT, .number = 9 }, &spec,
            "onehot:9 lies outside x, whose 9 values are numbered 0 to 8");
    refuses(1, 1, 1, 1, FOR_GY, (Source){ SOURCE_ONEHOT, .number = -1 }, &spec,
            "onehot:-1 lies outside gy, whose only value is number 0");
    refuses(1, 1, 2, 2, FOR_W, (Source){ SOURCE_TYPED, .values = typed, .count = 3 }, &spec,
            "w has 3 typed values; it needs 4 for the shape (1, 1, 2, 2)");
    refuses(2, 1, 1, 2, FOR_X, (Source){ SOURCE_TYPED, .values = typed, .count = 1 }, &row,
            "x has 1 typed value; it needs 4 for the shape (2, 1, 2)");
    refuses(5, 1, 1, 1, FOR_B, (Source){ SOURCE_TYPED, .values = typed, .count = 3 }, &spec,
            "b has 3 typed values; it needs 5 for the shape (5,)");
    refuses(1, 1, 2, 2, FOR_X, (Source){ SOURCE_BOX }, &spec, "x cannot be box");
    refuses(1, 1, 2, 2, FOR_W, (Source){ SOURCE_NONE }, &spec, "w cannot be none");
    refuses(1, 1, 2, 2, FOR_X, (Source){ SOURCE_PICTURE, .word = (char *)"zonee" }, &spec,
            "there is no built-in picture 'zonee' (did you mean zone?); there are: sphere, zone, text, grey, gradient");
}

// ---- pictures and files ----------------------------------------------------------------------------------------

static void write_stripes(void) // two columns: red, then blue
{
    png_image image = { .version = PNG_IMAGE_VERSION, .width = 2, .height = 2, .format = PNG_FORMAT_RGB };
    unsigned char pixels[] = { 255, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 255 };
    assert_true(png_image_write_to_file(&image, path, 0, pixels, 0, NULL));
}

static void pictures_come_in_colour_or_grey(void **state)
{
    (void)state;
    Spec spec = layer(true, 1, 1, 1, axis(2, 1, 1), axis(2, 1, 1));
    float out[24];
    write_stripes();
    Source file = { SOURCE_FILE, .word = path };
    must_fill(out, 1, 3, 1, 2, FOR_X, file, &spec);
    ARE(out, "RGB", 1, 0, 0, 0, 0, 1);
    must_fill(out, 1, 1, 1, 2, FOR_X, file, &spec);
    ARE(out, "grey", 0.2126, 0.0722);
    must_fill(out, 2, 2, 1, 2, FOR_X, file, &spec);
    ARE(out, "grey in all", 0.2126, 0.0722, 0.2126, 0.0722, 0.2126, 0.0722, 0.2126, 0.0722);
    must_fill(out, 2, 3, 1, 1, FOR_X, file, &spec);
    ARE(out, "a mean, twice", .5, 0, .5, .5, 0, .5);
    must_fill(out, 1, 1, 4, 4, FOR_X, (Source){ SOURCE_PICTURE, .word = (char *)"grey" }, &spec);
    for (int i = 0; i < 16; i++) check(fabs((double)out[i] - 128 / 255.0) < 1e-7, "grey is %g", (double)out[i]);
    Tensor zone, fit;
    Error err;
    assert_true(picture_builtin("zone", &zone, &err) && picture_resize(&zone, 4, 2, &fit, &err));
    must_fill(out, 1, 3, 4, 2, FOR_X, (Source){ SOURCE_PICTURE, .word = (char *)"zone" }, &spec);
    assert_memory_equal(out, fit.data, 24 * sizeof *out);
    tensor_clear(&zone);
    tensor_clear(&fit);
}

// An NPY 1.0 file of float32 that counts 1, 2, 3 …; written here, so that reader and writer cannot agree in error.
static void write_npy(const char *shape, int count)
{
    unsigned char head[128];
    memset(head, ' ', sizeof head);
    memcpy(head, "\x93NUMPY\x01\x00\x76\x00", 10);
    char dict[100];
    int length = snprintf(dict, sizeof dict, "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }", shape);
    memcpy(head + 10, dict, (size_t)length);
    head[127] = '\n';
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fwrite(head, 1, sizeof head, file);
    for (int i = 0; i < count; i++) fwrite(&(float){ (float)(i + 1) }, sizeof(float), 1, file);
    fclose(file);
}

static void npy_files_fill_tensors_of_their_shape(void **state)
{
    (void)state;
    Spec spec = layer(true, 1, 1, 1, axis(2, 1, 1), axis(2, 1, 1)), row = spec;
    row.dims = 1;
    Source file = { SOURCE_FILE, .word = path };
    float out[6];
    write_npy("1, 1, 2, 3", 6);
    must_fill(out, 1, 1, 2, 3, FOR_X, file, &spec);
    ARE(out, "four sides", 1, 2, 3, 4, 5, 6);
    write_npy("2, 3", 6);
    must_fill(out, 1, 1, 2, 3, FOR_X, file, &spec);
    ARE(out, "without sides of one", 1, 2, 3, 4, 5, 6);
    write_npy("2, 1, 3", 6);
    must_fill(out, 2, 1, 1, 3, FOR_W, file, &row);
    ARE(out, "1D", 1, 2, 3, 4, 5, 6);
    write_npy("6,", 6);
    must_fill(out, 6, 1, 1, 1, FOR_B, file, &spec);
    ARE(out, "bias", 1, 2, 3, 4, 5, 6);
    Error err;
    write_npy("3, 2", 6);
    assert_false(fill(out, 1, 1, 2, 3, FOR_X, file, &spec, &err));
    check(strstr(err.text, "has the shape (3, 2); x must be (1, 1, 2, 3)"), "%s", err.text);
    write_npy("6,", 6);
    assert_false(fill(out, 2, 1, 1, 3, FOR_W, file, &row, &err));
    check(strstr(err.text, "has the shape (6,); w must be (2, 1, 3)"), "%s", err.text);
}

static void other_files_get_a_sentence(void **state)
{
    (void)state;
    Spec spec = layer(true, 1, 1, 1, axis(2, 1, 1), axis(2, 1, 1));
    float out[4];
    Error err;
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("1 2 3 4", file);
    fclose(file);
    assert_false(fill(out, 1, 1, 2, 2, FOR_X, (Source){ SOURCE_FILE, .word = path }, &spec, &err));
    check(strstr(err.text, "is neither a .npy file nor a PNG or JPEG picture"), "%s", err.text);
    unlink(path);
    assert_false(fill(out, 1, 1, 2, 2, FOR_X, (Source){ SOURCE_FILE, .word = path }, &spec, &err));
    check(strstr(err.text, "No such file"), "%s", err.text);
    assert_false(fill(out, 1, 1, 2, 2, FOR_X, (Source){ SOURCE_FILE, .word = folder }, &spec, &err));
    check(strstr(err.text, "is a folder"), "%s", err.text);
    write_stripes();
    assert_int_equal(truncate(path, 40), 0);
    assert_false(fill(out, 1, 1, 2, 2, FOR_X, (Source){ SOURCE_FILE, .word = path }, &spec, &err));
    check(strstr(err.text, "damaged"), "%s", err.text);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/file", folder);
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
        cmocka_unit_test(presets_are_what_they_say),
        cmocka_unit_test(random_is_in_hundredths_and_the_seeds_own),
        cmocka_unit_test(kernels_of_one_row_are_as_in_the_books),
        cmocka_unit_test(kernels_of_two_axes_are_products),
        cmocka_unit_test(box_and_whole_bilinear_gain_one_in_every_phase),
        cmocka_unit_test(channels_are_paired_within_their_group),
        cmocka_unit_test(icnr_gives_every_phase_the_same_weights),
        cmocka_unit_test(a_tone_has_its_cycles_and_a_step_its_middle),
        cmocka_unit_test(boxed_weights_give_every_phase_the_same_gain),
        cmocka_unit_test(pytorch_weights_lie_within_their_bound),
        cmocka_unit_test(what_does_not_fit_gets_a_sentence),
        cmocka_unit_test(pictures_come_in_colour_or_grey),
        cmocka_unit_test(npy_files_fill_tensors_of_their_shape),
        cmocka_unit_test(other_files_get_a_sentence),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
