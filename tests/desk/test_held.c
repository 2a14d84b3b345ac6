// hide= and lock=: what a scene holds is off the panels or cannot be changed there, by no hand and by no key; another scene,
// and undo, are free to come.
#include "desk/hands.h"

// What of the panels belongs to a control, where the scene has all of them.
static const struct { const char *word; const char *ids[5]; } ON_PANELS[] = {
    { "in", { "in", "in.minus", "in.value" } },
    { "k", { "kernel_size", "kernel_size.plus" } },
    { "s", { "stride", "stride.value" } },
    { "p", { "padding", "padding.plus" } },
    { "op", { "output_padding", "output_padding.minus" } },
    { "d", { "dilation", "dilation.plus" } },
    { "c", { "channels.in.plus", "channels.out.plus" } },
    { "g", { "groups", "groups.plus" } },
    { "n", { "batch", "batch.plus" } },
    { "x", { "source.x" } },
    { "w", { "source.w" } },
    { "b", { "source.b" } },
    { "gy", { "source.gy" } },
    { "kind", { "op.conv", "op.convt", "dims.1", "dims.2" } },
    { "walk", { "walk.input", "walk.output", "walk.product" } },
    { "lens", { "lens.stamp", "lens.slide", "beside", "place.numbers", "place.picture" } },
    { "clock", { "play", "step.next", "scrub", "clock.place", "speed" } },
    { "guide", { "right", "guide.cell", "guide.layer" } },
    { "more", { "more", "dilation", "channels.in", "groups", "batch" } },
};

static void open_all(Hands *h, const char *how)
{
    char all[128];
    snprintf(all, sizeof all, "convt2d in=3 s=2 c=2,2 view=backprop step=2%s%s", *how ? " " : "", how);
    hands_open(h, all);
    desk_resize(h->desk, 1700, 1400, 1);
    frame(h);
    if (seen(h, "more") && !seen(h, "dilation") && !seen(h, "dilation.value") && !seen(h, "batch")) click(h, "more");
}

static void what_is_hidden_is_off_the_panels_and_nothing_else_is(void **state)
{
    (void)state;
    assert_int_equal(COUNT(ON_PANELS), CONTROL_COUNT);
    for (int i = 0; i < COUNT(ON_PANELS); i++) {
        Hands h;
        char how[32];
        snprintf(how, sizeof how, "hide=%s", ON_PANELS[i].word);
        open_all(&h, how);
        for (int k = 0; k < COUNT(ON_PANELS); k++)
            for (int j = 0; j < 5 && ON_PANELS[k].ids[j]; j++) {
                const char *id = ON_PANELS[k].ids[j];
                bool gone = k == i, in_more = !strcmp(ON_PANELS[i].word, "more") && k >= CONTROL_DILATION && k <= CONTROL_BATCH;
                bool own_too = !strcmp(ON_PANELS[k].word, "more") && i >= CONTROL_DILATION && i <= CONTROL_BATCH;
                if (own_too && strcmp(id, "more")) continue;
                check((seen(&h, id) == NULL) == (gone || in_more), "with %s, %s is %s", how, id, seen(&h, id) ? "there" : "gone");
            }
        hands_close(&h);
    }
}

static void what_is_locked_says_its_value_and_cannot_be_used(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        { "s", "stride", "2" }, { "p", "padding", "0" }, { "in", "in", "3×3" }, { "op", "output_padding", "0" },
        { "k", "kernel_size", "3×3" }, { "d", "dilation", "1" }, { "c", "channels.in", "2" }, { "c", "channels.out", "2" },
        { "g", "groups", "1" }, { "n", "batch", "1" }, { "x", "source.x", "count up" }, { "b", "source.b", "off" }, { "w", "source.w", "count up" },
        { "gy", "source.gy", "ones" }, { "kind", "op.kind", "" }, { "more", "batch", "1" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        char how[32], id[64];
        snprintf(how, sizeof how, "lock=%s", rows[i][0]);
        open_all(&h, how);
        snprintf(id, sizeof id, "%s.value", rows[i][1]);
        const Widget *value = shown(&h, id);
        check(value->role == UI_LABEL && !strcmp(value->name, rows[i][2]), "%s: %s says “%s”, not “%s”", how, id, value->name, rows[i][2]);
        snprintf(id, sizeof id, "%s.plus", rows[i][1]);
        check(!seen(&h, id), "%s is there although %s", id, how);
        snprintf(id, sizeof id, "%s.lock", rows[i][1]);
        click(&h, id);
        check_says(&h, "Locked by this scene");
        hands_close(&h);
    }
}

