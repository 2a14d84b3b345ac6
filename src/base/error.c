// Errors are sentences. They are made here, once, and printed at the door.
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void set(Error *err, int place, bool cannot, const char *format, va_list args)
{
    if (!err) return;
    err->place = place;
    err->cannot = cannot;
    int length = vsnprintf(err->text, sizeof err->text, format, args);
    if (length < (int)sizeof err->text) return;
    // Cut, but never within a character.
    size_t end = sizeof err->text - 1;
    while (end && ((unsigned char)err->text[end - 1] & 0xC0) == 0x80) end--;
    if (end && (unsigned char)err->text[end - 1] >= 0xC0) end--;
    err->text[end] = 0;
}

bool error_set(Error *err, int place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    set(err, place, false, format, args);
    va_end(args);
    return false;
}

bool error_cannot(Error *err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    set(err, 0, true, format, args);
    va_end(args);
    return false;
}

enum { LONGEST_WORD = 40 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

// Edit distance with swaps of neighbours (optimal string alignment), on words of at most LONGEST_WORD bytes.
static int distance(const char *a, const char *b)
{
    int n = (int)strlen(a), m = (int)strlen(b);
    int table[LONGEST_WORD + 1][LONGEST_WORD + 1];
    for (int i = 0; i <= n; i++) table[i][0] = i;
    for (int j = 0; j <= m; j++) table[0][j] = j;
    for (int i = 1; i <= n; i++) {
        for (int j = 1; j <= m; j++) {
            int cost = a[i - 1] != b[j - 1];
            int d = least(table[i - 1][j - 1] + cost, least(table[i - 1][j], table[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d = least(d, table[i - 2][j - 2] + 1);
            table[i][j] = d;
        }
    }
    return table[n][m];
}

int near_word(const char *word, const char *const *words, int count)
{
    int best = -1, best_distance = 0;
    if (strlen(word) > LONGEST_WORD) return -1;
    for (int i = 0; i < count; i++) {
        if (strlen(words[i]) > LONGEST_WORD) continue;
        int d = distance(word, words[i]);
        int letters = (int)strlen(words[i]) > (int)strlen(word) ? (int)strlen(words[i]) : (int)strlen(word);
        bool near_enough = d < letters && 3 * d <= letters + 1;
        if (near_enough && (best < 0 || d < best_distance)) best = i, best_distance = d;
    }
    return best;
}

static int small(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? letter + 'a' - 'A' : letter;
}

bool equal_word(const char *a, const char *b)
{
    for (; small(*a) == small(*b); a++, b++)
        if (!*a) return true;
    return false;
}

bool progress_cancelled(const Progress *progress)
{
    return progress && atomic_load(&progress->cancel);
}
