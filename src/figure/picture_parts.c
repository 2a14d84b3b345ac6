// What stands around the large picture: the strip of rivals, the loupe, the spectrum of A, the overlap of the layer.
#include "figure/picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double width_of(Stage *stage, const char *text, double size, Weight weight)
{
    return stage->figure->measure.width(stage->figure->measure.self, text, size, weight);
}

static Mark *image(Stage *stage, const char *name, Box box, int rows, int cols, const uint32_t *pixels)
{
    // A copy: the gallery may be gone before the figure is painted.
    size_t count = (size_t)rows * (size_t)cols;
    uint32_t *copy = memcpy(arena_new(&stage->figure->arena, count, sizeof *copy), pixels, count * sizeof *copy);
    Mark *mark = figure_add(stage->figure, MARK_IMAGE, name, box);
    mark->rows = rows, mark->cols = cols, mark->pixels = copy;
    mark->line = stage->look->border, mark->stroke = stage->unit;
    return mark;
}

// The title of a part, as much of it as has room; returns the box below it.
static Box part_title(Stage *stage, Box part, const char *name, const char *text, const char *brief)
{
    double u = stage->unit, size = 13 * u;
    if (width_of(stage, text, size, WEIGHT_SEMIBOLD) > part.w) text = brief;
    while (size > 10 * u && width_of(stage, text, size, WEIGHT_SEMIBOLD) > part.w) size -= 0.5 * u;
    // At the least, what it is.
    if (width_of(stage, text, size, WEIGHT_SEMIBOLD) > part.w) text = arena_print(&stage->figure->arena, "%.*s", (int)strcspn(text, ":,("), text);
    figure_text(stage->figure, name, part.x, part.y, size, WEIGHT_SEMIBOLD, ALIGN_LEFT, stage->look->text, "%s", text);
    double side = fmin(part.w, part.h - PART_TITLE * u);
    return (Box){ part.x, part.y + PART_TITLE * u, side, side };
}

// ---- the strip -------------------------------------------------------------------------------------------------

// The pixels of the thumb that the gallery holds, as squares of whole or half pixels.
static void draw_thumb(Showing *s, const Exhibit *exhibit, Box box)
{
    Stage *stage = s->stage;
    const Entrant *e = &exhibit->entrant;
    double fit = fmin(box.w / e->cols, box.h / e->rows), own = fmax(e->step_y, e->step_x); // what is not enlarged is drawn larger
    if (own > 1) fit = fmin(fit, fmin(box.w / (e->cols * own), box.h / (e->rows * own)) * own);
    double zoom = fit >= 1 ? floor(2 * fit) / 2 : fit;
    double w = fmin(box.w, e->cols * zoom), h = fmin(box.h, e->rows * zoom);
    Box at = { floor(box.x + (box.w - w) / 2), floor(box.y + (box.h - h) / 2), w, h };
    Mark *mark = image(stage, "thumb", at, e->rows, e->cols, e->pixels);
    if (fit < 1) mark->style |= STYLE_SMOOTH;
}

static const char *share_words(Stage *stage, const Exhibit *exhibit)
{
    Text said = { 0 };
    checker_say(&said, &exhibit->entrant.even);
    const char *out = arena_text(&stage->figure->arena, text_or_empty(&said));
    text_clear(&said);
    return out;
}

// The text, or the shorter ones, whichever first has room; the last is made smaller.
static void fit_text(Stage *stage, const char *name, double x, double y, double w, double size, Weight weight, Colour ink, const char *const *texts, int count)
{
    int at = 0;
    while (at + 1 < count && width_of(stage, texts[at], size, weight) > w) at++;
    while (size > 9 * stage->unit && width_of(stage, texts[at], size, weight) > w) size -= 0.5 * stage->unit;
    if (width_of(stage, texts[at], size, weight) > w) return;
    figure_text(stage->figure, name, x, y, size, weight, ALIGN_LEFT, ink, "%s", texts[at]);
}

