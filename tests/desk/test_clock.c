// The one clock: steps, their motion, play and its speeds, and a window that sleeps when nothing moves. The desk's time is
// told, so every moment can be asked for.
#include "desk/inside.h"
#include "hands.h"

// 4 inputs, 25 outputs, 36 products.
static const char FOUR[] = "convt2d in=2 k=3 s=2 w=ones view=stamp,slide step=0";

static void check_step(const Hands *h, long long wanted)
{
    check(desk_step(h->desk) == wanted, "the clock is at step %lld, not %lld", desk_step(h->desk), wanted);
}

static double motion(const Hands *h)
{
    return h->desk->t;
}

static void check_motion(const Hands *h, double wanted)
{
    check(fabs(motion(h) - wanted) < 1e-9, "the motion is at %g, not %g", motion(h), wanted);
}

static void an_idle_desk_sleeps(void **state)
{
    (void)state;
    static const char *const codes[] = { FOUR, "convt2d", "conv1d in=5 k=2 step=1 cell=y:0,0,0,1" };
    for (int i = 0; i < COUNT(codes); i++) {
        Hands h;
        hands_open(&h, codes[i]);
        check(isinf(h.due), "%s: at rest the next frame is due in %g s", codes[i], h.due);
        hands_close(&h);
    }
}

static void after_any_use_the_desk_falls_asleep_again(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, FOUR);
    click(&h, "play");
    click(&h, "stride.plus");
    click_cell(&h, X_CELL(0, 0));
    double slept = 0;
    int frames = 0;
    for (; !isinf(h.due) && slept < 120; frames++) {
        check(h.due > 0, "a frame is due at once");
        slept += h.due;
        wait_for(&h, h.due);
    }
    check(isinf(h.due), "after %g s it is still awake", slept);
    check(frames < 50, "it took %d frames to fall asleep", frames);
    wait_for(&h, 0);
    check(isinf(h.due), "asleep, it wakes by itself");
    hands_close(&h);
}

static void a_step_forward_moves_for_less_than_half_a_second_and_is_then_done(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, FOUR);
    key(&h, KEY_RIGHT, 0);
    check_step(&h, 0);
    check(h.due <= 1.0 / 60 + 1e-9, "while it moves the next frame is due in %g s", h.due);
    double before = 0;
    for (int i = 1; i <= 7; i++) {
        wait_for(&h, 0.05);
        check(motion(&h) > before && motion(&h) <= 1, "after %d × 50 ms the motion is at %g, before at %g", i, motion(&h), before);
        before = motion(&h);
        check_step(&h, 0);
    }
    wait_for(&h, 0.1);
    check_step(&h, 1);
    check_motion(&h, 0);
    hands_close(&h);
}

static void a_second_step_finishes_the_first_at_once(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, FOUR);
    key(&h, KEY_RIGHT, 0);
    wait_for(&h, 0.1);
    key(&h, KEY_RIGHT, 0);
    check_step(&h, 1);
    wait_for(&h, 1);
    check_step(&h, 2);
    hands_close(&h);
}

static void back_amid_a_step_gives_it_up(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=3 s=2 step=2");
    key(&h, KEY_RIGHT, 0);
    wait_for(&h, 0.1);
    key(&h, KEY_LEFT, 0);
    check_step(&h, 2);
    check_motion(&h, 0);
    wait_for(&h, 5);
    check_step(&h, 2);
    key(&h, KEY_LEFT, 0);
    check_step(&h, 1);
    key(&h, KEY_LEFT, 0);
    key(&h, KEY_LEFT, 0);
    check_step(&h, 0);
    hands_close(&h);
}

