// The same sums, told three times. Stamp, gather over inserted zeros, and matrix share only the one relation; over
// many random specs they must agree, and where they do not, the one that stands alone is named.
#include "op/op.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SPECS = 10000, MOST_VALUES = 1 << 14 };

static int any(Random *random, int lo, int hi)
{
    return (int)random_range(random, lo, hi);
}

static Axis any_axis(Random *random, bool transposed)
{
    Axis a = { .kernel = any(random, 1, 4), .stride = any(random, 1, 4), .dilation = any(random, 1, 3) };
    int in = any(random, 1, 5), span = axis_span(a);
    a.padding = any(random, 0, any(random, 0, 2) ? span / 2 + 1 : span + 2);
    if (transposed) {
        a.narrow = in;
        a.output_padding = any(random, 0, a.stride > a.dilation ? a.stride - 1 : a.dilation - 1);
    } else {
        a.wide = in + any(random, 0, 6);
    }
    return a;
}

// A spec that spec_check accepts, all its tensors at most MOST_VALUES.
static Spec any_spec(Random *random, bool transposed)
{
    for (;;) {
        int groups = any(random, 0, 2) ? 1 : any(random, 1, 3);
        Spec spec = { .transposed = transposed, .dims = any(random, 0, 4) ? 2 : 1, .batch = any(random, 1, 2),
                      .in_channels = groups * any(random, 1, 2), .out_channels = groups * any(random, 1, 2),
                      .groups = groups, .y = any_axis(random, transposed), .x = any_axis(random, transposed) };
        if (spec_check(&spec, NULL) && spec_y_count(&spec) <= MOST_VALUES) return spec;
    }
}

static void print_spec(char out[256], const Spec *s)
{
    snprintf(out, 256, "%s batch=%d c=%d,%d g=%d in=%dx%d k=%dx%d s=%dx%d p=%dx%d op=%dx%d d=%dx%d",
             spec_word(s->transposed, s->dims), s->batch, s->in_channels, s->out_channels, s->groups,
             spec_in(s, s->y), spec_in(s, s->x), s->y.kernel, s->x.kernel, s->y.stride, s->x.stride, s->y.padding,
             s->x.padding, s->y.output_padding, s->x.output_padding, s->y.dilation, s->x.dilation);
}

// One set of tensors and the bound of one float32 sum: (L+2)·2⁻²⁴·Σ|terms|, L and Σ|terms| counted for each value by
// the definition itself, in double.
typedef struct Sample {
    Spec spec;
    float x[MOST_VALUES], w[MOST_VALUES], b[16], y[3][MOST_VALUES];
    double sum[MOST_VALUES], bound[MOST_VALUES];
    bool biased;
} Sample;

static float any_value(Random *random, bool whole)
{
    return whole ? (float)any(random, -9, 9) : (float)(2 * random_unit(random) - 1);
}

static void fill(Sample *s, Random *random, bool whole)
{
    for (size_t i = 0; i < spec_x_count(&s->spec); i++) s->x[i] = any_value(random, whole);
    for (size_t i = 0; i < spec_w_count(&s->spec); i++) s->w[i] = any_value(random, whole);
    for (int i = 0; i < s->spec.out_channels; i++) s->b[i] = any_value(random, whole);
    s->biased = any(random, 0, 1);
}

