// What is said of the overlap: even or not and why, what the weights add to it, a cell's own count, and what is usually
// said wrong about the example that everybody shows.
#include "explain/axes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// ---- the verdict -----------------------------------------------------------------------------------------------

// "4, 2 or 1": the counts that occur, most first.
static void put_counts(Text *out, const int *counts, int count)
{
    for (int i = 0; i < count; i++) text_print(out, "%s%d", i == 0 ? "" : i + 1 == count ? " or " : ", ", counts[i]);
}

// An axis, or both where they are alike: then [square] says so, and phases are those of both.
static void put_reason(Text *out, Axis a, bool square)
{
    PhaseCounts counts = axis_counts(a);
    long long s = a.stride, reached = s - counts.empty, phases = square ? s * s : s, empty = phases - (square ? reached * reached : reached);
    if (counts.even) {
        text_print(out, "%d divides %d", a.stride, a.kernel);
        if (a.stride > 1 && a.dilation > 1) text_print(out, ", and gcd(%d, %d) = 1", a.dilation, a.stride);
        return;
    }
    if (counts.common > 1) {
        text_print(out, "gcd(%d, %d) = %d leaves %lld of %lld phases empty", a.dilation, a.stride, counts.common, empty, phases);
        return;
    }
    text_print(out, "%d = %d·%d + %d, so ", a.kernel, a.kernel / a.stride, a.stride, counts.left_over);
    if (empty) {
        text_print(out, "%lld of %lld phases stay%s empty", empty, phases, empty == 1 ? "s" : "");
        return;
    }
    int most = counts.most, least = counts.least, products[] = { most * most, most * least, least * least }, line[] = { most, least };
    text_put(out, "cells get ");
    put_counts(out, square ? products : line, square ? 3 : 2);
    text_put(out, " prints");
}

static void put_axis(Text *out, Axis a, bool square)
{
    text_put(out, axis_counts(a).even ? "even: " : "uneven: ");
    put_reason(out, a, square);
}

// An axis on which there is one print alone.
static bool is_single(Axis a)
{
    return a.narrow == 1;
}

void overlap_say(Text *out, const Spec *spec)
{
    bool rows = spec->dims == 2 && spec->y.stride > 1 && is_single(spec->y), cols = spec->x.stride > 1 && is_single(spec->x);
    if (alike(spec)) {
        put_axis(out, spec->x, spec->dims == 2);
    } else {
        text_put(out, "rows ");
        put_axis(out, spec->y, false);
        text_put(out, "; columns ");
        put_axis(out, spec->x, false);
    }
    const char *where = spec->dims == 1 || (rows && cols) ? "" : rows ? " from row to row" : " from column to column";
    if (rows || cols) text_print(out, "; but here one window alone, and nothing repeats%s", where);
}

// ---- the weights -----------------------------------------------------------------------------------------------

enum { MOST_PHASES = 1 << 12, MOST_DECIMALS = 6 };

bool gains_shown(double *gains, size_t count, int *decimals)
{
    double least = INFINITY, most = -INFINITY, size = 0, mean = 0;
    for (size_t i = 0; i < count; i++) {
        least = fmin(least, gains[i]), most = fmax(most, gains[i]);
        size = fmax(size, fabs(gains[i])), mean += gains[i] / (double)count;
    }
    bool equal = isfinite(size) && most - least <= 1e-6 * size, differ = !equal && isfinite(size);
    for (size_t i = 0; equal && i < count; i++) gains[i] = mean;
    *decimals = number_decimals(equal ? &mean : (double[]){ least, most }, equal ? 1 : 2);
    for (char low[NUMBER_TEXT], high[NUMBER_TEXT]; differ && *decimals < MOST_DECIMALS; ++*decimals) {
        number_show(low, least, *decimals), number_show(high, most, *decimals);
        if (strcmp(low, high) != 0) break;
    }
    return equal;
}

