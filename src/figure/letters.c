// Sums of letters in cells: whole where they can be read, on as many lines as suit the cell, else how many terms there
// are. One size of type for a grid: the largest sums that can still be read set it, longer ones are counted.
#include "figure/layout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_WHOLE = 6, MOST_GATHERED = 32, MOST_MEASURED = 1024 };
static const double AIR = 0.9; // of its cell a sum may take so much, or it sticks to the border
static const double LINE_HEIGHT = 1.2, LEAST_ALONE = 9.5, LEAST_SUM = 10.5; // the last two are sizes of type at scale 1

// A sum cut before each sign, and the widths of its parts from one term to another at size 1.
typedef struct Parts {
    const char *text;
    int count;
    size_t start[MOST_WHOLE], end[MOST_WHOLE];
    double width[MOST_WHOLE][MOST_WHOLE];
} Parts;

static double width_between(const Stage *stage, const char *text, size_t start, size_t end)
{
    char part[MOST_WHOLE * 2 * NUMBER_TEXT];
    snprintf(part, sizeof part, "%.*s", (int)(end - start), text + start);
    const Measure *m = &stage->figure->measure;
    return m->width(m->self, part, 100, WEIGHT_SEMIBOLD) / 100;
}

static bool is_sign(const char *at)
{
    return !strncmp(at, " + ", 3) || !strncmp(at, " \xE2\x88\x92 ", 5);
}

// False where the sum has too many terms to be shown whole.
static bool cut_parts(const Stage *stage, Parts *parts, const char *text)
{
    *parts = (Parts){ .text = text, .count = 1 };
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        if (!is_sign(text + i)) continue;
        if (parts->count == MOST_WHOLE) return false;
        parts->end[parts->count - 1] = i;
        parts->start[parts->count++] = i + 1;
    }
    parts->end[parts->count - 1] = length;
    for (int i = 0; i < parts->count; i++)
        for (int k = i; k < parts->count; k++) parts->width[i][k] = width_between(stage, text, parts->start[i], parts->end[k]);
    return true;
}

// Bit i of [breaks]: a line ends after term i.
static double widest_line(const Parts *parts, unsigned breaks, int *lines)
{
    double widest = 0;
    *lines = 0;
    for (int from = 0, i = 0; i < parts->count; i++) {
        if (i + 1 < parts->count && !(breaks >> i & 1)) continue;
        widest = fmax(widest, parts->width[from][i]);
        from = i + 1;
        ++*lines;
    }
    return widest;
}

// The room that painting leaves for words in a cell.
static double room_of(const Stage *stage, double side)
{
    double stroke = side >= 20 * stage->unit ? 1.5 * stage->unit : side >= 12 ? 1 : 0;
    return side - 2 * (fmax(stroke, stage->unit) + stage->unit);
}

// The largest type in which the sum fits.
static double best_size(const Parts *parts, double room)
{
    double best = 0;
    for (unsigned breaks = 0; breaks < 1u << (parts->count - 1); breaks++) {
        int lines;
        double widest = widest_line(parts, breaks, &lines);
        best = fmax(best, fmin(room / fmax(widest, 0.5), lines > 1 ? room / (LINE_HEIGHT * lines) : room));
    }
    return best;
}

// The sum on the fewest lines on which it fits in type of [size], the longest of them as short as can be; false where it
// does not fit.
static bool break_lines(const Parts *parts, double w, double h, double size, char *out)
{
    double best_width = INFINITY;
    int best_lines = MOST_WHOLE + 1;
    unsigned best = 0;
    for (unsigned breaks = 0; breaks < 1u << (parts->count - 1); breaks++) {
        int lines;
        double widest = widest_line(parts, breaks, &lines);
        if (widest * size > w + 0.01 || (lines > 1 && LINE_HEIGHT * lines * size > h + 0.01)) continue;
        if (lines > best_lines || (lines == best_lines && widest >= best_width)) continue;
        best = breaks, best_lines = lines, best_width = widest;
    }
    if (best_lines > MOST_WHOLE) return false;
    strcpy(out, parts->text);
    for (int i = 0; i + 1 < parts->count; i++)
        if (best >> i & 1) out[parts->end[i]] = '\n';
    return true;
}

