// The course in the guide: what can be begun while no lesson is open (going on, trails, lessons, exercises, progress), and
// what comes after the last step of one.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEVELS = 3 };
static const char *const LEVEL_WORDS[LEVELS] = { "easy", "middle", "hard" };

// ---- opening ---------------------------------------------------------------------------------------------------

Way learner_way(const Desk *desk)
{
    const Learner *learner = &desk->learner;
    return learner->way_of && learner->way_of == desk->tutor.player.lesson ? learner->way : WAY_LESSON;
}

void learner_took(Desk *desk, Way way)
{
    desk->learner.way = way;
    desk->learner.way_of = desk->tutor.player.lesson;
    desk->learner.noted = NULL; // the same lesson from another place is another stop
}

void learner_open(Desk *desk, int index, int step)
{
    const Lesson *lesson = course_lesson(index);
    lesson_open(desk, lesson, 0, lesson->count - 1);
    learner_took(desk, WAY_LESSON);
    if (step <= 0 || !lesson_is_open(desk)) return;
    player_goto(&desk->tutor.player, step);
    lesson_show(desk);
}

static void trail_stop(Desk *desk, int trail, int stop)
{
    const TrailStop *at = &trail_at(trail)->stops[stop];
    lesson_open(desk, course_lesson(at->lesson), at->first, at->last);
    learner_took(desk, WAY_TRAIL);
    desk->learner.trail = trail, desk->learner.stop = stop;
}

void trail_open(Desk *desk, int trail)
{
    if (trail_at(trail)->count) trail_stop(desk, trail, 0);
}

bool trail_open_at(Desk *desk, int trail, int stop, int lesson, int step)
{
    if (trail < 0 || trail >= trail_count() || stop < 0 || stop >= trail_at(trail)->count) return false;
    const TrailStop *at = &trail_at(trail)->stops[stop];
    if (at->lesson != lesson || step < at->first || step > at->last) return false;
    trail_stop(desk, trail, stop);
    player_goto(&desk->tutor.player, step - at->first);
    lesson_show(desk);
    return true;
}

// One question with numbers of its own; what went wrong does not come back behind it, for there is no end to them.
static void open_question(Desk *desk, const Lesson *lesson, int step, Way way)
{
    lesson_open(desk, lesson, step, step);
    if (!lesson_is_open(desk)) return;
    learner_took(desk, way);
    desk->tutor.player.lecture = true;
    player_fresh(&desk->tutor.player);
    lesson_show(desk);
}

// The topic and level that are chosen, or the level nearest to it that the topic has.
static int exercise_now(Desk *desk)
{
    Learner *learner = &desk->learner;
    const Player *player = &desk->tutor.player;
    int last = learner_way(desk) == WAY_EXERCISE && player->count ? player->stops[0].step : -1, step = -1;
    for (int level = 0; level < LEVELS; level++)
        for (int side = -1; side <= 1; side += 2) {
            int to = learner->level + side * level;
            // Not the same twice, where there is another.
            for (int tries = 0; step < 0 && to >= 0 && to < LEVELS && tries < 8; tries++) {
                Random random = { ++learner->exercises * 0x9E3779B97F4A7C15u + (uint64_t)(desk->now * 1000) };
                int found = exercise_step(learner->topic, to + 1, random_next(&random));
                if (found != last || tries == 7) step = found;
                if (found < 0) break;
            }
        }
    return step;
}

void learner_exercise(Desk *desk)
{
    int step = exercise_now(desk);
    if (step >= 0) open_question(desk, course_exercises(), step, WAY_EXERCISE);
}

static void ask_again(Desk *desk)
{
    int index, step;
    if (!journal_again(&desk->learner.journal, &index, &step)) desk_say(desk, TONE_TEXT, "Nothing is left to be asked again");
    else open_question(desk, index < 0 ? course_exercises() : course_lesson(index), step, WAY_AGAIN);
}

void learner_clear(Desk *desk)
{
    Learner *learner = &desk->learner;
    journal_clear(&learner->journal);
    free(learner->forgotten);
    free(learner->path);
    free(learner->waits);
    free(learner->said_of);
    remarks_clear(&learner->remarks);
    if (learner->file) lesson_clear(learner->file);
    free(learner->file);
    *learner = (Learner){ .trail = -1 };
}

// ---- its parts in the guide ------------------------------------------------------------------------------------

