// A scene as lines that can be run: the tensors, the layer, the output printed. Each dialect has its own layouts and its
// own words for padding; where a framework lacks a word, what it lacks is written out.
#include "explain/scene_code.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const COPY_TITLES[COPY_FORMS] = {
    [COPY_SCENE] = "Scene code", [COPY_PYTORCH] = "PyTorch", [COPY_KERAS] = "Keras", [COPY_JAX] = "JAX", [COPY_NUMPY] = "NumPy",
};

enum { MOST_WRITTEN = 256 }; // values of a tensor that are written out

// ---- tensors ---------------------------------------------------------------------------------------------------

// How a dialect makes tensors: `array` is followed by nested lists, the others by a shape.
typedef struct Dialect {
    const char *array, *array_end, *arange, *ones, *zeros, *normal, *normal_end;
} Dialect;
static const Dialect TORCH = { "torch.tensor(", ")", "torch.arange(1., %zu.)", "torch.ones(", "torch.zeros(", "torch.randn(", ")" };
static const Dialect NUMPY = { "np.array(", ")", "np.arange(1., %zu.)", "np.ones((", "np.zeros((", "np.random.default_rng(1).standard_normal((", "))" };
static const Dialect KERAS = { "np.array(", ", dtype=\"float32\")", "np.arange(1., %zu., dtype=\"float32\")", "np.ones((", "np.zeros((",
                               "np.random.default_rng(1).standard_normal((", "), dtype=\"float32\")" };
static const Dialect JAX = { "jnp.array(", ")", "jnp.arange(1., %zu.)", "jnp.ones((", "jnp.zeros((", "jax.random.normal(jax.random.PRNGKey(1), (", "))" };

// The sides of a tensor as PyTorch has them: 1D has none for the rows, a bias is a row.
static int sides_of(const Spec *spec, Role role, int sides[4])
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

