// The seat itself, on a window to practise on: what it does with mouse and keys arrives, what it reads is there, and
// what does not come fails with a sentence.
#include "window/window.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int open_pad(void **state)
{
    *state = seat_open(PAD, NULL);
    return 0;
}

static int leave(void **state)
{
    seat_close(*state);
    return 0;
}

static void clicks_arrive_and_are_recorded(void **state)
{
    Seat *seat = *state;
    assert_string_equal(seat_widget(seat, "press")->name, "Press \"me\"");
    seat_click(seat, "press");
    seat_wait_value(seat, "press", "1");
    seat_click(seat, "Press \"me\""); // by its name
    seat_wait_value(seat, "press", "2");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,1,2", "20");
    assert_true(seat_mark(seat, NULL, NULL, "y:0,0,1,2")->box.w == 28);
}

static void hovering_shows_and_leaving_hides(void **state)
{
    Seat *seat = *state;
    assert_false(seat_sees(seat, "tip"));
    seat_hover(seat, "press");
    assert_string_equal(seat_widget(seat, "tip")->name, "Press it");
    seat_move(seat, 300, 200);
    seat_wait_gone(seat, "tip");
}

static void a_drag_moves_a_slider(void **state)
{
    Seat *seat = *state;
    seat_drag(seat, 24, 90, 161, 90);
    seat_wait_value(seat, "level", "70");
    seat_move(seat, 30, 90); // let go: it does not follow any more
    seat_settle(seat);
    seat_wait_value(seat, "level", "70");
}

static void every_character_can_be_typed(void **state)
{
    Seat *seat = *state;
    seat_type(seat, "lost");
    seat_settle(seat);
    seat_click(seat, "field");
    seat_wait_focus(seat, "field");
    seat_type(seat, "convt2d k=4 w=[1,-2;A_b] é−ᵀ");
    seat_wait_value(seat, "field", "convt2d k=4 w=[1,-2;A_b] é−ᵀ");
    seat_key(seat, "Escape");
    seat_settle(seat);
    assert_false(seat_widget(seat, "field")->focus);
}

static void the_wheel_counts_both_ways(void **state)
{
    Seat *seat = *state;
    seat_hover(seat, "field");
    seat_wheel(seat, 3);
    seat_wait_value(seat, "wheel", "3");
    seat_wheel(seat, -5);
    seat_wait_value(seat, "wheel", "-2");
}

static void the_clipboard_goes_both_ways(void **state)
{
    Seat *seat = *state;
    seat_clipboard_put(seat, "from − outside");
    seat_key(seat, "ctrl+v");
    seat_wait_value(seat, "field", "from − outside");
    seat_click(seat, "field");
    seat_type(seat, "!");
    seat_wait_value(seat, "field", "from − outside!");
    seat_key(seat, "ctrl+c");
    seat_settle(seat);
    char *text = seat_clipboard(seat);
    assert_string_equal(text, "from − outside!");
    free(text);
}

static void pixels_and_sizes_are_the_windows(void **state)
{
    Seat *seat = *state;
    assert_int_equal(seat_pixel(seat, 70, 40), 0x14714F);
    seat_click(seat, "press");
    seat_wait_value(seat, "press", "1");
    assert_int_equal(seat_pixel(seat, 70, 40), 0x0B3D91);
    seat_resize(seat, 960, 600);
    seat_wait_name(seat, "size", "960x600");
    char path[128];
    snprintf(path, sizeof path, "%s/seen.png", seat_home(seat));
    seat_screenshot(seat, path);
    Bytes bytes;
    Error err;
    check(file_read(path, 1 << 20, &bytes, &err), "%s", err.text);
    assert_memory_equal(bytes.data, "\x89PNG", 4);
    bytes_clear(&bytes);
}

static void an_idle_window_uses_no_time(void **state)
{
    Seat *seat = *state;
    seat_settle(seat);
    double before = seat_cpu(seat);
    long frame = seat_frame(seat);
    usleep(300000);
    assert_true(seat_cpu(seat) - before <= 0.02);
    assert_int_equal(seat_frame(seat), frame);
}

static void the_exit_status_is_read(void **state)
{
    Seat *seat = *state;
    seat_key(seat, "ctrl+q");
    assert_int_equal(seat_wait_exit(seat), 7);
}

int main(void)
{
#define ON_PAD(test) cmocka_unit_test_setup_teardown(test, open_pad, leave)
    const struct CMUnitTest tests[] = {
        ON_PAD(clicks_arrive_and_are_recorded), ON_PAD(hovering_shows_and_leaving_hides),
        ON_PAD(a_drag_moves_a_slider), ON_PAD(every_character_can_be_typed), ON_PAD(the_wheel_counts_both_ways),
        ON_PAD(the_clipboard_goes_both_ways), ON_PAD(pixels_and_sizes_are_the_windows),
        ON_PAD(an_idle_window_uses_no_time), ON_PAD(the_exit_status_is_read),
    };
    return cmocka_run_group_tests(tests, seat_server_start, seat_server_stop);
}
