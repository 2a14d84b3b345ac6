// Values typed into a scene code: `,` parts columns, `;` rows, `|` channels, `/` batches (for a kernel its second and
// its first index). The shape is known beforehand, so that a wrong count is found where it happens.
#include "explain/scene_code.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { BATCHES, CHANNELS, ROWS, COLUMNS, LEVELS };
static const char PARTS[LEVELS + 1] = "/|;,";

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *level_word(const char *name, int level, int count)
{
    bool kernel = name[0] == 'w', one = count == 1;
    switch (level) {
    case COLUMNS: return one ? "value in each row" : "values in each row";
    case ROWS: return one ? "row" : "rows";
    case CHANNELS: return kernel ? (one ? "part along the second index" : "parts along the second index")
                                 : (one ? "channel" : "channels");
    default: return kernel ? (one ? "part along the first index" : "parts along the first index")
                           : (one ? "sample" : "samples");
    }
}

static void print_shape(char out[64], const char *name, const int shape[4])
{
    if (name[0] == 'b') snprintf(out, 64, "one value for each output channel");
    else if (shape[0] == 1 && shape[1] == 1 && shape[2] == 1)
        snprintf(out, 64, "%s has %d value%s", name, shape[3], shape[3] == 1 ? "" : "s");
    else if (shape[0] == 1 && shape[1] == 1) snprintf(out, 64, "%s is %dx%d", name, shape[2], shape[3]);
    else snprintf(out, 64, "%s is %dx%dx%dx%d", name, shape[0], shape[1], shape[2], shape[3]);
}

static bool wrong_count(Error *err, const char *name, const int shape[4], int level, int have)
{
    char here[32], whole[64];
    if (have > shape[level]) snprintf(here, sizeof here, "more");
    else snprintf(here, sizeof here, "%d", have);
    print_shape(whole, name, shape);
    return error_set(err, 0, "%s needs %d %s, parted by '%c'; here %s %s (%s)", name, shape[level],
                     level_word(name, level, shape[level]), PARTS[level], have == 1 ? "is" : "are", here, whole);
}

static bool read_value(const char *text, size_t length, const char *name, float *value, Error *err)
{
    double number;
    char shown[32];
    snprintf(shown, sizeof shown, "%.*s", (int)(length < 24 ? length : 24), text);
    if (length == 0) return error_set(err, 0, "a number is missing in %s here", name);
    for (const char *c = shown; *c; c++) {
        if ((unsigned char)*c < 0x20 || (unsigned char)*c > 0x7E) strcpy(shown, "this");
    }
    if (!number_parse(text, length, &number))
        return error_set(err, 0, "%s is no number; write numbers as 1, -2.5, 3e-4, inf or nan", shown);
    bool spelled = memchr(text, 'i', length) || memchr(text, 'n', length);
    if (!spelled && fabs(number) >= 0x1.ffffffp+127)
        return error_set(err, 0, "%s is too large for a 32-bit number; at most 3.4e38, or inf", shown);
    *value = (float)number;
    return true;
}

bool typed_parse(const char *text, size_t length, const char *name, const int shape[4], float *values, size_t *at,
                 Error *err)
{
    int index[LEVELS] = { 0 };
    size_t i = 1, count = 0;
    for (;;) {
        while (i < length && is_blank(text[i])) i++;
        *at = i;
        for (int level = 0; level < LEVELS; level++) {
            if (index[level] >= shape[level]) return wrong_count(err, name, shape, level, index[level] + 1);
        }
        size_t end = i, last;
        while (end < length && !memchr("/|;,]", text[end], 5)) end++;
        for (last = end; last > i && is_blank(text[last - 1]);) last--;
        if (!read_value(text + i, last - i, name, &values[count], err)) return false;
        count++;
        *at = i = end;
        if (end >= length) return error_set(err, 0, "the bracket of %s is not closed; end it with ]", name);
        const char *part = strchr(PARTS, text[end]);
        int outer = part ? (int)(part - PARTS) : -1;
        for (int level = COLUMNS; level > outer; level--) {
            if (index[level] + 1 < shape[level]) return wrong_count(err, name, shape, level, index[level] + 1);
            index[level] = 0;
        }
        i++;
        if (outer < 0) break;
        index[outer]++;
    }
    *at = i;
    return i == length || error_set(err, 0, "nothing may stand behind the ] of %s but a blank", name);
}
