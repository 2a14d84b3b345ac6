// The Picture place under the hand: each control changes what it says, is one step of undo and stands in the code; a quick
// answer comes first, the fine one can be stopped, and the newest of many requests wins.
#include "desk/inside.h"
#include "desk/hands.h"

#include <unistd.h>

#define SMALL "convt2d in=32 k=4 s=2 p=1 x=picture:sphere w=random:4 view=picture"

static void open_picture(Hands *h, const char *code)
{
    hands_open(h, code);
    wait_for_wakes(h, 1);
    check(h->desk->gallery_ready, "%s: there is no picture: %s", code, message(h));
}

static void shift_click(Hands *h, const char *id)
{
    Box box = reach(h, id);
    double x = box.x + box.w / 2, y = box.y + box.h / 2;
    move_to(h, x, y);
    send(h, (UiEvent){ .kind = UI_PRESS, .x = x, .y = y, .clicks = 1, .mods = MOD_SHIFT });
    send(h, (UiEvent){ .kind = UI_RELEASE, .x = x, .y = y, .mods = MOD_SHIFT });
}

// ---- switches --------------------------------------------------------------------------------------------------

static const struct { const char *id, *show; bool shift; } CLICKS[] = {
    { "with.beside", " show=beside", false },
    { "with.difference", " show=difference", false },
    { "shift.left", " show=shift:0x-1", false },
    { "shift.right", " show=shift:0x1", false },
    { "shift.up", " show=shift:-1x0", false },
    { "shift.down", " show=shift:1x0", false },
    { "strip.repaired", " show=a:repaired", false },
    { "strip.original", " show=b:original", true },
    { "strip.bilinear", " show=a:bilinear", false },
    { "strip.layer", " show=b:layer", true },
};

static void a_picture_is_moved_only_so_far(void **state)
{
    (void)state;
    static const struct { int row, col; } ways[] = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };
    for (int i = 0; i < COUNT(ways); i++) {
        Hands h;
        char code[120];
        snprintf(code, sizeof code, "%s show=shift:%dx%d", SMALL, (SHIFT_MOST - 1) * ways[i].row, (SHIFT_MOST - 1) * ways[i].col);
        open_picture(&h, code);
        for (int n = 0; n < 3; n++) picture_shift(h.desk, ways[i].row, ways[i].col);
        const Switches *show = &desk_scene(h.desk)->show;
        check(show->picture_shift_row == SHIFT_MOST * ways[i].row && show->picture_shift_col == SHIFT_MOST * ways[i].col, "it was moved to %d, %d", show->picture_shift_row, show->picture_shift_col);
        hands_close(&h);
    }
}

static void each_click_is_in_the_code_and_one_step_of_undo(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(CLICKS); i++) {
        Hands h;
        char after[256];
        open_picture(&h, SMALL);
        snprintf(after, sizeof after, "%s%s", SMALL, CLICKS[i].show);
        if (CLICKS[i].shift) shift_click(&h, CLICKS[i].id);
        else click(&h, CLICKS[i].id);
        check_code(&h, after);
        key(&h, 'z', MOD_CTRL);
        check_code(&h, SMALL);
        check(is_off(&h, "undo"), "%s took more than one step", CLICKS[i].id);
        key(&h, 'y', MOD_CTRL);
        check_code(&h, after);
        hands_close(&h);
    }
}

static void what_is_chosen_back_is_out_of_the_code(void **state)
{
    (void)state;
    static const struct { const char *there, *back; } rows[] = {
        { "with.beside", "with.wipe" }, { "shift.left", "shift.right" }, { "shift.up", "shift.back" }, { "strip.repaired", "strip.layer" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        open_picture(&h, SMALL);
        click(&h, rows[i].there);
        check(strcmp(code(&h), SMALL) != 0, "%s changes nothing", rows[i].there);
        click(&h, rows[i].back);
        check_code(&h, SMALL);
        hands_close(&h);
    }
}

static void a_rival_that_does_not_fit_says_why(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, "conv2d in=40 s=2 p=1 x=picture:sphere view=picture");
    desk_resize(h.desk, 1920, 1080, 1);
    frame(&h);
    check(strstr(shown(&h, "strip.bilinear")->tip, "a convolution does not"), "its tip is “%s”", shown(&h, "strip.bilinear")->tip);
    click(&h, "strip.bilinear");
    check_says(&h, "a convolution does not");
    check_code(&h, "conv2d in=40 s=2 p=1 x=picture:sphere view=picture");
    hands_close(&h);
}

