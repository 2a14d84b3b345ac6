// The middle of the window: what the pointer and the keys do to the cells and handles of the lenses.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- the pointer -----------------------------------------------------------------------------------------------

static const Mark *mark_at(const Desk *desk, double x, double y, int *figure)
{
    for (int i = 0; i < desk->lens_count; i++) {
        const DeskFigure *shown = &desk->shown[desk->lens_figures[i]];
        if (!box_has(shown->clip, x, y)) continue;
        *figure = desk->lens_figures[i];
        return figure_hit(shown->figure, x, y);
    }
    return NULL;
}

// The zeros that Slide puts between the inputs of a transposed convolution, and the room around them: no cells, but
// there is something to say of them.
static const char *gap_at(const Desk *desk, double x, double y)
{
    for (int i = 0; i < desk->lens_count; i++) {
        const DeskFigure *shown = &desk->shown[desk->lens_figures[i]];
        if (desk->scene.view[i] != LENS_SLIDE || !box_has(shown->clip, x, y)) continue;
        for (int m = 0; m < shown->figure->count; m++) {
            const Mark *mark = &shown->figure->marks[m];
            if (mark->kind != MARK_CELL || mark->cell.role != ROLE_NONE || !box_has(mark->box, x, y)) continue;
            if (!strcmp(mark->name, "zero")) return "zero";
            if (!strcmp(mark->name, "padding")) return "padding";
        }
    }
    return NULL;
}

