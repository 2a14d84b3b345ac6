// The lenses on the stage: how many have room and how they share it, and how one becomes another. Which part of each is
// seen: zoom.c. What they hold is the figure room's.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// The next figure, which still holds what it held in the last pass.
static Figure *figure_again(Desk *desk, Box clip, int layer)
{
    if (desk->figure_count == MOST_FIGURES) return &desk->figures[MOST_FIGURES - 1];
    Figure *figure = &desk->figures[desk->figure_count];
    desk->shown[desk->figure_count++] = (DeskFigure){ figure, clip, layer };
    return figure;
}

Figure *desk_figure(Desk *desk, Box clip, int layer)
{
    Figure *figure = figure_again(desk, clip, layer);
    desk->laid[figure - desk->figures].is = false;
    return figure;
}

const Mark *figure_named(const Figure *figure, MarkKind kind, const char *name)
{
    for (int i = 0; i < figure->count; i++)
        if (figure->marks[i].kind == kind && !strcmp(figure->marks[i].name, name)) return &figure->marks[i];
    return NULL;
}

// ---- sharing the stage -----------------------------------------------------------------------------------------

enum { LEAST_LENS_W = 280, LEAST_LENS_H = 300 }; // logical pixels in which a lens can be read

// Side by side, or in 1D, where a lens is a few rows, one above the other.
int views_room(const Desk *desk)
{
    double u = desk->scale, w = desk->shell.stage.w / u, h = desk->shell.stage.h / u;
    if (desk->present.on) return 1;
    bool stacked = desk->scene.spec.dims == 1 && h >= 2 * LEAST_LENS_H;
    int most = stacked ? (int)(h / LEAST_LENS_H) : w >= 1030 ? 3 : 2;
    int fit = stacked ? most : (int)((w - 8) / LEAST_LENS_W);
    fit = fit > most ? most : fit;
    return fit < 1 ? 1 : fit > SCENE_MOST_VIEWS ? SCENE_MOST_VIEWS : fit;
}

// How many of the scene's lenses have room.
static int lenses_shown(const Desk *desk, bool *stacked)
{
    *stacked = desk->scene.spec.dims == 1 && desk->scene.views > 1 && !desk->present.on && desk->shell.stage.h >= 2 * LEAST_LENS_H * desk->scale;
    int fit = views_room(desk);
    return desk->scene.views < fit ? desk->scene.views : fit;
}

// Where lens [i] of [count] begins along the stage, 0 … 1, by the shares that dividers were dragged to.
static double share_before(const Desk *desk, int i, int count)
{
    double before = 0, all = 0;
    for (int s = 0; s < count; s++) {
        if (s < i) before += desk->prefs.share[s];
        all += desk->prefs.share[s];
    }
    return before / all;
}

// The parts of the stage that lens [i] has: its frame, and its content inside the margins.
static void parts(const Desk *desk, int i, int count, bool stacked, Box *clip, Box *box)
{
    Box stage = desk->shell.stage;
    double u = desk->scale, margin = 24 * u, from = share_before(desk, i, count), to = share_before(desk, i + 1, count);
    if (stacked) {
        *clip = (Box){ stage.x + margin / 2, stage.y + from * stage.h, stage.w - margin, (to - from) * stage.h };
        *box = (Box){ stage.x + margin, clip->y + 18 * u, stage.w - 2 * margin, clip->h - 26 * u };
    } else {
        double w = stage.w - margin;
        *clip = (Box){ stage.x + margin / 2 + from * w, stage.y, (to - from) * w, stage.h };
        *box = (Box){ clip->x + margin / 2, stage.y + 18 * u, clip->w - margin, stage.h - 26 * u };
    }
    // The words that say what waits for room stand below the last lens.
    if (count < desk->scene.views && !desk->present.on && (!stacked || i + 1 == count)) box->h -= 20 * u;
}

int views_divider_at(const Desk *desk, double x, double y)
{
    double near = 6 * desk->scale;
    bool stacked;
    int count = lenses_shown(desk, &stacked);
    for (int i = 0; i + 1 < count && !desk_in_picture(desk); i++) {
        Box clip, box;
        parts(desk, i, count, stacked, &clip, &box);
        double off = stacked ? y - (clip.y + clip.h) : x - (clip.x + clip.w);
        if (fabs(off) <= near && box_has(desk->shell.stage, x, y)) return i;
    }
    return -1;
}

void views_share_evenly(Desk *desk)
{
    for (int i = 0; i < SCENE_MOST_VIEWS; i++) desk->prefs.share[i] = 1000;
    prefs_save(desk);
}

