// From–to: every layer that leads from one size to another, a page at a time, smallest first. A row is one click away
// from being the scene's layer.
#include "figure/sizes.h"

#include <math.h>

enum { NUMBERS = 5 };

typedef struct Table {
    const SizeAnswers *answers;
    int from, to, first, rows;
    double x, y, w, pitch, column;
    bool formulas;
} Table;

static const char *bounds_words(Stage *stage, SizeBounds b)
{
    return arena_print(&stage->figure->arena, "k ≤ %d, s ≤ %d, d ≤ %d", b.kernel, b.stride, b.dilation);
}

// "From 29 to 57", each number a stepper; returns the y below.
static double question(Stage *stage, Box box, int from, int to)
{
    const Look *look = stage->look;
    double u = stage->unit, size = 14 * u;
    if (stage->view->still) {
        figure_text(stage->figure, "question", box.x, box.y + 6 * u, 16 * u, WEIGHT_SEMIBOLD, ALIGN_LEFT, look->text,
                    "From %d to %d", from, to);
        return box.y + 34 * u;
    }
    double first = sizes_width(stage, "From", size, WEIGHT_SEMIBOLD) + 8 * u;
    double second = sizes_width(stage, "to", size, WEIGHT_SEMIBOLD) + 8 * u;
    double stepper = fmin(120 * u, (box.w - first - second - 10 * u) / 2);
    figure_text(stage->figure, "question", box.x, box.y + 7 * u, size, WEIGHT_SEMIBOLD, ALIGN_LEFT, look->text, "From");
    sizes_slot(stage, "slot from", (Box){ box.x + first, box.y, stepper, 30 * u });
    double x = box.x + first + stepper + 10 * u;
    figure_text(stage->figure, "question", x, box.y + 7 * u, size, WEIGHT_SEMIBOLD, ALIGN_LEFT, look->text, "to");
    sizes_slot(stage, "slot to", (Box){ x + second, box.y, stepper, 30 * u });
    return box.y + 38 * u;
}

// How many there are, and what was tried, which more can be asked of.
static double summary(Stage *stage, Box box, double y, int count, SizeBounds bounds)
{
    double u = stage->unit, w = fmin(sizes_width(stage, "More: k ≤ 15, s ≤ 8, d ≤ 4", 13 * u, WEIGHT_SEMIBOLD) + 20 * u, box.w);
    const char *said = count ? arena_print(&stage->figure->arena, count == 1 ? "%d layer" : "%d layers", count) : "No layer";
    if (stage->view->still) {
        sizes_line(stage, "count", box.x, y + 7 * u, box.w, 13 * u, WEIGHT_SEMIBOLD, stage->look->text,
                   arena_print(&stage->figure->arena, "%s with %s", said, bounds_words(stage, bounds)));
        return y + 32 * u;
    }
    double words = sizes_width(stage, said, 13 * u, WEIGHT_SEMIBOLD) + 12 * u;
    if (words + w > box.w) {
        sizes_slot(stage, "slot more", (Box){ box.x, y, w, 28 * u });
        y += 32 * u, words = 0;
        sizes_line(stage, "count", box.x, y + 2 * u, box.w, 13 * u, WEIGHT_SEMIBOLD, stage->look->text, said);
        return y + 20 * u;
    }
    sizes_line(stage, "count", box.x, y + 6 * u, box.w, 13 * u, WEIGHT_SEMIBOLD, stage->look->text, said);
    sizes_slot(stage, "slot more", (Box){ box.x + words, y, w, 28 * u });
    return y + 34 * u;
}

static bool is_present(const Stage *stage, const Table *t, const SizeAnswer *answer)
{
    Axis a = sizes_axis(stage);
    return spec_in(stage->spec, a) == t->from && a.kernel == answer->kernel && a.stride == answer->stride && a.padding == answer->padding &&
           a.output_padding == answer->output_padding && a.dilation == answer->dilation;
}

static const char *formula_of(Stage *stage, const Table *t, const SizeAnswer *answer)
{
    Spec spec = size_answer_spec(stage->spec, false, t->from, answer, false);
    Text text = { 0 };
    if (spec.transposed) spec.x.wide = t->to;
    else spec.x.narrow = t->to;
    size_formula(&text, &spec, false);
    const char *kept = arena_text(&stage->figure->arena, text_or_empty(&text));
    text_clear(&text);
    return kept;
}

static void draw_row(Stage *stage, const Table *t, int row)
{
    const Look *look = stage->look;
    const SizeAnswer *answer = &t->answers->at[t->first + row];
    const int numbers[NUMBERS] = { answer->kernel, answer->stride, answer->padding, answer->output_padding, answer->dilation };
    double u = stage->unit, y = t->y + row * t->pitch, h = t->pitch - 4 * u, size = fmin(15 * u, 0.6 * h), type = y + (h - 1.2 * size) / 2;
    bool now = is_present(stage, t, answer);
    Mark *mark = figure_add(stage->figure, MARK_BOX, "answer", (Box){ t->x, y, t->w, h });
    mark->line = now ? look->text : look_mix(look->border, look->background, 0.6);
    mark->stroke = (now ? 2 : 1) * u, mark->radius = 4 * u;
    static const int defaults[NUMBERS] = { 1, 1, 0, 0, 1 };
    for (int i = 0; i < NUMBERS; i++)
        figure_text(stage->figure, "number", t->x + (i + 0.5) * t->column, type, size,
                    numbers[i] == defaults[i] ? WEIGHT_REGULAR : WEIGHT_SEMIBOLD, ALIGN_CENTRE, look->text, "%d", numbers[i]);
    if (!t->formulas) return;
    double x = t->x + NUMBERS * t->column + 8 * u;
    sizes_line(stage, "formula", x, y + (h - 14.4 * u) / 2, t->x + t->w - x - 4 * u, 12 * u, WEIGHT_MONO, look->muted,
               formula_of(stage, t, answer));
}

