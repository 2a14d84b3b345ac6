// Overlap: how many prints landed on each cell of the wide side, by a pass of ones through the kernel; or what their
// weights add up to. Around the counts stands why: bricks of each axis, the edge, the tile that repeats; below them the
// verdict, the phases, and the chart of other kernels and strides.
#include "figure/overlap.h"

#include <math.h>
#include <stdio.h>

static const double CAPTION = 24, GAP = 18, VERDICT = 15, NOTE = 13;

// ---- what is shown ---------------------------------------------------------------------------------------------

Colour lap_colour(const Lap *l, double value)
{
    return l->weighted ? scale_colour(l->weights, value) : look_count(value, l->most);
}

const char *lap_number(const Lap *l, double value)
{
    char text[NUMBER_TEXT];
    number_show(text, value, l->weighted ? l->decimals : 0);
    return arena_text(&l->stage->figure->arena, text);
}

static Lap lap_of(Stage *stage)
{
    const Spec *spec = stage->spec;
    Lap l = { .stage = stage, .spec = spec, .weighted = stage->view->show.overlap_weighted && stage->work->scene.w.kind != SOURCE_LETTERS,
              .overlap = work_overlap(stage->work, stage->focus.n, stage->focus.ic, stage->focus.oc, stage->moment->step) };
    const Canvas *canvas = &l.overlap->canvas;
    size_t cells = (size_t)canvas->rows * (size_t)canvas->cols;
    double judged[MEASURED_CELLS];
    for (size_t i = 0; i < cells; i++) {
        double weight = (double)l.overlap->weights[i];
        l.most = fmax(l.most, (double)l.overlap->counts[i]);
        if (i < COUNT(judged)) judged[i] = weight;
        if (!isfinite(weight)) continue;
        l.weights.most = fmax(l.weights.most, fabs(weight));
        l.weights.negatives |= weight < 0;
    }
    if (l.most <= 0) l.most = 1;
    if (l.weights.most <= 0) l.weights.most = 1;
    l.decimals = l.all_decimals = number_decimals(judged, cells < COUNT(judged) ? cells : COUNT(judged));
    l.rows = overlap_border(l.overlap, spec, true), l.cols = overlap_border(l.overlap, spec, false);
    return l;
}

// ---- numbers ---------------------------------------------------------------------------------------------------

static double widest(const Lap *l)
{
    const Canvas *canvas = &l->overlap->canvas;
    if (!l->weighted) return text_width(l->stage, lap_number(l, l->most));
    long cells = (long)canvas->rows * canvas->cols;
    if (cells > MEASURED_CELLS) return widest_number(l->stage, l->weights, l->decimals);
    double most = 0;
    for (long i = 0; i < cells; i++) {
        // Now and in the end: type does not change its size on the way.
        most = fmax(most, text_width(l->stage, lap_number(l, (double)l->overlap->weights[i])));
        most = fmax(most, text_width(l->stage, lap_number(l, (double)l->overlap->weight[i])));
    }
    return most;
}

// The size of type that suits the cells, with as many decimals as have room.
static double lap_size(Lap *l, const Grid *grid)
{
    l->decimals = l->all_decimals;
    if (grid->pitch < 12) return 0;
    int least = decimals_least(l->all_decimals, l->weights.most);
    for (;; l->decimals--) {
        double size = number_size(l->stage, grid, widest(l), false);
        if (size > 0 || !l->weighted || l->decimals <= least) return size;
    }
}

// ---- cells -----------------------------------------------------------------------------------------------------

static size_t index_at(const Lap *l, int row, int col)
{
    return (size_t)row * (size_t)l->overlap->canvas.cols + (size_t)col;
}

static bool is_filled(const Lap *l, int row, int col, bool inside)
{
    const Canvas *canvas = &l->overlap->canvas;
    bool stamped = row < canvas->stamped_rows && col < canvas->stamped_cols;
    return l->overlap->count[index_at(l, row, col)] > 0 || (lap_done(l) && inside && stamped);
}

