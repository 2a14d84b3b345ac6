// Sentences that are seldom said: about the second of two statistics, one side alone, a word that was nearly right.
#include "op/op.h"
#include "support/check.h"

static void hold(bool ok, const Error *err, const char *sentence)
{
    check(!ok, "accepted; wanted: %s", sentence);
    check(!strcmp(err->text, sentence), "it says: %s\nwanted: %s", err->text, sentence);
}

static void each_statistic_of_batch_norm_is_asked_for_its_length(void **state)
{
    (void)state;
    Tensor x = { .rank = 2, .shape = { 4, 3 } }, three = { .rank = 1, .shape = { 3 } }, two = { .rank = 1, .shape = { 2 } };
    BatchNorm norm;
    Error err;
    hold(batch_norm_from(&norm, &x, NULL, NULL, &three, &two, true, 1e-5, 0.1, &err), &err,
         "running_var has the shape (2,); it must be (3,): one number for each channel of x");
    hold(batch_norm_from(&norm, &x, &two, NULL, &three, &three, true, 1e-5, 0.1, &err), &err,
         "gamma has the shape (2,); it must be (3,): one number for each channel of x");
    hold(batch_norm_from(&norm, &x, &three, &two, &three, &three, true, 1e-5, 0.1, &err), &err,
         "beta has the shape (2,); it must be (3,): one number for each channel of x");
}

static void one_side_is_not_said_to_be_sides(void **state)
{
    (void)state;
    Tensor row = { .rank = 1, .shape = { 3 } }, whole;
    const Tensor *parts[] = { &row, &row };
    long long axis = 1;
    Error err;
    hold(concat_shape(&whole, parts, 2, &axis, &err), &err,
         "axis is 1; for 1 side it must be 0, or counted from the end -1");
    Shuffle shuffle;
    assert_false(shuffle_from(&shuffle, &row, 2, false, &err));
    check(!strncmp(err.text, "x has the shape (3,), 1 side; ", 30), "%s", err.text);
}

static void a_mode_that_was_nearly_right_is_answered_with_the_word_that_was_meant(void **state)
{
    (void)state;
    static const struct { const char *mode; int rank; const char *end; } rows[] = {
        { "nearst", 4, "; did you mean nearest?" }, { "bilinaer", 4, "; did you mean bilinear?" },
        { "linaer", 3, "; did you mean linear?" }, { "cubic-spline", 4, "it must be nearest or bilinear" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Tensor x = { .rank = rows[i].rank, .shape = { 1, 1, 2, 2 } };
        PerAxis two = { 1, { 2 } }, none = { 0 };
        Resize resize;
        Error err = { .text = "" };
        assert_false(resize_from(&resize, &x, rows[i].mode, 0, &none, &two, &err));
        size_t length = strlen(err.text), end = strlen(rows[i].end);
        check(length > end && !strcmp(err.text + length - end, rows[i].end), "%s: %s", rows[i].mode, err.text);
    }
}

static void sizes_and_paddings_of_conventions_name_their_axis_and_all_their_values(void **state)
{
    (void)state;
    Tensor x = { .rank = 4, .shape = { 1, 1, 4, 4 } }, w = { .rank = 4, .shape = { 1, 1, 3, 3 } };
    Given given = { .transposed = true, .dims = 2, .groups = 1, .convention = CONVENTION_KERAS,
                    .auto_pad = AUTO_PAD_VALID, .output_size = { 2, { 99, 6 } } };
    Spec spec;
    Error err = { .text = "" };
    hold(spec_from_shapes(&spec, &given, &x, &w, NULL, &err), &err,
         "output_shape is 99 (height), which cannot be reached; with this input, kernel and stride it must be 6");
    given.output_size = (PerAxis){ 2, { 6, 99 } };
    hold(spec_from_shapes(&spec, &given, &x, &w, NULL, &err), &err,
         "output_shape is 99 (width), which cannot be reached; with this input, kernel and stride it must be 6");
    given.convention = CONVENTION_ONNX, given.auto_pad = AUTO_PAD_NOTSET, given.padding = (PerAxis){ 5, { 0 } };
    hold(spec_from_shapes(&spec, &given, &x, &w, NULL, &err), &err,
         "output_shape is 6,99 and padding is 0,0,0,0,…; give one of them, the other follows");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_statistic_of_batch_norm_is_asked_for_its_length),
        cmocka_unit_test(one_side_is_not_said_to_be_sides),
        cmocka_unit_test(a_mode_that_was_nearly_right_is_answered_with_the_word_that_was_meant),
        cmocka_unit_test(sizes_and_paddings_of_conventions_name_their_axis_and_all_their_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
