// Which part of the window is to be painted again: what was painted and is not any more, and what is new, found by going
// through both lists. What both hold in the same order has its pixels already, wherever nothing else is painted.
#include "app/inside.h"

#include <math.h>
#include <stdlib.h>

static double area(SDL_Rect r)
{
    return (double)r.w * r.h;
}

static SDL_Rect around(SDL_Rect a, SDL_Rect b)
{
    SDL_Rect both;
    SDL_UnionRect(&a, &b, &both);
    return both;
}

// What is near together is painted together; of too many, those that waste least.
static void add(Damage *damage, SDL_Rect rect)
{
    for (;;) {
        int best = -1;
        double least = INFINITY;
        for (int i = 0; i < damage->count; i++) {
            SDL_Rect both = around(damage->rect[i], rect);
            double waste = area(both) - area(damage->rect[i]) - area(rect), near = 0.3 * area(both) + 4096;
            if (waste < least && (waste <= near || damage->count == DAMAGE_MOST)) least = waste, best = i;
        }
        if (best < 0) break;
        rect = around(damage->rect[best], rect);
        damage->rect[best] = damage->rect[--damage->count];
    }
    damage->rect[damage->count++] = rect;
}

static void add_box(Damage *damage, Box box, int w, int h)
{
    double x = fmax(0, floor(box.x)), y = fmax(0, floor(box.y)), right = fmin(w, ceil(box.x + box.w)), bottom = fmin(h, ceil(box.y + box.h));
    if (box.w > 0 && box.h > 0 && right > x && bottom > y) add(damage, (SDL_Rect){ (int)x, (int)y, (int)(right - x), (int)(bottom - y) });
}

void damage_find(Damage *damage, const Painted *was, int was_count, const Painted *is, int count, int w, int h)
{
    damage->count = 0;
    int from = 0;
    while (from < was_count && from < count && was[from].look == is[from].look) from++;
    while (was_count > from && count > from && was[was_count - 1].look == is[count - 1].look) was_count--, count--;
    // Things of the list before by what they look like, each place with the next one of the same.
    size_t places = 16;
    while (places < 2 * (size_t)(was_count - from)) places *= 2;
    int *first = memory_new(places, sizeof *first), *next = memory_new((size_t)was_count + 1, sizeof *next);
    bool *kept = memory_new((size_t)was_count + 1, sizeof *kept);
    for (int i = was_count - 1; i >= from; i--) {
        int *place = &first[was[i].look & (places - 1)];
        next[i] = *place, *place = i + 1;
    }
    int last = from; // what is painted in another order is painted anew
    for (int i = from; i < count; i++) {
        int at = first[is[i].look & (places - 1)] - 1;
        while (at >= 0 && (at < last || was[at].look != is[i].look)) at = next[at] - 1;
        if (at < 0) add_box(damage, is[i].box, w, h);
        else kept[at] = true, last = at + 1;
    }
    for (int i = from; i < was_count; i++)
        if (!kept[i]) add_box(damage, was[i].box, w, h);
    free(first);
    free(next);
    free(kept);
}
