// The shell by mouse and by keyboard: the way round with Tab, menus, sheets, messages and tips.
#include "desk/inside.h"
#include "hands.h"

static const char SCENE[] = "convt2d in=2 s=2 step=2";

// ---- the focus -------------------------------------------------------------------------------------------------

static void no_two_controls_share_an_id(const Hands *h, const char *when)
{
    const Ui *ui = desk_ui(h->desk);
    for (int i = 0; i < ui->count; i++)
        for (int j = 0; j < i; j++) {
            const Widget *a = &ui->widgets[i], *b = &ui->widgets[j];
            bool controls = a->role != UI_LABEL && b->role != UI_LABEL && *a->id;
            check(!controls || strcmp(a->id, b->id), "%s: two controls are called “%s”", when, a->id);
        }
}

static void every_control_has_an_id_of_its_own_and_a_name(void **state)
{
    (void)state;
    static const char *const codes[] = { SCENE, "conv1d in=9 k=2", "convt2d s=2x3 b=ramp", "convt2d in=64 x=picture:grey view=picture" };
    for (int i = 0; i < COUNT(codes); i++) {
        Hands h;
        hands_open(&h, codes[i]);
        click(&h, "more");
        no_two_controls_share_an_id(&h, codes[i]);
        key(&h, KEY_F1, 0);
        no_two_controls_share_an_id(&h, "the key sheet");
        key(&h, KEY_ESC, 0);
        key(&h, 'o', MOD_CTRL);
        no_two_controls_share_an_id(&h, "the sheet for opening");
        key(&h, KEY_ESC, 0);
        key(&h, KEY_ESC, 0);
        click(&h, "source.w");
        no_two_controls_share_an_id(&h, "a menu");
        const Ui *ui = desk_ui(h.desk);
        for (int w = 0; w < ui->count; w++)
            check(!ui->widgets[w].focusable || ui->widgets[w].name[0], "“%s” has no name to be read aloud", ui->widgets[w].id);
        hands_close(&h);
    }
}

static void tab_visits_every_control_once_and_comes_round(void **state)
{
    (void)state;
    static const char *const codes[] = { SCENE, "convt2d in=64 x=picture:grey view=picture" };
    for (int c = 0; c < COUNT(codes); c++) {
        Hands h;
        hands_open(&h, codes[c]);
        if (desk_in_picture(h.desk)) wait_for_wakes(&h, 1); // what stands beside a picture comes with it
        int controls = 0;
        const Ui *ui = desk_ui(h.desk);
        for (int i = 0; i < ui->count; i++) controls += ui->widgets[i].focusable;
        char first[UI_ID] = "", seen_[128][UI_ID];
        for (int i = 0; i < controls; i++) {
            key(&h, KEY_TAB, 0);
            snprintf(seen_[i], UI_ID, "%s", focus(&h));
            if (!i) snprintf(first, sizeof first, "%s", focus(&h));
            for (int j = 0; j < i; j++) check(strcmp(seen_[j], seen_[i]), "Tab came to “%s” twice within %d controls", seen_[i], controls);
            const Widget *w = shown(&h, focus(&h));
            check(w->state & UI_FOCUSED, "“%s” has the focus and does not show it", w->id);
            check(box_has(w->clip, w->box.x + w->box.w / 2, w->box.y + w->box.h / 2), "“%s” has the focus out of sight", w->id);
        }
        key(&h, KEY_TAB, 0);
        check(!strcmp(focus(&h), first), "after %d controls Tab came to “%s”, not to “%s”", controls, focus(&h), first);
        for (int i = controls - 1; i >= 0; i--) {
            key(&h, KEY_TAB, MOD_SHIFT);
            check(!strcmp(focus(&h), seen_[i]), "back with Shift+Tab came “%s”, not “%s”", focus(&h), seen_[i]);
        }
        hands_close(&h);
    }
}

static void in_a_small_window_tab_brings_every_control_into_sight(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    desk_resize(h.desk, 800, 500, 1);
    frame(&h);
    click(&h, "more");
    for (int i = 0; i < 70; i++) {
        key(&h, KEY_TAB, 0);
        const Widget *w = shown(&h, focus(&h));
        check(box_has(w->clip, w->box.x + w->box.w / 2, w->box.y + w->box.h / 2), "“%s” has the focus out of sight", w->id);
    }
    hands_close(&h);
}