static int clamp(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

static void crop_axis(Spec *spec, bool rows, bool start, int boundary)
{
    Axis a = rows ? spec->y : spec->x;
    Param param = start ? PARAM_PADDING : PARAM_OUTPUT_PADDING;
    ParamRange range = param_range(spec, param, rows);
    int value = start ? boundary : boundary - (axis_extent(a) - a.padding);
    param_set(spec, param, rows, clamp(value, range.least, range.most));
}

// A crop handle follows the pointer to the nearest edge between cells; linked axes move by their mean.
static void drag_crop(Desk *desk)
{
    const Mark *grid = figure_named(desk->shown[desk->drag_figure].figure, MARK_GRID, "output");
    if (!grid || !grid->rows || !grid->cols) return;
    Canvas canvas = canvas_of(&desk->scene.spec);
    bool start = desk->drag == DRAG_CROP_START;
    double col = (desk->ui.pointer_x - grid->box.x) / grid->box.w * canvas.cols;
    double row = (desk->ui.pointer_y - grid->box.y) / grid->box.h * canvas.rows;
    Spec spec = desk->scene.spec;
    if (spec.dims == 2 && desk_is_linked(desk)) {
        // Rows and columns have one value: what counts is how far the pointer is along the diagonal.
        int from_y = start ? spec.y.padding : axis_extent(spec.y) - spec.y.padding + spec.y.output_padding;
        int from_x = start ? spec.x.padding : axis_extent(spec.x) - spec.x.padding + spec.x.output_padding;
        int by = (int)lround((row - from_y + col - from_x) / 2);
        crop_axis(&spec, true, start, from_y + by);
        crop_axis(&spec, false, start, from_x + by);
    } else {
        if (spec.dims == 2) crop_axis(&spec, true, start, (int)lround(row));
        crop_axis(&spec, false, start, (int)lround(col));
    }
    if (memcmp(&spec, &desk->scene.spec, sizeof spec)) desk_take_spec(desk, &spec, start ? "drag.start" : "drag.end");
}

static void begin_drag(Desk *desk, DragKind kind, int figure)
{
    desk->drag_moved = false, desk->drag_clicks = desk->ui.event.clicks;
    desk->drag = kind, desk->drag_figure = figure;
    desk->drag_x = desk->ui.pointer_x, desk->drag_y = desk->ui.pointer_y;
    desk->drag_pan_x = desk->pan_x, desk->drag_pan_y = desk->pan_y;
    desk_end_gesture(desk);
}

static bool can_type(const Desk *desk, Cell cell)
{
    return (cell.role == ROLE_X || cell.role == ROLE_W || cell.role == ROLE_GY) && cell_inside(&desk->scene.spec, cell);
}

void stage_edit_pinned(Desk *desk)
{
    if (desk_in_picture(desk) || !can_type(desk, desk->scene.cell)) return;
    Role role = desk->scene.cell.role;
    if (desk_held(desk, role == ROLE_X ? CONTROL_X : role == ROLE_W ? CONTROL_W : CONTROL_GY)) return;
    char value[NUMBER_TEXT];
    number_print(value, work_value(&desk->work, desk->scene.cell));
    desk->editing_cell = true, desk->edited = desk->scene.cell;
    ui_edit(&desk->ui, "cell.edit", value);
}

// A cell of another plane brings its plane: the cells glide to their new places, and stay there when the pin goes.
static void pin(Desk *desk, Cell cell)
{
    int n, ic, oc;
    channels_now(desk, &n, &ic, &oc);
    desk->scene.cell = cell;
    if (cell.role == ROLE_NONE) return;
    channels_keep(desk);
    if (desk->shown_n != n || desk->shown_ic != ic || desk->shown_oc != oc) views_glide(desk);
}

// What a press on a cell, or on nothing, does.
static void pick(Desk *desk, Cell cell, int clicks)
{
    // A cell that is gliding away from an older scene is nobody's any more.
    if (cell.role != ROLE_NONE && !cell_exists(&desk->scene.spec, cell)) cell = CELL_NONE;
    if (lesson_pick(desk, cell)) return;
    // The second press of two meets what glides there, since the first has brought another plane.
    if (clicks == 2 && desk->glide_count > 0 && can_type(desk, desk->scene.cell)) cell = desk->scene.cell;
    if (cell.role == ROLE_NONE) {
        desk->scene.cell = CELL_NONE;
    } else if (clicks == 2 && can_type(desk, cell)) {
        desk->scene.cell = cell;
        stage_edit_pinned(desk);
    } else {
        pin(desk, cell_equal(cell, desk->scene.cell) ? CELL_NONE : cell);
    }
    desk->save_at = desk->now + 1;
}

static void press(Desk *desk)
{
    int figure = -1;
    const Mark *mark = mark_at(desk, desk->ui.pointer_x, desk->ui.pointer_y, &figure);
    int divider = views_divider_at(desk, desk->ui.pointer_x, desk->ui.pointer_y);
    desk->playing = false;
    if (divider >= 0) {
        if (desk->ui.event.clicks == 2) views_share_evenly(desk);
        else begin_drag(desk, DRAG_DIVIDER, divider);
    } else if (mark && mark->kind == MARK_HANDLE) {
        begin_drag(desk, !strcmp(mark->name, "crop start") ? DRAG_CROP_START
                         : !strcmp(mark->name, "crop end") ? DRAG_CROP_END
                                                           : DRAG_WIPE,
                   figure);
    } else if (desk_in_picture(desk)) {
        PicturePlace place = picture_place(desk);
        double x = desk->ui.pointer_x, y = desk->ui.pointer_y;
        if (desk->gallery_ready && (box_has(place.a, x, y) || box_has(place.b, x, y))) begin_drag(desk, DRAG_PAN, figure);
    } else if (figure >= 0 && views_zoomed(desk, figure)) {
        begin_drag(desk, DRAG_LENS, figure); // it is a press on a cell if it does not move
    } else {
        pick(desk, mark ? mark->cell : CELL_NONE, desk->ui.event.clicks);
    }
}

// A zoomed lens follows the pointer; a press that never moved was a click.
static void drag_lens(Desk *desk)
{
    double x = desk->ui.pointer_x, y = desk->ui.pointer_y;
    if (!desk->drag_moved && hypot(x - desk->drag_x, y - desk->drag_y) < 4 * desk->scale) {
        if (desk->ui.event.kind != UI_RELEASE) return;
        int figure;
        const Mark *mark = mark_at(desk, x, y, &figure);
        pick(desk, mark ? mark->cell : CELL_NONE, desk->drag_clicks);
        return;
    }
    desk->drag_moved = true;
    views_pan(desk, desk->drag_figure, x - desk->drag_x, y - desk->drag_y);
    desk->drag_x = x, desk->drag_y = y;
}

static void wheel(Desk *desk)
{
    if (!desk_in_picture(desk)) {
        desk->ui.used = true;
        views_zoom_at(desk, desk->ui.pointer_x, desk->ui.pointer_y, desk->ui.event.wheel);
        return;
    }
    picture_wheel(desk);
}

static void pointer(Desk *desk, bool over)
{
    Ui *ui = &desk->ui;
    const UiEvent *e = &ui->event;
    desk->gap = NULL;
    if (desk->drag != DRAG_NONE) {
        if (e->kind == UI_MOVE || e->kind == UI_RELEASE) {
            if (desk->drag == DRAG_WIPE || desk->drag == DRAG_PAN) picture_drag(desk);
            else if (desk->drag == DRAG_LENS) drag_lens(desk);
            else if (desk->drag == DRAG_DIVIDER) views_drag_divider(desk, desk->drag_figure);
            else drag_crop(desk);
        }
        if (e->kind == UI_RELEASE) desk->drag = DRAG_NONE, desk_end_gesture(desk);
        desk->hover = CELL_NONE;
        return;
    }
    if (e->kind == UI_PRESS && over && !strcmp(ui->held, "stage")) {
        ui->used = true;
        press(desk);
    }
    if (e->kind == UI_WHEEL && over) wheel(desk);
    if (e->kind == UI_MOVE || e->kind == UI_PRESS || e->kind == UI_LEAVE) {
        int figure;
        const Mark *mark = over && ui->pointer_in ? mark_at(desk, ui->pointer_x, ui->pointer_y, &figure) : NULL;
        desk->hover = mark && mark->kind != MARK_HANDLE && !e->touch ? mark->cell : CELL_NONE;
        if (desk->hover.role != ROLE_NONE && !cell_exists(&desk->scene.spec, desk->hover)) desk->hover = CELL_NONE;
        // The pinned cell is already spoken of; hovering it changes nothing.
        if (cell_equal(desk->hover, desk->scene.cell)) desk->hover = CELL_NONE;
        if (over && desk_in_picture(desk)) picture_hover(desk);
        if (!mark && over && ui->pointer_in && !e->touch) desk->gap = gap_at(desk, ui->pointer_x, ui->pointer_y);
    }
}

// ---- keys ------------------------------------------------------------------------------------------------------

// The place of C that an arrow leads to, as the table lies: the next entry, for empty places are drawn in 1D only.
static bool entry_beside(const Desk *desk, Cell *entry, int rows, int cols)
{
    const Spec *spec = &desk->scene.spec;
    bool down_is_wide = spec->transposed != (desk->scene.show.matrix_turned != 0); // outputs down, inputs along the top; turned, the other way
    int narrow = down_is_wide ? cols : rows, wide = down_is_wide ? rows : cols;
    Term term;
    bool all = lesson_asks(desk); // which of them is none is told by nothing then
    for (Cell at = *entry;;) {
        at.at[0] += narrow, at.at[1] += wide;
        if (!cell_inside(spec, at)) return false;
        if (spec->dims == 2 && !all && !matrix_term(spec, at, &term)) continue;
        *entry = at;
        return true;
    }
}

// Whether the shape of this tensor is what is asked: going through it would count its cells.
static bool is_untold(const Desk *desk, Role role)
{
    return lesson_veil(desk).size && role != ROLE_X && role != ROLE_W;
}

// Whether a lens shows this place, which is no value: what is cut off the output, and Slide's padding of a convolution.
static bool shows_place(const Desk *desk, Cell cell)
{
    if (!cell_exists(&desk->scene.spec, cell) || is_untold(desk, cell.role)) return false;
    return cell.role == ROLE_Y || (cell.role == ROLE_X && desk_shows(desk, LENS_SLIDE));
}

// The tensors in the order in which the arrows go through them; the gradients and C where there is a lens that shows them.
static int tensors_shown(const Desk *desk, Role out[ROLE_COUNT])
{
    static const Role back[] = { ROLE_GY, ROLE_GW, ROLE_GX };
    int count = 0;
    for (Role role = ROLE_X; role <= ROLE_Y; role++)
        if (role != ROLE_B && !is_untold(desk, role)) out[count++] = role;
    for (int i = 0; i < COUNT(back) && desk_shows(desk, LENS_BACKPROP); i++)
        if (!is_untold(desk, back[i])) out[count++] = back[i];
    if (desk_shows(desk, LENS_MATRIX) && !is_untold(desk, ROLE_C)) out[count++] = ROLE_C;
    return count;
}

// Arrows move the pin within its tensor; from nothing they begin at the first output.
void stage_key(Desk *desk, const UiEvent *event)
{
    if (desk_in_picture(desk)) {
        desk->ui.used |= picture_key(desk, event);
        return;
    }
    if (event->mods || !ui_has_focus(&desk->ui, "stage")) return;
    // After a click the arrows still step the clock; only who came by Tab moves from cell to cell.
    bool cells = desk->ui.focus_visible;
    static const int moves[][2] = { { 0, -1 }, { 0, 1 }, { -1, 0 }, { 1, 0 } };
    if (lesson_stage_key(desk, event)) {
        desk->ui.used = true;
        return;
    }
    if (event->key == KEY_F2 && can_type(desk, desk->scene.cell)) {
        stage_edit_pinned(desk);
        desk->ui.used = true;
    }
    if (!cells || event->key < KEY_LEFT || event->key > KEY_DOWN) return;
    const int *by = moves[event->key - KEY_LEFT];
    Cell next = desk->scene.cell;
    desk->ui.used = true;
    desk->playing = false;
    desk->save_at = desk->now + 1;
    if (next.role == ROLE_NONE) {
        Role first = lesson_role(desk) != ROLE_NONE ? lesson_role(desk) : is_untold(desk, ROLE_Y) ? ROLE_X : ROLE_Y;
        desk->scene.cell = (Cell){ first, { 0 } };
        return;
    }
    if (is_untold(desk, next.role)) { // it was pinned before the question came
        desk->scene.cell = (Cell){ ROLE_X, { 0 } };
        return;
    }
    bool moved = next.role == ROLE_C && entry_beside(desk, &next, by[0], by[1]);
    if (next.role != ROLE_C) {
        next.at[2] += by[0], next.at[3] += by[1];
        moved = cell_inside(&desk->scene.spec, next) || shows_place(desk, next);
    }
    if (moved) {
        desk->scene.cell = next;
        return;
    }
    // Past the edge of one tensor lies the next: x → w → y, then back through the gradients; downwards and back.
    bool onward = event->key == KEY_RIGHT || event->key == KEY_DOWN;
    Role order[ROLE_COUNT];
    int count = tensors_shown(desk, order), at = 2;
    for (int i = 0; i < count; i++)
        if (order[i] == next.role) at = i;
    int to = at + (onward ? 1 : -1);
    if (to >= 0 && to < count) desk->scene.cell = (Cell){ order[to], { 0 } };
}

// ---- the field over a cell -------------------------------------------------------------------------------------

static const Mark *edited_mark(const Desk *desk)
{
    for (int i = 0; i < desk->lens_count; i++) {
        const Figure *figure = desk->shown[desk->lens_figures[i]].figure;
        for (int m = 0; m < figure->count; m++)
            if (figure->marks[m].kind == MARK_CELL && cell_equal(figure->marks[m].cell, desk->edited)) return &figure->marks[m];
    }
    return NULL;
}

static void edit_cell(Desk *desk, Box box)
{
    Ui *ui = &desk->ui;
    double u = desk->scale;
    Cell cell = desk->edited;
    if (!desk->editing_cell || !strcmp(ui->next_editing, "cell.edit")) return; // the field opens with the next pass
    double w = fmax(box.w + 8 * u, 84 * u), h = fmax(box.h, 32 * u);
    Box field = { box.x + box.w / 2 - w / 2, box.y + box.h / 2 - h / 2, w, h };
    if (box.w <= 0) field.x = desk->shell.stage.x + (desk->shell.stage.w - w) / 2, field.y = desk->shell.stage.y + desk->shell.stage.h / 2;
    field.x = fmax(desk->shell.stage.x + 2 * u, field.x);
    field.y = fmax(desk->shell.stage.y + 2 * u, field.y);
    ui->layer = 1;
    UiEdit edit = ui_field(ui, "cell.edit", field, "Value of the cell", "", 0);
    ui->layer = 0;
    if (edit == UI_EDITING) return;
    desk->editing_cell = false;
    bool by_key = ui->event.kind == UI_KEY, tab = by_key && ui->event.key == KEY_TAB;
    if (by_key) ui_focus(ui, "stage"), ui->focus_visible = true; // the arrows go on from cell to cell, as in a table
    if (edit != UI_TAKEN) return;
    double value;
    if (!number_parse(ui->text, strlen(ui->text), &value)) {
        desk_say(desk, TONE_ERROR, "“%s” is no number; type one such as 2, −0.5 or 1e-3", ui->text);
        if (!by_key) return;
        ui_edit(ui, "cell.edit", ui->text); // what was typed stays, to be mended
        desk->editing_cell = true;
        return;
    }
    desk_type_value(desk, cell, value, NULL);
    if (!tab) return;
    // Tab goes on to the next cell, as in a table; with Shift back.
    bool back = ui->event.mods & MOD_SHIFT;
    int shape[4];
    scene_shape(&desk->scene.spec, cell.role, shape);
    for (int i = 3; i >= 0; i--) {
        cell.at[i] += back ? -1 : 1;
        if (cell.at[i] >= 0 && cell.at[i] < shape[i]) break;
        cell.at[i] = back ? shape[i] - 1 : 0;
    }
    desk->scene.cell = cell;
    stage_edit_pinned(desk);
}

void stage_lay(Desk *desk)
{
    Ui *ui = &desk->ui;
    bool over = ui_stage(ui, "stage", desk->shell.stage, desk_in_picture(desk) ? "Picture" : "Lenses");
    // The pointer meets the marks of the frame that was last shown.
    Box at = { 0 };
    const Mark *edited = desk->editing_cell ? edited_mark(desk) : NULL;
    if (edited) at = edited->box;
    if (ui->event.kind != UI_NOTHING) pointer(desk, over);
    desk->figure_count = 0;
    views_build(desk);
    edited = desk->editing_cell ? edited_mark(desk) : NULL;
    if (edited) at = edited->box;
    edit_cell(desk, at);
}
