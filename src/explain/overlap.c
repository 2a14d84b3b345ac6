// How many prints land on each cell. Nothing here counts: a kernel of ones runs over ones, by the same op_forward as every
// other number of the program, and where it has run over a part of the input alone its output is the count so far.
#include "explain/explain.h"

#include <stdlib.h>
#include <string.h>

// ---- passes of ones --------------------------------------------------------------------------------------------

// Some narrow cells and some taps, each a rectangle.
typedef struct Block {
    int row, rows, col, cols, tap_row, tap_rows, tap_col, tap_cols;
} Block;

// What is added up: onto which canvas, and with which weights; NULL is ones.
typedef struct Pass {
    const Spec *spec;
    Canvas canvas;
    const float *w; // (KH, KW)
    float *out;
} Pass;

// The same axis for some cells and taps, with nothing cut.
static Axis part_of(Axis a, int narrow, int kernel)
{
    return (Axis){ .narrow = narrow, .kernel = kernel, .stride = a.stride, .dilation = a.dilation };
}

static float *ones(size_t count)
{
    float *out = memory_new(count, sizeof *out);
    for (size_t i = 0; i < count; i++) out[i] = 1;
    return out;
}

// Runs the kernel over a block of ones and adds what it makes to the canvas. A block that is left out is never
// multiplied by 0: an infinite weight makes no NaN of it.
static void add_block(const Pass *p, Block b)
{
    if (b.rows <= 0 || b.cols <= 0 || b.tap_rows <= 0 || b.tap_cols <= 0) return;
    const Spec *spec = p->spec;
    const Canvas *canvas = &p->canvas;
    Spec part = { .transposed = true, .dims = 2, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1,
                  .y = part_of(spec->y, b.rows, b.tap_rows), .x = part_of(spec->x, b.cols, b.tap_cols) };
    if (!spec_check(&part, NULL)) abort(); // smaller than a spec that has passed
    float *x = ones(spec_x_count(&part)), *w = ones(spec_w_count(&part)), *y = memory_new(spec_y_count(&part), sizeof *y);
    for (int r = 0; p->w && r < b.tap_rows; r++)
        memcpy(w + r * b.tap_cols, p->w + (size_t)(b.tap_row + r) * (size_t)spec->x.kernel + b.tap_col, (size_t)b.tap_cols * sizeof *w);
    op_forward(y, x, w, NULL, &part);
    int row0 = axis_place(spec->y, b.row, b.tap_row) - canvas->row0, col0 = axis_place(spec->x, b.col, b.tap_col) - canvas->col0;
    for (int r = 0; r < part.y.wide; r++)
    for (int c = 0; c < part.x.wide; c++) {
        int row = row0 + r, col = col0 + c;
        if (row < 0 || row >= canvas->rows || col < 0 || col >= canvas->cols) continue;
        p->out[(size_t)row * (size_t)canvas->cols + (size_t)col] += y[(size_t)r * (size_t)part.x.wide + (size_t)c];
    }
    free(x);
    free(w);
    free(y);
}

// The first [cells] narrow cells, row by row, and of the next one the first [taps].
static void add_first(const Pass *p, long long cells, long long taps)
{
    const Spec *spec = p->spec;
    int across = spec->x.narrow, ky = spec->y.kernel, kx = spec->x.kernel;
    int row = (int)(cells / across), col = (int)(cells % across), tap_row = (int)(taps / kx), tap_col = (int)(taps % kx);
    add_block(p, (Block){ 0, row, 0, across, 0, ky, 0, kx });
    add_block(p, (Block){ row, 1, 0, col, 0, ky, 0, kx });
    add_block(p, (Block){ row, 1, col, 1, 0, tap_row, 0, kx });
    add_block(p, (Block){ row, 1, col, 1, tap_row, 1, 0, tap_col });
}

// ---- what is done ----------------------------------------------------------------------------------------------

static long long limited(long long value, long long most)
{
    return value < 0 ? 0 : value > most ? most : value;
}

// A pair of planes.
typedef struct Pair {
    const Spec *spec;
    Walk walk;
    int n, in, out;
} Pair;

static bool is_joined(const Pair *p)
{
    return p->in / (p->spec->in_channels / p->spec->groups) == p->out / (p->spec->out_channels / p->spec->groups);
}

static Cell w_first(const Pair *p)
{
    int ins = p->spec->in_channels / p->spec->groups, outs = p->spec->out_channels / p->spec->groups;
    return p->spec->transposed ? (Cell){ ROLE_W, { p->in, p->out % outs, 0, 0 } } : (Cell){ ROLE_W, { p->out, p->in % ins, 0, 0 } };
}

// The products of narrow cell (0, 0) and of its neighbour, at the first tap: where the pair's steps begin, and how far
// apart its cells are.
static long long step_of(const Pair *p, int row, int col)
{
    Term term = { .x = { ROLE_X, { p->n, p->in, row, col } }, .y = { ROLE_Y, { p->n, p->out, row, col } }, .w = w_first(p) };
    return timeline_of(p->spec, p->walk, &term);
}

// By steps of the wide side, a cell is done at once, and what is cut never.
static void take_done(const Pair *p, const Canvas *canvas, const float *whole, float *out, long long steps)
{
    long long first = step_of(p, 0, 0);
    for (int row = 0; row < p->spec->y.wide; row++)
    for (int col = 0; col < p->spec->x.wide; col++) {
        size_t at = (size_t)(row - canvas->row0) * (size_t)canvas->cols + (size_t)(col - canvas->col0);
        if (first + (long long)row * p->spec->x.wide + col < steps) out[at] = whole[at];
    }
}

