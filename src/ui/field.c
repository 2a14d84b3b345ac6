// Text fields: one line of UTF-8 with a caret and a selection. Enter and Tab take what was typed, Esc gives it up; a press
// elsewhere and a key that is a command take it too, so that nothing typed is ever lost without a word.
#include "ui/record.h"

#include <stdio.h>
#include <string.h>


static int character_before(const char *text, int at)
{
    if (at <= 0) return 0;
    do at--;
    while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80);
    return at;
}

static int character_after(const char *text, int at)
{
    int bytes;
    utf8_next(text + at, &bytes);
    return at + bytes;
}

static bool replace(Ui *ui, int from, int to, const char *by)
{
    size_t length = strlen(ui->text), more = strlen(by);
    if (length - (size_t)(to - from) + more >= sizeof ui->text) return false;
    memmove(ui->text + from + more, ui->text + to, length - (size_t)to + 1);
    memcpy(ui->text + from, by, more);
    ui->caret = ui->anchor = from + (int)more;
    return true;
}

static int low(const Ui *ui)
{
    return ui->caret < ui->anchor ? ui->caret : ui->anchor;
}

static int high(const Ui *ui)
{
    return ui->caret > ui->anchor ? ui->caret : ui->anchor;
}

static void move(Ui *ui, int to, bool select)
{
    ui->caret = to;
    if (!select) ui->anchor = to;
}

bool ui_insert(Ui *ui, const char *text)
{
    if (!ui->editing[0]) return false;
    Text line = { 0 };
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c >= ' ' && *c != 0x7F) text_put_bytes(&line, c, 1);
    bool fits = replace(ui, low(ui), high(ui), text_or_empty(&line));
    text_clear(&line);
    return fits;
}

// Whether the key was one that a field takes.
static bool edit_key(Ui *ui, const UiEvent *e)
{
    bool select = e->mods & MOD_SHIFT, chosen = ui->caret != ui->anchor;
    if (e->mods & MOD_CTRL) {
        if (e->key != 'a') return false;
        ui->anchor = 0, ui->caret = (int)strlen(ui->text);
        return true;
    }
    if (e->mods & MOD_ALT) return false;
    switch (e->key) {
    case KEY_LEFT: move(ui, chosen && !select ? low(ui) : character_before(ui->text, ui->caret), select); return true;
    case KEY_RIGHT: move(ui, chosen && !select ? high(ui) : character_after(ui->text, ui->caret), select); return true;
    case KEY_HOME: move(ui, 0, select); return true;
    case KEY_END: move(ui, (int)strlen(ui->text), select); return true;
    case KEY_BACKSPACE:
        if (chosen) replace(ui, low(ui), high(ui), "");
        else replace(ui, character_before(ui->text, ui->caret), ui->caret, "");
        return true;
    case KEY_DELETE:
        if (chosen) replace(ui, low(ui), high(ui), "");
        else replace(ui, ui->caret, character_after(ui->text, ui->caret), "");
        return true;
    case KEY_UP: case KEY_DOWN: case KEY_PGUP: case KEY_PGDN: return true; // there is but one line
    default: return e->key < 256; // characters arrive as text; they are no commands meanwhile
    }
}

static double width_to(const Ui *ui, const Widget *w, int at)
{
    char part[UI_LONGEST_FIELD];
    memcpy(part, ui->text, (size_t)at);
    part[at] = 0;
    return ui->measure.width(ui->measure.self, part, w->size, w->weight);
}

// The caret position nearest to x. A long text is shown moved left, so far that its caret is in sight.
static int place_at(const Ui *ui, const Widget *w, double x)
{
    int best = 0;
    double room = w->box.w - 16 * ui->scale, caret = width_to(ui, w, ui->caret), moved = caret > room ? caret - room : 0;
    double start = w->box.x + 8 * ui->scale - moved, nearest = 1e9;
    for (int at = 0;; at = character_after(ui->text, at)) {
        double distance = start + width_to(ui, w, at) - x;
        if (distance < 0) distance = -distance;
        if (distance < nearest) nearest = distance, best = at;
        if (!ui->text[at]) return best;
    }
}

UiEdit ui_field(Ui *ui, const char *id, Box box, const char *name, const char *value, unsigned state)
{
    Widget *w = ui_record(ui, UI_FIELD, id, box, name, state);
    const UiEvent *e = &ui->event;
    bool editing = !strcmp(ui->editing, id);
    UiEdit result = editing ? UI_EDITING : UI_UNTOUCHED;
    if (!editing && !(state & UI_OFF)) {
        bool pressed = e->kind == UI_PRESS && !strcmp(ui->held, id);
        bool focused = e->kind == UI_KEY && !strcmp(ui->focus, id) && w->layer >= ui->barrier;
        bool entered = focused && (e->key == KEY_ENTER || e->key == KEY_F2);
        // A field that was come to by keyboard takes whatever it can type; after a click and Enter, or Esc, letters are
        // commands again. What Shift makes of a key is the keyboard's business.
        bool typed = focused && ui->focus_visible && e->key >= ' ' && e->key < 127 && !(e->mods & (MOD_CTRL | MOD_ALT));
        if (pressed || entered || typed) {
            char first[2] = { (char)e->key, 0 };
            bool known = typed && e->key != KEY_SPACE && !(e->mods & MOD_SHIFT);
            ui_edit(ui, id, known ? first : value);
            ui->select_next = !known;
            ui->used = true;
        }
    } else if (editing) {
        bool elsewhere = e->kind == UI_PRESS && strcmp(ui->held, id);
        if (e->kind == UI_PRESS && !elsewhere) {
            ui->caret = ui->anchor = place_at(ui, w, e->x);
            if (e->clicks > 1) ui->anchor = 0, ui->caret = (int)strlen(ui->text); // a double click means all of it
            ui->used = true;
        } else if (e->kind == UI_TYPE) {
            replace(ui, low(ui), high(ui), e->text);
            ui->used = true;
        } else if (e->kind == UI_KEY && (e->key == KEY_ENTER || e->key == KEY_TAB)) {
            result = UI_TAKEN;
            ui->used = true;
        } else if (e->kind == UI_KEY && e->key == KEY_ESC) {
            ui->editing[0] = 0;
            ui->used = true;
            editing = false, result = UI_UNTOUCHED;
        } else if (e->kind == UI_KEY) {
            ui->used = edit_key(ui, e);
            if (!ui->used) result = UI_TAKEN;
        } else if (elsewhere) {
            result = UI_TAKEN;
        }
        if (result == UI_TAKEN) ui->editing[0] = 0, editing = false;
    }
    w->value = arena_text(&ui->arena, editing || result == UI_TAKEN ? ui->text : value);
    if (editing) {
        w->state |= UI_ON;
        w->caret = ui->caret, w->anchor = ui->anchor;
    }
    return result;
}
