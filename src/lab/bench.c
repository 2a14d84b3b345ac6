// What the rivals are set before: a picture brought to the input's size, what it was averaged from, and the layer over it.
// Pictures are prepared once and kept, so that a slider that only changes the layer costs nothing here.
#include "lab/judge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// ---- the layer -------------------------------------------------------------------------------------------------

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

// Of the scene's first in- and out-channel, which stand first in either layout.
static bool take_weights(Bench *bench, const Scene *scene, Error *err)
{
    const Spec *spec = &scene->spec;
    int shape[4];
    scene_shape(spec, ROLE_W, shape);
    bench->w = malloc(spec_w_count(spec) * sizeof *bench->w);
    if (!bench->w) return error_cannot(err, "not enough memory for the kernel");
    return source_fill(bench->w, shape, FOR_W, &scene->w, spec, err) && are_finite(bench->w, spec, err);
}

enum { MOST_PHASES = 1 << 20 };

static bool phases_fit(const Spec *spec, Error *err)
{
    long long phases = (long long)spec->y.stride * spec->x.stride;
    if (phases <= MOST_PHASES) return true;
    return error_set(err, 0, "strides %d and %d make %lld phases, and at most %d are measured: take smaller ones", spec->y.stride,
                     spec->x.stride, phases, MOST_PHASES);
}

// Of several layers: those, and what they make together, over a picture of rows × cols.
static bool take_stack(Bench *bench, const Spec *scene, int layers, int rows, int cols, Error *err)
{
    Spec *one = &bench->single;
    *one = *scene;
    one->batch = one->in_channels = one->out_channels = one->groups = 1;
    one->y.narrow = rows, one->x.narrow = cols;
    if (!stack_make(&bench->stack, one, bench->w, layers, err)) return false;
    bench->single_w = bench->w;
    bench->w = bench->stack.w;
    return true;
}

// A picture that so many layers would make too large goes in smaller.
static void fit_stack(int *rows, int *cols, const Spec *spec, int layers)
{
    double pixels = (double)*rows * *cols * pow((double)spec->y.stride * spec->x.stride, layers);
    if (layers < 2 || spec->dims == 1 || pixels <= BENCH_MOST_REFERENCE) return;
    double by = sqrt(BENCH_MOST_REFERENCE / pixels);
    *rows = *rows * by < 1 ? 1 : (int)(*rows * by), *cols = *cols * by < 1 ? 1 : (int)(*cols * by);
}

// The scene's layer over a picture of rows × cols, checked, its output sides filled in.
static bool take_layer(Bench *bench, const Spec *scene, int rows, int cols, Error *err)
{
    Spec *layer = &bench->layer;
    Error why = { 0 };
    *layer = *scene;
    layer->batch = 1;
    layer->in_channels = layer->out_channels = layer->groups = 3;
    if (layer->transposed) layer->y.narrow = rows, layer->x.narrow = cols;
    else layer->y.wide = rows, layer->x.wide = cols;
    if (!spec_check(layer, &why)) {
        if (scene->dims == 1) return error_set(err, 0, "this layer cannot run over a signal of %d values: %s", cols, why.text);
        return error_set(err, 0, "this layer cannot run over a picture of %d by %d: %s", rows, cols, why.text);
    }
    bench->times_y = layer->transposed ? layer->y.stride : 1, bench->times_x = layer->transposed ? layer->x.stride : 1;
    long long out_rows = spec_out(layer, layer->y), out_cols = spec_out(layer, layer->x);
    if (out_rows < (long long)rows * bench->times_y) out_rows = (long long)rows * bench->times_y;
    if (out_cols < (long long)cols * bench->times_x) out_cols = (long long)cols * bench->times_x;
    if (layer->dims == 1 && out_cols > BENCH_MOST_SIGNAL)
        return error_set(err, 0, "the signal would become %lld values long, and at most %d are made: take a shorter signal or a smaller stride",
                         out_cols, BENCH_MOST_SIGNAL);
    if (out_rows <= SPEC_MOST_SIDE && out_cols <= SPEC_MOST_SIDE && out_rows * out_cols <= BENCH_MOST_PIXELS) return true;
    return error_set(err, 0, "the picture would become %lld by %lld, and at most %ld pixels are made: take a smaller picture "
                             "or a smaller stride", out_rows, out_cols, BENCH_MOST_PIXELS);
}