static Cell lap_cell(const Lap *l, int row, int col)
{
    const Stage *stage = l->stage;
    const Canvas *canvas = &l->overlap->canvas;
    bool y = l->spec->transposed;
    return (Cell){ y ? ROLE_Y : ROLE_X, { stage->focus.n, y ? stage->focus.oc : stage->focus.ic, row + canvas->row0, col + canvas->col0 } };
}

static double value_at(void *context, int row, int col)
{
    const Lap *l = context;
    size_t at = index_at(l, row, col);
    if (!is_filled(l, row, col, cell_inside(l->spec, lap_cell(l, row, col)))) return NAN;
    return (double)(l->weighted ? l->overlap->weight[at] : l->overlap->count[at]);
}

// A cell that is joined to the one that owns the colours takes its weight's; over all others lies how many prints it has.
static void draw_cell(const Lap *l, Box box, int row, int col, double size)
{
    Stage *stage = l->stage;
    const Look *look = stage->look;
    const Focus *focus = &stage->focus;
    const Canvas *canvas = &l->overlap->canvas;
    Cell cell = lap_cell(l, row, col);
    size_t at = index_at(l, row, col);
    bool y = l->spec->transposed, inside = cell_inside(l->spec, cell), filled = is_filled(l, row, col, inside);
    bool stamped = row < canvas->stamped_rows && col < canvas->stamped_cols, owner = cell_equal(cell, focus->owner);
    double value = (double)(l->weighted ? l->overlap->weight[at] : l->overlap->count[at]);
    int tap = y ? focus->y_tap[at] : focus->x_tap[at];
    bool lit = tap >= 0 && focus->lights[cell.role] && !owner && (l->overlap->count[at] > 0 || !focus->by_step);
    RolePaint paint = y ? look->output : look->input;
    paint.fill = filled ? lap_colour(l, value) : look->background;
    if (!inside) paint = (RolePaint){ look->border, lit ? look->background : look_mix(paint.fill, look->background, 0.5) };
    Mark *mark = cell_add(stage, !inside ? "cut" : y ? "output" : "input", cell, box, paint, filled && size > 0 ? lap_number(l, value) : NULL, size);
    if (!inside) mark->style |= STYLE_DASHED, mark->stroke = fmin(mark->stroke, stage->unit), mark->weight = WEIGHT_REGULAR;
    if (inside && !stamped) mark->style |= STYLE_HATCHED;
    double fading = y && focus->by_step && stage->moment->t > 0 ? fmax(0, 1 - 3 * stage->moment->t) : 1;
    if (lit) cell_tap(stage, mark, tap, (inside ? 1 : 0.25) * fading);
    mark->corner = NULL; // a number of prints and the number of a weight would be taken for one another
    if (owner || cell_equal(cell, focus->outlined)) mark->style |= STYLE_RING;
}

static void draw_cells(Lap *l)
{
    Stage *stage = l->stage;
    bool y = l->spec->transposed;
    double size = lap_size(l, &l->grid);
    Scale scale = l->weighted ? l->weights : (Scale){ l->most, false };
    int first = stage->figure->count;
    if (grid_begin(stage, &l->grid, y ? "output" : "input", y ? stage->look->output : stage->look->input, scale, stage->look->background, value_at, l)) {
        Seen seen = grid_seen(stage, &l->grid);
        for (int row = seen.row0; row < seen.row1; row++)
            for (int col = seen.col0; col < seen.col1; col++) draw_cell(l, grid_cell(&l->grid, row, col), row, col, size);
    }
    tile_draw(l);
    const Canvas *canvas = &l->overlap->canvas;
    if (y && (canvas->rows > l->spec->y.wide || canvas->cols > l->spec->x.wide)) {
        int row = -canvas->row0, col = -canvas->col0;
        Box a = grid_cell(&l->grid, row, col), b = grid_cell(&l->grid, row + l->spec->y.wide - 1, col + l->spec->x.wide - 1);
        double out = l->grid.gap / 2;
        Mark *mark = figure_add(stage->figure, MARK_BOX, "crop window", (Box){ a.x - out, a.y - out, b.x + b.w - a.x + 2 * out, b.y + b.h - a.y + 2 * out });
        mark->line = stage->look->text, mark->stroke = 3 * stage->unit, mark->radius = 4 * stage->unit;
    }
    grid_end(stage, &l->grid, first);
}

