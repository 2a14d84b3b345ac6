// One step of Adam: each weight moves against the mean of its recent gradients, measured by their usual size. At the
// first steps both memories are nearly empty; the bias corrections 1 − βᵗ make up for that.
#include "op/layer.h"

#include <math.h>

static bool in_range(const char *name, double value, bool below_one, Error *err)
{
    // Also false for NaN.
    if (value >= 0 && (below_one ? value < 1 : value < HUGE_VAL)) return true;
    char number[NUMBER_TEXT];
    number_print_double(number, value);
    return error_set(err, 0, "%s is %s; it must be %s", name, number,
                     below_one ? "at least 0 and less than 1" : "a number of 0 or more");
}

bool adam_check(const Adam *adam, const Tensor *p, const Tensor *g, const Tensor *m, const Tensor *v, Error *err)
{
    if (adam->t < 1)
        return error_set(err, 0, "t is %lld; it is the step that is being taken, counted from 1", adam->t);
    return in_range("lr", adam->lr, false, err) && in_range("beta1", adam->beta1, true, err) &&
           in_range("beta2", adam->beta2, true, err) && in_range("eps", adam->eps, false, err) &&
           in_range("weight_decay", adam->weight_decay, false, err) && layer_shape("p", p, err) &&
           layer_same("adam", "p", p, "g", g, err) && layer_same("adam", "p", p, "m", m, err) &&
           layer_same("adam", "p", p, "v", v, err);
}

void adam_step(float *p, float *m, float *v, const float *g, size_t count, const Adam *adam)
{
    double step = adam->lr / (1 - pow(adam->beta1, (double)adam->t));
    double filled = sqrt(1 - pow(adam->beta2, (double)adam->t));
    for (size_t i = 0; i < count; i++) {
        double slope = adam->weight_decay > 0 ? g[i] + adam->weight_decay * p[i] : g[i]; // 0 · ∞ is never asked for
        double mean = adam->beta1 * m[i] + (1 - adam->beta1) * slope;
        double square = adam->beta2 * v[i] + (1 - adam->beta2) * slope * slope;
        m[i] = (float)mean;
        v[i] = (float)square;
        p[i] = (float)(p[i] - step * mean / (sqrt(square) / filled + adam->eps));
    }
}
