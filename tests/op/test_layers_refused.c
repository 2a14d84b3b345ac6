// What the layers refuse: every row of errors.tsv about them gets PyTorch's verdict, each refusal is a sentence with
// the value and what would be right, and no size at the end of int or of memory gets through or overflows.
#include "op/op.h"
#include "support/check.h"
#include "support/oracle.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// ---- errors.tsv ------------------------------------------------------------------------------------------------

static Tensor shape_of(const char *text)
{
    Tensor tensor = { 0 };
    tensor.rank = shape_parse(text, tensor.shape);
    return tensor;
}

// The text after "key=" in "a=1;key=2,3;b=4", or NULL. It ends at ; or at the end.
static const char *extra_of(const Rows *rows, int row, const char *key)
{
    size_t length = strlen(key);
    for (const char *at = rows_cell(rows, row, "extra"); at; at = strchr(at, ';'), at = at ? at + 1 : NULL)
        if (!strncmp(at, key, length) && at[length] == '=') return at + length + 1;
    return NULL;
}

static PerAxis numbers_of(const char *text)
{
    PerAxis out = { 0 };
    for (char *end = NULL; text; text = *end == ',' ? end + 1 : NULL) out.value[out.count++] = strtoll(text, &end, 10);
    return out;
}

static double number_of(const Rows *rows, int row, const char *key, double otherwise)
{
    const char *text = extra_of(rows, row, key);
    double value = otherwise;
    if (text && !number_parse(text, strcspn(text, ",;"), &value)) fail();
    return value;
}

// The verdict on one row; where it is accepted, [y] is the shape of the output.
typedef bool Ask(const Rows *rows, int row, const Tensor *x, Tensor *y, Error *err);

static bool ask_shuffle(const Rows *rows, int row, const Tensor *x, Tensor *y, Error *err)
{
    bool unshuffle = !strcmp(rows_cell(rows, row, "op"), "pixel_unshuffle");
    Shuffle s;
    if (!shuffle_from(&s, x, (long long)number_of(rows, row, "r", 0), unshuffle, err)) return false;
    int f = s.factor;
    *y = unshuffle ? (Tensor){ 4, { s.batch, s.channels * f * f, s.height, s.width }, NULL }
                   : (Tensor){ 4, { s.batch, s.channels, s.height * f, s.width * f }, NULL };
    return true;
}

static bool ask_resize(const Rows *rows, int row, const Tensor *x, Tensor *y, Error *err)
{
    PerAxis size = numbers_of(extra_of(rows, row, "size")), scale = numbers_of(extra_of(rows, row, "scale_factor"));
    const char *align = extra_of(rows, row, "align_corners");
    Resize by;
    if (!resize_from(&by, x, "nearest", align && !strncmp(align, "True", 4), &size, &scale, err)) return false;
    *y = (Tensor){ 4, { x->shape[0], x->shape[1], by.out_height, by.out_width }, NULL };
    return true;
}

static bool ask_norm(const Rows *rows, int row, const Tensor *x, Tensor *y, Error *err)
{
    Tensor each = { .rank = 1, .shape = { (int)number_of(rows, row, "c", x->shape[1]) } };
    BatchNorm norm;
    *y = *x;
    return batch_norm_from(&norm, x, &each, &each, &each, &each, number_of(rows, row, "train", 1) != 0, 1e-5, 0.1, err);
}

static bool ask_mse(const Rows *rows, int row, const Tensor *x, Tensor *y, Error *err)
{
    Tensor target = shape_of(rows_cell(rows, row, "w_shape"));
    *y = (Tensor){ 0 };
    return mse_check(x, &target, err);
}

static bool ask_concat(const Rows *rows, int row, const Tensor *x, Tensor *y, Error *err)
{
    Tensor other = shape_of(rows_cell(rows, row, "w_shape"));
    long long axis = 1;
    return concat_shape(y, (const Tensor *[]){ x, &other }, 2, &axis, err);
}

static bool ask_adam(const Rows *rows, int row, const Tensor *x, Tensor *y, Error *err)
{
    Adam adam = ADAM_DEFAULT;
    adam.lr = number_of(rows, row, "lr", adam.lr);
    adam.beta1 = number_of(rows, row, "betas", adam.beta1);
    adam.eps = number_of(rows, row, "eps", adam.eps);
    *y = *x;
    return adam_check(&adam, x, x, x, x, err);
}

