// Upsampling layers: the scene that the answer names is run against op's own resizing, cell by cell; where no transposed
// convolution does the same, the answer says why and names no scene.
#include "explain/scenes.h"
#include "support/check.h"

#include <stdio.h>

static Scene scene_of(const char *code)
{
    Scene scene;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: %s", code, err.text);
    return scene;
}

static void answer_of(const char *text, Error *err)
{
    Scene first = scene_of(SCENE_FIRST);
    LayerRead read;
    *err = (Error){ 0 };
    check(!layer_read(&read, text, &first, err), "%s is read", text);
    scene_clear(&first);
}

// The scene code that stands behind [lead] in a sentence, up to what follows it.
static void code_in(char out[128], const char *sentence, const char *lead)
{
    const char *from = strstr(sentence, lead);
    check(from != NULL, "no %s stands in “%s”", lead, sentence);
    from = strstr(from, "convt");
    size_t length = strcspn(from, ",.");
    assert_true(length < 128);
    memcpy(out, from, length), out[length] = 0;
}

// How many outermost cells of an axis are not the same, the larger of both ends; −1 where cells within differ.
static int border_of(const bool *same, int count)
{
    int first = 0, last = count;
    while (first < count && !same[first]) first++;
    while (last > first && !same[last - 1]) last--;
    for (int i = first; i < last; i++)
        if (!same[i]) return -1;
    return first > count - last ? first : count - last;
}

static void border_words(char out[128], int rows, int columns, const char *column)
{
    char down[48] = "", across[48] = "";
    if (rows == 1) strcpy(down, "row");
    if (rows > 1) snprintf(down, sizeof down, "%d rows", rows);
    if (columns == 1) strcpy(across, column);
    if (columns > 1) snprintf(across, sizeof across, "%d %ss", columns, column);
    snprintf(out, 128, "%s%s%s", down, *down && *across ? " and " : "", across);
}

typedef struct Like {
    const char *text;
    int rows, columns; // factors; rows 0: one axis
    bool smooth;
    const char *code;   // as the sentence has it
    const char *border; // what it says of the border; NULL: there is none
} Like;

static const Like LIKES[] = {
    { "nn.Upsample(scale_factor=2)", 2, 2, false, "convt2d k=2 s=2 w=ones", NULL },
    { "nn.Upsample(None, 3, 'nearest')", 3, 3, false, "convt2d k=3 s=3 w=ones", NULL },
    { "nn.Upsample(scale_factor=(2, 3))", 2, 3, false, "convt2d k=2x3 s=2x3 w=ones", NULL },
    { "nn.Upsample(scale_factor=(1, 3))", 1, 3, false, "convt2d k=1x3 s=1x3 w=ones", NULL },
    { "nn.Upsample(scale_factor=(3, 1))", 3, 1, false, "convt2d k=3x1 s=3x1 w=ones", NULL },
    { "nn.Upsample(scale_factor=2.0, mode='nearest-exact')", 2, 2, false, "convt2d k=2 s=2 w=ones", NULL },
    { "nn.Upsample(scale_factor=(3,))", 0, 3, false, "convt1d k=3 s=3 w=ones", NULL },
    { "nn.UpsamplingNearest2d(scale_factor=4)", 4, 4, false, "convt2d k=4 s=4 w=ones", NULL },
    { "UpSampling2D()", 2, 2, false, "convt2d k=2 s=2 w=ones", NULL },
    { "layers.UpSampling2D((3, 2))", 3, 2, false, "convt2d k=3x2 s=3x2 w=ones", NULL },
    { "UpSampling1D(3)", 0, 3, false, "convt1d k=3 s=3 w=ones", NULL },
    { "nn.Upsample(scale_factor=2, mode='bilinear')", 2, 2, true, "convt2d k=4 s=2 p=1 w=bilinear", "outermost row and column at each end it differs: PyTorch" },
    { "nn.Upsample(scale_factor=3, mode='bilinear')", 3, 3, true, "convt2d k=5 s=3 p=1 w=bilinear", "outermost row and column at each" },
    { "nn.Upsample(scale_factor=4, mode='bilinear', align_corners=False)", 4, 4, true, "convt2d k=8 s=4 p=2 w=bilinear",
      "outermost 2 rows and 2 columns at each" },
    { "nn.Upsample(scale_factor=5, mode='bilinear', align_corners=0)", 5, 5, true, "convt2d k=9 s=5 p=2 w=bilinear", "outermost 2 rows and 2 columns at each" },
    { "nn.Upsample(scale_factor=(2, 3), mode='bilinear')", 2, 3, true, "convt2d k=4x5 s=2x3 p=1 w=bilinear", "outermost row and column at each" },
    { "nn.Upsample(scale_factor=(1, 4), mode='bilinear')", 1, 4, true, "convt2d k=1x8 s=1x4 p=0x2 w=bilinear", "outermost 2 columns at each" },
    { "nn.Upsample(scale_factor=(4, 1), mode='bilinear')", 4, 1, true, "convt2d k=8x1 s=4x1 p=2x0 w=bilinear", "outermost 2 rows at each" },
    { "nn.Upsample(scale_factor=2, mode='linear')", 0, 2, true, "convt1d k=4 s=2 p=1 w=bilinear", "outermost cell at each" },
    { "nn.Upsample(scale_factor=7, mode='linear')", 0, 7, true, "convt1d k=13 s=7 p=3 w=bilinear", "outermost 3 cells at each" },
    { "UpSampling2D(2, interpolation='bilinear')", 2, 2, true, "convt2d k=4 s=2 p=1 w=bilinear", "Keras repeats the edge" },
    { "nn.Upsample(scale_factor=1, mode='bicubic', align_corners=True)", 1, 1, false, "convt2d k=1 w=ones", NULL },
    { "nn.Upsample(scale_factor=1, mode='bilinear')", 1, 1, true, "convt2d k=1 w=ones", NULL },
    { "UpSampling1D(1)", 0, 1, false, "convt1d k=1 w=ones", NULL },
    { "nn.UpsamplingBilinear2d(scale_factor=1)", 1, 1, true, "convt2d k=1 w=ones", NULL },
};

