// The course is what course.md names, as far as it is there; its pages explain words and name confusions; and the course
// of this program is whole.
#include "lesson/pages.h"

#include <stdio.h>
#include <stdlib.h>

static void the_course_has_its_lessons_in_order(void **state)
{
    (void)state;
    pages_open(NULL, NULL);
    assert_int_equal(course_place(&course, "slide"), 1);
    nothing_is_said(&course.said[PAGE_COURSE]);
    assert_int_equal(course.count, 2);
    assert_int_equal(course_place(&course, "stamp"), 0);
    assert_int_equal(course_place(&course, "README"), -1);
    assert_null(course.lesson[0]); // nothing is read before it is asked for
    assert_string_equal(course_read(&course, 0)->title, "What does one input write?");
    assert_string_equal(course_read(&course, 0)->name, "stamp");
    assert_int_equal(course_read(&course, 0)->count, 3);
    assert_ptr_equal(course_read(&course, 0), course_read(&course, 0));
    assert_null(course_read(&course, 2));
    assert_null(course_read(&course, -1));
    assert_int_equal(course_read_exercises(&course)->count, 0); // there are none, and that is no lack
}

static void exercises_are_a_lesson_of_their_own(void **state)
{
    (void)state;
    pages_open("exercises.md", "# Exercises\n\n" PAGES_SCENE "## A\n\n" PAGES_ASK("topic: sizes\nlevel: 1\n"));
    assert_int_equal(course_read_exercises(&course)->count, 1);
    assert_string_equal(course_read_exercises(&course)->steps[0].ask.topic, "sizes");
}

static void a_lesson_that_is_not_there_is_said_and_left_out(void **state)
{
    (void)state;
    pages_open("course.md", "# C\n\n- [Phases](phases.md)\n- [Slide](slide.md)\n");
    assert_int_equal(course_place(&course, "slide"), 0);
    assert_int_equal(course.count, 1);
    assert_int_equal(course.said[PAGE_COURSE].count, 1);
    assert_int_equal(course.said[PAGE_COURSE].at[0].line, 3);
    assert_string_equal(course.said[PAGE_COURSE].at[0].text, "there is no file phases.md in lessons/");
}

static void mistakes_of_the_course_are_told(void **state)
{
    (void)state;
    static const PageMistake rows[] = {
        { "# C\n\nNothing.\n", 3, "this page names no lesson; write them as a list" },
        { "# C\n\n- Stamp\n", 3, "an item of the course is a link and nothing else" },
        { "# C\n\n- [Stamp](stamp.md) is nice\n", 3, "an item of the course is a link and nothing else" },
        { "# C\n\n- [Stamp](https://stamp.example/)\n", 3, "'https://stamp.example/' is no lesson beside this file" },
        { "# C\n\n- [Stamp](stamp.md#first)\n", 3, "the course has whole lessons; leave out #first" },
        { "# C\n\n- [Stamp](stamp.md)\n- [Slide](slide.md)\n- [Stamp](stamp.md)\n", 5, "stamp.md stands in the course twice" },
        { "# C\n\nbad \x80\n", 3, "this is not UTF-8" },
    };
    mistakes_are_told(PAGE_COURSE, "course.md", rows, COUNT(rows));
}

static void the_course_has_an_end(void **state)
{
    (void)state;
    static char names[COURSE_MOST + 2][16];
    static CourseFile files[COURSE_MOST + 2];
    Text text = { 0 };
    for (int i = 0; i <= COURSE_MOST; i++) {
        snprintf(names[i], sizeof names[i], "l%d.md", i);
        files[i] = (CourseFile){ names[i], (const unsigned char *)"# T\n\n## A\n\nb\n", 12 };
        text_print(&text, "- [%d](l%d.md)\n", i, i);
    }
    files[COURSE_MOST + 1] = (CourseFile){ "course.md", (const unsigned char *)text.data, text.length };
    pages_close();
    course_open(&course, files, COURSE_MOST + 2);
    course_need(&course, PAGE_COURSE);
    assert_int_equal(course.count, COURSE_MOST);
    assert_int_equal(course.said[PAGE_COURSE].count, 1);
    assert_int_equal(course.said[PAGE_COURSE].at[0].line, COURSE_MOST + 1);
    assert_non_null(strstr(course.said[PAGE_COURSE].at[0].text, "at most 40 lessons"));
    pages_close();
    text_clear(&text);
}

