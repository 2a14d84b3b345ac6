// One operation, told in many ways, over the whole space of its parameters: 100,000 specs from one seed. Stamp, gather,
// dense and sparse matrix, phases and the replayed timeline share only the one relation; they must be the same sum, the
// turned operation must be its transpose, and the gradients must be its slopes.
//
// A spec that fails is printed as a scene code: paste it into the program to see it.
#include "explain/explain.h"
#include "support/check.h"
#include "support/op/any_spec.h"
#include "support/op/sparse_floats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// 100,000 specs with whole numbers, 10,000 with floats (each direction FLOATS).
enum { SEED = 3, WHOLE_TRANSPOSED = 60000, WHOLE_PLAIN = 40000, FLOATS = 5000 };

static Sample sample; // large, so not on the stack

typedef struct Case {
    int seed, number;
} Case;
static Case now; // what fails says where

// ---- saying what failed ----------------------------------------------------------------------------------------

enum { MOST_SHOWN = 400 }; // values that are still typed into a scene code

static Source shown(float *values, size_t count, SourceKind otherwise)
{
    if (count > MOST_SHOWN) return (Source){ .kind = otherwise };
    return (Source){ .kind = SOURCE_TYPED, .values = values, .count = (int)count };
}

static void fail_case(const Sample *s, const char *what) // does not come back
{
    Scene scene = { .spec = s->spec, .views = 1, .step = STEP_END };
    scene.x = shown((float *)s->x, spec_x_count(&s->spec), SOURCE_RAMP);
    scene.w = shown((float *)s->w, spec_w_count(&s->spec), SOURCE_RAMP);
    // The code has no word for far edges of their own, which come from ONNX alone, and so no place for such a gy.
    bool uneven = s->spec.y.uneven || s->spec.x.uneven;
    scene.gy = shown((float *)s->gy, uneven ? MOST_SHOWN + 1 : spec_y_count(&s->spec), SOURCE_ONES);
    scene.b = s->biased ? shown((float *)s->b, (size_t)s->spec.out_channels, SOURCE_RAMP)
                        : (Source){ .kind = SOURCE_NONE };
    Text code = { 0 };
    scene_print(&code, &scene);
    if (uneven)
        text_print(&code, "\nbut with padding of the far edges larger by %d and %d", s->spec.y.uneven, s->spec.x.uneven);
    print_error("%s\nseed %d, spec %d (%s):\n%s\n", what, now.seed, now.number, s->whole ? "whole numbers" : "floats",
                code.data);
    text_clear(&code);
    fail();
}

// ---- the tellings of y -----------------------------------------------------------------------------------------

typedef void Tell(double *y, Sample *s);

static const float *bias_of(const Sample *s)
{
    return s->biased ? s->b : NULL;
}

typedef void Kernel(float *y, const float *x, const float *w, const float *bias, const Spec *spec);

static void through(Kernel *kernel, double *y, const Sample *s)
{
    static float out[ANY_MOST_VALUES];
    size_t count = spec_y_count(&s->spec);
    memset(out, 0xFF, count * sizeof *out); // NaN: what is not written shows
    kernel(out, s->x, s->w, bias_of(s), &s->spec);
    for (size_t i = 0; i < count; i++) y[i] = (double)out[i];
}

static void by_kernel(double *y, Sample *s)
{
    Kernel *one[] = { conv1d, conv_transpose1d }, *two[] = { conv2d, conv_transpose2d };
    through((s->spec.dims == 1 ? one : two)[s->spec.transposed], y, s);
}

static void by_gather(double *y, Sample *s)
{
    through(conv_transpose2d_gather, y, s);
}

static void by_matrix(double *y, Sample *s)
{
    through(op_matrix_forward, y, s);
}

static void phases(float *y, const float *x, const float *w, const float *bias, const Spec *spec)
{
    static float scratch[2 * ANY_MOST_VALUES];
    check(op_phases_scratch(spec) <= (size_t)COUNT(scratch), "phases ask for %zu values", op_phases_scratch(spec));
    memset(scratch, 0xFF, sizeof scratch);
    conv_transpose2d_phases(y, x, w, bias, spec, scratch);
}

