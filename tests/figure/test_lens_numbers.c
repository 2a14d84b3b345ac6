// What the cells say: their numbers are the kernel's, the same in every lens at every step.
#include "figure/lens.h"

enum { SMALL = 400 };

// Whether this lens has room for the numbers of a tensor; a grid shows all of them or none.
static bool shows_numbers(const Figure *figure, Role role)
{
    for (int i = 0; i < figure->count; i++)
        if (figure->marks[i].kind == MARK_CELL && figure->marks[i].cell.role == role && figure->marks[i].text) return true;
    return false;
}

// Whether two cells touch but for the gap between them.
static bool near_boxes(Box a, Box b)
{
    double gap = 3;
    return a.x - gap <= b.x + b.w && b.x - gap <= a.x + a.w && a.y - gap <= b.y + b.h && b.y - gap <= a.y + a.h;
}

static int decimals_of(const float *values, size_t count)
{
    double *copy = memory_new(count, sizeof *copy);
    for (size_t i = 0; i < count; i++) copy[i] = (double)values[i];
    int decimals = number_decimals(copy, count);
    free(copy);
    return decimals;
}

static void hold_number(const Case *c, Lens lens, Moment moment, const Mark *mark, double value, int decimals, bool whole)
{
    char want[NUMBER_TEXT];
    number_show(want, value, decimals);
    check(says_number(mark->text, value, decimals, whole), "%s: %s says \"%s\", the kernel %s", where(c, lens, moment),
          said(mark->cell), mark->text, want);
}

static void at_the_end_output_cells_hold_the_kernels_numbers(void **state)
{
    (void)state;
    Figure figure = { 0 };
    int held = 0;
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        Walk kept = c->work.scene.walk;
        if (cells_of(spec) > SMALL || has_letters(&c->work.scene)) continue;
        size_t ys = role_count(spec, ROLE_Y);
        int decimals = decimals_of(c->work.y, ys);
        bool whole = all_whole(c->work.x, role_count(spec, ROLE_X)) && all_whole(c->work.w, role_count(spec, ROLE_W)) &&
                     all_whole(c->work.y, ys);
        for (int walk = 0; walk < WALK_COUNT; walk++)
            for (int lens = 0; lens < LENSES_OF_VALUES; lens++) {
                c->work.scene.walk = (Walk)walk;
                Moment moment = { .step = timeline_count(spec, (Walk)walk), .hover = CELL_NONE, .pin = CELL_NONE };
                lens_build(&figure, &c->work, moment, view_of(LENSES_HELD[lens], 1200, 900, 1), measure_fixed);
                for (int m = 0; m < figure.count; m++) {
                    const Mark *mark = &figure.marks[m];
                    if (mark->kind != MARK_CELL || mark->cell.role != ROLE_Y || !cell_inside(spec, mark->cell)) continue;
                    double value = (double)work_value(&c->work, mark->cell);
                    bool numbers = grid_shows_numbers(&figure, m);
                    check(mark->text || !numbers, "%s: %s says nothing", where(c, LENSES_HELD[lens], moment), said(mark->cell));
                    if (!mark->text) continue;
                    hold_number(c, LENSES_HELD[lens], moment, mark, value, decimals, whole);
                    held++;
                }
            }
        c->work.scene.walk = kept;
    }
    check(held > 2000, "only %d numbers were held", held);
    figure_clear(&figure);
}

// The kernel on the inputs pressed so far, and whether any of them reaches each output (by a kernel of ones).
static void partial(const Work *work, long long step, float *y, float *reached)
{
    const Spec *spec = &work->scene.spec;
    size_t xs = role_count(spec, ROLE_X), ws = role_count(spec, ROLE_W);
    float *x = memory_new(xs, sizeof *x), *w = memory_new(ws, sizeof *w);
    for (size_t i = 0; i < ws; i++) w[i] = 1;
    for (size_t i = 0; i < xs && (long long)i < step; i++) x[i] = 1;
    op_forward(reached, x, w, NULL, spec);
    for (size_t i = 0; i < xs && (long long)i < step; i++) x[i] = work->x[i];
    op_forward(y, x, work->w, work->b, spec);
    free(x);
    free(w);
}

