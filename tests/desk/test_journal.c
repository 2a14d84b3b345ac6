// What is kept of the lessons between two starts: where one was, what was seen and what went wrong; kept as it happens,
// saved to a file of one's own, forgotten and brought back.
#include "desk/inside.h"
#include "hands.h"

#include <dirent.h>
#include <unistd.h>

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/stridescope-journal-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    DIR *dir = opendir(folder);
    char path[400];
    for (struct dirent *entry; (entry = readdir(dir)); ) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        unlink(path);
    }
    closedir(dir);
    return rmdir(folder);
}

// What a file there says; "" where there is none.
static const char *file_of(const char *name)
{
    static char text[4096];
    char path[400];
    Bytes bytes;
    Error err;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    text[0] = 0;
    if (file_read(path, sizeof text - 1, &bytes, &err)) {
        snprintf(text, sizeof text, "%.*s", (int)bytes.length, (const char *)bytes.data);
        bytes_clear(&bytes);
    }
    return text;
}

static void write_progress(const char *text)
{
    char path[400];
    Error err;
    snprintf(path, sizeof path, "%s/progress", folder);
    FileOut file = { path, text, strlen(text) };
    check(file_write_all(&file, 1, &err), "%s", err.text);
}

#define check_kept(line) check(strstr(file_of("progress"), line) != NULL, "progress has no line “%s”:\n%s", line, file_of("progress"))
#define check_not_kept(line) check(strstr(file_of("progress"), line) == NULL, "progress has the line “%s”:\n%s", line, file_of("progress"))

static void start(Hands *h)
{
    hands_start(h, (DeskStart){ .code = "convt2d in=2 s=2 view=stamp", .state_folder = folder });
    h->desk->guide_lesson = true;
    frame(h);
}

static Player *player(Hands *h)
{
    return &h->desk->tutor.player;
}

// Goes on to the first stop that asks.
static void to_question(Hands *h)
{
    while (!player(h)->asks) player_go(player(h), 1);
    lesson_show(h->desk);
    frame(h);
}

static void say(Hands *h, bool right)
{
    const Case *now = &player(h)->now;
    Answer answer = { .number = now->right, .size = { now->right_size[0], now->right_size[1] }, .option = now->right_option,
                      .cells = now->cells, .cell_count = now->cell_count, .scene = &now->after, .unknown = !right };
    player_commit(player(h), &answer);
    player_reveal(player(h));
    lesson_show(h->desk);
    frame(h);
}

static char *line(const char *format, ...)
{
    static char text[8][200];
    static int at;
    va_list args;
    va_start(args, format);
    at = (at + 1) % 8;
    vsnprintf(text[at], sizeof text[at], format, args);
    va_end(args);
    return text[at];
}

// ---- kept as it happens ----------------------------------------------------------------------------------------

static void each_stop_and_answer_is_kept_at_once(void **state)
{
    (void)state;
    Hands h;
    start(&h);
    const Lesson *lesson = course_lesson(0);
    check(!*file_of("progress"), "something is kept before anything was done: %s", file_of("progress"));
    learner_open(h.desk, 0, 0);
    frame(&h);
    check_kept(line("seen 1 %d %s\n", lesson->count, lesson->name));
    check_kept(line("at 1 %s\n", lesson->name));
    to_question(&h);
    int step = player(&h)->stops[player(&h)->at].step;
    check_kept(line("at %d %s\n", step + 1, lesson->name));
    say(&h, false);
    check_kept(line("missed %d 1 0 %s\n", step + 1, lesson->name));
    frame(&h), frame(&h);
    check_kept(line("missed %d 1 0 %s\n", step + 1, lesson->name)); // once, however long one looks
    if (player(&h)->at > 0) {
        player_go(player(&h), -1), frame(&h);
        player_go(player(&h), 1), frame(&h);
        check_kept(line("missed %d 1 0 %s\n", step + 1, lesson->name));
    }
    player_fresh(player(&h));
    say(&h, true);
    check_kept(line("missed %d 1 1 %s\n", step + 1, lesson->name));
    hands_close(&h);
}

// A file that cannot be read may be somebody's all the same.
static void what_cannot_be_read_is_not_written_over(void **state)
{
    (void)state;
    Hands h;
    char aside[400];
    Text large = { 0 };
    while (large.length <= 1 << 20) text_put(&large, "seen 4 8 stamp, and more than this program ever writes\n");
    write_progress(large.data);
    start(&h);
    learner_open(h.desk, 0, 0);
    frame(&h);
    check_kept("at 1 ");
    snprintf(aside, sizeof aside, "%s/progress.old", folder);
    check(file_exists(aside), "what stood there is gone");
    hands_close(&h);
    text_clear(&large);
}

