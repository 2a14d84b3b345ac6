// What the words of ONNX, Keras, TensorFlow and JAX mean, in cases worked on paper, and what is refused.
#include "line.h"
#include "support/check.h"

#include <limits.h>

// ---- on one axis -----------------------------------------------------------------------------------------------

// The axis must come out as near, far, op and the size of the output.
static void hold(const char *name, Given given, int in, int kernel, int near, int far, int op, int out)
{
    Spec spec;
    Error err = { .text = "" };
    check(read_line(&spec, given, in, kernel, &err), "%s is refused: %s", name, err.text);
    Axis a = spec.x;
    check(a.padding == near && a.padding + a.uneven == far && a.output_padding == op && spec_out(&spec, a) == out,
          "%s: near %d, far %d, op %d, output %d; wanted near %d, far %d, op %d, output %d", name, a.padding,
          a.padding + a.uneven, a.output_padding, spec_out(&spec, a), near, far, op, out);
    check(spec.convention == given.convention, "%s has lost its convention", name);
}

static void hold_refused(Given given, int in, int kernel, const char *sentence)
{
    Spec spec;
    Error err = { .text = "" };
    check(!read_line(&spec, given, in, kernel, &err), "accepted; wanted: %s", sentence);
    check(!strcmp(err.text, sentence), "it says: %s\nwanted:  %s", err.text, sentence);
    check(!err.cannot, "it blames the machine: %s", err.text);
}

// ---- on paper --------------------------------------------------------------------------------------------------

static void onnx_transposed_pads_are_cut_as_they_are_told(void **state)
{
    (void)state;
    Given g = line(CONVENTION_ONNX, true, 2, 1);
    hold("no words", g, 3, 3, 0, 0, 0, 7); // (3−1)·2 + 3
    g.pads = NUMBERS(1, 2);
    hold("pads 1,2", g, 3, 3, 1, 2, 0, 4);
    g.output_padding = NUMBERS(1);
    hold("pads 1,2 and output_padding 1", g, 3, 3, 1, 2, 1, 5);
    g.pads = NUMBERS(2, 0);
    hold("pads 2,0 and output_padding 1", g, 3, 3, 2, 0, 1, 6);
    g.pads = (PerAxis){ 0 }, g.padding = NUMBERS(1);
    hold("padding 1 on both", g, 3, 3, 1, 1, 1, 6);
}

// in 3, k 3, s 2 covers 7. SAME is 6 of them: one is cut.
static void onnx_transposed_same_cuts_the_odd_cell_at_the_far_edge_with_upper(void **state)
{
    (void)state;
    Given g = line(CONVENTION_ONNX, true, 2, 1);
    g.auto_pad = AUTO_PAD_SAME_UPPER;
    hold("same_upper", g, 3, 3, 0, 1, 0, 6);
    hold("same_upper k=4", g, 3, 4, 1, 1, 0, 6);
    hold("same_upper k=1", g, 3, 1, 0, 0, 1, 6); // 5 are covered: one more is uncovered
    g.auto_pad = AUTO_PAD_SAME_LOWER;
    hold("same_lower", g, 3, 3, 1, 0, 0, 6);
    hold("same_lower k=1", g, 3, 1, 0, 0, 1, 6);
    g.auto_pad = AUTO_PAD_VALID;
    hold("valid", g, 3, 3, 0, 0, 0, 7);
    g.auto_pad = AUTO_PAD_SAME_UPPER, g.output_padding = NUMBERS(1); // 7 + 1 − 6 = 2 are cut
    hold("same_upper op=1", g, 3, 3, 1, 1, 1, 6);
}

