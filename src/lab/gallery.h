// How an exhibit is made, private to lab.
#ifndef STRIDESCOPE_LAB_GALLERY_H
#define STRIDESCOPE_LAB_GALLERY_H

#include "lab/lab.h"

// [small]: neither levels nor a spectrum. A rival that cannot be made is an exhibit that says why; false, with a sentence,
// where it was cancelled or memory is short.
NODISCARD bool exhibit_make(Exhibit **out, const Bench *bench, Rival rival, bool small, Progress *progress, Error *err);

#endif
