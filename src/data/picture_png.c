// PNG through libpng's simplified interface, which reads the header alone first and needs no more memory for that than
// libpng's own limit for a chunk (8 MB). Transparent pixels are laid over white on the stored values, as browsers do.
#include "data/picture_parts.h"

#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool decode(png_image *image, const char *path, Tensor *out, Error *err)
{
    if (!picture_allowed(path, image->height, image->width, err)) return false;
    // Sixteen bits without a gamma of their own are sRGB like all others; libpng would take them for linear light.
    image->flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
    bool clear = image->format & PNG_FORMAT_FLAG_ALPHA;
    image->format = clear ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB;
    int height = (int)image->height, width = (int)image->width;
    size_t count = (size_t)height * (size_t)width, bytes = clear ? 4 : 3;
    unsigned char *pixels = malloc(count * bytes);
    if (!pixels) return error_cannot(err, "not enough memory for the %d by %d pixels of %s", height, width, path);
    bool ok = png_image_finish_read(image, NULL, pixels, 0, NULL);
    if (!ok) error_set(err, 0, "%s is damaged or cut short: %s", path, image->message);
    ok = ok && picture_new(out, height, width, err);
    for (size_t i = 0; ok && i < count; i++) {
        const unsigned char *p = pixels + i * bytes;
        for (size_t c = 0; c < 3; c++) {
            float alpha = clear ? (float)p[3] / 255 : 1;
            out->data[c * count + i] = alpha * ((float)p[c] / 255) + (1 - alpha);
        }
    }
    free(pixels);
    return ok;
}

bool picture_read_png(const char *path, Tensor *out, Error *err)
{
    FILE *file = fopen(path, "rb");
    if (!file) return error_set(err, 0, "cannot read %s: %s", path, strerror(errno));
    png_image image = { .version = PNG_IMAGE_VERSION };
    bool ok = png_image_begin_read_from_stdio(&image, file);
    if (!ok) error_set(err, 0, "%s is a damaged PNG: %s", path, image.message);
    ok = ok && decode(&image, path, out, err);
    png_image_free(&image);
    fclose(file);
    return ok;
}
