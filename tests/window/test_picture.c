// The Picture place, files and the clipboard: opened by path, by drop and from the command line, compared by wipe, zoomed;
// scenes copied and pasted; and what cannot be read is named and loses nothing.
#include "window/program.h"

#include <png.h>

// A picture of 64×64 pixels: the left half red, the right half blue.
enum { SIDE = 64, RED = 0xC81E1E, BLUE = 0x1E3CC8 };

static char *write_picture(Seat *seat, const char *name)
{
    static unsigned char rgb[SIDE * SIDE * 3];
    for (int i = 0; i < SIDE * SIDE; i++) {
        unsigned colour = i % SIDE < SIDE / 2 ? RED : BLUE;
        rgb[3 * i] = colour >> 16 & 255, rgb[3 * i + 1] = colour >> 8 & 255, rgb[3 * i + 2] = colour & 255;
    }
    Text path = { 0 };
    text_print(&path, "%s/%s", seat_home(seat), name);
    png_image png = { .version = PNG_IMAGE_VERSION, .width = SIDE, .height = SIDE, .format = PNG_FORMAT_RGB };
    check(png_image_write_to_file(&png, path.data, 0, rgb, 0, NULL), "%s: %s", path.data, png.message);
    return path.data;
}

// The picture is on the screen, and the scene names the file.
static void shows_picture(Seat *seat, const char *path)
{
    seat_wait_value(seat, "place.picture", "on");
    seat_wait_value(seat, "in.value", "64×64");
    seat_mark(seat, "grid", "picture", NULL);
    Text named = { 0 };
    text_print(&named, "x=file:\"%s\"", path);
    check(strstr(seat_scene(seat), named.data), "the scene is %s", seat_scene(seat));
    text_clear(&named);
    const char *slash = strrchr(path, '/');
    seat_widget(seat, slash + 1); // the menu of inputs shows its name
}

static void a_path_typed_behind_ctrl_o_opens_a_picture(void **state)
{
    Seat *seat = open_on(state, "convt2d k=4 s=2 p=1 w=bilinear view=stamp");
    char *path = write_picture(seat, "halves.png");
    seat_key(seat, "ctrl+o");
    seat_wait_edited(seat, "open.path");
    seat_type(seat, path);
    seat_wait_value(seat, "open.path", path);
    seat_key(seat, "Return");
    seat_wait_gone(seat, "open.sheet");
    shows_picture(seat, path);
    seat_wait_name(seat, "output.size", "128 × 128"); // the layer came along
    free(path);
    seat_key(seat, "ctrl+z"); // opening can be undone, and done again
    seat_key(seat, "ctrl+z");
    seat_wait_scene(seat, "convt2d k=4 s=2 p=1 w=bilinear view=stamp");
    seat_key(seat, "ctrl+y");
    seat_key(seat, "ctrl+y");
    seat_wait_name(seat, "output.size", "128 × 128");
}

static void a_picture_on_the_command_line_is_opened(void **state)
{
    Seat *seat = open_on(state, NULL);
    char *path = write_picture(seat, "given.png");
    quit(seat);
    seat_open_again(seat, PROGRAM, (const char *const[]){ path, NULL });
    shows_picture(seat, path);
    free(path);
}

static void a_file_dropped_on_the_window_is_opened(void **state)
{
    Seat *seat = open_on(state, NULL);
    char *path = write_picture(seat, "two halves é.png");
    Box stage = seat_widget(seat, "stage")->box;
    seat_drop(seat, path, stage.x + 50, stage.y + 50);
    shows_picture(seat, path);
    free(path);
}

static void a_scene_in_a_file_is_dropped_too(void **state)
{
    Seat *seat = open_on(state, NULL);
    Text path = { 0 };
    text_print(&path, "%s/layer.txt", seat_home(seat));
    static const char code[] = "convt1d in=4 s=3 view=slide\n";
    Error err;
    FileOut file = { path.data, code, sizeof code - 1 };
    check(file_write_all(&file, 1, &err), "%s", err.text);
    Box left = seat_widget(seat, "left")->box;
    seat_drop(seat, path.data, left.x + 20, left.y + 20); // anywhere
    seat_wait_scene(seat, "convt1d in=4 s=3 view=slide");
    text_clear(&path);
}

static void a_path_that_is_not_there_is_named_and_nothing_is_lost(void **state)
{
    Seat *seat = open_on(state, "convt2d in=4 view=stamp");
    seat_key(seat, "ctrl+o");
    seat_wait_edited(seat, "open.path");
    seat_type(seat, "/nowhere/cat.png\n");
    seat_wait_says(seat, "message.text", "/nowhere/cat.png");
    seat_wait_scene(seat, "convt2d in=4 view=stamp");
    assert_true(seat_widget(seat, "undo")->off);
    Box stage = seat_widget(seat, "stage")->box;
    seat_key(seat, "Escape");
    seat_drop(seat, "/nowhere/scene.txt", stage.x + 50, stage.y + 50);
    seat_wait_says(seat, "message.text", "/nowhere/scene.txt");
    seat_wait_scene(seat, "convt2d in=4 view=stamp");
}

