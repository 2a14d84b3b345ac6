// The table that Matrix draws is C: an entry stands where its x and its y cross and holds their weight, no entry is missing
// and none too many; turning it swaps rows and columns; and however large it is, no diagonal is lost.
#include "figure/lens.h"

enum { SMALL = 400 };

static View matrix_view(double w, double h, Show show)
{
    View view = view_of(LENS_MATRIX, w, h, 1);
    view.show = show;
    return view;
}

static Moment at_end(const Case *c)
{
    return (Moment){ .step = timeline_count(&c->work.scene.spec, c->work.scene.walk), .hover = CELL_NONE, .pin = CELL_NONE };
}

static const Mark *cell_mark(const Figure *figure, Cell cell)
{
    for (int i = 0; i < figure->count; i++)
        if (figure->marks[i].kind == MARK_CELL && cell_equal(figure->marks[i].cell, cell)) return &figure->marks[i];
    return NULL;
}

static double middle_x(const Mark *mark) { return mark->box.x + mark->box.w / 2; }
static double middle_y(const Mark *mark) { return mark->box.y + mark->box.h / 2; }

// The dense table, of weights that are all 1 or of the scene's own: nobody here knows how it is drawn.
static float *table_of(const Case *c, bool ones)
{
    const Spec *spec = &c->work.scene.spec;
    size_t weights = role_count(spec, ROLE_W);
    float *table = memory_new(op_matrix_rows(spec) * op_matrix_columns(spec), sizeof *table), *w = memory_new(weights, sizeof *w);
    for (size_t i = 0; i < weights; i++) w[i] = ones ? 1 : c->work.w[i];
    op_matrix(table, w, spec);
    free(w);
    return table;
}

static void hold_entries(const Case *c, const Figure *figure, bool turned)
{
    const Spec *spec = &c->work.scene.spec;
    size_t columns = op_matrix_columns(spec);
    float *there = table_of(c, true), *values = table_of(c, false);
    int shown_entries = 0;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (mark->kind != MARK_CELL || mark->cell.role != ROLE_C) continue;
        size_t narrow = (size_t)mark->cell.at[0], wide = (size_t)mark->cell.at[1], at = narrow * columns + wide;
        bool entry = is_named(mark, "entry");
        check(entry == (there[at] != 0), "%s: %s is drawn as \"%s\"; the table has %g there", c->name, said(mark->cell), mark->name, (double)there[at]);
        const Mark *x = cell_mark(figure, cell_of(spec, ROLE_X, spec->transposed ? narrow : wide));
        const Mark *y = cell_mark(figure, cell_of(spec, ROLE_Y, spec->transposed ? wide : narrow));
        check(x && y, "%s: %s has no x or y beside it", c->name, said(mark->cell));
        const Mark *above = turned ? y : x, *left = turned ? x : y;
        check(fabs(middle_x(mark) - middle_x(above)) < 0.01 && fabs(middle_y(mark) - middle_y(left)) < 0.01,
              "%s: %s stands at %g,%g, and %s with %s cross at %g,%g", c->name, said(mark->cell), middle_x(mark), middle_y(mark), said(above->cell),
              said(left->cell), middle_x(above), middle_y(left));
        shown_entries += entry;
        if (!entry || !mark->text || c->work.scene.w.kind == SOURCE_LETTERS) continue;
        double value;
        const char *point = strchr(mark->text, '.');
        double half = point ? 0.55 * pow(10, -(double)strspn(point + 1, "0123456789")) : 0.006; // it may be rounded for want of room
        if (!isfinite(values[at])) continue;
        check(number_parse(mark->text, strlen(mark->text), &value) && fabs(value - (double)values[at]) <= half * fmax(1, fabs(value)),
              "%s: %s says %s, the table %g", c->name, said(mark->cell), mark->text, (double)values[at]);
    }
    int all = 0;
    for (size_t i = 0; i < op_matrix_rows(spec) * columns; i++) all += there[i] != 0;
    bool pairs = spec->in_channels > 1 || spec->out_channels > 1; // one pair may be all that has room
    check(shown_entries == all || (pairs && shown_entries < all) || !shown_entries, "%s: %d entries are drawn, the table has %d", c->name, shown_entries, all);
    free(there);
    free(values);
}

