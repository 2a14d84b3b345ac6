// Backprop under a hand: the gradient from above can be typed and chosen, an input nudged, the way back opened; all of
// it can be undone.
#include "desk/inside.h"
#include "hands.h"

#define GX_CELL(row, col) ((Cell){ ROLE_GX, { 0, 0, row, col } })
#define GY_CELL(row, col) ((Cell){ ROLE_GY, { 0, 0, row, col } })
#define GW_CELL(row, col) ((Cell){ ROLE_GW, { 0, 0, row, col } })

static const char SCENE[] = "convt2d in=2 k=2 s=2 view=backprop";

static const char *text_at(const Hands *h, Cell cell)
{
    const Mark *mark = mark_of(h, cell);
    return mark && mark->text ? mark->text : "nothing";
}

#define check_text(h, cell, wanted) check(!strcmp(text_at(h, cell), wanted), "there stands “%s”, not “%s”", text_at(h, cell), wanted)

static void a_blame_that_is_typed_comes_back_at_once(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    check_text(&h, GX_CELL(0, 1), "10");
    double_click_cell(&h, GY_CELL(0, 3));
    type(&h, "-5");
    key(&h, KEY_ENTER, 0);
    check_code(&h, "convt2d in=2 k=2 s=2 gy=[1,1,1,-5;1,1,1,1;1,1,1,1;1,1,1,1] view=backprop cell=gy:0,0,0,3");
    check_text(&h, GX_CELL(0, 1), "−2"); // 1 − 5·2 + 3 + 4
    check_text(&h, GX_CELL(0, 0), "10");
    check_text(&h, GW_CELL(0, 1), "−2"); // 1 + 2·(−5) + 3 + 4
    key(&h, 'z', MOD_CTRL);
    check_text(&h, GX_CELL(0, 1), "10");
    key(&h, 'y', MOD_CTRL);
    check_text(&h, GX_CELL(0, 1), "−2");
    hands_close(&h);
}

static void f2_types_into_a_pinned_blame_and_not_into_what_is_computed(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    click_cell(&h, GY_CELL(1, 1));
    key(&h, KEY_F2, 0);
    check(seen(&h, "cell.edit") != NULL, "no field opens over ∂L/∂y");
    type(&h, "3");
    key(&h, KEY_TAB, 0); // and on to the next one
    type(&h, "4");
    key(&h, KEY_ENTER, 0);
    check_code(&h, "convt2d in=2 k=2 s=2 gy=[1,1,1,1;1,3,4,1;1,1,1,1;1,1,1,1] view=backprop cell=gy:0,0,1,2");
    static const Cell computed[] = { { ROLE_GX, { 0 } }, { ROLE_GW, { 0 } }, { ROLE_Y, { 0 } } };
    for (int i = 0; i < COUNT(computed); i++) {
        double_click_cell(&h, computed[i]);
        check(!seen(&h, "cell.edit"), "a field opens over a cell that is computed");
        key(&h, KEY_ESC, 0);
    }
    hands_close(&h);
}

static void the_gradient_from_above_is_chosen_while_backprop_is_there(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=2 s=2 view=stamp");
    check(!seen(&h, "source.gy"), "∂L/∂y is offered where nothing shows it");
    key(&h, '6', 0);
    wait_for(&h, 1); // the cells have glided to their places
    choose(&h, "source.gy", "count up");
    check_code(&h, "convt2d in=2 k=2 s=2 gy=ramp view=backprop");
    choose(&h, "source.gy", "a single 1");
    check_code(&h, "convt2d in=2 k=2 s=2 gy=onehot:0 view=backprop");
    check_text(&h, GX_CELL(0, 0), "1");
    choose(&h, "source.gy", "letters");
    check_text(&h, GY_CELL(0, 1), "g₀₁");
    choose(&h, "source.gy", "ones");
    check_code(&h, "convt2d in=2 k=2 s=2 view=backprop");
    hands_close(&h);
}

static const char *nudge_line(const Hands *h)
{
    static char line[512];
    const DeskFigure *figures;
    int count = desk_figures(h->desk, &figures);
    line[0] = 0;
    for (int f = 0; f < count; f++)
        for (int i = 0; i < figures[f].figure->count; i++) {
            const Mark *mark = &figures[f].figure->marks[i];
            if (mark->kind == MARK_TEXT && mark->text && strstr(mark->text, "ΔL = ")) snprintf(line, sizeof line, "%s", mark->text);
        }
    return line;
}

static void check_line(const Hands *h, const char *wanted)
{
    const char *line = nudge_line(h);
    check(!strcmp(line, wanted), "the line is “%s”, not “%s”", line, wanted);
}

