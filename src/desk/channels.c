// Many channels by hand: which sample and channels stand large, chosen from the rails of the lenses, and whether an output
// shows the sum over the channels of x or what one of them adds.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

Moment desk_moment(const Desk *desk)
{
    return (Moment){ .step = desk_step(desk), .t = desk->t, .hover = desk->hover, .pin = desk->scene.cell, .held = desk->shown_held,
                     .n = desk->shown_n, .ic = desk->shown_ic, .oc = desk->shown_oc };
}

void channels_now(const Desk *desk, int *n, int *ic, int *oc)
{
    Moment moment = desk_moment(desk);
    if (desk->work.cache) figure_planes(&desk->work, &moment);
    *n = moment.n, *ic = moment.ic, *oc = moment.oc;
}

void channels_keep(Desk *desk)
{
    channels_now(desk, &desk->shown_n, &desk->shown_ic, &desk->shown_oc);
    desk->shown_held = true;
}

void channels_choose(Desk *desk, Role role, int n, int channel)
{
    const Spec *spec = &desk->scene.spec;
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups;
    channels_keep(desk);
    desk->scene.cell = CELL_NONE;
    desk->shown_n = n;
    *(role == ROLE_X ? &desk->shown_ic : &desk->shown_oc) = channel;
    // No weight joins channels of two groups.
    if (role == ROLE_X && desk->shown_oc / outs != channel / ins) desk->shown_oc = channel / ins * outs;
    if (role == ROLE_Y && desk->shown_ic / ins != channel / outs) desk->shown_ic = channel / outs * ins;
}

static bool in_sight(const DeskFigure *shown, Box box)
{
    return box_has(shown->clip, box.x, box.y) && box_has(shown->clip, box.x + box.w, box.y + box.h);
}

// What is pressed to choose a plane: its name, or its picture where it has no cells.
static void choose_plane(Desk *desk, Lens lens, const DeskFigure *shown, const Mark *mark)
{
    bool x = mark->name[strlen(mark->name) - 1] == 'x', name = !strncmp(mark->name, "choose by name", 14);
    int n = mark->rows, channel = mark->cols;
    char id[UI_ID], words[80], sample[32] = "";
    if (!in_sight(shown, mark->box)) return;
    if (desk->scene.spec.batch > 1) snprintf(sample, sizeof sample, ", sample %d", n);
    snprintf(id, sizeof id, "%s.%s%c.%d.%d", LENSES[lens].word, name ? "" : "p", x ? 'x' : 'y', n, channel);
    snprintf(words, sizeof words, "Channel %d of %c%s", channel, x ? 'x' : 'y', sample);
    if (!ui_button(&desk->ui, id, mark->box, words, ICON_NONE, UI_BARE, "show this plane large")) return;
    views_glide(desk);
    channels_choose(desk, x ? ROLE_X : ROLE_Y, n, channel);
}

// "in 0 → out 0 | sum"
static void choose_pair(Desk *desk, Lens lens, const DeskFigure *shown, Box box)
{
    char id[UI_ID], name[64];
    int n, ic, oc;
    channels_now(desk, &n, &ic, &oc);
    double u = shown->figure->scale;
    for (int i = 0; i < 2; i++) {
        bool pair = i == 0;
        snprintf(id, sizeof id, "%s.%s", LENSES[lens].word, pair ? "pair" : "sum");
        if (pair) snprintf(name, sizeof name, "in %d → out %d", ic, oc);
        else snprintf(name, sizeof name, "sum");
        double w = desk->ui.measure.width(desk->ui.measure.self, name, 13 * u, WEIGHT_SEMIBOLD) + 18 * u;
        if (w > box.w) return;
        const char *tip = pair ? "what this channel of x alone adds, without the bias" : "the sum over all channels of x, and the bias";
        bool hit = ui_choice(&desk->ui, id, (Box){ box.x, box.y, w, fmin(box.h, 30 * u) }, name, (desk->scene.show.one_pair != 0) == pair ? UI_ON : 0, tip);
        lens_fit_type(desk, shown, name);
        if (hit) {
            Switches to = desk->scene.show;
            to.one_pair = pair;
            desk_switch(desk, &to);
        }
        box.x += w + 4 * u, box.w -= w + 4 * u;
    }
}

void channels_controls(Desk *desk, Lens lens, const DeskFigure *shown)
{
    const Mark *place = figure_named(shown->figure, MARK_BOX, "pair or sum");
    if (place && in_sight(shown, place->box)) choose_pair(desk, lens, shown, place->box);
    for (int i = 0; i < shown->figure->count; i++) {
        const Mark *mark = &shown->figure->marks[i];
        if (mark->kind == MARK_BOX && !strncmp(mark->name, "choose ", 7)) choose_plane(desk, lens, shown, mark);
    }
}
