// What each rival computes: its operation, the weights that it has of the scene's kind, and where its pixels lie on the
// bench's grid.
#include "lab/course.h"

#include <stdlib.h>
#include <string.h>

enum { USUAL_KERNEL = 3 }; // of the rivals' own convolutions

static bool weights_new(Course *course, size_t count, Error *err)
{
    course->parameters = (long long)count;
    course->w = malloc(count * sizeof *course->w);
    return course->w || error_cannot(err, "not enough memory for the kernels");
}

// ---- operations ------------------------------------------------------------------------------------------------

// Of several layers the kernel that all of them have is mended: what is even behind each is even behind all.
static bool take_mended_stack(Course *course, Error *err)
{
    const Bench *bench = course->bench;
    Repair repair;
    Stack stack;
    float *mended = memory_new((size_t)bench->single.y.kernel * (size_t)bench->single.x.kernel, sizeof *mended);
    bool ok = repair_weights(mended, &repair, bench->single_w, &bench->single, err) && stack_make(&stack, &bench->single, mended, bench->stack.layers, err);
    free(mended);
    if (!ok) return false;
    memcpy(course->w, stack.w, (size_t)course->parameters * sizeof *course->w);
    stack_clear(&stack);
    return true;
}

// The bench's layer on one channel, with its weights as they are or mended.
static bool take_layer(Course *course, bool repaired, Error *err)
{
    const Bench *bench = course->bench;
    size_t taps = (size_t)bench->layer.y.kernel * (size_t)bench->layer.x.kernel;
    Repair repair;
    course->spec = bench->layer;
    course->spec.in_channels = course->spec.out_channels = course->spec.groups = 1;
    if (!weights_new(course, taps, err)) return false;
    if (repaired && bench->stack.layers) return take_mended_stack(course, err);
    if (repaired) return repair_weights(course->w, &repair, bench->w, &course->spec, err);
    memcpy(course->w, bench->w, taps * sizeof *course->w);
    return true;
}

// Whether the numbers were meant for this one kernel, so that another size has none of them.
static bool stands_as_it_is(const Source *source)
{
    return source->kind == SOURCE_TYPED || source->kind == SOURCE_FILE || source->kind == SOURCE_ONEHOT;
}

static int own_kernel(const Bench *bench, bool rows)
{
    const Spec *one = bench->stack.layers ? &bench->single : &bench->layer;
    if (bench->layer.dims == 1 && rows) return 1; // across a signal
    return !stands_as_it_is(&bench->source) ? USUAL_KERNEL : rows ? one->y.kernel : one->x.kernel;
}

static Axis same_size(int cells, int kernel)
{
    return (Axis){ .narrow = cells, .wide = cells, .kernel = kernel, .stride = 1, .dilation = 1, .padding = (kernel - 1) / 2,
                   .uneven = (kernel - 1) % 2 };
}

// A convolution to [outs] channels that keeps the size of a plane of rows × cols.
static bool take_convolution(Course *course, int rows, int cols, int outs, Error *err)
{
    const Bench *bench = course->bench;
    int ky = own_kernel(bench, true), kx = own_kernel(bench, false);
    size_t taps = (size_t)ky * (size_t)kx, count = taps * (size_t)outs;
    course->spec = (Spec){ .dims = bench->layer.dims, .batch = 1, .in_channels = 1, .out_channels = outs, .groups = 1,
                           .y = same_size(rows, ky), .x = same_size(cols, kx) };
    if (!weights_new(course, count, err)) return false;
    if (!stands_as_it_is(&bench->source))
        return source_fill(course->w, (int[]){ outs, 1, ky, kx }, FOR_W, &bench->source, &course->spec, err);
    const float *w = bench->stack.layers ? bench->single_w : bench->w;
    for (size_t i = 0; i < count; i++) course->w[i] = w[i % taps];
    return true;
}

// ---- where pixels lie ------------------------------------------------------------------------------------------

// The middle of what narrow cell 0 is joined with on the wide side.
static double middle_of_stamp(Axis a)
{
    return (double)a.dilation * (a.kernel - 1) / 2 - a.padding;
}

static double start_of(const Course *course, Axis operation, int times)
{
    double pixel = (times - 1) / 2.0; // the middle of input pixel 0
    switch (course->kind) {
    case COURSE_COPY: return pixel;
    case COURSE_LAYER: return course->spec.transposed ? pixel - middle_of_stamp(operation) : middle_of_stamp(operation);
    case COURSE_RESIZE_CONV: return middle_of_stamp(operation);
    case COURSE_SHUFFLE: return times * middle_of_stamp(operation);
    default: return 0;
    }
}

