// Several layers one behind the other, in the guide: the one kernel that they are together, and which of them makes how much
// of the pattern.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_SHOWN = 128 }; // taps a side of the kernel that are drawn

void picture_layers(Desk *desk, int layers)
{
    Switches to = desk->scene.show;
    to.picture_layers = layers > 1 ? layers : 0;
    desk_switch(desk, &to);
}

static const char *times_words(int layers)
{
    static const char *const words[] = { "twice", "three times", "four times", "five times" };
    return words[layers - 2];
}

static void put_pair(char out[32], const Spec *spec, int rows, int cols)
{
    if (rows == cols || spec->dims == 1) snprintf(out, 32, "%d", cols);
    else snprintf(out, 32, "%d×%d", rows, cols);
}

// Each tap a pixel of its value's colour; returns the y below.
static double kernel_lay(Desk *desk, double x, double y, double w)
{
    const Gallery *g = &desk->gallery;
    int rows = g->layer.y.kernel, cols = g->layer.x.kernel;
    double u = desk->scale, side = fmin(w, 132 * u), zoom = side / (rows > cols ? rows : cols), most = 0;
    if (rows > MOST_SHOWN || cols > MOST_SHOWN) return y;
    if (zoom >= 1) zoom = floor(zoom); // squares of whole pixels
    Figure *figure = desk_figure(desk, desk->ui.clip, 0);
    figure_begin(figure, desk_look(desk), desk->figure_measure);
    uint32_t *pixels = arena_new(&figure->arena, (size_t)rows * (size_t)cols, sizeof *pixels);
    for (int i = 0; i < rows * cols; i++) most = fmax(most, fabs((double)g->kernel[i]));
    for (int i = 0; i < rows * cols; i++) pixels[i] = look_value((double)g->kernel[i], most > 0 ? most : 1);
    Mark *mark = figure_add(figure, MARK_IMAGE, "composed kernel", (Box){ x, y + desk->ui.dy, cols * zoom, rows * zoom });
    mark->rows = rows, mark->cols = cols, mark->pixels = pixels;
    mark->line = desk_look(desk)->border, mark->stroke = u;
    return y + rows * zoom + 10 * u;
}

// A bar for each layer, the last first: it makes the finest pattern, and the largest part as a rule.
static double parts_lay(Desk *desk, double x, double y, double w)
{
    const Gallery *g = &desk->gallery;
    const Spec *one = &g->scene.spec;
    double u = desk->scale, all = 0;
    int period_y = 1, period_x = 1;
    for (int i = 0; i < g->layers; i++) all += g->part[i];
    if (checker_of_layer(g->kernel, &g->layer, NULL).share < 1e-9)
        return ui_paragraph(&desk->ui, "layers.even", x, y, w, "None of them makes a pattern: what is flat stays flat through all.", 13 * u, WEIGHT_REGULAR, TONE_MUTED) + 8 * u;
    Figure *figure = desk_figure(desk, desk->ui.clip, 0);
    figure_begin(figure, desk_look(desk), desk->figure_measure);
    y = ui_paragraph(&desk->ui, "layers.parts", x, y, w, "Each layer makes a pattern, and those behind it enlarge that. Their shares of all there is in the end:", 13 * u, WEIGHT_REGULAR, TONE_MUTED) + 6 * u;
    for (int i = g->layers - 1; i >= 0; i--) {
        char words[120], period[32];
        period_y *= one->y.stride, period_x *= one->x.stride;
        put_pair(period, one, period_y, period_x);
        int back = g->layers - 1 - i;
        const char *which = back == 0 ? "the last layer" : back == 1 ? "the one before" : i == 0 ? "the first" : "before that";
        snprintf(words, sizeof words, "%s, period %s: %.*f %%", which, period, g->part[i] / all < 0.1 ? 1 : 0, 100 * g->part[i] / all);
        y = ui_paragraph(&desk->ui, "layers.part", x, y, w, words, 13 * u, WEIGHT_REGULAR, TONE_TEXT) + 3 * u;
        Mark *rail = figure_add(figure, MARK_BOX, "part rail", (Box){ x, y + desk->ui.dy, w, 6 * u });
        rail->fill = look_mix(desk_look(desk)->border, desk_look(desk)->background, 0.6), rail->radius = 3 * u;
        Mark *bar = figure_add(figure, MARK_BOX, "part", (Box){ x, y + desk->ui.dy, fmax(2 * u, w * g->part[i] / all), 6 * u });
        bar->fill = desk_look(desk)->text, bar->radius = 3 * u;
        y += 14 * u;
    }
    return y;
}

double picture_layers_lay(Desk *desk, double x, double y, double w)
{
    const Gallery *g = &desk->gallery;
    const Spec *one = &g->scene.spec, *all = &g->layer;
    double u = desk->scale;
    char words[400], kernel[32], stride[32], together[32];
    put_pair(kernel, one, one->y.kernel, one->x.kernel), put_pair(stride, one, one->y.stride, one->x.stride);
    put_pair(together, one, all->y.stride, all->x.stride);
    snprintf(words, sizeof words, "%d layers are one", g->layers);
    y = guide_heading(desk, x, y, w, words);
    int length = snprintf(words, sizeof words, "k%s s%s %s: a kernel of ", kernel, stride, times_words(g->layers));
    if (one->dims == 1) snprintf(words + length, sizeof words - (size_t)length, "%d taps with stride %s.", all->x.kernel, together);
    else snprintf(words + length, sizeof words - (size_t)length, "%d×%d with stride %s.", all->y.kernel, all->x.kernel, together);
    y = guide_body(desk, "layers.kernel", x, y, w, words);
    y = kernel_lay(desk, x, y, w);
    int rows = spec_in(one, one->y), cols = spec_in(one, one->x), in_rows = all->y.narrow, in_cols = all->x.narrow;
    if (in_rows < rows || in_cols < cols) {
        snprintf(words, sizeof words, "The input is %d×%d here, not %d×%d: so many layers would make a picture of more than 4096×4096.", in_rows, in_cols, rows, cols);
        y = ui_paragraph(&desk->ui, "layers.smaller", x, y, w, words, 13 * u, WEIGHT_REGULAR, TONE_MUTED) + 8 * u;
    }
    y = parts_lay(desk, x, y, w);
    if (one->y.padding == 0 && one->x.padding == 0) return y;
    return ui_paragraph(&desk->ui, "layers.border", x, y, w, "Near the border it is a little different: there padding cuts between the layers.", 13 * u, WEIGHT_REGULAR, TONE_MUTED) + 8 * u;
}
