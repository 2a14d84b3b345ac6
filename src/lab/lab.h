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
    double milliseconds; // of the kernel call alone, measured
} Picture;

// Runs the scene's operation over [rgb] (1, 3, H, W): the kernel of in-channel 0 and out-channel 0 for each of the
// three channels (groups = 3), with the scene's stride, padding, output_padding and dilation; bias left out.
// [w] is the scene's kernel, (KH, KW). False with a sentence: sizes that do not fit, memory, or cancelled.
NODISCARD bool picture_make(Picture *picture, const Tensor *rgb, const Spec *spec, const float *w, Progress *progress,
                            Error *err);
void picture_clear(Picture *picture);

#endif
