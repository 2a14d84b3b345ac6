// From one lens to another: at every moment of the way each cell of both is one mark, between its two places.
#include "figure/lens.h"

static const Mark *mark_of(const Figure *figure, Cell cell, int *count)
{
    const Mark *first = NULL;
    *count = 0;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (mark->kind != MARK_CELL || !cell_equal(mark->cell, cell)) continue;
        if (!first) first = mark;
        ++*count;
    }
    return first;
}

static bool is_between(double at, double a, double b)
{
    if (fabs(a - b) < 1e-9) return fabs(at - a) < 1e-6;
    return fmin(a, b) < at && at < fmax(a, b);
}

// A lens may show a cell twice, large and small: whether one of its marks on the way is between one of before and after.
static bool goes_between(const Figure *way, const Figure *from, const Figure *to, Cell cell)
{
    for (int w = 0; w < way->count; w++)
        for (int f = 0; cell_equal(way->marks[w].cell, cell) && f < from->count; f++)
            for (int t = 0; cell_equal(from->marks[f].cell, cell) && t < to->count; t++) {
                if (!cell_equal(to->marks[t].cell, cell)) continue;
                Box at = way->marks[w].box, a = from->marks[f].box, b = to->marks[t].box;
                if (is_between(at.x, a.x, b.x) && is_between(at.y, a.y, b.y) && is_between(at.w, a.w, b.w)) return true;
            }
    return false;
}

static bool stands_in(const Figure *figure, const Mark *mark)
{
    for (int i = 0; i < figure->count; i++) {
        const Mark *same = &figure->marks[i];
        if (same->kind != MARK_CELL || !cell_equal(same->cell, mark->cell) || (!same->text) != (!mark->text)) continue;
        bool place = fabs(same->box.x - mark->box.x) < 1e-9 && fabs(same->box.y - mark->box.y) < 1e-9;
        if (place && (!same->text || !strcmp(same->text, mark->text))) return true;
    }
    return false;
}

static void hold_way(const char *name, const Figure *from, const Figure *to, double u, int *moved)
{
    static Figure way;
    figure_between(&way, from, to, u, true);
    for (int i = 0; i < to->count; i++) {
        Cell cell = to->marks[i].cell;
        if (to->marks[i].kind != MARK_CELL || cell.role == ROLE_NONE) continue;
        int before, now, after;
        const Mark *a = mark_of(from, cell, &before), *b = mark_of(to, cell, &after), *at = mark_of(&way, cell, &now);
        if (!before) continue;
        char text[64];
        cell_print(text, cell);
        if (u == 0.5) check(now == (before < after ? before : after), "%s: %s stands %d times; before %d, after %d", name, text, now, before, after);
        check(goes_between(&way, from, to, cell),
              "%s: %s is not between its places at %g: x %g … %g … %g, y %g … %g … %g", name, text, u, a->box.x, at ? at->box.x : NAN,
              b->box.x, a->box.y, at ? at->box.y : NAN, b->box.y);
        ++*moved;
    }
    figure_clear(&way);
}

static void each_pair(void (*hold)(const char *name, const Figure *from, const Figure *to))
{
    Figure from = { 0 }, to = { 0 };
    for (int i = 0; i < case_count; i++)
        for (int a = 0; a < COUNT(LENSES_HELD); a++)
            for (int b = 0; b < COUNT(LENSES_HELD); b++) {
                if (a == b) continue;
                Moment moment = moment_of(&cases[i].work.scene);
                lens_build(&from, &cases[i].work, moment, view_of(LENSES_HELD[a], 700, 640, 1), measure_fixed);
                lens_build(&to, &cases[i].work, moment, view_of(LENSES_HELD[b], 640, 600, 1), measure_fixed);
                hold(cases[i].name, &from, &to);
            }
    figure_clear(&from);
    figure_clear(&to);
}

static int moved;

static void hold_cells(const char *name, const Figure *from, const Figure *to)
{
    static const double at[] = { 0.2, 0.5, 0.8 };
    for (int i = 0; i < COUNT(at); i++) hold_way(name, from, to, at[i], &moved);
}

static void each_cell_of_both_is_one_mark_between_its_places(void **state)
{
    (void)state;
    moved = 0;
    each_pair(hold_cells);
    check(moved > 2000, "only %d cells were met", moved);
}

