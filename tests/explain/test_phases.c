// Trays and phases, held against the terms themselves: what a tray holds is what reaches its cells, wherever no border
// is near; what is said of trays is what counting them gives; and the phases, called channels, are what pixel_shuffle
// takes.
#include "explain/scenes.h"
#include "support/check.h"

#include <stdio.h>

enum { MOST_TAPS = 256 };

typedef struct Taps {
    bool met[MOST_TAPS];
    int kernel_x;
} Taps;

static bool meet(void *context, const Term *term)
{
    Taps *taps = context;
    taps->met[term->w.at[2] * taps->kernel_x + term->w.at[3]] = true;
    return true;
}

static Taps taps_of_cell(const Spec *spec, Cell cell)
{
    Taps taps = { .kernel_x = spec->x.kernel };
    terms_each(spec, cell, meet, &taps);
    return taps;
}

static Taps taps_of_tray(const Spec *spec, const Tray *tray)
{
    Taps taps = { .kernel_x = spec->x.kernel };
    for (int y = 0; y < tray->y.taps; y++)
        for (int x = 0; x < tray->x.taps; x++)
            taps.met[(tray->y.first_tap + y * tray->y.step) * spec->x.kernel + tray->x.first_tap + x * tray->x.step] = true;
    return taps;
}

static const char *told(const Spec *spec)
{
    static char text[200];
    snprintf(text, sizeof text, "%s, kernel %dx%d, stride %dx%d, padding %dx%d, dilation %dx%d", spec_word(spec->transposed, spec->dims), spec->y.kernel,
             spec->x.kernel, spec->y.stride, spec->x.stride, spec->y.padding, spec->x.padding, spec->y.dilation, spec->x.dilation);
    return text;
}

// The spec with so large an input that its middle knows no border.
static Spec roomy(Spec spec)
{
    Axis *axes[] = { &spec.y, &spec.x };
    for (int i = spec.dims == 2 ? 0 : 1; i < 2; i++) axes[i]->narrow = axes[i]->wide = 3 * (axis_span(*axes[i]) + axes[i]->stride);
    assert_true(spec_check(&spec, NULL));
    return spec;
}

static void a_tray_holds_the_weights_that_reach_the_cells_of_its_phase(void **state)
{
    (void)state;
    Random r = { 11 };
    int empty = 0;
    for (int round = 0; round < 300; round++) {
        Spec spec = roomy(some_spec(&r));
        Role wide = spec.transposed ? ROLE_Y : ROLE_X;
        int middle_y = spec.y.wide / 2, middle_x = spec.x.wide / 2;
        for (int y = 0; y < spec.y.stride; y++)
            for (int x = 0; x < spec.x.stride; x++) {
                Cell cell = { wide, { 0, 0, middle_y + y, middle_x + x } };
                if (!cell_inside(&spec, cell)) continue;
                Tray tray = tray_at(&spec, tray_of(&spec, cell));
                Taps in_tray = taps_of_tray(&spec, &tray), reach = taps_of_cell(&spec, cell);
                int taps = 0;
                for (int tap = 0; tap < spec.y.kernel * spec.x.kernel; tap++) {
                    check(in_tray.met[tap] == reach.met[tap], "%s: weight %d %s cell %d,%d, and the tray (%d, %d) %s it", told(&spec), tap,
                          reach.met[tap] ? "reaches" : "does not reach", cell.at[2], cell.at[3], tray.row, tray.col, in_tray.met[tap] ? "holds" : "lacks");
                    taps += in_tray.met[tap];
                }
                check(taps == tray.taps, "%s: the tray (%d, %d) has %d weights and says %d", told(&spec), tray.row, tray.col, taps, tray.taps);
                empty += taps == 0;
            }
    }
    check(empty > 100, "only %d trays were empty", empty);
}

static void at_the_border_a_cell_meets_no_weight_of_another_tray(void **state)
{
    (void)state;
    Random r = { 12 };
    for (int round = 0; round < 300; round++) {
        Spec spec = some_spec(&r);
        Role wide = spec.transposed ? ROLE_Y : ROLE_X;
        for (int row = -spec.y.padding; row < spec.y.wide; row++)
            for (int col = -spec.x.padding; col < spec.x.wide; col++) {
                Cell cell = { wide, { 0, 0, row, col } };
                if (!cell_exists(&spec, cell)) continue;
                Tray tray = tray_at(&spec, tray_of(&spec, cell));
                Taps in_tray = taps_of_tray(&spec, &tray), reach = taps_of_cell(&spec, cell);
                for (int tap = 0; tap < spec.y.kernel * spec.x.kernel; tap++)
                    check(in_tray.met[tap] || !reach.met[tap], "%s: weight %d reaches cell %d,%d, and the tray (%d, %d) lacks it", told(&spec), tap, row, col,
                          tray.row, tray.col);
            }
    }
}

