// One node of an ONNX graph, run by the kernels of op. Whatever ours do not have is skipped, with the reason.
#ifndef STRIDESCOPE_TESTS_ONNX_NODE_H
#define STRIDESCOPE_TESTS_ONNX_NODE_H

#include "op/op.h"

#include <onnx.pb-c.h>

// A tensor of a graph. `tensor` has the shape; its data is there for floats. Whole numbers (int64) are in `whole`.
typedef struct Value {
    const char *name; // lives as long as the model
    Tensor tensor;
    long long *whole;
} Value;
void value_clear(Value *value);

enum { NODE_MOST = 16, WHY_TEXT = 200 };

typedef enum Verdict { PASSED, SKIPPED, FAILED } Verdict;

// `in` has NULL where an optional input is left out. node_run makes `out`; `why` is a note, or the reason.
typedef struct Node {
    const Onnx__NodeProto *proto;
    int inputs, outputs;
    const Value *in[NODE_MOST];
    Value out[NODE_MOST];
    char why[WHY_TEXT];
    double relative; // how far from the expected values the outputs may be: relative·|value| + absolute
    double absolute;
} Node;

bool node_known(const char *op_type);
Verdict node_run(Node *node);

#endif
