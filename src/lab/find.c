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

void finding_clear(Finding *finding)
{
    text_clear(&finding->verdict);
    text_clear(&finding->suspects);
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

// Whether steps along the rows and columns stand out where blocks of 8 meet, counted from the picture's corner, and at no
// other phase. Large steps are content's edges, which lie anywhere: each counts for no more than a small one.
static bool has_blocks(const Tensor *rgb)
{
    int height = rgb->shape[2], width = rgb->shape[3];
    const double large = 4 / 255.0;
    double step[2][8] = { { 0 } };
    for (int r = 1; r < height; r++)
    for (int c = 1; c < width; c++) {
        const float *at = rgb->data + (size_t)height * (size_t)width + (size_t)r * (size_t)width + (size_t)c; // green
        step[0][r % 8] += fmin(fabs((double)at[0] - (double)at[-width]), large);
        step[1][c % 8] += fmin(fabs((double)at[0] - (double)at[-1]), large);
    }
    for (int axis = 0; axis < 2; axis++) {
        double others = 0, most = 0;
        for (int i = 1; i < 8; i++) others += step[axis][i] / 7, most = fmax(most, step[axis][i]);
        if (step[axis][0] < 1.3 * others || most > 1.15 * others) return false;
    }
    return true;
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

static void note(Finding *finding, int period_y, int period_x, double above)
{
    for (int i = 0; i < finding->count; i++) {
        FoundPeriod *found = &finding->at[i];
        if (found->period_y != period_y || found->period_x != period_x) continue;
        found->peaks++;
        found->above = fmax(found->above, above);
        return;
    }
    if (finding->count < FOUND_MOST) finding->at[finding->count++] = (FoundPeriod){ period_y, period_x, above, 1 };
}

static int stronger(const void *a, const void *b)
{
    double x = ((const FoundPeriod *)a)->above, y = ((const FoundPeriod *)b)->above;
    return (x < y) - (x > y);
}

// Of each period those frequencies that no smaller one has.
static void note_peaks(Finding *finding, const Spectrum *spectrum)
{
    for (int p = 0; p < COUNT(PERIODS); p++) {
        int period = PERIODS[p];
        Replica replica[16 * 16];
        int count = spectrum_replicas(replica, COUNT(replica), spectrum, period, period);
        for (int i = 0; i < count; i++) {
            const Replica *r = &replica[i];
            int period_y = period_of(r->fy, period), period_x = period_of(r->fx, period);
            bool own = period_y * period_x / greatest_common(period_y, period_x) == period;
            if (own && r->stands && r->above >= LEAST_ABOVE && r->over >= LEAST_OVER) note(finding, period_y, period_x, r->above);
        }
    }
    finding->period_y = finding->period_x = 1;
    for (int i = 0; i < finding->count; i++) {
        finding->period_y = larger(finding->period_y, finding->at[i].period_y);
        finding->period_x = larger(finding->period_x, finding->at[i].period_x);
    }
    qsort(finding->at, (size_t)finding->count, sizeof *finding->at, stronger);
}

// ---- words -----------------------------------------------------------------------------------------------------

static void put_verdict(Finding *finding)
{
    Text *out = &finding->verdict;
    int y = finding->period_y, x = finding->period_x;
    if (!finding->count) {
        text_put(out, "No grid: nothing stands out at periods 2, 3, 4, 6, 8 or 16");
        text_put(out, finding->blocks ? "; but there are steps at every eighth pixel." : ".");
        return;
    }
    text_put(out, "A grid of period ");
    if (y == x) text_print(out, "%d both ways", x);
    else if (y == 1) text_print(out, "%d along the rows", x);
    else if (x == 1) text_print(out, "%d down the columns", y);
    else text_print(out, "%d down the columns and %d along the rows", y, x);
    text_print(out, ": its strongest peak stands %.0f dB above the spectrum around it.", finding->at[0].above);
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
    if (finding->blocks) text_put(out, "JPEG: there is a step at every eighth pixel from the corner, and only there.\n");
    if (longest > 1) put_stage(out, longest);
    if (longest == 8 && !finding->blocks)
        text_put(out, "JPEG has period 8 too, with steps where its blocks meet; here the steps are elsewhere, unless the picture was cropped.\n");
    if (longest == 2) text_put(out, "A camera's Bayer mosaic, if the picture is raw or was not demosaiced well.\n");
    if (longest > 1) text_put(out, "If it is a gradient or a saliency map: a convolution or pooling with stride in the network that was differentiated.\n");
    if (finding->cut > 0.1)
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
    free(plane);
    if (!ok) return false;
    note_peaks(finding, &spectrum);
    spectrum_clear(&spectrum);
    finding->blocks = has_blocks(rgb);
    finding->cut = share_cut(rgb);
    put_verdict(finding);
    put_suspects(finding);
    return true;
}
