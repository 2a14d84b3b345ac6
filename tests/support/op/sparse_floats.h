// C or its transpose times floats, for tests that hold it beside the kernels.
#ifndef STRIDESCOPE_TESTS_SPARSE_FLOATS_H
#define STRIDESCOPE_TESTS_SPARSE_FLOATS_H

#include "op/op.h"

#include <stdlib.h>

static inline void sparse_floats(float *y, const Sparse *c, const float *w, const float *x, bool transposed)
{
    size_t ins = transposed ? c->rows : c->columns, outs = transposed ? c->columns : c->rows;
    double *in = memory_new(ins, sizeof *in), *out = memory_new(outs, sizeof *out);
    for (size_t i = 0; i < ins; i++) in[i] = (double)x[i];
    (transposed ? sparse_transposed_times : sparse_times)(out, c, w, in);
    for (size_t i = 0; i < outs; i++) y[i] = (float)out[i];
    free(in);
    free(out);
}

#endif