static void draw_letter(Stage *stage, Box thumb, const char *letter, bool second)
{
    double u = stage->unit, side = 20 * u;
    Box box = { thumb.x + 4 * u + (second ? side + 3 * u : 0), thumb.y + 4 * u, side, side };
    Mark *mark = figure_add(stage->figure, MARK_BOX, "letter", box);
    mark->fill = stage->look->background, mark->line = stage->look->text, mark->stroke = u, mark->radius = 4 * u;
    mark->text = letter, mark->size = 13 * u, mark->weight = WEIGHT_SEMIBOLD, mark->ink = stage->look->text;
}

static void draw_rival(Showing *s, Rival rival, Box slot)
{
    Stage *stage = s->stage;
    const Exhibit *exhibit = s->gallery->thumb[rival];
    double u = stage->unit;
    Box thumb = { slot.x, slot.y, s->place.thumb, s->place.thumb };
    bool is_a = s->gallery->a == rival, is_b = s->gallery->b == rival, there = exhibit && !exhibit->trouble[0];
    if (there && s->gallery->scene.spec.dims == 1) {
        draw_signal_thumb(s, exhibit, thumb);
    } else if (there) {
        draw_thumb(s, exhibit, thumb);
    } else {
        Mark *none = figure_add(stage->figure, MARK_BOX, "no rival", thumb);
        none->line = stage->look->border, none->stroke = u, none->style = STYLE_HATCHED;
    }
    if (is_a || is_b) {
        Mark *frame = figure_add(stage->figure, MARK_BOX, "chosen", box_inset(thumb, -2 * u));
        frame->line = stage->look->text, frame->stroke = 2 * u;
    }
    if (is_a) draw_letter(stage, thumb, "A", false);
    if (is_b) draw_letter(stage, thumb, "B", is_a);
    const char *titles[] = { rival_title(stage, s->gallery, rival, false), RIVALS[rival].title };
    Box strip = s->place.strip;
    double y = thumb.y + thumb.h + 6 * u, w = fmin(slot.w - 6 * u, strip.x + strip.w - thumb.x);
    fit_text(stage, "rival", thumb.x, y, w, 13 * u, WEIGHT_SEMIBOLD, there ? stage->look->text : stage->look->muted, titles, 2);
    if (there) {
        const char *share = share_words(stage, exhibit);
        const char *shares[] = { share, share + 8 }; // "share 1.1 %" of "checker share 1.1 %"
        fit_text(stage, "share", thumb.x, y + 18 * u, w, 12 * u, WEIGHT_REGULAR, stage->look->muted, shares, 2);
    } else {
        fit_text(stage, "share", thumb.x, y + 18 * u, w, 12 * u, WEIGHT_REGULAR, stage->look->muted, (const char *const[]){ "not for this layer", "not here" }, 2);
    }
}

void draw_strip(Showing *s)
{
    for (int i = 0; i < s->place.shown; i++) {
        Box slot = { s->place.strip.x + i * s->place.pitch, s->place.strip.y, s->place.pitch, s->place.strip.h };
        draw_rival(s, STRIP_ORDER[s->place.first + i], slot);
    }
}

// ---- the loupe -------------------------------------------------------------------------------------------------

enum { LOUPE_CELLS = 5 };
static const double LOUPE_LEAST = 21; // of a cell with a number

// Of type that is no wider than a cell of [side] within its margins; 0 where there is no room for it.
static double loupe_type(Stage *stage, double side, double margin, const char *longest)
{
    double u = stage->unit, size = fmin(0.42 * side, 15 * u), room = side - 2 * margin, widest = width_of(stage, longest, size, WEIGHT_REGULAR);
    if (widest > room) size *= room / widest;
    return side < LOUPE_LEAST * u || size < 7 * u ? 0 : size;
}

// The size of type in which the longest of the greys fits its cell, alike in all; 0 where there is no room.
static double loupe_size(Stage *stage, const Exhibit *exhibit, double side, int row, int col)
{
    double grey, widest = 0;
    Colour colour;
    char shown[NUMBER_TEXT], longest[NUMBER_TEXT] = "";
    for (int i = 0; i < LOUPE_CELLS * LOUPE_CELLS; i++) {
        if (!exhibit_at(exhibit, row + i / LOUPE_CELLS - LOUPE_CELLS / 2, col + i % LOUPE_CELLS - LOUPE_CELLS / 2, &grey, &colour)) continue;
        number_show(shown, round(255 * grey), 0);
        double width = width_of(stage, shown, 10, WEIGHT_REGULAR);
        if (width > widest) widest = width, memcpy(longest, shown, sizeof longest);
    }
    return loupe_type(stage, side, 2 * stage->unit, longest); // as wide as it is painted: what is wider is cut
}

