// Which narrow cells a tap carries inside the wide side, and which taps share a phase: the one relation, solved once a
// tap, so that the inner loops of the kernels have nothing to ask. Private to the kernels.
#ifndef STRIDESCOPE_OP_REACH_H
#define STRIDESCOPE_OP_REACH_H

#include "op/op.h"

#include <assert.h>

// Inner loops are made several times and the fastest that this processor has is taken; room op is built without fused
// multiply-adds, so that all of them give the same bits.
#if defined __x86_64__ && defined __GLIBC__ && defined __GNUC__ && !defined __clang__
#define FOR_EACH_CPU __attribute__((target_clones("default", "arch=haswell", "arch=skylake-avx512")))
#else
#define FOR_EACH_CPU
#endif

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

// Kernels hold what they know of so many taps of an axis; of those beyond it is found again.
enum { REACH_HELD = 64 };

#endif
