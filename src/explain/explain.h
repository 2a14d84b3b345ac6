// Which cell came from which. A scene is everything that is shown, as a value and as a line of text; its work holds
// the tensors, computed once by the kernels; the timeline puts its terms in order; links join cells; sentences say it.
#ifndef STRIDESCOPE_EXPLAIN_H
#define STRIDESCOPE_EXPLAIN_H

#include "data/data.h"

// ---- cells -----------------------------------------------------------------------------------------------------

// The tensors of a scene: those of the operation, then those of its backward pass (∂L/∂y, ∂L/∂x, ∂L/∂w), then the
// entries of the matrix C.
typedef enum Role {
    ROLE_NONE, ROLE_X, ROLE_W, ROLE_B, ROLE_Y, ROLE_GY, ROLE_GX, ROLE_GW, ROLE_C, ROLE_COUNT
} Role;

// One value of one tensor. x and y: batch, channel, row, col; w: PyTorch's four indices; b: channel first, rest 0.
// gy, gx and gw are indexed as y, x and w. An entry of C: the flat index of the narrow and of the wide value of one
// sample, 0, 0; empty places of C are cells too.
// Rows and columns of y may lie outside the output, by up to the padding before and after it: those are cells that
// were stamped and cut. Rows and columns of x may lie outside too, for a convolution's padding.
typedef struct Cell {
    Role role;
    int at[4];
} Cell;
#define CELL_NONE ((Cell){ ROLE_NONE, { 0 } })

bool cell_equal(Cell a, Cell b);
bool cell_inside(const Spec *spec, Cell cell); // a value of its tensor: not cut, not padding
bool cell_exists(const Spec *spec, Cell cell); // can be pointed at: inside, or a cut or padding cell as above
// "y:0,0,2,3", "gx:…", "c:4,7,0,0" and back; the reader gives false for anything else or a role it does not know.
extern const char *const ROLE_WORDS[ROLE_COUNT]; // "x", "gy"
extern const char *const ROLE_NAMES[ROLE_COUNT]; // as a person says it: "x", "∂L/∂y"
void cell_print(char out[64], Cell cell);
NODISCARD bool cell_parse(const char *text, size_t length, Cell *cell);

// ---- scenes ----------------------------------------------------------------------------------------------------

// Lenses and places that can be shown; one row of LENSES each. What does not work yet has no row.
typedef enum Lens {
    LENS_STAMP, LENS_SLIDE, LENS_MATRIX, LENS_PHASES, LENS_OVERLAP, LENS_BACKPROP, LENS_SIZES, LENS_PICTURE, LENS_COUNT
} Lens;
typedef struct LensRow {
    const char *word;    // in the scene code
    const char *title;   // "Stamp"
    const char *purpose; // "what each input writes"
    const char *question; // that it answers, for a class: "What does each input write?"
    bool place;          // fills the stage alone (Picture), instead of standing beside others
    char key;            // shows it alone, with Shift beside the others; 0 for a place
} LensRow;
extern const LensRow LENSES[LENS_COUNT];

// Ways to make a picture larger, which the Picture place sets beside each other; one row of RIVALS each.
typedef enum Rival {
    RIVAL_ORIGINAL,      // the picture that goes in
    RIVAL_LAYER,         // what the scene's layer makes of it
    RIVAL_REPAIRED,      // the same layer, its weights changed as little as makes its phase gains equal
    RIVAL_NEAREST_CONV,  // nearest, then a convolution
    RIVAL_BILINEAR_CONV, // bilinear, then a convolution
    RIVAL_SUBPIXEL,      // a convolution to s² times the channels, then PixelShuffle
    RIVAL_ICNR,          // the same, its s² kernels equal to begin with
    RIVAL_BILINEAR,
    RIVAL_NEAREST,
    RIVAL_GRADIENT,      // of a convolution: what its backward pass makes of an even gradient
    RIVAL_COUNT
} Rival;
typedef struct RivalRow {
    const char *word;    // in the scene code: "nearest-conv"
    const char *title;   // "nearest + conv"
    const char *purpose; // in one line
} RivalRow;
extern const RivalRow RIVALS[RIVAL_COUNT];
// Whether a layer can be set beside others in this way: a rival enlarges by the layer's stride, so a convolution has only
// itself, its gradient and what repair makes of that. False, with a sentence.
NODISCARD bool rival_fits(Rival rival, const Spec *spec, Error *err);

typedef enum Walk { WALK_INPUT, WALK_OUTPUT, WALK_PRODUCT, WALK_COUNT } Walk;
extern const char *const WALK_WORDS[WALK_COUNT];

typedef enum LookName { LOOK_USERS, LOOK_LIGHT, LOOK_DARK, LOOK_PROJECTOR, LOOK_COUNT } LookName;
extern const char *const LOOK_WORDS[LOOK_COUNT]; // [LOOK_USERS] is ""

