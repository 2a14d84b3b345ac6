// The wide side of Phases: woven, with each phase in its tint; split into a plane for each phase; or the same planes in a
// row, as the channels that PixelShuffle weaves. Every cell keeps its identity, so that it glides from one to the other.
#include "figure/phases.h"

#include <math.h>
#include <string.h>

static const double NAME = 20, GAP = 14;

// Some rows and columns of the wide side: first, first + step …
typedef struct Plane {
    long long number; // the phase, -1 for all woven
    int first_row, first_col, step_row, step_col, rows, cols;
} Plane;

static int plane_count(const Phases *p)
{
    return p->as == PHASES_WOVEN ? 1 : p->trays;
}

// The range of the wide side: as it is; of channels with what the padding cuts off or adds, for only then is it exact.
static void range_of(const Phases *p, bool rows, int *from, int *to)
{
    const Spec *spec = p->spec;
    const Canvas *canvas = &p->stage->focus.canvas;
    Axis a = rows ? spec->y : spec->x;
    *from = 0, *to = a.wide;
    if (p->as != PHASES_CHANNELS) return;
    if (spec->transposed) {
        *from = rows ? canvas->row0 : canvas->col0;
        *to = *from + (rows ? canvas->rows : canvas->cols);
    } else {
        Reading reading = reading_of(spec, rows);
        *from = -reading.before, *to = reading.length + (reading.after > 0 ? reading.after : 0);
    }
}

static void phase_range(const Phases *p, bool rows, int phase, int *first, int *count)
{
    Axis a = rows ? p->spec->y : p->spec->x;
    int from, to;
    range_of(p, rows, &from, &to);
    int off = (from + a.padding - phase) % a.stride;
    *first = off == 0 ? from : off < 0 ? from - off : from + a.stride - off;
    *count = *first < to ? (to - 1 - *first) / a.stride + 1 : 0;
}

static Plane plane_at(const Phases *p, int index)
{
    const Spec *spec = p->spec;
    if (p->as == PHASES_WOVEN) return (Plane){ -1, 0, 0, 1, 1, spec->y.wide, spec->x.wide };
    Plane plane = { .number = index, .step_row = spec->y.stride, .step_col = spec->x.stride };
    phase_range(p, true, index / spec->x.stride, &plane.first_row, &plane.rows);
    phase_range(p, false, index % spec->x.stride, &plane.first_col, &plane.cols);
    return plane;
}

// ---- where planes stand ----------------------------------------------------------------------------------------

typedef struct Arrangement {
    int rows, cols; // of planes
    int cells_high[MOST_TRAYS], cells_wide[MOST_TRAYS]; // of the largest plane of each row and column of planes
    double pitch, name, gap;
} Arrangement;

static double sum(const int *cells, int count)
{
    double all = 0;
    for (int i = 0; i < count; i++) all += cells[i];
    return fmax(1, all);
}

static Arrangement arrange(const Phases *p, int cols, double w, double h)
{
    double u = p->stage->unit, most = 64 * u;
    int count = plane_count(p);
    Arrangement a = { .cols = cols, .rows = (count + cols - 1) / cols };
    for (int i = 0; i < count; i++) {
        Plane plane = plane_at(p, i);
        int *high = &a.cells_high[i / cols], *wide = &a.cells_wide[i % cols];
        if (plane.rows > *high) *high = plane.rows;
        if (plane.cols > *wide) *wide = plane.cols;
    }
    a.name = count > 1 ? NAME * u : 0, a.gap = count > 1 ? GAP * u : 0;
    double across = (w - (a.cols - 1) * a.gap) / sum(a.cells_wide, a.cols), down = (h - a.rows * a.name - (a.rows - 1) * a.gap / 2) / sum(a.cells_high, a.rows);
    a.pitch = across > 0 && down > 0 ? fmin(most, fmin(across, down)) : 0;
    if (a.pitch >= CELL_COLOURS) a.pitch = floor(a.pitch);
    return a;
}

