// Sizes, touched: tabs and axes, the wide sizes of the ladder (clicked, or dragged along), the question and the answers
// of From–to, the frameworks. Each control lies over the mark that it belongs to, so that the figure alone says where.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_rows(const Desk *desk)
{
    return desk->scene.spec.dims == 2 && desk->scene.show.sizes_rows;
}

static bool both(const Desk *desk)
{
    return desk->scene.spec.dims == 2 && desk_is_linked(desk);
}

static const Mark *slot(const DeskFigure *shown, const char *name)
{
    return figure_named(shown->figure, MARK_BOX, name);
}

// The [index]-th mark of this name; NULL past the last.
static const Mark *nth(const Figure *figure, const char *name, int index)
{
    for (int i = 0; i < figure->count; i++)
        if (figure->marks[i].kind == MARK_BOX && !strcmp(figure->marks[i].name, name) && index-- == 0) return &figure->marks[i];
    return NULL;
}

static bool choice(Desk *desk, const DeskFigure *shown, const char *id, const char *where, const char *name, bool on, const char *tip)
{
    const Mark *mark = slot(shown, where);
    if (!mark) return false;
    bool hit = ui_choice(&desk->ui, id, mark->box, name, on ? UI_ON : 0, tip);
    lens_fit_type(desk, shown, name);
    return hit;
}

static bool button(Desk *desk, const DeskFigure *shown, const char *id, Box box, const char *name, const char *face, unsigned state)
{
    bool hit = ui_button(&desk->ui, id, box, name, ICON_NONE, state, NULL);
    ui_face(&desk->ui, face);
    lens_fit_type(desk, shown, face);
    return hit;
}

// Over a row that the figure draws itself.
static bool row(Desk *desk, const char *id, const Mark *mark, const char *name, bool on, const char *tip)
{
    bool hit = ui_choice(&desk->ui, id, mark->box, name, UI_PLAIN, tip);
    Widget *w = &desk->ui.widgets[desk->ui.count - 1];
    w->value = on ? "on" : "off";
    ui_face(&desk->ui, "");
    return hit;
}

// ---- tabs and axes ---------------------------------------------------------------------------------------------

static void tabs(Desk *desk, const DeskFigure *shown, Switches *to)
{
    static const struct { const char *id, *where, *name, *tip; } rows[SIZES_TABS] = {
        { "sizes.tab.ladder", "slot tab 0", "Ladder", "which sizes become one" },
        { "sizes.tab.fromto", "slot tab 1", "From–to", "which layers lead from one size to another" },
        { "sizes.tab.frameworks", "slot tab 2", "Frameworks", "the same layer in PyTorch, Keras, ONNX and JAX" },
    };
    for (int i = 0; i < SIZES_TABS; i++)
        if (choice(desk, shown, rows[i].id, rows[i].where, rows[i].name, desk->scene.show.sizes_tab == i, rows[i].tip)) to->sizes_tab = i;
    const Spec *spec = &desk->scene.spec;
    for (int i = 0; i < 2; i++) {
        char name[64];
        Axis a = i ? spec->x : spec->y;
        snprintf(name, sizeof name, "%s %d → %d", i ? "Columns" : "Rows", spec_in(spec, a), spec_out(spec, a));
        if (choice(desk, shown, i ? "sizes.columns" : "sizes.rows", i ? "slot columns" : "slot rows", name, is_rows(desk) == !i,
                   "the axis that is shown"))
            to->sizes_rows = !i, to->sizes_from = to->sizes_to = 0;
    }
}

// ---- the ladder ------------------------------------------------------------------------------------------------

static void pick(Desk *desk, long long wide, const char *gesture)
{
    Spec spec = desk->scene.spec;
    Error err;
    if (!size_pick(&spec, is_rows(desk), wide, both(desk), &err)) desk_say(desk, TONE_ERROR, "%s", err.text);
    else if (memcmp(&spec, &desk->scene.spec, sizeof spec)) desk_take_spec(desk, &spec, gesture);
}