static void add_done(const Pair *pair, const Pass *pass, const float *whole, long long steps)
{
    const Spec *spec = pair->spec;
    long long cells = (long long)spec->y.narrow * spec->x.narrow, first = step_of(pair, 0, 0);
    if (pair->walk != WALK_PRODUCT && (pair->walk == WALK_INPUT) != spec->transposed) {
        take_done(pair, &pass->canvas, whole, pass->out, steps);
        return;
    }
    if (pair->walk != WALK_PRODUCT) {
        add_first(pass, limited(steps - first, cells), 0);
        return;
    }
    long long taps = (long long)spec->y.kernel * spec->x.kernel;
    long long apart = taps * (spec->transposed ? spec->out_channels : spec->in_channels) / spec->groups;
    long long done = steps - first < taps ? 0 : limited((steps - first - taps) / apart + 1, cells);
    add_first(pass, done, done < cells ? limited(steps - first - done * apart, taps) : 0);
}

// ---- the whole -------------------------------------------------------------------------------------------------

static Canvas wide_canvas(const Spec *spec)
{
    if (spec->transposed) return canvas_of(spec);
    Axis y = spec->y, x = spec->x;
    int rows = axis_extent(y) - y.padding, cols = axis_extent(x) - x.padding;
    return (Canvas){ 0, 0, y.wide, x.wide, rows < y.wide ? rows : y.wide, cols < x.wide ? cols : x.wide };
}

// One axis by itself.
static float *axis_prints(Axis a, int from, int cells)
{
    float *out = memory_new((size_t)cells, sizeof *out);
    Spec spec = { .y = AXIS_TRIVIAL, .x = a };
    Pass pass = { &spec, { .col0 = from, .rows = 1, .cols = cells }, NULL, out };
    add_block(&pass, (Block){ 0, 1, 0, a.narrow, 0, 1, 0, a.kernel });
    return out;
}

static float *whole_pass(Pass *pass)
{
    const Spec *spec = pass->spec;
    pass->out = memory_new((size_t)pass->canvas.rows * (size_t)pass->canvas.cols, sizeof *pass->out);
    add_block(pass, (Block){ 0, spec->y.narrow, 0, spec->x.narrow, 0, spec->y.kernel, 0, spec->x.kernel });
    return pass->out;
}

void overlap_make(Overlap *out, const Work *work, int n, int in, int out_channel, long long steps)
{
    const Spec *spec = &work->scene.spec;
    Pair pair = { spec, work->scene.walk, n, in, out_channel };
    Canvas canvas = wide_canvas(spec);
    size_t cells = (size_t)canvas.rows * (size_t)canvas.cols;
    *out = (Overlap){ .canvas = canvas, .rows = axis_prints(spec->y, canvas.row0, canvas.rows), .cols = axis_prints(spec->x, canvas.col0, canvas.cols) };
    out->count = memory_new(cells, sizeof(float)), out->weight = memory_new(cells, sizeof(float));
    if (!is_joined(&pair)) {
        out->counts = memory_new(cells, sizeof(float)), out->weights = memory_new(cells, sizeof(float));
        return;
    }
    Cell w = w_first(&pair);
    const float *plane = work->w + ((size_t)w.at[0] * (size_t)((spec->transposed ? spec->out_channels : spec->in_channels) / spec->groups) +
                                    (size_t)w.at[1]) * (size_t)spec->y.kernel * (size_t)spec->x.kernel;
    Pass counts = { .spec = spec, .canvas = canvas }, weights = { .spec = spec, .canvas = canvas, .w = plane };
    out->counts = whole_pass(&counts), out->weights = whole_pass(&weights);
    if (steps == STEP_END) steps = timeline_count(spec, pair.walk);
    counts.out = out->count, weights.out = out->weight;
    add_done(&pair, &counts, out->counts, steps);
    add_done(&pair, &weights, out->weights, steps);
}

void overlap_clear(Overlap *overlap)
{
    float *parts[] = { overlap->count, overlap->weight, overlap->counts, overlap->weights, overlap->rows, overlap->cols };
    for (int i = 0; i < COUNT(parts); i++) free(parts[i]);
    *overlap = (Overlap){ 0 };
}

// ---- periods and borders ---------------------------------------------------------------------------------------

void overlap_period(float *counts, int kernel, int stride, int dilation, int cells)
{
    // Where no edge is near, a dilation and its remainder by the stride print alike.
    int rest = dilation % stride ? dilation % stride : stride;
    Axis a = { .kernel = kernel, .stride = stride, .dilation = rest };
    long long start = ((long long)axis_span(a) - 1 + stride - 1) / stride * stride;
    a.narrow = (int)(start / stride + (cells + stride - 1) / stride + 1);
    float *prints = axis_prints(a, (int)start, cells);
    memcpy(counts, prints, (size_t)cells * sizeof *counts);
    free(prints);
}

// Whether a cell has all the prints that its phase has elsewhere.
static bool is_full(Axis a, float count, int wide)
{
    int phase = (int)(((long long)wide + a.padding) % a.stride);
    return count >= (float)axis_phase(a, phase).taps;
}

Border overlap_border(const Overlap *overlap, const Spec *spec, bool rows)
{
    const Canvas *canvas = &overlap->canvas;
    const float *count = rows ? overlap->rows : overlap->cols;
    int cells = rows ? canvas->rows : canvas->cols, from = rows ? canvas->row0 : canvas->col0;
    Axis a = rows ? spec->y : spec->x;
    Border border = { 0, 0 };
    // Near the start are the cells that a stamp before the first one would have reached, near the end likewise.
    for (int i = 0; i < cells; i++)
        if (!is_full(a, count[i], from + i) && (long long)from + i + a.padding < axis_span(a) - 1) border.before = i + 1;
    for (int i = cells - 1; i >= border.before; i--)
        if (!is_full(a, count[i], from + i)) border.after = cells - i;
    return border;
}
