// Finding a grid in a picture that somebody else's network made. Content has its energy all over the spectrum; a grid has
// it at multiples of 1/period alone, where it stands above all that is around. The period says which stage made it.
#include "lab/lab.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const int PERIODS[] = { 2, 3, 4, 6, 8, 16 };
enum { UNIT = 48 }; // a multiple of all periods, so that every frequency that is looked for is a bin
#define LEAST_ABOVE 15.0 // decibels: noise reaches this once in e²⁷ bins
#define LEAST_OVER 6.0   // and lines of the content, which run through a peak's surroundings, stay below this
#define WEAK 0.2         // of the widest swing: what is below has another reason than that
#define LEAST_SWING (0.4 / 255) // of a wave: the steps of a ramp that was rounded to 256 greys swing by 1/π of one

void finding_clear(Finding *finding)
{
    text_clear(&finding->verdict);
    text_clear(&finding->suspects);
    free(finding->spectrum);
    *finding = (Finding){ 0 };
}

// ---- planes ----------------------------------------------------------------------------------------------------

static float *middle_of(const Tensor *rgb, int rows, int cols)
{
    float *out = malloc((size_t)rows * (size_t)cols * sizeof *out);
    if (!out) return NULL;
    int height = rgb->shape[2], width = rgb->shape[3], top = (height - rows) / 2, left = (width - cols) / 2;
    size_t plane = (size_t)height * (size_t)width;
    for (int r = 0; r < rows; r++)
    for (int c = 0; c < cols; c++) {
        const float *at = rgb->data + (size_t)(top + r) * (size_t)width + (size_t)(left + c);
        out[(size_t)r * (size_t)cols + (size_t)c] = (at[0] + at[plane] + at[2 * plane]) / 3;
    }
    return out;
}

static double share_cut(const Tensor *rgb)
{
    size_t count = tensor_count(rgb), cut = 0;
    for (size_t i = 0; i < count; i++) cut += rgb->data[i] <= 0 || rgb->data[i] >= 1;
    return (double)cut / (double)count;
}

// The mean step from the pixel [apart] before, along an axis, for each phase of 8 counted from the picture's corner. Large
// steps are content's edges, which lie anywhere: each counts for no more than a small one.
static void mean_steps(double out[8], const Tensor *rgb, bool rows, int apart)
{
    int height = rgb->shape[2], width = rgb->shape[3], first_row = rows ? apart : 0, first_col = rows ? 0 : apart;
    const double large = 4 / 255.0;
    const float *green = rgb->data + (size_t)height * (size_t)width;
    size_t back = (size_t)apart * (rows ? (size_t)width : 1);
    double count[8] = { 0 };
    for (int i = 0; i < 8; i++) out[i] = 0;
    for (int r = first_row; r < height; r++)
    for (int c = first_col; c < width; c++) {
        const float *at = green + (size_t)r * (size_t)width + (size_t)c;
        int phase = (rows ? r : c) % 8;
        out[phase] += fmin(fabs((double)at[0] - (double)*(at - back)), large);
        count[phase]++;
    }
    for (int i = 0; i < 8; i++) out[i] /= count[i];
}

// Whether the steps over the seams between blocks of 8 stand out of all others. A grid of a layer has steps of its own,
// which are none from one pixel to the next of its phase: those are compared.
static bool has_seams(const Tensor *rgb, bool rows, int apart)
{
    double step[8], others = 0, most = 0, least = INFINITY;
    mean_steps(step, rgb, rows, apart);
    for (int i = 0; i < apart; i++) least = fmin(least, step[i]);
    for (int i = apart; i < 8; i++) others += step[i] / (8 - apart), most = fmax(most, step[i]);
    return least > 0.1 / 255 && least > 1.12 * others && least - others > 2.5 * (most - others);
}

static bool has_blocks(const Tensor *rgb)
{
    for (int apart = 1; apart <= 4; apart *= 2)
        if (has_seams(rgb, true, apart) && has_seams(rgb, false, apart)) return true;
    return false;
}

// ---- peaks -----------------------------------------------------------------------------------------------------

