// Presenting: one lens for a class, by a clicker, by keys and by hand; always left by Esc, and nothing is lost by it.
#include "desk/hands.h"

static const double SIZES[][2] = { { 1920, 1080 }, { 1024, 768 }, { 3840, 2160 }, { 1280, 800 }, { 800, 600 } };


static void size_to(Hands *h, double w, double high)
{
    desk_resize(h->desk, w, high, 1);
    frame(h);
}

static void present(Hands *h, const char *code)
{
    hands_open(h, code);
    size_to(h, 1920, 1080);
    key(h, KEY_F5, 0);
    check(desk_presents(h->desk), "F5 does not begin presenting");
}

static const char *name_of(const Hands *h, const char *id)
{
    return shown(h, id)->name;
}

static void f5_begins_and_f5_or_esc_ends_it_as_it_was(void **state)
{
    (void)state;
    static const int ends[] = { KEY_F5, KEY_ESC };
    for (int i = 0; i < COUNT(ends); i++) {
        Hands h;
        hands_open(&h, "convt2d s=2 view=slide,stamp step=2 cell=y:0,0,1,1");
        char *before = memory_text(code(&h));
        LookName look = desk_look(h.desk)->name;
        double scale = desk_scale(h.desk);
        key(&h, KEY_F5, 0);
        check(!seen(&h, "left") && !seen(&h, "right") && !seen(&h, "bar") && !seen(&h, "clock"), "panels are there while presenting");
        check(desk_look(h.desk)->name == LOOK_PROJECTOR, "the look is %s", LOOK_WORDS[desk_look(h.desk)->name]);
        key(&h, ends[i], 0);
        check(!desk_presents(h.desk), "key %d does not end it", ends[i]);
        check(seen(&h, "left") && seen(&h, "right") && seen(&h, "bar") && seen(&h, "clock"), "panels are gone after it");
        check(desk_look(h.desk)->name == look && desk_scale(h.desk) == scale, "the look or the scale stayed");
        check(!strcmp(before, code(&h)), "%s became %s", before, code(&h));
        free(before);
        hands_close(&h);
    }
}

static void esc_leaves_whatever_is_under_way(void **state)
{
    (void)state;
    static const struct { int key; unsigned mods; } first[] = { { '.', 0 }, { 'z', 0 }, { '?', 0 }, { 'r', 0 }, { 'o', MOD_CTRL }, { KEY_F2, 0 }, { KEY_SPACE, 0 }, { 'h', 0 } };
    for (int i = 0; i < COUNT(first); i++) {
        Hands h;
        present(&h, "convt2d s=2 cell=x:0,0,0,0 step=1");
        key(&h, first[i].key, first[i].mods);
        key(&h, KEY_ESC, 0);
        check(!desk_presents(h.desk), "after key %d, Esc does not leave", first[i].key);
        check(seen(&h, "left") && !seen(&h, "sheet.close") && !desk_wants_text(h.desk), "after key %d something else is open", first[i].key);
        hands_close(&h);
    }
}

static void the_button_of_the_bar_and_the_cross_do_the_same(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2");
    size_to(&h, 1920, 1080);
    click(&h, "present");
    check(desk_presents(h.desk), "the button does not begin it");
    click(&h, "present.end");
    check(!desk_presents(h.desk), "the cross does not end it");
    hands_close(&h);
}

static void one_lens_fills_the_stage_and_digits_choose_it(void **state)
{
    (void)state;
    Hands h;
    present(&h, "convt2d s=2 view=slide,stamp");
    assert_string_equal(mark_named(&h, MARK_TEXT, "lens title")->text, "Slide");
    assert_string_equal(name_of(&h, "present.caption"), "What does each output read?");
    check(shown(&h, "stage")->box.w == 1920, "the stage is %.0f wide", shown(&h, "stage")->box.w);
    check(!seen(&h, "stage.hidden"), "it is said that something waits for room");
    key(&h, '3', 0);
    wait_for(&h, 1);
    assert_string_equal(name_of(&h, "present.caption"), "What does it look like as one matrix?");
    check(strstr(code(&h), "view=matrix"), "%s", code(&h));
    hands_close(&h);
}

static void every_lens_has_a_question_of_at_most_twelve_words(void **state)
{
    (void)state;
    for (int i = 0; i < LENS_COUNT; i++) {
        int words = 1;
        for (const char *c = LENSES[i].question; *c; c++) words += *c == ' ';
        check(words <= 12 && LENSES[i].question[strlen(LENSES[i].question) - 1] == '?', "%s asks “%s”", LENSES[i].title, LENSES[i].question);
    }
}