static void the_strip_is_walked_by_arrows_and_chosen_by_enter(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, SMALL);
    check(seen(&h, "strip.nearest") == NULL, "all rivals are seen: nothing is to be scrolled");
    ui_focus(&h.desk->ui, "strip.original");
    h.desk->ui.focus_visible = true;
    frame(&h);
    for (int i = 1; i < RIVAL_COUNT; i++) {
        key(&h, KEY_RIGHT, 0);
        char id[64];
        snprintf(id, sizeof id, "strip.%s", RIVALS[STRIP_ORDER[i]].word);
        check(!strcmp(focus(&h), id) && seen(&h, id), "after %d arrows the focus is on %s", i, focus(&h));
    }
    key(&h, KEY_RIGHT, 0);
    check(!strcmp(focus(&h), "strip.gradient"), "it runs past the end, to %s", focus(&h));
    key(&h, KEY_LEFT, 0);
    key(&h, KEY_ENTER, 0);
    check_code(&h, SMALL " show=a:nearest");
    key(&h, KEY_LEFT, 0);
    key(&h, KEY_ENTER, MOD_SHIFT);
    check_code(&h, SMALL " show=a:nearest,b:bilinear-conv");
    click(&h, "rivals.before");
    check(seen(&h, "strip.nearest") == NULL, "the strip does not scroll");
    click(&h, "rivals.after");
    check(seen(&h, "strip.nearest") != NULL, "the strip does not scroll back");
    hands_close(&h);
}

// ---- the stage -------------------------------------------------------------------------------------------------

static void the_line_between_a_and_b_is_dragged_and_moved_by_keys(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, SMALL);
    const Mark *knob = mark_named(&h, MARK_HANDLE, "wipe");
    Box area = picture_place(h.desk).a;
    press_mark(&h, knob, 1);
    move_to(&h, area.x + 0.25 * area.w, h.y);
    let_go(&h);
    check(fabs(h.desk->wipe - 0.25) < 0.01, "dragged, the line is at %g", h.desk->wipe);
    const Mark *a = mark_named(&h, MARK_IMAGE, "A"), *b = mark_named(&h, MARK_IMAGE, "B");
    check(fabs(a->clip.w - 0.25 * area.w) <= 1 && fabs(b->clip.w - 0.75 * area.w) <= 1, "A has %g and B %g of %g", a->clip.w, b->clip.w, area.w);
    ui_focus(&h.desk->ui, "stage");
    frame(&h);
    key(&h, KEY_RIGHT, 0);
    check(fabs(h.desk->wipe - 0.27) < 0.01, "an arrow moves it to %g", h.desk->wipe);
    key(&h, KEY_LEFT, MOD_SHIFT);
    check(fabs(h.desk->wipe - 0.17) < 0.01, "with Shift to %g", h.desk->wipe);
    check_code(&h, SMALL);
    check(is_off(&h, "undo"), "where one looks is no change");
    hands_close(&h);
}

