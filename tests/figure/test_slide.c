// Slide with the inserted zeros folded away: what is left is what each output reads.
#include "figure/lens.h"

enum { SMALL = 400 };

static Figure figure;

static void build(const Case *c, long long step, bool gone)
{
    View view = view_of(LENS_SLIDE, 1200, 900, 1);
    view.show.zeros_gone = gone;
    Moment moment = { .step = step, .hover = CELL_NONE, .pin = CELL_NONE };
    lens_build(&figure, &c->work, moment, view, measure_fixed);
}

static int marks_named(const char *name)
{
    int count = 0;
    for (int i = 0; i < figure.count; i++) count += is_named(&figure.marks[i], name);
    return count;
}

static bool is_stretched(const Spec *spec)
{
    return spec->transposed && (spec->y.stride > 1 || spec->x.stride > 1) && cells_of(spec) <= SMALL;
}

static void folded_no_zero_is_left_and_every_value_is(void **state)
{
    (void)state;
    int folded = 0;
    for (int i = 0; i < case_count; i++) {
        const Case *c = &cases[i];
        if (!is_stretched(&c->work.scene.spec)) continue;
        build(c, 0, false);
        int zeros = marks_named("zero"), values = marks_named("value");
        build(c, 0, true);
        if (!values) continue; // too small for cells
        check(marks_named("zero") == 0 && marks_named("value") == values, "%s: folded, there are %d zeros and %d of %d values", c->name,
              marks_named("zero"), marks_named("value"), values);
        folded += zeros > 0;
    }
    check(folded > 20, "only %d scenes have zeros between", folded);
}

typedef struct Meets {
    bool *tap;
    int kernel;
} Meets;

static bool meet(void *context, const Term *term)
{
    Meets *m = context;
    if (term->inside) m->tap[term->w.at[2] * m->kernel + term->w.at[3]] = true;
    return true;
}

// At each output: a weight that the kernel multiplies with a value is shown in full, and stands in a window that holds as
// many cells as there are weights in full.
static void folded_the_weights_in_full_are_those_that_the_output_reads_through(void **state)
{
    (void)state;
    int held = 0;
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        if (!is_stretched(spec) || spec->groups > 1 || spec->in_channels * spec->out_channels > 1 || spec->batch > 1) continue;
        Walk kept = c->work.scene.walk;
        c->work.scene.walk = WALK_OUTPUT;
        long long steps = timeline_count(spec, WALK_OUTPUT);
        for (long long step = 1; step < steps; step++) {
            bool meets[256] = { false };
            Cell y = timeline_step(spec, WALK_OUTPUT, step - 1).cell;
            terms_each(spec, y, meet, &(Meets){ meets, spec->x.kernel });
            build(c, step, true);
            int in_full = 0, inside = 0;
            for (int m = 0; m < figure.count; m++) {
                const Mark *mark = &figure.marks[m];
                if (mark->kind != MARK_CELL || mark->cell.role != ROLE_W) continue;
                bool full = mark->opacity == 1, joined = meets[mark->cell.at[2] * spec->x.kernel + mark->cell.at[3]];
                check(full || !joined, "%s, after step %lld: %s is faded, and %s reads through it", c->name, step, said(mark->cell), said(y));
                in_full += full, held++;
            }
            const Mark *window = mark_named(&figure, "window");
            for (int m = 0; window && m < figure.count; m++) {
                const Mark *mark = &figure.marks[m];
                bool cell = mark->kind == MARK_CELL && (is_named(mark, "value") || is_named(mark, "padding"));
                double x = mark->box.x + mark->box.w / 2, at = mark->box.y + mark->box.h / 2;
                if (cell && x > window->box.x && x < window->box.x + window->box.w && at > window->box.y && at < window->box.y + window->box.h) inside++;
            }
            bool spread = spec->y.dilation > 1 || spec->x.dilation > 1; // its window has places that no weight reads
            if (mark_named(&figure, "value") && !spread)
                check(inside == in_full, "%s, after step %lld: the window holds %d cells, and %d weights are in full", c->name, step, inside, in_full);
        }
        c->work.scene.walk = kept;
    }
    check(held > 2000, "only %d weights were held", held);
}

static int close_here(void **state)
{
    figure_clear(&figure);
    return cases_close(state);
}

// An output of another group is pointed at, in its rail: the window of what is shown reads nothing of it, and is not there.
static void no_window_stands_where_another_group_is_read(void **state)
{
    (void)state;
    static const struct { const char *code; Cell hover; bool window; } rows[] = {
        { "convt2d in=3 k=3 s=2 c=2,2 g=2 step=0", { ROLE_Y, { 0, 0, 1, 1 } }, true }, { "convt2d in=3 k=3 s=2 c=2,2 g=2 step=0", { ROLE_Y, { 0, 1, 1, 1 } }, false },
        { "convt2d in=3 k=3 s=2 c=2,2 step=0", { ROLE_Y, { 0, 1, 1, 1 } }, true },     { "conv2d in=5 k=3 c=2,4 g=2 step=0", { ROLE_Y, { 0, 1, 1, 1 } }, true },
        { "conv2d in=5 k=3 c=2,4 g=2 step=0", { ROLE_Y, { 0, 2, 1, 1 } }, false },     { "conv2d in=5 k=3 n=2 step=0", { ROLE_Y, { 1, 0, 1, 1 } }, false },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Case c = { .name = "" };
        Error err;
        check(scene_parse(&scene, rows[i].code, &err) && work_make(&c.work, &scene, NULL, &err), "%s: %s", rows[i].code, err.text);
        Moment moment = { .step = 0, .hover = rows[i].hover, .pin = CELL_NONE };
        lens_build(&figure, &c.work, moment, view_of(LENS_SLIDE, 1200, 900, 1), measure_fixed);
        check((marks_named("window") > 0) == rows[i].window, "%s: pointing at %s, %s window is drawn", rows[i].code, said(rows[i].hover), rows[i].window ? "no" : "a");
        work_clear(&c.work);
        scene_clear(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folded_no_zero_is_left_and_every_value_is),
        cmocka_unit_test(folded_the_weights_in_full_are_those_that_the_output_reads_through),
        cmocka_unit_test(no_window_stands_where_another_group_is_read),
    };
    return cmocka_run_group_tests(tests, cases_open, close_here);
}
