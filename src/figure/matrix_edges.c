// What stands around the entries of Matrix: the strips of values, the labels of their rows and channels, and the frames of
// the column or row that is looked at and of what padding leaves.
#include "figure/matrix.h"

#include <math.h>

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

typedef struct StripText {
    Matrix *m;
    const Side *side;
    int from;
} StripText;

static const char *strip_text(void *context, long i)
{
    const StripText *strip = context;
    const Matrix *m = strip->m;
    Cell cell = side_cell(m->stage, strip->side, strip->from + (int)i);
    const Canvas *canvas = &m->stage->focus.canvas;
    int channel = cell.at[1] - strip->side->first;
    if (cell.role == ROLE_Y) return text_of_output(&m->of_y[channel], cell.at[2] - canvas->row0, cell.at[3] - canvas->col0);
    return cell_inside(m->stage->spec, cell) ? text_of_input(&m->of_x[channel], cell.at[2], cell.at[3]) : "";
}

// The type of a strip whose bars are w × h: fewer decimals where it needs them, a few numbers compact, or 0.
static double strip_size(Matrix *m, Role role, double w, double h, int from, int to)
{
    Stage fit = *m->stage;
    double size;
    do size = number_size_in(&fit, w, h, strip_widest(m, &fit, role, from, to));
    while (size <= 0 && decimals_fewer(&fit, role));
    strip_decimals(m, &fit, role);
    if (size > 0 || matrix_letters(&fit)) return size;
    size = few_wide_bars(&fit, w, h, role, to - from, strip_text, &(StripText){ m, role == ROLE_X ? &m->x : &m->y, from });
    for (int i = 0; role == ROLE_X && i < m->x.channels; i++) m->of_x[i].few_wide |= fit.few_wide, m->of_x[i].bars = true;
    for (int i = 0; role == ROLE_Y && i < m->y.channels; i++) m->of_y[i].few_wide |= fit.few_wide, m->of_y[i].bars = true;
    return size;
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

void matrix_draw_strip(Matrix *m, Role role)
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
    double size = fmin(w, h) >= 9 ? fmin(18 * stage->unit, strip_size(m, role, w, h, from, to)) : 0;
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

void matrix_draw_labels(Matrix *m, bool across)
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
void matrix_draw_corner(Matrix *m)
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

Box matrix_line(const Matrix *m, Cell cell)
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
    Box box = matrix_line(m, cell), to = matrix_line(m, next);
    if (cell.role == ROLE_NONE || box.w <= 0) box = to;
    if (next.role != ROLE_NONE && to.w > 0) box = box_between(box, to, m->rise);
    if (box.w <= 0 || m->way > 0) return;
    Role role = cell.role == ROLE_NONE ? next.role : cell.role;
    Mark *mark = figure_add(stage->figure, MARK_BOX, role == ROLE_X ? "column of x" : "row of y", box);
    mark->line = role == ROLE_X ? stage->look->input.line : stage->look->output.line;
    mark->stroke = 2.5 * stage->unit, mark->radius = fmin(4 * stage->unit, 0.3 * fmin(box.w, box.h));
    if (cell.role == ROLE_NONE && next.role != ROLE_NONE) mark->opacity = m->rise;
}

void matrix_draw_lines(Matrix *m)
{
    Cell owner = m->stage->focus.one_term ? CELL_NONE : m->stage->focus.owner;
    if (owner.role == ROLE_GX) owner.role = ROLE_X;
    if (owner.role == ROLE_GY) owner.role = ROLE_Y;
    if (owner.role != ROLE_X && owner.role != ROLE_Y) owner = CELL_NONE;
    Cell next = m->next_is_term ? CELL_NONE : m->next;
    if (owner.role != ROLE_NONE || next.role != ROLE_NONE) draw_line(m, owner, next);
}

// The cut edge: what padding strikes out lies outside these frames, one for each row of the wide side that is kept.
void matrix_draw_crop(Matrix *m)
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

void matrix_draw_row_words(Matrix *m)
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
