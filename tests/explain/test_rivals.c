// The table of rivals: words that a scene code can hold, and which rivals a layer has.
#include "explain/explain.h"
#include "support/check.h"

#include <string.h>

static void every_rival_has_a_word_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < RIVAL_COUNT; i++) {
        const RivalRow *row = &RIVALS[i];
        check(row->word && row->title && row->purpose, "rival %d lacks words", i);
        check(strspn(row->word, "abcdefghijklmnopqrstuvwxyz-") == strlen(row->word), "'%s' cannot stand in a scene code", row->word);
        for (int j = 0; j < i; j++) check(strcmp(row->word, RIVALS[j].word) != 0, "%s stands twice", row->word);
    }
}

typedef struct Row {
    const char *code;
    Rival rival;
    const char *refused; // part of the sentence, or NULL
} Row;

static const Row ROWS[] = {
    { "convt2d s=2", RIVAL_ORIGINAL, NULL },
    { "conv2d s=2 in=5", RIVAL_REPAIRED, NULL },
    { "conv2d s=2 in=5", RIVAL_GRADIENT, NULL },
    { "convt2d s=2", RIVAL_GRADIENT, "of a transposed one it is a convolution" },
    { "conv2d s=2 in=5", RIVAL_BILINEAR, "bilinear makes a picture larger, and a convolution does not" },
    { "convt2d s=2x3", RIVAL_SUBPIXEL, "the strides are 2 and 3" },
    { "convt2d s=2x3", RIVAL_ICNR, "the strides are 2 and 3" },
    { "convt2d s=2x3", RIVAL_NEAREST, NULL },
    { "convt2d s=2x3", RIVAL_BILINEAR_CONV, NULL },
    { "convt1d s=2", RIVAL_SUBPIXEL, NULL },
};

static void a_layer_has_the_rivals_that_enlarge_as_it_does(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(ROWS); i++) {
        Scene scene;
        Error err = { 0 };
        check(scene_parse(&scene, ROWS[i].code, &err), "%s: %s", ROWS[i].code, err.text);
        bool fits = rival_fits(ROWS[i].rival, &scene.spec, &err);
        check(fits == !ROWS[i].refused, "%s, %s: %s", ROWS[i].code, RIVALS[ROWS[i].rival].word, fits ? "was taken" : err.text);
        if (!fits) check(strstr(err.text, ROWS[i].refused) != NULL, "%s, %s: '%s'", ROWS[i].code, RIVALS[ROWS[i].rival].word, err.text);
        scene_clear(&scene);
    }
}

static void the_layer_stands_beside_bilinear_or_its_gradient_until_somebody_is_chosen(void **state)
{
    (void)state;
    static const struct { const char *code; Rival a, b; } rows[] = {
        { "convt2d s=2", RIVAL_LAYER, RIVAL_BILINEAR },
        { "conv2d s=2 in=5", RIVAL_LAYER, RIVAL_GRADIENT },
        { "convt2d s=2 show=a:icnr,b:layer", RIVAL_ICNR, RIVAL_LAYER },
        { "conv2d s=2 in=5 show=a:original,b:repaired", RIVAL_ORIGINAL, RIVAL_REPAIRED },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Error err = { 0 };
        check(scene_parse(&scene, rows[i].code, &err), "%s: %s", rows[i].code, err.text);
        Rival a = scene_rival(&scene, false), b = scene_rival(&scene, true);
        check(a == rows[i].a && b == rows[i].b, "%s: A is %s and B is %s", rows[i].code, RIVALS[a].word, RIVALS[b].word);
        scene_clear(&scene);
    }
    // Who does not fit stands for nobody.
    Scene scene = { 0 };
    check(scene_parse(&scene, "conv2d s=2 in=5", NULL), "it is no scene");
    scene.show.picture_a = 1 + RIVAL_NEAREST, scene.show.picture_b = 1 + RIVAL_ICNR;
    check(scene_rival(&scene, false) == RIVAL_LAYER && scene_rival(&scene, true) == RIVAL_GRADIENT, "rivals that do not fit are shown");
    scene_clear(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rival_has_a_word_of_its_own),
        cmocka_unit_test(a_layer_has_the_rivals_that_enlarge_as_it_does),
        cmocka_unit_test(the_layer_stands_beside_bilinear_or_its_gradient_until_somebody_is_chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
