// The layers around the convolutions against the golden cases: every tensor of every case, forward and backward, within
// its tolerance; and that the golden cases are all there.
#include "op/op.h"
#include "support/check.h"
#include "support/oracle.h"

#include <stdlib.h>

static Tensor shape_of(const OracleTensor *tensor)
{
    Tensor shape = { .rank = tensor->rank };
    memcpy(shape.shape, tensor->shape, sizeof shape.shape);
    return shape;
}

// ---- what was copied -------------------------------------------------------------------------------------------

static void every_family_has_its_cases_and_floats(void **state)
{
    (void)state;
    Rows families = rows_read("FAMILIES.tsv");
    int cases = 0;
    for (int row = 0; row < families.rows; row++) {
        const char *family = rows_cell(&families, row, "family");
        Oracle oracle = oracle_open(family);
        int wanted = atoi(rows_cell(&families, row, "cases"));
        size_t floats = (size_t)atol(rows_cell(&families, row, "floats"));
        check(oracle.rows.rows == wanted, "%s.tsv has %d cases; wanted %d", family, oracle.rows.rows, wanted);
        check(oracle.floats.length == floats * sizeof(float), "%s.bin has %zu bytes; wanted %zu floats", family,
              oracle.floats.length, floats);
        cases += oracle.rows.rows;
        oracle_close(&oracle);
    }
    assert_int_equal(families.rows, 15);
    assert_int_equal(cases, 417);
    rows_clear(&families);
}

// ---- pixel_shuffle ---------------------------------------------------------------------------------------------

static void hold_shuffle(OracleCase *of)
{
    bool unshuffle = !strcmp(oracle_text(of, "op"), "unshuffle");
    OracleTensor x = oracle_need(of, "x"), y = oracle_need(of, "y");
    Tensor shape = shape_of(&x);
    Shuffle shuffle;
    Error err;
    check(shuffle_from(&shuffle, &shape, oracle_attribute(of, "r"), unshuffle, &err), "%s: %s", of->id, err.text);
    int f = shuffle.factor;
    int tall[] = { shuffle.batch, shuffle.channels * f * f, shuffle.height, shuffle.width };
    int wide[] = { shuffle.batch, shuffle.channels, shuffle.height * f, shuffle.width * f };
    check(!memcmp(unshuffle ? tall : wide, y.shape, sizeof tall) &&
              !memcmp(unshuffle ? wide : tall, x.shape, sizeof tall), "case %s: the shapes are others", of->id);
    float *got = oracle_room(y.count), *back = oracle_room(x.count);
    (unshuffle ? pixel_unshuffle : pixel_shuffle)(got, x.data, &shuffle);
    (unshuffle ? pixel_shuffle : pixel_unshuffle)(back, got, &shuffle);
    oracle_expect(of, "y", got, y.count);
    check(!memcmp(back, x.data, x.count * sizeof *back), "case %s: the way back is not x", of->id);
    free(got);
    free(back);
}

static void pixel_shuffle_holds_every_case_and_comes_back(void **state)
{
    (void)state;
    oracle_each("pixel_shuffle", 20, hold_shuffle);
}

// ---- interpolate -----------------------------------------------------------------------------------------------

static void hold_resize_given(OracleCase *of, PerAxis size, PerAxis scale)
{
    OracleTensor x = oracle_need(of, "x"), gy = oracle_need(of, "gy");
    Tensor shape = shape_of(&x);
    Resize by;
    Error err;
    check(resize_from(&by, &shape, oracle_text(of, "mode"), oracle_attribute(of, "align_corners"), &size, &scale, &err),
          "case %s is refused: %s", of->id, err.text);
    check(by.out_height == gy.shape[2] && by.out_width == gy.shape[3], "case %s: the output is %d×%d; wanted %d×%d",
          of->id, by.out_height, by.out_width, gy.shape[2], gy.shape[3]);
    float *y = oracle_room(gy.count), *gx = oracle_room(x.count);
    resize(y, x.data, &by);
    resize_backward(gx, gy.data, &by);
    of->held = 0;
    oracle_expect(of, "y", y, gy.count);
    oracle_expect(of, "gx", gx, x.count);
    free(y);
    free(gx);
}

