// The size ruler: one axis of the stamped extent as a row of cells, [cut p | kept | cut p − op].
#include "figure/layout.h"

#include <math.h>

static void part(Figure *figure, const char *name, Box box, Colour fill, Colour line, unsigned style, double unit)
{
    Mark *mark = figure_add(figure, MARK_BOX, name, box);
    mark->fill = fill, mark->line = line, mark->style = style;
    mark->stroke = (style & STYLE_DASHED ? 1 : 1.5) * unit;
    mark->radius = box.w >= 12 * unit ? 4 * unit : 0;
}

static void label(Figure *figure, double from, double to, double y, double unit, Colour ink, const char *text, Box room)
{
    double size = 12 * unit, width = figure->measure.width(figure->measure.self, text, size, WEIGHT_REGULAR);
    double x = (from + to - width) / 2;
    x = fmax(room.x, fmin(x, room.x + room.w - width));
    figure_text(figure, "ruler label", x, y, size, WEIGHT_REGULAR, ALIGN_LEFT, ink, "%s", text);
}

void figure_ruler(Figure *figure, const Spec *spec, bool rows, Box box, double scale, const Look *look, Measure measure)
{
    figure_begin(figure, look, measure);
    figure->scale = scale;
    Axis a = rows ? spec->y : spec->x;
    int out = spec_out(spec, a);
    // A transposed axis has p cells cut before and p − op after; where op > p the kept part goes on beyond the stamps.
    int before = spec->transposed ? a.padding : 0, extent = spec->transposed ? axis_extent(a) : out;
    int total = before + out > extent ? before + out : extent, after = total - before - out;
    int beyond = total - extent < out ? total - extent : out; // of what is kept
    double pitch = box.w / total, gap = pitch >= 8 * scale ? 2 * scale : 0, height = fmin(22 * scale, box.h - 18 * scale);
    if (pitch >= 6 * scale && total <= 32) {
        for (int i = 0; i < total; i++) {
            bool kept = i >= before && i < before + out, nothing = i >= extent;
            Box cell = { box.x + i * pitch, box.y, pitch - gap, height };
            if (kept) part(figure, nothing ? "beyond" : "kept", cell, nothing ? look->background : look->output.fill,
                           look->output.line, nothing ? STYLE_HATCHED : 0, scale);
            else part(figure, "cut", cell, 0, look->border, STYLE_DASHED | (nothing ? STYLE_HATCHED : 0), scale);
        }
    } else {
        Box cell = { box.x, box.y, before * pitch, height };
        if (before) part(figure, "cut", cell, 0, look->border, STYLE_DASHED, scale);
        cell = (Box){ box.x + before * pitch, box.y, (out - beyond) * pitch, height };
        if (out > beyond) part(figure, "kept", cell, look->output.fill, look->output.line, 0, scale);
        cell = (Box){ cell.x + cell.w, box.y, beyond * pitch, height };
        if (beyond) part(figure, "beyond", cell, look->background, look->output.line, STYLE_HATCHED, scale);
        cell = (Box){ box.x + (before + out) * pitch, box.y, after * pitch, height };
        if (after) part(figure, "cut", cell, 0, look->border, STYLE_DASHED, scale);
    }
    double y = box.y + height + 3 * scale, kept_from = box.x + before * pitch, kept_to = kept_from + out * pitch;
    Arena *arena = &figure->arena;
    const char *kept = !spec->transposed ? arena_print(arena, out == 1 ? "%d window" : "%d windows", out)
                       : beyond          ? arena_print(arena, "kept %d, %d empty", out, beyond)
                       : a.output_padding && out > a.output_padding ? arena_print(arena, "kept %d + %d", out - a.output_padding, a.output_padding)
                                          : arena_print(arena, "kept %d", out);
    double middle = measure.width(measure.self, kept, 12 * scale, WEIGHT_SEMIBOLD);
    double at = fmax(box.x, fmin((kept_from + kept_to - middle) / 2, box.x + box.w - middle));
    figure_text(figure, "ruler label", at, y, 12 * scale, WEIGHT_SEMIBOLD, ALIGN_LEFT, look->output.line, "%s", kept);
    // The side labels give way to the middle one when there is no room for both.
    const char *left = arena_print(arena, "cut %d", before), *right = arena_print(arena, "cut %d", after);
    double left_w = measure.width(measure.self, left, 12 * scale, WEIGHT_REGULAR);
    double right_w = measure.width(measure.self, right, 12 * scale, WEIGHT_REGULAR);
    if (before && box.x + left_w + 8 * scale <= at) label(figure, box.x, box.x, y, scale, look->muted, left, box);
    if (after && at + middle + 8 * scale <= box.x + box.w - right_w)
        label(figure, box.x + box.w, box.x + box.w, y, scale, look->muted, right, box);
}
