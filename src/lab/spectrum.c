// Which frequencies a plane holds. The Fourier transform is kissfft's; a window keeps what runs over the edges from
// spreading over all frequencies, and the mean, which would outshine everything, is taken away first.
#include "lab/lab.h"

#include <kiss_fftnd.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FLOOR_DECIBELS 80.0

void spectrum_clear(Spectrum *spectrum)
{
    free(spectrum->level);
    free(spectrum->decibels);
    *spectrum = (Spectrum){ 0 };
}

// Hann, its zero just outside of the part.
static double window(int i, int length)
{
    return length < 3 ? 1 : 0.5 - 0.5 * cos(2 * 3.14159265358979323846 * (i + 0.5) / length);
}

// Where a frequency of index i stands: 0 in the middle.
static int centred(int i, int length)
{
    return (i + length / 2) % length;
}

// Returns the sum of the window.
static double take_part(kiss_fft_cpx *to, const float *plane, int plane_rows, int plane_cols, int rows, int cols)
{
    int top = (plane_rows - rows) / 2, left = (plane_cols - cols) / 2;
    double sum = 0, weights = 0;
    for (int pass = 0; pass < 2; pass++) {
        double mean = weights > 0 ? sum / weights : 0;
        for (int r = 0; r < rows; r++)
        for (int c = 0; c < cols; c++) {
            double w = window(r, rows) * window(c, cols);
            double value = (double)plane[(size_t)(top + r) * (size_t)plane_cols + (size_t)(left + c)];
            if (pass == 0) sum += w * value, weights += w;
            else to[(size_t)r * (size_t)cols + (size_t)c] = (kiss_fft_cpx){ (float)(w * (value - mean)), 0 };
        }
    }
    return weights;
}

static void fill_levels(Spectrum *spectrum, const kiss_fft_cpx *values, double weights)
{
    int rows = spectrum->rows, cols = spectrum->cols;
    double most = 0;
    for (size_t i = 0; i < (size_t)rows * (size_t)cols; i++) most = fmax(most, hypot((double)values[i].r, (double)values[i].i));
    spectrum->strongest = 2 * most / weights; // a wave shows half of itself at f and half at −f
    for (int r = 0; r < rows; r++)
    for (int c = 0; c < cols; c++) {
        const kiss_fft_cpx *value = &values[(size_t)r * (size_t)cols + (size_t)c];
        double size = hypot((double)value->r, (double)value->i);
        double decibels = most > 0 && size > 0 ? fmax(20 * log10(size / most), -2 * FLOOR_DECIBELS) : -2 * FLOOR_DECIBELS;
        size_t at = (size_t)centred(r, rows) * (size_t)cols + (size_t)centred(c, cols);
        spectrum->decibels[at] = (float)decibels;
        spectrum->level[at] = (float)fmax(0, 1 + decibels / FLOOR_DECIBELS);
    }
}

bool spectrum_make(Spectrum *spectrum, const float *plane, int rows, int cols, Error *err)
{
    // Even sides are quick, and have the frequency ½.
    int sides[] = { rows < SPECTRUM_MOST ? rows : SPECTRUM_MOST, cols < SPECTRUM_MOST ? cols : SPECTRUM_MOST };
    for (int i = 0; i < COUNT(sides); i++) sides[i] -= sides[i] > 1 && sides[i] % 2;
    *spectrum = (Spectrum){ .rows = sides[0], .cols = sides[1] };
    size_t count = (size_t)sides[0] * (size_t)sides[1];
    kiss_fft_cpx *in = malloc(count * sizeof *in), *out = malloc(count * sizeof *out);
    kiss_fftnd_cfg plan = kiss_fftnd_alloc(sides, 2, 0, NULL, NULL);
    spectrum->level = malloc(count * sizeof *spectrum->level);
    spectrum->decibels = malloc(count * sizeof *spectrum->decibels);
    bool ok = in && out && plan && spectrum->level && spectrum->decibels;
    if (ok) {
        double weights = take_part(in, plane, rows, cols, sides[0], sides[1]);
        kiss_fftnd(plan, in, out);
        fill_levels(spectrum, out, weights);
    } else {
        error_cannot(err, "not enough memory for the spectrum of %d by %d pixels", sides[0], sides[1]);
        spectrum_clear(spectrum);
    }
    free(in);
    free(out);
    kiss_fft_free(plan);
    return ok;
}