static void onnx_output_shape_chooses_the_pads(void **state)
{
    (void)state;
    Given g = line(CONVENTION_ONNX, true, 3, 1); // in 3, k 3, s 3 covers 9
    g.output_size = NUMBERS(10);                 // the total is −1: uncovered at the far edge
    hold("output_shape 10", g, 3, 3, 0, 0, 1, 10);
    g.output_size = NUMBERS(6);
    hold("output_shape 6", g, 3, 3, 2, 1, 0, 6); // not SAME_UPPER: the odd cell is cut in front
    g.auto_pad = AUTO_PAD_SAME_UPPER;
    hold("output_shape 6, same_upper", g, 3, 3, 1, 2, 0, 6);
    g.output_padding = NUMBERS(1); // 10 − 6
    hold("output_shape 6, same_upper, op 1", g, 3, 3, 2, 2, 1, 6);
    g.output_size = NUMBERS(11);
    hold("output_shape 11, op 1", g, 3, 3, 0, 0, 2, 11);
    g.auto_pad = AUTO_PAD_NOTSET, g.output_padding = (PerAxis){ 0 }, g.pads = NUMBERS(0, 0), g.output_size = NUMBERS(7);
    hold("pads of zero say nothing beside it", g, 3, 3, 1, 1, 0, 7);
}

static void convolutions_named_same_keep_one_output_a_stride(void **state)
{
    (void)state;
    Given g = line(CONVENTION_ONNX, false, 2, 1);
    g.auto_pad = AUTO_PAD_SAME_UPPER;
    hold("onnx same_upper 6", g, 6, 3, 0, 1, 0, 3); // (3−1)·2 + 3 − 6 = 1
    hold("onnx same_upper 5", g, 5, 3, 1, 1, 0, 3);
    hold("onnx same_upper k=1", g, 5, 1, 0, 0, 0, 3);
    g.auto_pad = AUTO_PAD_SAME_LOWER;
    hold("onnx same_lower 6", g, 6, 3, 1, 0, 0, 3);
    g.auto_pad = AUTO_PAD_NOTSET, g.pads = NUMBERS(0, 3);
    hold("onnx pads 0,3", g, 6, 3, 0, 3, 0, 4);
    Given keras = line(CONVENTION_KERAS, false, 2, 1);
    hold("keras valid is its default", keras, 6, 3, 0, 0, 0, 2);
    keras.auto_pad = AUTO_PAD_SAME_UPPER;
    hold("keras same", keras, 6, 3, 0, 1, 0, 3);
    Given jax = line(CONVENTION_JAX, false, 1, 2);
    jax.pads = NUMBERS(4, 1);
    hold("jax pads 4,1", jax, 6, 3, 4, 1, 0, 7);
    Given pytorch = line(CONVENTION_PYTORCH, false, 1, 3);
    pytorch.auto_pad = AUTO_PAD_SAME_UPPER;
    hold("pytorch same k=4 d=3", pytorch, 5, 4, 4, 5, 0, 5); // 3·3 = 9
    pytorch.auto_pad = AUTO_PAD_VALID;
    hold("pytorch valid", pytorch, 10, 4, 0, 0, 0, 1);
}

// TensorFlow's SAME and PyTorch's padding are the same layer for k4 s2 p1, and a pixel apart for k3 s2 p1 op1.
static void keras_same_agrees_with_pytorch_for_an_even_kernel_alone(void **state)
{
    (void)state;
    Given keras = line(CONVENTION_KERAS, true, 2, 1), pytorch = line(CONVENTION_PYTORCH, true, 2, 1);
    keras.auto_pad = AUTO_PAD_SAME_UPPER;
    pytorch.padding = NUMBERS(1);
    hold("keras same k=4", keras, 5, 4, 1, 1, 0, 10);
    hold("pytorch k=4 p=1", pytorch, 5, 4, 1, 1, 0, 10);
    pytorch.output_padding = NUMBERS(1);
    Spec a, b;
    Error err;
    hold("keras same k=3", keras, 5, 3, 0, 1, 0, 10);
    assert_true(read_line(&a, keras, 5, 3, &err) && read_line(&b, pytorch, 5, 3, &err));
    float x[] = { 1, 0, 0, 0, 2 }, w[] = { 3, 4, 5 }, ya[10], yb[10];
    conv_transpose1d(ya, x, w, NULL, &a);
    conv_transpose1d(yb, x, w, NULL, &b);
    const float wa[] = { 3, 4, 5, 0, 0, 0, 0, 0, 6, 8 }, wb[] = { 4, 5, 0, 0, 0, 0, 0, 6, 8, 10 };
    assert_memory_equal(ya, wa, sizeof ya); // crops (0,1)
    assert_memory_equal(yb, wb, sizeof yb); // crops (1,0)
}

