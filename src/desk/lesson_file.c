// A lesson that somebody writes: opened from its file, read again when it is saved. Where the new version has mistakes
// they are listed with their lines, and the last good one goes on being played.
#include "desk/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void show_tab(Desk *desk)
{
    desk->guide_lesson = true, desk->guide_layer = false;
    desk->right_scroll = 0;
}

static const char *short_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

// Reads it; NULL where it has mistakes, which are then in the tab.
static Lesson *read(Desk *desk, const char *path, Error *err)
{
    Learner *learner = &desk->learner;
    Remarks remarks = { 0 };
    Lesson *lesson = memory_new(1, sizeof *lesson);
    err->text[0] = 0;
    bool ok = lesson_load(lesson, path, &remarks, err); // then it has a step
    // What cannot be computed is a mistake too.
    if (ok) lesson_check(lesson, &remarks), ok = !remarks_mistakes(&remarks);
    if (!ok) {
        lesson_clear(lesson);
        free(lesson);
        lesson = NULL;
    }
    if (ok || remarks.count) {
        remarks_clear(&learner->remarks);
        free(learner->said_of);
        learner->remarks = remarks, learner->said_of = memory_text(short_name(path));
    }
    return lesson;
}

static void say_mistakes(Desk *desk, const char *path, const Error *err)
{
    int mistakes = remarks_mistakes(&desk->learner.remarks);
    if (err->text[0]) desk_say(desk, TONE_ERROR, "%s", err->text);
    else desk_say(desk, TONE_TEXT, "%s has %d %s: see the guide", short_name(path), mistakes, mistakes == 1 ? "mistake" : "mistakes");
}

bool lesson_file_open(Desk *desk, const char *given)
{
    Learner *learner = &desk->learner;
    Error err;
    char *whole = realpath(given, NULL), *path = memory_text(whole ? whole : given);
    free(whole);
    Lesson *lesson = read(desk, path, &err);
    if (!lesson) {
        say_mistakes(desk, path, &err);
        if (err.text[0]) {
            free(path);
            return false;
        }
        show_tab(desk);
        free(learner->waits);
        learner->waits = path;
        if (desk->host.watch) (void)desk->host.watch(desk->host.self, path);
        return false;
    }
    free(learner->waits);
    learner->waits = NULL;
    Lesson *old = learner->file;
    free(learner->path);
    learner->file = lesson, learner->path = path;
    lesson_open(desk, lesson, 0, lesson->count - 1);
    learner_took(desk, WAY_FILE);
    show_tab(desk);
    // Whatever was open has ended with it.
    if (old) lesson_clear(old);
    free(old);
    learner->watched = desk->host.watch && desk->host.watch(desk->host.self, path);
    desk_say(desk, TONE_TEXT, learner->watched ? "Opened %s. It is read again whenever you save it." : "Opened %s", short_name(path));
    return true;
}

// The step where one is, in another version of the lesson: by its title, else by its number.
static int same_step(const Lesson *lesson, const char *slug, int step)
{
    int named = slug ? lesson_step_named(lesson, slug) : -1;
    if (named >= 0) return named;
    return step < lesson->count ? step : lesson->count - 1;
}

void desk_file_changed(Desk *desk, double now)
{
    Learner *learner = &desk->learner;
    Player *player = &desk->tutor.player;
    Error err;
    desk_at(desk, now);
    if (learner->waits && (!lesson_is_open(desk) || player->lesson == learner->file)) {
        char *again = memory_text(learner->waits);
        (void)lesson_file_open(desk, again);
        free(again);
        return;
    }
    // Somebody has gone on to another lesson: this one is read again when it is opened again.
    if (!learner->file || player->lesson != learner->file) return;
    Lesson *lesson = read(desk, learner->path, &err);
    if (!lesson) {
        if (!err.text[0]) show_tab(desk);
        say_mistakes(desk, learner->path, &err);
        return;
    }
    const LessonStep *at = player_step(player);
    int step = player->count ? player->stops[player->at].step : 0, to = same_step(lesson, at ? at->slug : NULL, step);
    uint64_t seed = player->seed;
    bool lecture = player->lecture;
    Lesson *old = learner->file;
    learner->file = lesson;
    player_clear(player);
    player_begin(player, lesson, 0, lesson->count - 1, seed);
    player->lecture = lecture;
    player_goto(player, to);
    learner_took(desk, WAY_FILE);
    lesson_show(desk);
    // What was filled in is known by its step: the new version's may stand where the old one's stood.
    free(desk->tutor.place);
    desk->tutor.place = NULL;
    lesson_clear(old);
    free(old);
    desk_say(desk, TONE_TEXT, "%s was read again", short_name(learner->path));
}

double lesson_file_lay(Desk *desk, double x, double y, double w)
{
    Learner *learner = &desk->learner;
    Ui *ui = &desk->ui;
    double u = desk->scale, r = guide_reading(desk);
    int mistakes = remarks_mistakes(&learner->remarks);
    if (!learner->remarks.count) return y;
    bool playing = learner->file && desk->tutor.player.lesson == learner->file;
    char title[200];
    if (mistakes) snprintf(title, sizeof title, "%.100s has %d %s", learner->said_of, mistakes, mistakes == 1 ? "mistake" : "mistakes");
    else snprintf(title, sizeof title, "Advice on %.100s", learner->said_of);
    y = guide_heading(desk, x, y, w, title);
    if (playing && mistakes) y = ui_paragraph(ui, "file.meanwhile", x, y, w, mistakes == 1 ? "Until it is mended the last good version is played." : "Until they are mended the last good version is played.", 13 * r, WEIGHT_REGULAR, TONE_MUTED) + 8 * u;
    for (int i = 0; i < learner->remarks.count; i++) {
        const Remark *remark = &learner->remarks.at[i];
        char line[32];
        if (remark->advice && mistakes) continue; // these first
        snprintf(line, sizeof line, "Line %d", remark->line);
        ui_label(ui, "file.line", (Box){ x, y, w, 20 * r }, line, 13 * r, WEIGHT_SEMIBOLD, remark->advice ? TONE_MUTED : TONE_ERROR, -1);
        y = ui_paragraph(ui, "file.mistake", x, y + 20 * r, w, remark->text, 14 * r, WEIGHT_REGULAR, TONE_TEXT) + 8 * u;
    }
    if (!playing || !learner->watched || !mistakes) {
        if (ui_button(ui, "file.close", (Box){ x, y, w, 32 * u }, "Fold this away", ICON_CLOSE, UI_PLAIN, NULL)) remarks_clear(&learner->remarks);
        y += 40 * u;
    }
    return y + 8 * u;
}
