// Colours are recomputed, not believed: contrast ratios by WCAG, differences by CIEDE2000, colour-vision deficiencies
// by Machado, Oliveira & Fernandes 2009 at full severity.
#include "figure/figure.h"
#include "support/check.h"

#include <math.h>

static const double PI = 3.14159265358979323846;
static const LookName NAMES[] = { LOOK_LIGHT, LOOK_DARK, LOOK_PROJECTOR };
static const char *const TITLES[] = { "light", "dark", "projector" };

typedef struct Lab {
    double l, a, b;
} Lab;

static double linear(double c)
{
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static const double SEEN_BY[4][9] = {
    { 1, 0, 0, 0, 1, 0, 0, 0, 1 },
    { 0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998 },
    { 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881 },
    { 1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900 },
};
static const char *const EYES[4] = { "normal", "protan", "deutan", "tritan" };

static double cube(double t)
{
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

// CIE Lab under D65 of a colour as one of the four eyes sees it.
static Lab lab(Colour colour, const double *m)
{
    double in[3], out[3];
    for (int i = 0; i < 3; i++) in[i] = linear((colour >> (16 - 8 * i) & 255) / 255.0);
    for (int i = 0; i < 3; i++)
        out[i] = fmin(fmax(m[3 * i] * in[0] + m[3 * i + 1] * in[1] + m[3 * i + 2] * in[2], 0), 1);
    double x = cube((0.4124564 * out[0] + 0.3575761 * out[1] + 0.1804375 * out[2]) / 0.95047);
    double y = cube(0.2126729 * out[0] + 0.7151522 * out[1] + 0.0721750 * out[2]);
    double z = cube((0.0193339 * out[0] + 0.1191920 * out[1] + 0.9503041 * out[2]) / 1.08883);
    return (Lab){ 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

static double degrees(double radians)
{
    double angle = radians * 180 / PI;
    return angle < 0 ? angle + 360 : angle;
}

static double cosine(double angle)
{
    return cos(angle * PI / 180);
}

// CIEDE2000. Source: Sharma, Wu & Dalal 2005, whose test pairs are below.
static double difference(Lab p, Lab q)
{
    double mean_c = (hypot(p.a, p.b) + hypot(q.a, q.b)) / 2, c7 = pow(mean_c, 7);
    double g = 0.5 * (1 - sqrt(c7 / (c7 + pow(25, 7))));
    double a1 = (1 + g) * p.a, a2 = (1 + g) * q.a;
    double c1 = hypot(a1, p.b), c2 = hypot(a2, q.b);
    double h1 = c1 > 0 ? degrees(atan2(p.b, a1)) : 0, h2 = c2 > 0 ? degrees(atan2(q.b, a2)) : 0;
    double turn = h2 - h1, sum = h1 + h2;
    if (c1 * c2 == 0) turn = 0;
    else if (turn > 180) turn -= 360;
    else if (turn < -180) turn += 360;
    double mean_h = c1 * c2 == 0 ? sum : fabs(h1 - h2) <= 180 ? sum / 2 : sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
    double dl = q.l - p.l, dc = c2 - c1, dh = 2 * sqrt(c1 * c2) * sin(turn / 2 * PI / 180);
    double l = (p.l + q.l) / 2, c = (c1 + c2) / 2;
    double t = 1 - 0.17 * cosine(mean_h - 30) + 0.24 * cosine(2 * mean_h) + 0.32 * cosine(3 * mean_h + 6)
               - 0.20 * cosine(4 * mean_h - 63);
    double sl = 1 + 0.015 * (l - 50) * (l - 50) / sqrt(20 + (l - 50) * (l - 50));
    double sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t;
    double turned = 30 * exp(-pow((mean_h - 275) / 25, 2)), power = pow(c, 7);
    double rt = -2 * sqrt(power / (power + pow(25, 7))) * sin(2 * turned * PI / 180);
    return sqrt(pow(dl / sl, 2) + pow(dc / sc, 2) + pow(dh / sh, 2) + rt * (dc / sc) * (dh / sh));
}

static void the_measure_of_difference_is_ciede2000(void **state)
{
    (void)state;
    static const struct { Lab p, q; double apart; } rows[] = {
        { { 50, 2.6772, -79.7751 }, { 50, 0, -82.7485 }, 2.0425 },
        { { 50, 2.5, 0 }, { 73, 25, -18 }, 27.1492 },
        { { 50, 2.5, 0 }, { 58, 24, 15 }, 19.4535 },
        { { 60.2574, -34.0099, 36.2677 }, { 60.4626, -34.1751, 39.4387 }, 1.2644 },
        { { 22.7233, 20.0904, -46.6940 }, { 23.0331, 14.9730, -42.5619 }, 2.0373 },
        { { 2.0776, 0.0795, -1.1350 }, { 0.9033, -0.0636, -0.5514 }, 0.9082 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        double apart = difference(rows[i].p, rows[i].q);
        check(fabs(apart - rows[i].apart) < 6e-5, "pair %d is %.4f apart, not %.4f", i, apart, rows[i].apart);
    }
}

static void contrast_is_that_of_wcag(void **state)
{
    (void)state;
    assert_true(fabs(look_contrast(RGB(0), RGB(0xFFFFFF)) - 21) < 1e-9);
    assert_true(fabs(look_contrast(RGB(0x777777), RGB(0xFFFFFF)) - 4.478) < 1e-3);
    assert_true(look_contrast(RGB(0x123456), RGB(0x123456)) == 1);
}

static void words_can_be_read_in_every_look(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(NAMES); i++) {
        const Look *look = look_get(NAMES[i]);
        const struct { const char *what; Colour ink; } words[] = {
            { "text", look->text }, { "muted", look->muted }, { "error", look->error },
            { "input line", look->input.line }, { "kernel line", look->kernel.line },
            { "output line", look->output.line }, { "zero line", look->zero.line },
        };
        for (int j = 0; j < COUNT(words); j++) {
            double on_ground = look_contrast(words[j].ink, look->background);
            double on_surface = look_contrast(words[j].ink, look->surface);
            check(on_ground >= 4.5, "%s: %s on background is %.2f", TITLES[i], words[j].what, on_ground);
            check(on_surface >= 4.5, "%s: %s on surface is %.2f", TITLES[i], words[j].what, on_surface);
        }
        const struct { const char *what; RolePaint role; } roles[] = {
            { "input", look->input }, { "kernel", look->kernel }, { "output", look->output }, { "zero", look->zero },
        };
        for (int j = 0; j < COUNT(roles); j++) {
            double text = look_contrast(look->text, roles[j].role.fill);
            double ink = look_contrast(look_ink(roles[j].role.fill), roles[j].role.fill);
            check(text >= 4.5, "%s: text on the %s fill is %.2f", TITLES[i], roles[j].what, text);
            check(ink >= 4.58, "%s: ink on the %s fill is %.2f", TITLES[i], roles[j].what, ink);
        }
    }
}

static void lines_can_be_seen_in_every_look(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(NAMES); i++) {
        const Look *look = look_get(NAMES[i]);
        double border = fmin(look_contrast(look->border, look->background), look_contrast(look->border, look->surface));
        check(border >= 3, "%s: border is %.2f", TITLES[i], border);
        const struct { const char *what; RolePaint role; } roles[] = {
            { "input", look->input }, { "kernel", look->kernel }, { "output", look->output }, { "zero", look->zero },
        };
        for (int j = 0; j < COUNT(roles); j++) {
            double ratio = look_contrast(roles[j].role.line, roles[j].role.fill);
            check(ratio >= 3, "%s: the %s line on its fill is %.2f", TITLES[i], roles[j].what, ratio);
        }
    }
}

static void ink_reads_on_every_palette_colour(void **state)
{
    (void)state;
    for (int i = 0; i <= 1000; i++) {
        Colour count = look_count(i, 1000), value = look_value(i - 500, 500);
        double on_count = look_contrast(look_ink(count), count), on_value = look_contrast(look_ink(value), value);
        check(on_count >= 4.58, "ink on count %d of 1000 is %.3f", i, on_count);
        check(on_value >= 4.58, "ink on value %d of 500 is %.3f", i - 500, on_value);
    }
    for (int rows = 1; rows <= 25; rows++)
        for (int cols = 1; rows * cols <= 25; cols++)
            for (int row = 0; row < rows; row++)
                for (int col = 0; col < cols; col++) {
                    Colour tap = look_tap(row, col, rows, cols);
                    double ratio = look_contrast(look_ink(tap), tap);
                    check(ratio >= 4.58, "ink on tap %d,%d of %d,%d is %.3f", row, col, rows, cols, ratio);
                }
}

static double closest_taps(int rows, int cols, int eye)
{
    double least = 1e9;
    for (int i = 0; i < rows * cols; i++)
        for (int j = 0; j < i; j++) {
            Colour a = look_tap(i / cols, i % cols, rows, cols), b = look_tap(j / cols, j % cols, rows, cols);
            least = fmin(least, difference(lab(a, SEEN_BY[eye]), lab(b, SEEN_BY[eye])));
        }
    return least;
}

static void up_to_nine_taps_can_be_told_apart_by_every_eye(void **state)
{
    (void)state;
    for (int rows = 1; rows <= 9; rows++)
        for (int cols = 1; rows * cols <= 9; cols++)
            for (int eye = 0; eye < 4; eye++) {
                double least = closest_taps(rows, cols, eye);
                check(least >= 10.2, "%d×%d taps are %.2f apart to %s eyes", rows, cols, least, EYES[eye]);
                assert_false(look_tap_named(rows, cols));
            }
}

// A tap's cell stands among cells in the fills of input, output and zero. The kernel's own fill is seldom beside a tap
// (its cells carry the taps), and to red-blind eyes it is the nearest: borders tell those apart.
static void taps_keep_apart_from_the_role_fills(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(NAMES); i++) {
        const Look *look = look_get(NAMES[i]);
        const struct { const char *what; Colour fill; double normal, others; } fills[] = {
            { "background", look->background, 20, 12 }, { "zero", look->zero.fill, 20, 7.5 },
            { "input", look->input.fill, 20, 7 }, { "output", look->output.fill, 8, 7 },
            { "kernel", look->kernel.fill, 19, 3 },
        };
        for (int j = 0; j < COUNT(fills); j++)
            for (int eye = 0; eye < 4; eye++)
                for (int tap = 0; tap < 9; tap++) {
                    double apart = difference(lab(look_tap(tap / 3, tap % 3, 3, 3), SEEN_BY[eye]),
                                              lab(fills[j].fill, SEEN_BY[eye]));
                    check(apart >= (eye ? fills[j].others : fills[j].normal),
                          "%s: tap %d is %.2f from the %s fill to %s eyes", TITLES[i], tap, apart, fills[j].what, EYES[eye]);
                }
    }
}

static void taps_beyond_nine_repeat_with_names_and_beyond_25_have_none(void **state)
{
    (void)state;
    assert_int_equal(look_tap(0, 0, 3, 3), RGB(0xC8CC6B));
    assert_int_equal(look_tap(2, 2, 3, 3), RGB(0xAA417B));
    assert_true(look_tap_named(4, 4) && look_tap_named(5, 5) && look_tap_named(1, 10));
    assert_int_equal(look_tap(4, 2, 5, 5), look_tap(1, 2, 5, 5)); // rows take the three hues in turn
    for (int eye = 0; eye < 4; eye++) { // within the three rows of one turn, a cell's neighbours differ from it
        double least = closest_taps(3, 5, eye);
        check(least >= 5, "3×5 taps are %.2f apart to %s eyes", least, EYES[eye]);
    }
    assert_int_equal(look_tap(0, 0, 2, 13), 0);
    assert_false(look_tap_named(2, 13));
    assert_int_equal(look_tap(0, 0, 100000, 100000), 0);
}

static void palettes_begin_and_end_where_they_should(void **state)
{
    (void)state;
    assert_int_equal(look_count(0, 4), RGB(0x00224E));
    assert_int_equal(look_count(4, 4), RGB(0xFEE838));
    assert_int_equal(look_count(9, 4), RGB(0xFEE838));
    assert_int_equal(look_count(2, 4), RGB(0x7D7C78));
    assert_int_equal(look_count(0, 0), RGB(0x00224E));
    assert_int_equal(look_value(-3, 3), RGB(0x001261));
    assert_int_equal(look_value(3, 3), RGB(0x590008));
    assert_int_equal(look_value(0, 3), RGB(0xECE5E0));
    assert_int_equal(look_value(1.5, 3), RGB(0xC37243));
    assert_int_equal(look_value(0, 0), RGB(0xECE5E0));
    assert_int_equal(look_value(NAN, 3), RGB(0xECE5E0));
    assert_int_equal(look_value(-INFINITY, INFINITY), RGB(0xECE5E0));
    assert_int_equal(look_value(-INFINITY, 3), RGB(0x001261));
    assert_int_equal(look_mix(RGB(0x000000), RGB(0xFF8040), 0.5), RGB(0x804020));
    assert_int_equal(look_alpha(0x80112233, 0.5), 0x40112233);
}

static double seen_apart(Colour p, Colour q)
{
    double least = 100;
    for (int eye = 0; eye < COUNT(EYES); eye++) least = fmin(least, difference(lab(p, SEEN_BY[eye]), lab(q, SEEN_BY[eye])));
    return least;
}

static void tints_of_phases_differ_from_their_neighbours_and_from_taps(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(NAMES); i++) {
        const Look *look = look_get(NAMES[i]);
        for (int a = 0; a < 4; a++)
            for (int b = 0; b < a; b++) {
                double apart = seen_apart(look_phase(look, a / 2, a % 2), look_phase(look, b / 2, b % 2));
                check(apart >= 10, "%s: the tints %d and %d are %.1f apart", TITLES[i], a, b, apart);
            }
        // Whatever the stride, the phase after the last is the first again.
        for (int s = 2; s <= 6; s++)
            for (int row = 0; row < s; row++)
                for (int col = 0; col < s; col++) {
                    Colour here = look_phase(look, row, col);
                    double across = seen_apart(here, look_phase(look, row, (col + 1) % s)), down = seen_apart(here, look_phase(look, (row + 1) % s, col));
                    check(across >= 10, "%s, stride %d: %d,%d and the next are %.1f apart", TITLES[i], s, row, col, across);
                    check(down >= 10, "%s, stride %d: %d,%d and the one below are %.1f apart", TITLES[i], s, row, col, down);
                    for (int tap = 0; tap < 9; tap++) {
                        Colour colour = look_tap(tap / 3, tap % 3, 3, 3);
                        double apart = difference(lab(here, SEEN_BY[0]), lab(colour, SEEN_BY[0]));
                        check(apart >= 5, "%s: the tint %d,%d is %.1f from tap %d", TITLES[i], row, col, apart, tap);
                    }
                    // An empty cell is paler; in the end it says 0 in muted ink.
                    Colour pale = look_mix(look->background, here, 0.35);
                    double muted = look_contrast(look->muted, pale);
                    check(muted >= 4.5, "%s: muted on the empty cell %d,%d is %.2f", TITLES[i], row, col, muted);
                }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_measure_of_difference_is_ciede2000), cmocka_unit_test(contrast_is_that_of_wcag),
        cmocka_unit_test(words_can_be_read_in_every_look), cmocka_unit_test(lines_can_be_seen_in_every_look),
        cmocka_unit_test(ink_reads_on_every_palette_colour),
        cmocka_unit_test(up_to_nine_taps_can_be_told_apart_by_every_eye),
        cmocka_unit_test(taps_keep_apart_from_the_role_fills),
        cmocka_unit_test(taps_beyond_nine_repeat_with_names_and_beyond_25_have_none),
        cmocka_unit_test(palettes_begin_and_end_where_they_should),
        cmocka_unit_test(tints_of_phases_differ_from_their_neighbours_and_from_taps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
