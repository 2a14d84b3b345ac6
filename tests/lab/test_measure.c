// Measures of a pattern, held against closed forms and against the kernels.
#include "lab/layers.h"

#include <math.h>
#include <stdlib.h>

static Checker checker_of_code(const char *code)
{
    Scene scene = parse(code);
    float *w = weights_of(&scene);
    Checker out = checker_of_layer(w, &scene.spec, NULL);
    free(w);
    scene_clear(&scene);
    return out;
}

static void near(const char *what, double got, double wanted, double within)
{
    check(fabs(got - wanted) <= within, "%s is %.9g, not %.9g", what, got, wanted);
}

static void known_layers_have_their_known_shares(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        double share;
    } rows[] = {
        { "convt2d k=3 s=2 w=ones", 0.19 },                // gains 4 2 2 1
        { "convt2d k=4 s=2 w=ones", 0 },                   // even
        { "convt1d k=3 s=2 w=ones", 0.1 },                 // gains 2 1
        { "convt2d k=2 s=2 d=2 w=ones", 0.75 },            // one phase of four has all weights
        { "convt2d k=1 s=3 w=ones", 1 - 1 / 9.0 },
        { "convt2d k=3 s=2 w=ones c=3,2", 0.19 },
        { "convt2d k=3 s=2 w=ones c=4,4 g=2", 0.19 },
        { "conv2d in=5 k=3 s=2 w=ones c=2,3", 0.19 },      // its gradient
        { "convt2d k=4 s=2 w=bilinear", 0 },
        { "convt2d k=5 s=1 w=random:3", 0 },               // one phase
        { "convt2d k=6 s=3 w=icnr:4 c=2,3", 0 },
        { "convt1d k=2 s=2 w=[1,-1]", 1 },                 // gains 1 and −1: nothing but pattern
        { "convt2d k=2 s=2 w=zeros", 0 },
    };
    for (int i = 0; i < COUNT(rows); i++) near(rows[i].code, checker_of_code(rows[i].code).share, rows[i].share, 1e-12);
}

static void decibels_are_of_replicas_to_mean(void **state)
{
    (void)state;
    near("dB of 4 2 2 1", checker_of_code("convt2d k=3 s=2 w=ones").decibels, 10 * log10(1.1875 / 5.0625), 1e-9);
    check(checker_of_code("convt1d k=2 s=2 w=[1,-1]").decibels == INFINITY, "a mean of 0 leaves nothing to divide by");
    check(checker_of_code("convt1d k=2 s=2 w=[1,1]").decibels == -INFINITY, "no pattern is no energy");
    Text said = { 0 };
    Checker all = checker_of(0, 2), none = checker_of(1, 0), some = checker_of(5.0625, 1.1875), few = checker_of(1, 1e-7);
    checker_say(&said, &all), text_put(&said, "\n");
    checker_say(&said, &none), text_put(&said, "\n");
    checker_say(&said, &some), text_put(&said, "\n");
    checker_say(&said, &few);
    assert_string_equal(said.data, "checker share 100 %: nothing but pattern, the mean is 0\nchecker share 0\n"
                                   "checker share 19.0 %\nchecker share below 0.01 %");
    text_clear(&said);
}

// The interior of what the kernel makes of an even input, its channels at their means, has the energies of the weights.
static void shares_are_what_the_kernel_makes_of_an_even_input(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "convt2d in=9 k=4 s=2 p=1 w=random:4", "convt2d in=19x22 k=3x5 s=2x3 p=1x0 d=1x2 w=random:2", "convt2d in=12 k=5 s=3 w=random:9 c=4,6 g=2",
        "convt1d in=20 k=3 s=2 d=3 op=1 p=2 w=random:5 c=2,2", "convt2d in=10 k=2 s=4 p=0 w=random:1", "convt2d in=19 k=7 s=2 p=5 w=random:8 c=3,1",
    };
    for (int i = 0; i < COUNT(codes); i++) {
        Scene scene = parse(codes[i]);
        Spec *spec = &scene.spec;
        float *w = weights_of(&scene), *x = memory_new(spec_x_count(spec), sizeof *x), *y = memory_new(spec_y_count(spec), sizeof *y);
        double means[8] = { 1, 0.25, -0.5, 2 };
        int plane = spec->y.narrow * spec->x.narrow, out_rows = spec->y.wide, out_cols = spec->x.wide;
        for (int j = 0; j < plane * spec->in_channels; j++) x[j] = (float)means[j / plane];
        op_forward(y, x, w, NULL, spec);
        double dc = 0, replicas = 0, phases[64];
        int border = spec->y.dilation * (spec->y.kernel - 1), other = spec->x.dilation * (spec->x.kernel - 1);
        if (other > border) border = other;
        for (int c = 0; c < spec->out_channels; c++) {
            // 1D has one row, and no border above and below it.
            const float *from = y + (size_t)c * (size_t)out_rows * (size_t)out_cols;
            if (spec->dims == 1) from += border;
            bool ok = spec->dims == 1 ? phase_means(phases, from, 1, out_cols - 2 * border, 1, spec->x.stride, 0)
                                      : phase_means(phases, from, out_rows, out_cols, spec->y.stride, spec->x.stride, border);
            check(ok, "%s: too small for a period", codes[i]);
            Checker one = checker_of_phases(phases, spec->y.stride * spec->x.stride);
            dc += one.dc, replicas += one.replicas;
        }
        Checker whole = checker_of_layer(w, spec, means);
        near(codes[i], whole.dc, dc, 1e-5 * (dc + replicas));
        near(codes[i], whole.replicas, replicas, 1e-5 * (dc + replicas));
        free(w), free(x), free(y);
        scene_clear(&scene);
    }
}

