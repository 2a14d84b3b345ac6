// What a cell is joined to, found by asking the kernel and nobody else: one value of one tensor is 1, all else of that
// tensor is 0, each weight is its own number; what then stands in a result names the weight that carried the 1 there.
// And whether the marks of a lens are lit exactly so.
#ifndef STRIDESCOPE_TESTS_HOVER_H
#define STRIDESCOPE_TESTS_HOVER_H

#include "figure/lens.h"

// What owns the colours: a cell, or one product.
typedef struct Owner {
    Cell cell;
    const Term *term;
    bool by_step; // a step goes both ways: what it reads forward it writes back
} Owner;

// For each cell 1 + the number of the weight that joins it to the owner, or 0. `y` counts the open output.
typedef struct Fan {
    int *x, *w, *y, *gx, *gw, *gy;
    int *reached; // kept outputs that the owner takes part in, whether they are lit or not
    int *from;    // of a weight, for each open output: 1 + the number of the input that it brings there
    int entry;    // the weight that an entry of C is; 0: an empty place
} Fan;

typedef struct Joins {
    const Spec *spec;
    Spec open; // a transposed one without padding, so that what is cut is still there
    size_t xs, ws, ys, kept; // ys: of the open output
    int x_shape[4], w_shape[4], y_shape[4], kept_shape[4];
    Colour *tap, *faint; // of each tap, and where it lies over what is cut; NULL until asked for
    float *numbers, *ones;        // of the weights: 1, 2 … ; and ones for any tensor
    float *x, *w, *y, *to_x, *to_w; // room for one that is hot, and for what comes out
    bool *used;   // whether a weight takes part in any kept output
    Fan fan, window;
    int *weight;  // (x, open y): 1 + the number of the weight between them; NULL until asked for
} Joins;

static inline Fan fan_new(const Joins *j)
{
    Fan f = { .entry = 0 };
    f.x = memory_new(j->xs, sizeof(int)), f.gx = memory_new(j->xs, sizeof(int));
    f.w = memory_new(j->ws, sizeof(int)), f.gw = memory_new(j->ws, sizeof(int));
    f.y = memory_new(j->ys, sizeof(int)), f.from = memory_new(j->ys, sizeof(int));
    f.gy = memory_new(j->kept, sizeof(int)), f.reached = memory_new(j->kept, sizeof(int));
    return f;
}

static inline void fan_free(Fan *f)
{
    int *parts[] = { f->x, f->gx, f->w, f->gw, f->y, f->from, f->gy, f->reached };
    for (int i = 0; i < COUNT(parts); i++) free(parts[i]);
}

static inline Joins joins_of(const Spec *spec)
{
    Joins j = { .spec = spec, .open = *spec };
    if (spec->transposed) {
        j.open.y.padding = j.open.x.padding = j.open.y.output_padding = j.open.x.output_padding = 0;
        assert_true(spec_check(&j.open, NULL));
    }
    scene_shape(&j.open, ROLE_X, j.x_shape);
    scene_shape(&j.open, ROLE_W, j.w_shape);
    scene_shape(&j.open, ROLE_Y, j.y_shape);
    scene_shape(spec, ROLE_Y, j.kept_shape);
    j.xs = role_count(spec, ROLE_X), j.ws = role_count(spec, ROLE_W), j.ys = role_count(&j.open, ROLE_Y), j.kept = role_count(spec, ROLE_Y);
    size_t outs = j.ys > j.kept ? j.ys : j.kept, most = j.xs + j.ws + outs;
    j.numbers = memory_new(j.ws, sizeof(float)), j.ones = memory_new(most, sizeof(float));
    for (size_t i = 0; i < j.ws; i++) j.numbers[i] = (float)(i + 1);
    for (size_t i = 0; i < most; i++) j.ones[i] = 1;
    j.x = memory_new(j.xs, sizeof(float)), j.to_x = memory_new(j.xs, sizeof(float));
    j.w = memory_new(j.ws, sizeof(float)), j.to_w = memory_new(j.ws, sizeof(float));
    j.y = memory_new(outs, sizeof(float));
    j.used = memory_new(j.ws, sizeof(bool));
    op_grad_weight(j.to_w, j.ones, j.ones, spec);
    for (size_t i = 0; i < j.ws; i++) j.used[i] = j.to_w[i] > 0;
    j.fan = fan_new(&j), j.window = fan_new(&j);
    return j;
}

