// How much alike two planes are.
#include "lab/lab.h"

#include <math.h>
#include <stdlib.h>

double psnr(const float *a, const float *b, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        double apart = (double)a[i] - (double)b[i];
        sum += apart * apart;
    }
    return sum > 0 ? 10 * log10((double)count / sum) : INFINITY;
}

enum { WINDOW = 11 }; // at most

typedef struct Weights {
    int length;
    double of[WINDOW];
} Weights;

static Weights weights_of(int side)
{
    Weights out = { .length = side < WINDOW ? side : WINDOW };
    double sum = 0;
    for (int i = 0; i < out.length; i++) {
        double from = i - (out.length - 1) / 2.0;
        sum += out.of[i] = exp(-from * from / (2 * 1.5 * 1.5));
    }
    for (int i = 0; i < out.length; i++) out.of[i] /= sum;
    return out;
}

// The five local means that SSIM is made of; each is blurred along the rows first, then down the columns.
enum { MEAN_A, MEAN_B, SQUARE_A, SQUARE_B, PRODUCT, MEANS };

// Row [row] of the planes, blurred along itself: MEANS values a place.
static void blur_row(double *to, const float *a, const float *b, int cols, const Weights *w)
{
    for (int c = 0; c + w->length <= cols; c++) {
        double sum[MEANS] = { 0 };
        for (int i = 0; i < w->length; i++) {
            double p = (double)a[c + i], q = (double)b[c + i], part = w->of[i];
            sum[MEAN_A] += part * p, sum[MEAN_B] += part * q;
            sum[SQUARE_A] += part * p * p, sum[SQUARE_B] += part * q * q, sum[PRODUCT] += part * p * q;
        }
        for (int m = 0; m < MEANS; m++) *to++ = sum[m];
    }
}

static double likeness(const double m[MEANS])
{
    const double c1 = 0.01 * 0.01, c2 = 0.03 * 0.03;
    double both = m[MEAN_A] * m[MEAN_B], squares = m[MEAN_A] * m[MEAN_A] + m[MEAN_B] * m[MEAN_B];
    double covariance = m[PRODUCT] - both, variances = m[SQUARE_A] + m[SQUARE_B] - squares;
    return (2 * both + c1) * (2 * covariance + c2) / ((squares + c1) * (variances + c2));
}

bool ssim(double *out, const float *a, const float *b, int rows, int cols, Error *err)
{
    Weights down = weights_of(rows), along = weights_of(cols);
    size_t places = (size_t)(cols - along.length + 1), row = places * MEANS;
    // The blurred rows under the window, in turn.
    double *blurred = malloc((size_t)down.length * row * sizeof *blurred);
    if (!blurred) return error_cannot(err, "not enough memory to compare two pictures of %d by %d", rows, cols);
    double sum = 0;
    for (int r = 0; r < rows; r++) {
        blur_row(blurred + (size_t)(r % down.length) * row, a + (size_t)r * (size_t)cols, b + (size_t)r * (size_t)cols, cols, &along);
        int top = r - down.length + 1;
        if (top < 0) continue;
        for (size_t place = 0; place < places; place++) {
            double means[MEANS] = { 0 };
            for (int i = 0; i < down.length; i++)
                for (int m = 0; m < MEANS; m++)
                    means[m] += down.of[i] * blurred[(size_t)((top + i) % down.length) * row + place * MEANS + (size_t)m];
            sum += likeness(means);
        }
    }
    free(blurred);
    *out = sum / ((double)(rows - down.length + 1) * (double)places);
    return true;
}
