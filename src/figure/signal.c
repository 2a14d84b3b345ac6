// Picture in 1D: a signal. What goes in as stems, A and B as waves on one grid, how many prints reach each value, and the
// spectrum of both with what stands in it at the multiples of fs/s.
#include "figure/picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double AXIS = 44, TICKS = 16, LINE = 20; // left of a plot, below it, and a line of words

// ---- where things stand ----------------------------------------------------------------------------------------

static bool is_beside(const View *view)
{
    return view->show.picture_with == PICTURE_BESIDE;
}

// From [y] on, the waves in what the other parts leave of [h].
static void place_waves(PicturePlace *p, const View *view, double y, double h)
{
    double u = view->scale, x = p->room.x + AXIS * u, w = p->room.w - AXIS * u - 6 * u;
    const Spec *spec = &view->gallery->layer; // of several layers all of them
    double all = (double)spec_in(spec, spec->x) * (spec->transposed ? spec->x.stride : 1);
    int lines = is_beside(view) ? 1 : view->show.picture_with == PICTURE_DIFFERENCE ? 1 : 2;
    p->zoom = view->zoom > 0 ? fmax(view->zoom, w / all) : w / all;
    p->cols = fmin(all, fmax(1, floor(w / p->zoom + 1e-6)));
    p->col = fmax(0, fmin(all - p->cols, floor(view->pan_x * all - p->cols / 2)));
    p->rows = 1;
    w = floor(p->cols * p->zoom + 0.5);
    double each = is_beside(view) ? floor((h - TICKS * u) / 2) : h - TICKS * u;
    p->a = p->b = (Box){ x, y + lines * LINE * u, w, fmax(8, each - lines * LINE * u) };
    if (is_beside(view)) p->b.y += each;
}

void place_signal(PicturePlace *p, const View *view, Box box, double h)
{
    double u = view->scale, gap = 12 * u;
    bool moved = view->gallery->scene.show.picture_shift_col != 0, has_column = box.w >= 420 * u && h >= 170 * u;
    double column = fmin(460 * u, floor((box.w < 600 * u ? 0.42 : 0.38) * box.w)), y = box.y, left = h - (moved ? LINE * u : 0);
    p->room = (Box){ box.x, box.y, has_column ? box.w - column - 1.5 * gap : box.w, left };
    if (has_column) {
        double words = left >= 420 * u ? 92 * u : left >= 220 * u ? LINE * u + gap : 0;
        p->side = (Box){ box.x + box.w - column, box.y, column, left };
        p->spectrum = (Box){ p->side.x, box.y, column, fmin(left - words, 380 * u) };
        if (words > 0) p->loupe = (Box){ p->side.x, box.y + p->spectrum.h + gap, column, words - gap };
    } else if (left >= 360 * u) {
        double part = floor(0.4 * left);
        left -= part + gap;
        p->room.h = left;
        p->spectrum = (Box){ box.x, box.y + left + gap, box.w, part };
    }
    if (left >= 300 * u) {
        double part = fmin(120 * u, floor(0.24 * left));
        p->input = (Box){ box.x, y, p->room.w, part };
        y += part + gap, left -= part + gap;
    }
    double bars = left >= 220 * u ? LINE * u + 20 * u + gap : 0;
    place_waves(p, view, y, left - bars);
    if (bars > 0) p->overlap = (Box){ box.x, y + left - bars + gap, p->room.w, bars - gap };
}

// ---- scales and lines ------------------------------------------------------------------------------------------

// A plot: where a value of the grid and a height stand in it.
typedef struct Plot {
    Box box;
    double zoom, col;   // screen pixels a value, and the first that is seen
    double least, most; // at its foot and its top
} Plot;

static double x_of(const Plot *plot, double at)
{
    return plot->box.x + (at + 0.5 - plot->col) * plot->zoom;
}

static double y_of(const Plot *plot, double value)
{
    double part = (value - plot->least) / (plot->most - plot->least);
    return plot->box.y + plot->box.h * (1 - fmax(0, fmin(1, part)));
}

static Mark *stroke(Showing *s, const char *name, double x0, double y0, double x1, double y1, Colour colour, double thick)
{
    Mark *mark = figure_add(s->stage->figure, MARK_LINE, name, (Box){ x0, y0, x1 - x0, y1 - y0 });
    mark->line = colour, mark->stroke = thick * s->stage->unit;
    return mark;
}

static double width_of(Showing *s, const char *text, double size, Weight weight)
{
    Measure m = s->stage->figure->measure;
    return m.width(m.self, text, size, weight);
}

