// What is allowed: every row of errors.tsv gets PyTorch's verdict, and every refusal is a sentence with the value in it.
#include "op/op.h"
#include "support/check.h"
#include "support/oracle.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

// ---- errors.tsv ------------------------------------------------------------------------------------------------

static Tensor shape_of(const char *text)
{
    Tensor tensor = { 0 };
    tensor.rank = shape_parse(text, tensor.shape);
    return tensor;
}

// "2,3" → two values; "-" → none.
static PerAxis per_axis(const char *text)
{
    PerAxis out = { 0 };
    if (!strcmp(text, "-")) return out;
    for (char *end;; text = end + 1) {
        long long value = strtoll(text, &end, 10);
        check(end != text, "'%s' is not a number", text);
        if (out.count < PER_AXIS_MOST) out.value[out.count] = value;
        out.count++;
        if (*end != ',') return out;
    }
}

// What of the row its class blames, as our sentence must show it: any one of these texts.
static bool names_the_value(const char *sentence, const char *class, const Rows *rows, int row)
{
    static const struct { const char *class, *column; } blame[] = {
        { "output_padding_too_large", "output_padding" }, { "output_padding_negative", "output_padding" },
        { "stride_not_positive", "stride" }, { "padding_negative", "padding" }, { "dilation_not_positive", "dilation" },
        { "groups_not_positive", "groups" }, { "output_empty", "padding" }, { "channels_mismatch", "x_shape" },
        { "channels_not_divisible_by_groups", "groups" }, { "weight_shorter_than_groups", "groups" },
        { "bias_length", "bias_len" }, { "wrong_number_of_values", "stride" }, { "wrong_number_of_dims", "x_shape" },
        { "weight_dims", "w_shape" }, { "input_empty", "x_shape" }, { "kernel_not_positive", "w_shape" },
        { "output_size_unreachable", "extra" }, { "same_padding_with_stride", "stride" }, { "kernel_larger_than_input", "w_shape" },
    };
    for (int i = 0; i < COUNT(blame); i++) {
        if (strcmp(blame[i].class, class)) continue;
        // One of the numbers of the cell stands in the sentence as "is N" or in a shape.
        const char *cell = rows_cell(rows, row, blame[i].column);
        for (const char *c = cell; *c;) {
            size_t digits = strspn(c, "-0123456789");
            if (!digits) { c++; continue; }
            char is[48], has[48], first[48], other[48];
            snprintf(is, sizeof is, " is %.*s", (int)digits, c);
            snprintf(has, sizeof has, " has %.*s ", (int)digits, c);
            snprintf(first, sizeof first, "(%.*s,", (int)digits, c);
            snprintf(other, sizeof other, ", %.*s,", (int)digits, c);
            if (strstr(sentence, is) || strstr(sentence, has) || strstr(sentence, first) || strstr(sentence, other))
                return true;
            c += digits;
        }
        return false;
    }
    fail_msg("a class that the test does not know: %s", class);
    return false;
}

static bool is_one_plain_sentence(const char *text)
{
    size_t length = strlen(text);
    return length > 20 && length < 400 && text[length - 1] != '.' && !strchr(text, '\n');
}

