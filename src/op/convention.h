// What shapes.c asks of convention.c. Private to op.
#ifndef STRIDESCOPE_OP_CONVENTION_H
#define STRIDESCOPE_OP_CONVENTION_H

#include "op/op.h"

// Whether the words of [given] belong together and to its convention. Looks at no axis.
NODISCARD bool convention_check(const Given *given, Error *err);

// Reads what [given] says about axis [at] into a->padding, a->uneven and a->output_padding. The rest of the axis is
// set: input side, kernel, stride, dilation, and padding and output_padding as far as they were given as numbers.
// [wanted] is the output size that was asked for, or NULL. [given] has passed convention_check. Where a number of the
// axis is itself not allowed the axis stays as it is, for spec_check to say so.
NODISCARD bool convention_axis(Axis *a, const Given *given, int at, const int *wanted, Error *err);

// "height", "width" or, of one axis alone, "length".
static inline const char *convention_side(const Given *given, int at)
{
    return given->dims == 1 ? "length" : at == 0 ? "height" : "width";
}

// What the convention calls an output size that is asked for.
static inline const char *convention_size_word(const Given *given)
{
    return given->convention == CONVENTION_PYTORCH ? "output_size" : "output_shape";
}

#endif