static void every_entry_stands_where_its_input_and_output_cross(void **state)
{
    (void)state;
    Figure figure = { 0 };
    for (int i = 0; i < case_count; i++) {
        const Spec *spec = &cases[i].work.scene.spec;
        if (op_matrix_rows(spec) * op_matrix_columns(spec) > 100000) continue;
        for (int turned = 0; turned < 2; turned++)
            for (int cut = -1; cut <= 1; cut += 2) {
                lens_build(&figure, &cases[i].work, at_end(&cases[i]), matrix_view(1200, 1000, (Show){ .matrix_turn = turned, .matrix_cut = cut }), measure_fixed);
                hold_entries(&cases[i], &figure, turned);
            }
    }
    figure_clear(&figure);
}

static const Case *case_named(const char *name)
{
    for (int i = 0; i < case_count; i++)
        if (!strcmp(cases[i].name, name)) return &cases[i];
    check(false, "no scene is named %s", name);
    return NULL;
}

static void turning_every_entry_is_once_strictly_between_its_two_places(void **state)
{
    (void)state;
    const Case *c = case_named("crop");
    Figure before = { 0 }, amid = { 0 }, after = { 0 };
    Figure *figures[] = { &before, &amid, &after };
    for (int i = 0; i < 3; i++)
        lens_build(figures[i], &c->work, at_end(c), matrix_view(1100, 1000, (Show){ .matrix_turn = i / 2.0 }), measure_fixed);
    int moved = 0;
    for (int i = 0; i < before.count; i++) {
        const Mark *from = &before.marks[i], *on, *to;
        if (from->cell.role != ROLE_C) continue;
        on = cell_mark(&amid, from->cell), to = cell_mark(&after, from->cell);
        check(on && to, "%s is not there all the way", said(from->cell));
        bool between = (middle_x(on) - middle_x(from)) * (middle_x(to) - middle_x(on)) >= 0 && (middle_y(on) - middle_y(from)) * (middle_y(to) - middle_y(on)) >= 0;
        check(between, "%s is not between its two places half-way", said(from->cell));
        moved += fabs(middle_x(to) - middle_x(from)) > 1 && fabs(middle_x(on) - middle_x(from)) > 0.5 && fabs(middle_x(on) - middle_x(to)) > 0.5;
        check(from->text && on->text && to->text && !strcmp(on->text, to->text), "%s loses its weight on the way", said(from->cell));
    }
    check(moved > 40, "only %d entries have moved half-way", moved);
    for (int i = 0; i < 3; i++) figure_clear(figures[i]);
}

static const char *text_of(const Figure *figure, const char *name)
{
    const Mark *mark = mark_named(figure, name);
    return mark && mark->text ? mark->text : "";
}

static void the_facts_are_counted_on_the_table(void **state)
{
    (void)state;
    Figure figure = { 0 };
    for (int i = 0; i < case_count; i++) {
        const Spec *spec = &cases[i].work.scene.spec;
        size_t rows = op_matrix_rows(spec), columns = op_matrix_columns(spec);
        if (rows * columns > 100000 || spec->in_channels > 1 || spec->out_channels > 1) continue;
        // Weights are numbered, so that those that stand in the table can be told apart.
        float *table = memory_new(rows * columns, sizeof *table), w[400];
        bool seen[401] = { false };
        int taps = spec->y.kernel * spec->x.kernel, entries = 0, different = 0;
        for (int k = 0; k < taps && k < COUNT(w); k++) w[k] = (float)(k + 1);
        op_matrix(table, w, spec);
        for (size_t k = 0; k < rows * columns; k++) {
            int weight = (int)table[k];
            entries += weight > 0, different += weight > 0 && !seen[weight];
            seen[weight] = true;
        }
        free(table);
        for (int turned = 0; turned < 2; turned++) {
            char want[120];
            bool swapped = spec->transposed != (bool)turned;
            snprintf(want, sizeof want, "%zu × %zu places, %d filled by %d weight%s", swapped ? columns : rows, swapped ? rows : columns, entries, different,
                     different == 1 ? "" : "s");
            lens_build(&figure, &cases[i].work, at_end(&cases[i]), matrix_view(900, 700, (Show){ .matrix_turn = turned }), measure_fixed);
            check(!strcmp(text_of(&figure, "facts"), want), "%s: the facts are “%s”, the table has %s", cases[i].name, text_of(&figure, "facts"), want);
        }
    }
    figure_clear(&figure);
}

