// What can be done to Backprop's figure: nudge an input and see that the loss follows its gradient; open the way back as
// a scene of its own.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>

bool desk_shows(const Desk *desk, Lens lens)
{
    for (int i = 0; i < desk->scene.views; i++)
        if (desk->scene.view[i] == lens) return true;
    return false;
}

bool desk_can_nudge(const Desk *desk)
{
    Cell pin = desk->scene.cell;
    return desk_shows(desk, LENS_BACKPROP) && pin.role == ROLE_X && cell_inside(&desk->scene.spec, pin);
}

// In every lens: only Backprop also says what becomes of the loss.
void desk_nudge(Desk *desk, double by)
{
    Cell pin = desk->scene.cell;
    if (pin.role != ROLE_X || !cell_inside(&desk->scene.spec, pin)) {
        desk_say(desk, TONE_TEXT, "Pin an input (a click, or F6 and arrows); then ↑ and ↓ nudge it by 0.1, with Shift by 1. ← and → step.");
        return;
    }
    if (desk_held(desk, CONTROL_X)) return;
    if (desk->scene.x.kind == SOURCE_LETTERS) {
        desk_say(desk, TONE_TEXT, "A letter cannot be nudged; choose numbers for the input first");
        return;
    }
    Cell cell = desk->scene.cell;
    double x = (double)work_value(&desk->work, cell);
    Nudge nudge = desk->show.nudge;
    // Nudges of one input after each other are one step of undo, although each is a key or a click of its own.
    if (cell_equal(nudge.cell, cell)) snprintf(desk->gesture, sizeof desk->gesture, "nudge");
    else nudge = (Nudge){ cell, x, work_loss(&desk->work) };
    // Ten times 0.1 is 1, whatever a float makes of it.
    double to = fabs(x) < 1e6 ? round((x + by) * 1e6) / 1e6 : x + by;
    desk->playing = false;
    desk_type_value(desk, cell, to, "nudge");
    if (desk_can_nudge(desk)) desk->show.nudge = nudge; // any other change forgets it
}

static void open_way_back(Desk *desk)
{
    Scene next;
    Error err;
    if (!scene_turned(&next, &desk->work, &err)) {
        desk_say(desk, TONE_ERROR, "%s", err.text);
        return;
    }
    if (desk_take(desk, &next, NULL)) desk_say(desk, TONE_TEXT, "This is the way back as an operation of its own: its y is what ∂L/∂x was");
}

void backprop_controls(Desk *desk, const DeskFigure *shown)
{
    const Mark *title = figure_named(shown->figure, MARK_TEXT, "lens title");
    if (!title) return;
    const char *name = desk->scene.spec.transposed ? "Open the way back as conv" : "Open the way back as convt";
    double u = shown->figure->scale, w = desk->ui.measure.width(desk->ui.measure.self, name, 13 * u, WEIGHT_SEMIBOLD) + 24 * u;
    double right = shown->clip.x + shown->clip.w - 12 * u;
    if (title->box.x + title->box.w + 12 * u + w > right) {
        name = "Way back";
        w = desk->ui.measure.width(desk->ui.measure.self, name, 13 * u, WEIGHT_SEMIBOLD) + 24 * u;
    }
    if (title->box.x + title->box.w + 12 * u + w > right) return;
    colour_beside_title(desk, LENS_BACKPROP, shown, right - w - 8 * u);
    Box box = { right - w, title->box.y + title->box.h / 2 - 14 * u, w, 28 * u };
    bool opened = ui_button(&desk->ui, "backprop.open", box, name, ICON_NONE, 0, "the backward pass as an operation of its own: ∂L/∂y becomes its input");
    lens_fit_type(desk, shown, name);
    if (opened) open_way_back(desk);
}
