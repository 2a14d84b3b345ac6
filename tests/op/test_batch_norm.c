// Batch norm: its gradients are those of central differences through a reference in double, its variance is taken
// around the mean, and the running statistics move as they are said to.
#include "op/op.h"
#include "support/check.h"

#include <math.h>
#include <stdlib.h>

enum { BATCH = 3, CHANNELS = 2, SIZE = 5, COUNT_X = BATCH * CHANNELS * SIZE };

static BatchNorm small(bool train)
{
    return (BatchNorm){ .batch = BATCH, .channels = CHANNELS, .size = SIZE, .train = train, .eps = 1e-3,
                        .momentum = 0.25 };
}

// What the layer is given, in double so that a value can be moved a little.
typedef struct Inputs {
    double x[COUNT_X], gamma[CHANNELS], beta[CHANNELS], mean[CHANNELS], var[CHANNELS];
} Inputs;

static void fill(float *out, int count, Random *random, double around, double spread)
{
    for (int i = 0; i < count; i++) out[i] = (float)(around + spread * (2 * random_unit(random) - 1));
}

// Σ gy·y, straight from the definition.
static double loss(const Inputs *in, const float *gy, const BatchNorm *norm, bool affine)
{
    double sum = 0;
    for (int c = 0; c < CHANNELS; c++) {
        double mean = 0, var = 0;
        for (int n = 0; n < BATCH; n++)
        for (int i = 0; i < SIZE; i++) mean += in->x[(n * CHANNELS + c) * SIZE + i] / (BATCH * SIZE);
        for (int n = 0; n < BATCH; n++)
        for (int i = 0; i < SIZE; i++) var += pow(in->x[(n * CHANNELS + c) * SIZE + i] - mean, 2) / (BATCH * SIZE);
        if (!norm->train) mean = in->mean[c], var = in->var[c];
        for (int n = 0; n < BATCH; n++)
        for (int i = 0; i < SIZE; i++) {
            int at = (n * CHANNELS + c) * SIZE + i;
            double normal = (in->x[at] - mean) / sqrt(var + norm->eps);
            sum += gy[at] * (affine ? in->gamma[c] * normal + in->beta[c] : normal);
        }
    }
    return sum;
}

static double slope(Inputs *in, double *value, const float *gy, const BatchNorm *norm, bool affine)
{
    double was = *value, h = 1e-5;
    *value = was + h;
    double above = loss(in, gy, norm, affine);
    *value = was - h;
    double below = loss(in, gy, norm, affine);
    *value = was;
    return (above - below) / (2 * h);
}

static void hold_slopes(bool train, bool affine)
{
    Random random = { 11 };
    BatchNorm norm = small(train);
    float x[COUNT_X], gy[COUNT_X], gamma[CHANNELS], beta[CHANNELS], mean[CHANNELS], var[CHANNELS];
    fill(x, COUNT_X, &random, 0.5, 2);
    fill(gy, COUNT_X, &random, 0, 1);
    fill(gamma, CHANNELS, &random, 1, 0.5);
    fill(beta, CHANNELS, &random, 0, 1);
    fill(mean, CHANNELS, &random, 0, 1);
    fill(var, CHANNELS, &random, 1, 0.5);
    Inputs in;
    for (int i = 0; i < COUNT_X; i++) in.x[i] = x[i];
    for (int c = 0; c < CHANNELS; c++)
        in.gamma[c] = gamma[c], in.beta[c] = beta[c], in.mean[c] = mean[c], in.var[c] = var[c];

    float y[COUNT_X], gx[COUNT_X], ggamma[CHANNELS], gbeta[CHANNELS];
    const char *what = train ? "training" : "evaluation";
    batch_norm(y, x, affine ? gamma : NULL, affine ? beta : NULL, mean, var, &norm);
    double sum = 0;
    for (int i = 0; i < COUNT_X; i++) sum += (double)gy[i] * y[i];
    check(fabs(sum - loss(&in, gy, &norm, affine)) < 1e-5, "%s: the sum of gy·y is %.9g; wanted %.9g", what, sum,
          loss(&in, gy, &norm, affine));
    batch_norm_backward(gx, affine ? ggamma : NULL, affine ? gbeta : NULL, gy, x, affine ? gamma : NULL, mean, var,
                        &norm);
    for (int i = 0; i < COUNT_X; i++) {
        double want = slope(&in, &in.x[i], gy, &norm, affine);
        check(fabs(gx[i] - want) < 1e-6, "%s: gx[%d] is %.9g; differences say %.9g", what, i, (double)gx[i], want);
    }
    for (int c = 0; affine && c < CHANNELS; c++) {
        double scale = slope(&in, &in.gamma[c], gy, &norm, true), shift = slope(&in, &in.beta[c], gy, &norm, true);
        check(fabs(ggamma[c] - scale) < 1e-6, "%s: ggamma[%d] is %.9g; differences say %.9g", what, c,
              (double)ggamma[c], scale);
        check(fabs(gbeta[c] - shift) < 1e-6, "%s: gbeta[%d] is %.9g; differences say %.9g", what, c, (double)gbeta[c],
              shift);
    }
    // Each alone, the others not asked for.
    float alone[COUNT_X];
    batch_norm_backward(alone, NULL, NULL, gy, x, affine ? gamma : NULL, mean, var, &norm);
    assert_memory_equal(alone, gx, sizeof gx);
    if (!affine) return;
    batch_norm_backward(NULL, alone, NULL, gy, x, gamma, mean, var, &norm);
    assert_memory_equal(alone, ggamma, sizeof ggamma);
    batch_norm_backward(NULL, NULL, alone, gy, x, gamma, mean, var, &norm);
    assert_memory_equal(alone, gbeta, sizeof gbeta);
}

