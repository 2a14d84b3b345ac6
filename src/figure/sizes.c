// Sizes: why output padding exists. Two sizes go in, one comes out; op remembers which. Three parts: the ladder of
// sizes, the question "from this to that", and the same layer in other frameworks.
#include "figure/sizes.h"

#include <math.h>
#include <string.h>

bool sizes_rows(const Stage *stage)
{
    return stage->spec->dims == 2 && stage->view->show.sizes.rows;
}

Axis sizes_axis(const Stage *stage)
{
    return sizes_rows(stage) ? stage->spec->y : stage->spec->x;
}

void sizes_slot(Stage *stage, const char *name, Box box)
{
    if (!stage->view->still) figure_add(stage->figure, MARK_BOX, name, box);
}

double sizes_width(const Stage *stage, const char *text, double size, Weight weight)
{
    const Measure *m = &stage->figure->measure;
    return m->width(m->self, text, size, weight);
}

bool sizes_line(Stage *stage, const char *name, double x, double y, double room, double size, Weight weight, Colour ink,
                const char *text)
{
    if (sizes_width(stage, text, size, weight) > room) return false;
    figure_text(stage->figure, name, x, y, size, weight, ALIGN_LEFT, ink, "%s", text);
    return true;
}

double sizes_code(Stage *stage, const char *name, double x, double y, double width, const char *text)
{
    TextLine lines[8];
    double size = 12 * stage->unit;
    int count = text_wrap(&stage->figure->measure, text, size, WEIGHT_MONO, width, lines, COUNT(lines));
    for (int i = 0; i < count && i < COUNT(lines); i++, y += 1.4 * size)
        figure_text(stage->figure, name, x, y, size, WEIGHT_MONO, ALIGN_LEFT, stage->look->text, "%.*s", lines[i].length,
                    lines[i].start);
    return y;
}

double sizes_note_height(const Stage *stage, double width, double size, Weight weight, const char *text)
{
    TextLine line;
    return 1.35 * size * text_wrap(&stage->figure->measure, text, size, weight, width, &line, 1);
}

// ---- tabs and axes ---------------------------------------------------------------------------------------------

enum { MOST_CHOICES = 3 };

// Places for choices side by side from x on, as wide as their words and at most [w] together; returns the width used.
static double choices(Stage *stage, const char *const *slots, const char *const *words, int count, double x, double y, double w)
{
    double u = stage->unit, gap = 4 * u, all = 0, widths[MOST_CHOICES];
    for (int i = 0; i < count; i++) all += widths[i] = sizes_width(stage, words[i], 13 * u, WEIGHT_SEMIBOLD);
    double pad = fmin(12 * u, (w - all - (count - 1) * gap) / (2 * count)), squeeze = 1;
    if (pad < 4 * u) pad = 4 * u, squeeze = (w - (count - 1) * gap - 2 * count * pad) / all;
    for (int i = 0; i < count; i++) {
        double wide = widths[i] * squeeze + 2 * pad;
        sizes_slot(stage, slots[i], (Box){ x, y, wide, 30 * u });
        x += wide + gap;
    }
    return all * squeeze + 2 * count * pad + (count - 1) * gap;
}

static const char *axis_words(const Stage *stage, const char *name, Axis a)
{
    return arena_print(&stage->figure->arena, "%s%d → %d", name, spec_in(stage->spec, a), spec_out(stage->spec, a));
}

// The tabs, and the sizes of both axes, which are the choice between them. Returns the y below.
static double top(Stage *stage, double y)
{
    static const char *const tabs[] = { "slot tab 0", "slot tab 1", "slot tab 2" };
    static const char *const titles[SIZES_TABS] = { "Ladder", "From–to", "Frameworks" };
    static const char *const axes[] = { "slot rows", "slot columns" };
    const Spec *spec = stage->spec;
    const Box *box = &stage->view->box;
    double u = stage->unit, w = box->w - 4 * u, row = (stage->compact ? 33 : 38) * u;
    const char *sizes[] = { axis_words(stage, "Rows ", spec->y), axis_words(stage, "Columns ", spec->x) };
    if (stage->view->still || spec->dims == 1) {
        const char *line = arena_print(&stage->figure->arena, "%s, %s", sizes[0], sizes[1]);
        if (spec->dims == 1) line = axis_words(stage, "", spec->x);
        // A file says in words which axis it is about, where that makes a difference.
        else if (memcmp(&spec->y, &spec->x, sizeof spec->x) != 0)
            line = sizes_rows(stage) ? arena_print(&stage->figure->arena, "%s (columns %s)", sizes[0], axis_words(stage, "", spec->x))
                                     : arena_print(&stage->figure->arena, "%s (rows %s)", sizes[1], axis_words(stage, "", spec->y));
        double at = stage->view->still ? 0 : choices(stage, tabs, titles, SIZES_TABS, box->x, y, w) + 16 * u;
        double words = sizes_width(stage, line, 13 * u, WEIGHT_SEMIBOLD);
        if (at + words > w) at = 0, y += row;
        sizes_line(stage, "sizes", box->x + at, y + 7 * u, w - at, 13 * u, WEIGHT_SEMIBOLD, stage->look->text, line);
        return y + row;
    }
    double used = choices(stage, tabs, titles, SIZES_TABS, box->x, y, w);
    double words = sizes_width(stage, sizes[0], 13 * u, WEIGHT_SEMIBOLD) + sizes_width(stage, sizes[1], 13 * u, WEIGHT_SEMIBOLD) + 52 * u;
    double x = box->x;
    if (used + 24 * u + words <= w) x += w - words;
    else y += row;
    choices(stage, axes, sizes, 2, x, y, box->x + w - x);
    return y + row;
}

void lay_sizes(Stage *stage)
{
    static void (*const parts[SIZES_TABS])(Stage *stage, Box box) = { sizes_ladder, sizes_from_to, sizes_frameworks };
    const Box *box = &stage->view->box;
    double u = stage->unit, y = draw_heading(stage, LENSES[LENS_SIZES].title, LENSES[LENS_SIZES].purpose);
    y = top(stage, y) + (stage->compact ? 2 : 8) * u;
    parts[stage->view->show.sizes.tab](stage, (Box){ box->x, y, box->w - 4 * u, box->y + box->h - y });
}
