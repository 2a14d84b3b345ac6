// A layer at work on a picture: the scene's kernel over red, green and blue as three groups, by op_forward itself.
// Numbers become pixels only at the end, so that nothing is cut off on the way.
#include "lab/lab.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

// Below this part of its weights' sizes, a kernel's sum says nothing of brightness: it is a difference.
#define LEAST_SHARE 0.05

static bool are_finite(const float *w, const Spec *spec, Error *err)
{
    for (int i = 0; i < spec->y.kernel * spec->x.kernel; i++) {
        if (isfinite(w[i])) continue;
        char shown[NUMBER_TEXT];
        number_show(shown, (double)w[i], 0);
        return error_set(err, 0, "weight (%d, %d) of the kernel is %s; a picture needs weights that are finite",
                         i / spec->x.kernel, i % spec->x.kernel, shown);
    }
    return true;
}

// The scene's layer over a picture (1, 3, rows, cols), checked, its output sides filled in.
static bool layer_of(Spec *out, const Spec *scene, int rows, int cols, Error *err)
{
    *out = *scene;
    out->dims = 2; // a 1D kernel is one row high and works along the rows of the picture
    out->batch = 1;
    out->in_channels = out->out_channels = out->groups = 3;
    if (scene->transposed) out->y.narrow = rows, out->x.narrow = cols;
    else out->y.wide = rows, out->x.wide = cols;
    Error why = { 0 };
    if (!spec_check(out, &why))
        return error_set(err, 0, "this layer cannot run over a picture of %d by %d: %s", rows, cols, why.text);
    return true;
}

static bool output_of(Tensor *y, const Spec *layer, Error *err)
{
    long long out_rows = spec_out(layer, layer->y), out_cols = spec_out(layer, layer->x);
    if (out_rows * out_cols > PICTURE_MOST_PIXELS)
        return error_set(err, 0,
                         "the picture would become %lld by %lld, and at most %ld pixels are made: "
                         "take a smaller picture or a smaller stride",
                         out_rows, out_cols, PICTURE_MOST_PIXELS);
    return tensor_make(y, 4, (int[]){ 1, 3, (int)out_rows, (int)out_cols }, err);
}

// By what an output is multiplied, and what is added, to be shown. A phase holds 1/(s·s) of a transposed kernel's
// taps on average, a convolution's output all of them.
static void scale_of(Picture *picture, const Spec *spec, const float *w)
{
    double sum = 0, size = 0;
    double phases = spec->transposed ? (double)spec->y.stride * spec->x.stride : 1;
    for (int i = 0; i < spec->y.kernel * spec->x.kernel; i++) sum += (double)w[i], size += fabs((double)w[i]);
    picture->gain = sum / phases;
    picture->divided = fabs(sum) > LEAST_SHARE * size;
    picture->middle = picture->divided ? 0 : 0.5;
    picture->scale = picture->divided ? 1 / picture->gain : size > 0 ? phases / size : 0;
}

// NaN, which only overflow can make of finite weights, is black.
static uint32_t level(double value)
{
    return value >= 1 ? 255 : value > 0 ? (uint32_t)(value * 255 + 0.5) : 0;
}

// [count] pixels from three planes; false where it was cancelled.
static bool to_pixels(uint32_t *out, const float *rgb, size_t count, double scale, double middle, Progress *progress)
{
    enum { BETWEEN_LOOKS = 1 << 16 };
    for (size_t i = 0; i < count; i++) {
        if (i % BETWEEN_LOOKS == 0 && progress_cancelled(progress)) return false;
        uint32_t red = level((double)rgb[i] * scale + middle);
        uint32_t green = level((double)rgb[count + i] * scale + middle);
        uint32_t blue = level((double)rgb[2 * count + i] * scale + middle);
        out[i] = 0xFF000000 | red << 16 | green << 8 | blue;
    }
    return true;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static void count_step(Progress *progress)
{
    if (progress) atomic_fetch_add(&progress->done, 1);
}

// The kernel, a few rows at a time, so that a large one can be cancelled; false where it was.
static bool forward(float *y, const float *x, const float *kernel, const Spec *spec, Progress *progress)
{
    enum { BETWEEN_LOOKS = 1 << 22 }; // products
    int rows = spec_out(spec, spec->y);
    long long row = 3LL * spec_out(spec, spec->x) * spec->y.kernel * spec->x.kernel; // at most
    int band = row < BETWEEN_LOOKS ? (int)(BETWEEN_LOOKS / row) : 1;
    for (int first = 0; first < rows; first += band) {
        if (progress_cancelled(progress)) return false;
        op_forward_rows(y, x, kernel, NULL, spec, first, first + band < rows ? first + band : rows);
    }
    return true;
}

// [kernel] holds (3, 1, KH, KW), [y] the output; both are freed by the caller, whatever happens.
static bool run(Picture *picture, float *y, float *kernel, const Tensor *rgb, const Spec *spec, const float *w,
                Progress *progress)
{
    size_t taps = (size_t)spec->y.kernel * (size_t)spec->x.kernel;
    for (size_t i = 0; i < 3 * taps; i++) kernel[i] = w[i % taps];
    if (!to_pixels(picture->in, rgb->data, (size_t)picture->in_rows * (size_t)picture->in_cols, 1, 0, progress))
        return false;
    count_step(progress);
    double start = now();
    if (!forward(y, rgb->data, kernel, spec, progress)) return false;
    picture->milliseconds = now() - start;
    count_step(progress);
    if (!to_pixels(picture->out, y, (size_t)picture->out_rows * (size_t)picture->out_cols, picture->scale,
                   picture->middle, progress))
        return false;
    count_step(progress);
    return true;
}

bool picture_make(Picture *picture, const Tensor *rgb, const Spec *spec, const float *w, Progress *progress,
                  Error *err)
{
    enum { STEPS = 3 };
    *picture = (Picture){ 0 };
    Spec layer;
    Tensor y = { 0 };
    int rows = rgb->shape[2], cols = rgb->shape[3];
    if (progress) atomic_store(&progress->done, 0), atomic_store(&progress->total, STEPS);
    if (!are_finite(w, spec, err) || !layer_of(&layer, spec, rows, cols, err) || !output_of(&y, &layer, err))
        return false;
    *picture = (Picture){ .in_rows = rows, .in_cols = cols, .out_rows = y.shape[2], .out_cols = y.shape[3] };
    scale_of(picture, &layer, w);

    size_t in = (size_t)picture->in_rows * (size_t)picture->in_cols;
    size_t out = (size_t)picture->out_rows * (size_t)picture->out_cols;
    float *kernel = malloc(spec_w_count(&layer) * sizeof *kernel);
    picture->in = malloc(in * sizeof *picture->in);
    picture->out = malloc(out * sizeof *picture->out);
    bool ok = kernel && picture->in && picture->out;
    if (!ok) error_cannot(err, "not enough memory for a picture of %d by %d", picture->out_rows, picture->out_cols);
    if (ok && !run(picture, y.data, kernel, rgb, &layer, w, progress)) ok = error_cannot(err, "the work was cancelled");
    free(kernel);
    tensor_clear(&y);
    if (!ok) picture_clear(picture);
    return ok;
}

void picture_clear(Picture *picture)
{
    free(picture->in);
    free(picture->out);
    *picture = (Picture){ 0 };
}