static void zoom_keeps_what_is_under_the_pointer_and_a_drag_moves_it(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, SMALL);
    check(is_on(&h, "zoom.fit") && !strcmp(shown(&h, "zoom.now")->name, "7×"), "it begins at %s", shown(&h, "zoom.now")->name);
    PicturePlace p = picture_place(h.desk);
    double x = p.a.x + 0.7 * p.a.w, y = p.a.y + 0.3 * p.a.h, col = p.col + (x - p.a.x) / p.zoom, row = p.row + (y - p.a.y) / p.zoom;
    wheel_at(&h, x, y, 2);
    p = picture_place(h.desk);
    check(p.zoom == 12 && fabs(p.col + (x - p.a.x) / p.zoom - col) <= 1 && fabs(p.row + (y - p.a.y) / p.zoom - row) <= 1, "at %g× the pointer is on column %g, not %g", p.zoom,
          p.col + (x - p.a.x) / p.zoom, col);
    check(!is_on(&h, "zoom.fit"), "it still says that it fits");
    double before = p.col;
    press_at(&h, x, y, 1);
    move_to(&h, x - 60, y);
    let_go(&h);
    check(picture_place(h.desk).col == before + 5 && picture_place(h.desk).row == p.row, "dragged by five pixels, it begins at %g, not %g", picture_place(h.desk).col, before + 5);
    wheel_at(&h, x, y, 0.5);
    check(picture_place(h.desk).zoom == 12, "half a notch zooms");
    wheel_at(&h, x, y, -0.5);
    wheel_at(&h, x, y, -0.5);
    check(picture_place(h.desk).zoom == 8, "turned back by a notch it is %g×: the half before was not let go", picture_place(h.desk).zoom);
    wheel_at(&h, x, y, 1);
    click(&h, "zoom.out");
    check(!strcmp(shown(&h, "zoom.now")->name, "8×"), "smaller is %s", shown(&h, "zoom.now")->name);
    click(&h, "zoom.in");
    key(&h, '+', 0);
    check(!strcmp(shown(&h, "zoom.now")->name, "16×"), "+ makes %s", shown(&h, "zoom.now")->name);
    key(&h, '-', 0);
    key(&h, '0', 0);
    check(is_on(&h, "zoom.fit") && picture_place(h.desk).col == 0, "0 does not show all");
    for (int i = 0; i < 20; i++) key(&h, '-', 0);
    check(!strcmp(shown(&h, "zoom.now")->name, "1/32×"), "the smallest is %s", shown(&h, "zoom.now")->name);
    hands_close(&h);
}

static void the_loupe_follows_the_pointer_on_either_picture(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, "convt2d in=32 k=4 s=2 p=1 x=picture:sphere w=random:4 view=picture show=beside");
    desk_resize(h.desk, 1920, 1080, 1);
    frame(&h);
    PicturePlace p = picture_place(h.desk);
    for (int b = 0; b < 2; b++) {
        Box area = b ? p.b : p.a;
        move_to(&h, area.x + 10.5 * p.zoom, area.y + 20.5 * p.zoom);
        const Mark *loupe = mark_named(&h, MARK_TEXT, "loupe");
        check(loupe && strstr(loupe->text, "(20, 10)"), "it says “%s”", loupe ? loupe->text : "nothing");
    }
    move_to(&h, 5, 5);
    check(strstr(mark_named(&h, MARK_TEXT, "loupe")->text, "(20, 10)"), "it does not stay where it was");
    hands_close(&h);
}

enum { MOST_GAINS = 16 };

// ---- repair ----------------------------------------------------------------------------------------------------

static void repair_is_one_step_and_leaves_a_clean_layer(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, SMALL);
    check(strstr(shown(&h, "guide.heading")->name, "has a pattern"), "it says “%s”", shown(&h, "guide.heading")->name);
    int wakes = wakes_of(&h);
    click(&h, "repair");
    check_says(&h, "Repaired: 16 weights changed by");
    check_says(&h, "the mean gain is what it was");
    check(desk_scene(h.desk)->w.kind == SOURCE_TYPED, "the weights are not typed: %s", code(&h));
    wait_for_wakes(&h, wakes + 1);
    check(h.desk->gallery.full[RIVAL_LAYER]->entrant.even.share < 1e-10, "the checker share is %g", h.desk->gallery.full[RIVAL_LAYER]->entrant.even.share);
    check(strstr(shown(&h, "guide.heading")->name, "no pattern") && is_off(&h, "repair"), "it says “%s”", shown(&h, "guide.heading")->name);
    key(&h, 'z', MOD_CTRL);
    check_code(&h, SMALL);
    hands_close(&h);
}

