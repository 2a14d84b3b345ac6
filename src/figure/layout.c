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
    // Whole pixels, or every border is a blur.
    if (pitch >= CELL_COLOURS) pitch = floor(pitch), x = floor(x + 0.5), y = floor(y + 0.5);
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
    return grid->pane.w > 0 ? grid->pane : grid_whole(grid);
}

Box grid_whole(const Grid *grid)
{
    return (Box){ grid->x, grid->y, grid->cols * grid->pitch - grid->gap, grid->rows * grid->pitch - grid->gap };
}

static int between(double value, int least, int most)
{
    return value < least ? least : value > most ? most : (int)value;
}

Seen grid_seen(const Stage *stage, const Grid *grid)
{
    Box window = grid->pane.w > 0 ? grid->pane : stage->view->window;
    if (window.w <= 0) return (Seen){ 0, grid->rows, 0, grid->cols };
    return (Seen){ .row0 = between(floor((window.y - grid->y) / grid->pitch), 0, grid->rows),
                   .row1 = between(ceil((window.y + window.h - grid->y) / grid->pitch), 0, grid->rows),
                   .col0 = between(floor((window.x - grid->x) / grid->pitch), 0, grid->cols),
                   .col1 = between(ceil((window.x + window.w - grid->x) / grid->pitch), 0, grid->cols) };
}

Colour scale_colour(Scale scale, double value)
{
    // Partial sums may pass what the finished tensor holds.
    double v = fmax(-scale.most, fmin(scale.most, isnan(value) ? 0 : value));
    return scale.negatives ? look_value(v, scale.most) : look_count(fmax(0, v), scale.most);
}

bool grid_begin(Stage *stage, const Grid *grid, const char *name, RolePaint paint, Scale scale, Colour nothing,
                double (*value)(void *context, int row, int col), void *context)
{
    Mark *mark = figure_add(stage->figure, MARK_GRID, name, grid_whole(grid));
    mark->clip = grid->pane;
    mark->rows = grid->rows, mark->cols = grid->cols;
    // Cells too small for borders of their own share one around them all.
    if (grid->pitch < 16) mark->line = paint.line, mark->stroke = fmax(1, stage->unit);
    if (stage->trial) return false;
    if (grid->pitch >= CELL_COLOURS) return true;
    // Never more pixels than the screen has: each takes the largest value (by size) of the cells it covers.
    int rows = (int)fmin(grid->rows, fmax(1, ceil(mark->box.h))), cols = (int)fmin(grid->cols, fmax(1, ceil(mark->box.w)));
    double *shown = arena_new(&stage->figure->arena, (size_t)rows * (size_t)cols, sizeof *shown);
    for (int i = 0; i < rows * cols; i++) shown[i] = NAN;
    for (int r = 0; r < grid->rows; r++) {
        for (int c = 0; c < grid->cols; c++) {
            double v = value(context, r, c);
            double *at = &shown[(long)r * rows / grid->rows * cols + (long)c * cols / grid->cols];
            if (isfinite(v) && !(fabs(v) <= fabs(*at))) *at = v;
        }
    }
    uint32_t *pixels = arena_new(&stage->figure->arena, (size_t)rows * (size_t)cols, sizeof *pixels);
    for (int i = 0; i < rows * cols; i++) pixels[i] = isnan(shown[i]) ? nothing : scale_colour(scale, shown[i]);
    mark->pixels = pixels, mark->rows = rows, mark->cols = cols;
    return false;
}

double text_width(const Stage *stage, const char *text)
{
    const Measure *m = &stage->figure->measure;
    return m->width(m->self, text, 100, WEIGHT_SEMIBOLD) / 100;
}

// The width of a cell's border.
static double stroke_of(const Stage *stage, double side)
{
    return side >= 20 * stage->unit ? 1.5 * stage->unit : side >= 12 ? 1 : 0;
}

// Of a kernel's two lines each is thin: its numbers need the room.
static double double_stroke_of(const Stage *stage, double side)
{
    return fmin(stroke_of(stage, side), stage->unit);
}

// The smallest type that can be read, at scale 1, and in pixels whatever the scale.
static const double READABLE = 9;

static double readable(const Stage *stage, double size)
{
    return size >= READABLE * fmax(1, stage->unit) ? size : 0;
}

