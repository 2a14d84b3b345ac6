// Going near: the grids of a lens grow behind panes of their own, each with the same part of itself in the middle, so that
// what belongs together is seen together. The heading, the captions and the kernel stay where they are.
#include "figure/layout.h"

#include <limits.h>
#include <math.h>

static const double LINE = 36;

// Where there is little height the words stand beside the title, if that has nothing there.
static bool beside_title(const Stage *stage)
{
    Lens lens = stage->view->lens;
    return stage->compact && lens != LENS_PHASES && lens != LENS_OVERLAP && lens != LENS_BACKPROP;
}

double near_height(const Stage *stage)
{
    return stage->compact ? 0 : LINE * stage->unit;
}

// Where all of [length] is to begin so that the part at [middle] (0 … 1) is in the middle of the [seen] from [low] on. What
// it [fitted] into before stays covered, so that whatever is pointed at can stay where it is; the rest may be past its end.
static double start_of(double low, double seen, double fitted, double length, double middle, double *least, double *most)
{
    *least = fmin(*least, seen / 2 / length), *most = fmax(*most, 1 - (fitted - seen / 2) / length);
    return fmin(low, fmax(low + fitted - length, low + seen / 2 - middle * length));
}

void grid_near(Stage *stage, Grid *grid, double w, double h, double enough)
{
    Nearness *near = &stage->figure->near;
    Box fitted = grid_box(grid);
    double u = stage->unit, room_w = fmax(w, fitted.w), room_h = fmax(h, fitted.h);
    // A pane shows at least two cells; where they would still have no numbers, it is better to see them all.
    double most = fmin(enough, fmin(grid->cols > 1 ? room_w / 2 : room_w, grid->rows > 1 ? room_h / 2 : room_h));
    if (most < 1.02 * grid->pitch || most < 0.75 * enough) return;
    near->most = fmax(near->most, most / grid->pitch);
    if (stage->near.zoom <= 1) return;
    double pitch = fmin(most, grid->pitch * stage->near.zoom);
    if (pitch >= CELL_COLOURS) pitch = fmax(floor(pitch), grid->pitch);
    grid->pitch = pitch;
    grid->gap = pitch >= 20 * u ? 2 * u : pitch >= 10 ? 1 : 0;
    Box all = grid_whole(grid);
    Box pane = { fitted.x, fitted.y, fmin(all.w, room_w), fmin(all.h, room_h) };
    // Cells stand on whole pixels: so does their pane, or it would cut through the border of the first.
    if (pitch >= CELL_COLOURS) pane.x = floor(pane.x + 0.5), pane.y = floor(pane.y + 0.5);
    grid->x = start_of(pane.x, pane.w, fitted.w, all.w, stage->near.x, &near->least_x, &near->most_x);
    grid->y = start_of(pane.y, pane.h, fitted.h, all.h, stage->near.y, &near->least_y, &near->most_y);
    if (grid->rows == 1) grid->y = pane.y; // a row is seen in all its height
    if (pitch >= CELL_COLOURS) grid->x = floor(grid->x + 0.5), grid->y = floor(grid->y + 0.5);
    grid->pane = pane;
}

bool grid_shows(const Grid *grid, Box cell)
{
    return grid->pane.w <= 0 || box_has(grid->pane, cell.x + cell.w / 2, cell.y + cell.h / 2);
}

// A line has no width: what is asked is whether its box, or the line, meets the pane.
static bool meets(Box a, Box pane)
{
    return a.x < pane.x + pane.w && a.x + a.w > pane.x - (a.w <= 0) && a.y < pane.y + pane.h && a.y + a.h > pane.y - (a.h <= 0);
}

static bool is_within(Box a, Box pane)
{
    return a.x >= pane.x && a.y >= pane.y && a.x + a.w <= pane.x + pane.w && a.y + a.h <= pane.y + pane.h;
}

void grid_end(Stage *stage, const Grid *grid, int first)
{
    Figure *figure = stage->figure;
    int kept = first;
    if (grid->pane.w <= 0) return;
    // What frames the cells stands a little outside of them.
    double out = 4 * stage->unit;
    Box around = box_inset(grid->pane, -out);
    for (int i = first; i < figure->count; i++) {
        Mark mark = figure->marks[i];
        bool is_cell = mark.kind == MARK_CELL || mark.kind == MARK_GRID;
        Box pane = is_cell ? grid->pane : around;
        if (!meets(mark.box, pane)) continue;
        if (!is_within(mark.box, pane)) mark.clip = pane;
        figure->marks[kept++] = mark;
    }
    figure->count = kept;
}

double enough_for_width(const Stage *stage, double widest, bool is_double)
{
    double u = stage->unit;
    return fmin(120 * u, fmax(34 * u, 12.5 * u * widest + (is_double ? 14 : 10) * u));
}