// ---- words -----------------------------------------------------------------------------------------------------

static void words_are_explained(void **state)
{
    (void)state;
    pages_open("glossary.md", "# Words\n\nUsed here.\n\n## tap\n\nOne weight\nof the *kernel*.\n\nAt its place.\n\n## checker share\n\nHow much.\n");
    course_need(&course, PAGE_GLOSSARY);
    nothing_is_said(&course.said[PAGE_GLOSSARY]);
    assert_int_equal(course.word_count, 2);
    assert_string_equal(course.words[0].word, "tap");
    assert_string_equal(course.words[0].meaning, "One weight of the kernel. At its place.");
    static const PageMistake rows[] = {
        { "# Words\n\ntap\n", 3, "this page explains no word" },
        { "# W\n\n## tap\n\n## gain\n\nSum.\n", 3, "this word is not explained" },
        { "# W\n\n## gain\n\nSum.\n\n## tap\n", 7, "this word is not explained" },
        { "# W\n\n## tap\n\nA.\n\n## Tap\n\nB.\n", 7, "the word Tap is explained twice" },
        { "# W\n\n##\n\nA.\n", 3, "this heading is empty" },
    };
    mistakes_are_told(PAGE_GLOSSARY, "glossary.md", rows, COUNT(rows));
}

// The words of a step, with blanks between them.
static void step_explains(const Lesson *lesson, int step, const char *words)
{
    const Word *found[8];
    Text text = { 0 };
    int count = glossary_of_step(&course, lesson, step, found, COUNT(found));
    for (int i = 0; i < count; i++) text_print(&text, "%s%s", i ? " " : "", found[i]->word);
    check(!strcmp(text_or_empty(&text), words), "step %d explains '%s', not '%s'", step, text_or_empty(&text), words);
    text_clear(&text);
}

static void a_word_is_explained_where_it_is_used_first(void **state)
{
    (void)state;
    pages_open("glossary.md", "## tap\n\nA.\n\n## phase\n\nB.\n\n## gain\n\nC.\n\n## wide\n\nD.\n\n## checker share\n\nE.\n\n## stride\n\nF.\n");
    static const char text[] = "# T\n\nThe *wide* side.\n\n" PAGES_SCENE
                               "## A tap in a title is none\n\nMore stapled tapes, tapping, {tap} and {gain[0,0]}.\n\n```\nphase\n```\n\n"
                               "## B\n\nTwo —taps— of a wide\nkernel.\n\n"
                               "## C\n\n" "```ask\nnumber: k\nquestion: Which phase?\nvary: k=2..3\n```\n\nThe Checker\nshare of a GAIN, its tap.\n\n"
                               "## D\n\nGains, phases, taps, Strides.\n";
    Lesson lesson;
    Remarks remarks = { 0 };
    assert_true(lesson_read(&lesson, "mine", text, strlen(text), &remarks));
    step_explains(&lesson, 0, "wide");
    step_explains(&lesson, 1, "tap");
    step_explains(&lesson, 2, "phase gain checker share");
    step_explains(&lesson, 3, "stride");
    step_explains(&lesson, 4, "");
    step_explains(&lesson, -1, "");
    const Word *one[1];
    assert_int_equal(glossary_of_step(&course, &lesson, 2, one, 1), 1);
    lesson_clear(&lesson);
    remarks_clear(&remarks);
}

// ---- confusions ------------------------------------------------------------------------------------------------

