// A scene that is asked about. Its tensors are made when a number needs them and never before, so that a layer far too
// large to be shown can still be asked for its size; scenes that differ from it, and those of the lesson that have names,
// are studies of their own, kept.
#include "lesson/study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT_CHANGED = 24 };
#define MOST_WEIGHTS (1L << 24)

typedef enum Known { NOT_ASKED, IS_THERE, IS_NOT } Known;
typedef struct Changed {
    char *code; // the changes
    Study *study;
} Changed;
struct Study {
    bool has_scene;
    Scene scene;
    const Lesson *lesson;
    Known work_known, w_known;
    Work work;
    float *w;
    Error why, w_why;
    Study **named; // by the lesson's scenes
    Changed changed[KEPT_CHANGED];
    int next; // that gives way
    double own, *left; // what may still be computed; of a scene that differs, the first one's
};

Study *study_new(const Scene *scene, const Lesson *lesson)
{
    Study *study = memory_new(1, sizeof *study);
    study->has_scene = scene != NULL;
    if (scene) study->scene = scene_copy(scene);
    study->lesson = lesson;
    study->own = STUDY_EFFORT, study->left = &study->own;
    return study;
}

static Study *study_beside(Study *study, const Scene *scene)
{
    Study *other = study_new(scene, study->lesson);
    other->left = study->left;
    return other;
}

void study_free(Study *study)
{
    if (!study) return;
    for (int i = 0; study->named && i < study->lesson->scene_count; i++) study_free(study->named[i]);
    for (int i = 0; i < KEPT_CHANGED; i++) {
        free(study->changed[i].code);
        study_free(study->changed[i].study);
    }
    if (study->work_known == IS_THERE) work_clear(&study->work);
    if (study->has_scene) scene_clear(&study->scene);
    free(study->named);
    free(study->w);
    free(study);
}

const Scene *study_scene(const Study *study)
{
    return study->has_scene ? &study->scene : NULL;
}

void study_share(Study *study, double *left)
{
    study->left = left;
}

bool study_spend(Study *study, double products, Error *err)
{
    *study->left -= products;
    return *study->left >= 0 || error_set(err, 0, "this takes too long to compute; ask about fewer cells, or of a smaller layer");
}

// What a scene's tensors take, its gradients' among them only when they are asked for.
static bool spend_work(Study *study, Error *err)
{
    const Spec *spec = &study->scene.spec;
    const double scene = 1e4; // to read its code and to fill its tensors
    double cells = tensor_cells(&study->scene, ROLE_X) + tensor_cells(&study->scene, ROLE_Y) + (double)spec_w_count(spec);
    return study_spend(study, scene + cells + (double)timeline_count(spec, WALK_PRODUCT), err);
}

const Work *study_work(Study *study, Error *err)
{
    if (study->work_known == NOT_ASKED && work_has_room(&study->scene.spec, NULL) && !spend_work(study, err)) return NULL;
    if (study->work_known == NOT_ASKED) study->work_known = work_make(&study->work, &study->scene, NULL, &study->why) ? IS_THERE : IS_NOT;
    if (study->work_known == IS_THERE) return &study->work;
    if (err) *err = study->why, err->place = 0;
    return NULL;
}

static bool fill_weights(Study *study, Error *err)
{
    const Spec *spec = &study->scene.spec;
    size_t count = spec_w_count(spec);
    int shape[4];
    if (count > MOST_WEIGHTS) return error_set(err, 0, "this layer has %zu weights; at most %ld are looked at", count, MOST_WEIGHTS);
    study->w = malloc(count * sizeof *study->w);
    if (!study->w) return error_cannot(err, "not enough memory for %zu weights", count);
    scene_shape(spec, ROLE_W, shape);
    return source_fill(study->w, shape, FOR_W, &study->scene.w, spec, err);
}

