// Where the table of Matrix lies: two sides, each a line of cells with gutters between rows, fitted to a box; the same
// again with the sides traded; and everything on its way from one to the other.
#include "figure/matrix.h"

#include <math.h>
#include <stdlib.h>

// ---- sides -----------------------------------------------------------------------------------------------------

int side_count(const Side *side)
{
    return side->channels * side->rows * side->cols;
}

Cell side_cell(const Stage *stage, const Side *side, int index)
{
    int plane = side->rows * side->cols;
    return (Cell){ side->role, { stage->focus.n, side->first + index / plane, index % plane / side->cols + side->row0,
                                 index % side->cols + side->col0 } };
}

int side_index(const Side *side, Cell cell)
{
    int channel = cell.at[1] - side->first, row = cell.at[2] - side->row0, col = cell.at[3] - side->col0;
    if (channel < 0 || channel >= side->channels || row < 0 || row >= side->rows || col < 0 || col >= side->cols) return -1;
    return (channel * side->rows + row) * side->cols + col;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

// The side of [role] with these channels. The wide side can have its cut edge: what padding takes from a transposed
// one's output, and puts around a convolution's input.
static Side side_of(const Spec *spec, Role role, int first, int channels, bool cut)
{
    bool wide = (role == ROLE_Y) == spec->transposed;
    Side side = { role, first, channels, 0, 0, wide ? spec->y.wide : spec->y.narrow, wide ? spec->x.wide : spec->x.narrow };
    if (!wide || !cut) return side;
    side.row0 = -spec->y.padding, side.col0 = -spec->x.padding;
    side.rows = larger(spec->y.padding + spec->y.wide, axis_extent(spec->y));
    side.cols = larger(spec->x.padding + spec->x.wide, axis_extent(spec->x));
    return side;
}

double run_at(const Run *run, const Side *side, int index)
{
    return run->start + index * run->pitch + index / side->cols * run->gutter + index / (side->rows * side->cols) * run->apart;
}

double run_end(const Run *run, const Side *side)
{
    return run_at(run, side, side_count(side) - 1) + run->pitch - run->gap;
}

int run_first(const Run *run, const Side *side, double at)
{
    int low = 0, high = side_count(side);
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (run_at(run, side, middle) + run->pitch - run->gap > at) high = middle;
        else low = middle + 1;
    }
    return low;
}

int run_past(const Run *run, const Side *side, double at)
{
    int low = 0, high = side_count(side);
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (run_at(run, side, middle) >= at) high = middle;
        else low = middle + 1;
    }
    return low;
}

// ---- fitting ---------------------------------------------------------------------------------------------------

static double gap_of(double pitch, double u)
{
    return pitch >= 20 * u ? 2 * u : pitch >= 10 ? 1 : 0;
}

// Cells have the room; of what whole pixels leave over, gutters take what suits them.
static Run run_fit(const Side *side, double room, double most, double u, bool whole)
{
    int blocks = side->channels * side->rows, count = side_count(side);
    double widest = fmin(6 * u, 0.15 * room / blocks);
    Run run = { 0 };
    if (side->rows > 1) run.gutter = fmin(3.5 * u, widest);
    if (side->channels > 1) run.apart = fmin(14 * u, 0.1 * room / side->channels);
    double free = room - (side->channels - 1) * run.apart;
    run.pitch = fmin(most, (free - (blocks - 1) * run.gutter) / count);
    // Whole pixels, or every border is a blur; but enlarged, nothing may slip from under the pointer.
    if (whole && run.pitch >= CELL_COLOURS) run.pitch = floor(run.pitch);
    if (whole && blocks > side->channels) run.gutter = fmin(widest, fmax(run.gutter, (free - run.pitch * count) / (blocks - 1)));
    return run;
}

// The width of a side's values at size 1, the same for every channel and at every step, so that nothing moves; sums on
// their way may be a little longer than what the tensor holds in the end.
static double widest_value(const Matrix *m, const Side *side)
{
    const Stage *stage = m->stage;
    Scale scale = side->role == ROLE_X ? stage->x_scale : stage->y_scale;
    char text[NUMBER_TEXT];
    if (matrix_letters(stage)) return text_width(stage, side->role == ROLE_X ? "x₀₀" : "x₀₀·k₀");
    number_show(text, scale.negatives ? -scale.most : scale.most, side->role == ROLE_X ? stage->x_decimals : stage->y_decimals);
    return 1.15 * text_width(stage, text);
}

