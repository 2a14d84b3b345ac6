// Picture: what the layer does to an image. A and B lie on one grid, so that a wipe between them moves nothing; pixels are
// shown as squares, or made smaller by whole numbers, which makes no pattern of its own.
#include "figure/picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static int clamp(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

static Mark *image(Stage *stage, const char *name, Box box, int rows, int cols, const uint32_t *pixels)
{
    Mark *mark = figure_add(stage->figure, MARK_IMAGE, name, box);
    mark->rows = rows, mark->cols = cols, mark->pixels = pixels;
    return mark;
}

// ---- names and values ------------------------------------------------------------------------------------------

const char *rival_title(Stage *stage, const Gallery *gallery, Rival rival, bool in_full)
{
    const Spec *spec = &gallery->scene.spec;
    const Source *w = &gallery->scene.w;
    if (rival == RIVAL_REPAIRED && !spec->transposed) return "repaired gradient"; // the convolution itself has nothing to repair
    if (rival != RIVAL_LAYER) return RIVALS[rival].title;
    Arena *arena = &stage->figure->arena;
    const char *kernel = spec->dims == 1 || spec->y.kernel == spec->x.kernel ? arena_print(arena, "k%d", spec->x.kernel) : arena_print(arena, "k%d×%d", spec->y.kernel, spec->x.kernel);
    const char *stride = spec->dims == 1 || spec->y.stride == spec->x.stride ? arena_print(arena, "s%d", spec->x.stride) : arena_print(arena, "s%d×%d", spec->y.stride, spec->x.stride);
    const char *layers = gallery->layers > 1 ? arena_print(arena, "%d × ", gallery->layers) : "";
    if (!in_full) return arena_print(arena, "%s%s %s", gallery->layers > 1 ? layers : "this layer, ", kernel, stride);
    bool seeded = source_seeded(w->kind);
    const char *filled = w->kind == SOURCE_TYPED ? "typed" : w->kind == SOURCE_FILE ? "from a file" : source_word(w->kind);
    const char *seed = seeded ? arena_print(arena, " %lld", w->number) : "";
    return arena_print(arena, "%s%s, %s %s, %s%s", layers, spec->transposed ? "transposed" : "convolution", kernel, stride, filled, seed);
}

// The pixel that lies nearest to a place of the grid, half way the one before; −1 outside.
static int nearest(double at, double start, double step, int count)
{
    double i = ceil((at - start) / step - 0.5);
    return i < 0 || i >= count ? -1 : (int)i;
}

bool exhibit_at(const Exhibit *exhibit, double row, double col, double *grey, Colour *colour)
{
    const Entrant *e = &exhibit->entrant;
    if (exhibit->trouble[0]) return false;
    int r = nearest(row, e->start_y, e->step_y, e->rows), c = nearest(col, e->start_x, e->step_x, e->cols);
    if (r < 0 || c < 0) return false;
    uint32_t pixel = e->pixels[(size_t)r * (size_t)e->cols + (size_t)c];
    *colour = pixel;
    *grey = picture_grey(pixel >> 16 & 255, pixel >> 8 & 255, pixel & 255) / 255;
    int gr = r - e->grey_row, gc = c - e->grey_col;
    if (e->grey && gr >= 0 && gr < e->grey_rows && gc >= 0 && gc < e->grey_cols) *grey = (double)e->grey[(size_t)gr * (size_t)e->grey_cols + (size_t)gc];
    return true;
}

// ---- A and B ---------------------------------------------------------------------------------------------------

// An exhibit as it is drawn: its pixels, or those of a level where they would be too small, on the gallery's grid.
typedef struct Sheet {
    const Level *level;
    double start_y, start_x, step_y, step_x;
} Sheet;

static Sheet sheet_of(const Exhibit *exhibit, double zoom)
{
    const Entrant *e = &exhibit->entrant;
    const Level *level = &exhibit->level[0];
    double step = fmin(e->step_y, e->step_x) * zoom;
    for (int i = 1; i < exhibit->levels && level->every * step < 0.98; i++) level = &exhibit->level[i];
    double off = (level->every - 1) / 2.0;
    return (Sheet){ level, e->start_y + off * e->step_y, e->start_x + off * e->step_x, e->step_y * level->every, e->step_x * level->every };
}