static void keras_output_padding_and_output_shape_choose_among_the_sizes(void **state)
{
    (void)state;
    Given g = line(CONVENTION_KERAS, true, 3, 1);
    hold("valid k=2 s=3", g, 4, 2, 0, 0, 1, 12); // 4·3 + 0, of which 11 are covered
    hold("valid k=5 s=3", g, 4, 5, 0, 0, 0, 14);
    g.output_padding = NUMBERS(2);
    hold("valid k=5 op=2", g, 4, 5, 0, 0, 2, 16);
    g.auto_pad = AUTO_PAD_SAME_UPPER;
    hold("same k=5 op=2", g, 4, 5, 1, 1, 0, 12); // 14 − 2·2 + 2 = 12; TensorFlow crops 2: 1 and 1
    g.output_padding = NUMBERS(0);
    hold("same k=5 op=0", g, 4, 5, 2, 2, 0, 10);
    g.output_padding = (PerAxis){ 0 }, g.output_size = NUMBERS(11);
    hold("same k=5 to 11", g, 4, 5, 1, 2, 0, 11);
    g.output_padding = NUMBERS(0), g.output_size = (PerAxis){ 0 };
    hold_refused(g, 4, 4, "output_padding is 0; with padding same, stride 3 and a kernel that spans 4 cells it must be "
                          "1 to 2");
    g.output_padding = NUMBERS(3);
    hold_refused(g, 4, 3, "output_padding is 3; with padding same, stride 3 and a kernel that spans 3 cells it must be "
                          "0 to 2");
    g.stride = NUMBERS(1), g.output_padding = NUMBERS(0);
    hold_refused(g, 4, 4, "output_padding is 0; with padding same, stride 1 and a kernel that spans 4 cells TensorFlow "
                          "takes none: leave it out");
    g.stride = NUMBERS(3), g.output_padding = (PerAxis){ 0 }, g.output_size = NUMBERS(13);
    hold_refused(g, 4, 5, "output_shape is 13 (length), which cannot be reached; with this input, kernel and stride it "
                          "must be 10 to 12");
}

static void jax_cuts_what_it_does_not_pad(void **state)
{
    (void)state;
    Given g = line(CONVENTION_JAX, true, 2, 1);
    g.auto_pad = AUTO_PAD_SAME_UPPER;
    hold("same k=3 s=2", g, 3, 3, 0, 1, 0, 6); // pads (2,1) of k − 1 = 2
    hold("same k=4 s=2", g, 3, 4, 1, 1, 0, 6); // pads (2,2) of 3
    hold("same k=5 s=2", g, 3, 5, 1, 2, 0, 6); // pads (3,2) of 4
    hold("same k=1 s=2", g, 3, 1, 0, 0, 1, 6); // pads (0,1) of 0
    g.auto_pad = AUTO_PAD_VALID;
    hold("valid k=3 s=2", g, 3, 3, 0, 0, 0, 7);
    hold("valid k=1 s=2", g, 3, 1, 0, 0, 1, 6);
    g.auto_pad = AUTO_PAD_NOTSET, g.pads = NUMBERS(2, 0);
    hold("pads 2,0", g, 3, 3, 0, 2, 0, 5);
    g.pads = NUMBERS(0, 3);
    hold("pads 0,3", g, 3, 3, 2, 0, 1, 6);
    g.pads = NUMBERS(3, 3);
    hold_refused(g, 3, 3, "pads is 3 before and 3 after (length); with this kernel and stride it must be at most 2 "
                          "before and 3 after");
}