static void a_control_that_has_the_focus_does_what_a_click_does(void **state)
{
    (void)state;
    static const char *const ids[] = { "stride.plus", "op.conv", "dims.1", "lens.stamp", "walk.output", "step.start", "step.end", "chain", "more", "look", "reset" };
    for (int i = 0; i < COUNT(ids); i++) {
        char after[3][9216];
        for (int way = 0; way < 3; way++) {
            Hands h;
            hands_open(&h, SCENE);
            if (way == 0) {
                click(&h, ids[i]);
                move_to(&h, -1, -1);
            } else {
                ui_focus(&h.desk->ui, ids[i]);
                frame(&h);
                key(&h, way == 1 ? KEY_SPACE : KEY_ENTER, 0);
            }
            int length = snprintf(after[way], sizeof after[way], "%s", code(&h));
            snprintf(after[way] + length, sizeof after[way] - (size_t)length, " %s, %d widgets", LOOK_WORDS[desk_look(h.desk)->name],
                     desk_ui(h.desk)->count);
            hands_close(&h);
        }
        check(!strcmp(after[0], after[1]), "%s: a click gives “%s”, Space “%s”", ids[i], after[0], after[1]);
        check(!strcmp(after[0], after[2]), "%s: a click gives “%s”, Enter “%s”", ids[i], after[0], after[2]);
    }
}

static void typing_on_a_focused_number_changes_it_and_not_the_lens(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    for (int i = 0; i < 60 && strcmp(focus(&h), "stride.value"); i++) key(&h, KEY_TAB, 0);
    check(!strcmp(focus(&h), "stride.value"), "Tab never comes to the stride");
    type(&h, "1");
    check(!strcmp(value_of(&h, "stride.value"), "1"), "in the field stands “%s”", h.value);
    key(&h, KEY_TAB, 0);
    check_code(&h, "convt2d in=2 step=2");
    check(!strcmp(focus(&h), "stride.plus"), "Tab went on to “%s”", focus(&h));
    hands_close(&h);
}

// ---- menus -----------------------------------------------------------------------------------------------------

static void a_menu_is_used_by_mouse(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    click(&h, "source.w");
    check(seen(&h, "source.w.0") != NULL && is_on(&h, "source.w"), "the menu did not open");
    Box play = shown(&h, "step.start")->box;
    click_at(&h, play.x + 10, play.y + 10);
    check(!seen(&h, "source.w.0"), "a click elsewhere left it open");
    check(desk_step(h.desk) == 2, "the click that closed it also pressed what lay below");
    click(&h, "source.w");
    click(&h, "source.w");
    check(!seen(&h, "source.w.0"), "a second click on its button left it open");
    choose(&h, "source.w", "ones");
    check_code(&h, "convt2d in=2 s=2 w=ones step=2");
    check(!seen(&h, "source.w.0"), "choosing left it open");
    hands_close(&h);
}

