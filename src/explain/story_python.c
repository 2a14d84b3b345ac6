// One line each of PyTorch and NumPy that prints a cell's value at the end. PyTorch's runs the layer; NumPy's says which
// part of the input meets which weights: two slices, since the terms of a cell lie evenly apart on both.
#include "explain/python.h"
#include "explain/symbol.h"

#include <math.h>
#include <string.h>

enum { MOST_TYPED = 64 }; // values that are written into a line

static bool is_1d(const Spec *spec)
{
    return spec->dims == 1;
}

// ---- tensors ---------------------------------------------------------------------------------------------------

// "1, 1, 3, 3"; a bias has one side, 1D no rows.
static void put_sides(Text *out, const Spec *spec, Role role, const int side[4])
{
    if (role == ROLE_B) text_print(out, "%d", side[0]);
    else if (is_1d(spec)) text_print(out, "%d, %d, %d", side[0], side[1], side[3]);
    else text_print(out, "%d, %d, %d, %d", side[0], side[1], side[2], side[3]);
}

static void put_typed(Text *out, const float *values, int count)
{
    for (int i = 0; i < count; i++) {
        char number[NUMBER_TEXT];
        number_print(number, values[i]);
        bool spelled = !isfinite(values[i]);
        text_print(out, spelled ? "%sfloat(\"%s\")" : "%s%s", i ? ", " : "", number);
        if (i == 0 && !spelled && !strpbrk(number, ".e")) text_put(out, "."); // or all would be whole, and no tensor for a kernel
    }
}

static const Source *source_of(const Scene *scene, Role role)
{
    return role == ROLE_X ? &scene->x : role == ROLE_W ? &scene->w : role == ROLE_B ? &scene->b : &scene->gy;
}

// "x = torch.arange(1., 10.).reshape(1, 1, 3, 3); ". False where the values are too many to be typed.
static bool put_tensor(Text *out, const Work *work, Role role, bool torch)
{
    const Spec *spec = &work->scene.spec;
    const Source *source = source_of(&work->scene, role);
    const char *np = torch ? "torch" : "np";
    int side[4];
    scene_shape(spec, role, side);
    long long count = (long long)side[0] * side[1] * side[2] * side[3];
    bool shaped = true;
    text_print(out, "%s = ", ROLE_WORDS[role]);
    switch (source->kind) {
    case SOURCE_RAMP:
    case SOURCE_LETTERS: text_print(out, "%s.arange(1., %lld.)", np, count + 1); break;
    case SOURCE_ONES:
    case SOURCE_ZEROS:
        text_print(out, torch ? "%s.%s(" : "%s.%s((", np, source->kind == SOURCE_ONES ? "ones" : "zeros");
        put_sides(out, spec, role, side);
        text_put(out, torch ? ")" : "))");
        shaped = false;
        break;
    case SOURCE_ONEHOT:
        text_print(out, "(%s.arange(%lld) == %lld)%s", np, count, source->number, torch ? ".float()" : ".astype(float)");
        break;
    default:
        if (count > MOST_TYPED) return false;
        text_print(out, "%s([", torch ? "torch.tensor" : "np.array");
        put_typed(out, work_tensor(work, role), (int)count);
        text_put(out, "])");
        break;
    }
    if (shaped && role != ROLE_B) {
        text_put(out, ".reshape(");
        put_sides(out, spec, role, side);
        text_put(out, ")");
    }
    text_put(out, "; ");
    return true;
}

// ---- places ----------------------------------------------------------------------------------------------------

static void put_index(Text *out, const Spec *spec, Cell cell)
{
    text_put(out, "[");
    put_sides(out, spec, cell.role, cell.at);
    text_put(out, "]");
}

// Evenly spaced indices, first to last.
typedef struct Stride {
    int first, last, count;
} Stride;

static void take(Stride *s, int index)
{
    if (s->count == 0) s->first = s->last = index, s->count = 1;
    // Terms come in order: an index that is new goes on beyond the last, the way the second went.
    bool up = s->count == 1 ? index > s->first : s->last > s->first;
    if (index != s->first && (up ? index > s->last : index < s->last)) s->last = index, s->count++;
}

// "0:4:2" or "2::-2"; one index alone loses its axis, on both sides of the product.
static void put_slice(Text *out, Stride s)
{
    if (s.count == 1) {
        text_print(out, "%d", s.first);
        return;
    }
    int step = (s.last - s.first) / (s.count - 1), end = s.last + (step < 0 ? -1 : 1);
    text_print(out, "%d:", s.first);
    if (end >= 0) text_print(out, "%d", end);
    if (step != 1) text_print(out, ":%d", step);
}

// Where the terms of one cell of y, gx or gw lie, along each axis of what is multiplied.
typedef struct Patch {
    const Spec *spec;
    Role onto;
    Stride x[4], w[4], gy[4];
} Patch;

