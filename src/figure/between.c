// One figure on its way to becoming another. A cell that both show is one mark that moves, so that one sees that it is
// the same number at another place; what only one of them shows fades, the old away in the first half, the new in in
// the second. A grid that becomes a line, as in Matrix, goes in two movements: its rows slide apart, then join end to end.
#include "figure/layout.h"

#include <math.h>
#include <stdlib.h>

// The cells of a figure in the order of their names; equal ones in the order in which they stand.
typedef struct Place {
    Cell cell;
    int mark;
} Place;

static int compare(const void *a, const void *b)
{
    const Place *p = a, *q = b;
    if (p->cell.role != q->cell.role) return p->cell.role < q->cell.role ? -1 : 1;
    for (int i = 0; i < 4; i++)
        if (p->cell.at[i] != q->cell.at[i]) return p->cell.at[i] < q->cell.at[i] ? -1 : 1;
    return p->mark - q->mark;
}

static bool is_cell(const Mark *mark)
{
    return mark->kind == MARK_CELL && mark->cell.role != ROLE_NONE;
}

static Place *places_of(Arena *arena, const Figure *figure, int *count)
{
    Place *places = arena_new(arena, (size_t)figure->count + 1, sizeof *places);
    *count = 0;
    for (int i = 0; i < figure->count; i++)
        if (is_cell(&figure->marks[i])) places[(*count)++] = (Place){ figure->marks[i].cell, i };
    qsort(places, (size_t)*count, sizeof *places, compare);
    return places;
}

// For each mark of [to] the mark of [from] that it was, or -1; the first of a cell with the first, the second with the
// second. [taken] tells which marks of [from] go on.
static int *origins(Arena *arena, const Figure *from, const Figure *to, bool *taken)
{
    int from_count, to_count, at = 0;
    const Place *a = places_of(arena, from, &from_count), *b = places_of(arena, to, &to_count);
    int *origin = arena_new(arena, (size_t)to->count + 1, sizeof *origin);
    for (int i = 0; i < to->count; i++) origin[i] = -1;
    for (int i = 0; i < to_count; i++) {
        const Cell *cell = &b[i].cell;
        while (at < from_count && !cell_equal(a[at].cell, *cell) && compare(&a[at], &(Place){ *cell, -1 }) < 0) at++;
        if (at == from_count || !cell_equal(a[at].cell, *cell)) continue;
        origin[b[i].mark] = a[at].mark;
        taken[a[at++].mark] = true;
    }
    return origin;
}

// The grid that a figure's mark stands in: the last one before it.
static const Mark **grids_of(Arena *arena, const Figure *figure)
{
    const Mark **grids = arena_new(arena, (size_t)figure->count + 1, sizeof *grids), *grid = NULL;
    for (int i = 0; i < figure->count; i++) {
        if (figure->marks[i].kind == MARK_GRID) grid = &figure->marks[i];
        grids[i] = grid;
    }
    return grids;
}

// How far a mark has gone across and down, for it need not go straight.
typedef struct Way {
    double across, down;
} Way;

static bool is_line(const Mark *grid) { return grid->rows == 1 || grid->cols == 1; }

// Along the line first, that rows part; then into it, that they join. From a line to a grid it is the same way backwards.
static Way way_between(const Mark *from, const Mark *to, double t)
{
    if (!from || !to || is_line(from) == is_line(to)) return (Way){ t, t };
    const Mark *line = is_line(to) ? to : from;
    double early = 1 - pow(1 - t, 2.5), late = pow(t, 2.5);
    bool along_first = line == to, across = line->rows == 1;
    return along_first == across ? (Way){ early, late } : (Way){ late, early };
}

static double mix(double a, double b, double t)
{
    return a + (b - a) * t;
}

static Colour mix_colour(Colour a, Colour b, double t)
{
    return a && b ? look_mix(a, b, t) : t < 0.5 ? a : b;
}

static void move(Figure *figure, const Mark *from, const Mark *to, double t, Way way)
{
    const Mark *nearer = t < 0.5 ? from : to;
    Mark *mark = figure_take(figure, nearer);
    mark->box = box_between(from->box, to->box, t), mark->clip = (Box){ 0 };
    mark->box.x = mix(from->box.x, to->box.x, way.across), mark->box.y = mix(from->box.y, to->box.y, way.down);
    mark->fill = mix_colour(from->fill, to->fill, t), mark->line = mix_colour(from->line, to->line, t);
    mark->ink = mix_colour(from->ink, to->ink, t);
    mark->stroke = mix(from->stroke, to->stroke, t), mark->radius = mix(from->radius, to->radius, t);
    mark->opacity = mix(from->opacity, to->opacity, t);
    if (from->text && to->text) mark->size = mix(from->size, to->size, t);
}

void figure_between(Figure *figure, const Figure *from, const Figure *to, double u, bool leaves)
{
    figure_begin(figure, to->look, to->measure);
    figure->scale = to->scale;
    double away = leaves ? 1 - 2 * u : 0, in = 2 * u - 1, t = smooth(u);
    bool *taken = arena_new(&figure->arena, (size_t)from->count + 1, sizeof *taken);
    const int *origin = origins(&figure->arena, from, to, taken);
    for (int i = 0; away > 0 && i < from->count; i++)
        if (!taken[i] && from->marks[i].kind != MARK_HANDLE) figure_take(figure, &from->marks[i])->opacity *= away;
    for (int i = 0; in > 0 && i < to->count; i++)
        if (origin[i] < 0) figure_take(figure, &to->marks[i])->opacity *= in;
    const Mark **from_grid = grids_of(&figure->arena, from), **to_grid = grids_of(&figure->arena, to);
    for (int i = 0; i < to->count; i++) {
        int was = origin[i];
        if (was >= 0) move(figure, &from->marks[was], &to->marks[i], t, way_between(from_grid[was], to_grid[i], t));
    }
}
