// Painting walks the marks forwards. Whatever a mark shows stays inside its box, so that neighbours never paint over
// one another's borders and a change of one cell needs no more than its box redrawn.
#include "figure/figure.h"

#include <math.h>
#include <string.h>

// Inter's capitals and figures are 0.727 of an em high and DejaVu's 0.729: a line whose baseline lies half of that
// below the middle looks centred.
static const double CAP = 0.728;
static const double SMALLEST_TYPE = 9; // times the scale; below that numbers are cut with "…"
static const double LINE_HEIGHT = 1.2;    // of a text of several lines, times its size
static const double HATCH_STEP = 6, HATCH_STRENGTH = 0.55;
static const double MOST_ENLARGED = 2048; // pixels on a side of an image put into a file
static const double PI = 3.14159265358979323846;

typedef struct Brush {
    cairo_t *cr;
    Type *type;
    const Look *look;
    double scale;
    double opacity; // of the mark at hand: every colour is thinned by it, which needs no group (slow, and large in SVG)
} Brush;

static void set_colour(const Brush *brush, Colour c)
{
    cairo_set_source_rgba(brush->cr, (c >> 16 & 255) / 255.0, (c >> 8 & 255) / 255.0, (c & 255) / 255.0,
                          (c >> 24) / 255.0 * brush->opacity);
}

static void rounded(cairo_t *cr, Box box, double radius)
{
    double r = fmin(radius, fmin(box.w, box.h) / 2);
    if (r <= 0) {
        cairo_rectangle(cr, box.x, box.y, box.w, box.h);
        return;
    }
    cairo_new_sub_path(cr);
    cairo_arc(cr, box.x + box.w - r, box.y + r, r, -PI / 2, 0);
    cairo_arc(cr, box.x + box.w - r, box.y + box.h - r, r, 0, PI / 2);
    cairo_arc(cr, box.x + r, box.y + box.h - r, r, PI / 2, PI);
    cairo_arc(cr, box.x + r, box.y + r, r, PI, 3 * PI / 2);
    cairo_close_path(cr);
}

// A border of this width whose outer edge is the edge of [box].
static void border(cairo_t *cr, Box box, double radius, double stroke)
{
    if (stroke <= 0 || box.w <= stroke || box.h <= stroke) return;
    rounded(cr, box_inset(box, stroke / 2), radius - stroke / 2);
    cairo_set_line_width(cr, stroke);
    cairo_stroke(cr);
}

static void set_dashes(cairo_t *cr, unsigned style, double stroke)
{
    if (style & STYLE_DASHED) cairo_set_dash(cr, (double[]){ 3 * stroke, 2 * stroke }, 2, 0);
    else if (style & STYLE_DOTTED) cairo_set_dash(cr, (double[]){ stroke, 2 * stroke }, 2, 0);
    else cairo_set_dash(cr, NULL, 0, 0);
}

// Lines x + y = k·step, counted from the figure's own corner and not the box's: from cell to cell they go on. Each is
// cut to the box by arithmetic, which is far quicker than a clip a cell.
static void hatch(const Brush *brush, const Mark *mark)
{
    double inset = fmax(mark->line ? mark->stroke : 0, 0.3 * mark->radius) + 0.5 * brush->scale;
    Box box = box_inset(mark->box, inset);
    if (box.w <= 0 || box.h <= 0) return;
    double step = HATCH_STEP * brush->scale * sqrt(2);
    double right = box.x + box.w, bottom = box.y + box.h;
    for (double sum = ceil((box.x + box.y) / step) * step; sum < right + bottom; sum += step) {
        double x0 = fmax(box.x, sum - bottom), x1 = fmin(right, sum - box.y);
        cairo_move_to(brush->cr, x0, sum - x0);
        cairo_line_to(brush->cr, x1, sum - x1);
    }
    cairo_set_dash(brush->cr, NULL, 0, 0);
    cairo_set_line_width(brush->cr, brush->scale);
    set_colour(brush, look_alpha(mark->line ? mark->line : brush->look->zero.line, HATCH_STRENGTH));
    cairo_stroke(brush->cr);
}

static double text_width(const Brush *brush, const char *text, double size, Weight weight)
{
    Measure measure = type_measure(brush->type);
    return measure.width(measure.self, text, size, weight);
}

// The longest beginning of [text] that fits with "…" behind it; "…" alone where none does.
static const char *elide(const Brush *brush, const Mark *mark, double size, double room, Text *out)
{
    size_t best = 0, at = 0;
    int bytes;
    while (utf8_next(mark->text + at, &bytes)) {
        at += (size_t)bytes;
        out->length = 0;
        text_put_bytes(out, mark->text, at);
        text_put(out, "…");
        if (text_width(brush, out->data, size, mark->weight) > room) break;
        best = at;
    }
    out->length = 0;
    text_put_bytes(out, mark->text, best);
    text_put(out, "…");
    return out->data;
}

