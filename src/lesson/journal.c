// What is kept between starts, as text: one `word values` a line, the name last because it may have blanks.
//
//     seen 4 8 output-padding        steps reached, of how many
//     done 8 8 stamp                 the same, and played to its end
//     missed 3 2 1 output-padding    step, how often wrong, right answers since
//     at 4 output-padding            where one was; a file's lesson has its path
//     trail 1 2                      on that trail, at that stop of it
//     presenting
//
// Lessons come and go between versions: what names one that is not there stays in the file and is passed over.
#include "lesson/lesson.h"

#include <stdlib.h>
#include <string.h>

enum { FORGOTTEN_AFTER = 2, MOST_LINES = 2000, MOST_NUMBER = 100000, MOST_NAME = 4096 };

// ---- its lists -------------------------------------------------------------------------------------------------

// A name is the end of a line: it has no control characters.
static bool can_be_kept(const char *name)
{
    size_t length = strlen(name);
    if (!length || length > MOST_NAME || name[0] == ' ' || name[length - 1] == ' ') return false;
    for (const char *c = name; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 127) return false;
    return utf8_valid(name, length);
}

static Seen *seen_of(Journal *journal, const char *lesson)
{
    for (int i = 0; i < journal->seen_count; i++)
        if (!strcmp(journal->seen[i].lesson, lesson)) return &journal->seen[i];
    journal->seen = memory_grow(journal->seen, (size_t)journal->seen_count + 1, sizeof *journal->seen);
    Seen *seen = &journal->seen[journal->seen_count++];
    *seen = (Seen){ .lesson = memory_text(lesson) };
    return seen;
}

// Takes it out of the list: the caller frees its name or puts it back. times 0 where it is not there.
static Missed missed_take(Journal *journal, const char *lesson, int step)
{
    for (int i = 0; i < journal->missed_count; i++) {
        Missed missed = journal->missed[i];
        if (missed.step != step || strcmp(missed.lesson, lesson)) continue;
        journal->missed_count--;
        memmove(journal->missed + i, journal->missed + i + 1, (size_t)(journal->missed_count - i) * sizeof missed);
        return missed;
    }
    return (Missed){ NULL, step, 0, 0 };
}

static void missed_put(Journal *journal, Missed missed)
{
    journal->missed = memory_grow(journal->missed, (size_t)journal->missed_count + 1, sizeof missed);
    journal->missed[journal->missed_count++] = missed;
}

void journal_clear(Journal *journal)
{
    for (int i = 0; i < journal->seen_count; i++) free(journal->seen[i].lesson);
    for (int i = 0; i < journal->missed_count; i++) free(journal->missed[i].lesson);
    free(journal->seen);
    free(journal->missed);
    free(journal->at_lesson);
    *journal = (Journal){ 0 };
}

// ---- as text ---------------------------------------------------------------------------------------------------

// The next [count] numbers of a line; what is left of it is a name. NULL where they are not there.
static const char *numbers(const char *line, int count, int out[])
{
    for (int i = 0; i < count; i++) {
        size_t length = strcspn(line, " ");
        long long value;
        if (!line[length] || !number_parse_whole(line, length, 0, MOST_NUMBER, &value)) return NULL;
        out[i] = (int)value;
        line += length + 1;
    }
    return can_be_kept(line) ? line : NULL;
}

static void read_trail(Journal *journal, const char *line)
{
    size_t length = strcspn(line, " ");
    long long trail, stop;
    if (!line[length] || !number_parse_whole(line, length, 1, MOST_NUMBER, &trail)) return;
    if (number_parse_whole(line + length + 1, strlen(line + length + 1), 1, MOST_NUMBER, &stop)) journal->trail = (int)trail, journal->trail_stop = (int)stop;
}

static void read_line(Journal *journal, const char *line)
{
    static const struct { const char *word; int numbers; } words[] = { { "seen", 2 }, { "done", 2 }, { "missed", 3 }, { "at", 1 } };
    if (!strcmp(line, "presenting")) journal->presenting = true;
    if (!strncmp(line, "trail ", 6)) read_trail(journal, line + 6);
    for (int i = 0; i < COUNT(words); i++) {
        int n[3];
        size_t length = strlen(words[i].word);
        if (strncmp(line, words[i].word, length) || line[length] != ' ') continue;
        const char *name = numbers(line + length + 1, words[i].numbers, n);
        if (!name) return;
        if (i < 2 && n[0] <= n[1]) {
            Seen *seen = seen_of(journal, name);
            seen->furthest = n[0], seen->steps = n[1], seen->done = i == 1;
        } else if (i == 2 && n[0] && n[1] && n[2] < FORGOTTEN_AFTER) {
            Missed missed = missed_take(journal, name, n[0] - 1);
            if (!missed.lesson) missed.lesson = memory_text(name);
            missed.times = n[1], missed.since = n[2];
            missed_put(journal, missed);
        } else if (i == 3 && n[0]) {
            free(journal->at_lesson);
            journal->at_lesson = memory_text(name), journal->at_step = n[0] - 1;
        }
    }
}

