// Scenes that differ from another in a few keys. They are made through the scene code, by the one parser: what it refuses
// is refused here too, and nothing is clamped.
#include "lesson/study.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// The end of a piece: at a blank that is in no bracket and no quote.
static const char *piece_end(const char *c)
{
    bool bracket = false, quoted = false;
    for (; *c; c++) {
        if (*c == '"') quoted = !quoted;
        if (!quoted && (*c == '[' || *c == '(')) bracket = true;
        if (!quoted && (*c == ']' || *c == ')')) bracket = false;
        if (!quoted && !bracket && strchr(" \t\r\n", *c)) break;
    }
    return c;
}

static const char *skip_blanks(const char *c)
{
    return c + strspn(c, " \t\r\n");
}

static const KeyText *find(const KeyText *changes, int count, const char *key, size_t length)
{
    for (int i = 0; i < count; i++)
        if (strlen(changes[i].key) == length && !memcmp(changes[i].key, key, length)) return &changes[i];
    return NULL;
}

static void put_channels(Text *out, const Spec *spec, const KeyText *in, const KeyText *outs)
{
    text_put(out, " c=");
    if (in) text_put(out, in->text);
    else text_print(out, "%d", spec->in_channels);
    text_put(out, ",");
    if (outs) text_put(out, outs->text);
    else text_print(out, "%d", spec->out_channels);
}

static void put_changed(Text *out, const Scene *scene, const KeyText *changes, int count, bool moment)
{
    Text code = { 0 };
    scene_print(&code, scene);
    const KeyText *in = find(changes, count, "cin", 3), *outs = find(changes, count, "cout", 4);
    for (const char *c = code.data; *c;) {
        const char *end = piece_end(c);
        size_t key = strcspn(c, "= ");
        bool gone = c != code.data && find(changes, count, c, key);
        if (c != code.data && (in || outs) && key == 1 && *c == 'c') gone = true;
        if (!moment && ((key == 4 && !memcmp(c, "step", 4)) || (key == 4 && !memcmp(c, "cell", 4)))) gone = true;
        if (!gone) text_print(out, "%s%.*s", out->length ? " " : "", (int)(end - c), c);
        c = skip_blanks(end);
    }
    if (in || outs) put_channels(out, &scene->spec, in, outs);
    for (int i = 0; i < count; i++)
        if (&changes[i] != in && &changes[i] != outs) text_print(out, " %s=%s", changes[i].key, changes[i].text);
    text_clear(&code);
}

bool scene_changed(Scene *out, const Scene *scene, const KeyText *changes, int count, Error *err)
{
    Text code = { 0 };
    put_changed(&code, scene, changes, count, true);
    bool ok = scene_parse(out, code.data, NULL);
    text_clear(&code);
    if (ok) return true;
    put_changed(&code, scene, changes, count, false);
    ok = scene_parse(out, code.data, err);
    text_clear(&code);
    if (!ok && err) err->place = 0; // a column of a line that nobody wrote
    return ok;
}

bool change_number(char out[64], const char *key, double rows, double cols, Error *err)
{
    if (!(fabs(rows) < 1e9 && fabs(cols) < 1e9) || rows != floor(rows) || cols != floor(cols)) {
        Text shown = { 0 };
        value_say(&shown, rows != floor(rows) ? rows : cols, DECIMALS_NEEDED);
        error_set(err, 0, "%s would be %s; it must be a whole number", key, shown.data);
        text_clear(&shown);
        return false;
    }
    if (rows == cols) snprintf(out, 64, "%.0f", cols);
    else snprintf(out, 64, "%.0fx%.0f", rows, cols);
    return true;
}

int changes_read(Arena *arena, KeyText out[CHANGES_MOST], const char *text, Error *err)
{
    int count = 0;
    bool number;
    for (const char *c = skip_blanks(text); *c;) {
        const char *end = piece_end(c), *equals = memchr(c, '=', (size_t)(end - c));
        if (!equals || equals == c || equals + 1 == end)
            return error_set(err, 0, "'%.*s' is no change; write key=value, as in p=1", (int)(end - c > 40 ? 40 : end - c), c), -1;
        if (count == CHANGES_MOST) return error_set(err, 0, "at most %d keys can be changed", CHANGES_MOST), -1;
        const char *key = change_key(c, (size_t)(equals - c), &number);
        KeyText *made = &out[count];
        made->key = key ? key : arena_print(arena, "%.*s", (int)(equals - c), c);
        made->text = arena_print(arena, "%.*s", (int)(end - equals - 1), equals + 1);
        if (find(out, count, made->key, strlen(made->key))) return error_set(err, 0, "%s is changed twice", made->key), -1;
        count++;
        c = skip_blanks(end);
    }
    return count;
}

// What stands for a number becomes one.
static bool settle_text(const char **text, Arena *arena, Study *study, const char *key, Error *err)
{
    bool number, two = key_has_axes(key) && study_scene(study)->spec.dims == 2;
    char shown[64];
    double cols, rows;
    if (!change_key(key, strlen(key), &number) || !number || is_pair(*text, strlen(*text))) return true;
    if (!study_value(&cols, study, *text, false, err)) return false;
    rows = cols;
    if (two && !study_value(&rows, study, *text, true, err)) return false;
    if (!change_number(shown, key, rows, cols, err)) return false;
    *text = arena_text(arena, shown);
    return true;
}

bool scene_then(Scene *out, Study *study, const char *then, Error *err)
{
    Arena arena = { 0 };
    KeyText changes[CHANGES_MOST];
    int count = changes_read(&arena, changes, then, err);
    bool ok = count >= 0;
    for (int i = 0; ok && i < count; i++) ok = settle_text(&changes[i].text, &arena, study, changes[i].key, err);
    ok = ok && scene_changed(out, study_scene(study), changes, count, err);
    arena_clear(&arena);
    return ok;
}
