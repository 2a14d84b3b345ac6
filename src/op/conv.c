// Convolution (as deep learning means it: the kernel is not turned): each output cell is the sum of the input cells
// under its window, each times its tap. Padding is never read: taps that fall into it have no term.
#include "op/reach.h"

// A row of output cells through one tap; the input cells lie [stride] apart.
static void slide(float *restrict y, const float *restrict x, float w, int count, int stride)
{
    if (stride == 1)
        for (int i = 0; i < count; i++) y[i] += w * x[i];
    else if (stride == 2)
        for (int i = 0; i < count; i++) y[i] += w * x[2 * i];
    else
        for (int i = 0; i < count; i++) y[i] += w * x[(size_t)i * (size_t)stride];
}

// One input plane (rows.wide, columns.wide) through its kernel into one output plane (rows.narrow, columns.narrow).
static void gather(float *y, const float *x, const float *w, Axis rows, Axis columns, const ReachRow *reach)
{
    for (int ky = 0; ky < rows.kernel; ky++) {
        Reach down = axis_reach(rows, ky);
        for (int i = 0; i < down.count; i++) {
            float *to = y + (size_t)(down.first + i) * (size_t)columns.narrow;
            const float *from = x + (size_t)(down.wide + i * rows.stride) * (size_t)columns.wide;
            const float *tap = w + (size_t)ky * (size_t)columns.kernel + reach->first_tap;
            for (int kx = 0; kx < reach->taps; kx++) {
                Reach across = reach->of[kx];
                slide(to + across.first, from + across.wide, tap[kx], across.count, columns.stride);
            }
        }
    }
}

void conv2d(float *y, const float *x, const float *w, const float *bias, const Spec *spec)
{
    assert(!spec->transposed);
    Axis rows = spec->y, columns = spec->x;
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups; // of one group
    size_t x_plane = (size_t)rows.wide * (size_t)columns.wide, y_plane = (size_t)rows.narrow * (size_t)columns.narrow;
    size_t w_plane = (size_t)rows.kernel * (size_t)columns.kernel;
    fill_bias(y, bias, spec->batch, spec->out_channels, y_plane);
    for (int piece = 0; piece < columns.kernel; piece += REACH_HELD) {
        ReachRow reach;
        reach_row(&reach, columns, piece);
        for (int n = 0; n < spec->batch; n++)
        for (int out = 0; out < spec->out_channels; out++)
        for (int in = 0; in < ins; in++)
            gather(y + ((size_t)n * (size_t)spec->out_channels + (size_t)out) * y_plane,
                   x + ((size_t)n * (size_t)spec->in_channels + (size_t)(out / outs * ins + in)) * x_plane,
                   w + ((size_t)out * (size_t)ins + (size_t)in) * w_plane, rows, columns, &reach);
    }
}

// One dimension is two with a single row.
void conv1d(float *y, const float *x, const float *w, const float *bias, const Spec *spec)
{
    assert(spec->dims == 1);
    conv2d(y, x, w, bias, spec);
}

void op_forward(float *y, const float *x, const float *w, const float *bias, const Spec *spec)
{
    if (spec->transposed) conv_transpose2d(y, x, w, bias, spec);
    else conv2d(y, x, w, bias, spec);
}