static void the_scene_that_is_named_does_the_same(void **state)
{
    (void)state;
    Random r = { 5 };
    for (int i = 0; i < COUNT(LIKES); i++) {
        const Like *like = &LIKES[i];
        Error err;
        char code[128], sized[160];
        answer_of(like->text, &err);
        code_in(code, err.text, "onvolution of each channel");
        check(!strcmp(code, like->code), "%s is told to be %s, and not %s", like->text, code, like->code);
        check(!strstr(err.text, "outermost") == !like->border, "%s: %s", like->text, err.text);
        check(!like->border || strstr(err.text, like->border), "%s: “%s” does not say “%s”", like->text, err.text, like->border);
        bool flat = !like->rows;
        int n = 5, m = 4, down = flat ? 1 : like->rows, across = like->columns;
        snprintf(sized, sizeof sized, flat ? "%s in=%d" : "%s in=%dx4", code, n);
        Scene scene = scene_of(sized);
        Work work;
        check(work_make(&work, &scene, NULL, &err), "%s: %s", sized, err.text);
        int high = flat ? 1 : n, wide = flat ? n : m, rows = high * down, columns = wide * across;
        check(spec_out(&scene.spec, scene.spec.x) == columns && (flat || spec_out(&scene.spec, scene.spec.y) == rows), "%s makes another size",
              sized);
        float x[32], y[35 * 35], theirs[35 * 35];
        assert_true(rows * columns <= COUNT(y));
        for (int j = 0; j < high * wide; j++) x[j] = (float)any(&r, 1, 99) + 100 * (float)j * (float)j;
        op_forward(y, x, work.w, NULL, &scene.spec);
        Resize resizing = { .bilinear = like->smooth, .planes = 1, .in_height = high, .in_width = wide, .out_height = rows, .out_width = columns };
        resize(theirs, x, &resizing);
        bool same_row[35] = { false }, same_column[35] = { false };
        for (int a = 0; a < rows; a++)
        for (int b = 0; b < columns; b++)
            if (fabsf(y[a * columns + b] - theirs[a * columns + b]) <= 1e-5f * fabsf(theirs[a * columns + b])) same_row[a] = same_column[b] = true;
        int beyond_rows = border_of(same_row, rows), beyond_columns = border_of(same_column, columns);
        // A row is the same as a whole only away from the columns' border, and all the same: every cell within both borders.
        for (int a = beyond_rows; a < rows - beyond_rows; a++)
        for (int b = beyond_columns; b < columns - beyond_columns; b++)
            check(fabsf(y[a * columns + b] - theirs[a * columns + b]) <= 1e-5f * fabsf(theirs[a * columns + b]),
                  "%s as %s: cell (%d, %d) is %g, and %g by resizing", like->text, code, a, b, (double)y[a * columns + b],
                  (double)theirs[a * columns + b]);
        const char *at = strstr(err.text, "outermost "), *end = at ? strstr(at, " at each end") : NULL;
        char border[128];
        border_words(border, beyond_rows, beyond_columns, flat ? "cell" : "column");
        bool told = at && end ? (size_t)(end - at) == strlen("outermost ") + strlen(border) && !strncmp(at + strlen("outermost "), border, strlen(border))
                              : !*border;
        check(beyond_rows >= 0 && beyond_columns >= 0 && told, "%s: %d rows and %d columns of the border differ, and it says: %s", like->text, beyond_rows,
              beyond_columns, err.text);
        work_clear(&work);
        scene_clear(&scene);
    }
}