static inline void joins_clear(Joins *j)
{
    float *values[] = { j->numbers, j->ones, j->x, j->to_x, j->w, j->to_w, j->y };
    for (int i = 0; i < COUNT(values); i++) free(values[i]);
    free(j->used);
    free(j->weight);
    free(j->tap);
    free(j->faint);
    fan_free(&j->fan);
    fan_free(&j->window);
}

// ---- asking the kernel -----------------------------------------------------------------------------------------

// The number of a cell of x, w, y or their gradients, which is inside.
static inline size_t number_of(const Joins *j, Cell cell)
{
    bool x = cell.role == ROLE_X || cell.role == ROLE_GX, y = cell.role == ROLE_Y || cell.role == ROLE_GY;
    return flat_of(x ? j->x_shape : y ? j->kept_shape : j->w_shape, cell.at);
}

// The number of a cell of y in the open output; false for one that no stamp reaches.
static inline bool open_index(const Joins *j, Cell y, size_t *index)
{
    if (j->spec->transposed) y.at[2] += j->spec->y.padding, y.at[3] += j->spec->x.padding;
    for (int i = 0; i < 4; i++)
        if (y.at[i] < 0 || y.at[i] >= j->y_shape[i]) return false;
    *index = flat_of(j->y_shape, y.at);
    return true;
}

static inline void take_numbers(int *out, const float *values, size_t count)
{
    for (size_t i = 0; i < count; i++) out[i] = (int)values[i];
}

// Where anything came, the number of the one weight.
static inline void take_weight(int *out, const float *values, size_t count, int weight)
{
    for (size_t i = 0; i < count; i++) out[i] = values[i] > 0 ? weight : 0;
}

static inline void take_own(int *out, const float *values, size_t count)
{
    for (size_t i = 0; i < count; i++) out[i] = values[i] > 0 ? (int)i + 1 : 0;
}

static inline void note_weights(int *w, const int *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (numbers[i]) w[numbers[i] - 1] = numbers[i];
}

// What one hot input writes, kept or not; and what it has to do with gradients.
static inline void fan_of_x(Joins *j, Fan *f, size_t at, bool back, bool by_step)
{
    j->x[at] = 1;
    op_forward(j->y, j->x, j->numbers, NULL, j->spec);
    take_numbers(f->reached, j->y, j->kept);
    if (back || by_step) take_numbers(f->gy, j->y, j->kept);
    if (back) {
        note_weights(f->w, f->gy, j->kept);
    } else {
        op_forward(j->y, j->x, j->numbers, NULL, &j->open);
        take_numbers(f->y, j->y, j->ys);
        note_weights(f->w, f->y, j->ys);
        op_grad_weight(j->to_w, j->ones, j->x, j->spec);
        take_own(f->gw, j->to_w, j->ws);
    }
    j->x[at] = 0;
}

// What one hot output is made of: its gradient goes exactly there.
static inline void fan_of_y(Joins *j, Fan *f, Cell y, bool back, bool by_step)
{
    size_t open, kept = 0;
    if (!back && open_index(j, y, &open)) {
        j->y[open] = 1;
        op_grad_input(j->to_x, j->y, j->numbers, &j->open);
        j->y[open] = 0;
        take_numbers(f->x, j->to_x, j->xs);
        note_weights(f->w, f->x, j->xs);
    }
    if (!cell_inside(j->spec, y)) return;
    y.role = ROLE_Y;
    kept = number_of(j, y);
    f->reached[kept] = 1;
    if (!back && !by_step) return;
    j->y[kept] = 1;
    op_grad_input(j->to_x, j->y, j->numbers, j->spec);
    op_grad_weight(j->to_w, j->y, j->ones, j->spec);
    j->y[kept] = 0;
    take_numbers(f->gx, j->to_x, j->xs);
    take_own(f->gw, j->to_w, j->ws);
    if (back) note_weights(f->w, f->gx, j->xs);
}

