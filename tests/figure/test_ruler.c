// The ruler of the output: what is cut, what is kept, and what no stamp reaches, as lengths and in words. Each cell is held
// against the rule of DESIGN's second fact: the output is the window [p, p + out) of the stamped extent.
#include "figure/lens.h"

typedef struct Lengths {
    double cut, kept, beyond;
} Lengths;

static const char *const CODES[] = {
    "convt1d in=3 k=3 s=2", "convt1d in=3 k=3 s=2 p=1", "convt1d in=3 k=3 s=2 p=1 op=1", "convt1d in=3 k=3 s=2 op=1", "convt1d in=3 k=3 s=4 p=1 op=3",
    "convt1d in=1 k=1 s=5 p=2 op=4", // the window begins behind all stamps
    // more cells than are drawn one by one
    "convt1d in=30 k=3 s=2", "convt1d in=30 k=3 s=2 p=1", "convt1d in=30 k=3 s=2 op=1", "convt1d in=30 k=3 s=4 p=1 op=3", "convt1d in=1 k=1 s=90 p=40 op=81",
    "conv1d in=9 k=3 s=2 p=1", "conv1d in=90 k=3 s=2 p=1",
};

// By the rule, cell after cell.
static Lengths wanted(const Spec *spec)
{
    Axis a = spec->x;
    Lengths want = { 0 };
    if (!spec->transposed) return (Lengths){ 0, a.narrow, 0 };
    int extent = (a.narrow - 1) * a.stride + a.dilation * (a.kernel - 1) + 1, end = a.padding + a.wide;
    for (int i = 0; i < extent || i < end; i++) {
        bool kept = i >= a.padding && i < end;
        if (!kept) want.cut++;
        else if (i < extent) want.kept++;
        else want.beyond++;
    }
    return want;
}

static void each_cell_is_cut_kept_or_beyond_as_the_rule_says(void **state)
{
    (void)state;
    enum { LENGTH = 300 };
    Figure figure = { 0 };
    for (int i = 0; i < COUNT(CODES); i++) {
        Scene scene;
        Error err;
        check(scene_parse(&scene, CODES[i], &err), "%s: %s", CODES[i], err.text);
        Lengths want = wanted(&scene.spec), got = { 0 };
        double pitch = LENGTH / (want.cut + want.kept + want.beyond), end = 0;
        bool one_by_one = want.cut + want.kept + want.beyond <= 32;
        figure_ruler(&figure, &scene.spec, false, (Box){ 0, 0, LENGTH, 48 }, 1, look_get(LOOK_LIGHT), measure_fixed);
        char label[64] = "", words[64];
        for (int m = 0; m < figure.count; m++) {
            const Mark *mark = &figure.marks[m];
            if (is_named(mark, "ruler label") && strncmp(mark->text, "cut", 3) != 0) snprintf(label, sizeof label, "%s", mark->text);
            bool cut = is_named(mark, "cut"), kept = is_named(mark, "kept"), beyond = is_named(mark, "beyond");
            if (!cut && !kept && !beyond) continue;
            check(fabs(mark->box.x - end) < 1e-6, "%s: a part begins at %g, where the one before ends at %g", CODES[i], mark->box.x, end);
            end = one_by_one ? mark->box.x + pitch : mark->box.x + mark->box.w;
            *(cut ? &got.cut : kept ? &got.kept : &got.beyond) += one_by_one ? 1 : mark->box.w / pitch;
            check(!beyond || mark->style & STYLE_HATCHED, "%s: what no stamp reaches is not hatched", CODES[i]);
            check(!kept || !(mark->style & STYLE_HATCHED), "%s: what is stamped is hatched", CODES[i]);
        }
        check(fabs(got.cut - want.cut) < 1e-6 && fabs(got.kept - want.kept) < 1e-6 && fabs(got.beyond - want.beyond) < 1e-6,
              "%s: %g cut, %g kept and %g beyond, not %g, %g and %g", CODES[i], got.cut, got.kept, got.beyond, want.cut, want.kept, want.beyond);
        int out = spec_out(&scene.spec, scene.spec.x), op = scene.spec.x.output_padding;
        if (!scene.spec.transposed) snprintf(words, sizeof words, "%d windows", out);
        else if (want.beyond > 0) snprintf(words, sizeof words, "kept %d, %g empty", out, want.beyond);
        else if (op) snprintf(words, sizeof words, "kept %d + %d", out - op, op);
        else snprintf(words, sizeof words, "kept %d", out);
        check(!strcmp(label, words), "%s: it says “%s”, not “%s”", CODES[i], label, words);
        scene_clear(&scene);
    }
    figure_clear(&figure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_cell_is_cut_kept_or_beyond_as_the_rule_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
