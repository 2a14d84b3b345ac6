// The signal of a scene in 1D, as a picture of one row: the rivals, their measures and the place go on as they are.
#include "lab/lab.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Whether it is as good at any length: then what the input is the average of can be made.
static bool at_any_length(SourceKind kind)
{
    return kind == SOURCE_TONE || kind == SOURCE_STEP || kind == SOURCE_RANDOM;
}

static bool length_of(int *out, const Scene *scene, Error *err)
{
    const Spec *spec = &scene->spec;
    long long own = spec_in(spec, spec->x), fine = own;
    int layers = !spec->transposed ? 0 : scene->show.picture_layers ? scene->show.picture_layers : 1;
    for (int i = 0; i < layers && fine <= PICTURE_MOST_SIDE; i++) fine *= spec->x.stride;
    if (own > PICTURE_MOST_SIDE) return error_set(err, 0, "a signal has at most %d values here, and this one has %lld", PICTURE_MOST_SIDE, own);
    *out = at_any_length(scene->x.kind) && fine <= PICTURE_MOST_SIDE ? (int)fine : (int)own;
    return true;
}

static bool are_finite(const float *values, int count, Error *err)
{
    for (int i = 0; i < count; i++) {
        if (isfinite(values[i])) continue;
        char shown[NUMBER_TEXT];
        number_show(shown, (double)values[i], 0);
        return error_set(err, 0, "value %d of the signal is %s; it needs values that are finite", i, shown);
    }
    return true;
}

static bool fill(Tensor *full, const Scene *scene, int length, Error *err)
{
    const Source *x = &scene->x;
    // These are of one shape, of which the first row is taken; all others of any.
    bool whole = x->kind == SOURCE_TYPED || x->kind == SOURCE_FILE || x->kind == SOURCE_ONEHOT;
    int shape[4] = { 1, 1, 1, length };
    if (whole) scene_shape(&scene->spec, ROLE_X, shape);
    size_t row = (size_t)length, count = (size_t)shape[0] * (size_t)shape[1] * row;
    float *values = malloc(count * sizeof *values);
    if (!values) return error_cannot(err, "not enough memory for a signal of %d values", length);
    bool ok = source_fill(values, shape, FOR_X, x, &scene->spec, err) && are_finite(values, length, err) &&
              tensor_make(full, 4, (int[]){ 1, 3, 1, length }, err);
    for (size_t c = 0; ok && c < 3; c++) memcpy(full->data + c * row, values, row * sizeof *values);
    free(values);
    return ok;
}

bool signal_load(PictureStore *store, const Scene *scene, Error *err)
{
    int length = 0;
    if (!length_of(&length, scene, err)) return false;
    // A file is read anew: it is small, and may be another one by now.
    bool kept = store->full.data && store->is_signal && store->full.shape[3] == length && scene->x.kind != SOURCE_FILE;
    if (kept && source_equal(&store->source, &scene->x)) return true;
    picture_store_clear(store);
    if (!fill(&store->full, scene, length, err)) return false;
    store->source = source_copy(&scene->x);
    store->is_signal = true;
    return true;
}
