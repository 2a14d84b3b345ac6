// What the two halves of compute share: compute.c goes from words and files to tensors and back, compute_ops.c holds
// the table of operations and what each does with the tensors. Only they include this.
#ifndef STRIDESCOPE_CLI_COMPUTE_OPS_H
#define STRIDESCOPE_CLI_COMPUTE_OPS_H

#include "op/op.h"

typedef enum Option { STRIDE, PADDING, OUTPUT_PADDING, DILATION, GROUPS, OUTPUT_SIZE, OPTION_COUNT } Option;
extern const char *const OPTION_WORDS[OPTION_COUNT];
#define HAS(option) (1u << (option))

enum { ROLES = 4 };

typedef struct File {
    const char *path; // NULL: not given
    Tensor tensor;
} File;

typedef struct Call Call;

typedef struct Operation {
    const char *word;
    const char *in[ROLES]; // roles in order; the first `needed` must be given
    int needed;
    const char *out[ROLES];
    unsigned options;
    bool (*run)(Call *call, Error *err); // makes the tensors of the outputs that are asked for
    bool transposed;
    int dims; // 0: as many as x has
} Operation;

struct Call {
    const Operation *operation;
    PerAxis number[OPTION_COUNT]; // count 0: not given
    File in[ROLES], out[ROLES];
};

enum { COMPUTE_COUNT = 6 };
extern const Operation COMPUTE_OPERATIONS[COMPUTE_COUNT];

#endif
