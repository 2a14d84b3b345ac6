// Where things stand: inside the view, no text over another, no number cut short, the same whoever is pointed at, and
// nothing that no font can write. Held for every scene at four sizes of view and three scales, in fixed type and in the
// real one.
#include "figure/lens.h"

static Type *type;

static int open_all(void **state)
{
    Error err;
    return type_new(&type, &err) ? cases_open(state) : -1;
}

static int close_all(void **state)
{
    type_free(type);
    return cases_close(state);
}

static const struct { double w, h; } SIZES[] = { { 220, 400 }, { 330, 560 }, { 690, 640 }, { 1200, 900 } };
static const double SCALES[] = { 0.6, 1, 2 };

// What is laid out: each lens, of Sizes each part, of Phases each way in which its planes stand.
static const struct { Lens lens; ShowSizes sizes; PhasesAs phases; bool weighted; } FACES[] = {
    { LENS_STAMP }, { LENS_SLIDE }, { LENS_MATRIX }, { LENS_BACKPROP }, { LENS_PHASES },
    { LENS_PHASES, .phases = PHASES_SPLIT }, { LENS_PHASES, .phases = PHASES_CHANNELS }, { LENS_OVERLAP },
    { LENS_OVERLAP, .weighted = true }, { LENS_SIZES },
    { LENS_SIZES, { .tab = SIZES_FROM_TO, .rows = true } },
    { LENS_SIZES, { .tab = SIZES_FROM_TO, .from = 29, .to = 400, .wider = true } },
    { LENS_SIZES, { .tab = SIZES_FRAMEWORKS } },
    { LENS_SIZES, { .tab = SIZES_FRAMEWORKS, .framework = 6, .rows = true } },
};

static View face_of(int face, double width, double height, double scale)
{
    View view = view_of(FACES[face].lens, width, height, scale);
    view.show.sizes = FACES[face].sizes;
    view.show.phases = FACES[face].phases;
    view.show.overlap_weighted = FACES[face].weighted;
    return view;
}

typedef struct Setting {
    const Case *c;
    Lens lens;
    Moment moment;
    View view;
    bool real; // the real type
} Setting;

static const char *whereabouts(const Setting *s)
{
    static char text[400];
    snprintf(text, sizeof text, "%s, in %gx%g at scale %g, %s type, turn %g, cut %d, both %d, chain %d", where(s->c, s->lens, s->moment), s->view.box.w,
             s->view.box.h, s->view.scale, s->real ? "the real" : "fixed", s->view.show.matrix_turn, s->view.show.matrix_cut,
             s->view.show.matrix_both, s->view.show.matrix_chain);
    return text;
}

// The same lens with its switches the other way.
static void hold_switched(const Setting *plain, Figure *figure, void (*hold)(const Setting *s, const Figure *figure))
{
    if (plain->lens != LENS_MATRIX) return;
    static const Show shows[] = { { .matrix_turn = 1, .matrix_cut = 1 }, { .matrix_turn = 1, .matrix_cut = -1 },
                                  { .matrix_turn = 1, .matrix_both = true }, { .matrix_chain = true } };
    for (int i = 0; i < COUNT(shows); i++) {
        Setting s = *plain;
        s.view.show = shows[i];
        lens_build(figure, &s.c->work, s.moment, s.view, s.real ? type_measure(type) : measure_fixed);
        hold(&s, figure);
    }
}

static void each_setting(const Case *c, Moment moment, void (*hold)(const Setting *s, const Figure *figure))
{
    static Figure figure;
    for (int face = 0; face < COUNT(FACES); face++)
        for (int size = 0; size < COUNT(SIZES); size++)
            for (int scale = 0; scale < COUNT(SCALES); scale++)
                for (int real = 0; real < 2; real++) {
                    Setting s = { c, FACES[face].lens, moment, face_of(face, SIZES[size].w, SIZES[size].h, SCALES[scale]), real };
                    hold_switched(&s, &figure, hold);
                    lens_build(&figure, &c->work, moment, s.view, real ? type_measure(type) : measure_fixed);
                    hold(&s, &figure);
                }
    figure_clear(&figure);
}
// How far [inner] stands out of [outer].
static double out_of(Box inner, Box outer)
{
    double left = outer.x - fmin(inner.x, inner.x + inner.w), top = outer.y - fmin(inner.y, inner.y + inner.h);
    double right = fmax(inner.x, inner.x + inner.w) - (outer.x + outer.w);
    double bottom = fmax(inner.y, inner.y + inner.h) - (outer.y + outer.h);
    return fmax(fmax(left, right), fmax(top, bottom));
}

// Below about a hand's width of a view its captions have no room to say what they must; there only numbers are held.
static bool is_roomy(const View *view)
{
    return view->box.w >= 220 * view->scale && view->box.h >= 300 * view->scale;
}

