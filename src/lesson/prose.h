// Texts of lessons looked at from outside: the numbers and placeholders that stand in them. Private to lesson.
#ifndef STRIDESCOPE_LESSON_PROSE_H
#define STRIDESCOPE_LESSON_PROSE_H

#include "base/base.h"

// The first number that is written by hand: in no placeholder, no `code`, no name (k4, 2D, op=1), no year, and neither 0
// nor 1. False where there is none.
bool prose_number(Text *out, const char *text);
// The expression of the next placeholder in [rest], which moves behind it; NULL where there is none.
char *prose_placeholder(Arena *arena, const char **rest);
// Whether a number, or two as in "5×6", stands in a text by hand. Numbers of one digit are too common to be told apart.
bool prose_has_number(const char *text, const char *number);

#endif