static void hold_resize(OracleCase *of)
{
    PerAxis none = { 0 }, size = { 2, { oracle_attribute(of, "out_h"), oracle_attribute(of, "out_w") } };
    hold_resize_given(of, size, none);
    if (!strcmp(oracle_text(of, "scale"), "-")) return;
    hold_resize_given(of, none, (PerAxis){ 1, { oracle_attribute(of, "scale") } });
}

static void interpolate_holds_every_case_by_size_and_by_scale(void **state)
{
    (void)state;
    oracle_each("interpolate", 39, hold_resize);
}

// ---- batch_norm ------------------------------------------------------------------------------------------------

// The values of a role, or NULL where the case has none; [shape] is filled in.
static const float *values_of(const OracleCase *of, const char *role, Tensor *shape)
{
    if (!oracle_has(of, role)) return NULL;
    OracleTensor tensor = oracle_need(of, role);
    *shape = shape_of(&tensor);
    return tensor.data;
}

static void hold_norm(OracleCase *of)
{
    OracleTensor x = oracle_need(of, "x");
    Tensor shape = shape_of(&x), gamma_shape, beta_shape, mean_shape, var_shape;
    const float *gamma = values_of(of, "gamma", &gamma_shape), *beta = values_of(of, "beta", &beta_shape);
    const float *mean = values_of(of, "running_mean", &mean_shape), *var = values_of(of, "running_var", &var_shape);
    const float *gy = oracle_need(of, "gy").data;
    bool train = oracle_attribute(of, "train");
    BatchNorm norm;
    Error err;
    double eps = oracle_double(of->oracle, of->row, "eps"), momentum = oracle_double(of->oracle, of->row, "momentum");
    check(batch_norm_from(&norm, &shape, gamma ? &gamma_shape : NULL, beta ? &beta_shape : NULL, &mean_shape,
                          &var_shape, train, eps, momentum, &err), "case %s is refused: %s", of->id, err.text);
    size_t channels = (size_t)norm.channels;
    float *y = oracle_room(x.count), *gx = oracle_room(x.count), *ggamma = oracle_room(channels);
    float *gbeta = oracle_room(channels), *mean_out = oracle_room(channels), *var_out = oracle_room(channels);
    batch_norm(y, x.data, gamma, beta, mean, var, &norm);
    batch_norm_backward(gx, gamma ? ggamma : NULL, beta ? gbeta : NULL, gy, x.data, gamma, mean, var, &norm);
    oracle_expect(of, "y", y, x.count);
    oracle_expect(of, "gx", gx, x.count);
    if (gamma) oracle_expect(of, "ggamma", ggamma, channels);
    if (beta) oracle_expect(of, "gbeta", gbeta, channels);
    if (train) {
        batch_norm_running(mean_out, var_out, x.data, mean, var, &norm);
        oracle_expect(of, "running_mean_out", mean_out, channels);
        oracle_expect(of, "running_var_out", var_out, channels);
    }
    free(y);
    free(gx);
    free(ggamma);
    free(gbeta);
    free(mean_out);
    free(var_out);
}

static void batch_norm_holds_every_case(void **state)
{
    (void)state;
    oracle_each("batch_norm", 22, hold_norm);
}

// ---- elementwise -----------------------------------------------------------------------------------------------