static void clamp_into(double *start, double length, double from, double room)
{
    if (length <= room) *start = fmin(fmax(*start, from), from + room - length);
    else *start = fmin(from, fmax(from + room - length, *start));
}

// The table in [area] of the view's window; its zoomed box says how much larger than what is seen it is.
static Table table_lay(const Matrix *m, Box area, bool turned)
{
    const Stage *stage = m->stage;
    const View *view = stage->view;
    double u = stage->unit;
    const Side *across = turned ? &m->y : &m->x, *down = turned ? &m->x : &m->y;
    bool channels = stage->spec->in_channels > 1 || stage->spec->out_channels > 1;
    double values = fmin(fmax(widest_value(m, down) * 12 * u + 9 * u, 42 * u), fmin(72 * u, 0.2 * area.w));
    double rows = down->rows > 1 && area.w >= 300 * u ? 44 * u : 0, channel = channels ? 42 * u : 0;
    double lines = (channels ? 17 * u : 0) + 19 * u, height = fmin(26 * u, 0.1 * area.h);
    Table t = { .turned = turned, .column = area.x, .labels = area.y };
    t.left = (Box){ area.x + rows + channel, 0, values, 0 };
    t.top = (Box){ 0, area.y + lines, 0, height };
    double x = t.left.x + values + 7 * u, y = t.top.y + height + 6 * u;
    t.pane = (Box){ x, y, fmax(1, area.x + area.w - x), fmax(1, area.y + area.h - y) };

    Box window = view->window.w > 0 ? view->window : view->box;
    double zoom = fmax(1, view->box.w / window.w);
    double most = (stage->spec->dims == 1 ? 1.4 : 1) * zoom * u; // one row has the room to itself
    double frame = 2 * u; // frames go around the last cells
    t.h = run_fit(across, (t.pane.w - frame) * zoom, 56 * most, u, zoom <= 1), t.v = run_fit(down, (t.pane.h - frame) * zoom, 40 * most, u, zoom <= 1);
    // A number is wider than high; a cell that is much more so looks like a bar.
    t.h.pitch = fmin(t.h.pitch, (t.v.pitch < 12 * zoom ? 3.4 : 2.4) * t.v.pitch), t.v.pitch = fmin(t.v.pitch, 1.15 * t.h.pitch);
    if (zoom <= 1 && t.h.pitch >= CELL_COLOURS) t.h.pitch = floor(t.h.pitch);
    if (zoom <= 1 && t.v.pitch >= CELL_COLOURS) t.v.pitch = floor(t.v.pitch);
    t.h.gap = gap_of(t.h.pitch, u), t.v.gap = gap_of(t.v.pitch, u);
    // As the stage enlarges its box, so the table grows around the same point; it never leaves its pane empty.
    t.h.start = view->box.x + (t.pane.x - window.x) * zoom, t.v.start = view->box.y + (t.pane.y - window.y) * zoom;
    double wide = run_end(&t.h, across) - t.h.start, high = run_end(&t.v, down) - t.v.start;
    clamp_into(&t.h.start, wide, t.pane.x, t.pane.w);
    clamp_into(&t.v.start, high, t.pane.y, t.pane.h);
    if (wide <= t.pane.w) t.h.start = t.pane.x;
    if (high <= t.pane.h) t.v.start = t.pane.y;
    if (t.h.pitch >= CELL_COLOURS) t.h.start = floor(t.h.start + 0.5);
    if (t.v.pitch >= CELL_COLOURS) t.v.start = floor(t.v.start + 0.5);
    t.pane.w = fmin(t.pane.w, wide), t.pane.h = fmin(t.pane.h, high);
    t.top.x = t.pane.x, t.top.w = t.pane.w, t.left.y = t.pane.y, t.left.h = t.pane.h;
    return t;
}

// ---- the planes shown ------------------------------------------------------------------------------------------

// The tap that joins a cell of x or y to the owner of the colours, or −1. The focus knows it of the pair of channels that
// it shows; here every pair is seen.
static int tap_to_owner(const Matrix *m, Cell cell)
{
    const Spec *spec = m->stage->spec;
    Cell owner = m->stage->focus.owner;
    Term term;
    bool joined = false;
    if (owner.role == ROLE_C) {
        joined = matrix_term(spec, owner, &term);
        term.x.at[0] = term.y.at[0] = cell.at[0];
        joined = joined && cell_equal(cell, cell.role == ROLE_X ? term.x : term.y);
    } else if (owner.role == ROLE_X && cell.role == ROLE_Y) {
        joined = term_between(spec, owner, cell, &term);
    } else if (owner.role == ROLE_Y && cell.role == ROLE_X) {
        joined = term_between(spec, cell, owner, &term);
    }
    return joined && (term.inside || spec->transposed) ? term.w.at[2] * spec->x.kernel + term.w.at[3] : -1;
}

