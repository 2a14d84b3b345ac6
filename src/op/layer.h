// What the checks of the layers have in common: a shape that holds values and fits, a rank, a shape like another.
// They look at shapes alone and answer with the role ("x", "gamma") and the shape that was given.
#ifndef STRIDESCOPE_OP_LAYER_H
#define STRIDESCOPE_OP_LAYER_H

#include "op/op.h"

// No side is below 1, and all values fit SPEC_MOST_VALUES.
NODISCARD bool layer_shape(const char *role, const Tensor *tensor, Error *err);
// As layer_shape, and the rank is [rank]; [sides] names them: "batch, channels, height, width".
NODISCARD bool layer_rank(const char *word, const char *role, const Tensor *tensor, int rank, const char *sides,
                          Error *err);
// A tensor of these sides, each 1 or more, has no more than SPEC_MOST_VALUES values; [what] is "the output".
NODISCARD bool layer_fits(const char *what, int rank, const long long *sides, Error *err);
// [b] has the shape of [a]; [word] is the operation that wants it.
NODISCARD bool layer_same(const char *word, const char *a_role, const Tensor *a, const char *b_role, const Tensor *b,
                          Error *err);

#endif
