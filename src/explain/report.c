// A layer as an engineer asks about it: does it overlap evenly, what pattern is to be expected before training, what
// does it weigh, and what would cure it. All of it follows from the numbers of the layer; no tensor is computed.
#include "explain/axes.h"
#include "explain/python.h"

#include <stdio.h>
#include <string.h>

// ---- taps per phase --------------------------------------------------------------------------------------------

static void put_axis_verdict(Text *out, Axis a)
{
    PhaseCounts counts = axis_counts(a);
    if (a.stride == 1) text_put(out, "stride 1 has one phase, so all cells get the same");
    else if (counts.common > 1)
        text_print(out, "dilation %d and stride %d share the factor %d, so that no tap ever reaches %d of every %d cells", a.dilation,
                   a.stride, counts.common, counts.empty, a.stride);
    else if (a.kernel < a.stride)
        text_print(out, "kernel %d is smaller than stride %d, so that %d of every %d cells are never reached", a.kernel, a.stride,
                   counts.empty, a.stride);
    else if (counts.left_over) text_print(out, "kernel %d is not divisible by stride %d", a.kernel, a.stride);
    else text_print(out, "kernel %d is divisible by stride %d%s", a.kernel, a.stride, a.dilation > 1 ? ", and dilation shares no factor with it" : "");
}

static void put_verdict(Report *r, const Spec *spec)
{
    Text *out = &r->verdict;
    bool both = alike(spec), strided = spec->x.stride > 1 || (spec->dims == 2 && spec->y.stride > 1);
    if (!spec->transposed)
        text_put(out, strided ? "Its gradient is a transposed convolution with these numbers. " : "");
    text_print(out, "%s overlap: ", r->even ? "Even" : "Uneven");
    if (both) {
        put_axis_verdict(out, spec->x);
    } else {
        text_put(out, "for the rows, ");
        put_axis_verdict(out, spec->y);
        text_put(out, "; for the columns, ");
        put_axis_verdict(out, spec->x);
    }
    text_put(out, ".");
}

static void put_axis_taps(Text *out, Axis a)
{
    enum { LISTED = 16 };
    for (int i = 0; i < a.stride && i < LISTED; i++) text_print(out, i ? ", %d" : "%d", axis_phase(a, i).taps);
    if (a.stride > LISTED) text_put(out, ", …");
}

// [open]: how many channels are summed is not known.
static void put_taps(Report *r, const Spec *spec, bool open)
{
    Text *out = &r->taps;
    if (!spec->transposed)
        text_print(out, "Every output is the sum of %lld products a channel. Backwards: ", (long long)spec->x.kernel * rows_of(spec).kernel);
    text_put(out, alike(spec) && spec->dims == 2 ? "Taps per phase, of each axis: " : spec->dims == 1 ? "Taps per phase: " : "Taps per phase: rows ");
    put_axis_taps(out, spec->dims == 2 ? spec->y : spec->x);
    if (!alike(spec)) text_put(out, "; columns "), put_axis_taps(out, spec->x);
    // Over the channels that are summed: those that come in, or backwards those that go out.
    long long summed = (spec->transposed ? spec->in_channels : spec->out_channels) / spec->groups;
    const char *cell = spec->transposed ? "cell" : "cell of its input’s gradient";
    text_print(out, ". Away from the border %s %s is the sum of ", r->least_taps == r->most_taps ? "every" : "a", cell);
    if (r->least_taps != r->most_taps) text_print(out, "%d to ", r->least_taps);
    text_print(out, "%d product%s a channel", r->most_taps, r->most_taps == 1 && r->least_taps == 1 ? "" : "s");
    if (summed > 1 && !open) {
        text_put(out, ", ");
        if (r->least_taps != r->most_taps) text_print(out, "%lld to ", r->least_taps * summed);
        text_print(out, "%lld in all", r->most_taps * summed);
    }
    text_put(out, ".");
    if (r->empty_phases)
        text_print(out, " %d of every %lld cells get nothing%s.", r->empty_phases, (long long)spec->x.stride * rows_of(spec).stride,
                   spec->transposed ? " but the bias" : "");
}