static void what_was_said_of_a_change_goes_with_the_next_one(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        Hands h;
        open_picture(&h, SMALL);
        click(&h, "repair");
        wait_for(&h, 1);
        check_says(&h, "Repaired: 16 weights");
        if (i == 0) click(&h, "with.difference");
        else key(&h, 'z', MOD_CTRL);
        wait_for(&h, 0.1);
        check(!strstr(message(&h), "Repaired"), "after another change it still says “%s”", message(&h));
        hands_close(&h);
    }
}

static void numbers_without_a_picture_can_be_left_for_one(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=4 s=2 x=ramp view=picture");
    wait_for_wakes(&h, 1);
    check(!h.desk->gallery_ready && !message(&h)[0], "it is said twice: “%s”", message(&h));
    click(&h, "why.begin");
    wait_for_wakes(&h, 2);
    check_code(&h, "convt2d in=64 s=2 x=picture:grey view=picture");
    check(h.desk->gallery_ready, "there is no picture: %s", h.desk->picture_trouble);
    hands_close(&h);
}

// A kernel whose phases cancel has no grey to compare with; one of another gain than 1 says by what it is divided.
static void what_a_flat_grey_becomes_is_said_of_a_mean_that_is_there(void **state)
{
    (void)state;
    static const struct { const char *code, *id, *says; } rows[] = {
        { "convt2d in=16 k=2 s=2 x=picture:grey w=[1,-1;-1,1.01] view=picture", "gains.cancel", "nearly cancel" },
        { "convt2d in=16 k=2 s=2 x=picture:grey w=[2,2;2,2] view=picture", "gains.grey", "mean gain, 2.00." },
        { "convt2d in=16 k=16 s=8 x=picture:grey w=ones view=picture", "gains.many", "of all 64 phases are 4.00" },
        { "convt1d in=16 k=2 s=2 x=tone:3 w=[-3,-3] view=picture", "gains.constant", "mean gain, −3.00." },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        char said[512] = "";
        open_picture(&h, rows[i].code);
        const Ui *ui = desk_ui(h.desk);
        for (int w = 0; w < ui->count; w++)
            if (!strcmp(ui->widgets[w].id, rows[i].id)) snprintf(said + strlen(said), sizeof said - strlen(said), "%s%s", *said ? " " : "", ui->widgets[w].name);
        check(strstr(said, rows[i].says) != NULL, "%s: %s says “%s”", rows[i].code, rows[i].id, said);
        hands_close(&h);
    }
}

// The gains as the guide's table has them.
static int gains_seen(Hands *h, const char *text[MOST_GAINS])
{
    int count = 0;
    for (int f = 0; f < h->desk->figure_count; f++) {
        const Figure *figure = h->desk->shown[f].figure;
        for (int i = 0; i < figure->count && count < MOST_GAINS; i++)
            if (!strcmp(figure->marks[i].name, "gain")) text[count++] = figure->marks[i].text;
    }
    return count;
}

static void gains_read_alike_where_they_are_equal_and_only_there(void **state)
{
    (void)state;
    static const struct { const char *w; bool equal; } rows[] = {
        { "0.165,0.165000007;0.164999992,0.165", true }, // 0.17 and 0.16, were it not for the mean
        { "0.501,0.502;0.503,0.504", false },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        char code[160];
        const char *text[MOST_GAINS];
        snprintf(code, sizeof code, "convt2d in=32 k=2 s=2 x=picture:sphere w=[%s] view=picture", rows[i].w);
        open_picture(&h, code);
        assert_int_equal(gains_seen(&h, text), 4);
        check(!strcmp(text[0], text[2]) == rows[i].equal, "gains %s are shown as %s, %s, %s, %s", rows[i].w, text[0], text[1], text[2], text[3]);
        hands_close(&h);
    }
}

