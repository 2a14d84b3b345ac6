// C without its empty places: row by row the columns that have an entry, and the weight each takes. The dense table of
// a 512×512 picture would need 2³⁶ places; its entries are only one for each tap of each narrow cell.
#include "op/reach.h"

#include <limits.h>
#include <stdlib.h>

int axis_landings(Axis a, int tap)
{
    return axis_reach(a, tap).count;
}

// How often a narrow cell and a tap of an axis meet inside the wide side.
static unsigned long long meetings(Axis a)
{
    unsigned long long count = 0;
    for (int tap = 0; tap < a.kernel; tap++) count += (unsigned long long)axis_landings(a, tap);
    return count;
}

// The entries of the row of narrow channel [a] and narrow cell (ny, nx), from entry [at]; returns where they end.
static size_t fill_row(Sparse *sparse, const Spec *spec, int a, int ny, int nx, size_t at)
{
    Axis v = spec->y, h = spec->x;
    int narrows = spec_narrow_channels(spec) / spec->groups, wides = spec_wide_channels(spec) / spec->groups;
    for (int b = 0; b < wides; b++)
    for (int ky = 0; ky < v.kernel; ky++) {
        int wy = axis_wide(v, ny, ky);
        if (wy < 0) continue;
        for (int kx = 0; kx < h.kernel; kx++) {
            int wx = axis_wide(h, nx, kx);
            if (wx < 0) continue;
            size_t plane = (size_t)(a / narrows * wides + b);
            sparse->column[at] = (int)((plane * (size_t)v.wide + (size_t)wy) * (size_t)h.wide + (size_t)wx);
            sparse->weight[at] = (int)((((size_t)a * (size_t)wides + (size_t)b) * (size_t)v.kernel + (size_t)ky) *
                                           (size_t)h.kernel + (size_t)kx);
            at++;
        }
    }
    return at;
}

bool sparse_make(Sparse *sparse, const Spec *spec, Error *err)
{
    *sparse = (Sparse){ .rows = op_matrix_rows(spec), .columns = op_matrix_columns(spec) };
    // One for each weight and narrow cell at most: 2⁵⁶, as w and the narrow side hold 2²⁸ values each at most.
    unsigned long long pairs = (unsigned long long)spec_narrow_channels(spec) *
                               (unsigned long long)(spec_wide_channels(spec) / spec->groups);
    unsigned long long count = pairs * meetings(spec->y) * meetings(spec->x);
    if (count > INT_MAX)
        return error_set(err, 0, "the matrix would have more than %d entries; take a smaller input or kernel", INT_MAX);
    sparse->count = (size_t)count;
    sparse->start = malloc((sparse->rows + 1) * sizeof *sparse->start);
    sparse->column = malloc((sparse->count + 1) * sizeof *sparse->column);
    sparse->weight = malloc((sparse->count + 1) * sizeof *sparse->weight);
    if (!sparse->start || !sparse->column || !sparse->weight) {
        sparse_clear(sparse);
        return error_cannot(err, "not enough memory for a matrix of %llu entries", count);
    }
    size_t row = 0, at = 0;
    for (int a = 0; a < spec_narrow_channels(spec); a++)
    for (int ny = 0; ny < spec->y.narrow; ny++)
    for (int nx = 0; nx < spec->x.narrow; nx++) {
        sparse->start[row++] = at;
        at = fill_row(sparse, spec, a, ny, nx, at);
    }
    sparse->start[row] = at;
    assert(row == sparse->rows && at == sparse->count);
    return true;
}

void sparse_clear(Sparse *sparse)
{
    free(sparse->start);
    free(sparse->column);
    free(sparse->weight);
    *sparse = (Sparse){ 0 };
}

void sparse_times(double *y, const Sparse *c, const float *w, const double *x)
{
    for (size_t row = 0; row < c->rows; row++) {
        y[row] = 0;
        for (size_t i = c->start[row]; i < c->start[row + 1]; i++) y[row] += (double)w[c->weight[i]] * x[c->column[i]];
    }
}

void sparse_transposed_times(double *y, const Sparse *c, const float *w, const double *x)
{
    for (size_t column = 0; column < c->columns; column++) y[column] = 0;
    for (size_t row = 0; row < c->rows; row++)
        for (size_t i = c->start[row]; i < c->start[row + 1]; i++) y[c->column[i]] += (double)w[c->weight[i]] * x[row];
}
