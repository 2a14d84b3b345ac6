// Every kind of mark and every style, painted in the three looks and looked at pixel by pixel; then hits and dumps.
#include "figure/figure.h"
#include "support/check.h"

#include <math.h>
#include <stdlib.h>

enum { SIDE = 80 };
static Type *type;
static const LookName NAMES[] = { LOOK_LIGHT, LOOK_DARK, LOOK_PROJECTOR };
static const Box BOX = { 20, 20, 40, 40 };
static const Colour GROUND = RGB(0x808080); // of no look, so that what is painted shows

typedef struct Shot {
    Colour at[SIDE][SIDE];
} Shot;

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

static Shot shoot(const Figure *figure)
{
    Shot shot;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, SIDE, SIDE);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 0x80 / 255.0, 0x80 / 255.0, 0x80 / 255.0);
    cairo_paint(cr);
    figure_paint(figure, cr, type);
    assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            const unsigned char *row = cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface);
            uint32_t pixel;
            memcpy(&pixel, row + 4 * x, 4);
            shot.at[y][x] = pixel | 0xFF000000u;
        }
    cairo_surface_destroy(surface);
    return shot;
}

// The picture of one mark in this look.
static Shot shot_of(LookName name, Mark mark)
{
    Figure figure = { 0 };
    figure_begin(&figure, look_get(name), type_measure(type));
    Mark *added = figure_add(&figure, mark.kind, "tried", mark.box);
    if (mark.opacity == 0) mark.opacity = 1;
    mark.align = added->align;
    *added = mark;
    Shot shot = shoot(&figure);
    figure_clear(&figure);
    return shot;
}

static bool near_colour(Colour a, Colour b, int by)
{
    for (int shift = 0; shift < 24; shift += 8)
        if (abs((int)(a >> shift & 255) - (int)(b >> shift & 255)) > by) return false;
    return true;
}

#define seen(shot, x, y, colour)                                                                                       \
    check(near_colour((shot).at[y][x], colour, 2), "at (%d, %d) is %06X, not %06X", x, y,                              \
          (unsigned)((shot).at[y][x] & 0xFFFFFF), (unsigned)((colour) & 0xFFFFFF))

static int count_of(const Shot *shot, Colour colour, int by)
{
    int count = 0;
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) count += near_colour(shot->at[y][x], colour, by);
    return count;
}

// The smallest box around all pixels that are not within [by] of [colour], inside [part].
static Box other_than(const Shot *shot, Colour colour, int by, Box part)
{
    int left = SIDE, right = -1, top = SIDE, bottom = -1;
    for (int y = (int)part.y; y < part.y + part.h; y++)
        for (int x = (int)part.x; x < part.x + part.w; x++) {
            if (near_colour(shot->at[y][x], colour, by)) continue;
            left = x < left ? x : left, right = x > right ? x : right;
            top = y < top ? y : top, bottom = y > bottom ? y : bottom;
        }
    return (Box){ left, top, right - left + 1, bottom - top + 1 };
}

static const Box ALL = { 0, 0, SIDE, SIDE };

static void nothing_is_painted_outside_the_box(void **state)
{
    (void)state;
    static const uint32_t pixels[] = { RGB(1), RGB(2), RGB(3), RGB(4) };
    for (int look = 0; look < COUNT(NAMES); look++)
        for (int kind = 0; kind < MARK_KINDS; kind++)
            for (unsigned style = 0; style < 128; style++) {
                if (kind == MARK_LINE || kind == MARK_TEXT) continue; // a line has a width, a text its own length
                const Look *l = look_get(NAMES[look]);
                Shot shot = shot_of(NAMES[look], (Mark){ .kind = kind, .box = BOX, .fill = l->kernel.fill,
                        .line = l->kernel.line, .stroke = 3, .radius = style % 3 * 4, .style = style,
                        .opacity = style % 2 ? 1 : 0.5, .text = "123456789012", .size = 30, .rows = 2, .cols = 2,
                        .pixels = kind == MARK_GRID || kind == MARK_IMAGE ? pixels : NULL });
                Box ink = other_than(&shot, GROUND, 0, ALL);
                check(ink.w > 0 && ink.x >= 20 && ink.y >= 20 && ink.x + ink.w <= 60 && ink.y + ink.h <= 60,
                      "kind %d style %u paints %g,%g %gx%g", kind, style, ink.x, ink.y, ink.w, ink.h);
            }
}

