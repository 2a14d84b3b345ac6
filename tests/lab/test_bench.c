// What the rivals are set before: the picture at the input's size, what it was averaged from, moved, brought down for a quick
// answer; and what cannot be set up is said.
#include "lab/lab.h"
#include "support/check.h"

#include <math.h>
#include <stdlib.h>

static Scene parse(const char *code)
{
    Scene scene;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: column %d: %s", code, err.place, err.text);
    return scene;
}

static void make(Bench *bench, PictureStore *store, const char *code, BenchAsk ask)
{
    Scene scene = parse(code);
    Error err;
    check(bench_make(bench, store, &scene, &ask, NULL, &err), "%s: %s", code, err.text);
    scene_clear(&scene);
}

static float at(const Tensor *rgb, int c, int row, int col)
{
    return rgb->data[(c * rgb->shape[2] + row) * rgb->shape[3] + col];
}

static void same(const Tensor *a, const Tensor *b, double within, const char *what)
{
    check(a->shape[2] == b->shape[2] && a->shape[3] == b->shape[3], "%s: %d×%d and %d×%d", what, a->shape[2], a->shape[3], b->shape[2], b->shape[3]);
    for (size_t i = 0; i < tensor_count(a); i++)
        check(fabs((double)a->data[i] - (double)b->data[i]) <= within, "%s: value %zu is %g, not %g", what, i, (double)a->data[i], (double)b->data[i]);
}

static void the_input_is_the_average_of_the_reference(void **state)
{
    (void)state;
    Bench bench;
    PictureStore store = { 0 };
    make(&bench, &store, "convt2d in=40x60 k=4 s=3x2 x=picture:sphere", (BenchAsk){ 0 });
    Tensor sized, averaged;
    Error err;
    assert_true(picture_resize(&store.full, 120, 120, &sized, &err) && picture_resize(&sized, 40, 60, &averaged, &err));
    same(&bench.reference, &sized, 0, "the reference");
    same(&bench.input, &averaged, 0, "the input");
    check(bench.times_y == 3 && bench.times_x == 2 && bench.reduced == 1 && bench.layer.groups == 3, "times %d, %d", bench.times_y, bench.times_x);
    tensor_clear(&averaged);
    assert_true(picture_resize(&store.full, 40, 60, &averaged, &err));
    same(&bench.input, &averaged, 1e-6, "the picture");
    bench_clear(&bench);
    tensor_clear(&averaged);
    tensor_clear(&sized);
    picture_store_clear(&store);
}

static void without_room_for_a_reference_there_is_none(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "convt2d in=129x20 k=4 s=2 x=picture:sphere", "convt2d in=20x129 k=4 s=2 x=picture:sphere", "conv2d in=40 k=3 s=2 x=picture:sphere",
    };
    for (int i = 0; i < COUNT(codes); i++) {
        Bench bench;
        PictureStore store = { 0 };
        make(&bench, &store, codes[i], (BenchAsk){ 0 });
        check(!bench.reference.data, "%s: %d×%d", codes[i], bench.reference.shape[2], bench.reference.shape[3]);
        Tensor want;
        Error err;
        assert_true(picture_resize(&store.full, bench.input.shape[2], bench.input.shape[3], &want, &err));
        same(&bench.input, &want, 0, codes[i]);
        tensor_clear(&want);
        bench_clear(&bench);
        picture_store_clear(&store);
    }
}

