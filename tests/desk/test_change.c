// Every change of the scene: it can be undone and redone, one gesture is one step, what had to give way is said, and
// clock and pin are no changes.
#include "desk/inside.h"
#include "hands.h"

static void undo(Hands *h) { key(h, 'z', MOD_CTRL); }
static void redo(Hands *h) { key(h, 'y', MOD_CTRL); }

static void check_undo_off(const Hands *h)
{
    check(is_off(h, "undo"), "there is more to undo: %d steps", h->desk->undo.count);
}

// ---- what is a change ------------------------------------------------------------------------------------------

static void do_stride(Hands *h) { click(h, "stride.plus"); }
static void do_stride_typed(Hands *h) { enter(h, "stride.value", "3"); }
static void do_kernel(Hands *h) { click(h, "kernel_size.minus"); }
static void do_padding(Hands *h) { click(h, "padding.plus"); }
static void do_input(Hands *h) { enter(h, "in.value", "2x4"); }
static void do_op(Hands *h) { click(h, "op.conv"); }
static void do_dims(Hands *h) { click(h, "dims.1"); }
static void do_source_x(Hands *h) { choose(h, "source.x", "random"); }
static void do_source_w(Hands *h) { choose(h, "source.w", "box"); }
static void do_bias(Hands *h) { choose(h, "source.b", "ones"); }
static void do_lens(Hands *h) { key(h, '2', 0); }
static void do_beside(Hands *h) { key(h, '2', MOD_SHIFT); }
static void do_walk(Hands *h) { key(h, 'o', 0); }
static void do_reset(Hands *h) { key(h, 'r', MOD_ALT); }
static void do_place(Hands *h) { key(h, KEY_F3, 0); }

static void do_paste(Hands *h)
{
    hands_clipboard_set(h, "conv1d in=9 k=2 s=3");
    key(h, 'v', MOD_CTRL);
}

static void do_more(Hands *h, const char *button)
{
    if (!seen(h, button)) click(h, "more");
    click(h, button);
}
static void do_channels_in(Hands *h) { do_more(h, "channels.in.plus"); }
static void do_channels_out(Hands *h) { do_more(h, "channels.out.plus"); }
static void do_groups(Hands *h) { do_more(h, "groups.plus"); }
static void do_batch(Hands *h) { do_more(h, "batch.plus"); }
static void do_dilation(Hands *h) { do_more(h, "dilation.plus"); }

static void do_cell(Hands *h)
{
    double_click_cell(h, X_CELL(1, 1));
    type(h, "-7.5");
    key(h, KEY_ENTER, 0);
}

static void do_drag(Hands *h)
{
    Box box = reach(h, "stride");
    press_at(h, box.x + 10, box.y + 10, 1);
    for (int i = 0; i <= 10; i++) move_to(h, box.x + 10 + (box.w - 20) * i / 10, box.y + 10);
    let_go(h);
}

static void do_crop(Hands *h)
{
    const Mark *handle = mark_named(h, MARK_HANDLE, "crop start");
    check(handle != NULL, "no crop handle");
    press_mark(h, handle, 1);
    for (int i = 1; i <= 16; i++) move_to(h, h->x + 6, h->y + 6);
    let_go(h);
}

typedef struct Change {
    const char *what;
    void (*make)(Hands *h);
    const char *code; // what the scene then is, from BEGUN; NULL: only that it is another one
} Change;

static const char BEGUN[] = "convt2d view=stamp";

