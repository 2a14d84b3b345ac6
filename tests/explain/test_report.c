// The layer report against closed forms, and against counts made by stamping: each number says what it claims.
#include "explain/scenes.h"
#include "support/check.h"

#include <stdio.h>
#include <unistd.h>

static Spec spec_of(const char *code)
{
    Scene scene;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: %s", code, err.text);
    Spec spec = scene.spec;
    scene_clear(&scene);
    return spec;
}

typedef struct Case {
    const char *code;
    bool even;
    int least, most, empty;
    double noise, equal; // 1 − 1/s² and 1 − mean²/mean of squares, worked on paper
    long long weights;
} Case;

static const Case CASES[] = {
    { "convt2d in=4 k=3 s=2 c=64,32", false, 1, 4, 0, 0.75, 0.19, 18432 },    // 1, 2, 2, 4: 81/100 is the mean's
    { "convt2d in=4 k=4 s=2 p=1 c=64,32", true, 4, 4, 0, 0.75, 0, 32768 },
    { "convt2d in=4 k=2 s=2 c=64,32", true, 1, 1, 0, 0.75, 0, 8192 },
    { "convt2d in=4 k=3 s=3", true, 1, 1, 0, 1 - 1 / 9.0, 0, 9 },
    { "convt1d in=4 k=3 s=2", false, 1, 2, 0, 0.5, 0.1, 3 },                 // 1, 2: mean² 9/4, of squares 5/2
    { "convt1d in=4 k=2 s=3", false, 0, 1, 1, 1 - 1 / 3.0, 1 - 2 / 3.0, 2 }, // 1, 1, 0
    { "convt2d in=4 k=1 s=2", false, 0, 1, 3, 0.75, 0.75, 1 },               // 1, 0, 0, 0
    { "convt1d in=4 k=4 s=2 d=2", false, 0, 4, 1, 0.5, 0.5, 4 },             // all taps land on one phase
    { "convt1d in=4 k=4 s=2 d=3", true, 2, 2, 0, 0.5, 0, 4 },
    { "convt2d in=4 k=3x4 s=1x2 c=2,4 g=2", true, 6, 6, 0, 0.5, 0, 48 },
    { "convt2d in=4 k=3", true, 9, 9, 0, 0, 0, 9 },
};

static void counts_shares_and_parameters_are_those_of_the_closed_forms(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(CASES); i++) {
        const Case *c = &CASES[i];
        Spec spec = spec_of(c->code);
        Report r;
        report_make(&r, &spec, true);
        check(r.even == c->even, "%s: even is %d", c->code, r.even);
        check(r.least_taps == c->least && r.most_taps == c->most, "%s: %d to %d taps", c->code, r.least_taps, r.most_taps);
        check(r.empty_phases == c->empty, "%s: %d empty phases", c->code, r.empty_phases);
        check(fabs(r.noise_share - c->noise) < 1e-12, "%s: a share of %g in noise", c->code, r.noise_share);
        check(fabs(r.equal_share - c->equal) < 1e-12, "%s: a share of %g of equal weights", c->code, r.equal_share);
        check(r.weights == c->weights && r.biases == spec.out_channels, "%s: %lld + %lld parameters", c->code, r.weights, r.biases);
        report_clear(&r);
    }
}

