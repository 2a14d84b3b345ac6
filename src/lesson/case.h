// What making a case, judging an answer and checking a lesson share. Private to lesson.
#ifndef STRIDESCOPE_LESSON_CASE_H
#define STRIDESCOPE_LESSON_CASE_H

#include "lesson/study.h"

// A scene as `vary` allows it, drawn from [random]. False, with a sentence, where it is no scene.
NODISCARD bool scene_vary(Scene *out, Study *study, const char *vary, Random *random, Error *err);
// The scene that is seen while a step's question is asked.
NODISCARD bool case_scene(Scene *out, const Lesson *lesson, int step, uint64_t seed, Error *err);
// All cells of a tensor that a condition holds for, to be freed; NULL with a sentence only where it cannot be computed.
Cell *cells_where(int *count, Study *study, Role role, const char *condition, Error *err);
bool cells_have(const Cell *cells, int count, Cell cell);
// Whether nothing but the parameters in [change] differs (the moment and the lenses may).
bool only_changed(const Scene *scene, const Scene *start, unsigned change);
// The nearest scene within the sliders' ranges for which a condition holds, fewest parameters moved first. False, with a
// sentence, where there is none.
NODISCARD bool scene_solve(Scene *out, const Scene *start, const Lesson *lesson, const char *condition, unsigned change, Error *err);
void change_say(Text *out, unsigned change); // "kernel and padding"
void cells_say(Text *out, const Spec *spec, Role role, const Cell *cells, int count);
void solved_say(Text *out, const Scene *solved, const Scene *start); // "kernel 4, padding 1"
void size_say(Text *out, const Spec *spec, const int size[2]);       // "5×6", in 1D "6"
// The size that an expression gives; false, with a sentence, where it is none.
NODISCARD bool size_value(int size[2], Study *study, const char *expression, Error *err);

#endif
