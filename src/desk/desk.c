// The program without a window: one pass over the shell an event, one a frame.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Below this many logical pixels the shell has no room: the scale gives way instead.
static const double LEAST_W = 800, LEAST_H = 500;

static bool first_scene(Desk *desk, const DeskStart *start, Error *err)
{
    Scene scene;
    char *last = start->code || start->file || start->lesson ? NULL : last_scene(desk);
    const char *code = start->code;
    // A layer comes into the first scene, once there is one.
    if (code && !scene_begins(code) && layer_begins(code)) code = NULL;
    bool ok = code && scene_parse(&scene, code, err);
    if (code && !ok) return false;
    bool lost = last != NULL;
    // A last scene whose file has gone, or that an older program wrote, must not keep anybody out.
    if (!ok && last) ok = scene_parse(&scene, last, err);
    Work work = { 0 };
    if (ok && !LENSES[scene.view[0]].place && !work_make(&work, &scene, NULL, err)) {
        scene_clear(&scene);
        ok = false;
        if (code) return false;
    }
    free(last);
    if (ok) lost = false;
    if (lost) desk_say(desk, TONE_TEXT, "The last scene cannot be shown: %s", err->text);
    if (!ok) {
        if (!scene_parse(&scene, SCENE_FIRST, err) || !work_make(&work, &scene, NULL, err)) return false;
    }
    desk->scene = scene, desk->work = work;
    desk->linked = desk_is_linked(desk);
    desk->scene_look = scene.look;
    if (desk_in_picture(desk)) picture_ask(desk);
    return true;
}

bool desk_new(Desk **out, const DeskStart *start, Error *err)
{
    Desk *desk = memory_new(1, sizeof *desk);
    desk->host = start->host;
    desk->ui_measure = start->ui_measure, desk->figure_measure = start->figure_measure;
    if (start->config_folder) desk->config_folder = memory_text(start->config_folder);
    if (start->state_folder) desk->state_folder = memory_text(start->state_folder);
    desk->linked = true;
    desk->turn_began = -INFINITY; // at rest
    views_unzoom(desk);
    desk->wipe = 0.5, desk->pan_x = desk->pan_y = desk->loupe_y = 0.5, desk->loupe_x = 0.3;
    desk->working_since = INFINITY;
    desk->w = 1280, desk->h = 800, desk->desktop_scale = desk->scale = 1;
    prefs_load(desk);
    progress_load(desk);
    desk->jobs = jobs_new(&desk->host);
    if (!first_scene(desk, start, err)) {
        desk_free(desk);
        return false;
    }
    desk->no_welcome = start->code || start->file || start->lesson;
    if (start->file) (void)desk_open(desk, start->file); // a file that cannot be opened is said in the window
    if (start->code && !scene_begins(start->code) && layer_begins(start->code)) (void)desk_take_text(desk, start->code, "This text", "Opened");
    if (start->lesson && course_find(start->lesson) >= 0) learner_open(desk, course_find(start->lesson), 0);
    if (!desk->no_welcome) progress_resume(desk);
    *out = desk;
    return true;
}

void desk_free(Desk *desk)
{
    if (!desk) return;
    jobs_free(desk->jobs);
    progress_end(desk);
    if (desk->save_at > 0) last_scene_save(desk);
    lesson_close(desk);
    for (int i = 0; i < MOST_FIGURES; i++) figure_clear(&desk->figures[i]);
    for (int i = 0; i < SCENE_MOST_VIEWS; i++) figure_clear(&desk->glide_from[i]);
    figure_clear(&desk->glide_to);
    for (int i = 0; i < desk->undo.count; i++) free(desk->undo.codes[i]);
    for (int i = 0; i < desk->redo.count; i++) free(desk->redo.codes[i]);
    free(desk->undo.codes);
    free(desk->redo.codes);
    free(desk->numbers_code);
    free(desk->layers_text);
    learner_clear(desk);
    layer_read_clear(&desk->report);
    gallery_clear(&desk->gallery);
    picture_find_clear(desk);
    work_clear(&desk->work);
    scene_clear(&desk->scene);
    ui_clear(&desk->ui);
    still_clear(&desk->present.still);
    free(desk->config_folder);
    free(desk->state_folder);
    free(desk);
}

