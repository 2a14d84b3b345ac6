// A walk read off the pictures. At each step the terms are those that the marks show: an input cell, an output cell and
// the weight in whose colour they are joined are all lit, as far as this lens draws them (in Matrix their entry too).
// Added up, step after step, they give the number that stands in each output cell at that moment, and in the end what
// the kernel computes; in Backprop the gradients as well. Which weight joins two cells the kernel says, not explain.
//
// Every step of every walk of every scene, but for those that would take hours, for at each step all cells are drawn: of
// "big", "phases-large", "conv-large", "prints-large" and "rail-64" (3,900 to 41,000 cells, up to 1.3 million steps) no walk, and of
// "matrix-large" not the one by product. Scenes whose cells have no room in a window have them in a larger one.
#ifndef STRIDESCOPE_TESTS_REPLAY_H
#define STRIDESCOPE_TESTS_REPLAY_H

#include "figure/provenance.h"

enum { MOST_WORK = 1500000, LEFT_OUT = 5 * WALK_COUNT + 1, MOST_LARGER = 12 }; // work: cells × steps

// What has come together in the cells of one tensor.
typedef struct Totals {
    double *sum, *size; // size: Σ|terms|, which bounds the rounding
    int *count;
    long long *seen; // (x, open y): the step that showed this term on its way here; 0: none yet
} Totals;

// The cells of a tensor as one figure shows them: taking part in the step, in any of their marks and in all.
typedef struct Lit {
    bool *any, *all;
    const Mark **mark; // the last one of each cell, or NULL; no list for C
    size_t cells;
    bool shown; // the figure has such cells
} Lit;

// One of a step's figures: at another channel, or with another cell pointed at.
typedef struct Shot {
    Figure figure;
    Moment moment;
    Cell pointed; // of the side that the step's cell is not of, or CELL_NONE
} Shot;

typedef struct Replay {
    Case *c;
    Lens lens;
    Provenance p;
    Moment moment; // of the figure that is read
    int larger;    // so many times as wide and as high as a window
    long long steps;
    Cell cell;             // what the step presses or writes; by product, at which it multiplies
    Totals y, gx, gw;      // y: by the place in the open output
    Lit lit[ROLE_COUNT];   // y and gy: the same; C: (x, open y) of the first sample
    bool whole;            // all numbers are, so that sums are exact
    int terms, numbers;
} Replay;

// The shots of one step, whose memory serves all steps.
static Shot *shots;
static int shot_count, shot_capacity;

static inline const char *at_step(const Replay *r)
{
    return where(r->c, r->lens, r->moment);
}

static inline const Spec *spec_of(const Replay *r)
{
    return r->p.spec;
}

static inline Walk walk_of(const Replay *r)
{
    return r->c->work.scene.walk;
}

// ---- what a figure shows ---------------------------------------------------------------------------------------

static inline bool has_colour(const Replay *r, const Mark *mark, int w)
{
    if (w < 0) return false;
    const Look *look = look_get(r->c->work.scene.look);
    Cell cell = cell_of(spec_of(r), ROLE_W, (size_t)w);
    Colour colour = look_tap(cell.at[2], cell.at[3], spec_of(r)->y.kernel, spec_of(r)->x.kernel);
    if (!colour) colour = look->kernel.fill;
    return mark->fill == (is_named(mark, "cut") ? look_mix(look->background, colour, 0.25) : colour);
}

// The number of a cell in its Lit; false for what is no value, and for what no stamp reaches.
static inline bool place_of(const Replay *r, Cell cell, size_t *place)
{
    if (cell.role == ROLE_Y || cell.role == ROLE_GY) return provenance_open(&r->p, cell, place);
    if (!cell_inside(spec_of(r), cell)) return false; // a convolution's padding
    *place = cell_number(spec_of(r), cell);
    return true;
}

static inline void light(Lit *lit, size_t at, bool is)
{
    lit->any[at] |= is;
    lit->all[at] &= is;
}

static inline bool is_lit(const Lit *lit, size_t at)
{
    return lit->any[at] && lit->all[at];
}

