// How evenly prints overlap, held against a kernel of ones on a row of ones: what it stamps is the count itself.
#include "op/op.h"
#include "support/check.h"

#include <stdlib.h>

// The numbers of prints in one period of [axis], read where no edge is near; cells are counted by stamping.
static void stamp_period(Axis axis, int *counts)
{
    Spec spec = { .transposed = true, .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1, .y = AXIS_TRIVIAL, .x = axis };
    int around = axis_span(axis) / axis.stride + 1; // narrow cells before and behind the period
    spec.x.narrow = 2 * around + 1;
    Error err;
    check(spec_check(&spec, &err), "%s", err.text);
    float *x = malloc((size_t)spec.x.narrow * sizeof *x), *y = malloc(spec_y_count(&spec) * sizeof *y);
    float *w = malloc((size_t)axis.kernel * sizeof *w);
    for (int i = 0; i < spec.x.narrow; i++) x[i] = 1;
    for (int i = 0; i < axis.kernel; i++) w[i] = 1;
    conv_transpose1d(y, x, w, NULL, &spec);
    for (int phase = 0; phase < axis.stride; phase++) counts[phase] = (int)y[around * axis.stride + phase - axis.padding];
    free(x);
    free(y);
    free(w);
}

static int phases_with(const PhaseCounts *counts, int taps)
{
    for (int i = 0; i < counts->count; i++)
        if (counts->of[i].taps == taps) return counts->of[i].phases;
    return 0;
}

static void the_counts_are_what_a_kernel_of_ones_stamps(void **state)
{
    (void)state;
    int evens = 0, gaps = 0;
    for (int k = 1; k <= 9; k++)
    for (int s = 1; s <= 8; s++)
    for (int d = 1; d <= 6; d++) {
        Axis axis = { .kernel = k, .stride = s, .dilation = d, .padding = k > 1 ? 1 : 0 };
        PhaseCounts counts = axis_counts(axis);
        int stamped[8], least = k, most = 0, empty = 0, told = 0;
        stamp_period(axis, stamped);
        for (int phase = 0; phase < s; phase++) {
            if (stamped[phase] < least) least = stamped[phase];
            if (stamped[phase] > most) most = stamped[phase];
            empty += stamped[phase] == 0;
            check(axis_phase(axis, phase).taps == stamped[phase], "k %d s %d d %d: phase %d has %d taps, and %d stamps land", k, s, d, phase,
                  axis_phase(axis, phase).taps, stamped[phase]);
            int alike = 0;
            for (int other = 0; other < s; other++) alike += stamped[other] == stamped[phase];
            check(phases_with(&counts, stamped[phase]) == alike, "k %d s %d d %d: %d phases are said to have %d taps, %d have", k, s, d,
                  phases_with(&counts, stamped[phase]), stamped[phase], alike);
        }
        for (int i = 0; i < counts.count; i++) {
            told += counts.of[i].phases;
            check(i == 0 || counts.of[i].taps < counts.of[i - 1].taps, "k %d s %d d %d: the most taps do not come first", k, s, d);
        }
        check(told == s, "k %d s %d d %d: %d phases are told of", k, s, d, told);
        check(counts.least == least && counts.most == most, "k %d s %d d %d: %d to %d taps, not %d to %d", k, s, d, counts.least, counts.most, least, most);
        check(counts.empty == empty, "k %d s %d d %d: %d phases are said to be empty, %d are", k, s, d, counts.empty, empty);
        check(counts.even == (least == most), "k %d s %d d %d: said to be %s, with %d to %d prints", k, s, d, counts.even ? "even" : "uneven", least, most);
        // The reasons are the verdict: nothing left over, and no factor shared.
        check(counts.even == (counts.left_over == 0 && counts.common == 1), "k %d s %d d %d: %d left over, %d shared", k, s, d, counts.left_over, counts.common);
        check(counts.left_over == k % s && s % counts.common == 0 && d % counts.common == 0, "k %d s %d d %d: %d left over, %d shared", k, s, d,
              counts.left_over, counts.common);
        evens += counts.even, gaps += counts.empty > 0;
    }
    check(evens > 50 && gaps > 50, "%d even axes and %d with gaps were seen", evens, gaps);
}

static void no_stride_is_too_large_to_be_counted(void **state)
{
    (void)state;
    PhaseCounts counts = axis_counts((Axis){ .kernel = 3, .stride = SPEC_MOST_SIDE, .dilation = 2 });
    assert_int_equal(counts.empty, SPEC_MOST_SIDE - 3);
    assert_int_equal(counts.common, 2);
    assert_int_equal(phases_with(&counts, 1), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_counts_are_what_a_kernel_of_ones_stamps), cmocka_unit_test(no_stride_is_too_large_to_be_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
