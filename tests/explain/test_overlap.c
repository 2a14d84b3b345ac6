// How many prints land on a cell: what the kernel of ones says, held against the closed forms for every small axis; after
// each step of every walk against a kernel run of ones over what is done; and what is said of it.
#include "explain/scenes.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

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

// ---- closed forms ----------------------------------------------------------------------------------------------

// The prints on a cell of one axis, by trying every tap and input.
static int prints_on(Axis a, int wide)
{
    int count = 0;
    for (int i = 0; i < a.narrow; i++)
        for (int tap = 0; tap < a.kernel; tap++) count += axis_place(a, i, tap) == wide;
    return count;
}

static void hold_counts(const char *code)
{
    Work work = work_of(code);
    const Spec *spec = &work.scene.spec;
    const Overlap *o = work_overlap(&work, 0, 0, 0, STEP_END);
    Border rows = overlap_border(o, spec, true), cols = overlap_border(o, spec, false);
    for (int r = 0; r < o->canvas.rows; r++)
    for (int c = 0; c < o->canvas.cols; c++) {
        int row = r + o->canvas.row0, col = c + o->canvas.col0, at = r * o->canvas.cols + c;
        int want = prints_on(spec->y, row) * prints_on(spec->x, col);
        check(o->counts[at] == (float)want, "%s: %g prints on (%d, %d); %d land there", code, (double)o->counts[at], row, col, want);
        check(o->rows[r] * o->cols[c] == o->counts[at], "%s: bricks %g and %g, and %g prints", code, (double)o->rows[r], (double)o->cols[c], (double)o->counts[at]);
        if (o->count[at] != o->counts[at]) // nobody reads what is cut, walking by output
            check(work.scene.walk == WALK_OUTPUT && (row < 0 || col < 0 || row >= spec->y.wide || col >= spec->x.wide), "%s: in the end (%d, %d) lacks prints", code, row, col);
        // Away from the edges each phase has its own count.
        bool inner = r >= rows.before && c >= cols.before && r < o->canvas.rows - rows.after && c < o->canvas.cols - cols.after;
        int taps = axis_phase(spec->y, (row + spec->y.padding) % spec->y.stride).taps * axis_phase(spec->x, (col + spec->x.padding) % spec->x.stride).taps;
        if (inner) check(want == taps, "%s: (%d, %d) has %d prints and is no edge; its phase has %d", code, row, col, want, taps);
    }
    work_clear(&work);
}

static void the_counts_are_the_closed_forms_for_every_small_axis(void **state)
{
    (void)state;
    for (int k = 1; k <= 8; k++)
    for (int s = 1; s <= 8; s++)
    for (int d = 1; d <= 8; d++) {
        char code[120];
        int p = (k + s + d) % 2 && k > 1, op = s > 1 || d > 1 ? (k + d) % 2 : 0;
        snprintf(code, sizeof code, "convt1d in=%d k=%d s=%d p=%d op=%d d=%d", 1 + (k + s) % 5, k, s, p, op, d);
        hold_counts(code);
        snprintf(code, sizeof code, "conv1d in=%d k=%d s=%d p=%d d=%d", d * (k - 1) + 1 + (s * k) % 9, k, s, p, d);
        hold_counts(code);
        float counts[24];
        overlap_period(counts, k, s, d, COUNT(counts));
        Axis a = { .kernel = k, .stride = s, .dilation = d };
        for (int i = 0; i < COUNT(counts); i++)
            check(counts[i] == (float)axis_phase(a, i % s).taps, "k %d s %d d %d: %g prints on phase %d, which has %d taps", k, s, d, (double)counts[i], i % s,
                  axis_phase(a, i % s).taps);
    }
    static const char *const both[] = { "convt2d in=3 k=3 s=2 p=1 op=1", "convt2d in=2x4 k=3x2 s=1x3 p=1x0 op=0x2 d=2x1", "convt2d in=2 k=2 s=2 d=3 op=2 walk=output",
                                        "conv2d in=7x6 k=3x2 s=2x1 d=2x3 p=1x2", "convt2d in=4 k=3 s=2 p=3", "conv2d in=5x7 k=2 s=3" };
    for (int i = 0; i < COUNT(both); i++) hold_counts(both[i]);
}

