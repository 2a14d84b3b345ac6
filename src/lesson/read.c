// A lesson from Markdown: # is its title, ## begins a step, and fenced blocks are its scene, its question, its note. A
// mistake never ends the reading; each is told with its line, and what could be read stands in the lesson all the same.
#include "lesson/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 200, MOST_MINUTES = 240, MOST_WORDS = 40, MOST_TITLE_WORDS = 12 };

typedef struct Draft {
    Page page;
    Lesson *lesson;
    Text text;     // the prose below the title
    Text titles;   // slugs so far, a line each
    int scene;     // that is shown; −1 before there is one
    bool asked;    // this step has its ask block behind it, well read or not
    bool shown;    // and its scene
    bool titled;   // # was there
    bool tried;    // and a scene to be shown, well written or not
    bool any;      // something stands below its title
    bool about;    // the lesson block was there
    bool exercise, full;
} Draft;

static LessonStep *step_now(Draft *draft)
{
    return draft->lesson->count ? &draft->lesson->steps[draft->lesson->count - 1] : NULL;
}

// ---- headings --------------------------------------------------------------------------------------------------

static bool slug_taken(const Draft *draft, const char *slug)
{
    size_t length = strlen(slug);
    for (const char *line = text_or_empty(&draft->titles); *line; line += strcspn(line, "\n") + 1)
        if (strcspn(line, "\n") == length && !memcmp(line, slug, length)) return true;
    return false;
}

// The anchor of a heading: one that is there already gets -1, -2 behind it.
static char *take_slug(Draft *draft, const char *heading)
{
    Text slug = { 0 };
    slug_print(&slug, heading);
    text_put(&slug, "");
    size_t length = slug.length;
    for (int i = 1; slug_taken(draft, slug.data); i++) {
        slug.length = length;
        text_print(&slug, "-%d", i);
    }
    text_print(&draft->titles, "%s\n", slug.data);
    return slug.data;
}

static void read_title(Draft *draft, cmark_node *node)
{
    Lesson *lesson = draft->lesson;
    if (draft->titled) {
        page_say(&draft->page, node_line(node), "a second title; a lesson has one, and a step begins with ##");
        return;
    }
    if (lesson->count) page_say(&draft->page, node_line(node), "the title stands above the first step");
    draft->titled = true;
    free(lesson->title);
    lesson->title = node_words(node);
    if (!*lesson->title) page_say(&draft->page, node_line(node), "the title is empty; write behind # what a learner would ask");
    free(take_slug(draft, lesson->title));
}

// What stands in braces is one word.
static int words_of(const char *text)
{
    int words = 0;
    bool within = false, brace = false;
    for (const char *c = text; *c; c++) {
        bool blank = !brace && strchr(" \t\n", *c);
        words += !blank && !within;
        within = !blank;
        if (*c == '{' || *c == '}') brace = *c == '{';
    }
    return words;
}

static void advise_on_words(const Draft *draft, const Prose *prose, int count, const char *where)
{
    int words = 0;
    for (int i = 0; i < count; i++)
        if (prose[i].kind != PROSE_CODE) words += words_of(prose[i].text);
    if (words > MOST_WORDS) page_advise(&draft->page, prose[0].line, "%d words stand %s; nobody reads more than %d at once", words, where, MOST_WORDS);
}

static void end_step(Draft *draft)
{
    const LessonStep *step = step_now(draft);
    if (step) {
        advise_on_words(draft, step->before, step->befores, draft->asked ? "before this question" : "in this step");
        advise_on_words(draft, step->after, step->afters, "behind this question");
        if (words_of(step->title) > MOST_TITLE_WORDS) page_advise(&draft->page, step->line, "this title has %d words; it is read from the last row with at most %d", words_of(step->title), MOST_TITLE_WORDS);
    }
    if (step && !draft->any) page_say(&draft->page, step->line, "this step is empty; write what it says, a scene or a question");
}