// Pixels of the grid around its middle (row, col), with their grey on a scale of 255 where there is room. Cells lie on whole
// pixels, so that no line shows between those of one colour.
static void draw_cells(Showing *s, const Exhibit *exhibit, Box box, int row, int col, const char *name)
{
    Stage *stage = s->stage;
    double u = stage->unit, side = floor(fmin(box.w, box.h) / LOUPE_CELLS), size = loupe_size(stage, exhibit, side, row, col);
    box.x = floor(box.x), box.y = floor(box.y);
    for (int r = 0; r < LOUPE_CELLS; r++)
    for (int c = 0; c < LOUPE_CELLS; c++) {
        double grey;
        Colour colour;
        Mark *mark = figure_add(stage->figure, MARK_BOX, name, (Box){ box.x + c * side, box.y + r * side, side, side });
        if (!exhibit_at(exhibit, row + r - LOUPE_CELLS / 2, col + c - LOUPE_CELLS / 2, &grey, &colour)) {
            mark->style = STYLE_HATCHED;
            continue;
        }
        mark->fill = colour;
        if (size <= 0) continue;
        char shown[NUMBER_TEXT];
        number_show(shown, round(255 * grey), 0);
        mark->text = arena_text(&stage->figure->arena, shown), mark->size = size, mark->weight = WEIGHT_REGULAR;
    }
    Mark *frame = figure_add(stage->figure, MARK_BOX, "loupe edge", (Box){ box.x, box.y, LOUPE_CELLS * side, LOUPE_CELLS * side });
    frame->line = stage->look->border, frame->stroke = u;
    Mark *middle = figure_add(stage->figure, MARK_BOX, "loupe middle", (Box){ box.x + LOUPE_CELLS / 2 * side, box.y + LOUPE_CELLS / 2 * side, side, side });
    middle->style = STYLE_RING;
}

// Around what the loupe shows, on the large picture.
static void draw_loupe_frame(Showing *s, double row, double col)
{
    const PicturePlace *p = &s->place;
    double u = s->stage->unit, pixel = p->zoom * s->gallery->reduced, half = LOUPE_CELLS / 2.0 * pixel;
    if (2 * half < 8 * u) half = 4 * u;
    double x = p->a.x + ((col + 0.5) * s->gallery->reduced - p->col) * p->zoom, y = p->a.y + ((row + 0.5) * s->gallery->reduced - p->row) * p->zoom;
    for (int i = 0; i < 2; i++) {
        Box area = i ? p->b : p->a;
        if (i && area.x == p->a.x) break;
        Box box = { x - half + area.x - p->a.x, y - half, 2 * half, 2 * half };
        if (box.x < area.x || box.y < area.y || box.x + box.w > area.x + area.w || box.y + box.h > area.y + area.h) continue;
        Mark *mark = figure_add(s->stage->figure, MARK_BOX, "loupe frame", box);
        mark->style = STYLE_RING;
    }
}

// Where there is no room for cells: the pixel in the middle in numbers.
static void draw_loupe_line(Showing *s, int row, int col)
{
    Stage *stage = s->stage;
    double u = stage->unit, grey;
    Arena *arena = &stage->figure->arena;
    Box part = s->place.loupe;
    char shown[2][NUMBER_TEXT] = { "–", "–" };
    Colour colour;
    for (int i = 0; i < 2; i++)
        if (exhibit_at(i ? s->b : s->a, row, col, &grey, &colour)) number_show(shown[i], round(255 * grey), 0);
    int at_row = (int)(row * s->gallery->reduced), at_col = (int)(col * s->gallery->reduced);
    const char *brief = arena_print(arena, "(%d, %d): A %s, B %s", at_row, at_col, shown[0], shown[1]);
    const char *texts[] = { arena_print(arena, "%s, of 255", brief), brief, arena_print(arena, "A %s, B %s", shown[0], shown[1]) };
    draw_loupe_frame(s, row, col);
    fit_text(stage, "loupe", part.x, part.y, part.w, 13 * u, WEIGHT_SEMIBOLD, stage->look->text, texts, COUNT(texts));
}