// What lands on a cell far from the border when ones are stamped with ones is its number of taps.
static void taps_are_what_stamping_counts(void **state)
{
    (void)state;
    Random random = { 6 };
    for (int i = 0; i < 200; i++) {
        Axis a = { .narrow = 80, .wide = 1, .kernel = any(&random, 1, 9), .stride = any(&random, 1, 5), .dilation = any(&random, 1, 4) };
        Spec spec = { .transposed = true, .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1, .y = AXIS_TRIVIAL, .x = a };
        assert_true(spec_check(&spec, NULL));
        float x[80], w[9], *y = memory_new(spec_y_count(&spec), sizeof *y);
        for (int j = 0; j < 80; j++) x[j] = 1;
        for (int j = 0; j < 9; j++) w[j] = 1;
        op_forward(y, x, w, NULL, &spec);
        int least = 100, most = 0, empty = 0;
        double sum = 0, squares = 0;
        for (int j = 0, at = 38 * a.stride; j < a.stride; j++, at++) {
            int n = (int)y[at];
            least = n < least ? n : least, most = n > most ? n : most, empty += n == 0;
            sum += n, squares += n * n;
        }
        double share = 1 - sum * sum / a.stride / squares;
        Report r;
        report_make(&r, &spec, false);
        check(r.least_taps == least && r.most_taps == most && r.empty_phases == empty, "k %d s %d d %d: %d to %d taps and %d empty, not %d to %d and %d",
              a.kernel, a.stride, a.dilation, r.least_taps, r.most_taps, r.empty_phases, least, most, empty);
        check(fabs(r.equal_share - share) < 1e-12, "k %d s %d d %d: share %g, not %g", a.kernel, a.stride, a.dilation, r.equal_share, share);
        check(r.even == (least == most), "k %d s %d d %d: even is %d", a.kernel, a.stride, a.dilation, r.even);
        report_clear(&r);
        free(y);
    }
}

// Each draw has its own share; their mean energies have the ratio that is claimed.
static void noise_has_the_share_that_is_expected(void **state)
{
    (void)state;
    static const char *const codes[] = { "convt2d in=9 k=3 s=2", "convt2d in=9 k=4 s=2 c=3,1", "convt1d in=30 k=5 s=3" };
    for (int i = 0; i < COUNT(codes); i++) {
        Spec spec = spec_of(codes[i]);
        size_t xs = spec_x_count(&spec), ws = spec_w_count(&spec);
        float *x = memory_new(xs, sizeof *x), *w = memory_new(ws, sizeof *w), *y = memory_new(spec_y_count(&spec), sizeof *y);
        for (size_t j = 0; j < xs; j++) x[j] = 1;
        int shape[4], rows = spec.dims == 2 ? spec.y.stride : 1, columns = spec.x.stride;
        double dc = 0, all = 0;
        scene_shape(&spec, ROLE_W, shape);
        Random random = { 9 };
        for (int draw = 0; draw < 4000; draw++) {
            start_weights(w, START_PYTORCH, shape, &random);
            op_forward(y, x, w, NULL, &spec);
            double mean = 0, square = 0;
            int row0 = spec.dims == 2 ? 4 * rows : 0, col0 = (spec.dims == 2 ? 4 : 15) * columns;
            for (int row = row0; row < row0 + rows; row++)
            for (int col = col0; col < col0 + columns; col++) {
                double v = y[row * spec.x.wide + col];
                mean += v / (rows * columns), square += v * v / (rows * columns);
            }
            dc += mean * mean, all += square;
        }
        Report r;
        report_make(&r, &spec, false);
        check(fabs(1 - dc / all - r.noise_share) < 0.02, "%s: noise has the share %.3f, and %.3f is expected", codes[i], 1 - dc / all, r.noise_share);
        report_clear(&r);
        free(x), free(w), free(y);
    }
}

