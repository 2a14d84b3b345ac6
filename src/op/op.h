// Convolution and its transpose: one relation read in two directions, and every kernel that computes it.
//
//     wide = narrow · stride − padding + tap · dilation          (per axis)
//
// Convolution reads wide and writes narrow; its transpose reads narrow and writes wide. Names are PyTorch's.
// A term is (batch, in-channel, out-channel, narrow cell, tap) with its wide cell; an operation is the sum of its
// terms. Terms that fall outside are cropped: they add nothing and are never multiplied, so that an infinite weight
// makes no NaN out of a zero that is only drawn.
#ifndef STRIDESCOPE_OP_H
#define STRIDESCOPE_OP_H

#include "base/base.h"

// ---- one axis --------------------------------------------------------------------------------------------------

// `narrow` is the short side: a convolution's output, its transpose's input. In 1D the y axis is AXIS_TRIVIAL.
typedef struct Axis {
    int narrow, wide, kernel, stride, padding, output_padding, dilation;
} Axis;

#define AXIS_TRIVIAL ((Axis){ 1, 1, 1, 1, 0, 0, 1 })

// Where `narrow` lands on the wide side through `tap`; below 0 or at `wide` and beyond it is cropped.
static inline int axis_place(Axis a, int narrow, int tap)
{
    return narrow * a.stride - a.padding + tap * a.dilation;
}

// The one relation: the same, or -1 where that falls outside the wide side.
static inline int axis_wide(Axis a, int narrow, int tap)
{
    int wide = axis_place(a, narrow, tap);
    return 0 <= wide && wide < a.wide ? wide : -1;
}

// The cells that a dilated kernel spans: d(k−1) + 1.
static inline int axis_span(Axis a)
{
    return a.dilation * (a.kernel - 1) + 1;
}

// The cells that all stamps together span before anything is cut: (narrow−1)·s + d(k−1) + 1. Its first cell has the
// wide index −padding.
static inline int axis_extent(Axis a)
{
    return (a.narrow - 1) * a.stride + axis_span(a);
}

// Sizes in 64 bits; overflow is impossible for arguments that fit an int. The result may be 0 or negative.
long long axis_transposed_size(long long narrow, long long kernel, long long stride, long long padding,
                               long long output_padding, long long dilation); // (n−1)s − 2p + d(k−1) + op + 1
long long axis_convolved_size(long long wide, long long kernel, long long stride, long long padding,
                              long long dilation); // ⌊(w + 2p − d(k−1) − 1)/s⌋ + 1; 0 where the kernel does not fit

// ---- the whole operation ---------------------------------------------------------------------------------------

typedef struct Spec {
    bool transposed;
    int dims;                                      // 1 or 2
    int batch, in_channels, out_channels, groups; // channels of this operation's input and output
    Axis y, x;                                     // rows and columns
} Spec;

enum { SPEC_MOST_CHANNELS = 1 << 20 };
enum { SPEC_MOST_SIDE = 1 << 28 }; // of any number of an axis, its extent and its padded input: index sums fit an int
#define SPEC_MOST_VALUES ((long long)1 << 28) // floats in any one tensor (1 GiB)

// Checks [spec], whose input sides are set (narrow for a transposed one, wide for a convolution), and fills in its
// output sides. On false, [err] holds one sentence with the value and what is allowed:
// "output_padding is 2; below stride 2 or dilation 1 it must be: 0 or 1".
// Source of the rules: PyTorch 1.13, Conv2d and ConvTranspose2d.
NODISCARD bool spec_check(Spec *spec, Error *err);

static inline int spec_in(const Spec *spec, Axis a)
{
    return spec->transposed ? a.narrow : a.wide;
}
static inline int spec_out(const Spec *spec, Axis a)
{
    return spec->transposed ? a.wide : a.narrow;
}

// Counts of values. w is (in_channels, out_channels/groups, KH, KW) for a transposed convolution and
// (out_channels, in_channels/groups, KH, KW) for a convolution.
size_t spec_x_count(const Spec *spec);
size_t spec_w_count(const Spec *spec);
size_t spec_y_count(const Spec *spec);

// ---- tensors ---------------------------------------------------------------------------------------------------

enum { TENSOR_RANK = 6 };

