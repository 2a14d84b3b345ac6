// A person at a window: starts an X server of its own, starts a program there, sends it real mouse and key events, and
// reads what is on the screen from the record that the program writes after each frame (STRIDESCOPE_RECORD).
//
// The record is text, replaced whole: `frame N`, then where the program has them `scene CODE` and `step N`, then a line
// for each widget and each mark that shows a cell,
//     widget ID ROLE X Y W H focus|-[,off][,edited] name="..." value="..." [layer N seen X Y W H]
//     mark KIND NAME CELL X Y W H text="..."
// in window pixels, with \" \\ and \n in the quotes; a mark's NAME may be in quotes, too. `seen` is what scrolling leaves
// of the widget; what lies on a higher layer covers what lies below.
//
// Whatever waits, waits at most SEAT_PATIENCE seconds and then fails the test: it says what it waited for and what was
// on the screen instead, and leaves a screenshot.
#ifndef STRIDESCOPE_TESTS_WINDOW_H
#define STRIDESCOPE_TESTS_WINDOW_H

#include "base/base.h"
#include "support/check.h"

enum { SEAT_PATIENCE = 10 };

typedef struct Seat Seat;

typedef struct SeenWidget {
    const char *id, *role, *name, *value;
    Box box, seen;
    int layer;
    bool focus, off, edited; // edited: a field that takes what is typed
} SeenWidget;

typedef struct SeenMark {
    const char *kind, *name, *cell, *text;
    Box box;
} SeenMark;

// ---- server and program ----------------------------------------------------------------------------------------

// cmocka's group setup and teardown: one X server (1920 × 1200, no window manager) for all tests of a program.
int seat_server_start(void **state);
int seat_server_stop(void **state);

// Starts [program] with [words] (ends in NULL; NULL for none), in a fresh home folder, and waits for its window and its
// first frame.
Seat *seat_open(const char *program, const char *const *words);
// Starts [program] again in the home folder of one that has ended.
void seat_open_again(Seat *seat, const char *program, const char *const *words);
// Runs [program] with no display at all; its exit status, 128 + the signal, or −1 where it had not ended after [seconds].
// *said is what it wrote; free with free().
int seat_run_blind(const char *program, const char *const *words, double seconds, char **said);
// Waits until the program ends of its own accord; its exit status, or 128 + the signal that ended it.
int seat_wait_exit(Seat *seat);
// Ends the program where it still runs and frees [seat] (may be NULL): for a test's teardown.
void seat_close(Seat *seat);
// What the program has written to stdout and stderr so far. Free with free().
char *seat_said(Seat *seat);
// The program's fresh home folder, for the files of a test.
const char *seat_home(const Seat *seat);
// Seconds of processor time that the program has used.
double seat_cpu(const Seat *seat);

// ---- what is on the screen -------------------------------------------------------------------------------------
// [what] is a widget's id or, where none has that id, its name. What is returned is borrowed until the next call that
// reads or waits.

// The widget, as soon as it is there.
const SeenWidget *seat_widget(Seat *seat, const char *what);
// Waits until its value, or its name, is [text]; until it has the keyboard; until there is none.
void seat_wait_value(Seat *seat, const char *what, const char *text);
void seat_wait_name(Seat *seat, const char *what, const char *text);
void seat_wait_focus(Seat *seat, const char *what);
void seat_wait_edited(Seat *seat, const char *what);
void seat_wait_gone(Seat *seat, const char *what);
// The mark, as soon as it is there; [kind], [name] and [cell] may each be NULL for any.
const SeenMark *seat_mark(Seat *seat, const char *kind, const char *name, const char *cell);
void seat_wait_mark_text(Seat *seat, const char *kind, const char *name, const char *cell, const char *text);
// Whether it is there now, without waiting.
bool seat_sees(Seat *seat, const char *what);

// All of them as last read, in the order of the record.
int seat_widgets(Seat *seat, const SeenWidget **out);
int seat_marks(Seat *seat, const SeenMark **out);
// Waits until the names of all widgets [id], joined by blanks (the lines of a paragraph), contain [part].
void seat_wait_says(Seat *seat, const char *id, const char *part);
// Waits until the scene is shown as exactly this code; until so many steps are done.
void seat_wait_scene(Seat *seat, const char *code);
void seat_wait_step(Seat *seat, long step);
// Waits until the pixel has this colour.
void seat_wait_pixel(Seat *seat, int x, int y, unsigned colour);
const char *seat_scene(Seat *seat);
long seat_step(Seat *seat);

// The number of the last frame; a wait for one later than [frame]; a wait until no frame has come for 0.2 s.
long seat_frame(Seat *seat);
void seat_wait_frame(Seat *seat, long frame);
void seat_settle(Seat *seat);

// The colour 0xRRGGBB at a window pixel; a PNG of the window.
unsigned seat_pixel(Seat *seat, int x, int y);
// How many pixels inside [box] have this colour.
int seat_count_pixels(Seat *seat, Box box, unsigned colour);
void seat_screenshot(Seat *seat, const char *path);
void seat_size(Seat *seat, int *w, int *h);

// ---- mouse, keys, window ---------------------------------------------------------------------------------------
// Places are window pixels. Buttons: 1 left, 2 middle, 3 right.

void seat_move(Seat *seat, double x, double y);
void seat_press(Seat *seat, int button);
void seat_release(Seat *seat, int button);
void seat_click_at(Seat *seat, double x, double y);
void seat_click(Seat *seat, const char *what); // the middle of a widget
void seat_hover(Seat *seat, const char *what);
void seat_drag(Seat *seat, double x0, double y0, double x1, double y1); // in ten moves, with the left button
void seat_wheel(Seat *seat, int notches);                               // where the pointer is; up is positive

// A key by X's name with its modifiers: "space", "Escape", "ctrl+z", "shift+Right", "F5".
void seat_key(Seat *seat, const char *key);
// Types UTF-8 text, any character.
void seat_type(Seat *seat, const char *text);

void seat_resize(Seat *seat, int w, int h);

// Drops the file [path] on the window at (x, y), as a file manager does (XDND 5). Waits until the program has taken it.
void seat_drop(Seat *seat, const char *path, double x, double y);

// The clipboard, as another program would fill it and read it. Free with free().
void seat_clipboard_put(Seat *seat, const char *text);
char *seat_clipboard(Seat *seat);

#endif