// The place of an entry of C: of the two cells of the first sample that it joins.
static inline bool place_of_entry(const Replay *r, Cell entry, size_t *place)
{
    bool transposed = spec_of(r)->transposed;
    Cell y = cell_of(spec_of(r), ROLE_Y, (size_t)entry.at[transposed ? 1 : 0]);
    if (!provenance_open(&r->p, y, place)) return false;
    *place += (size_t)entry.at[transposed ? 0 : 1] * r->p.ys;
    return true;
}

// The side that the step's cell is not of has the colour of the weight that joins them. The step's cell has a ring;
// where a cell of the other side is pointed at, that one has a ring too, and the step's cell the colour as well.
static inline void read_side(Replay *r, const Mark *mark, Cell pointed)
{
    Cell like = mark->cell;
    like.role = like.role == ROLE_X || like.role == ROLE_GX ? ROLE_X : ROLE_Y;
    bool own = cell_equal(like, r->cell), ringed = mark->style & STYLE_RING;
    Cell other = own ? pointed : r->cell;
    size_t at, opposite = 0;
    if (!place_of(r, mark->cell, &at) || (!own && like.role == r->cell.role)) return;
    if (other.role != ROLE_NONE && !place_of(r, other, &opposite)) return;
    int w = other.role == ROLE_NONE ? -1 : like.role == ROLE_X ? provenance_weight(&r->p, at, opposite) : provenance_weight(&r->p, opposite, at);
    bool at_end = r->moment.step == r->steps;
    r->lit[mark->cell.role].mark[at] = mark;
    if (own) light(&r->lit[mark->cell.role], at, pointed.role == ROLE_NONE ? ringed : has_colour(r, mark, w) && (ringed || at_end));
    else if (pointed.role != ROLE_NONE) light(&r->lit[mark->cell.role], at, cell_equal(like, pointed) && ringed);
    // Beside each tray of Phases stands the input as this tray reads it.
    else if (w >= 0 && (has_colour(r, mark, w) || strncmp(mark->name, "input of phase", 14) != 0)) light(&r->lit[mark->cell.role], at, has_colour(r, mark, w));
}

static inline void read_marks(Replay *r, const Figure *figure, Cell pointed)
{
    for (Role role = ROLE_X; role < ROLE_COUNT; role++) {
        Lit *lit = &r->lit[role];
        lit->shown = false;
        memset(lit->any, false, lit->cells);
        memset(lit->all, true, lit->cells);
        for (size_t at = 0; lit->mark && at < lit->cells; at++) lit->mark[at] = NULL;
    }
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        Role role = mark->cell.role;
        size_t at;
        if (mark->kind != MARK_CELL || role == ROLE_NONE) continue;
        r->lit[role].shown = true;
        if (role == ROLE_C) {
            if (place_of_entry(r, mark->cell, &at)) light(&r->lit[role], at, has_colour(r, mark, provenance_weight(&r->p, at / r->p.ys, at % r->p.ys)));
        } else if (role == ROLE_W || role == ROLE_GW) {
            at = cell_number(spec_of(r), mark->cell);
            light(&r->lit[role], at, has_colour(r, mark, (int)at));
        } else {
            read_side(r, mark, pointed);
        }
    }
}

// ---- terms -----------------------------------------------------------------------------------------------------

// A term that is shown is taken once a step; in another step it may not be shown again. The last step is read off what
// its cell is joined to (the end itself lights nothing): of that only what was never shown is its own.
static inline void take(Replay *r, Totals *totals, const char *to, size_t place, size_t x, size_t open, double term)
{
    long long *seen = &totals->seen[x * r->p.ys + open];
    if (*seen == r->moment.step || (*seen && r->moment.step == r->steps)) return;
    check(!*seen, "%s: from %s to %s is shown on its way to %s, as it was in step %lld", at_step(r), said(cell_of(spec_of(r), ROLE_X, x)),
          said(provenance_cell(&r->p, open)), to, *seen);
    *seen = r->moment.step;
    totals->sum[place] += term, totals->size[place] += fabs(term), totals->count[place]++;
    r->terms++;
}

// By product the gradient of the step's cell has no ring, but the colour of the weight like all others.
static inline bool is_lit_back(const Replay *r, Role role, size_t at, int w)
{
    const Mark *mark = r->lit[role].mark[at];
    return is_lit(&r->lit[role], at) || (walk_of(r) == WALK_PRODUCT && mark && has_colour(r, mark, w));
}

