// The Picture place under the hand: who stands as A and B, the line between them, zoom and pan, the loupe, and what is said
// while a worker makes it.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double PATIENCE = 0.3; // seconds before it is said that something is under way

PicturePlace picture_place(Desk *desk)
{
    PicturePlace place;
    View view = views_view(desk, 0, desk->lens_boxes[0]);
    figure_picture_place(&place, &view);
    return place;
}

// ---- asking for it ---------------------------------------------------------------------------------------------

// A quick answer has no more pixels than are shown, so that each is seen as one.
static int quick_side(const Desk *desk)
{
    enum { LEAST = 48, MOST = 256, MOST_OUT = 768 };
    const Spec *spec = &desk->scene.spec;
    int rows = spec_in(spec, spec->y), cols = spec_in(spec, spec->x), longest = rows > cols ? rows : cols;
    double stride = spec->transposed ? (spec->y.stride > spec->x.stride ? spec->y.stride : spec->x.stride) : 1;
    if (desk->scene.show.picture_layers) stride = fmin(pow(stride, desk->scene.show.picture_layers), MOST_OUT);
    double fit = fmin(desk->shell.stage.w, desk->shell.stage.h) / (longest * stride);
    double side = longest * fmin(1, desk->zoom > 0 ? desk->zoom : picture_zoom(fit, 0));
    if (side > MOST) side = MOST;
    if (side * stride > MOST_OUT) side = MOST_OUT / stride;
    return side < LEAST ? (stride > 8 ? LEAST / 2 : LEAST) : (int)side;
}

void picture_ask(Desk *desk)
{
    desk->working_since = desk->now;
    double thumb = picture_place(desk).thumb; // 0 before the first frame: then as usual
    jobs_picture(desk->jobs, &desk->scene, quick_side(desk), (int)thumb);
}

static bool is_told(const Desk *desk)
{
    return desk_in_picture(desk) && desk->now - desk->working_since >= PATIENCE;
}

double picture_due(const Desk *desk)
{
    if (!desk_in_picture(desk) || isinf(desk->working_since)) return INFINITY;
    return is_told(desk) ? 0.1 : fmax(0.01, PATIENCE + 0.001 - (desk->now - desk->working_since));
}

bool picture_stop(Desk *desk)
{
    if (!is_told(desk)) return false;
    jobs_stop(desk->jobs);
    return true;
}

// A thin bar, words, and the way out of it, at the foot of the picture.
static void progress(Desk *desk, const PicturePlace *place)
{
    static const char *const parts[GALLERY_PARTS] = { "the picture", "A", "B" };
    if (!is_told(desk)) return;
    Ui *ui = &desk->ui;
    double u = desk->scale, w = fmin(place->room.w - 16 * u, 340 * u);
    int part;
    double done = jobs_done(desk->jobs, &part);
    Box box = { place->room.x + 8 * u, place->room.y + place->room.h - 58 * u, w, 50 * u };
    ui->layer = 1; // over the picture
    ui_panel(ui, "progress.ground", box, UI_FRAMED);
    Figure *figure = desk_figure(desk, box, 1);
    figure_begin(figure, desk_look(desk), desk->figure_measure);
    figure->scale = u;
    Mark *rail = figure_add(figure, MARK_BOX, "progress rail", (Box){ box.x + 10 * u, box.y + 40 * u, w - 20 * u, 4 * u });
    rail->fill = look_mix(desk_look(desk)->border, desk_look(desk)->background, 0.6), rail->radius = 2 * u;
    Mark *bar = figure_add(figure, MARK_BOX, "progress", (Box){ box.x + 10 * u, box.y + 40 * u, fmax(4 * u, done * (w - 20 * u)), 4 * u });
    bar->fill = desk_look(desk)->text, bar->radius = 2 * u;
    char said[96];
    snprintf(said, sizeof said, "Working on %s: %.0f %%", parts[part < GALLERY_PARTS ? part : GALLERY_PARTS - 1], 100 * done);
    double button = fmin(84 * u, 0.4 * w);
    ui_label(ui, "progress", (Box){ box.x + 10 * u, box.y + 5 * u, w - button - 24 * u, 32 * u }, said, 13 * u, WEIGHT_REGULAR, TONE_TEXT, -1);
    if (ui_button(ui, "progress.stop", (Box){ box.x + w - button - 8 * u, box.y + 4 * u, button, 32 * u }, "Cancel", ICON_NONE, 0, "keep the quick answer (Esc)"))
        picture_stop(desk);
    ui->layer = 0;
}

// ---- A and B ---------------------------------------------------------------------------------------------------

