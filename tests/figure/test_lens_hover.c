// One selection, every lens: what lights up when a cell owns the colours is what the kernel itself joins to it. The
// joins are found by asking the kernel: one input is 1, all others are 0, each weight is its own number; what then
// stands in an output names the weight that carried the input there. For the way back one ∂L/∂y is 1: what the kernel
// then brings to an input names the weight it came through, and what it brings to a weight names the input it met.
#include "figure/lens.h"

enum { SMALL = 400, TINY = 60 }; // cells of x, w and y together

typedef struct Joins {
    const Spec *spec;
    Spec open;   // a transposed one without padding, so that what is cut is still there
    int *weight; // (x cells, open y cells): 1 + the number of the weight that joins them, or 0
    int *back;   // (kept y cells, x cells): 1 + the number of the weight that brings the gradient from y to x, or 0
    int *met;    // (kept y cells, w cells): 1 + the number of the input that meets this ∂L/∂y in the weight's gradient, or 0
    bool *brings, *meets; // (w cells, x cells): whether any kept output makes it so
    size_t xs, ys, ws, kept;
    int x_shape[4], w_shape[4], y_shape[4]; // y: of the open output
} Joins;

static Joins joins_of(const Spec *spec)
{
    Joins j = { .spec = spec, .open = *spec };
    if (spec->transposed) {
        j.open.y.padding = j.open.x.padding = j.open.y.output_padding = j.open.x.output_padding = 0;
        assert_true(spec_check(&j.open, NULL));
    }
    scene_shape(&j.open, ROLE_X, j.x_shape);
    scene_shape(&j.open, ROLE_W, j.w_shape);
    scene_shape(&j.open, ROLE_Y, j.y_shape);
    size_t ws = role_count(&j.open, ROLE_W);
    j.xs = role_count(&j.open, ROLE_X), j.ys = role_count(&j.open, ROLE_Y);
    float *x = memory_new(j.xs, sizeof *x), *w = memory_new(ws, sizeof *w), *y = memory_new(j.ys, sizeof *y);
    for (size_t i = 0; i < ws; i++) w[i] = (float)(i + 1);
    j.weight = memory_new(j.xs * j.ys, sizeof *j.weight);
    for (size_t i = 0; i < j.xs; i++) {
        x[i] = 1;
        op_forward(y, x, w, NULL, &j.open);
        x[i] = 0;
        for (size_t o = 0; o < j.ys; o++) j.weight[i * j.ys + o] = (int)y[o];
    }
    j.ws = ws, j.kept = role_count(spec, ROLE_Y);
    float *gy = memory_new(j.kept, sizeof *gy), *gx = memory_new(j.xs, sizeof *gx), *gw = memory_new(ws, sizeof *gw);
    j.back = memory_new(j.kept * j.xs, sizeof *j.back), j.met = memory_new(j.kept * ws, sizeof *j.met);
    j.brings = memory_new(ws * j.xs, sizeof *j.brings), j.meets = memory_new(ws * j.xs, sizeof *j.meets);
    for (size_t i = 0; i < j.xs; i++) x[i] = (float)(i + 1);
    for (size_t o = 0; o < j.kept; o++) {
        gy[o] = 1;
        op_grad_input(gx, gy, w, spec);
        op_grad_weight(gw, gy, x, spec);
        gy[o] = 0;
        for (size_t i = 0; i < j.xs; i++) j.back[o * j.xs + i] = (int)gx[i];
        for (size_t i = 0; i < ws; i++) j.met[o * ws + i] = (int)gw[i];
        for (size_t i = 0; i < j.xs; i++)
            if (gx[i] > 0) j.brings[((size_t)gx[i] - 1) * j.xs + i] = true;
        for (size_t i = 0; i < ws; i++)
            if (gw[i] > 0) j.meets[i * j.xs + (size_t)gw[i] - 1] = true;
    }
    free(gy);
    free(gx);
    free(gw);
    free(x);
    free(w);
    free(y);
    return j;
}

