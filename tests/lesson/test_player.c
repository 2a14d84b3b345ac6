// Going through a lesson: the gate of each question, what comes back and when, and what is still there on the way back.
#include "lesson/lesson.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>

// ---- a lesson of eight steps; the second, fourth and last one ask ----------------------------------------------

enum { STEPS = 8 };
static LessonScene scene;
static LessonStep steps[STEPS];
static Lesson lesson = { .name = "eight", .title = "Eight steps", .scenes = &scene, .scene_count = 1, .steps = steps, .count = STEPS };

static void ask(int step, const char *vary)
{
    steps[step].ask = (Ask){ .kind = ASK_NUMBER, .question = "How long is the output?", .right = "out", .then = "p=1", .vary = (char *)vary };
}

static int make_lesson(void **state)
{
    (void)state;
    Error err;
    if (!scene_parse(&scene.scene, "convt1d in=4 k=3 s=2", &err)) return -1;
    scene.name = "";
    memset(steps, 0, sizeof steps);
    for (int i = 0; i < STEPS; i++) steps[i].title = "A step", steps[i].slug = "a-step";
    steps[0].scene = -1;
    ask(1, "in=2..9 k=3..6"), ask(3, "in=2..9 k=3..6"), ask(7, "in=2..9 k=3..6");
    return 0;
}

static int clear_lesson(void **state)
{
    (void)state;
    scene_clear(&scene.scene);
    return 0;
}

static Player begin(int first, int last)
{
    Player player;
    player_begin(&player, &lesson, first, last, 5);
    return player;
}

static void say(Player *player, double number)
{
    player_commit(player, &(Answer){ .number = number });
    player_reveal(player);
}

static void say_right(Player *player) { say(player, player->now.right); }
static void say_wrong(Player *player) { say(player, player->now.right + 1000); }

// The steps in their order; those that came back have a prime: "01'2".
static const char *order(const Player *player)
{
    static char text[128];
    int length = 0;
    for (int i = 0; i < player->count; i++)
        length += snprintf(text + length, sizeof text - (size_t)length, "%d%s", player->stops[i].step, player->stops[i].seed ? "'" : "");
    return text;
}

static void check_order(const Player *player, const char *expected)
{
    check(!strcmp(order(player), expected), "the stops are %s, expected %s", order(player), expected);
}

// ---- the gate --------------------------------------------------------------------------------------------------

static void the_stops_are_the_steps_of_the_trail(void **state)
{
    (void)state;
    Player player = begin(0, 7);
    check_order(&player, "01234567");
    player_clear(&player);
    player = begin(2, 5);
    check_order(&player, "2345");
    player_clear(&player);
    player = begin(-3, 100);
    check_order(&player, "01234567");
    player_clear(&player);
}

static void a_step_without_a_question_has_no_gate(void **state)
{
    (void)state;
    Player player = begin(0, 7);
    check(player.gate == GATE_NONE && !player.asks && player_can_go(&player), "gate %d", player.gate);
    check(!player_scene(&player), "before the first scene there is one");
    player_commit(&player, &(Answer){ .number = 3 });
    player_reveal(&player), player_why(&player), player_fresh(&player);
    check(player.gate == GATE_NONE && !player_again(&player), "gate %d", player.gate);
    player_go(&player, 1), say_right(&player), player_go(&player, 1);
    check(player.at == 2 && player.gate == GATE_NONE && !veil_on(player_veil(&player, player_scene(&player), LENS_SIZES)), "at %d, gate %d", player.at, player.gate);
    check(scene_equal(player_scene(&player), &scene.scene), "another scene than the step's");
    player_clear(&player);
}