static void every_row_of_errors_has_pytorchs_verdict(void **state)
{
    (void)state;
    Rows rows = rows_read("errors.tsv");
    int accepted = 0, refused = 0, elsewhere = 0;
    for (int row = 0; row < rows.rows; row++) {
        const char *id = rows_cell(&rows, row, "id"), *op = rows_cell(&rows, row, "op");
        const char *extra = rows_cell(&rows, row, "extra"), *padding = rows_cell(&rows, row, "padding");
        bool transposed = !strncmp(op, "conv_transpose", 14) || !strcmp(op, "nn.ConvTranspose2d");
        if (!transposed && strcmp(op, "conv1d") && strcmp(op, "conv2d")) continue;
        if (!strncmp(extra, "wdtype", 6)) {
            elsewhere++; // a type of file: tests/cli
            continue;
        }
        AutoPad named = AUTO_PAD_NOTSET;
        if (auto_pad_find(&named, padding)) padding = "-";
        Given given = { .transposed = transposed, .dims = strstr(op, "1d") ? 1 : 2,
                        .stride = per_axis(rows_cell(&rows, row, "stride")), .padding = per_axis(padding),
                        .output_padding = per_axis(rows_cell(&rows, row, "output_padding")),
                        .dilation = per_axis(rows_cell(&rows, row, "dilation")),
                        .groups = atoi(rows_cell(&rows, row, "groups")), .auto_pad = named };
        if (!strncmp(extra, "output_size=", 12)) {
            given.output_size = per_axis(extra + 12);
            given.output_padding = (PerAxis){ 0 };
        }
        Tensor x = shape_of(rows_cell(&rows, row, "x_shape")), w = shape_of(rows_cell(&rows, row, "w_shape"));
        const char *length = rows_cell(&rows, row, "bias_len");
        Tensor b = { .rank = 1, .shape = { atoi(length) } };
        Spec spec;
        Error err = { .text = "" };
        bool ok = spec_from_shapes(&spec, &given, &x, &w, strcmp(length, "-") ? &b : NULL, &err);
        bool wanted = !strcmp(rows_cell(&rows, row, "verdict"), "ok");
        if (ok) {
            check(wanted, "%s is accepted; it must be refused: %s", id, rows_cell(&rows, row, "class"));
            Tensor y = shape_of(rows_cell(&rows, row, "out_shape")), got = { 0 };
            got.rank = spec_y_shape(&spec, got.shape);
            check(got.rank == y.rank && !memcmp(got.shape, y.shape, sizeof y.shape), "%s has another output shape", id);
            accepted++;
        } else {
            bool optional = !strcmp(rows_cell(&rows, row, "optional"), "1");
            check(!wanted || optional, "%s is refused: %s", id, err.text);
            check(is_one_plain_sentence(err.text), "%s: not one plain sentence: '%s'", id, err.text);
            check(wanted || names_the_value(err.text, rows_cell(&rows, row, "class"), &rows, row),
                  "%s: the sentence does not name the value: %s", id, err.text);
            check(!err.cannot, "%s blames the machine: %s", id, err.text);
            refused++;
        }
    }
    assert_int_equal(elsewhere, 1); // float64
    check(accepted == 43 && refused == 97, "%d accepted, %d refused", accepted, refused);
    rows_clear(&rows);
}

// ---- one sentence a rule ---------------------------------------------------------------------------------------

// convt2d in=4 k=3 s=2, ready to be spoilt.
static Spec good(bool transposed)
{
    Axis axis = { .narrow = 4, .wide = 4, .kernel = 3, .stride = 2, .dilation = 1 };
    return (Spec){ .transposed = transposed, .dims = 2, .batch = 1, .in_channels = 4, .out_channels = 6, .groups = 1,
                   .y = axis, .x = axis };
}

static void hold_refused(Spec spec, const char *sentence)
{
    Spec before = spec;
    Error err = { .text = "" };
    check(!spec_check(&spec, &err), "accepted; wanted: %s", sentence);
    check(!strcmp(err.text, sentence), "it says: %s\nwanted: %s", err.text, sentence);
    assert_memory_equal(&spec, &before, sizeof spec);
}

static void refusals_say_the_value_and_what_is_allowed(void **state)
{
    (void)state;
    Spec s = good(true);
    s.y.output_padding = s.x.output_padding = 2;
    hold_refused(s, "output_padding is 2; below stride 2 or dilation 1 it must be: 0 or 1");
    s.y.stride = s.x.stride = 1, s.y.output_padding = s.x.output_padding = 1;
    hold_refused(s, "output_padding is 1; with stride 1 and dilation 1 it can only be 0");
    s = good(true), s.x.output_padding = 5, s.x.stride = 5;
    hold_refused(s, "output_padding (columns) is 5; below stride 5 or dilation 1 it must be: 0 to 4");
    s = good(true), s.y.stride = 0;
    hold_refused(s, "stride (rows) is 0; it must be 1 or more");
    s = good(true), s.x.padding = -1;
    hold_refused(s, "padding (columns) is -1; it must be 0 or more (it is what is cut off each edge of the output)");
    s = good(false), s.x.padding = -1;
    hold_refused(s, "padding (columns) is -1; it must be 0 or more (it is what is added around the input)");
    s = good(true), s.y.dilation = s.x.dilation = 0;
    hold_refused(s, "dilation is 0; it must be 1 or more (1 is a kernel without gaps)");
    s = good(true), s.y.kernel = 0;
    hold_refused(s, "kernel_size (rows) is 0; it must be 1 or more");
    s = good(true), s.groups = 4;
    hold_refused(s, "groups is 4, but out_channels is 6 and does not split evenly; for 4 channels in and 6 out groups "
                    "must be one of: 1, 2");
    s = good(true), s.in_channels = s.out_channels = 5040, s.groups = 11;
    hold_refused(s, "groups is 11, but in_channels is 5040 and does not split evenly; for 5040 channels in and 5040 out "
                    "groups must be one of: 1, 2, 3, 4, 5, 6, 7, 8 …");
    s = good(true), s.y.padding = s.x.padding = 5;
    hold_refused(s, "padding is 5, which leaves nothing of the output's height: 9 − 2·5 + 0 = -1; here it must be at "
                    "most 4");
    s = good(false), s.x.dilation = 2;
    hold_refused(s, "kernel_size is 3 and spans 5 cells with dilation 2, but the input's width is 4 with padding 0 on "
                    "both sides; the kernel must span at most 4");
    s = good(false), s.y.output_padding = 1;
    hold_refused(s, "output_padding (rows) is 1; a convolution has none, it must be 0 (it belongs to the transposed "
                    "convolution)");
    s = good(true), s.dims = 1, s.x.narrow = 0;
    hold_refused((s.y = AXIS_TRIVIAL, s), "the input's length is 0; it must be 1 or more");
    s = good(true), s.y.stride = 1 << 28;
    hold_refused(s, "the output's height would be 805306371, (4−1)·268435456 − 2·0 + 1·(3−1) + 0 + 1; it must be at "
                    "most 268435456");
    s = good(true), s.batch = 4096, s.y.narrow = s.x.narrow = 300;
    hold_refused(s, "the input would hold 4096·4·300·300 values; it must be at most 268435456");
}