static void two_axes_take_their_own_numbers(void **state)
{
    (void)state;
    Given g = { .transposed = true, .dims = 2, .groups = 1, .convention = CONVENTION_ONNX, .stride = NUMBERS(3, 2),
                .pads = NUMBERS(1, 2, 3, 0) };
    Tensor x = { .rank = 4, .shape = { 1, 1, 3, 4 } }, w = { .rank = 4, .shape = { 1, 1, 3, 5 } };
    Spec spec;
    Error err;
    check(spec_from_shapes(&spec, &g, &x, &w, NULL, &err), "%s", err.text);
    assert_int_equal(spec.y.padding, 1);
    assert_int_equal(spec.y.uneven, 2);
    assert_int_equal(spec.y.wide, 5); // 9 − 4
    assert_int_equal(spec.x.padding, 2);
    assert_int_equal(spec.x.uneven, -2);
    assert_int_equal(spec.x.wide, 9); // 11 − 2
    g.pads = (PerAxis){ 0 }, g.output_size = NUMBERS(8, 12);
    check(spec_from_shapes(&spec, &g, &x, &w, NULL, &err), "%s", err.text);
    assert_int_equal(spec.y.wide, 8);
    assert_int_equal(spec.x.wide, 12);
    assert_int_equal(spec.x.output_padding, 1);
    g.output_size = NUMBERS(8, 13);
    assert_false(spec_from_shapes(&spec, &g, &x, &w, NULL, &err));
    assert_string_equal(err.text, "output_shape is 13 (width), which cannot be reached; with this input, kernel and "
                                  "stride it must be 1 to 12");
}

// ---- refusals --------------------------------------------------------------------------------------------------

static void words_of_another_framework_are_refused(void **state)
{
    (void)state;
    Given g = line(CONVENTION_PYTORCH, true, 2, 1);
    g.pads = NUMBERS(1, 2);
    hold_refused(g, 4, 3, "pads is 1,2; PyTorch has one number for both edges of an axis: give padding");
    g = line(CONVENTION_PYTORCH, true, 2, 1), g.auto_pad = AUTO_PAD_SAME_UPPER;
    hold_refused(g, 4, 3, "auto_pad is same_upper; PyTorch's transposed convolution takes padding as a number alone; "
                          "ONNX's rule is had by --convention onnx");
    g.transposed = false;
    hold_refused(g, 4, 3, "auto_pad is same_upper and stride is 2; PyTorch has padding same for stride 1 alone: give "
                          "padding as a number");
    g.auto_pad = AUTO_PAD_SAME_LOWER;
    hold_refused(g, 4, 3, "auto_pad is same_lower, which is ONNX's alone; it must be same or valid");
    g = line(CONVENTION_KERAS, true, 2, 1), g.padding = NUMBERS(1);
    hold_refused(g, 4, 3, "padding is 1; Keras and TensorFlow have no numbers for padding, they name it: same or "
                          "valid");
    g = line(CONVENTION_KERAS, false, 2, 1), g.pads = NUMBERS(1, 0);
    hold_refused(g, 4, 3, "pads is 1,0; Keras and TensorFlow have no numbers for padding, they name it: same or valid");
    g = line(CONVENTION_JAX, true, 2, 1);
    hold_refused(g, 4, 3, "no padding is given; JAX must be told: same, valid, or pads");
    g.padding = NUMBERS(1);
    hold_refused(g, 4, 3, "padding is 1; JAX has two numbers for each axis: give pads, or name it same or valid");
    g = line(CONVENTION_JAX_TRANSPOSE_KERNEL, true, 2, 1), g.auto_pad = AUTO_PAD_VALID, g.output_padding = NUMBERS(1);
    hold_refused(g, 4, 3, "output_padding is 1; JAX has none: give pads with more at the far edge");
    g.output_padding = (PerAxis){ 0 }, g.output_size = NUMBERS(8);
    hold_refused(g, 4, 3, "output_shape is 8; JAX has none: its size follows from same, valid or pads");
}