static void a_cell_has_its_fill_and_its_border_inside(void **state)
{
    (void)state;
    for (int look = 0; look < COUNT(NAMES); look++) {
        RolePaint role = look_get(NAMES[look])->output;
        Shot shot = shot_of(NAMES[look], (Mark){ .kind = MARK_CELL, .box = BOX, .fill = role.fill, .line = role.line,
                                                 .stroke = 2, .radius = 4 });
        seen(shot, 40, 40, role.fill);
        for (int i = 0; i < 2; i++) {
            seen(shot, 20 + i, 40, role.line);
            seen(shot, 59 - i, 40, role.line);
            seen(shot, 40, 20 + i, role.line);
            seen(shot, 40, 59 - i, role.line);
        }
        seen(shot, 22, 40, role.fill);
        seen(shot, 20, 20, GROUND); // the rounded corner
    }
}

static void a_fill_does_not_fringe_its_border(void **state)
{
    (void)state;
    Shot shot = shot_of(LOOK_LIGHT, (Mark){ .kind = MARK_CELL, .box = BOX, .fill = RGB(0xFFFFFF), .line = GROUND,
                                            .stroke = 2, .radius = 8 });
    for (int y = 20; y < 26; y++)
        for (int x = 20; x < 46 - y; x++) seen(shot, x, y, GROUND); // the corner's outer side
    seen(shot, 40, 40, RGB(0xFFFFFF));
}

static void a_kernel_has_two_borders(void **state)
{
    (void)state;
    for (int look = 0; look < COUNT(NAMES); look++) {
        RolePaint role = look_get(NAMES[look])->kernel;
        Mark mark = { .kind = MARK_CELL, .box = BOX, .fill = role.fill, .line = role.line, .stroke = 1,
                      .style = STYLE_DOUBLE };
        Shot shot = shot_of(NAMES[look], mark);
        seen(shot, 20, 40, role.line);
        seen(shot, 21, 40, role.fill);
        seen(shot, 22, 40, role.line);
        seen(shot, 23, 40, role.fill);
        mark.style = 0;
        shot = shot_of(NAMES[look], mark);
        seen(shot, 22, 40, role.fill);
        mark.style = STYLE_DOUBLE;
        mark.box = (Box){ 20, 20, 8, 8 }; // no room for a second one
        shot = shot_of(NAMES[look], mark);
        seen(shot, 22, 24, role.fill);
    }
}

static void focus_is_a_ring_of_text_inside_one_of_background(void **state)
{
    (void)state;
    for (int look = 0; look < COUNT(NAMES); look++) {
        const Look *l = look_get(NAMES[look]);
        Shot shot = shot_of(NAMES[look], (Mark){ .kind = MARK_CELL, .box = BOX, .fill = l->input.fill,
                .line = l->input.line, .stroke = 1, .style = STYLE_RING });
        for (int i = 0; i < 2; i++) {
            seen(shot, 20 + i, 40, l->background);
            seen(shot, 22 + i, 40, l->text);
            seen(shot, 40, 59 - i, l->background);
            seen(shot, 40, 57 - i, l->text);
        }
        seen(shot, 24, 40, l->input.fill);
    }
}