// What is said of products is what the kernels sum up: of ones and ones, a cell far from the border is their number.
static void products_are_counted_as_the_kernel_sums_them(void **state)
{
    (void)state;
    static const struct { const char *code, *says; } rows[] = {
        { "convt2d in=9 k=4 s=2 p=1", "every cell is the sum of 4 products a channel." },
        { "convt2d in=9 k=4 s=2 p=1 c=6,4 g=2", "every cell is the sum of 4 products a channel, 12 in all." },
        { "convt2d in=9 k=3 s=2 p=1 c=4,2", "a cell is the sum of 1 to 4 products a channel, 4 to 16 in all." },
        { "convt1d in=30 k=2 s=2", "every cell is the sum of 1 product a channel." },
        { "conv2d in=19 k=4 s=2 c=2,6", "Every output is the sum of 16 products a channel. Backwards: Taps per phase, of each axis: 2, 2. Away from the border every cell of its input’s gradient is the sum of 4 products a channel, 24 in all." },
        { "conv1d in=60 k=1 s=2", "a cell of its input’s gradient is the sum of 0 to 1 products a channel. 1 of every 2 cells get nothing." },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Spec spec = spec_of(rows[i].code), back = spec;
        Report r;
        report_make(&r, &spec, false);
        check(strstr(r.taps.data, rows[i].says) != NULL, "%s says\n  %s\n  without\n  %s", rows[i].code, r.taps.data, rows[i].says);
        // The transposed one, of this layer or of the way back through it.
        if (!spec.transposed) back.transposed = true, back.in_channels = spec.out_channels, back.out_channels = spec.in_channels;
        size_t xs = spec_x_count(&back), ws = spec_w_count(&back);
        float *x = memory_new(xs, sizeof *x), *w = memory_new(ws, sizeof *w), *y = memory_new(spec_y_count(&back), sizeof *y);
        for (size_t j = 0; j < xs; j++) x[j] = 1;
        for (size_t j = 0; j < ws; j++) w[j] = 1;
        op_forward(y, x, w, NULL, &back);
        int least = 1000, most = 0, summed = back.in_channels / back.groups;
        for (int row = back.dims == 2 ? 8 : 0; row < (back.dims == 2 ? 10 : 1); row++)
            for (int col = 8; col < 10; col++) {
                int n = (int)y[row * back.x.wide + col];
                least = n < least ? n : least, most = n > most ? n : most;
            }
        check(r.least_taps * summed == least && r.most_taps * summed == most, "%s: the kernel sums %d to %d, it says %d to %d", rows[i].code, least, most,
              r.least_taps * summed, r.most_taps * summed);
        report_clear(&r);
        free(x), free(w), free(y);
    }
}

// Channels that the text leaves open are the scene's: what follows from them is no property of the layer, and it is said.
static void what_the_text_leaves_open_is_not_counted_as_known(void **state)
{
    (void)state;
    static const struct { const char *text, *parameters, *code; } rows[] = {
        { "Conv2DTranspose(32, 4, strides=2, padding='same')",
          "Parameters for 1 input channel, from the scene: 1 · 32 · 4 · 4 = 512 weights, and 32 biases; each further input channel adds 512.",
          "In PyTorch, with 1 input channel as in the scene; put in your own:" },
        { "Conv2D(8, 3, use_bias=False)",
          "Parameters for 1 input channel, from the scene: 8 · 1 · 3 · 3 = 72 weights, no bias; each further input channel adds 72.",
          "In PyTorch, with 1 input channel as in the scene; put in your own:" },
        { "nn.ConvTranspose2d(3, c, 2)",
          "Parameters for 1 output channel, from the scene: 3 · 1 · 2 · 2 = 12 weights, and 1 bias; each further output channel adds 12 and a bias.",
          "In PyTorch, with 1 output channel as in the scene; put in your own:" },
        { "nn.ConvTranspose2d(3, c, 2, bias=False)",
          "Parameters for 1 output channel, from the scene: 3 · 1 · 2 · 2 = 12 weights, no bias; each further output channel adds 12.",
          "In PyTorch, with 1 output channel as in the scene; put in your own:" },
        { "nn.ConvTranspose2d(c, c // 2, 2)", "Parameters for 1 input and 1 output channel, from the scene: 1 · 1 · 2 · 2 = 4 weights, and 1 bias.",
          "In PyTorch, with 1 input and 1 output channel as in the scene; put in your own:" },
        { "nn.ConvTranspose2d(2, 2, 1, groups=2)", "Parameters: 2 · 1 · 1 · 1 = 2 weights, and 2 biases: 4 in all.", "In PyTorch:" },
        { "nn.ConvTranspose2d(1, 1, 1)", "Parameters: 1 · 1 · 1 · 1 = 1 weight, and 1 bias: 2 in all.", "In PyTorch:" },
    };
    Scene view;
    Error err = { 0 };
    assert_true(scene_parse(&view, SCENE_FIRST, &err));
    for (int i = 0; i < COUNT(rows); i++) {
        LayerRead read;
        check(layer_read(&read, rows[i].text, &view, &err), "%s: %s", rows[i].text, err.text);
        Report r;
        report_make_read(&r, &read);
        check(!strcmp(r.parameters.data, rows[i].parameters), "%s says\n  %s\n  not\n  %s", rows[i].text, r.parameters.data, rows[i].parameters);
        check(!strcmp(r.code_words.data, rows[i].code), "%s says\n  %s\n  not\n  %s", rows[i].text, r.code_words.data, rows[i].code);
        report_clear(&r);
        layer_read_clear(&read);
    }
    // How many there are to be summed is not told either.
    scene_clear(&view);
    assert_true(scene_parse(&view, "convt2d c=4,4", &err));
    LayerRead read;
    assert_true(layer_read(&read, rows[0].text, &view, &err));
    Report r;
    report_make_read(&r, &read);
    assert_non_null(strstr(r.taps.data, "of 4 products a channel."));
    assert_non_null(strstr(r.parameters.data, "for 4 input channels, from the scene: 4 · 32 · 4 · 4 = 2,048 weights, and 32 biases; each further input channel adds 512."));
    report_clear(&r);
    layer_read_clear(&read);
    scene_clear(&view);
}