// The part of a sheet's rows or columns that is seen of [from, to) on the grid, whose pixel 0 covers −½ … ½.
static void seen_of(double from, double to, double start, double step, int count, int *first, int *end)
{
    *first = clamp((int)floor((from - start) / step + 0.5), 0, count);
    *end = clamp((int)ceil((to - start) / step + 0.5), *first, count);
}

// The part of the gallery's grid that is seen: of a quick answer each pixel stands for several of the scene's.
typedef struct Extent {
    double zoom, top, left, bottom, right;
} Extent;

static Extent extent_of(const Showing *s)
{
    const PicturePlace *p = &s->place;
    const Spec *spec = &s->gallery->layer;
    double own = (double)spec_in(spec, spec->x) * (spec->transposed ? spec->x.stride : 1), reduced = own / s->gallery->cols;
    return (Extent){ p->zoom * reduced, p->row / reduced - 0.5, p->col / reduced - 0.5, (p->row + p->rows) / reduced - 0.5,
                   (p->col + p->cols) / reduced - 0.5 };
}

static void draw_trouble(Stage *stage, Box box, const char *words)
{
    Mark *ground = figure_add(stage->figure, MARK_BOX, "no picture", box);
    ground->fill = stage->look->surface;
    double u = stage->unit;
    if (box.w > 120 * u) draw_note(stage, box.x + 12 * u, box.y + 48 * u, box.w - 24 * u, 14 * u, stage->look->text, words);
}

// Of [area], where all of what is seen would stand, only what lies in [part].
static void draw_exhibit(Showing *s, const Exhibit *exhibit, const char *name, Box area, Box part)
{
    if (part.w <= 0 || part.h <= 0) return;
    if (exhibit->trouble[0]) {
        draw_trouble(s->stage, part, exhibit->trouble);
        return;
    }
    Extent seen = extent_of(s);
    Sheet sheet = sheet_of(exhibit, seen.zoom);
    double left = seen.left + (part.x - area.x) / seen.zoom, right = left + part.w / seen.zoom;
    int first_row, end_row, first_col, end_col;
    seen_of(seen.top, seen.bottom, sheet.start_y, sheet.step_y, sheet.level->rows, &first_row, &end_row);
    seen_of(left, right, sheet.start_x, sheet.step_x, sheet.level->cols, &first_col, &end_col);
    int rows = end_row - first_row, cols = end_col - first_col;
    if (rows < 1 || cols < 1) return;
    uint32_t *pixels = arena_new(&s->stage->figure->arena, (size_t)rows * (size_t)cols, sizeof *pixels);
    for (int r = 0; r < rows; r++) {
        const uint32_t *from = sheet.level->pixels + (size_t)(first_row + r) * (size_t)sheet.level->cols + first_col;
        for (int c = 0; c < cols; c++) pixels[(size_t)r * (size_t)cols + (size_t)c] = from[c];
    }
    Box box = { area.x + (sheet.start_x + sheet.step_x * (first_col - 0.5) - seen.left) * seen.zoom,
                area.y + (sheet.start_y + sheet.step_y * (first_row - 0.5) - seen.top) * seen.zoom, cols * sheet.step_x * seen.zoom,
                rows * sheet.step_y * seen.zoom };
    image(s->stage, name, box, rows, cols, pixels)->clip = part;
}

static uint32_t differing(uint32_t a, uint32_t b, double times)
{
    uint32_t out = 0xFF000000u;
    for (int shift = 0; shift < 24; shift += 8) {
        double by = times * ((int)(a >> shift & 255) - (int)(b >> shift & 255));
        out |= (uint32_t)clamp((int)lround(128 + by), 0, 255) << shift;
    }
    return out;
}

