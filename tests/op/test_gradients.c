// The gradients of both convolutions against the golden cases, and what they are made of: the gradient of the one with
// respect to its input is the other.
#include "op/oracle_spec.h"
#include "support/check.h"

#include <stdlib.h>

// y, gx, gw and (with a bias) gb.
static void hold_gradients(OracleCase *of, bool transposed)
{
    Spec spec = oracle_spec(of->oracle, of->row, transposed, 2);
    Error err;
    check(spec_check(&spec, &err), "case %s of %s is refused: %s", of->id, of->family, err.text);
    OracleTensor x = oracle_need(of, "x"), w = oracle_need(of, "w"), gy = oracle_need(of, "gy");
    bool biased = oracle_attribute(of, "bias");
    float *y = oracle_room(spec_y_count(&spec)), *gx = oracle_room(spec_x_count(&spec));
    float *gw = oracle_room(spec_w_count(&spec)), *gb = oracle_room((size_t)spec.out_channels);
    op_forward(y, x.data, w.data, biased ? oracle_need(of, "b").data : NULL, &spec);
    op_grad_input(gx, gy.data, w.data, &spec);
    op_grad_weight(gw, gy.data, x.data, &spec);
    op_grad_bias(gb, gy.data, &spec);
    oracle_expect(of, "y", y, spec_y_count(&spec));
    oracle_expect(of, "gx", gx, spec_x_count(&spec));
    oracle_expect(of, "gw", gw, spec_w_count(&spec));
    if (biased) oracle_expect(of, "gb", gb, (size_t)spec.out_channels);
    free(y);
    free(gx);
    free(gw);
    free(gb);
}

// gx as somebody would write it by hand: a transposed convolution with a spec of its own, the channels exchanged and
// the output padding that leads back to the size of x.
static void hold_adjoint(OracleCase *of)
{
    Spec forward = oracle_spec(of->oracle, of->row, false, 2), back = forward;
    Error err;
    check(spec_check(&forward, &err), "case %s is refused: %s", of->id, err.text);
    back.transposed = true;
    back.in_channels = forward.out_channels, back.out_channels = forward.in_channels;
    back.y.narrow = oracle_attribute(of, "out_h"), back.x.narrow = oracle_attribute(of, "out_w");
    back.y.output_padding = oracle_attribute(of, "adj_op_h"), back.x.output_padding = oracle_attribute(of, "adj_op_w");
    check(spec_check(&back, &err), "the adjoint of case %s is refused: %s", of->id, err.text);
    check(back.y.wide == forward.y.wide && back.x.wide == forward.x.wide,
          "the adjoint of case %s leads to %d×%d; x is %d×%d", of->id, back.y.wide, back.x.wide, forward.y.wide,
          forward.x.wide);
    OracleTensor want = oracle_need(of, "gx");
    float *gx = oracle_room(spec_y_count(&back));
    conv_transpose2d(gx, oracle_need(of, "gy").data, oracle_need(of, "w").data, NULL, &back);
    oracle_hold(of->family, of->id, "gx as a transposed convolution", gx, &want);
    free(gx);
}

static void hold_convolution(OracleCase *of)
{
    hold_gradients(of, false);
    hold_adjoint(of);
}

static void hold_transposed(OracleCase *of)
{
    hold_gradients(of, true);
}

static void gradients_of_convolutions_hold_and_gx_is_a_transposed_convolution(void **state)
{
    (void)state;
    oracle_each("conv2d_grad", 34, hold_convolution);
}

static void gradients_of_transposed_convolutions_hold_every_case(void **state)
{
    (void)state;
    oracle_each("conv_transpose2d_grad", 44, hold_transposed);
}

// More ones than 2²⁴, where a float32 sum would stand still: in one row, side by side and a stride apart.
static void the_gradient_of_a_tap_over_one_very_long_row_is_the_whole_sum(void **state)
{
    (void)state;
    enum { NARROW = (1 << 24) + 1000 };
    float *ones = malloc(2 * (size_t)NARROW * sizeof *ones), gw[1];
    assert_non_null(ones);
    for (int i = 0; i < 2 * NARROW; i++) ones[i] = 1;
    for (int stride = 1; stride <= 2; stride++) {
        Spec spec = { .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1,
                      .x = { .wide = stride * NARROW, .kernel = 1, .stride = stride, .dilation = 1 } };
        Error err;
        check(spec_check(&spec, &err), "%s", err.text);
        op_grad_weight(gw, ones, ones, &spec);
        check(gw[0] == NARROW, "stride %d: gw is %.9g; wanted %d", stride, (double)gw[0], NARROW);
    }
    free(ones);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradients_of_convolutions_hold_and_gx_is_a_transposed_convolution),
        cmocka_unit_test(gradients_of_transposed_convolutions_hold_every_case),
        cmocka_unit_test(the_gradient_of_a_tap_over_one_very_long_row_is_the_whole_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