// The words of the reader, joined.
static const char *read_out(const Figure *figure)
{
    static char text[1000];
    text[0] = 0;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        bool part = is_named(mark, "reader") || is_named(mark, "reader weight") || is_named(mark, "reader sum");
        if (part && mark->text) snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", text[0] ? " " : "", mark->text);
    }
    return text;
}

static void the_reader_says_the_row_the_column_and_the_entry(void **state)
{
    (void)state;
    const Case *c = case_named("crop"); // 3×3, k3 s2 p1 op1, w = 1 0 −1 / 2 1 0 / 0 1 3
    static const struct { Cell hover; const char *says; } CASES[] = {
        { { ROLE_Y, { 0, 0, 1, 1 } }, "1 · 3 + 2 · 0 + 4 · −1 + 5 · 1 = 4" },
        { { ROLE_Y, { 0, 0, 0, 0 } }, "1 · 1 = 1" },
        { { ROLE_X, { 0, 0, 1, 0 } }, "4 × 1 0 −1 2 1 0 0 1 3" },
        { { ROLE_C, { 3, 7, 0, 0 } }, "4 · −1 = −4" },
        { { ROLE_C, { 8, 0, 0, 0 } }, "no weight joins these two cells" },
        { { ROLE_NONE, { 0 } }, "A column is a stamp, a row is a window." },
    };
    Figure figure = { 0 };
    for (int i = 0; i < COUNT(CASES); i++) {
        Moment moment = at_end(c);
        moment.hover = CASES[i].hover;
        lens_build(&figure, &c->work, moment, matrix_view(690, 640, (Show){ 0 }), measure_fixed);
        check(!strcmp(read_out(&figure), CASES[i].says), "of %s the reader says “%s”, not “%s”", said(moment.hover), read_out(&figure), CASES[i].says);
    }
    // Half of the way: what has not come yet is faint, and the sum is what the strip holds.
    Moment moment = { .step = 4, .hover = { ROLE_Y, { 0, 0, 1, 1 } }, .pin = CELL_NONE };
    lens_build(&figure, &c->work, moment, matrix_view(690, 640, (Show){ 0 }), measure_fixed);
    check(!strcmp(text_of(&figure, "reader sum"), "so far −1"), "after four inputs the sum is “%s”, not “so far −1”", text_of(&figure, "reader sum"));
    figure_clear(&figure);
}

// What the reader says of the pinned cell of a scene of its own.
static void hold_reader(const char *code, const char *says)
{
    Scene scene;
    Work work;
    Error err;
    Figure figure = { 0 };
    check(scene_parse(&scene, code, &err) && work_make(&work, &scene, NULL, &err), "%s: %s", code, err.text);
    lens_build(&figure, &work, moment_of(&scene), matrix_view(900, 760, (Show){ 0 }), measure_fixed);
    check(!strcmp(read_out(&figure), says), "%s: the reader says\n    “%s”, not\n    “%s”", code, read_out(&figure), says);
    figure_clear(&figure);
    work_clear(&work);
    scene_clear(&scene);
}

