// Transposed convolution, one row of the output at a time. The columns of a row fall into `stride` phases: the cells of
// one phase lie a stride apart, and a tap brings them a run of neighbouring inputs. So each phase is summed densely, in
// a piece that stays in the nearest cache, and the phases are woven together when the piece is done. A cell takes its
// terms in the order in which stamps would bring them: channel, tap row, tap column. This is the kernel that everything
// runs.
#include "op/reach.h"

#include <string.h>

enum {
    PIECE = 512, // cells of one phase that are summed at once
    PHASES = 4,  // phases that are woven at once
    STRANDS = 64 // strands that are gathered before they are added
};

// What one tap brings to the cells of a phase: w · row[q + shift] for first ≤ q < end.
typedef struct Strand {
    const float *row;
    float w;
    int shift, first, end;
} Strand;

FOR_EACH_CPU
static void add_one(float *restrict sum, const float *restrict x, float w, int count)
{
    for (int i = 0; i < count; i++) sum[i] += w * x[i];
}

// One after the other, as four calls of the above would.
FOR_EACH_CPU
static void add_four(float *restrict sum, const float *const x[4], const Strand *strand, int count)
{
    const float *restrict a = x[0], *restrict b = x[1], *restrict c = x[2], *restrict d = x[3];
    float wa = strand[0].w, wb = strand[1].w, wc = strand[2].w, wd = strand[3].w;
    for (int i = 0; i < count; i++) sum[i] = (((sum[i] + wa * a[i]) + wb * b[i]) + wc * c[i]) + wd * d[i];
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

// The part of a strand in cells from … to; sum[0] is cell [origin].
static void add_part(float *sum, const Strand *strand, int origin, int from, int to)
{
    from = larger(from, strand->first), to = smaller(to, strand->end);
    if (from < to) add_one(sum + (from - origin), strand->row + (from + strand->shift), strand->w, to - from);
}

static void add_strands(float *sum, const Strand *strands, int count, int from, int to)
{
    for (; count >= 4; strands += 4, count -= 4) {
        int first = from, end = to; // where all four have cells
        for (int i = 0; i < 4; i++) first = larger(first, strands[i].first), end = smaller(end, strands[i].end);
        if (first >= end) first = end = to;
        const float *x[4];
        for (int i = 0; i < 4; i++) {
            add_part(sum, &strands[i], from, from, first);
            add_part(sum, &strands[i], from, end, to);
            if (first < end) x[i] = strands[i].row + (first + strands[i].shift);
        }
        if (first < end) add_four(sum + (first - from), x, strands, end - first);
    }
    for (int i = 0; i < count; i++) add_part(sum, &strands[i], from, from, to);
}

// Where a tap lands: on cells first ≤ q < end of one phase, whose cell 0 is wide cell `phase`; cell q takes narrow cell
// q + shift.
typedef struct Landing {
    int phase, first, end, shift;
} Landing;

static Landing landing_of(Axis a, int tap)
{
    Reach reach = axis_reach(a, tap);
    int phase = axis_place(a, 0, tap) % a.stride, q = reach.wide / a.stride;
    return (Landing){ phase < 0 ? phase + a.stride : phase, q, q + reach.count, reach.first - q };
}

typedef struct Landings {
    Axis axis;
    int step; // taps of one phase stand so far apart
    Landing held[REACH_HELD];
} Landings;

static void landings_make(Landings *landings, Axis a)
{
    landings->axis = a, landings->step = a.stride / axis_common(a);
    for (int tap = 0; tap < a.kernel && tap < REACH_HELD; tap++) landings->held[tap] = landing_of(a, tap);
}

static inline Landing landing_at(const Landings *landings, int tap)
{
    return tap < REACH_HELD ? landings->held[tap] : landing_of(landings->axis, tap);
}

// The first tap of a phase, or the kernel's size where it has none.
static int first_tap(const Landings *landings, int phase)
{
    for (int tap = 0; tap < landings->step && tap < landings->axis.kernel; tap++)
        if (landing_at(landings, tap).phase == phase) return tap;
    return landings->axis.kernel;
}

// One plane of the output and what it is made of: planes of x, and for each the kernel that leads here.
typedef struct Plane {
    const float *x, *w;
    size_t x_plane, w_plane; // from one in-channel to the next
    int ins;
    const Landings *rows, *columns;
} Plane;

// Adds to cells from … to of a phase of columns all that reaches row [oy].
static void sum_phase(float *sum, const Plane *plane, int oy, int phase, int from, int to)
{
    Axis rows = plane->rows->axis, columns = plane->columns->axis;
    int first_y = first_tap(plane->rows, oy % rows.stride), first_x = first_tap(plane->columns, phase), q = oy / rows.stride;
    if (first_x >= columns.kernel) return;
    Strand strands[STRANDS];
    int count = 0;
    for (int in = 0; in < plane->ins; in++)
    for (int ky = first_y; ky < rows.kernel; ky += plane->rows->step) {
        Landing down = landing_at(plane->rows, ky);
        if (q < down.first || q >= down.end) continue;
        const float *row = plane->x + (size_t)in * plane->x_plane + (size_t)(q + down.shift) * (size_t)columns.narrow;
        const float *tap = plane->w + (size_t)in * plane->w_plane + (size_t)ky * (size_t)columns.kernel;
        for (int kx = first_x; kx < columns.kernel; kx += plane->columns->step) {
            Landing across = landing_at(plane->columns, kx);
            strands[count++] = (Strand){ row, tap[kx], across.shift, across.first, across.end };
            if (count < STRANDS) continue;
            add_strands(sum, strands, count, from, to);
            count = 0;
        }
    }
    add_strands(sum, strands, count, from, to);
}

FOR_EACH_CPU
static void weave_two(float *restrict y, const float *restrict even, const float *restrict odd, int count)
{
    for (int q = 0; q < count; q++) y[2 * q] = even[q], y[2 * q + 1] = odd[q];
}

// Lays [phases] phases into [width] cells of a row, each its cells a stride apart.
static void weave(float *y, float sums[PHASES][PIECE], int phases, int width, int stride)
{
    if (stride == 1) {
        memcpy(y, sums[0], (size_t)width * sizeof *y);
        return;
    }
    if (stride == 2) {
        weave_two(y, sums[0], sums[1], width / 2);
        if (width % 2) y[width - 1] = sums[0][width / 2];
        return;
    }
    for (int phase = 0; phase < phases; phase++)
        for (int q = 0, at = phase; at < width; q++, at += stride) y[at] = sums[phase][q];
}

// One row of the output, of which nothing is written yet.
static void make_row(float *y, const Plane *plane, int oy, float bias)
{
    Axis columns = plane->columns->axis;
    int stride = columns.stride, cells = (columns.wide - 1) / stride + 1;
    float sums[PHASES][PIECE];
    for (int from = 0; from < cells; from += PIECE) {
        int to = smaller(cells, from + PIECE);
        int start = from * stride, width = smaller(columns.wide - start, (to - from) * stride);
        for (int phase = 0; phase < stride && phase < width; phase += PHASES) {
            int phases = smaller(PHASES, stride - phase);
            for (int p = 0; p < phases; p++) {
                for (int q = 0; q < to - from; q++) sums[p][q] = bias;
                sum_phase(sums[p], plane, oy, phase + p, from, to);
            }
            weave(y + start + phase, sums, phases, width - phase, stride);
        }
    }
}

void conv_transpose2d_rows(float *y, const float *x, const float *w, const float *bias, const Spec *spec, int first, int end)
{
    assert(spec->transposed);
    Landings rows, columns;
    landings_make(&rows, spec->y);
    landings_make(&columns, spec->x);
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups; // of one group
    size_t x_plane = (size_t)spec->y.narrow * (size_t)spec->x.narrow, y_plane = (size_t)spec->y.wide * (size_t)spec->x.wide;
    size_t w_plane = (size_t)spec->y.kernel * (size_t)spec->x.kernel;
    for (int n = 0; n < spec->batch; n++)
    for (int out = 0; out < spec->out_channels; out++) {
        int in = out / outs * ins;
        Plane plane = { .x = x + ((size_t)n * (size_t)spec->in_channels + (size_t)in) * x_plane,
                        .w = w + ((size_t)in * (size_t)outs + (size_t)(out % outs)) * w_plane, .x_plane = x_plane,
                        .w_plane = (size_t)outs * w_plane, .ins = ins, .rows = &rows, .columns = &columns };
        float *to = y + ((size_t)n * (size_t)spec->out_channels + (size_t)out) * y_plane;
        for (int oy = first; oy < end; oy++) make_row(to + (size_t)oy * (size_t)spec->x.wide, &plane, oy, bias ? bias[out] : 0);
    }
}

void conv_transpose2d(float *y, const float *x, const float *w, const float *bias, const Spec *spec)
{
    conv_transpose2d_rows(y, x, w, bias, spec, 0, spec->y.wide);
}

// One dimension is two with a single row.
void conv_transpose1d(float *y, const float *x, const float *w, const float *bias, const Spec *spec)
{
    assert(spec->dims == 1);
    conv_transpose2d(y, x, w, bias, spec);
}
