// Lenses, looks and room: what each key shows, and that nothing runs into anything else in any size of window.
#include "window/program.h"

#define BOTH "convt2d s=2 p=1"

static void a_digit_shows_its_lens_alone_and_shift_puts_it_beside(void **state)
{
    Seat *seat = open_on(state, BOTH);
    seat_key(seat, "1");
    seat_wait_scene(seat, "convt2d s=2 p=1 view=stamp");
    seat_wait_value(seat, "lens.slide", "off");
    seat_settle(seat);
    const SeenMark *marks;
    for (int i = seat_marks(seat, &marks) - 1; i >= 0; i--)
        check(strcmp(marks[i].name, "reading") != 0, "Slide's grid is still there");
    seat_key(seat, "2");
    seat_wait_scene(seat, "convt2d s=2 p=1 view=slide");
    seat_mark(seat, "grid", "reading", NULL);
    seat_key(seat, "shift+1");
    seat_wait_scene(seat, BOTH); // stamp,slide: in the order of the table
    seat_wait_value(seat, "lens.stamp", "on");
    Box stamp = mark_box(seat, "grid", "input", NULL), slide = mark_box(seat, "grid", "reading", NULL);
    check(stamp.x + stamp.w < slide.x, "Stamp is not left of Slide");
    seat_key(seat, "shift+2"); // away again
    seat_wait_scene(seat, "convt2d s=2 p=1 view=stamp");
    seat_key(seat, "shift+1"); // the last one stays
    seat_settle(seat);
    seat_wait_scene(seat, "convt2d s=2 p=1 view=stamp");
    seat_click(seat, "beside");
    seat_click(seat, "lens.slide");
    seat_wait_scene(seat, BOTH);
    seat_key(seat, "ctrl+z"); // lenses come back, too
    seat_wait_scene(seat, "convt2d s=2 p=1 view=stamp");
}

static void both_lenses_hold_the_same_sums_at_each_step(void **state)
{
    Seat *seat = open_on(state, "convt2d in=2 s=2 w=ones walk=output step=0 view=slide");
    seat_key(seat, "Right");
    seat_wait_step(seat, 1);
    seat_wait_mark_text(seat, "cell", NULL, "y:0,0,0,0", "1");
    seat_key(seat, "1");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,0", "1");
    seat_wait_mark_text(seat, "cell", "output", "y:0,0,0,1", "");
    seat_wait_step(seat, 1);
}

static void the_three_looks_change_the_ground_the_surfaces_and_the_cells(void **state)
{
    Seat *seat = open_on(state, BOTH);
    Box stage = seat_widget(seat, "stage")->box, bar = seat_widget(seat, "bar")->box;
    int x = (int)stage.x + 5, y = (int)stage.y + 5, bar_x = (int)bar.x + 4, bar_y = (int)bar.y + 4;
    seat_wait_pixel(seat, x, y, LIGHT);
    seat_wait_pixel(seat, bar_x, bar_y, LIGHT_SURFACE);
    unsigned input = cell_colour(seat, "input", "x:0,0,1,1");
    seat_key(seat, "l");
    seat_wait_pixel(seat, x, y, DARK);
    seat_wait_says(seat, "message.text", "dark");
    check(cell_colour(seat, "input", "x:0,0,1,1") != input, "the input still is #%06X in the dark look", input);
    seat_click(seat, "look");
    seat_wait_pixel(seat, x, y, LIGHT);
    seat_wait_pixel(seat, bar_x, bar_y, LIGHT); // the projector's surface is white, too
    seat_key(seat, "l"); // larger, the bar keeps its button under More
    seat_wait_pixel(seat, bar_x, bar_y, LIGHT_SURFACE);
    assert_int_equal(cell_colour(seat, "input", "x:0,0,1,1"), input);
}

static void everything_grows_and_shrinks_together(void **state)
{
    Seat *seat = open_on(state, BOTH);
    Box before = seat_widget(seat, "play")->box;
    seat_key(seat, "ctrl+plus");
    seat_wait_says(seat, "message.text", "110 %");
    check(seat_widget(seat, "play")->box.w > before.w, "the button did not grow");
    seat_key(seat, "ctrl+0");
    seat_wait_says(seat, "message.text", "100 %");
    check(seat_widget(seat, "play")->box.w == before.w, "the button is not back at its size");
    seat_key(seat, "ctrl+minus");
    seat_wait_says(seat, "message.text", "90 %");
    check(seat_widget(seat, "play")->box.w < before.w, "the button did not shrink");
}

// ---- room ------------------------------------------------------------------------------------------------------

static bool overlap(Box a, Box b)
{
    double w = (a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w) - (a.x > b.x ? a.x : b.x);
    double h = (a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h) - (a.y > b.y ? a.y : b.y);
    return w > 1.5 && h > 1.5; // boxes are recorded in whole pixels
}

static bool contains(Box a, Box b)
{
    return b.x >= a.x - 1 && b.y >= a.y - 1 && b.x + b.w <= a.x + a.w + 1 && b.y + b.h <= a.y + a.h + 1;
}

// What holds others: these may contain, the rest may not even do that.
static bool holds(const SeenWidget *w)
{
    return strcmp(w->role, "panel") == 0 || strcmp(w->role, "scroll") == 0 || strcmp(w->role, "stage") == 0;
}

