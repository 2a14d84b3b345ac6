// The order of things: which cell or product comes at step i, found by division and never stored; and, for any cell,
// every product it takes part in. Both directions of the operation are written once, in narrow and wide.
//
// A product's number is built from (sample, narrow channel, row, col), then the wide channel within the group, then
// the tap; the narrow side is a transposed convolution's input and a convolution's output.
#include "explain/explain.h"

#include <string.h>

// ---- sides -----------------------------------------------------------------------------------------------------

// Channels of the two sides, and how many of each belong to one group.
typedef struct Sides {
    int narrow, wide, narrow_of_group, wide_of_group;
} Sides;

static Sides sides_of(const Spec *spec)
{
    Sides s = { spec_narrow_channels(spec), spec_wide_channels(spec), 0, 0 };
    s.narrow_of_group = s.narrow / spec->groups, s.wide_of_group = s.wide / spec->groups;
    return s;
}

// One product by its parts; `wide` counts within the group of the narrow channel.
typedef struct Product {
    int n, channel, row, col, wide, tap_row, tap_col;
} Product;

static Term term_of(const Spec *spec, const Sides *s, const Product *p)
{
    int first = p->channel / s->narrow_of_group * s->wide_of_group;
    Cell narrow = { ROLE_NONE, { p->n, p->channel, p->row, p->col } };
    Cell wide = { ROLE_NONE, { p->n, first + p->wide, axis_place(spec->y, p->row, p->tap_row),
                               axis_place(spec->x, p->col, p->tap_col) } };
    Term term = { .w = { ROLE_W, { p->channel, p->wide, p->tap_row, p->tap_col } } };
    term.inside = axis_wide(spec->y, p->row, p->tap_row) >= 0 && axis_wide(spec->x, p->col, p->tap_col) >= 0;
    term.x = spec->transposed ? narrow : wide;
    term.y = spec->transposed ? wide : narrow;
    term.x.role = ROLE_X, term.y.role = ROLE_Y;
    return term;
}

// ---- steps -----------------------------------------------------------------------------------------------------

long long timeline_count(const Spec *spec, Walk walk)
{
    if (walk == WALK_INPUT) return (long long)spec_x_count(spec);
    if (walk == WALK_OUTPUT) return (long long)spec_y_count(spec);
    Sides s = sides_of(spec);
    return (long long)spec->batch * s.narrow * spec->y.narrow * spec->x.narrow * s.wide_of_group * spec->y.kernel *
           spec->x.kernel;
}

// The last digit of *number in base [base], which it loses.
static int digit(long long *number, int base)
{
    int last = (int)(*number % base);
    *number /= base;
    return last;
}

static Cell cell_at(const Spec *spec, Role role, long long index)
{
    Cell cell = { .role = role };
    int shape[4];
    scene_shape(spec, role, shape);
    for (int i = 3; i >= 0; i--) cell.at[i] = digit(&index, shape[i]);
    return cell;
}

Step timeline_step(const Spec *spec, Walk walk, long long index)
{
    Step step = { .walk = walk, .index = index };
    if (walk != WALK_PRODUCT) {
        step.cell = cell_at(spec, walk == WALK_INPUT ? ROLE_X : ROLE_Y, index);
        return step;
    }
    Sides s = sides_of(spec);
    Product p;
    p.tap_col = digit(&index, spec->x.kernel);
    p.tap_row = digit(&index, spec->y.kernel);
    p.wide = digit(&index, s.wide_of_group);
    p.col = digit(&index, spec->x.narrow);
    p.row = digit(&index, spec->y.narrow);
    p.channel = digit(&index, s.narrow);
    p.n = (int)index;
    step.term = term_of(spec, &s, &p);
    step.cell = spec->transposed ? step.term.x : step.term.y;
    return step;
}

static long long index_of(const Spec *spec, Cell cell)
{
    int shape[4];
    long long index = 0;
    scene_shape(spec, cell.role, shape);
    for (int i = 0; i < 4; i++) index = index * shape[i] + cell.at[i];
    return index;
}

long long timeline_of(const Spec *spec, Walk walk, const Term *term)
{
    Cell cell = walk == WALK_INPUT ? term->x : term->y;
    if (walk != WALK_PRODUCT) return cell_inside(spec, cell) ? index_of(spec, cell) : -1;
    long long narrow = index_of(spec, spec->transposed ? term->x : term->y);
    const int *tap = term->w.at;
    return ((narrow * sides_of(spec).wide_of_group + tap[1]) * spec->y.kernel + tap[2]) * spec->x.kernel + tap[3];
}

// ---- entries of the matrix -------------------------------------------------------------------------------------

// The flat index of a cell within its own sample.
static long long index_in_sample(const Spec *spec, Cell cell)
{
    cell.at[0] = 0;
    return index_of(spec, cell);
}

Cell matrix_cell(const Spec *spec, const Term *term)
{
    Cell narrow = spec->transposed ? term->x : term->y, wide = spec->transposed ? term->y : term->x;
    return (Cell){ ROLE_C, { (int)index_in_sample(spec, narrow), (int)index_in_sample(spec, wide), 0, 0 } };
}

// The tap that joins two cells of an axis, or -1.
static int joining_tap(Axis a, int narrow, int wide)
{
    int way = wide - axis_place(a, narrow, 0);
    return way >= 0 && way % a.dilation == 0 && way / a.dilation < a.kernel ? way / a.dilation : -1;
}

void matrix_ends(const Spec *spec, Cell entry, Cell *x, Cell *y)
{
    *x = cell_at(spec, ROLE_X, entry.at[spec->transposed ? 0 : 1]);
    *y = cell_at(spec, ROLE_Y, entry.at[spec->transposed ? 1 : 0]);
}

