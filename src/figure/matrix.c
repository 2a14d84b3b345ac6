// Matrix: both stories are one table. Inputs along the top, outputs down the left; where they cross stands the weight that
// joins them. A column is a stamp, a row is a window, and turning the table swaps them: C becomes Cᵀ.
#include "figure/matrix.h"

#include <math.h>
#include <string.h>

// ---- words -----------------------------------------------------------------------------------------------------

static const char *sides_text(Stage *stage, Axis y, Axis x, bool wide)
{
    int rows = wide ? y.wide : y.narrow, cols = wide ? x.wide : x.narrow;
    Arena *arena = &stage->figure->arena;
    return stage->spec->dims == 1 ? arena_print(arena, "%d", cols) : arena_print(arena, "%d×%d", rows, cols);
}

// What the table does, as it stands.
static const char *equation(Stage *stage, bool turned)
{
    const Spec *spec = stage->spec;
    bool transposed = spec->transposed;
    const char *plus = stage->work->b ? " + b" : "";
    if (!turned) return arena_print(&stage->figure->arena, "y = %s x%s", transposed ? "Cᵀ" : "C", plus);
    return arena_print(&stage->figure->arena, "%s takes %s back to %s", transposed ? "C" : "Cᵀ", sides_text(stage, spec->y, spec->x, transposed),
                       sides_text(stage, spec->y, spec->x, !transposed));
}

// "25 × 9 entries, 49 weights, 9 different", counted by the relation: how often each tap lands inside.
static const char *facts(const Matrix *m, bool turned)
{
    const Spec *spec = m->stage->spec;
    long long down = 0, across = 0;
    int rows = 0, cols = 0;
    for (int tap = 0; tap < spec->y.kernel; tap++) down += axis_landings(spec->y, tap), rows += axis_landings(spec->y, tap) > 0;
    for (int tap = 0; tap < spec->x.kernel; tap++) across += axis_landings(spec->x, tap), cols += axis_landings(spec->x, tap) > 0;
    long long pairs = m->all ? (long long)spec->in_channels * spec->out_channels / spec->groups : 1;
    long long x = (long long)spec_in(spec, spec->y) * spec_in(spec, spec->x) * (m->all ? spec->in_channels : 1);
    long long y = (long long)spec_out(spec, spec->y) * spec_out(spec, spec->x) * (m->all ? spec->out_channels : 1);
    return arena_print(&m->stage->figure->arena, "%lld × %lld entries, %lld weights, %lld different", turned ? x : y, turned ? y : x,
                       down * across * pairs, rows * cols * pairs);
}

static double heading(const Matrix *m, bool turned)
{
    Stage *stage = m->stage;
    const Box *box = &stage->view->box;
    const Measure *measure = &stage->figure->measure;
    const LensRow *row = &LENSES[LENS_MATRIX];
    double u = stage->unit, right = box->x + box->w;
    double top = draw_heading(stage, row->title, row->purpose);
    const char *does = equation(stage, turned), *counted = facts(m, turned);
    double title = measure->width(measure->self, row->title, 20 * u, WEIGHT_SEMIBOLD), size = 17 * u;
    double need = measure->width(measure->self, does, size, WEIGHT_SEMIBOLD), room = box->w - title - 16 * u;
    if (need > room) size = fmax(11 * u, size * room / need);
    if (measure->width(measure->self, does, size, WEIGHT_SEMIBOLD) <= room)
        figure_text(stage->figure, "equation", right, box->y + 2 * u, size, WEIGHT_SEMIBOLD, ALIGN_RIGHT, stage->look->text, "%s", does);
    double purpose = stage->compact ? 0 : measure->width(measure->self, row->purpose, 14 * u, WEIGHT_REGULAR) + 24 * u;
    double counts = measure->width(measure->self, counted, 13 * u, WEIGHT_REGULAR);
    if (!stage->compact && purpose + counts <= box->w) {
        figure_text(stage->figure, "facts", right, box->y + 29 * u, 13 * u, WEIGHT_REGULAR, ALIGN_RIGHT, stage->look->muted, "%s", counted);
        return top;
    }
    if (box->h < 400 * u) return top;
    return draw_note(stage, box->x, top - 8 * u, box->w, 13 * u, stage->look->muted, counted) + 8 * u;
}

