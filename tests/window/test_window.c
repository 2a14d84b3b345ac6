// The program in a real window, used as a person uses it; what is asserted is what is on the screen.
#include "window/window.h"

#include <stdlib.h>

// Where a test wants other words on the command line, it has a setup of its own.
static int first_start(void **state)
{
    *state = seat_open(PROGRAM, NULL);
    return 0;
}

static int leave(void **state)
{
    seat_close(*state);
    return 0;
}

static void it_opens_shows_something_and_leaves_with_ctrl_q(void **state)
{
    Seat *seat = *state;
    seat_settle(seat);
    int w, h;
    seat_size(seat, &w, &h);
    check(w >= 960 && h >= 600, "the window is only %dx%d", w, h);
    check(seat_frame(seat) > 0, "no frame was recorded");
    seat_key(seat, "ctrl+q");
    int status = seat_wait_exit(seat);
    char *said = seat_said(seat);
    check(status == 0, "the exit status is %d; it said: %s", status, said);
    free(said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_opens_shows_something_and_leaves_with_ctrl_q, first_start, leave),
    };
    return cmocka_run_group_tests(tests, seat_server_start, seat_server_stop);
}
