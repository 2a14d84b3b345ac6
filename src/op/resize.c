// Resizing of planes: each cell of the output looks at one place of the input along each axis, which lies on a cell or
// between two. Places are whole fractions, so that they are the same on every machine and never off by one.
#include "op/layer.h"

#include <string.h>

// ---- at the door -----------------------------------------------------------------------------------------------

static bool one_is_given(const PerAxis *size, const PerAxis *scale, Error *err)
{
    if (!size->count && !scale->count)
        return error_set(err, 0, "neither size nor scale is given; give one of them: --size H,W for the output's own, "
                                 "or --scale for whole multiples of the input's");
    if (!size->count || !scale->count) return true;
    char sizes[PER_AXIS_TEXT], scales[PER_AXIS_TEXT];
    return error_set(err, 0, "size is %s and scale is %s; give one of them, the other follows",
                     per_axis_print(sizes, size), per_axis_print(scales, scale));
}

static bool counts_fit(const char *name, const PerAxis *given, int dims, Error *err)
{
    if (given->count <= 1 || given->count == dims) return true;
    char values[PER_AXIS_TEXT];
    return error_set(err, 0, "%s is %s, %d values; give one number%s", name, per_axis_print(values, given),
                     given->count, dims == 2 ? " for both axes, or two: rows,columns" : "");
}

// One side of the output from that of the input.
static bool size_side(long long *out, const char *side, int in, const PerAxis *size, const PerAxis *scale, int at,
                      Error *err)
{
    const PerAxis *given = size->count ? size : scale;
    long long value = given->value[given->count == 1 ? 0 : at];
    if (value < 1 && given == size)
        return error_set(err, 0, "size is %lld (%s); the output must have 1 cell or more", value, side);
    if (value < 1)
        return error_set(err, 0, "scale is %lld (%s); it must be a whole number of 1 or more; any other size, smaller "
                                 "ones too, is reached with --size", value, side);
    if (value > SPEC_MOST_SIDE)
        return error_set(err, 0, "%s is %lld (%s); it must be at most %d", given == size ? "size" : "scale", value,
                         side, SPEC_MOST_SIDE);
    *out = given == size ? value : in * value;
    return true;
}

static bool mode_from(Resize *out, const char *mode, int rank, long long align_corners, Error *err)
{
    static const char *const words[] = { "nearest", "linear", "bilinear" };
    const char *right = rank == 3 ? "linear" : "bilinear", *other = rank == 3 ? "bilinear" : "linear";
    out->bilinear = !strcmp(mode, right);
    if (!strcmp(mode, other))
        return error_set(err, 0, "mode is '%s', but x has %d sides; it must be nearest or %s", mode, rank, right);
    if (!out->bilinear && strcmp(mode, "nearest")) {
        int near = near_word(mode, words, COUNT(words));
        return error_set(err, 0, "mode is '%s'; it must be nearest or %s%s%s%s", mode, right,
                         near < 0 ? "" : "; did you mean ", near < 0 ? "" : near == 0 ? words[0] : right,
                         near < 0 ? "" : "?");
    }
    if (align_corners != 0 && align_corners != 1)
        return error_set(err, 0, "align_corners is %lld; it must be 0 or 1", align_corners);
    if (align_corners && !out->bilinear)
        return error_set(err, 0, "align_corners is 1, which means nothing for nearest; it must be 0, or mode be %s",
                         right);
    out->align_corners = align_corners;
    return true;
}

bool resize_from(Resize *out, const Tensor *x, const char *mode, long long align_corners, const PerAxis *size,
                 const PerAxis *scale, Error *err)
{
    bool flat = x->rank == 3;
    int dims = flat ? 1 : 2;
    if (flat ? !layer_shape("x", x, err)
             : !layer_rank("interpolate", "x", x, 4, "batch, channels, height, width) or 3: (batch, channels, length",
                           err))
        return false;
    Resize resize = { .planes = (size_t)x->shape[0] * (size_t)x->shape[1], .in_height = flat ? 1 : x->shape[2],
                      .in_width = x->shape[dims + 1] };
    long long height = 1, width;
    if (!mode_from(&resize, mode, x->rank, align_corners, err) || !one_is_given(size, scale, err) ||
        !counts_fit("size", size, dims, err) || !counts_fit("scale", scale, dims, err) ||
        (!flat && !size_side(&height, "height", resize.in_height, size, scale, 0, err)) ||
        !size_side(&width, flat ? "length" : "width", resize.in_width, size, scale, dims - 1, err) ||
        !layer_fits("the output", 4, (long long[]){ x->shape[0], x->shape[1], height, width }, err))
        return false;
    resize.out_height = (int)height, resize.out_width = (int)width;
    *out = resize;
    return true;
}

// ---- places ----------------------------------------------------------------------------------------------------

// Between cell `near` and the one after it; `far` is how far beyond `near`, 0 ≤ far < 1. At 0 the second cell is an
// absent term: there may be none, and an infinity in it is not seen.
typedef struct Between {
    int near;
    double far;
} Between;