static void by_phases(double *y, Sample *s)
{
    through(phases, y, s);
}

// [turned]: Cᵀ where the spec is C, and C where it is Cᵀ; [in] and [out] of one sample after the other.
static void sparse(float *out, const float *in, const Sample *s, bool turned)
{
    Sparse c;
    Error err;
    check(sparse_make(&c, &s->spec, &err), "%s", err.text);
    bool transposed = s->spec.transposed != turned;
    size_t outs = transposed ? c.columns : c.rows, ins = transposed ? c.rows : c.columns;
    for (size_t n = 0; n < (size_t)s->spec.batch; n++) sparse_floats(out + n * outs, &c, s->w, in + n * ins, transposed);
    sparse_clear(&c);
}

static void by_sparse(double *y, Sample *s)
{
    static float out[ANY_MOST_VALUES];
    size_t count = spec_y_count(&s->spec);
    memset(out, 0xFF, count * sizeof *out);
    sparse(out, s->x, s, false);
    for (size_t i = 0; i < count; i++) y[i] = (double)out[i] + (s->biased ? (double)s->b[sample_channel(s, i)] : 0);
}

// ---- the timeline ----------------------------------------------------------------------------------------------

typedef struct Replay {
    const Work *work;
    Walk walk;
    long long step;
    size_t y_columns, y_plane;
    double *y;
} Replay;

static bool add_term(void *context, const Term *term)
{
    Replay *r = context;
    const Spec *spec = &r->work->scene.spec;
    if (!term->inside) return true;
    long long step = timeline_of(spec, r->walk, term);
    if (step != r->step) {
        char what[128];
        snprintf(what, sizeof what, "by %s, a term of step %lld is said to be of step %lld", WALK_WORDS[r->walk],
                 r->step, step);
        fail_case(&sample, what);
    }
    const int *at = term->y.at;
    size_t plane = (size_t)at[0] * (size_t)spec->out_channels + (size_t)at[1];
    r->y[plane * r->y_plane + (size_t)at[2] * r->y_columns + (size_t)at[3]] +=
        (double)work_value(r->work, term->x) * (double)work_value(r->work, term->w);
    return true;
}

// The work of a sample, borrowing its values.
static Work work_of(Sample *s)
{
    return (Work){ .scene = { .spec = s->spec, .b = { .kind = s->biased ? SOURCE_ONES : SOURCE_NONE } },
                   .x = s->x, .w = s->w, .b = s->biased ? s->b : NULL };
}

static void replay(double *y, Sample *s, Walk walk, long long steps)
{
    Work work = work_of(s);
    const Spec *spec = &s->spec;
    size_t columns = (size_t)spec_out(spec, spec->x), plane = columns * (size_t)spec_out(spec, spec->y);
    Replay r = { &work, walk, 0, columns, plane, y };
    for (size_t i = 0; i < spec_y_count(spec); i++) y[i] = s->biased ? (double)s->b[sample_channel(s, i)] : 0;
    for (; r.step < steps; r.step++) {
        Step step = timeline_step(spec, walk, r.step);
        if (walk == WALK_PRODUCT) add_term(&r, &step.term);
        else terms_each(spec, step.cell, add_term, &r);
    }
}

static void by_input(double *y, Sample *s)
{
    replay(y, s, WALK_INPUT, timeline_count(&s->spec, WALK_INPUT));
}

static void by_output(double *y, Sample *s)
{
    replay(y, s, WALK_OUTPUT, timeline_count(&s->spec, WALK_OUTPUT));
}

static void by_product(double *y, Sample *s)
{
    replay(y, s, WALK_PRODUCT, timeline_count(&s->spec, WALK_PRODUCT));
}