// ---- checker share ---------------------------------------------------------------------------------------------
// Of a constant input the output repeats with the stride; what phase φ holds is its gain G_φ. The share is the energy
// that is not the mean: 1 − mean(G)²/mean(G²). Weights of mean 0 that are independent have E[mean(G)²] = mean(G²)/phases
// whatever the counts are; weights that are all equal have G_φ in proportion to the counts.

static void put_checker(Report *r, const Spec *spec)
{
    Text *out = &r->checker;
    long long phases = (long long)spec->x.stride * rows_of(spec).stride;
    if (phases == 1) {
        text_put(out, "Checker share: 0. With stride 1 there is no pattern to make.");
        return;
    }
    char noise[NUMBER_TEXT], equal[NUMBER_TEXT];
    number_show(noise, r->noise_share, 2);
    number_show(equal, r->equal_share, 2);
    text_print(out, "Checker share at PyTorch’s initialisation, expected: 1 − 1/%lld %s %s of the energy. ", phases,
               equals_sign(decimals_say(r->noise_share, 2, 1)), noise);
    if (r->even) text_put(out, "Equal weights would have 0: the counts are even, the random weights are not.");
    else text_print(out, "Even equal weights would have %s, by the counts alone.", equal);
    if (!spec->transposed) text_put(out, " This is about the gradient at its input.");
}

// ---- parameters and size ---------------------------------------------------------------------------------------

static void put_count(Text *out, long long value)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%lld", value);
    for (int i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0) text_put(out, ",");
        text_put_bytes(out, digits + i, 1);
    }
}

// The channels that the text left open, as the scene has them: "1 input channel"
static void put_open(Text *out, const Spec *spec, bool in, bool outs)
{
    if (in) text_print(out, "%d input", spec->in_channels);
    if (in && outs) text_put(out, " and ");
    if (outs) text_print(out, "%d output", spec->out_channels);
    text_put(out, (outs ? spec->out_channels : spec->in_channels) == 1 ? " channel" : " channels");
}

static void put_parameters(Report *r, const Spec *spec, bool in_open, bool out_open)
{
    Text *out = &r->parameters;
    int first = spec->transposed ? spec->in_channels : spec->out_channels;
    int second = (spec->transposed ? spec->out_channels : spec->in_channels) / spec->groups;
    text_put(out, "Parameters");
    if (in_open || out_open) text_put(out, " for "), put_open(out, spec, in_open, out_open), text_put(out, ", from the scene");
    text_put(out, ": ");
    text_print(out, "%d · %d · ", first, second);
    if (spec->dims == 2) text_print(out, "%d · ", spec->y.kernel);
    text_print(out, "%d = ", spec->x.kernel);
    put_count(out, r->weights);
    text_put(out, r->weights == 1 ? " weight" : " weights");
    text_put(out, r->biases ? ", and " : ", no bias");
    if (r->biases) {
        put_count(out, r->biases);
        text_put(out, r->biases == 1 ? " bias" : " biases");
    }
    if (in_open != out_open) {
        text_print(out, "; each further %s channel adds ", in_open ? "input" : "output");
        put_count(out, r->weights / (in_open ? spec->in_channels : spec->out_channels));
        if (out_open && r->biases) text_put(out, " and a bias");
    } else if (r->biases && !in_open) {
        text_put(out, ": ");
        put_count(out, r->weights + r->biases);
        text_put(out, " in all");
    }
    text_put(out, ".");
}

static void put_size(Report *r, const Spec *spec)
{
    Text *out = &r->size;
    if (spec->dims == 1) {
        text_print(out, "%d → %d cells: ", spec_in(spec, spec->x), spec_out(spec, spec->x));
        size_formula(out, spec, false);
        return;
    }
    text_print(out, "%d×%d → %d×%d cells: ", spec_in(spec, spec->y), spec_in(spec, spec->x), spec_out(spec, spec->y),
               spec_out(spec, spec->x));
    Axis y = spec->y, x = spec->x;
    bool same = alike(spec) && spec_in(spec, y) == spec_in(spec, x) && y.padding == x.padding && y.output_padding == x.output_padding;
    size_formula(out, spec, true);
    if (!same) text_put(out, ", and "), size_formula(out, spec, false);
}