void journal_read(Journal *out, const char *text)
{
    *out = (Journal){ 0 };
    for (int line = 0; *text && line < MOST_LINES; line++) {
        size_t length = strcspn(text, "\n"), used = length && text[length - 1] == '\r' ? length - 1 : length;
        char *copy = memory_new(used + 1, 1);
        memcpy(copy, text, used);
        read_line(out, copy);
        free(copy);
        text += length + (text[length] == '\n');
    }
}

void journal_print(Text *out, const Journal *journal)
{
    text_put(out, "# Progress in Stridescope's lessons\n");
    for (int i = 0; i < journal->seen_count; i++) {
        const Seen *seen = &journal->seen[i];
        if (can_be_kept(seen->lesson)) text_print(out, "%s %d %d %s\n", seen->done ? "done" : "seen", seen->furthest, seen->steps, seen->lesson);
    }
    for (int i = 0; i < journal->missed_count; i++) {
        const Missed *missed = &journal->missed[i];
        if (can_be_kept(missed->lesson)) text_print(out, "missed %d %d %d %s\n", missed->step + 1, missed->times, missed->since, missed->lesson);
    }
    if (journal->at_lesson && can_be_kept(journal->at_lesson)) text_print(out, "at %d %s\n", journal->at_step + 1, journal->at_lesson);
    if (journal->trail) text_print(out, "trail %d %d\n", journal->trail, journal->trail_stop);
    if (journal->presenting) text_put(out, "presenting\n");
}

// ---- what happens ----------------------------------------------------------------------------------------------

void journal_stop(Journal *journal, const Player *player)
{
    if (!player->count) return;
    int step = player->stops[player->at].step, steps = player->lesson->count;
    Seen *seen = seen_of(journal, player->lesson->name);
    if (seen->steps != steps && seen->furthest > steps) seen->furthest = steps; // it was longer once
    seen->steps = steps;
    if (step + 1 > seen->furthest) seen->furthest = step + 1;
    if (player_over(player) && seen->furthest == steps) seen->done = true;
    if (!journal->at_lesson || strcmp(journal->at_lesson, player->lesson->name)) {
        free(journal->at_lesson);
        journal->at_lesson = memory_text(player->lesson->name);
    }
    journal->at_step = step;
}

void journal_answer(Journal *journal, const Player *player)
{
    if (!player->count || !player->stops[player->at].answered) return;
    const Stop *stop = &player->stops[player->at];
    Missed missed = missed_take(journal, player->lesson->name, stop->step);
    if (stop->right) missed.since++;
    else missed.times++, missed.since = 0;
    if (!missed.times || missed.since >= FORGOTTEN_AFTER) {
        free(missed.lesson);
        return;
    }
    if (!missed.lesson) missed.lesson = memory_text(player->lesson->name);
    missed_put(journal, missed);
}

// Which lesson this is of the course, and −1 for the exercises; false where there is no such question any more.
static bool find_question(const Missed *missed, int *index)
{
    const Lesson *exercises = course_exercises();
    *index = course_find(missed->lesson);
    if (*index < 0 && (!exercises->name || strcmp(exercises->name, missed->lesson))) return false;
    const Lesson *lesson = *index < 0 ? exercises : course_lesson(*index);
    return missed->step < lesson->count && lesson->steps[missed->step].ask.kind != ASK_NONE;
}

bool journal_again(const Journal *journal, int *lesson, int *step)
{
    int best = -1, worst = 0, last = -1, index;
    for (int i = 0; i < journal->missed_count; i++)
        if (find_question(&journal->missed[i], &index)) last = i;
    for (int i = 0; i <= last; i++) {
        const Missed *missed = &journal->missed[i];
        int weight = missed->times - missed->since;
        // The one that was just asked waits while there is another.
        if (!find_question(missed, &index) || (i == last && best >= 0) || (best >= 0 && weight <= worst)) continue;
        best = i, worst = weight, *lesson = index, *step = missed->step;
    }
    return best >= 0;
}
