// PSNR and SSIM against closed forms, and against SSIM written out place by place.
#include "lab/lab.h"
#include "support/check.h"

#include <math.h>
#include <stdlib.h>

static float *noise(int count, int seed)
{
    Random random = { (uint64_t)seed };
    float *out = memory_new((size_t)count, sizeof *out);
    for (int i = 0; i < count; i++) out[i] = (float)random_unit(&random);
    return out;
}

static double ssim_of(const float *a, const float *b, int rows, int cols)
{
    double out = NAN;
    Error err = { 0 };
    check(ssim(&out, a, b, rows, cols, &err), "%s", err.text);
    return out;
}

static void psnr_is_of_the_mean_square(void **state)
{
    (void)state;
    const float a[] = { 0, 0.5F, 1, 0.25F }, b[] = { 0.5F, 0.5F, 1, 0.25F };
    double got = psnr(a, b, 4), wanted = 10 * log10(4 / 0.25);
    check(fabs(got - wanted) < 1e-12, "PSNR is %g, not %g", got, wanted);
    check(psnr(a, a, 4) == INFINITY, "equal planes");
}

static void equal_planes_are_wholly_alike(void **state)
{
    (void)state;
    float *a = noise(40 * 30, 3);
    check(fabs(ssim_of(a, a, 40, 30) - 1) < 1e-12, "SSIM of a plane with itself is %g", ssim_of(a, a, 40, 30));
    free(a);
}

// Without any contrast only the luminance is left: (2ab + c₁)/(a² + b² + c₁).
static void flat_planes_have_a_closed_form(void **state)
{
    (void)state;
    enum { SIDE = 16 };
    float a[SIDE * SIDE], b[SIDE * SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) a[i] = 0.25F, b[i] = 0.75F;
    double wanted = (2 * 0.25 * 0.75 + 1e-4) / (0.0625 + 0.5625 + 1e-4), got = ssim_of(a, b, SIDE, SIDE);
    check(fabs(got - wanted) < 1e-9, "SSIM is %.12g, not %.12g", got, wanted);
}

// The definition, place by place, with the window's weights made anew.
static double ssim_written_out(const float *a, const float *b, int rows, int cols)
{
    int tall = rows < 11 ? rows : 11, broad = cols < 11 ? cols : 11, places = 0;
    double sum = 0;
    for (int top = 0; top + tall <= rows; top++)
    for (int left = 0; left + broad <= cols; left++, places++) {
        double all = 0, ma = 0, mb = 0, va = 0, vb = 0, both = 0;
        for (int pass = 0; pass < 2; pass++)
        for (int r = 0; r < tall; r++)
        for (int c = 0; c < broad; c++) {
            double y = r - (tall - 1) / 2.0, x = c - (broad - 1) / 2.0, w = exp(-(y * y + x * x) / 4.5);
            double p = (double)a[(top + r) * cols + left + c], q = (double)b[(top + r) * cols + left + c];
            if (pass == 0) all += w, ma += w * p, mb += w * q;
            else va += w * (p - ma / all) * (p - ma / all), vb += w * (q - mb / all) * (q - mb / all), both += w * (p - ma / all) * (q - mb / all);
        }
        ma /= all, mb /= all, va /= all, vb /= all, both /= all;
        sum += (2 * ma * mb + 1e-4) * (2 * both + 9e-4) / ((ma * ma + mb * mb + 1e-4) * (va + vb + 9e-4));
    }
    return sum / places;
}

static void ssim_is_its_definition(void **state)
{
    (void)state;
    static const int sizes[][2] = { { 11, 11 }, { 23, 14 }, { 5, 30 }, { 1, 40 }, { 1, 1 }, { 12, 3 } };
    for (int i = 0; i < COUNT(sizes); i++) {
        int rows = sizes[i][0], cols = sizes[i][1];
        float *a = noise(rows * cols, i), *b = noise(rows * cols, i + 50);
        for (int j = 0; j < rows * cols; j++) b[j] = 0.7F * a[j] + 0.3F * b[j];
        double got = ssim_of(a, b, rows, cols), wanted = ssim_written_out(a, b, rows, cols);
        check(fabs(got - wanted) < 1e-6, "%d by %d: SSIM is %.9g, not %.9g", rows, cols, got, wanted);
        free(a), free(b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(psnr_is_of_the_mean_square),
        cmocka_unit_test(equal_planes_are_wholly_alike),
        cmocka_unit_test(flat_planes_have_a_closed_form),
        cmocka_unit_test(ssim_is_its_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
