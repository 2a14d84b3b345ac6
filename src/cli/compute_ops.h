// What the parts of compute share. compute.c goes from the command line to tensors and back, compute_words.c reads the
// words, compute_ops.c holds the table of operations, compute_conv.c and compute_layers.c what each does with the
// tensors. Only they include this.
#ifndef STRIDESCOPE_CLI_COMPUTE_OPS_H
#define STRIDESCOPE_CLI_COMPUTE_OPS_H

#include "op/op.h"

// ---- options ---------------------------------------------------------------------------------------------------

typedef enum Option {
    NO_OPTION, // ends a list
    STRIDE, PADDING, OUTPUT_PADDING, DILATION, GROUPS, OUTPUT_SIZE, OUTPUT_SHAPE, PADS, AUTO_PADDING, CONVENTION,
    FACTOR, MODE, ALIGN_CORNERS, SIZE, SCALE, TRAIN, EPS, MOMENTUM, REDUCTION, STEP, LR, BETA1, BETA2, WEIGHT_DECAY,
    AXIS, OPTION_COUNT
} Option;

typedef enum Kind {
    AXES,  // "2", or "2,3": a number for each axis; where the row has words, one of those instead
    WHOLE, // one whole number
    REAL,  // one finite number
    WORD   // one of the row's words
} Kind;

typedef struct OptionRow {
    const char *word;
    Kind kind;
    const char *says;             // in a few words, for the help
    const char *(*word_at)(int i); // the words that it may be, NULL after the last
    bool (*find)(int *out, const char *word); // where op knows words besides these; else NULL
    long long least, most;                    // of whole numbers
    bool pointed;                             // "2.0" is taken for 2: elsewhere this is a real number
    const char *instead;                      // how else to come to what this option cannot say, or NULL
} OptionRow;
extern const OptionRow OPTION_ROWS[OPTION_COUNT];

typedef struct Value {
    bool given, named; // named: AXES that were said by a word
    const char *typed; // as it was given; NULL where it was left out
    PerAxis axes;
    int word;
    long long whole;
    double real;
} Value;

// An option as one operation takes it: `otherwise` is what stands where it is left out, as one would type it. NULL is
// nothing, NEEDED that it may not be left out.
#define NEEDED ""
typedef struct Parameter {
    Option option;
    const char *otherwise;
} Parameter;

// ---- operations ------------------------------------------------------------------------------------------------

// A tensor of an operation. `from`, of an output, names the inputs that it cannot do without: "x w gy".
typedef struct Role {
    const char *word, *says, *from;
} Role;
enum { ROLES = 6 };

typedef struct File {
    const char *path; // NULL: not given
    Tensor tensor;
} File;

typedef struct Call Call;

typedef struct Operation {
    const char *word, *says;
    const Role *in, *out; // up to ROLES, then one without a word
    const Parameter *takes;
    bool (*run)(Call *call, Error *err); // makes the tensors of the outputs that are asked for
    bool transposed;                     // of a convolution
    int dims;                            // 0: as many as x has
} Operation;

struct Call {
    const Operation *operation;
    Value value[OPTION_COUNT];
    File in[ROLES], out[ROLES];
};

enum { COMPUTE_COUNT = 16 };
extern const Operation COMPUTE_OPERATIONS[COMPUTE_COUNT];

bool run_convolution(Call *call, Error *err);
bool run_matrix(Call *call, Error *err);
bool run_stretch(Call *call, Error *err);
bool run_rotate(Call *call, Error *err);
bool run_pixel_shuffle(Call *call, Error *err);
bool run_pixel_unshuffle(Call *call, Error *err);
bool run_interpolate(Call *call, Error *err);
bool run_batch_norm(Call *call, Error *err);
bool run_relu(Call *call, Error *err);
bool run_sigmoid(Call *call, Error *err);
bool run_mse(Call *call, Error *err);
bool run_adam(Call *call, Error *err);
bool run_concat(Call *call, Error *err);

// ---- what they are made of -------------------------------------------------------------------------------------

// The input of that role, or NULL where none is given; the output, or NULL where it is not asked for.
Tensor *call_input(Call *call, const char *role);
Tensor *call_output(Call *call, const char *role);
// Whether the input of that role is given, or a sentence on what to add; [why] needs it: "gx".
NODISCARD bool call_needs(Call *call, const char *why, const char *role, Error *err);
// Whether the input of that role, if it is given, has the shape of [like].
NODISCARD bool call_fits(Call *call, const char *role, const char *like, int rank, const int *shape, Error *err);
// Makes an output; one that is not asked for (NULL) needs nothing.
NODISCARD bool output_make(Tensor *output, int rank, const int *shape, Error *err);
// Its values, or NULL.
float *output_values(const Tensor *output);

// ---- words -----------------------------------------------------------------------------------------------------

const Operation *operation_find(const char *word, Error *err);
// Reads options and roles, argv[0] being the operation's word, and fills in what is left out.
NODISCARD bool call_parse(Call *call, int argc, char **argv, bool *help, Error *err);
int roles_count(const Role *roles);
// Whether [list] ("x w gy") has [word].
bool list_has(const char *list, const char *word);

#endif
