// Both axes of a layer, for sentences that speak of one where the other is like it.
#ifndef STRIDESCOPE_EXPLAIN_AXES_H
#define STRIDESCOPE_EXPLAIN_AXES_H

#include "explain/explain.h"

static inline Axis rows_of(const Spec *spec)
{
    return spec->dims == 1 ? AXIS_TRIVIAL : spec->y;
}

// "rows and columns", where both are alike.
static inline bool alike(const Spec *spec)
{
    Axis y = spec->y, x = spec->x;
    return spec->dims == 1 || (y.kernel == x.kernel && y.stride == x.stride && y.dilation == x.dilation);
}

#endif
