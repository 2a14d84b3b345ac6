// Cells under the pointer, pinned and typed: what lights up in which colour, what the panel says of it, and what a typed
// value does to the numbers.
#include "window/program.h"

#define BOTH "convt2d s=2 p=1" // 3×3 input 1…9, 3×3 kernel 1…9, 5×5 output, Stamp and Slide
#define STAMP "convt2d s=2 p=1 view=stamp"

// The colours of a 3×3 kernel's taps, from the look's table.
enum { TAP_00 = 0xC8CC6B, TAP_11 = 0x0BAA83, TAP_20 = 0xFEAFD5, TAP_22 = 0xAA417B };

static void hover_cell(Seat *seat, const char *name, const char *cell)
{
    Box box = mark_box(seat, "cell", name, cell);
    seat_move(seat, box.x + box.w / 2, box.y + box.h / 2);
}

static void wait_colour(Seat *seat, const char *name, const char *cell, unsigned colour)
{
    Box box = mark_box(seat, "cell", name, cell);
    seat_wait_pixel(seat, (int)(box.x + box.w / 6), (int)(box.y + box.h / 6), colour);
}

// y(r, c) gets x(i, j) through tap (r + 1 − 2i, c + 1 − 2j): input (1, 1) reaches outputs 1 … 3 in both directions.
static void hovering_an_input_lights_its_stamp_in_the_colours_of_the_taps(void **state)
{
    Seat *seat = open_on(state, BOTH);
    unsigned rest = cell_colour(seat, "output", "y:0,0,2,2"), far = cell_colour(seat, "output", "y:0,0,0,0");
    unsigned kernel = cell_colour(seat, "kernel", "w:0,0,1,1");
    hover_cell(seat, "input", "x:0,0,1,1");
    wait_colour(seat, "output", "y:0,0,1,1", TAP_00);
    wait_colour(seat, "output", "y:0,0,2,2", TAP_11);
    wait_colour(seat, "output", "y:0,0,3,1", TAP_20);
    wait_colour(seat, "output", "y:0,0,3,3", TAP_22);
    wait_colour(seat, "kernel", "w:0,0,1,1", TAP_11); // the weight itself, too
    assert_int_equal(cell_colour(seat, "output", "y:0,0,0,0"), far);
    seat_wait_says(seat, "guide.heading", "input x (1, 1)");
    // And all goes out again.
    hover_cell(seat, "input", "x:0,0,0,0");
    seat_wait_says(seat, "guide.heading", "input x (0, 0)");
    Box stage = seat_widget(seat, "stage")->box;
    seat_move(seat, stage.x + 4, stage.y + stage.h - 4);
    wait_colour(seat, "output", "y:0,0,2,2", rest);
    wait_colour(seat, "kernel", "w:0,0,1,1", kernel);
}

static void hovering_an_output_lights_what_it_was_made_of_in_both_lenses(void **state)
{
    Seat *seat = open_on(state, BOTH);
    unsigned rest = cell_colour(seat, "input", "x:0,0,0,0");
    // Output (1, 1) is x(0,0)·k(2,2) + x(0,1)·k(2,0) + x(1,0)·k(0,2) + x(1,1)·k(0,0).
    hover_cell(seat, "output", "y:0,0,1,1");
    wait_colour(seat, "input", "x:0,0,0,0", TAP_22);
    wait_colour(seat, "input", "x:0,0,0,1", TAP_20);
    wait_colour(seat, "input", "x:0,0,1,1", TAP_00);
    wait_colour(seat, "value", "x:0,0,1,1", TAP_00); // the same cell as Slide draws it
    wait_colour(seat, "value", "x:0,0,0,1", TAP_20);
    assert_int_equal(cell_colour(seat, "input", "x:0,0,2,2"), rest); // not joined
    seat_wait_says(seat, "guide.heading", "output y (1, 1)");
    seat_wait_says(seat, "story.numbers", "40"); // 1·9 + 2·7 + 4·3 + 5·1
}

