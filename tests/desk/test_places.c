// Numbers and Picture are one scene: the layer carries across, and what Numbers showed comes back. Pictures are made by a
// worker: the newest request wins, and what goes wrong is said. Waiting is for the worker's call, never for a time.
#include "desk/inside.h"
#include "hands.h"

#include <cairo.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/stridescope-places-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return system(command);
}

static const char *path_of(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static const char *png(const char *name, int cols, int rows)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, cols, rows);
    const char *path = path_of(name);
    check(cairo_surface_write_to_png(surface, path) == CAIRO_STATUS_SUCCESS, "%s cannot be written", path);
    cairo_surface_destroy(surface);
    return path;
}

static const char *text_file(const char *name, const char *text)
{
    const char *path = path_of(name);
    FileOut file = { path, text, strlen(text) };
    Error err;
    check(file_write_all(&file, 1, &err), "%s", err.text);
    return path;
}

// ---- from place to place ---------------------------------------------------------------------------------------

static void the_layer_carries_across_and_numbers_come_back(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "convt2d in=2 s=2 x=[1,-2;3,4.5] view=slide walk=output step=3",
        "convt2d in=2x5 k=4 s=2 p=1 x=onehot:7 w=bilinear step=1",
        "convt2d in=3 c=2,1 n=2 x=letters w=letters b=ramp",
        "convt1d in=5 s=2 x=[1,2,3,4,5] w=[1,0,-1] view=stamp walk=product step=7",
        "conv2d in=6 k=3 d=2 p=1 x=[1,2,3,4,5,6;1,2,3,4,5,6;1,2,3,4,5,6;1,2,3,4,5,6;1,2,3,4,5,6;1,2,3,4,5,6]",
        "conv1d in=9 k=2 s=3 x=random:4",
    };
    for (int i = 0; i < COUNT(codes); i++) {
        Hands h;
        hands_open(&h, codes[i]);
        char before[8192];
        snprintf(before, sizeof before, "%s", code(&h));
        Spec spec = desk_scene(h.desk)->spec;
        key(&h, KEY_F3, 0);
        Spec there = desk_scene(h.desk)->spec;
        check(desk_scene(h.desk)->view[0] == LENS_PICTURE && there.dims == spec.dims, "%s: in the picture it is %s", codes[i], code(&h));
        check(there.x.kernel == spec.x.kernel && there.x.stride == spec.x.stride && there.x.padding == spec.x.padding &&
                  there.x.dilation == spec.x.dilation && there.transposed == spec.transposed,
              "%s: the layer has become %s", codes[i], code(&h));
        click(&h, "place.numbers");
        check(!strcmp(code(&h), before), "%s: back in Numbers it is %s", before, code(&h));
        hands_close(&h);
    }
}

static void a_layer_changed_in_the_picture_stays_changed_and_typed_values_fit_it(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 x=[1,2;3,4] view=stamp");
    click(&h, "place.picture");
    click(&h, "stride.plus");
    click(&h, "kernel_size.plus");
    click(&h, "place.numbers");
    check_code(&h, "convt2d in=2 k=4 s=2 x=[1,2;3,4] view=stamp");
    for (int i = 0; i < 4; i++) key(&h, 'z', MOD_CTRL);
    check_code(&h, "convt2d in=2 x=[1,2;3,4] view=stamp");
    check(is_off(&h, "undo"), "there is more to undo");
    hands_close(&h);
}

static void a_kernel_too_large_for_the_old_input_is_mended_and_said(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "conv2d in=3 x=[1,2,3;4,5,6;7,8,9] view=stamp");
    click(&h, "place.picture");
    enter(&h, "kernel_size.value", "5");
    click(&h, "place.numbers");
    Spec spec = desk_scene(h.desk)->spec;
    check(spec_check(&spec, NULL) && desk_scene(h.desk)->view[0] == LENS_STAMP, "the scene is %s", code(&h));
    check_says(&h, "must fit");
    hands_close(&h);
}

