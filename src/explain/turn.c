// The backward pass as a scene of its own. A convolution's is a transposed convolution whose output padding brings back
// the rows and columns that its stride rounded off; a transposed one's is a convolution.
#include "explain/explain.h"

#include <stdlib.h>
#include <string.h>

// How many cells lie behind the last window: what output padding has to bring back.
static int rounded_off(Axis a)
{
    return (a.wide + 2 * a.padding + a.uneven - axis_span(a)) % a.stride;
}

// Takes [from], or, where it would give other values there, the values themselves.
static bool take_source(Source *to, const Source *from, const float *values, const Spec *spec, Role role, SourceFor what, Error *err)
{
    int shape[4];
    size_t count = 1;
    scene_shape(spec, role, shape);
    for (int i = 0; i < 4; i++) count *= (size_t)shape[i];
    float *filled = memory_new(count, sizeof *filled);
    bool same = source_fits(from->kind, what) && source_fill(filled, shape, what, from, spec, NULL) &&
                memcmp(filled, values, count * sizeof *filled) == 0;
    free(filled);
    if (!same && count > SOURCE_MOST_TYPED)
        return error_set(err, 0, "the backward pass would need %zu typed values, and up to %d can be typed; choose ones or count up", count,
                         SOURCE_MOST_TYPED);
    *to = same ? source_copy(from) : (Source){ .kind = SOURCE_TYPED, .count = (int)count, .values = memory_new(count, sizeof(float)) };
    if (!same) memcpy(to->values, values, count * sizeof *values);
    return true;
}

bool scene_backward(Scene *out, const Scene *scene, Error *err)
{
    *out = (Scene){ .spec = spec_turned(&scene->spec), .b = { .kind = SOURCE_NONE }, .gy = { .kind = SOURCE_ONES }, .views = scene->views,
                    .walk = scene->walk, .step = STEP_END, .cell = CELL_NONE, .look = scene->look, .show = scene->show };
    memcpy(out->view, scene->view, sizeof out->view);
    Spec *spec = &out->spec;
    spec->y.output_padding = spec->transposed ? rounded_off(spec->y) : 0;
    spec->x.output_padding = spec->transposed ? rounded_off(spec->x) : 0;
    return spec_check(spec, err);
}

bool scene_turned(Scene *out, const Work *work, Error *err)
{
    const Scene *scene = &work->scene;
    if (!scene_backward(out, scene, err)) return false;
    const Spec *spec = &out->spec;
    bool ok = take_source(&out->x, &scene->gy, work->gy, spec, ROLE_X, FOR_X, err) &&
              take_source(&out->w, &scene->w, work->w, spec, ROLE_W, FOR_W, err);
    // What x was is the gradient from above on the way back from there, where it fits.
    bool fits = ok && spec_y_count(spec) == spec_x_count(&scene->spec);
    if (fits && !take_source(&out->gy, &scene->x, work->x, spec, ROLE_GY, FOR_GY, NULL)) out->gy = (Source){ .kind = SOURCE_ONES };
    if (!ok) scene_clear(out);
    return ok;
}
