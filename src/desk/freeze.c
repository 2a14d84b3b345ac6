// A still of the screen: what is seen while somebody who presents prepares what comes next. The desk goes on below it.
#include "desk/inside.h"

#include <stdlib.h>

void still_clear(Still *still)
{
    free(still->ui.widgets);
    arena_clear(&still->ui.arena);
    for (int i = 0; i < MOST_FIGURES; i++) figure_clear(&still->figures[i]);
    *still = (Still){ 0 };
}

static void keep_widget(Ui *ui, const Widget *w)
{
    Widget *copy = &ui->widgets[ui->count++];
    *copy = *w;
    copy->id = arena_text(&ui->arena, w->id);
    copy->name = arena_text(&ui->arena, w->name);
    copy->value = arena_text(&ui->arena, w->value);
    if (w->face) copy->face = arena_text(&ui->arena, w->face);
    copy->tip = NULL;
    copy->state &= ~(unsigned)(UI_HOT | UI_HELD | UI_FOCUSED);
    copy->focusable = false; // it is a picture of a control
}

// The word on it, at the foot of the stage, so that nobody takes it for what is there now.
static void put_word(Desk *desk, Still *still)
{
    enum { PARTS = 2 };
    double u = desk->scale, size = 14 * u;
    const char *word = "frozen";
    double w = desk->ui.measure.width(desk->ui.measure.self, word, size, WEIGHT_SEMIBOLD) + 20 * u;
    Box stage = desk->shell.stage, box = { stage.x + stage.w - w - 16 * u, stage.y + stage.h - 30 * u, w, 26 * u };
    Widget panel = { .id = "present.still", .name = "", .value = "", .role = UI_PANEL, .box = box, .clip = desk->ui.window, .state = UI_FRAMED, .layer = 3,
                     .size = size };
    Widget label = { .id = "present.frozen", .name = word, .value = "", .role = UI_LABEL, .box = box, .clip = desk->ui.window, .layer = 3, .size = size,
                     .weight = WEIGHT_SEMIBOLD };
    keep_widget(&still->ui, &panel);
    keep_widget(&still->ui, &label);
}

void still_take(Desk *desk)
{
    Still *still = &desk->present.still;
    still_clear(still);
    still->ui.widgets = memory_new((size_t)desk->ui.count + 2, sizeof *still->ui.widgets);
    for (int i = 0; i < desk->ui.count; i++) keep_widget(&still->ui, &desk->ui.widgets[i]);
    still->figure_count = desk->figure_count;
    for (int i = 0; i < desk->figure_count; i++) {
        const DeskFigure *shown = &desk->shown[i];
        figure_begin(&still->figures[i], shown->figure->look, shown->figure->measure);
        still->figures[i].scale = shown->figure->scale;
        figure_append(&still->figures[i], shown->figure);
        still->shown[i] = (DeskFigure){ &still->figures[i], shown->clip, shown->layer };
    }
    put_word(desk, still);
}
