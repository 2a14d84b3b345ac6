// Two thousand things that a hand might do, in any order: nothing crashes, what is shown is always legal, and undoing
// everything brings the first scene back exactly. The numbers are the same on every machine.
#include "desk/inside.h"
#include "hands.h"

#include <unistd.h>

enum { EVENTS = 2000, PART = 250 }; // undone after each part, before the history has its limit

static int some(Random *r, int lo, int hi)
{
    return (int)random_range(r, lo, hi);
}

static const char *const CODES[] = {
    "convt2d", "conv1d in=9 k=2 s=3 p=1", "convt2d in=2x3 k=2x3 s=2x1 c=2,2 g=2 n=2 b=ramp x=random:5", "conv2d in=5 x=letters w=letters p=1",
    "convt1d in=4 s=3 op=2 x=[1,-2,3,nan]", "convt2d in=48 x=picture:zone view=picture", "rubbish", "", "convt2d look=dark cell=y:0,0,0,0 walk=product step=5",
    "convt2d s=2 p=1 view=matrix,phases show=turned,cut,channels,phase:1x0", "convt2d in=4 s=2 p=1 view=slide,sizes show=unturned,from-to,from:29,to:57",
    "conv2d in=5 s=2 view=sizes show=frameworks,framework:jax-transpose-same",
};
static const char *const TYPED[] = { "1", "2", "3", "-0.5", "0", "7x5", "x", "é", "", "inf", "12", "1e-3" };

// A place that means something: a widget, a mark, or anywhere.
static void aim(Hands *h, Random *r, double *x, double *y)
{
    Box box = { 0, 0, h->desk->w, h->desk->h };
    const Ui *ui = desk_ui(h->desk);
    const DeskFigure *figures;
    int count = desk_figures(h->desk, &figures), what = some(r, 0, 9);
    if (what < 6 && ui->count) {
        const Widget *w = &ui->widgets[some(r, 0, ui->count - 1)];
        if (strcmp(w->id, "reset")) box = w->box;
    } else if (what < 9 && count) {
        const Figure *figure = figures[some(r, 0, count - 1)].figure;
        if (figure->count) box = figure->marks[some(r, 0, figure->count - 1)].box;
    }
    *x = box.x + random_unit(r) * box.w, *y = box.y + random_unit(r) * box.h;
}

static void one_event(Hands *h, Random *r)
{
    double x, y;
    aim(h, r, &x, &y);
    int what = some(r, 0, 99);
    if (what < 30) {
        click_at(h, x, y);
        if (some(r, 0, 3) == 0) press_at(h, x, y, 2), let_go(h);
    } else if (what < 40) {
        press_at(h, x, y, 1);
        for (int i = some(r, 1, 4); i > 0; i--) move_to(h, x + some(r, -150, 150), y + some(r, -150, 150));
        if (some(r, 0, 9)) let_go(h);
    } else if (what < 45) {
        move_to(h, x, y);
    } else if (what < 50) {
        wheel_at(h, x, y, some(r, -3, 3) / 2.0);
    } else if (what < 80) {
        static const unsigned mods[] = { 0, 0, 0, 0, MOD_SHIFT, MOD_CTRL };
        static const int keys[] = { KEY_ENTER, KEY_TAB, KEY_TAB, KEY_ESC, KEY_LEFT, KEY_RIGHT, KEY_UP, KEY_DOWN, KEY_HOME, KEY_END, KEY_F2, KEY_F3,
                                    KEY_SPACE, KEY_BACKSPACE, '1', '2', 'i', 'o', 'p', 't', 'l', 'm', '?', 'c', 'x', 'a', '0' };
        key(h, keys[some(r, 0, COUNT(keys) - 1)], mods[some(r, 0, COUNT(mods) - 1)]);
    } else if (what < 88) {
        type(h, TYPED[some(r, 0, COUNT(TYPED) - 1)]);
    } else if (what < 91) {
        hands_clipboard_set(h, CODES[some(r, 0, COUNT(CODES) - 1)]);
        key(h, 'v', MOD_CTRL);
    } else if (what < 93) {
        static const double sizes[][3] = { { 1280, 800, 1 }, { 960, 600, 1 }, { 1920, 1080, 1.5 }, { 640, 400, 1 }, { 20, 10, 1 } };
        int i = some(r, 0, COUNT(sizes) - 1);
        desk_resize(h->desk, sizes[i][0], sizes[i][1], sizes[i][2]);
        frame(h);
    } else if (what < 94) {
        desk_drop(h->desk, "/no/such/file", h->now);
    } else if (what < 95) {
        send(h, (UiEvent){ .kind = UI_LEAVE });
    } else {
        wait_for(h, random_unit(r) * some(r, 0, 4));
    }
}

