// The ways to make a picture larger: one table, which the scene code, the Picture place and the command line go by.
#include "explain/explain.h"

const RivalRow RIVALS[RIVAL_COUNT] = {
    [RIVAL_ORIGINAL] = { "original", "original", "the picture that goes in" },
    [RIVAL_LAYER] = { "layer", "this layer", "the layer with its weights as they are" },
    [RIVAL_REPAIRED] = { "repaired", "repaired", "the same layer, its phase gains made equal" },
    [RIVAL_NEAREST_CONV] = { "nearest-conv", "nearest + conv", "each pixel repeated, then a convolution" },
    [RIVAL_BILINEAR_CONV] = { "bilinear-conv", "bilinear + conv", "bilinear, then a convolution" },
    [RIVAL_SUBPIXEL] = { "sub-pixel", "sub-pixel", "a convolution to s² channels, then PixelShuffle" },
    [RIVAL_ICNR] = { "icnr", "sub-pixel, ICNR", "the same, its s² kernels equal to begin with" },
    [RIVAL_BILINEAR] = { "bilinear", "bilinear", "straight lines between the pixels; nothing to learn" },
    [RIVAL_NEAREST] = { "nearest", "nearest", "each pixel repeated; nothing to learn" },
    [RIVAL_GRADIENT] = { "gradient", "gradient", "what the backward pass makes of an even gradient" },
};

bool rival_fits(Rival rival, const Spec *spec, Error *err)
{
    const char *title = RIVALS[rival].title;
    switch (rival) {
    case RIVAL_ORIGINAL:
    case RIVAL_LAYER:
    case RIVAL_REPAIRED: return true;
    case RIVAL_GRADIENT:
        if (!spec->transposed) return true;
        return error_set(err, 0, "the gradient is shown of a convolution; of a transposed one it is a convolution, which has no pattern to show");
    default: break;
    }
    if (!spec->transposed) return error_set(err, 0, "%s makes a picture larger, and a convolution does not; take a transposed one", title);
    bool shuffles = rival == RIVAL_SUBPIXEL || rival == RIVAL_ICNR;
    if (shuffles && spec->dims == 2 && spec->y.stride != spec->x.stride)
        return error_set(err, 0, "PixelShuffle enlarges rows and columns alike, and the strides are %d and %d", spec->y.stride, spec->x.stride);
    return true;
}

Rival scene_rival(const Scene *scene, bool b)
{
    int chosen = b ? scene->show.picture_b : scene->show.picture_a;
    if (chosen > 0 && rival_fits((Rival)(chosen - 1), &scene->spec, NULL)) return (Rival)(chosen - 1);
    return !b ? RIVAL_LAYER : scene->spec.transposed ? RIVAL_BILINEAR : RIVAL_GRADIENT;
}