static void the_reader_says_equal_only_of_what_is_whole_and_exact(void **state)
{
    (void)state;
    static const struct { const char *code, *says; } rows[] = {
        { "convt1d in=3 k=3 s=2 b=letters view=matrix cell=y:0,0,0,2", "1 · 3 + 2 · 1 + bias b₀ = 5 + b₀" },
        { "convt1d in=3 k=3 s=2 b=letters view=matrix cell=y:0,0,0,2 step=1", "1 · 3 + 2 · 1 + bias b₀ so far 3 + b₀" },
        { "convt1d in=3 k=3 s=2 b=letters x=letters view=matrix cell=y:0,0,0,2", "a · 3 + b · 1 + bias b₀" },
        { "convt1d in=3 k=3 s=2 view=matrix cell=y:0,0,0,2 step=1", "1 · 3 + 2 · 1 so far 3" },
        { "convt1d in=3 k=3 s=2 view=matrix cell=y:0,0,0,2 step=2", "1 · 3 + 2 · 1 = 5" },
        { "convt1d in=3 k=3 s=2 view=matrix cell=y:0,0,0,2 step=0", "1 · 3 + 2 · 1" },
        { "convt1d in=3 k=3 s=2 b=[7] view=matrix cell=y:0,0,0,2 step=0", "1 · 3 + 2 · 1 + bias 7 so far 7" },
        { "conv1d in=3 k=2 p=1 view=matrix walk=output cell=y:0,0,0,0 step=1", "1 · 2 = 2" },
        { "conv1d in=3 k=2 p=1 n=2 view=matrix walk=product cell=y:1,0,0,1 step=11", "4 · 1 + 5 · 2 so far 4" },
        { "convt1d in=1 k=2 x=[0.37] w=[0.13,1] view=matrix cell=y:0,0,0,0", "0.37 · 0.13 = 0.0481" },
        { "convt1d in=1 k=2 x=[0.333333] w=[0.777777,1] view=matrix cell=y:0,0,0,0", "0.333333 · 0.777777 ≈ 0.259259" },
        // Where all of it has no room in full it is rounded, as the cells are.
        { "convt1d in=5 k=5 x=[0.123456,0.123456,0.123456,0.123456,0.5] w=[0.654321,0.765432,0.5,0.987654,0.765432] view=matrix cell=y:0,0,0,4",
          "0.123 · 0.765 + 0.123 · 0.988 + 0.123 · 0.500 + 0.123 · 0.765 + 0.500 · 0.654 ≈ 0.700" },
        { "convt1d in=2 k=2 x=[0.37,2] w=[0.13,1] view=matrix cell=c:0,0,0,0", "0.37 · 0.13 = 0.0481" },
        { "convt2d in=2 k=2x1 n=2 view=matrix cell=w:0,0,1,0", "2 stands in 4 entries" }, // each of 4 inputs presses it, in either sample
        { "convt1d in=1 n=2 view=matrix cell=w:0,0,0,1", "2 stands in 1 entry" },
        { "convt1d in=1 k=2 x=[0.5] w=[0.5,1] view=matrix cell=c:0,0,0,0", "0.5 · 0.5 = 0.25" },
        { "convt1d in=1 k=2 x=[8] w=[0.125,1.123] view=matrix cell=c:0,0,0,0", "8 · 0.125 = 1" },
        { "convt1d in=1 k=2 x=[8] w=[0.12345,1.123] view=matrix cell=c:0,0,0,0", "8 · 0.12345 = 0.9876" },
        { "convt1d in=1 k=2 x=[8] w=[0.12345,1.123] view=matrix cell=y:0,0,0,0", "8 · 0.12345 = 0.9876" },
    };
    for (int i = 0; i < COUNT(rows); i++) hold_reader(rows[i].code, rows[i].says);
}

static void crop_shows_the_rows_that_padding_strikes_out(void **state)
{
    (void)state;
    static const struct { const char *name; int cut, cells; } CASES[] = { { "row", -1, 8 }, { "row", 0, 9 }, { "crop", 0, 36 }, { "crop", 1, 49 }, { "beyond", 1, 64 } };
    Figure figure = { 0 };
    for (int i = 0; i < COUNT(CASES); i++) {
        const Case *c = case_named(CASES[i].name);
        lens_build(&figure, &c->work, at_end(c), matrix_view(560, 640, (Show){ .matrix_cut = CASES[i].cut }), measure_fixed);
        check(mark_named(&figure, "y strip")->rows == CASES[i].cells, "%s, cut %d: %d rows, not %d", CASES[i].name, CASES[i].cut, mark_named(&figure, "y strip")->rows, CASES[i].cells);
    }
    figure_clear(&figure);
}

// ---- without motion, and on the way of a step ------------------------------------------------------------------

