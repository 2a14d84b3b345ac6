// Backward. A convolution and its transpose share one relation and one layout of weights, so the gradient of either
// with respect to its input is the other, and one kernel gives the gradient of the weights for both: a tap's share is
// the sum of narrow · wide over every pair of cells that it joins.
// Source: Dumoulin & Visin 2016, chapter 4; PyTorch's autograd, which the golden cases come from.
#include "op/reach.h"

Spec spec_turned(const Spec *spec)
{
    Spec turned = *spec;
    turned.transposed = !spec->transposed;
    turned.in_channels = spec->out_channels;
    turned.out_channels = spec->in_channels;
    return turned;
}

void op_grad_input(float *gx, const float *gy, const float *w, const Spec *spec)
{
    Spec turned = spec_turned(spec);
    op_forward(gx, gy, w, NULL, &turned);
}

// Sums of many products: blocks of a row in float32, the blocks together in double. A float alone would stand still at
// 2²⁴ ones.
enum { BLOCK = 256 };

static float dot_block(const float *restrict narrow, const float *restrict wide, int count, int stride)
{
    float sum = 0;
    if (stride == 1)
        for (int i = 0; i < count; i++) sum += narrow[i] * wide[i];
    else
        for (int i = 0; i < count; i++) sum += narrow[i] * wide[(size_t)i * (size_t)stride];
    return sum;
}

static double dot(const float *narrow, const float *wide, int count, int stride)
{
    double sum = 0;
    for (; count > BLOCK; count -= BLOCK, narrow += BLOCK, wide += (size_t)BLOCK * (size_t)stride)
        sum += (double)dot_block(narrow, wide, BLOCK, stride);
    return sum + (double)dot_block(narrow, wide, count, stride);
}

// All that one pair of planes gives to one tap.
static double tap_gradient(const float *narrow, const float *wide, Axis rows, Axis columns, Reach down, Reach across)
{
    double sum = 0;
    if (across.count == 0) return sum;
    for (int i = 0; i < down.count; i++)
        sum += dot(narrow + (size_t)(down.first + i) * (size_t)columns.narrow + across.first,
                   wide + (size_t)(down.wide + i * rows.stride) * (size_t)columns.wide + across.wide, across.count,
                   columns.stride);
    return sum;
}

void op_grad_weight(float *gw, const float *gy, const float *x, const Spec *spec)
{
    Axis rows = spec->y, columns = spec->x;
    const float *narrow = spec->transposed ? x : gy, *wide = spec->transposed ? gy : x;
    int narrows = spec_narrow_channels(spec), wides = spec_wide_channels(spec);
    int from = narrows / spec->groups, to = wides / spec->groups; // of one group
    size_t narrow_plane = (size_t)rows.narrow * (size_t)columns.narrow;
    size_t wide_plane = (size_t)rows.wide * (size_t)columns.wide;
    for (int a = 0; a < narrows; a++)
    for (int b = a / from * to; b < (a / from + 1) * to; b++)
    for (int ky = 0; ky < rows.kernel; ky++) {
        Reach down = axis_reach(rows, ky);
        for (int kx = 0; kx < columns.kernel; kx++) {
            Reach across = axis_reach(columns, kx);
            double sum = 0;
            for (int n = 0; n < spec->batch; n++)
                sum += tap_gradient(narrow + ((size_t)n * (size_t)narrows + (size_t)a) * narrow_plane,
                                    wide + ((size_t)n * (size_t)wides + (size_t)b) * wide_plane, rows, columns, down,
                                    across);
            *gw++ = (float)sum;
        }
    }
}

void op_grad_bias(float *gb, const float *gy, const Spec *spec)
{
    size_t plane = (size_t)spec_out(spec, spec->y) * (size_t)spec_out(spec, spec->x);
    for (int out = 0; out < spec->out_channels; out++) {
        double sum = 0;
        for (int n = 0; n < spec->batch; n++) {
            const float *from = gy + ((size_t)n * (size_t)spec->out_channels + (size_t)out) * plane;
            for (size_t i = 0; i < plane; i++) sum += (double)from[i];
        }
        gb[out] = (float)sum;
    }
}
