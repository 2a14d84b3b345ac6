// Presenting: one lens fills the screen for a class, with a line that says what it is about above it and the layer's
// numbers as chips below it. A clicker's two buttons lead on and back; its third begins and ends it.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// The layer's numbers that a class plays with, in reading order.
static const struct { Param param; const char *id; } CHIPS[] = {
    { PARAM_KERNEL, "present.k" }, { PARAM_STRIDE, "present.s" }, { PARAM_PADDING, "present.p" }, { PARAM_OUTPUT_PADDING, "present.op" },
};

static const double RESTS = 3; // seconds after which the ring goes from a pointer that rests

static double width_of(const Desk *desk, const char *text, double size, Weight weight)
{
    return desk->ui_measure.width(desk->ui_measure.self, text, size, weight);
}

// ---- beginning and ending --------------------------------------------------------------------------------------

static void unfreeze(Desk *desk)
{
    desk->present.frozen = false;
    still_clear(&desk->present.still);
}

void present_toggle(Desk *desk)
{
    if (desk->present.on) {
        present_end(desk);
        return;
    }
    desk->present = (Presenting){ .on = true, .halo_since = -INFINITY, .chip = PARAM_KERNEL };
    desk->sheet = SHEET_NONE;
    desk->menu[0] = 0;
    desk->drag = DRAG_NONE;
    desk->glide_count = 0;
    ui_focus(&desk->ui, "");
}

void present_end(Desk *desk)
{
    unfreeze(desk);
    desk->present.on = desk->present.blank = false;
    desk->tutor.player.lecture = lesson_is_open(desk) && learner_is_alone(desk);
    desk->sheet = SHEET_NONE;
    desk->menu[0] = 0;
    desk->drag = DRAG_NONE;
    desk->glide_count = 0;
    desk->ui.editing[0] = 0;
}

bool present_takes(Desk *desk, const UiEvent *event)
{
    Presenting *present = &desk->present;
    if (!present->on) return false;
    // A clicker's one button alternates F5 and Esc: both leave, whatever is under way.
    if (event->kind == UI_KEY && !event->mods && (event->key == KEY_ESC || event->key == KEY_F5)) {
        present_end(desk);
        return true;
    }
    if (event->kind == UI_MOVE) present->halo_since = desk->now;
    if (present->blank) {
        if (event->kind == UI_KEY || event->kind == UI_PRESS) present->blank = false;
        return true;
    }
    // A hand on the still would touch what nobody sees.
    return present->frozen && event->kind != UI_KEY;
}

// ---- onward and back -------------------------------------------------------------------------------------------

void present_next(Desk *desk)
{
    if (lesson_is_open(desk)) present_lesson_next(desk);
    else command_run(desk, "step.next");
}

void present_back(Desk *desk)
{
    if (lesson_is_open(desk)) present_lesson_back(desk);
    else command_run(desk, "step.back");
}

// ---- chips -----------------------------------------------------------------------------------------------------

static bool has_chip(const Desk *desk, Param param)
{
    return !desk_hides(desk, (Control)param) && (param != PARAM_OUTPUT_PADDING || desk->scene.spec.transposed);
}

// Which of CHIPS the arrows change; −1 where there is none.
static int chosen(const Desk *desk)
{
    int first = -1;
    for (int i = COUNT(CHIPS) - 1; i >= 0; i--) {
        if (!has_chip(desk, CHIPS[i].param)) continue;
        if (CHIPS[i].param == desk->present.chip) return i;
        first = i;
    }
    return first;
}

void present_choose(Desk *desk, int by)
{
    int at = chosen(desk);
    for (int i = at + by; at >= 0 && i >= 0 && i < COUNT(CHIPS); i += by) {
        if (!has_chip(desk, CHIPS[i].param)) continue;
        desk->present.chip = CHIPS[i].param;
        return;
    }
}

