// The Phases lens: the trays as they stand, the same cells woven, split and as channels, what a phase alone leaves, and
// channels in the order of pixel_shuffle.
#include "figure/lens.h"

enum { SMALL = 400 };

static Figure figure;

static void build(const Case *c, Moment moment, PhasesAs as, int phase)
{
    View view = view_of(LENS_PHASES, 1200, 900, 1);
    view.show.phases = as, view.show.phase = phase;
    lens_build(&figure, &c->work, moment, view, measure_fixed);
}

static Moment end_of(const Case *c)
{
    return (Moment){ .step = timeline_count(&c->work.scene.spec, c->work.scene.walk), .hover = CELL_NONE, .pin = CELL_NONE };
}

static int times_shown(Cell cell, const Mark **mark)
{
    int times = 0;
    for (int i = 0; i < figure.count; i++)
        if (figure.marks[i].kind == MARK_CELL && cell_equal(figure.marks[i].cell, cell)) *mark = &figure.marks[i], times++;
    return times;
}

// The k-th mark of this kind and name.
static const Mark *mark_number(MarkKind kind, const char *name, int k)
{
    for (int i = 0; i < figure.count; i++)
        if (figure.marks[i].kind == kind && is_named(&figure.marks[i], name) && k-- == 0) return &figure.marks[i];
    return NULL;
}

static bool lies_in(Box inner, Box outer)
{
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w && inner.y + inner.h <= outer.y + outer.h;
}

static void each_weight_lies_in_the_tray_of_its_phase(void **state)
{
    (void)state;
    int held = 0;
    for (int i = 0; i < case_count; i++) {
        const Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        if (cells_of(spec) > SMALL || spec->y.stride * spec->x.stride > 16) continue;
        build(c, end_of(c), PHASES_WOVEN, 0);
        if (!mark_number(MARK_BOX, "tray", 0)) continue; // too small for trays
        for (int ky = 0; ky < spec->y.kernel; ky++)
            for (int kx = 0; kx < spec->x.kernel; kx++) {
                const Mark *mark = NULL;
                int number = ky * spec->y.dilation % spec->y.stride * spec->x.stride + kx * spec->x.dilation % spec->x.stride;
                check(times_shown((Cell){ ROLE_W, { 0, 0, ky, kx } }, &mark) == 1, "%s: weight %d,%d is not shown once", c->name, ky, kx);
                const Mark *tray = mark_number(MARK_BOX, "tray", number);
                check(tray && lies_in(mark->box, tray->box), "%s: weight %d,%d does not lie in tray %d", c->name, ky, kx, number);
                held++;
            }
    }
    check(held > 200, "only %d weights were seen", held);
}

static void woven_split_or_as_channels_each_cell_is_there_once_and_says_the_same(void **state)
{
    (void)state;
    static char said_before[SMALL][NUMBER_TEXT];
    int held = 0;
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        Role wide = spec->transposed ? ROLE_Y : ROLE_X;
        int shape[4];
        scene_shape(spec, wide, shape);
        int cells = shape[2] * shape[3];
        if (cells_of(spec) > SMALL || spec->y.stride * spec->x.stride > 16) continue;
        Moment moment = moment_of(&c->work.scene);
        bool letters = c->work.scene.x.kind == SOURCE_LETTERS || c->work.scene.w.kind == SOURCE_LETTERS; // told by as much as there is room for
        for (int as = PHASES_WOVEN; as <= PHASES_CHANNELS; as++) {
            build(c, moment, (PhasesAs)as, 0);
            int n = -1, channel = -1;
            for (int m = 0; m < figure.count && n < 0; m++)
                if (figure.marks[m].kind == MARK_CELL && figure.marks[m].cell.role == wide) n = figure.marks[m].cell.at[0], channel = figure.marks[m].cell.at[1];
            bool image = false; // too many for cells of their own
            for (int m = 0; m < figure.count; m++) image |= figure.marks[m].kind == MARK_GRID && figure.marks[m].pixels;
            check(n >= 0 || image, "%s: no cell of the wide side is shown", c->name);
            if (image) break;
            for (int at = 0; at < cells; at++) {
                const Mark *mark = NULL;
                Cell cell = { wide, { n, channel, at / shape[3], at % shape[3] } };
                int times = times_shown(cell, &mark);
                check(times == 1, "%s, as %d: %s is shown %d times", c->name, as, said(cell), times);
                const char *text = mark->text ? mark->text : "";
                if (as == PHASES_WOVEN) snprintf(said_before[at], NUMBER_TEXT, "%s", text);
                else if (*text && *said_before[at] && !letters) check(!strcmp(text, said_before[at]), "%s, as %d: %s says \"%s\", woven \"%s\"", c->name, as, said(cell), text, said_before[at]);
                held += *text != 0;
            }
        }
    }
    check(held > 2000, "only %d numbers were compared", held);
}

