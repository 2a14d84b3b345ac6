// What lies over the rest: menus, the sheet for opening a file, the key sheet, messages and tips.
#include "desk/inside.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void desk_say(Desk *desk, Tone tone, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(desk->message, sizeof desk->message, format, args);
    va_end(args);
    desk->message_tone = tone;
    desk->message_at = desk->now;
    // Long enough to be read: a mistake stays until the next thing is done.
    desk->message_until = tone == TONE_ERROR ? INFINITY : desk->now + 3 + 0.05 * (double)strlen(desk->message);
}

void desk_outdate(Desk *desk)
{
    // What is said of the very change stays.
    if (desk->message_tone != TONE_ERROR && desk->message_at < desk->now) desk->message_until = desk->now;
}

int menu_lay(Desk *desk, const char *id, Box box, const char *name, const char *shown, const char *const *items, int count, int chosen)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, row = 32 * u;
    bool open = !strcmp(desk->menu, id);
    char title[128];
    snprintf(title, sizeof title, "%s", shown);
    if (ui_button(ui, id, box, title, ICON_DOWN, open ? UI_ON : 0, NULL)) {
        snprintf(desk->menu, sizeof desk->menu, "%s", open ? "" : id);
        if (!open) { // the keyboard goes on from the chosen item
            char first[UI_ID];
            snprintf(first, sizeof first, "%s.%d", id, chosen < 0 ? 0 : chosen);
            ui_focus(ui, first);
        }
        return -1;
    }
    (void)name;
    if (!open) return -1;

    Ui kept = *ui;
    ui->layer = 1, ui->clip = ui->window, ui->dy = 0;
    double top = box.y + kept.dy + box.h + 2 * u, height = count * row + 8 * u;
    if (top + height > desk->h - 4 * u) top = fmax(4 * u, box.y + kept.dy - height - 2 * u);
    Box sheet = { box.x, top, fmax(box.w, 150 * u), height };
    if (sheet.x + sheet.w > desk->w - 4 * u) sheet.x = desk->w - 4 * u - sheet.w;
    ui_panel(ui, "menu", sheet, UI_FRAMED);
    int picked = -1, focused = -1;
    for (int i = 0; i < count; i++) {
        char item[UI_ID];
        snprintf(item, sizeof item, "%s.%d", id, i);
        if (ui_has_focus(ui, item)) focused = i;
        if (ui_choice(ui, item, (Box){ sheet.x + 4 * u, sheet.y + 4 * u + i * row, sheet.w - 8 * u, row }, items[i],
                      UI_PLAIN | UI_LEFT | (i == chosen ? UI_ON : 0), NULL))
            picked = i;
    }
    ui->modal = 1;
    // An open menu takes every key but Tab, Esc and what is a command whatever is typed.
    int key = ui->event.kind == UI_KEY && !(ui->event.mods & (MOD_CTRL | MOD_ALT)) ? ui->event.key : KEY_NONE;
    if ((key > KEY_NONE && key < 256) || (key >= KEY_BACKSPACE && key <= KEY_PGDN)) ui->used = true;
    if (key == KEY_DOWN || key == KEY_UP || key == KEY_HOME || key == KEY_END) {
        int to = key == KEY_HOME ? 0 : key == KEY_END ? count - 1 : key == KEY_DOWN ? (focused + 1) % count : focused > 0 ? focused - 1 : count - 1;
        char item[UI_ID];
        snprintf(item, sizeof item, "%s.%d", id, to);
        ui_focus(ui, item);
        ui->focus_visible = true;
    }
    bool outside = ui->event.kind == UI_PRESS && !box_has(sheet, ui->event.x, ui->event.y) && strcmp(ui->held, id);
    if (picked >= 0 || outside) {
        desk->menu[0] = 0;
        if (picked >= 0) ui_focus(ui, id);
    }
    ui->layer = kept.layer, ui->clip = kept.clip, ui->dy = kept.dy;
    return picked;
}

// ---- sheets ----------------------------------------------------------------------------------------------------

Box sheet_begin(Desk *desk, const char *id, const char *title, double w, double h)
{
    Ui *ui = &desk->ui;
    double u = desk->scale;
    w = fmin(w, desk->w - 32 * u), h = fmin(h, desk->h - 32 * u);
    Box box = { (desk->w - w) / 2, (desk->h - h) / 2, w, h };
    ui->layer = 2, ui->modal = 2;
    desk->sheet_box = box, desk->sheet_foot = box.w;
    ui_panel(ui, "scrim", ui->window, UI_SCRIM);
    ui_panel(ui, id, box, UI_FRAMED);
    ui_label(ui, "sheet.title", (Box){ box.x + 24 * u, box.y + 18 * u, box.w - 96 * u, 30 * u }, title, 20 * u, WEIGHT_SEMIBOLD, TONE_TEXT, -1);
    if (ui_button(ui, "sheet.close", (Box){ box.x + box.w - 56 * u, box.y + 16 * u, 36 * u, 36 * u }, "Close", ICON_CLOSE, UI_ROUND, "Esc"))
        desk->sheet = SHEET_NONE;
    return box;
}

