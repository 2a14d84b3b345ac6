// There is room for everything: in windows from 960×600 to 4K, at every scale that leaves 800×500 logical pixels, with
// words twice as long too, nothing that is written stands over anything else or is cut where it cannot be read on.
#include "desk/inside.h"
#include "hands.h"

static const struct { double w, h; } WINDOWS[] = { { 960, 600 }, { 1280, 800 }, { 1920, 1080 }, { 3840, 2160 } };
static const int PERCENTS[] = { 50, 75, 99, 100, 125, 150, 200, 300 };

static Type *fonts;

static int open_type(void **state)
{
    (void)state;
    Error err;
    return type_new(&fonts, &err) ? 0 : -1;
}

static int close_type(void **state)
{
    (void)state;
    type_free(fonts);
    return 0;
}

// As if every string were twice as long.
static double double_width(void *self, const char *text, double size, Weight weight)
{
    return 2 * type_measure(fonts).width(self, text, size, weight);
}

static Box meet(Box a, Box b)
{
    double x = fmax(a.x, b.x), y = fmax(a.y, b.y);
    return (Box){ x, y, fmax(0, fmin(a.x + a.w, b.x + b.w) - x), fmax(0, fmin(a.y + a.h, b.y + b.h) - y) };
}

static bool is_written(const Widget *w)
{
    if (w->role == UI_PANEL || w->role == UI_STAGE || w->role == UI_SCROLL) return false;
    Box seen = meet(w->box, w->clip);
    return w->name[0] && seen.w > 1 && seen.h > 1;
}

static bool belong_together(const Widget *a, const Widget *b)
{
    // A control has a name to be read aloud; what stands on it may be labels of its own.
    size_t stem = strcspn(a->id, ".");
    return *a->id && stem == strcspn(b->id, ".") && !strncmp(a->id, b->id, stem);
}

typedef struct Room {
    Hands h;
    char what[400];
    double unit;
    int held;
} Room;

static void hold_widgets(Room *r)
{
    const Ui *ui = desk_ui(r->h.desk);
    for (int i = 0; i < ui->count; i++) {
        const Widget *a = &ui->widgets[i];
        if (!is_written(a)) continue;
        r->held++;
        Box inside = meet(a->box, (Box){ 0, 0, r->h.desk->w, r->h.desk->h });
        check(inside.w >= a->box.w - 1 || a->clip.w < r->h.desk->w, "%s: “%s” (%s) stands out of the window: x %g + %g", r->what, a->name, a->id, a->box.x, a->box.w);
        for (int j = 0; j < i; j++) {
            const Widget *b = &ui->widgets[j];
            if (!is_written(b) || a->layer != b->layer || belong_together(a, b)) continue;
            Box both = meet(meet(a->box, a->clip), meet(b->box, b->clip));
            check(both.w <= 1 || both.h <= 1, "%s: “%s” (%s) lies over “%s” (%s) by %g × %g", r->what, a->name, a->id, b->name, b->id, both.w, both.h);
        }
    }
}

// Of a button every letter is seen; a label may end in "…", for it is told in full elsewhere.
static void hold_names(Room *r, Measure measure)
{
    const Ui *ui = desk_ui(r->h.desk);
    for (int i = 0; i < ui->count; i++) {
        const Widget *a = &ui->widgets[i];
        if (!is_written(a) || (a->role != UI_BUTTON && a->role != UI_CHOICE) || (a->state & (UI_ROUND | UI_BARE))) continue;
        const char *face = a->face ? a->face : a->name;
        double room = a->box.w - (a->icon == ICON_NONE ? 4 : 28) * r->unit, width = measure.width(measure.self, face, a->size, WEIGHT_SEMIBOLD);
        check(width <= room + 0.5, "%s: “%s” (%s) needs %g and has %g", r->what, face, a->id, width, room);
    }
}

static void hold_marks(Room *r)
{
    const DeskFigure *figures;
    int count = desk_figures(r->h.desk, &figures);
    for (int f = 0; f < count; f++)
        for (int i = 0; i < figures[f].figure->count; i++) {
            const Mark *mark = &figures[f].figure->marks[i];
            if (mark->kind != MARK_TEXT || !mark->text[0]) continue;
            r->held++;
            Box seen = meet(mark->box, figures[f].clip);
            check(seen.w >= mark->box.w - 1 && seen.h >= mark->box.h - 1, "%s: “%s” (%s) is cut by its lens: %g × %g of %g × %g", r->what, mark->text,
                  mark->name, seen.w, seen.h, mark->box.w, mark->box.h);
            check(mark->size >= 8.9 * fmin(1, r->unit), "%s: “%s” is %g pixels high", r->what, mark->text, mark->size);
        }
}

