// What somebody said lies over a finished lens: dotted where it is theirs, unbroken where it is so, at the cell it is about.
#include "figure/lens.h"

static Figure figure;

static const Mark *nth(const char *name, int n)
{
    for (int i = 0; i < figure.count; i++)
        if (!strcmp(figure.marks[i].name, name) && n-- == 0) return &figure.marks[i];
    return NULL;
}

static const Mark *cell_at(Cell cell)
{
    for (int i = 0; i < figure.count; i++)
        if (figure.marks[i].kind == MARK_CELL && cell_equal(figure.marks[i].cell, cell)) return &figure.marks[i];
    check(false, "a cell is not there");
    return NULL;
}

static Cell y_cell(int row, int col)
{
    return (Cell){ ROLE_Y, { 0, 0, row, col } };
}

static View built(const char *code)
{
    Scene scene;
    Work work;
    Error err;
    check(scene_parse(&scene, code, &err) && work_make(&work, &scene, NULL, &err), "%s: %s", code, err.text);
    View view = view_of(LENS_STAMP, 430, 640, 1);
    lens_build(&figure, &work, moment_of(&scene), view, measure_fixed);
    work_clear(&work);
    scene_clear(&scene);
    return view;
}

static void their_number_hangs_on_its_cell(void **state)
{
    (void)state;
    built("convt2d in=2 k=3 s=2");
    check(figure_ghost_value(&figure, y_cell(2, 2), "5"), "no ghost");
    const Mark *ghost = nth("ghost", 0), *cell = cell_at(y_cell(2, 2));
    check(!strcmp(ghost->text, "yours 5") && ghost->style == STYLE_DOTTED, "it says “%s” in style %x", ghost->text, ghost->style);
    check(box_overlaps(ghost->box, cell->box), "it is not at its cell");
    check(!box_has(ghost->box, cell->box.x + cell->box.w / 2, cell->box.y + cell->box.h / 2), "it lies on the number that is right");
    check(!figure_ghost_value(&figure, y_cell(9, 9), "5") && !nth("ghost", 1), "a cell that is not there has a ghost");
}

static void their_size_begins_where_the_output_does(void **state)
{
    (void)state;
    View view = built("convt2d in=3 k=3 s=2 p=1 op=1");
    check(figure_ghost_size(&figure, view.box, y_cell(0, 0), 4, 5), "no ghost");
    const Mark *ghost = nth("ghost", 0), *name = nth("ghost", 1), *first = cell_at(y_cell(0, 0)), *last = cell_at(y_cell(3, 4));
    check(ghost->style == STYLE_DOTTED && !strcmp(name->text, "yours 4×5"), "it says “%s”", name->text);
    check(fabs(ghost->box.x - first->box.x) < 3 && fabs(ghost->box.y - first->box.y) < 3, "it begins at %g, %g", ghost->box.x, ghost->box.y);
    check(fabs(ghost->box.x + ghost->box.w - last->box.x - last->box.w) < 3 && fabs(ghost->box.y + ghost->box.h - last->box.y - last->box.h) < 3,
          "it ends at %g, %g", ghost->box.x + ghost->box.w, ghost->box.y + ghost->box.h);
}

static void a_huge_size_stays_in_the_lens(void **state)
{
    (void)state;
    View view = built("convt1d in=3 k=3 s=2");
    check(figure_ghost_size(&figure, view.box, y_cell(0, 0), 1, 4000), "no ghost");
    const Mark *ghost = nth("ghost", 0), *name = nth("ghost", 1);
    check(!strcmp(name->text, "yours 4000"), "it says “%s”", name->text);
    check(ghost->clip.w > 0 && ghost->clip.x + ghost->clip.w < view.box.x + view.box.w + 5, "it is seen up to %g", ghost->clip.x + ghost->clip.w);
    check(name->box.x + name->box.w <= view.box.x + view.box.w && name->box.y + name->box.h <= view.box.y + view.box.h, "its name leaves the lens");
    check(!figure_ghost_size(&figure, view.box, y_cell(0, 0), 0, 3), "a size of nothing has a ghost");
    built("convt2d in=64 k=4 s=2 p=1");
    check(!figure_ghost_size(&figure, view.box, y_cell(0, 0), 60, 60), "cells that are not drawn have a ghost");
}

static void wrong_cells_are_dotted_and_right_ones_are_not(void **state)
{
    (void)state;
    built("convt2d in=2 k=3 s=2");
    Cell theirs[] = { y_cell(0, 0), y_cell(1, 1) }, right[] = { y_cell(1, 1), y_cell(2, 2) };
    figure_ghost_cells(&figure, theirs, 2, right, 2);
    check(nth("ghost", 0) && nth("ghost", 0)->style == STYLE_DOTTED && !nth("ghost", 1), "the wrong one is not dotted, or a right one is");
    check(nth("right", 0) && nth("right", 1) && !nth("right", 2) && nth("right", 0)->style == 0, "the right ones are not ringed");
    check(box_overlaps(nth("ghost", 0)->box, cell_at(y_cell(0, 0))->box), "the dotted ring is elsewhere");
    figure_chosen(&figure, theirs, 2);
    check(nth("chosen", 1) && !nth("chosen", 2), "what is chosen is not ringed");
    Cell nowhere = y_cell(30, 30);
    figure_chosen(&figure, &nowhere, 1);
    check(!nth("chosen", 2), "a cell that is not there is ringed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(their_number_hangs_on_its_cell),
        cmocka_unit_test(their_size_begins_where_the_output_does),
        cmocka_unit_test(a_huge_size_stays_in_the_lens),
        cmocka_unit_test(wrong_cells_are_dotted_and_right_ones_are_not),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    figure_clear(&figure);
    return failed;
}
