// Small courses for the tests of their pages, and what was said of them.
#ifndef STRIDESCOPE_TESTS_LESSON_PAGES_H
#define STRIDESCOPE_TESTS_LESSON_PAGES_H

#include "lesson/inside.h"
#include "support/check.h"

#define PAGES_SCENE "```scene\nconvt2d in=3\n```\n\n"
#define PAGES_ASK(wrong) "```ask\nnumber: k\nquestion: How wide is the kernel?\nvary: k=2..3\n" wrong "```\n\n"

// Two lessons that are there, and a course that names them.
#define STAMP "# What does one input write?\n\n" PAGES_SCENE "## First\n\nwords\n\n## Second\n\n" PAGES_ASK("") "## Third\n\nwords\n"
#define SLIDE "# Why is it turned?\n\n" PAGES_SCENE "## Look\n\nwords\n\n## Ask\n\n" PAGES_ASK("")
#define COURSE "# The course\n\nAll of it.\n\n- [Stamp](stamp.md)\n- [Slide](slide.md)\n"

enum { PAGES_MOST = 8 };
static CourseFile pages[PAGES_MOST];
static Course course;

static inline void pages_close(void)
{
    course_close(&course);
}

// At the end of a program: nothing is kept.
static inline int close_pages(void **state)
{
    (void)state;
    pages_close();
    course_close(course_own());
    return 0;
}

// The course with one more file.
static inline void pages_open(const char *name, const char *text)
{
    pages_close();
    const char *const files[][2] = { { "stamp.md", STAMP }, { "slide.md", SLIDE }, { "course.md", COURSE }, { name, text } };
    int count = 0;
    for (int i = 0; i < 4; i++) {
        if (!files[i][0] || (i < 3 && name && !strcmp(files[i][0], name))) continue;
        pages[count++] = (CourseFile){ files[i][0], (const unsigned char *)files[i][1], strlen(files[i][1]) };
    }
    course_open(&course, pages, count);
}

static inline void nothing_is_said(const Remarks *said)
{
    for (int i = 0; i < said->count; i++) print_error("%d: %s\n", said->at[i].line, said->at[i].text);
    assert_int_equal(said->count, 0);
}

typedef struct PageMistake {
    const char *text;
    int line;
    const char *says;
} PageMistake;

// Each row has that remark alone.
static inline void mistakes_are_told(CoursePage which, const char *name, const PageMistake *rows, int count)
{
    for (int i = 0; i < count; i++) {
        pages_open(name, rows[i].text);
        course_need(&course, which);
        if (which == PAGE_CONFUSIONS) course_place_confusions(&course);
        const Remarks *said = &course.said[which];
        check(said->count == 1, "row %d, '%s', has %d remarks, the last: %s", i, rows[i].says, said->count, said->count ? said->at[said->count - 1].text : "");
        check(strstr(said->at[0].text, rows[i].says), "row %d says '%s', not '%s'", i, said->at[0].text, rows[i].says);
        check(said->at[0].line == rows[i].line, "row %d, '%s', is told on line %d, not %d", i, rows[i].says, said->at[0].line, rows[i].line);
    }
}

#endif
