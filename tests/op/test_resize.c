// Resizing: no size is off by one cell, going back is the adjoint of going there, and nothing is seen of cells that
// have no share.
#include "op/op.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// A resize of one row.
static Resize row_of(int in, int out, bool bilinear, bool align_corners)
{
    return (Resize){ .bilinear = bilinear, .align_corners = align_corners, .planes = 1, .in_height = 1, .in_width = in,
                     .out_height = 1, .out_width = out };
}

static double uniform(Random *random)
{
    return 2 * random_unit(random) - 1;
}

// ---- nearest ---------------------------------------------------------------------------------------------------

// The source of cell i is the last s with s·out ≤ i·in: counted up, without a division.
static void nearest_takes_the_exact_cell_for_every_pair_below_130(void **state)
{
    (void)state;
    float x[130], y[130];
    for (int i = 0; i < 130; i++) x[i] = (float)i;
    for (int in = 1; in < 130; in++)
    for (int out = 1; out < 130; out++) {
        Resize by = row_of(in, out, false, false);
        resize(y, x, &by);
        for (int i = 0, source = 0; i < out; i++) {
            while ((source + 1) * out <= i * in) source++;
            check(y[i] == (float)source, "%d to %d: cell %d shows %g; wanted %d", in, out, i, (double)y[i], source);
        }
    }
}

// i·in leaves 32 bits here.
static void long_rows_are_exact_too(void **state)
{
    (void)state;
    enum { IN = 70000, OUT = 90000 };
    static float x[IN], y[OUT];
    for (int i = 0; i < IN; i++) x[i] = (float)i;
    Resize by = row_of(IN, OUT, false, false);
    resize(y, x, &by);
    for (long long i = 0; i < OUT; i++)
        check(y[i] == (float)(i * 7 / 9), "cell %lld shows %g; wanted %lld", i, (double)y[i], i * 7 / 9);
    by.bilinear = true;
    for (int aligned = 0; aligned < 2; aligned++) {
        by.align_corners = aligned;
        resize(y, x, &by);
        for (int i = 0; i < OUT; i++) {
            double place = aligned ? i * (IN - 1.0) / (OUT - 1.0) : fmax(0, (i + 0.5) * IN / OUT - 0.5);
            place = fmin(place, IN - 1.0);
            check(fabs(y[i] - place) < 0.01, "cell %d shows %.9g; wanted %.9g", i, (double)y[i], place);
        }
    }
}

// What a scale in float32 would do, as PyTorch 1.13 computes it; for some sizes it is one cell early.
static bool float32_differs(int in, int out)
{
    volatile float scale = (float)in / (float)out; // volatile: rounded to float32 at each step
    for (int i = 0; i < out; i++) {
        volatile float place = (float)i * scale;
        int source = (int)floorf(place);
        if ((source < in - 1 ? source : in - 1) != i * in / out) return true;
    }
    return false;
}

static void whole_numbers_mend_what_float32_gets_wrong(void **state)
{
    (void)state;
    int pairs = 0;
    for (int in = 1; in < 130; in++)
    for (int out = 1; out < 130; out++) pairs += float32_differs(in, out);
    assert_true(float32_differs(14, 46));
    assert_false(float32_differs(14, 28));
    check(pairs == 195, "%d pairs differ; the golden cases count 195", pairs);

    float x[14], y[46];
    for (int i = 0; i < 14; i++) x[i] = (float)i;
    Resize by = row_of(14, 46, false, false);
    resize(y, x, &by);
    assert_true(y[23] == 7); // 23·14/46 = 7, no less
}

// ---- bilinear --------------------------------------------------------------------------------------------------

// One output value in double from the definition, on a plane (height, width).
static double place_of(const Resize *by, int in, int out, int i)
{
    if (!by->bilinear) return floor((double)((long)i * in / out));
    if (by->align_corners) return out > 1 ? i * (in - 1.0) / (out - 1.0) : 0;
    double place = (i + 0.5) * in / out - 0.5;
    return place < 0 ? 0 : place;
}

static double value_at(const double *plane, const Resize *by, int row, int column)
{
    double sum = 0;
    double down = place_of(by, by->in_height, by->out_height, row);
    double across = place_of(by, by->in_width, by->out_width, column);
    for (int r = 0; r < by->in_height; r++)
    for (int c = 0; c < by->in_width; c++) {
        // A tent of width 1 around each cell; the last cell goes on beyond the edge.
        double over = fmin(down, by->in_height - 1.0) - r, along = fmin(across, by->in_width - 1.0) - c;
        sum += fmax(0, 1 - fabs(over)) * fmax(0, 1 - fabs(along)) * plane[r * by->in_width + c];
    }
    return sum;
}