static const Change CHANGES[] = {
    { "a stepper", do_stride, "convt2d s=2 view=stamp" },
    { "a typed number", do_stride_typed, "convt2d s=3 view=stamp" },
    { "the kernel", do_kernel, "convt2d k=2 view=stamp" },
    { "padding", do_padding, "convt2d p=1 view=stamp" },
    { "two sides typed", do_input, "convt2d in=2x4 view=stamp" },
    { "the operation", do_op, "conv2d view=stamp" },
    { "the dimensions", do_dims, "convt1d view=stamp" },
    { "the input's numbers", do_source_x, "convt2d x=random:1 view=stamp" },
    { "the kernel's numbers", do_source_w, "convt2d w=box view=stamp" },
    { "the bias", do_bias, "convt2d b=ones view=stamp" },
    { "another lens", do_lens, "convt2d view=slide" },
    { "a lens beside", do_beside, "convt2d" },
    { "the walk", do_walk, "convt2d view=stamp walk=output" },
    { "reset", do_reset, "convt2d in=2 s=2 w=ones view=stamp step=1" },
    { "paste", do_paste, "conv1d in=9 k=2 s=3" },
    { "input channels", do_channels_in, "convt2d c=2,1 view=stamp" },
    { "output channels", do_channels_out, "convt2d c=1,2 view=stamp" },
    { "groups", do_groups, "convt2d c=2,2 g=2 view=stamp" },
    { "batch", do_batch, "convt2d n=2 view=stamp" },
    { "dilation", do_dilation, "convt2d d=2 view=stamp" },
    { "a typed cell", do_cell, "convt2d x=[1,2,3;4,-7.5,6;7,8,9] view=stamp cell=x:0,0,1,1" },
    { "a dragged slider", do_drag, "convt2d s=8 view=stamp" },
    { "a dragged handle", do_crop, NULL },
    { "the picture", do_place, NULL },
};

static void every_change_is_one_step_back_and_one_forth(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(CHANGES); i++) {
        Hands h;
        const Change *change = &CHANGES[i];
        hands_open(&h, BEGUN);
        char *before = lasting(&h);
        check(is_off(&h, "undo") && is_off(&h, "redo"), "a new desk can undo or redo");
        change->make(&h);
        if (change->code) check(!strcmp(code(&h), change->code), "%s: the scene is %s, not %s", change->what, code(&h), change->code);
        char *after = lasting(&h);
        check(strcmp(before, after) != 0, "%s changed nothing: %s", change->what, after);
        undo(&h);
        char *back = lasting(&h);
        check(!strcmp(back, before), "%s: after one undo the scene is %s, not %s", change->what, back, before);
        check(is_off(&h, "undo"), "%s took more than one step of undo", change->what);
        redo(&h);
        char *again = lasting(&h);
        check(!strcmp(again, after), "%s: after redo the scene is %s, not %s", change->what, again, after);
        check(is_off(&h, "redo"), "%s: there is still something to redo", change->what);
        undo(&h);
        free(back);
        back = lasting(&h);
        check(!strcmp(back, before), "%s: after a second undo the scene is %s", change->what, back);
        free(before);
        free(after);
        free(back);
        free(again);
        hands_close(&h);
    }
}

static void all_changes_in_a_row_are_undone_in_a_row(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, BEGUN);
    char *before = lasting(&h);
    for (int i = 0; i < COUNT(CHANGES); i++) {
        // Not what leaves the screen on which the others work.
        if (CHANGES[i].make == do_place || CHANGES[i].make == do_dims || CHANGES[i].make == do_paste || CHANGES[i].make == do_crop) continue;
        if (CHANGES[i].make == do_cell) key(&h, '1', 0);
        CHANGES[i].make(&h);
    }
    char *end = lasting(&h);
    int steps = 0;
    for (; !is_off(&h, "undo") && steps < 100; steps++) undo(&h);
    char *back = lasting(&h);
    check(!strcmp(back, before), "after %d undos the scene is %s, not %s", steps, back, before);
    for (int i = 0; i < steps; i++) redo(&h);
    char *again = lasting(&h);
    check(!strcmp(again, end), "after %d redos the scene is %s, not %s", steps, again, end);
    free(before);
    free(end);
    free(back);
    free(again);
    hands_close(&h);
}

static void a_change_after_undo_ends_what_could_be_redone(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, BEGUN);
    click(&h, "stride.plus");
    undo(&h);
    check(!is_off(&h, "redo"), "nothing to redo after an undo");
    click(&h, "padding.plus");
    check(is_off(&h, "redo"), "an old future can still be redone");
    redo(&h);
    check_says(&h, "Nothing to redo");
    check_code(&h, "convt2d p=1 view=stamp");
    hands_close(&h);
}

