// What comes back when y is fed back: the dense matrix on paper's terms. The least-squares answer is held against the
// normal equations solved by elimination where they have one answer, and against their own residual where they have many.
#include "explain/scenes.h"
#include "support/check.h"

typedef struct Dense {
    size_t outs, ins;
    double *a; // (outs, ins): y = a x
} Dense;

static Dense dense_of(const Work *work)
{
    const Spec *spec = &work->scene.spec;
    size_t rows = op_matrix_rows(spec), columns = op_matrix_columns(spec);
    float *c = memory_new(rows * columns, sizeof *c);
    if (spec->transposed) op_matrix_transposed(c, work->w, spec);
    else op_matrix(c, work->w, spec);
    Dense d = { spec->transposed ? columns : rows, spec->transposed ? rows : columns, memory_new(rows * columns, sizeof *d.a) };
    for (size_t i = 0; i < rows * columns; i++) d.a[i] = (double)c[i];
    free(c);
    return d;
}

static double row_times(const Dense *d, size_t row, const double *x)
{
    double sum = 0;
    for (size_t i = 0; i < d->ins; i++) sum += d->a[row * d->ins + i] * x[i];
    return sum;
}

// The Gram matrix of the columns beside their products with y, solved by elimination with pivots; false where the
// columns depend on one another.
static bool solve_dense(const Dense *d, const double *y, double *x)
{
    size_t n = d->ins, w = n + 1;
    double *m = memory_new(n * w, sizeof *m);
    bool ok = true;
    for (size_t i = 0; i < n; i++)
        for (size_t r = 0; r < d->outs; r++) {
            for (size_t k = 0; k < n; k++) m[i * w + k] += d->a[r * n + i] * d->a[r * n + k];
            m[i * w + n] += d->a[r * n + i] * y[r];
        }
    for (size_t i = 0; ok && i < n; i++) {
        size_t best = i;
        for (size_t r = i; r < n; r++)
            if (fabs(m[r * w + i]) > fabs(m[best * w + i])) best = r;
        ok = fabs(m[best * w + i]) > 1e-6;
        for (size_t k = 0; ok && k < w; k++) {
            double kept = m[i * w + k];
            m[i * w + k] = m[best * w + k], m[best * w + k] = kept;
        }
        for (size_t r = 0; ok && r < n; r++) {
            double by = r == i ? 0 : m[r * w + i] / m[i * w + i];
            for (size_t k = i; by != 0 && k < w; k++) m[r * w + k] -= by * m[i * w + k];
        }
    }
    for (size_t i = 0; ok && i < n; i++) x[i] = m[i * w + n] / m[i * w + i];
    free(m);
    return ok;
}

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

static const char *const SCENES[] = {
    "convt2d in=3 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3]", "convt1d in=3 k=3 s=2 p=1 op=1", "convt2d in=2x3 k=2x3 s=1x2 d=2x1 p=1 w=random:3",
    "convt2d in=2 k=3 s=2 c=4,2 g=2 w=random:5 b=random:2", "convt2d in=3 k=2 s=1 w=random:8 n=2", "conv2d in=5 k=3 s=2 p=1", "conv1d in=7 k=3 s=2 w=random:4",
    "conv2d in=4 k=3 p=1 w=random:6", "convt2d in=3 k=3 s=2 p=3 w=random:1", "conv2d in=3 k=1 s=2", "convt1d in=4 k=1 s=3 w=zeros",
};

static void y_is_what_the_operation_makes_and_back_is_its_transpose_on_that(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(SCENES); i++) {
        Work work = work_of(SCENES[i]);
        Dense d = dense_of(&work);
        int n = work.scene.spec.batch - 1;
        Chain chain;
        check(chain_make(&chain, &work, n, NULL), "%s: no chain", SCENES[i]);
        double *x = memory_new(d.ins, sizeof *x);
        for (size_t k = 0; k < d.ins; k++) x[k] = (double)work.x[(size_t)n * d.ins + k];
        for (size_t r = 0; r < d.outs; r++)
            check(fabs(chain.y[r] - row_times(&d, r, x)) < 1e-9, "%s: y %zu is %g, the table makes %g", SCENES[i], r, chain.y[r], row_times(&d, r, x));
        for (size_t k = 0; k < d.ins; k++) {
            double back = 0;
            for (size_t r = 0; r < d.outs; r++) back += d.a[r * d.ins + k] * chain.y[r];
            check(fabs(chain.back[k] - back) < 1e-8, "%s: %zu comes back as %g, not %g", SCENES[i], k, chain.back[k], back);
        }
        chain_clear(&chain);
        free(x);
        free(d.a);
        work_clear(&work);
    }
}

