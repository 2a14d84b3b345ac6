// Translations, nothing more: attributes and inputs of ONNX into the arguments of our kernels.
#include "node.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void value_clear(Value *value)
{
    tensor_clear(&value->tensor);
    free(value->whole);
    *value = (Value){ 0 };
}

static Verdict says(Node *node, Verdict verdict, const char *format, ...) PRINTF_LIKE(3, 4);
static Verdict says(Node *node, Verdict verdict, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(node->why, sizeof node->why, format, list);
    va_end(list);
    return verdict;
}

// ---- attributes ------------------------------------------------------------------------------------------------

static const Onnx__AttributeProto *attribute(const Node *node, const char *name)
{
    for (size_t i = 0; i < node->proto->n_attribute; i++)
        if (!strcmp(node->proto->attribute[i]->name, name)) return node->proto->attribute[i];
    return NULL;
}

static long long whole_of(const Node *node, const char *name, long long otherwise)
{
    const Onnx__AttributeProto *found = attribute(node, name);
    return found ? found->i : otherwise;
}

// The shortest decimal of the float that is stored: 0.9 is meant, not 0.89999998.
static double number_of(const Node *node, const char *name, double otherwise)
{
    const Onnx__AttributeProto *found = attribute(node, name);
    if (!found) return otherwise;
    char text[NUMBER_TEXT];
    number_print(text, found->f);
    return strtod(text, NULL);
}

static const char *word_of(char out[64], const Node *node, const char *name, const char *otherwise)
{
    const Onnx__AttributeProto *found = attribute(node, name);
    if (!found) snprintf(out, 64, "%s", otherwise);
    else snprintf(out, 64, "%.*s", (int)found->s.len, (const char *)found->s.data);
    return out;
}

static PerAxis numbers_of(const Node *node, const char *name)
{
    PerAxis out = { 0 };
    const Onnx__AttributeProto *found = attribute(node, name);
    if (!found) return out;
    out.count = (int)found->n_ints;
    for (int i = 0; i < out.count && i < PER_AXIS_MOST; i++) out.value[i] = found->ints[i];
    return out;
}

// ---- outputs ---------------------------------------------------------------------------------------------------

static float *make(Node *node, int at, int rank, const int *shape)
{
    Error err;
    if (tensor_make(&node->out[at].tensor, rank, shape, &err)) return node->out[at].tensor.data;
    fprintf(stderr, "%s\n", err.text);
    exit(1);
}

static float *make_like(Node *node, int at, const Tensor *tensor)
{
    return make(node, at, tensor->rank, tensor->shape);
}

static const Tensor *in(const Node *node, int at)
{
    return at < node->inputs && node->in[at] ? &node->in[at]->tensor : NULL;
}

static const float *data(const Tensor *tensor)
{
    return tensor ? tensor->data : NULL;
}

// ---- convolutions ----------------------------------------------------------------------------------------------

static Verdict convolution(Node *node)
{
    const Tensor *x = in(node, 0), *w = in(node, 1), *b = in(node, 2);
    if (x->rank == 5) return says(node, SKIPPED, "3D");
    char word[64];
    Given given = { .transposed = !strcmp(node->proto->op_type, "ConvTranspose"), .dims = x->rank - 2,
                    .convention = CONVENTION_ONNX, .groups = whole_of(node, "group", 1),
                    .stride = numbers_of(node, "strides"), .dilation = numbers_of(node, "dilations"),
                    .pads = numbers_of(node, "pads"), .output_padding = numbers_of(node, "output_padding"),
                    .output_size = numbers_of(node, "output_shape") };
    if (!auto_pad_find(&given.auto_pad, word_of(word, node, "auto_pad", "NOTSET")))
        return says(node, FAILED, "auto_pad '%s' is not known", word);
    PerAxis kernel = numbers_of(node, "kernel_shape");
    for (int i = 0; i < kernel.count && i < PER_AXIS_MOST; i++)
        if (2 + i >= w->rank || kernel.value[i] != w->shape[2 + i])
            return says(node, FAILED, "kernel_shape is not w's");
    Spec spec;
    Error err;
    if (!spec_from_shapes(&spec, &given, x, w, b, &err)) return says(node, FAILED, "refused: %.180s", err.text);
    int shape[TENSOR_RANK], rank = spec_y_shape(&spec, shape);
    op_forward(make(node, 0, rank, shape), x->data, w->data, data(b), &spec);
    return PASSED;
}

// ---- shuffles --------------------------------------------------------------------------------------------------

