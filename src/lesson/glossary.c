// The words of the trade, each explained where a lesson uses it first.
#include "lesson/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- the page --------------------------------------------------------------------------------------------------

static void end_word(const Course *course, const Page *page, int line)
{
    if (line && !*course->words[course->word_count - 1].meaning) page_say(page, line, "this word is not explained; write a sentence below it");
}

void glossary_page_read(Course *course, const Page *page)
{
    int line = 0;
    for (cmark_node *node = cmark_node_first_child(page->root); node; node = cmark_node_next(node)) {
        if (node_heading(node) == 2) {
            end_word(course, page, line);
            line = node_line(node);
            Word word = { node_words(node), memory_text(""), NULL };
            word.forms = memory_text(word.word);
            word.word[strcspn(word.word, ",")] = 0;
            if (!*word.word) page_say(page, line, "this heading is empty; write the word that is explained");
            for (int i = 0; i < course->word_count; i++)
                if (equal_word(course->words[i].word, word.word)) page_say(page, line, "the word %s is explained twice", word.word);
            course->words = memory_grow(course->words, (size_t)course->word_count + 1, sizeof *course->words);
            course->words[course->word_count++] = word;
        } else if (line && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH) {
            Word *word = &course->words[course->word_count - 1];
            Text text = { 0 };
            text_print(&text, "%s%s", word->meaning, *word->meaning ? " " : "");
            node_text(&text, node);
            free(word->meaning);
            word->meaning = text.data;
        }
    }
    end_word(course, page, line);
    if (!line) page_say(page, page->lines, "this page explains no word; each begins with ## and the word");
}

// ---- first uses ------------------------------------------------------------------------------------------------

// Whether the character that begins here is part of a word: all letters beyond ASCII are, dashes and quotes are not.
static bool in_word(const char *at)
{
    char c = *at;
    if ((unsigned char)c >= 0x80) return strncmp(at, "\xE2\x80", 2) != 0;
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

// Whether the word begins here: whole, whatever its case, and one or many of it.
static bool word_at(const char *text, const char *word)
{
    for (; *word; text++, word++)
        if (small(*text) != small(*word)) return false;
    return !in_word(text) || (small(*text) == 's' && !in_word(text + 1));
}

// What stands in braces is an expression, not prose.
static bool has_form(const char *text, const char *word)
{
    bool begins = true;
    for (int bytes; text && *text; text += bytes) {
        if (*text == '{' && strchr(text, '}')) text = strchr(text, '}');
        if (begins && word_at(text, word)) return true;
        begins = !in_word(text);
        utf8_next(text, &bytes);
    }
    return false;
}

// In any of its forms.
static bool has_word(const char *text, const char *forms)
{
    char form[64];
    for (const char *end; *forms; forms = *end ? end + 1 + strspn(end + 1, " ") : end) {
        end = forms + strcspn(forms, ",");
        snprintf(form, sizeof form, "%.*s", (int)(end - forms), forms);
        if (*form && has_form(text, form)) return true;
    }
    return false;
}

static bool prose_has(const Prose *prose, int count, const char *word)
{
    for (int i = 0; i < count; i++)
        if (prose[i].kind != PROSE_CODE && has_word(prose[i].text, word)) return true;
    return false;
}

static bool step_has(const Lesson *lesson, int at, const char *word)
{
    const LessonStep *step = &lesson->steps[at];
    return (at == 0 && has_word(lesson->text, word)) || prose_has(step->before, step->befores, word) || has_word(step->ask.question, word) ||
           prose_has(step->after, step->afters, word);
}

int glossary_of_step(Course *course, const Lesson *lesson, int step, const Word **out, int most)
{
    int count = 0;
    course_need(course, PAGE_GLOSSARY);
    for (int i = 0; i < course->word_count && step >= 0 && step < lesson->count && count < most; i++) {
        const Word *word = &course->words[i];
        bool before = false;
        for (int at = 0; at < step && !before; at++) before = step_has(lesson, at, word->forms);
        if (*word->word && !before && step_has(lesson, step, word->forms)) out[count++] = word;
    }
    return count;
}
