// The kernels that are made for a stride. Taps take turns: tap j meets the wide cells of phase (dilation · j) mod
// stride, and what a flat picture becomes there is the sum over that phase's taps alone. All are products of, or
// tables over, what one axis says.
#include "op/reach.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int phase(Axis a, int tap)
{
    return (int)((long long)tap * a.dilation % a.stride);
}

// Taps of one phase stand this far apart: stride / gcd(stride, dilation).
static int turn(Axis a)
{
    return a.stride / axis_common(a);
}

// ---- one axis --------------------------------------------------------------------------------------------------

// A mean: over the taps of its phase for a transposed convolution, over all taps for a convolution.
static void box_axis(double *out, Axis a, bool transposed)
{
    for (int tap = 0; tap < a.kernel; tap++) {
        int sharing = 0;
        for (int other = 0; other < a.kernel; other++) sharing += !transposed || phase(a, other) == phase(a, tap);
        out[tap] = 1.0 / sharing;
    }
}

// The triangle of linear interpolation by the stride, 1 at the kernel's middle and 0 a stride away from it, measured
// in wide cells. From k = 2s − 1 up it is whole and every phase has the gain 1; a smaller kernel cuts it off. A
// convolution averages with the same triangle, divided by its sum.
// Source: Long, Shelhamer & Darrell 2015 (how they start their upsampling layers).
static void bilinear_axis(double *out, Axis a, bool transposed)
{
    double middle = (a.kernel - 1) / 2.0, sum = 0;
    for (int tap = 0; tap < a.kernel; tap++) {
        out[tap] = fmax(0, 1 - fabs(tap - middle) * a.dilation / a.stride);
        sum += out[tap];
    }
    if (transposed) return;
    for (int tap = 0; tap < a.kernel; tap++) out[tap] /= sum;
}

// −1 beside the middle, +1 on its other side: the difference of a cell's neighbours. A single tap has none: 0.
static void difference_axis(double *out, Axis a)
{
    for (int tap = 0; tap < a.kernel; tap++) out[tap] = 0;
    if (a.kernel == 1) return;
    out[(a.kernel - 2) / 2] = -1;
    out[(a.kernel + 1) / 2] = 1;
}

// ---- channels --------------------------------------------------------------------------------------------------

// How much of the kernel stands between in-channel [i] and out-channel [o] of one group.
static double share(int i, int o, int ins, int outs)
{
    int fewer = ins < outs ? ins : outs;
    if (i % fewer != o % fewer) return 0;
    int sharing = 0;
    for (int other = o % fewer; other < ins; other += fewer) sharing++;
    return 1.0 / sharing;
}

static void spread(float *w, const int shape[4], const Spec *spec, const double *rows, const double *cols)
{
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups;
    for (int a = 0; a < shape[0]; a++)
    for (int b = 0; b < shape[1]; b++) {
        // (in, out/groups) for a transposed convolution, (out, in/groups) for a convolution
        double part = spec->transposed ? share(a % ins, b, ins, outs) : share(b, a % outs, ins, outs);
        for (int ky = 0; ky < shape[2]; ky++)
        for (int kx = 0; kx < shape[3]; kx++) *w++ = (float)(part * rows[ky] * cols[kx]);
    }
}

// ---- the kernels -----------------------------------------------------------------------------------------------

void weights_box(float *w, const int shape[4], const Spec *spec)
{
    double *rows = memory_new((size_t)shape[2], sizeof *rows), *cols = memory_new((size_t)shape[3], sizeof *cols);
    box_axis(rows, spec->y, spec->transposed);
    box_axis(cols, spec->x, spec->transposed);
    spread(w, shape, spec, rows, cols);
    free(rows);
    free(cols);
}

void weights_bilinear(float *w, const int shape[4], const Spec *spec)
{
    double *rows = memory_new((size_t)shape[2], sizeof *rows), *cols = memory_new((size_t)shape[3], sizeof *cols);
    bilinear_axis(rows, spec->y, spec->transposed);
    bilinear_axis(cols, spec->x, spec->transposed);
    spread(w, shape, spec, rows, cols);
    free(rows);
    free(cols);
}

// Across the columns, the same on every row (Prewitt's kernel at 3×3); a kernel one column wide looks down the rows.
void weights_edge(float *w, const int shape[4], const Spec *spec)
{
    double *rows = memory_new((size_t)shape[2], sizeof *rows), *cols = memory_new((size_t)shape[3], sizeof *cols);
    bool down = spec->x.kernel == 1;
    difference_axis(down ? rows : cols, down ? spec->y : spec->x);
    if (down) cols[0] = 1;
    for (int ky = 0; !down && ky < shape[2]; ky++) rows[ky] = 1;
    spread(w, shape, spec, rows, cols);
    free(rows);
    free(cols);
}

// Phase by phase the same small kernel: the n-th tap of every phase shares one value, as far as the phase has an n-th
// tap. Source: Aitken et al. 2017, "Checkerboard artifact free sub-pixel convolution".
void weights_icnr(float *w, const int shape[4], const Spec *spec, Random *random)
{
    int turn_y = turn(spec->y), turn_x = turn(spec->x);
    int rows = (shape[2] - 1) / turn_y + 1, cols = (shape[3] - 1) / turn_x + 1;
    float *small = memory_new((size_t)rows * (size_t)cols, sizeof *small);
    for (int pair = 0; pair < shape[0] * shape[1]; pair++) {
        for (int i = 0; i < rows * cols; i++) small[i] = weights_random(random);
        for (int ky = 0; ky < shape[2]; ky++)
        for (int kx = 0; kx < shape[3]; kx++) *w++ = small[ky / turn_y * cols + kx / turn_x];
    }
    free(small);
}

// The random weights have k − s + 1 values an axis; each is stamped as a box of s.
void weights_boxed(float *w, const int shape[4], const Spec *spec, Random *random)
{
    int tall = spec->y.stride < shape[2] ? spec->y.stride : shape[2], broad = spec->x.stride < shape[3] ? spec->x.stride : shape[3];
    size_t taps = (size_t)shape[2] * (size_t)shape[3];
    for (int pair = 0; pair < shape[0] * shape[1]; pair++, w += taps) {
        memset(w, 0, taps * sizeof *w);
        for (int row = 0; row + tall <= shape[2]; row++)
        for (int col = 0; col + broad <= shape[3]; col++) {
            float one = weights_random(random);
            for (int ky = row; ky < row + tall; ky++)
            for (int kx = col; kx < col + broad; kx++) w[ky * shape[3] + kx] += one;
        }
    }
}

void icnr_repeat(float *w, int out_channels, size_t size, int factor)
{
    size_t copies = (size_t)factor * (size_t)factor;
    for (size_t group = 0; group < (size_t)out_channels; group++)
    for (size_t copy = 1; copy < copies; copy++)
        memcpy(w + (group * copies + copy) * size, w + group * copies * size, size * sizeof *w);
}
