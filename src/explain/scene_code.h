// What the scene code's parser and printer share: its operations, its keys and its defaults. Inside explain only.
#ifndef STRIDESCOPE_EXPLAIN_SCENE_CODE_H
#define STRIDESCOPE_EXPLAIN_SCENE_CODE_H

#include "explain/explain.h"

typedef struct Operation {
    const char *word;
    bool transposed;
    int dims;
} Operation;
extern const Operation OPERATIONS[4];

// The first six are the parameters of an axis, in the order of Param. The order is that of a printed code.
typedef enum Key {
    KEY_IN, KEY_KERNEL, KEY_STRIDE, KEY_PADDING, KEY_OUTPUT_PADDING, KEY_DILATION,
    KEY_CHANNELS, KEY_GROUPS, KEY_BATCH,
    KEY_X, KEY_W, KEY_B, KEY_GY,
    KEY_VIEW, KEY_SHOW, KEY_WALK, KEY_STEP, KEY_CELL, KEY_LOOK, KEY_HIDE, KEY_LOCK,
    KEY_COUNT
} Key;
typedef struct KeyRow {
    const char *word, *long_word; // the same where there is no long one
    const char *value;            // what may stand behind the '=', in short
} KeyRow;
extern const KeyRow KEYS[KEY_COUNT];

// A scene of this operation with every default of DESIGN's table; its spec is not yet checked.
Scene scene_default(const Operation *operation);

// The tensors of the keys x, w, b and gy.
Source *scene_source(Scene *scene, Key key);
SourceFor key_source_for(Key key);
Role key_role(Key key); // gy has the shape of y
// The shape in which values of this tensor are typed: columns last; a bias is one row.
void typed_shape(const Spec *spec, Key key, int shape[4]);

// Reads `[1,2;3,4]` into [values], which has room for SOURCE_MOST_TYPED. On false, *at is the byte of the mistake.
NODISCARD bool typed_parse(const char *text, size_t length, const char *name, const int shape[4], float *values,
                           size_t *at, Error *err);

// What stands behind show=, switches in the order of the table; nothing where all are as at first.
void switches_print(Text *out, const Switches *switches, int dims);
void controls_print(Text *out, Key key, unsigned mask); // what hide= or lock= says; nothing of none
bool switches_have_phase(const Switches *switches, const Spec *spec); // the one looked at alone is there, or none is

#endif
