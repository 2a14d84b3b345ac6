// The language in which lessons ask for numbers (lessons/README.md: Numbers that are computed), read into a tree. What a
// name is worth is found in study.c; here is only which names there are, and what each takes. Private to lesson.
#ifndef STRIDESCOPE_LESSON_EXPRESSION_H
#define STRIDESCOPE_LESSON_EXPRESSION_H

#include "explain/explain.h"

// The first six are in the order of Param.
typedef enum Name {
    NAME_IN, NAME_KERNEL, NAME_STRIDE, NAME_PADDING, NAME_OUTPUT_PADDING, NAME_DILATION,
    NAME_OUT, NAME_FULL, NAME_BEFORE, NAME_AFTER, NAME_RETURNS,
    NAME_CIN, NAME_COUT, NAME_GROUPS, NAME_BATCH, NAME_PARAMS, NAME_WEIGHTS, NAME_BIASES,
    NAME_PHASES, NAME_EMPTY, NAME_EVEN, NAME_GAINS_EQUAL, NAME_SHARE, NAME_DB, NAME_CHAIN_ERROR, NAME_TAPS, NAME_GAIN,
    NAME_X, NAME_W, NAME_B, NAME_Y, NAME_GX, NAME_GY, NAME_GW, NAME_C, NAME_COUNT_OF,
    NAME_ROW, NAME_COL, NAME_CHANNEL, NAME_VALUE, NAME_MEETS,
    NAME_SUM, NAME_LEAST, NAME_MOST, NAME_CELLS, NAME_NONZERO, NAME_DIFFERENT,
    NAME_FLOOR, NAME_CEIL, NAME_ROUND, NAME_ABS, NAME_MIN, NAME_MAX, NAME_GCD, NAME_SQRT, NAME_LOG2,
    NAMES
} Name;
// What may stand behind a name.
enum {
    WITH_H = 1,          // .h
    WITH_INDEX = 2,      // [r,c]: it is one value of many
    WITH_CHANGES = 4,    // (p=p+1)
    WITH_RIVAL = 8,      // (nearest-conv)
    WITH_FRAME = 16,     // (keras-same)
    WITH_TENSOR = 32,    // (y): wants one
    WITH_CELL = 64,      // (x[r,c]): wants one
    WITH_NUMBER = 128,   // (a): wants one
    WITH_NUMBERS = 256,  // (a, b, …): wants two or more
    OF_CELL = 512,        // stands for something of the cell that is asked about
    IS_TENSOR = 1024      // may stand where a tensor is wanted
};
typedef struct NameRow {
    const char *word;
    unsigned takes;
    Veil veil; // what is hidden while it is asked for
    Role role; // of a tensor
} NameRow;
extern const NameRow NAME_ROWS[NAMES];
bool name_find(Name *out, const char *at, size_t length);

typedef enum Operator {
    DO_OR, DO_AND, DO_NOT, DO_EQUAL, DO_UNEQUAL, DO_LESS, DO_AT_MOST, DO_MORE, DO_AT_LEAST,
    DO_ADD, DO_SUBTRACT, DO_TIMES, DO_DIVIDE, DO_REMAINDER, DO_MINUS, DO_POWER
} Operator;

typedef struct Node Node;
// A key of the scene code that is another one for this name: either an expression, or as it is written.
typedef struct ChangeNode {
    const char *key;
    const char *text; // NULL: [value] holds
    Node *value;
    struct ChangeNode *next;
} ChangeNode;
struct Node {
    enum { NODE_NUMBER, NODE_NAME, NODE_OPERATOR } kind;
    int place; // in characters, from 1
    double number;
    Operator operator;
    Node *left, *right; // of not and minus the right one
    Name name;
    const char *scene;  // before a point; NULL: the scene that is asked about
    const char *word;   // a rival or a framework
    bool rows;          // .h
    ChangeNode *changes;
    Node *items, *indices;
    int item_count, index_count;
    Node *next; // among items or indices
};

enum { EXPRESSION_MOST = 1000 }; // bytes
// Reads all of [text]; the nodes live in [arena]. NULL, with a sentence and a column.
Node *expression_read(Arena *arena, const char *text, Error *err);
// Calls [visit] for every node, items, indices and changes included.
void expression_each(const Node *node, void (*visit)(void *context, const Node *node), void *context);

// Reads a key of the scene code that expressions may change ("k", "kernel_size", "cin"); the short word, or NULL. [number]:
// its value is a number.
const char *change_key(const char *word, size_t length, bool *number);
bool key_has_axes(const char *key); // one number for the rows and one for the columns
// "3x5": as the scene code writes two numbers.
bool is_pair(const char *text, size_t length);

#endif