static void read_step(Draft *draft, cmark_node *node)
{
    Lesson *lesson = draft->lesson;
    end_step(draft);
    if (lesson->count == MOST_STEPS) {
        page_say(&draft->page, node_line(node), "a lesson has at most %d steps; the rest is not read", MOST_STEPS);
        draft->full = true;
        return;
    }
    lesson->steps = memory_grow(lesson->steps, (size_t)lesson->count + 1, sizeof *lesson->steps);
    LessonStep *step = &lesson->steps[lesson->count++];
    *step = (LessonStep){ .title = node_words(node), .line = node_line(node), .scene = draft->scene };
    step->slug = take_slug(draft, step->title);
    draft->asked = draft->shown = draft->any = false;
    if (!*step->title) page_say(&draft->page, step->line, "this step has no title; write behind ## what it asks");
}

static void read_heading(Draft *draft, cmark_node *node)
{
    int level = node_heading(node);
    char *words = node_words(node);
    bool fits = page_text_fits(&draft->page, node_line(node), words);
    free(words);
    if (!fits) return;
    if (level == 1) read_title(draft, node);
    else if (level == 2) read_step(draft, node);
    else page_say(&draft->page, node_line(node), "a heading of level %d; # is the title, ## begins a step, and there is nothing below", level);
}

// ---- prose -----------------------------------------------------------------------------------------------------

static void add_prose(Draft *draft, ProseKind kind, char *text, int line)
{
    LessonStep *step = step_now(draft);
    if (!*text || !page_text_fits(&draft->page, line, text)) {
        free(text);
    } else if (!step) {
        text_print(&draft->text, "%s%s%s", draft->text.length ? "\n\n" : "", kind == PROSE_ITEM ? "• " : "", text);
        free(text);
    } else {
        Prose **list = draft->asked ? &step->after : &step->before;
        int *count = draft->asked ? &step->afters : &step->befores;
        *list = memory_grow(*list, (size_t)*count + 1, sizeof **list);
        (*list)[(*count)++] = (Prose){ kind, text, line };
    }
}

static void warn_of_pictures(Draft *draft, cmark_node *node)
{
    cmark_iter *iter = cmark_iter_new(node);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        if (event != CMARK_EVENT_ENTER) continue;
        cmark_node_type type = cmark_node_get_type(cmark_iter_get_node(iter));
        if (type == CMARK_NODE_IMAGE) page_advise(&draft->page, node_line(node), "a picture is not shown here, only the words in its brackets; a scene block shows one");
        if (type == CMARK_NODE_HTML_INLINE) page_advise(&draft->page, node_line(node), "HTML is left out; there is Markdown");
    }
    cmark_iter_free(iter);
}

static void read_paragraph(Draft *draft, cmark_node *node, const char *number, bool item)
{
    Text text = { 0 };
    text_put(&text, number);
    node_text(&text, node);
    warn_of_pictures(draft, node);
    add_prose(draft, item ? PROSE_ITEM : PROSE_TEXT, trimmed(text_or_empty(&text), text.length), node_line(node));
    text_clear(&text);
}

static void read_code(Draft *draft, cmark_node *node)
{
    char *code = node_literal(node);
    size_t length = strlen(code);
    while (length && code[length - 1] == '\n') code[--length] = 0;
    add_prose(draft, PROSE_CODE, code, node_line(node));
}

// ---- blocks ----------------------------------------------------------------------------------------------------

// Names that an expression gives another meaning before a dot: k.h is the kernel's height.
static const char *const TAKEN[] = { "in", "k", "s", "p", "op", "d", "out", "full", "before", "after" };