// ---- words -----------------------------------------------------------------------------------------------------

enum { MOST_NOTES = 4 };
typedef struct Words {
    const char *verdict, *note[MOST_NOTES];
    int notes;
    bool gains; // the first note is about the weights: without it an even verdict says too much
} Words;

static const char *kept(Stage *stage, Text *text)
{
    const char *out = text->length ? arena_text(&stage->figure->arena, text->data) : NULL;
    text_clear(text);
    return out;
}

static void add_note(Words *words, const char *note)
{
    if (note && words->notes < MOST_NOTES) words->note[words->notes++] = note;
}

// Of the most needed first.
static Words words_of(const Lap *l)
{
    Stage *stage = l->stage;
    const Canvas *canvas = &l->overlap->canvas;
    Words out = { 0 };
    Text said = { 0 };
    overlap_say(&said, l->spec);
    out.verdict = kept(stage, &said);
    overlap_gains_say(&said, stage->work, stage->focus.ic, stage->focus.oc);
    out.gains = said.length > 0;
    add_note(&out, kept(stage, &said));
    if (stage->view->show.overlap_weighted && !l->weighted) add_note(&out, "The weights are letters here, which have no sum that could be shown: these are counts.");
    bool beyond = canvas->stamped_rows < canvas->rows || canvas->stamped_cols < canvas->cols;
    if (beyond) add_note(&out, l->spec->transposed ? "Hatched: beyond the last print. Nothing ever lands here." : "Hatched: no window comes this far. Nothing reads these.");
    if (overlap_is_classic(l->spec)) overlap_classic_say(&said), add_note(&out, kept(stage, &said));
    return out;
}

static double line_height(const Stage *stage, const char *text, double size, Weight weight, double width)
{
    TextLine line;
    return 1.35 * size * text_wrap(&stage->figure->measure, text, size, weight, width, &line, 1);
}

// The height of the verdict and the first notes; at least the verdict.
static double words_height(const Lap *l, const Words *words, int notes, double width)
{
    double u = l->stage->unit, all = line_height(l->stage, words->verdict, VERDICT * u, WEIGHT_SEMIBOLD, width);
    for (int i = 0; i < notes; i++) all += 4 * u + line_height(l->stage, words->note[i], NOTE * u, WEIGHT_REGULAR, width);
    return all;
}

static void draw_words(const Lap *l, const Words *words)
{
    Stage *stage = l->stage;
    double u = stage->unit, y = l->words.y, size = VERDICT * u;
    TextLine lines[6];
    int count = text_wrap(&stage->figure->measure, words->verdict, size, WEIGHT_SEMIBOLD, l->words.w, lines, COUNT(lines));
    for (int i = 0; i < count && i < COUNT(lines); i++, y += 1.35 * size)
        figure_text(stage->figure, "verdict", l->words.x, y, size, WEIGHT_SEMIBOLD, ALIGN_LEFT, stage->look->text, "%.*s", lines[i].length, lines[i].start);
    for (int i = 0; i < words->notes; i++) y = draw_note(stage, l->words.x, y + 4 * u, l->words.w, NOTE * u, stage->look->muted, words->note[i]);
}

static const char *pair_words(const Lap *l)
{
    if (l->spec->in_channels == 1 && l->spec->out_channels == 1) return "";
    return arena_print(&l->stage->figure->arena, ", channel %d to %d", l->stage->focus.ic, l->stage->focus.oc);
}

static const char *caption(const Lap *l, bool numbers)
{
    Arena *arena = &l->stage->figure->arena;
    const char *rounded = numbers ? decimals_words(l->stage, l->decimals, l->all_decimals) : "";
    if (l->weighted)
        return arena_print(arena, l->spec->transposed ? "output y of ones, the weights added up%s%s" : "input x, the weights that use each cell%s%s", pair_words(l), rounded);
    return arena_print(arena, l->spec->transposed ? "output y, prints on each cell%s" : "input x, how often each cell is used%s", pair_words(l));
}

