// Real work on pictures: what an upsampler does to an image, by the very kernels that fill the lenses.
#ifndef STRIDESCOPE_LAB_H
#define STRIDESCOPE_LAB_H

#include "explain/explain.h"

// A picture and what the scene's layer makes of it, as 0xFFRRGGBB pixels ready to be shown.
typedef struct Picture {
    int in_rows, in_cols, out_rows, out_cols;
    uint32_t *in, *out;
    double gain;     // mean weight sum per phase, by which the output was divided so that brightness compares
    bool divided;    // false where the gain is too near 0: then `out` is shown around mid grey instead
    double scale, middle; // `out` shows value · scale + middle, cut to 0…1: 1/gain and 0 where it was divided, else
                          // 1/(mean sum of |weights| per phase) and ½
    double milliseconds; // of the kernel call alone, measured
} Picture;

// Runs the scene's operation over [rgb] (1, 3, H, W): the kernel of in-channel 0 and out-channel 0 for each of the
// three channels (groups = 3), with the scene's stride, padding, output_padding and dilation; bias left out.
// [w] is the scene's kernel, (KH, KW). A 1D kernel works along the picture's rows. False with a sentence, and
// [picture] is {0}: sizes that do not fit, more than PICTURE_MOST_PIXELS to be made, weights that are not finite,
// memory, or cancelled (looked at every few rows).
NODISCARD bool picture_make(Picture *picture, const Tensor *rgb, const Spec *spec, const float *w, Progress *progress,
                            Error *err);
void picture_clear(Picture *picture);

// The picture that a scene's x names, decoded once and kept at its own size and at the scene's. Init with {0}.
typedef struct PictureStore {
    Source source;
    Tensor full, sized;
} PictureStore;
NODISCARD bool picture_load(PictureStore *store, const Source *source, Error *err);
void picture_store_clear(PictureStore *store);

// picture_make for a scene of LENS_PICTURE: x is a picture (built-in, PNG or JPEG) brought to the scene's input size, the
// kernel is the scene's for its first in- and out-channel.
NODISCARD bool picture_of_scene(Picture *picture, PictureStore *store, const Scene *scene, Progress *progress, Error *err);

#endif
