// A step of a lesson for those who read it: what the player would show, all at once.
#include "export/inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

double figure_foot(const Figure *figure, double height)
{
    double foot = 0, margin = 20;
    for (int i = 0; i < figure->count; i++) {
        Box reach = figure_reach(figure, &figure->marks[i]);
        foot = fmax(foot, reach.y + reach.h);
    }
    return fmin(height, ceil(foot + margin));
}

static char *filled(Study *study, const char *text, Error *err)
{
    Text out = { 0 };
    if (study_fill(&out, study, text, err)) return out.data ? out.data : memory_text("");
    text_clear(&out);
    return NULL;
}

static char **fill_prose(Study *study, const Prose *prose, int count, Error *err)
{
    char **out = memory_new((size_t)count + 1, sizeof *out);
    for (int i = 0; i < count; i++) {
        out[i] = prose[i].kind == PROSE_CODE ? memory_text(prose[i].text) : filled(study, prose[i].text, err);
        if (out[i]) continue;
        while (i--) free(out[i]);
        free(out);
        return NULL;
    }
    return out;
}

static bool add_wrong(Told *told, Study *study, char *said, const char *because, const char *confusion, Error *err)
{
    const Confusion *known = confusion ? confusion_find(confusion) : NULL;
    char *words = because ? filled(study, because, err) : NULL;
    if (because && !words) {
        free(said);
        return false;
    }
    int at = told->wrongs++;
    told->wrong[at].said = said, told->wrong[at].because = words, told->wrong[at].confusion = known;
    return true;
}

// What a known confusion answers to a number or a size, in words; NULL where that is what is right.
static bool slip(char **said, const Case *c, Study *study, const char *is, Error *err)
{
    double value, rows;
    char shown[2][NUMBER_TEXT], both[2 * NUMBER_TEXT + 4];
    *said = NULL;
    if (!study_value(&value, study, is, false, err)) return false;
    number_show(shown[0], value, NUMBER_TOLD);
    if (c->ask->kind == ASK_NUMBER) {
        if (value != c->right) *said = memory_text(shown[0]);
        return true;
    }
    if (!study_value(&rows, study, is, true, err)) return false;
    if (value == c->right_size[1] && rows == c->right_size[0]) return true;
    number_show(shown[1], rows, NUMBER_TOLD);
    snprintf(both, sizeof both, "%s×%s", shown[1], shown[0]);
    *said = memory_text(c->after.spec.dims == 1 ? shown[0] : both);
    return true;
}

static bool tell_wrongs(Told *told, Study *study, Error *err)
{
    const Case *c = &told->question;
    const Ask *ask = c->ask;
    for (int i = 0; i < ask->options; i++) {
        const AskOption *option = &ask->option[i];
        char letter[2] = { (char)('A' + i), 0 };
        if (i == c->right_option || (!option->because && !option->confusion)) continue;
        if (!add_wrong(told, study, memory_text(letter), option->because, option->confusion, err)) return false;
    }
    for (int i = 0; i < ask->wrongs; i++) {
        const AskWrong *wrong = &ask->wrong[i];
        bool single = ask->kind == ASK_NUMBER || ask->kind == ASK_SIZE;
        char *said = NULL;
        if (single && !slip(&said, c, study, wrong->is, err)) return false;
        if (single && !said) continue;
        if (!add_wrong(told, study, said, wrong->because, wrong->confusion, err)) return false;
    }
    return true;
}

static bool tell(Told *told, const Lesson *lesson, Error *err)
{
    const LessonStep *step = told->step;
    const Scene *scene = told->asks ? &told->question.before : told->has_scene ? &told->scene : NULL;
    Scene plain;
    if (!scene && !scene_parse(&plain, SCENE_FIRST, err)) return false;
    Study *study = study_new(scene ? scene : &plain, lesson);
    if (!scene) scene_clear(&plain);
    told->before = fill_prose(study, step->before, step->befores, err);
    bool ok = told->before != NULL;
    if (ok && told->asks) {
        study_free(study);
        study = study_new(&told->question.after, lesson);
    }
    ok = ok && (told->after = fill_prose(study, step->after, step->afters, err)) != NULL;
    ok = ok && (!told->asks || tell_wrongs(told, study, err));
    study_free(study);
    return ok;
}

bool told_make(Told *told, const Lesson *lesson, int step, Error *err)
{
    *told = (Told){ .step = &lesson->steps[step] };
    told->asks = told->step->ask.kind != ASK_NONE;
    if (told->asks && !case_make(&told->question, lesson, step, 0, err)) {
        told->asks = false;
        return false;
    }
    if (!told->asks && told->step->scene >= 0) {
        told->scene = scene_copy(&lesson->scenes[told->step->scene].scene);
        told->has_scene = true;
    }
    if (tell(told, lesson, err)) return true;
    told_clear(told);
    return false;
}

static void free_prose(char **prose, int count)
{
    for (int i = 0; prose && i < count; i++) free(prose[i]);
    free(prose);
}

void told_clear(Told *told)
{
    if (told->step) free_prose(told->before, told->step->befores), free_prose(told->after, told->step->afters);
    if (told->asks) case_clear(&told->question);
    if (told->has_scene) scene_clear(&told->scene);
    for (int i = 0; i < told->wrongs; i++) free(told->wrong[i].said), free(told->wrong[i].because);
    *told = (Told){ 0 };
}
