// Beside the Matrix lens: turning it, its cut rows, and y fed back. The desk owns the second that a turn takes.
#include "desk/inside.h"

#include <math.h>

static const double TURN = 1; // seconds: the diagonal, the way, the new names

static double turn_now(const Desk *desk)
{
    double gone = desk->prefs.reduced_motion ? 1 : fmax(0, fmin(1, (desk->now - desk->turn_began) / TURN));
    return desk->scene.show.matrix_turned ? gone : 1 - gone;
}

void matrix_turn(Desk *desk)
{
    Switches to = desk->scene.show;
    to.matrix_turned = !to.matrix_turned;
    to.matrix_chain = false;
    desk_switch(desk, &to);
    matrix_tick(desk);
}

// By T, by undo or by a code that was pasted: where the matrix is in sight it is seen to turn, else it has turned.
void matrix_follow(Desk *desk, const Scene *next)
{
    if (next->show.matrix_turned == desk->scene.show.matrix_turned || !desk_shows(desk, LENS_MATRIX)) return;
    // Turned again on its way, it goes back from where it is.
    double at = turn_now(desk);
    desk->turn_began = desk->now - TURN * (next->show.matrix_turned ? at : 1 - at);
}

void matrix_tick(Desk *desk)
{
    desk->show.matrix_turn = turn_now(desk);
    desk->show.matrix_both = desk->prefs.reduced_motion;
}

double matrix_due(const Desk *desk)
{
    return desk->show.matrix_turn == (desk->scene.show.matrix_turned ? 1 : 0) ? INFINITY : 1.0 / 60;
}

// Whether anything lies outside the frame: cut off, or beyond what is stamped.
static bool has_cut_rows(const Spec *spec)
{
    return spec->y.padding > 0 || spec->x.padding > 0;
}

typedef struct Row {
    Desk *desk;
    const DeskFigure *shown;
    Box box; // where the next button may stand
} Row;

static bool button(Row *row, const char *id, const char *name, unsigned state, const char *tip)
{
    Desk *desk = row->desk;
    double u = row->shown->figure->scale, w = desk->ui.measure.width(desk->ui.measure.self, name, 13 * u, WEIGHT_SEMIBOLD) + 20 * u;
    if (w > row->box.w) return false;
    Box box = { row->box.x, row->box.y, w, fmin(row->box.h, 32 * u) };
    row->box.x += w + 8 * u, row->box.w -= w + 8 * u;
    bool hit = ui_button(&desk->ui, id, box, name, ICON_NONE, state, tip);
    lens_fit_type(desk, row->shown, name);
    return hit;
}

// Flattening is the hard step; in 1D there is none.
static void first_in_1d(Desk *desk)
{
    desk_take_op(desk, desk->scene.spec.transposed, 1);
    if (desk->scene.spec.dims == 1) desk_say(desk, TONE_TEXT, "One row: this table is one block of the one before. Undo brings 2D back.");
}

void matrix_controls(Desk *desk, const DeskFigure *shown)
{
    const Mark *place = figure_named(shown->figure, MARK_BOX, "controls");
    if (!place) return;
    const Spec *spec = &desk->scene.spec;
    Switches to = desk->scene.show;
    bool chain = to.matrix_chain, usual = spec->dims == 1, cut = to.matrix_cut > 0 || (to.matrix_cut == 0 && usual);
    Row row = { desk, shown, place->box };
    bool turn = false;
    if (!chain && button(&row, "matrix.turn", to.matrix_turned ? "Turn it back (T)" : "Turn it (T)", 0, "rows become columns: C becomes Cᵀ"))
        turn = true;
    if (button(&row, "matrix.chain", "Chain", chain ? UI_ON : 0, "feed y back: does x return?")) to.matrix_chain = !chain;
    if (!chain && has_cut_rows(spec) &&
        button(&row, "matrix.cut", "Cut rows", cut ? UI_ON : 0, spec->transposed ? "show the rows that padding strikes out" : "show the columns that padding adds"))
        to.matrix_cut = cut == usual ? (cut ? -1 : 1) : 0;
    bool row_alone = !chain && spec->dims == 2 && button(&row, "matrix.row", "First in 1D", 0, "the same with one row: one block of this table; undo comes back");
    if (turn) command_run(desk, "turn");
    else if (row_alone) first_in_1d(desk);
    else desk_switch(desk, &to);
    double w = desk->ui.measure.width(desk->ui.measure.self, "Colour by weight", 13 * desk->scale, WEIGHT_SEMIBOLD) + 20 * desk->scale;
    if (!chain) colour_button(desk, shown, LENS_MATRIX, row.box.x, fmin(row.box.x + w, row.box.x + row.box.w), row.box.y, fmin(row.box.h, 32 * desk->scale));
}