static void nothing_overlaps(Seat *seat, const char *when)
{
    seat_settle(seat);
    int w, h, compared = 0;
    seat_size(seat, &w, &h);
    Box window = { 0, 0, w, h };
    const SeenWidget *all;
    int count = seat_widgets(seat, &all);
    for (int i = 0; i < count; i++) {
        const SeenWidget *a = &all[i];
        if (a->layer != 0 || a->seen.w < 1 || a->seen.h < 1) continue;
        check(contains(window, a->seen), "%s, %dx%d: %s '%s' (%s) reaches out of the window", when, w, h, a->role, a->id, a->name);
        for (int k = i + 1; k < count; k++) {
            const SeenWidget *b = &all[k];
            if (b->layer != 0 || b->seen.w < 1 || b->seen.h < 1 || !overlap(a->seen, b->seen)) continue;
            bool nested = (holds(a) && contains(a->seen, b->seen)) || (holds(b) && contains(b->seen, a->seen));
            // A paragraph's lines may touch each other's leading.
            bool lines = strcmp(a->id, b->id) == 0 && strcmp(a->role, "label") == 0;
            check(nested || lines, "%s, %dx%d: %s '%s' \"%s\" (%g,%g %gx%g) and %s '%s' \"%s\" (%g,%g %gx%g) overlap", when, w, h,
                  a->role, a->id, a->name, a->seen.x, a->seen.y, a->seen.w, a->seen.h, b->role, b->id, b->name, b->seen.x,
                  b->seen.y, b->seen.w, b->seen.h);
            compared++;
        }
    }
    check(compared > 20, "only %d pairs were compared", compared);
}

// The tensors of the lenses keep clear of each other and inside the stage.
static void grids_keep_clear(Seat *seat, const char *when)
{
    int w, h;
    seat_size(seat, &w, &h);
    Box stage = seat_widget(seat, "stage")->box;
    const SeenMark *marks;
    int count = seat_marks(seat, &marks), grids = 0;
    for (int i = 0; i < count; i++) {
        bool grid = strcmp(marks[i].kind, "grid") == 0;
        if (grid || strcmp(marks[i].kind, "handle") == 0)
            check(contains(stage, marks[i].box), "%s, %dx%d: %s %s (%g,%g %gx%g) reaches out of the stage", when, w, h, marks[i].kind,
                  marks[i].name, marks[i].box.x, marks[i].box.y, marks[i].box.w, marks[i].box.h);
        if (!grid) continue;
        grids++;
        for (int k = i + 1; k < count; k++)
            check(strcmp(marks[k].kind, "grid") != 0 || !overlap(marks[i].box, marks[k].box),
                  "%s, %dx%d: the grids %s and %s overlap", when, w, h, marks[i].name, marks[k].name);
    }
    check(grids > 0, "%s, %dx%d: there is no grid", when, w, h);
}

static const int SIZES[][2] = { { 960, 600 }, { 1900, 1100 }, { 1200, 700 } };

static void in_all_sizes(Seat *seat, const char *when)
{
    for (int i = 0; i < COUNT(SIZES); i++) {
        seat_resize(seat, SIZES[i][0], SIZES[i][1]);
        nothing_overlaps(seat, when);
        Box ground = seat_widget(seat, "background")->box;
        check(ground.w == SIZES[i][0] && ground.h == SIZES[i][1], "%s: the frame is %gx%g", when, ground.w, ground.h);
        grids_keep_clear(seat, when);
        // The frame reaches the far corner: it is the clock's surface, not what an older frame left there.
        assert_int_equal(seat_pixel(seat, SIZES[i][0] - 2, SIZES[i][1] - 2), LIGHT_SURFACE);
    }
}

static void nothing_overlaps_at_a_first_start(void **state)
{
    in_all_sizes(open_on(state, NULL), "first start");
}

static void nothing_overlaps_with_both_lenses_and_a_pin(void **state)
{
    Seat *seat = open_on(state, "convt2d in=4 k=4 s=2 p=1 cell=y:0,0,3,3");
    in_all_sizes(seat, "both lenses");
    seat_click(seat, "more");
    in_all_sizes(seat, "More unfolded");
    seat_key(seat, "ctrl+plus");
    in_all_sizes(seat, "at 110 %");
}

static void nothing_overlaps_with_unlinked_axes(void **state)
{
    in_all_sizes(open_on(state, "convt2d in=3x5 k=3x2 s=2x3 p=1x0 op=1x2 d=1x2"), "unlinked axes");
}

static void nothing_overlaps_in_one_dimension_and_for_a_convolution(void **state)
{
    Seat *seat = open_on(state, "convt1d in=5 s=3 p=1 op=2");
    in_all_sizes(seat, "1D");
    seat_clipboard_put(seat, "conv2d in=7 s=2 p=1 b=ones c=2,3");
    seat_key(seat, "ctrl+v");
    seat_wait_value(seat, "op.conv", "on");
    in_all_sizes(seat, "convolution");
}

static void nothing_overlaps_in_the_picture_place(void **state)
{
    Seat *seat = open_on(state, "convt2d in=64 k=4 s=2 p=1 x=picture:text w=bilinear view=picture");
    seat_mark(seat, "grid", "picture", NULL);
    in_all_sizes(seat, "Picture");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WINDOW(a_digit_shows_its_lens_alone_and_shift_puts_it_beside),
        IN_WINDOW(both_lenses_hold_the_same_sums_at_each_step),
        IN_WINDOW(the_three_looks_change_the_ground_the_surfaces_and_the_cells),
        IN_WINDOW(everything_grows_and_shrinks_together),
        IN_WINDOW(nothing_overlaps_at_a_first_start),
        IN_WINDOW(nothing_overlaps_with_both_lenses_and_a_pin),
        IN_WINDOW(nothing_overlaps_with_unlinked_axes),
        IN_WINDOW(nothing_overlaps_in_one_dimension_and_for_a_convolution),
        IN_WINDOW(nothing_overlaps_in_the_picture_place),
    };
    return cmocka_run_group_tests(tests, seat_server_start, seat_server_stop);
}