static void words_that_contradict_each_other_are_refused(void **state)
{
    (void)state;
    Given g = line(CONVENTION_ONNX, true, 2, 1);
    g.pads = NUMBERS(1, 2), g.padding = NUMBERS(1);
    hold_refused(g, 4, 3, "padding is 1 and pads is 1,2; give one of them");
    g.padding = (PerAxis){ 0 }, g.auto_pad = AUTO_PAD_VALID;
    hold_refused(g, 4, 3, "pads is 1,2 and auto_pad is valid; give one of them");
    g.auto_pad = AUTO_PAD_NOTSET, g.output_size = NUMBERS(8);
    hold_refused(g, 4, 3, "output_shape is 8 and pads is 1,2; give one of them, the other follows");
    g.pads = (PerAxis){ 0 }, g.padding = NUMBERS(1);
    hold_refused(g, 4, 3, "output_shape is 8 and padding is 1; give one of them, the other follows");
    g.padding = (PerAxis){ 0 }, g.transposed = false;
    hold_refused(g, 4, 3, "output_shape is 8; only a transposed convolution has it, a convolution's size follows from "
                          "its input");
    g = line(CONVENTION_PYTORCH, false, 1, 1), g.padding = NUMBERS(2), g.auto_pad = AUTO_PAD_SAME_UPPER;
    hold_refused(g, 4, 3, "padding is 2 and auto_pad is same_upper; give one of them");
    g = line(CONVENTION_KERAS, true, 2, 1), g.output_size = NUMBERS(9), g.output_padding = NUMBERS(1);
    hold_refused(g, 4, 3, "output_shape is 9 and output_padding is 1; give one of them, the other follows");
}

// What is called by another name than the convention's is named as it was typed.
static void words_are_named_as_they_were_said(void **state)
{
    (void)state;
    Given g = line(CONVENTION_PYTORCH, true, 2, 1);
    g.auto_pad = AUTO_PAD_SAME_UPPER, g.auto_pad_said = "padding is same";
    hold_refused(g, 4, 3, "padding is same; PyTorch's transposed convolution takes padding as a number alone; ONNX's "
                          "rule is had by --convention onnx");
    g.transposed = false, g.pads = NUMBERS(1, 2), g.convention = CONVENTION_ONNX;
    hold_refused(g, 4, 3, "pads is 1,2 and padding is same; give one of them");
    g = line(CONVENTION_PYTORCH, true, 2, 1), g.output_size = NUMBERS(12), g.output_size_said = "output_shape";
    hold_refused(g, 4, 3, "output_shape is 12 (length), which cannot be reached; with this input, kernel, padding and "
                          "stride it must be 9 to 10; ONNX's rule, by which padding follows from it, is had by "
                          "--convention onnx");
    g.output_size = NUMBERS(1LL << 40);
    hold_refused(g, 4, 3, "output_shape is 1099511627776; it must be at most 268435456");
    g = line(CONVENTION_KERAS, true, 1, 1), g.output_padding = NUMBERS(1);
    g.auto_pad = AUTO_PAD_VALID;
    hold_refused(g, 4, 3, "output_padding is 1; with padding valid, stride 1 and a kernel that spans 3 cells it must "
                          "be 0");
}

// Before all is known, what is known is held to the same rules.
static void a_layer_is_checked_as_far_as_it_is_known(void **state)
{
    (void)state;
    Tensor flat = { .rank = 3, .shape = { 1, 4, 5 } }, x = { .rank = 4, .shape = { 1, 4, 5, 5 } };
    Tensor w = { .rank = 4, .shape = { 4, 3, 2, 2 } }, none = { .rank = 4, .shape = { 1, 0, 5, 5 } };
    Given good = { .transposed = true, .dims = 2, .groups = 2, .stride = NUMBERS(2, 3), .padding = NUMBERS(1) }, g = good;
    Error err = { .text = "" };
    check(given_check(&good, NULL, NULL, &err) && given_check(&good, &x, NULL, &err) &&
              given_check(&good, NULL, &w, &err) && given_check(&good, &x, &w, &err), "%s", err.text);
    check(!given_check(&good, &flat, NULL, &err) && strstr(err.text, "x has the shape (1, 4, 5), 3 sides"), "%s", err.text);
    check(!given_check(&good, &none, NULL, &err) && strstr(err.text, "x has the shape (1, 0, 5, 5), which holds"), "%s",
          err.text);
    g.dims = 1, g.stride = NUMBERS(2);
    check(!given_check(&g, NULL, &w, &err) && strstr(err.text, "w has the shape (4, 3, 2, 2), 4 sides"), "%s", err.text);
    check(given_check(&g, NULL, NULL, &err), "%s", err.text);
    g = good, g.groups = 3;
    check(!given_check(&g, &x, NULL, &err) && strstr(err.text, "groups is 3, but x of the shape (1, 4, 5, 5) has 4 "
                                                               "channels, which do not split evenly"), "%s", err.text);
    check(!given_check(&g, NULL, &w, &err) && strstr(err.text, "groups is 3, but w"), "%s", err.text);
    g = good, w.shape[0] = 2;
    check(!given_check(&g, &x, &w, &err) && strstr(err.text, "x has 4 channels, but w"), "%s", err.text);
    x.shape[1] = 1;
    check(!given_check(&g, &x, NULL, &err) && strstr(err.text, "has 1 channel, which does not split"), "%s", err.text);
    g = good, g.stride = NUMBERS(1, 0);
    check(!given_check(&g, NULL, NULL, &err) && !strcmp(err.text, "stride (columns) is 0; it must be 1 or more"), "%s",
          err.text);
    g = good, g.padding = NUMBERS(-3);
    check(!given_check(&g, NULL, NULL, &err) && strstr(err.text, "padding is -3; it must be 0 or more"), "%s", err.text);
    g = good, g.output_padding = NUMBERS(2, 2);
    check(!given_check(&g, NULL, NULL, &err) && strstr(err.text, "output_padding is 2; below stride 2"), "%s", err.text);
    g = good, g.output_size = NUMBERS(1, 2, 3);
    check(!given_check(&g, NULL, NULL, &err) && strstr(err.text, "output_size is 1,2,3, 3 values"), "%s", err.text);
    g = good, g.groups = 0;
    check(!given_check(&g, NULL, NULL, &err) && strstr(err.text, "groups is 0"), "%s", err.text);
}

