// What a flat input comes out as on each phase, held against the kernels themselves: a channel of ones through an operation
// that has the weights and nothing else.
#include "support/check.h"
#include "support/op/any_spec.h"

#include <stdlib.h>

enum { MOST_PHASES = 16 };

// [spec] with room enough that some cells of every phase are far from all edges, and nothing cut or added.
static Spec with_room(Spec spec)
{
    Axis *axes[] = { &spec.y, &spec.x };
    for (int i = 0; i < COUNT(axes); i++) {
        Axis *a = axes[i];
        if (i == 0 && spec.dims == 1) continue;
        a->padding = a->output_padding = a->uneven = 0;
        a->narrow = 2 * (axis_span(*a) / a->stride + 1) + 1;
        a->wide = axis_extent(*a);
    }
    spec.batch = 1;
    Error err;
    check(spec_check(&spec, &err), "%s", err.text);
    return spec;
}

// The first wide cell of [phase] that no edge is near.
static int inner_cell(Axis a, int phase)
{
    return (axis_span(a) / a.stride + 1) * a.stride + phase;
}

static void hold_stamped(const Spec *given, Random *random)
{
    Spec spec = with_room(*given);
    float *w = malloc(spec_w_count(&spec) * sizeof *w), *x = malloc(spec_x_count(&spec) * sizeof *x);
    float *y = malloc(spec_y_count(&spec) * sizeof *y);
    for (size_t i = 0; i < spec_w_count(&spec); i++) w[i] = (float)any(random, -9, 9);
    size_t plane = (size_t)spec.y.narrow * (size_t)spec.x.narrow;
    for (int ic = 0; ic < spec.in_channels; ic++) {
        for (size_t i = 0; i < spec_x_count(&spec); i++) x[i] = i / plane == (size_t)ic;
        op_forward(y, x, w, NULL, &spec);
        for (int oc = 0; oc < spec.out_channels; oc++) {
            double gains[MOST_PHASES];
            op_phase_gains(gains, w, &spec, ic, oc);
            for (int row = 0; row < spec.y.stride; row++)
            for (int column = 0; column < spec.x.stride; column++) {
                int wy = spec.dims == 1 ? 0 : inner_cell(spec.y, row), wx = inner_cell(spec.x, column);
                double came = (double)y[((size_t)oc * (size_t)spec.y.wide + (size_t)wy) * (size_t)spec.x.wide + (size_t)wx];
                double gain = gains[row * spec.x.stride + column];
                check(gain == came, "channel %d to %d, phase (%d, %d): the gain is %g, the kernel makes %g of ones", ic, oc, row, column, gain, came);
            }
        }
    }
    free(w);
    free(x);
    free(y);
}

// Of a convolution the phases are its input's: what they take part with in an output, a one on every cell of one phase shows.
static void hold_gathered(const Spec *given, Random *random)
{
    Spec spec = with_room(*given);
    float *w = malloc(spec_w_count(&spec) * sizeof *w), *x = malloc(spec_x_count(&spec) * sizeof *x);
    float *y = malloc(spec_y_count(&spec) * sizeof *y);
    for (size_t i = 0; i < spec_w_count(&spec); i++) w[i] = (float)any(random, -9, 9);
    size_t plane = (size_t)spec.y.wide * (size_t)spec.x.wide;
    for (int ic = 0; ic < spec.in_channels; ic++)
    for (int row = 0; row < spec.y.stride; row++)
    for (int column = 0; column < spec.x.stride; column++) {
        for (size_t i = 0; i < spec_x_count(&spec); i++) {
            int wy = (int)(i % plane) / spec.x.wide, wx = (int)(i % plane) % spec.x.wide;
            x[i] = i / plane == (size_t)ic && wy % spec.y.stride == row && wx % spec.x.stride == column;
        }
        op_forward(y, x, w, NULL, &spec);
        for (int oc = 0; oc < spec.out_channels; oc++) {
            double gains[MOST_PHASES];
            op_phase_gains(gains, w, &spec, ic, oc);
            double came = (double)y[(size_t)oc * (size_t)spec.y.narrow * (size_t)spec.x.narrow], gain = gains[row * spec.x.stride + column];
            check(gain == came, "channel %d to %d, phase (%d, %d): the gain is %g, the kernel makes %g of that phase", ic, oc, row, column, gain, came);
        }
    }
    free(w);
    free(x);
    free(y);
}

static void a_gain_is_what_the_kernel_makes_of_a_flat_input(void **state)
{
    (void)state;
    Random random = { 9 };
    int grouped = 0, dilated = 0;
    for (int i = 0; i < 150; i++) {
        Spec spec = any_spec(&random, i % 2 == 0);
        if (i % 2 == 0) hold_stamped(&spec, &random);
        else hold_gathered(&spec, &random);
        grouped += spec.groups > 1, dilated += spec.x.dilation > 1 && spec.x.stride > 1;
    }
    check(grouped > 10 && dilated > 10, "%d specs had groups and %d were dilated", grouped, dilated);
}

static void a_phase_that_no_tap_meets_has_the_gain_0(void **state)
{
    (void)state;
    Spec spec = { .transposed = true, .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1, .y = AXIS_TRIVIAL,
                  .x = { .narrow = 3, .kernel = 3, .stride = 2, .dilation = 2 } };
    float w[] = { 1, 20, 300 };
    double gains[2] = { -1, -1 };
    op_phase_gains(gains, w, &spec, 0, 0);
    assert_true(gains[0] == 321 && gains[1] == 0);
}

static void tenths_are_added_in_double(void **state)
{
    (void)state;
    Spec spec = { .transposed = true, .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1, .y = AXIS_TRIVIAL,
                  .x = { .narrow = 3, .kernel = 3, .stride = 1, .dilation = 1 } };
    float w[] = { 16777216, 1, -16777216 };
    double gain;
    op_phase_gains(&gain, w, &spec, 0, 0);
    check(gain == 1, "the gain is %g: a float has swallowed the 1", gain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gain_is_what_the_kernel_makes_of_a_flat_input), cmocka_unit_test(a_phase_that_no_tap_meets_has_the_gain_0),
        cmocka_unit_test(tenths_are_added_in_double),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