// Which op, and what each class blames: a text that our sentence must have.
static const struct { const char *op; Ask *ask; } ASK[] = {
    { "pixel_shuffle", ask_shuffle }, { "pixel_unshuffle", ask_shuffle }, { "interpolate", ask_resize },
    { "batch_norm", ask_norm }, { "mse_loss", ask_mse }, { "cat", ask_concat }, { "adam", ask_adam },
};
static const struct { const char *class, *named; } BLAME[] = {
    { "shuffle_channels", "6 channels" }, { "shuffle_factor", "factor is 0" }, { "unshuffle_size", "height is 5" },
    { "align_corners_with_nearest", "align_corners is 1" }, { "size_and_scale_both", "size is 6,6 and scale is 2" },
    { "size_and_scale_missing", "neither size nor scale" }, { "resize_empty", "size is 0 (height)" },
    { "batch_norm_single_value", "(1, 3, 1, 1)" }, { "batch_norm_length", "running_mean has the shape (2,)" },
    { "shape_mismatch", "(1, 3, 4, 5)" }, { "concat_mismatch", "(1, 2, 8, 8)" }, { "adam_lr", "lr is -0.1" },
    { "adam_beta", "beta1 is 1" }, { "adam_eps", "eps is -1" }, { "-", "(1, 1, 4, 4)" },
};

static bool is_one_plain_sentence(const char *text)
{
    size_t length = strlen(text);
    return length > 20 && length < 300 && text[length - 1] != '.' && !strchr(text, '\n');
}

static void every_row_about_a_layer_has_pytorchs_verdict(void **state)
{
    (void)state;
    Rows rows = rows_read("errors.tsv");
    int accepted = 0, refused = 0, elsewhere = 0;
    for (int row = 0; row < rows.rows; row++) {
        const char *id = rows_cell(&rows, row, "id"), *class = rows_cell(&rows, row, "class");
        Ask *ask = NULL;
        for (int i = 0; i < COUNT(ASK); i++)
            if (!strcmp(rows_cell(&rows, row, "op"), ASK[i].op)) ask = ASK[i].ask;
        if (!ask) continue;
        const char *scale = extra_of(&rows, row, "scale_factor");
        if (scale && strchr(scale, '.')) {
            elsewhere++; // a broken number never reaches the door: it is a word on the command line
            continue;
        }
        Tensor x = shape_of(rows_cell(&rows, row, "x_shape")), y;
        Error err = { .text = "" };
        bool ok = ask(&rows, row, &x, &y, &err), wanted = !strcmp(rows_cell(&rows, row, "verdict"), "ok");
        if (ok) {
            check(wanted, "%s is accepted; it must be refused: %s", id, class);
            const char *out = rows_cell(&rows, row, "out_shape");
            Tensor want = strcmp(out, "scalar") ? shape_of(out) : (Tensor){ 0 };
            check(y.rank == want.rank && !memcmp(y.shape, want.shape, sizeof y.shape), "%s has another output shape",
                  id);
            accepted++;
            continue;
        }
        check(!wanted || !strcmp(rows_cell(&rows, row, "optional"), "1"), "%s is refused: %s", id, err.text);
        check(is_one_plain_sentence(err.text) && !err.cannot, "%s: not one plain sentence: '%s'", id, err.text);
        const char *named = NULL;
        for (int i = 0; i < COUNT(BLAME); i++)
            if (!strcmp(BLAME[i].class, class)) named = BLAME[i].named;
        check(named && strstr(err.text, named), "%s (%s): the sentence does not say '%s': %s", id, class,
              named ? named : "?", err.text);
        refused++;
    }
    check(accepted == 6 && refused == 15 && elsewhere == 2, "%d accepted, %d refused, %d elsewhere", accepted, refused,
          elsewhere);
    rows_clear(&rows);
}

// ---- sentences -------------------------------------------------------------------------------------------------

static void says(bool ok, const Error *err, const char *sentence)
{
    check(!ok, "it is accepted; it must be refused: %s", sentence);
    check(!strcmp(err->text, sentence), "it says:\n  %s\nwanted:\n  %s", err->text, sentence);
}

static const PerAxis NONE = { 0 };

