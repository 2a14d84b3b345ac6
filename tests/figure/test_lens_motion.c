// How the next step moves: a flight begins where it is taken and ends where it is lit.
#include "figure/lens.h"

enum { SMALL = 400 };

static bool near(double a, double b, double by)
{
    return fabs(a - b) <= by;
}

static bool same_box(Box a, Box b, double by)
{
    return near(a.x, b.x, by) && near(a.y, b.y, by) && near(a.w, b.w, by) && near(a.h, b.h, by);
}

static Box hull(Box a, Box b)
{
    double x = fmin(a.x, b.x), y = fmin(a.y, b.y);
    return (Box){ x, y, fmax(a.x + a.w, b.x + b.w) - x, fmax(a.y + a.h, b.y + b.h) - y };
}

static bool within(Box inner, Box outer)
{
    return inner.x >= outer.x - 0.01 && inner.y >= outer.y - 0.01 && inner.x + inner.w <= outer.x + outer.w + 0.01 &&
           inner.y + inner.h <= outer.y + outer.h + 0.01;
}

// The marks that fly at [t], in their order.
static int flying_at(Figure *figure, const Case *c, Lens lens, Moment moment, double t, Mark *marks, int most)
{
    moment.t = t;
    lens_build(figure, &c->work, moment, view_of(lens, 1200, 900, 1), measure_fixed);
    int count = 0;
    for (int i = 0; i < figure->count; i++)
        if (is_named(&figure->marks[i], "flying") && count < most) marks[count++] = figure->marks[i];
    return count;
}

static const Mark *cell_at(const Figure *figure, Box box, Role role)
{
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (mark->kind == MARK_CELL && mark->cell.role == role && same_box(mark->box, box, 0.05)) return mark;
    }
    return NULL;
}

// The products of the next step that land on the output, of the planes that the lens shows.
typedef struct Expected {
    const Spec *spec;
    int n, ic, oc;
    int forward, back;
} Expected;

static bool expect_term(void *context, const Term *term)
{
    Expected *e = context;
    if (term->x.at[0] != e->n || term->x.at[1] != e->ic || term->y.at[1] != e->oc || !cell_inside(e->spec, term->x)) return true;
    if (term->inside) e->forward++, e->back++;
    return true;
}

// From a weight (in Slide: from the input that the window reads) to the cell that it lands on, along the straight way, in
// that weight's colour; in Backprop the way back too, from the same weights to ∂L/∂x. Returns how many flew.
static int hold_flights(Case *c, Lens lens, long long step, long long steps, Figure *figure, Figure *next)
{
    enum { MOST = 256 };
    static Mark start[MOST], end[MOST], middle[MOST], rest[MOST];
    const Spec *spec = &c->work.scene.spec;
    Moment moment = { .step = step, .hover = CELL_NONE, .pin = CELL_NONE };
    assert_int_equal(flying_at(figure, c, lens, moment, 0, rest, MOST), 0);
    int count = flying_at(figure, c, lens, moment, 1e-9, start, MOST), backwards = 0, forwards = 0;
    for (int f = 0; f < count; f++) {
        const Mark *from = cell_at(figure, start[f].box, lens == LENS_SLIDE ? ROLE_X : ROLE_W);
        check(from, "%s: a flight starts at %g,%g, where no %s is", where(c, lens, moment), start[f].box.x, start[f].box.y,
              lens == LENS_SLIDE ? "input" : "weight");
        if (lens == LENS_SLIDE) continue;
        check(start[f].fill == look_tap(from->cell.at[2], from->cell.at[3], spec->y.kernel, spec->x.kernel), "%s: what leaves %s has another colour",
              where(c, lens, moment), said(from->cell));
    }
    assert_int_equal(flying_at(figure, c, lens, moment, 0.5, middle, MOST), count);
    assert_int_equal(flying_at(figure, c, lens, moment, 1 - 1e-9, end, MOST), count);
    Moment after = { .step = step + 1, .hover = CELL_NONE, .pin = CELL_NONE };
    lens_build(next, &c->work, after, view_of(lens, 1200, 900, 1), measure_fixed);
    for (int f = 0; f < count; f++) {
        check(within(middle[f].box, hull(start[f].box, end[f].box)), "%s: half way it is not between", where(c, lens, moment));
        const Mark *to = cell_at(figure, end[f].box, ROLE_Y), *back = cell_at(figure, end[f].box, ROLE_GX);
        if (back && lens == LENS_BACKPROP) backwards++, to = back;
        else forwards++;
        check(to, "%s: a flight ends at %g,%g, where no output is", where(c, lens, moment), end[f].box.x, end[f].box.y);
        const Mark *same = cell_at(next, end[f].box, to->cell.role);
        bool lit_next = c->work.scene.walk == WALK_INPUT && lens != LENS_SLIDE && to != back && same && cell_equal(same->cell, to->cell) &&
                        step + 1 < steps && cell_inside(spec, to->cell);
        if (!lit_next) continue;
        const Mark *lit = mark_of_cell(next, to->cell);
        check(lit && lit->fill == start[f].fill, "%s: %s is not lit as what flew there", where(c, lens, moment), said(to->cell));
    }
    // All of them fly that can be seen to land; Stamp's land on what is cut too, and Slide has one row of outputs.
    const Mark *y = NULL, *w = NULL;
    for (int i = 0; i < figure->count; i++) {
        if (figure->marks[i].cell.role == ROLE_Y && !y) y = &figure->marks[i];
        if (figure->marks[i].cell.role == ROLE_W && !w) w = &figure->marks[i];
    }
    Step done = timeline_step(spec, c->work.scene.walk, step);
    if (!y || !w || spec->groups > 1 || spec->in_channels * spec->out_channels > 1 || spec->batch > 1) return count;
    Expected e = { .spec = spec };
    if (c->work.scene.walk == WALK_PRODUCT) expect_term(&e, &done.term);
    else terms_each(spec, done.cell, expect_term, &e);
    if (lens == LENS_BACKPROP) check(forwards == e.forward && backwards == e.back, "%s: %d products go forward and %d back; the step has %d", where(c, lens, moment), forwards, backwards, e.forward);
    if (lens == LENS_PHASES || (lens == LENS_SLIDE && c->work.scene.walk == WALK_OUTPUT))
        check(forwards == e.forward, "%s: %d products fly, the step has %d", where(c, lens, moment), forwards, e.forward);
    return count;
}

