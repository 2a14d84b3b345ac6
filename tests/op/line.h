// One axis of a layer, as somebody calls it in the words of a convention.
#ifndef STRIDESCOPE_TESTS_OP_LINE_H
#define STRIDESCOPE_TESTS_OP_LINE_H

#include "op/op.h"

#define NUMBERS(...) ((PerAxis){ (int)(sizeof((long long[]){ __VA_ARGS__ }) / sizeof(long long)), { __VA_ARGS__ } })

static inline Given line(Convention convention, bool transposed, int stride, int dilation)
{
    return (Given){ .transposed = transposed, .dims = 1, .groups = 1, .convention = convention,
                    .stride = NUMBERS(stride), .dilation = NUMBERS(dilation) };
}

static inline bool read_line(Spec *spec, Given given, int in, int kernel, Error *err)
{
    Tensor x = { .rank = 3, .shape = { 1, 1, in } }, w = { .rank = 3, .shape = { 1, 1, kernel } };
    return spec_from_shapes(spec, &given, &x, &w, NULL, err);
}

#endif