static void a_hatch_runs_on_from_cell_to_cell(void **state)
{
    (void)state;
    for (int look = 0; look < COUNT(NAMES); look++) {
        const Look *l = look_get(NAMES[look]);
        Mark whole = { .kind = MARK_CELL, .box = { 4, 30, 72, 24 }, .fill = l->zero.fill, .style = STYLE_HATCHED };
        Shot one = shot_of(NAMES[look], whole);
        int inked = 0;
        for (int x = 10; x < 70; x++) inked += !near_colour(one.at[40][x], l->zero.fill, 20);
        check(inked >= 7 && inked <= 40, "%d of 60 pixels of a row are hatched", inked);
        for (int x = 12; x < 68; x++) // lines go up to the right
            check(near_colour(one.at[40][x], one.at[41][x - 1], 3), "the hatch breaks at %d", x);
        Figure figure = { 0 };
        figure_begin(&figure, l, type_measure(type));
        for (int i = 0; i < 3; i++) {
            Mark *cell = figure_add(&figure, MARK_CELL, "part", (Box){ 4 + 24 * i, 30, 24, 24 });
            cell->fill = l->zero.fill;
            cell->style = STYLE_HATCHED;
        }
        Shot three = shoot(&figure);
        figure_clear(&figure);
        for (int i = 0; i < 3; i++)
            for (int x = 4 + 24 * i + 2; x < 4 + 24 * i + 22; x++)
                for (int y = 32; y < 52; y++)
                    check(near_colour(one.at[y][x], three.at[y][x], 3), "at (%d, %d) the parts differ", x, y);
    }
}

static void dashes_and_dots_have_gaps(void **state)
{
    (void)state;
    static const struct { unsigned style; int least, most; } rows[] = {
        { 0, 36, 40 }, { STYLE_DASHED, 18, 30 }, { STYLE_DOTTED, 9, 20 },
    };
    for (int look = 0; look < COUNT(NAMES); look++) {
        Colour border = look_get(NAMES[look])->border;
        for (int i = 0; i < COUNT(rows); i++) {
            Shot shot = shot_of(NAMES[look], (Mark){ .kind = MARK_BOX, .box = BOX, .line = border, .stroke = 2,
                                                     .style = rows[i].style });
            int on = 0, off = 0;
            for (int x = 20; x < 60; x++) on += near_colour(shot.at[20][x], border, 20), off += shot.at[20][x] == GROUND;
            check(on >= rows[i].least && on <= rows[i].most, "style %u: %d of 40 pixels are on", rows[i].style, on);
            check(rows[i].style ? off > 4 : off == 0, "style %u: %d of 40 pixels are off", rows[i].style, off);
            shot = shot_of(NAMES[look], (Mark){ .kind = MARK_LINE, .box = { 20, 40, 40, 0 }, .line = border, .stroke = 2,
                                                .style = rows[i].style });
            on = 0;
            for (int x = 20; x < 60; x++) on += near_colour(shot.at[40][x], border, 20);
            check(on >= rows[i].least - 2 && on <= rows[i].most, "line of style %u: %d of 40 on", rows[i].style, on);
            seen(shot, 19, 40, GROUND);
        }
    }
}

static void an_inserted_zero_is_a_dot_and_no_number(void **state)
{
    (void)state;
    for (int look = 0; look < COUNT(NAMES); look++) {
        const Look *l = look_get(NAMES[look]);
        Shot shot = shot_of(NAMES[look], (Mark){ .kind = MARK_CELL, .box = BOX, .fill = l->zero.fill, .text = "0",
                                                 .size = 24, .style = STYLE_POINT });
        Box ink = other_than(&shot, l->zero.fill, 8, box_inset(BOX, 2));
        check(ink.w >= 2 && ink.w <= 6 && ink.h == ink.w, "the dot is %gx%g", ink.w, ink.h);
        assert_true(ink.x + ink.w / 2 == 40 && ink.y + ink.h / 2 == 40);
    }
}