static void joins_clear(Joins *j)
{
    free(j->weight);
    free(j->back);
    free(j->met);
    free(j->brings);
    free(j->meets);
}

static size_t number_of(const Spec *spec, Cell cell)
{
    int shape[4];
    scene_shape(spec, cell.role, shape);
    return flat_of(shape, cell.at);
}

// 1 + the number of the weight that brings the gradient of one kept output to an input, or 0.
static int brought(const Joins *j, Cell x, Cell y)
{
    return j->back[number_of(j->spec, y) * j->xs + number_of(j->spec, x)];
}

static bool weight_brings_to(const Joins *j, int w, Cell x)
{
    return j->brings[((size_t)w - 1) * j->xs + number_of(j->spec, x)];
}

// Whether a kept output's gradient takes part in a weight's, and whether an input does.
static bool weight_gains_from(const Joins *j, int w, Cell y)
{
    return j->met[number_of(j->spec, y) * j->ws + (size_t)w - 1] != 0;
}

static bool weight_meets(const Joins *j, int w, Cell x)
{
    return j->meets[((size_t)w - 1) * j->xs + number_of(j->spec, x)];
}

// The number of a cell of y in the open output; false for one that no stamp reaches.
static bool open_index(const Joins *j, Cell y, size_t *index)
{
    int at[4] = { y.at[0], y.at[1], y.at[2], y.at[3] };
    if (j->spec->transposed) at[2] += j->spec->y.padding, at[3] += j->spec->x.padding;
    for (int i = 2; i < 4; i++)
        if (at[i] < 0 || at[i] >= j->y_shape[i]) return false;
    *index = flat_of(j->y_shape, at);
    return true;
}

// 1 + the number of the weight that joins x and y, or 0.
static int joined(const Joins *j, Cell x, Cell y)
{
    size_t o;
    return open_index(j, y, &o) ? j->weight[flat_of(j->x_shape, x.at) * j->ys + o] : 0;
}

static bool weight_reaches_y(const Joins *j, int w, Cell y)
{
    size_t o;
    if (!open_index(j, y, &o)) return false;
    for (size_t i = 0; i < j->xs; i++)
        if (j->weight[i * j->ys + o] == w) return true;
    return false;
}

static bool weight_takes_x(const Joins *j, int w, Cell x)
{
    size_t i = flat_of(j->x_shape, x.at);
    for (size_t o = 0; o < j->ys; o++)
        if (j->weight[i * j->ys + o] == w) return true;
    return false;
}

// The cells of x and y, of the first sample, that an entry of C lies between.
static void sides_of_entry(const Joins *j, Cell entry, Cell *x, Cell *y)
{
    bool transposed = j->spec->transposed;
    *x = cell_of(j->spec, ROLE_X, (size_t)entry.at[transposed ? 0 : 1]);
    *y = cell_of(j->spec, ROLE_Y, (size_t)entry.at[transposed ? 1 : 0]);
}

static Cell of_first_sample(Cell cell)
{
    cell.at[0] = 0;
    return cell;
}

// What owns the colours: a cell, or one product.
typedef struct Owner {
    Cell cell;
    const Term *term;
    bool by_step; // a step goes both ways: what it reads forward it writes back
} Owner;

static int number_of_weight(const Joins *j, Cell w)
{
    return (int)flat_of(j->w_shape, w.at) + 1;
}

