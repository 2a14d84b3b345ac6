// The forward kernels against the golden cases. (What IEEE's special values may touch: test_special.c.)
#include "op/oracle_spec.h"
#include "support/check.h"

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

// ---- long kernels ----------------------------------------------------------------------------------------------

static void kernels_wider_than_the_held_reach_are_whole(void **state)
{
    (void)state;
    Spec spec = { .transposed = true, .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1,
                  .y = AXIS_TRIVIAL,
                  .x = { .narrow = 2, .kernel = 150, .stride = 7, .padding = 3, .dilation = 1 } };
    Error err;
    check(spec_check(&spec, &err), "%s", err.text);
    float x[] = { 1, 1000 }, w[150], stamped[256], gathered[256];
    for (int i = 0; i < 150; i++) w[i] = (float)i;
    conv_transpose1d(stamped, x, w, NULL, &spec);
    conv_transpose2d_gather(gathered, x, w, NULL, &spec);
    for (int i = 0; i < spec.x.wide; i++)
        check(stamped[i] == gathered[i], "y[%d] is %g by stamp; %g by gather", i, (double)stamped[i],
              (double)gathered[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conv1d_holds_every_case), cmocka_unit_test(conv2d_holds_every_case),
        cmocka_unit_test(conv_transpose1d_holds_every_case), cmocka_unit_test(conv_transpose2d_holds_every_case),
        cmocka_unit_test(op_forward_runs_the_one_that_the_spec_says),
        cmocka_unit_test(kernels_wider_than_the_held_reach_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
