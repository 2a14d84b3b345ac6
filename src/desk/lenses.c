// What each lens has beside its cells: the controls that stand on its figure, and what T turns there.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Type as large as the figure's, and smaller where the words would not fit.
void lens_fit_type(Desk *desk, const DeskFigure *shown, const char *face)
{
    Widget *w = &desk->ui.widgets[desk->ui.count - 1];
    const Measure *m = &desk->ui.measure;
    double size = 13 * shown->figure->scale, room = w->box.w - 8 * desk->scale;
    w->size = fmin(size, size * room / fmax(1, m->width(m->self, face, size, WEIGHT_SEMIBOLD)));
}

// What the colours of a lens say: pressed again and again it goes through all of them. Returns where it begins, or
// [right] where it has no room between [left] and there.
double colour_button(Desk *desk, const DeskFigure *shown, Lens lens, double left, double right, double y, double h)
{
    char id[UI_ID], name[40];
    double u = shown->figure->scale;
    int now = desk->scene.show.colours;
    snprintf(id, sizeof id, "%s.colour", LENSES[lens].word);
    snprintf(name, sizeof name, "Colour by %s", COLOUR_WORDS[now]);
    double w = desk->ui.measure.width(desk->ui.measure.self, "Colour by weight", 13 * u, WEIGHT_SEMIBOLD) + 20 * u;
    if (left + w > right) return right;
    bool pressed = ui_button(&desk->ui, id, (Box){ right - w, y, w, h }, name, ICON_NONE, now ? UI_ON : 0,
                             "what colours say of a weight: which it is, the phase that it writes, or its value");
    lens_fit_type(desk, shown, name);
    if (pressed) {
        Switches to = desk->scene.show;
        to.colours = (now + 1) % TAP_COLOURS;
        desk_switch(desk, &to);
    }
    return right - w;
}

// At the right end of the lens's title, left of what stands there already.
void colour_beside_title(Desk *desk, Lens lens, const DeskFigure *shown, double right)
{
    const Mark *title = figure_named(shown->figure, MARK_TEXT, "lens title"), *near = figure_named(shown->figure, MARK_BOX, "near");
    double u = shown->figure->scale;
    if (!title) return;
    Box line = title->box;
    // Of a low lens that was gone near to, the title's line has the way back and the words.
    if (near && near->box.y < line.y + line.h) return;
    colour_button(desk, shown, lens, line.x + line.w + 12 * u, right, line.y + line.h / 2 - 14 * u, 28 * u);
}

static double right_of(const Desk *desk, const DeskFigure *shown)
{
    return shown->clip.x + shown->clip.w - 12 * desk->scale;
}

static void stamp_controls(Desk *desk, const DeskFigure *shown)
{
    colour_beside_title(desk, LENS_STAMP, shown, right_of(desk, shown));
}

// Beside Slide's kernel: turn it back and see the sums disagree; fold the inserted zeros away and see what is left to do.
// Returns where the line of the title ends for others.
static double slide_buttons(Desk *desk, const DeskFigure *shown, const Mark *kernel)
{
    const char *name = desk->scene.show.turned_back ? "Turn it again" : "Turn it back";
    double u = shown->figure->scale, w = desk->ui.measure.width(desk->ui.measure.self, "Turn it again", 13 * u, WEIGHT_SEMIBOLD) + 24 * u;
    Box box = { kernel->box.x + kernel->box.w + 20 * u, kernel->box.y, w, 30 * u };
    double right = shown->clip.x + shown->clip.w - 12 * u;
    const Mark *rail = figure_named(shown->figure, MARK_TEXT, "rail");
    if (rail && rail->box.x > kernel->box.x + kernel->box.w) right = fmin(right, rail->box.x - 8 * u);
    if (box.x + w > right) box.x = right - w, box.y = kernel->box.y + kernel->box.h + 12 * u;
    bool turned = ui_button(&desk->ui, "slide.turn", box, name, ICON_NONE, 0, "is it the same sum without turning the kernel? (T)");
    lens_fit_type(desk, shown, name);
    if (turned) command_run(desk, "turn");
    const double end = right_of(desk, shown);
    const Spec *spec = &desk->scene.spec;
    if (spec->y.stride < 2 && spec->x.stride < 2) return end;
    double longer = desk->ui.measure.width(desk->ui.measure.self, "Collapse the zeros", 13 * u, WEIGHT_SEMIBOLD) + 24 * u;
    Box second = { box.x + w + 8 * u, box.y, longer, box.h };
    // Beside the first or below it; with room for neither, beside the heading.
    const Mark *title = figure_named(shown->figure, MARK_TEXT, "lens title");
    if (second.x + longer > right) second.x = fmin(box.x, right - longer), second.y = box.y + box.h + 6 * u;
    if (second.y > box.y && second.y + second.h > kernel->box.y + kernel->box.h + 8 * u && title) {
        second.x = right - longer, second.y = title->box.y - 2 * u;
        if (second.x < title->box.x + title->box.w + 12 * u) return end;
    }
    Switches to = desk->scene.show;
    name = to.zeros_gone ? "Zeros back" : "Collapse the zeros";
    bool folded = ui_button(&desk->ui, "slide.zeros", second, name, ICON_NONE, to.zeros_gone ? UI_ON : 0,
                            "only weights that meet a value have something to do");
    lens_fit_type(desk, shown, name);
    if (folded) to.zeros_gone = !to.zeros_gone, desk_switch(desk, &to);
    return title && second.y < title->box.y + title->box.h ? second.x - 8 * u : end;
}

static void slide_controls(Desk *desk, const DeskFigure *shown)
{
    const Mark *kernel = figure_named(shown->figure, MARK_GRID, "kernel");
    double end = kernel && desk->scene.spec.transposed ? slide_buttons(desk, shown, kernel) : right_of(desk, shown);
    colour_beside_title(desk, LENS_SLIDE, shown, end);
}

static void (*const LENS_CONTROLS[LENS_COUNT])(Desk *desk, const DeskFigure *shown) = {
    [LENS_STAMP] = stamp_controls,
    [LENS_SLIDE] = slide_controls,
    [LENS_MATRIX] = matrix_controls,
    [LENS_PHASES] = phases_controls,
    [LENS_OVERLAP] = overlap_controls,
    [LENS_BACKPROP] = backprop_controls,
    [LENS_SIZES] = sizes_controls,
};

void lens_controls(Desk *desk, Lens lens, const DeskFigure *shown)
{
    if (LENS_CONTROLS[lens]) LENS_CONTROLS[lens](desk, shown);
    channels_controls(desk, lens, shown);
}

void lens_turn(Desk *desk)
{
    Switches to = desk->scene.show;
    to.turned_back = !to.turned_back;
    if (desk_shows(desk, LENS_MATRIX)) matrix_turn(desk);
    else if (desk_shows(desk, LENS_SLIDE) && desk->scene.spec.transposed) desk_switch(desk, &to);
    else desk_say(desk, TONE_TEXT, "T turns the matrix, and the kernel that Slide shows of a transposed convolution; neither is here");
}
