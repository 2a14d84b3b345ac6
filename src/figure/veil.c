// What must not be seen until somebody has said what it will be: one pass over the marks of any lens. It lets through only
// what is named here; all else goes, so that a lens that learns to draw something new tells nothing by it.
#include "figure/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// ---- what may stay ---------------------------------------------------------------------------------------------

// Titles and captions: what they then say, or NULL where they say nothing but names anyway.
static const struct { const char *name, *says; Role role; } CAPTIONS[] = {
    { "lens title", NULL, ROLE_NONE },           { "times", NULL, ROLE_NONE },          { "rail", NULL, ROLE_NONE },
    { "input caption", "input x", ROLE_X },      { "reading caption", "input x", ROLE_X }, { "kernel caption", "kernel w", ROLE_W },
    { "output caption", "output y", ROLE_Y },    { "row caption", "output y", ROLE_Y }, { "gx caption", "∂L/∂x", ROLE_GX },
    { "gy caption", "∂L/∂y", ROLE_GY },          { "gw caption", "∂L/∂w", ROLE_GW },
};

// The frames of grids, or the pixels of those whose cells are too small; all others go.
static const struct { const char *name; Role role; } GRIDS[] = {
    { "input", ROLE_X }, { "kernel", ROLE_W }, { "x strip", ROLE_X }, { "chain x", ROLE_X }, { "output", ROLE_Y }, { "output row", ROLE_Y },
    { "output plane", ROLE_Y }, { "y strip", ROLE_Y }, { "chain y", ROLE_Y }, { "gy", ROLE_GY }, { "gx", ROLE_GX }, { "gw", ROLE_GW }, { "matrix", ROLE_C },
};

// What cells are called that may be seen: their lens may say more by it, as of which phase they are.
static const char *const NAMES[ROLE_COUNT] = { "", "input", "kernel", "bias", "output", "gy", "gx", "gw", "entry" };

typedef struct Veiling {
    Figure *figure;
    const Look *look;
    const Spec *spec;
    Veil veil;
    Lens lens;
    Cell pin;
    Box box;
    double u;
    int n, ic;  // the plane of x that stands large
    bool woven; // Phases: the wide side is one plane
} Veiling;

static bool in(unsigned roles, Role role)
{
    return roles >> role & 1;
}

// What follows from the layer is never told while anything is asked; what goes into it is, unless it is what is asked. In
// Overlap every cell says how many prints it has, whatever it is a cell of.
static bool is_hidden(const Veiling *v, Role role)
{
    const unsigned results = 1u << ROLE_Y | 1u << ROLE_GX | 1u << ROLE_GW;
    return v->lens == LENS_OVERLAP || in(v->veil.roles | results, role);
}

// Phases sorts weights and cells: where they stand says how many phases there are, and how many weights each has.
static bool is_sorted(const Veiling *v, const Mark *mark)
{
    if (v->lens != LENS_PHASES || !v->veil.verdict) return false;
    return mark->cell.role == ROLE_W || (mark->cell.role == ROLE_X && (v->spec->transposed || strcmp(mark->name, "input")));
}

// What would tell by being there: the shape of y, and of C; which weights join which cells.
static bool is_gone(const Veiling *v, Role role)
{
    if (role == ROLE_C) return v->veil.size || v->veil.verdict;
    return v->veil.size && (role == ROLE_Y || role == ROLE_GY);
}

// Whether the lens shows no cell that could stay: then it is its title and a card.
static bool is_bare(const Veiling *v)
{
    return v->lens == LENS_SIZES || (v->lens == LENS_PHASES && v->veil.verdict && !v->woven);
}

static Role caption_role(const Mark *mark)
{
    for (int i = 0; i < COUNT(CAPTIONS); i++)
        if (!strcmp(CAPTIONS[i].name, mark->name)) return CAPTIONS[i].role;
    return ROLE_NONE;
}

static Role grid_role(const char *name)
{
    for (int i = 0; i < COUNT(GRIDS); i++)
        if (!strcmp(GRIDS[i].name, name)) return GRIDS[i].role;
    return ROLE_NONE;
}

// ---- how it looks ----------------------------------------------------------------------------------------------

static Colour neutral(const Look *look)
{
    return look_mix(look->surface, look->border, look->name == LOOK_DARK ? 0.16 : 0.07);
}