static void the_old_input_is_fitted_to_channels_that_came_meanwhile(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 x=[1,2;3,4] view=stamp");
    key(&h, KEY_F3, 0);
    hands_clipboard_set(&h, "convt2d in=64 c=2,1 x=picture:grey view=picture");
    key(&h, 'v', MOD_CTRL);
    key(&h, KEY_F2, 0);
    check_code(&h, "convt2d in=2 c=2,1 x=[1,2;3,4|0,0;0,0] view=stamp");
    hands_close(&h);
}

static void numbers_come_back_however_the_picture_was_reached(void **state)
{
    (void)state;
    static const char BEFORE[] = "convt2d in=2 x=[1,2;3,4] view=slide";
    for (int way = 0; way < 3; way++) {
        Hands h;
        hands_open(&h, BEFORE);
        if (way == 0) {
            hands_clipboard_set(&h, "convt2d in=64 x=picture:grey view=picture");
            key(&h, 'v', MOD_CTRL);
        } else if (way == 1) {
            desk_drop(h.desk, png("way.png", 40, 30), h.now);
            wait_for_wakes(&h, 1);
        } else {
            key(&h, 'o', MOD_CTRL);
            click(&h, "open.grey");
        }
        check(is_on(&h, "place.picture"), "way %d does not lead to the picture", way);
        key(&h, KEY_F2, 0);
        check(!strcmp(code(&h), BEFORE), "way %d: back in Numbers it is %s", way, code(&h));
        hands_close(&h);
    }
}

static void a_lens_key_in_the_picture_is_one_step_of_undo(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=64 x=picture:grey view=picture");
    key(&h, '2', 0);
    check(is_on(&h, "place.numbers") && is_on(&h, "lens.slide") && !is_on(&h, "lens.stamp"), "the scene is %s", code(&h));
    key(&h, 'z', MOD_CTRL);
    check_code(&h, "convt2d in=64 x=picture:grey view=picture");
    check(is_off(&h, "undo"), "it took more than one step");
    hands_close(&h);
}

static void a_typed_size_keeps_the_pictures_shape(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=60x40 x=picture:grey view=picture");
    enter(&h, "in.value", "30");
    check_code(&h, "convt2d in=30x20 x=picture:grey view=picture");
    enter(&h, "in.value", "30x50");
    check_code(&h, "convt2d in=30x50 x=picture:grey view=picture");
    hands_close(&h);
}

static void a_thin_picture_is_not_changed_by_a_press_elsewhere(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=4x60 x=picture:grey view=picture"); // fewer rows than the slider offers
    click(&h, "zoom.in");
    click(&h, "look");
    check_code(&h, "convt2d in=4x60 x=picture:grey view=picture");
    hands_close(&h);
}

// ---- the worker ------------------------------------------------------------------------------------------------

// The layer's output is this large, and made.
static bool is_made(Hands *h, int rows, int cols)
{
    const Exhibit *layer = h->desk->gallery.full[RIVAL_LAYER];
    return layer && h->desk->gallery.reduced == 1 && layer->entrant.rows == rows && layer->entrant.cols == cols;
}

static void the_newest_of_many_requests_wins(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=128 x=picture:zone view=picture");
    int requests = 1;
    for (int i = 0; i < 60; i++, requests++) {
        char text[16];
        snprintf(text, sizeof text, "%d", 1 + i % 4);
        Spec spec = desk_scene(h.desk)->spec;
        param_set(&spec, PARAM_STRIDE, true, 1 + i % 4);
        param_set(&spec, PARAM_STRIDE, false, 1 + i % 4);
        check(desk_take_spec(h.desk, &spec, NULL), "stride %s was refused", text);
    }
    Spec last = desk_scene(h.desk)->spec;
    param_set(&last, PARAM_STRIDE, true, 3);
    param_set(&last, PARAM_STRIDE, false, 2);
    check(desk_take_spec(h.desk, &last, NULL), "the last stride was refused");
    requests++;
    int rows = (128 - 1) * 3 + 3, cols = (128 - 1) * 2 + 3;
    for (int i = 1; !is_made(&h, rows, cols); i++) {
        check(i <= 2 * requests, "after %d answers to %d requests the picture is of %d × %d, not %d × %d", i - 1, requests, h.desk->gallery.rows,
              h.desk->gallery.cols, rows, cols);
        wait_for_wakes(&h, i);
    }
    // Nothing older may follow: a request whose answer can only come after all others.
    int before = wakes_of(&h);
    jobs_open(h.desk->jobs, "/no/such/picture.png");
    wait_for_wakes(&h, before + 1);
    check(is_made(&h, rows, cols), "an older picture came after the newest");
    hands_close(&h);
}

