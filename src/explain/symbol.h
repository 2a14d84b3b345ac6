// Names of cells in formulas, and numbers beside them; shared by the sentences. Inside explain.
#ifndef STRIDESCOPE_EXPLAIN_SYMBOL_H
#define STRIDESCOPE_EXPLAIN_SYMBOL_H

#include "explain/explain.h"

// "x₀₁", "k₅", "b₀", "y₋₁,₂": samples and channels only where there are several, commas where digits alone
// would not do anywhere in the tensor.
void name_print(char out[NUMBER_TEXT], const Spec *spec, Cell cell);
// Whether the text shows the value, or only something near it. [parts] is the sum of the sizes of what the value was added
// up from: what the rounding of floats leaves of those is no difference.
bool number_is_shown(const char *text, double value, double parts);
// A product on its way to a cell of y, gx or gw where sources are letters: "0.5·g₀".
void symbols_of_product(Text *out, const Work *work, Role onto, const Term *term);
// Fills in the lines of Python for this cell.
void story_python(Story *story, const Work *work, Cell cell);

// ---- between the forward and the backward sentences ------------------------------------------------------------

enum { MOST_TERMS = 24 }; // told one by one; the rest is counted

// " (2, 3), channel 1, sample 0": where a cell of x, y or w lies; channels and samples only where there are several.
void put_where(Text *out, const Spec *spec, Cell cell);
// [before], then the value as a formula shows it.
void put_number(Text *out, int decimals, const char *before, double value);
// "a·b", with brackets around a negative second factor.
void put_times(Text *out, const char *a, const char *b);
// A sum, or 0 where of terms of these sizes only what floats leave over remains.
double without_dust(double sum, double parts);
// "= 6", or "≈ 0.33" where the digits do not say all.
void put_equals(Text *out, int decimals, double value, double parts);
// " = 6" behind the product of two cells.
void put_product_equals(Text *out, const Work *work, Cell a, Cell b, int decimals);
// The whole sum of a cell in letters and, where not all of it is done, what is there so far.
void tell_letters(Story *story, const Work *work, Cell cell, Walk walk, long long steps, bool whole);
// The story of a cell of gy, gx or gw.
void story_back(Story *story, const Work *work, Cell cell, Walk walk, long long steps);

#endif