void present_change(Desk *desk, int by)
{
    int at = chosen(desk);
    if (at < 0 || desk_held(desk, (Control)CHIPS[at].param)) return;
    param_by(desk, CHIPS[at].param, by);
}

// "Kernel", where it is narrow "k", and "3" or "3×2".
static void chip_words(const Desk *desk, Param param, bool narrow, const char **title, char shown[32])
{
    const Spec *spec = &desk->scene.spec;
    int rows = param_get(spec, param, true), cols = param_get(spec, param, false);
    *title = narrow ? PARAMS[param].key : PARAMS[param].title;
    if (spec->dims == 2 && rows != cols) snprintf(shown, 32, "%d×%d", rows, cols);
    else snprintf(shown, 32, "%d", cols);
}

// A hand finds it: 44 pixels at least.
double present_target(const Desk *desk)
{
    return ceil(fmax(44 * desk->desktop_scale, 26 * desk->scale));
}

static double chip_width(const Desk *desk, Param param, bool narrow)
{
    double u = desk->scale;
    const char *title;
    char shown[32];
    chip_words(desk, param, narrow, &title, shown);
    double words = width_of(desk, title, 14 * u, WEIGHT_REGULAR) + 8 * u + fmax(14 * u, width_of(desk, shown, 20 * u, WEIGHT_SEMIBOLD));
    return ceil(words + (desk_holds(desk, (Control)param) ? 0 : 2 * present_target(desk)) + 20 * u);
}

static double chips_width(const Desk *desk, bool narrow)
{
    double all = 0;
    for (int i = 0; i < COUNT(CHIPS); i++)
        if (has_chip(desk, CHIPS[i].param)) all += chip_width(desk, CHIPS[i].param, narrow) + 10 * desk->scale;
    return all;
}

static bool chip_button(Desk *desk, int chip, Box box, bool more)
{
    char id[UI_ID], name[64];
    ParamRange range = param_range(&desk->scene.spec, CHIPS[chip].param, false);
    int value = param_get(&desk->scene.spec, CHIPS[chip].param, false);
    bool off = more ? value >= range.most : value <= range.least;
    snprintf(id, sizeof id, "%s.%s", CHIPS[chip].id, more ? "plus" : "minus");
    snprintf(name, sizeof name, "%s: one %s", PARAMS[CHIPS[chip].param].title, more ? "more" : "less");
    bool hit = ui_button(&desk->ui, id, box, name, ICON_NONE, UI_PLAIN | (off ? UI_OFF : 0), NULL);
    ui_face(&desk->ui, more ? "+" : "−");
    desk->ui.widgets[desk->ui.count - 1].size = 20 * desk->scale;
    return hit;
}

static void chip_lay(Desk *desk, int chip, Box box, bool narrow)
{
    Ui *ui = &desk->ui;
    Param param = CHIPS[chip].param;
    double u = desk->scale, side = desk_holds(desk, (Control)param) ? 0 : present_target(desk), in = (box.h - side) / 2;
    const char *title;
    char shown[32], name[64];
    chip_words(desk, param, narrow, &title, shown);
    snprintf(name, sizeof name, "%s %s%s", PARAMS[param].title, shown, side > 0 ? "" : ", locked by this scene");
    bool hit = ui_choice(ui, CHIPS[chip].id, box, name, chip == chosen(desk) ? UI_ON : 0, NULL);
    ui_face(ui, "");
    if (hit) desk->present.chip = param;
    double words = width_of(desk, title, 14 * u, WEIGHT_REGULAR) + 2 * u, x = box.x + 10 * u + side;
    ui_label(ui, "present.title", (Box){ x, box.y, words, box.h }, title, 14 * u, WEIGHT_REGULAR, TONE_TEXT, -1);
    ui_label(ui, "present.value", (Box){ x + words, box.y, box.x + box.w - side - 10 * u - x - words, box.h }, shown, 20 * u, WEIGHT_SEMIBOLD, TONE_TEXT, 0);
    if (side == 0) return;
    bool less = chip_button(desk, chip, (Box){ box.x + in, box.y + in, side, side }, false);
    bool more = chip_button(desk, chip, (Box){ box.x + box.w - in - side, box.y + in, side, side }, true);
    if (less || more) desk->present.chip = param, present_change(desk, more ? 1 : -1);
}

