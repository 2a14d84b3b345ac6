// Which part of a lens is seen: how far it was gone into, what stands in the middle, and that it follows the step.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int most_of(int a, int b)
{
    return a > b ? a : b;
}

// How far it makes sense to go into a lens: until its cells have room for numbers.
static double most_zoom(const Desk *desk, Lens lens, Box box)
{
    const Spec *spec = &desk->scene.spec;
    Canvas canvas = canvas_of(spec);
    int sides = most_of(most_of(canvas.rows, canvas.cols), most_of(spec_in(spec, spec->y), spec_in(spec, spec->x)));
    // Matrix has whole planes along its sides.
    if (lens == LENS_MATRIX) sides = most_of(canvas.rows * canvas.cols, spec_in(spec, spec->y) * spec_in(spec, spec->x));
    double zoom = 2 * 44 * desk->scale * sides / fmin(box.w, box.h);
    return zoom < 1.5 ? 1 : fmin(zoom, 4096);
}

// The box of all of a zoomed lens, of which [box] is the window.
static Box whole_box(const LensView *view, Box box)
{
    double w = box.w * view->zoom, h = box.h * view->zoom;
    return (Box){ box.x + box.w / 2 - view->x * w, box.y + box.h / 2 - view->y * h, w, h };
}

static void clamp_to(LensView *view, const Nearness *near)
{
    view->x = fmax(near->least_x, fmin(near->most_x, view->x));
    view->y = fmax(near->least_y, fmin(near->most_y, view->y));
}

static void clamp_view(LensView *view, double most)
{
    view->zoom = fmax(1, fmin(most, view->zoom));
    double half = 0.5 / view->zoom;
    clamp_to(view, &(Nearness){ .least_x = half, .most_x = 1 - half, .least_y = half, .most_y = 1 - half });
}

// The lenses whose grids grow behind panes; Matrix has a window onto one large table.
static bool has_panes(Lens lens)
{
    return lens != LENS_MATRIX;
}

// The slot of the lens at a point, or -1.
static int slot_at(const Desk *desk, double x, double y)
{
    for (int i = 0; i < desk->lens_count; i++)
        if (box_has(desk->shown[desk->lens_figures[i]].clip, x, y)) return i;
    return -1;
}

static int slot_of(const Desk *desk, int figure)
{
    for (int i = 0; i < desk->lens_count; i++)
        if (desk->lens_figures[i] == figure) return i;
    return -1;
}

bool views_zoomed(const Desk *desk, int figure)
{
    int slot = slot_of(desk, figure);
    return slot >= 0 && !desk_in_picture(desk) && desk->lens_view[desk->scene.view[slot]].zoom > 1;
}


static const Mark *cell_mark(const Figure *figure, Cell cell)
{
    for (int i = 0; i < figure->count; i++)
        if (figure->marks[i].kind == MARK_CELL && cell_equal(figure->marks[i].cell, cell)) return &figure->marks[i];
    return NULL;
}

// A cell may be shown twice: that which is nearer.
static const Mark *cell_near(const Figure *figure, Cell cell, double x, double y)
{
    const Mark *best = NULL;
    double least = INFINITY;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (mark->kind != MARK_CELL || !cell_equal(mark->cell, cell)) continue;
        double far = hypot(mark->box.x + mark->box.w / 2 - x, mark->box.y + mark->box.h / 2 - y);
        if (far < least) least = far, best = mark;
    }
    return best;
}

// Headings and captions do not grow with the cells, so where a cell comes to stand is only known once it is laid out.
static void bring_back(Desk *desk, int slot, Cell cell, double x, double y, double off_x, double off_y)
{
    LensView *view = &desk->lens_view[desk->scene.view[slot]];
    Box box = desk->lens_boxes[slot];
    Moment moment = desk_moment(desk);
    views_figure(desk, &desk->glide_to, slot, &moment, box);
    const Mark *mark = cell_mark(&desk->glide_to, cell);
    if (!mark) return;
    view->x += (mark->box.x + off_x * mark->box.w - x) / (box.w * view->zoom);
    view->y += (mark->box.y + off_y * mark->box.h - y) / (box.h * view->zoom);
}

