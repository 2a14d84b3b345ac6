// Opening and leaving: what stands there at a first start, what is kept for the next one, and what an idle window costs.
#include "window/program.h"

#include <unistd.h>

static void it_opens_shows_something_and_leaves_with_ctrl_q(void **state)
{
    Seat *seat = open_on(state, NULL);
    int w, h;
    seat_size(seat, &w, &h);
    check(w >= 960 && h >= 600, "the window is only %dx%d", w, h);
    seat_key(seat, "ctrl+q");
    int status = seat_wait_exit(seat);
    char *said = seat_said(seat);
    check(status == 0, "the exit status is %d; it said: %s", status, said);
    check(!*said || strstr(said, "Suppressions used"), "it said: %s", said);
    free(said);
}

static void a_first_start_has_pressed_one_stamp_of_four_and_waits(void **state)
{
    Seat *seat = open_on(state, NULL);
    seat_wait_scene(seat, FIRST_SCENE);
    seat_wait_value(seat, "scrub", "1 / 4");
    seat_wait_name(seat, "play", "Play");
    seat_wait_name(seat, "output.size", "5 × 5");
    assert_string_equal(seat_widget(seat, "lens.stamp")->value, "on");
    assert_string_equal(seat_widget(seat, "lens.slide")->value, "off");
    // The stamp lies in the corner in the colours of its taps; the other cells are empty.
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,2,2", "1");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,2,3", "");
    assert_int_equal(cell_colour(seat, "output", "y:0,0,0,0"), 0xC8CC6B);
    assert_int_equal(cell_colour(seat, "output", "y:0,0,2,2"), 0xAA417B);
    usleep(700000); // longer than a step takes: nothing plays
    seat_wait_step(seat, 1);
    // The card's own button presses the next one; at the end the middle is 1 + 2 + 3 + 4.
    seat_click(seat, "welcome.play");
    seat_wait_value(seat, "scrub", "2 / 4");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,2,2", "3");
    seat_key(seat, "End");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,2,2", "10");
}

static void look_scene_and_the_folded_card_are_kept_for_the_next_start(void **state)
{
    Seat *seat = open_on(state, NULL);
    seat_click(seat, "welcome.close");
    seat_wait_gone(seat, "welcome.play");
    seat_click(seat, "look");
    seat_click(seat, "stride.plus");
    seat_wait_value(seat, "stride.value", "3");
    char *kept = memory_text(seat_scene(seat));
    quit(seat);

    seat_open_again(seat, PROGRAM, NULL);
    seat_settle(seat);
    seat_wait_scene(seat, kept);
    free(kept);
    assert_false(seat_sees(seat, "welcome.play"));
    Box stage = seat_widget(seat, "stage")->box;
    seat_wait_pixel(seat, (int)stage.x + 6, (int)stage.y + 6, DARK);
}

static void a_scene_from_the_command_line_skips_the_first_card(void **state)
{
    Seat *seat = open_on(state, "convt1d in=4 k=2 s=3 view=slide walk=output step=2");
    seat_wait_scene(seat, "convt1d in=4 k=2 s=3 view=slide walk=output step=2");
    assert_false(seat_sees(seat, "welcome.play"));
    assert_string_equal(seat_widget(seat, "walk.output")->value, "on");
    assert_string_equal(seat_widget(seat, "dims.1")->value, "on");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,0", "1");
}

static void without_a_display_it_says_within_a_second_how_to_make_pictures(void **state)
{
    (void)state;
    char *said;
    int status = seat_run_blind(PROGRAM, NULL, 1, &said);
    check(status == 3, "the exit status is %d (-1: it took over a second); it said: %s", status, said);
    check(strstr(said, "stridescope export"), "it said: %s", said);
    free(said);
}

static void rests(Seat *seat, double seconds, const char *what)
{
    usleep(1300000); // the last scene is written
    seat_settle(seat);
    double before = seat_cpu(seat);
    long frame = seat_frame(seat);
    usleep((useconds_t)(seconds * 1e6));
    double used = seat_cpu(seat) - before;
    print_message("           idle, %s: %.2f s of processor in %.0f s (%.2f %%)\n", what, used, seconds, 100 * used / seconds);
    check(used <= 0.01 * seconds, "%s used %.2f s in %.0f s", what, used, seconds);
    check(seat_frame(seat) == frame, "%s painted %ld frames though nothing happened", what, seat_frame(seat) - frame);
}

static void an_idle_window_costs_nothing(void **state)
{
    Seat *seat = open_on(state, NULL);
    rests(seat, 5, "Numbers");
}

static void an_idle_picture_costs_nothing(void **state)
{
    Seat *seat = open_on(state, "convt2d in=64 k=4 s=2 p=1 x=picture:sphere w=bilinear view=picture");
    seat_mark(seat, "grid", "picture", NULL);
    rests(seat, 2, "Picture");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WINDOW(it_opens_shows_something_and_leaves_with_ctrl_q),
        IN_WINDOW(a_first_start_has_pressed_one_stamp_of_four_and_waits),
        IN_WINDOW(look_scene_and_the_folded_card_are_kept_for_the_next_start),
        IN_WINDOW(a_scene_from_the_command_line_skips_the_first_card),
        cmocka_unit_test(without_a_display_it_says_within_a_second_how_to_make_pictures),
        IN_WINDOW(an_idle_window_costs_nothing),
        IN_WINDOW(an_idle_picture_costs_nothing),
    };
    return cmocka_run_group_tests(tests, seat_server_start, seat_server_stop);
}
