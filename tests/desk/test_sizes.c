// Sizes, by hand: whatever the lens offers is a button with a name, sets what it says, and is one step of undo.
#include "desk/hands.h"
#include "desk/inside.h"

#define LADDER "convt2d s=2 p=1 view=sizes"

static const Mark *figure_mark(Hands *h, const char *name, const char *text)
{
    const DeskFigure *figures;
    int count = desk_figures(h->desk, &figures);
    for (int f = 0; f < count; f++)
        for (int i = 0; i < figures[f].figure->count; i++) {
            const Mark *mark = &figures[f].figure->marks[i];
            if (!strcmp(mark->name, name) && (!text || (mark->text && !strncmp(mark->text, text, strlen(mark->text))))) return mark;
        }
    check(false, "no mark “%s” %s", name, text ? text : "");
    return NULL;
}

// ---- the ladder ------------------------------------------------------------------------------------------------

static void a_size_that_is_clicked_is_returned_to(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, LADDER);
    check(!strcmp(shown(&h, "sizes.rung.6")->name, "Return to 6"), "it is named “%s”", shown(&h, "sizes.rung.6")->name);
    click(&h, "sizes.rung.6");
    check_code(&h, "convt2d s=2 p=1 op=1 view=sizes");
    check(!strcmp(shown(&h, "sizes.rung.6")->value, "on") && !strcmp(shown(&h, "sizes.rung.5")->value, "off"), "6 is %s, 5 is %s", shown(&h, "sizes.rung.6")->value,
          value_of(&h, "sizes.rung.5"));
    click(&h, "sizes.rung.7");
    check_code(&h, "convt2d in=4 s=2 p=1 view=sizes"); // another narrow size: its own input, and no output padding
    key(&h, 'z', MOD_CTRL);
    check_code(&h, "convt2d s=2 p=1 op=1 view=sizes");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, LADDER);
    ui_focus(&h.desk->ui, "sizes.rung.6");
    frame(&h);
    key(&h, KEY_SPACE, 0);
    check_code(&h, "convt2d s=2 p=1 op=1 view=sizes");
    hands_close(&h);
}

static void arrows_go_along_what_the_lens_lists(void **state)
{
    (void)state;
    static const struct { int tab; const char *first, *second; } lists[] = {
        { SIZES_LADDER, "sizes.rung.5", "sizes.rung.6" }, { SIZES_FROM_TO, "sizes.answer.0", "sizes.answer.1" },
        { SIZES_FRAMEWORKS, "sizes.framework.0", "sizes.framework.1" },
    };
    for (int i = 0; i < COUNT(lists); i++) {
        Hands h;
        hands_open(&h, LADDER);
        h.desk->scene.show.sizes_tab = lists[i].tab;
        ui_focus(&h.desk->ui, lists[i].first);
        frame(&h);
        key(&h, KEY_DOWN, 0);
        check(!strcmp(focus(&h), lists[i].second), "↓ goes from %s to %s", lists[i].first, focus(&h));
        key(&h, KEY_UP, 0);
        check(!strcmp(focus(&h), lists[i].first), "↑ goes from %s to %s", lists[i].second, focus(&h));
        for (int up = 0; up < 40; up++) key(&h, up % 2 ? KEY_DOWN : KEY_UP, MOD_SHIFT); // with Shift they are the table's
        check(!strcmp(focus(&h), lists[i].first), "with Shift they go to %s", focus(&h));
        for (int up = 0; up < 40; up++) key(&h, KEY_UP, 0);
        char top[UI_ID];
        snprintf(top, sizeof top, "%s", focus(&h));
        h.desk->message[0] = 0;
        key(&h, KEY_UP, 0);
        check(!strcmp(focus(&h), top) && !message(&h)[0], "above %s lies %s, and it says “%s”", top, focus(&h), message(&h));
        hands_close(&h);
    }
    Hands h;
    hands_open(&h, LADDER);
    ui_focus(&h.desk->ui, "sizes.rung.5");
    frame(&h);
    key(&h, KEY_DOWN, 0);
    key(&h, KEY_ENTER, 0);
    check_code(&h, "convt2d s=2 p=1 op=1 view=sizes");
    hands_close(&h);
}