static void pads_are_counted_and_not_negative(void **state)
{
    (void)state;
    Given g = line(CONVENTION_ONNX, true, 2, 1);
    g.pads = NUMBERS(1);
    hold_refused(g, 4, 3, "pads is 1, 1 value; give two: near edge,far edge");
    g.pads = (PerAxis){ 5, { 1, 2, 3, 4 } };
    hold_refused(g, 4, 3, "pads is 1,2,3,4,…, 5 values; give two: near edge,far edge");
    g.pads = NUMBERS(1, -1);
    hold_refused(g, 4, 3, "pads is 1,-1; each number must be 0 to 268435456");
    g.pads = NUMBERS(LLONG_MAX, LLONG_MIN);
    hold_refused(g, 4, 3, "pads is 9223372036854775807,-9223372036854775808; each number must be 0 to 268435456");
    g.pads = (PerAxis){ 0 }, g.padding = NUMBERS(-1);
    hold_refused(g, 4, 3, "padding is -1; it must be 0 or more (it is what is cut off each edge of the output)");
    Tensor x = { .rank = 4, .shape = { 1, 1, 3, 4 } }, w = { .rank = 4, .shape = { 1, 1, 3, 5 } };
    Given flat = { .dims = 2, .groups = 1, .convention = CONVENTION_ONNX, .pads = NUMBERS(1, 2) };
    Spec spec;
    Error err;
    assert_false(spec_from_shapes(&spec, &flat, &x, &w, NULL, &err));
    assert_string_equal(err.text, "pads is 1,2, 2 values; give four: top,left,bottom,right");
}

static Spec uneven_spec(bool transposed, int padding, int uneven)
{
    Axis axis = { .narrow = 4, .wide = 4, .kernel = 3, .stride = 2, .dilation = 1, .padding = padding,
                  .uneven = uneven };
    return (Spec){ .transposed = transposed, .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1,
                   .x = axis, .convention = CONVENTION_ONNX };
}

static void hold_spec_refused(Spec spec, const char *sentence)
{
    Error err = { .text = "" };
    check(!spec_check(&spec, &err), "accepted; wanted: %s", sentence);
    check(!strcmp(err.text, sentence), "it says: %s\nwanted:  %s", err.text, sentence);
}

