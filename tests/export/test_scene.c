// A whole scene in one figure, and the tour: what is promised is there, in its place, and every file that is named.
#include "export/export.h"
#include "support/check.h"

#include <dirent.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static Type *type;
static char folder[64];

static int open_all(void **state)
{
    (void)state;
    Error err;
    if (!type_new(&type, &err)) return -1;
    strcpy(folder, "/tmp/stridescope-tour-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    type_free(type);
    return rmdir(folder); // fails where a test left something behind
}

static Scene parse(const char *code)
{
    Scene scene;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: column %d: %s", code, err.place, err.text);
    return scene;
}

static void every_lens_of_a_scene_has_its_place_in_the_figure(void **state)
{
    (void)state;
    static const struct { const char *code; const char *titles[3]; } rows[] = {
        { "convt2d in=2 view=stamp", { "Stamp" } },
        { "convt2d in=2 view=stamp,slide", { "Stamp", "Slide" } },
        { "convt2d in=2 view=slide,stamp", { "Slide", "Stamp" } },
        { "convt2d in=16 x=picture:sphere view=picture", { "Picture" } },
    };
    static const double widths[] = { 0, 700, 1280 };
    for (int i = 0; i < COUNT(rows); i++)
        for (int w = 0; w < COUNT(widths); w++) {
            Scene scene = parse(rows[i].code);
            Figure figure = { 0 };
            Error err;
            double width = widths[w], height = 720;
            if (width <= 0) export_usual_size(&scene, &width, &height);
            check(export_scene(&figure, &scene, (Veil){ 0 }, width, height, true, look_get(LOOK_LIGHT), measure_fixed, &err), "%s", err.text);
            int titles = 0;
            double last = -1;
            for (int m = 0; m < figure.count; m++) {
                const Mark *mark = &figure.marks[m];
                double slack = mark->kind == MARK_HANDLE ? 12 : 2;
                bool inside = mark->box.x >= -slack && mark->box.y >= -slack && mark->box.x + mark->box.w <= width + slack &&
                              mark->box.y + mark->box.h <= height + slack;
                check(inside, "%s: \"%s\" at %g,%g is outside %g×%g", rows[i].code, mark->name, mark->box.x, mark->box.y, width, height);
                if (strcmp(mark->name, "lens title") != 0) continue;
                assert_string_equal(mark->text, rows[i].titles[titles]);
                check(mark->box.x > last, "%s is not to the right of what comes before it", mark->text);
                last = mark->box.x;
                titles++;
            }
            assert_int_equal(titles, scene.views);
            figure_clear(&figure);
            scene_clear(&scene);
        }
}

static void the_step_and_the_pinned_cell_of_the_scene_hold(void **state)
{
    (void)state;
    Scene scene = parse("convt2d in=2 k=2 s=2 view=stamp step=1 cell=x:0,0,1,1");
    Figure figure = { 0 };
    Error err;
    assert_true(export_scene(&figure, &scene, (Veil){ 0 }, 600, 680, true, look_get(LOOK_LIGHT), measure_fixed, &err));
    int numbers = 0, rings = 0;
    for (int i = 0; i < figure.count; i++) {
        const Mark *mark = &figure.marks[i];
        numbers += mark->kind == MARK_CELL && mark->cell.role == ROLE_Y && mark->text;
        bool ring = mark->style & STYLE_RING;
        rings += ring && cell_equal(mark->cell, scene.cell);
    }
    assert_int_equal(numbers, 4); // one stamp of 2×2, without overlap
    assert_int_equal(rings, 1);
    figure_clear(&figure);
    scene_clear(&scene);
}

// The same scene with and without each of its lens's switches.
static void every_switch_of_the_scene_is_seen_in_its_file(void **state)
{
    (void)state;
    static const char base[] = "convt2d in=2x3 k=3 s=2 p=1 op=0x1 w=[1,0,-1;2,1,0;0,1,3]";
    for (int i = 0; i < SWITCH_COUNT; i++) {
        const SwitchRow *row = &SWITCHES[i];
        // A question is seen where it is asked; cut rows are there at first only in 1D.
        const char *operation = row->value < 0 ? "convt1d p=1" : base, *with = "";
        if (row->at == offsetof(Switches, one_pair)) operation = "convt2d c=2,1";
        if (row->at == offsetof(Switches, sizes_from) || row->at == offsetof(Switches, sizes_to) || row->at == offsetof(Switches, sizes_wider)) with = "from-to";
        if (row->at == offsetof(Switches, sizes_framework)) with = "frameworks";
        if (row->lens == LENS_PICTURE) operation = "convt2d in=24x32 k=3 s=2 x=picture:sphere w=random:4";
        Text dumps[2] = { { 0 }, { 0 } };
        for (int on = 0; on < 2; on++) {
            char code[256];
            const char *comma = *with ? "," : "", *colon = row->takes ? ":" : "";
            if (!on) snprintf(code, sizeof code, "%s view=%s%s%s", operation, LENSES[row->lens].word, *with ? " show=" : "", with);
            else snprintf(code, sizeof code, "%s view=%s show=%s%s%s%s%s", operation, LENSES[row->lens].word, with, comma, row->word, colon, switch_example(row->takes));
            Scene scene = parse(code);
            Figure figure = { 0 };
            Error err;
            check(export_scene(&figure, &scene, (Veil){ 0 }, 700, 680, true, look_get(LOOK_LIGHT), measure_fixed, &err), "%s", err.text);
            figure_dump(&dumps[on], &figure);
            figure_clear(&figure);
            scene_clear(&scene);
        }
        check(strcmp(dumps[0].data, dumps[1].data) != 0, "show=%s makes no difference in the file", row->word);
        text_clear(&dumps[0]);
        text_clear(&dumps[1]);
    }
}

static void a_file_of_sizes_says_which_axis_it_is_about(void **state)
{
    (void)state;
    static const char *const rows[][2] = { { "convt2d in=2x3 s=2 view=sizes", "Columns 3 → 7 (rows 2 → 5)" },
                                           { "convt2d in=2x3 s=2 view=sizes show=rows", "Rows 2 → 5 (columns 3 → 7)" },
                                           { "convt2d in=3 s=2 view=sizes show=rows", "Rows 3 → 7, Columns 3 → 7" },
                                           { "convt1d in=3 s=2 view=sizes show=rows", "3 → 7" } };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene = parse(rows[i][0]);
        Figure figure = { 0 };
        const char *said = "nothing";
        assert_true(export_scene(&figure, &scene, (Veil){ 0 }, 700, 680, true, look_get(LOOK_LIGHT), measure_fixed, NULL));
        for (int m = 0; m < figure.count; m++)
            if (!strcmp(figure.marks[m].name, "sizes")) said = figure.marks[m].text;
        check(!strcmp(said, rows[i][1]), "%s: it says %s", rows[i][0], said);
        figure_clear(&figure);
        scene_clear(&scene);
    }
}