static void a_lecture_keeps_the_place_but_nobodys_answers(void **state)
{
    (void)state;
    Hands h;
    start(&h);
    learner_open(h.desk, 0, 0);
    player(&h)->lecture = true;
    to_question(&h);
    say(&h, false);
    check_kept("at ");
    check_not_kept("missed");
    hands_close(&h);
}

static void one_goes_on_where_one_was(void **state)
{
    (void)state;
    Hands h;
    const Lesson *lesson = course_lesson(1);
    write_progress(line("seen 3 %d %s\nat 3 %s\nat nonsense\n", lesson->count, lesson->name, lesson->name));
    start(&h);
    check(!lesson_is_open(h.desk), "it goes on without being asked");
    check(!strcmp(shown(&h, "course.on")->name, "Go on with step 3"), "it offers “%s”", shown(&h, "course.on")->name);
    click(&h, "course.on");
    check(player(&h)->lesson == lesson && player(&h)->at == 2, "at %d", player(&h)->at);
    hands_close(&h);
    write_progress("at 3 a-lesson-that-is-gone\n");
    start(&h);
    check(!seen(&h, "course.on"), "it offers a lesson that is gone");
    hands_close(&h);
    write_progress(line("at 99 %s\n", lesson->name));
    start(&h);
    check(!seen(&h, "course.on"), "it offers a step that is gone");
    hands_close(&h);
}

static void the_list_says_how_far_one_is(void **state)
{
    (void)state;
    Hands h;
    const Lesson *a = course_lesson(0), *b = course_lesson(1);
    write_progress(line("done %d %d %s\nseen 2 %d %s\n", a->count, a->count, a->name, b->count, b->name));
    start(&h);
    bool done = false, part = false;
    for (int i = 0; i < desk_ui(h.desk)->count; i++) {
        const Widget *w = &desk_ui(h.desk)->widgets[i];
        if (strcmp(w->id, "course.more")) continue;
        done |= strstr(w->name, "done") != NULL;
        part |= strstr(w->name, line("step 2 of %d", b->count)) != NULL;
    }
    check(done && part, "done %d, a part %d", done, part);
    click(&h, "course.lesson.1");
    check(player(&h)->lesson == b && player(&h)->at == 0, "at %d", player(&h)->at);
    hands_close(&h);
}

// ---- asked again -----------------------------------------------------------------------------------------------

static void what_went_wrong_is_asked_again_with_other_numbers(void **state)
{
    (void)state;
    Hands h;
    start(&h);
    const Lesson *lesson = course_lesson(0);
    check(!seen(&h, "course.again"), "it asks again what never went wrong");
    learner_open(h.desk, 0, 0);
    to_question(&h);
    int step = player(&h)->stops[player(&h)->at].step;
    say(&h, false);
    lesson_close(h.desk);
    frame(&h);
    for (int i = 0; i < 2; i++) {
        if (!i) click(&h, "course.again");
        else click(&h, "course.next");
        check(player(&h)->lesson == lesson && player_step(player(&h)) == &lesson->steps[step], "another question");
        check(player_again(player(&h)) && player(&h)->gate == GATE_ASK, "it is not asked with other numbers");
        check_kept(line("at %d %s\n", step + 1, lesson->name));
        say(&h, true);
        check(player(&h)->count == 1, "it comes back behind itself");
    }
    check_not_kept("missed");
    check(seen(&h, "course.none") && !seen(&h, "course.next"), "there is more to be asked");
    hands_close(&h);
}

// ---- forgotten, and back ---------------------------------------------------------------------------------------

static void forgetting_asks_once_and_can_be_undone(void **state)
{
    (void)state;
    Hands h;
    const Lesson *a = course_lesson(0);
    const char *kept = line("seen 2 %d %s\nmissed 2 1 0 %s\nat 2 %s\n", a->count, a->name, a->name, a->name);
    write_progress(kept);
    start(&h);
    click(&h, "course.reset");
    check_kept(kept);
    click(&h, "course.keep");
    check(!seen(&h, "course.forget"), "it asks on");
    click(&h, "course.reset");
    click(&h, "course.forget");
    check_not_kept(a->name);
    check(!seen(&h, "course.on"), "it offers to go on");
    key(&h, 'z', MOD_CTRL);
    check_kept(kept);
    click(&h, "course.reset"), click(&h, "course.forget");
    click(&h, "course.unreset");
    check_kept(kept);
    click(&h, "course.reset"), click(&h, "course.forget");
    key(&h, '3', 0); // a change: from now on undo is about that
    wait_for(&h, 5);
    check(!seen(&h, "course.unreset"), "after a change it can still be brought back");
    key(&h, 'z', MOD_CTRL);
    check_not_kept(a->name);
    hands_close(&h);
}