// ---- the strips ------------------------------------------------------------------------------------------------

// The planes of a strip have as many decimals as [fit].
static void strip_decimals(Matrix *m, const Stage *fit, Role role)
{
    for (int i = 0; role == ROLE_X && i < m->x.channels; i++) m->of_x[i].x_decimals = fit->x_decimals;
    for (int i = 0; role == ROLE_Y && i < m->y.channels; i++) m->of_y[i].y_decimals = fit->y_decimals;
}

static double strip_widest(Matrix *m, const Stage *fit, Role role, int from, int to)
{
    double widest = 0;
    strip_decimals(m, fit, role);
    const Side *side = role == ROLE_X ? &m->x : &m->y;
    for (int i = from; i < to; i++) {
        Cell cell = side_cell(m->stage, side, i);
        Stage *plane = role == ROLE_X ? &m->of_x[cell.at[1] - side->first] : &m->of_y[cell.at[1] - side->first];
        const Canvas *canvas = &m->stage->focus.canvas;
        if (role == ROLE_Y) widest = fmax(widest, output_width_at(plane, cell.at[2] - canvas->row0, cell.at[3] - canvas->col0));
        else if (cell_inside(m->stage->spec, cell)) widest = fmax(widest, text_width(plane, text_of_input(plane, cell.at[2], cell.at[3])));
    }
    return widest;
}

// Padding around a convolution's input: a place, and nothing in it.
static Mark *padding_cell(Stage *stage, Cell cell, Box box)
{
    Mark *mark = cell_add(stage, "padding", cell, box, (RolePaint){ stage->look->zero.fill, stage->look->background }, NULL, 0);
    mark->style |= STYLE_HATCHED;
    if (cell_equal(cell, stage->focus.owner)) mark->style |= STYLE_RING;
    return mark;
}

static void strip_cell(Matrix *m, Role role, int index, double size)
{
    const Side *side = role == ROLE_X ? &m->x : &m->y;
    const Canvas *canvas = &m->stage->focus.canvas;
    Cell cell = side_cell(m->stage, side, index);
    int channel = cell.at[1] - side->first;
    Box box = matrix_strip(m, role, index);
    bool whole;
    if (!matrix_clip(m, role, &box, &whole)) return;
    if (!whole) size = 0;
    Mark *mark = role == ROLE_Y ? draw_output_cell(&m->of_y[channel], box, cell.at[2] - canvas->row0, cell.at[3] - canvas->col0, size)
                 : cell_inside(m->stage->spec, cell) ? draw_input_cell(&m->of_x[channel], box, cell.at[2], cell.at[3], size)
                                                     : padding_cell(m->stage, cell, box);
    double low = fmin(box.w, box.h);
    mark->radius = fmin(mark->radius, 0.2 * low);
    if (low < 12) mark->stroke = 0;
    else if (low < 18 * m->stage->unit) mark->stroke = fmin(mark->stroke, 1);
}

static double strip_value(Matrix *m, Role role, int index)
{
    const Canvas *canvas = &m->stage->focus.canvas;
    const Side *side = role == ROLE_X ? &m->x : &m->y;
    Cell cell = side_cell(m->stage, side, index);
    if (role == ROLE_Y) return sum_at(&m->of_y[cell.at[1] - side->first], cell.at[2] - canvas->row0, cell.at[3] - canvas->col0);
    bool pressed = m->stage->work->scene.walk != WALK_INPUT ||
                   timeline_of(m->stage->spec, WALK_INPUT, &(Term){ .x = cell }) < m->stage->moment->step;
    return cell_inside(m->stage->spec, cell) && pressed ? work_value(m->stage->work, cell) : NAN;
}