static int rings_of(const Figure *figure, Cell cell, int *entries)
{
    int rings = 0;
    *entries = 0;
    for (int i = 0; i < figure->count; i++) {
        if (!is_named(&figure->marks[i], "entry")) continue;
        bool ring = figure->marks[i].style & STYLE_RING, same = cell_equal(figure->marks[i].cell, cell);
        check(!ring || same, "%s has a ring, not %s", said(figure->marks[i].cell), said(cell));
        rings += ring, *entries += same;
    }
    return rings;
}

static void without_motion_the_table_and_the_turned_one_stand_side_by_side(void **state)
{
    (void)state;
    const Case *c = case_named("matrix"); // x (1, 0) is pressed; its first entry inside is to y (1, 0)
    static const struct { Cell pin, ring; } CASES[] = { { { ROLE_NONE, { 0 } }, { ROLE_C, { 3, 5, 0, 0 } } }, { { ROLE_C, { 4, 12, 0, 0 } }, { ROLE_C, { 4, 12, 0, 0 } } } };
    Figure figure = { 0 };
    for (int i = 0; i < COUNT(CASES); i++) {
        Moment moment = moment_of(&c->work.scene);
        moment.pin = CASES[i].pin;
        lens_build(&figure, &c->work, moment, matrix_view(690, 640, (Show){ .matrix_turn = 1, .matrix_both = true }), measure_fixed);
        int tables = 0, entries, rings = rings_of(&figure, CASES[i].ring, &entries);
        const Mark *table[2] = { NULL };
        for (int m = 0; m < figure.count; m++)
            if (is_named(&figure.marks[m], "matrix") && tables < 2) table[tables++] = &figure.marks[m];
        check(tables == 2 && table[0]->rows == 25 && table[0]->cols == 9 && table[1]->rows == 9 && table[1]->cols == 25, "%d tables stand there, not Cᵀ and C", tables);
        check(table[0]->box.x + table[0]->box.w < table[1]->box.x, "the two tables do not stand side by side");
        check(entries == 2 && rings == 2, "%s stands %d times and has %d rings; both tables should ring it", said(CASES[i].ring), entries, rings);
    }
    // Where there is no room for two, the turned one stands alone.
    lens_build(&figure, &c->work, moment_of(&c->work.scene), matrix_view(300, 400, (Show){ .matrix_turn = 1, .matrix_both = true }), measure_fixed);
    check(mark_named(&figure, "matrix")->rows == 9, "in 300×400 it is not turned");
    check(!mark_named(&figure, "table caption"), "in 300×400 two tables stand side by side");
    figure_clear(&figure);
}

static void a_step_lights_its_column_before_its_products_fly(void **state)
{
    (void)state;
    const Case *c = case_named("matrix");
    Figure rest = { 0 }, lit = { 0 }, flying = { 0 };
    Figure *figures[] = { &rest, &lit, &flying };
    static const double AT[] = { 0, 0.3, 0.6 };
    for (int i = 0; i < 3; i++) {
        Moment moment = { .step = 4, .t = AT[i], .hover = CELL_NONE, .pin = CELL_NONE };
        lens_build(figures[i], &c->work, moment, matrix_view(900, 640, (Show){ 0 }), measure_fixed);
    }
    Cell gone = { ROLE_C, { 3, 6, 0, 0 } }, next = { ROLE_C, { 4, 6, 0, 0 } }; // of x (1, 0) and of x (1, 1)
    check(cell_mark(&lit, next)->fill != cell_mark(&rest, next)->fill, "the next entry is as faint after 0.3 of the step as before");
    check(cell_mark(&lit, gone)->fill != cell_mark(&rest, gone)->fill, "the last step's entry has not faded after 0.3 of the next");
    check(!mark_named(&lit, "flying"), "products fly before their column is lit");
    const Mark *fly = mark_named(&flying, "flying"), *column = mark_named(&flying, "column of x"), *x = cell_mark(&flying, (Cell){ ROLE_X, { 0, 0, 1, 1 } });
    check(fly && fly->box.x < column->box.x, "at 0.6 no product is on its way to the left");
    check(fabs(middle_x(column) - middle_x(x)) < 0.01, "the frame is not at its column when its products fly");
    for (int i = 0; i < 3; i++) figure_clear(figures[i]);
}