// A divider follows the pointer; neither neighbour becomes too small to be read.
void views_drag_divider(Desk *desk, int i)
{
    bool stacked;
    int count = lenses_shown(desk, &stacked);
    if (i + 1 >= count) return;
    Box stage = desk->shell.stage;
    double all = 0, u = desk->scale, margin = 24 * u;
    for (int s = 0; s < count; s++) all += desk->prefs.share[s];
    double length = stacked ? stage.h : stage.w - margin;
    double at = stacked ? desk->ui.pointer_y - stage.y : desk->ui.pointer_x - stage.x - margin / 2;
    double least = (stacked ? LEAST_LENS_H - 80 : LEAST_LENS_W - 40) * u / length * all;
    double before = share_before(desk, i, count) * all, both = desk->prefs.share[i] + desk->prefs.share[i + 1];
    if (both < 2 * least) return;
    double share = fmax(least, fmin(both - least, at / length * all - before));
    desk->prefs.share[i] = (int)lround(share);
    desk->prefs.share[i + 1] = (int)lround(both) - desk->prefs.share[i];
    if (desk->ui.event.kind == UI_RELEASE) prefs_save(desk);
}

// ---- one becomes another ---------------------------------------------------------------------------------------

static const double GLIDE = 0.6; // seconds

void views_glide(Desk *desk)
{
    if (desk->prefs.reduced_motion || desk_in_picture(desk) || desk->lens_count == 0) return;
    desk->glide_count = desk->lens_count;
    for (int i = 0; i < desk->lens_count; i++) {
        const Figure *shown = desk->shown[desk->lens_figures[i]].figure;
        figure_begin(&desk->glide_from[i], shown->look, shown->measure);
        desk->glide_from[i].scale = shown->scale;
        figure_append(&desk->glide_from[i], shown);
        desk->glide_lens[i] = desk->scene.view[i];
    }
    desk->glide_began = desk->now;
}

double views_due(const Desk *desk)
{
    for (int i = 0; i < desk->lens_count; i++)
        if (desk->lens_view[desk->scene.view[i]].follows) return 1.0 / 60;
    return desk->glide_count > 0 ? 1.0 / 60 : INFINITY;
}

// How far the way is gone, 1 when there is none.
static double glide_now(Desk *desk)
{
    if (desk->glide_count == 0) return 1;
    double u = (desk->now - desk->glide_began) / GLIDE;
    if (u < 1 && !desk_in_picture(desk)) return fmax(0, u);
    desk->glide_count = 0;
    return 1;
}

// The figure that lens [slot] comes from: itself, else the first one that was there.
static int glide_source(const Desk *desk, int slot, bool *own)
{
    for (int i = 0; i < desk->glide_count; i++)
        if (desk->glide_lens[i] == desk->scene.view[slot]) return *own = true, i;
    // What the first one leaves behind is seen to go only if it is not there any more.
    *own = slot == 0;
    for (int i = 0; i < desk->lens_count; i++) *own &= desk->scene.view[i] != desk->glide_lens[0];
    return 0;
}

// ---- the frame -------------------------------------------------------------------------------------------------

// In a large window the lens grows with it, type and all: it is what the last row looks at.
static double lens_scale(const Desk *desk, Box box)
{
    double u = desk->scale, fill = fmin(box.w / (430 * u), box.h / (640 * u));
    // A class reads its smallest words, of 13, from the last row.
    if (desk->present.on) return u * 14 / 13;
    return u * fmax(1, fmin(2.5, fill));
}

View views_view(Desk *desk, int slot, Box box)
{
    Lens lens = desk->scene.view[slot];
    bool place = LENSES[lens].place;
    View view = { .box = box, .lens = lens, .scale = place ? desk->scale : lens_scale(desk, box), .wipe = desk->wipe, .zoom = desk->zoom,
                  .pan_x = desk->pan_x, .pan_y = desk->pan_y, .gallery = desk->gallery_ready ? &desk->gallery : NULL,
                  .loupe_x = desk->loupe_x, .loupe_y = desk->loupe_y, .strip = desk->strip_first, .show = desk->show,
                  .finding = picture_finding(desk),
                  .trouble = desk->picture_trouble[0] ? desk->picture_trouble : NULL };
    figure_show(&view.show, &desk->scene);
    view.veil = lesson_lens_veil(desk, lens);
    view.show.matrix_turn = desk->show.matrix_turn; // on its way
    if (place) return view;
    zoom_view(desk, lens, &view);
    return view;
}

static bool same_layout(const LaidOut *a, const LaidOut *b)
{
    const Moment *m = &a->moment, *n = &b->moment;
    return a->is && a->works == b->works && a->look == b->look && memcmp(&a->view, &b->view, sizeof a->view) == 0 && m->step == n->step &&
           m->t == n->t && cell_equal(m->hover, n->hover) && cell_equal(m->pin, n->pin) && m->n == n->n && m->ic == n->ic && m->oc == n->oc &&
           m->held == n->held;
}

void views_scratch(Desk *desk)
{
    desk->laid_to.is = false;
}

