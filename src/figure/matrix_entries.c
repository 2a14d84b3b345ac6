// The entries of Matrix: one for each product, found by walking the narrow cells that can be seen and never the whole
// table. Large ones are cells with their weight; small ones are pixels (matrix_pixels.c).
#include "figure/matrix.h"

#include <math.h>

static const double FADED = 0.35, FADED_PIXELS = 0.6; // a thin line needs more to be seen

typedef struct Pass {
    Matrix *m;
    double size;   // of numbers; 0: none
    int decimals;  // of numbers
} Pass;

static Side *narrow_side(Matrix *m)
{
    return m->stage->spec->transposed ? &m->x : &m->y;
}

// Calls [visit] for each product of the narrow cells in sight.
static void each_entry(Pass *pass, bool (*visit)(void *pass, const Term *term))
{
    Matrix *m = pass->m;
    const Side *narrow = narrow_side(m);
    int from, to;
    if (m->way > 0) from = 0, to = side_count(narrow);
    else matrix_seen(m, narrow->role, &from, &to);
    for (int i = from; i < to; i++) terms_each(m->stage->spec, side_cell(m->stage, narrow, i), visit, pass);
}

// ---- what an entry looks like ----------------------------------------------------------------------------------

static bool taps_have_colours(const Spec *spec)
{
    return look_tap(0, 0, spec->y.kernel, spec->x.kernel) != 0;
}

bool matrix_is_lit(const Matrix *m, const Term *term)
{
    return m->active && focus_joins(&m->stage->focus, m->stage->spec, term);
}

static double faded_of(const Matrix *m)
{
    return fmin(m->at.h.pitch, m->at.v.pitch) < CELL_COLOURS ? FADED_PIXELS : FADED;
}

// How strongly an entry shows that nobody points at.
double matrix_rest(const Matrix *m)
{
    double faded = faded_of(m), rise = m->next.role != ROLE_NONE ? m->rise : 0;
    return m->active ? faded : 1 - (1 - faded) * rise;
}

// With its weight's colour, or its value's where taps have none and no number is read.
Colour matrix_shade(const Matrix *m, const Term *term, bool numbers, double strength)
{
    Stage *stage = m->stage;
    bool coloured = taps_have_colours(stage->spec) || numbers || stage->view->show.colours != COLOUR_WEIGHT;
    Colour full = coloured ? weight_colour(stage, term->w) : scale_colour(stage->w_scale, (double)work_value(stage->work, term->w));
    return look_mix(stage->look->background, full, term->inside ? strength : 0.5 * strength);
}

Colour matrix_entry_colour(const Matrix *m, const Term *term, bool numbers)
{
    bool lights = m->next.role != ROLE_NONE;
    double faded = faded_of(m), rise = lights ? m->rise : 0;
    double strength = matrix_is_lit(m, term) ? 1 - (1 - faded) * rise : matrix_rest(m);
    if (lights && matrix_is_next(m, term)) strength = fmax(strength, faded + (1 - faded) * rise);
    return matrix_shade(m, term, numbers, strength);
}

static bool cell_visit(void *context, const Term *term)
{
    const Pass *pass = context;
    const Matrix *m = pass->m;
    Stage *stage = m->stage;
    int x = side_index(&m->x, term->x), y = side_index(&m->y, term->y);
    if (x < 0 || y < 0) return true;
    Box box = matrix_entry(m, x, y);
    bool whole;
    if (!matrix_clip(m, ROLE_C, &box, &whole)) return true;
    char text[NUMBER_TEXT] = "";
    if (pass->size > 0 && whole) symbol_of(text, stage->work, term->w, pass->decimals);
    Cell cell = term->inside ? matrix_cell(stage->spec, term) : CELL_NONE;
    RolePaint paint = { 0, matrix_entry_colour(m, term, pass->size > 0) };
    Mark *mark = cell_add(stage, term->inside ? "entry" : "cut entry", cell, box, paint,
                          text[0] ? arena_text(&stage->figure->arena, text) : NULL, pass->size);
    mark->stroke = 0, mark->radius = fmin(3 * stage->unit, 0.15 * fmin(box.w, box.h));
    bool lit = matrix_is_lit(m, term);
    if (!lit && !matrix_is_next(m, term)) mark->weight = WEIGHT_REGULAR;
    if (!term->inside) mark->style |= STYLE_DASHED, mark->line = stage->look->border, mark->stroke = fmin(1, stage->unit), mark->ink = stage->look->muted;
    bool owner = stage->focus.one_term ? lit : cell.role != ROLE_NONE && (cell_equal(cell, stage->focus.owner) || cell_equal(cell, m->example));
    if (owner) mark->style |= STYLE_RING;
    return true;
}