static void numbers_stand_in_the_middle_of_their_cell(void **state)
{
    (void)state;
    static const char *const numbers[] = { "8", "10", "−3", "888" };
    for (int look = 0; look < COUNT(NAMES); look++)
        for (int i = 0; i < COUNT(numbers); i++) {
            Colour fill = look_get(NAMES[look])->output.fill;
            Shot shot = shot_of(NAMES[look], (Mark){ .kind = MARK_CELL, .box = BOX, .fill = fill, .text = numbers[i],
                                                     .size = 16, .weight = WEIGHT_SEMIBOLD });
            Box ink = other_than(&shot, fill, 60, box_inset(BOX, 2));
            check(ink.w > 4 && ink.h > 9, "%s is %gx%g", numbers[i], ink.w, ink.h);
            check(fabs(ink.x + ink.w / 2 - 40) <= 1.5, "%s has its middle at x %g", numbers[i], ink.x + ink.w / 2);
            check(fabs(ink.y + ink.h / 2 - 40) <= 1, "%s has its middle at y %g", numbers[i], ink.y + ink.h / 2);
            assert_true(count_of(&shot, look_ink(fill), 8) > 8);
        }
}

static void text_that_is_too_wide_shrinks_and_then_is_cut(void **state)
{
    (void)state;
    Mark mark = { .kind = MARK_CELL, .box = BOX, .fill = RGB(0xFFFFFF), .text = "12345", .size = 20 };
    Shot fits = shot_of(LOOK_LIGHT, mark);
    Box ink = other_than(&fits, mark.fill, 60, box_inset(BOX, 1));
    check(ink.w >= 33 && ink.w <= 38 && ink.h < 13 && ink.h > 7, "shrunk it is %gx%g", ink.w, ink.h);
    mark.text = "1234567890123";
    Shot cut = shot_of(LOOK_LIGHT, mark);
    ink = other_than(&cut, mark.fill, 60, box_inset(BOX, 1));
    check(ink.w >= 28 && ink.w <= 38 && ink.h >= 6, "cut it is %gx%g", ink.w, ink.h);
    int upper = 0;
    for (int x = 50; x < 60; x++) upper += !near_colour(cut.at[38][x], mark.fill, 60);
    check(upper == 0, "%d pixels where the dots should be alone", upper);
    mark.box = (Box){ 20, 20, 5, 40 };
    Shot none = shot_of(LOOK_LIGHT, mark);
    assert_int_equal(count_of(&none, RGB(0), 60), 0);
}

static void text_is_aligned_in_its_box(void **state)
{
    (void)state;
    static const struct { Align align; double left, right; } rows[] = {
        { ALIGN_LEFT, 40, 80 }, { ALIGN_CENTRE, 20, 60 }, { ALIGN_RIGHT, 0, 40 },
    };
    for (int look = 0; look < COUNT(NAMES); look++)
        for (int i = 0; i < COUNT(rows); i++) {
            const Look *l = look_get(NAMES[look]);
            Figure figure = { 0 };
            figure_begin(&figure, l, type_measure(type));
            Mark *mark = figure_text(&figure, "label", 40, 30, 16, WEIGHT_REGULAR, rows[i].align, l->text, "%s%d", "H", 8);
            assert_string_equal(mark->text, "H8");
            assert_true(fabs(mark->box.h - 19.2) < 1e-9);
            Box box = mark->box;
            Shot shot = shoot(&figure);
            figure_clear(&figure);
            Box ink = other_than(&shot, GROUND, 60, ALL);
            check(ink.w > 10 && ink.x >= rows[i].left && ink.x + ink.w <= rows[i].right, "align %d: from %g to %g",
                  (int)rows[i].align, ink.x, ink.x + ink.w);
            assert_true(ink.x >= floor(box.x) && ink.x + ink.w <= ceil(box.x + box.w));
            assert_true(fabs(ink.y + ink.h / 2 - 39.6) <= 1 && count_of(&shot, l->text, 30) > 5);
        }
}