// ---- large -----------------------------------------------------------------------------------------------------

static Work work_of(const char *code)
{
    Scene scene;
    Work work;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: %s", code, err.text);
    check(work_make(&work, &scene, NULL, &err), "%s: %s", code, err.text);
    scene_clear(&scene);
    return work;
}

static void of_a_large_table_no_diagonal_is_lost(void **state)
{
    (void)state;
    static const char *const codes[] = { "conv2d in=64 k=3 p=1", "convt2d in=32 k=2 s=2", "convt1d in=4000 k=1" };
    Figure figure = { 0 };
    for (int i = 0; i < COUNT(codes); i++) {
        Work work = work_of(codes[i]);
        Moment moment = { .step = timeline_count(&work.scene.spec, work.scene.walk), .hover = CELL_NONE, .pin = CELL_NONE };
        lens_build(&figure, &work, moment, matrix_view(600, 560, (Show){ 0 }), measure_fixed);
        check(figure.count < 200, "%s: %d marks", codes[i], figure.count);
        const Mark *grid = mark_named(&figure, "matrix");
        check(grid && grid->pixels, "%s: the table has no pixels", codes[i]);
        uint32_t paper = look_get(LOOK_LIGHT)->background;
        for (int row = 0; row + 1 < grid->rows; row++) { // the last may be less than a pixel
            int inked = 0;
            for (int col = 0; col < grid->cols; col++) inked += grid->pixels[row * grid->cols + col] != paper;
            check(inked > 0, "%s: nothing in row %d of %d", codes[i], row, grid->rows);
        }
        work_clear(&work);
    }
    figure_clear(&figure);
}

static void of_an_enlarged_table_only_what_is_seen_is_built(void **state)
{
    (void)state;
    Work work = work_of("conv2d in=64 k=3 p=1");
    Figure figure = { 0 };
    Moment moment = { .step = timeline_count(&work.scene.spec, work.scene.walk), .hover = CELL_NONE, .pin = CELL_NONE };
    View view = matrix_view(600, 560, (Show){ 0 });
    lens_build(&figure, &work, moment, view, measure_fixed);
    Box table = mark_named(&figure, "matrix")->box, window = view.box;
    double zoom = 250, x = table.x + table.w / 2, y = table.y + table.h / 2; // what is enlarged stays where it is
    view.window = window;
    view.box = (Box){ x - (x - window.x) * zoom, y - (y - window.y) * zoom, window.w * zoom, window.h * zoom };
    figure_build(&figure, &work, &moment, &view, look_get(LOOK_LIGHT), measure_fixed);
    int entries = 0;
    for (int i = 0; i < figure.count; i++) {
        const Mark *mark = &figure.marks[i];
        Box b = mark->box, w = view.window;
        bool inside = b.x >= w.x - 3 && b.y >= w.y - 3 && b.x + b.w <= w.x + w.w + 3 && b.y + b.h <= w.y + w.h + 3;
        check(inside, "\"%s\" %s stands out of the window", mark->name, said(mark->cell));
        entries += is_named(mark, "entry");
    }
    check(entries > 10 && figure.count < 1000, "%d entries of %d marks are seen", entries, figure.count);
    check(mark_named(&figure, "reader") != NULL, "the reader is not in the window");
    const Mark *map = mark_named(&figure, "map entries"), *part = mark_named(&figure, "map window");
    check(map && part && map->pixels, "no map shows where the window is");
    check(fabs(middle_x(part) - middle_x(map)) < 2 && fabs(middle_y(part) - middle_y(map)) < 2, "the map shows another part than the middle");
    figure_clear(&figure);
    work_clear(&work);
}

// ---- what comes back -------------------------------------------------------------------------------------------

