// One order of products, and the links of a cell are what the kernel itself says about that cell. (That the products,
// replayed in any walk, give the output is held over all specs in test_algebra.c.)
#include "explain/scenes.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>

static void describe(char out[256], const Spec *spec)
{
    Scene scene = { .spec = *spec, .b = { .kind = SOURCE_NONE }, .step = STEP_END, .views = 1 };
    Text text = { 0 };
    scene_print(&text, &scene);
    snprintf(out, 256, "%s", text.data);
    text_clear(&text);
}

static Source typed_whole(Random *r, size_t count)
{
    Source source = typed_source(count);
    for (size_t i = 0; i < count; i++) source.values[i] = (float)any(r, -9, 9);
    return source;
}

// A scene of small whole numbers, in which every sum is exact.
static Scene whole_scene(Random *r)
{
    Scene scene = { .spec = some_spec(r), .b = { .kind = SOURCE_NONE }, .step = STEP_END };
    scene.x = typed_whole(r, role_count(&scene.spec, ROLE_X));
    scene.w = typed_whole(r, role_count(&scene.spec, ROLE_W));
    if (any(r, 0, 1)) scene.b = typed_whole(r, role_count(&scene.spec, ROLE_B));
    return scene;
}

static size_t flat(const Spec *spec, Cell cell)
{
    int shape[4];
    size_t index = 0;
    scene_shape(spec, cell.role, shape);
    for (int i = 0; i < 4; i++) index = index * (size_t)shape[i] + (size_t)cell.at[i];
    return index;
}

static bool term_equal(const Term *a, const Term *b)
{
    return cell_equal(a->x, b->x) && cell_equal(a->w, b->w) && cell_equal(a->y, b->y) && a->inside == b->inside;
}

// The step said to do a term is the one whose cell is in it.
static void check_step_of(const Spec *spec, Walk walk, const Term *term, Cell cell)
{
    long long s = timeline_of(spec, walk, term);
    if (s < 0) assert_false(cell_inside(spec, cell));
    else assert_true(cell_equal(timeline_step(spec, walk, s).cell, cell));
}

// The products in order, by plain loops instead of division.
static void a_step_found_by_division_is_the_one_enumerated(void **state)
{
    (void)state;
    Random r = { 2 };
    for (int i = 0; i < 300; i++) {
        Spec spec = some_spec(&r);
        char code[256];
        describe(code, &spec);
        for (Walk walk = WALK_INPUT; walk <= WALK_OUTPUT; walk++) {
            long long count = timeline_count(&spec, walk);
            assert_int_equal(count, role_count(&spec, walk == WALK_INPUT ? ROLE_X : ROLE_Y));
            for (long long s = 0; s < count; s++) {
                Step step = timeline_step(&spec, walk, s);
                check(flat(&spec, step.cell) == (size_t)s && cell_inside(&spec, step.cell), "%s: step %lld", code, s);
                assert_int_equal(step.cell.role, walk == WALK_INPUT ? ROLE_X : ROLE_Y);
            }
        }
        int narrow = spec.transposed ? spec.in_channels : spec.out_channels;
        int wide_of_group = (spec.transposed ? spec.out_channels : spec.in_channels) / spec.groups;
        long long s = 0;
        for (int n = 0; n < spec.batch; n++)
        for (int c = 0; c < narrow; c++)
        for (int row = 0; row < spec.y.narrow; row++)
        for (int col = 0; col < spec.x.narrow; col++)
        for (int other = 0; other < wide_of_group; other++)
        for (int ky = 0; ky < spec.y.kernel; ky++)
        for (int kx = 0; kx < spec.x.kernel; kx++, s++) {
            Step step = timeline_step(&spec, WALK_PRODUCT, s);
            int wide_row = row * spec.y.stride - spec.y.padding + ky * spec.y.dilation;
            int wide_col = col * spec.x.stride - spec.x.padding + kx * spec.x.dilation;
            int wide_channel = c / (narrow / spec.groups) * wide_of_group + other;
            Cell a = { ROLE_X, { n, c, row, col } }, b = { ROLE_Y, { n, wide_channel, wide_row, wide_col } };
            Term want = { a, { ROLE_W, { c, other, ky, kx } }, b, 0 <= wide_row && wide_row < spec.y.wide &&
                          0 <= wide_col && wide_col < spec.x.wide };
            if (!spec.transposed) {
                want.x = b, want.y = a;
                want.x.role = ROLE_X, want.y.role = ROLE_Y;
            }
            check(term_equal(&step.term, &want), "%s: product %lld", code, s);
            check(cell_equal(step.cell, spec.transposed ? want.x : want.y), "%s: product %lld", code, s);
            check(timeline_of(&spec, WALK_PRODUCT, &step.term) == s, "%s: product %lld", code, s);
            check_step_of(&spec, WALK_INPUT, &step.term, step.term.x);
            check_step_of(&spec, WALK_OUTPUT, &step.term, step.term.y);
        }
        assert_int_equal(s, timeline_count(&spec, WALK_PRODUCT));
    }
}