static void arrows_choose_a_number_and_change_it(void **state)
{
    (void)state;
    Hands h;
    present(&h, "convt2d in=4 s=2 p=1 view=stamp step=2");
    check(is_on(&h, "present.k"), "the kernel is not chosen first");
    key(&h, KEY_UP, 0);
    check_code(&h, "convt2d in=4 k=4 s=2 p=1 view=stamp step=2");
    key(&h, KEY_LEFT, 0);
    check(is_on(&h, "present.k"), "← leaves the first");
    key(&h, KEY_RIGHT, 0);
    check(is_on(&h, "present.s") && !is_on(&h, "present.k"), "→ does not choose the stride");
    key(&h, KEY_UP, 0);
    key(&h, KEY_RIGHT, 0);
    key(&h, KEY_DOWN, 0);
    key(&h, KEY_RIGHT, 0);
    key(&h, KEY_RIGHT, 0);
    check(is_on(&h, "present.op"), "→ goes past the last");
    key(&h, KEY_UP, 0);
    check_code(&h, "convt2d in=4 k=4 s=3 op=1 view=stamp step=2");
    assert_string_equal(name_of(&h, "present.op"), "Output padding 1");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, "convt2d in=4 k=4 s=3 view=stamp step=2");
    hands_close(&h);
}

static void chips_have_buttons_that_end_where_the_range_ends(void **state)
{
    (void)state;
    Hands h;
    present(&h, "convt2d in=4 s=2 view=stamp");
    check(is_off(&h, "present.op.minus") && is_off(&h, "present.p.minus"), "below 0 there is more");
    click(&h, "present.op.plus");
    check(is_on(&h, "present.op") && is_off(&h, "present.op.plus"), "op is at its limit, below the stride");
    check_code(&h, "convt2d in=4 s=2 op=1 view=stamp");
    click(&h, "present.p");
    check(is_on(&h, "present.p"), "a click on a chip does not choose it");
    click(&h, "present.p.plus");
    click(&h, "present.p.minus");
    check_code(&h, "convt2d in=4 s=2 op=1 view=stamp");
    hands_close(&h);
}

static void a_convolution_has_no_op_and_what_the_scene_holds_cannot_be_changed(void **state)
{
    (void)state;
    Hands h;
    present(&h, "conv2d in=8 s=2 hide=k lock=s");
    check(!seen(&h, "present.op") && !seen(&h, "present.k"), "a chip too many");
    check(!seen(&h, "present.s.plus"), "the locked stride has a button");
    check(is_on(&h, "present.s"), "the first chip that is there is not chosen");
    key(&h, KEY_UP, 0);
    check_says(&h, "Locked by this scene: the stride");
    check_code(&h, "conv2d in=8 s=2 hide=k lock=s");
    hands_close(&h);
    present(&h, "convt2d s=2 hide=k,s,p,op");
    char *before = memory_text(code(&h));
    key(&h, KEY_RIGHT, 0);
    key(&h, KEY_UP, 0);
    check(!strcmp(before, code(&h)), "without a chip %s became %s", before, code(&h));
    free(before);
    hands_close(&h);
}

static void a_clicker_steps_the_clock(void **state)
{
    (void)state;
    Hands h;
    present(&h, "convt2d s=2 view=stamp step=1");
    key(&h, KEY_PGDN, 0);
    wait_for(&h, 1);
    assert_int_equal(desk_step(h.desk), 2);
    key(&h, KEY_PGUP, 0);
    key(&h, KEY_PGUP, 0);
    assert_int_equal(desk_step(h.desk), 0);
    assert_string_equal(name_of(&h, "present.step"), "0 / 9");
    click(&h, "step.next");
    wait_for(&h, 1);
    assert_int_equal(desk_step(h.desk), 1);
    click(&h, "step.back");
    assert_int_equal(desk_step(h.desk), 0);
    check(is_off(&h, "step.back"), "before the first step there is one");
    hands_close(&h);
}

static void the_key_sheet_tells_the_keys_of_presenting(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d");
    size_to(&h, 1360, 3000);
    key(&h, '?', 0);
    const Ui *ui = desk_ui(h.desk);
    int told = 0;
    for (int i = 0; i < ui->count; i++) told += !strcmp(ui->widgets[i].id, "keys.title") && !strncmp(ui->widgets[i].name, "Presenting: ", 12);
    check(told >= 7, "%d keys of presenting are told", told);
    hands_close(&h);
}

