// What the three parts of the lens Sizes share; inside this room.
#ifndef STRIDESCOPE_FIGURE_SIZES_H
#define STRIDESCOPE_FIGURE_SIZES_H

#include "figure/layout.h"

// Each part fills [box], below the heading, the tabs and the choice of an axis.
void sizes_ladder(Stage *stage, Box box);
void sizes_from_to(Stage *stage, Box box);
void sizes_frameworks(Stage *stage, Box box);

bool sizes_rows(const Stage *stage); // whether the axis that is shown is the rows
Axis sizes_axis(const Stage *stage);

// The place of a control: nothing is painted there, the desk puts a widget over it. Files have none.
void sizes_slot(Stage *stage, const char *name, Box box);
double sizes_width(const Stage *stage, const char *text, double size, Weight weight);
// One line, its em box at (x, y), left out where it is wider than [room]; whether it was drawn.
bool sizes_line(Stage *stage, const char *name, double x, double y, double room, double size, Weight weight, Colour ink,
                const char *text);
// Wrapped monospaced lines; returns the y below them.
double sizes_code(Stage *stage, const char *name, double x, double y, double width, const char *text);
// How high draw_note makes a text.
double sizes_note_height(const Stage *stage, double width, double size, Weight weight, const char *text);

#endif
