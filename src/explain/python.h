// Numbers and arguments as Python writes them. Inside explain only.
#ifndef STRIDESCOPE_EXPLAIN_PYTHON_H
#define STRIDESCOPE_EXPLAIN_PYTHON_H

#include "explain/explain.h"

// "2", or "(2, 1)" where rows and columns differ; in 1D the columns alone count.
void put_value(Text *out, const Spec *spec, int rows, int columns);
// Whether both are the usual number, so that nothing need be said.
bool is_usual(const Spec *spec, int rows, int columns, int usual);
// ", stride=2", ", stride=(2, 1)"; nothing where it is the usual number.
void put_pair(Text *out, const Spec *spec, const char *name, int rows, int columns, int usual);
// "(2, 1)", in 1D "(2,)".
void put_tuple(Text *out, const Spec *spec, int rows, int columns);

#endif
