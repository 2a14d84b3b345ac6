// What a scene hides or locks: each control holds what its word says, and nothing else.
#include "explain/explain.h"
#include "support/check.h"

#include <stdio.h>
#include <string.h>

static Scene scene_of(const char *code)
{
    Scene scene;
    Error err = { 0 };
    check(scene_parse(&scene, code, &err), "%s: %s", code, err.text);
    return scene;
}

// For each control two codes that differ in it alone; the others that give way with it stand behind.
typedef struct Differ {
    Control control;
    const char *from, *to;
} Differ;

#define BASE "convt2d in=4 k=3 s=2 p=1 op=1 c=4,4 w=ramp "
static const Differ DIFFER[] = {
    { CONTROL_IN, BASE, "convt2d in=5x4 k=3 s=2 p=1 op=1 c=4,4" },
    { CONTROL_IN, BASE, "convt2d in=4x5 k=3 s=2 p=1 op=1 c=4,4" },
    { CONTROL_KERNEL, BASE, "convt2d in=4 k=4x3 s=2 p=1 op=1 c=4,4" },
    { CONTROL_STRIDE, BASE, "convt2d in=4 k=3 s=2x3 p=1 op=1 c=4,4" },
    { CONTROL_PADDING, BASE, "convt2d in=4 k=3 s=2 p=0 op=1 c=4,4" },
    { CONTROL_OUTPUT_PADDING, BASE, "convt2d in=4 k=3 s=2 p=1 op=0x1 c=4,4" },
    { CONTROL_DILATION, BASE, "convt2d in=4 k=3 s=2 p=1 op=1 d=2 c=4,4" },
    { CONTROL_CHANNELS, BASE, "convt2d in=4 k=3 s=2 p=1 op=1 c=2,4" },
    { CONTROL_CHANNELS, BASE, "convt2d in=4 k=3 s=2 p=1 op=1 c=4,2" },
    { CONTROL_GROUPS, BASE, BASE "g=2" },
    { CONTROL_BATCH, BASE, BASE "n=2" },
    { CONTROL_X, BASE, BASE "x=random:2" },
    { CONTROL_W, BASE, "convt2d in=4 k=3 s=2 p=1 op=1 c=4,4 w=ones" },
    { CONTROL_B, BASE, BASE "b=ones" },
    { CONTROL_GY, BASE, BASE "gy=ramp" },
    { CONTROL_KIND, "convt1d", "conv1d" },
    { CONTROL_KIND, "convt2d k=3 in=3", "convt1d k=3 in=3" },
    { CONTROL_WALK, BASE, BASE "walk=output" },
    { CONTROL_LENS, BASE, BASE "view=stamp" },
    { CONTROL_LENS, BASE, BASE "view=slide,stamp" },
};

static void a_control_holds_what_its_word_says_and_nothing_else(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(DIFFER); i++) {
        const Differ *row = &DIFFER[i];
        Scene from = scene_of(row->from), to = scene_of(row->to);
        bool found = false;
        for (int c = 0; c < CONTROL_COUNT; c++) {
            from.locked = 1u << c;
            bool held = scene_held_change(&from, &to) >= 0, own = c == (int)row->control;
            bool more = c == CONTROL_MORE && row->control >= CONTROL_DILATION && row->control <= CONTROL_BATCH;
            found |= own;
            check(held == (own || more), "lock=%s: from\n    %s\nto\n    %s\nis %s", CONTROLS[c].word, row->from, row->to, held ? "held" : "let through");
            from.locked = 0, from.hidden = 1u << c;
            check((scene_held_change(&from, &to) >= 0) == held, "hide=%s does not hold what lock= holds", CONTROLS[c].word);
            from.hidden = 0;
        }
        check(found, "row %d tests no control", i);
        check(scene_held_change(&from, &to) == -1, "a scene that holds nothing lets %s through", row->to);
        scene_clear(&from);
        scene_clear(&to);
    }
}

static void the_first_control_that_differs_is_named(void **state)
{
    (void)state;
    Scene from = scene_of("convt2d lock=s,p"), to = scene_of("convt2d k=4 s=2 p=1");
    assert_int_equal(scene_held_change(&from, &to), CONTROL_STRIDE);
    from.locked = 1u << CONTROL_PADDING;
    assert_int_equal(scene_held_change(&from, &to), CONTROL_PADDING);
    assert_int_equal(scene_held_change(&from, &from), -1);
    scene_clear(&from);
    scene_clear(&to);
}

static void typed_values_that_a_new_size_cuts_are_not_held_but_other_values_are(void **state)
{
    (void)state;
    Scene from = scene_of("convt2d in=2 x=[1,2;3,4] lock=x"), cut = scene_of("convt2d in=1x2 x=[1,2]"), other = scene_of("convt2d in=2 x=[1,2;3,5]"),
          kind = scene_of("convt2d in=1 x=ones");
    assert_int_equal(scene_held_change(&from, &cut), -1);
    assert_int_equal(scene_held_change(&from, &other), CONTROL_X);
    assert_int_equal(scene_held_change(&from, &kind), CONTROL_X);
    scene_clear(&from);
    scene_clear(&cut);
    scene_clear(&other);
    scene_clear(&kind);
}

static void more_stands_for_four_and_the_four_for_more(void **state)
{
    (void)state;
    static const Control in_more[] = { CONTROL_DILATION, CONTROL_CHANNELS, CONTROL_GROUPS, CONTROL_BATCH };
    Scene more = scene_of("convt2d hide=more"), four = scene_of("convt2d hide=d,c,g,n"), three = scene_of("convt2d hide=d,c,g lock=n");
    for (int i = 0; i < COUNT(in_more); i++) assert_true(scene_hides(&more, in_more[i]));
    assert_false(scene_hides(&more, CONTROL_KERNEL) || scene_hides(&more, CONTROL_GUIDE));
    assert_true(scene_hides(&four, CONTROL_MORE) && scene_holds(&four, CONTROL_MORE));
    assert_false(scene_hides(&three, CONTROL_MORE) || scene_hides(&three, CONTROL_BATCH));
    assert_true(scene_holds(&three, CONTROL_BATCH) && scene_holds(&three, CONTROL_MORE));
    scene_clear(&more);
    scene_clear(&four);
    scene_clear(&three);
}

static void a_change_of_size_keeps_what_is_held_and_a_pasted_layer_does_not(void **state)
{
    (void)state;
    Scene scene = scene_of("convt2d hide=walk lock=s"), next;
    Spec spec = scene.spec;
    LayerRead read;
    Error err;
    param_set(&spec, PARAM_KERNEL, true, 4);
    assert_true(scene_settle(&scene, &spec, NULL, &err));
    assert_int_equal(scene.hidden, 1u << CONTROL_WALK);
    assert_int_equal(scene.locked, 1u << CONTROL_STRIDE);
    assert_true(layer_read(&read, "nn.ConvTranspose2d(1, 1, 3, 3)", &scene, &err));
    assert_true(layer_scene(&next, &read, &scene, NULL, &err));
    assert_int_equal(next.hidden | next.locked, 0);
    layer_read_clear(&read);
    scene_clear(&next);
    scene_clear(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_control_holds_what_its_word_says_and_nothing_else), cmocka_unit_test(the_first_control_that_differs_is_named),
        cmocka_unit_test(typed_values_that_a_new_size_cuts_are_not_held_but_other_values_are),
        cmocka_unit_test(more_stands_for_four_and_the_four_for_more),
        cmocka_unit_test(a_change_of_size_keeps_what_is_held_and_a_pasted_layer_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