static void by_input_each_step_shows_the_kernel_of_what_was_pressed(void **state)
{
    (void)state;
    Figure figure = { 0 };
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        size_t xs = role_count(spec, ROLE_X), ws = role_count(spec, ROLE_W), ys = role_count(spec, ROLE_Y);
        if (cells_of(spec) > SMALL / 2 || has_letters(&c->work.scene)) continue;
        if (!all_finite(c->work.x, xs) || !all_finite(c->work.w, ws)) continue; // 0·∞ is no zero
        bool whole = all_whole(c->work.x, xs) && all_whole(c->work.w, ws) && (!c->work.b || all_whole(c->work.y, ys));
        int decimals = decimals_of(c->work.y, ys);
        float *y = memory_new(ys, sizeof *y), *reached = memory_new(ys, sizeof *reached);
        Walk kept = c->work.scene.walk;
        c->work.scene.walk = WALK_INPUT;
        for (int lens = 0; lens < LENSES_OF_VALUES; lens++)
            for (long long step = 0; step <= (long long)xs; step++) {
                Moment moment = { .step = step, .hover = CELL_NONE, .pin = CELL_NONE };
                partial(&c->work, step, y, reached);
                lens_build(&figure, &c->work, moment, view_of(LENSES_HELD[lens], 1200, 900, 1), measure_fixed);
                for (int m = 0; m < figure.count; m++) {
                    const Mark *mark = &figure.marks[m];
                    if (mark->kind != MARK_CELL || mark->cell.role != ROLE_Y || !cell_inside(spec, mark->cell)) continue;
                    int shape[4];
                    scene_shape(spec, ROLE_Y, shape);
                    size_t at = flat_of(shape, mark->cell.at);
                    bool filled = reached[at] > 0 || c->work.b || step == (long long)xs; // in the end even a 0 is said
                    if (!grid_shows_numbers(&figure, m)) continue;
                    check(filled == (mark->text != NULL), "%s: %s %s", where(c, LENSES_HELD[lens], moment), said(mark->cell),
                          filled ? "is empty" : "has a number before anything reached it");
                    if (filled) hold_number(c, LENSES_HELD[lens], moment, mark, (double)y[at], decimals, whole);
                }
            }
        c->work.scene.walk = kept;
        free(y);
        free(reached);
    }
    figure_clear(&figure);
}

static void by_output_each_step_finishes_one_cell(void **state)
{
    (void)state;
    Figure figure = { 0 };
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        int shape[4];
        scene_shape(spec, ROLE_Y, shape);
        long long ys = (long long)role_count(spec, ROLE_Y);
        if (cells_of(spec) > SMALL / 2) continue;
        Walk kept = c->work.scene.walk;
        c->work.scene.walk = WALK_OUTPUT;
        for (long long step = 0; step <= ys; step++) {
            Moment moment = { .step = step, .hover = CELL_NONE, .pin = CELL_NONE };
            lens_build(&figure, &c->work, moment, view_of(LENS_STAMP, 1200, 900, 1), measure_fixed);
            for (int m = 0; m < figure.count; m++) {
                const Mark *mark = &figure.marks[m];
                if (mark->kind != MARK_CELL || mark->cell.role != ROLE_Y || c->work.b) continue;
                if (!cell_inside(spec, mark->cell)) {
                    check(!mark->text, "%s: %s is cut, and nobody reads it", where(c, LENS_STAMP, moment), said(mark->cell));
                    continue;
                }
                bool done = (long long)flat_of(shape, mark->cell.at) < step || step == ys;
                check(done || !mark->text, "%s: %s says \"%s\" before its step", where(c, LENS_STAMP, moment),
                      said(mark->cell), mark->text);
            }
        }
        c->work.scene.walk = kept;
    }
    figure_clear(&figure);
}

// How many terms a sum of letters has, or says that it has.
static int terms_of(const char *text)
{
    int count;
    if (sscanf(text, "%d terms", &count) == 1 && strstr(text, "terms")) return count;
    if (sscanf(text, "Σ %d", &count) == 1) return count;
    for (count = 1; *text; text++) count += !strncmp(text, " +", 2) || !strncmp(text, "\n+", 2) || !strncmp(text, " −", 4) || !strncmp(text, "\n−", 4);
    return count;
}

