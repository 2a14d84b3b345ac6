// Frameworks in words: what one cuts, how its numbers stand to the scene's, and the PyTorch layer that does the same.
#include "explain/python.h"

#include <stdlib.h>

static const char *plural(int count)
{
    return count == 1 ? "" : "s";
}

// ---- the crop --------------------------------------------------------------------------------------------------

static void put_edge(Text *out, Edge edge, bool transposed)
{
    const char *does = transposed ? "cuts" : "pads";
    if (!edge.before && !edge.after) text_print(out, "%s nothing", does);
    else if (edge.after >= 0) text_print(out, "%s %d before and %d after", does, edge.before, edge.after);
    else if (!edge.before) text_print(out, "uncovers %d beyond the far edge", -edge.after);
    else text_print(out, "cuts %d before, uncovers %d beyond the far edge", edge.before, -edge.after);
}

static bool same_edge(Edge a, Edge b)
{
    return a.before == b.before && a.after == b.after;
}

static void put_edges(Text *out, const Spec *spec)
{
    Edge y = axis_edge(spec->y, spec->transposed), x = axis_edge(spec->x, spec->transposed);
    bool one = spec->dims == 1 || same_edge(y, x);
    if (!one) {
        text_put(out, "Rows: ");
        put_edge(out, y, spec->transposed);
        text_put(out, "; columns: ");
    }
    size_t at = out->length;
    put_edge(out, x, spec->transposed);
    if (one) out->data[at] = (char)(out->data[at] - 'a' + 'A'); // ASCII
    text_put(out, ".");
}

// ---- against the scene -----------------------------------------------------------------------------------------

// "1 row down", "2 columns left"; nothing for 0.
static void put_move(Text *out, int by, const char *what, const char *forth, const char *back, bool *more)
{
    if (!by) return;
    text_print(out, "%s%d %s%s %s", *more ? " and " : "", abs(by), what, plural(abs(by)), by > 0 ? forth : back);
    *more = true;
}

static void put_moved(Text *out, const Spec *ours, const Spec *theirs)
{
    int down = ours->y.padding - theirs->y.padding, right = ours->x.padding - theirs->x.padding;
    bool more = false;
    if (!ours->transposed) { // what is moved is where windows begin
        text_put(out, " Its windows begin ");
        if (ours->dims == 2) put_move(out, down, "row", "later", "earlier", &more);
        put_move(out, right, ours->dims == 2 ? "column" : "cell", "later", "earlier", &more);
    } else {
        text_put(out, " The scene’s numbers, moved ");
        if (ours->dims == 2) put_move(out, down, "row", "down", "up", &more);
        put_move(out, right, ours->dims == 2 ? "column" : "cell", "right", "left", &more);
    }
    text_put(out, ".");
}

void framework_words(Text *out, const Work *work, const Framework *f)
{
    const Spec *ours = &work->scene.spec, *theirs = &f->spec;
    put_edges(out, theirs);
    if (f == &work_frameworks(work)->at[0]) {
        text_put(out, " This is the scene.");
        return;
    }
    if (f->turned) text_put(out, " Reads the kernel turned by 180°.");
    bool moved = (ours->dims == 2 && ours->y.padding != theirs->y.padding) || ours->x.padding != theirs->x.padding;
    if (f->y && !f->differ && !f->missing) text_put(out, " The same as the scene, cell for cell.");
    else if (moved && !f->turned) put_moved(out, ours, theirs);
    else if (!f->turned) text_put(out, " The scene’s numbers wherever both have a cell.");
}

// ---- in PyTorch ------------------------------------------------------------------------------------------------

static void put_slice(Text *out, Edge drop)
{
    text_put(out, ", ");
    if (drop.before) text_print(out, "%d", drop.before);
    text_put(out, ":");
    if (drop.after) text_print(out, "-%d", drop.after);
}

static bool drops(const Framework *f)
{
    return f->drop_x.before || f->drop_x.after || (f->spec.dims == 2 && (f->drop_y.before || f->drop_y.after));
}

void framework_call(Text *out, const Work *work, const Framework *f)
{
    const Spec *t = &f->torch;
    text_print(out, "F.%s(x, w%s%s", spec_word(t->transposed, t->dims), !f->turned ? "" : t->dims == 1 ? ".flip(2)" : ".flip(2, 3)",
               work->b ? ", b" : "");
    put_pair(out, t, "stride", t->y.stride, t->x.stride, 1);
    put_pair(out, t, "padding", t->y.padding, t->x.padding, 0);
    put_pair(out, t, "output_padding", t->y.output_padding, t->x.output_padding, 0);
    put_pair(out, t, "dilation", t->y.dilation, t->x.dilation, 1);
    if (t->groups > 1) text_print(out, ", groups=%d", t->groups);
    text_put(out, ")");
    if (!drops(f)) return;
    text_put(out, "[:, :");
    if (t->dims == 2) put_slice(out, f->drop_y);
    put_slice(out, f->drop_x);
    text_put(out, "]");
}

// "the last row", "the first 2 columns".
static void put_dropped(Text *out, int count, const char *which, const char *what, bool *more)
{
    if (!count) return;
    text_print(out, "%sthe %s ", *more ? " and " : "", which);
    if (count > 1) text_print(out, "%d ", count);
    text_print(out, "%s%s", what, plural(count));
    *more = true;
}

void framework_torch_words(Text *out, const Framework *f)
{
    const Spec *t = &f->torch;
    text_put(out, "padding=");
    put_value(out, t, t->y.padding, t->x.padding);
    put_pair(out, t, "output_padding", t->y.output_padding, t->x.output_padding, 0);
    if (f->turned) text_put(out, ", w turned by 180°");
    if (!drops(f)) return;
    bool more = false, one = t->dims == 2 && same_edge(f->drop_y, f->drop_x);
    const char *column = t->dims == 1 ? "cell" : one ? "row and column" : "column";
    text_put(out, ", then drop ");
    if (one && (f->drop_x.before > 1 || f->drop_x.after > 1)) one = false, column = "column";
    if (t->dims == 2 && !one) {
        put_dropped(out, f->drop_y.before, "first", "row", &more);
        put_dropped(out, f->drop_y.after, "last", "row", &more);
    }
    put_dropped(out, f->drop_x.before, "first", column, &more);
    put_dropped(out, f->drop_x.after, "last", column, &more);
}
