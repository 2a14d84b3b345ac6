// What is kept between starts: preferences and the last scene. Files that are missing, spoiled or cannot be written keep
// nobody out.
#include "desk/inside.h"
#include "hands.h"

#include <unistd.h>

static char folder[] = "/tmp/stridescope-kept-XXXXXX";

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
    static char path[2][256];
    static int next;
    next = !next;
    snprintf(path[next], sizeof path[next], "%s/%s", folder, name);
    return path[next];
}

static void write_file(const char *name, const char *text, size_t length)
{
    FileOut file = { path_of(name), text, length };
    Error err;
    check(file_write_all(&file, 1, &err), "%s", err.text);
}

// A start with folders of this name; NULL for a scene: the last one.
static void start(Hands *h, const char *name, const char *scene)
{
    hands_start(h, (DeskStart){ .code = scene, .config_folder = path_of(name), .state_folder = path_of(name) });
}

static void preferences_are_the_same_at_the_next_start(void **state)
{
    (void)state;
    Hands h;
    start(&h, "a/new/folder", NULL);
    key(&h, 'l', 0);
    key(&h, '+', MOD_CTRL);
    key(&h, '+', MOD_CTRL);
    key(&h, 'm', 0);
    choose(&h, "speed", SPEED_WORDS[4]);
    click(&h, "more");
    click(&h, "beside");
    click(&h, "welcome.close");
    hands_close(&h);
    start(&h, "a/new/folder", NULL);
    check(desk_look(h.desk)->name == LOOK_DARK, "the look is %s", LOOK_WORDS[desk_look(h.desk)->name]);
    check(fabs(desk_scale(h.desk) - 1.2) < 1e-9, "the scale is %g", desk_scale(h.desk));
    check(h.desk->prefs.reduced_motion, "motion is on");
    check(!strcmp(shown(&h, "speed")->name, SPEED_WORDS[4]), "the speed is %s", shown(&h, "speed")->name);
    check(seen(&h, "dilation.plus") != NULL, "More is folded");
    check(!seen(&h, "welcome.play"), "the first card is back");
    check(is_on(&h, "beside"), "Beside is off again");
    hands_close(&h);
}