static void pixels_stay_squares_unless_smooth(void **state)
{
    (void)state;
    static const uint32_t pixels[] = { RGB(0x102030), RGB(0xF0E0D0), RGB(0xF0E0D0), RGB(0x102030) };
    Mark mark = { .kind = MARK_GRID, .box = BOX, .rows = 2, .cols = 2, .pixels = pixels };
    Shot sharp = shot_of(LOOK_LIGHT, mark);
    assert_int_equal(count_of(&sharp, pixels[0], 1), 800);
    assert_int_equal(count_of(&sharp, pixels[1], 1), 800);
    seen(sharp, 39, 39, pixels[0]);
    seen(sharp, 40, 39, pixels[1]);
    mark.kind = MARK_IMAGE;
    mark.style = STYLE_SMOOTH;
    Shot smooth = shot_of(LOOK_LIGHT, mark);
    assert_true(count_of(&smooth, pixels[0], 1) < 400);
    seen(smooth, 20, 20, pixels[0]); // no fading at the edge
    // Made smaller, sharp pixels are averaged: a checkerboard turns grey instead of into another pattern.
    enum { N = 120 };
    static uint32_t board[N * N];
    for (int i = 0; i < N * N; i++) board[i] = (i + i / N) % 2 ? RGB(0xFFFFFF) : RGB(0);
    Shot small = shot_of(LOOK_LIGHT, (Mark){ .kind = MARK_IMAGE, .box = BOX, .rows = N, .cols = N, .pixels = board });
    for (int y = 22; y < 58; y++)
        for (int x = 22; x < 58; x++)
            check(near_colour(small.at[y][x], RGB(0x808080), 40), "(%d, %d) is %06X", x, y,
                  (unsigned)(small.at[y][x] & 0xFFFFFF));
}

static void handles_are_round_with_a_thick_border(void **state)
{
    (void)state;
    for (int look = 0; look < COUNT(NAMES); look++) {
        const Look *l = look_get(NAMES[look]);
        Shot shot = shot_of(NAMES[look], (Mark){ .kind = MARK_HANDLE, .box = BOX });
        seen(shot, 40, 40, l->background);
        seen(shot, 31, 40, l->text);
        seen(shot, 48, 40, l->text);
        seen(shot, 33, 33, l->text);
        seen(shot, 28, 40, GROUND);
        seen(shot, 31, 31, GROUND);
        shot = shot_of(NAMES[look], (Mark){ .kind = MARK_HANDLE, .box = BOX, .radius = 20, .stroke = 4,
                                            .fill = l->input.fill, .line = l->input.line });
        seen(shot, 21, 40, l->input.line);
        seen(shot, 30, 40, l->input.fill);
        shot = shot_of(NAMES[look], (Mark){ .kind = MARK_HANDLE, .box = BOX, .style = STYLE_RING });
        seen(shot, 40, 40, l->background);
        seen(shot, 31, 40, l->text);
        assert_true(near_colour(shot.at[40][28], l->background, 20));
        assert_true(near_colour(shot.at[40][26], l->text, 20));
    }
}

static void opacity_thins_everything_alike(void **state)
{
    (void)state;
    Mark mark = { .kind = MARK_CELL, .box = BOX, .fill = RGB(0xFFFFFF), .line = RGB(0xFF0000), .stroke = 4,
                  .opacity = 0.5, .text = "▮", .size = 24, .ink = RGB(0) };
    Shot shot = shot_of(LOOK_LIGHT, mark);
    seen(shot, 28, 28, RGB(0xC0C0C0));
    seen(shot, 21, 40, RGB(0xC04040)); // half red over the ground, not over the fill
    seen(shot, 40, 40, RGB(0x606060));
    static const uint32_t white[] = { RGB(0xFFFFFF) };
    shot = shot_of(LOOK_LIGHT, (Mark){ .kind = MARK_IMAGE, .box = BOX, .rows = 1, .cols = 1, .pixels = white,
                                       .opacity = 0.25 });
    seen(shot, 40, 40, RGB(0xA0A0A0));
    Figure figure = { 0 };
    figure_begin(&figure, look_get(LOOK_LIGHT), type_measure(type));
    Mark *gone = figure_add(&figure, MARK_BOX, "gone", BOX);
    gone->fill = RGB(0);
    gone->opacity = 0;
    shot = shoot(&figure);
    assert_int_equal(count_of(&shot, GROUND, 0), SIDE * SIDE);
    figure_clear(&figure);
}

