// Every lesson of the course, played without a window: each scene is made, each question has its answer, each wrong way
// is gone, and what the course promises of a lesson holds. The exercises likewise.
#include "lesson/case.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *where(const Lesson *lesson, int step)
{
    static char text[160];
    snprintf(text, sizeof text, "%s, step %d (line %d)", lesson->name, step + 1, lesson->steps[step].line);
    return text;
}

// ---- what the course promises ----------------------------------------------------------------------------------

static void a_lesson_has_six_steps_and_three_questions_of_two_kinds(void **state)
{
    (void)state;
    check(course_count() >= 20, "there are %d lessons", course_count());
    for (int l = 0; l < course_count(); l++) {
        const Lesson *lesson = course_lesson(l);
        int asks = 0, kinds[ASK_KINDS] = { 0 }, different = 0;
        for (int i = 0; i < lesson->count; i++) {
            AskKind kind = lesson->steps[i].ask.kind;
            asks += kind != ASK_NONE;
            different += kind != ASK_NONE && kinds[kind]++ == 0;
        }
        check(lesson->count >= 6, "%s has %d steps", lesson->name, lesson->count);
        check(asks >= 3 && different >= 2, "%s has %d questions of %d kinds", lesson->name, asks, different);
        check(kinds[ASK_SET] >= 1, "%s has no question on a change that the reader makes", lesson->name);
        check(lesson->minutes >= 1 && lesson->minutes <= 10, "%s takes %d minutes", lesson->name, lesson->minutes);
        check(lesson->goal_count >= 1 && lesson->discuss_count >= 1, "%s has no goals, or nothing to discuss", lesson->name);
    }
}

static void check_remarks(const Lesson *lesson)
{
    Remarks remarks = { 0 };
    lesson_check(lesson, &remarks);
    for (int i = 0; i < remarks.count; i++) check(false, "%s.md:%d: %s", lesson->name, remarks.at[i].line, remarks.at[i].text);
    remarks_clear(&remarks);
}

static void the_check_has_nothing_to_say_not_even_advice(void **state)
{
    (void)state;
    for (int l = 0; l < course_count(); l++) check_remarks(course_lesson(l));
    check_remarks(course_exercises());
}

static bool known_picture(const char *name)
{
    for (int i = 0; PICTURE_NAMES[i]; i++)
        if (!strcmp(name, PICTURE_NAMES[i])) return true;
    return false;
}

static void check_source(const Lesson *lesson, const LessonScene *scene, const Source *source)
{
    check(source->kind != SOURCE_FILE, "%s.md:%d wants a file", lesson->name, scene->line);
    check(source->kind != SOURCE_PICTURE || known_picture(source->word), "%s.md:%d wants a picture that is not there", lesson->name, scene->line);
}

static void nothing_is_needed_that_is_not_in_the_program(void **state)
{
    (void)state;
    for (int l = 0; l < course_count(); l++) {
        const Lesson *lesson = course_lesson(l);
        for (int i = 0; i < lesson->scene_count; i++) {
            const LessonScene *scene = &lesson->scenes[i];
            check_source(lesson, scene, &scene->scene.x), check_source(lesson, scene, &scene->scene.w);
            check_source(lesson, scene, &scene->scene.b), check_source(lesson, scene, &scene->scene.gy);
        }
    }
}

// ---- every question --------------------------------------------------------------------------------------------

static void right_answer(Answer *out, Scene *solved, const Case *c)
{
    Error err = { 0 };
    *out = (Answer){ .number = c->right, .size = { c->right_size[0], c->right_size[1] }, .option = c->right_option, .cells = c->cells,
                     .cell_count = c->ask->all ? c->cell_count : 1 };
    if (c->ask->kind != ASK_SET) return;
    check(scene_solve(solved, &c->before, c->lesson, c->ask->right, c->ask->change, &err), "%s", err.text);
    out->scene = solved;
}

static bool judged(const Case *c, const Answer *answer, bool *spoken)
{
    Judgement judgement;
    case_judge(&judgement, c, answer);
    bool right = judgement.right;
    *spoken = judgement.because || judgement.confusion;
    judgement_clear(&judgement);
    return right;
}

