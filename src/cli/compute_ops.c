// The table of operations: what each takes and gives, by which names, and what stands for an option that is left out.
// Parsing, refusing and helping all read it, so that none can say another thing than the others.
#include "cli/compute_ops.h"

#include <limits.h>
#include <string.h>

// ---- the options -----------------------------------------------------------------------------------------------

static const char *padding_word(int i)
{
    static const char *const words[] = { "same", "valid" };
    return i < COUNT(words) ? words[i] : NULL;
}

static const char *auto_pad_at(int i)
{
    return i < AUTO_PADS ? auto_pad_word((AutoPad)i) : i == AUTO_PADS ? "same" : NULL; // same is same_upper
}

static const char *convention_at(int i)
{
    return i < CONVENTIONS ? convention_word((Convention)i) : NULL;
}

static bool find_auto_pad(int *out, const char *word)
{
    AutoPad found;
    bool ok = auto_pad_find(&found, word);
    if (ok) *out = (int)found;
    return ok;
}

static bool find_convention(int *out, const char *word)
{
    Convention found;
    bool ok = convention_find(&found, word);
    if (ok) *out = (int)found;
    return ok;
}

static const char *mode_word(int i)
{
    static const char *const words[] = { "nearest", "bilinear", "linear" };
    return i < COUNT(words) ? words[i] : NULL;
}

static const char *reduction_word(int i)
{
    static const char *const words[REDUCTIONS] = { "mean", "sum", "none" };
    return i < REDUCTIONS ? words[i] : NULL;
}

static const char *switch_word(int i)
{
    static const char *const words[] = { "0", "1" };
    return i < COUNT(words) ? words[i] : NULL;
}

#define FROM_0 .least = 0, .most = SPEC_MOST_SIDE
#define FROM_1 .least = 1, .most = SPEC_MOST_SIDE
const OptionRow OPTION_ROWS[OPTION_COUNT] = {
    [STRIDE] = { "stride", AXES, "cells from one print of the kernel to the next", FROM_1 },
    [PADDING] = { "padding", AXES, "on both sides of an axis", padding_word, FROM_0 },
    [OUTPUT_PADDING] = { "output_padding", AXES, "what is cut less at the far edge", FROM_0 },
    [DILATION] = { "dilation", AXES, "cells from one tap of the kernel to the next", FROM_1 },
    [GROUPS] = { "groups", WHOLE, "parts that the channels fall into", .least = 1, .most = SPEC_MOST_CHANNELS },
    [OUTPUT_SIZE] = { "output_size", AXES, "the sides of y, instead of output_padding (PyTorch)", FROM_1 },
    [OUTPUT_SHAPE] = { "output_shape", AXES, "the same, as ONNX calls it", FROM_1 },
    [PADS] = { "pads", AXES, "instead of padding: where each axis begins, then where each ends", FROM_0 },
    [AUTO_PADDING] = { "auto_pad", WORD, "instead of padding, by name", auto_pad_at, find_auto_pad },
    [CONVENTION] = { "convention", WORD, "whose paddings, sizes and kernel these are", convention_at,
                     find_convention },
    [FACTOR] = { "factor", WHOLE, "by which the sides grow or shrink", FROM_1 },
    [MODE] = { "mode", WORD, "bilinear for (N, C, H, W), linear for (N, C, L)", mode_word },
    [ALIGN_CORNERS] = { "align_corners", WORD, "1: the corner values stay in the corners", switch_word },
    [SIZE] = { "size", AXES, "the sides of y; or scale", FROM_1 },
    [SCALE] = { "scale", AXES, "times that the sides grow; or size", FROM_1, .pointed = true,
                .instead = "; any other size, smaller ones too, is reached with --size" },
    [TRAIN] = { "train", WORD, "1: the batch's own mean and variance; 0: the running ones", switch_word },
    [EPS] = { "eps", REAL, "keeps a division from dividing by 0" },
    [MOMENTUM] = { "momentum", REAL, "the batch's share in the new running statistics" },
    [REDUCTION] = { "reduction", WORD, "what becomes of the squares", reduction_word },
    [STEP] = { "t", WHOLE, "the step that is taken, counted from 1", .least = 1, .most = LLONG_MAX },
    [LR] = { "lr", REAL, "learning rate" },
    [BETA1] = { "beta1", REAL, "how slowly m moves" },
    [BETA2] = { "beta2", REAL, "how slowly v moves" },
    [WEIGHT_DECAY] = { "weight_decay", REAL, "times p is added to g" },
    [AXIS] = { "axis", WHOLE, "which is joined; below 0 it counts from the end", .least = -TENSOR_RANK, .most = TENSOR_RANK - 1 },
};