// The partial sums that the lenses show, of one plane at one step of one walk, are those of the terms so far.
static void hold_partial_sums(Sample *s, Random *random)
{
    static double y[ANY_MOST_VALUES];
    const Spec *spec = &s->spec;
    Walk walk = (Walk)any(random, 0, WALK_COUNT - 1);
    long long steps = random_range(random, 0, (long)timeline_count(spec, walk));
    int n = any(random, 0, spec->batch - 1), c = any(random, 0, spec->out_channels - 1);
    replay(y, s, walk, steps);
    Work work = work_of(s);
    Sums sums;
    sums_make(&sums, &work, n, c, walk, steps);
    int rows = spec_out(spec, spec->y), columns = spec_out(spec, spec->x);
    for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column++) {
        double want = y[((n * spec->out_channels + c) * rows + row) * columns + column];
        double got = sums.value[(row - sums.canvas.row0) * sums.canvas.cols + column - sums.canvas.col0];
        if (fabs(got - want) <= (s->whole ? 0 : 1e-12 * (1 + fabs(want)))) continue;
        char what[256];
        snprintf(what, sizeof what, "the sums after step %lld by %s stray from the terms so far: y(%d,%d,%d,%d) is "
                                    "%.9g; wanted %.9g", steps, WALK_WORDS[walk], n, c, row, column, got, want);
        fail_case(s, what);
    }
    sums_clear(&sums);
}

// ---- all tellings are one sum ----------------------------------------------------------------------------------

typedef struct Telling {
    const char *name;
    Tell *tell;
} Telling;
static const Telling TRANSPOSED[] = {
    { "stamp", by_kernel }, { "gather", by_gather }, { "matrix", by_matrix }, { "sparse matrix", by_sparse },
    { "phases", by_phases }, { "timeline by input", by_input }, { "timeline by output", by_output },
    { "timeline by product", by_product },
};
static const Telling PLAIN[] = {
    { "window", by_kernel }, { "matrix", by_matrix }, { "sparse matrix", by_sparse },
    { "timeline by input", by_input }, { "timeline by output", by_output }, { "timeline by product", by_product },
};
enum { MOST_TELLINGS = COUNT(TRANSPOSED) };

static double told[MOST_TELLINGS][ANY_MOST_VALUES];

// Where a telling first leaves what is wanted by more than its bound, or [count]. NaN is never within.
static size_t first_apart(const double *got, const Sum *want, size_t count)
{
    size_t i = 0;
    while (i < count && fabs(got[i] - want[i].value) <= want[i].bound) i++;
    return i;
}

// Whether all tellings say the same, whatever the definition says.
static bool all_agree(int count, size_t at)
{
    for (int i = 1; i < count; i++)
        if (!(told[i][at] == told[0][at])) return false;
    return true;
}

static void hold_tellings(Sample *s)
{
    static Sum want[ANY_MOST_VALUES];
    const Telling *tellings = s->spec.transposed ? TRANSPOSED : PLAIN;
    int count = s->spec.transposed ? COUNT(TRANSPOSED) : COUNT(PLAIN), astray = 0, which = 0;
    size_t values = spec_y_count(&s->spec), at = values;
    sample_y(s, want);
    for (int i = 0; i < count; i++) {
        tellings[i].tell(told[i], s);
        size_t first = first_apart(told[i], want, values);
        if (first == values) continue;
        astray++;
        if (first < at) at = first, which = i;
    }
    if (!astray) return;
    Text what = { 0 };
    if (astray == 1) text_print(&what, "%s stands alone", tellings[which].name);
    else if (astray == count && all_agree(count, at)) text_put(&what, "the definition stands alone");
    else text_print(&what, "%d of %d tellings stray", astray, count);
    text_print(&what, ": y[%zu] is %.9g by the definition", at, want[at].value);
    for (int i = 0; i < count; i++) text_print(&what, ", %.9g by %s", told[i][at], tellings[i].name);
    fail_case(s, what.data);
}

// ---- ⟨Cx, y⟩ = ⟨x, Cᵀy⟩ -----------------------------------------------------------------------------------------

static double inner(const float *a, const float *b, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += (double)a[i] * (double)b[i];
    return sum;
}

