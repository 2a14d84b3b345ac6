// What a signal is made of: its spectrum as a curve, and what stands in it at the multiples of fs/s, where a stride puts tones
// that nobody played.
#include "lab/gallery.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { LEAST_LENGTH = 16 };

void multiple_name(char out[MULTIPLE_NAME], int multiple, int stride)
{
    int common = multiple, rest = stride;
    while (rest) { int left = common % rest; common = rest, rest = left; }
    if (multiple == common) snprintf(out, MULTIPLE_NAME, "fs/%d", stride / common);
    else snprintf(out, MULTIPLE_NAME, "%dfs/%d", multiple / common, stride / common);
}

// The middle of a signal, of whole periods so that each multiple of fs/s is a frequency of the transform; without its border
// where enough is left.
static const float *middle_of(const Entrant *e, int *length)
{
    int within = e->grey_cols - 2 * e->border, whole = e->period_x % 2 ? 2 * e->period_x : e->period_x;
    *length = within >= 4 * LEAST_LENGTH ? within : e->grey_cols;
    if (*length > SPECTRUM_MOST) *length = SPECTRUM_MOST;
    if (*length >= 2 * whole) *length -= *length % whole;
    return e->grey + (e->grey_cols - *length) / 2;
}

// Between the images of a low tone, which lie a few bins to either side of a multiple, their skirts alone reach high above
// what is around, and meet in a valley: there is no tone. What moves slowly, as a step does, leans on a peak without making
// one of it. [off]: how far from its bin a peak may be.
static bool is_valley(const Spectrum *spectrum, int bin, int off)
{
    float own = -INFINITY, beside = -INFINITY;
    for (int d = -2; d <= 2; d++) {
        float value = spectrum->decibels[(bin + d + spectrum->cols) % spectrum->cols];
        if (abs(d) <= off) own = fmaxf(own, value);
        else beside = fmaxf(beside, value);
    }
    return own + 6 < beside;
}

static void find_tones(Exhibit *exhibit, const Spectrum *spectrum)
{
    Replica all[2 * PEAKS_MOST + 1];
    int period = exhibit->entrant.period_x, middle = spectrum->cols / 2, off = spectrum->cols % period ? 1 : 0;
    int found = spectrum_replicas(all, COUNT(all), spectrum, 1, period);
    for (int i = 0; i < found && i < COUNT(all) && exhibit->tones < PEAKS_MOST; i++) {
        if (all[i].fx <= 0) continue; // the other half is the same
        int at = abs(all[i].col - middle);
        double level = (double)exhibit->curve[at], above = fmin(all[i].above, level + SIGNAL_FLOOR);
        exhibit->tone[exhibit->tones++] = (StrideTone){ i + 1, at, level, above, all[i].stands && above >= 10 && !is_valley(spectrum, all[i].col, off) };
    }
}

bool exhibit_listen(Exhibit *exhibit, double peak, Error *err)
{
    const Entrant *e = &exhibit->entrant;
    Spectrum spectrum;
    int length;
    if (exhibit->curve || !e->grey || e->grey_cols < LEAST_LENGTH) return true;
    const float *values = middle_of(e, &length);
    if (!spectrum_make(&spectrum, values, 1, length, err)) return false;
    int middle = spectrum.cols / 2;
    double scale = spectrum.strongest > 0 && peak > 0 ? 20 * log10(spectrum.strongest / peak) : -2.0 * SIGNAL_FLOOR;
    exhibit->curve_count = middle + 1;
    exhibit->curve = memory_new((size_t)exhibit->curve_count, sizeof *exhibit->curve);
    for (int i = 0; i <= middle; i++) {
        double twice = i == middle ? 20 * log10(2) : 0; // at ½ a wave shows all of itself
        exhibit->curve[i] = (float)fmax(-SIGNAL_FLOOR, (double)spectrum.decibels[middle - i] + scale - twice);
    }
    find_tones(exhibit, &spectrum);
    spectrum_clear(&spectrum);
    return true;
}
