// Text is measured without hinting and drawn from two fonts; also where Inter, or every font, is missing.
#include "figure/figure.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static Type *type;

static int open_type(void **state)
{
    (void)state;
    Error err;
    return type_new(&type, &err) ? 0 : -1;
}

static int close_type(void **state)
{
    (void)state;
    type_free(type);
    return 0;
}

static double width_of(const char *text, double size, Weight weight)
{
    Measure measure = type_measure(type);
    return measure.width(measure.self, text, size, weight);
}

enum { W = 200, H = 60 };

// The columns and rows that text covers, drawn in black on white with its baseline at (20, 40).
static Box ink_of(const char *text, double size, Weight weight, int *pixels)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, W, H);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    type_draw(type, cr, text, 20, 40, size, weight, RGB(0));
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    const unsigned char *data = cairo_image_surface_get_data(surface);
    int left = W, right = -1, top = H, bottom = -1;
    *pixels = 0;
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++) {
            if (data[y * cairo_image_surface_get_stride(surface) + 4 * x] > 128) continue;
            left = x < left ? x : left, right = x > right ? x : right;
            top = y < top ? y : top, bottom = y > bottom ? y : bottom;
            ++*pixels;
        }
    cairo_surface_destroy(surface);
    return (Box){ left, top, right - left + 1, bottom - top + 1 };
}

static void widths_grow_as_the_size_does(void **state)
{
    (void)state;
    for (int weight = 0; weight <= WEIGHT_MONO; weight++) {
        double one = width_of("kernel w, 3×3: Cᵀ ⌊x⌋", 1, weight);
        assert_true(one > 5);
        for (double size = 7; size < 50; size += 3.7) {
            double wide = width_of("kernel w, 3×3: Cᵀ ⌊x⌋", size, weight);
            check(fabs(wide - one * size) < 1e-6, "at %.1f it is %f wide, not %f", size, wide, one * size);
        }
    }
    assert_true(width_of("", 16, WEIGHT_REGULAR) == 0);
}

static void what_is_measured_is_what_is_drawn(void **state)
{
    (void)state;
    static const char *const texts[] = { "HHHH", "10⁷", "k₀+k₁", "⟨H⟩H", "−12" };
    for (int i = 0; i < COUNT(texts); i++)
        for (int weight = 0; weight <= WEIGHT_MONO; weight++) {
            int pixels;
            Box ink = ink_of(texts[i], 24, weight, &pixels);
            double wide = width_of(texts[i], 24, weight);
            check(pixels > 20, "%s drew %d pixels", texts[i], pixels);
            check(ink.x >= 20 && ink.x < 26, "%s begins at %g", texts[i], ink.x);
            check(ink.x + ink.w <= 20 + wide + 1 && ink.x + ink.w > 20 + wide - 5, "%s ends at %g of %g", texts[i],
                  ink.x + ink.w - 20, wide);
        }
}

static void each_weight_has_its_own_face(void **state)
{
    (void)state;
    int regular, bold, mono;
    ink_of("Overlap", 24, WEIGHT_REGULAR, &regular);
    ink_of("Overlap", 24, WEIGHT_SEMIBOLD, &bold);
    ink_of("Overlap", 24, WEIGHT_MONO, &mono);
    check(bold > 1.15 * regular, "semibold has %d dark pixels, regular %d", bold, regular);
    assert_true(width_of("iiii", 24, WEIGHT_MONO) == width_of("WWWW", 24, WEIGHT_MONO));
    assert_true(width_of("iiii", 24, WEIGHT_REGULAR) < 0.5 * width_of("WWWW", 24, WEIGHT_REGULAR));
}

static void what_inter_lacks_comes_from_dejavu(void **state)
{
    (void)state;
    uint32_t missing = 0;
    assert_true(type_has(type, "Stamp, 0…9 −×·∞ ₀₁₂₃₄₅₆₇₈₉ ⁰¹²³⁴⁵⁶⁷⁸⁹⁻ ᵀ⟨⟩⌊⌋▾▸′∂≤≥≠ ←↑→↓ “” ’ √Σ", &missing));
    assert_int_equal(missing, 0);
    assert_false(type_has(type, "ab\xF4\x80\x80\x80", &missing)); // U+100000, for private use
    assert_int_equal(missing, 0x100000);
    int pixels;
    ink_of("ᵀ", 24, WEIGHT_SEMIBOLD, &pixels);
    assert_true(pixels > 20);
    // A character that no font has still takes its place and draws its box.
    assert_true(width_of("\xF4\x80\x80\x80", 24, WEIGHT_REGULAR) > 5);
}

static void text_that_is_not_utf8_is_drawn_as_such(void **state)
{
    (void)state;
    int pixels;
    ink_of("a\xFF" "b", 24, WEIGHT_REGULAR, &pixels);
    assert_true(pixels > 50);
    assert_true(width_of("\xFF", 10, WEIGHT_REGULAR) == width_of("\xEF\xBF\xBD", 10, WEIGHT_REGULAR));
}

