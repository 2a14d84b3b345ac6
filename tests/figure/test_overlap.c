// What Overlap shows, read off its marks: at every step the number in each cell is what the kernel makes of ones over what
// is done; bricks, phases, the tile that repeats and the chart say the same in their own way.
#include "figure/lens.h"

enum { SMALL = 400, STEPS = 24 };

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

static View view_weighted(bool weighted)
{
    View view = view_of(LENS_OVERLAP, 1200, 900, 1);
    view.show.overlap_weighted = weighted;
    return view;
}

static bool is_wide(const Spec *spec, const Mark *mark)
{
    return mark->kind == MARK_CELL && mark->cell.role == (spec->transposed ? ROLE_Y : ROLE_X);
}

static int hold_cells(const Case *c, Moment moment, const Figure *figure, bool weighted)
{
    const Spec *spec = &c->work.scene.spec;
    Moment planes = moment;
    figure_planes(&c->work, &planes);
    const Overlap *o = work_overlap(&c->work, planes.n, planes.ic, planes.oc, moment.step);
    bool end = moment.step == timeline_count(spec, c->work.scene.walk);
    int held = 0;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (!is_wide(spec, mark) || !grid_shows_numbers(figure, i)) continue;
        int row = mark->cell.at[2] - o->canvas.row0, col = mark->cell.at[3] - o->canvas.col0, at = row * o->canvas.cols + col;
        bool beyond = row >= o->canvas.stamped_rows || col >= o->canvas.stamped_cols, kept = cell_inside(spec, mark->cell);
        bool filled = o->count[at] > 0 || (end && kept && !beyond);
        check(filled == (mark->text != NULL), "%s: %s has %g prints and says \"%s\"", where(c, LENS_OVERLAP, moment), said(mark->cell), (double)o->count[at],
              mark->text ? mark->text : "");
        check(!(beyond && kept) == !(mark->style & STYLE_HATCHED), "%s: %s is %shatched", where(c, LENS_OVERLAP, moment), said(mark->cell), beyond ? "not " : "");
        if (!mark->text) continue;
        double value = (double)(weighted ? o->weight[at] : o->count[at]), told;
        if (!weighted) check(number_parse(mark->text, strlen(mark->text), &told) && told == value, "%s: %s says \"%s\"; it has %g", where(c, LENS_OVERLAP, moment), said(mark->cell), mark->text, value);
        else check(says_number(mark->text, value, 6, false), "%s: %s says \"%s\"; its weights add up to %g", where(c, LENS_OVERLAP, moment), said(mark->cell), mark->text, value);
        held++;
    }
    return held;
}

static void every_step_of_every_walk_shows_the_prints_so_far(void **state)
{
    (void)state;
    Figure figure = { 0 };
    int held = 0;
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        if (cells_of(spec) > SMALL) continue;
        Walk kept = c->work.scene.walk;
        for (int walk = 0; walk < WALK_COUNT; walk++) {
            c->work.scene.walk = (Walk)walk;
            long long count = timeline_count(spec, (Walk)walk), apart = 1 + count / STEPS;
            for (long long step = 0; step <= count; step += step < count && step + apart > count ? count - step : apart)
                for (int weighted = 0; weighted < 2; weighted++) {
                    if (weighted && has_letters(&c->work.scene)) continue;
                    Moment moment = { .step = step, .hover = CELL_NONE, .pin = CELL_NONE };
                    lens_build(&figure, &c->work, moment, view_weighted(weighted), measure_fixed);
                    held += hold_cells(c, moment, &figure, weighted);
                }
        }
        c->work.scene.walk = kept;
    }
    check(held > 20000, "only %d numbers were held", held);
    figure_clear(&figure);
}

