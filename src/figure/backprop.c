// Backprop: every path forward is a path back. Above, x goes through the kernel to y; below, the gradient from above
// comes back through the same kernel to x. What each step carries forward and back are the same terms.
#include "figure/layout.h"

#include <math.h>
#include <string.h>

// How the six grids stand: the kernel in a column of its own, in a row of its own, or all in rows (1D).
typedef enum Shape { SHAPE_COLUMNS, SHAPE_ROWS, SHAPE_STACK, SHAPES } Shape;

// The least width of each column: what its captions need.
typedef struct Words {
    double x, y, w, gw;
} Words;

typedef struct Places {
    Words words;
    Shape shape;
    bool has_gw;
    double cell, weight;           // pitches
    double x_width, y_width;       // of the columns, captions and all
    double w_width, gw_width;
    double row_height, gap, height; // a row of x and y with its captions; between the rows; of it all
    Grid x, w, y, gx, gw, gy;
} Places;

typedef struct Back {
    Stage *stage;
    const Sums *gx, *gw;
} Back;

static const double CAPTION = 24, ARROW = 56, WEIGHT_CELL = 26, WEIGHT_LEAST = 14;

// ---- where things stand ----------------------------------------------------------------------------------------

static double words_width(const Stage *stage, const char *text)
{
    const Measure *m = &stage->figure->measure;
    return m->width(m->self, text, 13 * stage->unit, WEIGHT_SEMIBOLD) + stage->unit;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

// What the six grids need with cells of this size; false where it is more than there is.
static bool needs(const Stage *stage, Places *p, double width, double height)
{
    const Spec *spec = stage->spec;
    double u = stage->unit, cap = CAPTION * u, c = p->cell;
    int xr = spec_in(spec, spec->y), xc = spec_in(spec, spec->x), yr = spec_out(spec, spec->y), yc = spec_out(spec, spec->x);
    int ky = spec->y.kernel, kx = spec->x.kernel, rows = larger(xr, yr);
    double least = stage->compact ? WEIGHT_LEAST : WEIGHT_CELL;
    p->weight = fmin(40 * u, fmax(c, least * u));
    // A large kernel next to few cells is as large as they are, no larger.
    p->weight = fmin(p->weight, fmax(c, 5 * least * u / larger(ky, kx)));
    p->x_width = fmax(xc * c, p->words.x), p->y_width = fmax(yc * c, p->words.y);
    p->w_width = fmax(kx * p->weight, p->words.w);
    p->gw_width = p->has_gw ? fmax(kx * p->weight, p->words.gw) + 16 * u : 0;
    double kernels = p->w_width + p->gw_width, kernel_height = cap + ky * p->weight;
    p->row_height = cap + rows * c;
    p->gap = 14 * u;
    switch (p->shape) {
    case SHAPE_COLUMNS:
        // The arrows pass above and below the kernel.
        p->gap = fmax(p->gap, kernel_height + smaller(xr, yr) * c + 26 * u - 2 * rows * c);
        p->gap = fmax(p->gap, kernel_height - smaller(xr, yr) * c + 26 * u - 2 * cap);
        p->height = 2 * p->row_height + p->gap;
        return p->x_width + p->y_width + kernels + 40 * u <= width && p->height <= height;
    case SHAPE_ROWS:
        p->height = 2 * p->row_height + 2 * p->gap + kernel_height;
        return p->x_width + p->y_width + ARROW * u <= width && kernels <= width && p->height <= height;
    default:
        p->gap = 10 * u;
        p->height = 4 * cap + 2 * (xr + yr) * c + kernel_height + 4 * p->gap;
        return fmax(p->x_width, p->y_width) <= width && kernels + ARROW * u <= width && p->height <= height;
    }
}

// Sizes to try, the largest first: whole pixels while cells are drawn, then ever smaller.
static double size_at(int index, double most)
{
    double size = most - index;
    return size >= CELL_COLOURS ? size : CELL_COLOURS * pow(0.95, CELL_COLOURS - size);
}

// The largest cells with which it all fits; cell 0 where nothing does.
static Places fit(const Stage *stage, Words words, Shape shape, bool has_gw, double width, double height)
{
    Places p = { .words = words, .shape = shape, .has_gw = has_gw };
    double most = floor(56 * stage->unit);
    int too_large = -1, fits = (int)most + 100;
    p.cell = size_at(fits, most);
    if (!needs(stage, &p, width, height)) return (Places){ 0 };
    while (fits - too_large > 1) {
        int middle = (fits + too_large) / 2;
        p.cell = size_at(middle, most);
        *(needs(stage, &p, width, height) ? &fits : &too_large) = middle;
    }
    p.cell = size_at(fits, most);
    return needs(stage, &p, width, height) ? p : (Places){ 0 };
}

// The arrangement with the largest cells; the gradient of the kernel where it costs them little.
static Places best(const Stage *stage, double width, double height)
{
    Places with = { 0 }, without = { 0 };
    Words words = { fmax(words_width(stage, "input x"), words_width(stage, "∂L/∂x")), fmax(words_width(stage, "output y"), words_width(stage, "∂L/∂y")),
                    words_width(stage, "kernel w"), words_width(stage, "∂L/∂w") };
    for (int shape = 0; shape < SHAPES; shape++) {
        if (shape == SHAPE_STACK && stage->spec->dims == 2) continue;
        Places a = fit(stage, words, (Shape)shape, true, width, height), b = fit(stage, words, (Shape)shape, false, width, height);
        if (a.cell > with.cell * 1.02) with = a;
        if (b.cell > without.cell * 1.02) without = b;
    }
    return with.cell >= fmin(0.85 * without.cell, 34 * stage->unit) ? with : without;
}

static Grid grid_at(const Stage *stage, double x, double y, double cell, int rows, int cols)
{
    return grid_fit(x, y, cols * cell + 0.5, rows * cell + 0.5, rows, cols, cell, stage->unit);
}

static void stand(const Stage *stage, Places *p, double left, double top)
{
    const Spec *spec = stage->spec;
    double u = stage->unit, cap = CAPTION * u, c = p->cell;
    int xr = spec_in(spec, spec->y), xc = spec_in(spec, spec->x), yr = spec_out(spec, spec->y), yc = spec_out(spec, spec->x);
    int ky = spec->y.kernel, kx = spec->x.kernel;
    double kernels = p->w_width + p->gw_width, kernel_height = cap + ky * p->weight;
    double first = top + cap, second = first + p->row_height + p->gap, y_left = left + p->x_width + ARROW * u;
    double w_left = left, w_top = first;
    double gx_top = second, gy_top = second, y_top = first;
    switch (p->shape) {
    case SHAPE_COLUMNS:
        y_left = left + p->x_width + kernels + 40 * u, w_left = left + p->x_width + 20 * u;
        w_top = top + (p->height - kernel_height) / 2 + cap;
        break;
    case SHAPE_ROWS:
        w_top = first + p->row_height + p->gap;
        gx_top = gy_top = w_top + kernel_height + p->gap;
        break;
    default:
        gx_top = first + xr * c + p->gap + cap;
        w_top = gx_top + xr * c + p->gap + cap;
        y_top = w_top + ky * p->weight + p->gap + cap;
        gy_top = y_top + yr * c + p->gap + cap;
        y_left = left;
    }
    p->x = grid_at(stage, left, first, c, xr, xc), p->gx = grid_at(stage, left, gx_top, c, xr, xc);
    p->y = grid_at(stage, y_left, y_top, c, yr, yc), p->gy = grid_at(stage, y_left, gy_top, c, yr, yc);
    p->w = grid_at(stage, w_left, w_top, p->weight, ky, kx);
    p->gw = grid_at(stage, w_left + p->w_width + 16 * u, w_top, p->weight, ky, kx);
}

// ---- the gradients ---------------------------------------------------------------------------------------------

typedef struct Plane {
    const Back *back;
    Role role;
    const Sums *sums; // NULL for gy, which is given
    bool counted;     // letters have no room: only how many products there are
    int decimals;
    bool numbers; // drawn: its cells show numbers, not colours
} Plane;

static Cell plane_cell(const Plane *p, int row, int col)
{
    const Focus *focus = &p->back->stage->focus;
    Cell cell = { p->role, { focus->n, p->role == ROLE_GX ? focus->ic : focus->oc, row, col } };
    if (p->role != ROLE_GW) return cell;
    cell = w_cell(p->back->stage, row, col);
    cell.role = ROLE_GW;
    return cell;
}

// Whether the clock has brought something here; of gy: has sent it back.
static bool reached(const Plane *p, int row, int col)
{
    const Stage *stage = p->back->stage;
    if (p->sums) return p->sums->count[row * p->sums->canvas.cols + col] > 0;
    if (stage->work->scene.walk != WALK_OUTPUT) return true;
    Cell at = plane_cell(p, row, col);
    long long rows = spec_out(stage->spec, stage->spec->y), cols = spec_out(stage->spec, stage->spec->x);
    return ((((long long)at.at[0] * stage->spec->out_channels + at.at[1]) * rows + row) * cols + col) < stage->moment->step;
}

static double value_of(void *context, int row, int col)
{
    const Plane *p = context;
    if (!reached(p, row, col)) return NAN;
    return p->sums ? p->sums->value[row * p->sums->canvas.cols + col] : (double)work_value(p->back->stage->work, plane_cell(p, row, col));
}

// One product is told, of several their number: as everywhere, those that are 0 are none.
static const char *plane_symbols(const Plane *p, Cell cell)
{
    Stage *stage = p->back->stage;
    Arena *arena = &stage->figure->arena;
    Text sum = { 0 };
    int terms = symbols_of(&sum, stage->work, cell, stage->work->scene.walk, stage->moment->step, 1).terms;
    bool whole = terms == 0 || (terms == 1 && !p->counted);
    const char *text = whole ? arena_text(arena, text_or_empty(&sum)) : arena_print(arena, "Σ %d", terms);
    text_clear(&sum);
    return text;
}

// What stands in a cell now; in the end even a 0 that nothing brought is said.
static const char *text_of(const Plane *p, int row, int col, bool at_end)
{
    Stage *stage = p->back->stage;
    Cell cell = plane_cell(p, row, col);
    char text[NUMBER_TEXT];
    if (!p->sums) {
        symbol_of(text, stage->work, cell, p->decimals);
        return arena_text(&stage->figure->arena, text);
    }
    size_t at = (size_t)row * (size_t)p->sums->canvas.cols + (size_t)col;
    if (!at_end && !p->sums->count[at]) return NULL;
    if (p->sums->count[at] && back_is_symbolic(stage->work, p->role)) return plane_symbols(p, cell);
    number_show(text, p->sums->value[at], p->decimals);
    return arena_text(&stage->figure->arena, text);
}

static bool is_symbolic(const Plane *p)
{
    return p->sums && back_is_symbolic(p->back->stage->work, p->role);
}

// Of a grid's texts now and at the end, so that type does not change its size on the way.
static double plane_widest(const Plane *p, const Grid *grid)
{
    Stage *stage = p->back->stage;
    double widest = 0;
    if ((long)grid->rows * grid->cols > MEASURED_CELLS) {
        Scale scale = work_scale(stage->work, p->role);
        return is_symbolic(p) ? 6 : widest_number(stage, scale, p->decimals);
    }
    for (int row = 0; row < grid->rows; row++) {
        for (int col = 0; col < grid->cols; col++) {
            const char *now = text_of(p, row, col, false);
            if (now) widest = fmax(widest, text_width(stage, now));
            if (!p->sums || is_symbolic(p)) continue;
            char end[NUMBER_TEXT];
            number_show(end, (double)work_value(stage->work, plane_cell(p, row, col)), p->decimals);
            widest = fmax(widest, text_width(stage, end));
        }
    }
    return widest;
}

static double size_with(const Plane *p, const Grid *grid)
{
    return grid->pitch < 12 ? 0 : number_size(p->back->stage, grid, plane_widest(p, grid), p->role == ROLE_GW);
}

static int all_decimals(const Stage *stage, Role role)
{
    return role == ROLE_GY ? role_decimals(stage->work, role) : back_decimals(stage->work, role);
}

static const char *gradient_at(void *context, long i)
{
    const Plane *p = context;
    Stage *stage = p->back->stage;
    int cols = p->role == ROLE_GW ? stage->spec->x.kernel : p->sums ? p->sums->canvas.cols : spec_out(stage->spec, stage->spec->x);
    const char *now = text_of(p, (int)(i / cols), (int)(i % cols), true);
    if (!p->sums) return now;
    char end[NUMBER_TEXT];
    number_show(end, (double)work_value(stage->work, plane_cell(p, (int)(i / cols), (int)(i % cols))), p->decimals);
    return text_width(stage, end) > text_width(stage, now) ? arena_text(&stage->figure->arena, end) : now;
}

// The same with as many decimals as there is room for.
static double text_size(Plane *p, const Grid *grid)
{
    const Stage *stage = p->back->stage;
    p->back->stage->few_wide &= ~(1u << p->role);
    int all = all_decimals(stage, p->role), least = decimals_least(all, work_scale(stage->work, p->role).most);
    for (p->decimals = all; p->decimals >= least; p->decimals--) {
        double size = size_with(p, grid);
        if (size > 0) return size;
    }
    p->decimals = all;
    return is_symbolic(p) ? 0 : few_wide_size(p->back->stage, grid, p->role, (long)grid->rows * grid->cols, gradient_at, p);
}

// Its grid can be gone near to where its numbers have no room.
static void near_gradient(Plane *p, Grid *grid, double w, double h)
{
    if (text_size(p, grid) > 0) return;
    grid_near(p->back->stage, grid, w, h, enough_for_width(p->back->stage, plane_widest(p, grid), p->role == ROLE_GW));
}

static void light(const Plane *p, Mark *mark, int row, int col, bool is_reached)
{
    Stage *stage = p->back->stage;
    const Focus *focus = &stage->focus;
    const Spec *spec = stage->spec;
    Cell cell = mark->cell;
    bool owner = cell_equal(cell, focus->owner), lights = focus->lights[p->role];
    double fading = focus->by_step && stage->moment->t > 0 ? fmax(0, 1 - 3 * stage->moment->t) : 1;
    if (p->role == ROLE_GW) {
        int tap = row * spec->x.kernel + col;
        bool lit = focus->owner.role == ROLE_NONE || (focus->gw_lit[tap] && lights) || owner;
        mark->style |= STYLE_DOUBLE;
        mark->stroke = fmin(mark->stroke, stage->unit);
        if (is_reached) cell_tap(stage, mark, tap, lit ? 1 : 0.25);
    } else if (p->role == ROLE_GX) {
        int tap = focus->gx_tap[row * spec_in(spec, spec->x) + col];
        if (tap >= 0 && lights && !owner && (is_reached || !focus->by_step)) cell_tap(stage, mark, tap, fading);
    } else {
        const Canvas *canvas = &focus->canvas;
        int tap = focus->y_tap[(row - canvas->row0) * canvas->cols + col - canvas->col0];
        if (tap >= 0 && lights && !owner) cell_tap(stage, mark, tap, 1);
    }
    // The step's own cell has its gradient ringed too: it goes both ways there.
    Cell step = focus->by_step && !focus->one_term ? focus->owner : CELL_NONE;
    if (step.role == ROLE_X) step.role = ROLE_GX;
    else if (step.role == ROLE_Y) step.role = ROLE_GY;
    if (owner || cell_equal(cell, step)) mark->style |= STYLE_RING;
}

static void draw_gradient(Plane *p, const Grid *grid, const char *name, RolePaint role_paint)
{
    Stage *stage = p->back->stage;
    const Look *look = stage->look;
    Scale scale = work_scale(stage->work, p->role);
    int first = stage->figure->count;
    if (!grid_begin(stage, grid, name, role_paint, scale, look->background, value_of, p)) return;
    bool done = stage->moment->step >= timeline_count(stage->spec, stage->work->scene.walk);
    double size = text_size(p, grid);
    if (size <= 0 && is_symbolic(p)) p->counted = true, size = text_size(p, grid);
    Seen seen = grid_seen(stage, grid);
    for (int row = seen.row0; row < seen.row1; row++) {
        for (int col = seen.col0; col < seen.col1; col++) {
            RolePaint paint = role_paint;
            bool is_reached = reached(p, row, col);
            const char *text = size > 0 ? text_of(p, row, col, done) : NULL;
            if (!is_reached) paint.fill = look->background;
            else if (!text && !is_symbolic(p) && p->role != ROLE_GW) paint.fill = scale_colour(scale, value_of(p, row, col));
            Mark *mark = cell_add(stage, name, plane_cell(p, row, col), grid_cell(grid, row, col), paint, text, size);
            if (!is_reached && p->sums) mark->ink = look->muted, mark->weight = WEIGHT_REGULAR;
            light(p, mark, row, col, is_reached);
        }
    }
    grid_end(stage, grid, first);
    p->numbers = size > 0 || is_symbolic(p);
}

static double value_of_output(void *context, int row, int col)
{
    const Stage *stage = context;
    return sum_at(stage, row - stage->focus.canvas.row0, col - stage->focus.canvas.col0);
}

// The output that is kept: no gradient comes from what is cut.
void draw_kept_output(Stage *stage, const Grid *grid)
{
    const Canvas *canvas = &stage->focus.canvas;
    int first = stage->figure->count;
    if (!grid_begin(stage, grid, "output", stage->look->output, stage->y_scale, stage->look->background, value_of_output, stage)) return;
    double size = output_size(stage, grid);
    Seen seen = grid_seen(stage, grid);
    for (int row = seen.row0; row < seen.row1; row++)
        for (int col = seen.col0; col < seen.col1; col++)
            draw_output_cell(stage, grid_cell(grid, row, col), row - canvas->row0, col - canvas->col0, size);
    grid_end(stage, grid, first);
}

// ---- arrows and captions ---------------------------------------------------------------------------------------

static void stroke(Stage *stage, const char *name, double x0, double y0, double x1, double y1)
{
    Mark *mark = figure_add(stage->figure, MARK_LINE, name, (Box){ x0, y0, x1 - x0, y1 - y0 });
    mark->line = stage->look->muted, mark->stroke = 2 * stage->unit;
}

static void arrow(Stage *stage, const char *name, double x0, double y0, double x1, double y1)
{
    double head = 6 * stage->unit, length = hypot(x1 - x0, y1 - y0);
    if (length < 2 * head) return;
    double dx = (x1 - x0) / length * head, dy = (y1 - y0) / length * head;
    stroke(stage, name, x0, y0, x1, y1);
    stroke(stage, name, x1 - dx - dy, y1 - dy + dx, x1, y1);
    stroke(stage, name, x1 - dx + dy, y1 - dy - dx, x1, y1);
}

static void draw_arrows(Stage *stage, const Places *p)
{
    double u = stage->unit, out = 9 * u;
    Box x = grid_box(&p->x), y = grid_box(&p->y), gx = grid_box(&p->gx), gy = grid_box(&p->gy), w = grid_box(&p->w);
    if (p->shape == SHAPE_STACK) {
        // Beside the kernel: down through it forward, up through it back.
        double left = w.x + p->w_width + p->gw_width + 14 * u, top = w.y - 14 * u, bottom = w.y + w.h;
        arrow(stage, "forward", left, top, left, bottom);
        arrow(stage, "back", left + 20 * u, bottom, left + 20 * u, top);
        return;
    }
    double ahead = x.y + fmin(x.h, y.h) / 2, back = gx.y + fmin(gx.h, gy.h) / 2;
    arrow(stage, "forward", x.x + x.w + out, ahead, y.x - out, ahead);
    arrow(stage, "back", gy.x - out, back, gx.x + gx.w + out, back);
}

static void caption(Stage *stage, const char *name, const Grid *grid, double width, Colour colour, const char *text)
{
    draw_caption(stage, name, grid_box(grid).x, grid_box(grid).y - 22 * stage->unit, width, colour, "%s", text);
}

// Where the cells have no room for numbers, what their colours mean stands behind the name alone: the words to the first
// comma.
static void valued_caption(Stage *stage, const char *name, const Grid *grid, double width, Colour colour, bool numbers, Scale scale,
                           int decimals, const char *text)
{
    double u = stage->unit;
    const char *alone = arena_print(&stage->figure->arena, "%.*s", (int)strcspn(text, ","), text);
    double words = words_width(stage, alone) + 10 * u;
    caption(stage, name, grid, numbers ? width : words, colour, text);
    if (!numbers) draw_scale(stage, grid_box(grid).x + fmin(width, words + 160 * u), grid_box(grid).y - 22 * u, fmin(width - words, 160 * u), scale, decimals);
}

static void gradient_caption(const Plane *p, const char *name, const Grid *grid, double width, Colour colour, const char *text)
{
    Stage *stage = p->back->stage;
    int all = all_decimals(stage, p->role);
    text = arena_print(&stage->figure->arena, "%s%s", text, p->numbers && !is_symbolic(p) ? decimals_words(stage, p->decimals, all) : "");
    valued_caption(stage, name, grid, width, colour, p->numbers, work_scale(stage->work, p->role), all, text);
}

static double left_of(const Grid *grid)
{
    return grid_box(grid).x;
}

static void draw_captions(Stage *stage, const Places *p, const Plane *gx, const Plane *gw, const Plane *gy)
{
    const Look *look = stage->look;
    const Spec *spec = stage->spec;
    const Focus *focus = &stage->focus;
    Arena *arena = &stage->figure->arena;
    double u = stage->unit, right = stage->view->box.x + stage->view->box.w;
    const char *sample = spec->batch > 1 ? arena_print(arena, ", sample %d", focus->n) : "";
    const char *in = spec->in_channels > 1 ? arena_print(arena, ", channel %d", focus->ic) : "";
    const char *out = spec->out_channels > 1 ? arena_print(arena, ", channel %d", focus->oc) : "";
    double x_room = p->shape == SHAPE_STACK ? right - left_of(&p->x) : p->shape == SHAPE_COLUMNS ? left_of(&p->w) - left_of(&p->x) - 6 * u : left_of(&p->y) - left_of(&p->x) - 8 * u;
    // Beside the kernel stand the arrows, or y, or nothing.
    double kernels_end = p->shape == SHAPE_COLUMNS ? left_of(&p->y) - 6 * u : p->shape == SHAPE_STACK ? left_of(&p->w) + p->w_width + p->gw_width + 6 * u : right;
    double w_room = (p->has_gw ? left_of(&p->gw) - 6 * u : kernels_end) - left_of(&p->w);
    bool x_numbers = input_size(stage, &p->x) > 0, y_numbers = output_size(stage, &p->y) > 0 || work_is_symbolic(stage->work);
    valued_caption(stage, "input caption", &p->x, x_room, look->input.line, x_numbers, stage->x_scale, stage->x_decimals,
                   arena_print(arena, "input x%s%s%s", in, sample, rounded_words(stage, ROLE_X)));
    valued_caption(stage, "output caption", &p->y, right - left_of(&p->y), look->output.line, y_numbers, stage->y_scale, stage->y_decimals,
                   arena_print(arena, "output y%s%s%s", out, sample, rounded_words(stage, ROLE_Y)));
    gradient_caption(gx, "gx caption", &p->gx, x_room, look->input.line, arena_print(arena, "∂L/∂x%s%s, gradient of the input", in, sample));
    gradient_caption(gy, "gy caption", &p->gy, right - left_of(&p->gy), look->output.line, arena_print(arena, "∂L/∂y%s%s, gradient of the output", out, sample));
    weight_size(stage, &p->w);
    caption(stage, "kernel caption", &p->w, w_room, look->kernel.line, arena_print(arena, "kernel w, the same both ways%s", rounded_words(stage, ROLE_W)));
    // Without numbers its cells have the colours of their weights.
    const char *gw_words = gw->numbers ? decimals_words(stage, gw->decimals, all_decimals(stage, ROLE_GW)) : ", in the colours of w";
    if (p->has_gw) caption(stage, "gw caption", &p->gw, kernels_end - left_of(&p->gw), look->kernel.line, arena_print(arena, "∂L/∂w%s", gw_words));
}

// ---- the next step ---------------------------------------------------------------------------------------------

// x·w goes from the weight to y, gy·w at the same step from the same weight to ∂L/∂x.
static bool forward_ends(void *context, const Term *term, Box *from, Box *to)
{
    const Places *p = context;
    if (!term->inside || p->w.pitch < CELL_COLOURS || p->y.pitch < CELL_COLOURS) return false;
    *from = grid_cell(&p->w, term->w.at[2], term->w.at[3]), *to = grid_cell(&p->y, term->y.at[2], term->y.at[3]);
    return grid_shows(&p->w, *from) && grid_shows(&p->y, *to);
}

static bool back_ends(void *context, const Term *term, Box *from, Box *to)
{
    const Places *p = context;
    if (!forward_ends(context, term, from, to)) return false;
    *to = grid_cell(&p->gx, term->x.at[2], term->x.at[3]);
    return grid_shows(&p->gx, *to);
}

// ---- the lens --------------------------------------------------------------------------------------------------

void lay_backprop(Stage *stage)
{
    const Box *box = &stage->view->box;
    double u = stage->unit;
    double top = draw_heading(stage, LENSES[LENS_BACKPROP].title, purpose_coloured(stage, LENSES[LENS_BACKPROP].purpose));
    // As many lines below as leave the cells readable.
    double bottom = box->y + box->h, gap = 12 * u;
    int lines = 0;
    Places p = best(stage, box->w, bottom - top - gap - (draw_backprop_foot(stage, 0, 0, false)));
    if (p.cell <= 0) {
        draw_note(stage, box->x, top, box->w, 13 * u, stage->look->muted, "There is no room here for the way there and the way back.");
        return;
    }
    for (int more = 1; more <= BACKPROP_LINES; more++) {
        Places smaller_cells = best(stage, box->w, bottom - top - gap - draw_backprop_foot(stage, 0, more, false));
        if (smaller_cells.cell < (p.cell >= 26 * u ? 26 * u : p.cell >= 12 * u ? 0.95 * p.cell : 0.85 * p.cell)) break; // numbers come before words
        lines = more;
    }
    p = best(stage, box->w, bottom - top - gap - draw_backprop_foot(stage, 0, lines, false));
    stand(stage, &p, box->x, top);

    Back back = { stage, work_back_sums(stage->work, ROLE_GX, stage->focus.n, stage->focus.ic, stage->moment->step), NULL };
    Cell w = w_cell(stage, 0, 0);
    if (p.has_gw) back.gw = work_back_sums(stage->work, ROLE_GW, w.at[0], w.at[1], stage->moment->step);
    Plane gx = { .back = &back, .role = ROLE_GX, .sums = back.gx }, gw = { .back = &back, .role = ROLE_GW, .sums = back.gw };
    Plane gy = { .back = &back, .role = ROLE_GY };
    grid_near(stage, &p.x, 0, 0, enough_for(stage, &p.x, ROLE_X));
    grid_near(stage, &p.w, 0, 0, enough_for(stage, &p.w, ROLE_W));
    // To the right of y there is room.
    double right = box->x + box->w - p.y.x, high = p.shape == SHAPE_STACK ? 0 : p.row_height - CAPTION * u;
    grid_near(stage, &p.y, right, high, enough_for(stage, &p.y, ROLE_Y));
    near_gradient(&gx, &p.gx, 0, 0);
    near_gradient(&gy, &p.gy, right, high);
    if (p.has_gw) near_gradient(&gw, &p.gw, 0, 0);
    near_words(stage, "output", &p.y, 0, 0);
    near_step(stage, &p.y, ROLE_Y, 0, 0);
    draw_arrows(stage, &p);
    draw_input(stage, &p.x, NULL, 0);
    draw_kernel(stage, &p.w, NULL, false);
    draw_kept_output(stage, &p.y);
    draw_gradient(&gx, &p.gx, "gx", stage->look->input);
    if (p.has_gw) draw_gradient(&gw, &p.gw, "gw", stage->look->kernel);
    draw_gradient(&gy, &p.gy, "gy", stage->look->output);
    draw_captions(stage, &p, &gx, &gw, &gy);
    draw_backprop_foot(stage, top + p.height + gap, lines, true);
    flight_draw(stage, forward_ends, &p, false);
    flight_draw(stage, back_ends, &p, true);
}
