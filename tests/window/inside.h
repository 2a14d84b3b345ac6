// What the three files behind window.h share.
#ifndef STRIDESCOPE_TESTS_WINDOW_INSIDE_H
#define STRIDESCOPE_TESTS_WINDOW_INSIDE_H

#include "window/window.h"

#include <X11/Xlib.h>
#include <sys/types.h>

struct Seat {
    Display *display;
    Window window, own; // the program's; one of ours, which holds the clipboard
    pid_t program;
    int status; // of waitpid, once program is 0
    char home[64], record[96], said[96];
    char *clipboard; // what we offer
    char *dragged;   // the file that is dragged over, as a list of URIs
    // The record as last read.
    long frame, step;
    const char *scene;
    SeenWidget *widgets;
    SeenMark *marks;
    int widget_count, mark_count;
    Arena arena;
};

double seat_now(void); // seconds
// Whether the program has ended; then *status is as seat_wait_exit gives it.
bool seat_ended(Seat *seat, int *status);
// Lets 5 ms pass, answering those who ask for our clipboard.
void seat_nap(Seat *seat);
// Lets go of whatever a test before left held, and puts the pointer in the far corner.
void seat_rest(Seat *seat);
// Reads the record where there is one; false where there is none or it cannot be understood.
bool seat_read(Seat *seat);
// Says what was waited for and what is on the screen, leaves a screenshot, and fails the test.
void seat_fail(Seat *seat, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