void picture_choose(Desk *desk, Rival rival, bool b)
{
    Switches to = desk->scene.show;
    Error why;
    if (!rival_fits(rival, &desk->scene.spec, &why)) {
        desk_say(desk, TONE_TEXT, "%s", why.text);
        return;
    }
    // Who stands there anyway needs no word in the code.
    Scene unchosen = { .spec = desk->scene.spec };
    int chosen = scene_rival(&unchosen, b) == rival ? 0 : 1 + (int)rival;
    if (b) to.picture_b = chosen;
    else to.picture_a = chosen;
    desk_switch(desk, &to);
}

static void strip_id(char id[UI_ID], Rival rival)
{
    snprintf(id, UI_ID, "strip.%s", RIVALS[rival].word);
}

static void strip_button(Desk *desk, Rival rival, Box box)
{
    char id[UI_ID], name[160], tip[256];
    const Exhibit *exhibit = desk->gallery.thumb[rival];
    bool is_a = desk->gallery.a == rival, is_b = desk->gallery.b == rival;
    strip_id(id, rival);
    snprintf(name, sizeof name, "%s%s%s", RIVALS[rival].title, is_a ? ", stands as A" : "", is_b ? ", stands as B" : "");
    if (exhibit && exhibit->trouble[0]) snprintf(tip, sizeof tip, "%.250s", exhibit->trouble);
    else snprintf(tip, sizeof tip, "%s · click: A, Shift+click: B", rival == RIVAL_REPAIRED && !desk->gallery.scene.spec.transposed ? "the gradient once the gains of the phases are equal" : RIVALS[rival].purpose);
    if (ui_button(&desk->ui, id, box, name, ICON_NONE, UI_BARE | (is_a || is_b ? UI_ON : 0), tip))
        picture_choose(desk, rival, (desk->ui.event.mods & MOD_SHIFT) != 0);
}

static void strip_arrows(Desk *desk, const PicturePlace *place)
{
    if (place->shown >= RIVAL_COUNT) return;
    double u = desk->scale, side = 30 * u, y = place->strip.y + (place->thumb - 44 * u) / 2;
    int last = RIVAL_COUNT - place->shown;
    Box before = { place->strip.x - 36 * u, y, side, 44 * u }, after = { place->strip.x + place->strip.w + 6 * u, y, side, 44 * u };
    if (ui_button(&desk->ui, "rivals.before", before, "Rivals before", ICON_NONE, place->first > 0 ? UI_PLAIN : UI_PLAIN | UI_OFF, "the rivals before these"))
        desk->strip_first = place->first > place->shown ? place->first - place->shown : 0;
    ui_face(&desk->ui, "‹");
    if (ui_button(&desk->ui, "rivals.after", after, "Rivals after", ICON_NONE, place->first < last ? UI_PLAIN : UI_PLAIN | UI_OFF, "the rivals after these"))
        desk->strip_first = place->first + place->shown < last ? place->first + place->shown : last;
    ui_face(&desk->ui, "›");
}

// In a window of another size the strip is made anew, so that each of its pixels is seen; the rest is held.
static void fit_strip(Desk *desk, const PicturePlace *place)
{
    int side = place->thumb < THUMB_MOST ? (int)place->thumb : THUMB_MOST;
    if (desk->gallery_ready && isinf(desk->working_since) && place->strip.w > 0 && side != desk->gallery.thumb_side) picture_ask(desk);
}

void picture_controls(Desk *desk)
{
    PicturePlace place = picture_place(desk);
    progress(desk, &place);
    fit_strip(desk, &place);
    if (!desk->gallery_ready || place.strip.w <= 0) return;
    strip_arrows(desk, &place);
    for (int i = 0; i < place.shown; i++) {
        double x = place.strip.x + i * place.pitch, w = fmin(place.pitch - 8 * desk->scale, place.strip.x + place.strip.w - x);
        strip_button(desk, STRIP_ORDER[place.first + i], (Box){ x, place.strip.y, w, place.strip.h });
    }
}

// ---- the pointer -----------------------------------------------------------------------------------------------

void picture_drag(Desk *desk)
{
    PicturePlace place = picture_place(desk);
    double x = desk->ui.pointer_x, y = desk->ui.pointer_y;
    if (!desk->gallery_ready || place.a.w <= 0) return;
    if (desk->drag == DRAG_WIPE) {
        desk->wipe = fmax(0, fmin(1, (x - place.a.x) / place.a.w));
        return;
    }
    const Spec *spec = &desk->gallery.layer;
    double all_x = (double)spec_in(spec, spec->x) * (spec->transposed ? spec->x.stride : 1), half_x = place.cols / all_x / 2;
    double all_y = (double)spec_in(spec, spec->y) * (spec->transposed ? spec->y.stride : 1), half_y = place.rows / all_y / 2;
    desk->pan_x = fmax(half_x, fmin(1 - half_x, desk->drag_pan_x - (x - desk->drag_x) / place.zoom / all_x));
    desk->pan_y = fmax(half_y, fmin(1 - half_y, desk->drag_pan_y - (y - desk->drag_y) / place.zoom / all_y));
}