static void the_padding_that_is_offered_is_the_last_that_leaves_something(void **state)
{
    (void)state;
    Spec s = good(true);
    Error err;
    s.y.padding = s.x.padding = 4;
    assert_true(spec_check(&s, &err));
    assert_int_equal(s.y.wide, 1);
    s.y.output_padding = s.x.output_padding = 1; // 9 − 2·5 + 1 = 0
    s.y.padding = s.x.padding = 5;
    assert_false(spec_check(&s, &err));
}

static void a_one_dimensional_spec_has_a_trivial_row_axis(void **state)
{
    (void)state;
    Spec s = good(true);
    Error err;
    s.dims = 1;
    assert_true(spec_check(&s, &err));
    Axis trivial = AXIS_TRIVIAL;
    assert_memory_equal(&s.y, &trivial, sizeof trivial);
    assert_int_equal(spec_y_count(&s), 6 * 9);
}

static void output_size_chooses_the_output_padding(void **state)
{
    (void)state;
    Given given = { .transposed = true, .dims = 1, .stride = { 1, { 3 } }, .output_size = { 1, { 14 } }, .groups = 1 };
    Tensor x = { .rank = 3, .shape = { 1, 1, 4 } }, w = { .rank = 3, .shape = { 1, 1, 3 } };
    Spec spec;
    Error err;
    check(spec_from_shapes(&spec, &given, &x, &w, NULL, &err), "%s", err.text);
    assert_int_equal(spec.x.output_padding, 2);
    given.output_size.value[0] = 15;
    assert_false(spec_from_shapes(&spec, &given, &x, &w, NULL, &err));
    assert_string_equal(err.text, "output_size is 15 (length), which cannot be reached; with this input, kernel, "
                                  "padding and stride it must be 12 to 14");
    // Without output padding −1 cells would be left; PyTorch makes the one that is asked for.
    x.shape[2] = w.shape[2] = 1, given.padding = (PerAxis){ 1, { 1 } }, given.output_size.value[0] = 1;
    check(spec_from_shapes(&spec, &given, &x, &w, NULL, &err), "%s", err.text);
    assert_true(spec.x.output_padding == 2 && spec.x.wide == 1);
    given.output_size.value[0] = 0;
    assert_false(spec_from_shapes(&spec, &given, &x, &w, NULL, &err));
    assert_non_null(strstr(err.text, "output_size is 0 (length), which cannot be reached; with this input, kernel, "
                                     "padding and stride it must be 1"));
    w.shape[2] = 2, given.stride.value[0] = 4, given.padding.value[0] = 2, given.output_size.value[0] = 1;
    check(spec_from_shapes(&spec, &given, &x, &w, NULL, &err), "%s", err.text);
    assert_int_equal(spec.x.wide, 1);
    given.padding.value[0] = 9; // no output padding leaves anything
    assert_false(spec_from_shapes(&spec, &given, &x, &w, NULL, &err));
    check(!strncmp(err.text, "padding is 9, which leaves nothing", 34), "%s", err.text);
    w.shape[2] = 1, given.stride.value[0] = 3, given.padding.value[0] = 1;
    given.stride.value[0] = 0, given.output_size.value[0] = 1;
    assert_false(spec_from_shapes(&spec, &given, &x, &w, NULL, &err));
    assert_string_equal(err.text, "stride is 0; it must be 1 or more");
    given.stride.value[0] = 3, given.padding.value[0] = -1;
    assert_false(spec_from_shapes(&spec, &given, &x, &w, NULL, &err));
    assert_non_null(strstr(err.text, "padding is -1; it must be 0 or more"));
    given.padding.value[0] = SPEC_MOST_SIDE + 1;
    assert_false(spec_from_shapes(&spec, &given, &x, &w, NULL, &err));
    assert_string_equal(err.text, "padding is 268435457; it must be at most 268435456");
    given.padding.value[0] = 0;
    given.output_padding = (PerAxis){ 1, { 1 } };
    assert_false(spec_from_shapes(&spec, &given, &x, &w, NULL, &err));
}

