// A scene code while it is read: its pieces, and the ways to say what is wrong with one. Inside explain only.
#ifndef STRIDESCOPE_EXPLAIN_SCENE_READER_H
#define STRIDESCOPE_EXPLAIN_SCENE_READER_H

#include "explain/scene_code.h"

typedef struct Span {
    const char *at; // NULL where nothing was given
    size_t length;
} Span;

typedef struct Reader {
    const char *code;
    Span operation, key[KEY_COUNT], value[KEY_COUNT];
    Scene *scene;
    Error *err;
} Reader;

// Says that what stands at [at] is wrong, with its column; returns false.
bool reader_fail(const Reader *reader, const char *at, const char *format, ...) PRINTF_LIKE(3, 4);

enum { SHOWN = 64, SHOWN_BYTES = 40 };
// A piece of the code as it may stand in a sentence: short, and without what cannot be printed.
const char *span_shown(char out[SHOWN], Span span);
bool span_is(Span span, const char *word);
int span_find(Span span, const char *const *words, int count); // or -1
// "; did you mean slide?", or nothing.
const char *span_meant(char out[SHOWN], Span span, const char *const *words, int count);
// "stamp, slide and picture"
const char *words_list(char *out, size_t size, const char *const *words, int count);

// Reads the value of x, w, b or gy, once the spec is known.
bool read_source(Reader *reader, Key key);

// Reads the switches of the lenses, once the spec is known.
bool read_switches(Reader *reader);
// Reads hide= or lock=; hide first.
bool read_controls(Reader *reader, Key key, unsigned *mask);

#endif