void draw_loupe(Showing *s)
{
    Stage *stage = s->stage;
    const Gallery *g = s->gallery;
    double u = stage->unit;
    int row = (int)fmin(g->rows - 1, floor(stage->view->loupe_y * g->rows)), col = (int)fmin(g->cols - 1, floor(stage->view->loupe_x * g->cols));
    Arena *arena = &stage->figure->arena;
    Box part = s->place.loupe;
    if (part.h < (PART_TITLE + LOUPE_LINE) * u) {
        draw_loupe_line(s, row, col);
        return;
    }
    const char *at = arena_print(arena, "(%d, %d)", (int)(row * g->reduced), (int)(col * g->reduced));
    Box box = part_title(stage, part, "loupe", arena_print(arena, "Loupe at %s, grey 0–255", at), arena_print(arena, "Loupe %s, 0–255", at));
    double half = floor((part.w - 12 * u) / 2);
    // Both, where there is room for their numbers, whichever these are: they do not come and go with the pointer.
    bool both = loupe_type(stage, floor(fmin(box.h, half) / LOUPE_CELLS), 1.3 * u, "−888") > 0;
    if (both) box.w = box.h = fmin(box.h, half);
    draw_loupe_frame(s, row, col);
    draw_cells(s, s->a, box, row, col, "loupe A");
    double left = part.x + part.w - box.x - box.w - 12 * u;
    if (both) {
        draw_cells(s, s->b, (Box){ box.x + box.w + 12 * u, box.y, box.w, box.h }, row, col, "loupe B");
        return;
    }
    if (left < 44 * u) return;
    for (int i = 0; i < 2; i++) {
        double grey;
        Colour colour;
        char shown[NUMBER_TEXT] = "–";
        if (exhibit_at(i ? s->b : s->a, row, col, &grey, &colour)) number_show(shown, round(255 * grey), 0);
        figure_text(stage->figure, "loupe value", box.x + box.w + 12 * u, box.y + 4 * u + i * 22 * u, 14 * u, WEIGHT_SEMIBOLD, ALIGN_LEFT, stage->look->text,
                    "%s %s", i ? "B" : "A", shown);
    }
}

// ---- the spectrum ----------------------------------------------------------------------------------------------

static const char *peaks_words(Stage *stage, const Exhibit *a)
{
    static const char *const words[] = { "no peaks", "one peak", "two peaks", "three peaks", "four peaks", "five peaks", "six peaks", "seven peaks", "eight peaks" };
    return a->standing < COUNT(words) ? words[a->standing] : arena_print(&stage->figure->arena, "%d peaks", a->standing);
}

// A ring around each, smaller where they are many.
static void draw_peaks(Stage *stage, Box picture, int rows, int cols, const Replica *peak, int count)
{
    double pitch_x = picture.w / cols, pitch_y = picture.h / rows, half = (count <= 8 ? 9 : count <= 24 ? 6 : 4) * stage->unit;
    for (int i = 0; i < count; i++) {
        double x = picture.x + (peak[i].col + 0.5) * pitch_x, y = picture.y + (peak[i].row + 0.5) * pitch_y;
        Mark *ring = figure_add(stage->figure, MARK_BOX, "peak", (Box){ x - half, y - half, 2 * half, 2 * half });
        ring->line = look_count(1, 1), ring->stroke = (half > 5 * stage->unit ? 2.5 : 1.5) * stage->unit, ring->radius = half;
    }
}

static Box fitted(Box box, int rows, int cols)
{
    double longest = rows > cols ? rows : cols;
    return (Box){ box.x, box.y, box.w * cols / longest, box.h * rows / longest };
}