static void a_convolution_is_measured_by_its_gradient(void **state)
{
    (void)state;
    Scene scene = parse("conv2d in=21 k=3 s=2 d=1 p=0 c=2,3 w=random:6");
    Spec spec = scene.spec, back = spec_turned(&spec);
    float *w = weights_of(&scene), *gy = memory_new(spec_y_count(&spec), sizeof *gy), *gx = memory_new(spec_x_count(&spec), sizeof *gx);
    double means[3] = { 1, -2, 0.5 }, phases[4], dc = 0, replicas = 0;
    size_t plane = (size_t)spec.y.narrow * (size_t)spec.x.narrow;
    for (size_t i = 0; i < 3 * plane; i++) gy[i] = (float)means[i / plane];
    op_forward(gx, gy, w, NULL, &back);
    for (int c = 0; c < 2; c++) {
        check(phase_means(phases, gx + (size_t)c * 21 * 21, 21, 21, 2, 2, 2), "there are periods");
        Checker one = checker_of_phases(phases, 4);
        dc += one.dc, replicas += one.replicas;
    }
    Checker whole = checker_of_layer(w, &spec, means);
    near("dc", whole.dc, dc, 1e-5 * dc);
    near("replicas", whole.replicas, replicas, 1e-5 * replicas);
    free(w), free(gy), free(gx);
    scene_clear(&scene);
}

// A grey of ½ with waves at the three frequencies of stride 2: their energies are the squares of their heights.
static void a_known_grid_has_its_exact_decibels(void **state)
{
    (void)state;
    enum { ROWS = 37, COLS = 50 };
    float plane[ROWS * COLS];
    const double along = 0.125, down = 0.0625, both = 0.03125;
    for (int r = 0; r < ROWS; r++)
    for (int c = 0; c < COLS; c++)
        plane[r * COLS + c] = (float)(0.5 + along * (c % 2 ? -1 : 1) + down * (r % 2 ? -1 : 1) + both * ((r + c) % 2 ? -1 : 1));
    double means[4];
    for (int border = 0; border < 18; border++) {
        check(phase_means(means, plane, ROWS, COLS, 2, 2, border), "border %d", border);
        Checker got = checker_of_phases(means, 4);
        double energy = along * along + down * down + both * both;
        near("dc", got.dc, 0.25, 1e-12);
        near("replicas", got.replicas, energy, 1e-12);
        near("dB", got.decibels, 10 * log10(energy / 0.25), 1e-9);
        near("the first phase", means[0], 0.5 + along + down + both, 1e-12);
    }
    check(!phase_means(means, plane, ROWS, COLS, 2, 2, 18), "one row is no period of 2");
    check(!phase_means(means, plane, 1, COLS, 2, 2, 0), "a plane of one row");
}

// Weights that are independent noise: the mean over seeds is 1 − 1/s², whatever the kernel.
static void fresh_layers_of_pytorch_have_three_quarters(void **state)
{
    (void)state;
    enum { SEEDS = 400 };
    Scene scene = parse("convt2d k=4 s=2 p=1 c=2,3");
    int shape[4];
    scene_shape(&scene.spec, ROLE_W, shape);
    float w[2 * 3 * 16];
    double sum = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
        Random random = { (uint64_t)seed };
        start_weights(w, START_PYTORCH, shape, &random);
        Spec one = scene.spec;
        one.in_channels = one.out_channels = 1; // the first pair alone, whose share varies most
        sum += checker_of_layer(w, &one, NULL).share;
    }
    near("the mean share of a fresh k4 s2 layer", sum / SEEDS, 0.75, 0.03);
    scene_clear(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_layers_have_their_known_shares),
        cmocka_unit_test(decibels_are_of_replicas_to_mean),
        cmocka_unit_test(shares_are_what_the_kernel_makes_of_an_even_input),
        cmocka_unit_test(a_convolution_is_measured_by_its_gradient),
        cmocka_unit_test(a_known_grid_has_its_exact_decibels),
        cmocka_unit_test(fresh_layers_of_pytorch_have_three_quarters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