static void with_nothing_to_undo_it_is_said(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, BEGUN);
    undo(&h);
    check_says(&h, "Nothing to undo");
    check_code(&h, BEGUN);
    hands_close(&h);
}

static void clock_pin_look_and_size_are_no_changes(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d view=stamp step=2");
    key(&h, KEY_RIGHT, 0);
    wait_for(&h, 1);
    click_cell(&h, W_CELL(0, 0));
    key(&h, KEY_DOWN, 0);
    key(&h, 'l', 0);
    key(&h, '+', MOD_CTRL);
    key(&h, KEY_END, 0);
    desk_resize(h.desk, 1000, 700, 1);
    frame(&h);
    check_undo_off(&h);
    hands_close(&h);
}

static void undo_leaves_clock_and_pin_where_they_are(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d view=stamp step=2 cell=x:0,0,0,0");
    click(&h, "kernel_size.minus");
    key(&h, KEY_HOME, 0);
    click_cell(&h, W_CELL(1, 1));
    undo(&h);
    check_code(&h, "convt2d view=stamp step=0 cell=w:0,0,1,1");
    redo(&h);
    check_code(&h, "convt2d k=2 view=stamp step=0 cell=w:0,0,1,1");
    undo(&h);
    click_cell(&h, W_CELL(2, 2));
    redo(&h); // that cell is not in a kernel of 2
    check_code(&h, "convt2d k=2 view=stamp step=0");
    hands_close(&h);
}

static void each_arrow_on_a_slider_is_a_step_of_its_own(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, BEGUN);
    ui_focus(&h.desk->ui, "stride");
    frame(&h);
    key(&h, KEY_RIGHT, 0);
    key(&h, KEY_RIGHT, 0);
    check_code(&h, "convt2d s=3 view=stamp");
    undo(&h);
    check_code(&h, "convt2d s=2 view=stamp");
    undo(&h);
    check_code(&h, BEGUN);
    check_undo_off(&h);
    hands_close(&h);
}

static void two_drags_of_one_slider_are_two_steps(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, BEGUN);
    do_drag(&h);
    check_code(&h, "convt2d s=8 view=stamp");
    Box box = reach(&h, "stride");
    press_at(&h, box.x + 10, box.y + 10, 1);
    let_go(&h);
    check_code(&h, BEGUN);
    undo(&h);
    check_code(&h, "convt2d s=8 view=stamp");
    undo(&h);
    check_code(&h, BEGUN);
    check_undo_off(&h);
    hands_close(&h);
}

static void undo_amid_a_drag_does_not_lose_what_was_before_it(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, BEGUN);
    Box box = reach(&h, "stride");
    press_at(&h, box.x + 10, box.y + 10, 1);
    move_to(&h, box.x + box.w / 2, box.y + 10);
    undo(&h);
    check_code(&h, BEGUN);
    move_to(&h, box.x + box.w, box.y + 10);
    let_go(&h);
    check_code(&h, "convt2d s=8 view=stamp");
    undo(&h);
    check_code(&h, BEGUN);
    hands_close(&h);
}

static void a_gesture_that_begins_with_no_change_can_still_be_undone(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, BEGUN);
    Scene same = scene_copy(desk_scene(h.desk));
    check(desk_take(h.desk, &same, "pull"), "the same scene was refused");
    Spec spec = desk_scene(h.desk)->spec;
    param_set(&spec, PARAM_STRIDE, true, 2);
    param_set(&spec, PARAM_STRIDE, false, 2);
    check(desk_take_spec(h.desk, &spec, "pull"), "stride 2 was refused");
    frame(&h);
    undo(&h);
    check_code(&h, BEGUN);
    hands_close(&h);
}