// The same but for where lines end; a sum that has no room in one lens is counted there.
static bool same_text(const char *a, const char *b)
{
    char text[2][256];
    snprintf(text[0], sizeof text[0], "%s", a);
    snprintf(text[1], sizeof text[1], "%s", b);
    for (int i = 0; i < 2; i++)
        for (char *c = text[i]; *c; c++) *c = *c == '\n' ? ' ' : *c;
    bool counted = strstr(a, "terms") || strstr(b, "terms") || strstr(a, "Σ") || strstr(b, "Σ");
    // Where one lens has less room it rounds more; that all of its grid do is held below.
    double x, y;
    int fewest = told_decimals(a) < told_decimals(b) ? told_decimals(a) : told_decimals(b);
    bool rounded = told_decimals(a) != told_decimals(b) && fewest >= 0 && number_parse(a, strlen(a), &x) && number_parse(b, strlen(b), &y) &&
                   fabs(x - y) <= 0.55 * pow(10, -fewest);
    // Or it writes a few compactly: 1.2×10⁶ is 1.23×10⁶ there.
    bool compact = (told_decimals(a) < 0 || told_decimals(b) < 0) && number_read(a, &x) && number_read(b, &y) && fabs(x - y) <= 0.06 * fmax(fabs(x), fabs(y));
    return !strcmp(text[0], text[1]) || rounded || compact || (counted && terms_of(a) == terms_of(b));
}

// Whether a mark stands in a rail of small planes, without numbers.
static bool is_small_without_numbers(const Figure *figure, const Mark *mark)
{
    const Mark *grid = mark;
    while (grid > figure->marks && grid->kind != MARK_GRID) grid--;
    return !strncmp(grid->name, "plane of", 8) && !grid_shows_numbers(figure, (int)(mark - figure->marks));
}

// What a lens says of the cells that Stamp shows too; returns how many were compared.
static long long hold_same(const Case *c, Lens lens, Moment moment, const Figure *other, const Figure *stamp)
{
    long long compared = 0;
    for (int m = 0; m < other->count; m++) {
        const Mark *a = &other->marks[m];
        if (a->kind != MARK_CELL || a->cell.role == ROLE_NONE || a->cell.role > ROLE_Y) continue;
        if (a->cell.role == ROLE_X && !cell_inside(&c->work.scene.spec, a->cell)) { // padding: Stamp has none
            check(!a->text, "%s: padding %s says “%s”", where(c, lens, moment), said(a->cell), a->text);
            continue;
        }
        const Mark *b = mark_of_cell(stamp, a->cell);
        if (!b && lens == LENS_MATRIX) continue; // it shows several channels at once
        check(b, "%s: Stamp does not show %s", where(c, lens, moment), said(a->cell));
        if (!shows_numbers(other, a->cell.role) || !shows_numbers(stamp, a->cell.role)) continue;
        if (is_small_without_numbers(stamp, b)) continue;
        if (!a->text && fmin(a->box.w, a->box.h) < 40) continue; // the strips of a large matrix: no room
        compared++;
        bool same = a->text && b->text ? same_text(a->text, b->text) : a->text == b->text;
        check(same, "%s: %s is \"%s\" here and \"%s\" in Stamp", where(c, lens, moment), said(a->cell), a->text ? a->text : "nothing",
              b->text ? b->text : "nothing");
    }
    return compared;
}

static void at_each_step_every_lens_says_the_same_of_a_cell(void **state)
{
    (void)state;
    Figure stamp = { 0 }, other = { 0 };
    long long compared = 0;
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        Walk kept = c->work.scene.walk;
        if (cells_of(spec) > SMALL) continue;
        for (int walk = 0; walk < WALK_COUNT; walk++) {
            c->work.scene.walk = (Walk)walk;
            long long count = timeline_count(spec, (Walk)walk), apart = 1 + count / 80;
            for (long long step = 0; step <= count; step += step < count && step + apart > count ? count - step : apart) {
                Moment moment = { .step = step, .hover = CELL_NONE, .pin = CELL_NONE };
                lens_build(&stamp, &c->work, moment, view_of(LENS_STAMP, 1200, 900, 1), measure_fixed);
                for (int lens = 1; lens < LENSES_OF_VALUES; lens++) {
                    lens_build(&other, &c->work, moment, view_of(LENSES_HELD[lens], 1200, 900, 1), measure_fixed);
                    compared += hold_same(c, LENSES_HELD[lens], moment, &other, &stamp);
                }
            }
        }
        c->work.scene.walk = kept;
    }
    check(compared > 10000, "only %lld cells were compared", compared);
    figure_clear(&stamp);
    figure_clear(&other);
}

// ---- decimals --------------------------------------------------------------------------------------------------