static void a_share_that_is_rounded_is_not_called_equal(void **state)
{
    (void)state;
    static const struct { const char *code, *says; } rows[] = {
        { "convt2d k=4 s=2", "1 − 1/4 = 0.75 of" }, { "convt1d k=4 s=2", "1 − 1/2 = 0.5" }, { "convt2d k=4 s=3", "1 − 1/9 ≈ 0.89 of" },
        { "convt1d k=3 s=3", "1 − 1/3 ≈ 0.67 of" }, { "convt2d k=8 s=5", "1 − 1/25 = 0.96 of" }, { "convt1d k=8 s=2000", "1 − 1/2000 ≈ 1.00 of" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Spec spec = spec_of(rows[i].code);
        Report r;
        report_make(&r, &spec, true);
        check(strstr(r.checker.data, rows[i].says) != NULL, "%s: “%s” does not hold “%s”", rows[i].code, r.checker.data, rows[i].says);
        report_clear(&r);
    }
}

// The geometry of the two, cell by cell: what window i of the convolution reads through tap j lands in phase φ of the
// dealt-out cell i through a tap of its own.
static void pixel_shuffle_behind_a_convolution_is_judged_with_it(void **state)
{
    (void)state;
    enum { R = 3 };
    for (int k = 1; k <= 4; k++) {
        for (int p = 0; p < k; p++) {
            char text[160];
            snprintf(text, sizeof text, "nn.Sequential(nn.Conv2d(2, 36, (%d, 4), padding=(%d, 1)), nn.PixelShuffle(%d))", k, p, R);
            Scene view;
            Error err = { 0 };
            assert_true(scene_parse(&view, "convt2d in=5", &err));
            LayerRead read;
            Spec woven;
            check(layer_read(&read, text, &view, &err), "%s: %s", text, err.text);
            check(layer_woven(&woven, &read), "%s is not read as one", text);
            check(woven.y.wide == R * read.spec.y.narrow && woven.y.narrow == read.spec.y.wide && woven.out_channels == 4 && woven.in_channels == 2,
                  "%s: %d → %d rows, %d → %d channels", text, woven.y.narrow, woven.y.wide, woven.in_channels, woven.out_channels);
            check(spec_w_count(&woven) == spec_w_count(&read.spec), "%s: not as many weights", text);
            for (int i = 0; i < read.spec.y.narrow; i++) {
                for (int j = 0; j < k; j++) {
                    int from = axis_wide(read.spec.y, i, j);
                    for (int phase = 0; phase < R && from >= 0; phase++)
                        check(axis_wide(woven.y, from, R * (k - 1 - j) + phase) == R * i + phase, "%s: tap %d of cell %d", text, j, i);
                }
            }
            Report r;
            report_make_read(&r, &read);
            check(fabs(r.noise_share - 8.0 / 9) < 1e-12 && r.even && r.cures == 2 && r.biases == 36, "%s: share %g, %d cures, %lld biases", text,
                  r.noise_share, r.cures, r.biases);
            report_clear(&r);
            layer_read_clear(&read);
            scene_clear(&view);
        }
    }
}

static void what_is_no_transposed_convolution_with_its_shuffle_is_judged_alone(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "nn.Conv2d(2, 8, 3, padding=1)", "nn.Sequential(nn.Conv2d(2, 8, 3, stride=2), nn.PixelShuffle(2))",
        "nn.Sequential(nn.Conv2d(2, 8, 3, dilation=2), nn.PixelShuffle(2))", "nn.Sequential(nn.Conv2d(2, 8, 3, padding=3), nn.PixelShuffle(2))",
        "nn.Sequential(nn.Conv2d(2, 8, (3, 1), padding=(1, 1)), nn.PixelShuffle(2))", "nn.Sequential(nn.Conv2d(4, 8, 3, groups=4), nn.PixelShuffle(2))",
        "nn.Sequential(nn.Conv2d(2, 8, 3), nn.PixelShuffle(1))", "nn.Sequential(nn.Conv1d(2, 8, 3), nn.PixelShuffle(2))",
    };
    for (int i = 0; i < COUNT(texts); i++) {
        Scene view;
        Error err = { 0 };
        LayerRead read;
        Spec woven;
        assert_true(scene_parse(&view, "convt2d in=9", &err));
        check(layer_read(&read, texts[i], &view, &err), "%s: %s", texts[i], err.text);
        check(!layer_woven(&woven, &read), "%s is read as one transposed convolution", texts[i]);
        Report r;
        report_make_read(&r, &read);
        check(r.weights == (long long)spec_w_count(&read.spec), "%s: the report is about another layer", texts[i]);
        report_clear(&r);
        layer_read_clear(&read);
        scene_clear(&view);
    }
}

