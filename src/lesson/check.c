// Everything that a lesson asks and says, computed once before anybody plays it: at its own numbers, and each question at a
// dozen others. What can be seen without computing, the reader has told already.
#include "lesson/case.h"
#include "lesson/prose.h"

#include <stdlib.h>
#include <string.h>

enum { CASES = 13 };

// A question at its own numbers and at others; those that could not be made are {0}.
typedef struct Check {
    const Lesson *lesson;
    const LessonStep *step;
    Remarks *remarks;
    int index;
    Case at[CASES];
    bool made[CASES];
} Check;

// ---- texts -----------------------------------------------------------------------------------------------------

static void check_text(const Check *c, Study *study, const char *text, int line, bool words)
{
    Text filled = { 0 }, found = { 0 };
    Error err = { 0 };
    if (!text) return;
    if (!study_fill(&filled, study, text, &err)) remarks_add(c->remarks, line, false, "%s", err.text);
    if (words && prose_number(&found, text))
        remarks_add(c->remarks, line, true, "%s is written by hand; where it follows from the scene, let it be computed: {…}", found.data);
    text_clear(&filled);
    text_clear(&found);
}

static Study *study_of_step(const Check *c)
{
    int scene = c->step->scene;
    return study_new(scene >= 0 && scene < c->lesson->scene_count ? &c->lesson->scenes[scene].scene : NULL, c->lesson);
}

// Of what the question and all behind it speak: the scene after `then`, where there is one.
static Study *study_of_answer(const Check *c, Study *study)
{
    Scene after;
    const Ask *ask = &c->step->ask;
    if (!ask->then || ask->kind == ASK_SET || !study_scene(study) || !scene_then(&after, study, ask->then, NULL)) return study;
    Study *out = study_new(&after, c->lesson);
    scene_clear(&after);
    return out;
}

// What stands before the question is said of the scene before it.
static void check_prose(const Check *c)
{
    Study *study = study_of_step(c);
    for (int i = 0; i < c->step->befores; i++)
        if (c->step->before[i].kind != PROSE_CODE) check_text(c, study, c->step->before[i].text, c->step->before[i].line, true);
    check_text(c, study, c->step->note, c->step->line, false);
    study_free(study);
}

// And what stands behind it of the scene that is revealed.
static void check_why(const Check *c, Study *study)
{
    for (int i = 0; i < c->step->afters; i++)
        if (c->step->after[i].kind != PROSE_CODE) check_text(c, study, c->step->after[i].text, c->step->after[i].line, true);
}

// ---- what is answered ------------------------------------------------------------------------------------------

static void check_options(const Check *c, const Case *made, Study *study)
{
    const Ask *ask = &c->step->ask;
    bool computes = false;
    for (int i = 0; i < ask->options; i++) {
        const AskOption *option = &ask->option[i];
        computes |= option->when && expression_computes(option->when);
        check_text(c, study, option->text, option->line, true);
        check_text(c, study, option->because, option->line, true);
        if (made && i != made->right_option && !option->because && !option->confusion)
            remarks_add(c->remarks, option->line, true, "nothing is said to those who choose this wrongly; add because:");
        for (int j = 0; made && j < i; j++)
            if (!strcmp(made->option[i], made->option[j])) remarks_add(c->remarks, option->line, false, "two options read the same: \"%s\"", made->option[i]);
    }
    if (ask->kind == ASK_CHOICE && !computes) remarks_add(c->remarks, ask->line, false, "no condition of an option asks anything of the scene");
}

static bool all_within(const Cell *cells, int count, const Case *made)
{
    for (int i = 0; i < count; i++)
        if (!cells_have(made->cells, made->cell_count, cells[i])) return false;
    return true;
}

static void check_wrong_cells(const Check *c, const Case *made, const AskWrong *wrong, Study *study)
{
    Error err = { 0 };
    int count;
    Cell *cells = cells_where(&count, study, made->ask->role, wrong->is, &err);
    bool same = cells && all_within(cells, count, made) && (!made->ask->all || count == made->cell_count);
    if (!cells) remarks_add(c->remarks, wrong->line, false, "%s", err.text);
    else if (count == 0) remarks_add(c->remarks, wrong->line, true, "'%s' holds for no cell here, so nobody can give this wrong answer", wrong->is);
    else if (same) remarks_add(c->remarks, wrong->line, false, "'%s' is no wrong answer: its cells are right", wrong->is);
    free(cells);
}

