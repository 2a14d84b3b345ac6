// Lenses on the stage: they share it as their dividers say, each can be gone into and moved, and one becomes another by
// its cells gliding.
#include "desk/inside.h"
#include "hands.h"

#include <unistd.h>

static const Mark *under(Hands *h, double x, double y)
{
    for (int i = 0; i < h->desk->lens_count; i++) {
        const Mark *mark = figure_hit(h->desk->shown[h->desk->lens_figures[i]].figure, x, y);
        if (mark) return mark;
    }
    return NULL;
}

static const char *name_of(Cell cell)
{
    static char text[64];
    cell_print(text, cell);
    return text;
}

// ---- zoom ------------------------------------------------------------------------------------------------------

static void what_lies_under_the_pointer_stays_there(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=24 s=2 view=stamp");
    Box stage = shown(&h, "stage")->box;
    double x = stage.x + 0.6 * stage.w, y = stage.y + 0.55 * stage.h;
    move_to(&h, x, y);
    Cell cell = under(&h, x, y)->cell;
    double before = under(&h, x, y)->box.w;
    for (int i = 0; i < 9; i++) {
        wheel_at(&h, x, y, 1);
        const Mark *mark = under(&h, x, y);
        check(mark && cell_equal(mark->cell, cell), "after %d notches another cell is there, not %s", i + 1, name_of(cell));
    }
    check(under(&h, x, y)->box.w > 2 * before, "nine notches make a cell of %g only %g wide", before, under(&h, x, y)->box.w);
    check(under(&h, x, y)->text != NULL, "a cell of %g shows no number", under(&h, x, y)->box.w);
    for (int i = 0; i < 14; i++) wheel_at(&h, x, y, -1);
    check(fabs(under(&h, x, y)->box.w - before) < 1e-9, "back outside a cell is %g wide; before %g", under(&h, x, y)->box.w, before);
    hands_close(&h);
}

static void a_lens_that_shows_every_number_says_so(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 s=2 view=stamp");
    Box stage = shown(&h, "stage")->box;
    double before = mark_of(&h, Y_CELL(0, 0))->box.w;
    wheel_at(&h, stage.x + stage.w / 2, stage.y + stage.h / 2, 1);
    check(strstr(message(&h), "already shows every number"), "it says “%s”", message(&h));
    check(mark_of(&h, Y_CELL(0, 0))->box.w == before, "it was zoomed");
    hands_close(&h);
}

static void only_cells_that_can_be_seen_are_built(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=200 s=2 view=stamp");
    Box stage = shown(&h, "stage")->box;
    for (int i = 0; i < 40; i++) {
        wheel_at(&h, stage.x + stage.w / 2, stage.y + stage.h / 2, 1);
        int cells = 0, marks = h.desk->shown[0].figure->count;
        for (int m = 0; m < marks; m++) cells += h.desk->shown[0].figure->marks[m].kind == MARK_CELL;
        check(cells < 24000, "%d notches: %d cells are built", i + 1, cells);
    }
    check(h.desk->lens_view[LENS_STAMP].zoom > 10, "40 notches zoom only %g times", h.desk->lens_view[LENS_STAMP].zoom);
    hands_close(&h);
}

static void a_drag_moves_a_zoomed_lens_and_pins_nothing(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=40 s=2 view=stamp");
    Box stage = shown(&h, "stage")->box;
    double x = stage.x + stage.w / 2, y = stage.y + stage.h / 2;
    for (int i = 0; i < 6; i++) wheel_at(&h, x, y, 1);
    Cell cell = under(&h, x, y)->cell;
    press_at(&h, x, y, 1);
    move_to(&h, x + 30, y - 20);
    move_to(&h, x + 60, y - 40);
    let_go(&h);
    check(desk_scene(h.desk)->cell.role == ROLE_NONE, "a drag has pinned %s", name_of(desk_scene(h.desk)->cell));
    const Mark *mark = under(&h, x + 60, y - 40);
    check(mark && cell_equal(mark->cell, cell), "the cell %s did not come along", name_of(cell));
    click_at(&h, x, y);
    check(cell_equal(desk_scene(h.desk)->cell, under(&h, x, y)->cell), "a click pins %s", name_of(desk_scene(h.desk)->cell));
    click_at(&h, x, y);
    check(desk_scene(h.desk)->cell.role == ROLE_NONE, "a second click does not let go");
    hands_close(&h);
}