// The same entry for the first sample.
static inline size_t entry_of(const Replay *r, size_t x, size_t open)
{
    size_t samples = (size_t)spec_of(r)->batch;
    return x % (r->p.xs / samples) * r->p.ys + open % (r->p.ys / samples);
}

static inline void read_term(Replay *r, size_t x, size_t open)
{
    const Work *work = &r->c->work;
    const Lit *lit = r->lit;
    int w = provenance_weight(&r->p, x, open);
    if (w < 0) return;
    Cell y = provenance_cell(&r->p, open);
    bool kept = cell_inside(spec_of(r), y), entries = lit[ROLE_C].shown, weights = lit[ROLE_W].shown;
    bool by_weight = !weights || is_lit(&lit[ROLE_W], (size_t)w), by_entry = !entries || !kept || is_lit(&lit[ROLE_C], entry_of(r, x, open));
    double value = (double)work->x[x], weight = (double)work->w[w];
    bool x_lit = is_lit(&lit[ROLE_X], x), y_lit = is_lit(&lit[ROLE_Y], open);
    if (x_lit && y_lit && by_weight && by_entry) take(r, &r->y, "y", open, x, open, value * weight);
    if (r->lens != LENS_BACKPROP || !kept) return;
    double gy = (double)work->gy[cell_number(spec_of(r), y)];
    bool gx_lit = is_lit_back(r, ROLE_GX, x, w), gy_lit = is_lit_back(r, ROLE_GY, open, w);
    if (gx_lit && gy_lit && by_weight) take(r, &r->gx, "∂L/∂x", x, x, open, gy * weight);
    // At the end a cell and its gradient are pointed at one after the other, and stand for each other here.
    bool at_end = r->moment.step == r->steps, meets = x_lit && gy_lit;
    if (at_end) meets = (x_lit || gx_lit) && (y_lit || gy_lit);
    if (meets && is_lit(&lit[ROLE_GW], (size_t)w)) take(r, &r->gw, "∂L/∂w", (size_t)w, x, open, gy * value);
}

static inline void read_terms(Replay *r, const Figure *figure, Cell pointed)
{
    size_t own;
    read_marks(r, figure, pointed);
    if (!place_of(r, r->cell, &own)) return;
    if (r->cell.role == ROLE_X)
        for (size_t open = 0; open < r->p.ys; open++) read_term(r, own, open);
    else
        for (size_t x = 0; x < r->p.xs; x++) read_term(r, x, own);
}

// ---- numbers ---------------------------------------------------------------------------------------------------

static inline bool is_symbolic(const Replay *r, Role role)
{
    const Scene *scene = &r->c->work.scene;
    switch (role) {
    case ROLE_X: return scene->x.kind == SOURCE_LETTERS;
    case ROLE_C:
    case ROLE_W: return scene->w.kind == SOURCE_LETTERS;
    case ROLE_GY: return scene->gy.kind == SOURCE_LETTERS;
    case ROLE_Y: return work_is_symbolic(&r->c->work);
    default: return back_is_symbolic(&r->c->work, role);
    }
}

// What a cell of a sum should say, how many terms are in it, and with how many decimals it is shown.
static inline double total_of(const Replay *r, Cell cell, int *count, int *decimals)
{
    const Work *work = &r->c->work;
    const Totals *totals = cell.role == ROLE_Y ? &r->y : cell.role == ROLE_GX ? &r->gx : &r->gw;
    bool biased = cell.role == ROLE_Y && work->b && cell_inside(spec_of(r), cell);
    size_t at;
    bool reached = place_of(r, cell, &at);
    *decimals = cell.role == ROLE_Y ? sum_decimals(work) : back_decimals(work, cell.role);
    *count = (reached ? totals->count[at] : 0) + biased;
    return (reached ? totals->sum[at] : 0) + (biased ? (double)work->b[cell.at[1]] : 0);
}

