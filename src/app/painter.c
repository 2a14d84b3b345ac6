// The painter of widgets: from the record to pixels. Shapes are cairo's, text is SDL2_ttf's, on the same pixels.
#include "app/inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool canvas_resize(AppCanvas *canvas, int w, int h)
{
    if (canvas->surface && canvas->surface->w == w && canvas->surface->h == h) return true;
    canvas_clear(canvas);
    canvas->surface = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_XRGB8888);
    if (!canvas->surface) return false;
    canvas->image = cairo_image_surface_create_for_data(canvas->surface->pixels, CAIRO_FORMAT_RGB24, w, h, canvas->surface->pitch);
    canvas->cr = cairo_create(canvas->image);
    return cairo_status(canvas->cr) == CAIRO_STATUS_SUCCESS;
}

void canvas_clear(AppCanvas *canvas)
{
    if (canvas->cr) cairo_destroy(canvas->cr);
    if (canvas->image) cairo_surface_destroy(canvas->image);
    SDL_FreeSurface(canvas->surface);
    free(canvas->painted);
    *canvas = (AppCanvas){ 0 };
}

typedef struct Painter {
    AppCanvas *canvas;
    cairo_t *cr;
    Letters *letters;
    Measure measure;
    const Look *look;
    double u;
} Painter;

static void set_colour(Painter *p, Colour c)
{
    cairo_set_source_rgba(p->cr, (c >> 16 & 255) / 255.0, (c >> 8 & 255) / 255.0, (c & 255) / 255.0, (c >> 24) / 255.0);
}

static void rounded(cairo_t *cr, Box box, double radius)
{
    double r = fmin(radius, fmin(box.w, box.h) / 2), right = box.x + box.w, bottom = box.y + box.h;
    cairo_new_sub_path(cr);
    cairo_arc(cr, right - r, box.y + r, r, -M_PI / 2, 0);
    cairo_arc(cr, right - r, bottom - r, r, 0, M_PI / 2);
    cairo_arc(cr, box.x + r, bottom - r, r, M_PI / 2, M_PI);
    cairo_arc(cr, box.x + r, box.y + r, r, M_PI, 3 * M_PI / 2);
    cairo_close_path(cr);
}

static void fill_box(Painter *p, Box box, double radius, Colour colour)
{
    if (!colour) return;
    rounded(p->cr, box, radius);
    set_colour(p, colour);
    cairo_fill(p->cr);
}

static void line_box(Painter *p, Box box, double radius, double stroke, Colour colour)
{
    if (!colour || stroke <= 0) return;
    rounded(p->cr, box_inset(box, stroke / 2), radius - stroke / 2);
    set_colour(p, colour);
    cairo_set_line_width(p->cr, stroke);
    cairo_stroke(p->cr);
}

// ---- text ------------------------------------------------------------------------------------------------------

static double width_of(Painter *p, const char *text, double size, Weight weight)
{
    return p->measure.width(p->measure.self, text, size, weight);
}

// One line inside [box]; cut with "…" where it is too long.
static void text_in(Painter *p, Box box, const char *text, double size, Weight weight, int align, Colour colour)
{
    char cut[512];
    double w = width_of(p, text, size, weight);
    if (w > box.w + 1 && strlen(text) < sizeof cut - 4) {
        strcpy(cut, text);
        size_t length = strlen(cut);
        while (length && w > box.w) {
            do length--;
            while (length && ((unsigned char)cut[length] & 0xC0) == 0x80);
            strcpy(cut + length, "…");
            w = width_of(p, cut, size, weight);
        }
        text = cut;
    }
    double x = align < 0 ? box.x : align > 0 ? box.x + box.w - w : box.x + (box.w - w) / 2;
    cairo_surface_flush(p->canvas->image);
    letters_draw(p->letters, p->canvas->surface, text, x, box.y + box.h / 2, size, weight, colour);
    cairo_surface_mark_dirty(p->canvas->image);
}

static Colour tone_colour(const Look *look, Tone tone)
{
    switch (tone) {
    case TONE_MUTED: return look->muted;
    case TONE_ERROR: return look->error;
    case TONE_INPUT: return look->input.line;
    case TONE_KERNEL: return look->kernel.line;
    case TONE_OUTPUT: return look->output.line;
    case TONE_TEXT: break;
    }
    return look->text;
}

