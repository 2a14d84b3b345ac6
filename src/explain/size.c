// Sizes: the formula with its numbers, and the other sizes that the rounding of a convolution makes one of. That is
// why output_padding exists: it says which of them to return to.
#include "explain/explain.h"
#include "explain/settle.h"

static void put_formula(Text *out, const Spec *spec, Axis a)
{
    if (spec->transposed)
        text_print(out, "(%d−1)·%d − 2·%d + %d·(%d−1) + %d + 1 = %d", a.narrow, a.stride, a.padding, a.dilation,
                   a.kernel, a.output_padding, a.wide);
    else
        text_print(out, "⌊(%d + 2·%d − %d·(%d−1) − 1)/%d⌋ + 1 = %d", a.wide, a.padding, a.dilation, a.kernel,
                   a.stride, a.narrow);
}

void size_formula(Text *out, const Spec *spec, bool rows)
{
    put_formula(out, spec, rows ? spec->y : spec->x);
}

enum { MOST_LISTED = 16 };

// All wide sizes from which a convolution makes [narrow]: `stride` of them in a row, as far as they are sizes at all.
// The wide size itself is left out.
static void put_siblings(Text *out, const Spec *spec, Axis a, long long narrow)
{
    long long smallest = axis_transposed_size(narrow, a.kernel, a.stride, a.padding, 0, a.dilation);
    long long listed = 0, left = 0;
    for (long long more = 0; more < a.stride; more++) {
        long long wide = smallest + more;
        if (wide < 1 || wide == a.wide) continue;
        if (listed == MOST_LISTED) {
            left++;
            continue;
        }
        if (spec->transposed) text_print(out, "  %lld  output_padding=%lld\n", wide, more);
        else text_print(out, "%s%lld", listed ? ", " : "", wide);
        listed++;
    }
    if (left) text_print(out, spec->transposed ? "  … and %lld more\n" : " … and %lld more", left);
    if (!listed) text_put(out, spec->transposed ? "  none\n" : "none");
    if (!spec->transposed) text_put(out, "\n");
}

static void report_axis(Text *out, const Spec *spec, Axis a, const char *name)
{
    text_print(out, "\n%s", name);
    put_formula(out, spec, a);
    text_put(out, "\n");
    if (!spec->transposed) {
        text_print(out, "other input sizes that give %d: ", a.narrow);
        put_siblings(out, spec, a, a.narrow);
        return;
    }
    long long back = axis_convolved_size(a.wide, a.kernel, a.stride, a.padding, a.dilation);
    if (back == a.narrow)
        text_print(out, "a convolution with these numbers brings %d back to %d; it brings these to %d too:\n", a.wide,
                   a.narrow, a.narrow);
    else
        text_print(out, "a convolution with these numbers brings %d to %lld, not back to %d, because output_padding %d "
                        "is not below stride %d; it brings these to %d:\n", a.wide, back, a.narrow, a.output_padding,
                   a.stride, a.narrow);
    put_siblings(out, spec, a, a.narrow);
}

static bool rows_are_as_columns(const Spec *spec)
{
    for (Param param = 0; param < PARAM_COUNT; param++)
        if (param_get(spec, param, true) != param_get(spec, param, false)) return false;
    return true;
}

void size_report(Text *out, const Spec *spec)
{
    if (spec->dims == 1) text_print(out, "%d\n", spec_out(spec, spec->x));
    else text_print(out, "%dx%d\n", spec_out(spec, spec->y), spec_out(spec, spec->x));
    text_put(out, spec->transposed
                      ? "\n(input−1)·stride − 2·padding + dilation·(kernel−1) + output_padding + 1\n"
                      : "\n⌊(input + 2·padding − dilation·(kernel−1) − 1)/stride⌋ + 1\n");
    if (spec->dims == 1) {
        report_axis(out, spec, spec->x, "");
    } else if (rows_are_as_columns(spec)) {
        report_axis(out, spec, spec->x, "rows and columns: ");
    } else {
        report_axis(out, spec, spec->y, "rows: ");
        report_axis(out, spec, spec->x, "columns: ");
    }
}

// ---- the ladder ------------------------------------------------------------------------------------------------

// The smallest wide size that a convolution brings to [narrow]: what output padding 0 leads back to.
static long long smallest(Axis a, long long narrow)
{
    return axis_transposed_size(narrow, a.kernel, a.stride, a.padding, 0, a.dilation);
}

int size_trip_limit(Axis a)
{
    return a.stride;
}

int size_torch_limit(Axis a)
{
    return axis_most_output_padding(a, true) + 1;
}

Rung size_rung(Axis a, long long wide)
{
    long long back = wide - smallest(a, a.narrow);
    Rung rung = { .wide = wide, .output_padding = back >= 0 && back < size_torch_limit(a) ? (int)back : -1 };
    if (wide >= 1) rung.narrow = axis_convolved_size(wide, a.kernel, a.stride, a.padding, a.dilation);
    return rung;
}

static bool pick(Axis *a, bool transposed, long long wide, Error *err)
{
    if (wide > SPEC_MOST_SIDE || wide < 1)
        return error_set(err, 0, "the size is %lld; it must be 1 to %d", wide, SPEC_MOST_SIDE);
    if (!transposed) {
        a->wide = (int)wide;
        return true;
    }
    long long narrow = size_rung(*a, wide).narrow;
    if (narrow < 1) {
        long long least = smallest(*a, 1);
        return error_set(err, 0, "no input leads to %lld: one cell alone already makes %lld", wide, least < 1 ? 1 : least);
    }
    a->narrow = (int)narrow;
    a->output_padding = (int)(wide - smallest(*a, narrow));
    return true;
}

bool size_pick(Spec *spec, bool rows, long long wide, bool both, Error *err)
{
    Axis *a = rows ? &spec->y : &spec->x, *other = rows ? &spec->x : &spec->y;
    int before = spec_in(spec, *a);
    if (!pick(a, spec->transposed, wide, err)) return false;
    if (!both) return true;
    int *side = spec->transposed ? &other->narrow : &other->wide;
    *side += spec_in(spec, *a) - before;
    if (*side < 1) *side = 1;
    other->output_padding = a->output_padding;
    return true;
}