static void shuffles_say_what_would_divide(void **state)
{
    (void)state;
    Shuffle s;
    Error err;
    Tensor six = shape_of("1x6x3x3"), odd = shape_of("1x2x4x5"), flat = shape_of("6x3x3"), empty = shape_of("1x4x0x3");
    says(shuffle_from(&s, &six, 2, false, &err), &err,
         "x has 6 channels; pixel_shuffle by 2 lays 4 channels into each 2×2 block, so their number must be a multiple "
         "of 4");
    says(shuffle_from(&s, &odd, 2, true, &err), &err,
         "x's width is 5; pixel_unshuffle by 2 cuts the picture into 2×2 blocks, so it must be a multiple of 2");
    Tensor one = shape_of("1x1x2x2");
    says(shuffle_from(&s, &one, 3, false, &err), &err,
         "x has 1 channel; pixel_shuffle by 3 lays 9 channels into each 3×3 block, so their number must be a multiple "
         "of 9");
    says(shuffle_from(&s, &six, -3, false, &err), &err, "factor is -3; it must be 1 or more");
    says(shuffle_from(&s, &flat, 2, false, &err), &err,
         "x has the shape (6, 3, 3), 3 sides; pixel_shuffle takes 4: (batch, channels, height, width); x[None] adds a "
         "batch of one");
    says(shuffle_from(&s, &empty, 2, false, &err), &err,
         "x has the shape (1, 4, 0, 3), which holds no values; every side must be 1 or more");
}

static void resizing_says_the_way(void **state)
{
    (void)state;
    Resize by;
    Error err;
    Tensor x = shape_of("1x1x3x3"), line = shape_of("1x1x3"), two = shape_of("3x3");
    PerAxis zero = { 1, { 0 } }, pair = { 2, { 2, 3 } }, five = { 5, { 1, 2, 3, 4 } }, six = { 1, { 6 } };
    says(resize_from(&by, &x, "nearest", 0, &NONE, &zero, &err), &err,
         "scale is 0 (height); it must be a whole number of 1 or more; any other size, smaller ones too, is reached "
         "with --size");
    says(resize_from(&by, &x, "nearest", 0, &NONE, &NONE, &err), &err,
         "neither size nor scale is given; give one of them: --size H,W for the output's own, or --scale for whole "
         "multiples of the input's");
    says(resize_from(&by, &line, "nearest", 0, &pair, &NONE, &err), &err, "size is 2,3, 2 values; give one number");
    says(resize_from(&by, &x, "nearest", 0, &NONE, &five, &err), &err,
         "scale is 1,2,3,4,…, 5 values; give one number for both axes, or two: rows,columns");
    says(resize_from(&by, &x, "nearest", 1, &six, &NONE, &err), &err,
         "align_corners is 1, which means nothing for nearest; it must be 0, or mode be bilinear");
    says(resize_from(&by, &x, "bilinear", 2, &six, &NONE, &err), &err, "align_corners is 2; it must be 0 or 1");
    says(resize_from(&by, &x, "linear", 0, &six, &NONE, &err), &err,
         "mode is 'linear', but x has 4 sides; it must be nearest or bilinear");
    says(resize_from(&by, &line, "bilinear", 0, &six, &NONE, &err), &err,
         "mode is 'bilinear', but x has 3 sides; it must be nearest or linear");
    says(resize_from(&by, &x, "nearset", 0, &six, &NONE, &err), &err,
         "mode is 'nearset'; it must be nearest or bilinear; did you mean nearest?");
    says(resize_from(&by, &x, "area", 0, &six, &NONE, &err), &err, "mode is 'area'; it must be nearest or bilinear");
    says(resize_from(&by, &two, "nearest", 0, &six, &NONE, &err), &err,
         "x has the shape (3, 3), 2 sides; interpolate takes 4: (batch, channels, height, width) or 3: (batch, "
         "channels, length)");
}

