// Entries of Matrix that are too small for cells, as pixels, where no entry, however thin, is lost: weight by weight, the
// heavier later, and at last those that are pointed at.
#include "figure/matrix.h"

#include <math.h>
#include <stdlib.h>

// The pixels that a cell of a side covers, first to last, the end not included; none where it is out of sight.
typedef struct Span {
    int from, to;
} Span;

typedef struct Pixels {
    Matrix *m;
    uint32_t *colour;
    int rows, cols;
    Span *x, *y; // of the cells of x and of y
} Pixels;

static Span *spans_of(const Matrix *m, const Side *side, const Box *box)
{
    bool across = (side->role == ROLE_X) != m->at.turned;
    const Run *run = across ? &m->at.h : &m->at.v;
    int count = side_count(side), most = (int)(across ? box->w : box->h);
    double origin = across ? box->x : box->y;
    Span *spans = arena_new(&m->stage->figure->arena, (size_t)count, sizeof *spans);
    for (int i = 0; i < count; i++) {
        double at = run_at(run, side, i) - origin;
        // At least one pixel, or diagonals would vanish.
        double from = floor(at + 0.5), to = fmax(from + 1, floor(at + run->pitch - run->gap + 0.5));
        if (from >= most && at < most) from = most - 1; // the last one of the pane too
        spans[i] = (Span){ (int)fmax(0, fmin(from, most)), (int)fmax(0, fmin(to, most)) };
    }
    return spans;
}

static void fill(const Pixels *p, int x, int y, Colour colour)
{
    Span h = p->m->at.turned ? p->y[y] : p->x[x], v = p->m->at.turned ? p->x[x] : p->y[y];
    for (int row = v.from; row < v.to; row++)
        for (int col = h.from; col < h.to; col++) p->colour[(size_t)row * (size_t)p->cols + (size_t)col] = colour;
}

// ---- all of them -----------------------------------------------------------------------------------------------

// A weight between two channels, which are counted from the first one shown.
typedef struct Weighed {
    int narrow, wide, tap;
    float size;
    Cell cell;
} Weighed;

static int by_size(const void *a, const void *b)
{
    const Weighed *v = a, *w = b;
    if (v->size != w->size) return v->size < w->size ? -1 : 1;
    return v->tap - w->tap;
}

// Of the entries of a weight those that are inside, or those that are cut off.
static void fill_weight(const Pixels *p, const Weighed *w, bool inside)
{
    const Matrix *m = p->m;
    const Spec *spec = m->stage->spec;
    const Side *narrow = spec->transposed ? &m->x : &m->y, *wide = spec->transposed ? &m->y : &m->x;
    const Span *spans = spec->transposed ? p->x : p->y;
    int tap_row = w->tap / spec->x.kernel, tap_col = w->tap % spec->x.kernel;
    Colour colour = matrix_shade(m, &(Term){ .w = w->cell, .inside = inside }, false, matrix_rest(m));
    // Neighbours whose entries lie within a quarter of a pixel of one another say the same.
    double pitch = fmax(m->at.h.pitch, m->at.v.pitch) * spec->x.stride;
    int apart = pitch < 0.25 ? (int)(0.25 / pitch) : 1;
    for (int row = 0; row < narrow->rows; row++) {
        int to_row = axis_place(spec->y, row, tap_row), wide_row = to_row - wide->row0;
        if (wide_row < 0 || wide_row >= wide->rows) continue;
        bool row_inside = to_row >= 0 && to_row < spec->y.wide;
        if (inside && !row_inside) continue;
        int first = (w->narrow * narrow->rows + row) * narrow->cols, wide_first = (w->wide * wide->rows + wide_row) * wide->cols;
        if (spans[first].from == spans[first + narrow->cols - 1].to) continue; // out of sight
        for (int col = 0; col < narrow->cols; col += apart) {
            int to_col = axis_place(spec->x, col, tap_col), wide_col = to_col - wide->col0;
            if (wide_col < 0 || wide_col >= wide->cols || inside != (row_inside && to_col >= 0 && to_col < spec->x.wide)) continue;
            if (spec->transposed) fill(p, first + col, wide_first + wide_col, colour);
            else fill(p, wide_first + wide_col, first + col, colour);
        }
    }
}

static void fill_all(const Pixels *p)
{
    const Matrix *m = p->m;
    const Spec *spec = m->stage->spec;
    int taps = spec->y.kernel * spec->x.kernel, ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups, count = 0;
    Weighed *all = memory_new((size_t)m->x.channels * (size_t)m->y.channels * (size_t)taps, sizeof *all);
    for (int i = 0; i < m->x.channels; i++)
        for (int o = 0; o < m->y.channels; o++) {
            Stage pair = *m->stage;
            pair.focus.ic = m->x.first + i, pair.focus.oc = m->y.first + o;
            if (pair.focus.ic / ins != pair.focus.oc / outs) continue;
            for (int tap = 0; tap < taps; tap++) {
                Cell cell = w_cell(&pair, tap / spec->x.kernel, tap % spec->x.kernel);
                float size = fabsf(work_value(m->stage->work, cell));
                all[count++] = (Weighed){ spec->transposed ? i : o, spec->transposed ? o : i, tap, size >= 0 ? size : 0, cell };
            }
        }
    qsort(all, (size_t)count, sizeof *all, by_size);
    for (int i = 0; i < count && m->cut; i++) fill_weight(p, &all[i], false);
    for (int i = 0; i < count; i++) fill_weight(p, &all[i], true);
    free(all);
}

// ---- who is pointed at -----------------------------------------------------------------------------------------

static bool fill_term(const Pixels *p, const Term *term)
{
    int x = side_index(&p->m->x, term->x), y = side_index(&p->m->y, term->y);
    if (x >= 0 && y >= 0) fill(p, x, y, matrix_entry_colour(p->m, term, false));
    return true;
}

static bool fill_next(void *pixels, const Term *term)
{
    const Pixels *p = pixels;
    return !matrix_is_next(p->m, term) || fill_term(p, term);
}

static bool fill_lit(void *pixels, const Term *term)
{
    const Pixels *p = pixels;
    return !matrix_is_lit(p->m, term) || fill_term(p, term);
}

void matrix_draw_pixels(Matrix *m, Mark *grid)
{
    const Stage *stage = m->stage;
    Arena *arena = &stage->figure->arena;
    // The screen's own pixels: what is copied and not scaled is quick, and sharp.
    Box pane = m->at.pane, box = { floor(pane.x + 0.5), floor(pane.y + 0.5), 0, 0 };
    box.w = fmax(1, floor(pane.x + pane.w + 0.5) - box.x), box.h = fmax(1, floor(pane.y + pane.h + 0.5) - box.y);
    Pixels p = { .m = m, .rows = (int)box.h, .cols = (int)box.w };
    size_t count = (size_t)p.rows * (size_t)p.cols;
    grid->box = box, grid->rows = p.rows, grid->cols = p.cols;
    grid->pixels = p.colour = arena_new(arena, count, sizeof *p.colour);
    for (size_t i = 0; i < count; i++) p.colour[i] = stage->look->background;
    p.x = spans_of(m, &m->x, &box), p.y = spans_of(m, &m->y, &box);
    fill_all(&p);
    if (m->next_is_term) fill_next(&p, &m->next_term);
    else if (m->next.role != ROLE_NONE) terms_each(stage->spec, m->next, fill_next, &p);
    const Focus *focus = &stage->focus;
    if (focus->one_term) fill_lit(&p, &focus->term);
    else if (m->active && focus->owner.role != ROLE_B) terms_each(stage->spec, focus->owner, fill_lit, &p);
}
