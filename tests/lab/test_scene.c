// A scene's picture: decoded once, kept, resized when the scene asks for another size; what it cannot be is said.
#include "lab/lab.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>

static Scene parse(const char *code)
{
    Scene scene;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: column %d: %s", code, err.place, err.text);
    return scene;
}

// The bytes of the picture's result and original, by value.
static uint64_t sum_of(const uint32_t *pixels, int count)
{
    uint64_t sum = 1469598103934665603u;
    for (int i = 0; i < count; i++) sum = (sum ^ pixels[i]) * 1099511628211u;
    return sum;
}

static void a_scene_gives_the_picture_that_its_layer_makes(void **state)
{
    (void)state;
    static const struct { const char *code; int in_rows, in_cols, out_rows, out_cols; } rows[] = {
        { "convt2d in=20x30 k=3 s=2 p=1 op=1 w=ones x=picture:sphere view=picture", 20, 30, 40, 60 },
        { "conv2d in=32 k=3 s=2 p=1 w=box x=picture:zone view=picture", 32, 32, 16, 16 },
        { "convt2d in=8 k=4x2 s=3x1 c=2,4 w=ones x=picture:sphere view=picture", 8, 8, 25, 9 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene = parse(rows[i].code);
        PictureStore store = { 0 };
        Picture picture = { 0 };
        Error err;
        check(picture_of_scene(&picture, &store, &scene, NULL, &err), "%s: %s", rows[i].code, err.text);
        assert_int_equal(picture.in_rows, rows[i].in_rows);
        assert_int_equal(picture.in_cols, rows[i].in_cols);
        assert_int_equal(picture.out_rows, rows[i].out_rows);
        assert_int_equal(picture.out_cols, rows[i].out_cols);
        // The original is the built-in picture itself, averaged.
        Tensor full = { 0 }, sized = { 0 };
        assert_true(picture_builtin(scene.x.word, &full, &err));
        assert_true(picture_resize(&full, rows[i].in_rows, rows[i].in_cols, &sized, &err));
        int planes = rows[i].in_rows * rows[i].in_cols;
        for (int at = 0; at < planes; at++)
            for (int c = 0; c < 3; c++) {
                int want = (int)(sized.data[c * planes + at] * 255 + 0.5f), got = (int)(picture.in[at] >> (16 - 8 * c) & 255);
                check(abs(want - got) <= 1, "%s: pixel %d is %d, not %d", rows[i].code, at, got, want);
            }
        tensor_clear(&full);
        tensor_clear(&sized);
        picture_clear(&picture);
        picture_store_clear(&store);
        scene_clear(&scene);
    }
}

static void a_store_keeps_its_picture_and_follows_the_size(void **state)
{
    (void)state;
    PictureStore store = { 0 };
    Picture a = { 0 }, b = { 0 }, c = { 0 };
    Error err;
    Scene small = parse("convt2d in=16 k=2 s=2 w=ones x=picture:sphere view=picture");
    Scene large = parse("convt2d in=16x24 k=2 s=2 w=ones x=picture:sphere view=picture");
    assert_true(picture_of_scene(&a, &store, &small, NULL, &err));
    const float *full = store.full.data, *sized = store.sized.data;
    assert_true(picture_of_scene(&b, &store, &small, NULL, &err));
    check(store.full.data == full && store.sized.data == sized, "the same picture was made again");
    assert_true(sum_of(a.out, 32 * 32) == sum_of(b.out, 32 * 32));
    picture_clear(&b);
    assert_true(picture_of_scene(&c, &store, &large, NULL, &err));
    check(store.full.data == full, "another size decoded the picture again");
    assert_int_equal(store.sized.shape[3], 24);
    assert_int_equal(c.out_cols, 48);
    picture_clear(&c);
    Scene taller = parse("convt2d in=24 k=2 s=2 w=ones x=picture:sphere view=picture");
    assert_true(picture_of_scene(&c, &store, &taller, NULL, &err));
    assert_int_equal(c.out_rows, 48);
    scene_clear(&taller);
    assert_true(picture_of_scene(&b, &store, &small, NULL, &err));
    assert_true(sum_of(a.out, 32 * 32) == sum_of(b.out, 32 * 32));
    picture_clear(&a);
    picture_clear(&b);
    picture_clear(&c);
    picture_store_clear(&store);
    scene_clear(&small);
    scene_clear(&large);
}

static void another_picture_takes_its_place(void **state)
{
    (void)state;
    assert_non_null(PICTURE_NAMES[1]);
    PictureStore store = { 0 };
    Picture a = { 0 }, b = { 0 };
    Error err;
    char code[160];
    snprintf(code, sizeof code, "convt2d in=16 k=2 s=2 w=ones x=picture:%s view=picture", PICTURE_NAMES[0]);
    Scene one = parse(code);
    snprintf(code, sizeof code, "convt2d in=16 k=2 s=2 w=ones x=picture:%s view=picture", PICTURE_NAMES[1]);
    Scene other = parse(code);
    assert_true(picture_of_scene(&a, &store, &one, NULL, &err));
    assert_true(picture_of_scene(&b, &store, &other, NULL, &err));
    check(sum_of(a.in, 16 * 16) != sum_of(b.in, 16 * 16), "both show the same picture");
    picture_clear(&a);
    picture_clear(&b);
    picture_store_clear(&store);
    scene_clear(&one);
    scene_clear(&other);
}

// After a failure the store is fit for the next scene.
static void what_cannot_be_a_picture_is_said(void **state)
{
    (void)state;
    static const struct { const char *code, *says; } rows[] = {
        { "convt1d in=16 x=picture:sphere view=stamp", "2D" },
        { "convt2d in=16 x=ramp view=stamp", "x=picture:NAME" },
        { "convt2d in=16 x=file:\"there-is-none.png\" view=picture", "there-is-none.png" },
        { "convt2d in=16 k=1 w=[inf] x=picture:sphere view=picture", "finite" },
    };
    PictureStore store = { 0 };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene = parse(rows[i].code), good = parse("convt2d in=16 k=2 s=2 w=ones x=picture:sphere view=picture");
        Picture picture = { 0 };
        Error err = { 0 };
        check(!picture_of_scene(&picture, &store, &scene, NULL, &err), "%s is a picture", rows[i].code);
        check(strstr(err.text, rows[i].says), "%s: it says \"%s\", without \"%s\"", rows[i].code, err.text, rows[i].says);
        assert_null(picture.out);
        check(picture_of_scene(&picture, &store, &good, NULL, &err), "after %s: %s", rows[i].code, err.text);
        picture_clear(&picture);
        scene_clear(&scene);
        scene_clear(&good);
    }
    picture_store_clear(&store);
}

static void cancelled_work_leaves_nothing(void **state)
{
    (void)state;
    Progress progress = { 0 };
    atomic_store(&progress.cancel, true);
    Scene scene = parse("convt2d in=16 k=2 s=2 w=ones x=picture:sphere view=picture");
    PictureStore store = { 0 };
    Picture picture = { 0 };
    Error err = { 0 };
    assert_false(picture_of_scene(&picture, &store, &scene, &progress, &err));
    check(strstr(err.text, "cancelled"), "it says: %s", err.text);
    check(err.cannot, "cancelling is not a mistake in what was given");
    assert_null(picture.out);
    picture_store_clear(&store);
    scene_clear(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scene_gives_the_picture_that_its_layer_makes),
        cmocka_unit_test(a_store_keeps_its_picture_and_follows_the_size),
        cmocka_unit_test(another_picture_takes_its_place),
        cmocka_unit_test(what_cannot_be_a_picture_is_said),
        cmocka_unit_test(cancelled_work_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