static Arrangement best(const Phases *p, double w, double h)
{
    if (p->as == PHASES_WOVEN) return arrange(p, 1, w, h);
    if (p->as == PHASES_SPLIT) return arrange(p, p->spec->dims == 1 ? 1 : p->cols, w, h);
    // Channels stand in a row, as far as there is room.
    Arrangement most = arrange(p, p->trays, w, h);
    for (int cols = p->trays - 1; cols >= 1; cols--) {
        Arrangement next = arrange(p, cols, w, h);
        if (next.pitch > 1.15 * most.pitch) most = next;
    }
    return most;
}

double planes_fit(const Phases *p, double w, double h)
{
    return best(p, w, h).pitch;
}

// ---- cells -----------------------------------------------------------------------------------------------------

typedef struct Context {
    const Phases *p;
    const Plane *plane;
} Context;

static double value_of(void *context, int row, int col)
{
    const Context *c = context;
    Stage *stage = c->p->stage;
    const Canvas *canvas = &stage->focus.canvas;
    int y = c->plane->first_row + row * c->plane->step_row, x = c->plane->first_col + col * c->plane->step_col;
    if (c->p->spec->transposed) return sum_at(stage, y - canvas->row0, x - canvas->col0);
    Cell cell = { ROLE_X, { stage->focus.n, stage->focus.ic, y, x } };
    bool pressed = stage->work->scene.walk != WALK_INPUT || timeline_of(c->p->spec, WALK_INPUT, &(Term){ .x = cell }) < stage->moment->step;
    return cell_inside(c->p->spec, cell) && pressed ? work_value(stage->work, cell) : NAN;
}

static Mark *padding_cell(Stage *stage, Cell cell, Box box)
{
    Mark *mark = cell_add(stage, "padding", cell, box, (RolePaint){ stage->look->zero.fill, stage->look->background }, NULL, 0);
    mark->style |= STYLE_HATCHED;
    if (cell_equal(cell, stage->focus.owner)) mark->style |= STYLE_RING;
    return mark;
}

// A cell of the wide side in the tint of its phase: an empty one in a paler one.
static void draw_cell(const Phases *p, Box box, int row, int col, double size)
{
    Stage part = *p->stage;
    Look tinted = *part.look;
    const Canvas *canvas = &part.focus.canvas;
    bool transposed = p->spec->transposed;
    Cell cell = { transposed ? ROLE_Y : ROLE_X, { part.focus.n, transposed ? part.focus.oc : part.focus.ic, row, col } };
    long long number = tray_of(p->spec, cell);
    Colour tint = phase_tint(p, number);
    tinted.output.fill = tinted.input.fill = tint;
    part.look = &tinted;
    bool inside = cell_inside(p->spec, cell);
    Mark *mark = transposed ? draw_output_cell(&part, box, row - canvas->row0, col - canvas->col0, size)
                 : inside   ? draw_input_cell(&part, box, row, col, size)
                            : padding_cell(&part, cell, box);
    if (inside && !mark->text && size <= 0 && mark->fill != tinted.background) {
        // It shows its value; its phase is the frame around it. Letters have no value.
        bool letters = transposed && work_is_symbolic(part.work);
        bool lit = letters && part.focus.lights[ROLE_Y] && part.focus.y_tap[(row - canvas->row0) * canvas->cols + col - canvas->col0] >= 0;
        if (letters && !lit) mark->fill = tint, mark->ink = look_ink(tint);
        else if (!letters) mark->line = tint, mark->stroke = fmax(1, floor(0.2 * box.w)), mark->radius = 0;
    }
    if (inside && mark->fill == tinted.background) {
        mark->fill = look_mix(tinted.background, tint, 0.35);
        if (!transposed) mark->ink = look_ink(mark->fill);
    }
    if (phase_faded(p, number)) mark->opacity = 0.25;
}

static void draw_cells(const Phases *p, const Plane *plane, const Grid *grid)
{
    Stage *stage = p->stage;
    bool transposed = p->spec->transposed;
    const char *name = plane->number < 0 ? (transposed ? "output" : "input") : phase_name(p, plane->number);
    RolePaint paint = transposed ? stage->look->output : stage->look->input;
    int first = stage->figure->count;
    if (!grid_begin(stage, grid, name, paint, transposed ? stage->y_scale : stage->x_scale, stage->look->background, value_of, &(Context){ p, plane })) {
        if (phase_faded(p, plane->number) && plane->number >= 0) stage->figure->marks[stage->figure->count - 1].opacity = 0.25;
        return;
    }
    double size = transposed ? output_size(stage, grid) : input_size(stage, grid);
    Seen seen = grid_seen(stage, grid);
    for (int row = seen.row0; row < seen.row1; row++)
        for (int col = seen.col0; col < seen.col1; col++)
            draw_cell(p, grid_cell(grid, row, col), plane->first_row + row * plane->step_row, plane->first_col + col * plane->step_col, size);
    grid_end(stage, grid, first);
}

