// Copying a scene as a program: what the dialects share (copy_as.c), and each one's lines. Inside explain only.
#ifndef STRIDESCOPE_EXPLAIN_COPY_AS_H
#define STRIDESCOPE_EXPLAIN_COPY_AS_H

#include "explain/explain.h"
#include "explain/python.h"

// How a dialect makes tensors: `array` is followed by nested lists, the others by a shape.
typedef struct ArrayWords {
    const char *array, *array_end, *arange, *arange_end, *ones, *zeros, *filled_end, *normal, *normal_end;
    bool tuple; // a shape is a tuple, which one side alone ends with a comma
} ArrayWords;
// `x = …`, `w = …` and, where there is one, `b = …`, in PyTorch's layouts.
void copy_tensors(Text *out, const ArrayWords *words, const Scene *scene);
// The sides of a tensor as PyTorch has them: 1D has none for the rows, a bias is a row. Returns how many.
int copy_sides(const Spec *spec, Role role, int sides[4]);
void put_sides(Text *out, int rank, const int *sides);
// "p:p + out" of each axis: what the crop keeps.
void put_kept(Text *out, const Spec *spec);

static inline int larger(int a, int b)
{
    return a > b ? a : b;
}

void copy_pytorch(Text *out, const Scene *scene);
void copy_keras(Text *out, const Scene *scene);
void copy_jax(Text *out, const Scene *scene);
void copy_numpy(Text *out, const Scene *scene);

#endif
