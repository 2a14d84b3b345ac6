// Frameworks: one layer as each of them pads it. Every row is a ruler of one axis, all on one scale, so that a crop at
// the other edge is seen as a shift. Of the row that is chosen the crop is said in words, the cells that differ from
// the scene's are marked, and the PyTorch call that computes the same is given.
#include "figure/sizes.h"

#include <math.h>
#include <stdlib.h>

enum { COLUMN_NAME, COLUMN_RULER, COLUMN_EDGE, COLUMN_SIZE, COLUMN_STATE, COLUMNS };

typedef struct List {
    const Frameworks *all;
    bool brief, heads;
    double y, pitch, type;
    double x[COLUMNS], w[COLUMNS]; // w 0: there is no room for it
    int before, cells;             // of all rulers: cells left of the common origin, and in all
} List;

static Axis axis_of(const Stage *stage, const Framework *f)
{
    return sizes_rows(stage) ? f->spec.y : f->spec.x;
}

// ---- what stands in a row --------------------------------------------------------------------------------------

static const char *text_of(Stage *stage, const List *list, const Framework *f, int column)
{
    Arena *arena = &stage->figure->arena;
    int rows = spec_out(&f->spec, f->spec.y), cols = spec_out(&f->spec, f->spec.x);
    Edge edge = axis_edge(axis_of(stage, f), f->spec.transposed);
    if (column == COLUMN_NAME) return list->brief ? f->brief : f->title;
    if (f->refused[0]) return column == COLUMN_STATE ? "none" : "";
    switch (column) {
    case COLUMN_EDGE: return arena_print(arena, edge.after < 0 ? "%d, −%d" : "%d, %d", edge.before, abs(edge.after));
    case COLUMN_SIZE: return f->spec.dims == 1 ? arena_print(arena, "%d", cols) : arena_print(arena, "%d×%d", rows, cols);
    case COLUMN_STATE:
        if (!f->y) return "";
        if (f == list->all->at) return "the scene";
        if (!f->differ) return f->missing ? "part of it" : "same";
        return arena_print(arena, "%lld differ", f->differ);
    default: return "";
    }
}

static const char *head_of(const Stage *stage, int column)
{
    static const char *const heads[COLUMNS] = { "", "", "cuts", "size", "" };
    return column == COLUMN_EDGE && !stage->spec->transposed ? "pads" : heads[column];
}

static double widest(Stage *stage, const List *list, int column)
{
    double most = list->heads ? sizes_width(stage, head_of(stage, column), list->type, WEIGHT_SEMIBOLD) : 0;
    for (int i = 0; i < list->all->count; i++)
        most = fmax(most, sizes_width(stage, text_of(stage, list, &list->all->at[i], column), list->type, WEIGHT_SEMIBOLD));
    return most;
}

// Columns from the left; where there is no room the ruler goes first, then long names, then crop and size.
static void columns(Stage *stage, List *list, double x, double w)
{
    double u = stage->unit, gap = 12 * u;
    for (int tries = 0; tries < 4; tries++) {
        double used = 16 * u;
        list->brief = tries > 0;
        for (int c = 0; c < COLUMNS; c++) {
            bool dropped = c == COLUMN_RULER || (c == COLUMN_EDGE && tries > 1) || (c == COLUMN_SIZE && tries > 2);
            list->w[c] = dropped ? 0 : widest(stage, list, c);
            if (list->w[c] > 0) used += list->w[c] + gap;
        }
        if (w - used >= (tries == 0 ? 110 : 44) * u + gap) list->w[COLUMN_RULER] = fmin(w - used - gap, 260 * u);
        if (used - gap <= w && (tries > 0 || list->w[COLUMN_RULER] > 0)) break;
    }
    x += 8 * u;
    for (int c = 0; c < COLUMNS; c++) {
        list->x[c] = x;
        if (list->w[c] > 0) x += list->w[c] + gap;
    }
}

// ---- rulers ----------------------------------------------------------------------------------------------------

// What all rulers have in common: a transposed convolution's extent, a convolution's input.
static int common(const Stage *stage)
{
    Axis a = sizes_axis(stage);
    return stage->spec->transposed ? axis_extent(a) : a.wide;
}

static void scale_rulers(Stage *stage, List *list)
{
    int after = 0;
    for (int i = 0; i < list->all->count; i++) {
        const Framework *f = &list->all->at[i];
        if (f->refused[0]) continue;
        Edge edge = axis_edge(axis_of(stage, f), f->spec.transposed);
        int before = f->spec.transposed ? -edge.before : edge.before, beyond = f->spec.transposed ? -edge.after : edge.after;
        if (before > list->before) list->before = before;
        if (beyond > after) after = beyond;
    }
    list->cells = list->before + common(stage) + after;
}

