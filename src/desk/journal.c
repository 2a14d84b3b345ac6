// What is kept of the lessons between starts: the journal, as the file `progress` in the state folder. It is written
// whenever a stop or an answer has changed it; who moves the player need not say so.
#include "desk/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *path_of(const Desk *desk)
{
    if (!desk->state_folder) return NULL;
    Text path = { 0 };
    text_print(&path, "%s/progress", desk->state_folder);
    return path.data;
}

void progress_load(Desk *desk)
{
    Learner *learner = &desk->learner;
    learner->trail = -1, learner->noted_at = -1;
    char *path = path_of(desk);
    Bytes bytes;
    Error err;
    // No file yet, or one that cannot be read (a megabyte is none of ours): one begins anew.
    if (path && file_read(path, 1 << 20, &bytes, &err)) {
        char *text = memory_new(bytes.length + 1, 1);
        memcpy(text, bytes.data, bytes.length);
        journal_read(&learner->journal, text);
        free(text);
        bytes_clear(&bytes);
    } else if (path && file_exists(path)) { // it is not written over
        Text aside = { 0 };
        text_print(&aside, "%s.old", path);
        (void)rename(path, aside.data);
        text_clear(&aside);
    }
    free(path);
}

static bool write_to(const Desk *desk, const char *path, Error *err)
{
    Text text = { 0 };
    journal_print(&text, &desk->learner.journal);
    FileOut file = { path, text.data, text.length };
    bool ok = file_write_all(&file, 1, err);
    text_clear(&text);
    return ok;
}

// Progress that cannot be kept stops nobody's lesson.
static void save(const Desk *desk)
{
    char *path = path_of(desk);
    Error err;
    if (path && folder_make(desk->state_folder, &err)) (void)!write_to(desk, path, &err);
    free(path);
}

bool progress_export(const Desk *desk, const char *path, Error *err)
{
    return write_to(desk, path, err);
}

// ---- as one plays ----------------------------------------------------------------------------------------------

// What is forgotten for good: something else was done since.
static void forget(Learner *learner)
{
    free(learner->forgotten);
    learner->forgotten = NULL;
    learner->sure = false;
}

static void note_stop(Desk *desk)
{
    Learner *learner = &desk->learner;
    Journal *journal = &learner->journal;
    const Player *player = &desk->tutor.player;
    if (learner->file && player->lesson == learner->file) { // somebody's own: only where one is, and by its path
        free(journal->at_lesson);
        journal->at_lesson = memory_text(learner->path);
        journal->at_step = player->count ? player->stops[player->at].step : 0;
    } else if (!learner_is_alone(desk)) {
        journal_stop(journal, player);
    } else {
        return;
    }
    bool trail = learner_way(desk) == WAY_TRAIL;
    journal->trail = trail ? learner->trail + 1 : 0, journal->trail_stop = trail ? learner->stop + 1 : 0;
}

// While one presents, so that the next start goes on with it after a crash.
static bool note_presenting(Desk *desk)
{
    bool on = desk->present.on && lesson_is_open(desk), changed = desk->learner.journal.presenting != on;
    desk->learner.journal.presenting = on;
    return changed;
}

void progress_tick(Desk *desk)
{
    Learner *learner = &desk->learner;
    Player *player = &desk->tutor.player;
    if (learner->forgotten && learner->forgotten_undo != desk->undo.count) forget(learner);
    bool presenting = note_presenting(desk);
    if (!lesson_is_open(desk)) {
        learner->noted = NULL;
        if (presenting) save(desk);
        return;
    }
    bool moved = learner->noted != player->lesson || learner->noted_at != player->at;
    Stop *stop = player_over(player) ? NULL : &player->stops[player->at];
    bool answered = stop && stop->answered && !stop->noted;
    if (!moved && !answered) {
        if (presenting) save(desk);
        return;
    }
    if (moved) note_stop(desk);
    learner->noted = player->lesson, learner->noted_at = player->at;
    // A room that votes is nobody's progress, and a file's questions cannot be found again by its name.
    if (answered && (!player->lecture || learner_is_alone(desk)) && player->lesson != learner->file) journal_answer(&learner->journal, player);
    if (answered) stop->noted = true;
    forget(learner);
    save(desk);
}

// ---- reset, and back -------------------------------------------------------------------------------------------

void progress_reset(Desk *desk)
{
    Learner *learner = &desk->learner;
    Text text = { 0 };
    journal_print(&text, &learner->journal);
    forget(learner);
    learner->forgotten = text.data, learner->forgotten_undo = desk->undo.count;
    journal_clear(&learner->journal);
    save(desk);
    desk_say(desk, TONE_TEXT, "Progress is forgotten. Undo brings it back.");
}

bool progress_undo(Desk *desk)
{
    Learner *learner = &desk->learner;
    if (!learner->forgotten || learner->forgotten_undo != desk->undo.count) return false;
    journal_clear(&learner->journal);
    journal_read(&learner->journal, learner->forgotten);
    forget(learner);
    save(desk);
    desk_say(desk, TONE_TEXT, "Progress is back as it was");
    return true;
}

void progress_resume(Desk *desk)
{
    Journal *journal = &desk->learner.journal;
    const char *title;
    int step;
    if (!journal->presenting || !progress_where(desk, &title, &step)) return;
    progress_go_on(desk);
    if (lesson_is_open(desk) && !desk->present.on) present_toggle(desk);
}

void progress_end(Desk *desk)
{
    if (!desk->learner.journal.presenting) return;
    desk->learner.journal.presenting = false;
    save(desk);
}

// ---- going on --------------------------------------------------------------------------------------------------

bool progress_where(const Desk *desk, const char **title, int *step)
{
    const Journal *journal = &desk->learner.journal;
    if (!journal->at_lesson) return false;
    *step = journal->at_step;
    int index = course_find(journal->at_lesson);
    if (index < 0) {
        const char *slash = strrchr(journal->at_lesson, '/');
        *title = slash ? slash + 1 : journal->at_lesson;
        return lesson_begins(journal->at_lesson) && file_exists(journal->at_lesson);
    }
    const Lesson *lesson = course_lesson(index);
    *title = lesson->title;
    return *step < lesson->count;
}

void progress_go_on(Desk *desk)
{
    const char *title;
    int step;
    if (!progress_where(desk, &title, &step)) return;
    int index = course_find(desk->learner.journal.at_lesson);
    if (index >= 0) {
        if (!trail_open_at(desk, desk->learner.journal.trail - 1, desk->learner.journal.trail_stop - 1, index, step)) learner_open(desk, index, step);
        return;
    }
    char *path = memory_text(desk->learner.journal.at_lesson);
    if (lesson_file_open(desk, path) && step > 0) {
        player_goto(&desk->tutor.player, step);
        lesson_show(desk);
    }
    free(path);
}