static void hold_inside(const Setting *s, const Figure *figure)
{
    for (int i = 0; is_roomy(&s->view) && i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        // A handle may stand half outside; a frame hugs its cells from outside.
        double tolerance = mark->kind == MARK_HANDLE ? 12 * s->view.scale : mark->kind == MARK_BOX ? 2 * s->view.scale : 1;
        double out = out_of(mark->box, s->view.box);
        check(out <= tolerance, "%s: \"%s\" %s stands out of the view by %.1f", whereabouts(s), mark->name,
              mark->text ? mark->text : said(mark->cell), out);
    }
}

static bool overlap(Box a, Box b, double by)
{
    return fmin(a.x + a.w, b.x + b.w) - fmax(a.x, b.x) > by && fmin(a.y + a.h, b.y + b.h) - fmax(a.y, b.y) > by;
}

// The part of a line's em box that letters fill: from the height of a capital to a descender.
static Box letters_of(const Mark *mark)
{
    return (Box){ mark->box.x, mark->box.y + 0.2 * mark->size, mark->box.w, 0.85 * mark->size };
}

// No line of text over another, over a cell, or under a handle.
static void hold_apart(const Setting *s, const Figure *figure)
{
    for (int i = 0; is_roomy(&s->view) && i < figure->count; i++) {
        const Mark *a = &figure->marks[i];
        if (a->kind != MARK_TEXT || !a->text[0]) continue;
        for (int k = 0; k < figure->count; k++) {
            const Mark *b = &figure->marks[k];
            bool text = b->kind == MARK_TEXT && b->text[0] && k < i;
            bool thing = (b->kind == MARK_CELL && !is_named(b, "flying")) || (b->kind == MARK_GRID && b->pixels) || b->kind == MARK_HANDLE;
            if (!text && !thing) continue;
            check(!overlap(letters_of(a), text ? letters_of(b) : b->box, 0.5), "%s: \"%s\" lies over \"%s\" %s", whereabouts(s),
                  a->text, b->name, b->text ? b->text : said(b->cell));
        }
    }
}

static double widest_line(Measure m, const Mark *mark, double size)
{
    double widest = 0;
    char line[256];
    for (const char *at = mark->text, *end; *at; at = end + (*end != 0)) {
        end = at + strcspn(at, "\n");
        snprintf(line, sizeof line, "%.*s", (int)(end - at), at);
        widest = fmax(widest, m.width(m.self, line, size, mark->weight));
    }
    return widest;
}

// The arrows of Backprop cross no cell and no words.
static void hold_free_ways(const Setting *s, const Figure *figure)
{
    for (int i = 0; is_roomy(&s->view) && i < figure->count; i++) {
        const Mark *a = &figure->marks[i];
        if (a->kind != MARK_LINE || (!is_named(a, "forward") && !is_named(a, "back"))) continue;
        double half = a->stroke / 2;
        Box way = { fmin(a->box.x, a->box.x + a->box.w) - half, fmin(a->box.y, a->box.y + a->box.h) - half, fabs(a->box.w) + 2 * half,
                    fabs(a->box.h) + 2 * half };
        for (int k = 0; k < figure->count; k++) {
            const Mark *b = &figure->marks[k];
            bool text = b->kind == MARK_TEXT && b->text[0], thing = b->kind == MARK_CELL || (b->kind == MARK_GRID && b->pixels);
            if (!text && !thing) continue;
            check(!overlap(way, text ? letters_of(b) : b->box, 0.5), "%s: the arrow \"%s\" crosses \"%s\" %s", whereabouts(s), a->name, b->name,
                  b->text ? b->text : said(b->cell));
        }
    }
}

// Painting makes a number smaller, down to 9 units, and then cuts it: a number that is cut is a wrong one.
static void hold_whole(const Setting *s, const Figure *figure)
{
    Measure m = s->real ? type_measure(type) : measure_fixed;
    double unit = s->view.scale;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (!mark->text || !mark->text[0]) continue;
        bool framed = mark->kind != MARK_TEXT;
        double lines = mark->stroke * (mark->style & STYLE_DOUBLE ? 3 : 1), margin = framed ? fmax(lines, unit) + unit : 0;
        double width = widest_line(m, mark, framed ? fmin(mark->size, 9 * unit) : mark->size);
        if (strchr(mark->text, '\n')) {
            // Several lines are shown as they are: neither smaller nor cut.
            double high = 0;
            for (const char *c = mark->text; c; c = strchr(c + 1, '\n')) high += 1.2 * mark->size;
            check(high <= mark->box.h - 2 * margin + 0.02, "%s: \"%s\" in %s is %.1f high", whereabouts(s), mark->text, said(mark->cell), high);
            width = widest_line(m, mark, mark->size);
        }
        check(width <= mark->box.w - 2 * margin + 0.02, "%s: \"%s\" in \"%s\" %s is %.1f wide, and there is room for %.1f",
              whereabouts(s), mark->text, mark->name, said(mark->cell), width, mark->box.w - 2 * margin);
    }
}

