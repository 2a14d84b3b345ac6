// A trail is a heading and its stops: a lesson, a step of it, or the steps from one to another.
#include "lesson/pages.h"

static void stops_are_lessons_or_parts_of_them(void **state)
{
    (void)state;
    pages_open("trails.md", "# Trails\n\nWays.\n\n## Lecture 40\n\nFor a *whole* hour.\n\nNearly.\n\n"
                            "- [What does one input write?](stamp.md), 5 minutes\n"
                            "- [The second](stamp.md#second), 1 minute\n"
                            "- [From](stamp.md#first) to [to](stamp.md#second), 12 minutes\n"
                            "- [From](slide.md) to [to](slide.md#look),\n  3 minutes\n\n"
                            "## Rescue\n\n- [Slide](slide.md#ask), 7 minutes\n");
    course_need(&course, PAGE_TRAILS);
    nothing_is_said(&course.said[PAGE_TRAILS]);
    assert_int_equal(course.trail_count, 2);
    assert_string_equal(course.trails[0].title, "Lecture 40");
    assert_string_equal(course.trails[0].text, "For a whole hour.\n\nNearly.");
    assert_string_equal(course.trails[1].text, "");
    static const struct { int lesson, first, last, minutes; const char *title; } stops[] = {
        { 0, 0, 2, 5, "What does one input write?" }, { 0, 1, 1, 1, "The second" }, { 0, 0, 1, 12, "From" }, { 1, 0, 0, 3, "From" }, { 1, 1, 1, 7, "Slide" },
    };
    assert_int_equal(course.trails[0].count, 4);
    assert_int_equal(course.trails[1].count, 1);
    for (int i = 0; i < COUNT(stops); i++) {
        const TrailStop *stop = i < 4 ? &course.trails[0].stops[i] : &course.trails[1].stops[0];
        check(stop->lesson == stops[i].lesson && stop->first == stops[i].first && stop->last == stops[i].last && stop->minutes == stops[i].minutes,
              "stop %d: lesson %d, steps %d to %d, %d minutes", i, stop->lesson, stop->first, stop->last, stop->minutes);
        assert_string_equal(stop->title, stops[i].title);
    }
}

static void a_stop_with_a_mistake_is_left_out(void **state)
{
    (void)state;
    pages_open("trails.md", "## A\n\n- [Phases](phases.md), 5 minutes\n- [Slide](slide.md), 7 minutes\n");
    course_need(&course, PAGE_TRAILS);
    assert_int_equal(course.said[PAGE_TRAILS].count, 1);
    assert_int_equal(course.trails[0].count, 1);
    assert_int_equal(course.trails[0].stops[0].minutes, 7);
}

static void mistakes_of_trails_are_told(void **state)
{
    (void)state;
#define LOOKS "a stop is a link, or two with 'to' between them, and its minutes"
    static const PageMistake rows[] = {
        { "# T\n\nnone\n", 3, "this page has no trail; each begins with ## and its name" },
        { "## A\n\n## B\n\n- [S](slide.md), 1 minute\n", 1, "the trail A has no stops" },
        { "## B\n\n- [S](slide.md), 1 minute\n\n## A\n", 5, "the trail A has no stops" },
        { "- [S](slide.md), 1 minute\n\n## B\n\n- [S](slide.md), 1 minute\n", 1, "these stops belong to no trail" },
        { "## A\n\n- Slide, 3 minutes\n", 3, LOOKS },
        { "## A\n\n- [S](slide.md)\n", 3, LOOKS },
        { "## A\n\n- [S](slide.md), some minutes\n", 3, LOOKS },
        { "## A\n\n- [S](slide.md), 5 hours\n", 3, LOOKS },
        { "## A\n\n- [S](slide.md) 5 minutes\n", 3, LOOKS },
        { "## A\n\n- [S](slide.md), 0 minutes\n", 3, LOOKS },
        { "## A\n\n- see [S](slide.md), 5 minutes\n", 3, LOOKS },
        { "## A\n\n- [S](slide.md), 5 minutes\n\n  more\n", 3, LOOKS },
        { "## A\n\n- [S](slide.md#look) and [S](slide.md#ask), 5 minutes\n", 3, LOOKS },
        { "## A\n\n- [S](slide.md#look) to [S](slide.md#ask), 5 minutes [S](slide.md)\n", 3, LOOKS },
        { "## A\n\n- [S](lessons/slide.md), 5 minutes\n", 3, "'lessons/slide.md' is no lesson beside this file" },
        { "## A\n\n- [S](slied.md), 5 minutes\n", 3, "there is no lesson slied.md in the course; did you mean slide?" },
        { "## A\n\n- [S](slide.md#asks), 5 minutes\n", 3, "slide.md has no step #asks; did you mean ask?" },
        { "## A\n\n- [S](slide.md#ask) to [S](slide.md#zzz), 5 minutes\n", 3, "slide.md has no step #zzz" },
        { "## A\n\n- [S](slide.md#ask) to [S](stamp.md#second), 5 minutes\n", 3, "a stop stays within one lesson" },
        { "## A\n\n- [S](slide.md#ask) to [S](slide.md#look), 5 minutes\n", 3, "the second link leads to a step before the first" },
        { "## A\n\n- [S](slide.md#ask) to [S](slide.md), 5 minutes\n", 3, "the second link names the last step" },
    };
    mistakes_are_told(PAGE_TRAILS, "trails.md", rows, COUNT(rows));
}

static void the_trails_of_this_program_have_stops(void **state)
{
    (void)state;
    for (int i = 0; i < trail_count(); i++) {
        const Trail *trail = trail_at(i);
        check(trail->count > 0, "the trail %s has no stops", trail->title);
        for (int stop = 0; stop < trail->count; stop++) {
            const TrailStop *at = &trail->stops[stop];
            const Lesson *lesson = course_lesson(at->lesson);
            check(lesson && 0 <= at->first && at->first <= at->last && at->last < lesson->count, "%s, stop %d", trail->title, stop);
        }
    }
    assert_null(trail_at(-1));
    assert_null(trail_at(trail_count()));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stops_are_lessons_or_parts_of_them),
        cmocka_unit_test(a_stop_with_a_mistake_is_left_out),
        cmocka_unit_test(mistakes_of_trails_are_told),
        cmocka_unit_test(the_trails_of_this_program_have_stops),
    };
    return cmocka_run_group_tests(tests, NULL, close_pages);
}
