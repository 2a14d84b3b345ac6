// Where the parts of the Picture place stand: the large picture, a column beside it, a strip below. What is narrow loses the
// loupe first but for a line of its numbers, then the overlap, then the spectrum; what is low the strip.
#include "figure/picture.h"

#include <math.h>

const Rival STRIP_ORDER[RIVAL_COUNT] = { RIVAL_ORIGINAL, RIVAL_LAYER, RIVAL_REPAIRED, RIVAL_BILINEAR, RIVAL_SUBPIXEL, RIVAL_ICNR,
                                         RIVAL_NEAREST_CONV, RIVAL_BILINEAR_CONV, RIVAL_NEAREST, RIVAL_GRADIENT };

// ---- zoom ------------------------------------------------------------------------------------------------------

static const double FINE[] = { 1, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 9, 10, 11, 12, 14, 16, 20, 24, 32 };
static const double COARSE[] = { 1.0 / 32, 1.0 / 16, 1.0 / 8, 1.0 / 4, 1.0 / 2, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32 };

double picture_zoom(double zoom, int by)
{
    double best = 0;
    if (by) {
        int at = 0; // the last that is not above
        while (at + 1 < COUNT(COARSE) && COARSE[at + 1] <= zoom + 1e-9) at++;
        bool between = COARSE[at] < zoom - 1e-9;
        at += by < 0 && between ? by + 1 : by;
        return COARSE[at < 0 ? 0 : at >= COUNT(COARSE) ? COUNT(COARSE) - 1 : at];
    }
    for (int i = 0; i < COUNT(FINE); i++)
        if (FINE[i] <= zoom + 1e-9) best = FINE[i];
    for (int i = 0; level_every(i); i++)
        if (1.0 / level_every(i) <= zoom + 1e-9) best = fmax(best, 1.0 / level_every(i));
    return best > 0 ? best : COARSE[0];
}

// ---- the parts -------------------------------------------------------------------------------------------------

// The strip takes what it needs below; [h] is what is left above it.
static void place_strip(PicturePlace *p, const View *view, double *h)
{
    double u = view->scale, words = 42 * u, side = floor(fmin(THUMB_SIDE * u, 0.2 * *h));
    Box box = view->box;
    double room = side + words + 16 * u;
    if (side < 44 * u || *h - room < 150 * u) return;
    *h -= room;
    double arrows = view->still ? 0 : 36 * u;
    p->thumb = side, p->pitch = side + 16 * u;
    p->strip = (Box){ box.x, box.y + box.h - side - words, box.w, side + words };
    if (view->still) { // nothing to scroll with: all stand, however small
        p->pitch = fmin(p->pitch, box.w / RIVAL_COUNT), p->thumb = fmin(p->thumb, p->pitch - 6 * u);
        p->shown = RIVAL_COUNT;
        return;
    }
    int all = (int)floor((box.w + 16 * u) / p->pitch);
    p->shown = all >= RIVAL_COUNT ? RIVAL_COUNT : (int)floor((box.w - 2 * arrows + 16 * u) / p->pitch);
    if (p->shown < 1) p->shown = 1;
    if (p->shown < RIVAL_COUNT) p->strip.x += arrows, p->strip.w -= 2 * arrows;
    // What room is left goes between them.
    double spare = p->strip.w - (p->shown * p->pitch - 16 * u);
    if (p->shown > 1) p->pitch += fmin(24 * u, floor(spare / (p->shown - 1)));
    int last = RIVAL_COUNT - p->shown;
    p->first = view->strip < 0 ? 0 : view->strip > last ? last : view->strip;
}

