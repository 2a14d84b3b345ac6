// A lesson on the stage: cells that are chosen as an answer, by pointer or by arrows, and afterwards what was said beside
// what is so.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Role lesson_role(const Desk *desk)
{
    if (!lesson_asks(desk)) return ROLE_NONE;
    const Ask *ask = &player_step(&desk->tutor.player)->ask;
    return ask->kind == ASK_CELLS ? ask->role : ROLE_NONE;
}

static void toggle(Desk *desk, Cell cell)
{
    Tutor *tutor = &desk->tutor;
    bool all = tutor->player.now.ask->all;
    tutor->trouble[0] = 0;
    for (int i = 0; i < tutor->cell_count; i++) {
        if (!cell_equal(tutor->cells[i], cell)) continue;
        tutor->cells[i] = tutor->cells[--tutor->cell_count];
        return;
    }
    if (!all) tutor->cell_count = 0; // any one will do: the last one counts
    tutor->cells = memory_grow(tutor->cells, (size_t)tutor->cell_count + 1, sizeof *tutor->cells);
    tutor->cells[tutor->cell_count++] = cell;
}

// What was said already follows what is ringed.
static void said_again(Desk *desk)
{
    if (desk->tutor.player.gate == GATE_COMMITTED && desk->tutor.cell_count > 0) lesson_say(desk);
}

bool lesson_pick(Desk *desk, Cell cell)
{
    Role role = lesson_role(desk);
    if (role == ROLE_NONE) return false;
    if (cell.role == role && cell_inside(&desk->scene.spec, cell)) toggle(desk, cell), said_again(desk);
    else if (cell.role != ROLE_NONE) desk_say(desk, TONE_TEXT, role == ROLE_C ? "The question is about the places of C" : "The question is about the cells of %s", ROLE_NAMES[role]);
    return true;
}

bool lesson_stage_key(Desk *desk, const UiEvent *event)
{
    Role role = lesson_role(desk);
    if (role == ROLE_NONE || (event->key != KEY_SPACE && event->key != KEY_ENTER)) return false;
    if (desk->scene.cell.role == ROLE_NONE) desk->scene.cell = (Cell){ role, { 0 } };
    return lesson_pick(desk, desk->scene.cell);
}

// ---- rings and ghosts ------------------------------------------------------------------------------------------

static bool shows_y_as_a_plane(Lens lens)
{
    return lens == LENS_STAMP || lens == LENS_OVERLAP || lens == LENS_BACKPROP || lens == LENS_PHASES;
}

// Their number goes to the cell that was asked for, or to the one that the scene points at, if that is what was asked.
static void ghost_number(Desk *desk, Figure *figure)
{
    const Player *player = &desk->tutor.player;
    Cell cell = player->now.cell.role != ROLE_NONE ? player->now.cell : player->now.after.cell;
    char theirs[NUMBER_TEXT];
    if (cell.role == ROLE_NONE || cell.role == ROLE_B || !cell_inside(&desk->scene.spec, cell) || !desk->work.x) return;
    number_show(theirs, player->answer.number, NUMBER_TOLD);
    double is = (double)work_value(&desk->work, cell);
    if (fabs(is - player->now.right) <= 1e-5 * fmax(1, fabs(is))) figure_ghost_value(figure, cell, theirs);
}

static void draw_ghost(Desk *desk, int slot)
{
    const Player *player = &desk->tutor.player;
    const Answer *answer = &player->answer;
    Figure *figure = &desk->figures[desk->lens_figures[slot]];
    int n, ic, oc;
    channels_now(desk, &n, &ic, &oc);
    switch (player->now.ask->kind) {
    case ASK_NUMBER: ghost_number(desk, figure); break;
    case ASK_SIZE:
        if (shows_y_as_a_plane(desk->scene.view[slot]))
            figure_ghost_size(figure, desk->lens_boxes[slot], (Cell){ ROLE_Y, { n, oc, 0, 0 } }, answer->size[0], answer->size[1]);
        break;
    case ASK_CELLS:
        // Where any one will do, only theirs is compared: all that would have done are many.
        figure_ghost_cells(figure, answer->cells, answer->cell_count, player->now.cells, player->now.cell_count);
        break;
    default: break;
    }
}

void lesson_draw(Desk *desk)
{
    const Tutor *tutor = &desk->tutor;
    const Player *player = &tutor->player;
    if (!lesson_is_open(desk) || !player->asks || desk_in_picture(desk)) return;
    const Cell *asked = player->now.cell.role != ROLE_NONE ? &player->now.cell : NULL; // which “?” is meant
    bool wrong = player->gate >= GATE_REVEALED && (!player->judgement.right || player->now.ask->kind == ASK_CELLS) && !lesson_has_left(desk);
    for (int i = 0; i < desk->lens_count; i++) {
        if (asked && veil_on(lesson_lens_veil(desk, desk->scene.view[i]))) figure_chosen(&desk->figures[desk->lens_figures[i]], asked, 1);
        else if (lesson_role(desk) != ROLE_NONE) figure_chosen(&desk->figures[desk->lens_figures[i]], tutor->cells, tutor->cell_count);
        else if (wrong && !player->answer.unknown) draw_ghost(desk, i);
        else if (wrong && player->now.ask->kind == ASK_CELLS) figure_ghost_cells(&desk->figures[desk->lens_figures[i]], NULL, 0, player->now.cells, player->now.cell_count);
    }
}