// What is said of the cell that is looked at; else what the frame is.
static const char *foot_words(const Lap *l)
{
    const Stage *stage = l->stage;
    const Cell *owner = &stage->focus.owner;
    int row, col;
    if (owner->role == (l->spec->transposed ? ROLE_Y : ROLE_X)) {
        Text said = { 0 };
        if (l->spec->dims == 2) text_print(&said, "(%d, %d): ", owner->at[2], owner->at[3]);
        else text_print(&said, "(%d): ", owner->at[3]);
        overlap_cell_say(&said, stage->work, *owner, stage->focus.ic, stage->focus.oc, stage->moment->step);
        return kept(l->stage, &said);
    }
    return tile_at(l, &row, &col) && l->grid.pitch >= CELL_COLOURS ? "framed: the tile that repeats" : "";
}

static const char *edge_words(const Lap *l, double room)
{
    static const char *const forms[] = { "an edge, not a checkerboard", "an edge" };
    const Measure *m = &l->stage->figure->measure;
    bool none = l->rows.before + l->rows.after + l->cols.before + l->cols.after == 0;
    for (int i = 0; !none && i < COUNT(forms); i++)
        if (m->width(m->self, forms[i], NOTE * l->stage->unit, WEIGHT_REGULAR) <= room) return forms[i];
    return "";
}

// ---- places ----------------------------------------------------------------------------------------------------

// Fits the counts and what stands around them into a region; returns the height that they take.
static double fit_counts(Lap *l, Box box)
{
    Stage *stage = l->stage;
    const Canvas *canvas = &l->overlap->canvas;
    double u = stage->unit, most = 76 * u;
    bool low = box.h < 250 * u;
    l->foot = (low ? 14 + 22 : 14 + 40) * u;
    double right = (l->spec->dims == 2 ? 16 : 2) * u, free = box.h - CAPTION * u - l->foot;
    l->brick = brick_fit(l, fmin(l->spec->dims == 1 ? 110 * u : 46 * u, 0.2 * free));
    l->left = fmax(bricks_height(l, true), 5 * u), l->top = bricks_height(l, false); // the tile's frame stands out a little
    double w = box.w - l->left - right, h = free - l->top;
    l->grid = grid_fit(box.x + l->left, box.y + CAPTION * u + l->top, fmax(1, w), fmax(1, h), canvas->rows, canvas->cols, most, u);
    if (l->grid.pitch < CELL_COLOURS && l->brick > 0) { // no bricks on cells that are not seen
        l->brick = l->top = 0, l->left = 5 * u;
        l->grid = grid_fit(box.x + l->left, box.y + CAPTION * u, fmax(1, box.w - right - l->left), fmax(1, free), canvas->rows, canvas->cols, most, u);
    }
    Box grid = grid_box(&l->grid);
    return grid.y + grid.h + l->foot - box.y;
}

// The parts below or beside the counts: the words, then table and chart.
static double place_rest(Lap *l, const Words *words, Box box, bool abreast)
{
    Stage *stage = l->stage;
    double u = stage->unit, w, h, y = box.y + words_height(l, words, words->notes, box.w) + 16 * u, worth = 0;
    l->words = (Box){ box.x, box.y, box.w, y - box.y };
    l->table = l->chart = (Box){ 0 };
    double x = box.x, room = box.y + box.h - y;
    if (table_size(l, &w, &h)) {
        double column = fmax(w, 118 * u);
        ChartPlace chart = chart_place(stage->spec, (Box){ 0, 0, box.w - column - 24 * u, room - CAPTION * u }, u);
        bool fits = CAPTION * u + h <= room;
        if (abreast && fits && chart.pitch > 0) {
            l->table = (Box){ x, y + CAPTION * u, w, h }, x += column + 24 * u, worth += 0.3;
        } else if (!abreast && CAPTION * u + h + 16 * u + CAPTION * u + 90 * u <= room) {
            l->table = (Box){ x, y + CAPTION * u, w, h }, y += CAPTION * u + h + 16 * u, worth += 0.3;
        } else if (fits && room < 130 * u) {
            l->table = (Box){ x, y + CAPTION * u, w, h };
            return worth + 0.3;
        }
    }
    Box rest = { x, y + CAPTION * u, box.x + box.w - x - 2 * u, box.y + box.h - y - CAPTION * u };
    ChartPlace chart = chart_place(stage->spec, rest, u);
    if (chart.pitch <= 0) return worth;
    l->chart = rest;
    return worth + 0.4 + 0.4 * fmin(1, chart.pitch / (34 * u));
}