static void spoiled_preferences_fall_back_line_by_line(void **state)
{
    (void)state;
    static const struct { const char *text; LookName look; int scale, speed; } rows[] = {
        { "", LOOK_USERS, 100, 2 },
        { "look 2\nscale 100000\nspeed -1\n", LOOK_DARK, 100, 2 },
        { "look dark\nscale 150\nspeed 99999999999999999999\n", LOOK_USERS, 150, 2 },
        { "lookout 2\nscale150\nspeed  3\n\n\nlook 1", LOOK_LIGHT, 100, 2 },
        { "\xFF\xFE\x80garbage\nspeed 5\n", LOOK_USERS, 100, 5 },
        { "scale 120\r\nspeed 1\n", LOOK_USERS, 100, 1 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        write_file("preferences", rows[i].text, strlen(rows[i].text));
        Hands h;
        hands_start(&h, (DeskStart){ .config_folder = folder });
        const Preferences *prefs = &h.desk->prefs;
        check(prefs->look == rows[i].look && prefs->scale_percent == rows[i].scale && prefs->speed == rows[i].speed,
              "file %d gives look %d, scale %d, speed %d", i, (int)prefs->look, prefs->scale_percent, prefs->speed);
        hands_close(&h);
    }
    char zeros[100] = "look 2\n";
    write_file("preferences", zeros, sizeof zeros);
    Hands h;
    hands_start(&h, (DeskStart){ .config_folder = folder });
    check(h.desk->prefs.look == LOOK_DARK, "zeros at the end of the file hide its first line");
    hands_close(&h);
}

static void the_last_scene_comes_back_with_its_clock_and_its_pin(void **state)
{
    (void)state;
    static const char LAST[] = "convt2d in=2 s=2 x=[1,2;3,4.5] view=slide walk=output step=3 cell=w:0,0,1,1";
    Hands h;
    start(&h, "last", NULL);
    hands_clipboard_set(&h, LAST);
    key(&h, 'v', MOD_CTRL);
    hands_close(&h);
    start(&h, "last", NULL);
    check_code(&h, LAST);
    check(is_off(&h, "undo"), "a new start can undo");
    hands_close(&h);
}

static void the_scene_is_kept_soon_after_a_change_and_not_only_at_the_end(void **state)
{
    (void)state;
    Hands h, other;
    start(&h, "soon", NULL);
    click(&h, "stride.plus");
    char *now = memory_text(code(&h));
    for (int i = 0; i < 20 && !isinf(h.due); i++) wait_for(&h, h.due);
    start(&other, "soon", NULL); // as after a crash
    check(!strcmp(code(&other), now), "kept was %s, not %s", code(&other), now);
    hands_close(&other);
    free(now);
    click_cell(&h, X_CELL(0, 0));
    key(&h, KEY_RIGHT, 0);
    key(&h, KEY_ESC, 0);
    hands_close(&h);
    start(&other, "soon", NULL);
    check(desk_scene(other.desk)->cell.role == ROLE_NONE, "a pin that was let go came back: %s", code(&other));
    hands_close(&other);
}

static void looking_at_another_scene_leaves_the_last_one_alone(void **state)
{
    (void)state;
    Hands h;
    start(&h, "alone", NULL);
    click(&h, "stride.plus");
    char *last = memory_text(code(&h));
    hands_close(&h);
    start(&h, "alone", "conv1d in=9 k=2");
    check_code(&h, "conv1d in=9 k=2");
    wait_for(&h, 10);
    hands_close(&h);
    start(&h, "alone", NULL);
    check(!strcmp(code(&h), last), "the last scene is %s, not %s", code(&h), last);
    hands_close(&h);
    free(last);
}

static void a_spoiled_last_scene_gives_the_first_and_says_why(void **state)
{
    (void)state;
    static const struct { const char *text; size_t length; } rows[] = {
        { "convt2d wrong=1\n", 16 }, { "\xFF\xFE\x80\n", 4 }, { "", 0 }, { "\0\0\0\0", 4 }, { "convt2d x=file:\"/no/such.npy\"\n", 30 },
        { "convt2d in=3 k=3 s=2 op=9\n", 26 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        write_file("scene", rows[i].text, rows[i].length);
        Hands h;
        hands_start(&h, (DeskStart){ .state_folder = folder });
        check_code(&h, "convt2d in=2 s=2 w=ones view=stamp step=1");
        check_says(&h, "The last scene cannot be shown");
        hands_close(&h);
    }
    unlink(path_of("scene"));
    Hands h;
    hands_start(&h, (DeskStart){ .state_folder = folder });
    check(!message(&h)[0], "a first start says “%s”", message(&h));
    hands_close(&h);
}

static void a_picture_that_has_gone_is_said_and_keeps_nobody_out(void **state)
{
    (void)state;
    static const char GONE[] = "convt2d in=64 x=file:\"/no/such/picture.png\" view=picture\n";
    write_file("scene", GONE, sizeof GONE - 1);
    Hands h;
    hands_start(&h, (DeskStart){ .state_folder = folder });
    wait_for_wakes(&h, 1);
    check(strstr(h.desk->picture_trouble, "/no/such/picture.png") != NULL && seen(&h, "why"), "it is said: “%s”", h.desk->picture_trouble);
    click(&h, "place.numbers");
    check(mark_of(&h, X_CELL(0, 0)) != NULL, "Numbers cannot be reached");
    hands_close(&h);
    unlink(path_of("scene"));
}

static void folders_that_cannot_be_written_stop_nobody(void **state)
{
    (void)state;
    write_file("a-file", "x", 1);
    static const char *const names[] = { "a-file", "a-file/below" };
    for (int i = 0; i < COUNT(names); i++) {
        Hands h;
        hands_start(&h, (DeskStart){ .config_folder = path_of(names[i]), .state_folder = path_of(names[i]) });
        key(&h, 'l', 0);
        click(&h, "stride.plus");
        wait_for(&h, 10);
        check(desk_look(h.desk)->name == LOOK_DARK, "the look was not changed");
        check(isinf(h.due), "it tries again and again: next in %g s", h.due);
        hands_close(&h);
    }
}

static void without_folders_nothing_is_kept(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2");
    key(&h, 'l', 0);
    click(&h, "stride.plus");
    wait_for(&h, 10);
    check(isinf(h.due), "it waits for something: %g s", h.due);
    hands_close(&h);
}

static void a_wrong_scene_at_the_start_is_an_error(void **state)
{
    (void)state;
    static const char *const codes[] = { "convt2d strid=2", "", "convt2d x=file:\"/no/such.npy\"" };
    for (int i = 0; i < COUNT(codes); i++) {
        Hands h;
        Error err = { 0 };
        bool ok = hands_try(&h, (DeskStart){ .code = codes[i] }, &err);
        check(!ok && err.text[0], "“%s” opened a window", codes[i]);
        hands_close(&h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(preferences_are_the_same_at_the_next_start),
        cmocka_unit_test(spoiled_preferences_fall_back_line_by_line),
        cmocka_unit_test(the_last_scene_comes_back_with_its_clock_and_its_pin),
        cmocka_unit_test(the_scene_is_kept_soon_after_a_change_and_not_only_at_the_end),
        cmocka_unit_test(looking_at_another_scene_leaves_the_last_one_alone),
        cmocka_unit_test(a_spoiled_last_scene_gives_the_first_and_says_why),
        cmocka_unit_test(a_picture_that_has_gone_is_said_and_keeps_nobody_out),
        cmocka_unit_test(folders_that_cannot_be_written_stop_nobody),
        cmocka_unit_test(without_folders_nothing_is_kept),
        cmocka_unit_test(a_wrong_scene_at_the_start_is_an_error),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
