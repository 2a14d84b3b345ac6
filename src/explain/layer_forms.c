// What each framework calls its layers and their arguments, in the order in which it takes them. Sources: the
// signatures of torch.nn and torch.nn.functional (1.13 to 2.x), keras.layers (2 and 3), jax.lax, flax.linen, flax.nnx.
#include "explain/layer.h"

#include <string.h>

const char *const DIALECT_TITLES[] = { "PyTorch", "Keras", "JAX", "Flax" };

// ---- parameters ------------------------------------------------------------------------------------------------

#define REST_OF_TORCH { "device", SLOT_UNUSED }, { "dtype", SLOT_UNUSED }, { NULL, SLOT_UNUSED }

static const Parameter TORCH_TRANSPOSED[] = {
    { "in_channels", SLOT_IN }, { "out_channels", SLOT_OUT }, { "kernel_size", SLOT_KERNEL }, { "stride", SLOT_STRIDE },
    { "padding", SLOT_PADDING }, { "output_padding", SLOT_OUTPUT_PADDING }, { "groups", SLOT_GROUPS }, { "bias", SLOT_BIAS },
    { "dilation", SLOT_DILATION }, { "padding_mode", SLOT_PADDING_MODE }, REST_OF_TORCH,
};
static const Parameter TORCH_CONVOLUTION[] = {
    { "in_channels", SLOT_IN }, { "out_channels", SLOT_OUT }, { "kernel_size", SLOT_KERNEL }, { "stride", SLOT_STRIDE },
    { "padding", SLOT_PADDING }, { "dilation", SLOT_DILATION }, { "groups", SLOT_GROUPS }, { "bias", SLOT_BIAS },
    { "padding_mode", SLOT_PADDING_MODE }, REST_OF_TORCH,
};
static const Parameter TORCH_F_TRANSPOSED[] = {
    { "input", SLOT_X }, { "weight", SLOT_W }, { "bias", SLOT_BIAS }, { "stride", SLOT_STRIDE }, { "padding", SLOT_PADDING },
    { "output_padding", SLOT_OUTPUT_PADDING }, { "groups", SLOT_GROUPS }, { "dilation", SLOT_DILATION }, { NULL, SLOT_UNUSED },
};
static const Parameter TORCH_F_CONVOLUTION[] = {
    { "input", SLOT_X }, { "weight", SLOT_W }, { "bias", SLOT_BIAS }, { "stride", SLOT_STRIDE }, { "padding", SLOT_PADDING },
    { "dilation", SLOT_DILATION }, { "groups", SLOT_GROUPS }, { NULL, SLOT_UNUSED },
};
static const Parameter TORCH_SHUFFLE[] = { { "upscale_factor", SLOT_FACTOR }, { NULL, SLOT_UNUSED } };
static const Parameter TORCH_UPSAMPLE[] = {
    { "size", SLOT_SIZE }, { "scale_factor", SLOT_FACTOR }, { "mode", SLOT_MODE }, { "align_corners", SLOT_ALIGN },
    { "recompute_scale_factor", SLOT_UNUSED }, { NULL, SLOT_UNUSED },
};
static const Parameter TORCH_UPSAMPLING[] = { { "size", SLOT_SIZE }, { "scale_factor", SLOT_FACTOR }, { NULL, SLOT_UNUSED } };

#define REST_OF_KERAS                                                                                                  \
    { "kernel_initializer", SLOT_UNUSED }, { "bias_initializer", SLOT_UNUSED }, { "kernel_regularizer", SLOT_UNUSED },  \
    { "bias_regularizer", SLOT_UNUSED }, { "activity_regularizer", SLOT_UNUSED }, { "kernel_constraint", SLOT_UNUSED }, \
    { "bias_constraint", SLOT_UNUSED }, { "name", SLOT_UNUSED }, { "input_shape", SLOT_SHAPE },                         \
    { "batch_input_shape", SLOT_UNUSED }, { "dtype", SLOT_UNUSED }, { "trainable", SLOT_UNUSED }, { NULL, SLOT_UNUSED }