// A − B, so many times, around mid grey: a pixel of the grid each, or where those are small of the grid made smaller.
static void draw_difference(Showing *s, Box area)
{
    if (s->a->trouble[0] || s->b->trouble[0]) {
        draw_trouble(s->stage, area, s->a->trouble[0] ? s->a->trouble : s->b->trouble);
        return;
    }
    Extent seen = extent_of(s);
    Sheet a = sheet_of(s->a, seen.zoom), b = sheet_of(s->b, seen.zoom);
    double every = fmax(1, fmin(a.step_x, b.step_x));
    int rows = clamp((int)ceil((seen.bottom - seen.top) / every - 1e-6), 1, 1 << 14), cols = clamp((int)ceil((seen.right - seen.left) / every - 1e-6), 1, 1 << 14);
    uint32_t *pixels = arena_new(&s->stage->figure->arena, (size_t)rows * (size_t)cols, sizeof *pixels);
    for (int r = 0; r < rows; r++) {
        double row = seen.top + (r + 0.5) * every;
        int ra = nearest(row, a.start_y, a.step_y, a.level->rows), rb = nearest(row, b.start_y, b.step_y, b.level->rows);
        for (int c = 0; c < cols; c++) {
            double col = seen.left + (c + 0.5) * every;
            int ca = nearest(col, a.start_x, a.step_x, a.level->cols), cb = nearest(col, b.start_x, b.step_x, b.level->cols);
            uint32_t *to = &pixels[(size_t)r * (size_t)cols + (size_t)c];
            *to = 0xFF808080u; // outside of one of them
            if (ra < 0 || rb < 0 || ca < 0 || cb < 0) continue;
            *to = differing(a.level->pixels[(size_t)ra * (size_t)a.level->cols + (size_t)ca], b.level->pixels[(size_t)rb * (size_t)b.level->cols + (size_t)cb],
                            fmax(1, s->gallery->amplify));
        }
    }
    Box box = { area.x, area.y, cols * every * seen.zoom, rows * every * seen.zoom };
    image(s->stage, "difference", box, rows, cols, pixels)->clip = area;
}

// ---- what lies on them -----------------------------------------------------------------------------------------

// A letter, and as much of the title as has room.
static void chip(Stage *stage, const char *name, Box part, Align align, const char *letter, const char *in_full, const char *title)
{
    double u = stage->unit, size = 14 * u;
    Measure m = stage->figure->measure;
    Arena *arena = &stage->figure->arena;
    const char *says[] = { *in_full ? arena_print(arena, "%s  %s", letter, in_full) : letter, arena_print(arena, "%s  %s", letter, title), letter };
    for (int i = 0; i < COUNT(says); i++) {
        double width = m.width(m.self, says[i], size, WEIGHT_SEMIBOLD) + 16 * u;
        if (width > part.w - 16 * u) continue;
        Box box = { align == ALIGN_RIGHT ? part.x + part.w - 8 * u - width : part.x + 8 * u, part.y + 8 * u, width, 28 * u };
        Mark *mark = figure_add(stage->figure, MARK_BOX, name, box);
        mark->fill = look_alpha(stage->look->background, 0.94), mark->radius = 4 * u;
        mark->line = stage->look->border, mark->stroke = u;
        figure_text(stage->figure, name, box.x + 8 * u, box.y + 5 * u, size, WEIGHT_SEMIBOLD, ALIGN_LEFT, stage->look->text, "%s", says[i]);
        return;
    }
}

static void chip_of(Showing *s, bool b, Box part)
{
    Rival rival = b ? s->gallery->b : s->gallery->a;
    bool right = b && s->stage->view->show.picture_with == PICTURE_WIPE;
    chip(s->stage, b ? "title B" : "title A", part, right ? ALIGN_RIGHT : ALIGN_LEFT, b ? "B" : "A", rival_title(s->stage, s->gallery, rival, true),
         RIVALS[rival].title);
}

static void draw_wipe(Showing *s)
{
    Stage *stage = s->stage;
    Box area = s->place.a;
    double u = stage->unit, x = area.x + floor(fmax(0, fmin(1, stage->view->wipe)) * area.w + 0.5);
    Box left = { area.x, area.y, x - area.x, area.h }, right = { x, area.y, area.x + area.w - x, area.h };
    draw_exhibit(s, s->a, "A", area, left);
    draw_exhibit(s, s->b, "B", area, right);
    chip_of(s, false, left);
    chip_of(s, true, right);
    Mark *edge = figure_add(stage->figure, MARK_LINE, "wipe edge", (Box){ x, area.y, 0, area.h });
    edge->line = stage->look->background, edge->stroke = 3 * u;
    if (stage->view->still) return;
    double side = 30 * u;
    Mark *knob = figure_add(stage->figure, MARK_HANDLE, "wipe", (Box){ x - side / 2, area.y + area.h / 2 - side / 2, side, side });
    knob->fill = stage->look->background, knob->line = stage->look->text, knob->stroke = 2.5 * u, knob->radius = side / 2;
    figure_text(stage->figure, "wipe arrow", x, area.y + area.h / 2 - 9 * u, 15 * u, WEIGHT_SEMIBOLD, ALIGN_CENTRE, stage->look->text, "↔");
}