static int *taps_of(const Matrix *m, Role role, int channel)
{
    const Stage *stage = m->stage;
    const Spec *spec = stage->spec;
    const Focus *focus = &stage->focus;
    bool both = focus->owner.role == ROLE_X || focus->owner.role == ROLE_Y || focus->owner.role == ROLE_C;
    bool known = channel == (role == ROLE_X ? focus->ic : focus->oc) && (focus->one_term || !both);
    if (known || !m->all) return role == ROLE_X ? focus->x_tap : focus->y_tap;
    Canvas canvas = role == ROLE_Y ? focus->canvas : (Canvas){ .rows = spec_in(spec, spec->y), .cols = spec_in(spec, spec->x) };
    int count = canvas.rows * canvas.cols;
    int *taps = arena_new(&stage->figure->arena, (size_t)count, sizeof *taps);
    for (int i = 0; i < count; i++) {
        Cell cell = { role, { focus->n, channel, i / canvas.cols + canvas.row0, i % canvas.cols + canvas.col0 } };
        taps[i] = focus->one_term ? -1 : tap_to_owner(m, cell);
    }
    return taps;
}

static void planes_make(Matrix *m)
{
    const Stage *stage = m->stage;
    Arena *arena = &stage->figure->arena;
    m->of_x = arena_new(arena, (size_t)m->x.channels, sizeof *m->of_x);
    m->of_y = arena_new(arena, (size_t)m->y.channels, sizeof *m->of_y);
    m->sums = memory_new((size_t)m->y.channels, sizeof *m->sums);
    for (int i = 0; i < m->x.channels; i++) {
        Focus *focus = &m->of_x[i].focus;
        m->of_x[i] = *stage;
        focus->ic = m->x.first + i;
        focus->x_tap = taps_of(m, ROLE_X, focus->ic);
    }
    for (int i = 0; i < m->y.channels; i++) {
        Focus *focus = &m->of_y[i].focus;
        m->of_y[i] = *stage;
        focus->oc = m->y.first + i;
        focus->y_tap = taps_of(m, ROLE_Y, focus->oc);
        if (focus->oc == stage->focus.oc) continue;
        sums_make(&m->sums[i], stage->work, focus->n, focus->oc, stage->work->scene.walk, stage->moment->step);
        m->of_y[i].sums = &m->sums[i];
    }
}

void matrix_release(Matrix *m)
{
    for (int i = 0; i < m->y.channels; i++) sums_clear(&m->sums[i]);
    free(m->sums);
    m->sums = NULL;
}

// All channels where their entries can still be told apart, else the pair that is looked at.
static bool has_room_for_all(const Matrix *m)
{
    const Spec *spec = m->stage->spec;
    if (spec->in_channels > MATRIX_MOST_CHANNELS || spec->out_channels > MATRIX_MOST_CHANNELS) return false;
    const View *view = m->stage->view;
    Box seen = view->window.w > 0 ? view->window : view->box;
    double u = m->stage->unit, x = side_count(&m->x), y = side_count(&m->y);
    double w = 0.7 * seen.w, h = 0.55 * seen.h;
    return 6 * u * x <= w && 6 * u * y <= h && 6 * u * y <= w && 6 * u * x <= h;
}

static void find_next(Matrix *m)
{
    const Stage *stage = m->stage;
    const Moment *moment = stage->moment;
    Walk walk = stage->work->scene.walk;
    bool free = stage->focus.by_step || stage->focus.owner.role == ROLE_NONE;
    m->next = CELL_NONE;
    if (!free || moment->t <= 0 || moment->step >= timeline_count(stage->spec, walk)) return;
    Step next = timeline_step(stage->spec, walk, moment->step);
    m->next = next.cell, m->next_term = next.term, m->next_is_term = walk == WALK_PRODUCT;
    m->rise = smooth(moment->t / MATRIX_LIGHTS);
}