static void a_file_that_is_no_picture_is_named_and_nothing_is_lost(void **state)
{
    Seat *seat = open_on(state, "convt2d in=4 view=stamp");
    Text path = { 0 };
    text_print(&path, "%s/broken.png", seat_home(seat));
    Error err;
    FileOut file = { path.data, "\x89PNG\r\n\x1a\nand no more", 19 };
    check(file_write_all(&file, 1, &err), "%s", err.text);
    Box stage = seat_widget(seat, "stage")->box;
    seat_drop(seat, path.data, stage.x + 50, stage.y + 50);
    seat_wait_says(seat, "message.text", "broken.png");
    seat_settle(seat);
    seat_wait_scene(seat, "convt2d in=4 view=stamp");
    text_clear(&path);
}

static void esc_leaves_the_sheet_for_opening(void **state)
{
    Seat *seat = open_on(state, FIRST_SCENE);
    seat_key(seat, "ctrl+o");
    seat_wait_edited(seat, "open.path");
    seat_type(seat, "1l?"); // text here, no commands
    seat_wait_value(seat, "open.path", "1l?");
    seat_key(seat, "Escape");
    seat_key(seat, "Escape");
    seat_wait_gone(seat, "open.sheet");
    seat_wait_scene(seat, FIRST_SCENE);
}

// ---- wipe, zoom, pan -------------------------------------------------------------------------------------------

// With a kernel of zeros the result is black everywhere, the original is red and blue.
#define BLACK "convt2d in=64 k=2 s=2 x=file:\"%s\" w=zeros view=picture show=a:original,b:layer"

static void show_black(Seat *seat)
{
    char *path = write_picture(seat, "halves.png");
    Text code = { 0 };
    text_print(&code, BLACK, path);
    seat_clipboard_put(seat, code.data);
    seat_key(seat, "ctrl+v");
    seat_wait_scene(seat, code.data);
    text_clear(&code);
    free(path);
}

static void wiping_shows_more_of_a_or_of_b(void **state)
{
    Seat *seat = open_on(state, NULL);
    show_black(seat);
    Box frame = mark_box(seat, "grid", "picture", NULL);
    int y = (int)(frame.y + frame.h * 0.8), left = (int)(frame.x + frame.w * 0.25), right = (int)(frame.x + frame.w * 0.75);
    seat_wait_pixel(seat, left, y, RED);
    unsigned result = seat_pixel(seat, right, y);
    check(result != BLUE, "the result on the right is the original's #%06X", result);
    drag_handle(seat, "wipe", frame.w * 0.4, 0);
    seat_wait_pixel(seat, right, y, BLUE); // the original now reaches there
    drag_handle(seat, "wipe", -frame.w * 0.8, 0);
    seat_wait_pixel(seat, left, y, result);
}

static void the_wheel_zooms_and_a_drag_moves_the_part_shown(void **state)
{
    Seat *seat = open_on(state, NULL);
    show_black(seat);
    seat_click(seat, "zoom.fit");
    seat_wait_value(seat, "zoom.fit", "on");
    Box frame = mark_box(seat, "grid", "picture", NULL);
    seat_move(seat, frame.x + frame.w * 0.2, frame.y + frame.h * 0.8);
    seat_wheel(seat, 3);
    seat_wait_value(seat, "zoom.fit", "off");
    seat_settle(seat);
    frame = mark_box(seat, "grid", "picture", NULL);
    double x = frame.x + frame.w * 0.3, y = frame.y + frame.h * 0.8;
    seat_wait_pixel(seat, (int)x, (int)y, RED); // left of the middle of the picture
    seat_drag(seat, frame.x + frame.w * 0.9, y, frame.x + frame.w * 0.1, y); // its right part comes into sight
    seat_drag(seat, frame.x + frame.w * 0.9, y, frame.x + frame.w * 0.1, y);
    seat_wait_pixel(seat, (int)x, (int)y, BLUE);
    seat_click(seat, "zoom.fit");
    seat_wait_value(seat, "zoom.fit", "on");
}

static void the_sliders_change_the_picture_live(void **state)
{
    Seat *seat = open_on(state, "convt2d in=64 k=3 s=2 x=picture:grey w=ones view=picture");
    Box frame = mark_box(seat, "grid", "picture", NULL);
    Box part = { frame.x + frame.w * 0.1, frame.y + frame.h * 0.7, 60, 60 }; // of the result
    // Kernel 3 at stride 2 leaves a grid on flat grey; kernel 2 leaves none.
    int w = (int)part.w * (int)part.h;
    unsigned one = seat_pixel(seat, (int)part.x, (int)part.y);
    int same = seat_count_pixels(seat, part, one);
    check(same < w, "flat grey comes out flat though kernel 3 overlaps unevenly");
    seat_click(seat, "kernel_size.minus");
    seat_wait_value(seat, "kernel_size.value", "2×2");
    seat_settle(seat);
    frame = mark_box(seat, "grid", "picture", NULL);
    part.x = frame.x + frame.w * 0.1, part.y = frame.y + frame.h * 0.7;
    one = seat_pixel(seat, (int)part.x, (int)part.y);
    same = seat_count_pixels(seat, part, one);
    check(same == w, "with kernel 2 only %d of %d pixels are the same grey", same, w);
    seat_key(seat, "ctrl+z"); // and the grid is back
    seat_wait_value(seat, "kernel_size.value", "3×3");
}

