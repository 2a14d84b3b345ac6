// Numbers and arguments as Python writes them, for every line of code that is shown or copied.
#include "explain/python.h"

void put_value(Text *out, const Spec *spec, int rows, int columns)
{
    if (spec->dims == 1 || rows == columns) text_print(out, "%d", columns);
    else text_print(out, "(%d, %d)", rows, columns);
}

bool is_usual(const Spec *spec, int rows, int columns, int usual)
{
    return columns == usual && (spec->dims == 1 || rows == usual);
}

void put_pair(Text *out, const Spec *spec, const char *name, int rows, int columns, int usual)
{
    if (is_usual(spec, rows, columns, usual)) return;
    text_print(out, ", %s=", name);
    put_value(out, spec, rows, columns);
}

void put_tuple(Text *out, const Spec *spec, int rows, int columns)
{
    if (spec->dims == 1) text_print(out, "(%d,)", columns);
    else text_print(out, "(%d, %d)", rows, columns);
}
