// The course of this program, as others ask for it.
#include "lesson/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int course_count(void)
{
    course_need(course_own(), PAGE_COURSE);
    return course_own()->count;
}

const Lesson *course_lesson(int index)
{
    return course_read(course_own(), index);
}

int course_find(const char *name)
{
    return course_place(course_own(), name);
}

const Lesson *course_exercises(void)
{
    return course_read_exercises(course_own());
}

bool course_page_check(const char *name, const char *markdown, size_t length, Remarks *remarks)
{
    CoursePage which = 0;
    while (which < COURSE_PAGES && strcmp(COURSE_PAGE_NAMES[which], name) != 0) which++;
    if (which == COURSE_PAGES) return false;
    // The same files with this page in the place of its own.
    CourseFile *files = memory_new((size_t)COURSE_FILE_COUNT + 1, sizeof *files);
    int count = 0;
    char *file_name = memory_new(strlen(name) + 4, 1);
    snprintf(file_name, strlen(name) + 4, "%s.md", name);
    for (int i = 0; i < COURSE_FILE_COUNT; i++)
        if (strcmp(COURSE_FILES[i].name, file_name) != 0) files[count++] = COURSE_FILES[i];
    files[count++] = (CourseFile){ file_name, (const unsigned char *)markdown, length };
    Course course;
    course_open(&course, files, count);
    course_need(&course, which);
    if (which == PAGE_CONFUSIONS) course_place_confusions(&course);
    for (int i = 0; i < course.said[which].count; i++) {
        const Remark *remark = &course.said[which].at[i];
        remarks_add(remarks, remark->line, remark->advice, "%s", remark->text);
    }
    course_close(&course);
    free(file_name);
    free(files);
    return true;
}

int trail_count(void)
{
    course_need(course_own(), PAGE_TRAILS);
    return course_own()->trail_count;
}

const Trail *trail_at(int index)
{
    return index >= 0 && index < trail_count() ? &course_own()->trails[index] : NULL;
}

int confusion_count(void)
{
    course_place_confusions(course_own());
    return course_own()->confusion_count;
}

const Confusion *confusion_at(int index)
{
    return index >= 0 && index < confusion_count() ? &course_own()->confusions[index].is : NULL;
}

const Confusion *confusion_find(const char *id)
{
    return course_confusion(course_own(), id);
}

int glossary_count(void)
{
    course_need(course_own(), PAGE_GLOSSARY);
    return course_own()->word_count;
}

const Word *glossary_at(int index)
{
    return index >= 0 && index < glossary_count() ? &course_own()->words[index] : NULL;
}

int glossary_first(const Lesson *lesson, int step, const Word **out, int most)
{
    return glossary_of_step(course_own(), lesson, step, out, most);
}
