// Several layers in the Picture place: they are on the bench as the one layer that they are together, every rival enlarges
// as much, repair mends the kernel that they share, and what would be too large goes in smaller.
#include "lab/layers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool try_bench(Bench *bench, PictureStore *store, const char *code, Error *err)
{
    Scene scene = parse(code);
    bool ok = bench_make(bench, store, &scene, NULL, NULL, err);
    scene_clear(&scene);
    return ok;
}

static void the_bench_has_what_the_layers_make_together(void **state)
{
    (void)state;
    Scene scene = parse("convt2d in=12x16 k=4 s=2 p=1 w=random:4 x=picture:sphere view=picture show=layers:3");
    float *w = weights_of(&scene);
    Stack stack;
    Bench bench;
    PictureStore store = { 0 };
    Error err = { 0 };
    check(stack_make(&stack, &scene.spec, w, 3, &err) && bench_make(&bench, &store, &scene, NULL, NULL, &err), "%s", err.text);
    check(bench.times_y == 8 && bench.times_x == 8 && bench.layer.x.kernel == 22 && bench.layer.x.wide == stack.spec.x.wide, "×%d, kernel %d, %d wide", bench.times_x,
          bench.layer.x.kernel, bench.layer.x.wide);
    check(memcmp(bench.w, stack.w, 22 * 22 * sizeof *stack.w) == 0, "its kernel is not the stack's");
    // Every rival enlarges as much, and those with a convolution of their own have it of the kernel of a single layer.
    for (Rival rival = RIVAL_LAYER; rival < RIVAL_COUNT; rival++) {
        Entrant e;
        if (!rival_fits(rival, &bench.layer, NULL)) continue;
        check(entrant_run(&e, &bench, rival, NULL, &err), "%s: %s", RIVALS[rival].title, err.text);
        bool layered = rival == RIVAL_LAYER || rival == RIVAL_REPAIRED;
        check(e.rows == (layered ? stack.spec.y.wide : 96) && e.cols == (layered ? stack.spec.x.wide : 128), "%s makes %d×%d", RIVALS[rival].title, e.rows, e.cols);
        if (layered) check(e.parameters == 3 * 16, "%s has %lld weights", RIVALS[rival].title, e.parameters);
        if (rival == RIVAL_LAYER) {
            Checker even = checker_of_layer(stack.w, &stack.spec, NULL);
            check(fabs(e.even.share - even.share) < 1e-9 && even.share > 0.5, "its checker share is %g, and of the stack %g", e.even.share, even.share);
        }
        entrant_clear(&e);
    }
    bench_clear(&bench);
    stack_clear(&stack);
    picture_store_clear(&store);
    free(w);
    scene_clear(&scene);
}

static void typed_kernels_are_the_rivals_as_one_layer_has_them(void **state)
{
    (void)state;
    Bench bench;
    PictureStore store = { 0 };
    Error err = { 0 };
    Entrant e;
    check(try_bench(&bench, &store, "convt2d in=20 k=2 s=2 w=[1,2;3,4] x=picture:sphere view=picture show=layers:2", &err), "%s", err.text);
    check(entrant_run(&e, &bench, RIVAL_NEAREST_CONV, NULL, &err) && e.parameters == 4, "%lld weights: %s", e.parameters, err.text);
    check(fabs(e.gain - 10) < 1e-6, "they sum to %g, not to what was typed", e.gain);
    entrant_clear(&e);
    bench_clear(&bench);
    picture_store_clear(&store);
}