// ---- icons, as paths in a square of 24 -------------------------------------------------------------------------

static void triangle(cairo_t *cr, double x0, double x1, double y0, double y1)
{
    cairo_move_to(cr, x0, y0);
    cairo_line_to(cr, x1, (y0 + y1) / 2);
    cairo_line_to(cr, x0, y1);
    cairo_close_path(cr);
    cairo_fill(cr);
}

static void stroke_path(cairo_t *cr, const double (*points)[2], int count)
{
    cairo_move_to(cr, points[0][0], points[0][1]);
    for (int i = 1; i < count; i++) cairo_line_to(cr, points[i][0], points[i][1]);
    cairo_stroke(cr);
}

static void chain_link(cairo_t *cr, double x)
{
    cairo_arc(cr, x + 3.5, 12, 3.5, M_PI / 2, 3 * M_PI / 2);
    cairo_arc(cr, x + 6.5, 12, 3.5, -M_PI / 2, M_PI / 2);
    cairo_close_path(cr);
    cairo_stroke(cr);
}

static void icon(Painter *p, Box box, Icon which, Colour colour)
{
    cairo_t *cr = p->cr;
    double side = fmin(fmin(box.w, box.h), 24 * p->u);
    cairo_save(cr);
    cairo_translate(cr, box.x + (box.w - side) / 2, box.y + (box.h - side) / 2);
    cairo_scale(cr, side / 24, side / 24);
    set_colour(p, colour);
    cairo_set_line_width(cr, 2);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    switch (which) {
    case ICON_PLAY: triangle(cr, 8, 20, 4.5, 19.5); break;
    case ICON_PAUSE:
        cairo_rectangle(cr, 6.5, 5, 4, 14);
        cairo_rectangle(cr, 13.5, 5, 4, 14);
        cairo_fill(cr);
        break;
    case ICON_NEXT: triangle(cr, 8, 17, 6, 18); break;
    case ICON_BACK: triangle(cr, 16, 7, 6, 18); break;
    case ICON_END:
        triangle(cr, 7, 15, 6, 18);
        cairo_rectangle(cr, 15.5, 6, 2.2, 12);
        cairo_fill(cr);
        break;
    case ICON_START:
        triangle(cr, 17, 9, 6, 18);
        cairo_rectangle(cr, 6.3, 6, 2.2, 12);
        cairo_fill(cr);
        break;
    case ICON_DOWN: stroke_path(cr, (const double[][2]){ { 7, 10 }, { 12, 15 }, { 17, 10 } }, 3); break;
    case ICON_RIGHT: stroke_path(cr, (const double[][2]){ { 10, 7 }, { 15, 12 }, { 10, 17 } }, 3); break;
    case ICON_CLOSE:
        stroke_path(cr, (const double[][2]){ { 7, 7 }, { 17, 17 } }, 2);
        stroke_path(cr, (const double[][2]){ { 17, 7 }, { 7, 17 } }, 2);
        break;
    case ICON_CHAIN:
        chain_link(cr, 3);
        chain_link(cr, 11);
        break;
    case ICON_UNCHAINED:
        chain_link(cr, 1);
        chain_link(cr, 13);
        break;
    case ICON_PANES: // two panes of a window, side by side
        cairo_rectangle(cr, 4, 6, 7, 12);
        cairo_rectangle(cr, 13, 6, 7, 12);
        cairo_stroke(cr);
        break;
    case ICON_PRESENT: // a screen on its stand
        cairo_rectangle(cr, 3, 4, 18, 12);
        cairo_move_to(cr, 8, 21);
        cairo_line_to(cr, 12, 16.5);
        cairo_line_to(cr, 16, 21);
        cairo_stroke(cr);
        break;
    case ICON_LOCK:
        cairo_rectangle(cr, 6, 11, 12, 8);
        cairo_fill(cr);
        cairo_move_to(cr, 8.4, 12);
        cairo_arc(cr, 12, 9.5, 3.6, M_PI, 2 * M_PI);
        cairo_line_to(cr, 15.6, 12);
        cairo_stroke(cr);
        break;
    case ICON_NONE: break;
    }
    cairo_restore(cr);
}

// ---- widgets ---------------------------------------------------------------------------------------------------

