// The layer report: what an engineer asks of a layer, in one sheet. A layer too big for cells comes here when it is
// pasted, and from here a slice of it goes to the lenses.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void report_open(Desk *desk, LayerRead *read)
{
    layer_read_clear(&desk->report);
    desk->report = *read;
    *read = (LayerRead){ 0 };
    if (desk->message_tone != TONE_ERROR) desk->message_until = desk->now; // what was read is said here
    desk->sheet = SHEET_REPORT;
    desk->sheet_scroll = 0;
    desk->menu[0] = 0;
    ui_focus(&desk->ui, "report.slice"); // Enter goes on, whatever was pressed before
}

// Whether the layer number [at] of the text that was read last is the scene's.
static bool reads_scene(const Desk *desk, int at, LayerRead *read)
{
    Error err;
    if (!layer_read_at(read, desk->layers_text, at, &desk->scene, &err)) return false;
    if (!memcmp(&read->spec, &desk->scene.spec, sizeof read->spec) && read->bias == (desk->scene.b.kind != SOURCE_NONE)) return true;
    layer_read_clear(read);
    return false;
}

void report_scene(Desk *desk)
{
    if (lesson_holds(desk, "the report waits")) return;
    LayerRead read = { 0 };
    Error err;
    if (desk->layers_text && reads_scene(desk, desk->layers_at, &read)) {
        report_open(desk, &read);
        return;
    }
    // The scene has gone on from what was read: the others can still be chosen.
    if (desk->layers_text && !layer_read(&read, desk->layers_text, &desk->scene, &err)) read = (LayerRead){ 0 };
    read.spec = desk->scene.spec, read.bias = desk->scene.b.kind != SOURCE_NONE, read.at = -1;
    read.in_untold = read.out_untold = false, read.shuffle = 0;
    text_clear(&read.title);
    text_clear(&read.more);
    text_put(&read.title, "This layer");
    report_open(desk, &read);
}

static void report_layer(Desk *desk, int at)
{
    LayerRead read;
    Error err = { 0 };
    if (!layer_read_at(&read, desk->layers_text, at, &desk->scene, &err)) {
        desk_wrong_text(desk, "That layer", desk->layers_text, &err);
        return;
    }
    desk->layers_at = at;
    report_open(desk, &read);
    char row[UI_ID];
    snprintf(row, sizeof row, "report.layer.%d", at);
    if (desk->ui.focus_visible) ui_focus(&desk->ui, row); // who goes through the list by keyboard stays there
}

// A layer that is chosen from a list and small enough is opened whole, any other as a slice.
static bool opens_whole(const Desk *desk)
{
    return desk->report.count > 1 && desk->report.at >= 0 && layer_is_small(&desk->report.spec);
}

static void open_slice(Desk *desk)
{
    bool whole = opens_whole(desk);
    desk->sheet = SHEET_NONE;
    if (!desk_place_first(desk, false, "slice")) return;
    LayerRead slice = { .spec = whole ? desk->report.spec : layer_slice(&desk->report.spec), .bias = desk->report.bias };
    Scene next;
    Error err;
    if (!layer_scene(&next, &slice, &desk->scene, NULL, &err)) {
        desk_say(desk, TONE_ERROR, "%s", err.text);
        return;
    }
    next.step = STEP_END;
    if (desk_take(desk, &next, "slice")) {
        desk->linked = true;
        desk->linked = desk_is_linked(desk);
        if (whole) desk_say(desk, TONE_TEXT, "Layer %d of %d: %s. Undo goes back.", desk->report.at + 1, desk->report.count, desk->report.title.data);
        else desk_say(desk, TONE_TEXT, "A slice: one input and one output channel of the layer, on a small input. Undo goes back.");
    }
    desk_end_gesture(desk);
}