// Every term by the definition: the narrow cell, the tap, and where axis_wide says it lands.
static void define(Sample *s)
{
    const Spec *p = &s->spec;
    int ins = p->in_channels / p->groups, outs = p->out_channels / p->groups;
    int rows = spec_out(p, p->y), columns = spec_out(p, p->x), xr = spec_in(p, p->y), xc = spec_in(p, p->x);
    static int length[MOST_VALUES];
    size_t count = spec_y_count(p), plane = (size_t)rows * (size_t)columns;
    for (size_t i = 0; i < count; i++) {
        s->sum[i] = s->biased ? (double)s->b[i / plane % (size_t)p->out_channels] : 0;
        s->bound[i] = fabs(s->sum[i]);
        length[i] = s->biased;
    }
    for (int n = 0; n < p->batch; n++)
    for (int i = 0; i < p->in_channels; i++)
    for (int o = i / ins * outs; o < (i / ins + 1) * outs; o++)
    for (int r = 0; r < p->y.narrow; r++)
    for (int c = 0; c < p->x.narrow; c++)
    for (int ky = 0; ky < p->y.kernel; ky++)
    for (int kx = 0; kx < p->x.kernel; kx++) {
        int wr = axis_wide(p->y, r, ky), wc = axis_wide(p->x, c, kx);
        if (wr < 0 || wc < 0) continue;
        int yr = p->transposed ? wr : r, yc = p->transposed ? wc : c;
        int ir = p->transposed ? r : wr, ic = p->transposed ? c : wc;
        int first = p->transposed ? i * outs + o % outs : o * ins + i % ins;
        double term = (double)s->x[((n * p->in_channels + i) * xr + ir) * xc + ic] *
                      (double)s->w[(first * p->y.kernel + ky) * p->x.kernel + kx];
        int at = ((n * p->out_channels + o) * rows + yr) * columns + yc;
        s->sum[at] += term;
        s->bound[at] += fabs(term);
        length[at]++;
    }
    for (size_t i = 0; i < count; i++) s->bound[i] *= (length[i] + 2) * 0x1p-24;
}

typedef void Kernel(float *y, const float *x, const float *w, const float *bias, const Spec *spec);
typedef struct Telling { const char *name; Kernel *kernel; } Telling;
static const Telling TRANSPOSED[] = {
    { "stamp", conv_transpose2d }, { "gather", conv_transpose2d_gather }, { "matrix", op_matrix_forward },
};
static const Telling CONVOLVED[] = { { "window", conv2d }, { "matrix", op_matrix_forward } };

static bool agree(const Sample *s, int a, int b, bool whole, size_t *at)
{
    for (size_t i = 0; i < spec_y_count(&s->spec); i++) {
        double gap = fabs((double)s->y[a][i] - (double)s->y[b][i]);
        if (gap <= (whole ? 0 : 2 * s->bound[i])) continue; // each may err by one bound
        *at = i;
        return false;
    }
    return true;
}

static void hold_three(const Sample *s, bool whole, int trial)
{
    size_t at = 0;
    bool sg = agree(s, 0, 1, whole, &at), sm = agree(s, 0, 2, whole, &at), gm = agree(s, 1, 2, whole, &at);
    if (sg && sm && gm) return;
    char spec[256];
    print_spec(spec, &s->spec);
    const char *alone = gm && !sg && !sm   ? "stamp disagrees with gather and matrix, which agree"
                        : sm && !sg && !gm ? "gather disagrees with stamp and matrix, which agree"
                        : sg && !sm && !gm ? "matrix disagrees with stamp and gather, which agree"
                                           : "no two of stamp, gather and matrix agree everywhere";
    fail_msg("%s: spec %d (%s%s) %s; y[%zu] is %.9g by stamp, %.9g by gather, %.9g by matrix", alone, trial,
             whole ? "whole numbers" : "floats", s->biased ? ", bias" : "", spec, at, (double)s->y[0][at],
             (double)s->y[1][at], (double)s->y[2][at]);
}

static void hold_definition(const Sample *s, const Telling *telling, const float *y, bool whole, int trial)
{
    for (size_t i = 0; i < spec_y_count(&s->spec); i++) {
        if (fabs((double)y[i] - s->sum[i]) <= (whole ? 0 : s->bound[i])) continue;
        char spec[256];
        print_spec(spec, &s->spec);
        fail_msg("%s strays from the definition: spec %d %s; y[%zu] is %.9g; wanted %.9g", telling->name, trial, spec, i,
                 (double)y[i], s->sum[i]);
    }
}

