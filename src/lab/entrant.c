// A rival at work: its bands become pixels as soon as they are made, so that its planes are never held. A few threads share
// the bands; each row is written by one of them, so that the result is the same whatever their number.
#include "lab/judge.h"
#include "lab/share.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

// Below this part of its weights' sizes, a kernel's sum says nothing of brightness: it is a difference.
#define LEAST_SHARE 0.05

// ---- brightness ------------------------------------------------------------------------------------------------

// By what an output is multiplied, and what is added, to be shown. A phase holds a part of the weights on average.
static void scale_of(Entrant *out, const Course *course)
{
    double sum = 0, size = 0;
    for (long long i = 0; i < course->parameters; i++) sum += (double)course->w[i], size += fabs((double)course->w[i]);
    out->gain = course->w ? sum / course->phases : 1;
    out->divided = !course->w || fabs(sum) > LEAST_SHARE * size;
    out->middle = out->divided || course->bench->layer.dims == 1 ? 0 : 0.5;
    out->scale = out->divided ? 1 / out->gain : size > 0 ? course->phases / size : 0;
}

// NaN, which only overflow can make of finite weights, is black.
static uint32_t level(float value)
{
    return value >= 1 ? 255 : value > 0 ? (uint32_t)(value * 255 + 0.5F) : 0;
}

static void to_pixels(uint32_t *out, const float *rgb, size_t count, float scale, float middle)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t red = level(rgb[i] * scale + middle), green = level(rgb[count + i] * scale + middle);
        uint32_t blue = level(rgb[2 * count + i] * scale + middle);
        out[i] = 0xFF000000 | red << 16 | green << 8 | blue;
    }
}

// The part of a band that lies in what is kept as grey.
static void to_grey(Entrant *out, const float *rgb, int first, int end)
{
    size_t count = (size_t)(end - first) * (size_t)out->cols;
    for (int row = first; row < end; row++) {
        if (row < out->grey_row || row >= out->grey_row + out->grey_rows) continue;
        const float *from = rgb + (size_t)(row - first) * (size_t)out->cols + out->grey_col;
        float *to = out->grey + (size_t)(row - out->grey_row) * (size_t)out->grey_cols;
        for (int i = 0; i < out->grey_cols; i++)
            to[i] = (float)(picture_grey((double)from[i], (double)from[(size_t)i + count], (double)from[(size_t)i + 2 * count]) * out->scale +
                            out->middle);
    }
}

// ---- the bands -------------------------------------------------------------------------------------------------

typedef struct Run {
    const Course *course;
    Entrant *out;
    int band, bands;
    atomic_llong nanoseconds;
} Run;

// Of this thread, so that what another does meanwhile is not counted.
static long long now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return 1000000000LL * t.tv_sec + t.tv_nsec;
}

static void run_band(void *context, int at, void *scratch)
{
    Run *run = context;
    Entrant *out = run->out;
    int first = at * run->band, end = out->rows - first < run->band ? out->rows : first + run->band;
    size_t cols = (size_t)out->cols;
    float *rgb = scratch;
    long long start = now();
    course_rows(run->course, rgb, rgb + 3 * (size_t)run->band * cols, first, end);
    atomic_fetch_add(&run->nanoseconds, now() - start);
    to_pixels(out->pixels + (size_t)first * cols, rgb, (size_t)(end - first) * cols, (float)out->scale, (float)out->middle);
    to_grey(out, rgb, first, end);
}

// Whole periods, so that what is enlarged is cut between pixels of the input.
static Run run_of(Entrant *out, const Course *course)
{
    enum { BAND_PIXELS = 1 << 16 };
    int rows = course->bench->band;
    if (rows <= 0) rows = BAND_PIXELS / out->cols / out->period_y * out->period_y;
    if (rows <= 0) rows = out->period_y;
    if (rows > out->rows) rows = out->rows;
    return (Run){ .course = course, .out = out, .band = rows, .bands = (out->rows - 1) / rows + 1 };
}

static bool run_bands(Run *run, Progress *progress, Error *err)
{
    size_t values = 3 * (size_t)run->band * (size_t)run->out->cols + course_scratch(run->course, run->band);
    Share share = { .one = run_band, .context = run, .pieces = run->bands, .scratch = values * sizeof(float) };
    if (!share_out(&share, progress, err)) return false;
    run->out->milliseconds = run->course->kind == COURSE_COPY ? 0 : 1e-6 * (double)atomic_load(&run->nanoseconds);
    return true;
}

// ---- the entrant -----------------------------------------------------------------------------------------------

// The part of [side] that is kept as grey, beginning on a whole number of periods.
static int kept_from(int side, int period, int *length)
{
    *length = side < GREY_MOST_SIDE ? side : GREY_MOST_SIDE;
    return (side - *length) / 2 / period * period;
}

static bool make(Entrant *out, const Course *course, Progress *progress, Error *err)
{
    size_t count = (size_t)out->rows * (size_t)out->cols;
    out->grey_row = kept_from(out->rows, out->period_y, &out->grey_rows);
    out->grey_col = kept_from(out->cols, out->period_x, &out->grey_cols);
    if (course->bench->layer.dims == 1) out->grey_col = 0, out->grey_cols = out->cols; // a row is not much, and all of it is drawn
    out->pixels = malloc(count * sizeof *out->pixels);
    out->grey = malloc((size_t)out->grey_rows * (size_t)out->grey_cols * sizeof *out->grey);
    if (!out->pixels || !out->grey) return error_cannot(err, "not enough memory for a picture of %d by %d", out->rows, out->cols);
    Run run = run_of(out, course);
    if (progress) atomic_store(&progress->done, 0), atomic_store(&progress->total, run.bands + judge_pieces(out, course->bench));
    return run_bands(&run, progress, err) && judge(out, course->bench, progress, err);
}

bool entrant_run(Entrant *out, const Bench *bench, Rival rival, Progress *progress, Error *err)
{
    Course course;
    *out = (Entrant){ 0 };
    if (!course_make(&course, bench, rival, err)) return false;
    *out = (Entrant){ .rival = rival, .rows = course.rows, .cols = course.cols, .start_y = course.start_y, .start_x = course.start_x,
                      .step_y = course.step_y, .step_x = course.step_x, .period_y = course.period_y,
                      .period_x = course.period_x, .border = course_border(bench), .even = judge_even(&course),
                      .parameters = course.parameters };
    scale_of(out, &course);
    if (bench->stack.layers && course.kind == COURSE_LAYER) // each has its own
        out->parameters = (long long)bench->stack.layers * bench->single.y.kernel * bench->single.x.kernel;
    bool ok = make(out, &course, progress, err);
    course_clear(&course);
    if (!ok) entrant_clear(out);
    return ok;
}

void entrant_clear(Entrant *entrant)
{
    free(entrant->pixels);
    free(entrant->means);
    free(entrant->grey);
    *entrant = (Entrant){ 0 };
}
