// One selection, every lens: what lights up when a cell is pointed at is what the kernel itself joins to it, in both
// directions, every cell of every lens; and beside it in every other lens.
#include "figure/hover.h"

enum { SMALL = 400 }; // cells of one tensor, the cut edge not counted

// The lenses as they can stand.
typedef struct Sight {
    Lens lens;
    Show show;
    int apart; // of the cells of the other lenses, every so many is pointed at here
} Sight;

static const Sight SIGHTS[] = {
    { LENS_STAMP, { .phase = 0 }, 5 },
    { LENS_SLIDE, { .phase = 0 }, 5 },
    { LENS_MATRIX, { .phase = 0 }, 7 },
    { LENS_PHASES, { .phase = 0 }, 7 },
    { LENS_OVERLAP, { .phase = 0 }, 7 },
    { LENS_BACKPROP, { .phase = 0 }, 7 },
    { LENS_SIZES, { .phase = 0 }, 97 },
    { LENS_MATRIX, { .matrix_turn = 1 }, 97 },
    { LENS_MATRIX, { .matrix_cut = 1 }, 47 },
    { LENS_OVERLAP, { .overlap_weighted = true }, 47 },
    { LENS_PHASES, { .phases = PHASES_SPLIT }, 97 },
    { LENS_PHASES, { .phases = PHASES_CHANNELS }, 47 },
};
enum { WHOLE = LENS_SIZES + 1 }; // of these sights every cell is tried; the others are rearrangements of them

static View view_of_sight(const Sight *sight)
{
    View view = view_of(sight->lens, 1200, 900, 1);
    view.show = sight->show;
    return view;
}

static bool is_small(const Spec *spec)
{
    return role_count(spec, ROLE_X) <= SMALL && role_count(spec, ROLE_W) <= SMALL && role_count(spec, ROLE_Y) <= SMALL;
}

static int hovers[COUNT(SIGHTS)], lit[COUNT(SIGHTS)];

// Every cell that can be pointed at where one pair of channels of one sample is shown. What another pair showed already
// is tried again for x and y, which meet other cells there.
static void hover_each(const Case *c, Joins *j, Moment moment, bool first, Figure *figure)
{
    Pointed of_sight[COUNT(SIGHTS)] = { { 0 } }, all = { 0 };
    for (int s = 0; s < COUNT(SIGHTS); s++) {
        View view = view_of_sight(&SIGHTS[s]);
        lens_build(figure, &c->work, moment, view, measure_quick);
        point_at(&of_sight[s], figure);
        point_at(&all, figure);
        // A matrix of many entries is a picture.
        check(of_sight[s].count > 0 || SIGHTS[s].lens == LENS_SIZES || SIGHTS[s].lens == LENS_MATRIX, "%s: nothing can be pointed at",
              where(c, SIGHTS[s].lens, moment));
    }
    for (int i = 0; i < all.count; i++) {
        Owner owner = { .cell = all.at[i] };
        if (!first && owner.cell.role == ROLE_C) continue;
        fan_make(j, &j->fan, owner);
        moment.hover = owner.cell;
        for (int s = 0; s < COUNT(SIGHTS); s++) {
            const Pointed *here = &of_sight[s];
            bool own = here->count && bsearch(&owner.cell, here->at, (size_t)here->count, sizeof *here->at, by_cell);
            if (!(own && s < WHOLE) && (i + s) % SIGHTS[s].apart) continue;
            lens_build(figure, &c->work, moment, view_of_sight(&SIGHTS[s]), measure_quick);
            lit[s] += hold_lit(c, j, figure, SIGHTS[s].lens, moment, owner, CELL_NONE);
            hovers[s]++;
        }
    }
    for (int s = 0; s < COUNT(SIGHTS); s++) free(of_sight[s].at);
    free(all.at);
}

static void hovering_any_cell_lights_what_the_kernel_joins_to_it(void **state)
{
    (void)state;
    Figure figure = { 0 };
    int tried = 0;
    for (int i = 0; i < case_count; i++) {
        const Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        if (!is_small(spec)) continue;
        tried++;
        Joins j = joins_of(spec);
        Moment moment = { .step = timeline_count(spec, c->work.scene.walk) };
        int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups;
        for (moment.n = 0; moment.n < spec->batch; moment.n++)
            for (moment.ic = 0; moment.ic < spec->in_channels; moment.ic++)
                for (int o = 0; o < outs; o++) {
                    moment.oc = moment.ic / ins * outs + o;
                    hover_each(c, &j, moment, moment.n == 0 && moment.ic == 0 && o == 0, &figure);
                    moment.hover = CELL_NONE;
                }
        joins_clear(&j);
    }
    check(tried >= 60, "only %d scenes are small enough to be tried", tried);
    for (int s = 0; s < COUNT(SIGHTS); s++) {
        if (SIGHTS[s].lens == LENS_SIZES) check(lit[s] == 0, "Sizes has cells now: %d were lit", lit[s]);
        else check(hovers[s] > 200 && lit[s] > hovers[s], "%s: %d hovers lit %d cells", LENSES[SIGHTS[s].lens].word, hovers[s], lit[s]);
    }
    figure_clear(&figure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hovering_any_cell_lights_what_the_kernel_joins_to_it),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