#define CONVOLUTION_OPTIONS                                                                                            \
    { STRIDE, "1" }, { PADDING, "0" }, { DILATION, "1" }, { GROUPS, "1" }
#define NAMED_OPTIONS                                                                                                  \
    { PADS, NULL }, { AUTO_PADDING, "notset" }, { CONVENTION, "pytorch" }
static const Parameter CONVOLUTION[] = { CONVOLUTION_OPTIONS, NAMED_OPTIONS, { 0 } };
static const Parameter TRANSPOSED[] = { CONVOLUTION_OPTIONS, { OUTPUT_PADDING, "0" }, { OUTPUT_SIZE, NULL },
                                        { OUTPUT_SHAPE, NULL }, NAMED_OPTIONS, { 0 } };
static const Parameter MATRIX[] = { CONVOLUTION_OPTIONS, { 0 } };
static const Parameter STRETCH[] = { { STRIDE, "1" }, { 0 } };
static const Parameter SHUFFLE[] = { { FACTOR, NEEDED }, { 0 } };
static const Parameter INTERPOLATE[] = { { MODE, "nearest" }, { ALIGN_CORNERS, "0" }, { SIZE, NULL }, { SCALE, NULL },
                                         { 0 } };
static const Parameter BATCH_NORM[] = { { TRAIN, "0" }, { EPS, "1e-5" }, { MOMENTUM, "0.1" }, { 0 } };
static const Parameter MSE[] = { { REDUCTION, "mean" }, { 0 } };
static const Parameter ADAM[] = { { STEP, "1" }, { LR, "0.001" }, { BETA1, "0.9" }, { BETA2, "0.999" },
                                  { EPS, "1e-8" }, { WEIGHT_DECAY, "0" }, { 0 } };
static const Parameter CONCAT[] = { { AXIS, "0" }, { 0 } };
static const Parameter NOTHING[] = { { 0 } };

// ---- the roles -------------------------------------------------------------------------------------------------

#define GY { "gy", "as y: the gradient that arrives from above", NULL }
static const Role CONV1D_IN[] = { { "x", "(N, Cin, L)", NULL }, { "w", "(Cout, Cin/groups, K)", NULL },
                                  { "b", "(Cout,)", NULL }, GY, { 0 } };
static const Role CONV2D_IN[] = { { "x", "(N, Cin, H, W)", NULL }, { "w", "(Cout, Cin/groups, KH, KW)", NULL },
                                  { "b", "(Cout,)", NULL }, GY, { 0 } };
static const Role CONVT1D_IN[] = { { "x", "(N, Cin, L)", NULL }, { "w", "(Cin, Cout/groups, K)", NULL },
                                   { "b", "(Cout,)", NULL }, GY, { 0 } };
static const Role CONVT2D_IN[] = { { "x", "(N, Cin, H, W)", NULL }, { "w", "(Cin, Cout/groups, KH, KW)", NULL },
                                   { "b", "(Cout,)", NULL }, GY, { 0 } };
#define CONV_GRADIENTS                                                                                                 \
    { "gx", "as x", "x w gy" }, { "gw", "as w", "x w gy" }, { "gb", "(Cout,)", "gy" }
static const Role CONV1D_OUT[] = { { "y", "(N, Cout, Lout)", "x w" }, CONV_GRADIENTS, { 0 } };
static const Role CONV2D_OUT[] = { { "y", "(N, Cout, Hout, Wout)", "x w" }, CONV_GRADIENTS, { 0 } };

