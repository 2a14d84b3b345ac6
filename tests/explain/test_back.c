// The way back: at each step of each walk gx and gw hold the terms that are done forward, at the end what the kernels
// say; the two inner products agree on the way; the backward pass opened as a scene computes gx; and it is told in words.
#include "explain/scenes.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>

static Source typed_whole(Random *r, size_t count)
{
    Source source = typed_source(count);
    for (size_t i = 0; i < count; i++) source.values[i] = (float)any(r, -9, 9);
    return source;
}

// A scene in which every sum is exact.
static Scene whole_scene(Random *r)
{
    Scene scene = { .spec = some_spec(r), .b = { .kind = SOURCE_NONE }, .step = STEP_END, .views = 1 };
    scene.x = typed_whole(r, role_count(&scene.spec, ROLE_X));
    scene.w = typed_whole(r, role_count(&scene.spec, ROLE_W));
    scene.gy = typed_whole(r, role_count(&scene.spec, ROLE_Y));
    if (any(r, 0, 1)) scene.b = typed_whole(r, role_count(&scene.spec, ROLE_B));
    return scene;
}

// For sentences: the scene without its data.
static const char *said(const Scene *scene)
{
    static char text[512];
    Scene bare = { .spec = scene->spec, .b = { .kind = SOURCE_NONE }, .step = STEP_END, .views = 1 };
    Text code = { 0 };
    scene_print(&code, &bare);
    snprintf(text, sizeof text, "%s", code.data);
    text_clear(&code);
    return text;
}

static size_t flat(const Spec *spec, Cell cell)
{
    int shape[4];
    size_t index = 0;
    scene_shape(spec, cell.role, shape);
    for (int i = 0; i < 4; i++) index = index * (size_t)shape[i] + (size_t)cell.at[i];
    return index;
}

// The same with other words than sums.c: each step's terms, one by one, onto whole tensors.
typedef struct Brute {
    const Work *work;
    double *gx, *gw, *y; // y without its bias
    int *gx_count, *gw_count;
} Brute;

static bool brute_term(void *context, const Term *term)
{
    Brute *b = context;
    const Spec *spec = &b->work->scene.spec;
    if (!term->inside) return true;
    double gy = (double)b->work->gy[flat(spec, term->y)], x = (double)work_value(b->work, term->x), w = (double)work_value(b->work, term->w);
    size_t to_x = flat(spec, term->x), to_w = flat(spec, term->w);
    b->gx[to_x] += gy * w, b->gx_count[to_x]++;
    b->gw[to_w] += gy * x, b->gw_count[to_w]++;
    b->y[flat(spec, term->y)] += x * w;
    return true;
}

static void hold_plane(const Work *work, Role role, Walk walk, long long steps, const double *value, const int *count, int first, int second)
{
    const Spec *spec = &work->scene.spec;
    int shape[4];
    scene_shape(spec, role, shape);
    Sums sums;
    back_sums_make(&sums, work, role, first, second, walk, steps);
    size_t cells = (size_t)shape[2] * (size_t)shape[3], from = ((size_t)first * (size_t)shape[1] + (size_t)second) * cells;
    assert_int_equal(sums.canvas.rows, shape[2]);
    assert_int_equal(sums.canvas.cols, shape[3]);
    for (size_t i = 0; i < cells; i++) {
        check(sums.value[i] == value[from + i], "%s by %s, step %lld: %s[%zu] holds %g, not %g", said(&work->scene), WALK_WORDS[walk],
              steps, ROLE_WORDS[role], from + i, sums.value[i], value[from + i]);
        check(sums.count[i] == count[from + i], "%s by %s, step %lld: %s[%zu] has %d terms, not %d", said(&work->scene), WALK_WORDS[walk],
              steps, ROLE_WORDS[role], from + i, sums.count[i], count[from + i]);
    }
    sums_clear(&sums);
}

