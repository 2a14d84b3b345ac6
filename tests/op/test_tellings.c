// The other tellings one by one, as they are written down: the matrix as a table, the input stretched, the kernel
// turned. That all tellings are one sum over the whole space of parameters is held in tests/explain/test_algebra.c.
#include "support/check.h"
#include "support/op/any_spec.h"

#include <stdio.h>
#include <stdlib.h>

static Sample sample; // large, so not on the stack

static void describe(char out[256], const Spec *s)
{
    snprintf(out, 256, "%s batch=%d c=%d,%d g=%d in=%dx%d k=%dx%d s=%dx%d p=%dx%d op=%dx%d d=%dx%d",
             spec_word(s->transposed, s->dims), s->batch, s->in_channels, s->out_channels, s->groups,
             spec_in(s, s->y), spec_in(s, s->x), s->y.kernel, s->x.kernel, s->y.stride, s->x.stride, s->y.padding,
             s->x.padding, s->y.output_padding, s->x.output_padding, s->y.dilation, s->x.dilation);
}

static void hold_definition(const Sample *s, const char *telling, const double *y)
{
    static Sum want[ANY_MOST_VALUES];
    sample_y(s, want);
    for (size_t i = 0; i < spec_y_count(&s->spec); i++) {
        if (y[i] == want[i].value) continue;
        char spec[256];
        describe(spec, &s->spec);
        fail_msg("%s strays from the definition: %s; y[%zu] is %.9g; wanted %.9g", telling, spec, i, y[i],
                 want[i].value);
    }
}