// Each number in the figure: of a sum, what the terms shown so far add up to; of a factor, its value.
static inline void hold_numbers(Replay *r, const Figure *figure)
{
    const Work *work = &r->c->work;
    Role grid = ROLE_NONE; // the tensor of the grid that is walked through
    bool grid_has = false;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        Role role = mark->cell.role;
        if (mark->kind != MARK_CELL || role != grid) grid = ROLE_NONE;
        if (mark->kind != MARK_CELL || role == ROLE_NONE || is_symbolic(r, role)) continue;
        if (grid == ROLE_NONE) grid = role, grid_has = grid_shows_numbers(figure, i);
        if (!grid_has) continue;
        int count, decimals;
        char want[NUMBER_TEXT];
        if (role != ROLE_Y && role != ROLE_GX && role != ROLE_GW) {
            if (!mark->text) continue;
            Role like = role == ROLE_C ? ROLE_W : role;
            double value = (double)work_value(work, mark->cell);
            number_show(want, value, role_decimals(work, like));
            check(says_number(mark->text, value, role_decimals(work, like), true), "%s: %s says \"%s\" and is multiplied as %s", at_step(r), said(mark->cell), mark->text, want);
            continue;
        }
        double sum = total_of(r, mark->cell, &count, &decimals);
        number_show(want, sum, decimals);
        bool in_the_end = r->moment.step == r->steps && cell_inside(spec_of(r), mark->cell);
        check(mark->text || !(count || in_the_end), "%s: %s says nothing; the terms shown so far add up to %s", at_step(r), said(mark->cell), want);
        check(!mark->text || count || in_the_end, "%s: %s says \"%s\"; no term for it was shown", at_step(r), said(mark->cell), mark->text);
        if (!mark->text) continue;
        check(says_number(mark->text, sum, decimals, r->whole), "%s: %s says \"%s\"; the terms shown so far (%d) add up to %s", at_step(r),
              said(mark->cell), mark->text, count, want);
        r->numbers++;
    }
}

// The kernel's number, exactly where all are whole, else within (L + 2) · 2⁻²⁴ · Σ|terms|.
static inline void hold_total(Replay *r, Cell cell, double sum, double size, int count, double kernel)
{
    double bound = r->whole ? 0 : (count + 2) * ldexp(1, -24) * size;
    bool same = sum == kernel || (isnan(sum) && isnan(kernel)) || fabs(sum - kernel) <= bound;
    check(same, "%s: all terms shown for %s (%d) add up to %.9g, the kernel says %.9g", at_step(r), said(cell), count, sum, kernel);
}

static inline void hold_ends(Replay *r, bool has_cut, bool has_gw)
{
    const Work *work = &r->c->work;
    const Spec *spec = spec_of(r);
    size_t kept = role_count(spec, ROLE_Y);
    float *y = memory_new(kept, sizeof *y), *open = memory_new(r->p.ys, sizeof *open);
    op_forward(y, work->x, work->w, work->b, spec);
    op_forward(open, work->x, work->w, NULL, &r->p.open);
    for (size_t i = 0; i < kept; i++) {
        Cell cell = cell_of(spec, ROLE_Y, i);
        int count, decimals;
        double sum = total_of(r, cell, &count, &decimals), bias = work->b ? fabs((double)work->b[cell.at[1]]) : 0;
        size_t at;
        hold_total(r, cell, sum, bias + (provenance_open(&r->p, cell, &at) ? r->y.size[at] : 0), count, (double)y[i]);
    }
    // What is cut is there too, in lenses that draw it; walking by output nobody reads it.
    for (size_t i = 0; has_cut && i < r->p.ys; i++) {
        Cell cell = provenance_cell(&r->p, i);
        if (!cell_inside(spec, cell)) hold_total(r, cell, r->y.sum[i], r->y.size[i], r->y.count[i], (double)open[i]);
    }
    free(y), free(open);
    if (r->lens != LENS_BACKPROP) return;
    float *gx = memory_new(r->p.xs, sizeof *gx), *gw = memory_new(r->p.ws, sizeof *gw);
    op_grad_input(gx, work->gy, work->w, spec);
    op_grad_weight(gw, work->gy, work->x, spec);
    for (size_t i = 0; i < r->p.xs; i++) hold_total(r, cell_of(spec, ROLE_GX, i), r->gx.sum[i], r->gx.size[i], r->gx.count[i], (double)gx[i]);
    for (size_t i = 0; has_gw && i < r->p.ws; i++) hold_total(r, cell_of(spec, ROLE_GW, i), r->gw.sum[i], r->gw.size[i], r->gw.count[i], (double)gw[i]);
    free(gx), free(gw);
}

// ---- a walk ----------------------------------------------------------------------------------------------------