// As many of the words, parted by ", ", as have room; nothing where not even the first has.
static void line_of(Showing *s, const char *name, double x, double y, double w, double size, Weight weight, Colour ink, const char *words)
{
    char *text = arena_text(&s->stage->figure->arena, words), *end;
    while (width_of(s, text, size, weight) > w && (end = strrchr(text, ',')) != NULL) *end = 0;
    while (size > 9.5 * s->stage->unit && width_of(s, text, size, weight) > w) size -= 0.5 * s->stage->unit;
    if (width_of(s, text, size, weight) > w) return;
    figure_text(s->stage->figure, name, x, y, size, weight, ALIGN_LEFT, ink, "%s", text);
}

static void frame(Showing *s, const char *name, Box box)
{
    Mark *mark = figure_add(s->stage->figure, MARK_BOX, name, box);
    mark->fill = s->stage->look->surface, mark->line = s->stage->look->border, mark->stroke = s->stage->unit;
}

// So many that a value of this size has two digits; six are a power of ten.
static int decimals_of(double size)
{
    return size >= 100 ? 0 : size >= 1 ? 1 : size >= 1e-4 ? 1 + (int)ceil(-log10(size)) : 6;
}

// Heights at the left of a plot: its top, 0 where there is room, its foot.
static void draw_heights(Showing *s, const Plot *plot)
{
    double u = s->stage->unit, size = 11 * u, values[] = { plot->most, plot->least, 0 };
    int decimals = decimals_of(plot->most - plot->least);
    for (int i = 0; i < COUNT(values); i++) {
        double y = y_of(plot, values[i]);
        bool zero = i == 2, near = y - plot->box.y < 21 * u || plot->box.y + plot->box.h - y < 21 * u;
        if (zero && plot->least < 0 && plot->most > 0) stroke(s, "zero", plot->box.x, y, plot->box.x + plot->box.w, y, s->stage->look->border, 1);
        if ((zero && (near || plot->least > 0 || plot->most < 0)) || (i == 1 && plot->box.h < 28 * u)) continue;
        char shown[NUMBER_TEXT];
        number_show(shown, values[i], values[i] == 0 && decimals > 2 ? 0 : decimals);
        while (size > 8.9 * u && width_of(s, shown, size, WEIGHT_REGULAR) > (AXIS - 6) * u) size -= 0.5 * u;
        if (width_of(s, shown, size, WEIGHT_REGULAR) > (AXIS - 6) * u) continue;
        double top = i == 0 ? y : i == 1 ? y - 13 * u : y - 6.5 * u;
        figure_text(s->stage->figure, "height", plot->box.x - 6 * u, top, size, WEIGHT_REGULAR, ALIGN_RIGHT, s->stage->look->muted, "%s", shown);
    }
}

// Which values stand where, below a plot.
static void draw_places(Showing *s, const Plot *plot)
{
    double u = s->stage->unit, every = 1;
    for (int i = 0; every * plot->zoom < 56 * u && i < 24; i++) every *= i % 3 == 1 ? 2.5 : 2;
    double end = plot->col + plot->box.w / plot->zoom;
    for (double at = ceil(plot->col / every) * every; at <= end - 1 + 1e-9; at += every) {
        const char *text = arena_print(&s->stage->figure->arena, "%.0f", at);
        double half = width_of(s, text, 11 * u, WEIGHT_REGULAR) / 2;
        double x = fmax(plot->box.x + half, fmin(plot->box.x + plot->box.w - half, x_of(plot, at)));
        figure_text(s->stage->figure, "place", x, plot->box.y + plot->box.h + 2 * u, 11 * u, WEIGHT_REGULAR, ALIGN_CENTRE, s->stage->look->muted, "%s", text);
    }
}

// ---- waves -----------------------------------------------------------------------------------------------------

static Colour colour_of(const Showing *s, bool b)
{
    return b ? s->stage->look->kernel.line : s->stage->look->output.line;
}

// Values that lie on the grid: at start, start + step, …
typedef struct Wave {
    const float *values;
    int count;
    double start, step;
} Wave;

static Wave wave_of(const Exhibit *exhibit)
{
    const Entrant *e = &exhibit->entrant;
    return (Wave){ e->grey, e->grey_cols, e->start_x, e->step_x };
}

