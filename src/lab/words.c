// Why a layer has a pattern, in words: uneven counts, sums that differ, or neither.
#include "lab/lab.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// As 32-bit floats can tell: weights that were mended sum to the same but for their last digit.
static const double EQUAL = 1e-5;

static bool gains_differ(const Spec *spec, const float *w)
{
    int phases = spec->y.stride * spec->x.stride;
    double *gains = memory_new((size_t)phases, sizeof *gains), least = INFINITY, most = -INFINITY, size = 0;
    Spec one = *spec;
    one.in_channels = one.out_channels = one.groups = one.batch = 1;
    op_phase_gains(gains, w, &one, 0, 0);
    for (int i = 0; i < phases; i++) least = fmin(least, gains[i]), most = fmax(most, gains[i]), size = fmax(size, fabs(gains[i]));
    free(gains);
    return most - least > EQUAL * size;
}

static const char *axis_words(const Spec *spec, bool rows)
{
    return memcmp(&spec->y, &spec->x, sizeof spec->y) == 0 || spec->dims == 1 ? "" : rows ? " of the rows" : " of the columns";
}

// Why the counts of an axis are uneven.
static void put_reason(Text *out, const Spec *spec, bool rows)
{
    Axis a = rows ? spec->y : spec->x;
    PhaseCounts counts = axis_counts(a);
    const char *of = axis_words(spec, rows);
    if (counts.common > 1) text_print(out, "stride %d and dilation %d%s share the factor %d", a.stride, a.dilation, of, counts.common);
    else text_print(out, "kernel %d is no multiple of stride %d%s", a.kernel, a.stride, of);
}

void pattern_say(Text *out, const Spec *spec, const float *w)
{
    PhaseCounts y = axis_counts(spec->y), x = axis_counts(spec->x);
    const char *cell = spec->transposed ? "cell" : "input";
    long long least = (long long)y.least * x.least, most = (long long)y.most * x.most;
    bool even = y.even && x.even, differ = gains_differ(spec, w);
    if (!spec->transposed) text_put(out, "A convolution’s pattern is in its gradient. ");
    if (spec->y.stride == 1 && spec->x.stride == 1) {
        text_print(out, "With stride 1 every %s is treated alike: there is no period in which a pattern could repeat.", cell);
    } else if (least == 0) {
        long long empty = (long long)spec->y.stride * spec->x.stride - (long long)(spec->y.stride - y.empty) * (spec->x.stride - x.empty);
        if (spec->dims == 1) text_print(out, "Of every %d %ss %lld are reached by no weight at all: ", spec->x.stride, cell, empty);
        else text_print(out, "Of every %d×%d %ss %lld are reached by no weight at all: ", spec->y.stride, spec->x.stride, cell, empty);
        put_reason(out, spec, y.empty > 0);
        text_put(out, ". No weight can mend a hole.");
    } else if (!even) {
        text_print(out, "The overlap is uneven: %s %s is reached by %lld to %lld weights, for ", spec->transposed ? "a" : "an", cell, least, most);
        put_reason(out, spec, !y.even);
        text_put(out, differ ? ". Their sums differ with its place:" : ". But they sum to the same everywhere: what is flat stays flat.");
    } else {
        text_print(out, "Every %s is reached by %lld weight%s, so the overlap is even. ", cell, most, most == 1 ? "" : "s");
        text_put(out, differ ? "But their sums differ with its place:" : "Their sums are equal too: what is flat stays flat.");
    }
}
