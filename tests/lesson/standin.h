// Stands in for case.c until it is merged: number questions whose right answer is the length of the output.
#include "lesson/lesson.h"
#include <stdlib.h>
bool case_make(Case *out, const Lesson *lesson, int step, uint64_t seed, Error *err)
{
    const Ask *ask = &lesson->steps[step].ask;
    if (strcmp(ask->right, "out")) return error_set(err, 1, "'%s' has no value", ask->right);
    if (seed && ask->keep) return error_set(err, 0, "no case is let through");
    *out = (Case){ .lesson = lesson, .ask = ask, .seed = seed, .veil = { .size = true } };
    char code[80];
    Random random = { seed };
    int in = seed ? (int)random_range(&random, 2, 9) : 4, k = seed ? (int)random_range(&random, 3, 6) : 3;
    snprintf(code, sizeof code, "convt1d in=%d k=%d s=2", in, k);
    if (!scene_parse(&out->before, code, err)) return false;
    snprintf(code, sizeof code, "convt1d in=%d k=%d s=2 p=1", in, k);
    if (!scene_parse(&out->after, code, err)) return false;
    out->right = out->after.spec.y.wide ? 2 * in + k - 4 : 0;
    return true;
}
void case_clear(Case *c) { scene_clear(&c->before), scene_clear(&c->after); }
void case_judge(Judgement *out, const Case *c, const Answer *answer) { *out = (Judgement){ .right = answer->number == c->right }; }
void judgement_clear(Judgement *judgement) { *judgement = (Judgement){ 0 }; }