static void it_is_said_in_sentences(void **state)
{
    (void)state;
    Spec spec = spec_of("convt2d in=16 k=3 s=2 p=1 op=1 c=64,32");
    Report r;
    report_make(&r, &spec, true);
    assert_string_equal(r.size.data, "16×16 → 32×32 cells: (16−1)·2 − 2·1 + 1·(3−1) + 1 + 1 = 32");
    assert_string_equal(r.verdict.data, "Uneven overlap: kernel 3 is not divisible by stride 2.");
    assert_string_equal(r.taps.data, "Taps per phase, of each axis: 2, 1. Away from the border a cell is the sum of 1 to 4 products a channel, 64 to 256 in all.");
    assert_string_equal(r.checker.data, "Checker share at PyTorch’s initialisation, expected: 1 − 1/4 = 0.75 of the energy. Even equal weights would have 0.19, by the counts alone.");
    assert_string_equal(r.parameters.data, "Parameters: 64 · 32 · 3 · 3 = 18,432 weights, and 32 biases: 18,464 in all.");
    assert_int_equal(r.cures, 3);
    assert_string_equal(r.cure[0].code.data, "up = nn.ConvTranspose2d(64, 32, kernel_size=4, stride=2, padding=1)");
    assert_string_equal(r.cure[1].code.data, "up = nn.Sequential(\n    nn.Upsample(scale_factor=2, mode=\"nearest\"),\n    nn.Conv2d(64, 32, kernel_size=3, padding=1))");
    report_clear(&r);
}

