// Many channels: each plane stands once in a lens, large or in its rail; a rail's cells light what the kernel joins; what
// they hold are the partial sums of their plane; and the rail gives way before the planes that stand large lose anything.
#include "figure/lens.h"

static const Lens RAILED[] = { LENS_STAMP, LENS_SLIDE, LENS_PHASES, LENS_BACKPROP };
static const char *const MANY[] = { "channels", "groups", "conv-channels" };

static Case *case_named(const char *name)
{
    for (int i = 0; i < case_count; i++)
        if (!strcmp(cases[i].name, name)) return &cases[i];
    fail_msg("there is no scene %s", name);
    return NULL;
}

// The grid that a cell stands in.
static const Mark *grid_of(const Figure *figure, int at)
{
    while (at > 0 && figure->marks[at].kind != MARK_GRID) at--;
    return &figure->marks[at];
}

static bool in_rail(const Figure *figure, int at)
{
    return figure->marks[at].kind == MARK_CELL && !strncmp(grid_of(figure, at)->name, "plane of", 8);
}

static bool has_rail(const Figure *figure)
{
    return mark_named(figure, "rail") != NULL;
}

// ---- each plane once -------------------------------------------------------------------------------------------

static void every_plane_of_x_and_y_stands_in_a_lens_and_none_twice(void **state)
{
    (void)state;
    Figure figure = { 0 };
    for (int s = 0; s < COUNT(MANY); s++)
        for (int l = 0; l < COUNT(RAILED); l++) {
            const Case *c = case_named(MANY[s]);
            const Spec *spec = &c->work.scene.spec;
            Moment moment = moment_of(&c->work.scene);
            lens_build(&figure, &c->work, moment, view_of(RAILED[l], 1200, 900, 1), measure_fixed);
            check(has_rail(&figure), "%s: there is no rail", where(c, RAILED[l], moment));
            for (int role = ROLE_X; role <= ROLE_Y; role += ROLE_Y - ROLE_X) {
                int shape[4], chosen = 0;
                scene_shape(spec, (Role)role, shape);
                for (int n = 0; n < shape[0]; n++)
                    for (int k = 0; k < shape[1]; k++) {
                        Cell cell = { (Role)role, { n, k, 0, 0 } };
                        int small = 0, large = 0; // in the rail its first cell, in the lens any: Slide has one row of y
                        for (int i = 0; i < figure.count; i++) {
                            Cell at = figure.marks[i].cell;
                            if (figure.marks[i].kind != MARK_CELL || at.role != cell.role || at.at[0] != n || at.at[1] != k) continue;
                            if (!in_rail(&figure, i)) large++;
                            else small += cell_equal(at, cell);
                        }
                        check(small <= 1 && (small == 1) == (large == 0), "%s: %s stands %d times in the rail and %d times large", where(c, RAILED[l], moment),
                              said(cell), small, large);
                        chosen += large > 0;
                    }
                check(chosen == 1, "%s: %d planes of %s stand large", where(c, RAILED[l], moment), chosen, ROLE_WORDS[role]);
                const char *picture = role == ROLE_X ? "chosen of x" : "chosen of y";
                check(mark_named(&figure, picture) || shape[0] * shape[1] == 1, "%s: nothing frames the place of the plane that stands large", where(c, RAILED[l], moment));
            }
        }
    figure_clear(&figure);
}

static void a_scene_of_one_plane_has_no_rail(void **state)
{
    (void)state;
    Figure figure = { 0 };
    for (int i = 0; i < case_count; i++)
        for (int l = 0; l < COUNT(RAILED); l++) {
            const Spec *spec = &cases[i].work.scene.spec;
            if (spec->in_channels > 1 || spec->out_channels > 1 || spec->batch > 1) continue;
            lens_build(&figure, &cases[i].work, moment_of(&cases[i].work.scene), view_of(RAILED[l], 1200, 900, 1), measure_fixed);
            check(!has_rail(&figure) && !mark_named(&figure, "pair or sum"), "%s: it has a rail", where(&cases[i], RAILED[l], moment_of(&cases[i].work.scene)));
        }
    figure_clear(&figure);
}

