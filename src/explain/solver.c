// From–to: every layer that leads from one size to another, within bounds that a person would try. The sizes are those
// of op; here is only the order in which numbers are tried, which is the order of the answers.
#include "explain/explain.h"

#include <stdlib.h>

const SizeBounds SIZE_BOUNDS[2] = { { 7, 4, 2 }, { 15, 8, 4 } };

static long long size_of(bool transposed, int from, const SizeAnswer *a)
{
    if (transposed)
        return axis_transposed_size(from, a->kernel, a->stride, a->padding, a->output_padding, a->dilation);
    return axis_convolved_size(from, a->kernel, a->stride, a->padding, a->dilation);
}

static void take(SizeAnswers *out, const SizeAnswer *answer, long long size, int to)
{
    if (size < 1) return;
    if (size < to && size > out->below) out->below = size;
    if (size > to && (!out->above || size < out->above)) out->above = size;
    if (size != to) return;
    // Room for 1, 2, 4 … answers.
    if ((out->count & (out->count - 1)) == 0)
        out->at = memory_grow(out->at, out->count ? 2 * (size_t)out->count : 1, sizeof *out->at);
    out->at[out->count++] = *answer;
}

void size_solve(SizeAnswers *out, bool transposed, int from, int to, SizeBounds most)
{
    *out = (SizeAnswers){ 0 };
    SizeAnswer a;
    for (a.dilation = 1; a.dilation <= most.dilation; a.dilation++)
    for (a.kernel = 1; a.kernel <= most.kernel; a.kernel++)
    for (a.output_padding = 0; a.output_padding < (transposed ? most.stride : 1); a.output_padding++)
    for (a.padding = 0; a.padding <= a.dilation * (a.kernel - 1); a.padding++)
    for (a.stride = a.output_padding + 1; a.stride <= most.stride; a.stride++)
        take(out, &a, size_of(transposed, from, &a), to);
}

void size_answers_clear(SizeAnswers *answers)
{
    free(answers->at);
    *answers = (SizeAnswers){ 0 };
}

static void put(Spec *spec, bool rows, const SizeAnswer *answer, int in)
{
    Axis *a = rows ? &spec->y : &spec->x;
    a->kernel = answer->kernel, a->stride = answer->stride, a->padding = answer->padding;
    a->output_padding = answer->output_padding, a->dilation = answer->dilation;
    param_set(spec, PARAM_IN, rows, in < 1 ? 1 : in);
}

Spec size_answer_spec(const Spec *spec, bool rows, int from, const SizeAnswer *answer, bool both)
{
    Spec out = *spec;
    int by = from - param_get(spec, PARAM_IN, rows);
    put(&out, rows, answer, from);
    if (both) put(&out, !rows, answer, param_get(spec, PARAM_IN, !rows) + by);
    return out;
}