static void steps_end_at_the_end_and_stay_there(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=3 s=2 step=3");
    key(&h, KEY_RIGHT, 0);
    wait_for(&h, 1);
    check_step(&h, 4);
    check(desk_scene(h.desk)->step == STEP_END, "the end is kept as number %lld: a larger input would not be done", desk_scene(h.desk)->step);
    key(&h, KEY_RIGHT, 0);
    wait_for(&h, 1);
    check_step(&h, 4);
    check(is_off(&h, "step.next") && is_off(&h, "step.end"), "the buttons forward are still on");
    check(!is_off(&h, "step.back") && !is_off(&h, "step.start"), "the buttons back are off");
    key(&h, KEY_HOME, 0);
    check_step(&h, 0);
    check(is_off(&h, "step.back") && is_off(&h, "step.start"), "the buttons back are on at the beginning");
    key(&h, KEY_END, 0);
    check_step(&h, 4);
    hands_close(&h);
}

static void space_hit_until_the_end_does_not_begin_to_play(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=3 s=2 step=2");
    click(&h, "step.next");
    for (int i = 0; i < 5; i++) {
        wait_for(&h, 1);
        key(&h, KEY_SPACE, 0);
    }
    wait_for(&h, 1);
    check_step(&h, 4);
    check(!strcmp(shown(&h, "play")->name, "Play"), "it plays");
    hands_close(&h);
}

static void play_makes_a_step_a_period_and_stops_at_the_end(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, FOUR);
    key(&h, KEY_SPACE, 0);
    check(!strcmp(shown(&h, "play")->name, "Pause"), "the button says “%s” while it plays", shown(&h, "play")->name);
    for (int i = 1; i <= 4; i++) {
        wait_for(&h, 0.98);
        check_step(&h, i - 1);
        wait_for(&h, 0.02001);
        check_step(&h, i);
    }
    check(!strcmp(shown(&h, "play")->name, "Play"), "at the end it still plays");
    check_motion(&h, 0);
    hands_close(&h);
}

static void play_rests_before_it_moves(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, FOUR);
    key(&h, KEY_SPACE, 0);
    check(fabs(h.due - 0.6) < 1e-9, "one step a second rests for 0.6 s, not %g", h.due);
    wait_for(&h, 0.55);
    check_motion(&h, 0);
    wait_for(&h, 0.25);
    check_motion(&h, 0.5);
    check(h.due <= 1.0 / 60 + 1e-9, "in motion the next frame is due in %g s", h.due);
    wait_for(&h, 0.1999);
    check(motion(&h) > 0.99 && motion(&h) <= 1, "just before its end the motion is at %g", motion(&h));
    hands_close(&h);
}

static void play_from_the_end_begins_anew(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=3 s=2");
    check_step(&h, 4);
    click(&h, "play");
    check_step(&h, 0);
    wait_for(&h, 1.001);
    check_step(&h, 1);
    click(&h, "play");
    wait_for(&h, 5);
    check_step(&h, 1);
    hands_close(&h);
}

static void every_speed_keeps_its_period(void **state)
{
    (void)state;
    for (int i = 0; i < SPEED_COUNT; i++) {
        Hands h;
        hands_open(&h, "convt1d in=16 k=2 step=0");
        choose(&h, "speed", SPEED_WORDS[i]);
        click(&h, "play");
        for (int step = 1; step <= 4; step++) {
            wait_for(&h, 0.9 / SPEEDS[i]);
            check(desk_step(h.desk) == step - 1, "%s: step %d is done early", SPEED_WORDS[i], step);
            if (SPEEDS[i] > 3) check_motion(&h, 0); // nothing flashes
            wait_for(&h, 0.1001 / SPEEDS[i]);
            check(desk_step(h.desk) == step, "%s: step %d is not done in time", SPEED_WORDS[i], step);
        }
        hands_close(&h);
    }
}

static void a_hidden_window_goes_on_from_where_it_was(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=8 k=3 s=2 step=0");
    key(&h, KEY_SPACE, 0);
    wait_for(&h, 3600);
    check(desk_step(h.desk) <= 1, "after an hour's sleep it rushed to step %lld", desk_step(h.desk));
    wait_for(&h, 1.001);
    check(desk_step(h.desk) <= 2 && desk_step(h.desk) > 0, "and then to step %lld", desk_step(h.desk));
    hands_close(&h);
}

