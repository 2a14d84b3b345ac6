// What every lens draws alike: grids of cells, the input, the kernel, an output cell, headings and notes.
#include "figure/layout.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

double smooth(double t)
{
    return t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t);
}

Box box_between(Box a, Box b, double t)
{
    return (Box){ a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.w + (b.w - a.w) * t, a.h + (b.h - a.h) * t };
}

// ---- grids -----------------------------------------------------------------------------------------------------

Grid grid_fit(double x, double y, double w, double h, int rows, int cols, double most, double unit)
{
    double pitch = fmin(fmin(w / cols, h / rows), most);
    if (pitch >= CELL_COLOURS) pitch = floor(pitch);
    if (pitch < 0.01) pitch = 0.01;
    double gap = pitch >= 20 * unit ? 2 * unit : pitch >= 10 ? 1 : 0;
    return (Grid){ .x = x, .y = y, .pitch = pitch, .gap = gap, .rows = rows, .cols = cols };
}

Box grid_cell(const Grid *grid, int row, int col)
{
    double side = grid->pitch - grid->gap;
    return (Box){ grid->x + col * grid->pitch, grid->y + row * grid->pitch, side, side };
}

Box grid_box(const Grid *grid)
{
    return (Box){ grid->x, grid->y, grid->cols * grid->pitch - grid->gap, grid->rows * grid->pitch - grid->gap };
}

static Colour shade(double value, double most, bool negatives)
{
    return negatives ? look_value(value, most) : look_count(value, most);
}

bool grid_begin(Stage *stage, const Grid *grid, const char *name, RolePaint paint,
                double (*value)(void *context, int row, int col), void *context)
{
    Mark *mark = figure_add(stage->figure, MARK_GRID, name, grid_box(grid));
    mark->rows = grid->rows, mark->cols = grid->cols;
    if (grid->pitch >= CELL_COLOURS) return true;
    // Never more pixels than the screen has: each takes the largest value (by size) of the cells it covers.
    int rows = (int)fmin(grid->rows, fmax(1, ceil(mark->box.h))), cols = (int)fmin(grid->cols, fmax(1, ceil(mark->box.w)));
    double *shown = arena_new(&stage->figure->arena, (size_t)rows * (size_t)cols, sizeof *shown);
    double most = 0;
    bool negatives = false;
    for (int r = 0; r < grid->rows; r++) {
        for (int c = 0; c < grid->cols; c++) {
            double v = value(context, r, c);
            double *at = &shown[(long)r * rows / grid->rows * cols + (long)c * cols / grid->cols];
            if (isfinite(v) && fabs(v) > fabs(*at)) *at = v;
            if (isfinite(v) && fabs(v) > most) most = fabs(v);
            if (v < 0) negatives = true;
        }
    }
    uint32_t *pixels = arena_new(&stage->figure->arena, (size_t)rows * (size_t)cols, sizeof *pixels);
    for (int i = 0; i < rows * cols; i++) pixels[i] = shade(shown[i], most > 0 ? most : 1, negatives);
    mark = &stage->figure->marks[stage->figure->count - 1];
    mark->pixels = pixels, mark->rows = rows, mark->cols = cols;
    mark->line = paint.line, mark->stroke = stage->unit;
    return false;
}

Mark *cell_add(Stage *stage, const char *name, Cell cell, Box box, RolePaint paint, const char *text)
{
    Mark *mark = figure_add(stage->figure, MARK_CELL, name, box);
    mark->cell = cell;
    mark->fill = paint.fill, mark->line = paint.line;
    mark->stroke = box.w >= 20 * stage->unit ? 1.5 * stage->unit : box.w >= 12 ? 1 : 0;
    mark->radius = box.w >= 24 * stage->unit ? 4 * stage->unit : box.w >= 16 ? 2 : 0;
    mark->ink = look_ink(paint.fill ? paint.fill : stage->look->background);
    if (text && box.w >= CELL_NUMBERS - 4) {
        mark->text = text;
        mark->size = fmax(11, fmin(box.w * 0.40, 26 * stage->unit));
        mark->weight = WEIGHT_SEMIBOLD;
        mark->align = ALIGN_CENTRE;
    }
    return mark;
}

// ---- taps ------------------------------------------------------------------------------------------------------

Colour tap_colour(const Stage *stage, int tap)
{
    const Spec *spec = stage->spec;
    int cols = spec->x.kernel;
    Colour colour = look_tap(tap / cols, tap % cols, spec->y.kernel, cols);
    return colour ? colour : stage->look->kernel.fill;
}

void cell_tap(Stage *stage, Mark *mark, int tap, double strength)
{
    Colour under = mark->fill ? mark->fill : stage->look->background;
    mark->fill = look_mix(under, tap_colour(stage, tap), strength);
    mark->ink = look_ink(mark->fill);
}

