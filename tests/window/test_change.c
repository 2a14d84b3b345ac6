// Changing the scene with the mouse and by typing: sliders, steppers, values, crop handles, menus; and the way back from
// each. Sizes are those of (in−1)·s − 2p + d(k−1) + op + 1, worked on paper.
#include "window/program.h"

#define THREE "convt2d s=2 view=stamp"       // 3×3 input and kernel: 7×7
#define THREE_P1 "convt2d s=2 p=1 view=stamp" // 5×5

static void a_slider_sets_its_parameter_while_it_is_dragged(void **state)
{
    Seat *seat = open_on(state, THREE);
    seat_wait_name(seat, "output.size", "7 × 7");
    drag_slider(seat, "padding", 0, 3, 0, 2);
    seat_wait_value(seat, "padding", "2");
    seat_wait_value(seat, "padding.value", "2");
    seat_wait_name(seat, "output.size", "3 × 3");
    seat_wait_mark_text(seat, "cell", "cut", "y:0,0,-2,-2", "1"); // the first product is cut off now
    // From 0 over 1 to 2 was one gesture: one step back.
    seat_click(seat, "undo");
    seat_wait_scene(seat, THREE);
    seat_wait_name(seat, "output.size", "7 × 7");
    seat_click(seat, "redo");
    seat_wait_name(seat, "output.size", "3 × 3");
}

static void a_slider_follows_while_the_button_is_still_down(void **state)
{
    Seat *seat = open_on(state, THREE);
    Box box = seat_widget(seat, "padding")->seen;
    double y = box.y + box.h / 2;
    seat_move(seat, box.x + 10, y);
    seat_press(seat, 1);
    seat_move(seat, box.x + 10 + (box.w - 20) / 3, y);
    seat_wait_value(seat, "padding", "1");
    seat_wait_name(seat, "output.size", "5 × 5");
    seat_move(seat, box.x + box.w + 300, y + 200); // far outside it keeps following
    seat_wait_value(seat, "padding", "3");
    seat_wait_name(seat, "output.size", "1 × 1");
    seat_release(seat, 1);
    seat_move(seat, box.x, y);
    seat_settle(seat);
    seat_wait_value(seat, "padding", "3");
}

static void steppers_stop_where_nothing_valid_is_left(void **state)
{
    Seat *seat = open_on(state, THREE_P1);
    seat_click(seat, "output_padding.plus");
    seat_wait_value(seat, "output_padding.value", "1");
    seat_wait_name(seat, "output.size", "6 × 6");
    assert_true(seat_widget(seat, "output_padding.plus")->off); // 0–1: below stride 2
    seat_click(seat, "output_padding.minus");
    seat_wait_name(seat, "output.size", "5 × 5");
    assert_true(seat_widget(seat, "output_padding.minus")->off);
}

static void a_value_that_becomes_invalid_is_clamped_and_said(void **state)
{
    Seat *seat = open_on(state, "convt2d s=2 p=1 op=1 view=stamp");
    seat_click(seat, "stride.minus");
    seat_wait_value(seat, "stride.value", "1");
    seat_wait_value(seat, "output_padding.value", "0");
    seat_wait_says(seat, "message.text", "utput padding");
    seat_key(seat, "ctrl+z");
    seat_wait_scene(seat, "convt2d s=2 p=1 op=1 view=stamp"); // both come back in one step
}

static void parameters_are_typed(void **state)
{
    Seat *seat = open_on(state, THREE);
    type_into(seat, "kernel_size.value", "4\n");
    seat_wait_value(seat, "kernel_size.value", "4×4");
    seat_wait_name(seat, "output.size", "8 × 8");
    type_into(seat, "in.value", "2x3\n");
    seat_wait_value(seat, "in.value", "2×3");
    seat_wait_name(seat, "output.size", "6 × 8");
    type_into(seat, "kernel_size.value", "9");
    seat_key(seat, "Escape"); // given up
    seat_wait_value(seat, "kernel_size.value", "4×4");
    seat_key(seat, "ctrl+z");
    seat_key(seat, "ctrl+z");
    seat_wait_scene(seat, THREE);
}

static void a_parameter_that_is_no_number_is_named_and_changes_nothing(void **state)
{
    Seat *seat = open_on(state, THREE);
    type_into(seat, "kernel_size.value", "three\n");
    seat_wait_says(seat, "message.text", "“three” is no");
    seat_wait_scene(seat, THREE);
    seat_wait_value(seat, "kernel_size.value", "3×3");
    assert_true(seat_widget(seat, "undo")->off);
    type_into(seat, "stride.value", "0\n");
    seat_wait_says(seat, "message.text", "stride");
    seat_wait_scene(seat, THREE);
}

static void a_value_typed_and_left_by_a_press_elsewhere_is_taken(void **state)
{
    Seat *seat = open_on(state, THREE);
    type_into(seat, "kernel_size.value", "5");
    seat_click(seat, "output.size");
    seat_wait_value(seat, "kernel_size.value", "5×5");
}

