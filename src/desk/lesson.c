// A lesson in the guide: it asks, waits for what somebody says, and then shows the answer. It drives any place; whoever
// touches a parameter meanwhile has left the step, and one press leads back. Each scene that it shows is a step of undo.
#include "desk/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool lesson_is_open(const Desk *desk)
{
    return desk->tutor.player.lesson != NULL;
}

bool lesson_asks(const Desk *desk)
{
    Gate gate = desk->tutor.player.gate;
    return lesson_is_open(desk) && (gate == GATE_ASK || gate == GATE_COMMITTED);
}

Veil lesson_lens_veil(const Desk *desk, Lens lens)
{
    return lesson_asks(desk) ? player_veil(&desk->tutor.player, &desk->scene, lens) : (Veil){ 0 };
}

Veil lesson_veil(const Desk *desk)
{
    Veil veil = { 0 };
    for (int i = 0; i < desk->scene.views && !veil_on(veil); i++) veil = lesson_lens_veil(desk, desk->scene.view[i]);
    return veil;
}

bool lesson_holds(Desk *desk, const char *what)
{
    if (!lesson_asks(desk)) return false;
    desk_say(desk, TONE_TEXT, "First your guess: %s until the answer is shown", what);
    return true;
}

static const Ask *asked(const Desk *desk)
{
    return &player_step(&desk->tutor.player)->ask;
}

bool lesson_hushes(const Desk *desk)
{
    return lesson_asks(desk) && asked(desk)->kind != ASK_SET;
}

// ---- what the step shows ---------------------------------------------------------------------------------------

const Scene *lesson_scene(const Desk *desk)
{
    const Player *player = &desk->tutor.player;
    if (!lesson_is_open(desk) || !player->count) return NULL;
    // Who has set the parameters well keeps what was made.
    bool set = player->asks && player->now.ask->kind == ASK_SET && !lesson_asks(desk);
    if (set && player->judgement.right && player->answer.scene) return player->answer.scene;
    return player_scene(player);
}

// The same lenses stand on the stage.
static bool desk_shows_all(const Desk *desk, const Scene *scene)
{
    bool same = desk->scene.views == scene->views;
    for (int i = 0; same && i < scene->views; i++) same = desk->scene.view[i] == scene->view[i];
    return same;
}

bool lesson_has_left(const Desk *desk)
{
    if (!lesson_is_open(desk) || !desk->tutor.scene) return false;
    // Where parameters are to be set, moving them is the answer.
    if (lesson_asks(desk) && asked(desk)->kind == ASK_SET && desk_shows_all(desk, &desk->tutor.player.now.before)) return false;
    char *now = lasting_code(&desk->scene);
    bool left = strcmp(now, desk->tutor.scene) != 0;
    free(now);
    return left;
}

bool lesson_moves(const Desk *desk, Param param)
{
    return lesson_asks(desk) && asked(desk)->kind == ASK_SET && asked(desk)->change >> param & 1;
}

// While parameters are to be set, all others are held.
static unsigned others_held(const Desk *desk)
{
    if (!lesson_asks(desk) || asked(desk)->kind != ASK_SET) return 0;
    unsigned held = 1u << CONTROL_CHANNELS | 1u << CONTROL_GROUPS | 1u << CONTROL_BATCH | 1u << CONTROL_KIND;
    for (Param param = 0; param < PARAM_COUNT; param++)
        if (!(asked(desk)->change >> param & 1)) held |= 1u << param; // the first controls are the parameters
    return held;
}

static void take_scene(Desk *desk)
{
    const Scene *scene = lesson_scene(desk);
    if (!scene) return;
    Scene next = scene_copy(scene);
    LookName look = next.look;
    next.locked |= others_held(desk);
    if (!desk_take_other(desk, &next, NULL)) return;
    if (look != LOOK_USERS) desk->scene_look = look;
    desk->linked = true; // where the axes are equal, they move together
    desk->linked = desk_is_linked(desk);
}