static void batch_norm_says_what_is_missing(void **state)
{
    (void)state;
    BatchNorm norm;
    Error err;
    Tensor x = shape_of("2x3x4"), three = shape_of("3"), four = shape_of("4"), one = shape_of("1x3");
    Tensor line = shape_of("7");
    says(batch_norm_from(&norm, &x, NULL, NULL, &three, NULL, false, 1e-5, 0.1, &err), &err,
         "running_var is not given; in evaluation batch norm uses running_mean and running_var as they are, in "
         "training the batch's own");
    says(batch_norm_from(&norm, &x, NULL, NULL, NULL, &three, false, 1e-5, 0.1, &err), &err,
         "running_mean is not given; in evaluation batch norm uses running_mean and running_var as they are, in "
         "training the batch's own");
    says(batch_norm_from(&norm, &x, &four, NULL, NULL, NULL, true, 1e-5, 0.1, &err), &err,
         "gamma has the shape (4,); it must be (3,): one number for each channel of x");
    says(batch_norm_from(&norm, &x, NULL, &x, NULL, NULL, true, 1e-5, 0.1, &err), &err,
         "beta has the shape (2, 3, 4); it must be (3,): one number for each channel of x");
    says(batch_norm_from(&norm, &one, NULL, NULL, NULL, NULL, true, 1e-5, 0.1, &err), &err,
         "x has the shape (1, 3), 1 value for each channel; batch norm in training needs 2 or more, since one value "
         "has no spread to measure");
    says(batch_norm_from(&norm, &line, NULL, NULL, NULL, NULL, true, 1e-5, 0.1, &err), &err,
         "x has the shape (7,), 1 side; batch_norm takes 2 to 4: (batch, channels), then length or height, width");
    Tensor cube = shape_of("2x3x4x4x4");
    says(batch_norm_from(&norm, &cube, NULL, NULL, NULL, NULL, true, 1e-5, 0.1, &err), &err,
         "x has the shape (2, 3, 4, 4, 4), 5 sides; batch_norm takes 2 to 4: (batch, channels), then length or height, "
         "width");
    says(batch_norm_from(&norm, &x, NULL, NULL, NULL, NULL, true, -1, 0.1, &err), &err,
         "eps is -1; it must be a number of 0 or more");
    says(batch_norm_from(&norm, &x, NULL, NULL, NULL, NULL, true, (double)NAN, 0.1, &err), &err,
         "eps is nan; it must be a number of 0 or more");
    says(batch_norm_from(&norm, &x, NULL, NULL, NULL, NULL, true, 1e-5, 1.5, &err), &err,
         "momentum is 1.5; it must be a number from 0 to 1");
}

static void a_target_without_values_or_of_another_shape_is_refused(void **state)
{
    (void)state;
    Tensor row = shape_of("1x4"), column = shape_of("4x1"), empty = shape_of("1x0");
    Error err;
    assert_true(mse_check(&row, &row, &err));
    says(mse_check(&row, &column, &err), &err,
         "pred has the shape (1, 4) and target (4, 1); mse takes both of the same shape, since it goes value by value");
    says(mse_check(&row, &empty, &err), &err,
         "target has the shape (1, 0), which holds no values; every side must be 1 or more");
}

static void joining_says_which_part_differs(void **state)
{
    (void)state;
    Tensor y, a = shape_of("1x3x7x7"), b = shape_of("1x2x8x8"), c = shape_of("3x7"), number = { 0 };
    long long axis = 1;
    Error err;
    says(concat_shape(&y, (const Tensor *[]){ &a, &b }, 2, &axis, &err), &err,
         "b has the shape (1, 2, 8, 8) and a (1, 3, 7, 7); joined along axis 1 they must agree in every "
         "other side: resize or crop one of them first");
    says(concat_shape(&y, (const Tensor *[]){ &a, &a, &c }, 3, &axis, &err), &err,
         "c has the shape (3, 7) and a (1, 3, 7, 7); concat takes parts with the same number of sides");
    axis = 4;
    says(concat_shape(&y, (const Tensor *[]){ &a, &a }, 2, &axis, &err), &err,
         "axis is 4; for 4 sides it must be 0 to 3, or counted from the end -4 to -1");
    const Tensor *many[27];
    for (int i = 0; i < 27; i++) many[i] = i < 26 ? &a : &c;
    axis = 1;
    says(concat_shape(&y, many, 27, &axis, &err), &err,
         "part 27 has the shape (3, 7) and a (1, 3, 7, 7); concat takes parts with the same number of sides");
    says(concat_shape(&y, NULL, 0, &axis, &err), &err, "concat is given no parts; it takes 1 or more");
    says(concat_shape(&y, (const Tensor *[]){ &number }, 1, &axis, &err), &err,
         "a has the shape (), a single number, and no axis to join along");
}