// ---- large numbers ---------------------------------------------------------------------------------------------

static void sizes_are_right_where_32_bits_end(void **state)
{
    (void)state;
    assert_true(axis_transposed_size(INT_MAX, INT_MAX, INT_MAX, 0, 0, INT_MAX) == 9223372023969873925LL);
    assert_true(axis_transposed_size(INT_MIN, INT_MIN, INT_MIN, INT_MAX, 0, INT_MIN) > INT_MAX);
    assert_true(axis_transposed_size(LLONG_MAX, 3, LLONG_MAX, 0, 0, 1) == LLONG_MAX);
    assert_true(axis_transposed_size(3, 3, 2, 1, 1, 1) == 6);
    assert_true(axis_convolved_size(INT_MAX, 1, 1, INT_MAX, INT_MAX) == 3LL * INT_MAX);
    assert_true(axis_convolved_size(4, 5, 1, 0, 1) == 0);
    assert_true(axis_convolved_size(5, 5, 9, 0, 1) == 1);
}

// Every number at the edges of int, alone and in pairs: refused with a sentence, or so small that all sums fit.
static void extreme_numbers_are_refused_without_overflow(void **state)
{
    (void)state;
    static const int extremes[] = { INT_MIN, INT_MIN + 1, -1, 0, 1, 2, 1 << 14, 1 << 20, 1 << 28, (1 << 28) + 1,
                                    INT_MAX - 1, INT_MAX };
    int accepted = 0;
    for (int transposed = 0; transposed < 2; transposed++)
    for (int first = 0; first < 11; first++)
    for (int second = first; second < 11; second++)
    for (int i = 0; i < COUNT(extremes); i++)
    for (int j = 0; j < COUNT(extremes); j++) {
        Spec s = good(transposed);
        int *numbers[] = { &s.batch, &s.in_channels, &s.out_channels, &s.groups, &s.x.kernel, &s.x.stride, &s.x.padding,
                           &s.x.output_padding, &s.x.dilation, transposed ? &s.x.narrow : &s.x.wide,
                           transposed ? &s.y.narrow : &s.y.wide };
        *numbers[first] = extremes[i];
        *numbers[second] = extremes[j];
        Error err = { .text = "" };
        if (!spec_check(&s, &err)) {
            check(err.text[0], "refused without a word");
            continue;
        }
        accepted++;
        check(spec_x_count(&s) <= (size_t)SPEC_MOST_VALUES && spec_w_count(&s) <= (size_t)SPEC_MOST_VALUES &&
                  spec_y_count(&s) <= (size_t)SPEC_MOST_VALUES, "a tensor is too large");
        // UBSan watches these int sums.
        check(axis_place(s.x, s.x.narrow - 1, s.x.kernel - 1) >= INT_MIN / 2, "a place overflows");
        check(s.x.narrow >= 1 && s.x.wide >= 1 && s.y.narrow >= 1 && s.y.wide >= 1, "an empty side");
        check(axis_extent(s.x) >= 1 && axis_span(s.x) >= 1, "an extent overflows");
    }
    check(accepted > 500, "only %d were accepted: the test sees too little", accepted);
}