// Of the picture itself, while it is searched for a pattern.
static void draw_finding(Showing *s, const Finding *found)
{
    Stage *stage = s->stage;
    double u = stage->unit;
    const char *peaks = found->count ? arena_print(&stage->figure->arena, "Spectrum of the picture: %d peak%s", found->peaks, found->peaks == 1 ? "" : "s") : "Spectrum of the picture: no peaks";
    Box box = fitted(part_title(stage, s->place.spectrum, "spectrum", peaks, "Spectrum of the picture"), found->spectrum_rows, found->spectrum_cols);
    image(stage, "spectrum picture", box, found->spectrum_rows, found->spectrum_cols, found->spectrum);
    draw_peaks(stage, box, found->spectrum_rows, found->spectrum_cols, found->peak, found->peaks);
    double left = s->place.spectrum.x + s->place.spectrum.w - box.x - box.w - 10 * u;
    if (left >= 78 * u) draw_note(stage, box.x + box.w + 10 * u, box.y, left, 12 * u, stage->look->muted, found->count ? "a ring: a frequency of a grid, where a peak stands alone" : "nothing stands alone at a frequency of a grid");
}

void draw_spectrum(Showing *s)
{
    Stage *stage = s->stage;
    const Exhibit *a = s->a;
    double u = stage->unit;
    Arena *arena = &stage->figure->arena;
    if (stage->view->finding) {
        draw_finding(s, stage->view->finding);
        return;
    }
    if (!a->spectrum) {
        Box box = part_title(stage, s->place.spectrum, "spectrum", "Spectrum of A", "Spectrum");
        draw_note(stage, box.x, box.y, s->place.spectrum.w, 12 * u, stage->look->muted, "too small to have one");
        return;
    }
    // Many layers have a large stride: some of its frequencies are such as the picture has anyway.
    bool own = a->standing && a->entrant.even.share < 1e-9;
    const char *peaks = own ? "the picture’s own peaks" : a->replicas ? peaks_words(stage, a) : "nothing is enlarged";
    Box box = part_title(stage, s->place.spectrum, "spectrum", arena_print(arena, "Spectrum of A: %s", peaks), own ? "Spectrum: picture’s own" : arena_print(arena, "Spectrum: %s", peaks));
    box = fitted(box, a->spectrum_rows, a->spectrum_cols);
    image(stage, "spectrum picture", box, a->spectrum_rows, a->spectrum_cols, a->spectrum);
    draw_peaks(stage, box, a->spectrum_rows, a->spectrum_cols, a->peak, a->peaks);
    double left = s->place.spectrum.x + s->place.spectrum.w - box.x - box.w - 10 * u;
    if (left < 78 * u) return;
    const char *note = a->replicas == 0 ? "so there are no copies of the picture in it" : a->standing ? "a ring: a frequency of the stride stands out" : "nothing stands at the frequencies of the stride";
    if (own) note = "a ring: a frequency of the stride; A makes no pattern, so it is the picture’s own";
    draw_note(stage, box.x + box.w + 10 * u, box.y, left, 12 * u, stage->look->muted, note);
}

// ---- the overlap -----------------------------------------------------------------------------------------------

enum { MOST_OVERLAP = 64 };

// The layer over a small input, one channel, all ones: as large as it takes to see a whole period between the borders.
static bool small_layer(const Spec *spec, Spec *small)
{
    *small = *spec;
    small->batch = small->in_channels = small->out_channels = small->groups = 1;
    Axis *axes[] = { &small->y, &small->x };
    for (int i = 0; i < 2; i++) {
        Axis *a = axes[i];
        long long prints = axis_span(*a) / a->stride + 1, narrow = 2 * prints + 4 + 2LL * a->padding / a->stride, own = a->narrow;
        if (narrow > own) narrow = own;
        a->narrow = (int)narrow;
        if (!spec->transposed) a->wide = (int)((narrow - 1) * a->stride + axis_span(*a) - 2LL * a->padding);
        if (!spec->transposed && a->wide < 1) return false;
    }
    if (!spec_check(small, NULL)) return false;
    return (spec->transposed ? spec_out(small, small->y) : small->y.wide) <= MOST_OVERLAP &&
           (spec->transposed ? spec_out(small, small->x) : small->x.wide) <= MOST_OVERLAP;
}