// Of the tall side [shuffle]: (N, C·r², H, W) from PyTorch's order of channels, c·r² + block, to DCR's, block·C + c,
// or back.
static void reorder(float *to, const float *from, const Shuffle *shuffle, bool to_dcr)
{
    int blocks = shuffle->factor * shuffle->factor, tall = shuffle->channels * blocks;
    size_t plane = (size_t)shuffle->height * (size_t)shuffle->width;
    for (int n = 0; n < shuffle->batch; n++)
    for (int c = 0; c < shuffle->channels; c++)
    for (int block = 0; block < blocks; block++) {
        size_t ours = (size_t)(n * tall + c * blocks + block), dcr = (size_t)(n * tall + block * shuffle->channels + c);
        memcpy(to + (to_dcr ? dcr : ours) * plane, from + (to_dcr ? ours : dcr) * plane, plane * sizeof *to);
    }
}

static Verdict shuffled(Node *node)
{
    bool unshuffle = !strcmp(node->proto->op_type, "SpaceToDepth");
    const Tensor *x = in(node, 0);
    char mode[64];
    bool dcr = unshuffle || strcmp(word_of(mode, node, "mode", "DCR"), "CRD") != 0;
    Shuffle s;
    Error err;
    if (!shuffle_from(&s, x, whole_of(node, "blocksize", 0), unshuffle, &err))
        return says(node, FAILED, "refused: %.180s", err.text);
    int blocks = s.factor * s.factor;
    int tall[] = { s.batch, s.channels * blocks, s.height, s.width };
    int flat[] = { s.batch, s.channels, s.height * s.factor, s.width * s.factor };
    float *y = make(node, 0, 4, unshuffle ? tall : flat);
    if (!dcr) {
        pixel_shuffle(y, x->data, &s);
        return PASSED;
    }
    float *ordered = memory_new(tensor_count(x), sizeof *ordered);
    if (unshuffle) {
        pixel_unshuffle(ordered, x->data, &s);
        reorder(y, ordered, &s, true);
    } else {
        reorder(ordered, x->data, &s, false);
        pixel_shuffle(y, ordered, &s);
    }
    free(ordered);
    if (s.channels > 1) says(node, PASSED, "its order of channels (DCR) is not PyTorch's: reordered");
    return PASSED;
}

// ---- resizing --------------------------------------------------------------------------------------------------

// Which source cell ONNX's nearest takes, in its own words; -1 for a word that is not known here.
static int nearest_of(int at, int in_side, int out_side, double scale, const char *mode, const char *round)
{
    double place;
    if (!strcmp(mode, "half_pixel")) place = (at + 0.5) / scale - 0.5;
    else if (!strcmp(mode, "asymmetric")) place = at / scale;
    else if (!strcmp(mode, "align_corners")) place = out_side > 1 ? at * (in_side - 1.0) / (out_side - 1.0) : 0;
    else if (!strcmp(mode, "tf_half_pixel_for_nn")) place = (at + 0.5) / scale;
    else return -1;
    double down = floor(place), cell;
    if (!strcmp(round, "floor")) cell = down;
    else if (!strcmp(round, "ceil")) cell = ceil(place);
    else if (!strcmp(round, "round_prefer_floor")) cell = place - down > 0.5 ? down + 1 : down;
    else if (!strcmp(round, "round_prefer_ceil")) cell = place - down >= 0.5 ? down + 1 : down;
    else return -1;
    return cell < 0 ? 0 : cell >= in_side ? in_side - 1 : (int)cell;
}

static bool same_cells(const int *in_shape, const int *out_shape, const double *scale, const char *mode,
                       const char *round)
{
    for (int side = 2; side < 4; side++)
    for (int i = 0; i < out_shape[side]; i++)
        if (nearest_of(i, in_shape[side], out_shape[side], scale[side], mode, round) !=
            (int)((long long)i * in_shape[side] / out_shape[side]))
            return false;
    return true;
}

// The sizes that scales or sizes ask for, and the exact scale; false where they are missing.
static bool resized(Node *node, int shape[4], double scale[4], bool *fraction)
{
    bool upsample = !strcmp(node->proto->op_type, "Upsample");
    const Tensor *x = in(node, 0), *scales = in(node, upsample ? 1 : 2);
    const Value *sizes = !upsample && node->inputs > 3 ? node->in[3] : NULL;
    *fraction = false;
    for (int i = 0; i < 4; i++) {
        if (sizes && sizes->whole && tensor_count(&sizes->tensor) == 4) {
            shape[i] = (int)sizes->whole[i];
            scale[i] = (double)shape[i] / x->shape[i];
        } else if (scales && scales->data && tensor_count(scales) == 4) {
            scale[i] = (double)scales->data[i];
            shape[i] = (int)floor(x->shape[i] * scale[i]);
            *fraction |= x->shape[i] * scale[i] != shape[i];
        } else {
            return false;
        }
    }
    return true;
}

