// The window's text, by SDL2_ttf: fonts opened at the pixel sizes that are used, lines split into runs by which font has
// each glyph, rendered lines kept for the next frame.
#include "app/inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WEIGHT_KINDS = 3, CHOICES = 2, SIZES = 32, KEPT = 1024, KEPT_WIDTHS = 4096 };

typedef struct Line {
    char *text;
    int size;
    Weight weight;
    Colour colour;
    SDL_Surface *surface;
    int baseline; // from the surface's top
} Line;

// How wide a text is: each pass of the shell asks for hundreds again, and shaping one takes microseconds.
typedef struct Width {
    char *text;
    int size;
    Weight weight;
    double width;
} Width;

struct Letters {
    const char *files[WEIGHT_KINDS][CHOICES];
    struct {
        int size;
        TTF_Font *font;
    } fonts[WEIGHT_KINDS][CHOICES][SIZES];
    Line lines[KEPT];          // by hash; a newer line takes the place of an older one
    Width widths[KEPT_WIDTHS]; // the same
};

bool letters_new(Letters **out, const Type *type, Error *err)
{
    if (TTF_Init() != 0) return error_cannot(err, "SDL2_ttf does not start: %s", TTF_GetError());
    Letters *letters = *out = memory_new(1, sizeof *letters);
    for (int w = 0; w < WEIGHT_KINDS; w++)
        for (int c = 0; c < CHOICES; c++) letters->files[w][c] = type_file(type, (Weight)w, c);
    return true;
}

static void line_clear(Line *line)
{
    free(line->text);
    SDL_FreeSurface(line->surface);
    *line = (Line){ 0 };
}

void letters_free(Letters *letters)
{
    if (!letters) return;
    for (int i = 0; i < KEPT; i++) line_clear(&letters->lines[i]);
    for (int i = 0; i < KEPT_WIDTHS; i++) free(letters->widths[i].text);
    for (int w = 0; w < WEIGHT_KINDS; w++)
        for (int c = 0; c < CHOICES; c++)
            for (int s = 0; s < SIZES; s++)
                if (letters->fonts[w][c][s].font) TTF_CloseFont(letters->fonts[w][c][s].font);
    TTF_Quit();
    free(letters);
}

static TTF_Font *font_of(Letters *letters, Weight weight, int choice, int size)
{
    if (choice >= CHOICES || !letters->files[weight][choice]) return NULL;
    int slot = size % SIZES;
    TTF_Font **font = &letters->fonts[weight][choice][slot].font;
    if (*font && letters->fonts[weight][choice][slot].size == size) return *font;
    if (*font) TTF_CloseFont(*font);
    *font = TTF_OpenFont(letters->files[weight][choice], size);
    letters->fonts[weight][choice][slot].size = size;
    if (*font) TTF_SetFontHinting(*font, TTF_HINTING_LIGHT_SUBPIXEL);
    return *font;
}

// The run of characters at [text] that one font draws: its bytes, and the font.
static int run_of(Letters *letters, const char *text, Weight weight, int size, TTF_Font **font)
{
    int length = 0, chosen = -1, bytes;
    for (uint32_t c; (c = utf8_next(text + length, &bytes)) != 0; length += bytes) {
        int choice = 0;
        while (choice < CHOICES) {
            TTF_Font *has = font_of(letters, weight, choice, size);
            if (has && TTF_GlyphIsProvided32(has, c)) break;
            choice++;
        }
        if (choice == CHOICES) choice = chosen >= 0 ? chosen : 0;
        if (chosen >= 0 && choice != chosen) break;
        chosen = choice;
    }
    *font = chosen >= 0 ? font_of(letters, weight, chosen, size) : NULL;
    return length;
}

static int pixels(double size)
{
    int px = (int)lround(size);
    return px < 4 ? 4 : px;
}

static uint32_t hash_of(const char *text, uint32_t hash, int size, Weight weight)
{
    hash ^= 2166136261u ^ (uint32_t)size << 8 ^ (uint32_t)weight;
    for (const char *c = text; *c; c++) hash = (hash ^ (unsigned char)*c) * 16777619u;
    return hash;
}

static double shaped_width(Letters *letters, const char *text, int size, Weight weight)
{
    double sum = 0;
    char run[512];
    while (*text) {
        TTF_Font *font;
        int length = run_of(letters, text, weight, size, &font), w = 0;
        if (length >= (int)sizeof run) length = (int)sizeof run - 1;
        memcpy(run, text, (size_t)length);
        run[length] = 0;
        if (font && TTF_SizeUTF8(font, run, &w, NULL) == 0) sum += w;
        text += length;
    }
    return sum;
}

static double width(void *self, const char *text, double size, Weight weight)
{
    Letters *letters = self;
    int px = pixels(size);
    Width *kept = &letters->widths[hash_of(text, 0, px, weight) % KEPT_WIDTHS];
    if (kept->text && kept->size == px && kept->weight == weight && !strcmp(kept->text, text)) return kept->width;
    free(kept->text);
    *kept = (Width){ memory_text(text), px, weight, shaped_width(letters, text, px, weight) };
    return kept->width;
}

Measure letters_measure(Letters *letters)
{
    return (Measure){ width, letters };
}

static void render(Letters *letters, Line *line)
{
    int w = (int)ceil(width(letters, line->text, line->size, line->weight)) + 2, h = 2 * line->size + 4;
    line->surface = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888);
    line->baseline = (int)(1.4 * line->size);
    if (!line->surface) return;
    SDL_Color colour = { line->colour >> 16 & 255, line->colour >> 8 & 255, line->colour & 255, 255 };
    int x = 0;
    char run[512];
    for (const char *text = line->text; *text;) {
        TTF_Font *font;
        int length = run_of(letters, text, line->weight, line->size, &font), run_w = 0;
        if (length >= (int)sizeof run) length = (int)sizeof run - 1;
        memcpy(run, text, (size_t)length);
        run[length] = 0;
        SDL_Surface *drawn = font ? TTF_RenderUTF8_Blended(font, run, colour) : NULL;
        if (drawn) {
            SDL_SetSurfaceBlendMode(drawn, SDL_BLENDMODE_NONE);
            SDL_Rect to = { x, line->baseline - TTF_FontAscent(font), drawn->w, drawn->h };
            SDL_BlitSurface(drawn, NULL, line->surface, &to);
            if (TTF_SizeUTF8(font, run, &run_w, NULL) == 0) x += run_w;
            SDL_FreeSurface(drawn);
        }
        text += length;
    }
    SDL_SetSurfaceBlendMode(line->surface, SDL_BLENDMODE_BLEND);
}

static Line *line_of(Letters *letters, const char *text, int size, Weight weight, Colour colour)
{
    Line *line = &letters->lines[hash_of(text, colour, size, weight) % KEPT];
    bool same = line->text && line->size == size && line->weight == weight && line->colour == colour && !strcmp(line->text, text);
    if (same) return line;
    line_clear(line);
    *line = (Line){ .text = memory_text(text), .size = size, .weight = weight, .colour = colour };
    render(letters, line);
    return line;
}

void letters_draw(Letters *letters, SDL_Surface *target, const char *text, double x, double y, double size, Weight weight, Colour colour)
{
    if (!*text) return;
    Line *line = line_of(letters, text, pixels(size), weight, colour);
    if (!line->surface) return;
    // Capitals are 0.73 of the size high: their middle is the line's.
    int baseline = (int)lround(y + 0.364 * pixels(size));
    SDL_Rect to = { (int)lround(x), baseline - line->baseline, 0, 0 };
    SDL_BlitSurface(line->surface, NULL, target, &to);
}