static void every_weight_lies_in_exactly_one_tray(void **state)
{
    (void)state;
    Random r = { 13 };
    for (int round = 0; round < 300; round++) {
        Spec spec = some_spec(&r);
        int times[MOST_TAPS] = { 0 };
        for (long long number = 0; number < tray_count(&spec); number++) {
            Tray tray = tray_at(&spec, number);
            Taps taps = taps_of_tray(&spec, &tray);
            for (int tap = 0; tap < spec.y.kernel * spec.x.kernel; tap++) {
                if (!taps.met[tap]) continue;
                times[tap]++;
                Cell w = { ROLE_W, { 0, 0, tap / spec.x.kernel, tap % spec.x.kernel } };
                check(tray_of(&spec, w) == number, "%s: weight %d lies in tray %lld and says %lld", told(&spec), tap, number, tray_of(&spec, w));
            }
        }
        for (int tap = 0; tap < spec.y.kernel * spec.x.kernel; tap++)
            check(times[tap] == 1, "%s: weight %d lies in %d trays", told(&spec), tap, times[tap]);
    }
}

static int divisor(int a, int b)
{
    for (int d = a < b ? a : b; d > 1; d--)
        if (a % d == 0 && b % d == 0) return d;
    return 1;
}

static void empty_trays_are_as_many_as_the_rule_says(void **state)
{
    (void)state;
    for (int k = 1; k <= 9; k++)
        for (int s = 1; s <= 9; s++)
            for (int d = 1; d <= 6; d++) {
                Axis axis = { .narrow = 3, .wide = 3, .kernel = k, .stride = s, .dilation = d };
                int counts[9] = { 0 }, empty = 0, least = k, most = 0, met = s / divisor(d, s);
                for (int tap = 0; tap < k; tap++) counts[tap * d % s]++;
                for (int phase = 0; phase < s; phase++) {
                    empty += counts[phase] == 0;
                    if (counts[phase] < least) least = counts[phase];
                    if (counts[phase] > most) most = counts[phase];
                    check(axis_phase(axis, phase).taps == counts[phase], "k %d s %d d %d: phase %d has %d taps, not %d", k, s, d, phase,
                          axis_phase(axis, phase).taps, counts[phase]);
                }
                check(empty == s - (k < met ? k : met), "k %d s %d d %d: %d phases are empty", k, s, d, empty);
                Spec spec = { .transposed = true, .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1, .y = AXIS_TRIVIAL, .x = axis };
                bool even = least == most, by_rule = k % s == 0 && divisor(d, s) == 1;
                check(trays_even(&spec) == even && even == by_rule, "k %d s %d d %d: trays of %d to %d are said to be %s", k, s, d, least, most,
                      trays_even(&spec) ? "even" : "uneven");
            }
}

// ---- words -----------------------------------------------------------------------------------------------------

static Spec spec_of(const char *code)
{
    Scene scene;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: %s", code, err.text);
    Spec spec = scene.spec;
    scene_clear(&scene);
    return spec;
}

