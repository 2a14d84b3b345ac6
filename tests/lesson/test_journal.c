// What is kept between starts: written and read back, what makes no sense passed over, and what is asked again first.
#include "lesson/lesson.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>

static void check_text(const Journal *journal, const char *expected)
{
    Text text = { 0 };
    journal_print(&text, journal);
    const char *first = strchr(text.data, '\n') + 1;
    check(text.data[0] == '#', "no heading: %s", text.data);
    check(!strcmp(first, expected), "it reads\n%s\nexpected\n%s", first, expected);
    text_clear(&text);
}

static void check_reads(const char *text, const char *expected)
{
    Journal journal;
    journal_read(&journal, text);
    check_text(&journal, expected);
    journal_clear(&journal);
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    const char *all = "seen 4 8 output-padding\ndone 8 8 stamp\nmissed 3 2 1 output-padding\nmissed 1 1 0 my own lesson\n"
                      "at 4 /a b/größe.md\ntrail 1 2\npresenting\n";
    check_reads(all, all);
    check_reads("", "");
    Journal journal;
    journal_read(&journal, all);
    check(journal.missed[0].step == 2 && journal.at_step == 3, "steps are counted from 1 in the file: %d %d", journal.missed[0].step, journal.at_step);
    check(!journal.seen[0].done && journal.seen[1].done && journal.presenting, "done %d", journal.seen[1].done);
    journal_clear(&journal);
}

static void lines_that_make_no_sense_are_passed_over(void **state)
{
    (void)state;
    check_reads("seen\nseen 4\nseen 4 8\nseen 4 8 \nseen 9 8 a\nseen -1 8 a\nseen x 8 a\nseen 1 99999999999999999999 a\nseenx 1 2 a\nseen 1.5 2 a\n", "");
    check_reads("missed 0 1 0 a\nmissed 1 0 0 a\nmissed 1 1 2 a\nmissed 1 1 a\nat 0 a\nat a\nat 1\npresenting now\nfoo\n\n\n# seen 1 2 a\n", "");
    check_reads("seen 1 2 a\tb\nseen 1 2 a\x01\nseen 1 2 \xff\xfe\nat 3 a\x7f\nseen 1 2 a \nseen 1 2  a\n", "");
    check_reads("trail\ntrail 1\ntrail 0 1\ntrail 1 0\ntrail 1 x\ntrail x 1\ntrail 1 2 3\n", "");
    check_reads("seen 1 2 a\r\nat 2 b\r\n", "seen 1 2 a\nat 2 b\n");
    check_reads("seen 1 2 a", "seen 1 2 a\n");
    check_reads("seen 1 2 a\ndone 2 2 a\nmissed 1 1 0 a\nmissed 1 3 1 a\nat 1 a\nat 2 b\n", "done 2 2 a\nmissed 1 3 1 a\nat 2 b\n");
}

static void a_name_that_would_break_the_lines_is_not_kept(void **state)
{
    (void)state;
    Journal journal = { 0 };
    journal.at_lesson = memory_text("a\nseen 1 2 b");
    check_text(&journal, "");
    journal_clear(&journal);
}

// ---- as one plays ----------------------------------------------------------------------------------------------

static Lesson five = { .name = "five", .count = 5 };

static void stops_are_remembered(void **state)
{
    (void)state;
    Stop stops[6] = { { .step = 0 }, { .step = 1 }, { .step = 2 }, { .step = 3 }, { .step = 4 }, { .step = 4 } };
    Player player = { .lesson = &five, .stops = stops, .count = 5 };
    Journal journal = { 0 };
    player.at = 2, journal_stop(&journal, &player);
    check_text(&journal, "seen 3 5 five\nat 3 five\n");
    player.at = 1, journal_stop(&journal, &player);
    check_text(&journal, "seen 3 5 five\nat 2 five\n");
    player.at = 4, journal_stop(&journal, &player);
    check_text(&journal, "seen 5 5 five\nat 5 five\n");
    player.at = 5, journal_stop(&journal, &player);
    check_text(&journal, "done 5 5 five\nat 5 five\n");
    player.at = 0, journal_stop(&journal, &player);
    check_text(&journal, "done 5 5 five\nat 1 five\n");
    Lesson other = { .name = "other", .count = 3 };
    player.lesson = &other, journal_stop(&journal, &player);
    check_text(&journal, "done 5 5 five\nseen 1 3 other\nat 1 other\n");
    journal_clear(&journal);
}

static void a_part_of_a_lesson_does_not_do_all_of_it(void **state)
{
    (void)state;
    Stop stops[3] = { { .step = 1 }, { .step = 2 }, { .step = 2 } };
    Player player = { .lesson = &five, .stops = stops, .count = 2, .at = 2 };
    Journal journal = { 0 };
    journal_stop(&journal, &player);
    check_text(&journal, "seen 3 5 five\nat 3 five\n");
    journal_clear(&journal);
}

static void a_lesson_that_became_shorter_is_not_seen_beyond_its_end(void **state)
{
    (void)state;
    Stop stops[2] = { { .step = 0 }, { .step = 0 } };
    Player player = { .lesson = &five, .stops = stops, .count = 1 };
    Journal journal;
    journal_read(&journal, "seen 8 9 five\n");
    journal_stop(&journal, &player);
    check_text(&journal, "seen 5 5 five\nat 1 five\n");
    player.count = 0, player.at = 0;
    journal_stop(&journal, &player); // no stops at all
    check_text(&journal, "seen 5 5 five\nat 1 five\n");
    journal_clear(&journal);
}