static void draw_both(Showing *s)
{
    draw_exhibit(s, s->a, "A", s->place.a, s->place.a);
    draw_exhibit(s, s->b, "B", s->place.b, s->place.b);
    chip_of(s, false, s->place.a);
    chip_of(s, true, s->place.b);
}

static void draw_what_differs(Showing *s)
{
    Arena *arena = &s->stage->figure->arena;
    const char *a = rival_title(s->stage, s->gallery, s->gallery->a, false), *b = rival_title(s->stage, s->gallery, s->gallery->b, false);
    draw_difference(s, s->place.a);
    if (s->a->trouble[0] || s->b->trouble[0]) return;
    const char *times = s->gallery->amplify > 0 ? arena_print(arena, "×%.0f", s->gallery->amplify) : "they are the same";
    const char *brief = s->gallery->amplify > 0 ? arena_print(arena, "×%.0f around mid grey", s->gallery->amplify) : times;
    chip(s->stage, "title A", s->place.a, ALIGN_LEFT, "A − B", arena_print(arena, "%s − %s, %s", a, b, times), brief);
}

// What a moved input does, in words: the pattern belongs to the output's pixels, not to the picture.
static void draw_moved(Showing *s, double y)
{
    const Switches *show = &s->gallery->scene.show;
    Stage *stage = s->stage;
    if (!show->picture_shift_row && !show->picture_shift_col) return;
    bool pattern = !s->a->trouble[0] && s->a->entrant.even.share > 1e-6;
    Arena *arena = &stage->figure->arena;
    int row = show->picture_shift_row, col = show->picture_shift_col;
    const char *down = row ? arena_print(arena, "%d %s", abs(row), row > 0 ? "down" : "up") : "";
    const char *right = col ? arena_print(arena, "%s%d to the %s", row ? ", " : "", abs(col), col > 0 ? "right" : "left") : "";
    const char *seen = pattern ? "the picture moved, the pattern stayed" : "the picture moved; A has no pattern that could stay";
    const char *says[] = { arena_print(arena, "Moved %s%s: %s", down, right, seen), seen, arena_print(arena, "Moved %s%s", down, right) };
    Measure m = stage->figure->measure;
    for (int i = 0; i < COUNT(says); i++) {
        if (m.width(m.self, says[i], 13 * stage->unit, WEIGHT_REGULAR) > s->place.room.w) continue;
        figure_text(stage->figure, "moved", s->place.room.x, y, 13 * stage->unit, WEIGHT_REGULAR, ALIGN_LEFT, stage->look->muted, "%s", says[i]);
        return;
    }
}

void lay_picture(Stage *stage)
{
    const View *view = stage->view;
    double u = stage->unit;
    if (view->still) draw_heading(stage, LENSES[LENS_PICTURE].title, view->gallery && view->gallery->scene.spec.dims == 1 ? "what it does to a signal" : LENSES[LENS_PICTURE].purpose);
    Showing s = { .stage = stage, .gallery = view->gallery };
    figure_picture_place(&s.place, view);
    Box room = s.place.room;
    if (!s.gallery) {
        draw_note(stage, room.x, room.y, room.w, 14 * u, view->trouble ? stage->look->error : stage->look->muted,
                  view->trouble ? view->trouble : "Working on it …");
        return;
    }
    if (room.w < 8 || room.h < 8) return;
    s.a = s.gallery->full[s.gallery->a], s.b = s.gallery->full[s.gallery->b];
    if (s.gallery->scene.spec.dims == 1) {
        lay_signal(&s);
        return;
    }
    if (view->show.picture_with == PICTURE_BESIDE) draw_both(&s);
    else if (view->show.picture_with == PICTURE_DIFFERENCE) draw_what_differs(&s);
    else draw_wipe(&s);
    Mark *frame = figure_add(stage->figure, MARK_GRID, "picture", s.place.a);
    frame->rows = (int)lround(s.place.rows), frame->cols = (int)lround(s.place.cols);
    draw_moved(&s, fmax(s.place.a.y + s.place.a.h + 4 * u, room.y + 40 * u)); // below the chips, however low the picture is
    if (s.place.loupe.w > 0) draw_loupe(&s);
    if (s.place.spectrum.w > 0) draw_spectrum(&s);
    if (s.place.overlap.w > 0) draw_small_overlap(&s);
    if (s.place.strip.w > 0) draw_strip(&s);
}