// The first releases of Keras 3 have no output_padding: form_place tells by the values.
static const Parameter KERAS_TRANSPOSED[] = {
    { "filters", SLOT_OUT }, { "kernel_size", SLOT_KERNEL }, { "strides", SLOT_STRIDE }, { "padding", SLOT_PADDING },
    { "output_padding", SLOT_OUTPUT_PADDING }, { "data_format", SLOT_FORMAT }, { "dilation_rate", SLOT_DILATION },
    { "activation", SLOT_UNUSED }, { "use_bias", SLOT_BIAS }, REST_OF_KERAS,
};
static const Parameter KERAS_CONVOLUTION[] = {
    { "filters", SLOT_OUT }, { "kernel_size", SLOT_KERNEL }, { "strides", SLOT_STRIDE }, { "padding", SLOT_PADDING },
    { "data_format", SLOT_FORMAT }, { "dilation_rate", SLOT_DILATION }, { "groups", SLOT_GROUPS },
    { "activation", SLOT_UNUSED }, { "use_bias", SLOT_BIAS }, REST_OF_KERAS,
};
static const Parameter KERAS_UPSAMPLE[] = {
    { "size", SLOT_FACTOR }, { "data_format", SLOT_UNUSED }, { "interpolation", SLOT_MODE }, { "name", SLOT_UNUSED },
    { NULL, SLOT_UNUSED },
};
static const Parameter KERAS_UPSAMPLE_1D[] = { { "size", SLOT_FACTOR }, { "name", SLOT_UNUSED }, { NULL, SLOT_UNUSED } };

static const Parameter JAX_TRANSPOSED[] = {
    { "lhs", SLOT_X }, { "rhs", SLOT_W }, { "strides", SLOT_STRIDE }, { "padding", SLOT_PADDING },
    { "rhs_dilation", SLOT_DILATION }, { "dimension_numbers", SLOT_UNUSED }, { "transpose_kernel", SLOT_TURNED },
    { "precision", SLOT_UNUSED }, { "preferred_element_type", SLOT_UNUSED }, { "use_consistent_padding", SLOT_CONSISTENT },
    { NULL, SLOT_UNUSED },
};
static const Parameter JAX_CONVOLUTION[] = {
    { "lhs", SLOT_X }, { "rhs", SLOT_W }, { "window_strides", SLOT_STRIDE }, { "padding", SLOT_PADDING },
    { "precision", SLOT_UNUSED }, { "preferred_element_type", SLOT_UNUSED }, { NULL, SLOT_UNUSED },
};
static const Parameter JAX_GENERAL[] = {
    { "lhs", SLOT_X }, { "rhs", SLOT_W }, { "window_strides", SLOT_STRIDE }, { "padding", SLOT_PADDING },
    { "lhs_dilation", SLOT_STRETCH }, { "rhs_dilation", SLOT_DILATION }, { "dimension_numbers", SLOT_UNUSED },
    { "feature_group_count", SLOT_GROUPS }, { "batch_group_count", SLOT_UNUSED }, { "precision", SLOT_UNUSED },
    { "preferred_element_type", SLOT_UNUSED }, { NULL, SLOT_UNUSED },
};

#define REST_OF_FLAX                                                                                                   \
    { "mask", SLOT_UNUSED }, { "dtype", SLOT_UNUSED }, { "param_dtype", SLOT_UNUSED }, { "precision", SLOT_UNUSED },    \
    { "kernel_init", SLOT_UNUSED }, { "bias_init", SLOT_UNUSED }, { "promote_dtype", SLOT_UNUSED },                     \
    { "transpose_kernel", SLOT_TURNED }, { "conv_general_dilated", SLOT_UNUSED }, { "name", SLOT_UNUSED },              \
    { "preferred_element_type", SLOT_UNUSED }, { "kernel_metadata", SLOT_UNUSED }, { "bias_metadata", SLOT_UNUSED },    \
    { "rngs", SLOT_UNUSED }, { NULL, SLOT_UNUSED }

static const Parameter FLAX_TRANSPOSED[] = {
    { "features", SLOT_OUT }, { "kernel_size", SLOT_KERNEL }, { "strides", SLOT_STRIDE }, { "padding", SLOT_PADDING },
    { "kernel_dilation", SLOT_DILATION }, { "use_bias", SLOT_BIAS }, REST_OF_FLAX,
};
static const Parameter FLAX_CONVOLUTION[] = {
    { "features", SLOT_OUT }, { "kernel_size", SLOT_KERNEL }, { "strides", SLOT_STRIDE }, { "padding", SLOT_PADDING },
    { "input_dilation", SLOT_STRETCH }, { "kernel_dilation", SLOT_DILATION }, { "feature_group_count", SLOT_GROUPS },
    { "use_bias", SLOT_BIAS }, REST_OF_FLAX,
};
static const Parameter NNX_TRANSPOSED[] = {
    { "in_features", SLOT_IN }, { "out_features", SLOT_OUT }, { "kernel_size", SLOT_KERNEL }, { "strides", SLOT_STRIDE },
    { "padding", SLOT_PADDING }, { "kernel_dilation", SLOT_DILATION }, { "use_bias", SLOT_BIAS }, REST_OF_FLAX,
};
static const Parameter NNX_CONVOLUTION[] = {
    { "in_features", SLOT_IN }, { "out_features", SLOT_OUT }, { "kernel_size", SLOT_KERNEL }, { "strides", SLOT_STRIDE },
    { "padding", SLOT_PADDING }, { "input_dilation", SLOT_STRETCH }, { "kernel_dilation", SLOT_DILATION },
    { "feature_group_count", SLOT_GROUPS }, { "use_bias", SLOT_BIAS }, REST_OF_FLAX,
};

