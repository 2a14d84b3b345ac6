// Rows wider than what the kernels sum at once, kernels wider than what they hold, strides beyond the phases that they
// weave together, more terms than they gather: each by hand-picked sizes, held to the definition's plain loop on whole
// numbers, exactly. And a row made alone is the row of the whole.
#include "op/op.h"
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

static const struct { bool transposed; int in_channels, out_channels, groups, rows, cols, ky, kx, sy, sx, py, px, op, dy, dx; } SIZES[] = {
    { true, 1, 1, 1, 2, 700, 2, 4, 1, 2, 0, 1, 0, 1, 1 },   // two pieces
    { true, 1, 1, 1, 1, 1500, 1, 3, 1, 1, 0, 1, 0, 1, 1 },  // three, of one phase
    { true, 1, 1, 1, 1, 1300, 3, 5, 1, 3, 1, 2, 0, 1, 2 },
    { true, 2, 3, 1, 3, 5, 3, 7, 6, 5, 2, 3, 2, 1, 1 },     // more phases than are woven at once
    { true, 1, 1, 1, 2, 40, 1, 150, 1, 3, 0, 20, 0, 1, 1 }, // more taps than are held
    { true, 1, 2, 1, 40, 3, 150, 2, 3, 1, 20, 0, 0, 1, 1 },
    { true, 30, 2, 1, 3, 9, 3, 3, 2, 2, 1, 1, 1, 1, 1 },    // more strands than are gathered, not in fours
    { true, 6, 4, 2, 4, 3, 3, 2, 2, 3, 2, 0, 1, 1, 2 },
    { true, 1, 1, 1, 3, 3, 2, 2, 9, 7, 0, 0, 8, 1, 1 },     // phases without taps
    { true, 1, 1, 1, 3, 600, 3, 3, 2, 2, 2, 600, 1, 2, 2 }, // far more cut than the kernel spans
    { false, 1, 1, 1, 5, 1500, 3, 4, 2, 2, 1, 1, 0, 1, 1 },
    { false, 2, 1, 1, 3, 400, 2, 150, 1, 3, 0, 20, 0, 1, 2 },
    { false, 6, 4, 2, 9, 8, 3, 2, 2, 3, 2, 1, 0, 1, 2 },
};

static Spec spec_of(int i)
{
    Spec spec = { .transposed = SIZES[i].transposed, .dims = 2, .batch = 2, .in_channels = SIZES[i].in_channels,
                  .out_channels = SIZES[i].out_channels, .groups = SIZES[i].groups };
    spec.y = (Axis){ .kernel = SIZES[i].ky, .stride = SIZES[i].sy, .padding = SIZES[i].py, .output_padding = SIZES[i].op, .dilation = SIZES[i].dy };
    spec.x = (Axis){ .kernel = SIZES[i].kx, .stride = SIZES[i].sx, .padding = SIZES[i].px, .dilation = SIZES[i].dx };
    *(spec.transposed ? &spec.y.narrow : &spec.y.wide) = SIZES[i].rows;
    *(spec.transposed ? &spec.x.narrow : &spec.x.wide) = SIZES[i].cols;
    Error err;
    check(spec_check(&spec, &err), "row %d of SIZES: %s", i, err.text);
    return spec;
}

static float *whole_numbers(Random *random, size_t count)
{
    float *values = malloc(count * sizeof *values);
    for (size_t i = 0; i < count; i++) values[i] = (float)random_range(random, -9, 9);
    return values;
}

// The definition: every narrow cell through every tap.
static void define(float *y, const float *x, const float *w, const float *b, const Spec *s)
{
    int ins = s->in_channels / s->groups, outs = s->out_channels / s->groups, rows = spec_out(s, s->y), cols = spec_out(s, s->x);
    for (int n = 0; n < s->batch; n++)
    for (int out = 0; out < s->out_channels; out++) {
        float *plane = y + ((size_t)n * (size_t)s->out_channels + (size_t)out) * (size_t)rows * (size_t)cols;
        for (int i = 0; i < rows * cols; i++) plane[i] = b[out];
        for (int i = 0; i < ins; i++)
        for (int ny = 0; ny < s->y.narrow; ny++)
        for (int nx = 0; nx < s->x.narrow; nx++)
        for (int ky = 0; ky < s->y.kernel; ky++)
        for (int kx = 0; kx < s->x.kernel; kx++) {
            int wy = axis_wide(s->y, ny, ky), wx = axis_wide(s->x, nx, kx), in = out / outs * ins + i;
            if (wy < 0 || wx < 0) continue;
            int tap = (s->transposed ? in * outs + out % outs : out * ins + i) * s->y.kernel * s->x.kernel + ky * s->x.kernel + kx;
            const float *from = x + ((size_t)n * (size_t)s->in_channels + (size_t)in) * (size_t)spec_in(s, s->y) * (size_t)spec_in(s, s->x);
            if (s->transposed) plane[wy * cols + wx] += w[tap] * from[ny * s->x.narrow + nx];
            else plane[ny * cols + nx] += w[tap] * from[wy * s->x.wide + wx];
        }
    }
}

static void wide_rows_and_large_kernels_hold_the_definition(void **state)
{
    (void)state;
    Random random = { 5 };
    for (int i = 0; i < COUNT(SIZES); i++) {
        Spec spec = spec_of(i);
        size_t count = spec_y_count(&spec);
        float *x = whole_numbers(&random, spec_x_count(&spec)), *w = whole_numbers(&random, spec_w_count(&spec));
        float *b = whole_numbers(&random, (size_t)spec.out_channels), *y = malloc(count * sizeof *y), *want = malloc(count * sizeof *want);
        memset(y, 0xFF, count * sizeof *y); // NaN: what is not written shows
        op_forward(y, x, w, b, &spec);
        define(want, x, w, b, &spec);
        for (size_t at = 0; at < count; at++)
            check(y[at] == want[at], "row %d of SIZES: y[%zu] of %zu is %g; the definition gives %g", i, at, count, (double)y[at], (double)want[at]);
        free(x), free(w), free(b), free(y), free(want);
    }
}

static void rows_made_in_turns_are_the_whole(void **state)
{
    (void)state;
    Random random = { 6 };
    for (int i = 0; i < COUNT(SIZES); i++) {
        Spec spec = spec_of(i);
        size_t count = spec_y_count(&spec);
        int rows = spec_out(&spec, spec.y);
        float *x = whole_numbers(&random, spec_x_count(&spec)), *w = whole_numbers(&random, spec_w_count(&spec));
        float *y = malloc(count * sizeof *y), *whole = malloc(count * sizeof *whole);
        memset(y, 0xFF, count * sizeof *y);
        op_forward(whole, x, w, NULL, &spec);
        for (int first = 0, step = 1; first < rows; first += step, step = step % 3 + 1)
            op_forward_rows(y, x, w, NULL, &spec, first, first + step < rows ? first + step : rows);
        check(!memcmp(y, whole, count * sizeof *y), "row %d of SIZES: made a few rows at a time it is another result", i);
        free(x), free(w), free(y), free(whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_rows_and_large_kernels_hold_the_definition),
        cmocka_unit_test(rows_made_in_turns_are_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
