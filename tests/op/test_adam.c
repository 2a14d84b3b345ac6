// Adam by what it is known for: the first step has the size of the learning rate whatever the gradient, without a
// gradient nothing moves, and many steps find the lowest place.
#include "op/op.h"
#include "support/check.h"

#include <math.h>

static void the_first_step_is_the_learning_rate_whatever_the_gradient(void **state)
{
    (void)state;
    float g[] = { 1e-3f, -1, 5000, -1e18f }, p[4] = { 0 }, m[4] = { 0 }, v[4] = { 0 }; // (1e18)² still fits a float
    Adam adam = ADAM_DEFAULT;
    adam_step(p, m, v, g, 4, &adam);
    for (int i = 0; i < 4; i++) {
        double want = -1e-3 * g[i] / (fabs(g[i]) + 1e-8);
        check(fabs(p[i] - want) < 1e-10, "with the gradient %g the weight moves by %.9g; wanted %g", (double)g[i],
              (double)p[i], want);
        check(fabs(m[i] - 0.1 * g[i]) <= 1e-7 * fabs(g[i]), "m[%d] is %.9g", i, (double)m[i]);
    }
    assert_true(g[0] == 1e-3f && g[3] == -1e18f);
}

static void without_a_gradient_nothing_moves(void **state)
{
    (void)state;
    float p[] = { 2, INFINITY }, m[2] = { 0 }, v[2] = { 0 }, g[2] = { 0 };
    Adam adam = ADAM_DEFAULT;
    adam_step(p, m, v, g, 2, &adam);
    check(p[0] == 2 && isinf(p[1]) && m[1] == 0 && v[1] == 0, "p is %g and %g", (double)p[0], (double)p[1]);
    adam.lr = 0, g[0] = 3;
    adam_step(p, m, v, g, 2, &adam);
    assert_true(p[0] == 2 && m[0] > 0 && v[0] > 0); // remembered, but not moved
}

// weight_decay·p is a gradient like any other: the first step is lr towards 0.
static void decay_pulls_towards_zero_through_the_gradient(void **state)
{
    (void)state;
    float p[] = { 2, -3, 0 }, m[3] = { 0 }, v[3] = { 0 }, g[3] = { 0 };
    Adam adam = ADAM_DEFAULT;
    adam.weight_decay = 0.5;
    adam_step(p, m, v, g, 3, &adam);
    assert_true(fabs(p[0] - 1.999) < 2e-7 && fabs(p[1] + 2.999) < 3e-7 && p[2] == 0);
    assert_true(fabs(m[0] - 0.1) < 1e-8 && fabs(m[1] + 0.15) < 2e-8);
}

// The definition of the paper, all in double, beside a hundred steps in float32.
static void a_hundred_steps_follow_the_definition(void **state)
{
    (void)state;
    Adam adam = { .lr = 0.01, .beta1 = 0.8, .beta2 = 0.95, .eps = 1e-6, .weight_decay = 0.1 };
    Random random = { 4 };
    float p = 1, m = 0, v = 0;
    double exact = 1, mean = 0, square = 0;
    for (adam.t = 1; adam.t <= 100; adam.t++) {
        float g = weights_random(&random);
        adam_step(&p, &m, &v, &g, 1, &adam);
        double slope = g + 0.1 * exact;
        mean += 0.2 * (slope - mean);
        square += 0.05 * (slope * slope - square);
        double m_hat = mean / (1 - pow(0.8, (double)adam.t)), v_hat = square / (1 - pow(0.95, (double)adam.t));
        exact -= 0.01 * m_hat / (sqrt(v_hat) + 1e-6);
        check(fabs(p - exact) < 1e-5, "step %lld: p is %.9g; wanted %.9g", adam.t, (double)p, exact);
    }
}

static void steps_find_the_lowest_place(void **state)
{
    (void)state;
    Adam adam = ADAM_DEFAULT;
    adam.lr = 0.05;
    float p[] = { 5, -4 }, m[2] = { 0 }, v[2] = { 0 };
    for (; adam.t <= 1000; adam.t++) {
        float g[] = { 2 * (p[0] - 1), 20 * (p[1] - 2) }; // of (p₀ − 1)² + 10·(p₁ − 2)²
        adam_step(p, m, v, g, 2, &adam);
    }
    check(fabs(p[0] - 1.0) < 1e-3 && fabs(p[1] - 2.0) < 1e-3, "it ends at %g, %g; wanted 1, 2", (double)p[0],
          (double)p[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_step_is_the_learning_rate_whatever_the_gradient),
        cmocka_unit_test(without_a_gradient_nothing_moves),
        cmocka_unit_test(decay_pulls_towards_zero_through_the_gradient),
        cmocka_unit_test(a_hundred_steps_follow_the_definition), cmocka_unit_test(steps_find_the_lowest_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