static void focus_ring(Painter *p, const Widget *w, double radius)
{
    if (!(w->state & UI_FOCUSED)) return;
    double u = p->u;
    line_box(p, box_inset(w->box, -2 * u), radius + 2 * u, 2 * u, p->look->background);
    line_box(p, box_inset(w->box, -4 * u), radius + 4 * u, 2 * u, p->look->text);
}

static void panel(Painter *p, const Widget *w)
{
    const Look *look = p->look;
    double u = p->u;
    if (w->state & UI_SCRIM) {
        fill_box(p, w->box, 0, look_alpha(RGB(0x000000), 0.28));
        return;
    }
    if (w->state & UI_FRAMED) {
        fill_box(p, box_inset(w->box, -3 * u), 10 * u, look_alpha(look->text, 0.08));
        fill_box(p, w->box, 8 * u, look->background);
        line_box(p, w->box, 8 * u, 1.5 * u, look->border);
        return;
    }
    if (w->state & UI_CARD) {
        fill_box(p, w->box, 8 * u, look->surface);
        line_box(p, w->box, 8 * u, fmax(1, u), look_mix(look->border, look->background, 0.6));
        return;
    }
    fill_box(p, w->box, 0, w->state & UI_SURFACE ? look->surface : look->background);
    // The shell's parts are told apart by a thin line.
    Colour thin = look_mix(look->border, look->background, 0.65);
    double one = fmax(1, floor(u));
    if (!strcmp(w->id, "bar")) fill_box(p, (Box){ w->box.x, w->box.y + w->box.h - one, w->box.w, one }, 0, thin);
    if (!strcmp(w->id, "clock") || !strcmp(w->id, "left.output")) fill_box(p, (Box){ w->box.x, w->box.y, w->box.w, one }, 0, thin);
    if (!strcmp(w->id, "left") || !strcmp(w->id, "left.output"))
        fill_box(p, (Box){ w->box.x + w->box.w - one, w->box.y, one, w->box.h }, 0, thin);
    if (!strcmp(w->id, "right")) fill_box(p, (Box){ w->box.x, w->box.y, one, w->box.h }, 0, thin);
}

static void button(Painter *p, const Widget *w)
{
    const Look *look = p->look;
    double u = p->u, radius = w->state & UI_ROUND ? fmin(w->box.w, w->box.h) / 2 : 6 * u;
    bool off = w->state & UI_OFF, on = w->state & UI_ON, plain = w->state & UI_PLAIN, primary = w->state & UI_PRIMARY;
    bool hot = w->state & UI_HOT, held = (w->state & UI_HELD) && hot;
    Colour fill = primary ? look->text : look->background, ink = primary ? look->background : look->text;
    Colour line = look_mix(look->border, look->background, 0.45);
    double stroke = fmax(1, 1.2 * u);
    if (plain && !on) fill = 0, line = 0;
    if (on) fill = look_mix(look->background, look->text, 0.10), line = look->text, stroke = 2 * u;
    if (hot && !off) {
        fill = look_mix(fill ? fill : look->surface, primary ? look->background : look->text, held ? 0.20 : 0.08);
        if (!on) line = look->border;
    }
    bool bare = w->state & UI_BARE;
    if (bare) fill = 0, line = hot ? look->text : 0, stroke = 2 * u;
    if (off) ink = look_mix(look->muted, look->background, 0.5), line = plain ? 0 : look_mix(look->border, look->background, 0.75);
    if (off && primary) fill = look_mix(look->text, look->background, 0.6);
    fill_box(p, w->box, radius, fill);
    line_box(p, w->box, radius, stroke, line);
    Weight weight = w->role == UI_CHOICE && !on ? WEIGHT_REGULAR : WEIGHT_SEMIBOLD;
    bool words = (w->face ? w->face : w->name)[0] && !bare && !((w->state & UI_ROUND) && w->icon != ICON_NONE);
    if (!words) {
        icon(p, w->box, w->icon, ink);
    } else if (w->icon == ICON_DOWN && !plain) { // a menu: its words to the left, the arrow at the right
        icon(p, (Box){ w->box.x + w->box.w - 26 * u, w->box.y, 20 * u, w->box.h }, w->icon, ink);
        text_in(p, (Box){ w->box.x + 10 * u, w->box.y, w->box.w - 38 * u, w->box.h }, w->name, w->size, WEIGHT_REGULAR, -1, ink);
    } else if (w->icon != ICON_NONE) {
        icon(p, (Box){ w->box.x, w->box.y, 24 * u, w->box.h }, w->icon, ink);
        text_in(p, (Box){ w->box.x + 28 * u, w->box.y, w->box.w - 30 * u, w->box.h }, w->name, w->size, WEIGHT_REGULAR, -1, ink);
    } else {
        Box inner = box_inset(w->box, 3 * u);
        bool left = w->state & UI_LEFT;
        if (left) inner.x += 8 * u, inner.w -= 8 * u;
        text_in(p, inner, w->face ? w->face : w->name, w->size, weight, left ? -1 : 0, ink);
    }
    focus_ring(p, w, radius);
}