static void without_motion_steps_happen_at_once(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, FOUR);
    key(&h, 'm', 0);
    check_says(&h, "Motion is off");
    wait_for(&h, 60);
    key(&h, KEY_RIGHT, 0);
    check_step(&h, 1);
    check_motion(&h, 0);
    key(&h, KEY_SPACE, 0);
    for (int i = 0; i < 9; i++) {
        wait_for(&h, 0.1);
        check_motion(&h, 0);
    }
    check(h.due > 0.05 && h.due < 0.15, "the next frame is due in %g s, not at the next step", h.due);
    wait_for(&h, 0.1001);
    check_step(&h, 2);
    hands_close(&h);
}

static void every_walk_counts_its_own_steps(void **state)
{
    (void)state;
    static const struct { int key; const char *id; int count; } rows[] = {
        { 'i', "walk.input", 4 }, { 'o', "walk.output", 25 }, { 'p', "walk.product", 36 },
    };
    Hands h;
    hands_open(&h, "convt2d in=2 k=3 s=2 walk=output step=0");
    for (int i = 0; i < COUNT(rows); i++) {
        key(&h, KEY_HOME, 0);
        key(&h, rows[i].key, 0);
        check(is_on(&h, rows[i].id), "%s is not chosen", rows[i].id);
        check_step(&h, 0);
        const Widget *scrub = shown(&h, "scrub");
        check(scrub->most == rows[i].count, "%s has %d steps, not %d", rows[i].id, scrub->most, rows[i].count);
        for (int step = 1; step <= 3; step++) {
            key(&h, KEY_RIGHT, 0);
            wait_for(&h, 1);
            check_step(&h, step);
            check(shown(&h, "clock.words")->name[0] != 0, "step %d of %s has no words", step, rows[i].id);
        }
        key(&h, KEY_END, 0);
        check_step(&h, rows[i].count);
    }
    key(&h, 'i', 0);
    check_step(&h, 4);
    hands_close(&h);
}

static void one_product_forward_walks_by_product_from_the_same_place(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=3 s=2 step=2");
    key(&h, KEY_RIGHT, MOD_SHIFT);
    check(is_on(&h, "walk.product"), "the walk is not by product");
    check_step(&h, 18); // two inputs of nine products each
    wait_for(&h, 1);
    check_step(&h, 19);
    key(&h, KEY_RIGHT, MOD_SHIFT);
    wait_for(&h, 1);
    check_step(&h, 20);
    key(&h, 'z', MOD_CTRL);
    check(is_on(&h, "walk.input"), "one undo does not bring the walk back");
    hands_close(&h);
}

static void the_scrubber_goes_to_any_step_and_pauses(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=4 k=3 s=2 step=0");
    key(&h, KEY_SPACE, 0);
    Box box = reach(&h, "scrub");
    press_at(&h, box.x + box.w / 2, box.y + box.h / 2, 1);
    check_step(&h, 8);
    move_to(&h, box.x + box.w + 50, box.y);
    check_step(&h, 16);
    move_to(&h, box.x, box.y);
    check_step(&h, 0);
    move_to(&h, box.x + 10 + (box.w - 20) * 5 / 16, box.y);
    let_go(&h);
    check_step(&h, 5);
    wait_for(&h, 10);
    check_step(&h, 5);
    key(&h, KEY_RIGHT, 0); // the scrubber has the focus
    check_step(&h, 6);
    check(is_off(&h, "undo"), "the clock can be undone");
    hands_close(&h);
}

static void a_click_on_a_cell_pauses(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, FOUR);
    key(&h, KEY_SPACE, 0);
    wait_for(&h, 1.1);
    click_cell(&h, X_CELL(1, 1));
    wait_for(&h, 10);
    check_step(&h, 1);
    hands_close(&h);
}

