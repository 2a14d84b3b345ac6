// The forward kernels against the golden cases, and what IEEE's special values may and may not touch.
#include "op/oracle_spec.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef void Kernel(float *y, const float *x, const float *w, const float *bias, const Spec *spec);

// Runs every case of a family through [kernel].
static void hold_family(const char *family, bool transposed, int dims, int cases, Kernel *kernel, const char *telling)
{
    Oracle oracle = oracle_open(family);
    check(oracle.rows.rows == cases, "%s has %d cases; %d were copied", family, oracle.rows.rows, cases);
    for (int row = 0; row < oracle.rows.rows; row++) {
        const char *id = rows_cell(&oracle.rows, row, "id");
        Spec spec = oracle_spec(&oracle, row, transposed, dims);
        Error err;
        check(spec_check(&spec, &err), "case %s of %s is refused: %s", id, family, err.text);
        OracleTensor x, w, b, want;
        check(oracle_tensor(&oracle, row, "x", &x) && oracle_tensor(&oracle, row, "w", &w) &&
                  oracle_tensor(&oracle, row, "y", &want), "case %s of %s lacks a tensor", id, family);
        bool biased = oracle_tensor(&oracle, row, "b", &b);
        check(biased == (oracle_number(&oracle, row, "bias", 0) == 1), "case %s of %s: bias", id, family);
        check(spec_x_count(&spec) == x.count && spec_w_count(&spec) == w.count && spec_y_count(&spec) == want.count,
              "case %s of %s: the sizes are %zu %zu %zu; wanted %zu %zu %zu", id, family, spec_x_count(&spec),
              spec_w_count(&spec), spec_y_count(&spec), x.count, w.count, want.count);
        float *y = malloc(want.count * sizeof *y);
        memset(y, 0xFF, want.count * sizeof *y); // NaN: what is not written shows
        kernel(y, x.data, w.data, biased ? b.data : NULL, &spec);
        oracle_hold(family, id, telling, y, &want);
        free(y);
    }
    oracle_close(&oracle);
}

static void conv1d_holds_every_case(void **state)
{
    (void)state;
    hold_family("conv1d", false, 1, 28, conv1d, "y");
    hold_family("conv1d", false, 1, 28, op_matrix_forward, "y through the matrix");
}

static void conv2d_holds_every_case(void **state)
{
    (void)state;
    hold_family("conv2d", false, 2, 50, conv2d, "y");
    hold_family("conv2d", false, 2, 50, op_matrix_forward, "y through the matrix");
}

static void conv_transpose1d_holds_every_case(void **state)
{
    (void)state;
    hold_family("conv_transpose1d", true, 1, 40, conv_transpose1d, "y");
    hold_family("conv_transpose1d", true, 1, 40, conv_transpose2d_gather, "y by gathering");
    hold_family("conv_transpose1d", true, 1, 40, op_matrix_forward, "y through the matrix");
}

static void conv_transpose2d_holds_every_case(void **state)
{
    (void)state;
    hold_family("conv_transpose2d", true, 2, 96, conv_transpose2d, "y");
    hold_family("conv_transpose2d", true, 2, 96, conv_transpose2d_gather, "y by gathering");
    hold_family("conv_transpose2d", true, 2, 96, op_matrix_forward, "y through the matrix");
}

static void op_forward_runs_the_one_that_the_spec_says(void **state)
{
    (void)state;
    hold_family("conv2d", false, 2, 50, op_forward, "y");
    hold_family("conv_transpose1d", true, 1, 40, op_forward, "y");
}

// ---- special values --------------------------------------------------------------------------------------------

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

static void hold_row(const char *telling, const float *got, const float *want, int count)
{
    for (int i = 0; i < count; i++)
        check(got[i] == want[i] || (isnan(got[i]) && isnan(want[i])), "%s: y[%d] is %g; wanted %g", telling, i,
              (double)got[i], (double)want[i]);
}

static const struct { const char *telling; Kernel *kernel; } TELLINGS[] = {
    { "stamp", conv_transpose1d }, { "gather", conv_transpose2d_gather }, { "matrix", op_matrix_forward },
};