static Between between(const Resize *resize, int in, int out, int i)
{
    if (!resize->bilinear) return (Between){ (int)((long long)i * in / out), 0 };
    // (2i+1)·in/2out − 1/2, or i·(in−1)/(out−1), as one fraction
    long long above = resize->align_corners ? (long long)i * (in - 1) : (2LL * i + 1) * in - out;
    long long below = !resize->align_corners ? 2LL * out : out > 1 ? out - 1 : 1;
    if (above < 0) above = 0;
    Between place = { (int)(above / below), (double)(above % below) / (double)below };
    if (place.near >= in - 1) place = (Between){ in - 1, 0 };
    return place;
}

// Columns are placed once for a strip of the whole stack, then used by all its rows.
enum { STRIP = 256 };

static int place_strip(Between strip[STRIP], const Resize *resize, int from)
{
    int count = resize->out_width - from < STRIP ? resize->out_width - from : STRIP;
    for (int i = 0; i < count; i++) strip[i] = between(resize, resize->in_width, resize->out_width, from + i);
    return count;
}

// ---- kernels ---------------------------------------------------------------------------------------------------

static double mix(const float *cells, Between at)
{
    return at.far == 0 ? cells[at.near] : (1 - at.far) * cells[at.near] + at.far * cells[at.near + 1];
}

void resize(float *y, const float *x, const Resize *resize)
{
    size_t in_width = (size_t)resize->in_width, out_width = (size_t)resize->out_width;
    Between across[STRIP];
    for (int from = 0; from < resize->out_width; from += STRIP) {
        int count = place_strip(across, resize, from);
        for (int row = 0; row < resize->out_height; row++) {
            Between down = between(resize, resize->in_height, resize->out_height, row);
            for (size_t plane = 0; plane < resize->planes; plane++) {
                float *to = y + (plane * (size_t)resize->out_height + (size_t)row) * out_width + from;
                const float *above = x + (plane * (size_t)resize->in_height + (size_t)down.near) * in_width;
                if (down.far == 0)
                    for (int i = 0; i < count; i++) to[i] = (float)mix(above, across[i]);
                else
                    for (int i = 0; i < count; i++)
                        to[i] = (float)((1 - down.far) * mix(above, across[i]) +
                                        down.far * mix(above + in_width, across[i]));
            }
        }
    }
}

// The first output cell whose place is cell [near] or beyond, or [out]: places never go back.
static int first_at(const Resize *resize, int in, int out, int near)
{
    int low = 0, high = out;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (between(resize, in, out, middle).near >= near) high = middle;
        else low = middle + 1;
    }
    return low;
}

// Every cell of the input gathers in double what the output cells between it and its neighbours give back: one cell may
// be the source of millions.
enum { PLACED = 4 * STRIP };
typedef struct Gather {
    int from, count;        // columns of the input
    int first, end;         // columns of the output that look at any of them
    Between placed[PLACED]; // the places of these, as far as there is room; where there are more, few rows share them
    double sum[STRIP + 2];  // column from − 1, the columns themselves, and the one after: what falls outside is left
} Gather;

static void gather_columns(Gather *g, const Resize *resize, int from)
{
    int in = resize->in_width, out = resize->out_width;
    g->from = from;
    g->count = in - from < STRIP ? in - from : STRIP;
    g->first = first_at(resize, in, out, from - 1);
    g->end = first_at(resize, in, out, from + g->count);
    for (int i = g->first; i < g->end && i - g->first < PLACED; i++)
        g->placed[i - g->first] = between(resize, in, out, i);
}

static void gather_row(Gather *g, const Resize *resize, const float *gy, double share)
{
    for (int i = g->first; i < g->end; i++) {
        Between at = i - g->first < PLACED ? g->placed[i - g->first]
                                           : between(resize, resize->in_width, resize->out_width, i);
        double value = share * (double)gy[i], *sum = &g->sum[at.near - g->from + 1];
        sum[0] += (1 - at.far) * value;
        if (at.far > 0) sum[1] += at.far * value;
    }
}

void resize_backward(float *gx, const float *gy, const Resize *resize)
{
    size_t in_width = (size_t)resize->in_width, out_width = (size_t)resize->out_width;
    size_t in_height = (size_t)resize->in_height, out_height = (size_t)resize->out_height;
    Gather g;
    for (int from = 0; from < resize->in_width; from += STRIP) {
        gather_columns(&g, resize, from);
        for (int row = 0; row < resize->in_height; row++) {
            int first = first_at(resize, resize->in_height, resize->out_height, row - 1);
            int end = first_at(resize, resize->in_height, resize->out_height, row + 1);
            for (size_t plane = 0; plane < resize->planes; plane++) {
                memset(g.sum, 0, sizeof g.sum);
                for (int i = first; i < end; i++) {
                    Between down = between(resize, resize->in_height, resize->out_height, i);
                    double share = down.near == row ? 1 - down.far : down.far;
                    if (share > 0) gather_row(&g, resize, gy + (plane * out_height + (size_t)i) * out_width, share);
                }
                float *to = gx + (plane * in_height + (size_t)row) * in_width + from;
                for (int i = 0; i < g.count; i++) to[i] = (float)g.sum[i + 1];
            }
        }
    }
}
