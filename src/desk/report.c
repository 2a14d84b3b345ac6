// The layer report: what an engineer asks of a layer, in one sheet. A layer too big for cells comes here when it is
// pasted, and from here a slice of it goes to the lenses.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void report_open(Desk *desk, const Spec *spec, bool bias, const char *title, const char *more)
{
    desk->report_spec = *spec, desk->report_bias = bias;
    snprintf(desk->report_title, sizeof desk->report_title, "%s", title);
    snprintf(desk->report_more, sizeof desk->report_more, "%s", more + strspn(more, " "));
    desk->sheet = SHEET_REPORT;
    desk->sheet_scroll = 0;
    desk->menu[0] = 0;
}

static void open_slice(Desk *desk)
{
    desk->sheet = SHEET_NONE;
    if (!desk_place_first(desk, false, "slice")) return;
    LayerRead slice = { .spec = layer_slice(&desk->report_spec), .bias = desk->report_bias };
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
        desk_say(desk, TONE_TEXT, "A slice: one input and one output channel of the layer, on a small input. Undo goes back.");
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

static double cure_lay(Desk *desk, const Cure *cure, int number, double x, double y, double w)
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
    y = sentence(desk, words, x, y, w, cure->words.data) + 2 * u;
    return code_lay(desk, number, x, y, w, cure->code.data) + 6 * u;
}

void report_sheet(Desk *desk)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, foot = 60 * u;
    const Spec *spec = &desk->report_spec;
    Report report;
    report_make(&report, spec, desk->report_bias);
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
    y = ui_paragraph(ui, "report.title", x, y, w, desk->report_title, 15 * u, WEIGHT_SEMIBOLD, TONE_TEXT) + 6 * u;
    if (desk->report_more[0]) y = sentence(desk, "report.more", x, y, w, desk->report_more);
    y = sentence(desk, "report.size", x, y, w, report.size.data) + 6 * u;
    y = ui_paragraph(ui, "report.verdict", x, y, w, report.verdict.data, 16 * u, WEIGHT_SEMIBOLD, report.even ? TONE_TEXT : TONE_ERROR) + 6 * u;
    y = sentence(desk, "report.taps", x, y, w, report.taps.data);
    y = sentence(desk, "report.checker", x, y, w, report.checker.data);
    y = sentence(desk, "report.parameters", x, y, w, report.parameters.data);
    for (int i = 0; i < report.cures; i++) y = cure_lay(desk, &report.cure[i], i, x, y, w);
    desk->sheet_height = y - top + 8 * u;
    ui_scroll_end(ui);
    const char *name = "Open a slice in the lenses";
    double button = ceil(ui->measure.width(ui->measure.self, name, 14 * u, WEIGHT_SEMIBOLD) + 32 * u);
    Box go = { box.x + box.w - 24 * u - button, box.y + box.h - foot + 12 * u, button, 36 * u };
    if (ui_button(ui, "report.slice", go, name, ICON_NONE, UI_PRIMARY, "one channel, a small input, the same numbers")) open_slice(desk);
    report_clear(&report);
}