static void of_many_channels_the_neighbours_stand_there_and_it_says_which(void **state)
{
    (void)state;
    Figure figure = { 0 };
    const Case *c = case_named("rail-64");
    static const struct { int ic; const char *says; } rows[] = { { 0, "0–7 of 64" }, { 30, "26–33 of 64" }, { 63, "56–63 of 64" } };
    for (int i = 0; i < COUNT(rows); i++) {
        Moment moment = { .step = 0, .hover = CELL_NONE, .pin = CELL_NONE, .ic = rows[i].ic };
        lens_build(&figure, &c->work, moment, view_of(LENS_STAMP, 1200, 900, 1), measure_fixed);
        int first = 64, last = -1, planes = 0;
        const Mark *head = mark_named(&figure, "rail");
        check(head && strstr(head->text, rows[i].says), "the rail says “%s”; wanted “%s”", head ? head->text : "nothing", rows[i].says);
        for (int m = 0; m < figure.count; m++) {
            Cell cell = figure.marks[m].cell;
            if (!in_rail(&figure, m) || cell.role != ROLE_X || cell.at[2] || cell.at[3]) continue;
            first = cell.at[1] < first ? cell.at[1] : first, last = cell.at[1] > last ? cell.at[1] : last, planes++;
        }
        int from, to;
        check(sscanf(rows[i].says, "%d–%d", &from, &to) == 2, "%s", rows[i].says);
        check(planes == 7 && first >= from && last <= to, "%d planes from %d to %d stand there; wanted 7 of %d to %d", planes, first, last, from, to);
    }
    figure_clear(&figure);
}

// ---- light -----------------------------------------------------------------------------------------------------

// The weight that joins a cell of x to one of y, told by the kernel: this input is 1, all others 0, each weight its number.
static int joined(const Spec *spec, Cell x, Cell y)
{
    int x_shape[4], y_shape[4];
    scene_shape(spec, ROLE_X, x_shape);
    scene_shape(spec, ROLE_Y, y_shape);
    static float in[4096], w[4096], out[4096];
    size_t ws = role_count(spec, ROLE_W);
    memset(in, 0, sizeof in);
    for (size_t i = 0; i < ws; i++) w[i] = (float)(i + 1);
    in[flat_of(x_shape, x.at)] = 1;
    op_forward(out, in, w, NULL, spec);
    return (int)out[flat_of(y_shape, y.at)];
}

static Colour colour_of(const Spec *spec, int weight)
{
    Cell w = cell_of(spec, ROLE_W, (size_t)weight - 1);
    return look_tap(w.at[2], w.at[3], spec->y.kernel, spec->x.kernel);
}

static bool is_tap(const Spec *spec, Colour fill)
{
    for (size_t i = 0; i < role_count(spec, ROLE_W); i++)
        if (fill == colour_of(spec, (int)i + 1)) return true;
    return false;
}

static int hold_rail(const Case *c, Lens lens, Moment moment, const Figure *figure, Cell owner)
{
    const Spec *spec = &c->work.scene.spec;
    int lit = 0;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (!in_rail(figure, i)) continue;
        int want = mark->cell.role == owner.role ? 0 : owner.role == ROLE_X ? joined(spec, owner, mark->cell) : joined(spec, mark->cell, owner);
        check(want ? mark->fill == colour_of(spec, want) : !is_tap(spec, mark->fill), "%s: %s is filled %06X; the kernel says that it is %s", where(c, lens, moment),
              said(mark->cell), (unsigned)mark->fill & 0xFFFFFF, want ? said(cell_of(spec, ROLE_W, (size_t)want - 1)) : "not joined");
        check(!(mark->style & STYLE_RING) == !cell_equal(mark->cell, owner), "%s: %s is ringed wrongly", where(c, lens, moment), said(mark->cell));
        lit += want != 0;
    }
    return lit;
}

static void a_cell_of_any_plane_lights_in_the_rails_what_the_kernel_joins_to_it(void **state)
{
    (void)state;
    Figure figure = { 0 };
    int lit = 0;
    for (int s = 0; s < COUNT(MANY); s++) {
        const Case *c = case_named(MANY[s]);
        const Spec *spec = &c->work.scene.spec;
        Moment moment = { .step = timeline_count(spec, c->work.scene.walk), .pin = CELL_NONE, .hover = CELL_NONE };
        for (int role = ROLE_X; role <= ROLE_Y; role += ROLE_Y - ROLE_X)
            for (size_t at = 0; at < role_count(spec, (Role)role); at += 3) {
                moment.hover = cell_of(spec, (Role)role, at);
                lens_build(&figure, &c->work, moment, view_of(LENS_STAMP, 1200, 900, 1), measure_fixed);
                lit += hold_rail(c, LENS_STAMP, moment, &figure, moment.hover);
            }
    }
    check(lit > 300, "only %d cells were lit", lit);
    figure_clear(&figure);
}