static double worth_of(double pitch, double u)
{
    double c = pitch / u;
    if (c < CELL_COLOURS) return 0.5 * c / CELL_COLOURS;
    return c >= CELL_NUMBERS ? 1 + 0.4 * fmin(1, (c - CELL_NUMBERS) / 24) : 0.5 + 0.5 * (c - CELL_COLOURS) / CELL_NUMBERS;
}

// The counts above and the rest below, or beside; and with fewer words where that leaves room for more.
static void place(Lap *l, Words *words, Box box)
{
    double u = l->stage->unit, best = -1;
    Lap chosen = *l;
    int notes = words->notes;
    static const double shares[] = { 1, 0.7, 0.62, 0.54, 0.46, 0.38 };
    for (int way = 0; way < COUNT(shares) * (MOST_NOTES + 1) * 2; way++) {
        Lap next = *l;
        Words some = *words;
        bool beside = way & 1;
        some.notes = way / 2 % (MOST_NOTES + 1);
        double share = shares[way / 2 / (MOST_NOTES + 1)];
        if (some.notes > words->notes || (beside && (share == 1 || box.w < 480 * u))) continue;
        double w = beside ? share * box.w : box.w;
        double least = words_height(l, &some, some.notes, beside ? box.w - w - GAP * u : box.w) + 12 * u;
        double h = beside ? box.h : fmin(share * box.h, box.h - least);
        if (h < 60 * u || (beside && box.w - w < 210 * u) || (beside && least > box.h)) continue;
        double used = fit_counts(&next, (Box){ box.x, box.y, w, h });
        double right = grid_box(&next.grid).x + grid_box(&next.grid).w + GAP * u + 16 * u;
        double from = beside ? fmin(box.x + w, fmax(right, box.x + 0.36 * box.w)) + GAP * u : box.x;
        Box rest = beside ? (Box){ from, box.y, box.x + box.w - from, box.h } : (Box){ box.x, box.y + used + 6 * u, box.w, box.h - used - 6 * u };
        double value = 2 * worth_of(next.grid.pitch, u) + place_rest(&next, &some, rest, !beside) + (0.12 * some.notes + (some.notes && some.gains ? 0.6 : 0)) * (box.h < 400 * u ? 0.2 : 1); // cells before words
        if (value > best + 1e-9) best = value, chosen = next, notes = some.notes;
    }
    *l = chosen;
    words->notes = notes;
    if (best >= 0) return;
    // Nothing but the counts has room.
    words->verdict = NULL, words->notes = 0;
    fit_counts(l, box);
}

// ---- the lens --------------------------------------------------------------------------------------------------

static void draw_foot(const Lap *l)
{
    Stage *stage = l->stage;
    const Look *look = stage->look;
    double u = stage->unit;
    Box grid = grid_box(&l->grid);
    double left = grid.x, y = grid.y + grid.h + 15 * u, room = stage->view->box.x + stage->view->box.w - left;
    if (l->words.w > 0 && l->words.x > grid.x + grid.w) room = l->words.x - 8 * u - left;
    const char *edge = edge_words(l, room), *words = foot_words(l);
    const Measure *m = &stage->figure->measure;
    bool two = l->foot > 40 * u;
    if (*edge && two) {
        figure_text(stage->figure, "edge words", left, y, NOTE * u, WEIGHT_REGULAR, ALIGN_LEFT, look->muted, "%s", edge);
        y += 18 * u;
    }
    bool fits = m->width(m->self, words, NOTE * u, WEIGHT_SEMIBOLD) <= room;
    bool cell = stage->focus.owner.role != ROLE_NONE;
    figure_text(stage->figure, "prints", left, y, NOTE * u, WEIGHT_SEMIBOLD, ALIGN_LEFT, cell ? look->text : look->muted, "%s", fits ? words : "");
}