// ---- what stays, when cells grow -------------------------------------------------------------------------------

static bool within(Box a, Box b)
{
    return a.x >= b.x - 1 && a.y >= b.y - 1 && a.x + a.w <= b.x + b.w + 1 && a.y + a.h <= b.y + b.h + 1;
}

static void the_frame_of_a_lens_stays_when_its_cells_grow(void **state)
{
    (void)state;
    static const struct { const char *lens, *stays[3]; } lenses[] = {
        { "stamp", { "kernel", "input caption", "output caption" } }, { "slide", { "kernel", "reading caption", "row caption" } },
        { "phases", { "kernel", "kernel caption", "output caption" } }, { "backprop", { "kernel", "input caption", "gy caption" } },
    };
    for (int i = 0; i < COUNT(lenses); i++) {
        Hands h;
        char scene[80];
        snprintf(scene, sizeof scene, "convt2d in=48 k=3 s=2 p=1 view=%s", lenses[i].lens);
        hands_open(&h, scene);
        Box stage = shown(&h, "stage")->box;
        check(!seen(&h, "lens.all.0"), "%s: a way back is there before one has gone near", lenses[i].lens);
        for (int n = 0; n < 6; n++) wheel_at(&h, stage.x + 0.72 * stage.w, stage.y + 0.6 * stage.h, 4);
        const Figure *figure = h.desk->shown[0].figure;
        const Mark *title = figure_named(figure, MARK_TEXT, "lens title"), *words = figure_named(figure, MARK_TEXT, "near words");
        check(title && within(title->box, stage), "%s: its title is out of sight", lenses[i].lens);
        check(words && strstr(words->text, "rows"), "%s: nothing says which rows are seen", lenses[i].lens);
        for (int s = 0; s < 3; s++) {
            bool found = false;
            for (int m = 0; m < figure->count; m++)
                found |= !strcmp(figure->marks[m].name, lenses[i].stays[s]) && within(figure->marks[m].box, stage);
            check(found, "%s: “%s” is out of sight", lenses[i].lens, lenses[i].stays[s]);
        }
        int numbers = 0, all = 0;
        for (int m = 0; m < figure->count; m++) {
            const Mark *mark = &figure->marks[m];
            check(mark->clip.w <= 0 || within(mark->clip, stage), "%s: “%s” is seen outside of the stage", lenses[i].lens, mark->name);
            if (mark->kind != MARK_CELL || mark->cell.role != ROLE_Y) continue;
            all++, numbers += mark->text != NULL;
        }
        check(all > 4 && numbers == all, "%s: %d of %d outputs have their numbers", lenses[i].lens, numbers, all);
        click(&h, "lens.all.0");
        check(h.desk->lens_view[h.desk->scene.view[0]].zoom <= 1 && !seen(&h, "lens.all.0"), "%s: Fit does not lead back", lenses[i].lens);
        hands_close(&h);
    }
}

// A single row is shown in its full height, wherever one has gone near.
static void a_row_is_not_cut(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=64 k=3 s=2 p=1 view=slide");
    Box stage = shown(&h, "stage")->box;
    for (int n = 0; n < 4; n++) wheel_at(&h, stage.x + 0.3 * stage.w, stage.y + 0.55 * stage.h, 4);
    const Mark *row = mark_named(&h, MARK_GRID, "output row");
    check(row->clip.w > 0 && row->box.h > 28 && row->box.y >= row->clip.y - 1 && row->box.y + row->box.h <= row->clip.y + row->clip.h + 1,
          "it stands from %g to %g, and is seen from %g to %g", row->box.y, row->box.y + row->box.h, row->clip.y, row->clip.y + row->clip.h);
    hands_close(&h);
}

