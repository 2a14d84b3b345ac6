// Other kernels and strides, at the layer's dilation: for each what its prints make of a flat input where no edge is near.
// Small multiples on one scale, from no print to the most that a cell of the same picture gets; those that are even are
// framed, holes are the scale's dark end, and the layer's own carries a dot.
#include "figure/layout.h"

#include <math.h>
#include <string.h>

enum { CELLS = 14, STRIDES = 4, KERNELS = 7, MOST_STRIDES = 6, MOST_KERNELS = 10 };

static const double LABEL = 24, BELOW = 18, LEAST = 13, MOST = 44;

static int held(int value, int least, int most)
{
    return value < least ? least : value > most ? least : value;
}

ChartPlace chart_place(const Spec *spec, Box box, double unit)
{
    // As many as to show the layer's own, where the tiles do not become too small for that.
    ChartPlace p = { .strides = held(spec->x.stride, STRIDES, MOST_STRIDES), .kernels = held(spec->x.kernel, KERNELS, MOST_KERNELS) };
    double w = box.w - LABEL * unit, h = box.h - BELOW * unit;
    double plain = fmin(w / KERNELS, h / STRIDES);
    p.pitch = fmin(w / p.kernels, h / p.strides);
    if (p.pitch < fmin(plain, LEAST * unit)) p.strides = STRIDES, p.kernels = KERNELS, p.pitch = plain;
    p.pitch = floor(fmin(p.pitch, MOST * unit));
    if (p.pitch < LEAST * unit) p.pitch = 0;
    p.x = box.x + LABEL * unit, p.y = box.y;
    return p;
}

double chart_height(const ChartPlace *place, double unit)
{
    return place->strides * place->pitch + BELOW * unit;
}

// The pattern of a tile: cells of whole pixels, about ten a side.
static int cells_of(const ChartPlace *p, double unit, double *side)
{
    double room = p->pitch - fmax(3, 4 * unit), cell = fmax(1, floor(room / 10 + 0.5));
    int cells = (int)fmax(1, fmin(CELLS, floor(room / cell)));
    *side = cells * cell;
    return cells;
}

static Box tile_box(const ChartPlace *p, double side, int kernel, int stride)
{
    double in = (p->pitch - side) / 2;
    return (Box){ p->x + (kernel - 1) * p->pitch + floor(in), p->y + (stride - 1) * p->pitch + floor(in), side, side };
}

// Both axes take the same kernel and stride, each with its own dilation; in 1D there is one.
static uint32_t *tile_pixels(Figure *figure, const Spec *spec, int cells, int kernel, int stride)
{
    float rows[CELLS], cols[CELLS], most = 0;
    uint32_t *pixels = arena_new(&figure->arena, CELLS * CELLS, sizeof *pixels);
    overlap_period(cols, kernel, stride, spec->x.dilation, cells);
    for (int i = 0; i < cells; i++) rows[i] = spec->dims == 1 ? 1 : cols[i];
    if (spec->dims == 2 && spec->y.dilation != spec->x.dilation) overlap_period(rows, kernel, stride, spec->y.dilation, cells);
    for (int i = 0; i < cells * cells; i++) most = fmaxf(most, rows[i / cells] * cols[i % cells]);
    for (int i = 0; i < cells * cells; i++) {
        int row = i / cells, col = i % cells; // what repeats is coloured once
        bool again = row >= stride || col >= stride;
        pixels[i] = again ? pixels[row % stride * cells + col % stride] : look_count((double)(rows[row] * cols[col]), (double)most);
    }
    return pixels;
}

static bool is_even(const Spec *spec, int kernel, int stride)
{
    Axis y = spec->y, x = spec->x;
    y.kernel = x.kernel = kernel, y.stride = x.stride = stride;
    return axis_counts(x).even && (spec->dims == 1 || axis_counts(y).even);
}

static void draw_tile(Figure *figure, const Look *look, double unit, const Spec *spec, const ChartPlace *p, const char *prefix, int kernel, int stride)
{
    double side;
    int cells = cells_of(p, unit, &side);
    Box box = tile_box(p, side, kernel, stride);
    bool own = chart_is_own(spec, kernel, stride), even = is_even(spec, kernel, stride);
    Mark *tile = figure_add(figure, MARK_IMAGE, "chart pattern", box);
    tile->rows = tile->cols = cells, tile->pixels = tile_pixels(figure, spec, cells, kernel, stride);
    if (even) {
        Mark *frame = figure_add(figure, MARK_BOX, "chart even", box_inset(box, -unit));
        frame->line = look->text, frame->stroke = fmax(1.5, 2 * unit), frame->radius = 3 * unit;
    }
    if (own) {
        double dia = fmin(13 * unit, 0.6 * box.w);
        Mark *dot = figure_add(figure, MARK_BOX, "chart own", (Box){ box.x + (box.w - dia) / 2, box.y + (box.h - dia) / 2, dia, dia });
        dot->fill = RGB(0xFFFFFF), dot->line = RGB(0), dot->stroke = fmax(1, dia / 5), dot->radius = dia / 2;
    }
    // Where it can be pressed; kernel and stride are its columns and rows.
    Mark *press = figure_add(figure, MARK_BOX, arena_print(&figure->arena, "%s tile", prefix), box_inset(box, -unit));
    press->rows = stride, press->cols = kernel;
}

bool chart_is_own(const Spec *spec, int kernel, int stride)
{
    bool cols = spec->x.kernel == kernel && spec->x.stride == stride;
    return cols && (spec->dims == 1 || (spec->y.kernel == kernel && spec->y.stride == stride));
}

void chart_draw(Figure *figure, const Look *look, double unit, const Spec *spec, const ChartPlace *p, const char *prefix)
{
    double size = 12 * unit;
    for (int stride = 1; stride <= p->strides; stride++) {
        figure_text(figure, "chart stride", p->x - 6 * unit, p->y + (stride - 0.5) * p->pitch - 0.6 * size, size, WEIGHT_REGULAR, ALIGN_RIGHT, look->muted, "s%d", stride);
        for (int kernel = 1; kernel <= p->kernels; kernel++) draw_tile(figure, look, unit, spec, p, prefix, kernel, stride);
    }
    for (int kernel = 1; kernel <= p->kernels; kernel++)
        figure_text(figure, "chart kernel", p->x + (kernel - 0.5) * p->pitch, p->y + p->strides * p->pitch + 2 * unit, size, WEIGHT_REGULAR, ALIGN_CENTRE,
                    look->muted, p->pitch >= 16 * unit ? "k%d" : "%d", kernel);
}

double figure_chart(Figure *figure, const Spec *spec, Box box, double scale, const Look *look, Measure measure)
{
    figure_begin(figure, look, measure);
    figure->scale = scale;
    ChartPlace place = chart_place(spec, box, scale);
    if (place.pitch <= 0) return 0;
    chart_draw(figure, look, scale, spec, &place, "other");
    return chart_height(&place, scale);
}
