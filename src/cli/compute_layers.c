// The layers around the convolutions, each from its own check at the door of op to its kernel.
#include "cli/compute_ops.h"

#include <string.h>

// Makes y of that shape and gx of x's, and holds gy to y's: what most layers begin with.
static bool make_pair(Call *call, int rank, const int *shape, Error *err)
{
    const Tensor *x = call_input(call, "x");
    return call_fits(call, "gy", "y", rank, shape, err) && output_make(call_output(call, "y"), rank, shape, err) &&
           output_make(call_output(call, "gx"), x->rank, x->shape, err);
}

// ---- places ----------------------------------------------------------------------------------------------------

static bool shuffle_either(Call *call, bool unshuffle, Error *err)
{
    Shuffle shuffle;
    const Tensor *x = call_input(call, "x"), *gy = call_input(call, "gy");
    Tensor *y = call_output(call, "y"), *gx = call_output(call, "gx");
    if (!shuffle_from(&shuffle, x, call->value[FACTOR].whole, unshuffle, err)) return false;
    int factor = shuffle.factor, tall[] = { shuffle.batch, shuffle.channels * factor * factor, shuffle.height,
                                            shuffle.width };
    int wide[] = { shuffle.batch, shuffle.channels, shuffle.height * factor, shuffle.width * factor };
    if (!make_pair(call, 4, unshuffle ? tall : wide, err)) return false;
    if (y) (unshuffle ? pixel_unshuffle : pixel_shuffle)(y->data, x->data, &shuffle);
    if (gx) (unshuffle ? pixel_shuffle : pixel_unshuffle)(gx->data, gy->data, &shuffle);
    return true;
}

bool run_pixel_shuffle(Call *call, Error *err)
{
    return shuffle_either(call, false, err);
}

bool run_pixel_unshuffle(Call *call, Error *err)
{
    return shuffle_either(call, true, err);
}

bool run_interpolate(Call *call, Error *err)
{
    Resize by;
    const Value *value = call->value;
    const Tensor *x = call_input(call, "x"), *gy = call_input(call, "gy");
    Tensor *y = call_output(call, "y"), *gx = call_output(call, "gx");
    if (!resize_from(&by, x, OPTION_ROWS[MODE].word_at(value[MODE].word), value[ALIGN_CORNERS].word, &value[SIZE].axes,
                     &value[SCALE].axes, err))
        return false;
    int shape[] = { x->shape[0], x->shape[1], by.out_height, by.out_width };
    if (x->rank == 3) shape[2] = by.out_width;
    if (!make_pair(call, x->rank, shape, err)) return false;
    if (y) resize(y->data, x->data, &by);
    if (gx) resize_backward(gx->data, gy->data, &by);
    return true;
}

bool run_concat(Call *call, Error *err)
{
    const Tensor *parts[] = { call_input(call, "a"), call_input(call, "b") }, *gy = call_input(call, "gy");
    Tensor *y = call_output(call, "y"), *ga = call_output(call, "ga"), *gb = call_output(call, "gb");
    long long axis = call->value[AXIS].whole;
    Tensor whole, none[2] = { *parts[0], *parts[1] }; // a gradient that is not asked for has a shape, but no data
    none[0].data = none[1].data = NULL;
    if (!concat_shape(&whole, parts, 2, &axis, err) || !call_fits(call, "gy", "y", whole.rank, whole.shape, err) ||
        !output_make(y, whole.rank, whole.shape, err) || !output_make(ga, none[0].rank, none[0].shape, err) ||
        !output_make(gb, none[1].rank, none[1].shape, err))
        return false;
    if (y) concat(y, parts, 2, (int)axis);
    if (ga || gb) concat_backward((Tensor *[]){ ga ? ga : &none[0], gb ? gb : &none[1] }, 2, gy, (int)axis);
    return true;
}

// ---- values ----------------------------------------------------------------------------------------------------

bool run_relu(Call *call, Error *err)
{
    const Tensor *x = call_input(call, "x"), *gy = call_input(call, "gy");
    Tensor *y = call_output(call, "y"), *gx = call_output(call, "gx");
    if (!make_pair(call, x->rank, x->shape, err)) return false;
    if (y) relu(y->data, x->data, tensor_count(x));
    if (gx) relu_backward(gx->data, gy->data, x->data, tensor_count(x));
    return true;
}

