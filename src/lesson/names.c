// The names that an expression may use, what each takes and what it hides; and the keys of a scene that it may change.
#include "lesson/expression.h"

#include <string.h>

#define HIDES(...) { __VA_ARGS__ }
#define SIZE_HIDES HIDES(.size = true)
#define VERDICT_HIDES HIDES(.verdict = true)
#define PATTERN_HIDES HIDES(.verdict = true, .roles = 1U << ROLE_Y)
#define ROLE_HIDES(role) HIDES(.roles = 1U << (role))

const NameRow NAME_ROWS[NAMES] = {
    [NAME_IN] = { "in", WITH_H | WITH_CHANGES },
    [NAME_KERNEL] = { "k", WITH_H | WITH_CHANGES },
    [NAME_STRIDE] = { "s", WITH_H | WITH_CHANGES },
    [NAME_PADDING] = { "p", WITH_H | WITH_CHANGES },
    [NAME_OUTPUT_PADDING] = { "op", WITH_H | WITH_CHANGES },
    [NAME_DILATION] = { "d", WITH_H | WITH_CHANGES },
    [NAME_OUT] = { "out", WITH_H | WITH_CHANGES | WITH_FRAME, SIZE_HIDES },
    [NAME_FULL] = { "full", WITH_H | WITH_CHANGES, SIZE_HIDES },
    [NAME_BEFORE] = { "before", WITH_H | WITH_CHANGES, SIZE_HIDES },
    [NAME_AFTER] = { "after", WITH_H | WITH_CHANGES, SIZE_HIDES },
    [NAME_RETURNS] = { "returns", WITH_H | WITH_CHANGES, SIZE_HIDES },
    [NAME_CIN] = { "cin", WITH_CHANGES },
    [NAME_COUT] = { "cout", WITH_CHANGES },
    [NAME_GROUPS] = { "groups", WITH_CHANGES },
    [NAME_BATCH] = { "batch", WITH_CHANGES },
    [NAME_PARAMS] = { "params", WITH_CHANGES | WITH_RIVAL, VERDICT_HIDES },
    [NAME_WEIGHTS] = { "weights", WITH_CHANGES, VERDICT_HIDES },
    [NAME_BIASES] = { "biases", WITH_CHANGES, VERDICT_HIDES },
    [NAME_PHASES] = { "phases", WITH_CHANGES, PATTERN_HIDES },
    [NAME_EMPTY] = { "empty", WITH_CHANGES, PATTERN_HIDES },
    [NAME_EVEN] = { "even", WITH_CHANGES, PATTERN_HIDES },
    [NAME_GAINS_EQUAL] = { "gains_equal", WITH_CHANGES, PATTERN_HIDES },
    [NAME_SHARE] = { "share", WITH_CHANGES | WITH_RIVAL, PATTERN_HIDES },
    [NAME_DB] = { "db", WITH_CHANGES | WITH_RIVAL, PATTERN_HIDES },
    [NAME_CHAIN_ERROR] = { "chain_error", WITH_CHANGES, PATTERN_HIDES },
    [NAME_TAPS] = { "taps", WITH_CHANGES | WITH_INDEX, PATTERN_HIDES },
    [NAME_GAIN] = { "gain", WITH_CHANGES | WITH_INDEX, PATTERN_HIDES },
    [NAME_X] = { "x", WITH_CHANGES | WITH_INDEX | IS_TENSOR, .role = ROLE_X },
    [NAME_W] = { "w", WITH_CHANGES | WITH_INDEX | IS_TENSOR, .role = ROLE_W },
    [NAME_B] = { "b", WITH_CHANGES | WITH_INDEX | IS_TENSOR, .role = ROLE_B },
    [NAME_Y] = { "y", WITH_CHANGES | WITH_INDEX | IS_TENSOR, ROLE_HIDES(ROLE_Y), ROLE_Y },
    [NAME_GX] = { "gx", WITH_CHANGES | WITH_INDEX | IS_TENSOR, ROLE_HIDES(ROLE_GX), ROLE_GX },
    [NAME_GY] = { "gy", WITH_CHANGES | WITH_INDEX | IS_TENSOR, .role = ROLE_GY },
    [NAME_GW] = { "gw", WITH_CHANGES | WITH_INDEX | IS_TENSOR, ROLE_HIDES(ROLE_GW), ROLE_GW },
    [NAME_C] = { "C", WITH_CHANGES | WITH_INDEX | IS_TENSOR, ROLE_HIDES(ROLE_C), ROLE_C },
    [NAME_COUNT_OF] = { "count", WITH_CHANGES | WITH_INDEX | IS_TENSOR | OF_CELL, PATTERN_HIDES },
    [NAME_ROW] = { "row", OF_CELL },
    [NAME_COL] = { "col", OF_CELL },
    [NAME_CHANNEL] = { "channel", OF_CELL },
    [NAME_VALUE] = { "value", OF_CELL },
    [NAME_MEETS] = { "meets", OF_CELL | WITH_CELL, PATTERN_HIDES },
    [NAME_SUM] = { "sum", WITH_TENSOR | WITH_CHANGES },
    [NAME_LEAST] = { "least", WITH_TENSOR | WITH_CHANGES },
    [NAME_MOST] = { "most", WITH_TENSOR | WITH_CHANGES },
    [NAME_CELLS] = { "cells", WITH_TENSOR | WITH_CHANGES, SIZE_HIDES },
    [NAME_NONZERO] = { "nonzero", WITH_TENSOR | WITH_CHANGES },
    [NAME_DIFFERENT] = { "different", WITH_TENSOR | WITH_CHANGES },
    [NAME_FLOOR] = { "floor", WITH_NUMBER },
    [NAME_CEIL] = { "ceil", WITH_NUMBER },
    [NAME_ROUND] = { "round", WITH_NUMBER },
    [NAME_ABS] = { "abs", WITH_NUMBER },
    [NAME_MIN] = { "min", WITH_NUMBERS },
    [NAME_MAX] = { "max", WITH_NUMBERS },
    [NAME_GCD] = { "gcd", WITH_NUMBERS },
    [NAME_SQRT] = { "sqrt", WITH_NUMBER },
    [NAME_LOG2] = { "log2", WITH_NUMBER },
};

