// What each framework's words mean. All of them cut (a transposed convolution) or add (a convolution) some cells at
// the near edge of an axis and some at the far one; they differ in how they say it and where an odd cell goes. Every
// rule here answers with those two numbers, and `put` writes them as padding, uneven and output_padding.
#include "op/convention.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

// ---- words -----------------------------------------------------------------------------------------------------

static const char *const CONVENTION_WORDS[CONVENTIONS] = {
    [CONVENTION_PYTORCH] = "pytorch", [CONVENTION_ONNX] = "onnx", [CONVENTION_KERAS] = "keras",
    [CONVENTION_JAX] = "jax", [CONVENTION_JAX_TRANSPOSE_KERNEL] = "jax_transpose_kernel",
};

static const char *const AUTO_PAD_WORDS[AUTO_PADS] = {
    [AUTO_PAD_NOTSET] = "notset", [AUTO_PAD_SAME_UPPER] = "same_upper", [AUTO_PAD_SAME_LOWER] = "same_lower",
    [AUTO_PAD_VALID] = "valid",
};

static int find(const char *word, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (equal_word(word, words[i])) return i;
    return -1;
}

const char *convention_word(Convention convention)
{
    return CONVENTION_WORDS[convention];
}

bool convention_find(Convention *out, const char *word)
{
    int at = find(word, CONVENTION_WORDS, CONVENTIONS);
    if (at >= 0) *out = (Convention)at;
    return at >= 0;
}

const char *auto_pad_word(AutoPad auto_pad)
{
    return AUTO_PAD_WORDS[auto_pad];
}

bool auto_pad_find(AutoPad *out, const char *word)
{
    int at = equal_word(word, "same") ? AUTO_PAD_SAME_UPPER : find(word, AUTO_PAD_WORDS, AUTO_PADS);
    if (at >= 0) *out = (AutoPad)at;
    return at >= 0;
}

// ---- what belongs together -------------------------------------------------------------------------------------

static bool is_jax(const Given *given)
{
    return given->convention == CONVENTION_JAX || given->convention == CONVENTION_JAX_TRANSPOSE_KERNEL;
}

static bool says_numbers(const PerAxis *given)
{
    for (int i = 0; i < given->count && i < PER_AXIS_MOST; i++)
        if (given->value[i] != 0) return true;
    return given->count > PER_AXIS_MOST;
}

// "auto_pad is same_upper", or as it was said.
static const char *named(char out[48], const Given *given)
{
    if (given->auto_pad_said) return given->auto_pad_said;
    snprintf(out, 48, "auto_pad is %s", auto_pad_word(given->auto_pad));
    return out;
}

static bool check_padding(const Given *given, Error *err)
{
    char said_so[48];
    char padding[PER_AXIS_TEXT], pads[PER_AXIS_TEXT];
    per_axis_print(padding, &given->padding), per_axis_print(pads, &given->pads);
    const char *name = given->pads.count ? "pads" : "padding", *said = given->pads.count ? pads : padding;
    if (given->pads.count && given->convention == CONVENTION_PYTORCH)
        return error_set(err, 0, "pads is %s; PyTorch has one number for both edges of an axis: give padding", pads);
    if ((given->padding.count || given->pads.count) && given->convention == CONVENTION_KERAS)
        return error_set(err, 0, "%s is %s; Keras and TensorFlow have no numbers for padding, they name it: same or "
                                 "valid", name, said);
    if (given->padding.count && is_jax(given))
        return error_set(err, 0, "padding is %s; JAX has two numbers for each axis: give pads, or name it same or "
                                 "valid", padding);
    if (given->padding.count && given->pads.count)
        return error_set(err, 0, "padding is %s and pads is %s; give one of them", padding, pads);
    if ((given->padding.count || given->pads.count) && given->auto_pad != AUTO_PAD_NOTSET)
        return error_set(err, 0, "%s is %s and %s; give one of them", name, said, named(said_so, given));
    if (given->auto_pad == AUTO_PAD_SAME_LOWER && given->convention != CONVENTION_ONNX)
        return error_set(err, 0, "auto_pad is same_lower, which is ONNX's alone; it must be same or valid");
    if (given->auto_pad == AUTO_PAD_NOTSET && !given->pads.count && is_jax(given))
        return error_set(err, 0, "no padding is given; JAX must be told: same, valid, or pads");
    if (given->auto_pad != AUTO_PAD_NOTSET && given->transposed && given->convention == CONVENTION_PYTORCH)
        return error_set(err, 0, "%s; PyTorch's transposed convolution takes padding as a number alone; ONNX's rule "
                                 "is had by --convention onnx", named(said_so, given));
    for (int i = 0; i < given->stride.count && i < given->dims; i++)
        if (given->auto_pad == AUTO_PAD_SAME_UPPER && given->convention == CONVENTION_PYTORCH &&
            given->stride.value[i] > 1)
            return error_set(err, 0, "%s and stride is %lld; PyTorch has padding same for stride 1 alone: give "
                                     "padding as a number", named(said_so, given), given->stride.value[i]);
    return true;
}