// The grid under a point, else the largest that can be gone near to; NULL where a lens has none.
static const Mark *grid_under(const Figure *figure, double x, double y)
{
    const Mark *best = NULL;
    for (int i = figure->count - 1; i >= 0; i--) {
        const Mark *mark = &figure->marks[i];
        if (mark->kind != MARK_GRID) continue;
        if (box_has(mark->clip.w > 0 ? mark->clip : mark->box, x, y)) return mark;
        if (!best || mark->box.w * mark->box.h > best->box.w * best->box.h) best = mark;
    }
    return best;
}

// The same grid of another layout of the lens: the one of its name that is nearest.
static const Mark *grid_again(const Figure *figure, const Mark *grid)
{
    const Mark *best = NULL;
    double least = INFINITY;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (mark->kind != MARK_GRID || strcmp(mark->name, grid->name) != 0) continue;
        Box a = mark->clip.w > 0 ? mark->clip : mark->box, b = grid->clip.w > 0 ? grid->clip : grid->box;
        double far = hypot(a.x - b.x, a.y - b.y);
        if (far < least) least = far, best = mark;
    }
    return best;
}

static const Figure *try_build(Desk *desk, int slot)
{
    Moment moment = desk_moment(desk);
    views_figure(desk, &desk->glide_to, slot, &moment, desk->lens_boxes[slot]);
    return &desk->glide_to;
}

static void shift(LensView *view, const Mark *grid, double dx, double dy)
{
    view->x += dx / grid->box.w, view->y += dy / grid->box.h;
}

static void go_nearer(Desk *desk, int slot, double x, double y, double notches)
{
    const Figure *figure = desk->shown[desk->lens_figures[slot]].figure;
    LensView *view = &desk->lens_view[desk->scene.view[slot]];
    if (view->near.most <= 1 && view->zoom <= 1) {
        if (notches > 0) desk_say(desk, TONE_TEXT, "%s already shows every number", LENSES[desk->scene.view[slot]].title);
        return;
    }
    const Mark *found = grid_under(figure, x, y), *hit = figure_hit(figure, x, y);
    if (!found) return;
    Mark grid = *found, under = hit && hit->cell.role != ROLE_NONE ? *hit : (Mark){ 0 };
    Box seen = grid.clip.w > 0 ? grid.clip : grid.box;
    if (!box_has(seen, x, y)) x = seen.x + seen.w / 2, y = seen.y + seen.h / 2;
    double at_x = (x - grid.box.x) / grid.box.w, at_y = (y - grid.box.y) / grid.box.h;
    view->zoom = fmax(1, fmin(view->near.most, view->zoom * pow(1.25, notches)));
    view->follows = false;
    // What lies under the pointer stays there. Where it comes to stand is only known once it is laid out.
    for (int i = 0; i < 3; i++) {
        const Figure *next = try_build(desk, slot);
        const Mark *now = grid_again(next, &grid), *cell = under.cell.role != ROLE_NONE ? cell_near(next, under.cell, x, y) : NULL;
        if (!now) return;
        if (cell) shift(view, now, cell->box.x + (x - under.box.x) / under.box.w * cell->box.w - x, cell->box.y + (y - under.box.y) / under.box.h * cell->box.h - y);
        else shift(view, now, now->box.x + at_x * now->box.w - x, now->box.y + at_y * now->box.h - y);
        clamp_to(view, &next->near);
    }
}

// An entry of Matrix as it is shown, a cell or a pixel of the table: that which is nearest to a point or, with [any], the
// first. False where none is.
static bool find_entry(const Figure *figure, bool any, double x, double y, double *entry_x, double *entry_y)
{
    double least = INFINITY;
    const Mark *table = figure_named(figure, MARK_GRID, "matrix"), *map = figure_named(figure, MARK_BOX, "map");
    if (!table) return false;
    // Neither what the edge nearly cuts off nor what the small map covers is seen.
    Box clear = box_inset(table->box, 0.02 * table->box.w), covered = map ? map->box : (Box){ 0 };
    for (int i = 0; i < figure->count && !(any && isfinite(least)); i++) {
        const Mark *mark = &figure->marks[i];
        double at_x = mark->box.x + mark->box.w / 2, at_y = mark->box.y + mark->box.h / 2, far = hypot(at_x - x, at_y - y);
        if (mark->kind != MARK_CELL || mark->cell.role != ROLE_C || far >= least) continue;
        if (box_has(clear, at_x, at_y) && !box_has(covered, at_x, at_y)) least = far, *entry_x = at_x, *entry_y = at_y;
    }
    for (int row = 0; table->pixels && row < table->rows && !(any && isfinite(least)); row++) {
        const uint32_t *pixels = table->pixels + (size_t)row * (size_t)table->cols;
        double at_y = table->box.y + (row + 0.5) * table->box.h / table->rows;
        if (fabs(at_y - y) >= least) continue;
        for (int col = 0; col < table->cols; col++) {
            if (pixels[col] == figure->look->background) continue;
            double at_x = table->box.x + (col + 0.5) * table->box.w / table->cols, far = hypot(at_x - x, at_y - y);
            if (far < least && box_has(clear, at_x, at_y) && !box_has(covered, at_x, at_y)) least = far, *entry_x = at_x, *entry_y = at_y;
        }
    }
    return isfinite(least);
}