// Whichever part of the plane is seen: the row of y shows the output that the step has written.
static void a_zoomed_row_goes_with_the_step(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=20x30 k=3 s=2 p=1 view=slide walk=output step=100");
    Box stage = shown(&h, "stage")->box;
    for (int n = 0; n < 3; n++) wheel_at(&h, stage.x + 0.3 * stage.w, stage.y + 0.35 * stage.h, 1);
    move_to(&h, 2, 2);
    for (int i = 0; i < 70; i++) {
        key(&h, KEY_RIGHT, 0);
        wait_for(&h, 2);
        Step step = timeline_step(&h.desk->scene.spec, WALK_OUTPUT, desk_step(h.desk) - 1);
        const Mark *row = mark_named(&h, MARK_GRID, "output row"), *cell = mark_of(&h, step.cell);
        check(row && row->clip.w > 0, "the row is seen whole, and has nowhere to go");
        check(cell && cell->box.x >= row->clip.x - 1 && cell->box.x + cell->box.w <= row->clip.x + row->clip.w + 1,
              "after step %lld output %d of the row is not in sight", desk_step(h.desk), step.cell.at[3]);
        check(cell->box.y >= row->clip.y - 0.01, "the upper border of the row is cut: it begins at %g, what is seen at %g", cell->box.y, row->clip.y);
    }
    hands_close(&h);
}

static void a_zoomed_matrix_has_a_way_back(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=8 k=3 s=2 p=1 view=matrix");
    Box stage = shown(&h, "stage")->box;
    check(!seen(&h, "lens.all.0"), "a way back is there before one has gone near");
    wheel_at(&h, stage.x + 0.3 * stage.w, stage.y + 0.3 * stage.h, 4);
    check(h.desk->lens_view[LENS_MATRIX].zoom > 1, "it does not go near");
    click(&h, "lens.all.0");
    check(h.desk->lens_view[LENS_MATRIX].zoom <= 1 && !seen(&h, "lens.all.0"), "Fit does not lead back");
    hands_close(&h);
}

// Even where there is little room the way back is there, and no grid leaves the lens.
static void a_small_lens_keeps_its_frame_too(void **state)
{
    (void)state;
    static const char *const lenses[] = { "stamp", "slide", "phases", "backprop" };
    for (int i = 0; i < COUNT(lenses); i++) {
        Hands h;
        char scene[80];
        snprintf(scene, sizeof scene, "convt2d in=32 k=3 s=2 p=1 view=%s", lenses[i]);
        hands_open(&h, scene);
        desk_resize(h.desk, 800, 500, 1);
        frame(&h);
        Box stage = shown(&h, "stage")->box;
        for (int n = 0; n < 5; n++) wheel_at(&h, stage.x + 0.4 * stage.w, stage.y + 0.4 * stage.h, 4);
        const Figure *figure = h.desk->shown[0].figure;
        check(i > 1 || seen(&h, "lens.all.0"), "%s: there is no way back", lenses[i]);
        for (int m = 0; m < figure->count; m++) {
            const Mark *mark = &figure->marks[m];
            Box part = mark->clip.w > 0 ? mark->clip : mark->box;
            check(mark->kind != MARK_GRID || within(part, stage), "%s: “%s” ends at %g, the stage at %g", lenses[i], mark->name, part.y + part.h,
                  stage.y + stage.h);
        }
        key(&h, '0', 0);
        check(h.desk->lens_view[h.desk->scene.view[0]].zoom <= 1, "%s: 0 does not lead back", lenses[i]);
        hands_close(&h);
    }
}

// Whether what the last step wrote is seen.
static bool sees_step(Hands *h)
{
    const Nearness *near = &h->desk->shown[0].figure->near;
    Box middle = { near->step.x + near->step.w / 2, near->step.y + near->step.h / 2, 0, 0 };
    return near->step.w > 0 && box_has(near->pane, middle.x, middle.y);
}