enum { SCENE_MOST_VIEWS = 3 };
#define STEP_END (-1LL)

// Sizes: which part of the lens is shown.
typedef enum SizesTab { SIZES_LADDER, SIZES_FROM_TO, SIZES_FRAMEWORKS, SIZES_TABS } SizesTab;
// Picture: A left and B right of a line to be dragged, or the two beside each other, or what they differ by.
typedef enum PictureWith { PICTURE_WIPE, PICTURE_BESIDE, PICTURE_DIFFERENCE, PICTURE_WITHS } PictureWith;
// Phases: how the planes of the wide side stand.
typedef enum PhasesAs { PHASES_WOVEN, PHASES_SPLIT, PHASES_CHANNELS } PhasesAs;

// What the colours say of a weight, and of the cells that it joins: which it is, the phase that it writes, its value.
typedef enum TapColours { COLOUR_WEIGHT, COLOUR_PHASE, COLOUR_VALUE, TAP_COLOURS } TapColours;
extern const char *const COLOUR_WORDS[TAP_COLOURS];

// The switches of the lenses: how a lens shows what is computed anyway. They are kept while their lens is not shown.
// All are whole numbers, and 0 is what each is at first, so that one row of SWITCHES is all that a word needs.
typedef struct Switches {
    int one_pair;             // Stamp, Slide, Phases: 1 the output is what the shown channel of x alone adds
    int colours;              // Stamp, Slide, Matrix, Phases, Backprop: a TapColours
    int zeros_gone;           // Slide: 1 the inserted zeros are folded away
    int turned_back;          // Slide: 1 the kernel as it is, to see that the sums then disagree
    int matrix_turned;        // Matrix: 1 turned
    int matrix_chain;         // Matrix: 1 y is fed back
    int matrix_cut;           // Matrix: rows that are cut are shown: 1 yes, −1 no, 0 in 1D
    int phases;               // Phases: a PhasesAs
    int phase_row, phase_col; // Phases: 1 + row and column of the one that is looked at alone; both 0 for all
    int overlap_weighted;     // Overlap: 1 each print counts as much as its weight
    int sizes_tab;            // Sizes: a SizesTab
    int sizes_rows;           // Sizes: 1 the axis of the rows, not of the columns
    int sizes_from, sizes_to; // Sizes: the question of From–to; 0: the scene's own sizes
    int sizes_wider;          // Sizes: 1 From–to tries larger numbers
    int sizes_framework;      // Sizes: the one that is spoken of, as in Frameworks.at; the first where there is none such
    int picture_a, picture_b; // Picture: 1 + the Rival that stands as A and as B; 0: see scene_rival
    int picture_with;         // Picture: how they stand, a PictureWith
    int picture_shift_row, picture_shift_col; // Picture: the input is moved by so many pixels of the output
    int picture_layers;       // Picture: the layer stands so many times one behind the other; 0: once
} Switches;
// What stands behind a switch's word and a colon.
typedef enum SwitchTakes { TAKES_NOTHING, TAKES_COLOUR, TAKES_PHASE, TAKES_SIZE, TAKES_FRAMEWORK, TAKES_RIVAL, TAKES_SHIFT, TAKES_LAYERS } SwitchTakes;
typedef struct SwitchRow {
    const char *word;    // in the scene code, as in show=turned,from:29
    Lens lens;           // whose switch it is
    const char *purpose; // "the kernel as it is, not turned"
    size_t at;           // the field of Switches; a phase and a shift have two
    int value;           // that the word gives it, where nothing stands behind it
    SwitchTakes takes;
} SwitchRow;
enum { SWITCH_COUNT = 25, SHIFT_MOST = 4096, STACKED_MOST = 5 }; // a picture is moved by at most so many pixels
extern const SwitchRow SWITCHES[SWITCH_COUNT];
const char *switch_example(SwitchTakes takes); // "1x0", "29", "keras-same", "nearest", "0x1", "3"; "" for nothing

// What of the panels a scene can take away, or show but hold still; one row of CONTROLS each. The first six are those of
// Param; the last stands for d, c, g and n.
typedef enum Control {
    CONTROL_IN, CONTROL_KERNEL, CONTROL_STRIDE, CONTROL_PADDING, CONTROL_OUTPUT_PADDING, CONTROL_DILATION, CONTROL_CHANNELS,
    CONTROL_GROUPS, CONTROL_BATCH, CONTROL_X, CONTROL_W, CONTROL_B, CONTROL_GY, CONTROL_KIND, CONTROL_WALK, CONTROL_LENS,
    CONTROL_CLOCK, CONTROL_GUIDE, CONTROL_MORE, CONTROL_COUNT
} Control;
typedef struct ControlRow {
    const char *word; // in the scene code, as in hide=walk,more
    const char *what; // "the stride"
} ControlRow;
extern const ControlRow CONTROLS[CONTROL_COUNT];