// ---- the crop handles ------------------------------------------------------------------------------------------

static void the_crop_handles_set_padding_and_output_padding(void **state)
{
    Seat *seat = open_on(state, THREE);
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,0", "1");
    double cell = mark_box(seat, "cell", "output", "y:0,0,0,1").x - mark_box(seat, "cell", "output", "y:0,0,0,0").x;
    Box corner = mark_box(seat, "cell", "output", "y:0,0,0,0");
    int x = (int)(corner.x + corner.w / 6), y = (int)(corner.y + corner.h / 6);
    unsigned kept = seat_pixel(seat, x, y);

    drag_handle(seat, "crop start", cell, cell);
    seat_wait_value(seat, "padding.value", "1");
    seat_wait_value(seat, "output_padding.value", "0");
    seat_wait_name(seat, "output.size", "5 × 5");
    seat_settle(seat);
    // The corner is still where it was, with its value, but struck out: no output any more and of another colour.
    seat_wait_mark_text(seat, "cell", "cut", "y:0,0,-1,-1", "1");
    corner = mark_box(seat, "cell", "cut", "y:0,0,-1,-1");
    check(corner.x <= x && x < corner.x + corner.w && corner.y <= y && y < corner.y + corner.h, "the cells moved");
    check(seat_pixel(seat, x, y) != kept, "the cut cell at %d,%d still has the colour #%06X of an output", x, y, kept);

    drag_handle(seat, "crop end", cell, cell);
    seat_wait_value(seat, "output_padding.value", "1");
    seat_wait_value(seat, "padding.value", "1");
    seat_wait_name(seat, "output.size", "6 × 6");
    seat_mark(seat, "cell", "output", "y:0,0,5,5"); // uncovered: a real value, 9·9
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,5,5", "81");

    seat_click(seat, "undo");
    seat_wait_name(seat, "output.size", "5 × 5");
    seat_click(seat, "undo");
    seat_wait_scene(seat, THREE);
    seat_click(seat, "redo");
    seat_click(seat, "redo");
    seat_wait_scene(seat, "convt2d s=2 p=1 op=1 view=stamp");
}

static void a_crop_handle_stops_at_what_is_valid(void **state)
{
    Seat *seat = open_on(state, THREE_P1);
    double cell = mark_box(seat, "cell", "output", "y:0,0,0,1").x - mark_box(seat, "cell", "output", "y:0,0,0,0").x;
    drag_handle(seat, "crop end", 6 * cell, 6 * cell); // output padding stays below stride 2
    seat_wait_value(seat, "output_padding.value", "1");
    drag_handle(seat, "crop start", -9 * cell, -9 * cell);
    seat_wait_value(seat, "padding.value", "0");
    assert_false(seat_sees(seat, "message.text")); // a handle at its stop is no mistake
    drag_handle(seat, "crop end", -9 * cell, -9 * cell);
    seat_wait_value(seat, "output_padding.value", "0");
}

static void a_crop_handle_on_unlinked_axes_moves_each_alone(void **state)
{
    Seat *seat = open_on(state, THREE);
    seat_click(seat, "chain");
    seat_widget(seat, "padding.y.value");
    double cell = mark_box(seat, "cell", "output", "y:0,0,0,1").x - mark_box(seat, "cell", "output", "y:0,0,0,0").x;
    drag_handle(seat, "crop start", 2 * cell, 0);
    seat_wait_value(seat, "padding.x.value", "2");
    seat_wait_value(seat, "padding.y.value", "0");
    seat_wait_name(seat, "output.size", "7 × 3");
}

// ---- menus, operation, more ------------------------------------------------------------------------------------

static void a_menu_is_used_with_the_mouse(void **state)
{
    Seat *seat = open_on(state, THREE);
    seat_wait_mark_text(seat, "cell", "kernel", "w:0,0,2,2", "9");
    seat_click(seat, "source.w"); // a label of that id stands first: its button is found by its name
    seat_settle(seat);
    assert_false(seat_sees(seat, "menu"));
    seat_click(seat, "count up"); // the input's
    seat_widget(seat, "menu");
    seat_click(seat, "zeros");
    seat_wait_gone(seat, "menu");
    seat_wait_mark_text(seat, "cell", "input", "x:0,0,2,2", "0");
    seat_wait_scene(seat, "convt2d s=2 x=zeros view=stamp");
    // A press elsewhere closes the menu and presses nothing else.
    seat_click(seat, "zeros");
    seat_widget(seat, "menu");
    seat_click(seat, "reset");
    seat_wait_gone(seat, "menu");
    seat_settle(seat);
    seat_wait_scene(seat, "convt2d s=2 x=zeros view=stamp");
    seat_key(seat, "ctrl+z");
    seat_wait_scene(seat, THREE);
}

