// A value as Python writes it: numbers, strings, names, tuples, calls with keyword arguments, sums of them. Read, never
// run: what only a running program knows is kept as EXPR_OTHER. Inside explain only.
#ifndef STRIDESCOPE_EXPLAIN_EXPRESSION_H
#define STRIDESCOPE_EXPLAIN_EXPRESSION_H

#include "base/base.h"

typedef enum ExprKind {
    EXPR_NUMBER,
    EXPR_TEXT,  // a string; `word` is what stands in it
    EXPR_WORD,  // a dotted name: True, None, jnp.float32
    EXPR_LIST,  // ( … ) or [ … ]
    EXPR_CALL,  // `word` is what is called
    EXPR_OTHER  // well formed, but its value is not in the text
} ExprKind;

typedef struct Expr Expr;
struct Expr {
    ExprKind kind;
    const char *at, *end; // in the text that was read
    const char *word;
    double number;
    const char *keyword; // of an argument of a call: `keyword=` before it, or NULL
    const char *keyword_at;
    Expr *first, *next; // items or arguments, and the item behind this one
    int count;
};

// Reads the call whose name begins at [from], a place of [text], and whose opening bracket follows, to its closing one;
// what stands behind that is not looked at. The values live in [arena]. NULL, with a sentence and the place (in characters
// of [text], from 1), where it is malformed.
Expr *expr_call(Arena *arena, const char *text, const char *from, Error *err);

// Whether only the running program knows its value.
bool expr_is_unknown(const Expr *e);
// The place behind blanks, line ends, comments and joined lines.
const char *expr_skip(const char *at);
// How long the dotted name is that begins here; 0 where none does.
size_t expr_name(const char *at);
// How long the string is that begins here, quotes included; 0 where none does or where it is not closed.
size_t expr_string(const char *at);
// Says that what stands at [at] is wrong; returns false.
bool expr_fail(Error *err, const char *text, const char *at, const char *format, ...) PRINTF_LIKE(4, 5);

#endif
