// Random specs and scenes for the tests of this room; the same on every machine.
#ifndef STRIDESCOPE_TESTS_SCENES_H
#define STRIDESCOPE_TESTS_SCENES_H

#include "explain/explain.h"
#include "support/op/any_spec.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static inline Spec some_spec(Random *r)
{
    return any_spec(r, any(r, 0, 1));
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
    if (any(r, 0, 2) == 0) return odd[any(r, 0, COUNT(odd) - 1)];
    if (any(r, 0, 1)) return (float)any(r, -99, 99);
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
    do source.kind = (SourceKind)any(r, 0, SOURCE_KINDS - 1);
    while (!source_fits(source.kind, what));
    int names = 0;
    while (PICTURE_NAMES[names]) names++;
    switch (source.kind) {
    case SOURCE_ONEHOT: source.number = random_range(r, 0, (long)role_count(spec, role) - 1); break;
    case SOURCE_RANDOM:
    case SOURCE_ICNR: source.number = any(r, 0, 3) ? any(r, 0, 9) : INT64_MAX; break;
    case SOURCE_PICTURE: source.word = memory_text(PICTURE_NAMES[any(r, 0, names - 1)]); break;
    case SOURCE_FILE: source.word = memory_text(paths[any(r, 0, COUNT(paths) - 1)]); break;
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
        Cell cell = { (Role)any(r, ROLE_NONE, ROLE_Y),
                      { any(r, 0, 3), any(r, 0, 3), any(r, -3, 12), any(r, -3, 12) } };
        if (cell.role == ROLE_NONE) return CELL_NONE;
        if (cell.role == ROLE_B && scene->b.kind == SOURCE_NONE) continue;
        if (cell_exists(&scene->spec, cell)) return cell;
    }
}

static inline Switches some_switches(Random *r, const Spec *spec)
{
    if (any(r, 0, 1)) return (Switches){ 0 };
    Switches show = { .one_pair = any(r, 0, 1), .zeros_gone = any(r, 0, 1), .turned_back = any(r, 0, 1), .matrix_turned = any(r, 0, 1),
                      .matrix_chain = any(r, 0, 1), .matrix_cut = any(r, -1, 1), .phases = any(r, PHASES_WOVEN, PHASES_CHANNELS) };
    if (any(r, 0, 1)) show.phase_row = any(r, 1, spec->y.stride), show.phase_col = any(r, 1, spec->x.stride);
    show.overlap_weighted = any(r, 0, 1);
    show.sizes_tab = any(r, 0, SIZES_TABS - 1), show.sizes_rows = any(r, 0, 1);
    show.sizes_from = any(r, 0, 1) * any(r, 1, 99), show.sizes_to = any(r, 0, 1) * any(r, 1, SPEC_MOST_SIDE);
    show.sizes_wider = any(r, 0, 1), show.sizes_framework = any(r, 0, FRAMEWORKS_MOST - 1);
    int a = any(r, 0, RIVAL_COUNT), b = any(r, 0, RIVAL_COUNT);
    if (a && rival_fits((Rival)(a - 1), spec, NULL)) show.picture_a = a;
    if (b && rival_fits((Rival)(b - 1), spec, NULL)) show.picture_b = b;
    show.picture_with = any(r, 0, PICTURE_WITHS - 1);
    show.picture_shift_row = any(r, 0, 1) * any(r, -SHIFT_MOST, SHIFT_MOST), show.picture_shift_col = any(r, 0, 1) * any(r, -SHIFT_MOST, SHIFT_MOST);
    return show;
}

static inline Scene some_scene(Random *r)
{
    Scene scene = { .spec = some_spec(r) };
    scene.x = some_source(r, &scene.spec, ROLE_X, FOR_X);
    scene.w = some_source(r, &scene.spec, ROLE_W, FOR_W);
    scene.b = some_source(r, &scene.spec, ROLE_B, FOR_B);
    scene.gy = some_source(r, &scene.spec, ROLE_Y, FOR_GY);
    static const Lens views[][2] = { { LENS_STAMP, LENS_SLIDE }, { LENS_STAMP, LENS_SIZES }, { LENS_PICTURE },
                                     { LENS_STAMP }, { LENS_SLIDE }, { LENS_SIZES } };
    int view = any(r, 0, COUNT(views) - 1);
    memcpy(scene.view, views[view], sizeof views[view]);
    scene.views = view < 2 ? 2 : 1;
    scene.show = some_switches(r, &scene.spec);
    scene.walk = (Walk)any(r, 0, WALK_COUNT - 1);
    scene.step = any(r, 0, 1) ? STEP_END : random_range(r, 0, (long)timeline_count(&scene.spec, scene.walk));
    scene.cell = some_cell(r, &scene);
    scene.look = (LookName)any(r, 0, LOOK_COUNT - 1);
    if (any(r, 0, 3) == 0) scene.hidden = (unsigned)any(r, 0, (1 << CONTROL_COUNT) - 1);
    if (any(r, 0, 3) == 0) scene.locked = (unsigned)any(r, 0, (1 << CONTROL_COUNT) - 1) & ~(scene.hidden | 1u << CONTROL_GUIDE);
    return scene;
}

#endif
