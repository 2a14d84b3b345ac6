// A lesson of one's own: opened by name, by sheet and by dropping it, its mistakes told by line, and read again after it was
// saved.
#include "desk/inside.h"
#include "hands.h"

#include <unistd.h>

static char folder[64], path[96];

static const char GOOD[] = "# What is left?\n\nA lesson to test with.\n\n## First\n\n```scene\nconvt1d in=4 k=3 s=2 view=stamp\n```\n\nLook.\n\n## Second\n\nLook again.\n\n"
                           "## Third\n\n```ask\nsize: out\nquestion: How long is it?\nwrong: full + p + 1 | because: No.\nvary: in=2..9\n```\n\nSo long.\n";

static void write_file(const char *text)
{
    Error err;
    FileOut file = { path, text, strlen(text) };
    check(file_write_all(&file, 1, &err), "%s", err.text);
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/stridescope-lesson-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/mine.md", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const kept[] = { "progress", "scene", "mine.md" };
    for (int i = 0; i < COUNT(kept); i++) {
        char file[96];
        snprintf(file, sizeof file, "%s/%s", folder, kept[i]);
        unlink(file);
    }
    return rmdir(folder);
}

static char watched[4200];
static bool can_watch = true;

static bool host_watch(void *self, const char *file)
{
    (void)self;
    snprintf(watched, sizeof watched, "%s", file);
    return can_watch;
}

static void start(Hands *h, const char *file)
{
    watched[0] = 0;
    hands_start(h, (DeskStart){ .code = "convt2d in=2 s=2 view=stamp", .state_folder = folder });
    h->desk->host.watch = host_watch;
    if (file) desk_drop(h->desk, file, h->now), frame(h);
}

static void saved(Hands *h)
{
    desk_file_changed(h->desk, h->now);
    frame(h);
}

static Player *player(Hands *h)
{
    return &h->desk->tutor.player;
}

static bool says(const Hands *h, const char *part)
{
    const Ui *ui = desk_ui(h->desk);
    for (int i = 0; i < ui->count; i++)
        if (strstr(ui->widgets[i].name, part)) return true;
    return false;
}

static void a_lesson_is_dropped_and_played(void **state)
{
    (void)state;
    Hands h;
    write_file(GOOD);
    start(&h, path);
    check(player(&h)->lesson && !strcmp(player(&h)->lesson->title, "What is left?") && player(&h)->count == 3, "it is not played");
    check(!strncmp(code(&h), "convt1d in=4 s=2", 15), "its scene is not shown: %s", code(&h));
    check(!strcmp(watched, path), "“%s” is watched", watched);
    check_says(&h, "Opened mine.md. It is read again whenever you save it.");
    check(says(&h, "First"), "its first step is not in the guide");
    hands_close(&h);
}

static void it_opens_by_the_sheet_and_at_the_start(void **state)
{
    (void)state;
    Hands h;
    write_file(GOOD);
    start(&h, NULL);
    key(&h, 'o', MOD_CTRL);
    type(&h, path);
    key(&h, KEY_ENTER, 0);
    check(lesson_is_open(h.desk) && !seen(&h, "open.sheet"), "the sheet does not open it");
    hands_close(&h);
    hands_start(&h, (DeskStart){ .file = path });
    check(lesson_is_open(h.desk) && !seen(&h, "welcome.teach"), "the command line does not open it");
    check(!strstr(message(&h), "read again"), "nobody watches, and yet it says “%s”", message(&h));
    hands_close(&h);
    hands_start(&h, (DeskStart){ .lesson = course_lesson(1)->name });
    check(player(&h)->lesson == course_lesson(1), "a lesson of the course does not open by its name");
    hands_close(&h);
}

static void where_it_cannot_be_watched_that_is_not_promised(void **state)
{
    (void)state;
    Hands h;
    write_file(GOOD);
    can_watch = false;
    start(&h, path);
    can_watch = true;
    check(lesson_is_open(h.desk) && !strstr(message(&h), "read again"), "it says “%s”", message(&h));
    hands_close(&h);
}

