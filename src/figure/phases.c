// Phases: s² small convolutions taking turns. The kernel sorted into trays, one for each phase; each an ordinary
// convolution of stride 1 on the input as it is; and the output that they write in turn. A convolution is the same read
// backwards: its input falls into phases, each is read by its own tray, and the output adds them up.
#include "figure/phases.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>

static const double CAPTION = 24, BETWEEN = 18;

// ---- words -----------------------------------------------------------------------------------------------------

static const char *facts(const Phases *p)
{
    const Spec *spec = p->spec;
    Arena *arena = &p->stage->figure->arena;
    Text said = { 0 };
    trays_say(&said, spec);
    said.data[0] = (char)toupper((unsigned char)said.data[0]);
    Text gains = { 0 };
    if (!trays_even(spec)) overlap_gains_say(&gains, p->stage->work, p->stage->focus.ic, p->stage->focus.oc);
    const char *clean = gains.length ? arena_print(arena, " %s", gains.data) : NULL; // their sums are equal all the same
    text_clear(&gains);
    bool empty = axis_counts(spec->y).empty || axis_counts(spec->x).empty, one = tray_count(spec) == 1;
    const char *uneven = one ? "" : trays_even(spec) ? " Clean where their sums are equal too." : clean ? clean : spec->transposed ? " That is the checkerboard." : " Its gradient has the checkerboard.";
    const char *none = !empty ? "" : spec->transposed ? " An empty one has no weights: always the bias." : " What an empty one would read is never used.";
    const char *text = arena_print(arena, "%s.%s%s", said.data, uneven, none);
    text_clear(&said);
    return text;
}

static const char *shuffle_words(const Phases *p)
{
    Text said = { 0 };
    shuffle_say(&said, p->spec);
    const char *text = arena_print(&p->stage->figure->arena, "%s", said.data);
    text_clear(&said);
    return text;
}

// How the cells of the wide side say their phase: as pixels they do not.
typedef enum Tint { TINT_NONE, TINT_FRAME, TINT_FILL } Tint;

static const char *wide_words(const Phases *p, Tint tint)
{
    Arena *arena = &p->stage->figure->arena;
    const Spec *spec = p->spec;
    char sample[24] = "";
    const char *channel = spec->transposed ? output_channel(p->stage) : input_channel(p->stage);
    if (spec->batch > 1) snprintf(sample, sizeof sample, ", sample %d", p->stage->focus.n);
    const char *what = spec->transposed ? "output y" : "input x", *how = spec->transposed ? "PixelShuffle" : "PixelUnshuffle";
    if (p->as == PHASES_CHANNELS) return arena_print(arena, "%s%s%s, as the channels of %s", what, channel, sample, how);
    if (tray_count(spec) == 1 || (tint == TINT_NONE && p->as == PHASES_WOVEN)) return arena_print(arena, "%s%s%s", what, channel, sample);
    return arena_print(arena, p->as == PHASES_SPLIT ? "%s%s%s, split into its phases" : tint == TINT_FRAME ? "%s%s%s, framed by phase" : "%s%s%s, tinted by phase", what, channel, sample);
}

static const char *narrow_words(const Phases *p)
{
    const Spec *spec = p->spec;
    const char *channel = spec->transposed ? input_channel(p->stage) : output_channel(p->stage);
    return arena_print(&p->stage->figure->arena, spec->transposed ? "input x%s" : "output y%s, the sum of all", channel);
}

static const char *board_words(const Phases *p)
{
    const Spec *spec = p->spec;
    char channel[32] = "";
    if (p->copies && spec->in_channels > 1) snprintf(channel, sizeof channel, ", channel %d", p->stage->focus.ic);
    if (!p->trays) return arena_print(&p->stage->figure->arena, "kernel w, in %lld trays", tray_count(spec));
    const char *turned = spec->transposed ? ", each turned" : "";
    return arena_print(&p->stage->figure->arena, p->copies ? "kernel w, in trays%s, ∗ input x%s" : "kernel w, in trays%s%s", turned, channel);
}

// ---- places ----------------------------------------------------------------------------------------------------

// What a size of cells is worth: numbers first, then more room.
static double worth(double pitch, double u)
{
    double c = pitch / u;
    return c >= CELL_NUMBERS ? 0.7 + 0.3 * fmin(1, (c - CELL_NUMBERS) / 24) : c >= 25 ? 0.55 : 0.4 * c / 25;
}

