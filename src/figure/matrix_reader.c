// The reader of Matrix: the row, column or entry that is looked at, once more in type that can be read from the last row,
// whatever the size of the table. Where it is too long it is cut by whole products and says how many are missing.
#include "figure/matrix.h"

#include <math.h>
#include <string.h>

enum { MOST_PARTS = 400 };

typedef struct Part {
    const char *text;
    Colour fill;    // of a weight; 0: plain text
    double opacity; // what is not done yet is faint
    bool cut;
    bool begins;    // of a product: here the line may end
} Part;

typedef struct Reader {
    Stage *stage;
    Part parts[MOST_PARTS];
    int count;
    int products, shown, done; // in all; those that became parts; those whose step is done
    double sizes;              // the sum of the sizes of those that are done
    bool exact;                // every number that stands in a product is said in full
    const char *label;
    const char *tail;
    int last_row; // of the kernel, to part the stamp's rows
    int last_channel;
    bool all; // channels: the table shows every one
} Reader;

bool matrix_letters(const Stage *stage)
{
    return stage->work->scene.x.kind == SOURCE_LETTERS || stage->work->scene.w.kind == SOURCE_LETTERS;
}

static const char *whole(Stage *stage, int number)
{
    char text[NUMBER_TEXT];
    number_show(text, number, 0); // a cut cell has places below 0
    return arena_text(&stage->figure->arena, text);
}

const char *matrix_place(Stage *stage, Cell cell)
{
    const Spec *spec = stage->spec;
    Arena *arena = &stage->figure->arena;
    const char *col = whole(stage, cell.at[3]);
    const char *place = spec->dims == 1 ? col : arena_print(arena, "(%s, %s)", whole(stage, cell.at[2]), col);
    bool many = cell.role == ROLE_W ? false : cell.role == ROLE_X ? spec->in_channels > 1 : spec->out_channels > 1;
    return many ? arena_print(arena, "%s of channel %d", place, cell.at[1]) : place;
}

// ---- what is said ----------------------------------------------------------------------------------------------

static Part *add(Reader *r, const char *text)
{
    Part *part = &r->parts[r->count < MOST_PARTS ? r->count++ : MOST_PARTS - 1];
    *part = (Part){ .text = text, .opacity = 1 };
    return part;
}

static const char *symbol(Reader *r, Cell cell, int decimals, bool factor)
{
    char text[NUMBER_TEXT];
    symbol_of(text, r->stage->work, cell, decimals);
    // A negative number within a sum stands in brackets: 3 + (−1)·2.
    bool negative = factor && !strncmp(text, "−", sizeof "−" - 1);
    return negative ? arena_print(&r->stage->figure->arena, "(%s)", text) : arena_text(&r->stage->figure->arena, text);
}

static Part *add_weight(Reader *r, const Term *term)
{
    Part *part = add(r, symbol(r, term->w, r->stage->w_decimals, false));
    part->fill = weight_colour(r->stage, term->w);
    return part;
}

static bool is_done(const Reader *r, const Term *term)
{
    const Stage *stage = r->stage;
    long long step = timeline_of(stage->spec, stage->work->scene.walk, term);
    return step >= 0 && step < stage->moment->step;
}

static double product_of(const Reader *r, const Term *term)
{
    return (double)work_value(r->stage->work, term->x) * (double)work_value(r->stage->work, term->w);
}

static void tally(Reader *r, const Term *term, bool done)
{
    const Stage *stage = r->stage;
    r->exact = r->exact && cell_is_said(stage->work, term->x, stage->x_decimals) && cell_is_said(stage->work, term->w, stage->w_decimals);
    r->done += done;
    if (done) r->sizes += fabs(product_of(r, term));
}

// A row: the products of one output, and what has come together of them.
static bool row_term(void *context, const Term *term)
{
    Reader *r = context;
    if (!cell_inside(r->stage->spec, term->x)) return true;
    r->products++;
    bool done = is_done(r, term);
    double opacity = done ? 1 : 0.45;
    tally(r, term, done);
    if (r->count + 8 > MOST_PARTS) return true;
    Part *part = NULL;
    if (r->shown++) part = add(r, "+"), part->opacity = opacity, part->begins = true;
    part = add(r, arena_print(&r->stage->figure->arena, "%s ·", symbol(r, term->x, r->stage->x_decimals, r->shown > 1)));
    part->opacity = opacity;
    add_weight(r, term)->opacity = opacity;
    return true;
}

