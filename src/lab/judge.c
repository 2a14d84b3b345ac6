// How a rival did: how much of an even input it turns into a pattern, how much of this picture, and how near it comes to what
// the picture was averaged from.
#include "lab/judge.h"

#include "lab/share.h"

#include <math.h>
#include <stdlib.h>

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

// ---- the pattern -----------------------------------------------------------------------------------------------

Checker judge_even(const Course *course)
{
    size_t taps = course->w ? (size_t)course->spec.y.kernel * (size_t)course->spec.x.kernel : 0;
    int kernels = taps ? course->spec.out_channels : 0;
    if (!course->w) return checker_of(1, 0);
    if (course->spec.transposed) return checker_of_layer(course->w, &course->spec, NULL);
    // Of a convolution that is shuffled each kernel is a phase; any other leaves an even plane even.
    double *sums = memory_new((size_t)kernels, sizeof *sums);
    for (size_t i = 0; i < taps * (size_t)kernels; i++) sums[i / taps] += (double)course->w[i];
    Checker out = checker_of_phases(sums, kernels);
    free(sums);
    return out;
}

bool judge_natural(double *out, const Tensor *input, int times_y, int times_x, Error *err)
{
    // The middle of the input, as much as GREY_MOST_SIDE holds of it enlarged.
    int rows = input->shape[2], cols = input->shape[3];
    int tall = smaller(rows, larger(GREY_MOST_SIDE / times_y, 1)), broad = smaller(cols, larger(GREY_MOST_SIDE / times_x, 1));
    size_t plane = (size_t)rows * (size_t)cols, count = (size_t)tall * (size_t)broad, times = (size_t)times_y * (size_t)times_x;
    Resize how = { .bilinear = true, .planes = 1, .in_height = tall, .in_width = broad, .out_height = tall * times_y, .out_width = broad * times_x };
    float *grey = malloc(count * sizeof *grey), *large = malloc(count * times * sizeof *large);
    double *means = malloc(times * sizeof *means);
    bool ok = (grey && large && means) || error_cannot(err, "not enough memory to measure the picture");
    *out = 0;
    if (ok) {
        for (size_t i = 0; i < count; i++) {
            const float *rgb = input->data + ((size_t)((rows - tall) / 2) + i / (size_t)broad) * (size_t)cols + (size_t)((cols - broad) / 2) + i % (size_t)broad;
            grey[i] = (float)picture_grey((double)rgb[0], (double)rgb[plane], (double)rgb[2 * plane]);
        }
        resize(large, grey, &how);
        if (phase_means(means, large, how.out_height, how.out_width, times_y, times_x, larger(times_y, times_x)))
            *out = checker_of_phases(means, (int)times).replicas;
    }
    free(grey);
    free(large);
    free(means);
    return ok;
}

#define LEAST_ENERGY 1e-14

static bool measure_pattern(Entrant *entrant, const Bench *bench, Error *err)
{
    int periods = entrant->period_y * entrant->period_x;
    entrant->means = malloc((size_t)periods * sizeof *entrant->means);
    if (!entrant->means) return error_cannot(err, "not enough memory to measure the picture");
    if (!phase_means(entrant->means, entrant->grey, entrant->grey_rows, entrant->grey_cols, entrant->period_y, entrant->period_x, entrant->border)) {
        free(entrant->means);
        entrant->means = NULL;
        return true;
    }
    double mean = 0, natural = entrant->gain * entrant->scale;
    natural *= natural * bench->natural;
    Checker all = checker_of_phases(entrant->means, periods);
    for (int i = 0; i < periods; i++) mean += entrant->means[i] / periods;
    mean -= entrant->middle;
    // What is less than the rounding of greys, which are floats of about 1, is nothing: else of black it would be half.
    double dc = mean * mean, replicas = all.replicas - natural;
    entrant->here = checker_of(dc > LEAST_ENERGY ? dc : 0, replicas > LEAST_ENERGY ? replicas : 0);
    return true;
}

// ---- likeness --------------------------------------------------------------------------------------------------

// What an entrant's grey and the reference share.
typedef struct Shared {
    int row, col, rows, cols; // of the entrant's plane
    int down, right;          // from there to the reference
} Shared;

// Along one axis: from `*first`, the length of what lies in the grey and, without its border, in both planes.
static int share_axis(int *first, int *offset, int grey, int greys, int cells, double start, int reference, int border)
{
    *offset = (int)ceil(start - 0.5);
    *first = larger(grey, border + larger(0, -*offset));
    int end = smaller(grey + greys, smaller(cells, reference - *offset) - border);
    return end - *first;
}