static void five_hundred_steps_can_be_undone_and_no_more(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt1d in=2 k=1 view=stamp");
    static const char *const kinds[] = { "ones", "zeros" };
    for (int i = 0; i < 505; i++) {
        Scene next = scene_copy(desk_scene(h.desk));
        Error err;
        char text[64];
        snprintf(text, sizeof text, "convt1d in=2 k=1 x=[%d,0] w=%s view=stamp", i, kinds[i % 2]);
        scene_clear(&next);
        check(scene_parse(&next, text, &err), "%s", err.text);
        check(desk_take(h.desk, &next, NULL), "scene %d was refused", i);
    }
    frame(&h);
    int steps = 0;
    for (; !is_off(&h, "undo") && steps < 600; steps++) undo(&h);
    check(steps == MOST_UNDO, "%d steps can be undone, not %d", steps, MOST_UNDO);
    check_code(&h, "convt1d in=2 k=1 x=[4,0] w=ones view=stamp"); // the five oldest are gone
    for (int i = 0; i < steps; i++) redo(&h);
    check_code(&h, "convt1d in=2 k=1 x=[504,0] w=ones view=stamp");
    hands_close(&h);
}

// ---- what gives way, and is said -------------------------------------------------------------------------------

static void what_gives_way_is_said(void **state)
{
    (void)state;
    static const struct { const char *code, *button, *then, *words; } rows[] = { // an id with a blank: into this field, that text
        { "convt2d s=2 op=1 view=stamp", "stride.minus", "convt2d view=stamp", "output padding 1 → 0" },
        { "convt2d in=2 p=1 view=stamp", "kernel_size.minus", NULL, NULL },
        { "convt2d in=1 p=1 view=stamp", "kernel_size.minus", "convt2d in=1 k=2 view=stamp", "padding 1 → 0" },
        { "convt2d s=2 op=1 view=stamp", "op.conv", "conv2d s=2 view=stamp", "output padding 1 → 0" },
        { "conv2d view=stamp", "in.value 2", "conv2d in=2 k=2 view=stamp", "kernel 3 → 2" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        hands_open(&h, rows[i].code);
        char id[UI_ID];
        snprintf(id, sizeof id, "%.*s", (int)strcspn(rows[i].button, " "), rows[i].button);
        const char *text = strchr(rows[i].button, ' ');
        if (text) enter(&h, id, text + 1);
        else click(&h, id);
        if (rows[i].then) check_code(&h, rows[i].then);
        if (rows[i].words) check_says(&h, rows[i].words);
        else check(!message(&h)[0], "nothing gave way, but it says “%s”", message(&h));
        undo(&h);
        check_code(&h, rows[i].code);
        hands_close(&h);
    }
}

static void a_linked_slider_offers_only_what_both_axes_allow(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=6x2 k=3 view=stamp"); // rows: 8 uncut; columns: 4 uncut, of which one must be left
    const Widget *slider = shown(&h, "padding");
    check(slider->most == 1, "padding is offered up to %d, and the columns allow 1", slider->most);
    ui_focus(&h.desk->ui, "padding");
    frame(&h);
    key(&h, KEY_END, 0);
    check_code(&h, "convt2d in=6x2 p=1 view=stamp");
    check(!message(&h)[0], "it says “%s”", message(&h));
    hands_close(&h);
}

static void typed_values_survive_a_resize_and_its_undo(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=3 x=[1,-2,3;4,5.5,6;7,8,9] w=[1,0,-1;2,1,0;0,1,3] view=stamp");
    click(&h, "in.minus");
    check_code(&h, "convt2d in=2 x=[1,-2;4,5.5] w=[1,0,-1;2,1,0;0,1,3] view=stamp");
    click(&h, "kernel_size.plus");
    check_code(&h, "convt2d in=2 k=4 x=[1,-2;4,5.5] w=[1,0,-1,0;2,1,0,0;0,1,3,0;0,0,0,0] view=stamp");
    undo(&h);
    undo(&h);
    check_code(&h, "convt2d x=[1,-2,3;4,5.5,6;7,8,9] w=[1,0,-1;2,1,0;0,1,3] view=stamp");
    hands_close(&h);
}

static void wrong_numbers_are_answered_in_words_and_change_nothing(void **state)
{
    (void)state;
    static const struct { const char *field, *text, *words; } rows[] = {
        { "stride.value", "fast", "“fast” is no Stride" },
        { "stride.value", "0", "stride is 0" },
        { "stride.value", "-1", "“-1” is no Stride" },
        { "stride.value", "99999999999", "no Stride" },
        { "in.value", "3x", "“3x” is no Input" },
        { "in.value", "", "“” is no Input" },
        { "kernel_size.value", "3x4x5", "is no Kernel" },
        { "padding.value", "9", "padding" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        hands_open(&h, BEGUN);
        click(&h, rows[i].field);
        if (*rows[i].text) type(&h, rows[i].text);
        else key(&h, KEY_BACKSPACE, 0);
        key(&h, KEY_ENTER, 0);
        check_says(&h, rows[i].words);
        if (strcmp(rows[i].field, "padding.value")) check_code(&h, BEGUN);
        hands_close(&h);
    }
}

static void sizes_are_typed_in_several_ways(void **state)
{
    (void)state;
    static const struct { const char *text, *then; } rows[] = {
        { "2x4", "convt2d in=2x4 view=stamp" }, { "2 × 4", "convt2d in=2x4 view=stamp" }, { "2X4", "convt2d in=2x4 view=stamp" },
        { "2,4", "convt2d in=2x4 view=stamp" }, { "4", "convt2d in=4 view=stamp" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        hands_open(&h, BEGUN);
        enter(&h, "in.value", rows[i].text);
        check_code(&h, rows[i].then);
        hands_close(&h);
    }
}

static void apart_axes_stay_apart_even_where_they_become_equal(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2x3 view=stamp");
    Box box = reach(&h, "stride.y");
    press_at(&h, box.x + 10, box.y + 10, 1);
    for (int i = 0; i <= 20; i++) move_to(&h, box.x + 10 + (box.w - 20) * i / 20, box.y + 10); // passes 3
    let_go(&h);
    check_code(&h, "convt2d s=8x3 view=stamp");
    enter(&h, "stride.y.value", "3");
    check_code(&h, "convt2d s=3 view=stamp");
    check(seen(&h, "stride.y") != NULL, "the axes were linked although nobody asked for it");
    click(&h, "chain");
    click(&h, "stride.plus");
    check_code(&h, "convt2d s=4 view=stamp");
    click(&h, "chain");
    click(&h, "stride.x.plus");
    check_code(&h, "convt2d s=4x5 view=stamp");
    click(&h, "chain"); // rows follow columns
    check_code(&h, "convt2d s=5 view=stamp");
    hands_close(&h);
}

static void a_single_one_goes_round_and_never_leaves_its_tensor(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt1d in=3 view=stamp");
    static const char *const then[] = { "x=onehot:0", "x=onehot:1", "x=onehot:2", "x=onehot:0" };
    for (int i = 0; i < COUNT(then); i++) {
        choose(&h, "source.x", "a single 1");
        check(strstr(code(&h), then[i]) != NULL, "after choice %d the scene is %s", i + 1, code(&h));
        check(!message(&h)[0], "it says “%s”", message(&h));
    }
    hands_close(&h);
}

static void choosing_random_again_gives_other_numbers(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, BEGUN);
    choose(&h, "source.w", "random");
    check_code(&h, "convt2d w=random:1 view=stamp");
    choose(&h, "source.w", "random");
    check_code(&h, "convt2d w=random:2 view=stamp");
    undo(&h);
    check_code(&h, "convt2d w=random:1 view=stamp");
    hands_close(&h);
}

static void every_preset_can_be_chosen_or_says_why_not(void **state)
{
    (void)state;
    static const char *const menus[] = { "source.x", "source.w", "source.b" };
    Hands h;
    hands_open(&h, "convt2d in=4 k=4 s=2 view=stamp");
    for (int m = 0; m < COUNT(menus); m++) {
        for (int i = 0;; i++) {
            char item[UI_ID], before[8192];
            snprintf(before, sizeof before, "%s", code(&h));
            click(&h, menus[m]);
            snprintf(item, sizeof item, "%s.%d", menus[m], i);
            if (!seen(&h, item)) {
                key(&h, KEY_ESC, 0);
                check(i >= 4, "%s has only %d items", menus[m], i);
                break;
            }
            bool chosen = is_on(&h, item);
            click(&h, item);
            bool asks = seen(&h, "open.sheet") != NULL;
            check(chosen || asks || strcmp(code(&h), before) || message(&h)[0], "%s, item %d: nothing happened", menus[m], i);
            for (int k = 0; k < 2 && asks; k++) key(&h, KEY_ESC, 0); // the field, then the sheet
        }
    }
    hands_close(&h);
}

// ---- codes -----------------------------------------------------------------------------------------------------

static void a_good_code_is_pasted_whatever_blanks_surround_it(void **state)
{
    (void)state;
    static const char *const texts[] = { "convt2d in=4 s=2", "  convt2d in=4 s=2", "\n\tconvt2d in=4 s=2\nand more", "convt2d in=4 s=2\r\n" };
    for (int i = 0; i < COUNT(texts); i++) {
        Hands h;
        hands_open(&h, BEGUN);
        hands_clipboard_set(&h, texts[i]);
        click(&h, "paste");
        check_code(&h, "convt2d in=4 s=2");
        check_says(&h, "Pasted");
        hands_close(&h);
    }
}

static void a_wrong_code_is_shown_at_its_place_and_changes_nothing(void **state)
{
    (void)state;
    static const struct { const char *text, *words; } rows[] = {
        { "convt2d strid=2", "stride" },
        { "conv3d in=4", "Pasted text, column 1" },
        { "convt2d in=4 op=3", "output_padding" },
        { "", "The clipboard has no text" },
        { " \n ", "The clipboard has no text" },
        { "convt2d x=file:\"/no/such/file.npy\"", "/no/such/file.npy" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        hands_open(&h, BEGUN);
        hands_clipboard_set(&h, rows[i].text);
        key(&h, 'v', MOD_CTRL);
        check_says(&h, rows[i].words);
        check_code(&h, BEGUN);
        check_undo_off(&h);
        wait_for(&h, 3600);
        check_says(&h, rows[i].words); // it stays until something else is done
        key(&h, KEY_ESC, 0);
        wait_for(&h, 1);
        check(!message(&h)[0], "it still says “%s”", message(&h));
        hands_close(&h);
    }
}

static void the_place_of_a_mistake_is_shown_in_whole_characters(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, BEGUN);
    hands_clipboard_set(&h, "convt2d x=file:\"/é/éé/ééé/éééé/ééééé/éééééé/ééééééé.npy\" in=4 wrong=1 s=2");
    key(&h, 'v', MOD_CTRL);
    check_says(&h, "wrong=1 s=2”");
    check(utf8_valid(h.desk->message, strlen(h.desk->message)), "the message has half a character: %s", h.desk->message);
    hands_close(&h);
}

static void a_desk_without_clipboard_says_so(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, BEGUN);
    key(&h, 'v', MOD_CTRL);
    check_says(&h, "The clipboard has no text");
    hands_close(&h);
}

static void what_is_copied_pastes_back(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "convt2d in=2x3 k=2x3 s=2 p=1x0 c=2,4 g=2 n=2 x=random:7 w=letters b=ramp view=slide walk=output step=3 cell=y:0,0,1,1",
        "conv1d in=9 k=2 s=3 x=[1,-2,3,4,5,6,7,8,9.25]", "convt2d look=dark",
    };
    for (int i = 0; i < COUNT(codes); i++) {
        Hands h;
        hands_open(&h, codes[i]);
        char before[8192];
        snprintf(before, sizeof before, "%s", code(&h));
        click(&h, "copy");
        check(h.clipboard && !strcmp(h.clipboard, before), "copied was “%s”, not “%s”", h.clipboard ? h.clipboard : "", before);
        key(&h, 'r', MOD_ALT);
        key(&h, 'v', MOD_CTRL);
        check_code(&h, before);
        hands_close(&h);
    }
}

