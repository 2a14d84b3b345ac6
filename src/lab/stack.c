// Several layers as one. What a cell becomes through one layer is that layer's kernel; through the next it is what the next
// makes of that kernel; strides multiply, and the crops are counted in ever smaller pixels.
#include "lab/lab.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void stack_clear(Stack *stack)
{
    free(stack->w);
    *stack = (Stack){ 0 };
}

// The axis of a stack with one layer [one] more behind it; in 64 bits, as it may not fit.
typedef struct LongAxis {
    long long kernel, stride, padding, output_padding;
} LongAxis;

static LongAxis with_one_more(LongAxis a, Axis one)
{
    return (LongAxis){ (a.kernel - 1) * one.stride + axis_span(one), a.stride * one.stride, a.padding * one.stride + one.padding,
                       a.output_padding * one.stride + one.output_padding };
}

static bool stack_axis(Axis *out, Axis one, int layers, Error *err)
{
    LongAxis a = { 1, 1, 0, 0 };
    for (int i = 0; i < layers; i++) {
        a = with_one_more(a, one);
        if (a.kernel > STACK_MOST_SIDE)
            return error_set(err, 0, "%d such layers make a kernel of %lld taps, and at most %d are shown: take fewer layers or a smaller kernel",
                             i + 1, a.kernel, STACK_MOST_SIDE);
        if (a.stride > SPEC_MOST_SIDE || a.padding > SPEC_MOST_SIDE || a.output_padding > SPEC_MOST_SIDE)
            return error_set(err, 0, "%d such layers have a stride of %lld together: take fewer layers or a smaller stride", i + 1, a.stride);
    }
    *out = (Axis){ .narrow = one.narrow, .kernel = (int)a.kernel, .stride = (int)a.stride, .padding = (int)a.padding,
                   .output_padding = (int)a.output_padding, .dilation = 1 };
    return true;
}

// One plane through one layer that cuts nothing; [y] has room for it.
static void grow(float *y, const float *x, Axis *rows, Axis *cols, const Spec *one, const float *w)
{
    Spec spec = *one;
    spec.batch = spec.in_channels = spec.out_channels = spec.groups = 1;
    spec.y.narrow = rows->wide, spec.x.narrow = cols->wide;
    Axis *axes[] = { &spec.y, &spec.x }, *grown[] = { rows, cols };
    for (int i = 0; i < COUNT(axes); i++) {
        axes[i]->padding = axes[i]->output_padding = axes[i]->uneven = 0;
        grown[i]->wide = axes[i]->wide = (int)axis_wide_size(*axes[i]);
    }
    op_forward(y, x, w, NULL, &spec);
}

bool stack_make(Stack *stack, const Spec *spec, const float *w, int layers, Error *err)
{
    *stack = (Stack){ .spec = *spec, .layers = layers, .stride_y = spec->y.stride, .stride_x = spec->x.stride };
    Spec *all = &stack->spec;
    all->batch = all->in_channels = all->out_channels = all->groups = 1;
    if (!spec->transposed)
        return error_set(err, 0, "layers are stacked of a transposed convolution; this is a convolution, which enlarges nothing");
    if (!stack_axis(&all->y, spec->y, layers, err) || !stack_axis(&all->x, spec->x, layers, err)) return false;
    Error why = { 0 };
    if (!spec_check(all, &why)) return error_set(err, 0, "%d such layers cannot be stacked: %s", layers, why.text);
    size_t taps = (size_t)all->y.kernel * (size_t)all->x.kernel;
    float *next = calloc(taps, sizeof *next);
    stack->w = calloc(taps, sizeof *stack->w);
    if (!next || !stack->w) {
        free(next);
        stack_clear(stack);
        return error_cannot(err, "not enough memory for the kernel of %d layers", layers);
    }
    Axis rows = { .wide = 1 }, cols = { .wide = 1 };
    stack->w[0] = 1;
    for (int i = 0; i < layers; i++) {
        grow(next, stack->w, &rows, &cols, spec, w);
        float *made = next;
        next = stack->w, stack->w = made;
    }
    free(next);
    bool finite = true;
    for (size_t i = 0; i < taps; i++) finite = finite && isfinite(stack->w[i]);
    if (finite) return true;
    stack_clear(stack);
    return error_set(err, 0, "%d such layers make weights that are too large for a float: take smaller ones", layers);
}

// A pattern of the last m layers repeats with the m-th power of the stride. So the energy of what repeats with that power,
// less the energy of what repeats with the one below, is of the m-th layer from the end.
void stack_parts(double parts[STACK_MOST], const Stack *stack)
{
    const Spec *spec = &stack->spec;
    int tall = spec->y.stride, broad = spec->x.stride, period_y = 1, period_x = 1;
    double *gains = memory_new((size_t)tall * (size_t)broad, sizeof *gains), before = 0;
    double *means = memory_new((size_t)tall * (size_t)broad, sizeof *means);
    op_phase_gains(gains, stack->w, spec, 0, 0);
    for (int m = 1; m <= stack->layers; m++) {
        period_y *= stack->stride_y, period_x *= stack->stride_x;
        memset(means, 0, (size_t)period_y * (size_t)period_x * sizeof *means);
        double share = (double)period_y * period_x / ((double)tall * broad);
        for (int r = 0; r < tall; r++)
        for (int c = 0; c < broad; c++) means[r % period_y * period_x + c % period_x] += share * gains[(size_t)r * (size_t)broad + (size_t)c];
        double energy = checker_of_phases(means, period_y * period_x).replicas;
        parts[stack->layers - m] = energy > before ? energy - before : 0;
        before = energy;
    }
    free(gains);
    free(means);
}