// What was said to this question, where something was.
static void recall_answer(Desk *desk)
{
    Tutor *tutor = &desk->tutor;
    const Player *player = &tutor->player;
    free(tutor->cells);
    tutor->cells = NULL, tutor->cell_count = 0;
    tutor->typed[0] = tutor->trouble[0] = 0;
    if (!player->asks || player->gate == GATE_ASK || player->answer.unknown) return;
    const Answer *answer = &player->answer;
    char number[NUMBER_TEXT];
    if (player->now.ask->kind == ASK_NUMBER) {
        number_show(number, answer->number, NUMBER_TOLD);
        snprintf(tutor->typed, sizeof tutor->typed, "%s", number);
    }
    if (player->now.ask->kind == ASK_SIZE) {
        if (player->now.after.spec.dims == 1) snprintf(tutor->typed, sizeof tutor->typed, "%d", answer->size[1]);
        else snprintf(tutor->typed, sizeof tutor->typed, "%d×%d", answer->size[0], answer->size[1]);
    }
    if (answer->cell_count > 0) {
        tutor->cells = memory_new((size_t)answer->cell_count, sizeof *tutor->cells);
        memcpy(tutor->cells, answer->cells, (size_t)answer->cell_count * sizeof *tutor->cells);
        tutor->cell_count = answer->cell_count;
    }
}

void lesson_show(Desk *desk)
{
    Tutor *tutor = &desk->tutor;
    if (!lesson_is_open(desk)) return;
    desk->guide_lesson = true, desk->right_scroll = 0;
    desk->sheet = SHEET_NONE, desk->menu[0] = 0;
    desk->playing = desk->stepping = false;
    if (!player_over(&tutor->player)) take_scene(desk);
    if (veil_on(lesson_veil(desk))) desk->glide_count = 0; // what glides away could still be read
    free(tutor->scene);
    tutor->scene = lasting_code(&desk->scene);
    recall_answer(desk);
    // Digits are the answer then, and no lenses.
    bool typed = lesson_asks(desk) && (asked(desk)->kind == ASK_NUMBER || asked(desk)->kind == ASK_SIZE);
    if (typed && !tutor->player.lecture) ui_focus(&desk->ui, "lesson.answer"), desk->ui.focus_visible = true;
}

void lesson_open(Desk *desk, const Lesson *lesson, int first, int last)
{
    lesson_close(desk);
    Tutor *tutor = &desk->tutor;
    Text code = { 0 };
    scene_print(&code, &desk->scene);
    tutor->before = code.data;
    player_begin(&tutor->player, lesson, first, last, 1 + (uint64_t)(desk->now * 1000));
    desk->prefs.wide = false; // the guide is needed
    lesson_show(desk);
}

void lesson_close(Desk *desk)
{
    Tutor *tutor = &desk->tutor;
    if (!lesson_is_open(desk)) return;
    desk_undo_to(desk, tutor->before);
    desk->scene.hidden = desk->scene.locked = 0; // outside of a lesson everything is free
    player_clear(&tutor->player);
    free(tutor->cells);
    free(tutor->scene);
    free(tutor->before);
    for (int i = 0; i < tutor->prose_count; i++) free(tutor->prose[i]);
    free(tutor->prose);
    free(tutor->place);
    *tutor = (Tutor){ 0 };
    desk->right_scroll = 0;
}

// ---- answering -------------------------------------------------------------------------------------------------

static void commit(Desk *desk, const Answer *answer)
{
    player_commit(&desk->tutor.player, answer);
    desk->tutor.trouble[0] = 0;
    // Who works by keyboard goes on from button to button; who chooses cells stays among them.
    if (!ui_has_focus(&desk->ui, "stage")) ui_focus(&desk->ui, "lesson.reveal");
}

static void reveal(Desk *desk)
{
    Player *player = &desk->tutor.player;
    player_reveal(player);
    player_why(player);
    lesson_show(desk);
    ui_focus(&desk->ui, "lesson.continue");
}