// A side of the input, brought down in proportion; never to less than the layer needs to have an output.
static int reduced_side(int side, Axis a, int longest, int most)
{
    if (most <= 0 || longest <= most) return side;
    long long reduced = ((long long)side * most + longest / 2) / longest, least = (long long)axis_span(a) + 2LL * abs(a.padding);
    if (reduced < least) reduced = least;
    return reduced < side ? (int)reduced : side;
}

// ---- the picture -----------------------------------------------------------------------------------------------

static int clamped(long long at, int side)
{
    return at < 0 ? 0 : at >= side ? side - 1 : (int)at;
}

// A row moved to the right by whole cells and a part of one, which mixes neighbours; the edges are repeated.
static void shift_row(float *out, const float *in, int cols, long long whole, double part)
{
    for (int i = 0; i < cols; i++) {
        double here = in[clamped(i - whole, cols)], before = in[clamped(i - whole - 1, cols)];
        out[i] = (float)(part > 0 ? (1 - part) * here + part * before : here);
    }
}

// Moves every plane of a picture down by [rows] and to the right by [cols] of which [times] make a pixel.
static bool shift(Tensor *picture, int rows, int times_y, int cols, int times_x, Error *err)
{
    if (rows == 0 && cols == 0) return true;
    Tensor moved = { 0 };
    int height = picture->shape[2], width = picture->shape[3];
    float *line = malloc((size_t)width * sizeof *line);
    if (!line) return error_cannot(err, "not enough memory to move the picture");
    if (!tensor_make(&moved, 4, picture->shape, err)) {
        free(line);
        return false;
    }
    long long down = (long long)floor((double)rows / times_y), right = (long long)floor((double)cols / times_x);
    double down_part = (double)rows / times_y - (double)down, right_part = (double)cols / times_x - (double)right;
    for (int c = 0; c < 3; c++)
    for (int r = 0; r < height; r++) {
        const float *plane = picture->data + (size_t)c * (size_t)height * (size_t)width;
        const float *here = plane + (size_t)clamped(r - down, height) * (size_t)width;
        const float *before = plane + (size_t)clamped(r - down - 1, height) * (size_t)width;
        for (int i = 0; i < width; i++)
            line[i] = (float)(down_part > 0 ? (1 - down_part) * (double)here[i] + down_part * (double)before[i] : (double)here[i]);
        shift_row(moved.data + ((size_t)c * (size_t)height + (size_t)r) * (size_t)width, line, width, right, right_part);
    }
    free(line);
    tensor_clear(picture);
    *picture = moved;
    return true;
}

static bool goes_on(const Progress *progress, Error *err)
{
    return !progress_cancelled(progress) || error_cannot(err, "the work was cancelled");
}

// The input, and where the picture is large enough for it the reference.
static bool prepare(Prepared *out, const Tensor *full, bool compares, Progress *progress, Error *err)
{
    long long rows = (long long)out->rows * out->times_y, cols = (long long)out->cols * out->times_x;
    bool has_reference = compares && full->shape[2] >= rows && full->shape[3] >= cols && rows * cols <= BENCH_MOST_REFERENCE && cols <= PICTURE_MOST_SIDE;
    if (!has_reference)
        return picture_resize(full, out->rows, out->cols, &out->input, err) && goes_on(progress, err) &&
               shift(&out->input, out->shift_row, out->times_y, out->shift_col, out->times_x, err);
    return picture_resize(full, (int)rows, (int)cols, &out->reference, err) && goes_on(progress, err) &&
           shift(&out->reference, out->shift_row, 1, out->shift_col, 1, err) && goes_on(progress, err) &&
           picture_resize(&out->reference, out->rows, out->cols, &out->input, err);
}

