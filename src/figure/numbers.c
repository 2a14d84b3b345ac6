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