// Those of a wave that are seen in a plot: [first, end).
static void seen_of(const Plot *plot, const Wave *wave, int *first, int *end)
{
    double from = (plot->col - 0.5 - wave->start) / wave->step, to = from + plot->box.w / plot->zoom / wave->step;
    *first = (int)fmax(0, ceil(from - 1e-9)), *end = (int)fmin(wave->count, floor(to + 1e-9) + 1);
}

// Where several values fall on one pixel of the screen, from the least of them to the most.
static void draw_dense(Showing *s, const Plot *plot, const Wave *wave, const char *name, Colour colour, double thick)
{
    int first, end;
    seen_of(plot, wave, &first, &end);
    double u = s->stage->unit, before = NAN;
    for (int i = first; i < end;) {
        double x = x_of(plot, wave->start + i * wave->step), least = INFINITY, most = -INFINITY;
        for (; i < end && x_of(plot, wave->start + i * wave->step) < x + u; i++) least = fmin(least, (double)wave->values[i]), most = fmax(most, (double)wave->values[i]);
        if (before < least) least = before;
        if (before > most) most = before;
        before = (double)wave->values[i - 1];
        double low = y_of(plot, least), high = y_of(plot, most);
        stroke(s, name, x, high, x, fmax(low, high + u), colour, thick);
    }
}

static void draw_wave(Showing *s, const Plot *plot, const Wave *wave, const char *name, Colour colour, double thick)
{
    double u = s->stage->unit, pitch = plot->zoom * wave->step, x0 = 0, y0 = 0;
    int first, end;
    if (pitch < u) {
        draw_dense(s, plot, wave, name, colour, thick);
        return;
    }
    seen_of(plot, wave, &first, &end);
    for (int i = first; i < end; i++) {
        double x = x_of(plot, wave->start + i * wave->step), y = y_of(plot, (double)wave->values[i]);
        if (i > first) stroke(s, name, x0, y0, x, y, colour, thick);
        x0 = x, y0 = y;
    }
    double half = fmin(3.5 * u, 0.22 * pitch);
    for (int i = first; i < end && pitch >= 7 * u; i++) {
        double x = x_of(plot, wave->start + i * wave->step), y = y_of(plot, (double)wave->values[i]);
        Mark *dot = figure_add(s->stage->figure, MARK_BOX, "value", (Box){ x - half, y - half, 2 * half, 2 * half });
        dot->fill = colour, dot->radius = half;
    }
}

static void draw_stems(Showing *s, const Plot *plot, const Wave *wave)
{
    double u = s->stage->unit, foot = y_of(plot, 0), pitch = plot->zoom * wave->step, half = fmin(4 * u, 0.3 * pitch);
    Colour colour = s->stage->look->input.line;
    int first, end;
    if (pitch < 2 * u) {
        draw_dense(s, plot, wave, "input", colour, 1);
        return;
    }
    seen_of(plot, wave, &first, &end);
    for (int i = first; i < end; i++) {
        double x = x_of(plot, wave->start + i * wave->step), y = y_of(plot, (double)wave->values[i]);
        stroke(s, "input", x, foot, x, y, colour, fmin(2, 0.4 * pitch / u));
        if (half < 1.5 * u) continue;
        Mark *dot = figure_add(s->stage->figure, MARK_BOX, "input value", (Box){ x - half, y - half, 2 * half, 2 * half });
        dot->fill = colour, dot->radius = half;
    }
}

static void widen(Plot *plot, const Wave *wave)
{
    for (int i = 0; i < wave->count; i++) plot->least = fmin(plot->least, (double)wave->values[i]), plot->most = fmax(plot->most, (double)wave->values[i]);
}

// A little air above and below; never without height.
static void give_air(Plot *plot)
{
    double air = 0.06 * (plot->most - plot->least);
    if (air <= 0) air = 0.5;
    if (plot->most > 0) plot->most += air;
    if (plot->least < 0) plot->least -= air;
    if (plot->most <= plot->least) plot->most = plot->least + 1;
}

static Plot plot_of(const Showing *s, Box box)
{
    return (Plot){ .box = box, .zoom = s->place.zoom, .col = s->place.col };
}

// All of one height: what goes in, A and B.
static Plot common_plot(const Showing *s, Box box)
{
    Plot plot = plot_of(s, box);
    const Exhibit *all[] = { s->a, s->b, s->gallery->thumb[RIVAL_ORIGINAL] };
    for (int i = 0; i < COUNT(all); i++) {
        if (!all[i] || all[i]->trouble[0]) continue;
        Wave wave = wave_of(all[i]);
        widen(&plot, &wave);
    }
    give_air(&plot);
    return plot;
}