static void axes_that_are_apart_are_picked_one_by_one(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, LADDER);
    click(&h, "chain");
    click(&h, "sizes.rows");
    check(!strcmp(shown(&h, "sizes.rows")->name, "Rows 3 → 5") && is_on(&h, "sizes.rows") && !is_on(&h, "sizes.columns"), "the rows are “%s”", shown(&h, "sizes.rows")->name);
    click(&h, "sizes.rung.6");
    check_code(&h, "convt2d s=2 p=1 op=1x0 view=sizes show=rows");
    click(&h, "sizes.columns");
    click(&h, "sizes.rung.8");
    check_code(&h, "convt2d in=3x4 s=2 p=1 op=1 view=sizes");
    hands_close(&h);
}

static void a_size_that_is_dragged_is_one_step_of_undo_and_the_ladder_stands_still(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, LADDER);
    Box from = shown(&h, "sizes.rung.5")->box;
    double x = from.x + 10, pitch = shown(&h, "sizes.rung.4")->box.y - shown(&h, "sizes.rung.3")->box.y;
    press_at(&h, x, from.y + from.h / 2, 1);
    const char *first = figure_mark(&h, "wide size", NULL)->text;
    char kept[16];
    snprintf(kept, sizeof kept, "%s", first);
    for (int i = 1; i <= 12; i++) {
        move_to(&h, x + i, from.y + from.h / 2 + i * pitch / 4);
        check(shown(&h, "sizes.rung.5")->box.y == from.y && shown(&h, "sizes.rung.6")->box.y == from.y + pitch, "the ladder moves under the hand");
    }
    check(spec_out(&desk_scene(h.desk)->spec, desk_scene(h.desk)->spec.x) > 6, "it was dragged to %s", code(&h));
    move_to(&h, x, from.y + from.h / 2 - pitch);
    let_go(&h);
    check_code(&h, "convt2d in=2 s=2 p=1 op=1 view=sizes"); // 4
    key(&h, 'z', MOD_CTRL);
    check_code(&h, LADDER);
    check(is_off(&h, "undo"), "it took more than one step");
    check(!strcmp(kept, figure_mark(&h, "wide size", NULL)->text), "the ladder begins at %s", figure_mark(&h, "wide size", NULL)->text);
    hands_close(&h);
}

static void a_size_that_nothing_leads_to_is_refused_with_a_sentence(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt1d in=2 s=2 view=sizes");
    click(&h, "sizes.rung.2");
    check_says(&h, "no input leads to 2");
    check_code(&h, "convt1d in=2 s=2 view=sizes");
    hands_close(&h);
}

static void of_a_convolution_the_input_is_picked(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "conv1d in=7 s=3 p=1 view=sizes");
    click(&h, "sizes.rung.9");
    check_code(&h, "conv1d in=9 s=3 p=1 view=sizes");
    click(&h, "sizes.rung.10");
    check_code(&h, "conv1d in=10 s=3 p=1 view=sizes");
    hands_close(&h);
}

// ---- from and to -----------------------------------------------------------------------------------------------

static const Widget *named(const Hands *h, const char *part)
{
    const Ui *ui = desk_ui(h->desk);
    for (int i = 0; i < ui->count; i++)
        if (strstr(ui->widgets[i].name, part)) return &ui->widgets[i];
    check(false, "nothing is named “%s”", part);
    return NULL;
}