static void a_mean_gain_that_changes_is_said(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, "convt2d in=32 s=2 p=1 x=picture:sphere w=ones view=picture");
    check(strstr(shown(&h, "repair.words")->name, "smallest change"), "it says “%s”", shown(&h, "repair.words")->name);
    click(&h, "repair");
    check_says(&h, "The mean gain was 2.25 and is");
    hands_close(&h);
}

// Shares, changes and gains as one would write them by hand.
static void numbers_in_the_guide_are_plain(void **state)
{
    (void)state;
    static const struct { const char *code, *id, *says; } rows[] = {
        { "convt2d in=64 k=4 s=2 p=1 x=picture:sphere w=pytorch:7 view=picture", "checker", "On this picture about 100 %, an estimate." },
        { "convt2d in=64 k=3 s=2 p=1 op=1 x=picture:sphere w=ones view=picture", "checker", "Checker share 19.0 %, −6.3 dB of what an even input becomes. On this picture about 19 %, an estimate." },
        { "convt2d in=64 k=4 s=2 p=1 x=picture:sphere w=boxed:4 view=picture", "checker", "Checker share 0 of what an even input becomes." },
        { "convt2d in=64 k=3 s=2 p=1 x=picture:sphere w=[-1,-1,-1;-1,-1,-1;-1,-1,-1] view=picture", "repair.words", "goes from −2.25 to −1.78" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        char words[400] = "";
        open_picture(&h, rows[i].code);
        const Ui *ui = desk_ui(h.desk);
        for (int w = 0; w < ui->count; w++)
            if (!strcmp(ui->widgets[w].id, rows[i].id)) snprintf(words + strlen(words), sizeof words - strlen(words), "%s%s", *words ? " " : "", ui->widgets[w].name);
        size_t end = strlen(words), tail = strlen(rows[i].says);
        check(end >= tail && !strcmp(words + end - tail, rows[i].says), "%s: it says “%s”", rows[i].code, words);
        hands_close(&h);
    }
}

static bool is_measured(const Hands *h, const char *text)
{
    const Ui *ui = desk_ui(h->desk);
    for (int i = 0; i < ui->count; i++)
        if (!strcmp(ui->widgets[i].id, "measured") && !strcmp(ui->widgets[i].name, text)) return true;
    return false;
}

// Gains 4 2 2 1 of ones: a grey of 128 is brought to 128·4/2.25 and 128/2.25, and bilinear leaves it.
static void the_means_of_the_phases_are_told(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, "convt2d in=32 k=3 s=2 p=1 op=1 w=ones x=picture:grey view=picture");
    check(is_measured(&h, "phases") && is_measured(&h, "56.9 … 227.6"), "the means of the layer's phases are not told");
    check(is_measured(&h, "128.0"), "bilinear does not leave a grey of 128");
    hands_close(&h);
}

static void what_cannot_be_repaired_is_said(void **state)
{
    (void)state;
    static const struct { const char *code, *says; } rows[] = {
        { "convt2d in=32 k=1 s=2 x=picture:sphere w=ones view=picture", "no weight" },
        { "convt2d in=32 k=4 s=2 p=1 x=picture:sphere w=bilinear view=picture", "nothing to repair" },
        { "convt2d in=32 k=9 s=2 c=8,8 x=picture:sphere w=random:2 view=picture", "up to 4096 can be typed" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        open_picture(&h, rows[i].code);
        picture_repair(h.desk);
        frame(&h);
        check(strstr(message(&h), rows[i].says), "%s: it says “%s”", rows[i].code, message(&h));
        check_code(&h, rows[i].code);
        hands_close(&h);
    }
}

static void the_repair_is_copied_as_pytorch(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, SMALL);
    click(&h, "repair.copy");
    check(h.clipboard && strstr(h.clipboard, "torch"), "on the clipboard is “%s”", h.clipboard ? h.clipboard : "nothing");
    hands_close(&h);
}