static void check_wrong(const Check *c, const Case *made, const AskWrong *wrong, Study *study)
{
    Error err = { 0 };
    double value;
    int size[2];
    bool ok = true, same = false;
    check_text(c, study, wrong->because, wrong->line, true);
    if (!made) return; // what is wrong with the question is to be mended first
    if (made->ask->kind == ASK_CELLS) {
        check_wrong_cells(c, made, wrong, study);
        return;
    }
    if (made->ask->kind == ASK_SIZE) {
        ok = size_value(size, study, wrong->is, &err);
        same = ok && size[0] == made->right_size[0] && size[1] == made->right_size[1];
    } else {
        ok = study_value(&value, study, wrong->is, false, &err);
        same = ok && made->ask->kind == ASK_NUMBER && same_value(value, made->right);
    }
    if (!ok) remarks_add(c->remarks, wrong->line, false, "'%s': %s", wrong->is, err.text);
    else if (same) remarks_add(c->remarks, wrong->line, false, "'%s' is no wrong answer: it is %s here, which is right", wrong->is, made->right_words);
    else if (made->ask->kind == ASK_NUMBER && !expression_computes(wrong->is) && value != 0 && value != 1)
        remarks_add(c->remarks, wrong->line, true, "'%s' is the same whatever the numbers are; let it follow from the scene where it does", wrong->is);
}

// ---- a case ----------------------------------------------------------------------------------------------------

static void check_proper(const Check *c, const Case *made)
{
    if (made->ask->kind != ASK_CELLS || made->cell_count < tensor_cells(&made->after, made->ask->role)) return;
    Text code = { 0 };
    scene_print(&code, &made->before);
    remarks_add(c->remarks, made->ask->line, false, "every cell of %s is right in '%s', so there is nothing to ask", ROLE_WORDS[made->ask->role], code.data);
    text_clear(&code);
}

static void say_unmade(const Check *c, uint64_t seed, const Error *err)
{
    const Ask *ask = &c->step->ask;
    Scene scene;
    for (int i = 0; i < c->remarks->count; i++)
        if (!strcmp(c->remarks->at[i].text, err->text)) return; // a text that cannot be filled was told on its own line
    if (seed == 0 || !case_scene(&scene, c->lesson, c->index, seed, NULL)) {
        remarks_add(c->remarks, ask->line, false, "%s", err->text);
        return;
    }
    Text code = { 0 };
    scene_print(&code, &scene);
    remarks_add(c->remarks, ask->line, false, "asked again with other numbers, '%s': %s", code.data, err->text);
    text_clear(&code);
    scene_clear(&scene);
}

static void make_cases(Check *c)
{
    const Ask *ask = &c->step->ask;
    for (int i = 0; i < CASES; i++) {
        Error err = { 0 };
        if (i > 0 && !ask->vary) break;
        c->made[i] = case_make(&c->at[i], c->lesson, c->index, (uint64_t)i, &err);
        if (c->made[i]) {
            check_proper(c, &c->at[i]);
            continue;
        }
        say_unmade(c, (uint64_t)i, &err);
        break; // one of them says enough
    }
}

// ---- what gives it away ----------------------------------------------------------------------------------------

static bool veils_meet(Veil a, Veil b)
{
    return (a.roles & b.roles) || (a.size && b.size) || (a.verdict && b.verdict);
}

static bool is_answer(const Case *made, const char *expression, bool question)
{
    bool before = !question || made->ask->kind == ASK_SET;
    Study *study = study_new(before ? &made->before : &made->after, made->lesson);
    double value;
    bool same = study_value(&value, study, expression, false, NULL);
    if (made->ask->kind == ASK_NUMBER) same = same && same_value(value, made->right);
    else same = same && made->right_size[1] == value && (made->after.spec.dims == 1 || made->right_size[0] == value);
    study_free(study);
    return same;
}

// A parameter's own value stands beside its slider, whatever is asked.
static bool is_parameter(const char *expression)
{
    static const char *const given[] = { "cin", "cout", "groups", "batch" };
    for (int i = 0; i < COUNT(given); i++)
        if (!strcmp(expression, given[i])) return true;
    return key_has_axes(expression);
}

