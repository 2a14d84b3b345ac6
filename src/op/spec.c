// What is allowed. Every rule is asked once, here, in the order in which a person can mend things: the numbers by
// themselves, then channels, then whether anything is left of the output. Sizes are counted in 64 bits.
#include "op/convention.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>

// ---- sizes -----------------------------------------------------------------------------------------------------

// Sums and products that stop at the ends of 64 bits instead of wrapping.
static long long plus(long long a, long long b)
{
    long long sum;
    return __builtin_add_overflow(a, b, &sum) ? (a < 0 ? LLONG_MIN : LLONG_MAX) : sum;
}

static long long times(long long a, long long b)
{
    long long product;
    return __builtin_mul_overflow(a, b, &product) ? ((a < 0) != (b < 0) ? LLONG_MIN : LLONG_MAX) : product;
}

// d(k−1) + 1
static long long span(long long kernel, long long dilation)
{
    return plus(times(plus(kernel, -1), dilation), 1);
}

// The cells that all stamps cover before anything is cut: (n−1)s + d(k−1) + 1
static long long extent(long long narrow, long long kernel, long long stride, long long dilation)
{
    return plus(times(plus(narrow, -1), stride), span(kernel, dilation));
}

// The cells that both edges have together: 2p + uneven
static long long paddings(Axis a)
{
    return plus(times(2, a.padding), a.uneven);
}

long long axis_wide_size(Axis a)
{
    return plus(plus(extent(a.narrow, a.kernel, a.stride, a.dilation), a.output_padding), -paddings(a));
}

static long long convolved(long long padded, long long kernel, long long stride, long long dilation)
{
    long long left = plus(padded, times(-1, span(kernel, dilation)));
    return left < 0 || stride < 1 ? 0 : plus(left / stride, 1);
}

long long axis_narrow_size(Axis a)
{
    return convolved(plus(a.wide, paddings(a)), a.kernel, a.stride, a.dilation);
}

long long axis_transposed_size(long long narrow, long long kernel, long long stride, long long padding,
                               long long output_padding, long long dilation)
{
    return plus(plus(extent(narrow, kernel, stride, dilation), output_padding), times(-2, padding));
}

long long axis_convolved_size(long long wide, long long kernel, long long stride, long long padding,
                              long long dilation)
{
    return convolved(plus(wide, times(2, padding)), kernel, stride, dilation);
}

size_t spec_x_count(const Spec *spec)
{
    return (size_t)spec->batch * (size_t)spec->in_channels * (size_t)spec_in(spec, spec->y) *
           (size_t)spec_in(spec, spec->x);
}

size_t spec_w_count(const Spec *spec)
{
    return (size_t)spec->in_channels * (size_t)(spec->out_channels / spec->groups) * (size_t)spec->y.kernel *
           (size_t)spec->x.kernel;
}

size_t spec_y_count(const Spec *spec)
{
    return (size_t)spec->batch * (size_t)spec->out_channels * (size_t)spec_out(spec, spec->y) *
           (size_t)spec_out(spec, spec->x);
}

const char *spec_word(bool transposed, int dims)
{
    static const char *const words[2][2] = { { "conv1d", "conv2d" }, { "conv_transpose1d", "conv_transpose2d" } };
    return words[transposed][dims - 1];
}

int spec_y_shape(const Spec *spec, int shape[TENSOR_RANK])
{
    int rank = 0;
    shape[rank++] = spec->batch;
    shape[rank++] = spec->out_channels;
    if (spec->dims == 2) shape[rank++] = spec_out(spec, spec->y);
    shape[rank++] = spec_out(spec, spec->x);
    return rank;
}

// ---- rules -----------------------------------------------------------------------------------------------------

// The axis that a sentence is about: " (rows)" is said only where rows and columns differ, so that it helps.
typedef struct Place {
    const Spec *spec;
    bool rows;
} Place;

static const char *where(Place at, int rows_value, int columns_value)
{
    if (at.spec->dims == 1 || rows_value == columns_value) return "";
    return at.rows ? " (rows)" : " (columns)";
}

static const char *side(Place at)
{
    return at.spec->dims == 1 ? "length" : at.rows ? "height" : "width";
}

static bool at_least(const char *name, const char *place, int value, int least, const char *why, Error *err)
{
    if (value > SPEC_MOST_SIDE)
        return error_set(err, 0, "%s%s is %d; it must be at most %d", name, place, value, SPEC_MOST_SIDE);
    return value >= least || error_set(err, 0, "%s%s is %d; it must be %d or more%s", name, place, value, least, why);
}