static bool gather(void *context, const Term *term)
{
    Patch *patch = context;
    // A cut cell of y has a sum of its own; nothing comes back from it.
    if (!term->inside && !(patch->spec->transposed && patch->onto == ROLE_Y)) return true;
    for (int i = 0; i < 4; i++) take(&patch->x[i], term->x.at[i]), take(&patch->w[i], term->w.at[i]), take(&patch->gy[i], term->y.at[i]);
    return true;
}

static void put_slices(Text *out, const Spec *spec, const Stride along[4])
{
    for (int i = 0; i < 4; i++) {
        if (i == 2 && is_1d(spec)) continue;
        text_put(out, i ? ", " : "[");
        put_slice(out, along[i]);
    }
    text_put(out, "]");
}

// ---- NumPy -----------------------------------------------------------------------------------------------------

// Where a tensor cannot be written down, [*not] says which.
static bool numpy_of_y(Text *out, const Work *work, Cell cell, Role *not)
{
    const Spec *spec = &work->scene.spec;
    Patch patch = { .spec = spec, .onto = ROLE_Y };
    terms_each(spec, cell, gather, &patch);
    bool has_bias = work->b && cell_inside(spec, cell), any = patch.x[0].count > 0;
    if (any || has_bias) text_put(out, "import numpy as np; ");
    if (any && !put_tensor(out, work, *not = ROLE_X, false)) return false;
    if (any && !put_tensor(out, work, *not = ROLE_W, false)) return false;
    if (has_bias && !put_tensor(out, work, *not = ROLE_B, false)) return false;
    text_put(out, "print(");
    if (any) {
        text_put(out, "(x");
        put_slices(out, spec, patch.x);
        text_put(out, " * w");
        put_slices(out, spec, patch.w);
        text_put(out, ").sum()");
    }
    if (has_bias) text_print(out, "%sb[%d]", any ? " + " : "", cell.at[1]);
    text_put(out, any || has_bias ? ")" : "0.0)");
    return true;
}

// gx is the sum of gy·w over its terms, gw that of x·gy.
static bool numpy_of_gradient(Text *out, const Work *work, Cell cell, Role *not)
{
    const Spec *spec = &work->scene.spec;
    Patch patch = { .spec = spec, .onto = cell.role };
    bool of_x = cell.role == ROLE_GX;
    terms_each(spec, cell, gather, &patch);
    if (patch.gy[0].count == 0) {
        text_put(out, "print(0.0)");
        return true;
    }
    Role left = of_x ? ROLE_GY : ROLE_X, right = of_x ? ROLE_W : ROLE_GY;
    text_put(out, "import numpy as np; ");
    if (!put_tensor(out, work, *not = left, false) || !put_tensor(out, work, *not = right, false)) return false;
    text_print(out, "print((%s", ROLE_WORDS[left]);
    put_slices(out, spec, of_x ? patch.gy : patch.x);
    text_print(out, " * %s", ROLE_WORDS[right]);
    put_slices(out, spec, of_x ? patch.w : patch.gy);
    text_put(out, ").sum())");
    return true;
}

// The value as it stands in its tensor; of an entry of C, its weight.
static bool value_of(Text *out, const Work *work, Cell cell, bool torch, Role *not)
{
    text_put(out, torch ? "import torch; " : "import numpy as np; ");
    if (!put_tensor(out, work, *not = cell.role, torch)) return false;
    text_print(out, "print(%s", ROLE_WORDS[cell.role]);
    put_index(out, &work->scene.spec, cell);
    text_put(out, torch ? ".item())" : ")");
    return true;
}

// ---- PyTorch ---------------------------------------------------------------------------------------------------

static bool all_finite(const Work *work)
{
    const Role roles[] = { ROLE_X, ROLE_W, ROLE_B, ROLE_GY };
    for (int r = 0; r < COUNT(roles); r++) {
        int side[4];
        const float *values = work_tensor(work, roles[r]);
        scene_shape(&work->scene.spec, roles[r], side);
        size_t count = values ? (size_t)side[0] * (size_t)side[1] * (size_t)side[2] * (size_t)side[3] : 0;
        for (size_t i = 0; i < count; i++)
            if (!isfinite(values[i])) return false;
    }
    return true;
}

// The layer run as it is; for a cut cell without its padding, so that nothing is cut. PyTorch has no padding that is
// uneven, and where it multiplies padding by ∞ it prints NaN.
static bool has_torch(const Work *work, Cell cell)
{
    const Spec *spec = &work->scene.spec;
    if (cell.role != ROLE_Y) return spec->y.uneven == 0 && spec->x.uneven == 0 && all_finite(work);
    bool past_end = cell.at[2] >= axis_extent(spec->y) - spec->y.padding || cell.at[3] >= axis_extent(spec->x) - spec->x.padding;
    return spec->y.uneven == 0 && spec->x.uneven == 0 && all_finite(work) && (cell_inside(spec, cell) || !past_end);
}