// A strip whose cells are too thin for borders: one pixel a cell or, where even those are too many, the largest.
static void strip_pixels(Matrix *m, Role role, Mark *grid, int from, int to)
{
    Stage *stage = m->stage;
    Scale scale = role == ROLE_X ? stage->x_scale : stage->y_scale;
    bool across = (role == ROLE_X) != m->at.turned;
    double start = across ? grid->box.x : grid->box.y, length = across ? grid->box.w : grid->box.h;
    int count = (int)fmax(1, ceil(length));
    double *most = arena_new(&stage->figure->arena, (size_t)count, sizeof *most);
    uint32_t *pixels = arena_new(&stage->figure->arena, (size_t)count, sizeof *pixels);
    for (int i = 0; i < count; i++) most[i] = NAN;
    for (int i = from; i < to; i++) {
        double value = strip_value(m, role, i);
        Box box = matrix_strip(m, role, i);
        int first = (int)floor((across ? box.x : box.y) - start), last = (int)floor((across ? box.x + box.w : box.y + box.h) - start);
        for (int p = first < 0 ? 0 : first; p < count && (p < last || p == first); p++)
            if (isfinite(value) && !(fabs(value) <= fabs(most[p]))) most[p] = value;
    }
    for (int i = 0; i < count; i++) pixels[i] = isnan(most[i]) ? stage->look->background : scale_colour(scale, most[i]);
    grid->pixels = pixels;
    grid->rows = across ? 1 : count, grid->cols = across ? count : 1;
}

static void draw_strip(Matrix *m, Role role)
{
    Stage *stage = m->stage;
    const Side *side = role == ROLE_X ? &m->x : &m->y;
    RolePaint paint = role == ROLE_X ? stage->look->input : stage->look->output;
    bool across = (role == ROLE_X) != m->at.turned;
    Box from_box = across ? m->at.top : m->at.left, to_box = (role == ROLE_X) != m->to.turned ? m->to.top : m->to.left;
    int from, to;
    matrix_seen(m, role, &from, &to);
    if (m->way > 0) from = 0, to = side_count(side);
    Mark *grid = figure_add(stage->figure, MARK_GRID, role == ROLE_X ? "x strip" : "y strip", m->way > 0 ? box_between(from_box, to_box, m->way) : from_box);
    grid->rows = across ? 1 : side_count(side), grid->cols = across ? side_count(side) : 1;
    double pitch = across ? m->at.h.pitch : m->at.v.pitch, other = m->way > 0 ? (across ? m->to.v.pitch : m->to.h.pitch) : pitch;
    Box frame = grid->box;
    if (fmin(pitch, other) < CELL_COLOURS) {
        if (m->way <= 0) grid->line = paint.line, grid->stroke = fmax(1, stage->unit);
        strip_pixels(m, role, grid, from, to);
        return;
    }
    // On its way a cell changes its shape, its number keeps a size that fits both ends.
    Matrix here = *m, there = *m;
    here.way = there.way = 0, there.at = m->to;
    Box a = matrix_strip(&here, role, 0), b = matrix_strip(&there, role, 0);
    double w = fmin(a.w, b.w), h = fmin(a.h, b.h);
    double size = 0;
    Stage fit = *stage;
    if (fmin(w, h) >= 12) {
        do size = fmin(18 * stage->unit, number_size_in(stage, w, h, strip_widest(m, &fit, role, from, to)));
        while (size <= 0 && decimals_fewer(&fit, role));
        strip_decimals(m, &fit, role);
    }
    for (int i = from; i < to; i++) strip_cell(m, role, i, size);
    if (pitch >= 16 || m->way > 0) return;
    // Cells too small for borders of their own share one around them all.
    Mark *border = figure_add(stage->figure, MARK_BOX, "strip frame", frame);
    border->line = paint.line, border->stroke = fmax(1, stage->unit);
}