static void run(Sample *s, const Telling *tellings, int count)
{
    for (int i = 0; i < count; i++) {
        memset(s->y[i], 0xFF, spec_y_count(&s->spec) * sizeof(float)); // NaN: what is not written shows
        tellings[i].kernel(s->y[i], s->x, s->w, s->biased ? s->b : NULL, &s->spec);
    }
}

static Sample sample; // large, so not on the stack

static void hold_transposed(bool whole, uint64_t seed)
{
    Random random = { seed };
    int cropped = 0, beyond = 0, wild = 0, flat = 0, grouped = 0, uneven = 0;
    for (int trial = 0; trial < SPECS; trial++) {
        Spec *p = &sample.spec;
        *p = any_spec(&random, true);
        cropped += p->x.padding > p->x.dilation * (p->x.kernel - 1); // the window's padding would be negative
        beyond += p->x.output_padding > p->x.padding;                // cells that no stamp reaches
        wild += p->x.output_padding >= p->x.stride;
        flat += p->dims == 1;
        grouped += p->groups > 1;
        uneven += p->dims == 2 && p->y.stride != p->x.stride && p->y.kernel != p->x.kernel;
        fill(&sample, &random, whole);
        run(&sample, TRANSPOSED, 3);
        define(&sample);
        hold_three(&sample, whole, trial);
        for (int i = 0; i < 3; i++) hold_definition(&sample, &TRANSPOSED[i], sample.y[i], whole, trial);
    }
    check(cropped > 500 && beyond > 500 && wild > 500 && flat > 500 && grouped > 500 && uneven > 500,
          "kinds of specs: %d %d %d %d %d %d", cropped, beyond, wild, flat, grouped, uneven);
}

static void stamp_gather_and_matrix_are_equal_on_whole_numbers(void **state)
{
    (void)state;
    hold_transposed(true, 1);
}

static void stamp_gather_and_matrix_are_as_near_as_float32_allows(void **state)
{
    (void)state;
    hold_transposed(false, 2);
}

static void hold_convolution(bool whole, uint64_t seed, int specs)
{
    Random random = { seed };
    for (int trial = 0; trial < specs; trial++) {
        sample.spec = any_spec(&random, false);
        fill(&sample, &random, whole);
        run(&sample, CONVOLVED, 2);
        define(&sample);
        for (int i = 0; i < 2; i++) hold_definition(&sample, &CONVOLVED[i], sample.y[i], whole, trial);
    }
}

static void convolution_and_its_matrix_are_equal(void **state)
{
    (void)state;
    hold_convolution(true, 3, SPECS);
    hold_convolution(false, 4, SPECS / 4);
}

// ---- the table and the stretched view themselves ---------------------------------------------------------------

// op_matrix written out, multiplied as any dense matrix is.
static void the_written_matrix_turns_x_into_y(void **state)
{
    (void)state;
    Random random = { 5 };
    for (int trial = 0; trial < 300; trial++) {
        sample.spec = any_spec(&random, trial % 2);
        sample.spec.batch = 1;
        assert_true(spec_check(&sample.spec, NULL));
        fill(&sample, &random, true);
        sample.biased = false;
        size_t rows = op_matrix_rows(&sample.spec), columns = op_matrix_columns(&sample.spec);
        float *c = malloc(rows * columns * sizeof *c);
        op_matrix(c, sample.w, &sample.spec);
        define(&sample);
        bool t = sample.spec.transposed;
        for (size_t i = 0; i < (t ? columns : rows); i++) {
            double sum = 0;
            for (size_t j = 0; j < (t ? rows : columns); j++)
                sum += (double)c[t ? j * columns + i : i * columns + j] * (double)sample.x[j];
            char spec[256];
            print_spec(spec, &sample.spec);
            check(sum == sample.sum[i], "C strays: y[%zu] is %g; wanted %g; %s", i, sum, sample.sum[i], spec);
        }
        free(c);
    }
}