static void draw_name(const Phases *p, const Plane *plane, double x, double y, double room)
{
    Stage *stage = p->stage;
    const Measure *m = &stage->figure->measure;
    Arena *arena = &stage->figure->arena;
    double size = 12 * stage->unit;
    long long channel = plane->number + (long long)p->trays * (p->spec->transposed ? stage->focus.oc : stage->focus.ic);
    bool channels = p->as == PHASES_CHANNELS;
    const char *forms[] = { channels ? arena_print(arena, "channel %lld", channel) : phase_name(p, plane->number),
                            channels ? arena_print(arena, "%lld", channel) : strchr(phase_name(p, plane->number), ' ') + 1 };
    for (int i = 0; i < COUNT(forms); i++) {
        if (m->width(m->self, forms[i], size, WEIGHT_SEMIBOLD) > room) continue;
        Mark *mark = figure_text(stage->figure, "plane", x, y, size, WEIGHT_SEMIBOLD, ALIGN_LEFT, stage->look->text, "%s", forms[i]);
        if (phase_faded(p, plane->number)) mark->opacity = 0.25;
        return;
    }
}

// ---- windows ---------------------------------------------------------------------------------------------------

Windows windows_of(const Phases *p)
{
    const Stage *stage = p->stage;
    const Focus *focus = &stage->focus;
    const Moment *moment = stage->moment;
    Walk walk = stage->work->scene.walk;
    Windows out = { .count = 0 };
    double t = 0;
    if (walk == WALK_OUTPUT && moment->t > 0 && moment->step < timeline_count(p->spec, walk) && (focus->by_step || moment->step == 0)) {
        Cell next = timeline_step(p->spec, walk, moment->step).cell;
        t = smooth(moment->t);
        if (next.at[0] == focus->n && next.at[1] == focus->oc)
            out.row[0] = next.at[2], out.col[0] = next.at[3], out.strength[0] = t, out.count = 1;
    }
    Cell y = focus->one_term ? focus->term.y : focus->owner;
    bool shown = (y.role == ROLE_Y || y.role == ROLE_GY) && y.at[0] == focus->n && y.at[1] == focus->oc;
    if (shown) out.row[out.count] = y.at[2], out.col[out.count] = y.at[3], out.strength[out.count++] = 1 - t;
    return out;
}

