// Many channels: one plane of x and one of y stand large in a lens, all others small in a rail below or beside it, cell
// by cell where there is room. The place of the large one is framed there and holds its picture, no cells: each cell
// stands once. Of more than 8 channels or 4 samples the rail shows the neighbours, and says which.
#include "figure/layout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_CHANNELS = 8, MOST_SAMPLES = 4, MOST_PLANES = 2 * MOST_CHANNELS * MOST_SAMPLES };
enum { MOST_RAIL_PRODUCTS = 1 << 22, MOST_RAIL_CELLS = 1 << 20 }; // summed anew at each step, while someone watches
static const double HEAD = 22, LABEL = 20, BETWEEN = 12, APART = 26, AROUND = 16, PILL = 24, SWITCH = 30, LEAST_SLOT = 16, FRAME = 3;

// The planes of x or of y: columns and rows of slots, a plane in each.
typedef struct Side {
    Role role;
    int channels, samples; // shown
    int first, first_n;
    int rows, cols;        // of a plane
    double x, y, w, h;
    double left, top;      // what names take beside and above the slots
    double slot_w, slot_h; // from one to the next
    const char *head;
    double head_room;
    double least; // the width of its shortest head
} Side;

typedef struct Rail {
    Stage *stage;
    double pitch; // of its cells; 0: only names, for the planes are too large or the room is too small
    bool down;    // channels stand below one another, samples side by side
    bool beside;  // of the lens; else below it
    Side side[2];
    int sides;
    double x, y, w, h;
    double number_w, name_w, control_w;  // of a channel's number, a sample's name and the switch, 0 where there is none
    double sample_x, sample_y, sample_w; // where names alone tell the samples
    Box control, rest; // where the switch may stand, w 0 for nowhere; what is left to the lens
} Rail;

// ---- which planes ----------------------------------------------------------------------------------------------

static int all_channels(const Spec *spec, Role role)
{
    return role == ROLE_X ? spec->in_channels : spec->out_channels;
}

static int focused(const Focus *focus, Role role)
{
    return role == ROLE_X ? focus->ic : focus->oc;
}

// The first of [most] neighbours of the one in focus.
static int first_of(int focus, int count, int most)
{
    int first = focus - most / 2;
    return count <= most || first < 0 ? 0 : first > count - most ? count - most : first;
}

static Side side_of(const Stage *stage, Role role)
{
    const Spec *spec = stage->spec;
    int channels = all_channels(spec, role);
    Side side = { .role = role, .first = first_of(focused(&stage->focus, role), channels, MOST_CHANNELS),
                  .first_n = first_of(stage->focus.n, spec->batch, MOST_SAMPLES) };
    side.channels = channels < MOST_CHANNELS ? channels : MOST_CHANNELS;
    side.samples = spec->batch < MOST_SAMPLES ? spec->batch : MOST_SAMPLES;
    side.rows = role == ROLE_X ? spec_in(spec, spec->y) : spec_out(spec, spec->y);
    side.cols = role == ROLE_X ? spec_in(spec, spec->x) : spec_out(spec, spec->x);
    return side;
}

static int sides_of(const Stage *stage, Side out[2])
{
    int count = 0;
    for (Role role = ROLE_X; role <= ROLE_Y; role++)
        if (role != ROLE_W && role != ROLE_B && (all_channels(stage->spec, role) > 1 || stage->spec->batch > 1)) out[count++] = side_of(stage, role);
    return count;
}

// Whether the planes may be summed and drawn at every step.
static bool is_light(const Stage *stage)
{
    const Spec *spec = stage->spec;
    const Canvas *canvas = &stage->focus.canvas;
    Side y = side_of(stage, ROLE_Y), x = side_of(stage, ROLE_X);
    long long products = timeline_count(spec, WALK_PRODUCT) / spec->batch / spec->out_channels * y.channels * y.samples;
    long long cells = (long long)canvas->rows * canvas->cols, in = (long long)x.rows * x.cols * x.channels * x.samples;
    return products <= MOST_RAIL_PRODUCTS && cells * y.channels * y.samples <= MOST_RAIL_CELLS && in <= MOST_RAIL_CELLS && cells <= WORK_KEPT_CELLS;
}

