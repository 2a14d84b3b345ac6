// The program without a window: scene, typed data, undo, clock, selection, the one table of commands and keys,
// preferences, recovery, jobs. Events go in, widgets and figures come out; time is an argument. No SDL.
#ifndef STRIDESCOPE_DESK_H
#define STRIDESCOPE_DESK_H

#include "figure/figure.h"
#include "ui/ui.h"

// What only a window can do. Each may be NULL.
typedef struct Host {
    void *self;
    void (*clipboard_set)(void *self, const char *text);
    char *(*clipboard_get)(void *self); // to be freed; NULL for none
    void (*wake)(void *self);           // called from a worker: ask for a frame soon
    // From now on desk_file_changed is called after this file was saved, and no more for any other. False: it cannot.
    bool (*watch)(void *self, const char *path);
} Host;

typedef struct DeskStart {
    const char *code; // scene to open with, or a text with a layer; NULL: the last one, else the first start
    const char *file; // a file to open
    const char *lesson; // a lesson of the course to open, by its name
    const char *config_folder, *state_folder; // preferences, the last scene; NULL: nothing is read or kept
    Measure ui_measure, figure_measure;
    Host host;
} DeskStart;

typedef struct Desk Desk;

// False, with a sentence: the scene code is wrong.
NODISCARD bool desk_new(Desk **out, const DeskStart *start, Error *err);
void desk_free(Desk *desk);

// The window has w × h pixels, and the desktop asks for this scale (1 = 96 dots an inch).
void desk_resize(Desk *desk, double w, double h, double desktop_scale);
void desk_handle(Desk *desk, const UiEvent *event, double now); // now: seconds of a clock that never goes back
void desk_drop(Desk *desk, const char *path, double now);       // a file was dropped on the window

void desk_file_changed(Desk *desk, double now); // the one that the host watches

// Lays out the frame for this moment. Returns in how many seconds the next one is due; INFINITY: only after an event.
double desk_frame(Desk *desk, double now);

// A figure in the frame: its marks lie in window pixels.
typedef struct DeskFigure {
    const Figure *figure;
    Box clip;
    int layer;
} DeskFigure;
const Ui *desk_ui(const Desk *desk);
int desk_figures(const Desk *desk, const DeskFigure **out);
const Look *desk_look(const Desk *desk);
const Scene *desk_scene(const Desk *desk);
long long desk_step(const Desk *desk); // 0 … count, STEP_END resolved
double desk_scale(const Desk *desk);
bool desk_wants_text(const Desk *desk); // a field is being edited
bool desk_wants_quit(const Desk *desk);
bool desk_presents(const Desk *desk);   // the whole screen belongs to it
const char *desk_title(Desk *desk); // valid until the next call
// All that a frame paints, in the order of painting: two frames whose lists are the same have the same pixels.
typedef struct Painted {
    uint64_t look; // differs where anything of it does
    Box box;       // it touches no pixel outside
} Painted;
enum { DESK_LAYERS = 5 };
int desk_painted(const Desk *desk, Painted **out); // how many; the list is to be freed
// Everything on the screen as text, a line a widget and a line a mark with a cell; for tests and screen readers.
void desk_record(Text *out, const Desk *desk);

#endif
