// The stages of a rival in bands. A band of an operation is the same operation with another padding, because where a cell
// lands depends on differences alone; a band of a resized plane is that of the rows around it, enlarged.
#include "lab/course.h"

#include <stdlib.h>
#include <string.h>

// ---- slabs -----------------------------------------------------------------------------------------------------

// Rows first … end − 1 of a plane.
typedef struct Slab {
    float *data;
    int first, end, cols;
} Slab;

typedef struct Range {
    int first, end;
} Range;

static float *slab_row(Slab slab, int row)
{
    return slab.data + (size_t)(row - slab.first) * (size_t)slab.cols;
}

static Slab slab_cut(Slab slab, int first, int end)
{
    return (Slab){ slab_row(slab, first), first, end, slab.cols };
}

static Range within(long long first, long long end, int rows)
{
    if (first < 0) first = 0;
    if (end > rows) end = rows;
    if (first >= end) first = first < rows ? first : rows - 1, end = first + 1; // one that brings nothing
    return (Range){ (int)first, (int)end };
}

// ---- operations ------------------------------------------------------------------------------------------------

static long long floor_divide(long long a, long long b)
{
    return a / b - (a % b < 0);
}

// The rows of the input that reach rows first … end − 1 of the output.
static Range reaching(const Spec *spec, int first, int end)
{
    Axis a = spec->y;
    long long far = axis_span(a) - 1;
    if (!spec->transposed) return within((long long)first * a.stride - a.padding, (long long)(end - 1) * a.stride - a.padding + far + 1, a.wide);
    return within(floor_divide(first + a.padding - far + a.stride - 1, a.stride), floor_divide(end - 1 + a.padding, a.stride) + 1, a.narrow);
}

// At most so many rows for [rows] of the output.
static size_t most_reaching(const Spec *spec, int rows)
{
    Axis a = spec->y;
    long long most = spec->transposed ? (rows + axis_span(a)) / a.stride + 2 : (long long)(rows - 1) * a.stride + axis_span(a);
    long long all = spec_in(spec, a);
    return (size_t)(most < all ? most : all);
}

// All out-channels of a band, one after the other, from a slab that has the rows that reach it.
static void operate(float *y, const Slab *x, const float *w, const Spec *whole, int first, int end)
{
    Spec spec = *whole;
    if (spec.transposed) {
        spec.y.padding += first - x->first * spec.y.stride;
        spec.y.narrow = x->end - x->first, spec.y.wide = end - first;
    } else {
        spec.y.padding += x->first - first * spec.y.stride;
        spec.y.wide = x->end - x->first, spec.y.narrow = end - first;
    }
    op_forward(y, x->data, w, NULL, &spec);
}

// ---- resizing --------------------------------------------------------------------------------------------------

// The input rows that rows first … end − 1 of the enlarged plane need, with a neighbour on each side.
static Range enlarged_from(const Course *course, int first, int end)
{
    int times = course->bench->times_y;
    return within(first / times - 1, (long long)(end - 1) / times + 2, course->bench->input.shape[2]);
}

static size_t most_enlarged(const Course *course, int rows)
{
    size_t times = (size_t)course->bench->times_y;
    return ((size_t)rows / times + 5) * times;
}

// Rows first … end − 1 of the enlarged plane, made in [scratch].
static Slab enlarge(const Course *course, const Slab *plane, float *scratch, int first, int end)
{
    int times_y = course->bench->times_y, times_x = course->bench->times_x;
    Range from = enlarged_from(course, first, end);
    Resize how = { .bilinear = course->bilinear, .planes = 1, .in_height = from.end - from.first, .in_width = plane->cols,
                   .out_height = (from.end - from.first) * times_y, .out_width = plane->cols * times_x };
    resize(scratch, slab_row(*plane, from.first), &how);
    return slab_cut((Slab){ scratch, from.first * times_y, from.end * times_y, how.out_width }, first, end);
}