static void the_screen_goes_black_until_any_key(void **state)
{
    (void)state;
    static const int back[] = { KEY_SPACE, 'x', KEY_PGDN, 'b' };
    for (int i = 0; i < COUNT(back); i++) {
        Hands h;
        present(&h, "convt2d s=2 step=1 view=stamp");
        key(&h, i % 2 ? 'b' : '.', 0);
        const DeskFigure *figures;
        int count = desk_figures(h.desk, &figures);
        check(seen(&h, "present.blank") && desk_ui(h.desk)->count == 1, "%d widgets are on a black screen", desk_ui(h.desk)->count);
        check(count == 1 && figures[0].figure->count == 1 && figures[0].figure->marks[0].fill == RGB(0), "it is not black");
        check(figures[0].figure->marks[0].box.w == 1920 && figures[0].figure->marks[0].box.h == 1080, "part of it is not black");
        key(&h, back[i], 0);
        check(seen(&h, "present.caption") && !seen(&h, "present.blank"), "key %d does not bring it back", back[i]);
        check_code(&h, "convt2d s=2 view=stamp step=1"); // it did nothing else
        hands_close(&h);
    }
    Hands h;
    present(&h, "convt2d s=2 step=1 view=stamp");
    key(&h, '.', 0);
    click_at(&h, 900, 500);
    check(!seen(&h, "present.blank"), "a click does not bring it back");
    check_code(&h, "convt2d s=2 view=stamp step=1");
    hands_close(&h);
}

// What the screen shows, but for the word that says that it is frozen.
static char *screen(Hands *h)
{
    Text text = { 0 }, kept = { 0 };
    desk_record(&text, h->desk);
    for (char *line = strtok(text.data, "\n"); line; line = strtok(NULL, "\n"))
        if (strncmp(line, "scene ", 6) && strncmp(line, "step ", 5) && !strstr(line, "present.frozen") && !strstr(line, "present.still")) text_print(&kept, "%s\n", line);
    text_clear(&text);
    return kept.data;
}

static void a_frozen_screen_stays_while_keys_prepare_what_comes(void **state)
{
    (void)state;
    Hands h;
    present(&h, "convt2d s=2 view=stamp step=1");
    char *before = screen(&h);
    key(&h, 'z', 0);
    assert_string_equal(name_of(&h, "present.frozen"), "frozen");
    key(&h, KEY_UP, 0);
    key(&h, '2', 0);
    key(&h, KEY_PGDN, 0);
    key(&h, '?', 0);
    move_to(&h, 900, 500);
    click_at(&h, 300, 1030);
    wait_for(&h, 2);
    char *after = screen(&h);
    check(!strcmp(before, after), "the frozen screen changed");
    // It is a picture of controls: nothing of it can be come to, or says what it does.
    const Ui *ui = desk_ui(h.desk);
    for (int i = 0; i < ui->count; i++) check(!ui->widgets[i].focusable && !ui->widgets[i].tip, "%s is no picture", ui->widgets[i].id);
    check_code(&h, "convt2d k=4 s=2 view=slide step=2");
    free(before);
    free(after);
    key(&h, 'z', 0);
    wait_for(&h, 1);
    check(!seen(&h, "present.frozen"), "it is still frozen");
    assert_string_equal(name_of(&h, "present.k"), "Kernel 4");
    assert_string_equal(name_of(&h, "present.caption"), "What does each output read?");
    check(!seen(&h, "sheet.close"), "a sheet that nobody saw is open");
    hands_close(&h);
}

static void a_ring_follows_the_pointer_and_goes_when_it_rests(void **state)
{
    (void)state;
    Hands h;
    present(&h, "convt2d s=2 view=stamp");
    move_to(&h, 400, 300);
    check(!mark_named(&h, MARK_BOX, "halo"), "a ring that nobody asked for");
    key(&h, 'h', 0);
    const Mark *ring = mark_named(&h, MARK_BOX, "halo");
    check(ring && fabs(ring->box.x + ring->box.w / 2 - 400) < 1 && ring->box.w > 100, "no large ring around the pointer");
    move_to(&h, 700, 500);
    ring = mark_named(&h, MARK_BOX, "halo");
    check(ring && fabs(ring->box.y + ring->box.h / 2 - 500) < 1, "it does not follow");
    check(h.due <= 3, "nothing wakes the screen to take it away: %.2f s", h.due);
    wait_for(&h, 2.9);
    check(mark_named(&h, MARK_BOX, "halo") != NULL, "it goes too early");
    wait_for(&h, 0.2);
    check(!mark_named(&h, MARK_BOX, "halo"), "it stays");
    check(isinf(h.due), "the screen is painted again and again: %.2f s", h.due);
    move_to(&h, 710, 500);
    check(mark_named(&h, MARK_BOX, "halo") != NULL, "it does not come back");
    key(&h, 'h', 0);
    check(!mark_named(&h, MARK_BOX, "halo"), "the key does not take it away");
    key(&h, 'h', 0);
    send(&h, (UiEvent){ .kind = UI_LEAVE });
    check(!mark_named(&h, MARK_BOX, "halo"), "it stays where the pointer left");
    hands_close(&h);
}