static void confusions_say_where_they_are_asked(void **state)
{
    (void)state;
    pages_open("confusions.md", "# Confusions\n\n"
                                "## Is it *wiped out*?\n\n```confusion wiped-out\nasked: stamp.md#second\n```\n\nNo:\nthey add.\n\nAlways.\n\n"
                                "## Is it turned?\n\n```confusion turned-2\nasked: slide.md\n```\n\nAs a window.\n");
    const Confusion *confusion = course_confusion(&course, "wiped-out");
    nothing_is_said(&course.said[PAGE_CONFUSIONS]);
    assert_non_null(confusion);
    assert_string_equal(confusion->id, "wiped-out");
    assert_string_equal(confusion->title, "Is it wiped out?");
    assert_string_equal(confusion->words, "No: they add. Always.");
    assert_int_equal(confusion->lesson, 0);
    assert_int_equal(confusion->step, 1);
    confusion = course_confusion(&course, "turned-2");
    assert_int_equal(confusion->lesson, 1);
    assert_int_equal(confusion->step, 1); // the first that asks
    assert_null(course_confusion(&course, "turned"));
}

// Without a step it is the one whose question knows the confusion.
static void a_confusion_finds_its_question(void **state)
{
    (void)state;
    pages_open("confusions.md", "## A?\n\n```confusion kernel-flipped\nasked: slide.md\n```\n\nNo.\n");
    char *text = memory_text("# T\n\n" PAGES_SCENE "## A\n\n" PAGES_ASK("") "## B\n\n" PAGES_ASK("wrong: 1 | because: @kernel-flipped\n"));
    for (int i = 0; i < PAGES_MOST; i++)
        if (pages[i].name && !strcmp(pages[i].name, "slide.md")) pages[i].bytes = (const unsigned char *)text, pages[i].length = strlen(text);
    assert_int_equal(course_confusion(&course, "kernel-flipped")->step, 1);
    pages_close();
    free(text);
}

static void mistakes_of_confusions_are_told(void **state)
{
    (void)state;
#define WORDS "\n\nNo.\n"
    static const PageMistake rows[] = {
        { "# C\n\nnone\n", 3, "this page has no confusion" },
        { "## A?\n\nNo.\n", 1, "this confusion has no block" },
        { "## A?\n\n```confusion a\nasked: stamp.md#second\n```\n", 1, "this confusion is not explained" },
        { "## A?\n\n```confusion\nasked: stamp.md#second\n```" WORDS, 3, "'' is no name of a confusion" },
        { "## A?\n\n```confusion Ab\nasked: stamp.md#second\n```" WORDS, 3, "'Ab' is no name of a confusion" },
        { "## A?\n\n```confuson a\nasked: stamp.md#second\n```" WORDS, 3, "not with `confuson a`" },
        { "## A?\n\nNo.\n\n```confusion a\nasked: stamp.md#second\n", 5, "nothing closes this block" },
        { "## A?\n\n```confusion a\n```" WORDS, 3, "this block does not say where the question is" },
        { "## A?\n\n```confusion a\nakse: stamp.md\n```" WORDS, 4, "a setting `akse`; there is asked" },
        { "## A?\n\n```confusion a\naskd: stamp.md\n```" WORDS, 4, "; did you mean asked?" },
        { "## A?\n\n```confusion a\nasked: stamp.md#second\nasked: slide.md\n```" WORDS, 5, "asked: stands twice" },
        { "## A?\n\n```confusion a\nasked: stamp\n```" WORDS, 4, "'stamp' is no step of a lesson" },
        { "## A?\n\n```confusion a\nasked: stmap.md\n```" WORDS, 4, "there is no lesson stmap.md in the course; did you mean stamp?" },
        { "## A?\n\n```confusion a\nasked: stamp.md#secnd\n```" WORDS, 4, "stamp.md has no step #secnd; did you mean second?" },
        { "## A?\n\n```confusion a\nasked: stamp.md#first\n```" WORDS, 4, "no question stands in that step of stamp.md" },
        { "## A?\n\n```confusion a\nasked: slide.md\n```\n\n```confusion b\n```" WORDS, 7, "a second block" },
        { "## A?\n\n```confusion a\nasked: slide.md\n```" WORDS "\n## B?\n\n```confusion a\nasked: slide.md\n```" WORDS, 11, "there are two confusions with the name a" },
    };
    mistakes_are_told(PAGE_CONFUSIONS, "confusions.md", rows, COUNT(rows));
}

// ---- anything at all -------------------------------------------------------------------------------------------