static void a_menu_is_used_by_keyboard(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    ui_focus(&h.desk->ui, "speed");
    frame(&h);
    key(&h, KEY_ENTER, 0);
    check(!strcmp(focus(&h), "speed.2"), "the focus is on “%s”, not on the chosen speed", focus(&h));
    const struct { int key; unsigned mods; const char *then; } rows[] = {
        { KEY_DOWN, 0, "speed.3" }, { KEY_UP, 0, "speed.2" }, { KEY_HOME, 0, "speed.0" }, { KEY_UP, 0, "speed.5" }, { KEY_DOWN, 0, "speed.0" },
        { KEY_END, 0, "speed.5" }, { KEY_TAB, 0, "speed.0" }, { KEY_TAB, MOD_SHIFT, "speed.5" }, { KEY_LEFT, 0, "speed.5" }, { '1', 0, "speed.5" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        key(&h, rows[i].key, rows[i].mods);
        check(!strcmp(focus(&h), rows[i].then), "after key %d of the list the focus is on “%s”, not “%s”", i, focus(&h), rows[i].then);
        frame(&h);
    }
    check_code(&h, SCENE); // no arrow made a step, no digit another lens
    key(&h, KEY_SPACE, 0);
    check(!seen(&h, "speed.0") && !strcmp(shown(&h, "speed")->name, SPEED_WORDS[5]), "chosen was “%s”", shown(&h, "speed")->name);
    check(!strcmp(focus(&h), "speed"), "the focus is on “%s”", focus(&h));
    key(&h, KEY_SPACE, 0);
    key(&h, KEY_ESC, 0);
    check(!seen(&h, "speed.0") && !strcmp(focus(&h), "speed"), "after Esc the focus is on “%s”", focus(&h));
    hands_close(&h);
}

static void a_menu_closes_with_what_it_belongs_to(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    click(&h, "speed");
    key(&h, KEY_F3, 0);
    check(!seen(&h, "speed.0"), "the menu is open in the picture");
    key(&h, KEY_F2, 0);
    check(!seen(&h, "speed.0"), "the menu opened again by itself");
    click(&h, "speed");
    key(&h, 'z', MOD_CTRL);
    check(!seen(&h, "speed.0"), "Ctrl+Z left the menu open");
    hands_close(&h);
}

static void a_menu_lies_within_the_window(void **state)
{
    (void)state;
    static const char *const menus[] = { "source.x", "source.w", "source.b", "speed" };
    Hands h;
    hands_open(&h, SCENE);
    for (int s = 0; s < 2; s++) {
        double w = s ? 960 : 1280, height = s ? 600 : 800;
        desk_resize(h.desk, w, height, 1);
        frame(&h);
        for (int i = 0; i < COUNT(menus); i++) {
            click(&h, menus[i]);
            Box box = shown(&h, "menu")->box;
            check(box.x >= 0 && box.y >= 0 && box.x + box.w <= w && box.y + box.h <= height, "%s: %g, %g, %g × %g", menus[i], box.x, box.y, box.w,
                  box.h);
            key(&h, KEY_ESC, 0);
        }
    }
    hands_close(&h);
}

// ---- sheets ----------------------------------------------------------------------------------------------------

static void nothing_below_a_sheet_can_be_used(void **state)
{
    (void)state;
    static const int sheets[][2] = { { KEY_F1, 0 }, { 'o', MOD_CTRL } };
    for (int s = 0; s < COUNT(sheets); s++) {
        Hands h;
        hands_open(&h, SCENE);
        ui_focus(&h.desk->ui, "stride.plus");
        frame(&h);
        Box scrub = shown(&h, "scrub")->box;
        key(&h, sheets[s][0], (unsigned)sheets[s][1]);
        if (s) key(&h, KEY_ESC, 0); // out of the path
        ui_focus(&h.desk->ui, "stride.plus");
        frame(&h);
        const struct { int key; unsigned mods; } keys[] = {
            { KEY_SPACE, 0 }, { KEY_ENTER, 0 }, { KEY_RIGHT, 0 }, { KEY_LEFT, 0 }, { KEY_END, 0 }, { '1', 0 }, { 'o', 0 }, { KEY_F3, 0 },
            { 'z', MOD_CTRL }, { 'r', MOD_ALT }, { KEY_RIGHT, MOD_SHIFT },
        };
        for (int i = 0; i < COUNT(keys); i++) {
            key(&h, keys[i].key, keys[i].mods);
            wait_for(&h, 1);
            check(!strcmp(code(&h), SCENE), "below sheet %d key %d of the list made it %s", s, i, code(&h));
        }
        click_at(&h, scrub.x + 3, scrub.y + scrub.h / 2);
        check_code(&h, SCENE);
        wheel_at(&h, 100, 300, -3);
        check(h.desk->left_scroll == 0, "the panel below scrolled");
        key(&h, KEY_ESC, 0);
        check(!seen(&h, "sheet.close"), "Esc left sheet %d open", s);
        click_at(&h, scrub.x + 3, scrub.y + scrub.h / 2);
        check(desk_step(h.desk) == 0, "with the sheet gone the scrubber does not answer");
        hands_close(&h);
    }
}

static void the_key_sheet_opens_and_closes_in_several_ways(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    static const int opens[][2] = { { '?', 0 }, { '?', MOD_SHIFT }, { '/', MOD_SHIFT }, { KEY_F1, 0 } };
    for (int i = 0; i < COUNT(opens); i++) {
        key(&h, opens[i][0], (unsigned)opens[i][1]);
        check(seen(&h, "keys.sheet") != NULL, "way %d does not open it", i);
        key(&h, opens[i][0], (unsigned)opens[i][1]);
        check(!seen(&h, "keys.sheet"), "way %d does not close it", i);
    }
    click(&h, "keys");
    click(&h, "sheet.close");
    check(!seen(&h, "keys.sheet"), "its button does not close it");
    hands_close(&h);
}

static void in_a_small_window_keys_scroll_the_key_sheet_to_its_last_row(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    desk_resize(h.desk, 800, 500, 1);
    frame(&h);
    key(&h, KEY_F1, 0);
    const Widget *scroll = shown(&h, "keys.scroll");
    check(scroll->most > 0, "the sheet is not too high, and this test is about one that is");
    int most = scroll->most;
    for (int i = 0; i < 300; i++) key(&h, KEY_DOWN, 0);
    check(shown(&h, "keys.scroll")->at == most, "↓ ends at %d of %d", shown(&h, "keys.scroll")->at, most);
    key(&h, KEY_PGUP, 0);
    check(shown(&h, "keys.scroll")->at < most, "PgUp does not scroll");
    for (int i = 0; i < 300; i++) key(&h, KEY_UP, 0);
    check(shown(&h, "keys.scroll")->at == 0, "↑ ends at %d", shown(&h, "keys.scroll")->at);
    hands_close(&h);
}

static void the_path_that_was_typed_stays_while_the_sheet_is_open(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    key(&h, 'o', MOD_CTRL);
    check(desk_wants_text(h.desk), "a path cannot be typed at once");
    type(&h, "/no/such/é.png");
    Box sheet = shown(&h, "open.sheet")->box;
    click_at(&h, sheet.x + 5, sheet.y + 5);
    check(!strcmp(value_of(&h, "open.path"), "/no/such/é.png"), "in the field stands “%s”", h.value);
    click(&h, "open.path");
    key(&h, KEY_END, 0);
    type(&h, "x");
    key(&h, KEY_TAB, 0);
    check(!strcmp(value_of(&h, "open.path"), "/no/such/é.pngx"), "in the field stands “%s”", h.value);
    check(!strcmp(focus(&h), "open.go"), "Tab went to “%s”", focus(&h));
    key(&h, KEY_ENTER, 0);
    check_says(&h, "/no/such/é.pngx");
    check(seen(&h, "open.sheet"), "the sheet is gone, and the path with it");
    check(!strcmp(value_of(&h, "open.path"), "/no/such/é.pngx"), "after the mistake the field holds “%s”", h.value);
    check(desk_wants_text(h.desk), "the path cannot be mended at once");
    key(&h, KEY_ESC, 0);
    key(&h, KEY_ESC, 0);
    check(!seen(&h, "open.sheet"), "Esc does not close the sheet");
    key(&h, 'o', MOD_CTRL);
    check(!value_of(&h, "open.path")[0], "opened again it begins with “%s”", h.value);
    hands_close(&h);
}

static void a_path_is_pasted_into_its_field_and_not_taken_for_a_scene(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    key(&h, 'o', MOD_CTRL);
    hands_clipboard_set(&h, "/a/path/that/is/longer/than/forty/bytes/in/all/picture.png\n");
    key(&h, 'v', MOD_CTRL);
    check(!strcmp(value_of(&h, "open.path"), "/a/path/that/is/longer/than/forty/bytes/in/all/picture.png"), "in the field stands “%s”", h.value);
    check(!message(&h)[0], "it says “%s”", message(&h));
    hands_close(&h);
}

static void a_built_in_picture_is_one_step_of_undo(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    key(&h, 'o', MOD_CTRL);
    click(&h, "open.zone");
    check(strstr(code(&h), "x=picture:zone") && strstr(code(&h), "view=picture"), "the scene is %s", code(&h));
    check(!seen(&h, "open.sheet"), "the sheet is still open");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, SCENE);
    check(is_off(&h, "undo"), "it took more than one step");
    hands_close(&h);
}

