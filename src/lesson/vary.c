// Other numbers for the same question, and the settings that answer one: both walk over scenes, and take no scene that its
// own parser or the sliders would refuse.
#include "lesson/case.h"

#include <stdlib.h>
#include <string.h>

// ---- drawing ---------------------------------------------------------------------------------------------------

enum { MOST_CHOICES = 64, MOST_SEED = 999 };

// The pieces between commas that are in no bracket.
static int choices_of(Arena *arena, const char **out, const char *text)
{
    int count = 0, depth = 0;
    const char *from = text;
    for (const char *c = text;; c++) {
        if (*c == '[' || *c == '(') depth++;
        if (*c == ']' || *c == ')') depth--;
        if (*c && (*c != ',' || depth > 0)) continue;
        if (count < MOST_CHOICES) out[count++] = arena_print(arena, "%.*s", (int)(c - from), from);
        if (!*c) return count;
        from = c + 1;
    }
}

static bool is_seeded(const char *word)
{
    for (SourceKind kind = 0; kind < SOURCE_KINDS; kind++)
        if (kind != SOURCE_TYPED && source_seeded(kind) && !strcmp(word, source_word(kind))) return true;
    return false;
}

// A choice as it goes into the scene code: a range becomes one of its numbers, a word that wants a seed gets one.
static bool draw(const char **out, Arena *arena, const char *choice, Random *random, Error *err)
{
    const char *colon = strrchr(choice, ':'), *number = colon ? colon + 1 : choice, *dots = *choice == '[' ? NULL : strstr(number, "..");
    long long least, most;
    *out = choice;
    if (is_seeded(choice)) *out = arena_print(arena, "%s:%ld", choice, random_range(random, 1, MOST_SEED));
    if (!dots) return true;
    bool ok = number_parse_whole(number, (size_t)(dots - number), -1000000, 1000000, &least) && number_parse_whole(dots + 2, strlen(dots + 2), -1000000, 1000000, &most);
    if (!ok || least > most) return error_set(err, 0, "'%.40s' is no range; write it as in 2..5", choice);
    *out = arena_print(arena, "%.*s%ld", (int)(number - choice), choice, random_range(random, (long)least, (long)most));
    return true;
}

bool scene_vary(Scene *out, Study *study, const char *vary, Random *random, Error *err)
{
    Arena arena = { 0 };
    KeyText changes[CHANGES_MOST];
    Text then = { 0 };
    int count = changes_read(&arena, changes, vary, err);
    bool ok = count >= 0;
    for (int i = 0; ok && i < count; i++) {
        const char *choices[MOST_CHOICES], *drawn;
        int all = choices_of(&arena, choices, changes[i].text);
        ok = draw(&drawn, &arena, choices[random_range(random, 0, all - 1)], random, err);
        if (ok && !*drawn) ok = error_set(err, 0, "a value is missing between the commas of %s", changes[i].key);
        if (ok) text_print(&then, "%s=%s ", changes[i].key, drawn);
    }
    ok = ok && scene_then(out, study, text_or_empty(&then), err);
    text_clear(&then);
    arena_clear(&arena);
    return ok;
}

// ---- setting ---------------------------------------------------------------------------------------------------

static bool same_params(const Spec *a, const Spec *b, unsigned but)
{
    for (Param param = 0; param < PARAM_COUNT; param++) {
        if (but >> param & 1) continue;
        if (param_get(a, param, true) != param_get(b, param, true) || param_get(a, param, false) != param_get(b, param, false)) return false;
    }
    return true;
}

bool only_changed(const Scene *scene, const Scene *start, unsigned change)
{
    const Spec *a = &scene->spec, *b = &start->spec;
    bool same_layer = a->transposed == b->transposed && a->dims == b->dims && a->batch == b->batch && a->in_channels == b->in_channels &&
                      a->out_channels == b->out_channels && a->groups == b->groups;
    // What is typed is cut or filled up where its tensor gets another size.
    bool sizes = change != 0;
    bool same_data = scene->b.kind == start->b.kind && (sizes ? scene->x.kind == start->x.kind && scene->w.kind == start->w.kind
                                                              : source_equal(&scene->x, &start->x) && source_equal(&scene->w, &start->w));
    return same_layer && same_data && same_params(a, b, change);
}