static void the_right_answer_is_right(const Lesson *lesson, int step, const Case *c)
{
    Scene solved = { 0 };
    Answer answer;
    bool spoken;
    right_answer(&answer, &solved, c);
    check(judged(c, &answer, &spoken), "%s: %s is not taken for right", where(lesson, step), c->right_words);
    check(c->right_words && *c->right_words && c->question && *c->question, "%s: the question or its answer has no words", where(lesson, step));
    if (answer.scene) scene_clear(&solved);
}

// How many of the wrong answers that have words of their own were given, and spoken of.
static int wrong_answers(const Lesson *lesson, int step, const Case *c)
{
    const Ask *ask = c->ask;
    int gone = 0;
    bool spoken;
    for (int i = 0; i < ask->options; i++) {
        if (i == c->right_option) continue;
        check(!judged(c, &(Answer){ .option = i }, &spoken), "%s: two options are right", where(lesson, step));
        check(spoken, "%s: nothing is said to option %c", where(lesson, step), 'A' + i);
        gone++;
    }
    Study *study = study_new(&c->after, lesson);
    for (int i = 0; i < ask->wrongs; i++) {
        Error err = { 0 };
        Answer answer = { 0 };
        int count = 0, size[2];
        if (ask->kind == ASK_NUMBER) {
            check(study_value(&answer.number, study, ask->wrong[i].is, false, &err), "%s: %s", where(lesson, step), err.text);
            if (same_value(answer.number, c->right)) continue;
        } else if (ask->kind == ASK_SIZE) {
            if (!size_value(size, study, ask->wrong[i].is, &err)) continue; // 0 or below: no size
            answer.size[0] = size[0], answer.size[1] = size[1];
            if (size[0] == c->right_size[0] && size[1] == c->right_size[1]) continue;
        } else if (ask->kind == ASK_CELLS) {
            Cell *cells = cells_where(&count, study, ask->role, ask->wrong[i].is, &err);
            check(cells != NULL, "%s: %s", where(lesson, step), err.text);
            answer.cells = cells, answer.cell_count = ask->all ? count : 1;
            if (count && !(!ask->all && cells_have(c->cells, c->cell_count, cells[0]))) {
                check(!judged(c, &answer, &spoken) && spoken, "%s: nothing is said to wrong answer %d", where(lesson, step), i + 1);
                gone++;
            }
            free(cells);
            continue;
        } else { // set: a scene for which it holds, where the sliders reach one
            Scene moved;
            double unmoved;
            Study *start = study_new(&c->before, lesson);
            bool at_once = study_value(&unmoved, start, ask->wrong[i].is, false, &err) && holds(unmoved);
            study_free(start);
            if (at_once) moved = scene_copy(&c->before);
            else if (!scene_solve(&moved, &c->before, lesson, ask->wrong[i].is, ask->change, &err)) continue;
            answer.scene = &moved;
            if (!judged(c, &answer, &spoken)) {
                check(spoken, "%s: nothing is said to wrong answer %d", where(lesson, step), i + 1);
                gone++;
            }
            scene_clear(&moved);
            continue;
        }
        check(!judged(c, &answer, &spoken), "%s: wrong answer %d is taken for right", where(lesson, step), i + 1);
        check(spoken, "%s: nothing is said to wrong answer %d", where(lesson, step), i + 1);
        gone++;
    }
    study_free(study);
    return gone;
}

static int play_question(const Lesson *lesson, int step, uint64_t seed)
{
    Case c;
    Error err = { 0 };
    check(case_make(&c, lesson, step, seed, &err), "%s, seed %d: %s", where(lesson, step), (int)seed, err.text);
    the_right_answer_is_right(lesson, step, &c);
    int gone = wrong_answers(lesson, step, &c);
    bool spoken;
    check(!judged(&c, &(Answer){ .unknown = true }, &spoken), "%s: not to know is taken for right", where(lesson, step));
    case_clear(&c);
    return gone;
}

static void every_question_is_answered_and_every_wrong_way_is_gone(void **state)
{
    (void)state;
    for (int l = 0; l < course_count(); l++) {
        const Lesson *lesson = course_lesson(l);
        for (int step = 0; step < lesson->count; step++) {
            const Ask *ask = &lesson->steps[step].ask;
            if (ask->kind == ASK_NONE) continue;
            int gone = play_question(lesson, step, 0);
            check(gone >= 1, "%s: no wrong answer is spoken of", where(lesson, step));
            for (uint64_t seed = 1; seed <= 4 && ask->vary; seed++) play_question(lesson, step, seed);
        }
    }
}

