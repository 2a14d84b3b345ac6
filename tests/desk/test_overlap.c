// The Overlap lens by hand: counted or weighted, the classic example, and the chart of other kernels and strides.
#include "desk/hands.h"

static void weighted_is_a_switch_and_a_step_of_undo(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d k=4 s=2 p=1 w=random:4 view=overlap");
    check(is_on(&h, "overlap.count") && !strcmp(mark_of(&h, Y_CELL(2, 2))->text, "4"), "an inner cell says “%s”", mark_of(&h, Y_CELL(2, 2))->text);
    click(&h, "overlap.weighted");
    wait_for(&h, 1);
    check_code(&h, "convt2d k=4 s=2 p=1 w=random:4 view=overlap show=weighted");
    check(strcmp(mark_of(&h, Y_CELL(2, 2))->text, "4") != 0, "weighted, the counts stand there still");
    click(&h, "undo");
    check_code(&h, "convt2d k=4 s=2 p=1 w=random:4 view=overlap");
    click(&h, "overlap.weighted");
    click(&h, "overlap.count");
    check_code(&h, "convt2d k=4 s=2 p=1 w=random:4 view=overlap");
    hands_close(&h);
}

static void the_classic_is_one_click_away_with_what_is_said_wrong_about_it(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=5 k=4 s=3 view=overlap show=weighted");
    click(&h, "overlap.classic");
    check_code(&h, "convt2d s=2 w=ones view=overlap");
    check(strstr(message(&h), "1 1 2 1 2 1 1"), "it is said: “%s”", message(&h));
    click(&h, "undo");
    check_code(&h, "convt2d in=5 k=4 s=3 view=overlap show=weighted");
    hands_close(&h);
}

static void a_tile_of_the_chart_sets_kernel_and_stride_in_one_step_of_undo(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d k=3x2 s=2x1 view=overlap");
    click(&h, "chart.k6s3");
    check_code(&h, "convt2d k=6 s=3 view=overlap");
    assert_true(is_on(&h, "chart.k6s3"));
    click(&h, "undo");
    check_code(&h, "convt2d k=3x2 s=2x1 view=overlap");
    hands_close(&h);
    // What gives way is said.
    hands_open(&h, "convt2d k=3 s=2 p=1 op=1 view=overlap");
    click(&h, "chart.k3s1");
    check_code(&h, "convt2d p=1 view=overlap");
    check(strstr(message(&h), "output padding"), "it is said: “%s”", message(&h));
    // The layer's own does nothing.
    click(&h, "chart.k3s1");
    click(&h, "undo");
    check_code(&h, "convt2d s=2 p=1 op=1 view=overlap");
    hands_close(&h);
}

static void in_1d_a_tile_sets_the_one_axis(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt1d in=5 s=2 view=overlap");
    click(&h, "chart.k4s2");
    check_code(&h, "convt1d in=5 k=4 s=2 view=overlap");
    hands_close(&h);
}

static void a_kernel_that_does_not_fit_brings_a_larger_input_and_says_so(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "conv2d in=5 view=overlap");
    click(&h, "chart.k7s1");
    check_code(&h, "conv2d in=7 k=7 view=overlap");
    check(strstr(message(&h), "input") != NULL, "it is said: “%s”", message(&h));
    hands_close(&h);
}

// Tab stops at the layer's own tile alone, and arrows go from there.
static void arrows_walk_the_chart(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 view=overlap");
    int tiles = 0;
    for (int i = 0; i < 200 && !tiles; i++) {
        key(&h, KEY_TAB, 0);
        tiles += !strcmp(focus(&h), "chart.k3s2");
        check(tiles || strncmp(focus(&h), "chart.", 6), "Tab stops at %s", focus(&h));
    }
    assert_int_equal(tiles, 1);
    key(&h, KEY_RIGHT, 0);
    check_code(&h, "convt2d k=4 s=2 view=overlap");
    frame(&h);
    check(!strcmp(focus(&h), "chart.k4s2"), "the focus is on %s", focus(&h));
    key(&h, KEY_DOWN, 0);
    check_code(&h, "convt2d k=4 s=3 view=overlap");
    key(&h, KEY_LEFT, 0);
    key(&h, KEY_UP, 0);
    key(&h, KEY_UP, 0);
    check_code(&h, "convt2d view=overlap");
    key(&h, KEY_UP, 0); // past its edge nothing is taken
    check_code(&h, "convt2d view=overlap");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, "convt2d s=2 view=overlap");
    hands_close(&h);
}

static void another_layer_is_entered_at_the_first_tile(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=13 s=2 view=overlap");
    for (int i = 0; i < 200 && strncmp(focus(&h), "chart.", 6); i++) key(&h, KEY_TAB, 0);
    check(!strcmp(focus(&h), "chart.k1s1"), "Tab stops at “%s”", focus(&h));
    key(&h, KEY_SPACE, 0);
    check_code(&h, "convt2d in=2 k=1 view=overlap");
    hands_close(&h);
}

static void this_cell_says_its_prints(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 s=2 view=overlap");
    click_cell(&h, Y_CELL(2, 2));
    check(!strcmp(shown(&h, "story.prints")->name, "2×2 = 4 prints"), "it says “%s”", shown(&h, "story.prints")->name);
    check(strstr(mark_named(&h, MARK_TEXT, "prints")->text, "(2, 2): 2×2 = 4 prints"), "the lens says “%s”", mark_named(&h, MARK_TEXT, "prints")->text);
    click_cell(&h, Y_CELL(1, 1));
    check(!strcmp(shown(&h, "story.prints")->name, "1×1 = 1 print"), "it says “%s”", shown(&h, "story.prints")->name);
    hands_close(&h);
    hands_open(&h, "conv2d in=5 s=2 c=2,4 g=2 view=overlap cell=x:0,1,2,2");
    check(!strcmp(shown(&h, "story.prints")->name, "2×2 = 4 prints"), "it says “%s”", shown(&h, "story.prints")->name);
    hands_close(&h);
    hands_open(&h, "convt2d in=2 s=2 c=4,2 g=2 view=overlap cell=y:0,1,2,2");
    check(!strcmp(shown(&h, "story.prints")->name, "2×2 = 4 prints"), "it says “%s”", shown(&h, "story.prints")->name);
    key(&h, '1', 0);
    check(!seen(&h, "story.prints"), "prints are spoken of while Stamp alone is shown");
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weighted_is_a_switch_and_a_step_of_undo),
        cmocka_unit_test(the_classic_is_one_click_away_with_what_is_said_wrong_about_it),
        cmocka_unit_test(a_tile_of_the_chart_sets_kernel_and_stride_in_one_step_of_undo),
        cmocka_unit_test(in_1d_a_tile_sets_the_one_axis),
        cmocka_unit_test(a_kernel_that_does_not_fit_brings_a_larger_input_and_says_so),
        cmocka_unit_test(arrows_walk_the_chart),
        cmocka_unit_test(another_layer_is_entered_at_the_first_tile),
        cmocka_unit_test(this_cell_says_its_prints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
