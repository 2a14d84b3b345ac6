// Every tensor of a scene, computed once, by the same kernels that the tests check and the benchmarks time.
#include "explain/explain.h"

#include <stdlib.h>

static bool fill(float **out, const Scene *scene, Role role, SourceFor what, const Source *source, Error *err)
{
    int shape[4];
    size_t count = 1;
    scene_shape(&scene->spec, role, shape);
    for (int i = 0; i < 4; i++) count *= (size_t)shape[i];
    *out = malloc(count * sizeof **out);
    if (!*out) return error_cannot(err, "there is no memory for %zu values of this scene", count);
    return !source || source_fill(*out, shape, what, source, &scene->spec, err);
}

// Refused before anything of the scene's size is allocated.
static bool has_room(const Spec *spec, Error *err)
{
    Canvas canvas = canvas_of(spec);
    long long in = (long long)spec_in(spec, spec->y) * spec_in(spec, spec->x), out = (long long)canvas.rows * canvas.cols;
    if (in > WORK_MOST_CELLS || out > WORK_MOST_CELLS)
        return error_set(err, 0, "the %s has %lld cells; the lenses show up to %d a channel. Make the input%s smaller, or see it on a picture",
                         in > out ? "input" : "output", in > out ? in : out, WORK_MOST_CELLS, in > out ? "" : " or the stride");
    long long products = timeline_count(spec, WALK_PRODUCT);
    long long plane = products / spec->batch / spec->out_channels;
    if (products > WORK_MOST_PRODUCTS || plane > WORK_MOST_PLANE)
        return error_set(err, 0, "this scene has %lld products, %lld for each output channel; the lenses take up to %d, and %d a channel. Make the input, the kernel or the channels smaller",
                         products, plane, WORK_MOST_PRODUCTS, WORK_MOST_PLANE);
    return true;
}

bool work_make(Work *work, const Scene *scene, Progress *progress, Error *err)
{
    *work = (Work){ 0 };
    if (!has_room(&scene->spec, err)) return false;
    work->scene = scene_copy(scene);
    bool has_bias = scene->b.kind != SOURCE_NONE;
    bool ok = fill(&work->x, scene, ROLE_X, FOR_X, &scene->x, err) &&
              fill(&work->w, scene, ROLE_W, FOR_W, &scene->w, err) &&
              (!has_bias || fill(&work->b, scene, ROLE_B, FOR_B, &scene->b, err)) &&
              fill(&work->y, scene, ROLE_Y, FOR_GY, NULL, err);
    if (ok && progress_cancelled(progress)) ok = error_cannot(err, "the work was cancelled");
    if (ok) op_forward(work->y, work->x, work->w, work->b, &work->scene.spec);
    else work_clear(work);
    return ok;
}

void work_clear(Work *work)
{
    free(work->x);
    free(work->w);
    free(work->b);
    free(work->y);
    scene_clear(&work->scene);
    *work = (Work){ 0 };
}

float work_value(const Work *work, Cell cell)
{
    const float *values = cell.role == ROLE_X ? work->x : cell.role == ROLE_W ? work->w
                        : cell.role == ROLE_B ? work->b : work->y;
    int shape[4];
    size_t index = 0;
    scene_shape(&work->scene.spec, cell.role, shape);
    for (int i = 0; i < 4; i++) index = index * (size_t)shape[i] + (size_t)cell.at[i];
    return values[index];
}