static inline void shoot(const Replay *r, Moment moment, Cell pointed)
{
    if (shot_count == shot_capacity) {
        shots = memory_grow(shots, (size_t)++shot_capacity, sizeof *shots);
        shots[shot_count] = (Shot){ 0 };
    }
    Shot *shot = &shots[shot_count++];
    shot->moment = moment, shot->pointed = pointed;
    lens_build(&shot->figure, &r->c->work, moment, view_of(r->lens, 1200 * r->larger, 900 * r->larger, 1), measure_fixed);
}

// Slide draws one window and one row of y at a time: what an input brings to other cells is seen by pointing at them.
static inline void shoot_windows(const Replay *r, long long step)
{
    for (size_t open = 0; open < r->p.ys; open++) {
        size_t x = cell_number(spec_of(r), r->cell);
        Cell y = provenance_cell(&r->p, open);
        if (!cell_inside(spec_of(r), y) || provenance_weight(&r->p, x, open) < 0) continue;
        shoot(r, (Moment){ .step = step, .hover = y, .pin = CELL_NONE, .n = y.at[0], .ic = r->cell.at[1], .oc = y.at[1] }, y);
    }
}

// All figures of one step: of each channel that the step leaves open, for lenses that draw one at a time.
static inline void shoot_step(const Replay *r, long long step)
{
    const Spec *spec = spec_of(r);
    bool at_end = step == r->steps, one = walk_of(r) == WALK_PRODUCT && !at_end;
    int channels = one ? 1 : r->cell.role == ROLE_X ? spec->out_channels : spec->in_channels;
    for (int channel = 0; channel < channels; channel++) {
        Moment moment = { .step = step, .ic = channel, .oc = channel, .hover = CELL_NONE, .pin = CELL_NONE };
        // The end lights nothing: the last step's cell is pinned, and its gradient after it.
        if (at_end) moment.pin = r->cell;
        shoot(r, moment, CELL_NONE);
        if (!at_end || r->lens != LENS_BACKPROP) continue;
        moment.pin.role = r->cell.role == ROLE_X ? ROLE_GX : ROLE_GY;
        shoot(r, moment, CELL_NONE);
    }
    if (r->lens == LENS_SLIDE && r->cell.role == ROLE_X && !one) shoot_windows(r, step);
}

// By product the picture says where the step multiplies: there is the ring.
static inline Cell ringed_cell(const Replay *r, const Figure *figure, Role role)
{
    Cell cell = CELL_NONE;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (mark->kind != MARK_CELL || mark->cell.role != role || !(mark->style & STYLE_RING)) continue;
        check(cell.role == ROLE_NONE || cell_equal(cell, mark->cell), "%s: both %s and %s are ringed", at_step(r), said(cell), said(mark->cell));
        cell = mark->cell;
    }
    return cell;
}

static inline void replay_step(Replay *r, long long step)
{
    const Spec *spec = spec_of(r);
    Walk walk = walk_of(r);
    Role role = walk == WALK_INPUT || (walk == WALK_PRODUCT && spec->transposed) ? ROLE_X : ROLE_Y;
    shot_count = 0;
    // A step presses or writes the next cell of its tensor; the last product ends at the last one.
    if (walk != WALK_PRODUCT) r->cell = cell_of(spec, role, (size_t)step - 1);
    else if (step == r->steps) r->cell = cell_of(spec, role, role_count(spec, role) - 1);
    shoot_step(r, step);
    r->moment = shots[0].moment;
    if (walk == WALK_PRODUCT && step < r->steps) r->cell = ringed_cell(r, &shots[0].figure, role);
    for (int i = 0; i < shot_count; i++) r->moment = shots[i].moment, read_terms(r, &shots[i].figure, shots[i].pointed);
    for (int i = 0; i < shot_count; i++) r->moment = shots[i].moment, hold_numbers(r, &shots[i].figure);
}

static inline Totals totals_of(const Replay *r, size_t cells)
{
    return (Totals){ memory_new(cells, sizeof(double)), memory_new(cells, sizeof(double)), memory_new(cells, sizeof(int)),
                     memory_new(r->p.xs * r->p.ys, sizeof(long long)) };
}

static inline void totals_clear(Totals *t)
{
    free(t->sum), free(t->size), free(t->count), free(t->seen);
}