// ---- the steps -------------------------------------------------------------------------------------------------

static bool has_steps(const Desk *desk)
{
    return !desk_in_picture(desk) && !desk_hides(desk, CONTROL_CLOCK) && !lesson_asks(desk); // they would show the answer
}

static void step_words(const Desk *desk, char out[64])
{
    snprintf(out, 64, "%lld / %lld", desk_step(desk), desk_steps(desk));
}

static double steps_width(const Desk *desk)
{
    char words[64];
    if (!has_steps(desk)) return 0;
    step_words(desk, words);
    return ceil(width_of(desk, words, 16 * desk->scale, WEIGHT_SEMIBOLD) + 2 * present_target(desk) + 14 * desk->scale);
}

static void steps_lay(Desk *desk, double right, double middle)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, side = present_target(desk), x = right - 2 * side - 4 * u;
    char words[64];
    unsigned held = desk_holds(desk, CONTROL_CLOCK) ? UI_OFF : 0;
    if (!has_steps(desk)) return;
    step_words(desk, words);
    ui_label(ui, "present.step", (Box){ right - steps_width(desk), middle - side / 2, x - 8 * u - right + steps_width(desk), side }, words, 16 * u,
             WEIGHT_SEMIBOLD, TONE_TEXT, 1);
    bool back = ui_button(ui, "step.back", (Box){ x, middle - side / 2, side, side }, "One step back", ICON_BACK,
                          UI_ROUND | held | (desk_step(desk) > 0 ? 0 : UI_OFF), NULL);
    bool on = ui_button(ui, "step.next", (Box){ x + side + 4 * u, middle - side / 2, side, side }, "One step forward", ICON_NEXT,
                        UI_ROUND | held | (desk_step(desk) < desk_steps(desk) ? 0 : UI_OFF), NULL);
    if (back) desk_step_back(desk);
    if (on) desk_step_on(desk);
}

// ---- the screen ------------------------------------------------------------------------------------------------

// Type of 14 is 28 pixels high on 1080 lines: it can be read from the last row.
double present_scale(const Desk *desk)
{
    return fmax(0.4, fmin(desk->h / 540, desk->w / 720));
}

static const char *caption(const Desk *desk)
{
    return lesson_is_open(desk) ? present_lesson_title(desk) : LENSES[desk->scene.view[0]].question;
}

// "4 of 9" between two buttons.
static double stops_width(const Desk *desk)
{
    char words[64];
    if (!lesson_is_open(desk)) return 0;
    present_lesson_place(desk, words);
    return ceil(width_of(desk, words, 16 * desk->scale, WEIGHT_SEMIBOLD) + 2 * present_target(desk) + 20 * desk->scale);
}

static double caption_room(const Desk *desk)
{
    return desk->w - 48 * desk->scale - present_target(desk) - stops_width(desk);
}

static void stops_lay(Desk *desk, double right, double y)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, side = present_target(desk), w = stops_width(desk), x = right - w;
    char words[64];
    if (!lesson_is_open(desk)) return;
    present_lesson_place(desk, words);
    unsigned first = desk->tutor.player.at > 0 ? 0 : UI_OFF, last = player_over(&desk->tutor.player) ? UI_OFF : 0;
    bool back = ui_button(ui, "present.back", (Box){ x, y, side, side }, "Back", ICON_BACK, UI_ROUND | UI_PLAIN | first, "the stop before (PgUp)");
    ui_label(ui, "present.stop", (Box){ x + side, y, w - 2 * side - 8 * u, side }, words, 16 * u, WEIGHT_SEMIBOLD, TONE_TEXT, 0);
    bool on = ui_button(ui, "present.next", (Box){ right - side - 8 * u, y, side, side }, "Onward", ICON_NEXT, UI_ROUND | UI_PLAIN | last, "onward (PgDn)");
    if (back) present_back(desk);
    if (on) present_next(desk);
}