// ---- words -----------------------------------------------------------------------------------------------------

static double width_of(const Stage *stage, const char *text, double size, Weight weight)
{
    const Measure *m = &stage->figure->measure;
    return m->width(m->self, text, size * stage->unit, weight);
}

const char *input_channel(const Stage *stage)
{
    return stage->spec->in_channels > 1 ? arena_print(&stage->figure->arena, ", channel %d", stage->focus.ic) : "";
}

const char *output_channel(const Stage *stage)
{
    Arena *arena = &stage->figure->arena;
    const char *own = stage->spec->out_channels > 1 ? arena_print(arena, ", channel %d", stage->focus.oc) : "";
    return stage->one_pair ? arena_print(arena, "%s from channel %d alone", *own ? own : ",", stage->focus.ic) : own;
}

// "channels and samples of x, 0–7 of 64", as much of it as has room; the least of it at [form] 3.
static const char *head_of(const Stage *stage, const Side *side, int form)
{
    const Spec *spec = stage->spec;
    Arena *arena = &stage->figure->arena;
    int all = all_channels(spec, side->role);
    const char *name = side->role == ROLE_X ? "x" : "y";
    const char *what = spec->batch == 1 ? "channels of " : all == 1 ? "samples of " : "channels and samples of ";
    const char *some = all > side->channels ? arena_print(arena, "%d–%d of %d", side->first, side->first + side->channels - 1, all) : "";
    const char *some_n = spec->batch > side->samples ? arena_print(arena, ", samples %d–%d of %d", side->first_n, side->first_n + side->samples - 1, spec->batch) : "";
    const char *comma = *some ? ", " : "";
    if (form < 2) return arena_print(arena, "%s%s%s%s%s", form ? "" : what, name, comma, some, some_n);
    if (form == 2) return arena_print(arena, "%s%s%s", name, comma, some);
    return *some ? some : name;
}

static void choose_head(const Stage *stage, Side *side, double room)
{
    side->head_room = room;
    for (int form = 0; form < 4; form++) {
        side->head = head_of(stage, side, form);
        if (width_of(stage, side->head, 13, WEIGHT_SEMIBOLD) <= room) return;
    }
}

static const char *sample_name(const Stage *stage, int n)
{
    return arena_print(&stage->figure->arena, "sample %d", n);
}

static double sample_width(const Stage *stage)
{
    return width_of(stage, sample_name(stage, stage->spec->batch - 1), 12, WEIGHT_SEMIBOLD);
}

// ---- where it stands -------------------------------------------------------------------------------------------

// The size of a side with planes of this pitch.
static void measure_side(const Rail *rail, Side *side)
{
    const Stage *stage = rail->stage;
    const Spec *spec = stage->spec;
    double u = stage->unit, number = rail->number_w + 4 * u;
    bool numbers = all_channels(spec, side->role) > 1, samples = spec->batch > 1;
    int across = rail->down ? side->samples : side->channels, below = rail->down ? side->channels : side->samples;
    double over = rail->down ? (samples ? rail->name_w : 0) : number, beside = rail->down ? (numbers ? number : 0) : samples ? rail->name_w + 14 * u : 0;
    double w = fmax(fmax(side->cols * rail->pitch, over), LEAST_SLOT * u), h = fmax(side->rows * rail->pitch, LABEL * u);
    side->left = fmax(beside, FRAME * u);
    side->top = HEAD * u + ((rail->down ? samples : numbers) ? LABEL * u : 0);
    side->slot_w = w + BETWEEN * u, side->slot_h = h + BETWEEN * u;
    side->w = fmax(side->left + across * side->slot_w - BETWEEN * u, side->least);
    side->h = side->top + below * side->slot_h - BETWEEN * u;
}