// ---- messages and tips -----------------------------------------------------------------------------------------

static void a_message_goes_after_it_can_be_read_and_a_mistake_stays(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    key(&h, 'z', MOD_CTRL);
    check_says(&h, "Nothing to undo");
    check(h.due > 2.9 && h.due < 6, "it goes in %g s", h.due);
    wait_for(&h, h.due);
    check(!message(&h)[0] && isinf(h.due), "it still says “%s”, next frame in %g s", message(&h), h.due);
    key(&h, 'v', MOD_CTRL);
    check(isinf(h.due), "a mistake that stays keeps the window awake: %g s", h.due);
    click(&h, "message.close");
    wait_for(&h, 0.3);
    check(!message(&h)[0], "its button does not close it");
    key(&h, 'v', MOD_CTRL);
    for (int i = 0; i < 80 && strcmp(focus(&h), "message.close"); i++) key(&h, KEY_TAB, 0);
    check(!strcmp(focus(&h), "message.close"), "Tab never comes to the message");
    key(&h, KEY_SPACE, 0);
    wait_for(&h, 0.3);
    check(!message(&h)[0], "Space on its button does not close it");
    hands_close(&h);
}

static void a_tip_comes_after_a_rest_and_goes_with_the_pointer(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    Box box = shown(&h, "look")->box;
    move_to(&h, box.x + 5, box.y + 5);
    check(!seen(&h, "tip") && h.due > 0.5 && h.due < 0.7, "a tip at once, or the next frame in %g s", h.due);
    wait_for(&h, h.due);
    check(seen(&h, "tip") && strstr(shown(&h, "tip")->name, "(L)"), "no tip after a rest");
    check(isinf(h.due), "with the tip shown the window stays awake: %g s", h.due);
    move_to(&h, box.x - 400, box.y + 300);
    check(!seen(&h, "tip"), "the tip stays when the pointer has gone");
    hands_close(&h);
}

