// A lesson in the real window: by mouse, with a wrong answer; by keyboard alone, from the search on; and before a class,
// with a clicker's two buttons.
#include "window/program.h"

static void by_mouse_a_wrong_answer_is_answered_and_the_lesson_goes_on(void **state)
{
    Seat *seat = open_on(state, NULL);
    seat_click(seat, "welcome.teach");
    seat_click(seat, "course.lesson.2");
    seat_wait_says(seat, "lesson.where", "step 1 of");
    seat_wait_mark_text(seat, "cell", NULL, "y:0,0,0,0", "?");
    type_into(seat, "lesson.answer", "99");
    seat_click(seat, "lesson.say");
    seat_click(seat, "lesson.reveal");
    seat_wait_says(seat, "lesson.verdict", "You said 99");
    seat_wait_mark_text(seat, "cell", NULL, "y:0,0,0,0", "2");
    seat_click(seat, "lesson.continue");
    seat_wait_says(seat, "lesson.where", "step 2 of");
    // The next one is answered in the picture.
    click_cell(seat, "y:0,0,0,2", 1);
    seat_click(seat, "lesson.say");
    seat_click(seat, "lesson.reveal");
    seat_wait_says(seat, "lesson.where", "step 2 of");
    // A slider may be touched, and there is a way back.
    seat_click(seat, "padding.plus");
    seat_click(seat, "lesson.return");
    seat_wait_gone(seat, "lesson.return");
    seat_click(seat, "lesson.leave");
    seat_wait_gone(seat, "lesson.where");
    quit(seat);
}

static void by_keyboard_alone_a_lesson_is_found_and_gone_through(void **state)
{
    Seat *seat = open_on(state, NULL);
    seat_key(seat, "ctrl+k");
    seat_wait_edited(seat, "search.field");
    seat_type(seat, "what does one input write");
    seat_key(seat, "Return");
    seat_wait_says(seat, "lesson.where", "step 1 of");
    seat_type(seat, "2");
    seat_key(seat, "Return");
    seat_widget(seat, "lesson.reveal");
    seat_key(seat, "Next");
    seat_wait_says(seat, "lesson.verdict", "2");
    // Page Down goes on; nothing of it needs a hand on the mouse.
    for (int step = 2; step <= 3; step++) {
        char where[16];
        snprintf(where, sizeof where, "step %d of", step);
        seat_key(seat, "Next");
        seat_wait_says(seat, "lesson.where", where);
        seat_settle(seat);
        for (int tabs = 0; tabs < 80 && !seat_widget(seat, "lesson.unknown")->focus; tabs++) seat_key(seat, "Tab"), seat_settle(seat);
        seat_key(seat, "Return");
        seat_wait_gone(seat, "lesson.unknown");
        seat_widget(seat, "lesson.continue");
    }
    quit(seat);
}

static void a_clicker_leads_a_class_through_ask_and_answer(void **state)
{
    Seat *seat = open_on(state, NULL);
    seat_key(seat, "ctrl+k");
    seat_wait_edited(seat, "search.field");
    seat_type(seat, "what does one input write");
    seat_key(seat, "Return");
    seat_wait_says(seat, "lesson.where", "step 1 of");
    seat_key(seat, "Escape"); // out of the field
    seat_key(seat, "F5");
    seat_wait_name(seat, "present.stop", "1 of 7");
    seat_wait_mark_text(seat, "cell", NULL, "y:0,0,0,0", "?");
    for (int i = 0; i < 2; i++) seat_key(seat, "Next"), seat_settle(seat);
    seat_wait_mark_text(seat, "cell", NULL, "y:0,0,0,0", "2");
    for (int i = 0; i < 2; i++) seat_key(seat, "Next"), seat_settle(seat);
    seat_wait_name(seat, "present.stop", "2 of 7");
    seat_key(seat, "b");
    seat_wait_pixel(seat, 400, 300, 0x000000);
    seat_key(seat, "b");
    seat_wait_name(seat, "present.stop", "2 of 7");
    seat_key(seat, "Escape");
    seat_widget(seat, "play");
    quit(seat);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WINDOW(by_mouse_a_wrong_answer_is_answered_and_the_lesson_goes_on),
        IN_WINDOW(by_keyboard_alone_a_lesson_is_found_and_gone_through),
        IN_WINDOW(a_clicker_leads_a_class_through_ask_and_answer),
    };
    return cmocka_run_group_tests(tests, seat_server_start, seat_server_stop);
}