// Cells [from, to) of the common scale.
static void part(Stage *stage, const List *list, const char *name, double y, double h, int from, int to, RolePaint paint, unsigned style)
{
    if (to <= from) return;
    double cell = list->w[COLUMN_RULER] / list->cells;
    Box box = { list->x[COLUMN_RULER] + (from + list->before) * cell, y, (to - from) * cell, h };
    Mark *mark = figure_add(stage->figure, MARK_BOX, name, box);
    mark->fill = paint.fill, mark->line = paint.line, mark->style = style;
    mark->stroke = stage->unit, mark->radius = 2 * stage->unit;
}

static void ruler(Stage *stage, const List *list, const Framework *f, double y, double h)
{
    const Look *look = stage->look;
    Edge edge = axis_edge(axis_of(stage, f), f->spec.transposed);
    int all = common(stage), start = edge.before, end = all - edge.after;
    RolePaint cut = { look->border, 0 }, padding = { look->zero.line, 0 };
    if (f->spec.transposed) {
        part(stage, list, "cut", y, h, 0, start < all ? start : all, cut, STYLE_DASHED);
        part(stage, list, "cut", y, h, end > 0 ? end : 0, all, cut, STYLE_DASHED);
        part(stage, list, "kept", y, h, start, end < all ? end : all, look->output, 0);
        part(stage, list, "beyond", y, h, start > all ? start : all, end, padding, STYLE_HATCHED);
    } else {
        part(stage, list, "padding", y, h, -edge.before, 0, padding, STYLE_HATCHED);
        part(stage, list, "kept", y, h, 0, all, look->input, 0);
        part(stage, list, "padding", y, h, all, all + edge.after, padding, STYLE_HATCHED);
    }
}

static void draw_row(Stage *stage, const List *list, int row, bool chosen, double x, double w)
{
    const Look *look = stage->look;
    const Framework *f = &list->all->at[row];
    double u = stage->unit, y = list->y + row * list->pitch, h = list->pitch - 3 * u, type = y + (h - 1.2 * list->type) / 2;
    Mark *mark = figure_add(stage->figure, MARK_BOX, "framework", (Box){ x, y, w, h });
    mark->line = chosen ? look->text : look_mix(look->border, look->background, 0.7);
    mark->stroke = (chosen ? 2 : 1) * u, mark->radius = 4 * u;
    for (int c = 0; c < COLUMNS; c++) {
        const char *text = text_of(stage, list, f, c);
        if (list->w[c] <= 0 || !text[0]) continue;
        bool differs = c == COLUMN_STATE && f->differ > 0;
        Weight weight = c == COLUMN_NAME && chosen ? WEIGHT_SEMIBOLD : WEIGHT_REGULAR;
        figure_text(stage->figure, "entry", list->x[c], type, list->type, weight, ALIGN_LEFT,
                    f->refused[0] ? look->muted : differs ? look->error : look->text, "%s", text);
    }
    if (list->w[COLUMN_RULER] > 0 && !f->refused[0]) ruler(stage, list, f, y + 0.2 * h, 0.6 * h);
}

// ---- the one that is chosen ------------------------------------------------------------------------------------

static const char *kept(Stage *stage, Text *text)
{
    const char *copy = arena_text(&stage->figure->arena, text_or_empty(text));
    text_clear(text);
    return copy;
}

static void draw_cells(Stage *stage, const Framework *f, Box box)
{
    const Look *look = stage->look;
    double u = stage->unit;
    int rows = spec_out(&f->spec, f->spec.y), cols = spec_out(&f->spec, f->spec.x);
    Grid grid = grid_fit(box.x, box.y + 22 * u, box.w, box.h - 22 * u, rows, cols, 44 * u, u);
    if (grid.pitch < 9 * u || grid.pitch < CELL_COLOURS) return;
    const Source *x = &stage->work->scene.x, *w = &stage->work->scene.w;
    bool letters = x->kind == SOURCE_LETTERS || w->kind == SOURCE_LETTERS;
    double widest_number = 0;
    int at[4] = { stage->focus.n, stage->focus.oc, 0, 0 }, shape[4];
    scene_shape(&f->spec, ROLE_Y, shape);
    const float *plane = f->y + ((size_t)at[0] * (size_t)shape[1] + (size_t)at[1]) * (size_t)rows * (size_t)cols;
    char text[NUMBER_TEXT];
    for (int i = 0; i < rows * cols; i++) {
        number_show(text, (double)plane[i], stage->y_decimals);
        widest_number = fmax(widest_number, sizes_width(stage, text, 100, WEIGHT_SEMIBOLD) / 100);
    }
    double size = letters ? 0 : number_size(stage, &grid, widest_number, false);
    const char *plane_of = f->spec.out_channels > 1 ? arena_print(&stage->figure->arena, ", channel %d", at[1]) : "";
    draw_caption(stage, "cells caption", box.x, box.y, box.w, look->output.line, "its output%s%s", plane_of,
                 f->differ ? ", dashed where it differs" : "");
    Mark *frame = figure_add(stage->figure, MARK_GRID, "their output", grid_box(&grid));
    frame->rows = rows, frame->cols = cols;
    for (at[2] = 0; at[2] < rows; at[2]++) {
        for (at[3] = 0; at[3] < cols; at[3]++) {
            double value = (double)plane[at[2] * cols + at[3]];
            RolePaint paint = look->output;
            bool differs = framework_differs(stage->work, f, at);
            if (differs) paint = (RolePaint){ look->error, look->background };
            else if (size <= 0) paint.fill = letters ? paint.fill : scale_colour(stage->y_scale, value);
            number_show(text, value, stage->y_decimals);
            Mark *mark = cell_add(stage, "their output", CELL_NONE, grid_cell(&grid, at[2], at[3]), paint,
                                  size > 0 ? arena_text(&stage->figure->arena, text) : NULL, size);
            if (!differs) continue;
            mark->style |= STYLE_DASHED, mark->ink = look->error;
            mark->stroke = fmax(1, mark->stroke);
        }
    }
}