static bool has_switch(const Stage *stage)
{
    Lens lens = stage->view->lens;
    return !stage->view->still && stage->spec->in_channels > stage->spec->groups && (lens == LENS_STAMP || lens == LENS_SLIDE || lens == LENS_PHASES);
}

static double switch_width(const Stage *stage)
{
    const char *pair = arena_print(&stage->figure->arena, "in %d → out %d", stage->spec->in_channels - 1, stage->spec->out_channels - 1);
    return width_of(stage, pair, 13, WEIGHT_SEMIBOLD) + width_of(stage, "sum", 13, WEIGHT_SEMIBOLD) + 44 * stage->unit;
}

// Sets the sides next to or below each other; false where that needs more than [w] × [h].
static bool stand(Rail *rail, bool stacked, double w, double h)
{
    const Stage *stage = rail->stage;
    double u = stage->unit, apart = APART * u, x = 0, y = 0;
    rail->w = rail->h = 0;
    w -= FRAME * u, h -= FRAME * u;
    for (int i = 0; i < rail->sides; i++) {
        Side *side = &rail->side[i];
        measure_side(rail, side);
        side->x = x, side->y = y;
        if (stacked) y += side->h + BETWEEN * u;
        else x += side->w + apart;
        rail->w = fmax(rail->w, side->x + side->w), rail->h = fmax(rail->h, side->y + side->h);
    }
    rail->control = (Box){ 0 };
    double room = rail->beside ? rail->w : w;
    if (rail->control_w > 0) {
        double control = rail->control_w;
        if (!rail->beside && rail->w + apart + control <= w) {
            rail->control = (Box){ w - control, 0, control, 28 * u };
        } else {
            if (rail->beside) rail->w = fmax(rail->w, control);
            if (control > w) return false;
            rail->control = (Box){ 0, rail->h + 8 * u, control, 28 * u };
            rail->h += (8 + SWITCH) * u;
        }
    }
    if (rail->beside) room = rail->w;
    for (int i = 0; i < rail->sides; i++) {
        Side *side = &rail->side[i];
        double end = !stacked && i + 1 < rail->sides ? rail->side[i + 1].x - 8 * u : rail->control.y <= 0 && rail->control.w > 0 ? rail->control.x - 8 * u : room;
        choose_head(stage, side, end - side->x);
    }
    return rail->w <= w && rail->h <= h;
}

// From cells with numbers down to pictures as large as a stamp, the largest planes that fit.
static bool fit(Rail *rail, double w, double h)
{
    double u = rail->stage->unit;
    int most = 1;
    for (int i = 0; i < rail->sides; i++) most = (int)fmax(most, fmax(rail->side[i].rows, rail->side[i].cols));
    for (double pitch = floor(36 * u); pitch * most >= LEAST_SLOT * u; pitch = pitch > CELL_COLOURS ? pitch - 1 : 0.85 * pitch)
        for (int way = 0; way < 4; way++) {
            rail->pitch = pitch, rail->down = way & 1;
            if (stand(rail, way & 2, w, h)) return true;
        }
    return false;
}