void matrix_begin(Matrix *m)
{
    const Stage *stage = m->stage;
    const Spec *spec = stage->spec;
    const Show *show = &stage->view->show;
    m->cut = show->matrix_cut > 0 || (show->matrix_cut == 0 && spec->dims == 1);
    m->x = side_of(spec, ROLE_X, 0, spec->in_channels, m->cut), m->y = side_of(spec, ROLE_Y, 0, spec->out_channels, m->cut);
    m->all = has_room_for_all(m);
    if (!m->all) m->x.first = stage->focus.ic, m->y.first = stage->focus.oc, m->x.channels = m->y.channels = 1;
    m->active = stage->focus.owner.role != ROLE_NONE;
    find_next(m);
    planes_make(m);
}

bool matrix_is_next(const Matrix *m, const Term *term)
{
    const Cell *next = &m->next;
    if (m->next_is_term) return cell_equal(term->x, m->next_term.x) && cell_equal(term->w, m->next_term.w) && cell_equal(term->y, m->next_term.y);
    return next->role != ROLE_NONE && cell_equal(next->role == ROLE_X ? term->x : term->y, *next);
}

void matrix_lay_one(Matrix *m, Box area, bool turned)
{
    m->at = m->to = table_lay(m, area, turned);
    m->way = 0, m->names = 1;
}

void matrix_lay(Matrix *m, Box area, Box turned_area)
{
    const Stage *stage = m->stage;
    double turn = fmax(0, fmin(1, stage->view->show.matrix_turn));
    bool zoomed = stage->view->window.w > 0 && stage->view->box.w > stage->view->window.w;
    bool travels = turn > 0 && turn < 1 && !zoomed; // of an enlarged table only a part would be seen going
    if (!travels) {
        matrix_lay_one(m, turn >= 0.5 ? turned_area : area, turn >= 0.5);
        return;
    }
    m->at = table_lay(m, area, false), m->to = table_lay(m, turned_area, true);
    m->way = smooth((turn - 0.2) / 0.6);
    m->names = turn < 0.2 ? 1 - turn / 0.2 : turn > 0.8 ? (turn - 0.8) / 0.2 : 0;
}

// ---- places ----------------------------------------------------------------------------------------------------

static const Run *run_of(const Table *t, Role role)
{
    return (role == ROLE_X) != t->turned ? &t->h : &t->v;
}

void matrix_seen(const Matrix *m, Role role, int *from, int *to)
{
    const Side *side = role == ROLE_X ? &m->x : &m->y;
    const Run *run = run_of(&m->at, role);
    bool across = run == &m->at.h;
    const Box *pane = &m->at.pane;
    *from = run_first(run, side, across ? pane->x : pane->y);
    *to = run_past(run, side, across ? pane->x + pane->w : pane->y + pane->h);
}

static Box entry_in(const Matrix *m, const Table *t, int x, int y)
{
    int across = t->turned ? y : x, down = t->turned ? x : y;
    return (Box){ run_at(&t->h, t->turned ? &m->y : &m->x, across), run_at(&t->v, t->turned ? &m->x : &m->y, down),
                  t->h.pitch - t->h.gap, t->v.pitch - t->v.gap };
}

Box matrix_entry(const Matrix *m, int x, int y)
{
    Box box = entry_in(m, &m->at, x, y);
    return m->way > 0 ? box_between(box, entry_in(m, &m->to, x, y), m->way) : box;
}

static Box strip_in(const Matrix *m, const Table *t, Role role, int index)
{
    const Side *side = role == ROLE_X ? &m->x : &m->y;
    const Run *run = run_of(t, role);
    double at = run_at(run, side, index), length = run->pitch - run->gap;
    return run == &t->h ? (Box){ at, t->top.y, length, t->top.h } : (Box){ t->left.x, at, t->left.w, length };
}

Box matrix_strip(const Matrix *m, Role role, int index)
{
    Box box = strip_in(m, &m->at, role, index);
    return m->way > 0 ? box_between(box, strip_in(m, &m->to, role, index), m->way) : box;
}

static bool cut_span(double *at, double *length, double from, double room, bool *whole)
{
    double start = fmax(*at, from), end = fmin(*at + *length, from + room);
    if (end - start <= 0.5 && *length > 0.5) return false;
    *whole &= end - start >= *length - 0.5;
    *at = start, *length = end - start;
    return end > start;
}

bool matrix_clip(const Matrix *m, Role role, Box *box, bool *whole)
{
    const Box *pane = &m->at.pane;
    *whole = true;
    if (m->way > 0) return true;
    bool across = role == ROLE_C || (role == ROLE_X) != m->at.turned, down = role == ROLE_C || !across;
    if (across && !cut_span(&box->x, &box->w, pane->x, pane->w, whole)) return false;
    return !down || cut_span(&box->y, &box->h, pane->y, pane->h, whole);
}