static void check_legal(Hands *h, int i)
{
    const Scene *scene = desk_scene(h->desk);
    Spec spec = scene->spec;
    Error err;
    check(spec_check(&spec, &err), "after event %d: %s", i, err.text);
    check(scene->cell.role == ROLE_NONE || cell_exists(&spec, scene->cell), "after event %d a cell is pinned that is not there: %s", i, code(h));
    check(desk_step(h->desk) >= 0 && desk_step(h->desk) <= desk_steps(h->desk), "after event %d the clock is at %lld", i, desk_step(h->desk));
    check(h->desk->t >= 0 && h->desk->t <= 1, "after event %d the motion is at %g", i, h->desk->t);
    check(h->due > 0, "after event %d the next frame is due in %g s", i, h->due);
    check(h->desk->undo.count <= MOST_UNDO, "%d steps are kept", h->desk->undo.count);
    char text[8192];
    snprintf(text, sizeof text, "%s", code(h));
    Scene again;
    check(scene_parse(&again, text, &err), "after event %d the scene does not read back: %s\n%s", i, err.text, text);
    scene_clear(&again);
    check(utf8_valid(desk_title(h->desk), strlen(desk_title(h->desk))), "after event %d the title has half a character", i);
}

// Whatever was open is closed, so that keys are the table's.
static void come_to_rest(Hands *h)
{
    let_go(h);
    desk_resize(h->desk, 1280, 800, 1);
    for (int i = 0; i < 6; i++) key(h, KEY_ESC, 0);
    ui_focus(&h->desk->ui, "");
    frame(h);
}

static void any_hand(uint64_t seed)
{
    Hands h;
    Random random = { seed };
    hands_open(&h, "convt2d in=3 k=3 s=2 p=1 view=stamp,slide");
    char *first = lasting(&h);
    for (int i = 0; i < EVENTS / 2; i++) {
        one_event(&h, &random);
        check_legal(&h, i);
        if (i % PART != PART - 1) continue;
        come_to_rest(&h);
        char *end = lasting(&h);
        int steps = 0, waiting = h.desk->redo.count; // what the events themselves had undone stays undone
        for (; h.desk->undo.count; steps++) {
            check(steps < MOST_UNDO, "undo never ends");
            key(&h, 'z', MOD_CTRL);
            check(h.desk->message_tone != TONE_ERROR || !message(&h)[0], "seed %lld, undo %d: %s", (long long)seed, steps, message(&h));
        }
        char *back = lasting(&h);
        check(!strcmp(back, first), "seed %lld: after %d events and %d undos the scene is\n    %s\n  not\n    %s", (long long)seed, i + 1, steps, back,
              first);
        for (; h.desk->redo.count > waiting; steps--) key(&h, 'y', MOD_CTRL);
        check(steps == 0, "%d steps were not redone", steps);
        char *again = lasting(&h);
        check(!strcmp(again, end), "seed %lld: redone, the scene is\n    %s\n  not\n    %s", (long long)seed, again, end);
        free(end);
        free(back);
        free(again);
    }
    free(first);
    hands_close(&h);
}

static void no_row_of_events_breaks_it_and_undo_brings_all_back(void **state)
{
    (void)state;
    any_hand(1);
    any_hand(20261122);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(no_row_of_events_breaks_it_and_undo_brings_all_back) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