static void a_copied_look_is_the_one_that_is_shown(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d look=dark");
    check(desk_look(h.desk)->name == LOOK_DARK, "the look of the code is not shown");
    key(&h, 'l', 0);
    check(desk_look(h.desk)->name == LOOK_PROJECTOR, "L does not go on to the projector");
    check_code(&h, "convt2d look=projector");
    hands_close(&h);
}

static void reset_says_what_undo_will_do(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "conv1d in=9 k=2 s=3");
    key(&h, 'r', MOD_ALT);
    check_code(&h, "convt2d in=2 s=2 w=ones view=stamp step=1");
    check_says(&h, "Undo brings your scene back");
    wait_for(&h, 60);
    key(&h, 'r', MOD_ALT); // there is nothing to bring back from this one
    check(!strstr(message(&h), "Undo brings"), "it says “%s”", message(&h));
    undo(&h);
    check_code(&h, "conv1d in=9 k=2 s=3 step=1"); // the clock stays where it is
    hands_close(&h);
}

// ---- lenses ----------------------------------------------------------------------------------------------------

static void the_last_lens_stays_and_it_is_said(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d");
    click(&h, "beside");
    click(&h, "lens.slide");
    check_code(&h, "convt2d view=stamp");
    click(&h, "lens.stamp");
    check_code(&h, "convt2d view=stamp");
    check_says(&h, "The last lens stays");
    click(&h, "lens.slide");
    check_code(&h, "convt2d");
    hands_close(&h);
}