static bool good_name(const char *name)
{
    bool good = (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z');
    for (const char *c = name; *c; c++)
        good &= (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || *c == '_';
    for (int i = 0; i < COUNT(TAKEN); i++) good &= strcmp(name, TAKEN[i]) != 0;
    return good && strlen(name) <= 40;
}

// "scene", "scene encoder", "scene encoder aside". False where it is none of them.
static bool read_scene_words(Draft *draft, LessonScene *scene, const char *words, int line)
{
    char shown[MEANT_TEXT];
    words += strcspn(words, " \t");
    words += strspn(words, " \t");
    size_t length = strcspn(words, " \t");
    scene->name = trimmed(words, length);
    char *more = trimmed(words + length, strlen(words + length));
    scene->aside = !strcmp(more, "aside");
    const Lesson *lesson = draft->lesson;
    bool ok = false;
    if (!strcmp(scene->name, "aside")) page_say(&draft->page, line, "a scene aside is only asked for by its name; write one, as in scene encoder aside");
    else if (*scene->name && !good_name(scene->name))
        page_say(&draft->page, line, "'%s' cannot be the name of a scene; it has letters, digits and _, and is none of in, k, s, p, op, d, out, full, before and after",
                 word_shown(shown, scene->name));
    else if (*more && !scene->aside) page_say(&draft->page, line, "behind the name of a scene only aside may stand, not '%s'", word_shown(shown, more));
    else ok = true;
    for (int i = 0; ok && *scene->name && i < lesson->scene_count; i++) {
        if (strcmp(lesson->scenes[i].name, scene->name) != 0) continue;
        page_say(&draft->page, line, "a scene with the name %s stands on line %d already", scene->name, lesson->scenes[i].line);
        ok = false;
    }
    free(more);
    return ok;
}

static void read_scene(Draft *draft, cmark_node *node, const char *words)
{
    Lesson *lesson = draft->lesson;
    LessonScene scene = { .line = node_line(node) };
    Error err = { 0 };
    bool ok = read_scene_words(draft, &scene, words, scene.line);
    char *code = node_literal(node);
    scene.code = trimmed(code, strlen(code));
    draft->tried |= !scene.aside;
    if (!scene.aside && step_now(draft)) {
        if (draft->asked)
            page_say(&draft->page, scene.line, "a scene stands above the question; what the answer changes is said in it, as in then: p=1");
        else if (draft->shown)
            page_say(&draft->page, scene.line, "a step shows one scene, and this one has it already; begin another step, or write a name and aside behind the word scene");
        ok &= !draft->asked && !draft->shown;
        draft->shown = true;
    }
    if (!scene_parse(&scene.scene, code, &err)) {
        TextPlace place = text_place(code, err.place);
        page_say(&draft->page, scene.line + place.line, "column %d: %s", place.column, err.text);
        ok = false;
    }
    if (ok) {
        if (!scene.aside) draft->scene = lesson->scene_count;
        if (!scene.aside && step_now(draft)) step_now(draft)->scene = draft->scene;
        lesson->scenes = memory_grow(lesson->scenes, (size_t)lesson->scene_count + 1, sizeof *lesson->scenes);
        lesson->scenes[lesson->scene_count++] = scene;
    } else {
        scene_clear(&scene.scene);
        free(scene.name);
        free(scene.code);
    }
    free(code);
}

static void read_ask(Draft *draft, cmark_node *node)
{
    LessonStep *step = step_now(draft);
    if (!step) {
        page_say(&draft->page, node_line(node), "a question stands in a step; begin one with ##");
        return;
    }
    if (draft->asked) page_say(&draft->page, node_line(node), "a step asks once, and this one has its question already; begin another step");
    else if (!draft->tried)
        page_say(&draft->page, node_line(node), "there is nothing to ask about yet; write a scene block above the question");
    Ask ask;
    ask_read(&ask, &draft->page, node, draft->exercise);
    if (draft->asked || draft->scene < 0) ask_clear(&ask);
    if (ask.kind) step->ask = ask;
    draft->asked = true;
}

static void read_note(Draft *draft, cmark_node *node)
{
    LessonStep *step = step_now(draft);
    if (!step) {
        page_say(&draft->page, node_line(node), "a note stands in a step; begin one with ##");
        return;
    }
    char *literal = node_literal(node), *note = trimmed(literal, strlen(literal));
    Text all = { 0 };
    if (!page_text_fits(&draft->page, node_line(node), note)) note[0] = 0;
    text_print(&all, "%s%s%s", step->note ? step->note : "", step->note ? "\n\n" : "", note);
    free(step->note);
    step->note = all.data;
    free(note);
    free(literal);
}

static void read_about(Draft *draft, cmark_node *node)
{
    static const char *const words[] = { "minutes", "goal", "discuss" };
    Lesson *lesson = draft->lesson;
    Settings settings;
    char shown[MEANT_TEXT], hint[MEANT_TEXT];
    if (draft->about) page_say(&draft->page, node_line(node), "a second lesson block; there is one, below the title");
    else if (lesson->count) page_say(&draft->page, node_line(node), "the lesson block stands below the title, above the first step");
    draft->about = true;
    settings_read(&settings, &draft->page, node);
    for (int i = 0; i < settings.count; i++) {
        const Setting *setting = &settings.at[i];
        long long minutes;
        bool goal = !strcmp(setting->key, "goal");
        if (!strcmp(setting->key, "minutes")) {
            if (number_parse_whole(setting->value, strlen(setting->value), 1, MOST_MINUTES, &minutes)) lesson->minutes = (int)minutes;
            else page_say(&draft->page, setting->line, "minutes: is a whole number from 1 to %d, not '%s'", MOST_MINUTES, word_shown(shown, setting->value));
        } else if (!goal && strcmp(setting->key, "discuss") != 0) {
            page_say(&draft->page, setting->line, "a setting `%s`; a lesson block has minutes, goal and discuss%s", word_shown(shown, setting->key),
                     word_meant(hint, setting->key, words, COUNT(words)));
        } else if (!*setting->value) {
            page_say(&draft->page, setting->line, "nothing stands behind %s:", setting->key);
        } else {
            char ***list = goal ? &lesson->goals : &lesson->discuss;
            int *count = goal ? &lesson->goal_count : &lesson->discuss_count;
            *list = memory_grow(*list, (size_t)*count + 1, sizeof **list);
            (*list)[(*count)++] = memory_text(setting->value);
        }
    }
    settings_clear(&settings);
}

typedef enum Block { BLOCK_SCENE, BLOCK_ASK, BLOCK_NOTE, BLOCK_LESSON, BLOCKS } Block;
static const char *const BLOCK_WORDS[BLOCKS] = { "scene", "ask", "note", "lesson" };

static void read_block(Draft *draft, cmark_node *node, bool margin)
{
    const char *info = cmark_node_get_fence_info(node);
    char shown[MEANT_TEXT], hint[MEANT_TEXT];
    if (!info) info = "";
    char *word = trimmed(info, strcspn(info, " \t"));
    Block block = BLOCK_SCENE;
    while (block < BLOCKS && strcmp(BLOCK_WORDS[block], word) != 0) block++;
    if (margin && page_block_open(&draft->page, node))
        page_say(&draft->page, node_line(node), "nothing closes this block; write ``` below its last line");
    if (block == BLOCKS) {
        if (*word && *word_meant(hint, word, BLOCK_WORDS, BLOCKS)) page_say(&draft->page, node_line(node), "a block `%s`%s", word_shown(shown, word), hint);
        else read_code(draft, node);
    } else if (!margin) {
        page_say(&draft->page, node_line(node), "this %s block stands in a list or a quotation; begin its lines at the margin", word);
    } else if (block == BLOCK_SCENE) read_scene(draft, node, info);
    else if (block == BLOCK_ASK) read_ask(draft, node);
    else if (block == BLOCK_NOTE) read_note(draft, node);
    else read_about(draft, node);
    free(word);
}

// ---- all of it -------------------------------------------------------------------------------------------------

static void read_nodes(Draft *draft, cmark_node *node, int depth, const char *number, bool item);

static void read_list(Draft *draft, cmark_node *list, int depth)
{
    int number = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST ? cmark_node_get_list_start(list) : -1;
    for (cmark_node *at = cmark_node_first_child(list); at; at = cmark_node_next(at)) {
        char before[32] = "";
        if (number >= 0) snprintf(before, sizeof before, "%d. ", number++);
        read_nodes(draft, cmark_node_first_child(at), depth + 2, before, number < 0);
    }
}

static void read_nodes(Draft *draft, cmark_node *node, int depth, const char *number, bool item)
{
    for (; node && !draft->full; node = cmark_node_next(node)) {
        if (depth > PAGE_MOST_DEPTH) {
            page_say(&draft->page, node_line(node), "lists and quotations stand within each other %d deep; prose is read a few lines at a time", depth);
            return;
        }
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_HEADING:
            if (depth) page_say(&draft->page, node_line(node), "a heading in a list or a quotation; begin it at the margin");
            else read_heading(draft, node);
            break;
        case CMARK_NODE_PARAGRAPH: read_paragraph(draft, node, number, item); break;
        case CMARK_NODE_LIST: read_list(draft, node, depth); break;
        case CMARK_NODE_BLOCK_QUOTE: read_nodes(draft, cmark_node_first_child(node), depth + 1, "", false); break;
        case CMARK_NODE_CODE_BLOCK: read_block(draft, node, depth == 0); break;
        case CMARK_NODE_HTML_BLOCK:
            // A comment is for those who write.
            if (strncmp(cmark_node_get_literal(node), "<!--", 4) != 0) page_advise(&draft->page, node_line(node), "HTML is left out; there is Markdown");
            break;
        default: break;
        }
        number = "";
        draft->any |= !node_heading(node);
    }
}

static void check_whole(Draft *draft)
{
    Lesson *lesson = draft->lesson;
    end_step(draft);
    if (!draft->titled) page_say(&draft->page, 1, "a lesson begins with its title: # and what a learner would ask");
    if (!lesson->count) page_say(&draft->page, draft->page.lines, "this lesson has no step; each begins with ## and its title");
}

bool lesson_read(Lesson *out, const char *name, const char *markdown, size_t length, Remarks *remarks)
{
    int before = remarks_mistakes(remarks);
    Draft draft = { .lesson = out, .scene = -1, .exercise = !strcmp(name, "exercises") };
    *out = (Lesson){ .name = memory_text(name), .title = memory_text("") };
    if (page_open(&draft.page, markdown, length, remarks)) {
        read_nodes(&draft, cmark_node_first_child(draft.page.root), 0, "", false);
        check_whole(&draft);
    }
    page_close(&draft.page);
    out->text = memory_text(text_or_empty(&draft.text));
    text_clear(&draft.text);
    text_clear(&draft.titles);
    return remarks_mistakes(remarks) == before;
}

// "lessons/stamp.md" → "stamp".
static char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *from = slash ? slash + 1 : path, *dot = strrchr(from, '.');
    return trimmed(from, dot && dot > from ? (size_t)(dot - from) : strlen(from));
}

