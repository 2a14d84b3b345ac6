// Letters and lines, each pixel inked by how near it lies to a stroke. Edges at every slant and lines down to half a
// pixel show what an upsampler does to what is sharp.
#include "data/picture_parts.h"

#include <math.h>
#include <string.h>

// Strokes in a box at most 4 wide and 6 high, y downwards. An arc goes around (x, y) with radii (rx, ry), from angle
// [from] to [to] in eighths of a turn, 0 to the right, growing downwards (clockwise on the screen); a line has rx = 0
// and goes from (x, y) to (from, to).
typedef struct Stroke {
    double x, y, rx, ry, from, to;
} Stroke;

enum { MOST_STROKES = 5 };
typedef struct Letter {
    char name;
    double width;
    int count;
    Stroke strokes[MOST_STROKES];
} Letter;

#define LINE(x0, y0, x1, y1) { x0, y0, 0, 0, x1, y1 }
static const Letter LETTERS[] = {
    { 'C', 3.6, 1, { { 2, 3, 2, 3, 1, 7 } } },
    { 'D', 4, 4, { LINE(0, 0, 0, 6), LINE(0, 0, 1, 0), LINE(0, 6, 1, 6), { 1, 3, 3, 3, -2, 2 } } },
    { 'E', 3.6, 4, { LINE(0, 0, 0, 6), LINE(0, 0, 3.6, 0), LINE(0, 3, 3, 3), LINE(0, 6, 3.6, 6) } },
    { 'I', 0, 1, { LINE(0, 0, 0, 6) } },
    { 'O', 4, 1, { { 2, 3, 2, 3, 0, 8 } } },
    { 'P', 3.8, 4, { LINE(0, 0, 0, 6), LINE(0, 0, 2.2, 0), LINE(0, 3.2, 2.2, 3.2), { 2.2, 1.6, 1.6, 1.6, -2, 2 } } },
    { 'R', 4, 5, { LINE(0, 0, 0, 6), LINE(0, 0, 2.2, 0), { 2.2, 1.6, 1.6, 1.6, -2, 2 }, LINE(2.2, 3.2, 0, 3.2),
                   LINE(2, 3.2, 4, 6) } },
    { 'S', 3.9, 2, { { 2, 1.5, 1.8, 1.5, 2, 7.4 }, { 2, 4.5, 1.9, 1.5, -2, 3.4 } } },
    { 'T', 4, 2, { LINE(2, 0, 2, 6), LINE(0, 0, 4, 0) } },
};

static const double PAPER[3] = { 0.965, 0.95, 0.915 };

// ---- ink -------------------------------------------------------------------------------------------------------

typedef struct Pen {
    float *rgb;
    const double *ink; // red, green, blue
    double width;      // pixels
} Pen;

static double distance(double px, double py, double x0, double y0, double x1, double y1)
{
    double dx = x1 - x0, dy = y1 - y0, square = dx * dx + dy * dy;
    double t = square > 0 ? ((px - x0) * dx + (py - y0) * dy) / square : 0;
    t = fmin(fmax(t, 0), 1);
    return hypot(px - x0 - t * dx, py - y0 - t * dy);
}

// A line inks a pixel by how much of it the pen covers: all, none, or what is between at its edge. Pixel (r, c) has
// its middle at (c + ½, r + ½).
static void line(const Pen *pen, double x0, double y0, double x1, double y1)
{
    double reach = pen->width / 2 + 1;
    int left = (int)fmax(0, floor(fmin(x0, x1) - reach)), right = (int)fmin(BUILTIN_SIDE, ceil(fmax(x0, x1) + reach));
    int top = (int)fmax(0, floor(fmin(y0, y1) - reach)), bottom = (int)fmin(BUILTIN_SIDE, ceil(fmax(y0, y1) + reach));
    for (int row = top; row < bottom; row++)
    for (int col = left; col < right; col++) {
        double covered = pen->width / 2 + 0.5 - distance(col + 0.5, row + 0.5, x0, y0, x1, y1);
        covered = fmin(fmax(covered, 0), fmin(pen->width, 1));
        for (int c = 0; c < 3; c++) { // strokes that meet do not ink twice: the darker stays
            float *at = &pen->rgb[(c * BUILTIN_SIDE + row) * BUILTIN_SIDE + col];
            double paper = PAPER[c], value = paper + (pen->ink[c] - paper) * covered;
            if (value < (double)*at) *at = (float)value;
        }
    }
}

static void arc(const Pen *pen, double x, double y, double rx, double ry, double from, double to)
{
    enum { PARTS = 32 };
    const double eighth = acos(-1) / 4;
    double before = from * eighth;
    for (int i = 1; i <= PARTS; i++) {
        double here = (from + (to - from) * i / PARTS) * eighth;
        line(pen, x + rx * cos(before), y + ry * sin(before), x + rx * cos(here), y + ry * sin(here));
        before = here;
    }
}

// [word] with its upper left corner at (x, y), [height] pixels high.
static void write(const Pen *pen, const char *word, double x, double y, double height)
{
    double unit = height / 6;
    const Letter *letter;
    for (; *word; word++, x += (letter->width + 1.5) * unit) {
        letter = LETTERS;
        while (letter->name != *word) letter++;
        for (int i = 0; i < letter->count; i++) {
            const Stroke *s = &letter->strokes[i];
            if (s->rx > 0) arc(pen, x + s->x * unit, y + s->y * unit, s->rx * unit, s->ry * unit, s->from, s->to);
            else line(pen, x + s->x * unit, y + s->y * unit, x + s->from * unit, y + s->to * unit);
        }
    }
}

void builtin_text(float *rgb)
{
    static const double black[3] = { 0.10, 0.11, 0.14 }, red[3] = { 0.66, 0.16, 0.10 }, blue[3] = { 0.09, 0.28, 0.55 };
    for (int c = 0; c < 3; c++)
    for (int i = 0; i < BUILTIN_SIDE * BUILTIN_SIDE; i++) rgb[c * BUILTIN_SIDE * BUILTIN_SIDE + i] = (float)PAPER[c];
    write(&(Pen){ rgb, black, 7 }, "STRIDE", 16, 20, 50);
    write(&(Pen){ rgb, red, 4.5 }, "SCOPE", 15, 90, 30);
    write(&(Pen){ rgb, black, 2 }, "STRIDESCOPE", 14, 134, 14);
    write(&(Pen){ rgb, black, 1.2 }, "STRIDESCOPE", 14, 160, 8);
    for (int i = 0; i < 40; i++) { // a fan: lines at every slant
        double angle = acos(-1) * i / 20;
        line(&(Pen){ rgb, blue, 1.2 }, 202 + 9 * cos(angle), 124 + 9 * sin(angle), 202 + 40 * cos(angle),
             124 + 40 * sin(angle));
    }
    double x = 14;
    for (double width = 6; width >= 0.5; width = width > 1 ? width - 1 : width / 2) // lines and gaps of one width
        for (int i = 0; i < 5; i++, x += 2 * fmax(width, 1))
            line(&(Pen){ rgb, black, width }, x + width / 2, 192, x + width / 2, 236);
}
