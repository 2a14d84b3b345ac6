// The spectrum of a signal: A and B as curves over the same frequencies, each multiple of fs/s named, and what stands there.
#include "figure/picture.h"

#include <math.h>
#include <string.h>

static const double LEFT = 44, FOOT = 18, LINE = 18, TITLE = 22;

typedef struct Axes {
    Box box;
    double top; // decibels
} Axes;

static double x_at(const Axes *axes, double f)
{
    return axes->box.x + 2 * f * axes->box.w;
}

static double y_at(const Axes *axes, double decibels)
{
    double part = (decibels + SIGNAL_FLOOR) / (axes->top + SIGNAL_FLOOR);
    return axes->box.y + axes->box.h * (1 - fmax(0, fmin(1, part)));
}

static double width_of(Showing *s, const char *text, double size, Weight weight)
{
    Measure m = s->stage->figure->measure;
    return m.width(m.self, text, size, weight);
}

static Colour colour_of(const Showing *s, bool b)
{
    return b ? s->stage->look->kernel.line : s->stage->look->output.line;
}

static const char *name_of(Arena *arena, int multiple, int stride)
{
    char name[MULTIPLE_NAME];
    multiple_name(name, multiple, stride);
    return arena_text(arena, name);
}

// ---- the curves ------------------------------------------------------------------------------------------------

// What lies further apart than the values of the wide side has no frequency above a part of theirs: all curves share one axis.
static double frequency(const Exhibit *exhibit, double at)
{
    return 0.5 * at / (exhibit->curve_count - 1) / fmax(1, exhibit->entrant.step_x);
}

static void draw_curve(Showing *s, const Axes *axes, const Exhibit *exhibit, bool b)
{
    double x0 = 0, y0 = 0;
    for (int i = 0; i < exhibit->curve_count; i++) {
        double x = x_at(axes, frequency(exhibit, i)), y = y_at(axes, (double)exhibit->curve[i]);
        if (i > 0) {
            Mark *mark = figure_add(s->stage->figure, MARK_LINE, b ? "spectrum B" : "spectrum A", (Box){ x0, y0, x - x0, y - y0 });
            mark->line = colour_of(s, b), mark->stroke = (b ? 3 : 1.75) * s->stage->unit;
        }
        x0 = x, y0 = y;
    }
}

// The strongest image of a tone that was played, in decibels, at a multiple of fs/s and f to one [sign] of it; −INFINITY
// where none is heard.
static double strongest_image(const Showing *s, const Exhibit *exhibit, int stride, int *multiple, int *sign)
{
    const Scene *scene = &s->gallery->scene;
    double best = -60, f = fabs((double)scene->x.number) / s->gallery->cols;
    bool found = false;
    if (scene->x.kind != SOURCE_TONE || !scene->spec.transposed || exhibit->entrant.period_x == 1 || f <= 0 || f >= 0.5 / stride) return -INFINITY;
    for (int j = 1; j <= stride / 2; j++)
        for (int way = -1; way <= 1; way += 2) {
            double at = (double)j / stride + way * f;
            if (at > 0.5) continue;
            double level = (double)exhibit->curve[(int)lround(2 * at * (exhibit->curve_count - 1))];
            if (level > best) best = level, *multiple = j, *sign = way, found = true;
        }
    return found ? best : -INFINITY;
}

static void ring(Showing *s, const Axes *axes, const char *name, double f, double level, bool b)
{
    double half = (b ? 8 : 6) * s->stage->unit, x = x_at(axes, f), y = y_at(axes, level);
    Mark *mark = figure_add(s->stage->figure, MARK_BOX, name, (Box){ fmin(x, axes->box.x + axes->box.w) - half, y - half, 2 * half, 2 * half });
    mark->line = colour_of(s, b), mark->stroke = 2 * s->stage->unit, mark->radius = half;
}

static void draw_rings(Showing *s, const Axes *axes, const Exhibit *exhibit, int stride, bool b)
{
    double f = fabs((double)s->gallery->scene.x.number) / s->gallery->cols;
    for (int i = 0; i < exhibit->tones; i++)
        if (exhibit->tone[i].stands) ring(s, axes, "peak", frequency(exhibit, exhibit->tone[i].at), exhibit->tone[i].level, b);
    int multiple, sign;
    double level = strongest_image(s, exhibit, stride, &multiple, &sign);
    if (isfinite(level)) ring(s, axes, "image", (double)multiple / stride + sign * f, level, b);
}

// ---- its axes --------------------------------------------------------------------------------------------------