static void draw_chosen(Stage *stage, const Framework *f, bool scene, Box box)
{
    const Look *look = stage->look;
    double u = stage->unit, y = box.y, bottom = box.y + box.h;
    Text text = { 0 };
    Box cells = box;
    bool wide = box.w >= 560 * u && box.w > 1.5 * box.h; // words and cells side by side
    if (wide) box.w = floor(0.56 * box.w), cells.x += box.w + 20 * u, cells.w -= box.w + 20 * u;
    if (f->refused[0]) text_print(&text, "%s.", f->refused);
    else framework_words(&text, stage->work, f);
    const char *words = kept(stage, &text);
    if (y + sizes_note_height(stage, box.w, 13 * u, WEIGHT_REGULAR, words) > bottom) return;
    sizes_slot(stage, "slot words", (Box){ box.x, y, box.w, 1 });
    y = draw_note(stage, box.x, y, box.w, 13 * u, look->text, words) + 6 * u;
    if (f->refused[0]) return;
    if (f->has_torch && !scene) {
        text_put(&text, "In PyTorch: ");
        framework_torch_words(&text, f);
        text_put(&text, ".");
        const char *torch = kept(stage, &text);
        if (y + sizes_note_height(stage, box.w, 13 * u, WEIGHT_REGULAR, torch) > bottom) return;
        y = draw_note(stage, box.x, y, box.w, 13 * u, look->text, torch) + 6 * u;
        if (!stage->view->still && y + 30 * u <= bottom) {
            double w = fmin(sizes_width(stage, "Take this PyTorch layer", 13 * u, WEIGHT_SEMIBOLD) + 24 * u, box.w);
            sizes_slot(stage, "slot torch", (Box){ box.x, y, w, 30 * u });
            y += 38 * u;
        }
    } else if (!f->has_torch) {
        y = draw_note(stage, box.x, y, box.w, 13 * u, look->text, "No PyTorch layer does that.") + 6 * u;
    }
    if (f->has_torch) {
        framework_call(&text, stage->work, f);
        const char *call = kept(stage, &text);
        double high = 1.05 * sizes_note_height(stage, box.w, 12 * u, WEIGHT_MONO, call);
        if (y + high <= bottom) y = sizes_code(stage, "call", box.x, y, box.w, call) + 10 * u;
    }
    if (!wide) cells.y = y, cells.h = bottom - y;
    if (f->y && cells.h > 60 * u) draw_cells(stage, f, cells);
}

void sizes_frameworks(Stage *stage, Box box)
{
    double u = stage->unit;
    List list = { .all = work_frameworks(stage->work), .heads = !stage->compact, .type = (stage->compact ? 12 : 13) * u };
    int count = list.all->count, chosen = stage->view->show.sizes.framework;
    if (chosen < 0 || chosen >= count) chosen = 0;
    bool beside = box.w >= 780 * u;
    double w = beside ? floor(0.56 * box.w) : box.w, head = list.heads ? 20 * u : 0;
    double room = box.h - head - (beside ? 0 : fmin(240 * u, 0.4 * box.h));
    list.pitch = fmax(fmin((box.h - head) / count, 20 * u), fmin(36 * u, room / count));
    list.y = box.y + head;
    scale_rulers(stage, &list);
    columns(stage, &list, box.x, w);
    for (int c = 0; list.heads && c < COLUMNS; c++)
        if (list.w[c] > 0 && head_of(stage, c)[0])
            figure_text(stage->figure, "head", list.x[c], box.y, 13 * u, WEIGHT_SEMIBOLD, ALIGN_LEFT, stage->look->muted, "%s",
                        head_of(stage, c));
    for (int i = 0; i < count; i++) draw_row(stage, &list, i, i == chosen, box.x, w);
    double below = list.y + count * list.pitch + 8 * u;
    Box rest = beside ? (Box){ box.x + w + 24 * u, box.y, box.w - w - 24 * u, box.h } : (Box){ box.x, below, box.w, box.y + box.h - below };
    if (rest.h > 30 * u) draw_chosen(stage, &list.all->at[chosen], chosen == 0, rest);
}