typedef struct Scene {
    Spec spec; // checked: its output sides are filled in
    Source x, w, b, gy;
    Lens view[SCENE_MOST_VIEWS];
    int views;
    Switches show;
    Walk walk;
    long long step; // the first `step` steps are done; STEP_END for all
    Cell cell;      // pinned, or CELL_NONE
    LookName look;
    unsigned hidden, locked; // 1 << Control
} Scene;

bool scene_hides(const Scene *scene, Control control); // it is not on the panels
bool scene_holds(const Scene *scene, Control control); // it cannot be changed: locked, or hidden
// The first control that [scene] holds and that differs in [next]; −1 for none.
int scene_held_change(const Scene *scene, const Scene *next);

// Who stands as A, and as B: where nobody was chosen the layer, beside bilinear, or a convolution's gradient.
Rival scene_rival(const Scene *scene, bool b);

// What must not be seen of a scene until somebody has said what it will be: the values of these tensors read "?", and
// with `size` not even how many of them there are is told. Nothing that follows from them is shown either.
typedef struct Veil {
    unsigned roles; // 1 << Role
    bool size;
    bool verdict;   // counts, gains, shares and what is said of them
} Veil;
bool veil_on(Veil veil); // it hides anything

// Reads a scene code (DESIGN section 3: `OP key=value …`). On false, err->place is the column (from 1) of the
// mistake (in characters) and the sentence says what is wrong, what is allowed, and the word meant where one is near;
// [out] is then {0}.
NODISCARD bool scene_parse(Scene *out, const char *code, Error *err);
// Whether a text begins like a scene code: with an operation, after blanks.
bool scene_begins(const char *text);
// The code, in one order, without defaults: scene_parse(scene_print(s)) equals s.
void scene_print(Text *out, const Scene *scene);
Scene scene_copy(const Scene *scene);
void scene_clear(Scene *scene);
bool scene_equal(const Scene *a, const Scene *b);
extern const char SCENE_FIRST[]; // the code of the first start

// Shapes of the tensors, always four sides (w: PyTorch's; b: Cout, 1, 1, 1).
void scene_shape(const Spec *spec, Role role, int shape[4]);

// Checks [spec] after a change and clamps what has become illegal (padding, output_padding, groups, size), saying in
// [said] (may stay empty) what was changed and why. Sources and the cell that no longer fit are mended:
// typed values that still have a place keep it. False, with a sentence, where no clamping helps; then [scene] is as
// it was on entry.
NODISCARD bool scene_settle(Scene *scene, const Spec *changed, Text *said, Error *err);

// The values that a slider may offer for one parameter of one axis, all others as they are; only output padding, and
// the padding of a transposed convolution, give way to a new size, kernel, stride or dilation (scene_settle says it).
// `why` (may be "") says what sets the upper end: "below stride 2".
typedef enum Param { PARAM_IN, PARAM_KERNEL, PARAM_STRIDE, PARAM_PADDING, PARAM_OUTPUT_PADDING, PARAM_DILATION,
                     PARAM_COUNT } Param;
typedef struct ParamRow {
    const char *key;       // "op"
    const char *long_name; // "output_padding"
    const char *title;     // "Output padding"
} ParamRow;
extern const ParamRow PARAMS[PARAM_COUNT];
typedef struct ParamRange {
    int least, most;
    char why[64];
} ParamRange;
ParamRange param_range(const Spec *spec, Param param, bool rows);
int param_get(const Spec *spec, Param param, bool rows);
void param_set(Spec *spec, Param param, bool rows, int value);

// ---- layers as people write them -------------------------------------------------------------------------------

