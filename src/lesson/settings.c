// A block of settings, a line each: `wrong: full | because: that is before the cut`.
#include "lesson/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *trimmed(const char *text, size_t length)
{
    while (length && strchr(" \t\n", text[length - 1])) length--;
    while (length && strchr(" \t\n", *text)) text++, length--;
    char *copy = memory_new(length + 1, 1);
    memcpy(copy, text, length);
    return copy;
}

const char *word_shown(char out[MEANT_TEXT], const char *word)
{
    size_t n = 0;
    for (int bytes; *word; word += bytes) {
        utf8_next(word, &bytes);
        if (n + (size_t)bytes > MEANT_TEXT - 4) {
            memcpy(out + n, "…", 3);
            n += 3;
            break;
        }
        memcpy(out + n, word, (size_t)bytes);
        n += (size_t)bytes;
    }
    out[n] = 0;
    return out;
}

const char *word_meant(char out[MEANT_TEXT], const char *word, const char *const *words, int count)
{
    int near = near_word(word, words, count);
    out[0] = 0;
    if (near >= 0) snprintf(out, MEANT_TEXT, "; did you mean %s?", words[near]);
    return out;
}

static bool in_key(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

void settings_read(Settings *out, const Page *page, cmark_node *block)
{
    char *all = node_literal(block), shown[MEANT_TEXT];
    int line = node_line(block) + 1;
    *out = (Settings){ 0 };
    for (const char *from = all; *from; line++) {
        size_t length = strcspn(from, "\n"), key = 0;
        char *text = trimmed(from, length);
        from += length + (from[length] == '\n');
        while (in_key(text[key])) key++;
        if (!page_text_fits(page, line, text)) {
            free(text);
            continue;
        }
        if (key && text[key] == ':') {
            out->at = memory_grow(out->at, (size_t)out->count + 1, sizeof *out->at);
            out->at[out->count++] = (Setting){ trimmed(text, key), trimmed(text + key + 1, strlen(text + key + 1)), line };
        } else if (*text) {
            page_say(page, line, "'%s' is no setting; a line is a word, a colon and what is set, as in question: What is left?",
                     word_shown(shown, text));
        }
        free(text);
    }
    free(all);
}

void settings_clear(Settings *settings)
{
    for (int i = 0; i < settings->count; i++) free(settings->at[i].key), free(settings->at[i].value);
    free(settings->at);
    *settings = (Settings){ 0 };
}