void views_figure(Desk *desk, Figure *figure, int slot, const Moment *moment, Box box)
{
    View view = views_view(desk, slot, box);
    LaidOut *laid = figure == &desk->glide_to ? &desk->laid_to : &desk->laid[figure - desk->figures], *tried = &desk->laid_to;
    LaidOut wanted = { .is = !LENSES[view.lens].place, .works = desk->works, .moment = *moment, .view = view, .look = desk_look(desk) };
    if (wanted.is && laid != tried && !same_layout(laid, &wanted) && same_layout(tried, &wanted)) {
        // It was tried out already.
        Figure other = *figure;
        LaidOut other_laid = *laid;
        *figure = desk->glide_to, *laid = *tried;
        desk->glide_to = other, *tried = other_laid;
    }
    if (wanted.is && same_layout(laid, &wanted)) {
        figure->count = laid->count;
        return;
    }
    *laid = wanted;
    Work empty = { .scene = desk->scene };
    bool place = LENSES[view.lens].place;
    figure_build(figure, place ? &empty : &desk->work, moment, &view, desk_look(desk), desk->figure_measure);
    laid->count = figure->count;
}

static void build_lens(Desk *desk, int slot, const Moment *moment, Box box, Box clip, double glide)
{
    desk->lens_boxes[slot] = box;
    desk->lens_figures[slot] = desk->figure_count;
    if (glide >= 1) {
        zoom_build(desk, figure_again(desk, clip, 0), slot, moment, box);
        return;
    }
    Figure *figure = desk_figure(desk, desk->shell.stage, 0);
    bool own;
    int from = glide_source(desk, slot, &own);
    zoom_build(desk, &desk->glide_to, slot, moment, box);
    figure_between(figure, &desk->glide_from[from], &desk->glide_to, glide, own);
}

static void draw_divider(Desk *desk, int slot, bool stacked)
{
    Box clip, box;
    parts(desk, slot, desk->lens_count, stacked, &clip, &box);
    Box between = stacked ? (Box){ box.x, clip.y + clip.h, box.w, 0 } : (Box){ clip.x + clip.w, box.y, 0, box.h };
    Mark *line = figure_add(&desk->figures[desk->lens_figures[slot]], MARK_LINE, "divider", between);
    bool held = desk->drag == DRAG_DIVIDER && desk->drag_figure == slot;
    held |= desk->drag == DRAG_NONE && views_divider_at(desk, desk->ui.pointer_x, desk->ui.pointer_y) == slot && desk->ui.pointer_in;
    line->line = held ? desk_look(desk)->text : look_mix(desk_look(desk)->border, desk_look(desk)->background, 0.6);
    line->stroke = held ? 2 * desk->scale : 1;
}

// The way back from a lens that was gone near to.
static void whole_button(Desk *desk, int slot)
{
    const DeskFigure *shown = &desk->shown[desk->lens_figures[slot]];
    const Mark *place = figure_named(shown->figure, MARK_BOX, "near");
    char id[UI_ID];
    if (!place) return;
    snprintf(id, sizeof id, "lens.all.%d", slot);
    if (ui_button(&desk->ui, id, place->box, "Fit", ICON_NONE, 0, "all of this lens again (0: of every lens)"))
        desk->lens_view[desk->scene.view[slot]] = (LensView){ .zoom = 1, .x = 0.5, .y = 0.5, .near = { .most = 1 } };
}

void views_build(Desk *desk)
{
    Box stage = desk->shell.stage;
    double u = desk->scale;
    bool stacked;
    int count = lenses_shown(desk, &stacked);
    Moment moment = desk_moment(desk);
    double glide = glide_now(desk);
    desk->lens_count = count;
    for (int i = 0; i < count; i++) {
        Box clip, box;
        parts(desk, i, count, stacked, &clip, &box);
        build_lens(desk, i, &moment, box, clip, glide);
    }
    for (int i = 0; i + 1 < count; i++) draw_divider(desk, i, stacked);
    bool veiled = veil_on(lesson_veil(desk)); // then nothing stands beside the cells
    for (int i = 0; !desk_in_picture(desk) && !veiled && glide >= 1 && i < count; i++)
        lens_controls(desk, desk->scene.view[i], &desk->shown[desk->lens_figures[i]]), whole_button(desk, i);
    if (desk_in_picture(desk) && !veiled) picture_controls(desk);
    if (glide >= 1) lesson_draw(desk);
    if (count == desk->scene.views || desk->present.on) return;
    char words[160];
    snprintf(words, sizeof words, "%s waits for more room: a wider window, or F to hide the panels", LENSES[desk->scene.view[count]].title);
    ui_label(&desk->ui, "stage.hidden", (Box){ stage.x + 24 * u, stage.y + stage.h - 24 * u, stage.w - 48 * u, 18 * u }, words, 12 * u,
             WEIGHT_REGULAR, TONE_MUTED, -1);
}