static void adam_says_which_number_is_wrong(void **state)
{
    (void)state;
    Tensor p = shape_of("2x3"), q = shape_of("3x2");
    Adam adam = ADAM_DEFAULT;
    Error err;
    assert_true(adam_check(&adam, &p, &p, &p, &p, &err));
    says(adam_check(&adam, &p, &p, &q, &p, &err), &err,
         "p has the shape (2, 3) and m (3, 2); adam takes both of the same shape, since it goes value by value");
    assert_false(adam_check(&adam, &p, &q, &p, &p, &err));
    assert_false(adam_check(&adam, &p, &p, &p, &q, &err));
    adam.t = 0;
    says(adam_check(&adam, &p, &p, &p, &p, &err), &err,
         "t is 0; it is the step that is being taken, counted from 1");
    struct { double *number; double wrong; const char *sentence; } wrong[] = {
        { &adam.beta2, 1, "beta2 is 1; it must be at least 0 and less than 1" },
        { &adam.beta1, (double)NAN, "beta1 is nan; it must be at least 0 and less than 1" },
        { &adam.lr, (double)INFINITY, "lr is inf; it must be a number of 0 or more" },
        { &adam.weight_decay, -2, "weight_decay is -2; it must be a number of 0 or more" },
    };
    for (int i = 0; i < COUNT(wrong); i++) {
        adam = ADAM_DEFAULT;
        *wrong[i].number = wrong[i].wrong;
        says(adam_check(&adam, &p, &p, &p, &p, &err), &err, wrong[i].sentence);
    }
}

// ---- large numbers ---------------------------------------------------------------------------------------------

static const int EXTREMES[] = { 0, 1, 2, 4, 1 << 14, 1 << 20, 1 << 28, (1 << 28) + 1, INT_MAX - 1, INT_MAX };
static const long long FACTORS[] = { LLONG_MIN, INT_MIN, -1, 0, 1, 2, 1 << 14, 1 << 28, (1 << 28) + 1, INT_MAX,
                                     1LL << 32, LLONG_MAX };

static void refused_with_words(const Error *err)
{
    check(err->text[0] && !err->cannot, "refused without a word, or with blame on the machine");
}

static void fits(const char *what, long long a, long long b, long long c, long long d)
{
    check(a >= 1 && b >= 1 && c >= 1 && d >= 1, "%s has an empty side", what);
    check(a <= SPEC_MOST_VALUES && b <= SPEC_MOST_VALUES / a && c <= SPEC_MOST_VALUES / (a * b) &&
              d <= SPEC_MOST_VALUES / (a * b * c), "%s (%lld, %lld, %lld, %lld) is too large", what, a, b, c, d);
}

// Every pair of sides at the ends of int, with every factor: UBSan watches the sums.
static void extreme_shuffles_are_refused_without_overflow(void **state)
{
    (void)state;
    int accepted = 0;
    for (int pair = 0; pair < 16; pair++)
    for (int i = 0; i < COUNT(EXTREMES); i++)
    for (int j = 0; j < COUNT(EXTREMES); j++)
    for (int f = 0; f < COUNT(FACTORS); f++)
    for (int unshuffle = 0; unshuffle < 2; unshuffle++) {
        Tensor x = { .rank = 4, .shape = { 1, 4, 4, 4 } };
        x.shape[pair / 4] = EXTREMES[i], x.shape[pair % 4] = EXTREMES[j];
        Shuffle s;
        Error err = { .text = "" };
        if (!shuffle_from(&s, &x, FACTORS[f], unshuffle, &err)) {
            refused_with_words(&err);
            continue;
        }
        accepted++;
        fits("the tall side", s.batch, (long long)s.channels * s.factor * s.factor, s.height, s.width);
        fits("the wide side", s.batch, s.channels, (long long)s.height * s.factor, (long long)s.width * s.factor);
    }
    check(accepted > 500, "only %d were accepted: the test sees too little", accepted);
}

static void extreme_sizes_are_refused_without_overflow(void **state)
{
    (void)state;
    int accepted = 0;
    for (int rank = 3; rank <= 4; rank++)
    for (int pair = 0; pair < rank * rank; pair++)
    for (int i = 0; i < COUNT(EXTREMES); i++)
    for (int j = 0; j < COUNT(EXTREMES); j++)
    for (int f = 0; f < COUNT(FACTORS); f++)
    for (int by_scale = 0; by_scale < 2; by_scale++) {
        Tensor x = { .rank = rank, .shape = { 1, 1, 1, 1 } };
        x.shape[pair / rank] = EXTREMES[i], x.shape[pair % rank] = EXTREMES[j];
        PerAxis given = { 1, { FACTORS[f] } };
        Resize by;
        Error err = { .text = "" };
        if (!resize_from(&by, &x, "nearest", 0, by_scale ? &NONE : &given, by_scale ? &given : &NONE, &err)) {
            refused_with_words(&err);
            continue;
        }
        accepted++;
        fits("the input", (long long)by.planes, 1, by.in_height, by.in_width);
        fits("the output", (long long)by.planes, 1, by.out_height, by.out_width);
        long long times = by_scale ? FACTORS[f] : 0;
        check(!by_scale || by.out_width == by.in_width * times, "%d times %lld is %d", by.in_width, times,
              by.out_width);
    }
    check(accepted > 500, "only %d were accepted: the test sees too little", accepted);
}