static void gradients_in_training_are_those_of_central_differences(void **state)
{
    (void)state;
    hold_slopes(true, true);
    hold_slopes(true, false);
}

static void gradients_in_evaluation_are_those_of_central_differences(void **state)
{
    (void)state;
    hold_slopes(false, true);
    hold_slopes(false, false);
}

// Just below 2³¹ float32 steps by 128. Three values, one step apart, have a mean between steps, whose square takes more
// digits than even double has: mean(x²) − mean² would be off by tenths.
static void the_variance_is_taken_around_the_mean(void **state)
{
    (void)state;
    float steps[] = { 0, 1, 1 }, x[3], y[3];
    for (int i = 0; i < 3; i++) x[i] = 128 * (16777212 + steps[i]);
    BatchNorm norm = { .batch = 1, .channels = 1, .size = 3, .train = true, .eps = 0, .momentum = 1 };
    batch_norm(y, x, NULL, NULL, NULL, NULL, &norm);
    for (int i = 0; i < 3; i++) {
        double want = (steps[i] - 2.0 / 3) / sqrt(2.0 / 9);
        check(fabs(y[i] - want) < 1e-6, "y[%d] is %.9g; wanted %.9g", i, (double)y[i], want);
    }
    float mean = 0, var = 0;
    batch_norm_running(&mean, &var, x, &mean, &var, &norm);
    check(mean == x[1] && fabs(var - 128 * 128 / 3.0) < 1e-3, "the batch has mean %.9g and variance %.9g", (double)mean,
          (double)var);
}

// Two samples of two channels, worked on paper: means 2 and 20, squares around them 2 and 200.
static void running_statistics_move_towards_the_batch(void **state)
{
    (void)state;
    float x[] = { 1, 10, 3, 30 }, mean[] = { 0, 4 }, var[] = { 1, 8 }, mean_out[2], var_out[2];
    BatchNorm norm = { .batch = 2, .channels = 2, .size = 1, .train = true, .momentum = 0.25 };
    batch_norm_running(mean_out, var_out, x, mean, var, &norm);
    assert_true(mean_out[0] == 0.5f && mean_out[1] == 8);
    assert_true(var_out[0] == 1.25f && var_out[1] == 56); // ¾·1 + ¼·2, ¾·8 + ¼·200
    norm.biased_running = true;
    batch_norm_running(NULL, var_out, x, NULL, var, &norm);
    assert_true(var_out[0] == 1 && var_out[1] == 31); // ¾·1 + ¼·1, ¾·8 + ¼·100
    batch_norm_running(mean, NULL, x, mean, NULL, &norm); // in place
    assert_true(mean[0] == 0.5f && mean[1] == 8);
}

static void gamma_and_beta_left_out_are_one_and_zero(void **state)
{
    (void)state;
    Random random = { 3 };
    float x[COUNT_X], with[COUNT_X], without[COUNT_X], ones[] = { 1, 1 }, zeros[] = { 0, 0 }, var[] = { 4, 9 };
    fill(x, COUNT_X, &random, 0, 1);
    for (int train = 0; train < 2; train++) {
        BatchNorm norm = small(train);
        batch_norm(with, x, ones, zeros, zeros, var, &norm);
        batch_norm(without, x, NULL, NULL, zeros, var, &norm);
        assert_memory_equal(with, without, sizeof with);
    }
    BatchNorm norm = small(false); // evaluation: x/√(4 + eps), whatever the batch is
    batch_norm(without, x, NULL, NULL, zeros, var, &norm);
    assert_true(fabs(without[0] - x[0] / sqrt(4.001)) < 1e-7);
}

static void shapes_of_every_rank_become_channels_and_planes(void **state)
{
    (void)state;
    static const struct { Tensor x; size_t size; } shapes[] = {
        { { .rank = 2, .shape = { 5, 3 } }, 1 }, { { .rank = 3, .shape = { 5, 3, 7 } }, 7 },
        { { .rank = 4, .shape = { 5, 3, 7, 2 } }, 14 },
    };
    for (int i = 0; i < COUNT(shapes); i++) {
        BatchNorm norm;
        Error err;
        assert_true(batch_norm_from(&norm, &shapes[i].x, NULL, NULL, NULL, NULL, true, 1e-5, 0.1, &err));
        assert_true(norm.batch == 5 && norm.channels == 3 && norm.size == shapes[i].size && !norm.biased_running);
    }
}

static void nan_stays_in_its_channel(void **state)
{
    (void)state;
    float x[] = { 1, NAN, 2, 5, 3, 9, 4, 2 }, y[8]; // (2, 2, 2)
    BatchNorm norm = { .batch = 2, .channels = 2, .size = 2, .train = true, .eps = 1e-5 };
    batch_norm(y, x, NULL, NULL, NULL, NULL, &norm);
    for (int i = 0; i < 8; i++) check(isnan(y[i]) == (i / 2 % 2 == 0), "y[%d] is %g", i, (double)y[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradients_in_training_are_those_of_central_differences),
        cmocka_unit_test(gradients_in_evaluation_are_those_of_central_differences),
        cmocka_unit_test(the_variance_is_taken_around_the_mean),
        cmocka_unit_test(running_statistics_move_towards_the_batch),
        cmocka_unit_test(gamma_and_beta_left_out_are_one_and_zero),
        cmocka_unit_test(shapes_of_every_rank_become_channels_and_planes), cmocka_unit_test(nan_stays_in_its_channel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
