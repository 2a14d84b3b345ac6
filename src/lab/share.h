// Pieces of work shared out among a few threads, for work whose pieces write to places of their own. Private to lab.
#ifndef STRIDESCOPE_LAB_SHARE_H
#define STRIDESCOPE_LAB_SHARE_H

#include "base/base.h"

typedef struct Share {
    void (*one)(void *context, int at, void *scratch);
    void *context;
    int pieces;
    size_t scratch; // bytes that each thread has for itself
} Share;
// Counts each piece in [progress] and looks there for cancel before the next. False, with a sentence: cancelled, or memory.
NODISCARD bool share_out(const Share *share, Progress *progress, Error *err);

#endif