// What of the scene's grid is under a point, 0 … 1; false where that is no picture.
static bool spot_at(Desk *desk, double x, double y, double *spot_x, double *spot_y)
{
    PicturePlace place = picture_place(desk);
    const Spec *spec = &desk->gallery.layer;
    if (!desk->gallery_ready) return false;
    Box area = box_has(place.a, x, y) ? place.a : place.b;
    if (!box_has(area, x, y)) return false;
    *spot_x = (place.col + (x - area.x) / place.zoom) / (spec_in(spec, spec->x) * (spec->transposed ? (double)spec->x.stride : 1));
    *spot_y = (place.row + (y - area.y) / place.zoom) / (spec_in(spec, spec->y) * (spec->transposed ? (double)spec->y.stride : 1));
    return true;
}

void picture_hover(Desk *desk)
{
    double x, y;
    if (spot_at(desk, desk->ui.pointer_x, desk->ui.pointer_y, &x, &y)) desk->loupe_x = x, desk->loupe_y = desk->scene.spec.dims == 1 ? 0.5 : y;
}

// The spot stays under the point (x, y) of an area, whatever the zoom becomes.
static void zoom_to(Desk *desk, double zoom, double spot_x, double spot_y, double off_x, double off_y)
{
    const Spec *spec = &desk->gallery.layer;
    double all_x = spec_in(spec, spec->x) * (spec->transposed ? (double)spec->x.stride : 1);
    double all_y = spec_in(spec, spec->y) * (spec->transposed ? (double)spec->y.stride : 1);
    desk->zoom = zoom;
    PicturePlace place = picture_place(desk);
    desk->pan_x = spot_x + (place.cols / 2 - off_x / place.zoom) / all_x;
    desk->pan_y = spot_y + (place.rows / 2 - off_y / place.zoom) / all_y;
    double half_x = place.cols / all_x / 2, half_y = place.rows / all_y / 2;
    desk->pan_x = fmax(half_x, fmin(1 - half_x, desk->pan_x)), desk->pan_y = fmax(half_y, fmin(1 - half_y, desk->pan_y));
}

void picture_wheel(Desk *desk)
{
    Ui *ui = &desk->ui;
    double x = ui->pointer_x, y = ui->pointer_y, spot_x, spot_y;
    PicturePlace place = picture_place(desk);
    ui->used = true;
    if (!spot_at(desk, x, y, &spot_x, &spot_y)) return;
    // By whole notches: a touchpad sends them in parts, and turning it sideways is none.
    if (ui->event.wheel * desk->wheel < 0) desk->wheel = 0;
    desk->wheel += ui->event.wheel;
    int notches = (int)trunc(desk->wheel);
    desk->wheel -= notches;
    if (notches == 0) return;
    Box area = box_has(place.a, x, y) ? place.a : place.b;
    zoom_to(desk, picture_zoom(place.zoom, notches), spot_x, spot_y, x - area.x, y - area.y);
}

void picture_zoom_by(Desk *desk, int steps)
{
    if (!desk->gallery_ready) return;
    PicturePlace place = picture_place(desk);
    double spot_x, spot_y, off_x = place.a.w / 2, off_y = place.a.h / 2;
    if (steps == 0) {
        desk->zoom = 0, desk->pan_x = desk->pan_y = 0.5;
    } else if (spot_at(desk, place.a.x + off_x, place.a.y + off_y, &spot_x, &spot_y)) {
        zoom_to(desk, picture_zoom(place.zoom, steps), spot_x, spot_y, off_x, off_y);
    }
}

// ---- keys ------------------------------------------------------------------------------------------------------

// From one rival of the strip to the next, which scrolls into sight.
static bool strip_key(Desk *desk, int by)
{
    char id[UI_ID];
    for (int i = 0; i < RIVAL_COUNT; i++) {
        strip_id(id, STRIP_ORDER[i]);
        if (!ui_has_focus(&desk->ui, id)) continue;
        int to = i + by;
        if (to < 0 || to >= RIVAL_COUNT) return true;
        PicturePlace place = picture_place(desk);
        if (to < place.first) desk->strip_first = to;
        if (to >= place.first + place.shown) desk->strip_first = to - place.shown + 1;
        strip_id(id, STRIP_ORDER[to]);
        ui_focus(&desk->ui, id);
        desk->ui.focus_visible = true;
        return true;
    }
    return false;
}