// Fits the board and the narrow side into a region; returns what that is worth, below 0 where it cannot be.
static double fit_board(Phases *p, double w, double h, bool below)
{
    double u = p->stage->unit;
    int rows = p->spec->y.narrow, cols = p->spec->x.narrow;
    if (!p->trays) {
        double kernel = fmin(34 * u, fmin(0.45 * w / p->spec->x.kernel, (h - CAPTION * u) / p->spec->y.kernel));
        p->cell = floor(kernel);
        p->board_w = fmax(p->cell * p->spec->x.kernel, 0.4 * w), p->board_h = p->cell * p->spec->y.kernel;
    } else {
        double board_w = w, board_h = h - CAPTION * u;
        if (!p->copies && !below) board_w = 0.55 * w;
        if (!p->copies && below) board_h = 0.55 * h - CAPTION * u;
        p->cell = board_fit(p, board_w, board_h);
        if (p->cell < (p->copies ? 20 : 12) * u) return -1;
        board_size(p, p->cell, &p->board_w, &p->board_h);
    }
    if (p->copies) {
        p->narrow = (Grid){ 0 };
        return 2 * worth(p->cell, u) + 1.1;
    }
    double x = p->x, y = p->y, room_w = w, room_h = h - CAPTION * u;
    if (below) y += p->board_h + (CAPTION + BETWEEN) * u, room_h -= p->board_h + (CAPTION + BETWEEN) * u;
    else x += p->board_w + 1.6 * BETWEEN * u, room_w -= p->board_w + 1.6 * BETWEEN * u;
    if (room_w < 20 * u || room_h < 4 * u) return -1;
    p->narrow = grid_fit(x, y, room_w, room_h, rows, cols, 56 * u, u);
    return worth(p->cell, u) + worth(p->narrow.pitch, u);
}

static double bottom_of(const Phases *p)
{
    double board = p->y + p->board_h;
    return p->narrow.rows ? fmax(board, grid_box(&p->narrow).y + grid_box(&p->narrow).h) : board;
}

// All ways to set the parts, the best one kept: the input beside each tray or once, the wide side below or beside, with
// more room or less.
static bool place(Phases *p, Box box)
{
    Phases best = { 0 };
    const Measure *m = &p->stage->figure->measure;
    double most = -1, u = p->stage->unit, words = m->width(m->self, "output y", 13 * u, WEIGHT_SEMIBOLD) - BETWEEN * u;
    static const double shares[] = { 0.56, 0.5, 0.44, 0.38 };
    for (int way = 0; way < 8 * COUNT(shares); way++) {
        Phases next = *p;
        bool beside = way & 1, below = way & 2;
        next.copies = !(way & 4);
        if (next.copies && (!p->spec->transposed || !p->trays || below)) continue;
        next.x = box.x, next.y = box.y + CAPTION * u;
        double share = shares[way / 8], w = beside ? share * box.w : box.w, h = beside ? box.h : share * box.h;
        double value = fit_board(&next, w, h, below);
        if (value < 0) continue;
        double right = next.x + next.board_w;
        if (next.narrow.rows) right = fmax(right, grid_box(&next.narrow).x + grid_box(&next.narrow).w);
        if (next.narrow.rows) right = fmax(right, next.narrow.x + words); // even a narrow grid has a caption
        double left = fmax(right + 2 * BETWEEN * u, box.x + 0.36 * box.w), top = bottom_of(&next) + (BETWEEN + CAPTION) * u;
        next.wide = beside ? (Box){ left, box.y + CAPTION * u, box.x + box.w - left, box.h - CAPTION * u }
                           : (Box){ box.x, top, box.w, box.y + box.h - top };
        if (next.wide.w < words + BETWEEN * u || next.wide.h < 20 * u) continue;
        double pitch = planes_fit(&next, next.wide.w, next.wide.h);
        if (pitch <= 0) continue;
        value += 2 * worth(pitch, u);
        if (value > most) most = value, best = next;
    }
    if (most >= 0) *p = best;
    return most >= 0;
}

// ---- the lens --------------------------------------------------------------------------------------------------

static double value_of_narrow(void *context, int row, int col)
{
    Stage *stage = context;
    return sum_at(stage, row, col);
}