// ---- labels ----------------------------------------------------------------------------------------------------

// One label over the cells from … to − 1 of a side, in the longest of its forms that fits; none where none does.
static void label(Matrix *m, bool across, const Run *run, const Side *side, int from, int to, double at, double room, const char *const *forms, int count)
{
    Stage *stage = m->stage;
    const Measure *measure = &stage->figure->measure;
    const Table *t = &m->at;
    double u = stage->unit, size = 12 * u;
    double start = run_at(run, side, from), end = run_at(run, side, to - 1) + run->pitch - run->gap;
    double low = across ? t->pane.x : t->pane.y, high = low + (across ? t->pane.w : t->pane.h);
    start = fmax(start, low), end = fmin(end, high);
    Colour ink = side->role == ROLE_X ? stage->look->input.line : stage->look->output.line;
    for (int i = 0; i < count; i++) {
        double w = measure->width(measure->self, forms[i], size, WEIGHT_SEMIBOLD), gap = 4 * u;
        bool fits = across ? w <= end - start + run->gutter - gap : w <= room && end - start >= 1.1 * size;
        if (!fits) continue;
        Mark *mark = across ? figure_text(stage->figure, "label", (start + end) / 2, at, size, WEIGHT_SEMIBOLD, ALIGN_CENTRE, ink, "%s", forms[i])
                            : figure_text(stage->figure, "label", at, (start + end) / 2 - 0.6 * size, size, WEIGHT_SEMIBOLD, ALIGN_LEFT, ink, "%s", forms[i]);
        mark->opacity = m->names;
        return;
    }
}

enum { MOST_LABELS = 200 };

static void draw_labels(Matrix *m, bool across)
{
    Stage *stage = m->stage;
    Arena *arena = &stage->figure->arena;
    const Table *t = &m->at;
    const Run *run = across ? &t->h : &t->v;
    const Side *side = across != t->turned ? &m->x : &m->y;
    double u = stage->unit;
    bool channels = stage->spec->in_channels > 1 || stage->spec->out_channels > 1;
    const char *role = side->role == ROLE_X ? "input" : "output", *in = side->role == ROLE_X ? "in" : "out";
    int plane = side->rows * side->cols, from, to;
    matrix_seen(m, side->role, &from, &to);
    if (from >= to) return;
    for (int c = from / plane; channels && c <= (to - 1) / plane; c++) {
        const char *forms[] = { arena_print(arena, "%s channel %d", role, side->first + c), arena_print(arena, "%s %d", in, side->first + c),
                                arena_print(arena, "%d", side->first + c) };
        label(m, across, run, side, c * plane, (c + 1) * plane, across ? t->labels : t->column, 40 * u, forms, COUNT(forms));
    }
    double at = across ? t->labels + (channels ? 17 * u : 0) : t->column + (channels ? 42 * u : 0), room = t->left.x - at - 4 * u;
    if (side->rows == 1) {
        if (!across) return; // the corner says it
        const char *forms[] = { side->role == ROLE_X ? "input x" : "output y", side->role == ROLE_X ? "x" : "y" };
        label(m, across, run, side, from, to, at, room, forms, COUNT(forms));
        return;
    }
    if ((to - from) / side->cols > MOST_LABELS) return;
    for (int block = from / side->cols; block <= (to - 1) / side->cols; block++) {
        int row = block % side->rows + side->row0;
        char number[NUMBER_TEXT];
        number_show(number, row, 0);
        const char *forms[] = { arena_print(arena, "%s row %s", role, number), arena_print(arena, "row %s", number), arena_text(arena, number) };
        // A lone number would be read as a value.
        label(m, across, run, side, block * side->cols, (block + 1) * side->cols, at, room, forms, 2);
    }
}