static const Role MATRIX_IN[] = { { "x", "(N, Cin, L) or (N, Cin, H, W), for its shape", NULL },
                                  { "w", "(Cout, Cin/groups, K) or (Cout, Cin/groups, KH, KW)", NULL }, { 0 } };
static const Role MATRIX_OUT[] = { { "c", "(values of one sample of y, values of one sample of x)", "x w" },
                                   { "ct", "its transpose", "x w" }, { 0 } };
static const Role STRETCH_IN[] = { { "x", "(N, C, L) or (N, C, H, W)", NULL }, { 0 } };
static const Role STRETCH_OUT[] = { { "y", "(N, C, (L-1)*stride+1), or so for H and W", "x" }, { 0 } };
static const Role ROTATE_IN[] = { { "w", "any kernel: (.., .., K) or (.., .., KH, KW)", NULL }, { 0 } };
static const Role ROTATE_OUT[] = { { "y", "as w", "w" }, { 0 } };

static const Role PLANES_IN[] = { { "x", "(N, C, H, W)", NULL }, GY, { 0 } };
static const Role SHUFFLE_OUT[] = { { "y", "(N, C/factor^2, H*factor, W*factor)", "x" }, { "gx", "as x", "x gy" },
                                    { 0 } };
static const Role UNSHUFFLE_OUT[] = { { "y", "(N, C*factor^2, H/factor, W/factor)", "x" }, { "gx", "as x", "x gy" },
                                      { 0 } };
static const Role RESIZE_IN[] = { { "x", "(N, C, L) or (N, C, H, W)", NULL }, GY, { 0 } };
static const Role RESIZE_OUT[] = { { "y", "(N, C) and the new sides", "x" }, { "gx", "as x", "x gy" }, { 0 } };
static const Role NORM_IN[] = { { "x", "(N, C), (N, C, L) or (N, C, H, W)", NULL }, { "gamma", "(C,)", NULL },
                                { "beta", "(C,)", NULL }, { "running_mean", "(C,); --train 0 reads it", NULL },
                                { "running_var", "(C,); --train 0 reads it", NULL }, GY, { 0 } };
static const Role NORM_OUT[] = { { "y", "as x", "x" }, { "running_mean_out", "(C,)", "x running_mean" },
                                 { "running_var_out", "(C,)", "x running_var" }, { "gx", "as x", "x gy" },
                                 { "ggamma", "(C,)", "x gy" }, { "gbeta", "(C,)", "x gy" }, { 0 } };
static const Role VALUES_IN[] = { { "x", "any", NULL }, GY, { 0 } };
static const Role VALUES_OUT[] = { { "y", "as x", "x" }, { "gx", "as x", "x gy" }, { 0 } };
static const Role MSE_IN[] = { { "pred", "any", NULL }, { "target", "as pred", NULL },
                               { "gy", "as loss; left out it is 1, but --reduction none needs it", NULL }, { 0 } };
static const Role MSE_OUT[] = { { "loss", "(), with --reduction none as pred", "pred target" },
                                { "gpred", "as pred", "pred target" }, { 0 } };
static const Role ADAM_IN[] = { { "p", "any: the parameters", NULL }, { "g", "as p: their gradients", NULL },
                                { "m", "as p: mean of g so far", NULL },
                                { "v", "as p: mean of the squares of g so far", NULL }, { 0 } };
static const Role ADAM_OUT[] = { { "p_out", "as p", "p g m v" }, { "m_out", "as p", "p g m v" },
                                 { "v_out", "as p", "p g m v" }, { 0 } };
static const Role CONCAT_IN[] = { { "a", "any", NULL }, { "b", "as a but along the axis", NULL }, GY, { 0 } };
static const Role CONCAT_OUT[] = { { "y", "a, then b", "a b" }, { "ga", "as a", "a b gy" }, { "gb", "as b", "a b gy" },
                                   { 0 } };

// ---- the operations --------------------------------------------------------------------------------------------

