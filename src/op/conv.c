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

// Adds to one row of the output all that one input plane (rows.wide, columns.wide) brings there.
static void gather(float *y, const float *x, const float *w, Axis rows, Axis columns, const Reach *held, int oy)
{
    for (int ky = 0; ky < rows.kernel; ky++) {
        int iy = axis_wide(rows, oy, ky);
        if (iy < 0) continue;
        const float *from = x + (size_t)iy * (size_t)columns.wide;
        const float *tap = w + (size_t)ky * (size_t)columns.kernel;
        for (int kx = 0; kx < columns.kernel; kx++) {
            Reach across = kx < REACH_HELD ? held[kx] : axis_reach(columns, kx);
            slide(y + across.first, from + across.wide, tap[kx], across.count, columns.stride);
        }
    }
}

void conv2d_rows(float *y, const float *x, const float *w, const float *bias, const Spec *spec, int first, int end)
{
    assert(!spec->transposed);
    Axis rows = spec->y, columns = spec->x;
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups; // of one group
    size_t x_plane = (size_t)rows.wide * (size_t)columns.wide, y_plane = (size_t)rows.narrow * (size_t)columns.narrow;
    size_t w_plane = (size_t)rows.kernel * (size_t)columns.kernel;
    Reach held[REACH_HELD];
    for (int tap = 0; tap < columns.kernel && tap < REACH_HELD; tap++) held[tap] = axis_reach(columns, tap);
    for (int n = 0; n < spec->batch; n++)
    for (int out = 0; out < spec->out_channels; out++)
    for (int oy = first; oy < end; oy++) {
        float *to = y + ((size_t)n * (size_t)spec->out_channels + (size_t)out) * y_plane + (size_t)oy * (size_t)columns.narrow;
        for (int i = 0; i < columns.narrow; i++) to[i] = bias ? bias[out] : 0;
        for (int in = 0; in < ins; in++)
            gather(to, x + ((size_t)n * (size_t)spec->in_channels + (size_t)(out / outs * ins + in)) * x_plane,
                   w + ((size_t)out * (size_t)ins + (size_t)in) * w_plane, rows, columns, held, oy);
    }
}

void conv2d(float *y, const float *x, const float *w, const float *bias, const Spec *spec)
{
    conv2d_rows(y, x, w, bias, spec, 0, spec->y.narrow);
}

// One dimension is two with a single row.
void conv1d(float *y, const float *x, const float *w, const float *bias, const Spec *spec)
{
    assert(spec->dims == 1);
    conv2d(y, x, w, bias, spec);
}

void op_forward_rows(float *y, const float *x, const float *w, const float *bias, const Spec *spec, int first, int end)
{
    if (spec->transposed) conv_transpose2d_rows(y, x, w, bias, spec, first, end);
    else conv2d_rows(y, x, w, bias, spec, first, end);
}

void op_forward(float *y, const float *x, const float *w, const float *bias, const Spec *spec)
{
    if (spec->transposed) conv_transpose2d(y, x, w, bias, spec);
    else conv2d(y, x, w, bias, spec);
}