static void a_question_goes_ask_commit_reveal_why(void **state)
{
    (void)state;
    Player player = begin(1, 7);
    Player *p = &player;
    check(p->asks && p->gate == GATE_ASK && !player_can_go(p) && veil_on(player_veil(p, &p->now.before, LENS_SIZES)), "gate %d", p->gate);
    check(player_scene(p) == &p->now.before, "the scene after the reveal is shown while it is asked");
    player_reveal(p), player_why(p), player_go(p, 1);
    check(p->gate == GATE_ASK && p->at == 0, "without an answer: gate %d at %d", p->gate, p->at);
    player_commit(p, &(Answer){ .number = 1 });
    check(p->gate == GATE_COMMITTED && !player_can_go(p) && veil_on(player_veil(p, &p->now.before, LENS_SIZES)) && player_scene(p) == &p->now.before, "gate %d", p->gate);
    check(!p->stops[0].answered, "it is answered before it is revealed");
    player_commit(p, &(Answer){ .number = p->now.right }); // vote again
    player_why(p);
    check(p->gate == GATE_COMMITTED && p->answer.number == p->now.right, "gate %d, %g", p->gate, p->answer.number);
    player_reveal(p);
    check(p->gate == GATE_REVEALED && player_can_go(p) && !veil_on(player_veil(p, &p->now.before, LENS_SIZES)) && player_scene(p) == &p->now.after, "gate %d", p->gate);
    check(p->judgement.right && p->stops[0].answered && p->stops[0].right && !p->stops[0].unknown, "it is not right");
    player_commit(p, &(Answer){ .number = 1 });
    check(p->gate == GATE_REVEALED && p->answer.number == p->now.right, "changed after the reveal: %g", p->answer.number);
    player_why(p);
    check(p->gate == GATE_WHY && player_can_go(p) && player_scene(p) == &p->now.after, "gate %d", p->gate);
    player_go(p, 1);
    check(p->at == 1 && p->gate == GATE_NONE, "at %d, gate %d", p->at, p->gate);
    player_clear(p);
}

static void a_question_that_cannot_be_made_keeps_nobody(void **state)
{
    (void)state;
    steps[1].ask.right = "nonsense(";
    Player player = begin(1, 7);
    check(!player.asks && player.gate == GATE_NONE && player.trouble[0] && player_can_go(&player), "gate %d, '%s'", player.gate, player.trouble);
    check(scene_equal(player_scene(&player), &scene.scene), "the step's scene is not shown");
    player_go(&player, 1);
    check(player.at == 1 && !player.trouble[0], "at %d, '%s'", player.at, player.trouble);
    player_clear(&player);
    steps[1].ask.right = "out";
}

// ---- what comes back -------------------------------------------------------------------------------------------

static void a_wrong_answer_comes_back_two_and_five_stops_later(void **state)
{
    (void)state;
    Player player = begin(0, 7);
    player_go(&player, 1), say_wrong(&player);
    check_order(&player, "0121'341'567");
    check(!player.stops[1].right && player.stops[1].answered, "right %d", player.stops[1].right);
    check(player.stops[3].seed != player.stops[6].seed, "the same numbers twice");
    Scene first = scene_copy(&player.now.after);
    player_go(&player, 2);
    check(player_again(&player) && player.gate == GATE_ASK && !scene_equal(&first, &player.now.after), "it came back with the same numbers");
    scene_clear(&first);
    player_clear(&player);
}

static void an_unknown_answer_comes_back_too(void **state)
{
    (void)state;
    Player player = begin(0, 7);
    player_go(&player, 1);
    player_commit(&player, &(Answer){ .unknown = true, .number = player.now.right });
    player_reveal(&player);
    check_order(&player, "0121'341'567");
    check(player.stops[1].answered && player.stops[1].unknown && !player.stops[1].right, "unknown %d", player.stops[1].unknown);
    player_clear(&player);
}

static void a_right_answer_does_not_come_back(void **state)
{
    (void)state;
    Player player = begin(0, 7);
    player_go(&player, 1), say_right(&player);
    check_order(&player, "01234567");
    player_clear(&player);
}

static void near_the_end_it_comes_back_at_the_end(void **state)
{
    (void)state;
    Player player = begin(3, 5);
    say_wrong(&player);
    check_order(&player, "343'53'");
    player_clear(&player);
    player = begin(7, 7);
    say_wrong(&player);
    check_order(&player, "77'7'");
    player_clear(&player);
}