// By the kernel alone: the first inputs are ones, all others and all but the shown pair's weights are 0.
static void by_input_the_numbers_are_a_kernel_run_of_ones_over_the_first_steps(void **state)
{
    (void)state;
    Figure figure = { 0 };
    static const char *const codes[] = { "convt2d in=3 k=3 s=2 p=1 op=1", "convt2d in=2x4 k=3x2 s=1x3 p=1x0 op=0x2 d=2x1", "convt1d in=5 k=4 s=3 p=1", "convt2d in=3 k=3 s=2 d=2" };
    int held = 0;
    for (int i = 0; i < COUNT(codes); i++) {
        Work work = work_of(codes[i]);
        const Spec *spec = &work.scene.spec;
        size_t xs = role_count(spec, ROLE_X), ws = role_count(spec, ROLE_W), ys = role_count(spec, ROLE_Y);
        float *x = memory_new(xs, sizeof *x), *w = memory_new(ws, sizeof *w), *y = memory_new(ys, sizeof *y);
        for (size_t k = 0; k < ws; k++) w[k] = 1;
        for (size_t step = 0; step <= xs; step++) {
            if (step) x[step - 1] = 1;
            op_forward(y, x, w, NULL, spec);
            lens_build(&figure, &work, (Moment){ .step = (long long)step }, view_weighted(false), measure_fixed);
            for (int m = 0; m < figure.count; m++) {
                const Mark *mark = &figure.marks[m];
                if (!is_wide(spec, mark) || !cell_inside(spec, mark->cell)) continue;
                double want = (double)y[cell_number(spec, mark->cell)], told = 0;
                if (mark->text) check(number_parse(mark->text, strlen(mark->text), &told), "\"%s\" is no number", mark->text);
                check(told == want, "%s, step %zu: %s says \"%s\", the kernel of ones %g", codes[i], step, said(mark->cell), mark->text ? mark->text : "", want);
                held++;
            }
        }
        free(x), free(w), free(y);
        work_clear(&work);
    }
    check(held > 300, "only %d cells were held", held);
    figure_clear(&figure);
}

static int count_named(const Figure *figure, const char *name)
{
    int count = 0;
    for (int i = 0; i < figure->count; i++) count += is_named(&figure->marks[i], name);
    return count;
}

static void build(const Work *work, Figure *figure, bool weighted)
{
    lens_build(figure, work, moment_of(&work->scene), view_weighted(weighted), measure_fixed);
}

// Piles along the top and the left: in 3×3 stride 2 of three inputs 1 1 2 1 2 1 1, twice.
static void piles_of_bricks_have_the_counts_of_their_axes(void **state)
{
    (void)state;
    Figure figure = { 0 };
    Work work = work_of("convt2d in=3 k=3 s=2");
    build(&work, &figure, false);
    check(count_named(&figure, "brick") == 2 * 9, "there are %d bricks", count_named(&figure, "brick"));
    work_clear(&work);
    work = work_of("convt1d in=3 k=3 s=2 w=[5,-6,7]");
    build(&work, &figure, true);
    // In 1D they are the products, and weighted they carry their weights: over the cell 2 lie the last and the first.
    int said_first = 0, said_last = 0;
    for (int i = 0; i < figure.count; i++) {
        const Mark *mark = &figure.marks[i];
        if (!is_named(mark, "brick")) continue;
        check(mark->text != NULL, "a brick has no weight");
        said_first += !strcmp(mark->text, "5"), said_last += !strcmp(mark->text, "7");
    }
    check(count_named(&figure, "brick") == 9 && said_first == 3 && said_last == 3, "%d bricks, %d of the first weight and %d of the last", count_named(&figure, "brick"), said_first, said_last);
    work_clear(&work);
    figure_clear(&figure);
}

static const Mark *cell_at(const Figure *figure, Cell cell)
{
    for (int i = 0; i < figure->count; i++)
        if (figure->marks[i].kind == MARK_CELL && cell_equal(figure->marks[i].cell, cell)) return &figure->marks[i];
    return NULL;
}