static void everything_can_be_made_larger_and_smaller_within_limits(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    desk_resize(h.desk, 6400, 4000, 1);
    frame(&h);
    double before = shown(&h, "play")->box.w;
    for (int i = 0; i < 30; i++) key(&h, '+', MOD_CTRL);
    check(shown(&h, "play")->box.w == 3 * before, "at most it is %g times as large", shown(&h, "play")->box.w / before);
    for (int i = 0; i < 60; i++) key(&h, '-', MOD_CTRL);
    check(shown(&h, "play")->box.w == before / 2, "at least it is %g times as large", shown(&h, "play")->box.w / before);
    key(&h, '0', MOD_CTRL);
    check(shown(&h, "play")->box.w == before, "Ctrl+0 does not bring the usual size");
    hands_close(&h);
}

// One number for all that is painted.
static uint64_t signature(const Desk *desk)
{
    Painted *list;
    uint64_t all = 0;
    int count = desk_painted(desk, &list);
    for (int i = 0; i < count; i++) all = all * 31 + list[i].look;
    free(list);
    return all;
}

static void the_signature_changes_with_what_is_painted_and_with_nothing_else(void **state)
{
    (void)state;
    static const int keys[][2] = { { KEY_TAB, 0 }, { KEY_RIGHT, 0 }, { '2', 0 }, { 'l', 0 }, { '+', MOD_CTRL }, { KEY_F1, 0 }, { KEY_ESC, 0 },
                                   { 'p', 0 }, { KEY_F3, 0 } };
    Hands h;
    hands_open(&h, SCENE);
    for (int i = 0; i < COUNT(keys); i++) {
        uint64_t before = signature(h.desk);
        frame(&h);
        check(signature(h.desk) == before, "before key %d of the list two equal frames differ", i);
        key(&h, keys[i][0], (unsigned)keys[i][1]);
        wait_for(&h, 0.1);
        check(signature(h.desk) != before, "key %d of the list is seen, and the signature is the same", i);
        wait_for(&h, 60);
    }
    wait_for_wakes(&h, 1);
    uint64_t before = signature(h.desk);
    choose(&h, "source.x", "grey");
    wait_for_wakes(&h, 2);
    check(signature(h.desk) != before, "another picture has the same signature");
    before = signature(h.desk);
    h.desk->wipe = 0.25;
    frame(&h);
    check(signature(h.desk) != before, "a moved wipe has the same signature");
    hands_close(&h);
}

