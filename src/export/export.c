// A figure becomes bytes in memory by cairo's own writers, and then a file by base's: cairo reports a failed write
// late, and would leave half a file behind.
#include "export/inside.h"

#include <cairo-svg.h>
#include <ctype.h>
#include <math.h>
#include <string.h>

cairo_status_t bytes_gather(void *context, const unsigned char *data, unsigned length)
{
    text_put_bytes(context, (const char *)data, length);
    return CAIRO_STATUS_SUCCESS;
}

static bool ends_with(const char *path, const char *ending)
{
    size_t length = strlen(path), tail = strlen(ending);
    if (length <= tail) return false;
    for (size_t i = 0; i < tail; i++)
        if (tolower((unsigned char)path[length - tail + i]) != ending[i]) return false;
    return true;
}

// Paints onto [surface], which it takes, and with [as_png] encodes it; else the surface writes itself to [out].
static cairo_status_t draw(cairo_surface_t *surface, const Figure *figure, double scale, Type *type, Colour background,
                           bool as_png, Text *out)
{
    cairo_t *cr = cairo_create(surface);
    if (background >> 24) {
        cairo_set_source_rgba(cr, (background >> 16 & 255) / 255.0, (background >> 8 & 255) / 255.0,
                              (background & 255) / 255.0, (background >> 24) / 255.0);
        cairo_paint(cr);
    }
    cairo_scale(cr, scale, scale);
    figure_paint(figure, cr, type);
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    if (status == CAIRO_STATUS_SUCCESS && as_png) status = cairo_surface_write_to_png_stream(surface, bytes_gather, out);
    cairo_surface_finish(surface); // an SVG is written here, and only now says whether it could be
    if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status;
}

bool figure_bytes(Text *out, bool png, const Figure *figure, double width, double height, double scale, Type *type, Colour background,
                  Error *err)
{
    int across = (int)ceil(width * scale), down = (int)ceil(height * scale);
    cairo_surface_t *surface = png ? cairo_image_surface_create(CAIRO_FORMAT_ARGB32, across, down)
                                   : cairo_svg_surface_create_for_stream(bytes_gather, out, across, down);
    if (!png) cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
    cairo_status_t status = draw(surface, figure, scale, type, background, png, out);
    return status == CAIRO_STATUS_SUCCESS || error_cannot(err, "%s", cairo_status_to_string(status));
}

bool export_figure(const char *path, const Figure *figure, double width, double height, double pixels_per_unit,
                   Type *type, Colour background, Error *err)
{
    bool png = ends_with(path, ".png"), svg = ends_with(path, ".svg");
    if (!png && !svg) return error_set(err, 0, "cannot tell what to write to %s; end its name in .png or .svg", path);
    double across = ceil(width * pixels_per_unit), down = ceil(height * pixels_per_unit);
    bool fits = across >= 1 && down >= 1 && across <= EXPORT_MOST_SIDE && down <= EXPORT_MOST_SIDE;
    if (!fits) // also what is not a number
        return error_set(err, 0, "%s would be %.0f×%.0f pixels; each side must be 1 to %d", path, across, down,
                         EXPORT_MOST_SIDE);
    Text out = { 0 };
    Error why = { 0 };
    bool ok = figure_bytes(&out, png, figure, width, height, pixels_per_unit, type, background, &why);
    if (!ok) error_cannot(err, "cannot write %s: %s", path, why.text);
    FileOut file = { path, text_or_empty(&out), out.length };
    ok = ok && file_write_all(&file, 1, err);
    text_clear(&out);
    return ok;
}