static const Resize SIZES[] = {
    { .in_height = 3, .in_width = 4, .out_height = 7, .out_width = 9 },
    { .in_height = 5, .in_width = 4, .out_height = 2, .out_width = 3 },
    { .in_height = 1, .in_width = 1, .out_height = 3, .out_width = 1 },
    { .in_height = 4, .in_width = 4, .out_height = 4, .out_width = 4 },
    { .in_height = 1, .in_width = 300, .out_height = 1, .out_width = 700 }, // wider than one strip
    { .in_height = 2, .in_width = 700, .out_height = 3, .out_width = 300 },
    { .in_height = 6, .in_width = 2, .out_height = 1, .out_width = 1 },
};

static void each_way(void (*hold)(const Resize *by, const char *what))
{
    for (int i = 0; i < COUNT(SIZES); i++)
    for (int way = 0; way < 3; way++) {
        Resize by = SIZES[i];
        by.planes = 2, by.bilinear = way > 0, by.align_corners = way == 2;
        char what[96];
        snprintf(what, sizeof what, "%s %dx%d to %dx%d", way == 0 ? "nearest" : way == 1 ? "bilinear" : "align_corners",
                 by.in_height, by.in_width, by.out_height, by.out_width);
        hold(&by, what);
    }
}

static float *random_row(size_t count, uint64_t seed)
{
    Random random = { seed };
    float *row = malloc(count * sizeof *row);
    for (size_t i = 0; i < count; i++) row[i] = (float)uniform(&random);
    return row;
}

static size_t in_count(const Resize *by)
{
    return by->planes * (size_t)by->in_height * (size_t)by->in_width;
}

static size_t out_count(const Resize *by)
{
    return by->planes * (size_t)by->out_height * (size_t)by->out_width;
}

static void hold_definition(const Resize *by, const char *what)
{
    size_t in = in_count(by), out = out_count(by), plane = in / by->planes;
    float *x = random_row(in, 5), *y = malloc(out * sizeof *y);
    double *exact = malloc(in * sizeof *exact);
    for (size_t i = 0; i < in; i++) exact[i] = x[i];
    memset(y, 0xFF, out * sizeof *y);
    resize(y, x, by);
    for (size_t i = 0; i < out; i++) {
        size_t column = i % (size_t)by->out_width, row = i / (size_t)by->out_width % (size_t)by->out_height;
        size_t of = i / (size_t)by->out_width / (size_t)by->out_height;
        double want = value_at(exact + of * plane, by, (int)row, (int)column);
        check(fabs(y[i] - want) <= 1e-6, "%s: y[%zu] is %.9g; wanted %.9g", what, i, (double)y[i], want);
    }
    free(x);
    free(y);
    free(exact);
}

static void resizing_is_what_the_definition_says(void **state)
{
    (void)state;
    each_way(hold_definition);
}

// ⟨resize(x), gy⟩ = ⟨x, resize_backward(gy)⟩
static void hold_adjoint(const Resize *by, const char *what)
{
    size_t in = in_count(by), out = out_count(by);
    float *x = random_row(in, 6), *gy = random_row(out, 7);
    float *y = malloc(out * sizeof *y), *gx = malloc(in * sizeof *gx);
    memset(gx, 0xFF, in * sizeof *gx);
    resize(y, x, by);
    resize_backward(gx, gy, by);
    double there = 0, back = 0, size = 0;
    for (size_t i = 0; i < out; i++) there += (double)y[i] * gy[i], size += fabs((double)y[i] * gy[i]);
    for (size_t i = 0; i < in; i++) back += (double)x[i] * gx[i];
    check(fabs(there - back) <= 1e-6 * (1 + size), "%s: <y, gy> is %.9g, <x, gx> is %.9g", what, there, back);
    free(x);
    free(gy);
    free(y);
    free(gx);
}

static void going_back_is_the_adjoint(void **state)
{
    (void)state;
    each_way(hold_adjoint);
}

// (L(x + h) − L(x − h)) / 2h of the definition, L = Σ gy·y.
static void hold_slopes(const Resize *by, const char *what)
{
    size_t in = in_count(by) / by->planes, out = out_count(by) / by->planes;
    if (in * out > 1000) return;
    Resize one = *by;
    one.planes = 1;
    float *start = random_row(in, 8), *gy = random_row(out, 9), *gx = malloc(in * sizeof *gx);
    double *x = malloc(in * sizeof *x), h = 1e-3;
    for (size_t i = 0; i < in; i++) x[i] = start[i];
    resize_backward(gx, gy, &one);
    for (size_t i = 0; i < in; i++) {
        double slope = 0, was = x[i];
        for (int sign = -1; sign <= 1; sign += 2) {
            x[i] = was + sign * h;
            for (size_t o = 0; o < out; o++)
                slope += sign * gy[o] * value_at(x, &one, (int)o / one.out_width, (int)o % one.out_width) / (2 * h);
        }
        x[i] = was;
        check(fabs(gx[i] - slope) <= 1e-5, "%s: gx[%zu] is %.9g; differences say %.9g", what, i, (double)gx[i], slope);
    }
    free(start);
    free(gy);
    free(gx);
    free(x);
}

static void slopes_are_those_of_central_differences(void **state)
{
    (void)state;
    each_way(hold_slopes);
}

