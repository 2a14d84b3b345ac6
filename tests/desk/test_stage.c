// What pointer and keys do to cells and handles: one selection, values typed in place, crop handles, the picture's wipe.
#include "desk/inside.h"
#include "hands.h"

static void check_pin(Hands *h, Cell cell)
{
    char had[64] = "none", wanted[64] = "none";
    if (desk_scene(h->desk)->cell.role != ROLE_NONE) cell_print(had, desk_scene(h->desk)->cell);
    if (cell.role != ROLE_NONE) cell_print(wanted, cell);
    check(!strcmp(had, wanted), "pinned is %s, not %s", had, wanted);
}

static const char *title(const Hands *h)
{
    const Widget *w = seen(h, "guide.heading");
    return w ? w->name : "";
}

// ---- looking and pinning ---------------------------------------------------------------------------------------

static void the_guide_speaks_of_the_cell_under_the_pointer(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=3 s=2 view=stamp");
    const Mark *mark = mark_of(&h, X_CELL(1, 0));
    move_to(&h, mark->box.x + 5, mark->box.y + 5);
    check(strstr(title(&h), "input"), "over an input the guide says “%s”", title(&h));
    mark = mark_of(&h, Y_CELL(2, 2));
    move_to(&h, mark->box.x + 5, mark->box.y + 5);
    check(strstr(title(&h), "output"), "over an output the guide says “%s”", title(&h));
    send(&h, (UiEvent){ .kind = UI_LEAVE });
    check(!seen(&h, "guide.heading"), "with the pointer gone the guide still says “%s”", title(&h));
    hands_close(&h);
}

static void a_click_pins_and_another_lets_go(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=3 s=2 view=stamp");
    click_cell(&h, Y_CELL(1, 1));
    check_pin(&h, Y_CELL(1, 1));
    click_cell(&h, W_CELL(0, 2));
    check_pin(&h, W_CELL(0, 2));
    check(!strcmp(shown(&h, "guide.why")->name, "pinned"), "the guide does not say that it is pinned");
    click_cell(&h, W_CELL(0, 2));
    check_pin(&h, CELL_NONE);
    click_cell(&h, W_CELL(0, 2));
    key(&h, KEY_ESC, 0);
    check_pin(&h, CELL_NONE);
    click_cell(&h, W_CELL(0, 2));
    send(&h, (UiEvent){ .kind = UI_LEAVE });
    click(&h, "cell.release");
    check_pin(&h, CELL_NONE);
    click_cell(&h, W_CELL(0, 2));
    Box stage = shown(&h, "stage")->box;
    click_at(&h, stage.x + 3, stage.y + stage.h - 3);
    check_pin(&h, CELL_NONE);
    hands_close(&h);
}

// After a click the arrows are the clock's; who comes to the stage by Tab has them for its cells.
static void come_by_tab(Hands *h)
{
    key(h, KEY_TAB, 0);
    key(h, KEY_TAB, MOD_SHIFT);
    check(!strcmp(focus(h), "stage"), "Tab and back went to “%s”", focus(h));
}

static void arrows_move_the_pin_and_go_on_to_the_next_tensor(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=2 s=2 view=stamp");
    click_cell(&h, X_CELL(0, 0));
    come_by_tab(&h);
    const struct { int key; Cell then; } rows[] = {
        { KEY_RIGHT, X_CELL(0, 1) }, { KEY_DOWN, X_CELL(1, 1) }, { KEY_LEFT, X_CELL(1, 0) }, { KEY_UP, X_CELL(0, 0) },
        { KEY_UP, X_CELL(0, 0) }, { KEY_DOWN, X_CELL(1, 0) }, { KEY_DOWN, W_CELL(0, 0) }, { KEY_RIGHT, W_CELL(0, 1) },
        { KEY_RIGHT, Y_CELL(0, 0) }, { KEY_UP, W_CELL(0, 0) }, { KEY_LEFT, X_CELL(0, 0) },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        key(&h, rows[i].key, 0);
        check_pin(&h, rows[i].then);
    }
    hands_close(&h);
}