static void what_was_forgotten_does_not_come_back_over_what_was_done_since(void **state)
{
    (void)state;
    Hands h;
    const Lesson *a = course_lesson(0);
    write_progress(line("missed 2 1 0 %s\n", a->name));
    start(&h);
    learner_open(h.desk, 0, 0), frame(&h);
    char *same = memory_text(code(&h));
    lesson_close(h.desk);
    hands_close(&h);
    hands_start(&h, (DeskStart){ .code = same, .state_folder = folder }); // the lesson begins on this very scene: nothing to undo
    h.desk->guide_lesson = true, frame(&h);
    click(&h, "course.reset"), click(&h, "course.forget");
    int undo = h.desk->undo.count;
    learner_open(h.desk, 0, 0), frame(&h);
    check(h.desk->undo.count == undo, "the scene has changed");
    key(&h, 'z', MOD_CTRL);
    check_not_kept("missed");
    check_kept("seen 1");
    free(same);
    hands_close(&h);
}

static void it_is_saved_to_a_file_of_ones_own(void **state)
{
    (void)state;
    Hands h;
    const Lesson *a = course_lesson(0);
    const char *kept = line("seen 2 %d %s\n", a->count, a->name);
    write_progress(kept);
    start(&h);
    click(&h, "course.save");
    type(&h, folder), type(&h, "/mine.txt");
    key(&h, KEY_ENTER, 0);
    check(strstr(file_of("mine.txt"), kept) != NULL, "the file says “%s”", file_of("mine.txt"));
    check_says(&h, "Saved");
    check(!seen(&h, "save.sheet"), "the sheet stays open");
    key(&h, 's', MOD_CTRL); // a picture or a scene, as ever
    check(!strcmp(shown(&h, "sheet.title")->name, "Save"), "the sheet is about “%s”", shown(&h, "sheet.title")->name);
    check(!strstr(value_of(&h, "save.path"), "mine.txt"), "a picture is saved over the progress: %s", value_of(&h, "save.path"));
    type(&h, folder), type(&h, "/scene.txt");
    key(&h, KEY_ENTER, 0);
    check(!strncmp(file_of("scene.txt"), "convt2d", 7), "the file says “%s”", file_of("scene.txt"));
    hands_close(&h);
}

static void without_a_folder_one_learns_all_the_same(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 s=2 view=stamp");
    learner_open(h.desk, 0, 0);
    to_question(&h);
    say(&h, false);
    check(h.desk->learner.journal.missed_count == 1, "%d missed", h.desk->learner.journal.missed_count);
    hands_close(&h);
}

// ---- what comes next -------------------------------------------------------------------------------------------

static void behind_the_last_step_comes_the_next_lesson(void **state)
{
    (void)state;
    Hands h;
    start(&h);
    learner_open(h.desk, 0, course_lesson(0)->count - 1);
    while (player(&h)->asks && !player_can_go(player(&h))) say(&h, true);
    player_go(player(&h), 1);
    frame(&h);
    click(&h, "course.next");
    check(player(&h)->lesson == course_lesson(1) && player(&h)->at == 0, "at %d", player(&h)->at);
    check_kept(line("at 1 %s\n", course_lesson(1)->name));
    hands_close(&h);
}

static void presenting_survives_a_crash_and_only_that(void **state)
{
    (void)state;
    Hands h;
    const Lesson *lesson = course_lesson(0);
    start(&h);
    learner_open(h.desk, 0, 2);
    frame(&h);
    check_not_kept("presenting");
    key(&h, KEY_F5, 0);
    check_kept("presenting\n");
    char *crashed = memory_text(file_of("progress"));
    hands_close(&h); // closed as it should be
    check_not_kept("presenting");
    write_progress(crashed);
    hands_start(&h, (DeskStart){ .state_folder = folder });
    check(h.desk->present.on && player(&h)->lesson == lesson && player(&h)->at == 2, "presenting %d, at %d", h.desk->present.on, player(&h)->at);
    key(&h, KEY_ESC, 0);
    check_not_kept("presenting");
    hands_close(&h);
    write_progress(crashed);
    start(&h); // on a scene of one's own
    check(!h.desk->present.on && !lesson_is_open(h.desk), "what was asked for is not shown");
    hands_close(&h);
    write_progress("at 1 gone\npresenting\n");
    hands_start(&h, (DeskStart){ .state_folder = folder });
    check(!h.desk->present.on && !lesson_is_open(h.desk), "it presents a lesson that is gone");
    hands_close(&h);
    free(crashed);
}

