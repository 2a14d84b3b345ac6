// What happens value by value: relu, sigmoid and the squared error, their slopes against central differences in double,
// and what they make of NaN and infinity.
#include "op/op.h"
#include "support/check.h"

#include <float.h>
#include <math.h>

static bool same(float a, float b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void hold_row(const char *what, const float *got, const float *want, int count)
{
    for (int i = 0; i < count; i++)
        check(same(got[i], want[i]), "%s[%d] is %.9g; wanted %.9g", what, i, (double)got[i], (double)want[i]);
}

// ---- relu ------------------------------------------------------------------------------------------------------

static void relu_keeps_nan_and_is_shut_at_zero(void **state)
{
    (void)state;
    float x[] = { -INFINITY, -1, -FLT_TRUE_MIN, -0.0f, 0, FLT_TRUE_MIN, 2, INFINITY, NAN }, y[9], gx[9];
    float want[] = { 0, 0, 0, 0, 0, FLT_TRUE_MIN, 2, INFINITY, NAN };
    relu(y, x, 9);
    hold_row("y", y, want, 9);
    float gy[] = { 3, NAN, INFINITY, 3, 3, 3, -INFINITY, 5, 7 }, back[] = { 0, 0, 0, 0, 0, 3, -INFINITY, 5, 7 };
    relu_backward(gx, gy, x, 9); // where it is shut gy has no term, so that ∞ makes no NaN
    hold_row("gx", gx, back, 9);
}

// ---- sigmoid ---------------------------------------------------------------------------------------------------

static double sigmoid_exact(double x)
{
    return x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x));
}

static void sigmoid_holds_from_end_to_end(void **state)
{
    (void)state;
    float ends[] = { -FLT_MAX, -INFINITY, -1000, 0, 1000, INFINITY, FLT_MAX, NAN }, y[8];
    float want[] = { 0, 0, 0, 0.5f, 1, 1, 1, NAN };
    sigmoid(y, ends, 8);
    hold_row("y", y, want, 8);
    for (int i = -1040; i <= 200; i++) {
        float x = (float)i / 10, got;
        sigmoid(&got, &x, 1);
        double exact = sigmoid_exact((double)x);
        check(fabs(got - exact) <= exact * 0x1p-24 + 0x1p-150, "sigmoid of %g is %.9g; wanted %.9g", (double)x,
              (double)got, exact);
    }
}

static void the_slope_of_sigmoid_is_that_of_central_differences(void **state)
{
    (void)state;
    for (int i = -80; i <= 80; i++) {
        float x = (float)i / 10, gy = -1.5f, y, gx;
        double h = 1e-5;
        sigmoid(&y, &x, 1);
        sigmoid_backward(&gx, &gy, &y, 1);
        double want = (double)gy * (sigmoid_exact((double)x + h) - sigmoid_exact((double)x - h)) / (2 * h);
        check(fabs(gx - want) < 2e-7, "at %g it is %.9g; differences say %.9g", (double)x, (double)gx, want);
    }
}

// ---- mse -------------------------------------------------------------------------------------------------------

enum { VALUES = 7 };

// Σ gloss·loss in double.
static double loss_of(const double *pred, const float *target, const float *gloss, Reduction reduction)
{
    double sum = 0, mean = 0;
    for (int i = 0; i < VALUES; i++) {
        double squared = (pred[i] - target[i]) * (pred[i] - target[i]);
        sum += (reduction == REDUCTION_NONE && gloss ? gloss[i] : 1) * squared;
        mean += squared / VALUES;
    }
    if (reduction == REDUCTION_NONE) return sum;
    return (gloss ? *gloss : 1) * (reduction == REDUCTION_SUM ? sum : mean);
}

static void hold_mse(Reduction reduction, bool from_above)
{
    static const char *const words[REDUCTIONS] = { "mean", "sum", "none" };
    Random random = { 21 };
    float pred[VALUES], target[VALUES], given[VALUES], loss[VALUES], gpred[VALUES];
    double x[VALUES], h = 1e-4, sum = 0;
    for (int i = 0; i < VALUES; i++) {
        x[i] = pred[i] = weights_random(&random);
        target[i] = weights_random(&random);
        given[i] = weights_random(&random);
    }
    const float *gloss = from_above ? given : NULL;
    mse(loss, pred, target, VALUES, reduction);
    int losses = reduction == REDUCTION_NONE ? VALUES : 1;
    for (int i = 0; i < losses; i++) sum += (double)loss[i] * (gloss ? gloss[i] : 1);
    double want = loss_of(x, target, gloss, reduction);
    check(fabs(sum - want) < 1e-6, "%s: the loss is %.9g; wanted %.9g", words[reduction], sum, want);

    mse_backward(gpred, gloss, pred, target, VALUES, reduction);
    for (int i = 0; i < VALUES; i++) {
        double was = x[i];
        x[i] = was + h;
        double above = loss_of(x, target, gloss, reduction);
        x[i] = was - h;
        double below = loss_of(x, target, gloss, reduction);
        x[i] = was;
        check(fabs(gpred[i] - (above - below) / (2 * h)) < 1e-6, "%s: gpred[%d] is %.9g; differences say %.9g",
              words[reduction], i, (double)gpred[i], (above - below) / (2 * h));
    }
}

static void slopes_of_the_squared_error_are_those_of_central_differences(void **state)
{
    (void)state;
    for (int reduction = 0; reduction < REDUCTIONS; reduction++) {
        hold_mse((Reduction)reduction, false);
        hold_mse((Reduction)reduction, true);
    }
}

// Thousands of small terms after a large one: a sum in float32 would stay at the large one.
static void small_errors_are_not_lost_beside_a_large_one(void **state)
{
    (void)state;
    enum { MANY = 1 << 16 };
    static float pred[MANY], target[MANY];
    pred[0] = 4096; // its square is 2²⁴
    for (int i = 1; i < MANY; i++) pred[i] = 1;
    float loss;
    mse(&loss, pred, target, MANY, REDUCTION_SUM);
    check(loss == 16777216 + MANY, "the sum is %.9g; wanted %d, the nearest float", (double)loss, 16777216 + MANY - 1);
}

static void an_empty_shape_is_one_number(void **state)
{
    (void)state;
    Tensor number = { 0 };
    Error err;
    assert_true(mse_check(&number, &number, &err));
    float pred = NAN, target = 1, loss;
    mse(&loss, &pred, &target, 1, REDUCTION_MEAN);
    assert_true(isnan(loss));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relu_keeps_nan_and_is_shut_at_zero), cmocka_unit_test(sigmoid_holds_from_end_to_end),
        cmocka_unit_test(the_slope_of_sigmoid_is_that_of_central_differences),
        cmocka_unit_test(slopes_of_the_squared_error_are_those_of_central_differences),
        cmocka_unit_test(small_errors_are_not_lost_beside_a_large_one), cmocka_unit_test(an_empty_shape_is_one_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