// One of the layers of a text, as it stands in a list: "ConvTranspose2d 8→3".
enum { LAYER_MOST_ROWS = 64 };
typedef struct LayerRow {
    char title[64];
    bool has_kernel; // the others move values and cannot be shown
} LayerRow;
// What was read from a text with a layer in it: PyTorch, Keras, JAX or Flax, a line, a program or what print(model) shows.
typedef struct LayerRead {
    Spec spec; // checked, in PyTorch's words; what the text does not give is as in the scene in view
    bool bias;
    Text title; // "ConvTranspose2d: 64 → 32 channels, kernel 4, stride 2, padding 1"
    Text more;  // what else is to be said of it; may stay empty
    bool in_untold, out_untold; // channels that the text does not give: they are the scene's
    int shuffle; // the factor of a PixelShuffle behind it that deals its channels out; 0: there is none
    int at, count; // which of the text's layers this is, from 0, and how many there are: more, perhaps, than have a row
    LayerRow row[LAYER_MOST_ROWS];
} LayerRead;
// Whether a text has the call of a layer in it, or of something with nearly a layer's name.
bool layer_begins(const char *text);
// Reads a layer: the first that upsamples unevenly, else the first transposed one, else the first that can be shown.
// False, with a sentence and the place (in characters, from 1), or place 0.
NODISCARD bool layer_read(LayerRead *out, const char *text, const Scene *in_view, Error *err);
// The same of the layer number [at], from 0.
NODISCARD bool layer_read_at(LayerRead *out, const char *text, int at, const Scene *in_view, Error *err);
void layer_read_clear(LayerRead *read);
// A convolution and the PixelShuffle behind it as the one transposed convolution that they are; false where they are not
// read so, or no spec says it.
NODISCARD bool layer_woven(Spec *out, const LayerRead *read);
// The scene in view with the layer in it: its values and lenses stay, as far as they fit, and nothing is held any more. What gave way is added to `said`.
NODISCARD bool layer_scene(Scene *out, const LayerRead *read, const Scene *in_view, Text *said, Error *err);
// A slice of a layer of any size that the lenses show cell by cell: one channel, a small input.
Spec layer_slice(const Spec *spec);
enum { LAYER_MOST_CHANNELS = 8 };
// Whether a layer is small enough to be looked at cell by cell.
bool layer_is_small(const Spec *spec);
// The line and column (from 1) of a place in a text, and the line itself, without its end.
typedef struct TextPlace {
    int line, column;
    const char *start;
    int length; // bytes
} TextPlace;
TextPlace text_place(const char *text, int place);

// What an engineer asks of a layer, too big for cells or not.
enum { REPORT_MOST_CURES = 3 };
typedef struct Cure {
    const char *title;
    Text words, code; // PyTorch, to be run
} Cure;
typedef struct Report {
    bool even;              // every cell of the period gets as many products (of a convolution: of its gradient)
    int least_taps, most_taps, empty_phases; // per period of both axes
    long long weights, biases;
    double noise_share; // checker share to be expected of weights that are independent noise: 1 − 1/s²
    double equal_share; // of weights that are all equal: what the counts alone do
    Text size, verdict, taps, checker, parameters; // sentences
    Text code_words; // what stands above the code of a cure: which framework it is in, and what is to be put in
    Cure cure[REPORT_MOST_CURES];
    int cures;
} Report;
void report_make(Report *report, const Spec *spec, bool bias);
// The same of a layer whose text leaves channels open: what follows from them is said to. A PixelShuffle behind it is
// judged with it.
void report_make_read(Report *report, const LayerRead *read);
void report_clear(Report *report);

// A scene as lines that can be run.
typedef enum CopyForm { COPY_SCENE, COPY_PYTORCH, COPY_KERAS, COPY_JAX, COPY_NUMPY, COPY_FORMS } CopyForm;
extern const char *const COPY_TITLES[COPY_FORMS]; // "Scene code", "PyTorch"
void copy_as(Text *out, CopyForm form, const Scene *scene);

// ---- work ------------------------------------------------------------------------------------------------------

// Every tensor of a scene, computed once. Init with {0}.
typedef struct WorkCache WorkCache;
typedef struct Work {
    Scene scene; // its own copy
    float *x, *w, *b, *y; // b may be NULL
    float *gy;            // the gradient from above
    WorkCache *cache;     // what is computed when it is first asked for, by whoever has the work
} Work;
// The most that the lenses take on, so that a window stays alive: cells of one channel, products that end in one
// channel of one sample (summed anew for each frame), and products in all (once).
enum { WORK_MOST_CELLS = 1 << 20, WORK_MOST_PLANE = 1 << 23, WORK_MOST_PRODUCTS = 1 << 28 };
// Whether a scene of this spec stays within them; false with a sentence.
NODISCARD bool work_has_room(const Spec *spec, Error *err);
// Loads sources and runs the kernel. False, with a sentence, when a file is missing or memory is, or when the scene is
// larger than the above; [work] is then {0}.
NODISCARD bool work_make(Work *work, const Scene *scene, Progress *progress, Error *err);
void work_clear(Work *work);
// The values of a tensor: the gradients are computed when they are first asked for. NULL for a bias that is not there.
const float *work_tensor(const Work *work, Role role); // not ROLE_C
// The value of a cell inside its tensor; of an empty place of C, 0.
float work_value(const Work *work, Cell cell);

// How large the values of a tensor get: what they are coloured by. `most` is 1 where all are 0.
typedef struct Scale {
    double most;
    bool negatives;
} Scale;
Scale work_scale(const Work *work, Role role); // of C: of w

