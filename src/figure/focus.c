// Which cells are lit, and by which tap: read off the terms joined to the cell that owns the colours.
#include "figure/layout.h"

typedef struct Gather {
    Focus *focus;
    const Spec *spec;
} Gather;

static int tap_of(const Spec *spec, Cell w)
{
    return w.at[2] * spec->x.kernel + w.at[3];
}

// A term joins cells of its own planes only; but an output adds up all channels, so whoever owns the colours has terms in
// many planes, and each plane of the rails takes its own from among them.
static void light_plane(const PlaneTaps *plane, const Focus *focus, const Spec *spec, const Term *term)
{
    const Canvas *canvas = &focus->canvas;
    Cell cell = plane->role == ROLE_Y ? term->y : term->x;
    if (cell.at[0] != plane->n || cell.at[1] != plane->channel) return;
    int row = cell.at[2], col = cell.at[3], rows = spec_in(spec, spec->y), cols = spec_in(spec, spec->x);
    if (plane->role == ROLE_Y) row -= canvas->row0, col -= canvas->col0, rows = canvas->rows, cols = canvas->cols;
    if (row >= 0 && row < rows && col >= 0 && col < cols) plane->tap[row * cols + col] = tap_of(spec, term->w);
}

static void light(Focus *focus, const Spec *spec, const Term *term)
{
    int tap = tap_of(spec, term->w);
    bool pair_shown = term->x.at[1] == focus->ic && term->y.at[1] == focus->oc; // whichever the sample: w is of all
    light_plane(&(PlaneTaps){ ROLE_Y, focus->n, focus->oc, focus->y_tap }, focus, spec, term);
    light_plane(&(PlaneTaps){ ROLE_X, focus->n, focus->ic, focus->x_tap }, focus, spec, term);
    if (pair_shown) focus->w_lit[tap] = true;
    if (!term->inside) return;
    light_plane(&(PlaneTaps){ ROLE_X, focus->n, focus->ic, focus->gx_tap }, focus, spec, term);
    if (pair_shown) focus->gw_lit[tap] = true;
}

// A convolution's weight over padding joins nothing; what a transposed one writes is real even where it is cut, but no
// gradient comes back from there.
static bool joins(const Focus *focus, const Spec *spec, const Term *term)
{
    Role owner = focus->owner.role;
    bool backward = owner == ROLE_GX || owner == ROLE_GY || owner == ROLE_GW;
    return term->inside || (spec->transposed && !backward);
}

static bool visit(void *context, const Term *term)
{
    Gather *gather = context;
    if (joins(gather->focus, gather->spec, term)) light(gather->focus, gather->spec, term);
    return true;
}

typedef struct Planes {
    const Focus *focus;
    const Spec *spec;
    const PlaneTaps *planes;
    int count;
} Planes;

static bool visit_planes(void *context, const Term *term)
{
    const Planes *p = context;
    for (int i = 0; i < p->count && joins(p->focus, p->spec, term); i++) light_plane(&p->planes[i], p->focus, p->spec, term);
    return true;
}

void focus_taps(const Focus *focus, const Spec *spec, const PlaneTaps *planes, int count)
{
    Planes all = { focus, spec, planes, count };
    for (int i = 0; i < count; i++) {
        bool y = planes[i].role == ROLE_Y;
        int cells = y ? focus->canvas.rows * focus->canvas.cols : spec_in(spec, spec->y) * spec_in(spec, spec->x);
        for (int at = 0; at < cells; at++) planes[i].tap[at] = -1;
        if (focus->one_term) light_plane(&planes[i], focus, spec, &focus->term);
    }
    if (!focus->one_term && focus->owner.role != ROLE_NONE) terms_each(spec, focus->owner, visit_planes, &all);
}

// Whose cells a cell of each tensor makes, is made from, or is multiplied with on the way.
#define WITH(role) (1u << ROLE_##role)
static const unsigned LIGHTS[ROLE_COUNT] = {
    [ROLE_X] = WITH(Y) | WITH(W) | WITH(C) | WITH(GW),
    [ROLE_W] = WITH(X) | WITH(Y) | WITH(C) | WITH(GX) | WITH(GY),
    [ROLE_Y] = WITH(X) | WITH(W) | WITH(C),
    [ROLE_GY] = WITH(GX) | WITH(W) | WITH(C) | WITH(GW),
    [ROLE_GX] = WITH(GY) | WITH(W) | WITH(C),
    [ROLE_GW] = WITH(X) | WITH(GY),
    [ROLE_C] = WITH(X) | WITH(Y) | WITH(W) | WITH(GX) | WITH(GY),
};
enum { TERM_LIGHTS = WITH(X) | WITH(Y) | WITH(W) | WITH(C) | WITH(GX) | WITH(GY) | WITH(GW) };

static void choose_lights(Focus *focus)
{
    unsigned lights = focus->one_term ? (unsigned)TERM_LIGHTS : LIGHTS[focus->owner.role];
    // A step goes both ways: what x writes forward, its gradient reads back.
    if (focus->by_step && focus->owner.role == ROLE_X) lights |= WITH(GY);
    if (focus->by_step && focus->owner.role == ROLE_Y) lights |= WITH(GX) | WITH(GW);
    // What is cropped carries nothing back.
    if (focus->one_term && !focus->term.inside) lights &= ~(unsigned)(WITH(GX) | WITH(GY) | WITH(GW));
    for (Role role = ROLE_X; role < ROLE_COUNT; role++) focus->lights[role] = lights >> role & 1;
}

