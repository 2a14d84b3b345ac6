// A question made concrete: at the numbers that are written, or at others that its `vary` allows. What is right is asked
// of the study of the scene that is revealed, and of nothing else.
#include "lesson/case.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// ---- cells -----------------------------------------------------------------------------------------------------

enum { MOST_CELLS = 1 << 16 };

bool cells_have(const Cell *cells, int count, Cell cell)
{
    for (int i = 0; i < count; i++)
        if (cell_equal(cells[i], cell)) return true;
    return false;
}

// Only cells that have a value: what padding cut, or put around, is not asked for.
Cell *cells_where(int *count, Study *study, Role role, const char *condition, Error *err)
{
    const Scene *scene = study_scene(study);
    Arena arena = { 0 };
    int shape[4], kept = 0;
    double all = tensor_cells(scene, role);
    *count = 0;
    if (role == ROLE_NONE || all < 1) return error_set(err, 0, "this scene has no such tensor"), NULL;
    if (all > MOST_CELLS) return error_set(err, 0, "%s has %.0f cells; at most %d can be asked about", ROLE_WORDS[role], all, MOST_CELLS), NULL;
    const Node *node = expression_read(&arena, condition, err);
    Cell *out = node ? memory_new((size_t)all, sizeof *out) : NULL, cell = { .role = role };
    bool ok = node != NULL;
    scene_shape(&scene->spec, role, shape);
    for (cell.at[0] = 0; ok && cell.at[0] < shape[0]; cell.at[0]++)
    for (cell.at[1] = 0; ok && cell.at[1] < shape[1]; cell.at[1]++)
    for (cell.at[2] = 0; ok && cell.at[2] < shape[2]; cell.at[2]++)
    for (cell.at[3] = 0; ok && cell.at[3] < shape[3]; cell.at[3]++) {
        double value = 0;
        ok = node_value(&value, node, &(Where){ study, false, &cell }, err);
        if (ok && holds(value)) out[kept++] = cell;
    }
    arena_clear(&arena);
    if (!ok) {
        free(out);
        return NULL;
    }
    *count = kept;
    return out;
}

// ---- what is right ---------------------------------------------------------------------------------------------

static bool right_number(Case *c, Study *study, Error *err)
{
    if (!study_value(&c->right, study, c->ask->right, false, err)) return false;
    if (!value_cell(&c->cell, study, c->ask->right)) c->cell = CELL_NONE;
    return isfinite(c->right) || error_set(err, 0, "'%.100s' is %s here, which nobody can type", c->ask->right, c->right > 0 ? "∞" : "−∞");
}

bool size_value(int size[2], Study *study, const char *expression, Error *err)
{
    double value[2] = { 1, 1 };
    if (study_scene(study)->spec.dims == 2 && !study_value(&value[0], study, expression, true, err)) return false;
    if (!study_value(&value[1], study, expression, false, err)) return false;
    for (int i = 0; i < 2; i++) {
        if (!(fabs(value[i]) < 1e9) || value[i] != floor(value[i])) return error_set(err, 0, "'%.100s' is no whole number here, so it is no size", expression);
        size[i] = (int)value[i];
    }
    return true;
}

static bool right_option(Case *c, Study *study, Error *err)
{
    int found = -1;
    for (int i = 0; i < c->ask->options; i++) {
        const AskOption *option = &c->ask->option[i];
        double value;
        if (!study_value(&value, study, option->when ? option->when : "", false, err)) return false;
        if (!holds(value)) continue;
        if (found >= 0) return error_set(err, 0, "two options are right: \"%.60s\" and \"%.60s\"", c->ask->option[found].text, option->text);
        found = i;
    }
    c->right_option = found;
    return found >= 0 || error_set(err, 0, "no option is right");
}

static bool right_cells(Case *c, Study *study, Error *err)
{
    c->cells = cells_where(&c->cell_count, study, c->ask->role, c->ask->right, err);
    if (!c->cells) return false;
    return c->cell_count > 0 || error_set(err, 0, "'%.100s' holds for no cell", c->ask->right);
}

// What is revealed is a scene for which it holds.
static bool right_setting(Case *c, Study *study, Error *err)
{
    double value;
    Scene solved;
    if (!study_value(&value, study, c->ask->right, false, err)) return false;
    if (holds(value)) return error_set(err, 0, "'%.100s' holds already, before anything is moved", c->ask->right);
    if (!scene_solve(&solved, &c->before, c->lesson, c->ask->right, c->ask->change, err)) return false;
    scene_clear(&c->after);
    c->after = solved;
    return true;
}