// The same for a cell of the way back.
static int wanted_back(const Joins *j, Owner owner, Cell cell)
{
    Cell o = owner.cell;
    if (owner.term) {
        const Term *t = owner.term;
        Cell same = cell.role == ROLE_GX ? t->x : cell.role == ROLE_GW ? t->w : t->y;
        same.role = cell.role;
        return t->inside && cell_equal(cell, same) ? number_of_weight(j, t->w) : 0;
    }
    switch (cell.role) {
    case ROLE_GX:
        if (o.role == ROLE_GY || (o.role == ROLE_Y && owner.by_step)) return brought(j, cell, o);
        return o.role == ROLE_W && weight_brings_to(j, number_of_weight(j, o), cell) ? number_of_weight(j, o) : 0;
    case ROLE_GY:
        if (o.role == ROLE_GX || (o.role == ROLE_X && owner.by_step)) return brought(j, o, cell);
        return (o.role == ROLE_W || o.role == ROLE_GW) && weight_gains_from(j, number_of_weight(j, o), cell) ? number_of_weight(j, o) : 0;
    default: {
        int w = number_of_weight(j, cell);
        if (o.role == ROLE_GW) return cell_equal(o, cell) ? w : 0;
        if (o.role == ROLE_X) return weight_meets(j, w, o) ? w : 0;
        if (o.role == ROLE_GY || (o.role == ROLE_Y && owner.by_step)) return weight_gains_from(j, w, o) ? w : 0;
        return o.role == ROLE_NONE ? w : 0;
    }
    }
}

static bool is_back(Role role)
{
    return role == ROLE_GX || role == ROLE_GY || role == ROLE_GW;
}

// The same for an entry of C: it is lit with its whole column or row, with its weight, or alone.
static int wanted_entry(const Joins *j, Owner owner, Cell entry)
{
    Cell x, y, o = of_first_sample(owner.cell);
    sides_of_entry(j, entry, &x, &y);
    int w = joined(j, x, y);
    if (owner.term) return cell_equal(x, of_first_sample(owner.term->x)) && cell_equal(y, of_first_sample(owner.term->y)) ? w : 0;
    switch (o.role) {
    case ROLE_NONE: return w;
    case ROLE_X: return cell_equal(o, x) ? w : 0;
    case ROLE_Y: return cell_equal(o, y) ? w : 0;
    case ROLE_W: return w && w == number_of_weight(j, owner.cell) ? w : 0;
    default: return cell_equal(owner.cell, entry) ? w : 0;
    }
}

// 1 + the number of the weight in whose colour [cell] should be lit, or 0.
static int wanted(const Joins *j, Owner owner, Cell cell)
{
    Cell o = owner.cell;
    if (is_back(cell.role)) return wanted_back(j, owner, cell);
    // Padding around a convolution's input joins nothing.
    if ((cell.role == ROLE_X && !cell_inside(j->spec, cell)) || (o.role == ROLE_X && !cell_inside(j->spec, o))) return 0;
    if (cell.role == ROLE_C) return wanted_entry(j, owner, cell);
    if (owner.term) {
        const Term *t = owner.term;
        Cell same = cell.role == ROLE_X ? t->x : cell.role == ROLE_W ? t->w : t->y;
        return cell_equal(cell, same) ? number_of_weight(j, t->w) : 0;
    }
    if (o.role == ROLE_C) {
        Cell x, y;
        sides_of_entry(j, o, &x, &y);
        int w = joined(j, x, y);
        bool same = cell.role == ROLE_X   ? cell_equal(x, of_first_sample(cell))
                    : cell.role == ROLE_Y ? cell_equal(y, of_first_sample(cell))
                                          : w == number_of_weight(j, cell);
        return same ? w : 0;
    }
    switch (cell.role) {
    case ROLE_X:
        if (o.role == ROLE_Y) return joined(j, cell, o);
        if (o.role == ROLE_GW) return weight_meets(j, number_of_weight(j, o), cell) ? number_of_weight(j, o) : 0;
        return o.role == ROLE_W && weight_takes_x(j, number_of_weight(j, o), cell) ? number_of_weight(j, o) : 0;
    case ROLE_Y:
        if (o.role == ROLE_X) return joined(j, o, cell);
        return o.role == ROLE_W && weight_reaches_y(j, number_of_weight(j, o), cell) ? number_of_weight(j, o) : 0;
    case ROLE_W: {
        int w = number_of_weight(j, cell);
        if (o.role == ROLE_W) return cell_equal(o, cell) ? w : 0;
        if (o.role == ROLE_X) return weight_takes_x(j, w, o) ? w : 0;
        if (o.role == ROLE_GX) return weight_brings_to(j, w, o) ? w : 0;
        if (o.role == ROLE_GY) return weight_gains_from(j, w, o) ? w : 0;
        if (o.role == ROLE_GW) return 0;
        return o.role == ROLE_NONE || weight_reaches_y(j, w, o) ? w : 0;
    }
    default: return 0;
    }
}

