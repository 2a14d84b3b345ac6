// Typed weights beside a picture, where no cells are: one field holds them all, in the words of a scene code.
#include "desk/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELD_WEIGHTS = 64 }; // more are no pleasure to type

// The layer alone, with these weights: what is read and printed between [ and ] belongs to it.
static Scene layer_with(const Desk *desk, const Source *w)
{
    Scene scene = { .spec = desk->scene.spec, .x = { .kind = SOURCE_RAMP }, .b = { .kind = SOURCE_NONE }, .gy = { .kind = SOURCE_ONES },
                    .view = { LENS_STAMP }, .views = 1, .step = STEP_END };
    scene.w = source_copy(w);
    return scene;
}

void picture_type_kernel(Desk *desk)
{
    const Spec *spec = &desk->scene.spec;
    size_t count = spec_w_count(spec);
    int shape[4];
    Error err;
    if (count > FIELD_WEIGHTS) {
        desk_say(desk, TONE_ERROR, "This kernel has %zu weights; up to %d can be typed here. Make it smaller first, or open a .npy.", count, FIELD_WEIGHTS);
        return;
    }
    Source typed = { .kind = SOURCE_TYPED, .count = (int)count, .values = memory_new(count, sizeof(float)) };
    scene_shape(spec, ROLE_W, shape);
    if (!source_fill(typed.values, shape, FOR_W, &desk->scene.w, spec, &err)) {
        desk_say(desk, TONE_ERROR, "%s", err.text);
        source_clear(&typed);
        return;
    }
    Scene next = scene_copy(&desk->scene);
    source_clear(&next.w);
    next.w = typed;
    if (desk_take(desk, &next, NULL)) ui_focus(&desk->ui, "kernel.typed");
}

static void take_typed(Desk *desk, const char *text)
{
    Source ramp = { .kind = SOURCE_RAMP };
    Scene layer = layer_with(desk, &ramp), read;
    Text code = { 0 };
    Error err;
    scene_print(&code, &layer);
    text_print(&code, " w=%s%s%s", *text == '[' ? "" : "[", text, *text == '[' ? "" : "]");
    if (!scene_parse(&read, code.data, &err)) {
        desk_say(desk, TONE_ERROR, "%s", err.text);
    } else {
        Scene next = scene_copy(&desk->scene);
        source_clear(&next.w);
        next.w = source_copy(&read.w);
        scene_clear(&read);
        desk_take(desk, &next, NULL);
    }
    text_clear(&code);
    scene_clear(&layer);
}

double picture_kernel_lay(Desk *desk, double x, double y, double w)
{
    double u = desk->scale;
    if (desk->scene.w.kind != SOURCE_TYPED || desk->scene.w.count > FIELD_WEIGHTS) return y;
    Scene layer = layer_with(desk, &desk->scene.w);
    Text code = { 0 };
    scene_print(&code, &layer);
    char *typed = code.data ? strstr(code.data, " w=[") : NULL;
    if (typed) {
        typed += 3;
        typed[strcspn(typed, " ")] = 0;
        UiEdit edit = ui_field(&desk->ui, "kernel.typed", (Box){ x, y, w, 32 * u }, "Weights, rows parted by ;", typed, 0);
        desk->ui.widgets[desk->ui.count - 1].size = 12 * u;
        if (edit == UI_TAKEN && strcmp(desk->ui.text, typed) != 0) take_typed(desk, desk->ui.text);
    }
    text_clear(&code);
    scene_clear(&layer);
    return y + 38 * u;
}
