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

static void light(Focus *focus, const Spec *spec, const Term *term)
{
    int tap = tap_of(spec, term->w), rows = spec_in(spec, spec->y), cols = spec_in(spec, spec->x);
    int x_row = term->x.at[2], x_col = term->x.at[3];
    int y_row = term->y.at[2] - focus->canvas.row0, y_col = term->y.at[3] - focus->canvas.col0;
    // A term joins the cells of each plane that is shown, though its other end may lie in one that is not: an output adds
    // up all channels.
    if (term->x.at[0] != focus->n) return;
    bool x_shown = term->x.at[1] == focus->ic, y_shown = term->y.at[1] == focus->oc;
    if (y_shown && y_row >= 0 && y_row < focus->canvas.rows && y_col >= 0 && y_col < focus->canvas.cols)
        focus->y_tap[y_row * focus->canvas.cols + y_col] = tap;
    bool is_value = x_row >= 0 && x_row < rows && x_col >= 0 && x_col < cols;
    if (x_shown && is_value) focus->x_tap[x_row * cols + x_col] = tap;
    if (x_shown && term->inside) focus->gx_tap[x_row * cols + x_col] = tap;
    if (!x_shown || !y_shown) return;
    focus->w_lit[tap] = true;
    if (term->inside) focus->gw_lit[tap] = true;
}

static bool visit(void *context, const Term *term)
{
    Gather *gather = context;
    // A convolution's weight over padding joins nothing; what a transposed one writes is real even where it is cut, but
    // no gradient comes back from there.
    Role owner = gather->focus->owner.role;
    bool backward = owner == ROLE_GX || owner == ROLE_GY || owner == ROLE_GW;
    if (term->inside || (gather->spec->transposed && !backward)) light(gather->focus, gather->spec, term);
    return true;
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

void focus_make(Focus *focus, Figure *figure, const Work *work, const Moment *moment)
{
    const Spec *spec = &work->scene.spec;
    *focus = (Focus){ .canvas = canvas_of(spec), .n = within(moment->n, spec->batch),
                      .ic = within(moment->ic, spec->in_channels), .oc = within(moment->oc, spec->out_channels) };
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
    Cell step = CELL_NONE;
    bool all_done = moment->step >= timeline_count(spec, walk);
    if (moment->step > 0) {
        Step done = timeline_step(spec, walk, moment->step - 1);
        step = done.cell;
        focus->term = done.term;
        if (!all_done) show_planes_of(focus, spec, step);
        if (walk == WALK_PRODUCT && !all_done) {
            focus->n = done.term.x.at[0], focus->ic = done.term.x.at[1], focus->oc = done.term.y.at[1];
        }
    }
    show_planes_of(focus, spec, moment->pin);
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
    return cell_equal(term->x, owner) || cell_equal(term->w, owner) || cell_equal(term->y, owner);
}