static void scale_thickens_rings(void **state)
{
    (void)state;
    const Look *l = look_get(LOOK_LIGHT);
    Figure figure = { 0 };
    figure_begin(&figure, l, type_measure(type));
    assert_true(figure.scale == 1);
    figure.scale = 2;
    Mark *mark = figure_add(&figure, MARK_CELL, "big", BOX);
    mark->fill = l->input.fill;
    mark->style = STYLE_RING;
    Shot shot = shoot(&figure);
    seen(shot, 23, 40, l->background);
    seen(shot, 24, 40, l->text);
    seen(shot, 27, 40, l->text);
    figure_clear(&figure);
}

static void painting_leaves_the_context_as_it_was(void **state)
{
    (void)state;
    Figure figure = { 0 };
    figure_begin(&figure, look_get(LOOK_LIGHT), type_measure(type));
    for (int kind = 0; kind < MARK_KINDS; kind++) {
        Mark *mark = figure_add(&figure, kind, "any", BOX);
        mark->line = mark->fill = RGB(0x336699);
        mark->stroke = 2;
        mark->style = STYLE_DASHED | STYLE_RING | STYLE_HATCHED;
        mark->text = "x";
        mark->size = 14;
    }
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, SIDE, SIDE);
    cairo_t *cr = cairo_create(surface);
    cairo_pattern_t *source = cairo_get_source(cr);
    cairo_set_line_width(cr, 7);
    cairo_set_operator(cr, CAIRO_OPERATOR_ADD);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_translate(cr, 3, 4);
    cairo_move_to(cr, 1, 2);
    cairo_line_to(cr, 5, 6);
    figure_paint(&figure, cr, type);
    assert_ptr_equal(cairo_get_source(cr), source);
    assert_true(cairo_get_line_width(cr) == 7 && cairo_get_operator(cr) == CAIRO_OPERATOR_ADD);
    assert_true(cairo_get_line_cap(cr) == CAIRO_LINE_CAP_ROUND && cairo_get_dash_count(cr) == 0);
    cairo_matrix_t matrix;
    cairo_get_matrix(cr, &matrix);
    assert_true(matrix.x0 == 3 && matrix.y0 == 4 && matrix.xx == 1);
    double x, y, x0, y0, x1, y1;
    cairo_get_current_point(cr, &x, &y);
    cairo_path_extents(cr, &x0, &y0, &x1, &y1);
    assert_true(x == 5 && y == 6 && x0 == 1 && y0 == 2 && x1 == 5 && y1 == 6);
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    figure_clear(&figure);
}

static void a_hit_is_the_topmost_cell_or_handle(void **state)
{
    (void)state;
    Figure figure = { 0 };
    figure_begin(&figure, look_get(LOOK_LIGHT), measure_fixed);
    for (int i = 0; i < 200; i++) // enough to make the list grow
        figure_add(&figure, MARK_CELL, "under", (Box){ 0, 0, 40, 40 })->cell = (Cell){ ROLE_X, { 0, 0, 0, i } };
    figure_add(&figure, MARK_CELL, "upper", (Box){ 10, 10, 20, 20 })->cell = (Cell){ ROLE_Y, { 0, 0, 1, 2 } };
    figure_add(&figure, MARK_BOX, "frame", (Box){ 0, 0, 100, 100 });
    figure_add(&figure, MARK_HANDLE, "grip", (Box){ 35, 35, 10, 10 });
    figure_text(&figure, "words", 0, 0, 40, WEIGHT_REGULAR, ALIGN_LEFT, RGB(0), "over all");
    assert_string_equal(figure_hit(&figure, 15, 15)->name, "upper");
    assert_int_equal(figure_hit(&figure, 5, 5)->cell.at[3], 199);
    assert_string_equal(figure_hit(&figure, 36, 36)->name, "grip");
    assert_string_equal(figure_hit(&figure, 29.9, 29.9)->name, "upper");
    assert_string_equal(figure_hit(&figure, 30, 30)->name, "under");
    assert_null(figure_hit(&figure, 80, 80));
    figure_begin(&figure, look_get(LOOK_LIGHT), measure_fixed);
    assert_null(figure_hit(&figure, 15, 15));
    figure_clear(&figure);
    assert_null(figure.marks);
}

