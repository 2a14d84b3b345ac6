// The pictures that need no file. All are computed, so that they are free to use and the same everywhere: a lit scene
// for the eye, a flat grey that must stay flat, and three that bring out one fault each.
#include "data/picture_parts.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { SIDE = BUILTIN_SIDE, VALUES = 3 * SIDE * SIDE };

static void put(float *rgb, int channel, int row, int col, double value)
{
    rgb[(channel * SIDE + row) * SIDE + col] = (float)value;
}

// cos(π r² / 2R) has r/2R waves a pixel at a distance of r: the corners, at R, have just the highest frequency that
// pixels can hold. Aliasing shows as rings that are not there.
static void zone(float *rgb)
{
    double middle = (SIDE - 1) / 2.0, corner = middle * sqrt(2);
    for (int c = 0; c < 3; c++)
    for (int row = 0; row < SIDE; row++)
    for (int col = 0; col < SIDE; col++) {
        double y = row - middle, x = col - middle;
        put(rgb, c, row, col, 0.5 + 0.5 * cos(acos(-1) * (x * x + y * y) / (2 * corner)));
    }
}

static void grey(float *rgb)
{
    for (int i = 0; i < VALUES; i++) rgb[i] = 128 / 255.0F; // a grey that a screen has
}

// Each channel a plane: what is linear must come out linear, and a step of any kind shows.
static void gradient(float *rgb)
{
    static const struct { double start, down, right; } planes[3] = {
        { 0.08, 0.25, 0.62 }, { 0.22, 0.10, 0.46 }, { 0.55, 0.20, -0.35 },
    };
    for (int c = 0; c < 3; c++)
    for (int row = 0; row < SIDE; row++)
    for (int col = 0; col < SIDE; col++)
        put(rgb, c, row, col, planes[c].start + planes[c].down * row / (SIDE - 1) + planes[c].right * col / (SIDE - 1));
}

// In the order of PICTURE_NAMES.
static void (*const MAKERS[])(float *rgb) = { builtin_scene, zone, builtin_text, grey, gradient };
const char *const PICTURE_NAMES[] = { "sphere", "zone", "text", "grey", "gradient", NULL };

// Sliders ask for the same picture many times a second, so each is made once and kept.
static float kept[COUNT(MAKERS)][VALUES];
static bool is_kept[COUNT(MAKERS)];
static pthread_mutex_t keeping = PTHREAD_MUTEX_INITIALIZER;

bool picture_builtin(const char *name, Tensor *out, Error *err)
{
    *out = (Tensor){ 0 };
    int index = 0;
    while (PICTURE_NAMES[index] && strcmp(PICTURE_NAMES[index], name)) index++;
    if (!PICTURE_NAMES[index]) {
        Text names = { 0 };
        for (int i = 0; i < COUNT(MAKERS); i++) text_print(&names, i ? ", %s" : "%s", PICTURE_NAMES[i]);
        int near = near_word(name, PICTURE_NAMES, COUNT(MAKERS));
        if (near < 0) error_set(err, 0, "there is no built-in picture '%s'; there are: %s", name, names.data);
        else error_set(err, 0, "there is no built-in picture '%s' (did you mean %s?); there are: %s", name,
                       PICTURE_NAMES[near], names.data);
        text_clear(&names);
        return false;
    }
    if (!picture_new(out, SIDE, SIDE, err)) return false;
    pthread_mutex_lock(&keeping);
    if (!is_kept[index]) MAKERS[index](kept[index]);
    is_kept[index] = true;
    pthread_mutex_unlock(&keeping);
    memcpy(out->data, kept[index], sizeof kept[index]);
    return true;
}