// The corners of the output lie on those of the input, and a ramp stays a ramp.
static void aligned_corners_stay(void **state)
{
    (void)state;
    float x[] = { -3, 1, 5 }, y[9], want[] = { -3, -2, -1, 0, 1, 2, 3, 4, 5 };
    Resize by = row_of(3, 9, true, true);
    resize(y, x, &by);
    for (int i = 0; i < 9; i++) check(y[i] == want[i], "y[%d] is %g; wanted %g", i, (double)y[i], (double)want[i]);
}

// ---- special values --------------------------------------------------------------------------------------------

// An infinity is seen where it has a share, and no 0 · ∞ makes a NaN beside it.
static void cells_without_a_share_are_not_seen(void **state)
{
    (void)state;
    float x[] = { 1, INFINITY, 3, 4 }, y[7], gx[4];
    Resize corners = row_of(4, 7, true, true); // places 0, ½, 1, 1½, 2 …
    float aligned[] = { 1, INFINITY, INFINITY, INFINITY, 3, 3.5f, 4 };
    resize(y, x, &corners);
    for (int i = 0; i < 7; i++)
        check(y[i] == aligned[i], "y[%d] is %g; wanted %g", i, (double)y[i], (double)aligned[i]);
    float gy[] = { 1, 0, INFINITY, 0, 1, 0, 1 }, back[] = { 1, INFINITY, 1, 1 };
    resize_backward(gx, gy, &corners);
    for (int i = 0; i < 4; i++) check(gx[i] == back[i], "gx[%d] is %g; wanted %g", i, (double)gx[i], (double)back[i]);

    float nan[] = { 1, NAN, 3, 4 };
    Resize twice = row_of(4, 8, false, false);
    float z[8];
    resize(z, nan, &twice);
    for (int i = 0; i < 8; i++) check(isnan(z[i]) == (i / 2 == 1), "z[%d] is %g", i, (double)z[i]);
}

static void rows_without_a_share_are_not_seen(void **state)
{
    (void)state;
    float x[] = { 1, 2, INFINITY, NAN }, y[6]; // 2 × 2 to 3 × 2, the middle row between both
    Resize by = { .bilinear = true, .align_corners = true, .planes = 1, .in_height = 2, .in_width = 2, .out_height = 3,
                  .out_width = 2 };
    resize(y, x, &by);
    assert_true(y[0] == 1 && y[1] == 2 && isinf(y[2]) && isnan(y[3]) && isinf(y[4]) && isnan(y[5]));
    float gy[] = { INFINITY, 1, 0, 0, 2, 3 }, gx[4];
    resize_backward(gx, gy, &by);
    assert_true(isinf(gx[0]) && gx[1] == 1 && gx[2] == 2 && gx[3] == 3);
}

// 25 million ones are no 2²⁴, where float32 would stand still: along a row, down a column, and on one cell.
static void the_gradient_of_one_cell_that_became_millions_is_their_sum(void **state)
{
    (void)state;
    enum { SIDE = 5000, CELLS = SIDE * SIDE };
    float *gy = malloc((size_t)CELLS * sizeof *gy), gx[2];
    assert_non_null(gy);
    for (int i = 0; i < CELLS; i++) gy[i] = 1;
    static const Resize sizes[] = {
        { .in_height = 1, .in_width = 1, .out_height = SIDE, .out_width = SIDE },
        { .in_height = 1, .in_width = 1, .out_height = 1, .out_width = CELLS },
        { .in_height = 1, .in_width = 1, .out_height = CELLS, .out_width = 1 },
    };
    for (int i = 0; i < COUNT(sizes); i++)
    for (int bilinear = 0; bilinear < 2; bilinear++) {
        Resize by = sizes[i];
        by.planes = 1, by.bilinear = bilinear;
        resize_backward(gx, gy, &by);
        check(gx[0] == CELLS, "one cell to %dx%d, bilinear %d: gx is %.9g; wanted %d", by.out_height, by.out_width,
              bilinear, (double)gx[0], CELLS);
    }
    // Two cells share a row's 12.5 million columns evenly, whatever stands between them.
    Resize by = { .bilinear = true, .planes = 1, .in_height = 1, .in_width = 2, .out_height = 1, .out_width = CELLS };
    resize_backward(gx, gy, &by);
    check(gx[0] == CELLS / 2 && gx[1] == CELLS / 2, "two cells get %.9g and %.9g", (double)gx[0], (double)gx[1]);
    free(gy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nearest_takes_the_exact_cell_for_every_pair_below_130),
        cmocka_unit_test(long_rows_are_exact_too),
        cmocka_unit_test(whole_numbers_mend_what_float32_gets_wrong),
        cmocka_unit_test(resizing_is_what_the_definition_says), cmocka_unit_test(going_back_is_the_adjoint),
        cmocka_unit_test(slopes_are_those_of_central_differences), cmocka_unit_test(aligned_corners_stay),
        cmocka_unit_test(cells_without_a_share_are_not_seen), cmocka_unit_test(rows_without_a_share_are_not_seen),
        cmocka_unit_test(the_gradient_of_one_cell_that_became_millions_is_their_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
