// Text fields: nothing typed is lost, and the caret never stands inside a character.
#include "ui/ui.h"

#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>

// Two fields one above the other, and a button; each keeps what was taken.
typedef struct Form {
    Ui ui;
    char first[UI_LONGEST_FIELD], second[UI_LONGEST_FIELD];
    int pressed, taken;
} Form;

static void lay(Form *f, const UiEvent *event)
{
    Ui *ui = &f->ui;
    ui_begin(ui, 600, 300, 1, measure_fixed, event);
    if (ui_field(ui, "first", (Box){ 0, 0, 500, 30 }, "First", f->first, 0) == UI_TAKEN)
        snprintf(f->first, sizeof f->first, "%s", ui->text), f->taken++;
    if (ui_field(ui, "second", (Box){ 0, 40, 500, 30 }, "Second", f->second, 0) == UI_TAKEN)
        snprintf(f->second, sizeof f->second, "%s", ui->text), f->taken++;
    f->pressed += ui_button(ui, "button", (Box){ 0, 80, 100, 30 }, "Button", ICON_NONE, 0, NULL);
    ui_end(ui);
}

static bool event(Form *f, UiEvent e)
{
    lay(f, &e);
    bool used = f->ui.used;
    lay(f, NULL);
    return used;
}

static bool key(Form *f, int code, unsigned mods)
{
    return event(f, (UiEvent){ .kind = UI_KEY, .key = code, .mods = mods });
}

static void type(Form *f, const char *text)
{
    UiEvent e = { .kind = UI_TYPE };
    snprintf(e.text, sizeof e.text, "%s", text);
    event(f, e);
}

static void click(Form *f, double x, double y)
{
    event(f, (UiEvent){ .kind = UI_PRESS, .x = x, .y = y, .clicks = 1 });
    event(f, (UiEvent){ .kind = UI_RELEASE, .x = x, .y = y });
}

static Form *open(const char *first, const char *second)
{
    Form *f = memory_new(1, sizeof *f);
    snprintf(f->first, sizeof f->first, "%s", first);
    snprintf(f->second, sizeof f->second, "%s", second);
    lay(f, NULL);
    return f;
}

static void close(Form *f)
{
    ui_clear(&f->ui);
    free(f);
}

static void check_editing(const Form *f, const char *text, int caret, int anchor)
{
    check(ui_is_editing(&f->ui), "no field is being edited");
    check(!strcmp(f->ui.text, text), "in the field stands “%s”, not “%s”", f->ui.text, text);
    check(f->ui.caret == caret && f->ui.anchor == anchor, "caret %d, anchor %d; not %d, %d", f->ui.caret, f->ui.anchor, caret, anchor);
}

static void a_press_selects_all_so_that_typing_replaces_it(void **state)
{
    (void)state;
    Form *f = open("old", "");
    click(f, 20, 15);
    check_editing(f, "old", 3, 0);
    check(ui_find(&f->ui, "first")->state & UI_ON, "the record does not show that it is edited");
    type(f, "n");
    type(f, "ew");
    check_editing(f, "new", 3, 3);
    check(!strcmp(f->first, "old") && f->taken == 0, "it was taken before anybody said so");
    key(f, KEY_ENTER, 0);
    check(!strcmp(f->first, "new"), "Enter took “%s”", f->first);
    check(!ui_is_editing(&f->ui), "it is still being edited after Enter");
    close(f);
}

static void enter_and_f2_begin_to_edit_the_field_that_has_the_focus(void **state)
{
    (void)state;
    static const int keys[] = { KEY_ENTER, KEY_F2 };
    for (int i = 0; i < COUNT(keys); i++) {
        Form *f = open("a", "b");
        key(f, KEY_TAB, 0);
        key(f, KEY_TAB, 0);
        check(!ui_is_editing(&f->ui), "Tab alone began to edit");
        key(f, keys[i], 0);
        check_editing(f, "b", 1, 0);
        close(f);
    }
}

static void a_character_begins_to_edit_the_field_that_has_the_focus(void **state)
{
    (void)state;
    Form *f = open("a", "b");
    key(f, KEY_TAB, 0);
    bool used = key(f, '7', 0);
    check(used, "a digit on a focused field went on to the table of keys");
    check_editing(f, "7", 1, 1);
    type(f, "5");
    key(f, KEY_ENTER, 0);
    check(!strcmp(f->first, "75"), "taken was “%s”", f->first);
    used = key(f, 'z', MOD_CTRL);
    check(!used && !ui_is_editing(&f->ui), "Ctrl+Z on a focused field is no typing");
    close(f);
}

static void after_a_click_and_enter_or_escape_characters_are_commands_again(void **state)
{
    (void)state;
    static const int ends[] = { KEY_ENTER, KEY_ESC };
    for (int i = 0; i < COUNT(ends); i++) {
        Form *f = open("a", "b");
        click(f, 20, 15);
        key(f, ends[i], 0);
        check(!key(f, ' ', 0) && !key(f, 'm', 0) && !ui_is_editing(&f->ui), "after end %d the field begins anew", i);
        close(f);
    }
}