static void the_question_begins_with_the_scene_and_an_answer_becomes_it(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, LADDER);
    click(&h, "sizes.tab.fromto");
    check(!strcmp(value_of(&h, "sizes.from"), "3") && !strcmp(shown(&h, "sizes.to")->value, "5"), "it asks from %s to %s", h.value, shown(&h, "sizes.to")->value);
    enter(&h, "sizes.from", "29");
    check(!strcmp(value_of(&h, "sizes.to"), "5"), "the other size went to %s", h.value);
    click(&h, "stride.plus");
    check(!strcmp(value_of(&h, "sizes.to"), "5"), "with another stride the question became: to %s", h.value);
    key(&h, 'z', MOD_CTRL);
    enter(&h, "sizes.to", "57");
    char id[UI_ID];
    snprintf(id, sizeof id, "%s", named(&h, "29 to 57: kernel 3, stride 2, padding 1, output padding 0, dilation 1")->id);
    click(&h, id);
    check_code(&h, "convt2d in=29 s=2 p=1 view=sizes show=from-to");
    snprintf(id, sizeof id, "%s", named(&h, "29 to 57: kernel 2, stride 2, padding 1, output padding 1, dilation 1")->id);
    click(&h, id);
    check_code(&h, "convt2d in=29 k=2 s=2 p=1 op=1 view=sizes show=from-to");
    key(&h, 'z', MOD_CTRL);
    key(&h, 'z', MOD_CTRL);
    check_code(&h, LADDER " show=from-to,from:29,to:57");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, LADDER " show=from-to,from:29,to:5");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, LADDER " show=from-to");
    check(!strcmp(value_of(&h, "sizes.from"), "3"), "the scene's own input is no longer followed: %s", h.value);
    hands_close(&h);
}

static void answers_are_paged_by_button_and_by_wheel_and_more_can_be_asked(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, LADDER);
    click(&h, "sizes.tab.fromto");
    check(seen(&h, "sizes.answer.0") && is_off(&h, "sizes.back"), "the first page does not begin with the first answer");
    click(&h, "sizes.on");
    check(!seen(&h, "sizes.answer.0") && !is_off(&h, "sizes.back"), "the second page begins with the first answer");
    click(&h, "sizes.back");
    check(seen(&h, "sizes.answer.0") != NULL, "there is no way back");
    Box row = shown(&h, "sizes.answer.2")->box;
    wheel_at(&h, row.x + 20, row.y + 5, -1);
    check(!seen(&h, "sizes.answer.0") && seen(&h, "sizes.answer.1"), "the wheel does not go on by one");
    int last = -1;
    for (int i = 0; i < 40; i++) click(&h, is_off(&h, "sizes.on") ? "sizes.tab.fromto" : "sizes.on");
    char id[UI_ID];
    for (int i = 0; i < 400; i++) {
        snprintf(id, sizeof id, "sizes.answer.%d", i);
        if (seen(&h, id)) last = i;
    }
    SizeAnswers all;
    size_solve(&all, true, 3, 5, SIZE_BOUNDS[0]);
    check(last == all.count - 1, "the last page ends with %d of %d", last, all.count);
    size_answers_clear(&all);
    click(&h, "sizes.more");
    check(desk_scene(h.desk)->show.sizes_wider && strstr(shown(&h, "sizes.more")->name, "Fewer"), "more is not more: %s", shown(&h, "sizes.more")->name);
    check(seen(&h, "sizes.answer.0") != NULL, "more answers do not begin with the first");
    hands_close(&h);
}

static void where_no_layer_does_it_the_nearest_sizes_are_offered(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, LADDER);
    click(&h, "sizes.tab.fromto");
    // At most (20−1)·4 − 2·0 + 2·(7−1) + 3 + 1 = 92.
    enter(&h, "sizes.from", "20");
    enter(&h, "sizes.to", "400");
    check(figure_mark(&h, "note", "No layer leads from 20 to 400 with k ≤ 7, s ≤ 4, d ≤ 2. The nearest size from 20 is 92.") != NULL, "nothing is said");
    check(!seen(&h, "sizes.answer.0") && !seen(&h, "sizes.above"), "something leads from 20 to 400");
    check(!strcmp(shown(&h, "sizes.below")->name, "To 92"), "offered is “%s”", shown(&h, "sizes.below")->name);
    click(&h, "sizes.below");
    check(seen(&h, "sizes.answer.0") != NULL, "and nothing leads there");
    enter(&h, "sizes.to", "many");
    check_says(&h, "no size");
    hands_close(&h);
}

// ---- frameworks ------------------------------------------------------------------------------------------------