static void the_tile_is_one_period_where_no_edge_is_near(void **state)
{
    (void)state;
    Figure figure = { 0 };
    Work work = work_of("convt2d in=4 k=3 s=2 p=1 op=1");
    build(&work, &figure, false);
    const Mark *tile = mark_named(&figure, "tile"), *first = cell_at(&figure, (Cell){ ROLE_Y, { 0, 0, 0, 0 } }), *next = cell_at(&figure, (Cell){ ROLE_Y, { 0, 0, 1, 1 } });
    check(tile && tile->box.x <= first->box.x && tile->box.x + tile->box.w >= next->box.x + next->box.w && tile->box.w < 3 * first->box.w, "the tile is not at its place");
    work_clear(&work);
    // The stride's period does not fit between the edges.
    work = work_of("convt2d in=1 k=3 s=2");
    build(&work, &figure, false);
    check(!mark_named(&figure, "tile"), "a tile is framed where nothing repeats");
    work_clear(&work);
    figure_clear(&figure);
}

// Padding cuts the output, not the products: in 1D they are piled and coloured as without it.
static void products_keep_their_colours_under_padding(void **state)
{
    (void)state;
    Figure figure = { 0 };
    Colour fills[2][40];
    int counts[2] = { 0 };
    for (int padded = 0; padded < 2; padded++) {
        Work work = work_of(padded ? "convt1d in=4 k=4 s=2 p=2" : "convt1d in=4 k=4 s=2");
        build(&work, &figure, false);
        for (int i = 0; i < figure.count; i++)
            if (is_named(&figure.marks[i], "brick") && counts[padded] < 40) fills[padded][counts[padded]++] = figure.marks[i].fill;
        work_clear(&work);
    }
    assert_int_equal(counts[0], 16);
    assert_int_equal(counts[1], 16);
    check(fills[0][0] != fills[0][1], "two products by different weights have one colour");
    for (int i = 0; i < 16; i++) check(fills[0][i] == fills[1][i], "product %d is %06X, and with padding %06X", i, fills[0][i], fills[1][i]);
    figure_clear(&figure);
}

static void phases_say_their_prints_or_their_weights(void **state)
{
    (void)state;
    Figure figure = { 0 };
    Work work = work_of("convt2d in=3 k=3 s=2 w=[1,2,3;4,5,6;7,8,9]");
    static const char *const said_as[2][4] = { { "4", "2", "2", "1" }, { "20", "10", "10", "5" } };
    for (int weighted = 0; weighted < 2; weighted++) {
        int at = 0;
        build(&work, &figure, weighted);
        for (int i = 0; i < figure.count; i++)
            if (is_named(&figure.marks[i], "phase")) {
                check(at < 4 && !strcmp(figure.marks[i].text, said_as[weighted][at]), "phase %d says \"%s\"", at, figure.marks[i].text);
                at++;
            }
        assert_int_equal(at, 4);
    }
    work_clear(&work);
    figure_clear(&figure);
}

static void phases_that_differ_are_told_apart(void **state)
{
    (void)state;
    static const struct { const char *w, *first, *other; } rows[] = { { "0.4850001,0.48499995", "0.485", "0.485" }, { "0.5001,0.5", "0.5001", "0.5000" } };
    Figure figure = { 0 };
    for (int i = 0; i < COUNT(rows); i++) {
        char code[80];
        snprintf(code, sizeof code, "convt1d in=4 k=2 s=2 w=[%s]", rows[i].w);
        Work work = work_of(code);
        build(&work, &figure, true);
        const Mark *first = mark_named(&figure, "phase");
        check(first && !strcmp(first->text, rows[i].first) && !strcmp(first[1].text, rows[i].other), "weights of %s are shown as \"%s\" and \"%s\"", rows[i].w, first->text, first[1].text);
        work_clear(&work);
    }
    figure_clear(&figure);
}

static void a_caption_speaks_of_decimals_only_where_numbers_are(void **state)
{
    (void)state;
    Figure figure = { 0 };
    Work work = work_of("convt2d in=5x4 k=4x3 s=2x3 p=1 d=2x1 w=random:3");
    int without = 0;
    for (int side = 300; side <= 1200; side += 50) {
        View view = view_of(LENS_OVERLAP, side, side, 1);
        view.show.overlap_weighted = true;
        lens_build(&figure, &work, moment_of(&work.scene), view, measure_fixed);
        bool numbers = false;
        for (int i = 0; i < figure.count; i++) numbers |= is_wide(&work.scene.spec, &figure.marks[i]) && figure.marks[i].text;
        const Mark *caption = mark_named(&figure, "output caption");
        bool told = caption && strstr(caption->text, "decimal");
        check(!told || numbers, "at %d there are no numbers, and it says \"%s\"", side, caption->text);
        without += caption && !numbers;
    }
    check(without > 0, "numbers are everywhere");
    work_clear(&work);
    figure_clear(&figure);
}