// ---- the tensors -----------------------------------------------------------------------------------------------

static Cell x_cell(const Stage *stage, int row, int col)
{
    return (Cell){ ROLE_X, { stage->focus.n, stage->focus.ic, row, col } };
}

static Cell w_cell(const Stage *stage, int tap_row, int tap_col)
{
    const Spec *spec = stage->spec;
    int ic = stage->focus.ic, oc = stage->focus.oc;
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups;
    return spec->transposed ? (Cell){ ROLE_W, { ic, oc % outs, tap_row, tap_col } }
                            : (Cell){ ROLE_W, { oc, ic % ins, tap_row, tap_col } };
}

const char *text_of_input(Stage *stage, int row, int col)
{
    char text[NUMBER_TEXT];
    symbol_of(text, stage->work, x_cell(stage, row, col), stage->x_decimals);
    return arena_text(&stage->figure->arena, text);
}

const char *text_of_weight(Stage *stage, int tap_row, int tap_col)
{
    char text[NUMBER_TEXT];
    symbol_of(text, stage->work, w_cell(stage, tap_row, tap_col), stage->w_decimals);
    return arena_text(&stage->figure->arena, text);
}

static double value_of_input(void *context, int row, int col)
{
    Stage *stage = context;
    return work_value(stage->work, x_cell(stage, row, col));
}

static double value_of_weight(void *context, int row, int col)
{
    Stage *stage = context;
    return work_value(stage->work, w_cell(stage, row, col));
}

// Whether the clock has pressed or read this input cell.
static bool input_done(const Stage *stage, Cell cell)
{
    const Spec *spec = stage->spec;
    if (stage->work->scene.walk != WALK_INPUT) return true;
    long long rows = spec_in(spec, spec->y), cols = spec_in(spec, spec->x);
    long long index = (((long long)cell.at[0] * spec->in_channels + cell.at[1]) * rows + cell.at[2]) * cols + cell.at[3];
    return index < stage->moment->step;
}

void draw_input(Stage *stage, const Grid *grid, const char *caption)
{
    const Look *look = stage->look;
    const Focus *focus = &stage->focus;
    if (caption)
        draw_caption(stage, "input caption", grid->x, grid->y - 22 * stage->unit, grid->cols * grid->pitch, look->input.line,
                     "%s", caption);
    if (!grid_begin(stage, grid, "input", look->input, value_of_input, stage)) return;
    for (int row = 0; row < grid->rows; row++) {
        for (int col = 0; col < grid->cols; col++) {
            Cell cell = x_cell(stage, row, col);
            RolePaint paint = look->input;
            if (!input_done(stage, cell)) paint.fill = look->background;
            const char *text = grid->pitch >= CELL_NUMBERS ? text_of_input(stage, row, col) : NULL;
            Mark *mark = cell_add(stage, "input", cell, grid_cell(grid, row, col), paint, text);
            int tap = focus->x_tap[row * grid->cols + col];
            bool owner = cell_equal(cell, focus->owner);
            bool reads = focus->owner.role == ROLE_Y || focus->owner.role == ROLE_W || focus->one_term;
            if (tap >= 0 && reads && !owner) cell_tap(stage, mark, tap, 1);
            if (owner || cell_equal(cell, focus->outlined)) mark->style |= STYLE_RING;
        }
    }
}

void draw_kernel(Stage *stage, const Grid *grid, const char *caption, bool turned)
{
    const Look *look = stage->look;
    const Spec *spec = stage->spec;
    const Focus *focus = &stage->focus;
    if (caption)
        draw_caption(stage, "kernel caption", grid->x, grid->y - 22 * stage->unit, grid->cols * grid->pitch, look->kernel.line,
                     "%s", caption);
    if (!grid_begin(stage, grid, "kernel", look->kernel, value_of_weight, stage)) return;
    bool any_lit = focus->owner.role != ROLE_NONE;
    for (int row = 0; row < grid->rows; row++) {
        for (int col = 0; col < grid->cols; col++) {
            int ky = turned ? spec->y.kernel - 1 - row : row, kx = turned ? spec->x.kernel - 1 - col : col;
            int tap = ky * spec->x.kernel + kx;
            Cell cell = w_cell(stage, ky, kx);
            const char *text = grid->pitch >= CELL_NUMBERS ? text_of_weight(stage, ky, kx) : NULL;
            Mark *mark = cell_add(stage, "kernel", cell, grid_cell(grid, row, col), look->kernel, text);
            mark->style |= STYLE_DOUBLE;
            bool lit = !any_lit || focus->w_lit[tap];
            cell_tap(stage, mark, tap, lit ? 1 : 0.25);
            if (cell_equal(cell, focus->owner)) mark->style |= STYLE_RING;
        }
    }
}