static void keys_sheet(Desk *desk)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, row = 26 * u;
    Box box = sheet_begin(desk, "keys.sheet", "Keys", 880 * u, 600 * u);
    int count = 0;
    const char *keys, *title;
    while (command_row(count, &keys, &title)) count++;
    bool two = box.w >= 800 * u;
    int rows = two ? (count + 1) / 2 : count;
    Box inner = { box.x + 24 * u, box.y + 64 * u, box.w - 48 * u, box.h - 84 * u };
    if (ui->event.kind == UI_KEY && !ui->event.mods) {
        double by = ui->event.key == KEY_DOWN ? row : ui->event.key == KEY_UP ? -row : ui->event.key == KEY_PGDN ? inner.h
                  : ui->event.key == KEY_PGUP ? -inner.h : 0;
        desk->sheet_scroll += by; // the scroll keeps it within its ends
        ui->used |= by != 0;
    }
    ui_scroll_begin(ui, "keys.scroll", inner, &desk->sheet_scroll, rows * row);
    double column = two ? inner.w / 2 : inner.w, label = 118 * u;
    for (int i = 0; i < count; i++) {
        command_row(i, &keys, &title);
        double x = inner.x + (i / rows) * column, y = inner.y + (i % rows) * row;
        ui_label(ui, "keys.key", (Box){ x, y, label, row }, keys, 13 * u, WEIGHT_SEMIBOLD, TONE_TEXT, -1);
        ui_label(ui, "keys.title", (Box){ x + label + 8 * u, y, column - label - 20 * u, row }, title, 13 * u, WEIGHT_REGULAR, TONE_TEXT, -1);
    }
    ui_scroll_end(ui);
}

static void open_sheet(Desk *desk)
{
    Ui *ui = &desk->ui;
    double u = desk->scale;
    Box box = sheet_begin(desk, "open.sheet", "Open", 560 * u, 280 * u);
    double x = box.x + 24 * u, w = box.w - 48 * u, y = box.y + 62 * u;
    y = ui_paragraph(ui, "open.words", x, y, w, "The path of a picture (PNG or JPEG), of a lesson (.md), or of a file with a scene code or a layer; or the code or the layer itself. You can also drop a file on the window.",
                     14 * u, WEIGHT_REGULAR, TONE_TEXT) + 10 * u;
    UiEdit edit = ui_field(ui, "open.path", (Box){ x, y, w - 96 * u, 36 * u }, "Path", desk->open_path, 0);
    if (edit == UI_TAKEN) snprintf(desk->open_path, sizeof desk->open_path, "%s", ui->text);
    bool go = ui_button(ui, "open.go", (Box){ x + w - 88 * u, y, 88 * u, 36 * u }, "Open", ICON_NONE, UI_PRIMARY, NULL);
    bool entered = edit == UI_TAKEN && ui->event.kind == UI_KEY && ui->event.key == KEY_ENTER;
    if ((entered || go) && desk->open_path[0]) {
        // What cannot be opened stays in the field, to be mended.
        if (desk_open(desk, desk->open_path)) desk->sheet = SHEET_NONE;
        else ui_edit(ui, "open.path", desk->open_path);
    }
    y += 54 * u;
    ui_label(ui, "open.builtin", (Box){ x, y, w, 24 * u }, "Or one that comes with the program:", 14 * u, WEIGHT_REGULAR, TONE_TEXT, -1);
    y += 30 * u;
    double at = x;
    for (int i = 0; PICTURE_NAMES[i]; i++) {
        double width = ceil(ui->measure.width(ui->measure.self, PICTURE_NAMES[i], 14 * u, WEIGHT_SEMIBOLD) + 24 * u);
        if (at + width > x + w) at = x, y += 40 * u;
        char id[UI_ID];
        snprintf(id, sizeof id, "open.%s", PICTURE_NAMES[i]);
        if (ui_button(ui, id, (Box){ at, y, width, 34 * u }, PICTURE_NAMES[i], ICON_NONE, 0, NULL)) {
            desk->sheet = SHEET_NONE;
            desk_show_picture(desk, PICTURE_NAMES[i]);
        }
        at += width + 6 * u;
    }
}

static void save_sheet(Desk *desk)
{
    Ui *ui = &desk->ui;
    double u = desk->scale;
    Box box = sheet_begin(desk, "save.sheet", desk->save_progress ? "Save progress" : "Save", 560 * u, 210 * u);
    double x = box.x + 24 * u, w = box.w - 48 * u, y = box.y + 62 * u;
    y = ui_paragraph(ui, "save.words", x, y, w, desk->save_progress ? "Your way through the lessons, as a text file that you can read: which steps were seen, and what is to be asked again."
                                                : "What is shown, for a slide: a name that ends in .png or .svg. Any other name gets the scene code as text.",
                     14 * u, WEIGHT_REGULAR, TONE_TEXT) + 10 * u;
    UiEdit edit = ui_field(ui, "save.path", (Box){ x, y, w - 112 * u, 36 * u }, "Path", desk->save_path, 0);
    if (edit == UI_TAKEN) snprintf(desk->save_path, sizeof desk->save_path, "%s", ui->text);
    const char *name = desk->replaces[0] && !strcmp(desk->replaces, desk->save_path) ? "Replace" : "Save";
    bool go = ui_button(ui, "save.go", (Box){ x + w - 104 * u, y, 104 * u, 36 * u }, name, ICON_NONE, UI_PRIMARY, NULL);
    bool entered = edit == UI_TAKEN && ui->event.kind == UI_KEY && ui->event.key == KEY_ENTER;
    if (!(entered || go) || !desk->save_path[0]) return;
    if (desk_save(desk, desk->save_path)) desk->sheet = SHEET_NONE;
    else ui_edit(ui, "save.path", desk->save_path);
}