static bool check_output_padding(Place at, Axis a, const char *place, Error *err)
{
    int value = a.output_padding, most = (a.stride > a.dilation ? a.stride : a.dilation) - 1;
    if (!at.spec->transposed)
        return value == 0 || error_set(err, 0, "output_padding%s is %d; a convolution has none, it must be 0 (it "
                                               "belongs to the transposed convolution)", place, value);
    if (value < 0)
        return error_set(err, 0, "output_padding%s is %d; it must be 0 or more (to make the output smaller, raise "
                                 "padding)", place, value);
    if (value <= most) return true;
    if (most == 0)
        return error_set(err, 0, "output_padding%s is %d; with stride %d and dilation %d it can only be 0", place, value,
                         a.stride, a.dilation);
    char allowed[64];
    if (most == 1) snprintf(allowed, sizeof allowed, "0 or 1");
    else snprintf(allowed, sizeof allowed, "0 to %d", most);
    return error_set(err, 0, "output_padding%s is %d; below stride %d or dilation %d it must be: %s", place, value,
                     a.stride, a.dilation, allowed);
}

static long long far_padding(Axis a)
{
    return plus(a.padding, a.uneven);
}

static bool check_far_padding(Place at, Axis a, const char *place, Error *err)
{
    long long far = far_padding(a);
    if (far < 0 || far > SPEC_MOST_SIDE)
        return error_set(err, 0, "padding%s at the far edge is %lld; it must be %s %d", place, far,
                         far < 0 ? "at least" : "at most", far < 0 ? 0 : SPEC_MOST_SIDE);
    if (a.uneven == 0 || !at.spec->transposed || at.spec->convention != CONVENTION_PYTORCH) return true;
    return error_set(err, 0, "padding%s is %d at the near edge and %lld at the far one; PyTorch's transposed "
                             "convolution has one number for both", place, a.padding, far);
}

static bool check_numbers(Place at, Axis a, Error *err)
{
    Axis v = at.spec->y, h = at.spec->x;
    const char *cut = at.spec->transposed ? " (it is what is cut off each edge of the output)"
                                          : " (it is what is added around the input)";
    return at_least("kernel_size", where(at, v.kernel, h.kernel), a.kernel, 1, "", err) &&
           at_least("stride", where(at, v.stride, h.stride), a.stride, 1, "", err) &&
           at_least("dilation", where(at, v.dilation, h.dilation), a.dilation, 1, " (1 is a kernel without gaps)",
                    err) &&
           at_least("padding", where(at, v.padding, h.padding), a.padding, 0, cut, err) &&
           check_far_padding(at, a, where(at, v.uneven, h.uneven), err) &&
           check_output_padding(at, a, where(at, v.output_padding, h.output_padding), err);
}

static bool check_input(Place at, Axis a, Error *err)
{
    int value = spec_in(at.spec, a);
    if (value > SPEC_MOST_SIDE)
        return error_set(err, 0, "the input's %s is %d; it must be at most %d", side(at), value, SPEC_MOST_SIDE);
    return value >= 1 || error_set(err, 0, "the input's %s is %d; it must be 1 or more", side(at), value);
}

// "padding 1 on both sides", "padding 1 before and 2 after"
enum { PADDING_TEXT = 64 };
static const char *padding_words(char out[PADDING_TEXT], Axis a)
{
    if (a.uneven == 0) snprintf(out, PADDING_TEXT, "padding %d on both sides", a.padding);
    else snprintf(out, PADDING_TEXT, "padding %d before and %lld after", a.padding, far_padding(a));
    return out;
}

static bool nothing_left(Place at, Axis a, long long wide, Error *err)
{
    const char *place = where(at, at.spec->y.padding, at.spec->x.padding);
    long long covered = extent(a.narrow, a.kernel, a.stride, a.dilation);
    if (a.uneven == 0)
        return error_set(err, 0, "padding%s is %d, which leaves nothing of the output's %s: %lld − 2·%d + %d = %lld; "
                                 "here it must be at most %lld", place, a.padding, side(at), covered, a.padding,
                         a.output_padding, wide, (covered + a.output_padding - 1) / 2);
    return error_set(err, 0, "padding%s is %d before and %lld after, which leaves nothing of the output's %s: %lld − "
                             "%d − %lld + %d = %lld; together they must be at most %lld", place, a.padding, far_padding(a),
                     side(at), covered, a.padding, far_padding(a), a.output_padding, wide,
                     covered + a.output_padding - 1);
}

// The output of a transposed convolution: what the stamps cover, less what is cut.
static bool size_transposed(Place at, Axis *a, Error *err)
{
    long long wide = axis_wide_size(*a);
    if (wide < 1) return nothing_left(at, *a, wide, err);
    if (wide <= SPEC_MOST_SIDE) {
        a->wide = (int)wide;
        return true;
    }
    char uneven[24] = "";
    if (a->uneven) snprintf(uneven, sizeof uneven, " − %d", a->uneven);
    return error_set(err, 0, "the output's %s would be %lld, (%d−1)·%d − 2·%d%s + %d·(%d−1) + %d + 1; it must be at "
                             "most %d", side(at), wide, a->narrow, a->stride, a->padding, uneven, a->dilation, a->kernel,
                     a->output_padding, SPEC_MOST_SIDE);
}

