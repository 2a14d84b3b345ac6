// Batch norm: each channel is moved to mean 0 and spread 1 over batch and cells, then to its learned gamma and beta.
// All sums are in double and the variance is taken around the mean found first: mean(x²) − mean² would lose
// everything where the mean is large beside the spread.
#include "op/layer.h"

#include <assert.h>
#include <float.h>
#include <math.h>

// ---- at the door -----------------------------------------------------------------------------------------------

static bool for_each_channel(const char *role, const Tensor *tensor, const Tensor *x, Error *err)
{
    if (!tensor || (tensor->rank == 1 && tensor->shape[0] == x->shape[1])) return true;
    char shape[SHAPE_TEXT];
    tensor_shape_print(shape, tensor);
    return error_set(err, 0, "%s has the shape %s; it must be (%d,): one number for each channel of x", role, shape,
                     x->shape[1]);
}

static bool within(const char *name, double value, double most, const char *allowed, Error *err)
{
    if (value >= 0 && value <= most) return true; // not so for NaN
    char number[NUMBER_TEXT];
    number_print_double(number, value);
    return error_set(err, 0, "%s is %s; it must be a number %s", name, number, allowed);
}

bool batch_norm_from(BatchNorm *out, const Tensor *x, const Tensor *gamma, const Tensor *beta,
                     const Tensor *running_mean, const Tensor *running_var, bool train, double eps, double momentum,
                     Error *err)
{
    char shape[SHAPE_TEXT];
    tensor_shape_print(shape, x);
    if (x->rank < 2 || x->rank > 4)
        return error_set(err, 0, "x has the shape %s, %d side%s; batch_norm takes 2 to 4: (batch, channels), then "
                                 "length or height, width", shape, x->rank, x->rank == 1 ? "" : "s");
    if (!layer_shape("x", x, err) || !within("eps", eps, DBL_MAX, "of 0 or more", err) ||
        !within("momentum", momentum, 1, "from 0 to 1", err))
        return false;
    if (!train && (!running_mean || !running_var))
        return error_set(err, 0, "%s is not given; in evaluation batch norm uses running_mean and running_var as they "
                                 "are, in training the batch's own", running_mean ? "running_var" : "running_mean");
    if (!for_each_channel("running_mean", running_mean, x, err) ||
        !for_each_channel("running_var", running_var, x, err) || !for_each_channel("gamma", gamma, x, err) ||
        !for_each_channel("beta", beta, x, err))
        return false;
    BatchNorm norm = { .batch = x->shape[0], .channels = x->shape[1], .size = 1, .train = train, .eps = eps,
                       .momentum = momentum };
    for (int i = 2; i < x->rank; i++) norm.size *= (size_t)x->shape[i];
    if (train && norm.batch == 1 && norm.size == 1)
        return error_set(err, 0, "x has the shape %s, 1 value for each channel; batch norm in training needs 2 or "
                                 "more, since one value has no spread to measure", shape);
    *out = norm;
    return true;
}

// ---- one channel -----------------------------------------------------------------------------------------------

// The plane of sample [n] in channel [c].
static size_t plane_at(const BatchNorm *norm, int n, int c)
{
    return ((size_t)n * (size_t)norm->channels + (size_t)c) * norm->size;
}

typedef struct Moments {
    double mean, squares; // squares: the sum of (x − mean)²
} Moments;

static Moments moments_of(const float *x, const BatchNorm *norm, int c)
{
    Moments of = { 0 };
    for (int n = 0; n < norm->batch; n++) {
        const float *plane = x + plane_at(norm, n, c);
        for (size_t i = 0; i < norm->size; i++) of.mean += plane[i];
    }
    of.mean /= (double)norm->batch * (double)norm->size;
    for (int n = 0; n < norm->batch; n++) {
        const float *plane = x + plane_at(norm, n, c);
        for (size_t i = 0; i < norm->size; i++) of.squares += (plane[i] - of.mean) * (plane[i] - of.mean);
    }
    return of;
}

// x is normalised as (x − mean) · slope.
typedef struct Normal {
    double mean, slope;
} Normal;

static Normal normal_of(const float *x, const float *running_mean, const float *running_var, const BatchNorm *norm,
                        int c)
{
    if (!norm->train) return (Normal){ running_mean[c], 1 / sqrt(running_var[c] + norm->eps) };
    Moments own = moments_of(x, norm, c);
    return (Normal){ own.mean, 1 / sqrt(own.squares / ((double)norm->batch * (double)norm->size) + norm->eps) };
}

// ---- kernels ---------------------------------------------------------------------------------------------------

void batch_norm(float *y, const float *x, const float *gamma, const float *beta, const float *running_mean,
                const float *running_var, const BatchNorm *norm)
{
    for (int c = 0; c < norm->channels; c++) {
        Normal by = normal_of(x, running_mean, running_var, norm, c);
        double slope = gamma ? gamma[c] * by.slope : by.slope, shift = beta ? beta[c] : 0;
        for (int n = 0; n < norm->batch; n++) {
            size_t plane = plane_at(norm, n, c);
            for (size_t i = plane; i < plane + norm->size; i++) y[i] = (float)((x[i] - by.mean) * slope + shift);
        }
    }
}

void batch_norm_running(float *mean_out, float *var_out, const float *x, const float *running_mean,
                        const float *running_var, const BatchNorm *norm)
{
    assert(norm->train);
    double count = (double)norm->batch * (double)norm->size, keep = 1 - norm->momentum;
    for (int c = 0; c < norm->channels; c++) {
        Moments own = moments_of(x, norm, c);
        double var = own.squares / (norm->biased_running ? count : count - 1);
        if (mean_out) mean_out[c] = (float)(keep * running_mean[c] + norm->momentum * own.mean);
        if (var_out) var_out[c] = (float)(keep * running_var[c] + norm->momentum * var);
    }
}

void batch_norm_backward(float *gx, float *ggamma, float *gbeta, const float *gy, const float *x, const float *gamma,
                         const float *running_mean, const float *running_var, const BatchNorm *norm)
{
    double count = (double)norm->batch * (double)norm->size;
    for (int c = 0; c < norm->channels; c++) {
        Normal by = normal_of(x, running_mean, running_var, norm, c);
        double sum = 0, along = 0; // Σ gy and Σ gy·x̂
        for (int n = 0; n < norm->batch; n++) {
            size_t plane = plane_at(norm, n, c);
            for (size_t i = plane; i < plane + norm->size; i++) {
                sum += gy[i];
                along += gy[i] * (x[i] - by.mean) * by.slope;
            }
        }
        if (ggamma) ggamma[c] = (float)along;
        if (gbeta) gbeta[c] = (float)sum;
        if (!gx) continue;
        // In training each x also moves the mean and the spread that all others are measured by.
        double shared = norm->train ? sum / count : 0, stretch = norm->train ? along / count * by.slope : 0;
        double slope = gamma ? gamma[c] * by.slope : by.slope;
        for (int n = 0; n < norm->batch; n++) {
            size_t plane = plane_at(norm, n, c);
            for (size_t i = plane; i < plane + norm->size; i++)
                gx[i] = (float)(slope * (gy[i] - shared - (x[i] - by.mean) * stretch));
        }
    }
}
