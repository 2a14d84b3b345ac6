// Partial sums: what an output plane holds after the first steps. A product is done when the step that does it is; the
// three walks differ in nothing else, so at the end they hold the same numbers.
#include "explain/explain.h"

#include <stdlib.h>

// Which products of one plane are done. Each walk compares one index with the number of steps.
typedef struct Done {
    Walk walk;
    long long steps;
} Done;

// The index of the first value of one plane.
static long long plane_first(const Spec *spec, Role role, int n, int c)
{
    int shape[4];
    scene_shape(spec, role, shape);
    return ((long long)n * shape[1] + c) * shape[2] * shape[3];
}

static long long smaller(long long a, long long b)
{
    return a < b ? a : b;
}

typedef struct Plane {
    const Work *work;
    const Spec *spec;
    Sums *sums;
    long long x_first, y_first; // the planes of x and y
    const float *w;             // (KH, KW)
    long long product; // the number of the first product of narrow cell (0, 0) with this pair of channels
    long long apart;   // from one narrow cell's products to the next
    Done done;
} Plane;

static void land(const Plane *p, int y_row, int y_col, float x, float w)
{
    const Canvas *canvas = &p->sums->canvas;
    size_t at = (size_t)(y_row - canvas->row0) * (size_t)canvas->cols + (size_t)(y_col - canvas->col0);
    p->sums->value[at] += (double)x * (double)w;
    p->sums->count[at]++;
}

// All taps of one narrow cell. A transposed one lands on the canvas, cut or not, unless its output is read, where only
// what is kept is ever finished. A convolution skips what lies in the padding.
static void add_narrow(const Plane *p, int row, int col)
{
    const Spec *spec = p->spec;
    const bool transposed = spec->transposed;
    const int x_cols = spec_in(spec, spec->x), y_cols = spec_out(spec, spec->x);
    long long number = p->product + ((long long)row * spec->x.narrow + col) * p->apart;
    for (int ky = 0; ky < spec->y.kernel; ky++)
    for (int kx = 0; kx < spec->x.kernel; kx++, number++) {
        int wide_row = axis_place(spec->y, row, ky), wide_col = axis_place(spec->x, col, kx);
        bool inside = axis_wide(spec->y, row, ky) >= 0 && axis_wide(spec->x, col, kx) >= 0;
        if (!inside && (!transposed || p->done.walk == WALK_OUTPUT)) continue;
        int x_row = transposed ? row : wide_row, x_col = transposed ? col : wide_col;
        int y_row = transposed ? wide_row : row, y_col = transposed ? wide_col : col;
        long long x_index = p->x_first + (long long)x_row * x_cols + x_col;
        long long y_index = p->y_first + (long long)y_row * y_cols + y_col;
        long long step = p->done.walk == WALK_PRODUCT ? number : p->done.walk == WALK_INPUT ? x_index : y_index;
        if (step < p->done.steps) land(p, y_row, y_col, p->work->x[x_index], p->w[ky * spec->x.kernel + kx]);
    }
}

void sums_make(Sums *sums, const Work *work, int n, int c, Walk walk, long long steps)
{
    const Spec *spec = &work->scene.spec;
    *sums = (Sums){ .canvas = canvas_of(spec), .has_bias = work->b != NULL };
    size_t cells = (size_t)sums->canvas.rows * (size_t)sums->canvas.cols;
    sums->value = memory_new(cells, sizeof *sums->value);
    sums->count = memory_new(cells, sizeof *sums->count);
    for (int row = 0; work->b && row < spec_out(spec, spec->y); row++)
    for (int col = 0; col < spec_out(spec, spec->x); col++)
        sums->value[(size_t)(row - sums->canvas.row0) * (size_t)sums->canvas.cols + (size_t)(col - sums->canvas.col0)] =
            (double)work->b[c];
    int in_of_group = spec->in_channels / spec->groups, out_of_group = spec->out_channels / spec->groups;
    int group = c / out_of_group, wide_of_group = spec->transposed ? out_of_group : in_of_group;
    long long all = timeline_count(spec, walk), taps = (long long)spec->y.kernel * spec->x.kernel;
    Plane p = { .work = work, .spec = spec, .sums = sums, .y_first = plane_first(spec, ROLE_Y, n, c),
                .apart = taps * wide_of_group,
                .done = { walk, steps == STEP_END ? all : smaller(steps, all) } };
    for (int i = 0; i < in_of_group; i++) {
        int in = group * in_of_group + i;
        int narrow = spec->transposed ? in : c, wide = spec->transposed ? c % out_of_group : i;
        int narrow_channels = spec_narrow_channels(spec);
        p.x_first = plane_first(spec, ROLE_X, n, in);
        p.w = work->w + ((size_t)narrow * (size_t)wide_of_group + (size_t)wide) * (size_t)taps;
        p.product = ((long long)n * narrow_channels + narrow) * spec->y.narrow * spec->x.narrow * p.apart + wide * taps;
        for (int row = 0; row < spec->y.narrow; row++)
        for (int col = 0; col < spec->x.narrow; col++)
            add_narrow(&p, row, col);
    }
}

void sums_clear(Sums *sums)
{
    free(sums->value);
    free(sums->count);
    *sums = (Sums){ 0 };
}
