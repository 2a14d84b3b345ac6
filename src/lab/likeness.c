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

// The five local means that SSIM is made of. Each is blurred along the rows first, then down the columns, whole
// rows at a time, so that neighbours are computed together.
enum { MEAN_A, MEAN_B, SQUARE_A, SQUARE_B, PRODUCT, MEANS };

// The sum of so many rows, each times its weight.
static void add_weighted(double *restrict to, const double *const rows[WINDOW], const Weights *w, int count)
{
    for (int i = 0; i < count; i++) to[i] = 0;
    for (int k = 0; k < w->length; k += 2) {
        const double *restrict here = rows[k], *restrict next = rows[k + 1 < w->length ? k + 1 : k];
        double part = w->of[k], other = k + 1 < w->length ? w->of[k + 1] : 0;
        for (int i = 0; i < count; i++) to[i] += part * here[i] + other * next[i];
    }
}

// Row [row] of the planes, blurred along itself: MEANS rows of places. [plain] has room for MEANS rows of columns.
static void blur_row(double *to, double *plain, const float *a, const float *b, int cols, const Weights *w)
{
    size_t places = (size_t)(cols - w->length + 1), n = (size_t)cols;
    for (size_t c = 0; c < n; c++) {
        double p = (double)a[c], q = (double)b[c];
        plain[c] = p, plain[n + c] = q, plain[2 * n + c] = p * p, plain[3 * n + c] = q * q, plain[4 * n + c] = p * q;
    }
    for (size_t m = 0; m < MEANS; m++, to += places) {
        const double *moved[WINDOW];
        for (int i = 0; i < w->length; i++) moved[i] = plain + m * n + i;
        add_weighted(to, moved, w, (int)places);
    }
}

// The sum over one row of places, from [m]: MEANS rows of means.
static double likeness(const double *m, size_t places)
{
    const double c1 = 0.01 * 0.01, c2 = 0.03 * 0.03;
    double sum = 0;
    for (size_t i = 0; i < places; i++) {
        double a = m[MEAN_A * places + i], b = m[MEAN_B * places + i], both = a * b, squares = a * a + b * b;
        double covariance = m[PRODUCT * places + i] - both, variances = m[SQUARE_A * places + i] + m[SQUARE_B * places + i] - squares;
        sum += (2 * both + c1) * (2 * covariance + c2) / ((squares + c1) * (variances + c2));
    }
    return sum;
}

enum { TILE = 128 }; // places of a row that are compared at once: what is kept of them stays in the cache

// Of places first … first + count − 1 of every row; [room] is for what is kept meanwhile.
static double likeness_of_tile(double *room, const float *a, const float *b, int rows, int cols, int first, int count, const Weights *down,
                               const Weights *along)
{
    // The blurred rows under the window, in turn; then their means, and a row that is not blurred yet.
    size_t row = (size_t)count * MEANS;
    double sum = 0, *means = room + (size_t)down->length * row, *plain = means + row;
    for (int r = 0; r < rows; r++) {
        size_t at = (size_t)r * (size_t)cols + (size_t)first;
        blur_row(room + (size_t)(r % down->length) * row, plain, a + at, b + at, count + along->length - 1, along);
        int top = r - down->length + 1;
        if (top < 0) continue;
        const double *under[WINDOW];
        for (int i = 0; i < down->length; i++) under[i] = room + (size_t)((top + i) % down->length) * row;
        add_weighted(means, under, down, (int)row);
        sum += likeness(means, (size_t)count);
    }
    return sum;
}

bool ssim(double *out, const float *a, const float *b, int rows, int cols, Error *err)
{
    Weights down = weights_of(rows), along = weights_of(cols);
    int places = cols - along.length + 1;
    double *room = malloc(((WINDOW + 1) * TILE + TILE + WINDOW) * MEANS * sizeof *room), sum = 0;
    if (!room) return error_cannot(err, "not enough memory to compare two pictures of %d by %d", rows, cols);
    for (int first = 0; first < places; first += TILE)
        sum += likeness_of_tile(room, a, b, rows, cols, first, places - first < TILE ? places - first : TILE, &down, &along);
    free(room);
    *out = sum / ((double)(rows - down.length + 1) * (double)places);
    return true;
}