static void cover(const Veiling *v, Mark *mark)
{
    double side = fmin(mark->box.w, mark->box.h), size = fmin(fmin(0.46 * mark->box.w, 0.8 * mark->box.h), 20 * v->u);
    *mark = (Mark){ .kind = MARK_CELL, .name = "hidden", .cell = mark->cell, .box = mark->box, .clip = mark->clip, .opacity = 1, .align = ALIGN_CENTRE,
                    .fill = neutral(v->look), .line = look_mix(v->look->border, v->look->background, 0.55), .stroke = side >= 12 * v->u ? v->u : 0,
                    .radius = fmin(4 * v->u, 0.15 * side), .ink = v->look->muted, .weight = WEIGHT_SEMIBOLD };
    if (size >= 7 * v->u) mark->text = "?", mark->size = size;
}

static void card(const Veiling *v, Box box)
{
    Mark *mark = figure_add(v->figure, MARK_BOX, "veil", box);
    mark->fill = neutral(v->look), mark->line = look_mix(v->look->border, v->look->background, 0.55), mark->stroke = v->u;
    mark->radius = fmin(12 * v->u, 0.1 * fmin(box.w, box.h));
    mark->text = "?", mark->ink = v->look->muted, mark->weight = WEIGHT_SEMIBOLD;
    mark->size = fmax(14 * v->u, fmin(0.3 * fmin(box.w, box.h), 96 * v->u));
}

// The most of [room] below and right of its own corner that meets nothing of what stays.
static Box free_room(const Veiling *v, Box room)
{
    double gap = 12 * v->u;
    for (int i = 0; i < v->figure->count; i++) {
        Box other = v->figure->marks[i].box;
        if (!box_overlaps(room, other)) continue;
        double w = other.x - gap - room.x, h = other.y - gap - room.y;
        if (w * room.h >= h * room.w) room.w = fmax(0, w);
        else room.h = fmax(0, h);
    }
    return room;
}

// Where a grid stood there is a card whose size follows the room, not the grid.
static void card_from(const Veiling *v, double x, double y)
{
    Box room = free_room(v, (Box){ x, y, v->box.x + v->box.w - x, v->box.y + v->box.h - y });
    double w = fmin(room.w, 560 * v->u), h = fmin(room.h, 400 * v->u);
    w = fmin(w, 1.7 * h), h = fmin(h, 0.8 * w);
    if (w >= 16 * v->u && h >= 16 * v->u) card(v, (Box){ x, y, w, h });
}

// ---- the pass --------------------------------------------------------------------------------------------------

static const char *purpose_of(const Veiling *v)
{
    return LENSES[v->lens].purpose;
}

// Makes a text say only what it may. False: it goes.
static bool hush_text(const Veiling *v, Mark *mark)
{
    if (!strcmp(mark->name, "note") && strlen(mark->text) > 6 && strstr(purpose_of(v), mark->text)) return true;
    for (int i = 0; i < COUNT(CAPTIONS); i++) {
        if (strcmp(mark->name, CAPTIONS[i].name)) continue;
        if (v->lens == LENS_PHASES && !strcmp(mark->name, "kernel caption")) return false; // its trays stand where the room is
        if (!CAPTIONS[i].says) return !strpbrk(mark->text, "0123456789");
        const Measure *m = &v->figure->measure;
        const char *comma = strchr(mark->text, ',');
        double w = m->width(m->self, CAPTIONS[i].says, mark->size, mark->weight);
        // Where there is less room than that, the name is what stands before the comma.
        if (w > mark->box.w) mark->text = comma ? arena_print(&v->figure->arena, "%.*s", (int)(comma - mark->text), mark->text) : mark->text;
        else mark->text = CAPTIONS[i].says;
        mark->box.w = m->width(m->self, mark->text, mark->size, mark->weight);
        return !strpbrk(mark->text, "0123456789");
    }
    return false;
}

