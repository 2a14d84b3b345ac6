// Convolutions, their transposes and their gradients, and the same told otherwise: matrix, stretch, rotate.
#include "cli/compute_ops.h"

#include <stdlib.h>

// ---- what a call says of the layer -----------------------------------------------------------------------------

// --padding same and valid are PyTorch's, Keras's and JAX's words for two of ONNX's --auto_pad.
static bool take_padding(Given *given, const Value *padding, const Value *auto_pad, Error *err)
{
    given->auto_pad = (AutoPad)auto_pad->word;
    if (auto_pad->given && equal_word(auto_pad->typed, "same")) given->auto_pad_said = "auto_pad is same";
    if (!padding->named) {
        given->padding = padding->axes;
        return true;
    }
    const char *word = OPTION_ROWS[PADDING].word_at(padding->word);
    if (auto_pad->given)
        return error_set(err, 0, "padding is %s and auto_pad is %s; give one of them", word, auto_pad->typed);
    given->auto_pad = padding->word ? AUTO_PAD_VALID : AUTO_PAD_SAME_UPPER;
    given->auto_pad_said = padding->word ? "padding is valid" : "padding is same";
    return true;
}

// Dimensions are as the operation has them, or as x has them. Of what is left out only groups needs a value here.
static bool given_of(Given *given, Call *call, Error *err)
{
    const Tensor *x = call_input(call, "x");
    const Value *value = call->value;
    int dims = call->operation->dims;
    if (!dims && x->rank != 3 && x->rank != 4) {
        char shape[SHAPE_TEXT];
        tensor_shape_print(shape, x);
        return error_set(err, 0, "x has the shape %s; %s takes (batch, channels, length) or (batch, channels, height, "
                                 "width)", shape, call->operation->word);
    }
    *given = (Given){ .transposed = call->operation->transposed, .dims = dims ? dims : x->rank - 2,
                      .stride = value[STRIDE].axes, .output_padding = value[OUTPUT_PADDING].axes,
                      .dilation = value[DILATION].axes, .pads = value[PADS].axes,
                      .groups = value[GROUPS].given ? value[GROUPS].whole : 1,
                      .convention = (Convention)value[CONVENTION].word };
    if (value[OUTPUT_SIZE].given && value[OUTPUT_SHAPE].given)
        return error_set(err, 0, "output_size is %s and output_shape is %s; they are two names of one thing, give one",
                         value[OUTPUT_SIZE].typed, value[OUTPUT_SHAPE].typed);
    Option size = value[OUTPUT_SHAPE].given ? OUTPUT_SHAPE : OUTPUT_SIZE;
    given->output_size = value[size].axes;
    if (value[size].given) given->output_size_said = OPTION_ROWS[size].word;
    return take_padding(given, &value[PADDING], &value[AUTO_PADDING], err);
}

// ---- the four convolutions -------------------------------------------------------------------------------------

static bool run_alone(Call *call, Error *err);

// The tensor with each of its kernels turned by 180°.
static bool turn(Tensor *w, const Spec *spec, Error *err)
{
    Tensor turned = { 0 };
    if (!tensor_make(&turned, w->rank, w->shape, err)) return false;
    op_rotate(turned.data, w->data, w->shape[0] * w->shape[1], spec->y.kernel, spec->x.kernel);
    tensor_clear(w);
    *w = turned;
    return true;
}

bool run_convolution(Call *call, Error *err)
{
    Given given;
    Spec spec;
    int shape[TENSOR_RANK];
    Tensor *x = call_input(call, "x"), *w = call_input(call, "w"), *b = call_input(call, "b");
    Tensor *gy = call_input(call, "gy"), *y = call_output(call, "y"), *gx = call_output(call, "gx");
    Tensor *gw = call_output(call, "gw"), *gb = call_output(call, "gb");
    if (!x || !w) return run_alone(call, err);
    if (!given_of(&given, call, err) || !spec_from_shapes(&spec, &given, x, w, b, err)) return false;
    int rank = spec_y_shape(&spec, shape);
    bool turned = spec.transposed && spec.convention == CONVENTION_JAX; // JAX slides the kernel as it lies
    if (!call_fits(call, "gy", "y", rank, shape, err) || !output_make(y, rank, shape, err) ||
        !output_make(gx, x->rank, x->shape, err) || !output_make(gw, w->rank, w->shape, err) ||
        !output_make(gb, 1, &spec.out_channels, err) || (turned && !turn(w, &spec, err)))
        return false;
    if (y) op_forward(y->data, x->data, w->data, b ? b->data : NULL, &spec);
    if (gx) op_grad_input(gx->data, gy->data, w->data, &spec);
    if (gw) op_grad_weight(gw->data, gy->data, x->data, &spec);
    if (gb) op_grad_bias(gb->data, gy->data, &spec);
    return !gw || !turned || turn(gw, &spec, err);
}