static void at_every_step_what_came_back_is_of_the_steps_done(void **state)
{
    (void)state;
    Random r = { 31 };
    for (int i = 0; i < 100; i++) {
        Scene scene = whole_scene(&r);
        const Spec *spec = &scene.spec;
        Work work;
        assert_true(work_make(&work, &scene, NULL, NULL));
        size_t xs = role_count(spec, ROLE_X), ws = role_count(spec, ROLE_W), ys = role_count(spec, ROLE_Y);
        int ws_shape[4];
        scene_shape(spec, ROLE_W, ws_shape);
        for (Walk walk = 0; walk < WALK_COUNT; walk++) {
            Brute b = { &work, memory_new(xs, sizeof(double)), memory_new(ws, sizeof(double)), memory_new(ys, sizeof(double)),
                        memory_new(xs, sizeof(int)), memory_new(ws, sizeof(int)) };
            long long count = timeline_count(spec, walk);
            for (long long done = 0; done <= count; done++) {
                if (done == 0 || done == count || any(&r, 0, (int)(count / 8)) == 0) {
                    hold_plane(&work, ROLE_GX, walk, done, b.gx, b.gx_count, any(&r, 0, spec->batch - 1), any(&r, 0, spec->in_channels - 1));
                    hold_plane(&work, ROLE_GW, walk, done, b.gw, b.gw_count, any(&r, 0, ws_shape[0] - 1), any(&r, 0, ws_shape[1] - 1));
                    double forward = 0, backward = 0;
                    for (size_t k = 0; k < ys; k++) forward += b.y[k] * (double)work.gy[k];
                    for (size_t k = 0; k < xs; k++) backward += b.gx[k] * (double)work.x[k];
                    Inner inner = inner_products(&work, walk, done);
                    check(forward == backward && inner.forward == forward && inner.backward == backward,
                          "%s by %s, step %lld: the sums are %g and %g; replayed they are %g and %g", said(&scene), WALK_WORDS[walk], done,
                          inner.forward, inner.backward, forward, backward);
                    assert_int_equal(inner.whole, done == count);
                }
                if (done == count) break;
                Step step = timeline_step(spec, walk, done);
                if (walk == WALK_PRODUCT) brute_term(&b, &step.term);
                else terms_each(spec, step.cell, brute_term, &b);
            }
            for (size_t k = 0; k < xs; k++)
                check(b.gx[k] == (double)work_tensor(&work, ROLE_GX)[k], "%s by %s: at the end gx[%zu] is %g, the kernel says %g", said(&scene),
                      WALK_WORDS[walk], k, b.gx[k], (double)work_tensor(&work, ROLE_GX)[k]);
            for (size_t k = 0; k < ws; k++)
                check(b.gw[k] == (double)work_tensor(&work, ROLE_GW)[k], "%s by %s: at the end gw[%zu] is %g, the kernel says %g", said(&scene),
                      WALK_WORDS[walk], k, b.gw[k], (double)work_tensor(&work, ROLE_GW)[k]);
            free(b.gx), free(b.gw), free(b.y), free(b.gx_count), free(b.gw_count);
        }
        work_clear(&work);
        scene_clear(&scene);
    }
}

// With numbers that are not whole: within (L+2)·2⁻²⁴·Σ|terms| of the kernels.
static void at_the_end_it_is_the_kernels_gradient_within_the_bound(void **state)
{
    (void)state;
    Random r = { 32 };
    for (int i = 0; i < 150; i++) {
        Scene scene = { .spec = some_spec(&r), .b = { .kind = SOURCE_NONE }, .step = STEP_END, .views = 1,
                        .x = { .kind = SOURCE_RANDOM, .number = i }, .w = { .kind = SOURCE_RANDOM, .number = i + 1 },
                        .gy = { .kind = SOURCE_RANDOM, .number = i + 2 } };
        Work work;
        assert_true(work_make(&work, &scene, NULL, NULL));
        for (int which = 0; which < 2; which++) {
            Role role = which ? ROLE_GW : ROLE_GX;
            int shape[4];
            scene_shape(&scene.spec, role, shape);
            for (int a = 0; a < shape[0]; a++)
                for (int c = 0; c < shape[1]; c++) {
                    const Sums *sums = work_back_sums(&work, role, a, c, timeline_count(&scene.spec, scene.walk));
                    for (int k = 0; k < shape[2] * shape[3]; k++) {
                        double kernel = (double)work_value(&work, (Cell){ role, { a, c, k / shape[3], k % shape[3] } });
                        double bound = (sums->count[k] + 2) * 0x1p-24 * sums->count[k]; // no factor is above 1
                        check(fabs(sums->value[k] - kernel) <= bound, "%s: %s[%d] is %.9g, the kernel says %.9g", said(&scene),
                              ROLE_WORDS[role], k, sums->value[k], kernel);
                    }
                }
        }
        Inner inner = work_inner(&work, timeline_count(&scene.spec, scene.walk));
        check(fabs(inner.forward - inner.backward) <= 1e-12 * (double)(inner.paths + 1), "%s: %.17g and %.17g", said(&scene), inner.forward, inner.backward);
        work_clear(&work);
    }
}