double number_size(const Stage *stage, const Grid *grid, double widest, bool is_double)
{
    double u = stage->unit, cell = grid->pitch - grid->gap;
    double border = is_double ? 3 * double_stroke_of(stage, cell) : stroke_of(stage, cell);
    double room = cell - 2 * (fmax(border, u) + u); // as painting leaves it
    // Numbers want CELL_NUMBERS pixels; short ones can be read in less, where they fill more of the cell.
    double high = fmax(0.42 * cell, fmin(10 * u, 0.6 * cell)), most = stage->most_type > 0 ? stage->most_type : 26 * u;
    if (stage->no_type) return 0;
    return readable(stage, fmin(fmin(26 * u, most), fmin(high, room / fmax(widest, 0.5))));
}

double number_size_in(const Stage *stage, double w, double h, double widest)
{
    double u = stage->unit, room = w - 2 * (fmax(stroke_of(stage, w), u) + u);
    // A low bar gives its number all of its height: digits are no higher than three quarters of their size.
    // Small type is set a little wider than large.
    return readable(stage, fmin(fmin(22 * u, fmin(0.92 * h, 0.36 * h + 6 * u)), room / fmax(1.06 * widest, 0.5)));
}

Mark *cell_add(Stage *stage, const char *name, Cell cell, Box box, RolePaint paint, const char *text, double size)
{
    Mark *mark = figure_add(stage->figure, MARK_CELL, name, box);
    mark->cell = cell;
    if (cell.role != ROLE_NONE && cell_equal(cell, stage->moment->pin)) mark->style |= STYLE_PIN;
    mark->fill = paint.fill, mark->line = paint.line;
    mark->stroke = stroke_of(stage, box.w);
    mark->radius = box.w >= 24 * stage->unit ? 4 * stage->unit : box.w >= 16 ? 2 : 0;
    mark->ink = look_ink(paint.fill ? paint.fill : stage->look->background);
    if (text && size > 0) {
        mark->weight = WEIGHT_SEMIBOLD;
        mark->align = ALIGN_CENTRE;
        mark->text = text, mark->size = size;
        if (stage->few_wide & 1u << cell.role) number_fit(stage, mark, text, size, cell.role == ROLE_W || cell.role == ROLE_GW);
    }
    return mark;
}

// ---- taps ------------------------------------------------------------------------------------------------------

Colour weight_colour(const Stage *stage, Cell w)
{
    const Spec *spec = stage->spec;
    TapColours by = stage->view->show.colours;
    long long phase = tray_of(spec, w);
    if (by == COLOUR_VALUE) return scale_colour(stage->w_scale, (double)work_value(stage->work, w));
    if (by == COLOUR_PHASE) return look_phase(stage->look, (int)(phase / spec->x.stride % 1024), (int)(phase % spec->x.stride));
    Colour colour = look_tap(w.at[2], w.at[3], spec->y.kernel, spec->x.kernel);
    return colour ? colour : stage->look->kernel.fill;
}

Colour tap_colour(const Stage *stage, int tap)
{
    int cols = stage->spec->x.kernel;
    return weight_colour(stage, w_cell(stage, tap / cols, tap % cols));
}

const char *purpose_coloured(const Stage *stage, const char *purpose)
{
    TapColours by = stage->view->show.colours;
    return by == COLOUR_WEIGHT ? purpose : arena_print(&stage->figure->arena, "%s; coloured by %s", purpose, COLOUR_WORDS[by]);
}

// Whether taps are so many that their colours repeat, and the index has room above the number. Letters name the tap.
static bool has_corner(const Stage *stage, const Mark *mark)
{
    const Spec *spec = stage->spec;
    if (!look_tap_named(spec->y.kernel, spec->x.kernel) || stage->work->scene.w.kind == SOURCE_LETTERS) return false;
    double border = mark->stroke * (mark->style & STYLE_DOUBLE ? 3 : 1), index = border + 10 * stage->unit; // and its height, with air
    if (mark->text && strchr(mark->text, '\n')) return false;
    return mark->box.w >= 32 * stage->unit && (mark->box.h - 0.73 * (mark->text ? mark->size : 0)) / 2 >= index;
}