static void arrows_reach_the_cells_that_are_cut(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=3 s=2 p=1 view=stamp");
    click_cell(&h, Y_CELL(0, 0));
    come_by_tab(&h);
    key(&h, KEY_UP, 0);
    check_pin(&h, Y_CELL(-1, 0));
    key(&h, KEY_LEFT, 0);
    check_pin(&h, Y_CELL(-1, -1));
    hands_close(&h);
}

static void with_nothing_pinned_the_arrows_are_the_clocks_again(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=3 s=2 view=stamp step=1");
    click_cell(&h, X_CELL(0, 0));
    key(&h, KEY_ESC, 0);
    key(&h, KEY_RIGHT, 0);
    wait_for(&h, 1);
    check_pin(&h, CELL_NONE);
    check(desk_step(h.desk) == 2, "after Esc the arrow made no step: %lld", desk_step(h.desk));
    hands_close(&h);
}

static void by_keyboard_alone_the_stage_can_be_entered(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=3 s=2 w=ones view=stamp step=1");
    for (int i = 0; i < 60 && strcmp(focus(&h), "stage"); i++) key(&h, KEY_TAB, 0);
    check(!strcmp(focus(&h), "stage"), "Tab never comes to the stage");
    key(&h, KEY_RIGHT, 0);
    check_pin(&h, Y_CELL(0, 0));
    key(&h, KEY_UP, 0);
    check_pin(&h, W_CELL(0, 0));
    key(&h, KEY_F2, 0);
    type(&h, "5");
    key(&h, KEY_ENTER, 0);
    check_code(&h, "convt2d in=2 s=2 w=[5,1,1;1,1,1;1,1,1] view=stamp step=1 cell=w:0,0,0,0");
    hands_close(&h);
}

// ---- typing into cells -----------------------------------------------------------------------------------------

static const char TYPED[] = "convt2d in=2 x=[1,2;3,4] w=ones view=stamp";

static void a_double_click_opens_the_cell_and_enter_takes_its_value(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, TYPED);
    double_click_cell(&h, X_CELL(0, 1));
    check(desk_wants_text(h.desk), "no field is open");
    check(!strcmp(value_of(&h, "cell.edit"), "2"), "in the field stands “%s”", h.value);
    type(&h, "−2.5"); // with U+2212, as cells show it
    check(!strcmp(value_of(&h, "cell.edit"), "−2.5"), "in the field stands “%s”", h.value);
    key(&h, KEY_ENTER, 0);
    check_code(&h, "convt2d in=2 x=[1,-2.5;3,4] w=ones view=stamp cell=x:0,0,0,1");
    check(!desk_wants_text(h.desk), "the field is still open");
    check(!strcmp(focus(&h), "stage"), "the focus is on “%s”", focus(&h));
    hands_close(&h);
}

static void f2_and_the_guides_button_open_the_pinned_cell(void **state)
{
    (void)state;
    for (int way = 0; way < 3; way++) {
        Hands h;
        hands_open(&h, TYPED);
        click_cell(&h, W_CELL(0, 0));
        if (way == 0) key(&h, KEY_F2, 0);
        send(&h, (UiEvent){ .kind = UI_LEAVE });
        if (way == 1) click(&h, "cell.change");
        if (way == 2) click(&h, "step.start"), key(&h, KEY_F2, 0); // the focus has left the stage
        check(desk_wants_text(h.desk), "way %d opens no field", way);
        hands_close(&h);
    }
}

static void escape_gives_up_and_the_pin_stays(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, TYPED);
    double_click_cell(&h, X_CELL(0, 1));
    type(&h, "9");
    key(&h, KEY_ESC, 0);
    check_code(&h, "convt2d in=2 x=[1,2;3,4] w=ones view=stamp cell=x:0,0,0,1");
    check(!seen(&h, "cell.edit") && is_off(&h, "undo"), "the field is still there, or a change was made");
    key(&h, KEY_LEFT, 0);
    check_pin(&h, X_CELL(0, 0));
    hands_close(&h);
}