static void mistakes_are_listed_with_their_lines(void **state)
{
    (void)state;
    Hands h;
    write_file("# What?\n\n## One\n\n```scene\nconvt1d in=4 k=3 sss=2\n```\n\n```ask\nsize: out\n```\n");
    start(&h, path);
    check(!lesson_is_open(h.desk), "it is played in spite of them");
    check(says(&h, "mine.md has") && says(&h, "Line 6"), "its mistakes are not listed");
    check(seen(&h, "file.mistake") != NULL, "the sentence is missing");
    check_says(&h, "mine.md has");
    int mistakes = remarks_mistakes(&h.desk->learner.remarks), listed = 0;
    for (int i = 0; i < desk_ui(h.desk)->count; i++) listed += !strcmp(desk_ui(h.desk)->widgets[i].id, "file.line");
    check(mistakes >= 2 && listed == mistakes, "%d mistakes, %d listed", mistakes, listed);
    click(&h, "file.close");
    check(!says(&h, "Line 6"), "they cannot be folded away");
    static const char *const wrong[] = {
        "", "# What?\n\nWords.\n", "# What?\n\n## One\n\n```scene\nconvt1d in=4\n```\n\n```ask\nnumber: nosuch + 1\nquestion: How many?\nvary: in=2..4\n```\n\nSo many.\n"
    };
    for (int i = 0; i < COUNT(wrong); i++) { // empty, without a step, and one that only computing finds
        write_file(wrong[i]);
        desk_drop(h.desk, path, h.now), frame(&h);
        check(!lesson_is_open(h.desk) && seen(&h, "file.mistake"), "%d has no mistake", i);
    }
    char gone[120];
    snprintf(gone, sizeof gone, "%s/gone.md", folder);
    desk_drop(h.desk, gone, h.now), frame(&h);
    check_says(&h, "gone.md");
    hands_close(&h);
}

static void opened_with_a_mistake_it_is_played_once_it_is_mended(void **state)
{
    (void)state;
    Hands h;
    write_file("# What?\n\n## One\n\n```scene\nconvt1d in=4 k=3 sss=2\n```\n\nWords.\n");
    start(&h, path);
    check(!lesson_is_open(h.desk) && !strcmp(watched, path), "it is not watched while it has a mistake: “%s”", watched);
    saved(&h);
    check(!lesson_is_open(h.desk) && says(&h, "Line 6"), "saved with its mistake it is played");
    write_file(GOOD);
    saved(&h);
    check(lesson_is_open(h.desk) && !seen(&h, "file.mistake"), "mended and saved it is not played");
    hands_close(&h);
    // Whoever has gone on to a lesson of the course meanwhile stays there.
    write_file("# What?\n");
    start(&h, path);
    lesson_open(h.desk, course_lesson(0), 0, 1);
    write_file(GOOD);
    saved(&h);
    check(player(&h)->lesson == course_lesson(0), "another lesson was taken away");
    hands_close(&h);
}

static void a_saved_lesson_goes_on_at_the_step_where_one_is(void **state)
{
    (void)state;
    Hands h;
    write_file(GOOD);
    start(&h, path);
    player_goto(player(&h), 1), lesson_show(h.desk), frame(&h);
    // a step before it, other words in it, another scene
    write_file("# What is left?\n\n## Before\n\n```scene\nconvt1d in=5 k=3 s=3 view=slide\n```\n\nNew.\n\n## First\n\nLook.\n\n## Second\n\nLook at this.\n");
    saved(&h);
    check(player(&h)->count == 3 && player(&h)->at == 2 && !strcmp(player_step(player(&h))->title, "Second"), "at %d of %d", player(&h)->at, player(&h)->count);
    check(says(&h, "Look at this."), "its new words are not shown");
    check(!strncmp(code(&h), "convt1d in=5 s=3", 15), "its new scene is not shown: %s", code(&h));
    check_says(&h, "mine.md was read again");
    write_file("# What is left?\n\n## Only\n\n```scene\nconvt1d in=5 k=3 s=3 view=slide\n```\n\nAll that is left.\n"); // the step is gone
    saved(&h);
    check(player(&h)->count == 1 && player(&h)->at == 0 && says(&h, "All that is left."), "at %d of %d", player(&h)->at, player(&h)->count);
    hands_close(&h);
}