// Only names: in one row, else each side in a row of its own.
static bool fit_names(Rail *rail, double w)
{
    const Stage *stage = rail->stage;
    double u = stage->unit, all = 0, widest = 0, apart = 14 * u;
    bool samples = stage->spec->batch > 1;
    rail->pitch = 0, rail->down = false, rail->control = (Box){ 0 };
    for (int i = 0; i < rail->sides; i++) {
        Side *side = &rail->side[i];
        if (all_channels(stage->spec, side->role) == 1) side->channels = 0;
        side->head = head_of(stage, side, 2);
        side->left = width_of(stage, side->head, 13, WEIGHT_SEMIBOLD) + 8 * u;
        side->w = side->channels ? side->left + side->channels * PILL * u : 0;
        all += side->w > 0 ? side->w + apart : 0, widest = fmax(widest, side->w);
    }
    rail->sample_w = samples ? width_of(stage, "sample", 12, WEIGHT_SEMIBOLD) + 8 * u + rail->side[0].samples * PILL * u : 0;
    all += rail->sample_w, widest = fmax(widest, rail->sample_w);
    bool one_row = all - (samples ? 0 : apart) <= w;
    double x = 0, y = 0;
    for (int i = 0; i < rail->sides; i++) {
        Side *side = &rail->side[i];
        side->x = x, side->y = y;
        if (one_row && side->w > 0) x += side->w + apart;
        else if (side->w > 0) y += (PILL + 2) * u;
    }
    rail->sample_x = x, rail->sample_y = y;
    rail->w = one_row ? all : widest, rail->h = one_row || samples ? y + PILL * u : y - 2 * u;
    double control = rail->control_w;
    if (control > 0 && one_row && all + control <= w) rail->control = (Box){ w - control, (PILL - 28) * u, control, 28 * u };
    return rail->w <= w;
}

static void set_off(Rail *rail, bool beside)
{
    const Box *box = &rail->stage->view->box;
    double u = rail->stage->unit;
    rail->rest = *box;
    if (beside) {
        rail->x = box->x + box->w - rail->w - FRAME * u, rail->y = box->y + 40 * u;
        rail->rest.w -= rail->w + (FRAME + AROUND + BETWEEN) * u;
    } else {
        rail->x = box->x, rail->y = box->y + box->h - rail->h - FRAME * u;
        rail->rest.h -= rail->h + (FRAME + AROUND) * u;
    }
    rail->control.x += rail->x, rail->control.y += rail->y;
    for (int i = 0; i < rail->sides; i++) rail->side[i].x += rail->x, rail->side[i].y += rail->y;
}

// A rail that takes at most this share of the box; share 0: of names alone.
static bool rail_fit(Rail *rail, Stage *stage, bool beside, double share)
{
    const Box *box = &stage->view->box;
    *rail = (Rail){ .stage = stage, .beside = beside };
    rail->sides = sides_of(stage, rail->side);
    rail->number_w = width_of(stage, "88", 12, WEIGHT_SEMIBOLD), rail->name_w = sample_width(stage);
    rail->control_w = has_switch(stage) ? switch_width(stage) : 0;
    for (int i = 0; i < rail->sides; i++) rail->side[i].least = width_of(stage, head_of(stage, &rail->side[i], 3), 13, WEIGHT_SEMIBOLD);
    double w = beside ? share * box->w : box->w, h = beside ? box->h - 40 * stage->unit : share * box->h;
    if (share <= 0 ? !fit_names(rail, w) : !fit(rail, w, h)) return false;
    set_off(rail, beside);
    return true;
}

// ---- what it costs ---------------------------------------------------------------------------------------------

// The least pitch of the grids of x, w and y in a lens; 0 for none.
typedef struct Large {
    double pitch[3];
} Large;

static int kind_of(const Stage *stage, const char *name)
{
    if (strstr(name, "kernel") || !strcmp(name, "gw")) return 1;
    if (strstr(name, "input") || !strcmp(name, "reading") || !strcmp(name, "gx")) return 0;
    return strstr(name, "phase") && !stage->spec->transposed ? 0 : 2;
}

static void lay_in(Stage *stage, View *view, Box box, void (*lay)(Stage *stage))
{
    *view = *stage->view;
    view->box = box;
    stage->view = view;
    stage->compact = box.h < 520 * stage->unit;
    lay(stage);
}

