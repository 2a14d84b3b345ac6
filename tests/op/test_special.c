// NaN and infinity pass through as IEEE says, and only where there is a term: what is merely drawn as a zero (inserted
// cells, padding, empty places of the matrix, cells beyond the extent) is never multiplied. One claim each for where
// they go, held by every telling.
#include "op/op.h"
#include "support/check.h"
#include "support/op/sparse_floats.h"

#include <math.h>

typedef void Tell(float *y, const float *x, const float *w, const float *bias, const Spec *spec);

static void by_phases(float *y, const float *x, const float *w, const float *bias, const Spec *spec)
{
    float scratch[64];
    check(op_phases_scratch(spec) <= 64, "the case is too large");
    conv_transpose2d_phases(y, x, w, bias, spec, scratch);
}

static void by_sparse(float *y, const float *x, const float *w, const float *bias, const Spec *spec)
{
    Sparse c;
    assert_true(sparse_make(&c, spec, NULL));
    size_t outs = spec_y_count(spec) / (size_t)spec->batch, ins = spec_x_count(spec) / (size_t)spec->batch;
    for (size_t n = 0; n < (size_t)spec->batch; n++) sparse_floats(y + n * outs, &c, w, x + n * ins, spec->transposed);
    for (size_t i = 0; bias && i < spec_y_count(spec); i++) y[i] += bias[0];
    sparse_clear(&c);
}

typedef struct Telling {
    const char *name;
    Tell *tell;
} Telling;
static const Telling TRANSPOSED[] = {
    { "stamp", conv_transpose1d }, { "gather", conv_transpose2d_gather }, { "matrix", op_matrix_forward },
    { "sparse matrix", by_sparse }, { "phases", by_phases },
};
static const Telling PLAIN[] = { { "window", conv1d }, { "matrix", op_matrix_forward }, { "sparse matrix", by_sparse } };

static Spec transposed_1d(int narrow, int kernel, int stride, int padding, int output_padding)
{
    Spec spec = { .transposed = true, .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1,
                  .y = AXIS_TRIVIAL,
                  .x = { .narrow = narrow, .kernel = kernel, .stride = stride, .padding = padding,
                         .output_padding = output_padding, .dilation = 1 } };
    Error err;
    check(spec_check(&spec, &err), "%s", err.text);
    return spec;
}

static Spec plain_1d(int wide, int kernel, int stride, int padding)
{
    Spec spec = { .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1, .y = AXIS_TRIVIAL,
                  .x = { .wide = wide, .kernel = kernel, .stride = stride, .padding = padding, .dilation = 1 } };
    Error err;
    check(spec_check(&spec, &err), "%s", err.text);
    return spec;
}

static void hold_row(const char *what, const float *got, const float *want, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check(got[i] == want[i] || (isnan(got[i]) && isnan(want[i])), "%s: value %zu is %g; wanted %g", what, i,
              (double)got[i], (double)want[i]);
}

static void hold_tellings(const Spec *spec, const float *x, const float *w, const float *bias, const float *want,
                          size_t count)
{
    float y[32];
    assert_int_equal(spec_y_count(spec), count);
    for (int i = 0; i < (spec->transposed ? COUNT(TRANSPOSED) : COUNT(PLAIN)); i++) {
        Telling telling = (spec->transposed ? TRANSPOSED : PLAIN)[i];
        telling.tell(y, x, w, bias, spec);
        hold_row(telling.name, y, want, count);
    }
}

// ---- forward ---------------------------------------------------------------------------------------------------

// The zeros that are only drawn (inserted, padding, beyond the extent) are never multiplied by the infinite tap.
static void infinite_weights_make_no_nan_out_of_drawn_zeros(void **state)
{
    (void)state;
    Spec spec = transposed_1d(3, 2, 3, 0, 2); // 0 and 1 stamped, 2 a gap; 9 and 10 beyond the extent
    float x[] = { 1, -2, 3 }, w[] = { INFINITY, 1 };
    float want[] = { INFINITY, 1, 0, -INFINITY, -2, 0, INFINITY, 3, 0, 0 };
    hold_tellings(&spec, x, w, NULL, want, COUNT(want));
}