static void a_moved_picture_is_averaged_anew(void **state)
{
    (void)state;
    static const int moves[][2] = { { 1, 0 }, { 0, -1 }, { 3, 2 }, { -5, 300 } };
    Bench still, moved;
    PictureStore one = { 0 }, other = { 0 };
    make(&still, &one, "convt2d in=50x40 k=4 s=2 x=picture:sphere", (BenchAsk){ 0 });
    for (int i = 0; i < COUNT(moves); i++) {
        int down = moves[i][0], right = moves[i][1];
        make(&moved, &other, "convt2d in=50x40 k=4 s=2 x=picture:sphere", (BenchAsk){ .shift_row = down, .shift_col = right });
        for (int r = 0; r < 100; r++)
        for (int c = 0; c < 80; c++) {
            int row = r - down < 0 ? 0 : r - down > 99 ? 99 : r - down, col = c - right < 0 ? 0 : c - right > 79 ? 79 : c - right;
            check(at(&moved.reference, 1, r, c) == at(&still.reference, 1, row, col), "moved by %d, %d: (%d, %d)", down, right, r, c);
        }
        Tensor want;
        Error err;
        assert_true(picture_resize(&moved.reference, 50, 40, &want, &err));
        same(&moved.input, &want, 0, "the input");
        assert_int_equal(moved.shift_row, down);
        tensor_clear(&want);
        bench_clear(&moved);
    }
    bench_clear(&still);
    picture_store_clear(&one);
    picture_store_clear(&other);
}

// Where there is no finer picture, a part of a pixel is taken from its neighbours in proportion: what the boxes of an enlarged
// one would give.
static void a_picture_without_reference_moves_by_parts_of_a_pixel(void **state)
{
    (void)state;
    Bench still, moved;
    PictureStore one = { 0 }, other = { 0 };
    make(&still, &one, "convt2d in=200x210 k=4 s=2x4 x=picture:sphere", (BenchAsk){ 0 });
    make(&moved, &other, "convt2d in=200x210 k=4 s=2x4 x=picture:sphere", (BenchAsk){ .shift_row = -3, .shift_col = 5 });
    assert_null(still.reference.data);
    for (int r = 0; r < 200; r++)
    for (int c = 0; c < 210; c++) {
        int below = r + 2 > 199 ? 199 : r + 2, row = r + 1 > 199 ? 199 : r + 1, col = c < 1 ? 0 : c - 1, before = c < 2 ? 0 : c - 2;
        double want = 0.5 * (0.75 * (double)at(&still.input, 0, row, col) + 0.25 * (double)at(&still.input, 0, row, before)) +
                      0.5 * (0.75 * (double)at(&still.input, 0, below, col) + 0.25 * (double)at(&still.input, 0, below, before));
        check(fabs(want - (double)at(&moved.input, 0, r, c)) < 1e-6, "(%d, %d) is %g, not %g", r, c, (double)at(&moved.input, 0, r, c), want);
    }
    bench_clear(&moved);
    // A whole pixel mixes nothing.
    make(&moved, &other, "convt2d in=200x210 k=4 s=2x4 x=picture:sphere", (BenchAsk){ .shift_row = 2, .shift_col = -8 });
    assert_true(at(&moved.input, 2, 7, 9) == at(&still.input, 2, 6, 11));
    bench_clear(&moved);
    bench_clear(&still);
    picture_store_clear(&one);
    picture_store_clear(&other);
}