static void the_guide_speaks_of_who_stands_as_a(void **state)
{
    (void)state;
    static const struct { const char *show, *says; } rows[] = {
        { "", "reached by 4 weights" }, { " show=a:original", "what goes in" }, { " show=a:repaired", "as little as makes their sums equal" },
        { " show=a:nearest-conv", "repeated first" }, { " show=a:bilinear-conv", "Bilinear first" }, { " show=a:sub-pixel", "PixelShuffle only" },
        { " show=a:icnr", "to begin with" }, { " show=a:bilinear", "Straight lines" }, { " show=a:nearest", "is repeated" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        char code[200], words[1024] = "";
        snprintf(code, sizeof code, "%s%s", SMALL, rows[i].show);
        open_picture(&h, code);
        const Ui *ui = desk_ui(h.desk);
        for (int w = 0; w < ui->count; w++)
            if (!strcmp(ui->widgets[w].id, "why")) snprintf(words + strlen(words), sizeof words - strlen(words), "%s ", ui->widgets[w].name);
        check(strstr(words, rows[i].says), "%s: it says “%s”", code, words);
        hands_close(&h);
    }
}

static void large_strides_have_a_summary_in_place_of_a_table(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, "convt2d in=16 k=7 s=7 x=picture:sphere w=random:2 view=picture");
    check(seen(&h, "gains.many") && strstr(shown(&h, "gains.many")->name, "of the 49 phases"), "nothing is said of the gains");
    hands_close(&h);
}

static void a_tile_of_the_chart_is_one_click_away(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, SMALL);
    click(&h, "other.k5s3");
    check_code(&h, "convt2d in=32 k=5 s=3 p=1 x=picture:sphere w=random:4 view=picture");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, SMALL);
    hands_close(&h);
}

// ---- opening ---------------------------------------------------------------------------------------------------

static void the_first_picture_is_a_flat_grey_that_a_few_nudges_cure(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE_FIRST);
    char before[8192];
    snprintf(before, sizeof before, "%s", code(&h));
    click(&h, "place.picture");
    wait_for_wakes(&h, 1);
    const Exhibit *layer = h.desk->gallery.full[RIVAL_LAYER];
    check(strstr(code(&h), "x=picture:grey") && strstr(code(&h), "k=4 s=2 p=1"), "it opens with %s", code(&h));
    check(layer->entrant.even.share > 1e-3 && layer->entrant.even.share < 0.02, "its checker share is %g", layer->entrant.even.share);
    click(&h, "repair");
    check_says(&h, "Repaired: 16 weights changed by 6.1 % of their size");
    key(&h, 'z', MOD_CTRL);
    // Who only looked finds Numbers as they were.
    click(&h, "place.numbers");
    check(!strcmp(code(&h), before), "back in Numbers it is %s", code(&h));
    hands_close(&h);
}

static void a_layer_of_ones_own_comes_to_the_grey(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=5 s=3 view=stamp");
    click(&h, "place.picture");
    check_code(&h, "convt2d in=64 k=5 s=3 x=picture:grey view=picture");
    hands_close(&h);
}

static void a_kernel_comes_from_a_npy_file_if_its_shape_fits(void **state)
{
    (void)state;
    char path[64], wrong[64];
    Error err;
    snprintf(path, sizeof path, "/tmp/stridescope-w-%d.npy", getpid());
    snprintf(wrong, sizeof wrong, "/tmp/stridescope-v-%d.npy", getpid());
    for (int k = 3; k < 5; k++) {
        Tensor w;
        Bytes bytes;
        check(tensor_make(&w, 4, (int[]){ 1, 1, k, k }, &err), "%s", err.text);
        for (int i = 0; i < k * k; i++) w.data[i] = 1;
        check(npy_encode(&w, &bytes, &err), "%s", err.text);
        FileOut file = { k == 4 ? path : wrong, bytes.data, bytes.length };
        check(file_write_all(&file, 1, &err), "%s", err.text);
        bytes_clear(&bytes);
        tensor_clear(&w);
    }
    Hands h;
    open_picture(&h, SMALL);
    desk_drop(h.desk, path, h.now);
    frame(&h);
    check_says(&h, "as the kernel");
    check(strstr(code(&h), "w=file:"), "the scene is %s", code(&h));
    key(&h, 'z', MOD_CTRL);
    check_code(&h, SMALL);
    desk_drop(h.desk, wrong, h.now);
    frame(&h);
    check(message(&h)[0] && strcmp(message(&h), "") != 0, "nothing is said");
    check_code(&h, SMALL);
    hands_close(&h);
    unlink(path);
    unlink(wrong);
}