// ---- forms -----------------------------------------------------------------------------------------------------

#define LAYER(n, f, transposed, dims, positional, required, bias, parameters)                                          \
    { n, NULL, f, LAYER_CONVOLUTION, transposed, dims, positional, required, bias, parameters, NULL }
#define MOVES(n, f, kind, dims, required, parameters) { n, NULL, f, kind, false, dims, -1, required, false, parameters, NULL }
#define REFUSED(n, f, why) { n, NULL, f, LAYER_REFUSED, false, 0, 0, 0, false, NULL, why }

static const char ONE_OR_TWO_AXES[] = "has three axes; one or two can be shown. With a kernel of 1 along one of them the 2d layer is the same";

// Where a prefix decides, its row stands first.
static const Form FORMS[] = {
    LAYER("ConvTranspose2d", DIALECT_PYTORCH, true, 2, -1, 3, true, TORCH_TRANSPOSED),
    LAYER("ConvTranspose1d", DIALECT_PYTORCH, true, 1, -1, 3, true, TORCH_TRANSPOSED),
    LAYER("Conv2d", DIALECT_PYTORCH, false, 2, -1, 3, true, TORCH_CONVOLUTION),
    LAYER("Conv1d", DIALECT_PYTORCH, false, 1, -1, 3, true, TORCH_CONVOLUTION),
    LAYER("LazyConvTranspose2d", DIALECT_PYTORCH, true, 2, -1, 2, true, TORCH_TRANSPOSED + 1),
    LAYER("LazyConvTranspose1d", DIALECT_PYTORCH, true, 1, -1, 2, true, TORCH_TRANSPOSED + 1),
    LAYER("LazyConv2d", DIALECT_PYTORCH, false, 2, -1, 2, true, TORCH_CONVOLUTION + 1),
    LAYER("LazyConv1d", DIALECT_PYTORCH, false, 1, -1, 2, true, TORCH_CONVOLUTION + 1),
    LAYER("conv_transpose2d", DIALECT_PYTORCH, true, 2, -1, 2, false, TORCH_F_TRANSPOSED),
    LAYER("conv_transpose1d", DIALECT_PYTORCH, true, 1, -1, 2, false, TORCH_F_TRANSPOSED),
    LAYER("conv2d", DIALECT_PYTORCH, false, 2, -1, 2, false, TORCH_F_CONVOLUTION),
    LAYER("conv1d", DIALECT_PYTORCH, false, 1, -1, 2, false, TORCH_F_CONVOLUTION),
    MOVES("PixelShuffle", DIALECT_PYTORCH, LAYER_PIXEL_SHUFFLE, 2, 1, TORCH_SHUFFLE),
    MOVES("Upsample", DIALECT_PYTORCH, LAYER_UPSAMPLE, 0, 0, TORCH_UPSAMPLE),
    MOVES("UpsamplingNearest2d", DIALECT_PYTORCH, LAYER_UPSAMPLE, 2, 0, TORCH_UPSAMPLING),
    MOVES("UpsamplingBilinear2d", DIALECT_PYTORCH, LAYER_UPSAMPLE, 2, 0, TORCH_UPSAMPLING),
    REFUSED("ConvTranspose3d", DIALECT_PYTORCH, ONE_OR_TWO_AXES),
    REFUSED("Conv3d", DIALECT_PYTORCH, ONE_OR_TWO_AXES),
    LAYER("Conv2DTranspose", DIALECT_KERAS, true, 2, -1, 2, true, KERAS_TRANSPOSED),
    LAYER("Convolution2DTranspose", DIALECT_KERAS, true, 2, -1, 2, true, KERAS_TRANSPOSED),
    LAYER("Conv1DTranspose", DIALECT_KERAS, true, 1, -1, 2, true, KERAS_TRANSPOSED),
    LAYER("Conv2D", DIALECT_KERAS, false, 2, -1, 2, true, KERAS_CONVOLUTION),
    LAYER("Convolution2D", DIALECT_KERAS, false, 2, -1, 2, true, KERAS_CONVOLUTION),
    LAYER("Conv1D", DIALECT_KERAS, false, 1, -1, 2, true, KERAS_CONVOLUTION),
    MOVES("UpSampling2D", DIALECT_KERAS, LAYER_UPSAMPLE, 2, 0, KERAS_UPSAMPLE),
    MOVES("UpSampling1D", DIALECT_KERAS, LAYER_UPSAMPLE, 1, 0, KERAS_UPSAMPLE_1D),
    REFUSED("Conv3DTranspose", DIALECT_KERAS, ONE_OR_TWO_AXES),
    REFUSED("Conv3D", DIALECT_KERAS, ONE_OR_TWO_AXES),
    REFUSED("DepthwiseConv2D", DIALECT_KERAS, "has one kernel for each channel; paste it as Conv2D with groups"),
    LAYER("conv_transpose", DIALECT_JAX, true, 0, -1, 4, false, JAX_TRANSPOSED),
    LAYER("conv", DIALECT_JAX, false, 2, -1, 4, false, JAX_CONVOLUTION),
    LAYER("conv_general_dilated", DIALECT_JAX, false, 0, -1, 4, false, JAX_GENERAL),
    { "ConvTranspose", "nnx", DIALECT_FLAX, LAYER_CONVOLUTION, true, 0, 4, 3, true, NNX_TRANSPOSED, NULL },
    { "Conv", "nnx", DIALECT_FLAX, LAYER_CONVOLUTION, false, 0, 4, 3, true, NNX_CONVOLUTION, NULL },
    LAYER("ConvTranspose", DIALECT_FLAX, true, 0, -1, 2, true, FLAX_TRANSPOSED),
    LAYER("Conv", DIALECT_FLAX, false, 0, -1, 2, true, FLAX_CONVOLUTION),
};

