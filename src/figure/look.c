// Every colour of the figures, in one place. Values are those of the look's table; tests recompute each contrast
// ratio and the distance between any two tap colours, also as people with colour-vision deficiencies see them.
#include "figure/figure.h"

#include <math.h>

static const Look LIGHT = {
    .name = LOOK_LIGHT,
    .background = RGB(0xFFFFFF), .surface = RGB(0xF4F6F8),
    .text = RGB(0x1A1D21), .muted = RGB(0x4B5563), .border = RGB(0x626A76), .error = RGB(0xB42318),
    .input = { RGB(0x0B3D91), RGB(0xB4C8F8) },
    .kernel = { RGB(0xA84A06), RGB(0xF6C596) },
    .output = { RGB(0x14714F), RGB(0xC8F4D4) },
    .zero = { RGB(0x5F6773), RGB(0xE9ECEF) },
};

static const Look DARK = {
    .name = LOOK_DARK,
    .background = RGB(0x12151A), .surface = RGB(0x1B2027),
    .text = RGB(0xF3F5F7), .muted = RGB(0xB3BCC8), .border = RGB(0x8791A0), .error = RGB(0xFF9A90),
    .input = { RGB(0x5AA2F0), RGB(0x2A3F94) },
    .kernel = { RGB(0xE5A33D), RGB(0x5A3410) },
    .output = { RGB(0xA6EBB8), RGB(0x1B5E42) },
    .zero = { RGB(0x9AA3AF), RGB(0x2B323B) },
};

// A projector washes pale tints and greys out: surfaces are white, all words and borders black.
static const Look PROJECTOR = {
    .name = LOOK_PROJECTOR,
    .background = RGB(0xFFFFFF), .surface = RGB(0xFFFFFF),
    .text = RGB(0x000000), .muted = RGB(0x000000), .border = RGB(0x000000), .error = RGB(0xB42318),
    .input = { RGB(0x062E73), RGB(0xC9D8FA) },
    .kernel = { RGB(0x7F3300), RGB(0xFBD9B8) },
    .output = { RGB(0x0A5238), RGB(0xD3F7DD) },
    .zero = { RGB(0x3F4650), RGB(0xE9ECEF) },
};

const Look *look_get(LookName name)
{
    return name == LOOK_DARK ? &DARK : name == LOOK_PROJECTOR ? &PROJECTOR : &LIGHT;
}

// ---- arithmetic ------------------------------------------------------------------------------------------------

static double linear(int byte)
{
    double c = byte / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

// Source: WCAG 2.2, relative luminance.
static double luminance(Colour c)
{
    return 0.2126 * linear(c >> 16 & 255) + 0.7152 * linear(c >> 8 & 255) + 0.0722 * linear(c & 255);
}

double look_contrast(Colour a, Colour b)
{
    double la = luminance(a), lb = luminance(b);
    return (fmax(la, lb) + 0.05) / (fmin(la, lb) + 0.05);
}

Colour look_ink(Colour fill)
{
    double light = luminance(fill) + 0.05; // black has 0.05, white 1.05
    return light / 0.05 >= 1.05 / light ? RGB(0) : RGB(0xFFFFFF);
}

Colour look_mix(Colour a, Colour b, double t)
{
    t = t > 0 ? fmin(t, 1) : 0;
    Colour mixed = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        double from = a >> shift & 255, to = b >> shift & 255;
        mixed |= (Colour)lround(from + (to - from) * t) << shift;
    }
    return mixed;
}

Colour look_alpha(Colour colour, double alpha)
{
    alpha = alpha > 0 ? fmin(alpha, 1) : 0;
    return (colour & 0xFFFFFF) | (Colour)lround((colour >> 24) * alpha) << 24;
}

// [table] read at t in 0 … 1, straight lines between its entries.
static Colour read_table(const Colour *table, int count, double t)
{
    double at = (t > 0 ? fmin(t, 1) : 0) * (count - 1);
    int below = at >= count - 1 ? count - 2 : (int)at;
    return look_mix(table[below], table[below + 1], at - below);
}

// ---- palettes --------------------------------------------------------------------------------------------------

enum { HUES = 3, SHADES = 3, MOST_DISTINCT = HUES * SHADES, MOST_TAPS = 25, MOST_SHADES = 5 };

static const Colour TAPS[HUES][SHADES] = {
    { RGB(0xC8CC6B), RGB(0x959C3D), RGB(0x656E0A) },
    { RGB(0x4CDDB1), RGB(0x0BAA83), RGB(0x07765B) },
    { RGB(0xFEAFD5), RGB(0xDE71AA), RGB(0xAA417B) },
};

Colour look_tap(int row, int col, int rows, int cols)
{
    if (rows < 1 || cols < 1 || (long)rows * cols > MOST_TAPS) return 0;
    bool fits = rows <= HUES && cols <= SHADES;
    if (fits && cols < SHADES) return TAPS[row][cols == 1 ? 1 : 2 * col];
    if (fits) return TAPS[row][col];
    // One line of taps, or few in an unusual shape, or a row too long for shades that can be told apart: count through
    // the nine colours, so that neighbours differ and up to nine taps all do.
    if (rows * cols <= MOST_DISTINCT || cols == 1 || cols > MOST_SHADES) {
        int index = (row * cols + col) % MOST_DISTINCT;
        return TAPS[index / SHADES][index % SHADES];
    }
    return read_table(TAPS[row % HUES], SHADES, (double)col / (cols - 1));
}

bool look_tap_named(int rows, int cols)
{
    return (long)rows * cols > MOST_DISTINCT && (long)rows * cols <= MOST_TAPS;
}

Colour look_phase(const Look *look, int row, int col)
{
    static const Colour light[] = { RGB(0xF6E2FC), RGB(0xDBB789), RGB(0xC8F4D4), RGB(0xC0B5FA) };
    static const Colour dark[] = { RGB(0x4668A7), RGB(0x2C4308), RGB(0x8E5757), RGB(0x47354A) };
    bool is_dark = look->name == LOOK_DARK;
    Colour hue = (is_dark ? dark : light)[2 * (row % 2) + col % 2];
    int level = (row / 2 + col / 2) % 3;
    if (level == 0) return hue;
    if (level == 1) return is_dark ? look_mix(hue, RGB(0xFFFFFF), 0.2) : look_mix(hue, RGB(0), 0.2);
    return look_mix(hue, RGB(0), is_dark ? 0.5 : 0.38);
}

Colour look_count(double count, double most)
{
    // Source: cividis, Nuñez, Anderton & Renslow 2018.
    static const Colour cividis[] = { RGB(0x00224E), RGB(0x1A386F), RGB(0x434E6C), RGB(0x61656F), RGB(0x7D7C78),
                                      RGB(0x9A9376), RGB(0xBBAD6D), RGB(0xDDC858), RGB(0xFEE838) };
    return read_table(cividis, COUNT(cividis), most > 0 ? count / most : 0);
}

Colour look_value(double value, double most)
{
    // Source: vik, Crameri, Scientific colour maps.
    static const Colour vik[] = { RGB(0x001261), RGB(0x034481), RGB(0x307DA6), RGB(0x94BED2), RGB(0xECE5E0),
                                  RGB(0xDCAC90), RGB(0xC37243), RGB(0x942F06), RGB(0x590008) };
    double share = most > 0 && !isnan(value) ? value / most : 0;
    return read_table(vik, COUNT(vik), isnan(share) ? 0.5 : 0.5 + 0.5 * share); // ∞ / ∞ has no place but the middle
}