static int greatest_common(int a, int b)
{
    return b ? greatest_common(b, a % b) : a;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

// The period of a frequency that is a multiple of 1/[of].
static int period_of(double f, int of)
{
    int multiple = (int)lround(fabs(f) * of);
    return of / greatest_common(of, multiple);
}

static void note(Finding *finding, int period_y, int period_x, double above, double swing)
{
    for (int i = 0; i < finding->count; i++) {
        FoundPeriod *found = &finding->at[i];
        if (found->period_y != period_y || found->period_x != period_x) continue;
        found->peaks++;
        found->above = fmax(found->above, above), found->swing = fmax(found->swing, swing);
        return;
    }
    if (finding->count < FOUND_MOST) finding->at[finding->count++] = (FoundPeriod){ period_y, period_x, above, swing, 1 };
}

static int stronger(const void *a, const void *b)
{
    double x = ((const FoundPeriod *)a)->above, y = ((const FoundPeriod *)b)->above;
    return (x < y) - (x > y);
}

// A wave along one side, and what its places count: those in the middle most.
static void wave_along(double *re, double *im, int side, double f)
{
    const double turn = 2 * acos(-1);
    for (int i = 0; i < side; i++) {
        double weight = 1 - cos(turn * (i + 0.5) / side);
        re[i] = weight * cos(turn * f * i), im[i] = weight * sin(turn * f * i);
    }
}

// How far the wave of this frequency swings to either side, on average over the part. It is the product of a wave down the
// columns and one along the rows: a pattern has up to 255 of them, and a cosine for each pixel would take seconds.
static double swing_of(const float *plane, int rows, int cols, double fy, double fx)
{
    double down_re[SPECTRUM_MOST], down_im[SPECTRUM_MOST], along_re[SPECTRUM_MOST], along_im[SPECTRUM_MOST];
    double re = 0, im = 0, weights = (double)rows * cols; // a weight is 1 on average
    wave_along(down_re, down_im, rows, fy);
    wave_along(along_re, along_im, cols, fx);
    for (int r = 0; r < rows; r++) {
        double row_re = 0, row_im = 0;
        for (int c = 0; c < cols; c++) {
            double value = (double)plane[(size_t)r * (size_t)cols + (size_t)c];
            row_re += value * along_re[c], row_im += value * along_im[c];
        }
        re += down_re[r] * row_re - down_im[r] * row_im, im += down_re[r] * row_im + down_im[r] * row_re;
    }
    bool own = lround(2 * fy) == 2 * fy && lround(2 * fx) == 2 * fx; // it is its own mirror image
    return (own ? 1 : 2) * hypot(re, im) / weights;
}

// Of each period those frequencies that no smaller one has.
static void note_peaks(Finding *finding, const Spectrum *spectrum, const float *plane)
{
    for (int p = 0; p < COUNT(PERIODS); p++) {
        int period = PERIODS[p];
        Replica replica[16 * 16];
        int count = spectrum_replicas(replica, COUNT(replica), spectrum, period, period);
        for (int i = 0; i < count; i++) {
            const Replica *r = &replica[i];
            int period_y = period_of(r->fy, period), period_x = period_of(r->fx, period);
            bool own = period_y * period_x / greatest_common(period_y, period_x) == period;
            if (!own || !r->stands || r->above < LEAST_ABOVE || r->over < LEAST_OVER) continue;
            double swing = swing_of(plane, finding->rows, finding->cols, r->fy, r->fx);
            if (swing < LEAST_SWING) continue;
            note(finding, period_y, period_x, r->above, swing);
            if (finding->peaks < FOUND_MOST) finding->peak[finding->peaks++] = *r;
        }
    }
    qsort(finding->at, (size_t)finding->count, sizeof *finding->at, stronger);
    double widest = 0;
    for (int i = 0; i < finding->count; i++) widest = fmax(widest, finding->at[i].swing);
    finding->period_y = finding->period_x = finding->weak_y = finding->weak_x = 1;
    for (int i = 0; i < finding->count; i++) {
        const FoundPeriod *found = &finding->at[i];
        bool weak = found->swing < WEAK * widest;
        int *y = weak ? &finding->weak_y : &finding->period_y, *x = weak ? &finding->weak_x : &finding->period_x;
        *y = larger(*y, found->period_y), *x = larger(*x, found->period_x);
    }
    // What a stronger grid repeats with anyway is no other one.
    if (finding->weak_y <= finding->period_y && finding->weak_x <= finding->period_x) finding->weak_y = finding->weak_x = 1;
}

// ---- words -----------------------------------------------------------------------------------------------------

static void put_period(Text *out, int y, int x)
{
    if (y == x) text_print(out, "%d both ways", x);
    else if (y == 1) text_print(out, "%d along the rows", x);
    else if (x == 1) text_print(out, "%d down the columns", y);
    else text_print(out, "%d down the columns and %d along the rows", y, x);
}

static void put_verdict(Finding *finding)
{
    Text *out = &finding->verdict;
    if (!finding->count) {
        text_put(out, "No grid: nothing stands out at periods 2, 3, 4, 6, 8 or 16");
        text_put(out, finding->blocks ? "; but there are steps at every eighth pixel." : ".");
        return;
    }
    text_put(out, "A grid of period ");
    put_period(out, finding->period_y, finding->period_x);
    double above = finding->at[0].above;
    text_print(out, ": its strongest peak stands %s%.0f dB above the spectrum around it.", above > 80 ? "more than " : "", fmin(above, 80));
    if (finding->weak_y == 1 && finding->weak_x == 1) return;
    text_put(out, " Much weaker, another of period ");
    put_period(out, finding->weak_y, finding->weak_x);
    text_put(out, ".");
}

static void put_stage(Text *out, int period)
{
    static const struct {
        int period;
        const char *words;
    } rows[] = {
        { 2, "The last ×2 stage: a transposed convolution whose overlap or gains are uneven, or PixelShuffle without ICNR." },
        { 3, "A ×3 stage at the end: a transposed convolution with stride 3, or PixelShuffle by 3." },
        { 4, "The ×2 stage before the last one, or a single ×4 stage." },
        { 6, "A ×3 and a ×2 stage, the earlier of the two." },
        { 8, "The third ×2 stage from the end, or a single ×8 stage." },
        { 16, "The fourth ×2 stage from the end, or the patches of 16 of a vision transformer." },
    };
    for (int i = 0; i < COUNT(rows); i++)
        if (rows[i].period == period) text_print(out, "%s\n", rows[i].words);
}

static void put_suspects(Finding *finding)
{
    Text *out = &finding->suspects;
    int longest = larger(finding->period_y, finding->period_x);
    static const char jpeg[] = "JPEG: there is a step at every eighth pixel from the corner, and only there.\n";
    bool by_jpeg = finding->blocks && (longest == 1 || longest == 8); // no other grid can be of its blocks
    if (by_jpeg) text_put(out, jpeg);
    if (longest > 1) put_stage(out, longest);
    int other = finding->period_y + finding->period_x - longest;
    if (other > 1 && longest % other) put_stage(out, other); // strides of 2 down and 3 along are one layer's or two stages'
    if (finding->blocks && !by_jpeg) text_print(out, "Besides, %s", jpeg);
    if (longest == 8 && !finding->blocks)
        text_put(out, "JPEG has period 8 too, with steps where its blocks meet; here the steps are elsewhere, unless the picture was cropped.\n");
    int weak = larger(finding->weak_y, finding->weak_x);
    if ((weak == 4 || weak == 8) && !finding->blocks)
        text_put(out, "JPEG at a low quality, for the weak one: its blocks round a stronger grid in their own way.\n");
    if (longest == 2) text_put(out, "A camera's Bayer mosaic, if the picture is raw or was not demosaiced well.\n");
    if (longest > 1) text_put(out, "If it is a gradient or a saliency map: a convolution or pooling with stride in the network that was differentiated.\n");
    if (longest > 1 && finding->cut > 0.1)
        text_print(out, "%.0f %% of the values are 0 or 1: a wrong range (−1 … 1 shown as 0 … 1) cuts like this, and what is cut can look like a grid.\n",
                   100 * finding->cut);
}

bool find_pattern(Finding *finding, const Tensor *rgb, Error *err)
{
    *finding = (Finding){ 0 };
    int rows = rgb->shape[2], cols = rgb->shape[3];
    if (rows < UNIT || cols < UNIT)
        return error_set(err, 0, "the picture has %d by %d pixels; to find a pattern it needs %d by %d", rows, cols, UNIT, UNIT);
    finding->rows = (rows < SPECTRUM_MOST ? rows : SPECTRUM_MOST) / UNIT * UNIT;
    finding->cols = (cols < SPECTRUM_MOST ? cols : SPECTRUM_MOST) / UNIT * UNIT;
    float *plane = middle_of(rgb, finding->rows, finding->cols);
    if (!plane) return error_cannot(err, "not enough memory to look for a pattern in %d by %d pixels", rows, cols);
    Spectrum spectrum;
    bool ok = spectrum_make(&spectrum, plane, finding->rows, finding->cols, err);
    if (ok) {
        note_peaks(finding, &spectrum, plane);
        finding->spectrum = spectrum_picture(&spectrum, &finding->spectrum_rows, &finding->spectrum_cols);
        for (int i = 0; i < finding->peaks; i++) {
            finding->peak[i].row = finding->peak[i].row * finding->spectrum_rows / spectrum.rows;
            finding->peak[i].col = finding->peak[i].col * finding->spectrum_cols / spectrum.cols;
        }
        spectrum_clear(&spectrum);
    }
    free(plane);
    if (!ok) return false;
    finding->blocks = has_blocks(rgb);
    finding->cut = share_cut(rgb);
    put_verdict(finding);
    put_suspects(finding);
    return true;
}