// What can be pressed is large enough and within the window, nothing overlaps, and words are large enough for the last row.
static void check_room(Hands *h, double w, double hh)
{
    const Ui *ui = desk_ui(h->desk);
    double least = 28 * fmin(hh / 1080, w / 1440);
    for (int i = 0; i < ui->count; i++) {
        const Widget *a = &ui->widgets[i];
        if (strncmp(a->id, "present.", 8) && strcmp(a->id, "step.next") && strcmp(a->id, "step.back")) continue;
        check(a->box.x >= 0 && a->box.y >= 0 && a->box.x + a->box.w <= w + 0.5 && a->box.y + a->box.h <= hh + 0.5, "%.0f×%.0f: %s leaves the window", w, hh, a->id);
        bool button = a->role == UI_BUTTON || a->role == UI_CHOICE;
        if (button) check(a->box.w >= 44 && a->box.h >= 44, "%.0f×%.0f: %s is %.0f×%.0f pixels", w, hh, a->id, a->box.w, a->box.h);
        if (a->role == UI_LABEL) {
            double need = ui->measure.width(ui->measure.self, a->name, a->size, a->weight);
            check(a->size >= least - 0.01, "%.0f×%.0f: “%s” is %.1f pixels high, not %.1f", w, hh, a->name, a->size, least);
            check(need <= a->box.w + 1, "%.0f×%.0f: “%s” is cut: %.0f of %.0f pixels", w, hh, a->name, a->box.w, need);
        }
        for (int k = i + 1; k < ui->count; k++) {
            const Widget *b = &ui->widgets[k];
            bool other = b->role == UI_BUTTON || b->role == UI_LABEL;
            if (strncmp(b->id, "present.", 8) || a->role == UI_PANEL || a->role == UI_CHOICE || !other || !strcmp(a->id, b->id)) continue;
            bool apart = a->box.x + a->box.w <= b->box.x + 0.5 || b->box.x + b->box.w <= a->box.x + 0.5 || a->box.y + a->box.h <= b->box.y + 0.5 ||
                         b->box.y + b->box.h <= a->box.y + 0.5;
            check(apart, "%.0f×%.0f: %s lies on %s", w, hh, a->id, b->id);
        }
    }
}

static void it_has_room_on_every_projector(void **state)
{
    (void)state;
    static const char *const codes[] = { "convt2d in=3 s=2 p=1 view=stamp", "convt2d in=3 k=3x11 s=2x3 p=1x2 op=1 view=matrix", "conv1d in=9 view=slide",
                                         "convt2d in=16 k=4 s=2 p=1 c=2,2 view=overlap walk=product step=300" };
    for (int c = 0; c < COUNT(codes); c++) {
        Hands h;
        present(&h, codes[c]);
        for (int i = 0; i < COUNT(SIZES); i++) {
            size_to(&h, SIZES[i][0], SIZES[i][1]);
            check_room(&h, SIZES[i][0], SIZES[i][1]);
        }
        hands_close(&h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(f5_begins_and_f5_or_esc_ends_it_as_it_was), cmocka_unit_test(esc_leaves_whatever_is_under_way),
        cmocka_unit_test(the_button_of_the_bar_and_the_cross_do_the_same), cmocka_unit_test(one_lens_fills_the_stage_and_digits_choose_it),
        cmocka_unit_test(every_lens_has_a_question_of_at_most_twelve_words), cmocka_unit_test(arrows_choose_a_number_and_change_it),
        cmocka_unit_test(chips_have_buttons_that_end_where_the_range_ends),
        cmocka_unit_test(a_convolution_has_no_op_and_what_the_scene_holds_cannot_be_changed), cmocka_unit_test(a_clicker_steps_the_clock),
        cmocka_unit_test(the_key_sheet_tells_the_keys_of_presenting), cmocka_unit_test(the_screen_goes_black_until_any_key),
        cmocka_unit_test(a_frozen_screen_stays_while_keys_prepare_what_comes), cmocka_unit_test(a_ring_follows_the_pointer_and_goes_when_it_rests),
        cmocka_unit_test(it_has_room_on_every_projector),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