static void a_press_elsewhere_writes_into_the_cell_that_was_edited(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, TYPED);
    double_click_cell(&h, X_CELL(0, 1));
    type(&h, "7");
    click_cell(&h, X_CELL(1, 0));
    check_code(&h, "convt2d in=2 x=[1,7;3,4] w=ones view=stamp cell=x:0,0,1,0");
    double_click_cell(&h, X_CELL(0, 0));
    type(&h, "8");
    click_cell(&h, Y_CELL(2, 2)); // an output: not the bias
    check_code(&h, "convt2d in=2 x=[8,7;3,4] w=ones view=stamp cell=y:0,0,2,2");
    double_click_cell(&h, W_CELL(1, 1));
    type(&h, "5");
    Box stage = shown(&h, "stage")->box;
    click_at(&h, stage.x + 3, stage.y + stage.h - 3);
    check_code(&h, "convt2d in=2 x=[8,7;3,4] w=[1,1,1;1,5,1;1,1,1] view=stamp");
    double_click_cell(&h, W_CELL(1, 1));
    type(&h, "6");
    click(&h, "stride.plus");
    check_code(&h, "convt2d in=2 s=2 x=[8,7;3,4] w=[1,1,1;1,6,1;1,1,1] view=stamp cell=w:0,0,1,1");
    hands_close(&h);
}

static void opening_another_field_loses_nothing(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, TYPED);
    double_click_cell(&h, X_CELL(0, 1));
    type(&h, "7");
    click(&h, "stride.value");
    check_code(&h, "convt2d in=2 x=[1,7;3,4] w=ones view=stamp cell=x:0,0,0,1");
    check(desk_wants_text(h.desk), "the stride's field is not open");
    type(&h, "3");
    double_click_cell(&h, X_CELL(0, 0));
    check_code(&h, "convt2d in=2 s=3 x=[1,7;3,4] w=ones view=stamp cell=x:0,0,0,0");
    check(seen(&h, "cell.edit") && desk_wants_text(h.desk), "the cell's field is not open");
    hands_close(&h);
}

static void a_command_takes_what_was_typed_first(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, TYPED);
    double_click_cell(&h, X_CELL(0, 1));
    type(&h, "7");
    key(&h, KEY_F3, 0);
    key(&h, KEY_F2, 0);
    check(strstr(code(&h), "x=[1,7;3,4]"), "what was typed before F3 is gone: %s", code(&h));
    hands_close(&h);
    hands_open(&h, TYPED);
    double_click_cell(&h, X_CELL(0, 1));
    type(&h, "7");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, "convt2d in=2 x=[1,2;3,4] w=ones view=stamp cell=x:0,0,0,1");
    key(&h, 'y', MOD_CTRL);
    check_code(&h, "convt2d in=2 x=[1,7;3,4] w=ones view=stamp cell=x:0,0,0,1");
    hands_close(&h);
}

static void ctrl_v_goes_into_the_field_and_ctrl_c_comes_from_it(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, TYPED);
    double_click_cell(&h, X_CELL(0, 1));
    hands_clipboard_set(&h, "0.125\n");
    key(&h, 'v', MOD_CTRL);
    check(!strcmp(value_of(&h, "cell.edit"), "0.125"), "in the field stands “%s”", h.value);
    key(&h, 'a', MOD_CTRL);
    hands_clipboard_set(&h, "");
    key(&h, 'c', MOD_CTRL);
    check(!strcmp(h.clipboard, "0.125"), "copied was “%s”", h.clipboard);
    key(&h, KEY_RIGHT, 0);
    key(&h, 'c', MOD_CTRL); // nothing is selected: nothing is copied
    check(!strcmp(h.clipboard, "0.125"), "copied was “%s”", h.clipboard);
    key(&h, 'a', MOD_CTRL);
    key(&h, 'x', MOD_CTRL);
    check(!value_of(&h, "cell.edit")[0], "after Ctrl+X there is still “%s”", h.value);
    type(&h, "3");
    key(&h, KEY_ENTER, 0);
    check_code(&h, "convt2d in=2 x=[1,3;3,4] w=ones view=stamp cell=x:0,0,0,1");
    hands_close(&h);
}