// ---- the shell -------------------------------------------------------------------------------------------------

void desk_resize(Desk *desk, double w, double h, double desktop_scale)
{
    desk->w = w, desk->h = h, desk->desktop_scale = desktop_scale;
}

static void place_shell(Desk *desk)
{
    double wanted = desk->desktop_scale * desk->prefs.scale_percent / 100.0;
    // Who looks at a projector sits far away: everything is larger, as far as the window has room for the lenses.
    if (desk->present.on) {
        present_place(desk);
        return;
    }
    if (desk_look(desk)->name == LOOK_PROJECTOR) wanted *= fmax(1, fmin(1.5 * desk->h / 1080, desk->w / 1200) / fmax(0.1, desk->desktop_scale));
    double u = fmax(0.4, fmin(wanted, fmin(desk->w / LEAST_W, desk->h / LEAST_H)));
    desk->scale = u;
    double logical = desk->w / u;
    double left = floor((logical < 1180 ? 244 : 264) * u), right = floor((logical < 1180 ? 232 : 300) * u);
    if (desk->prefs.wide) left = right = 0;
    if (desk_hides(desk, CONTROL_GUIDE) && !lesson_is_open(desk)) right = 0; // its questions stand there
    double bar = floor(52 * u), clock = floor(clock_height(desk));
    double middle = desk->h - bar - clock;
    desk->shell = (Shell){
        .bar = { 0, 0, desk->w, bar },
        .left = { 0, bar, left, middle },
        .stage = { left, bar, desk->w - left - right, middle },
        .right = { desk->w - right, bar, right, middle },
        .clock = { 0, desk->h - clock, desk->w, clock },
    };
}

static void pass(Desk *desk, const UiEvent *event)
{
    place_shell(desk);
    ui_begin(&desk->ui, desk->w, desk->h, desk->scale, desk->ui_measure, event);
    // Figures are laid out anew by the stage, which first asks those of the last frame what the pointer meets.
    ui_panel(&desk->ui, "background", (Box){ 0, 0, desk->w, desk->h }, 0);
    if (!desk->present.on) bar_lay(desk);
    stage_lay(desk);
    if (desk->present.on) present_lay(desk);
    if (desk->shell.left.w > 0) left_lay(desk);
    if (desk->shell.right.w > 0) right_lay(desk);
    if (!desk->present.on) clock_lay(desk);
    sheets_lay(desk);
    if (desk->present.on) present_over(desk);
    UiEvent *e = &desk->ui.event;
    // A clicker goes through the lesson, in whatever place; all else the cells have first.
    bool clicker = e->kind == UI_KEY && (e->key == KEY_PGUP || e->key == KEY_PGDN);
    if (clicker && !desk->ui.used) desk->ui.used = lesson_key(desk, e);
    if (e->kind == UI_KEY && !desk->ui.used) stage_key(desk, e);
    if (e->kind == UI_KEY && !desk->ui.used) desk->ui.used = lesson_key(desk, e);
    // A field takes everything it can type; otherwise the table of keys applies.
    if (e->kind == UI_KEY && !desk->ui.used && !((desk->sheet == SHEET_OPEN || desk->sheet == SHEET_SAVE || desk->sheet == SHEET_SEARCH) && e->key < 256 && !e->mods))
        desk->ui.used = command_key(desk, e->key, e->mods);
    ui_end(&desk->ui);
}

void desk_at(Desk *desk, double now)
{
    // What was said before the first frame can be read from then on.
    if (!desk->begun) desk->message_until += now, desk->working_since += now;
    desk->begun = true;
    desk->now = now;
}

