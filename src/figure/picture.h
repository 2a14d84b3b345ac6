// The parts of the Picture place, inside this room: the large picture, the strip of rivals below it, what stands beside it.
#ifndef STRIDESCOPE_FIGURE_PICTURE_H
#define STRIDESCOPE_FIGURE_PICTURE_H

#include "figure/layout.h"

typedef struct Showing {
    Stage *stage;
    const Gallery *gallery;
    const Exhibit *a, *b;
    PicturePlace place;
} Showing;

enum { PART_TITLE = 24, LOUPE_LINE = 18 }; // the line above a part of the column, and what is left of a loupe that has no room

// What a rival is called on its chip and below its thumb: the layer by what it is.
const char *rival_title(Stage *stage, const Gallery *gallery, Rival rival, bool in_full);
// The value that an exhibit shows nearest to a place of the gallery's grid, grey, 0 … 1 but for what is beyond; its colour.
// False outside of it.
bool exhibit_at(const Exhibit *exhibit, double row, double col, double *grey, Colour *colour);

void draw_strip(Showing *s);
void draw_loupe(Showing *s);
void draw_spectrum(Showing *s);
void draw_small_overlap(Showing *s);

// ---- in 1D (signal.c, signal_tones.c) --------------------------------------------------------------------------

// All but the strip, in [box], of which the strip leaves [h].
void place_signal(PicturePlace *p, const View *view, Box box, double h);
void lay_signal(Showing *s);
void draw_signal_thumb(Showing *s, const Exhibit *exhibit, Box box);
void draw_tones(Showing *s);

#endif