static Verdict resizing(Node *node)
{
    bool upsample = !strcmp(node->proto->op_type, "Upsample");
    const Tensor *x = in(node, 0);
    char mode[64], place[64], round[64];
    word_of(mode, node, "mode", "nearest");
    word_of(place, node, "coordinate_transformation_mode", upsample ? "asymmetric" : "half_pixel");
    word_of(round, node, "nearest_mode", upsample ? "floor" : "round_prefer_floor");
    int shape[4];
    double scale[4];
    bool fraction;
    if (!strcmp(mode, "cubic")) return says(node, SKIPPED, "cubic");
    if (!strcmp(place, "tf_crop_and_resize")) return says(node, SKIPPED, "coordinates tf_crop_and_resize");
    if (x->rank != 4) return says(node, SKIPPED, "rank %d", x->rank);
    if (!resized(node, shape, scale, &fraction)) return says(node, FAILED, "neither scales nor sizes were found");
    if (shape[0] != x->shape[0] || shape[1] != x->shape[1]) return says(node, SKIPPED, "resizes batch or channels");
    bool linear = !strcmp(mode, "linear"), corners = !strcmp(place, "align_corners");
    if (linear) {
        if (fraction) return says(node, SKIPPED, "the scale is not output/input, but is used as if it were");
        bool half = !strcmp(place, "half_pixel");
        bool half_too = !strcmp(place, "pytorch_half_pixel") && shape[2] > 1 && shape[3] > 1;
        if (!half && !half_too && !corners) return says(node, SKIPPED, "coordinates %s of linear", place);
    } else if (!same_cells(x->shape, shape, scale, place, round)) {
        return says(node, SKIPPED, "nearest takes other cells: %s of %s", round, place);
    }
    PerAxis size = { 2, { shape[2], shape[3] } };
    Resize to;
    Error err;
    if (!resize_from(&to, x, linear ? "bilinear" : "nearest", linear && corners, &size, &(PerAxis){ 0 }, &err))
        return says(node, FAILED, "refused: %.180s", err.text);
    resize(make(node, 0, 4, shape), x->data, &to);
    if (linear) node->relative = 2e-6;
    else node->relative = node->absolute = 0;
    return PASSED;
}

// ---- the others ------------------------------------------------------------------------------------------------

static Verdict normalised(Node *node)
{
    const Tensor *x = in(node, 0), *gamma = in(node, 1), *beta = in(node, 2), *mean = in(node, 3), *var = in(node, 4);
    if (whole_of(node, "is_test", 1) != 1) return says(node, SKIPPED, "is_test = 0");
    if (whole_of(node, "spatial", 1) != 1) return says(node, SKIPPED, "statistics for each cell (spatial = 0)");
    bool train = whole_of(node, "training_mode", 0) != 0;
    // A volume's cells are one row of them: batch norm does not ask where they lie.
    Tensor flat = *x;
    if (x->rank == 5) {
        flat.rank = 3, flat.shape[2] = x->shape[2] * x->shape[3] * x->shape[4];
        says(node, PASSED, "3D, its cells as one row");
    }
    BatchNorm norm;
    Error err;
    // ONNX's momentum is what is kept; PyTorch's is what is taken on.
    if (!batch_norm_from(&norm, &flat, gamma, beta, mean, var, train, number_of(node, "epsilon", 1e-5),
                         1 - number_of(node, "momentum", 0.9), &err))
        return says(node, FAILED, "refused: %.180s", err.text);
    norm.biased_running = true;
    batch_norm(make_like(node, 0, x), x->data, gamma->data, beta->data, mean->data, var->data, &norm);
    if (train && node->outputs == 3)
        batch_norm_running(make_like(node, 1, mean), make_like(node, 2, var), x->data, mean->data, var->data, &norm);
    return PASSED;
}

static Verdict valued(Node *node)
{
    const Tensor *x = in(node, 0);
    bool is_relu = !strcmp(node->proto->op_type, "Relu");
    (is_relu ? relu : sigmoid)(make_like(node, 0, x), x->data, tensor_count(x));
    return PASSED;
}

static Verdict joined(Node *node)
{
    const Tensor *parts[NODE_MOST];
    for (int i = 0; i < node->inputs; i++) parts[i] = in(node, i);
    long long axis = whole_of(node, "axis", 1); // the default that it had before opset 4
    Tensor y;
    Error err;
    if (!concat_shape(&y, parts, node->inputs, &axis, &err)) return says(node, FAILED, "refused: %.180s", err.text);
    make_like(node, 0, &y);
    concat(&node->out[0].tensor, parts, node->inputs, (int)axis);
    return PASSED;
}

