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
        figure_show(&view.show, scene);
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
    check(held >= 60, "only %d scenes have a star", held);
}

// ---- what the starred scenes cover -----------------------------------------------------------------------------

static bool is_mid_step(const Scene *scene, Walk walk)
{
    return scene->walk == walk && scene->step > 0 && scene->step < timeline_count(&scene->spec, walk);
}

// Each kind of scene, found in its numbers.
static bool is_1d(const Scene *scene) { return scene->spec.dims == 1; }
static bool is_2d(const Scene *scene) { return scene->spec.dims == 2; }
static bool is_convolution(const Scene *scene) { return !scene->spec.transposed; }
static bool has_groups(const Scene *scene) { return scene->spec.groups > 1; }
static bool has_channels(const Scene *scene) { return scene->spec.in_channels > 1 && scene->spec.out_channels > 1; }
static bool is_dilated(const Scene *scene) { return scene->spec.x.dilation > 1; }
static bool is_oblong(const Scene *scene) { return scene->spec.dims == 2 && scene->spec.y.kernel != scene->spec.x.kernel; }
static bool is_stepping_by_input(const Scene *scene) { return is_mid_step(scene, WALK_INPUT); }
static bool is_stepping_by_output(const Scene *scene) { return is_mid_step(scene, WALK_OUTPUT); }
static bool is_stepping_by_product(const Scene *scene) { return is_mid_step(scene, WALK_PRODUCT); }

// The window that reads the input starts inside it.
static bool has_negative_padding(const Scene *scene)
{
    return scene->spec.transposed && reading_of(&scene->spec, false).before < 0;
}

static bool is_beyond(const Scene *scene)
{
    return scene->spec.transposed && scene->spec.x.output_padding > scene->spec.x.padding;
}

static void the_starred_scenes_show_every_kind_in_every_lens(void **state)
{
    (void)state;
    static const struct { const char *words; bool (*is)(const Scene *scene); } kinds[] = {
        { "in 1D", is_1d }, { "in 2D", is_2d }, { "that is a convolution", is_convolution }, { "with groups", has_groups },
        { "with channels", has_channels }, { "that is dilated", is_dilated }, { "with p > d(k−1)", has_negative_padding },
        { "with op > p", is_beyond }, { "with letters", has_letters }, { "with an oblong kernel", is_oblong },
        { "in the middle of its walk by input", is_stepping_by_input }, { "in the middle of its walk by output", is_stepping_by_output },
        { "in the middle of its walk by product", is_stepping_by_product },
    };
    int missing = 0;
    for (Lens lens = 0; lens < LENS_COUNT; lens++)
        for (int kind = 0; kind < COUNT(kinds) && !LENSES[lens].place; kind++) {
            bool there = false;
            for (int i = 0; i < case_count; i++) {
                const Scene *scene = &cases[i].work.scene;
                for (int v = 0; v < scene->views; v++) there |= cases[i].golden && scene->view[v] == lens && kinds[kind].is(scene);
            }
            if (!there) print_error("no starred scene %s is shown in %s\n", kinds[kind].words, LENSES[lens].title);
            missing += !there;
        }
    check(missing == 0, "%d kinds of scenes have no mark dump", missing);
}

// ---- more dumps ------------------------------------------------------------------------------------------------

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

// The parts of Sizes, also on a page and under a hand, which a scene code does not name.
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
        cmocka_unit_test(the_starred_scenes_show_every_kind_in_every_lens),
        cmocka_unit_test(the_marks_of_a_step_on_its_way_are_as_they_were),
        cmocka_unit_test(the_marks_of_the_parts_of_sizes_are_as_they_were),
        cmocka_unit_test(the_marks_of_the_ruler_are_as_they_were),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
