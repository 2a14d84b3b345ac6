// What the layouts share, inside this room: which cells are lit by which tap, grids and their cells, captions.
#ifndef STRIDESCOPE_LAYOUT_H
#define STRIDESCOPE_LAYOUT_H

#include "figure/figure.h"

// ---- who is looked at ------------------------------------------------------------------------------------------

// The planes shown (sample, channel of x, channel of y) and, for each cell of them, the tap that joins it to the cell
// that owns the colours: hover > pin > the step just done. Taps count row by row; −1 is none.
typedef struct Focus {
    int n, ic, oc;
    Cell owner;    // has the tap colours
    bool by_step;  // the owner is the step's
    bool lights[ROLE_COUNT]; // the tensors whose cells the owner makes, or is made from: only they take colours
    Cell outlined; // the step's cell when something else owns the colours, else CELL_NONE
    bool one_term; // walking by product: only `term` is lit
    Term term;
    Canvas canvas;
    int *x_tap, *y_tap; // x: in_rows × in_cols; y (and gy): the canvas
    bool *w_lit;        // taps that take part
    int *gx_tap;        // the same for gx and gw, to which nothing comes back from what is cut
    bool *gw_lit;
} Focus;
// Whether a product takes part in what owns the colours: its entry of C is lit then. [term] may be cut.
bool focus_joins(const Focus *focus, const Spec *spec, const Term *term);
// The taps of any plane of x (in_rows × in_cols) or of y (the canvas), as x_tap and y_tap are those of the planes shown.
typedef struct PlaneTaps {
    Role role; // ROLE_X or ROLE_Y
    int n, channel;
    int *tap;
} PlaneTaps;
void focus_taps(const Focus *focus, const Spec *spec, const PlaneTaps *planes, int count); // all in one pass
void focus_make(Focus *focus, Figure *figure, const Work *work, const Moment *moment);

// ---- colours of values -----------------------------------------------------------------------------------------

// The colour of a value: cividis from 0 to `most`, or vik from −most to `most` where some are negative.
Colour scale_colour(Scale scale, double value);

// ---- a lens being laid out -------------------------------------------------------------------------------------

// How near one has gone to a lens: its grids are [zoom] times as large as they fit, with the part at (x, y), 0 … 1, in
// the middle of what is seen of each. The words and the frame of the lens stay.
typedef struct Near {
    double zoom, x, y;
} Near;

typedef struct Stage {
    Figure *figure;
    const Work *work;
    const Spec *spec;
    const Moment *moment;
    const View *view;
    const Look *look;
    Focus focus;
    const Sums *sums; // of the planes that the focus shows
    unsigned few_wide; // roles (1 << role) of which a few numbers are too wide for their cells: those are made compact
    Near near;    // zoom 1 (or 0): all is seen
    double unit;  // view->scale: multiplies type, strokes and gaps
    bool bars;    // cells are no squares: a number has their width and their height
    bool compact; // the box is low: words give way to cells
    int x_decimals, w_decimals, y_decimals;
    Scale x_scale, w_scale, y_scale; // what values are coloured by where cells have no room for numbers
    bool one_pair;  // the sums are what the shown channel of x alone adds
    bool trial;     // only where grids would stand is asked for: none gets cells
    bool no_type;   // cells show colours, even where a number would fit
    double most_type; // no number is larger; 0 for no limit
} Stage;

// Begins [figure] anew; what every lens needs to know of the work at this moment.
void stage_make(Stage *stage, Figure *figure, const Work *work, const Moment *moment, const View *view, const Look *look,
                Measure measure);

// ---- grids -----------------------------------------------------------------------------------------------------

// Equal cells in rows and columns. `pitch` is from one cell's start to the next; the cell itself is `pitch − gap`.
typedef struct Grid {
    double x, y, pitch, gap;
    int rows, cols;
    Box pane; // what is seen of a grid that was gone near to; w 0: all of it
} Grid;

enum { CELL_NUMBERS = 28, CELL_COLOURS = 6 }; // from so many pixels a cell shows a number, a colour

// The largest grid of rows × cols that fits [w] × [h] with cells of at most [most]; whole pixels where cells are drawn.
Grid grid_fit(double x, double y, double w, double h, int rows, int cols, double most, double unit);
Box grid_cell(const Grid *grid, int row, int col);
Box grid_box(const Grid *grid); // the room that it takes: its pane, where it has one
Box grid_whole(const Grid *grid); // all of it, seen or not

// ---- going near (near.c) ---------------------------------------------------------------------------------------

