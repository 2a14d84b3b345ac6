// Every change of the scene goes through here: it is checked, its tensors are computed, the way back is kept, and it is
// said in words where something else had to give. The way back is scene codes: what can be printed can be undone.
#include "desk/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *code_of(const Scene *scene)
{
    Text text = { 0 };
    scene_print(&text, scene);
    return text.data;
}

char *lasting_code(const Scene *scene)
{
    Scene copy = scene_copy(scene);
    copy.step = STEP_END, copy.cell = CELL_NONE;
    char *code = code_of(&copy);
    scene_clear(&copy);
    return code;
}

static void history_push(History *history, char *code)
{
    if (history->count == MOST_UNDO) {
        free(history->codes[0]);
        memmove(history->codes, history->codes + 1, (MOST_UNDO - 1) * sizeof *history->codes);
        history->count--;
    }
    history->codes = memory_grow(history->codes, (size_t)history->count + 1, sizeof *history->codes);
    history->codes[history->count++] = code;
}

static void history_clear(History *history)
{
    for (int i = 0; i < history->count; i++) free(history->codes[i]);
    free(history->codes);
    *history = (History){ 0 };
}

void desk_undo_to(Desk *desk, const char *code)
{
    char *now = lasting_code(&desk->scene);
    if (strcmp(now, code)) history_push(&desk->undo, memory_text(code)), history_clear(&desk->redo);
    free(now);
}

bool desk_in_picture(const Desk *desk)
{
    return desk->scene.view[0] == LENS_PICTURE;
}

bool desk_is_linked(const Desk *desk)
{
    Axis y = desk->scene.spec.y, x = desk->scene.spec.x;
    return desk->scene.spec.dims == 1 ||
           (desk->linked && y.kernel == x.kernel && y.stride == x.stride && y.padding == x.padding &&
            y.output_padding == x.output_padding && y.dilation == x.dilation);
}

// Whether two scenes compute the same, however they show it.
static bool same_numbers(const Scene *a, const Scene *b)
{
    return memcmp(&a->spec, &b->spec, sizeof a->spec) == 0 && source_equal(&a->x, &b->x) && source_equal(&a->w, &b->w) &&
           source_equal(&a->b, &b->b) && source_equal(&a->gy, &b->gy);
}

// Whether only switches, lenses or the walk differ: then the tensors at hand, and all that was made of them, go on to be used.
static bool only_shown(const Desk *desk, const Scene *next)
{
    bool at_hand = desk->work.x && same_numbers(&desk->work.scene, next);
    // A file is read anew: it may be another one by now.
    return at_hand && next->x.kind != SOURCE_FILE && next->w.kind != SOURCE_FILE && next->b.kind != SOURCE_FILE && next->gy.kind != SOURCE_FILE;
}

// The tensors, or the picture, of a scene that is about to be shown.
static bool compute(Desk *desk, const Scene *next, Work *work, Error *err)
{
    *work = (Work){ 0 };
    if (LENSES[next->view[0]].place) return true;
    if (!only_shown(desk, next)) return work_make(work, next, NULL, err);
    *work = desk->work;
    desk->work = (Work){ 0 };
    scene_clear(&work->scene);
    work->scene = scene_copy(next);
    return true;
}

// Whether Sizes asks the same: then it stays on its page.
static bool same_question(const Switches *a, const Switches *b)
{
    return a->sizes_tab == b->sizes_tab && a->sizes_rows == b->sizes_rows && a->sizes_from == b->sizes_from &&
           a->sizes_to == b->sizes_to && a->sizes_wider == b->sizes_wider;
}

static void show(Desk *desk, Scene *next, Work *work)
{
    if (!desk_in_picture(desk) && LENSES[next->view[0]].place) {
        free(desk->numbers_code);
        desk->numbers_code = code_of(&desk->scene);
    }
    if (!same_numbers(&desk->scene, next)) desk->show.nudge.cell = CELL_NONE;
    for (int i = 0; i < next->views; i++)
        if (!desk_shows(desk, next->view[i])) desk->lens_since[next->view[i]] = ++desk->lens_turns;
    bool other_views = next->views != desk->scene.views || memcmp(next->view, desk->scene.view, (size_t)next->views * sizeof *next->view) != 0;
    bool other_planes = next->show.phases != desk->scene.show.phases && desk_shows(desk, LENS_PHASES);
    if ((other_views || other_planes) && !LENSES[next->view[0]].place) views_glide(desk);
    matrix_follow(desk, next);
    if (!same_question(&desk->scene.show, &next->show)) desk->show.sizes.first = 0, desk->show.sizes.held = 0;
    if (memcmp(&next->spec, &desk->scene.spec, sizeof next->spec) != 0) desk->shown_held = false;
    work_clear(&desk->work);
    scene_clear(&desk->scene);
    desk->scene = *next;
    *next = (Scene){ 0 };
    desk->work = *work, desk->works++;
    desk->hover = CELL_NONE, desk->gap = NULL;
    desk->editing_cell = false;
    desk->stepping = false, desk->t = 0;
    // Axes that differ stay apart until somebody links them: controls do not come and go under a hand that drags.
    if (!desk_is_linked(desk)) desk->linked = false;
    long long count = desk_steps(desk);
    if (desk->scene.step != STEP_END && desk->scene.step > count) desk->scene.step = count;
    if (desk_in_picture(desk)) {
        desk->playing = false;
        picture_ask(desk);
    }
    desk->save_at = desk->now + 1;
}

