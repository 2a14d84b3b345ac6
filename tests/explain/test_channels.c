// What one channel of x brings to one channel of y: the kernel's own result with all other channels of x set to 0, at
// each step of each walk; over all channels of the group, and with the bias, it is the sum.
#include "explain/explain.h"
#include "support/check.h"

#include <math.h>
#include <stdlib.h>

static const char *const CODES[] = {
    "convt2d in=2 k=3 s=2 p=1 c=3,2 n=2 w=random:3 b=random",
    "convt2d in=2x3 k=2 s=3x1 op=1x0 c=4,6 g=2 x=random w=random:4",
    "convt1d in=4 k=3 s=2 p=1 op=1 c=2,3 w=random:2",
    "conv2d in=4 k=3 s=1 p=1 c=2,2 b=[1,-1]",
    "conv2d in=4x5 k=2 s=2 p=1 c=4,2 g=2 n=2 x=random w=random",
};

static void open_work(Work *work, const char *code)
{
    Scene scene;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: %s", code, err.text);
    check(work_make(work, &scene, NULL, &err), "%s: %s", code, err.text);
    scene_clear(&scene);
}

static size_t count_of(const Spec *spec, Role role)
{
    int shape[4];
    scene_shape(spec, role, shape);
    return (size_t)shape[0] * (size_t)shape[1] * (size_t)shape[2] * (size_t)shape[3];
}

static size_t flat_of(const Spec *spec, Cell cell)
{
    int shape[4];
    size_t at = 0;
    scene_shape(spec, cell.role, shape);
    for (int i = 0; i < 4; i++) at = at * (size_t)shape[i] + (size_t)cell.at[i];
    return at;
}

static bool is_joined(const Spec *spec, int in, int out)
{
    return in / (spec->in_channels / spec->groups) == out / (spec->out_channels / spec->groups);
}

// The kernel on channel [in] of x alone; of that only what the first [steps] steps by [walk] have done.
static void kernel_alone(float *y, const Work *work, int in, Walk walk, long long steps)
{
    const Spec *spec = &work->scene.spec;
    size_t xs = count_of(spec, ROLE_X), plane = (size_t)spec_in(spec, spec->y) * (size_t)spec_in(spec, spec->x), ys = count_of(spec, ROLE_Y);
    float *x = memory_new(xs, sizeof *x);
    for (size_t i = 0; i < xs; i++) {
        bool pressed = walk != WALK_INPUT || (long long)i < steps;
        if (pressed && (int)(i / plane) % spec->in_channels == in) x[i] = work->x[i];
    }
    op_forward(y, x, work->w, NULL, spec);
    for (size_t i = 0; walk == WALK_OUTPUT && i < ys; i++)
        if ((long long)i >= steps) y[i] = 0;
    free(x);
    if (walk != WALK_PRODUCT) return;
    for (size_t i = 0; i < ys; i++) y[i] = 0;
    for (long long i = 0; i < steps; i++) {
        Term term = timeline_step(spec, WALK_PRODUCT, i).term;
        if (term.inside && term.x.at[1] == in) y[flat_of(spec, term.y)] += work_value(work, term.x) * work_value(work, term.w);
    }
}

static void hold_alone(const char *code, const Work *work, int in, Walk walk, long long steps)
{
    const Spec *spec = &work->scene.spec;
    float *y = memory_new(count_of(spec, ROLE_Y), sizeof *y);
    kernel_alone(y, work, in, walk, steps);
    for (int n = 0; n < spec->batch; n++)
        for (int out = 0; out < spec->out_channels; out++) {
            Sums sums;
            pair_sums_make(&sums, work, n, in, out, walk, steps);
            check(!sums.has_bias, "%s: a channel alone is said to have the bias", code);
            for (int row = 0; row < spec_out(spec, spec->y); row++)
                for (int col = 0; col < spec_out(spec, spec->x); col++) {
                    Cell cell = { ROLE_Y, { n, out, row, col } };
                    double got = sums.value[(row - sums.canvas.row0) * sums.canvas.cols + col - sums.canvas.col0], want = (double)y[flat_of(spec, cell)];
                    check(fabs(got - want) <= 1e-5 * (1 + fabs(want)), "%s by %s, step %lld: channel %d alone brings %g to y(%d,%d,%d,%d); the kernel says %g", code,
                          WALK_WORDS[walk], steps, in, got, n, out, row, col, want);
                }
            sums_clear(&sums);
        }
    free(y);
}

