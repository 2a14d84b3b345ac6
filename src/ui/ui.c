// A pass of widgets: the record, who is under the pointer, who has the focus, and the simple widgets.
#include "ui/record.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const UI_ROLE_WORDS[UI_ROLES] = { "panel", "label", "button", "choice", "slider", "field", "stage", "scroll",
                                              "tip" };

static void copy_id(char to[UI_ID], const char *from)
{
    snprintf(to, UI_ID, "%s", from);
}

void ui_clear(Ui *ui)
{
    free(ui->widgets);
    free(ui->before);
    arena_clear(&ui->arena);
    arena_clear(&ui->before_arena);
    text_clear(&ui->next_text);
    *ui = (Ui){ 0 };
}

static bool reachable(const Ui *ui, const Widget *w)
{
    return w->role != UI_LABEL && w->role != UI_TIP && w->layer >= ui->modal;
}

// The topmost widget at the pointer that can be used; panels count, so that nothing is pressed through them.
static const Widget *under(const Ui *ui, double x, double y)
{
    const Widget *best = NULL;
    for (int i = 0; i < ui->before_count; i++) {
        const Widget *w = &ui->before[i];
        if (!reachable(ui, w) || !box_has(w->box, x, y) || !box_has(w->clip, x, y)) continue;
        if (!best || w->layer >= best->layer) best = w;
    }
    return best;
}

void ui_begin(Ui *ui, double w, double h, double scale, Measure measure, const UiEvent *event)
{
    Widget *widgets = ui->before;
    int capacity = ui->before_capacity;
    Arena arena = ui->before_arena;
    ui->before = ui->widgets, ui->before_count = ui->count, ui->before_capacity = ui->capacity;
    ui->before_arena = ui->arena;
    ui->widgets = widgets, ui->capacity = capacity, ui->count = 0;
    ui->arena = arena;
    arena_reset(&ui->arena);

    ui->measure = measure, ui->scale = scale;
    ui->event = event ? *event : (UiEvent){ 0 };
    ui->used = false;
    ui->layer = 0, ui->dx = ui->dy = 0;
    ui->clip = ui->window = (Box){ 0, 0, w, h };
    if (ui->next_focus[0]) {
        copy_id(ui->focus, ui->next_focus[0] == '\n' ? "" : ui->next_focus);
        ui->next_focus[0] = 0;
        ui->follow = true;
    }

    const UiEvent *e = &ui->event;
    bool pointer = e->kind == UI_MOVE || e->kind == UI_PRESS || e->kind == UI_RELEASE || e->kind == UI_WHEEL;
    if (pointer) ui->pointer_x = e->x, ui->pointer_y = e->y, ui->pointer_in = true;
    if (e->kind == UI_LEAVE) ui->pointer_in = false;
    const Widget *hot = ui->pointer_in ? under(ui, ui->pointer_x, ui->pointer_y) : NULL;
    copy_id(ui->hot, hot ? hot->id : "");
    if (e->kind == UI_PRESS) {
        copy_id(ui->held, ui->hot);
        ui->focus_visible = false;
        copy_id(ui->focus, hot && hot->focusable ? hot->id : "");
    }
    ui->barrier = ui->modal;
    ui->modal = 0;
}

// Moves the focus by [by] (1 or −1) among what can have it, in reading order; from a control that was switched off, or is
// gone, meanwhile to its neighbours.
static void move_focus(Ui *ui, int by)
{
    int back = -1, on = 0, count = 0; // what comes before and after the place of the focus
    bool gone = ui->focus[0] && ui->focus_modal == ui->modal;
    for (int i = 0; i < ui->count; i++) {
        const Widget *w = &ui->widgets[i];
        if (!reachable(ui, w)) continue;
        bool here = !strcmp(w->id, ui->focus);
        if (here) back = count - 1, on = count + w->focusable, gone = false;
        count += w->focusable;
    }
    if (!count) return;
    if (gone && ui->focus_at <= count) back = ui->focus_at - 1, on = ui->focus_at;
    int to = ((by > 0 ? on : back) + count) % count;
    for (int i = 0; i < ui->count; i++)
        if (ui->widgets[i].focusable && reachable(ui, &ui->widgets[i]) && to-- == 0) ui_focus(ui, ui->widgets[i].id);
}