static void put_sides(Text *out, int rank, const int *sides)
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
static void put_tensor(Text *out, const Dialect *d, const char *name, const Scene *scene, Role role, const char *means)
{
    int sides[4], shape[4], rank = sides_of(&scene->spec, role, sides);
    const Source *source = source_for(scene, role);
    size_t count = volume(rank, sides), from = out->length;
    bool tuple = d != &TORCH;
    scene_shape(&scene->spec, role, shape);
    text_print(out, "%s = ", name);
    int indent = (int)(out->length - from);
    float *values = NULL;
    bool written = false;
    if (source->kind == SOURCE_ONES || source->kind == SOURCE_ZEROS) {
        text_put(out, source->kind == SOURCE_ONES ? d->ones : d->zeros);
        put_sides(out, rank, sides);
        if (tuple && rank == 1) text_put(out, ",");
        text_put(out, d == &KERAS ? "), dtype=\"float32\")" : tuple ? "))" : ")");
        written = true;
    } else if ((source->kind == SOURCE_RAMP || source->kind == SOURCE_LETTERS) && count < 1 << 24) { // whole numbers of a float
        if (d == &TORCH) text_print(out, "torch.arange(1., %zu.)", count + 1);
        else if (d == &JAX) text_print(out, "jnp.arange(1., %zu.)", count + 1);
        else if (d == &KERAS) text_print(out, "np.arange(1., %zu., dtype=\"float32\")", count + 1);
        else text_print(out, "np.arange(1., %zu.)", count + 1);
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
        if (tuple && rank == 1) text_put(out, ",");
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

static void put_tensors(Text *out, const Dialect *d, const Scene *scene)
{
    put_tensor(out, d, "x", scene, ROLE_X, x_means(&scene->spec));
    put_tensor(out, d, "w", scene, ROLE_W, w_means(&scene->spec));
    if (scene->b.kind != SOURCE_NONE) put_tensor(out, d, "b", scene, ROLE_B, "out channels");
}

// ---- numbers of the layer --------------------------------------------------------------------------------------

// ", stride=2" or ", stride=(2, 1)"; nothing where it is the usual number.
static void put_number(Text *out, const Spec *spec, const char *name, int rows, int columns, int usual)
{
    if (columns == usual && (spec->dims == 1 || rows == usual)) return;
    if (spec->dims == 1 || rows == columns) text_print(out, ", %s=%d", name, columns);
    else text_print(out, ", %s=(%d, %d)", name, rows, columns);
}

// "(2, 1)", in 1D "(2,)".
static void put_tuple(Text *out, const Spec *spec, int rows, int columns)
{
    if (spec->dims == 1) text_print(out, "(%d,)", columns);
    else text_print(out, "(%d, %d)", rows, columns);
}

static bool is_usual(const Spec *spec, int rows, int columns, int usual)
{
    return columns == usual && (spec->dims == 1 || rows == usual);
}

// ---- PyTorch ---------------------------------------------------------------------------------------------------

static void as_pytorch(Text *out, const Scene *scene)
{
    const Spec *spec = &scene->spec;
    Axis y = spec->y, x = spec->x;
    bool bias = scene->b.kind != SOURCE_NONE;
    text_put(out, "import torch\nimport torch.nn as nn\n\n");
    put_tensors(out, &TORCH, scene);
    text_print(out, "\nlayer = nn.Conv%s%dd(%d, %d", spec->transposed ? "Transpose" : "", spec->dims, spec->in_channels, spec->out_channels);
    put_number(out, spec, "kernel_size", y.kernel, x.kernel, 0);
    put_number(out, spec, "stride", y.stride, x.stride, 1);
    put_number(out, spec, "padding", y.padding, x.padding, 0);
    put_number(out, spec, "output_padding", y.output_padding, x.output_padding, 0);
    put_number(out, spec, "dilation", y.dilation, x.dilation, 1);
    if (spec->groups > 1) text_print(out, ", groups=%d", spec->groups);
    text_print(out, "%s)\nwith torch.no_grad():\n    layer.weight.copy_(w)\n%s    y = layer(x)\nprint(y.shape)\nprint(y)\n", bias ? "" : ", bias=False",
               bias ? "    layer.bias.copy_(b)\n" : "");
}

// ---- NumPy -----------------------------------------------------------------------------------------------------

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

// "p:p + out" of each axis.
static void put_kept(Text *out, const Spec *spec)
{
    if (spec->dims == 2) text_print(out, "%d:%d, ", spec->y.padding, spec->y.padding + spec_out(spec, spec->y));
    text_print(out, "%d:%d", spec->x.padding, spec->x.padding + spec_out(spec, spec->x));
}

static int larger(int a, int b)
{
    return a > b ? a : b;
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

static void as_numpy(Text *out, const Scene *scene)
{
    const Spec *spec = &scene->spec;
    Axis y = spec->y, x = spec->x;
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups, dims = spec->dims;
    const char *cell = dims == 1 ? "col" : "row, col", *n = spec->batch > 1 ? "n" : "0";
    text_put(out, "import numpy as np\n\n");
    put_tensors(out, &NUMPY, scene);
    int sides[4], rank = sides_of(spec, spec->transposed ? ROLE_Y : ROLE_X, sides), depth;
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
        rank = sides_of(spec, ROLE_Y, sides);
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

// ---- JAX -------------------------------------------------------------------------------------------------------

static void put_pads(Text *out, const Spec *spec)
{
    const Axis axes[] = { spec->y, spec->x };
    text_put(out, "(");
    for (int i = 2 - spec->dims; i < 2; i++) {
        Axis a = axes[i];
        int near = a.padding, far = a.padding;
        if (spec->transposed) near = axis_span(a) - 1 - a.padding, far = near + a.output_padding;
        text_print(out, "(%d, %d)%s", near, far, i == 0 ? ", " : "");
    }
    text_put(out, spec->dims == 1 ? ",)" : ")");
}

static void as_jax(Text *out, const Scene *scene)
{
    const Spec *spec = &scene->spec;
    Axis y = spec->y, x = spec->x;
    bool grouped = spec->transposed && spec->groups > 1;
    const char *numbers = spec->dims == 1 ? "(\"NCH\", \"OIH\", \"NCH\")" : "(\"NCHW\", \"OIHW\", \"NCHW\")";
    text_put(out, "import jax\nimport jax.numpy as jnp\nfrom jax import lax\n\n");
    put_tensors(out, &JAX, scene);
    if (spec->transposed) {
        text_put(out, "\n# With transpose_kernel the kernel is PyTorch’s; padding goes around the stretched input: d(k−1) − p, and op more behind.\n");
        if (grouped)
            text_print(out, "def up(x, w):\n    return lax.conv_transpose(x, w, strides=");
        else
            text_put(out, "y = lax.conv_transpose(x, w, strides=");
        put_tuple(out, spec, y.stride, x.stride);
        text_put(out, ", padding=");
        put_pads(out, spec);
        if (!is_usual(spec, y.dilation, x.dilation, 1)) text_put(out, ", rhs_dilation="), put_tuple(out, spec, y.dilation, x.dilation);
        text_print(out, ",\n%*sdimension_numbers=%s, transpose_kernel=True)\n", grouped ? 30 : 23, "", numbers);
        if (grouped)
            text_print(out, "# It knows no groups: each has its own part of the channels.\n"
                            "y = jnp.concatenate([up(*part) for part in zip(jnp.split(x, %d, axis=1), jnp.split(w, %d, axis=0))], axis=1)\n",
                       spec->groups, spec->groups);
    } else {
        text_put(out, "\ny = lax.conv_general_dilated(x, w, window_strides=");
        put_tuple(out, spec, y.stride, x.stride);
        text_put(out, ", padding=");
        put_pads(out, spec);
        if (!is_usual(spec, y.dilation, x.dilation, 1)) text_put(out, ", rhs_dilation="), put_tuple(out, spec, y.dilation, x.dilation);
        if (spec->groups > 1) text_print(out, ", feature_group_count=%d", spec->groups);
        text_print(out, ",\n%*sdimension_numbers=%s)\n", 29, "", numbers);
    }
    if (scene->b.kind != SOURCE_NONE) text_print(out, "y = y + b[:, None%s]\n", spec->dims == 2 ? ", None" : "");
    text_put(out, "print(y.shape)\nprint(y)\n");
}

// ---- Keras -----------------------------------------------------------------------------------------------------

// What Keras' valid gives along an axis: n·s + max(d(k−1) + 1 − s, 0).
static int keras_wide(Axis a)
{
    return a.narrow * a.stride + larger(axis_span(a) - a.stride, 0);
}

// Cells that lie beyond even that, where output_padding is larger than padding.
static int beyond(Axis a)
{
    return larger(a.padding + a.wide - keras_wide(a), 0);
}

static void put_keras_numbers(Text *out, const Spec *spec)
{
    Axis y = spec->y, x = spec->x;
    put_number(out, spec, "strides", y.stride, x.stride, 1);
    text_put(out, ", padding=\"valid\"");
    put_number(out, spec, "dilation_rate", y.dilation, x.dilation, 1);
}

static void as_keras(Text *out, const Scene *scene)
{
    const Spec *spec = &scene->spec;
    Axis y = spec->y, x = spec->x;
    bool bias = scene->b.kind != SOURCE_NONE, flat = spec->dims == 1, grouped = spec->transposed && spec->groups > 1;
    int more_rows = spec->transposed && !flat ? beyond(y) : 0, more_columns = spec->transposed ? beyond(x) : 0;
    bool later = grouped || more_rows || more_columns; // the bias, where cells come in that the layer does not know
    text_put(out, "import numpy as np\nimport keras\n\n");
    put_tensors(out, &KERAS, scene);
    text_put(out, "\n# Keras has channels last, and the weights’ taps first.\n");
    text_put(out, flat ? "x = x.transpose(0, 2, 1)\nw = w.transpose(2, 1, 0)\n" : "x = x.transpose(0, 2, 3, 1)\nw = w.transpose(2, 3, 1, 0)\n");
    if (!is_usual(spec, y.dilation, x.dilation, 1) && !is_usual(spec, y.stride, x.stride, 1))
        text_put(out, "# Some of its backends take dilation with stride 1 alone.\n");
    if (!spec->transposed && !is_usual(spec, y.padding, x.padding, 0)) {
        text_print(out, "x = keras.layers.ZeroPadding%dD(", spec->dims);
        if (flat) text_print(out, "%d)(x)\n", x.padding);
        else text_print(out, "(%d, %d))(x)\n", y.padding, x.padding);
    }
    if (grouped) {
        text_put(out, "# Its transposed layer knows no groups: each has its own part of the channels.\n"
                      "y = keras.ops.concatenate([\n    keras.ops.conv_transpose(part, kernel");
        put_keras_numbers(out, spec);
        text_print(out, ")\n    for part, kernel in zip(np.split(x, %d, axis=-1), np.split(w, %d, axis=-1))], axis=-1)\n", spec->groups, spec->groups);
    } else {
        text_print(out, "layer = keras.layers.Conv%dD%s(%d", spec->dims, spec->transposed ? "Transpose" : "", spec->out_channels);
        put_number(out, spec, "kernel_size", y.kernel, x.kernel, 0);
        put_keras_numbers(out, spec);
        if (spec->groups > 1) text_print(out, ", groups=%d", spec->groups);
        bool own_bias = bias && !later;
        text_print(out, "%s)\nlayer.build(x.shape)\nlayer.set_weights([w%s])\ny = layer(x)\n", own_bias ? "" : ", use_bias=False", own_bias ? ", b" : "");
    }
    if (spec->transposed) {
        if (more_rows || more_columns) {
            text_put(out, "# output_padding goes beyond all stamps here: zeros.\n");
            if (flat) text_print(out, "y = keras.ops.pad(y, [[0, 0], [0, %d], [0, 0]])\n", more_columns);
            else text_print(out, "y = keras.ops.pad(y, [[0, 0], [0, %d], [0, %d], [0, 0]])\n", more_rows, more_columns);
        }
        bool cut = x.padding || keras_wide(x) > x.wide || (!flat && (y.padding || keras_wide(y) > y.wide));
        if (cut) {
            text_put(out, "# Its padding can only be named; PyTorch’s numbers are a crop.\ny = y[:, ");
            put_kept(out, spec);
            text_put(out, ", :]\n");
        }
    }
    if (bias && later) text_put(out, "y = y + b\n");
    text_put(out, "print(y.shape)\nprint(y)\n");
}

void copy_as(Text *out, CopyForm form, const Scene *scene)
{
    static void (*const forms[COPY_FORMS])(Text *, const Scene *) = {
        [COPY_SCENE] = scene_print, [COPY_PYTORCH] = as_pytorch, [COPY_KERAS] = as_keras, [COPY_JAX] = as_jax, [COPY_NUMPY] = as_numpy,
    };
    forms[form](out, scene);
}
