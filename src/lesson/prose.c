// A text is cut into runs of letters and digits; what braces and backquotes hold is passed over.
#include "lesson/prose.h"

#include <string.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Behind a placeholder or a piece of code that begins here; else the same place.
static const char *behind_held(const char *at)
{
    char close = *at == '{' ? '}' : *at == '`' ? '`' : 0;
    const char *end = close ? strchr(at + 1, close) : NULL;
    return end ? end + 1 : at;
}

// ---- numbers ---------------------------------------------------------------------------------------------------

// A run of letters, digits and what joins them; 0 where none begins.
static size_t run_length(const char *at)
{
    size_t length = 0;
    while (at[length]) {
        char c = at[length];
        if (!strncmp(at + length, "×", 2)) length += 2;
        else if (is_digit(c) || is_letter(c) || c == '_' || c == '=' || ((c == '.' || c == ',') && length && is_digit(at[length + 1]))) length++;
        else break;
    }
    return length;
}

// Numbers with × or x between them, and nothing else.
static bool is_bare(const char *at, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool times = at[i] == 'x' && i > 0 && is_digit(at[i - 1]) && is_digit(at[i + 1]);
        if ((is_letter(at[i]) && !times) || at[i] == '_' || at[i] == '=') return false;
    }
    return strcspn(at, "0123456789") < length;
}

static bool may_stand(const char *at, size_t length)
{
    double value;
    if (!number_parse(at, length, &value)) return false;
    return value == 0 || value == 1 || (length == 4 && value >= 1900 && value < 2100);
}

// The next bare number from [from] on; NULL.
static const char *next_number(const char *from, size_t *length)
{
    for (const char *c = from; *c;) {
        const char *end = behind_held(c);
        if (end == c) {
            *length = run_length(c);
            if (*length && is_bare(c, *length)) return c;
            end = c + (*length ? *length : 1);
        }
        c = end;
    }
    return NULL;
}

bool prose_number(Text *out, const char *text)
{
    size_t length;
    for (const char *at = text; (at = next_number(at, &length)); at += length) {
        if (may_stand(at, length)) continue;
        text_put_bytes(out, at, length);
        return true;
    }
    return false;
}

bool prose_has_number(const char *text, const char *number)
{
    size_t length, wanted = strlen(number);
    if (wanted < 2) return false;
    for (const char *at = text; (at = next_number(at, &length)); at += length)
        if (length == wanted && !memcmp(at, number, wanted)) return true;
    return false;
}

// ---- placeholders ----------------------------------------------------------------------------------------------

char *prose_placeholder(Arena *arena, const char **rest)
{
    for (const char *c = *rest; *c; c++) {
        if (*c == '\\' && c[1]) {
            c++;
            continue;
        }
        const char *end = *c == '{' ? strchr(c, '}') : NULL;
        if (!end) continue;
        *rest = end + 1;
        int depth = 0;
        const char *stop = c + 1;
        for (; stop < end && (*stop != ':' || depth > 0); stop++) {
            if (*stop == '(' || *stop == '[') depth++;
            if (*stop == ')' || *stop == ']') depth--;
        }
        return arena_print(arena, "%.*s", (int)(stop - c - 1), c + 1);
    }
    return NULL;
}
