// Many channels by hand: a plane of a rail is chosen by its name or by one of its cells, and stays until the clock goes on;
// an output is shown as the sum or as what one channel alone adds.
#include "desk/inside.h"
#include "hands.h"

static const char CODE[] = "convt2d in=3 k=3 s=2 p=1 c=4,6 g=2 n=2 w=random:4 view=stamp step=13";

static void check_planes(Hands *h, int n, int ic, int oc, const char *when)
{
    int now[3];
    channels_now(h->desk, &now[0], &now[1], &now[2]);
    check(now[0] == n && now[1] == ic && now[2] == oc, "%s sample %d, channels %d and %d are in view; wanted %d, %d and %d", when, now[0], now[1], now[2], n, ic, oc);
}

static void a_name_over_a_plane_chooses_it_until_the_clock_goes_on(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, CODE);
    check_planes(&h, 0, 1, 0, "at first");
    click(&h, "stamp.x.0.0");
    wait_for(&h, 1);
    check_planes(&h, 0, 0, 0, "after a press on channel 0 of x");
    click(&h, "stamp.y.0.2");
    wait_for(&h, 1);
    check_planes(&h, 0, 0, 2, "after a press on channel 2 of y");
    key(&h, KEY_LEFT, 0);
    wait_for(&h, 1);
    check_planes(&h, 0, 1, 2, "a step back, which pressed channel 1,");
    hands_close(&h);
}

static void choosing_in_one_group_brings_the_other_side_along(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, CODE);
    click(&h, "stamp.y.0.4");
    wait_for(&h, 1);
    check_planes(&h, 0, 2, 4, "channel 4 of y is of the second group:");
    click(&h, "stamp.x.0.1");
    wait_for(&h, 1);
    check_planes(&h, 0, 1, 0, "channel 1 of x is of the first:");
    hands_close(&h);
}

static void a_press_on_a_cell_of_a_rail_brings_its_plane_and_it_stays_when_the_pin_goes(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, CODE);
    desk_resize(h.desk, 1900, 1100, 1);
    frame(&h);
    Cell cell = { ROLE_X, { 0, 3, 1, 1 } };
    const Mark *mark = mark_of(&h, cell);
    check(mark != NULL, "channel 3 of x has no cells");
    Box small = mark->box;
    click_at(&h, small.x + small.w / 2, small.y + small.h / 2);
    wait_for(&h, 1);
    check(cell_equal(h.desk->scene.cell, cell), "the cell is not pinned");
    check_planes(&h, 0, 3, 3, "after a press on a cell of channel 3");
    check(mark_of(&h, cell)->box.w > small.w, "the cell is as small as before");
    key(&h, KEY_ESC, 0);
    wait_for(&h, 1);
    check(h.desk->scene.cell.role == ROLE_NONE, "Esc has not released the cell");
    check_planes(&h, 0, 3, 3, "with the pin gone");
    hands_close(&h);
}

static void one_pair_or_the_sum_is_a_choice_where_there_are_channels_to_add(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=2 s=2 c=2,2 b=[10,20] view=stamp");
    assert_true(is_on(&h, "stamp.sum"));
    check(!strcmp(shown(&h, "stamp.pair")->name, "in 0 → out 0"), "the choice is called “%s”", shown(&h, "stamp.pair")->name);
    char sum[32], pair[32];
    snprintf(sum, sizeof sum, "%s", mark_of(&h, Y_CELL(0, 0))->text);
    click(&h, "stamp.pair");
    frame(&h);
    snprintf(pair, sizeof pair, "%s", mark_of(&h, Y_CELL(0, 0))->text);
    // x is 1 and 5 there, their weights 1 and 9: with the bias 10 + 1·1 + 5·9.
    check(!strcmp(sum, "56") && !strcmp(pair, "1"), "the sum is %s and channel 0 alone adds %s; wanted 56 and 1", sum, pair);
    click(&h, "stamp.sum");
    frame(&h);
    check(!strcmp(mark_of(&h, Y_CELL(0, 0))->text, "56"), "the sum has not come back");
    hands_close(&h);
    static const char *const none[] = { "convt2d view=stamp", "convt2d c=1,3 view=stamp", "convt2d c=4,4 g=4 view=stamp", "convt2d c=2,2 view=backprop" };
    for (int i = 0; i < COUNT(none); i++) {
        hands_open(&h, none[i]);
        check(!seen(&h, "stamp.pair") && !seen(&h, "backprop.pair"), "%s: there is nothing to add, and a choice", none[i]);
        hands_close(&h);
    }
}

static void the_panel_steps_from_what_is_in_view(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, CODE); // the step shows channel 1
    const Widget *value = seen(&h, "shown.ic.value");
    check(value && !strcmp(value->name, "1"), "the panel says channel %s; in view is 1", value ? value->name : "nothing");
    click(&h, "shown.n.plus");
    frame(&h);
    check_planes(&h, 1, 1, 0, "after a step to sample 1");
    click(&h, "shown.oc.plus");
    frame(&h);
    check_planes(&h, 1, 1, 1, "after a step to channel 1 of y");
    click(&h, "shown.ic.minus");
    frame(&h);
    check_planes(&h, 1, 0, 1, "after a step back to channel 0 of x");
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_over_a_plane_chooses_it_until_the_clock_goes_on),
        cmocka_unit_test(choosing_in_one_group_brings_the_other_side_along),
        cmocka_unit_test(a_press_on_a_cell_of_a_rail_brings_its_plane_and_it_stays_when_the_pin_goes),
        cmocka_unit_test(one_pair_or_the_sum_is_a_choice_where_there_are_channels_to_add),
        cmocka_unit_test(the_panel_steps_from_what_is_in_view),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
