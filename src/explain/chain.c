// What comes back. y is fed to the operation's transpose: the shape returns, the values do not. What can be known of x
// from y is the least-squares answer, found by conjugate gradients on the normal equations, in double: started from
// nothing it stays in the row space, so of all equally good answers it ends at the smallest.
// Source: Hestenes & Stiefel 1952 (CGNR); Björck 1996, ch. 7.4.
#include "explain/explain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double NEAR_ENOUGH = 1e-13; // of the normal equations' residual, against that of the start
enum { MOST_ROUNDS = 1000 };
static const double MOST_WORK = 2e8; // entries read in all: well below a second

// The operation as its matrix, for one sample.
typedef struct Table {
    Sparse c;
    const float *w;
    bool transposed;
    size_t ins, outs;
} Table;

static void forward(const Table *t, double *y, const double *x)
{
    (t->transposed ? sparse_transposed_times : sparse_times)(y, &t->c, t->w, x);
}

static void backward(const Table *t, double *x, const double *y)
{
    (t->transposed ? sparse_times : sparse_transposed_times)(x, &t->c, t->w, y);
}

static double square(const double *v, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += v[i] * v[i];
    return sum;
}

// best minimises |forward(best) − y|.
static void solve(Chain *chain, const Table *t)
{
    size_t ins = t->ins, outs = t->outs;
    double *left = memory_new(outs, sizeof *left), *slope = memory_new(ins, sizeof *slope);
    double *way = memory_new(ins, sizeof *way), *change = memory_new(outs, sizeof *change);
    memcpy(left, chain->y, outs * sizeof *left);
    backward(t, slope, left);
    memcpy(way, slope, ins * sizeof *way);
    double steep = square(slope, ins), first = steep;
    int most = (int)fmin(MOST_ROUNDS, MOST_WORK / (2.0 * (double)t->c.count + 1));
    chain->found = steep <= 0;
    while (!chain->found && chain->rounds < most) {
        forward(t, change, way);
        double moved = square(change, outs);
        if (moved <= 0) break;
        double by = steep / moved;
        for (size_t i = 0; i < ins; i++) chain->best[i] += by * way[i];
        for (size_t i = 0; i < outs; i++) left[i] -= by * change[i];
        backward(t, slope, left);
        double next = square(slope, ins);
        chain->rounds++;
        chain->found = sqrt(next) <= NEAR_ENOUGH * sqrt(first);
        for (size_t i = 0; i < ins; i++) way[i] = slope[i] + next / steep * way[i];
        steep = next;
    }
    free(left);
    free(slope);
    free(way);
    free(change);
}

static bool all_finite(const float *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(values[i])) return false;
    return true;
}

bool chain_make(Chain *chain, const Work *work, int n, Error *err)
{
    *chain = (Chain){ 0 };
    const Spec *spec = &work->scene.spec;
    long long most = timeline_count(spec, WALK_PRODUCT) / spec->batch;
    if (most > CHAIN_MOST_ENTRIES)
        return error_set(err, 0, "the matrix has up to %lld entries; y is fed back through at most %d", most, CHAIN_MOST_ENTRIES);
    Table t = { .w = work->w, .transposed = spec->transposed };
    if (!sparse_make(&t.c, spec, err)) return false;
    t.ins = spec->transposed ? t.c.rows : t.c.columns, t.outs = spec->transposed ? t.c.columns : t.c.rows;
    double *x = memory_new(t.ins, sizeof *x);
    for (size_t i = 0; i < t.ins; i++) x[i] = (double)work->x[(size_t)n * t.ins + i];
    chain->y = memory_new(t.outs, sizeof *chain->y);
    chain->back = memory_new(t.ins, sizeof *chain->back);
    chain->best = memory_new(t.ins, sizeof *chain->best);
    chain->finite = all_finite(work->x + (size_t)n * t.ins, t.ins) && all_finite(work->w, spec_w_count(spec));
    forward(&t, chain->y, x);
    backward(&t, chain->back, chain->y);
    if (chain->finite) solve(chain, &t);
    free(x);
    sparse_clear(&t.c);
    return true;
}

void chain_clear(Chain *chain)
{
    free(chain->y);
    free(chain->back);
    free(chain->best);
    *chain = (Chain){ 0 };
}
