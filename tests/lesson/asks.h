// What the tests of questions share: studies and lessons of one step, built by hand.
#ifndef STRIDESCOPE_TESTS_LESSON_ASKS_H
#define STRIDESCOPE_TESTS_LESSON_ASKS_H

#include "lesson/lesson.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static inline Scene scene_of(const char *code)
{
    Scene scene;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: %s", code, err.text);
    return scene;
}

static inline Study *study_of_code(const char *code, const Lesson *lesson)
{
    Scene scene = scene_of(code);
    Study *study = study_new(&scene, lesson);
    scene_clear(&scene);
    return study;
}

static inline double value_in(const char *code, const char *expression, bool rows)
{
    Study *study = study_of_code(code, NULL);
    Error err = { 0 };
    double value = NAN;
    check(study_value(&value, study, expression, rows, &err), "%s of %s: %s", expression, code, err.text);
    study_free(study);
    return value;
}

typedef struct ValueRow {
    const char *code, *expression;
    double value;
} ValueRow;

static inline void check_values(const ValueRow *rows, int count)
{
    for (int i = 0; i < count; i++) {
        double got = value_in(rows[i].code, rows[i].expression, false);
        check(fabs(got - rows[i].value) <= 1e-6 * fmax(1, fabs(rows[i].value)), "%s of %s is %.9g, not %.9g", rows[i].expression, rows[i].code, got, rows[i].value);
    }
}

#endif