static inline void fan_of_w(Joins *j, Fan *f, size_t at, bool back)
{
    int number = (int)at + 1;
    j->w[at] = 1;
    op_grad_input(j->to_x, j->ones, j->w, j->spec);
    take_weight(back ? f->x : f->gx, j->to_x, j->xs, number);
    op_forward(j->y, j->ones, j->w, NULL, j->spec);
    take_weight(f->gy, j->y, j->kept, number);
    take_numbers(f->reached, j->y, j->kept);
    if (back) f->gw[at] = number;
    else {
        op_forward(j->y, j->ones, j->w, NULL, &j->open);
        take_weight(f->y, j->y, j->ys, number);
        op_grad_input(j->to_x, j->ones, j->w, &j->open);
        take_weight(f->x, j->to_x, j->xs, number);
        f->w[at] = number;
        for (size_t i = 0; i < j->xs; i++) j->x[i] = (float)(i + 1);
        op_forward(j->y, j->x, j->w, NULL, &j->open);
        take_numbers(f->from, j->y, j->ys);
        memset(j->x, 0, j->xs * sizeof *j->x);
    }
    memset(j->y, 0, (j->ys > j->kept ? j->ys : j->kept) * sizeof *j->y);
    j->w[at] = 0;
}

// The cells of x and y, of the first sample, that an entry of C lies between.
static inline void sides_of_entry(const Joins *j, Cell entry, Cell *x, Cell *y)
{
    bool transposed = j->spec->transposed;
    *x = cell_of(j->spec, ROLE_X, (size_t)entry.at[transposed ? 0 : 1]);
    *y = cell_of(j->spec, ROLE_Y, (size_t)entry.at[transposed ? 1 : 0]);
}

static inline void fan_of_entry(Joins *j, Fan *f, Cell entry)
{
    Cell x, y;
    sides_of_entry(j, entry, &x, &y);
    size_t at_x = number_of(j, x), at_y = number_of(j, y), open;
    j->x[at_x] = 1;
    op_forward(j->y, j->x, j->numbers, NULL, j->spec);
    j->x[at_x] = 0;
    f->entry = (int)j->y[at_y];
    if (!f->entry) return;
    f->w[f->entry - 1] = f->entry;
    for (int n = 0; n < j->spec->batch; n++) {
        x.at[0] = y.at[0] = n;
        at_x = number_of(j, x), at_y = number_of(j, y);
        f->x[at_x] = f->gx[at_x] = f->gy[at_y] = f->reached[at_y] = f->entry;
        assert_true(open_index(j, y, &open));
        f->y[open] = f->entry;
    }
}

static inline void fan_make(Joins *j, Fan *f, Owner owner)
{
    Cell o = owner.cell;
    memset(f->x, 0, j->xs * sizeof(int)), memset(f->gx, 0, j->xs * sizeof(int));
    memset(f->w, 0, j->ws * sizeof(int)), memset(f->gw, 0, j->ws * sizeof(int));
    memset(f->y, 0, j->ys * sizeof(int)), memset(f->from, 0, j->ys * sizeof(int));
    memset(f->gy, 0, j->kept * sizeof(int)), memset(f->reached, 0, j->kept * sizeof(int));
    memset(j->y, 0, (j->ys > j->kept ? j->ys : j->kept) * sizeof *j->y);
    f->entry = 0;
    if (owner.term) return; // one product: no set to be found
    switch (o.role) {
    case ROLE_X:
    case ROLE_GX:
        if (cell_inside(j->spec, o)) fan_of_x(j, f, number_of(j, o), o.role == ROLE_GX, owner.by_step);
        break; // padding joins nothing
    case ROLE_Y:
    case ROLE_GY: fan_of_y(j, f, o, o.role == ROLE_GY, owner.by_step); break;
    case ROLE_W:
    case ROLE_GW: fan_of_w(j, f, number_of(j, o), o.role == ROLE_GW); break;
    case ROLE_C: fan_of_entry(j, f, o); break;
    default: // nobody: every weight has its own colour
        for (size_t i = 0; i < j->ws; i++) f->w[i] = f->gw[i] = (int)i + 1;
    }
}