static void uneven_paddings_have_sentences_of_their_own(void **state)
{
    (void)state;
    Spec s = uneven_spec(true, 1, 1);
    s.convention = CONVENTION_PYTORCH;
    hold_spec_refused(s, "padding is 1 at the near edge and 2 at the far one; PyTorch's transposed convolution has one "
                         "number for both");
    hold_spec_refused(uneven_spec(true, 1, -2), "padding at the far edge is -1; it must be at least 0");
    hold_spec_refused(uneven_spec(false, 1, INT_MIN), "padding at the far edge is -2147483647; it must be at least 0");
    hold_spec_refused(uneven_spec(true, 1, INT_MAX), "padding at the far edge is 2147483648; it must be at most "
                                                     "268435456");
    hold_spec_refused(uneven_spec(true, 4, 1), "padding is 4 before and 5 after, which leaves nothing of the output's "
                                               "length: 9 − 4 − 5 + 0 = 0; together they must be at most 8");
    s = uneven_spec(false, 0, 1), s.x.kernel = 6;
    hold_spec_refused(s, "kernel_size is 6 and spans 6 cells with dilation 1, but the input's length is 5 with padding "
                         "0 before and 1 after; the kernel must span at most 5");
    s = uneven_spec(false, 0, 1), s.x.wide = 1 << 28;
    hold_spec_refused(s, "the input's length with padding 0 before and 1 after is 268435457; it must be at most "
                         "268435456");
    s = uneven_spec(true, 0, 1), s.x.stride = 1 << 28;
    hold_spec_refused(s, "the output's length would be 805306370, (4−1)·268435456 − 2·0 − 1 + 1·(3−1) + 0 + 1; it must "
                         "be at most 268435456");
}

// ---- large numbers ---------------------------------------------------------------------------------------------

static void sizes_with_uneven_are_right_where_32_bits_end(void **state)
{
    (void)state;
    Axis a = { .narrow = INT_MAX, .kernel = INT_MAX, .stride = INT_MAX, .dilation = INT_MAX };
    assert_true(axis_wide_size(a) == 9223372023969873925LL);
    a.uneven = INT_MIN;
    assert_true(axis_wide_size(a) == 9223372026117357573LL); // and 2³¹ more
    a = (Axis){ .narrow = INT_MIN, .kernel = INT_MIN, .stride = INT_MAX, .dilation = INT_MAX, .padding = INT_MAX,
                .uneven = INT_MAX, .output_padding = INT_MIN };
    assert_true(axis_wide_size(a) < 0);
    a = (Axis){ .narrow = 3, .kernel = 3, .stride = 2, .dilation = 1, .padding = 1, .uneven = -1, .output_padding = 1 };
    assert_true(axis_wide_size(a) == 7);
    a = (Axis){ .wide = INT_MAX, .kernel = 1, .stride = 1, .dilation = INT_MAX, .padding = INT_MAX, .uneven = INT_MAX };
    assert_true(axis_narrow_size(a) == 4LL * INT_MAX);
    a = (Axis){ .wide = 4, .kernel = 3, .stride = 2, .dilation = 1, .uneven = 1 };
    assert_true(axis_narrow_size(a) == 2);
    a.uneven = -2;
    assert_true(axis_narrow_size(a) == 0);
}

