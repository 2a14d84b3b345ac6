// The six numbers of an axis as a slider sees them: how each is read and set, and the values that it may offer. What
// is legal is asked of spec_check alone; here is only how far a sensible slider goes.
#include "explain/settle.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

const ParamRow PARAMS[PARAM_COUNT] = {
    [PARAM_IN] = { "in", "in", "Input" },
    [PARAM_KERNEL] = { "k", "kernel_size", "Kernel" },
    [PARAM_STRIDE] = { "s", "stride", "Stride" },
    [PARAM_PADDING] = { "p", "padding", "Padding" },
    [PARAM_OUTPUT_PADDING] = { "op", "output_padding", "Output padding" },
    [PARAM_DILATION] = { "d", "dilation", "Dilation" },
};

enum { SLIDER_IN = 16, SLIDER_IN_LARGE = 4096, SLIDER_KERNEL = 11, SLIDER_STRIDE = 8, SLIDER_DILATION = 8 };

static int *field(Spec *spec, Param param, bool rows)
{
    Axis *a = rows ? &spec->y : &spec->x;
    switch (param) {
    case PARAM_IN: return spec->transposed ? &a->narrow : &a->wide;
    case PARAM_KERNEL: return &a->kernel;
    case PARAM_STRIDE: return &a->stride;
    case PARAM_PADDING: return &a->padding;
    case PARAM_OUTPUT_PADDING: return &a->output_padding;
    default: return &a->dilation;
    }
}

int param_get(const Spec *spec, Param param, bool rows)
{
    Spec copy = *spec;
    return *field(&copy, param, rows);
}

void param_set(Spec *spec, Param param, bool rows, int value)
{
    *field(spec, param, rows) = value;
}

int axis_most_output_padding(Axis a, bool transposed)
{
    return transposed ? (a.stride > a.dilation ? a.stride : a.dilation) - 1 : 0;
}

int axis_most_padding(Axis a, bool transposed)
{
    if (!transposed) return INT_MAX;
    long long uncut = axis_transposed_size(a.narrow, a.kernel, a.stride, 0, a.output_padding, a.dilation);
    long long most = (uncut - 1) / 2;
    return most > INT_MAX ? INT_MAX : (int)most; // never below 0: without padding a cell at least is left
}

void axis_yield(Axis *a, bool transposed)
{
    int most = axis_most_output_padding(*a, transposed);
    if (a->output_padding > most) a->output_padding = most;
    most = axis_most_padding(*a, transposed);
    if (a->padding > most) a->padding = most;
}

static bool legal(const Spec *spec, Param param, bool rows, int value)
{
    Spec tried = *spec;
    param_set(&tried, param, rows, value);
    bool yields = param != PARAM_PADDING && param != PARAM_OUTPUT_PADDING;
    if (yields) axis_yield(rows ? &tried.y : &tried.x, spec->transposed);
    return spec_check(&tried, NULL);
}

// The legal value farthest from [from], which is legal, towards [to]; legality ends once on the way.
static int farthest(const Spec *spec, Param param, bool rows, int from, int to)
{
    if (legal(spec, param, rows, to)) return to;
    while (to - from > 1 || from - to > 1) {
        int middle = from + (to - from) / 2;
        if (legal(spec, param, rows, middle)) from = middle;
        else to = middle;
    }
    return from;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

// How far a slider would go if everything were legal.
static int slider_end(const Spec *spec, Param param, Axis a, int now)
{
    switch (param) {
    case PARAM_IN: return now <= SLIDER_IN ? SLIDER_IN : larger(SLIDER_IN_LARGE, now);
    case PARAM_KERNEL: return larger(SLIDER_KERNEL, now);
    case PARAM_STRIDE: return larger(SLIDER_STRIDE, now);
    case PARAM_DILATION: return larger(SLIDER_DILATION, now);
    case PARAM_PADDING: return spec->transposed ? axis_most_padding(a, true) : larger(axis_span(a) - 1, now);
    default: return axis_most_output_padding(a, spec->transposed);
    }
}

static void print_why(char why[64], const Spec *spec, Param param, Axis a, bool stopped)
{
    why[0] = 0;
    if (param == PARAM_OUTPUT_PADDING) {
        if (!spec->transposed) strcpy(why, "a convolution has none");
        else if (a.stride >= a.dilation) snprintf(why, 64, "below stride %d", a.stride);
        else snprintf(why, 64, "below dilation %d", a.dilation);
    } else if (param == PARAM_PADDING && spec->transposed) {
        strcpy(why, "some output must be left");
    } else if (param == PARAM_PADDING && !stopped) {
        strcpy(why, "beyond it a window sees only padding");
    } else if (stopped && !spec->transposed && (param == PARAM_KERNEL || param == PARAM_DILATION)) {
        strcpy(why, "the kernel must fit the input");
    } else if (stopped) {
        strcpy(why, "beyond it the tensors get too large");
    }
}

ParamRange param_range(const Spec *spec, Param param, bool rows)
{
    int now = param_get(spec, param, rows);
    if (rows && spec->dims == 1) return (ParamRange){ now, now, "" };
    Axis a = rows ? spec->y : spec->x;
    int start = param == PARAM_PADDING || param == PARAM_OUTPUT_PADDING ? 0 : 1;
    int end = slider_end(spec, param, a, now);
    ParamRange range = { farthest(spec, param, rows, now, start), farthest(spec, param, rows, now, end), "" };
    print_why(range.why, spec, param, a, range.most < end);
    return range;
}