static void escape_gives_up_what_was_typed(void **state)
{
    (void)state;
    Form *f = open("old", "");
    click(f, 20, 15);
    type(f, "new");
    check(key(f, KEY_ESC, 0), "Esc went on to the table of keys");
    check(!ui_is_editing(&f->ui) && f->taken == 0 && !strcmp(f->first, "old"), "Esc took “%s”", f->first);
    check(!strcmp(ui_find(&f->ui, "first")->value, "old"), "the field shows “%s”", ui_find(&f->ui, "first")->value);
    close(f);
}

static void tab_takes_what_was_typed_and_goes_on(void **state)
{
    (void)state;
    Form *f = open("", "");
    click(f, 20, 15);
    type(f, "x");
    key(f, KEY_TAB, 0);
    check(!strcmp(f->first, "x"), "Tab took “%s”", f->first);
    check(!strcmp(f->ui.focus, "second"), "the focus is on “%s”", f->ui.focus);
    close(f);
}

static void a_press_elsewhere_takes_what_was_typed(void **state)
{
    (void)state;
    static const struct { double x, y; const char *what; } places[] = {
        { 20, 95, "a button" }, { 20, 200, "nothing" }, { 20, 55, "the field below" },
    };
    for (int i = 0; i < COUNT(places); i++) {
        Form *f = open("old", "other");
        click(f, 20, 15);
        type(f, "new");
        click(f, places[i].x, places[i].y);
        check(!strcmp(f->first, "new"), "a press on %s left “%s”", places[i].what, f->first);
        check(!strcmp(f->second, "other"), "the other field has become “%s”", f->second);
        close(f);
    }
}

static void a_press_on_a_field_that_comes_earlier_loses_nothing(void **state)
{
    (void)state;
    Form *f = open("other", "old");
    click(f, 20, 55);
    type(f, "new");
    click(f, 20, 15);
    check(!strcmp(f->second, "new"), "what was typed below is “%s”", f->second);
    check(!strcmp(f->first, "other"), "the field above has become “%s”", f->first);
    check_editing(f, "other", 5, 0);
    close(f);
}

static void a_key_that_is_a_command_takes_what_was_typed_first(void **state)
{
    (void)state;
    static const struct { int key; unsigned mods; } keys[] = { { 'q', MOD_CTRL }, { 'r', MOD_ALT }, { KEY_F3, 0 }, { 'z', MOD_CTRL } };
    for (int i = 0; i < COUNT(keys); i++) {
        Form *f = open("old", "");
        click(f, 20, 15);
        type(f, "new");
        bool used = key(f, keys[i].key, keys[i].mods);
        check(!used, "the field kept key %d of the list for itself", i);
        check(!strcmp(f->first, "new") && !ui_is_editing(&f->ui), "before key %d of the list it was “%s”", i, f->first);
        close(f);
    }
}

static void a_field_keeps_every_key_it_can_type_or_move_by(void **state)
{
    (void)state;
    Form *f = open("old", "");
    click(f, 20, 15);
    static const int keys[] = { '1', 'l', ' ', '?', '-', KEY_LEFT, KEY_RIGHT, KEY_UP, KEY_DOWN, KEY_HOME, KEY_END, KEY_PGUP, KEY_PGDN,
                                KEY_BACKSPACE, KEY_DELETE };
    for (int i = 0; i < COUNT(keys); i++) {
        check(key(f, keys[i], 0), "key %d of the list went on to the table of keys", i);
        check(ui_is_editing(&f->ui), "key %d of the list ended the editing", i);
    }
    close(f);
}

static void the_caret_moves_by_whole_characters(void **state)
{
    (void)state;
    Form *f = open("aé−😀", ""); // 1, 2, 3 and 4 bytes
    click(f, 20, 15);
    key(f, KEY_RIGHT, 0); // past a selection: to its end
    check_editing(f, "aé−😀", 10, 10);
    static const int stops[] = { 6, 3, 1, 0, 0 };
    for (int i = 0; i < COUNT(stops); i++) {
        key(f, KEY_LEFT, 0);
        check_editing(f, "aé−😀", stops[i], stops[i]);
    }
    static const int back[] = { 1, 3, 6, 10, 10 };
    for (int i = 0; i < COUNT(back); i++) {
        key(f, KEY_RIGHT, 0);
        check_editing(f, "aé−😀", back[i], back[i]);
    }
    key(f, KEY_BACKSPACE, 0);
    check_editing(f, "aé−", 6, 6);
    key(f, KEY_HOME, 0);
    key(f, KEY_DELETE, 0);
    check_editing(f, "é−", 0, 0);
    key(f, KEY_DELETE, 0);
    check_editing(f, "−", 0, 0);
    type(f, "ß");
    check_editing(f, "ß−", 2, 2);
    close(f);
}