// The weight between an input and an open output; found once for all of them.
static inline int weight_between(Joins *j, size_t x, size_t open)
{
    if (!j->weight) {
        j->weight = memory_new(j->xs * j->ys, sizeof *j->weight);
        for (size_t i = 0; i < j->xs; i++) {
            j->x[i] = 1;
            op_forward(j->y, j->x, j->numbers, NULL, &j->open);
            j->x[i] = 0;
            take_numbers(j->weight + i * j->ys, j->y, j->ys);
        }
    }
    return j->weight[x * j->ys + open];
}

// ---- what should be lit ----------------------------------------------------------------------------------------

static inline int number_of_weight(const Joins *j, Cell w)
{
    return (int)flat_of(j->w_shape, w.at) + 1;
}

static inline Cell of_sample(Cell cell, int n)
{
    cell.at[0] = n;
    return cell;
}

// An entry of C is lit with its whole column or row, with its weight, or alone.
static inline int wanted_entry(Joins *j, const Fan *f, Owner owner, Cell entry)
{
    Cell x, y, o = owner.cell;
    size_t open;
    sides_of_entry(j, entry, &x, &y);
    if (owner.term) {
        bool same = cell_equal(x, of_sample(owner.term->x, 0)) && cell_equal(y, of_sample(owner.term->y, 0));
        return same ? number_of_weight(j, owner.term->w) : 0;
    }
    if (!open_index(j, o.role == ROLE_X ? of_sample(y, o.at[0]) : y, &open)) return 0; // no stamp reaches that row of C
    switch (o.role) {
    case ROLE_NONE: return weight_between(j, number_of(j, x), open);
    case ROLE_X: return cell_equal(of_sample(o, 0), x) ? f->y[open] : 0;
    case ROLE_Y: return cell_equal(of_sample(o, 0), y) ? f->x[number_of(j, of_sample(x, o.at[0]))] : 0;
    case ROLE_W: return f->from[open] == (int)number_of(j, x) + 1 ? number_of_weight(j, o) : 0;
    case ROLE_GX: return !memcmp(of_sample(o, 0).at, x.at, sizeof x.at) ? f->gy[number_of(j, of_sample(y, o.at[0]))] : 0;
    case ROLE_GY: return !memcmp(of_sample(o, 0).at, y.at, sizeof y.at) ? f->gx[number_of(j, of_sample(x, o.at[0]))] : 0;
    default: return cell_equal(o, entry) ? f->entry : 0;
    }
}

static inline int wanted_of_term(const Joins *j, const Term *t, Cell cell)
{
    Cell same = cell.role == ROLE_X || cell.role == ROLE_GX ? t->x : cell.role == ROLE_W || cell.role == ROLE_GW ? t->w : t->y;
    bool back = cell.role == ROLE_GX || cell.role == ROLE_GW || cell.role == ROLE_GY;
    same.role = cell.role;
    return cell_equal(cell, same) && (t->inside || !back) ? number_of_weight(j, t->w) : 0;
}

// 1 + the number of the weight in whose colour [cell] should be lit, or 0.
static inline int wanted(Joins *j, const Fan *f, Owner owner, Cell cell)
{
    size_t open;
    if (cell.role == ROLE_C) return wanted_entry(j, f, owner, cell);
    if (cell.role != ROLE_Y && !cell_inside(j->spec, cell)) return 0;
    if (owner.term) return wanted_of_term(j, owner.term, cell);
    switch (cell.role) {
    case ROLE_X: return f->x[number_of(j, cell)];
    case ROLE_W: return f->w[number_of(j, cell)];
    case ROLE_Y: return open_index(j, cell, &open) ? f->y[open] : 0;
    case ROLE_GX: return f->gx[number_of(j, cell)];
    case ROLE_GW: return f->gw[number_of(j, cell)];
    case ROLE_GY: return f->gy[number_of(j, cell)];
    default: return 0;
    }
}

