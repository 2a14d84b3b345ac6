// While something is asked no lens answers it: held for every scene of scenes.txt, every lens and part of one, and every
// veil, by what a mark may say, how it may look, and by what must make no difference to the marks at all.
#include "figure/lens.h"

static const Veil VEILS[] = {
    { .roles = 1u << ROLE_Y }, { .size = true }, { .verdict = true }, { .roles = 1u << ROLE_C | 1u << ROLE_Y }, { .roles = 1u << ROLE_X },
    { .roles = 1u << ROLE_W, .verdict = true }, { .roles = 1u << ROLE_GX | 1u << ROLE_GY | 1u << ROLE_GW },
    { .roles = 1u << ROLE_Y, .size = true, .verdict = true },
};
static const struct { Lens lens; SizesTab sizes; PhasesAs phases; bool weighted, chain; } FACES[] = {
    { LENS_STAMP }, { LENS_SLIDE }, { LENS_MATRIX }, { LENS_MATRIX, .chain = true }, { LENS_PHASES }, { LENS_PHASES, .phases = PHASES_SPLIT },
    { LENS_OVERLAP }, { LENS_OVERLAP, .weighted = true }, { LENS_BACKPROP }, { LENS_SIZES }, { LENS_SIZES, .sizes = SIZES_FROM_TO },
    { LENS_SIZES, .sizes = SIZES_FRAMEWORKS }, { LENS_PICTURE },
};
static const struct { double w, h; } BOXES[] = { { 280, 300 }, { 690, 640 } };

static const char *what; // is being held, for messages

static View veiled_view(int face, const Scene *scene, int size, Veil veil)
{
    View view = view_of(FACES[face].lens, BOXES[size].w, BOXES[size].h, 1);
    figure_show(&view.show, scene);
    view.show.sizes.tab = FACES[face].sizes, view.show.phases = FACES[face].phases;
    view.show.overlap_weighted = FACES[face].weighted, view.show.matrix_chain = FACES[face].chain;
    view.veil = veil;
    return view;
}

static bool has(unsigned roles, Role role)
{
    return roles >> role & 1;
}

// What may be told: what goes into the layer, where it is not the very thing that is asked.
static bool may_be_told(Role role, Lens lens, Veil veil)
{
    bool goes_in = role == ROLE_X || role == ROLE_W || role == ROLE_B || role == ROLE_GY || role == ROLE_C;
    return goes_in && !has(veil.roles, role) && lens != LENS_OVERLAP;
}

static bool has_digit(const char *text)
{
    return text && strpbrk(text, "0123456789") != NULL;
}

static void hold_mark(const Mark *mark, const View *view, const Cell *pin, const Mark **first)
{
    Role role = mark->cell.role;
    bool told = mark->kind == MARK_CELL && may_be_told(role, view->lens, view->veil);
    check(mark->kind != MARK_LINE && mark->kind != MARK_HANDLE, "%s: “%s” is drawn", what, mark->name);
    check(mark->kind != MARK_BOX || !strcmp(mark->name, "veil"), "%s: the box “%s” is drawn", what, mark->name);
    check(mark->kind != MARK_CELL || role != ROLE_NONE, "%s: “%s”, a cell of nothing, is drawn", what, mark->name);
    check(!mark->corner, "%s: a cell has “%s” in its corner", what, mark->corner);
    check(told || !has_digit(mark->text), "%s: “%s” says “%s”", what, mark->name, mark->text);
    check(!has_digit(mark->name), "%s: a mark is called “%s”", what, mark->name);
    if (mark->kind != MARK_CELL || told) return;
    check(!mark->text || !strcmp(mark->text, "?"), "%s: a hidden cell says “%s”", what, mark->text);
    if (!*first) *first = mark;
    const Mark *f = *first;
    unsigned style = mark->style & ~(cell_equal(mark->cell, *pin) ? (unsigned)STYLE_RING : 0);
    check(mark->fill == f->fill && mark->ink == f->ink && mark->line == f->line && mark->opacity == 1 && style == 0 && !strcmp(mark->name, "hidden"),
          "%s: a hidden cell differs from another: fill %08X and %08X, style %x", what, mark->fill, f->fill, mark->style);
}

static bool stands(const Mark *mark)
{
    return mark->kind == MARK_CELL || mark->kind == MARK_BOX || mark->kind == MARK_IMAGE || (mark->kind == MARK_GRID && mark->pixels);
}