// Shift is held over the whole click.
static void click_shifted(Hands *h, const char *id)
{
    Box box = reach(h, id);
    double x = box.x + box.w / 2, y = box.y + box.h / 2;
    move_to(h, x, y);
    send(h, (UiEvent){ .kind = UI_PRESS, .x = x, .y = y, .clicks = 1, .mods = MOD_SHIFT });
    send(h, (UiEvent){ .kind = UI_RELEASE, .x = x, .y = y, .mods = MOD_SHIFT });
}

// Words half as wide again, so that the tabs of a small window fold into a menu.
static double wider(void *self, const char *text, double size, Weight weight)
{
    return 1.5 * measure_fixed.width(self, text, size, weight);
}

static void small_window(Hands *h)
{
    h->desk->ui_measure.width = wider;
    desk_resize(h->desk, 800, 600, 1);
    frame(h);
}

static const char *const TABS[] = { "slide", "matrix", "phases", "backprop", "sizes", "stamp" };

static void each_tab_shows_its_lens_alone_in_one_step_of_undo(void **state)
{
    (void)state;
    static const double widths[] = { 0, 1280, 2000 }; // 0: folded
    for (int w = 0; w < COUNT(widths); w++) {
        Hands h;
        hands_open(&h, "convt2d view=stamp");
        if (widths[w] > 0) desk_resize(h.desk, widths[w], 800, 1), frame(&h);
        else small_window(&h);
        for (int i = 0; i < COUNT(TABS); i++) {
            char id[UI_ID], wanted[64], before[8192];
            snprintf(id, sizeof id, "lens.%s", TABS[i]);
            snprintf(wanted, sizeof wanted, "convt2d view=%s", TABS[i]);
            snprintf(before, sizeof before, "%s", code(&h));
            if (seen(&h, id)) {
                click(&h, id);
            } else { // folded into a menu
                for (int l = 0; l < LENS_COUNT; l++)
                    if (!strcmp(LENSES[l].word, TABS[i])) choose(&h, "lenses", LENSES[l].title);
            }
            check_code(&h, wanted);
            key(&h, 'z', MOD_CTRL);
            check_code(&h, before);
            key(&h, 'y', MOD_CTRL);
            check_code(&h, wanted);
        }
        check((seen(&h, "lenses") != NULL) == (widths[w] < 1000), "at %g the tabs are %sfolded", widths[w], seen(&h, "lenses") ? "" : "not ");
        hands_close(&h);
    }
}

