// Partial sums: what a plane of y, gx or gw holds after the first steps. A product is done when the step that does it
// is; the three walks differ in nothing else, so at the end they hold the same numbers. Forward and back are one loop
// over the same terms: x·w lands on y, gy·w on gx and gy·x on gw.
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
    Role onto; // the tensor that is summed: y, gx or gw
    long long x_first, y_first; // the planes of x and y (and of gx and gy)
    const float *w;             // (KH, KW)
    long long product; // the number of the first product of narrow cell (0, 0) with this pair of channels
    long long apart;   // from one narrow cell's products to the next
    Done done;
} Plane;

static void land(const Plane *p, int row, int col, float a, float b)
{
    const Canvas *canvas = &p->sums->canvas;
    size_t at = (size_t)(row - canvas->row0) * (size_t)canvas->cols + (size_t)(col - canvas->col0);
    p->sums->value[at] += (double)a * (double)b;
    p->sums->count[at]++;
}

// All taps of one narrow cell. A transposed one lands on the canvas, cut or not, unless its output is read, where only
// what is kept is ever finished. A convolution skips what lies in the padding. No gradient comes back from either.
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
        if (!inside && (!transposed || p->onto != ROLE_Y || p->done.walk == WALK_OUTPUT)) continue;
        int x_row = transposed ? row : wide_row, x_col = transposed ? col : wide_col;
        int y_row = transposed ? wide_row : row, y_col = transposed ? wide_col : col;
        long long x_index = p->x_first + (long long)x_row * x_cols + x_col;
        long long y_index = p->y_first + (long long)y_row * y_cols + y_col;
        long long step = p->done.walk == WALK_PRODUCT ? number : p->done.walk == WALK_INPUT ? x_index : y_index;
        if (step >= p->done.steps) continue;
        const Work *work = p->work;
        float w = p->w[ky * spec->x.kernel + kx];
        if (p->onto == ROLE_Y) land(p, y_row, y_col, work->x[x_index], w);
        else if (p->onto == ROLE_GX) land(p, x_row, x_col, work->gy[y_index], w);
        else land(p, ky, kx, work->gy[y_index], work->x[x_index]);
    }
}

// All products of one sample with one pair of channels, which are of one group.
static void add_pair(Plane *p, int n, int in, int out)
{
    const Spec *spec = p->spec;
    int in_of_group = spec->in_channels / spec->groups, out_of_group = spec->out_channels / spec->groups;
    int narrow = spec->transposed ? in : out, narrow_channels = spec->transposed ? spec->in_channels : spec->out_channels;
    int wide = spec->transposed ? out % out_of_group : in % in_of_group;
    int wide_of_group = spec->transposed ? out_of_group : in_of_group;
    long long taps = (long long)spec->y.kernel * spec->x.kernel;
    p->x_first = plane_first(spec, ROLE_X, n, in), p->y_first = plane_first(spec, ROLE_Y, n, out);
    p->w = p->work->w + ((size_t)narrow * (size_t)wide_of_group + (size_t)wide) * (size_t)taps;
    p->apart = taps * wide_of_group;
    p->product = ((long long)n * narrow_channels + narrow) * spec->y.narrow * spec->x.narrow * p->apart + wide * taps;
    for (int row = 0; row < spec->y.narrow; row++)
    for (int col = 0; col < spec->x.narrow; col++)
        add_narrow(p, row, col);
}

static Plane plane_of(Sums *sums, const Work *work, Role onto, Canvas canvas, Walk walk, long long steps)
{
    size_t cells = (size_t)canvas.rows * (size_t)canvas.cols;
    *sums = (Sums){ .canvas = canvas, .value = memory_new(cells, sizeof *sums->value),
                    .count = memory_new(cells, sizeof *sums->count) };
    long long all = timeline_count(&work->scene.spec, walk);
    return (Plane){ .work = work, .spec = &work->scene.spec, .sums = sums, .onto = onto,
                    .done = { walk, steps == STEP_END ? all : smaller(steps, all) } };
}

// The terms alone, without a bias.
static void forward_terms(Sums *sums, const Work *work, int n, int c, Walk walk, long long steps)
{
    const Spec *spec = &work->scene.spec;
    Plane p = plane_of(sums, work, ROLE_Y, canvas_of(spec), walk, steps);
    int in_of_group = spec->in_channels / spec->groups, group = c / (spec->out_channels / spec->groups);
    for (int i = 0; i < in_of_group; i++) add_pair(&p, n, group * in_of_group + i, c);
}

