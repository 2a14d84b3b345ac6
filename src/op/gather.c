// The same transposed convolution read from the output: stretch the input with zeros, pad it, and slide an ordinary
// window over it with the kernel turned by 180°. It exists to be looked at, and to be held equal with the stamp.
// Source: Dumoulin & Visin 2016, chapter 4; padding d(k−1) − p before, and op more of it after.
#include "op/op.h"

#include <assert.h>

// The input cell that stands under place [i] of the window laid at output cell [out], or -1 where that is an inserted
// zero or padding. A negative padding crops: then the window starts inside the stretched input.
static int under_window(Axis a, int out, int i)
{
    int before = a.dilation * (a.kernel - 1) - a.padding;
    int stretched = out + i * a.dilation - before;
    if (stretched < 0 || stretched > (a.narrow - 1) * a.stride) return -1;
    return stretched % a.stride ? -1 : stretched / a.stride;
}

void conv_transpose2d_gather(float *y, const float *x, const float *w, const float *bias, const Spec *spec)
{
    assert(spec->transposed);
    Axis rows = spec->y, columns = spec->x;
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups;
    for (int n = 0; n < spec->batch; n++)
    for (int out = 0; out < spec->out_channels; out++)
    for (int oy = 0; oy < rows.wide; oy++)
    for (int ox = 0; ox < columns.wide; ox++) {
        float sum = bias ? bias[out] : 0;
        for (int i = 0; i < ins; i++)
        for (int wy = 0; wy < rows.kernel; wy++)
        for (int wx = 0; wx < columns.kernel; wx++) {
            int iy = under_window(rows, oy, wy), ix = under_window(columns, ox, wx);
            if (iy < 0 || ix < 0) continue; // a zero that is only drawn
            size_t in = (size_t)(out / outs * ins + i);
            int ky = rows.kernel - 1 - wy, kx = columns.kernel - 1 - wx; // turned by 180°
            size_t tap = ((in * (size_t)outs + (size_t)(out % outs)) * (size_t)rows.kernel + (size_t)ky) *
                         (size_t)columns.kernel + (size_t)kx;
            size_t cell = (((size_t)n * (size_t)spec->in_channels + in) * (size_t)rows.narrow + (size_t)iy) *
                          (size_t)columns.narrow + (size_t)ix;
            sum += w[tap] * x[cell];
        }
        *y++ = sum;
    }
}