// By where it is seen: what was scrolled out of a part belongs to it all the same, not to what lies beside it.
static bool lies_in(const Widget *w, Box part)
{
    double x = fmax(w->clip.x, fmin(w->clip.x + w->clip.w - 1, w->box.x + w->box.w / 2));
    double y = fmax(w->clip.y, fmin(w->clip.y + w->clip.h - 1, w->box.y + w->box.h / 2));
    return box_has(part, x, y);
}

// So that the keyboard goes on from there should it be gone in the next pass, as a button is whose work is done.
static void note_focus(Ui *ui)
{
    int count = 0;
    for (int i = 0; i < ui->count; i++) {
        const Widget *w = &ui->widgets[i];
        if (!reachable(ui, w)) continue;
        if (!strcmp(w->id, ui->focus)) {
            ui->focus_at = count, ui->focus_modal = ui->modal;
            return;
        }
        count += w->focusable;
    }
}

bool ui_focus_part(Ui *ui, const Box *parts, int count)
{
    int from = -1;
    for (int i = 0; i < ui->count; i++)
        for (int p = 0; p < count; p++)
            if (!strcmp(ui->widgets[i].id, ui->focus) && lies_in(&ui->widgets[i], parts[p])) from = p;
    for (int by = 1; by <= count; by++) {
        for (int i = 0; i < ui->count; i++) {
            const Widget *w = &ui->widgets[i];
            if (!w->focusable || !reachable(ui, w) || !lies_in(w, parts[(from + by) % count])) continue;
            ui_focus(ui, w->id);
            ui->focus_visible = true;
            return true;
        }
    }
    return false;
}

void ui_end(Ui *ui)
{
    if (ui->event.kind == UI_KEY && ui->event.key == KEY_TAB && !(ui->event.mods & (MOD_CTRL | MOD_ALT))) {
        if (!ui->next_focus[0]) move_focus(ui, ui->event.mods & MOD_SHIFT ? -1 : 1);
        ui->focus_visible = true;
        ui->used = true;
    }
    note_focus(ui);
    if (ui->event.kind == UI_RELEASE) ui->held[0] = 0;
    // A field that is gone is no longer edited.
    if (ui->editing[0]) {
        bool there = false;
        for (int i = 0; i < ui->count; i++) there |= !strcmp(ui->widgets[i].id, ui->editing);
        if (!there) ui->editing[0] = 0;
    }
    if (ui->next_editing[0]) {
        copy_id(ui->editing, ui->next_editing);
        snprintf(ui->text, sizeof ui->text, "%s", text_or_empty(&ui->next_text));
        ui->caret = (int)strlen(ui->text), ui->anchor = ui->select_next ? 0 : ui->caret;
        ui->next_editing[0] = 0;
    }
    if (ui->event.kind == UI_NOTHING) ui->follow = false;
}

void ui_focus(Ui *ui, const char *id)
{
    copy_id(ui->next_focus, *id ? id : "\n");
}

void ui_edit(Ui *ui, const char *id, const char *text)
{
    ui_focus(ui, id);
    copy_id(ui->next_editing, id);
    text_clear(&ui->next_text);
    text_put(&ui->next_text, text);
    ui->select_next = true;
}

bool ui_is_editing(const Ui *ui)
{
    return ui->editing[0] != 0;
}

const Widget *ui_find(const Ui *ui, const char *id)
{
    for (int i = 0; i < ui->count; i++)
        if (!strcmp(ui->widgets[i].id, id)) return &ui->widgets[i];
    return NULL;
}

bool ui_has_focus(const Ui *ui, const char *id)
{
    return !strcmp(ui->focus, id);
}

// ---- the record ------------------------------------------------------------------------------------------------

