// A scene as lines that can be run: the tensors, the layer, the output printed. Each dialect has its own layouts and its
// own words for padding (copy_keras.c, copy_jax.c, copy_numpy.c); where a framework lacks a word, what it lacks is
// written out.
#include "explain/copy_as.h"

#include <stdlib.h>
#include <string.h>

const char *const COPY_TITLES[COPY_FORMS] = {
    [COPY_SCENE] = "Scene code", [COPY_PYTORCH] = "PyTorch", [COPY_KERAS] = "Keras", [COPY_JAX] = "JAX", [COPY_NUMPY] = "NumPy",
};

enum { MOST_WRITTEN = 256 }; // values of a tensor that are written out

// ---- tensors ---------------------------------------------------------------------------------------------------

int copy_sides(const Spec *spec, Role role, int sides[4])
{
    int shape[4];
    scene_shape(spec, role, shape);
    if (role == ROLE_B) return sides[0] = shape[0], 1;
    sides[0] = shape[0], sides[1] = shape[1];
    if (spec->dims == 2) sides[2] = shape[2];
    sides[spec->dims + 1] = shape[3];
    return spec->dims + 2;
}

static size_t volume(int rank, const int *sides)
{
    size_t count = 1;
    for (int i = 0; i < rank; i++) count *= (size_t)sides[i];
    return count;
}

void put_sides(Text *out, int rank, const int *sides)
{
    for (int i = 0; i < rank; i++) text_print(out, i ? ", %d" : "%d", sides[i]);
}

// A number that Python reads as a float.
static void put_float(Text *out, float value)
{
    char number[NUMBER_TEXT];
    number_print(number, value);
    if (strpbrk(number, "ni")) text_print(out, "float(\"%s\")", number); // inf, nan
    else text_print(out, "%s%s", number, strpbrk(number, ".e") ? "" : ".");
}

// Nested lists; rows stand below one another, behind [indent] blanks.
static const float *put_nested(Text *out, const float *values, int rank, const int *sides, int indent)
{
    text_put(out, "[");
    for (int i = 0; i < sides[0]; i++) {
        if (i && rank == 1) text_put(out, ", ");
        if (i && rank > 1) text_print(out, ",\n%*s", indent + 1, "");
        if (rank == 1) put_float(out, *values++);
        else values = put_nested(out, values, rank - 1, sides + 1, indent + 1);
    }
    text_put(out, "]");
    return values;
}

static const Source *source_for(const Scene *scene, Role role)
{
    return role == ROLE_X ? &scene->x : role == ROLE_W ? &scene->w : &scene->b;
}

static SourceFor what_for(Role role)
{
    return role == ROLE_X ? FOR_X : role == ROLE_W ? FOR_W : FOR_B;
}

// `x = …  # (1, 1, 3, 3): batch, channels, rows, columns`, in PyTorch's layout.
static void put_tensor(Text *out, const ArrayWords *d, const char *name, const Scene *scene, Role role, const char *means)
{
    int sides[4], shape[4], rank = copy_sides(&scene->spec, role, sides);
    const Source *source = source_for(scene, role);
    size_t count = volume(rank, sides), from = out->length;
    scene_shape(&scene->spec, role, shape);
    text_print(out, "%s = ", name);
    int indent = (int)(out->length - from);
    float *values = NULL;
    bool written = false;
    if (source->kind == SOURCE_ONES || source->kind == SOURCE_ZEROS) {
        text_put(out, source->kind == SOURCE_ONES ? d->ones : d->zeros);
        put_sides(out, rank, sides);
        if (d->tuple && rank == 1) text_put(out, ",");
        text_put(out, d->filled_end);
        written = true;
    } else if ((source->kind == SOURCE_RAMP || source->kind == SOURCE_LETTERS) && count < 1 << 24) { // whole numbers of a float
        text_print(out, "%s1., %zu.%s", d->arange, count + 1, d->arange_end);
        if (rank > 1) {
            text_put(out, ".reshape(");
            put_sides(out, rank, sides);
            text_put(out, ")");
        }
        written = true;
    } else if (count <= MOST_WRITTEN) {
        values = memory_new(count, sizeof *values);
        written = source_fill(values, shape, what_for(role), source, &scene->spec, NULL); // a file may have gone
        if (written) {
            text_put(out, d->array);
            put_nested(out, values, rank, sides, indent + (int)strlen(d->array));
            text_put(out, d->array_end);
        }
    }
    if (!written) {
        text_put(out, d->normal);
        put_sides(out, rank, sides);
        if (d->tuple && rank == 1) text_put(out, ",");
        text_put(out, d->normal_end);
    }
    text_put(out, "  # (");
    put_sides(out, rank, sides);
    text_print(out, "): %s%s\n", means, written ? "" : "; random, where the scene has values of its own");
    free(values);
}