static void a_dump_says_each_mark_in_a_line(void **state)
{
    (void)state;
    static const uint32_t pixels[6];
    Figure figure = { 0 };
    figure_begin(&figure, look_get(LOOK_LIGHT), measure_fixed);
    Mark *mark = figure_add(&figure, MARK_CELL, "output", (Box){ -0.04, 20.06, 40, 40 });
    mark->cell = (Cell){ ROLE_Y, { 0, 1, -2, 3 } };
    mark->fill = RGB(0xC8F4D4);
    mark->line = 0x8014714F;
    mark->stroke = 2;
    mark->radius = 4;
    mark->opacity = 0.35;
    mark->style = STYLE_DASHED | STYLE_RING;
    mark->text = "−1";
    mark->size = 16;
    mark->weight = WEIGHT_SEMIBOLD;
    figure_text(&figure, "label", 100, 10, 10, WEIGHT_MONO, ALIGN_RIGHT, RGB(0x1A1D21), "a \"b\"\n%d", 7);
    mark = figure_add(&figure, MARK_GRID, "input", (Box){ 1, 2, 3, 4 });
    mark->rows = 2;
    mark->cols = 3;
    mark->pixels = pixels;
    figure_add(&figure, MARK_LINE, NULL, (Box){ 1, 2, 3, -4 });
    Text out = { 0 };
    figure_dump(&out, &figure);
    assert_string_equal(out.data,
        "cell \"output\" cell=y:0,1,-2,3 box=0.0,20.1,40.0,40.0 fill=C8F4D4 line=14714F@80 stroke=2.0 radius=4.0 "
        "opacity=0.35 style=dashed,ring type=16.0,semibold,centre \"−1\"\n"
        "text \"label\" box=58.0,10.0,42.0,12.0 ink=1A1D21 type=10.0,mono,right \"a \\\"b\\\"\\n7\"\n"
        "grid \"input\" box=1.0,2.0,3.0,4.0 size=2x3 pixels\n"
        "line \"\" box=1.0,2.0,3.0,-4.0\n");
    text_clear(&out);
    figure_clear(&figure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_painted_outside_the_box),
        cmocka_unit_test(a_cell_has_its_fill_and_its_border_inside), cmocka_unit_test(a_fill_does_not_fringe_its_border),
        cmocka_unit_test(a_kernel_has_two_borders),
        cmocka_unit_test(focus_is_a_ring_of_text_inside_one_of_background),
        cmocka_unit_test(a_hatch_runs_on_from_cell_to_cell), cmocka_unit_test(dashes_and_dots_have_gaps),
        cmocka_unit_test(an_inserted_zero_is_a_dot_and_no_number),
        cmocka_unit_test(numbers_stand_in_the_middle_of_their_cell),
        cmocka_unit_test(text_that_is_too_wide_shrinks_and_then_is_cut), cmocka_unit_test(text_is_aligned_in_its_box),
        cmocka_unit_test(pixels_stay_squares_unless_smooth), cmocka_unit_test(handles_are_round_with_a_thick_border),
        cmocka_unit_test(opacity_thins_everything_alike), cmocka_unit_test(scale_thickens_rings),
        cmocka_unit_test(painting_leaves_the_context_as_it_was), cmocka_unit_test(a_hit_is_the_topmost_cell_or_handle),
        cmocka_unit_test(a_dump_says_each_mark_in_a_line),
    };
    return cmocka_run_group_tests(tests, open_type, close_type);
}