// pixel_shuffle, given the numbers of its own cells, says from which cell of which channel each comes.
static void channels_stand_in_the_order_of_pixel_shuffle(void **state)
{
    (void)state;
    int held = 0;
    for (int i = 0; i < case_count; i++) {
        const Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        int s = spec->x.stride;
        if (!spec->transposed || spec->dims != 2 || spec->y.stride != s || s < 2 || s > 3 || cells_of(spec) > SMALL) continue;
        Canvas canvas = canvas_of(spec);
        Shuffle shuffle = { 1, 1, (canvas.rows + s - 1) / s, (canvas.cols + s - 1) / s, s };
        int plane = shuffle.height * shuffle.width, all = plane * s * s;
        float *from = memory_new((size_t)all, sizeof *from), *woven = memory_new((size_t)all, sizeof *woven);
        for (int at = 0; at < all; at++) from[at] = (float)at;
        pixel_shuffle(woven, from, &shuffle);
        build(c, end_of(c), PHASES_CHANNELS, 0);
        for (int row = 0; row < canvas.rows; row++)
            for (int col = 0; col < canvas.cols; col++) {
                int source = (int)woven[row * shuffle.width * s + col], channel = source / plane;
                const Mark *mark = NULL, *name = mark_number(MARK_TEXT, "plane", channel);
                if (!name) continue; // no room for names
                for (int m = 0; m < figure.count; m++) {
                    const Mark *cell = &figure.marks[m];
                    if (cell->kind == MARK_CELL && cell->cell.role == ROLE_Y && !cell->cell.at[0] && !cell->cell.at[1] && cell->cell.at[2] == row + canvas.row0 && cell->cell.at[3] == col + canvas.col0) mark = cell;
                }
                check(mark != NULL, "%s: canvas cell %d,%d is not shown", c->name, row, col);
                double pitch = mark->box.w + (mark->box.w >= 18 ? 2 : mark->box.w >= 9 ? 1 : 0);
                double x = name->box.x + source % plane % shuffle.width * pitch, y = name->box.y + 20 + source % plane / shuffle.width * pitch;
                check(fabs(mark->box.x - x) < 1.5 && fabs(mark->box.y - y) < 1.5, "%s: cell %d,%d stands at %g,%g, and channel %d has it at %g,%g", c->name, row, col,
                      mark->box.x, mark->box.y, channel, x, y);
                held++;
            }
        free(from), free(woven);
    }
    check(held > 400, "only %d cells were held", held);
}

static void looking_at_one_phase_fades_the_others(void **state)
{
    (void)state;
    const Case *c = NULL;
    for (int i = 0; i < case_count; i++)
        if (!strcmp(cases[i].name, "phases")) c = &cases[i];
    assert_non_null(c);
    const Spec *spec = &c->work.scene.spec;
    for (int phase = 0; phase < 4; phase++) {
        build(c, end_of(c), PHASES_WOVEN, phase + 1);
        for (int i = 0; i < figure.count; i++) {
            const Mark *mark = &figure.marks[i];
            if (mark->kind != MARK_CELL || mark->cell.role == ROLE_X) continue;
            bool weight = mark->cell.role == ROLE_W;
            int row = weight ? mark->cell.at[2] * spec->y.dilation : mark->cell.at[2] + spec->y.padding;
            int col = weight ? mark->cell.at[3] * spec->x.dilation : mark->cell.at[3] + spec->x.padding;
            bool of_it = row % 2 * 2 + col % 2 == phase;
            check(of_it == (mark->opacity == 1), "phase %d alone: %s has the opacity %g", phase, said(mark->cell), mark->opacity);
        }
    }
}

