// Widgets as hands meet them: focus goes round in reading order, buttons answer Space, Enter and a click that ends where
// it began, sliders follow arrows and the pointer, and what lies above keeps everything below out of reach.
#include "ui/ui.h"

#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>

// A small program of widgets; what was used is counted.
typedef struct Screen {
    Ui ui;
    int a, b, off, choice, sheet;
    bool b_is_off, b_is_gone, slider_is_gone, sheet_open, in_scroll;
    int value, least, most, changes;
    double offset;
} Screen;

static void lay(Screen *s, const UiEvent *event)
{
    Ui *ui = &s->ui;
    ui_begin(ui, 400, 300, 1, measure_fixed, event);
    ui_panel(ui, "panel", (Box){ 0, 0, 400, 300 }, 0);
    ui_label(ui, "label", (Box){ 0, 0, 100, 20 }, "Label", 14, WEIGHT_REGULAR, TONE_TEXT, -1);
    s->a += ui_button(ui, "a", (Box){ 10, 10, 80, 30 }, "A", ICON_NONE, 0, "the first");
    if (!s->b_is_gone) s->b += ui_button(ui, "b", (Box){ 100, 10, 80, 30 }, "B", ICON_NONE, s->b_is_off ? UI_OFF : 0, NULL);
    s->choice += ui_choice(ui, "choice", (Box){ 190, 10, 80, 30 }, "C", UI_ON, NULL);
    if (!s->slider_is_gone) s->changes += ui_slider(ui, "slider", (Box){ 10, 50, 220, 20 }, "Slider", "shown", s->least, s->most, &s->value);
    s->off += ui_button(ui, "off", (Box){ 280, 10, 80, 30 }, "Off", ICON_NONE, UI_OFF, NULL);
    if (s->in_scroll) {
        ui_scroll_begin(ui, "scroll", (Box){ 0, 100, 200, 100 }, &s->offset, 400);
        for (int i = 0; i < 10; i++) {
            char id[16];
            snprintf(id, sizeof id, "row %d", i);
            s->a += ui_button(ui, id, (Box){ 0, 100 + 40 * i, 200, 36 }, id, ICON_NONE, 0, NULL);
        }
        ui_scroll_end(ui);
    }
    if (s->sheet_open) {
        ui->layer = 2, ui->modal = 2;
        ui_panel(ui, "sheet", (Box){ 150, 0, 250, 300 }, 0);
        s->sheet += ui_button(ui, "sheet.one", (Box){ 160, 10, 80, 30 }, "One", ICON_NONE, 0, NULL);
        s->sheet += ui_button(ui, "sheet.two", (Box){ 160, 50, 80, 30 }, "Two", ICON_NONE, 0, NULL);
        ui->layer = 0;
    }
    ui_end(ui);
}

static void event(Screen *s, UiEvent e)
{
    lay(s, &e);
    lay(s, NULL);
}

static void key(Screen *s, int code, unsigned mods)
{
    event(s, (UiEvent){ .kind = UI_KEY, .key = code, .mods = mods });
}

static void at(Screen *s, UiEventKind kind, double x, double y)
{
    event(s, (UiEvent){ .kind = kind, .x = x, .y = y });
}

static Screen *open(void)
{
    Screen *s = memory_new(1, sizeof *s);
    s->value = 5, s->most = 10;
    lay(s, NULL);
    return s;
}

static void close(Screen *s)
{
    ui_clear(&s->ui);
    free(s);
}

static void check_focus(const Screen *s, const char *id)
{
    check(!strcmp(s->ui.focus, id), "the focus is on “%s”, not “%s”", s->ui.focus, id);
}

static void tab_goes_round_in_reading_order_and_back_with_shift(void **state)
{
    (void)state;
    Screen *s = open();
    static const char *const order[] = { "a", "b", "choice", "slider", "a" };
    for (int i = 0; i < COUNT(order); i++) {
        key(s, KEY_TAB, 0);
        check_focus(s, order[i]);
    }
    key(s, KEY_TAB, MOD_SHIFT);
    check_focus(s, "slider");
    key(s, KEY_TAB, MOD_SHIFT);
    check_focus(s, "choice");
    check(ui_find(&s->ui, "choice")->state & UI_FOCUSED, "the record does not show the focus");
    close(s);
}

static void tab_goes_on_from_a_control_that_was_switched_off(void **state)
{
    (void)state;
    Screen *s = open();
    ui_focus(&s->ui, "b");
    lay(s, NULL);
    s->b_is_off = true;
    key(s, KEY_TAB, 0);
    check_focus(s, "choice");
    s->b_is_off = false;
    ui_focus(&s->ui, "b");
    lay(s, NULL);
    s->b_is_off = true;
    key(s, KEY_TAB, MOD_SHIFT);
    check_focus(s, "a");
    close(s);
}

