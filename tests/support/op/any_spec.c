// The definition is written once more here on purpose, by plain loops over narrow cells and taps: nothing that a
// kernel shares with it can hide a mistake.
#include "support/op/any_spec.h"

#include "support/check.h"

#include <math.h>

int any(Random *random, int lo, int hi)
{
    return (int)random_range(random, lo, hi);
}

static Axis any_axis(Random *random, bool transposed)
{
    Axis a = { .kernel = any(random, 1, 4), .stride = any(random, 1, 4), .dilation = any(random, 1, 3) };
    int in = any(random, 1, 5), span = axis_span(a);
    a.padding = any(random, 0, any(random, 0, 2) ? span / 2 + 1 : span + 2);
    if (transposed) {
        a.narrow = in;
        a.output_padding = any(random, 0, a.stride > a.dilation ? a.stride - 1 : a.dilation - 1);
    } else {
        a.wide = in + any(random, 0, 6);
    }
    return a;
}

static size_t products(const Spec *s)
{
    return (size_t)s->batch * (size_t)s->in_channels * (size_t)(s->out_channels / s->groups) *
           (size_t)(s->y.narrow * s->x.narrow) * (size_t)(s->y.kernel * s->x.kernel);
}

static bool is_small(const Spec *spec)
{
    return products(spec) <= ANY_MOST_TERMS && spec_x_count(spec) <= ANY_MOST_VALUES &&
           spec_y_count(spec) <= ANY_MOST_VALUES;
}

Spec any_spec(Random *random, bool transposed)
{
    for (;;) {
        int groups = any(random, 0, 2) ? 1 : any(random, 1, 3);
        Spec spec = { .transposed = transposed, .dims = any(random, 0, 3) ? 2 : 1, .batch = any(random, 1, 2),
                      .in_channels = groups * any(random, 1, 2), .out_channels = groups * any(random, 1, 2),
                      .groups = groups, .y = any_axis(random, transposed), .x = any_axis(random, transposed) };
        if (spec_check(&spec, NULL) && is_small(&spec)) return spec;
    }
}

void any_uneven(Random *random, Spec *spec)
{
    Spec uneven = *spec;
    uneven.convention = CONVENTION_ONNX;
    uneven.x.uneven = any(random, -uneven.x.padding, 3);
    if (uneven.dims == 2) uneven.y.uneven = any(random, -uneven.y.padding, 3);
    if (spec_check(&uneven, NULL) && is_small(&uneven)) *spec = uneven;
}

static float any_value(Random *random, bool whole)
{
    return whole ? (float)any(random, -9, 9) : (float)(2 * random_unit(random) - 1);
}

// Every term: the narrow cell, the tap, and where s·narrow − p + d·tap lands.
static void list_terms(Sample *s)
{
    const Spec *p = &s->spec;
    int ins = p->in_channels / p->groups, outs = p->out_channels / p->groups;
    int rows = spec_out(p, p->y), columns = spec_out(p, p->x), xr = spec_in(p, p->y), xc = spec_in(p, p->x);
    s->terms = 0;
    for (int n = 0; n < p->batch; n++)
    for (int i = 0; i < p->in_channels; i++)
    for (int o = i / ins * outs; o < (i / ins + 1) * outs; o++)
    for (int r = 0; r < p->y.narrow; r++)
    for (int c = 0; c < p->x.narrow; c++)
    for (int ky = 0; ky < p->y.kernel; ky++)
    for (int kx = 0; kx < p->x.kernel; kx++) {
        int wr = r * p->y.stride - p->y.padding + ky * p->y.dilation;
        int wc = c * p->x.stride - p->x.padding + kx * p->x.dilation;
        if (wr < 0 || wr >= p->y.wide || wc < 0 || wc >= p->x.wide) continue;
        int yr = p->transposed ? wr : r, yc = p->transposed ? wc : c;
        int ir = p->transposed ? r : wr, ic = p->transposed ? c : wc;
        int first = p->transposed ? i * outs + o % outs : o * ins + i % ins;
        int t = s->terms++;
        s->term[t].x = ((n * p->in_channels + i) * xr + ir) * xc + ic;
        s->term[t].w = (first * p->y.kernel + ky) * p->x.kernel + kx;
        s->term[t].y = ((n * p->out_channels + o) * rows + yr) * columns + yc;
    }
}