static int clamp(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

void window_draw(const Phases *p, const Grid *grid, int row0, int row1, int col0, int col1, double opacity)
{
    Stage *stage = p->stage;
    if (row1 < 0 || col1 < 0 || row0 >= grid->rows || col0 >= grid->cols || row1 < row0 || col1 < col0) return;
    if (grid->pitch < CELL_COLOURS || opacity <= 0) return;
    Box first = grid_cell(grid, clamp(row0, 0, grid->rows - 1), clamp(col0, 0, grid->cols - 1));
    Box last = grid_cell(grid, clamp(row1, 0, grid->rows - 1), clamp(col1, 0, grid->cols - 1));
    double out = grid->gap / 2 + 0.5 * stage->unit;
    Mark *mark = figure_add(stage->figure, MARK_BOX, "window", (Box){ first.x - out, first.y - out, last.x + last.w - first.x + 2 * out,
                                                                     last.y + last.h - first.y + 2 * out });
    mark->line = stage->look->kernel.line, mark->opacity = opacity;
    mark->stroke = 3 * stage->unit, mark->radius = 4 * stage->unit;
}

// The first and the last row (or column) of a plane that taps first … last of the output cell [out] read.
static void taps_read(Axis a, int out, int first_tap, int last_tap, int first, int step, int *from, int *to)
{
    int low = axis_place(a, out, first_tap) - first, high = axis_place(a, out, last_tap) - first;
    *from = (int)floor((double)low / step), *to = (int)floor((double)high / step);
}

// A convolution reads the wide side: woven through the whole kernel, each plane through its tray.
static void draw_reading(const Phases *p, const Plane *plane, const Grid *grid)
{
    const Spec *spec = p->spec;
    Windows windows = windows_of(p);
    for (int i = 0; i < windows.count && !spec->transposed; i++) {
        int y0 = 0, y1 = spec->y.kernel - 1, x0 = 0, x1 = spec->x.kernel - 1, row0, row1, col0, col1;
        if (plane->number >= 0) {
            Tray tray = tray_at(spec, plane->number);
            if (tray.taps == 0) return;
            y0 = tray.y.first_tap, y1 = y0 + (tray.y.taps - 1) * tray.y.step;
            x0 = tray.x.first_tap, x1 = x0 + (tray.x.taps - 1) * tray.x.step;
        }
        taps_read(spec->y, windows.row[i], y0, y1, plane->first_row, plane->step_row, &row0, &row1);
        taps_read(spec->x, windows.col[i], x0, x1, plane->first_col, plane->step_col, &col0, &col1);
        window_draw(p, grid, row0, row1, col0, col1, windows.strength[i]);
    }
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

// Where the plane of this number stands: its grid, and in [x] and [y] its name's place.
static Grid plane_grid(const Phases *p, const Arrangement *a, int index, const Plane *plane, double *x, double *y)
{
    *x = p->wide.x, *y = p->wide.y;
    for (int row = 0; row < index / a->cols; row++) *y += a->cells_high[row] * a->pitch + a->name + a->gap / 2;
    for (int col = 0; col < index % a->cols; col++) *x += a->cells_wide[col] * a->pitch + a->gap;
    Grid grid = grid_fit(*x, *y + a->name, plane->cols * a->pitch + 0.5, plane->rows * a->pitch + 0.5, most(plane->rows, 1), most(plane->cols, 1), a->pitch, p->stage->unit);
    // One plane alone may take the whole of its place.
    bool one = plane_count(p) == 1;
    grid_near(p->stage, &grid, one ? p->wide.w : 0, one ? p->wide.h : 0, enough_for(p->stage, &grid, p->spec->transposed ? ROLE_Y : ROLE_X));
    return grid;
}

bool planes_cell(const Phases *p, int row, int col, Box *box)
{
    Arrangement a = best(p, p->wide.w, p->wide.h);
    Cell cell = { p->spec->transposed ? ROLE_Y : ROLE_X, { 0, 0, row, col } };
    int index = p->as == PHASES_WOVEN ? 0 : (int)tray_of(p->spec, cell);
    Plane plane = plane_at(p, index);
    int r = row - plane.first_row, c = col - plane.first_col;
    double x, y;
    if (a.pitch < CELL_COLOURS || r < 0 || c < 0 || r / plane.step_row >= plane.rows || c / plane.step_col >= plane.cols) return false;
    Grid grid = plane_grid(p, &a, index, &plane, &x, &y);
    *box = grid_cell(&grid, r / plane.step_row, c / plane.step_col);
    return grid_shows(&grid, *box);
}

double planes_draw(const Phases *p)
{
    Box room = p->wide;
    Arrangement a = best(p, room.w, room.h);
    double below = room.y;
    for (int i = 0; i < plane_count(p); i++) {
        Plane plane = plane_at(p, i);
        double x, y;
        Grid grid = plane_grid(p, &a, i, &plane, &x, &y);
        if (a.name > 0) draw_name(p, &plane, x, y, fmin(a.cells_wide[i % a.cols] * a.pitch + a.gap - 4 * p->stage->unit, room.x + room.w - x));
        below = fmax(below, y + a.name);
        if (plane.rows == 0 || plane.cols == 0) continue;
        draw_cells(p, &plane, &grid);
        int first = p->stage->figure->count;
        draw_reading(p, &plane, &grid);
        grid_end(p->stage, &grid, first);
        if (plane.number < 0) {
            near_words(p->stage, p->spec->transposed ? "output" : "input", &grid, 0, 0);
            near_step(p->stage, &grid, p->spec->transposed ? ROLE_Y : ROLE_X, 0, 0);
        }
        below = fmax(below, grid_box(&grid).y + grid_box(&grid).h);
    }
    return below;
}