static void what_a_picture_cannot_do_is_said_in_its_place_and_undo_brings_it_back(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=32 k=1 x=picture:grey view=picture");
    wait_for_wakes(&h, 1);
    check(mark_named(&h, MARK_GRID, "picture") != NULL, "no picture");
    hands_clipboard_set(&h, "convt2d in=32 k=1 x=picture:grey w=[inf] view=picture");
    key(&h, 'v', MOD_CTRL);
    wait_for_wakes(&h, 2);
    check(mark_named(&h, MARK_GRID, "picture") == NULL, "the picture of another scene stands beside this one's sliders");
    check(strstr(h.desk->picture_trouble, "finite") != NULL && h.desk->shown[h.desk->lens_figures[0]].figure->count > 0, "nothing says why there is no picture");
    check(strstr(message(&h), "finite") == NULL, "it is said twice: “%s”", message(&h));
    key(&h, 'z', MOD_CTRL);
    wait_for_wakes(&h, 3);
    check(mark_named(&h, MARK_GRID, "picture") != NULL, "undo does not bring the picture back");
    check_code(&h, "convt2d in=32 k=1 x=picture:grey view=picture");
    hands_close(&h);
}

static void until_the_first_picture_comes_it_says_that_it_works(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=1024 s=2 k=4 x=picture:zone view=picture");
    if (!h.desk->gallery_ready) {
        const Mark *note = NULL;
        const DeskFigure *figures;
        int count = desk_figures(h.desk, &figures);
        for (int f = 0; f < count; f++)
            for (int i = 0; i < figures[f].figure->count; i++)
                if (figures[f].figure->marks[i].text && strstr(figures[f].figure->marks[i].text, "Working")) note = &figures[f].figure->marks[i];
        check(note != NULL, "nothing is shown");
    }
    check(h.due > 0.05, "it does not sleep while the worker works: %g s", h.due);
    wait_for_wakes(&h, 1);
    check(mark_named(&h, MARK_GRID, "picture") != NULL, "no picture");
    hands_close(&h);
}

static void a_desk_that_is_closed_while_it_works_ends_well(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        Hands h;
        hands_open(&h, "convt2d in=512 s=2 k=4 x=picture:zone view=picture");
        if (i == 1) click(&h, "stride.plus");
        if (i == 2) desk_drop(h.desk, png("closing.png", 300, 200), h.now);
        if (i == 3) jobs_open(h.desk->jobs, path_of("closing.png")), jobs_open(h.desk->jobs, path_of("closing.png"));
        if (i == 4) wait_for_wakes(&h, 1);
        hands_close(&h);
    }
}

// ---- saving ----------------------------------------------------------------------------------------------------

static void save_as(Hands *h, const char *path)
{
    key(h, 's', MOD_CTRL);
    type(h, path);
    key(h, KEY_ENTER, 0);
}