// A column: the stamp of one input, row of the kernel by row.
static bool column_term(void *context, const Term *term)
{
    Reader *r = context;
    const Focus *focus = &r->stage->focus;
    if ((!r->all && term->y.at[1] != focus->oc) || (!term->inside && !r->stage->spec->transposed)) return true;
    r->products++;
    if (r->count + 8 > MOST_PARTS) return true;
    if (r->shown++ && (term->w.at[2] != r->last_row || term->y.at[1] != r->last_channel)) add(r, "")->begins = true;
    r->last_row = term->w.at[2], r->last_channel = term->y.at[1];
    Part *part = add_weight(r, term);
    part->cut = !term->inside;
    part->begins = r->shown > 1;
    return true;
}

static double sum_of(const Matrix *m, Cell y)
{
    int channel = y.at[1] - m->y.first;
    if (channel < 0 || channel >= m->y.channels) return NAN;
    const Stage *plane = &m->of_y[channel];
    const Canvas *canvas = &plane->focus.canvas;
    return sum_at(plane, y.at[2] - canvas->row0, y.at[3] - canvas->col0);
}

// What the row comes to. Where letters are multiplied the row itself says it; a bias that is a letter stays one.
static void say_sum(Reader *r, const Matrix *m, Cell y)
{
    const Stage *stage = r->stage;
    const Work *work = stage->work;
    Arena *arena = &stage->figure->arena;
    double sum = sum_of(m, y);
    if (matrix_letters(stage) || isnan(sum)) return;
    bool whole = r->done == r->products, exact = r->exact && decimals_say(sum, stage->y_decimals, r->sizes);
    char number[NUMBER_TEXT];
    number_show(number, sum, stage->y_decimals);
    const char *text = number;
    if (work_is_symbolic(work)) {
        Text letters = { 0 };
        exact = symbols_of(&letters, work, y, work->scene.walk, stage->moment->step, 0).exact && r->exact;
        text = arena_text(arena, text_or_empty(&letters));
        text_clear(&letters);
    }
    r->tail = arena_print(arena, "%s %s", whole ? equals_sign(exact) : "so far", text);
}

static void say_row(Reader *r, const Matrix *m, Cell y, bool turned)
{
    Arena *arena = &r->stage->figure->arena;
    y.role = ROLE_Y;
    r->label = arena_print(arena, "%s of y %s: what one window reads", turned ? "column" : "row", matrix_place(r->stage, y));
    terms_each(r->stage->spec, y, row_term, r);
    if (r->stage->work->b && cell_inside(r->stage->spec, y)) {
        Cell b = { ROLE_B, { y.at[1] } };
        r->exact = r->exact && cell_is_said(r->stage->work, b, r->stage->y_decimals);
        r->sizes += fabs((double)work_value(r->stage->work, b));
        Part *plus = add(r, r->shown ? "+" : "");
        plus->begins = true;
        add(r, arena_print(arena, "bias %s", symbol(r, b, r->stage->y_decimals, true)));
    } else if (!r->products) {
        add(r, "no entry: always 0");
        return;
    }
    say_sum(r, m, y);
}

static void say_column(Reader *r, Cell x, bool turned)
{
    Arena *arena = &r->stage->figure->arena;
    const char *what = r->stage->spec->transposed ? "the stamp of one input, unrolled" : "where one input is used";
    x.role = ROLE_X;
    r->label = arena_print(arena, "%s of x %s: %s", turned ? "row" : "column", matrix_place(r->stage, x), what);
    add(r, arena_print(arena, "%s ×", symbol(r, x, r->stage->x_decimals, false)));
    terms_each(r->stage->spec, x, column_term, r);
    if (!r->products) add(r, "nothing: no window reads it");
}

