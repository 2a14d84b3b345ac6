// A spec from what people give: numbers for one or all axes, and the shapes of the tensors they have. Whether these
// belong together is said here; whether the numbers are allowed is asked of spec_check, and what a framework's words
// mean of convention.c.
#include "op/convention.h"

#include <limits.h>

static const char *plural(long long count)
{
    return count == 1 ? "" : "s";
}

// One number of [given] for axis [at] of [dims], or [otherwise] where none is given.
static bool pick(int *out, const char *name, const PerAxis *given, int at, int dims, int otherwise, Error *err)
{
    if (given->count == 0) {
        *out = otherwise;
        return true;
    }
    if (given->count != 1 && given->count != dims) {
        Text values = { 0 };
        for (int i = 0; i < given->count && i < PER_AXIS_MOST; i++)
            text_print(&values, i ? ",%lld" : "%lld", given->value[i]);
        error_set(err, 0, "%s is %s%s, %d values; give one number%s", name, text_or_empty(&values),
                  given->count > PER_AXIS_MOST ? "…" : "", given->count,
                  dims == 2 ? " for both axes, or two: rows,columns" : "");
        text_clear(&values);
        return false;
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

// The output_padding that leads to the wanted size; the sizes that exist are those from op = 0 to op = stride − 1.
static bool reach(Axis *a, const char *side, long long wanted, Error *err)
{
    long long least = axis_transposed_size(a->narrow, a->kernel, a->stride, a->padding, 0, a->dilation);
    if (wanted < least || wanted >= least + a->stride)
        return error_set(err, 0, "output_size is %lld (%s), which cannot be reached; with this input, kernel, padding "
                                 "and stride it must be %lld to %lld", wanted, side, least, least + a->stride - 1);
    a->output_padding = (int)(wanted - least);
    return true;
}

static bool reach_sizes(Spec *spec, const Given *given, Error *err)
{
    if (given->output_size.count == 0) return true;
    if (given->output_padding.count)
        return error_set(err, 0, "output_size is %lld and output_padding is %lld; give one of them, the other follows",
                         given->output_size.value[0], given->output_padding.value[0]);
    // The numbers are checked first: with op = 0 they stand alone.
    Spec alone = *spec;
    if (!spec_check(&alone, err)) return false;
    int height = 0, width;
    if (!pick(&width, "output_size", &given->output_size, given->dims - 1, given->dims, 0, err)) return false;
    if (given->dims == 2 && !pick(&height, "output_size", &given->output_size, 0, given->dims, 0, err)) return false;
    return (given->dims == 1 || reach(&spec->y, "height", height, err)) &&
           reach(&spec->x, convention_side(given, given->dims - 1), width, err);
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

bool spec_from_shapes(Spec *out, const Given *given, const Tensor *x, const Tensor *w, const Tensor *b, Error *err)
{
    static const char *const w_sides[2][2] = {
        { "out_channels, in_channels/groups, kernel", "out_channels, in_channels/groups, kernel rows, kernel columns" },
        { "in_channels, out_channels/groups, kernel", "in_channels, out_channels/groups, kernel rows, kernel columns" },
    };
    bool flat = given->dims == 1;
    if (!check_rank("x", x, given, flat ? "batch, channels, length" : "batch, channels, height, width", err) ||
        !check_rank("w", w, given, w_sides[given->transposed][given->dims - 1], err))
        return false;
    if (given->groups < 1 || given->groups > SPEC_MOST_CHANNELS)
        return error_set(err, 0, "groups is %lld; it must be %s %d", given->groups,
                         given->groups < 1 ? "at least" : "at most", given->groups < 1 ? 1 : SPEC_MOST_CHANNELS);

    if (!convention_check(given, err)) return false;

    Spec spec = { .transposed = given->transposed, .dims = given->dims, .batch = x->shape[0],
                  .in_channels = x->shape[1], .groups = (int)given->groups, .y = AXIS_TRIVIAL, .x = AXIS_TRIVIAL,
                  .convention = given->convention };
    if ((!flat && !pick_axis(&spec.y, given, 0, err)) || !pick_axis(&spec.x, given, given->dims - 1, err)) return false;
    Axis *axes[] = { flat ? &spec.x : &spec.y, &spec.x };
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