// Framed where the counts are even, dark where nothing lands, and a dot on the layer's own.
static void the_chart_shows_other_kernels_and_strides(void **state)
{
    (void)state;
    Figure figure = { 0 };
    static const char *const codes[] = { "convt2d in=3 k=3 s=2", "convt2d in=3 k=4 s=2 d=2", "convt1d in=4 k=9 s=5", "conv2d in=9 k=3 s=2 d=1x3", "convt2d in=6 k=4 s=2 d=2x1" };
    for (int i = 0; i < COUNT(codes); i++) {
        Work work = work_of(codes[i]);
        const Spec *spec = &work.scene.spec;
        build(&work, &figure, false);
        int evens = 0, tiles = 0, holes = 0;
        const Mark *pattern = NULL;
        for (int m = 0; m < figure.count; m++) {
            const Mark *mark = &figure.marks[m];
            if (is_named(mark, "chart pattern")) pattern = mark;
            if (!is_named(mark, "chart tile")) continue;
            Axis y = spec->y, x = spec->x;
            y.kernel = x.kernel = mark->cols, y.stride = x.stride = mark->rows;
            if (spec->dims == 1) y = AXIS_TRIVIAL;
            PhaseCounts rows = axis_counts(y), cols = axis_counts(x);
            evens += rows.even && cols.even, tiles++;
            bool dark = false;
            for (int p = 0; p < pattern->rows * pattern->cols; p++) dark |= pattern->pixels[p] == look_count(0, 1);
            check(dark == (rows.empty > 0 || cols.empty > 0), "%s: kernel %d, stride %d has %s", codes[i], mark->cols, mark->rows, dark ? "a hole" : "no hole");
            holes += dark;
        }
        check(tiles >= 28 && holes > 2, "%s: %d tiles, %d with holes", codes[i], tiles, holes);
        check(count_named(&figure, "chart even") == evens, "%s: %d are framed, and %d even", codes[i], count_named(&figure, "chart even"), evens);
        check(count_named(&figure, "chart own") == 1, "%s: the layer's own is marked %d times", codes[i], count_named(&figure, "chart own"));
        work_clear(&work);
    }
    figure_clear(&figure);
}

static void a_file_has_nothing_to_press_and_letters_have_no_sum(void **state)
{
    (void)state;
    Figure figure = { 0 };
    Work work = work_of("convt2d in=3 k=3 s=2 w=letters");
    View view = view_weighted(true);
    view.still = true;
    lens_build(&figure, &work, moment_of(&work.scene), view, measure_fixed);
    check(!mark_named(&figure, "controls"), "a file has controls");
    check(!strcmp(cell_at(&figure, (Cell){ ROLE_Y, { 0, 0, 2, 2 } })->text, "4"), "letters are added up to \"%s\"", cell_at(&figure, (Cell){ ROLE_Y, { 0, 0, 2, 2 } })->text);
    work_clear(&work);
    figure_clear(&figure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_of_every_walk_shows_the_prints_so_far),
        cmocka_unit_test(by_input_the_numbers_are_a_kernel_run_of_ones_over_the_first_steps),
        cmocka_unit_test(piles_of_bricks_have_the_counts_of_their_axes),
        cmocka_unit_test(the_tile_is_one_period_where_no_edge_is_near),
        cmocka_unit_test(products_keep_their_colours_under_padding),
        cmocka_unit_test(phases_say_their_prints_or_their_weights),
        cmocka_unit_test(phases_that_differ_are_told_apart),
        cmocka_unit_test(a_caption_speaks_of_decimals_only_where_numbers_are),
        cmocka_unit_test(the_chart_shows_other_kernels_and_strides),
        cmocka_unit_test(a_file_has_nothing_to_press_and_letters_have_no_sum),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