// Scenes too large to be walked for it are told by the kernels' tensors.
static void large_scenes_compare_the_kernels_own_tensors(void **state)
{
    (void)state;
    Scene scene;
    Work work;
    static const char *const codes[] = { "convt2d in=64 k=5 s=2 c=3,3 x=random w=random b=[1,2,3] gy=random view=backprop",
                                         "convt2d in=64 k=5 s=2 c=3,3 x=random w=random gy=random view=backprop" };
    for (int i = 0; i < COUNT(codes); i++) {
        assert_true(scene_parse(&scene, codes[i], NULL));
        assert_true(work_make(&work, &scene, NULL, NULL));
        Inner inner = work_inner(&work, 7);
        assert_true(inner.whole && inner.ahead);
        check(!work_inner(&work, STEP_END).ahead && !work_inner(&work, timeline_count(&scene.spec, scene.walk)).ahead, "%s: the end lies ahead of the end", codes[i]);
        assert_int_equal(inner.paths, 3 * 3 * 64 * 5 * 64 * 5); // nothing is cut
        check(fabs(inner.forward) > 1e-3 && fabs(inner.forward - inner.backward) <= 1e-2, "%.9g and %.9g", inner.forward, inner.backward);
        work_clear(&work);
        scene_clear(&scene);
    }
}

// Counted by a rule in large scenes, and one by one in small ones: the same rule for the same cuts, groups and samples.
static void paths_are_the_products_that_are_not_cut(void **state)
{
    (void)state;
    static const struct { const char *code; long long paths; } rows[] = {
        // per axis: 130·5 − 2 (the first cell's first tap, and the last one's last), and 64·3 − 1 for the columns
        { "convt2d in=130x64 k=5x3 s=2 p=1x1 op=0x1 c=4,2 n=2 g=2", 2 * (4 * 1) * (130LL * 5 - 2) * (64 * 3 - 1) },
        { "convt2d in=4x3 k=5x3 s=2 p=1x1 op=0x1 c=4,2 n=2 g=2", 2 * (4 * 1) * (4LL * 5 - 2) * (3 * 3 - 1) },
        // each edge loses the outermost row or column of taps: 3·k − 2, and with k=3, s=1 the same for any length
        { "conv2d in=300 k=3 p=1", (300LL * 3 - 2) * (300 * 3 - 2) }, { "conv2d in=5 k=3 p=1", (5LL * 3 - 2) * (5 * 3 - 2) },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        assert_true(scene_parse(&scene, rows[i].code, NULL));
        assert_true(work_make(&work, &scene, NULL, NULL));
        Inner inner = work_inner(&work, timeline_count(&scene.spec, scene.walk));
        check(inner.paths == rows[i].paths && inner.whole && !inner.ahead, "%s: %lld paths, not %lld", rows[i].code, inner.paths, rows[i].paths);
        work_clear(&work);
        scene_clear(&scene);
    }
}