static void an_edge_ends_where_a_phase_has_all_its_prints(void **state)
{
    (void)state;
    static const struct { const char *code; int before, after; } told[] = {
        { "convt1d in=6 k=3 s=1", 2, 2 }, { "convt1d in=3 k=3 s=2", 1, 1 }, { "convt1d in=3 k=3 s=2 p=1 op=1", 1, 1 }, { "convt1d in=4 k=4 s=2", 2, 2 },
        { "convt1d in=4 k=2 s=2", 0, 0 }, { "convt1d in=4 k=3 s=2 d=2", 3, 3 }, { "convt1d in=2 k=2 s=2 d=3 op=2", 2, 4 }, { "conv1d in=9 k=3 s=2", 1, 1 },
        { "convt1d in=1 k=3 s=1", 2, 1 },
    };
    for (int i = 0; i < COUNT(told); i++) {
        Work work = work_of(told[i].code);
        Border border = overlap_border(work_overlap(&work, 0, 0, 0, STEP_END), &work.scene.spec, false);
        check(border.before == told[i].before && border.after == told[i].after, "%s: the edge has %d cells before and %d after; wanted %d and %d", told[i].code, border.before,
              border.after, told[i].before, told[i].after);
        work_clear(&work);
    }
}

// ---- after each step -------------------------------------------------------------------------------------------

// The terms of the pair that the first [steps] steps have done, each added where it lands.
static void replay(const Work *work, Walk walk, long long steps, int n, int in, int out, const Canvas *canvas, double *count, double *weight)
{
    const Spec *spec = &work->scene.spec;
    for (long long i = 0; i < timeline_count(spec, WALK_PRODUCT); i++) {
        Term term = timeline_step(spec, WALK_PRODUCT, i).term;
        if (term.x.at[0] != n || term.x.at[1] != in || term.y.at[1] != out) continue;
        long long step = walk == WALK_PRODUCT ? i : timeline_of(spec, walk, &term);
        if (step < 0 || step >= steps) continue;
        const int *at = spec->transposed ? term.y.at : term.x.at;
        int row = at[2] - canvas->row0, col = at[3] - canvas->col0;
        if (row < 0 || col < 0 || row >= canvas->rows || col >= canvas->cols) continue;
        count[row * canvas->cols + col]++;
        weight[row * canvas->cols + col] += (double)work_value(work, term.w);
    }
}

static void each_step_of_each_walk_has_the_prints_that_are_done(void **state)
{
    (void)state;
    static const char *const codes[] = { "convt2d in=2x3 k=3x2 s=2 p=1 op=1 w=random:4", "convt2d in=2 k=2 s=2 d=3 op=2", "convt1d in=4 k=3 s=2 p=1 n=2 c=2,4 g=2 w=random:1",
                                         "conv2d in=5x4 k=3x2 s=2x1 p=1 w=random:3", "conv1d in=7 k=2 s=3 c=4,2 g=2 n=2 w=random:2", "convt2d in=2 k=3 s=2 c=2,3 w=random:9" };
    int held = 0;
    for (int i = 0; i < COUNT(codes); i++) {
        Work work = work_of(codes[i]);
        const Spec *spec = &work.scene.spec;
        for (int walk = 0; walk < WALK_COUNT; walk++)
        for (int n = 0; n < spec->batch; n++)
        for (int in = 0; in < spec->in_channels; in++)
        for (int out = 0; out < spec->out_channels; out++) {
            work.scene.walk = (Walk)walk;
            long long all = timeline_count(spec, (Walk)walk);
            for (long long steps = 0; steps <= all; steps += 1 + all / 60) {
                const Overlap *o = work_overlap(&work, n, in, out, steps);
                size_t cells = (size_t)o->canvas.rows * (size_t)o->canvas.cols;
                double *count = memory_new(cells, sizeof *count), *weight = memory_new(cells, sizeof *weight);
                replay(&work, (Walk)walk, steps, n, in, out, &o->canvas, count, weight);
                for (size_t c = 0; c < cells; c++, held++) {
                    check((double)o->count[c] == count[c], "%s by %s, step %lld, channel %d to %d: cell %zu has %g prints; %g were done", codes[i], WALK_WORDS[walk], steps, in,
                          out, c, (double)o->count[c], count[c]);
                    check(fabs((double)o->weight[c] - weight[c]) < 1e-5, "%s by %s, step %lld: the weights of cell %zu add up to %g, not to %g", codes[i], WALK_WORDS[walk], steps,
                          c, (double)o->weight[c], weight[c]);
                }
                free(count);
                free(weight);
            }
        }
        work_clear(&work);
    }
    check(held > 20000, "only %d cells were held", held);
}