// ---- blocks ----------------------------------------------------------------------------------------------------

// One input row crossing one output row; the taps between them are one row of the kernel.
typedef struct Block {
    int narrow, wide; // index of the first cell of both rows on their sides
    int kernel_row;
    Box box;
} Block;

static Box block_box(const Matrix *m, int narrow, int wide)
{
    bool transposed = m->stage->spec->transposed;
    int x = transposed ? narrow : wide, y = transposed ? wide : narrow;
    Box first = matrix_entry(m, x, y), last = matrix_entry(m, x + m->x.cols - 1, y + m->y.cols - 1);
    return (Box){ first.x, first.y, last.x + last.w - first.x, last.y + last.h - first.y };
}

static Colour block_hue(const Stage *stage, int kernel_row)
{
    const Spec *spec = stage->spec;
    bool by_tap = stage->view->show.colours == COLOUR_WEIGHT;
    Colour hue = !by_tap ? 0 : look_tap(kernel_row, spec->x.kernel / 2, spec->y.kernel, spec->x.kernel);
    return hue && spec->dims == 2 ? hue : look_mix(stage->look->border, stage->look->background, 0.4);
}

// Whether no entry of the block lies under [box].
static bool is_free(const Matrix *m, const Block *block, Box box)
{
    const Spec *spec = m->stage->spec;
    const Side *wide_side = spec->transposed ? &m->y : &m->x;
    for (int col = 0; col < spec->x.narrow; col++)
        for (int tap = 0; tap < spec->x.kernel; tap++) {
            int at = axis_place(spec->x, col, tap) - wide_side->col0;
            if (at < 0 || at >= wide_side->cols) continue;
            int narrow = block->narrow + col, wide = block->wide + at;
            Box entry = matrix_entry(m, spec->transposed ? narrow : wide, spec->transposed ? wide : narrow);
            if (box_overlaps(entry, box)) return false;
        }
    return true;
}

static bool line_crosses(const Matrix *m, Cell cell, Box box)
{
    bool has_line = (cell.role == ROLE_X || cell.role == ROLE_Y) && !m->stage->focus.one_term && m->way <= 0;
    return has_line && box_overlaps(matrix_line(m, cell), box);
}

static void name_block(Matrix *m, const Block *block)
{
    Stage *stage = m->stage;
    const Measure *measure = &stage->figure->measure;
    double u = stage->unit, size = 11 * u, h = 1.2 * size, pad = 3 * u;
    const char *const forms[] = { arena_print(&stage->figure->arena, "kernel row %d", block->kernel_row),
                                  arena_print(&stage->figure->arena, "w row %d", block->kernel_row) };
    for (int f = 0; f < COUNT(forms); f++) {
        double w = measure->width(measure->self, forms[f], size, WEIGHT_REGULAR);
        Box b = block->box;
        Box corners[] = { { b.x + b.w - w - pad, b.y + pad - 1, w, h }, { b.x + pad, b.y + b.h - h - pad + 1, w, h } };
        for (int i = 0; i < COUNT(corners) && w + 2 * pad <= b.w; i++) {
            bool whole;
            Box at = corners[i];
            if (!is_free(m, block, at) || !matrix_clip(m, ROLE_C, &at, &whole) || !whole) continue;
            Mark *mark = figure_text(stage->figure, "block name", at.x, at.y, size, WEIGHT_REGULAR, ALIGN_LEFT, stage->look->muted, "%s", forms[f]);
            // A frame through its letters would strike it out.
            bool struck = line_crosses(m, m->stage->focus.owner, at) || line_crosses(m, m->next, at);
            mark->opacity = struck ? 0 : m->names;
            return;
        }
    }
}