static void shift_selects_and_typing_replaces_the_selection(void **state)
{
    (void)state;
    Form *f = open("abcd", "");
    click(f, 20, 15);
    key(f, KEY_LEFT, 0); // from a selection: to its beginning
    check_editing(f, "abcd", 0, 0);
    key(f, KEY_RIGHT, MOD_SHIFT);
    key(f, KEY_RIGHT, MOD_SHIFT);
    check_editing(f, "abcd", 2, 0);
    type(f, "X");
    check_editing(f, "Xcd", 1, 1);
    key(f, KEY_END, MOD_SHIFT);
    check_editing(f, "Xcd", 3, 1);
    key(f, KEY_BACKSPACE, 0);
    check_editing(f, "X", 1, 1);
    key(f, 'a', MOD_CTRL);
    check_editing(f, "X", 1, 0);
    key(f, KEY_DELETE, 0);
    check_editing(f, "", 0, 0);
    key(f, KEY_BACKSPACE, 0);
    key(f, KEY_DELETE, 0);
    check_editing(f, "", 0, 0);
    close(f);
}

static void a_press_in_the_edited_field_sets_the_caret_where_the_pointer_is(void **state)
{
    (void)state;
    Form *f = open("abcdef", ""); // letters are 0.6 · 14 = 8.4 wide and begin at 8
    click(f, 20, 15);
    click(f, 8 + 8.4 * 2 + 1, 15);
    check_editing(f, "abcdef", 2, 2);
    click(f, 400, 15);
    check_editing(f, "abcdef", 6, 6);
    click(f, 1, 15);
    check_editing(f, "abcdef", 0, 0);
    close(f);
}

static void in_a_long_text_the_press_meets_the_letters_that_are_shown(void **state)
{
    (void)state;
    char text[101];
    memset(text, 'x', 100), text[100] = 0; // 840 wide, in a field with room for 484: moved left while the caret is at the end
    Form *f = open(text, "");
    click(f, 20, 15);
    key(f, KEY_END, 0);
    click(f, 8 + 484 - 8.4 * 3, 15);
    check(f->ui.caret == 97, "the caret stands after letter %d, not 97", f->ui.caret);
    close(f);
}

static void a_field_that_is_full_takes_no_more_and_stays_whole(void **state)
{
    (void)state;
    Form *f = open("", "");
    click(f, 20, 15);
    for (int i = 0; i < 60; i++) type(f, "0123456789éééééé");
    size_t length = strlen(f->ui.text);
    check(length < UI_LONGEST_FIELD && utf8_valid(f->ui.text, length), "%zu bytes stand in the field", length);
    key(f, KEY_ENTER, 0);
    check(strlen(f->first) == length, "%zu of %zu bytes were taken", strlen(f->first), length);
    close(f);
}

static void text_from_elsewhere_is_put_in_whole_and_on_one_line(void **state)
{
    (void)state;
    Form *f = open("ab", "");
    check(!ui_insert(&f->ui, "x"), "text went into no field");
    click(f, 20, 15);
    key(f, KEY_LEFT, 0);
    key(f, KEY_RIGHT, 0);
    check(ui_insert(&f->ui, "/place/é/a picture with a name longer than forty bytes.png\n"), "the text did not fit");
    lay(f, NULL);
    check(!strcmp(f->ui.text, "a/place/é/a picture with a name longer than forty bytes.pngb"), "in the field stands “%s”", f->ui.text);
    char much[2 * UI_LONGEST_FIELD];
    memset(much, 'x', sizeof much - 1), much[sizeof much - 1] = 0;
    check(!ui_insert(&f->ui, much), "more text than fits was said to be put in");
    close(f);
}

static void a_field_that_goes_away_is_no_longer_edited(void **state)
{
    (void)state;
    Form *f = open("old", "");
    click(f, 20, 15);
    ui_begin(&f->ui, 600, 300, 1, measure_fixed, NULL);
    ui_end(&f->ui);
    check(!ui_is_editing(&f->ui), "a field that is gone still takes the keys");
    close(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_press_selects_all_so_that_typing_replaces_it),
        cmocka_unit_test(enter_and_f2_begin_to_edit_the_field_that_has_the_focus),
        cmocka_unit_test(a_character_begins_to_edit_the_field_that_has_the_focus),
        cmocka_unit_test(after_a_click_and_enter_or_escape_characters_are_commands_again),
        cmocka_unit_test(escape_gives_up_what_was_typed),
        cmocka_unit_test(tab_takes_what_was_typed_and_goes_on),
        cmocka_unit_test(a_press_elsewhere_takes_what_was_typed),
        cmocka_unit_test(a_press_on_a_field_that_comes_earlier_loses_nothing),
        cmocka_unit_test(a_key_that_is_a_command_takes_what_was_typed_first),
        cmocka_unit_test(a_field_keeps_every_key_it_can_type_or_move_by),
        cmocka_unit_test(the_caret_moves_by_whole_characters),
        cmocka_unit_test(shift_selects_and_typing_replaces_the_selection),
        cmocka_unit_test(a_press_in_the_edited_field_sets_the_caret_where_the_pointer_is),
        cmocka_unit_test(in_a_long_text_the_press_meets_the_letters_that_are_shown),
        cmocka_unit_test(a_field_that_is_full_takes_no_more_and_stays_whole),
        cmocka_unit_test(text_from_elsewhere_is_put_in_whole_and_on_one_line),
        cmocka_unit_test(a_field_that_goes_away_is_no_longer_edited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