double enough_for(Stage *stage, const Grid *grid, Role role)
{
    double widest;
    if (role == ROLE_X ? input_size(stage, grid) > 0 : role == ROLE_W ? weight_size(stage, grid) > 0 : output_size(stage, grid) > 0) return 0;
    if (role == ROLE_Y && work_is_symbolic(stage->work)) widest = 6;
    else widest = role == ROLE_X ? input_widest(stage) : role == ROLE_W ? weight_widest(stage) : output_widest(stage);
    return enough_for_width(stage, widest, role == ROLE_W);
}

// ---- words -----------------------------------------------------------------------------------------------------

void near_words(Stage *stage, const char *what, const Grid *grid, int row0, int col0)
{
    const View *view = stage->view;
    if (stage->near.zoom <= 1) return;
    if (stage->compact && !beside_title(stage)) return;
    const Measure *m = &stage->figure->measure;
    double u = stage->unit, size = 14 * u, top = view->box.y + (stage->compact ? -5 : 28) * u, button = view->still ? 0 : 64 * u, left = 0;
    if (stage->compact) left = m->width(m->self, LENSES[view->lens].title, 20 * u, WEIGHT_SEMIBOLD) + 14 * u;
    if (button > 0) figure_add(stage->figure, MARK_BOX, "near", (Box){ view->box.x + view->box.w - button, top + 3 * u, button, 30 * u });
    if (grid->pane.w <= 0) return;
    Arena *arena = &stage->figure->arena;
    Seen seen = grid_seen(stage, grid);
    char at[4][NUMBER_TEXT];
    number_show(at[0], seen.row0 + row0, 0), number_show(at[1], seen.row1 - 1 + row0, 0);
    number_show(at[2], seen.col0 + col0, 0), number_show(at[3], seen.col1 - 1 + col0, 0);
    const char *forms[3];
    if (stage->spec->dims == 1) {
        forms[0] = arena_print(arena, "%s: cells %s to %s of %d", what, at[2], at[3], grid->cols);
        forms[1] = forms[2] = arena_print(arena, "%s to %s of %d", at[2], at[3], grid->cols);
    } else {
        forms[0] = arena_print(arena, "%s: rows %s to %s, columns %s to %s of %d×%d", what, at[0], at[1], at[2], at[3], grid->rows, grid->cols);
        forms[1] = arena_print(arena, "rows %s to %s, columns %s to %s", at[0], at[1], at[2], at[3]);
        forms[2] = arena_print(arena, "(%s, %s) to (%s, %s)", at[0], at[2], at[1], at[3]);
    }
    for (int i = 0; i < COUNT(forms); i++) {
        if (m->width(m->self, forms[i], size, WEIGHT_REGULAR) > view->box.w - left - button - 8 * u) continue;
        figure_text(stage->figure, "near words", view->box.x + left, top + 8 * u, size, WEIGHT_REGULAR, ALIGN_LEFT, stage->look->muted, "%s", forms[i]);
        return;
    }
}

// ---- the step --------------------------------------------------------------------------------------------------

typedef struct Reach {
    Role role;
    int row[2], col[2]; // first and last
} Reach;

static void reach_cell(Reach *reach, Cell cell)
{
    if (cell.at[2] < reach->row[0]) reach->row[0] = cell.at[2];
    if (cell.at[2] > reach->row[1]) reach->row[1] = cell.at[2];
    if (cell.at[3] < reach->col[0]) reach->col[0] = cell.at[3];
    if (cell.at[3] > reach->col[1]) reach->col[1] = cell.at[3];
}

static bool reach_term(void *context, const Term *term)
{
    Reach *reach = context;
    reach_cell(reach, reach->role == ROLE_X ? term->x : term->y);
    return true;
}

void near_step(Stage *stage, const Grid *grid, Role role, int row0, int col0)
{
    const Moment *moment = stage->moment;
    Walk walk = stage->work->scene.walk;
    long long count = timeline_count(stage->spec, walk), at = moment->t > 0 ? moment->step : moment->step - 1;
    if (grid->pane.w <= 0 || at < 0 || at >= count) return;
    Step step = timeline_step(stage->spec, walk, at);
    Reach reach = { .role = role, .row = { INT_MAX, INT_MIN }, .col = { INT_MAX, INT_MIN } };
    if (walk == WALK_PRODUCT) reach_term(&reach, &step.term);
    else if (step.cell.role == role) reach_cell(&reach, step.cell);
    else terms_each(stage->spec, step.cell, reach_term, &reach);
    if (reach.row[0] > reach.row[1]) return;
    Box first = grid_cell(grid, reach.row[0] - row0, reach.col[0] - col0), last = grid_cell(grid, reach.row[1] - row0, reach.col[1] - col0);
    Nearness *near = &stage->figure->near;
    near->all = grid_whole(grid), near->pane = grid->pane;
    near->step = (Box){ first.x, first.y, last.x + last.w - first.x, last.y + last.h - first.y };
}