static void title(Showing *s, bool b, double y)
{
    Arena *arena = &s->stage->figure->arena;
    double u = s->stage->unit, x = s->place.a.x;
    const char *letter = b ? "B" : "A", *in_full = rival_title(s->stage, s->gallery, b ? s->gallery->b : s->gallery->a, true);
    Mark *mark = figure_add(s->stage->figure, MARK_BOX, "letter", (Box){ x, y + u, 16 * u, 16 * u });
    mark->fill = colour_of(s, b), mark->radius = 3 * u, mark->text = letter, mark->size = 12 * u, mark->weight = WEIGHT_SEMIBOLD;
    line_of(s, b ? "title B" : "title A", x + 22 * u, y + u, s->place.a.w - 22 * u, 13 * u, WEIGHT_SEMIBOLD, s->stage->look->text, arena_print(arena, "%s", in_full));
}

static bool draw_trouble(Showing *s, const Exhibit *exhibit, Box box)
{
    if (!exhibit->trouble[0]) return false;
    draw_note(s->stage, box.x + 8 * s->stage->unit, box.y + 6 * s->stage->unit, box.w - 16 * s->stage->unit, 13 * s->stage->unit, s->stage->look->text, exhibit->trouble);
    return true;
}

static void draw_overlaid(Showing *s)
{
    double u = s->stage->unit;
    Plot plot = common_plot(s, s->place.a);
    title(s, false, plot.box.y - 2 * LINE * u);
    title(s, true, plot.box.y - LINE * u);
    frame(s, "waves", plot.box);
    draw_heights(s, &plot);
    draw_places(s, &plot);
    if (draw_trouble(s, s->a, plot.box) || draw_trouble(s, s->b, plot.box)) return;
    Wave a = wave_of(s->a), b = wave_of(s->b);
    draw_wave(s, &plot, &b, "B", colour_of(s, true), 3);
    draw_wave(s, &plot, &a, "A", colour_of(s, false), 1.75);
}

static void draw_apart(Showing *s)
{
    for (int i = 0; i < 2; i++) {
        const Exhibit *exhibit = i ? s->b : s->a;
        Plot plot = common_plot(s, i ? s->place.b : s->place.a);
        title(s, i, plot.box.y - LINE * s->stage->unit);
        frame(s, "waves", plot.box);
        draw_heights(s, &plot);
        if (i) draw_places(s, &plot);
        if (draw_trouble(s, exhibit, plot.box)) continue;
        Wave wave = wave_of(exhibit);
        draw_wave(s, &plot, &wave, i ? "B" : "A", colour_of(s, i), 2);
    }
}

// A − B at A's places, of B the value that lies nearest.
static void draw_differing(Showing *s)
{
    Stage *stage = s->stage;
    Plot plot = plot_of(s, s->place.a);
    Arena *arena = &stage->figure->arena;
    double u = stage->unit, most = 0;
    frame(s, "waves", plot.box);
    if (draw_trouble(s, s->a, plot.box) || draw_trouble(s, s->b, plot.box)) return;
    Wave a = wave_of(s->a), b = wave_of(s->b);
    float *values = arena_new(arena, (size_t)a.count, sizeof *values);
    for (int i = 0; i < a.count; i++) {
        int at = (int)ceil((a.start + i * a.step - b.start) / b.step - 0.5);
        values[i] = at < 0 || at >= b.count ? 0 : a.values[i] - b.values[at];
        most = fmax(most, fabs((double)values[i]));
    }
    a.values = values;
    widen(&plot, &a);
    give_air(&plot);
    draw_heights(s, &plot);
    draw_places(s, &plot);
    draw_wave(s, &plot, &a, "difference", stage->look->text, 2);
    char shown[NUMBER_TEXT];
    number_show(shown, most, most >= 1 ? 2 : most >= 0.001 ? 4 : 6);
    const char *size = most > 0 ? arena_print(arena, "at most %s", shown) : "they are the same";
    line_of(s, "title A", plot.box.x, plot.box.y - LINE * u + u, plot.box.w, 13 * u, WEIGHT_SEMIBOLD, stage->look->text,
            arena_print(arena, "A − B: %s, %s − %s", size, rival_title(stage, s->gallery, s->gallery->a, false), rival_title(stage, s->gallery, s->gallery->b, false)));
}