static void the_matrix_of_the_document_is_five_by_three_turned(void **state)
{
    (void)state;
    Spec spec = { .transposed = true, .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1,
                  .y = AXIS_TRIVIAL, .x = { .narrow = 3, .kernel = 3, .stride = 1, .dilation = 1 } };
    assert_true(spec_check(&spec, NULL));
    float w[] = { 1, 2, 3 }, c[15], want[] = { 1, 2, 3, 0, 0, 0, 1, 2, 3, 0, 0, 0, 1, 2, 3 };
    assert_int_equal(op_matrix_rows(&spec), 3);
    assert_int_equal(op_matrix_columns(&spec), 5);
    op_matrix(c, w, &spec);
    assert_memory_equal(c, want, sizeof want);
}

// Stretch, then an ordinary convolution with the kernel turned and the channel axes swapped, padded by d(k−1) − p.
static void stretch_then_convolve_with_the_turned_kernel_is_the_transpose(void **state)
{
    (void)state;
    Random random = { 6 };
    int held = 0;
    static float z[1 << 16], turned[MOST_VALUES], y[MOST_VALUES];
    for (int trial = 0; trial < 3000; trial++) {
        Spec t = any_spec(&random, true);
        t.y.output_padding = t.x.output_padding = 0; // conv2d pads both sides alike
        t.groups = 1;
        if (!spec_check(&t, NULL)) continue;
        int pad_y = t.y.dilation * (t.y.kernel - 1) - t.y.padding, pad_x = t.x.dilation * (t.x.kernel - 1) - t.x.padding;
        if (pad_y < 0 || pad_x < 0) continue;
        sample.spec = t;
        fill(&sample, &random, true);
        sample.biased = false;
        int kh = t.y.kernel, kw = t.x.kernel;
        for (int i = 0; i < t.in_channels; i++)
        for (int o = 0; o < t.out_channels; o++)
        for (int k = 0; k < kh * kw; k++)
            turned[(o * t.in_channels + i) * kh * kw + kh * kw - 1 - k] = sample.w[(i * t.out_channels + o) * kh * kw + k];
        op_stretch(z, sample.x, t.batch * t.in_channels, t.y.narrow, t.x.narrow, t.y.stride, t.x.stride);
        Spec c = t;
        c.transposed = false;
        c.y = (Axis){ .wide = (t.y.narrow - 1) * t.y.stride + 1, .kernel = kh, .stride = 1, .padding = pad_y,
                      .dilation = t.y.dilation };
        c.x = (Axis){ .wide = (t.x.narrow - 1) * t.x.stride + 1, .kernel = kw, .stride = 1, .padding = pad_x,
                      .dilation = t.x.dilation };
        Error err;
        check(spec_check(&c, &err), "%s", err.text);
        assert_int_equal(spec_y_count(&c), spec_y_count(&t));
        conv2d(y, z, turned, NULL, &c);
        define(&sample);
        hold_definition(&sample, &(Telling){ "stretch and turned kernel", NULL }, y, true, trial);
        held++;
    }
    check(held > 500, "only %d specs were held", held);
}

static void stretching_puts_zeros_between_and_none_outside(void **state)
{
    (void)state;
    float x[] = { 1, 2, 3, 4 }, z[12], want[] = { 1, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 4 };
    op_stretch(z, x, 1, 2, 2, 2, 3);
    assert_memory_equal(z, want, sizeof want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stamp_gather_and_matrix_are_equal_on_whole_numbers),
        cmocka_unit_test(stamp_gather_and_matrix_are_as_near_as_float32_allows),
        cmocka_unit_test(convolution_and_its_matrix_are_equal), cmocka_unit_test(the_written_matrix_turns_x_into_y),
        cmocka_unit_test(the_matrix_of_the_document_is_five_by_three_turned),
        cmocka_unit_test(stretch_then_convolve_with_the_turned_kernel_is_the_transpose),
        cmocka_unit_test(stretching_puts_zeros_between_and_none_outside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
