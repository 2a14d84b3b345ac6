// Random specs and scenes for the tests of this room; the same on every machine.
#ifndef STRIDESCOPE_TESTS_SCENES_H
#define STRIDESCOPE_TESTS_SCENES_H

#include "explain/explain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static inline int some(Random *r, int lo, int hi)
{
    return (int)random_range(r, lo, hi);
}

static inline Axis some_axis(Random *r, bool transposed)
{
    int in = some(r, 1, transposed ? 4 : 8);
    return (Axis){ in, in, some(r, 1, 4), some(r, 1, 3), some(r, 0, 2), transposed ? some(r, 0, 2) : 0, some(r, 1, 3) };
}

// Any legal spec, with channels, groups and batch, small enough to enumerate.
static inline Spec some_spec(Random *r)
{
    for (;;) {
        Spec spec = { .transposed = some(r, 0, 1), .dims = some(r, 1, 2), .batch = some(r, 1, 2),
                      .groups = some(r, 1, 4) == 1 ? 2 : 1 };
        spec.in_channels = spec.groups * some(r, 1, 2), spec.out_channels = spec.groups * some(r, 1, 2);
        spec.y = spec.dims == 2 ? some_axis(r, spec.transposed) : AXIS_TRIVIAL;
        spec.x = some_axis(r, spec.transposed);
        if (spec_check(&spec, NULL)) return spec;
    }
}

static inline size_t role_count(const Spec *spec, Role role)
{
    int shape[4];
    scene_shape(spec, role, shape);
    return (size_t)shape[0] * (size_t)shape[1] * (size_t)shape[2] * (size_t)shape[3];
}

static inline float some_number(Random *r)
{
    static const float odd[] = { 0, -0.0f, INFINITY, -INFINITY, NAN, 1e-45f, 3.4028235e38f, -1.17549435e-38f, 0.1f };
    if (some(r, 0, 2) == 0) return odd[some(r, 0, COUNT(odd) - 1)];
    if (some(r, 0, 1)) return (float)some(r, -99, 99);
    uint32_t bits = (uint32_t)random_next(r);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline Source typed_source(size_t count)
{
    return (Source){ .kind = SOURCE_TYPED, .count = (int)count, .values = memory_new(count, sizeof(float)) };
}

static inline Source some_source(Random *r, const Spec *spec, Role role, SourceFor what)
{
    static const char *const paths[] = { "a.png", "with blank/ä ö.npy", "quote\"back\\slash", "line\nbreak\ttab",
                                         "no \xFF utf8 \xC3", "]x=[1;2|3", "\x01\x7F", "x:y,z=" };
    Source source = { 0 };
    do source.kind = (SourceKind)some(r, 0, SOURCE_KINDS - 1);
    while (!source_fits(source.kind, what));
    int names = 0;
    while (PICTURE_NAMES[names]) names++;
    switch (source.kind) {
    case SOURCE_ONEHOT: source.number = random_range(r, 0, (long)role_count(spec, role) - 1); break;
    case SOURCE_RANDOM:
    case SOURCE_ICNR: source.number = some(r, 0, 3) ? some(r, 0, 9) : INT64_MAX; break;
    case SOURCE_PICTURE: source.word = memory_text(PICTURE_NAMES[some(r, 0, names - 1)]); break;
    case SOURCE_FILE: source.word = memory_text(paths[some(r, 0, COUNT(paths) - 1)]); break;
    case SOURCE_TYPED:
        source = typed_source(role_count(spec, role));
        for (int i = 0; i < source.count; i++) source.values[i] = some_number(r);
        break;
    default: break;
    }
    return source;
}

static inline Cell some_cell(Random *r, const Scene *scene)
{
    for (;;) {
        Cell cell = { (Role)some(r, ROLE_NONE, ROLE_Y),
                      { some(r, 0, 3), some(r, 0, 3), some(r, -3, 12), some(r, -3, 12) } };
        if (cell.role == ROLE_NONE) return CELL_NONE;
        if (cell.role == ROLE_B && scene->b.kind == SOURCE_NONE) continue;
        if (cell_exists(&scene->spec, cell)) return cell;
    }
}

static inline Scene some_scene(Random *r)
{
    Scene scene = { .spec = some_spec(r) };
    scene.x = some_source(r, &scene.spec, ROLE_X, FOR_X);
    scene.w = some_source(r, &scene.spec, ROLE_W, FOR_W);
    scene.b = some_source(r, &scene.spec, ROLE_B, FOR_B);
    scene.gy = some_source(r, &scene.spec, ROLE_Y, FOR_GY);
    static const Lens views[][2] = { { LENS_STAMP, LENS_SLIDE }, { LENS_SLIDE, LENS_STAMP }, { LENS_PICTURE },
                                     { LENS_STAMP }, { LENS_SLIDE }, { LENS_SIZES } };
    int view = some(r, 0, COUNT(views) - 1);
    memcpy(scene.view, views[view], sizeof views[view]);
    scene.views = view < 2 ? 2 : 1;
    scene.walk = (Walk)some(r, 0, WALK_COUNT - 1);
    scene.step = some(r, 0, 1) ? STEP_END : random_range(r, 0, (long)timeline_count(&scene.spec, scene.walk));
    scene.cell = some_cell(r, &scene);
    scene.look = (LookName)some(r, 0, LOOK_COUNT - 1);
    return scene;
}

#endif