static void tab_goes_on_from_where_a_control_was_that_is_gone(void **state)
{
    (void)state;
    for (int back = 0; back < 2; back++) {
        Screen *s = open();
        s->in_scroll = true;
        ui_focus(&s->ui, back ? "slider" : "b");
        lay(s, NULL);
        s->b_is_gone = !back, s->slider_is_gone = back;
        lay(s, NULL);
        key(s, KEY_TAB, back ? MOD_SHIFT : 0);
        check_focus(s, "choice");
        close(s);
    }
    Screen *s = open(); // what stood on a sheet that is closed says nothing of what lies below
    s->sheet_open = true;
    lay(s, NULL);
    ui_focus(&s->ui, "sheet.two");
    lay(s, NULL);
    s->sheet_open = false;
    key(s, KEY_TAB, 0);
    check_focus(s, "a");
    close(s);
}

static void what_is_scrolled_out_of_a_part_belongs_to_it(void **state)
{
    (void)state;
    Screen *s = open();
    const Box parts[] = { { 0, 0, 400, 100 }, { 0, 100, 200, 100 }, { 0, 200, 400, 100 } };
    s->in_scroll = true;
    lay(s, NULL);
    for (int i = 0; i < 3; i++) { // nothing stands in the third, though rows would lie there
        check(ui_focus_part(&s->ui, parts, COUNT(parts)), "there is no next part");
        lay(s, NULL);
        check_focus(s, i == 1 ? "row 0" : "a");
    }
    close(s);
}

static void space_and_enter_press_the_button_that_has_the_focus(void **state)
{
    (void)state;
    Screen *s = open();
    key(s, KEY_SPACE, 0);
    check(s->a + s->b + s->choice == 0, "Space pressed something without focus");
    key(s, KEY_TAB, 0);
    key(s, KEY_SPACE, 0);
    key(s, KEY_ENTER, 0);
    check(s->a == 2, "A was pressed %d times, not 2", s->a);
    key(s, KEY_ENTER, MOD_CTRL);
    check(s->a == 2, "Ctrl+Enter pressed A");
    key(s, KEY_TAB, 0);
    key(s, KEY_TAB, 0);
    key(s, KEY_SPACE, 0);
    check(s->choice == 1 && s->b == 0, "the choice was pressed %d times, B %d", s->choice, s->b);
    close(s);
}

static void a_button_that_is_off_swallows_space_instead_of_passing_it_on(void **state)
{
    (void)state;
    Screen *s = open();
    ui_focus(&s->ui, "b");
    lay(s, NULL);
    s->b_is_off = true;
    UiEvent space = { .kind = UI_KEY, .key = KEY_SPACE };
    lay(s, &space);
    check(s->b == 0, "a button that is off was pressed");
    check(s->ui.used, "Space on a button that is off goes on to the table of keys");
    close(s);
}

static void a_click_counts_only_where_it_began(void **state)
{
    (void)state;
    Screen *s = open();
    at(s, UI_PRESS, 20, 20);
    check(s->a == 0, "A was pressed before the button was let go");
    check(ui_find(&s->ui, "a")->state & UI_HELD, "A is not held");
    at(s, UI_RELEASE, 20, 20);
    check(s->a == 1, "A was pressed %d times", s->a);
    at(s, UI_PRESS, 20, 20);
    at(s, UI_MOVE, 120, 20);
    at(s, UI_RELEASE, 120, 20);
    check(s->a == 1 && s->b == 0, "a press on A let go over B pressed A %d, B %d times", s->a, s->b);
    at(s, UI_PRESS, 120, 200);
    at(s, UI_RELEASE, 20, 20);
    check(s->a == 1, "a press on nothing let go over A pressed it");
    at(s, UI_PRESS, 300, 20);
    at(s, UI_RELEASE, 300, 20);
    check(s->off == 0, "a button that is off was pressed");
    close(s);
}