static void table(Stage *stage, Table *t)
{
    static const char *const heads[NUMBERS] = { "k", "s", "p", "op", "d" };
    double u = stage->unit;
    for (int i = 0; i < NUMBERS; i++)
        figure_text(stage->figure, "head", t->x + (i + 0.5) * t->column, t->y, 13 * u, WEIGHT_SEMIBOLD, ALIGN_CENTRE,
                    stage->look->kernel.line, "%s", heads[i]);
    t->y += 20 * u;
    for (int row = 0; row < t->rows && t->first + row < t->answers->count; row++) draw_row(stage, t, row);
}

static void pager(Stage *stage, const Table *t, double y)
{
    double u = stage->unit;
    int last = t->first + t->rows < t->answers->count ? t->first + t->rows : t->answers->count;
    const char *said = arena_print(&stage->figure->arena, "%d–%d of %d", t->first + 1, last, t->answers->count);
    double w = sizes_width(stage, said, 13 * u, WEIGHT_SEMIBOLD), side = 30 * u;
    double x = stage->view->still ? t->x : t->x + side + 10 * u; // a file has no buttons
    sizes_slot(stage, "slot back", (Box){ t->x, y, side, side });
    figure_text(stage->figure, "page", x, y + 7 * u, 13 * u, WEIGHT_SEMIBOLD, ALIGN_LEFT, stage->look->text, "%s", said);
    sizes_slot(stage, "slot on", (Box){ t->x + side + 20 * u + w, y, side, side });
}

// Where there is no layer: a sentence, and the sizes on either side that one has.
static void none(Stage *stage, const Table *t, double y, SizeBounds bounds)
{
    const SizeAnswers *answers = t->answers;
    double u = stage->unit, x = t->x;
    Arena *arena = &stage->figure->arena;
    const char *near = "";
    if (answers->below && answers->above)
        near = arena_print(arena, " The nearest sizes from %d are %lld and %lld.", t->from, answers->below, answers->above);
    else if (answers->below || answers->above)
        near = arena_print(arena, " The nearest size from %d is %lld.", t->from, answers->below ? answers->below : answers->above);
    const char *said = arena_print(arena, "No layer leads from %d to %d with %s.%s", t->from, t->to, bounds_words(stage, bounds), near);
    y = draw_note(stage, t->x, y, t->w, 14 * u, stage->look->text, said) + 8 * u;
    const long long sizes[] = { answers->below, answers->above };
    static const char *const slots[] = { "slot below", "slot above" };
    for (int i = 0; i < 2; i++) {
        if (!sizes[i]) continue;
        double w = sizes_width(stage, arena_print(arena, "To %lld", sizes[i]), 13 * u, WEIGHT_SEMIBOLD) + 24 * u;
        sizes_slot(stage, slots[i], (Box){ x, y, w, 30 * u });
        x += w + 8 * u;
    }
}

void sizes_from_to(Stage *stage, Box box)
{
    static const char ORDER[] = "Smallest first: by dilation, then kernel, output padding, padding and stride.";
    const ShowSizes *show = &stage->view->show.sizes;
    const Spec *spec = stage->spec;
    SizeBounds bounds = SIZE_BOUNDS[show->wider];
    double u = stage->unit;
    Axis a = sizes_axis(stage);
    Table t = { .from = show->from ? show->from : spec_in(spec, a), .to = show->to ? show->to : spec_out(spec, a), .x = box.x, .w = box.w };
    SizeAnswers answers;
    size_solve(&answers, spec->transposed, t.from, t.to, bounds);
    t.answers = &answers;
    double y = question(stage, box, t.from, t.to);
    y = summary(stage, box, y, answers.count, bounds);
    if (!answers.count) {
        none(stage, &t, y + 4 * u, bounds);
    } else {
        double foot = 34 * u, note = stage->compact ? 0 : sizes_note_height(stage, box.w, 13 * u, WEIGHT_REGULAR, ORDER) + 6 * u;
        t.y = y, t.pitch = (stage->compact ? 30 : 34) * u;
        t.rows = (int)fmax(1, floor((box.y + box.h - y - 20 * u - foot - note) / t.pitch));
        // The last page is full too: how many rows there are then says how far a page goes.
        t.first = answers.count <= t.rows ? 0 : show->first > answers.count - t.rows ? answers.count - t.rows : show->first;
        t.column = fmin(44 * u, box.w / NUMBERS);
        const char *longest = formula_of(stage, &t, &answers.at[answers.count - 1]);
        t.formulas = box.w - NUMBERS * t.column >= sizes_width(stage, longest, 12 * u, WEIGHT_MONO) + 24 * u;
        if (!t.formulas) t.column = fmin(64 * u, box.w / NUMBERS), t.w = NUMBERS * t.column;
        int shown = answers.count - t.first < t.rows ? answers.count - t.first : t.rows;
        table(stage, &t);
        y = t.y + shown * t.pitch;
        if (!stage->compact) y = draw_note(stage, box.x, y + 2 * u, box.w, 13 * u, stage->look->muted, ORDER) + 4 * u;
        if (answers.count > t.rows) pager(stage, &t, y);
    }
    size_answers_clear(&answers);
}