// How many bytes of a line of code fit; a line that is too long is broken behind a comma.
static int fitting(const Desk *desk, const char *line, int length, double w, double size)
{
    char text[256];
    int fits = 0;
    for (int i = 1; i <= length && i < (int)sizeof text; i++) {
        if (i < length && line[i - 1] != ',') continue;
        snprintf(text, sizeof text, "%.*s", i, line);
        if (fits && desk->ui.measure.width(desk->ui.measure.self, text, size, WEIGHT_MONO) > w) break;
        fits = i;
    }
    return fits ? fits : length;
}

// Code keeps its line ends and its indents.
static double code_lay(Desk *desk, int number, double x, double y, double w, const char *code)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, size = 13 * u, row = 20 * u, letter = ui->measure.width(ui->measure.self, "0", size, WEIGHT_MONO);
    char id[UI_ID];
    snprintf(id, sizeof id, "report.code.%d", number);
    for (const char *line = code; *line;) {
        int length = (int)strcspn(line, "\n"), blanks = (int)strspn(line, " ");
        const char *from = line + blanks, *end = line + length;
        for (double indent = blanks * letter; from < end; indent = (blanks + 8) * letter) {
            int part = fitting(desk, from, (int)(end - from), w - indent, size);
            char text[256];
            snprintf(text, sizeof text, "%.*s", part, from);
            ui_label(ui, id, (Box){ x + indent, y, w - indent, row }, text, size, WEIGHT_MONO, TONE_TEXT, -1);
            y += row;
            for (from += part; from < end && *from == ' ';) from++;
        }
        line += length + (line[length] == '\n');
    }
    return y;
}

static double sentence(Desk *desk, const char *id, double x, double y, double w, const char *text)
{
    return ui_paragraph(&desk->ui, id, x, y, w, text, 14 * desk->scale, WEIGHT_REGULAR, TONE_TEXT) + 6 * desk->scale;
}

static double cure_lay(Desk *desk, const Cure *cure, const char *code_words, int number, double x, double y, double w)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, button = 72 * u;
    char copy[UI_ID], words[UI_ID], head[UI_ID];
    snprintf(copy, sizeof copy, "report.copy.%d", number);
    snprintf(words, sizeof words, "report.words.%d", number);
    snprintf(head, sizeof head, "report.head.%d", number);
    y += 10 * u;
    if (ui_button(ui, copy, (Box){ x + w - button, y - 4 * u, button, 30 * u }, "Copy", ICON_NONE, 0, "as PyTorch")) {
        Text code = { 0 };
        text_print(&code, "%s\n", cure->code.data);
        desk_copy(desk, code.data, "Copied: it goes where the layer stood");
        text_clear(&code);
    }
    y = ui_paragraph(ui, head, x, y, w - button - 12 * u, cure->title, 15 * u, WEIGHT_SEMIBOLD, TONE_TEXT) + 8 * u;
    y = sentence(desk, words, x, y, w, cure->words.data);
    y = ui_paragraph(ui, "report.code.words", x, y, w, code_words, 13 * u, WEIGHT_REGULAR, TONE_MUTED) + 4 * u;
    return code_lay(desk, number, x, y, w, cure->code.data) + 6 * u;
}