static void hold_figure(const Figure *figure, const View *view, const Work *work, Cell pin)
{
    const Mark *first = NULL;
    int standing = 0;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        hold_mark(mark, view, &pin, &first);
        standing += stands(mark);
        bool shape = mark->cell.role == ROLE_Y || mark->cell.role == ROLE_GY || mark->cell.role == ROLE_C;
        check(!(view->veil.size && shape), "%s: where the size is asked a cell of %s is drawn", what, ROLE_WORDS[mark->cell.role]);
        check(!(view->veil.verdict && mark->cell.role == ROLE_C), "%s: where counts are asked C is drawn", what);
        check(mark->cell.role != ROLE_Y || cell_inside(&work->scene.spec, mark->cell), "%s: a cut cell is drawn", what);
        if (mark->kind == MARK_BOX)
            check(mark->box.x >= view->box.x && mark->box.y >= view->box.y && mark->box.x + mark->box.w <= view->box.x + view->box.w + 0.1 && mark->box.y + mark->box.h <= view->box.y + view->box.h + 0.1,
                  "%s: the card leaves its lens", what);
        for (int j = 0; j < figure->count; j++) {
            const Mark *other = &figure->marks[j];
            bool apart = mark->kind == MARK_TEXT || mark->kind == MARK_BOX;
            if (j != i && apart && (stands(other) || other->kind == MARK_TEXT) && !has_digit(other->text))
                check(!box_overlaps(box_inset(mark->box, 1), box_inset(other->box, 1)), "%s: “%s” lies on “%s”", what, mark->text, other->name);
        }
    }
    check(standing > 0, "%s: nothing is shown", what);
}

static void each_veiled(void (*hold)(const Case *c, Moment moment, const View *view))
{
    static char words[200];
    what = words;
    for (int i = 0; i < case_count; i++)
        for (int face = 0; face < COUNT(FACES); face++)
            for (int size = 0; size < COUNT(BOXES); size++)
                for (int veil = 0; veil < COUNT(VEILS); veil++) {
                    const Scene *scene = &cases[i].work.scene;
                    View view = veiled_view(face, scene, size, VEILS[veil]);
                    snprintf(words, sizeof words, "%s, face %d, %gx%g, veil %d", cases[i].name, face, view.box.w, view.box.h, veil);
                    hold(&cases[i], moment_of(scene), &view);
                }
}

static void hold_told(const Case *c, Moment moment, const View *view)
{
    static Figure figure;
    lens_build(&figure, &c->work, moment, *view, measure_fixed);
    hold_figure(&figure, view, &c->work, moment.pin);
}

static void no_mark_answers(void **state)
{
    (void)state;
    each_veiled(hold_told);
}

static char *dump_of(const Case *c, const Work *work, Moment moment, const View *view)
{
    static Figure figure;
    Text text = { 0 };
    figure_build(&figure, work, &moment, view, look_get(c->work.scene.look), measure_fixed);
    figure_dump(&text, &figure);
    return text.data;
}

static void hold_same(const Case *c, const Work *work, Moment a, Moment b, const View *view)
{
    char *one = dump_of(c, &c->work, a, view), *other = dump_of(c, work, b, view);
    check(!strcmp(one, other), "%s: what must not be told changes the marks:\n%s\n%s", what, one, other);
    free(one);
    free(other);
}

// The first cell of y is pointed at, while the next step is half done.
static void hold_unmoved(const Case *c, Moment moment, const View *view)
{
    Moment other = moment;
    other.hover = (Cell){ ROLE_Y, { 0, moment.oc, 0, 0 } }, other.t = 0.5;
    other.hover.at[0] = moment.n;
    if (moment.pin.role == ROLE_NONE && view->box.w < 300) hold_same(c, &c->work, moment, other, view);
}

static void pointing_and_motion_tell_nothing(void **state)
{
    (void)state;
    each_veiled(hold_unmoved);
}

// A bias is in nothing but y: another one must change no mark.
static void values_that_are_hidden_change_no_mark(void **state)
{
    (void)state;
    int held = 0;
    for (int i = 0; i < case_count; i++) {
        const Scene *scene = &cases[i].work.scene;
        if (scene->x.kind == SOURCE_LETTERS || scene->b.kind == SOURCE_RANDOM || cells_of(&scene->spec) > 4000) continue;
        Scene other = scene_copy(scene);
        Work work;
        Error err;
        source_clear(&other.b);
        other.b = (Source){ .kind = SOURCE_ONES }; // whole: the layout leaves room for decimals
        bool ok = work_make(&work, &other, NULL, &err);
        scene_clear(&other);
        check(ok, "%s: %s", cases[i].name, err.text);
        for (int face = 0; face < COUNT(FACES); face++) {
            // The strips of Matrix are as wide as their numbers.
            if (FACES[face].lens == LENS_PICTURE || FACES[face].lens == LENS_MATRIX) continue;
            View view = veiled_view(face, scene, 1, VEILS[0]);
            what = cases[i].name;
            hold_same(&cases[i], &work, moment_of(scene), moment_of(scene), &view);
            held++;
        }
        work_clear(&work);
    }
    check(held > 300, "only %d were held", held);
}

static Box card_of(const char *code, Lens lens)
{
    static Figure figure;
    Scene scene;
    Work work;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: %s", code, err.text);
    check(work_make(&work, &scene, NULL, &err), "%s: %s", code, err.text);
    View view = view_of(lens, 430, 640, 1);
    view.veil.size = true;
    lens_build(&figure, &work, moment_of(&scene), view, measure_fixed);
    Box card = { 0 };
    for (int i = 0; i < figure.count; i++)
        if (figure.marks[i].kind == MARK_BOX) card = figure.marks[i].box;
    work_clear(&work);
    scene_clear(&scene);
    return card;
}