static void say_entry(Reader *r, const Term *term)
{
    Arena *arena = &r->stage->figure->arena;
    r->label = arena_print(arena, term->inside ? "entry: from x %s to y %s" : "cut off: from x %s to y %s", matrix_place(r->stage, term->x),
                           matrix_place(r->stage, term->y));
    if (!cell_inside(r->stage->spec, term->x)) {
        add(r, "padding is no value: nothing is multiplied");
        return;
    }
    r->products = r->shown = 1;
    add(r, arena_print(arena, "%s ·", symbol(r, term->x, r->stage->x_decimals, false)));
    add_weight(r, term)->cut = !term->inside;
    if (matrix_letters(r->stage)) return;
    char text[NUMBER_TEXT];
    double product = product_of(r, term);
    number_show(text, product, r->stage->y_decimals);
    tally(r, term, true);
    r->tail = arena_print(arena, "%s %s", equals_sign(r->exact && decimals_say(product, r->stage->y_decimals, r->sizes)), text);
}

static bool count_inside(void *context, const Term *term)
{
    *(int *)context += term->inside;
    return true;
}

static void say_weight(Reader *r, Cell w)
{
    Arena *arena = &r->stage->figure->arena;
    w.role = ROLE_W;
    int count = 0;
    terms_each(r->stage->spec, w, count_inside, &count);
    count /= r->stage->spec->batch;
    r->label = arena_print(arena, "weight w %s", matrix_place(r->stage, w));
    add_weight(r, &(Term){ .w = w });
    add(r, arena_print(arena, count == 1 ? "stands in %d entry" : "stands in %d entries", count));
}

static void say(Reader *r, const Matrix *m, bool turned)
{
    Stage *stage = r->stage;
    const Focus *focus = &stage->focus;
    Term term;
    Cell owner = focus->owner;
    bool there = owner.role != ROLE_NONE && owner.role != ROLE_B && cell_exists(stage->spec, owner);
    if (focus->one_term) say_entry(r, &focus->term);
    else if (there && (owner.role == ROLE_X || owner.role == ROLE_GX)) say_column(r, owner, turned);
    else if (there && (owner.role == ROLE_Y || owner.role == ROLE_GY)) say_row(r, m, owner, turned);
    else if (there && (owner.role == ROLE_W || owner.role == ROLE_GW)) say_weight(r, owner);
    else if (there && matrix_term(stage->spec, owner, &term)) term.x.at[0] = term.y.at[0] = focus->n, say_entry(r, &term);
    else if (there) r->label = "an empty place", add(r, "no weight joins these two cells");
    else {
        r->label = turned ? "turned" : "how to read it";
        add(r, turned ? "A row is a stamp, a column is a window." : "A column is a stamp, a row is a window.");
    }
}

// ---- how it is set ---------------------------------------------------------------------------------------------

typedef struct Setting {
    double size, chip, gap; // of type, the least width of a weight, between parts
} Setting;

static double part_width(const Reader *r, const Part *part, const Setting *s)
{
    const Measure *m = &r->stage->figure->measure;
    double w = m->width(m->self, part->text, s->size, WEIGHT_SEMIBOLD);
    return part->fill ? fmax(s->chip, w + 0.6 * s->size) : part->text[0] ? w + 4 * r->stage->unit : 0.3 * s->size;
}

// How many parts fit before the tail and, where some do not, before the words that say so.
static int fitting(const Reader *r, const Setting *s, double room)
{
    double all = 0, dots = 7.5 * s->size;
    int best = 0;
    for (int i = 0; i < r->count; i++) {
        if (r->parts[i].begins && all + dots <= room) best = i;
        all += part_width(r, &r->parts[i], s) + s->gap;
    }
    return all <= room && r->shown == r->products ? r->count : best;
}

static double tail_width(const Reader *r, double size)
{
    const Measure *m = &r->stage->figure->measure;
    return r->tail ? m->width(m->self, r->tail, size, WEIGHT_SEMIBOLD) + 6 * r->stage->unit : 0;
}

// Says it with the decimals of [stage], in the largest type in which all of it fits [room]; returns how many parts do.
static int set_out(Reader *r, Stage *stage, const Matrix *m, double room, Setting *s)
{
    double u = stage->unit;
    *r = (Reader){ .stage = stage, .all = m->all, .exact = true };
    say(r, m, m->way > 0 ? m->way >= 0.5 : m->at.turned);
    for (double size = 19 * u;; size -= u) {
        *s = (Setting){ size, 1.45 * size, 0.22 * size };
        int fit = fitting(r, s, room - tail_width(r, size));
        if (fit == r->count || size <= 14 * u) return fit;
    }
}

