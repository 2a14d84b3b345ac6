// Beside the Overlap lens: prints counted or weighted, the example that everybody shows, and the chart of other kernels and
// strides, each tile of which can be taken.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// ---- the chart -------------------------------------------------------------------------------------------------

static void take_tile(Desk *desk, int kernel, int stride)
{
    Spec spec = desk->scene.spec;
    for (int rows = 0; rows < spec.dims; rows++) {
        param_set(&spec, PARAM_KERNEL, rows, kernel);
        param_set(&spec, PARAM_STRIDE, rows, stride);
    }
    desk_take_spec(desk, &spec, NULL);
}

static void tile_id(char id[UI_ID], const char *prefix, int kernel, int stride)
{
    snprintf(id, UI_ID, "%s.k%ds%d", prefix, kernel, stride);
}

// Where an arrow leads from a tile; false for other keys, and past the edge.
static bool arrow(const UiEvent *e, int *kernel, int *stride, int kernels, int strides)
{
    int k = *kernel + (e->key == KEY_RIGHT) - (e->key == KEY_LEFT), s = *stride + (e->key == KEY_DOWN) - (e->key == KEY_UP);
    bool plain = e->kind == UI_KEY && !(e->mods & (MOD_CTRL | MOD_ALT | MOD_SHIFT)), moves = k != *kernel || s != *stride;
    if (!plain || !moves || k < 1 || s < 1 || k > kernels || s > strides) return false;
    *kernel = k, *stride = s;
    return true;
}

static bool is_tile(const Mark *mark, const char *prefix)
{
    size_t length = strlen(prefix);
    return mark->kind == MARK_BOX && !strncmp(mark->name, prefix, length) && !strcmp(mark->name + length, " tile");
}

void chart_controls(Desk *desk, const DeskFigure *shown, const char *prefix)
{
    Ui *ui = &desk->ui;
    const Spec *spec = &desk->scene.spec;
    const Figure *figure = shown->figure;
    int kernels = 0, strides = 0, kernel = 0, stride = 0;
    bool own_there = false;
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (!is_tile(mark, prefix)) continue;
        kernels = mark->cols > kernels ? mark->cols : kernels, strides = mark->rows > strides ? mark->rows : strides;
        own_there |= mark->cols == spec->x.kernel && mark->rows == spec->x.stride;
    }
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (!is_tile(mark, prefix)) continue;
        char id[UI_ID], name[64], tip[96];
        int k = mark->cols, s = mark->rows;
        bool own = spec->x.kernel == k && spec->x.stride == s, all = own && (spec->dims == 1 || (spec->y.kernel == k && spec->y.stride == s));
        tile_id(id, prefix, k, s);
        snprintf(name, sizeof name, "Kernel %d, stride %d", k, s);
        snprintf(tip, sizeof tip, "kernel %d, stride %d%s", k, s, all ? ": this layer" : " · arrows walk the chart");
        bool hit = ui_button(ui, id, mark->box, name, ICON_NONE, UI_BARE | (all ? UI_ON : 0), tip);
        // One stop for Tab: the layer's own tile, else the first.
        ui->widgets[ui->count - 1].focusable = own_there ? own : k == 1 && s == 1;
        int to_k = k, to_s = s;
        if (hit && !all) kernel = k, stride = s;
        else if (!ui->used && ui_has_focus(ui, id) && arrow(&ui->event, &to_k, &to_s, kernels, strides)) kernel = to_k, stride = to_s, ui->used = true;
    }
    if (!kernel) return;
    take_tile(desk, kernel, stride);
    // The focus goes along, as far as the layer has; where it could not, it stays.
    char id[UI_ID];
    tile_id(id, prefix, desk->scene.spec.x.kernel, desk->scene.spec.x.stride);
    ui_focus(ui, id);
}

// ---- the lens --------------------------------------------------------------------------------------------------

static void take_classic(Desk *desk)
{
    Scene next = overlap_classic(&desk->scene);
    Text said = { 0 };
    overlap_classic_say(&said);
    if (desk_take(desk, &next, NULL)) desk_say(desk, TONE_TEXT, "%s", said.data);
    text_clear(&said);
}

static bool classic(Desk *desk, Box box)
{
    return ui_button(&desk->ui, "overlap.classic", box, "The classic 3×3, stride 2", ICON_NONE, 0, "the example that everybody shows, and what is said wrong about it");
}

void overlap_controls(Desk *desk, const DeskFigure *shown)
{
    const Mark *place = figure_named(shown->figure, MARK_BOX, "controls"), *apart = figure_named(shown->figure, MARK_BOX, "classic");
    if (!place) return;
    static const struct { const char *id, *name, *tip; } ways[] = {
        { "overlap.count", "Count", "how many prints land on each cell" },
        { "overlap.weighted", "Weighted", "what their weights add up to: a flat input of ones" },
    };
    Switches to = desk->scene.show;
    const Measure *m = &desk->ui.measure;
    double u = desk->scale, x = place->box.x, right = place->box.x + place->box.w;
    for (int i = 0; i < COUNT(ways); i++) {
        double w = m->width(m->self, ways[i].name, 13 * u, WEIGHT_SEMIBOLD) + 16 * u;
        if (x + w > right) break;
        if (ui_choice(&desk->ui, ways[i].id, (Box){ x, place->box.y, w, place->box.h }, ways[i].name, to.overlap_weighted == i ? UI_ON : 0, ways[i].tip))
            to.overlap_weighted = i;
        x += w + 4 * u;
    }
    double w = m->width(m->self, "The classic 3×3, stride 2", 14 * u, WEIGHT_SEMIBOLD) + 20 * u;
    bool taken = false;
    if (apart) taken = classic(desk, (Box){ apart->box.x, apart->box.y, fmin(w, apart->box.w), apart->box.h });
    else if (x + 12 * u + w <= right) taken = classic(desk, (Box){ right - w, place->box.y, w, place->box.h });
    chart_controls(desk, shown, "chart");
    // A change of the layer has been made; a switch is another.
    if (taken) take_classic(desk);
    else if (to.overlap_weighted != desk->scene.show.overlap_weighted) desk_switch(desk, &to);
}