// Most of Matrix is empty: whether no entry would be seen.
static bool is_off_the_band(Desk *desk, int slot)
{
    double x, y;
    const Figure *figure = try_build(desk, slot);
    return figure_named(figure, MARK_GRID, "matrix") && !find_entry(figure, true, 0, 0, &x, &y);
}

// Gutters do not grow with the cells, so that the band drifts from under the pointer: up or down from here it is met again.
static bool find_band(Desk *desk, int slot)
{
    LensView *view = &desk->lens_view[LENS_MATRIX];
    const LensView here = *view;
    enum { WINDOWS = 16 };
    for (int i = 0; i < 2 * WINDOWS; i++) {
        *view = here;
        view->y += (i % 2 ? -1 : 1) * (i / 2 + 1) * 0.3 / view->zoom;
        clamp_view(view, view->zoom);
        if (!is_off_the_band(desk, slot)) return true;
    }
    *view = here;
    return false;
}

static void zoom_slot(Desk *desk, int slot, double x, double y, double notches)
{
    if (has_panes(desk->scene.view[slot])) {
        go_nearer(desk, slot, x, y, notches);
        return;
    }
    const Mark *hit = figure_hit(desk->shown[desk->lens_figures[slot]].figure, x, y), under = hit ? *hit : (Mark){ 0 };
    Lens lens = desk->scene.view[slot];
    LensView *view = &desk->lens_view[lens];
    const LensView before = *view;
    Box box = desk->lens_boxes[slot], whole = whole_box(view, box);
    double most = most_zoom(desk, lens, box);
    if (most <= 1 && notches > 0) {
        desk_say(desk, TONE_TEXT, "%s already shows every number", LENSES[lens].title);
        return;
    }
    // What lies under the pointer stays there.
    double at_x = (x - whole.x) / whole.w, at_y = (y - whole.y) / whole.h;
    view->zoom = fmax(1, fmin(most, view->zoom * pow(1.25, notches)));
    view->x = at_x - (x - box.x - box.w / 2) / (box.w * view->zoom);
    view->y = at_y - (y - box.y - box.h / 2) / (box.h * view->zoom);
    clamp_view(view, most);
    if (under.cell.role != ROLE_NONE)
        bring_back(desk, slot, under.cell, x, y, (x - under.box.x) / under.box.w, (y - under.box.y) / under.box.h);
    clamp_view(view, most);
    // Where nothing would be seen, it is the nearest entry that one goes near to.
    double to_x = x, to_y = y;
    const Figure *seen = desk->shown[desk->lens_figures[slot]].figure;
    if (notches <= 0 || !is_off_the_band(desk, slot) || !find_entry(seen, false, x, y, &to_x, &to_y)) return;
    if (hypot(to_x - x, to_y - y) < 1) {
        if (!find_band(desk, slot)) *view = before;
        return;
    }
    *view = before;
    zoom_slot(desk, slot, to_x, to_y, notches);
}

void views_zoom_at(Desk *desk, double x, double y, double notches)
{
    int slot = slot_at(desk, x, y);
    if (slot >= 0) zoom_slot(desk, slot, x, y, notches);
}

// ---- Matrix by its levels --------------------------------------------------------------------------------------

static int levels_of(Desk *desk, int slot, MatrixLevel levels[MATRIX_LEVELS])
{
    Moment moment = desk_moment(desk);
    View view = views_view(desk, slot, desk->lens_boxes[slot]);
    view.box = desk->lens_boxes[slot];
    views_scratch(desk);
    return figure_matrix_levels(&desk->glide_to, &desk->work, &moment, &view, desk_look(desk), desk->figure_measure, levels);
}

