// Names of cells in formulas, and numbers beside them; shared by the sentences. Inside explain.
#ifndef STRIDESCOPE_EXPLAIN_SYMBOL_H
#define STRIDESCOPE_EXPLAIN_SYMBOL_H

#include "explain/explain.h"

// "x₀₁", "k₅", "b₀", "y₋₁,₂": samples and channels only where there are several, commas where digits alone
// would not do anywhere in the tensor.
void name_print(char out[NUMBER_TEXT], const Spec *spec, Cell cell);
// Whether the text shows the value, or only something near it.
bool number_is_shown(const char *text, double value);
// Fills in the lines of Python for this cell.
void story_python(Story *story, const Work *work, Cell cell);

#endif