typedef struct Search {
    const Scene *start;
    const Lesson *lesson;
    const char *condition;
    Param param[PARAM_COUNT];
    int params, value[PARAM_COUNT]; // what is tried now
    int left, looks;                // scenes that may still be made, and settings that may still be looked at
    Scene *out;
    Error *err;
    bool broken; // the condition cannot be computed
    double effort; // that all of them may take together
} Search;

// As far as any slider goes, whatever the others are.
static int slider_end(const Spec *spec, Param param)
{
    static const int ends[PARAM_COUNT] = { 16, 11, 8, 24, 7, 8 };
    int now = param_get(spec, param, false);
    return now > ends[param] ? now : ends[param];
}

static bool in_ranges(const Search *s, const Spec *spec)
{
    for (int i = 0; i < s->params; i++) {
        ParamRange range = param_range(spec, s->param[i], false);
        if (s->value[i] < range.least || s->value[i] > range.most) return false;
    }
    return true;
}

static bool try_values(Search *s)
{
    Spec spec = s->start->spec, settled;
    s->looks--;
    for (int i = 0; i < s->params; i++) {
        bool moved = s->value[i] != param_get(&spec, s->param[i], false);
        if (!moved) continue;
        param_set(&spec, s->param[i], false, s->value[i]);
        if (spec.dims == 2) param_set(&spec, s->param[i], true, s->value[i]);
    }
    settled = spec;
    if (!spec_check(&settled, NULL) || !in_ranges(s, &settled)) return false;
    s->left--;
    Scene scene = scene_copy(s->start);
    double value = 0;
    Error why = { 0 };
    bool made = scene_settle(&scene, &spec, NULL, NULL) && only_changed(&scene, s->start, ~0U) && same_params(&scene.spec, &settled, 0);
    Study *study = made ? study_new(&scene, s->lesson) : NULL;
    if (study) study_share(study, &s->effort);
    bool asked = study && study_value(&value, study, s->condition, false, &why);
    if (study && !asked && !s->broken) {
        s->broken = true;
        if (s->err) *s->err = why;
    }
    study_free(study);
    if (asked && holds(value)) {
        *s->out = scene;
        return true;
    }
    scene_clear(&scene);
    return false;
}

// Every setting in which exactly [moved] of the parameters from [at] on are other than now, the nearest first.
static bool walk(Search *s, int at, int moved)
{
    if (s->left <= 0 || s->looks <= 0 || s->effort < 0 || moved > s->params - at) return false;
    if (at == s->params) return try_values(s);
    Param param = s->param[at];
    int now = param_get(&s->start->spec, param, false), end = slider_end(&s->start->spec, param);
    int start = param == PARAM_PADDING || param == PARAM_OUTPUT_PADDING ? 0 : 1;
    s->value[at] = now;
    if (walk(s, at + 1, moved)) return true;
    for (int by = 1; moved > 0 && by <= end; by++)
        for (int sign = 1; sign >= -1; sign -= 2) {
            s->value[at] = now + sign * by;
            if (s->value[at] < start || s->value[at] > end) continue;
            if (walk(s, at + 1, moved - 1)) return true;
        }
    return false;
}

bool scene_solve(Scene *out, const Scene *start, const Lesson *lesson, const char *condition, unsigned change, Error *err)
{
    enum { MOST_SCENES = 8000, MOST_LOOKS = 200000 };
    Search search = { .start = start, .lesson = lesson, .condition = condition, .left = MOST_SCENES, .looks = MOST_LOOKS, .effort = STUDY_EFFORT, .out = out, .err = err };
    for (Param param = 0; param < PARAM_COUNT; param++)
        if (change >> param & 1) search.param[search.params++] = param;
    for (int moved = 1; moved <= search.params; moved++)
        if (walk(&search, 0, moved)) return true;
    Text words = { 0 };
    change_say(&words, change);
    if (!search.broken) error_set(err, 0, "no setting of %s makes '%.100s' hold", words.length ? words.data : "nothing", condition);
    text_clear(&words);
    return false;
}