static void a_menu_is_used_with_the_keyboard(void **state)
{
    Seat *seat = open_on(state, THREE);
    seat_click(seat, "speed");
    seat_widget(seat, "menu");
    seat_key(seat, "Escape");
    seat_wait_gone(seat, "menu");
    seat_wait_name(seat, "speed", "1 step/s");
    seat_key(seat, "Return"); // the focus is back on its button
    seat_widget(seat, "menu");
    seat_key(seat, "Down");
    seat_wait_focus(seat, "speed.3");
    seat_key(seat, "Up");
    seat_key(seat, "Up");
    seat_wait_focus(seat, "speed.1");
    seat_key(seat, "Return");
    seat_wait_gone(seat, "menu");
    seat_wait_name(seat, "speed", "½ step/s");
}

static void operation_and_dimensions_change_and_come_back(void **state)
{
    Seat *seat = open_on(state, "convt2d in=5 view=stamp");
    seat_click(seat, "op.conv");
    seat_wait_value(seat, "op.conv", "on");
    seat_wait_name(seat, "output.size", "3 × 3");
    seat_wait_gone(seat, "output_padding.value"); // a convolution has none
    seat_click(seat, "dims.1");
    seat_wait_value(seat, "dims.1", "on");
    seat_wait_name(seat, "output.size", "3");
    seat_key(seat, "ctrl+z");
    seat_key(seat, "ctrl+z");
    seat_wait_scene(seat, "convt2d in=5 view=stamp");
}

static void more_unfolds_dilation_and_channels(void **state)
{
    Seat *seat = open_on(state, THREE);
    assert_false(seat_sees(seat, "dilation.value"));
    seat_click(seat, "more");
    seat_click(seat, "dilation.plus");
    seat_wait_name(seat, "output.size", "9 × 9");
    seat_click(seat, "channels.out.plus");
    seat_wait_name(seat, "channels.out.value", "2");
    check(strstr(seat_scene(seat), " c=1,2"), "the scene is %s", seat_scene(seat));
}

static void reset_goes_to_the_first_scene_and_can_be_undone(void **state)
{
    Seat *seat = open_on(state, "convt1d in=6 s=3 view=slide");
    seat_key(seat, "alt+r");
    seat_wait_scene(seat, FIRST_SCENE);
    seat_key(seat, "ctrl+z");
    seat_settle(seat);
    check(strncmp(seat_scene(seat), "convt1d in=6 s=3 view=slide", 27) == 0, "undo gives %s", seat_scene(seat));
    seat_key(seat, "ctrl+y");
    seat_settle(seat);
    check(strncmp(seat_scene(seat), "convt2d in=2 s=2 w=ones view=stamp", 34) == 0, "redo gives %s", seat_scene(seat));
    seat_click(seat, "undo");
    seat_click(seat, "reset"); // by button, too
    seat_wait_says(seat, "message.text", "Undo brings your scene back");
    seat_wait_value(seat, "dims.2", "on");
}

static void a_change_after_an_undo_gives_up_what_was_undone(void **state)
{
    Seat *seat = open_on(state, THREE);
    seat_click(seat, "kernel_size.plus");
    seat_wait_value(seat, "kernel_size.value", "4×4");
    seat_key(seat, "ctrl+z");
    seat_wait_scene(seat, THREE);
    seat_click(seat, "padding.plus");
    seat_wait_value(seat, "padding.value", "1");
    assert_true(seat_widget(seat, "redo")->off);
    seat_key(seat, "ctrl+shift+z");
    seat_wait_says(seat, "message.text", "Nothing to redo");
    seat_wait_scene(seat, THREE_P1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WINDOW(a_slider_sets_its_parameter_while_it_is_dragged),
        IN_WINDOW(a_slider_follows_while_the_button_is_still_down),
        IN_WINDOW(steppers_stop_where_nothing_valid_is_left),
        IN_WINDOW(a_value_that_becomes_invalid_is_clamped_and_said),
        IN_WINDOW(parameters_are_typed),
        IN_WINDOW(a_parameter_that_is_no_number_is_named_and_changes_nothing),
        IN_WINDOW(a_value_typed_and_left_by_a_press_elsewhere_is_taken),
        IN_WINDOW(the_crop_handles_set_padding_and_output_padding),
        IN_WINDOW(a_crop_handle_stops_at_what_is_valid),
        IN_WINDOW(a_crop_handle_on_unlinked_axes_moves_each_alone),
        IN_WINDOW(a_menu_is_used_with_the_mouse),
        IN_WINDOW(a_menu_is_used_with_the_keyboard),
        IN_WINDOW(operation_and_dimensions_change_and_come_back),
        IN_WINDOW(more_unfolds_dilation_and_channels),
        IN_WINDOW(reset_goes_to_the_first_scene_and_can_be_undone),
        IN_WINDOW(a_change_after_an_undo_gives_up_what_was_undone),
    };
    return cmocka_run_group_tests(tests, seat_server_start, seat_server_stop);
}