static void hold_transpose(Sample *s)
{
    static float y[ANY_MOST_VALUES], x[ANY_MOST_VALUES];
    Spec turned = spec_turned(&s->spec);
    if (spec_x_count(&turned) != spec_y_count(&s->spec) || spec_y_count(&turned) != spec_x_count(&s->spec) ||
        spec_w_count(&turned) != spec_w_count(&s->spec))
        fail_case(s, "turned, x and y have not changed places");
    op_forward(y, s->x, s->w, NULL, &s->spec);
    op_forward(x, s->gy, s->w, NULL, &turned);
    double left = inner(y, s->gy, spec_y_count(&s->spec)), right = inner(s->x, x, spec_x_count(&s->spec));
    double most = 0;
    for (int t = 0; t < s->terms; t++)
        most += fabs((double)s->gy[s->term[t].y] * (double)s->x[s->term[t].x] * (double)s->w[s->term[t].w]);
    // Each sum errs by its own bound; none has more terms than there are in all.
    if (fabs(left - right) <= (s->whole ? 0 : 2 * (s->terms + 2) * 0x1p-24 * most)) return;
    char what[128];
    snprintf(what, sizeof what, "the turned operation is not the transpose: <Cx, y> is %.17g, <x, C'y> is %.17g", left,
             right);
    fail_case(s, what);
}

// ---- gradients -------------------------------------------------------------------------------------------------

static void hold_gradient(Sample *s, const char *name, const float *got, const Sum *want, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (fabs((double)got[i] - want[i].value) <= want[i].bound) continue;
        char what[160];
        snprintf(what, sizeof what, "%s[%zu] is %.9g; by its definition it is %.9g", name, i, (double)got[i],
                 want[i].value);
        fail_case(s, what);
    }
}

// The loss is linear in each of x, w and b alone, so that its central difference is its slope for any h.
static double slope(Sample *s, float *value)
{
    float before = *value, above = before + 1, below = before - 1;
    *value = above;
    double high = sample_loss(s);
    *value = below;
    double low = sample_loss(s);
    *value = before;
    return (high - low) / ((double)above - (double)below);
}

enum { ALL_UP_TO = 12, SAMPLED = 3 }; // coordinates of a tensor: all of a small one

static void hold_slopes(Sample *s, Random *random, const char *name, float *values, const float *gradient,
                        const Sum *want, size_t count)
{
    int coordinates = count <= ALL_UP_TO ? (int)count : SAMPLED;
    for (int k = 0; k < coordinates; k++) {
        size_t i = count <= ALL_UP_TO ? (size_t)k : (size_t)random_range(random, 0, (long)count - 1);
        double difference = slope(s, &values[i]);
        // The loss is summed in double: what is lost of it lies far below float32.
        double allowed = s->whole ? 0 : want[i].bound + 1e-11;
        if (fabs((double)gradient[i] - difference) <= allowed) continue;
        char what[160];
        snprintf(what, sizeof what, "%s[%zu] is %.9g; the central difference says %.9g", name, i, (double)gradient[i],
                 difference);
        fail_case(s, what);
    }
}

static void hold_gradients(Sample *s, Random *random)
{
    static float gx[ANY_MOST_VALUES], gw[ANY_MOST_VALUES], gb[ANY_MOST_CHANNELS], sparse_gx[ANY_MOST_VALUES];
    static Sum want_x[ANY_MOST_VALUES], want_w[ANY_MOST_VALUES], want_b[ANY_MOST_CHANNELS];
    const Spec *spec = &s->spec;
    size_t xs = spec_x_count(spec), ws = spec_w_count(spec), bs = (size_t)spec->out_channels;
    memset(gx, 0xFF, xs * sizeof *gx);
    memset(gw, 0xFF, ws * sizeof *gw);
    memset(gb, 0xFF, bs * sizeof *gb);
    memset(sparse_gx, 0xFF, xs * sizeof *sparse_gx);
    op_grad_input(gx, s->gy, s->w, spec);
    op_grad_weight(gw, s->gy, s->x, spec);
    op_grad_bias(gb, s->gy, spec);
    sparse(sparse_gx, s->gy, s, true);
    sample_gx(s, want_x);
    sample_gw(s, want_w);
    sample_gb(s, want_b);
    hold_gradient(s, "gx", gx, want_x, xs);
    hold_gradient(s, "gx through the sparse matrix", sparse_gx, want_x, xs);
    hold_gradient(s, "gw", gw, want_w, ws);
    hold_gradient(s, "gb", gb, want_b, bs);
    hold_slopes(s, random, "gx", s->x, gx, want_x, xs);
    hold_slopes(s, random, "gw", s->w, gw, want_w, ws);
    if (s->biased) hold_slopes(s, random, "gb", s->b, gb, want_b, bs);
}

