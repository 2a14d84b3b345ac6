// The operations of compute: what each takes and gives, and how its outputs come from its inputs. Files and words are
// compute.c's; here everything is a tensor.
#include "cli/compute_ops.h"

const char *const OPTION_WORDS[OPTION_COUNT] = { "stride", "padding", "output_padding", "dilation", "groups",
                                                 "output_size" };
#define CONVOLUTION (HAS(STRIDE) | HAS(PADDING) | HAS(DILATION) | HAS(GROUPS))
#define TRANSPOSED (CONVOLUTION | HAS(OUTPUT_PADDING) | HAS(OUTPUT_SIZE))

// What the call says of the layer; dimensions as the operation has them, or as x has them.
static bool given_of(Given *given, const Call *call, Error *err)
{
    int dims = call->operation->dims, rank = call->in[0].tensor.rank;
    if (!dims && rank != 3 && rank != 4) {
        char shape[SHAPE_TEXT];
        tensor_shape_print(shape, &call->in[0].tensor);
        return error_set(err, 0, "x has the shape %s; %s takes (batch, channels, length) or (batch, channels, height, "
                                 "width)", shape, call->operation->word);
    }
    const PerAxis *groups = &call->number[GROUPS];
    if (groups->count > 1) return error_set(err, 0, "groups is given %d numbers; it is one number", groups->count);
    *given = (Given){ .transposed = call->operation->transposed, .dims = dims ? dims : rank - 2,
                      .stride = call->number[STRIDE], .padding = call->number[PADDING],
                      .output_padding = call->number[OUTPUT_PADDING], .dilation = call->number[DILATION],
                      .output_size = call->number[OUTPUT_SIZE], .groups = groups->count ? groups->value[0] : 1 };
    return true;
}

static bool run_forward(Call *call, Error *err)
{
    Given given;
    Spec spec;
    const Tensor *x = &call->in[0].tensor, *w = &call->in[1].tensor, *b = call->in[2].path ? &call->in[2].tensor : NULL;
    int shape[TENSOR_RANK];
    Tensor *y = &call->out[0].tensor;
    if (!given_of(&given, call, err) || !spec_from_shapes(&spec, &given, x, w, b, err) ||
        !tensor_make(y, spec_y_shape(&spec, shape), shape, err))
        return false;
    op_forward(y->data, x->data, w->data, b ? b->data : NULL, &spec);
    return true;
}

static bool run_matrix(Call *call, Error *err)
{
    Given given;
    Spec spec;
    const Tensor *x = &call->in[0].tensor, *w = &call->in[1].tensor;
    if (!given_of(&given, call, err) || !spec_from_shapes(&spec, &given, x, w, NULL, err)) return false;
    size_t rows = op_matrix_rows(&spec), columns = op_matrix_columns(&spec);
    if (rows > (size_t)SPEC_MOST_VALUES / columns)
        return error_set(err, 0, "the matrix would have %zu rows and %zu columns; at most %lld values are held", rows,
                         columns, SPEC_MOST_VALUES);
    if (!tensor_make(&call->out[0].tensor, 2, (int[]){ (int)rows, (int)columns }, err)) return false;
    op_matrix(call->out[0].tensor.data, w->data, &spec);
    return true;
}

// Its sizes are those of a transposed convolution of each channel with a kernel of one cell.
static bool run_stretch(Call *call, Error *err)
{
    Given given;
    Spec spec;
    const Tensor *x = &call->in[0].tensor;
    if (!given_of(&given, call, err)) return false;
    given.groups = x->shape[1] ? x->shape[1] : 1;
    Tensor one = { .rank = x->rank, .shape = { x->shape[1], 1, 1, 1 } };
    int shape[TENSOR_RANK];
    Tensor *y = &call->out[0].tensor;
    if (!spec_from_shapes(&spec, &given, x, &one, NULL, err) ||
        !tensor_make(y, spec_y_shape(&spec, shape), shape, err))
        return false;
    op_stretch(y->data, x->data, spec.batch * spec.in_channels, spec.y.narrow, spec.x.narrow, spec.y.stride,
               spec.x.stride);
    return true;
}

// ---- the table -------------------------------------------------------------------------------------------------

const Operation COMPUTE_OPERATIONS[COMPUTE_COUNT] = {
    { "conv1d", { "x", "w", "b" }, 2, { "y" }, CONVOLUTION, run_forward, false, 1 },
    { "conv2d", { "x", "w", "b" }, 2, { "y" }, CONVOLUTION, run_forward, false, 2 },
    { "conv_transpose1d", { "x", "w", "b" }, 2, { "y" }, TRANSPOSED, run_forward, true, 1 },
    { "conv_transpose2d", { "x", "w", "b" }, 2, { "y" }, TRANSPOSED, run_forward, true, 2 },
    { "matrix", { "x", "w" }, 2, { "c" }, CONVOLUTION, run_matrix, false, 0 },
    { "stretch", { "x" }, 1, { "y" }, HAS(STRIDE), run_stretch, true, 0 },
};
