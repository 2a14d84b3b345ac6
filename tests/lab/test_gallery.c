// The Picture place as a value: A and B at full size, all in the strip, what they differ by; made once, held by many; and
// why a layer has a pattern, in words.
#include "lab/lab.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Scene parse(const char *code)
{
    Scene scene;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: column %d: %s", code, err.place, err.text);
    return scene;
}

static void make(Gallery *gallery, PictureStore *store, const char *code, GalleryAsk ask)
{
    Scene scene = parse(code);
    Error err;
    check(gallery_make(gallery, store, &scene, &ask, NULL, &err), "%s: %s", code, err.text);
    scene_clear(&scene);
}

static void a_and_b_are_full_and_all_stand_in_the_strip(void **state)
{
    (void)state;
    static const struct { const char *code; Rival a, b; int rows, cols; } rows[] = {
        { "convt2d in=20x30 k=4 s=2 p=1 w=bilinear x=picture:sphere view=picture", RIVAL_LAYER, RIVAL_BILINEAR, 40, 60 },
        { "conv2d in=30 k=3 s=2 p=1 w=box x=picture:zone view=picture", RIVAL_LAYER, RIVAL_GRADIENT, 30, 30 },
        { "convt2d in=16 k=4 s=2 p=1 w=random x=picture:text view=picture show=a:icnr,b:nearest", RIVAL_ICNR, RIVAL_NEAREST, 32, 32 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Gallery g;
        PictureStore store = { 0 };
        make(&g, &store, rows[i].code, (GalleryAsk){ 0 });
        check(g.a == rows[i].a && g.b == rows[i].b && g.rows == rows[i].rows && g.cols == rows[i].cols && g.reduced == 1,
              "%s: %s and %s on %d×%d", rows[i].code, RIVALS[g.a].word, RIVALS[g.b].word, g.rows, g.cols);
        for (int r = 0; r < RIVAL_COUNT; r++) {
            check(g.thumb[r] != NULL, "%s: %s is not in the strip", rows[i].code, RIVALS[r].word);
            check(!g.full[r] == !(r == (int)g.a || r == (int)g.b), "%s: %s", rows[i].code, RIVALS[r].word);
            bool fits = rival_fits((Rival)r, &g.scene.spec, NULL);
            check(fits == !g.thumb[r]->trouble[0], "%s, %s: “%s”", rows[i].code, RIVALS[r].word, g.thumb[r]->trouble);
            if (fits) check(g.thumb[r]->entrant.rows <= THUMB_SIDE && g.thumb[r]->entrant.pixels, "%s: its thumb has %d rows", RIVALS[r].word, g.thumb[r]->entrant.rows);
        }
        gallery_clear(&g);
        picture_store_clear(&store);
    }
}

// The mean of a square of the finest pixels, channel by channel.
static void a_level_is_the_mean_of_whole_squares(void **state)
{
    (void)state;
    Gallery g;
    PictureStore store = { 0 };
    make(&g, &store, "convt2d in=450 k=4 s=2 p=1 w=random:3 x=picture:sphere view=picture", (GalleryAsk){ 0 });
    const Exhibit *a = g.full[RIVAL_LAYER];
    check(a->levels >= 4 && a->level[1].every == 2 && a->level[3].every == 4, "%d levels", a->levels);
    for (int l = 1; l < a->levels; l++) {
        const Level *level = &a->level[l];
        int every = level->every;
        double bias = 0, values = 0;
        check(level->rows == 900 / every && level->cols == 900 / every, "every %d: %d×%d", every, level->rows, level->cols);
        for (int r = 0; r < level->rows; r += 17)
            for (int c = 0; c < level->cols; c += 13)
                for (int shift = 0; shift < 24; shift += 8) {
                    double mean = 0;
                    for (int i = 0; i < every * every; i++)
                        mean += (a->entrant.pixels[(r * every + i / every) * 900 + c * every + i % every] >> shift & 255) / (double)(every * every);
                    int got = (int)(level->pixels[r * level->cols + c] >> shift & 255);
                    bias += got - mean, values++;
                    check(fabs(got - mean) <= 1.6, "every %d, (%d, %d): %d, not %.2f", every, r, c, got, mean); // rounded once or twice
                }
        check(fabs(bias / values) < 0.3, "every %d: %.2f brighter on the whole", every, bias / values);
    }
    gallery_clear(&g);
    picture_store_clear(&store);
}

static void a_pattern_stands_in_the_spectrum_and_none_does_in_bilinear(void **state)
{
    (void)state;
    Gallery g;
    PictureStore store = { 0 };
    make(&g, &store, "convt2d in=64 k=3 s=2 p=1 op=1 w=ones x=picture:sphere view=picture", (GalleryAsk){ 0 });
    check(g.full[g.a]->replicas == 3 && g.full[g.a]->standing == 3 && g.full[g.a]->peaks == 3, "%d of %d stand", g.full[g.a]->standing, g.full[g.a]->replicas);
    check(g.full[g.b]->standing == 0, "in bilinear there stand %d", g.full[g.b]->standing);
    for (int i = 0; i < 3; i++) {
        const Replica *peak = &g.full[g.a]->peak[i];
        check(peak->row >= 0 && peak->row < g.full[g.a]->spectrum_rows && peak->col >= 0 && peak->col < g.full[g.a]->spectrum_cols, "a peak at (%d, %d)", peak->row, peak->col);
    }
    gallery_clear(&g);
    picture_store_clear(&store);
}

static void what_differs_little_is_enlarged_and_what_is_the_same_is_said_to_be(void **state)
{
    (void)state;
    static const struct { const char *show; double amplify; } rows[] = {
        { "a:bilinear,b:bilinear", 0 }, { "a:layer,b:bilinear", 2 }, { "a:original,b:nearest", 0 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Gallery g;
        PictureStore store = { 0 };
        char code[200];
        snprintf(code, sizeof code, "convt2d in=32 k=4 s=2 p=1 w=bilinear x=picture:sphere view=picture show=%s", rows[i].show);
        make(&g, &store, code, (GalleryAsk){ 0 });
        // The kernel and bilinear differ at the edges only, there by a quarter and more.
        check(g.amplify == rows[i].amplify, "%s: times %g, not %g", rows[i].show, g.amplify, rows[i].amplify);
        gallery_clear(&g);
        picture_store_clear(&store);
    }
    Gallery g;
    PictureStore store = { 0 };
    make(&g, &store, "convt2d in=32 k=3 s=2 w=ones x=picture:grey view=picture", (GalleryAsk){ 0 });
    check(g.amplify >= 1 && g.amplify <= 2, "a grid of 57 to 227 beside 128 is shown times %g", g.amplify);
    gallery_clear(&g);
    picture_store_clear(&store);
}

static void what_was_made_of_the_same_scene_is_not_made_again(void **state)
{
    (void)state;
    static const struct { const char *code; bool same; } rows[] = {
        { "convt2d in=24 k=4 s=2 p=1 w=random:3 x=picture:sphere view=picture show=beside", true },
        { "convt2d in=24 k=4 s=2 p=1 w=random:3 x=picture:sphere view=picture show=a:bilinear,b:layer", true },
        { "convt2d in=24 k=4 s=2 p=1 w=random:4 x=picture:sphere view=picture", false },
        { "convt2d in=24 k=4 s=2 p=1 w=random:3 x=picture:zone view=picture", false },
        { "convt2d in=24 k=4 s=2 w=random:3 x=picture:sphere view=picture", false },
        { "convt2d in=24 k=4 s=2 p=1 w=random:3 x=picture:sphere view=picture show=shift:0x1", false },
    };
    Gallery first;
    PictureStore store = { 0 };
    make(&first, &store, "convt2d in=24 k=4 s=2 p=1 w=random:3 x=picture:sphere view=picture", (GalleryAsk){ 0 });
    for (int i = 0; i < COUNT(rows); i++) {
        Gallery g;
        Scene scene = parse(rows[i].code);
        make(&g, &store, rows[i].code, (GalleryAsk){ .before = &first });
        check((g.full[RIVAL_LAYER] == first.full[RIVAL_LAYER]) == rows[i].same && (g.thumb[RIVAL_ICNR] == first.thumb[RIVAL_ICNR]) == rows[i].same, "%s", rows[i].code);
        check(gallery_has(&first, &scene) == rows[i].same, "%s", rows[i].code);
        gallery_clear(&g);
        scene_clear(&scene);
    }
    // A quick answer has other pixels, but the same strip; and what is held outlives who made it.
    Gallery quick, copy;
    make(&quick, &store, "convt2d in=24 k=4 s=2 p=1 w=random:3 x=picture:sphere view=picture", (GalleryAsk){ .most_side = 12, .before = &first });
    check(quick.reduced == 2 && quick.full[RIVAL_LAYER] != first.full[RIVAL_LAYER] && quick.thumb[0] == first.thumb[0], "reduced %g", quick.reduced);
    copy = gallery_copy(&first);
    gallery_clear(&first);
    check(copy.full[RIVAL_LAYER]->entrant.rows == 48 && atomic_load(&copy.full[RIVAL_LAYER]->holders) == 1, "it is gone");
    gallery_clear(&copy);
    gallery_clear(&quick);
    Gallery all;
    make(&all, &store, "convt2d in=24 k=4 s=2 p=1 w=random:3 x=picture:sphere view=picture", (GalleryAsk){ .all = true });
    for (int i = 0; i < RIVAL_COUNT; i++) check(all.full[i] != NULL, "%s was not made", RIVALS[i].word);
    gallery_clear(&all);
    picture_store_clear(&store);
}

static void what_cannot_be_shown_is_said_and_one_rival_does_not_stop_the_others(void **state)
{
    (void)state;
    PictureStore store = { 0 };
    Scene scene = parse("convt2d in=16 k=1 w=[inf] x=picture:sphere view=picture");
    Gallery g;
    Error err = { 0 };
    check(!gallery_make(&g, &store, &scene, &(GalleryAsk){ 0 }, NULL, &err) && strstr(err.text, "finite") && !g.w, "it says “%s”", err.text);
    scene_clear(&scene);
    Progress progress = { 0 };
    atomic_store(&progress.cancel, true);
    scene = parse("convt2d in=16 x=picture:sphere view=picture");
    check(!gallery_make(&g, &store, &scene, &(GalleryAsk){ 0 }, &progress, &err) && strstr(err.text, "cancelled") && !g.full[RIVAL_LAYER], "it says “%s”", err.text);
    scene_clear(&scene);
    make(&g, &store, "convt2d in=16 k=1 s=2 w=ones x=picture:sphere view=picture show=a:repaired", (GalleryAsk){ 0 });
    check(g.full[RIVAL_REPAIRED]->trouble[0] && !g.full[RIVAL_BILINEAR]->trouble[0] && g.amplify == 0, "“%s”", g.full[RIVAL_REPAIRED]->trouble);
    gallery_clear(&g);
    picture_store_clear(&store);
}

// ---- why, in words ---------------------------------------------------------------------------------------------

static void why_there_is_a_pattern_is_said_with_its_reason(void **state)
{
    (void)state;
    static const struct { const char *code, *says, *ends; } rows[] = {
        { "convt2d k=4 s=2 w=random:4", "Every cell is reached by 4 weights, so the overlap is even. But", "differ with its place:" },
        { "convt2d k=4 s=2 w=bilinear", "Every cell is reached by 4 weights, so the overlap is even. Their", "what is flat stays flat." },
        { "convt2d k=2 s=2 w=ones", "Every cell is reached by 1 weight, so", "what is flat stays flat." },
        { "convt2d k=3 s=2 w=ones", "a cell is reached by 1 to 4 weights, for kernel 3 is no multiple of stride 2", "differ with its place:" },
        { "convt2d k=3 s=2 w=box", "a cell is reached by 1 to 4 weights, for kernel 3", "what is flat stays flat." },
        { "convt2d k=4x3 s=2 w=ones", "kernel 3 is no multiple of stride 2 of the columns", "place:" },
        { "convt2d k=3x4 s=2 w=ones", "kernel 3 is no multiple of stride 2 of the rows", "place:" },
        { "convt2d k=1 s=2 w=ones", "Of every 2×2 cells 3 are reached by no weight at all: kernel 1 is no multiple of stride 2", "No weight can mend a hole." },
        { "convt2d k=4 s=2 d=2 w=ones", "Of every 2×2 cells 3 are reached by no weight at all: stride 2 and dilation 2 share the factor 2", "hole." },
        { "convt2d k=4x1 s=2 w=ones", "Of every 2×2 cells 2 are", "hole." },
        { "convt2d k=3 w=random", "With stride 1 every cell is treated alike", "repeat." },
        { "conv2d in=9 k=3 s=2 w=ones", "A convolution’s pattern is in its gradient. The overlap is uneven: an input", "place:" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene = parse(rows[i].code);
        int shape[4];
        float w[64];
        Text said = { 0 };
        scene_shape(&scene.spec, ROLE_W, shape);
        check(source_fill(w, shape, FOR_W, &scene.w, &scene.spec, NULL), "%s has no weights", rows[i].code);
        pattern_say(&said, &scene.spec, w);
        size_t tail = strlen(rows[i].ends);
        check(strstr(said.data, rows[i].says) && said.length > tail && !strcmp(said.data + said.length - tail, rows[i].ends), "%s: “%s”", rows[i].code, said.data);
        text_clear(&said);
        scene_clear(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_and_b_are_full_and_all_stand_in_the_strip),
        cmocka_unit_test(a_level_is_the_mean_of_whole_squares),
        cmocka_unit_test(a_pattern_stands_in_the_spectrum_and_none_does_in_bilinear),
        cmocka_unit_test(what_differs_little_is_enlarged_and_what_is_the_same_is_said_to_be),
        cmocka_unit_test(what_was_made_of_the_same_scene_is_not_made_again),
        cmocka_unit_test(what_cannot_be_shown_is_said_and_one_rival_does_not_stop_the_others),
        cmocka_unit_test(why_there_is_a_pattern_is_said_with_its_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
