// Layers as people write them, on their way to a scene: what each framework calls its arguments (layer_forms.c), a text
// read into a list of layers (layer_read.c), the spec of the one that is shown (layer_scene.c), what
// upsampling is in its place (layer_upsample.c), whether layers in a row fit together (layer_row.c). Inside explain only.
#ifndef STRIDESCOPE_EXPLAIN_LAYER_H
#define STRIDESCOPE_EXPLAIN_LAYER_H

#include "explain/explain.h"
#include "explain/expression.h"

typedef enum Dialect { DIALECT_PYTORCH, DIALECT_KERAS, DIALECT_JAX, DIALECT_FLAX } Dialect;
extern const char *const DIALECT_TITLES[];

typedef enum LayerKind { LAYER_CONVOLUTION, LAYER_PIXEL_SHUFFLE, LAYER_UPSAMPLE, LAYER_REFUSED } LayerKind;

// What an argument says, whatever it is called.
typedef enum Slot {
    SLOT_UNUSED, // accepted, and of no account for what is shown
    SLOT_IN, SLOT_OUT, SLOT_KERNEL, SLOT_STRIDE, SLOT_PADDING, SLOT_OUTPUT_PADDING, SLOT_DILATION, SLOT_GROUPS,
    SLOT_BIAS, SLOT_PADDING_MODE, SLOT_TURNED, SLOT_SHAPE, SLOT_STRETCH, SLOT_FACTOR, SLOT_SIZE, SLOT_MODE, SLOT_ALIGN, SLOT_FORMAT,
    SLOT_CONSISTENT, SLOT_X, SLOT_W,
    SLOT_COUNT
} Slot;

typedef struct Parameter {
    const char *name;
    Slot slot;
} Parameter;

// One layer or function of a framework. Its parameters stand in the order in which they may be given without a name.
typedef struct Form {
    const char *name;   // "ConvTranspose2d"
    const char *prefix; // it is only this one behind that prefix ("nnx"); NULL: behind any
    Dialect framework;
    LayerKind kind;
    bool transposed;
    int dims;     // 0: its arguments say
    int positional; // so many may be given without a name; −1: all
    int required;   // so many must be given
    bool bias;      // has one where nothing is said of it
    const Parameter *parameters; // ends with a NULL name
    const char *why;             // LAYER_REFUSED: why it cannot be shown
} Form;

// The form of a dotted name, or NULL.
const Form *form_find(const char *name, size_t length);
// The form whose name is near to this one, or NULL.
const Form *form_near(const char *name, size_t length);
const Parameter *form_parameter(const Form *form, const char *name); // or NULL
const char *form_slot_name(const Form *form, Slot slot);             // what it calls it, or NULL
// The slot of a name in any framework, or SLOT_UNUSED.
Slot slot_named(const char *name);
// Where a value without a name stands among the parameters: the number [position] of [call].
int form_place(const Form *form, const Expr *call, int position);

typedef struct Layer {
    const Form *form;
    const char *at, *end;         // its name in the text, and the place behind its call
    const Expr *says[SLOT_COUNT]; // NULL: not given, or None
    Given given;                  // of a convolution: all but its sizes; dims 0: not told
    PerAxis kernel, factor, size; // count 0: not told; factor: PixelShuffle and Upsample; size: of the input
    long long in_channels, out_channels; // 0: not told
    bool bias;
    bool consistent; // JAX: padding is counted as a convolution's, also where it is numbers
} Layer;

enum { LAYERS_MOST = LAYER_MOST_ROWS };
typedef struct Layers {
    Arena arena;
    const char *text;
    Layer *layer[LAYERS_MOST];
    int count; // may be more than are kept
} Layers;

// Reads every layer of a text. False, with a sentence and its place, where one of them, or the only thing that looks
// like one, cannot be read; end with layers_clear either way.
NODISCARD bool layers_read(Layers *out, const char *text, Error *err);
void layers_clear(Layers *layers);

// The text of a value as it may stand in a sentence. It never begins within a character.
enum { SAID = 48 };
const char *said(char out[SAID], const Expr *e);
// Says where layers that stand in a Sequential do not fit together; nothing where they do, or where the text does not tell.
void row_say(Text *out, const Layers *all);
// Says which transposed convolution does the same as an upsampling layer, or why none does. Always false.
bool upsample_refuse(const Layers *all, const Layer *layer, Error *err);

#endif
