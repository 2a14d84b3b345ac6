// Sizes: the formula with its numbers, and the other sizes that the rounding of a convolution makes one of. That is
// why output_padding exists: it says which of them to return to.
#include "explain/explain.h"

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
