// Slide: the same numbers, read by a sliding window. The input spread out by the stride, with room around it; the kernel
// turned by 180°; the row of outputs that the window is writing.
#include "figure/layout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct Plane {
    Reading y, x;
    int row0, col0; // the reading's place of the grid's first row and column
    int step_y, step_x; // places from one row or column to the next: more than 1 where the zeros between are folded away
    Grid grid;
} Plane;

// The row or column of the grid that shows a place; −1 for a place that is folded away.
static int plane_row(const Plane *plane, int place)
{
    return place < plane->row0 || (place - plane->row0) % plane->step_y ? -1 : (place - plane->row0) / plane->step_y;
}

static int plane_col(const Plane *plane, int place)
{
    return place < plane->col0 || (place - plane->col0) % plane->step_x ? -1 : (place - plane->col0) / plane->step_x;
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

static double value_of_plane(void *context, int row, int col)
{
    Stage *stage = ((void **)context)[0];
    const Plane *plane = ((void **)context)[1];
    int y = reading_value(&plane->y, row * plane->step_y + plane->row0), x = reading_value(&plane->x, col * plane->step_x + plane->col0);
    if (y < 0 || x < 0) return NAN;
    return work_value(stage->work, (Cell){ ROLE_X, { stage->focus.n, stage->focus.ic, y, x } });
}

// Which output the window stands at: the owner's, else the first one that the owner reaches.
static bool window_output(const Stage *stage, int *row, int *col)
{
    const Focus *focus = &stage->focus;
    const Canvas *canvas = &focus->canvas;
    if (focus->owner.role == ROLE_Y || focus->one_term) {
        Cell y = focus->one_term ? focus->term.y : focus->owner;
        int ins = stage->spec->in_channels / stage->spec->groups, outs = stage->spec->out_channels / stage->spec->groups;
        *row = y.at[2], *col = y.at[3];
        return y.at[0] == focus->n && y.at[1] / outs == focus->ic / ins; // else it reads nothing of what is shown
    }
    if (focus->owner.role == ROLE_NONE) return false;
    for (int r = 0; r < canvas->rows; r++) {
        for (int c = 0; c < canvas->cols; c++) {
            Cell y = { ROLE_Y, { focus->n, focus->oc, r + canvas->row0, c + canvas->col0 } };
            if (focus->y_tap[r * canvas->cols + c] < 0 || !cell_inside(stage->spec, y)) continue;
            *row = y.at[2], *col = y.at[3];
            return true;
        }
    }
    return false;
}

// The tap through which the window at (row, col) sees this place, or −1.
static int tap_seen(const Stage *stage, int row, int col, int place_row, int place_col)
{
    const Spec *spec = stage->spec;
    for (int ky = 0; ky < spec->y.kernel; ky++) {
        if (reading_place(spec, true, row, ky) != place_row) continue;
        for (int kx = 0; kx < spec->x.kernel; kx++)
            if (reading_place(spec, false, col, kx) == place_col) return ky * spec->x.kernel + kx;
    }
    return -1;
}

// The first and the last row or column of the grid that the window at an output covers; false where it covers none: all
// that it reads is folded away.
static bool window_range(const Spec *spec, const Plane *plane, bool rows, int out, int *first, int *last)
{
    int kernel = rows ? spec->y.kernel : spec->x.kernel, a = reading_place(spec, rows, out, 0), b = reading_place(spec, rows, out, kernel - 1);
    int low = a < b ? a : b, high = a < b ? b : a, from = rows ? plane->row0 : plane->col0, step = rows ? plane->step_y : plane->step_x;
    *first = (low - from + step - 1) / step, *last = (high - from) / step;
    return *last >= *first;
}

static bool window_box(const Stage *stage, const Plane *plane, int row, int col, Box *box)
{
    int top, bottom, left, right;
    if (!window_range(stage->spec, plane, true, row, &top, &bottom) || !window_range(stage->spec, plane, false, col, &left, &right)) return false;
    Box first = grid_cell(&plane->grid, top, left);
    double pitch = plane->grid.pitch, out = plane->grid.gap / 2;
    *box = (Box){ first.x - out, first.y - out, (right - left + 1) * pitch - plane->grid.gap + 2 * out,
                  (bottom - top + 1) * pitch - plane->grid.gap + 2 * out };
    return true;
}

static void draw_window(Stage *stage, const Plane *plane, bool shown, int row, int col)
{
    const Spec *spec = stage->spec;
    const Moment *moment = stage->moment;
    Walk walk = stage->work->scene.walk;
    long long count = timeline_count(spec, walk);
    int from_row = row, from_col = col;
    double t = 0;
    // On its way to the next output the frame glides.
    if (walk == WALK_OUTPUT && stage->focus.by_step && moment->t > 0 && moment->step < count) {
        Cell next = timeline_step(spec, walk, moment->step).cell;
        row = next.at[2], col = next.at[3];
        t = smooth(moment->t);
    } else if (!shown) {
        if (moment->step < count) return;
        row = from_row = spec_out(spec, spec->y) - 1, col = from_col = spec_out(spec, spec->x) - 1;
    }
    // An output that was cut has no window: what it would read lies off the plane.
    if (!cell_inside(spec, (Cell){ ROLE_Y, { 0, 0, from_row, from_col } })) return;
    Box from, to;
    bool there = window_box(stage, plane, from_row, from_col, &from), next = window_box(stage, plane, row, col, &to);
    if (!there && !(next && t > 0)) return;
    if (!there) from = to;
    if (!next) to = from;
    Mark *mark = figure_add(stage->figure, MARK_BOX, "window", t > 0 ? box_between(from, to, t) : from);
    mark->line = stage->look->kernel.line;
    mark->stroke = 3 * stage->unit, mark->radius = 4 * stage->unit;
}

// A row of pixels is as high as it must be to be seen.
static double strip_height(const Stage *stage, const Grid *grid)
{
    double own = grid_box(grid).h;
    return grid->rows == 1 && grid->pitch < CELL_COLOURS ? fmax(own, 12 * stage->unit) : own;
}

// What a zoomed view follows: the window.
static void near_window(Stage *stage, const Plane *plane, int first)
{
    const Figure *figure = stage->figure;
    for (int i = first; i < figure->count && plane->grid.pane.w > 0; i++) {
        const Mark *mark = &figure->marks[i];
        if (mark->kind != MARK_BOX || strcmp(mark->name, "window") != 0) continue;
        stage->figure->near.all = grid_whole(&plane->grid), stage->figure->near.pane = plane->grid.pane, stage->figure->near.step = mark->box;
    }
}

static void draw_plane(Stage *stage, Plane *plane, bool shown, int row, int col)
{
    const Look *look = stage->look;
    const Spec *spec = stage->spec;
    void *context[] = { stage, plane };
    if (!grid_begin(stage, &plane->grid, "reading", look->input, stage->x_scale, look->zero.fill, value_of_plane, context)) {
        stage->figure->marks[stage->figure->count - 1].box.h = strip_height(stage, &plane->grid);
        return;
    }
    double size = input_size(stage, &plane->grid);
    bool moving = stage->focus.by_step && stage->moment->t > 0 && stage->work->scene.walk == WALK_OUTPUT;
    Seen seen = grid_seen(stage, &plane->grid);
    for (int r = seen.row0; r < seen.row1; r++) {
        for (int c = seen.col0; c < seen.col1; c++) {
            int at_y = r * plane->step_y + plane->row0, at_x = c * plane->step_x + plane->col0;
            int y = reading_value(&plane->y, at_y), x = reading_value(&plane->x, at_x);
            bool is_value = y >= 0 && x >= 0;
            bool within = at_y >= 0 && at_y < plane->y.length && at_x >= 0 && at_x < plane->x.length;
            bool read = at_y >= -plane->y.before && at_y < plane->y.length + plane->y.after && at_x >= -plane->x.before &&
                        at_x < plane->x.length + plane->x.after;
            // A convolution's padding is a place of x and can be pointed at. What a transposed one puts in is no place of any
            // tensor: zeros between the values and the ring stay pictures.
            Cell cell = is_value           ? (Cell){ ROLE_X, { stage->focus.n, stage->focus.ic, y, x } }
                        : spec->transposed ? CELL_NONE
                                           : (Cell){ ROLE_X, { stage->focus.n, stage->focus.ic, at_y, at_x } };
            RolePaint paint = is_value ? (RolePaint){ look->input.line, look->background } : look->zero;
            if (!within) paint = (RolePaint){ look->zero.fill, look->background };
            const char *text = is_value && size > 0 ? text_of_input(stage, y, x) : NULL;
            if (is_value && !text) paint.fill = scale_colour(stage->x_scale, work_value(stage->work, cell));
            const char *name = is_value ? "value" : within ? "zero" : "padding";
            Mark *mark = cell_add(stage, name, cell, grid_cell(&plane->grid, r, c), paint, text, size);
            if (!is_value) mark->line = within ? 0 : look->zero.fill;
            if (!within) mark->style |= STYLE_HATCHED;
            else if (!is_value && plane->grid.pitch >= 18 * stage->unit) mark->style |= STYLE_POINT;
            if (!read) mark->style |= STYLE_DASHED, mark->opacity = 0.5;
            int tap = shown ? tap_seen(stage, row, col, at_y, at_x) : -1;
            if (stage->focus.one_term && tap != stage->focus.term.w.at[2] * spec->x.kernel + stage->focus.term.w.at[3]) tap = -1;
            if (tap >= 0 && spec->transposed && stage->view->show.turned_back) tap = spec->y.kernel * spec->x.kernel - 1 - tap;
            if (tap >= 0 && !moving) {
                cell_tap(stage, mark, tap, is_value ? 1 : 0.45);
                mark->style &= ~(unsigned)STYLE_HATCHED;
                if (!within) mark->style |= STYLE_HATCHED;
            }
            if (cell.role != ROLE_NONE && (cell_equal(cell, stage->focus.owner) || cell_equal(cell, stage->focus.outlined)))
                mark->style |= STYLE_RING;
        }
    }
}

// What the ring means, with its numbers.
static const char *ring_words(Stage *stage, const Plane *plane)
{
    Arena *arena = &stage->figure->arena;
    int before = plane->x.before, after = plane->x.after;
    if (!stage->spec->transposed)
        return before ? arena_print(arena, "p = %d: a ring around the input, no values", before) : "no padding";
    if (before < 0 || after < 0)
        return arena_print(arena, "p is larger than d(k−1): of the stretched input %d %s skipped at the start and %d at the end", before < 0 ? -before : 0,
                           before == -1 ? "cell is" : "cells are", after < 0 ? -after : 0);
    if (!before && !after) return "no ring: the window starts inside";
    if (before == after) return arena_print(arena, "p′ = d(k−1) − p = %d: room for the window, not values", before);
    return arena_print(arena, "p′ = %d before, p′ + op = %d after: room for the window, not values", before, after);
}

static int focused_row(const Stage *stage, bool shown, int row)
{
    const Spec *spec = stage->spec;
    int rows = spec_out(spec, spec->y);
    // On its way to another row, it is that one which is being written.
    bool moving = stage->work->scene.walk == WALK_OUTPUT && stage->moment->t > 0 && (stage->focus.by_step || stage->moment->step == 0);
    if (moving && stage->moment->step < timeline_count(spec, WALK_OUTPUT))
        return timeline_step(spec, WALK_OUTPUT, stage->moment->step).cell.at[2];
    if (shown && row >= 0 && row < rows) return row;
    if (stage->moment->step <= 0) return 0;
    Step last = timeline_step(spec, stage->work->scene.walk, stage->moment->step - 1);
    if (last.cell.role == ROLE_Y && cell_inside(spec, last.cell)) return last.cell.at[2];
    return stage->moment->step >= timeline_count(spec, stage->work->scene.walk) ? rows - 1 : 0;
}

static double value_of_row(void *context, int unused, int col)
{
    const Stage *stage = ((void **)context)[0];
    const Canvas *canvas = &stage->focus.canvas;
    (void)unused; // the grid has one row
    return sum_at(stage, *(int *)((void **)context)[1] - canvas->row0, col - canvas->col0);
}

// ---- the kernel turned back ------------------------------------------------------------------------------------

typedef struct Unturned {
    const Stage *stage;
    double sum;
} Unturned;

// A term as a window reads it whose kernel was not turned: the same input meets the weight opposite.
static bool add_unturned(void *context, const Term *term)
{
    Unturned *u = context;
    const Spec *spec = u->stage->spec;
    long long step = timeline_of(spec, u->stage->work->scene.walk, term);
    if (!term->inside || step < 0 || step >= u->stage->moment->step || (u->stage->one_pair && term->x.at[1] != u->stage->focus.ic)) return true;
    Cell w = term->w;
    w.at[2] = spec->y.kernel - 1 - w.at[2], w.at[3] = spec->x.kernel - 1 - w.at[3];
    u->sum += (double)work_value(u->stage->work, term->x) * (double)work_value(u->stage->work, w);
    return true;
}

// Shows what the unturned kernel sums to in an output cell; true where that is another number.
static bool draw_unturned(Stage *stage, Mark *mark, double true_sum)
{
    Unturned u = { stage, 0 };
    if (isnan(true_sum)) return false; // not reached yet
    terms_each(stage->spec, mark->cell, add_unturned, &u);
    if (stage->sums->has_bias) u.sum += (double)stage->work->b[mark->cell.at[1]];
    if (mark->text && !work_is_symbolic(stage->work)) {
        char text[NUMBER_TEXT];
        number_show(text, u.sum, stage->y_decimals);
        mark->text = arena_text(&stage->figure->arena, text);
    }
    if (fabs(u.sum - true_sum) <= 1e-5 * (1 + fabs(true_sum))) return false;
    if (work_is_symbolic(stage->work)) mark->text = NULL; // what stands there is the sum of the turned kernel
    mark->fill = stage->look->background, mark->line = stage->look->error, mark->ink = stage->look->error;
    mark->style |= STYLE_DASHED;
    return true;
}

// A product drops from where the window reads its input into the row of y.
typedef struct Drop {
    const Stage *stage;
    const Plane *plane;
    Grid grid; // of the row
    int row;
} Drop;

static bool flight_ends(void *context, const Term *term, Box *from, Box *to)
{
    const Drop *drop = context;
    const Spec *spec = drop->stage->spec;
    const Grid *plane = &drop->plane->grid;
    if (!term->inside || term->y.at[2] != drop->row || plane->pitch < CELL_COLOURS || drop->grid.pitch < CELL_COLOURS) return false;
    int row = plane_row(drop->plane, reading_place(spec, true, term->y.at[2], term->w.at[2]));
    int col = plane_col(drop->plane, reading_place(spec, false, term->y.at[3], term->w.at[3]));
    if (row < 0 || col < 0 || row >= plane->rows || col >= plane->cols) return false;
    *from = grid_cell(plane, row, col), *to = grid_cell(&drop->grid, 0, term->y.at[3]);
    return grid_shows(plane, *from) && grid_shows(&drop->grid, *to);
}

// Where the row of y begins so that its column [col] can be seen, with a neighbour on both sides.
static double start_with(const Grid *grid, int col)
{
    Box pane = grid->pane;
    double least = pane.x + grid->pitch - col * grid->pitch, most = pane.x + pane.w - (col + 2) * grid->pitch;
    double start = least > most ? (least + most) / 2 : fmax(least, fmin(most, grid->x));
    return fmin(pane.x, fmax(pane.x + pane.w - (grid->cols * grid->pitch - grid->gap), start));
}

// Gone near, the part of the row that the plane's part stands for need not hold the output that the step writes.
static void follow_step(const Stage *stage, Grid *grid)
{
    const Moment *moment = stage->moment;
    long long count = timeline_count(stage->spec, WALK_OUTPUT);
    if (grid->pane.w <= 0 || stage->work->scene.walk != WALK_OUTPUT || moment->step >= count) return;
    Cell next = timeline_step(stage->spec, WALK_OUTPUT, moment->step).cell, last = next;
    if (moment->step > 0) last = timeline_step(stage->spec, WALK_OUTPUT, moment->step - 1).cell;
    double from = start_with(grid, last.at[3]), to = moment->t > 0 ? start_with(grid, next.at[3]) : from;
    grid->x = from + (to - from) * smooth(moment->t);
    if (moment->t <= 0 && grid->pitch >= CELL_COLOURS) grid->x = floor(grid->x + 0.5);
}

static double draw_row(Stage *stage, const Plane *plane, double top, double width, int row, bool unturned, int *wrong)
{
    const Spec *spec = stage->spec;
    double u = stage->unit;
    int cols = spec_out(spec, spec->x);
    Grid grid = grid_fit(stage->view->box.x, top + 24 * u, width, 46 * u, 1, cols, 46 * u, u);
    grid_near(stage, &grid, width, 46 * u, enough_for(stage, &grid, ROLE_Y));
    follow_step(stage, &grid);
    double size = output_size(stage, &grid), left = grid_box(&grid).x;
    const char *rounded = rounded_words(stage, ROLE_Y);
    const char *so_far = stage->moment->step < timeline_count(spec, stage->work->scene.walk) ? " so far" : "";
    if (spec->dims == 1)
        draw_caption(stage, "row caption", left, top + 2 * u, width, stage->look->output.line, "output y%s%s%s", so_far, output_channel(stage), rounded);
    else
        draw_caption(stage, "row caption", left, top + 2 * u, width, stage->look->output.line, "row %d of y%s%s%s", row, so_far, output_channel(stage), rounded);
    void *context[] = { stage, &row };
    int first = stage->figure->count;
    if (grid_begin(stage, &grid, "output row", stage->look->output, stage->y_scale, stage->look->background, value_of_row, context))
        for (int col = 0; col < cols; col++) {
            Mark *mark = draw_output_cell(stage, grid_cell(&grid, 0, col), row - stage->focus.canvas.row0, col - stage->focus.canvas.col0, size);
            if (unturned) *wrong += draw_unturned(stage, mark, value_of_row(context, 0, col));
        }
    else stage->figure->marks[stage->figure->count - 1].box.h = strip_height(stage, &grid);
    grid_end(stage, &grid, first);
    if (!unturned) flight_draw(stage, flight_ends, &(Drop){ stage, plane, grid, row }, false);
    return top + 24 * u + strip_height(stage, &grid);
}

// Folded, only every so many places are left: those in step with the values.
static void fold(int *from, int *step, int spacing)
{
    *step = spacing;
    while (*from % spacing) ++*from;
}

// Weights that meet only zeros have nothing to do at this output.
static void fade_idle(Stage *stage, int first, const Plane *plane, int row, int col)
{
    for (int i = first; i < stage->figure->count; i++) {
        Mark *mark = &stage->figure->marks[i];
        if (mark->cell.role != ROLE_W) continue;
        bool meets = plane_row(plane, reading_place(stage->spec, true, row, mark->cell.at[2])) >= 0 &&
                     plane_col(plane, reading_place(stage->spec, false, col, mark->cell.at[3])) >= 0;
        if (!meets) mark->opacity = 0.25;
    }
}

// Whether any kernel that makes the shown channel of y is another one when it is turned by 180°.
static bool turn_matters(const Stage *stage)
{
    const Spec *spec = stage->spec;
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups, taps = spec->y.kernel * spec->x.kernel;
    for (int i = 0; i < ins; i++) {
        size_t plane = (size_t)(stage->focus.oc / outs * ins + i) * (size_t)outs + (size_t)(stage->focus.oc % outs);
        const float *w = stage->work->w + plane * (size_t)taps;
        for (int tap = 0; tap < taps / 2; tap++)
            if (!(fabsf(w[tap] - w[taps - 1 - tap]) <= 0)) return true;
    }
    return false;
}

void lay_slide(Stage *stage)
{
    const Spec *spec = stage->spec;
    const Look *look = stage->look;
    const Box *box = &stage->view->box;
    double u = stage->unit, width = box->w - 4 * u;
    double top = draw_heading(stage, LENSES[LENS_SLIDE].title, purpose_coloured(stage, LENSES[LENS_SLIDE].purpose));
    Plane plane = { .y = reading_of(spec, true), .x = reading_of(spec, false) };
    plane.row0 = -most(plane.y.before, 0), plane.col0 = -most(plane.x.before, 0);
    bool gone = spec->transposed && stage->view->show.zeros_gone;
    fold(&plane.row0, &plane.step_y, gone ? plane.y.spacing : 1), fold(&plane.col0, &plane.step_x, gone ? plane.x.spacing : 1);
    int rows = (plane.y.length + most(plane.y.after, 0) - plane.row0 - 1) / plane.step_y + 1;
    int cols = (plane.x.length + most(plane.x.after, 0) - plane.col0 - 1) / plane.step_x + 1;

    bool shown;
    int row = 0, col = 0;
    shown = window_output(stage, &row, &col);
    int ky = spec->y.kernel, kx = spec->x.kernel;
    const char *ring = ring_words(stage, &plane);
    TextLine line;
    int ring_lines = text_wrap(&stage->figure->measure, ring, 13 * u, WEIGHT_REGULAR, width, &line, 1);

    // The row of y and the words have fixed places; the plane gets what the kernel leaves it, below it or beside it,
    // whichever shows the plane larger.
    double caption = 24 * u, row_height = (stage->compact ? 72 : 74) * u, foot = (stage->compact ? 0 : 42) * u;
    double ring_height = ring_lines * 18 * u + 20 * u, gap = 24 * u;
    double room = box->y + box->h - top - caption - ring_height - row_height - foot;
    double below_cell = fmin(56 * u, fmin(width / kx, ((stage->compact ? 0.26 : 0.32) * room) / ky)), beside_cell = fmin(56 * u, fmin(0.3 * width / kx, room / ky));
    double below = fmin(56 * u, fmin(width / cols, (room - below_cell * ky - caption - 14 * u) / rows));
    double beside = fmin(56 * u, fmin((width - beside_cell * kx - gap) / cols, room / rows));
    beside_cell = fmin(beside_cell, rows * beside / ky); // no taller than the plane: the words stand below both
    bool zeros = spec->transposed && (spec->y.stride > 1 || spec->x.stride > 1), unturned = spec->transposed && stage->view->show.turned_back;
    const char *reading = zeros && gone      ? "x, without the zeros between"
                          : zeros            ? "x, with zeros between"
                          : spec->transposed ? "x, with room for the window"
                                             : "x, with its padding";
    const char *turned = unturned ? "kernel, not turned" : spec->transposed ? "kernel, turned" : "kernel, as it is";
    // Beside, both captions must have room above their grids.
    Measure m = stage->figure->measure;
    double words = m.width(m.self, reading, 13 * u, WEIGHT_SEMIBOLD), turn = m.width(m.self, "kernel", 13 * u, WEIGHT_SEMIBOLD);
    bool room_for_words = cols * beside >= words && cols * beside + gap + turn <= width;
    bool is_beside = beside > below && room_for_words;
    double side = is_beside ? beside : below, kernel_cell = is_beside ? beside_cell : below_cell;

    plane.grid = grid_fit(box->x, top + caption, cols * side + 0.5, rows * side + 0.5, rows, cols, 56 * u, u);
    // Gone near to it may take the whole of its place.
    grid_near(stage, &plane.grid, is_beside ? width - kx * beside_cell - gap : width, is_beside ? room : room - below_cell * ky - caption - 14 * u,
              enough_for(stage, &plane.grid, ROLE_X));
    input_size(stage, &plane.grid);
    near_words(stage, "reading", &plane.grid, plane.row0, plane.col0);
    draw_caption(stage, "reading caption", box->x, top, is_beside ? fmax(cols * side, grid_box(&plane.grid).w) : width, look->input.line, "%s%s", reading, rounded_words(stage, ROLE_X));
    int first = stage->figure->count;
    draw_plane(stage, &plane, shown, row, col);
    if (plane.grid.pitch >= CELL_COLOURS) draw_window(stage, &plane, shown, row, col);
    near_window(stage, &plane, first);
    grid_end(stage, &plane.grid, first);
    Box at = grid_box(&plane.grid);
    at.h = strip_height(stage, &plane.grid);
    double kernel_x = box->x, kernel_y = at.y + at.h + ring_height + caption;
    if (is_beside) kernel_x = at.x + at.w + gap, kernel_y = at.y;
    else if (spec->transposed) turned = unturned ? turn_matters(stage) ? "kernel, not turned: the sums go wrong" : "kernel, not turned" : "kernel, turned by 180°";
    Grid kernel = grid_fit(kernel_x, kernel_y, kx * kernel_cell + 0.5, ky * kernel_cell + 0.5, ky, kx, 56 * u, u);
    grid_near(stage, &kernel, 0, 0, enough_for(stage, &kernel, ROLE_W));
    int from = stage->figure->count;
    draw_kernel(stage, &kernel, turned, spec->transposed && !unturned);
    if (gone && shown && !unturned) fade_idle(stage, from, &plane, row, col);
    double y = draw_note(stage, box->x, at.y + at.h + 8 * u, width, 13 * u, look->muted, ring) + 12 * u;
    if (!is_beside) y = kernel_y + grid_box(&kernel).h + 14 * u;

    int wrong = 0;
    y = draw_row(stage, &plane, y, width, focused_row(stage, shown, row), unturned, &wrong);
    if (stage->compact && !unturned) return;
    bool harmless = unturned && !turn_matters(stage);
    const char *note = harmless ? "Not turned, and no sum is another one: this kernel is the same both ways."
                       : unturned ? arena_print(&stage->figure->arena, wrong == 1 ? "Not turned: %d of these cells disagrees with Stamp." : "Not turned: %d of these cells disagree with Stamp.", wrong)
                       : zeros && gone    ? "Only the weights that meet a value are left: each output has a small kernel of its own."
                       : spec->transposed ? turn_matters(stage) ? "The same sums as Stamp, only because the kernel is turned."
                                                                : "The same sums as Stamp. Turned by 180°, this kernel is the same."
                                          : "A convolution reads with the kernel as it is: nothing is turned.";
    draw_note(stage, box->x, y + 6 * u, width, 13 * u, unturned && !harmless ? look->error : look->muted, note);
}