static void extreme_parts_are_refused_without_overflow(void **state)
{
    (void)state;
    int accepted = 0;
    for (int side = 0; side < 9; side++)
    for (int i = 0; i < COUNT(EXTREMES); i++)
    for (int j = 0; j < COUNT(EXTREMES); j++)
    for (int f = 0; f < COUNT(FACTORS); f++) {
        Tensor y, a = { .rank = 3, .shape = { 2, 2, 2 } };
        a.shape[side / 3] = EXTREMES[i], a.shape[side % 3] = EXTREMES[j];
        long long axis = FACTORS[f];
        Error err = { .text = "" };
        if (!concat_shape(&y, (const Tensor *[]){ &a, &a, &a }, 3, &axis, &err)) {
            refused_with_words(&err);
            continue;
        }
        accepted++;
        check(0 <= axis && axis < 3 && y.shape[axis] == 3LL * a.shape[axis], "axis %lld is %d", axis, y.shape[axis]);
        fits("the whole", y.shape[0], y.shape[1], y.shape[2], 1);
    }
    check(accepted > 100, "only %d were accepted: the test sees too little", accepted);

    // Each part fits, the whole does not.
    Tensor y, half = { .rank = 2, .shape = { 1 << 14, 1 << 13 } };
    const Tensor *three[] = { &half, &half, &half };
    long long axis = 1;
    Error err;
    assert_true(concat_shape(&y, three, 2, &axis, &err));
    says(concat_shape(&y, three, 3, &axis, &err), &err,
         "the whole would have the shape (16384, 24576); at most 268435456 values are held");
}

static void extreme_shapes_are_refused_by_the_others_too(void **state)
{
    (void)state;
    int accepted = 0;
    for (int i = 0; i < COUNT(EXTREMES); i++)
    for (int j = 0; j < COUNT(EXTREMES); j++) {
        Tensor x = { .rank = 4, .shape = { EXTREMES[i], EXTREMES[j], INT_MAX, EXTREMES[i] } };
        Tensor each = { .rank = 1, .shape = { EXTREMES[j] } };
        for (int rank = 2; rank <= 4; rank++) {
            x.rank = rank;
            BatchNorm norm;
            Adam adam = ADAM_DEFAULT;
            Error err = { .text = "" };
            bool small = rank == 2 && EXTREMES[i] && EXTREMES[j] &&
                         (long long)EXTREMES[i] * EXTREMES[j] <= SPEC_MOST_VALUES;
            accepted += small;
            check(mse_check(&x, &x, &err) == small, "mse: %s", err.text);
            check(adam_check(&adam, &x, &x, &x, &x, &err) == small, "adam: %s", err.text);
            check(batch_norm_from(&norm, &x, &each, &each, &each, &each, false, 0, 0, &err) == small, "batch_norm: %s",
                  err.text);
        }
    }
    check(accepted > 20, "only %d were accepted: the test sees too little", accepted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_about_a_layer_has_pytorchs_verdict),
        cmocka_unit_test(shuffles_say_what_would_divide), cmocka_unit_test(resizing_says_the_way),
        cmocka_unit_test(batch_norm_says_what_is_missing),
        cmocka_unit_test(a_target_without_values_or_of_another_shape_is_refused),
        cmocka_unit_test(joining_says_which_part_differs),
        cmocka_unit_test(adam_says_which_number_is_wrong),
        cmocka_unit_test(extreme_shuffles_are_refused_without_overflow),
        cmocka_unit_test(extreme_sizes_are_refused_without_overflow),
        cmocka_unit_test(extreme_parts_are_refused_without_overflow),
        cmocka_unit_test(extreme_shapes_are_refused_by_the_others_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
