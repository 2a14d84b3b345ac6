// A spec from what people give: numbers for one or all axes, and the shapes of the tensors they have. Whether these
// belong together is said here; whether the numbers are allowed is asked of spec_check, and what a framework's words
// mean of convention.c.
#include "op/convention.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static const char *plural(long long count)
{
    return count == 1 ? "" : "s";
}

const char *per_axis_print(char out[PER_AXIS_TEXT], const PerAxis *given)
{
    int at = 0;
    for (int i = 0; i < given->count && i < PER_AXIS_MOST; i++)
        at += snprintf(out + at, (size_t)(PER_AXIS_TEXT - at), i ? ",%lld" : "%lld", given->value[i]);
    if (given->count > PER_AXIS_MOST) snprintf(out + at, (size_t)(PER_AXIS_TEXT - at), ",…");
    return out;
}

// One number of [given] for axis [at] of [dims], or [otherwise] where none is given.
static bool pick(int *out, const char *name, const PerAxis *given, int at, int dims, int otherwise, Error *err)
{
    if (given->count == 0) {
        *out = otherwise;
        return true;
    }
    if (given->count != 1 && given->count != dims) {
        char values[PER_AXIS_TEXT];
        return error_set(err, 0, "%s is %s, %d values; give one number%s", name, per_axis_print(values, given),
                         given->count, dims == 2 ? " for both axes, or two: rows,columns" : "");
    }
    long long value = given->value[given->count == 1 ? 0 : at];
    if (value < INT_MIN || value > INT_MAX)
        return error_set(err, 0, "%s is %lld; it must be at %s %d", name, value, value < 0 ? "least" : "most",
                         value < 0 ? otherwise : SPEC_MOST_SIDE);
    *out = (int)value;
    return true;
}

static bool pick_axis(Axis *a, const Given *given, int at, Error *err)
{
    return pick(&a->stride, "stride", &given->stride, at, given->dims, 1, err) &&
           pick(&a->padding, "padding", &given->padding, at, given->dims, 0, err) &&
           pick(&a->output_padding, "output_padding", &given->output_padding, at, given->dims, 0, err) &&
           pick(&a->dilation, "dilation", &given->dilation, at, given->dims, 1, err);
}

static bool check_rank(const char *role, const Tensor *tensor, const Given *given, const char *sides, Error *err)
{
    if (tensor->rank == given->dims + 2) return true;
    char shape[SHAPE_TEXT];
    tensor_shape_print(shape, tensor);
    bool unbatched = role[0] == 'x' && tensor->rank == given->dims + 1;
    return error_set(err, 0, "%s has the shape %s, %d side%s; %s takes %d: (%s)%s", role, shape, tensor->rank,
                     plural(tensor->rank), spec_word(given->transposed, given->dims), given->dims + 2, sides,
                     unbatched ? "; x[None] adds a batch of one" : "");
}

// The output_padding that leads to the wanted size; the sizes that exist are those from op = 0 to op = stride − 1, as
// far as they hold a cell. Where none does, what is left says so of the padding.
static bool reach(Axis *a, const Given *given, const char *side, long long wanted, Error *err)
{
    long long none = axis_transposed_size(a->narrow, a->kernel, a->stride, a->padding, 0, a->dilation);
    long long least = none > 1 ? none : 1, most = none + a->stride - 1;
    char range[RANGE_TEXT];
    if (most >= least && (wanted < least || wanted > most)) {
        const char *name = convention_size_word(given);
        bool of_onnx = !strcmp(name, "output_shape");
        return error_set(err, 0, "%s is %lld (%s), which cannot be reached; with this input, kernel, padding and "
                                 "stride it must be %s%s", name, wanted, side, range_print(range, least, most),
                         of_onnx ? "; ONNX's rule, by which padding follows from it, is had by --convention onnx" : "");
    }
    a->output_padding = most >= least ? (int)(wanted - none) : a->stride - 1;
    return true;
}

// Whether every number that the size is made of is one that spec_check allows.
static bool is_countable(Axis a)
{
    const int numbers[] = { a.narrow, a.kernel, a.stride, a.dilation };
    for (int i = 0; i < COUNT(numbers); i++)
        if (numbers[i] < 1 || numbers[i] > SPEC_MOST_SIDE) return false;
    return 0 <= a.padding && a.padding <= SPEC_MOST_SIDE;
}

static bool reach_sizes(Spec *spec, const Given *given, Error *err)
{
    if (given->output_size.count == 0) return true;
    const char *name = convention_size_word(given);
    char size[PER_AXIS_TEXT], other[PER_AXIS_TEXT];
    if (given->output_padding.count)
        return error_set(err, 0, "%s is %s and output_padding is %s; give one of them, the other follows", name,
                         per_axis_print(size, &given->output_size), per_axis_print(other, &given->output_padding));
    // Numbers that are not allowed are said first. That without output padding nothing would be left is no mistake yet.
    if (!is_countable(spec->y) || !is_countable(spec->x)) {
        Spec alone = *spec;
        return spec_check(&alone, err);
    }
    int height = 0, width;
    if (!pick(&width, name, &given->output_size, given->dims - 1, given->dims, 0, err)) return false;
    if (given->dims == 2 && !pick(&height, name, &given->output_size, 0, given->dims, 0, err)) return false;
    return (given->dims == 1 || reach(&spec->y, given, "height", height, err)) &&
           reach(&spec->x, given, convention_side(given, given->dims - 1), width, err);
}

