// The whole layer in one table: a column of input planes, a row of output planes, and where a channel of one meets a
// channel of the other, their slice of the weights. Places without a slice belong to different groups: no weight joins
// them.
#include "figure/layout.h"

#include <math.h>

enum { MOST_SHOWN = 8 }; // channels of either side; the one in focus is always among them

static int first_shown(int focused, int count)
{
    if (count <= MOST_SHOWN) return 0;
    int first = focused - MOST_SHOWN / 2;
    return first < 0 ? 0 : first > count - MOST_SHOWN ? count - MOST_SHOWN : first;
}

// One plane of a tensor as pixels in the middle of [box], as large as whole cells allow.
static void draw_plane(Figure *figure, const Work *work, const char *name, Cell plane, Box box, RolePaint paint, bool chosen)
{
    int shape[4];
    scene_shape(&work->scene.spec, plane.role, shape);
    int rows = shape[2], cols = shape[3], shown_rows = rows < 128 ? rows : 128, shown_cols = cols < 128 ? cols : 128;
    Scale scale = work_scale(work, plane.role);
    uint32_t *pixels = arena_new(&figure->arena, (size_t)shown_rows * (size_t)shown_cols, sizeof *pixels);
    for (int r = 0; r < shown_rows; r++) {
        for (int c = 0; c < shown_cols; c++) {
            plane.at[2] = (int)((long)r * rows / shown_rows), plane.at[3] = (int)((long)c * cols / shown_cols);
            pixels[r * shown_cols + c] = scale_colour(scale, (double)work_value(work, plane));
        }
    }
    double pitch = fmin(box.w / cols, box.h / rows), w = pitch * cols, h = pitch * rows;
    Box at = { box.x + (box.w - w) / 2, box.y + (box.h - h) / 2, w, h };
    Mark *mark = figure_add(figure, MARK_GRID, name, at);
    mark->rows = shown_rows, mark->cols = shown_cols, mark->pixels = pixels;
    mark->line = paint.line, mark->stroke = figure->scale;
    plane.at[2] = plane.at[3] = 0;
    mark->cell = plane;
    if (!chosen) return;
    Mark *frame = figure_add(figure, MARK_BOX, "chosen", (Box){ box.x - 3 * figure->scale, box.y - 3 * figure->scale, box.w + 6 * figure->scale, box.h + 6 * figure->scale });
    frame->line = figure->look->text, frame->stroke = 2 * figure->scale, frame->radius = 4 * figure->scale;
}

static void label(Figure *figure, double x, double y, Align align, Colour ink, int channel)
{
    figure_text(figure, "channel", x, y, 12 * figure->scale, WEIGHT_REGULAR, align, ink, "%d", channel);
}

double figure_layer(Figure *figure, const Work *work, int n, int ic, int oc, Box box, double scale, const Look *look, Measure measure)
{
    figure_begin(figure, look, measure);
    figure->scale = scale;
    const Spec *spec = &work->scene.spec;
    int in_first = first_shown(ic, spec->in_channels), out_first = first_shown(oc, spec->out_channels);
    int ins = spec->in_channels < MOST_SHOWN ? spec->in_channels : MOST_SHOWN;
    int outs = spec->out_channels < MOST_SHOWN ? spec->out_channels : MOST_SHOWN;
    int ins_of_group = spec->in_channels / spec->groups, outs_of_group = spec->out_channels / spec->groups;
    // Columns: the names of the inputs, the inputs, then one for each output; below all the outputs themselves.
    double names = 18 * scale, gap = 8 * scale, cell = floor(fmin(44 * scale, (box.w - names - 2 * gap) / (outs + 1) - gap));
    double left = box.x + names, top = box.y + 20 * scale, first_col = left + cell + 2 * gap;
    figure_text(figure, "in", left, box.y, 12 * scale, WEIGHT_SEMIBOLD, ALIGN_LEFT, look->input.line, "x");
    figure_text(figure, "weights", first_col, box.y, 12 * scale, WEIGHT_SEMIBOLD, ALIGN_LEFT, look->kernel.line, "w");
    for (int i = 0; i < ins; i++) {
        int in = in_first + i;
        double y = top + i * (cell + gap);
        label(figure, left - 6 * scale, y + cell / 2 - 8 * scale, ALIGN_RIGHT, look->muted, in);
        draw_plane(figure, work, "input plane", (Cell){ ROLE_X, { n, in, 0, 0 } }, (Box){ left, y, cell, cell }, look->input, false);
        for (int o = 0; o < outs; o++) {
            int out = out_first + o;
            Box place = { first_col + o * (cell + gap), y, cell, cell };
            if (in / ins_of_group != out / outs_of_group) {
                Mark *none = figure_add(figure, MARK_LINE, "not joined", (Box){ place.x + cell * 0.4, y + cell / 2, cell * 0.2, 0 });
                none->line = look->border, none->stroke = scale;
                continue;
            }
            Cell slice = spec->transposed ? (Cell){ ROLE_W, { in, out % outs_of_group, 0, 0 } } : (Cell){ ROLE_W, { out, in % ins_of_group, 0, 0 } };
            draw_plane(figure, work, "weight slice", slice, place, look->kernel, in == ic && out == oc);
        }
    }
    double below = top + ins * (cell + gap) + gap;
    figure_text(figure, "out", left, below + cell / 2 - 8 * scale, 12 * scale, WEIGHT_SEMIBOLD, ALIGN_LEFT, look->output.line, "y");
    for (int o = 0; o < outs; o++) {
        Box place = { first_col + o * (cell + gap), below, cell, cell };
        draw_plane(figure, work, "output plane", (Cell){ ROLE_Y, { n, out_first + o, 0, 0 } }, place, look->output, false);
        label(figure, place.x + cell / 2, below + cell + 2 * scale, ALIGN_CENTRE, look->muted, out_first + o);
    }
    return below + cell + 20 * scale - box.y;
}