// A zero that is a value of x or w is a term like any other: 0 · ∞ is NaN, where it lands and nowhere else.
static void real_zeros_times_infinity_are_nan(void **state)
{
    (void)state;
    Spec spec = transposed_1d(2, 3, 2, 1, 0);
    float x[] = { 0, INFINITY }, w[] = { 1, 0, 2 };
    float want[] = { 0, INFINITY, NAN }; // 0·0 | 0·2 + ∞·1 | ∞·0
    hold_tellings(&spec, x, w, NULL, want, COUNT(want));
}

static void infinities_of_both_signs_that_meet_are_nan(void **state)
{
    (void)state;
    Spec spec = transposed_1d(2, 2, 1, 0, 0);
    float x[] = { INFINITY, INFINITY }, w[] = { 1, -1 };
    float want[] = { INFINITY, NAN, -INFINITY }; // ∞ | ∞·−1 + ∞·1 | −∞
    hold_tellings(&spec, x, w, NULL, want, COUNT(want));
}

// What is cut does not come back: a NaN weight whose prints are all cropped leaves no trace.
static void cropped_terms_add_nothing(void **state)
{
    (void)state;
    Spec spec = transposed_1d(1, 3, 1, 1, 0);
    float x[] = { 5 }, w[] = { NAN, 2, INFINITY }, bias[] = { 1 }, want[] = { 11 };
    hold_tellings(&spec, x, w, bias, want, COUNT(want));
}

static void convolution_never_multiplies_its_padding(void **state)
{
    (void)state;
    Spec spec = plain_1d(3, 3, 2, 1);
    float x[] = { 1, 2, 3 }, w[] = { INFINITY, 1, NAN };
    float want[] = { NAN, INFINITY }; // 1·1 + 2·NaN | 2·∞ + 3·1; the infinite tap met padding in the first only
    hold_tellings(&spec, x, w, NULL, want, COUNT(want));
}

static void nan_in_one_sample_stays_there(void **state)
{
    (void)state;
    Spec spec = transposed_1d(2, 2, 2, 0, 0);
    spec.batch = 2;
    float x[] = { NAN, 1, 2, 3 }, w[] = { 1, 1 }, want[] = { NAN, NAN, 1, 1, 2, 2, 3, 3 };
    hold_tellings(&spec, x, w, NULL, want, COUNT(want));
}

static void nan_in_one_group_stays_there(void **state)
{
    (void)state;
    Spec spec = transposed_1d(1, 2, 2, 0, 0);
    spec.in_channels = spec.out_channels = spec.groups = 2;
    float x[] = { NAN, 2 }, w[] = { 1, 1, 3, INFINITY }, want[] = { NAN, NAN, 6, INFINITY };
    hold_tellings(&spec, x, w, NULL, want, COUNT(want));
}

// A bias reaches every cell, the gaps and the cells beyond the extent too.
static void an_infinite_bias_is_everywhere(void **state)
{
    (void)state;
    Spec spec = transposed_1d(1, 1, 2, 0, 1);
    float x[] = { -INFINITY }, w[] = { 1 }, bias[] = { INFINITY }, want[] = { NAN, INFINITY };
    hold_tellings(&spec, x, w, bias, want, COUNT(want));
}

// ---- the matrix itself -----------------------------------------------------------------------------------------

static void empty_places_of_the_written_matrix_are_zero_whatever_the_weights(void **state)
{
    (void)state;
    Spec spec = transposed_1d(2, 2, 2, 0, 0);
    float w[] = { NAN, INFINITY }, c[8], want[] = { NAN, INFINITY, 0, 0, 0, 0, NAN, INFINITY };
    op_matrix(c, w, &spec);
    hold_row("C", c, want, 8);
    float turned[] = { NAN, 0, INFINITY, 0, 0, NAN, 0, INFINITY };
    op_matrix_transposed(c, w, &spec);
    hold_row("C turned", c, turned, 8);
}

// ---- backward --------------------------------------------------------------------------------------------------

// gx of a transposed convolution gathers what its prints were given; a gap between prints is given to nobody.
static void the_gradient_of_x_never_reads_what_no_stamp_reached(void **state)
{
    (void)state;
    Spec spec = transposed_1d(2, 1, 2, 0, 1); // wide 0 and 2 are stamped, 1 is a gap, 3 lies beyond
    float gy[] = { 1, NAN, 2, INFINITY }, w[] = { 5 }, gx[2], want[] = { 5, 10 };
    op_grad_input(gx, gy, w, &spec);
    hold_row("gx", gx, want, 2);
    Sparse c;
    assert_true(sparse_make(&c, &spec, NULL));
    sparse_floats(gx, &c, w, gy, false);
    hold_row("gx through the sparse matrix", gx, want, 2);
    sparse_clear(&c);
}

