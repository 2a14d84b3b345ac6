// The spec that a case of the convolution families tells in its columns; spec_check fills in the rest.
#ifndef STRIDESCOPE_TESTS_ORACLE_SPEC_H
#define STRIDESCOPE_TESTS_ORACLE_SPEC_H

#include "op/op.h"
#include "support/oracle.h"

#include <stdio.h>

// Column `name` + "_h", "_w" or (1D) "_l".
static inline int oracle_side(const Oracle *oracle, int row, const char *name, const char *axis, int otherwise)
{
    char column[32];
    snprintf(column, sizeof column, "%s_%s", name, axis);
    return oracle_number(oracle, row, column, otherwise);
}

static inline Axis oracle_axis(const Oracle *oracle, int row, const char *axis, bool transposed)
{
    int in = oracle_side(oracle, row, "in", axis, 0);
    return (Axis){ .narrow = transposed ? in : 0, .wide = transposed ? 0 : in,
                   .kernel = oracle_side(oracle, row, "k", axis, 0), .stride = oracle_side(oracle, row, "s", axis, 0),
                   .padding = oracle_side(oracle, row, "p", axis, 0),
                   .output_padding = oracle_side(oracle, row, "op", axis, 0),
                   .dilation = oracle_side(oracle, row, "d", axis, 0) };
}

static inline Spec oracle_spec(const Oracle *oracle, int row, bool transposed, int dims)
{
    Spec spec = { .transposed = transposed, .dims = dims, .batch = oracle_number(oracle, row, "N", 0),
                  .in_channels = oracle_number(oracle, row, "Cin", 0),
                  .out_channels = oracle_number(oracle, row, "Cout", 0),
                  .groups = oracle_number(oracle, row, "groups", 0), .y = AXIS_TRIVIAL };
    if (dims == 2) spec.y = oracle_axis(oracle, row, "h", transposed);
    spec.x = oracle_axis(oracle, row, dims == 2 ? "w" : "l", transposed);
    return spec;
}

#endif
