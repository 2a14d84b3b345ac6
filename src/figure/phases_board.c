// The board of Phases: the kernel sorted into trays, each with the ordinary convolution that it is. Trays are equal in
// outline, so that a slot without a weight is seen; a transposed convolution's are turned, as they lie on the input.
#include "figure/phases.h"

#include <math.h>

static const double LABEL = 24, PAD = 5, OVER = 22, ACROSS = 16, DOWN = 8;

typedef struct Item {
    long long number;
    Tray tray;
    Box label, frame;
    Grid slots, input;
} Item;

const char *phase_name(const Phases *p, long long number)
{
    Arena *arena = &p->stage->figure->arena;
    if (p->spec->dims == 1) return arena_print(arena, "phase %lld", number);
    return arena_print(arena, "phase (%lld, %lld)", number / p->spec->x.stride, number % p->spec->x.stride);
}

static double words_width(const Phases *p, const char *text, double size)
{
    const Measure *m = &p->stage->figure->measure;
    return m->width(m->self, text, size, WEIGHT_SEMIBOLD);
}

static int taller(const Phases *p)
{
    int rows = p->copies ? spec_in(p->spec, p->spec->y) : 0;
    return rows > p->slot_rows ? rows : p->slot_rows;
}

// What an item takes across beside its cells.
static double fixed_width(const Phases *p)
{
    double u = p->stage->unit;
    return 2 * PAD * u + (p->copies ? OVER * u : 0);
}

static double item_width(const Phases *p, double cell)
{
    double cells = (p->slot_cols + (p->copies ? spec_in(p->spec, p->spec->x) : 0)) * cell;
    return fmax(cells + fixed_width(p), words_width(p, phase_name(p, p->trays - 1), 12 * p->stage->unit));
}

void board_size(const Phases *p, double cell, double *w, double *h)
{
    double u = p->stage->unit;
    *w = p->cols * item_width(p, cell) + (p->cols - 1) * ACROSS * u;
    *h = p->rows * (LABEL * u + taller(p) * cell + 2 * PAD * u) + (p->rows - 1) * DOWN * u;
}

double board_fit(const Phases *p, double w, double h)
{
    double u = p->stage->unit, most = 40 * u;
    int cells = p->slot_cols + (p->copies ? spec_in(p->spec, p->spec->x) : 0);
    double across = (w - (p->cols - 1) * ACROSS * u) / p->cols - fixed_width(p);
    double down = (h - (p->rows - 1) * DOWN * u) / p->rows - (LABEL + 2 * PAD) * u;
    if (item_width(p, 0) > (w - (p->cols - 1) * ACROSS * u) / p->cols) return 0; // not even the names fit
    return floor(fmax(0, fmin(most, fmin(across / cells, down / taller(p)))));
}

static Item item_at(const Phases *p, int number)
{
    double u = p->stage->unit, cell = p->cell, w = item_width(p, cell), h = LABEL * u + taller(p) * cell + 2 * PAD * u;
    double x = p->x + number % p->cols * (w + ACROSS * u), y = p->y + number / p->cols * (h + DOWN * u);
    Item item = { .number = number, .tray = tray_at(p->spec, number), .label = { x, y, w, LABEL * u } };
    double top = y + LABEL * u;
    item.slots = grid_fit(x + PAD * u, top + PAD * u, p->slot_cols * cell + 0.5, p->slot_rows * cell + 0.5, p->slot_rows, p->slot_cols, cell, u);
    Box slots = grid_box(&item.slots);
    item.frame = (Box){ slots.x - PAD * u, slots.y - PAD * u, slots.w + 2 * PAD * u, slots.h + 2 * PAD * u };
    int rows = spec_in(p->spec, p->spec->y), cols = spec_in(p->spec, p->spec->x);
    if (p->copies) item.input = grid_fit(item.frame.x + item.frame.w + OVER * u, top + PAD * u, cols * cell + 0.5, rows * cell + 0.5, rows, cols, cell, u);
    return item;
}

static void fade_from(const Phases *p, int first, long long number)
{
    Figure *figure = p->stage->figure;
    for (int i = first; phase_faded(p, number) && i < figure->count; i++) figure->marks[i].opacity *= 0.25;
}

// ---- one tray --------------------------------------------------------------------------------------------------

static void draw_label(const Phases *p, const Item *item)
{
    Stage *stage = p->stage;
    double u = stage->unit, size = 12 * u;
    const char *name = phase_name(p, item->number);
    figure_text(stage->figure, "phase", item->label.x, item->label.y + 4 * u, size, WEIGHT_SEMIBOLD, ALIGN_LEFT, stage->look->text, "%s", name);
    double used = words_width(p, name, size) + 10 * u;
    const char *weights = arena_print(&stage->figure->arena, item->tray.taps == 1 ? "%d weight" : "%d weights", item->tray.taps);
    if (item->tray.taps == 0) weights = "no weights";
    if (used + words_width(p, weights, size) > item->label.w) return;
    figure_text(stage->figure, "weights", item->label.x + used, item->label.y + 4 * u, size, WEIGHT_REGULAR, ALIGN_LEFT, stage->look->muted, "%s", weights);
}

