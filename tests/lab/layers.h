// What the tests of layers share: a scene from its code, and its weights.
#ifndef STRIDESCOPE_TESTS_LAB_LAYERS_H
#define STRIDESCOPE_TESTS_LAB_LAYERS_H

#include "lab/lab.h"
#include "support/check.h"

static inline Scene parse(const char *code)
{
    Scene scene;
    Error err = { 0 };
    check(scene_parse(&scene, code, &err), "%s: %s", code, err.text);
    return scene;
}

static inline float *weights_of(const Scene *scene)
{
    int shape[4];
    Error err = { 0 };
    scene_shape(&scene->spec, ROLE_W, shape);
    float *w = memory_new(spec_w_count(&scene->spec), sizeof *w);
    check(source_fill(w, shape, FOR_W, &scene->w, &scene->spec, &err), "%s", err.text);
    return w;
}

#endif