// ---- bands -----------------------------------------------------------------------------------------------------

size_t course_scratch(const Course *course, int rows)
{
    size_t cols = (size_t)course->cols, times = (size_t)course->bench->times_y;
    switch (course->kind) {
    case COURSE_GRADIENT: return most_reaching(&course->spec, rows) * (size_t)spec_in(&course->spec, course->spec.x);
    case COURSE_RESIZE: return most_enlarged(course, rows) * cols;
    case COURSE_RESIZE_CONV: return most_enlarged(course, (int)most_reaching(&course->spec, rows)) * cols;
    case COURSE_SHUFFLE: return 2 * ((size_t)rows / times + 2) * times * cols;
    default: return 0;
    }
}

static void gradient_rows(const Course *course, float *out, float *scratch, int first, int end)
{
    Range from = reaching(&course->spec, first, end);
    Slab ones = { scratch, from.first, from.end, spec_in(&course->spec, course->spec.x) };
    size_t count = (size_t)(from.end - from.first) * (size_t)ones.cols, plane = (size_t)(end - first) * (size_t)course->cols;
    for (size_t i = 0; i < count; i++) scratch[i] = 1;
    operate(out, &ones, course->w, &course->spec, first, end);
    memcpy(out + plane, out, plane * sizeof *out);
    memcpy(out + 2 * plane, out, plane * sizeof *out);
}

// PixelShuffle in 1D: of each channel one value in turn.
static void deal_out(float *out, const float *channels, int cols, int times)
{
    for (int i = 0; i < cols * times; i++) out[i] = channels[i % times * cols + i / times];
}

static void shuffled_rows(const Course *course, float *out, const Slab *plane, float *scratch, int first, int end)
{
    int times = course->bench->times_y, low = first / times, high = (end - 1) / times + 1;
    Range from = reaching(&course->spec, low, high);
    Slab x = slab_cut(*plane, from.first, from.end);
    float *woven = scratch + (size_t)(high - low) * (size_t)times * (size_t)course->cols;
    operate(scratch, &x, course->w, &course->spec, low, high);
    if (course->spec.dims == 1) {
        deal_out(woven, scratch, plane->cols, course->bench->times_x);
    } else {
        Shuffle how = { 1, 1, high - low, plane->cols, times };
        pixel_shuffle(woven, scratch, &how);
    }
    Slab made = { woven, low * times, high * times, course->cols };
    memcpy(out, slab_row(made, first), (size_t)(end - first) * (size_t)course->cols * sizeof *out);
}

void course_rows(const Course *course, float *out, float *scratch, int first, int end)
{
    const Tensor *input = &course->bench->input;
    size_t size = (size_t)input->shape[2] * (size_t)input->shape[3], band = (size_t)(end - first) * (size_t)course->cols;
    if (course->kind == COURSE_GRADIENT) {
        gradient_rows(course, out, scratch, first, end);
        return;
    }
    for (int c = 0; c < 3; c++, out += band) {
        Slab plane = { input->data + (size_t)c * size, 0, input->shape[2], input->shape[3] };
        Range from = { first, end };
        if (course->kind == COURSE_LAYER || course->kind == COURSE_RESIZE_CONV) from = reaching(&course->spec, first, end);
        Slab x;
        switch (course->kind) {
        case COURSE_LAYER:
            x = slab_cut(plane, from.first, from.end);
            operate(out, &x, course->w, &course->spec, first, end);
            break;
        case COURSE_RESIZE_CONV:
            x = enlarge(course, &plane, scratch, from.first, from.end);
            operate(out, &x, course->w, &course->spec, first, end);
            break;
        case COURSE_SHUFFLE: shuffled_rows(course, out, &plane, scratch, first, end); break;
        default:
            x = course->kind == COURSE_RESIZE ? enlarge(course, &plane, scratch, first, end) : slab_cut(plane, first, end);
            memcpy(out, x.data, band * sizeof *out);
        }
    }
}
