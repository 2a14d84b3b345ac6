// A scene in Keras: channels last, and padding that can only be named, so that PyTorch's crop is made by hand.
#include "explain/copy_as.h"

static const ArrayWords KERAS = { "np.array(", ", dtype=\"float32\")", "np.arange(", ", dtype=\"float32\")", "np.ones((", "np.zeros((",
                                  "), dtype=\"float32\")", "np.random.default_rng(1).standard_normal((", "), dtype=\"float32\")", true };

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
    put_pair(out, spec, "strides", y.stride, x.stride, 1);
    text_put(out, ", padding=\"valid\"");
    put_pair(out, spec, "dilation_rate", y.dilation, x.dilation, 1);
}

void copy_keras(Text *out, const Scene *scene)
{
    const Spec *spec = &scene->spec;
    Axis y = spec->y, x = spec->x;
    bool bias = scene->b.kind != SOURCE_NONE, flat = spec->dims == 1, grouped = spec->transposed && spec->groups > 1;
    int more_rows = spec->transposed && !flat ? beyond(y) : 0, more_columns = spec->transposed ? beyond(x) : 0;
    bool bare = !is_usual(spec, y.dilation, x.dilation, 1) && !is_usual(spec, y.stride, x.stride, 1);
    bool later = bare || grouped || more_rows || more_columns; // the bias, where no layer adds it or not to all cells
    text_put(out, "import numpy as np\nimport keras\n\n");
    copy_tensors(out, &KERAS, scene);
    text_put(out, "\n# Keras has channels last, and the weights’ taps first.\n");
    text_put(out, flat ? "x = x.transpose(0, 2, 1)\nw = w.transpose(2, 1, 0)\n" : "x = x.transpose(0, 2, 3, 1)\nw = w.transpose(2, 3, 1, 0)\n");
    if (bare) text_put(out, "# Its layers take dilation with stride 1 alone; its functions take more, on some backends.\n");
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
    } else if (bare) {
        text_print(out, "y = keras.ops.conv%s(x, w", spec->transposed ? "_transpose" : "");
        put_keras_numbers(out, spec);
        text_put(out, ")\n");
    } else {
        text_print(out, "layer = keras.layers.Conv%dD%s(%d", spec->dims, spec->transposed ? "Transpose" : "", spec->out_channels);
        put_pair(out, spec, "kernel_size", y.kernel, x.kernel, 0);
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
