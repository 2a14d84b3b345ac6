// What the course has to cover stands in covered.txt; the tables of lessons/README.md say where, and every place that they
// and the page of confusions name is there.
#include "lesson/lesson.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>

#define LESSONS TESTS_DIR "/../lessons/"

static char *readme, *covered, *confusions;

static char *read_text(const char *path)
{
    Bytes bytes;
    Error err = { 0 };
    check(file_read(path, 1 << 20, &bytes, &err), "%s", err.text);
    char *text = memory_new(bytes.length + 1, 1);
    memcpy(text, bytes.data, bytes.length);
    bytes_clear(&bytes);
    return text;
}

static int open_pages(void **state)
{
    (void)state;
    readme = read_text(LESSONS "README.md");
    covered = read_text(TESTS_DIR "/lesson/covered.txt");
    confusions = read_text(LESSONS "confusions.md");
    return 0;
}

static int close_pages(void **state)
{
    (void)state;
    free(readme), free(covered), free(confusions);
    return 0;
}

// The next line of a text, without its end; false behind the last.
static bool next_line(const char **text, char line[400])
{
    if (!**text) return false;
    size_t length = strcspn(*text, "\n");
    snprintf(line, 400, "%.*s", (int)length, *text);
    *text += length + ((*text)[length] == '\n');
    return true;
}

// Where the row with this name goes on, or NULL.
static const char *row_of(const char *name)
{
    char start[300];
    snprintf(start, sizeof start, "\n| %s | [", name);
    const char *row = strstr(readme, start);
    return row ? row + strlen(start) : NULL;
}

// Follows "stamp.md#slug", which ends at [end]; the place must be a step, and where [asks] one that asks something.
static void follow(const char *link, size_t length, bool asks)
{
    char file[80], slug[200], path[1000];
    check(sscanf(link, "%79[^#) \n]#%199[^) \n]", file, slug) == 2, "'%.*s' names no step", (int)length, link);
    snprintf(path, sizeof path, LESSONS "%s", file);
    Lesson lesson;
    Remarks remarks = { 0 };
    Error err = { 0 };
    bool ok = lesson_load(&lesson, path, &remarks, &err);
    check(ok, "%s cannot be read: %s", file, remarks.count ? remarks.at[0].text : err.text);
    int step = lesson_step_named(&lesson, slug);
    check(step >= 0, "%s has no step #%s", file, slug);
    check(!asks || lesson.steps[step].ask.kind != ASK_NONE, "%s#%s asks nothing", file, slug);
    lesson_clear(&lesson);
    remarks_clear(&remarks);
}

static const char *tables(void)
{
    const char *from = strstr(readme, "\n## What is where\n");
    check(from, "lessons/README.md has no part named What is where");
    return from;
}

static void all_that_must_be_covered_has_a_row(void **state)
{
    (void)state;
    const char *text = covered;
    char name[400];
    int names = 0;
    for (; next_line(&text, name); names++) check(row_of(name), "no row of lessons/README.md says where '%s' is", name);
    check(names >= 30, "covered.txt has %d names", names);
}

static void every_place_in_the_tables_is_a_step(void **state)
{
    (void)state;
    int links = 0;
    for (const char *at = strstr(tables(), "]("); at; at = strstr(at + 2, "]("), links++) follow(at + 2, strcspn(at + 2, ")"), false);
    check(links >= 45, "%d links", links);
}

static void every_confusion_has_a_row_and_is_asked(void **state)
{
    (void)state;
    const char *text = confusions;
    char line[400], title[400] = "";
    int asked = 0;
    while (next_line(&text, line)) {
        if (!strncmp(line, "## ", 3)) snprintf(title, sizeof title, "%s", line + 3);
        if (strncmp(line, "asked: ", 7) != 0) continue;
        const char *row = row_of(title), *link = row ? strstr(row, "](") : NULL;
        check(link, "no row of lessons/README.md says where '%s' is asked", title);
        follow(line + 7, strlen(line + 7), true);
        check(!strncmp(link + 2, line + 7, strlen(line + 7)), "'%s' is asked in %s, and its row says %.60s", title, line + 7, link + 2);
        asked++;
    }
    assert_int_equal(asked, 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_must_be_covered_has_a_row),
        cmocka_unit_test(every_place_in_the_tables_is_a_step),
        cmocka_unit_test(every_confusion_has_a_row_and_is_asked),
    };
    return cmocka_run_group_tests(tests, open_pages, close_pages);
}