// What counts is what stands there now, if it was said before.
void lesson_say(Desk *desk)
{
    Tutor *tutor = &desk->tutor;
    if (!lesson_asks(desk)) return;
    Answer answer = { 0 };
    Error err = { 0 };
    Scene set = { 0 };
    switch (asked(desk)->kind) {
    case ASK_NUMBER:
    case ASK_SIZE:
        if (!answer_read(&answer, &tutor->player.now, tutor->typed, &err)) {
            snprintf(tutor->trouble, sizeof tutor->trouble, "%s", err.text);
            if (tutor->trouble[0] >= 'a' && tutor->trouble[0] <= 'z') tutor->trouble[0] = (char)(tutor->trouble[0] - 'a' + 'A');
            return;
        }
        break;
    case ASK_CELLS:
        answer.cells = tutor->cells, answer.cell_count = tutor->cell_count;
        if (!tutor->cell_count) {
            snprintf(tutor->trouble, sizeof tutor->trouble, "Choose a cell first: click it, or go there with the arrows and press Space.");
            return;
        }
        break;
    case ASK_SET:
        set = scene_copy(&desk->scene);
        set.hidden = tutor->player.now.before.hidden, set.locked = tutor->player.now.before.locked;
        answer.scene = &set;
        break;
    default: return;
    }
    commit(desk, &answer);
    scene_clear(&set);
}

void lesson_choose(Desk *desk, int option)
{
    if (!lesson_asks(desk) || asked(desk)->kind != ASK_CHOICE || option < 0 || option >= asked(desk)->options) return;
    commit(desk, &(Answer){ .option = option });
}

void lesson_unknown(Desk *desk)
{
    if (!lesson_asks(desk)) return;
    commit(desk, &(Answer){ .unknown = true });
    reveal(desk);
}

void lesson_again(Desk *desk)
{
    player_fresh(&desk->tutor.player);
    lesson_show(desk);
}

static const char *what_is_missing(const Desk *desk)
{
    switch (asked(desk)->kind) {
    case ASK_NUMBER: return "First your guess: type a number, then Say";
    case ASK_SIZE: return "First your guess: type a size, then Say";
    case ASK_CHOICE: return "First your guess: choose one of the answers";
    case ASK_CELLS: return "First your guess: choose cells, then Say";
    default: return "First your guess: move the sliders, then Say";
    }
}

void lesson_forward(Desk *desk)
{
    Player *player = &desk->tutor.player;
    if (player->gate == GATE_ASK) {
        desk_say(desk, TONE_TEXT, "%s", what_is_missing(desk));
    } else if (player->gate == GATE_COMMITTED) {
        if (asked(desk)->kind == ASK_SET) lesson_say(desk); // as the sliders stand now
        reveal(desk);
    } else if (learner_is_alone(desk) || player_over(player)) {
        (void)learner_forward(desk);
    } else {
        player_go(player, 1);
        lesson_show(desk);
    }
}

void lesson_back(Desk *desk)
{
    Player *player = &desk->tutor.player;
    if (player->at == 0) {
        desk_say(desk, TONE_TEXT, "This is the first step");
        return;
    }
    player_go(player, -1);
    lesson_show(desk);
}

bool lesson_leads(const Desk *desk)
{
    return lesson_is_open(desk) && desk->guide_lesson && !desk->prefs.wide;
}

bool lesson_key(Desk *desk, const UiEvent *event)
{
    if (!lesson_is_open(desk) || desk->present.on || event->mods || desk->sheet != SHEET_NONE || desk->menu[0]) return false;
    if (event->key == KEY_PGUP) {
        lesson_back(desk);
    } else if (event->key == KEY_PGDN) {
        lesson_forward(desk);
    } else if (event->key == KEY_SPACE && lesson_leads(desk)) {
        lesson_forward(desk);
    } else if (lesson_asks(desk) && asked(desk)->kind == ASK_CHOICE && event->key >= 'a' && event->key < 'a' + asked(desk)->options) {
        lesson_choose(desk, event->key - 'a');
    } else {
        return false;
    }
    return true;
}