static const char *const WHOLE_PAGES[COURSE_PAGES] = {
    "# C\n\nAll.\n\n- [Stamp](stamp.md)\n- [Slide](slide.md)\n",
    "# T\n\n## Lecture\n\nWords.\n\n- [A](stamp.md), 5 minutes\n- [B](stamp.md#first) to [C](stamp.md#second), 1 minute\n\n## Rescue\n\n- [D](slide.md#ask), 2 minutes\n",
    "# W\n\n## tap\n\nOne weight.\n\n## checker share\n\nHow much.\n\nOf it.\n",
    "# C\n\n## A?\n\n```confusion a\nasked: stamp.md#second\n```\n\nNo.\n\n## B?\n\n```confusion b\nasked: slide.md\n```\n\nNo.\n",
};

static void read_page_of_anything(CoursePage which, const char *name, const char *text)
{
    int lines = 1;
    for (const char *c = text; *c; c++) lines += *c == '\n' || *c == '\r';
    pages_open(name, text);
    course_need(&course, which);
    course_place_confusions(&course);
    const Word *words[2];
    for (int i = 0; i < course.count; i++) (void)glossary_of_step(&course, course_read(&course, i), 0, words, 2);
    for (int page = 0; page < COURSE_PAGES; page++)
        for (int i = 0; i < course.said[page].count; i++)
            check(course.said[page].at[i].line >= 1 && course.said[page].at[i].line <= lines, "line %d of %d: %s", course.said[page].at[i].line, lines,
                  course.said[page].at[i].text);
    for (int i = 0; i < course.trail_count; i++)
        for (int stop = 0; stop < course.trails[i].count; stop++) {
            const TrailStop *at = &course.trails[i].stops[stop];
            check(at->first >= 0 && at->first <= at->last && at->last < course_read(&course, at->lesson)->count, "steps %d to %d", at->first, at->last);
        }
    for (int i = 0; i < course.confusion_count; i++) assert_non_null(course.confusions[i].is.id);
}

static void pages_with_other_bytes_are_told_within_them(void **state)
{
    (void)state;
    static const char likely[] = "\n\n\n#`:|{}*[]()<>- =,.ato0159\\\t";
    Random random = { 7 };
    for (CoursePage which = 0; which < COURSE_PAGES; which++) {
        char name[32], text[512];
        size_t length = strlen(WHOLE_PAGES[which]);
        snprintf(name, sizeof name, "%s.md", COURSE_PAGE_NAMES[which]);
        read_page_of_anything(which, name, WHOLE_PAGES[which]);
        assert_int_equal(course.said[which].count, 0);
        for (size_t cut = 0; cut < length; cut++) {
            snprintf(text, sizeof text, "%.*s", (int)cut, WHOLE_PAGES[which]);
            read_page_of_anything(which, name, text);
        }
        for (int round = 0; round < 300; round++) {
            memcpy(text, WHOLE_PAGES[which], length + 1);
            for (long flips = random_range(&random, 1, 6); flips; flips--)
                text[random_range(&random, 0, (long)length - 1)] = likely[random_range(&random, 0, (long)strlen(likely) - 1)];
            read_page_of_anything(which, name, text);
        }
    }
}

// ---- of this program -------------------------------------------------------------------------------------------

static void every_file_of_lessons_is_in_the_course(void **state)
{
    (void)state;
    static const char *const others[] = { "README", "exercises" };
    for (int i = 0; i < COURSE_FILE_COUNT; i++) {
        char *name = trimmed(COURSE_FILES[i].name, strlen(COURSE_FILES[i].name) - 3);
        bool known = course_find(name) >= 0;
        for (int other = 0; other < COUNT(others); other++) known |= !strcmp(name, others[other]);
        for (int page = 0; page < COURSE_PAGES; page++) known |= !strcmp(name, COURSE_PAGE_NAMES[page]);
        check(known, "lessons/%s.md is not named by lessons/course.md", name);
        free(name);
    }
}