// ---- the sums of a plane ---------------------------------------------------------------------------------------

// The sum of a cell, where so few products have landed that it may be shown; then how many terms it has.
static int gathered(const Stage *stage, Text *out, Cell cell, long long steps)
{
    const Work *work = stage->work;
    Walk walk = steps == STEP_END ? WALK_INPUT : work->scene.walk; // by input the cut cells are summed too
    if (stage->one_pair) return symbols_of_pair(out, work, cell, stage->focus.ic, walk, steps, MOST_GATHERED).terms;
    return symbols_of(out, work, cell, walk, steps, MOST_GATHERED).terms;
}

// The size for "12 terms" on two lines, or where that cannot be read for "Σ 12".
static double count_size(const Stage *stage, double room)
{
    double words = fmin(room / width_between(stage, "terms", 0, 5), room / (2 * LINE_HEIGHT));
    if (words >= LEAST_ALONE * stage->unit && words >= 9) return words;
    return room / width_between(stage, "Σ 99", 0, strlen("Σ 99"));
}

double letters_size(Stage *stage, const Grid *grid)
{
    double u = stage->unit, cell = grid->pitch - grid->gap, room = AIR * room_of(stage, cell), most = fmin(26 * u, 0.42 * cell);
    double whole[MOST_WHOLE + 1], counts = count_size(stage, room);
    int longest = 0; // terms of the longest sum, MOST_WHOLE + 1 for more
    for (int i = 0; i <= MOST_WHOLE; i++) whole[i] = most;
    const Canvas *canvas = &stage->focus.canvas;
    long cells = (long)canvas->rows * canvas->cols;
    if (cell < CELL_NUMBERS * 0.7 * u) return 0;
    for (long i = 0; i < cells && i < MOST_MEASURED; i++) {
        // Of a large plane its last rows, where names are longest.
        long at = cells - 1 - i;
        Cell y = { ROLE_Y, { stage->focus.n, stage->focus.oc, (int)(at / canvas->cols) + canvas->row0, (int)(at % canvas->cols) + canvas->col0 } };
        Text sum = { 0 };
        Parts parts;
        int terms = gathered(stage, &sum, y, STEP_END);
        if (sum.length && cut_parts(stage, &parts, sum.data)) whole[parts.count] = fmin(whole[parts.count], best_size(&parts, room));
        longest = (int)fmax(longest, fmin(terms, MOST_WHOLE + 1));
        text_clear(&sum);
    }
    for (int terms = longest < MOST_WHOLE ? longest : MOST_WHOLE; terms >= 0; terms--) {
        double size = terms < longest ? fmin(most, counts) : most;
        for (int i = 0; i <= terms; i++) size = fmin(size, whole[i]);
        if (size >= (terms > 1 ? LEAST_SUM : LEAST_ALONE) * u && size >= 9) return size;
    }
    return 0;
}

const char *letters_text(Stage *stage, Cell cell, Box box, double size)
{
    Text sum = { 0 };
    Parts parts;
    int terms = gathered(stage, &sum, cell, stage->moment->step);
    double w = room_of(stage, box.w), h = box.h - (box.w - w);
    char *text = arena_new(&stage->figure->arena, sum.length + 32, 1);
    bool fits = cut_parts(stage, &parts, text_or_empty(&sum)) && break_lines(&parts, w, h, size, text);
    const char *const counts[] = { "%d\nterms", "%d terms", "Σ %d" };
    for (int i = 0; i < COUNT(counts) && !fits; i++) {
        snprintf(text, 32, counts[i], terms);
        size_t first = strcspn(text, "\n"), length = strlen(text);
        double widest = width_between(stage, text, 0, first);
        if (first < length) widest = fmax(widest, width_between(stage, text, first + 1, length));
        fits = widest * size <= w + 0.01 && (first == length || 2 * LINE_HEIGHT * size <= h);
    }
    text_clear(&sum);
    return fits ? text : NULL;
}