const float *study_weights(Study *study, Error *err)
{
    if (study->w_known == NOT_ASKED) study->w_known = fill_weights(study, &study->w_why) ? IS_THERE : IS_NOT;
    if (study->w_known == IS_THERE) return study->w;
    if (err) *err = study->w_why, err->place = 0;
    return NULL;
}

// ---- other scenes ----------------------------------------------------------------------------------------------

Study *study_named(Study *study, const char *name, Error *err)
{
    const Lesson *lesson = study->lesson;
    for (int i = 0; lesson && i < lesson->scene_count; i++) {
        if (!lesson->scenes[i].name || strcmp(lesson->scenes[i].name, name) != 0) continue;
        if (!study->named) study->named = memory_new((size_t)lesson->scene_count, sizeof *study->named);
        if (!study->named[i]) study->named[i] = study_beside(study, &lesson->scenes[i].scene);
        return study->named[i];
    }
    error_set(err, 0, "no scene of this lesson is named '%.40s'", name);
    return NULL;
}

Study *study_changed(Study *study, const KeyText *changes, int count, Error *err)
{
    Text code = { 0 };
    for (int i = 0; i < count; i++) text_print(&code, "%s=%s ", changes[i].key, changes[i].text);
    for (int i = 0; i < KEPT_CHANGED; i++) {
        if (!study->changed[i].code || strcmp(study->changed[i].code, code.data) != 0) continue;
        text_clear(&code);
        return study->changed[i].study;
    }
    Scene scene;
    const double parsing = 1e3;
    if (!study_spend(study, parsing, err) || !scene_changed(&scene, &study->scene, changes, count, err)) {
        text_clear(&code);
        return NULL;
    }
    Changed *kept = &study->changed[study->next++ % KEPT_CHANGED];
    free(kept->code);
    study_free(kept->study);
    *kept = (Changed){ memory_text(code.data), study_beside(study, &scene) };
    scene_clear(&scene);
    text_clear(&code);
    return kept->study;
}

// ---- asking ----------------------------------------------------------------------------------------------------

static bool ask(double *out, const char *expression, const Where *where, Error *err)
{
    Arena arena = { 0 };
    const Node *node = expression_read(&arena, expression, err);
    bool ok = node && node_value(out, node, where, err);
    arena_clear(&arena);
    return ok;
}

bool study_value(double *out, Study *study, const char *expression, bool rows, Error *err)
{
    return ask(out, expression, &(Where){ study, rows, NULL }, err);
}

bool study_cell_value(double *out, Study *study, const char *expression, Cell cell, Error *err)
{
    return ask(out, expression, &(Where){ study, false, &cell }, err);
}

typedef struct Hiding {
    Veil veil;
    const Lesson *lesson;
} Hiding;

Veil veil_join(Veil a, Veil b)
{
    return (Veil){ .roles = a.roles | b.roles, .size = a.size || b.size, .verdict = a.verdict || b.verdict };
}

static void hide(void *context, const Node *node)
{
    Hiding *hiding = context;
    if (node->kind != NODE_NAME) return;
    for (int i = 0; node->scene && hiding->lesson && i < hiding->lesson->scene_count; i++) {
        const LessonScene *scene = &hiding->lesson->scenes[i];
        if (scene->aside && scene->name && !strcmp(scene->name, node->scene)) return;
    }
    hiding->veil = veil_join(hiding->veil, NAME_ROWS[node->name].veil);
}

Veil node_veil(const Node *node, const Lesson *lesson)
{
    Hiding hiding = { .lesson = lesson };
    expression_each(node, hide, &hiding);
    return hiding.veil;
}

Veil study_veil(const char *expression)
{
    Arena arena = { 0 };
    Veil veil = node_veil(expression_read(&arena, expression, NULL), NULL);
    arena_clear(&arena);
    return veil;
}

static void find_scene(void *context, const Node *node)
{
    if (node->kind == NODE_NAME && node->name < NAME_FLOOR) *(bool *)context = true;
}