// ---- looking up ------------------------------------------------------------------------------------------------

// The part behind the last point of a dotted name.
static const char *last_part(const char *name, size_t length, size_t *left)
{
    size_t from = length;
    while (from && name[from - 1] != '.') from--;
    *left = length - from;
    return name + from;
}

// Whether one of the parts before the last is [prefix].
static bool has_prefix(const char *name, const char *last, const char *prefix)
{
    size_t length = strlen(prefix);
    for (const char *c = name; c + length < last; c += strcspn(c, ".") + 1)
        if (!strncmp(c, prefix, length) && c[length] == '.') return true;
    return false;
}

const Form *form_find(const char *name, size_t length)
{
    size_t left;
    const char *last = last_part(name, length, &left);
    for (int i = 0; i < COUNT(FORMS); i++) {
        const Form *form = &FORMS[i];
        if (strlen(form->name) != left || strncmp(form->name, last, left)) continue;
        if (form->prefix && !has_prefix(name, last, form->prefix)) continue;
        // A function of one's own may be called conv; JAX's stands in lax.
        if (!strcmp(form->name, "conv") && !has_prefix(name, last, "lax")) continue;
        return form;
    }
    return NULL;
}

const Form *form_near(const char *name, size_t length)
{
    const char *words[COUNT(FORMS)];
    char word[64];
    size_t left;
    const char *last = last_part(name, length, &left);
    if (left < 5 || left >= sizeof word) return NULL;
    memcpy(word, last, left);
    word[left] = 0;
    for (int i = 0; i < COUNT(FORMS); i++)
        if (equal_word(word, FORMS[i].name)) return &FORMS[i];
    for (int i = 0; i < COUNT(FORMS); i++) words[i] = strlen(FORMS[i].name) > 4 ? FORMS[i].name : "";
    int near = near_word(word, words, COUNT(FORMS));
    return near < 0 ? NULL : &FORMS[near];
}

const Parameter *form_parameter(const Form *form, const char *name)
{
    for (const Parameter *p = form->parameters; p->name; p++)
        if (!strcmp(p->name, name)) return p;
    return NULL;
}

const char *form_slot_name(const Form *form, Slot slot)
{
    for (const Parameter *p = form->parameters; p->name; p++)
        if (p->slot == slot) return p->name;
    return NULL;
}

Slot slot_named(const char *name)
{
    for (int i = 0; i < COUNT(FORMS); i++) {
        const Parameter *p = FORMS[i].parameters ? form_parameter(&FORMS[i], name) : NULL;
        if (p && p->slot != SLOT_UNUSED && p->slot != SLOT_FACTOR && p->slot != SLOT_SIZE) return p->slot;
    }
    return SLOT_UNUSED;
}

// Without a name, output_padding is told from data_format and what follows by what they can be.
int form_place(const Form *form, const Expr *call, int position)
{
    enum { OUTPUT_PADDING = 4, FORMAT, DILATION };
    if (form->parameters != KERAS_TRANSPOSED || position < OUTPUT_PADDING) return position;
    int i = -1;
    for (const Expr *e = call->first; e; e = e->next) {
        if (e->keyword || e->keyword_at[0] == '*') continue;
        i++;
        bool word = e->kind == EXPR_TEXT, number = e->kind == EXPR_NUMBER || e->kind == EXPR_LIST;
        if ((word && (i == OUTPUT_PADDING || i == DILATION)) || (number && i == FORMAT)) return position + 1;
    }
    return position;
}