// In the corner where the strips meet: what stands below it.
static void draw_corner(Matrix *m)
{
    Stage *stage = m->stage;
    const Table *t = &m->at;
    const Measure *measure = &stage->figure->measure;
    double u = stage->unit, size = 12 * u;
    bool is_x = t->turned;
    const char *const forms[] = { is_x ? "input x" : "output y", is_x ? "x" : "y" };
    for (int i = 0; i < COUNT(forms); i++) {
        double right = t->left.x + t->left.w, w = measure->width(measure->self, forms[i], size, WEIGHT_SEMIBOLD);
        if (i == 0 && w > right - t->column) continue;
        figure_text(stage->figure, "label", right, t->left.y - 7 * u - 1.2 * size, size, WEIGHT_SEMIBOLD, ALIGN_RIGHT,
                    is_x ? stage->look->input.line : stage->look->output.line, "%s", forms[i])->opacity = m->names;
        return;
    }
}

// ---- frames ----------------------------------------------------------------------------------------------------

// Around the whole column or row of a cell, from its strip to the table's far edge.
static Box line_box(const Matrix *m, Cell cell)
{
    const Side *side = cell.role == ROLE_X ? &m->x : &m->y;
    int index = side_index(side, cell);
    if (index < 0) return (Box){ 0 };
    Box box = matrix_strip(m, cell.role, index), pane = m->at.pane;
    bool across = (cell.role == ROLE_X) != m->at.turned, whole;
    if (!matrix_clip(m, cell.role, &box, &whole)) return (Box){ 0 };
    double out = 1.5 * m->stage->unit;
    if (across) return (Box){ box.x - out, pane.y - out, box.w + 2 * out, pane.h + 2 * out };
    return (Box){ pane.x - out, box.y - out, pane.w + 2 * out, box.h + 2 * out };
}

static void draw_line(Matrix *m, Cell cell, Cell next)
{
    const Stage *stage = m->stage;
    Box box = line_box(m, cell), to = line_box(m, next);
    if (cell.role == ROLE_NONE || box.w <= 0) box = to;
    if (next.role != ROLE_NONE && to.w > 0) box = box_between(box, to, smooth(stage->moment->t));
    if (box.w <= 0 || m->way > 0) return;
    Role role = cell.role == ROLE_NONE ? next.role : cell.role;
    Mark *mark = figure_add(stage->figure, MARK_BOX, role == ROLE_X ? "column of x" : "row of y", box);
    mark->line = role == ROLE_X ? stage->look->input.line : stage->look->output.line;
    mark->stroke = 2.5 * stage->unit, mark->radius = fmin(4 * stage->unit, 0.3 * fmin(box.w, box.h));
}

static Cell next_cell(const Stage *stage)
{
    Walk walk = stage->work->scene.walk;
    const Moment *moment = stage->moment;
    if (walk == WALK_PRODUCT || moment->t <= 0 || moment->step >= timeline_count(stage->spec, walk)) return CELL_NONE;
    return timeline_step(stage->spec, walk, moment->step).cell;
}

static void draw_lines(Matrix *m)
{
    Cell owner = m->stage->focus.one_term ? CELL_NONE : m->stage->focus.owner;
    if (owner.role == ROLE_GX) owner.role = ROLE_X;
    if (owner.role == ROLE_GY) owner.role = ROLE_Y;
    if (owner.role != ROLE_X && owner.role != ROLE_Y) owner = CELL_NONE;
    Cell next = m->stage->focus.by_step || m->stage->focus.owner.role == ROLE_NONE ? next_cell(m->stage) : CELL_NONE;
    if (owner.role != ROLE_NONE || next.role != ROLE_NONE) draw_line(m, owner, next);
}