static void products_fly_from_their_weight_to_the_cell_that_they_light(void **state)
{
    (void)state;
    Figure figure = { 0 }, next = { 0 };
    static const Lens lenses[] = { LENS_STAMP, LENS_SLIDE, LENS_PHASES, LENS_BACKPROP };
    for (int lens = 0; lens < COUNT(lenses); lens++) {
        int flights = 0;
        for (int i = 0; i < case_count; i++) {
            Case *c = &cases[i];
            const Spec *spec = &c->work.scene.spec;
            if (cells_of(spec) > SMALL || spec->y.kernel * spec->x.kernel > 9) continue;
            Walk kept = c->work.scene.walk;
            for (int walk = 0; walk < WALK_COUNT; walk++) {
                c->work.scene.walk = (Walk)walk;
                long long steps = timeline_count(spec, (Walk)walk), apart = 1 + steps / 12;
                for (long long step = 0; step < steps; step += apart) flights += hold_flights(c, lenses[lens], step, steps, &figure, &next);
            }
            c->work.scene.walk = kept;
        }
        check(flights > 1000, "only %d flights were seen in %s", flights, LENSES[lenses[lens]].title);
    }
    figure_clear(&figure);
    figure_clear(&next);
}

static void the_window_glides_to_where_it_will_stand(void **state)
{
    (void)state;
    Figure figure = { 0 };
    int moved = 0;
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        if (cells_of(spec) > SMALL) continue;
        Walk kept = c->work.scene.walk;
        c->work.scene.walk = WALK_OUTPUT;
        long long steps = timeline_count(spec, WALK_OUTPUT);
        for (long long step = 1; step + 1 < steps; step++) {
            View view = view_of(LENS_SLIDE, 1200, 900, 1);
            Box box[4];
            static const double ts[] = { 0, 0.5, 1 - 1e-9, 0 };
            for (int t = 0; t < 4; t++) {
                Moment moment = { .step = step + (t == 3), .t = ts[t], .hover = CELL_NONE, .pin = CELL_NONE };
                lens_build(&figure, &c->work, moment, view, measure_fixed);
                const Mark *window = mark_named(&figure, "window");
                check(window || !mark_named(&figure, "value"), "%s: there is no window", where(c, LENS_SLIDE, moment));
                box[t] = window ? window->box : (Box){ 0 };
            }
            Moment moment = { .step = step, .hover = CELL_NONE, .pin = CELL_NONE };
            check(same_box(box[2], box[3], 0.01), "%s: it arrives at %g,%g, and stands at %g,%g", where(c, LENS_SLIDE, moment),
                  box[2].x, box[2].y, box[3].x, box[3].y);
            check(within(box[1], hull(box[0], box[3])), "%s: half way it is not between", where(c, LENS_SLIDE, moment));
            moved += !same_box(box[0], box[3], 0.01);
        }
        c->work.scene.walk = kept;
    }
    check(moved > 200, "the window moved only %d times", moved);
    figure_clear(&figure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_fly_from_their_weight_to_the_cell_that_they_light),
        cmocka_unit_test(the_window_glides_to_where_it_will_stand),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