static bool hush_cell(const Veiling *v, Mark *mark)
{
    Role role = mark->cell.role;
    bool inside = role == ROLE_NONE || cell_inside(v->spec, mark->cell);
    if (role == ROLE_NONE || is_gone(v, role) || is_sorted(v, mark)) return false;
    if (!inside && (role == ROLE_Y || v->veil.size)) return false; // where the output begins and ends
    if (v->lens == LENS_PHASES && role == ROLE_X) mark->fill = v->look->input.fill, mark->ink = 0; // not tinted by phase
    if (is_hidden(v, role)) cover(v, mark);
    else mark->style &= ~(unsigned)(STYLE_RING | STYLE_PIN), mark->corner = NULL, mark->name = NAMES[role];
    if (cell_equal(mark->cell, v->pin)) mark->style |= STYLE_RING; // chosen by hand, or by who asks
    return true;
}

static bool hush(const Veiling *v, Mark *mark)
{
    switch (mark->kind) {
    case MARK_CELL: return !is_bare(v) && hush_cell(v, mark);
    case MARK_TEXT: return hush_text(v, mark);
    case MARK_GRID: {
        Role role = grid_role(mark->name);
        return role != ROLE_NONE && !is_bare(v) && !is_gone(v, role) && !is_hidden(v, role);
    }
    default: return false;
    }
}

// The largest of the grids that go and leave no cells behind: the card stands where it stood.
static const Mark *lost_grid(const Veiling *v)
{
    const Mark *most = NULL;
    for (int i = 0; i < v->figure->count; i++) {
        const Mark *mark = &v->figure->marks[i];
        Role role = mark->kind == MARK_GRID ? grid_role(mark->name) : ROLE_NONE;
        bool lost = role != ROLE_NONE && (is_gone(v, role) || (is_hidden(v, role) && mark->pixels));
        if (lost && (!most || mark->box.w * mark->box.h > most->box.w * most->box.h)) most = mark;
    }
    return most;
}

// A caption goes with what it stood above; where that has drawn together, it follows.
static bool stands_over(const Veiling *v, Mark *caption)
{
    Role role = caption_role(caption);
    double near = 64 * v->u;
    const Mark *first = NULL; // the upper left one
    for (int i = 0; i < v->figure->count; i++) {
        const Mark *mark = &v->figure->marks[i];
        double below = mark->box.y - caption->box.y;
        bool other = mark->kind == MARK_CELL && role != ROLE_NONE && mark->cell.role != role;
        if (mark->kind == MARK_TEXT || other || below < 0 || below > 2 * near) continue;
        if (mark->box.x > caption->box.x + caption->box.w + near || mark->box.x + mark->box.w < caption->box.x) continue;
        if (!first || mark->box.y < first->box.y || (mark->box.y <= first->box.y && mark->box.x < first->box.x)) first = mark;
    }
    if (!first || first->box.y - caption->box.y <= 36 * v->u) return first != NULL;
    Box to = { first->box.x, first->box.y - 24 * v->u, caption->box.w, caption->box.h };
    for (int i = 0; i < v->figure->count; i++)
        if (&v->figure->marks[i] != caption && v->figure->marks[i].kind == MARK_TEXT && box_overlaps(to, v->figure->marks[i].box)) return true;
    caption->box = to;
    return true;
}

static bool is_caption(const Mark *mark)
{
    if (mark->kind != MARK_TEXT) return false;
    const char *end = strstr(mark->name, " caption");
    return (end && !end[8]) || !strcmp(mark->name, "rail");
}

// ---- Slide -----------------------------------------------------------------------------------------------------

static Mark *caption_named(const Figure *figure, const char *name)
{
    for (int i = 0; i < figure->count; i++)
        if (!strcmp(figure->marks[i].name, name)) return &figure->marks[i];
    return NULL;
}

static bool is_large(const Veiling *v, const Mark *mark)
{
    return mark->cell.role == ROLE_W || (mark->cell.role == ROLE_X && mark->cell.at[0] == v->n && mark->cell.at[1] == v->ic);
}