// At the ends of the way nothing of the other figure is left.
static void hold_ends(const char *name, const Figure *from, const Figure *to)
{
    Figure way = { 0 };
    for (int end = 0; end < 2; end++) {
        const Figure *whole = end ? to : from;
        int cells = 0, wanted = 0;
        figure_between(&way, from, to, end, true);
        for (int i = 0; i < whole->count; i++) wanted += whole->marks[i].kind == MARK_CELL;
        for (int i = 0; i < way.count; i++) {
            const Mark *mark = &way.marks[i];
            if (mark->kind != MARK_CELL) continue;
            cells++;
            if (mark->cell.role == ROLE_NONE) continue;
            check(stands_in(whole, mark), "%s: a cell is elsewhere, or says something else, at %d", name, end);
        }
        check(cells == wanted, "%s: %d cells at %d; wanted %d", name, cells, end, wanted);
    }
    figure_clear(&way);
}

static void the_ends_of_the_way_are_the_two_figures(void **state)
{
    (void)state;
    each_pair(hold_ends);
}

// ---- a grid becomes a line -------------------------------------------------------------------------------------

static const Mark *at_half(const Figure *figure, Role role, int row, int col)
{
    int count;
    return mark_of(figure, (Cell){ role, { 0, 0, row, col } }, &count);
}

static double gone(double at, double from, double to) { return (at - from) / (to - from); }

// Of the way from Stamp to Matrix or back: how far a cell has gone along the line it joins, and into it.
static void hold_halfway(const Figure *from, const Figure *to, Role role, bool joins)
{
    Figure way = { 0 };
    figure_between(&way, from, to, 0.5, true);
    for (int row = 0; row < 3; row++)
        for (int col = 0; col < 3; col++) {
            const Mark *a = at_half(from, role, row, col), *at = at_half(&way, role, row, col), *b = at_half(to, role, row, col);
            double across = gone(at->box.x, a->box.x, b->box.x), down = gone(at->box.y, a->box.y, b->box.y);
            double along = role == ROLE_X ? across : down, into = role == ROLE_X ? down : across;
            check(0 < along && along < 1 && 0 < into && into < 1, "%s is %g along and %g into its line at half of the way", said(a->cell), along, into);
            check(joins ? along > 0.7 && into < 0.3 : along < 0.3 && into > 0.7, "%s is %g along and %g into its line: its row does not %s first", said(a->cell), along,
                  into, joins ? "slide apart" : "leave the line");
        }
    // Its rows are still rows, each past the end of the one before.
    for (int row = 0; role == ROLE_X && row < 3; row++) {
        const Mark *first = at_half(&way, role, row, 0), *last = at_half(&way, role, row, 2), *next = row < 2 ? at_half(&way, role, row + 1, 0) : NULL;
        check(fabs(first->box.y - last->box.y) < 0.01, "row %d of x is not level half-way", row);
        check(!next || next->box.x > last->box.x, "row %d of x has not slid past row %d", row + 1, row);
    }
    figure_clear(&way);
}

static void flattening_rows_slide_apart_and_then_join(void **state)
{
    (void)state;
    const Case *c = NULL;
    for (int i = 0; i < case_count; i++)
        if (!strcmp(cases[i].name, "matrix")) c = &cases[i];
    Figure stamp = { 0 }, matrix = { 0 };
    lens_build(&stamp, &c->work, moment_of(&c->work.scene), view_of(LENS_STAMP, 700, 640, 1), measure_fixed);
    lens_build(&matrix, &c->work, moment_of(&c->work.scene), view_of(LENS_MATRIX, 700, 640, 1), measure_fixed);
    for (Role role = ROLE_X; role <= ROLE_Y; role += ROLE_Y - ROLE_X) hold_halfway(&stamp, &matrix, role, true), hold_halfway(&matrix, &stamp, role, false);
    figure_clear(&stamp);
    figure_clear(&matrix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_cell_of_both_is_one_mark_between_its_places),
        cmocka_unit_test(the_ends_of_the_way_are_the_two_figures),
        cmocka_unit_test(flattening_rows_slide_apart_and_then_join),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