static void nothing_is_wrong_with_the_pages_of_the_course(void **state)
{
    (void)state;
    int wrong = 0;
    (void)confusion_count(), (void)trail_count(), (void)glossary_count(), (void)course_count();
    for (int page = 0; page < COURSE_PAGES; page++) {
        const Remarks *said = &course_own()->said[page];
        for (int i = 0; i < said->count; i++, wrong++) print_error("lessons/%s.md:%d: %s\n", COURSE_PAGE_NAMES[page], said->at[i].line, said->at[i].text);
    }
    assert_int_equal(wrong, 0);
}

static void every_lesson_of_the_course_can_be_read(void **state)
{
    (void)state;
    int wrong = 0;
    for (int i = 0; i < COURSE_FILE_COUNT; i++) {
        const CourseFile *file = &COURSE_FILES[i];
        char *name = trimmed(file->name, strlen(file->name) - 3);
        Remarks remarks = { 0 };
        if (course_find(name) >= 0 || !strcmp(name, "exercises")) {
            Lesson lesson;
            wrong += !lesson_read(&lesson, name, (const char *)file->bytes, file->length, &remarks);
            for (int at = 0; at < remarks.count; at++, wrong++) print_error("lessons/%s:%d: %s\n", file->name, remarks.at[at].line, remarks.at[at].text);
            lesson_clear(&lesson);
        }
        remarks_clear(&remarks);
        free(name);
    }
    assert_int_equal(wrong, 0);
}

static void a_confusion_that_nobody_knows_is_said(void **state)
{
    (void)state;
    const char *text = "# T\n\n" PAGES_SCENE "## A\n\n" PAGES_ASK("wrong: 1 | because: @kernel-flippd\n") "## B\n\n" PAGES_ASK("wrong: 1 | because: @kernel-flipped\n");
    Lesson lesson;
    Remarks remarks = { 0 };
    assert_false(lesson_read(&lesson, "mine", text, strlen(text), &remarks));
    assert_int_equal(remarks.count, 1);
    assert_int_equal(remarks.at[0].line, 13);
    assert_string_equal(remarks.at[0].text, "there is no confusion 'kernel-flippd' in confusions.md; did you mean kernel-flipped?");
    assert_int_equal(lesson.steps[1].ask.kind, ASK_NUMBER);
    lesson_clear(&lesson);
    remarks_clear(&remarks);
}

static void a_page_is_checked_in_the_place_of_its_own(void **state)
{
    (void)state;
    Remarks remarks = { 0 };
    static const char words[] = "## tap\n";
    assert_true(course_page_check("glossary", words, strlen(words), &remarks));
    assert_int_equal(remarks.count, 1);
    assert_int_equal(remarks.at[0].line, 1);
    assert_non_null(strstr(remarks.at[0].text, "this word is not explained"));
    remarks_clear(&remarks);
    static const char page[] = "## A?\n\n```confusion a\nasked: nowhere.md\n```\n\nNo.\n";
    assert_true(course_page_check("confusions", page, strlen(page), &remarks));
    assert_int_equal(remarks.count, 1);
    assert_int_equal(remarks.at[0].line, 4);
    remarks_clear(&remarks);
    assert_false(course_page_check("stamp", words, strlen(words), &remarks));
    assert_int_equal(remarks.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_course_has_its_lessons_in_order),
        cmocka_unit_test(exercises_are_a_lesson_of_their_own),
        cmocka_unit_test(a_lesson_that_is_not_there_is_said_and_left_out),
        cmocka_unit_test(mistakes_of_the_course_are_told),
        cmocka_unit_test(the_course_has_an_end),
        cmocka_unit_test(words_are_explained),
        cmocka_unit_test(a_word_is_explained_where_it_is_used_first),
        cmocka_unit_test(confusions_say_where_they_are_asked),
        cmocka_unit_test(a_confusion_finds_its_question),
        cmocka_unit_test(mistakes_of_confusions_are_told),
        cmocka_unit_test(pages_with_other_bytes_are_told_within_them),
        cmocka_unit_test(every_file_of_lessons_is_in_the_course),
        cmocka_unit_test(nothing_is_wrong_with_the_pages_of_the_course),
        cmocka_unit_test(every_lesson_of_the_course_can_be_read),
        cmocka_unit_test(a_confusion_that_nobody_knows_is_said),
        cmocka_unit_test(a_page_is_checked_in_the_place_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, close_pages);
}
