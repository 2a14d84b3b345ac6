// Every small layer of ONNX, Keras, TensorFlow and JAX, computed the way that framework computes it and held equal with
// the kernels: so sizes, the place of the odd cell and a turned kernel are all proven. The long way shares nothing with
// op: arrays that are stretched, padded and slid over, in double.
#include "line.h"
#include "support/check.h"
#include "support/op/sparse_floats.h"

#include <stdio.h>

enum { MOST_LINE = 128 };

typedef struct Line {
    int count;
    double at[MOST_LINE];
} Line;

// stride − 1 zeros between the cells
static Line stretched(Line x, int stride)
{
    Line z = { 0 };
    for (int i = 0; i < x.count; i++) {
        z.at[z.count++] = x.at[i];
        for (int j = 1; j < stride && i + 1 < x.count; j++) z.at[z.count++] = 0;
    }
    return z;
}

static Line padded(Line x, int before, int after)
{
    Line z = { .count = before + x.count + after };
    assert_true(before >= 0 && after >= 0 && z.count <= MOST_LINE);
    for (int i = 0; i < x.count; i++) z.at[before + i] = x.at[i];
    return z;
}

static Line correlated(Line x, Line w, int stride, int dilation)
{
    Line y = { 0 };
    for (int start = 0; start + dilation * (w.count - 1) < x.count; start += stride) {
        double sum = 0;
        for (int t = 0; t < w.count; t++) sum += x.at[start + t * dilation] * w.at[t];
        y.at[y.count++] = sum;
    }
    return y;
}

static Line turned(Line w)
{
    Line z = { .count = w.count };
    for (int i = 0; i < w.count; i++) z.at[i] = w.at[w.count - 1 - i];
    return z;
}

static Line numbered(int count, int seed)
{
    Line x = { .count = count };
    for (int i = 0; i < count; i++) x.at[i] = (i * 7 + seed * 5) % 11 - 4; // whole numbers: sums are exact
    return x;
}

static void hold_values(const char *name, const char *told, const float *y, Line want)
{
    for (int i = 0; i < want.count; i++)
        check(y[i] == want.at[i], "%s, %s: y[%d] is %g; it must be %g", name, told, i, (double)y[i], want.at[i]);
}

// Runs op on x and w as [given] says; [turn]: whoever holds the weights turns them.
static void hold_line(const char *name, Given given, Line x, Line w, bool turn, Line want)
{
    Spec spec;
    Error err = { .text = "" };
    check(read_line(&spec, given, x.count, w.count, &err), "%s is refused: %s", name, err.text);
    int out = spec_out(&spec, spec.x);
    check(out == want.count, "%s has %d outputs; it must have %d", name, out, want.count);
    float fx[MOST_LINE], fw[MOST_LINE], stamp[MOST_LINE], y[MOST_LINE];
    for (int i = 0; i < x.count; i++) fx[i] = (float)x.at[i];
    for (int i = 0; i < w.count; i++) fw[i] = (float)w.at[i];
    if (turn) {
        op_rotate(stamp, fw, 1, 1, w.count);
        memcpy(fw, stamp, sizeof fw[0] * (size_t)w.count);
    }
    op_forward(y, fx, fw, NULL, &spec);
    hold_values(name, "by the kernel", y, want);
    op_matrix_forward(y, fx, fw, NULL, &spec);
    hold_values(name, "by the matrix", y, want);
    Sparse sparse;
    check(sparse_make(&sparse, &spec, &err), "%s has no sparse matrix: %s", name, err.text);
    sparse_floats(y, &sparse, fw, fx, spec.transposed);
    sparse_clear(&sparse);
    hold_values(name, "by the sparse matrix", y, want);
    if (!spec.transposed) return;
    conv_transpose2d_gather(y, fx, fw, NULL, &spec);
    hold_values(name, "gathered", y, want);
    float scratch[4096];
    assert_true(op_phases_scratch(&spec) <= (size_t)COUNT(scratch));
    conv_transpose2d_phases(y, fx, fw, NULL, &spec, scratch);
    hold_values(name, "by phases", y, want);
}

typedef void EachLayer(const char *name, int n, int k, int s, int d);

static void every_small_layer(const char *who, EachLayer *each)
{
    for (int n = 1; n <= 6; n++)
    for (int k = 1; k <= 6; k++)
    for (int s = 1; s <= 4; s++)
    for (int d = 1; d <= 3; d++) {
        char name[96];
        snprintf(name, sizeof name, "%s n=%d k=%d s=%d d=%d", who, n, k, s, d);
        each(name, n, k, s, d);
    }
}