static void arrows_home_and_end_move_a_slider_within_its_ends(void **state)
{
    (void)state;
    Screen *s = open();
    ui_focus(&s->ui, "slider");
    lay(s, NULL);
    static const struct { int key; unsigned mods; int wanted; } rows[] = {
        { KEY_RIGHT, 0, 6 }, { KEY_UP, 0, 7 }, { KEY_LEFT, 0, 6 }, { KEY_DOWN, 0, 5 }, { KEY_RIGHT, MOD_SHIFT, 6 }, { KEY_END, 0, 10 },
        { KEY_RIGHT, 0, 10 }, { KEY_HOME, 0, 0 }, { KEY_LEFT, 0, 0 }, { KEY_RIGHT, MOD_CTRL, 0 }, { 'x', 0, 0 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        key(s, rows[i].key, rows[i].mods);
        check(s->value == rows[i].wanted, "after key %d of the list the slider is at %d, not %d", i, s->value, rows[i].wanted);
    }
    int changes = s->changes;
    key(s, KEY_LEFT, 0);
    check(s->changes == changes, "a slider at its end says that it changed");
    close(s);
}

static void shift_moves_a_long_slider_by_a_tenth(void **state)
{
    (void)state;
    Screen *s = open();
    s->most = 200, s->value = 100;
    ui_focus(&s->ui, "slider");
    lay(s, NULL);
    key(s, KEY_RIGHT, MOD_SHIFT);
    check(s->value == 120, "Shift+→ moved the slider to %d, not 120", s->value);
    close(s);
}

static void a_slider_follows_the_pointer_even_beyond_its_ends(void **state)
{
    (void)state;
    Screen *s = open(); // the knob's middle goes from x = 20 to x = 220 in steps of 20
    at(s, UI_PRESS, 60, 60);
    check(s->value == 2, "pressed at 2 the slider is at %d", s->value);
    at(s, UI_MOVE, 181, 250);
    check(s->value == 8, "dragged to 8 it is at %d", s->value);
    at(s, UI_MOVE, 900, 60);
    check(s->value == 10, "dragged past its end it is at %d", s->value);
    at(s, UI_MOVE, -900, 60);
    check(s->value == 0, "dragged past its beginning it is at %d", s->value);
    at(s, UI_RELEASE, 100, 60);
    check(s->value == 4, "let go at 4 it is at %d", s->value);
    at(s, UI_MOVE, 200, 60);
    check(s->value == 4, "it still follows after it was let go");
    close(s);
}

static void a_slider_with_one_value_cannot_be_moved(void **state)
{
    (void)state;
    Screen *s = open();
    s->least = s->most = s->value = 3;
    lay(s, NULL);
    check(ui_find(&s->ui, "slider")->state & UI_OFF, "it does not look switched off");
    at(s, UI_PRESS, 100, 60);
    at(s, UI_RELEASE, 100, 60);
    check(s->value == 3 && s->changes == 0, "it moved to %d", s->value);
    close(s);
}

static void a_value_beyond_the_ends_stays_until_the_slider_itself_is_moved(void **state)
{
    (void)state;
    Screen *s = open();
    s->value = 25;
    at(s, UI_PRESS, 20, 20); // on A: another widget uses the event first
    at(s, UI_RELEASE, 20, 20);
    check(s->value == 25, "pressing A set the slider to %d", s->value);
    close(s);
}

static void a_sheet_keeps_pointer_and_keys_from_what_lies_below(void **state)
{
    (void)state;
    Screen *s = open();
    key(s, KEY_TAB, 0); // on A
    s->sheet_open = true;
    lay(s, NULL);
    key(s, KEY_SPACE, 0);
    key(s, KEY_ENTER, 0);
    check(s->a == 0, "a button below a sheet answered a key");
    at(s, UI_PRESS, 20, 20);
    at(s, UI_RELEASE, 20, 20);
    check(s->a == 0, "a button beside a sheet was clicked");
    ui_focus(&s->ui, "slider");
    lay(s, NULL);
    key(s, KEY_RIGHT, 0);
    check(s->value == 5, "a slider below a sheet moved");
    static const char *const order[] = { "sheet.one", "sheet.two", "sheet.one" };
    for (int i = 0; i < COUNT(order); i++) {
        key(s, KEY_TAB, 0);
        check_focus(s, order[i]);
    }
    key(s, KEY_SPACE, 0);
    at(s, UI_PRESS, 200, 60);
    at(s, UI_RELEASE, 200, 60);
    check(s->sheet == 2, "the sheet's own buttons were pressed %d times, not 2", s->sheet);
    s->sheet_open = false;
    lay(s, NULL);
    at(s, UI_PRESS, 20, 20);
    at(s, UI_RELEASE, 20, 20);
    check(s->a == 1, "below a sheet that is gone A was pressed %d times", s->a);
    close(s);
}

static void a_scroll_turns_by_wheel_within_its_height_and_not_below_a_sheet(void **state)
{
    (void)state;
    Screen *s = open();
    s->in_scroll = true;
    lay(s, NULL);
    UiEvent down = { .kind = UI_WHEEL, .x = 50, .y = 150, .wheel = -1 };
    event(s, down);
    check(s->offset == 48, "one notch scrolled by %g", s->offset);
    for (int i = 0; i < 20; i++) event(s, down);
    check(s->offset == 300, "the end of 400 in 100 lies at 300, not %g", s->offset);
    check(ui_find(&s->ui, "row 9")->box.y == 160, "the last row lies at %g", ui_find(&s->ui, "row 9")->box.y);
    UiEvent beside = { .kind = UI_WHEEL, .x = 300, .y = 150, .wheel = 5 };
    event(s, beside);
    check(s->offset == 300, "a wheel beside it scrolled it");
    s->sheet_open = true;
    lay(s, NULL);
    UiEvent up = { .kind = UI_WHEEL, .x = 50, .y = 150, .wheel = 5 };
    event(s, up);
    check(s->offset == 300, "it scrolled below a sheet");
    close(s);
}

static void what_is_scrolled_out_of_sight_cannot_be_clicked(void **state)
{
    (void)state;
    Screen *s = open();
    s->in_scroll = true;
    lay(s, NULL);
    at(s, UI_PRESS, 50, 230); // row 3 would lie here
    at(s, UI_RELEASE, 50, 230);
    check(s->a == 0, "a row outside its scroll was clicked");
    close(s);
}

static void the_focus_is_brought_into_sight_once_and_the_wheel_may_leave_it(void **state)
{
    (void)state;
    Screen *s = open();
    s->in_scroll = true;
    lay(s, NULL);
    for (int i = 0; i < 14; i++) key(s, KEY_TAB, 0);
    check_focus(s, "row 9");
    const Widget *w = ui_find(&s->ui, "row 9");
    check(w->box.y >= 100 && w->box.y + w->box.h <= 200, "the focus lies at %g, out of sight", w->box.y);
    UiEvent up = { .kind = UI_WHEEL, .x = 50, .y = 150, .wheel = 4 };
    event(s, up);
    check(s->offset == 300 - 192, "the wheel was pulled back to %g", s->offset);
    key(s, KEY_TAB, MOD_SHIFT);
    check_focus(s, "row 8");
    lay(s, NULL);
    w = ui_find(&s->ui, "row 8");
    check(w->box.y >= 100 && w->box.y + w->box.h <= 200, "the next focus lies at %g, out of sight", w->box.y);
    close(s);
}

static void paragraphs_wrap_within_their_width(void **state)
{
    (void)state;
    Ui ui = { 0 };
    ui_begin(&ui, 400, 300, 1, measure_fixed, NULL);
    // 10 characters of size 10 are 60 wide.
    double y = ui_paragraph(&ui, "p", 0, 0, 60, "aaaa bbbb cccc", 10, WEIGHT_REGULAR, TONE_TEXT);
    ui_end(&ui);
    check(ui.count == 2, "%d lines, not 2", ui.count);
    check(!strcmp(ui.widgets[0].name, "aaaa bbbb") && !strcmp(ui.widgets[1].name, "cccc"), "lines “%s”, “%s”", ui.widgets[0].name,
          ui.widgets[1].name);
    check(y == 28, "two lines of size 10 end at %g, not 28", y);
    ui_clear(&ui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tab_goes_round_in_reading_order_and_back_with_shift),
        cmocka_unit_test(tab_goes_on_from_a_control_that_was_switched_off),
        cmocka_unit_test(tab_goes_on_from_where_a_control_was_that_is_gone),
        cmocka_unit_test(what_is_scrolled_out_of_a_part_belongs_to_it),
        cmocka_unit_test(space_and_enter_press_the_button_that_has_the_focus),
        cmocka_unit_test(a_button_that_is_off_swallows_space_instead_of_passing_it_on),
        cmocka_unit_test(a_click_counts_only_where_it_began),
        cmocka_unit_test(arrows_home_and_end_move_a_slider_within_its_ends),
        cmocka_unit_test(shift_moves_a_long_slider_by_a_tenth),
        cmocka_unit_test(a_slider_follows_the_pointer_even_beyond_its_ends),
        cmocka_unit_test(a_slider_with_one_value_cannot_be_moved),
        cmocka_unit_test(a_value_beyond_the_ends_stays_until_the_slider_itself_is_moved),
        cmocka_unit_test(a_sheet_keeps_pointer_and_keys_from_what_lies_below),
        cmocka_unit_test(a_scroll_turns_by_wheel_within_its_height_and_not_below_a_sheet),
        cmocka_unit_test(what_is_scrolled_out_of_sight_cannot_be_clicked),
        cmocka_unit_test(the_focus_is_brought_into_sight_once_and_the_wheel_may_leave_it),
        cmocka_unit_test(paragraphs_wrap_within_their_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