static void a_channel_alone_brings_what_the_kernel_makes_with_the_others_zero(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(CODES); i++) {
        Work work;
        open_work(&work, CODES[i]);
        const Spec *spec = &work.scene.spec;
        for (Walk walk = 0; walk < WALK_COUNT; walk++) {
            long long count = timeline_count(spec, walk), apart = 1 + count / 40;
            for (long long steps = 0; steps <= count; steps += steps < count && steps + apart > count ? count - steps : apart)
                for (int in = 0; in < spec->in_channels; in++) hold_alone(CODES[i], &work, in, walk, steps);
        }
        work_clear(&work);
    }
}

static void the_channels_of_a_group_and_the_bias_add_up_to_the_sum(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(CODES); i++) {
        Work work;
        open_work(&work, CODES[i]);
        const Spec *spec = &work.scene.spec;
        for (Walk walk = 0; walk < WALK_COUNT; walk++)
            for (int part = 0; part <= 3; part++) {
                int n = part % spec->batch, out = part % spec->out_channels;
                long long steps = timeline_count(spec, walk) * part / 3;
                Sums all;
                sums_make(&all, &work, n, out, walk, steps);
                for (int at = 0; at < all.canvas.rows * all.canvas.cols; at++) {
                    Cell cell = { ROLE_Y, { n, out, at / all.canvas.cols + all.canvas.row0, at % all.canvas.cols + all.canvas.col0 } };
                    double value = work.b && cell_inside(spec, cell) ? (double)work.b[out] : 0;
                    int count = 0;
                    for (int in = 0; in < spec->in_channels; in++) {
                        Sums one;
                        pair_sums_make(&one, &work, n, in, out, walk, steps);
                        check(is_joined(spec, in, out) || one.count[at] == 0, "%s: channel %d brings something to channel %d of another group", CODES[i], in, out);
                        value += one.value[at], count += one.count[at];
                        sums_clear(&one);
                    }
                    check(count == all.count[at] && fabs(value - all.value[at]) < 1e-9, "%s by %s, step %lld, cell %d: the channels add up to %g in %d terms, the sum is %g in %d",
                          CODES[i], WALK_WORDS[walk], steps, at, value, count, all.value[at], all.count[at]);
                }
                sums_clear(&all);
            }
        work_clear(&work);
    }
}

static void check_same(const Sums *kept, const Sums *fresh, const char *what)
{
    for (int i = 0; i < fresh->canvas.rows * fresh->canvas.cols; i++)
        check(kept->value[i] == fresh->value[i] && kept->count[i] == fresh->count[i], "%s: cell %d holds %g, and %g when made anew", what, i, kept->value[i], fresh->value[i]);
}

static void planes_side_by_side_are_kept_at_once_and_none_is_another(void **state)
{
    (void)state;
    Work work;
    open_work(&work, "convt2d in=2 k=2 s=2 c=2,12 n=5 x=random w=random:3 b=random");
    static const struct { int n, c; } first[] = { { 0, 0 }, { 1, 4 }, { 1, 3 } };
    for (Walk walk = 0; walk < WALK_COUNT; walk++)
        for (int f = 0; f < COUNT(first); f++) {
            const Sums *kept[4][8];
            work.scene.walk = walk;
            for (int n = 0; n < 4; n++)
                for (int c = 0; c < 8; c++) kept[n][c] = work_sums(&work, first[f].n + n, first[f].c + c, 7 + f);
            for (int n = 0; n < 4; n++)
                for (int c = 0; c < 8; c++) {
                    Sums fresh;
                    sums_make(&fresh, &work, first[f].n + n, first[f].c + c, walk, 7 + f);
                    check_same(kept[n][c], &fresh, "a plane of y");
                    check(work_sums(&work, first[f].n + n, first[f].c + c, 7 + f) == kept[n][c], "a plane is not where it was kept");
                    sums_clear(&fresh);
                }
        }
    work_clear(&work);
}