static void tab_goes_through_the_cells_and_back_with_shift(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, TYPED);
    double_click_cell(&h, X_CELL(0, 0));
    static const char *const values[] = { "9", "8", "7" };
    for (int i = 0; i < COUNT(values); i++) {
        type(&h, values[i]);
        key(&h, KEY_TAB, 0);
        check(desk_wants_text(h.desk), "after Tab %d no field is open", i + 1);
    }
    check_code(&h, "convt2d in=2 x=[9,8;7,4] w=ones view=stamp cell=x:0,0,1,1");
    type(&h, "6");
    key(&h, KEY_TAB, MOD_SHIFT);
    check_code(&h, "convt2d in=2 x=[9,8;7,6] w=ones view=stamp cell=x:0,0,1,0");
    hands_close(&h);
}

static void wrong_numbers_in_cells_are_answered_and_change_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = { "two", "1,5", "--1", "1 2", "0x" };
    for (int i = 0; i < COUNT(texts); i++) {
        Hands h;
        hands_open(&h, TYPED);
        double_click_cell(&h, X_CELL(0, 1));
        type(&h, texts[i]);
        key(&h, KEY_ENTER, 0);
        check_says(&h, "is no number");
        check_code(&h, "convt2d in=2 x=[1,2;3,4] w=ones view=stamp cell=x:0,0,0,1");
        hands_close(&h);
    }
}

static void a_value_taken_as_it_was_is_no_change(void **state)
{
    (void)state;
    static const char *const codes[] = { "convt2d in=2 view=stamp", "convt2d in=2 x=letters view=stamp", "convt2d in=2 x=random:3 view=stamp" };
    for (int i = 0; i < COUNT(codes); i++) {
        Hands h;
        hands_open(&h, codes[i]);
        double_click_cell(&h, X_CELL(0, 1));
        click_cell(&h, X_CELL(1, 1));
        click_cell(&h, X_CELL(1, 1));
        check_code(&h, codes[i]);
        check(is_off(&h, "undo"), "%s: looking into a cell is a change", codes[i]);
        hands_close(&h);
    }
}

static void digits_and_letters_are_no_commands_while_a_field_is_edited(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, TYPED);
    LookName look = desk_look(h.desk)->name;
    double_click_cell(&h, X_CELL(0, 1));
    type(&h, "12 iopltm?");
    for (int code_ = KEY_LEFT; code_ <= KEY_PGDN; code_++) key(&h, code_, 0);
    check(!strcmp(value_of(&h, "cell.edit"), "12 iopltm?"), "in the field stands “%s”", h.value);
    key(&h, KEY_ESC, 0);
    check_code(&h, "convt2d in=2 x=[1,2;3,4] w=ones view=stamp cell=x:0,0,0,1");
    check(desk_look(h.desk)->name == look && !message(&h)[0], "a command ran: “%s”", message(&h));
    hands_close(&h);
}

static void the_field_lies_where_its_cell_is(void **state)
{
    (void)state;
    // Two samples of two channels: going on with Tab comes to cells that the lens did not show before.
    Hands h;
    hands_open(&h, "convt2d in=2 c=2,1 n=2 x=ones view=stamp cell=x:0,0,0,0");
    key(&h, KEY_F2, 0);
    Box stage = shown(&h, "stage")->box;
    for (int i = 0; i < 16; i++) {
        Box box = shown(&h, "cell.edit")->box;
        check(box_has(stage, box.x, box.y) && box_has(stage, box.x + box.w, box.y + box.h), "field %d lies at %g, %g", i, box.x, box.y);
        key(&h, KEY_TAB, 0);
    }
    hands_close(&h);
}