// Every number of a layer at the edges of int, alone and in pairs, in every convention: refused with a sentence, or so
// small that all sums fit.
static void extreme_numbers_are_refused_in_every_convention(void **state)
{
    (void)state;
    static const long long extremes[] = { LLONG_MIN, INT_MIN, -1, 0, 1, 2, 1 << 14, 1 << 28, (1 << 28) + 1, INT_MAX,
                                          LLONG_MAX };
    enum { IN, KERNEL, STRIDE, DILATION, OP, NEAR, FAR, SIZE, NUMBERS_OF_A_LAYER };
    int accepted = 0, tried = 0;
    for (int convention = 0; convention < CONVENTIONS; convention++)
    for (int transposed = 0; transposed < 2; transposed++)
    for (int named = 0; named < AUTO_PADS; named++)
    for (int first = 0; first < NUMBERS_OF_A_LAYER; first++)
    for (int second = first; second < NUMBERS_OF_A_LAYER; second++)
    for (int i = 0; i < COUNT(extremes); i++)
    for (int j = 0; j < COUNT(extremes); j++) {
        long long n[NUMBERS_OF_A_LAYER] = { [IN] = 4, [KERNEL] = 3, [STRIDE] = 2, [DILATION] = 1 };
        n[first] = extremes[i], n[second] = extremes[j];
        if (n[IN] < 0 || n[IN] > INT_MAX || n[KERNEL] < 0 || n[KERNEL] > INT_MAX) continue; // no tensor has them
        Given g = { .transposed = transposed, .dims = 1, .groups = 1, .convention = (Convention)convention,
                    .stride = NUMBERS(n[STRIDE]), .dilation = NUMBERS(n[DILATION]), .auto_pad = (AutoPad)named };
        if (first <= OP && OP <= second) g.output_padding = NUMBERS(n[OP]);
        if (first == NEAR || second == NEAR || first == FAR || second == FAR) g.pads = NUMBERS(n[NEAR], n[FAR]);
        if (second == SIZE) g.output_size = NUMBERS(n[SIZE]);
        Spec spec;
        Error err = { .text = "" };
        tried++;
        if (!read_line(&spec, g, (int)n[IN], (int)n[KERNEL], &err)) {
            check(err.text[0], "refused without a word");
            continue;
        }
        accepted++;
        Axis a = spec.x;
        check(a.padding >= 0 && a.padding + a.uneven >= 0 && a.output_padding >= 0, "something is below 0");
        // UBSan watches these int sums.
        int last = axis_place(a, a.narrow - 1, a.kernel - 1);
        check(a.narrow >= 1 && a.wide >= 1 && axis_extent(a) >= 1 && last >= INT_MIN / 2, "a sum overflows");
        check(spec_y_count(&spec) <= (size_t)SPEC_MOST_VALUES, "the output is too large");
    }
    check(accepted > 1000 && tried > 50000, "%d of %d were accepted: the test sees too little", accepted, tried);
}

// ---- words -----------------------------------------------------------------------------------------------------

static void words_are_found_in_either_case(void **state)
{
    (void)state;
    for (int i = 0; i < CONVENTIONS; i++) {
        Convention found = CONVENTIONS;
        assert_true(convention_find(&found, convention_word((Convention)i)) && (int)found == i);
    }
    for (int i = 0; i < AUTO_PADS; i++) {
        AutoPad found = AUTO_PADS;
        assert_true(auto_pad_find(&found, auto_pad_word((AutoPad)i)) && (int)found == i);
    }
    Convention convention = CONVENTION_KERAS;
    assert_true(convention_find(&convention, "ONNX"));
    assert_int_equal(convention, CONVENTION_ONNX);
    assert_false(convention_find(&convention, "onn"));
    assert_false(convention_find(&convention, ""));
    assert_int_equal(convention, CONVENTION_ONNX);
    AutoPad pad = AUTO_PAD_NOTSET;
    assert_true(auto_pad_find(&pad, "SAME"));
    assert_int_equal(pad, AUTO_PAD_SAME_UPPER);
    assert_true(auto_pad_find(&pad, "Same_Lower"));
    assert_int_equal(pad, AUTO_PAD_SAME_LOWER);
    assert_false(auto_pad_find(&pad, "samey"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(onnx_transposed_pads_are_cut_as_they_are_told),
        cmocka_unit_test(onnx_transposed_same_cuts_the_odd_cell_at_the_far_edge_with_upper),
        cmocka_unit_test(onnx_output_shape_chooses_the_pads),
        cmocka_unit_test(convolutions_named_same_keep_one_output_a_stride),
        cmocka_unit_test(keras_same_agrees_with_pytorch_for_an_even_kernel_alone),
        cmocka_unit_test(keras_output_padding_and_output_shape_choose_among_the_sizes),
        cmocka_unit_test(jax_cuts_what_it_does_not_pad), cmocka_unit_test(two_axes_take_their_own_numbers),
        cmocka_unit_test(words_of_another_framework_are_refused),
        cmocka_unit_test(words_that_contradict_each_other_are_refused),
        cmocka_unit_test(words_are_named_as_they_were_said), cmocka_unit_test(a_layer_is_checked_as_far_as_it_is_known),
        cmocka_unit_test(pads_are_counted_and_not_negative),
        cmocka_unit_test(uneven_paddings_have_sentences_of_their_own),
        cmocka_unit_test(sizes_with_uneven_are_right_where_32_bits_end),
        cmocka_unit_test(extreme_numbers_are_refused_in_every_convention),
        cmocka_unit_test(words_are_found_in_either_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