static void hold_elementwise(OracleCase *of)
{
    bool is_relu = !strcmp(oracle_text(of, "op"), "relu");
    OracleTensor x = oracle_need(of, "x");
    float *y = oracle_room(x.count), *gx = oracle_room(x.count);
    (is_relu ? relu : sigmoid)(y, x.data, x.count);
    oracle_expect(of, "y", y, x.count);
    if (oracle_has(of, "gy")) {
        const float *gy = oracle_need(of, "gy").data;
        if (is_relu) relu_backward(gx, gy, x.data, x.count);
        else sigmoid_backward(gx, gy, y, x.count);
        oracle_expect(of, "gx", gx, x.count);
    }
    free(y);
    free(gx);
}

static void relu_and_sigmoid_hold_every_case(void **state)
{
    (void)state;
    oracle_each("elementwise", 10, hold_elementwise);
}

// ---- mse -------------------------------------------------------------------------------------------------------

static void hold_mse(OracleCase *of)
{
    static const char *const words[REDUCTIONS] = { "mean", "sum", "none" };
    Reduction reduction = REDUCTION_MEAN;
    while (strcmp(words[reduction], oracle_text(of, "reduction"))) reduction++;
    OracleTensor pred = oracle_need(of, "pred"), target = oracle_need(of, "target");
    Tensor shape = shape_of(&pred), target_shape = shape_of(&target);
    Error err;
    check(mse_check(&shape, &target_shape, &err), "case %s is refused: %s", of->id, err.text);
    size_t losses = reduction == REDUCTION_NONE ? pred.count : 1;
    float *loss = oracle_room(losses), *gpred = oracle_room(pred.count);
    mse(loss, pred.data, target.data, pred.count, reduction);
    mse_backward(gpred, oracle_has(of, "gy") ? oracle_need(of, "gy").data : NULL, pred.data, target.data, pred.count,
                 reduction);
    oracle_expect(of, "loss", loss, losses);
    oracle_expect(of, "gpred", gpred, pred.count);
    free(loss);
    free(gpred);
}

static void mse_holds_every_case(void **state)
{
    (void)state;
    oracle_each("mse", 6, hold_mse);
}

// ---- adam ------------------------------------------------------------------------------------------------------

static float *copy_of(const OracleTensor *tensor)
{
    float *copy = oracle_room(tensor->count);
    memcpy(copy, tensor->data, tensor->count * sizeof *copy);
    return copy;
}

static void hold_adam(OracleCase *of)
{
    const Oracle *o = of->oracle;
    Adam adam = { .t = oracle_attribute(of, "t"), .lr = oracle_double(o, of->row, "lr"),
                  .beta1 = oracle_double(o, of->row, "beta1"), .beta2 = oracle_double(o, of->row, "beta2"),
                  .eps = oracle_double(o, of->row, "eps"), .weight_decay = oracle_double(o, of->row, "weight_decay") };
    OracleTensor was_p = oracle_need(of, "p"), g = oracle_need(of, "g"), was_m = oracle_need(of, "m");
    OracleTensor was_v = oracle_need(of, "v");
    Tensor shape = shape_of(&was_p);
    Error err;
    check(adam_check(&adam, &shape, &shape, &shape, &shape, &err), "case %s is refused: %s", of->id, err.text);
    float *p = copy_of(&was_p), *m = copy_of(&was_m), *v = copy_of(&was_v);
    adam_step(p, m, v, g.data, g.count, &adam);
    oracle_expect(of, "p_out", p, g.count);
    oracle_expect(of, "m_out", m, g.count);
    oracle_expect(of, "v_out", v, g.count);
    free(p);
    free(m);
    free(v);
}

static void adam_holds_every_case(void **state)
{
    (void)state;
    oracle_each("adam", 8, hold_adam);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_family_has_its_cases_and_floats),
        cmocka_unit_test(pixel_shuffle_holds_every_case_and_comes_back),
        cmocka_unit_test(interpolate_holds_every_case_by_size_and_by_scale),
        cmocka_unit_test(batch_norm_holds_every_case),
        cmocka_unit_test(relu_and_sigmoid_hold_every_case), cmocka_unit_test(mse_holds_every_case),
        cmocka_unit_test(adam_holds_every_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