static void a_step_lights_every_plane_that_it_writes_or_reads(void **state)
{
    (void)state;
    Figure figure = { 0 };
    for (int s = 0; s < COUNT(MANY); s++)
        for (Walk walk = WALK_INPUT; walk <= WALK_OUTPUT; walk++) {
            Case *c = case_named(MANY[s]);
            const Spec *spec = &c->work.scene.spec;
            Walk kept = c->work.scene.walk;
            c->work.scene.walk = walk;
            for (long long step = 1; step < timeline_count(spec, walk); step += 5) {
                Moment moment = { .step = step, .pin = CELL_NONE, .hover = CELL_NONE };
                lens_build(&figure, &c->work, moment, view_of(LENS_SLIDE, 1200, 900, 1), measure_fixed);
                hold_rail(c, LENS_SLIDE, moment, &figure, timeline_step(spec, walk, step - 1).cell);
            }
            c->work.scene.walk = kept;
        }
    figure_clear(&figure);
}

// ---- numbers ---------------------------------------------------------------------------------------------------

static void the_planes_of_a_rail_hold_their_own_partial_sums(void **state)
{
    (void)state;
    Figure figure = { 0 };
    int held = 0;
    for (int s = 0; s < COUNT(MANY); s++)
        for (Walk walk = 0; walk < WALK_COUNT; walk++) {
            Case *c = case_named(MANY[s]);
            const Spec *spec = &c->work.scene.spec;
            Walk kept = c->work.scene.walk;
            c->work.scene.walk = walk;
            long long count = timeline_count(spec, walk);
            for (long long step = 0; step <= count; step += 1 + count / 12) {
                Moment moment = { .step = step, .pin = CELL_NONE, .hover = CELL_NONE };
                lens_build(&figure, &c->work, moment, view_of(LENS_STAMP, 1600, 1300, 1), measure_fixed);
                for (int i = 0; i < figure.count; i++) {
                    const Mark *mark = &figure.marks[i];
                    if (!in_rail(&figure, i) || mark->cell.role != ROLE_Y) continue;
                    Sums sums;
                    sums_make(&sums, &c->work, mark->cell.at[0], mark->cell.at[1], walk, step);
                    int at = (mark->cell.at[2] - sums.canvas.row0) * sums.canvas.cols + mark->cell.at[3] - sums.canvas.col0;
                    bool filled = sums.count[at] > 0 || sums.has_bias;
                    double value = sums.value[at];
                    sums_clear(&sums);
                    check(filled || mark->fill == look_get(LOOK_LIGHT)->background, "%s: %s is filled before anything reached it", where(c, LENS_STAMP, moment), said(mark->cell));
                    if (!mark->text || !filled) continue;
                    double told;
                    check(number_parse(mark->text, strlen(mark->text), &told) && fabs(told - value) <= 0.006, "%s: %s says %s, the sum is %g", where(c, LENS_STAMP, moment),
                          said(mark->cell), mark->text, value);
                    held++;
                }
            }
            c->work.scene.walk = kept;
        }
    check(held > 500, "only %d numbers were held", held);
    figure_clear(&figure);
}