static void trays_are_told_by_their_counts(void **state)
{
    (void)state;
    static const struct { const char *code, *words; } rows[] = {
        { "convt2d k=3 s=2", "trays of 4, 2, 2 and 1 weights: uneven" },
        { "convt2d k=4 s=2", "even: every tray has 4 weights" },
        { "convt2d k=2 s=2", "even: every tray has 1 weight" },
        { "convt2d k=1 s=2", "trays of 1, 0, 0 and 0 weights: uneven" },
        { "convt2d k=3 s=2 d=2", "trays of 9, 0, 0 and 0 weights: uneven" },
        { "convt2d k=5 s=3", "9 trays: 4 of 4 weights, 4 of 2 and 1 of 1: uneven" },
        { "convt2d k=2 s=3", "9 trays: 4 of 1 weight and 5 of 0: uneven" },
        { "convt2d k=3x2 s=2x1", "trays of 4 and 2 weights: uneven" },
        { "convt2d k=3 s=1", "stride 1: one phase, and all weights in one tray" },
        { "convt1d k=3 s=2", "trays of 2 and 1 weights: uneven" },
        { "conv1d in=9 k=4 s=3", "trays of 2, 1 and 1 weights: uneven" },
        { "convt2d k=3x1 s=2", "trays of 2, 1, 0 and 0 weights: uneven" },
        { "convt2d in=1 k=2 s=1000", "1000000 trays: 4 of 1 weight and 999996 of 0: uneven" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Text said = { 0 };
        Spec spec = spec_of(rows[i].code);
        trays_say(&said, &spec);
        check(!strcmp(said.data, rows[i].words), "%s: “%s”, not “%s”", rows[i].code, said.data, rows[i].words);
        check(trays_even(&spec) == !strstr(rows[i].words, "uneven"), "%s: even %d", rows[i].code, trays_even(&spec));
        text_clear(&said);
    }
}

static void a_cell_is_told_its_phase_and_its_tray(void **state)
{
    (void)state;
    static const struct { const char *code, *cell, *words; } rows[] = {
        { "convt2d k=3 s=2", "y:0,0,1,0", "phase (1, 0): reached by 2 of the 9 weights" },
        { "convt2d k=3 s=2 p=1", "y:0,0,1,1", "phase (0, 0): reached by 4 of the 9 weights" },
        { "convt2d k=3 s=2 p=1", "y:0,0,-1,0", "phase (0, 1): reached by 2 of the 9 weights" },
        { "convt2d k=1 s=2", "y:0,0,1,1", "phase (1, 1): no weights, always the bias" },
        { "convt2d k=3 s=1", "y:0,0,1,1", "phase (0, 0): reached by all 9 weights" },
        { "convt2d k=3 s=2", "w:0,0,2,1", "phase (0, 1): one of 2 weights in its tray" },
        { "convt2d k=3 s=2", "w:0,0,1,1", "phase (1, 1): the only weight in its tray" },
        { "convt2d k=3 s=2", "x:0,0,1,1", "read by all 4 phases" },
        { "convt2d k=3 s=1", "x:0,0,1,1", "the only phase" },
        { "convt2d k=3 s=2", "b:0,0,0,0", "" },
        { "convt1d k=3 s=2", "y:0,0,0,3", "phase 1: reached by 1 of the 3 weights" },
        { "conv1d in=7 k=3 s=2 p=1", "x:0,0,0,1", "phase 0: meets 2 of the 3 weights" },
        { "conv2d in=7 k=1 s=2", "x:0,0,0,1", "phase (0, 1): no weights, never read" },
        { "conv2d in=7 k=3 s=2", "y:0,0,0,1", "adds up all 4 phases" },
        { "convt2d k=3 s=2", "gw:0,0,1,1", "phase (1, 1): the only weight in its tray" },
        { "convt2d k=3 s=2", "gy:0,0,1,0", "phase (1, 0): reached by 2 of the 9 weights" },
        { "conv1d in=7 k=3 s=2 p=1", "gx:0,0,0,1", "phase 0: meets 2 of the 3 weights" },
        { "convt2d k=1 s=1", "y:0,0,0,0", "phase (0, 0): reached by the only weight" },
        { "convt2d k=3 s=2", "c:0,0,0,0", "" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Text said = { 0 };
        Spec spec = spec_of(rows[i].code);
        Cell cell;
        assert_true(cell_parse(rows[i].cell, strlen(rows[i].cell), &cell));
        phase_say(&said, &spec, cell);
        check(!strcmp(text_or_empty(&said), rows[i].words), "%s %s: “%s”, not “%s”", rows[i].code, rows[i].cell, text_or_empty(&said), rows[i].words);
        text_clear(&said);
    }
}

static void of_no_cell_no_phase_is_told(void **state)
{
    (void)state;
    Text said = { 0 };
    Spec spec = spec_of("convt2d k=3 s=2");
    phase_say(&said, &spec, CELL_NONE);
    assert_int_equal(said.length, 0);
}

static void the_way_to_pixel_shuffle_is_told(void **state)
{
    (void)state;
    static const struct { const char *code, *words; } rows[] = {
        { "convt2d k=4 s=2", "Exactly: a convolution of stride 1, kernel 2×2, to 4 channels, then PixelShuffle by 2." },
        { "convt2d k=4 s=2 p=1 c=2,3", "Exactly: a convolution of stride 1, kernel 2×2, to 12 channels, then PixelShuffle by 2, then the cut." },
        { "convt2d k=3 s=2", "With zeros for the weights that are missing: the kernel filled up to 4×4. Then: a convolution of stride 1, kernel 2×2, to 4 "
                             "channels, then PixelShuffle by 2, then the cut." },
        { "convt2d k=3 s=2 d=2", "With zeros for the weights that are missing: the kernel spread by its dilation to 5×5, then filled up to 6×6. Then: a "
                                 "convolution of stride 1, kernel 3×3, to 4 channels, then PixelShuffle by 2, then the cut." },
        { "convt1d k=2 s=2", "Exactly: a convolution of stride 1, kernel 1, to 2 channels, then PixelShuffle by 2." },
        { "convt2d k=2x3 s=2x3", "Exactly: a convolution of stride 1, kernel 1×1, to 6 channels, then PixelShuffle by 3 (rows by 2). PyTorch's own has one "
                                 "factor for both axes." },
        { "conv2d in=8 k=4 s=2", "Exactly: pad, PixelUnshuffle by 2, then a convolution of stride 1, kernel 2×2, from 4 channels." },
        { "convt2d k=3 s=2 d=1x2", "With zeros for the weights that are missing: the kernel spread by its dilation to 3×5, then filled up to 4×6. Then: "
                                   "a convolution of stride 1, kernel 2×3, to 4 channels, then PixelShuffle by 2, then the cut." },
        { "convt2d k=2 s=2 d=3", "With zeros for the weights that are missing: the kernel spread by its dilation to 4×4. Then: "
                                 "a convolution of stride 1, kernel 2×2, to 4 channels, then PixelShuffle by 2." }, // (3 + 1)·2 = 8 = 2·2 + 4
        { "convt2d k=2x3 s=2", "With zeros for the weights that are missing: the kernel filled up to 2×4. Then: a convolution of stride 1, kernel 1×2,"
                               " to 4 channels, then PixelShuffle by 2, then the cut." },
        // (3 + 1)·2 = 8 cells, of which p + y = 0 + 9, 1 + 8 and 1 + 6 are wanted
        { "convt1d k=4 s=2 op=1", "Exactly: a convolution of stride 1, kernel 2, to 2 channels, then PixelShuffle by 2, then zeros behind, as op is larger than p." },
        { "convt1d k=6 s=3 p=1 op=2", "Exactly: a convolution of stride 1, kernel 2, to 3 channels, then PixelShuffle by 3, then the cut and, as op is larger "
                                      "than p, zeros behind." },
        { "convt1d k=4 s=2 p=1 op=1", "Exactly: a convolution of stride 1, kernel 2, to 2 channels, then PixelShuffle by 2, then the cut." },
        // the kernel filled up by a cell makes room for one: 8 cells, of which 0 + 8 are wanted
        { "convt1d k=3 s=2 op=1", "With zeros for the weights that are missing: the kernel filled up to 4. Then: a convolution of stride 1, kernel 2, to 2 "
                                  "channels, then PixelShuffle by 2." },
        { "convt2d k=4 s=2 op=1x0", "Exactly: a convolution of stride 1, kernel 2×2, to 4 channels, then PixelShuffle by 2, then zeros behind, as op is larger "
                                    "than p." },
        { "convt2d k=4 s=2 p=0x1", "Exactly: a convolution of stride 1, kernel 2×2, to 4 channels, then PixelShuffle by 2, then the cut." },
        { "conv2d in=12 k=4x3 s=2x3", "Exactly: pad, PixelUnshuffle by 3 (rows by 2), then a convolution of stride 1, kernel 2×1, "
                                      "from 6 channels. PyTorch's own has one factor for both axes." },
        { "convt2d k=3 s=1", "Stride 1: one phase, nothing to shuffle." },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Text said = { 0 };
        Spec spec = spec_of(rows[i].code);
        shuffle_say(&said, &spec);
        check(!strcmp(said.data, rows[i].words), "%s: “%s”, not “%s”", rows[i].code, said.data, rows[i].words);
        check(shuffle_exact(&spec) == (strstr(rows[i].words, "With zeros") == NULL), "%s: exact %d", rows[i].code, shuffle_exact(&spec));
        text_clear(&said);
    }
}

// ---- what is told is so ----------------------------------------------------------------------------------------

// The weights of the stride-1 convolution: out-channel o·s² + i·s + j has the taps of phase (i, j), turned; 0 elsewhere.
static float *shuffled_weights(const Spec *spec, const float *w, int my, int mx)
{
    int s = spec->x.stride, ins = spec->in_channels, outs = spec->out_channels;
    float *sub = memory_new((size_t)(outs * s * s * ins * my * mx), sizeof *sub);
    for (int in = 0; in < ins; in++)
        for (int out = 0; out < outs; out++)
            for (int ky = 0; ky < spec->y.kernel; ky++)
                for (int kx = 0; kx < spec->x.kernel; kx++) {
                    int y = ky * spec->y.dilation, x = kx * spec->x.dilation;
                    int channel = out * s * s + y % s * s + x % s;
                    sub[((channel * ins + in) * my + my - 1 - y / s) * mx + mx - 1 - x / s] = w[((in * outs + out) * spec->y.kernel + ky) * spec->x.kernel + kx];
                }
    return sub;
}

static void hold_shuffled(const Spec *spec, Random *r)
{
    int s = spec->x.stride, my = (axis_span(spec->y) + s - 1) / s, mx = (axis_span(spec->x) + s - 1) / s;
    Spec inner = { .dims = 2, .batch = spec->batch, .in_channels = spec->in_channels, .out_channels = spec->out_channels * s * s, .groups = 1,
                   .y = { .wide = spec->y.narrow, .kernel = my, .stride = 1, .padding = my - 1, .dilation = 1 },
                   .x = { .wide = spec->x.narrow, .kernel = mx, .stride = 1, .padding = mx - 1, .dilation = 1 } };
    assert_true(spec_check(&inner, NULL));
    size_t xs = spec_x_count(spec), ws = spec_w_count(spec), ys = spec_y_count(spec), tall = spec_y_count(&inner);
    float *x = memory_new(xs, sizeof *x), *w = memory_new(ws, sizeof *w), *y = memory_new(ys, sizeof *y);
    float *planes = memory_new(tall, sizeof *planes), *woven = memory_new(tall, sizeof *woven);
    for (size_t i = 0; i < xs; i++) x[i] = (float)any(r, -9, 9);
    for (size_t i = 0; i < ws; i++) w[i] = (float)any(r, -9, 9);
    float *sub = shuffled_weights(spec, w, my, mx);
    op_forward(y, x, w, NULL, spec);
    op_forward(planes, x, sub, NULL, &inner);
    Shuffle shuffle = { spec->batch, spec->out_channels, inner.y.narrow, inner.x.narrow, s };
    pixel_shuffle(woven, planes, &shuffle);
    int rows = inner.y.narrow * s, cols = inner.x.narrow * s;
    for (size_t i = 0; i < ys; i++) {
        int plane = (int)(i / (size_t)(spec->y.wide * spec->x.wide)), row = (int)(i / (size_t)spec->x.wide) % spec->y.wide, col = (int)(i % (size_t)spec->x.wide);
        int at_y = row + spec->y.padding, at_x = col + spec->x.padding;
        float want = at_y < rows && at_x < cols ? woven[(plane * rows + at_y) * cols + at_x] : 0; // beyond it, nothing lands
        check(y[i] == want, "%s: cell %d,%d is %g, and through PixelShuffle %g", told(spec), row, col, (double)y[i], (double)want);
    }
    free(x), free(w), free(y), free(planes), free(woven), free(sub);
}

static void a_convolution_and_a_pixel_shuffle_make_the_same_numbers(void **state)
{
    (void)state;
    Random r = { 14 };
    int exact = 0, held = 0;
    for (int round = 0; round < 20000 && held < 600; round++) {
        Spec spec = some_spec(&r);
        if (!spec.transposed || spec.dims != 2 || spec.groups != 1 || spec.y.stride != spec.x.stride) continue;
        hold_shuffled(&spec, &r);
        exact += shuffle_exact(&spec) && spec.x.stride > 1;
        held++;
    }
    check(held == 600 && exact >= 5, "%d layers were tried, %d of them exact", held, exact);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tray_holds_the_weights_that_reach_the_cells_of_its_phase),
        cmocka_unit_test(at_the_border_a_cell_meets_no_weight_of_another_tray),
        cmocka_unit_test(every_weight_lies_in_exactly_one_tray),
        cmocka_unit_test(empty_trays_are_as_many_as_the_rule_says),
        cmocka_unit_test(trays_are_told_by_their_counts),
        cmocka_unit_test(a_cell_is_told_its_phase_and_its_tray),
        cmocka_unit_test(of_no_cell_no_phase_is_told),
        cmocka_unit_test(the_way_to_pixel_shuffle_is_told),
        cmocka_unit_test(a_convolution_and_a_pixel_shuffle_make_the_same_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