static void too_many_values_to_type_are_refused_in_words(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt1d in=5000 k=3 view=stamp cell=x:0,0,0,1");
    key(&h, KEY_F2, 0);
    type(&h, "7");
    key(&h, KEY_ENTER, 0);
    check_says(&h, "up to 4096 can be typed");
    check_code(&h, "convt1d in=5000 view=stamp cell=x:0,0,0,1");
    hands_close(&h);
}

// ---- handles ---------------------------------------------------------------------------------------------------

static void crop_handles_set_padding_and_output_padding(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=3 k=3 s=2 view=stamp");
    const Mark *grid = mark_named(&h, MARK_GRID, "output"), *handle = mark_named(&h, MARK_HANDLE, "crop start");
    check(grid && handle, "no output or no handle");
    Box box = grid->box;
    press_mark(&h, handle, 1);
    move_to(&h, box.x + box.w / 7, box.y + box.h / 7); // 7 × 7: one cell further
    move_to(&h, box.x + 2 * box.w / 7, box.y + 2 * box.h / 7);
    check(strstr(code(&h), "p=2"), "dragged two cells the scene is %s", code(&h));
    let_go(&h);
    move_to(&h, box.x, box.y);
    check(strstr(code(&h), "p=2"), "let go it still follows: %s", code(&h));
    check(!is_off(&h, "undo"), "it cannot be undone");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, "convt2d s=2 view=stamp");
    check(is_off(&h, "undo"), "one drag was more than one step");

    handle = mark_named(&h, MARK_HANDLE, "crop end");
    grid = mark_named(&h, MARK_GRID, "output");
    press_mark(&h, handle, 1);
    move_to(&h, grid->box.x + grid->box.w * 8 / 7, grid->box.y + grid->box.h * 8 / 7);
    let_go(&h);
    check_code(&h, "convt2d s=2 op=1 view=stamp");
    hands_close(&h);
}

// The README's third step, on the first scene: what comes back was there all along.
static void padding_cuts_and_output_padding_brings_numbers_back(void **state)
{
    (void)state;
    Hands h;
    hands_start(&h, (DeskStart){ 0 });
    key(&h, KEY_END, 0);
    static const char *const handles[] = { "crop start", "crop end" }, *const scenes[] = { "convt2d in=2 s=2 p=1 w=ones view=stamp", "convt2d in=2 s=2 p=1 op=1 w=ones view=stamp" };
    for (int i = 0; i < 2; i++) {
        const Mark *grid = mark_named(&h, MARK_GRID, "output");
        Box cell = { 0, 0, grid->box.w / 5, grid->box.h / 5 };
        press_mark(&h, mark_named(&h, MARK_HANDLE, handles[i]), 1);
        move_to(&h, h.x + cell.w, h.y + cell.h);
        let_go(&h);
        check_code(&h, scenes[i]);
        // The last column holds what its two stamps left there, cut or not.
        const Mark *far = mark_of(&h, Y_CELL(1, 3));
        check(far && far->text && !strcmp(far->text, "6"), "after “%s” the far cell holds “%s”", handles[i], far && far->text ? far->text : "nothing");
        check(cell_inside(&desk_scene(h.desk)->spec, Y_CELL(1, 3)) == i, "after “%s” the far cell is %s", handles[i], i ? "still cut" : "still there");
    }
    hands_close(&h);
}

static void a_handle_dragged_far_out_stops_at_what_is_legal(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=3 k=3 s=2 p=1 view=stamp");
    static const double far[][2] = { { -5000, -5000 }, { 9000, 9000 }, { 0, 0 } };
    static const char *const names[] = { "crop start", "crop end" };
    for (int n = 0; n < COUNT(names); n++) {
        press_mark(&h, mark_named(&h, MARK_HANDLE, names[n]), 1);
        for (int i = 0; i < COUNT(far); i++) {
            move_to(&h, far[i][0], far[i][1]);
            Spec spec = desk_scene(h.desk)->spec;
            check(spec_check(&spec, NULL), "an illegal layer: %s", code(&h));
            check(!message(&h)[0], "it says “%s”", message(&h));
        }
        let_go(&h);
    }
    hands_close(&h);
}

