// Beside the Phases lens: its planes woven, split, or as channels; and one phase looked at alone by pressing its name.
// Whatever is pressed, the cells glide to their new places.
#include "desk/inside.h"

#include <stdio.h>
#include <string.h>

static double choose_planes(Desk *desk, const DeskFigure *shown, Box box, Switches *to)
{
    const Spec *spec = &desk->scene.spec;
    const struct { const char *id, *name, *tip; } ways[] = {
        [PHASES_WOVEN] = { "phases.woven", "Woven", spec->transposed ? "the output as it is" : "the input as it is" },
        [PHASES_SPLIT] = { "phases.split", "Split", "a plane for each phase" },
        [PHASES_CHANNELS] = { "phases.channels", "Channels", spec->transposed ? "the planes as PixelShuffle's channels" : "the planes as PixelUnshuffle's channels" },
    };
    double u = shown->figure->scale, x = box.x;
    for (int i = 0; i < COUNT(ways); i++) {
        double w = desk->ui.measure.width(desk->ui.measure.self, ways[i].name, 13 * u, WEIGHT_SEMIBOLD) + 16 * u;
        if (x + w > box.x + box.w) return x;
        if (ui_choice(&desk->ui, ways[i].id, (Box){ x, box.y, w, box.h }, ways[i].name, desk->scene.show.phases == i ? UI_ON : 0, ways[i].tip))
            to->phases = i;
        lens_fit_type(desk, shown, ways[i].name);
        x += w + 4 * u;
    }
    return x;
}

// The names over the trays, in the order of the phases.
static void choose_phase(Desk *desk, const DeskFigure *shown, Switches *to)
{
    const Spec *spec = &desk->scene.spec;
    int number = 0;
    for (int i = 0; i + 1 < shown->figure->count; i++) {
        const Mark *place = &shown->figure->marks[i], *name = &shown->figure->marks[i + 1];
        if (place->kind != MARK_BOX || strcmp(place->name, "phase place") != 0) continue;
        number++;
        // What a zoomed lens has moved out of sight cannot be pressed.
        bool in_sight = box_has(shown->clip, place->box.x, place->box.y) && box_has(shown->clip, place->box.x + place->box.w, place->box.y + place->box.h);
        if (!in_sight || !name->text) continue;
        char id[UI_ID], words[80];
        int row = 1 + (number - 1) / spec->x.stride, col = 1 + (number - 1) % spec->x.stride;
        bool alone = desk->scene.show.phase_row == row && desk->scene.show.phase_col == col;
        snprintf(id, sizeof id, "phases.%d", number - 1);
        snprintf(words, sizeof words, alone ? "All phases, not only %s" : "Only %s", name->text);
        if (ui_button(&desk->ui, id, place->box, words, ICON_NONE, UI_BARE | (alone ? UI_ON : 0), alone ? "show all phases again" : "look at this phase alone"))
            to->phase_row = alone ? 0 : row, to->phase_col = alone ? 0 : col;
    }
}

void phases_controls(Desk *desk, const DeskFigure *shown)
{
    const Mark *place = figure_named(shown->figure, MARK_BOX, "controls");
    if (!place) return;
    Switches to = desk->scene.show;
    double x = choose_planes(desk, shown, place->box, &to), right = place->box.x + place->box.w;
    choose_phase(desk, shown, &to);
    desk_switch(desk, &to);
    colour_button(desk, shown, LENS_PHASES, x + 8 * desk->scale, right, place->box.y, place->box.h);
}