static void a_zoomed_lens_follows_the_step(void **state)
{
    (void)state;
    static const char *const scenes[] = { "convt2d in=64 k=3 s=2 p=1 view=stamp step=0", "convt2d in=64 k=3 s=2 p=1 view=slide walk=output step=0",
                                          "convt2d in=48 k=3 s=2 p=1 view=backprop step=0" };
    for (int i = 0; i < 2 * COUNT(scenes); i++) {
        Hands h;
        bool still = i >= COUNT(scenes);
        hands_open(&h, scenes[i % COUNT(scenes)]);
        if (still) key(&h, 'm', 0);
        Box stage = shown(&h, "stage")->box;
        for (int n = 0; n < 5; n++) wheel_at(&h, stage.x + 0.6 * stage.w, stage.y + 0.6 * stage.h, 4);
        desk_goto(h.desk, 5);
        frame(&h);
        check(still == sees_step(&h), "%s: %s", scenes[i % COUNT(scenes)], still ? "without motion it is not there at once" : "it has jumped");
        wait_for(&h, 0.1);
        wait_for(&h, 0.15);
        check(sees_step(&h), "%s: step 5 is out of sight", scenes[i % COUNT(scenes)]);
        // Who moves it away while the clock stands is let alone.
        LensView before = h.desk->lens_view[h.desk->scene.view[0]];
        h.desk->lens_view[h.desk->scene.view[0]].y = 0.9;
        frame(&h);
        wait_for(&h, 0.5);
        check(h.desk->lens_view[h.desk->scene.view[0]].y > before.y, "%s: it went back by itself", scenes[i % COUNT(scenes)]);
        hands_close(&h);
    }
}

// Entries that can be seen, as cells or as coloured pixels, not only at the very edge.
static int entries(const Hands *h)
{
    const Figure *figure = h->desk->shown[0].figure;
    const Mark *table = figure_named(figure, MARK_GRID, "matrix"), *map = figure_named(figure, MARK_BOX, "map");
    int count = 0;
    for (int i = 0; i < figure->count; i++) count += figure->marks[i].kind == MARK_CELL && figure->marks[i].cell.role == ROLE_C;
    for (int i = 0; table->pixels && i < table->rows * table->cols; i++) {
        double x = table->box.x + i % table->cols, y = table->box.y + i / table->cols;
        count += table->pixels[i] != figure->look->background && !(map && box_has(map->box, x, y));
    }
    return count;
}

static void matrix_never_shows_only_what_is_empty(void **state)
{
    (void)state;
    static const int sides[] = { 12, 32 };
    for (int i = 0; i < COUNT(sides); i++) {
        Hands h;
        char scene[80];
        snprintf(scene, sizeof scene, "convt2d in=%d k=4 s=2 p=1 view=matrix", sides[i]);
        hands_open(&h, scene);
        Box stage = shown(&h, "stage")->box;
        for (int n = 0; n < 24; n++) {
            wheel_at(&h, stage.x + 0.25 * stage.w, stage.y + 0.8 * stage.h, 1);
            check(entries(&h) > 0, "in=%d: after %d notches only empty places are seen", sides[i], n + 1);
        }
        check(h.desk->lens_view[LENS_MATRIX].zoom > 5, "in=%d: 24 notches zoom only %g times", sides[i], h.desk->lens_view[LENS_MATRIX].zoom);
        press_at(&h, stage.x + 0.3 * stage.w, stage.y + 0.4 * stage.h, 1);
        for (int n = 0; n < 12; n++) {
            move_to(&h, stage.x + 0.3 * stage.w + (n + 1) * 60, stage.y + 0.4 * stage.h);
            check(entries(&h) > 0, "in=%d: dragged by %d it shows only empty places", sides[i], (n + 1) * 60);
        }
        let_go(&h);
        hands_close(&h);
    }
}

// ---- dividers --------------------------------------------------------------------------------------------------

static double width_of_lens(Hands *h, int i)
{
    return h->desk->shown[h->desk->lens_figures[i]].clip.w;
}