bool desk_take(Desk *desk, Scene *next, const char *gesture)
{
    // A scene that holds other controls is another scene, and none of what is done to this one.
    bool other = next->hidden != desk->scene.hidden || next->locked != desk->scene.locked;
    int held = other ? -1 : scene_held_change(&desk->scene, next);
    if (held < 0) return desk_take_other(desk, next, gesture);
    desk_held(desk, (Control)held);
    scene_clear(next);
    return false;
}

bool desk_take_other(Desk *desk, Scene *next, const char *gesture)
{
    Error err;
    Work work;
    char *before = lasting_code(&desk->scene), *after = lasting_code(next);
    bool same = !strcmp(before, after);
    free(before);
    free(after);
    if (!compute(desk, next, &work, &err)) {
        desk_say(desk, TONE_ERROR, "%s", err.text);
        scene_clear(next);
        return false;
    }
    bool goes_on = gesture && !strcmp(gesture, desk->gesture);
    if (!same && !goes_on) {
        history_push(&desk->undo, code_of(&desk->scene));
        history_clear(&desk->redo);
        desk_outdate(desk);
    }
    // A gesture begins with its first change: before it there is nothing to go back to.
    if (!same || goes_on || !gesture) snprintf(desk->gesture, sizeof desk->gesture, "%s", gesture ? gesture : "");
    show(desk, next, &work);
    return true;
}

void desk_end_gesture(Desk *desk)
{
    desk->gesture[0] = 0;
}

bool desk_take_settled(Desk *desk, Scene *next, const Spec *changed, const char *gesture)
{
    Text said = { 0 };
    Error err;
    bool ok = scene_settle(next, changed, &said, &err);
    if (!ok) {
        desk_say(desk, TONE_ERROR, "%s", err.text);
        scene_clear(next);
    } else {
        ok = desk_take(desk, next, gesture);
        if (ok && said.length) desk_say(desk, TONE_TEXT, "%s", said.data);
    }
    text_clear(&said);
    return ok;
}

bool desk_take_spec(Desk *desk, const Spec *changed, const char *gesture)
{
    Scene next = scene_copy(&desk->scene);
    return desk_take_settled(desk, &next, changed, gesture);
}

void desk_switch(Desk *desk, const Switches *to)
{
    if (memcmp(to, &desk->scene.show, sizeof *to) == 0) return;
    Scene next = scene_copy(&desk->scene);
    next.show = *to;
    desk_take(desk, &next, NULL);
}

bool desk_take_code(Desk *desk, const char *code, const char *what)
{
    Scene next;
    Error err;
    if (!scene_parse(&next, code, &err)) {
        desk_wrong_text(desk, what, code, &err);
        return false;
    }
    LookName look = next.look;
    if (!desk_take_other(desk, &next, NULL)) return false;
    desk->scene_look = look;
    desk->playing = false;
    desk->linked = true; // where the axes are equal, they move together
    desk->linked = desk_is_linked(desk);
    return true;
}

static void move_history(Desk *desk, History *from, History *to, const char *nothing)
{
    if (!from->count) {
        desk_say(desk, TONE_TEXT, "%s", nothing);
        return;
    }
    const char *code = from->codes[from->count - 1];
    bool moved = false;
    Scene next;
    Error err;
    Work work;
    // A code that was printed reads back; a file it names may have gone meanwhile.
    if (!scene_parse(&next, code, &err)) {
        desk_say(desk, TONE_ERROR, "%s", err.text);
    } else {
        // Clock and pin are no changes: they stay where they are.
        next.step = desk->scene.step;
        next.cell = cell_exists(&next.spec, desk->scene.cell) ? desk->scene.cell : CELL_NONE;
        if (!compute(desk, &next, &work, &err)) {
            desk_say(desk, TONE_ERROR, "%s", err.text);
            scene_clear(&next);
        } else {
            history_push(to, code_of(&desk->scene));
            show(desk, &next, &work);
            desk_outdate(desk);
            moved = true;
        }
    }
    // A step whose file is gone stays: the file may come back.
    if (moved) free(from->codes[--from->count]);
    desk_end_gesture(desk);
}