// The layers of the text: each has a button, which opens the report of it.
static double layers_lay(Desk *desk, double x, double y, double w)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, at = x, h = 30 * u, gap = 6 * u;
    int count = desk->report.count, listed = count < LAYER_MOST_ROWS ? count : LAYER_MOST_ROWS, chosen = -1;
    char words[96];
    if (count > listed) snprintf(words, sizeof words, "The text has %d layers; the first %d:", count, listed);
    else snprintf(words, sizeof words, "The text has %d layers:", count);
    y = ui_paragraph(ui, "report.layers", x, y, w, words, 13 * u, WEIGHT_REGULAR, TONE_MUTED) + 4 * u;
    for (int i = 0; i < listed; i++) {
        char id[UI_ID], name[96];
        snprintf(id, sizeof id, "report.layer.%d", i);
        snprintf(name, sizeof name, "%d %s", i + 1, desk->report.row[i].title);
        double width = fmin(w, ceil(ui->measure.width(ui->measure.self, name, 13 * u, WEIGHT_SEMIBOLD) + 20 * u));
        if (at > x && at + width > x + w) at = x, y += h + gap;
        bool can = desk->report.row[i].has_kernel;
        if (ui_choice(ui, id, (Box){ at, y, width, h }, name, i == desk->report.at ? UI_ON : can ? 0 : UI_OFF, "the report of this layer")) chosen = i;
        ui->widgets[ui->count - 1].size = 13 * u;
        at += width + gap;
    }
    if (chosen >= 0 && chosen != desk->report.at) report_layer(desk, chosen);
    return y + h + 12 * u;
}

void report_sheet(Desk *desk)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, foot = 60 * u;
    Box box = sheet_begin(desk, "report.sheet", "Layer report", 760 * u, 640 * u);
    Box inner = { box.x + 24 * u, box.y + 62 * u, box.w - 48 * u, box.h - 62 * u - foot };
    if (ui->event.kind == UI_KEY && !ui->event.mods) {
        int key = ui->event.key;
        double by = key == KEY_DOWN ? 26 * u : key == KEY_UP ? -26 * u : key == KEY_PGDN ? inner.h : key == KEY_PGUP ? -inner.h : 0;
        desk->sheet_scroll += by; // the scroll keeps it within its ends
        ui->used |= by != 0;
    }
    ui_scroll_begin(ui, "report.scroll", inner, &desk->sheet_scroll, desk->sheet_height);
    double x = inner.x, w = inner.w - 12 * u, y = inner.y, top = y;
    if (desk->report.count > 1) y = layers_lay(desk, x, y, w);
    Report report;
    report_make_read(&report, &desk->report);
    const char *more = text_or_empty(&desk->report.more);
    y = ui_paragraph(ui, "report.title", x, y, w, desk->report.title.data, 15 * u, WEIGHT_SEMIBOLD, TONE_TEXT) + 6 * u;
    if (*more) y = sentence(desk, "report.more", x, y, w, more + strspn(more, " "));
    y = sentence(desk, "report.size", x, y, w, report.size.data) + 6 * u;
    y = ui_paragraph(ui, "report.verdict", x, y, w, report.verdict.data, 16 * u, WEIGHT_SEMIBOLD, report.even ? TONE_TEXT : TONE_ERROR) + 6 * u;
    y = sentence(desk, "report.taps", x, y, w, report.taps.data);
    y = sentence(desk, "report.checker", x, y, w, report.checker.data);
    y = sentence(desk, "report.parameters", x, y, w, report.parameters.data);
    for (int i = 0; i < report.cures; i++) y = cure_lay(desk, &report.cure[i], report.code_words.data, i, x, y, w);
    desk->sheet_height = y - top + 8 * u;
    ui_scroll_end(ui);
    const char *name = opens_whole(desk) ? "Open it in the lenses" : "Open a slice in the lenses";
    double button = ceil(ui->measure.width(ui->measure.self, name, 14 * u, WEIGHT_SEMIBOLD) + 32 * u);
    Box go = { box.x + box.w - 24 * u - button, box.y + box.h - foot + 12 * u, button, 36 * u };
    desk->sheet_foot = go.x - box.x;
    const char *tip = opens_whole(desk) ? "all of it, cell by cell (Enter)" : "one channel, a small input, the same numbers (Enter)";
    bool go_on = ui_button(ui, "report.slice", go, name, ICON_NONE, UI_PRIMARY, tip);
    bool entered = ui->event.kind == UI_KEY && ui->event.key == KEY_ENTER && !ui->event.mods && !ui->used;
    ui->used |= entered;
    if (go_on || entered) open_slice(desk);
    report_clear(&report);
}