static Box meet(Box a, Box b)
{
    double x = fmax(a.x, b.x), y = fmax(a.y, b.y);
    return (Box){ x, y, fmax(0, fmin(a.x + a.w, b.x + b.w) - x), fmax(0, fmin(a.y + a.h, b.y + b.h) - y) };
}


Widget *ui_record(Ui *ui, UiRole role, const char *id, Box box, const char *name, unsigned state)
{
    if (ui->count == ui->capacity) {
        ui->capacity = ui->capacity ? 2 * ui->capacity : 64;
        ui->widgets = memory_grow(ui->widgets, (size_t)ui->capacity, sizeof *ui->widgets);
    }
    Widget *w = &ui->widgets[ui->count++];
    *w = (Widget){ .id = arena_text(&ui->arena, id), .name = arena_text(&ui->arena, name), .value = "", .role = role,
                   .box = { box.x + ui->dx, box.y + ui->dy, box.w, box.h }, .clip = ui->clip, .state = state,
                   .layer = ui->layer, .size = 14 * ui->scale, .weight = WEIGHT_SEMIBOLD };
    bool usable = role != UI_PANEL && role != UI_LABEL && role != UI_TIP && role != UI_SCROLL && !(state & UI_OFF);
    w->focusable = usable;
    if (usable && !strcmp(ui->hot, id)) w->state |= UI_HOT;
    if (usable && !strcmp(ui->held, id)) w->state |= UI_HELD;
    if (usable && !strcmp(ui->focus, id) && ui->focus_visible) w->state |= UI_FOCUSED;
    return w;
}

void ui_panel(Ui *ui, const char *id, Box box, unsigned state)
{
    ui_record(ui, UI_PANEL, id, box, "", state);
}

void ui_label(Ui *ui, const char *id, Box box, const char *text, double size, Weight weight, Tone tone, int align)
{
    Widget *w = ui_record(ui, UI_LABEL, id, box, text, 0);
    w->size = size, w->weight = weight, w->tone = tone, w->align = align;
}

double ui_paragraph(Ui *ui, const char *id, double x, double y, double w, const char *text, double size, Weight weight,
                    Tone tone)
{
    TextLine lines[64];
    int count = text_wrap(&ui->measure, text, size, weight, w, lines, COUNT(lines));
    for (int i = 0; i < count && i < COUNT(lines); i++, y += 1.4 * size) {
        char line[512];
        snprintf(line, sizeof line, "%.*s", lines[i].length, lines[i].start);
        ui_label(ui, id, (Box){ x, y, w, 1.4 * size }, line, size, weight, tone, -1);
    }
    return y;
}

// ---- buttons ---------------------------------------------------------------------------------------------------

static bool pressed(Ui *ui, const Widget *w)
{
    const UiEvent *e = &ui->event;
    bool by_pointer = e->kind == UI_RELEASE && !strcmp(ui->held, w->id) && !strcmp(ui->hot, w->id);
    bool by_key = e->kind == UI_KEY && !strcmp(ui->focus, w->id) && (e->key == KEY_SPACE || e->key == KEY_ENTER) &&
                  !(e->mods & (MOD_CTRL | MOD_ALT)) && w->layer >= ui->barrier;
    if (w->state & UI_OFF) {
        // Hit once too often, until there was nothing left to do: the key is no command for that.
        ui->used |= by_key;
        return false;
    }
    if (e->kind == UI_PRESS && !strcmp(ui->held, w->id)) ui->used = true;
    if (by_pointer || by_key) ui->used = true;
    return by_pointer || by_key;
}

bool ui_button(Ui *ui, const char *id, Box box, const char *name, Icon icon, unsigned state, const char *tip)
{
    Widget *w = ui_record(ui, UI_BUTTON, id, box, name, state);
    w->icon = icon;
    if (tip) w->tip = arena_text(&ui->arena, tip);
    return pressed(ui, w);
}