// Cells of one tensor that stand next to one another are one grid: its numbers have one count of decimals, or none has a
// number; and numbers are not left out where fewer decimals would do.
static void a_grid_shows_all_its_numbers_with_one_count_of_decimals(void **state)
{
    (void)state;
    Figure figure = { 0 };
    static const double sizes[][2] = { { 300, 380 }, { 330, 560 }, { 480, 640 }, { 690, 640 }, { 1200, 900 } };
    int rounded = 0, held = 0;
    for (int i = 0; i < case_count; i++) {
        const Case *c = &cases[i];
        if (cells_of(&c->work.scene.spec) > SMALL || has_letters(&c->work.scene) || c->work.scene.gy.kind == SOURCE_LETTERS) continue;
        for (int size = 0; size < COUNT(sizes); size++)
            for (int lens = 0; lens < LENSES_OF_VALUES; lens++) {
                Moment moment = { .step = timeline_count(&c->work.scene.spec, c->work.scene.walk), .hover = CELL_NONE, .pin = CELL_NONE };
                lens_build(&figure, &c->work, moment, view_of(LENSES_HELD[lens], sizes[size][0], sizes[size][1], 1), measure_fixed);
                for (int m = 1; m < figure.count; m++) {
                    const Mark *a = &figure.marks[m - 1], *b = &figure.marks[m];
                    bool neighbours = a->kind == MARK_CELL && b->kind == MARK_CELL && a->cell.role == b->cell.role && a->cell.role != ROLE_NONE &&
                                      near_boxes(a->box, b->box) && cell_inside(&c->work.scene.spec, a->cell) && cell_inside(&c->work.scene.spec, b->cell);
                    if (!neighbours) continue;
                    check(!a->text == !b->text, "%s at %g: %s says \"%s\", and beside it %s says \"%s\"", where(c, LENSES_HELD[lens], moment), sizes[size][0],
                          said(a->cell), a->text ? a->text : "", said(b->cell), b->text ? b->text : "");
                    if (!a->text) continue;
                    int of_a = told_decimals(a->text), of_b = told_decimals(b->text);
                    check(of_a == of_b || of_a < 0 || of_b < 0, "%s at %g: %s has other decimals (%s) than %s (%s)", where(c, LENSES_HELD[lens], moment),
                          sizes[size][0], said(a->cell), a->text, said(b->cell), b->text);
                    held++;
                }
                for (int m = 0; m < figure.count; m++)
                    rounded += figure.marks[m].kind == MARK_TEXT && strstr(figure.marks[m].text, ", to ");
            }
    }
    check(held > 5000 && rounded > 20, "%d pairs were held, and %d captions said that numbers are rounded", held, rounded);
    figure_clear(&figure);
}

// From 30 pixels a cell there are numbers, even with a sign and decimals.
static void cells_of_thirty_pixels_show_numbers_with_decimals(void **state)
{
    (void)state;
    Figure figure = { 0 };
    Scene scene;
    Error err;
    Work work = { 0 };
    check(scene_parse(&scene, "convt2d in=3 k=4 s=2 p=1 w=random:7 x=random", &err), "%s", err.text);
    check(work_make(&work, &scene, NULL, &err), "%s", err.text);
    int shown = 0;
    for (int lens = 0; lens < LENSES_OF_VALUES; lens++)
        for (double width = 260; width <= 900; width += 40) {
            Moment moment = { .step = timeline_count(&scene.spec, scene.walk), .hover = CELL_NONE, .pin = CELL_NONE };
            View view = view_of(LENSES_HELD[lens], width, 1.1 * width, 1);
            figure_build(&figure, &work, &moment, &view, look_get(LOOK_LIGHT), measure_fixed);
            for (int m = 0; m < figure.count; m++) {
                const Mark *mark = &figure.marks[m];
                if (mark->kind != MARK_CELL || mark->cell.role == ROLE_NONE || mark->cell.role == ROLE_C || fmin(mark->box.w, mark->box.h) < 30) continue;
                check(mark->text, "%s, %g wide: %s is %.0f pixels wide and shows no number", LENSES[LENSES_HELD[lens]].word, width, said(mark->cell), mark->box.w);
                check(mark->size >= 9, "%s: %s is in type of %g", LENSES[LENSES_HELD[lens]].word, said(mark->cell), mark->size);
                shown++;
            }
        }
    check(shown > 500, "only %d cells were large enough", shown);
    work_clear(&work);
    scene_clear(&scene);
    figure_clear(&figure);
}

// ---- the way back ----------------------------------------------------------------------------------------------

// The gradients replayed from the steps' own terms.
typedef struct Replay {
    const Work *work;
    double *gx, *gw;
    int *gx_count, *gw_count;
} Replay;