// Whether gy can be the gradient of this layer's output, as far as what is given tells.
static bool check_gy(Call *call, const Given *given, const Tensor *gy, Error *err)
{
    const Tensor *x = call_input(call, "x"), *w = call_input(call, "w");
    char shape[SHAPE_TEXT], other[SHAPE_TEXT];
    tensor_shape_print(shape, gy);
    if (gy->rank != given->dims + 2)
        return error_set(err, 0, "gy has the shape %s; %s gives (batch, out_channels, %s)", shape,
                         call->operation->word, given->dims == 1 ? "length" : "height, width");
    if (!tensor_count(gy)) return error_set(err, 0, "gy has the shape %s, which holds no values", shape);
    if (gy->shape[1] % given->groups)
        return error_set(err, 0, "groups is %lld, but gy of the shape %s has %d channel%s, which do%s not split evenly",
                         given->groups, shape, gy->shape[1], gy->shape[1] == 1 ? "" : "s",
                         gy->shape[1] == 1 ? "es" : "");
    if (x && x->shape[0] != gy->shape[0]) {
        tensor_shape_print(other, x);
        return error_set(err, 0, "gy has the shape %s and x %s; both must have the same batch, their first side",
                         shape, other);
    }
    long long gives = !w ? gy->shape[1] : given->transposed ? w->shape[1] * given->groups : w->shape[0];
    if (gives != gy->shape[1]) {
        tensor_shape_print(other, w);
        return error_set(err, 0, "gy has %d channel%s, but w of the shape %s with groups %lld gives %lld", gy->shape[1],
                         gy->shape[1] == 1 ? "" : "s", other, given->groups, gives);
    }
    const PerAxis *size = &given->output_size;
    for (int i = 0; size->count && i < given->dims; i++)
        if (gy->shape[2 + i] != size->value[size->count == 1 ? 0 : i])
            return error_set(err, 0, "%s is %lld, but gy has the shape %s; it must be the size that gy has",
                             given->output_size_said, size->value[size->count == 1 ? 0 : i], shape);
    return call_fits(call, "b", "gb", 1, &gy->shape[1], err);
}

// gb is asked for without x or w: gy alone tells its shape. What else is given is held against it.
static bool run_alone(Call *call, Error *err)
{
    const Tensor *gy = call_input(call, "gy");
    Tensor *gb = call_output(call, "gb");
    int dims = call->operation->dims;
    Given given;
    if (!given_of(&given, call, err) || !given_check(&given, call_input(call, "x"), call_input(call, "w"), err) ||
        !check_gy(call, &given, gy, err))
        return false;
    Spec spec = { .dims = dims, .batch = gy->shape[0], .in_channels = 1, .out_channels = gy->shape[1], .groups = 1,
                  .y = AXIS_TRIVIAL, .x = AXIS_TRIVIAL };
    spec.x.narrow = spec.x.wide = gy->shape[dims + 1];
    if (dims == 2) spec.y.narrow = spec.y.wide = gy->shape[2];
    if (!output_make(gb, 1, &spec.out_channels, err)) return false;
    op_grad_bias(gb->data, gy->data, &spec);
    return true;
}

// ---- the same, told otherwise ----------------------------------------------------------------------------------

bool run_matrix(Call *call, Error *err)
{
    Given given;
    Spec spec;
    const Tensor *x = call_input(call, "x"), *w = call_input(call, "w");
    Tensor *c = call_output(call, "c"), *ct = call_output(call, "ct");
    if (!given_of(&given, call, err) || !spec_from_shapes(&spec, &given, x, w, NULL, err)) return false;
    size_t rows = op_matrix_rows(&spec), columns = op_matrix_columns(&spec);
    if (rows > (size_t)SPEC_MOST_VALUES / columns)
        return error_set(err, 0, "the matrix would have %zu rows and %zu columns; at most %lld values are held", rows,
                         columns, SPEC_MOST_VALUES);
    if (!output_make(c, 2, (int[]){ (int)rows, (int)columns }, err) ||
        !output_make(ct, 2, (int[]){ (int)columns, (int)rows }, err))
        return false;
    if (c) op_matrix(c->data, w->data, &spec);
    if (ct) op_matrix_transposed(ct->data, w->data, &spec);
    return true;
}

// Its sizes are those of a transposed convolution of each channel with a kernel of one cell.
bool run_stretch(Call *call, Error *err)
{
    Given given;
    Spec spec;
    const Tensor *x = call_input(call, "x");
    if (!given_of(&given, call, err)) return false;
    if (x->shape[1] > SPEC_MOST_CHANNELS)
        return error_set(err, 0, "x has %d channels; stretch takes at most %d", x->shape[1], SPEC_MOST_CHANNELS);
    given.groups = x->shape[1] ? x->shape[1] : 1;
    Tensor one = { .rank = x->rank, .shape = { x->shape[1], 1, 1, 1 } };
    int shape[TENSOR_RANK];
    Tensor *y = call_output(call, "y");
    if (!spec_from_shapes(&spec, &given, x, &one, NULL, err) ||
        !output_make(y, spec_y_shape(&spec, shape), shape, err))
        return false;
    op_stretch(y->data, x->data, spec.batch * spec.in_channels, spec.y.narrow, spec.x.narrow, spec.y.stride,
               spec.x.stride);
    return true;
}

bool run_rotate(Call *call, Error *err)
{
    const Tensor *w = call_input(call, "w");
    Tensor *y = call_output(call, "y");
    if (w->rank != 3 && w->rank != 4) {
        char shape[SHAPE_TEXT];
        tensor_shape_print(shape, w);
        return error_set(err, 0, "w has the shape %s; rotate takes a kernel of 3 sides (1D) or 4 (2D), of which the "
                                 "last or the last two are turned", shape);
    }
    if (!output_make(y, w->rank, w->shape, err)) return false;
    if (tensor_count(w))
        op_rotate(y->data, w->data, w->shape[0] * w->shape[1], w->rank == 4 ? w->shape[2] : 1, w->shape[w->rank - 1]);
    return true;
}