// The inputs without what the stride puts between them, the weights not turned: where they stand in Slide is half of what is
// asked about it.
static void draw_together(const Veiling *v)
{
    const Mark *caption = caption_named(v->figure, "reading caption");
    double left = INFINITY, top = INFINITY, right = 0, bottom = 0; // of the weights
    for (int i = 0; i < v->figure->count; i++) {
        const Mark *mark = &v->figure->marks[i];
        if (mark->cell.role != ROLE_W) continue;
        left = fmin(left, mark->box.x), top = fmin(top, mark->box.y), right = fmax(right, mark->box.x), bottom = fmax(bottom, mark->box.y);
    }
    for (int i = 0; i < v->figure->count; i++) {
        Mark *mark = &v->figure->marks[i];
        const int *at = mark->cell.at;
        double side = mark->box.w, pitch = side + (side >= 18 * v->u ? 2 * v->u : 1);
        if (mark->clip.w > 0 || !is_large(v, mark)) continue;
        if (mark->cell.role == ROLE_X && caption && v->spec->transposed)
            mark->box.x = caption->box.x + at[3] * pitch, mark->box.y = caption->box.y + 24 * v->u + at[2] * pitch;
        if (mark->cell.role == ROLE_W && v->spec->x.kernel > 1) mark->box.x = left + (right - left) * at[3] / (v->spec->x.kernel - 1);
        if (mark->cell.role == ROLE_W && v->spec->y.kernel > 1) mark->box.y = top + (bottom - top) * at[2] / (v->spec->y.kernel - 1);
    }
}

// Below what has drawn together: how far apart it stood would tell.
static Box below_of(const Veiling *v)
{
    Box below = { v->box.x, v->box.y, 0, 0 };
    for (int i = 0; i < v->figure->count; i++) {
        const Mark *mark = &v->figure->marks[i];
        if (is_large(v, mark)) below.y = fmax(below.y, mark->box.y + mark->box.h + 40 * v->u);
    }
    Mark *caption = caption_named(v->figure, "row caption");
    if (caption) caption->box.x = below.x, caption->box.y = below.y - 24 * v->u;
    return below;
}

// ---- C ---------------------------------------------------------------------------------------------------------

// In 2D only the filled places of C are cells, so that being one would tell. The strips of x and y beside the table say
// where all of its places are; adds a covered cell at each.
static const Mark *strip_begin(const Figure *figure, const char *name, int *count)
{
    int first = 0;
    *count = 0;
    while (first < figure->count && (figure->marks[first].kind != MARK_GRID || strcmp(figure->marks[first].name, name))) first++;
    for (int i = first + 1; i < figure->count && figure->marks[i].kind != MARK_GRID; i++)
        if (figure->marks[i].kind == MARK_CELL && figure->marks[i].cell.role != ROLE_NONE) ++*count;
        else if (*count) break;
        else first++;
    return first + 1 < figure->count ? &figure->marks[first + 1] : NULL;
}

static void cover_places(const Veiling *v, Figure *out)
{
    int columns, rows;
    const Mark *x = strip_begin(v->figure, "x strip", &columns), *y = strip_begin(v->figure, "y strip", &rows);
    if (!columns || !rows) return;
    bool x_across = x->box.y < y->box.y;
    for (int i = 0; i < columns; i++)
        for (int j = 0; j < rows; j++) {
            if (!cell_inside(v->spec, x[i].cell) || !cell_inside(v->spec, y[j].cell)) continue;
            const Mark *across = x_across ? &x[i] : &y[j], *down = x_across ? &y[j] : &x[i];
            Mark *mark = figure_add(out, MARK_CELL, "hidden", (Box){ across->box.x, down->box.y, across->box.w, down->box.h });
            mark->cell = matrix_cell(v->spec, &(Term){ .x = x[i].cell, .y = y[j].cell });
            cover(v, mark);
        }
}

// ---- the whole -------------------------------------------------------------------------------------------------

void veil_rest(Stage *stage)
{
    Focus *focus = &stage->focus;
    const Spec *spec = stage->spec;
    size_t cells = (size_t)spec_in(spec, spec->y) * (size_t)spec_in(spec, spec->x), canvas = (size_t)focus->canvas.rows * (size_t)focus->canvas.cols;
    size_t taps = (size_t)spec->y.kernel * (size_t)spec->x.kernel;
    // A step that presses an input is a thing that is given; what it reaches is not.
    focus->outlined = focus->by_step && focus->owner.role == ROLE_X && !focus->one_term ? focus->owner : CELL_NONE;
    focus->owner = CELL_NONE;
    focus->by_step = focus->one_term = false;
    for (int i = 0; i < ROLE_COUNT; i++) focus->lights[i] = false;
    for (size_t i = 0; i < cells; i++) focus->x_tap[i] = focus->gx_tap[i] = -1;
    for (size_t i = 0; i < canvas; i++) focus->y_tap[i] = -1;
    for (size_t i = 0; i < taps; i++) focus->w_lit[i] = focus->gw_lit[i] = false;
}