// op_matrix and its transpose written out, multiplied as any dense matrix is.
static void the_written_matrix_turns_x_into_y(void **state)
{
    (void)state;
    Random random = { 5 };
    for (int trial = 0; trial < 300; trial++) {
        Spec spec = any_spec(&random, trial % 2);
        spec.batch = 1;
        assert_true(spec_check(&spec, NULL));
        sample_make(&sample, &random, &spec, true);
        sample.biased = false;
        size_t rows = op_matrix_rows(&spec), columns = op_matrix_columns(&spec);
        float *c = malloc(rows * columns * sizeof *c), *ct = malloc(rows * columns * sizeof *ct);
        op_matrix(c, sample.w, &spec);
        op_matrix_transposed(ct, sample.w, &spec);
        for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            check(c[i * columns + j] == ct[j * rows + i], "C(%zu,%zu) is %g, its transpose has %g", i, j,
                  (double)c[i * columns + j], (double)ct[j * rows + i]);
        const float *m = spec.transposed ? ct : c;
        size_t outs = spec.transposed ? columns : rows, ins = spec.transposed ? rows : columns;
        static double y[ANY_MOST_VALUES];
        for (size_t i = 0; i < outs; i++) {
            y[i] = 0;
            for (size_t j = 0; j < ins; j++) y[i] += (double)m[i * ins + j] * (double)sample.x[j];
        }
        hold_definition(&sample, "the written matrix", y);
        free(c);
        free(ct);
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
    static float z[1 << 16], turned[ANY_MOST_VALUES], swapped[ANY_MOST_VALUES], y[ANY_MOST_VALUES];
    static double wide[ANY_MOST_VALUES];
    for (int trial = 0; trial < 3000; trial++) {
        Spec t = any_spec(&random, true);
        t.y.output_padding = t.x.output_padding = 0; // conv2d pads both sides alike
        t.groups = 1, t.in_channels = any(&random, 1, 3), t.out_channels = any(&random, 1, 3);
        if (!spec_check(&t, NULL) || spec_y_count(&t) > ANY_MOST_VALUES) continue;
        int pad_y = t.y.dilation * (t.y.kernel - 1) - t.y.padding, pad_x = t.x.dilation * (t.x.kernel - 1) - t.x.padding;
        if (pad_y < 0 || pad_x < 0) continue;
        if (t.batch * t.in_channels * t.out_channels * t.y.narrow * t.x.narrow * t.y.kernel * t.x.kernel > ANY_MOST_TERMS)
            continue;
        sample_make(&sample, &random, &t, true);
        sample.biased = false;
        size_t plane = (size_t)(t.y.kernel * t.x.kernel), outs = (size_t)t.out_channels, ins = (size_t)t.in_channels;
        op_rotate(turned, sample.w, (int)(ins * outs), t.y.kernel, t.x.kernel);
        for (size_t i = 0; i < ins; i++)
        for (size_t o = 0; o < outs; o++)
            memcpy(swapped + (o * ins + i) * plane, turned + (i * outs + o) * plane, plane * sizeof *turned);
        op_stretch(z, sample.x, t.batch * t.in_channels, t.y.narrow, t.x.narrow, t.y.stride, t.x.stride);
        Spec c = t;
        c.transposed = false;
        c.y = (Axis){ .wide = (t.y.narrow - 1) * t.y.stride + 1, .kernel = t.y.kernel, .stride = 1, .padding = pad_y,
                      .dilation = t.y.dilation };
        c.x = (Axis){ .wide = (t.x.narrow - 1) * t.x.stride + 1, .kernel = t.x.kernel, .stride = 1, .padding = pad_x,
                      .dilation = t.x.dilation };
        Error err;
        check(spec_check(&c, &err), "%s", err.text);
        assert_int_equal(spec_y_count(&c), spec_y_count(&t));
        conv2d(y, z, swapped, NULL, &c);
        for (size_t i = 0; i < spec_y_count(&t); i++) wide[i] = (double)y[i];
        hold_definition(&sample, "stretch and turned kernel", wide);
        held++;
    }
    check(held > 500, "only %d specs were held", held);
}

// Every wide cell is in one phase; there, the tap m of the small convolution is a tap of the whole, turned, and meets
// the same input.
static void each_phase_is_a_convolution_of_stride_one_by_itself(void **state)
{
    (void)state;
    Random random = { 7 };
    int empty = 0, tapless = 0;
    for (int trial = 0; trial < 2000; trial++) {
        Axis a = any_spec(&random, true).x;
        int cells = 0;
        for (int p = 0; p < a.stride; p++) {
            Phase phase = axis_phase(a, p);
            cells += phase.cells;
            empty += phase.cells == 0, tapless += phase.taps == 0;
            check(phase.as.stride == 1 && phase.as.kernel == phase.taps && phase.as.wide == a.narrow &&
                      phase.as.narrow == phase.cells, "phase %d of k=%d s=%d d=%d", p, a.kernel, a.stride, a.dilation);
            for (int q = 0; q < phase.cells; q++) {
                int wide = phase.first + q * a.stride, met = 0;
                check(wide >= 0 && wide < a.wide && (wide + a.padding) % a.stride == p, "cell %d of phase %d", wide, p);
                for (int m = 0; m < phase.taps; m++) {
                    int narrow = axis_wide(phase.as, q, m), tap = phase.first_tap + (phase.taps - 1 - m) * phase.step;
                    if (narrow < 0) continue;
                    check(tap < a.kernel && axis_wide(a, narrow, tap) == wide, "cell %d, tap %d: input %d", wide, tap,
                          narrow);
                    met++;
                }
                for (int n = 0; n < a.narrow; n++)
                for (int tap = 0; tap < a.kernel; tap++) met -= axis_wide(a, n, tap) == wide;
                check(met == 0, "cell %d of phase %d lacks %d inputs", wide, p, -met);
            }
        }
        check(cells == a.wide, "the phases have %d cells together, the output %d", cells, a.wide);
    }
    check(empty > 100 && tapless > 100, "%d empty phases, %d without taps", empty, tapless);
}

static void stretching_puts_zeros_between_and_none_outside(void **state)
{
    (void)state;
    float x[] = { 1, 2, 3, 4 }, z[12], want[] = { 1, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 4 };
    op_stretch(z, x, 1, 2, 2, 2, 3);
    assert_memory_equal(z, want, sizeof want);
}

static void rotating_turns_each_plane_by_itself_and_twice_is_nothing(void **state)
{
    (void)state;
    float w[] = { 1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60 }, turned[12], back[12];
    float want[] = { 6, 5, 4, 3, 2, 1, 60, 50, 40, 30, 20, 10 };
    op_rotate(turned, w, 2, 2, 3);
    assert_memory_equal(turned, want, sizeof want);
    op_rotate(back, turned, 2, 2, 3);
    assert_memory_equal(back, w, sizeof w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_written_matrix_turns_x_into_y),
        cmocka_unit_test(the_matrix_of_the_document_is_five_by_three_turned),
        cmocka_unit_test(stretch_then_convolve_with_the_turned_kernel_is_the_transpose),
        cmocka_unit_test(each_phase_is_a_convolution_of_stride_one_by_itself),
        cmocka_unit_test(stretching_puts_zeros_between_and_none_outside),
        cmocka_unit_test(rotating_turns_each_plane_by_itself_and_twice_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