static bool size_convolved(Place at, Axis *a, Error *err)
{
    char words[PADDING_TEXT];
    long long padded = plus(a->wide, paddings(*a)), spanned = span(a->kernel, a->dilation);
    if (padded > SPEC_MOST_SIDE)
        return error_set(err, 0, "the input's %s with %s is %lld; it must be at most %d", side(at),
                         padding_words(words, *a), padded, SPEC_MOST_SIDE);
    if (spanned > padded)
        return error_set(err, 0, "kernel_size%s is %d and spans %lld cells with dilation %d, but the input's %s is "
                                 "%lld with %s; the kernel must span at most %lld",
                         where(at, at.spec->y.kernel, at.spec->x.kernel), a->kernel, spanned, a->dilation, side(at),
                         padded, padding_words(words, *a), padded);
    a->narrow = (int)axis_narrow_size(*a);
    return true;
}

static bool check_count(const char *name, int value, Error *err)
{
    if (value > SPEC_MOST_CHANNELS)
        return error_set(err, 0, "%s is %d; it must be at most %d", name, value, SPEC_MOST_CHANNELS);
    return value >= 1 || error_set(err, 0, "%s is %d; it must be 1 or more", name, value);
}

// What groups may be: the numbers that divide both counts of channels.
static void print_divisors(char *out, size_t room, int a, int b)
{
    int least = a < b ? a : b, at = 0, shown = 0;
    for (int d = 1; d <= least; d++) {
        if (a % d || b % d) continue;
        if (shown++ == 8) {
            snprintf(out + at, room - (size_t)at, " …");
            return;
        }
        at += snprintf(out + at, room - (size_t)at, shown > 1 ? ", %d" : "%d", d);
    }
}

static bool check_channels(const Spec *spec, Error *err)
{
    if (!check_count("batch", spec->batch, err) || !check_count("in_channels", spec->in_channels, err) ||
        !check_count("out_channels", spec->out_channels, err) || !check_count("groups", spec->groups, err))
        return false;
    bool in_splits = spec->in_channels % spec->groups == 0;
    if (in_splits && spec->out_channels % spec->groups == 0) return true;
    char allowed[128] = "";
    print_divisors(allowed, sizeof allowed, spec->in_channels, spec->out_channels);
    return error_set(err, 0, "groups is %d, but %s is %d and does not split evenly; for %d channels in and %d out "
                             "groups must be one of: %s", spec->groups, in_splits ? "out_channels" : "in_channels",
                     in_splits ? spec->out_channels : spec->in_channels, spec->in_channels, spec->out_channels,
                     allowed);
}

static bool check_values(const char *what, long long a, long long b, long long c, long long d, Error *err)
{
    long long count = times(times(a, b), times(c, d));
    return count <= SPEC_MOST_VALUES ||
           error_set(err, 0, "%s would hold %lld·%lld·%lld·%lld values; it must be at most %lld", what, a, b, c, d,
                     SPEC_MOST_VALUES);
}

bool spec_check_numbers(const Spec *spec, Error *err)
{
    return check_numbers((Place){ spec, true }, spec->y, err) && check_numbers((Place){ spec, false }, spec->x, err);
}

bool spec_check(Spec *spec, Error *err)
{
    assert(spec->dims == 1 || spec->dims == 2);
    if (spec->dims == 1) spec->y = AXIS_TRIVIAL;
    Spec sized = *spec;
    Place rows = { spec, true }, columns = { spec, false };
    if (!check_input(rows, spec->y, err) || !check_input(columns, spec->x, err) ||
        !spec_check_numbers(spec, err) || !check_channels(spec, err))
        return false;
    bool (*size)(Place, Axis *, Error *) = spec->transposed ? size_transposed : size_convolved;
    if (!size(rows, &sized.y, err) || !size(columns, &sized.x, err)) return false;
    if (!check_values("the input", sized.batch, sized.in_channels, spec_in(&sized, sized.y),
                      spec_in(&sized, sized.x), err) ||
        !check_values("the weights", sized.in_channels, sized.out_channels / sized.groups, sized.y.kernel,
                      sized.x.kernel, err) ||
        !check_values("the output", sized.batch, sized.out_channels, spec_out(&sized, sized.y),
                      spec_out(&sized, sized.x), err))
        return false;
    *spec = sized;
    return true;
}