Moment veil_moment(const Work *work, const Moment *moment)
{
    Moment calm = *moment;
    figure_planes(work, &calm); // the planes stay those that the pin and the step have brought
    calm.held = true, calm.t = 0, calm.hover = calm.pin = CELL_NONE;
    return calm;
}

// Of the Picture place what goes in, and beside it a card where all that comes out stood.
static void lay_veiled_picture(const Veiling *v, const View *view)
{
    const Gallery *gallery = view->gallery;
    double u = v->u, gap = 16 * u;
    Box left = { v->box.x, v->box.y + 24 * u, floor((v->box.w - gap) / 2), v->box.h - 24 * u }, right = left;
    right.x += left.w + gap;
    const Exhibit *input = gallery ? gallery->full[RIVAL_ORIGINAL] ? gallery->full[RIVAL_ORIGINAL] : gallery->thumb[RIVAL_ORIGINAL] : NULL;
    if (v->spec->dims == 1 || !input || input->trouble[0] || input->levels < 1) {
        card_from(v, v->box.x, v->box.y);
        return;
    }
    const Level *level = &input->level[0];
    double zoom = fmin(left.w / level->cols, left.h / level->rows);
    figure_text(v->figure, "input caption", left.x, v->box.y, 13 * u, WEIGHT_SEMIBOLD, ALIGN_LEFT, v->look->input.line, "input x");
    figure_text(v->figure, "output caption", right.x, v->box.y, 13 * u, WEIGHT_SEMIBOLD, ALIGN_LEFT, v->look->output.line, "output y");
    Mark *mark = figure_add(v->figure, MARK_IMAGE, "input", (Box){ left.x, left.y, floor(level->cols * zoom), floor(level->rows * zoom) });
    mark->rows = level->rows, mark->cols = level->cols, mark->pixels = level->pixels;
    card_from(v, right.x, right.y);
}

void veil_draw(Stage *stage, const Moment *moment)
{
    const View *view = stage->view;
    Figure *figure = stage->figure;
    Veiling v = { figure, stage->look, stage->spec, view->veil, view->lens, moment->pin, view->box, stage->unit, stage->focus.n, stage->focus.ic, view->show.phases == PHASES_WOVEN };
    if (view->lens == LENS_PICTURE) {
        figure_begin(figure, stage->look, figure->measure);
        figure->scale = view->scale;
        lay_veiled_picture(&v, view);
        return;
    }
    Figure places = { 0 };
    figure_begin(&places, stage->look, figure->measure);
    bool all_of_c = view->lens == LENS_MATRIX && is_hidden(&v, ROLE_C) && !is_gone(&v, ROLE_C);
    if (all_of_c) cover_places(&v, &places);
    const Mark *lost = lost_grid(&v);
    Box corner = lost ? lost->box : (Box){ 0 };
    int kept = 0;
    for (int i = 0; i < figure->count; i++) {
        Mark mark = figure->marks[i];
        if (all_of_c && mark.cell.role == ROLE_C) continue;
        if (hush(&v, &mark)) figure->marks[kept++] = mark;
    }
    figure->count = kept;
    if (view->lens == LENS_SLIDE) draw_together(&v);
    figure_append(figure, &places);
    figure_clear(&places);
    bool bare = true;
    double below = view->box.y;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        bare &= mark->kind == MARK_TEXT;
        if (mark->kind == MARK_TEXT && !is_caption(mark)) below = fmax(below, mark->box.y + mark->box.h);
    }
    if (lost && view->lens == LENS_SLIDE) corner = below_of(&v);
    // What stands over nothing any more would be in the card's way.
    if (!bare && lost) card_from(&v, corner.x, corner.y);
    kept = 0;
    for (int i = 0; i < figure->count; i++)
        if (!is_caption(&figure->marks[i]) || stands_over(&v, &figure->marks[i])) figure->marks[kept++] = figure->marks[i];
    figure->count = kept;
    if (bare) card_from(&v, view->box.x, below + 16 * v.u);
}
