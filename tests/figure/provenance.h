// Which weight joins an input to an output, found by asking the kernel: one input is 1, all others are 0, and each weight
// is its own number; what then stands in an output names the weight that carried the input there. Nothing of this is
// taken from explain.
#ifndef STRIDESCOPE_TESTS_PROVENANCE_H
#define STRIDESCOPE_TESTS_PROVENANCE_H

#include "figure/lens.h"

typedef struct Provenance {
    const Spec *spec;
    Spec open;   // a transposed one without padding, so that what is cut is still there
    int *weight; // (x cells, open y cells): 1 + the number of the weight that joins them, or 0
    size_t xs, ws, ys;
    int x_shape[4], w_shape[4], y_shape[4]; // y: of the open output
} Provenance;

static inline Provenance provenance_of(const Spec *spec)
{
    Provenance p = { .spec = spec, .open = *spec };
    if (spec->transposed) {
        p.open.y.padding = p.open.x.padding = p.open.y.output_padding = p.open.x.output_padding = 0;
        assert_true(spec_check(&p.open, NULL));
    }
    scene_shape(&p.open, ROLE_X, p.x_shape);
    scene_shape(&p.open, ROLE_W, p.w_shape);
    scene_shape(&p.open, ROLE_Y, p.y_shape);
    p.xs = role_count(&p.open, ROLE_X), p.ws = role_count(&p.open, ROLE_W), p.ys = role_count(&p.open, ROLE_Y);
    float *x = memory_new(p.xs, sizeof *x), *w = memory_new(p.ws, sizeof *w), *y = memory_new(p.ys, sizeof *y);
    for (size_t i = 0; i < p.ws; i++) w[i] = (float)(i + 1);
    p.weight = memory_new(p.xs * p.ys, sizeof *p.weight);
    for (size_t i = 0; i < p.xs; i++) {
        x[i] = 1;
        op_forward(y, x, w, NULL, &p.open);
        x[i] = 0;
        for (size_t o = 0; o < p.ys; o++) p.weight[i * p.ys + o] = (int)y[o];
    }
    free(x);
    free(w);
    free(y);
    return p;
}

static inline void provenance_clear(Provenance *p)
{
    free(p->weight);
}

// The number of a cell of y (or gy) in the open output; false for one that no stamp reaches.
static inline bool provenance_open(const Provenance *p, Cell y, size_t *index)
{
    int at[4] = { y.at[0], y.at[1], y.at[2], y.at[3] };
    if (p->spec->transposed) at[2] += p->spec->y.padding, at[3] += p->spec->x.padding;
    for (int i = 2; i < 4; i++)
        if (at[i] < 0 || at[i] >= p->y_shape[i]) return false;
    *index = flat_of(p->y_shape, at);
    return true;
}

// And back: the cell of y, which may be cut.
static inline Cell provenance_cell(const Provenance *p, size_t open)
{
    Cell y = cell_of(&p->open, ROLE_Y, open);
    if (p->spec->transposed) y.at[2] -= p->spec->y.padding, y.at[3] -= p->spec->x.padding;
    return y;
}

// The number of the weight (from 0) that joins them, or −1.
static inline int provenance_weight(const Provenance *p, size_t x, size_t open)
{
    return p->weight[x * p->ys + open] - 1;
}

#endif
