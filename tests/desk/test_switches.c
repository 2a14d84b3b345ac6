// The switches of the lenses under the hand: each click is a step of undo, and stands in the scene's code, so that what
// is copied, kept and undone has it.
#include "desk/hands.h"
#include "desk/inside.h"

#include <unistd.h>

static const struct { const char *before, *id, *show; } CLICKS[] = {
    { "convt2d s=2 p=1 view=slide", "slide.turn", "unturned" },
    { "convt2d s=2 p=1 view=slide", "slide.zeros", "folded" },
    { "convt2d c=2,1 view=stamp", "stamp.pair", "pair" },
    { "convt2d s=2 p=1 view=stamp", "stamp.colour", "colour:phase" },
    { "convt2d s=2 p=1 view=slide show=colour:phase", "slide.colour", "colour:value" },
    { "convt2d s=2 p=1 view=matrix", "matrix.colour", "colour:phase" },
    { "convt2d s=2 p=1 view=phases show=colour:phase", "phases.colour", "colour:value" },
    { "convt2d s=2 p=1 view=backprop", "backprop.colour", "colour:phase" },
    { "convt2d s=2 p=1 view=matrix", "matrix.turn", "turned" },
    { "convt2d s=2 p=1 view=matrix", "matrix.chain", "chain" },
    { "convt2d s=2 p=1 view=matrix", "matrix.cut", "cut" },
    { "convt1d s=2 p=1 view=matrix", "matrix.cut", "uncut" },
    { "convt2d s=2 p=1 view=phases", "phases.split", "split" },
    { "convt2d s=2 p=1 view=phases", "phases.channels", "channels" },
    { "convt2d s=2 p=1 view=phases", "phases.2", "phase:1x0" },
    { "convt2d s=2x3 view=phases", "phases.5", "phase:1x2" },
    { "convt1d s=2 p=1 view=phases", "phases.0", "phase:0" },
    { "convt2d s=2 p=1 view=sizes", "sizes.tab.fromto", "from-to" },
    { "convt2d s=2 p=1 view=sizes", "sizes.tab.frameworks", "frameworks" },
    { "convt2d s=2 p=1 view=sizes", "sizes.rows", "rows" },
    { "convt2d s=2 p=1 view=sizes show=from-to", "sizes.from.plus", "from-to,from:4,to:5" },
    { "convt2d s=2 p=1 view=sizes show=from-to", "sizes.to.minus", "from-to,from:3,to:4" },
    { "convt2d s=2 p=1 view=sizes show=from-to", "sizes.more", "from-to,wider" },
    { "convt2d s=2 p=1 view=sizes show=frameworks", "sizes.framework.6", "frameworks,framework:jax-same" },
};

static void each_click_is_in_the_code_and_one_step_of_undo(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(CLICKS); i++) {
        Hands h;
        char after[256];
        hands_open(&h, CLICKS[i].before);
        const char *show = strstr(CLICKS[i].before, " show=");
        size_t length = show ? (size_t)(show - CLICKS[i].before) : strlen(CLICKS[i].before);
        snprintf(after, sizeof after, "%.*s show=%s", (int)length, CLICKS[i].before, CLICKS[i].show);
        click(&h, CLICKS[i].id);
        wait_for(&h, 2);
        check_code(&h, after);
        key(&h, 'z', MOD_CTRL);
        wait_for(&h, 2);
        check_code(&h, CLICKS[i].before);
        check(is_off(&h, "undo"), "%s took more than one step", CLICKS[i].id);
        key(&h, 'y', MOD_CTRL);
        wait_for(&h, 2);
        check_code(&h, after);
        hands_close(&h);
    }
}

// What a switch was turned to by hand is what its code shows from the start.
static void a_click_shows_what_its_code_shows(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(CLICKS); i++) {
        Hands a, b;
        hands_open(&a, CLICKS[i].before);
        click(&a, CLICKS[i].id);
        wait_for(&a, 2);
        move_to(&a, 2, 2);
        hands_open(&b, code(&a));
        move_to(&b, 2, 2);
        Text shown[2] = { { 0 }, { 0 } };
        figure_dump(&shown[0], &a.desk->figures[a.desk->lens_figures[0]]);
        figure_dump(&shown[1], &b.desk->figures[b.desk->lens_figures[0]]);
        check(!strcmp(shown[0].data, shown[1].data), "%s shows something else than %s", CLICKS[i].id, code(&a));
        text_clear(&shown[0]);
        text_clear(&shown[1]);
        hands_close(&a);
        hands_close(&b);
    }
}