static void draw_axes(Showing *s, const Axes *axes, int stride)
{
    Stage *stage = s->stage;
    Arena *arena = &stage->figure->arena;
    double u = stage->unit, foot = axes->box.y + axes->box.h, end = axes->box.x - 4 * u;
    Mark *ground = figure_add(stage->figure, MARK_BOX, "spectrum frame", axes->box);
    ground->fill = stage->look->surface, ground->line = stage->look->border, ground->stroke = u;
    double every = axes->box.h >= 150 * u ? 20 : 40;
    for (double at = axes->top; at >= -SIGNAL_FLOOR; at -= every) {
        double y = y_at(axes, at), top = fmax(axes->box.y, fmin(foot - 13 * u, y - 6.5 * u));
        char shown[NUMBER_TEXT];
        number_show(shown, at, 0);
        figure_text(stage->figure, "decibels", axes->box.x - 5 * u, top, 11 * u, WEIGHT_REGULAR, ALIGN_RIGHT, stage->look->muted, "%s%s", shown, at == axes->top ? " dB" : "");
    }
    // The names of the multiples; the last, at the right end, is the one that must be there.
    double right = axes->box.x + axes->box.w;
    for (int pass = 0; pass < 2; pass++)
        for (int j = stride / 2; j >= 1; j--) {
            bool last = 2 * j == stride;
            if (last != (pass == 0)) continue;
            double x = x_at(axes, (double)j / stride);
            Mark *guide = figure_add(stage->figure, MARK_LINE, "multiple", (Box){ x, axes->box.y, 0, axes->box.h });
            guide->line = stage->look->muted, guide->stroke = u, guide->style |= STYLE_DASHED;
            const char *name = name_of(arena, j, stride);
            double w = width_of(s, name, 12 * u, WEIGHT_SEMIBOLD), from = fmin(x - w / 2, axes->box.x + axes->box.w - w);
            if (from + w > right || from < end + 10 * u) continue;
            figure_text(stage->figure, "multiple", from, foot + 2 * u, 12 * u, WEIGHT_SEMIBOLD, ALIGN_LEFT, stage->look->text, "%s", name);
            right = from - 6 * u;
        }
    if (stride == 1 && axes->box.w > 60 * u)
        figure_text(stage->figure, "multiple", axes->box.x + axes->box.w, foot + 2 * u, 12 * u, WEIGHT_REGULAR, ALIGN_RIGHT, stage->look->muted, "fs/2");
    if (right > axes->box.x + 24 * u) figure_text(stage->figure, "multiple", axes->box.x, foot + 2 * u, 12 * u, WEIGHT_REGULAR, ALIGN_LEFT, stage->look->muted, "0");
}

// ---- in words --------------------------------------------------------------------------------------------------

// "fs/2: 14 dB above", shorter where it must be.
static const char *tones_said(Showing *s, const Exhibit *exhibit, int stride)
{
    Arena *arena = &s->stage->figure->arena;
    const char *out = "";
    if (exhibit->trouble[0]) return "is not there";
    if (!exhibit->curve) return "too short for a spectrum";
    if (exhibit->entrant.period_x == 1 || stride == 1) return "nothing is enlarged";
    for (int i = 0; i < exhibit->tones; i++)
        if (exhibit->tone[i].stands) out = arena_print(arena, "%s%s%s: %.0f dB above", out, *out ? ", " : "", name_of(arena, exhibit->tone[i].multiple, stride), exhibit->tone[i].above);
    int multiple = 0, sign = 0;
    double image = strongest_image(s, exhibit, stride, &multiple, &sign);
    char shown[NUMBER_TEXT];
    number_show(shown, image, 0);
    if (isfinite(image)) out = arena_print(arena, "%s%simage at %s %s f: %s dB", out, *out ? ", " : "", name_of(arena, multiple, stride), sign < 0 ? "−" : "+", shown);
    return *out ? out : arena_print(arena, "no tone at %s%s", name_of(arena, 1, stride), stride > 3 ? ", nor at its multiples" : "");
}

static void say(Showing *s, bool b, double x, double y, double w, const char *said)
{
    Stage *stage = s->stage;
    double u = stage->unit, size = 13 * u;
    Mark *mark = figure_add(stage->figure, MARK_BOX, "letter", (Box){ x, y, 15 * u, 15 * u });
    mark->fill = colour_of(s, b), mark->radius = 3 * u, mark->text = b ? "B" : "A", mark->size = 11 * u, mark->weight = WEIGHT_SEMIBOLD;
    char *text = arena_text(&stage->figure->arena, said);
    for (int i = (int)strlen(text) - 1; i > 0 && width_of(s, text, size, WEIGHT_REGULAR) > w - 22 * u; i--)
        if (text[i] == ',') text[i] = 0;
    while (size > 9.5 * u && width_of(s, text, size, WEIGHT_REGULAR) > w - 22 * u) size -= 0.5 * u;
    if (width_of(s, text, size, WEIGHT_REGULAR) > w - 22 * u) return;
    figure_text(stage->figure, b ? "tones B" : "tones A", x + 21 * u, y, size, WEIGHT_REGULAR, ALIGN_LEFT, stage->look->text, "%s", text);
}

void draw_tones(Showing *s)
{
    Stage *stage = s->stage;
    Box part = s->place.spectrum;
    double u = stage->unit, words = 2 * LINE * u + 4 * u;
    const Spec *spec = &s->gallery->layer;
    int stride = s->gallery->a == RIVAL_GRADIENT || s->gallery->b == RIVAL_GRADIENT || spec->transposed ? spec->x.stride : 1;
    Axes axes = { { part.x + LEFT * u, part.y + TITLE * u, part.w - LEFT * u - 10 * u, part.h - (TITLE + FOOT) * u - words }, 0 };
    const char *title = spec->transposed ? "Spectrum of A and B, fs: one value of the output" : "Spectrum of A and B, fs: one value of the input";
    if (width_of(s, title, 13 * u, WEIGHT_SEMIBOLD) > part.w) title = "Spectrum of A and B";
    figure_text(stage->figure, "spectrum", part.x, part.y, 13 * u, WEIGHT_SEMIBOLD, ALIGN_LEFT, stage->look->text, "%s", title);
    const Exhibit *both[] = { s->b, s->a };
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < both[i]->curve_count; j++)
            while (both[i]->curve[j] > axes.top) axes.top += 20;
    if (axes.box.h < 40 * u || axes.box.w < 60 * u) return;
    draw_axes(s, &axes, stride);
    for (int i = 0; i < 2; i++)
        if (both[i]->curve) draw_curve(s, &axes, both[i], i == 0);
    for (int i = 0; i < 2; i++)
        if (both[i]->curve) draw_rings(s, &axes, both[i], stride, i == 0);
    double y = axes.box.y + axes.box.h + FOOT * u + 4 * u;
    say(s, false, part.x, y, part.w, tones_said(s, s->a, stride));
    say(s, true, part.x, y + LINE * u, part.w, tones_said(s, s->b, stride));
}
