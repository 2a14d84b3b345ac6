// The Phases lens by hand: planes woven, split and as channels, and one phase alone.
#include "desk/hands.h"

static void split_parts_the_output_and_woven_joins_it_again(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 p=1 view=phases");
    assert_true(is_on(&h, "phases.woven"));
    Box a = mark_of(&h, Y_CELL(0, 0))->box, b = mark_of(&h, Y_CELL(0, 1))->box, c = mark_of(&h, Y_CELL(0, 2))->box;
    check(a.x < b.x && b.x < c.x && a.y == b.y, "woven, the first row does not stand in a row");
    click(&h, "phases.split");
    wait_for(&h, 0.3);
    check(seen(&h, "phases.split") == NULL, "controls stand on a figure that is under way");
    wait_for(&h, 1);
    assert_true(is_on(&h, "phases.split"));
    a = mark_of(&h, Y_CELL(0, 0))->box, b = mark_of(&h, Y_CELL(0, 1))->box, c = mark_of(&h, Y_CELL(0, 2))->box;
    // With padding 1 the first cell is of phase (1, 1), the last of the planes.
    check(b.x < a.x, "split, the cells 0,0 and 0,1 stand at %g and %g", a.x, b.x);
    check(fabs(c.x - a.x) < 1.3 * a.w && a.y == c.y, "split, the cells 0,0 and 0,2 are not neighbours");
    click(&h, "phases.channels");
    wait_for(&h, 1);
    check(mark_of(&h, Y_CELL(-1, -1)) != NULL, "as channels, what is cut off is not there");
    click(&h, "phases.woven");
    wait_for(&h, 1);
    check(mark_of(&h, Y_CELL(-1, -1)) == NULL && is_on(&h, "phases.woven"), "woven again, it is not as before");
    hands_close(&h);
}

static void on_the_way_each_cell_is_between_its_places(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 p=1 view=phases");
    Box from = mark_of(&h, Y_CELL(0, 0))->box;
    click(&h, "phases.split");
    wait_for(&h, 0.3);
    Box way = mark_of(&h, Y_CELL(0, 0))->box;
    wait_for(&h, 1);
    Box to = mark_of(&h, Y_CELL(0, 0))->box;
    check(fmin(from.x, to.x) < way.x && way.x < fmax(from.x, to.x), "it goes from %g to %g, and is at %g", from.x, to.x, way.x);
    hands_close(&h);
}

static void a_name_that_is_pressed_leaves_its_phase_alone_until_it_is_pressed_again(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 p=1 view=phases");
    check(!strcmp(shown(&h, "phases.3")->name, "Only phase (1, 1)"), "the button is called “%s”", shown(&h, "phases.3")->name);
    click(&h, "phases.3");
    frame(&h);
    check(mark_of(&h, Y_CELL(0, 0))->opacity == 1 && mark_of(&h, Y_CELL(0, 1))->opacity < 1, "phase (1, 1) is not alone");
    assert_true(is_on(&h, "phases.3"));
    click(&h, "phases.3");
    frame(&h);
    check(mark_of(&h, Y_CELL(0, 1))->opacity == 1, "the others have not come back");
    hands_close(&h);
}

static void without_a_stride_there_is_nothing_to_choose(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=1 view=phases");
    check(!seen(&h, "phases.split"), "one phase can be split");
    hands_close(&h);
}

static void the_digit_four_shows_the_lens(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 p=1");
    key(&h, '4', 0);
    check_code(&h, "convt2d s=2 p=1 view=phases");
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(split_parts_the_output_and_woven_joins_it_again),
        cmocka_unit_test(on_the_way_each_cell_is_between_its_places),
        cmocka_unit_test(a_name_that_is_pressed_leaves_its_phase_alone_until_it_is_pressed_again),
        cmocka_unit_test(without_a_stride_there_is_nothing_to_choose),
        cmocka_unit_test(the_digit_four_shows_the_lens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