static void a_pin_stays_enter_jumps_there_and_esc_lets_go(void **state)
{
    Seat *seat = open_on(state, STAMP);
    seat_key(seat, "Home");
    seat_wait_step(seat, 0);
    click_cell(seat, "x:0,0,1,0", 1);
    seat_wait_says(seat, "guide.heading", "input x (1, 0)");
    seat_wait_name(seat, "guide.why", "pinned");
    Box stage = seat_widget(seat, "stage")->box;
    seat_move(seat, stage.x + 4, stage.y + stage.h - 4);
    seat_settle(seat);
    seat_wait_says(seat, "guide.heading", "input x (1, 0)"); // the pointer is away, the pin is not
    hover_cell(seat, "output", "y:0,0,0,0");
    seat_wait_says(seat, "guide.heading", "output y (0, 0)"); // hover goes before pin
    seat_move(seat, stage.x + 4, stage.y + stage.h - 4);
    seat_wait_says(seat, "guide.heading", "input x (1, 0)");
    check(strstr(seat_scene(seat), "cell=x:0,0,1,0"), "the scene is %s", seat_scene(seat));

    seat_key(seat, "Return");
    seat_wait_step(seat, 4); // the fourth input of nine is pressed by the fourth step
    seat_key(seat, "Escape");
    seat_wait_gone(seat, "cell.jump");
    seat_settle(seat);
    check(!strstr(seat_scene(seat), "cell="), "the scene is %s", seat_scene(seat));

    click_cell(seat, "y:0,0,4,4", 1); // by buttons
    seat_click(seat, "cell.jump");
    seat_wait_step(seat, 9);
    seat_click(seat, "cell.release");
    seat_wait_gone(seat, "cell.release");
}

static void pinning_pauses(void **state)
{
    Seat *seat = open_on(state, FIRST_SCENE);
    seat_key(seat, "space");
    seat_wait_name(seat, "play", "Pause");
    click_cell(seat, "y:0,0,2,2", 1);
    seat_wait_name(seat, "play", "Play");
    seat_wait_name(seat, "guide.why", "pinned");
}

static void arrows_move_the_pin_where_the_grid_has_the_keyboard(void **state)
{
    Seat *seat = open_on(state, STAMP);
    click_cell(seat, "x:0,0,0,0", 1);
    seat_wait_name(seat, "guide.why", "pinned");
    // After a click they still step the clock; who comes by Tab moves from cell to cell.
    seat_key(seat, "Left");
    seat_wait_value(seat, "scrub", "8 / 9");
    seat_key(seat, "End");
    seat_key(seat, "Tab");
    seat_key(seat, "shift+Tab");
    seat_wait_focus(seat, "stage");
    seat_key(seat, "Right");
    seat_key(seat, "Down");
    seat_wait_says(seat, "guide.heading", "input x (1, 1)");
    seat_wait_value(seat, "scrub", "9 / 9"); // the arrows were not the clock's
}

// ---- typing ----------------------------------------------------------------------------------------------------

static void begin_typing(Seat *seat, const char *cell)
{
    click_cell(seat, cell, 2);
    seat_wait_edited(seat, "cell.edit");
}

// With a kernel of ones, output (0, 0) is x(0,0) and (0, 2) is x(0,1).
#define ONES "convt2d s=2 p=1 w=ones view=stamp"

static void a_double_click_types_a_value_and_the_numbers_follow(void **state)
{
    Seat *seat = open_on(state, ONES);
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,2", "2");
    begin_typing(seat, "x:0,0,0,1");
    seat_wait_value(seat, "cell.edit", "2"); // what was there, and all of it chosen
    seat_type(seat, "-4.5");
    seat_wait_value(seat, "cell.edit", "-4.5");
    seat_key(seat, "Return");
    seat_wait_gone(seat, "cell.edit");
    seat_wait_mark_text(seat, "cell", "input", "x:0,0,0,1", "−4.5");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,2", "−4.5");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,0", "1.0"); // and no other
    seat_key(seat, "ctrl+z");
    seat_wait_mark_text(seat, "cell", "input", "x:0,0,0,1", "2");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,2", "2");
    seat_key(seat, "ctrl+y");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,2", "−4.5");
}

static void a_weight_is_typed_too(void **state)
{
    Seat *seat = open_on(state, ONES);
    begin_typing(seat, "w:0,0,1,1");
    seat_type(seat, "0.5\n");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,0", "0.5");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,2", "1.0");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,4,4", "4.5");
}

static void tab_goes_on_to_the_next_cell(void **state)
{
    Seat *seat = open_on(state, STAMP);
    begin_typing(seat, "x:0,0,0,2");
    seat_type(seat, "7");
    seat_key(seat, "Tab");
    seat_wait_mark_text(seat, "cell", "input", "x:0,0,0,2", "7");
    seat_wait_value(seat, "cell.edit", "4"); // the first cell of the next row
    seat_wait_edited(seat, "cell.edit");
    seat_type(seat, "8\n");
    seat_wait_mark_text(seat, "cell", "input", "x:0,0,1,0", "8");
    seat_wait_gone(seat, "cell.edit");
}