// What comes back when y is fed back, for one sample and without the bias. All have the shape of x or y of one sample.
typedef struct Chain {
    double *y;    // what the operation makes of x
    double *back; // the turned operation on that: Cᵀ after C, or C after Cᵀ. Only the shape is promised
    double *best; // least squares: of all z whose result is nearest to y, the smallest; conjugate gradients found it
    int rounds;   // that it took
    bool found;   // false: stopped before it was sure, [best] is only near
    bool finite;  // false: x or w holds ∞ or NaN, and [best] is 0
} Chain;
enum { CHAIN_MOST_ENTRIES = 1 << 18 }; // of the matrix: each round reads it twice
// False, with a sentence, where the matrix is larger than that or memory is short; end with chain_clear.
NODISCARD bool chain_make(Chain *chain, const Work *work, int n, Error *err);
void chain_clear(Chain *chain);
// The same, kept until another sample is asked for; NULL where it is too large.
const Chain *work_chain(const Work *work, int n);

// ---- the timeline ----------------------------------------------------------------------------------------------

// One product: y[term.y] += x[term.x] · w[term.w]. `inside` is false where it is cropped: for a transposed one y
// lies outside the output, for a convolution x lies in the padding; either adds nothing to y's values.
typedef struct Term {
    Cell x, w, y;
    bool inside;
} Term;

// Walking by input, a step presses one input cell; by output, it finishes one output cell; by product, it is one term,
// ordered by narrow cell (n, c, row, col), then the other channel, then tap; cropped terms count.
typedef struct Step {
    Walk walk;
    long long index;
    Cell cell; // the input cell, the output cell; by product: the input cell of a transposed one, else the output cell
    Term term; // by product
} Step;

long long timeline_count(const Spec *spec, Walk walk);
Step timeline_step(const Spec *spec, Walk walk, long long index); // any index in 0 … count−1, in constant time
// The step that does this term, or −1 where no step does: a cut output is never read, padding never pressed.
long long timeline_of(const Spec *spec, Walk walk, const Term *term);

// Every term joined to [cell] (cut and padding cells too), in the order of the products. Terms that are cropped are
// among them. A cell of gy, gx or gw has the terms of its like of y, x or w: the backward pass multiplies along the
// same joints. An entry of C has one term for each sample, an empty place none. Stops when [visit] returns false.
void terms_each(const Spec *spec, Cell cell, bool (*visit)(void *context, const Term *term), void *context);

// The term that joins a cell of x and one of y (either may be cut or padding): at most one does.
bool term_between(const Spec *spec, Cell x, Cell y, Term *term);

// The canvas of y's plane: the output and, for a transposed one, the cut edge around it. Row r of the canvas is y's
// row r + row0. A canvas cell beyond the extent (output_padding > padding) is never stamped.
typedef struct Canvas {
    int row0, col0, rows, cols;
    int stamped_rows, stamped_cols; // of the canvas, from its start: the full extent of the stamps
} Canvas;
Canvas canvas_of(const Spec *spec);

// Partial sums of y over the canvas of sample [n], channel [c], after the first [steps] steps (0 … count, or
// STEP_END), kept in double; [count] the terms that have landed on each cell. Bias is there from step 0, on cells
// inside the output. Walking by output, cut cells stay empty: nobody reads them. At the end the cells inside equal the
// kernel's output: exactly for integers, else within (L+2)·2⁻²⁴·Σ|terms|.
typedef struct Sums {
    Canvas canvas;
    double *value;
    int *count;
    bool has_bias;
} Sums;
void sums_make(Sums *sums, const Work *work, int n, int c, Walk walk, long long steps);
void sums_clear(Sums *sums);
// What channel [in] of x alone brings to channel [out] of y, without the bias; nothing where no weight joins the two. Over
// all channels of the group, and with the bias, these are the sums above.
void pair_sums_make(Sums *sums, const Work *work, int n, int in, int out, Walk walk, long long steps);
// The same two for the walk of the work's scene, kept until another step is asked for: planes of up to WORK_KEPT_CELLS
// for 8 channels and 4 samples that stand side by side, larger ones and pairs one at a time (a pair also as it is in the
// end). Borrowed until then.
enum { WORK_KEPT_CELLS = 1 << 16 };
const Sums *work_sums(const Work *work, int n, int c, long long steps);
const Sums *work_pair_sums(const Work *work, int n, int in, int out, long long steps);

// The way back, at the same steps: each term that is done and not cropped brings gy·w to its gx (ROLE_GX; the plane of
// sample [first], channel [second]) or gy·x to its gw (ROLE_GW; [first] and [second] as in w's shape, all samples). The
// canvas is that plane. At the end equal to op_grad_input and op_grad_weight, exactly for integers, else within the bound.
void back_sums_make(Sums *sums, const Work *work, Role role, int first, int second, Walk walk, long long steps);
// The same for the walk of the work's scene, one plane of each role kept: borrowed until another is asked for.
const Sums *work_back_sums(const Work *work, Role role, int first, int second, long long steps);