static bool shared_of(Shared *out, const Entrant *entrant, const Bench *bench)
{
    const int *side = bench->reference.shape + 2;
    if (!bench->reference.data || entrant->step_y != 1 || entrant->step_x != 1) return false;
    int above = bench->layer.dims == 1 ? 0 : entrant->border;
    out->rows = share_axis(&out->row, &out->down, entrant->grey_row, entrant->grey_rows, entrant->rows, entrant->start_y, side[0], above);
    out->cols = share_axis(&out->col, &out->right, entrant->grey_col, entrant->grey_cols, entrant->cols, entrant->start_x, side[1], entrant->border);
    return out->rows > 0 && out->cols > 0;
}

enum { STRIP = 64, WINDOW = 11 }; // rows of places that are compared at once, and of SSIM's window

typedef struct Likeness {
    const float *got, *wanted;
    int rows, cols, window;
    double *sums; // of each strip: its mean times its rows of places
    atomic_bool no_memory;
} Likeness;

static int strips_of(int rows)
{
    return (rows - smaller(rows, WINDOW)) / STRIP + 1;
}

static void compare_strip(void *context, int at, void *scratch)
{
    (void)scratch;
    Likeness *like = context;
    int first = at * STRIP, places = smaller(STRIP, like->rows - like->window + 1 - first);
    size_t from = (size_t)first * (size_t)like->cols;
    double mean = 0;
    if (!ssim(&mean, like->got + from, like->wanted + from, places + like->window - 1, like->cols, NULL)) atomic_store(&like->no_memory, true);
    like->sums[at] = mean * places;
}

static void cut_out(float *got, float *wanted, const Shared *shared, const Entrant *entrant, const Bench *bench)
{
    const Tensor *reference = &bench->reference;
    size_t width = (size_t)reference->shape[3], plane = (size_t)reference->shape[2] * width;
    for (int r = shared->row; r < shared->row + shared->rows; r++) {
        const float *from = entrant->grey + (size_t)(r - entrant->grey_row) * (size_t)entrant->grey_cols + (shared->col - entrant->grey_col);
        const float *rgb = reference->data + (size_t)(r + shared->down) * width + (size_t)(shared->col + shared->right);
        for (int c = 0; c < shared->cols; c++, rgb++) {
            double grey = picture_grey((double)rgb[0], (double)rgb[plane], (double)rgb[2 * plane]);
            *got++ = (float)(((double)from[c] - bench->low) / bench->range);
            *wanted++ = (float)((grey - bench->low) / bench->range);
            if (bench->layer.dims == 1) continue;
            got[-1] = got[-1] > 0 ? got[-1] < 1 ? got[-1] : 1 : 0;
        }
    }
}

static bool compare(Entrant *entrant, const Shared *shared, const Bench *bench, Progress *progress, Error *err)
{
    size_t count = (size_t)shared->rows * (size_t)shared->cols;
    int strips = strips_of(shared->rows), window = smaller(shared->rows, WINDOW);
    float *got = malloc(2 * count * sizeof *got);
    double *sums = malloc((size_t)strips * sizeof *sums);
    bool ok = (got && sums) || error_cannot(err, "not enough memory to compare pictures of %d by %d", shared->rows, shared->cols);
    if (ok) {
        Likeness like = { .got = got, .wanted = got + count, .rows = shared->rows, .cols = shared->cols, .window = window, .sums = sums };
        Share share = { .one = compare_strip, .context = &like, .pieces = strips };
        cut_out(got, got + count, shared, entrant, bench);
        entrant->psnr = psnr(got, got + count, count);
        ok = share_out(&share, progress, err);
        if (ok && atomic_load(&like.no_memory)) ok = error_cannot(err, "not enough memory to compare pictures of %d by %d", shared->rows, shared->cols);
        for (int i = 0; ok && i < strips; i++) entrant->ssim += sums[i] / (shared->rows - window + 1);
        entrant->compared = ok;
    }
    free(got);
    free(sums);
    return ok;
}

// ---- both ------------------------------------------------------------------------------------------------------

int judge_pieces(const Entrant *entrant, const Bench *bench)
{
    Shared shared;
    return shared_of(&shared, entrant, bench) ? strips_of(shared.rows) : 0;
}

bool judge(Entrant *entrant, const Bench *bench, Progress *progress, Error *err)
{
    Shared shared;
    return measure_pattern(entrant, bench, err) &&
           (!shared_of(&shared, entrant, bench) || compare(entrant, &shared, bench, progress, err));
}
