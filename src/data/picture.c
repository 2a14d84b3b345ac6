// Pictures: told apart by their first bytes, held to limits by their headers, averaged to the size that is wanted.
// The decoders are in picture_png.c and picture_jpeg.c.
#include "data/picture_parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { HEAD = 16 };

// How files begin that people take for pictures. Those that are not read are named, so that the sentence can help.
typedef struct Beginning {
    int at, length;
    const char *bytes, *name;
    bool (*read)(const char *path, Tensor *out, Error *err);
} Beginning;

static const Beginning BEGINNINGS[] = {
    { 0, 8, "\x89PNG\r\n\x1a\n", "a PNG", picture_read_png },
    { 0, 3, "\xFF\xD8\xFF", "a JPEG", picture_read_jpeg },
    { 0, 4, "GIF8", "a GIF", NULL },
    { 8, 4, "WEBP", "a WebP", NULL },
    { 0, 2, "BM", "a BMP", NULL },
    { 0, 4, "II*\0", "a TIFF", NULL },
    { 0, 4, "MM\0*", "a TIFF", NULL },
    { 4, 8, "ftypavif", "an AVIF", NULL },
    { 4, 8, "ftypheic", "a HEIC", NULL },
    { 0, 4, "%PDF", "a PDF", NULL },
    { 0, 4, "<svg", "an SVG", NULL },
    { 0, 6, "\x93NUMPY", "a NumPy file", NULL },
};

static const Beginning *beginning(const unsigned char *head, size_t length)
{
    for (int i = 0; i < COUNT(BEGINNINGS); i++) {
        const Beginning *b = &BEGINNINGS[i];
        if (length >= (size_t)(b->at + b->length) && !memcmp(head + b->at, b->bytes, (size_t)b->length)) return b;
    }
    return NULL;
}

// The first bytes of a plain file. Folders, devices and pipes are no pictures, and asking a pipe would block.
static bool peek(const char *path, unsigned char head[HEAD], size_t *length, Error *err)
{
    struct stat info;
    if (stat(path, &info) != 0) return error_set(err, 0, "cannot read %s: %s", path, strerror(errno));
    if (S_ISDIR(info.st_mode)) return error_set(err, 0, "%s is a folder; name a PNG or JPEG file", path);
    if (!S_ISREG(info.st_mode)) return error_set(err, 0, "%s is not a plain file; name a PNG or JPEG file", path);
    FILE *file = fopen(path, "rb");
    if (!file) return error_set(err, 0, "cannot read %s: %s", path, strerror(errno));
    *length = fread(head, 1, HEAD, file);
    bool ok = !ferror(file) || error_set(err, 0, "cannot read %s: %s", path, strerror(errno));
    fclose(file);
    return ok;
}

bool picture_known(const char *path)
{
    unsigned char head[HEAD];
    size_t length;
    if (!peek(path, head, &length, NULL)) return false;
    const Beginning *b = beginning(head, length);
    return b && b->read;
}

bool picture_read(const char *path, Tensor *out, Error *err)
{
    *out = (Tensor){ 0 };
    unsigned char head[HEAD];
    size_t length;
    if (!peek(path, head, &length, err)) return false;
    if (!length) return error_set(err, 0, "%s is empty; a PNG or JPEG picture is needed", path);
    const Beginning *b = beginning(head, length);
    if (b && b->read) return b->read(path, out, err);
    if (b) return error_set(err, 0, "%s is %s, which is not read as a picture; save it as PNG or JPEG", path, b->name);
    return error_set(err, 0, "%s does not begin like a picture; PNG and JPEG are read", path);
}

bool picture_allowed(const char *path, long long height, long long width, Error *err)
{
    if (height < 1 || width < 1) return error_set(err, 0, "%s says that it has no pixels; it is damaged", path);
    if (height > PICTURE_MOST_SIDE || width > PICTURE_MOST_SIDE)
        return error_set(err, 0, "%s has %lld rows and %lld columns; at most %d of each are read", path, height, width,
                         PICTURE_MOST_SIDE);
    if (height * width > PICTURE_MOST_PIXELS)
        return error_set(err, 0, "%s has %lld rows of %lld pixels; at most %ld pixels in all are read: scale it down",
                         path, height, width, PICTURE_MOST_PIXELS);
    return true;
}

bool picture_new(Tensor *out, int height, int width, Error *err)
{
    return tensor_make(out, 4, (int[]){ 1, 3, height, width }, err);
}

// ---- averaging -------------------------------------------------------------------------------------------------

// Of [from] cells laid along [to] new ones, how much of old cell `old` the new cell `i` covers, in parts of which an
// old cell has [to] and a new one [from]. Whole numbers, so that a flat picture stays flat and a same-sized one the
// same, to the bit.
static long long covered(int from, int to, int i, int old)
{
    long long lo = (long long)i * from, hi = lo + from;
    long long a = (long long)old * to, b = a + to;
    return (hi < b ? hi : b) - (lo > a ? lo : a);
}

static int first_covered(int from, int to, int i)
{
    return (int)((long long)i * from / to);
}

static int last_covered(int from, int to, int i)
{
    return (int)((((long long)i + 1) * from - 1) / to);
}

bool picture_resize(const Tensor *in, int height, int width, Tensor *out, Error *err)
{
    *out = (Tensor){ 0 };
    if (height < 1 || width < 1 || height > PICTURE_MOST_SIDE || width > PICTURE_MOST_SIDE ||
        (long long)height * width > PICTURE_MOST_PIXELS)
        return error_set(err, 0, "a picture cannot be made %d by %d; sides go from 1 to %d, with at most %ld pixels",
                         height, width, PICTURE_MOST_SIDE, PICTURE_MOST_PIXELS);
    int rows = in->shape[2], cols = in->shape[3];
    double *line = malloc((size_t)cols * sizeof *line); // one output row, still as wide as the input
    if (!line) return error_cannot(err, "not enough memory to average a picture");
    if (!picture_new(out, height, width, err)) {
        free(line);
        return false;
    }
    for (int c = 0; c < 3; c++)
    for (int r = 0; r < height; r++) {
        for (int x = 0; x < cols; x++) line[x] = 0;
        for (int y = first_covered(rows, height, r); y <= last_covered(rows, height, r); y++) {
            const float *from = in->data + ((size_t)c * (size_t)rows + (size_t)y) * (size_t)cols;
            double weight = (double)covered(rows, height, r, y);
            for (int x = 0; x < cols; x++) line[x] += weight * (double)from[x];
        }
        float *to = out->data + ((size_t)c * (size_t)height + (size_t)r) * (size_t)width;
        for (int x = 0; x < width; x++) {
            double sum = 0;
            for (int old = first_covered(cols, width, x); old <= last_covered(cols, width, x); old++)
                sum += (double)covered(cols, width, x, old) * line[old];
            to[x] = (float)(sum / ((double)rows * cols));
        }
    }
    free(line);
    return true;
}