// And what is measured of it once for all rivals.
static bool prepare_and_measure(Prepared *out, const Tensor *full, bool enlarges, Progress *progress, Error *err)
{
    return prepare(out, full, enlarges, progress, err) && goes_on(progress, err) &&
           judge_natural(&out->natural, &out->input, out->times_y, out->times_x, err);
}

static bool same_wish(const Prepared *a, const Prepared *b)
{
    return a->rows == b->rows && a->cols == b->cols && a->times_y == b->times_y && a->times_x == b->times_x &&
           a->shift_row == b->shift_row && a->shift_col == b->shift_col;
}

static bool take_picture(Bench *bench, PictureStore *store, const Prepared *wish, int most_side, Progress *progress, Error *err)
{
    Prepared *kept = most_side <= 0 ? &store->own : most_side <= THUMB_MOST ? &store->tiny : &store->quick;
    if (!kept->there || !same_wish(kept, wish)) {
        tensor_clear(&kept->input);
        tensor_clear(&kept->reference);
        *kept = *wish;
        kept->there = prepare_and_measure(kept, &store->full, bench->layer.transposed, progress, err);
        if (!kept->there) return false;
    }
    bench->input = kept->input, bench->reference = kept->reference, bench->natural = kept->natural;
    return true;
}

// ---- the bench -------------------------------------------------------------------------------------------------

// From the least to the most of a signal's reference: a signal is not black or white at 0 and 1.
static void take_range(Bench *bench)
{
    bench->low = 0, bench->range = 1;
    if (bench->layer.dims == 2 || !bench->reference.data) return;
    const float *values = bench->reference.data;
    double least = (double)values[0], most = least;
    for (int i = 1; i < bench->reference.shape[3]; i++) least = fmin(least, (double)values[i]), most = fmax(most, (double)values[i]);
    if (most > least) bench->low = least, bench->range = most - least;
}

static bool make(Bench *bench, PictureStore *store, const Scene *scene, const BenchAsk *ask, Progress *progress, Error *err)
{
    const Spec *spec = &scene->spec;
    int rows = spec_in(spec, spec->y), cols = spec_in(spec, spec->x), layers = scene->show.picture_layers;
    if (spec->transposed) fit_stack(&rows, &cols, spec, layers);
    int longest = rows > cols ? rows : cols;
    bench->own_rows = rows, bench->own_cols = cols;
    int most_side = spec->dims == 1 ? 0 : ask->most_side; // a row is quick as it is
    bool loaded = phases_fit(spec, err) && (spec->dims == 1 ? signal_load(store, scene, err) : picture_load(store, &scene->x, err));
    if (!loaded || !goes_on(progress, err)) return false;
    Prepared wish = { .rows = reduced_side(rows, spec->y, longest, most_side), .cols = reduced_side(cols, spec->x, longest, most_side) };
    if (!take_weights(bench, scene, err) || (layers > 1 && !take_stack(bench, spec, layers, wish.rows, wish.cols, err))) return false;
    if (!take_layer(bench, layers > 1 ? &bench->stack.spec : spec, wish.rows, wish.cols, err) || !phases_fit(&bench->layer, err)) return false;
    bench->source = source_copy(&scene->w);
    bench->reduced = rows > cols ? (double)rows / wish.rows : (double)cols / wish.cols;
    wish.times_y = bench->times_y, wish.times_x = bench->times_x;
    wish.shift_row = bench->shift_row = (int)lround(ask->shift_row / bench->reduced);
    wish.shift_col = bench->shift_col = (int)lround(ask->shift_col / bench->reduced);
    if (!take_picture(bench, store, &wish, most_side, progress, err)) return false;
    take_range(bench);
    return true;
}

bool bench_make(Bench *bench, PictureStore *store, const Scene *scene, const BenchAsk *ask, Progress *progress, Error *err)
{
    *bench = (Bench){ 0 };
    if (make(bench, store, scene, ask ? ask : &(BenchAsk){ 0 }, progress, err)) return true;
    bench_clear(bench);
    return false;
}

void bench_clear(Bench *bench)
{
    source_clear(&bench->source);
    if (!bench->stack.w) free(bench->w);
    stack_clear(&bench->stack);
    free(bench->single_w);
    *bench = (Bench){ 0 };
}