// What the convention's words ask of padding and output size. PyTorch's numbers are what they say.
static bool pad(Spec *spec, const Given *given, Error *err)
{
    if (given->convention == CONVENTION_PYTORCH && given->auto_pad == AUTO_PAD_NOTSET)
        return !given->transposed || reach_sizes(spec, given, err);
    for (int i = 0; i < given->dims; i++) {
        Axis *axis = i == given->dims - 1 ? &spec->x : &spec->y;
        int wanted;
        if (!pick(&wanted, convention_size_word(given), &given->output_size, i, given->dims, 0, err) ||
            !convention_axis(axis, given, i, given->output_size.count ? &wanted : NULL, err))
            return false;
    }
    return true;
}

static bool check_channels(const Given *given, const Tensor *x, const Tensor *w, Error *err)
{
    long long takes = given->transposed ? w->shape[0] : w->shape[1] * given->groups;
    if (x->shape[1] == takes) return true;
    char shape[SHAPE_TEXT];
    tensor_shape_print(shape, w);
    return error_set(err, 0, "x has %d channel%s, but w of the shape %s with groups %lld takes %lld; for a %s w is %s",
                     x->shape[1], plural(x->shape[1]), shape, given->groups, takes,
                     given->transposed ? "transposed convolution" : "convolution",
                     given->transposed ? "(in_channels, out_channels/groups, kernel)"
                                       : "(out_channels, in_channels/groups, kernel)");
}

static bool check_bias(const Tensor *b, long long out_channels, Error *err)
{
    if (!b || (b->rank == 1 && b->shape[0] == out_channels)) return true;
    char shape[SHAPE_TEXT];
    tensor_shape_print(shape, b);
    return error_set(err, 0, "b has the shape %s; it must be (%lld,): one number for each output channel", shape,
                     out_channels);
}

static bool check_ranks(const Given *given, const Tensor *x, const Tensor *w, Error *err)
{
    static const char *const w_sides[2][2] = {
        { "out_channels, in_channels/groups, kernel", "out_channels, in_channels/groups, kernel rows, kernel columns" },
        { "in_channels, out_channels/groups, kernel", "in_channels, out_channels/groups, kernel rows, kernel columns" },
    };
    const char *x_sides = given->dims == 1 ? "batch, channels, length" : "batch, channels, height, width";
    return (!x || check_rank("x", x, given, x_sides, err)) &&
           (!w || check_rank("w", w, given, w_sides[given->transposed][given->dims - 1], err));
}

// What needs no shapes: groups, whether the words belong together, and a number for each axis.
static bool read_numbers(Spec *spec, const Given *given, Error *err)
{
    *spec = (Spec){ .transposed = given->transposed, .dims = given->dims, .groups = (int)given->groups,
                    .y = AXIS_TRIVIAL, .x = AXIS_TRIVIAL, .convention = given->convention };
    if (given->groups < 1 || given->groups > SPEC_MOST_CHANNELS)
        return error_set(err, 0, "groups is %lld; it must be %s %d", given->groups,
                         given->groups < 1 ? "at least" : "at most", given->groups < 1 ? 1 : SPEC_MOST_CHANNELS);
    return convention_check(given, err) && (given->dims == 1 || pick_axis(&spec->y, given, 0, err)) &&
           pick_axis(&spec->x, given, given->dims - 1, err);
}

static bool splits(const char *role, const Tensor *tensor, int side, int groups, Error *err)
{
    char shape[SHAPE_TEXT];
    tensor_shape_print(shape, tensor);
    for (int i = 0; i < tensor->rank; i++)
        if (tensor->shape[i] < 1) return error_set(err, 0, "%s has the shape %s, which holds no values", role, shape);
    if (tensor->shape[side] % groups == 0) return true;
    return error_set(err, 0, "groups is %d, but %s of the shape %s has %d channel%s, which do%s not split evenly",
                     groups, role, shape, tensor->shape[side], plural(tensor->shape[side]),
                     tensor->shape[side] == 1 ? "es" : "");
}

bool given_check(const Given *given, const Tensor *x, const Tensor *w, Error *err)
{
    Spec spec;
    int size;
    return check_ranks(given, x, w, err) && read_numbers(&spec, given, err) && spec_check_numbers(&spec, err) &&
           pick(&size, convention_size_word(given), &given->output_size, 0, given->dims, 0, err) &&
           (!x || splits("x", x, 1, spec.groups, err)) && (!w || splits("w", w, 0, spec.groups, err)) &&
           (!x || !w || check_channels(given, x, w, err));
}

bool spec_from_shapes(Spec *out, const Given *given, const Tensor *x, const Tensor *w, const Tensor *b, Error *err)
{
    Spec spec;
    if (!check_ranks(given, x, w, err) || !read_numbers(&spec, given, err)) return false;
    spec.batch = x->shape[0], spec.in_channels = x->shape[1];
    Axis *axes[] = { given->dims == 1 ? &spec.x : &spec.y, &spec.x };
    for (int i = 0; i < given->dims; i++) {
        axes[i]->kernel = w->shape[2 + i];
        if (given->transposed) axes[i]->narrow = x->shape[2 + i];
        else axes[i]->wide = x->shape[2 + i];
    }

    long long out_channels = given->transposed ? w->shape[1] * given->groups : w->shape[0];
    if (out_channels > SPEC_MOST_CHANNELS)
        return error_set(err, 0, "out_channels would be %lld; it must be at most %d", out_channels, SPEC_MOST_CHANNELS);
    spec.out_channels = (int)out_channels;
    if (!check_channels(given, x, w, err)) return false;
    if (!pad(&spec, given, err) || !spec_check(&spec, err) || !check_bias(b, out_channels, err)) return false;
    *out = spec;
    return true;
}