static void a_message_stands_on_the_stage_and_clear_of_a_sheet_s_button(void **state)
{
    (void)state;
    static const double sizes[][2] = { { 800, 500 }, { 1280, 800 }, { 3840, 2160 } };
    for (int i = 0; i < COUNT(sizes); i++) {
        Hands h;
        hands_open(&h, SCENE);
        desk_resize(h.desk, sizes[i][0], sizes[i][1], 1);
        hands_clipboard_set(&h, "nn.ConvTranspose2d(64, 32, kernel_size=3, strides=2)");
        key(&h, 'v', MOD_CTRL);
        wait_for(&h, 0);
        Box box = shown(&h, "message")->box, stage = h.desk->shell.stage;
        check(box.x >= stage.x && box.x + box.w <= stage.x + stage.w && box.y + box.h <= stage.y + stage.h, "at %g×%g it covers a panel: %g, %g", sizes[i][0],
              sizes[i][1], box.x, box.y);
        key(&h, 'r', 0);
        key(&h, 'v', MOD_CTRL);
        wait_for(&h, 0);
        box = shown(&h, "message")->box;
        Box go = shown(&h, "report.slice")->box;
        check(message(&h)[0] && (box.x + box.w <= go.x || box.y + box.h <= go.y || go.y + go.h <= box.y), "at %g×%g it covers the button of the report", sizes[i][0],
              sizes[i][1]);
        hands_close(&h);
    }
}

static void a_tip_of_the_guide_stands_beside_it(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    Box box = shown(&h, "guide.cell")->box;
    move_to(&h, box.x + 5, box.y + 5);
    wait_for(&h, 1);
    Box tip = shown(&h, "tip")->box;
    check(tip.x + tip.w <= h.desk->shell.right.x && tip.y < box.y + box.h && tip.y + tip.h > box.y, "the tip stands at %g, %g", tip.x, tip.y);
    hands_close(&h);
}

static void a_double_click_in_a_number_chooses_all_of_it(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=4 view=stamp");
    Box box = shown(&h, "in.value")->box;
    press_at(&h, box.x + box.w / 2, box.y + box.h / 2, 1);
    let_go(&h);
    press_at(&h, box.x + box.w / 2, box.y + box.h / 2, 2);
    let_go(&h);
    type(&h, "7");
    key(&h, KEY_ENTER, 0);
    check_code(&h, "convt2d in=7 view=stamp");
    hands_close(&h);
}

