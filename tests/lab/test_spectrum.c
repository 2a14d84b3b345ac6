// The spectrum of waves whose frequencies are known, and the replicas of a stride found where they stand.
#include "lab/lab.h"
#include "support/check.h"

#include <math.h>
#include <stdlib.h>

static const double TURN = 6.28318530717958647692;

static Spectrum spectrum_of(const float *plane, int rows, int cols)
{
    Spectrum out;
    Error err = { 0 };
    check(spectrum_make(&out, plane, rows, cols, &err), "%s", err.text);
    return out;
}

static void a_wave_stands_at_its_frequency(void **state)
{
    (void)state;
    enum { ROWS = 48, COLS = 64 };
    static const int waves[][2] = { { 3, 0 }, { 0, 16 }, { 12, 20 }, { 23, 31 }, { 5, -9 } };
    float *plane = memory_new(ROWS * COLS, sizeof *plane);
    for (int i = 0; i < COUNT(waves); i++) {
        int fy = waves[i][0], fx = waves[i][1];
        for (int r = 0; r < ROWS; r++)
        for (int c = 0; c < COLS; c++) plane[r * COLS + c] = (float)(3 + cos(TURN * (fy * r / (double)ROWS + fx * c / (double)COLS)));
        Spectrum s = spectrum_of(plane, ROWS, COLS);
        check(s.rows == ROWS && s.cols == COLS, "%d by %d", s.rows, s.cols);
        float at = s.decibels[(ROWS / 2 + fy) * COLS + COLS / 2 + fx], mirrored = s.decibels[(ROWS / 2 - fy) * COLS + COLS / 2 - fx];
        check(at > -0.01F && mirrored > -0.01F, "wave (%d, %d) has %g and %g dB where it should stand", fy, fx, (double)at, (double)mirrored);
        float level = s.level[(ROWS / 2 + fy) * COLS + COLS / 2 + fx];
        check(level > 0.999F, "its level is %g", (double)level);
        // Under a Hann window a wave has three bins an axis; four bins away there is nothing.
        float far = s.decibels[((ROWS / 2 + fy + 4) % ROWS) * COLS + (COLS / 2 + fx + 4) % COLS];
        check(far < -60, "four bins beside wave (%d, %d) there are still %g dB", fy, fx, (double)far);
        check(s.decibels[ROWS / 2 * COLS + COLS / 2] < -60 || (fy < 4 && fx == 0), "the mean was left in: %g dB", (double)s.decibels[ROWS / 2 * COLS + COLS / 2]);
        spectrum_clear(&s);
    }
    free(plane);
}

static void half_the_wave_is_six_decibels_less(void **state)
{
    (void)state;
    enum { COLS = 128 };
    float plane[COLS];
    for (int c = 0; c < COLS; c++) plane[c] = (float)(cos(TURN * 10 * c / COLS) + 0.5 * cos(TURN * 40 * c / COLS));
    Spectrum s = spectrum_of(plane, 1, COLS);
    double less = (double)s.decibels[COLS / 2 + 40] - (double)s.decibels[COLS / 2 + 10];
    check(fabs(less - 20 * log10(0.5)) < 0.01, "half the height is %g dB", less);
    check(fabs((double)s.level[COLS / 2 + 40] - (1 + less / 80)) < 1e-6, "level %g of %g dB", (double)s.level[COLS / 2 + 40], less);
    spectrum_clear(&s);
}

static void large_planes_are_looked_at_in_their_middle(void **state)
{
    (void)state;
    int rows = SPECTRUM_MOST + 101, cols = 7;
    float *plane = memory_new((size_t)(rows * cols), sizeof *plane);
    plane[(rows / 2) * cols + 3] = 1;
    Spectrum s = spectrum_of(plane, rows, cols);
    check(s.rows == SPECTRUM_MOST && s.cols == 6, "%d by %d", s.rows, s.cols);
    spectrum_clear(&s);
    for (int i = 0; i < rows * cols; i++) plane[i] = 0.5F;
    s = spectrum_of(plane, rows, cols);
    for (int i = 0; i < s.rows * s.cols; i++) check(s.level[i] == 0, "an even plane has a level of %g", (double)s.level[i]);
    spectrum_clear(&s);
    free(plane);
}

// A soft picture with a grid of stride (3, 2) on it, and the same without.
static void replicas_stand_where_there_is_a_grid(void **state)
{
    (void)state;
    enum { ROWS = 96, COLS = 90 };
    float *plane = memory_new(ROWS * COLS, sizeof *plane);
    for (int grid = 0; grid < 2; grid++) {
        for (int r = 0; r < ROWS; r++)
        for (int c = 0; c < COLS; c++)
            plane[r * COLS + c] = (float)(0.5 + 0.3 * exp(-((r - 40) * (r - 40) + (c - 50) * (c - 50)) / 200.0) + (grid && r % 3 == 1 && c % 2 == 0 ? 0.02 : 0));
        Spectrum s = spectrum_of(plane, ROWS, COLS);
        Replica replica[8];
        int count = spectrum_replicas(replica, COUNT(replica), &s, 3, 2);
        check(count == 5, "stride 3 by 2 has %d replicas", count);
        for (int i = 0; i < count; i++) {
            check(replica[i].stands == (grid == 1), "%s a grid the replica at (%g, %g) stands %g dB above", grid ? "with" : "without", replica[i].fy, replica[i].fx, replica[i].above);
            check(replica[i].row == (int)lround(replica[i].fy * ROWS + ROWS / 2) % ROWS && replica[i].col == (int)lround(replica[i].fx * COLS + COLS / 2) % COLS, "(%g, %g) is bin (%d, %d)", replica[i].fy, replica[i].fx, replica[i].row, replica[i].col);
        }
        check(spectrum_replicas(replica, 2, &s, 3, 2) == 5, "all are counted where few are wanted");
        check(spectrum_replicas(replica, 2, &s, 1, 1) == 0, "stride 1 has none");
        spectrum_clear(&s);
    }
    free(plane);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wave_stands_at_its_frequency),
        cmocka_unit_test(half_the_wave_is_six_decibels_less),
        cmocka_unit_test(large_planes_are_looked_at_in_their_middle),
        cmocka_unit_test(replicas_stand_where_there_is_a_grid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