// While a rung is held, the rung nearest to the pointer is picked; the ladder stands still until it is let go.
static void drag(Desk *desk, const DeskFigure *shown)
{
    Ui *ui = &desk->ui;
    bool held = !strncmp(ui->held, "sizes.rung.", 11) && ui->event.kind == UI_MOVE;
    if (ui->event.kind == UI_RELEASE && desk->show.sizes.held) {
        desk->show.sizes.held = 0;
        desk_end_gesture(desk);
    }
    if (!held) return;
    const Mark *nearest = NULL;
    double best = INFINITY;
    for (int i = 0;; i++) {
        const Mark *mark = nth(shown->figure, "wide size", i);
        if (!mark) break;
        double off = fabs(mark->box.y + mark->box.h / 2 - ui->pointer_y);
        if (off < best) best = off, nearest = mark;
    }
    long long least = -1, wide;
    for (int i = 0; nth(shown->figure, "wide size", i); i++) {
        const char *text = nth(shown->figure, "wide size", i)->text;
        if (number_parse_whole(text, strlen(text), 1, SPEC_MOST_SIDE, &wide) && (least < 0 || wide < least)) least = wide;
    }
    if (!nearest || !number_parse_whole(nearest->text, strlen(nearest->text), 1, SPEC_MOST_SIDE, &wide)) return;
    desk->playing = false;
    desk->show.sizes.held = least;
    pick(desk, wide, "drag.size");
}

static void ladder(Desk *desk, const DeskFigure *shown)
{
    const Spec *spec = &desk->scene.spec;
    Axis a = is_rows(desk) ? spec->y : spec->x;
    drag(desk, shown);
    for (int i = 0;; i++) {
        const Mark *mark = nth(shown->figure, "wide size", i);
        long long wide;
        if (!mark) break;
        if (!number_parse_whole(mark->text, strlen(mark->text), 1, SPEC_MOST_SIDE, &wide)) continue;
        char id[UI_ID], name[64];
        snprintf(id, sizeof id, "sizes.rung.%lld", wide);
        snprintf(name, sizeof name, spec->transposed ? "Return to %lld" : "Start from %lld", wide);
        // The frame of a widget under the pointer shows around the mark.
        Mark around = *mark;
        around.box = box_inset(mark->box, -3 * desk->scale);
        if (row(desk, id, &around, name, wide == a.wide, NULL)) pick(desk, wide, NULL);
    }
}

// ---- from and to -----------------------------------------------------------------------------------------------

enum { MOST_ASKED = 4096 };

static void stepper(Desk *desk, const DeskFigure *shown, const char *where, const char *id, const char *title, int *asked, int value)
{
    const Mark *mark = slot(shown, where);
    if (!mark) return;
    Ui *ui = &desk->ui;
    Box box = mark->box;
    double side = fmin(box.h, box.w / 3);
    char name[UI_ID], words[48], number[16];
    int to = value;
    snprintf(name, sizeof name, "%s.minus", id);
    snprintf(words, sizeof words, "%s: one less", title);
    if (button(desk, shown, name, (Box){ box.x, box.y, side, box.h }, words, "−", value <= 1 ? UI_OFF : 0)) to--;
    snprintf(number, sizeof number, "%d", value);
    UiEdit edit = ui_field(ui, id, (Box){ box.x + side, box.y, box.w - 2 * side, box.h }, title, number, UI_PLAIN);
    lens_fit_type(desk, shown, number);
    if (edit == UI_TAKEN && strcmp(ui->text, number)) {
        long long typed;
        if (number_parse_whole(ui->text, strlen(ui->text), 1, MOST_ASKED, &typed)) to = (int)typed;
        else desk_say(desk, TONE_ERROR, "“%s” is no size; type a whole number from 1 to %d", ui->text, MOST_ASKED);
    }
    snprintf(name, sizeof name, "%s.plus", id);
    snprintf(words, sizeof words, "%s: one more", title);
    if (button(desk, shown, name, (Box){ box.x + box.w - side, box.y, side, box.h }, words, "+", value >= MOST_ASKED ? UI_OFF : 0)) to++;
    if (to == value) return;
    *asked = to;
}