static void chain_says_that_only_the_shape_comes_back(void **state)
{
    (void)state;
    const Case *c = case_named("crop");
    Figure figure = { 0 };
    lens_build(&figure, &c->work, at_end(c), matrix_view(690, 640, (Show){ .matrix_chain = true }), measure_fixed);
    int back = 0, best = 0, dashed = 0;
    for (int i = 0; i < figure.count; i++) {
        const Mark *mark = &figure.marks[i];
        if (mark->kind != MARK_CELL) continue;
        char want[NUMBER_TEXT];
        dashed += is_named(mark, "chain back") && mark->style & STYLE_DASHED;
        back += is_named(mark, "chain back");
        if (!is_named(mark, "chain best")) continue;
        number_show(want, ++best, 0); // x counts up, and full rank gives all of it back
        check(mark->text && !strcmp(mark->text, want), "the best guess of x %d is %s", best - 1, mark->text);
    }
    check(back == 9 && best == 9 && dashed == 9, "%d cells fed back, %d of them dashed, and %d guessed", back, dashed, best);
    figure_clear(&figure);
}

static void in_chain_x_and_y_are_cells_and_what_comes_back_is_said(void **state)
{
    (void)state;
    static const struct { const char *name; int xs, ys; } CASES[] = { { "matrix", 9, 25 }, { "bias", 4, 0 } }; // with a bias y is another
    Figure figure = { 0 };
    for (int i = 0; i < COUNT(CASES); i++) {
        const Case *c = case_named(CASES[i].name);
        Moment moment = at_end(c);
        moment.hover = (Cell){ ROLE_X, { 0, 0, 1, 1 } };
        lens_build(&figure, &c->work, moment, matrix_view(690, 640, (Show){ .matrix_chain = true }), measure_fixed);
        int xs = 0, ys = 0, lit = 0;
        for (int m = 0; m < figure.count; m++) {
            const Mark *mark = &figure.marks[m];
            if (mark->kind != MARK_CELL) continue;
            xs += mark->cell.role == ROLE_X, ys += mark->cell.role == ROLE_Y;
            lit += mark->cell.role == ROLE_Y && mark->fill != look_get(LOOK_LIGHT)->output.fill;
            bool tensor = is_named(mark, "chain x") || is_named(mark, "chain y");
            check(tensor || mark->cell.role == ROLE_NONE, "\"%s\" says it is %s", mark->name, said(mark->cell));
        }
        check(xs == CASES[i].xs && ys == CASES[i].ys, "%s: %d cells of x and %d of y, not %d and %d", c->name, xs, ys, CASES[i].xs, CASES[i].ys);
        check(lit == (ys ? 9 : 0), "%s: x (1, 1) lights %d cells of y", c->name, lit);
    }
    const Case *c = case_named("matrix");
    Moment moment = at_end(c);
    moment.hover = (Cell){ ROLE_X, { 0, 0, 1, 1 } };
    lens_build(&figure, &c->work, moment, matrix_view(690, 640, (Show){ .matrix_chain = true }), measure_fixed);
    // Its window of y is 4 2 7 / 10 5 12 / 13 5 16 under w = 1 0 −1 / 2 1 0 / 0 1 3.
    bool told = false;
    for (int m = 0; m < figure.count; m++) told |= figure.marks[m].kind == MARK_TEXT && !strcmp(figure.marks[m].text, "(1, 1): 5 came back as 75");
    check(told, "what x (1, 1) came back as is not said");
    figure_clear(&figure);
}

// ---- near and far ----------------------------------------------------------------------------------------------