// Slide's plane shows the window: of the output that owns the colours, else of the first that the owner reaches.
static inline Owner window_owner(const Joins *j, const Fan *f, Owner owner, Cell shown)
{
    if (owner.term || owner.cell.role == ROLE_Y || owner.cell.role == ROLE_NONE) return owner;
    int y_shape[4];
    scene_shape(j->spec, ROLE_Y, y_shape);
    for (int row = 0; row < y_shape[2]; row++)
        for (int col = 0; col < y_shape[3]; col++) {
            Cell y = { ROLE_Y, { shown.at[0], shown.at[1], row, col } };
            if (f->reached[number_of(j, y)]) return (Owner){ .cell = y };
        }
    return (Owner){ .cell = { ROLE_B, { 0 } } }; // no window: nothing is lit
}

// ---- what is lit -----------------------------------------------------------------------------------------------

static inline void know_colours(Joins *j, const Look *look)
{
    int cols = j->spec->x.kernel, taps = j->spec->y.kernel * cols;
    j->tap = memory_new((size_t)taps, sizeof *j->tap), j->faint = memory_new((size_t)taps, sizeof *j->faint);
    for (int i = 0; i < taps; i++) {
        Colour colour = look_tap(i / cols, i % cols, j->spec->y.kernel, cols);
        j->tap[i] = colour ? colour : look->kernel.fill;
        j->faint[i] = look_mix(look->background, j->tap[i], 0.25);
    }
}

static inline int taps_of(const Joins *j)
{
    return j->spec->y.kernel * j->spec->x.kernel;
}

static inline bool is_one_of(Colour fill, const Colour *colours, int count)
{
    for (int i = 0; i < count; i++)
        if (fill == colours[i]) return true;
    return false;
}

// The cell of the way back that a step rings with its own: the input's or the output's gradient.
static inline Cell gradient_of(Cell cell)
{
    if (cell.role == ROLE_X) cell.role = ROLE_GX;
    else if (cell.role == ROLE_Y) cell.role = ROLE_GY;
    return cell;
}

// Beside each tray of Phases the input shows what this tray reads, and nothing else.
static inline bool takes_part(const Joins *j, const Mark *mark, int want)
{
    int row = 0, col = 0;
    if (want == 0 || strncmp(mark->name, "input of", 8)) return true;
    if (sscanf(mark->name, "input of phase (%d, %d)", &row, &col) < 2 && sscanf(mark->name, "input of phase %d", &col) < 1) return true;
    Cell w = cell_of(j->spec, ROLE_W, (size_t)want - 1);
    return w.at[2] * j->spec->y.dilation % j->spec->y.stride == row && w.at[3] * j->spec->x.dilation % j->spec->x.stride == col;
}