void sample_make(Sample *s, Random *random, const Spec *spec, bool whole)
{
    s->spec = *spec, s->whole = whole;
    check(is_small(spec) && spec_w_count(spec) <= ANY_MOST_VALUES && spec->out_channels <= ANY_MOST_CHANNELS,
          "the spec is too large for a sample");
    for (size_t i = 0; i < spec_x_count(spec); i++) s->x[i] = any_value(random, whole);
    for (size_t i = 0; i < spec_w_count(spec); i++) s->w[i] = any_value(random, whole);
    for (size_t i = 0; i < spec_y_count(spec); i++) s->gy[i] = any_value(random, whole);
    for (int i = 0; i < spec->out_channels; i++) s->b[i] = any_value(random, whole);
    s->biased = any(random, 0, 1);
    list_terms(s);
}

int sample_channel(const Sample *s, size_t y)
{
    size_t plane = (size_t)spec_out(&s->spec, s->spec.y) * (size_t)spec_out(&s->spec, s->spec.x);
    return (int)(y / plane % (size_t)s->spec.out_channels);
}

static void add(Sum *sum, double term)
{
    sum->value += term;
    sum->bound += fabs(term);
    sum->length++;
}

static void end(const Sample *s, Sum *sums, size_t count)
{
    for (size_t i = 0; i < count; i++) sums[i].bound *= s->whole ? 0 : (sums[i].length + 2) * 0x1p-24;
}

void sample_y(const Sample *s, Sum *y)
{
    size_t count = spec_y_count(&s->spec);
    memset(y, 0, count * sizeof *y);
    for (size_t i = 0; s->biased && i < count; i++) add(&y[i], (double)s->b[sample_channel(s, i)]);
    for (int t = 0; t < s->terms; t++)
        add(&y[s->term[t].y], (double)s->x[s->term[t].x] * (double)s->w[s->term[t].w]);
    end(s, y, count);
}

void sample_gx(const Sample *s, Sum *gx)
{
    memset(gx, 0, spec_x_count(&s->spec) * sizeof *gx);
    for (int t = 0; t < s->terms; t++)
        add(&gx[s->term[t].x], (double)s->gy[s->term[t].y] * (double)s->w[s->term[t].w]);
    end(s, gx, spec_x_count(&s->spec));
}

void sample_gw(const Sample *s, Sum *gw)
{
    memset(gw, 0, spec_w_count(&s->spec) * sizeof *gw);
    for (int t = 0; t < s->terms; t++)
        add(&gw[s->term[t].w], (double)s->gy[s->term[t].y] * (double)s->x[s->term[t].x]);
    end(s, gw, spec_w_count(&s->spec));
}

void sample_gb(const Sample *s, Sum *gb)
{
    memset(gb, 0, (size_t)s->spec.out_channels * sizeof *gb);
    for (size_t i = 0; i < spec_y_count(&s->spec); i++) add(&gb[sample_channel(s, i)], (double)s->gy[i]);
    end(s, gb, (size_t)s->spec.out_channels);
}

double sample_loss(const Sample *s)
{
    double loss = 0;
    for (int t = 0; t < s->terms; t++)
        loss += (double)s->gy[s->term[t].y] * ((double)s->x[s->term[t].x] * (double)s->w[s->term[t].w]);
    for (size_t i = 0; s->biased && i < spec_y_count(&s->spec); i++)
        loss += (double)s->gy[i] * (double)s->b[sample_channel(s, i)];
    return loss;
}
