// One line of text at a time: every character is looked up once in the faces of its weight, Inter first, then DejaVu
// for what Inter lacks (ᵀ ⟨ ⌊ ▾), and remembered with its advance. Widths are advances without hinting, so that they
// scale as the size does and a layout holds at every scale.
#include "figure/figure.h"

#include <cairo-ft.h>
#include <fontconfig/fontconfig.h>
#include <stdlib.h>
#include <string.h>

enum { FACES = 3, WEIGHTS = WEIGHT_MONO + 1, EM = 1000, RUN = 128 };

typedef struct Face {
    FcPattern *pattern;
    FcCharSet *characters; // of the pattern
    cairo_font_face_t *font;
    cairo_scaled_font_t *at_em; // for glyph numbers and advances
} Face;

typedef struct Glyph {
    uint32_t character; // 0: an empty place
    int face;
    unsigned long index;
    double advance; // of an em
    bool missing;
} Glyph;

struct Type {
    FcConfig *config;
    Face faces[WEIGHTS][FACES];
    int face_count[WEIGHTS];
    Glyph *glyphs[WEIGHTS]; // a hash table each, open addressing
    size_t capacity[WEIGHTS], used[WEIGHTS];
};

// ---- faces -----------------------------------------------------------------------------------------------------

static void face_clear(Face *face)
{
    if (face->at_em) cairo_scaled_font_destroy(face->at_em);
    if (face->font) cairo_font_face_destroy(face->font);
    if (face->pattern) FcPatternDestroy(face->pattern);
    *face = (Face){ 0 };
}

// Metrics are never hinted; shapes are in grey, a little in y alone, so that small type stays even.
static cairo_font_options_t *options_new(void)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    return options;
}

// The font nearest to [family]; with [exact], only where it is of that family.
static bool face_open(Face *face, FcConfig *config, const char *family, int weight, bool exact)
{
    FcPattern *wish = FcPatternCreate();
    FcPatternAddString(wish, FC_FAMILY, (const FcChar8 *)family);
    FcPatternAddInteger(wish, FC_WEIGHT, weight);
    FcPatternAddInteger(wish, FC_SLANT, FC_SLANT_ROMAN);
    FcPatternAddBool(wish, FC_SCALABLE, FcTrue);
    FcConfigSubstitute(config, wish, FcMatchPattern);
    FcDefaultSubstitute(wish);
    FcResult result;
    face->pattern = FcFontMatch(config, wish, &result);
    FcPatternDestroy(wish);
    FcChar8 *found = NULL, *file = NULL;
    bool ok = face->pattern && FcPatternGetString(face->pattern, FC_FILE, 0, &file) == FcResultMatch &&
              FcPatternGetCharSet(face->pattern, FC_CHARSET, 0, &face->characters) == FcResultMatch;
    bool same = false;
    for (int i = 0; ok && FcPatternGetString(face->pattern, FC_FAMILY, i, &found) == FcResultMatch; i++)
        same |= strcmp((const char *)found, family) == 0;
    if (ok && (same || !exact)) {
        // What the desktop wishes for its own text must not reach the figures: they look alike everywhere.
        FcPatternDel(face->pattern, FC_HINT_STYLE);
        FcPatternDel(face->pattern, FC_HINTING);
        FcPatternDel(face->pattern, FC_AUTOHINT);
        FcPatternDel(face->pattern, FC_RGBA);
        FcPatternDel(face->pattern, FC_ANTIALIAS);
        face->font = cairo_ft_font_face_create_for_pattern(face->pattern);
        cairo_matrix_t em, still;
        cairo_matrix_init_scale(&em, EM, EM);
        cairo_matrix_init_identity(&still);
        cairo_font_options_t *options = options_new();
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
        face->at_em = cairo_scaled_font_create(face->font, &em, &still, options);
        cairo_font_options_destroy(options);
        if (cairo_scaled_font_status(face->at_em) == CAIRO_STATUS_SUCCESS) return true;
    }
    face_clear(face);
    return false;
}

static void face_add(Type *type, Weight weight, const char *family, int heaviness, bool exact)
{
    Face *face = &type->faces[weight][type->face_count[weight]];
    if (face_open(face, type->config, family, heaviness, exact)) type->face_count[weight]++;
}

bool type_new(Type **out, Error *err)
{
    Type *type = *out = memory_new(1, sizeof *type);
    // A configuration of our own, rather than the process's: it can be freed, and a program that embeds the figures
    // keeps its own.
    type->config = FcInitLoadConfigAndFonts();
    bool ok = type->config;
    static const int heaviness[WEIGHTS] = { FC_WEIGHT_REGULAR, FC_WEIGHT_DEMIBOLD, FC_WEIGHT_REGULAR };
    for (int w = 0; ok && w < WEIGHTS; w++) {
        if (w == WEIGHT_MONO) face_add(type, w, "DejaVu Sans Mono", heaviness[w], true);
        else face_add(type, w, "Inter", heaviness[w], true);
        face_add(type, w, "DejaVu Sans", heaviness[w], true);
        if (!type->face_count[w]) face_add(type, w, w == WEIGHT_MONO ? "monospace" : "sans-serif", heaviness[w], false);
        ok = type->face_count[w] > 0;
    }
    if (ok) return true;
    type_free(type);
    *out = NULL;
    return error_cannot(err, "no font can be opened for the figures; install the fonts Inter and DejaVu Sans "
                             "(packages fonts-inter and fonts-dejavu-core)");
}

