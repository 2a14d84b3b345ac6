// The Matrix lens under the hand: T turns it in its own second, and what stands below it switches what it shows.
#include "desk/hands.h"

static const char CODE[] = "convt2d in=3 k=3 s=2 p=1 view=matrix";

static const char *equation(const Hands *h)
{
    const Mark *mark = mark_named(h, MARK_TEXT, "equation");
    return mark ? mark->text : "";
}

// How far an entry has gone from the upper right to the lower left.
static double slope(const Hands *h)
{
    const Mark *a = mark_of(h, (Cell){ ROLE_C, { 0, 0, 0, 0 } }), *b = mark_of(h, (Cell){ ROLE_C, { 0, 6, 0, 0 } });
    check(a && b, "the entries of the first stamp are not on the screen");
    return atan2(b->box.y - a->box.y, b->box.x - a->box.x);
}

static void t_turns_the_matrix_in_a_second_and_back(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, CODE);
    double steep = slope(&h);
    check(!strcmp(equation(&h), "y = Cᵀ x"), "at first it says “%s”", equation(&h));
    key(&h, 't', 0);
    check(h.due < 0.1, "the next frame of the turn is due in %g seconds", h.due);
    wait_for(&h, 0.5);
    double amid = slope(&h);
    wait_for(&h, 0.6);
    double flat = slope(&h);
    check(flat < amid && amid < steep, "the stamp lies at %g, half-way at %g, turned at %g", steep, amid, flat);
    check(!strcmp(equation(&h), "C takes 5×5 back to 3×3"), "turned it says “%s”", equation(&h));
    check(h.due > 0.5, "turned, the next frame is due in %g seconds", h.due);
    click(&h, "matrix.turn");
    wait_for(&h, 0.3);
    key(&h, 't', 0); // given up on the way: back from where it is
    wait_for(&h, 0.4);
    check(fabs(slope(&h) - flat) < 1e-9 && h.due > 0.5, "turned again after 0.3 s, it takes more than 0.3 s to come back");
    hands_close(&h);
}

static void without_motion_it_turns_at_once(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, CODE);
    key(&h, 'm', 0);
    key(&h, 't', 0);
    check(!strcmp(equation(&h), "C takes 5×5 back to 3×3"), "it says “%s”", equation(&h));
    hands_close(&h);
}

static void cut_rows_come_and_go_and_chain_takes_their_place(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, CODE);
    check(mark_named(&h, MARK_GRID, "y strip")->rows == 25 && !is_on(&h, "matrix.cut"), "in 2D cut rows are shown at first");
    click(&h, "matrix.cut");
    check(mark_named(&h, MARK_GRID, "y strip")->rows == 49 && is_on(&h, "matrix.cut"), "%d rows with those that are cut", mark_named(&h, MARK_GRID, "y strip")->rows);
    click(&h, "matrix.chain");
    check(mark_named(&h, MARK_GRID, "chain best") && !mark_named(&h, MARK_GRID, "matrix"), "Chain does not show what comes back");
    check(!seen(&h, "matrix.cut"), "Cut rows is offered where there are no rows");
    key(&h, 't', 0);
    check(mark_named(&h, MARK_GRID, "matrix") != NULL, "T does not come back to the table");
    wait_for(&h, 2);
    hands_close(&h);
    hands_open(&h, "convt1d in=3 k=3 s=2 p=1 view=matrix");
    check(is_on(&h, "matrix.cut"), "in 1D cut rows are hidden at first");
    click(&h, "matrix.cut");
    check(!is_on(&h, "matrix.cut"), "they cannot be hidden");
    hands_close(&h);
    hands_open(&h, "convt1d in=3 k=3 s=2 view=matrix");
    check(!seen(&h, "matrix.cut"), "Cut rows is offered where nothing is cut");
    hands_close(&h);
}

static void an_entry_can_be_pointed_at_and_pinned(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, CODE);
    Cell entry = { ROLE_C, { 4, 12, 0, 0 } };
    click_cell(&h, entry);
    check(cell_equal(desk_scene(h.desk)->cell, entry), "an entry that was clicked is not pinned");
    const Mark *x = mark_of(&h, X_CELL(1, 1)), *y = mark_of(&h, Y_CELL(2, 2));
    check(x->fill == y->fill && x->fill == mark_of(&h, entry)->fill, "its x, its y and itself have the colours %06X, %06X and %06X", (unsigned)x->fill,
          (unsigned)y->fill, (unsigned)mark_of(&h, entry)->fill);
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t_turns_the_matrix_in_a_second_and_back),
        cmocka_unit_test(without_motion_it_turns_at_once),
        cmocka_unit_test(cut_rows_come_and_go_and_chain_takes_their_place),
        cmocka_unit_test(an_entry_can_be_pointed_at_and_pinned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