bool lesson_load(Lesson *out, const char *path, Remarks *remarks, Error *err)
{
    Bytes bytes;
    *out = (Lesson){ 0 };
    if (!file_read(path, PAGE_MOST_BYTES, &bytes, err)) return false;
    char *name = name_of(path);
    bool ok = lesson_read(out, name, bytes.length ? (const char *)bytes.data : "", bytes.length, remarks);
    free(name);
    bytes_clear(&bytes);
    return ok;
}

bool lesson_begins(const char *path)
{
    size_t length = strlen(path);
    return length > 3 && equal_word(path + length - 3, ".md");
}

int lesson_step_named(const Lesson *lesson, const char *slug)
{
    for (int i = 0; i < lesson->count; i++)
        if (!strcmp(lesson->steps[i].slug, slug)) return i;
    return -1;
}

// ---- its end ---------------------------------------------------------------------------------------------------

static void free_prose(Prose *prose, int count)
{
    for (int i = 0; i < count; i++) free(prose[i].text);
    free(prose);
}

static void free_texts(char **texts, int count)
{
    for (int i = 0; i < count; i++) free(texts[i]);
    free(texts);
}

void lesson_clear(Lesson *lesson)
{
    for (int i = 0; i < lesson->count; i++) {
        LessonStep *step = &lesson->steps[i];
        free(step->title), free(step->slug), free(step->note);
        free_prose(step->before, step->befores);
        free_prose(step->after, step->afters);
        ask_clear(&step->ask);
    }
    for (int i = 0; i < lesson->scene_count; i++) {
        free(lesson->scenes[i].name), free(lesson->scenes[i].code);
        scene_clear(&lesson->scenes[i].scene);
    }
    free(lesson->steps), free(lesson->scenes), free(lesson->name), free(lesson->title), free(lesson->text);
    free_texts(lesson->goals, lesson->goal_count);
    free_texts(lesson->discuss, lesson->discuss_count);
    *lesson = (Lesson){ 0 };
}
