// Inside the data room: what picture.c hands to the decoders of each kind of file, and builtin.c to the makers of its
// larger pictures.
#ifndef STRIDESCOPE_PICTURE_PARTS_H
#define STRIDESCOPE_PICTURE_PARTS_H

#include "data/data.h"

// Whether a picture of these sides may be decoded, with a sentence that names [path]; asked as soon as the header is
// read. A long long holds whatever a header says.
bool picture_allowed(const char *path, long long height, long long width, Error *err);

// Zeroed values for a picture (1, 3, H, W).
bool picture_new(Tensor *out, int height, int width, Error *err);

// Decode the file, whose first bytes have told its kind. [out] is {0} and stays so on false.
bool picture_read_png(const char *path, Tensor *out, Error *err);
bool picture_read_jpeg(const char *path, Tensor *out, Error *err);

// Built-in pictures are square; each maker fills (3, BUILTIN_SIDE, BUILTIN_SIDE).
enum { BUILTIN_SIDE = 256 };
void builtin_scene(float *rgb);
void builtin_text(float *rgb);

#endif