static bool check_pads(const Given *given, Error *err)
{
    char pads[PER_AXIS_TEXT];
    if (given->pads.count == 0) return true;
    if (given->pads.count != 2 * given->dims)
        return error_set(err, 0, "pads is %s, %d value%s; give %s", per_axis_print(pads, &given->pads), given->pads.count,
                         given->pads.count == 1 ? "" : "s",
                         given->dims == 1 ? "two: near edge,far edge" : "four: top,left,bottom,right");
    for (int i = 0; i < given->pads.count; i++)
        if (given->pads.value[i] < 0 || given->pads.value[i] > SPEC_MOST_SIDE)
            return error_set(err, 0, "pads is %s; each number must be 0 to %d", per_axis_print(pads, &given->pads),
                             SPEC_MOST_SIDE);
    return true;
}

// What says the size of the output.
static bool check_sizing(const Given *given, Error *err)
{
    char size[PER_AXIS_TEXT], other[PER_AXIS_TEXT];
    if (given->output_padding.count && is_jax(given) && given->transposed)
        return error_set(err, 0, "output_padding is %s; JAX has none: give pads with more at the far edge",
                         per_axis_print(other, &given->output_padding));
    if (!given->output_size.count) return true;
    const char *name = convention_size_word(given);
    per_axis_print(size, &given->output_size);
    if (!given->transposed)
        return error_set(err, 0, "%s is %s; only a transposed convolution has it, a convolution's size follows from "
                                 "its input", name, size);
    if (is_jax(given))
        return error_set(err, 0, "%s is %s; JAX has none: its size follows from same, valid or pads", name, size);
    if (given->convention == CONVENTION_KERAS && given->output_padding.count)
        return error_set(err, 0, "%s is %s and output_padding is %s; give one of them, the other follows", name, size,
                         per_axis_print(other, &given->output_padding));
    // ONNX takes no notice of pads then; whoever gives both means something by them. Zeros are its default.
    const PerAxis *padding = given->pads.count ? &given->pads : &given->padding;
    if (given->convention == CONVENTION_ONNX && says_numbers(padding))
        return error_set(err, 0, "%s is %s and %s is %s; give one of them, the other follows", name, size,
                         given->pads.count ? "pads" : "padding", per_axis_print(other, padding));
    return true;
}

bool convention_check(const Given *given, Error *err)
{
    return check_padding(given, err) && check_pads(given, err) && check_sizing(given, err);
}

// ---- the rules, for one axis -----------------------------------------------------------------------------------
// Every number of the axis is 1 … SPEC_MOST_SIDE here, so that no sum or product below leaves 64 bits.

// What is cut off the edges, or added around them. Below 0 the far edge of a transposed convolution uncovers more.
typedef struct Edges {
    long long near, far;
} Edges;

static long long larger(long long a, long long b)
{
    return a > b ? a : b;
}

// d(k−1) + 1, and what all stamps cover, (n−1)s + d(k−1) + 1.
static long long span(Axis a)
{
    return (long long)a.dilation * (a.kernel - 1) + 1;
}

static long long extent(Axis a)
{
    return (long long)(a.narrow - 1) * a.stride + span(a);
}

// Half to each edge, the odd cell to the far one or to the near one. What is below 0 is all at the far edge.
static Edges split(long long total, bool odd_far)
{
    if (total < 0) return (Edges){ 0, total };
    long long less = total / 2;
    return odd_far ? (Edges){ less, total - less } : (Edges){ total - less, less };
}

static Edges split_for(long long total, AutoPad auto_pad)
{
    return split(total, auto_pad == AUTO_PAD_SAME_UPPER);
}

static Edges pads_of(const Given *given, int at)
{
    return (Edges){ given->pads.value[at], given->pads.value[given->dims + at] };
}

static bool put(Axis *a, Edges edges, bool transposed, Error *err)
{
    if (transposed && edges.far < 0) {
        a->output_padding += (int)-edges.far;
        edges.far = 0;
    }
    long long most = larger(edges.near, edges.far);
    if (most > SPEC_MOST_SIDE)
        return error_set(err, 0, "kernel_size is %d and dilation is %d, for which the padding would be %lld; it must "
                                 "be at most %d", a->kernel, a->dilation, most, SPEC_MOST_SIDE);
    a->padding = (int)edges.near;
    a->uneven = (int)(edges.far - edges.near);
    return true;
}

// SAME makes ⌈wide/s⌉ outputs, one for each stride that begins inside the input. Sources: ONNX Conv; TensorFlow's
// notes on padding; jax.lax.padtype_to_pads. With stride 1 it is PyTorch's padding="same", d(k−1) in all.
static bool convolution(Axis *a, const Given *given, int at, Error *err)
{
    if (given->auto_pad == AUTO_PAD_NOTSET || given->auto_pad == AUTO_PAD_VALID) {
        if (given->pads.count) return put(a, pads_of(given, at), false, err);
        return true;
    }
    long long narrow = ((long long)a->wide + a->stride - 1) / a->stride;
    return put(a, split_for(larger((narrow - 1) * a->stride + span(*a) - a->wide, 0), given->auto_pad), false, err);
}