static void what_is_switched_back_is_out_of_the_code(void **state)
{
    (void)state;
    static const char *const twice[][3] = {
        { "convt2d s=2 p=1 view=slide", "slide.turn", "slide.turn" }, { "convt2d s=2 p=1 view=matrix", "matrix.turn", "matrix.turn" },
        { "convt2d s=2 p=1 view=matrix", "matrix.chain", "matrix.chain" }, { "convt2d s=2 p=1 view=matrix", "matrix.cut", "matrix.cut" },
        { "convt1d s=2 p=1 view=matrix", "matrix.cut", "matrix.cut" }, { "convt2d s=2 p=1 view=phases", "phases.split", "phases.woven" },
        { "convt2d s=2 p=1 view=phases", "phases.1", "phases.1" }, { "convt2d s=2 p=1 view=sizes", "sizes.tab.fromto", "sizes.tab.ladder" },
        { "convt2d s=2 p=1 view=sizes", "sizes.rows", "sizes.columns" },
    };
    for (int i = 0; i < COUNT(twice); i++) {
        Hands h;
        hands_open(&h, twice[i][0]);
        for (int c = 1; c < 3; c++) click(&h, twice[i][c]), wait_for(&h, 2);
        check_code(&h, twice[i][0]);
        key(&h, 'z', MOD_CTRL);
        key(&h, 'z', MOD_CTRL);
        check(is_off(&h, "undo"), "%s: two clicks took more than two steps", twice[i][1]);
        hands_close(&h);
    }
}

static const char *equation(const Hands *h)
{
    const Mark *mark = mark_named(h, MARK_TEXT, "equation");
    return mark ? mark->text : "";
}

static void the_matrix_comes_back_by_undo_as_by_t(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 p=1 view=matrix show=turned");
    check(!strcmp(equation(&h), "C takes 5×5 back to 3×3") && h.due > 0.5, "opened turned, it says “%s” and moves in %g s", equation(&h), h.due);
    key(&h, 't', 0);
    check(h.due < 0.1, "turned back by T it does not move");
    wait_for(&h, 2);
    check(!strcmp(equation(&h), "y = Cᵀ x") && h.due > 0.5, "turned back by T, it says “%s”", equation(&h));
    key(&h, 'z', MOD_CTRL);
    wait_for(&h, 2);
    check(!strcmp(equation(&h), "C takes 5×5 back to 3×3") && h.due > 0.5, "undone, it says “%s”", equation(&h));
    key(&h, 'y', MOD_CTRL);
    wait_for(&h, 0.2);
    key(&h, 'z', MOD_CTRL); // on its way
    wait_for(&h, 2);
    check(!strcmp(equation(&h), "C takes 5×5 back to 3×3") && h.due > 0.5, "undone on its way, it says “%s”", equation(&h));
    // Another lens, and a code with the other side: there is nothing to be seen turning.
    key(&h, '1', 0);
    wait_for(&h, 2);
    hands_clipboard_set(&h, "convt2d s=2 p=1 view=matrix");
    key(&h, 'v', MOD_CTRL);
    check(h.desk->show.matrix_turn == 0, "pasted, it is turned by %g", h.desk->show.matrix_turn);
    wait_for(&h, 0.9);
    check(!strcmp(equation(&h), "y = Cᵀ x"), "pasted, it says “%s”", equation(&h));
    hands_close(&h);
}

static void chain_and_t_are_one_step(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 p=1 view=matrix show=chain");
    key(&h, 't', 0);
    check_code(&h, "convt2d s=2 p=1 view=matrix show=turned");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, "convt2d s=2 p=1 view=matrix show=chain");
    check(is_off(&h, "undo") && mark_named(&h, MARK_GRID, "chain best"), "the chain is not back");
    hands_close(&h);
}