static void numbers_beyond_int_are_refused_with_their_value(void **state)
{
    (void)state;
    Given given = { .dims = 2, .stride = { 1, { 99999999999LL } }, .groups = 1 };
    Tensor x = { .rank = 4, .shape = { 1, 1, 4, 4 } }, w = { .rank = 4, .shape = { 1, 1, 3, 3 } };
    Spec spec;
    Error err;
    assert_false(spec_from_shapes(&spec, &given, &x, &w, NULL, &err));
    assert_string_equal(err.text, "stride is 99999999999; it must be at most 268435456");
    given.stride.value[0] = LLONG_MIN;
    assert_false(spec_from_shapes(&spec, &given, &x, &w, NULL, &err));
    assert_string_equal(err.text, "stride is -9223372036854775808; it must be at least 1");
    given.stride = (PerAxis){ 2, { 2, 1LL << 40 } }; // columns alone
    assert_false(spec_from_shapes(&spec, &given, &x, &w, NULL, &err));
    assert_string_equal(err.text, "stride is 1099511627776; it must be at most 268435456");
    given.stride = (PerAxis){ 5, { 1, 2, 3, 4 } };
    assert_false(spec_from_shapes(&spec, &given, &x, &w, NULL, &err));
    assert_string_equal(err.text, "stride is 1,2,3,4,…, 5 values; give one number for both axes, or two: rows,columns");
    given.dims = 1, x.rank = w.rank = 3, given.stride = (PerAxis){ 2, { 3, 4 } };
    assert_false(spec_from_shapes(&spec, &given, &x, &w, NULL, &err));
    assert_string_equal(err.text, "stride is 3,4, 2 values; give one number");
    given.dims = 2, x.rank = w.rank = 4;
    given.stride.count = 0, given.groups = LLONG_MAX;
    assert_false(spec_from_shapes(&spec, &given, &x, &w, NULL, &err));
    given.groups = 1, given.transposed = true, given.output_size = (PerAxis){ 2, { 1LL << 40, 6 } }; // rows alone
    assert_false(spec_from_shapes(&spec, &given, &x, &w, NULL, &err));
    assert_string_equal(err.text, "output_size is 1099511627776; it must be at most 268435456");
    given.output_size.count = 0;
    Tensor b = { .rank = 2, .shape = { 1, 1 } };
    assert_false(spec_from_shapes(&spec, &given, &x, &w, &b, &err));
    assert_string_equal(err.text, "b has the shape (1, 1); it must be (1,): one number for each output channel");
}

// ---- tensors ---------------------------------------------------------------------------------------------------

static void tensors_too_large_are_refused_before_memory_is_asked(void **state)
{
    (void)state;
    Tensor tensor;
    Error err;
    int sides[] = { INT_MAX, INT_MAX, INT_MAX, INT_MAX, INT_MAX, INT_MAX };
    assert_false(tensor_make(&tensor, 6, sides, &err));
    assert_non_null(strstr(err.text, "268435456"));
    assert_null(tensor.data);
    int just_over[] = { 1 << 14, (1 << 14) + 1 };
    assert_false(tensor_make(&tensor, 2, just_over, &err));
    int empty[] = { INT_MAX, INT_MAX, 0 };
    assert_true(tensor_make(&tensor, 3, empty, &err));
    assert_int_equal(tensor_count(&tensor), 0);
    tensor_clear(&tensor);
    assert_true(tensor_make(&tensor, 0, NULL, &err));
    assert_int_equal(tensor_count(&tensor), 1);
    assert_true(tensor.data[0] == 0);
    tensor_clear(&tensor);
}

static void shapes_print_as_numpy_writes_them(void **state)
{
    (void)state;
    char out[SHAPE_TEXT];
    Tensor tensor = { .rank = 3, .shape = { 1, 20, 3 } };
    tensor_shape_print(out, &tensor);
    assert_string_equal(out, "(1, 20, 3)");
    tensor.rank = 1;
    tensor_shape_print(out, &tensor);
    assert_string_equal(out, "(1,)");
    tensor.rank = 0;
    tensor_shape_print(out, &tensor);
    assert_string_equal(out, "()");
    Tensor long_one = { .rank = 6, .shape = { INT_MAX, INT_MAX, INT_MAX, INT_MAX, INT_MAX, INT_MAX } };
    tensor_shape_print(out, &long_one);
    assert_int_equal(strlen(out), 6 * 10 + 5 * 2 + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_of_errors_has_pytorchs_verdict),
        cmocka_unit_test(refusals_say_the_value_and_what_is_allowed),
        cmocka_unit_test(the_padding_that_is_offered_is_the_last_that_leaves_something),
        cmocka_unit_test(a_one_dimensional_spec_has_a_trivial_row_axis),
        cmocka_unit_test(output_size_chooses_the_output_padding), cmocka_unit_test(sizes_are_right_where_32_bits_end),
        cmocka_unit_test(extreme_numbers_are_refused_without_overflow),
        cmocka_unit_test(numbers_beyond_int_are_refused_with_their_value),
        cmocka_unit_test(tensors_too_large_are_refused_before_memory_is_asked),
        cmocka_unit_test(shapes_print_as_numpy_writes_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