static void a_scene_whose_data_is_missing_is_refused(void **state)
{
    (void)state;
    static const char *const codes[] = { "convt2d in=2 x=file:\"there-is-none.npy\" view=stamp",
                                         "convt2d in=2 x=file:\"there-is-none.png\" view=picture" };
    for (int i = 0; i < COUNT(codes); i++) {
        Scene scene = parse(codes[i]);
        Figure figure = { 0 };
        Error err = { 0 };
        assert_false(export_scene(&figure, &scene, (Veil){ 0 }, 600, 680, true, look_get(LOOK_LIGHT), measure_fixed, &err));
        check(strstr(err.text, "there-is-none"), "it says: %s", err.text);
        figure_clear(&figure);
        scene_clear(&scene);
    }
}

static bool begins_like(const char *path, const char *magic, size_t length)
{
    Bytes bytes;
    Error err;
    check(file_read(path, 64 << 20, &bytes, &err), "%s", err.text);
    bool is = bytes.length > length && !memcmp(bytes.data, magic, length);
    bytes_clear(&bytes);
    return is;
}

static void the_tour_has_every_file_that_its_page_names(void **state)
{
    (void)state;
    Error err;
    char tour[128], path[256];
    snprintf(tour, sizeof tour, "%s/deep/tour", folder);
    check(export_tour(tour, type, &err), "%s", err.text);
    snprintf(path, sizeof path, "%s/index.html", tour);
    Bytes bytes;
    check(file_read(path, 1 << 20, &bytes, &err), "%s", err.text);
    char *page = memory_new(bytes.length + 1, 1);
    memcpy(page, bytes.data, bytes.length);
    bytes_clear(&bytes);
    assert_memory_equal(page, "<!DOCTYPE html>", 15);
    assert_non_null(strstr(page, "</html>"));

    int named = 0, there = 0;
    for (char *at = page; (at = strstr(at, "src=\"")); named++) {
        at += 5;
        snprintf(path, sizeof path, "%s/%.*s", tour, (int)strcspn(at, "\""), at);
        bool png = strstr(path, ".png") != NULL;
        check(begins_like(path, png ? "\x89PNG\r\n\x1a\n" : "<?xml", png ? 8 : 5), "%s is no picture", path);
    }
    check(named >= 8, "only %d pictures are shown", named);
    // Each scene that the page tells the reader to try is one.
    int tried = 0;
    for (char *at = page; (at = strstr(at, "<code>stridescope '")); tried++) {
        at += strlen("<code>stridescope '");
        char code[256];
        snprintf(code, sizeof code, "%.*s", (int)strcspn(at, "'"), at);
        Scene scene = parse(code);
        scene_clear(&scene);
    }
    assert_int_equal(tried, named);
    // And nothing else is there.
    DIR *dir = opendir(tour);
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.') continue;
        there++;
        snprintf(path, sizeof path, "src=\"%.100s\"", entry->d_name);
        check(!strcmp(entry->d_name, "index.html") || strstr(page, path), "%s is shown nowhere", entry->d_name);
        snprintf(path, sizeof path, "%s/%.100s", tour, entry->d_name);
        unlink(path);
    }
    closedir(dir);
    assert_int_equal(there, named + 1);
    free(page);
    assert_int_equal(rmdir(tour), 0);
    snprintf(path, sizeof path, "%s/deep", folder);
    assert_int_equal(rmdir(path), 0);
}

static void a_tour_to_where_nothing_can_be_made_is_refused(void **state)
{
    (void)state;
    Error err = { 0 };
    assert_false(export_tour("/dev/null/tour", type, &err));
    assert_true(err.cannot);
    check(strstr(err.text, "/dev/null"), "it says: %s", err.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_lens_of_a_scene_has_its_place_in_the_figure),
        cmocka_unit_test(the_step_and_the_pinned_cell_of_the_scene_hold),
        cmocka_unit_test(every_switch_of_the_scene_is_seen_in_its_file),
        cmocka_unit_test(a_file_of_sizes_says_which_axis_it_is_about),
        cmocka_unit_test(a_scene_whose_data_is_missing_is_refused),
        cmocka_unit_test(the_tour_has_every_file_that_its_page_names),
        cmocka_unit_test(a_tour_to_where_nothing_can_be_made_is_refused),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