// Whether a placeholder is the answer in every case. Where the answer is always the same that may be by chance, unless
// both look at the same thing. What is said of another layer, which the answer changes, gives nothing away: that it stays
// as it is may be the point.
static bool gives_away(const Check *c, const char *expression, bool question)
{
    bool differs = false;
    if (is_parameter(expression) || (!question && !only_changed(&c->at[0].after, &c->at[0].before, 0))) return false;
    for (int i = 0; i < CASES && c->made[i]; i++) {
        if (!is_answer(&c->at[i], expression, question)) return false;
        differs |= c->at[i].right != c->at[0].right || c->at[i].right_size[1] != c->at[0].right_size[1];
    }
    return differs || veils_meet(study_veil(expression), c->at[0].veil);
}

// Three words or more: fewer may stand anywhere.
static bool is_phrase(const char *text)
{
    const char *blank = strchr(text, ' ');
    return blank && strchr(blank + 1, ' ');
}

static void check_given_away(const Check *c, const char *text, int line, bool question)
{
    const Case *made = &c->at[0];
    AskKind kind = made->ask->kind;
    Arena arena = { 0 };
    bool number = kind == ASK_NUMBER || kind == ASK_SIZE, told = false;
    const char *rest = text;
    for (char *expression; number && !told && (expression = prose_placeholder(&arena, &rest));) {
        told = gives_away(c, expression, question);
        if (told) remarks_add(c->remarks, line, false, "{%s} gives the answer away before it is asked for", expression);
    }
    bool plain = number && prose_has_number(text, made->right_words);
    bool words = kind == ASK_CHOICE && is_phrase(made->right_words) && strstr(text, made->right_words);
    if (plain || words) remarks_add(c->remarks, line, false, "\"%s\" stands before the question and is its answer", made->right_words);
    arena_clear(&arena);
}

static void check_silence(const Check *c)
{
    for (int i = 0; i < c->step->befores; i++) check_given_away(c, c->step->before[i].text, c->step->before[i].line, false);
    check_given_away(c, c->step->ask.question, c->step->ask.line, true);
}

// ---- a question ------------------------------------------------------------------------------------------------

static void check_ask(Check *c)
{
    const Ask *ask = &c->step->ask;
    bool computed = ask->kind == ASK_CHOICE || !ask->right || expression_computes(ask->right);
    if (!computed) remarks_add(c->remarks, ask->line, false, "'%s' is written by hand; the right answer must follow from the scene", ask->right);
    if (ask->then && ask->kind == ASK_SET) remarks_add(c->remarks, ask->line, false, "then: has no place here: whoever is asked makes the change");
    Study *study = study_of_step(c), *asked = study_of_answer(c, study);
    check_text(c, asked, ask->question, ask->line, true);
    check_why(c, asked);
    make_cases(c);
    const Case *made = c->made[0] ? &c->at[0] : NULL;
    for (int i = 0; i < ask->wrongs; i++) check_wrong(c, made, &ask->wrong[i], asked);
    check_options(c, made, asked);
    if (made) check_silence(c);
    if (asked != study) study_free(asked);
    study_free(study);
    for (int i = 0; i < CASES; i++)
        if (c->made[i]) case_clear(&c->at[i]);
}

// ---- the lesson ------------------------------------------------------------------------------------------------

static bool shows_picture(const Scene *scene)
{
    for (int i = 0; i < scene->views; i++)
        if (scene->view[i] == LENS_PICTURE) return true;
    return false;
}

static void check_scene(const LessonScene *scene, const Lesson *lesson, Remarks *remarks)
{
    Error err = { 0 };
    Study *study = study_new(&scene->scene, lesson);
    bool ok = scene->aside || (shows_picture(&scene->scene) ? study_weights(study, &err) != NULL : study_work(study, &err) != NULL);
    if (!ok) remarks_add(remarks, scene->line, false, "this scene cannot be shown: %s", err.text);
    study_free(study);
}

void lesson_check(const Lesson *lesson, Remarks *remarks)
{
    for (int i = 0; i < lesson->scene_count; i++) check_scene(&lesson->scenes[i], lesson, remarks);
    for (int i = 0; i < lesson->count; i++) {
        Check check = { .lesson = lesson, .step = &lesson->steps[i], .remarks = remarks, .index = i };
        check_prose(&check);
        if (check.step->ask.kind != ASK_NONE) check_ask(&check);
    }
}