static void draw_input_signal(Showing *s)
{
    const Exhibit *original = s->gallery->thumb[RIVAL_ORIGINAL];
    Box part = s->place.input;
    double u = s->stage->unit;
    if (part.w <= 0 || !original || original->trouble[0]) return;
    Plot plot = common_plot(s, (Box){ s->place.a.x, part.y + LINE * u, s->place.a.w, part.h - LINE * u });
    line_of(s, "input", plot.box.x, part.y, plot.box.w, 13 * u, WEIGHT_SEMIBOLD, s->stage->look->input.line, arena_print(&s->stage->figure->arena, "Input, %d values", original->entrant.cols));
    frame(s, "input frame", plot.box);
    draw_heights(s, &plot);
    Wave wave = wave_of(original);
    draw_stems(s, &plot, &wave);
}

// ---- overlap ---------------------------------------------------------------------------------------------------

// How many weights reach each cell of the wide side, by the kernel's own arithmetic.
static float *counts_of(Arena *arena, const Spec *spec, int *count)
{
    Spec run = *spec;
    run.batch = run.in_channels = run.out_channels = run.groups = 1;
    if (!run.transposed) run = spec_turned(&run);
    *count = spec_out(&run, run.x);
    int in = spec_in(&run, run.x), taps = run.x.kernel;
    float *x = arena_new(arena, (size_t)in, sizeof *x), *w = arena_new(arena, (size_t)taps, sizeof *w), *y = arena_new(arena, (size_t)*count, sizeof *y);
    for (int i = 0; i < in; i++) x[i] = 1;
    for (int i = 0; i < taps; i++) w[i] = 1;
    op_forward(y, x, w, NULL, &run);
    return y;
}

static const char *overlap_title(Showing *s, const Spec *spec)
{
    PhaseCounts counts = axis_counts(spec->x);
    Arena *arena = &s->stage->figure->arena;
    if (counts.even) return arena_print(arena, "Overlap: even, %d everywhere but at the ends", counts.most);
    return arena_print(arena, "Overlap: uneven, %d to %d%s", counts.least, counts.most, counts.least ? "" : ", 0 is a hole");
}

static void draw_bars(Showing *s)
{
    enum { MOST = 1 << 15 };
    Box part = s->place.overlap;
    const Spec *spec = &s->gallery->layer;
    const Exhibit *made = s->gallery->thumb[spec->transposed ? RIVAL_LAYER : RIVAL_GRADIENT];
    double u = s->stage->unit;
    if (part.w <= 0 || !made || made->trouble[0] || made->entrant.cols > MOST) return;
    Plot plot = plot_of(s, (Box){ s->place.a.x, part.y + LINE * u, s->place.a.w, part.h - LINE * u });
    line_of(s, "overlap", plot.box.x, part.y, plot.box.w, 13 * u, WEIGHT_SEMIBOLD, s->stage->look->text, overlap_title(s, spec));
    int count, first, end, most = axis_counts(spec->x).most;
    float *counts = counts_of(&s->stage->figure->arena, spec, &count);
    Wave wave = { counts, count, made->entrant.start_x, 1 };
    seen_of(&plot, &wave, &first, &end);
    if (end <= first) return;
    uint32_t *pixels = arena_new(&s->stage->figure->arena, (size_t)(end - first), sizeof *pixels);
    for (int i = first; i < end; i++) pixels[i - first] = look_count((double)counts[i], most);
    double left = x_of(&plot, wave.start + first - 0.5);
    Mark *mark = figure_add(s->stage->figure, MARK_IMAGE, "overlap bars", (Box){ left, plot.box.y, (end - first) * plot.zoom, plot.box.h });
    mark->rows = 1, mark->cols = end - first, mark->pixels = pixels, mark->clip = plot.box;
    for (int i = first; i < end && plot.zoom >= 15 * u; i++) {
        double x = x_of(&plot, wave.start + i);
        if (x - 5 * u < plot.box.x || x + 5 * u > plot.box.x + plot.box.w) continue;
        figure_text(s->stage->figure, "overlap count", x, plot.box.y + plot.box.h / 2 - 7 * u, 11 * u, WEIGHT_SEMIBOLD, ALIGN_CENTRE, look_ink(pixels[i - first]), "%.0f", (double)counts[i]);
    }
}

// ---- all of it -------------------------------------------------------------------------------------------------