static void slider(Painter *p, const Widget *w)
{
    const Look *look = p->look;
    double u = p->u, knob = 9 * u, y = w->box.y + w->box.h / 2, from = w->box.x + knob + u, to = w->box.x + w->box.w - knob - u;
    bool off = w->state & UI_OFF;
    double at = w->most > w->least ? (double)(w->at - w->least) / (w->most - w->least) : 0, x = from + at * (to - from);
    Colour track = look_mix(look->border, look->background, 0.6), done = off ? track : look->muted;
    int steps = w->most - w->least;
    if (steps > 0 && steps <= 40) {
        for (int i = 0; i <= steps; i++) {
            double tick = from + (to - from) * i / steps;
            fill_box(p, (Box){ floor(tick - 0.5 * u), y - 5 * u, fmax(1, u), 10 * u }, 0, track);
        }
    }
    fill_box(p, (Box){ from, y - 2 * u, to - from, 4 * u }, 2 * u, track);
    fill_box(p, (Box){ from, y - 2 * u, x - from, 4 * u }, 2 * u, done);
    if (off) return;
    Box round = { x - knob, y - knob, 2 * knob, 2 * knob };
    fill_box(p, round, knob, w->state & (UI_HOT | UI_HELD) ? look_mix(look->background, look->text, 0.12) : look->background);
    line_box(p, round, knob, 2 * u, look->text);
    Widget ring = *w;
    ring.box = round;
    focus_ring(p, &ring, knob);
}

static void field(Painter *p, const Widget *w)
{
    const Look *look = p->look;
    double u = p->u, radius = 4 * u;
    bool on = w->state & UI_ON, plain = w->state & UI_PLAIN, hot = w->state & UI_HOT;
    if (!plain || on || hot) {
        fill_box(p, w->box, radius, look->background);
        line_box(p, w->box, radius, on ? 2 * u : fmax(1, u), on ? look->text : look->border);
    }
    if (!on) {
        double in = (plain ? 2 : 8) * u; // a framed one as far in as when it is edited
        text_in(p, (Box){ w->box.x + in, w->box.y, w->box.w - 2 * in, w->box.h }, w->value, w->size, w->weight, plain ? 0 : -1, look->text);
        focus_ring(p, w, radius);
        return;
    }
    // Kept in sight: the text moves left when the caret would leave the field.
    char part[UI_LONGEST_FIELD];
    double x = w->box.x + 8 * u, room = w->box.w - 16 * u;
    memcpy(part, w->value, (size_t)w->caret);
    part[w->caret] = 0;
    double caret = width_of(p, part, w->size, w->weight), shift = fmax(0, caret - room);
    memcpy(part, w->value, (size_t)w->anchor);
    part[w->anchor] = 0;
    double anchor = width_of(p, part, w->size, w->weight), low = fmin(caret, anchor), high = fmax(caret, anchor);
    SDL_Rect clip = { (int)(w->box.x + 3 * u), (int)w->box.y, (int)(w->box.w - 6 * u), (int)w->box.h };
    if (high > low)
        fill_box(p, (Box){ fmax(x + low - shift, w->box.x + 2 * u), w->box.y + 5 * u, fmin(high - low, room + 6 * u), w->box.h - 10 * u }, 2 * u,
                 look->input.fill);
    cairo_surface_flush(p->canvas->image);
    SDL_SetClipRect(p->canvas->surface, &clip);
    letters_draw(p->letters, p->canvas->surface, w->value, x - shift, w->box.y + w->box.h / 2, w->size, w->weight,
                 high > low ? look_ink(look->input.fill) : look->text);
    SDL_SetClipRect(p->canvas->surface, NULL);
    cairo_surface_mark_dirty(p->canvas->image);
    fill_box(p, (Box){ x + caret - shift, w->box.y + 5 * u, fmax(1, 1.5 * u), w->box.h - 10 * u }, 0, look->text);
}