void type_free(Type *type)
{
    if (!type) return;
    for (int w = 0; w < WEIGHTS; w++) {
        for (int i = 0; i < FACES; i++) face_clear(&type->faces[w][i]);
        free(type->glyphs[w]);
    }
    if (type->config) FcConfigDestroy(type->config);
    free(type);
}

const char *type_file(const Type *type, Weight weight, int choice)
{
    FcChar8 *file;
    if (choice >= type->face_count[weight]) return NULL;
    bool found = FcPatternGetString(type->faces[weight][choice].pattern, FC_FILE, 0, &file) == FcResultMatch;
    return found ? (const char *)file : NULL;
}

// ---- glyphs ----------------------------------------------------------------------------------------------------

static size_t encode(char out[5], uint32_t c)
{
    size_t n = 0;
    if (c < 0x80) {
        out[n++] = (char)c;
    } else {
        int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        static const unsigned char lead[] = { 0, 0xC0, 0xE0, 0xF0 };
        out[n++] = (char)(lead[more] | c >> 6 * more);
        for (int i = more - 1; i >= 0; i--) out[n++] = (char)(0x80 | (c >> 6 * i & 0x3F));
    }
    out[n] = 0;
    return n;
}

static Glyph glyph_find(const Type *type, Weight weight, uint32_t character)
{
    Glyph glyph = { .character = character, .missing = true };
    for (int i = 0; glyph.missing && i < type->face_count[weight]; i++)
        if (FcCharSetHasChar(type->faces[weight][i].characters, character)) glyph.face = i, glyph.missing = false;
    char text[5];
    int length = (int)encode(text, character), count = 0;
    cairo_glyph_t *drawn = NULL;
    cairo_scaled_font_t *font = type->faces[weight][glyph.face].at_em;
    cairo_status_t status = cairo_scaled_font_text_to_glyphs(font, 0, 0, text, length, &drawn, &count, NULL, NULL, NULL);
    if (status == CAIRO_STATUS_SUCCESS && count > 0) {
        cairo_text_extents_t extents;
        cairo_scaled_font_glyph_extents(font, drawn, 1, &extents);
        glyph.index = drawn[0].index;
        glyph.advance = extents.x_advance / EM;
    }
    cairo_glyph_free(drawn);
    return glyph;
}

static Glyph *place_of(Glyph *table, size_t capacity, uint32_t character)
{
    size_t at = character * 2654435761u & (capacity - 1);
    while (table[at].character && table[at].character != character) at = (at + 1) & (capacity - 1);
    return &table[at];
}

static Glyph glyph_get(Type *type, Weight weight, uint32_t character)
{
    size_t *capacity = &type->capacity[weight];
    if (2 * type->used[weight] >= *capacity) {
        size_t larger = *capacity ? 2 * *capacity : 256;
        Glyph *table = memory_new(larger, sizeof *table);
        for (size_t i = 0; i < *capacity; i++) {
            Glyph old = type->glyphs[weight][i];
            if (old.character) *place_of(table, larger, old.character) = old;
        }
        free(type->glyphs[weight]);
        type->glyphs[weight] = table;
        *capacity = larger;
    }
    Glyph *place = place_of(type->glyphs[weight], *capacity, character);
    if (!place->character) {
        *place = glyph_find(type, weight, character);
        type->used[weight]++;
    }
    return *place;
}

bool type_has(Type *type, const char *text, uint32_t *missing)
{
    int bytes;
    for (uint32_t c; (c = utf8_next(text, &bytes)); text += bytes) {
        if (!glyph_get(type, WEIGHT_REGULAR, c).missing) continue;
        if (missing) *missing = c;
        return false;
    }
    return true;
}

static double width(void *self, const char *text, double size, Weight weight)
{
    double ems = 0;
    int bytes;
    for (uint32_t c; (c = utf8_next(text, &bytes)); text += bytes) ems += glyph_get(self, weight, c).advance;
    return ems * size;
}

Measure type_measure(Type *type)
{
    return (Measure){ width, type };
}

void type_draw(Type *type, cairo_t *cr, const char *text, double x, double y, double size, Weight weight,
               Colour colour)
{
    if (size <= 0 || !(colour >> 24)) return;
    cairo_save(cr);
    cairo_set_source_rgba(cr, (colour >> 16 & 255) / 255.0, (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0,
                          (colour >> 24) / 255.0);
    cairo_font_options_t *options = options_new();
    cairo_set_font_options(cr, options);
    cairo_font_options_destroy(options);
    cairo_glyph_t run[RUN];
    int count = 0, face = -1, bytes;
    for (;; text += bytes) {
        uint32_t c = utf8_next(text, &bytes);
        Glyph glyph = c ? glyph_get(type, weight, c) : (Glyph){ 0 };
        if (count && (!c || count == RUN || glyph.face != face)) {
            cairo_set_font_face(cr, type->faces[weight][face].font);
            cairo_set_font_size(cr, size);
            cairo_show_glyphs(cr, run, count);
            count = 0;
        }
        if (!c) break;
        face = glyph.face;
        run[count++] = (cairo_glyph_t){ glyph.index, x, y };
        x += glyph.advance * size;
    }
    cairo_restore(cr);
}