static void enter_goes_to_the_step_that_makes_the_pinned_cell(void **state)
{
    (void)state;
    const struct { Cell cell; long long step; } rows[] = {
        { X_CELL(1, 0), 3 }, { Y_CELL(2, 2), 4 }, { Y_CELL(0, 0), 1 }, { Y_CELL(0, 2), 2 }, { W_CELL(1, 1), 1 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        hands_open(&h, FOUR);
        click_cell(&h, rows[i].cell);
        key(&h, KEY_ENTER, 0);
        check(desk_step(h.desk) == rows[i].step, "cell %d of the list is at step %lld, not %lld", i, desk_step(h.desk), rows[i].step);
        click(&h, "step.start");
        click(&h, "cell.jump");
        check_step(&h, rows[i].step);
        hands_close(&h);
    }
}

static void the_clock_stands_still_in_the_picture(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=4 k=3 s=2 step=2");
    key(&h, KEY_F3, 0);
    wait_for_wakes(&h, 1);
    char before[8192];
    snprintf(before, sizeof before, "%s", code(&h));
    static const struct { int key; unsigned mods; } keys[] = {
        { KEY_RIGHT, 0 }, { KEY_LEFT, 0 }, { KEY_RIGHT, MOD_SHIFT }, { KEY_SPACE, 0 }, { KEY_HOME, 0 }, { KEY_END, 0 },
        { 'i', 0 }, { 'o', 0 }, { 'p', 0 }, { KEY_ENTER, 0 }, { 't', 0 },
    };
    for (int i = 0; i < COUNT(keys); i++) {
        key(&h, keys[i].key, keys[i].mods);
        check(!strcmp(code(&h), before), "key %d of the list changed what cannot be seen: %s", i, code(&h));
        check(strstr(message(&h), "Numbers"), "key %d of the list says nothing: “%s”", i, message(&h));
        wait_for(&h, 60);
        check(isinf(h.due), "key %d of the list keeps the picture awake", i);
    }
    hands_close(&h);
}

static void a_picture_that_comes_while_playing_stops_the_clock(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=4 k=3 s=2 step=0");
    key(&h, KEY_F3, 0);
    key(&h, 'z', MOD_CTRL);
    key(&h, KEY_SPACE, 0);
    key(&h, 'y', MOD_CTRL);
    wait_for_wakes(&h, 1);
    long long step = desk_step(h.desk);
    wait_for(&h, 30);
    check_step(&h, step);
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_idle_desk_sleeps),
        cmocka_unit_test(after_any_use_the_desk_falls_asleep_again),
        cmocka_unit_test(a_step_forward_moves_for_less_than_half_a_second_and_is_then_done),
        cmocka_unit_test(a_second_step_finishes_the_first_at_once),
        cmocka_unit_test(back_amid_a_step_gives_it_up),
        cmocka_unit_test(steps_end_at_the_end_and_stay_there),
        cmocka_unit_test(space_hit_until_the_end_does_not_begin_to_play),
        cmocka_unit_test(play_makes_a_step_a_period_and_stops_at_the_end),
        cmocka_unit_test(play_rests_before_it_moves),
        cmocka_unit_test(play_from_the_end_begins_anew),
        cmocka_unit_test(every_speed_keeps_its_period),
        cmocka_unit_test(a_hidden_window_goes_on_from_where_it_was),
        cmocka_unit_test(without_motion_steps_happen_at_once),
        cmocka_unit_test(every_walk_counts_its_own_steps),
        cmocka_unit_test(one_product_forward_walks_by_product_from_the_same_place),
        cmocka_unit_test(the_scrubber_goes_to_any_step_and_pauses),
        cmocka_unit_test(a_click_on_a_cell_pauses),
        cmocka_unit_test(enter_goes_to_the_step_that_makes_the_pinned_cell),
        cmocka_unit_test(the_clock_stands_still_in_the_picture),
        cmocka_unit_test(a_picture_that_comes_while_playing_stops_the_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