static Colour colour_of(const Joins *j, const Look *look, int weight)
{
    Cell w = cell_of(j->spec, ROLE_W, (size_t)weight - 1);
    Colour colour = look_tap(w.at[2], w.at[3], j->spec->y.kernel, j->spec->x.kernel);
    return colour ? colour : look->kernel.fill;
}

static bool is_tap_colour(const Joins *j, const Look *look, Colour fill, double strength, Colour under)
{
    for (int ky = 0; ky < j->spec->y.kernel; ky++)
        for (int kx = 0; kx < j->spec->x.kernel; kx++) {
            Colour colour = look_tap(ky, kx, j->spec->y.kernel, j->spec->x.kernel);
            if (fill == look_mix(under, colour ? colour : look->kernel.fill, strength)) return true;
        }
    return false;
}

// Slide's plane shows the window: of the output that owns the colours, else of the first that the owner reaches.
static Owner window_owner(const Joins *j, Owner owner, Cell shown)
{
    if (owner.term || owner.cell.role == ROLE_Y || owner.cell.role == ROLE_NONE) return owner;
    int y_shape[4];
    scene_shape(j->spec, ROLE_Y, y_shape);
    for (int row = 0; row < y_shape[2]; row++)
        for (int col = 0; col < y_shape[3]; col++) {
            Cell y = { ROLE_Y, { shown.at[0], shown.at[1], row, col } };
            if (wanted(j, owner, y)) return (Owner){ .cell = y };
        }
    return (Owner){ .cell = CELL_NONE };
}

static bool weight_is_used(const Joins *j, Cell w)
{
    for (size_t o = 0; w.role == ROLE_GW && o < j->kept; o++)
        if (j->met[o * j->ws + number_of(j->spec, w)]) return true;
    return false;
}

// The cell of the way back that a step rings with its own: the input's or the output's gradient.
static Cell gradient_of(Cell cell)
{
    if (cell.role == ROLE_X) cell.role = ROLE_GX;
    else if (cell.role == ROLE_Y) cell.role = ROLE_GY;
    return cell;
}

// Beside each tray of Phases the input shows what this tray reads, and nothing else.
static bool takes_part(const Joins *j, const Mark *mark, int want)
{
    int row = 0, col = 0;
    if (sscanf(mark->name, "input of phase (%d, %d)", &row, &col) < 2 && sscanf(mark->name, "input of phase %d", &col) < 1) return true;
    if (want == 0) return true;
    Cell w = cell_of(j->spec, ROLE_W, (size_t)want - 1);
    return w.at[2] * j->spec->y.dilation % j->spec->y.stride == row && w.at[3] * j->spec->x.dilation % j->spec->x.stride == col;
}