static void take_answer(Desk *desk, int from, const SizeAnswer *answer)
{
    Spec spec = size_answer_spec(&desk->scene.spec, is_rows(desk), from, answer, both(desk));
    // The scene is then what was asked for, and is followed again.
    Scene next = scene_copy(&desk->scene);
    next.show.sizes_from = next.show.sizes_to = 0;
    desk_take_settled(desk, &next, &spec, NULL);
}

static void answers(Desk *desk, const DeskFigure *shown, const SizeAnswers *all, int from, int to)
{
    ShowSizes *show = &desk->show.sizes;
    int page = 0;
    while (nth(shown->figure, "answer", page)) page++;
    int last = all->count - page, first = show->first > last ? last : show->first; // as the figure shows them
    for (int i = 0; i < page && first + i < all->count; i++) {
        const SizeAnswer *answer = &all->at[first + i];
        char id[UI_ID], name[128];
        snprintf(id, sizeof id, "sizes.answer.%d", first + i);
        snprintf(name, sizeof name, "%d to %d: kernel %d, stride %d, padding %d, output padding %d, dilation %d", from, to,
                 answer->kernel, answer->stride, answer->padding, answer->output_padding, answer->dilation);
        if (row(desk, id, nth(shown->figure, "answer", i), name, false, NULL)) take_answer(desk, from, answer);
    }
    const Mark *back = slot(shown, "slot back"), *on = slot(shown, "slot on");
    const UiEvent *e = &desk->ui.event;
    if (!page || !back || !on) return;
    int by = 0;
    if (button(desk, shown, "sizes.back", back->box, "Answers before these", "‹", first <= 0 ? UI_OFF : 0)) by = -page;
    if (button(desk, shown, "sizes.on", on->box, "Answers after these", "›", first >= last ? UI_OFF : 0)) by = page;
    if (e->kind == UI_WHEEL && box_has(shown->clip, e->x, e->y) && !desk->ui.used) {
        by = e->wheel < 0 ? 1 : -1;
        desk->ui.used = true;
    }
    first += by;
    show->first = first < 0 ? 0 : first > last ? last : first;
}

static void from_to(Desk *desk, const DeskFigure *shown, Switches *asked)
{
    const Switches *show = &desk->scene.show;
    const Spec *spec = &desk->scene.spec;
    Axis a = is_rows(desk) ? spec->y : spec->x;
    int from = show->sizes_from ? show->sizes_from : spec_in(spec, a), to = show->sizes_to ? show->sizes_to : spec_out(spec, a);
    stepper(desk, shown, "slot from", "sizes.from", "From", &asked->sizes_from, from);
    stepper(desk, shown, "slot to", "sizes.to", "To", &asked->sizes_to, to);
    // Whoever asks about one size means the other to stay.
    if (asked->sizes_from && !asked->sizes_to) asked->sizes_to = to;
    if (asked->sizes_to && !asked->sizes_from) asked->sizes_from = from;
    SizeBounds other = SIZE_BOUNDS[!show->sizes_wider];
    char name[64];
    snprintf(name, sizeof name, "%s: k ≤ %d, s ≤ %d, d ≤ %d", show->sizes_wider ? "Fewer" : "More", other.kernel, other.stride,
             other.dilation);
    const Mark *more = slot(shown, "slot more"), *below = slot(shown, "slot below"), *above = slot(shown, "slot above");
    if (more && button(desk, shown, "sizes.more", more->box, name, name, 0)) asked->sizes_wider = !show->sizes_wider;
    SizeAnswers all;
    size_solve(&all, spec->transposed, from, to, SIZE_BOUNDS[show->sizes_wider]);
    const struct { const char *id; const Mark *mark; long long size; } near[] = { { "sizes.below", below, all.below },
                                                                                 { "sizes.above", above, all.above } };
    for (int i = 0; i < COUNT(near); i++) {
        if (!near[i].mark || !near[i].size || near[i].size > SPEC_MOST_SIDE) continue;
        snprintf(name, sizeof name, "To %lld", near[i].size);
        if (button(desk, shown, near[i].id, near[i].mark->box, name, name, 0)) asked->sizes_from = from, asked->sizes_to = (int)near[i].size;
    }
    if (all.count) answers(desk, shown, &all, from, to);
    size_answers_clear(&all);
}

