// From a scene to its picture: the file is decoded once and kept, resized only when the input size changes.
#include "lab/lab.h"

#include <stdlib.h>

static void prepared_clear(Prepared *prepared)
{
    tensor_clear(&prepared->input);
    tensor_clear(&prepared->reference);
}

void picture_store_clear(PictureStore *store)
{
    prepared_clear(&store->own);
    prepared_clear(&store->quick);
    source_clear(&store->source);
    tensor_clear(&store->full);
    tensor_clear(&store->sized);
    *store = (PictureStore){ 0 };
}

bool picture_load(PictureStore *store, const Source *source, Error *err)
{
    if (store->full.data && source_equal(&store->source, source)) return true;
    picture_store_clear(store);
    bool ok = source->kind == SOURCE_PICTURE ? picture_builtin(source->word, &store->full, err)
              : source->kind == SOURCE_FILE  ? picture_read(source->word, &store->full, err)
                                             : error_set(err, 0, "the Picture place wants x=picture:NAME or x=file:\"PATH\"");
    if (!ok) return false;
    store->source = source_copy(source);
    return true;
}

bool picture_of_scene(Picture *picture, PictureStore *store, const Scene *scene, Progress *progress, Error *err)
{
    const Spec *spec = &scene->spec;
    int rows = spec_in(spec, spec->y), cols = spec_in(spec, spec->x);
    if (spec->dims != 2) return error_set(err, 0, "a picture needs a layer in 2D: conv2d or convt2d");
    if (!picture_load(store, &scene->x, err)) return false;
    bool fits = store->sized.data && store->sized.shape[2] == rows && store->sized.shape[3] == cols;
    if (!fits) {
        tensor_clear(&store->sized);
        if (!picture_resize(&store->full, rows, cols, &store->sized, err)) return false;
    }
    if (progress_cancelled(progress)) return error_cannot(err, "the work was cancelled");
    int shape[4];
    scene_shape(spec, ROLE_W, shape);
    float *w = malloc(spec_w_count(spec) * sizeof *w);
    if (!w) return error_cannot(err, "not enough memory for the kernel");
    bool ok = source_fill(w, shape, FOR_W, &scene->w, spec, err) && picture_make(picture, &store->sized, spec, w, progress, err);
    free(w);
    return ok;
}
