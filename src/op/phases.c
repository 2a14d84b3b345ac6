// A transposed convolution as small convolutions taking turns. Stamps stand a stride apart, so the cells of one phase
// are reached by every s/gcd(d, s)-th tap alone; among themselves those taps stand d/gcd(d, s) input cells apart.
// Each phase is an ordinary convolution of stride 1, run by the same kernel as any other.
#include "op/reach.h"

// The first tap whose prints land on [phase], or -1 where none does. Taps repeat their phases after [step].
static int first_tap(Axis axis, int phase, int step)
{
    for (int tap = 0; tap < step && tap < axis.kernel; tap++)
        if ((long long)tap * axis.dilation % axis.stride == phase) return tap;
    return -1;
}

Phase axis_phase(Axis axis, int phase)
{
    assert(0 <= phase && phase < axis.stride);
    int common = axis_common(axis);
    // Wide cell o has o + padding = stride·q + phase; `start` is the q of the first cell.
    int start = (int)(((long long)axis.padding - phase + axis.stride - 1) / axis.stride);
    long long first = (long long)start * axis.stride + phase - axis.padding;
    Phase out = { .first = (int)first, .step = axis.stride / common };
    out.cells = first < axis.wide ? (int)((axis.wide - 1 - first) / axis.stride) + 1 : 0;
    int tap = first_tap(axis, phase, out.step);
    if (tap >= 0) out.first_tap = tap, out.taps = (axis.kernel - 1 - tap) / out.step + 1;
    // Cell q through tap first_tap + m·step comes from input cell q + (phase − first_tap·d)/s − m·d/gcd.
    int dilation = axis.dilation / common;
    long long offset = (phase - (long long)out.first_tap * axis.dilation) / axis.stride; // exact where a tap lands
    out.as = (Axis){ .narrow = out.cells, .wide = axis.narrow, .kernel = out.taps, .stride = 1, .dilation = dilation,
                     .padding = (int)((long long)(out.taps - 1) * dilation - start - offset) };
    return out;
}

PhaseCounts axis_counts(Axis axis)
{
    int common = axis_common(axis), step = axis.stride / common, few = axis.kernel / step, full = axis.kernel % step;
    int taps[] = { few + 1, few, 0 }, phases[] = { full, step - full, axis.stride - step };
    if (few == 0) phases[2] += phases[1], phases[1] = 0;
    PhaseCounts out = { .common = common, .left_over = axis.kernel % axis.stride, .empty = phases[2] };
    for (int i = 0; i < COUNT(taps); i++)
        if (phases[i] > 0) out.of[out.count].taps = taps[i], out.of[out.count++].phases = phases[i];
    out.most = out.of[0].taps, out.least = out.of[out.count - 1].taps;
    out.even = out.count == 1;
    return out;
}

void op_phase_gains(double *gains, const float *w, const Spec *spec, int ic, int oc)
{
    Axis y = spec->y, x = spec->x;
    for (size_t i = 0; i < (size_t)y.stride * (size_t)x.stride; i++) gains[i] = 0;
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups;
    if (ic / ins != oc / outs) return;
    // (in, out/groups) for a transposed convolution, (out, in/groups) for a convolution
    size_t plane = spec->transposed ? (size_t)ic * (size_t)outs + (size_t)(oc % outs)
                                    : (size_t)oc * (size_t)ins + (size_t)(ic % ins);
    const float *tap = w + plane * (size_t)y.kernel * (size_t)x.kernel;
    for (int ky = 0; ky < y.kernel; ky++)
    for (int kx = 0; kx < x.kernel; kx++) {
        size_t row = (size_t)((long long)ky * y.dilation % y.stride), column = (size_t)((long long)kx * x.dilation % x.stride);
        gains[row * (size_t)x.stride + column] += (double)*tap++;
    }
}

static int phase_of(Axis axis, int wide)
{
    return (wide + axis.padding) % axis.stride;
}

// The taps of a phase of rows and a phase of columns, in the layout of a convolution and turned.
static void take_taps(float *sub, const float *w, const Spec *spec, const Phase *rows, const Phase *columns)
{
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups;
    for (int out = 0; out < spec->out_channels; out++)
    for (int i = 0; i < ins; i++) {
        size_t in = (size_t)(out / outs * ins + i);
        const float *plane =
            w + (in * (size_t)outs + (size_t)(out % outs)) * (size_t)spec->y.kernel * (size_t)spec->x.kernel;
        for (int my = rows->taps - 1; my >= 0; my--)
        for (int mx = columns->taps - 1; mx >= 0; mx--)
            *sub++ = plane[(size_t)(rows->first_tap + my * rows->step) * (size_t)spec->x.kernel +
                           (size_t)(columns->first_tap + mx * columns->step)];
    }
}

// The cells of a phase back among the others.
static void place_cells(float *y, const float *cells, const Spec *spec, const Phase *rows, const Phase *columns)
{
    for (int plane = 0; plane < spec->batch * spec->out_channels; plane++)
    for (int row = 0; row < rows->cells; row++)
    for (int column = 0; column < columns->cells; column++)
        y[((size_t)plane * (size_t)spec->y.wide + (size_t)(rows->first + row * spec->y.stride)) *
              (size_t)spec->x.wide + (size_t)(columns->first + column * spec->x.stride)] = *cells++;
}

size_t op_phases_scratch(const Spec *spec)
{
    return spec_w_count(spec) + spec_y_count(spec);
}

void conv_transpose2d_phases(float *y, const float *x, const float *w, const float *bias, const Spec *spec,
                             float *scratch)
{
    assert(spec->transposed);
    float *sub = scratch, *cells = scratch + spec_w_count(spec);
    // Every phase that has cells has one among the first `stride` of them.
    for (int row = 0; row < spec->y.stride && row < spec->y.wide; row++)
    for (int column = 0; column < spec->x.stride && column < spec->x.wide; column++) {
        Phase rows = axis_phase(spec->y, phase_of(spec->y, row)), columns = axis_phase(spec->x, phase_of(spec->x, column));
        Spec phase = *spec;
        phase.transposed = false;
        phase.y = rows.as;
        phase.x = columns.as;
        take_taps(sub, w, spec, &rows, &columns);
        conv2d(cells, x, sub, bias, &phase);
        place_cells(y, cells, spec, &rows, &columns);
    }
}