// [figure] is begun anew.
static Large try_in(const Stage *stage, Figure *figure, const Box *at, void (*lay)(Stage *stage))
{
    Large large = { { 0 } };
    Box box = *at;
    View view;
    Stage trial = *stage;
    Moment rest = *stage->moment;
    figure_begin(figure, stage->look, stage->figure->measure);
    figure->scale = stage->figure->scale;
    rest.t = 0;
    trial.figure = figure, trial.moment = &rest, trial.trial = true;
    lay_in(&trial, &view, box, lay);
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        bool grid = mark->kind == MARK_GRID && mark->cols > 0, weight = mark->kind == MARK_CELL && mark->cell.role == ROLE_W; // in a tray
        if (!grid && !weight) continue;
        double *least = &large.pitch[grid ? kind_of(stage, mark->name) : 1], pitch = grid ? fmin(mark->box.w / mark->cols, mark->box.h / mark->rows) : mark->box.w + 2;
        if (*least <= 0 || pitch < *least) *least = pitch;
    }
    return large;
}

static bool has_room_for(const Stage *stage, double pitch, Scale scale, int decimals)
{
    Grid grid = grid_fit(0, 0, 1e4, 1e4, 1, 1, pitch, stage->unit);
    return number_size(stage, &grid, widest_number(stage, scale, decimals), false) > 0;
}

// Whether a lens with a rail is still what it was: nothing has gone, no numbers, and little of its size.
static bool is_cheap(const Stage *stage, const Rail *rail, const Large *whole, const Large *with)
{
    const Scale scales[] = { stage->x_scale, stage->w_scale, stage->y_scale };
    const int decimals[] = { stage->x_decimals, stage->w_decimals, stage->y_decimals };
    for (int i = 0; i < 3; i++) {
        double before = whole->pitch[i], after = with->pitch[i];
        if (before <= 0 && after <= 0) continue;
        if (after < (rail->pitch > 0 ? 0.6 : 0.85) * before || (before > 0) != (after > 0)) return false;
        if (rail->pitch <= 0) continue; // a line of names is not weighed against numbers
        if (has_room_for(stage, before, scales[i], decimals[i]) && !has_room_for(stage, after, scales[i], decimals[i])) return false;
    }
    return true;
}

// ---- drawing ---------------------------------------------------------------------------------------------------

static bool is_shown_large(const Stage *stage, const Side *side, int n, int channel)
{
    return n == stage->focus.n && channel == focused(&stage->focus, side->role);
}

// Where a press chooses a plane: its sample and channel are the rows and columns of the mark.
static void choosable(Stage *stage, const Side *side, const char *name, Box box, int n, int channel)
{
    if (stage->view->still) return;
    Mark *mark = figure_add(stage->figure, MARK_BOX, arena_print(&stage->figure->arena, "choose %s %s", name, side->role == ROLE_X ? "x" : "y"), box);
    mark->rows = n, mark->cols = channel;
}

static Box slot_of(const Rail *rail, const Side *side, int sample, int channel)
{
    int col = rail->down ? sample : channel, row = rail->down ? channel : sample;
    double gap = BETWEEN * rail->stage->unit;
    return (Box){ side->x + side->left + col * side->slot_w, side->y + side->top + row * side->slot_h, side->slot_w - gap, side->slot_h - gap };
}

static double value_of_x(void *context, int row, int col)
{
    const Stage *stage = context;
    Cell cell = { ROLE_X, { stage->focus.n, stage->focus.ic, row, col } };
    bool pressed = stage->work->scene.walk != WALK_INPUT || timeline_of(stage->spec, WALK_INPUT, &(Term){ .x = cell }) < stage->moment->step;
    return pressed ? (double)work_value(stage->work, cell) : NAN;
}

static double value_of_y(void *context, int row, int col)
{
    const Stage *stage = context;
    return sum_at(stage, row - stage->focus.canvas.row0, col - stage->focus.canvas.col0);
}