static bool replay_term(void *context, const Term *term)
{
    Replay *r = context;
    const Spec *spec = &r->work->scene.spec;
    if (!term->inside) return true;
    double gy = (double)r->work->gy[cell_number(spec, term->y)];
    size_t x = cell_number(spec, term->x), w = cell_number(spec, term->w);
    r->gx[x] += gy * (double)r->work->w[w], r->gx_count[x]++;
    r->gw[w] += gy * (double)r->work->x[x], r->gw_count[w]++;
    return true;
}

static void hold_gradients(const Case *c, const Replay *r, const Figure *figure, Moment moment, bool end, int *held)
{
    const Spec *spec = &c->work.scene.spec;
    for (int m = 0; m < figure->count; m++) {
        const Mark *mark = &figure->marks[m];
        bool gx = mark->cell.role == ROLE_GX;
        if (mark->kind != MARK_CELL || (!gx && mark->cell.role != ROLE_GW) || !shows_numbers(figure, mark->cell.role)) continue;
        size_t at = cell_number(spec, mark->cell);
        int count = gx ? r->gx_count[at] : r->gw_count[at];
        check((count > 0 || end) == (mark->text != NULL), "%s: %s %s", where(c, LENS_BACKPROP, moment), said(mark->cell),
              mark->text ? "has a number before anything came back" : "is empty");
        if (!mark->text) continue;
        int decimals = role_decimals(&c->work, ROLE_GY), with = role_decimals(&c->work, gx ? ROLE_W : ROLE_X), own = role_decimals(&c->work, mark->cell.role);
        if (with > decimals) decimals = with;
        if (own > decimals) decimals = own;
        hold_number(c, LENS_BACKPROP, moment, mark, gx ? r->gx[at] : r->gw[at], decimals, false);
        (*held)++;
    }
    // Both sums stand below, and say the same number.
    const Mark *forward = mark_named(figure, "forward sum"), *backward = mark_named(figure, "backward sum");
    check(forward && backward, "%s: the two sums are not told", where(c, LENS_BACKPROP, moment));
    check(!strcmp(strstr(forward->text, "⟩ "), strstr(backward->text, "⟩ ")), "%s: \"%s\" and \"%s\" differ", where(c, LENS_BACKPROP, moment),
          forward->text, backward->text);
}

static void at_each_step_gradients_hold_what_the_steps_brought_back(void **state)
{
    (void)state;
    Figure figure = { 0 };
    int held = 0;
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        size_t xs = role_count(spec, ROLE_X), ws = role_count(spec, ROLE_W);
        if (cells_of(spec) > SMALL / 2 || has_letters(&c->work.scene) || c->work.scene.gy.kind == SOURCE_LETTERS) continue;
        if (!all_finite(c->work.x, xs) || !all_finite(c->work.w, ws)) continue;
        Walk kept = c->work.scene.walk;
        for (int walk = 0; walk < WALK_COUNT; walk++) {
            c->work.scene.walk = (Walk)walk;
            Replay r = { &c->work, memory_new(xs, sizeof(double)), memory_new(ws, sizeof(double)), memory_new(xs, sizeof(int)),
                         memory_new(ws, sizeof(int)) };
            long long count = timeline_count(spec, (Walk)walk), apart = 1 + count / 30;
            for (long long step = 0; step <= count; step++) {
                Moment moment = { .step = step, .hover = CELL_NONE, .pin = CELL_NONE };
                if (step % apart == 0 || step == count) {
                    lens_build(&figure, &c->work, moment, view_of(LENS_BACKPROP, 1200, 900, 1), measure_fixed);
                    hold_gradients(c, &r, &figure, moment, step == count, &held);
                }
                if (step == count) break;
                Step next = timeline_step(spec, (Walk)walk, step);
                if (walk == WALK_PRODUCT) replay_term(&r, &next.term);
                else terms_each(spec, next.cell, replay_term, &r);
            }
            free(r.gx), free(r.gw), free(r.gx_count), free(r.gw_count);
        }
        c->work.scene.walk = kept;
    }
    check(held > 10000, "only %d numbers were held", held);
    figure_clear(&figure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_the_end_output_cells_hold_the_kernels_numbers),
        cmocka_unit_test(by_input_each_step_shows_the_kernel_of_what_was_pressed),
        cmocka_unit_test(by_output_each_step_finishes_one_cell),
        cmocka_unit_test(at_each_step_every_lens_says_the_same_of_a_cell),
        cmocka_unit_test(at_each_step_gradients_hold_what_the_steps_brought_back),
        cmocka_unit_test(a_grid_shows_all_its_numbers_with_one_count_of_decimals),
        cmocka_unit_test(cells_of_thirty_pixels_show_numbers_with_decimals),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