static void a_framework_is_chosen_and_its_pytorch_layer_taken(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 p=1 op=1 w=[1,2,3;4,5,6;7,8,9] view=sizes");
    desk_resize(h.desk, 1600, 1000, 1);
    frame(&h);
    click(&h, "sizes.tab.frameworks");
    check(!seen(&h, "sizes.torch"), "the scene itself can be taken");
    click(&h, "sizes.framework.1");
    check(!strcmp(shown(&h, "sizes.framework.1")->name, "Keras same") && !strcmp(value_of(&h, "sizes.framework.1"), "on"), "%s is %s", shown(&h, "sizes.framework.1")->name, h.value);
    click(&h, "sizes.torch");
    check_code(&h, "convt2d s=2 w=[1,2,3;4,5,6;7,8,9] view=sizes show=frameworks,framework:keras-same");
    check_says(&h, "then drop the last row and column");
    key(&h, 'z', MOD_CTRL);
    click(&h, "sizes.framework.6");
    click(&h, "sizes.torch");
    check_code(&h, "convt2d s=2 w=[9,8,7;6,5,4;3,2,1] view=sizes show=frameworks,framework:jax-same"); // JAX reads the kernel turned
    hands_close(&h);
}

// ---- all of it -------------------------------------------------------------------------------------------------

static void every_control_has_a_name_and_stands_apart_at_every_size(void **state)
{
    (void)state;
    static const char *const codes[] = { LADDER, "convt2d in=64x100 k=3 s=8 d=3 p=1 op=6 view=sizes", "conv1d in=30 k=5 s=2 view=sizes", "convt1d s=1 d=3 op=2 view=stamp,sizes" };
    static const double sizes[][3] = { { 800, 500, 1 }, { 960, 600, 1 }, { 1280, 800, 1 }, { 1920, 1080, 1 }, { 3840, 2160, 2 } };
    for (int c = 0; c < COUNT(codes); c++) {
        Hands h;
        hands_open(&h, codes[c]);
        for (int s = 0; s < COUNT(sizes); s++) {
            desk_resize(h.desk, sizes[s][0], sizes[s][1], sizes[s][2]);
            for (int tab = 0; tab < SIZES_TABS; tab++) {
                h.desk->scene.show.sizes_tab = tab;
                frame(&h);
                const Ui *ui = desk_ui(h.desk);
                for (int i = 0; i < ui->count; i++) {
                    const Widget *a = &ui->widgets[i];
                    if (strncmp(a->id, "sizes.", 6) != 0) continue;
                    check(a->name[0] != 0, "%s has no name", a->id);
                    check(a->box.w >= 14 && a->box.h >= 12, "%s, tab %d at %g×%g: %s is %g×%g", codes[c], tab, sizes[s][0], sizes[s][1], a->id, a->box.w, a->box.h);
                    for (int k = 0; k < i; k++) {
                        const Widget *b = &ui->widgets[k];
                        if (strncmp(b->id, "sizes.", 6) != 0) continue;
                        check(strcmp(a->id, b->id) != 0, "%s is there twice", a->id);
                        double across = fmin(a->box.x + a->box.w, b->box.x + b->box.w) - fmax(a->box.x, b->box.x);
                        double down = fmin(a->box.y + a->box.h, b->box.y + b->box.h) - fmax(a->box.y, b->box.y);
                        check(across <= 0.5 || down <= 0.5, "%s, tab %d at %g×%g: %s lies over %s", codes[c], tab, sizes[s][0], sizes[s][1], a->id, b->id);
                    }
                }
            }
        }
        hands_close(&h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_size_that_is_clicked_is_returned_to),
        cmocka_unit_test(arrows_go_along_what_the_lens_lists),
        cmocka_unit_test(axes_that_are_apart_are_picked_one_by_one),
        cmocka_unit_test(a_size_that_is_dragged_is_one_step_of_undo_and_the_ladder_stands_still),
        cmocka_unit_test(a_size_that_nothing_leads_to_is_refused_with_a_sentence),
        cmocka_unit_test(of_a_convolution_the_input_is_picked),
        cmocka_unit_test(the_question_begins_with_the_scene_and_an_answer_becomes_it),
        cmocka_unit_test(answers_are_paged_by_button_and_by_wheel_and_more_can_be_asked),
        cmocka_unit_test(where_no_layer_does_it_the_nearest_sizes_are_offered),
        cmocka_unit_test(a_framework_is_chosen_and_its_pytorch_layer_taken),
        cmocka_unit_test(every_control_has_a_name_and_stands_apart_at_every_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
