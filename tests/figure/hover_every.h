// One selection, every lens: what lights up when a cell is pointed at is what the kernel itself joins to it, in both
// directions. Every cell that can be pointed at in any lens is held in all of them, at each sample and pair of channels that
// they can show; in what only rearranges a lens, every so many.
#ifndef STRIDESCOPE_TESTS_HOVER_EVERY_H
#define STRIDESCOPE_TESTS_HOVER_EVERY_H

#include "figure/hover.h"

enum { SMALL = 400 }; // cells of one tensor, the cut edge not counted

// The lenses as they can stand.
typedef struct Sight {
    Lens lens;
    Show show;
    int apart; // of the cells so many are pointed at once
} Sight;

static const Sight SIGHTS[] = {
    { LENS_STAMP, { .phase = 0 }, 1 },
    { LENS_SLIDE, { .phase = 0 }, 1 },
    { LENS_MATRIX, { .phase = 0 }, 1 },
    { LENS_PHASES, { .phase = 0 }, 1 },
    { LENS_OVERLAP, { .phase = 0 }, 1 },
    { LENS_BACKPROP, { .phase = 0 }, 1 },
    { LENS_SIZES, { .phase = 0 }, 1 },
    { LENS_MATRIX, { .matrix_turn = 1 }, 19 },
    { LENS_MATRIX, { .matrix_cut = 1 }, 19 },
    { LENS_OVERLAP, { .overlap_weighted = true }, 19 },
    { LENS_PHASES, { .phases = PHASES_SPLIT }, 19 },
    { LENS_PHASES, { .phases = PHASES_CHANNELS }, 19 },
};

static inline View view_of_sight(const Sight *sight)
{
    View view = view_of(sight->lens, 1200, 900, 1);
    view.show = sight->show;
    return view;
}

static inline bool is_small(const Spec *spec)
{
    return role_count(spec, ROLE_X) <= SMALL && role_count(spec, ROLE_W) <= SMALL && role_count(spec, ROLE_Y) <= SMALL;
}

// What was held: how often each sight was pointed at, and how many cells were lit there.
typedef struct Held {
    int scenes, hovers[COUNT(SIGHTS)], lit[COUNT(SIGHTS)];
} Held;

// Every cell that can be pointed at where one pair of channels of one sample is shown.
static inline void hover_each(const Case *c, Joins *j, Moment moment, Figure *figure, Held *held)
{
    Pointed all = { 0 };
    for (int s = 0; s < COUNT(SIGHTS); s++) {
        lens_build(figure, &c->work, moment, view_of_sight(&SIGHTS[s]), measure_quick);
        int can_be = point_at(&all, figure);
        // A matrix of many entries is a picture, and so is a long row of prints, beside which nothing else stands.
        bool picture = SIGHTS[s].lens == LENS_MATRIX || (SIGHTS[s].lens == LENS_OVERLAP && c->work.scene.spec.x.wide > 200);
        check(can_be > 0 || SIGHTS[s].lens == LENS_SIZES || picture, "%s: nothing can be pointed at", where(c, SIGHTS[s].lens, moment));
    }
    for (int i = 0; i < all.count; i++) {
        Owner owner = { .cell = all.at[i] };
        fan_make(j, &j->fan, owner);
        moment.hover = owner.cell;
        for (int s = 0; s < COUNT(SIGHTS); s++) {
            if ((i + s) % SIGHTS[s].apart) continue;
            lens_build(figure, &c->work, moment, view_of_sight(&SIGHTS[s]), measure_quick);
            held->lit[s] += hold_lit(c, j, figure, SIGHTS[s].lens, moment, owner, CELL_NONE);
            held->hovers[s]++;
        }
    }
    free(all.at);
}

// All of a scene, at each pair of channels that a weight joins.
static inline void hover_scene(const Case *c, Figure *figure, Held *held)
{
    const Spec *spec = &c->work.scene.spec;
    Joins j = joins_of(spec);
    Moment moment = { .step = timeline_count(spec, c->work.scene.walk) };
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups;
    for (moment.n = 0; moment.n < spec->batch; moment.n++)
        for (moment.ic = 0; moment.ic < spec->in_channels; moment.ic++)
            for (int o = 0; o < outs; o++) {
                moment.oc = moment.ic / ins * outs + o;
                hover_each(c, &j, moment, figure, held);
                moment.hover = CELL_NONE;
            }
    joins_clear(&j);
    held->scenes++;
}

// The small scenes that [mine] takes, of which there are at least so many.
static inline void hover_scenes(bool (*mine)(const Spec *spec), int least)
{
    Figure figure = { 0 };
    Held held = { 0 };
    for (int i = 0; i < case_count; i++) {
        const Spec *spec = &cases[i].work.scene.spec;
        if (is_small(spec) && mine(spec)) hover_scene(&cases[i], &figure, &held);
    }
    check(held.scenes >= least, "only %d scenes were tried", held.scenes);
    for (int s = 0; s < COUNT(SIGHTS); s++) {
        int hovers = held.hovers[s], lit = held.lit[s];
        if (SIGHTS[s].lens == LENS_SIZES) check(lit == 0, "Sizes has cells now: %d were lit", lit);
        else check(hovers > 200 && lit > (SIGHTS[s].lens == LENS_OVERLAP ? hovers / 3 : hovers), "%s: %d hovers lit %d cells", LENSES[SIGHTS[s].lens].word, hovers, lit);
    }
    print_message("%d scenes: each lens was pointed at %d times\n", held.scenes, held.hovers[0]);
    figure_clear(&figure);
}

#endif
