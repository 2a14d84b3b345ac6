// Inside the data room: the kernels that are made for a stride.
#ifndef STRIDESCOPE_WEIGHTS_H
#define STRIDESCOPE_WEIGHTS_H

#include "data/data.h"

// Fill w, PyTorch's four sides [shape], all of it; [spec] tells the direction, the groups, strides and dilations.
// Box, bilinear and edge are kernels for one picture. With more channels they stand on matching pairs, within each
// group, and everything else is 0: input i and output o match where i ≡ o modulo the smaller count. Where several
// inputs match one output they share, each divided by their number, so that the gains stay what they are with one.
void weights_box(float *w, const int shape[4], const Spec *spec);
void weights_bilinear(float *w, const int shape[4], const Spec *spec);
void weights_edge(float *w, const int shape[4], const Spec *spec);
// Every pair of channels has random weights of its own.
void weights_icnr(float *w, const int shape[4], const Spec *spec, Random *random);

// One random weight: a whole number of hundredths in −1 … 1, all equally likely.
static inline float weights_random(Random *random)
{
    return (float)random_range(random, -100, 100) / 100;
}

#endif
