// How many decimals a grid's numbers have. All that the tensor needs, where there is room; else fewer, one count for the
// whole grid, which its caption says: a rounded number still says more than a colour. The cell itself is told in full.
#include "figure/layout.h"

#include <math.h>

static int full_decimals(const Stage *stage, Role role)
{
    return role == ROLE_Y ? sum_decimals(stage->work) : role_decimals(stage->work, role);
}

static int *decimals_of(Stage *stage, Role role)
{
    return role == ROLE_X ? &stage->x_decimals : role == ROLE_W ? &stage->w_decimals : &stage->y_decimals;
}

// There is at least one decimal, so that 0.5 beside 135 is no 0, and the largest keeps a digit.
int decimals_least(int full, double most)
{
    int least = most >= 0.1 ? 1 : -(int)floor(log10(most));
    return least < full ? least : full;
}

void decimals_all(Stage *stage, Role role)
{
    *decimals_of(stage, role) = full_decimals(stage, role);
    stage->few_wide &= ~(1u << role);
}

bool decimals_fewer(Stage *stage, Role role)
{
    int *decimals = decimals_of(stage, role), full = full_decimals(stage, role);
    if (*decimals > decimals_least(full, work_scale(stage->work, role).most)) return --*decimals, true;
    *decimals = full; // in vain
    return false;
}

const char *decimals_words(Stage *stage, int decimals, int full)
{
    if (decimals >= full) return "";
    return arena_print(&stage->figure->arena, decimals == 1 ? ", to %d decimal" : ", to %d decimals", decimals);
}

const char *rounded_words(Stage *stage, Role role)
{
    return decimals_words(stage, *decimals_of(stage, role), full_decimals(stage, role));
}

// ---- a few that are too wide -----------------------------------------------------------------------------------

// The forms of a number, the widest first; NULL past the last, or where it is no number.
static const char *narrower(Stage *stage, const char *text, int form)
{
    double value, told;
    char out[NUMBER_TEXT];
    if (form == 0) return text;
    if (form > 2 || !number_read(text, &value) || value == 0 || !isfinite(value)) return NULL;
    number_compact(out, value, 3 - form);
    // One digit is enough only where it is as near as two would be.
    if (form == 2 && !(number_read(out, &told) && fabs(told - value) <= 0.05 * fabs(value))) return NULL;
    return text_width(stage, out) < text_width(stage, text) ? arena_text(&stage->figure->arena, out) : text;
}

// The cells that numbers are to be fitted into: those of a grid, or bars.
typedef struct Place {
    const Grid *grid; // NULL: bars
    double w, h;
    bool is_double;
} Place;

static double size_for(const Stage *stage, const Place *place, double widest)
{
    return place->grid ? number_size(stage, place->grid, widest, place->is_double) : number_size_in(stage, place->w, place->h, widest);
}

static double size_of(const Stage *stage, const Place *place, const char *text)
{
    return size_for(stage, place, text_width(stage, text));
}

static double few_wide(Stage *stage, const Place *place, Role role, long count, NumberAt text, void *context)
{
    double widest = 0;
    long wide = 0;
    if (count > MEASURED_CELLS || size_of(stage, place, "10⁹") <= 0) return 0;
    for (long i = 0; i < count; i++) {
        const char *shown = text(context, i), *narrow = shown;
        if (size_of(stage, place, shown) > 0) {
            widest = fmax(widest, text_width(stage, shown));
            continue;
        }
        for (int form = 1; (narrow = narrower(stage, shown, form)) && size_of(stage, place, narrow) <= 0; ) form++;
        // Where most would be compact the colours say more.
        if (!narrow || ++wide > count / 2) return 0;
    }
    stage->few_wide |= 1u << role;
    return size_for(stage, place, widest);
}

double few_wide_size(Stage *stage, const Grid *grid, Role role, long count, NumberAt text, void *context)
{
    return few_wide(stage, &(Place){ .grid = grid, .is_double = role == ROLE_W || role == ROLE_GW }, role, count, text, context);
}

double few_wide_bars(Stage *stage, double w, double h, Role role, long count, NumberAt text, void *context)
{
    return few_wide(stage, &(Place){ .w = w, .h = h }, role, count, text, context);
}

void number_fit(Stage *stage, Mark *mark, const char *text, double size, bool is_double)
{
    const Grid one = { .pitch = fmin(mark->box.w, mark->box.h), .rows = 1, .cols = 1 };
    const Place place = { stage->bars ? NULL : &one, mark->box.w, mark->box.h, is_double };
    mark->text = text, mark->size = size;
    double value;
    if (!number_read(text, &value)) return;
    for (int form = 0; ; form++) {
        const char *next = narrower(stage, text, form);
        if (!next) return;
        double fits = size_of(stage, &place, next);
        if (fits <= 0) continue;
        // Bars end on whole pixels: one that is a pixel lower than its neighbour has the same type.
        mark->text = next, mark->size = fits > 0.97 * size ? size : fits;
        return;
    }
}