static void what_is_no_number_is_said_and_nothing_is_lost(void **state)
{
    Seat *seat = open_on(state, STAMP);
    begin_typing(seat, "x:0,0,0,1");
    seat_type(seat, "two\n");
    seat_wait_says(seat, "message.text", "“two” is no number");
    seat_wait_mark_text(seat, "cell", "input", "x:0,0,0,1", "2");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,2", "10");
    assert_true(seat_widget(seat, "undo")->off);
    seat_wait_value(seat, "cell.edit", "two"); // it stays, to be mended
    seat_wait_edited(seat, "cell.edit");
    seat_type(seat, "20\n");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,2", "100");
}

static void esc_gives_up_and_a_press_elsewhere_takes(void **state)
{
    Seat *seat = open_on(state, STAMP);
    begin_typing(seat, "x:0,0,0,1");
    seat_type(seat, "70");
    seat_key(seat, "Escape");
    seat_wait_gone(seat, "cell.edit");
    seat_wait_mark_text(seat, "cell", "input", "x:0,0,0,1", "2");
    seat_key(seat, "Escape");
    begin_typing(seat, "x:0,0,1,1");
    seat_type(seat, "70");
    Box stage = seat_widget(seat, "stage")->box;
    seat_click_at(seat, stage.x + 8, stage.y + stage.h - 8);
    seat_wait_gone(seat, "cell.edit");
    seat_wait_mark_text(seat, "cell", "input", "x:0,0,1,1", "70");
}

static void a_value_looked_at_and_left_is_no_change(void **state)
{
    Seat *seat = open_on(state, STAMP);
    begin_typing(seat, "x:0,0,0,1");
    seat_key(seat, "Return");
    seat_wait_gone(seat, "cell.edit");
    seat_settle(seat);
    assert_true(seat_widget(seat, "undo")->off);
    seat_wait_name(seat, "source.x", "Input");
    seat_widget(seat, "count up"); // not "typed"
}

static void f2_changes_the_pinned_cell_and_an_output_cannot_be_typed(void **state)
{
    Seat *seat = open_on(state, STAMP);
    click_cell(seat, "x:0,0,2,2", 1);
    seat_wait_name(seat, "guide.why", "pinned");
    seat_key(seat, "F2");
    seat_wait_edited(seat, "cell.edit");
    seat_type(seat, "1\n");
    seat_wait_mark_text(seat, "cell", "input", "x:0,0,2,2", "1");
    seat_key(seat, "Escape");
    click_cell(seat, "y:0,0,2,2", 2);
    seat_settle(seat);
    assert_false(seat_sees(seat, "cell.edit"));
}

static void letters_show_sums_as_symbols(void **state)
{
    Seat *seat = open_on(state, "convt2d in=2 s=2 x=letters view=stamp");
    seat_wait_mark_text(seat, "cell", "input", "x:0,0,1,0", "c");
    hover_cell(seat, "output", "y:0,0,0,2");
    seat_wait_says(seat, "story.symbols", "y₀₂ = 3·a + b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WINDOW(hovering_an_input_lights_its_stamp_in_the_colours_of_the_taps),
        IN_WINDOW(hovering_an_output_lights_what_it_was_made_of_in_both_lenses),
        IN_WINDOW(a_pin_stays_enter_jumps_there_and_esc_lets_go),
        IN_WINDOW(pinning_pauses),
        IN_WINDOW(arrows_move_the_pin_where_the_grid_has_the_keyboard),
        IN_WINDOW(a_double_click_types_a_value_and_the_numbers_follow),
        IN_WINDOW(a_weight_is_typed_too),
        IN_WINDOW(tab_goes_on_to_the_next_cell),
        IN_WINDOW(what_is_no_number_is_said_and_nothing_is_lost),
        IN_WINDOW(esc_gives_up_and_a_press_elsewhere_takes),
        IN_WINDOW(a_value_looked_at_and_left_is_no_change),
        IN_WINDOW(f2_changes_the_pinned_cell_and_an_output_cannot_be_typed),
        IN_WINDOW(letters_show_sums_as_symbols),
    };
    return cmocka_run_group_tests(tests, seat_server_start, seat_server_stop);
}