static void put_layer(Text *out, const Spec *spec, bool padded, bool has_bias)
{
    text_print(out, "F.%s(x, w%s", spec_word(spec->transposed, spec->dims), has_bias ? ", b" : "");
    put_pair(out, spec, "stride", spec->y.stride, spec->x.stride, 1);
    if (padded) {
        put_pair(out, spec, "padding", spec->y.padding, spec->x.padding, 0);
        put_pair(out, spec, "output_padding", spec->y.output_padding, spec->x.output_padding, 0);
    }
    if (spec->groups > 1) text_print(out, ", groups=%d", spec->groups);
    put_pair(out, spec, "dilation", spec->y.dilation, spec->x.dilation, 1);
    text_put(out, ")");
}

// Autograd's answer: the layer run, and gy sent back.
static bool torch_of_gradient(Text *out, const Work *work, Cell cell, Role *not)
{
    const Spec *spec = &work->scene.spec;
    const char *name = cell.role == ROLE_GX ? "x" : "w";
    const Role roles[] = { ROLE_X, ROLE_W, ROLE_GY };
    text_put(out, "import torch, torch.nn.functional as F; ");
    for (int i = 0; i < COUNT(roles); i++)
        if (!put_tensor(out, work, *not = roles[i], true)) return false;
    text_print(out, "%s.requires_grad_(); ", name);
    put_layer(out, spec, true, false);
    text_print(out, ".backward(gy); print(%s.grad", name);
    put_index(out, spec, cell);
    text_put(out, ".item())");
    return true;
}

static bool torch_of_y(Text *out, const Work *work, Cell cell, Role *not)
{
    const Spec *spec = &work->scene.spec;
    bool inside = cell_inside(spec, cell), has_bias = work->b && inside;
    text_put(out, "import torch, torch.nn.functional as F; ");
    if (!put_tensor(out, work, *not = ROLE_X, true) || !put_tensor(out, work, *not = ROLE_W, true)) return false;
    if (has_bias && !put_tensor(out, work, *not = ROLE_B, true)) return false;
    if (!inside) cell.at[2] += spec->y.padding, cell.at[3] += spec->x.padding;
    text_put(out, "print(");
    put_layer(out, spec, inside, has_bias);
    put_index(out, spec, cell);
    text_put(out, ".item())");
    return true;
}

// ---- both ------------------------------------------------------------------------------------------------------

typedef bool Teller(Text *out, const Work *work, Cell cell, Role *not);

static bool numpy_value(Text *out, const Work *work, Cell cell, Role *not)
{
    return value_of(out, work, cell, false, not);
}

static bool torch_value(Text *out, const Work *work, Cell cell, Role *not)
{
    return value_of(out, work, cell, true, not);
}

static void keep(Text *line, bool ok, const Work *work, Role role)
{
    bool back = role == ROLE_GX || role == ROLE_GW;
    bool letters = role == ROLE_Y ? work_is_symbolic(work) : back ? back_is_symbolic(work, role) : source_of(&work->scene, role)->kind == SOURCE_LETTERS;
    if (!ok) text_clear(line);
    else if (letters) text_put(line, "  # letters count 1, 2, 3 …");
}

void story_python(Story *story, const Work *work, Cell cell)
{
    const Spec *spec = &work->scene.spec;
    Role not = ROLE_NONE;
    Term term;
    if (cell.role == ROLE_C && !matrix_term(spec, cell, &term)) return;
    if (cell.role == ROLE_C) cell = term.w;
    bool of_y = cell.role == ROLE_Y, of_gradient = cell.role == ROLE_GX || cell.role == ROLE_GW;
    if (!of_y && !cell_inside(spec, cell)) return;
    Teller *in_numpy = of_y ? numpy_of_y : of_gradient ? numpy_of_gradient : numpy_value;
    Teller *in_torch = of_y ? torch_of_y : of_gradient ? torch_of_gradient : torch_value;
    bool ok = in_numpy(&story->numpy, work, cell, &not);
    keep(&story->numpy, ok, work, cell.role);
    if (ok && (of_y || of_gradient) && !has_torch(work, cell)) return;
    if (ok) ok = in_torch(&story->pytorch, work, cell, &not);
    keep(&story->pytorch, ok, work, cell.role);
    if (ok) return;
    int side[4];
    scene_shape(spec, not, side);
    text_print(&story->no_python, "%s has %lld values that no formula gives; up to %d would be typed into a line.", ROLE_WORDS[not],
               (long long)side[0] * side[1] * side[2] * side[3], MOST_TYPED);
}