static void one_pair_shows_what_its_channel_alone_adds(void **state)
{
    (void)state;
    static const Lens lenses[] = { LENS_STAMP, LENS_SLIDE, LENS_PHASES };
    Figure figure = { 0 };
    int held = 0;
    for (int s = 0; s < COUNT(MANY); s++)
        for (int l = 0; l < COUNT(lenses); l++) {
            const Case *c = case_named(MANY[s]);
            const Spec *spec = &c->work.scene.spec;
            View view = view_of(lenses[l], 1200, 900, 1);
            view.show.one_pair = true;
            for (int ic = 0; ic < spec->in_channels; ic++) {
                Moment moment = { .step = timeline_count(spec, c->work.scene.walk), .pin = CELL_NONE, .hover = CELL_NONE, .ic = ic };
                lens_build(&figure, &c->work, moment, view, measure_fixed);
                char words[64];
                bool told = false;
                snprintf(words, sizeof words, "from channel %d alone", ic);
                for (int i = 0; i < figure.count; i++) {
                    const Mark *mark = &figure.marks[i];
                    told |= mark->kind == MARK_TEXT && strstr(mark->text, words);
                    if (mark->kind != MARK_CELL || mark->cell.role != ROLE_Y || in_rail(&figure, i) || !mark->text) continue;
                    Sums sums;
                    pair_sums_make(&sums, &c->work, 0, ic, mark->cell.at[1], c->work.scene.walk, STEP_END);
                    double value = sums.value[(mark->cell.at[2] - sums.canvas.row0) * sums.canvas.cols + mark->cell.at[3] - sums.canvas.col0], says;
                    sums_clear(&sums);
                    check(number_parse(mark->text, strlen(mark->text), &says) && fabs(says - value) <= 0.006, "%s: %s says %s; channel %d alone adds %g", where(c, lenses[l], moment),
                          said(mark->cell), mark->text, ic, value);
                    held++;
                }
                check(told, "%s: it does not say that the output is from channel %d alone", where(c, lenses[l], moment), ic);
            }
        }
    check(held > 200, "only %d numbers were held", held);
    figure_clear(&figure);
}

static void planes_chosen_by_hand_stay_though_the_step_is_elsewhere(void **state)
{
    (void)state;
    const Case *c = case_named("groups");
    Moment moment = { .step = 19, .pin = CELL_NONE, .hover = CELL_NONE, .n = 0, .ic = 1, .oc = 2 }, held = moment;
    figure_planes(&c->work, &moment);
    check(moment.n == 1 && moment.ic == 0, "the step shows sample %d, channel %d; it pressed sample 1, channel 0", moment.n, moment.ic);
    held.held = true;
    figure_planes(&c->work, &held);
    check(held.n == 0 && held.ic == 1 && held.oc == 2, "sample %d, channels %d and %d are shown; chosen were 0, 1 and 2", held.n, held.ic, held.oc);
}

// ---- room ------------------------------------------------------------------------------------------------------

static bool overlap(Box a, Box b)
{
    return fmin(a.x + a.w, b.x + b.w) - fmax(a.x, b.x) > 0.5 && fmin(a.y + a.h, b.y + b.h) - fmax(a.y, b.y) > 0.5;
}

// The cells of a grid, as large as they are without a rail: 1.
static double size_beside(const Figure *with, const Figure *without, int at)
{
    const Mark *before = &without->marks[at];
    for (int i = 0; i < with->count; i++) {
        const Mark *after = &with->marks[i];
        if (after->kind != MARK_GRID || strcmp(after->name, before->name) || after->cols != before->cols || after->rows != before->rows) continue;
        return fmin(after->box.w / before->box.w, after->box.h / before->box.h);
    }
    return 0;
}

// More channels of the same planes bring a rail, and the planes that stand large keep most of their size and all numbers.
static void what_stands_large_loses_little_to_a_rail(void **state)
{
    (void)state;
    static const char *const CODES[] = { "convt2d in=4 k=3 s=2 x=ones w=zeros", "conv2d in=6 k=3 x=ones w=zeros", "convt1d in=5 k=3 s=2 x=ones w=zeros" };
    static const struct { double w, h; } ROOMS[] = { { 300, 280 }, { 420, 380 }, { 600, 460 }, { 700, 640 }, { 1200, 900 } };
    static const Lens LARGE[] = { LENS_STAMP, LENS_SLIDE, LENS_PHASES }; // Backprop leaves ∂L/∂w out for longer captions too
    Figure one = { 0 }, many = { 0 };
    int rails = 0;
    for (int i = 0; i < COUNT(CODES) * COUNT(LARGE) * COUNT(ROOMS); i++) {
        const char *code = CODES[i % COUNT(CODES)];
        Lens lens = LARGE[i / COUNT(CODES) % COUNT(LARGE)];
        int room = i / COUNT(CODES) / COUNT(LARGE);
        Work works[2];
        for (int c = 0; c < 2; c++) {
            char line[128];
            Scene scene;
            Error err;
            snprintf(line, sizeof line, "%s%s", code, c ? " c=4,4" : "");
            check(scene_parse(&scene, line, &err) && work_make(&works[c], &scene, NULL, &err), "%s: %s", line, err.text);
            lens_build(c ? &many : &one, &works[c], moment_of(&scene), view_of(lens, ROOMS[room].w, ROOMS[room].h, 1), measure_fixed);
            scene_clear(&scene);
        }
        rails += has_rail(&many);
        for (int m = 0; m < one.count && has_rail(&many); m++) {
            const Mark *grid = &one.marks[m];
            if (grid->kind != MARK_GRID || grid->cols < 2) continue;
            double size = size_beside(&many, &one, m);
            check(size > 0.55, "%s in %s at %gx%g: with a rail \"%s\" has %.2f of its size", code, LENSES[lens].word, ROOMS[room].w, ROOMS[room].h, grid->name, size);
        }
        work_clear(&works[0]), work_clear(&works[1]);
    }
    check(rails > 20, "there are only %d rails", rails);
    figure_clear(&one);
    figure_clear(&many);
}