// ⟨y without its bias, gy⟩ and ⟨x, gx⟩ after the first [steps] steps: ⟨Cx, g⟩ = ⟨x, Cᵀg⟩, whatever the numbers, for both
// are the sum of x·w·gy over the terms that are done and not cropped (`paths` of them).
typedef struct Inner {
    double forward, backward;
    long long paths;
    bool whole;      // all steps are in them
    bool ahead;      // the scene is too large to be walked: these are the sums of the end, and some steps are still to come
} Inner;
Inner inner_products(const Work *work, Walk walk, long long steps);
Inner work_inner(const Work *work, long long steps); // kept, as work_sums
// L = ⟨y, gy⟩, bias and all: the loss whose gradients these are.
double work_loss(const Work *work);

// The backward pass as a scene of its own: the operation turned, reading gy and holding x as its gradient from above,
// with the same weights; its y is this scene's gx. A transposed convolution whose output_padding is not below its stride
// comes back with more cells than x has: of those the first are gx. The look, lenses and walk stay. False, with a
// sentence, where the values of gy would have to be typed and are too many.
NODISCARD bool scene_turned(Scene *out, const Work *work, Error *err);
NODISCARD bool scene_backward(Scene *out, const Scene *scene, Error *err); // the same without data: defaults

// ---- what the sliding window reads -----------------------------------------------------------------------------

// One axis of the row that a window slides over: a transposed convolution's input with stride − 1 zeros between its
// values, a convolution's input as it is. Index 0 is the first value. `before` and `after` cells of padding lie around
// it, d(k−1) − p and d(k−1) − p + op (convolution: p and what its windows reach of p); where one is negative it crops.
typedef struct Reading {
    int length, before, after, spacing; // spacing: cells from one value to the next
} Reading;
Reading reading_of(const Spec *spec, bool rows);
// The index in the reading that output cell [out] reads through [tap].
int reading_place(const Spec *spec, bool rows, int out, int tap);
// The input index that stands at [place], or -1: an inserted zero, or outside the values.
int reading_value(const Reading *reading, int place);

// ---- phases ----------------------------------------------------------------------------------------------------

// The wide side (a transposed convolution's output, a convolution's input) falls into stride·stride phases, and the
// kernel into as many trays: a weight meets cells of one phase only. Of a transposed convolution each tray writes its
// phase by itself; of a convolution each reads its phase, and y is the sum of what all trays make.
typedef struct Tray {
    int row, col; // the phase of rows and of columns; its number is row · stride + col
    Phase y, x;   // its cells on the wide side, and its taps
    int taps;     // may be 0
} Tray;
long long tray_count(const Spec *spec);
Tray tray_at(const Spec *spec, long long number);
// The tray of a weight, or of a cell of the wide side (cut and padding cells too); -1 for cells that belong to all.
long long tray_of(const Spec *spec, Cell cell);
bool trays_even(const Spec *spec); // every tray has as many weights
void trays_say(Text *out, const Spec *spec);            // "trays of 4, 2, 2 and 1 weights: uneven"
void phase_say(Text *out, const Spec *spec, Cell cell); // "phase (1, 0): reached by 2 of the 9 weights"
// What turns the layer into a stride-1 convolution and a PixelShuffle (a convolution: a PixelUnshuffle before it), and
// what it takes where the kernel is no whole number of strides.
void shuffle_say(Text *out, const Spec *spec);
bool shuffle_exact(const Spec *spec); // no weight has to be made up: d = 1 and s | k

// ---- overlap ---------------------------------------------------------------------------------------------------

// How many products land on each cell of the wide side (of a transposed one y, of a convolution x: there its gradient
// overlaps, and a count says how often an input is used), for one pair of channels of one sample. Every count is what the
// kernel makes of ones; and beside it what it makes of ones with the weights as they are, without the bias.
typedef struct Overlap {
    Canvas canvas;          // of a convolution the input
    float *count, *weight;  // over the canvas, after the steps that were asked for
    float *counts, *weights; // and in the end
    float *rows, *cols;     // the counts of each axis by itself, for each row and column of the canvas; in 1D all rows are 1
} Overlap;
// Walking cell by cell of the wide side, what is cut stays empty, as in Sums.
void overlap_make(Overlap *out, const Work *work, int n, int in, int out_channel, long long steps);
void overlap_clear(Overlap *overlap);
const Overlap *work_overlap(const Work *work, int n, int in, int out, long long steps); // kept, as work_sums
// The prints on [cells] cells of one axis where no edge is near, the first of them of phase 0: a pass of ones too.
void overlap_period(float *counts, int kernel, int stride, int dilation, int cells);
// How many cells of the wide side, at its near and its far end, get fewer prints than others of their phase.
typedef struct Border {
    int before, after; // counted from the ends of the canvas
} Border;
Border overlap_border(const Overlap *overlap, const Spec *spec, bool rows);
// Whether the overlap is even, and why: "uneven: gcd(2, 2) = 2 leaves 3 of 4 phases empty".
void overlap_say(Text *out, const Spec *spec);
// Phase gains as they are to be shown. Those that are equal but for the rounding of floats (1e-6 of the largest) become their
// mean, and it is true; else [decimals] are as many as tell the least from the most, up to 6.
bool gains_shown(double *gains, size_t count, int *decimals);
// What the weights add to that, where their sums by phase are not what the counts promise: even is not enough. May be empty.
void overlap_gains_say(Text *out, const Work *work, int in, int out_channel);
// "2×2 = 4 prints": of a cell of the wide side, after these steps.
void overlap_cell_say(Text *out, const Work *work, Cell cell, int in, int out_channel, long long steps);
// The example that everybody shows, a 3×3 kernel with stride 2, and what is usually said wrong about it.
Scene overlap_classic(const Scene *scene);  // in it: the lenses and the look stay
bool overlap_is_classic(const Spec *spec);
void overlap_classic_say(Text *out);