// Holds every mark of a lens against [j->fan], which was made for the owner. Returns how many cells are lit.
static inline int hold_lit(const Case *c, Joins *j, const Figure *figure, Lens lens, Moment moment, Owner owner, Cell outlined)
{
    const Look *look = look_get(c->work.scene.look);
    if (!j->tap) know_colours(j, look);
    Cell shown = CELL_NONE; // any cell of y's plane
    for (int i = 0; i < figure->count && shown.role != ROLE_Y; i++) shown = figure->marks[i].cell;
    Owner window = owner;
    const Fan *plane = &j->fan;
    if (lens == LENS_SLIDE) {
        window = window_owner(j, &j->fan, owner, shown);
        if (!cell_equal(window.cell, owner.cell)) fan_make(j, &j->window, window), plane = &j->window;
    }
    bool taps_differ = look_tap(0, 0, j->spec->y.kernel, j->spec->x.kernel) != 0;
    bool under_way = moment.step < timeline_count(j->spec, c->work.scene.walk);
    int lit_cells = 0;
    Role grid = ROLE_NONE; // of which cells stand here, one after the other
    bool numbers = false;  // where its cut cells have no numbers they have the colours of their values, and the tap's over it
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (mark->kind != MARK_CELL || mark->cell.role != grid) grid = ROLE_NONE;
        if (mark->kind != MARK_CELL || mark->cell.role == ROLE_NONE) continue;
        if (grid == ROLE_NONE) grid = mark->cell.role, numbers = grid == ROLE_Y && grid_shows_numbers(figure, i);
        bool of_taps = mark->cell.role == ROLE_W || mark->cell.role == ROLE_GW;
        if ((of_taps || mark->cell.role == ROLE_C) && !taps_differ) continue;
        bool empty = mark->cell.role == ROLE_GW && mark->fill == look->background; // no gradient has come yet
        if (empty && (under_way || !j->used[number_of(j, mark->cell)])) continue;
        bool cut = is_named(mark, "cut");
        if (cut && mark->fill != look->background && !mark->text && !numbers) continue; // over a colour of its value
        if (owner.term && cell_equal(mark->cell, owner.cell)) continue; // the step's own cell: a ring, in Slide a colour too
        bool of_plane = lens == LENS_SLIDE && (is_named(mark, "value") || is_named(mark, "padding")); // not the inputs of a rail
        int want = wanted(j, of_plane ? plane : &j->fan, of_plane ? window : owner, mark->cell);
        if (!takes_part(j, mark, want)) want = 0;
        lit_cells += want != 0;
        const Colour *colours = cut ? j->faint : j->tap;
        bool lit = want != 0 && mark->fill == colours[(want - 1) % taps_of(j)];
        bool any = !want && is_one_of(mark->fill, colours, taps_of(j));
        check(want ? lit : !any, "%s: %s \"%s\" is filled %06X; the kernel says that it is %s", where(c, lens, moment),
              said(mark->cell), mark->name, (unsigned)mark->fill & 0xFFFFFF,
              want ? said(cell_of(j->spec, ROLE_W, (size_t)want - 1)) : "not joined");
        bool ring = (owner.term == NULL && cell_equal(mark->cell, owner.cell)) || cell_equal(mark->cell, outlined);
        ring |= owner.by_step && !owner.term && cell_equal(mark->cell, gradient_of(owner.cell));
        if (owner.term && mark->cell.role == ROLE_C) ring = want != 0; // a product is its entry
        check(!(mark->style & STYLE_RING) == !ring, "%s: %s \"%s\" %s a ring", where(c, lens, moment), said(mark->cell),
              mark->name, ring ? "lacks" : "has");
    }
    return lit_cells;
}

// ---- what can be pointed at ------------------------------------------------------------------------------------

typedef struct Pointed {
    Cell *at;
    int count, room;
} Pointed;

static inline int by_cell(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(Cell));
}

// Adds everything of a figure that can be pointed at, each cell once. Returns how many marks can be.
static inline int point_at(Pointed *p, const Figure *figure)
{
    int marks = 0;
    for (int i = 0; i < figure->count; i++) {
        if (figure->marks[i].kind != MARK_CELL || figure->marks[i].cell.role == ROLE_NONE) continue;
        if (p->count == p->room) p->room = 2 * p->room + 64, p->at = memory_grow(p->at, (size_t)p->room, sizeof *p->at);
        p->at[p->count++] = figure->marks[i].cell, marks++;
    }
    if (p->count) qsort(p->at, (size_t)p->count, sizeof *p->at, by_cell);
    int kept = 0;
    for (int i = 0; i < p->count; i++)
        if (kept == 0 || !cell_equal(p->at[i], p->at[kept - 1])) p->at[kept++] = p->at[i];
    p->count = kept;
    return marks;
}

// A quick measure: who is lit does not depend on how wide words are.
static inline double quick_width(void *self, const char *text, double size, Weight weight)
{
    (void)self, (void)weight;
    return 0.5 * size * (double)strlen(text);
}

static const Measure measure_quick = { quick_width, NULL };

#endif