// What a flat input comes out as is the kernel's own output of ones, and away from the edge the gain of the phase.
static void in_the_end_the_weights_are_the_kernels_output_of_ones(void **state)
{
    (void)state;
    Work work = work_of("convt2d in=5x4 k=4x3 s=2 p=1 op=1 w=random:4 x=ones");
    const Spec *spec = &work.scene.spec;
    const Overlap *o = work_overlap(&work, 0, 0, 0, STEP_END);
    double gains[4];
    op_phase_gains(gains, work.w, spec, 0, 0);
    Border rows = overlap_border(o, spec, true), cols = overlap_border(o, spec, false);
    int inner = 0;
    for (int row = 0; row < spec->y.wide; row++)
    for (int col = 0; col < spec->x.wide; col++) {
        int r = row - o->canvas.row0, c = col - o->canvas.col0;
        double shown = (double)o->weights[r * o->canvas.cols + c], y = (double)work.y[row * spec->x.wide + col];
        check(fabs(shown - y) < 1e-6, "(%d, %d) is %g, and the kernel makes %g of ones", row, col, shown, y);
        bool edge = r < rows.before || c < cols.before || r >= o->canvas.rows - rows.after || c >= o->canvas.cols - cols.after;
        double gain = gains[(row + 1) % 2 * 2 + (col + 1) % 2];
        if (edge) continue;
        check(fabs(shown - gain) < 1e-6, "(%d, %d) is %g, and its phase gains %g", row, col, shown, gain);
        inner++;
    }
    check(inner > 20, "only %d cells are no edge", inner);
    work_clear(&work);
}

static void an_infinite_weight_makes_no_nan_where_it_is_not_used(void **state)
{
    (void)state;
    Work work = work_of("convt1d in=3 k=2 s=2 w=[inf,1] step=1");
    const Overlap *o = work_overlap(&work, 0, 0, 0, 1);
    assert_true(isinf(o->weight[0]) && o->weight[1] == 1 && o->weight[2] == 0 && o->weight[4] == 0);
    Text said = { 0 };
    overlap_gains_say(&said, &work, 0, 0);
    assert_int_equal(said.length, 0);
    work_clear(&work);
}

static void channels_of_other_groups_print_nothing(void **state)
{
    (void)state;
    Work work = work_of("convt1d in=3 k=3 s=2 c=2,2 g=2");
    const Overlap *o = work_overlap(&work, 0, 0, 1, STEP_END);
    for (int i = 0; i < o->canvas.cols; i++) assert_true(o->counts[i] == 0 && o->count[i] == 0 && o->weights[i] == 0);
    work_clear(&work);
}

// ---- words -----------------------------------------------------------------------------------------------------

static void the_verdict_has_its_reason(void **state)
{
    (void)state;
    static const struct { const char *code, *said; } told[] = {
        { "convt2d in=3 k=4 s=2", "even: 2 divides 4" },
        { "convt2d in=3 k=3 s=2 d=2", "uneven: gcd(2, 2) = 2 leaves 3 of 4 phases empty" },
        { "convt1d in=3 k=3 s=2 d=2", "uneven: gcd(2, 2) = 2 leaves 1 of 2 phases empty" },
        { "convt2d in=3 k=3 s=2", "uneven: 3 = 1·2 + 1, so cells get 4, 2 or 1 prints" },
        { "convt1d in=3 k=5 s=2", "uneven: 5 = 2·2 + 1, so cells get 3 or 2 prints" },
        { "convt2d in=3 k=2 s=3", "uneven: 2 = 0·3 + 2, so 5 of 9 phases stay empty" },
        { "convt1d in=3 k=2 s=3", "uneven: 2 = 0·3 + 2, so 1 of 3 phases stays empty" },
        { "convt1d in=3 k=4 s=2 d=3", "even: 2 divides 4, and gcd(3, 2) = 1" },
        { "conv2d in=7 k=3 s=1x2", "rows even: 1 divides 3; columns uneven: 3 = 1·2 + 1, so cells get 2 or 1 prints" },
        { "convt2d in=1 k=3 s=2", "uneven: 3 = 1·2 + 1, so cells get 4, 2 or 1 prints; but here one window alone, and nothing repeats" },
        { "convt2d in=1x3 k=4 s=2", "even: 2 divides 4; but here one window alone, and nothing repeats from row to row" },
        { "convt2d in=3x1 k=4 s=2", "even: 2 divides 4; but here one window alone, and nothing repeats from column to column" },
        { "convt2d in=1x3 k=4 s=1x2", "rows even: 1 divides 4; columns even: 2 divides 4" },
        { "convt2d in=3x1 k=4 s=2x1", "rows even: 2 divides 4; columns even: 1 divides 4" },
        { "conv1d in=3 k=3 s=2", "uneven: 3 = 1·2 + 1, so cells get 2 or 1 prints; but here one window alone, and nothing repeats" },
    };
    for (int i = 0; i < COUNT(told); i++) {
        Work work = work_of(told[i].code);
        Text said = { 0 };
        overlap_say(&said, &work.scene.spec);
        check(!strcmp(said.data, told[i].said), "%s: \"%s\"; wanted \"%s\"", told[i].code, said.data, told[i].said);
        text_clear(&said);
        work_clear(&work);
    }
}

