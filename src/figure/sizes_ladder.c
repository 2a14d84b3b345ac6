// The ladder: wide sizes on the left, and on the right the narrow size that ⌊ ⌋ makes of each; their lines merge. What
// leads back from the scene's own narrow size carries its output padding, up to the two limits: below the stride the
// size comes back, below max(stride, dilation) PyTorch takes it.
#include "figure/sizes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_RUNGS = 14, LEAST_PITCH = 34 };

typedef struct Ladder {
    Axis a;
    bool transposed;
    long long first; // the smallest wide size shown
    int rungs, trip, torch;
    double x, y, pitch, side; // side: the height of a rung's box
    double wide_w, chip_w, stub, narrow_x, narrow_w;
} Ladder;

static double rung_y(const Ladder *l, int rung)
{
    return l->y + rung * l->pitch;
}

// The sizes that become the scene's narrow size, and those that output padding reaches beyond them, in the middle.
static long long first_rung(const Stage *stage, const Ladder *l)
{
    Axis a = l->a;
    if (stage->view->show.sizes.held) return stage->view->show.sizes.held;
    long long least = axis_transposed_size(a.narrow, a.kernel, a.stride, a.padding, 0, a.dilation);
    int group = l->transposed && l->torch > l->trip ? l->torch : l->trip;
    long long first = least + group / 2 - l->rungs / 2;
    if (first > a.wide) first = a.wide;
    if (first < a.wide - l->rungs + 1) first = a.wide - l->rungs + 1;
    return first < 1 ? 1 : first;
}

static void place(Stage *stage, Ladder *l, Box box)
{
    double u = stage->unit;
    l->rungs = (int)fmin(MOST_RUNGS, fmax(2, floor(box.h / (LEAST_PITCH * u))));
    l->pitch = fmin(46 * u, box.h / l->rungs);
    l->side = fmin(36 * u, l->pitch - 9 * u);
    l->x = box.x, l->y = box.y;
    l->first = first_rung(stage, l);
    char text[32];
    snprintf(text, sizeof text, "%lld", l->first + l->rungs);
    double digits = sizes_width(stage, text, 15 * u, WEIGHT_SEMIBOLD);
    l->wide_w = l->narrow_w = fmax(54 * u, digits + 22 * u);
    snprintf(text, sizeof text, "op %d", l->torch - 1);
    l->chip_w = l->transposed ? sizes_width(stage, text, 13 * u, WEIGHT_SEMIBOLD) + 14 * u : 0;
    l->stub = l->wide_w + (l->transposed ? 8 * u + l->chip_w : 0) + 10 * u;
    l->narrow_x = l->x + fmin(box.w, 520 * u) - l->narrow_w;
}

static void line(Stage *stage, const char *name, double x0, double y0, double x1, double y1, Colour colour, double stroke, unsigned style)
{
    Mark *mark = figure_add(stage->figure, MARK_LINE, name, (Box){ x0, y0, x1 - x0, y1 - y0 });
    mark->line = colour, mark->stroke = stroke, mark->style = style;
}

static Mark *size_box(Stage *stage, const char *name, Box box, RolePaint paint, long long size)
{
    double u = stage->unit;
    Mark *mark = figure_add(stage->figure, MARK_BOX, name, box);
    mark->fill = paint.fill, mark->line = paint.line;
    mark->stroke = 1.5 * u, mark->radius = 4 * u;
    mark->text = size > 0 ? arena_print(&stage->figure->arena, "%lld", size) : "–";
    mark->size = fmin(15 * u, 0.62 * box.h), mark->weight = WEIGHT_SEMIBOLD;
    return mark;
}

// The middle of the rungs that become [narrow], as far as they are shown.
static double narrow_y(const Ladder *l, long long narrow)
{
    double sum = 0;
    int count = 0;
    for (int i = 0; i < l->rungs; i++)
        if (size_rung(l->a, l->first + i).narrow == narrow) sum += rung_y(l, i) + l->side / 2, count++;
    return count ? sum / count : NAN;
}

static void draw_narrow(Stage *stage, const Ladder *l)
{
    const Look *look = stage->look;
    RolePaint role = l->transposed ? look->input : look->output;
    long long last = -1;
    for (int i = 0; i < l->rungs; i++) {
        long long narrow = size_rung(l->a, l->first + i).narrow;
        if (narrow == last) continue;
        last = narrow;
        Box box = { l->narrow_x, narrow_y(l, narrow) - l->side / 2, l->narrow_w, l->side };
        bool now = narrow == l->a.narrow;
        RolePaint paint = now ? role : (RolePaint){ role.line, look->background };
        Mark *mark = size_box(stage, "narrow size", box, paint, narrow);
        if (now) mark->stroke = 3 * stage->unit;
        if (!narrow) mark->style |= STYLE_DASHED, mark->line = look->muted, mark->ink = look->muted;
    }
}