static void places_keep_their_own_input(void **state)
{
    Seat *seat = open_on(state, "convt2d in=4 k=2 s=2 view=stamp");
    seat_key(seat, "F3");
    seat_wait_value(seat, "place.picture", "on");
    seat_mark(seat, "grid", "picture", NULL);
    seat_wait_value(seat, "stride.value", "2");
    seat_click(seat, "kernel_size.plus");
    seat_wait_value(seat, "kernel_size.value", "3×3");
    seat_click(seat, "place.numbers");
    seat_wait_scene(seat, "convt2d in=4 s=2 view=stamp"); // the layer carries across, the numbers are back
}

// ---- the clipboard ---------------------------------------------------------------------------------------------

static void copy_gives_the_scene_as_one_line(void **state)
{
    Seat *seat = open_on(state, "convt2d in=4 s=2 p=1 op=1 w=[1,0,-1;2,1,0;0,1,3] view=stamp step=3");
    seat_click(seat, "copy");
    seat_wait_says(seat, "message.text", "Copied: convt2d in=4");
    char *text = seat_clipboard(seat);
    assert_string_equal(text, "convt2d in=4 s=2 p=1 op=1 w=[1,0,-1;2,1,0;0,1,3] view=stamp step=3");
    free(text);
    seat_click(seat, "stride.minus");
    seat_wait_value(seat, "stride.value", "1");
    seat_key(seat, "ctrl+c");
    seat_wait_says(seat, "message.text", "Copied: convt2d in=4 p=1");
    text = seat_clipboard(seat);
    assert_string_equal(text, seat_scene(seat));
    free(text);
}

static void a_pasted_scene_is_shown_and_can_be_undone(void **state)
{
    Seat *seat = open_on(state, FIRST_SCENE);
    seat_clipboard_put(seat, "  convt1d in=4 kernel_size=2 s=3 view=slide\nand more\n");
    seat_key(seat, "ctrl+v");
    seat_wait_scene(seat, "convt1d in=4 k=2 s=3 view=slide");
    seat_wait_name(seat, "output.size", "11");
    seat_key(seat, "ctrl+z");
    seat_wait_value(seat, "dims.2", "on");
    seat_wait_name(seat, "output.size", "5 × 5");
    seat_click(seat, "paste");
    seat_wait_name(seat, "output.size", "11");
}

static void a_wrong_paste_names_the_column_and_loses_nothing(void **state)
{
    Seat *seat = open_on(state, FIRST_SCENE);
    seat_clipboard_put(seat, "convt2d in=3 kk=3 s=2");
    seat_key(seat, "ctrl+v");
    seat_wait_says(seat, "message.text", "column 14");
    seat_wait_says(seat, "message.text", "kk");
    seat_wait_scene(seat, FIRST_SCENE);
    assert_true(seat_widget(seat, "undo")->off);
    seat_clipboard_put(seat, "convt2d in=3 s=2 op=2");
    seat_key(seat, "ctrl+v");
    seat_wait_says(seat, "message.text", "output");
    seat_wait_scene(seat, FIRST_SCENE);
    seat_clipboard_put(seat, " ");
    seat_key(seat, "ctrl+v");
    seat_wait_says(seat, "message.text", "The clipboard has no text");
    seat_click(seat, "message.close");
    seat_wait_gone(seat, "message");
    seat_wait_scene(seat, FIRST_SCENE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WINDOW(a_path_typed_behind_ctrl_o_opens_a_picture),
        IN_WINDOW(a_picture_on_the_command_line_is_opened),
        IN_WINDOW(a_file_dropped_on_the_window_is_opened),
        IN_WINDOW(a_scene_in_a_file_is_dropped_too),
        IN_WINDOW(a_path_that_is_not_there_is_named_and_nothing_is_lost),
        IN_WINDOW(a_file_that_is_no_picture_is_named_and_nothing_is_lost),
        IN_WINDOW(esc_leaves_the_sheet_for_opening),
        IN_WINDOW(wiping_shows_more_of_a_or_of_b),
        IN_WINDOW(the_wheel_zooms_and_a_drag_moves_the_part_shown),
        IN_WINDOW(the_sliders_change_the_picture_live),
        IN_WINDOW(places_keep_their_own_input),
        IN_WINDOW(copy_gives_the_scene_as_one_line),
        IN_WINDOW(a_pasted_scene_is_shown_and_can_be_undone),
        IN_WINDOW(a_wrong_paste_names_the_column_and_loses_nothing),
    };
    return cmocka_run_group_tests(tests, seat_server_start, seat_server_stop);
}