// jax.lax.conv_transpose: conv_general_dilated of the stretched input, with the kernel as it is, or turned where
// transpose_kernel is True.
static void jax_layer(const char *name, int n, int k, int s, int d)
{
    Line x = numbered(n, 1), w = numbered(k, 2), z = stretched(x, s);
    int k_eff = (k - 1) * d + 1;
    for (int same = 0; same < 2; same++) {
        int pad_len, pad_a;
        if (same) {
            pad_len = k_eff + s - 2;
            pad_a = s > k_eff - 1 ? k_eff - 1 : (pad_len + 1) / 2;
        } else {
            pad_len = k_eff + s - 2 + (k_eff > s ? k_eff - s : 0);
            pad_a = k_eff - 1;
        }
        Line grid = padded(z, pad_a, pad_len - pad_a);
        Given g = line(CONVENTION_JAX, true, s, d);
        g.auto_pad = same ? AUTO_PAD_SAME_UPPER : AUTO_PAD_VALID;
        hold_line(name, g, x, w, true, correlated(grid, w, 1, d));
        g.convention = CONVENTION_JAX_TRANSPOSE_KERNEL;
        hold_line(name, g, x, w, false, correlated(grid, turned(w), 1, d));
    }
    for (int before = 0; before < k_eff; before++)
    for (int after = 0; after < k_eff - 1 + (s > d ? s : d); after++) {
        Given g = line(CONVENTION_JAX, true, s, d);
        g.pads = NUMBERS(before, after);
        Line want = correlated(padded(z, before, after), w, 1, d);
        Spec spec;
        Error err;
        if (want.count) hold_line(name, g, x, w, true, want);
        else check(!read_line(&spec, g, n, k, &err), "%s is accepted with an empty output", name);
    }
}

static void jax_layers_are_correlations_of_the_stretched_input(void **state)
{
    (void)state;
    every_small_layer("jax", jax_layer);
}

// TensorFlow's convolution of `wide` cells, padded by the book: its outputs, and what SAME puts in front.
static int tf_narrow(int wide, int k_eff, int s, bool same, int *front)
{
    int narrow = same ? (wide + s - 1) / s : wide < k_eff ? 0 : (wide - k_eff) / s + 1;
    int total = same ? (narrow - 1) * s + k_eff - wide : 0;
    *front = total > 0 ? total / 2 : 0;
    return narrow;
}

// conv2d_transpose is the gradient of the convolution that brings `wide` cells to n: slide the turned kernel over the
// stretched input, from as far in front as that convolution did not pad.
static Line tf_transposed(Line x, Line w, int s, int d, int wide, bool same)
{
    int k_eff = (w.count - 1) * d + 1, front;
    assert_int_equal(tf_narrow(wide, k_eff, s, same, &front), x.count);
    Line grid = padded(stretched(x, s), k_eff - 1, k_eff - 1 + s), all = correlated(grid, turned(w), 1, d), y = { 0 };
    for (y.count = 0; y.count < wide; y.count++) y.at[y.count] = all.at[front + y.count];
    assert_true(front + wide <= all.count);
    return y;
}

static void keras_layer(const char *name, int n, int k, int s, int d)
{
    Line x = numbered(n, 3), w = numbered(k, 4);
    int k_eff = (k - 1) * d + 1;
    for (int same = 0; same < 2; same++) {
        Given g = line(CONVENTION_KERAS, true, s, d);
        g.auto_pad = same ? AUTO_PAD_SAME_UPPER : AUTO_PAD_VALID;
        int wide = same ? n * s : n * s + (k_eff > s ? k_eff - s : 0);
        hold_line(name, g, x, w, false, tf_transposed(x, w, s, d, wide, same));
        // Every output_padding, right or refused as TensorFlow does: its convolution must come back to n.
        for (int op = 0; op <= s; op++) {
            int asked = (n - 1) * s + k_eff - (same ? 2 * (k_eff / 2) : 0) + op, front;
            Given padded_out = g;
            padded_out.output_padding = NUMBERS(op);
            bool exists = op < s && asked > 0 && tf_narrow(asked, k_eff, s, same, &front) == n;
            Spec spec;
            Error err;
            if (exists) hold_line(name, padded_out, x, w, false, tf_transposed(x, w, s, d, asked, same));
            else check(!read_line(&spec, padded_out, n, k, &err), "%s is accepted with output_padding %d", name, op);
        }
        // And every output_shape.
        for (int asked = 0; asked < n * s + k_eff + s; asked++) {
            Given sized = g;
            sized.output_size = NUMBERS(asked);
            int front;
            bool exists = asked > 0 && tf_narrow(asked, k_eff, s, same, &front) == n;
            Spec spec;
            Error err;
            if (exists) hold_line(name, sized, x, w, false, tf_transposed(x, w, s, d, asked, same));
            else check(!read_line(&spec, sized, n, k, &err), "%s is accepted with output_shape %d", name, asked);
        }
    }
}

static void keras_layers_are_gradients_of_tensorflows_convolution(void **state)
{
    (void)state;
    every_small_layer("keras", keras_layer);
}

