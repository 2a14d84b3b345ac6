// A figure is a value: a list of marks, laid out for a moment and a view. Painting walks the marks forwards, hit-testing
// walks them backwards, and a dump of them as text is what tests compare. Nothing here knows the time or a window.
#ifndef STRIDESCOPE_FIGURE_H
#define STRIDESCOPE_FIGURE_H

#include "explain/explain.h"
#include "lab/lab.h"

#include <cairo.h>

// ---- looks -----------------------------------------------------------------------------------------------------

typedef uint32_t Colour; // 0xAARRGGBB, not premultiplied; 0 is "none"
#define RGB(hex) (0xFF000000u | (hex))

typedef struct RolePaint {
    Colour line, fill;
} RolePaint;

// The colours of one look. Every pair that is read as text has a contrast of at least 4.5; tests recompute them all.
typedef struct Look {
    LookName name;
    Colour background, surface, text, muted, border, error;
    RolePaint input, kernel, output, zero; // zero: inserted zeros and padding
} Look;

const Look *look_get(LookName name);                  // LOOK_USERS gives the light one
double look_contrast(Colour a, Colour b);             // WCAG 2 contrast ratio, 1 … 21
Colour look_ink(Colour fill);                         // pure black or white, whichever contrasts more
Colour look_mix(Colour a, Colour b, double t);        // t = 0 gives a; mixed in sRGB
Colour look_alpha(Colour colour, double alpha);       // the same colour, its alpha multiplied
// One colour a weight: hue by kernel row, lightness by column. Up to 9 taps all differ; up to 25 the scheme repeats and
// the cell also carries its index (look_tap_named says so); beyond that 0: no tap colours, use values.
Colour look_tap(int row, int col, int rows, int cols);
bool look_tap_named(int rows, int cols);
// The tint of a phase: four hues by whether row and column are even, and beyond stride 2 also lighter or darker; a phase
// never looks like the next one, and no tint like a tap.
Colour look_phase(const Look *look, int row, int col);
Colour look_count(double count, double most);         // cividis, for overlap counts
Colour look_value(double value, double most);         // vik, for signed values in −most … most

// ---- type ------------------------------------------------------------------------------------------------------

// Fonts of the figures: Inter, and DejaVu Sans for what Inter lacks; found by fontconfig, drawn by cairo. Opaque.
typedef struct Type Type;
// Where Inter is missing DejaVu Sans stands in; false only where no font at all can be opened.
NODISCARD bool type_new(Type **out, Error *err);
void type_free(Type *type);
Measure type_measure(Type *type);
// The font file of a weight, first choice 0, then what stands in for missing glyphs; NULL past the last. For a window
// that draws its own text; borrowed until type_free.
const char *type_file(const Type *type, Weight weight, int choice);
// Draws one line with its baseline at (x, y); text is split into runs by what each font has. Leaves cr as it found it.
void type_draw(Type *type, cairo_t *cr, const char *text, double x, double y, double size, Weight weight,
               Colour colour);
// Whether Inter or DejaVu Sans has a glyph for each character; the first that has none goes to [missing].
bool type_has(Type *type, const char *text, uint32_t *missing);

// ---- marks -----------------------------------------------------------------------------------------------------

typedef enum MarkKind {
    MARK_GRID,   // the frame of a tensor's grid: rows × cols; its cells follow as MARK_CELL, or it has `pixels`
    MARK_CELL,   // one value of a tensor, or a padding cell
    MARK_TEXT,   // one line; `box` is its em box (height = 1.2·size), aligned in it
    MARK_LINE,   // from (box.x, box.y) to (box.x + box.w, box.y + box.h)
    MARK_BOX,    // a frame or a filled rectangle
    MARK_HANDLE, // a round handle to drag, centred in box, which is what can be hit; `radius` 0: 10·scale, if it fits
    MARK_IMAGE,  // pixels
    MARK_KINDS
} MarkKind;

