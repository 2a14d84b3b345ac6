// What the tests of cases and of the check share: lessons of one step, read from Markdown.
#ifndef STRIDESCOPE_TESTS_LESSON_PAGES_ASKED_H
#define STRIDESCOPE_TESTS_LESSON_PAGES_ASKED_H

#include "lesson/asks.h"

static inline void read_page(Lesson *out, const char *page)
{
    Remarks remarks = { 0 };
    bool ok = lesson_read(out, "test", page, strlen(page), &remarks);
    check(ok, "line %d: %s\n%s", remarks.count ? remarks.at[0].line : 0, remarks.count ? remarks.at[0].text : "", page);
    remarks_clear(&remarks);
}

// A step over a scene, with a question and what stands behind it.
static inline void read_ask(Lesson *out, const char *scene, const char *ask, const char *why)
{
    Text page = { 0 };
    text_print(&page, "# Why?\n\nWords.\n\n## What is it?\n\n```scene\n%s\n```\n\n```ask\n%s\n```\n\n%s\n", scene, ask, why);
    read_page(out, page.data);
    text_clear(&page);
}

#endif