void cell_tap(Stage *stage, Mark *mark, int tap, double strength)
{
    Colour under = mark->fill ? mark->fill : stage->look->background;
    mark->fill = look_mix(under, tap_colour(stage, tap), strength);
    mark->ink = look_ink(mark->fill);
    // A phase is shared by many weights, and its tint is near to that of a cell at rest: a strong border says what is joined.
    if (stage->view->show.colours != COLOUR_WEIGHT && strength > 0.5 && stage->focus.owner.role != ROLE_NONE && fmin(mark->box.w, mark->box.h) >= 12)
        mark->line = stage->look->text, mark->stroke = fmax(mark->stroke, fmin(2 * stage->unit, 0.08 * fmin(mark->box.w, mark->box.h)));
    if (has_corner(stage, mark)) mark->corner = arena_print(&stage->figure->arena, "%d", tap);
}

// ---- the tensors -----------------------------------------------------------------------------------------------

static Cell x_cell(const Stage *stage, int row, int col)
{
    return (Cell){ ROLE_X, { stage->focus.n, stage->focus.ic, row, col } };
}

Cell w_cell(const Stage *stage, int tap_row, int tap_col)
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


double widest_number(const Stage *stage, Scale scale, int decimals)
{
    char text[NUMBER_TEXT];
    number_show(text, scale.negatives ? -scale.most : scale.most, decimals);
    return 1.1 * text_width(stage, text);
}

// The width at size 1 of the widest text among a grid's cells; no cell shows numbers below CELL_COLOURS, so large
// grids are not walked.
static double widest_of(Stage *stage, const Grid *grid, const char *(*text)(Stage *stage, int row, int col))
{
    double widest = 0;
    if (grid->pitch < 12) return 1e6;
    if ((long)grid->rows * grid->cols > MEASURED_CELLS) {
        Scale scale = text == text_of_input ? stage->x_scale : stage->w_scale;
        widest = widest_number(stage, scale, text == text_of_input ? stage->x_decimals : stage->w_decimals);
        return fmax(widest, text_width(stage, text(stage, grid->rows - 1, grid->cols - 1)));
    }
    for (int row = 0; row < grid->rows; row++)
        for (int col = 0; col < grid->cols; col++) widest = fmax(widest, text_width(stage, text(stage, row, col)));
    return widest;
}

double weight_widest(Stage *stage)
{
    return widest_of(stage, &(Grid){ .pitch = 12, .rows = stage->spec->y.kernel, .cols = stage->spec->x.kernel }, text_of_weight);
}

double input_widest(Stage *stage)
{
    return widest_of(stage, &(Grid){ .pitch = 12, .rows = spec_in(stage->spec, stage->spec->y), .cols = spec_in(stage->spec, stage->spec->x) }, text_of_input);
}

static const char *input_at(void *context, long i)
{
    Stage *stage = context;
    int cols = spec_in(stage->spec, stage->spec->x);
    return text_of_input(stage, (int)(i / cols), (int)(i % cols));
}

static const char *weight_at(void *context, long i)
{
    Stage *stage = context;
    return text_of_weight(stage, (int)(i / stage->spec->x.kernel), (int)(i % stage->spec->x.kernel));
}

double input_size(Stage *stage, const Grid *grid)
{
    Grid values = *grid;
    values.rows = spec_in(stage->spec, stage->spec->y), values.cols = spec_in(stage->spec, stage->spec->x);
    double size;
    decimals_all(stage, ROLE_X);
    do size = number_size(stage, grid, widest_of(stage, &values, text_of_input), false);
    while (size <= 0 && decimals_fewer(stage, ROLE_X));
    return size > 0 ? size : few_wide_size(stage, grid, ROLE_X, (long)values.rows * values.cols, input_at, stage);
}

double weight_size(Stage *stage, const Grid *grid)
{
    Grid values = *grid;
    values.rows = stage->spec->y.kernel, values.cols = stage->spec->x.kernel;
    double size;
    decimals_all(stage, ROLE_W);
    do size = number_size(stage, grid, widest_of(stage, &values, text_of_weight), true);
    while (size <= 0 && decimals_fewer(stage, ROLE_W));
    return size > 0 ? size : few_wide_size(stage, grid, ROLE_W, (long)values.rows * values.cols, weight_at, stage);
}

static bool input_done(const Stage *stage, Cell cell);

static double value_of_input(void *context, int row, int col)
{
    Stage *stage = context;
    if (!input_done(stage, x_cell(stage, row, col))) return NAN;
    return work_value(stage->work, x_cell(stage, row, col));
}

typedef struct Turn {
    const Stage *stage;
    bool turned;
} Turn;