static void who_is_wrong_again_and_again_is_asked_three_times_more_at_most(void **state)
{
    (void)state;
    Player player = begin(0, 2);
    player_go(&player, 1), say_wrong(&player);
    check_order(&player, "0121'1'");
    player_go(&player, 2), say_wrong(&player);
    check_order(&player, "0121'1'"); // one still stands further on
    player_go(&player, 1), say_wrong(&player);
    check_order(&player, "0121'1'1'");
    player_go(&player, 1), say_wrong(&player);
    check_order(&player, "0121'1'1'");
    player_go(&player, 1);
    check(player_over(&player), "it never ends");
    player_clear(&player);
}

static void in_a_lecture_nothing_comes_back(void **state)
{
    (void)state;
    Player player = begin(1, 7);
    player.lecture = true;
    say_wrong(&player);
    check_order(&player, "1234567");
    player_clear(&player);
}

static void one_question_is_put_back_once_however_often_it_is_asked_afresh(void **state)
{
    (void)state;
    Player player = begin(1, 7);
    say_wrong(&player);
    for (int i = 0; i < 5; i++) player_fresh(&player), say_wrong(&player);
    check(player.count == 9, "%d stops, expected 9: %s", player.count, order(&player));
    player_clear(&player);
}

// ---- a fresh case ----------------------------------------------------------------------------------------------

static void a_fresh_case_stands_at_the_same_stop_with_other_numbers(void **state)
{
    (void)state;
    Player player = begin(1, 7);
    Player *p = &player;
    say_wrong(p), player_why(p);
    int at = p->at, count = p->count;
    for (int i = 0; i < 6; i++) {
        Scene first = scene_copy(&p->now.after);
        player_fresh(p);
        check(p->at == at && p->count == count && p->gate == GATE_ASK && player_again(p), "at %d of %d, gate %d", p->at, p->count, p->gate);
        check(!scene_equal(&first, &p->now.after), "the same numbers again");
        check(!p->stops[at].answered && !p->answer.number && veil_on(player_veil(p, &p->now.before, LENS_SIZES)), "it is answered already");
        scene_clear(&first);
        say_right(p);
        check(p->stops[at].right, "it is not right");
    }
    player_clear(p);
}

static void where_no_other_case_is_found_the_present_one_stays(void **state)
{
    (void)state;
    steps[3].ask.keep = "in == 4";
    steps[3].ask.vary = "in=5..6";
    Player player = begin(3, 7);
    say_wrong(&player);
    check(player.count == 5, "what cannot be made came back: %s", order(&player));
    double right = player.now.right;
    player_fresh(&player);
    check(player.trouble[0] && player.asks && player.gate == GATE_REVEALED && player.now.right == right, "gate %d, '%s'", player.gate, player.trouble);
    player_clear(&player);
    steps[3].ask.keep = NULL;
    ask(3, "in=2..9 k=3..6");
}

// ---- back and on -----------------------------------------------------------------------------------------------

static void going_back_shows_what_was_answered(void **state)
{
    (void)state;
    Player player = begin(0, 7);
    Player *p = &player;
    player_go(p, 1);
    double answered = p->now.right + 1000;
    Cell cells[2] = { { ROLE_Y, { 0, 0, 0, 3 } }, { ROLE_Y, { 0, 0, 0, 4 } } };
    Scene changed = scene_copy(&scene.scene);
    player_commit(p, &(Answer){ .number = answered, .cells = cells, .cell_count = 2, .scene = &changed });
    scene_clear(&changed); // the player has its own
    memset(cells, 0, sizeof cells);
    player_commit(p, &p->answer); // the same again, which borrows from what it replaces
    player_reveal(p), player_why(p);
    player_go(p, 1), player_go(p, -1);
    check(p->at == 1 && p->gate == GATE_WHY && p->asks && p->answer.number == answered, "gate %d, answered %g", p->gate, p->answer.number);
    check(p->answer.cell_count == 2 && p->answer.cells[1].at[3] == 4 && scene_equal(p->answer.scene, &scene.scene), "the cells are others");
    check(!p->judgement.right && player_scene(p) == &p->now.after && player_can_go(p), "the judgement is another");
    player_reveal(p);
    check(p->count == 10, "%d stops: it was put back twice", p->count);
    player_clear(p);
}