static void levels_go_from_the_whole_to_numbers(void **state)
{
    (void)state;
    static const struct { const char *code; int count; } CASES[] = {
        { "convt2d in=32 k=4 s=2 p=1", 4 }, { "convt1d in=60 k=3 s=2", 2 }, { "convt1d in=3 k=3 s=2", 1 }, { "conv2d in=64 k=3 p=1", 4 } };
    Figure figure = { 0 };
    for (int i = 0; i < COUNT(CASES); i++) {
        Work work = work_of(CASES[i].code);
        Moment moment = { .step = 0, .hover = CELL_NONE, .pin = CELL_NONE };
        MatrixLevel levels[MATRIX_LEVELS];
        View view = matrix_view(690, 640, (Show){ 0 });
        int count = figure_matrix_levels(&figure, &work, &moment, &view, look_get(LOOK_LIGHT), measure_fixed, levels);
        check(count == CASES[i].count, "%s has %d levels, not %d", CASES[i].code, count, CASES[i].count);
        check(levels[0].zoom == 1, "%s: the first level is enlarged %g times", CASES[i].code, levels[0].zoom);
        for (int l = 1; l < count; l++) check(levels[l].zoom > 1.2 * levels[l - 1].zoom, "%s: level %d is hardly nearer", CASES[i].code, l);
        Box window = view.box, place;
        Cell cell = { ROLE_C, { 0, 0, 0, 0 } };
        double zoom = levels[count - 1].zoom;
        view.window = window, view.box = (Box){ window.x, window.y, window.w * zoom, window.h * zoom };
        check(figure_matrix_place(&figure, &work, &moment, &view, look_get(LOOK_LIGHT), measure_fixed, cell, &place), "%s has no first entry", CASES[i].code);
        check(count == 1 || fmin(place.w, place.h) >= 27, "%s: at the nearest an entry is %g × %g", CASES[i].code, place.w, place.h);
        work_clear(&work);
    }
    figure_clear(&figure);
}

static void a_place_is_where_the_entry_is_drawn(void **state)
{
    (void)state;
    const Case *c = case_named("matrix");
    Figure figure = { 0 }, scratch = { 0 };
    for (int turned = 0; turned < 2; turned++) {
        View view = matrix_view(690, 640, (Show){ .matrix_turn = turned });
        Moment moment = at_end(c);
        Box place;
        lens_build(&figure, &c->work, moment, view, measure_fixed);
        for (int i = 0; i < figure.count; i++) {
            const Mark *mark = &figure.marks[i];
            if (!is_named(mark, "entry")) continue;
            check(figure_matrix_place(&scratch, &c->work, &moment, &view, look_get(LOOK_LIGHT), measure_fixed, mark->cell, &place), "%s has no place", said(mark->cell));
            check(fabs(place.x - mark->box.x) < 0.01 && fabs(place.y - mark->box.y) < 0.01, "%s is drawn at %g,%g, its place is %g,%g", said(mark->cell), mark->box.x,
                  mark->box.y, place.x, place.y);
        }
        // Of y (2, 2) the first entry is where x (1, 1) crosses it.
        const Mark *entry = cell_mark(&figure, (Cell){ ROLE_C, { 4, 12, 0, 0 } });
        check(figure_matrix_place(&scratch, &c->work, &moment, &view, look_get(LOOK_LIGHT), measure_fixed, (Cell){ ROLE_Y, { 0, 0, 2, 2 } }, &place) &&
                  fabs(place.x - entry->box.x) < 0.01 && fabs(place.y - entry->box.y) < 0.01,
              "the place of y (2, 2) is not its entry's");
        check(!figure_matrix_place(&scratch, &c->work, &moment, &view, look_get(LOOK_LIGHT), measure_fixed, CELL_NONE, &place), "nothing has a place");
    }
    figure_clear(&figure);
    figure_clear(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_entry_stands_where_its_input_and_output_cross),
        cmocka_unit_test(turning_every_entry_is_once_strictly_between_its_two_places),
        cmocka_unit_test(the_facts_are_counted_on_the_table),
        cmocka_unit_test(the_reader_says_equal_only_of_what_is_whole_and_exact),
        cmocka_unit_test(the_reader_says_the_row_the_column_and_the_entry),
        cmocka_unit_test(crop_shows_the_rows_that_padding_strikes_out),
        cmocka_unit_test(of_a_large_table_no_diagonal_is_lost),
        cmocka_unit_test(of_an_enlarged_table_only_what_is_seen_is_built),
        cmocka_unit_test(chain_says_that_only_the_shape_comes_back),
        cmocka_unit_test(in_chain_x_and_y_are_cells_and_what_comes_back_is_said),
        cmocka_unit_test(without_motion_the_table_and_the_turned_one_stand_side_by_side),
        cmocka_unit_test(a_step_lights_its_column_before_its_products_fly),
        cmocka_unit_test(levels_go_from_the_whole_to_numbers),
        cmocka_unit_test(a_place_is_where_the_entry_is_drawn),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