static void the_backward_pass_opened_as_a_scene_computes_gx(void **state)
{
    (void)state;
    Random r = { 33 };
    int more = 0, with_op = 0;
    for (int i = 0; i < 400; i++) {
        Scene scene = whole_scene(&r), turned;
        if (any(&r, 0, 3) == 0) source_clear(&scene.gy), scene.gy = (Source){ .kind = SOURCE_RANDOM, .number = 3 };
        Work work, back;
        Error err = { 0 };
        assert_true(work_make(&work, &scene, NULL, NULL));
        check(scene_turned(&turned, &work, &err), "%s: %s", said(&scene), err.text);
        check(turned.spec.transposed == !scene.spec.transposed, "%s turns into its own kind", said(&scene));
        assert_true(work_make(&back, &turned, NULL, &err));
        int gx[4], y[4];
        scene_shape(&scene.spec, ROLE_GX, gx);
        scene_shape(&turned.spec, ROLE_Y, y);
        bool larger = y[2] > gx[2] || y[3] > gx[3];
        bool op_below = scene.spec.y.output_padding < scene.spec.y.stride && scene.spec.x.output_padding < scene.spec.x.stride;
        check(y[2] >= gx[2] && y[3] >= gx[3] && larger == (scene.spec.transposed && !op_below), "%s comes back as %dx%d", said(&scene), y[2], y[3]);
        more += larger;
        with_op += turned.spec.x.output_padding > 0;
        for (size_t k = 0; k < role_count(&scene.spec, ROLE_GX); k++) {
            int plane = gx[2] * gx[3], at = (int)k % plane;
            Cell cell = { ROLE_GX, { (int)k / plane / gx[1], (int)k / plane % gx[1], at / gx[3], at % gx[3] } }, same = cell;
            same.role = ROLE_Y;
            check(work_value(&work, cell) == work_value(&back, same), "%s: gx[%zu] is %g, and %g in the scene opened", said(&scene), k,
                  (double)work_value(&work, cell), (double)work_value(&back, same));
        }
        work_clear(&work);
        work_clear(&back);
        scene_clear(&scene);
        scene_clear(&turned);
    }
    check(more > 5 && with_op > 20, "only %d came back larger, and %d with output padding", more, with_op);
}