static bool right_of(Case *c, Study *study, Error *err)
{
    if (!c->ask->right && c->ask->kind != ASK_CHOICE) return error_set(err, 0, "it says nowhere what is right");
    switch (c->ask->kind) {
    case ASK_NUMBER: return right_number(c, study, err);
    case ASK_SIZE: return size_value(c->right_size, study, c->ask->right, err);
    case ASK_CHOICE: return right_option(c, study, err);
    case ASK_CELLS: return right_cells(c, study, err);
    case ASK_SET: return right_setting(c, study, err);
    default: return error_set(err, 0, "there is no question here");
    }
}

static void say_right(Case *c)
{
    Text text = { 0 };
    switch (c->ask->kind) {
    case ASK_NUMBER: value_say(&text, c->right, DECIMALS_NEEDED); break;
    case ASK_SIZE: size_say(&text, &c->after.spec, c->right_size); break;
    case ASK_CHOICE: text_put(&text, c->option[c->right_option]); break;
    case ASK_CELLS: cells_say(&text, &c->after.spec, c->ask->role, c->cells, c->cell_count); break;
    default: solved_say(&text, &c->after, &c->before); break;
    }
    c->right_words = memory_text(text_or_empty(&text));
    text_clear(&text);
}

// ---- what is hidden --------------------------------------------------------------------------------------------

static void find_own(void *context, const Node *node)
{
    if (node->kind == NODE_NAME && (node->name == NAME_VALUE || (node->name == NAME_COUNT_OF && !node->index_count))) *(bool *)context = true;
}

static Veil veil_of(const char *expression, const Ask *ask, const Lesson *lesson)
{
    Arena arena = { 0 };
    const Node *node = expression ? expression_read(&arena, expression, NULL) : NULL;
    Veil veil = node_veil(node, lesson);
    bool own = false, computed = ask->role == ROLE_Y || ask->role == ROLE_GX || ask->role == ROLE_GW || ask->role == ROLE_C;
    expression_each(node, find_own, &own);
    if (ask->kind == ASK_CELLS && own && computed) veil.roles |= 1U << ask->role;
    if (ask->kind == ASK_SIZE) veil.size = true;
    arena_clear(&arena);
    return veil;
}

static Veil hidden(const Ask *ask, const Lesson *lesson)
{
    Veil veil = ask->kind == ASK_CHOICE ? (Veil){ 0 } : veil_of(ask->right, ask, lesson);
    for (int i = 0; i < ask->options; i++) veil = veil_join(veil, veil_of(ask->option[i].when, ask, lesson));
    if (ask->kind == ASK_CELLS) veil.size = false; // what is to be clicked has to be there
    return veil;
}

Veil case_veil(const Case *c, const Scene *shown, Lens lens)
{
    bool of_others = lens == LENS_OVERLAP || lens == LENS_SIZES || lens == LENS_PICTURE; // their charts, ladders and rivals
    bool before = only_changed(shown, &c->before, 0), other = !only_changed(&c->after, &c->before, 0);
    return before && other && !of_others ? (Veil){ 0 } : c->veil;
}

// ---- its words -------------------------------------------------------------------------------------------------

static bool filled(char **out, Study *study, const char *text, Error *err)
{
    Text made = { 0 };
    bool ok = study_fill(&made, study, text ? text : "", err);
    *out = memory_text(ok ? text_or_empty(&made) : "");
    text_clear(&made);
    return ok;
}

static bool fill_why(Case *c, Study *study, const LessonStep *step, Error *err)
{
    Text text = { 0 };
    bool ok = true;
    for (int i = 0; ok && i < step->afters; i++) {
        const Prose *prose = &step->after[i];
        bool item = prose->kind == PROSE_ITEM, behind = item && i > 0 && step->after[i - 1].kind == PROSE_ITEM;
        if (i > 0) text_put(&text, behind ? "\n" : "\n\n");
        if (item) text_put(&text, "• ");
        if (prose->kind == PROSE_CODE) text_put(&text, prose->text);
        else ok = study_fill(&text, study, prose->text, err);
    }
    c->why = memory_text(text_or_empty(&text));
    text_clear(&text);
    return ok;
}