// The slot of a tap: of a transposed convolution turned by 180°, so that missing ones come first.
static Box slot_of(const Phases *p, const Item *item, int row, int col)
{
    bool turned = p->spec->transposed;
    return grid_cell(&item->slots, turned ? p->slot_rows - 1 - row : row, turned ? p->slot_cols - 1 - col : col);
}

static void draw_tray(const Phases *p, const Item *item)
{
    Stage *stage = p->stage;
    const Look *look = stage->look;
    const Tray *tray = &item->tray;
    double u = stage->unit;
    Mark *frame = figure_add(stage->figure, MARK_BOX, "tray", item->frame);
    bool active = p->active == item->number;
    frame->fill = tray->taps ? phase_tint(p, item->number) : look->background;
    frame->line = active ? look->text : look->border, frame->stroke = active ? 2.5 * u : u, frame->radius = 6 * u;
    if (!tray->taps) frame->style |= STYLE_HATCHED | STYLE_DASHED;
    double size = weight_size(stage, &item->slots);
    for (int row = 0; row < p->slot_rows; row++)
        for (int col = 0; col < p->slot_cols; col++) {
            Box box = slot_of(p, item, row, col);
            if (row < tray->y.taps && col < tray->x.taps) {
                draw_weight_cell(stage, box, tray->y.first_tap + row * tray->y.step, tray->x.first_tap + col * tray->x.step, size);
            } else if (tray->taps && item->slots.pitch >= 12) {
                Mark *missing = figure_add(stage->figure, MARK_BOX, "missing", box);
                missing->line = look->border, missing->stroke = u, missing->style = STYLE_DOTTED, missing->radius = 4 * u;
            }
        }
}

Box board_slot(const Phases *p, int tap_row, int tap_col)
{
    Item item = item_at(p, (int)tray_of(p->spec, (Cell){ ROLE_W, { 0, 0, tap_row, tap_col } }));
    return slot_of(p, &item, (tap_row - item.tray.y.first_tap) / item.tray.y.step, (tap_col - item.tray.x.first_tap) / item.tray.x.step);
}

// The words of an empty tray stand where its convolution would.
static void draw_empty(const Phases *p, const Item *item)
{
    Stage *stage = p->stage;
    double u = stage->unit, size = 12 * u;
    Box room = grid_box(&item->input);
    const char *words = p->spec->transposed ? "no weights: always the bias" : "no weights: never read";
    TextLine lines[4];
    int count = text_wrap(&stage->figure->measure, words, size, WEIGHT_REGULAR, room.w, lines, COUNT(lines));
    bool fits = count <= COUNT(lines) && count * 1.35 * size <= taller(p) * p->cell + (2 * PAD + DOWN) * u;
    if (fits && room.w >= 56 * u) // the longest word
        draw_note(stage, room.x, item->frame.y + 2 * u, room.w, size, stage->look->muted, words);
}

// The input as this tray reads it: only its own weights light anything.
static void draw_copy(const Phases *p, const Item *item)
{
    Stage part = *p->stage;
    const Spec *spec = p->spec;
    int rows = item->input.rows, cols = item->input.cols;
    part.focus.x_tap = arena_new(&part.figure->arena, (size_t)rows * (size_t)cols, sizeof *part.focus.x_tap);
    for (int i = 0; i < rows * cols; i++) {
        int tap = p->stage->focus.x_tap[i];
        Cell w = { ROLE_W, { 0, 0, tap / spec->x.kernel, tap % spec->x.kernel } };
        part.focus.x_tap[i] = tap >= 0 && tray_of(spec, w) == item->number ? tap : -1;
    }
    double u = part.unit;
    figure_text(part.figure, "over", item->frame.x + item->frame.w + OVER * u / 2, item->frame.y + item->frame.h / 2 - 10 * u, 16 * u,
                WEIGHT_REGULAR, ALIGN_CENTRE, part.look->muted, "∗");
    int first = part.figure->count;
    draw_input(&part, &item->input, NULL, 0);
    const char *name = arena_print(&part.figure->arena, "input of %s", phase_name(p, item->number));
    for (int i = first; i < part.figure->count; i++) part.figure->marks[i].name = name;
    Windows windows = windows_of(p);
    for (int i = 0; i < windows.count; i++) {
        if (tray_of(spec, (Cell){ ROLE_Y, { 0, 0, windows.row[i], windows.col[i] } }) != item->number) continue;
        Axis y = item->tray.y.as, x = item->tray.x.as;
        int row = (windows.row[i] - item->tray.y.first) / spec->y.stride, col = (windows.col[i] - item->tray.x.first) / spec->x.stride;
        window_draw(p, &item->input, axis_place(y, row, 0), axis_place(y, row, item->tray.y.taps - 1), axis_place(x, col, 0),
                    axis_place(x, col, item->tray.x.taps - 1), windows.strength[i]);
    }
}

void board_draw(const Phases *p)
{
    for (int number = 0; number < p->trays; number++) {
        Item item = item_at(p, number);
        int first = p->stage->figure->count;
        figure_add(p->stage->figure, MARK_BOX, "phase place", item.label); // where the name can be pressed
        draw_label(p, &item);
        draw_tray(p, &item);
        if (p->copies && item.tray.taps) draw_copy(p, &item);
        else if (p->copies) draw_empty(p, &item);
        fade_from(p, first, number);
    }
}
