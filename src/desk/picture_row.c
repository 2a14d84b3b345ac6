// Where Numbers has its clock, a picture has this row: how large, moved by how much, and how A and B stand.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>

enum { ZOOM, SHIFT, WITH, GROUPS };
static const char *const LABELS[GROUPS] = { "Zoom", "Shift the input by a pixel", "A with B" };

static const char *label_of(const Desk *desk, int group)
{
    return group == SHIFT && desk->scene.spec.dims == 1 ? "Shift the input by a value" : LABELS[group];
}
static const double SIDE = 32, GAP = 4, APART = 22;

static double label_width(const Desk *desk, int group)
{
    double u = desk->scale;
    return desk->ui_measure.width(desk->ui_measure.self, label_of(desk, group), 13 * u, WEIGHT_REGULAR) + 8 * u;
}

static const struct { const char *id, *name, *tip; } WITHS[PICTURE_WITHS] = {
    [PICTURE_WIPE] = { "with.wipe", "wipe", "a line to be dragged: A left of it, B right" },
    [PICTURE_BESIDE] = { "with.beside", "side by side", "the same part of both" },
    [PICTURE_DIFFERENCE] = { "with.difference", "difference", "A − B, enlarged until it is seen" },
};

// A wave is not parted by a line: two of them lie on each other, or one above the other.
static const char *with_name(const Desk *desk, int with)
{
    static const char *const waves[PICTURE_WITHS] = { [PICTURE_WIPE] = "together", [PICTURE_BESIDE] = "one by one", [PICTURE_DIFFERENCE] = "difference" };
    return desk->scene.spec.dims == 1 ? waves[with] : WITHS[with].name;
}

static double group_width(const Desk *desk, int group)
{
    double u = desk->scale, w = label_width(desk, group);
    if (group == ZOOM) return w + (2 * SIDE + 54 + 3 * GAP) * u + button_width(desk, "Fit");
    if (group == SHIFT) return w + (desk->scene.spec.dims == 1 ? 2 : 4) * (SIDE + GAP) * u + button_width(desk, "Back");
    for (int i = 0; i < PICTURE_WITHS; i++) w += button_width(desk, with_name(desk, i)) + 2 * u;
    return w;
}

// Which row each group stands in; the last one has the history at its right. Returns how many rows there are.
static int rows_of(const Desk *desk, int row[GROUPS])
{
    double u = desk->scale, room = desk->w - 40 * u, x = 0;
    int at = 0;
    for (int i = 0; i < GROUPS; i++) {
        double w = group_width(desk, i);
        if (x > 0 && x + w > room) at++, x = 0;
        row[i] = at;
        x += w + APART * u;
    }
    if (x + history_width(desk) > room) at++;
    return at + 1;
}

double picture_row_height(const Desk *desk)
{
    int row[GROUPS], rows = rows_of(desk, row);
    return (rows == 1 ? 84 : 24 + rows * 40) * desk->scale;
}

static void zoom_group(Desk *desk, double x, double y)
{
    Ui *ui = &desk->ui;
    double u = desk->scale;
    char shown[24] = "";
    if (desk->gallery_ready) {
        double zoom = picture_place(desk).zoom;
        if (desk->scene.spec.dims == 1) snprintf(shown, sizeof shown, "%.3g×", zoom / desk->scale);
        else if (zoom < 1) snprintf(shown, sizeof shown, "1/%.0f×", 1 / zoom);
        else snprintf(shown, sizeof shown, "%g×", zoom);
    }
    if (ui_button(ui, "zoom.out", (Box){ x, y, SIDE * u, SIDE * u }, "Smaller", ICON_NONE, 0, "further away (−)")) picture_zoom_by(desk, -1);
    ui_face(ui, "−");
    x += (SIDE + GAP) * u;
    ui_label(ui, "zoom.now", (Box){ x, y, 54 * u, SIDE * u }, shown, 14 * u, WEIGHT_SEMIBOLD, TONE_TEXT, 0);
    x += 54 * u + GAP * u;
    if (ui_button(ui, "zoom.in", (Box){ x, y, SIDE * u, SIDE * u }, "Larger", ICON_NONE, 0, "closer to the pixels (+, or the wheel)")) picture_zoom_by(desk, 1);
    ui_face(ui, "+");
    x += (SIDE + GAP) * u;
    if (ui_choice(ui, "zoom.fit", (Box){ x, y, button_width(desk, "Fit"), SIDE * u }, "Fit", desk->zoom == 0 ? UI_ON : 0, "all of it (0)")) picture_zoom_by(desk, 0);
}

static void shift_group(Desk *desk, double x, double y)
{
    static const struct { const char *id, *name, *face; int rows, cols; } ways[] = {
        { "shift.left", "Shift left", "←", 0, -1 }, { "shift.up", "Shift up", "↑", -1, 0 },
        { "shift.down", "Shift down", "↓", 1, 0 }, { "shift.right", "Shift right", "→", 0, 1 },
    };
    Ui *ui = &desk->ui;
    double u = desk->scale;
    for (int i = 0; i < COUNT(ways); i++) {
        if (ways[i].rows && desk->scene.spec.dims == 1) continue;
        bool hit = ui_button(ui, ways[i].id, (Box){ x, y, SIDE * u, SIDE * u }, ways[i].name, ICON_NONE, 0, desk->scene.spec.dims == 1 ? "does the pattern follow the signal?" : "does the pattern follow the picture?");
        ui_face(ui, ways[i].face);
        if (hit) picture_shift(desk, ways[i].rows, ways[i].cols);
        x += (SIDE + GAP) * u;
    }
    const Switches *show = &desk->scene.show;
    bool moved = show->picture_shift_row || show->picture_shift_col;
    if (ui_button(ui, "shift.back", (Box){ x, y, button_width(desk, "Back"), SIDE * u }, "Back", ICON_NONE, moved ? 0 : UI_OFF, "where it was")) picture_shift(desk, 0, 0);
}

static void with_group(Desk *desk, double x, double y)
{
    for (int i = 0; i < PICTURE_WITHS; i++) {
        double w = button_width(desk, with_name(desk, i));
        Switches to = desk->scene.show;
        if (ui_choice(&desk->ui, WITHS[i].id, (Box){ x, y, w, SIDE * desk->scale }, with_name(desk, i), to.picture_with == i ? UI_ON : 0, desk->scene.spec.dims == 1 ? NULL : WITHS[i].tip))
            to.picture_with = i, desk_switch(desk, &to);
        x += w + 2 * desk->scale;
    }
}

double picture_row(Desk *desk, double x, double y)
{
    static void (*const lay[GROUPS])(Desk *desk, double x, double y) = { zoom_group, shift_group, with_group };
    double u = desk->scale, at = x;
    int row[GROUPS], rows = rows_of(desk, row);
    double first = y + (rows == 1 ? 26 : 14) * u;
    for (int i = 0; i < GROUPS; i++) {
        if (i > 0 && row[i] != row[i - 1]) at = x;
        double top = first + 40 * row[i] * u, label = label_width(desk, i);
        ui_label(&desk->ui, "row.label", (Box){ at, top, label, SIDE * u }, label_of(desk, i), 13 * u, WEIGHT_REGULAR, TONE_MUTED, -1);
        lay[i](desk, at + label, top);
        at += group_width(desk, i) + APART * u;
    }
    return first + 40 * (rows - 1) * u;
}