// The cut edge: what padding strikes out lies outside these frames, one for each row of the wide side that is kept.
static void draw_crop(Matrix *m)
{
    Stage *stage = m->stage;
    const Spec *spec = stage->spec;
    const Side *side = spec->transposed ? &m->y : &m->x;
    const Table *t = &m->at;
    bool across = (side->role == ROLE_X) != t->turned;
    const Run *run = across ? &t->h : &t->v;
    double u = stage->unit, out = fmin(2 * u, 0.5 * fmax(run->gap, run->gutter)), low = across ? t->pane.x : t->pane.y;
    double high = low + (across ? t->pane.w : t->pane.h);
    if (!m->cut || m->way > 0 || (side->rows == spec->y.wide && side->cols == spec->x.wide) || run->pitch < CELL_COLOURS) return;
    for (int channel = 0; channel < side->channels; channel++)
        for (int row = 0; row < spec->y.wide; row++) {
            int first = (channel * side->rows + row - side->row0) * side->cols - side->col0;
            double start = fmax(run_at(run, side, first) - out, low - out), end = fmin(run_at(run, side, first + spec->x.wide - 1) + run->pitch - run->gap + out, high + out);
            if (end <= start) continue;
            double length = end - start;
            Box box = across ? (Box){ start, t->top.y - out, length, t->pane.y + t->pane.h - t->top.y + 2 * out }
                             : (Box){ t->left.x - out, start, t->pane.x + t->pane.w - t->left.x + 2 * out, length };
            Mark *mark = figure_add(stage->figure, MARK_BOX, "crop window", box);
            mark->line = stage->look->text, mark->stroke = 2 * u, mark->radius = 4 * u;
            // What output padding puts back.
            int op = spec->x.output_padding;
            double ghost = op && op < spec->x.wide ? run_at(run, side, first + spec->x.wide - op) - run->gap / 2 : -1;
            if (ghost <= low || ghost >= high) continue;
            Mark *line = figure_add(stage->figure, MARK_LINE, "op 0", across ? (Box){ ghost, t->top.y, 0, t->pane.y + t->pane.h - t->top.y }
                                                                              : (Box){ t->left.x, ghost, t->pane.x + t->pane.w - t->left.x, 0 });
            line->line = stage->look->text, line->stroke = 1.5 * u, line->style = STYLE_DASHED;
        }
}

// What became of a row of the table in 1D, where there is room beside it to say so.
static const char *row_words(Stage *stage, int col)
{
    const Axis *a = &stage->spec->x;
    bool transposed = stage->spec->transposed;
    int kept_without = a->wide - a->output_padding;
    const char *edge = a->output_padding ? "p − op" : "p";
    if (col == -a->padding && col < 0) return arena_print(&stage->figure->arena, transposed ? "p = %d strikes out" : "p = %d puts nothing here", a->padding);
    if (col == axis_extent(*a) - a->padding && col < a->wide) return "op > p: nothing lands here";
    if (col == kept_without && transposed && col < a->wide && col < axis_extent(*a) - a->padding)
        return arena_print(&stage->figure->arena, "op = %d puts back", a->output_padding);
    if (col == a->wide) return arena_print(&stage->figure->arena, transposed ? "%s = %d strikes out" : "padding", edge, a->padding - a->output_padding);
    return NULL;
}

static void draw_row_words(Matrix *m)
{
    Stage *stage = m->stage;
    const Table *t = &m->at;
    const Side *side = t->turned ? &m->x : &m->y;
    const Measure *measure = &stage->figure->measure;
    double u = stage->unit, size = 13 * u, x = t->pane.x + t->pane.w + 12 * u, room = stage->view->box.x + stage->view->box.w - x;
    bool wide = (side->role == ROLE_Y) == stage->spec->transposed;
    if (!m->cut || stage->spec->dims != 1 || !wide || m->way > 0 || t->v.pitch < 1.3 * size) return;
    for (int i = 0; i < side_count(side) && i < side->cols; i++) {
        const char *words = row_words(stage, i + side->col0);
        if (!words || measure->width(measure->self, words, size, WEIGHT_REGULAR) > room) continue;
        double y = run_at(&t->v, side, i) + (t->v.pitch - t->v.gap) / 2 - 0.6 * size;
        figure_text(stage->figure, "cut words", x, y, size, WEIGHT_REGULAR, ALIGN_LEFT, stage->look->muted, "%s", words);
    }
}

