// One who goes through a lesson: a list of stops, and at each the gate of its question. The list grows where an answer was
// wrong: its question comes back later with other numbers. Knows no clock and no window; the same seed and the same
// answers lead the same way.
#include "lesson/lesson.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRIES = 8 }; // seeds that are tried for a case that differs from the present one

// ---- what was answered -----------------------------------------------------------------------------------------

static void answer_clear(Answer *answer)
{
    free((void *)answer->cells);
    if (answer->scene) scene_clear((Scene *)answer->scene);
    free((void *)answer->scene);
    *answer = (Answer){ 0 };
}

// With cells and a scene of its own.
static Answer answer_copy(const Answer *answer)
{
    Answer copy = *answer;
    copy.cells = NULL, copy.scene = NULL;
    if (answer->cell_count > 0) {
        Cell *cells = memory_new((size_t)answer->cell_count, sizeof *cells);
        memcpy(cells, answer->cells, (size_t)answer->cell_count * sizeof *cells);
        copy.cells = cells;
    }
    if (answer->scene) {
        Scene *scene = memory_new(1, sizeof *scene);
        *scene = scene_copy(answer->scene);
        copy.scene = scene;
    }
    return copy;
}

// ---- the list of stops -----------------------------------------------------------------------------------------

static bool is_open(Gate gate)
{
    return gate == GATE_ASK || gate == GATE_COMMITTED;
}

static void insert(Player *player, int at, Stop stop)
{
    if (player->count + 1 >= player->capacity) {
        player->capacity = 2 * player->capacity + 8;
        player->stops = memory_grow(player->stops, (size_t)player->capacity, sizeof *player->stops);
    }
    if (at > player->count) at = player->count;
    memmove(player->stops + at + 1, player->stops + at, (size_t)(player->count - at) * sizeof *player->stops);
    player->stops[at] = stop;
    player->count++;
    player->stops[player->count] = (Stop){ .step = player->stops[player->count - 1].step };
}

static uint64_t next_seed(Player *player)
{
    Random random = { player->seed };
    uint64_t seed = random_next(&random);
    player->seed = random.state;
    return seed ? seed : 1; // 0 is the question as it is written
}

// A seed that gives a case of this step's question, if possible one that does not look as the present one; 0 for none.
static uint64_t seed_of_another(Player *player, int step, Error *err)
{
    uint64_t found = 0;
    for (int i = 0; i < TRIES; i++) {
        Case other = { 0 };
        uint64_t seed = next_seed(player);
        bool ok = case_make(&other, player->lesson, step, seed, err);
        bool same = ok && scene_equal(&other.before, &player->now.before) && scene_equal(&other.after, &player->now.after);
        if (ok) case_clear(&other), found = seed;
        if (ok && !same) break;
    }
    return found;
}

// The question of the present stop went wrong: it comes back. One that came back already comes once more, unless it still
// stands further on.
static void put_back(Player *player)
{
    if (player->lecture || !player->now.ask->vary) return; // it would come with the same numbers
    int step = player->stops[player->at].step, before = 0, ahead = 0, later[] = { 2, 5 };
    for (int i = 0; i < player->count; i++)
        if (i != player->at && player->stops[i].step == step) *(i < player->at ? &before : &ahead) += 1;
    int times = before == 0 && ahead == 0 ? COUNT(later) : ahead == 0 && before < PLAYER_MOST_AGAIN ? 1 : 0;
    for (int i = 0; i < times; i++) {
        Error err;
        uint64_t seed = seed_of_another(player, step, &err);
        if (seed) insert(player, player->at + later[i], (Stop){ .step = step, .seed = seed });
    }
}

// ---- going -----------------------------------------------------------------------------------------------------

static void leave(Player *player)
{
    if (player->asks) case_clear(&player->now);
    judgement_clear(&player->judgement);
    player->now = (Case){ 0 };
    player->judgement = (Judgement){ 0 };
    player->answer = (Answer){ 0 };
    player->asks = false;
    player->gate = GATE_NONE;
    player->trouble[0] = 0;
}

