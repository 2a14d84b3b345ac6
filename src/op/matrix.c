// The same sums as one table: C has a row for each narrow value and a column for each wide value; a convolution is
// y = Cx, its transpose y = Cᵀx. The table is walked block by block (channel × channel, then row × row), and its
// pattern, not its values, says where an entry is: an empty place is not a zero that could be multiplied.
#include "op/op.h"

#include <string.h>

size_t op_matrix_rows(const Spec *spec)
{
    return (size_t)spec_narrow_channels(spec) * (size_t)spec->y.narrow * (size_t)spec->x.narrow;
}

size_t op_matrix_columns(const Spec *spec)
{
    return (size_t)spec_wide_channels(spec) * (size_t)spec->y.wide * (size_t)spec->x.wide;
}

// The tap that joins a narrow and a wide cell of an axis, or -1: at most one does.
static int joining_tap(Axis a, int narrow, int wide)
{
    for (int tap = 0; tap < a.kernel; tap++)
        if (axis_wide(a, narrow, tap) == wide) return tap;
    return -1;
}

typedef void Entry(void *context, size_t row, size_t column, size_t weight);

// Calls [entry] for every entry of C that there is, with the index of its weight. PyTorch's two layouts of w are the
// same seen from here: (narrow channels, wide channels/groups, KH, KW).
static void each_entry(const Spec *spec, Entry *entry, void *context)
{
    Axis v = spec->y, h = spec->x;
    int narrows = spec_narrow_channels(spec) / spec->groups, wides = spec_wide_channels(spec) / spec->groups;
    for (int a = 0; a < spec_narrow_channels(spec); a++)
    for (int b = a / narrows * wides; b < (a / narrows + 1) * wides; b++)
    for (int ny = 0; ny < v.narrow; ny++)
    for (int wy = 0; wy < v.wide; wy++) {
        int ky = joining_tap(v, ny, wy);
        if (ky < 0) continue; // a block without entries
        for (int nx = 0; nx < h.narrow; nx++)
        for (int wx = 0; wx < h.wide; wx++) {
            int kx = joining_tap(h, nx, wx);
            if (kx < 0) continue;
            entry(context, ((size_t)a * (size_t)v.narrow + (size_t)ny) * (size_t)h.narrow + (size_t)nx,
                  ((size_t)b * (size_t)v.wide + (size_t)wy) * (size_t)h.wide + (size_t)wx,
                  (((size_t)a * (size_t)wides + (size_t)(b % wides)) * (size_t)v.kernel + (size_t)ky) *
                      (size_t)h.kernel + (size_t)kx);
        }
    }
}

// Where an entry stands: the flat step to the next row and the next column.
typedef struct Table {
    float *c;
    const float *w;
    size_t row_step, column_step;
} Table;

static void write_entry(void *context, size_t row, size_t column, size_t weight)
{
    Table *table = context;
    table->c[row * table->row_step + column * table->column_step] = table->w[weight];
}

static void write_table(float *c, const float *w, const Spec *spec, size_t row_step, size_t column_step)
{
    Table table = { c, w, row_step, column_step };
    memset(c, 0, op_matrix_rows(spec) * op_matrix_columns(spec) * sizeof *c);
    each_entry(spec, write_entry, &table);
}

void op_matrix(float *c, const float *w, const Spec *spec)
{
    write_table(c, w, spec, op_matrix_columns(spec), 1);
}

void op_matrix_transposed(float *ct, const float *w, const Spec *spec)
{
    write_table(ct, w, spec, 1, op_matrix_rows(spec));
}

typedef struct Product {
    float *y;
    const float *x, *w;
    bool transposed;
} Product;

static void add_entry(void *context, size_t row, size_t column, size_t weight)
{
    Product *product = context;
    if (product->transposed) product->y[column] += product->w[weight] * product->x[row];
    else product->y[row] += product->w[weight] * product->x[column];
}

void op_matrix_forward(float *y, const float *x, const float *w, const float *bias, const Spec *spec)
{
    size_t rows = op_matrix_rows(spec), columns = op_matrix_columns(spec);
    size_t ins = spec->transposed ? rows : columns, outs = spec->transposed ? columns : rows;
    for (int n = 0; n < spec->batch; n++) {
        Product product = { y + (size_t)n * outs, x + (size_t)n * ins, w, spec->transposed };
        for (size_t i = 0; i < outs; i++)
            product.y[i] = bias ? bias[i / (outs / (size_t)spec->out_channels)] : 0;
        each_entry(spec, add_entry, &product);
    }
}