// Cut, copy and paste belong to the field while one is edited. False for any other key.
static bool field_clipboard(Desk *desk, const UiEvent *event)
{
    Ui *ui = &desk->ui;
    if (event->kind != UI_KEY || event->mods != MOD_CTRL || !ui_is_editing(ui)) return false;
    int low = ui->caret < ui->anchor ? ui->caret : ui->anchor, high = ui->caret < ui->anchor ? ui->anchor : ui->caret;
    if (event->key == 'v') {
        char *text = desk->host.clipboard_get ? desk->host.clipboard_get(desk->host.self) : NULL;
        if (text && !ui_insert(ui, text)) desk_say(desk, TONE_ERROR, "What was copied is too long for this field");
        free(text);
    } else if (event->key == 'c' || event->key == 'x') {
        char *text = memory_text(ui->text + low);
        text[high - low] = 0;
        if (*text && desk->host.clipboard_set) desk->host.clipboard_set(desk->host.self, text);
        if (*text && event->key == 'x') (void)ui_insert(ui, "");
        free(text);
    } else {
        return false;
    }
    return true;
}

void desk_handle(Desk *desk, const UiEvent *event, double now)
{
    desk_at(desk, now);
    clock_tick(desk);
    matrix_tick(desk);
    if (present_takes(desk, event) || field_clipboard(desk, event)) return;
    // What was said of a mistake has been read once something else is done.
    bool deliberate = event->kind == UI_PRESS || (event->kind == UI_KEY && event->key != KEY_TAB);
    if (deliberate && desk->message_until == INFINITY) desk->message_until = now + 0.2;
    pass(desk, event);
    // A drag ends when it is let go; every key is a gesture of its own.
    if (event->kind == UI_RELEASE || event->kind == UI_KEY) desk_end_gesture(desk);
}

void desk_drop(Desk *desk, const char *path, double now)
{
    desk_at(desk, now);
    desk->sheet = SHEET_NONE;
    desk_open(desk, path);
}

double desk_frame(Desk *desk, double now)
{
    desk_at(desk, now);
    clock_tick(desk);
    matrix_tick(desk);
    jobs_collect(desk);
    progress_tick(desk);
    if (desk->save_at > 0 && now >= desk->save_at) {
        last_scene_save(desk);
        desk->save_at = 0;
    }
    double left = desk->left_height, right = desk->right_height, output = desk->output_height, sheet = desk->sheet_height;
    pass(desk, NULL);
    // Panels scroll by the height that they had: where it has changed, they would jump with the next event.
    if (left != desk->left_height || right != desk->right_height || output != desk->output_height || sheet != desk->sheet_height) pass(desk, NULL);
    double due = fmin(fmin(fmin(clock_due(desk), views_due(desk)), matrix_due(desk)), picture_due(desk));
    if (desk->message[0]) due = fmin(due, fmax(0.01, desk->message_until - now));
    if (desk->tip_of[0] && now - desk->tip_since < TIP_AFTER) due = fmin(due, fmax(0.01, TIP_AFTER + 0.01 - (now - desk->tip_since)));
    due = fmin(due, present_due(desk));
    if (desk->save_at > 0) due = fmin(due, fmax(0.01, desk->save_at - now));
    return due;
}

// ---- what a window asks ----------------------------------------------------------------------------------------

const Ui *desk_ui(const Desk *desk)
{
    return desk->present.frozen ? &desk->present.still.ui : &desk->ui;
}

int desk_figures(const Desk *desk, const DeskFigure **out)
{
    *out = desk->present.frozen ? desk->present.still.shown : desk->shown;
    return desk->present.frozen ? desk->present.still.figure_count : desk->figure_count;
}

const Look *desk_look(const Desk *desk)
{
    if (desk->present.on) return look_get(LOOK_PROJECTOR);
    return look_get(desk->scene_look != LOOK_USERS ? desk->scene_look : desk->prefs.look);
}

const Scene *desk_scene(const Desk *desk)
{
    return &desk->scene;
}