// ---- cures -----------------------------------------------------------------------------------------------------

static void put_tail(Text *out, const Spec *spec, bool bias)
{
    if (spec->groups > 1) text_print(out, ", groups=%d", spec->groups);
    if (!bias) text_put(out, ", bias=False");
    text_put(out, ")");
}

// The smallest kernel that the stride divides, from this one on, with the crop that leaves the output as large as it is.
static Axis divisible(Axis a)
{
    if (axis_counts(a).even) return a; // the other axis is the uneven one
    long long needed = a.wide - (long long)(a.narrow - 1) * a.stride; // k − 2p + op
    long long kernel = ((long long)a.kernel + a.stride - 1) / a.stride * a.stride;
    while (kernel < needed) kernel += a.stride;
    a.dilation = 1, a.kernel = (int)kernel;
    a.padding = (int)((kernel - needed + 1) / 2);
    a.output_padding = (int)(needed - kernel + 2LL * a.padding);
    return a;
}

static bool cure_kernel(Cure *cure, const Spec *spec, bool bias)
{
    Axis y = divisible(rows_of(spec)), x = divisible(spec->x);
    if (x.kernel > SPEC_MOST_SIDE / 4 || y.kernel > SPEC_MOST_SIDE / 4) return false;
    cure->title = "A kernel that the stride divides";
    text_put(&cure->words, "Every cell gets the same number of products, and the output stays as large. Training can still learn a pattern: "
                           "its gains are free.");
    text_print(&cure->code, "up = nn.ConvTranspose%dd(%d, %d", spec->dims, spec->in_channels, spec->out_channels);
    put_pair(&cure->code, spec, "kernel_size", y.kernel, x.kernel, 0);
    put_pair(&cure->code, spec, "stride", y.stride, x.stride, 1);
    put_pair(&cure->code, spec, "padding", y.padding, x.padding, 0);
    put_pair(&cure->code, spec, "output_padding", y.output_padding, x.output_padding, 0);
    put_pair(&cure->code, spec, "dilation", y.dilation, x.dilation, 1);
    put_tail(&cure->code, spec, bias);
    return true;
}

static void say_other_size(Text *out, const Spec *spec)
{
    Axis y = rows_of(spec), x = spec->x;
    bool same = (long long)x.narrow * x.stride == x.wide && (long long)y.narrow * y.stride == y.wide;
    if (same) return;
    if (spec->dims == 1) text_print(out, " Its output has %lld cells, not %d.", (long long)x.narrow * x.stride, x.wide);
    else text_print(out, " Its output has %lld×%lld cells, not %d×%d.", (long long)y.narrow * y.stride, (long long)x.narrow * x.stride, y.wide, x.wide);
}

// An odd kernel keeps the size; as wide as this one, but no less than 3.
static int odd_kernel(const Spec *spec)
{
    int k = spec->x.kernel > rows_of(spec).kernel ? spec->x.kernel : rows_of(spec).kernel;
    return k < 3 ? 3 : k % 2 ? k : k - 1;
}

static void cure_resize(Cure *cure, const Spec *spec, bool bias)
{
    Axis y = rows_of(spec), x = spec->x;
    int k = odd_kernel(spec);
    cure->title = "Resize, then convolve";
    text_put(&cure->words, "A convolution of stride 1 treats all cells alike: nothing can alternate on a constant.");
    say_other_size(&cure->words, spec);
    text_put(&cure->code, "up = nn.Sequential(\n    nn.Upsample(scale_factor=");
    if (spec->dims == 1 || y.stride == x.stride) text_print(&cure->code, "%d", x.stride);
    else text_print(&cure->code, "(%d, %d)", y.stride, x.stride);
    text_print(&cure->code, ", mode=\"nearest\"),\n    nn.Conv%dd(%d, %d, kernel_size=%d, padding=%d", spec->dims, spec->in_channels,
               spec->out_channels, k, k / 2);
    put_tail(&cure->code, spec, bias);
    text_put(&cure->code, ")");
}