static void what_is_shown_is_saved_as_its_name_says(void **state)
{
    (void)state;
    static const struct { const char *name, *begins; } rows[] = {
        { "saved.txt", "convt2d in=2 x=[1,2;3,4] view=slide\n" }, { "saved", "convt2d in=2" }, { "saved.png", "\x89PNG" }, { "saved.svg", "<?xml" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        hands_open(&h, "convt2d in=2 x=[1,2;3,4] view=slide");
        save_as(&h, path_of(rows[i].name));
        check_says(&h, "Saved");
        check(!seen(&h, "save.sheet"), "the sheet is still open");
        Bytes bytes;
        Error err;
        check(file_read(path_of(rows[i].name), 1 << 24, &bytes, &err), "%s", err.text);
        size_t length = strlen(rows[i].begins);
        check(bytes.length >= length && !memcmp(bytes.data, rows[i].begins, length), "%s begins otherwise", rows[i].name);
        bytes_clear(&bytes);
        hands_close(&h);
    }
}

static void a_file_that_is_there_is_replaced_only_when_asked_again(void **state)
{
    (void)state;
    setenv("HOME", folder, 1);
    for (int way = 0; way < 2; way++) {
        char given[256];
        const char *path = text_file("kept.txt", "precious\n");
        snprintf(given, sizeof given, "%s", way ? "~/kept.txt" : path);
        Hands h;
        hands_open(&h, "convt2d in=2 view=slide");
        save_as(&h, given);
        check_says(&h, "is there already");
        check(!strcmp(shown(&h, "save.go")->name, "Replace"), "the message speaks of Replace, and the button says “%s”", shown(&h, "save.go")->name);
        Bytes bytes;
        Error err;
        check(file_read(path, 100, &bytes, &err) && !memcmp(bytes.data, "precious", 8), "it was replaced unasked");
        bytes_clear(&bytes);
        click(&h, "save.go");
        check_says(&h, "Saved");
        check(file_read(path, 100, &bytes, &err) && !memcmp(bytes.data, "convt2d", 7), "it was not replaced");
        bytes_clear(&bytes);
        save_as(&h, given);
        check_says(&h, "is there already"); // asked once is asked for one time
        hands_close(&h);
    }
}

static void what_cannot_be_written_is_said_and_its_name_can_be_mended(void **state)
{
    (void)state;
    static const char *const names[] = { "none/there.txt", "none/there.png", "none/there.svg" };
    for (int i = 0; i < COUNT(names); i++) {
        Hands h;
        hands_open(&h, "convt2d in=2 view=slide");
        save_as(&h, path_of(names[i]));
        check_says(&h, names[i]);
        check(desk_wants_text(h.desk) && strstr(value_of(&h, "save.path"), names[i]), "in the field stands “%s”", h.value);
        hands_close(&h);
    }
}

// ---- opening ---------------------------------------------------------------------------------------------------

static void a_picture_is_opened_by_path_by_drop_and_from_the_command_line(void **state)
{
    (void)state;
    for (int way = 0; way < 5; way++) {
        Hands h;
        const char *path = png("my picture é.png", 200, 100);
        if (way == 0) {
            hands_start(&h, (DeskStart){ .file = path });
        } else {
            hands_open(&h, "convt2d in=2 x=[1,2;3,4] view=slide");
        }
        if (way == 1) desk_drop(h.desk, path, h.now);
        if (way == 2 || way == 3) {
            char given[512];
            if (way == 2) snprintf(given, sizeof given, "  %s ", path);
            else snprintf(given, sizeof given, "file://%s/my%%20picture%%20%%C3%%A9.png", folder);
            key(&h, 'o', MOD_CTRL);
            type(&h, given);
            key(&h, KEY_ENTER, 0);
        }
        if (way == 4) {
            setenv("HOME", folder, 1);
            key(&h, 'o', MOD_CTRL);
            type(&h, "~/my picture é.png");
            click(&h, "open.go");
        }
        frame(&h);
        check(strstr(message(&h), "Opening") || strstr(message(&h), "100×200"), "way %d: it says “%s”", way, message(&h));
        for (int i = 1; h.desk->gallery.in_rows != 64; i++) { // opened; perhaps the place's first picture; then its own
            check(i <= 3, "way %d: no picture after %d answers", way, i - 1);
            wait_for_wakes(&h, i);
        }
        check(strstr(code(&h), "in=64x128") && strstr(code(&h), "my picture é.png"), "way %d: the scene is %s", way, code(&h));
        check_says(&h, "100×200 pixels");
        check(mark_named(&h, MARK_GRID, "picture") != NULL, "way %d: no picture is shown", way);
        if (way) {
            key(&h, 'z', MOD_CTRL);
            check_code(&h, "convt2d in=2 x=[1,2;3,4] view=slide");
            check(is_off(&h, "undo"), "way %d took more than one step of undo", way);
        }
        hands_close(&h);
    }
}

static void of_two_pictures_opened_the_last_one_stays(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 view=stamp");
    char first[256];
    snprintf(first, sizeof first, "%s", png("first.png", 30, 20));
    desk_drop(h.desk, first, h.now);
    desk_drop(h.desk, png("second.png", 50, 20), h.now);
    for (int i = 1; !strstr(code(&h), "second.png"); i++) {
        check(i <= 4, "the second picture never comes: %s", code(&h));
        wait_for_wakes(&h, i);
    }
    int before = wakes_of(&h);
    jobs_open(h.desk->jobs, "/no/such/picture.png");
    for (int i = before + 1; !strstr(message(&h), "/no/such"); i++) wait_for_wakes(&h, i);
    check(strstr(code(&h), "second.png"), "the first one came back: %s", code(&h));
    hands_close(&h);
}

static void what_cannot_be_opened_is_said_with_its_path(void **state)
{
    (void)state;
    char broken[64];
    memcpy(broken, "\x89PNG\r\n\x1a\n garbage", 17), broken[17] = 0;
    const struct { const char *name, *text, *words; bool by_worker; } rows[] = {
        { "none.txt", NULL, "none.txt", false },
        { "empty.txt", "", "neither a picture", false },
        { "binary.txt", "\xFF\xFE\x01", "neither a picture", false },
        { "wrong.txt", "convt2d strid=2\n", "stride", false },
        { "broken.png", broken, "broken.png", true },
        { "long.txt", "convt2d in=2 and=1 many=2 words=3\nmore", "column 14", false },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        hands_open(&h, "convt2d in=2 view=slide");
        const char *path = rows[i].text ? text_file(rows[i].name, rows[i].text) : path_of(rows[i].name);
        desk_drop(h.desk, path, h.now);
        frame(&h);
        if (rows[i].by_worker) wait_for_wakes(&h, 1);
        check_says(&h, rows[i].words);
        check_says(&h, rows[i].name);
        check_code(&h, "convt2d in=2 view=slide");
        hands_close(&h);
    }
    Hands h;
    hands_open(&h, "convt2d in=2 view=slide");
    desk_drop(h.desk, folder, h.now);
    frame(&h);
    check_says(&h, folder);
    hands_close(&h);
}

static void a_text_file_with_a_scene_is_opened(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 view=slide");
    desk_drop(h.desk, text_file("scene.txt", "conv1d in=9 k=2 s=3\r\nnotes\n"), h.now);
    frame(&h);
    check_code(&h, "conv1d in=9 k=2 s=3");
    check_says(&h, "Opened");
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_layer_carries_across_and_numbers_come_back),
        cmocka_unit_test(a_layer_changed_in_the_picture_stays_changed_and_typed_values_fit_it),
        cmocka_unit_test(a_kernel_too_large_for_the_old_input_is_mended_and_said),
        cmocka_unit_test(the_old_input_is_fitted_to_channels_that_came_meanwhile),
        cmocka_unit_test(numbers_come_back_however_the_picture_was_reached),
        cmocka_unit_test(a_lens_key_in_the_picture_is_one_step_of_undo),
        cmocka_unit_test(a_typed_size_keeps_the_pictures_shape),
        cmocka_unit_test(a_thin_picture_is_not_changed_by_a_press_elsewhere),
        cmocka_unit_test(the_newest_of_many_requests_wins),
        cmocka_unit_test(what_a_picture_cannot_do_is_said_in_its_place_and_undo_brings_it_back),
        cmocka_unit_test(until_the_first_picture_comes_it_says_that_it_works),
        cmocka_unit_test(a_desk_that_is_closed_while_it_works_ends_well),
        cmocka_unit_test(what_is_shown_is_saved_as_its_name_says),
        cmocka_unit_test(a_file_that_is_there_is_replaced_only_when_asked_again),
        cmocka_unit_test(what_cannot_be_written_is_said_and_its_name_can_be_mended),
        cmocka_unit_test(a_picture_is_opened_by_path_by_drop_and_from_the_command_line),
        cmocka_unit_test(of_two_pictures_opened_the_last_one_stays),
        cmocka_unit_test(what_cannot_be_opened_is_said_with_its_path),
        cmocka_unit_test(a_text_file_with_a_scene_is_opened),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
