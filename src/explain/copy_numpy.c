// A scene in NumPy alone: the loops that the figure walks, a stamp of the transposed convolution or a window of the
// convolution at a time.
#include "explain/copy_as.h"

#include <stdio.h>

static const ArrayWords NUMPY = { "np.array(", ")", "np.arange(", ")", "np.ones((", "np.zeros((", "))",
                                  "np.random.default_rng(1).standard_normal((", "))", true };

// The slice that one kernel covers: "row*2:row*2 + 5:2".
static void put_window(Text *out, const char *name, Axis a)
{
    char place[64];
    if (a.stride == 1) snprintf(place, sizeof place, "%s", name);
    else snprintf(place, sizeof place, "%s*%d", name, a.stride);
    text_print(out, "%s:%s + %d", place, place, axis_span(a));
    if (a.dilation > 1) text_print(out, ":%d", a.dilation);
}

static void put_windows(Text *out, const Spec *spec)
{
    if (spec->dims == 2) put_window(out, "row", spec->y), text_put(out, ", ");
    put_window(out, "col", spec->x);
}

// The loops over batch, groups and the channels within a group, where there is more than one; returns how many there are.
static int put_loops(Text *out, const Spec *spec)
{
    const struct { const char *name; int count; } loops[] = {
        { "n", spec->batch }, { "g", spec->groups }, { "i", spec->in_channels / spec->groups }, { "j", spec->out_channels / spec->groups },
    };
    int depth = 0;
    for (int i = 0; i < COUNT(loops); i++)
        if (loops[i].count > 1) text_print(out, "%*sfor %s in range(%d):\n", 4 * depth++, "", loops[i].name, loops[i].count);
    return depth;
}

// An index within a group as an index among all: "g*2 + i".
static void put_channel(Text *out, const Spec *spec, int per_group, const char *within)
{
    bool one = per_group == 1;
    if (spec->groups == 1) text_put(out, one ? "0" : within);
    else if (one) text_put(out, "g");
    else text_print(out, "g*%d + %s", per_group, within);
}

static void put_weight(Text *out, const Spec *spec)
{
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups;
    text_put(out, "w[");
    if (spec->transposed) put_channel(out, spec, ins, "i");
    else put_channel(out, spec, outs, "j");
    text_print(out, ", %s]", spec->transposed ? (outs == 1 ? "0" : "j") : ins == 1 ? "0" : "i");
}

static void put_cell_loops(Text *out, const Spec *spec, int depth, int rows, int columns)
{
    if (spec->dims == 2) text_print(out, "%*sfor row in range(%d):\n", 4 * depth++, "", rows);
    text_print(out, "%*sfor col in range(%d):\n", 4 * depth, "", columns);
}

void copy_numpy(Text *out, const Scene *scene)
{
    const Spec *spec = &scene->spec;
    Axis y = spec->y, x = spec->x;
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups, dims = spec->dims;
    const char *cell = dims == 1 ? "col" : "row, col", *n = spec->batch > 1 ? "n" : "0";
    text_put(out, "import numpy as np\n\n");
    copy_tensors(out, &NUMPY, scene);
    int sides[4], rank = copy_sides(spec, spec->transposed ? ROLE_Y : ROLE_X, sides), depth;
    if (spec->transposed) {
        // Beyond all stamps there is room where output_padding uncovers it.
        if (dims == 2) sides[2] = larger(axis_extent(y), y.padding + y.wide);
        sides[dims + 1] = larger(axis_extent(x), x.padding + x.wide);
        text_put(out, "\n# Each input cell stamps the whole kernel, times its value; where stamps overlap, they add.\nfull = np.zeros((");
        put_sides(out, rank, sides);
        text_put(out, "))\n");
        depth = put_loops(out, spec);
        put_cell_loops(out, spec, depth, y.narrow, x.narrow);
        depth += dims;
        text_print(out, "%*sfull[%s, ", 4 * depth, "", n);
        put_channel(out, spec, outs, "j");
        text_put(out, ", ");
        put_windows(out, spec);
        text_print(out, "] += x[%s, ", n);
        put_channel(out, spec, ins, "i");
        text_print(out, ", %s] * ", cell);
        put_weight(out, spec);
        bool cut = !is_usual(spec, y.padding, x.padding, 0) || sides[dims + 1] != x.wide || (dims == 2 && sides[2] != y.wide);
        text_put(out, cut ? "\n\n# Padding cuts the near edge; at the far edge output_padding cuts that much less.\ny = full[:, :, " : "\n\ny = full[:, :, ");
        put_kept(out, spec);
        text_put(out, "]\n");
    } else {
        const char *from = "x";
        if (!is_usual(spec, y.padding, x.padding, 0)) {
            from = "padded";
            if (dims == 2) sides[2] += 2 * y.padding;
            sides[dims + 1] += 2 * x.padding;
            text_put(out, "\n# Zeros around the input.\npadded = np.zeros((");
            put_sides(out, rank, sides);
            text_put(out, "))\npadded[:, :, ");
            if (dims == 2) text_print(out, "%d:%d, ", y.padding, y.padding + y.wide);
            text_print(out, "%d:%d] = x\n", x.padding, x.padding + x.wide);
        }
        rank = copy_sides(spec, ROLE_Y, sides);
        text_put(out, "\n# Each output cell sums what its window sees, times the kernel, which is not flipped.\ny = np.zeros((");
        put_sides(out, rank, sides);
        text_put(out, "))\n");
        depth = put_loops(out, spec);
        put_cell_loops(out, spec, depth, y.narrow, x.narrow);
        depth += dims;
        text_print(out, "%*sy[%s, ", 4 * depth, "", n);
        put_channel(out, spec, outs, "j");
        text_print(out, ", %s] += np.sum(%s[%s, ", cell, from, n);
        put_channel(out, spec, ins, "i");
        text_put(out, ", ");
        put_windows(out, spec);
        text_put(out, "] * ");
        put_weight(out, spec);
        text_put(out, ")\n");
    }
    if (scene->b.kind != SOURCE_NONE) text_print(out, "y = y + b[:, None%s]\n", dims == 2 ? ", None" : "");
    text_put(out, "print(y.shape)\nprint(y)\n");
}