void overlap_gains_say(Text *out, const Work *work, int in, int out_channel)
{
    const Spec *spec = &work->scene.spec;
    long long phases = tray_count(spec);
    if (work->scene.w.kind == SOURCE_LETTERS) return; // letters have no sum
    if (phases > MOST_PHASES || phases == 1 || is_single(spec->x) || (spec->dims == 2 && is_single(spec->y))) return;
    double *gains = memory_new((size_t)phases, sizeof *gains), least = INFINITY, most = -INFINITY, size = 0;
    op_phase_gains(gains, work->w, spec, in, out_channel);
    for (long long i = 0; i < phases; i++) {
        least = fmin(least, gains[i]), most = fmax(most, gains[i]);
        size = fmax(size, fabs(gains[i]));
    }
    free(gains);
    if (!isfinite(size)) return;
    int decimals;
    double ends[] = { least, most };
    bool even = trays_even(spec), equal = gains_shown(ends, COUNT(ends), &decimals);
    char low[NUMBER_TEXT], high[NUMBER_TEXT];
    number_show(low, ends[0], decimals), number_show(high, ends[1], decimals);
    const char *flat = spec->transposed ? "flat grey" : "a flat gradient";
    if (even && equal) text_print(out, "The weights of every phase add up to the same, %s: %s stays flat.", high, flat);
    else if (equal) text_print(out, "Yet the weights of every phase add up to the same, %s: with them %s stays flat.", high, flat);
    else if (even) text_print(out, "Even is not enough: the weights of a phase add up to between %s and %s, and %s comes out patterned.", low, high, flat);
}

// ---- a cell ----------------------------------------------------------------------------------------------------

static void put_prints(Text *out, double count)
{
    text_print(out, "%.0f print%s", count, count == 1 ? "" : "s");
}

void overlap_cell_say(Text *out, const Work *work, Cell cell, int in, int out_channel, long long steps)
{
    const Spec *spec = &work->scene.spec;
    const Overlap *overlap = work_overlap(work, cell.at[0], in, out_channel, steps);
    const Canvas *canvas = &overlap->canvas;
    int row = cell.at[2] - canvas->row0, col = cell.at[3] - canvas->col0;
    if (row < 0 || col < 0 || row >= canvas->rows || col >= canvas->cols) return;
    size_t at = (size_t)row * (size_t)canvas->cols + (size_t)col;
    double now = (double)overlap->count[at], all = (double)overlap->counts[at];
    if (spec->dims == 2 && all > 0) text_print(out, "%.0f×%.0f = ", (double)overlap->rows[row], (double)overlap->cols[col]);
    put_prints(out, all);
    if (now < all) text_print(out, ", %.0f so far", now);
}

// ---- the classic -----------------------------------------------------------------------------------------------

static Axis classic_axis(int padding, int output_padding)
{
    return (Axis){ .narrow = 3, .kernel = 3, .stride = 2, .dilation = 1, .padding = padding, .output_padding = output_padding };
}

bool overlap_is_classic(const Spec *spec)
{
    return alike(spec) && spec->x.kernel == 3 && spec->x.stride == 2 && spec->x.dilation == 1;
}

Scene overlap_classic(const Scene *scene)
{
    Scene out;
    Error err;
    if (!scene_parse(&out, "convt2d in=3 k=3 s=2 w=ones view=overlap", &err)) abort(); // written here, and read by a test
    memcpy(out.view, scene->view, sizeof out.view);
    out.views = scene->views, out.look = scene->look, out.walk = scene->walk;
    return out;
}

// What ones through ones make of one axis: "1 1 2 1 2 1 1"
static void put_row(Text *out, Axis a)
{
    Spec spec = { .transposed = true, .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1, .y = AXIS_TRIVIAL, .x = a };
    float x[3] = { 1, 1, 1 }, w[3] = { 1, 1, 1 }, y[8];
    if (!spec_check(&spec, NULL) || spec.x.wide > COUNT(y)) abort(); // the two axes of this file
    op_forward(y, x, w, NULL, &spec);
    for (int i = 0; i < spec.x.wide; i++) text_print(out, i ? " %.0f" : "%.0f", (double)y[i]);
}

void overlap_classic_say(Text *out)
{
    text_put(out, "Often told as 1 1 2 1 2 1 …, which is the near corner alone, with nothing cut. Three inputs make ");
    put_row(out, classic_axis(0, 0));
    text_put(out, " along an axis; with padding 1 and output padding 1 the six that are kept are ");
    put_row(out, classic_axis(1, 1));
    text_put(out, ".");
}
