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
// `padding` is the near edge's; the far edge has `uneven` more of it, which is 0 unless another framework's words or
// padding "same" made it so. Below 0 it uncovers more, as output_padding does.
typedef struct Axis {
    int narrow, wide, kernel, stride, padding, output_padding, dilation, uneven;
} Axis;

#define AXIS_TRIVIAL ((Axis){ .narrow = 1, .wide = 1, .kernel = 1, .stride = 1, .dilation = 1 })

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
// Of an axis as it stands, `uneven` included; each leaves the side that it computes unread.
long long axis_wide_size(Axis a);   // (n−1)s − 2p − uneven + d(k−1) + op + 1
long long axis_narrow_size(Axis a); // ⌊(w + 2p + uneven − d(k−1) − 1)/s⌋ + 1; 0 where the kernel does not fit
// Of PyTorch's numbers, where both edges have the same padding.
long long axis_transposed_size(long long narrow, long long kernel, long long stride, long long padding,
                               long long output_padding, long long dilation); // (n−1)s − 2p + d(k−1) + op + 1
long long axis_convolved_size(long long wide, long long kernel, long long stride, long long padding,
                              long long dilation); // ⌊(w + 2p − d(k−1) − 1)/s⌋ + 1; 0 where the kernel does not fit

// How many narrow cells [tap] joins with a cell inside the wide side: how often its weight stands in the matrix of the axis.
int axis_landings(Axis a, int tap);

// ---- the whole operation ---------------------------------------------------------------------------------------

// Whose words a spec was read from. All end in the one form above: only sizes and paddings are said differently, and
// JAX's kernel is turned unless it is called with transpose_kernel=True.
typedef enum Convention {
    CONVENTION_PYTORCH,
    CONVENTION_ONNX,
    CONVENTION_KERAS,               // and TensorFlow's conv2d_transpose, which takes strides and dilations at once;
                                    // Keras' own layer refuses to have both above 1
    CONVENTION_JAX,                 // jax.lax.conv_transpose as it is by default
    CONVENTION_JAX_TRANSPOSE_KERNEL, // with transpose_kernel=True
    CONVENTIONS
} Convention;
const char *convention_word(Convention convention); // "jax_transpose_kernel"
bool convention_find(Convention *out, const char *word); // in letters of either case; false: no such word

typedef struct Spec {
    bool transposed;
    int dims;                                      // 1 or 2
    int batch, in_channels, out_channels, groups; // channels of this operation's input and output
    Axis y, x;                                     // rows and columns
    Convention convention;
} Spec;

enum { SPEC_MOST_CHANNELS = 1 << 20 };
enum { SPEC_MOST_SIDE = 1 << 28 }; // of any number of an axis, and of its padded input: sums of indices fit an int
#define SPEC_MOST_VALUES ((long long)1 << 28) // floats in any one tensor (1 GiB)

// Checks [spec], whose input sides are set (narrow for a transposed one, wide for a convolution), and fills in its
// output sides. On false, [err] holds one sentence with the value and what is allowed:
// "output_padding is 2; below stride 2 or dilation 1 it must be: 0 or 1".
// Source of the rules: PyTorch 1.13, Conv2d and ConvTranspose2d. Other conventions have the same, but `uneven` may be
// anything that leaves the far padding at 0 or more, which PyTorch's transposed convolution does not know.
NODISCARD bool spec_check(Spec *spec, Error *err);

static inline int spec_in(const Spec *spec, Axis a)
{
    return spec->transposed ? a.narrow : a.wide;
}
static inline int spec_out(const Spec *spec, Axis a)
{
    return spec->transposed ? a.wide : a.narrow;
}