static Mark *put(Reader *r, const char *name, double x, double y, double w, double h, const char *text, double size)
{
    Mark *mark = figure_add(r->stage->figure, MARK_BOX, name, (Box){ x, y, w, h });
    mark->text = text, mark->size = size, mark->weight = WEIGHT_SEMIBOLD, mark->ink = r->stage->look->text;
    // Half a number is a wrong one: where there is no room even for small type, nothing is said.
    const Measure *m = &r->stage->figure->measure;
    double u = r->stage->unit;
    if (m->width(m->self, text, fmin(size, 9 * u), WEIGHT_SEMIBOLD) > w - 4 * u) mark->text = NULL;
    return mark;
}

void matrix_draw_reader(Matrix *m, Box box)
{
    Stage *stage = m->stage;
    double u = stage->unit, pad = 12 * u;
    // Boxes, not lines of text: what they say changes with who is pointed at, where they stand does not.
    Mark *frame = figure_add(stage->figure, MARK_BOX, "reader", box);
    frame->fill = stage->look->surface, frame->radius = 8 * u;
    frame->line = look_mix(stage->look->border, stage->look->background, 0.6), frame->stroke = 1;
    Reader *r = arena_new(&stage->figure->arena, 1, sizeof *r);
    double room = box.w - 2 * pad;
    Setting s;
    // In full, as the guide says it, where it has room; else as the cells have it.
    Stage full = *stage;
    full.x_decimals = full.w_decimals = NUMBER_EXACT, full.y_decimals = NUMBER_TOLD;
    int fit = set_out(r, &full, m, room, &s);
    if (fit < r->count || r->shown < r->products) fit = set_out(r, stage, m, room, &s);
    double tail = tail_width(r, s.size);

    const Measure *measure = &stage->figure->measure;
    double label = 12 * u;
    double need = measure->width(measure->self, r->label, label, WEIGHT_REGULAR);
    // Where the line is short, the part before the colon.
    if (need > 1.3 * room) r->label = arena_print(&stage->figure->arena, "%.*s", (int)strcspn(r->label, ":"), r->label);
    need = measure->width(measure->self, r->label, label, WEIGHT_REGULAR);
    if (need > room - 6 * u) label = fmax(9 * u, label * (room - 6 * u) / need);
    Mark *mark = put(r, "reader label", box.x + pad - 2 * u, box.y + 4 * u, room + 4 * u, 15 * u, r->label, label);
    mark->align = ALIGN_LEFT, mark->weight = WEIGHT_REGULAR, mark->ink = stage->look->muted;

    double h = 28 * u, x = box.x + pad, y = box.y + box.h - h - 5 * u;
    int left = r->products;
    for (int i = 0; i < fit; i++) {
        const Part *part = &r->parts[i];
        double w = fmin(part_width(r, part, &s), box.x + box.w - pad - x);
        if (part->text[0]) {
            mark = put(r, part->fill ? "reader weight" : "reader", x - (part->fill ? 0 : 2 * u), y, w + (part->fill ? 0 : 4 * u), h, part->text, s.size);
            mark->opacity = part->opacity;
            if (part->fill) {
                mark->fill = part->cut ? look_mix(stage->look->background, part->fill, 0.25) : part->fill;
                mark->ink = part->cut ? stage->look->muted : look_ink(mark->fill), mark->radius = 4 * u;
                if (part->cut) mark->style |= STYLE_DASHED, mark->line = stage->look->border, mark->stroke = fmin(1, u);
            }
        }
        left -= part->fill != 0;
        x += w + s.gap;
    }
    if (fit < r->count || r->shown < r->products) {
        const char *more = arena_print(&stage->figure->arena, "… and %d more", left);
        double w = measure->width(measure->self, more, 0.75 * s.size, WEIGHT_REGULAR) + 8 * u;
        mark = put(r, "reader", x, y, fmin(w, box.x + box.w - pad - tail - x), h, more, 0.75 * s.size);
        mark->weight = WEIGHT_REGULAR, mark->ink = stage->look->muted, mark->align = ALIGN_LEFT;
        x += w;
    }
    if (r->tail) put(r, "reader sum", x - 2 * u, y, tail + 4 * u, h, r->tail, s.size);
}