static void an_open_question_stays_open(void **state)
{
    (void)state;
    Player player = begin(0, 7);
    Player *p = &player;
    player_go(p, 1), player_commit(p, &(Answer){ .number = 12 });
    player_go(p, -1);
    check(p->at == 0 && p->gate == GATE_NONE, "at %d, gate %d", p->at, p->gate);
    player_go(p, 1);
    check(p->gate == GATE_COMMITTED && p->answer.number == 12, "gate %d, %g", p->gate, p->answer.number);
    player_goto(p, 5);
    check(p->at == 5, "at %d", p->at);
    player_goto(p, 0), player_go(p, 7);
    check(p->at == 1 && p->gate == GATE_COMMITTED, "it was passed over: at %d", p->at);
    player_clear(p);
}

static void behind_the_last_stop_it_is_over(void **state)
{
    (void)state;
    Player player = begin(4, 6);
    player_go(&player, 2);
    check(!player_over(&player) && player.at == 2, "at %d", player.at);
    player_go(&player, 1);
    check(player_over(&player) && !player_can_go(&player) && player.gate == GATE_NONE, "at %d", player.at);
    check(player_step(&player) == &steps[6] && player_scene(&player) == &scene.scene && !player_again(&player), "the last step is gone");
    player_go(&player, 5), player_goto(&player, 100);
    check(player.at == 3, "at %d of 3", player.at);
    player_go(&player, -1);
    check(!player_over(&player) && player.at == 2, "at %d", player.at);
    player_goto(&player, -4);
    check(player.at == 0, "at %d", player.at);
    player_clear(&player);
}

static void a_lesson_without_steps_is_over_at_once(void **state)
{
    (void)state;
    Lesson empty = { .name = "empty", .title = "Empty" };
    Player player;
    player_begin(&player, &empty, 0, 5, 1);
    check(player_over(&player) && !player_step(&player) && !player_scene(&player) && !player_again(&player), "%d stops", player.count);
    player_go(&player, 1), player_go(&player, -1);
    check(player_over(&player), "at %d", player.at);
    player_clear(&player);
}

static void one_seed_leads_one_way(void **state)
{
    (void)state;
    Player a = begin(1, 7), b = begin(1, 7), c;
    say_wrong(&a), say_wrong(&b);
    check(a.stops[2].seed == b.stops[2].seed && a.stops[5].seed == b.stops[5].seed, "the same seed, other cases");
    player_begin(&c, &lesson, 1, 7, 6);
    say_wrong(&c);
    check(a.stops[2].seed != c.stops[2].seed, "another seed, the same cases");
    player_clear(&a), player_clear(&b), player_clear(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_stops_are_the_steps_of_the_trail),
        cmocka_unit_test(a_step_without_a_question_has_no_gate),
        cmocka_unit_test(a_question_goes_ask_commit_reveal_why),
        cmocka_unit_test(a_question_that_cannot_be_made_keeps_nobody),
        cmocka_unit_test(a_wrong_answer_comes_back_two_and_five_stops_later),
        cmocka_unit_test(an_unknown_answer_comes_back_too),
        cmocka_unit_test(a_right_answer_does_not_come_back),
        cmocka_unit_test(near_the_end_it_comes_back_at_the_end),
        cmocka_unit_test(who_is_wrong_again_and_again_is_asked_three_times_more_at_most),
        cmocka_unit_test(in_a_lecture_nothing_comes_back),
        cmocka_unit_test(one_question_is_put_back_once_however_often_it_is_asked_afresh),
        cmocka_unit_test(a_fresh_case_stands_at_the_same_stop_with_other_numbers),
        cmocka_unit_test(where_no_other_case_is_found_the_present_one_stays),
        cmocka_unit_test(going_back_shows_what_was_answered),
        cmocka_unit_test(an_open_question_stays_open),
        cmocka_unit_test(behind_the_last_stop_it_is_over),
        cmocka_unit_test(a_lesson_without_steps_is_over_at_once),
        cmocka_unit_test(one_seed_leads_one_way),
    };
    return cmocka_run_group_tests(tests, make_lesson, clear_lesson);
}
