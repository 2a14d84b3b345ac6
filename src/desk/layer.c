// The guide's second tab: the layer as a whole. Its weights in PyTorch's layout, how groups wire its channels, how many
// parameters that makes, and what shapes it takes.
#include "desk/inside.h"

#include <stdio.h>
#include <string.h>

static double words(Desk *desk, const char *id, double x, double y, double w, const char *text, Weight weight, Tone tone)
{
    return ui_paragraph(&desk->ui, id, x, y, w, text, (weight == WEIGHT_MONO ? 13 : 14) * desk->scale, weight, tone) + 8 * desk->scale;
}

// "w is (in_channels 2, out_channels 6 / groups 2 = 3, kernel 3 × 3)"
static void shape_words(Text *out, const Spec *spec)
{
    int shape[4];
    scene_shape(spec, ROLE_W, shape);
    text_print(out, spec->transposed ? "w is (in_channels %d, out_channels " : "w is (out_channels %d, in_channels ", shape[0]);
    if (spec->groups > 1) text_print(out, "%d / groups %d = ", shape[1] * spec->groups, spec->groups);
    text_print(out, "%d, ", shape[1]);
    if (spec->dims == 2) text_print(out, "kernel %d × %d)", shape[2], shape[3]);
    else text_print(out, "kernel %d)", shape[3]);
}

static void parameter_words(Text *out, const Spec *spec, bool bias)
{
    int shape[4];
    scene_shape(spec, ROLE_W, shape);
    long long weights = (long long)spec_w_count(spec);
    text_print(out, "%d·%d", shape[0], shape[1]);
    if (spec->dims == 2) text_print(out, "·%d", shape[2]);
    text_print(out, "·%d = %lld weight%s", shape[3], weights, weights == 1 ? "" : "s");
    if (bias) text_print(out, "\n+ %d bias%s = %lld parameters", spec->out_channels, spec->out_channels == 1 ? "" : "es", weights + spec->out_channels);
    else text_put(out, "\nno bias");
}

// What groups do, and which numbers of them there may be: said before a wrong one can be chosen.
static void group_words(Text *out, const Spec *spec)
{
    int in = spec->in_channels, out_channels = spec->out_channels, g = spec->groups;
    if (in == 1 && out_channels == 1) {
        text_put(out, "One channel in, one out. Channels in and Channels out, in the folded line “dilation · channels · groups” on the left, make more: every input channel then has a kernel of its own for every output channel, and their sums add up.");
        return;
    }
    if (g == 1) text_print(out, "Every one of the %d output channels reads every one of the %d input channels, each through its own slice.", out_channels, in);
    else text_print(out, "%d groups: %d input and %d output channels each. Between groups there is no weight at all.", g, in / g, out_channels / g);
    text_put(out, " Groups must divide both counts: ");
    int least = in < out_channels ? in : out_channels, listed = 0;
    for (int d = 1; d <= least; d++)
        if (in % d == 0 && out_channels % d == 0) text_print(out, listed++ ? ", %d" : "%d", d);
    text_put(out, ".");
}

// The planes and slices are pictures; a choice over each lets it be picked, by pointer and by key.
static void picks(Desk *desk, const Figure *figure, int n)
{
    const Spec *spec = &desk->scene.spec;
    int at = 0;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (mark->kind != MARK_GRID || strcmp(mark->name, "weight slice")) continue;
        Cell slice = mark->cell;
        int outs = spec->out_channels / spec->groups, ins = spec->in_channels / spec->groups;
        int in = spec->transposed ? slice.at[0] : slice.at[0] / outs * ins + slice.at[1];
        int out = spec->transposed ? slice.at[0] / ins * outs + slice.at[1] : slice.at[0];
        char id[UI_ID], name[64];
        snprintf(id, sizeof id, "slice.%d", at++);
        snprintf(name, sizeof name, "channel %d to channel %d", in, out);
        if (!ui_button(&desk->ui, id, box_inset(mark->box, -4 * desk->scale), name, ICON_NONE, UI_BARE, "show this pair of channels")) continue;
        channels_choose(desk, ROLE_X, n, in);
        desk->shown_oc = out;
    }
}

double layer_lay(Desk *desk, double x, double y, double w)
{
    const Spec *spec = &desk->scene.spec;
    double u = desk->scale;
    Text text = { 0 };
    y = ui_paragraph(&desk->ui, "layer.heading", x, y, w, "All of its weights", 16 * u, WEIGHT_SEMIBOLD, TONE_TEXT) + 6 * u;
    shape_words(&text, spec);
    y = words(desk, "layer.shape", x, y, w, text.data, WEIGHT_REGULAR, TONE_TEXT) + 4 * u;
    int n, ic, oc;
    channels_now(desk, &n, &ic, &oc);
    double dy = desk->ui.dy;
    Figure *figure = desk_figure(desk, desk->shell.right, 0);
    double height = figure_layer(figure, &desk->work, n, ic, oc, (Box){ x, y + dy, w, 1e4 }, u, desk_look(desk), desk->figure_measure);
    desk->ui.dy = 0;
    picks(desk, figure, n);
    desk->ui.dy = dy;
    y += height + 10 * u;
    text.length = 0;
    parameter_words(&text, spec, desk->scene.b.kind != SOURCE_NONE);
    y = words(desk, "layer.parameters", x, y, w, text.data, WEIGHT_MONO, TONE_TEXT);
    text.length = 0;
    group_words(&text, spec);
    y = words(desk, "layer.groups", x, y, w, text.data, WEIGHT_REGULAR, TONE_MUTED);
    text_clear(&text);
    return y;
}