static void a_kernel_is_typed_in_a_field(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, "convt2d in=32 k=2 s=2 x=picture:sphere w=ones view=picture");
    check(!seen(&h, "kernel.typed"), "there is a field for weights that nobody typed");
    choose(&h, "source.w", "typed");
    check_code(&h, "convt2d in=32 k=2 s=2 x=picture:sphere w=[1,1;1,1] view=picture");
    check(!strcmp(value_of(&h, "kernel.typed"), "[1,1;1,1]"), "in the field stands “%s”", h.value);
    enter(&h, "kernel.typed", "1,0.5;-0.25,1");
    check_code(&h, "convt2d in=32 k=2 s=2 x=picture:sphere w=[1,0.5;-0.25,1] view=picture");
    enter(&h, "kernel.typed", "[1,2,3]");
    check(strstr(message(&h), "w has") || strstr(message(&h), "values"), "of a wrong count it says “%s”", message(&h));
    check_code(&h, "convt2d in=32 k=2 s=2 x=picture:sphere w=[1,0.5;-0.25,1] view=picture");
    hands_close(&h);
    open_picture(&h, "convt2d in=32 k=9 s=2 x=picture:sphere w=ones view=picture");
    choose(&h, "source.w", "typed");
    check_says(&h, "up to 64 can be typed here");
    check_code(&h, "convt2d in=32 k=9 s=2 x=picture:sphere w=ones view=picture");
    hands_close(&h);
}

static void the_menus_lead_to_files(void **state)
{
    (void)state;
    static const char *const rows[][2] = { { "source.x", "open …" }, { "source.w", "open a .npy …" } };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        open_picture(&h, SMALL);
        choose(&h, rows[i][0], rows[i][1]);
        check(seen(&h, "open.sheet") != NULL, "%s does not open the sheet", rows[i][1]);
        check_code(&h, SMALL);
        hands_close(&h);
    }
}

// ---- the worker ------------------------------------------------------------------------------------------------

#define LARGE "convt2d in=1400 k=4 s=2 p=1 x=picture:sphere w=random:4 view=picture"

static void a_quick_answer_comes_first_and_then_the_fine_one(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, "convt2d in=400 k=4 s=2 p=1 x=picture:sphere w=random:4 view=picture");
    check(h.desk->gallery.reduced > 1 || wakes_of(&h) >= 2, "the first answer is the fine one");
    wait_for_wakes(&h, 2);
    check(h.desk->gallery.reduced == 1 && h.desk->gallery.rows == 800, "the second is reduced by %g", h.desk->gallery.reduced);
    check(isinf(h.desk->working_since), "it still seems to work");
    // What is made is only set beside each other anew.
    int wakes = wakes_of(&h);
    click(&h, "with.difference");
    wait_for_wakes(&h, wakes + 1);
    check(h.desk->gallery.reduced == 1, "a switch makes the picture coarse again");
    hands_close(&h);
}

