// Growing strings and UTF-8.
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void reserve(Text *text, size_t more)
{
    if (text->capacity - text->length > more) return;
    size_t capacity = text->capacity ? text->capacity : 64;
    while (capacity - text->length <= more) capacity *= 2;
    text->data = memory_grow(text->data, capacity, 1);
    text->capacity = capacity;
}

void text_put_bytes(Text *text, const char *bytes, size_t length)
{
    reserve(text, length);
    if (length) memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = 0;
}

void text_put(Text *text, const char *bytes)
{
    text_put_bytes(text, bytes, strlen(bytes));
}

void text_print(Text *text, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    reserve(text, 1);
    size_t room = text->capacity - text->length;
    int length = vsnprintf(text->data + text->length, room, format, args);
    if ((size_t)length >= room) {
        reserve(text, (size_t)length);
        vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
    }
    text->length += (size_t)length;
    va_end(again);
    va_end(args);
}

void text_clear(Text *text)
{
    free(text->data);
    *text = (Text){ 0 };
}

const char *text_or_empty(const Text *text)
{
    return text->data ? text->data : "";
}

uint32_t utf8_next(const char *text, int *bytes)
{
    const unsigned char *s = (const unsigned char *)text;
    *bytes = s[0] != 0;
    if (s[0] < 0x80) return s[0];
    int more = s[0] >= 0xF0 ? 3 : s[0] >= 0xE0 ? 2 : 1;
    static const uint32_t smallest[] = { 0, 0x80, 0x800, 0x10000 };
    if (s[0] < 0xC2 || s[0] > 0xF4) return 0xFFFD;
    uint32_t code = s[0] & (0x3Fu >> more);
    for (int i = 1; i <= more; i++) {
        if ((s[i] & 0xC0) != 0x80) return 0xFFFD;
        code = code << 6 | (s[i] & 0x3F);
    }
    if (code < smallest[more] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return 0xFFFD;
    *bytes = more + 1;
    return code;
}

bool utf8_valid(const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        char window[5] = { 0 };
        memcpy(window, text + i, length - i < 4 ? length - i : 4);
        int bytes;
        uint32_t code = utf8_next(window, &bytes);
        if (!code) return false;
        if (code == 0xFFFD && bytes != 3) return false;
        i += (size_t)bytes;
    }
    return true;
}