// Three parts, one below the other, or as many as have room; of the loupe a line is left at the least.
static void place_column(PicturePlace *p, const View *view)
{
    double u = view->scale, gap = 14 * u, most = 200 * u;
    Box *parts[] = { &p->spectrum, &p->overlap, &p->loupe };
    int count = COUNT(parts);
    double side = 0;
    for (; count > 0; count--) {
        double line = count < COUNT(parts) ? LOUPE_LINE * u + gap : 0;
        side = floor(fmin(fmin(most, p->side.w), (p->side.h - line - (count - 1) * gap) / count - PART_TITLE * u));
        if (side >= 84 * u) break;
    }
    double y = p->side.y;
    for (int i = count == COUNT(parts) ? count - 1 : 0, placed = 0; placed < count; placed++, y += PART_TITLE * u + side + gap) {
        *parts[i] = (Box){ p->side.x, y, p->side.w, PART_TITLE * u + side };
        i = (i + 1) % COUNT(parts);
    }
    if (count < COUNT(parts)) p->loupe = (Box){ p->side.x, y, p->side.w, LOUPE_LINE * u };
}

static double own_side(const Spec *spec, bool rows)
{
    Axis a = rows ? spec->y : spec->x;
    return (double)spec_in(spec, a) * (spec->transposed ? a.stride : 1);
}

// What is seen of one side of the grid that has [length] screen pixels, [middle] of it in the middle.
static void see(double length, double zoom, double all, double middle, double *first, double *count)
{
    *count = fmin(all, floor(length / zoom + 1e-6));
    if (*count < 1) *count = 1;
    *first = floor(middle * all - *count / 2);
    *first = fmax(0, fmin(all - *count, *first));
}

void figure_picture_place(PicturePlace *p, const View *view)
{
    double u = view->scale, gap = 18 * u;
    Box box = view->box;
    *p = (PicturePlace){ .zoom = 1 };
    if (view->still) box.y += 52 * u, box.h -= 52 * u; // the heading of a file
    View below = *view;
    below.box = box;
    double h = box.h;
    place_strip(p, &below, &h);
    if (!view->gallery) {
        p->room = box;
        return;
    }
    const Scene *scene = &view->gallery->scene;
    if (scene->spec.dims == 1) {
        place_signal(p, view, box, h);
        return;
    }
    double rows = own_side(&view->gallery->layer, true), cols = own_side(&view->gallery->layer, false);
    bool moved = scene->show.picture_shift_row || scene->show.picture_shift_col, beside = view->show.picture_with == PICTURE_BESIDE;
    double shape = cols / rows * (beside ? 2 : 1), tall = h - (moved ? 22 * u : 0);
    double column = fmax(150 * u, fmin(fmin(340 * u, 0.4 * box.w), box.w - gap - tall * shape));
    // Two beside each other need the room more than the column does.
    bool has_column = box.w >= (beside ? 760 : 400) * u && h >= 110 * u;
    p->room = (Box){ box.x, box.y, has_column ? box.w - column - gap : box.w, tall };
    Box each = p->room;
    if (beside) each.w = floor((each.w - 8 * u) / 2);
    p->zoom = picture_zoom(view->zoom > 0 ? view->zoom : fmin(each.w / cols, each.h / rows), 0);
    see(each.w, p->zoom, cols, view->pan_x, &p->col, &p->cols);
    see(each.h, p->zoom, rows, view->pan_y, &p->row, &p->rows);
    p->a = p->b = (Box){ each.x, each.y, floor(p->cols * p->zoom + 0.5), floor(p->rows * p->zoom + 0.5) };
    if (beside) p->b.x += p->a.w + 8 * u;
    if (!has_column && box.w >= 400 * u && p->a.h >= 40 * u && p->room.h - p->a.h >= (22 + LOUPE_LINE) * u) { // low pictures leave room below
        p->room.h = p->a.h + 22 * u;
        p->loupe = (Box){ p->room.x, p->room.y + p->room.h, p->room.w, LOUPE_LINE * u };
    }
    if (!has_column) return;
    // It stands beside the picture, not far off, and has room for its words there.
    double right = box.x + box.w, x = fmin(right - column, fmax(p->b.x + p->b.w, box.x + 0.45 * box.w) + 1.5 * gap);
    p->side = (Box){ x, box.y, fmin(right - x, 420 * u), h };
    p->room.w = x - gap - box.x;
    place_column(p, view);
}