// A limit lies between two rungs, its words beside the line, the longest that leave the narrow sizes alone.
static void draw_limit(Stage *stage, const Ladder *l, int below, double off, unsigned style, const char *const *words)
{
    const Look *look = stage->look;
    double u = stage->unit;
    int rung = -1;
    for (int i = 0; i < l->rungs; i++)
        if (size_rung(l->a, l->first + i).output_padding == below - 1) rung = i;
    if (rung < 0) return;
    double y = rung_y(l, rung) + (l->side + l->pitch) / 2 + off * u, end = l->x + l->wide_w + 8 * u + l->chip_w;
    line(stage, "limit", l->x, y, end, y, look->text, 2 * u, style);
    for (; *words; words++) {
        const char *text = arena_print(&stage->figure->arena, "%s: op < %d", *words, below);
        double w = sizes_width(stage, text, 12 * u, WEIGHT_REGULAR) + 8 * u;
        if (end + w + 12 * u > l->narrow_x) continue;
        // Lines that pass behind it give way.
        Mark *mark = figure_add(stage->figure, MARK_BOX, "limit", (Box){ end + 2 * u, y - off * u - 8 * u, w, 16 * u });
        mark->fill = look->background, mark->ink = look->text;
        mark->text = text, mark->size = 12 * u;
        return;
    }
}

static void draw_limits(Stage *stage, const Ladder *l)
{
    static const char *const both[] = { "round trip and PyTorch", "both limits", "both", NULL };
    static const char *const trip[] = { "round trip", "back", NULL }, *const none[] = { NULL };
    static const char *const torch[] = { "PyTorch’s limit", "PyTorch", "limit", NULL };
    bool one = l->trip == l->torch;
    draw_limit(stage, l, l->trip, one ? -2 : 0, 0, one ? both : trip);
    draw_limit(stage, l, l->torch, one ? 2 : 0, STYLE_DASHED, one ? none : torch);
}

static void draw_rung(Stage *stage, const Ladder *l, int i)
{
    const Look *look = stage->look;
    Rung rung = size_rung(l->a, l->first + i);
    RolePaint role = l->transposed ? look->output : look->input;
    double u = stage->unit, y = rung_y(l, i), middle = y + l->side / 2;
    bool now = rung.wide == l->a.wide, family = rung.narrow == l->a.narrow;
    bool back = l->transposed && rung.output_padding >= 0;
    double from = l->x + l->wide_w + (back ? 8 * u + l->chip_w : 0), stub = l->x + l->stub;
    Colour quiet = look_mix(look->border, look->background, 0.45);
    Colour colour = family ? now ? role.line : look->border : quiet;
    double stroke = (now && family ? 3 : family ? 2 : 1.5) * u;
    // What a convolution makes of it.
    if (rung.narrow) {
        line(stage, "floor", from, middle, stub, middle, colour, stroke, 0);
        line(stage, "floor", stub, middle, l->narrow_x, narrow_y(l, rung.narrow), colour, stroke, 0);
    }
    // A way back that is no way there: it comes out of another narrow size.
    double out = narrow_y(l, l->a.narrow);
    if (back && !family && !isnan(out))
        line(stage, "one way", stub, middle, l->narrow_x, out, now ? role.line : look->border, (now ? 3 : 2) * u, STYLE_DASHED);
    RolePaint paint = family || now ? role : (RolePaint){ role.line, look->background };
    Mark *mark = size_box(stage, "wide size", (Box){ l->x, y, l->wide_w, l->side }, paint, rung.wide);
    mark->ink = look_ink(paint.fill);
    if (now) mark->stroke = 3 * u;
    if (!rung.narrow) mark->style |= STYLE_DASHED, mark->line = look->muted;
    if (!back) return;
    double h = fmin(24 * u, l->side);
    Mark *chip = figure_add(stage->figure, MARK_BOX, "way back", (Box){ l->x + l->wide_w + 8 * u, middle - h / 2, l->chip_w, h });
    chip->fill = now ? look->text : look->background, chip->line = now ? look->text : look->border;
    chip->ink = now ? look->background : look->text;
    chip->stroke = u, chip->radius = h / 2;
    chip->text = arena_print(&stage->figure->arena, "op %d", rung.output_padding);
    chip->size = fmin(13 * u, 0.62 * h), chip->weight = WEIGHT_SEMIBOLD;
}

// ---- words -----------------------------------------------------------------------------------------------------

// A formula on one line; where that is too long its result begins the next.
static void put_formula(Stage *stage, Text *out, const Spec *spec, double width)
{
    Text text = { 0 };
    size_formula(&text, spec, sizes_rows(stage));
    char *result = strstr(text.data, " = ");
    if (result && sizes_width(stage, text.data, 12 * stage->unit, WEIGHT_MONO) > width) *result = '\n';
    text_print(out, "%s%s", out->length ? "\n" : "", text.data);
    text_clear(&text);
}