static void one_factor_for_any_number_of_axes_names_both_scenes(void **state)
{
    (void)state;
    Error err;
    answer_of("nn.Upsample(scale_factor=2)", &err);
    check(strstr(err.text, "convt2d k=2 s=2 w=ones, or in 1D convt1d k=2 s=2 w=ones") != NULL, "%s", err.text);
}

typedef struct Unlike {
    const char *text;
    int column;
    const char *says;
} Unlike;

static const Unlike UNLIKES[] = {
    { "nn.Upsample(scale_factor=2, mode='bicubic')", 34, "bicubic weighs four cells along each axis by a cubic curve" },
    { "UpSampling2D(2, interpolation='bicubic')", 31, "'nearest' and 'bilinear' can be shown" },
    { "nn.Upsample(scale_factor=2, mode='trilinear')", 34, "trilinear over three axes cannot be shown" },
    { "nn.Upsample(scale_factor=4, mode='bilinear', align_corners=True)", 46, "aligns the corners" },
    { "nn.Upsample(scale_factor=4, mode='linear', align_corners=1)", 44, "no transposed convolution does that" },
    { "nn.Upsample(scale_factor=4, mode='linear', align_corners='yes')", 44, "no transposed convolution does that" },
    { "nn.Upsample(scale_factor=4, mode='linear', align_corners=c)", 58, "align_corners is c, whose value is not in this text" },
    { "nn.Upsample(scale_factor=2, align_corners=True)", 29, "with mode='nearest' PyTorch does not take it" },
    { "nn.UpsamplingBilinear2d(scale_factor=2)", 1, "UpsamplingBilinear2d aligns the corners" },
    { "nn.Upsample(scale_factor=2.5)", 26, "scale_factor is 2.5. No transposed convolution does this: its stride is a whole number" },
    { "nn.Upsample(scale_factor=(2, 2.5))", 26, "scale_factor is (2, 2.5). No" },
    { "nn.Upsample(scale_factor=0.5, mode='bilinear')", 26, "its stride is a whole number" },
    { "nn.Upsample(scale_factor=99999999999)", 26, "scale_factor is too large to be shown" },
    { "nn.Upsample(scale_factor=(99999999999, 2))", 26, "scale_factor is too large to be shown" },
    { "nn.Upsample(scale_factor=(2, r))", 26, "scale_factor is (2, r), whose value is not in this text; write numbers" },
    { "nn.Upsample(scale_factor=100000)", 26, "scale_factor is too large to be shown" },
    { "nn.Upsample(scale_factor=(2, 2, 2))", 26, "three axes or more" },
    { "nn.Upsample(scale_factor=())", 26, "it must be one number, or two" },
    { "nn.Upsample(scale_factor=(2, 3), mode='linear')", 26, "scale_factor is (2, 3); it must be one number" },
    { "nn.Upsample(scale_factor=(2,), mode='bilinear')", 26, "it must be one number, or two: (rows, columns)" },
    { "nn.Upsample(scale_factor=s)", 26, "scale_factor is s, whose value is not in this text" },
    { "nn.Upsample(size=(32, 32))", 18, "size is (32, 32), the output’s own size" },
    { "nn.UpsamplingNearest2d(2)", 24, "write scale_factor" },
    { "nn.Upsample(size=(32, 32), scale_factor=2)", 18, "takes size or scale_factor, not both" },
    { "nn.Upsample(scale_factor=2, mode=m)", 34, "mode is m, whose value is not in this text" },
    { "nn.Upsample(scale_factor=2, mode='cubic')", 34, "mode is 'cubic'; 'nearest' and 'linear' or 'bilinear' can be shown" },
    { "nn.Upsample(scale_factor=2, mode=3)", 34, "mode is 3; 'nearest'" },
    { "UpSampling2D(2, interpolation='lanczos3')", 31, "interpolation is 'lanczos3'; 'nearest' and 'bilinear' can be shown" },
};

static void where_no_layer_does_the_same_none_is_named(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(UNLIKES); i++) {
        Error err;
        answer_of(UNLIKES[i].text, &err);
        check(strstr(err.text, UNLIKES[i].says) != NULL, "%s: “%s” does not say “%s”", UNLIKES[i].text, err.text, UNLIKES[i].says);
        check(!strstr(err.text, "convt"), "%s: “%s” names a scene", UNLIKES[i].text, err.text);
        check(err.place == UNLIKES[i].column, "%s: place %d, and not %d: %s", UNLIKES[i].text, err.place, UNLIKES[i].column, err.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scene_that_is_named_does_the_same),
        cmocka_unit_test(one_factor_for_any_number_of_axes_names_both_scenes),
        cmocka_unit_test(where_no_layer_does_the_same_none_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
