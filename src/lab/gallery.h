// How an exhibit is made. Private to lab.
#ifndef STRIDESCOPE_LAB_GALLERY_H
#define STRIDESCOPE_LAB_GALLERY_H

#include "lab/lab.h"

// [small]: neither levels nor a spectrum. A rival that cannot be made is an exhibit that says why; false, with a sentence,
// where it was cancelled or memory is short.
// The spectrum of the middle of its grey, at most so many pixels on a side; nothing where it has one.
NODISCARD bool exhibit_look(Exhibit *exhibit, int most_side, Error *err);
// The same for a signal, in 1D: [peak] is the height of what went in. (tones.c)
NODISCARD bool exhibit_listen(Exhibit *exhibit, double peak, Error *err);
NODISCARD bool exhibit_make(Exhibit **out, const Bench *bench, Rival rival, bool small, Progress *progress, Error *err);

#endif