static void many_characters_are_remembered_apart(void **state)
{
    (void)state;
    double first[900];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 900; i++) {
            int c = 0x100 + i;
            char text[] = { (char)(0xC0 | c >> 6), (char)(0x80 | (c & 63)), 0 };
            double wide = width_of(text, 10, WEIGHT_REGULAR);
            if (round) check(wide == first[i], "U+%04X was %f wide and is %f", c, first[i], wide);
            first[i] = wide;
        }
}

static void long_lines_are_drawn_whole(void **state)
{
    (void)state;
    char text[700];
    memset(text, 'l', sizeof text - 1);
    text[sizeof text - 1] = 0;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 2000, 20);
    cairo_t *cr = cairo_create(surface);
    type_draw(type, cr, text, 0, 15, 10, WEIGHT_REGULAR, RGB(0));
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    int end = (int)width_of(text, 10, WEIGHT_REGULAR);
    assert_in_range(end, 1000, 1990);
    bool seen = false;
    for (int x = end - 5; x < end; x++) seen |= cairo_image_surface_get_data(surface)[11 * cairo_image_surface_get_stride(surface) + x] > 100;
    assert_true(seen);
    cairo_surface_destroy(surface);
}

static void drawing_leaves_the_context_as_it_was(void **state)
{
    (void)state;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 50, 50);
    cairo_t *cr = cairo_create(surface);
    cairo_set_font_size(cr, 33);
    cairo_font_face_t *face = cairo_get_font_face(cr);
    cairo_pattern_t *source = cairo_get_source(cr);
    cairo_move_to(cr, 3, 4);
    type_draw(type, cr, "kᵀ", 10, 20, 12, WEIGHT_REGULAR, RGB(0));
    cairo_matrix_t matrix;
    cairo_get_font_matrix(cr, &matrix);
    double x, y;
    cairo_get_current_point(cr, &x, &y);
    assert_true(matrix.xx == 33 && cairo_get_font_face(cr) == face && cairo_get_source(cr) == source);
    assert_true(x == 3 && y == 4);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

// Opens type with fontconfig seeing [folder] alone.
static bool open_with_fonts(Type **out, const char *folder, Error *err)
{
    char path[] = "/tmp/stridescope-fonts-XXXXXX";
    int handle = mkstemp(path);
    assert_true(handle >= 0);
    FILE *file = fdopen(handle, "w");
    fprintf(file, "<?xml version=\"1.0\"?><fontconfig><dir>%s</dir></fontconfig>\n", folder);
    fclose(file);
    setenv("FONTCONFIG_FILE", path, 1);
    bool ok = type_new(out, err);
    unsetenv("FONTCONFIG_FILE");
    unlink(path);
    return ok;
}

static void dejavu_stands_in_for_inter(void **state)
{
    (void)state;
    const char *folder = "/usr/share/fonts/truetype/dejavu";
    if (access(folder, R_OK) != 0) skip(); // another system's folders
    Type *without, *kept = type;
    Error err;
    assert_true(open_with_fonts(&without, folder, &err));
    assert_true(type_has(without, "Stamp ᵀ ₀ ⌊", NULL));
    double wide = width_of("Overlap", 24, WEIGHT_REGULAR);
    type = without;
    int pixels;
    Box ink = ink_of("Overlap", 24, WEIGHT_REGULAR, &pixels);
    double stood_in = width_of("Overlap", 24, WEIGHT_REGULAR);
    type = kept;
    type_free(without);
    assert_true(pixels > 100 && fabs(ink.w - stood_in) < 6);
    assert_true(stood_in != wide);
}

static void without_any_font_the_sentence_says_what_to_install(void **state)
{
    (void)state;
    Type *none = type;
    Error err;
    assert_false(open_with_fonts(&none, "/nowhere", &err));
    assert_null(none);
    assert_true(err.cannot);
    assert_non_null(strstr(err.text, "fonts-inter"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_grow_as_the_size_does), cmocka_unit_test(what_is_measured_is_what_is_drawn),
        cmocka_unit_test(each_weight_has_its_own_face), cmocka_unit_test(what_inter_lacks_comes_from_dejavu),
        cmocka_unit_test(text_that_is_not_utf8_is_drawn_as_such),
        cmocka_unit_test(many_characters_are_remembered_apart), cmocka_unit_test(long_lines_are_drawn_whole),
        cmocka_unit_test(drawing_leaves_the_context_as_it_was), cmocka_unit_test(dejavu_stands_in_for_inter),
        cmocka_unit_test(without_any_font_the_sentence_says_what_to_install),
    };
    return cmocka_run_group_tests(tests, open_type, close_type);
}