static void switches_stay_while_their_lens_is_away_and_through_the_picture(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 p=1 view=matrix,phases show=turned,split");
    key(&h, '1', 0);
    check_code(&h, "convt2d s=2 p=1 view=stamp show=turned,split");
    key(&h, '3', 0);
    wait_for(&h, 2);
    check(!strcmp(equation(&h), "C takes 5×5 back to 3×3"), "it says “%s”", equation(&h));
    click(&h, "place.picture");
    click(&h, "place.numbers");
    check_code(&h, "convt2d s=2 p=1 view=matrix show=turned,split");
    hands_close(&h);
}

static void write_pair(const char *path, float a, float b)
{
    Tensor tensor = { .rank = 4, .shape = { 1, 1, 1, 2 }, .data = (float[]){ a, b } };
    Bytes bytes;
    Error err;
    check(npy_encode(&tensor, &bytes, &err), "%s", err.text);
    FileOut file = { path, bytes.data, bytes.length };
    check(file_write_all(&file, 1, &err), "%s", err.text);
    bytes_clear(&bytes);
}

// Tensors at hand are used again where only what is shown differs: not the sums of another walk, and no file by its name.
static void what_is_used_again_is_of_this_scene(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 view=stamp step=2");
    hands_clipboard_set(&h, "convt2d s=2 view=stamp walk=output step=2");
    key(&h, 'v', MOD_CTRL);
    const Mark *other = mark_of(&h, Y_CELL(0, 4));
    check(other && !(other->text && *other->text), "an output that was not yet read holds %s", other->text);
    hands_close(&h);

    char path[] = "/tmp/stridescope-used-XXXXXX.npy", scene[128];
    close(mkstemps(path, 4));
    write_pair(path, 7, 8);
    snprintf(scene, sizeof scene, "convt1d in=2 x=file:\"%s\" view=stamp", path);
    hands_open(&h, scene);
    write_pair(path, 9, 8);
    key(&h, '2', MOD_SHIFT);
    wait_for(&h, 2);
    const char *first = mark_of(&h, X_CELL(0, 0))->text;
    check(!strcmp(first, "9"), "the file is another one, and what is shown is still %s", first);
    hands_close(&h);
    unlink(path);
}

static void a_phase_that_is_gone_is_said(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 p=1 view=phases show=split,phase:1x0");
    click(&h, "stride.minus");
    check_code(&h, "convt2d p=1 view=phases show=split");
    check_says(&h, "phase (1, 0) → all phases");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, "convt2d s=2 p=1 view=phases show=split,phase:1x0");
    click(&h, "stride.plus");
    check_code(&h, "convt2d s=3 p=1 view=phases show=split,phase:1x0");
    hands_close(&h);
}

static void the_scene_that_was_left_comes_back_with_its_switches(void **state)
{
    (void)state;
    char folder[] = "/tmp/stridescope-switches-XXXXXX", path[128];
    assert_non_null(mkdtemp(folder));
    Hands h;
    hands_start(&h, (DeskStart){ .state_folder = folder });
    key(&h, '3', 0);
    key(&h, 't', 0);
    wait_for(&h, 3);
    char left[8192];
    snprintf(left, sizeof left, "%s", code(&h));
    check(strstr(left, "show=turned"), "left was %s", left);
    hands_close(&h);
    hands_start(&h, (DeskStart){ .state_folder = folder });
    check_code(&h, left);
    hands_close(&h);
    snprintf(path, sizeof path, "rm -r %s", folder);
    assert_int_equal(system(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_click_is_in_the_code_and_one_step_of_undo),
        cmocka_unit_test(a_click_shows_what_its_code_shows),
        cmocka_unit_test(what_is_switched_back_is_out_of_the_code),
        cmocka_unit_test(the_matrix_comes_back_by_undo_as_by_t),
        cmocka_unit_test(chain_and_t_are_one_step),
        cmocka_unit_test(switches_stay_while_their_lens_is_away_and_through_the_picture),
        cmocka_unit_test(what_is_used_again_is_of_this_scene),
        cmocka_unit_test(a_phase_that_is_gone_is_said),
        cmocka_unit_test(the_scene_that_was_left_comes_back_with_its_switches),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
