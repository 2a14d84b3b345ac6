// What a cell says where room is scarce, and how the pinned one is told from the others, in every lens.
#include "lens.h"

static void work_of(Work *work, const char *code)
{
    Scene scene;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: %s", code, err.text);
    check(work_make(work, &scene, NULL, &err), "%s: %s", code, err.text);
    scene_clear(&scene);
}

static void one_large_value_leaves_the_others_their_numbers(void **state)
{
    (void)state;
    Work work;
    work_of(&work, "convt2d in=2 k=3 s=2 w=ones x=[1,1000000000;3,4]");
    static const Lens lenses[] = { LENS_STAMP, LENS_SLIDE, LENS_PHASES, LENS_BACKPROP };
    for (int i = 0; i < COUNT(lenses); i++) {
        Figure figure = { 0 };
        lens_build(&figure, &work, moment_of(&work.scene), view_of(lenses[i], 660, 640, 1), measure_fixed);
        int held = 0;
        for (int m = 0; m < figure.count; m++) {
            const Mark *mark = &figure.marks[m];
            if (mark->kind != MARK_CELL || mark->cell.role != ROLE_X) continue;
            static const char *const wanted[] = { "1", "10⁹", "3", "4" };
            const char *want = wanted[2 * mark->cell.at[2] + mark->cell.at[3]];
            check(mark->text && (strstr(want, "10") ? strstr(mark->text, "10⁹") != NULL : !strcmp(mark->text, want)), "%s: x (%d, %d) says “%s”, not “%s”", LENSES[lenses[i]].title, mark->cell.at[2],
                  mark->cell.at[3], mark->text ? mark->text : "nothing", want);
            check(mark->size >= 9, "%s: “%s” is %g pixels high", LENSES[lenses[i]].title, mark->text, mark->size);
            held++;
        }
        check(held >= 4, "%s shows %d inputs", LENSES[lenses[i]].title, held);
        figure_clear(&figure);
    }
    work_clear(&work);
}

// Where most are too wide, powers of ten would hide what differs.
static void many_large_values_become_colours(void **state)
{
    (void)state;
    Work work;
    work_of(&work, "convt2d in=2 k=3 s=2 w=ones x=[-123456,-123457;3,-123458]");
    Figure figure = { 0 };
    View view = view_of(LENS_STAMP, 660, 640, 1);
    lens_build(&figure, &work, moment_of(&work.scene), view, measure_fixed);
    for (int m = 0; m < figure.count; m++) {
        const Mark *mark = &figure.marks[m];
        check(mark->kind != MARK_CELL || mark->cell.role != ROLE_X || !mark->text || !strstr(mark->text, "10⁵"), "an input says “%s”", mark->text);
    }
    figure_clear(&figure);
    work_clear(&work);
}

static void the_pinned_cell_is_marked_in_every_lens(void **state)
{
    (void)state;
    Work work;
    work_of(&work, "convt2d in=3 k=3 s=2 walk=output step=8 cell=y:0,0,1,4");
    for (int i = 0; i < COUNT(LENSES_HELD); i++) {
        Figure figure = { 0 };
        Moment moment = moment_of(&work.scene);
        for (int hover = 0; hover < 2; hover++) {
            if (hover) moment.hover = (Cell){ ROLE_X, { 0, 0, 0, 0 } };
            lens_build(&figure, &work, moment, view_of(LENSES_HELD[i], 900, 700, 1), measure_fixed);
            int pinned = 0;
            for (int m = 0; m < figure.count; m++) {
                const Mark *mark = &figure.marks[m];
                bool is_pin = mark->cell.role != ROLE_NONE && cell_equal(mark->cell, work.scene.cell);
                check(mark->kind != MARK_CELL || is_pin == !!(mark->style & STYLE_PIN), "%s: %s is %smarked as pinned", LENSES[LENSES_HELD[i]].title,
                      mark->name, is_pin ? "not " : "");
                pinned += is_pin && mark->kind == MARK_CELL;
            }
            check(pinned > 0 || LENSES_HELD[i] == LENS_SLIDE, "%s does not show the pinned cell", LENSES[LENSES_HELD[i]].title);
        }
        figure_clear(&figure);
    }
    work_clear(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_large_value_leaves_the_others_their_numbers), cmocka_unit_test(many_large_values_become_colours),
        cmocka_unit_test(the_pinned_cell_is_marked_in_every_lens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
