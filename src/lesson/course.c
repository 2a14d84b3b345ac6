// The course: the files of lessons/ as they were when the program was built. course.md says which lessons there are and in
// which order; a lesson that it names and that is not there is left out. Nothing is read before it is asked for.
#include "lesson/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const COURSE_PAGE_NAMES[COURSE_PAGES] = { "course", "trails", "glossary", "confusions" };
static void (*const PAGE_READERS[COURSE_PAGES])(Course *, const Page *) = { course_page_read, trails_page_read, glossary_page_read,
                                                                          confusions_page_read };

// ---- files -----------------------------------------------------------------------------------------------------

void course_open(Course *course, const CourseFile *files, int count)
{
    *course = (Course){ .files = files, .file_count = count };
}

const CourseFile *course_file(const Course *course, const char *name)
{
    size_t length = strlen(name);
    for (int i = 0; i < course->file_count; i++) {
        const CourseFile *file = &course->files[i];
        if (!strncmp(file->name, name, length) && !strcmp(file->name + length, ".md")) return file;
    }
    return NULL;
}

static void read_page(Course *course, CoursePage which, const char *markdown, size_t length)
{
    Page page;
    if (page_open(&page, markdown, length, &course->said[which])) PAGE_READERS[which](course, &page);
    page_close(&page);
}

void course_need(Course *course, CoursePage page)
{
    const CourseFile *file = course_file(course, COURSE_PAGE_NAMES[page]);
    if (course->has[page]) return;
    course->has[page] = true; // a page may ask for others, which may ask for it
    if (file) read_page(course, page, (const char *)file->bytes, file->length);
}

// ---- links -----------------------------------------------------------------------------------------------------

bool link_read(const char *url, char **name, char **slug)
{
    size_t length = strcspn(url, "#");
    *name = *slug = NULL;
    if (length < 4 || strncmp(url + length - 3, ".md", 3) != 0 || memchr(url, '/', length)) return false;
    *name = trimmed(url, length - 3);
    *slug = memory_text(url[length] ? url + length + 1 : "");
    return true;
}

bool link_follow(Course *course, const Page *page, int line, const char *name, const char *slug, int *lesson, int *step)
{
    const char *near[COURSE_MOST + 1];
    char shown[MEANT_TEXT], hint[MEANT_TEXT];
    *lesson = course_place(course, name), *step = -1;
    if (*lesson < 0) {
        page_say(page, line, "there is no lesson %s.md in the course%s", word_shown(shown, name),
                 word_meant(hint, name, (const char *const *)course->name, course->count));
        return false;
    }
    if (!*slug) return true;
    const Lesson *to = course_read(course, *lesson);
    *step = lesson_step_named(to, slug);
    if (*step >= 0) return true;
    int count = to->count < COUNT(near) ? to->count : COUNT(near);
    for (int i = 0; i < count; i++) near[i] = to->steps[i].slug;
    page_say(page, line, "%s.md has no step #%s%s", name, word_shown(shown, slug), word_meant(hint, slug, near, count));
    return false;
}

// ---- course.md -------------------------------------------------------------------------------------------------

static void read_course_link(Course *course, const Page *page, cmark_node *link, int line)
{
    char *name, *slug, shown[MEANT_TEXT];
    const char *url = cmark_node_get_url(link);
    bool ok = link_read(url, &name, &slug);
    if (!ok) page_say(page, line, "'%s' is no lesson beside this file; a link leads to one, as in (stamp.md)", word_shown(shown, url));
    else if (*slug) page_say(page, line, "the course has whole lessons; leave out #%s", word_shown(shown, slug)), ok = false;
    for (int i = 0; ok && i < course->count; i++) {
        if (strcmp(course->name[i], name) != 0) continue;
        page_say(page, line, "%s.md stands in the course twice", name);
        ok = false;
    }
    if (ok && course->count == COURSE_MOST) {
        page_say(page, line, "the course has at most %d lessons", COURSE_MOST);
    } else if (ok && !course_file(course, name)) {
        page_say(page, line, "there is no file %s.md in lessons/", word_shown(shown, name));
    } else if (ok) {
        course->name[course->count++] = name;
        name = NULL;
    }
    free(name);
    free(slug);
}

void course_page_read(Course *course, const Page *page)
{
    int items = 0;
    for (cmark_node *list = cmark_node_first_child(page->root); list; list = cmark_node_next(list)) {
        if (cmark_node_get_type(list) != CMARK_NODE_LIST) continue;
        for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item), items++) {
            cmark_node *words = cmark_node_first_child(item), *link = words ? cmark_node_first_child(words) : NULL;
            if (!link || cmark_node_get_type(link) != CMARK_NODE_LINK || cmark_node_next(link) || cmark_node_next(words))
                page_say(page, node_line(item), "an item of the course is a link and nothing else, as in - [What does one input write?](stamp.md)");
            else read_course_link(course, page, link, node_line(item));
        }
    }
    if (!items) page_say(page, page->lines, "this page names no lesson; write them as a list, as in - [What does one input write?](stamp.md)");
}

int course_place(Course *course, const char *name)
{
    course_need(course, PAGE_COURSE);
    for (int i = 0; i < course->count; i++)
        if (!strcmp(course->name[i], name)) return i;
    return -1;
}

// ---- lessons ---------------------------------------------------------------------------------------------------

static Lesson *read_file(const Course *course, const char *name)
{
    Lesson *lesson = memory_new(1, sizeof *lesson);
    const CourseFile *file = course_file(course, name);
    Remarks remarks = { 0 };
    // What is wrong with it is for those who write it; here what can be read is enough.
    if (file && !lesson_read(lesson, name, (const char *)file->bytes, file->length, &remarks)) remarks_clear(&remarks);
    remarks_clear(&remarks);
    return lesson;
}

const Lesson *course_read(Course *course, int index)
{
    course_need(course, PAGE_COURSE);
    if (index < 0 || index >= course->count) return NULL;
    if (!course->lesson[index]) course->lesson[index] = read_file(course, course->name[index]);
    return course->lesson[index];
}

const Lesson *course_read_exercises(Course *course)
{
    if (!course->exercises) course->exercises = read_file(course, "exercises");
    return course->exercises;
}

static void free_lesson(Lesson *lesson)
{
    if (lesson) lesson_clear(lesson);
    free(lesson);
}

void course_close(Course *course)
{
    for (int i = 0; i < COURSE_PAGES; i++) remarks_clear(&course->said[i]);
    for (int i = 0; i < course->count; i++) {
        free(course->name[i]);
        free_lesson(course->lesson[i]);
    }
    free_lesson(course->exercises);
    for (int i = 0; i < course->trail_count; i++) {
        Trail *trail = &course->trails[i];
        for (int stop = 0; stop < trail->count; stop++) free(trail->stops[stop].title);
        free(trail->stops), free(trail->title), free(trail->text);
    }
    for (int i = 0; i < course->confusion_count; i++) {
        ConfusionRow *row = &course->confusions[i];
        free(row->is.id), free(row->is.title), free(row->is.words), free(row->file), free(row->slug);
    }
    for (int i = 0; i < course->word_count; i++) free(course->words[i].word), free(course->words[i].meaning), free(course->words[i].forms);
    free(course->trails), free(course->confusions), free(course->words);
    *course = (Course){ 0 };
}

// ---- of this program -------------------------------------------------------------------------------------------

Course *course_own(void)
{
    static Course course;
    if (!course.files) course_open(&course, COURSE_FILES, COURSE_FILE_COUNT);
    return &course;
}