static void draw_moved_signal(Showing *s)
{
    int by = s->gallery->scene.show.picture_shift_col;
    double u = s->stage->unit;
    if (!by) return;
    bool pattern = !s->a->trouble[0] && s->a->entrant.even.share > 1e-6;
    double y = s->place.room.y + s->place.room.h + 3 * u;
    if (s->place.side.w <= 0 && s->place.spectrum.w > 0) y = s->place.spectrum.y + s->place.spectrum.h + u;
    line_of(s, "moved", s->place.room.x, y, s->place.room.w, 13 * u, WEIGHT_REGULAR, s->stage->look->muted,
            arena_print(&s->stage->figure->arena, "Moved %d to the %s, %s", abs(by), by > 0 ? "right" : "left", pattern ? "and the pattern stayed where it was" : "A has no pattern that could stay"));
}

// Who is looked at, on every plot, and its values beside them.
static void draw_values(Showing *s)
{
    Box part = s->place.loupe;
    double u = s->stage->unit;
    if (part.w <= 0) return;
    int at = (int)fmin(s->gallery->cols - 1, floor(s->stage->view->loupe_x * s->gallery->cols));
    Plot plot = plot_of(s, s->place.a);
    double x = x_of(&plot, at);
    if (x >= plot.box.x && x <= plot.box.x + plot.box.w)
        stroke(s, "looked at", x, plot.box.y, x, (is_beside(s->stage->view) ? s->place.b.y : plot.box.y) + plot.box.h, s->stage->look->muted, 1)->style |= STYLE_DOTTED;
    const Exhibit *all[] = { s->gallery->thumb[RIVAL_ORIGINAL], s->a, s->b };
    static const char *const names[] = { "input", "A", "B" };
    char shown[COUNT(all)][NUMBER_TEXT];
    for (int i = 0; i < COUNT(all); i++) {
        double grey;
        Colour colour;
        if (all[i] && exhibit_at(all[i], 0, at, &grey, &colour)) number_show(shown[i], grey, grey == 0 || fabs(grey) >= 0.001 ? 4 : 6);
        else snprintf(shown[i], NUMBER_TEXT, "–");
    }
    Arena *arena = &s->stage->figure->arena;
    if (part.h < 2 * LINE * u) {
        line_of(s, "values", part.x, part.y, part.w, 13 * u, WEIGHT_SEMIBOLD, s->stage->look->text, arena_print(arena, "At %d: A %s, B %s, input %s", at, shown[1], shown[2], shown[0]));
        return;
    }
    // The grid is that of the wide side.
    line_of(s, "values", part.x, part.y, part.w, 13 * u, WEIGHT_SEMIBOLD, s->stage->look->text,
            arena_print(arena, "At place %d, counted in %s", at, s->gallery->scene.spec.transposed ? "outputs" : "inputs"));
    for (int i = 0; i < COUNT(all); i++) {
        Colour ink = i == 0 ? s->stage->look->input.line : colour_of(s, i == 2);
        double y = part.y + (22 + 18 * i) * u;
        figure_text(s->stage->figure, "value name", part.x, y, 13 * u, WEIGHT_SEMIBOLD, ALIGN_LEFT, ink, "%s", names[i]);
        figure_text(s->stage->figure, "value shown", part.x + 54 * u, y, 13 * u, WEIGHT_REGULAR, ALIGN_LEFT, s->stage->look->text, "%s", shown[i]);
    }
}

void draw_signal_thumb(Showing *s, const Exhibit *exhibit, Box box)
{
    enum { SHOWN = 24 }; // values of the grid, in the middle
    double u = s->stage->unit;
    Wave wave = wave_of(exhibit);
    double all = s->gallery->cols, shown = fmin(SHOWN, all);
    Box within = box_inset(box, 4 * u);
    within.y += 20 * u, within.h -= 20 * u; // the letters have the top
    Plot plot = { .box = within, .zoom = within.w / shown, .col = floor((all - shown) / 2) };
    frame(s, "thumb", box);
    const Exhibit *original = s->gallery->thumb[RIVAL_ORIGINAL];
    Wave input = wave_of(original && !original->trouble[0] ? original : exhibit);
    widen(&plot, &input);
    widen(&plot, &wave);
    give_air(&plot);
    draw_wave(s, &plot, &wave, "thumb", s->stage->look->text, 1.25);
}

void lay_signal(Showing *s)
{
    draw_input_signal(s);
    if (s->stage->view->show.picture_with == PICTURE_BESIDE) draw_apart(s);
    else if (s->stage->view->show.picture_with == PICTURE_DIFFERENCE) draw_differing(s);
    else draw_overlaid(s);
    draw_bars(s);
    draw_values(s);
    if (s->place.spectrum.w > 0) draw_tones(s);
    draw_moved_signal(s);
    if (s->place.strip.w > 0) draw_strip(s);
}
