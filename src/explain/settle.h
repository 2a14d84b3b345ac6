// Which parameters give way when another changes; shared by the sliders' ranges and by scene_settle. Inside explain.
#ifndef STRIDESCOPE_EXPLAIN_SETTLE_H
#define STRIDESCOPE_EXPLAIN_SETTLE_H

#include "explain/explain.h"

// The largest output padding and padding that [a] allows, all else as it is; for a convolution 0 and no limit.
int axis_most_output_padding(Axis a, bool transposed);
int axis_most_padding(Axis a, bool transposed);
// Lowers output padding, then padding, to what is allowed.
void axis_yield(Axis *a, bool transposed);

#endif