// The one term of a letter sum that has one: the first of the cell's terms that is inside.
static bool first_term(void *context, const Term *term)
{
    if (!term->inside) return true;
    *(Term *)context = *term;
    return false;
}

static bool has_letters(const Work *work)
{
    return work->scene.x.kind == SOURCE_LETTERS || work->scene.w.kind == SOURCE_LETTERS;
}

static const char *output_text(Stage *stage, Cell cell, int count, double value)
{
    char text[NUMBER_TEXT];
    Arena *arena = &stage->figure->arena;
    if (has_letters(stage->work) && count == 1 && !stage->sums.has_bias) {
        Term term = { 0 };
        terms_each(stage->spec, cell, first_term, &term);
        char x[NUMBER_TEXT], w[NUMBER_TEXT];
        if (term.x.role == ROLE_NONE) return "";
        symbol_of(x, stage->work, term.x, stage->x_decimals);
        symbol_of(w, stage->work, term.w, stage->w_decimals);
        return arena_print(arena, "%s·%s", x, w);
    }
    if (has_letters(stage->work)) return arena_print(arena, "Σ %d", count);
    number_show(text, value, stage->y_decimals);
    return arena_text(arena, text);
}

Mark *draw_output_cell(Stage *stage, Box box, int canvas_row, int canvas_col)
{
    const Look *look = stage->look;
    const Canvas *canvas = &stage->focus.canvas;
    Cell cell = { ROLE_Y, { stage->focus.n, stage->focus.oc, canvas_row + canvas->row0, canvas_col + canvas->col0 } };
    size_t at = (size_t)canvas_row * (size_t)canvas->cols + (size_t)canvas_col;
    bool inside = cell_inside(stage->spec, cell);
    bool stamped = canvas_row < canvas->stamped_rows && canvas_col < canvas->stamped_cols;
    int count = stage->sums.count[at];
    bool filled = count > 0 || (inside && stage->sums.has_bias);
    const char *text = filled && box.w >= CELL_NUMBERS - 4 ? output_text(stage, cell, count, stage->sums.value[at]) : NULL;
    RolePaint paint = look->output;
    if (!filled) paint.fill = look->background;
    if (!inside) paint = (RolePaint){ look->border, look->background };
    Mark *mark = cell_add(stage, inside ? "output" : "cut", cell, box, paint, text);
    if (!inside) {
        mark->style |= STYLE_DASHED;
        mark->stroke = fmin(mark->stroke, stage->unit);
        mark->ink = look->muted;
        mark->weight = WEIGHT_REGULAR;
    }
    if (!stamped && inside) mark->style |= STYLE_HATCHED;
    const Focus *focus = &stage->focus;
    int tap = focus->y_tap[at];
    bool owner = cell_equal(cell, focus->owner);
    bool writes = focus->owner.role == ROLE_X || focus->owner.role == ROLE_W || focus->one_term;
    double fading = focus->by_step && stage->moment->t > 0 ? fmax(0, 1 - 3 * stage->moment->t) : 1;
    // The step lights what it has written; who is pointed at lights all that it is joined to, written or not.
    if (tap >= 0 && writes && !owner && (count > 0 || !focus->by_step)) {
        cell_tap(stage, mark, tap, (inside ? 1 : 0.25) * fading);
        if (!inside) mark->ink = look_mix(look->muted, look_ink(mark->fill), 0.5);
    }
    if (owner || cell_equal(cell, focus->outlined)) mark->style |= STYLE_RING;
    return mark;
}

// ---- words -----------------------------------------------------------------------------------------------------

double draw_heading(Stage *stage, const char *title, const char *purpose)
{
    const View *view = stage->view;
    double u = stage->unit;
    figure_text(stage->figure, "lens title", view->box.x, view->box.y, 20 * u, WEIGHT_SEMIBOLD, ALIGN_LEFT,
                stage->look->text, "%s", title);
    if (stage->compact) return view->box.y + 34 * u;
    return draw_note(stage, view->box.x, view->box.y + 28 * u, view->box.w, 14 * u, stage->look->muted, purpose) + 10 * u;
}

void draw_caption(Stage *stage, const char *name, double x, double y, double width, Colour colour, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    (void)width;
    figure_text(stage->figure, name, x, y, 13 * stage->unit, WEIGHT_SEMIBOLD, ALIGN_LEFT, colour, "%s", text);
}

double draw_note(Stage *stage, double x, double y, double width, double size, Colour colour, const char *text)
{
    TextLine lines[12];
    int count = text_wrap(&stage->figure->measure, text, size, WEIGHT_REGULAR, width, lines, COUNT(lines));
    for (int i = 0; i < count && i < COUNT(lines); i++, y += 1.35 * size)
        figure_text(stage->figure, "note", x, y, size, WEIGHT_REGULAR, ALIGN_LEFT, colour, "%.*s", lines[i].length,
                    lines[i].start);
    return y;
}
