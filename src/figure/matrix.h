// The Matrix lens's own parts, shared by its files: the two sides of the table, where they lie on the screen, and the way
// between the table and its transpose. Nobody else includes this.
#ifndef STRIDESCOPE_FIGURE_MATRIX_H
#define STRIDESCOPE_FIGURE_MATRIX_H

#include "figure/layout.h"

enum { MATRIX_MOST_CHANNELS = 8 };
static const double MATRIX_LIGHTS = 0.3; // the part of a step in which light goes on to its entries; then they fly

// One side: the values of x or of y, channel by channel and row by row, in one line. Cut edges are part of it or not.
typedef struct Side {
    Role role; // ROLE_X or ROLE_Y
    int first, channels; // channels shown
    int row0, col0, rows, cols;
} Side;

// That line on the screen: from one cell's start to the next, and what is added between rows and between channels.
typedef struct Run {
    double start, pitch, gap, gutter, apart;
} Run;

// The table one way round: `h` runs to the right (inputs, unless turned), `v` downwards.
typedef struct Table {
    bool turned;
    Run h, v;
    Box pane;              // what is seen of the entries
    Box top, left;         // where the strips of values stand
    double labels, column; // y of the labels above the strip, x of those left of it
} Table;

typedef struct Matrix {
    Stage *stage;
    Side x, y;
    Table at, to; // the same while nothing moves
    double way;   // from at to to
    double names; // how strongly labels show
    bool all;     // every channel, else one pair
    bool cut;     // cut edges are shown
    bool active;  // somebody owns the colours
    Cell next;    // on the way to the next step: the cell that it presses or finishes, or CELL_NONE
    bool next_is_term; // by product: it is one entry
    Term next_term;
    double rise;  // how far the light has gone from the last step's to it, before its products fly
    bool other;   // it stands beside the turned one
    Cell example; // ringed in both then
    Stage *of_x, *of_y; // of each channel shown: its plane, its taps, its sums
    Sums *sums;
} Matrix;

// The lens's box divided: the table's area, or a turned one's, the planes beside it, the reader and the buttons below.
// Points into itself: it is not to be copied.
typedef struct MatrixFrame {
    Stage stage;
    View view, seen; // seen: as if what is seen were all
    Matrix m;
    Box window, area, turned_area, planes, reader, controls;
    bool both; // the turned table is to stand beside the other, where there is room
} MatrixFrame;

int side_count(const Side *side);
Cell side_cell(const Stage *stage, const Side *side, int index);
int side_index(const Side *side, Cell cell); // −1: not shown
double run_at(const Run *run, const Side *side, int index);
double run_end(const Run *run, const Side *side); // where the last cell ends
// The first cell that ends after [at], the first that begins at or after it; count where none does.
int run_first(const Run *run, const Side *side, double at);
int run_past(const Run *run, const Side *side, double at);

// Chooses the channels and sides of [m]->stage and reads their sums, which matrix_release gives back.
void matrix_begin(Matrix *m);
void matrix_release(Matrix *m);
// Begins with the heading and divides the box; matrix_release ends it.
void matrix_open(MatrixFrame *frame, const Stage *given);
// Lays out one table, or the turned one, that does not move.
void matrix_lay_one(Matrix *m, Box area, bool turned);
// Lays out the table in [area]: labels, strips and pane. Turned it has another one.
void matrix_lay(Matrix *m, Box area, Box turned_area);
// The cells of a side that can be seen, from … to − 1.
void matrix_seen(const Matrix *m, Role role, int *from, int *to);
// The entry where x's and y's cells cross; the strip's cell of an index.
Box matrix_entry(const Matrix *m, int x, int y);
Box matrix_strip(const Matrix *m, Role role, int index);
// Whether a product takes part in the next step, while that is on its way.
bool matrix_is_next(const Matrix *m, const Term *term);
// Cuts a box to the pane (a strip's: along its own direction). False where nothing is left; [whole]: nothing was cut off.
bool matrix_clip(const Matrix *m, Role role, Box *box, bool *whole);

// The whole column or row of a cell of x or y across the pane; w 0 for any other, and for one out of sight.
Box matrix_line(const Matrix *m, Cell cell);
void matrix_draw_entries(Matrix *m);
// As pixels, whatever their size (matrix_pixels.c); the grid's box becomes whole ones.
void matrix_draw_pixels(Matrix *m, Mark *grid);
// Whether an entry is pointed at; how strongly the others show; its colour then, and that of one with this strength.
// [numbers]: it has its weight's number.
bool matrix_is_lit(const Matrix *m, const Term *term);
double matrix_rest(const Matrix *m);
Colour matrix_entry_colour(const Matrix *m, const Term *term, bool numbers);
Colour matrix_shade(const Matrix *m, const Term *term, bool numbers, double strength);
// Around them (matrix_edges.c): values, labels across or down, what the down strip holds, frames, words beside 1D rows.
void matrix_draw_strip(Matrix *m, Role role);
void matrix_draw_labels(Matrix *m, bool across);
void matrix_draw_corner(Matrix *m);
void matrix_draw_lines(Matrix *m);
void matrix_draw_crop(Matrix *m);
void matrix_draw_row_words(Matrix *m);
// Of an enlarged table: all of it, small in a corner, and which part is seen.
void matrix_draw_map(Matrix *m);
void matrix_draw_reader(Matrix *m, Box box);
void matrix_draw_chain(Stage *stage, Box box);

bool matrix_letters(const Stage *stage); // x or w are letters
// "(1, 2)", in 1D "2", with the channel where there are several.
const char *matrix_place(Stage *stage, Cell cell);

#endif