// R, T, then all X, all G, all V, all H; out: all X, all V, all H. ONNX adds epsilon to √H; ours to √H/√(1−β2ᵗ), so
// that ours is theirs divided by that root. With T = 0 ONNX leaves the corrections out: they are 1 at a late step.
static Verdict optimised(Node *node)
{
    const Tensor *rate = in(node, 0);
    int fours = node->inputs - 2;
    if (fours < 4 || fours % 4 || node->outputs != fours / 4 * 3 || !node->in[1]->whole)
        return says(node, FAILED, "inputs are not R, T and fours");
    if (number_of(node, "norm_coefficient_post", 0) != 0) return says(node, SKIPPED, "norm_coefficient_post");
    int count = fours / 4;
    Adam adam = { .t = node->in[1]->whole[0], .lr = (double)rate->data[0], .beta1 = number_of(node, "alpha", 0.9),
                  .beta2 = number_of(node, "beta", 0.999), .weight_decay = number_of(node, "norm_coefficient", 0) };
    if (adam.t == 0) {
        adam.t = 1 << 20;
        says(node, PASSED, "T = 0, no corrections: as at step %lld", adam.t);
    }
    adam.eps = number_of(node, "epsilon", 1e-6) / sqrt(1 - pow(adam.beta2, (double)adam.t));
    for (int i = 0; i < count; i++) {
        const Tensor *p = in(node, 2 + i), *g = in(node, 2 + count + i), *m = in(node, 2 + 2 * count + i);
        const Tensor *v = in(node, 2 + 3 * count + i);
        Error err;
        if (!adam_check(&adam, p, g, m, v, &err)) return says(node, FAILED, "refused: %.180s", err.text);
        size_t bytes = tensor_count(p) * sizeof *p->data;
        float *new_p = memcpy(make_like(node, i, p), p->data, bytes);
        float *new_m = memcpy(make_like(node, count + i, m), m->data, bytes);
        float *new_v = memcpy(make_like(node, 2 * count + i, v), v->data, bytes);
        adam_step(new_p, new_m, new_v, g->data, tensor_count(p), &adam);
    }
    return PASSED;
}

// ---- which -----------------------------------------------------------------------------------------------------

// ONNX's own runner allows 1e-3·|value| + 1e-7; where ours may differ at all it is 500 times nearer.
typedef struct Known {
    const char *op_type;
    Verdict (*run)(Node *);
    int floats; // the first inputs, which must be floats; 0: all of them
    double relative, absolute;
    const char *attributes;
} Known;

#define CONVOLVED " auto_pad dilations group kernel_shape pads strides "

static const Known KNOWN[] = {
    { "Conv", convolution, 0, 2e-6, 1e-7, CONVOLVED },
    { "ConvTranspose", convolution, 0, 2e-6, 1e-7, CONVOLVED "output_padding output_shape " },
    { "DepthToSpace", shuffled, 0, 0, 0, " blocksize mode " },
    { "SpaceToDepth", shuffled, 0, 0, 0, " blocksize " },
    { "Resize", resizing, 1, 0, 0,
      " mode coordinate_transformation_mode nearest_mode cubic_coeff_a exclude_outside extrapolation_value " },
    { "Upsample", resizing, 1, 0, 0, " mode " },
    { "BatchNormalization", normalised, 0, 2e-6, 1e-7, " epsilon momentum training_mode spatial is_test " },
    { "Relu", valued, 0, 0, 0, " " },
    { "Sigmoid", valued, 0, 2e-6, 0, " " },
    { "Concat", joined, 0, 0, 0, " axis " },
    { "Adam", optimised, 1, 2e-6, 1e-7, " alpha beta epsilon norm_coefficient norm_coefficient_post " },
};

static const Known *known(const char *op_type)
{
    for (int i = 0; i < COUNT(KNOWN); i++)
        if (!strcmp(KNOWN[i].op_type, op_type)) return &KNOWN[i];
    return NULL;
}

bool node_known(const char *op_type)
{
    return known(op_type) != NULL;
}

Verdict node_run(Node *node)
{
    const Known *op = known(node->proto->op_type);
    for (size_t i = 0; i < node->proto->n_attribute; i++) {
        char name[96];
        snprintf(name, sizeof name, " %s ", node->proto->attribute[i]->name);
        if (!strstr(op->attributes, name)) return says(node, SKIPPED, "attribute %s", node->proto->attribute[i]->name);
    }
    for (int i = 0; i < (op->floats ? op->floats : node->inputs); i++)
        if (node->in[i] && !node->in[i]->tensor.data) return says(node, SKIPPED, "whole numbers");
    node->relative = op->relative, node->absolute = op->absolute;
    return op->run(node);
}
