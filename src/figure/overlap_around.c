// Around the counts of Overlap: bricks of each axis along the top and the left, whose numbers multiply to a cell; brackets
// where an edge is near; the tile that repeats; and the table of the phases.
#include "figure/overlap.h"

#include <math.h>
#include <string.h>

// ---- bricks ----------------------------------------------------------------------------------------------------
// A pile a row or column: a brick for each print that lands there. In 1D they are the products themselves, each in the
// colour of its weight, laid as they come.

enum { APART = 8 }; // piles of more are drawn whole
static const double GAP = 4;

static double tallest(const Lap *l, bool rows)
{
    const Canvas *canvas = &l->overlap->canvas;
    const float *count = rows ? l->overlap->rows : l->overlap->cols;
    float most = 0;
    for (int i = 0; i < (rows ? canvas->rows : canvas->cols); i++) most = fmaxf(most, count[i]);
    return (double)most;
}

double bricks_height(const Lap *l, bool rows)
{
    if (l->brick <= 0 || (rows && l->spec->dims == 1)) return 0;
    return tallest(l, rows) * l->brick + GAP * l->stage->unit;
}

double brick_fit(const Lap *l, double room)
{
    double u = l->stage->unit, most = fmax(tallest(l, false), l->spec->dims == 1 ? 0 : tallest(l, true));
    if (most <= 0 || room < 10 * u) return 0;
    return fmin((l->spec->dims == 1 ? 20 : 10) * u, room / most);
}

// The tap of the [j]-th brick of a column in 1D, and its input; false past the last.
static bool brick_term(const Lap *l, int wide, int j, Term *term)
{
    const Stage *stage = l->stage;
    Axis a = l->spec->x;
    for (int i = 0; i < a.narrow; i++) {
        int way = wide - axis_place(a, i, 0);
        if (way < 0 || way % a.dilation || way / a.dilation >= a.kernel || j-- > 0) continue;
        Cell narrow = { ROLE_X, { stage->focus.n, stage->focus.ic, 0, i } }, far = { ROLE_X, { stage->focus.n, stage->focus.ic, 0, wide } };
        Cell y = { ROLE_Y, { stage->focus.n, stage->focus.oc, 0, l->spec->transposed ? wide : i } };
        *term = (Term){ .x = l->spec->transposed ? narrow : far, .w = w_cell(stage, 0, way / a.dilation), .y = y, .inside = true };
        return true;
    }
    return false;
}

static void paint_product(const Lap *l, Mark *mark, int col, int j)
{
    Stage *stage = l->stage;
    const Focus *focus = &stage->focus;
    Term term;
    if (!brick_term(l, col + l->overlap->canvas.col0, j, &term)) return;
    bool landed = j < (int)l->overlap->count[col], lit = focus->owner.role == ROLE_NONE || focus_joins(focus, l->spec, &term);
    mark->fill = look_mix(stage->look->background, tap_colour(stage, term.w.at[3]), !landed ? 0 : lit ? 1 : 0.25);
    mark->ink = look_ink(mark->fill);
    if (!stage->view->show.overlap_weighted) return;
    const char *text = text_of_weight(stage, 0, term.w.at[3]);
    double size = number_size_in(stage, mark->box.w, mark->box.h, weight_widest(stage));
    if (size > 0) mark->text = text, mark->size = fmin(size, 13 * stage->unit), mark->weight = WEIGHT_SEMIBOLD, mark->align = ALIGN_CENTRE;
}

static bool is_pointed(const Lap *l, bool rows, int at)
{
    const Focus *focus = &l->stage->focus;
    const Canvas *canvas = &l->overlap->canvas;
    if (focus->owner.role != (l->spec->transposed ? ROLE_Y : ROLE_X)) return false;
    return rows ? focus->owner.at[2] - canvas->row0 == at : focus->owner.at[3] - canvas->col0 == at;
}

