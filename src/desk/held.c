// What the scene holds: a control that is hidden is not laid out, one that is locked shows its value and a lock, and who
// tries all the same is told why nothing happens.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>

bool desk_hides(const Desk *desk, Control control)
{
    return scene_hides(&desk->scene, control);
}

bool desk_holds(const Desk *desk, Control control)
{
    return scene_holds(&desk->scene, control);
}

bool desk_held(Desk *desk, Control control)
{
    if (!desk_holds(desk, control)) return false;
    desk_say(desk, TONE_TEXT, "Locked by this scene: %s", CONTROLS[control].what);
    return true;
}

double held_lay(Desk *desk, const char *id, double x, double y, double w, const char *title, const char *shown, Control control)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, side = 28 * u;
    char name[160], lock[UI_ID];
    double words = fmin(ui->measure.width(ui->measure.self, title, 14 * u, WEIGHT_REGULAR) + 4 * u, w - side);
    ui_label(ui, id, (Box){ x, y, words, side }, title, 14 * u, WEIGHT_REGULAR, TONE_TEXT, -1);
    snprintf(lock, sizeof lock, "%s.value", id);
    ui_label(ui, lock, (Box){ x + words + 4 * u, y, fmax(0, w - words - side - 12 * u), side }, shown, 14 * u, WEIGHT_SEMIBOLD, TONE_TEXT, 1);
    snprintf(lock, sizeof lock, "%s.lock", id);
    snprintf(name, sizeof name, "%s %s, locked by this scene", title, shown);
    bool tried = ui_button(ui, lock, (Box){ x + w - side, y, side, side }, name, ICON_LOCK, UI_PLAIN, "locked by this scene");
    ui_face(ui, "");
    if (tried) desk_held(desk, control);
    return y + 36 * u;
}