static bool is_word(const char *word, size_t length, const char *other)
{
    return strlen(other) == length && !memcmp(word, other, length);
}

bool name_find(Name *out, const char *at, size_t length)
{
    for (Name name = 0; name < NAMES; name++) {
        if (!is_word(at, length, NAME_ROWS[name].word)) continue;
        *out = name;
        return true;
    }
    return false;
}

// ---- keys ------------------------------------------------------------------------------------------------------

static const struct {
    const char *word, *long_word;
    bool number;
} OTHER_KEYS[] = {
    { "cin", "cin", true }, { "cout", "cout", true }, { "g", "groups", true }, { "n", "batch", true },
    { "x", "x", false }, { "w", "w", false }, { "b", "b", false }, { "gy", "gy", false },
};

const char *change_key(const char *word, size_t length, bool *number)
{
    *number = true;
    for (Param param = 0; param < PARAM_COUNT; param++)
        if (is_word(word, length, PARAMS[param].key) || is_word(word, length, PARAMS[param].long_name)) return PARAMS[param].key;
    for (int i = 0; i < COUNT(OTHER_KEYS); i++) {
        if (!is_word(word, length, OTHER_KEYS[i].word) && !is_word(word, length, OTHER_KEYS[i].long_word)) continue;
        *number = OTHER_KEYS[i].number;
        return OTHER_KEYS[i].word;
    }
    return NULL;
}

bool key_has_axes(const char *key)
{
    for (Param param = 0; param < PARAM_COUNT; param++)
        if (!strcmp(key, PARAMS[param].key)) return true;
    return false;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_pair(const char *text, size_t length)
{
    size_t first = 0, at;
    while (first < length && is_digit(text[first])) first++;
    if (first == 0 || first == length || text[first] != 'x') return false;
    for (at = first + 1; at < length && is_digit(text[at]); at++) {}
    return at == length && at > first + 1;
}