// A row of a list: its title on as many lines as it needs, and what is said of it below, muted.
static bool row(Desk *desk, const char *id, double x, double *y, double w, const char *title, const char *more)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, r = guide_reading(desk), inner = w - 20 * u; // what is read is as large as in a lesson
    TextLine lines[4], said[3];
    int count = text_wrap(&ui->measure, title, 14 * r, WEIGHT_REGULAR, inner, lines, COUNT(lines));
    int rest = *more ? text_wrap(&ui->measure, more, 12 * r, WEIGHT_REGULAR, inner, said, COUNT(said)) : 0;
    if (count > COUNT(lines)) count = COUNT(lines);
    if (rest > COUNT(said)) rest = COUNT(said);
    Box box = { x, *y, w, 12 * u + (20 * count + 17 * rest) * r };
    bool hit = ui_button(ui, id, box, title, ICON_NONE, UI_PLAIN, NULL);
    ui_face(ui, "");
    for (int i = 0; i < count; i++) {
        char line[256];
        snprintf(line, sizeof line, "%.*s", lines[i].length, lines[i].start);
        ui_label(ui, "course.title", (Box){ x + 10 * u, *y + 6 * u + 20 * i * r, inner, 20 * r }, line, 14 * r, WEIGHT_REGULAR, TONE_TEXT, -1);
    }
    for (int i = 0; i < rest; i++) {
        char line[512];
        // The last line that there is room for holds all the rest: it is cut where it is painted.
        snprintf(line, sizeof line, "%.*s", i == COUNT(said) - 1 ? (int)strcspn(said[i].start, "\n") : said[i].length, said[i].start);
        ui_label(ui, "course.more", (Box){ x + 10 * u, *y + 5 * u + (20 * count + 17 * i) * r, inner, 17 * r }, line, 12 * r, WEIGHT_REGULAR, TONE_MUTED, -1);
    }
    *y += box.h + 2 * u;
    return hit;
}

static double go_on_lay(Desk *desk, double x, double y, double w)
{
    const char *title;
    char name[64];
    int step;
    if (!progress_where(desk, &title, &step)) return y;
    snprintf(name, sizeof name, "Go on with step %d", step + 1);
    if (guide_button(desk, "course.on", x, &y, w, name, UI_PRIMARY)) progress_go_on(desk);
    char of[300];
    snprintf(of, sizeof of, "of “%s”", title);
    return ui_paragraph(&desk->ui, "course.on.title", x, y - 4 * desk->scale, w, of, 13 * guide_reading(desk), WEIGHT_REGULAR, TONE_MUTED) + 14 * desk->scale;
}

static double trails_lay(Desk *desk, double x, double y, double w)
{
    if (!trail_count()) return y;
    y = guide_heading(desk, x, y, w, "Trails");
    for (int i = 0; i < trail_count(); i++) {
        const Trail *trail = trail_at(i);
        int minutes = 0;
        char id[UI_ID], more[600];
        for (int s = 0; s < trail->count; s++) minutes += trail->stops[s].minutes;
        snprintf(id, sizeof id, "course.trail.%d", i);
        snprintf(more, sizeof more, "%d minutes. %s", minutes, trail->text ? trail->text : "");
        if (row(desk, id, x, &y, w, trail->title, more)) trail_open(desk, i);
    }
    return y + 12 * desk->scale;
}

static const Seen *seen_of(const Desk *desk, const Lesson *lesson)
{
    const Journal *journal = &desk->learner.journal;
    for (int i = 0; i < journal->seen_count; i++)
        if (!strcmp(journal->seen[i].lesson, lesson->name)) return &journal->seen[i];
    return NULL;
}

static double lessons_lay(Desk *desk, double x, double y, double w)
{
    y = guide_heading(desk, x, y, w, "Lessons");
    for (int i = 0; i < course_count(); i++) {
        const Lesson *lesson = course_lesson(i);
        const Seen *seen = seen_of(desk, lesson);
        char id[UI_ID], title[300], more[80] = "";
        snprintf(id, sizeof id, "course.lesson.%d", i);
        snprintf(title, sizeof title, "%d. %s", i + 1, lesson->title);
        if (lesson->minutes) snprintf(more, sizeof more, "%d minutes", lesson->minutes);
        size_t length = strlen(more);
        if (seen && seen->done) snprintf(more + length, sizeof more - length, "%sdone", length ? ", " : "");
        else if (seen) snprintf(more + length, sizeof more - length, "%sstep %d of %d", length ? ", " : "", seen->furthest, seen->steps);
        if (row(desk, id, x, &y, w, title, more)) learner_open(desk, i, 0);
    }
    return y + 12 * desk->scale;
}

static double exercises_lay(Desk *desk, double x, double y, double w)
{
    Learner *learner = &desk->learner;
    double u = desk->scale, third = (w - 8 * u) / LEVELS;
    const char *topics[24];
    int count = exercise_topics();
    if (count > COUNT(topics)) count = COUNT(topics);
    if (!count) return y;
    if (learner->topic >= count) learner->topic = 0;
    for (int i = 0; i < count; i++) topics[i] = exercise_topic(i);
    y = guide_heading(desk, x, y, w, "Exercises");
    int chosen = menu_lay(desk, "course.topic", (Box){ x, y, w, 34 * u }, "Topic", topics[learner->topic], topics, count, learner->topic);
    if (chosen >= 0) learner->topic = chosen;
    y += 40 * u;
    for (int i = 0; i < LEVELS; i++) {
        char id[UI_ID];
        bool there = exercise_step(learner->topic, i + 1, 0) >= 0;
        snprintf(id, sizeof id, "course.level.%d", i + 1);
        if (ui_choice(&desk->ui, id, (Box){ x + i * (third + 4 * u), y, third, 32 * u }, LEVEL_WORDS[i], !there ? UI_OFF : i == learner->level ? UI_ON : 0, NULL))
            learner->level = i;
    }
    y += 40 * u;
    if (guide_button(desk, "course.exercise", x, &y, w, "Give me one", 0)) learner_exercise(desk);
    return y + 12 * u;
}