static void axes_that_differ_in_one_number_are_told_apart(void **state)
{
    (void)state;
    static const struct { const char *code, *verdict, *taps; } rows[] = {
        { "convt2d in=4 k=4 s=2 d=1x2",
          "Uneven overlap: for the rows, kernel 4 is divisible by stride 2; for the columns, dilation 2 and stride 2 share the factor 2, "
          "so that no tap ever reaches 1 of every 2 cells.", "Taps per phase: rows 2, 2; columns 4, 0." },
        { "convt2d in=4 k=4x3 s=2",
          "Uneven overlap: for the rows, kernel 4 is divisible by stride 2; for the columns, kernel 3 is not divisible by stride 2.",
          "Taps per phase: rows 2, 2; columns 2, 1." },
        { "convt2d in=4 k=4 s=2x4",
          "Even overlap: for the rows, kernel 4 is divisible by stride 2; for the columns, kernel 4 is divisible by stride 4.",
          "Taps per phase: rows 2, 2; columns 1, 1, 1, 1." },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Spec spec = spec_of(rows[i].code);
        Report r;
        report_make(&r, &spec, false);
        check(!strcmp(r.verdict.data, rows[i].verdict), "%s: the verdict is “%s”", rows[i].code, r.verdict.data);
        check(!strncmp(r.taps.data, rows[i].taps, strlen(rows[i].taps)), "%s: the taps are “%s”", rows[i].code, r.taps.data);
        report_clear(&r);
    }
}

// Of a long period the first sixteen phases are told; a cure that has no layer is not offered.
static void long_periods_and_large_layers_have_their_limits(void **state)
{
    (void)state;
    Spec spec = spec_of("convt1d in=2 k=1 s=17");
    Report r;
    report_make(&r, &spec, false);
    assert_string_equal(r.taps.data, "Taps per phase: 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, …. Away from the border a cell is the sum of 0 to 1 products a channel. 16 of every 17 cells get nothing but the bias.");
    report_clear(&r);
    spec = spec_of("convt2d in=2 k=2 s=2 c=1,300000"); // PixelShuffle would need 1,200,000 channels before it
    report_make(&r, &spec, false);
    assert_int_equal(r.cures, 1);
    assert_string_equal(r.cure[0].title, "Resize, then convolve");
    report_clear(&r);
    for (int i = 0; i < 2; i++) { // a kernel of more than 2^26 taps would be needed
        spec = spec_of(i ? "convt2d in=1 k=1000000x1 s=2x1 d=100x1" : "convt1d in=1 k=1000000 s=2 d=100");
        report_make(&r, &spec, false);
        assert_int_equal(r.cures, 1);
        assert_string_equal(r.cure[0].title, "Resize, then convolve");
        report_clear(&r);
    }
}

// The kernel that the stride divides leaves the size as it is, and is even: it is read back as people paste it.
static void the_first_cure_keeps_the_size_and_is_even(void **state)
{
    (void)state;
    Random random = { 5 };
    Scene view;
    Error err = { 0 };
    int tried = 0;
    assert_true(scene_parse(&view, SCENE_FIRST, &err));
    for (int i = 0; i < 500; i++) {
        Spec spec = some_spec(&random);
        Report r;
        report_make(&r, &spec, true);
        for (int c = 0; c < r.cures; c++) {
            if (strcmp(r.cure[c].title, "A kernel that the stride divides") != 0) continue;
            LayerRead read;
            check(layer_read(&read, r.cure[c].code.data, &view, &err), "%s: %s", r.cure[c].code.data, err.text);
            Spec cured = read.spec;
            param_set(&cured, PARAM_IN, true, spec.y.narrow);
            param_set(&cured, PARAM_IN, false, spec.x.narrow);
            check(spec_check(&cured, &err), "%s: %s", r.cure[c].code.data, err.text);
            check(cured.x.wide == spec.x.wide && cured.y.wide == spec.y.wide, "%s makes %d×%d of what was %d×%d", r.cure[c].code.data, cured.y.wide,
                  cured.x.wide, spec.y.wide, spec.x.wide);
            Report again;
            report_make(&again, &cured, true);
            check(again.even, "%s is not even", r.cure[c].code.data);
            report_clear(&again);
            layer_read_clear(&read);
            tried++;
        }
        report_clear(&r);
    }
    check(tried > 40, "only %d cures were tried", tried);
    scene_clear(&view);
}