uint32_t *spectrum_picture(const Spectrum *spectrum, int *rows, int *cols)
{
    *rows = spectrum->rows < SPECTRUM_SIDE ? spectrum->rows : SPECTRUM_SIDE, *cols = spectrum->cols < SPECTRUM_SIDE ? spectrum->cols : SPECTRUM_SIDE;
    uint32_t *out = memory_new((size_t)*rows * (size_t)*cols, sizeof *out);
    for (int r = 0; r < spectrum->rows; r++)
    for (int c = 0; c < spectrum->cols; c++) {
        uint32_t *to = &out[(size_t)(r * *rows / spectrum->rows) * (size_t)*cols + (size_t)(c * *cols / spectrum->cols)];
        uint32_t grey = (uint32_t)(255 * fmin(1, fmax(0, (double)spectrum->level[(size_t)r * (size_t)spectrum->cols + (size_t)c])) + 0.5);
        uint32_t colour = 0xFF000000u | grey << 16 | grey << 8 | grey;
        if (colour > *to) *to = colour;
    }
    return out;
}

// ---- replicas --------------------------------------------------------------------------------------------------

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

enum { NEAR = 2, AROUND = 6 }; // bins: where the peak may lie, and what it is held against

static int wrap(int i, int length)
{
    return ((i % length) + length) % length;
}

static void measure_replica(Replica *replica, const Spectrum *spectrum)
{
    float around[(2 * AROUND + 1) * (2 * AROUND + 1)];
    int count = 0, tall = spectrum->rows < 2 * AROUND + 1 ? 0 : AROUND, broad = spectrum->cols < 2 * AROUND + 1 ? 0 : AROUND;
    double peak = -INFINITY;
    for (int r = -tall; r <= tall; r++)
    for (int c = -broad; c <= broad; c++) {
        float value = spectrum->decibels[(size_t)wrap(replica->row + r, spectrum->rows) * (size_t)spectrum->cols + (size_t)wrap(replica->col + c, spectrum->cols)];
        if (abs(r) <= NEAR && abs(c) <= NEAR) peak = fmax(peak, (double)value);
        else around[count++] = value;
    }
    if (!count) return;
    qsort(around, (size_t)count, sizeof *around, by_value);
    replica->above = peak - (double)around[count / 2], replica->over = peak - (double)around[count - 1];
    replica->stands = replica->above >= 10 && replica->over >= 0 && peak > -FLOOR_DECIBELS;
}

static double folded(int i, int stride)
{
    double f = (double)i / stride;
    return f > 0.5 ? f - 1 : f;
}

static int bin_of(double f, int length)
{
    return wrap((int)lround(f * length) + length / 2, length);
}

int spectrum_replicas(Replica *out, int most, const Spectrum *spectrum, int stride_y, int stride_x)
{
    int count = 0;
    for (int i = 0; i < stride_y; i++)
    for (int j = 0; j < stride_x; j++) {
        if ((i == 0 && j == 0) || (i && spectrum->rows == 1)) continue;
        if (count < most) {
            Replica *replica = &out[count];
            *replica = (Replica){ .fy = folded(i, stride_y), .fx = folded(j, stride_x) };
            replica->row = bin_of(replica->fy, spectrum->rows), replica->col = bin_of(replica->fx, spectrum->cols);
            measure_replica(replica, spectrum);
        }
        count++;
    }
    return count;
}