// The plane that stands large in the lens: a small picture of it in a frame.
static void draw_chosen(Stage *stage, const Side *side, const Grid *grid)
{
    const Look *look = stage->look;
    RolePaint paint = side->role == ROLE_X ? look->input : look->output;
    Scale scale = side->role == ROLE_X ? stage->x_scale : stage->y_scale;
    double u = stage->unit, out = 2 * u;
    int rows = (int)fmin(grid->rows, 128), cols = (int)fmin(grid->cols, 128);
    uint32_t *pixels = arena_new(&stage->figure->arena, (size_t)rows * (size_t)cols, sizeof *pixels);
    for (int i = 0; i < rows * cols; i++) {
        int row = (int)((long)(i / cols) * grid->rows / rows), col = (int)((long)(i % cols) * grid->cols / cols);
        double value = side->role == ROLE_X ? value_of_x(stage, row, col) : value_of_y(stage, row, col);
        // Where its neighbours show numbers, it has their plain fill.
        Colour fill = stage->no_type ? scale_colour(scale, value) : paint.fill;
        pixels[i] = isnan(value) ? look->background : look_mix(fill, look->background, 0.4); // paler: it stands elsewhere
    }
    Mark *mark = figure_add(stage->figure, MARK_GRID, side->role == ROLE_X ? "chosen of x" : "chosen of y", grid_box(grid));
    mark->rows = rows, mark->cols = cols, mark->pixels = pixels;
    Box box = grid_box(grid);
    // In the rhythm of its neighbours' cells, so that it is seen to be one of them.
    for (int i = 1; grid->pitch >= 8 * u && i < rows + cols - 1; i++) {
        bool across = i < rows;
        double at = (across ? i : i - rows + 1) * grid->pitch;
        Mark *line = figure_add(stage->figure, MARK_LINE, "chosen line", across ? (Box){ box.x, box.y + at, box.w, 0 } : (Box){ box.x + at, box.y, 0, box.h });
        line->line = look->background, line->stroke = 2 * u;
    }
    Mark *frame = figure_add(stage->figure, MARK_BOX, "chosen", (Box){ box.x - out, box.y - out, box.w + 2 * out, box.h + 2 * out });
    frame->line = look->text, frame->stroke = 2 * u, frame->radius = 4 * u;
}

static void draw_plane(const Rail *rail, const Side *side, const PlaneTaps *taps, Box slot)
{
    Stage part = *rail->stage;
    bool x = side->role == ROLE_X;
    part.one_pair = false;
    part.focus.n = taps->n;
    if (x) part.focus.ic = taps->channel, part.focus.x_tap = taps->tap;
    else part.focus.oc = taps->channel, part.focus.y_tap = taps->tap, part.sums = work_sums(part.work, taps->n, taps->channel, part.moment->step);
    Grid grid = grid_fit(slot.x, slot.y, side->cols * rail->pitch + 0.5, side->rows * rail->pitch + 0.5, side->rows, side->cols, rail->pitch, part.unit);
    // All planes of a side speak in numbers, or none; and in one size.
    double widest = widest_number(&part, x ? part.x_scale : part.y_scale, x ? part.x_decimals : part.y_decimals);
    part.most_type = number_size(&part, &grid, widest, false);
    part.no_type = part.most_type <= 0;
    if (!x && work_is_symbolic(part.work)) part.most_type = 0, part.no_type = false;
    if (is_shown_large(rail->stage, side, taps->n, taps->channel)) {
        draw_chosen(&part, side, &grid);
        choosable(&part, side, "plane of", slot, taps->n, taps->channel);
        return;
    }
    int first = part.figure->count;
    if (x) draw_input(&part, &grid, NULL, 0);
    else draw_kept_output(&part, &grid);
    part.figure->marks[first].name = x ? "plane of x" : "plane of y";
    bool pixels = part.figure->marks[first].pixels;
    if (grid.pitch < 16) { // one border around all its cells, over them
        part.figure->marks[first].line = 0;
        Mark *frame = figure_add(part.figure, MARK_BOX, "plane", box_inset(grid_box(&grid), -part.unit));
        frame->line = x ? part.look->input.line : part.look->output.line, frame->stroke = part.unit;
    }
    if (pixels) choosable(&part, side, "plane of", slot, taps->n, taps->channel);
}