// ---- messages and tips -----------------------------------------------------------------------------------------

// At the foot of a part of the window, as high as its words need.
static Box message_box(const Desk *desk, Box foot, double from, double w)
{
    double u = desk->scale, size = 13 * u;
    TextLine lines[12];
    int count = text_wrap(&desk->ui.measure, desk->message, size, WEIGHT_REGULAR, w - 56 * u, lines, COUNT(lines));
    if (count > COUNT(lines)) count = COUNT(lines);
    double h = count * 1.4 * size + 20 * u;
    return (Box){ foot.x + from, foot.y + foot.h - h - 8 * u, w, h };
}

static void message_lay(Desk *desk)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, size = 13 * u;
    if (!desk->message[0]) return;
    if (desk->now >= desk->message_until) {
        desk->message[0] = 0;
        return;
    }
    // At the foot of the stage, above the clock: what the guide says beside it can still be read.
    Box foot = desk->shell.stage;
    Box box = message_box(desk, foot, (foot.w - fmin(foot.w - 16 * u, 520 * u)) / 2, fmin(foot.w - 16 * u, 520 * u));
    // A tall sheet reaches down there: within it, beside the button at its right.
    Box sheet = desk->sheet_box;
    if (desk->sheet != SHEET_NONE && box.y < sheet.y + sheet.h) box = message_box(desk, sheet, 12 * u, fmin(520 * u, desk->sheet_foot - 24 * u));
    double words = box.w - 56 * u;
    ui->layer = 3;
    ui_panel(ui, "message", box, UI_FRAMED);
    ui_paragraph(ui, "message.text", box.x + 14 * u, box.y + 10 * u, words + 1, desk->message, size, WEIGHT_REGULAR, desk->message_tone);
    if (ui_button(ui, "message.close", (Box){ box.x + box.w - 34 * u, box.y + 6 * u, 28 * u, 28 * u }, "Close", ICON_CLOSE, UI_ROUND | UI_PLAIN, NULL))
        desk->message_until = desk->now;
    ui->layer = 0;
}

static void tip_lay(Desk *desk)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, size = 13 * u;
    const Widget *over = NULL;
    for (int i = 0; i < ui->count; i++)
        if ((ui->widgets[i].state & UI_HOT) && ui->widgets[i].tip) over = &ui->widgets[i];
    if (!over || ui->held[0] || strcmp(over->id, desk->tip_of)) {
        snprintf(desk->tip_of, sizeof desk->tip_of, "%s", over ? over->id : "");
        desk->tip_since = desk->now;
        return;
    }
    if (desk->now - desk->tip_since < TIP_AFTER) return;
    char tip[256];
    snprintf(tip, sizeof tip, "%s", over->tip);
    Box anchor = over->box;
    double w = ui->measure.width(ui->measure.self, tip, size, WEIGHT_REGULAR) + 20 * u, h = 28 * u;
    double x = fmax(4 * u, fmin(anchor.x + anchor.w / 2 - w / 2, desk->w - w - 4 * u));
    double y = anchor.y + anchor.h + 6 * u;
    if (y + h > desk->h - 4 * u) y = anchor.y - h - 6 * u;
    // In the guide a tip stands beside what it speaks of: below it, there are words to be read.
    Box right = desk->shell.right;
    if (right.w > 0 && over->layer == 0 && anchor.x >= right.x && anchor.y >= right.y && anchor.y < right.y + right.h && right.x - w - 4 * u > 0)
        x = right.x - w - 4 * u, y = anchor.y + anchor.h / 2 - h / 2;
    ui->layer = 4;
    ui_label(ui, "tip", (Box){ x, y, w, h }, tip, size, WEIGHT_REGULAR, TONE_TEXT, 0);
    ui->widgets[ui->count - 1].role = UI_TIP;
    ui->layer = 0;
}

void sheets_lay(Desk *desk)
{
    Ui *ui = &desk->ui;
    if (desk->sheet == SHEET_KEYS) keys_sheet(desk);
    if (desk->sheet == SHEET_OPEN) open_sheet(desk);
    if (desk->sheet == SHEET_SAVE) save_sheet(desk);
    if (desk->sheet == SHEET_REPORT) report_sheet(desk);
    if (desk->sheet == SHEET_SEARCH) search_sheet(desk);
    ui->layer = 0;
    int modal = ui->modal;
    message_lay(desk);
    tip_lay(desk);
    ui->modal = modal;
}