// The cures as they are copied, run on a constant: away from the border nothing alternates, and the sizes are those said.
static void cures_leave_a_constant_flat(void **state)
{
    (void)state;
    if (system("/usr/bin/python3 -c 'import torch' >/dev/null 2>&1") != 0) skip();
    static const char *const codes[] = { "convt2d in=12 k=3 s=2 p=1 op=1 c=6,4", "convt2d in=12 k=5 s=3 p=1 c=4,2 g=2", "convt2d in=12 k=3 s=2x1 c=2,2",
                                         "convt1d in=12 k=3 s=2 c=2,3" };
    int held = 0;
    char path[] = "/tmp/stridescope-cure-XXXXXX", command[128];
    int file = mkstemp(path);
    assert_true(file >= 0);
    FILE *out = fdopen(file, "w");
    fprintf(out, "import torch\nimport torch.nn as nn\n");
    for (int i = 0; i < COUNT(codes) * 2; i++) {
        Spec spec = spec_of(codes[i / 2]);
        Report r;
        report_make(&r, &spec, i % 2);
        for (int c = 0; c < r.cures; c++) {
            bool flat = strstr(r.cure[c].title, "divides") == NULL;
            fprintf(out, "%s\ny = up(torch.ones(1, %d, %s))\nv = y[%s]\n", r.cure[c].code.data, spec.in_channels, spec.dims == 1 ? "12" : "12, 12",
                    spec.dims == 1 ? ":, :, 4:-4" : ":, :, 4:-4, 4:-4");
            if (flat) fprintf(out, "v = v.flatten(2)\nassert (v.max(2).values - v.min(2).values).max() < 1e-5, 'not flat'\n");
            else fprintf(out, "assert y.shape[-1] == %d, y.shape\n", spec.x.wide);
            held++;
        }
        report_clear(&r);
    }
    fclose(out);
    snprintf(command, sizeof command, "OMP_NUM_THREADS=1 /usr/bin/python3 %s", path);
    check(system(command) == 0, "a cure does not hold; they stand in %s", path);
    unlink(path);
    check(held == 20, "%d cures were run", held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_shares_and_parameters_are_those_of_the_closed_forms),
        cmocka_unit_test(taps_are_what_stamping_counts),
        cmocka_unit_test(noise_has_the_share_that_is_expected),
        cmocka_unit_test(products_are_counted_as_the_kernel_sums_them),
        cmocka_unit_test(what_the_text_leaves_open_is_not_counted_as_known),
        cmocka_unit_test(a_share_that_is_rounded_is_not_called_equal),
        cmocka_unit_test(pixel_shuffle_behind_a_convolution_is_judged_with_it),
        cmocka_unit_test(what_is_no_transposed_convolution_with_its_shuffle_is_judged_alone),
        cmocka_unit_test(it_is_said_in_sentences),
        cmocka_unit_test(axes_that_differ_in_one_number_are_told_apart),
        cmocka_unit_test(long_periods_and_large_layers_have_their_limits),
        cmocka_unit_test(cures_leave_a_constant_flat),
        cmocka_unit_test(the_first_cure_keeps_the_size_and_is_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