static void draw_label(const Rail *rail, const Side *side, Box box, Align align, const char *text, bool chosen, int n, int channel)
{
    Stage *stage = rail->stage;
    double u = stage->unit, x = align == ALIGN_CENTRE ? box.x + box.w / 2 : box.x;
    if (!is_shown_large(stage, side, n, channel)) choosable(stage, side, "by name", box, n, channel);
    figure_text(stage->figure, "plane name", x, box.y + fmax(0, (box.h - 15 * u) / 2), 12 * u, chosen ? WEIGHT_SEMIBOLD : WEIGHT_REGULAR, align,
                chosen ? stage->look->text : stage->look->muted, "%s", text);
}

// Channels and samples are named once, above or beside their planes.
static void draw_labels(const Rail *rail, const Side *side)
{
    const Stage *stage = rail->stage;
    Arena *arena = &stage->figure->arena;
    double u = stage->unit;
    for (int c = 0; c < side->channels && all_channels(stage->spec, side->role) > 1; c++) {
        int channel = side->first + c;
        Box slot = slot_of(rail, side, 0, c);
        Box box = rail->down ? (Box){ side->x, slot.y, side->left - 2 * u, fmin(slot.h, 24 * u) }
                             : (Box){ slot.x, slot.y - LABEL * u, fmin(slot.w, fmax(side->cols * rail->pitch, LEAST_SLOT * u)), (LABEL - 2) * u };
        draw_label(rail, side, box, ALIGN_LEFT, arena_print(arena, "%d", channel), channel == focused(&stage->focus, side->role), stage->focus.n, channel);
    }
    for (int s = 0; s < side->samples && stage->spec->batch > 1; s++) {
        int n = side->first_n + s;
        Box slot = slot_of(rail, side, s, 0);
        Box box = rail->down ? (Box){ slot.x, slot.y - LABEL * u, slot.w, (LABEL - 2) * u } : (Box){ side->x, slot.y, side->left - 4 * u, fmin(slot.h, 24 * u) };
        draw_label(rail, side, box, ALIGN_LEFT, sample_name(stage, n), n == stage->focus.n, n, focused(&stage->focus, side->role));
    }
}

static void draw_head(const Rail *rail, const Side *side, double y)
{
    const Look *look = rail->stage->look;
    figure_text(rail->stage->figure, "rail", side->x, y, 13 * rail->stage->unit, WEIGHT_SEMIBOLD, ALIGN_LEFT,
                side->role == ROLE_X ? look->input.line : look->output.line, "%s", side->head);
}

// A name that can be pressed; the one in view is framed.
static void draw_pill(const Rail *rail, const Side *side, Box box, int number, bool chosen, int n, int channel)
{
    Stage *stage = rail->stage;
    double u = stage->unit;
    Mark *mark = figure_add(stage->figure, MARK_BOX, chosen ? "chosen" : "plane", box_inset(box, 1.5 * u));
    if (chosen) mark->line = stage->look->text, mark->stroke = 2 * u, mark->radius = 4 * u;
    draw_label(rail, side, box, ALIGN_CENTRE, arena_print(&stage->figure->arena, "%d", number), chosen, n, channel);
}

