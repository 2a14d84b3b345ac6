// The weights a layer starts with, before it has learnt anything: uniform noise, wide enough that signals neither die
// nor explode on their way through. Only sums, products and sqrt, so that a seed gives the same bits on every machine.
#include "op/op.h"

#include <assert.h>
#include <math.h>

double start_bound(Start start, const int w_shape[4])
{
    double size = (double)w_shape[2] * w_shape[3], fan_in = w_shape[1] * size, fan_out = w_shape[0] * size;
    switch (start) {
    case START_HE: return sqrt(6 / fan_in);
    case START_GLOROT: return sqrt(6 / (fan_in + fan_out));
    default: return 1 / sqrt(fan_in);
    }
}

static void draw(float *out, size_t count, double bound, Random *random)
{
    for (size_t i = 0; i < count; i++) out[i] = (float)(bound * (2 * random_unit(random) - 1));
}

void start_weights(float *w, Start start, const int w_shape[4], Random *random)
{
    assert(start < STARTS);
    size_t count = (size_t)w_shape[0] * (size_t)w_shape[1] * (size_t)w_shape[2] * (size_t)w_shape[3];
    draw(w, count, start_bound(start, w_shape), random);
}

void start_bias(float *b, int count, Start start, const int w_shape[4], Random *random)
{
    double bound = start == START_PYTORCH ? start_bound(start, w_shape) : 0;
    for (int i = 0; i < count; i++) b[i] = 0;
    if (bound > 0) draw(b, (size_t)count, bound, random);
}