static void a_divider_is_dragged_kept_and_evened_out(void **state)
{
    (void)state;
    char folder[] = "/tmp/stridescope-views-XXXXXX";
    assert_non_null(mkdtemp(folder));
    Hands h;
    hands_start(&h, (DeskStart){ .code = "convt2d in=3 k=3 s=2 view=stamp,slide", .config_folder = folder });
    double first = width_of_lens(&h, 0), second = width_of_lens(&h, 1);
    check(fabs(first - second) < 1, "they begin with %g and %g", first, second);
    const Mark *line = mark_named(&h, MARK_LINE, "divider");
    double x = line->box.x, y = line->box.y + 100;
    press_at(&h, x, y, 1);
    move_to(&h, x + 70, y);
    let_go(&h);
    check(fabs(width_of_lens(&h, 0) - first - 70) < 2, "dragged by 70, the first lens went from %g to %g", first, width_of_lens(&h, 0));
    check(fabs(width_of_lens(&h, 0) + width_of_lens(&h, 1) - first - second) < 1, "the stage is not filled");
    hands_close(&h);
    hands_start(&h, (DeskStart){ .code = "convt2d in=3 k=3 s=2 view=stamp,slide", .config_folder = folder });
    check(fabs(width_of_lens(&h, 0) - first - 70) < 2, "opened again, the first lens has %g", width_of_lens(&h, 0));
    x = mark_named(&h, MARK_LINE, "divider")->box.x;
    press_at(&h, x, y, 1);
    move_to(&h, 2, y);
    let_go(&h);
    check(width_of_lens(&h, 0) >= 230, "dragged to the edge, the first lens has %g", width_of_lens(&h, 0));
    x = mark_named(&h, MARK_LINE, "divider")->box.x;
    press_at(&h, x, y, 2);
    let_go(&h);
    check(fabs(width_of_lens(&h, 0) - first) < 1, "evened out, the first lens has %g", width_of_lens(&h, 0));
    hands_close(&h);
    char path[128];
    snprintf(path, sizeof path, "%s/preferences", folder);
    unlink(path);
    rmdir(folder);
}

// ---- gliding ---------------------------------------------------------------------------------------------------

static void cells_glide_from_lens_to_lens(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=3 k=3 s=2 p=1 view=stamp");
    Box from = mark_of(&h, X_CELL(2, 2))->box;
    key(&h, '2', 0);
    check(h.due < 0.1, "the next frame is due in %g s", h.due);
    wait_for(&h, 0.3);
    Box amid = mark_of(&h, X_CELL(2, 2))->box;
    check(!seen(&h, "slide.turn"), "a button stands on a lens that is still moving");
    wait_for(&h, 0.4);
    Box to = mark_of(&h, X_CELL(2, 2))->box;
    check((from.x < amid.x) == (amid.x < to.x) && amid.x != from.x && amid.x != to.x, "x goes %g, %g, %g", from.x, amid.x, to.x);
    check(h.due == INFINITY || h.due > 0.2, "at rest a frame is due in %g s", h.due);
    check(seen(&h, "slide.turn") != NULL, "the button did not come");
    hands_close(&h);
}

static void without_motion_lenses_change_at_once(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=3 k=3 s=2 p=1 view=stamp");
    key(&h, 'm', 0);
    key(&h, '2', 0);
    Box at_once = mark_of(&h, X_CELL(2, 2))->box;
    wait_for(&h, 1);
    Box later = mark_of(&h, X_CELL(2, 2))->box;
    check(at_once.x == later.x && at_once.y == later.y, "it moved from %g, %g to %g, %g", at_once.x, at_once.y, later.x, later.y);
    hands_close(&h);
}

// Undo in the middle of the way, another lens, a smaller scene: what is shown in the end is what is there.
static void gliding_can_be_cut_short(void **state)
{
    (void)state;
    Hands h, still;
    hands_open(&h, "convt2d in=5 k=3 s=2 p=1 view=stamp");
    key(&h, '2', 0);
    wait_for(&h, 0.2);
    key(&h, '1', MOD_SHIFT);
    wait_for(&h, 0.1);
    click(&h, "stride.minus");
    wait_for(&h, 0.1);
    key(&h, '2', MOD_SHIFT);
    wait_for(&h, 5);
    hands_open(&still, code(&h));
    const Mark *a = mark_of(&h, Y_CELL(1, 1)), *b = mark_of(&still, Y_CELL(1, 1));
    check(a && b && a->box.x == b->box.x && a->box.y == b->box.y, "y is not where it belongs");
    hands_close(&h);
    hands_close(&still);
}

