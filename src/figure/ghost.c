// What somebody said, beside what is: dotted is theirs, unbroken is so. Never a cross, for a wrong guess is half of an answer.
// Marks are added over those of a finished lens.
#include "figure/layout.h"

#include <math.h>
#include <stdio.h>

// The largest cell of the figure that is this one; NULL where it is not seen.
static const Mark *cell_mark(const Figure *figure, Cell cell)
{
    const Mark *most = NULL;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (mark->kind != MARK_CELL || !cell_equal(mark->cell, cell)) continue;
        if (!most || mark->box.w * mark->box.h > most->box.w * most->box.h) most = mark;
    }
    return most;
}

// Words in a dotted frame of their own, [x] its middle.
static Mark *pill(Figure *figure, double x, double y, double size, const char *words)
{
    double u = figure->scale, w = figure->measure.width(figure->measure.self, words, size, WEIGHT_SEMIBOLD) + 12 * u, h = 1.2 * size + 6 * u;
    Mark *mark = figure_add(figure, MARK_BOX, "ghost", (Box){ x - w / 2, y, w, h });
    mark->fill = figure->look->background, mark->line = figure->look->text, mark->stroke = 1.5 * u, mark->style = STYLE_DOTTED;
    mark->radius = h / 2, mark->ink = figure->look->text;
    mark->text = arena_text(&figure->arena, words), mark->size = size, mark->weight = WEIGHT_SEMIBOLD;
    return mark;
}

bool figure_ghost_value(Figure *figure, Cell cell, const char *theirs)
{
    const Mark *at = cell_mark(figure, cell);
    if (!at) return false;
    double u = figure->scale;
    Box box = at->box, clip = at->clip;
    char words[64];
    snprintf(words, sizeof words, "yours %.40s", theirs);
    // It hangs on the lower edge, so that the number in the cell is read first.
    pill(figure, box.x + box.w, box.y + box.h - 5 * u, 12 * u, words)->clip = clip;
    return true;
}

static Mark *outline(Figure *figure, const char *name, Box box, bool dotted)
{
    Mark *mark = figure_add(figure, MARK_BOX, name, box);
    mark->line = figure->look->text, mark->stroke = 3 * figure->scale, mark->radius = 5 * figure->scale;
    if (dotted) mark->style = STYLE_DOTTED, mark->stroke = 2.5 * figure->scale;
    return mark;
}

bool figure_ghost_size(Figure *figure, Box room, Cell corner, int rows, int cols)
{
    Cell next = corner;
    next.at[3]++;
    const Mark *at = cell_mark(figure, corner), *right = cell_mark(figure, next);
    if (!at || rows < 1 || cols < 1) return false;
    double u = figure->scale, pitch = right && right->box.x > at->box.x ? right->box.x - at->box.x : at->box.w, out = 2 * u;
    Box box = { at->box.x - out, at->box.y - out, cols * pitch - (pitch - at->box.w) + 2 * out, rows * pitch - (pitch - at->box.h) + 2 * out };
    Box seen = { box.x, box.y, fmin(box.w, room.x + room.w - box.x), fmin(box.h, room.y + room.h - box.y) };
    outline(figure, "ghost", box, true)->clip = (Box){ seen.x - out, seen.y - out, seen.w + 2 * out, seen.h + 2 * out };
    char words[64];
    if (corner.at[2] == 0 && rows == 1) snprintf(words, sizeof words, "yours %d", cols);
    else snprintf(words, sizeof words, "yours %d×%d", rows, cols);
    Mark *name = pill(figure, seen.x + seen.w, seen.y + seen.h, 12 * u, words);
    // In the corner of what is theirs, but never out of the lens.
    name->box.x = fmax(room.x, fmin(seen.x + seen.w, room.x + room.w) - name->box.w);
    name->box.y = fmin(seen.y + seen.h - name->box.h / 2, room.y + room.h - name->box.h);
    return true;
}

void figure_ghost_cells(Figure *figure, const Cell *theirs, int their_count, const Cell *right, int right_count)
{
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < (side ? right_count : their_count); i++) {
            Cell cell = side ? right[i] : theirs[i];
            bool both = false;
            for (int j = 0; j < right_count && !side; j++) both |= cell_equal(cell, right[j]);
            const Mark *at = both ? NULL : cell_mark(figure, cell);
            if (!at) continue;
            // Theirs within the cell, so that no ring of a neighbour lies on it.
            Box clip = at->clip, box = box_inset(at->box, (side ? -1 : 3) * figure->scale);
            outline(figure, side ? "right" : "ghost", box, !side)->clip = clip;
        }
}

void figure_chosen(Figure *figure, const Cell *cells, int count)
{
    for (int i = 0; i < count; i++) {
        const Mark *at = cell_mark(figure, cells[i]);
        if (!at) continue;
        Box clip = at->clip, box = box_inset(at->box, -figure->scale);
        outline(figure, "chosen", box, false)->clip = clip;
    }
}
