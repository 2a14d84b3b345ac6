// The clock, by key, by button and by drag: what is asserted is the step and the numbers that stand in the cells.
#include "window/program.h"

#include <unistd.h>

#define FOUR "convt2d in=2 s=2 w=ones view=stamp step=1"

// The middle of the output after each step: 1, 1+2, 1+2+3, 1+2+3+4.
static const char *const MIDDLE[] = { "", "1", "3", "6", "10" };

static void shows_step(Seat *seat, int step)
{
    char place[32];
    snprintf(place, sizeof place, "%d / 4", step);
    seat_wait_value(seat, "scrub", place);
    seat_wait_name(seat, "clock.place", place);
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,2,2", MIDDLE[step]);
}

static void keys_step_forward_back_and_to_both_ends(void **state)
{
    Seat *seat = open_on(state, FOUR);
    seat_key(seat, "Right");
    shows_step(seat, 2);
    seat_settle(seat);
    seat_key(seat, "Right");
    seat_key(seat, "Right"); // the second does not wait for the motion of the first
    shows_step(seat, 4);
    seat_settle(seat);
    seat_key(seat, "Right"); // there is no further
    seat_settle(seat);
    shows_step(seat, 4);
    seat_key(seat, "Left");
    shows_step(seat, 3);
    seat_key(seat, "Home");
    shows_step(seat, 0);
    seat_key(seat, "Left");
    seat_settle(seat);
    shows_step(seat, 0);
    seat_key(seat, "End");
    shows_step(seat, 4);
}

static void buttons_step_forward_back_and_to_both_ends(void **state)
{
    Seat *seat = open_on(state, FOUR);
    seat_click(seat, "step.next");
    shows_step(seat, 2);
    seat_settle(seat);
    seat_click(seat, "step.back");
    shows_step(seat, 1);
    seat_click(seat, "step.end");
    shows_step(seat, 4);
    assert_true(seat_widget(seat, "step.next")->off);
    assert_true(seat_widget(seat, "step.end")->off);
    seat_click(seat, "step.start");
    shows_step(seat, 0);
    assert_true(seat_widget(seat, "step.back")->off);
    assert_true(seat_widget(seat, "step.start")->off);
}

static void play_goes_on_until_paused(void **state)
{
    Seat *seat = open_on(state, FOUR);
    seat_click(seat, "play");
    seat_wait_name(seat, "play", "Pause");
    seat_wait_step(seat, 2);
    seat_key(seat, "space"); // the button has the focus: Space is its own, and pauses all the same
    seat_wait_name(seat, "play", "Play");
    seat_settle(seat);
    long step = seat_step(seat);
    check(step == 2 || step == 3, "it stands at step %ld", step);
    usleep(1200000); // longer than a step
    check(seat_step(seat) == step, "it went on from %ld to %ld though paused", step, seat_step(seat));
}

static void space_plays_to_the_end_and_then_from_the_beginning(void **state)
{
    Seat *seat = open_on(state, FOUR);
    seat_click(seat, "speed");
    seat_click(seat, "8 steps/s");
    seat_wait_name(seat, "speed", "8 steps/s");
    seat_key(seat, "Escape");
    Box stage = seat_widget(seat, "stage")->box;
    seat_click_at(seat, stage.x + 8, stage.y + stage.h - 8); // takes the focus off the menu
    seat_key(seat, "space");
    shows_step(seat, 4);
    seat_wait_name(seat, "play", "Play"); // the end pauses
    seat_key(seat, "space");
    seat_wait_name(seat, "play", "Pause");
    shows_step(seat, 4); // the beginning, and on to the end again
    seat_wait_name(seat, "play", "Play");
}

static void the_clock_is_scrubbed_by_drag(void **state)
{
    Seat *seat = open_on(state, FOUR);
    drag_slider(seat, "scrub", 0, 4, 1, 3);
    shows_step(seat, 3);
    drag_slider(seat, "scrub", 0, 4, 3, 0);
    shows_step(seat, 0);
    assert_true(seat_widget(seat, "undo")->off); // the clock is no change of the scene
    seat_key(seat, "Right"); // the slider has the focus: its arrow is one step, too
    shows_step(seat, 1);
}

static void the_three_walks_count_different_steps_and_end_in_the_same_numbers(void **state)
{
    Seat *seat = open_on(state, FOUR);
    seat_key(seat, "End");
    shows_step(seat, 4);
    seat_click(seat, "walk.output");
    seat_wait_value(seat, "walk.output", "on");
    seat_wait_name(seat, "clock.place", "25 / 25");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,2,2", "10");
    seat_key(seat, "p");
    seat_wait_value(seat, "walk.product", "on");
    seat_wait_name(seat, "clock.place", "36 / 36");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,2,2", "10");
    seat_key(seat, "Home");
    seat_key(seat, "Right"); // one product: 1·1 lands on the corner, and on nothing else
    seat_wait_step(seat, 1);
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,0", "1");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,1", "");
    seat_wait_says(seat, "clock.words", "1 · 1 lands on output (0, 0)");
    seat_key(seat, "i");
    seat_wait_value(seat, "walk.input", "on");
}

static void one_product_forward_from_any_walk(void **state)
{
    Seat *seat = open_on(state, FOUR);
    seat_key(seat, "shift+Right");
    seat_wait_value(seat, "walk.product", "on");
    seat_wait_step(seat, 10); // one stamp is nine products, and one more
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,2", "3");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,3", "");
}

static void stepping_keeps_the_bar_and_the_panels_where_they_are(void **state)
{
    Seat *seat = open_on(state, FOUR);
    const SeenWidget *widgets;
    int count = seat_widgets(seat, &widgets);
    Box before[200];
    int boxes = 0;
    for (int i = 0; i < count && boxes < COUNT(before); i++)
        if (widgets[i].role[0] == 'b' || widgets[i].role[0] == 's') before[boxes++] = widgets[i].box; // buttons, sliders
    seat_key(seat, "Right");
    shows_step(seat, 2);
    seat_settle(seat);
    count = seat_widgets(seat, &widgets);
    int at = 0;
    for (int i = 0; i < count && at < boxes; i++) {
        if (widgets[i].role[0] != 'b' && widgets[i].role[0] != 's') continue;
        check(memcmp(&before[at], &widgets[i].box, sizeof before[at]) == 0, "'%s' moved", widgets[i].id);
        at++;
    }
    check(at == boxes && boxes > 20, "%d controls were there, then %d", boxes, at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WINDOW(keys_step_forward_back_and_to_both_ends),
        IN_WINDOW(buttons_step_forward_back_and_to_both_ends),
        IN_WINDOW(play_goes_on_until_paused),
        IN_WINDOW(space_plays_to_the_end_and_then_from_the_beginning),
        IN_WINDOW(the_clock_is_scrubbed_by_drag),
        IN_WINDOW(the_three_walks_count_different_steps_and_end_in_the_same_numbers),
        IN_WINDOW(one_product_forward_from_any_walk),
        IN_WINDOW(stepping_keeps_the_bar_and_the_panels_where_they_are),
    };
    return cmocka_run_group_tests(tests, seat_server_start, seat_server_stop);
}