static void draw_rest(const Lap *l)
{
    Stage *stage = l->stage;
    const Look *look = stage->look;
    Figure *figure = stage->figure;
    double u = stage->unit, right = stage->view->box.x + stage->view->box.w;
    if (l->table.w > 0) {
        double room = l->chart.w > 0 && l->chart.x > l->table.x ? l->chart.x - l->table.x - 8 * u : right - l->table.x;
        draw_caption(stage, "table caption", l->table.x, l->table.y - 22 * u, room, look->text, l->weighted ? "weights by phase" : "prints by phase");
        table_draw(l);
    }
    if (l->chart.w <= 0) return;
    Axis y = l->spec->y, x = l->spec->x;
    ChartPlace place = chart_place(l->spec, l->chart, u);
    const char *at = x.dilation == y.dilation || l->spec->dims == 1 ? arena_print(&figure->arena, "d = %d", x.dilation) : arena_print(&figure->arena, "d = %d×%d", y.dilation, x.dilation);
    draw_caption(stage, "chart caption", place.x, l->chart.y - 22 * u, right - place.x, look->text, "other k and s, at %s, framed: even, dark: few or none", at);
    chart_draw(figure, look, u, l->spec, &place, "chart");
}

// Beside the title, else in a row of its own below everything, where that is left.
static double controls(Stage *stage)
{
    const Box *box = &stage->view->box;
    const Measure *m = &stage->figure->measure;
    double u = stage->unit, title = m->width(m->self, LENSES[LENS_OVERLAP].title, 20 * u, WEIGHT_SEMIBOLD) + 16 * u;
    if (stage->view->still) return box->y + box->h;
    figure_add(stage->figure, MARK_BOX, "controls", (Box){ box->x + title, box->y - 2 * u, box->w - title, 30 * u });
    if (box->w - title >= 400 * u || box->h < 520 * u) return box->y + box->h;
    figure_add(stage->figure, MARK_BOX, "classic", (Box){ box->x, box->y + box->h - 32 * u, fmin(box->w, 220 * u), 30 * u });
    return box->y + box->h - 40 * u;
}

void lay_overlap(Stage *stage)
{
    const Box *box = &stage->view->box;
    const char *purpose = stage->spec->transposed ? LENSES[LENS_OVERLAP].purpose : "how often each input is used: so its gradient adds up";
    double top = draw_heading(stage, LENSES[LENS_OVERLAP].title, purpose), u = stage->unit, end = controls(stage);
    Lap l = lap_of(stage);
    Words words = words_of(&l);
    place(&l, &words, (Box){ box->x, top, box->w, end - top });
    double enough = lap_size(&l, &l.grid) > 0 ? 0 : enough_for_width(stage, widest(&l), false);
    grid_near(stage, &l.grid, 0, 0, enough);
    const Canvas *canvas = &l.overlap->canvas;
    bool y = stage->spec->transposed;
    near_words(stage, y ? "output" : "input", &l.grid, canvas->row0, canvas->col0);
    near_step(stage, &l.grid, y ? ROLE_Y : ROLE_X, canvas->row0, canvas->col0);
    Box grid = grid_box(&l.grid);
    double size = lap_size(&l, &l.grid), x = grid.x - l.left, caption_y = grid.y - l.top - 22 * u;
    double room = (l.words.w > 0 && l.words.x > grid.x ? l.words.x - 12 * u : box->x + box->w) - x;
    draw_caption(stage, y ? "output caption" : "input caption", x, caption_y, room, y ? stage->look->output.line : stage->look->input.line, "%s", caption(&l, size > 0));
    if (size <= 0) {
        const Mark *said = &stage->figure->marks[stage->figure->count - 1];
        double used = said->box.w + 14 * u;
        draw_scale(stage, x + fmin(room, used + 160 * u), caption_y, fmin(room - used, 160 * u), l.weighted ? l.weights : (Scale){ l.most, false }, l.weighted ? l.decimals : 0);
    }
    bricks_draw(&l);
    draw_cells(&l);
    brackets_draw(&l);
    draw_foot(&l);
    if (words.verdict) draw_words(&l, &words);
    draw_rest(&l);
}
