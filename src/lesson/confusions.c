// Confusions: what people believe that does not hold. Each is a question as its heading, a block with its name and where it
// is asked, and one or two sentences.
#include "lesson/inside.h"

#include <stdlib.h>
#include <string.h>

// ---- the page --------------------------------------------------------------------------------------------------

static bool good_id(const char *id)
{
    return *id && !id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-")];
}

static void read_asked(const Page *page, const Setting *setting, ConfusionRow *row)
{
    static const char *const words[] = { "asked" };
    char shown[MEANT_TEXT], hint[MEANT_TEXT];
    if (strcmp(setting->key, "asked") != 0) {
        page_say(page, setting->line, "a setting `%s`; there is asked%s", word_shown(shown, setting->key), word_meant(hint, setting->key, words, 1));
    } else if (row->file) {
        page_say(page, setting->line, "asked: stands twice; once is enough");
    } else if (!link_read(setting->value, &row->file, &row->slug)) {
        page_say(page, setting->line, "'%s' is no step of a lesson; asked: names one, as in asked: stamp.md#where-does-it-go", word_shown(shown, setting->value));
    } else {
        row->line = setting->line;
    }
}

static void read_block(Course *course, const Page *page, cmark_node *block, ConfusionRow *row)
{
    const char *info = cmark_node_get_fence_info(block);
    char shown[MEANT_TEXT], *all = trimmed(info ? info : "", info ? strlen(info) : 0);
    size_t word = strcspn(all, " \t");
    char *id = trimmed(all + word, strlen(all + word));
    int line = node_line(block);
    if (page_block_open(page, block)) page_say(page, line, "nothing closes this block; write ``` below its last line");
    if (word != strlen("confusion") || strncmp(all, "confusion", word) != 0) {
        page_say(page, line, "this block begins with ```confusion and the name of the confusion, not with `%s`", word_shown(shown, all));
    } else if (!good_id(id)) {
        page_say(page, line, "'%s' is no name of a confusion; it has small letters, digits and hyphens, as op-adds-zeros", word_shown(shown, id));
    } else if (row->is.id) {
        page_say(page, line, "a second block; a confusion has one");
    } else {
        for (int i = 0; i < course->confusion_count; i++)
            if (course->confusions[i].is.id && !strcmp(course->confusions[i].is.id, id)) page_say(page, line, "there are two confusions with the name %s", id);
        row->is.id = id;
        id = NULL;
        Settings settings;
        settings_read(&settings, page, block);
        bool said = settings.count > 0;
        for (int i = 0; i < settings.count; i++) read_asked(page, &settings.at[i], row);
        if (!said) page_say(page, line, "this block does not say where the question is; write asked: and a step, as in asked: stamp.md#where-does-it-go");
        settings_clear(&settings);
    }
    free(id);
    free(all);
}

// A confusion without a name cannot be used, and is let go.
static void end_confusion(Course *course, const Page *page, int line, bool block)
{
    if (!course->confusion_count || !line) return;
    ConfusionRow *row = &course->confusions[course->confusion_count - 1];
    if (!block) page_say(page, line, "this confusion has no block; write ```confusion and its name, and asked: within");
    if (!*row->is.words) page_say(page, line, "this confusion is not explained; write a sentence or two below its block");
    if (row->is.id) return;
    free(row->is.title), free(row->is.words), free(row->file), free(row->slug);
    course->confusion_count--;
}

void confusions_page_read(Course *course, const Page *page)
{
    int line = 0;
    bool block = false;
    for (cmark_node *node = cmark_node_first_child(page->root); node; node = cmark_node_next(node)) {
        ConfusionRow *row = line ? &course->confusions[course->confusion_count - 1] : NULL;
        if (node_heading(node) == 2) {
            end_confusion(course, page, line, block);
            course->confusions = memory_grow(course->confusions, (size_t)course->confusion_count + 1, sizeof *course->confusions);
            row = &course->confusions[course->confusion_count++];
            *row = (ConfusionRow){ .is = { .title = node_words(node), .words = memory_text(""), .lesson = -1, .step = -1 } };
            line = node_line(node), block = false;
        } else if (row && cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK) {
            read_block(course, page, node, row);
            block = true;
        } else if (row && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH) {
            Text text = { 0 };
            text_print(&text, "%s%s", row->is.words, *row->is.words ? " " : "");
            node_text(&text, node);
            free(row->is.words);
            row->is.words = text.data;
        }
    }
    end_confusion(course, page, line, block);
    if (!line) page_say(page, page->lines, "this page has no confusion; each begins with ## and a question");
}

// ---- where they are asked --------------------------------------------------------------------------------------

static bool answers(const Ask *ask, const char *id)
{
    for (int i = 0; i < ask->wrongs; i++)
        if (ask->wrong[i].confusion && !strcmp(ask->wrong[i].confusion, id)) return true;
    for (int i = 0; i < ask->options; i++)
        if (ask->option[i].confusion && !strcmp(ask->option[i].confusion, id)) return true;
    return false;
}

// The first step whose question knows this confusion; else the first that asks at all.
static int step_that_asks(const Lesson *lesson, const char *id)
{
    for (int i = 0; i < lesson->count; i++)
        if (answers(&lesson->steps[i].ask, id)) return i;
    for (int i = 0; i < lesson->count; i++)
        if (lesson->steps[i].ask.kind) return i;
    return 0;
}

void course_place_confusions(Course *course)
{
    course_need(course, PAGE_CONFUSIONS);
    if (course->placed) return;
    course->placed = true;
    const CourseFile *file = course_file(course, COURSE_PAGE_NAMES[PAGE_CONFUSIONS]);
    Page page = { .lines = 1, .remarks = &course->said[PAGE_CONFUSIONS] };
    for (size_t i = 0; file && i < file->length; i++) page.lines += file->bytes[i] == '\n';
    for (int i = 0; i < course->confusion_count; i++) {
        ConfusionRow *row = &course->confusions[i];
        int lesson, step;
        if (!row->file || !link_follow(course, &page, row->line, row->file, row->slug, &lesson, &step)) continue;
        row->is.lesson = lesson;
        row->is.step = step >= 0 ? step : step_that_asks(course_read(course, lesson), row->is.id);
        const LessonStep *asks = course_read(course, lesson)->count ? &course_read(course, lesson)->steps[row->is.step] : NULL;
        if (!asks || !asks->ask.kind) page_say(&page, row->line, "no question stands in that step of %s.md", row->file);
    }
}

static Confusion *find(Course *course, const char *id)
{
    course_need(course, PAGE_CONFUSIONS);
    for (int i = 0; i < course->confusion_count; i++)
        if (!strcmp(course->confusions[i].is.id, id)) return &course->confusions[i].is;
    return NULL;
}

const Confusion *course_confusion(Course *course, const char *id)
{
    course_place_confusions(course);
    return find(course, id);
}

// Lessons ask this while they are read, so the places, for which lessons are read, must not be looked up here.
bool confusion_known(const char *id, char hint[MEANT_TEXT])
{
    Course *course = course_own();
    hint[0] = 0;
    if (find(course, id) || !course->confusion_count) return true;
    const char **ids = memory_new((size_t)course->confusion_count, sizeof *ids);
    for (int i = 0; i < course->confusion_count; i++) ids[i] = course->confusions[i].is.id;
    word_meant(hint, id, ids, course->confusion_count);
    free(ids);
    return false;
}