static inline bool figure_has(const Figure *figure, Role role, bool cut)
{
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (mark->kind == MARK_CELL && mark->cell.role == role && (!cut || (is_named(mark, "cut") && mark->text))) return true;
    }
    return false;
}

// Whether the cells of x and y have room in this lens, and the weights or their entries.
static inline bool has_cells(const Figure *figure)
{
    bool weights = figure_has(figure, ROLE_W, false) || figure_has(figure, ROLE_C, false);
    return figure_has(figure, ROLE_X, false) && figure_has(figure, ROLE_Y, false) && weights;
}

static inline void replay(Replay *r)
{
    const Work *work = &r->c->work;
    const Spec *spec = spec_of(r);
    r->steps = timeline_count(spec, walk_of(r));
    r->moment = (Moment){ .step = r->steps, .hover = CELL_NONE, .pin = CELL_NONE };
    for (r->larger = 1; r->larger <= MOST_LARGER; r->larger++) {
        shot_count = 0;
        shoot(r, r->moment, CELL_NONE);
        if (has_cells(&shots[0].figure)) break;
    }
    const Figure *figure = &shots[0].figure;
    check(r->larger <= MOST_LARGER, "%s: there are no cells to be read", at_step(r));
    bool has_cut = walk_of(r) != WALK_OUTPUT && figure_has(figure, ROLE_Y, true), has_gw = figure_has(figure, ROLE_GW, false);
    r->whole = all_whole(work->x, r->p.xs) && all_whole(work->w, r->p.ws) && all_whole(work->gy, role_count(spec, ROLE_Y)) &&
               (!work->b || all_whole(work->b, (size_t)spec->out_channels));
    r->y = totals_of(r, r->p.ys), r->gx = totals_of(r, r->p.xs), r->gw = totals_of(r, r->p.ws);
    for (Role role = ROLE_X; role < ROLE_COUNT; role++) {
        size_t count = role == ROLE_C ? r->p.xs * r->p.ys : role == ROLE_Y || role == ROLE_GY ? r->p.ys : role_count(spec, role);
        r->lit[role] = (Lit){ memory_new(count, sizeof(bool)), memory_new(count, sizeof(bool)), role == ROLE_C ? NULL : memory_new(count, sizeof(Mark *)), count, false };
    }
    for (long long step = 1; step <= r->steps; step++) replay_step(r, step);
    hold_ends(r, has_cut, has_gw);
    for (Role role = ROLE_X; role < ROLE_COUNT; role++) free(r->lit[role].any), free(r->lit[role].all), free((void *)r->lit[role].mark);
    totals_clear(&r->y), totals_clear(&r->gx), totals_clear(&r->gw);
}

// Whether an earlier scene has the same numbers in the same layer: it only looks elsewhere.
static inline bool is_again(int at)
{
    const Scene *a = &cases[at].work.scene;
    for (int i = 0; i < at; i++) {
        Scene b = cases[i].work.scene; // borrowed
        b.views = a->views, b.walk = a->walk, b.step = a->step, b.cell = a->cell, b.look = a->look;
        memcpy(b.view, a->view, sizeof b.view);
        if (scene_equal(a, &b)) return true;
    }
    return false;
}

static inline void replay_lens(Lens lens)
{
    int walks = 0, left_out = 0, numbers = 0;
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        Walk kept = c->work.scene.walk;
        Replay r = { .c = c, .lens = lens };
        for (int walk = 0; walk < WALK_COUNT && !is_again(i); walk++) {
            if ((long long)cells_of(spec) * timeline_count(spec, (Walk)walk) > MOST_WORK) {
                left_out++;
                continue;
            }
            if (!r.p.spec) r.p = provenance_of(spec);
            c->work.scene.walk = (Walk)walk;
            replay(&r);
            c->work.scene.walk = kept;
            walks++;
        }
        numbers += r.numbers;
        if (r.p.spec) provenance_clear(&r.p);
    }
    print_message("%s: %d walks replayed, %d numbers held\n", LENSES[lens].title, walks, numbers);
    check(walks >= 250, "only %d walks were replayed", walks);
    check(left_out == LEFT_OUT, "%d walks were left out; those that are named at the top are %d", left_out, LEFT_OUT);
    for (int i = 0; i < shot_capacity; i++) figure_clear(&shots[i].figure);
    free(shots);
    shots = NULL, shot_count = shot_capacity = 0;
}

#endif