// A number with a power of ten.
static bool is_power(const char *text)
{
    double value;
    return number_read(text, &value) && !number_parse(text, strlen(text), &value);
}

// All numbers of one grid are of one size, but for a few that are too wide for it.
static void hold_one_size(const Setting *s, const Figure *figure)
{
    for (int i = 1; i < figure->count; i++) {
        const Mark *a = &figure->marks[i - 1], *b = &figure->marks[i];
        bool neighbours = a->kind == MARK_CELL && b->kind == MARK_CELL && a->cell.role == b->cell.role && a->text && b->text;
        if (!neighbours || is_named(b, "flying") || is_power(a->text) || is_power(b->text)) continue;
        check(fabs(a->size - b->size) < 1e-9, "%s: %s is in type of %g, and %s of %g", whereabouts(s), said(a->cell), a->size,
              said(b->cell), b->size);
    }
}

// All that is held of one figure: it is built once for it.
static void hold_all(const Setting *s, const Figure *figure)
{
    hold_inside(s, figure);
    hold_apart(s, figure);
    hold_free_ways(s, figure);
    hold_whole(s, figure);
    hold_one_size(s, figure);
}

static void marks_stand_inside_their_view_clear_of_one_another_and_whole(void **state)
{
    (void)state;
    for (int i = 0; i < case_count; i++) {
        const Scene *scene = &cases[i].work.scene;
        Moment moment = moment_of(scene), end = { .step = timeline_count(&scene->spec, scene->walk), .hover = CELL_NONE, .pin = CELL_NONE };
        each_setting(&cases[i], moment, hold_all);
        if (moment.step != end.step) each_setting(&cases[i], end, hold_all);
    }
}

static void every_moment_on_the_way_stands_inside_its_view_too(void **state)
{
    (void)state;
    Figure figure = { 0 };
    for (int i = 0; i < case_count; i++) {
        const Case *c = &cases[i];
        long long count = timeline_count(&c->work.scene.spec, c->work.scene.walk), apart = 1 + count / 15;
        if (cells_of(&c->work.scene.spec) > 400) continue;
        for (int lens = 0; lens < COUNT(LENSES_HELD); lens++)
            for (long long step = 0; step < count; step += apart)
                for (int half = 0; half < 2; half++) {
                    Moment moment = { .step = step, .t = half ? 0.5 : 0, .hover = CELL_NONE, .pin = CELL_NONE };
                    Setting s = { c, LENSES_HELD[lens], moment, view_of(LENSES_HELD[lens], 520, 560, 1), false };
                    lens_build(&figure, &c->work, moment, s.view, measure_fixed);
                    hold_inside(&s, &figure);
                    hold_apart(&s, &figure);
                    hold_whole(&s, &figure);
                }
    }
    figure_clear(&figure);
}

// ---- the same again --------------------------------------------------------------------------------------------

static void building_twice_gives_the_same_marks(void **state)
{
    (void)state;
    Figure first = { 0 }, again = { 0 };
    for (int i = 0; i < case_count; i++) {
        Moment moment = moment_of(&cases[i].work.scene);
        for (int face = 0; face < COUNT(FACES); face++) {
            View view = face_of(face, 690, 640, 1);
            Text a = { 0 };
            lens_build(&first, &cases[i].work, moment, view, measure_fixed);
            figure_dump(&a, &first);
            for (int round = 0; round < 3; round++) {
                // What was built there before does not matter, nor how often.
                if (round == 1) lens_build(&again, &cases[(i + 1) % case_count].work, (Moment){ 0 }, view, measure_fixed);
                Text b = { 0 };
                lens_build(&again, &cases[i].work, moment, view, measure_fixed);
                figure_dump(&b, &again);
                check(!strcmp(text_or_empty(&a), text_or_empty(&b)), "%s: built again, it differs", where(&cases[i], FACES[face].lens, moment));
                text_clear(&b);
            }
            text_clear(&a);
        }
    }
    figure_clear(&first);
    figure_clear(&again);
}

// What stays where it is whoever is pointed at: grids, cells, handles and where lines of text begin. The window of
// Slide goes to what is pointed at, and is there only for a while.
static int fixed_marks(const Figure *figure, Mark *out, int most)
{
    int count = 0;
    // A pin in another plane brings that plane: then others stand in the rail, which comes last.
    for (int i = 0; i < figure->count && count < most && !is_named(&figure->marks[i], "rail"); i++)
        if (figure->marks[i].kind != MARK_BOX) out[count++] = figure->marks[i];
    return count;
}