enum { LEAST_BLOCK = 12, MOST_BLOCKS = 400 };

static void draw_block(Matrix *m, const Block *block, int *count)
{
    Stage *stage = m->stage;
    double u = stage->unit, out = fmin(2 * u, 0.4 * m->at.h.gutter);
    if (fmin(block->box.w, block->box.h) < LEAST_BLOCK * u || *count >= MOST_BLOCKS) return;
    Box box = block->box;
    bool whole;
    if (!matrix_clip(m, ROLE_C, &box, &whole)) return;
    ++*count;
    Mark *mark = figure_add(stage->figure, MARK_BOX, "block", whole ? box_inset(box, -out) : box);
    mark->line = block_hue(stage, block->kernel_row), mark->stroke = fmin(1.5 * u, fmax(1, out));
    mark->radius = whole ? 4 * u : 0;
    if (m->active) mark->opacity = 0.6;
    if (stage->spec->dims == 2 && m->at.h.pitch >= CELL_COLOURS) name_block(m, block);
}

// The blocks that hold entries: each narrow row and each row of the kernel make one, in every pair of channels of a group.
static void draw_blocks(Matrix *m)
{
    const Spec *spec = m->stage->spec;
    const Side *narrow = spec->transposed ? &m->x : &m->y, *wide = spec->transposed ? &m->y : &m->x;
    int narrows = (spec->transposed ? spec->in_channels : spec->out_channels) / spec->groups;
    int wides = (spec->transposed ? spec->out_channels : spec->in_channels) / spec->groups, count = 0, from, to;
    matrix_seen(m, narrow->role, &from, &to);
    for (int a = 0; a < narrow->channels; a++)
        for (int b = 0; b < wide->channels; b++) {
            if ((narrow->first + a) / narrows != (wide->first + b) / wides) continue;
            for (int row = 0; row < narrow->rows; row++)
                for (int tap = 0; tap < spec->y.kernel; tap++) {
                    int at = axis_place(spec->y, row, tap) - wide->row0;
                    if (at < 0 || at >= wide->rows) continue;
                    Block block = { (a * narrow->rows + row) * narrow->cols, (b * wide->rows + at) * wide->cols, tap, { 0 } };
                    if (m->way <= 0 && (block.narrow + narrow->cols <= from || block.narrow >= to)) continue;
                    block.box = block_box(m, block.narrow, block.wide);
                    draw_block(m, &block, &count);
                }
        }
}

// ---- where there is no entry -----------------------------------------------------------------------------------

enum { MOST_DOTS = 600 };

// Large cells show that the rest of their block is empty: a dot, as where a zero was put in.
static void draw_dots(Matrix *m)
{
    Stage *stage = m->stage;
    const Spec *spec = stage->spec;
    double u = stage->unit;
    int x0, x1, y0, y1;
    matrix_seen(m, ROLE_X, &x0, &x1);
    matrix_seen(m, ROLE_Y, &y0, &y1);
    if (m->way > 0 || spec->dims == 2 || fmin(m->at.h.pitch, m->at.v.pitch) < 18 * u || (long)(x1 - x0) * (y1 - y0) > MOST_DOTS) return;
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++) {
            Term term;
            Cell in = side_cell(stage, &m->x, x), out = side_cell(stage, &m->y, y);
            if (term_between(spec, in, out, &term) || !cell_inside(spec, in) || !cell_inside(spec, out)) continue;
            Box box = matrix_entry(m, x, y);
            bool whole;
            if (!matrix_clip(m, ROLE_C, &box, &whole) || !whole) continue;
            Term at = { .x = in, .y = out };
            Mark *mark = figure_add(stage->figure, MARK_CELL, "empty", box);
            mark->cell = matrix_cell(spec, &at);
            mark->style = STYLE_POINT, mark->ink = look_mix(stage->look->zero.line, stage->look->background, 0.5);
            if (cell_equal(mark->cell, stage->focus.owner)) mark->style |= STYLE_RING;
            if (cell_equal(mark->cell, stage->moment->pin)) mark->style |= STYLE_PIN;
        }
}

