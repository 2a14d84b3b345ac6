// Picture: what the layer does to an image. The original and the result lie on the same grid, so that a wipe between them
// moves nothing; pixels are shown as whole squares and are never scaled down, which would make patterns of its own.
#include "figure/layout.h"

#include <math.h>
#include <stdio.h>

// Which part of the result is shown, how large, and where.
typedef struct Window {
    double zoom;
    int row, col, rows, cols;
    Box box;
} Window;

static int clamp(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

static Window window_of(const View *view, const Picture *picture, Box room)
{
    double fit = fmin(room.w / picture->out_cols, room.h / picture->out_rows);
    Window w = { .zoom = view->zoom > 0 ? view->zoom : fmax(1, floor(fit)) };
    w.rows = clamp((int)floor(room.h / w.zoom), 1, picture->out_rows);
    w.cols = clamp((int)floor(room.w / w.zoom), 1, picture->out_cols);
    w.row = clamp((int)floor(view->pan_y * picture->out_rows - w.rows / 2.0), 0, picture->out_rows - w.rows);
    w.col = clamp((int)floor(view->pan_x * picture->out_cols - w.cols / 2.0), 0, picture->out_cols - w.cols);
    w.box = (Box){ room.x, room.y, w.cols * w.zoom, w.rows * w.zoom };
    return w;
}

// The input index whose stamp has its middle nearest to output [out]: so the two pictures lie on each other.
static int source(const Spec *spec, bool rows, int out)
{
    Axis a = rows ? spec->y : spec->x;
    double middle = a.dilation * (a.kernel - 1) / 2.0, start = axis_place(a, 0, 0);
    double at = spec->transposed ? (out - start - middle) / a.stride : axis_place(a, out, 0) + middle;
    return (int)floor(at + 0.5);
}

static Mark *image(Stage *stage, const char *name, Box box, int rows, int cols, const uint32_t *pixels)
{
    Mark *mark = figure_add(stage->figure, MARK_IMAGE, name, box);
    mark->rows = rows, mark->cols = cols, mark->pixels = pixels;
    return mark;
}

// Part [from, to) of the window's columns, taken from the original or the result.
static void draw_part(Stage *stage, const Window *w, int from, int to, bool original)
{
    const Picture *picture = stage->view->picture;
    if (to <= from) return;
    int cols = to - from;
    uint32_t *pixels = arena_new(&stage->figure->arena, (size_t)w->rows * (size_t)cols, sizeof *pixels);
    for (int r = 0; r < w->rows; r++) {
        int out_row = w->row + r, in_row = clamp(source(stage->spec, true, out_row), 0, picture->in_rows - 1);
        for (int c = 0; c < cols; c++) {
            int out_col = w->col + from + c;
            size_t at = (size_t)out_row * (size_t)picture->out_cols + (size_t)out_col;
            if (original) {
                int in_col = clamp(source(stage->spec, false, out_col), 0, picture->in_cols - 1);
                pixels[(size_t)r * (size_t)cols + (size_t)c] =
                    picture->in[(size_t)in_row * (size_t)picture->in_cols + (size_t)in_col];
            } else {
                pixels[(size_t)r * (size_t)cols + (size_t)c] = picture->out[at];
            }
        }
    }
    Box box = { w->box.x + from * w->zoom, w->box.y, cols * w->zoom, w->box.h };
    image(stage, original ? "original" : "result", box, w->rows, cols, pixels);
}

static void chip(Stage *stage, const char *name, double x, double y, double limit, Align align, const char *text)
{
    double u = stage->unit, size = 14 * u;
    Measure m = stage->figure->measure;
    double width = m.width(m.self, text, size, WEIGHT_SEMIBOLD) + 20 * u;
    if (width > limit) return; // no room on this side of the wipe: the label would lie on the other picture
    Box box = { align == ALIGN_RIGHT ? x - width : x, y, width, 28 * u };
    Mark *mark = figure_add(stage->figure, MARK_BOX, name, box);
    mark->fill = stage->look->background, mark->line = stage->look->border;
    mark->stroke = u, mark->radius = 4 * u;
    figure_text(stage->figure, name, box.x + 10 * u, box.y + 5 * u, size, WEIGHT_SEMIBOLD, ALIGN_LEFT, stage->look->text, "%s", text);
}

static void sides(char out[32], int rows, int cols)
{
    snprintf(out, 32, "%d×%d", cols, rows); // as pictures are said: width first
}

// The numbers of what is seen, computed or measured.
static const char *facts(Stage *stage, const Window *w)
{
    const Picture *picture = stage->view->picture;
    Arena *arena = &stage->figure->arena;
    char in[32], out[32], gain[NUMBER_TEXT];
    sides(in, picture->in_rows, picture->in_cols);
    sides(out, picture->out_rows, picture->out_cols);
    number_show(gain, picture->gain, 2);
    const char *bright = "weights sum to about 0: mid grey stands for 0";
    if (picture->divided && fabs(picture->gain) >= 1)
        bright = arena_print(arena, "brightness ÷ %s, the mean weight sum that reaches a pixel", gain);
    else if (picture->divided) {
        number_show(gain, 1 / picture->gain, 1);
        bright = arena_print(arena, "brightness × %s: the weights that reach a pixel sum to little", gain);
    }
    bool part = w->rows < picture->out_rows || w->cols < picture->out_cols;
    const char *time = picture->milliseconds >= 0.05  ? arena_print(arena, ", %.1f ms for the kernel", picture->milliseconds)
                       : picture->milliseconds > 0 ? ", under 0.1 ms for the kernel"
                                                   : "";
    return arena_print(arena, "%s pixels in, %s out%s · %s%s", in, out, time, bright,
                       part ? " · a part is shown: drag to move, wheel to zoom" : "");
}

void lay_picture(Stage *stage)
{
    const View *view = stage->view;
    const Spec *spec = stage->spec;
    double u = stage->unit;
    double top = draw_heading(stage, LENSES[LENS_PICTURE].title, LENSES[LENS_PICTURE].purpose);
    Box room = { view->box.x, top, view->box.w, view->box.y + view->box.h - top - 44 * u };
    if (!view->picture) {
        draw_note(stage, room.x, room.y, room.w, 14 * u, view->trouble ? stage->look->error : stage->look->muted,
                  view->trouble ? view->trouble : "Working on it …");
        return;
    }
    if (room.w < 8 || room.h < 8) return;
    Window w = window_of(view, view->picture, room);
    int wipe = clamp((int)floor(view->wipe * w.cols + 0.5), 0, w.cols);
    draw_part(stage, &w, 0, wipe, true);
    draw_part(stage, &w, wipe, w.cols, false);
    Mark *frame = figure_add(stage->figure, MARK_GRID, "picture", w.box);
    frame->rows = w.rows, frame->cols = w.cols;

    double x = w.box.x + wipe * w.zoom;
    const char *op = spec->transposed ? "transposed" : "convolution";
    const char *label = arena_print(&stage->figure->arena, "%s k%d s%d", op, spec->x.kernel, spec->x.stride);
    chip(stage, "label", w.box.x + 8 * u, w.box.y + 8 * u, x - w.box.x - 16 * u, ALIGN_LEFT, "original");
    chip(stage, "label", w.box.x + w.box.w - 8 * u, w.box.y + 8 * u, w.box.x + w.box.w - x - 16 * u, ALIGN_RIGHT, label);

    Mark *edge = figure_add(stage->figure, MARK_LINE, "wipe edge", (Box){ x, w.box.y, 0, w.box.h });
    edge->line = stage->look->background, edge->stroke = 3 * u;
    double side = 30 * u;
    Mark *knob = figure_add(stage->figure, MARK_HANDLE, "wipe", (Box){ x - side / 2, w.box.y + w.box.h / 2 - side / 2, side, side });
    knob->fill = stage->look->background, knob->line = stage->look->text, knob->stroke = 2.5 * u;
    draw_note(stage, view->box.x, w.box.y + w.box.h + 10 * u, view->box.w, 13 * u, stage->look->muted, facts(stage, &w));
}
