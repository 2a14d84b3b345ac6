// How a rival makes its output, a band of rows at a time: each stage takes the rows that the next one needs, and one row
// more where it looks at neighbours. Cutting into bands changes no bit of what the kernels make of the whole. Private to lab.
#ifndef STRIDESCOPE_LAB_COURSE_H
#define STRIDESCOPE_LAB_COURSE_H

#include "lab/lab.h"

typedef enum CourseKind {
    COURSE_COPY,     // nothing is computed
    COURSE_LAYER,    // the operation on each channel
    COURSE_GRADIENT, // the operation on ones, the same for each channel
    COURSE_RESIZE,
    COURSE_RESIZE_CONV,
    COURSE_SHUFFLE   // the operation, to times² channels, then PixelShuffle
} CourseKind;

typedef struct Course {
    CourseKind kind;
    const Bench *bench;
    int rows, cols;        // of the output
    bool bilinear;         // how it is resized, else nearest
    Spec spec;             // of the operation, on one channel of a whole plane
    float *w;              // its weights, (spec.out_channels, KH, KW); NULL where there is none
    long long parameters;
    int phases;            // among which the weights are shared out: a value of an even output is the sum of that part
    double start_y, start_x, step_y, step_x; // as in Entrant
    int period_y, period_x;
} Course;

NODISCARD bool course_make(Course *course, const Bench *bench, Rival rival, Error *err);
void course_clear(Course *course);
// Values of scratch that a band of [rows] rows needs.
size_t course_scratch(const Course *course, int rows);
// Rows first … end − 1 of red, green and blue, (3, end − first, cols).
void course_rows(const Course *course, float *out, float *scratch, int first, int end);

// How far from its edges any rival on a bench may differ from what it is in the middle, so that all leave out the same.
int course_border(const Bench *bench);

#endif