static void a_large_window_shows_the_lenses_and_a_tiny_one_does_not_break(void **state)
{
    (void)state;
    static const double sizes[][3] = { { 3840, 2160, 2 }, { 960, 600, 1 }, { 640, 400, 1 }, { 800, 500, 3 }, { 100, 60, 1 }, { 1, 1, 1 } };
    Hands h;
    hands_open(&h, "convt2d in=4 k=3 s=2 p=1 cell=y:0,0,2,2");
    for (int i = 0; i < COUNT(sizes); i++) {
        desk_resize(h.desk, sizes[i][0], sizes[i][1], sizes[i][2]);
        frame(&h);
        check(sizes[i][0] < 640 || mark_of(&h, X_CELL(0, 0)), "at %g × %g the input is not on the screen", sizes[i][0], sizes[i][1]);
        key(&h, KEY_F1, 0);
        key(&h, KEY_ESC, 0);
    }
    hands_close(&h);
}

static void a_channel_chosen_for_another_scene_is_not_asked_of_this_one(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=3 k=2 c=4,4 n=2 step=0");
    if (!seen(&h, "shown.ic.plus")) key(&h, 'f', 0), key(&h, 'f', 0);
    for (int i = 0; i < 3; i++) click(&h, "shown.ic.plus");
    check(mark_of(&h, (Cell){ ROLE_X, { 0, 3, 0, 0 } }) != NULL, "channel 3 was chosen and is not shown");
    hands_clipboard_set(&h, "convt2d in=3 k=2 b=ones step=0");
    key(&h, 'v', MOD_CTRL);
    frame(&h);
    const Mark *mark = mark_of(&h, X_CELL(0, 0));
    check(mark && mark->text && !strcmp(mark->text, "1"), "of a scene with one channel another is shown");
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_guide_speaks_of_the_cell_under_the_pointer),
        cmocka_unit_test(a_click_pins_and_another_lets_go),
        cmocka_unit_test(arrows_move_the_pin_and_go_on_to_the_next_tensor),
        cmocka_unit_test(arrows_reach_the_cells_that_are_cut),
        cmocka_unit_test(with_nothing_pinned_the_arrows_are_the_clocks_again),
        cmocka_unit_test(by_keyboard_alone_the_stage_can_be_entered),
        cmocka_unit_test(a_double_click_opens_the_cell_and_enter_takes_its_value),
        cmocka_unit_test(f2_and_the_guides_button_open_the_pinned_cell),
        cmocka_unit_test(escape_gives_up_and_the_pin_stays),
        cmocka_unit_test(a_press_elsewhere_writes_into_the_cell_that_was_edited),
        cmocka_unit_test(opening_another_field_loses_nothing),
        cmocka_unit_test(a_command_takes_what_was_typed_first),
        cmocka_unit_test(ctrl_v_goes_into_the_field_and_ctrl_c_comes_from_it),
        cmocka_unit_test(tab_goes_through_the_cells_and_back_with_shift),
        cmocka_unit_test(wrong_numbers_in_cells_are_answered_and_change_nothing),
        cmocka_unit_test(a_value_taken_as_it_was_is_no_change),
        cmocka_unit_test(digits_and_letters_are_no_commands_while_a_field_is_edited),
        cmocka_unit_test(the_field_lies_where_its_cell_is),
        cmocka_unit_test(too_many_values_to_type_are_refused_in_words),
        cmocka_unit_test(crop_handles_set_padding_and_output_padding),
        cmocka_unit_test(padding_cuts_and_output_padding_brings_numbers_back),
        cmocka_unit_test(a_handle_dragged_far_out_stops_at_what_is_legal),
        cmocka_unit_test(a_channel_chosen_for_another_scene_is_not_asked_of_this_one),
        cmocka_unit_test(a_large_window_shows_the_lenses_and_a_tiny_one_does_not_break),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