// The prose of a step is filled once, and known by where the step lies in memory: a new version may lie where an old one did.
static void nothing_of_the_old_version_is_kept(void **state)
{
    (void)state;
    Hands h;
    write_file(GOOD);
    start(&h, path);
    check(h.desk->tutor.place != NULL, "the prose is filled at each frame");
    desk_file_changed(h.desk, h.now);
    check(h.desk->tutor.place == NULL, "the prose of the old version stands for the new one’s");
    frame(&h);
    check(says(&h, "Look."), "the prose is gone");
    hands_close(&h);
}

static void with_a_mistake_the_last_good_version_stays(void **state)
{
    (void)state;
    Hands h;
    write_file(GOOD);
    start(&h, path);
    player_goto(player(&h), 1), lesson_show(h.desk), frame(&h);
    write_file("# What is left?\n\n## First\n\n```scene\nconvt1d in=4 kk=3\n```\n");
    saved(&h);
    check(player(&h)->count == 3 && player(&h)->at == 1, "at %d of %d", player(&h)->at, player(&h)->count);
    check(says(&h, "Line 6") && seen(&h, "file.meanwhile") && says(&h, "Look again."), "the mistake or the lesson is not shown");
    check_says(&h, "mine.md has 1 mistake");
    unlink(path); // an editor that writes in two steps
    saved(&h);
    check(lesson_is_open(h.desk) && says(&h, "Line 6"), "a file that is gone for a moment ends the lesson");
    write_file(GOOD);
    saved(&h);
    check(player(&h)->at == 1 && !says(&h, "Line 6"), "the mistakes stay when they are mended");
    hands_close(&h);
}

static void a_file_that_is_not_played_any_more_is_left_alone(void **state)
{
    (void)state;
    Hands h;
    write_file(GOOD);
    start(&h, path);
    lesson_close(h.desk);
    write_file("nonsense");
    saved(&h);
    check(!lesson_is_open(h.desk) && !says(&h, "mine.md has"), "it is opened again by itself");
    learner_open(h.desk, 0, 0), frame(&h);
    saved(&h);
    check(player(&h)->lesson == course_lesson(0), "it takes the place of another lesson");
    write_file(GOOD);
    desk_drop(h.desk, path, h.now), frame(&h);
    desk_drop(h.desk, path, h.now), frame(&h);
    check(player(&h)->count == 3, "it does not open twice");
    hands_close(&h);
}

static void the_place_in_ones_own_lesson_is_kept_by_its_path(void **state)
{
    (void)state;
    Hands h;
    write_file(GOOD);
    start(&h, path);
    player_goto(player(&h), 1), lesson_show(h.desk), frame(&h);
    check(h.desk->learner.journal.at_step == 1 && !strcmp(h.desk->learner.journal.at_lesson, path), "kept: %d of %s", h.desk->learner.journal.at_step,
          h.desk->learner.journal.at_lesson);
    check(h.desk->learner.journal.seen_count == 0, "it counts as a lesson of the course");
    hands_close(&h);
    start(&h, NULL);
    click(&h, "guide.lesson");
    check(says(&h, "of “mine.md”"), "it does not say which");
    click(&h, "course.on");
    check(player(&h)->at == 1, "at %d", player(&h)->at);
    hands_close(&h);
    unlink(path);
    start(&h, NULL);
    click(&h, "guide.lesson");
    check(!seen(&h, "course.on"), "it offers a file that is gone");
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_lesson_is_dropped_and_played, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(it_opens_by_the_sheet_and_at_the_start, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(where_it_cannot_be_watched_that_is_not_promised, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(mistakes_are_listed_with_their_lines, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(opened_with_a_mistake_it_is_played_once_it_is_mended, make_folder, remove_folder), cmocka_unit_test_setup_teardown(a_saved_lesson_goes_on_at_the_step_where_one_is, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(nothing_of_the_old_version_is_kept, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(with_a_mistake_the_last_good_version_stays, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_file_that_is_not_played_any_more_is_left_alone, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(the_place_in_ones_own_lesson_is_kept_by_its_path, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