// ---- frameworks ------------------------------------------------------------------------------------------------

static void take_framework(Desk *desk, const Framework *f)
{
    Scene next;
    Error err;
    Text said = { 0 };
    framework_torch_words(&said, f);
    if (!framework_scene(&next, &desk->work, f, &err)) desk_say(desk, TONE_ERROR, "%s", err.text);
    else if (desk_take(desk, &next, NULL)) desk_say(desk, TONE_TEXT, "The scene is now PyTorch with %s", text_or_empty(&said));
    text_clear(&said);
}

static void frameworks(Desk *desk, const DeskFigure *shown, Switches *to)
{
    const Frameworks *all = work_frameworks(&desk->work);
    int chosen = desk->scene.show.sizes_framework < all->count ? desk->scene.show.sizes_framework : 0;
    const Mark *torch = slot(shown, "slot torch"), *said = slot(shown, "slot words");
    int take = -1;
    for (int i = 0; i < all->count; i++) {
        const Framework *f = &all->at[i];
        const Mark *mark = nth(shown->figure, "framework", i);
        if (!mark) break;
        char id[UI_ID];
        Text tip = { 0 };
        snprintf(id, sizeof id, "sizes.framework.%d", i);
        if (f->refused[0]) text_put(&tip, f->refused);
        else framework_words(&tip, &desk->work, f);
        // A tip says it where the figure has no room to.
        if (row(desk, id, mark, f->title, chosen == i, said ? NULL : text_or_empty(&tip))) to->sizes_framework = i;
        text_clear(&tip);
    }
    static const char words[] = "Take this PyTorch layer";
    if (torch && button(desk, shown, "sizes.torch", torch->box, words, words, 0)) take = chosen;
    if (take >= 0) take_framework(desk, &all->at[take]);
}

// ↑ and ↓ go from rung to rung and from row to row, as in any list; Enter picks.
static void arrows(Desk *desk)
{
    static const char *const lists[] = { "sizes.rung.", "sizes.answer.", "sizes.framework." };
    Ui *ui = &desk->ui;
    bool up = ui->event.key == KEY_UP;
    if (ui->event.kind != UI_KEY || ui->used || ui->event.mods || (!up && ui->event.key != KEY_DOWN)) return;
    for (int l = 0; l < COUNT(lists); l++) {
        size_t length = strlen(lists[l]);
        const Widget *from = NULL, *to = NULL;
        if (strncmp(ui->focus, lists[l], length) != 0) continue;
        for (int i = 0; i < ui->count; i++)
            if (!strcmp(ui->widgets[i].id, ui->focus)) from = &ui->widgets[i];
        for (int i = 0; from && i < ui->count; i++) {
            const Widget *w = &ui->widgets[i];
            bool ahead = up ? w->box.y < from->box.y : w->box.y > from->box.y, nearer = !to || (up ? w->box.y > to->box.y : w->box.y < to->box.y);
            if (ahead && nearer && !strncmp(w->id, lists[l], length)) to = w;
        }
        if (to) ui_focus(ui, to->id);
        ui->focus_visible = true;
        ui->used = true; // at either end too: nothing else is meant
    }
}

void sizes_controls(Desk *desk, const DeskFigure *shown)
{
    Switches before = desk->scene.show, to = before;
    tabs(desk, shown, &to);
    if (before.sizes_tab == SIZES_LADDER) ladder(desk, shown);
    else if (before.sizes_tab == SIZES_FROM_TO) from_to(desk, shown, &to);
    else frameworks(desk, shown, &to);
    arrows(desk);
    // What takes another scene has done so.
    if (memcmp(&to, &before, sizeof to) != 0) desk_switch(desk, &to);
}
