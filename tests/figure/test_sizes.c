// Sizes, as its marks tell it: the one row of From–to that is the scene's layer is framed, and what Frameworks says of each
// row is so.
#include "figure/lens.h"

static Figure figure;

typedef struct Opened {
    Scene scene;
    Work work;
} Opened;

static void open(Opened *o, const char *code, Show show)
{
    Error err;
    check(scene_parse(&o->scene, code, &err), "%s: %s", code, err.text);
    check(work_make(&o->work, &o->scene, NULL, &err), "%s: %s", code, err.text);
    View view = view_of(LENS_SIZES, 1400, 1600, 1);
    view.show = show;
    lens_build(&figure, &o->work, moment_of(&o->scene), view, measure_fixed);
}

static void close(Opened *o)
{
    work_clear(&o->work);
    scene_clear(&o->scene);
}

// The five numbers of an answer stand behind its frame.
static bool is_scene(const Spec *spec, int at)
{
    const int want[] = { spec->x.kernel, spec->x.stride, spec->x.padding, spec->x.output_padding, spec->x.dilation };
    for (int i = 0; i < COUNT(want); i++)
        if (!is_named(&figure.marks[at + 1 + i], "number") || atoi(figure.marks[at + 1 + i].text) != want[i]) return false;
    return true;
}

// Of answers that differ in one number alone, such as the dilation of a kernel of 1, only the scene's own is framed.
static void from_to_frames_the_scenes_layer_and_no_other(void **state)
{
    (void)state;
    static const char *const CODES[] = {
        "convt1d in=5 k=1", "convt1d in=5 k=1 d=2", "convt1d in=5 k=3 p=1", "convt1d in=3 k=3 s=2", "convt1d in=3 k=3 s=2 p=1 op=1", "conv1d in=7 k=3 s=2 p=1",
        "conv1d in=6 k=2 s=2", "conv1d in=6 k=2 s=2 d=2 p=1", "convt1d in=1 k=3 s=2", "convt1d in=1 k=3 s=1",
    };
    for (int i = 0; i < COUNT(CODES); i++) {
        Opened o;
        int framed = 0, answers = 0;
        open(&o, CODES[i], (Show){ .sizes = { .tab = SIZES_FROM_TO } });
        for (int m = 0; m < figure.count; m++) {
            if (!is_named(&figure.marks[m], "answer")) continue;
            bool frame = figure.marks[m].stroke > 1.5, own = is_scene(&o.scene.spec, m);
            check(frame == own, "%s: answer %d is %s", CODES[i], answers, own ? "the scene's, and not framed" : "framed, and not the scene's");
            framed += frame, answers++;
        }
        check(framed <= 1 && answers > 1, "%s: %d of %d answers are framed", CODES[i], framed, answers);
        close(&o);
    }
    // Asked of another size none is.
    Opened o;
    open(&o, "convt1d in=5 k=1", (Show){ .sizes = { .tab = SIZES_FROM_TO, .from = 6, .to = 6 } });
    for (int m = 0; m < figure.count; m++)
        check(!is_named(&figure.marks[m], "answer") || figure.marks[m].stroke < 1.5, "from 6 to 6, the layer of a scene of 5 is framed");
    close(&o);
}

// "same" only where nothing differs and nothing is missing: k3 s2 p1 op1 makes 6 cells of 3, Keras' same makes 6 of which
// none need agree, its valid 7.
static void frameworks_says_same_only_where_it_is(void **state)
{
    (void)state;
    static const char *const CODES[] = {
        "convt1d in=3 k=3 s=2", "convt1d in=3 k=4 s=2 p=1", "convt1d in=3 k=3 s=2 p=1 op=1", "convt1d in=4 k=2 s=3", "convt1d in=3 k=3 s=2 p=1",
        "convt1d in=3 k=2 s=3 op=2", "conv1d in=7 k=3 s=2 p=1", "conv1d in=8 k=3 s=2", "convt2d in=3 k=3 s=2x1 p=1x0",
    };
    int same = 0, part = 0, differ = 0;
    for (int i = 0; i < COUNT(CODES); i++) {
        Opened o;
        open(&o, CODES[i], (Show){ .sizes = { .tab = SIZES_FRAMEWORKS } });
        const Frameworks *all = work_frameworks(&o.work);
        size_t ours = spec_y_count(&o.scene.spec);
        int row = 0;
        for (int m = 0; m < figure.count && row < all->count; m++) {
            const Mark *mark = &figure.marks[m];
            if (mark->kind != MARK_TEXT || !mark->text) continue;
            bool says_same = !strcmp(mark->text, "same"), says_part = !strcmp(mark->text, "part of it"), says_differ = strstr(mark->text, " differ") != NULL;
            if (!says_same && !says_part && !says_differ) continue;
            do row++; while (row < all->count && all->at[row].refused[0]); // the first is the scene
            if (row >= all->count) break;
            const Framework *f = &all->at[row];
            bool equal = spec_y_count(&f->spec) == ours && !memcmp(f->y, o.work.y, ours * sizeof *f->y);
            check(says_same == equal, "%s: %s is called “%s”", CODES[i], f->title, mark->text);
            check(!says_part || spec_y_count(&f->spec) < ours, "%s: %s is called a part, and is as large", CODES[i], f->title);
            same += says_same, part += says_part, differ += says_differ;
        }
        close(&o);
    }
    check(same > 5 && part > 1 && differ > 5, "%d rows are the same, %d are part of it, %d differ", same, part, differ);
}

static int clear(void **state)
{
    (void)state;
    figure_clear(&figure);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_to_frames_the_scenes_layer_and_no_other),
        cmocka_unit_test(frameworks_says_same_only_where_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, clear);
}