// ---- the walk over specs ---------------------------------------------------------------------------------------

// How often each kind of spec came: a walk that misses one sees too little.
typedef struct Kinds {
    int cropped, beyond, wild, flat, grouped, unlike, batched, gapped, empty, uneven;
} Kinds;

static void count_kinds(Kinds *k, const Spec *p)
{
    Axis a = p->x;
    k->cropped += a.padding > a.dilation * (a.kernel - 1); // the window's own padding would be negative
    k->beyond += a.output_padding > a.padding;             // cells that no stamp reaches
    k->wild += a.output_padding >= a.stride;               // only dilation allows it
    k->flat += p->dims == 1;
    k->grouped += p->groups > 1;
    k->unlike += p->dims == 2 && p->y.stride != a.stride && p->y.kernel != a.kernel && p->y.dilation != a.dilation;
    k->batched += p->batch > 1;
    k->gapped += a.stride > a.kernel; // phases without taps
    k->empty += sample.terms == 0;    // everything is cropped
    k->uneven += a.uneven != 0;
}

static void walk(int specs, bool transposed, bool whole, int seed)
{
    Random seeds = { (uint64_t)seed };
    Kinds k = { 0 };
    for (int number = 0; number < specs; number++) {
        Random random = { random_next(&seeds) }; // each spec has numbers of its own
        now = (Case){ seed, number };
        Spec spec = any_spec(&random, transposed);
        if (any(&random, 0, 4) == 0) any_uneven(&random, &spec);
        sample_make(&sample, &random, &spec, whole);
        count_kinds(&k, &spec);
        hold_tellings(&sample);
        hold_partial_sums(&sample, &random);
        hold_transpose(&sample);
        hold_gradients(&sample, &random);
    }
    int least = specs / 50;
    check(k.cropped > least && k.flat > least && k.grouped > least && k.unlike > least && k.batched > least &&
              k.gapped > least && k.uneven > least && k.empty > 0, "kinds of %d specs: %d %d %d %d %d %d %d %d", specs,
          k.cropped, k.flat, k.grouped, k.unlike, k.batched, k.gapped, k.uneven, k.empty);
    check(!transposed || (k.beyond > least && k.wild > least), "kinds of %d specs: %d %d", specs, k.beyond, k.wild);
}

static void on_whole_numbers_every_telling_of_a_transposed_convolution_is_the_same_sum(void **state)
{
    (void)state;
    walk(WHOLE_TRANSPOSED, true, true, SEED);
}

static void on_whole_numbers_every_telling_of_a_convolution_is_the_same_sum(void **state)
{
    (void)state;
    walk(WHOLE_PLAIN, false, true, SEED);
}

static void on_floats_every_telling_is_as_near_as_float32_allows(void **state)
{
    (void)state;
    walk(FLOATS, true, false, SEED);
    walk(FLOATS, false, false, SEED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_whole_numbers_every_telling_of_a_transposed_convolution_is_the_same_sum),
        cmocka_unit_test(on_whole_numbers_every_telling_of_a_convolution_is_the_same_sum),
        cmocka_unit_test(on_floats_every_telling_is_as_near_as_float32_allows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