bool term_between(const Spec *spec, Cell x, Cell y, Term *term)
{
    Cell narrow = spec->transposed ? x : y, wide = spec->transposed ? y : x;
    Sides s = sides_of(spec);
    Product p = { .n = narrow.at[0], .channel = narrow.at[1], .row = narrow.at[2], .col = narrow.at[3],
                  .wide = wide.at[1] % s.wide_of_group, .tap_row = joining_tap(spec->y, narrow.at[2], wide.at[2]),
                  .tap_col = joining_tap(spec->x, narrow.at[3], wide.at[3]) };
    if (p.tap_row < 0 || p.tap_col < 0 || narrow.at[0] != wide.at[0] ||
        narrow.at[1] / s.narrow_of_group != wide.at[1] / s.wide_of_group)
        return false;
    *term = term_of(spec, &s, &p);
    return true;
}

bool matrix_term(const Spec *spec, Cell entry, Term *term)
{
    Cell x, y;
    matrix_ends(spec, entry, &x, &y);
    return term_between(spec, x, y, term);
}

// ---- links -----------------------------------------------------------------------------------------------------

typedef struct Range {
    int from, to; // both included; empty where to < from
} Range;

static Range only(int value)
{
    return (Range){ value, value };
}

static Range all(int count)
{
    return (Range){ 0, count - 1 };
}

// The narrow cells from which some tap may reach [wide]; the taps themselves are tried one by one with axis_place.
static Range narrow_near(Axis a, int wide)
{
    int last = wide + a.padding, first = last - (axis_span(a) - 1);
    Range range = { first <= 0 ? 0 : (first - 1) / a.stride + 1, last < 0 ? -1 : last / a.stride };
    if (range.to >= a.narrow) range.to = a.narrow - 1;
    return range;
}

// The taps through which [narrow] reaches [wide]: one or none.
static Range taps_between(Axis a, int narrow, int wide)
{
    int way = wide - axis_place(a, narrow, 0);
    bool hit = way >= 0 && way % a.dilation == 0 && way / a.dilation < a.kernel;
    return hit ? only(way / a.dilation) : all(0);
}

// Where the products of a cell lie: ranges of every part, and the wide cell to be met where there is one.
typedef struct Search {
    Range n, channel, row, col, wide, tap_row, tap_col;
    bool meets;
    int wide_row, wide_col;
} Search;

static Search search_of(const Spec *spec, const Sides *s, Cell cell)
{
    Search f = { all(spec->batch), all(s->narrow), all(spec->y.narrow), all(spec->x.narrow), all(s->wide_of_group),
                 all(spec->y.kernel), all(spec->x.kernel), false, 0, 0 };
    const int *at = cell.at;
    if (cell.role == ROLE_W) {
        f.channel = only(at[0]), f.wide = only(at[1]), f.tap_row = only(at[2]), f.tap_col = only(at[3]);
    } else if ((cell.role == ROLE_X) == spec->transposed) {
        f.n = only(at[0]), f.channel = only(at[1]), f.row = only(at[2]), f.col = only(at[3]);
    } else {
        int group = at[1] / s->wide_of_group;
        f.n = only(at[0]), f.wide = only(at[1] % s->wide_of_group);
        f.channel = (Range){ group * s->narrow_of_group, (group + 1) * s->narrow_of_group - 1 };
        f.row = narrow_near(spec->y, at[2]), f.col = narrow_near(spec->x, at[3]);
        f.meets = true, f.wide_row = at[2], f.wide_col = at[3];
    }
    return f;
}

// The cell of the forward pass that takes part in the same products.
static Cell forward_of(Cell cell)
{
    if (cell.role == ROLE_GX) cell.role = ROLE_X;
    if (cell.role == ROLE_GY) cell.role = ROLE_Y;
    if (cell.role == ROLE_GW) cell.role = ROLE_W;
    return cell;
}

// An entry of C: the same product in every sample.
static void terms_of_entry(const Spec *spec, Cell entry, bool (*visit)(void *context, const Term *term), void *context)
{
    Term term;
    if (!matrix_term(spec, entry, &term)) return;
    for (int n = 0; n < spec->batch; n++) {
        term.x.at[0] = term.y.at[0] = n;
        if (!visit(context, &term)) return;
    }
}

void terms_each(const Spec *spec, Cell cell, bool (*visit)(void *context, const Term *term), void *context)
{
    if (cell.role == ROLE_NONE || cell.role == ROLE_B || !cell_exists(spec, cell)) return;
    if (cell.role == ROLE_C) {
        terms_of_entry(spec, cell, visit, context);
        return;
    }
    Sides s = sides_of(spec);
    cell = forward_of(cell);
    Search f = search_of(spec, &s, cell);
    Product p;
    for (p.n = f.n.from; p.n <= f.n.to; p.n++)
    for (p.channel = f.channel.from; p.channel <= f.channel.to; p.channel++)
    for (p.row = f.row.from; p.row <= f.row.to; p.row++) {
        Range rows = f.meets ? taps_between(spec->y, p.row, f.wide_row) : f.tap_row;
        for (p.col = f.col.from; p.col <= f.col.to; p.col++) {
            Range cols = f.meets ? taps_between(spec->x, p.col, f.wide_col) : f.tap_col;
            for (p.wide = f.wide.from; p.wide <= f.wide.to; p.wide++)
            for (p.tap_row = rows.from; p.tap_row <= rows.to; p.tap_row++)
            for (p.tap_col = cols.from; p.tap_col <= cols.to; p.tap_col++) {
                Term term = term_of(spec, &s, &p);
                if (!visit(context, &term)) return;
            }
        }
    }
}
