// Widgets that leave a record. A program calls ui_button() and the like once a pass, in reading order; each call answers
// whether it was used and records what is on the screen: id, role, name, value, box, state. Focus order, the painter,
// screen readers and tests read that record. Knows neither SDL nor cairo; boxes are logical pixels.
//
// A pass has at most one event. Who is under the pointer is decided by the record of the pass before.
#ifndef STRIDESCOPE_UI_H
#define STRIDESCOPE_UI_H

#include "base/base.h"

// ---- events ----------------------------------------------------------------------------------------------------

// Keys that are not characters; characters are their lower-case ASCII code.
typedef enum Key {
    KEY_NONE = 0, KEY_SPACE = ' ',
    KEY_ENTER = 256, KEY_TAB, KEY_ESC, KEY_BACKSPACE, KEY_DELETE, KEY_LEFT, KEY_RIGHT, KEY_UP, KEY_DOWN, KEY_HOME, KEY_END,
    KEY_PGUP, KEY_PGDN, KEY_F1, KEY_F2, KEY_F3, KEY_F4, KEY_F5, KEY_F6, KEY_F7, KEY_F8, KEY_F9, KEY_F10, KEY_F11, KEY_F12
} Key;
enum { MOD_SHIFT = 1, MOD_CTRL = 2, MOD_ALT = 4 };

typedef enum UiEventKind { UI_NOTHING, UI_MOVE, UI_PRESS, UI_RELEASE, UI_WHEEL, UI_KEY, UI_TYPE, UI_LEAVE } UiEventKind;
typedef struct UiEvent {
    UiEventKind kind;
    double x, y;   // MOVE, PRESS, RELEASE, WHEEL
    int clicks;    // PRESS: 2 for the second of a double click
    double wheel;  // WHEEL: notches, up is positive
    int key;       // KEY: a Key or a character
    unsigned mods; // KEY, PRESS, RELEASE
    bool touch;    // PRESS: by a finger
    char text[40]; // TYPE: UTF-8
} UiEvent;

// ---- the record ------------------------------------------------------------------------------------------------

typedef enum UiRole {
    UI_PANEL, UI_LABEL, UI_BUTTON, UI_CHOICE, UI_SLIDER, UI_FIELD, UI_STAGE, UI_SCROLL, UI_TIP, UI_ROLES
} UiRole;
extern const char *const UI_ROLE_WORDS[UI_ROLES];

typedef enum Icon {
    ICON_NONE, ICON_START, ICON_BACK, ICON_PLAY, ICON_PAUSE, ICON_NEXT, ICON_END, ICON_DOWN, ICON_RIGHT, ICON_CHAIN,
    ICON_UNCHAINED, ICON_CLOSE, ICON_PANES, ICON_LOCK, ICON_PRESENT
} Icon;

typedef enum Tone { TONE_TEXT, TONE_MUTED, TONE_ERROR, TONE_INPUT, TONE_KERNEL, TONE_OUTPUT } Tone;

enum {
    UI_ON = 1,       // a choice that is chosen, a menu that is open
    UI_OFF = 2,      // cannot be used now
    UI_PRIMARY = 4,  // the one filled button
    UI_FOCUSED = 8,
    UI_HOT = 16,     // under the pointer
    UI_HELD = 32,    // pressed and not yet let go
    UI_PLAIN = 64,   // no frame until hot
    UI_ROUND = 128,
    UI_SURFACE = 256, // panel: the surface colour, else the background
    UI_FRAMED = 512,  // panel: with a border
    UI_LEFT = 1024,   // button: its words begin at the left
    UI_BARE = 4096,   // button: somebody else draws what is in it; only its outline shows that it is hot
    UI_CARD = 8192,  // panel: a part of another one that belongs together
    UI_SCRIM = 2048   // panel: a thin veil over what lies below a sheet
};

typedef struct Widget {
    const char *id, *name, *value; // value: "" where there is none
    const char *face;              // what is drawn on a button instead of its name; NULL for the name
    const char *tip;               // shown when the pointer rests on it; NULL for none
    UiRole role;
    Box box, clip;
    unsigned state;
    int layer;
    bool focusable;
    Icon icon;
    Tone tone;
    double size;
    Weight weight;
    int align;          // −1 left, 0 centre, 1 right
    int least, most, at; // slider
    int caret, anchor;  // field: bytes into value, the selection between them
} Widget;

