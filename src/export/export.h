// Figures as files. What is written is painted by the same marks as the window's; a file is whole or not there.
#ifndef STRIDESCOPE_EXPORT_H
#define STRIDESCOPE_EXPORT_H

#include "figure/figure.h"
#include "lesson/lesson.h"

enum { EXPORT_MOST_SIDE = 16384 }; // pixels on a side of a PNG

// Writes [figure], laid out in the box (0, 0, width, height), on [background] (0: none, transparent) to [path]; its
// ending says how: .png, of width·pixels_per_unit × height·pixels_per_unit pixels (rounded up), or .svg, of that size
// in CSS pixels, whose text is outlines so that it looks the same where the fonts are missing.
// False with a sentence: another ending, a size that is not 1 … EXPORT_MOST_SIDE, a path that cannot be written.
NODISCARD bool export_figure(const char *path, const Figure *figure, double width, double height,
                             double pixels_per_unit, Type *type, Colour background, Error *err);

// Lays out everything that [scene] shows, its lenses side by side, in a box of width × height logical pixels with a
// margin; the scene's step and pinned cell hold. What [veil] hides is not shown. [still]: without what only a window can use (handles to drag). Loads the
// scene's data. False with a sentence.
NODISCARD bool export_scene(Figure *figure, const Scene *scene, Veil veil, double width, double height, bool still, const Look *look,
                            Measure measure, Error *err);
// The width and height that suit a scene when nobody asks for others.
void export_usual_size(const Scene *scene, double *width, double *height);

// Writes [folder]/index.html and the pictures it shows: each lens with a few of its steps, and a picture before and
// after. Made for where no window can be opened.
NODISCARD bool export_tour(const char *folder, Type *type, Error *err);

// Lessons for those without the program: one page of HTML that holds its pictures, each answer folded away behind its
// question. It needs no network and no script.
NODISCARD bool export_page(const char *path, const Lesson *const *lessons, int count, Type *type, Error *err);
// A teacher's guide to one lesson, a PDF of A4 pages: goals, time, what is asked and answered, the confusions behind wrong
// answers, the notes for the speaker, what to discuss, and a key of all answers.
NODISCARD bool export_guide(const char *path, const Lesson *lesson, Type *type, Error *err);

#endif
