// Typed weights, or a typed signal, beside a picture, where no cells are: one field holds them all, in the words of a scene code.
#include "desk/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELD_MOST = 64 }; // more are no pleasure to type

// The layer alone, with these values: what is read and printed between [ and ] belongs to it.
static Scene layer_with(const Spec *spec, SourceFor what, const Source *values)
{
    Scene scene = { .spec = *spec, .x = { .kind = SOURCE_RAMP }, .w = { .kind = SOURCE_RAMP }, .b = { .kind = SOURCE_NONE },
                    .gy = { .kind = SOURCE_ONES }, .view = { LENS_STAMP }, .views = 1, .step = STEP_END };
    *desk_source_of(&scene, what) = source_copy(values);
    return scene;
}

static const char *id_of(SourceFor what)
{
    return what == FOR_X ? "signal.typed" : "kernel.typed";
}

void picture_type(Desk *desk, SourceFor what)
{
    const Spec *spec = &desk->scene.spec;
    int shape[4];
    scene_shape(spec, what == FOR_X ? ROLE_X : ROLE_W, shape);
    size_t count = (size_t)shape[0] * (size_t)shape[1] * (size_t)shape[2] * (size_t)shape[3];
    Error err;
    if (count > FIELD_MOST) {
        desk_say(desk, TONE_ERROR, "This %s has %zu %s; up to %d can be typed here. Make it smaller first, or open a .npy.", what == FOR_X ? "signal" : "kernel", count,
                 what == FOR_X ? "values" : "weights", FIELD_MOST);
        return;
    }
    Source typed = { .kind = SOURCE_TYPED, .count = (int)count, .values = memory_new(count, sizeof(float)) };
    if (!source_fill(typed.values, shape, what, desk_source_of(&desk->scene, what), spec, &err)) {
        desk_say(desk, TONE_ERROR, "%s", err.text);
        source_clear(&typed);
        return;
    }
    Scene next = scene_copy(&desk->scene);
    source_clear(desk_source_of(&next, what));
    *desk_source_of(&next, what) = typed;
    if (desk_take(desk, &next, NULL)) ui_focus(&desk->ui, id_of(what));
}

static void take_typed(Desk *desk, SourceFor what, const char *text)
{
    Source ramp = { .kind = SOURCE_RAMP };
    Spec spec = desk->scene.spec;
    // A signal is as long as what was typed.
    if (what == FOR_X && spec.batch * spec.in_channels == 1) {
        int length = 1;
        for (const char *c = text; *c; c++) length += *c == ',';
        param_set(&spec, PARAM_IN, false, length);
    }
    Scene layer = layer_with(&spec, what, &ramp), read;
    Text code = { 0 };
    Error err;
    scene_print(&code, &layer);
    text_print(&code, " %s=%s%s%s", what == FOR_X ? "x" : "w", *text == '[' ? "" : "[", text, *text == '[' ? "" : "]");
    if (!scene_parse(&read, code.data, &err)) {
        desk_say(desk, TONE_ERROR, "%s", err.text);
    } else {
        Scene next = scene_copy(&desk->scene);
        next.spec = read.spec;
        source_clear(desk_source_of(&next, what));
        *desk_source_of(&next, what) = source_copy(desk_source_of(&read, what));
        scene_clear(&read);
        desk_take(desk, &next, NULL);
    }
    text_clear(&code);
    scene_clear(&layer);
}

double picture_typed_lay(Desk *desk, SourceFor what, double x, double y, double w)
{
    double u = desk->scale;
    const Source *values = desk_source_of(&desk->scene, what);
    if (values->kind != SOURCE_TYPED || values->count > FIELD_MOST) return y;
    Scene layer = layer_with(&desk->scene.spec, what, values);
    Text code = { 0 };
    scene_print(&code, &layer);
    char *typed = code.data ? strstr(code.data, what == FOR_X ? " x=[" : " w=[") : NULL;
    if (typed) {
        typed += 3;
        typed[strcspn(typed, " ")] = 0;
        UiEdit edit = ui_field(&desk->ui, id_of(what), (Box){ x, y, w, 32 * u }, what == FOR_X ? "Values, as many as you like" : "Weights, rows parted by ;", typed, 0);
        desk->ui.widgets[desk->ui.count - 1].size = 12 * u;
        if (edit == UI_TAKEN && strcmp(desk->ui.text, typed) != 0) take_typed(desk, what, desk->ui.text);
    }
    text_clear(&code);
    scene_clear(&layer);
    return y + 38 * u;
}