enum {
    STYLE_DASHED = 1 << 0,  // cut: real, but outside the output
    STYLE_DOTTED = 1 << 1,
    STYLE_HATCHED = 1 << 2, // there is nothing here: 45° hatch
    STYLE_DOUBLE = 1 << 3,  // kernel: a double border
    STYLE_RING = 1 << 4,    // focus: 2 px text colour inside 2 px background
    STYLE_POINT = 1 << 5,   // an inserted zero: a dot instead of a number
    STYLE_SMOOTH = 1 << 6,  // pixels are interpolated when scaled; else they stay sharp squares
    STYLE_PIN = 1 << 7      // pinned: the upper right corner is folded over, whoever owns the colours
};

typedef enum Align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT } Align;

typedef struct Mark {
    MarkKind kind;
    const char *name; // what it is: "input", "crop start", "axis row"; stands in dumps and is read aloud
    Cell cell;        // CELL_NONE where it is of no cell
    Box box;          // logical pixels, y downwards
    Colour fill, line, ink;
    double stroke, radius, opacity; // opacity 0 … 1 of the whole mark
    unsigned style;
    const char *text; // owned by the figure; NULL or UTF-8; in a cell \n parts lines, 1.2·size apart
    const char *corner; // of a cell: small in its upper left corner, where the text leaves room; NULL for none
    double size;
    Weight weight;
    Align align;
    int rows, cols;         // MARK_GRID; and the size of `pixels`
    const uint32_t *pixels; // 0xFFRRGGBB, rows × cols; owned by the figure's arena or by the work
    Box clip; // only what lies in it is seen and can be hit; w 0: all of the mark
} Mark;

// Of a lens that can be gone near to (near.c): what its layout found.
typedef struct Nearness {
    double most;   // how much larger its smallest cells become before all have numbers; 1: they have
    double least_x, most_x, least_y, most_y; // what of it can be in the middle, 0 … 1
    Box all, pane, step; // of the step's cell: the grid it stands in, what is seen of that, and the cell; w 0: none
} Nearness;

typedef struct Figure {
    Mark *marks;
    int count, capacity;
    Arena arena; // texts and pixels of the marks
    Measure measure;
    const Look *look;
    Nearness near;
    double scale; // of type and strokes; figure_begin sets 1, a layout sets its view's. Painting draws hatch, focus
                  // rings, dots and the smallest type by it.
} Figure;

// What is shown of the work: the clock and who is looked at. Hover > pin > step: one owns the tap colours.
typedef struct Moment {
    long long step; // the first `step` steps are done
    double t;       // 0 … 1 through the next
    Cell hover, pin;
    int n, ic, oc; // the sample and channels to show where neither pin nor step says which
    bool held;     // they were chosen by hand: the step does not say which
} Moment;
// Replaces n, ic and oc of [moment] by the sample and channels that the lenses show of it.
void figure_planes(const Work *work, Moment *moment);

// Sizes: which part of the lens is shown, and what is asked there.
typedef struct ShowSizes {
    SizesTab tab;
    bool rows;       // the axis: rows, not columns
    int from, to;    // the question of From–to; 0: the scene's own sizes
    bool wider;      // From–to tries larger numbers
    int first;       // From–to: the first answer on the page
    int framework;   // the one that is spoken of
    long long held;  // Ladder: the smallest wide size shown, while one is dragged; 0: around the scene's
} ShowSizes;
// Backprop: an input as it was before it was nudged, and what L = ⟨y, gy⟩ was then.
typedef struct Nudge {
    Cell cell; // CELL_NONE: nothing was nudged
    double x, loss;
} Nudge;