static void hold_lit(const Case *c, const Joins *j, const Figure *figure, Lens lens, Moment moment, Owner owner, Cell outlined)
{
    const Look *look = look_get(c->work.scene.look);
    Cell shown = CELL_NONE; // any cell of y's plane
    for (int i = 0; i < figure->count && shown.role != ROLE_Y; i++) shown = figure->marks[i].cell;
    Owner window = window_owner(j, owner, shown);
    bool numbers = false; // where cut cells have no numbers they have the colours of their values, and the tap's over it
    for (int i = 0; i < figure->count; i++) numbers |= figure->marks[i].cell.role == ROLE_Y && figure->marks[i].text;
    bool taps_differ = look_tap(0, 0, j->spec->y.kernel, j->spec->x.kernel) != 0;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (mark->kind != MARK_CELL || mark->cell.role == ROLE_NONE) continue;
        bool of_taps = mark->cell.role == ROLE_W || mark->cell.role == ROLE_GW;
        if ((of_taps || mark->cell.role == ROLE_C) && !taps_differ) continue;
        bool empty = mark->cell.role == ROLE_GW && mark->fill == look->background; // no gradient has come yet
        bool comes = moment.step < timeline_count(j->spec, c->work.scene.walk) || !weight_is_used(j, mark->cell);
        if (empty && comes) continue;
        if (is_named(mark, "cut") && mark->fill != look->background && !mark->text && !numbers) continue; // over a colour of its value
        if (owner.term && cell_equal(mark->cell, owner.cell)) continue; // the step's own cell: a ring, in Slide a colour too
        bool plane = is_named(mark, "value"), cut = is_named(mark, "cut");
        int want = wanted(j, plane ? window : owner, mark->cell);
        if (!takes_part(j, mark, want)) want = 0;
        bool full = want != 0 && mark->fill == colour_of(j, look, want);
        bool lit = want != 0 && (cut ? mark->fill == look_mix(look->background, colour_of(j, look, want), 0.25) : full);
        bool any = !want && is_tap_colour(j, look, mark->fill, cut ? 0.25 : 1, cut ? look->background : mark->fill);
        check(want ? lit : !any, "%s: %s \"%s\" is filled %06X; the kernel says that it is %s", where(c, lens, moment),
              said(mark->cell), mark->name, (unsigned)mark->fill & 0xFFFFFF,
              want ? said(cell_of(j->spec, ROLE_W, (size_t)want - 1)) : "not joined");
        bool ring = (owner.term == NULL && cell_equal(mark->cell, owner.cell)) || cell_equal(mark->cell, outlined);
        ring |= owner.by_step && !owner.term && cell_equal(mark->cell, gradient_of(owner.cell));
        if (owner.term && mark->cell.role == ROLE_C) ring = want != 0; // a product is its entry
        check(!(mark->style & STYLE_RING) == !ring, "%s: %s \"%s\" %s a ring", where(c, lens, moment), said(mark->cell),
              mark->name, ring ? "lacks" : "has");
    }
}

// Everything that can be pointed at in a figure, once.
static int pointed_at(const Figure *figure, Cell *out, int most)
{
    int count = 0;
    for (int i = 0; i < figure->count && count < most; i++)
        if (figure->marks[i].kind == MARK_CELL && figure->marks[i].cell.role != ROLE_NONE) out[count++] = figure->marks[i].cell;
    return count;
}

static void each_hover(const Case *c, const Joins *j, Lens lens, long long step, Figure *figure)
{
    const Scene *scene = &c->work.scene;
    Moment moment = { .step = step, .hover = CELL_NONE, .pin = CELL_NONE };
    View view = view_of(lens, 1200, 900, 1);
    lens_build(figure, &c->work, moment, view, measure_fixed);
    Cell hovered[2 * SMALL];
    int count = pointed_at(figure, hovered, COUNT(hovered));
    assert_true(count > 0);
    bool end = step >= timeline_count(&scene->spec, scene->walk);
    Cell outlined = end || step == 0 ? CELL_NONE : timeline_step(&scene->spec, scene->walk, step - 1).cell;
    for (int i = 0; i < count; i++) {
        if (hovered[i].role == ROLE_C && i % 7) continue; // many, and all alike
        moment.hover = hovered[i];
        lens_build(figure, &c->work, moment, view, measure_fixed);
        hold_lit(c, j, figure, lens, moment, (Owner){ .cell = hovered[i] }, outlined);
    }
}

static void hovering_any_cell_lights_what_the_kernel_joins_to_it(void **state)
{
    (void)state;
    Figure figure = { 0 };
    int tried = 0;
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        if (cells_of(spec) > SMALL) continue;
        tried++;
        Joins j = joins_of(spec);
        for (int lens = 0; lens < COUNT(BOTH); lens++)
            each_hover(c, &j, BOTH[lens], timeline_count(spec, c->work.scene.walk), &figure);
        joins_clear(&j);
    }
    check(tried >= 35, "only %d scenes are small enough to be tried", tried);
    figure_clear(&figure);
}