static void draw_narrow(const Phases *p)
{
    Stage *stage = p->stage;
    const Look *look = stage->look;
    const Grid *grid = &p->narrow;
    Box at = grid_box(grid);
    double room = stage->view->box.x + stage->view->box.w - at.x, u = stage->unit;
    if (p->wide.x > at.x) room = p->wide.x - at.x - 14 * u;
    if (p->spec->transposed) {
        draw_input(stage, grid, narrow_words(p), room);
        int first = stage->figure->count;
        Windows windows = windows_of(p);
        for (int i = 0; i < windows.count; i++) {
            Tray tray = tray_at(p->spec, tray_of(p->spec, (Cell){ ROLE_Y, { 0, 0, windows.row[i], windows.col[i] } }));
            if (!tray.taps) continue;
            int row = (windows.row[i] - tray.y.first) / p->spec->y.stride, col = (windows.col[i] - tray.x.first) / p->spec->x.stride;
            window_draw(p, grid, axis_place(tray.y.as, row, 0), axis_place(tray.y.as, row, tray.y.taps - 1), axis_place(tray.x.as, col, 0),
                        axis_place(tray.x.as, col, tray.x.taps - 1), windows.strength[i]);
        }
        grid_end(stage, grid, first);
        return;
    }
    double size = output_size(stage, grid);
    draw_caption(stage, "output caption", at.x, at.y - 22 * u, room, look->output.line, "%s%s", narrow_words(p), rounded_words(stage, ROLE_Y));
    int first = stage->figure->count;
    if (!grid_begin(stage, grid, "output", look->output, stage->y_scale, look->background, value_of_narrow, stage)) return;
    Seen seen = grid_seen(stage, grid);
    for (int row = seen.row0; row < seen.row1; row++)
        for (int col = seen.col0; col < seen.col1; col++) draw_output_cell(stage, grid_cell(grid, row, col), row, col, size);
    grid_end(stage, grid, first);
}

static int lines_of(const Phases *p, const char *text)
{
    TextLine line;
    return !*text ? 0 : text_wrap(&p->stage->figure->measure, text, 13 * p->stage->unit, WEIGHT_REGULAR, p->stage->view->box.w, &line, 1);
}

// The tray of the cell that owns the colours.
static long long active_tray(const Stage *stage)
{
    return tray_of(stage->spec, stage->focus.one_term ? stage->focus.term.w : stage->focus.owner);
}

static Phases phases_of(Stage *stage)
{
    const Spec *spec = stage->spec;
    const Show *show = &stage->view->show;
    long long count = tray_count(spec);
    Phases p = { .stage = stage, .spec = spec, .as = show->phases, .alone = -1, .active = active_tray(stage) };
    if (count <= MOST_TRAYS) {
        Phase y = axis_phase(spec->y, 0), x = axis_phase(spec->x, 0); // tap 0 is in phase 0: none has more
        p.trays = (int)count, p.rows = spec->y.stride, p.cols = spec->x.stride;
        p.slot_rows = y.taps, p.slot_cols = x.taps;
        if (spec->dims == 1) p.rows = p.cols, p.cols = 1;
    }
    if (p.trays <= 1) p.as = PHASES_WOVEN;
    if (show->phase > 0 && show->phase <= count && p.trays > 1) p.alone = show->phase - 1;
    return p;
}

// Above the planes; behind it what colours mean, where cells have no room for numbers.
static void draw_wide_caption(const Phases *p)
{
    Stage *stage = p->stage;
    const Box *box = &stage->view->box;
    bool transposed = p->spec->transposed;
    double u = stage->unit, pitch = planes_fit(p, p->wide.w, p->wide.h), room = box->x + box->w - p->wide.x;
    Grid cell = grid_fit(0, 0, pitch, pitch, 1, 1, pitch, u);
    bool letters = transposed && work_is_symbolic(stage->work);
    bool numbers = (transposed ? output_size(stage, &cell) : input_size(stage, &cell)) > 0 || (letters && pitch >= CELL_COLOURS);
    Tint tint = numbers ? TINT_FILL : pitch >= CELL_COLOURS ? TINT_FRAME : TINT_NONE;
    const char *said = arena_print(&stage->figure->arena, "%s%s", wide_words(p, tint), numbers ? rounded_words(stage, transposed ? ROLE_Y : ROLE_X) : "");
    Colour colour = transposed ? stage->look->output.line : stage->look->input.line;
    draw_caption(stage, transposed ? "output caption" : "input caption", p->wide.x, p->wide.y - 22 * u, room, colour, "%s", said);
    const Mark *caption = &stage->figure->marks[stage->figure->count - 1];
    double used = caption->box.w + 14 * u;
    if (!numbers && !letters)
        draw_scale(stage, p->wide.x + fmin(room, used + 160 * u), p->wide.y - 22 * u, fmin(room - used, 160 * u),
                   transposed ? stage->y_scale : stage->x_scale, transposed ? stage->y_decimals : stage->x_decimals);
}

