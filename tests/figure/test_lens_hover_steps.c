// The same selection while the clock goes: a hover lights what it lights, in the middle of any walk too; with nobody
// pointing, the step just done does; a pin comes between the two.
#include "figure/hover.h"

enum { TINY = 60, MIDDLING = 400 }; // cells of x, w and y together

static void a_hover_lights_the_same_in_the_middle_of_any_walk(void **state)
{
    (void)state;
    Figure figure = { 0 };
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        Walk kept = c->work.scene.walk;
        if (cells_of(spec) > TINY) continue;
        Joins j = joins_of(spec);
        for (int walk = 0; walk < WALK_COUNT; walk++) {
            c->work.scene.walk = (Walk)walk;
            long long count = timeline_count(spec, walk), stride = 1 + count / 3;
            for (int lens = 0; lens < COUNT(LENSES_HELD); lens++) {
                Pointed p = { 0 };
                View view = view_of(LENSES_HELD[lens], 1200, 900, 1);
                lens_build(&figure, &c->work, (Moment){ .step = 0 }, view, measure_quick);
                point_at(&p, &figure);
                assert_true(p.count > 0);
                // Each cell once a walk, the steps taking turns.
                for (int at = 0; at < p.count; at++) {
                    long long step = (at + lens) * stride % count;
                    Cell outlined = step == 0 ? CELL_NONE : timeline_step(spec, walk, step - 1).cell;
                    Moment moment = { .step = step, .hover = p.at[at] };
                    Owner owner = { .cell = p.at[at] };
                    fan_make(&j, &j.fan, owner);
                    lens_build(&figure, &c->work, moment, view, measure_quick);
                    hold_lit(c, &j, &figure, LENSES_HELD[lens], moment, owner, outlined);
                }
                free(p.at);
            }
        }
        c->work.scene.walk = kept;
        joins_clear(&j);
    }
    figure_clear(&figure);
}

static void every_step_lights_what_it_joins_and_the_end_lights_nothing(void **state)
{
    (void)state;
    Figure figure = { 0 };
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        Walk kept = c->work.scene.walk;
        if (cells_of(spec) > MIDDLING) continue;
        Joins j = joins_of(spec);
        for (int walk = 0; walk < WALK_COUNT; walk++) {
            c->work.scene.walk = (Walk)walk;
            long long count = timeline_count(spec, walk), stride = 1 + count / 40;
            for (long long step = 0; step <= count; step += step < count && step + stride > count ? count - step : stride) {
                Moment moment = { .step = step };
                Owner owner = { .by_step = true };
                Step done;
                if (step > 0 && step < count) {
                    done = timeline_step(spec, walk, step - 1);
                    owner.cell = done.cell;
                    if (walk == WALK_PRODUCT) owner.term = &done.term;
                }
                fan_make(&j, &j.fan, owner);
                for (int lens = 0; lens < COUNT(LENSES_HELD); lens++) {
                    lens_build(&figure, &c->work, moment, view_of(LENSES_HELD[lens], 1200, 900, 1), measure_quick);
                    hold_lit(c, &j, &figure, LENSES_HELD[lens], moment, owner, CELL_NONE);
                }
            }
        }
        c->work.scene.walk = kept;
        joins_clear(&j);
    }
    figure_clear(&figure);
}

static void hover_comes_before_pin_and_pin_before_the_step(void **state)
{
    (void)state;
    Figure figure = { 0 };
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        if (cells_of(spec) > TINY || timeline_count(spec, c->work.scene.walk) < 2) continue;
        Joins j = joins_of(spec);
        Cell step = timeline_step(spec, c->work.scene.walk, 0).cell;
        Cell y = { ROLE_Y, { step.at[0], 0, 0, 0 } }, x = { ROLE_X, { step.at[0], 0, 0, 0 } };
        for (int lens = 0; lens < COUNT(LENSES_HELD); lens++) {
            View view = view_of(LENSES_HELD[lens], 1200, 900, 1);
            Moment moment = { .step = 1, .pin = y };
            fan_make(&j, &j.fan, (Owner){ .cell = y });
            lens_build(&figure, &c->work, moment, view, measure_quick);
            hold_lit(c, &j, &figure, LENSES_HELD[lens], moment, (Owner){ .cell = y }, cell_equal(step, y) ? CELL_NONE : step);
            moment.hover = x;
            fan_make(&j, &j.fan, (Owner){ .cell = x });
            lens_build(&figure, &c->work, moment, view, measure_quick);
            hold_lit(c, &j, &figure, LENSES_HELD[lens], moment, (Owner){ .cell = x }, cell_equal(step, x) ? CELL_NONE : step);
        }
        joins_clear(&j);
    }
    figure_clear(&figure);
}

// A pin is what the keyboard moves: it lights as a hover does.
static void a_pin_lights_what_a_hover_lights(void **state)
{
    (void)state;
    Figure hovered = { 0 }, pinned = { 0 };
    for (int i = 0; i < case_count; i++) {
        const Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        // A pin also brings its planes into view: where there is but one, it is there already.
        if (cells_of(spec) > TINY || spec->in_channels * spec->out_channels * spec->batch > 1) continue;
        for (int lens = 0; lens < COUNT(LENSES_HELD); lens++) {
            Pointed p = { 0 };
            View view = view_of(LENSES_HELD[lens], 1200, 900, 1);
            Moment moment = { .step = timeline_count(spec, c->work.scene.walk) };
            lens_build(&hovered, &c->work, moment, view, measure_quick);
            point_at(&p, &hovered);
            for (int at = lens % 3; at < p.count; at += 3) {
                Text a = { 0 }, b = { 0 };
                Cell cell = p.at[at];
                lens_build(&hovered, &c->work, (Moment){ .step = moment.step, .hover = cell }, view, measure_quick);
                lens_build(&pinned, &c->work, (Moment){ .step = moment.step, .pin = cell }, view, measure_quick);
                // All that a pin adds is its folded corner.
                int pins = 0;
                for (int m = 0; m < pinned.count; m++) {
                    bool is = cell_equal(pinned.marks[m].cell, cell) && pinned.marks[m].style & STYLE_PIN;
                    if (is) pinned.marks[m].style &= ~(unsigned)STYLE_PIN, pins++;
                }
                check(pins > 0, "%s: pinned, %s has no folded corner", where(c, view.lens, moment), said(cell));
                figure_dump(&a, &hovered);
                figure_dump(&b, &pinned);
                check(!strcmp(a.data, b.data), "%s: pinned, %s looks otherwise", where(c, view.lens, moment), said(cell));
                text_clear(&a);
                text_clear(&b);
            }
            free(p.at);
        }
    }
    figure_clear(&hovered);
    figure_clear(&pinned);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hover_lights_the_same_in_the_middle_of_any_walk),
        cmocka_unit_test(every_step_lights_what_it_joins_and_the_end_lights_nothing),
        cmocka_unit_test(hover_comes_before_pin_and_pin_before_the_step),
        cmocka_unit_test(a_pin_lights_what_a_hover_lights),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