static double row_height(const Desk *desk)
{
    return present_target(desk) + 22 * desk->scale;
}

// The chips and the steps; a question that is open takes their room, where it stands below the picture.
static bool has_row(const Desk *desk)
{
    return !present_lesson_fills(desk) || lesson_has_left(desk);
}

void present_place(Desk *desk)
{
    desk->tutor.player.lecture = lesson_is_open(desk); // nobody's wrong answer comes back before a class
    double u = desk->scale = present_scale(desk);
    TextLine lines[4];
    int count = text_wrap(&desk->ui_measure, caption(desk), 22 * u, WEIGHT_SEMIBOLD, caption_room(desk), lines, COUNT(lines));
    if (count > 2) count = 2;
    double top = ceil(fmax(present_target(desk) + 24 * u, count * 1.4 * 22 * u + 12 * u)), low = ceil(row_height(desk)), row = has_row(desk) ? low : 0;
    Box words = { 24 * u, 0, desk->w - 48 * u, present_lesson_height(desk, desk->w - 48 * u) };
    double middle = desk->h - top - row - words.h, wide = desk->w;
    // A plane is as high as it is wide: on a wide screen words beside it leave it more room than words below it.
    double column = floor(0.4 * desk->w), beside = present_lesson_height(desk, column - 32 * u);
    if (words.h > 0 && desk->scene.spec.dims == 2 && desk->w >= 1.5 * desk->h && beside <= desk->h - top - low - 20 * u) {
        row = low, middle = desk->h - top - row, wide = desk->w - column;
        words = (Box){ wide + 8 * u, top + 16 * u, column - 32 * u, beside };
    } else {
        words.y = top + middle;
    }
    desk->present.words = words;
    desk->shell = (Shell){
        .bar = { 0, 0, desk->w, top },
        .left = { 0, top, 0, middle },
        .stage = { 0, top, wide, middle },
        .right = { desk->w, top, 0, middle },
        .clock = { 0, desk->h - row, desk->w, row },
    };
}

// Where somebody has left what was prepared, the way back stands in place of the steps.
static double way_back_width(const Desk *desk, const char *words)
{
    return ceil(width_of(desk, words, 14 * desk->scale, WEIGHT_SEMIBOLD) + 24 * desk->scale);
}

static void row_lay(Desk *desk, Box row)
{
    double u = desk->scale, side = present_target(desk), high = side + 6 * u;
    double room = row.w - 48 * u, x = row.x + 24 * u, middle = row.y + row.h / 2, right = row.x + row.w - 24 * u;
    bool left = lesson_has_left(desk);
    char words[64], shorter[48];
    snprintf(shorter, sizeof shorter, "Back to stop %d", desk->tutor.player.at + 1);
    snprintf(words, sizeof words, "Off the deck: back to stop %d", desk->tutor.player.at + 1);
    const char *way = way_back_width(desk, words) + chips_width(desk, true) <= room ? words : shorter;
    double steps = left ? way_back_width(desk, way) : steps_width(desk);
    bool fits = left || chips_width(desk, true) + steps <= room; // else the steps have their keys
    if (!fits) steps = 0;
    bool narrow = chips_width(desk, false) + steps > room;
    for (int i = 0; i < COUNT(CHIPS); i++) {
        if (!has_chip(desk, CHIPS[i].param)) continue;
        double w = chip_width(desk, CHIPS[i].param, narrow);
        chip_lay(desk, i, (Box){ x, row.y + (row.h - high) / 2, w, high }, narrow);
        x += w + 10 * u;
    }
    if (left) {
        if (ui_button(&desk->ui, "present.return", (Box){ right - steps, middle - high / 2, steps, high }, way, ICON_NONE, UI_PRIMARY, "as it was prepared (PgDn)"))
            lesson_show(desk);
    } else if (fits) {
        steps_lay(desk, right, middle);
    }
}