static void even_is_not_enough_is_said_where_it_is_so(void **state)
{
    (void)state;
    static const struct { const char *code, *said; } told[] = {
        { "convt1d in=3 k=4 s=2 w=[1,2,3,4]", "Even is not enough: the weights of a phase add up to between 4 and 6, and flat grey comes out patterned." },
        { "convt1d in=3 k=4 s=2 w=[1,2,3,2]", "The weights of every phase add up to the same, 4: flat grey stays flat." },
        { "convt1d in=3 k=3 s=2 w=[1,2,1]", "Yet the weights of every phase add up to the same, 2: with them flat grey stays flat." },
        { "conv1d in=5 k=2 s=2 w=[1,2]", "Even is not enough: the weights of a phase add up to between 1 and 2, and a flat gradient comes out patterned." },
        { "convt1d in=3 k=3 s=2 w=[1,2,3]", "" },     // the counts have said it
        { "convt1d in=3 k=3 s=1 w=[1,2,3]", "" },     // one phase
        { "convt1d in=1 k=4 s=2 w=[1,2,3,4]", "" },   // one window
        { "convt2d in=1x3 k=4 s=2 w=random:4", "" },
        { "convt2d in=3x1 k=4 s=2 w=random:4", "" },
        { "convt2d in=3 k=4 s=2 w=ones", "The weights of every phase add up to the same, 4: flat grey stays flat." },
        { "convt1d in=2 k=2 s=5000", "" },
        { "convt1d in=3 k=4 s=2 w=letters", "" },
    };
    for (int i = 0; i < COUNT(told); i++) {
        Work work = work_of(told[i].code);
        Text said = { 0 };
        overlap_gains_say(&said, &work, 0, 0);
        check(!strcmp(text_or_empty(&said), told[i].said), "%s: \"%s\"; wanted \"%s\"", told[i].code, text_or_empty(&said), told[i].said);
        text_clear(&said);
        work_clear(&work);
    }
}

static void a_cell_says_its_prints(void **state)
{
    (void)state;
    static const struct { const char *code; Cell cell; long long steps; const char *said; } told[] = {
        { "convt2d in=2 k=3 s=2", { ROLE_Y, { 0, 0, 2, 2 } }, STEP_END, "2×2 = 4 prints" },
        { "convt2d in=2 k=3 s=2", { ROLE_Y, { 0, 0, 2, 2 } }, 1, "2×2 = 4 prints, 1 so far" },
        { "convt2d in=2 k=3 s=2", { ROLE_Y, { 0, 0, 0, 0 } }, STEP_END, "1×1 = 1 print" },
        { "convt1d in=3 k=3 s=2", { ROLE_Y, { 0, 0, 0, 2 } }, STEP_END, "2 prints" },
        { "convt2d in=2 k=1 s=2", { ROLE_Y, { 0, 0, 1, 1 } }, STEP_END, "0 prints" },
        { "conv2d in=5 k=3 s=2", { ROLE_X, { 0, 0, 2, 1 } }, STEP_END, "2×1 = 2 prints" },
        { "conv2d in=5 k=3 s=2 p=1", { ROLE_X, { 0, 0, -1, 0 } }, STEP_END, "" },
        { "conv2d in=5 k=3 s=2 p=1", { ROLE_X, { 0, 0, 0, 5 } }, STEP_END, "" },
        { "conv2d in=5 k=3 s=2 p=1", { ROLE_X, { 0, 0, 5, 0 } }, STEP_END, "" },
        { "conv2d in=5 k=3 s=2 p=1", { ROLE_X, { 0, 0, 0, -1 } }, STEP_END, "" },
    };
    for (int i = 0; i < COUNT(told); i++) {
        Work work = work_of(told[i].code);
        Text said = { 0 };
        overlap_cell_say(&said, &work, told[i].cell, 0, 0, told[i].steps);
        check(!strcmp(text_or_empty(&said), told[i].said), "%s: \"%s\"; wanted \"%s\"", told[i].code, text_or_empty(&said), told[i].said);
        text_clear(&said);
        work_clear(&work);
    }
}