void desk_undo(Desk *desk)
{
    if (!progress_undo(desk)) move_history(desk, &desk->undo, &desk->redo, "Nothing to undo");
}

void desk_redo(Desk *desk)
{
    move_history(desk, &desk->redo, &desk->undo, "Nothing to redo");
}

void desk_reset(Desk *desk)
{
    Scene next;
    Error err;
    if (!scene_parse(&next, SCENE_FIRST, &err)) return; // a test holds that it parses
    char *before = lasting_code(&desk->scene), *after = lasting_code(&next);
    bool same = !strcmp(before, after);
    free(before);
    free(after);
    if (!desk_take(desk, &next, NULL)) return;
    desk->linked = true, desk->playing = false;
    desk_say(desk, TONE_TEXT, "Back at the start%s", same ? "" : ". Undo brings your scene back.");
}

// ---- lenses and places -----------------------------------------------------------------------------------------

static void take_away(Scene *scene, int at)
{
    for (int i = at; i + 1 < scene->views; i++) scene->view[i] = scene->view[i + 1];
    scene->views--;
}

// The one of the scene's lenses that has stood longest.
static int eldest(const Desk *desk, const Scene *scene)
{
    int at = 0;
    for (int i = 1; i < scene->views; i++)
        if (desk->lens_since[scene->view[i]] < desk->lens_since[scene->view[at]]) at = i;
    return at;
}

static void beside(Desk *desk, Scene *next, Lens lens)
{
    int room = views_room(desk), at = -1;
    if (next->views > room) next->views = room; // what waits for room goes: it is not what was asked for
    for (int i = 0; i < next->views; i++)
        if (next->view[i] == lens) at = i;
    if (at >= 0 && next->views == 1) {
        desk_say(desk, TONE_TEXT, "The last lens stays; choose another one to see beside it");
    } else if (at >= 0) {
        take_away(next, at);
    } else {
        if (next->views == room) {
            int gone = eldest(desk, next);
            desk_say(desk, TONE_TEXT, "%s in the place of %s: there is room for %s here%s", LENSES[lens].title, LENSES[next->view[gone]].title,
                     room == 1 ? "one" : room == 2 ? "two" : "three", room == SCENE_MOST_VIEWS ? "" : "; a wider window, or F, makes more");
            take_away(next, gone);
        }
        // Lenses stand in the order of the table, whichever was asked for first.
        int to = next->views++;
        while (to > 0 && next->view[to - 1] > lens) next->view[to] = next->view[to - 1], to--;
        next->view[to] = lens;
    }
}

void desk_lens(Desk *desk, Lens lens, bool alone)
{
    if (desk_held(desk, CONTROL_LENS)) return;
    if (LENSES[lens].place) {
        desk_place(desk, true);
        return;
    }
    if (!desk_place_first(desk, false, "lens")) return;
    Scene next = scene_copy(&desk->scene);
    if (alone) next.view[0] = lens, next.views = 1;
    else beside(desk, &next, lens);
    desk_take(desk, &next, "lens");
    desk_end_gesture(desk);
}

enum { PICTURE_SIDE = 64, SIGNAL_CYCLES = 3 };

// What the place opens with while nobody has changed the first scene's layer: an almost bilinear kernel over flat grey, which
// comes out patterned. Sixteen small nudges cure it.
static const char PICTURE_FIRST[] = "convt2d in=32 k=4 s=2 p=1 x=picture:grey "
                                    "w=[0.09,0.16,0.21,0.05;0.17,0.57,0.54,0.2;0.21,0.53,0.59,0.18;0.06,0.21,0.17,0.08] view=picture";

// Whether two scenes have the same layer, whatever it is given.
static bool same_layer(const Scene *a, const Scene *b)
{
    Spec spec = a->spec;
    param_set(&spec, PARAM_IN, true, spec_in(&b->spec, b->spec.y));
    param_set(&spec, PARAM_IN, false, spec_in(&b->spec, b->spec.x));
    return spec_check(&spec, NULL) && memcmp(&spec, &b->spec, sizeof spec) == 0 && source_equal(&a->w, &b->w) && source_equal(&a->b, &b->b);
}

