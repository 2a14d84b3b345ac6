// The figure as a list: marks are appended, asked for the one under a point, and written out as text.
#include "figure/layout.h"

#include <string.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void figure_begin(Figure *figure, const Look *look, Measure measure)
{
    figure->count = 0;
    arena_reset(&figure->arena);
    figure->look = look;
    figure->measure = measure;
    figure->scale = 1;
    figure->near = (Nearness){ .most = 1, .least_x = 0.5, .most_x = 0.5, .least_y = 0.5, .most_y = 0.5 };
}

void figure_clear(Figure *figure)
{
    free(figure->marks);
    arena_clear(&figure->arena);
    *figure = (Figure){ 0 };
}

Mark *figure_add(Figure *figure, MarkKind kind, const char *name, Box box)
{
    if (figure->count == figure->capacity) {
        figure->capacity = figure->capacity ? 2 * figure->capacity : 64;
        figure->marks = memory_grow(figure->marks, (size_t)figure->capacity, sizeof *figure->marks);
    }
    Mark *mark = &figure->marks[figure->count++];
    bool holds_text = kind == MARK_CELL || kind == MARK_BOX;
    *mark = (Mark){ .kind = kind, .name = name, .cell = CELL_NONE, .box = box, .opacity = 1,
                    .align = holds_text ? ALIGN_CENTRE : ALIGN_LEFT };
    return mark;
}

Mark *figure_text(Figure *figure, const char *name, double x, double y, double size, Weight weight, Align align,
                  Colour ink, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = arena_vprint(&figure->arena, format, args);
    va_end(args);
    double width = figure->measure.width(figure->measure.self, text, size, weight);
    if (align != ALIGN_LEFT) x -= align == ALIGN_CENTRE ? width / 2 : width;
    Mark *mark = figure_add(figure, MARK_TEXT, name, (Box){ x, y, width, 1.2 * size });
    mark->text = text;
    mark->size = size;
    mark->weight = weight;
    mark->align = align;
    mark->ink = ink;
    return mark;
}

const Mark *figure_hit(const Figure *figure, double x, double y)
{
    for (int i = figure->count - 1; i >= 0; i--) {
        const Mark *mark = &figure->marks[i];
        bool can_be_hit = mark->cell.role != ROLE_NONE || mark->kind == MARK_HANDLE;
        if (can_be_hit && box_has(mark->box, x, y) && (mark->clip.w <= 0 || box_has(mark->clip, x, y))) return mark;
    }
    return NULL;
}

// ---- as text ---------------------------------------------------------------------------------------------------

static void put_colour(Text *out, const char *name, Colour colour)
{
    if (!colour) return;
    if (colour >> 24 == 0xFF) text_print(out, " %s=%06X", name, (unsigned)(colour & 0xFFFFFF));
    else text_print(out, " %s=%06X@%02X", name, (unsigned)(colour & 0xFFFFFF), (unsigned)(colour >> 24));
}

// One decimal, never −0.0.
static double tenth(double value)
{
    return round(value * 10) / 10 + 0.0;
}

static void put_quoted(Text *out, const char *text)
{
    text_put(out, "\"");
    for (; *text; text++) {
        if (*text == '\n') text_put(out, "\\n");
        else if (*text == '"' || *text == '\\') text_print(out, "\\%c", *text);
        else text_put_bytes(out, text, 1);
    }
    text_put(out, "\"");
}

static void put_mark(Text *out, const Mark *mark)
{
    static const char *const kinds[MARK_KINDS] = { "grid", "cell", "text", "line", "box", "handle", "image" };
    static const char *const styles[] = { "dashed", "dotted", "hatched", "double", "ring", "point", "smooth", "pin" };
    static const char *const weights[] = { "regular", "semibold", "mono" };
    static const char *const aligns[] = { "left", "centre", "right" };
    text_print(out, "%s ", kinds[mark->kind]);
    put_quoted(out, mark->name ? mark->name : "");
    if (mark->cell.role) {
        char cell[64];
        cell_print(cell, mark->cell);
        text_print(out, " cell=%s", cell);
    }
    text_print(out, " box=%.1f,%.1f,%.1f,%.1f", tenth(mark->box.x), tenth(mark->box.y), tenth(mark->box.w),
               tenth(mark->box.h));
    if (mark->rows || mark->cols) text_print(out, " size=%dx%d", mark->rows, mark->cols);
    if (mark->pixels) text_put(out, " pixels");
    put_colour(out, "fill", mark->fill);
    put_colour(out, "line", mark->line);
    if (mark->stroke != 0) text_print(out, " stroke=%.1f", tenth(mark->stroke));
    if (mark->radius != 0) text_print(out, " radius=%.1f", tenth(mark->radius));
    if (mark->opacity != 1) text_print(out, " opacity=%.2f", mark->opacity); // 0.35 and 0.4 are different things
    if (mark->style) text_put(out, " style=");
    const char *comma = "";
    for (int i = 0; i < COUNT(styles); i++) {
        if (!(mark->style & 1u << i)) continue;
        text_print(out, "%s%s", comma, styles[i]);
        comma = ",";
    }
    put_colour(out, "ink", mark->ink);
    if (mark->text) {
        text_print(out, " type=%.1f,%s,%s ", tenth(mark->size), weights[mark->weight], aligns[mark->align]);
        put_quoted(out, mark->text);
    }
    if (mark->corner) text_put(out, " corner="), put_quoted(out, mark->corner);
    if (mark->clip.w > 0) text_print(out, " clip=%.1f,%.1f,%.1f,%.1f", tenth(mark->clip.x), tenth(mark->clip.y), tenth(mark->clip.w), tenth(mark->clip.h));
    text_put(out, "\n");
}

void figure_dump(Text *out, const Figure *figure)
{
    for (int i = 0; i < figure->count; i++) put_mark(out, &figure->marks[i]);
}

Mark *figure_take(Figure *figure, const Mark *mark)
{
    Mark *copy = figure_add(figure, mark->kind, mark->name, mark->box);
    *copy = *mark;
    copy->name = arena_text(&figure->arena, mark->name);
    if (mark->text) copy->text = arena_text(&figure->arena, mark->text);
    if (mark->corner) copy->corner = arena_text(&figure->arena, mark->corner);
    if (!mark->pixels) return copy;
    size_t count = (size_t)mark->rows * (size_t)mark->cols;
    uint32_t *pixels = arena_new(&figure->arena, count, sizeof *pixels);
    memcpy(pixels, mark->pixels, count * sizeof *pixels);
    copy->pixels = pixels;
    return copy;
}

void figure_append(Figure *figure, const Figure *from)
{
    for (int i = 0; i < from->count; i++) figure_take(figure, &from->marks[i]);
}
