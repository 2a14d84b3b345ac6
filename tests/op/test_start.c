// Starting weights: their bounds, their spread, and the exact bits of a seed; and the copies of ICNR.
#include "op/op.h"
#include "support/check.h"

#include <math.h>
#include <stdlib.h>

static const int SHAPE[4] = { 64, 32, 3, 3 };
enum { VALUES = 64 * 32 * 3 * 3 };

static void bounds_are_those_of_the_papers(void **state)
{
    (void)state;
    double fan_in = 32 * 9, fan_out = 64 * 9;
    assert_true(start_bound(START_PYTORCH, SHAPE) == 1 / sqrt(fan_in));
    assert_true(start_bound(START_HE, SHAPE) == sqrt(6 / fan_in));
    assert_true(start_bound(START_GLOROT, SHAPE) == sqrt(6 / (fan_in + fan_out)));
}

// Mean 0 within four standard errors, variance bound²/3 within 3 %, nothing outside ±bound, both ends neared.
static void weights_fill_their_bound_evenly(void **state)
{
    (void)state;
    float *w = malloc(VALUES * sizeof *w);
    for (Start start = 0; start < STARTS; start++) {
        Random random = { 5 };
        start_weights(w, start, SHAPE, &random);
        double bound = start_bound(start, SHAPE), sum = 0, squares = 0, most = 0;
        for (int i = 0; i < VALUES; i++) {
            sum += (double)w[i];
            squares += (double)w[i] * (double)w[i];
            most = fmax(most, fabs((double)w[i]));
        }
        double mean = sum / VALUES, variance = squares / VALUES;
        check(most <= bound && most > 0.999 * bound, "start %d reaches %g of the bound %g", start, most, bound);
        check(fabs(mean) < 4 * bound / sqrt(3.0 * VALUES), "start %d has the mean %g", start, mean);
        check(fabs(variance / (bound * bound / 3) - 1) < 0.03, "start %d has the variance %g", start, variance);
    }
    free(w);
}

// splitmix64 of seed 0 begins 0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F (its authors' own vectors).
static void a_seed_gives_the_same_bits_everywhere(void **state)
{
    (void)state;
    const uint64_t drawn[] = { 0xE220A8397B1DCDAFu, 0x6E789E6AA1B965F4u, 0x06C45D188009454Fu, 0xF88BB8A8724C81ECu };
    Random random = { 0 };
    float w[4];
    start_weights(w, START_PYTORCH, (int[4]){ 1, 4, 1, 1 }, &random);
    for (int i = 0; i < 4; i++) {
        float want = (float)(0.5 * (2 * ((double)(drawn[i] >> 11) * 0x1p-53) - 1));
        check(w[i] == want, "w[%d] is %.9g; wanted %.9g", i, (double)w[i], (double)want);
    }
}

static void only_pytorch_starts_its_bias_with_noise(void **state)
{
    (void)state;
    for (Start start = 0; start < STARTS; start++) {
        Random random = { 3 };
        float b[32];
        memset(b, 0xFF, sizeof b);
        start_bias(b, 32, start, SHAPE, &random);
        for (int i = 0; i < 32; i++) {
            bool fine = start == START_PYTORCH ? b[i] != 0 && fabs((double)b[i]) <= 1 / sqrt(288.0) : b[i] == 0;
            check(fine, "start %d has the bias %g", start, (double)b[i]);
        }
    }
}

// Every sub-kernel of a group is the group's first, so that after the shuffle all r² phases of a pixel are equal.
static void icnr_makes_a_constant_stay_constant_through_the_shuffle(void **state)
{
    (void)state;
    enum { OUT = 2, R = 3, IN = 3, SIZE = IN * 3 * 3 };
    float w[OUT * R * R * SIZE], b[OUT * R * R], first[OUT];
    Random random = { 11 };
    start_weights(w, START_HE, (int[4]){ OUT * R * R, IN, 3, 3 }, &random);
    for (int i = 0; i < OUT * R * R; i++) b[i] = (float)i;
    for (int i = 0; i < OUT; i++) first[i] = w[i * R * R * SIZE];
    icnr_repeat(w, OUT, SIZE, R);
    icnr_repeat(b, OUT, 1, R);
    Spec spec = { .dims = 2, .batch = 1, .in_channels = IN, .out_channels = OUT * R * R, .groups = 1,
                  .y = { .wide = 5, .kernel = 3, .stride = 1, .dilation = 1 },
                  .x = { .wide = 5, .kernel = 3, .stride = 1, .dilation = 1 } };
    Error err;
    check(spec_check(&spec, &err), "%s", err.text);
    float x[IN * 25], y[OUT * R * R * 9];
    for (int i = 0; i < IN * 25; i++) x[i] = (float)(1 + i / 25);
    conv2d(y, x, w, b, &spec);
    for (int out = 0; out < OUT; out++) {
        assert_true(w[out * R * R * SIZE] == first[out]);
        for (int i = 0; i < R * R * 9; i++) {
            float got = y[out * R * R * 9 + i], want = y[out * R * R * 9];
            check(got == want, "channel %d, value %d is %g; the constant is %g", out, i, (double)got, (double)want);
        }
    }
    assert_true(y[0] != y[R * R * 9]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_are_those_of_the_papers), cmocka_unit_test(weights_fill_their_bound_evenly),
        cmocka_unit_test(a_seed_gives_the_same_bits_everywhere),
        cmocka_unit_test(only_pytorch_starts_its_bias_with_noise),
        cmocka_unit_test(icnr_makes_a_constant_stay_constant_through_the_shuffle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