static void enter(Player *player, int at)
{
    leave(player);
    player->at = at;
    if (at >= player->count) return;
    Stop *stop = &player->stops[at];
    Error err;
    if (player->lesson->steps[stop->step].ask.kind == ASK_NONE) return;
    player->asks = case_make(&player->now, player->lesson, stop->step, stop->seed, &err);
    if (!player->asks) {
        player->now = (Case){ 0 };
        snprintf(player->trouble, sizeof player->trouble, "%s", err.text);
        return;
    }
    if (stop->gate == GATE_NONE) stop->gate = GATE_ASK;
    player->gate = stop->gate;
    player->answer = stop->answer;
    if (!is_open(player->gate)) case_judge(&player->judgement, &player->now, &player->answer);
}

void player_begin(Player *player, const Lesson *lesson, int first, int last, uint64_t seed)
{
    *player = (Player){ .lesson = lesson, .seed = seed };
    if (first < 0) first = 0;
    if (last >= lesson->count) last = lesson->count - 1;
    for (int step = first; step <= last; step++) insert(player, player->count, (Stop){ .step = step });
    enter(player, 0);
}

void player_clear(Player *player)
{
    leave(player);
    for (int i = 0; i < player->count; i++) answer_clear(&player->stops[i].answer);
    free(player->stops);
    *player = (Player){ 0 };
}

bool player_can_go(const Player *player)
{
    return !player_over(player) && !is_open(player->gate);
}

void player_go(Player *player, int by)
{
    if (by < 0) player_goto(player, player->at + by);
    for (; by > 0 && player_can_go(player); by--) enter(player, player->at + 1);
}

void player_goto(Player *player, int stop)
{
    if (stop > player->count) stop = player->count;
    enter(player, stop < 0 ? 0 : stop);
}

bool player_over(const Player *player)
{
    return player->at >= player->count;
}

// ---- what is there ---------------------------------------------------------------------------------------------

const LessonStep *player_step(const Player *player)
{
    return player->count ? &player->lesson->steps[player->stops[player->at].step] : NULL;
}

bool player_again(const Player *player)
{
    return player->count && player->stops[player->at].seed != 0;
}

const Scene *player_scene(const Player *player)
{
    if (player->asks) return is_open(player->gate) ? &player->now.before : &player->now.after;
    const LessonStep *step = player_step(player);
    return step && step->scene >= 0 ? &player->lesson->scenes[step->scene].scene : NULL;
}

Veil player_veil(const Player *player, const Scene *shown, Lens lens)
{
    return is_open(player->gate) ? case_veil(&player->now, shown, lens) : (Veil){ 0 };
}

// ---- the gate --------------------------------------------------------------------------------------------------

static void set_gate(Player *player, Gate gate)
{
    player->gate = player->stops[player->at].gate = gate;
}

void player_commit(Player *player, const Answer *answer)
{
    if (!is_open(player->gate)) return;
    Stop *stop = &player->stops[player->at];
    Answer copy = answer_copy(answer); // before the old one goes: it may be that
    answer_clear(&stop->answer);
    stop->answer = player->answer = copy;
    set_gate(player, GATE_COMMITTED);
}

void player_reveal(Player *player)
{
    if (player->gate != GATE_COMMITTED) return;
    case_judge(&player->judgement, &player->now, &player->answer);
    set_gate(player, GATE_REVEALED);
    Stop *stop = &player->stops[player->at];
    stop->answered = true;
    stop->unknown = player->answer.unknown;
    stop->right = player->judgement.right && !stop->unknown;
    if (!stop->right) put_back(player);
}

void player_why(Player *player)
{
    if (player->gate == GATE_REVEALED) set_gate(player, GATE_WHY);
}

void player_fresh(Player *player)
{
    if (!player->asks) return;
    Stop *stop = &player->stops[player->at];
    Error err;
    uint64_t seed = seed_of_another(player, stop->step, &err);
    if (!seed) {
        snprintf(player->trouble, sizeof player->trouble, "%s", err.text);
        return;
    }
    answer_clear(&stop->answer);
    *stop = (Stop){ .step = stop->step, .seed = seed };
    enter(player, player->at);
}