// ---- Slide -----------------------------------------------------------------------------------------------------

static void the_zeros_between_fold_away_and_come_back(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 p=1 view=slide");
    const Mark *grid = figure_named(h.desk->shown[h.desk->lens_figures[0]].figure, MARK_GRID, "reading");
    int rows = grid->rows;
    click(&h, "slide.zeros");
    wait_for(&h, 1);
    grid = figure_named(h.desk->shown[h.desk->lens_figures[0]].figure, MARK_GRID, "reading");
    check(grid->rows < rows && is_on(&h, "slide.zeros"), "folded, there are still %d rows", grid->rows);
    click(&h, "slide.zeros");
    wait_for(&h, 1);
    grid = figure_named(h.desk->shown[h.desk->lens_figures[0]].figure, MARK_GRID, "reading");
    check(grid->rows == rows, "back again, there are %d rows of %d", grid->rows, rows);
    hands_close(&h);
}

static void buttons_on_a_lens_grow_with_it(void **state)
{
    (void)state;
    static const struct { const char *view, *id; } rows[] = {
        { "phases", "phases.split" }, { "slide", "slide.turn" }, { "slide", "slide.zeros" }, { "matrix", "matrix.chain" },
        { "backprop", "backprop.open" }, { "stamp", "stamp.sum" }, { "sizes", "sizes.tab.fromto" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        char scene[80];
        snprintf(scene, sizeof scene, "convt2d s=2 p=1 c=2,2 view=%s", rows[i].view);
        hands_open(&h, scene);
        Widget small = *shown(&h, rows[i].id);
        desk_resize(h.desk, 3840, 2160, 1);
        frame(&h);
        double scale = h.desk->shown[h.desk->lens_figures[0]].figure->scale;
        const Widget *large = shown(&h, rows[i].id);
        check(scale >= 2, "%s is drawn %g times as large", rows[i].view, scale);
        check(fabs(large->size - 13 * scale) < 0.01, "type of %s is %g, that of its lens %g", rows[i].id, large->size, 13 * scale);
        check(large->box.w > 1.6 * small.box.w && large->box.h > 1.6 * small.box.h, "%s is %g×%g, in a small window %g×%g", rows[i].id, large->box.w,
              large->box.h, small.box.w, small.box.h);
        hands_close(&h);
    }
}

static void a_lens_that_comes_to_have_room_is_lit_in_the_bar_at_once(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d s=2 view=stamp,slide,phases");
    check(is_on(&h, "lens.slide") && !is_on(&h, "lens.phases"), "Phases has no room at 1280");
    desk_resize(h.desk, 1920, 1080, 1);
    frame(&h);
    check(h.desk->lens_count == 3 && is_on(&h, "lens.phases"), "%d lenses are shown, and Phases is not lit", h.desk->lens_count);
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lies_under_the_pointer_stays_there), cmocka_unit_test(a_lens_that_shows_every_number_says_so),
        cmocka_unit_test(only_cells_that_can_be_seen_are_built), cmocka_unit_test(a_drag_moves_a_zoomed_lens_and_pins_nothing),
        cmocka_unit_test(the_frame_of_a_lens_stays_when_its_cells_grow), cmocka_unit_test(a_zoomed_lens_follows_the_step),
        cmocka_unit_test(a_row_is_not_cut),
        cmocka_unit_test(a_zoomed_row_goes_with_the_step),
        cmocka_unit_test(a_zoomed_matrix_has_a_way_back), cmocka_unit_test(a_small_lens_keeps_its_frame_too), cmocka_unit_test(matrix_never_shows_only_what_is_empty),
        cmocka_unit_test(a_divider_is_dragged_kept_and_evened_out), cmocka_unit_test(cells_glide_from_lens_to_lens),
        cmocka_unit_test(without_motion_lenses_change_at_once), cmocka_unit_test(gliding_can_be_cut_short),
        cmocka_unit_test(the_zeros_between_fold_away_and_come_back), cmocka_unit_test(buttons_on_a_lens_grow_with_it),
        cmocka_unit_test(a_lens_that_comes_to_have_room_is_lit_in_the_bar_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