static bool entry_place(Desk *desk, int slot, Cell cell, Box *place)
{
    Moment moment = desk_moment(desk);
    View view = views_view(desk, slot, desk->lens_boxes[slot]);
    views_scratch(desk);
    return figure_matrix_place(&desk->glide_to, &desk->work, &moment, &view, desk_look(desk), desk->figure_measure, cell, place);
}

// Who is looked at: pinned, hovered, or of the last step; else what lies in the middle of x.
static Cell looked_at(const Desk *desk)
{
    const Spec *spec = &desk->scene.spec;
    long long step = desk_step(desk);
    if (desk->scene.cell.role != ROLE_NONE) return desk->scene.cell;
    if (desk->hover.role != ROLE_NONE) return desk->hover;
    if (step <= 0 || step >= desk_steps(desk)) return (Cell){ ROLE_X, { 0, 0, spec_in(spec, spec->y) / 2, spec_in(spec, spec->x) / 2 } };
    Step done = timeline_step(spec, desk->scene.walk, step - 1);
    return desk->scene.walk == WALK_PRODUCT && done.term.inside ? matrix_cell(spec, &done.term) : done.cell;
}

// Enlarges Matrix with an entry in the middle of it; false where the table has none.
static bool go_near(Desk *desk, int slot, double zoom, Cell cell)
{
    LensView *view = &desk->lens_view[LENS_MATRIX];
    Box box = desk->lens_boxes[slot], place;
    view->zoom = zoom;
    clamp_view(view, most_zoom(desk, LENS_MATRIX, box));
    // Strips and words do not grow with the cells: where the entry comes to stand is known once it is laid out.
    for (int i = 0; i < 2; i++) {
        if (!entry_place(desk, slot, cell, &place)) return false;
        view->x += (place.x + place.w / 2 - box.x - 0.55 * box.w) / (box.w * view->zoom);
        view->y += (place.y + place.h / 2 - box.y - 0.5 * box.h) / (box.h * view->zoom);
        clamp_view(view, view->zoom);
    }
    return true;
}

static void zoom_level(Desk *desk, int slot, bool nearer)
{
    MatrixLevel levels[MATRIX_LEVELS];
    int count = levels_of(desk, slot, levels), to = 0;
    double now = desk->lens_view[LENS_MATRIX].zoom;
    for (int i = 0; i < count; i++)
        if (nearer ? levels[to].zoom < 1.05 * now && levels[i].zoom > 1.05 * now : levels[i].zoom < now / 1.05) to = i;
    if (nearer && levels[to].zoom < 1.05 * now) {
        desk_say(desk, TONE_TEXT, count > 1 ? "Matrix is as near as numbers need" : "Matrix already shows every number");
        return;
    }
    go_near(desk, slot, levels[to].zoom, looked_at(desk));
    desk_say(desk, TONE_TEXT, "Matrix: %s", levels[to].name);
}

bool views_to_entry(Desk *desk, Cell cell)
{
    MatrixLevel levels[MATRIX_LEVELS];
    for (int slot = 0; slot < desk->lens_count; slot++) {
        if (desk->scene.view[slot] != LENS_MATRIX || desk->show.matrix_chain) continue;
        int count = levels_of(desk, slot, levels);
        return go_near(desk, slot, fmax(levels[count - 1].zoom, desk->lens_view[LENS_MATRIX].zoom), cell);
    }
    return false;
}

// By key: the lens under the pointer, else the first; Matrix goes from level to level.
void views_zoom(Desk *desk, double notches)
{
    int slot = desk->ui.pointer_in ? slot_at(desk, desk->ui.pointer_x, desk->ui.pointer_y) : -1;
    if (slot < 0) slot = 0;
    if (desk->lens_count <= 0) return;
    Box box = desk->lens_boxes[slot];
    if (desk->scene.view[slot] == LENS_MATRIX && !desk->show.matrix_chain) zoom_level(desk, slot, notches > 0);
    else zoom_slot(desk, slot, box.x + box.w / 2, box.y + box.h / 2, notches);
}

void views_unzoom(Desk *desk)
{
    for (int i = 0; i < LENS_COUNT; i++) desk->lens_view[i] = (LensView){ .zoom = 1, .x = 0.5, .y = 0.5, .near = { .most = 1 } };
}