static void the_card_does_not_follow_the_size(void **state)
{
    (void)state;
    static const Lens lenses[] = { LENS_STAMP, LENS_SLIDE, LENS_SIZES, LENS_OVERLAP };
    for (int i = 0; i < COUNT(lenses); i++) {
        Box a = card_of("convt2d in=3 k=3 s=2 p=1", lenses[i]), b = card_of("convt2d in=3 k=3 s=2 p=1 op=1", lenses[i]), c = card_of("convt2d in=3 k=3 s=2", lenses[i]);
        check(a.w > 100 && fabs(a.w - b.w) < 12 && fabs(a.h - b.h) < 12 && fabs(a.w - c.w) < 12 && fabs(a.h - c.h) < 12,
              "%s: the card is %g × %g, with output padding %g × %g, without padding %g × %g", LENSES[lenses[i]].word, a.w, a.h, b.w, b.h, c.w, c.h);
    }
}

static void all_places_of_the_matrix_look_the_same(void **state)
{
    (void)state;
    static Figure figure;
    Scene scene;
    Work work;
    Error err;
    check(scene_parse(&scene, "convt2d in=2 k=3 s=2", &err) && work_make(&work, &scene, NULL, &err), "%s", err.text);
    View view = view_of(LENS_MATRIX, 690, 640, 1);
    view.veil.roles = 1u << ROLE_C;
    lens_build(&figure, &work, moment_of(&scene), view, measure_fixed);
    bool there[4][25] = { { false } };
    for (int i = 0; i < figure.count; i++)
        if (figure.marks[i].cell.role == ROLE_C) there[figure.marks[i].cell.at[0]][figure.marks[i].cell.at[1]] = true;
    for (int row = 0; row < 4; row++)
        for (int col = 0; col < 25; col++) check(there[row][col], "place (%d, %d) of C is not there", row, col);
    work_clear(&work);
    scene_clear(&scene);
}

// Where no card is needed the cells of y can be chosen, and the one that is pinned is seen.
static void hidden_cells_can_be_chosen(void **state)
{
    (void)state;
    static Figure figure;
    Scene scene;
    Work work;
    Error err;
    check(scene_parse(&scene, "convt2d in=2 k=3 s=2 cell=y:0,0,1,2", &err) && work_make(&work, &scene, NULL, &err), "%s", err.text);
    static const Lens lenses[] = { LENS_STAMP, LENS_OVERLAP, LENS_BACKPROP, LENS_PHASES, LENS_MATRIX };
    for (int l = 0; l < COUNT(lenses); l++) {
        View view = view_of(lenses[l], 690, 640, 1);
        view.veil.roles = 1u << ROLE_Y;
        lens_build(&figure, &work, moment_of(&scene), view, measure_fixed);
        int ringed = 0;
        const Mark *pinned = NULL;
        for (int i = 0; i < figure.count; i++) {
            ringed += (figure.marks[i].style & STYLE_RING) != 0 && cell_equal(figure.marks[i].cell, scene.cell);
            if (cell_equal(figure.marks[i].cell, scene.cell)) pinned = &figure.marks[i];
        }
        check(pinned && ringed, "%s: the pinned cell has no ring", LENSES[lenses[l]].word);
        const Mark *hit = figure_hit(&figure, pinned->box.x + pinned->box.w / 2, pinned->box.y + pinned->box.h / 2);
        check(hit && cell_equal(hit->cell, scene.cell), "%s: the pinned cell cannot be hit", LENSES[lenses[l]].word);
    }
    work_clear(&work);
    scene_clear(&scene);
}

static void a_veiled_lens_can_be_painted(void **state)
{
    (void)state;
    static Figure figure;
    static Type *type;
    Error err;
    check(type_new(&type, &err), "%s", err.text);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 760, 700);
    cairo_t *cr = cairo_create(surface);
    for (int veil = 0; veil < COUNT(VEILS); veil++)
        for (int face = 0; face < COUNT(FACES); face++) {
            View view = veiled_view(face, &cases[0].work.scene, 1, VEILS[veil]);
            lens_build(&figure, &cases[0].work, moment_of(&cases[0].work.scene), view, type_measure(type));
            figure_paint(&figure, cr, type);
        }
    check(cairo_status(cr) == CAIRO_STATUS_SUCCESS, "%s", cairo_status_to_string(cairo_status(cr)));
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    type_free(type);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_mark_answers),
        cmocka_unit_test(pointing_and_motion_tell_nothing),
        cmocka_unit_test(values_that_are_hidden_change_no_mark),
        cmocka_unit_test(the_card_does_not_follow_the_size),
        cmocka_unit_test(all_places_of_the_matrix_look_the_same),
        cmocka_unit_test(hidden_cells_can_be_chosen),
        cmocka_unit_test(a_veiled_lens_can_be_painted),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