static void one_goes_on_along_the_trail(void **state)
{
    (void)state;
    if (!trail_count()) skip(); // there are none yet
    Hands h;
    start(&h);
    const Trail *trail = trail_at(0);
    trail_open(h.desk, 0);
    int long_one = 1; // a stop of several steps
    while (long_one < trail->count && trail->stops[long_one].last == trail->stops[long_one].first) long_one++;
    check(long_one < trail->count, "the trail has no stop of several steps but its first");
    for (int i = 0; i < long_one; i++) check(learner_forward(h.desk), "the trail ends at stop %d", i);
    player_goto(player(&h), player(&h)->count - 1);
    frame(&h);
    check_kept(line("trail 1 %d\n", long_one + 1));
    hands_close(&h);
    start(&h);
    click(&h, "course.on");
    const TrailStop *stop = &trail->stops[long_one];
    check(learner_way(h.desk) == WAY_TRAIL && h.desk->learner.stop == long_one && player(&h)->count == stop->last - stop->first + 1, "it is on no trail");
    check(player(&h)->at == player(&h)->count - 1, "at %d", player(&h)->at);
    learner_open(h.desk, 0, 0), frame(&h);
    check_not_kept("trail");
    hands_close(&h);
}

static void a_trail_goes_from_stop_to_stop(void **state)
{
    (void)state;
    if (!trail_count()) skip(); // there are none yet
    Hands h;
    start(&h);
    for (int t = 0; t < trail_count(); t++) {
        const Trail *trail = trail_at(t);
        trail_open(h.desk, t);
        for (int i = 0; i < trail->count; i++) {
            const TrailStop *stop = &trail->stops[i];
            check(player(&h)->lesson == course_lesson(stop->lesson), "stop %d of “%s” is in another lesson", i, trail->title);
            check(player(&h)->count == stop->last - stop->first + 1 && player(&h)->stops[0].step == stop->first, "stop %d of “%s” is another part", i, trail->title);
            for (frame(&h); player(&h)->at < player(&h)->count - 1 || !player_can_go(player(&h)); frame(&h)) {
                if (player_can_go(player(&h))) player_go(player(&h), 1);
                else say(&h, true);
            }
            if (i + 1 < trail->count) player_go(player(&h), 1), frame(&h), click(&h, "course.next");
        }
        player_go(player(&h), 1), frame(&h);
        check(!seen(&h, "course.next") && !strcmp(shown(&h, "guide.heading")->name, "The trail ends here"), "trail “%s” does not end", trail->title);
    }
    hands_close(&h);
}

static void exercises_have_no_end(void **state)
{
    (void)state;
    if (!exercise_topics()) skip(); // there are none yet
    Hands h;
    start(&h);
    click(&h, "course.exercise");
    for (int i = 0; i < 12; i++) {
        check(player(&h)->lesson == course_exercises() && player(&h)->gate == GATE_ASK && player_again(player(&h)), "exercise %d does not ask", i);
        check(!strcmp(player_step(player(&h))->ask.topic, exercise_topic(0)), "exercise %d is about %s", i, player_step(player(&h))->ask.topic);
        say(&h, i % 2);
        check(player(&h)->count == 1, "it comes back behind itself");
        click(&h, "course.next");
    }
    check_kept("missed");
    check_not_kept("at ");
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_stop_and_answer_is_kept_at_once, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_not_written_over, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_lecture_keeps_the_place_but_nobodys_answers, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(one_goes_on_where_one_was, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(the_list_says_how_far_one_is, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_went_wrong_is_asked_again_with_other_numbers, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(forgetting_asks_once_and_can_be_undone, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_was_forgotten_does_not_come_back_over_what_was_done_since, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(it_is_saved_to_a_file_of_ones_own, make_folder, remove_folder),
        cmocka_unit_test(without_a_folder_one_learns_all_the_same),
        cmocka_unit_test_setup_teardown(behind_the_last_step_comes_the_next_lesson, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(presenting_survives_a_crash_and_only_that, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(one_goes_on_along_the_trail, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_trail_goes_from_stop_to_stop, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(exercises_have_no_end, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