static void repair_mends_the_kernel_that_all_layers_have(void **state)
{
    (void)state;
    Bench bench;
    PictureStore store = { 0 };
    Error err = { 0 };
    Entrant e;
    check(try_bench(&bench, &store, "convt2d in=20 k=3 s=2 p=1 op=1 w=ones x=picture:sphere view=picture show=layers:2", &err), "%s", err.text);
    check(entrant_run(&e, &bench, RIVAL_REPAIRED, NULL, &err), "%s", err.text);
    check(e.even.share < 1e-10, "mended, %g of it is pattern", e.even.share);
    // Of four phases with 1, 2, 2 and 4 ones the gains become 4 / (1 + 1/2 + 1/2 + 1/4), in each of the two layers.
    check(fabs(e.gain - 16.0 / 9 * 16 / 9) < 1e-5, "the gain of two mended layers is %g", e.gain);
    entrant_clear(&e);
    bench_clear(&bench);
    check(try_bench(&bench, &store, "convt2d in=20 k=1 s=2 w=ones x=picture:sphere view=picture show=layers:2", &err), "%s", err.text);
    check(!entrant_run(&e, &bench, RIVAL_REPAIRED, NULL, &err) && strstr(err.text, "no weight can mend a hole"), "a hole was mended: %s", err.text);
    bench_clear(&bench);
    picture_store_clear(&store);
}

static void what_would_be_too_large_goes_in_smaller(void **state)
{
    (void)state;
    Bench bench;
    PictureStore store = { 0 };
    Error err = { 0 };
    Scene scene = parse("convt2d in=512x256 k=2 s=2 w=ones x=picture:sphere view=picture show=layers:5");
    check(bench_make(&bench, &store, &scene, &(BenchAsk){ .most_side = 32 }, NULL, &err), "%s", err.text);
    check(bench.own_rows == 181 && bench.own_cols == 90, "the input is %d×%d", bench.own_rows, bench.own_cols);
    check(bench.input.shape[2] == 32 && fabs(bench.reduced - 181.0 / 32) < 1e-12, "%d rows for a quick answer, %g times less", bench.input.shape[2], bench.reduced);
    bench_clear(&bench);
    scene_clear(&scene);
    static const char *const refused[][2] = {
        { "conv2d in=64 k=3 s=2 w=ones x=picture:sphere view=picture show=layers:2", "layers are stacked of a transposed convolution" },
        { "convt2d in=8 k=400 s=2 w=ones x=picture:sphere view=picture show=layers:4", "3 such layers make a kernel of 2794 taps" },
    };
    for (int i = 0; i < COUNT(refused); i++) check(!try_bench(&bench, &store, refused[i][0], &err) && strstr(err.text, refused[i][1]), "%s: %s", refused[i][0], err.text);
    picture_store_clear(&store);
}

static void a_gallery_tells_the_parts_of_its_layers(void **state)
{
    (void)state;
    Gallery g, copy;
    PictureStore store = { 0 };
    Error err = { 0 };
    Scene one = parse("convt2d in=16 k=4 s=2 p=1 w=pytorch:7 x=picture:sphere view=picture"), two = scene_copy(&one);
    two.show.picture_layers = 2;
    check(gallery_make(&g, &store, &two, &(GalleryAsk){ .most_side = 8 }, NULL, &err), "%s", err.text);
    check(g.layers == 2 && g.layer.x.narrow == 16 && g.layer.x.stride == 4 && g.layer.x.kernel == 10 && g.layer.in_channels == 1, "%d layers, %d cells, stride %d, kernel %d",
          g.layers, g.layer.x.narrow, g.layer.x.stride, g.layer.x.kernel);
    Checker even = checker_of_layer(g.kernel, &g.layer, NULL);
    check(fabs(g.part[0] + g.part[1] - even.replicas) < 1e-9 * even.replicas, "%g and %g are not %g", g.part[0], g.part[1], even.replicas);
    copy = gallery_copy(&g);
    check(copy.kernel != g.kernel && memcmp(copy.kernel, g.kernel, 100 * sizeof *g.kernel) == 0 && memcmp(copy.w, g.w, 16 * sizeof *g.w) == 0, "the copy has other kernels");
    check(!gallery_has(&copy, &one), "one layer was taken for two");
    gallery_clear(&copy);
    gallery_clear(&g);
    picture_store_clear(&store);
    scene_clear(&one), scene_clear(&two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bench_has_what_the_layers_make_together),
        cmocka_unit_test(typed_kernels_are_the_rivals_as_one_layer_has_them),
        cmocka_unit_test(repair_mends_the_kernel_that_all_layers_have),
        cmocka_unit_test(what_would_be_too_large_goes_in_smaller),
        cmocka_unit_test(a_gallery_tells_the_parts_of_its_layers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