static void the_gradient_of_x_is_nan_where_a_nan_was_joined(void **state)
{
    (void)state;
    Spec spec = transposed_1d(3, 2, 1, 0, 0);
    float gy[] = { 1, INFINITY, 2, 3 }, w[] = { 1, 0 }, gx[3], want[] = { NAN, INFINITY, 2 }; // 1 + ∞·0 | ∞ + 2·0 | 2
    op_grad_input(gx, gy, w, &spec);
    hold_row("gx", gx, want, 3);
}

// gx of a convolution stamps; input cells that no window reached get no term, and 0 although a weight is infinite.
static void the_gradient_of_an_input_that_no_window_reached_is_zero(void **state)
{
    (void)state;
    Spec spec = plain_1d(4, 1, 2, 0);
    float gy[] = { 1, -1 }, w[] = { INFINITY }, gx[4], want[] = { INFINITY, 0, -INFINITY, 0 };
    op_grad_input(gx, gy, w, &spec);
    hold_row("gx", gx, want, 4);
}

// A tap's gradient has no term for prints that were cut, nor for windows that stood in the padding.
static void the_gradient_of_a_tap_leaves_cropped_terms_out(void **state)
{
    (void)state;
    Spec spec = transposed_1d(1, 3, 1, 1, 0);
    float x[] = { INFINITY }, gy[] = { 2 }, gw[3], want[] = { 0, INFINITY, 0 };
    op_grad_weight(gw, gy, x, &spec);
    hold_row("gw", gw, want, 3);
    spec = plain_1d(2, 3, 1, 1); // the first tap meets padding at the first window, the last tap at the last
    float x2[] = { 1, NAN }, gy2[] = { INFINITY, 3 }, want2[] = { 3, NAN, NAN };
    op_grad_weight(gw, gy2, x2, &spec);
    hold_row("gw of a convolution", gw, want2, 3);
}

static void real_zeros_make_the_gradient_of_a_tap_nan(void **state)
{
    (void)state;
    Spec spec = transposed_1d(2, 1, 1, 0, 0);
    float x[] = { 0, 1 }, gy[] = { INFINITY, 1 }, gw[1], want[] = { NAN };
    op_grad_weight(gw, gy, x, &spec);
    hold_row("gw", gw, want, 1);
}

// The bias stands in every cell, so its gradient sums all of gy: gaps too, but no other channel's.
static void the_gradient_of_the_bias_takes_every_cell_of_its_channel(void **state)
{
    (void)state;
    Spec spec = transposed_1d(2, 1, 2, 0, 0);
    spec.out_channels = 3;
    float gy[] = { 1, NAN, 1, 1, INFINITY, 1, INFINITY, 1, -INFINITY }, gb[3], want[] = { NAN, INFINITY, NAN };
    assert_int_equal(spec_y_count(&spec), COUNT(gy));
    op_grad_bias(gb, gy, &spec);
    hold_row("gb", gb, want, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(infinite_weights_make_no_nan_out_of_drawn_zeros),
        cmocka_unit_test(real_zeros_times_infinity_are_nan),
        cmocka_unit_test(infinities_of_both_signs_that_meet_are_nan), cmocka_unit_test(cropped_terms_add_nothing),
        cmocka_unit_test(convolution_never_multiplies_its_padding), cmocka_unit_test(nan_in_one_sample_stays_there),
        cmocka_unit_test(nan_in_one_group_stays_there), cmocka_unit_test(an_infinite_bias_is_everywhere),
        cmocka_unit_test(empty_places_of_the_written_matrix_are_zero_whatever_the_weights),
        cmocka_unit_test(the_gradient_of_x_never_reads_what_no_stamp_reached),
        cmocka_unit_test(the_gradient_of_x_is_nan_where_a_nan_was_joined),
        cmocka_unit_test(the_gradient_of_an_input_that_no_window_reached_is_zero),
        cmocka_unit_test(the_gradient_of_a_tap_leaves_cropped_terms_out),
        cmocka_unit_test(real_zeros_make_the_gradient_of_a_tap_nan),
        cmocka_unit_test(the_gradient_of_the_bias_takes_every_cell_of_its_channel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