void present_lay(Desk *desk)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, side = present_target(desk);
    Box bar = desk->shell.bar, row = desk->shell.clock;
    double first = bar.y + fmax(4 * u, 10 * u + 0.7 * 22 * u - side / 2); // beside the first line
    ui_panel(ui, "present.bar", bar, 0);
    ui_paragraph(ui, "present.caption", bar.x + 24 * u, bar.y + 10 * u, caption_room(desk), caption(desk), 22 * u, WEIGHT_SEMIBOLD, TONE_TEXT);
    if (ui_button(ui, "present.end", (Box){ bar.x + bar.w - side - 8 * u, first, side, side }, "End", ICON_CLOSE, UI_ROUND | UI_PLAIN, "end (Esc)"))
        present_end(desk);
    stops_lay(desk, bar.x + bar.w - side - 8 * u, first);

    Box words = desk->present.words;
    present_lesson_lay(desk, words.x, words.y, words.w);
    ui_panel(ui, "present.row", row, 0);
    if (row.h > 0) row_lay(desk, row);
}

// ---- what lies over all ----------------------------------------------------------------------------------------

void present_blank(Desk *desk)
{
    desk->present.blank = true;
    desk->playing = false;
}

void present_freeze(Desk *desk)
{
    if (desk->present.frozen) unfreeze(desk);
    else still_take(desk), desk->present.frozen = true;
}

void present_halo(Desk *desk)
{
    desk->present.halo = !desk->present.halo;
    desk->present.halo_since = desk->now;
}

static bool halo_seen(const Desk *desk)
{
    return desk->present.on && desk->present.halo && desk->ui.pointer_in && desk->now - desk->present.halo_since < RESTS;
}

double present_due(const Desk *desk)
{
    return halo_seen(desk) ? fmax(0.01, RESTS - (desk->now - desk->present.halo_since)) : INFINITY;
}

// Soft at both edges: rings of ink in rings of light, so that it is seen on any ground and hides nothing.
static void draw_halo(Desk *desk)
{
    const Look *look = desk_look(desk);
    double u = desk->scale, x = desk->ui.pointer_x, y = desk->ui.pointer_y;
    Figure *figure = desk_figure(desk, desk->ui.window, DESK_LAYERS - 1);
    figure_begin(figure, look, desk->figure_measure);
    figure->scale = u;
    static const struct { double radius, stroke, alpha; } rings[] = { { 30, 14, 0.08 }, { 30, 8, 0.14 }, { 30, 3, 0.5 } };
    for (int i = 0; i < COUNT(rings); i++) {
        double r = rings[i].radius * u;
        Mark *ring = figure_add(figure, MARK_BOX, "halo", (Box){ x - r, y - r, 2 * r, 2 * r });
        ring->radius = r, ring->stroke = rings[i].stroke * u, ring->line = look_alpha(look->kernel.line, rings[i].alpha);
    }
}

void present_over(Desk *desk)
{
    if (desk->present.frozen && desk->sheet != SHEET_NONE) desk->sheet = SHEET_NONE; // nobody would see it
    if (desk->present.blank) {
        // Nothing of the rest is on the screen, so nothing of it is in the record.
        desk->ui.count = 0, desk->figure_count = 0, desk->lens_count = 0;
        ui_panel(&desk->ui, "present.blank", desk->ui.window, 0);
        Figure *figure = desk_figure(desk, desk->ui.window, DESK_LAYERS - 1);
        figure_begin(figure, desk_look(desk), desk->figure_measure);
        figure_add(figure, MARK_BOX, "blank", desk->ui.window)->fill = RGB(0x000000);
    } else if (halo_seen(desk)) {
        draw_halo(desk);
    }
}