static void draw_pile(const Lap *l, bool rows, int at, double from, double side)
{
    Stage *stage = l->stage;
    const Look *look = stage->look;
    int count = (int)(rows ? l->overlap->rows[at] : l->overlap->cols[at]);
    bool whole = tallest(l, rows) > APART && l->spec->dims == 2;
    double gap = fmin(1.5 * stage->unit, 0.2 * l->brick), high = l->brick * (whole ? count : 1);
    Box seen = grid_box(&l->grid);
    for (int i = 0; i < (whole ? count > 0 : count); i++) {
        double edge = (rows ? seen.x : seen.y) - GAP * stage->unit - i * l->brick;
        Box box = rows ? (Box){ edge - high + gap, from, high - gap, side } : (Box){ from, edge - high + gap, side, high - gap };
        Mark *mark = figure_add(stage->figure, MARK_BOX, "brick", box);
        mark->fill = is_pointed(l, rows, at) ? look->kernel.line : look->kernel.fill;
        mark->line = look->kernel.line, mark->stroke = l->brick >= 5 * stage->unit && side >= 8 ? fmax(1, stage->unit) : 0;
        mark->radius = l->brick >= 8 * stage->unit && side >= 12 ? 2 * stage->unit : 0;
        if (l->grid.pane.w > 0) mark->clip = rows ? (Box){ 0, seen.y, 1e6, seen.h } : (Box){ seen.x, 0, seen.w, 1e6 };
        if (l->spec->dims == 1) paint_product(l, mark, at, i);
    }
}

void bricks_draw(const Lap *l)
{
    if (l->brick <= 0 || l->stage->trial) return;
    Seen seen = grid_seen(l->stage, &l->grid);
    for (int col = seen.col0; col < seen.col1; col++) {
        Box cell = grid_cell(&l->grid, 0, col);
        draw_pile(l, false, col, cell.x, cell.w);
    }
    for (int row = seen.row0; l->spec->dims == 2 && row < seen.row1; row++) {
        Box cell = grid_cell(&l->grid, row, 0);
        draw_pile(l, true, row, cell.y, cell.h);
    }
}

// ---- the edge, and what repeats --------------------------------------------------------------------------------

// Of a bracket along the grid, from one index to another, at [off] outside of it.
static void draw_bracket(const Lap *l, bool rows, int from, int to)
{
    Stage *stage = l->stage;
    if (to <= from) return;
    double u = stage->unit, tick = 5 * u;
    Box all = grid_box(&l->grid), a = grid_cell(&l->grid, rows ? from : 0, rows ? 0 : from), b = grid_cell(&l->grid, rows ? to - 1 : 0, rows ? 0 : to - 1);
    double start = rows ? a.y : a.x, end = rows ? b.y + b.h : b.x + b.w, at = (rows ? all.x + all.w : all.y + all.h) + 7 * u + tick;
    double low = rows ? all.y : all.x, high = rows ? all.y + all.h : all.x + all.w;
    bool starts = start >= low, ends = end <= high + 0.5; // what is not seen has no end there
    start = fmax(start, low), end = fmin(end, high);
    if (end <= start) return;
    const Box lines[] = {
        rows ? (Box){ at, start, 0, end - start } : (Box){ start, at, end - start, 0 },
        rows ? (Box){ at, start, -tick, 0 } : (Box){ start, at, 0, -tick },
        rows ? (Box){ at, end, -tick, 0 } : (Box){ end, at, 0, -tick },
    };
    const bool shown[] = { true, starts, ends };
    for (int i = 0; i < 3; i++) {
        if (!shown[i]) continue;
        Mark *mark = figure_add(stage->figure, MARK_LINE, "edge", lines[i]);
        mark->line = stage->look->muted, mark->stroke = 1.5 * u;
    }
}

static void draw_brackets(const Lap *l, bool rows)
{
    const Canvas *canvas = &l->overlap->canvas;
    Axis a = rows ? l->spec->y : l->spec->x;
    Border border = rows ? l->rows : l->cols;
    int cells = rows ? canvas->rows : canvas->cols, first = rows ? -canvas->row0 : -canvas->col0, end = first + a.wide;
    // Of the edge, what padding has left.
    int before = border.before, after = cells - border.after;
    if (before >= after) {
        draw_bracket(l, rows, first, end);
        return;
    }
    draw_bracket(l, rows, first, before);
    draw_bracket(l, rows, after > first ? after : first, end);
}

void brackets_draw(const Lap *l)
{
    draw_brackets(l, false);
    if (l->spec->dims == 2) draw_brackets(l, true);
}

static bool tile_start(const Lap *l, bool rows, int *at)
{
    const Canvas *canvas = &l->overlap->canvas;
    Axis a = rows ? l->spec->y : l->spec->x;
    Border border = rows ? l->rows : l->cols;
    int cells = rows ? canvas->rows : canvas->cols, first = rows ? -canvas->row0 : -canvas->col0, end = first + a.wide;
    *at = border.before > first ? border.before : first;
    int last = cells - border.after < end ? cells - border.after : end;
    return last - *at >= a.stride;
}

