// Mistakes in a scene code are said in one manner: the column, the piece that is wrong, what may stand there, the word
// that was meant.
#include "explain/scene_reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int column_of(const char *code, const char *at)
{
    int column = 1;
    while (code < at && *code) {
        int bytes;
        utf8_next(code, &bytes);
        code += bytes;
        column++;
    }
    return column;
}

bool reader_fail(const Reader *reader, const char *at, const char *format, ...)
{
    char sentence[sizeof reader->err->text];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    return error_set(reader->err, column_of(reader->code, at), "%s", sentence);
}

const char *span_shown(char out[SHOWN], Span span)
{
    size_t n = 0, i = 0;
    while (i < span.length && n < SHOWN_BYTES) {
        char window[5] = { 0 };
        size_t left = span.length - i;
        memcpy(window, span.at + i, left < 4 ? left : 4);
        int bytes;
        uint32_t code = utf8_next(window, &bytes);
        bool plain = code >= 0x20 && code != 0x7F && code != 0xFFFD;
        if (plain) memcpy(out + n, window, (size_t)bytes), n += (size_t)bytes;
        else out[n++] = '?';
        i += (size_t)(bytes ? bytes : 1);
    }
    if (i < span.length) memcpy(out + n, "…", 3), n += 3;
    out[n] = 0;
    return out;
}

bool span_is(Span span, const char *word)
{
    return strlen(word) == span.length && memcmp(span.at, word, span.length) == 0;
}

int span_find(Span span, const char *const *words, int count)
{
    for (int i = 0; i < count; i++) {
        if (span_is(span, words[i])) return i;
    }
    return -1;
}

const char *span_meant(char out[SHOWN], Span span, const char *const *words, int count)
{
    char word[SHOWN];
    out[0] = 0;
    if (span.length >= sizeof word) return out;
    memcpy(word, span.at, span.length);
    word[span.length] = 0;
    int near = near_word(word, words, count);
    if (near >= 0) snprintf(out, SHOWN, "; did you mean %s?", words[near]);
    return out;
}

const char *words_list(char *out, size_t size, const char *const *words, int count)
{
    size_t n = 0;
    out[0] = 0;
    for (int i = 0; i < count && n < size; i++)
        n += (size_t)snprintf(out + n, size - n, "%s%s", i == 0 ? "" : i == count - 1 ? " and " : ", ", words[i]);
    return out;
}