static void hold_same_places(const Case *c, Lens lens, Moment moment, const Mark *rest, int rest_count, const Figure *figure)
{
    static Mark now[30000];
    int count = fixed_marks(figure, now, COUNT(now));
    check(count == rest_count, "%s: there are %d marks, and %d at rest", where(c, lens, moment), count, rest_count);
    for (int i = 0; i < count; i++) {
        Box a = rest[i].box, b = now[i].box;
        bool same = rest[i].kind == now[i].kind && a.x == b.x && a.y == b.y && (now[i].kind == MARK_TEXT || (a.w == b.w && a.h == b.h));
        check(same, "%s: \"%s\" %s has moved from %g,%g to %g,%g", where(c, lens, moment), now[i].name, said(now[i].cell), a.x, a.y, b.x, b.y);
    }
}

static void nothing_moves_for_who_is_pointed_at(void **state)
{
    (void)state;
    static Mark rest[30000];
    Figure figure = { 0 };
    for (int i = 0; i < case_count; i++) {
        const Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        if (cells_of(spec) > 400) continue;
        long long count = timeline_count(spec, c->work.scene.walk);
        for (int lens = 0; lens < COUNT(LENSES_HELD); lens++)
            for (int part = 0; part <= 2; part++) {
                View view = view_of(LENSES_HELD[lens], 520, 560, 1);
                Moment moment = { .step = part * count / 2, .hover = CELL_NONE, .pin = CELL_NONE };
                lens_build(&figure, &c->work, moment, view, measure_fixed);
                int rest_count = fixed_marks(&figure, rest, COUNT(rest));
                for (int role = ROLE_X; role <= ROLE_Y; role++) {
                    if (role == ROLE_B) continue;
                    size_t cells = role_count(spec, (Role)role), apart = 1 + cells / 6;
                    for (size_t cell = 0; cell < cells; cell += apart)
                        for (int pin = 0; pin < 2; pin++) {
                            Moment at = moment;
                            *(pin ? &at.pin : &at.hover) = cell_of(spec, (Role)role, cell);
                            lens_build(&figure, &c->work, at, view, measure_fixed);
                            hold_same_places(c, LENSES_HELD[lens], at, rest, rest_count, &figure);
                        }
                }
            }
    }
    figure_clear(&figure);
}

// ---- glyphs ----------------------------------------------------------------------------------------------------

static void hold_glyphs(const Figure *figure, const char *what)
{
    for (int i = 0; i < figure->count; i++) {
        uint32_t missing;
        const Mark *mark = &figure->marks[i];
        if (!mark->text) continue;
        char text[512];
        snprintf(text, sizeof text, "%s", mark->text);
        for (char *c = text; *c; c++) *c = *c == '\n' ? ' ' : *c;
        check(type_has(type, text, &missing), "%s: no font has U+%04X of \"%s\"", what, (unsigned)missing, text);
    }
}

static void a_font_has_every_glyph_that_the_figures_use(void **state)
{
    (void)state;
    Figure figure = { 0 };
    for (int i = 0; i < case_count; i++) {
        Scene *scene = &cases[i].work.scene;
        for (int size = 0; size < COUNT(SIZES); size++)
            for (int face = 0; face < COUNT(FACES); face++)
                for (int turned = 0; turned < 2; turned++) {
                    View view = face_of(face, SIZES[size].w, SIZES[size].h, 1);
                    view.show.turned_back = turned;
                    for (int half = 0; half < 2; half++) {
                        Moment moment = moment_of(scene);
                        if (half) moment.t = 0.5, moment.step /= 2;
                        lens_build(&figure, &cases[i].work, moment, view, measure_fixed);
                        hold_glyphs(&figure, cases[i].name);
                    }
                }
        for (int rows = 0; rows < 2; rows++) {
            figure_ruler(&figure, &scene->spec, rows, (Box){ 0, 0, 300, 60 }, 1, look_get(LOOK_LIGHT), measure_fixed);
            hold_glyphs(&figure, cases[i].name);
        }
    }
    uint32_t missing = 0;
    check(!type_has(type, "a\xF3\xB0\x80\x80", &missing) && missing == 0xF0000, "a glyph of private use was found in a font"); // it can fail
    figure_clear(&figure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_stand_inside_their_view_clear_of_one_another_and_whole),
        cmocka_unit_test(every_moment_on_the_way_stands_inside_its_view_too),
        cmocka_unit_test(building_twice_gives_the_same_marks),
        cmocka_unit_test(nothing_moves_for_who_is_pointed_at),
        cmocka_unit_test(a_font_has_every_glyph_that_the_figures_use),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