// Lets a grid whose cells have no room for numbers be gone near to, up to cells of [enough] pixels; its pane may take all
// of [room] from its own corner on. 0: the cells have their numbers.
void grid_near(Stage *stage, Grid *grid, double w, double h, double enough);
// The cells that numbers of x, w or y want, 0 where they have room already.
double enough_for(Stage *stage, const Grid *grid, Role role);
double enough_for_width(const Stage *stage, double widest, bool is_double);
// What the marks from [first] on show of a grid ends at its pane; those beyond go.
void grid_end(Stage *stage, const Grid *grid, int first);
bool grid_shows(const Grid *grid, Box cell); // the middle of a cell can be seen
// Says in the heading which part of the lens's main grid is seen, its first row and column counted from (row0, col0); and
// tells where in it the step's cell stands, or what it reaches there.
void near_words(Stage *stage, const char *what, const Grid *grid, int row0, int col0);
void near_step(Stage *stage, const Grid *grid, Role role, int row0, int col0);
double near_height(const Stage *stage); // of that line

// Adds the frame of a grid; when its cells are too small to be drawn one by one, paints them as pixels by [value]
// (called for each cell; NAN where there is nothing, painted in [nothing]) on [scale], and returns false: the caller
// adds no cells.
bool grid_begin(Stage *stage, const Grid *grid, const char *name, RolePaint paint, Scale scale, Colour nothing,
                double (*value)(void *context, int row, int col), void *context);

// The rows and columns of a grid that can be seen, first to last: all of them where nothing is zoomed.
typedef struct Seen {
    int row0, row1, col0, col1; // the ends are not included
} Seen;
Seen grid_seen(const Stage *stage, const Grid *grid);

// The size of type at which the widest number of a grid ([widest]: its width at size 1) fits every cell; 0 where that is
// too small to be read: then cells show colours, for half a number is a wrong one.
double number_size(const Stage *stage, const Grid *grid, double widest, bool is_double);
// The same for cells that are no squares.
double number_size_in(const Stage *stage, double w, double h, double widest);
double text_width(const Stage *stage, const char *text); // at size 1, semibold
// Where a few of a grid's numbers are too wide for its cells (numbers.c): the size that suits the others, if those few can
// be read in a compact form, 10⁹; else 0. [text] says what stands in cell [i] of [count].
typedef const char *(*NumberAt)(void *context, long i);
double few_wide_size(Stage *stage, const Grid *grid, Role role, long count, NumberAt text, void *context);
double few_wide_bars(Stage *stage, double w, double h, Role role, long count, NumberAt text, void *context); // in bars of this size
// Sets the text of a cell: as it is, or smaller, or compact, or none where it would not be readable.
void number_fit(Stage *stage, Mark *mark, const char *text, double size, bool is_double);
// Decimals (numbers.c), of x, w and y. Who fits numbers into a grid starts with all of them, then takes one away until they
// can be read; false where fewer would say too little, and all are back.
void decimals_all(Stage *stage, Role role);
bool decimals_fewer(Stage *stage, Role role);
int decimals_least(int full, double most); // the fewest that numbers up to [most] may be shown with
// For a caption, once the size is known: ", to 1 decimal", or nothing where all are shown.
const char *rounded_words(Stage *stage, Role role);
const char *decimals_words(Stage *stage, int decimals, int full);
// The size that suits a grid of cells of x, w or y; sets how many decimals they then have.
double input_size(Stage *stage, const Grid *grid);
double weight_size(Stage *stage, const Grid *grid);
double output_size(Stage *stage, const Grid *grid);
// The widest text of a tensor's shown plane at size 1; each walks all of it. Of y: now or in the end.
double input_widest(Stage *stage);
enum { MEASURED_CELLS = 4096 }; // grids of more cells are judged by their largest value
double weight_widest(Stage *stage);
double output_widest(Stage *stage);
double output_width_at(Stage *stage, int canvas_row, int canvas_col);
// A cell with its number in type of [size]; without one where size is 0 or text is NULL.
Mark *cell_add(Stage *stage, const char *name, Cell cell, Box box, RolePaint paint, const char *text, double size);

// The colour of a weight, as the lens is told to colour them: of its tap (the kernel's fill where there are too many to
// tell apart), of its phase, or of its value. Of a tap: in the slice that is shown.
Colour weight_colour(const Stage *stage, Cell w);
Colour tap_colour(const Stage *stage, int tap);
const char *purpose_coloured(const Stage *stage, const char *purpose); // "what each input writes; coloured by phase"
// Mixes a tap's colour into a cell, as far as [strength] (0 … 1) says.
void cell_tap(Stage *stage, Mark *mark, int tap, double strength);

// Draws the plane of x that the focus shows, and its caption above; the cells done so far are filled.
void draw_input(Stage *stage, const Grid *grid, const char *caption, double caption_width);
// One cell of it at [box], with type of [size] (0: none).
Mark *draw_input_cell(Stage *stage, Box box, int row, int col, double size);
// Draws the kernel slice; turned by 180° or as it is.
void draw_kernel(Stage *stage, const Grid *grid, const char *caption, bool turned);
// One weight at [box], with type of [size].
Mark *draw_weight_cell(Stage *stage, Box box, int tap_row, int tap_col, double size);
// The partial sum of a canvas cell, NAN where nothing has reached it: no term, and no bias (cut cells have none).
double sum_at(const Stage *stage, int canvas_row, int canvas_col);
// One output cell at [box], in canvas coordinates, with type of [size].
Mark *draw_output_cell(Stage *stage, Box box, int canvas_row, int canvas_col, double size);

