// How much of a picture is pattern. What an even input becomes repeats with the stride: its mean is what one wants, the
// rest of its energy stands at the multiples of 1/stride and nowhere else.
#include "lab/lab.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

Checker checker_of(double dc, double replicas)
{
    Checker out = { .dc = dc, .replicas = replicas };
    double all = dc + replicas;
    out.share = all > 0 ? replicas / all : 0;
    out.decibels = replicas <= 0 ? -INFINITY : dc <= 0 ? INFINITY : 10 * log10(replicas / dc);
    return out;
}

// A share is rounded to three digits, and 0 is only said of what is no more than the rounding of floats.
static void percent_print(char out[32], double share)
{
    double percent = 100 * share;
    if (percent == 0 || share < 1e-12) snprintf(out, 32, "0");
    else if (percent < 0.01) snprintf(out, 32, "below 0.01 %%");
    else snprintf(out, 32, "%.*f %%", percent < 1 ? 2 : 1, percent);
}

void checker_say(Text *out, const Checker *checker)
{
    char share[32];
    percent_print(share, checker->share);
    if (checker->dc <= 0 && checker->replicas > 0) text_put(out, "checker share 100 %: nothing but pattern, the mean is 0");
    else text_print(out, "checker share %s", share);
}

Checker checker_of_phases(const double *means, int count)
{
    double mean = 0, variance = 0;
    for (int i = 0; i < count; i++) mean += means[i] / count;
    for (int i = 0; i < count; i++) variance += (means[i] - mean) * (means[i] - mean) / count;
    return checker_of(mean * mean, variance);
}

Checker checker_of_layer(const float *w, const Spec *spec, const double *means)
{
    int phases = spec->y.stride * spec->x.stride, narrow = spec_narrow_channels(spec), wide = spec_wide_channels(spec);
    int narrow_group = narrow / spec->groups, wide_group = wide / spec->groups;
    double *pair = memory_new((size_t)phases, sizeof *pair), *sum = memory_new((size_t)phases, sizeof *sum);
    double dc = 0, replicas = 0;
    for (int c = 0; c < wide; c++) {
        for (int i = 0; i < phases; i++) sum[i] = 0;
        int first = c / wide_group * narrow_group;
        for (int n = first; n < first + narrow_group; n++) {
            op_phase_gains(pair, w, spec, spec->transposed ? n : c, spec->transposed ? c : n);
            for (int i = 0; i < phases; i++) sum[i] += (means ? means[n] : 1) * pair[i];
        }
        Checker one = checker_of_phases(sum, phases);
        dc += one.dc, replicas += one.replicas;
    }
    free(pair);
    free(sum);
    return checker_of(dc, replicas);
}

bool phase_means(double *means, const float *plane, int rows, int cols, int period_y, int period_x, int border)
{
    int above = rows == 1 && period_y == 1 ? 0 : border; // a signal has no border above and below it
    int tall = (rows - 2 * above) / period_y, broad = (cols - 2 * border) / period_x;
    if (border < 0 || tall < 1 || broad < 1) return false;
    for (int i = 0; i < period_y * period_x; i++) means[i] = 0;
    for (int r = 0; r < tall * period_y; r++) {
        const float *row = plane + (size_t)(r + above) * (size_t)cols + border;
        double *to = means + (size_t)((r + above) % period_y) * (size_t)period_x;
        for (int c = 0; c < broad * period_x; c++) to[(c + border) % period_x] += (double)row[c];
    }
    for (int i = 0; i < period_y * period_x; i++) means[i] /= (double)tall * broad;
    return true;
}
