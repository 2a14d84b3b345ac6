// The marks of the starred scenes, each as a line of text, in fixed type: whatever moves, changes its colour or says
// something else shows up here, exactly.
#include "figure/lens.h"
#include "support/golden.h"

static void dump_scene(Text *out, const Case *c)
{
    const Scene *scene = &c->work.scene;
    Figure figure = { 0 };
    for (int i = 0; i < scene->views; i++) {
        View view = view_of(scene->view[i], 520, 600, 1);
        lens_build(&figure, &c->work, moment_of(scene), view, measure_fixed);
        figure_dump(out, &figure);
    }
    figure_clear(&figure);
}

static void the_marks_of_each_starred_scene_are_as_they_were(void **state)
{
    (void)state;
    int held = 0;
    for (int i = 0; i < case_count; i++) {
        if (!cases[i].golden) continue;
        Text got = { 0 };
        char path[128];
        snprintf(path, sizeof path, "figure/golden/%s.marks", cases[i].name);
        dump_scene(&got, &cases[i]);
        golden_text(path, &got);
        text_clear(&got);
        held++;
    }
    check(held >= 20, "only %d scenes have a star", held);
}

// A flight in the middle: what t does is in the dump too.
static void the_marks_of_a_step_on_its_way_are_as_they_were(void **state)
{
    (void)state;
    Figure figure = { 0 };
    Text got = { 0 };
    Moment moment = { .step = 1, .t = 0.5, .hover = CELL_NONE, .pin = CELL_NONE };
    for (int i = 0; i < COUNT(LENSES_HELD); i++) {
        lens_build(&figure, &cases[0].work, moment, view_of(LENSES_HELD[i], 520, 600, 1), measure_fixed);
        figure_dump(&got, &figure);
    }
    golden_text("figure/golden/on-its-way.marks", &got);
    text_clear(&got);
    figure_clear(&figure);
}

// The parts of Sizes that a scene code does not name.
static void the_marks_of_the_parts_of_sizes_are_as_they_were(void **state)
{
    (void)state;
    static const struct { const char *scene; ShowSizes sizes; } parts[] = {
        { "ladder", { .tab = SIZES_FROM_TO } },
        { "ladder", { .tab = SIZES_FROM_TO, .from = 20, .to = 400 } },
        { "ladder-row", { .tab = SIZES_FROM_TO, .from = 29, .to = 57, .wider = true, .first = 9 } },
        { "ladder", { .tab = SIZES_FRAMEWORKS, .framework = 1 } },
        { "ladder-oblong", { .tab = SIZES_FRAMEWORKS, .framework = 6, .rows = true } },
        { "ladder-groups", { .tab = SIZES_FRAMEWORKS, .framework = 2 } },
        { "ladder-conv", { .tab = SIZES_FRAMEWORKS, .framework = 1 } },
        { "ladder-oblong", { .rows = true, .held = 2 } },
    };
    Figure figure = { 0 };
    for (int p = 0; p < COUNT(parts); p++) {
        Text got = { 0 };
        char path[64];
        for (int i = 0; i < case_count; i++) {
            if (strcmp(cases[i].name, parts[p].scene) != 0) continue;
            View view = view_of(LENS_SIZES, 520, 600, 1);
            view.show.sizes = parts[p].sizes;
            lens_build(&figure, &cases[i].work, moment_of(&cases[i].work.scene), view, measure_fixed);
            figure_dump(&got, &figure);
        }
        snprintf(path, sizeof path, "figure/golden/sizes-%d.marks", p);
        golden_text(path, &got);
        text_clear(&got);
    }
    figure_clear(&figure);
}

// The ruler of the side panel, whose every part is a mark too.
static void the_marks_of_the_ruler_are_as_they_were(void **state)
{
    (void)state;
    static const char *const names[] = { "crop", "beyond", "big", "conv" };
    Figure figure = { 0 };
    Text got = { 0 };
    for (int i = 0; i < case_count; i++)
        for (int n = 0; n < COUNT(names); n++) {
            if (strcmp(cases[i].name, names[n]) != 0) continue;
            figure_ruler(&figure, &cases[i].work.scene.spec, false, (Box){ 0, 0, 260, 48 }, 1, look_get(LOOK_LIGHT), measure_fixed);
            figure_dump(&got, &figure);
        }
    golden_text("figure/golden/ruler.marks", &got);
    text_clear(&got);
    figure_clear(&figure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_marks_of_each_starred_scene_are_as_they_were),
        cmocka_unit_test(the_marks_of_a_step_on_its_way_are_as_they_were),
        cmocka_unit_test(the_marks_of_the_parts_of_sizes_are_as_they_were),
        cmocka_unit_test(the_marks_of_the_ruler_are_as_they_were),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