static double value_of_weight(void *context, int row, int col)
{
    const Turn *turn = context;
    const Spec *spec = turn->stage->spec;
    if (turn->turned) row = spec->y.kernel - 1 - row, col = spec->x.kernel - 1 - col;
    return work_value(turn->stage->work, w_cell(turn->stage, row, col));
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

Mark *draw_input_cell(Stage *stage, Box box, int row, int col, double size)
{
    const Look *look = stage->look;
    const Focus *focus = &stage->focus;
    Cell cell = x_cell(stage, row, col);
    RolePaint paint = look->input;
    const char *text = size > 0 ? text_of_input(stage, row, col) : NULL;
    if (!input_done(stage, cell)) paint.fill = look->background;
    else if (!text) paint.fill = scale_colour(stage->x_scale, value_of_input(stage, row, col));
    Mark *mark = cell_add(stage, "input", cell, box, paint, text, size);
    int tap = focus->x_tap[row * spec_in(stage->spec, stage->spec->x) + col];
    bool owner = cell_equal(cell, focus->owner);
    if (tap >= 0 && focus->lights[ROLE_X] && !owner) cell_tap(stage, mark, tap, 1);
    if (owner || cell_equal(cell, focus->outlined)) mark->style |= STYLE_RING;
    return mark;
}

void draw_input(Stage *stage, const Grid *grid, const char *caption, double caption_width)
{
    const Look *look = stage->look;
    double size = input_size(stage, grid);
    if (caption)
        draw_caption(stage, "input caption", grid_box(grid).x, grid_box(grid).y - 22 * stage->unit, caption_width, look->input.line,
                     "%s%s", caption, rounded_words(stage, ROLE_X));
    int first = stage->figure->count;
    if (!grid_begin(stage, grid, "input", look->input, stage->x_scale, look->background, value_of_input, stage)) return;
    Seen seen = grid_seen(stage, grid);
    for (int row = seen.row0; row < seen.row1; row++)
        for (int col = seen.col0; col < seen.col1; col++) draw_input_cell(stage, grid_cell(grid, row, col), row, col, size);
    grid_end(stage, grid, first);
}

Mark *draw_weight_cell(Stage *stage, Box box, int tap_row, int tap_col, double size)
{
    const Look *look = stage->look;
    const Focus *focus = &stage->focus;
    int tap = tap_row * stage->spec->x.kernel + tap_col;
    Cell cell = w_cell(stage, tap_row, tap_col);
    const char *text = size > 0 ? text_of_weight(stage, tap_row, tap_col) : NULL;
    Mark *mark = cell_add(stage, "kernel", cell, box, look->kernel, text, size);
    mark->style |= STYLE_DOUBLE;
    mark->stroke = double_stroke_of(stage, mark->box.w);
    bool lit = focus->owner.role == ROLE_NONE || (focus->w_lit[tap] && focus->lights[ROLE_W]) || cell_equal(cell, focus->owner);
    cell_tap(stage, mark, tap, lit ? 1 : 0.25);
    if (cell_equal(cell, focus->owner)) mark->style |= STYLE_RING;
    return mark;
}

void draw_kernel(Stage *stage, const Grid *grid, const char *caption, bool turned)
{
    const Look *look = stage->look;
    const Spec *spec = stage->spec;
    double size = weight_size(stage, grid);
    if (caption)
        draw_caption(stage, "kernel caption", grid_box(grid).x, grid_box(grid).y - 22 * stage->unit, stage->view->box.x + stage->view->box.w - grid_box(grid).x,
                     look->kernel.line, "%s%s", caption, rounded_words(stage, ROLE_W));
    int first = stage->figure->count;
    if (!grid_begin(stage, grid, "kernel", look->kernel, stage->w_scale, look->background, value_of_weight, &(Turn){ stage, turned })) return;
    Seen seen = grid_seen(stage, grid);
    for (int row = seen.row0; row < seen.row1; row++)
        for (int col = seen.col0; col < seen.col1; col++) {
            int ky = turned ? spec->y.kernel - 1 - row : row, kx = turned ? spec->x.kernel - 1 - col : col;
            draw_weight_cell(stage, grid_cell(grid, row, col), ky, kx, size);
        }
    grid_end(stage, grid, first);
}

static const char *output_text(Stage *stage, double value)
{
    char text[NUMBER_TEXT];
    number_show(text, value, stage->y_decimals);
    return arena_text(&stage->figure->arena, text);
}

double sum_at(const Stage *stage, int canvas_row, int canvas_col)
{
    const Canvas *canvas = &stage->focus.canvas;
    size_t at = (size_t)canvas_row * (size_t)canvas->cols + (size_t)canvas_col;
    Cell cell = { ROLE_Y, { stage->focus.n, stage->focus.oc, canvas_row + canvas->row0, canvas_col + canvas->col0 } };
    bool reached = stage->sums->count[at] > 0 || (stage->sums->has_bias && cell_inside(stage->spec, cell));
    return reached ? stage->sums->value[at] : NAN;
}

static double number_width(const Stage *stage, double value)
{
    char text[NUMBER_TEXT];
    number_show(text, value, stage->y_decimals);
    return text_width(stage, text);
}

double output_width_at(Stage *stage, int canvas_row, int canvas_col)
{
    const Canvas *canvas = &stage->focus.canvas;
    Cell cell = { ROLE_Y, { stage->focus.n, stage->focus.oc, canvas_row + canvas->row0, canvas_col + canvas->col0 } };
    size_t at = (size_t)canvas_row * (size_t)canvas->cols + (size_t)canvas_col;
    // What stands there now, and what will in the end: type does not change its size on the way.
    if (work_is_symbolic(stage->work)) return text_width(stage, "Σ 99"); // longer sums are counted (letters.c)
    double value = stage->sums->value[at], now = number_width(stage, value);
    if (!cell_inside(stage->spec, cell)) return now;
    double end = stage->one_pair ? work_pair_sums(stage->work, stage->focus.n, stage->focus.ic, stage->focus.oc, STEP_END)->value[at]
                                 : (double)work_value(stage->work, cell);
    return end == value ? now : fmax(now, number_width(stage, end));
}

double output_widest(Stage *stage)
{
    const Canvas *canvas = &stage->focus.canvas;
    double widest = 0;
    size_t cells = (size_t)canvas->rows * (size_t)canvas->cols;
    if (cells > MEASURED_CELLS) {
        Scale scale = stage->y_scale;
        for (size_t i = 0; i < cells; i++) {
            if (!isfinite(stage->sums->value[i])) continue;
            scale.most = fmax(scale.most, fabs(stage->sums->value[i]));
            scale.negatives |= stage->sums->value[i] < 0;
        }
        return widest_number(stage, scale, stage->y_decimals);
    }
    for (int row = 0; row < canvas->rows; row++)
        for (int col = 0; col < canvas->cols; col++) widest = fmax(widest, output_width_at(stage, row, col));
    return widest;
}

const char *text_of_output(Stage *stage, int canvas_row, int canvas_col)
{
    const Canvas *canvas = &stage->focus.canvas;
    Cell cell = { ROLE_Y, { stage->focus.n, stage->focus.oc, canvas_row + canvas->row0, canvas_col + canvas->col0 } };
    const char *now = output_text(stage, stage->sums->value[(size_t)canvas_row * (size_t)canvas->cols + (size_t)canvas_col]);
    if (!cell_inside(stage->spec, cell)) return now;
    const char *end = output_text(stage, work_value(stage->work, cell));
    return text_width(stage, end) > text_width(stage, now) ? end : now;
}

static const char *output_at(void *context, long i)
{
    Stage *stage = context;
    int cols = stage->focus.canvas.cols;
    return text_of_output(stage, (int)(i / cols), (int)(i % cols));
}

double output_size(Stage *stage, const Grid *grid)
{
    decimals_all(stage, ROLE_Y);
    if (grid->pitch < 12) return 0;
    if (work_is_symbolic(stage->work)) return letters_size(stage, grid);
    double size;
    do size = number_size(stage, grid, output_widest(stage), false);
    while (size <= 0 && decimals_fewer(stage, ROLE_Y));
    return size > 0 ? size : few_wide_size(stage, grid, ROLE_Y, (long)stage->focus.canvas.rows * stage->focus.canvas.cols, output_at, stage);
}

Mark *draw_output_cell(Stage *stage, Box box, int canvas_row, int canvas_col, double size)
{
    const Look *look = stage->look;
    const Canvas *canvas = &stage->focus.canvas;
    Cell cell = { ROLE_Y, { stage->focus.n, stage->focus.oc, canvas_row + canvas->row0, canvas_col + canvas->col0 } };
    size_t at = (size_t)canvas_row * (size_t)canvas->cols + (size_t)canvas_col;
    bool inside = cell_inside(stage->spec, cell);
    bool stamped = canvas_row < canvas->stamped_rows && canvas_col < canvas->stamped_cols;
    int count = stage->sums->count[at];
    bool filled = count > 0 || (inside && stage->sums->has_bias);
    // Once all is done, a cell that nothing has reached holds a 0, and says so, unfilled.
    bool done = stage->moment->step >= timeline_count(stage->spec, stage->work->scene.walk);
    const char *text = !(filled || (done && inside)) || size <= 0      ? NULL
                       : work_is_symbolic(stage->work) && filled ? letters_text(stage, cell, box, size)
                                                                 : output_text(stage, stage->sums->value[at]);
    RolePaint paint = look->output;
    if (!filled) paint.fill = look->background;
    else if (!text) paint.fill = scale_colour(stage->y_scale, stage->sums->value[at]);
    if (!inside) paint = (RolePaint){ look->border, look->background };
    if (!inside && filled && !text) paint.fill = look_mix(scale_colour(stage->y_scale, stage->sums->value[at]), look->background, 0.5);
    Mark *mark = cell_add(stage, inside ? "output" : "cut", cell, box, paint, text, size);
    if (!inside) {
        mark->style |= STYLE_DASHED;
        mark->stroke = fmin(mark->stroke, stage->unit);
        mark->ink = look->muted;
        mark->weight = WEIGHT_REGULAR;
    }
    if (!stamped && inside) mark->style |= STYLE_HATCHED;
    if (inside && !filled) mark->ink = look->muted, mark->weight = WEIGHT_REGULAR;
    const Focus *focus = &stage->focus;
    int tap = focus->y_tap[at];
    bool owner = cell_equal(cell, focus->owner);
    double fading = focus->by_step && stage->moment->t > 0 ? fmax(0, 1 - 3 * stage->moment->t) : 1;
    // The step lights what it has written; who is pointed at lights all that it is joined to, written or not.
    if (tap >= 0 && focus->lights[ROLE_Y] && !owner && (count > 0 || !focus->by_step)) {
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
    if (stage->near.zoom > 1) return view->box.y + (stage->compact ? 34 : 32) * u + near_height(stage);
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
    // What does not fit goes from the end, by whole parts: "output y, and the edge that is cut" becomes "output y".
    const Measure *m = &stage->figure->measure;
    for (char *part; m->width(m->self, text, 13 * stage->unit, WEIGHT_SEMIBOLD) > width && (part = strrchr(text, ',')); ) *part = 0;
    figure_text(stage->figure, name, x, y, 13 * stage->unit, WEIGHT_SEMIBOLD, ALIGN_LEFT, colour, "%s", text);
}

void draw_scale(Stage *stage, double x, double y, double room, Scale scale, int decimals)
{
    enum { BINS = 9 };
    double u = stage->unit, size = 12 * u, bin = 9 * u;
    char low[NUMBER_TEXT], high[NUMBER_TEXT];
    number_show(low, scale.negatives ? -scale.most : 0, scale.negatives ? decimals : 0);
    number_show(high, scale.most, decimals);
    const Measure *m = &stage->figure->measure;
    double high_w = m->width(m->self, high, size, WEIGHT_REGULAR), low_w = m->width(m->self, low, size, WEIGHT_REGULAR);
    double all = low_w + high_w + 12 * u + BINS * bin;
    if (all > room) return;
    figure_text(stage->figure, "scale", x, y, size, WEIGHT_REGULAR, ALIGN_RIGHT, stage->look->muted, "%s", high);
    double from = x - high_w - 6 * u - BINS * bin;
    for (int i = 0; i < BINS; i++) {
        double at = (double)i / (BINS - 1), value = scale.negatives ? (2 * at - 1) * scale.most : at * scale.most;
        Mark *mark = figure_add(stage->figure, MARK_BOX, "scale", (Box){ from + i * bin, y + 2 * u, bin, 11 * u });
        mark->fill = scale_colour(scale, value);
    }
    figure_text(stage->figure, "scale", from - 6 * u, y, size, WEIGHT_REGULAR, ALIGN_RIGHT, stage->look->muted, "%s", low);
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