// How the lenses show the scene: its switches, and what is on its way or in somebody's hand, which no scene holds.
typedef struct Show {
    TapColours colours; // what the colours of weights and of the cells that they join say
    bool one_pair;    // Stamp, Slide, Phases: the output is what the shown channel of x alone adds
    bool turned_back; // Slide: the kernel as it is, to see that the sums then disagree
    bool zeros_gone;  // Slide: the inserted zeros are folded away
    ShowSizes sizes;
    Nudge nudge;
    double matrix_turn; // Matrix: 0 as it maps x to y, 1 turned; between them the entries travel
    bool matrix_both;   // Matrix: turned, it stands beside what it was, where there is room: for those who want no motion
    bool matrix_chain;  // Matrix: y is fed back
    int matrix_cut;     // Matrix: rows that are cut are shown: 1 yes, −1 no, 0 in 1D
    PhasesAs phases;  // Phases: the output (a convolution: the input) woven, split, or as PixelShuffle's channels
    bool overlap_weighted; // Overlap: each print counts as much as its weight
    int phase;        // Phases: 1 + the number of the phase that is looked at alone, 0 for all
    PictureWith picture_with; // Picture: how A and B stand
} Show;
// Sets what the scene's switches say, at rest. What they do not say (the nudge, the page, what is held) is left as it is.
void figure_show(Show *show, const Scene *scene);

// Where and how: the box to fill (logical pixels) and the scale of type and strokes (1 = 12-24 px type).
typedef struct View {
    Box box;
    Box window;             // the part of `box` that can be seen, where a lens is zoomed into; w 0: all of it
    Lens lens;
    double scale;
    bool still;             // for a file: nothing to drag
    Show show;
    Veil veil;              // what must not be seen now: the lens then shows only what is given, and “?”
    const Gallery *gallery; // LENS_PICTURE: what lab made, or NULL while it is being made
    const Finding *finding; // LENS_PICTURE: what was found in the picture itself, which the spectrum then is of; else NULL
    const char *trouble;    // Picture: why there is none, or NULL
    double wipe;            // Picture: 0 … 1, where A ends and B begins
    double zoom;            // Picture: screen pixels a pixel of the scene's grid; 0 fits it, in the steps of picture_zoom
    double pan_x, pan_y;    // Picture: which part is in the middle, 0 … 1; 0.5 is the centre
    double loupe_x, loupe_y; // Picture: where the loupe stands, 0 … 1 of the grid
    int strip;              // Picture: the first rival that is seen of the strip
} View;

// Starts [figure] anew (keeps its memory) and fills it with the marks of view->lens.
void figure_build(Figure *figure, const Work *work, const Moment *moment, const View *view, const Look *look,
                  Measure measure);
void figure_clear(Figure *figure);
// The size ruler of one axis [cut p | kept | cut p − op], for the side panel.
void figure_ruler(Figure *figure, const Spec *spec, bool rows, Box box, double scale, const Look *look,
                  Measure measure);

// The whole layer, for the side panel: the planes of x and y of sample [n] and between them each slice of w; the pair of
// channels [ic], [oc] is framed. Fills the width of [box] and returns the height that it takes.
double figure_layer(Figure *figure, const Work *work, int n, int ic, int oc, Box box, double scale, const Look *look,
                    Measure measure);

// The chart of other kernels and strides, for the side panel: its tiles are marks named "other tile". Returns the height
// that it takes, 0 where the box is too narrow for it.
double figure_chart(Figure *figure, const Spec *spec, Box box, double scale, const Look *look, Measure measure);

void figure_paint(const Figure *figure, cairo_t *cr, Type *type); // what cr's clip lets through; leaves cr as it found it
Box figure_reach(const Figure *figure, const Mark *mark); // painting the mark touches nothing outside
// The topmost mark with a cell, or a handle, at (x, y); NULL for none.
const Mark *figure_hit(const Figure *figure, double x, double y);
// One line a mark: kind, name, cell, box, colours, style, text. Numbers with one decimal, so that dumps are stable.
void figure_dump(Text *out, const Figure *figure);

// Adds copies of all marks of [from], so that several lenses make one picture.
void figure_append(Figure *figure, const Figure *from);
// Fills [figure] with the way from one figure to another, u in 0 … 1: a cell of both is one mark between its two places,
// the rest fades; what only [from] shows is seen to go where [leaves]. [figure] is neither of the two, and keeps nothing
// of them.
void figure_between(Figure *figure, const Figure *from, const Figure *to, double u, bool leaves);