// The slope is taken from y, which is computed for that even where it is not asked for.
bool run_sigmoid(Call *call, Error *err)
{
    const Tensor *x = call_input(call, "x"), *gy = call_input(call, "gy");
    Tensor *y = call_output(call, "y"), *gx = call_output(call, "gx");
    size_t count = tensor_count(x);
    if (!make_pair(call, x->rank, x->shape, err)) return false;
    if (y) sigmoid(y->data, x->data, count);
    if (gx) {
        Tensor own = { 0 };
        if (!y && !tensor_make(&own, x->rank, x->shape, err)) return false;
        if (!y) sigmoid(own.data, x->data, count);
        sigmoid_backward(gx->data, gy->data, y ? y->data : own.data, count);
        tensor_clear(&own);
    }
    return true;
}

static const float *values(const Tensor *input)
{
    return input ? input->data : NULL;
}

static void copy(Tensor *to, const Tensor *from)
{
    if (to) memcpy(to->data, from->data, tensor_count(from) * sizeof *from->data);
}

bool run_batch_norm(Call *call, Error *err)
{
    BatchNorm norm;
    const Value *value = call->value;
    const Tensor *x = call_input(call, "x"), *gamma = call_input(call, "gamma"), *beta = call_input(call, "beta");
    const Tensor *mean = call_input(call, "running_mean"), *var = call_input(call, "running_var");
    const Tensor *gy = call_input(call, "gy");
    Tensor *y = call_output(call, "y"), *ggamma = call_output(call, "ggamma"), *gbeta = call_output(call, "gbeta");
    Tensor *gx = call_output(call, "gx"), *mean_out = call_output(call, "running_mean_out");
    Tensor *var_out = call_output(call, "running_var_out");
    bool train = value[TRAIN].word;
    if (!train && (!call_needs(call, "batch_norm with --train 0", "running_mean", err) ||
                   !call_needs(call, "batch_norm with --train 0", "running_var", err)))
        return false;
    if (!batch_norm_from(&norm, x, gamma, beta, mean, var, train, value[EPS].real, value[MOMENTUM].real, err) ||
        !make_pair(call, x->rank, x->shape, err) || !output_make(mean_out, 1, &x->shape[1], err) ||
        !output_make(var_out, 1, &x->shape[1], err) || !output_make(ggamma, 1, &x->shape[1], err) ||
        !output_make(gbeta, 1, &x->shape[1], err))
        return false;
    if (y) batch_norm(y->data, x->data, values(gamma), values(beta), values(mean), values(var), &norm);
    if (gx || ggamma || gbeta)
        batch_norm_backward(output_values(gx), output_values(ggamma), output_values(gbeta), gy->data, x->data,
                            values(gamma), values(mean), values(var), &norm);
    if (train && (mean_out || var_out))
        batch_norm_running(output_values(mean_out), output_values(var_out), x->data, values(mean), values(var), &norm);
    if (!train) { // the running statistics stay what they were
        copy(mean_out, mean);
        copy(var_out, var);
    }
    return true;
}

// ---- training --------------------------------------------------------------------------------------------------

bool run_mse(Call *call, Error *err)
{
    const Tensor *pred = call_input(call, "pred"), *target = call_input(call, "target");
    Tensor *loss = call_output(call, "loss"), *gpred = call_output(call, "gpred");
    Reduction reduction = (Reduction)call->value[REDUCTION].word;
    int rank = reduction == REDUCTION_NONE ? pred->rank : 0;
    if (gpred && reduction == REDUCTION_NONE && !call_needs(call, "gpred with --reduction none", "gy", err))
        return false;
    if (!mse_check(pred, target, err) || !call_fits(call, "gy", "loss", rank, pred->shape, err) ||
        !output_make(loss, rank, pred->shape, err) || !output_make(gpred, pred->rank, pred->shape, err))
        return false;
    if (loss) mse(loss->data, pred->data, target->data, tensor_count(pred), reduction);
    if (gpred)
        mse_backward(gpred->data, values(call_input(call, "gy")), pred->data, target->data, tensor_count(pred),
                     reduction);
    return true;
}

// The step is done in place, on tensors that are the call's own; then they change hands.
static void give(Tensor *output, Tensor *input)
{
    if (!output) return;
    *output = *input;
    *input = (Tensor){ 0 };
}

bool run_adam(Call *call, Error *err)
{
    const Value *value = call->value;
    Adam adam = { .t = value[STEP].whole, .lr = value[LR].real, .beta1 = value[BETA1].real,
                  .beta2 = value[BETA2].real, .eps = value[EPS].real, .weight_decay = value[WEIGHT_DECAY].real };
    Tensor *p = call_input(call, "p"), *m = call_input(call, "m"), *v = call_input(call, "v");
    const Tensor *g = call_input(call, "g");
    if (!adam_check(&adam, p, g, m, v, err)) return false;
    adam_step(p->data, m->data, v->data, g->data, tensor_count(p), &adam);
    give(call_output(call, "p_out"), p);
    give(call_output(call, "m_out"), m);
    give(call_output(call, "v_out"), v);
    return true;
}