// Whether a scene has the layer of a code that the program comes with.
static bool has_layer_of(const Scene *scene, const char *code)
{
    Scene first;
    if (!scene_parse(&first, code, NULL)) return false;
    bool same = same_layer(scene, &first);
    scene_clear(&first);
    return same;
}

static void set_source(Source *source, Source to)
{
    source_clear(source);
    *source = to;
}

// What the place shows with a layer of so many dimensions: a grey picture, a tone; what is there already and long enough stays.
static void give_input(Scene *next, Spec *spec)
{
    bool signal = spec->dims == 1, is_file = next->x.kind == SOURCE_FILE, is_picture = next->x.kind == SOURCE_PICTURE;
    bool there = signal ? !is_picture && !is_file : is_picture || (is_file && picture_known(next->x.word));
    if (signal && next->x.kind == SOURCE_LETTERS) there = false;
    if (!there || spec_in(spec, spec->x) < 16) {
        if (!signal) param_set(spec, PARAM_IN, true, PICTURE_SIDE);
        param_set(spec, PARAM_IN, false, PICTURE_SIDE);
        if (next->x.kind == SOURCE_TYPED) there = false;
    }
    if (there) return;
    if (signal) set_source(&next->x, (Source){ .kind = SOURCE_TONE, .number = SIGNAL_CYCLES });
    else set_source(&next->x, (Source){ .kind = SOURCE_PICTURE, .word = memory_text("grey") });
}

void desk_take_dims(Desk *desk, const Spec *changed)
{
    Scene next = scene_copy(&desk->scene);
    Spec spec = *changed;
    Text said = { 0 };
    Error err;
    give_input(&next, &spec);
    if (spec.dims == 1) next.show.picture_shift_row = 0;
    desk->zoom = 0, desk->pan_x = desk->pan_y = 0.5;
    if (!scene_settle(&next, &spec, &said, &err)) {
        desk_say(desk, TONE_ERROR, "%s", err.text);
        scene_clear(&next);
    } else if (desk_take(desk, &next, NULL) && said.length) {
        desk_say(desk, TONE_TEXT, "%s", said.data);
    }
    text_clear(&said);
}

static bool go_to_picture(Scene *next, Text *said, Error *err)
{
    Scene first;
    if (has_layer_of(next, SCENE_FIRST) && scene_parse(&first, PICTURE_FIRST, err)) {
        first.look = next->look, first.show = next->show, first.hidden = next->hidden, first.locked = next->locked;
        scene_clear(next);
        *next = first;
        return true;
    }
    Spec spec = next->spec;
    next->view[0] = LENS_PICTURE, next->views = 1, next->cell = CELL_NONE;
    give_input(next, &spec);
    return scene_settle(next, &spec, said, err);
}

// What Numbers showed before comes back, with the layer as it is now.
static bool go_to_numbers(const char *code, Scene *next, Text *said, Error *err)
{
    Scene old;
    bool kept = code && scene_parse(&old, code, err);
    if (kept && has_layer_of(&old, SCENE_FIRST) && has_layer_of(next, PICTURE_FIRST)) { // it was only looked at
        old.look = next->look, old.hidden = next->hidden, old.locked = next->locked;
        scene_clear(next);
        *next = old;
        return true;
    }
    if (kept && old.spec.dims != next->spec.dims) kept = false, scene_clear(&old); // the place was left in another dimension
    if (!kept && !scene_parse(&old, next->spec.dims == 1 ? "convt1d view=stamp,slide" : "convt2d view=stamp,slide", err)) return false;
    Spec spec = next->spec;
    if (spec.dims == 2) param_set(&spec, PARAM_IN, true, spec_in(&old.spec, old.spec.y));
    param_set(&spec, PARAM_IN, false, spec_in(&old.spec, old.spec.x));
    memcpy(next->view, old.view, sizeof next->view);
    next->views = old.views, next->walk = old.walk, next->step = old.step;
    // The old input has the old shape: it is settled where it came from, the rest of the scene without it.
    set_source(&next->x, (Source){ .kind = SOURCE_RAMP });
    bool ok = scene_settle(next, &spec, said, err) && scene_settle(&old, &next->spec, NULL, err);
    if (ok) set_source(&next->x, source_copy(&old.x));
    if (ok && kept) next->show = old.show;
    scene_clear(&old);
    return ok;
}