static bool refuse_size(const Given *given, int at, int wanted, long long least, long long most, Error *err)
{
    char range[RANGE_TEXT];
    return error_set(err, 0, "%s is %d (%s), which cannot be reached; with this input, kernel and stride it must be "
                             "%s", convention_size_word(given), wanted, convention_side(given, at),
                     range_print(range, least, most));
}

// Source: ONNX ConvTranspose since opset 11. (An older text has the halves the other way round.)
static bool onnx_transposed(Axis *a, const Given *given, int at, const int *wanted, Error *err)
{
    bool same = given->auto_pad == AUTO_PAD_SAME_UPPER || given->auto_pad == AUTO_PAD_SAME_LOWER;
    if (!wanted && !same) {
        if (given->pads.count) return put(a, pads_of(given, at), true, err);
        return true;
    }
    long long most = extent(*a) + larger(a->stride, a->dilation) - 1;
    if (wanted && (*wanted < 1 || *wanted > most)) return refuse_size(given, at, *wanted, 1, most, err);
    long long wide = wanted ? *wanted : (long long)a->narrow * a->stride;
    // Zeros that were given as padding say nothing here.
    return put(a, split_for(extent(*a) + a->output_padding - wide, given->auto_pad), true, err);
}

// The transpose of TensorFlow's convolution: of all sizes that it brings back to `narrow` one is chosen, and that
// convolution's padding is cut. Sources: Keras deconv_output_length; TensorFlow conv2d_backprop_input.
static bool keras_transposed(Axis *a, const Given *given, int at, const int *wanted, Error *err)
{
    bool same = given->auto_pad == AUTO_PAD_SAME_UPPER;
    long long spanned = span(*a), stride = a->stride, padding = same ? spanned / 2 : 0;
    long long least = same ? (a->narrow - 1) * stride + 1 : extent(*a), most = least + stride - 1;
    long long wide = same ? a->narrow * stride : a->narrow * stride + larger(spanned - stride, 0);
    if (wanted) {
        if (*wanted < least || *wanted > most) return refuse_size(given, at, *wanted, least, most, err);
        wide = *wanted;
    } else if (given->output_padding.count) {
        wide = extent(*a) - 2 * padding + a->output_padding;
        long long smallest = least - (extent(*a) - 2 * padding);
        if (smallest >= stride)
            return error_set(err, 0, "output_padding is %d; with padding same, stride %d and a kernel that spans %lld "
                                     "cells TensorFlow takes none: leave it out", a->output_padding, a->stride,
                             spanned);
        char range[RANGE_TEXT];
        if (a->output_padding >= stride || a->output_padding < smallest)
            return error_set(err, 0, "output_padding is %d; with padding %s, stride %d and a kernel that spans %lld "
                                     "cells it must be %s", a->output_padding, same ? "same" : "valid", a->stride,
                             spanned, range_print(range, smallest, stride - 1));
    }
    a->output_padding = 0; // it has done its work: what of it lies beyond the stamps comes back out of `put`
    return put(a, split(extent(*a) - wide, true), true, err);
}

// JAX pads the stretched input and slides over it: what it does not pad is cut. Source: jax.lax.conv_transpose.
static bool jax_transposed(Axis *a, const Given *given, int at, Error *err)
{
    long long reach = span(*a) - 1, stride = a->stride;
    Edges pad;
    if (given->auto_pad == AUTO_PAD_NOTSET) {
        pad = pads_of(given, at);
        long long most = reach + larger(a->stride, a->dilation) - 1;
        if (pad.near > reach || pad.far > most)
            return error_set(err, 0, "pads is %lld before and %lld after (%s); with this kernel and stride it must be "
                                     "at most %lld before and %lld after", pad.near, pad.far, convention_side(given, at),
                             reach, most);
    } else {
        bool same = given->auto_pad == AUTO_PAD_SAME_UPPER;
        long long total = reach + stride - 1 + (same ? 0 : larger(reach + 1 - stride, 0));
        pad.near = !same || stride > reach ? reach : (total + 1) / 2;
        pad.far = total - pad.near;
    }
    return put(a, (Edges){ reach - pad.near, reach - pad.far }, true, err);
}

bool convention_axis(Axis *a, const Given *given, int at, const int *wanted, Error *err)
{
    const int numbers[] = { given->transposed ? a->narrow : a->wide, a->kernel, a->stride, a->dilation };
    for (int i = 0; i < COUNT(numbers); i++)
        if (numbers[i] < 1 || numbers[i] > SPEC_MOST_SIDE) return true;
    if (a->output_padding < 0 || a->output_padding > SPEC_MOST_SIDE) return true;
    if (!given->transposed) return convolution(a, given, at, err);
    switch (given->convention) {
    case CONVENTION_ONNX: return onnx_transposed(a, given, at, wanted, err);
    case CONVENTION_KERAS: return keras_transposed(a, given, at, wanted, err);
    default:
        assert(is_jax(given));
        return jax_transposed(a, given, at, err);
    }
}