static void every_exercise_can_be_asked_on_and_on(void **state)
{
    (void)state;
    int made = 0;
    check(exercise_topics() >= 6, "there are %d topics", exercise_topics());
    for (int topic = 0; topic < exercise_topics(); topic++)
        for (int level = 1; level <= 3; level++)
            for (uint64_t seed = 1; seed <= 12; seed++) {
                int step = exercise_step(topic, level, seed);
                if (step < 0) continue;
                play_question(course_exercises(), step, seed);
                made++;
            }
    check(made >= 12 * 2 * exercise_topics(), "%d exercises are too few", made);
}

// ---- from the first stop to the last ---------------------------------------------------------------------------

static void who_knows_nothing_comes_to_the_end_too(void **state)
{
    (void)state;
    for (int l = 0; l < course_count(); l++) {
        Player player;
        player_begin(&player, course_lesson(l), 0, course_lesson(l)->count - 1, 7);
        int stops = 0, asked = 0;
        for (; !player_over(&player) && stops < 400; stops++) {
            check(!player.trouble[0], "%s: %s", where(player.lesson, player.stops[player.at].step), player.trouble);
            check(player_scene(&player) || player_step(&player)->scene < 0, "%s: there is no scene", where(player.lesson, player.stops[player.at].step));
            if (player.asks) {
                asked++;
                check(!player_can_go(&player), "%s: one can go on without an answer", where(player.lesson, player.stops[player.at].step));
                player_commit(&player, &(Answer){ .unknown = true });
                player_reveal(&player);
                player_why(&player);
            }
            check(player_can_go(&player), "%s: one cannot go on", where(player.lesson, player.stops[player.at].step));
            player_go(&player, 1);
        }
        check(stops < 400, "%s has no end", player.lesson->name);
        int own = 0;
        for (int i = 0; i < player.lesson->count; i++) own += player.lesson->steps[i].ask.kind != ASK_NONE;
        check(asked > own, "%s: nothing came back (%d questions, %d asked)", player.lesson->name, own, asked);
        player_clear(&player);
    }
}

static void the_trails_take_the_minutes_that_their_names_say(void **state)
{
    (void)state;
    static const struct { const char *title; int minutes; } rows[] = { { "Lecture 40", 40 }, { "Rescue 12", 12 }, { "Engineer 10", 10 } };
    for (int i = 0; i < COUNT(rows); i++) {
        const Trail *found = NULL;
        for (int t = 0; t < trail_count(); t++)
            if (!strncmp(trail_at(t)->title, rows[i].title, strlen(rows[i].title))) found = trail_at(t);
        check(found != NULL, "there is no trail %s", rows[i].title);
        int sum = 0;
        for (int s = 0; s < found->count; s++) sum += found->stops[s].minutes;
        check(sum == rows[i].minutes, "%s takes %d minutes", rows[i].title, sum);
    }
}

static void each_of_the_fifteen_confusions_is_asked_somewhere(void **state)
{
    (void)state;
    check(confusion_count() >= 15, "there are %d", confusion_count());
    for (int i = 0; i < confusion_count(); i++) {
        const Confusion *confusion = confusion_at(i);
        check(confusion->lesson >= 0 && confusion->step >= 0, "%s is asked nowhere", confusion->id);
        check(course_lesson(confusion->lesson)->steps[confusion->step].ask.kind != ASK_NONE, "%s: %s asks nothing", confusion->id, where(course_lesson(confusion->lesson), confusion->step));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lesson_has_six_steps_and_three_questions_of_two_kinds),
        cmocka_unit_test(the_check_has_nothing_to_say_not_even_advice),
        cmocka_unit_test(nothing_is_needed_that_is_not_in_the_program),
        cmocka_unit_test(every_question_is_answered_and_every_wrong_way_is_gone),
        cmocka_unit_test(every_exercise_can_be_asked_on_and_on),
        cmocka_unit_test(who_knows_nothing_comes_to_the_end_too),
        cmocka_unit_test(the_trails_take_the_minutes_that_their_names_say),
        cmocka_unit_test(each_of_the_fifteen_confusions_is_asked_somewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