// The width of the widest weight that may be shown, at size 1.
static double widest_weight(Matrix *m, int decimals)
{
    double widest = 0;
    const Spec *spec = m->stage->spec;
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups;
    for (int i = 0; i < m->x.channels; i++)
        for (int o = 0; o < m->y.channels; o++) {
            Stage pair = m->of_x[i];
            pair.focus.oc = m->y.first + o, pair.w_decimals = decimals;
            if (pair.focus.ic / ins == pair.focus.oc / outs) widest = fmax(widest, weight_widest(&pair));
        }
    return widest;
}

void matrix_draw_entries(Matrix *m)
{
    Stage *stage = m->stage;
    Pass pass = { .m = m };
    Box frame = m->way > 0 ? box_between(m->at.pane, m->to.pane, m->way) : m->at.pane;
    Mark *grid = figure_add(stage->figure, MARK_GRID, "matrix", frame);
    grid->rows = side_count(m->at.turned ? &m->x : &m->y), grid->cols = side_count(m->at.turned ? &m->y : &m->x);
    const Run *h = &m->at.h, *v = &m->at.v;
    if (fmin(h->pitch, v->pitch) < CELL_COLOURS) {
        if (m->way > 0) grid->opacity = fabs(1 - 2 * m->way); // too small to follow one by one
        if (m->way >= 0.5) m->at = m->to;
        double kept = m->way;
        m->way = 0;
        grid->box = m->at.pane;
        matrix_draw_pixels(m, grid);
        m->way = kept;
        return;
    }
    draw_blocks(m);
    draw_dots(m);
    double w = h->pitch - h->gap, height = v->pitch - v->gap;
    if (m->way > 0 || m->at.turned != m->to.turned)
        w = fmin(w, m->to.h.pitch - m->to.h.gap), height = fmin(height, m->to.v.pitch - m->to.v.gap);
    // Entries have no border of their own, and need less around their number than cells that have.
    Stage fit = *stage;
    if (fmin(w, height) >= 9) {
        do pass.size = number_size_in(stage, w >= 20 * stage->unit ? w + stage->unit : w, fmin(height, w), widest_weight(m, fit.w_decimals));
        while (pass.size <= 0 && decimals_fewer(&fit, ROLE_W));
    }
    pass.decimals = fit.w_decimals;
    each_entry(&pass, cell_visit);
}

static Run run_scaled(const Run *run, double start, double by)
{
    return (Run){ start, run->pitch * by, run->gap * by, run->gutter * by, run->apart * by };
}

void matrix_draw_map(Matrix *m)
{
    Stage *stage = m->stage;
    const Table *t = &m->at;
    double u = stage->unit, most = 84 * u;
    double wide = run_end(&t->h, t->turned ? &m->y : &m->x) - t->h.start, high = run_end(&t->v, t->turned ? &m->x : &m->y) - t->v.start;
    bool clipped = wide > t->pane.w + 1 || high > t->pane.h + 1;
    if (!clipped || m->way > 0 || fmin(t->pane.w, t->pane.h) < 2 * most) return;
    double by = most / fmax(wide, high), pad = 6 * u;
    Box map = { t->pane.x + t->pane.w - by * wide - pad, t->pane.y + t->pane.h - by * high - pad, by * wide, by * high };
    Mark *paper = figure_add(stage->figure, MARK_BOX, "map", box_inset(map, -4 * u));
    paper->fill = stage->look->background, paper->line = stage->look->border, paper->stroke = 1, paper->radius = 4 * u;
    Matrix small = *m;
    small.at.h = run_scaled(&t->h, map.x, by), small.at.v = run_scaled(&t->v, map.y, by);
    small.at.pane = map;
    matrix_draw_pixels(&small, figure_add(stage->figure, MARK_GRID, "map entries", map));
    Box seen = { map.x + (t->pane.x - t->h.start) * by, map.y + (t->pane.y - t->v.start) * by, t->pane.w * by, t->pane.h * by };
    // However small the part is, its frame can be seen.
    double least = 5 * u;
    if (seen.w < least) seen.x -= (least - seen.w) / 2, seen.w = least;
    if (seen.h < least) seen.y -= (least - seen.h) / 2, seen.h = least;
    Mark *frame = figure_add(stage->figure, MARK_BOX, "map window", seen);
    frame->line = stage->look->text, frame->stroke = 1.5 * u;
}
