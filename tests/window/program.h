// What the tests of the program share: how it is opened, and marks taken by the hand.
#ifndef STRIDESCOPE_TESTS_WINDOW_PROGRAM_H
#define STRIDESCOPE_TESTS_WINDOW_PROGRAM_H

#include "window/window.h"

#include <stdio.h>
#include <stdlib.h>

// The scene of a first start, and what the look's table gives for the light look.
#define FIRST_SCENE "convt2d in=2 s=2 w=ones view=stamp step=1"
enum { LIGHT = 0xFFFFFF, LIGHT_SURFACE = 0xF4F6F8, LIGHT_TEXT = 0x1A1D21, DARK = 0x12151A };

// Opens the program on [word] (NULL: none) and leaves it in *state, for `leave`; a test calls it first.
static inline Seat *open_on(void **state, const char *word)
{
    Seat *seat = seat_open(PROGRAM, (const char *const[]){ word, NULL });
    *state = seat;
    seat_settle(seat);
    return seat;
}

static inline int leave(void **state)
{
    seat_close(*state);
    *state = NULL;
    return 0;
}
#define IN_WINDOW(test) cmocka_unit_test_teardown(test, leave)

// Leaves with Ctrl+Q, as it should.
static inline void quit(Seat *seat)
{
    seat_key(seat, "ctrl+q");
    int status = seat_wait_exit(seat);
    char *said = seat_said(seat);
    check(status == 0, "the exit status is %d; it said: %s", status, said);
    free(said);
}

static inline Box mark_box(Seat *seat, const char *kind, const char *name, const char *cell)
{
    return seat_mark(seat, kind, name, cell)->box;
}

// Clicks the first cell mark of [cell]; twice is a double click.
static inline void click_cell(Seat *seat, const char *cell, int times)
{
    Box box = mark_box(seat, "cell", NULL, cell);
    while (times--) seat_click_at(seat, box.x + box.w / 2, box.y + box.h / 2);
}

// Clicks a field and types into it.
static inline void type_into(Seat *seat, const char *id, const char *text)
{
    seat_click(seat, id);
    seat_wait_edited(seat, id);
    seat_type(seat, text);
}

// The colour of a cell beside its number, within its ring.
static inline unsigned cell_colour(Seat *seat, const char *name, const char *cell)
{
    Box box = mark_box(seat, "cell", name, cell);
    return seat_pixel(seat, (int)(box.x + box.w / 6), (int)(box.y + box.h / 6));
}

// Drags the middle of a handle by (dx, dy).
static inline void drag_handle(Seat *seat, const char *name, double dx, double dy)
{
    seat_settle(seat); // after the drag before, the picture may still take its new size
    Box box = mark_box(seat, "handle", name, NULL);
    double x = box.x + box.w / 2, y = box.y + box.h / 2;
    seat_drag(seat, x, y, x + dx, y + dy);
}

// Moves a slider from [from] to [to], two of its values.
static inline void drag_slider(Seat *seat, const char *id, int least, int most, int from, int to)
{
    Box box = seat_widget(seat, id)->seen;
    double room = box.w - 20, y = box.y + box.h / 2;
    seat_drag(seat, box.x + 10 + room * (from - least) / (most - least), y, box.x + 10 + room * (to - least) / (most - least), y);
}

#endif