static void a_hover_lights_the_same_in_the_middle_of_any_walk(void **state)
{
    (void)state;
    Figure figure = { 0 };
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        Walk kept = c->work.scene.walk;
        if (cells_of(spec) > TINY) continue;
        Joins j = joins_of(spec);
        for (int walk = 0; walk < WALK_COUNT; walk++) {
            c->work.scene.walk = (Walk)walk;
            long long count = timeline_count(spec, walk), stride = 1 + count / 3;
            for (int lens = 0; lens < COUNT(BOTH); lens++)
                for (long long step = 0; step < count; step += stride) each_hover(c, &j, BOTH[lens], step, &figure);
        }
        c->work.scene.walk = kept;
        joins_clear(&j);
    }
    figure_clear(&figure);
}

static void every_step_lights_what_it_joins_and_the_end_lights_nothing(void **state)
{
    (void)state;
    Figure figure = { 0 };
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        Walk kept = c->work.scene.walk;
        if (cells_of(spec) > SMALL) continue;
        Joins j = joins_of(spec);
        for (int walk = 0; walk < WALK_COUNT; walk++) {
            c->work.scene.walk = (Walk)walk;
            long long count = timeline_count(spec, walk), stride = 1 + count / 60;
            for (int lens = 0; lens < COUNT(BOTH); lens++)
                for (long long step = 0; step <= count; step += step < count && step + stride > count ? count - step : stride) {
                    Moment moment = { .step = step, .hover = CELL_NONE, .pin = CELL_NONE };
                    Owner owner = { .cell = CELL_NONE, .by_step = true };
                    Step done;
                    if (step > 0 && step < count) {
                        done = timeline_step(spec, walk, step - 1);
                        owner.cell = done.cell;
                        if (walk == WALK_PRODUCT) owner.term = &done.term;
                    }
                    lens_build(&figure, &c->work, moment, view_of(BOTH[lens], 1200, 900, 1), measure_fixed);
                    hold_lit(c, &j, &figure, BOTH[lens], moment, owner, CELL_NONE);
                }
        }
        c->work.scene.walk = kept;
        joins_clear(&j);
    }
    figure_clear(&figure);
}

static void hover_comes_before_pin_and_pin_before_the_step(void **state)
{
    (void)state;
    Figure figure = { 0 };
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        if (cells_of(spec) > TINY || timeline_count(spec, c->work.scene.walk) < 2) continue;
        Joins j = joins_of(spec);
        Cell step = timeline_step(spec, c->work.scene.walk, 0).cell;
        Cell y = { ROLE_Y, { step.at[0], 0, 0, 0 } }, x = { ROLE_X, { step.at[0], 0, 0, 0 } };
        for (int lens = 0; lens < COUNT(BOTH); lens++) {
            View view = view_of(BOTH[lens], 1200, 900, 1);
            Moment moment = { .step = 1, .pin = y, .hover = CELL_NONE };
            lens_build(&figure, &c->work, moment, view, measure_fixed);
            hold_lit(c, &j, &figure, BOTH[lens], moment, (Owner){ .cell = y }, cell_equal(step, y) ? CELL_NONE : step);
            moment.hover = x;
            lens_build(&figure, &c->work, moment, view, measure_fixed);
            hold_lit(c, &j, &figure, BOTH[lens], moment, (Owner){ .cell = x }, cell_equal(step, x) ? CELL_NONE : step);
        }
        joins_clear(&j);
    }
    figure_clear(&figure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hovering_any_cell_lights_what_the_kernel_joins_to_it),
        cmocka_unit_test(a_hover_lights_the_same_in_the_middle_of_any_walk),
        cmocka_unit_test(every_step_lights_what_it_joins_and_the_end_lights_nothing),
        cmocka_unit_test(hover_comes_before_pin_and_pin_before_the_step),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