typedef struct Met {
    const Spec *spec;
    bool *seen; // a place for each pair (this cell's partner, y)
    size_t wide;
    Role partner;
    int terms, most;
} Met;

static bool meet(void *context, const Term *term)
{
    Met *met = context;
    met->terms++;
    if (!term->inside) return true;
    Cell partner = met->partner == ROLE_X ? term->x : met->partner == ROLE_W ? term->w : term->y;
    met->seen[flat(met->spec, partner)] = true;
    return met->terms != met->most;
}

// Independent provenance: with a 1 in one place of x (or w) and ones in the other, the kernel's output is not 0 exactly
// where that place is used.
static void the_links_of_x_and_w_are_what_the_kernel_does(void **state)
{
    (void)state;
    Random r = { 4 };
    for (int i = 0; i < 120; i++) {
        Spec spec = some_spec(&r);
        char code[256];
        describe(code, &spec);
        for (Role role = ROLE_X; role <= ROLE_W; role++) {
            Scene scene = { .spec = spec, .b = { .kind = SOURCE_NONE }, .x = { .kind = SOURCE_ONES },
                            .w = { .kind = SOURCE_ONES } };
            Source *source = role == ROLE_X ? &scene.x : &scene.w;
            size_t count = role_count(&spec, role), outputs = role_count(&spec, ROLE_Y);
            source->kind = SOURCE_ONEHOT;
            source->number = any(&r, 0, (int)count - 1);
            Work work;
            assert_true(work_make(&work, &scene, NULL, NULL));
            Cell cell = { role, { 0 } };
            int shape[4];
            scene_shape(&spec, role, shape);
            long long rest = source->number;
            for (int k = 3; k >= 0; rest /= shape[k], k--) cell.at[k] = (int)(rest % shape[k]);
            Met met = { &spec, memory_new(outputs, sizeof(bool)), 0, ROLE_Y, 0, 0 };
            terms_each(&spec, cell, meet, &met);
            for (size_t k = 0; k < outputs; k++)
                check(met.seen[k] == (work.y[k] != 0), "%s, %s %lld: y[%zu] is %g in the kernel", code,
                      role == ROLE_X ? "x" : "w", source->number, k, (double)work.y[k]);
            free(met.seen);
            work_clear(&work);
        }
    }
}

// And backwards: an output cell is linked to those x and w whose own 1 reaches it.
static void the_links_of_y_lead_back_to_what_reaches_it(void **state)
{
    (void)state;
    Random r = { 6 };
    for (int i = 0; i < 60; i++) {
        Spec spec = some_spec(&r);
        char code[256];
        describe(code, &spec);
        Cell cell = timeline_step(&spec, WALK_OUTPUT, any(&r, 0, (int)role_count(&spec, ROLE_Y) - 1)).cell;
        for (Role role = ROLE_X; role <= ROLE_W; role++) {
            size_t count = role_count(&spec, role);
            Met met = { &spec, memory_new(count, sizeof(bool)), 0, role, 0, 0 };
            terms_each(&spec, cell, meet, &met);
            for (size_t k = 0; k < count; k++) {
                Scene scene = { .spec = spec, .b = { .kind = SOURCE_NONE }, .x = { .kind = SOURCE_ONES },
                                .w = { .kind = SOURCE_ONES } };
                Source *source = role == ROLE_X ? &scene.x : &scene.w;
                source->kind = SOURCE_ONEHOT, source->number = (long long)k;
                Work work;
                assert_true(work_make(&work, &scene, NULL, NULL));
                check(met.seen[k] == (work_value(&work, cell) != 0), "%s: %s[%zu]", code, role == ROLE_X ? "x" : "w", k);
                work_clear(&work);
            }
            free(met.seen);
        }
    }
}