static double progress_lay(Desk *desk, double x, double y, double w)
{
    Learner *learner = &desk->learner;
    const Journal *journal = &learner->journal;
    bool any = journal->seen_count || journal->missed_count || journal->at_lesson;
    if (!any && !learner->forgotten) return y;
    y = guide_heading(desk, x, y, w, "Progress");
    if (learner->forgotten && guide_button(desk, "course.unreset", x, &y, w, "Bring back what was forgotten", 0)) progress_undo(desk);
    if (!any) return y + 12 * desk->scale;
    if (guide_button(desk, "course.save", x, &y, w, "Save progress…", 0)) {
        desk->sheet = SHEET_SAVE, desk->save_progress = true, desk->replaces[0] = 0;
        snprintf(desk->save_path, sizeof desk->save_path, "~/stridescope-progress.txt");
        ui_edit(&desk->ui, "save.path", desk->save_path);
    }
    if (!learner->sure) {
        if (guide_button(desk, "course.reset", x, &y, w, "Forget my progress", 0)) learner->sure = true;
        return y + 12 * desk->scale;
    }
    y = guide_body(desk, "course.sure", x, y, w, "Forget which steps were seen and what went wrong?");
    if (guide_button(desk, "course.forget", x, &y, w, "Forget it", 0)) progress_reset(desk);
    if (guide_button(desk, "course.keep", x, &y, w, "Keep it", 0)) learner->sure = false;
    return y + 12 * desk->scale;
}

double learner_lay(Desk *desk, double x, double y, double w)
{
    int index, step;
    y = go_on_lay(desk, x, y, w);
    if (journal_again(&desk->learner.journal, &index, &step) && guide_button(desk, "course.again", x, &y, w, "Ask me again", 0)) ask_again(desk);
    if (guide_button(desk, "course.search", x, &y, w, "Search (Ctrl+K)", 0)) search_open(desk);
    y = trails_lay(desk, x, y + 8 * desk->scale, w);
    y = lessons_lay(desk, x, y, w);
    y = exercises_lay(desk, x, y, w);
    return progress_lay(desk, x, y, w);
}

// ---- what comes next -------------------------------------------------------------------------------------------

// Which lesson of the course this is, or −1.
static int index_of(const Lesson *lesson)
{
    for (int i = 0; i < course_count(); i++)
        if (course_lesson(i) == lesson) return i;
    return -1;
}

bool learner_is_alone(const Desk *desk)
{
    return learner_way(desk) == WAY_EXERCISE || learner_way(desk) == WAY_AGAIN;
}

// The title of what comes next, "" where it has none, and what the button to it says; NULL where nothing comes.
static const char *next_words(const Desk *desk, const char **button)
{
    const Learner *learner = &desk->learner;
    int index, step, lesson = index_of(desk->tutor.player.lesson);
    switch (learner_way(desk)) {
    case WAY_EXERCISE: *button = "Another one"; return "";
    case WAY_AGAIN: *button = "Ask me again"; return journal_again(&learner->journal, &index, &step) ? "" : NULL;
    case WAY_TRAIL: {
        *button = "Go on";
        const Trail *trail = trail_at(learner->trail);
        if (learner->stop + 1 >= trail->count) return NULL;
        const TrailStop *stop = &trail->stops[learner->stop + 1];
        return stop->title && *stop->title ? stop->title : course_lesson(stop->lesson)->title;
    }
    default:
        *button = "Next lesson";
        return lesson >= 0 && lesson + 1 < course_count() ? course_lesson(lesson + 1)->title : NULL;
    }
}

bool learner_forward(Desk *desk)
{
    const char *button;
    if (!next_words(desk, &button)) return false;
    switch (learner_way(desk)) {
    case WAY_EXERCISE: learner_exercise(desk); break;
    case WAY_AGAIN: ask_again(desk); break;
    case WAY_TRAIL: trail_stop(desk, desk->learner.trail, desk->learner.stop + 1); break;
    default: learner_open(desk, index_of(desk->tutor.player.lesson) + 1, 0);
    }
    return true;
}

const char *learner_end_words(const Desk *desk)
{
    const char *button;
    if (learner_way(desk) != WAY_TRAIL) return "That was the last step";
    return next_words(desk, &button) ? "That was this part" : "The trail ends here";
}

double learner_next_lay(Desk *desk, double x, double y, double w)
{
    const char *button, *title = next_words(desk, &button);
    if (!title) return learner_way(desk) == WAY_AGAIN ? guide_body(desk, "course.none", x, y, w, "That was all that had gone wrong.") : y;
    if (*title) y = guide_body(desk, "course.next.title", x, y, w, title);
    if (guide_button(desk, "course.next", x, &y, w, button, UI_PRIMARY)) learner_forward(desk);
    return y;
}
