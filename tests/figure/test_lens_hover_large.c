// The same selection where tensors are large: sampled cells (seed 4), each asked of the kernel by itself, in a window as
// large as 4K gives, where cells are still drawn one by one.
#include "figure/hover.h"

enum { SMALL = 400, SAMPLES = 200, EVERY_LENS = 40 };

static bool is_large(const Spec *spec)
{
    return role_count(spec, ROLE_X) > SMALL || role_count(spec, ROLE_W) > SMALL || role_count(spec, ROLE_Y) > SMALL;
}

// A cell of the first sample and pair of channels, the roles taking turns; of C one that has an entry.
static Cell sampled(const Spec *spec, int i, Random *random)
{
    static const Role roles[] = { ROLE_X, ROLE_Y, ROLE_W, ROLE_GX, ROLE_Y, ROLE_GY, ROLE_C, ROLE_GW };
    Role role = roles[i % COUNT(roles)];
    int shape[4];
    if (role == ROLE_C) {
        long long count = timeline_count(spec, WALK_PRODUCT);
        for (;;) {
            Term term = timeline_step(spec, WALK_PRODUCT, random_range(random, 0, (long)count - 1)).term;
            if (term.inside) return matrix_cell(spec, &term);
        }
    }
    scene_shape(spec, role, shape);
    return (Cell){ role, { 0, 0, (int)random_range(random, 0, shape[2] - 1), (int)random_range(random, 0, shape[3] - 1) } };
}

static void sampled_cells_of_large_tensors_light_what_the_kernel_joins_to_them(void **state)
{
    (void)state;
    Figure figure = { 0 };
    int scenes = 0, lit[COUNT(LENSES_HELD)] = { 0 };
    Random random = { 4 };
    for (int i = 0; i < case_count; i++) {
        const Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        if (!is_large(spec)) continue;
        scenes++;
        Joins j = joins_of(spec);
        Moment moment = { .step = timeline_count(spec, c->work.scene.walk) };
        for (int s = 0; s < SAMPLES; s++) {
            Owner owner = { .cell = sampled(spec, s, &random) };
            moment.hover = owner.cell;
            fan_make(&j, &j.fan, owner);
            for (int lens = 0; lens < COUNT(LENSES_HELD); lens++) {
                if (s % EVERY_LENS && (s / 8 + s) % COUNT(LENSES_HELD) != lens) continue;
                lens_build(&figure, &c->work, moment, view_of(LENSES_HELD[lens], 3600, 2000, 1), measure_quick);
                lit[lens] += hold_lit(c, &j, &figure, LENSES_HELD[lens], moment, owner, CELL_NONE);
            }
        }
        joins_clear(&j);
    }
    check(scenes >= 5, "only %d scenes are large", scenes);
    for (int lens = 0; lens < COUNT(LENSES_HELD); lens++)
        check(lit[lens] > 100, "%s: only %d cells were lit in all", LENSES[LENSES_HELD[lens]].word, lit[lens]);
    figure_clear(&figure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sampled_cells_of_large_tensors_light_what_the_kernel_joins_to_them),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