static Colour ink_of(const Brush *brush, const Mark *mark)
{
    Colour ink = mark->ink ? mark->ink : mark->fill ? look_ink(mark->fill) : brush->look->text;
    return look_alpha(ink, brush->opacity);
}

// Several lines, each in the middle; made smaller all together where the box has become too small for them.
static void lines(const Brush *brush, const Mark *mark)
{
    enum { MOST_LINES = 8 };
    Text copy = { 0 };
    const char *line[MOST_LINES];
    int count = 0;
    double widest = 0, margin = fmax(mark->stroke, brush->scale) + brush->scale;
    text_put(&copy, mark->text);
    for (char *at = copy.data, *end; at && count < MOST_LINES; at = end) {
        end = strchr(at, '\n');
        if (end) *end++ = 0;
        widest = fmax(widest, text_width(brush, at, mark->size, mark->weight));
        line[count++] = at;
    }
    double high = LINE_HEIGHT * mark->size, w = mark->box.w - 2 * margin, h = mark->box.h - 2 * margin;
    double shrink = fmin(1, fmin(w / fmax(widest, 1), h / (high * count)));
    double x = mark->box.x + mark->box.w / 2, y = mark->box.y + mark->box.h / 2 - 0.5 * (count - 1) * high * shrink;
    for (int i = 0; i < count && shrink > 0; i++, y += high * shrink) {
        double size = mark->size * shrink, width = text_width(brush, line[i], size, mark->weight);
        type_draw(brush->type, brush->cr, line[i], x - width / 2, y + CAP / 2 * size, size, mark->weight, ink_of(brush, mark));
    }
    text_clear(&copy);
}

static void words(const Brush *brush, const Mark *mark)
{
    if (!mark->text || !mark->text[0] || mark->size <= 0) return;
    if (strchr(mark->text, '\n')) {
        lines(brush, mark);
        return;
    }
    bool framed = mark->kind != MARK_TEXT;
    double margin = framed ? fmax(mark->stroke * (mark->style & STYLE_DOUBLE ? 3 : 1), brush->scale) + brush->scale : 0;
    double room = mark->box.w - 2 * margin, size = mark->size;
    const char *text = mark->text;
    Text shorter = { 0 };
    double width = text_width(brush, text, size, mark->weight);
    if (framed && width > room) {
        size = fmax(size * room / width, fmin(size, SMALLEST_TYPE * brush->scale));
        width = text_width(brush, text, size, mark->weight);
        if (width > room + 0.01) text = elide(brush, mark, size, room, &shorter);
        width = text_width(brush, text, size, mark->weight);
    }
    if (!framed || width <= room + 0.01) {
        double x = mark->box.x + margin, spare = room - width;
        if (mark->align != ALIGN_LEFT) x += mark->align == ALIGN_CENTRE ? spare / 2 : spare;
        type_draw(brush->type, brush->cr, text, x, mark->box.y + mark->box.h / 2 + CAP / 2 * size, size, mark->weight,
                  ink_of(brush, mark));
    }
    text_clear(&shorter);
}

// In the upper left corner, just inside the border.
static void corner(const Brush *brush, const Mark *mark)
{
    double size = SMALLEST_TYPE * brush->scale;
    double in = mark->stroke * (mark->style & STYLE_DOUBLE ? 3 : 1) + 1.5 * brush->scale;
    if (mark->style & STYLE_RING) in = fmax(in, 4.5 * brush->scale);
    type_draw(brush->type, brush->cr, mark->corner, mark->box.x + in, mark->box.y + in + CAP * size, size, WEIGHT_REGULAR,
              ink_of(brush, mark));
}

static cairo_surface_t *image_of(const Mark *mark)
{
    return cairo_image_surface_create_for_data((unsigned char *)mark->pixels, CAIRO_FORMAT_RGB24, mark->cols, mark->rows,
                                               4 * mark->cols);
}

