// What happens to each value alone: relu and sigmoid, and their slopes. Comparisons are written so that NaN fails
// them and is kept.
#include "op/op.h"

#include <math.h>

void relu(float *y, const float *x, size_t count)
{
    for (size_t i = 0; i < count; i++) y[i] = x[i] <= 0 ? 0 : x[i];
}

// Where relu is shut gy is an absent term, not multiplied by 0. At NaN it passes, as in PyTorch.
void relu_backward(float *gx, const float *gy, const float *x, size_t count)
{
    for (size_t i = 0; i < count; i++) gx[i] = x[i] <= 0 ? 0 : gy[i];
}

void sigmoid(float *y, const float *x, size_t count)
{
    // exp(−x) overflows to ∞ in double only far beyond where float's 1/(1 + exp(−x)) is 0: no case needs its own form.
    for (size_t i = 0; i < count; i++) y[i] = (float)(1 / (1 + exp(-(double)x[i])));
}

void sigmoid_backward(float *gx, const float *gy, const float *y, size_t count)
{
    for (size_t i = 0; i < count; i++) gx[i] = (float)(gy[i] * (double)y[i] * (1 - (double)y[i]));
}
