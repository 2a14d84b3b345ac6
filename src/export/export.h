// Figures as files. What is written is painted by the same marks as the window's; a file is whole or not there.
#ifndef STRIDESCOPE_EXPORT_H
#define STRIDESCOPE_EXPORT_H

#include "figure/figure.h"

enum { EXPORT_MOST_SIDE = 16384 }; // pixels on a side of a PNG

// Writes [figure], laid out in the box (0, 0, width, height), on [background] (0: none, transparent) to [path]; its
// ending says how: .png, of width·pixels_per_unit × height·pixels_per_unit pixels (rounded up), or .svg, of that size
// in CSS pixels, whose text is outlines so that it looks the same where the fonts are missing.
// False with a sentence: another ending, a size that is not 1 … EXPORT_MOST_SIDE, a path that cannot be written.
NODISCARD bool export_figure(const char *path, const Figure *figure, double width, double height,
                             double pixels_per_unit, Type *type, Colour background, Error *err);

#endif