const Operation COMPUTE_OPERATIONS[COMPUTE_COUNT] = {
    { "conv1d", "a convolution", CONV1D_IN, CONV1D_OUT, CONVOLUTION, run_convolution, false, 1 },
    { "conv2d", "a convolution", CONV2D_IN, CONV2D_OUT, CONVOLUTION, run_convolution, false, 2 },
    { "conv_transpose1d", "a transposed convolution", CONVT1D_IN, CONV1D_OUT, TRANSPOSED, run_convolution, true, 1 },
    { "conv_transpose2d", "a transposed convolution", CONVT2D_IN, CONV2D_OUT, TRANSPOSED, run_convolution, true, 2 },
    { "matrix", "the table c with which a convolution of one sample is y = c x", MATRIX_IN, MATRIX_OUT, MATRIX,
      run_matrix, false, 0 },
    { "stretch", "only inserts the zeros of a stride", STRETCH_IN, STRETCH_OUT, STRETCH, run_stretch, true, 0 },
    { "rotate", "the kernel turned by 180 degrees", ROTATE_IN, ROTATE_OUT, NOTHING, run_rotate, false, 0 },
    { "pixel_shuffle", "channels become places", PLANES_IN, SHUFFLE_OUT, SHUFFLE, run_pixel_shuffle, false, 2 },
    { "pixel_unshuffle", "places become channels", PLANES_IN, UNSHUFFLE_OUT, SHUFFLE, run_pixel_unshuffle, false, 2 },
    { "interpolate", "resizing, nearest or bilinear", RESIZE_IN, RESIZE_OUT, INTERPOLATE, run_interpolate, false, 0 },
    { "batch_norm", "mean 0 and variance 1 in each channel", NORM_IN, NORM_OUT, BATCH_NORM, run_batch_norm, false, 0 },
    { "relu", "max(x, 0)", VALUES_IN, VALUES_OUT, NOTHING, run_relu, false, 0 },
    { "sigmoid", "1/(1 + exp(-x))", VALUES_IN, VALUES_OUT, NOTHING, run_sigmoid, false, 0 },
    { "mse", "squared error", MSE_IN, MSE_OUT, MSE, run_mse, false, 0 },
    { "adam", "one step of the optimiser", ADAM_IN, ADAM_OUT, ADAM, run_adam, false, 0 },
    { "concat", "one after the other along an axis", CONCAT_IN, CONCAT_OUT, CONCAT, run_concat, false, 0 },
};

// ---- what they are made of -------------------------------------------------------------------------------------

static Tensor *find(File *files, const Role *roles, const char *role)
{
    for (int i = 0; roles[i].word; i++)
        if (!strcmp(roles[i].word, role)) return files[i].path ? &files[i].tensor : NULL;
    return NULL;
}

Tensor *call_input(Call *call, const char *role)
{
    return find(call->in, call->operation->in, role);
}

Tensor *call_output(Call *call, const char *role)
{
    return find(call->out, call->operation->out, role);
}

bool call_needs(Call *call, const char *why, const char *role, Error *err)
{
    return call_input(call, role) || error_set(err, 0, "%s needs %s; add --in %s=FILE.npy", why, role, role);
}

bool call_fits(Call *call, const char *role, const char *like, int rank, const int *shape, Error *err)
{
    const Tensor *tensor = call_input(call, role);
    if (!tensor) return true;
    Tensor wanted = { .rank = rank };
    if (rank) memcpy(wanted.shape, shape, (size_t)rank * sizeof *shape);
    if (tensor->rank == rank && !memcmp(tensor->shape, wanted.shape, (size_t)rank * sizeof *shape)) return true;
    char has[SHAPE_TEXT], must[SHAPE_TEXT];
    tensor_shape_print(has, tensor);
    tensor_shape_print(must, &wanted);
    return error_set(err, 0, "%s has the shape %s; it must be that of %s: %s", role, has, like, must);
}

bool output_make(Tensor *output, int rank, const int *shape, Error *err)
{
    return !output || tensor_make(output, rank, shape, err);
}

float *output_values(const Tensor *output)
{
    return output ? output->data : NULL;
}
