// Which narrow cells a tap carries inside the wide side, and which taps share a phase: the one relation, solved once a
// tap, so that the inner loops of the kernels have nothing to ask. Private to the kernels.
#ifndef STRIDESCOPE_OP_REACH_H
#define STRIDESCOPE_OP_REACH_H

#include "op/op.h"

#include <assert.h>

// Narrow cells first … first + count − 1; the first of them lands on `wide`.
typedef struct Reach {
    int first, count, wide;
} Reach;

static inline Reach axis_reach(Axis a, int tap)
{
    int place = axis_place(a, 0, tap); // of narrow cell 0; the others follow a stride apart
    int first = place < 0 ? (-place + a.stride - 1) / a.stride : 0;
    int end = place < a.wide ? (a.wide - 1 - place) / a.stride + 1 : 0;
    if (end > a.narrow) end = a.narrow;
    if (first >= end) return (Reach){ 0, 0, 0 };
    Reach reach = { first, end - first, axis_place(a, first, tap) };
    assert(axis_wide(a, first, tap) == reach.wide && axis_wide(a, end - 1, tap) >= 0);
    return reach;
}

// gcd(stride, dilation): taps stride/gcd apart land on the same phase.
static inline int axis_common(Axis a)
{
    int p = a.stride, q = a.dilation;
    while (q) {
        int rest = p % q;
        p = q, q = rest;
    }
    return p;
}

// Kernels hold the reach of so many columns of taps at once; wider kernels are taken in pieces.
enum { REACH_HELD = 64 };
typedef struct ReachRow {
    int first_tap, taps;
    Reach of[REACH_HELD];
} ReachRow;

static inline void reach_row(ReachRow *row, Axis a, int first_tap)
{
    row->first_tap = first_tap;
    row->taps = a.kernel - first_tap < REACH_HELD ? a.kernel - first_tap : REACH_HELD;
    for (int i = 0; i < row->taps; i++) row->of[i] = axis_reach(a, first_tap + i);
}

// y, [planes] planes of [size] values: the bias of each plane's channel, or 0.
static inline void fill_bias(float *y, const float *bias, int batch, int channels, size_t size)
{
    for (int n = 0; n < batch; n++)
    for (int c = 0; c < channels; c++) {
        float start = bias ? bias[c] : 0;
        for (size_t i = 0; i < size; i++) *y++ = start;
    }
}

#endif