// ---- what somebody said (ghost.c) ------------------------------------------------------------------------------

// Marks over a finished lens: dotted is what somebody said, an unbroken line is what is so.
// Their number at the edge of a cell, in which the right one stands. False where the cell is not seen.
bool figure_ghost_value(Figure *figure, Cell cell, const char *theirs);
// The outline of their size from this corner cell of the output on, within [room], and what it is. False as above.
bool figure_ghost_size(Figure *figure, Box room, Cell corner, int rows, int cols);
// A ring around each cell that they chose wrongly, and around each that is right.
void figure_ghost_cells(Figure *figure, const Cell *theirs, int their_count, const Cell *right, int right_count);
void figure_chosen(Figure *figure, const Cell *cells, int count); // those that are chosen now

// ---- Matrix, near and far --------------------------------------------------------------------------------------

// How near one can go to its table, from the whole of it to its numbers; [zoom] is how much larger than the box.
typedef struct MatrixLevel {
    double zoom;
    const char *name; // "the whole table"
} MatrixLevel;
enum { MATRIX_LEVELS = 4 };
// Fills [levels] for the lens in view->box (as if nothing were enlarged) and returns how many differ; the first is 1.
// [scratch] is begun anew.
int figure_matrix_levels(Figure *scratch, const Work *work, const Moment *moment, const View *view, const Look *look, Measure measure,
                         MatrixLevel levels[MATRIX_LEVELS]);
// Where an entry stands in the view, seen or not; of a cell of x, w or y its first one. False where the table has none.
bool figure_matrix_place(Figure *scratch, const Work *work, const Moment *moment, const View *view, const Look *look, Measure measure,
                         Cell cell, Box *place);

// ---- Picture, where things are ---------------------------------------------------------------------------------

// How the place is laid out in view->box: what a hand has to know of it. A part that has no room has w 0.
typedef struct PicturePlace {
    Box room;            // of the large picture
    Box a, b;            // where A and B are drawn; the same but side by side
    double zoom;         // screen pixels a pixel of the scene's grid
    double row, col;     // of the scene's grid: the first that is seen,
    double rows, cols;   // and how many are
    Box side, loupe, spectrum, overlap; // the column beside it and its parts; of a signal `overlap` is below the waves,
    Box input;           // and this, of what goes in, above them
    Box strip;
    int first, shown;    // of STRIP_ORDER: which rivals stand in the strip
    double pitch, thumb; // from one to the next, and the side of the picture of each
} PicturePlace;
void figure_picture_place(PicturePlace *out, const View *view);
extern const Rival STRIP_ORDER[RIVAL_COUNT];
// The steps in which a picture is enlarged, at which every pixel can be seen as a square, or made smaller by a whole number:
// the largest that is no larger than [zoom]; with [by] so many coarse steps above or below.
double picture_zoom(double zoom, int by);

// ---- for the layouts -------------------------------------------------------------------------------------------

// Empties the figure and sets what it is drawn with.
void figure_begin(Figure *figure, const Look *look, Measure measure);
// Appends a mark of this kind with opacity 1 and returns it, to be filled in; valid until the next one is added. A cell
// or a box holds its text in its middle (align is ALIGN_CENTRE, size in `size`), shrunk to fit, then cut with "…".
// Colours of 0 paint nothing, but for text without ink (look_ink of the fill, else the look's text), a hatch without
// line (the look's zero) and a handle (the look's text around its background).
Mark *figure_add(Figure *figure, MarkKind kind, const char *name, Box box);
// A line of text whose em box starts at (x, y); with ALIGN_CENTRE or ALIGN_RIGHT, x is the middle or the right end.
Mark *figure_text(Figure *figure, const char *name, double x, double y, double size, Weight weight, Align align,
                  Colour ink, const char *format, ...) PRINTF_LIKE(9, 10);

#endif
