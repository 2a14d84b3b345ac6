// Joining tensors along one axis, as a U-Net joins what comes up with what was kept. Seen from that axis all are rows:
// `outer` times, each part in turn puts down its own run of values.
#include "op/layer.h"

#include <stdio.h>
#include <string.h>

// Parts are named as the roles are, "a", "b" …; after the letters by number.
enum { PART_TEXT = 24 };
static const char *part_name(char out[PART_TEXT], int i)
{
    if (i < 26) snprintf(out, PART_TEXT, "%c", 'a' + i);
    else snprintf(out, PART_TEXT, "part %d", i + 1);
    return out;
}

static bool fits_first(const Tensor *first, const Tensor *part, const char *name, int axis, Error *err)
{
    char shape[SHAPE_TEXT], other[SHAPE_TEXT];
    tensor_shape_print(shape, first);
    tensor_shape_print(other, part);
    if (part->rank != first->rank)
        return error_set(err, 0, "%s has the shape %s and a %s; concat takes parts with the same number of sides",
                         name, other, shape);
    for (int i = 0; i < first->rank; i++) {
        if (i == axis || part->shape[i] == first->shape[i]) continue;
        return error_set(err, 0, "%s has the shape %s and a %s; joined along axis %d they must agree in every other "
                                 "side: resize or crop one of them first", name, other, shape, axis);
    }
    return true;
}

bool concat_shape(Tensor *y, const Tensor *const *parts, int count, long long *axis, Error *err)
{
    if (count < 1) return error_set(err, 0, "concat is given no parts; it takes 1 or more");
    const Tensor *first = parts[0];
    int rank = first->rank;
    if (!rank) return error_set(err, 0, "a has the shape (), a single number, and no axis to join along");
    if (*axis < -rank || *axis >= rank)
        return rank == 1
                   ? error_set(err, 0, "axis is %lld; for 1 side it must be 0, or counted from the end -1", *axis)
                   : error_set(err, 0, "axis is %lld; for %d sides it must be 0 to %d, or counted from the end -%d to -1",
                               *axis, rank, rank - 1, rank);
    int at = (int)(*axis < 0 ? *axis + rank : *axis);
    long long sides[TENSOR_RANK] = { 0 };
    for (int i = 0; i < rank; i++) sides[i] = first->shape[i];
    sides[at] = 0;
    for (int i = 0; i < count; i++) {
        char name[PART_TEXT];
        part_name(name, i);
        if (!layer_shape(name, parts[i], err) || !fits_first(first, parts[i], name, at, err)) return false;
        sides[at] += parts[i]->shape[at]; // at most 2³¹ parts of at most 2²⁸ each
    }
    if (!layer_fits("the whole", rank, sides, err)) return false;
    *y = (Tensor){ .rank = rank };
    for (int i = 0; i < rank; i++) y->shape[i] = (int)sides[i];
    *axis = at;
    return true;
}

// How often a row begins: the product of the sides before [axis].
static size_t outer_of(const Tensor *tensor, int axis)
{
    size_t outer = 1;
    for (int i = 0; i < axis; i++) outer *= (size_t)tensor->shape[i];
    return outer;
}

void concat(Tensor *y, const Tensor *const *parts, int count, int axis)
{
    size_t outer = outer_of(y, axis), row = tensor_count(y) / outer, at = 0;
    for (int i = 0; i < count; i++) {
        size_t run = tensor_count(parts[i]) / outer;
        for (size_t n = 0; n < outer; n++)
            memcpy(y->data + n * row + at, parts[i]->data + n * run, run * sizeof(float));
        at += run;
    }
}

void concat_backward(Tensor *const *parts, int count, const Tensor *gy, int axis)
{
    size_t outer = outer_of(gy, axis), row = tensor_count(gy) / outer, at = 0;
    for (int i = 0; i < count; i++) {
        size_t run = tensor_count(parts[i]) / outer;
        for (size_t n = 0; parts[i]->data && n < outer; n++)
            memcpy(parts[i]->data + n * run, gy->data + n * row + at, run * sizeof(float));
        at += run;
    }
}
