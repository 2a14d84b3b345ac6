// Mean squared error: how far a prediction is from its target. PyTorch would stretch a target of another shape to fit;
// that is nearly always a mistake, so here both shapes must be equal.
#include "op/layer.h"

bool mse_check(const Tensor *pred, const Tensor *target, Error *err)
{
    return layer_shape("pred", pred, err) && layer_shape("target", target, err) &&
           layer_same("mse", "pred", pred, "target", target, err);
}

static double difference(const float *pred, const float *target, size_t i)
{
    return (double)pred[i] - (double)target[i];
}

void mse(float *loss, const float *pred, const float *target, size_t count, Reduction reduction)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        double d = difference(pred, target, i);
        if (reduction == REDUCTION_NONE) loss[i] = (float)(d * d);
        else sum += d * d;
    }
    if (reduction == REDUCTION_SUM) *loss = (float)sum;
    if (reduction == REDUCTION_MEAN) *loss = (float)(sum / (double)count);
}

void mse_backward(float *gpred, const float *gloss, const float *pred, const float *target, size_t count,
                  Reduction reduction)
{
    double share = reduction == REDUCTION_MEAN ? 2 / (double)count : 2;
    for (size_t i = 0; i < count; i++) {
        double above = !gloss ? 1 : reduction == REDUCTION_NONE ? gloss[i] : *gloss;
        gpred[i] = (float)(above * share * difference(pred, target, i));
    }
}