// The way there and the way back, with their numbers.
static const char *formulas(Stage *stage, double width)
{
    Text text = { 0 };
    Spec back = *stage->spec;
    Axis *a = sizes_rows(stage) ? &back.y : &back.x;
    put_formula(stage, &text, stage->spec, width);
    if (back.transposed) {
        back.transposed = false;
        a->narrow = (int)size_rung(*a, a->wide).narrow;
        put_formula(stage, &text, &back, width);
    }
    const char *kept = arena_text(&stage->figure->arena, text_or_empty(&text));
    text_clear(&text);
    return kept;
}

static const char *words(Stage *stage, const Ladder *l)
{
    Axis a = l->a;
    Arena *arena = &stage->figure->arena;
    long long least = axis_transposed_size(a.narrow, a.kernel, a.stride, a.padding, 0, a.dilation), most = least + a.stride - 1;
    long long back = size_rung(a, a.wide).narrow;
    if (l->transposed && a.output_padding >= a.stride)
        return arena_print(arena, "One way only: op %d is not below stride %d. A convolution brings %d to %lld, not back to %d.",
                           a.output_padding, a.stride, a.wide, back, a.narrow);
    if (least < 1) least = 1;
    if (least == most)
        return arena_print(arena, "%s %lld becomes %d: nothing to remember.",
                           a.stride == 1 ? "Stride 1 rounds nothing away: only" : "Only", least, a.narrow);
    const char *touch = stage->view->still ? ""
                        : l->transposed    ? " Click or drag a size to return to it."
                                           : " Click or drag a size to start from it.";
    return arena_print(arena, "%lld %s %lld %s become %d: %s.%s", least, most == least + 1 ? "and" : "to", most,
                       most == least + 1 ? "both" : "all", a.narrow,
                       l->transposed ? "output padding remembers which" : "the floor forgets which", touch);
}

void sizes_ladder(Stage *stage, Box box)
{
    const Look *look = stage->look;
    double u = stage->unit, caption = 24 * u;
    Ladder l = { .a = sizes_axis(stage), .transposed = stage->spec->transposed };
    l.trip = size_trip_limit(l.a), l.torch = size_torch_limit(l.a);
    const char *code = formulas(stage, box.w), *said = words(stage, &l);
    TextLine one;
    double code_h = 1.4 * 12 * u * text_wrap(&stage->figure->measure, code, 12 * u, WEIGHT_MONO, box.w, &one, 1);
    double said_h = stage->compact ? 0 : sizes_note_height(stage, box.w, 13 * u, WEIGHT_REGULAR, said) + 8 * u;
    place(stage, &l, (Box){ box.x, box.y + caption, box.w, box.h - caption - code_h - said_h - 4 * u });

    const char *wide = l.transposed ? "output y" : "input x", *narrow = l.transposed ? "input x" : "output y";
    Colour wide_ink = l.transposed ? look->output.line : look->input.line;
    Colour narrow_ink = l.transposed ? look->input.line : look->output.line;
    double narrow_w = sizes_width(stage, narrow, 13 * u, WEIGHT_SEMIBOLD), wide_w = sizes_width(stage, wide, 13 * u, WEIGHT_SEMIBOLD);
    double right = l.narrow_x + l.narrow_w, room = right - narrow_w - box.x - wide_w - 24 * u;
    figure_text(stage->figure, "wide caption", box.x, box.y, 13 * u, WEIGHT_SEMIBOLD, ALIGN_LEFT, wide_ink, "%s", wide);
    figure_text(stage->figure, "narrow caption", right, box.y, 13 * u, WEIGHT_SEMIBOLD, ALIGN_RIGHT, narrow_ink, "%s", narrow);
    static const char *const floors[] = { "⌊(w + 2p − d(k−1) − 1)/s⌋ + 1  →", "⌊(… − 1)/s⌋ + 1 →", "⌊ ⌋ →" };
    for (int i = 0; i < COUNT(floors); i++) {
        double w = sizes_width(stage, floors[i], 13 * u, WEIGHT_REGULAR);
        if (w > room) continue;
        figure_text(stage->figure, "floor caption", box.x + wide_w + 12 * u + room / 2, box.y, 13 * u, WEIGHT_REGULAR,
                    ALIGN_CENTRE, look->muted, "%s", floors[i]);
        break;
    }
    // The present one's lines lie over the others.
    int now = (int)(l.a.wide - l.first);
    for (int i = 0; i < l.rungs; i++)
        if (i != now) draw_rung(stage, &l, i);
    if (now >= 0 && now < l.rungs) draw_rung(stage, &l, now);
    draw_narrow(stage, &l);
    if (l.transposed) draw_limits(stage, &l);
    double foot = rung_y(&l, l.rungs - 1) + l.side;
    double y = sizes_code(stage, "formula", box.x, foot + 6 * u, box.w, code);
    if (!stage->compact) draw_note(stage, box.x, y + 4 * u, box.w, 13 * u, look->muted, said);
}
