// What is measured of a rival once it has run. Private to lab.
#ifndef STRIDESCOPE_LAB_JUDGE_H
#define STRIDESCOPE_LAB_JUDGE_H

#include "lab/course.h"

// From its weights alone: `even`.
Checker judge_even(const Course *course);
// How many pieces of [progress] the measures take.
int judge_pieces(const Entrant *entrant, const Bench *bench);
// Of what it made: `here` and means; where there is a reference, likeness to it.
NODISCARD bool judge(Entrant *entrant, const Bench *bench, Progress *progress, Error *err);
// The energy that a bilinear enlargement of a picture has at the frequencies where a pattern would stand, over what the
// measures look at. False, with a sentence: memory.
NODISCARD bool judge_natural(double *out, const Tensor *input, int times_y, int times_x, Error *err);

#endif
