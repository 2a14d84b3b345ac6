// Tensors: a shape and its values. What is asked for is counted in 64 bits before memory is.
#include "op/op.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

size_t tensor_count(const Tensor *tensor)
{
    size_t count = 1;
    for (int i = 0; i < tensor->rank; i++) count *= (size_t)tensor->shape[i];
    return count;
}

void tensor_shape_print(char out[SHAPE_TEXT], const Tensor *tensor)
{
    int at = snprintf(out, SHAPE_TEXT, "(");
    for (int i = 0; i < tensor->rank && at < SHAPE_TEXT; i++)
        at += snprintf(out + at, (size_t)(SHAPE_TEXT - at), i ? ", %d" : "%d", tensor->shape[i]);
    if (at < SHAPE_TEXT) snprintf(out + at, (size_t)(SHAPE_TEXT - at), tensor->rank == 1 ? ",)" : ")");
}

bool tensor_make(Tensor *tensor, int rank, const int *shape, Error *err)
{
    assert(0 <= rank && rank <= TENSOR_RANK);
    Tensor made = { .rank = rank }; // [shape] may be the tensor's own
    bool empty = false, large = false;
    long long count = 1;
    for (int i = 0; i < rank; i++) {
        assert(shape[i] >= 0);
        made.shape[i] = shape[i];
        empty |= shape[i] == 0;
        count *= shape[i]; // at most 2²⁸ · 2³¹
        if (count > SPEC_MOST_VALUES) large = true, count = SPEC_MOST_VALUES;
    }
    char sides[SHAPE_TEXT];
    tensor_shape_print(sides, &made);
    *tensor = (Tensor){ 0 };
    if (large && !empty)
        return error_set(err, 0, "a tensor of the shape %s is too large; at most %lld values are held", sides,
                         SPEC_MOST_VALUES);
    made.data = calloc(empty ? 1 : (size_t)count, sizeof *made.data);
    if (!made.data) return error_cannot(err, "not enough memory for a tensor of the shape %s", sides);
    *tensor = made;
    return true;
}

void tensor_clear(Tensor *tensor)
{
    free(tensor->data);
    *tensor = (Tensor){ 0 };
}