typedef struct Listed {
    const Spec *spec;
    Cell cell;
    long long next; // the number of the first product that may still come
    char code[256];
} Listed;

static bool next_in_order(void *context, const Term *term)
{
    Listed *listed = context;
    for (; listed->next < timeline_count(listed->spec, WALK_PRODUCT); listed->next++) {
        Term product = timeline_step(listed->spec, WALK_PRODUCT, listed->next).term;
        bool mine = cell_equal(product.x, listed->cell) || cell_equal(product.w, listed->cell) ||
                    cell_equal(product.y, listed->cell);
        if (!mine) continue;
        check(term_equal(&product, term), "%s: a product is left out or out of order", listed->code);
        listed->next++;
        return true;
    }
    check(false, "%s: a link that is no product of this cell", listed->code);
    return false;
}

static bool none_left(void *context, const Term *term)
{
    (void)term;
    *(int *)context += 1;
    return false;
}

// For every cell, cut and padding cells too: exactly its products, in their order.
static void links_come_in_the_order_of_the_products(void **state)
{
    (void)state;
    Random r = { 8 };
    for (int i = 0; i < 150; i++) {
        Scene scene = { .spec = some_spec(&r), .b = { .kind = SOURCE_NONE } };
        Cell cell = some_cell(&r, &scene);
        if (cell.role == ROLE_NONE) continue;
        Listed listed = { &scene.spec, cell, 0, "" };
        describe(listed.code, &scene.spec);
        terms_each(&scene.spec, cell, next_in_order, &listed);
        for (; listed.next < timeline_count(&scene.spec, WALK_PRODUCT); listed.next++) {
            Term product = timeline_step(&scene.spec, WALK_PRODUCT, listed.next).term;
            char name[64];
            cell_print(name, cell);
            check(!cell_equal(product.x, cell) && !cell_equal(product.w, cell) && !cell_equal(product.y, cell),
                  "%s, %s: the links end too early", listed.code, name);
        }
        int visits = 0;
        terms_each(&scene.spec, cell, none_left, &visits);
        check(visits <= 1, "%s: the visit was not stopped", listed.code);
    }
    int visits = 0;
    Spec spec = some_spec(&r);
    terms_each(&spec, CELL_NONE, none_left, &visits);
    terms_each(&spec, (Cell){ ROLE_Y, { 0, 0, 0, 1000 } }, none_left, &visits);
    assert_int_equal(visits, 0);
}

// What a walk has done after some steps, said with other words than sums.c: the steps' own terms, one by one.
typedef struct Brute {
    const Work *work;
    Canvas canvas;
    double *value;
    int *count;
    int n, c;
    bool kept_only;
} Brute;

static bool brute_term(void *context, const Term *term)
{
    Brute *b = context;
    bool cut_counts = b->work->scene.spec.transposed && !b->kept_only;
    if ((!term->inside && !cut_counts) || term->y.at[0] != b->n || term->y.at[1] != b->c) return true;
    int at = (term->y.at[2] - b->canvas.row0) * b->canvas.cols + term->y.at[3] - b->canvas.col0;
    b->value[at] += (double)work_value(b->work, term->x) * (double)work_value(b->work, term->w);
    b->count[at]++;
    return true;
}