static void draw_names(const Rail *rail)
{
    Stage *stage = rail->stage;
    const Focus *focus = &stage->focus;
    double u = stage->unit, pill = PILL * u;
    for (int i = 0; i < rail->sides; i++) {
        const Side *side = &rail->side[i];
        if (side->channels) draw_head(rail, side, side->y + 4 * u);
        for (int c = 0; c < side->channels; c++)
            draw_pill(rail, side, (Box){ side->x + side->left + c * pill, side->y, pill, pill }, side->first + c,
                      side->first + c == focused(focus, side->role), focus->n, side->first + c);
    }
    if (stage->spec->batch == 1) return;
    const Side *side = &rail->side[0];
    double x = rail->x + rail->sample_x, y = rail->y + rail->sample_y;
    figure_text(stage->figure, "rail", x, y + 4 * u, 12 * u, WEIGHT_SEMIBOLD, ALIGN_LEFT, stage->look->text, "sample");
    x += rail->sample_w - side->samples * pill;
    for (int s = 0; s < side->samples; s++)
        draw_pill(rail, side, (Box){ x + s * pill, y, pill, pill }, side->first_n + s, side->first_n + s == focus->n, side->first_n + s, focus->ic);
}

static void rail_draw(const Rail *rail)
{
    Stage *stage = rail->stage;
    Figure *figure = stage->figure;
    const Spec *spec = stage->spec;
    if (rail->control.w > 0) figure_add(figure, MARK_BOX, "pair or sum", rail->control);
    if (rail->pitch <= 0) {
        draw_names(rail);
        return;
    }
    PlaneTaps planes[MOST_PLANES];
    int count = 0;
    for (int i = 0; i < rail->sides; i++) {
        const Side *side = &rail->side[i];
        int cells = side->role == ROLE_Y ? stage->focus.canvas.rows * stage->focus.canvas.cols : spec_in(spec, spec->y) * spec_in(spec, spec->x);
        for (int s = 0; s < side->samples; s++)
            for (int c = 0; c < side->channels; c++)
                planes[count++] = (PlaneTaps){ side->role, side->first_n + s, side->first + c, arena_new(&figure->arena, (size_t)cells, sizeof(int)) };
    }
    focus_taps(&stage->focus, spec, planes, count);
    count = 0;
    for (int i = 0; i < rail->sides; i++) {
        const Side *side = &rail->side[i];
        draw_head(rail, side, side->y);
        draw_labels(rail, side);
        for (int s = 0; s < side->samples; s++)
            for (int c = 0; c < side->channels; c++) draw_plane(rail, side, &planes[count++], slot_of(rail, side, s, c));
    }
}

// ---- the lens with its rail ------------------------------------------------------------------------------------

static bool find_rail(Rail *out, Stage *stage, void (*lay)(Stage *stage))
{
    static const double shares[] = { 0.34, 0.26, 0.2, 0.15, 0.11, 0 };
    Figure scratch = { 0 };
    Large whole = try_in(stage, &scratch, &stage->view->box, lay);
    double most = 0;
    // The largest rail that the lens can bear; below it or beside it, whichever leaves more to both.
    for (int i = is_light(stage) ? 0 : COUNT(shares) - 1; i < COUNT(shares) && most <= 0; i++)
        for (int beside = 0; beside < (shares[i] > 0 ? 2 : 1); beside++) {
            Rail rail;
            if (!rail_fit(&rail, stage, beside, shares[i])) continue;
            Large with = try_in(stage, &scratch, &rail.rest, lay);
            if (!is_cheap(stage, &rail, &whole, &with)) continue;
            double worth = 0.1 + fmin(1, rail.pitch / (CELL_NUMBERS * stage->unit));
            for (int k = 0; k < 3; k++) worth += fmin(1, with.pitch[k] / fmax(1, fmin(whole.pitch[k], 60 * stage->unit)));
            if (worth > most) most = worth, *out = rail;
        }
    figure_clear(&scratch);
    return most > 0;
}

void lay_with_rail(Stage *stage, void (*lay)(Stage *stage))
{
    const Spec *spec = stage->spec;
    View view;
    Rail rail;
    bool many = spec->in_channels > 1 || spec->out_channels > 1 || spec->batch > 1;
    if (!many || !find_rail(&rail, stage, lay)) {
        lay(stage);
        return;
    }
    Stage part = *stage;
    lay_in(&part, &view, rail.rest, lay);
    rail_draw(&rail);
}
