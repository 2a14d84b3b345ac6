// Inside this room: text by SDL2_ttf, and the painter of widgets.
#ifndef STRIDESCOPE_APP_INSIDE_H
#define STRIDESCOPE_APP_INSIDE_H

#include "app/app.h"
#include "desk/desk.h"

#include <SDL.h>
#include <SDL_ttf.h>

// ---- letters.c -------------------------------------------------------------------------------------------------

typedef struct Letters Letters; // the window's text: fonts by size, rendered lines kept
NODISCARD bool letters_new(Letters **out, const Type *type, Error *err);
void letters_free(Letters *letters);
Measure letters_measure(Letters *letters);
// Draws one line onto [target], its left end at x and its middle (of the capitals) at y.
void letters_draw(Letters *letters, SDL_Surface *target, const char *text, double x, double y, double size, Weight weight, Colour colour);

// ---- watch.c ---------------------------------------------------------------------------------------------------

typedef struct Watch Watch;
// Calls [ring], on a thread of its own, whenever this file was saved. NULL where nothing can be watched.
Watch *watch_new(const char *path, void (*ring)(void *self), void *self);
void watch_free(Watch *watch); // NULL: nothing

// ---- damage.c --------------------------------------------------------------------------------------------------

enum { DAMAGE_MOST = 12 };
typedef struct Damage {
    SDL_Rect rect[DAMAGE_MOST]; // may overlap
    int count;
} Damage;
// What differs between two lists of what is painted, in a window of w × h pixels.
void damage_find(Damage *damage, const Painted *was, int was_count, const Painted *is, int count, int w, int h);

// ---- painter.c -------------------------------------------------------------------------------------------------

// One block of pixels seen by SDL and by cairo, and what is painted there.
typedef struct AppCanvas {
    SDL_Surface *surface;
    cairo_surface_t *image;
    cairo_t *cr;
    Painted *painted;
    int count;
} AppCanvas;
NODISCARD bool canvas_resize(AppCanvas *canvas, int w, int h);
void canvas_clear(AppCanvas *canvas);
// Paints what has changed of all that the desk shows since this canvas was painted; on a new one, everything.
void paint_desk(AppCanvas *canvas, Letters *letters, Type *type, const Desk *desk, Damage *damage);

#endif