static void at_every_step_the_partial_sums_are_those_of_the_steps_done(void **state)
{
    (void)state;
    Random r = { 9 };
    for (int i = 0; i < 120; i++) {
        Scene scene = whole_scene(&r);
        const Spec *spec = &scene.spec;
        Work work;
        char code[256];
        describe(code, spec);
        assert_true(work_make(&work, &scene, NULL, NULL));
        Canvas canvas = canvas_of(spec);
        size_t cells = (size_t)canvas.rows * (size_t)canvas.cols;
        for (Walk walk = 0; walk < WALK_COUNT; walk++) {
            Brute b = { &work, canvas, memory_new(cells, sizeof(double)), memory_new(cells, sizeof(int)),
                        any(&r, 0, spec->batch - 1), any(&r, 0, spec->out_channels - 1), walk == WALK_OUTPUT };
            for (int row = 0; work.b && row < spec_out(spec, spec->y); row++)
            for (int col = 0; col < spec_out(spec, spec->x); col++)
                b.value[(row - canvas.row0) * canvas.cols + col - canvas.col0] = (double)work.b[b.c];
            long long count = timeline_count(spec, walk);
            for (long long done = 0; done <= count; done++) {
                bool look = done == 0 || done == count || any(&r, 0, (int)(count / 8)) == 0;
                Sums sums = { 0 };
                if (look) sums_make(&sums, &work, b.n, b.c, walk, done);
                for (size_t k = 0; look && k < cells; k++) {
                    check(sums.value[k] == b.value[k], "%s by %s, step %lld: canvas[%zu] holds %g, not %g", code,
                          WALK_WORDS[walk], done, k, sums.value[k], b.value[k]);
                    check(sums.count[k] == b.count[k], "%s by %s, step %lld: canvas[%zu] has %d terms, not %d", code,
                          WALK_WORDS[walk], done, k, sums.count[k], b.count[k]);
                }
                sums_clear(&sums);
                if (done == count) break;
                Step step = timeline_step(spec, walk, done);
                if (walk == WALK_PRODUCT) brute_term(&b, &step.term);
                else terms_each(spec, step.cell, brute_term, &b);
            }
            Sums sums;
            sums_make(&sums, &work, b.n, b.c, walk, STEP_END);
            for (int row = 0; row < spec_out(spec, spec->y); row++)
            for (int col = 0; col < spec_out(spec, spec->x); col++) {
                double sum = sums.value[(row - canvas.row0) * canvas.cols + col - canvas.col0];
                double kernel = (double)work_value(&work, (Cell){ ROLE_Y, { b.n, b.c, row, col } });
                check(sum == kernel, "%s by %s: at the end y(%d, %d) is %g, the kernel says %g", code, WALK_WORDS[walk],
                      row, col, sum, kernel);
            }
            assert_int_equal(sums.has_bias, work.b != NULL);
            sums_clear(&sums);
            free(b.value);
            free(b.count);
        }
        work_clear(&work);
        scene_clear(&scene);
    }
}

static void the_canvas_holds_what_is_cut_and_what_lies_beyond(void **state)
{
    (void)state;
    static const struct { const char *code; Canvas canvas; } rows[] = {
        { "convt2d s=2", { 0, 0, 7, 7, 7, 7 } },           { "convt2d s=2 p=1", { -1, -1, 7, 7, 7, 7 } },
        { "convt2d s=2 p=1x0 op=1", { -1, 0, 7, 8, 7, 7 } }, { "convt1d s=2 op=1", { 0, 0, 1, 8, 1, 7 } },
        { "conv2d p=1 s=2", { 0, 0, 2, 2, 2, 2 } },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        assert_true(scene_parse(&scene, rows[i].code, NULL));
        Canvas canvas = canvas_of(&scene.spec);
        check(!memcmp(&canvas, &rows[i].canvas, sizeof canvas), "%s: %d %d %dx%d stamped %dx%d", rows[i].code,
              canvas.row0, canvas.col0, canvas.rows, canvas.cols, canvas.stamped_rows, canvas.stamped_cols);
        scene_clear(&scene);
    }
}

static bool only_once(void *context, const Term *term)
{
    (void)term;
    ++*(int *)context;
    return false;
}

static void an_entry_of_c_leads_to_its_product_and_back(void **state)
{
    (void)state;
    static const char *const codes[] = { "convt1d in=3 k=3 s=2 n=3", "conv1d in=7 k=3 s=2 n=3" };
    for (int i = 0; i < COUNT(codes); i++) {
        Scene scene;
        Term term;
        int visits = 0;
        Cell entry = { ROLE_C, { 1, 3, 0, 0 } };
        assert_true(scene_parse(&scene, codes[i], NULL));
        assert_true(matrix_term(&scene.spec, entry, &term));
        check(cell_equal(matrix_cell(&scene.spec, &term), entry), "%s: the entry of the product is another", codes[i]);
        terms_each(&scene.spec, entry, only_once, &visits);
        check(visits == 1, "%s: visited %d times after it was told to end", codes[i], visits);
        scene_clear(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_of_c_leads_to_its_product_and_back),
        cmocka_unit_test(a_step_found_by_division_is_the_one_enumerated),
        cmocka_unit_test(the_links_of_x_and_w_are_what_the_kernel_does),
        cmocka_unit_test(the_links_of_y_lead_back_to_what_reaches_it),
        cmocka_unit_test(links_come_in_the_order_of_the_products),
        cmocka_unit_test(at_every_step_the_partial_sums_are_those_of_the_steps_done),
        cmocka_unit_test(the_canvas_holds_what_is_cut_and_what_lies_beyond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
