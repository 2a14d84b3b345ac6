// What stands behind a study, and how scenes are changed by a few keys of their code. Private to lesson.
#ifndef STRIDESCOPE_LESSON_STUDY_H
#define STRIDESCOPE_LESSON_STUDY_H

#include "lesson/expression.h"
#include "lesson/lesson.h"

// ---- changed scenes --------------------------------------------------------------------------------------------

// key=text of the scene code; cin and cout stand for the two numbers of c.
typedef struct KeyText {
    const char *key, *text;
} KeyText;
enum { CHANGES_MOST = 24 };
// The scene with these keys in place of its own. It must be a scene by itself: nothing gives way. Its step and pinned
// cell stay where it still has them. False, with a sentence.
NODISCARD bool scene_changed(Scene *out, const Scene *scene, const KeyText *changes, int count, Error *err);
// The text of a number for a key: "3", or "2x3" where rows and columns differ. False where they are not whole.
NODISCARD bool change_number(char out[64], const char *key, double rows, double cols, Error *err);
// Cuts "p=1 x=[1, 2] view=overlap" into keys and values, which live in [arena]; how many, or −1 with a sentence.
int changes_read(Arena *arena, KeyText out[CHANGES_MOST], const char *text, Error *err);
// The scene after `then`: its numbers may be expressions.
NODISCARD bool scene_then(Scene *out, Study *study, const char *then, Error *err);

// ---- what a study knows ----------------------------------------------------------------------------------------

const Scene *study_scene(const Study *study); // NULL where there is none
// Its tensors; NULL with a sentence.
const Work *study_work(Study *study, Error *err);
const float *study_weights(Study *study, Error *err); // w alone, for what needs no more
Study *study_named(Study *study, const char *name, Error *err);
// The same scene with changes; borrowed until some more are asked for.
Study *study_changed(Study *study, const KeyText *changes, int count, Error *err);

// How much may be computed for one question, in products: whoever opens a lesson waits for it. False, with a sentence, where
// a study has no more left; it and all that differ from it have STUDY_EFFORT together, or what study_share gives them.
#define STUDY_EFFORT 3e8
NODISCARD bool study_spend(Study *study, double products, Error *err);
void study_share(Study *study, double *left); // which must outlive it

// Where an expression is asked: of which scene, of which axis, and in which cell (or NULL).
typedef struct Where {
    Study *study;
    bool rows;
    const Cell *cell;
} Where;
// The cell whose value an expression is, as y[2,2]; false where it is more, or of another scene.
bool value_cell(Cell *out, Study *study, const char *expression);
NODISCARD bool node_value(double *out, const Node *node, const Where *where, Error *err);
// What is hidden while it is asked for; scenes of the lesson that are never shown need not be hidden.
Veil node_veil(const Node *node, const Lesson *lesson);
Veil veil_join(Veil a, Veil b);

// Numbers are equal where they differ by no more than the rounding of floats; whole ones must be the same.
bool same_value(double a, double b);
bool holds(double value); // as a condition: it is not 0
// A number as prose has it: as many decimals as it needs, up to 3, or [decimals].
enum { DECIMALS_NEEDED = -1 };
void value_say(Text *out, double value, int decimals);
void percent_say(Text *out, double value);

// ---- the numbers of a scene (number.c) -------------------------------------------------------------------------

// How many places a tensor, the matrix C or (ROLE_NONE) the counts have; works for scenes of any size.
double tensor_cells(const Scene *scene, Role role);
// All its values, to be freed; NULL with a sentence.
double *tensor_values(Study *study, Role role, size_t *count, Error *err);
// The cell that indices name: in 1D [i], with channels [channel,i]; in 2D [r,c], [channel,r,c]; all four; of C [r,c].
// Of the counts (ROLE_NONE) a cell of the wide side, cut ones too.
NODISCARD bool tensor_cell(Cell *out, const Scene *scene, Role role, const int *index, int count, Error *err);
NODISCARD bool cell_value(double *out, Study *study, Cell cell, Error *err);
NODISCARD bool cell_count(double *out, Study *study, Cell cell, Error *err); // products that it is part of
bool cells_meet(const Scene *scene, Cell a, Cell b);

NODISCARD bool phase_taps(double *out, const Scene *scene, const int *index, int count, Error *err);
NODISCARD bool phase_gain(double *out, Study *study, const int *index, int count, Error *err);
NODISCARD bool gains_equal(double *out, Study *study, Error *err);
NODISCARD bool layer_checker(Checker *out, Study *study, Error *err);
// A rival as the Picture place measures it, and its parameters for all channels of the scene.
NODISCARD bool rival_checker(Checker *out, double *params, Study *study, const char *word, Error *err);
NODISCARD bool framework_out(double *out, Study *study, const char *word, bool rows, Error *err);
NODISCARD bool chain_error(double *out, Study *study, Error *err);
double returns_of(Axis a);

#endif
