// The checks that the layers share.
#include "op/layer.h"

bool layer_fits(const char *what, int rank, const long long *sides, Error *err)
{
    // Each factor is held below 2³¹ and the product below 2²⁸ before the next: it never leaves 64 bits.
    long long count = 1;
    for (int i = 0; i < rank; i++) {
        if (sides[i] <= SPEC_MOST_SIDE && (count *= sides[i]) <= SPEC_MOST_VALUES) continue;
        Text shape = { 0 };
        for (int k = 0; k < rank; k++) text_print(&shape, k ? ", %lld" : "%lld", sides[k]);
        error_set(err, 0, "%s would have the shape (%s); at most %lld values are held", what, text_or_empty(&shape),
                  SPEC_MOST_VALUES);
        text_clear(&shape);
        return false;
    }
    return true;
}

bool layer_shape(const char *role, const Tensor *tensor, Error *err)
{
    char shape[SHAPE_TEXT];
    long long count = 1;
    tensor_shape_print(shape, tensor);
    for (int i = 0; i < tensor->rank; i++)
        if (tensor->shape[i] < 1)
            return error_set(err, 0, "%s has the shape %s, which holds no values; every side must be 1 or more", role,
                             shape);
    for (int i = 0; i < tensor->rank; i++)
        if ((count *= tensor->shape[i]) > SPEC_MOST_VALUES)
            return error_set(err, 0, "%s has the shape %s; at most %lld values are held", role, shape,
                             SPEC_MOST_VALUES);
    return true;
}

bool layer_rank(const char *word, const char *role, const Tensor *tensor, int rank, const char *sides, Error *err)
{
    if (tensor->rank == rank) return layer_shape(role, tensor, err);
    char shape[SHAPE_TEXT];
    tensor_shape_print(shape, tensor);
    return error_set(err, 0, "%s has the shape %s, %d side%s; %s takes %d: (%s)%s", role, shape, tensor->rank,
                     tensor->rank == 1 ? "" : "s", word, rank, sides,
                     tensor->rank == rank - 1 ? "; x[None] adds a batch of one" : "");
}

static bool equals(const Tensor *a, const Tensor *b)
{
    bool equal = a->rank == b->rank;
    for (int i = 0; equal && i < a->rank; i++) equal = a->shape[i] == b->shape[i];
    return equal;
}

bool layer_same(const char *word, const char *a_role, const Tensor *a, const char *b_role, const Tensor *b, Error *err)
{
    if (equals(a, b)) return true;
    char shape[SHAPE_TEXT], other[SHAPE_TEXT];
    tensor_shape_print(shape, a);
    tensor_shape_print(other, b);
    return error_set(err, 0, "%s has the shape %s and %s %s; %s takes both of the same shape, since it goes value by "
                             "value", a_role, shape, b_role, other, word);
}