void views_pan(Desk *desk, int figure, double dx, double dy)
{
    int slot = slot_of(desk, figure);
    if (slot < 0) return;
    LensView *view = &desk->lens_view[desk->scene.view[slot]];
    Box box = desk->lens_boxes[slot];
    if (has_panes(desk->scene.view[slot])) {
        const Mark *grid = grid_under(desk->shown[figure].figure, desk->drag_x, desk->drag_y);
        view->follows = false;
        if (!grid) return;
        shift(view, grid, -dx, -dy);
        clamp_to(view, &view->near);
        return;
    }
    LensView before = *view;
    view->x -= dx / (box.w * view->zoom), view->y -= dy / (box.h * view->zoom);
    clamp_view(view, view->zoom);
    double at_x, at_y;
    if (is_off_the_band(desk, slot) && find_entry(desk->shown[figure].figure, true, 0, 0, &at_x, &at_y)) *view = before; // it stops where the last entry would go
}


// ---- where the step is -----------------------------------------------------------------------------------------

static const double FOLLOW = 0.2; // seconds

// The part of [all] at which its [step] stands in the middle of what is seen.
static double middle_of(double all, double length, double step, double size)
{
    return (step + size / 2 - all) / length;
}

// A zoomed lens goes where the step goes, once that has left what is seen. Who drags is let alone.
static bool follow(Desk *desk, Lens lens, const Figure *figure)
{
    LensView *view = &desk->lens_view[lens];
    const Nearness *near = &figure->near;
    bool moved = view->step != desk_step(desk) || desk->t > 0;
    view->step = desk_step(desk);
    if (!moved || desk->drag != DRAG_NONE || near->step.w <= 0 || view->zoom <= 1) return false;
    Box pane = near->pane, step = near->step;
    double in_x = fmin(step.w / 2, pane.w / 2), in_y = fmin(step.h / 2, pane.h / 2), x = step.x + step.w / 2, y = step.y + step.h / 2;
    bool out_x = x - in_x < pane.x - 1 || x + in_x > pane.x + pane.w + 1, out_y = y - in_y < pane.y - 1 || y + in_y > pane.y + pane.h + 1;
    LensView to = *view;
    if (out_x) to.x = middle_of(near->all.x, near->all.w, step.x, step.w);
    if (out_y) to.y = middle_of(near->all.y, near->all.h, step.y, step.h);
    clamp_to(&to, near);
    if (view->follows ? hypot(to.x - view->to_x, to.y - view->to_y) < 1e-6 : hypot(to.x - view->x, to.y - view->y) < 1e-6) return false;
    if (!out_x && !out_y) return false;
    if (desk->prefs.reduced_motion) {
        view->x = to.x, view->y = to.y;
        return true;
    }
    view->follows = true, view->began = desk->now;
    view->from_x = view->x, view->from_y = view->y, view->to_x = to.x, view->to_y = to.y;
    return false;
}

static void follow_on(Desk *desk, Lens lens)
{
    LensView *view = &desk->lens_view[lens];
    if (!view->follows) return;
    double t = fmax(0, fmin(1, (desk->now - view->began) / FOLLOW)), eased = t * t * (3 - 2 * t);
    view->x = view->from_x + (view->to_x - view->from_x) * eased, view->y = view->from_y + (view->to_y - view->from_y) * eased;
    view->follows = t < 1;
}

void zoom_build(Desk *desk, Figure *figure, int slot, const Moment *moment, Box box)
{
    Lens lens = desk->scene.view[slot];
    LensView *view = &desk->lens_view[lens];
    follow_on(desk, lens);
    views_figure(desk, figure, slot, moment, box);
    if (LENSES[lens].place || !has_panes(lens)) return;
    bool again = view->zoom > figure->near.most;
    if (again) view->zoom = figure->near.most;
    if (again) views_figure(desk, figure, slot, moment, box);
    if (follow(desk, lens, figure)) views_figure(desk, figure, slot, moment, box);
    view->near = figure->near;
}

void zoom_view(Desk *desk, Lens lens, View *view)
{
    LensView *zoomed = &desk->lens_view[lens];
    Box box = view->box;
    if (!has_panes(lens)) clamp_view(zoomed, most_zoom(desk, lens, box));
    if (zoomed->zoom > 1) view->window = box, view->box = whole_box(zoomed, box);
}