static void an_empty_tray_says_that_only_the_bias_is_left(void **state)
{
    (void)state;
    for (int i = 0; i < case_count; i++) {
        const Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        if (spec->y.stride * spec->x.stride > 16) continue;
        build(c, end_of(c), PHASES_WOVEN, 0);
        bool empty = axis_counts(spec->y).empty || axis_counts(spec->x).empty, told = false, hatched = false;
        for (int m = 0; m < figure.count; m++) {
            const Mark *mark = &figure.marks[m];
            told |= mark->text && strstr(mark->text, spec->transposed ? "bias" : "never");
            hatched |= is_named(mark, "tray") && mark->style & STYLE_HATCHED;
        }
        if (!mark_number(MARK_BOX, "tray", 0)) continue;
        check(told == empty && hatched == empty, "%s: %s tray is empty; it is %s and %s", c->name, empty ? "a" : "no", told ? "told" : "not told",
              hatched ? "hatched" : "not hatched");
    }
}

// With numbers the tint fills the cell, without it is the frame around the value's colour; cells as pixels say values alone.
static void cells_too_small_for_numbers_keep_the_tint_of_their_phase(void **state)
{
    (void)state;
    int filled = 0, framed = 0;
    for (int i = 0; i < case_count; i++) {
        const Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        const Look *look = look_get(c->work.scene.look);
        long long trays = (long long)spec->y.stride * spec->x.stride;
        if (trays < 2 || !spec->transposed || spec->batch * spec->in_channels * spec->out_channels > 1 || cells_of(spec) > 1200) continue;
        for (double width = 220; width <= 1000; width *= 1.25) {
            View view = view_of(LENS_PHASES, width, 1.1 * width, 1);
            lens_build(&figure, &c->work, end_of(c), view, measure_fixed);
            const Mark *caption = mark_named(&figure, "output caption");
            for (int m = 0; m < figure.count; m++) {
                const Mark *mark = &figure.marks[m];
                if (mark->kind != MARK_CELL || mark->cell.role != ROLE_Y || mark->style & STYLE_RING || c->work.scene.x.kind == SOURCE_LETTERS) continue;
                Colour tint = look_phase(look, (mark->cell.at[2] + spec->y.padding) % spec->y.stride, (mark->cell.at[3] + spec->x.padding) % spec->x.stride);
                bool empty = mark->fill == look_mix(look->background, tint, 0.35);
                check(mark->fill == tint || mark->line == tint || empty, "%s, %g wide: %s, %.0f pixels wide, has no tint", c->name, width, said(mark->cell), mark->box.w);
                check(!strstr(caption->text, "tinted") || mark->fill == tint || empty, "%s, %g wide: \"%s\", and %s is not", c->name, width, caption->text, said(mark->cell));
                check(!strstr(caption->text, "framed") || mark->line == tint || empty, "%s, %g wide: \"%s\", and %s is not", c->name, width, caption->text, said(mark->cell));
                filled += mark->fill == tint, framed += mark->line == tint;
            }
        }
    }
    check(filled > 1000 && framed > 300, "%d cells were filled and %d framed", filled, framed);
}

static int close_here(void **state)
{
    figure_clear(&figure);
    return cases_close(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_weight_lies_in_the_tray_of_its_phase),
        cmocka_unit_test(woven_split_or_as_channels_each_cell_is_there_once_and_says_the_same),
        cmocka_unit_test(channels_stand_in_the_order_of_pixel_shuffle),
        cmocka_unit_test(looking_at_one_phase_fades_the_others),
        cmocka_unit_test(cells_too_small_for_numbers_keep_the_tint_of_their_phase),
        cmocka_unit_test(an_empty_tray_says_that_only_the_bias_is_left),
    };
    return cmocka_run_group_tests(tests, cases_open, close_here);
}