// Before the turn: the line that everything turns about.
static void draw_diagonal(Matrix *m)
{
    const Stage *stage = m->stage;
    double turn = stage->view->show.matrix_turn, u = stage->unit;
    if (turn <= 0 || turn >= 1 || m->at.turned == m->to.turned) return;
    double side = fmin(m->at.pane.w, m->at.pane.h);
    Mark *line = figure_add(stage->figure, MARK_LINE, "diagonal", (Box){ m->at.pane.x, m->at.pane.y, side, side });
    line->line = stage->look->text, line->stroke = 2 * u, line->style = STYLE_DASHED;
    line->opacity = turn < 0.2 ? turn / 0.2 : turn > 0.8 ? (1 - turn) / 0.2 : 1;
}

// ---- the next step ---------------------------------------------------------------------------------------------

// Each product goes from its entry to the output that it lands on.
static bool fly(void *context, const Term *term)
{
    Matrix *m = context;
    Stage *stage = m->stage;
    int x = side_index(&m->x, term->x), y = side_index(&m->y, term->y);
    if (x < 0 || y < 0 || !cell_inside(stage->spec, term->x)) return true;
    Box entry = matrix_entry(m, x, y), box = box_between(entry, matrix_strip(m, ROLE_Y, y), smooth(stage->moment->t));
    bool whole;
    if (!matrix_clip(m, ROLE_C, &entry, &whole)) return true;
    Mark *mark = cell_add(stage, "flying", CELL_NONE, box, stage->look->kernel, NULL, 0);
    mark->opacity = 0.85, mark->line = 0, mark->stroke = 0, mark->radius = fmin(4 * stage->unit, 0.2 * fmin(box.w, box.h));
    cell_tap(stage, mark, term->w.at[2] * stage->spec->x.kernel + term->w.at[3], 1);
    if (matrix_letters(stage) || box.h < 13) return true;
    char text[NUMBER_TEXT];
    number_show(text, (double)work_value(stage->work, term->x) * (double)work_value(stage->work, term->w), stage->y_decimals);
    double size = number_size_in(stage, box.w, box.h, text_width(stage, text));
    if (size <= 0) return true;
    mark->text = arena_text(&stage->figure->arena, text), mark->size = size, mark->weight = WEIGHT_SEMIBOLD;
    return true;
}

static void draw_flight(Matrix *m)
{
    const Stage *stage = m->stage;
    const Moment *moment = stage->moment;
    Walk walk = stage->work->scene.walk;
    if (moment->t <= 0 || m->way > 0 || moment->step >= timeline_count(stage->spec, walk)) return;
    if (fmin(m->at.h.pitch, m->at.v.pitch) < CELL_COLOURS) return;
    Step next = timeline_step(stage->spec, walk, moment->step);
    if (walk == WALK_PRODUCT) fly(m, &next.term);
    else terms_each(stage->spec, next.cell, fly, m);
}

// ---- beside ----------------------------------------------------------------------------------------------------

static double value_of_canvas(void *context, int row, int col)
{
    Stage *stage = context;
    const Canvas *canvas = &stage->focus.canvas;
    return sum_at(stage, row - canvas->row0, col - canvas->col0);
}