static void letters_are_explained_while_nothing_else_is_said(void **state)
{
    (void)state;
    static const struct { const char *code, *id, *says; } rows[] = {
        { "convt2d in=2 view=matrix", "letters.matrix", "C is the matrix of" }, { "conv2d in=5 view=matrix", "letters.matrix", "C is this" },
        { "convt2d in=2 view=backprop", "letters.backprop", "L is a loss: one number" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        hands_open(&h, rows[i].code);
        check(!strncmp(shown(&h, rows[i].id)->name, rows[i].says, strlen(rows[i].says)), "%s says %s", rows[i].code, shown(&h, rows[i].id)->name);
        key(&h, '1', 0);
        check(!seen(&h, rows[i].id), "they are explained where they do not stand");
        hands_close(&h);
    }
    Hands h;
    hands_open(&h, "convt2d in=3 view=stamp cell=y:0,0,2,2");
    check(!strncmp(shown(&h, "story.legend")->name, "k₈ is weight (2, 2)", 19), "of the indices it says %s", shown(&h, "story.legend")->name);
    hands_close(&h);
}

static void the_first_card_works_and_folds_away(void **state)
{
    (void)state;
    Hands h;
    hands_start(&h, (DeskStart){ 0 });
    check_code(&h, "convt2d in=2 s=2 w=ones view=stamp step=1");
    check(!strcmp(shown(&h, "welcome.play")->name, "Press the next stamp"), "the button is %s", shown(&h, "welcome.play")->name);
    click(&h, "welcome.play");
    wait_for(&h, 1);
    check(desk_step(h.desk) == 2, "it pressed no stamp");
    key(&h, 'o', 0); // the card follows the scene
    check(!strcmp(shown(&h, "welcome.play")->name, "Make the next output"), "by output the button is %s", shown(&h, "welcome.play")->name);
    key(&h, 'p', 0);
    check(!strcmp(shown(&h, "welcome.play")->name, "Add the next product"), "by product the button is %s", shown(&h, "welcome.play")->name);
    key(&h, 'i', 0);
    click(&h, "op.conv");
    check(!strcmp(shown(&h, "welcome.play")->name, "Take the next input"), "of a convolution the button is %s", shown(&h, "welcome.play")->name);
    key(&h, '7', 0);
    check(!strcmp(shown(&h, "guide.heading")->name, "Which size comes back?"), "over Sizes the card asks %s", shown(&h, "guide.heading")->name);
    hands_clipboard_set(&h, SCENE);
    click(&h, "welcome.paste");
    check_code(&h, SCENE);
    click(&h, "welcome.close");
    check(!seen(&h, "welcome.play"), "the card is still there");
    hands_close(&h);
    hands_open(&h, SCENE);
    check(!seen(&h, "welcome.play"), "a scene of one's own begins with the card");
    hands_close(&h);
    hands_start(&h, (DeskStart){ 0 });
    click(&h, "welcome.teach");
    check(!seen(&h, "welcome.play") && seen(&h, "course.lesson.0"), "Teach me does not put the course in its place");
    hands_close(&h);
}

// Told from the last row: 28 pixels on 1080 lines.
static void with_the_projectors_look_the_guide_is_as_large_as_a_class_needs(void **state)
{
    (void)state;
    double sizes[2], parts[2];
    for (int projector = 0; projector < 2; projector++) {
        Hands h;
        hands_open(&h, projector ? "convt2d in=3 k=3 s=2 cell=y:0,0,2,2 look=projector" : "convt2d in=3 k=3 s=2 cell=y:0,0,2,2 look=light");
        desk_resize(h.desk, 1920, 1080, 1);
        frame(&h);
        sizes[projector] = shown(&h, "story.words")->size, parts[projector] = shown(&h, "play")->box.w;
        check(shown(&h, "story.numbers")->size >= (projector ? 26 : 13), "its sums are %g high", shown(&h, "story.numbers")->size);
        hands_close(&h);
    }
    check(sizes[1] >= 28 && sizes[0] <= 14, "the sentence is %g high, elsewhere %g", sizes[1], sizes[0]);
    check(parts[1] >= 1.4 * parts[0], "a button is %g wide, elsewhere %g", parts[1], parts[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_the_projectors_look_the_guide_is_as_large_as_a_class_needs),
        cmocka_unit_test(every_control_has_an_id_of_its_own_and_a_name),
        cmocka_unit_test(tab_visits_every_control_once_and_comes_round),
        cmocka_unit_test(in_a_small_window_tab_brings_every_control_into_sight),
        cmocka_unit_test(a_control_that_has_the_focus_does_what_a_click_does),
        cmocka_unit_test(typing_on_a_focused_number_changes_it_and_not_the_lens),
        cmocka_unit_test(a_menu_is_used_by_mouse),
        cmocka_unit_test(a_menu_is_used_by_keyboard),
        cmocka_unit_test(a_menu_closes_with_what_it_belongs_to),
        cmocka_unit_test(a_menu_lies_within_the_window),
        cmocka_unit_test(nothing_below_a_sheet_can_be_used),
        cmocka_unit_test(the_key_sheet_opens_and_closes_in_several_ways),
        cmocka_unit_test(in_a_small_window_keys_scroll_the_key_sheet_to_its_last_row),
        cmocka_unit_test(the_path_that_was_typed_stays_while_the_sheet_is_open),
        cmocka_unit_test(a_path_is_pasted_into_its_field_and_not_taken_for_a_scene),
        cmocka_unit_test(a_built_in_picture_is_one_step_of_undo),
        cmocka_unit_test(a_message_goes_after_it_can_be_read_and_a_mistake_stays),
        cmocka_unit_test(a_tip_comes_after_a_rest_and_goes_with_the_pointer),
        cmocka_unit_test(everything_can_be_made_larger_and_smaller_within_limits),
        cmocka_unit_test(the_signature_changes_with_what_is_painted_and_with_nothing_else),
        cmocka_unit_test(a_message_stands_on_the_stage_and_clear_of_a_sheet_s_button), cmocka_unit_test(a_tip_of_the_guide_stands_beside_it),
        cmocka_unit_test(a_double_click_in_a_number_chooses_all_of_it), cmocka_unit_test(letters_are_explained_while_nothing_else_is_said),
        cmocka_unit_test(the_first_card_works_and_folds_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