static void what_takes_long_says_so_and_can_be_stopped(void **state)
{
    (void)state;
    for (int by_key = 0; by_key < 2; by_key++) {
        Hands h;
        open_picture(&h, LARGE);
        check(h.desk->gallery.reduced > 1, "the first answer is no quick one");
        check(h.due > 0 && h.due <= 0.31, "it looks again in %g s", h.due);
        check(!seen(&h, "progress"), "it tells of its progress at once");
        wait_for(&h, 0.5);
        check(seen(&h, "progress") && strstr(shown(&h, "progress")->name, "Working on"), "after half a second nothing is said");
        check(mark_named(&h, MARK_BOX, "progress") != NULL, "there is no bar");
        if (by_key) key(&h, KEY_ESC, 0);
        else click(&h, "progress.stop");
        wait_for_wakes(&h, 2);
        check_says(&h, "quick answer");
        check(h.desk->gallery_ready && h.desk->gallery.reduced > 1 && !seen(&h, "progress"), "the quick answer is gone");
        check_code(&h, LARGE);
        // Any change starts again.
        click(&h, "stride.minus");
        wait_for_wakes(&h, 3);
        check(h.desk->gallery.scene.spec.x.stride == 1, "it shows stride %d", h.desk->gallery.scene.spec.x.stride);
        hands_close(&h);
    }
}

static void a_newer_request_ends_the_fine_answer_of_an_older_one(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, LARGE);
    for (int i = 0; i < 8; i++) click(&h, i % 2 ? "padding.minus" : "padding.plus");
    hands_clipboard_set(&h, SMALL);
    key(&h, 'v', MOD_CTRL);
    for (int i = wakes_of(&h); h.desk->gallery.scene.spec.x.narrow != 32; i++) {
        check(h.desk->gallery.reduced > 1, "a fine answer came that nobody waits for");
        wait_for_wakes(&h, i + 1);
    }
    check(isinf(h.desk->working_since) && h.desk->gallery.reduced == 1, "it is not done");
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_is_moved_only_so_far),
        cmocka_unit_test(each_click_is_in_the_code_and_one_step_of_undo),
        cmocka_unit_test(what_is_chosen_back_is_out_of_the_code),
        cmocka_unit_test(a_rival_that_does_not_fit_says_why),
        cmocka_unit_test(the_strip_is_walked_by_arrows_and_chosen_by_enter),
        cmocka_unit_test(the_line_between_a_and_b_is_dragged_and_moved_by_keys),
        cmocka_unit_test(zoom_keeps_what_is_under_the_pointer_and_a_drag_moves_it),
        cmocka_unit_test(the_loupe_follows_the_pointer_on_either_picture),
        cmocka_unit_test(what_was_said_of_a_change_goes_with_the_next_one),
        cmocka_unit_test(numbers_without_a_picture_can_be_left_for_one),
        cmocka_unit_test(what_a_flat_grey_becomes_is_said_of_a_mean_that_is_there),
        cmocka_unit_test(repair_is_one_step_and_leaves_a_clean_layer),
        cmocka_unit_test(gains_read_alike_where_they_are_equal_and_only_there),
        cmocka_unit_test(a_mean_gain_that_changes_is_said),
        cmocka_unit_test(numbers_in_the_guide_are_plain),
        cmocka_unit_test(the_means_of_the_phases_are_told),
        cmocka_unit_test(what_cannot_be_repaired_is_said),
        cmocka_unit_test(the_repair_is_copied_as_pytorch),
        cmocka_unit_test(the_guide_speaks_of_who_stands_as_a),
        cmocka_unit_test(large_strides_have_a_summary_in_place_of_a_table),
        cmocka_unit_test(a_tile_of_the_chart_is_one_click_away),
        cmocka_unit_test(the_first_picture_is_a_flat_grey_that_a_few_nudges_cure),
        cmocka_unit_test(a_layer_of_ones_own_comes_to_the_grey),
        cmocka_unit_test(a_kernel_comes_from_a_npy_file_if_its_shape_fits),
        cmocka_unit_test(a_kernel_is_typed_in_a_field),
        cmocka_unit_test(the_menus_lead_to_files),
        cmocka_unit_test(a_quick_answer_comes_first_and_then_the_fine_one),
        cmocka_unit_test(what_takes_long_says_so_and_can_be_stopped),
        cmocka_unit_test(a_newer_request_ends_the_fine_answer_of_an_older_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