// x and y as they are, small: the strips are these, row after row.
static void draw_planes(const Matrix *m, const View *view, Box box)
{
    const Focus *shown = &m->stage->focus;
    Stage of_x = m->of_x[shown->ic - m->x.first], of_y = m->of_y[shown->oc - m->y.first], *stage = &of_y;
    of_x.view = of_y.view = view;
    const Spec *spec = stage->spec;
    const Look *look = stage->look;
    const Canvas *canvas = &stage->focus.canvas;
    double u = stage->unit, caption = 24 * u, gap = 18 * u, room = (box.h - 2 * caption - gap) / 2;
    Grid x = grid_fit(box.x, box.y + caption, box.w, room, spec_in(spec, spec->y), spec_in(spec, spec->x), 30 * u, u);
    draw_input(&of_x, &x, spec->in_channels > 1 ? arena_print(&stage->figure->arena, "input x, channel %d", shown->ic) : "input x", box.w);
    double below = grid_box(&x).y + grid_box(&x).h + gap;
    Grid y = grid_fit(box.x, below + caption, box.w, room, spec_out(spec, spec->y), spec_out(spec, spec->x), 30 * u, u);
    draw_caption(stage, "output caption", y.x, below + 2 * u, box.w, look->output.line,
                 spec->out_channels > 1 ? "output y, channel %d" : "output y", shown->oc);
    if (!grid_begin(stage, &y, "output plane", look->output, stage->y_scale, look->background, value_of_canvas, stage)) return;
    double size = output_size(stage, &y);
    for (int row = 0; row < y.rows; row++)
        for (int col = 0; col < y.cols; col++)
            draw_output_cell(stage, grid_cell(&y, row, col), row - canvas->row0, col - canvas->col0, size);
}

// ---- all of it -------------------------------------------------------------------------------------------------

void lay_matrix(Stage *given)
{
    // Of an enlarged table only the window is seen: words and strips stand in it.
    Stage stage = *given;
    View view = *given->view;
    stage.view = &view;
    Box window = view.window.w > 0 ? view.window : view.box;
    double u = stage.unit;
    stage.compact = window.h < 520 * u;
    Matrix m = { .stage = &stage };
    double foot = (stage.compact ? 54 : 56) * u, buttons = view.still ? 0 : 38 * u;
    bool beside = stage.spec->dims == 2 && window.w >= 620 * u && window.h >= 400 * u;
    double side = beside ? fmin(200 * u, 0.24 * window.w) : 0;
    bool turned = view.show.matrix_turn >= 0.5;

    View seen = view;
    seen.box = window;
    matrix_begin(&m);
    stage.view = &seen;
    double below = heading(&m, turned);
    stage.view = &view;
    Box area = { window.x, below, window.w - (side > 0 ? side + 24 * u : 0), window.y + window.h - foot - buttons - 8 * u - below };
    Box reader = { window.x, window.y + window.h - foot - buttons, window.w, foot };
    if (view.show.matrix_chain) {
        stage.view = &seen;
        matrix_draw_chain(&stage, (Box){ window.x, below, window.w, window.y + window.h - buttons - below });
    } else {
        matrix_lay(&m, area, (Box){ area.x, area.y, window.w, area.h });
        matrix_draw_entries(&m);
        draw_strip(&m, ROLE_X);
        draw_strip(&m, ROLE_Y);
        draw_lines(&m);
        matrix_draw_map(&m);
        draw_crop(&m);
        stage.view = &seen;
        draw_row_words(&m);
        stage.view = &view;
        if (m.way < 0.5) draw_diagonal(&m);
        Matrix named = m;
        if (view.show.matrix_turn > 0.5) named.at = m.to;
        draw_labels(&named, true);
        draw_labels(&named, false);
        draw_corner(&named);
        draw_flight(&m);
        // Turned, the table is wide and takes their place.
        int first = stage.figure->count;
        double fade = fmax(0, 1 - view.show.matrix_turn / 0.2);
        if (side > 0 && fade > 0) draw_planes(&m, &seen, (Box){ window.x + window.w - side, below, side, area.h });
        for (int i = first; i < stage.figure->count; i++) stage.figure->marks[i].opacity *= fade;
        matrix_draw_reader(&m, reader);
    }
    matrix_release(&m);
    if (buttons > 0) figure_add(stage.figure, MARK_BOX, "controls", (Box){ window.x, window.y + window.h - buttons + 8 * u, window.w, buttons - 8 * u });
}