static void widget(Painter *p, const Widget *w)
{
    const Look *look = p->look;
    double u = p->u;
    switch (w->role) {
    case UI_PANEL: panel(p, w); break;
    case UI_LABEL: text_in(p, w->box, w->name, w->size, w->weight, w->align, tone_colour(look, w->tone)); break;
    case UI_TIP:
        fill_box(p, w->box, 5 * u, look->text);
        text_in(p, w->box, w->name, w->size, WEIGHT_REGULAR, 0, look->background);
        break;
    case UI_BUTTON:
    case UI_CHOICE: button(p, w); break;
    case UI_SLIDER: slider(p, w); break;
    case UI_FIELD: field(p, w); break;
    case UI_STAGE: {
        Widget inner = *w;
        inner.box = box_inset(w->box, 5 * u);
        focus_ring(p, &inner, 4 * u);
        break;
    }
    case UI_SCROLL:
        if (w->most > 0) {
            double share = w->box.h / (w->box.h + w->most), h = fmax(24 * u, share * w->box.h);
            double y = w->box.y + (w->box.h - h) * w->at / w->most;
            fill_box(p, (Box){ w->box.x + w->box.w - 7 * u, y, 4 * u, h }, 2 * u, look_mix(look->border, look->background, 0.4));
        }
        break;
    case UI_ROLES: break;
    }
}

// To whole pixels of a box, within the part that is painted. False where nothing is left.
static bool clip_to(Painter *p, Box box, const SDL_Rect *part)
{
    SDL_Rect rect = { (int)floor(box.x), (int)floor(box.y), (int)fmin(ceil(box.w), 1e6), (int)fmin(ceil(box.h), 1e6) };
    if (!SDL_IntersectRect(&rect, part, &rect)) return false;
    cairo_reset_clip(p->cr);
    cairo_rectangle(p->cr, rect.x, rect.y, rect.w, rect.h);
    cairo_clip(p->cr);
    SDL_SetClipRect(p->canvas->surface, &rect);
    return true;
}

static void paint_part(Painter *p, Type *type, const Desk *desk, const SDL_Rect *part)
{
    const Ui *ui = desk_ui(desk);
    const DeskFigure *figures;
    int count = desk_figures(desk, &figures);
    const Painted *next = p->canvas->painted; // in the order of these loops
    const Box seen = { part->x, part->y, part->w, part->h };
    for (int layer = 0; layer < DESK_LAYERS; layer++) {
        for (int i = 0; i < ui->count; i++) {
            if (ui->widgets[i].layer != layer || !box_overlaps(next++->box, seen)) continue;
            if (clip_to(p, ui->widgets[i].clip, part)) widget(p, &ui->widgets[i]);
        }
        for (int i = 0; i < count; i++) {
            if (figures[i].layer != layer) continue;
            next += figures[i].figure->count;
            if (clip_to(p, figures[i].clip, part)) figure_paint(figures[i].figure, p->cr, type);
        }
    }
}

void paint_desk(AppCanvas *canvas, Letters *letters, Type *type, const Desk *desk, Damage *damage)
{
    Painter p = { canvas, canvas->cr, letters, letters_measure(letters), desk_look(desk), desk_scale(desk) };
    Painted *list;
    int count = desk_painted(desk, &list), w = canvas->surface->w, h = canvas->surface->h;
    if (canvas->painted) damage_find(damage, canvas->painted, canvas->count, list, count, w, h);
    else *damage = (Damage){ { { 0, 0, w, h } }, 1 };
    free(canvas->painted);
    canvas->painted = list, canvas->count = count;
    for (int i = 0; i < damage->count; i++) paint_part(&p, type, desk, &damage->rect[i]);
    cairo_reset_clip(p.cr);
    SDL_SetClipRect(canvas->surface, NULL);
    cairo_surface_flush(canvas->image);
}
