// Names of cells in formulas, and numbers beside them; shared by the sentences. Inside explain.
#ifndef STRIDESCOPE_EXPLAIN_SYMBOL_H
#define STRIDESCOPE_EXPLAIN_SYMBOL_H

#include "explain/explain.h"

// "x₀₁", "k₅", "b₀", "y₋₁,₂": samples and channels only where there are several, commas where digits alone
// would not do anywhere in the tensor.
void name_print(char out[NUMBER_TEXT], const Spec *spec, Cell cell);
// Whether x or w are letters, so that a sum is told in symbols.
bool work_is_symbolic(const Work *work);

#endif
