// A figure on disk: the right kind, the right size, the right pixels; or a sentence and no file.
#include "export/export.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static Type *type;
static Figure figure;
static char folder[64];
static char path[128];

static const char *at(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int open_all(void **state)
{
    (void)state;
    Error err;
    if (!type_new(&type, &err)) return -1;
    strcpy(folder, "/tmp/stridescope-export-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    figure_begin(&figure, look_get(LOOK_LIGHT), type_measure(type));
    static const uint32_t pixels[] = { RGB(0xFF0000), RGB(0x00FF00) };
    Mark *mark = figure_add(&figure, MARK_CELL, "cell", (Box){ 10, 10, 40, 40 });
    mark->fill = RGB(0xC8F4D4);
    mark->line = RGB(0x14714F);
    mark->stroke = 2;
    mark->text = "10";
    mark->size = 16;
    mark->opacity = 0.5;
    mark = figure_add(&figure, MARK_IMAGE, "pixels", (Box){ 60, 10, 20, 10 });
    mark->rows = 1;
    mark->cols = 2;
    mark->pixels = pixels;
    figure_text(&figure, "label", 10, 60, 12, WEIGHT_REGULAR, ALIGN_LEFT, RGB(0), "output yᵀ");
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    figure_clear(&figure);
    type_free(type);
    return rmdir(folder); // fails where a test left something behind
}

static void a_png_has_its_size_and_its_pixels(void **state)
{
    (void)state;
    Error err;
    assert_true(export_figure(at("a.png"), &figure, 100, 80, 1.5, type, RGB(0xFFFFFF), &err));
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    assert_int_equal(cairo_image_surface_get_width(surface), 150);
    assert_int_equal(cairo_image_surface_get_height(surface), 120);
    static const struct { int x, y; unsigned colour; } rows[] = {
        { 0, 0, 0xFFFFFF }, { 97, 22, 0xFF0000 }, { 112, 22, 0x00FF00 }, { 22, 22, 0xE4FAEA },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        uint32_t pixel;
        memcpy(&pixel, cairo_image_surface_get_data(surface) + rows[i].y * cairo_image_surface_get_stride(surface) +
                           4 * rows[i].x, 4);
        for (int shift = 0; shift < 24; shift += 8)
            check(abs((int)(pixel >> shift & 255) - (int)(rows[i].colour >> shift & 255)) <= 1,
                  "at (%d, %d) is %06X, not %06X", rows[i].x, rows[i].y, (unsigned)(pixel & 0xFFFFFF), rows[i].colour);
    }
    cairo_surface_destroy(surface);
    unlink(path);
}

static void a_png_without_background_is_transparent(void **state)
{
    (void)state;
    Error err;
    assert_true(export_figure(at("clear.PNG"), &figure, 100, 80, 1, type, 0, &err));
    cairo_surface_t *surface = cairo_image_surface_create_from_png(path);
    uint32_t pixel;
    memcpy(&pixel, cairo_image_surface_get_data(surface), 4);
    assert_int_equal(pixel, 0);
    cairo_surface_destroy(surface);
    unlink(path);
}

static int count_of(const char *text, const char *part)
{
    int count = 0;
    for (; (text = strstr(text, part)); text += strlen(part)) count++;
    return count;
}

static void an_svg_is_whole_and_needs_no_font(void **state)
{
    (void)state;
    Error err;
    Bytes file;
    assert_true(export_figure(at("a.svg"), &figure, 100, 80, 2, type, RGB(0xFFFFFF), &err));
    assert_true(file_read(path, 1 << 20, &file, &err));
    unlink(path);
    Text text = { 0 };
    text_put_bytes(&text, (const char *)file.data, file.length);
    assert_memory_equal(text.data, "<?xml", 5);
    assert_string_equal(text.data + text.length - 7, "</svg>\n");
    check(strstr(text.data, "width=\"200px\" height=\"160px\""), "its size is said otherwise: %.200s", text.data);
    assert_int_equal(count_of(text.data, "<g ") + count_of(text.data, "<g>"), count_of(text.data, "</g>"));
    assert_null(strstr(text.data, "<text"));
    assert_true(count_of(text.data, "<use ") >= 8); // the letters, as outlines
    // Two pixels of 20 units each at twice the size are enlarged, so that no viewer blurs them.
    check(strstr(text.data, "width=\"20\" height=\"10\" xlink:href=\"data:image/png"), "the pixels are not enlarged");
    text_clear(&text);
    bytes_clear(&file);
}

static void other_endings_are_refused_with_the_two_that_work(void **state)
{
    (void)state;
    static const char *const names[] = { "a.gif", "png", ".png", "a.svgz", "a" };
    for (int i = 0; i < COUNT(names); i++) {
        Error err = { 0 };
        assert_false(export_figure(i == 2 ? ".png" : at(names[i]), &figure, 100, 80, 1, type, 0, &err));
        assert_false(err.cannot);
        assert_non_null(strstr(err.text, ".png or .svg"));
        assert_false(file_exists(at(names[i])));
    }
}

static void sizes_that_make_no_picture_are_refused(void **state)
{
    (void)state;
    static const double sides[] = { 0, -5, 20000, NAN, INFINITY };
    for (int i = 0; i < COUNT(sides); i++) {
        Error err = { 0 };
        assert_false(export_figure(at("a.png"), &figure, 100, sides[i], 1, type, 0, &err));
        check(!err.cannot && strstr(err.text, "16384"), "it says: %s", err.text);
        assert_false(file_exists(path));
    }
}

static void a_folder_that_is_not_there_cannot_be_written_to(void **state)
{
    (void)state;
    static const char *const names[] = { "none/a.png", "none/a.svg" };
    for (int i = 0; i < COUNT(names); i++) {
        Error err = { 0 };
        assert_false(export_figure(at(names[i]), &figure, 100, 80, 1, type, 0, &err));
        assert_true(err.cannot);
        check(strstr(err.text, names[i]), "it says: %s", err.text);
    }
}

static void a_device_that_is_full_is_told(void **state)
{
    (void)state;
    if (access("/dev/full", W_OK) != 0) skip(); // not on every system
    Error err = { 0 };
    assert_int_equal(symlink("/dev/full", at("full.svg")), 0);
    bool ok = export_figure(path, &figure, 100, 80, 1, type, 0, &err);
    unlink(path);
    assert_false(ok);
    assert_true(err.cannot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_png_has_its_size_and_its_pixels), cmocka_unit_test(a_png_without_background_is_transparent),
        cmocka_unit_test(an_svg_is_whole_and_needs_no_font),
        cmocka_unit_test(other_endings_are_refused_with_the_two_that_work),
        cmocka_unit_test(sizes_that_make_no_picture_are_refused),
        cmocka_unit_test(a_folder_that_is_not_there_cannot_be_written_to),
        cmocka_unit_test(a_device_that_is_full_is_told),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