double desk_scale(const Desk *desk)
{
    return desk->scale;
}

bool desk_wants_text(const Desk *desk)
{
    return ui_is_editing(&desk->ui);
}

bool desk_presents(const Desk *desk)
{
    return desk->present.on;
}

bool desk_wants_quit(const Desk *desk)
{
    return desk->quit;
}

const char *desk_title(Desk *desk)
{
    Text code = { 0 };
    scene_print(&code, &desk->scene);
    int length = 0, bytes;
    for (; length < 200 && code.data[length]; length += bytes) utf8_next(code.data + length, &bytes); // whole characters
    snprintf(desk->title, sizeof desk->title, "Stridescope · %.*s", length, code.data);
    text_clear(&code);
    return desk->title;
}

// One line of text: quotes and line ends are written as escapes.
static void quote(Text *out, const char *text)
{
    text_put(out, "\"");
    for (const char *c = text ? text : ""; *c; c++) {
        if (*c == '"' || *c == '\\') text_put(out, "\\");
        if (*c == '\n') text_put(out, "\\n");
        else text_put_bytes(out, c, 1);
    }
    text_put(out, "\"");
}

static void put_box(Text *out, Box box)
{
    text_print(out, " %.0f %.0f %.0f %.0f", box.x, box.y, box.w, box.h);
}

// The part of a widget's box that its clip lets through.
static Box seen(const Widget *w)
{
    double x0 = fmax(w->box.x, w->clip.x), x1 = fmin(w->box.x + w->box.w, w->clip.x + w->clip.w);
    double y0 = fmax(w->box.y, w->clip.y), y1 = fmin(w->box.y + w->box.h, w->clip.y + w->clip.h);
    return (Box){ x0, y0, fmax(0, x1 - x0), fmax(0, y1 - y0) };
}

void desk_record(Text *out, const Desk *desk)
{
    Text code = { 0 };
    scene_print(&code, &desk->scene);
    text_print(out, "scene %s\nstep %lld\nsize %.0f %.0f\n", code.data, desk_step(desk), desk->w, desk->h);
    text_clear(&code);
    const Ui *ui = desk_ui(desk);
    const DeskFigure *shown;
    int figures = desk_figures(desk, &shown);
    for (int i = 0; i < ui->count; i++) {
        const Widget *w = &ui->widgets[i];
        text_print(out, "widget %s %s", *w->id ? w->id : "-", UI_ROLE_WORDS[w->role]);
        put_box(out, w->box);
        bool edited = w->role == UI_FIELD && w->state & UI_ON;
        text_print(out, " %s%s%s", w->state & UI_FOCUSED ? "focus" : "-", w->state & UI_OFF ? ",off" : "", edited ? ",edited" : "");
        text_put(out, " name=");
        quote(out, w->name);
        text_put(out, " value=");
        quote(out, w->value);
        // What scrolling leaves of it, and which of the sheets it lies on.
        text_print(out, " layer %d seen", w->layer);
        put_box(out, seen(w));
        text_put(out, "\n");
    }
    for (int f = 0; f < figures; f++) {
        const Figure *figure = shown[f].figure;
        for (int i = 0; i < figure->count; i++) {
            const Mark *mark = &figure->marks[i];
            static const char *const kinds[MARK_KINDS] = { "grid", "cell", "text", "line", "box", "handle", "image" };
            char cell[64];
            bool told = mark->cell.role != ROLE_NONE || mark->kind == MARK_HANDLE || mark->kind == MARK_GRID;
            if (!told) continue;
            cell_print(cell, mark->cell);
            text_print(out, "mark %s ", kinds[mark->kind]);
            quote(out, mark->name);
            text_print(out, " %s", mark->cell.role == ROLE_NONE ? "-" : cell);
            put_box(out, mark->box);
            text_put(out, " text=");
            quote(out, mark->text);
            text_put(out, "\n");
        }
    }
}