// ---- words -----------------------------------------------------------------------------------------------------

// The entry of C that a term goes through, and whether a place of C has an entry (then [term] is its first sample's).
Cell matrix_cell(const Spec *spec, const Term *term);
bool matrix_term(const Spec *spec, Cell entry, Term *term);
// The two cells of the first sample that an entry, or an empty place, of C stands between.
void matrix_ends(const Spec *spec, Cell entry, Cell *x, Cell *y);

// The symbol of a cell of x or w where its source is letters ("a", "k₀"), else its number as shown on screen.
void symbol_of(char out[NUMBER_TEXT], const Work *work, Cell cell, int decimals);

// "=" stands only where every number beside it says all of its value; where one is rounded, "≈".
const char *equals_sign(bool exact);
// Whether so many decimals say all of a value. [parts] is the sum of the sizes of what it was added up from: what the
// rounding of floats leaves of those is no difference. And the same of what a cell's tensor holds.
bool decimals_say(double value, int decimals, double parts);
bool cell_is_said(const Work *work, Cell cell, int decimals);

// Whether x, w or the bias are letters, so that sums are told in symbols.
bool work_is_symbolic(const Work *work);
// A cell of y (or gx, gw) as a sum of symbols, after the first [steps] steps (or STEP_END): "a·k₂ + 2·b − k₀ + b₀". Terms
// that are 0 are left out, and so is a factor 1; numbers that stand alone are one number, behind the letters. Nothing
// where neither a term nor the bias has arrived, "0" where all that arrived is 0. Beyond [most] terms (0: no end) it says
// how many more there are.
typedef struct Symbols {
    int terms;  // of the whole sum
    bool exact; // no number in it is rounded
} Symbols;
Symbols symbols_of(Text *out, const Work *work, Cell cell, Walk walk, long long steps, int most);
// The same of a cell of y from channel [in] of x alone, without the bias.
Symbols symbols_of_pair(Text *out, const Work *work, Cell cell, int in, Walk walk, long long steps, int most);
// One product alone: "a·k₀", "−2·k₁", "0".
void symbols_of_term(Text *out, const Work *work, const Term *term);

// The decimals with which the values of a tensor are shown (0 for a bias that is not there); and those of products and sums on their way to y, the same
// in every lens and in words.
int role_decimals(const Work *work, Role role);
int sum_decimals(const Work *work);
bool back_is_symbolic(const Work *work, Role role); // letters stand in the products that make gx, or gw
int back_decimals(const Work *work, Role role); // the same for products and sums on their way to gx or gw

// What can be said of a cell at a moment; each is plain text, lines parted by \n.
typedef struct Story {
    Text title;   // "output y (2, 3)"
    Text words;   // "Received 4 of the 9 weights: the other 5 found no input under them."
    Text symbols; // "y₂₃ = x₀₁·k₅ + …"; of x and w one line a term: "x₀₁·k₅ → y₂₃"
    Text legend;  // "k₅ is weight (1, 2): the index counts row by row", where there are rows to be counted
    Text numbers; // "2·3 = 6\n1·4 = 4 → 10\n= 10", with the partial sums; where sources are letters, "so far a·k₈"
    Text pytorch, numpy; // a line each that prints the cell's value at the end; empty where there is no such line
    Text no_python;      // why there is none, where the cell has a value
} Story;
void story_make(Story *story, const Work *work, Cell cell, Walk walk, long long steps);
void story_clear(Story *story);

// What a lens shows of a scene, for somebody who sees it for the first time: a question, and a few sentences.
void lens_words(Text *title, Text *words, const Scene *scene);

