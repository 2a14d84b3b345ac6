// A scene in JAX: lax pads the stretched input, where PyTorch cuts the output.
#include "explain/copy_as.h"

static const ArrayWords JAX = { "jnp.array(", ")", "jnp.arange(", ")", "jnp.ones((", "jnp.zeros((", "))",
                                "jax.random.normal(jax.random.PRNGKey(1), (", "))", true };

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

void copy_jax(Text *out, const Scene *scene)
{
    const Spec *spec = &scene->spec;
    Axis y = spec->y, x = spec->x;
    bool grouped = spec->transposed && spec->groups > 1;
    const char *numbers = spec->dims == 1 ? "(\"NCH\", \"OIH\", \"NCH\")" : "(\"NCHW\", \"OIHW\", \"NCHW\")";
    text_put(out, "import jax\nimport jax.numpy as jnp\nfrom jax import lax\n\n");
    copy_tensors(out, &JAX, scene);
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