// float32 in C order. `data` belongs to the tensor; init with {0}, end with tensor_clear.
typedef struct Tensor {
    int rank;
    int shape[TENSOR_RANK];
    float *data;
} Tensor;

size_t tensor_count(const Tensor *tensor);
// "(1, 3, 8, 8)", as NumPy writes it; cut off where it is longer.
enum { SHAPE_TEXT = 80 };
void tensor_shape_print(char out[SHAPE_TEXT], const Tensor *tensor);
// Zeroed values; false with a sentence where memory or the limit SPEC_MOST_VALUES does not allow it.
NODISCARD bool tensor_make(Tensor *tensor, int rank, const int *shape, Error *err);
void tensor_clear(Tensor *tensor);

// ---- a spec from what people give ------------------------------------------------------------------------------

// The numbers that are given for the axes: none (then the default), one that stands for all, or one for each axis.
// `count` may be larger than there is room for; then only the first PER_AXIS_MOST are kept, to be shown.
enum { PER_AXIS_MOST = 4 };
typedef struct PerAxis {
    int count;
    long long value[PER_AXIS_MOST];
} PerAxis;

// A layer as it is called, before its sizes are known. Only groups has no "not given": its default is 1.
typedef struct Given {
    bool transposed;
    int dims; // 1 or 2
    PerAxis stride, padding, output_padding, dilation;
    PerAxis output_size; // transposed only, instead of output_padding
    long long groups;
} Given;

// Makes [out] from [given] and the shapes of x, w and (or NULL) b, and checks it with spec_check: PyTorch's rules for
// ranks, channels, groups and the length of b. Looks at shapes alone, so the tensors may be without data. On false,
// [err] holds one sentence with the value and what is allowed.
NODISCARD bool spec_from_shapes(Spec *out, const Given *given, const Tensor *x, const Tensor *w, const Tensor *b,
                                Error *err);
// The word for the operation: "conv_transpose2d".
const char *spec_word(bool transposed, int dims);
// The shape of y, in the rank of the operation: (N, Cout, Hout, Wout) or (N, Cout, Lout). Returns the rank.
int spec_y_shape(const Spec *spec, int shape[TENSOR_RANK]);

// ---- kernels ---------------------------------------------------------------------------------------------------
// All: [spec] has passed spec_check; nothing overlaps; y is overwritten; bias (Cout) or NULL. They never fail.

// y (N, Cout, Hout, Wout); x (N, Cin, Hin, Win); w as above. 1D: without H.
// Source: PyTorch; Dumoulin & Visin 2016, chapters 2 and 4.
void conv2d(float *y, const float *x, const float *w, const float *bias, const Spec *spec);
void conv_transpose2d(float *y, const float *x, const float *w, const float *bias, const Spec *spec);
void conv1d(float *y, const float *x, const float *w, const float *bias, const Spec *spec);
void conv_transpose1d(float *y, const float *x, const float *w, const float *bias, const Spec *spec);

// Whichever of the four [spec] says.
void op_forward(float *y, const float *x, const float *w, const float *bias, const Spec *spec);

// ---- the same, told otherwise ----------------------------------------------------------------------------------
// These exist to be looked at and to be held equal with the kernels; they share nothing with them but axis_wide.

// x with stride−1 zeros between its cells: z (N, C, (H−1)·s+1, (W−1)·s+1) from x (N, C, H, W).
void op_stretch(float *z, const float *x, int planes, int height, int width, int stride_y, int stride_x);

// A transposed convolution read from the output: each output cell looks through the window at the stretched input,
// with the kernel turned by 180°. Inserted zeros and padding are absent terms.
void conv_transpose2d_gather(float *y, const float *x, const float *w, const float *bias, const Spec *spec);

// The dense matrix C of the convolution that [spec] is, or is the transpose of, for one sample: rows = the narrow
// side's values, columns = the wide side's. A convolution is y = Cx, a transposed one y = Cᵀx.
size_t op_matrix_rows(const Spec *spec);
size_t op_matrix_columns(const Spec *spec);
void op_matrix(float *c, const float *w, const Spec *spec);
// y from x through the dense matrix, for every sample of the batch. [present] entries that are structural zeros are
// skipped by the matrix's own pattern, not by their value.
void op_matrix_forward(float *y, const float *x, const float *w, const float *bias, const Spec *spec);

#endif