// The output that is kept, without the edge that is cut.
void draw_kept_output(Stage *stage, const Grid *grid);

// Sums of letters (letters.c): the size of type that suits a grid of outputs, 0 where none can be read; and what one says
// at [size] in its box, on one line or several: the sum, or "4 terms" where it has no room; NULL where neither fits.
double letters_size(Stage *stage, const Grid *grid);
const char *letters_text(Stage *stage, Cell cell, Box box, double size);

// Where cells show colours for want of room: what the colours mean, its right end at x; nothing where cells show numbers.
void draw_scale(Stage *stage, double x, double y, double room, Scale scale, int decimals);

// The next step's products on their way (flight.c), where t is past 0. [ends] says from which box to which the product of a
// term goes, false where one of them is not shown; [back]: gy·w to the gradient of x, not x·w to y.
typedef bool (*FlightEnds)(void *context, const Term *term, Box *from, Box *to);
void flight_draw(Stage *stage, FlightEnds ends, void *context, bool back);

// The width at size 1 of the widest number on a scale: no cell of its tensor needs more.
double widest_number(const Stage *stage, Scale scale, int decimals);

// ---- many channels (channels.c) --------------------------------------------------------------------------------

// Lays the lens of the stage, and where x or y has several planes, a rail of the others beside or below it, as far as
// that costs the planes that are shown large none of their numbers.
void lay_with_rail(Stage *stage, void (*lay)(Stage *stage));
// ", channel 2", with what an output then says where it comes from one channel of x: ", channel 2 from channel 0 alone".
// Empty where there is nothing to tell apart.
const char *input_channel(const Stage *stage);
const char *output_channel(const Stage *stage);

// The heading of a lens; returns the y below it.
double draw_heading(Stage *stage, const char *title, const char *purpose);
// A caption in a role's colour above a grid; parts after commas are left out where it is wider than [width].
void draw_caption(Stage *stage, const char *name, double x, double y, double width, Colour colour, const char *format, ...)
    PRINTF_LIKE(7, 8);
// Muted text, wrapped to [width]; returns the y below it.
double draw_note(Stage *stage, double x, double y, double width, double size, Colour colour, const char *text);

// The cell of w at a tap of the slice that the focus shows.
Cell w_cell(const Stage *stage, int tap_row, int tap_col);

// Text of values.
const char *text_of_input(Stage *stage, int row, int col);
const char *text_of_weight(Stage *stage, int tap_row, int tap_col);
const char *text_of_output(Stage *stage, int canvas_row, int canvas_col); // now or in the end, whichever is wider

// What a lens's layout is called.
void lay_stamp(Stage *stage);
void lay_slide(Stage *stage);
void lay_matrix(Stage *stage);
void lay_phases(Stage *stage);
void lay_overlap(Stage *stage);
void lay_backprop(Stage *stage);
void lay_sizes(Stage *stage);
void lay_picture(Stage *stage);

// The chart of kernels and strides (overlap_chart.c): where its tiles stand in a box, `pitch` 0 where they would be too
// small, and the tiles with their names. Each tile can be pressed through a mark named "PREFIX tile", whose cols and rows
// are its kernel and its stride.
typedef struct ChartPlace {
    double x, y, pitch; // of the first tile
    int kernels, strides;
} ChartPlace;
ChartPlace chart_place(const Spec *spec, Box box, double unit);
double chart_height(const ChartPlace *place, double unit); // with the line of its names
bool chart_is_own(const Spec *spec, int kernel, int stride); // these are the layer's own numbers
void chart_draw(Figure *figure, const Look *look, double unit, const Spec *spec, const ChartPlace *place, const char *prefix);

// A copy of a mark of another figure; its texts and pixels are copied too.
Mark *figure_take(Figure *figure, const Mark *mark);

// Below Backprop's grids: the two sums, and the first [lines] of its words, from the most needed on. Returns the y below;
// only that where [paint] is false.
enum { BACKPROP_LINES = 4 };
double draw_backprop_foot(Stage *stage, double top, int lines, bool paint);

// ---- while something is asked (veil.c) -------------------------------------------------------------------------

Moment veil_moment(const Work *work, const Moment *moment); // the same planes, but nobody is pointed at and nothing moves
void veil_rest(Stage *stage);                               // nobody owns the colours
// Of the marks of the lens leaves what view->veil lets be seen. [moment]: whose pin is ringed.
void veil_draw(Stage *stage, const Moment *moment);

double smooth(double t); // 3t² − 2t³ on 0 … 1
Box box_between(Box a, Box b, double t);

#endif