// ---- a pass ----------------------------------------------------------------------------------------------------

enum { UI_ID = 64, UI_LONGEST_FIELD = 1024 };

typedef struct Ui {
    Widget *widgets, *before; // this pass, the pass before
    int count, before_count, capacity, before_capacity;
    Arena arena, before_arena;
    Measure measure;
    double scale;
    UiEvent event;
    bool used;    // the event was taken by a widget
    int layer;    // of the widgets to come
    int modal;    // layers below are out of reach
    int barrier;  // modal as the pass before left it: what keys and the wheel do not reach in this one
    Box clip, window;
    double dx, dy;  // added to the boxes of the widgets to come (scrolling)
    double pointer_x, pointer_y;
    bool pointer_in;
    char hot[UI_ID], held[UI_ID], focus[UI_ID];
    bool focus_visible; // focus came by keyboard
    char next_focus[UI_ID];
    int focus_at, focus_modal; // how many controls stood before what has, or had, the focus, and over which layer
    bool follow;        // the focus has moved and is not yet brought into sight
    // The field being edited.
    char editing[UI_ID];
    char text[UI_LONGEST_FIELD];
    int caret, anchor;
    char next_editing[UI_ID]; // the field to be edited from the next pass on, and what will stand in it
    Text next_text;
    bool select_next;         // all of it will be selected
} Ui;

void ui_clear(Ui *ui);
// Begins a pass over a window of w × h with one event (NULL: none).
void ui_begin(Ui *ui, double w, double h, double scale, Measure measure, const UiEvent *event);
// Ends it: Tab moves the focus, a press on nothing takes it away.
void ui_end(Ui *ui);

// Gives the keyboard focus to a widget from the next pass on; "" takes it away.
void ui_focus(Ui *ui, const char *id);
// From the part of the window that has the focus to the next one where Tab reaches something, to its first control; from
// none of them to the first. False where there is nothing to reach.
bool ui_focus_part(Ui *ui, const Box *parts, int count);
// Begins editing a field from the next pass on, with all of it selected.
void ui_edit(Ui *ui, const char *id, const char *text);
bool ui_is_editing(const Ui *ui);
// Puts text into the field that is edited, over its selection, on one line. False where none is, or where it does not fit.
bool ui_insert(Ui *ui, const char *text);
const Widget *ui_find(const Ui *ui, const char *id); // in the finished record; NULL where it is not shown

void ui_panel(Ui *ui, const char *id, Box box, unsigned state);
// One line; cut with "…" where it does not fit. align −1, 0, 1.
void ui_label(Ui *ui, const char *id, Box box, const char *text, double size, Weight weight, Tone tone, int align);
// Wrapped lines from (x, y); returns the y below them. Sizes are logical, multiplied by nothing.
double ui_paragraph(Ui *ui, const char *id, double x, double y, double w, const char *text, double size, Weight weight,
                    Tone tone);
// True when it was pressed and let go, or Space or Enter was hit on it.
bool ui_button(Ui *ui, const char *id, Box box, const char *name, Icon icon, unsigned state, const char *tip);
// A button that is one of several: [state] UI_ON marks the chosen one.
bool ui_choice(Ui *ui, const char *id, Box box, const char *name, unsigned state, const char *tip);
// True while it changes *value: by drag, arrows (Shift: tenths), Home and End.
bool ui_slider(Ui *ui, const char *id, Box box, const char *name, const char *shown, int least, int most, int *value);
// A text field. UI_TAKEN: Enter, Tab, a press elsewhere or a key that is a command ended the editing and `ui->text` holds what was typed.
typedef enum UiEdit { UI_UNTOUCHED, UI_EDITING, UI_TAKEN } UiEdit;
UiEdit ui_field(Ui *ui, const char *id, Box box, const char *name, const char *value, unsigned state);
// Of the button just recorded: what is drawn on it instead of its name; "" for its icon alone.
void ui_face(Ui *ui, const char *face);
// A region whose inside somebody else draws; true while the pointer is in it and nothing lies above.
bool ui_stage(Ui *ui, const char *id, Box box, const char *name);
bool ui_has_focus(const Ui *ui, const char *id);

// A part that scrolls: what lies between begin and end is moved by *offset and clipped to [box]; [height] is what it
// held last time (kept by the caller).
void ui_scroll_begin(Ui *ui, const char *id, Box box, double *offset, double height);
void ui_scroll_end(Ui *ui);

#endif