static void a_quick_answer_is_smaller(void **state)
{
    (void)state;
    static const struct { const char *code; int most, rows, cols; double reduced; } rows[] = {
        { "convt2d in=100x200 k=4 s=2 p=1 x=picture:sphere", 50, 25, 50, 4 },
        { "convt2d in=200x100 k=4 s=2 p=1 x=picture:sphere", 50, 50, 25, 4 },
        { "convt2d in=40x30 k=4 s=2 p=1 x=picture:sphere", 50, 40, 30, 1 },
        { "convt2d in=400x10 k=4 s=2 p=3 x=picture:sphere", 40, 40, 10, 10 }, // no less than the layer needs
        { "conv2d in=400x12 k=5 s=2 p=1 d=2 x=picture:sphere", 40, 40, 11, 10 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Bench bench;
        PictureStore store = { 0 };
        make(&bench, &store, rows[i].code, (BenchAsk){ .most_side = rows[i].most, .shift_row = 8 });
        check(bench.input.shape[2] == rows[i].rows && bench.input.shape[3] == rows[i].cols && fabs(bench.reduced - rows[i].reduced) < 1e-12,
              "%s: %d×%d, reduced %g", rows[i].code, bench.input.shape[2], bench.input.shape[3], bench.reduced);
        check(bench.shift_row == (int)lround(8 / rows[i].reduced), "%s: moved by %d", rows[i].code, bench.shift_row);
        Entrant e;
        Error err;
        check(entrant_run(&e, &bench, RIVAL_LAYER, NULL, &err), "%s: %s", rows[i].code, err.text);
        entrant_clear(&e);
        bench_clear(&bench);
        picture_store_clear(&store);
    }
}

static void what_is_prepared_is_kept(void **state)
{
    (void)state;
    Bench own, quick, again;
    PictureStore store = { 0 };
    make(&own, &store, "convt2d in=100 k=4 s=2 p=1 w=ones x=picture:sphere", (BenchAsk){ 0 });
    make(&quick, &store, "convt2d in=100 k=4 s=2 p=1 w=ones x=picture:sphere", (BenchAsk){ .most_side = 20 });
    make(&again, &store, "convt2d in=100 k=3 s=2 w=random:2 x=picture:sphere", (BenchAsk){ 0 });
    assert_ptr_equal(own.input.data, again.input.data);
    assert_ptr_equal(own.reference.data, again.reference.data);
    assert_true(own.natural == again.natural && own.natural > 0);
    bench_clear(&again);
    bench_clear(&own);
    bench_clear(&quick);
    make(&again, &store, "convt2d in=100 k=3 s=3 w=random:2 x=picture:sphere", (BenchAsk){ 0 });
    assert_null(again.reference.data); // 300 rows
    bench_clear(&again);
    make(&again, &store, "convt2d in=100 k=3 s=2 w=random:2 x=picture:grey", (BenchAsk){ 0 });
    check(fabsf(at(&again.input, 0, 3, 3) - 128 / 255.0F) < 1e-6F, "the grey is %g", (double)at(&again.input, 0, 3, 3));
    bench_clear(&again);
    picture_store_clear(&store);
}

static void refuses(const char *code, Progress *progress, const char *says)
{
    Scene scene = parse(code);
    PictureStore store = { 0 };
    Bench bench;
    Error err = { 0 };
    check(!bench_make(&bench, &store, &scene, NULL, progress, &err), "%s is taken", code);
    check(strstr(err.text, says), "%s: %s", code, err.text);
    check(!bench.w && !bench.input.data, "%s: something is left", code);
    picture_store_clear(&store);
    scene_clear(&scene);
}

static void what_cannot_be_set_up_is_said(void **state)
{
    (void)state;
    refuses("convt2d in=8 k=3 s=2", NULL, "x=picture:NAME");
    refuses("convt2d in=8 k=3 s=2 x=file:\"/nowhere.png\"", NULL, "/nowhere.png");
    refuses("convt2d in=8 k=2 s=2 w=[1,2;3,nan] x=picture:sphere", NULL, "weight (1, 1) of the kernel is NaN");
    refuses("convt2d in=8 k=2 s=2 w=file:\"/nowhere.npy\" x=picture:sphere", NULL, "/nowhere.npy");
    refuses("convt2d in=9000 k=2 s=1 w=ones x=picture:sphere", NULL, "become 9001 by 9001");
    refuses("convt2d in=9000 k=2 s=1 p=500 w=ones x=picture:sphere", NULL, "become 9000 by 9000"); // the rivals' size
    refuses("conv2d in=2000 k=2 s=2000 w=ones x=picture:sphere", NULL, "make 4000000 phases");
    Progress progress = { .cancel = true };
    refuses("convt2d in=8 k=3 s=2 x=picture:sphere", &progress, "cancelled");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_input_is_the_average_of_the_reference),
        cmocka_unit_test(without_room_for_a_reference_there_is_none),
        cmocka_unit_test(a_moved_picture_is_averaged_anew),
        cmocka_unit_test(a_picture_without_reference_moves_by_parts_of_a_pixel),
        cmocka_unit_test(a_quick_answer_is_smaller),
        cmocka_unit_test(what_is_prepared_is_kept),
        cmocka_unit_test(what_cannot_be_set_up_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