// ONNX: all that the stamps cover, cut by begin and end, or with zeros behind where that is below 0.
static Line onnx_cut(Line x, Line w, int s, int d, int begin, int wide)
{
    int k_eff = (w.count - 1) * d + 1;
    Line grid = padded(stretched(x, s), k_eff - 1, k_eff - 1 + s + d), y = { .count = wide };
    Line all = correlated(grid, turned(w), 1, d);
    assert_true(begin + wide <= all.count);
    for (int i = 0; i < wide; i++) y.at[i] = all.at[begin + i];
    return y;
}

static void onnx_layer(const char *name, int n, int k, int s, int d)
{
    Line x = numbered(n, 5), w = numbered(k, 6);
    int covered = (n - 1) * s + (k - 1) * d + 1, most = covered + (s > d ? s : d) - 1;
    for (int wide = 0; wide <= most + 1; wide++)
    for (int upper = 0; upper < 2; upper++) {
        Given g = line(CONVENTION_ONNX, true, s, d);
        g.auto_pad = upper ? AUTO_PAD_SAME_UPPER : AUTO_PAD_NOTSET;
        g.output_size = NUMBERS(wide);
        Spec spec;
        Error err;
        if (wide < 1 || wide > most) {
            check(!read_line(&spec, g, n, k, &err), "%s is accepted with output_shape %d", name, wide);
            continue;
        }
        int total = covered - wide, begin = total < 0 ? 0 : upper ? total / 2 : total - total / 2;
        hold_line(name, g, x, w, false, onnx_cut(x, w, s, d, begin, wide));
        if (wide != n * s) continue;
        g.auto_pad = upper ? AUTO_PAD_SAME_UPPER : AUTO_PAD_SAME_LOWER, g.output_size = (PerAxis){ 0 };
        hold_line(name, g, x, w, false, onnx_cut(x, w, s, d, begin, wide));
    }
    for (int begin = 0; begin <= covered; begin++)
    for (int end = 0; end <= covered; end++) {
        int op = (begin + end) % (s > d ? s : d), wide = covered - begin - end + op;
        Given g = line(CONVENTION_ONNX, true, s, d);
        g.pads = NUMBERS(begin, end), g.output_padding = NUMBERS(op);
        Spec spec;
        Error err;
        if (wide >= 1) hold_line(name, g, x, w, false, onnx_cut(x, w, s, d, begin, wide));
        else check(!read_line(&spec, g, n, k, &err), "%s is accepted with pads %d,%d", name, begin, end);
    }
}

static void onnx_layers_are_what_the_stamps_cover_cut(void **state)
{
    (void)state;
    every_small_layer("onnx", onnx_layer);
}

static void convolution_layer(const char *name, int n, int k, int s, int d)
{
    Line x = numbered(n, 7), w = numbered(k, 8);
    int k_eff = (k - 1) * d + 1, total = ((n + s - 1) / s - 1) * s + k_eff - n;
    if (total < 0) total = 0;
    static const Convention all[] = { CONVENTION_ONNX, CONVENTION_KERAS, CONVENTION_JAX,
                                      CONVENTION_JAX_TRANSPOSE_KERNEL, CONVENTION_PYTORCH };
    for (int i = 0; i < COUNT(all); i++) {
        Given g = line(all[i], false, s, d);
        g.auto_pad = AUTO_PAD_SAME_UPPER;
        Spec spec;
        Error err;
        if (all[i] != CONVENTION_PYTORCH || s == 1)
            hold_line(name, g, x, w, false, correlated(padded(x, total / 2, total - total / 2), w, s, d));
        else check(!read_line(&spec, g, n, k, &err), "%s is accepted from PyTorch", name);
        g.auto_pad = AUTO_PAD_VALID;
        if (n >= k_eff) hold_line(name, g, x, w, false, correlated(x, w, s, d));
        else check(!read_line(&spec, g, n, k, &err), "%s fits its input with padding valid", name);
    }
    Given g = line(CONVENTION_ONNX, false, s, d);
    g.auto_pad = AUTO_PAD_SAME_LOWER;
    hold_line(name, g, x, w, false, correlated(padded(x, total - total / 2, total / 2), w, s, d));
    for (int begin = 0; begin < 4; begin++)
    for (int end = 0; end < 4; end++) {
        g = line(CONVENTION_ONNX, false, s, d);
        g.pads = NUMBERS(begin, end);
        Line want = correlated(padded(x, begin, end), w, s, d);
        Spec spec;
        Error err;
        if (want.count) hold_line(name, g, x, w, false, want);
        else check(!read_line(&spec, g, n, k, &err), "%s is accepted with pads %d,%d", name, begin, end);
    }
}

static void convolutions_slide_over_the_padded_input(void **state)
{
    (void)state;
    every_small_layer("convolution", convolution_layer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jax_layers_are_correlations_of_the_stretched_input),
        cmocka_unit_test(keras_layers_are_gradients_of_tensorflows_convolution),
        cmocka_unit_test(onnx_layers_are_what_the_stamps_cover_cut),
        cmocka_unit_test(convolutions_slide_over_the_padded_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
