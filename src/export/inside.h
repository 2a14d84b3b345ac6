// What the files of this room share.
#ifndef STRIDESCOPE_EXPORT_INSIDE_H
#define STRIDESCOPE_EXPORT_INSIDE_H

#include "export/export.h"

// What cairo writes into: appends to the Text that is [context].
cairo_status_t bytes_gather(void *context, const unsigned char *data, unsigned length);
// A figure as the bytes of a PNG or an SVG. False with a sentence.
NODISCARD bool figure_bytes(Text *out, bool png, const Figure *figure, double width, double height, double scale, Type *type,
                            Colour background, Error *err);

// The height of a figure in which nothing stands below, where that is less than [height]: text goes on from there.
double figure_foot(const Figure *figure, double height);

// A step of a lesson as it is told on paper: all of its texts filled in, its question answered.
typedef struct Told {
    const LessonStep *step;
    char **before, **after; // as many as the step has
    bool asks;
    Case question;          // where it asks
    Scene scene;            // where it does not, and has one
    bool has_scene;
    struct {
        char *said;    // "7×7", "B"; NULL where it is no single answer
        char *because; // may be NULL
        const Confusion *confusion;
    } wrong[ASK_MOST_WRONG + ASK_MOST_OPTIONS];
    int wrongs;
} Told;
NODISCARD bool told_make(Told *told, const Lesson *lesson, int step, Error *err);
void told_clear(Told *told);

#endif