// The zeros that are only drawn (inserted, padding, beyond the extent) are never multiplied by the infinite tap.
static void infinite_weights_make_no_nan_out_of_drawn_zeros(void **state)
{
    (void)state;
    Spec spec = transposed_1d(3, 2, 3, 0, 2); // 0 and 1 stamped, 2 a gap; 9 and 10 beyond the extent
    float x[] = { 1, -2, 3 }, w[] = { INFINITY, 1 }, y[16];
    float want[] = { INFINITY, 1, 0, -INFINITY, -2, 0, INFINITY, 3, 0, 0 };
    assert_int_equal(spec.x.wide, COUNT(want));
    for (int i = 0; i < COUNT(TELLINGS); i++) {
        TELLINGS[i].kernel(y, x, w, NULL, &spec);
        hold_row(TELLINGS[i].telling, y, want, COUNT(want));
    }
}

// A zero that is a value of x or w is a term like any other: 0 · ∞ is NaN, where it lands and nowhere else.
static void real_zeros_times_infinity_are_nan(void **state)
{
    (void)state;
    Spec spec = transposed_1d(2, 3, 2, 1, 0);
    float x[] = { 0, INFINITY }, w[] = { 1, 0, 2 }, y[8];
    float want[] = { 0, INFINITY, NAN }; // 0·0 | 0·2 + ∞·1 | ∞·0
    for (int i = 0; i < COUNT(TELLINGS); i++) {
        TELLINGS[i].kernel(y, x, w, NULL, &spec);
        hold_row(TELLINGS[i].telling, y, want, COUNT(want));
    }
}

// What is cut does not come back: a NaN weight whose prints are all cropped leaves no trace.
static void cropped_terms_add_nothing(void **state)
{
    (void)state;
    Spec spec = transposed_1d(1, 3, 1, 1, 0);
    float x[] = { 5 }, w[] = { NAN, 2, INFINITY }, y[4], bias[] = { 1 }, want[] = { 11 };
    for (int i = 0; i < COUNT(TELLINGS); i++) {
        TELLINGS[i].kernel(y, x, w, bias, &spec);
        hold_row(TELLINGS[i].telling, y, want, 1);
    }
}

static void convolution_never_multiplies_its_padding(void **state)
{
    (void)state;
    Spec spec = { .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1, .y = AXIS_TRIVIAL,
                  .x = { .wide = 3, .kernel = 3, .stride = 2, .padding = 1, .dilation = 1 } };
    Error err;
    assert_true(spec_check(&spec, &err));
    float x[] = { 1, 2, 3 }, w[] = { INFINITY, 1, NAN }, y[2];
    float want[] = { NAN, INFINITY }; // 1·1 + 2·NaN | 2·∞ + 3·1; the infinite tap met padding in the first only
    conv1d(y, x, w, NULL, &spec);
    hold_row("conv1d", y, want, 2);
    op_matrix_forward(y, x, w, NULL, &spec);
    hold_row("matrix", y, want, 2);
}

static void nan_in_one_sample_stays_there(void **state)
{
    (void)state;
    Spec spec = transposed_1d(2, 2, 2, 0, 0);
    spec.batch = 2;
    float x[] = { NAN, 1, 2, 3 }, w[] = { 1, 1 }, y[8], want[] = { NAN, NAN, 1, 1, 2, 2, 3, 3 };
    for (int i = 0; i < COUNT(TELLINGS); i++) {
        TELLINGS[i].kernel(y, x, w, NULL, &spec);
        hold_row(TELLINGS[i].telling, y, want, 8);
    }
}

static void kernels_wider_than_the_held_reach_are_whole(void **state)
{
    (void)state;
    Spec spec = transposed_1d(2, 150, 7, 3, 0);
    float x[] = { 1, 1000 }, w[150], stamped[256], gathered[256];
    for (int i = 0; i < 150; i++) w[i] = (float)i;
    conv_transpose1d(stamped, x, w, NULL, &spec);
    conv_transpose2d_gather(gathered, x, w, NULL, &spec);
    hold_row("stamp", stamped, gathered, spec.x.wide);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conv1d_holds_every_case), cmocka_unit_test(conv2d_holds_every_case),
        cmocka_unit_test(conv_transpose1d_holds_every_case), cmocka_unit_test(conv_transpose2d_holds_every_case),
        cmocka_unit_test(op_forward_runs_the_one_that_the_spec_says),
        cmocka_unit_test(infinite_weights_make_no_nan_out_of_drawn_zeros),
        cmocka_unit_test(real_zeros_times_infinity_are_nan), cmocka_unit_test(cropped_terms_add_nothing),
        cmocka_unit_test(convolution_never_multiplies_its_padding), cmocka_unit_test(nan_in_one_sample_stays_there),
        cmocka_unit_test(kernels_wider_than_the_held_reach_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
