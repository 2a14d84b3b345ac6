// The parts of the Phases lens, inside this room: where trays and planes stand, and how each is drawn.
#ifndef STRIDESCOPE_PHASES_H
#define STRIDESCOPE_PHASES_H

#include "figure/layout.h"

enum { MOST_TRAYS = 64 }; // set apart; with more the kernel stays whole

// Phases laid out: the board of trays, the narrow side (each tray has its own, or all share one), the planes of the wide
// side.
typedef struct Phases {
    Stage *stage;
    const Spec *spec;
    int trays;      // 0: too many to be set apart
    int rows, cols; // of the board
    int slot_rows, slot_cols; // of the largest tray
    PhasesAs as;
    long long alone;  // the phase that is looked at alone, or -1
    long long active; // the tray of the cell that owns the colours, or -1
    bool copies;      // each tray has the narrow side beside it
    double x, y, cell; // of the board
    double board_w, board_h;
    Grid narrow; // the shared one
    Box wide;    // room for the planes
} Phases;

static inline Colour phase_tint(const Phases *p, long long number)
{
    return look_phase(p->stage->look, (int)(number / p->spec->x.stride % 1024), (int)(number % p->spec->x.stride));
}

static inline bool phase_faded(const Phases *p, long long number)
{
    return p->alone >= 0 && number != p->alone;
}

// "phase (1, 0)", in 1D "phase 1".
const char *phase_name(const Phases *p, long long number);

// The size of the board with cells of this pitch, and the largest pitch that fits.
void board_size(const Phases *p, double cell, double *w, double *h);
double board_fit(const Phases *p, double w, double h);
void board_draw(const Phases *p);
Box board_slot(const Phases *p, int tap_row, int tap_col); // where a weight lies

// The largest pitch with which the planes of the wide side fit; 0 where not even their names do.
double planes_fit(const Phases *p, double w, double h);
double planes_draw(const Phases *p); // returns the y below them
bool planes_cell(const Phases *p, int row, int col, Box *box); // where a cell of the wide side stands; false for nowhere

// A frame around cells of a grid that a window reads, given as first and last row and column; clipped to the grid.
void window_draw(const Phases *p, const Grid *grid, int row0, int row1, int col0, int col1, double opacity);
// The output cells whose windows are shown, with how much: the one in focus and, on its way, the next.
typedef struct Windows {
    int count, row[2], col[2];
    double strength[2];
} Windows;
Windows windows_of(const Phases *p);

#endif