// Where there are too many trays to be set apart.
static Grid kernel_whole(const Phases *p)
{
    int rows = p->spec->y.kernel, cols = p->spec->x.kernel;
    return grid_fit(p->x, p->y, p->cell * cols + 0.5, p->cell * rows + 0.5, rows, cols, fmax(1, p->cell), p->stage->unit);
}

// A product goes from its weight's tray to the output that it is a part of.
static bool flight_ends(void *context, const Term *term, Box *from, Box *to)
{
    const Phases *p = context;
    bool to_wide = p->spec->transposed;
    if (!term->inside || p->cell < CELL_COLOURS || (!to_wide && p->narrow.pitch < CELL_COLOURS)) return false;
    if (phase_faded(p, tray_of(p->spec, term->w))) return false;
    Grid kernel = kernel_whole(p);
    *from = p->trays ? board_slot(p, term->w.at[2], term->w.at[3]) : grid_cell(&kernel, term->w.at[2], term->w.at[3]);
    if (to_wide) return planes_cell(p, term->y.at[2], term->y.at[3], to);
    *to = grid_cell(&p->narrow, term->y.at[2], term->y.at[3]);
    return grid_shows(&p->narrow, *to);
}

void lay_phases(Stage *stage)
{
    const Look *look = stage->look;
    const Box *box = &stage->view->box;
    double u = stage->unit;
    const char *purpose = stage->spec->transposed ? LENSES[LENS_PHASES].purpose : "s² small convolutions, each of its own phase of the input";
    double top = draw_heading(stage, LENSES[LENS_PHASES].title, purpose_coloured(stage, purpose)), end = box->y + box->h;
    Phases p = phases_of(stage);
    bool low = box->h < 400 * u;
    if (p.trays > 1 && !stage->view->still) {
        const Measure *m = &stage->figure->measure;
        double title = m->width(m->self, LENSES[LENS_PHASES].title, 20 * u, WEIGHT_SEMIBOLD) + 16 * u;
        figure_add(stage->figure, MARK_BOX, "controls", (Box){ box->x + title, box->y - 2 * u, box->w - title, 26 * u });
    }
    const char *said = facts(&p), *channels = p.as == PHASES_CHANNELS && !low ? shuffle_words(&p) : "";
    double line = 1.35 * 13 * u;
    if ((low && lines_of(&p, said) > 1) || (*channels && box->h < 620 * u)) said = "";
    end -= (lines_of(&p, said) + lines_of(&p, channels)) * line + (*said || *channels ? 10 * u : 0) + (*said && *channels ? 4 * u : 0);
    Box room = { box->x, top, box->w, end - top };
    bool placed = place(&p, room);
    if (!placed && p.as != PHASES_WOVEN) {
        p.as = PHASES_WOVEN, channels = "";
        placed = place(&p, room);
    }
    if (!placed) {
        p.trays = 0; // too small for trays: the kernel stays whole
        if (!place(&p, room)) return;
    }
    double narrow_x = p.narrow.x;
    if (p.narrow.rows) grid_near(stage, &p.narrow, 0, 0, enough_for(stage, &p.narrow, stage->spec->transposed ? ROLE_X : ROLE_Y));
    draw_caption(stage, "kernel caption", p.x, p.y - 22 * u, p.narrow.rows && narrow_x > p.x ? narrow_x - p.x - 8 * u : (p.wide.x > p.x ? p.wide.x - p.x - 8 * u : box->w),
                 look->kernel.line, "%s", board_words(&p));
    if (p.trays) board_draw(&p);
    else {
        Grid kernel = kernel_whole(&p);
        draw_kernel(stage, &kernel, NULL, false);
    }
    if (p.narrow.rows) draw_narrow(&p);
    draw_wide_caption(&p);
    double below = fmax(planes_draw(&p), bottom_of(&p)) + 10 * u;
    if (*said) below = draw_note(stage, box->x, below, box->w, 13 * u, look->text, said) + 4 * u;
    if (*channels) draw_note(stage, box->x, below, box->w, 13 * u, look->muted, channels);
    flight_draw(stage, flight_ends, &p, false);
}