static void a_locked_row_of_choices_is_seen_but_off(void **state)
{
    (void)state;
    Hands h;
    open_all(&h, "lock=walk,lens,clock");
    static const char *const off[] = { "walk.input", "walk.output", "lens.stamp", "lens.backprop", "place.picture", "play", "step.next", "step.start", "scrub" };
    for (int i = 0; i < COUNT(off); i++) check(is_off(&h, off[i]), "%s can be used", off[i]);
    check(is_on(&h, "walk.input") && is_on(&h, "lens.backprop"), "what is chosen is not to be seen");
    check(!seen(&h, "beside"), "lenses can be put beside each other");
    hands_close(&h);
}

// Each key, what it would change, and what it says.
static void no_key_changes_what_is_held(void **state)
{
    (void)state;
    static const struct { const char *code; int key; unsigned mods; const char *says; } rows[] = {
        { "convt2d s=2 lock=p", KEY_RIGHT, MOD_ALT, "the padding" },
        { "convt2d s=2 p=1 hide=p", KEY_LEFT, MOD_ALT, "the padding" },
        { "convt2d s=2 lock=op", KEY_UP, MOD_ALT, "the output padding" },
        { "convt2d s=2 op=1 hide=op", KEY_DOWN, MOD_ALT, "the output padding" },
        { "convt2d lock=lens", '3', 0, "lenses and places" },
        { "convt2d hide=lens", '3', MOD_SHIFT, "lenses and places" },
        { "convt2d lock=lens", KEY_F3, 0, "lenses and places" },
        { "convt2d in=64 k=4 s=2 p=1 x=picture:grey view=picture lock=lens", KEY_F2, 0, "lenses and places" },
        { "convt2d hide=walk", 'o', 0, "what a step is" },
        { "convt2d lock=walk", 'p', 0, "what a step is" },
        { "convt2d lock=walk step=2", KEY_RIGHT, MOD_SHIFT, "what a step is" },
        { "convt2d lock=clock step=2", KEY_RIGHT, 0, "the steps" },
        { "convt2d lock=clock step=2", KEY_PGUP, 0, "the steps" },
        { "convt2d hide=clock step=2", KEY_HOME, 0, "the steps" },
        { "convt2d hide=clock step=2", KEY_END, 0, "the steps" },
        { "convt2d lock=clock step=2", KEY_SPACE, 0, "the steps" },
        { "convt2d lock=clock step=2 cell=y:0,0,0,0", KEY_ENTER, 0, "the steps" },
        { "convt2d lock=x cell=x:0,0,0,0", KEY_UP, 0, "the input’s values" },
        { "convt2d lock=x cell=x:0,0,0,0", KEY_F2, 0, "the input’s values" },
        { "convt2d hide=w cell=w:0,0,0,0", KEY_F2, 0, "the kernel’s values" },
        { "convt2d view=backprop lock=gy cell=gy:0,0,0,0", KEY_F2, 0, "the incoming gradient" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        hands_open(&h, rows[i].code);
        char *before = memory_text(code(&h));
        key(&h, rows[i].key, rows[i].mods);
        check(!desk_wants_text(h.desk), "%s: a field opened", rows[i].code);
        check_says(&h, rows[i].says);
        check_says(&h, "Locked by this scene: ");
        wait_for(&h, 2);
        check(!strcmp(before, code(&h)), "%s became %s", before, code(&h));
        free(before);
        hands_close(&h);
    }
}

static void a_crop_handle_does_not_move_what_is_locked(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 view=stamp lock=p");
    const Mark *start = mark_named(&h, MARK_HANDLE, "crop start");
    double x = start->box.x + start->box.w / 2, y = start->box.y + start->box.h / 2;
    press_at(&h, x, y, 1);
    move_to(&h, x + 130, y + 130);
    let_go(&h);
    check_says(&h, "the padding");
    check_code(&h, "convt2d s=2 view=stamp lock=p");
    const Mark *end = mark_named(&h, MARK_HANDLE, "crop end");
    x = end->box.x + end->box.w / 2, y = end->box.y + end->box.h / 2;
    press_at(&h, x, y, 1);
    move_to(&h, x + 60, y + 60);
    let_go(&h);
    check_code(&h, "convt2d s=2 op=1 view=stamp lock=p"); // the other handle is free
    hands_close(&h);
}

static void a_double_click_opens_no_field_over_a_held_value(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 view=stamp hide=x");
    double_click_cell(&h, X_CELL(1, 1));
    check(!desk_wants_text(h.desk), "the input can be typed");
    check_says(&h, "the input’s values");
    double_click_cell(&h, W_CELL(1, 1));
    check(desk_wants_text(h.desk), "the kernel cannot");
    hands_close(&h);
}

static void a_change_that_would_move_what_is_locked_is_not_made(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=4 k=3 s=3 op=2 view=stamp lock=op");
    click(&h, "stride.minus"); // the limit of op would be 1
    check_says(&h, "Locked by this scene: the output padding");
    check_code(&h, "convt2d in=4 s=3 op=2 view=stamp lock=op");
    click(&h, "stride.plus");
    check_code(&h, "convt2d in=4 s=4 op=2 view=stamp lock=op");
    hands_close(&h);
}

static void another_scene_may_come_and_undo_brings_the_first_back(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 view=stamp hide=walk lock=k,s");
    hands_clipboard_set(&h, "convt2d k=4 s=3 view=slide hide=walk lock=k,s");
    key(&h, 'v', MOD_CTRL);
    check_code(&h, "convt2d k=4 s=3 view=slide hide=walk lock=k,s");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, "convt2d s=2 view=stamp hide=walk lock=k,s");
    key(&h, 'y', MOD_CTRL);
    check_code(&h, "convt2d k=4 s=3 view=slide hide=walk lock=k,s");
    hands_clipboard_set(&h, "nn.ConvTranspose2d(1, 1, 2, 5)");
    key(&h, 'v', MOD_CTRL);
    check(strstr(code(&h), "k=2 s=5") && !strstr(code(&h), "lock"), "a pasted layer is held: %s", code(&h));
    key(&h, 'z', MOD_CTRL);
    key(&h, 'r', MOD_ALT);
    check(!strstr(code(&h), "lock"), "the first scene is held: %s", code(&h));
    hands_close(&h);
}

static void without_its_guide_the_stage_is_wider(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d view=stamp");
    double w = shown(&h, "stage")->box.w;
    hands_clipboard_set(&h, "convt2d view=stamp hide=guide");
    key(&h, 'v', MOD_CTRL);
    check(shown(&h, "stage")->box.w > w + 200, "the stage is %.0f wide, and was %.0f", shown(&h, "stage")->box.w, w);
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_hidden_is_off_the_panels_and_nothing_else_is),
        cmocka_unit_test(what_is_locked_says_its_value_and_cannot_be_used),
        cmocka_unit_test(a_locked_row_of_choices_is_seen_but_off),
        cmocka_unit_test(no_key_changes_what_is_held),
        cmocka_unit_test(a_crop_handle_does_not_move_what_is_locked),
        cmocka_unit_test(a_double_click_opens_no_field_over_a_held_value),
        cmocka_unit_test(a_change_that_would_move_what_is_locked_is_not_made),
        cmocka_unit_test(another_scene_may_come_and_undo_brings_the_first_back),
        cmocka_unit_test(without_its_guide_the_stage_is_wider),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