static bool cure_shuffle(Cure *cure, const Spec *spec, bool bias)
{
    int r = spec->x.stride, k = 3;
    if (spec->dims == 1 || spec->y.stride != r || (long long)spec->out_channels * r * r > SPEC_MOST_CHANNELS) return false;
    cure->title = "PixelShuffle, started with ICNR";
    text_print(&cure->words, "All %d cells of a period begin with the same kernel, so that there is no pattern at the start.", r * r);
    say_other_size(&cure->words, spec);
    text_print(&cure->code, "up = nn.Sequential(\n    nn.Conv2d(%d, %d * %d, kernel_size=%d, padding=%d", spec->in_channels,
               spec->out_channels, r * r, k, k / 2);
    put_tail(&cure->code, spec, bias);
    text_print(&cure->code, ",\n    nn.PixelShuffle(%d))\nwith torch.no_grad():\n    w = up[0].weight\n"
                            "    w.copy_(w[::%d].repeat_interleave(%d, dim=0))", r, r * r, r * r);
    if (bias) text_print(&cure->code, "\n    b = up[0].bias\n    b.copy_(b[::%d].repeat_interleave(%d))", r * r, r * r);
    return true;
}

static void put_cures(Report *r, const Spec *spec, bool bias)
{
    bool strided = spec->x.stride > 1 || rows_of(spec).stride > 1;
    if (!spec->transposed || !strided) return;
    if (!r->even && cure_kernel(&r->cure[r->cures], spec, bias)) r->cures++;
    cure_resize(&r->cure[r->cures++], spec, bias);
    if (cure_shuffle(&r->cure[r->cures], spec, bias)) r->cures++;
}

// ---- the whole -------------------------------------------------------------------------------------------------

// The mean of the squares of the counts.
static double square_of(Axis a, const PhaseCounts *counts)
{
    double sum = 0;
    for (int i = 0; i < counts->count; i++) sum += (double)counts->of[i].phases * counts->of[i].taps * counts->of[i].taps;
    return sum / a.stride;
}

static void make(Report *report, const Spec *spec, long long biases, bool in_open, bool out_open)
{
    Axis rows = rows_of(spec), cols = spec->x;
    PhaseCounts y = axis_counts(rows), x = axis_counts(cols);
    *report = (Report){ .even = y.even && x.even };
    report->least_taps = y.least * x.least, report->most_taps = y.most * x.most;
    report->empty_phases = rows.stride * cols.stride - (rows.stride - y.empty) * (cols.stride - x.empty);
    report->noise_share = 1 - 1 / ((double)rows.stride * cols.stride);
    double mean = (double)rows.kernel / rows.stride * cols.kernel / cols.stride;
    report->equal_share = 1 - mean * mean / (square_of(rows, &y) * square_of(cols, &x));
    if (report->even) report->equal_share = 0;
    report->weights = (long long)spec_w_count(spec);
    report->biases = biases;
    put_size(report, spec);
    put_verdict(report, spec);
    put_taps(report, spec, spec->transposed ? in_open : out_open);
    put_checker(report, spec);
    put_parameters(report, spec, in_open, out_open);
    put_cures(report, spec, biases > 0);
    text_put(&report->code_words, "In PyTorch");
    if (in_open || out_open) text_put(&report->code_words, ", with "), put_open(&report->code_words, spec, in_open, out_open),
                             text_put(&report->code_words, " as in the scene; put in your own");
    text_put(&report->code_words, ":");
}

void report_make(Report *report, const Spec *spec, bool bias)
{
    make(report, spec, bias ? spec->out_channels : 0, false, false);
}

void report_make_read(Report *report, const LayerRead *read)
{
    // Before it is dealt out, every channel has a bias of its own.
    long long biases = read->bias ? read->spec.out_channels : 0;
    Spec woven;
    bool both = layer_woven(&woven, read);
    make(report, both ? &woven : &read->spec, biases, read->in_untold, read->out_untold);
}

void report_clear(Report *report)
{
    Text *const texts[] = { &report->size, &report->verdict, &report->taps, &report->checker, &report->parameters, &report->code_words };
    for (int i = 0; i < COUNT(texts); i++) text_clear(texts[i]);
    for (int i = 0; i < REPORT_MOST_CURES; i++) text_clear(&report->cure[i].words), text_clear(&report->cure[i].code);
    *report = (Report){ 0 };
}