// Parameters carry across; the input is each place's own.
void desk_place(Desk *desk, bool picture)
{
    if (picture == desk_in_picture(desk) || desk_held(desk, CONTROL_LENS)) return;
    Scene next = scene_copy(&desk->scene);
    Text said = { 0 };
    Error err;
    if (!(picture ? go_to_picture(&next, &said, &err) : go_to_numbers(desk->numbers_code, &next, &said, &err))) {
        desk_say(desk, TONE_ERROR, "%s", err.text);
        scene_clear(&next);
    } else {
        desk->zoom = 0, desk->pan_x = desk->pan_y = desk->loupe_y = 0.5, desk->loupe_x = 0.3;
        desk->playing = false;
        if (desk_take(desk, &next, NULL) && said.length) desk_say(desk, TONE_TEXT, "%s", said.data);
    }
    text_clear(&said);
}

bool desk_place_first(Desk *desk, bool picture, const char *gesture)
{
    desk_end_gesture(desk);
    if (picture == desk_in_picture(desk)) return true;
    desk_place(desk, picture);
    snprintf(desk->gesture, sizeof desk->gesture, "%s", gesture);
    return picture == desk_in_picture(desk);
}

void desk_show_picture(Desk *desk, const char *name)
{
    if (!desk_place_first(desk, true, "picture")) return;
    Scene next = scene_copy(&desk->scene);
    Spec spec = next.spec;
    Error err;
    set_source(&next.x, (Source){ .kind = SOURCE_PICTURE, .word = memory_text(name) });
    if (spec.dims == 1) spec.dims = 2, spec.y = spec.x;
    if (scene_settle(&next, &spec, NULL, &err)) {
        desk_take(desk, &next, "picture");
    } else {
        desk_say(desk, TONE_ERROR, "%s", err.text);
        scene_clear(&next);
    }
    desk_end_gesture(desk);
}

// ---- data ------------------------------------------------------------------------------------------------------

Source *desk_source_of(Scene *scene, SourceFor what)
{
    return what == FOR_X ? &scene->x : what == FOR_W ? &scene->w : what == FOR_B ? &scene->b : &scene->gy;
}

void desk_source(Desk *desk, SourceFor what, SourceKind kind, const char *word)
{
    Scene next = scene_copy(&desk->scene);
    Source *source = desk_source_of(&next, what);
    long long number = source->kind == kind ? source->number + 1 : kind == SOURCE_ONEHOT ? 0 : 1;
    source_clear(source);
    *source = (Source){ .kind = kind };
    if (source_seeded(kind) || kind == SOURCE_ONEHOT || kind == SOURCE_TONE) source->number = number;
    int shape[4];
    scene_shape(&next.spec, what == FOR_X ? ROLE_X : what == FOR_W ? ROLE_W : what == FOR_B ? ROLE_B : ROLE_Y, shape);
    if (kind == SOURCE_ONEHOT) source->number %= (long long)shape[0] * shape[1] * shape[2] * shape[3]; // the 1 goes round
    if (word) source->word = memory_text(word);
    desk_take(desk, &next, NULL);
}

void desk_type_value(Desk *desk, Cell cell, double value, const char *gesture)
{
    const Spec *spec = &desk->scene.spec;
    static const SourceFor sources[ROLE_COUNT] = { [ROLE_X] = FOR_X, [ROLE_W] = FOR_W, [ROLE_B] = FOR_B, [ROLE_GY] = FOR_GY };
    int shape[4];
    scene_shape(spec, cell.role, shape);
    size_t count = 1, at = 0;
    for (int i = 0; i < 4; i++) count *= (size_t)shape[i], at = at * (size_t)shape[i] + (size_t)cell.at[i];
    if (count > SOURCE_MOST_TYPED) {
        desk_say(desk, TONE_ERROR, "This tensor has %zu values; up to %d can be typed. Make it smaller first.", count,
                 SOURCE_MOST_TYPED);
        return;
    }
    const float *values = work_tensor(&desk->work, cell.role); // NULL: a bias that is not there, which is 0 everywhere
    float typed = (float)value, had = 0;
    if (at >= count) return;
    if (values) had = values[at];
    // Taken as it was: a ramp, or letters, need not become typed values for that.
    if (memcmp(&had, &typed, sizeof typed) == 0) return;
    Scene next = scene_copy(&desk->scene);
    Source *source = desk_source_of(&next, sources[cell.role]);
    source_clear(source);
    *source = (Source){ .kind = SOURCE_TYPED, .count = (int)count, .values = memory_new(count, sizeof(float)) };
    if (values) memcpy(source->values, values, count * sizeof(float));
    source->values[at] = typed;
    desk_take(desk, &next, gesture);
}