static void answer(Journal *journal, int step, bool right)
{
    Stop stops[2] = { { .step = step, .answered = true, .right = right }, { .step = step } };
    Player player = { .lesson = &five, .stops = stops, .count = 1 };
    journal_answer(journal, &player);
}

static void what_went_wrong_is_kept_until_two_right_answers(void **state)
{
    (void)state;
    Journal journal = { 0 };
    answer(&journal, 1, true);
    check_text(&journal, "");
    answer(&journal, 1, false), answer(&journal, 2, false), answer(&journal, 1, false);
    check_text(&journal, "missed 3 1 0 five\nmissed 2 2 0 five\n");
    answer(&journal, 2, true);
    check_text(&journal, "missed 2 2 0 five\nmissed 3 1 1 five\n");
    answer(&journal, 2, false);
    check_text(&journal, "missed 2 2 0 five\nmissed 3 2 0 five\n");
    answer(&journal, 2, true), answer(&journal, 2, true);
    check_text(&journal, "missed 2 2 0 five\n");
    Stop open[2] = { { .step = 3 }, { .step = 3 } };
    Player player = { .lesson = &five, .stops = open, .count = 1 };
    journal_answer(&journal, &player);
    player.at = 1;
    journal_answer(&journal, &player);
    journal_answer(&journal, &(Player){ .lesson = &five });
    check_text(&journal, "missed 2 2 0 five\n");
    journal_clear(&journal);
}

// ---- asked again -----------------------------------------------------------------------------------------------

static int asking; // the first step of the first lesson that has a question, and of the exercises

static void check_again(const char *text, int lesson, int step)
{
    Journal journal;
    int at_lesson = -9, at_step = -9;
    journal_read(&journal, text);
    bool is = journal_again(&journal, &at_lesson, &at_step);
    check(is == (step >= 0) && (!is || (at_lesson == lesson && at_step == step)), "%d: lesson %d step %d, expected %d %d of\n%s", is, at_lesson, at_step, lesson, step, text);
    journal_clear(&journal);
}

static char *lines(const char *format, ...)
{
    static char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return text;
}

static int first_question(const Lesson *lesson, int from)
{
    for (int i = from; i < lesson->count; i++)
        if (lesson->steps[i].ask.kind != ASK_NONE) return i;
    return -1;
}

static void what_went_wrong_most_is_asked_first(void **state)
{
    (void)state;
    const Lesson *a = course_lesson(0);
    int one = asking = first_question(a, 0), two = first_question(a, one + 1), three = first_question(a, two + 1);
    check(one >= 0 && two >= 0 && three >= 0, "the first lesson has fewer than three questions: %d %d %d", one, two, three);
    check_again(lines("missed %d 1 0 %s\n", one + 1, a->name), 0, one);
    check_again(lines("missed %d 1 0 %s\nmissed %d 3 0 %s\nmissed %d 1 0 %s\n", one + 1, a->name, two + 1, a->name, three + 1, a->name), 0, two);
    // the same number of times: the one that was asked longest ago
    check_again(lines("missed %d 2 0 %s\nmissed %d 2 0 %s\nmissed %d 1 0 %s\n", two + 1, a->name, one + 1, a->name, three + 1, a->name), 0, two);
    // the one that was just asked waits
    check_again(lines("missed %d 1 0 %s\nmissed %d 5 0 %s\n", one + 1, a->name, two + 1, a->name), 0, one);
    // a right answer since counts against it
    check_again(lines("missed %d 2 1 %s\nmissed %d 2 0 %s\nmissed %d 1 0 %s\n", one + 1, a->name, two + 1, a->name, three + 1, a->name), 0, two);
}

static void an_exercise_comes_again_too(void **state)
{
    (void)state;
    const Lesson *exercises = course_exercises();
    int step = first_question(exercises, 0);
    if (step < 0) skip(); // there are none yet
    check_again(lines("missed %d 1 0 %s\n", step + 1, exercises->name), -1, step);
}

static void what_is_not_there_any_more_is_passed_over(void **state)
{
    (void)state;
    const Lesson *a = course_lesson(0);
    check_again("", 0, -1);
    check_again("missed 1 4 0 no-such-lesson\n", 0, -1);
    check_again(lines("missed %d 4 0 %s\n", a->count + 1, a->name), 0, -1);
    check_again(lines("missed 99999 4 0 %s\n", a->name), 0, -1);
    check_again(lines("missed 1 4 0 no-such-lesson\nmissed %d 1 0 %s\nmissed 1 9 0 nor-this\n", asking + 1, a->name), 0, asking);
    for (int i = 0; i < a->count; i++)
        if (a->steps[i].ask.kind == ASK_NONE) check_again(lines("missed %d 4 0 %s\n", i + 1, a->name), 0, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(lines_that_make_no_sense_are_passed_over),
        cmocka_unit_test(a_name_that_would_break_the_lines_is_not_kept),
        cmocka_unit_test(stops_are_remembered),
        cmocka_unit_test(a_part_of_a_lesson_does_not_do_all_of_it),
        cmocka_unit_test(a_lesson_that_became_shorter_is_not_seen_beyond_its_end),
        cmocka_unit_test(what_went_wrong_is_kept_until_two_right_answers),
        cmocka_unit_test(what_went_wrong_most_is_asked_first),
        cmocka_unit_test(an_exercise_comes_again_too),
        cmocka_unit_test(what_is_not_there_any_more_is_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