static bool fill_words(Case *c, Study *asked, const LessonStep *step, Error *err)
{
    for (int i = 0; i < c->ask->options; i++)
        if (!filled(&c->option[i], asked, c->ask->option[i].text, err)) return false;
    if (!filled(&c->question, asked, c->ask->question, err)) return false;
    Study *after = study_new(&c->after, c->lesson);
    bool ok = fill_why(c, after, step, err);
    study_free(after);
    return ok;
}

// ---- the case --------------------------------------------------------------------------------------------------

// [before] becomes the case's.
static bool make(Case *out, const Lesson *lesson, const LessonStep *step, Scene before, uint64_t seed, Error *err)
{
    const Ask *ask = &step->ask;
    *out = (Case){ .lesson = lesson, .ask = ask, .seed = seed, .before = before };
    Study *study = study_new(&out->before, lesson), *asked = study;
    bool ok = true;
    if (ask->then && ask->kind != ASK_SET) {
        ok = scene_then(&out->after, study, ask->then, err);
        asked = ok ? study_new(&out->after, lesson) : NULL;
    } else {
        out->after = scene_copy(&out->before);
    }
    out->veil = hidden(ask, lesson);
    ok = ok && right_of(out, asked, err) && fill_words(out, asked, step, err);
    if (ok) say_right(out);
    if (asked != study) study_free(asked);
    study_free(study);
    if (!ok) case_clear(out);
    return ok;
}

// Whether a scene that was drawn is one to ask about.
static bool is_wanted(const Scene *scene, const Lesson *lesson, const Ask *ask, Error *err)
{
    Study *study = study_new(scene, lesson);
    Scene after = { 0 };
    double value = 1, already = 0;
    bool ok = true, then = ask->then && ask->kind != ASK_SET;
    if (then) ok = scene_then(&after, study, ask->then, err);
    if (ok && then) {
        study_free(study);
        study = study_new(&after, lesson);
        scene_clear(&after);
    }
    if (ok && ask->keep) ok = study_value(&value, study, ask->keep, false, err) && holds(value);
    if (ok && ask->kind == ASK_SET && ask->right) ok = study_value(&already, study, ask->right, false, err) && !holds(already);
    study_free(study);
    return ok;
}

// Draws until something comes that is other than what is written; at last what is written will do.
static bool draw(Scene *out, const Scene *written, const Lesson *lesson, const Ask *ask, uint64_t seed, Error *err)
{
    enum { MOST_TRIES = 300, WANTS_OTHER = 200 };
    Random random = { seed * 0x9E3779B97F4A7C15U };
    Study *study = study_new(written, lesson);
    Error why = { 0 };
    bool found = false;
    for (int i = 0; i < MOST_TRIES && !found; i++) {
        if (!scene_vary(out, study, ask->vary, &random, &why)) continue;
        found = (i >= WANTS_OTHER || !scene_equal(out, written)) && is_wanted(out, lesson, ask, &why);
        if (!found) scene_clear(out);
    }
    study_free(study);
    if (!found) error_set(err, 0, "vary gives no other case%s%s", why.text[0] ? ": " : " that keep lets through", why.text);
    return found;
}

bool case_scene(Scene *out, const Lesson *lesson, int step, uint64_t seed, Error *err)
{
    const LessonStep *at = &lesson->steps[step];
    *out = (Scene){ 0 };
    if (at->ask.kind == ASK_NONE) return error_set(err, 0, "this step asks nothing");
    if (at->scene < 0 || at->scene >= lesson->scene_count) return error_set(err, 0, "a question needs a scene before it");
    const Scene *written = &lesson->scenes[at->scene].scene;
    if (seed && at->ask.vary) return draw(out, written, lesson, &at->ask, seed, err);
    *out = scene_copy(written);
    return true;
}

bool case_make(Case *out, const Lesson *lesson, int step, uint64_t seed, Error *err)
{
    Scene before;
    *out = (Case){ 0 };
    return case_scene(&before, lesson, step, seed, err) && make(out, lesson, &lesson->steps[step], before, seed, err);
}

void case_clear(Case *c)
{
    scene_clear(&c->before);
    scene_clear(&c->after);
    for (int i = 0; i < ASK_MOST_OPTIONS; i++) free(c->option[i]);
    free(c->question);
    free(c->cells);
    free(c->right_words);
    free(c->why);
    *c = (Case){ 0 };
}