static void the_way_back_of_the_seeds_example_has_its_output_padding(void **state)
{
    (void)state;
    static const struct { const char *code, *back; } rows[] = {
        { "conv2d in=32 k=3 s=2 p=1 view=backprop", "convt2d in=16 s=2 p=1 op=1 x=ones gy=ramp view=backprop" },
        { "conv2d in=31 k=3 s=2 p=1 view=backprop", "convt2d in=16 s=2 p=1 x=ones gy=ramp view=backprop" },
        { "conv2d in=33 k=3 s=3 p=1 view=backprop", "convt2d in=11 s=3 p=1 op=2 x=ones gy=ramp view=backprop" },
        { "conv2d in=7x6 k=2 s=2x3 c=2,4 g=2 view=backprop", "convt2d in=3x2 k=2 s=2x3 op=1 c=4,2 g=2 x=ones gy=ramp view=backprop" },
        { "convt1d in=4 s=2 p=1 gy=letters w=letters", "conv1d in=7 s=2 p=1 x=letters w=letters gy=ramp" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene, back;
        Work work;
        assert_true(scene_parse(&scene, rows[i].code, NULL) && work_make(&work, &scene, NULL, NULL));
        assert_true(scene_turned(&back, &work, NULL));
        Text code = { 0 };
        scene_print(&code, &back);
        check(!strcmp(code.data, rows[i].back), "%s turns into\n    %s\n  not\n    %s", rows[i].code, code.data, rows[i].back);
        text_clear(&code);
        work_clear(&work);
        scene_clear(&scene);
        scene_clear(&back);
    }
}

static void what_cannot_be_typed_is_not_opened(void **state)
{
    (void)state;
    Scene scene, back;
    Work work;
    Error err = { 0 };
    assert_true(scene_parse(&scene, "conv2d in=80 gy=random", NULL) && work_make(&work, &scene, NULL, NULL));
    assert_false(scene_turned(&back, &work, &err));
    assert_non_null(strstr(err.text, "6084 typed values"));
    work_clear(&work);
    scene_clear(&scene);
    // What was x is not needed: where it cannot be typed, the gradient from above on the way back is ones.
    assert_true(scene_parse(&scene, "conv2d in=80 x=random", NULL));
    assert_true(work_make(&work, &scene, NULL, NULL));
    assert_true(scene_turned(&back, &work, &err));
    assert_int_equal(back.gy.kind, SOURCE_ONES);
    work_clear(&work);
    scene_clear(&scene);
    scene_clear(&back);
}

// ---- words -----------------------------------------------------------------------------------------------------

typedef struct Told {
    const char *code;
    const char *title, *words, *symbols, *numbers;
} Told;

static const Told TOLD[] = {
    { "convt2d s=2 p=1 gy=ramp cell=gx:0,0,1,2", "gradient of x (1, 2)",
      "The sum of ∂L/∂y under the same 6 weights, each times its weight. Nothing comes back from the 3 that padding cuts off.",
      "∂x₁₂ = ∂y₁₃·k₀ + ∂y₁₄·k₁ + ∂y₂₃·k₃ + ∂y₂₄·k₄ + ∂y₃₃·k₆ + ∂y₃₄·k₇",
      "9·1 = 9\n10·2 = 20 → 29\n14·4 = 56 → 85\n15·5 = 75 → 160\n19·7 = 133 → 293\n20·8 = 160 → 453\n= 453" },
    { "convt2d s=2 step=4 cell=gx:0,0,1,1", "gradient of x (1, 1)",
      "The sum of ∂L/∂y under the same 9 weights, each times its weight. None of these products is done yet.", NULL, "" },
    { "convt1d s=2 walk=output step=2 cell=gx:0,0,0,0", "gradient of x (0)",
      "The sum of ∂L/∂y under the same 3 weights, each times its weight. So far 2 of 3 products are done.",
      "∂x₀ = ∂y₀·k₀ + ∂y₁·k₁ + ∂y₂·k₂", "1·1 = 1\n1·2 = 2 → 3\nso far 3" },
    { "conv2d in=5 s=2 p=1 gy=ramp cell=gx:0,0,1,1", "gradient of x (1, 1)",
      "The sum of ∂L/∂y of the 4 outputs that read this input, each times the same weight.",
      "∂x₁₁ = ∂y₀₀·k₈ + ∂y₀₁·k₆ + ∂y₁₀·k₂ + ∂y₁₁·k₀", "1·9 = 9\n2·7 = 14 → 23\n4·3 = 12 → 35\n5·1 = 5 → 40\n= 40" },
    { "conv2d in=5 s=2 p=1 w=letters gy=letters cell=gx:0,0,0,0", "gradient of x (0, 0)",
      "The ∂L/∂y of the one output that reads this input, times the same weight.", "∂x₀₀ = g₀₀·k₄", "" },
    { "conv2d k=2 s=3 in=5 cell=gx:0,0,2,1", "gradient of x (2, 1)", "No window reads this input: no gradient comes back, it stays 0.",
      "∂x₂₁ = 0", "= 0" },
    { "convt2d in=5 k=2 p=2 cell=gx:0,0,0,0", "gradient of x (0, 0)",
      "Padding cuts off all that this input writes: no gradient comes back, it stays 0.", "∂x₀₀ = 0", "= 0" },
    { "convt2d s=2 p=1 gy=[1,1,1,1,1;1,-2,1,1,1;1,1,1,1,1;1,1,1,1,1;1,1,1,1,1] cell=gy:0,0,1,1", "gradient of y (1, 1)",
      "How much L grows when this output grows by 1. It is given: change it as you like. It goes back through the 4 weights that made this output, to the inputs they came with.",
      "∂y₁₁·k₈ → ∂x₀₀\n∂y₁₁·k₆ → ∂x₀₁\n∂y₁₁·k₂ → ∂x₁₀\n∂y₁₁·k₀ → ∂x₁₁", "−2·9 = −18 → ∂x₀₀\n−2·7 = −14 → ∂x₀₁\n−2·3 = −6 → ∂x₁₀\n−2·1 = −2 → ∂x₁₁" },
    { "convt2d k=1 s=2 op=1 cell=gy:0,0,1,0", "gradient of y (1, 0)",
      "How much L grows when this output grows by 1. It is given: change it as you like. No input reaches this output, so nothing goes back from here.", "", "" },
    { "convt1d in=1 k=1 cell=gy:0,0,0,0", "gradient of y (0)",
      "How much L grows when this output grows by 1. It is given: change it as you like. It goes back to the one input that reached this output, through the same weight.",
      "∂y₀·k₀ → ∂x₀", "1·1 = 1 → ∂x₀" },
    { "conv1d in=4 k=2 gy=[1,-2,3] cell=gw:0,0,0,1", "gradient of weight k₁ (1)",
      "The weight is used 3 times: the sum of input times ∂L/∂y over all of them.", "∂k₁ = x₁·∂y₀ + x₂·∂y₁ + x₃·∂y₂", "2·1 = 2\n3·(−2) = −6 → −4\n4·3 = 12 → 8\n= 8" },
    { "conv2d p=1 s=2 in=5 cell=gw:0,0,0,1", "gradient of weight k₁ (0, 1)",
      "The weight is used 6 times: the sum of input times ∂L/∂y over all of them. 3 more lie in the padding and add nothing.", NULL, NULL },
    { "convt2d c=4,4 g=2 n=2 cell=gx:1,2,0,1", "gradient of x (0, 1), channel 2, sample 1",
      "The sum of ∂L/∂y under the same 18 weights, each times its weight.", NULL, NULL },
    { "convt1d x=[0.5,-0.25,1] w=[0.123,1,-2] gy=[1,0.5,0.25,0,1] cell=gx:0,0,0,0", "gradient of x (0)",
      "The sum of ∂L/∂y under the same 3 weights, each times its weight.", NULL, "1·0.123 = 0.123\n0.5·1 = 0.5 → 0.623\n0.25·(−2) = −0.5 → 0.123\n= 0.123" },
    { "convt1d in=2 k=3 w=[0.5,0,1] gy=letters cell=gx:0,0,0,0", "gradient of x (0)",
      "The sum of ∂L/∂y under the same 3 weights, each times its weight.", "∂x₀ = 0.5·g₀ + g₂", "" },
    { "convt1d in=2 k=3 w=[0.5,0,1] gy=letters walk=output step=2 cell=gx:0,0,0,0", "gradient of x (0)", NULL, "∂x₀ = 0.5·g₀ + g₂", "so far 0.5·g₀" },
    { "convt1d in=2 k=3 w=[0.5,0,1] gy=letters step=0 cell=gx:0,0,0,0", "gradient of x (0)", NULL, "∂x₀ = 0.5·g₀ + g₂", "" },
    { "convt1d in=2 k=3 w=zeros gy=letters cell=gx:0,0,0,0", "gradient of x (0)", NULL, "∂x₀ = 0", "" },
    { "conv1d in=2 k=1 s=2 gy=letters cell=gx:0,0,0,1", "gradient of x (1)", NULL, "∂x₁ = 0", "" },
    { "conv1d in=2 k=1 w=[0.3333333] gy=letters cell=gx:0,0,0,1", "gradient of x (1)", NULL, "∂x₁ ≈ 0.333·g₁", "" },
    { "conv1d in=4 k=2 x=letters gy=[1,-2,0] cell=gw:0,0,0,1", "gradient of weight k₁ (1)", NULL, "∂k₁ = b − 2·c", "" },
    { "conv1d in=4 k=2 x=letters gy=letters cell=gw:0,0,0,1", "gradient of weight k₁ (1)", NULL, "∂k₁ = b·g₀ + c·g₁ + d·g₂", "" },
    { "convt1d in=2 k=3 w=[0.5,0,-1] gy=letters cell=gy:0,0,0,2", "gradient of y (2)", NULL, "−g₂ → ∂x₀\n0 → ∂x₁", "" },
    { "convt1d in=1 k=2 w=[-0.4,2] gy=[0.07,1] cell=gx:0,0,0,0", "gradient of x (0)", NULL, NULL, "0.07·(−0.4) = −0.028\n1·2 = 2 → 1.972\n= 1.972" },
};

static void each_cell_of_the_way_back_is_told_in_plain_words(void **state)
{
    (void)state;
    int bad = 0;
    for (int i = 0; i < COUNT(TOLD); i++) {
        const Told *row = &TOLD[i];
        Scene scene;
        Work work;
        Story story;
        Error err;
        check(scene_parse(&scene, row->code, &err), "%s: %s", row->code, err.text);
        assert_true(work_make(&work, &scene, NULL, &err));
        story_make(&story, &work, scene.cell, scene.walk, scene.step);
        const char *const want[] = { row->title, row->words, row->symbols, row->numbers };
        const Text *const got[] = { &story.title, &story.words, &story.symbols, &story.numbers };
        for (int k = 0; k < 4; k++) {
            if (!want[k] || !strcmp(want[k], text_or_empty(got[k]))) continue;
            bad++;
            print_error("%s\n    wanted: %s\n    told:   %s\n", row->code, want[k], text_or_empty(got[k]));
        }
        story_clear(&story);
        work_clear(&work);
        scene_clear(&scene);
    }
    assert_int_equal(bad, 0);
}

static void what_is_too_long_to_be_told_is_counted(void **state)
{
    (void)state;
    static const struct { const char *code, *between; } rows[] = {
        { "convt2d in=12 k=8 cell=gy:0,0,9,9", "\n" }, { "convt2d in=12 k=8 cell=gx:0,0,9,9", " + " },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        Story story;
        assert_true(scene_parse(&scene, rows[i].code, NULL) && work_make(&work, &scene, NULL, NULL));
        story_make(&story, &work, scene.cell, scene.walk, scene.step);
        int listed = 0;
        for (const char *at = story.symbols.data; (at = strstr(at, rows[i].between)); at++) listed++;
        const char *more = strstr(story.symbols.data, "… and ");
        check(more && listed + atoi(more + strlen("… and ")) == 64, "%s: %d terms are listed in %s", rows[i].code, listed, story.symbols.data);
        story_clear(&story);
        work_clear(&work);
        scene_clear(&scene);
    }
}

// The last line of the numbers of gx and gw is the partial sum, at any step.
static void the_numbers_told_of_gradients_add_up(void **state)
{
    (void)state;
    Random r = { 34 };
    for (int i = 0; i < 400; i++) {
        Scene scene = whole_scene(&r);
        Work work;
        assert_true(work_make(&work, &scene, NULL, NULL));
        Role role = any(&r, 0, 1) ? ROLE_GX : ROLE_GW;
        int shape[4];
        scene_shape(&scene.spec, role, shape);
        Cell cell = { role, { any(&r, 0, shape[0] - 1), any(&r, 0, shape[1] - 1), any(&r, 0, shape[2] - 1), any(&r, 0, shape[3] - 1) } };
        Walk walk = (Walk)any(&r, 0, WALK_COUNT - 1);
        long long steps = any(&r, 0, (int)timeline_count(&scene.spec, walk));
        Sums sums;
        back_sums_make(&sums, &work, role, cell.at[0], cell.at[1], walk, steps);
        int at = cell.at[2] * shape[3] + cell.at[3];
        Story story;
        story_make(&story, &work, cell, walk, steps);
        const char *numbers = text_or_empty(&story.numbers), *last = strrchr(numbers, '\n');
        last = last ? last + 1 : numbers;
        char sum[NUMBER_TEXT], wanted[2][NUMBER_TEXT + 8];
        number_show(sum, sums.value[at], 0);
        snprintf(wanted[0], sizeof wanted[0], "= %s", sum);
        snprintf(wanted[1], sizeof wanted[1], "so far %s", sum);
        bool said_so = !strcmp(last, wanted[0]) || !strcmp(last, wanted[1]) || (sums.count[at] == 0 && !*last);
        check(said_so, "%s by %s, step %lld: the story ends with “%s”, the sum is %s", said(&scene), WALK_WORDS[walk], steps, last, sum);
        story_clear(&story);
        sums_clear(&sums);
        work_clear(&work);
        scene_clear(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_too_long_to_be_told_is_counted),
        cmocka_unit_test(at_every_step_what_came_back_is_of_the_steps_done),
        cmocka_unit_test(at_the_end_it_is_the_kernels_gradient_within_the_bound),
        cmocka_unit_test(large_scenes_compare_the_kernels_own_tensors),
        cmocka_unit_test(the_backward_pass_opened_as_a_scene_computes_gx),
        cmocka_unit_test(the_way_back_of_the_seeds_example_has_its_output_padding),
        cmocka_unit_test(what_cannot_be_typed_is_not_opened),
        cmocka_unit_test(each_cell_of_the_way_back_is_told_in_plain_words),
        cmocka_unit_test(the_numbers_told_of_gradients_add_up),
        cmocka_unit_test(paths_are_the_products_that_are_not_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
