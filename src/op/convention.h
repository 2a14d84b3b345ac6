// What shapes.c asks of convention.c and spec.c. Private to op.
#ifndef STRIDESCOPE_OP_CONVENTION_H
#define STRIDESCOPE_OP_CONVENTION_H

#include "op/op.h"

#include <stdio.h>

// Whether the words of [given] belong together and to its convention. Looks at no axis.
NODISCARD bool convention_check(const Given *given, Error *err);

// Reads what [given] says about axis [at] into a->padding, a->uneven and a->output_padding. The rest of the axis is
// set: input side, kernel, stride, dilation, and padding and output_padding as far as they were given as numbers.
// [wanted] is the output size that was asked for, or NULL. [given] has passed convention_check. Where a number of the
// axis is itself not allowed the axis stays as it is, for spec_check to say so.
NODISCARD bool convention_axis(Axis *a, const Given *given, int at, const int *wanted, Error *err);

// Whether kernel, stride, dilation, paddings and output padding of both axes are allowed: spec_check's first question,
// which needs no sizes.
NODISCARD bool spec_check_numbers(const Spec *spec, Error *err);

// "height", "width" or, of one axis alone, "length".
static inline const char *convention_side(const Given *given, int at)
{
    return given->dims == 1 ? "length" : at == 0 ? "height" : "width";
}

// What an output size that is asked for is called: as it was typed, or else as the convention does.
static inline const char *convention_size_word(const Given *given)
{
    if (given->output_size_said) return given->output_size_said;
    return given->convention == CONVENTION_PYTORCH ? "output_size" : "output_shape";
}

// "1 to 3", or "1" where that is all.
enum { RANGE_TEXT = 48 };
static inline const char *range_print(char out[RANGE_TEXT], long long least, long long most)
{
    snprintf(out, RANGE_TEXT, least == most ? "%lld" : "%lld to %lld", least, most);
    return out;
}

#endif
