// What the sliding window reads: the input spread out by the stride, with room around it. Every place follows from
// axis_place, the one relation.
#include "explain/explain.h"

static Axis axis_of(const Spec *spec, bool rows)
{
    return rows ? spec->y : spec->x;
}

int reading_place(const Spec *spec, bool rows, int out, int tap)
{
    Axis a = axis_of(spec, rows);
    // Convolution: the place on the wide side. Its transpose: the spread-out narrow side, where value n stands at n·s,
    // and wide = n·s + axis_place(0, tap).
    return spec->transposed ? out - axis_place(a, 0, tap) : axis_place(a, out, tap);
}

Reading reading_of(const Spec *spec, bool rows)
{
    Axis a = axis_of(spec, rows);
    int in = spec_in(spec, a), out = spec_out(spec, a);
    int spacing = spec->transposed ? a.stride : 1;
    int length = (in - 1) * spacing + 1;
    // The first and the last place that any window reaches.
    int first_tap = spec->transposed ? a.kernel - 1 : 0, last_tap = spec->transposed ? 0 : a.kernel - 1;
    int first = reading_place(spec, rows, 0, first_tap), last = reading_place(spec, rows, out - 1, last_tap);
    return (Reading){ .length = length, .before = -first, .after = last - (length - 1), .spacing = spacing };
}

int reading_value(const Reading *reading, int place)
{
    if (place < 0 || place >= reading->length || place % reading->spacing) return -1;
    return place / reading->spacing;
}