static double step_of(const Course *course, Axis operation, int times)
{
    if (course->kind == COURSE_COPY) return times;
    return course->kind == COURSE_LAYER && !course->spec.transposed ? operation.stride : 1;
}

// ---- the table -------------------------------------------------------------------------------------------------

static CourseKind kind_of(Rival rival, bool transposed)
{
    switch (rival) {
    case RIVAL_LAYER: return COURSE_LAYER;
    case RIVAL_REPAIRED: return transposed ? COURSE_LAYER : COURSE_GRADIENT;
    case RIVAL_GRADIENT: return COURSE_GRADIENT;
    case RIVAL_NEAREST_CONV:
    case RIVAL_BILINEAR_CONV: return COURSE_RESIZE_CONV;
    case RIVAL_SUBPIXEL:
    case RIVAL_ICNR: return COURSE_SHUFFLE;
    case RIVAL_NEAREST:
    case RIVAL_BILINEAR: return COURSE_RESIZE;
    default: return COURSE_COPY;
    }
}

// ICNR, for one channel, in 1D as in 2D.
static void repeat_first(float *w, size_t count, size_t taps)
{
    for (size_t i = taps; i < count; i++) w[i] = w[i - taps];
}

static bool course_fill(Course *course, Rival rival, Error *err)
{
    const Bench *bench = course->bench;
    const Spec *layer = &bench->layer;
    int rows = bench->input.shape[2], cols = bench->input.shape[3], times = bench->times_y * bench->times_x;
    course->rows = rows * bench->times_y, course->cols = cols * bench->times_x; // fit: the bench has seen to it
    switch (course->kind) {
    case COURSE_LAYER:
    case COURSE_GRADIENT:
        if (!take_layer(course, rival == RIVAL_REPAIRED, err)) return false;
        if (course->kind == COURSE_GRADIENT) course->spec = spec_turned(&course->spec);
        course->rows = spec_out(&course->spec, course->spec.y), course->cols = spec_out(&course->spec, course->spec.x);
        course->phases = course->spec.transposed ? layer->y.stride * layer->x.stride : 1;
        return true;
    case COURSE_RESIZE_CONV: return take_convolution(course, course->rows, course->cols, 1, err);
    case COURSE_SHUFFLE:
        if (!take_convolution(course, rows, cols, times, err)) return false;
        if (rival == RIVAL_ICNR) repeat_first(course->w, (size_t)course->parameters, (size_t)(course->parameters / times));
        course->phases = times;
        return true;
    case COURSE_COPY: course->rows = rows, course->cols = cols; return true;
    default: return true;
    }
}

bool course_make(Course *course, const Bench *bench, Rival rival, Error *err)
{
    *course = (Course){ .bench = bench, .kind = kind_of(rival, bench->layer.transposed), .phases = 1,
                        .bilinear = rival == RIVAL_BILINEAR || rival == RIVAL_BILINEAR_CONV };
    if (!rival_fits(rival, &bench->layer, err)) return false;
    if (!course_fill(course, rival, err)) {
        course_clear(course);
        return false;
    }
    course->start_y = start_of(course, course->spec.y, bench->times_y);
    course->start_x = start_of(course, course->spec.x, bench->times_x);
    course->step_y = step_of(course, course->spec.y, bench->times_y);
    course->step_x = step_of(course, course->spec.x, bench->times_x);
    bool strided = course->kind != COURSE_COPY && (course->kind != COURSE_LAYER || course->spec.transposed);
    course->period_y = strided ? bench->layer.y.stride : 1, course->period_x = strided ? bench->layer.x.stride : 1;
    return true;
}

void course_clear(Course *course)
{
    free(course->w);
    *course = (Course){ 0 };
}

// The layer reaches over its span; a convolution before a shuffle over half its kernel in pixels of the input, which bilinear
// mixes with their neighbours.
static int border_along(const Bench *bench, bool rows)
{
    Axis layer = rows ? bench->layer.y : bench->layer.x;
    int times = rows ? bench->times_y : bench->times_x;
    int reach = axis_span(layer) - 1 + layer.output_padding, half = own_kernel(bench, rows) / 2;
    int own = times * (half > 1 ? half : 1) + half;
    return bench->layer.transposed && own > reach ? own : reach;
}

int course_border(const Bench *bench)
{
    int down = border_along(bench, true), across = border_along(bench, false);
    return down > across ? down : across;
}