static const char *x_means(const Spec *spec)
{
    return spec->dims == 1 ? "batch, channels, length" : "batch, channels, rows, columns";
}

static const char *w_means(const Spec *spec)
{
    static const char *const means[2][2] = {
        { "out channels, in channels/groups, taps", "out channels, in channels/groups, rows, columns" },
        { "in channels, out channels/groups, taps", "in channels, out channels/groups, rows, columns" },
    };
    return means[spec->transposed][spec->dims - 1];
}

void copy_tensors(Text *out, const ArrayWords *d, const Scene *scene)
{
    put_tensor(out, d, "x", scene, ROLE_X, x_means(&scene->spec));
    put_tensor(out, d, "w", scene, ROLE_W, w_means(&scene->spec));
    if (scene->b.kind != SOURCE_NONE) put_tensor(out, d, "b", scene, ROLE_B, "out channels");
}

void put_kept(Text *out, const Spec *spec)
{
    if (spec->dims == 2) text_print(out, "%d:%d, ", spec->y.padding, spec->y.padding + spec_out(spec, spec->y));
    text_print(out, "%d:%d", spec->x.padding, spec->x.padding + spec_out(spec, spec->x));
}

// ---- PyTorch ---------------------------------------------------------------------------------------------------

static const ArrayWords TORCH = { "torch.tensor(", ")", "torch.arange(", ")", "torch.ones(", "torch.zeros(", ")", "torch.randn(", ")", false };

void copy_pytorch(Text *out, const Scene *scene)
{
    const Spec *spec = &scene->spec;
    Axis y = spec->y, x = spec->x;
    bool bias = scene->b.kind != SOURCE_NONE;
    text_put(out, "import torch\nimport torch.nn as nn\n\n");
    copy_tensors(out, &TORCH, scene);
    text_print(out, "\nlayer = nn.Conv%s%dd(%d, %d", spec->transposed ? "Transpose" : "", spec->dims, spec->in_channels, spec->out_channels);
    put_pair(out, spec, "kernel_size", y.kernel, x.kernel, 0);
    put_pair(out, spec, "stride", y.stride, x.stride, 1);
    put_pair(out, spec, "padding", y.padding, x.padding, 0);
    put_pair(out, spec, "output_padding", y.output_padding, x.output_padding, 0);
    put_pair(out, spec, "dilation", y.dilation, x.dilation, 1);
    if (spec->groups > 1) text_print(out, ", groups=%d", spec->groups);
    text_print(out, "%s)\nwith torch.no_grad():\n    layer.weight.copy_(w)\n%s    y = layer(x)\nprint(y.shape)\nprint(y)\n", bias ? "" : ", bias=False",
               bias ? "    layer.bias.copy_(b)\n" : "");
}

void copy_as(Text *out, CopyForm form, const Scene *scene)
{
    static void (*const forms[COPY_FORMS])(Text *, const Scene *) = {
        [COPY_SCENE] = scene_print, [COPY_PYTORCH] = copy_pytorch, [COPY_KERAS] = copy_keras, [COPY_JAX] = copy_jax, [COPY_NUMPY] = copy_numpy,
    };
    forms[form](out, scene);
}