static void a_rail_lies_over_nothing_and_nothing_leaves_the_view(void **state)
{
    (void)state;
    static const struct { double w, h; } sizes[] = { { 280, 300 }, { 600, 500 }, { 1200, 900 } };
    static const char *const names[] = { "channels", "groups", "conv-channels", "rail", "rail-64", "letters-groups", "conv-groups" };
    Figure figure = { 0 };
    int rails = 0;
    for (int s = 0; s < COUNT(names); s++)
        for (int size = 0; size < COUNT(sizes); size++)
            for (int l = 0; l < COUNT(RAILED); l++) {
                const Case *c = case_named(names[s]);
                View view = view_of(RAILED[l], sizes[size].w, sizes[size].h, 1);
                Moment moment = moment_of(&c->work.scene);
                lens_build(&figure, &c->work, moment, view, measure_fixed);
                rails += has_rail(&figure);
                for (int i = 0; i < figure.count; i++) {
                    const Mark *a = &figure.marks[i];
                    bool own = in_rail(&figure, i) || (a->kind == MARK_TEXT && (is_named(a, "rail") || is_named(a, "plane name"))) || is_named(a, "chosen of x") ||
                               is_named(a, "chosen of y") || is_named(a, "pair or sum");
                    if (!own) continue;
                    bool inside = a->box.x >= view.box.x - 1 && a->box.y >= view.box.y - 1 && a->box.x + a->box.w <= view.box.x + view.box.w + 1 &&
                                  a->box.y + a->box.h <= view.box.y + view.box.h + 1;
                    check(inside, "%s, %gx%g: \"%s\" %s stands out of the view", where(c, RAILED[l], moment), sizes[size].w, sizes[size].h, a->name, a->text ? a->text : "");
                    for (int k = 0; k < figure.count; k++) {
                        const Mark *b = &figure.marks[k];
                        bool thing = b->kind == MARK_CELL || b->kind == MARK_TEXT || is_named(b, "chosen of x") || is_named(b, "chosen of y");
                        if (k == i || !thing || is_named(b, "flying")) continue;
                        check(!overlap(a->box, b->box), "%s, %gx%g: \"%s\" %s lies over \"%s\" %s", where(c, RAILED[l], moment), sizes[size].w, sizes[size].h, a->name,
                              a->text ? a->text : said(a->cell), b->name, b->text ? b->text : said(b->cell));
                    }
                }
            }
    check(rails > 40, "only %d lenses have a rail", rails);
    figure_clear(&figure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_plane_of_x_and_y_stands_in_a_lens_and_none_twice),
        cmocka_unit_test(a_scene_of_one_plane_has_no_rail),
        cmocka_unit_test(of_many_channels_the_neighbours_stand_there_and_it_says_which),
        cmocka_unit_test(a_cell_of_any_plane_lights_in_the_rails_what_the_kernel_joins_to_it),
        cmocka_unit_test(a_step_lights_every_plane_that_it_writes_or_reads),
        cmocka_unit_test(the_planes_of_a_rail_hold_their_own_partial_sums),
        cmocka_unit_test(one_pair_shows_what_its_channel_alone_adds),
        cmocka_unit_test(planes_chosen_by_hand_stay_though_the_step_is_elsewhere),
        cmocka_unit_test(what_stands_large_loses_little_to_a_rail),
        cmocka_unit_test(a_rail_lies_over_nothing_and_nothing_leaves_the_view),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