// The planes to show: those of [cell], as far as it says, else as they are.
static void show_planes_of(Focus *focus, const Spec *spec, Cell cell)
{
    switch (cell.role) {
    case ROLE_X:
    case ROLE_GX: focus->n = cell.at[0], focus->ic = cell.at[1]; break;
    case ROLE_Y:
    case ROLE_GY: focus->n = cell.at[0], focus->oc = cell.at[1]; break;
    case ROLE_B: focus->oc = cell.at[0]; break;
    case ROLE_C: { // an empty place of C has no planes of its own
        Term term;
        if (matrix_term(spec, cell, &term)) focus->ic = term.x.at[1], focus->oc = term.y.at[1];
        break;
    }
    case ROLE_W:
    case ROLE_GW: {
        int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups;
        int group = spec->transposed ? cell.at[0] / ins : cell.at[0] / outs;
        focus->ic = spec->transposed ? cell.at[0] : group * ins + cell.at[1];
        focus->oc = spec->transposed ? group * outs + cell.at[1] : cell.at[0];
        break;
    }
    case ROLE_NONE:
    case ROLE_COUNT: break;
    }
    // A pair of channels that no weight joins shows nothing: stay within the group of what was asked for.
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups;
    bool from_output = cell.role == ROLE_Y || cell.role == ROLE_GY || cell.role == ROLE_B;
    if (from_output && focus->ic / ins != focus->oc / outs) focus->ic = focus->oc / outs * ins;
    if (!from_output && focus->ic / ins != focus->oc / outs) focus->oc = focus->ic / ins * outs;
}

// What was chosen for another scene may not be there in this one.
static int within(int index, int count)
{
    return index < 0 || index >= count ? 0 : index;
}

// Which planes are shown, and what the last step was.
static Step choose_planes(Focus *focus, const Work *work, const Moment *moment)
{
    const Spec *spec = &work->scene.spec;
    Walk walk = work->scene.walk;
    Step done = { .cell = CELL_NONE };
    *focus = (Focus){ .canvas = canvas_of(spec), .n = within(moment->n, spec->batch),
                      .ic = within(moment->ic, spec->in_channels), .oc = within(moment->oc, spec->out_channels) };
    if (moment->step > 0) done = timeline_step(spec, walk, moment->step - 1);
    if (moment->step > 0 && moment->step < timeline_count(spec, walk) && !moment->held) {
        show_planes_of(focus, spec, done.cell);
        if (walk == WALK_PRODUCT) focus->n = done.term.x.at[0], focus->ic = done.term.x.at[1], focus->oc = done.term.y.at[1];
    }
    show_planes_of(focus, spec, moment->pin);
    return done;
}

void figure_planes(const Work *work, Moment *moment)
{
    Focus focus;
    choose_planes(&focus, work, moment);
    moment->n = focus.n, moment->ic = focus.ic, moment->oc = focus.oc;
}

void focus_make(Focus *focus, Figure *figure, const Work *work, const Moment *moment)
{
    const Spec *spec = &work->scene.spec;
    Step done = choose_planes(focus, work, moment);
    int rows = spec_in(spec, spec->y), cols = spec_in(spec, spec->x), taps = spec->y.kernel * spec->x.kernel;
    size_t cells = (size_t)rows * (size_t)cols, canvas = (size_t)focus->canvas.rows * (size_t)focus->canvas.cols;
    focus->x_tap = arena_new(&figure->arena, cells, sizeof *focus->x_tap);
    focus->y_tap = arena_new(&figure->arena, canvas, sizeof *focus->y_tap);
    focus->w_lit = arena_new(&figure->arena, (size_t)taps, sizeof *focus->w_lit);
    focus->gx_tap = arena_new(&figure->arena, cells, sizeof *focus->gx_tap);
    focus->gw_lit = arena_new(&figure->arena, (size_t)taps, sizeof *focus->gw_lit);
    for (size_t i = 0; i < cells; i++) focus->x_tap[i] = focus->gx_tap[i] = -1;
    for (size_t i = 0; i < canvas; i++) focus->y_tap[i] = -1;

    Walk walk = work->scene.walk;
    Cell step = done.cell;
    bool all_done = moment->step >= timeline_count(spec, walk);
    focus->term = done.term;
    focus->owner = moment->hover.role != ROLE_NONE ? moment->hover
                   : moment->pin.role != ROLE_NONE ? moment->pin
                   : all_done                      ? CELL_NONE
                                                   : step;
    focus->by_step = cell_equal(focus->owner, step) && moment->hover.role == ROLE_NONE && moment->pin.role == ROLE_NONE;
    if (!focus->by_step && !all_done) focus->outlined = step;
    focus->one_term = focus->by_step && walk == WALK_PRODUCT && step.role != ROLE_NONE;
    choose_lights(focus);
    if (focus->one_term) light(focus, spec, &focus->term);
    else if (focus->owner.role != ROLE_NONE) terms_each(spec, focus->owner, visit, &(Gather){ focus, spec });
}

bool focus_joins(const Focus *focus, const Spec *spec, const Term *term)
{
    Cell owner = focus->owner;
    if (focus->one_term) return cell_equal(term->x, focus->term.x) && cell_equal(term->w, focus->term.w) && cell_equal(term->y, focus->term.y);
    // Gradients have the same joints, seen from the other side.
    if (owner.role == ROLE_GX) owner.role = ROLE_X;
    if (owner.role == ROLE_GY) owner.role = ROLE_Y;
    if (owner.role == ROLE_C) return term->inside && cell_equal(matrix_cell(spec, term), owner);
    if (owner.role == ROLE_X || owner.role == ROLE_Y) owner.at[0] = term->x.at[0]; // C is the same for every sample
    return cell_equal(term->x, owner) || cell_equal(term->w, owner) || cell_equal(term->y, owner);
}