static void the_best_guess_solves_the_normal_equations(void **state)
{
    (void)state;
    int solved = 0, many = 0;
    for (int i = 0; i < COUNT(SCENES); i++) {
        Work work = work_of(SCENES[i]);
        Dense d = dense_of(&work);
        Chain chain;
        check(chain_make(&chain, &work, 0, NULL), "%s: no chain", SCENES[i]);
        check(chain.found, "%s: not found in %d rounds", SCENES[i], chain.rounds);
        double *x = memory_new(d.ins, sizeof *x), length = 0, given = 0;
        bool one = solve_dense(&d, chain.y, x);
        solved += one, many += !one;
        for (size_t k = 0; one && k < d.ins; k++)
            check(fabs(chain.best[k] - x[k]) < 1e-6 * (1 + fabs(x[k])), "%s: the best guess at %zu is %g; elimination finds %g", SCENES[i], k, chain.best[k], x[k]);
        // y came from x, so whatever solves them gives y again; and none that does is shorter than the guess.
        for (size_t r = 0; r < d.outs; r++)
            check(fabs(row_times(&d, r, chain.best) - chain.y[r]) < 1e-6 * (1 + fabs(chain.y[r])), "%s: the guess makes %g of output %zu, not %g",
                  SCENES[i], row_times(&d, r, chain.best), r, chain.y[r]);
        for (size_t k = 0; k < d.ins; k++) length += chain.best[k] * chain.best[k], given += (double)work.x[k] * (double)work.x[k];
        check(length <= given * (1 + 1e-9), "%s: the guess is longer (%g) than x (%g)", SCENES[i], length, given);
        chain_clear(&chain);
        free(x);
        free(d.a);
        work_clear(&work);
    }
    check(solved >= 4 && many >= 3, "%d scenes have one answer, %d many", solved, many);
}

static void a_transposed_convolution_of_full_rank_gives_x_away(void **state)
{
    (void)state;
    Work work = work_of("convt2d in=3 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] b=[5]");
    const Chain *chain = work_chain(&work, 0);
    for (int i = 0; i < 9; i++) {
        check(fabs(chain->best[i] - (i + 1)) < 1e-9, "x %d is %d, the guess %g", i, i + 1, chain->best[i]);
        check(fabs(chain->back[i] - (i + 1)) > 1, "%d came back by itself", i);
    }
    check(chain == work_chain(&work, 0), "asked again, it was worked out again");
    work_clear(&work);
}

static void what_cannot_be_fed_back_says_so(void **state)
{
    (void)state;
    Chain chain;
    Error err;
    Work large = work_of("convt2d in=128 k=5");
    check(!chain_make(&chain, &large, 0, &err), "409600 entries were taken");
    check(strstr(err.text, "409600") && strstr(err.text, "262144"), "it says: %s", err.text);
    check(!work_chain(&large, 0), "a chain of a large work");
    work_clear(&large);
    Work infinite = work_of("convt2d in=2 k=2 s=2 x=[1,inf;2,3]");
    check(work_chain(&infinite, 0) && !work_chain(&infinite, 0)->finite, "an infinite x was called finite");
    work_clear(&infinite);
}

static void term_between_finds_the_one_product_of_two_cells(void **state)
{
    (void)state;
    Random r = { 11 };
    for (int i = 0; i < 200; i++) {
        Spec spec = some_spec(&r);
        long long count = timeline_count(&spec, WALK_PRODUCT);
        Term want = timeline_step(&spec, WALK_PRODUCT, random_range(&r, 0, (long)count - 1)).term, got;
        char x[64], y[64];
        cell_print(x, want.x);
        cell_print(y, want.y);
        check(term_between(&spec, want.x, want.y, &got) && cell_equal(got.w, want.w) && got.inside == want.inside, "%s and %s are joined by another weight", x, y);
        want.y.at[0] = spec.batch; // another sample
        check(!term_between(&spec, want.x, want.y, &got), "%s is joined to another sample", x);
    }
}

static void of_weights_that_are_not_finite_there_is_no_best_guess(void **state)
{
    (void)state;
    Scene scene;
    Work work;
    Chain chain;
    assert_true(scene_parse(&scene, "convt1d in=2 k=2 w=[1,inf]", NULL) && work_make(&work, &scene, NULL, NULL));
    assert_true(chain_make(&chain, &work, 0, NULL));
    assert_false(chain.finite);
    assert_false(chain.found);
    assert_int_equal(chain.rounds, 0);
    chain_clear(&chain);
    work_clear(&work);
    scene_clear(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_weights_that_are_not_finite_there_is_no_best_guess),
        cmocka_unit_test(y_is_what_the_operation_makes_and_back_is_its_transpose_on_that),
        cmocka_unit_test(the_best_guess_solves_the_normal_equations),
        cmocka_unit_test(a_transposed_convolution_of_full_rank_gives_x_away),
        cmocka_unit_test(what_cannot_be_fed_back_says_so),
        cmocka_unit_test(term_between_finds_the_one_product_of_two_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