// The size formula of one axis with its numbers: "(3−1)·2 − 2·1 + 1·(3−1) + 0 + 1 = 5".
void size_formula(Text *out, const Spec *spec, bool rows);
// What `stridescope size` prints.
void size_report(Text *out, const Spec *spec);

// ---- sizes -----------------------------------------------------------------------------------------------------

// A rung of the ladder of an axis: a wide size, the narrow size that a convolution with the axis's numbers makes of it
// (0: the kernel does not fit), and the output padding with which the way back from the axis's own narrow size comes
// to it, or −1: no output padding that PyTorch takes does.
typedef struct Rung {
    long long wide, narrow;
    int output_padding;
} Rung;
Rung size_rung(Axis a, long long wide);
// Output paddings below this bring the size back (the stride), and below this PyTorch takes (max(stride, dilation)).
int size_trip_limit(Axis a);
int size_torch_limit(Axis a);
// Turns one axis to a wide size: a transposed convolution gets the input and the output padding that lead there and
// back, a convolution that input. [both]: the other axis moves with it. False, with a sentence, where nothing leads there.
NODISCARD bool size_pick(Spec *spec, bool rows, long long wide, bool both, Error *err);

// Every (k, s, p, op, d) of one axis that leads from one size to another, with p ≤ d(k−1) and op < s. Smallest first:
// by dilation, then kernel, then output padding, padding, stride.
typedef struct SizeAnswer {
    int kernel, stride, padding, output_padding, dilation;
} SizeAnswer;
typedef struct SizeBounds {
    int kernel, stride, dilation; // the largest that are tried
} SizeBounds;
extern const SizeBounds SIZE_BOUNDS[2]; // what is tried at first, and when more is asked for
typedef struct SizeAnswers {
    SizeAnswer *at;
    int count;
    long long below, above; // the nearest sizes on either side that such a layer has; 0: none
} SizeAnswers;
void size_solve(SizeAnswers *out, bool transposed, int from, int to, SizeBounds bounds);
void size_answers_clear(SizeAnswers *answers);
// The scene's layer with these numbers and this input, on one axis or on both (the other keeps how much larger or
// smaller its input is).
Spec size_answer_spec(const Spec *spec, bool rows, int from, const SizeAnswer *answer, bool both);

// ---- frameworks ------------------------------------------------------------------------------------------------

// Cells at the near and at the far edge of an axis: what a transposed convolution cuts off its extent (below 0: it
// uncovers as many beyond it), what a convolution adds around its input.
typedef struct Edge {
    int before, after;
} Edge;
Edge axis_edge(Axis a, bool transposed);

// The layer of a scene (its kernel, stride, dilation and tensors) as another framework pads it.
typedef struct Framework {
    const char *title, *brief; // "JAX SAME, transpose_kernel", and the same for small rooms
    char refused[640];         // why the framework has no such layer; else "" and all below holds
    Spec spec;
    bool turned;               // it reads the kernel turned by 180°, and this kernel is another one then
    float *y;                  // its output, by op_forward; NULL where the scene is too large to run every framework
    long long differ, missing; // cells of y that are not the scene's at the same place; cells of the scene's that it lacks
    // The PyTorch layer that computes the same, after whose run so many rows and columns are dropped at each edge.
    // Where the kernel is turned it is given w turned.
    bool has_torch;
    Spec torch;
    Edge drop_y, drop_x;
} Framework;
enum { FRAMEWORKS_MOST = 10 };
extern const char *const FRAMEWORK_WORDS[FRAMEWORKS_MOST]; // in the scene code, in the order of Frameworks.at
typedef struct Frameworks {
    Framework at[FRAMEWORKS_MOST]; // the first is PyTorch, as the scene has it
    int count;
} Frameworks;
// Computed when first asked for; borrowed until the work is cleared.
const Frameworks *work_frameworks(const Work *work);
void frameworks_make(Frameworks *out, const Work *work);
void frameworks_clear(Frameworks *frameworks);

// Whether a cell of y, in this framework, is another number than the scene's, or has none there.
bool framework_differs(const Work *work, const Framework *framework, const int at[4]);
// "cuts 0 before and 1 after", and how it stands to the scene: "The same numbers, moved by one row and one column."
void framework_words(Text *out, const Work *work, const Framework *framework);
// The PyTorch call that gives the same: "F.conv_transpose2d(x, w, stride=2, padding=1)[..., :-1, :-1]".
void framework_call(Text *out, const Work *work, const Framework *framework);
// The same in words: "padding=1, then drop the last row and column".
void framework_torch_words(Text *out, const Framework *framework);
// The scene that runs this PyTorch layer. False, with a sentence, where its turned kernel is too large to be typed.
NODISCARD bool framework_scene(Scene *out, const Work *work, const Framework *framework, Error *err);

#endif
