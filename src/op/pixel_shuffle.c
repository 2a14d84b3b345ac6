// Sub-pixel layout: factor² neighbouring channels become one channel, each block of factor × factor cells made of one
// value from each of them. Nothing is computed, so the way back is exact.
#include "op/layer.h"

static bool splits_channels(const Tensor *x, long long factor, Error *err)
{
    if (x->shape[1] % (factor * factor) == 0) return true;
    return error_set(err, 0, "x has %d channel%s; pixel_shuffle by %lld lays %lld channels into each %lld×%lld block, "
                             "so their number must be a multiple of %lld", x->shape[1], x->shape[1] == 1 ? "" : "s",
                     factor, factor * factor, factor, factor, factor * factor);
}

static bool splits_side(const char *name, int side, long long factor, Error *err)
{
    return side % factor == 0 ||
           error_set(err, 0, "x's %s is %d; pixel_unshuffle by %lld cuts the picture into %lld×%lld blocks, so it "
                             "must be a multiple of %lld", name, side, factor, factor, factor, factor);
}

bool shuffle_from(Shuffle *out, const Tensor *x, long long factor, bool unshuffle, Error *err)
{
    const char *word = unshuffle ? "pixel_unshuffle" : "pixel_shuffle";
    if (factor < 1) return error_set(err, 0, "factor is %lld; it must be 1 or more", factor);
    if (factor > SPEC_MOST_SIDE)
        return error_set(err, 0, "factor is %lld; it must be at most %d", factor, SPEC_MOST_SIDE);
    if (!layer_rank(word, "x", x, 4, "batch, channels, height, width", err)) return false;
    int f = (int)factor;
    // What divides is no larger than what it divides, and all values of x fit: so do the sides of y.
    if (unshuffle) {
        if (!splits_side("height", x->shape[2], factor, err) || !splits_side("width", x->shape[3], factor, err))
            return false;
        *out = (Shuffle){ x->shape[0], x->shape[1], x->shape[2] / f, x->shape[3] / f, f };
    } else {
        if (!splits_channels(x, factor, err)) return false;
        *out = (Shuffle){ x->shape[0], x->shape[1] / (f * f), x->shape[2], x->shape[3], f };
    }
    return true;
}

// Both walk the tall side row by row, in its order. The cells of such a row lie next to each other there, and [factor]
// apart on the wide side, beginning here.
static size_t wide_at(const Shuffle *s, size_t plane, size_t i, size_t j, size_t h)
{
    size_t factor = (size_t)s->factor;
    return ((plane * (size_t)s->height + h) * factor + i) * (size_t)s->width * factor + j;
}

void pixel_shuffle(float *y, const float *x, const Shuffle *shuffle)
{
    size_t factor = (size_t)shuffle->factor, height = (size_t)shuffle->height, width = (size_t)shuffle->width;
    size_t planes = (size_t)shuffle->batch * (size_t)shuffle->channels;
    for (size_t plane = 0; plane < planes; plane++)
    for (size_t i = 0; i < factor; i++)
    for (size_t j = 0; j < factor; j++)
    for (size_t h = 0; h < height; h++, x += width) {
        float *to = y + wide_at(shuffle, plane, i, j, h);
        for (size_t w = 0; w < width; w++) to[w * factor] = x[w];
    }
}

void pixel_unshuffle(float *y, const float *x, const Shuffle *shuffle)
{
    size_t factor = (size_t)shuffle->factor, height = (size_t)shuffle->height, width = (size_t)shuffle->width;
    size_t planes = (size_t)shuffle->batch * (size_t)shuffle->channels;
    for (size_t plane = 0; plane < planes; plane++)
    for (size_t i = 0; i < factor; i++)
    for (size_t j = 0; j < factor; j++)
    for (size_t h = 0; h < height; h++, y += width) {
        const float *from = x + wide_at(shuffle, plane, i, j, h);
        for (size_t w = 0; w < width; w++) y[w] = from[w * factor];
    }
}