// The image with every pixel a square of [times] pixels. For files: a viewer of an SVG would blur a small image.
static cairo_surface_t *image_enlarged(const Mark *mark, int times)
{
    cairo_surface_t *small = image_of(mark);
    cairo_surface_t *large = cairo_image_surface_create(CAIRO_FORMAT_RGB24, mark->cols * times, mark->rows * times);
    cairo_t *cr = cairo_create(large);
    cairo_scale(cr, times, times);
    cairo_set_source_surface(cr, small, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
    cairo_paint(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(small);
    return large;
}

static void pixels(const Brush *brush, const Mark *mark)
{
    if (!mark->pixels || mark->rows < 1 || mark->cols < 1) return;
    cairo_t *cr = brush->cr;
    double across = mark->box.w / mark->cols, down = mark->box.h / mark->rows;
    // Made smaller, sharp pixels would drop rows and show a pattern that is not there.
    bool sharp = !(mark->style & STYLE_SMOOTH) && across >= 1 && down >= 1;
    bool file = cairo_surface_get_type(cairo_get_target(cr)) == CAIRO_SURFACE_TYPE_SVG;
    int times = sharp && file ? (int)ceil(fmin(fmax(across, down), MOST_ENLARGED / fmax(mark->cols, mark->rows))) : 1;
    cairo_surface_t *image = times > 1 ? image_enlarged(mark, times) : image_of(mark);
    cairo_save(cr);
    cairo_translate(cr, mark->box.x, mark->box.y);
    cairo_scale(cr, across / times, down / times);
    cairo_rectangle(cr, 0, 0, mark->cols * times, mark->rows * times);
    cairo_clip(cr);
    cairo_set_source_surface(cr, image, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), sharp ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
    cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
    cairo_paint_with_alpha(cr, brush->opacity);
    cairo_restore(cr);
    cairo_surface_destroy(image);
}

static void ring(const Brush *brush, Box box, double radius)
{
    double low = fmin(box.w, box.h), thick = fmin(2 * brush->scale, low / 6);
    // On a low bar both lines would lie on its number: the outer one goes around it.
    if (low < 18 * brush->scale) box = box_inset(box, -thick), radius += radius > 0 ? thick : 0;
    cairo_set_dash(brush->cr, NULL, 0, 0);
    set_colour(brush, brush->look->background);
    border(brush->cr, box, radius, thick);
    set_colour(brush, brush->look->text);
    border(brush->cr, box_inset(box, thick), radius - thick, thick);
}

// The folded corner of what is pinned, inside of a ring.
static void fold(const Brush *brush, const Mark *mark)
{
    double least = fmin(mark->box.w, mark->box.h), side = fmin(11 * brush->scale, 0.36 * least), gap = fmin(1.5 * brush->scale, 0.1 * side);
    double right = mark->box.x + mark->box.w - gap, top = mark->box.y + gap; // clear of a frame around many cells
    for (int under = 1; under >= 0; under--) {
        double leg = side + under * 2 * gap;
        cairo_move_to(brush->cr, right - leg, top);
        cairo_line_to(brush->cr, right, top);
        cairo_line_to(brush->cr, right, top + leg);
        cairo_close_path(brush->cr);
        set_colour(brush, under ? brush->look->background : brush->look->text);
        cairo_fill(brush->cr);
    }
}

static void framed(const Brush *brush, const Mark *mark)
{
    cairo_t *cr = brush->cr;
    Box box = mark->box;
    if (box.w <= 0 || box.h <= 0) return;
    if (mark->fill) {
        // Under an unbroken border the fill ends in its middle, so that it does not fringe the outer edge; where both
        // are thinned it ends where the border begins.
        bool covered = mark->line && mark->stroke > 0 && !(mark->style & (STYLE_DASHED | STYLE_DOTTED));
        double in = !covered ? 0 : brush->opacity < 1 ? mark->stroke : mark->stroke / 2;
        if (fmin(box.w, box.h) <= 2 * in) in = 0;
        set_colour(brush, mark->fill);
        rounded(cr, box_inset(box, in), mark->radius - in);
        cairo_fill(cr);
    }
    pixels(brush, mark);
    if (mark->style & STYLE_HATCHED) hatch(brush, mark);
    if (mark->line && mark->stroke > 0) {
        set_colour(brush, mark->line);
        set_dashes(cr, mark->style, mark->stroke);
        border(cr, box, mark->radius, mark->stroke);
        bool room = fmin(box.w, box.h) >= 10 * mark->stroke;
        if (mark->style & STYLE_DOUBLE && room)
            border(cr, box_inset(box, 2 * mark->stroke), mark->radius - 2 * mark->stroke, mark->stroke);
    }
    if (mark->style & STYLE_POINT) {
        double radius = fmin(fmax(1.5 * brush->scale, 0.05 * fmin(box.w, box.h)), fmin(box.w, box.h) / 4);
        set_colour(brush, mark->ink ? mark->ink : brush->look->zero.line);
        cairo_arc(cr, box.x + box.w / 2, box.y + box.h / 2, radius, 0, 2 * PI);
        cairo_fill(cr);
    } else {
        words(brush, mark);
    }
    if (mark->corner) corner(brush, mark);
    if (mark->style & STYLE_RING) ring(brush, box, mark->radius);
    if (mark->style & STYLE_PIN) fold(brush, mark);
}

static void line(const Brush *brush, const Mark *mark)
{
    if (!mark->line || mark->stroke <= 0) return;
    set_colour(brush, mark->line);
    set_dashes(brush->cr, mark->style, mark->stroke);
    cairo_set_line_width(brush->cr, mark->stroke);
    cairo_move_to(brush->cr, mark->box.x, mark->box.y);
    cairo_line_to(brush->cr, mark->box.x + mark->box.w, mark->box.y + mark->box.h);
    cairo_stroke(brush->cr);
}

static void handle(const Brush *brush, const Mark *mark)
{
    double fits = fmin(mark->box.w, mark->box.h) / 2;
    double radius = fmin(mark->radius > 0 ? mark->radius : 10 * brush->scale, fits);
    double x = mark->box.x + mark->box.w / 2, y = mark->box.y + mark->box.h / 2;
    double stroke = fmin(mark->stroke > 0 ? mark->stroke : 3 * brush->scale, radius);
    if (radius <= 0) return;
    cairo_set_dash(brush->cr, NULL, 0, 0);
    if (mark->style & STYLE_RING) {
        double wide = fmin(radius + 6 * brush->scale, fits); // around the handle, where the box has room
        cairo_arc(brush->cr, x, y, wide, 0, 2 * PI);
        set_colour(brush, brush->look->background);
        cairo_fill(brush->cr);
        ring(brush, (Box){ x - wide, y - wide, 2 * wide, 2 * wide }, wide);
    }
    cairo_arc(brush->cr, x, y, radius - stroke / 2, 0, 2 * PI);
    set_colour(brush, mark->fill ? mark->fill : brush->look->background);
    cairo_fill_preserve(brush->cr);
    set_colour(brush, mark->line ? mark->line : brush->look->text);
    cairo_set_line_width(brush->cr, stroke);
    cairo_stroke(brush->cr);
}

static void paint_mark(const Brush *brush, const Mark *mark)
{
    switch (mark->kind) {
    case MARK_TEXT: words(brush, mark); break;
    case MARK_LINE: line(brush, mark); break;
    case MARK_HANDLE: handle(brush, mark); break;
    default: framed(brush, mark); break;
    }
}

Box figure_reach(const Figure *figure, const Mark *mark)
{
    double u = figure->scale > 0 ? figure->scale : 1, x = fmin(mark->box.x, mark->box.x + mark->box.w), y = fmin(mark->box.y, mark->box.y + mark->box.h);
    double w = fabs(mark->box.w), h = fabs(mark->box.h), out = 1;
    if (mark->kind == MARK_LINE) out += mark->stroke;
    else if (mark->style & STYLE_RING) out += 2 * u; // of a low bar, around it
    // Letters hang over the ends of their line, and are higher than a low box.
    double high = mark->text ? fmax(0, 0.8 * mark->size - h / 2) : 0, over = mark->text && mark->kind == MARK_TEXT ? 0.3 * mark->size : 0;
    Box reach = { x - out - over, y - out - high, w + 2 * (out + over), h + 2 * (out + high) };
    if (mark->corner) reach.w = fmax(reach.w, 4 * SMALLEST_TYPE * u), reach.h = fmax(reach.h, 2 * SMALLEST_TYPE * u);
    if (mark->clip.w <= 0) return reach;
    double right = fmin(reach.x + reach.w, mark->clip.x + mark->clip.w + 1), bottom = fmin(reach.y + reach.h, mark->clip.y + mark->clip.h + 1);
    reach.x = fmax(reach.x, mark->clip.x - 1), reach.y = fmax(reach.y, mark->clip.y - 1);
    return (Box){ reach.x, reach.y, fmax(0, right - reach.x), fmax(0, bottom - reach.y) };
}

void figure_paint(const Figure *figure, cairo_t *cr, Type *type)
{
    cairo_path_t *path = cairo_copy_path(cr); // not among what cairo_save keeps
    cairo_save(cr);
    cairo_new_path(cr);
    cairo_set_operator(cr, CAIRO_OPERATOR_OVER);
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_DEFAULT);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_MITER);
    Brush brush = { cr, type, figure->look, figure->scale > 0 ? figure->scale : 1, 1 };
    double x0, y0, x1, y1;
    cairo_clip_extents(cr, &x0, &y0, &x1, &y1);
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        brush.opacity = mark->opacity;
        if (brush.opacity <= 0 || !box_overlaps(figure_reach(figure, mark), (Box){ x0, y0, x1 - x0, y1 - y0 })) continue;
        if (mark->clip.w > 0) { // few marks: those that the edge of what is seen cuts through
            cairo_save(cr);
            cairo_rectangle(cr, mark->clip.x, mark->clip.y, mark->clip.w, mark->clip.h);
            cairo_clip(cr);
        }
        paint_mark(&brush, mark);
        if (mark->clip.w > 0) cairo_restore(cr);
    }
    cairo_restore(cr);
    cairo_new_path(cr);
    cairo_append_path(cr, path);
    cairo_path_destroy(path);
}