bool tile_at(const Lap *l, int *row, int *col)
{
    if (l->spec->y.stride == 1 && l->spec->x.stride == 1) return false;
    return tile_start(l, true, row) & tile_start(l, false, col);
}

void tile_draw(const Lap *l)
{
    int row, col;
    if (!tile_at(l, &row, &col) || l->grid.pitch < CELL_COLOURS) return;
    double u = l->stage->unit, gap = l->grid.gap / 2;
    Box a = grid_cell(&l->grid, row, col), b = grid_cell(&l->grid, row + l->spec->y.stride - 1, col + l->spec->x.stride - 1);
    Box all = { a.x - gap, a.y - gap, b.x + b.w - a.x + 2 * gap, b.y + b.h - a.y + 2 * gap };
    // Dark on light between two light lines: over any colours it is seen.
    for (int under = 1; under >= 0; under--) {
        double stroke = (under ? 6 : 3) * u;
        Mark *mark = figure_add(l->stage->figure, MARK_BOX, "tile", box_inset(all, -stroke / 2));
        mark->line = under ? l->stage->look->background : l->stage->look->text, mark->stroke = stroke, mark->radius = 4 * u + stroke / 2;
    }
}

// ---- the table of the phases -----------------------------------------------------------------------------------

static const double CELL_W = 44, CELL_H = 30;

bool table_size(const Lap *l, double *w, double *h)
{
    double u = l->stage->unit;
    Axis y = l->spec->y, x = l->spec->x;
    if (y.stride > TABLE_MOST || x.stride > TABLE_MOST || y.stride * x.stride == 1) return false;
    *w = x.stride * CELL_W * u, *h = y.stride * CELL_H * u;
    return true;
}

// The phase of the cell that owns the colours, or −1.
static long long phase_pointed(const Lap *l)
{
    const Focus *focus = &l->stage->focus;
    return tray_of(l->spec, focus->one_term ? focus->term.w : focus->owner);
}

// Whether so many decimals tell any of them from another, as more do.
static bool differ_in(const double *values, int count, int decimals)
{
    char first[NUMBER_TEXT], other[NUMBER_TEXT];
    bool differ = false;
    number_show(first, values[0], decimals);
    for (int i = 1; i < count; i++) {
        number_show(other, values[i], decimals);
        if (strcmp(first, other) != 0) return true;
        differ |= values[i] != values[0];
    }
    return !differ;
}

void table_draw(const Lap *l)
{
    Stage *stage = l->stage;
    int rows = l->spec->y.stride, cols = l->spec->x.stride, decimals;
    double u = stage->unit, gains[TABLE_MOST * TABLE_MOST], most = 0, size = 14 * u, widest = 0;
    op_phase_gains(gains, stage->work->w, l->spec, stage->focus.ic, stage->focus.oc);
    for (int i = 0; i < rows * cols; i++) {
        int taps = tray_at(l->spec, i).taps;
        if (!l->weighted) gains[i] = taps;
        most = fmax(most, fabs(gains[i]));
    }
    const char *text[TABLE_MOST * TABLE_MOST];
    int telling, full = number_decimals(gains, (size_t)(rows * cols));
    if (l->weighted && gains_shown(gains, (size_t)(rows * cols), &telling)) full = telling;
    else if (l->weighted && telling > full) full = telling;
    for (decimals = full;; decimals--) {
        widest = 0;
        for (int i = 0; i < rows * cols; i++) {
            char number[NUMBER_TEXT];
            number_show(number, gains[i], decimals);
            text[i] = arena_text(&stage->figure->arena, number);
            widest = fmax(widest, text_width(stage, text[i]));
        }
        size = fmin(14 * u, (CELL_W - 10) * u / fmax(widest, 0.5));
        bool small = size < 11 * u && decimals > decimals_least(full, most);
        if (!small || (size >= 9 * u && !differ_in(gains, rows * cols, decimals - 1))) break;
    }
    for (int i = 0; i < rows * cols; i++) {
        Box box = { l->table.x + i % cols * CELL_W * u, l->table.y + i / cols * CELL_H * u, (CELL_W - 2) * u, (CELL_H - 2) * u };
        RolePaint paint = { 0, lap_colour(l, gains[i]) };
        Mark *mark = cell_add(stage, "phase", CELL_NONE, box, paint, size >= 9 * u ? text[i] : NULL, size);
        mark->radius = 4 * u;
        if (i == phase_pointed(l)) mark->style |= STYLE_RING;
    }
}