bool ui_choice(Ui *ui, const char *id, Box box, const char *name, unsigned state, const char *tip)
{
    Widget *w = ui_record(ui, UI_CHOICE, id, box, name, state);
    w->value = state & UI_ON ? "on" : "off";
    if (tip) w->tip = arena_text(&ui->arena, tip);
    return pressed(ui, w);
}

void ui_face(Ui *ui, const char *face)
{
    ui->widgets[ui->count - 1].face = arena_text(&ui->arena, face);
}

// ---- sliders ---------------------------------------------------------------------------------------------------

bool ui_slider(Ui *ui, const char *id, Box box, const char *name, const char *shown, int least, int most, int *value)
{
    bool nothing_to_choose = most <= least;
    Widget *w = ui_record(ui, UI_SLIDER, id, box, name, nothing_to_choose ? UI_OFF : 0);
    int at = *value;
    const UiEvent *e = &ui->event;
    bool has_focus = !strcmp(ui->focus, id), held = !strcmp(ui->held, id), moved = false;
    if (!nothing_to_choose && held && (e->kind == UI_PRESS || e->kind == UI_MOVE || e->kind == UI_RELEASE)) {
        double knob = 10 * ui->scale, room = w->box.w - 2 * knob;
        double u = room > 0 ? (e->x - w->box.x - knob) / room : 0;
        at = least + (int)floor(fmax(0, fmin(1, u)) * (most - least) + 0.5);
        moved = true;
    }
    if (!nothing_to_choose && has_focus && e->kind == UI_KEY && !(e->mods & (MOD_CTRL | MOD_ALT)) && w->layer >= ui->barrier) {
        int step = e->mods & MOD_SHIFT ? (most - least + 9) / 10 : 1;
        moved = true;
        switch (e->key) {
        case KEY_LEFT: case KEY_DOWN: at -= step; break;
        case KEY_RIGHT: case KEY_UP: at += step; break;
        case KEY_HOME: at = least; break;
        case KEY_END: at = most; break;
        default: moved = false;
        }
    }
    ui->used |= moved;
    at = at < least ? least : at > most ? most : at;
    w->least = least, w->most = most, w->at = at;
    w->value = arena_text(&ui->arena, shown);
    bool changed = moved && at != *value; // a value beyond the ends stays until it is moved
    if (changed) *value = at;
    return changed;
}

// ---- regions ---------------------------------------------------------------------------------------------------

bool ui_stage(Ui *ui, const char *id, Box box, const char *name)
{
    ui_record(ui, UI_STAGE, id, box, name, 0);
    return !strcmp(ui->hot, id);
}

void ui_scroll_begin(Ui *ui, const char *id, Box box, double *offset, double height)
{
    const UiEvent *e = &ui->event;
    double furthest = fmax(0, height - box.h);
    if (e->kind == UI_WHEEL && box_has(box, e->x, e->y) && ui->barrier <= ui->layer && furthest > 0) {
        *offset -= e->wheel * 48 * ui->scale;
        ui->used = true;
    }
    // Where the keyboard focus goes is brought into sight; the wheel may leave it again.
    if (e->kind == UI_NOTHING && ui->focus_visible && ui->follow)
        for (int i = 0; i < ui->before_count; i++) {
            const Widget *w = &ui->before[i];
            bool here = w->clip.x == box.x && w->clip.y == box.y && w->clip.h == box.h;
            if (!here || !w->focusable || strcmp(w->id, ui->focus)) continue;
            if (w->box.y < box.y) *offset -= box.y - w->box.y + 8 * ui->scale;
            else if (w->box.y + w->box.h > box.y + box.h) *offset += w->box.y + w->box.h - box.y - box.h + 8 * ui->scale;
        }
    *offset = fmax(0, fmin(*offset, furthest));
    Widget *w = ui_record(ui, UI_SCROLL, id, box, "", 0);
    w->least = 0, w->most = (int)furthest, w->at = (int)*offset;
    ui->clip = meet(ui->clip, box);
    ui->dy -= *offset;
}

void ui_scroll_end(Ui *ui)
{
    ui->clip = ui->window;
    ui->dy = 0;
}