// The loupe goes from pixel to pixel, and what is seen of the picture with it.
static bool loupe_key(Desk *desk, const UiEvent *event)
{
    static const int moves[][2] = { [KEY_LEFT - KEY_LEFT] = { 0, -1 }, [KEY_RIGHT - KEY_LEFT] = { 0, 1 }, [KEY_UP - KEY_LEFT] = { -1, 0 }, [KEY_DOWN - KEY_LEFT] = { 1, 0 } };
    const Gallery *g = &desk->gallery;
    if (!(event->mods & MOD_CTRL) || (event->mods & MOD_ALT) || event->key < KEY_LEFT || event->key > KEY_DOWN) return false;
    if (!desk->gallery_ready || desk->scene.spec.dims == 1 || !ui_has_focus(&desk->ui, "stage")) return false;
    const int *by = moves[event->key - KEY_LEFT], times = event->mods & MOD_SHIFT ? 10 : 1;
    double row = floor(desk->loupe_y * g->rows) + by[0] * times, col = floor(desk->loupe_x * g->cols) + by[1] * times;
    desk->loupe_y = (fmax(0, fmin(g->rows - 1, row)) + 0.5) / g->rows, desk->loupe_x = (fmax(0, fmin(g->cols - 1, col)) + 0.5) / g->cols;
    PicturePlace place = picture_place(desk);
    double half_y = place.rows / (g->rows * g->reduced) / 2, half_x = place.cols / (g->cols * g->reduced) / 2;
    if (fabs(desk->loupe_y - desk->pan_y) > half_y) desk->pan_y = fmax(half_y, fmin(1 - half_y, desk->loupe_y));
    if (fabs(desk->loupe_x - desk->pan_x) > half_x) desk->pan_x = fmax(half_x, fmin(1 - half_x, desk->loupe_x));
    return true;
}

// A clicker's two buttons: the next rival of the strip, or the one before, stands as A, which scrolls into sight.
static bool clicker_key(Desk *desk, const UiEvent *event)
{
    int by = event->key == KEY_PGDN ? 1 : event->key == KEY_PGUP ? -1 : 0, at = 0;
    const Gallery *g = &desk->gallery;
    if (by == 0 || event->mods || !desk->gallery_ready || lesson_is_open(desk)) return false; // through a lesson it goes, too
    Rival a = scene_rival(&desk->scene, false), b = scene_rival(&desk->scene, true);
    while (STRIP_ORDER[at] != a) at++;
    for (int i = 0; i < RIVAL_COUNT; i++) {
        at = (at + by + RIVAL_COUNT) % RIVAL_COUNT;
        Rival rival = STRIP_ORDER[at];
        if (rival == a) return true;
        if (rival == b || !g->thumb[rival] || g->thumb[rival]->trouble[0]) continue;
        picture_choose(desk, rival, false);
        PicturePlace place = picture_place(desk);
        if (at < place.first) desk->strip_first = at;
        if (at >= place.first + place.shown) desk->strip_first = at - place.shown + 1;
        return true;
    }
    return true;
}

bool picture_key(Desk *desk, const UiEvent *event)
{
    if (loupe_key(desk, event) || clicker_key(desk, event)) return true;
    int by = event->key == KEY_LEFT ? -1 : event->key == KEY_RIGHT ? 1 : 0;
    if (by == 0 || (event->mods & ~(unsigned)MOD_SHIFT)) return false;
    if (strip_key(desk, by)) return true;
    if (!ui_has_focus(&desk->ui, "stage") || (desk->scene.show.picture_with != PICTURE_WIPE && desk->scene.spec.dims == 2)) return false;
    if (desk->scene.spec.dims == 1) { // the value that is looked at
        const Spec *spec = &desk->gallery.layer;
        double all = spec_in(spec, spec->x) * (spec->transposed ? (double)spec->x.stride : 1), at = floor(desk->loupe_x * all) + by * (event->mods & MOD_SHIFT ? 10 : 1);
        if (desk->gallery_ready) desk->loupe_x = fmax(0, fmin(all - 1, at)) / all + 0.5 / all;
        return true;
    }
    desk->wipe = fmax(0, fmin(1, desk->wipe + by * (event->mods & MOD_SHIFT ? 0.1 : 0.02)));
    return true;
}

void picture_shift(Desk *desk, int rows, int cols)
{
    Switches to = desk->scene.show;
    to.picture_shift_row = rows || cols ? to.picture_shift_row + rows : 0;
    to.picture_shift_col = rows || cols ? to.picture_shift_col + cols : 0;
    if (to.picture_shift_row < -SHIFT_MOST || to.picture_shift_row > SHIFT_MOST || to.picture_shift_col < -SHIFT_MOST || to.picture_shift_col > SHIFT_MOST) return;
    desk_switch(desk, &to);
}