static void a_nudged_input_moves_the_loss_as_its_gradient_says(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    desk_resize(h.desk, 1600, 1000, 1);
    frame(&h);
    click_cell(&h, X_CELL(0, 1));
    check_line(&h, "");
    key(&h, KEY_UP, 0);
    check_line(&h, "ΔL = 1 = ∂L/∂x · Δx = 10 · 0.1");
    for (int i = 0; i < 9; i++) key(&h, KEY_UP, 0);
    check_code(&h, "convt2d in=2 k=2 s=2 x=[1,3;3,4] view=backprop cell=x:0,0,0,1"); // ten times 0.1 is 1
    check_line(&h, "ΔL = 10 = ∂L/∂x · Δx = 10 · 1");
    key(&h, KEY_DOWN, MOD_SHIFT);
    key(&h, KEY_DOWN, MOD_SHIFT);
    check_line(&h, "ΔL = −10 = ∂L/∂x · Δx = 10 · (−1)");
    // One hold is one step of undo, and what was nudged is forgotten with it.
    key(&h, 'z', MOD_CTRL);
    check_code(&h, "convt2d in=2 k=2 s=2 view=backprop cell=x:0,0,0,1");
    check_line(&h, "");
    // The buttons do the same; another input begins anew.
    click(&h, "nudge.bit.more");
    check_line(&h, "ΔL = 1 = ∂L/∂x · Δx = 10 · 0.1");
    click_cell(&h, X_CELL(1, 1));
    click(&h, "nudge.less");
    check_line(&h, "ΔL = −10 = ∂L/∂x · Δx = 10 · (−1)");
    key(&h, '1', MOD_SHIFT); // another lens beside it changes no number
    wait_for(&h, 1);
    check_line(&h, "ΔL = −10 = ∂L/∂x · Δx = 10 · (−1)");
    click(&h, "stride.plus");
    check_line(&h, "");
    hands_close(&h);
}

static void what_cannot_be_nudged_says_so(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    key(&h, KEY_UP, 0);
    check_says(&h, "Pin an input (a click, or F6 and arrows); then ↑ and ↓ nudge it by 0.1");
    click_cell(&h, GX_CELL(0, 0));
    check(!seen(&h, "nudge.more"), "a gradient is offered to be nudged");
    hands_close(&h);
    hands_open(&h, "convt2d in=2 view=stamp"); // in every lens, for every lens shows what becomes of it
    click_cell(&h, X_CELL(0, 1));
    key(&h, KEY_DOWN, 0);
    check(desk_scene(h.desk)->x.kind == SOURCE_TYPED && desk_scene(h.desk)->x.values[1] == 1.9f, "↓ in Stamp makes it %s", code(&h));
    check(!message(&h)[0], "and says “%s”", message(&h));
    key(&h, '6', 0);
    check(h.desk->show.nudge.cell.role == ROLE_NONE, "Backprop goes on from a nudge that it did not show");
    hands_close(&h);
    hands_open(&h, "convt2d in=2 k=2 s=2 x=letters view=backprop cell=x:0,0,0,0");
    key(&h, KEY_DOWN, 0);
    check_says(&h, "A letter cannot be nudged");
    check_code(&h, "convt2d in=2 k=2 s=2 x=letters view=backprop cell=x:0,0,0,0");
    hands_close(&h);
}

static void the_way_back_opens_as_a_scene_and_back_again(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "conv2d in=6 k=3 s=2 view=backprop");
    click(&h, "backprop.open");
    check_code(&h, "convt2d in=2 s=2 op=1 x=ones gy=ramp view=backprop");
    click(&h, "backprop.open");
    check_code(&h, "conv2d in=6 s=2 view=backprop");
    key(&h, 'z', MOD_CTRL);
    key(&h, 'z', MOD_CTRL);
    check_code(&h, "conv2d in=6 s=2 view=backprop");
    hands_close(&h);
}

static void arrows_go_from_the_output_on_to_the_gradients(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt1d in=1 k=1 view=backprop cell=y:0,0,0,0");
    while (strcmp(focus(&h), "stage")) key(&h, KEY_TAB, 0);
    static const Role order[] = { ROLE_GY, ROLE_GW, ROLE_GX, ROLE_GX };
    for (int i = 0; i < COUNT(order); i++) {
        key(&h, KEY_RIGHT, 0);
        check(desk_scene(h.desk)->cell.role == order[i], "after %d arrows the pin is on %s", i + 1, ROLE_WORDS[desk_scene(h.desk)->cell.role]);
    }
    hands_close(&h);
}

static void enter_goes_to_where_a_gradient_is_whole(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=2 s=2 view=backprop walk=output step=0 cell=gx:0,0,0,0");
    key(&h, KEY_ENTER, 0);
    assert_int_equal(desk_step(h.desk), 6); // its last term is output (1, 1)
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_blame_that_is_typed_comes_back_at_once),
        cmocka_unit_test(f2_types_into_a_pinned_blame_and_not_into_what_is_computed),
        cmocka_unit_test(the_gradient_from_above_is_chosen_while_backprop_is_there),
        cmocka_unit_test(a_nudged_input_moves_the_loss_as_its_gradient_says),
        cmocka_unit_test(what_cannot_be_nudged_says_so),
        cmocka_unit_test(the_way_back_opens_as_a_scene_and_back_again),
        cmocka_unit_test(arrows_go_from_the_output_on_to_the_gradients),
        cmocka_unit_test(enter_goes_to_where_a_gradient_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