// Source: worked on paper; the counts of three inputs, and of the six cells that padding 1 and output padding 1 leave.
static void the_classic_is_told_right(void **state)
{
    (void)state;
    Text said = { 0 };
    overlap_classic_say(&said);
    check(strstr(said.data, "make 1 1 2 1 2 1 1 along") != NULL, "\"%s\"", said.data);
    check(strstr(said.data, "kept are 1 2 1 2 1 1.") != NULL, "\"%s\"", said.data);
    text_clear(&said);
    Scene scene, classic;
    Error err;
    check(scene_parse(&scene, "conv1d in=9 k=2 view=stamp,overlap show=weighted walk=output look=dark", &err), "%s", err.text);
    classic = overlap_classic(&scene);
    Text code = { 0 };
    scene_print(&code, &classic);
    assert_string_equal(code.data, "convt2d s=2 w=ones view=stamp,overlap walk=output look=dark");
    assert_true(overlap_is_classic(&classic.spec) && !overlap_is_classic(&scene.spec));
    static const char *const others[] = { "convt2d in=3 k=3 s=2x1", "convt2d in=3 k=2 s=2", "convt2d in=3 k=3 s=1", "convt2d in=3 k=3 s=2 d=2" };
    for (int i = 0; i < COUNT(others); i++) {
        Scene other;
        check(scene_parse(&other, others[i], &err), "%s: %s", others[i], err.text);
        check(!overlap_is_classic(&other.spec), "%s was taken for the classic", others[i]);
        scene_clear(&other);
    }
    text_clear(&code);
    scene_clear(&scene);
    scene_clear(&classic);
}

static void the_guide_asks_where_the_checkerboard_comes_from(void **state)
{
    (void)state;
    static const struct { const char *code, *part; } told[] = {
        { "convt2d in=3 k=3 s=2 view=overlap", "repeats with the stride" },
        { "convt2d in=3 k=4 s=2 view=overlap", "do their sums agree too" },
        { "conv2d in=5 k=3 s=2 view=overlap", "how often each input is used" },
    };
    for (int i = 0; i < COUNT(told); i++) {
        Work work = work_of(told[i].code);
        Text title = { 0 }, words = { 0 };
        lens_words(&title, &words, &work.scene);
        check(strstr(words.data, told[i].part) != NULL, "%s: \"%s\" does not say \"%s\"", told[i].code, words.data, told[i].part);
        text_clear(&title);
        text_clear(&words);
        work_clear(&work);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_counts_are_the_closed_forms_for_every_small_axis),
        cmocka_unit_test(an_edge_ends_where_a_phase_has_all_its_prints),
        cmocka_unit_test(each_step_of_each_walk_has_the_prints_that_are_done),
        cmocka_unit_test(in_the_end_the_weights_are_the_kernels_output_of_ones),
        cmocka_unit_test(an_infinite_weight_makes_no_nan_where_it_is_not_used),
        cmocka_unit_test(channels_of_other_groups_print_nothing),
        cmocka_unit_test(the_verdict_has_its_reason),
        cmocka_unit_test(even_is_not_enough_is_said_where_it_is_so),
        cmocka_unit_test(a_cell_says_its_prints),
        cmocka_unit_test(the_classic_is_told_right),
        cmocka_unit_test(the_guide_asks_where_the_checkerboard_comes_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