static void beside_puts_a_lens_beside_and_a_full_stage_drops_the_one_that_stood_longest(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d view=stamp");
    check(!is_on(&h, "beside"), "Beside is on to begin with");
    click(&h, "beside");
    check(is_on(&h, "beside"), "Beside does not stay on");
    click(&h, "lens.matrix");
    check_code(&h, "convt2d view=stamp,matrix");
    click(&h, "lens.slide"); // Stamp stood longest
    check_code(&h, "convt2d view=slide,matrix");
    check_says(&h, "Slide in the place of Stamp: there is room for two here");
    check(!seen(&h, "stage.hidden"), "a lens waits: %s", shown(&h, "stage.hidden")->name);
    click(&h, "lens.phases"); // now Matrix did, although Slide stands left of it
    check_code(&h, "convt2d view=slide,phases");
    click(&h, "lens.slide"); // shown: away
    check_code(&h, "convt2d view=phases");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, "convt2d view=slide,phases");
    click_shifted(&h, "lens.sizes"); // the other of the two: alone
    check_code(&h, "convt2d view=sizes");
    click(&h, "beside");
    click_shifted(&h, "lens.stamp");
    check_code(&h, "convt2d view=stamp,sizes");
    key(&h, '3', MOD_SHIFT); // keys replace as well
    check_code(&h, "convt2d view=stamp,matrix");
    desk_resize(h.desk, 1920, 1080, 1);
    frame(&h);
    key(&h, '4', MOD_SHIFT); // three have room here
    check_code(&h, "convt2d view=stamp,matrix,phases");
    key(&h, '7', MOD_SHIFT);
    check_code(&h, "convt2d view=matrix,phases,sizes");
    small_window(&h);
    check(seen(&h, "stage.hidden") != NULL, "three lenses are shown in 800×600");
    click(&h, "beside"); // here the tabs are a menu, and one has room
    choose(&h, "lenses", "Backprop");
    check_code(&h, "convt2d view=backprop");
    check_says(&h, "room for one");
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_change_is_one_step_back_and_one_forth),
        cmocka_unit_test(all_changes_in_a_row_are_undone_in_a_row),
        cmocka_unit_test(a_change_after_undo_ends_what_could_be_redone),
        cmocka_unit_test(with_nothing_to_undo_it_is_said),
        cmocka_unit_test(clock_pin_look_and_size_are_no_changes),
        cmocka_unit_test(undo_leaves_clock_and_pin_where_they_are),
        cmocka_unit_test(each_arrow_on_a_slider_is_a_step_of_its_own),
        cmocka_unit_test(two_drags_of_one_slider_are_two_steps),
        cmocka_unit_test(undo_amid_a_drag_does_not_lose_what_was_before_it),
        cmocka_unit_test(a_gesture_that_begins_with_no_change_can_still_be_undone),
        cmocka_unit_test(five_hundred_steps_can_be_undone_and_no_more),
        cmocka_unit_test(what_gives_way_is_said),
        cmocka_unit_test(a_linked_slider_offers_only_what_both_axes_allow),
        cmocka_unit_test(typed_values_survive_a_resize_and_its_undo),
        cmocka_unit_test(wrong_numbers_are_answered_in_words_and_change_nothing),
        cmocka_unit_test(sizes_are_typed_in_several_ways),
        cmocka_unit_test(apart_axes_stay_apart_even_where_they_become_equal),
        cmocka_unit_test(a_single_one_goes_round_and_never_leaves_its_tensor),
        cmocka_unit_test(choosing_random_again_gives_other_numbers),
        cmocka_unit_test(every_preset_can_be_chosen_or_says_why_not),
        cmocka_unit_test(a_good_code_is_pasted_whatever_blanks_surround_it),
        cmocka_unit_test(a_wrong_code_is_shown_at_its_place_and_changes_nothing),
        cmocka_unit_test(the_place_of_a_mistake_is_shown_in_whole_characters),
        cmocka_unit_test(a_desk_without_clipboard_says_so),
        cmocka_unit_test(what_is_copied_pastes_back),
        cmocka_unit_test(a_copied_look_is_the_one_that_is_shown),
        cmocka_unit_test(reset_says_what_undo_will_do),
        cmocka_unit_test(each_tab_shows_its_lens_alone_in_one_step_of_undo),
        cmocka_unit_test(beside_puts_a_lens_beside_and_a_full_stage_drops_the_one_that_stood_longest),
        cmocka_unit_test(the_last_lens_stays_and_it_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