bool expression_computes(const char *expression)
{
    Arena arena = { 0 };
    bool computes = false;
    expression_each(expression_read(&arena, expression, NULL), find_scene, &computes);
    arena_clear(&arena);
    return computes;
}

// ---- in texts --------------------------------------------------------------------------------------------------

// From five digits on they stand in groups of three.
static void put_whole(Text *out, double value)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%.0f", fabs(value));
    if (value < 0) text_put(out, "\xE2\x88\x92");
    for (int i = 0; i < length; i++) {
        if (i && length > 4 && (length - i) % 3 == 0) text_put(out, ",");
        text_put_bytes(out, digits + i, 1);
    }
}

void value_say(Text *out, double value, int decimals)
{
    char shown[NUMBER_TEXT];
    const double noise = 1e-7;
    if (decimals == DECIMALS_NEEDED && value == floor(value) && fabs(value) < 1e15) {
        put_whole(out, value);
        return;
    }
    if (decimals == DECIMALS_NEEDED) {
        decimals = 0;
        for (double by = 1; decimals < 3 && fabs(value * by - rint(value * by)) > 1e-6 * fmax(1, fabs(value * by)); by *= 10) decimals++;
        if (fabs(value) < noise) value = 0;
        if (value != 0 && fabs(value) < 5e-4) number_compact(shown, value, 2);
        else number_show(shown, value, decimals);
    } else {
        number_show(shown, value, decimals);
    }
    text_put(out, shown);
}

void percent_say(Text *out, double value)
{
    double percent = 100 * value;
    double by = fabs(percent) < 1 ? 100 : 10;
    value_say(out, rint(percent * by) / by, DECIMALS_NEEDED);
    text_put(out, "\xC2\xA0%");
}

// Where the colon stands that is in no bracket, or the end.
static size_t before_colon(const char *text, size_t length)
{
    int depth = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '(' || text[i] == '[') depth++;
        if (text[i] == ')' || text[i] == ']') depth--;
        if (text[i] == ':' && depth == 0) return i;
    }
    return length;
}

// What stands between the braces.
static bool put_value(Text *out, Study *study, const char *text, size_t length, Error *err)
{
    size_t end = before_colon(text, length);
    const char *form = text + end + (end < length);
    size_t form_length = length - end - (end < length);
    bool percent = form_length == 1 && *form == '%', digit = form_length == 1 && *form >= '0' && *form <= '6', plain = end == length;
    Text expression = { 0 };
    Error why = { 0 };
    double value;
    if (!percent && !digit && !plain) return error_set(err, 0, "{%.*s}: behind the colon stands 0 … 6 for so many decimals, or %%", (int)(length > 60 ? 60 : length), text);
    text_put_bytes(&expression, text, end);
    bool ok = study_value(&value, study, text_or_empty(&expression), false, &why);
    text_clear(&expression);
    if (!ok) return error_set(err, 0, "{%.*s}: %s", (int)(length > 60 ? 60 : length), text, why.text);
    if (percent) percent_say(out, value);
    else value_say(out, value, plain ? DECIMALS_NEEDED : *form - '0');
    return true;
}

bool study_fill(Text *out, Study *study, const char *text, Error *err)
{
    text_put(out, "");
    for (const char *c = text; *c;) {
        size_t plain = strcspn(c, "{\\");
        text_put_bytes(out, c, plain);
        c += plain;
        if (*c == '\\') {
            bool brace = c[1] == '{' || c[1] == '}';
            text_put_bytes(out, c + brace, 1);
            c += 1 + brace;
        } else if (*c == '{') {
            const char *end = strchr(c, '}');
            if (!end) return error_set(err, 0, "a { is not closed; write \\{ for a brace that is only shown");
            if (!put_value(out, study, c + 1, (size_t)(end - c - 1), err)) return false;
            c = end + 1;
        }
    }
    return true;
}