static const char *const SCENES[] = {
    "convt2d in=3 k=3 s=2 p=1 op=1 w=[1,0,-1;2,1,0;0,1,3] step=4",
    "convt2d in=3x2 k=3x4 s=2x3 p=1 c=2,4 g=2 n=2 b=ramp step=7",
    "conv2d in=7 k=3 s=2 p=1 walk=output step=5 cell=y:0,0,1,2",
    "convt1d in=4 k=3 s=2 p=1 op=1 x=letters w=letters walk=product step=5",
};

static void add_views(char out[300], const char *scene, int views)
{
    // Every lens comes to be shown: alone first, then beside the next ones.
    static int turn;
    int length = snprintf(out, 300, "%s view=", scene);
    for (int i = 0, lens = turn++; i < views; lens++) {
        if (LENSES[lens % LENS_COUNT].place) continue;
        length += snprintf(out + length, 300 - (size_t)length, i++ ? ",%s" : "%s", LENSES[lens % LENS_COUNT].word);
    }
}

static void hold_room(bool twice)
{
    Room r = { 0 };
    Measure measure = type_measure(fonts);
    if (twice) measure.width = double_width;
    int lenses = 0;
    for (int i = 0; i < LENS_COUNT; i++) lenses += !LENSES[i].place;
    for (int s = 0; s < COUNT(SCENES); s++)
        for (int w = 0; w < COUNT(WINDOWS); w++)
            for (int p = 0; p < COUNT(PERCENTS); p++) {
                double u = PERCENTS[p] / 100.0;
                if (WINDOWS[w].w / u < 800 || WINDOWS[w].h / u < 500) continue;
                char code[300];
                add_views(code, SCENES[s], 1 + (w + p) % (lenses < 3 ? lenses : 3));
                Error err = { 0 };
                check(hands_try(&r.h, (DeskStart){ .code = code }, &err), "%s: %s", code, err.text);
                r.h.desk->ui_measure = r.h.desk->figure_measure = measure;
                r.h.desk->prefs.scale_percent = PERCENTS[p];
                desk_resize(r.h.desk, WINDOWS[w].w, WINDOWS[w].h, 1);
                for (int open = 0; open < 2; open++) {
                    frame(&r.h);
                    r.unit = r.h.desk->scale;
                    snprintf(r.what, sizeof r.what, "%s in %g×%g at %d %%%s", code, WINDOWS[w].w, WINDOWS[w].h, PERCENTS[p], twice ? ", words twice as long" : "");
                    hold_widgets(&r);
                    if (!twice) hold_names(&r, measure);
                    if (!twice) hold_marks(&r);
                    r.h.desk->prefs.more_open = r.h.desk->guide_layer = true;
                }
                hands_close(&r.h);
            }
    check(r.held > 5000, "only %d pieces of writing were met", r.held);
}

static void nothing_overlaps_or_is_cut_at_any_size(void **state)
{
    (void)state;
    hold_room(false);
}

static void nothing_overlaps_with_words_twice_as_long(void **state)
{
    (void)state;
    hold_room(true);
}

static const char *const PICTURES[] = {
    "convt2d in=32 k=4 s=2 p=1 w=random:4 x=picture:sphere view=picture show=shift:0x1",
    "convt2d in=20x30 k=3x5 s=2x3 p=1 w=ones x=picture:sphere view=picture show=a:original,beside",
    "conv2d in=40 k=3 s=2 p=1 x=picture:text view=picture show=difference",
    "convt1d in=64 k=4 s=2 p=1 w=random:4 x=tone:3 view=picture show=shift:0x1",
    "convt1d in=12 k=3 s=4 w=ones x=[1,2,3,4,5,6,7,8,9,10,11,12] view=picture show=beside",
};

static void hold_pictures(bool twice)
{
    Room r = { 0 };
    Measure measure = type_measure(fonts);
    if (twice) measure.width = double_width;
    for (int s = 0; s < COUNT(PICTURES); s++) {
        Error err = { 0 };
        check(hands_try(&r.h, (DeskStart){ .code = PICTURES[s] }, &err), "%s: %s", PICTURES[s], err.text);
        wait_for_wakes(&r.h, 1);
        r.h.desk->ui_measure = r.h.desk->figure_measure = measure;
        for (int w = 0; w < COUNT(WINDOWS); w++)
            for (int p = 0; p < COUNT(PERCENTS); p++) {
                double u = PERCENTS[p] / 100.0;
                if (WINDOWS[w].w / u < 800 || WINDOWS[w].h / u < 500) continue;
                r.h.desk->prefs.scale_percent = PERCENTS[p];
                desk_resize(r.h.desk, WINDOWS[w].w, WINDOWS[w].h, 1);
                wait_for(&r.h, 0);
                wait_for(&r.h, 0); // parts of the guide that are pinned or scroll take their height
                r.unit = r.h.desk->scale;
                snprintf(r.what, sizeof r.what, "%s in %g×%g at %d %%%s", PICTURES[s], WINDOWS[w].w, WINDOWS[w].h, PERCENTS[p], twice ? ", words twice as long" : "");
                hold_widgets(&r);
                if (!twice) hold_names(&r, measure);
            }
        hands_close(&r.h);
    }
    check(r.held > 2000, "only %d pieces of writing were met", r.held);
}

