// The parts of the lens Overlap, inside this room: the counts, what stands around them, the table of the phases.
#ifndef STRIDESCOPE_FIGURE_OVERLAP_H
#define STRIDESCOPE_FIGURE_OVERLAP_H

#include "figure/layout.h"

typedef struct Lap {
    Stage *stage;
    const Spec *spec;
    const Overlap *overlap;
    bool weighted;
    double most;    // the largest count
    Scale weights;  // what sums of weights are coloured by
    int decimals, all_decimals; // of sums of weights, as shown and as they are
    Border rows, cols;
    Grid grid;      // the counts
    double brick;   // the height of a brick; 0: there is no room for them
    double left, top, foot; // around the grid: bricks, and below it the border's bracket and words
    Box words, table, chart; // w 0: not shown
} Lap;

static inline bool lap_done(const Lap *l)
{
    return l->stage->moment->step >= timeline_count(l->spec, l->stage->work->scene.walk);
}

// The colour of a count or of a sum of weights, whichever is shown.
Colour lap_colour(const Lap *l, double value);
const char *lap_number(const Lap *l, double value);

// What stands around the grid (overlap_around.c).
double bricks_height(const Lap *l, bool rows); // of the tallest pile at bricks of height l->brick
double brick_fit(const Lap *l, double room);   // the height of bricks whose piles take no more than this; 0 for none
void bricks_draw(const Lap *l);
void brackets_draw(const Lap *l);
void tile_draw(const Lap *l);
bool tile_at(const Lap *l, int *row, int *col); // the first cell of a period where no edge is near; false: there is none

// The table of the phases: how many prints each has, or what its weights add up to.
enum { TABLE_MOST = 6 }; // rows and columns
bool table_size(const Lap *l, double *w, double *h);
void table_draw(const Lap *l);

#endif
