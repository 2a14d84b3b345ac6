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
    check(mark_named(&h, MARK_TEXT, "table caption") != NULL, "what it was does not stand beside it");
    key(&h, 't', 0);
    check(!mark_named(&h, MARK_TEXT, "table caption") && !strcmp(equation(&h), "y = Cᵀ x"), "T again does not go back to one table");
    key(&h, 'm', 0);
    key(&h, 't', 0);
    wait_for(&h, 1.1);
    check(!mark_named(&h, MARK_TEXT, "table caption"), "with motion two tables stand side by side");
    hands_close(&h);
}

static double entry_width(const Hands *h, Cell entry)
{
    const Mark *mark = mark_of(h, entry);
    return mark ? mark->box.w : 0;
}

static void enter_jumps_the_clock_and_then_goes_to_the_entry(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=32 k=4 s=2 p=1 view=matrix step=3 cell=x:0,0,16,16");
    Cell entry = { ROLE_C, { 16 * 32 + 16, 31 * 64 + 31, 0, 0 } }; // its first: tap (0, 0) lands at 2·16 − 1
    check(!mark_of(&h, entry), "in 4096 × 1024 an entry has room of its own");
    key(&h, KEY_ENTER, 0);
    check(desk_scene(h.desk)->step == 16 * 32 + 16 + 1, "Enter went to step %lld", (long long)desk_scene(h.desk)->step);
    check(!mark_of(&h, entry), "the first Enter enlarged the table too");
    key(&h, KEY_ENTER, 0);
    const Mark *mark = mark_of(&h, entry), *pane = mark_named(&h, MARK_GRID, "matrix");
    check(mark && mark->text && !strcmp(mark->text, "1"), "after the second Enter the pinned input's entry cannot be read");
    check(box_has(pane->box, mark->box.x, mark->box.y), "the entry is out of the pane");
    check(fmin(mark->box.w, mark->box.h) >= 27, "the entry is %g × %g", mark->box.w, mark->box.h);
    key(&h, '0', 0);
    check(!mark_of(&h, entry), "0 does not show all of the table");
    hands_close(&h);
}

static void plus_and_minus_go_from_level_to_level(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=32 k=4 s=2 p=1 view=matrix cell=x:0,0,16,16");
    static const char *const names[] = { "a row of blocks", "one block", "numbers" };
    Cell entry = { ROLE_C, { 16 * 32 + 16, 31 * 64 + 31, 0, 0 } };
    for (int i = 0; i < 3; i++) {
        key(&h, '+', 0);
        check_says(&h, names[i]);
    }
    double near = entry_width(&h, entry);
    check(near >= 27, "at the nearest an entry is %g wide", near);
    key(&h, '+', 0);
    check_says(&h, "as near as numbers need");
    check(entry_width(&h, entry) == near, "beyond numbers it goes nearer still");
    key(&h, '-', 0);
    check_says(&h, "one block");
    check(entry_width(&h, entry) < near, "− does not go away");
    key(&h, '-', 0);
    key(&h, '-', 0);
    check_says(&h, "the whole table");
    key(&h, '-', 0);
    check_says(&h, "the whole table");
    hands_close(&h);
    hands_open(&h, "convt1d in=3 k=3 s=2 view=matrix");
    key(&h, '+', 0);
    check_says(&h, "already shows every number");
    hands_close(&h);
}

static void first_in_1d_takes_one_row_and_undo_comes_back(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=3 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] view=matrix");
    char *before = lasting(&h);
    click(&h, "matrix.row");
    check_code(&h, "convt1d s=2 p=1 w=[1,0,-1] view=matrix");
    check(mark_of(&h, (Cell){ ROLE_C, { 0, 0, 0, 0 } }) != NULL, "the table of one row is not there");
    check(!seen(&h, "matrix.row"), "in 1D it is offered again");
    key(&h, 'z', MOD_CTRL);
    char *after = lasting(&h);
    check(!strcmp(before, after), "undo brings %s, not %s", after, before);
    free(before);
    free(after);
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
        cmocka_unit_test(enter_jumps_the_clock_and_then_goes_to_the_entry),
        cmocka_unit_test(plus_and_minus_go_from_level_to_level),
        cmocka_unit_test(first_in_1d_takes_one_row_and_undo_comes_back),
        cmocka_unit_test(cut_rows_come_and_go_and_chain_takes_their_place),
        cmocka_unit_test(an_entry_can_be_pointed_at_and_pinned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