static void nothing_overlaps_in_a_picture(void **state)
{
    (void)state;
    hold_pictures(false);
}

static void nothing_overlaps_in_a_picture_with_words_twice_as_long(void **state)
{
    (void)state;
    hold_pictures(true);
}

// What is read nowhere else: the key sheet and the names of the steppers are never cut.
static void no_key_and_no_stepper_loses_a_word(void **state)
{
    (void)state;
    Measure measure = type_measure(fonts);
    static const double widths[] = { 800, 960, 1280, 1920 };
    for (int i = 0; i < COUNT(widths); i++) {
        Hands h;
        hands_open(&h, "convt2d in=3 c=2,4 n=2 view=stamp");
        h.desk->ui_measure = h.desk->figure_measure = measure;
        h.desk->prefs.more_open = true;
        desk_resize(h.desk, widths[i], 800, 1);
        for (int sheet = 0; sheet < 2; sheet++) {
            if (sheet) key(&h, '?', 0);
            wait_for(&h, 0);
            const Ui *ui = desk_ui(h.desk);
            int held = 0;
            for (int j = 0; j < ui->count; j++) {
                const Widget *w = &ui->widgets[j];
                if (w->role != UI_LABEL || (sheet ? strncmp(w->id, "keys.", 5) : strncmp(w->id, "shown.", 6))) continue;
                double needs = measure.width(measure.self, w->name, w->size, w->weight);
                check(needs <= w->box.w + 0.5, "at %g “%s” needs %g and has %g", widths[i], w->name, needs, w->box.w);
                held++;
            }
            check(held >= (sheet ? 80 : 6), "only %d labels", held);
        }
        hands_close(&h);
    }
}

// Questions of the course, open and answered, in every window and size of type.
static void hold_lessons(bool twice)
{
    Room r = { 0 };
    Measure measure = type_measure(fonts);
    if (twice) measure.width = double_width;
    for (int l = 0; l < course_count(); l += 4) {
        const Lesson *lesson = course_lesson(l);
        for (int w = 0; w < COUNT(WINDOWS); w++) {
            int percent = PERCENTS[(l + w) % COUNT(PERCENTS)];
            if (WINDOWS[w].w * 100 / percent < 800 || WINDOWS[w].h * 100 / percent < 500) percent = 100;
            hands_open(&r.h, SCENES[0]);
            r.h.desk->ui_measure = r.h.desk->figure_measure = measure;
            r.h.desk->prefs.scale_percent = percent, r.h.desk->prefs.reduced_motion = true;
            r.h.desk->prefs.look = w % 2 ? LOOK_PROJECTOR : LOOK_LIGHT;
            desk_resize(r.h.desk, WINDOWS[w].w, WINDOWS[w].h, 1);
            lesson_open(r.h.desk, lesson, 0, lesson->count - 1);
            Player *player = &r.h.desk->tutor.player;
            player->lecture = true;
            for (int i = 0; i < 60 && !player_over(player); i++) {
                wait_for(&r.h, 1);
                r.unit = r.h.desk->scale;
                snprintf(r.what, sizeof r.what, "%s, step %d, gate %d in %g×%g at %d %%%s", lesson->name, player->at + 1, player->gate, WINDOWS[w].w, WINDOWS[w].h,
                         percent, twice ? ", words twice as long" : "");
                hold_widgets(&r);
                if (!twice && !desk_in_picture(r.h.desk)) hold_names(&r, measure), hold_marks(&r);
                if (lesson_asks(r.h.desk)) lesson_unknown(r.h.desk);
                else lesson_forward(r.h.desk);
            }
            hands_close(&r.h);
        }
    }
    check(r.held > 1000, "only %d pieces of writing were met", r.held);
}

static void a_lesson_has_room_at_any_size(void **state)
{
    (void)state;
    hold_lessons(false);
}

static void a_lesson_has_room_for_words_twice_as_long(void **state)
{
    (void)state;
    hold_lessons(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_overlaps_or_is_cut_at_any_size),
        cmocka_unit_test(nothing_overlaps_with_words_twice_as_long),
        cmocka_unit_test(nothing_overlaps_in_a_picture),
        cmocka_unit_test(nothing_overlaps_in_a_picture_with_words_twice_as_long),
        cmocka_unit_test(no_key_and_no_stepper_loses_a_word),
        cmocka_unit_test(a_lesson_has_room_at_any_size),
        cmocka_unit_test(a_lesson_has_room_for_words_twice_as_long),
    };
    return cmocka_run_group_tests(tests, open_type, close_type);
}