// What the kernel makes of ones; of a convolution what its gradient does.
static float *counts_of(Arena *arena, const Spec *small, int *rows, int *cols)
{
    Spec run = small->transposed ? *small : spec_turned(small);
    *rows = spec_out(&run, run.y), *cols = spec_out(&run, run.x);
    size_t in = (size_t)spec_in(&run, run.y) * (size_t)spec_in(&run, run.x), taps = spec_w_count(&run);
    float *x = arena_new(arena, in, sizeof *x), *w = arena_new(arena, taps, sizeof *w);
    float *y = arena_new(arena, (size_t)*rows * (size_t)*cols, sizeof *y);
    for (size_t i = 0; i < in; i++) x[i] = 1;
    for (size_t i = 0; i < taps; i++) w[i] = 1;
    op_forward(y, x, w, NULL, &run);
    return y;
}

// "1, 2 and 4" of those numbers that are marked.
static const char *numbers_words(Arena *arena, const bool *marked, int count)
{
    const char *out = "";
    int last = -1, told = 0;
    for (int i = 0; i < count; i++)
        if (marked[i]) last = i;
    for (int i = 0; i < count; i++)
        if (marked[i]) out = arena_print(arena, "%s%s%d", out, !told++ ? "" : i == last ? " and " : ", ", i);
    return out;
}

void draw_small_overlap(Showing *s)
{
    enum { MOST_COUNT = 1024 };
    Stage *stage = s->stage;
    const Spec *spec = &s->gallery->layer;
    Arena *arena = &stage->figure->arena;
    double u = stage->unit;
    Box part = s->place.overlap;
    Spec small;
    PhaseCounts y = axis_counts(spec->y), x = axis_counts(spec->x);
    bool even = y.even && x.even;
    if (!small_layer(spec, &small) || (long long)y.most * x.most >= MOST_COUNT) {
        Box box = part_title(stage, part, "overlap", even ? "Overlap: even" : "Overlap: uneven", "Overlap");
        draw_note(stage, box.x, box.y, part.w, 12 * u, stage->look->muted, "this kernel is too large to be drawn here");
        return;
    }
    int rows, cols;
    float *counts = counts_of(arena, &small, &rows, &cols);
    bool inside[MOST_COUNT] = { false }, border[MOST_COUNT] = { false };
    for (int i = 0; i < y.count; i++)
        for (int j = 0; j < x.count; j++) inside[y.of[i].taps * x.of[j].taps] = true;
    uint32_t *pixels = arena_new(arena, (size_t)rows * (size_t)cols, sizeof *pixels);
    bool has_border = false;
    for (int i = 0; i < rows * cols; i++) {
        int count = (int)counts[i];
        pixels[i] = look_count(count, (double)y.most * x.most);
        if (!inside[count]) border[count] = has_border = true;
    }
    const char *told = numbers_words(arena, inside, MOST_COUNT);
    const char *title = even ? arena_print(arena, "Overlap: even, %s everywhere", told) : arena_print(arena, "Overlap: uneven, %s", told);
    Box box = part_title(stage, part, "overlap", title, even ? arena_print(arena, "Overlap: even, %s", told) : "Overlap: uneven");
    double side = fmin(box.w / cols, box.h / rows), whole = side >= 2 ? floor(side) : side;
    Mark *mark = image(stage, "overlap picture", (Box){ box.x, box.y, cols * whole, rows * whole }, rows, cols, pixels);
    double left = part.x + part.w - mark->box.x - mark->box.w - 10 * u;
    const char *note = !even && (y.empty || x.empty) ? "0: no weight ever lands there" : !even ? "the pattern repeats with the stride" : !has_border ? ""
                       : arena_print(arena, "border %s: an edge, not a pattern", numbers_words(arena, border, MOST_COUNT));
    if (left >= 70 * u && *note) draw_note(stage, mark->box.x + mark->box.w + 10 * u, box.y, left, 12 * u, stage->look->muted, note);
}