void sums_make(Sums *sums, const Work *work, int n, int c, Walk walk, long long steps)
{
    const Spec *spec = &work->scene.spec;
    forward_terms(sums, work, n, c, walk, steps);
    sums->has_bias = work->b != NULL;
    for (int row = 0; work->b && row < spec_out(spec, spec->y); row++)
    for (int col = 0; col < spec_out(spec, spec->x); col++)
        sums->value[(size_t)(row - sums->canvas.row0) * (size_t)sums->canvas.cols + (size_t)(col - sums->canvas.col0)] +=
            (double)work->b[c];
}

void pair_sums_make(Sums *sums, const Work *work, int n, int in, int out, Walk walk, long long steps)
{
    const Spec *spec = &work->scene.spec;
    Plane p = plane_of(sums, work, ROLE_Y, canvas_of(spec), walk, steps);
    bool joined = in / (spec->in_channels / spec->groups) == out / (spec->out_channels / spec->groups);
    if (joined) add_pair(&p, n, in, out);
}

void back_sums_make(Sums *sums, const Work *work, Role role, int first, int second, Walk walk, long long steps)
{
    const Spec *spec = &work->scene.spec;
    int shape[4], ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups;
    scene_shape(spec, role, shape);
    Plane p = plane_of(sums, work, role, (Canvas){ 0, 0, shape[2], shape[3], shape[2], shape[3] }, walk, steps);
    if (role == ROLE_GX) {
        for (int i = 0; i < outs; i++) add_pair(&p, first, second, second / ins * outs + i);
        return;
    }
    int in = spec->transposed ? first : first / outs * ins + second;
    int out = spec->transposed ? first / ins * outs + second : first;
    for (int n = 0; n < spec->batch; n++) add_pair(&p, n, in, out);
}

void sums_clear(Sums *sums)
{
    free(sums->value);
    free(sums->count);
    *sums = (Sums){ 0 };
}

// ---- two sums that agree ---------------------------------------------------------------------------------------

// Scenes of more products are told by what the kernels made of them, at the end.
enum { WALKED = 1 << 18 };

static double dot(const float *a, const float *b, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += (double)a[i] * (double)b[i];
    return sum;
}

double work_loss(const Work *work)
{
    return dot(work->y, work->gy, spec_y_count(&work->scene.spec));
}

// The narrow cells and taps of an axis that meet inside.
static long long landings(Axis a)
{
    long long count = 0;
    for (int tap = 0; tap < a.kernel; tap++) count += axis_landings(a, tap);
    return count;
}

static void whole_inner(Inner *inner, const Work *work)
{
    const Spec *spec = &work->scene.spec;
    size_t count = spec_y_count(spec), plane = (size_t)spec_out(spec, spec->y) * (size_t)spec_out(spec, spec->x);
    inner->forward = work_loss(work);
    for (size_t i = 0; work->b && i < count; i++)
        inner->forward -= (double)work->b[i / plane % (size_t)spec->out_channels] * (double)work->gy[i];
    inner->backward = dot(work->x, work_tensor(work, ROLE_GX), spec_x_count(spec));
    inner->paths = (long long)spec->batch * spec->in_channels * (spec->out_channels / spec->groups) * landings(spec->y) * landings(spec->x);
}

Inner inner_products(const Work *work, Walk walk, long long steps)
{
    const Spec *spec = &work->scene.spec;
    Inner inner = { 0 };
    if (timeline_count(spec, WALK_PRODUCT) > WALKED) {
        whole_inner(&inner, work);
        inner.whole = true, inner.ahead = steps != STEP_END && steps < timeline_count(spec, walk);
        return inner;
    }
    long long all = timeline_count(spec, walk);
    inner.whole = steps == STEP_END || steps >= all;
    int rows = spec_out(spec, spec->y), cols = spec_out(spec, spec->x);
    for (int n = 0; n < spec->batch; n++) {
        for (int c = 0; c < spec->out_channels; c++) {
            Sums y;
            forward_terms(&y, work, n, c, walk, steps);
            const float *gy = work->gy + plane_first(spec, ROLE_Y, n, c);
            for (int row = 0; row < rows; row++)
                for (int col = 0; col < cols; col++)
                    inner.forward += y.value[(row - y.canvas.row0) * y.canvas.cols + col - y.canvas.col0] * (double)*gy++;
            sums_clear(&y);
        }
        for (int c = 0; c < spec->in_channels; c++) {
            Sums gx;
            back_sums_make(&gx, work, ROLE_GX, n, c, walk, steps);
            const float *x = work->x + plane_first(spec, ROLE_X, n, c);
            for (int i = 0; i < gx.canvas.rows * gx.canvas.cols; i++) {
                inner.backward += gx.value[i] * (double)x[i];
                inner.paths += gx.count[i];
            }
            sums_clear(&gx);
        }
    }
    return inner;
}