static void a_pair_is_kept_as_it_is_now_and_in_the_end(void **state)
{
    (void)state;
    Work work;
    open_work(&work, "convt2d in=2 k=2 s=2 c=3,2 n=2 x=random w=random:3 b=random");
    static const struct { int n, in, out; long long steps; Walk walk; } asked[] = {
        { 0, 0, 0, 5, WALK_INPUT }, { 0, 0, 0, 5, WALK_INPUT }, { 0, 0, 0, STEP_END, WALK_INPUT }, { 0, 1, 0, 5, WALK_INPUT },  { 0, 1, 1, 5, WALK_INPUT },
        { 1, 1, 1, 5, WALK_INPUT }, { 1, 1, 1, 9, WALK_INPUT }, { 1, 1, 1, 9, WALK_OUTPUT },       { 1, 2, 1, STEP_END, WALK_OUTPUT },
    };
    for (int i = 0; i < COUNT(asked); i++) {
        work.scene.walk = asked[i].walk;
        const Sums *now = work_pair_sums(&work, asked[i].n, asked[i].in, asked[i].out, asked[i].steps);
        const Sums *end = work_pair_sums(&work, asked[i].n, asked[i].in, asked[i].out, STEP_END);
        Sums fresh, last;
        pair_sums_make(&fresh, &work, asked[i].n, asked[i].in, asked[i].out, asked[i].walk, asked[i].steps);
        pair_sums_make(&last, &work, asked[i].n, asked[i].in, asked[i].out, asked[i].walk, STEP_END);
        check_same(now, &fresh, "a pair now");
        check_same(end, &last, "a pair in the end");
        sums_clear(&fresh);
        sums_clear(&last);
    }
    work_clear(&work);
}

// A plane too large to be kept beside others is still right when another one is asked for.
static void large_planes_are_kept_one_at_a_time(void **state)
{
    (void)state;
    Work work;
    open_work(&work, "convt2d in=130 k=2 s=2 c=1,2");
    for (int i = 0; i < 4; i++) {
        int c = i % 2;
        const Sums *kept = work_sums(&work, 0, c, STEP_END);
        for (int at = 0; at < 260 * 260; at += 977) {
            double want = (double)work_value(&work, (Cell){ ROLE_Y, { 0, c, at / 260, at % 260 } });
            check(kept->value[at] == want, "channel %d, cell %d: %g instead of %g", c, at, kept->value[at], want);
        }
    }
    work_clear(&work);
}

static void letters_of_one_channel_are_its_own_without_the_bias(void **state)
{
    (void)state;
    Work work;
    open_work(&work, "convt1d in=2 k=2 s=1 c=2,2 x=letters w=letters b=letters");
    Cell cell = { ROLE_Y, { 0, 1, 0, 1 } };
    for (int in = 0; in < 2; in++) {
        Text alone = { 0 }, now = { 0 };
        Symbols found = symbols_of_pair(&alone, &work, cell, in, WALK_INPUT, STEP_END, 0);
        check(found.terms == 2 && !strcmp(alone.data, in ? "c·k₇ + d·k₆" : "a·k₃ + b·k₂"), "channel %d alone is \"%s\"", in, alone.data);
        symbols_of_pair(&now, &work, cell, in, WALK_INPUT, 1, 0);
        check(!strcmp(text_or_empty(&now), in ? "" : "a·k₃"), "after one step channel %d has brought \"%s\"", in, text_or_empty(&now));
        text_clear(&alone);
        text_clear(&now);
    }
    work_clear(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_channel_alone_brings_what_the_kernel_makes_with_the_others_zero),
        cmocka_unit_test(the_channels_of_a_group_and_the_bias_add_up_to_the_sum),
        cmocka_unit_test(planes_side_by_side_are_kept_at_once_and_none_is_another),
        cmocka_unit_test(a_pair_is_kept_as_it_is_now_and_in_the_end),
        cmocka_unit_test(large_planes_are_kept_one_at_a_time),
        cmocka_unit_test(letters_of_one_channel_are_its_own_without_the_bias),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
