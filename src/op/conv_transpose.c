// Transposed convolution as a stamp: each input cell presses the whole kernel, scaled by its value, onto the output,
// and prints add up where they overlap. The kernel is not turned. This is the kernel that everything runs.
#include "op/reach.h"

// A row of input cells, each landing [stride] cells after the one before.
static void press(float *restrict y, const float *restrict x, float w, int count, int stride)
{
    if (stride == 1)
        for (int i = 0; i < count; i++) y[i] += w * x[i];
    else if (stride == 2)
        for (int i = 0; i < count; i++) y[2 * i] += w * x[i];
    else
        for (int i = 0; i < count; i++) y[(size_t)i * (size_t)stride] += w * x[i];
}

// One input plane (rows.narrow, columns.narrow) through its kernel onto one output plane (rows.wide, columns.wide).
static void stamp(float *y, const float *x, const float *w, Axis rows, Axis columns, const ReachRow *reach)
{
    for (int ky = 0; ky < rows.kernel; ky++) {
        Reach down = axis_reach(rows, ky);
        for (int i = 0; i < down.count; i++) {
            const float *from = x + (size_t)(down.first + i) * (size_t)columns.narrow;
            float *to = y + (size_t)(down.wide + i * rows.stride) * (size_t)columns.wide;
            const float *tap = w + (size_t)ky * (size_t)columns.kernel + reach->first_tap;
            for (int kx = 0; kx < reach->taps; kx++) {
                Reach across = reach->of[kx];
                press(to + across.wide, from + across.first, tap[kx], across.count, columns.stride);
            }
        }
    }
}

void conv_transpose2d(float *y, const float *x, const float *w, const float *bias, const Spec *spec)
{
    assert(spec->transposed);
    Axis rows = spec->y, columns = spec->x;
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups; // of one group
    size_t x_plane = (size_t)rows.narrow * (size_t)columns.narrow, y_plane = (size_t)rows.wide * (size_t)columns.wide;
    size_t w_plane = (size_t)rows.kernel * (size_t)columns.kernel;
    fill_bias(y, bias, spec->batch, spec->out_channels, y_plane);
    for (int piece = 0; piece < columns.kernel; piece += REACH_HELD) {
        ReachRow reach;
        reach_row(&reach, columns, piece);
        for (int n = 0; n < spec->batch; n++)
        for (int out = 0; out < spec->out_channels; out++)
        for (int in = out / outs * ins; in < (out / outs + 1) * ins; in++)
            stamp(y + ((size_t)n * (size_t)spec->out_channels + (size_t)out) * y_plane,
                  x + ((size_t)n * (size_t)spec->in_channels + (size_t)in) * x_plane,
                  w + ((size_t)in * (size_t)outs + (size_t)(out % outs)) * w_plane, rows, columns, &reach);
    }
}

// One dimension is two with a single row.
void conv_transpose1d(float *y, const float *x, const float *w, const float *bias, const Spec *spec)
{
    assert(spec->dims == 1);
    conv_transpose2d(y, x, w, bias, spec);
}