// The channels of both sides, whichever is the operation's input.
static inline int spec_narrow_channels(const Spec *spec)
{
    return spec->transposed ? spec->in_channels : spec->out_channels;
}
static inline int spec_wide_channels(const Spec *spec)
{
    return spec->transposed ? spec->out_channels : spec->in_channels;
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
// Zeroed values; false with a sentence where memory or the limit SPEC_MOST_VALUES does not allow it. [shape] may be the
// tensor's own; what it held is not freed.
NODISCARD bool tensor_make(Tensor *tensor, int rank, const int *shape, Error *err);
void tensor_clear(Tensor *tensor);

// ---- a spec from what people give ------------------------------------------------------------------------------

// The numbers that are given for the axes: none (then the default), one that stands for all, or one for each axis.
// `count` may be larger than there is room for: it is as many as were given, of which the first PER_AXIS_MOST are kept.
enum { PER_AXIS_MOST = 4 };
typedef struct PerAxis {
    int count;
    long long value[PER_AXIS_MOST];
} PerAxis;
enum { PER_AXIS_TEXT = PER_AXIS_MOST * 22 + 8 };
const char *per_axis_print(char out[PER_AXIS_TEXT], const PerAxis *given); // "1,0,2"; "1,0,2,0,…" where more are given

// Padding that is named instead of counted. ONNX has all four words, Keras, JAX and PyTorch's convolution "same"
// (which is SAME_UPPER) and "valid".
typedef enum AutoPad { AUTO_PAD_NOTSET, AUTO_PAD_SAME_UPPER, AUTO_PAD_SAME_LOWER, AUTO_PAD_VALID, AUTO_PADS } AutoPad;
const char *auto_pad_word(AutoPad auto_pad);           // "same_upper"
bool auto_pad_find(AutoPad *out, const char *word);    // in letters of either case, and "same"; false: no such word

// A layer as it is called, before its sizes are known. Only groups has no "not given": its default is 1.
typedef struct Given {
    bool transposed;
    int dims; // 1 or 2
    PerAxis stride, padding, output_padding, dilation;
    PerAxis output_size; // transposed only; PyTorch's output_size (instead of output_padding), ONNX's and TensorFlow's
                         // output_shape, of the axes alone
    long long groups;
    Convention convention;
    PerAxis pads;     // ONNX and JAX, instead of padding: the near edge of every axis, then the far edge of every axis;
                      // a JAX transposed convolution adds them around the stretched input
    AutoPad auto_pad; // instead of padding and pads
    // Sentences name what was typed. NULL: "auto_pad is same_upper", and an output size by the convention's own word.
    const char *auto_pad_said, *output_size_said; // "padding is same"; "output_size"
} Given;

// What can be held against [given] before all is known: whether its words and numbers are allowed, and of x and w (each
// NULL where it is not there) the rank and the channels. What spec_from_shapes refuses for these it refuses too.
NODISCARD bool given_check(const Given *given, const Tensor *x, const Tensor *w, Error *err);

// Makes [out] from [given] and the shapes of x, w and (or NULL) b, and checks it with spec_check: PyTorch's rules for
// ranks, channels, groups and the length of b. Tensors have PyTorch's layouts whatever the convention; it decides how
// paddings and sizes are understood. Looks at shapes alone, so the tensors may be without data. On false, [err] holds
// one sentence with the value and what is allowed.
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

// The same for rows first … end − 1 of each plane of y alone, for work that is shared out or can be cancelled.
void conv2d_rows(float *y, const float *x, const float *w, const float *bias, const Spec *spec, int first, int end);
void conv_transpose2d_rows(float *y, const float *x, const float *w, const float *bias, const Spec *spec, int first, int end);
void op_forward_rows(float *y, const float *x, const float *w, const float *bias, const Spec *spec, int first, int end);

// ---- backward --------------------------------------------------------------------------------------------------
// gy has the shape of y. What is asked for is overwritten, never added to.

// The same relation read the other way: input and output change places, the weights stay as they are.
Spec spec_turned(const Spec *spec);

// gx, of the shape of x: the turned operation, without a bias, on gy.
void op_grad_input(float *gx, const float *gy, const float *w, const Spec *spec);
// gw, of the shape of w: for each tap the sum of narrow · wide over all cells that it joins.
void op_grad_weight(float *gw, const float *gy, const float *x, const Spec *spec);
// gb (Cout): the sum of gy over the batch and the cells.
void op_grad_bias(float *gb, const float *gy, const Spec *spec);

// ---- the same, told otherwise ----------------------------------------------------------------------------------
// These exist to be looked at and to be held equal with the kernels; they share nothing with them but axis_wide.

// x with stride−1 zeros between its cells: z (N, C, (H−1)·s+1, (W−1)·s+1) from x (N, C, H, W).
void op_stretch(float *z, const float *x, int planes, int height, int width, int stride_y, int stride_x);
// Each plane of w (planes, KH, KW) turned by 180° into [turned].
void op_rotate(float *turned, const float *w, int planes, int kernel_y, int kernel_x);

// A transposed convolution read from the output: each output cell looks through the window at the stretched input,
// with the kernel turned by 180°. Inserted zeros and padding are absent terms.
void conv_transpose2d_gather(float *y, const float *x, const float *w, const float *bias, const Spec *spec);

// The dense matrix C of the convolution that [spec] is, or is the transpose of, for one sample: rows = the narrow
// side's values, columns = the wide side's. A convolution is y = Cx, a transposed one y = Cᵀx.
size_t op_matrix_rows(const Spec *spec);
size_t op_matrix_columns(const Spec *spec);
void op_matrix(float *c, const float *w, const Spec *spec);            // (rows, columns)
void op_matrix_transposed(float *ct, const float *w, const Spec *spec); // (columns, rows)
// y from x through the dense matrix, for every sample of the batch. Entries that are structural zeros are skipped by
// the matrix's own pattern, not by their value.
void op_matrix_forward(float *y, const float *x, const float *w, const float *bias, const Spec *spec);

// C without its empty places, where the dense one has no room. Row r has the entries start[r] … start[r+1] − 1, in
// the order of their columns; each says its column and the flat index of its weight.
typedef struct Sparse {
    size_t rows, columns, count;
    size_t *start;  // rows + 1
    int *column;    // count
    int *weight;    // count
} Sparse;
// False with a sentence where memory, or 2³¹ − 1 entries, do not allow it; end with sparse_clear.
NODISCARD bool sparse_make(Sparse *sparse, const Spec *spec, Error *err);
void sparse_clear(Sparse *sparse);
// Of one sample, and in double: what solves equations with C needs the digits.
void sparse_times(double *y, const Sparse *c, const float *w, const double *x);            // y = Cx
void sparse_transposed_times(double *y, const Sparse *c, const float *w, const double *x); // y = Cᵀx

// ---- phases ----------------------------------------------------------------------------------------------------
// The wide cells of one phase, (wide + padding) mod stride, are reached by every s/gcd(d, s)-th tap alone: seen by
// themselves they are a convolution of stride 1 and dilation d/gcd(d, s), with an offset of its own.

// Phase [phase] of [axis]: its cells are wide cells first, first + stride …, `cells` of them (there may be none); its
// taps are first_tap, first_tap + step …, `taps` of them (there may be none: then its cells hold only the bias).
typedef struct Phase {
    int first, cells;
    int first_tap, step, taps;
    Axis as; // the stride-1 convolution: reads the narrow side (its wide), writes the cells; padding may be below 0.
             // Its tap m is this axis's tap first_tap + (taps − 1 − m)·step: the sub-kernel is turned
} Phase;
Phase axis_phase(Axis axis, int phase);

// How evenly an axis's prints overlap: how many of its phases have how many taps, in closed form, so that no stride is too
// large. Taps go round through stride/common phases; those that are no multiple of `common` are met by none. A single
// phase's taps are axis_phase's.
typedef struct PhaseCounts {
    int common;    // gcd(stride, dilation): above 1 it is why phases are empty
    int left_over; // kernel mod stride: not 0, it is why some phases have a tap more than others
    struct {
        int taps, phases;
    } of[3]; // by their number of taps, most first; only those that occur
    int count;
    int least, most; // taps of a phase
    int empty;       // phases without a tap: s − min(k, s/common)
    bool even;       // all phases have as many taps: left_over is 0 and common is 1
} PhaseCounts;
PhaseCounts axis_counts(Axis axis);

// What a flat input comes out as on each phase, away from the edges: the sum of the taps that meet it, between input
// channel [ic] and output channel [oc] of the operation (0 where they are of different groups). (stride of y, stride of x)
// values by phase, in double.
void op_phase_gains(double *gains, const float *w, const Spec *spec, int ic, int oc);

// A transposed convolution as stride·stride convolutions taking turns, each run by conv2d. [scratch] has room for
// op_phases_scratch values.
size_t op_phases_scratch(const Spec *spec);
void conv_transpose2d_phases(float *y, const float *x, const float *w, const float *bias, const Spec *spec,
                             float *scratch);

// ---- kernels that are made for a stride ------------------------------------------------------------------------
// Fill w, PyTorch's four sides [shape], all of it; [spec] tells the direction, the groups, strides and dilations.
// Box, bilinear and edge are kernels for one picture. With more channels they stand on matching pairs, within each
// group, and everything else is 0: input i and output o match where i ≡ o modulo the smaller count. Where several
// inputs match one output they share, each divided by their number, so that the gains stay what they are with one.
void weights_box(float *w, const int shape[4], const Spec *spec);
void weights_bilinear(float *w, const int shape[4], const Spec *spec);
void weights_edge(float *w, const int shape[4], const Spec *spec);
// Every pair of channels has random weights of its own.
void weights_icnr(float *w, const int shape[4], const Spec *spec, Random *random);
// A box of one stride (all of the kernel where that is smaller) convolved with random weights of every pair's own: what
// "nearest, then a convolution" is as one kernel. Every phase has the same gain, where every phase has a tap.
void weights_boxed(float *w, const int shape[4], const Spec *spec, Random *random);

// One random weight for such kernels: a whole number of hundredths in −1 … 1, all equally likely.
static inline float weights_random(Random *random)
{
    return (float)random_range(random, -100, 100) / 100;
}

// ICNR for a convolution in front of pixel_shuffle: of each factor² neighbouring out-channels of w (Cout·factor²,
// `size` values each) the first is copied over the others; the bias likewise with size 1.
// Source: Aitken et al. 2017, "Checkerboard artifact free sub-pixel convolution".
void icnr_repeat(float *w, int out_channels, size_t size, int factor);

// ---- starting weights ------------------------------------------------------------------------------------------
// Uniform in ±bound from splitmix64, one draw a weight in C order: 2·random_unit − 1 in double, times the bound, once
// rounded to float. No function of the machine's library but sqrt takes part, so a seed gives the same bits everywhere.
// fan_in = shape[1]·KH·KW and fan_out = shape[0]·KH·KW, as PyTorch counts them for both kinds of layer.
typedef enum Start {
    START_PYTORCH, // ±1/√fan_in, the default of its layers, the bias too (kaiming_uniform with a = √5)
    START_HE,      // ±√(6/fan_in), He et al. 2015
    START_GLOROT,  // ±√(6/(fan_in + fan_out)), Glorot & Bengio 2010
    STARTS
} Start;
double start_bound(Start start, const int w_shape[4]);
void start_weights(float *w, Start start, const int w_shape[4], Random *random);
void start_bias(float *b, int count, Start start, const int w_shape[4], Random *random); // HE and GLOROT: zeros

// ---- the layers around them ------------------------------------------------------------------------------------
// Each has a check at the door that looks at shapes alone, makes what the kernels take, and answers with a sentence.

// Sub-pixel layout. pixel_shuffle: (N, C·r², H, W) → (N, C, H·r, W·r), y[c][h·r+i][w·r+j] = x[c·r²+i·r+j][h][w];
// pixel_unshuffle is its inverse, and each is the other's backward. Source: PyTorch PixelShuffle; Shi et al. 2016.
typedef struct Shuffle {
    int batch, channels, height, width, factor; // of the tall side: (N, channels·factor², height, width)
} Shuffle;
NODISCARD bool shuffle_from(Shuffle *out, const Tensor *x, long long factor, bool unshuffle, Error *err);
void pixel_shuffle(float *y, const float *x, const Shuffle *shuffle);
void pixel_unshuffle(float *y, const float *x, const Shuffle *shuffle);

// Resizing of planes. Nearest: source ⌊i·in/out⌋ in whole numbers. Bilinear: source (i+½)·in/out − ½, not below 0, or
// with align_corners i·(in−1)/(out−1); weights in double. 1D has height 1. Source: PyTorch interpolate.
typedef struct Resize {
    bool bilinear, align_corners;
    size_t planes; // N·C
    int in_height, in_width, out_height, out_width;
} Resize;
// [size] or [scale] (whole numbers) is given, not both: the other has count 0. x has rank 4, or 3 for 1D. [mode]:
// nearest, bilinear (in 1D linear).
NODISCARD bool resize_from(Resize *out, const Tensor *x, const char *mode, long long align_corners,
                           const PerAxis *size, const PerAxis *scale, Error *err);
void resize(float *y, const float *x, const Resize *resize);
void resize_backward(float *gx, const float *gy, const Resize *resize);

// Batch norm over (N, C, size). Training normalises with the batch's own mean and biased variance (two passes, in
// double), and moves the running ones: new = (1 − momentum)·old + momentum·batch, the variance unbiased (n − 1)
// unless `biased_running` (ONNX's). Evaluation uses the running ones as they are. gamma, beta: NULL is 1 and 0.
typedef struct BatchNorm {
    int batch, channels;
    size_t size; // values of one plane
    bool train, biased_running;
    double eps, momentum;
} BatchNorm;
// x has rank 2 to 4; the four others (NULL: not given) hold a value for each channel.
NODISCARD bool batch_norm_from(BatchNorm *out, const Tensor *x, const Tensor *gamma, const Tensor *beta,
                               const Tensor *running_mean, const Tensor *running_var, bool train, double eps,
                               double momentum, Error *err);
// The running statistics are read in evaluation only, and may be NULL in training.
void batch_norm(float *y, const float *x, const float *gamma, const float *beta, const float *running_mean,
                const float *running_var, const BatchNorm *norm);
// Training: the running statistics after seeing x; either may be NULL, in place is allowed.
void batch_norm_running(float *mean_out, float *var_out, const float *x, const float *running_mean,
                        const float *running_var, const BatchNorm *norm);
// Any of gx, ggamma, gbeta may be NULL.
void batch_norm_backward(float *gx, float *ggamma, float *gbeta, const float *gy, const float *x, const float *gamma,
                         const float *running_mean, const float *running_var, const BatchNorm *norm);

// Value by value. NaN stays NaN. The slope of relu at 0 is 0; sigmoid's backward takes its output y.
void relu(float *y, const float *x, size_t count);
void relu_backward(float *gx, const float *gy, const float *x, size_t count);
void sigmoid(float *y, const float *x, size_t count);
void sigmoid_backward(float *gx, const float *gy, const float *y, size_t count);

// Mean squared error. NONE: loss has `count` values, else one, summed in double.
typedef enum Reduction { REDUCTION_MEAN, REDUCTION_SUM, REDUCTION_NONE, REDUCTIONS } Reduction;
NODISCARD bool mse_check(const Tensor *pred, const Tensor *target, Error *err);
void mse(float *loss, const float *pred, const float *target, size_t count, Reduction reduction);
// gloss is the gradient from above, of the shape of loss; NULL is 1.
void mse_backward(float *gpred, const float *gloss, const float *pred, const float *target, size_t count,
                  Reduction reduction);

// Joining along an axis. The shape of the whole goes into [y] (without data); [axis] below 0 counts from the end and
// comes out counted from the start. concat_backward cuts gy into the parts' shapes; a part with no data is left out.
NODISCARD bool concat_shape(Tensor *y, const Tensor *const *parts, int count, long long *axis, Error *err);
void concat(Tensor *y, const Tensor *const *parts, int count, int axis);
void concat_backward(Tensor *const *parts, int count, const Tensor *gy, int axis);

// One step of Adam, t counted from 1: m and v move, the bias corrections are in double, p −= lr/(1−β1ᵗ) · m /
// (√v/√(1−β2ᵗ) + eps). weight_decay·p is added to g first. Source: Kingma & Ba 2015; PyTorch Adam.
typedef struct Adam {
    long long t;
    double lr, beta1, beta2, eps, weight_decay;
} Adam;
#define ADAM_DEFAULT ((Adam){ .t = 1, .lr = 1e-3, .beta1 = 0.9, .beta2 = 0.999, .eps = 1e-8 })
NODISCARD bool adam_check(const Adam *adam, const Tensor *p, const Tensor *g, const Tensor *m, const Tensor *v,
                          Error *err);
// In place; g is read only.
void adam_step(float *p, float *m, float *v, const float *g, size_t count, const Adam *adam);

#endif
