// Several layers as one: the same picture as layer after layer, and a pattern that is shared out over them.
#include "lab/layers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static Stack stack_of(const Scene *scene, const float *w, int layers)
{
    Stack out;
    Error err = { 0 };
    check(stack_make(&out, &scene->spec, w, layers, &err), "%s", err.text);
    return out;
}

// Layer after layer, each run by the kernel itself. The result is to be freed.
static float *one_by_one(Spec spec, const float *w, int layers, const float *x, Spec *last)
{
    float *now = memory_new(spec_x_count(&spec), sizeof *now);
    memcpy(now, x, spec_x_count(&spec) * sizeof *now);
    for (int i = 0; i < layers; i++) {
        Error err = { 0 };
        check(spec_check(&spec, &err), "%s", err.text);
        float *next = memory_new(spec_y_count(&spec), sizeof *next);
        op_forward(next, now, w, NULL, &spec);
        free(now);
        now = next;
        *last = spec;
        spec.y.narrow = spec.y.wide, spec.x.narrow = spec.x.wide;
    }
    return now;
}

typedef struct Row {
    const char *code;
    int layers, border; // pixels at the edge that intermediate crops may have changed
} Row;

static const Row ROWS[] = {
    { "convt2d in=3 k=4 s=2 w=random:4", 1, 0 },
    { "convt2d in=3 k=4 s=2 w=random:4", 2, 0 },
    { "convt2d in=3x2 k=3x5 s=2x1 d=1x2 w=random:2", 3, 0 },
    { "convt2d in=8 k=4 s=2 p=1 w=random:4", 3, 12 },
    { "convt2d in=7 k=3 s=2 p=1 op=1 w=random:7", 2, 4 },
    { "convt2d in=4 k=2 s=3 op=1 w=random:5", 2, 4 },
    { "convt1d in=5 k=3 s=2 w=random:1", 5, 0 },
};

static void a_stack_makes_what_its_layers_make_in_turn(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(ROWS); i++) {
        Scene scene = parse(ROWS[i].code);
        float *w = weights_of(&scene), *x = memory_new(spec_x_count(&scene.spec), sizeof *x);
        Random random = { 9 };
        for (size_t j = 0; j < spec_x_count(&scene.spec); j++) x[j] = weights_random(&random);
        Stack stack = stack_of(&scene, w, ROWS[i].layers);
        Spec last;
        float *want = one_by_one(scene.spec, w, ROWS[i].layers, x, &last), *got = memory_new(spec_y_count(&stack.spec), sizeof *got);
        check(last.y.wide == stack.spec.y.wide && last.x.wide == stack.spec.x.wide, "%s, %d layers: %d×%d, and in turn %d×%d", ROWS[i].code,
              ROWS[i].layers, stack.spec.y.wide, stack.spec.x.wide, last.y.wide, last.x.wide);
        op_forward(got, x, stack.w, NULL, &stack.spec);
        int border_y = scene.spec.dims == 2 ? ROWS[i].border : 0, held = 0;
        for (int r = border_y; r < last.y.wide - border_y; r++)
        for (int c = ROWS[i].border; c < last.x.wide - ROWS[i].border; c++, held++) {
            double a = (double)got[r * last.x.wide + c], b = (double)want[r * last.x.wide + c];
            check(fabs(a - b) <= 1e-4 * (1 + fabs(b)), "%s, %d layers: (%d, %d) is %g, and in turn %g", ROWS[i].code, ROWS[i].layers, r, c, a, b);
        }
        check(held > 30, "only %d pixels were held", held);
        free(w), free(x), free(want), free(got);
        stack_clear(&stack);
        scene_clear(&scene);
    }
}

static void the_parts_add_up_to_the_pattern(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(ROWS); i++) {
        Scene scene = parse(ROWS[i].code);
        float *w = weights_of(&scene);
        Stack stack = stack_of(&scene, w, ROWS[i].layers);
        double parts[STACK_MOST], sum = 0;
        stack_parts(parts, &stack);
        for (int l = 0; l < stack.layers; l++) sum += parts[l];
        Checker whole = checker_of_layer(stack.w, &stack.spec, NULL);
        check(fabs(sum - whole.replicas) <= 1e-9 * (1 + whole.replicas), "%s: parts of %g, a pattern of %g", ROWS[i].code, sum, whole.replicas);
        free(w);
        stack_clear(&stack);
        scene_clear(&scene);
    }
}

// A layer with a pattern under two that are even: of even gains 1 each, the pattern of the first alone is left, and smoothed.
static void an_even_layer_adds_no_pattern_of_its_own(void **state)
{
    (void)state;
    Scene even = parse("convt1d in=4 k=4 s=2 w=bilinear"), uneven = parse("convt1d in=4 k=3 s=2 w=ones");
    float *smooth = weights_of(&even), *rough = weights_of(&uneven);
    Stack one = stack_of(&even, smooth, 3), other = stack_of(&uneven, rough, 2);
    double parts[STACK_MOST];
    stack_parts(parts, &one);
    for (int i = 0; i < 3; i++) check(parts[i] < 1e-12, "bilinear layer %d has a pattern of %g", i + 1, parts[i]);
    // Gains 2, 1 of one layer; of two: the last layer's 2, 1 on what the first made.
    stack_parts(parts, &other);
    check(parts[1] > 0 && parts[0] > 0, "parts %g and %g", parts[0], parts[1]);
    free(smooth), free(rough);
    stack_clear(&one), stack_clear(&other);
    scene_clear(&even), scene_clear(&uneven);
}

static void what_cannot_be_stacked_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *code, *why;
        int layers;
    } rows[] = {
        { "conv2d in=9", "this is a convolution", 2 },
        { "convt1d k=40 s=8", "at most 2048 are shown", 5 },
        { "convt2d k=1 s=1 d=3 op=2", "2 such layers cannot be stacked: output_padding is 4", 2 },
        { "convt2d in=1000 k=2 s=8", "such layers cannot be stacked", 2 },
        { "convt1d k=1 s=70", "5 such layers have a stride of 1680700000 together", 5 },
        { "convt1d k=2 s=2 w=[1,1e20]", "2 such layers make weights that are too large for a float", 2 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene = parse(rows[i].code);
        float *w = weights_of(&scene);
        Stack stack;
        Error err = { 0 };
        bool ok = stack_make(&stack, &scene.spec, w, rows[i].layers, &err);
        check(!ok && strstr(err.text, rows[i].why), "%s, %d layers: '%s'", rows[i].code, rows[i].layers, err.text);
        free(w);
        scene_clear(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stack_makes_what_its_layers_make_in_turn),
        cmocka_unit_test(the_parts_add_up_to_the_pattern),
        cmocka_unit_test(an_even_layer_adds_no_pattern_of_its_own),
        cmocka_unit_test(what_cannot_be_stacked_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
