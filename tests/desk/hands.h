// A desk without a window, and hands for it: keys, a pointer, a clipboard, a clock that only moves when told. What is on
// the screen is read from the record, as a person would read it.
#ifndef STRIDESCOPE_TESTS_HANDS_H
#define STRIDESCOPE_TESTS_HANDS_H

#include "desk/desk.h"
#include "support/check.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// What the worker rings. Of its own, for a test that fails leaves its desk, and the worker of that desk, behind.
typedef struct Bell {
    struct Hands *hands; // for what is called on the desk's own thread
    pthread_mutex_t lock;
    pthread_cond_t woken;
    int wakes;
} Bell;

typedef struct Hands {
    Desk *desk;
    double now, due;
    double x, y; // the pointer
    char *clipboard;
    Bell *bell;
    char code[8192], message[2048], value[1024];
} Hands;

// ---- the host --------------------------------------------------------------------------------------------------

static inline void hands_clipboard_set(Hands *h, const char *text)
{
    free(h->clipboard);
    h->clipboard = memory_text(text);
}

static inline void host_clipboard_set(void *self, const char *text)
{
    hands_clipboard_set(((Bell *)self)->hands, text);
}

static inline char *host_clipboard_get(void *self)
{
    const Hands *h = ((Bell *)self)->hands;
    return h->clipboard ? memory_text(h->clipboard) : NULL;
}

static inline void host_wake(void *self)
{
    Bell *bell = self;
    pthread_mutex_lock(&bell->lock);
    bell->wakes++;
    pthread_cond_signal(&bell->woken);
    pthread_mutex_unlock(&bell->lock);
}

// ---- opening and closing ---------------------------------------------------------------------------------------

static inline void frame(Hands *h)
{
    h->due = desk_frame(h->desk, h->now);
}

static inline bool hands_try(Hands *h, DeskStart start, Error *err)
{
    *h = (Hands){ .now = 100, .x = -1, .y = -1 };
    h->bell = memory_new(1, sizeof *h->bell);
    h->bell->hands = h;
    pthread_mutex_init(&h->bell->lock, NULL);
    pthread_cond_init(&h->bell->woken, NULL);
    start.ui_measure = start.figure_measure = measure_fixed;
    start.host = (Host){ h->bell, host_clipboard_set, host_clipboard_get, host_wake };
    if (!desk_new(&h->desk, &start, err)) return false;
    desk_resize(h->desk, 1360, 800, 1);
    frame(h);
    return true;
}

static inline void hands_start(Hands *h, DeskStart start)
{
    Error err = { 0 };
    bool ok = hands_try(h, start, &err);
    check(ok, "the desk did not open: %s", err.text);
}

static inline void hands_open(Hands *h, const char *code)
{
    hands_start(h, (DeskStart){ .code = code });
}

static inline void hands_close(Hands *h)
{
    desk_free(h->desk);
    h->desk = NULL;
    free(h->clipboard);
    pthread_cond_destroy(&h->bell->woken);
    pthread_mutex_destroy(&h->bell->lock);
    free(h->bell);
}

// ---- time ------------------------------------------------------------------------------------------------------

static inline void wait_for(Hands *h, double seconds)
{
    h->now += seconds;
    frame(h);
}

static inline int wakes_of(Hands *h)
{
    pthread_mutex_lock(&h->bell->lock);
    int wakes = h->bell->wakes;
    pthread_mutex_unlock(&h->bell->lock);
    return wakes;
}

// Until the worker has called back [times] times in all; the frame that follows shows what it brought.
static inline void wait_for_wakes(Hands *h, int times)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 60;
    pthread_mutex_lock(&h->bell->lock);
    int late = 0;
    while (h->bell->wakes < times && !late) late = pthread_cond_timedwait(&h->bell->woken, &h->bell->lock, &until);
    int wakes = h->bell->wakes;
    pthread_mutex_unlock(&h->bell->lock);
    check(!late, "the worker called %d times within a minute, not %d", wakes, times);
    frame(h);
}

// ---- hands -----------------------------------------------------------------------------------------------------

// Each event is followed by a frame, as in the window.
static inline void send(Hands *h, UiEvent event)
{
    desk_handle(h->desk, &event, h->now);
    frame(h);
}

static inline void key(Hands *h, int code, unsigned mods)
{
    send(h, (UiEvent){ .kind = UI_KEY, .key = code, .mods = mods });
}

// Types characters as a window reports them: the key first, then its text while a field wants text.
static inline void type(Hands *h, const char *text)
{
    for (int bytes; *text; text += bytes) {
        utf8_next(text, &bytes);
        UiEvent event = { .kind = UI_TYPE };
        memcpy(event.text, text, (size_t)bytes);
        bool wanted = desk_wants_text(h->desk);
        if (bytes == 1) key(h, *text >= 'A' && *text <= 'Z' ? *text + 32 : *text, 0);
        if (wanted && desk_wants_text(h->desk)) send(h, event);
    }
}

static inline void move_to(Hands *h, double x, double y)
{
    h->x = x, h->y = y;
    send(h, (UiEvent){ .kind = UI_MOVE, .x = x, .y = y });
}

static inline void press_at(Hands *h, double x, double y, int clicks)
{
    move_to(h, x, y);
    send(h, (UiEvent){ .kind = UI_PRESS, .x = x, .y = y, .clicks = clicks });
}

static inline void let_go(Hands *h)
{
    send(h, (UiEvent){ .kind = UI_RELEASE, .x = h->x, .y = h->y });
}

static inline void click_at(Hands *h, double x, double y)
{
    press_at(h, x, y, 1);
    let_go(h);
}

static inline void wheel_at(Hands *h, double x, double y, double notches)
{
    move_to(h, x, y);
    send(h, (UiEvent){ .kind = UI_WHEEL, .x = x, .y = y, .wheel = notches });
}

// ---- eyes ------------------------------------------------------------------------------------------------------

// The widget with this id, what can be used before a label of the same name; NULL where it is not on the screen.
static inline const Widget *seen(const Hands *h, const char *id)
{
    const Ui *ui = desk_ui(h->desk);
    const Widget *found = NULL;
    for (int i = 0; i < ui->count; i++) {
        const Widget *w = &ui->widgets[i];
        if (strcmp(w->id, id)) continue;
        if (!found || (found->role == UI_LABEL && w->role != UI_LABEL)) found = w;
    }
    return found;
}

static inline const Widget *shown(const Hands *h, const char *id)
{
    const Widget *w = seen(h, id);
    check(w != NULL, "no widget “%s” on the screen", id);
    return w;
}

static inline bool is_on(const Hands *h, const char *id)
{
    return (shown(h, id)->state & UI_ON) != 0;
}

static inline bool is_off(const Hands *h, const char *id)
{
    return (shown(h, id)->state & UI_OFF) != 0;
}

static inline const char *value_of(Hands *h, const char *id)
{
    snprintf(h->value, sizeof h->value, "%s", shown(h, id)->value);
    return h->value;
}

static inline const char *focus(const Hands *h)
{
    return desk_ui(h->desk)->focus;
}

// Scrolls until the widget can be pressed, then says where its middle is.
static inline Box reach(Hands *h, const char *id)
{
    for (int i = 0; i < 40; i++) {
        const Widget *w = shown(h, id);
        double x = w->box.x + w->box.w / 2, y = w->box.y + w->box.h / 2;
        if (box_has(w->clip, x, y)) return w->box;
        wheel_at(h, x, w->clip.y + w->clip.h / 2, y > w->clip.y ? -1 : 1);
    }
    check(false, "“%s” cannot be brought into sight", id);
    return (Box){ 0 };
}

static inline void click(Hands *h, const char *id)
{
    Box box = reach(h, id);
    click_at(h, box.x + box.w / 2, box.y + box.h / 2);
}

// Opens a menu and chooses the item of this name.
static inline void choose(Hands *h, const char *menu, const char *item)
{
    click(h, menu);
    char id[UI_ID];
    for (int i = 0;; i++) {
        snprintf(id, sizeof id, "%s.%d", menu, i);
        check(seen(h, id) != NULL, "menu “%s” has no item “%s”", menu, item);
        if (!strcmp(seen(h, id)->name, item)) break;
    }
    click(h, id);
}

// Types over the value of a field and takes it.
static inline void enter(Hands *h, const char *field, const char *text)
{
    click(h, field);
    type(h, text);
    key(h, KEY_ENTER, 0);
}

// The scene as a person would copy it.
static inline const char *code(Hands *h)
{
    Text text = { 0 };
    scene_print(&text, desk_scene(h->desk));
    snprintf(h->code, sizeof h->code, "%s", text_or_empty(&text));
    text_clear(&text);
    return h->code;
}

// The same without clock and pin; to be freed.
static inline char *lasting(Hands *h)
{
    Scene copy = scene_copy(desk_scene(h->desk));
    Text text = { 0 };
    copy.step = STEP_END, copy.cell = CELL_NONE;
    scene_print(&text, &copy);
    scene_clear(&copy);
    return text.data;
}

// What the message says, its lines joined; "" for none.
static inline const char *message(Hands *h)
{
    const Ui *ui = desk_ui(h->desk);
    h->message[0] = 0;
    for (int i = 0; i < ui->count; i++) {
        if (strcmp(ui->widgets[i].id, "message.text")) continue;
        size_t length = strlen(h->message);
        snprintf(h->message + length, sizeof h->message - length, "%s%s", length ? " " : "", ui->widgets[i].name);
    }
    return h->message;
}

static inline const Mark *mark_of(const Hands *h, Cell cell)
{
    const DeskFigure *figures;
    int count = desk_figures(h->desk, &figures);
    for (int f = 0; f < count; f++)
        for (int i = 0; i < figures[f].figure->count; i++) {
            const Mark *mark = &figures[f].figure->marks[i];
            if (mark->kind == MARK_CELL && cell_equal(mark->cell, cell)) return mark;
        }
    return NULL;
}

static inline const Mark *mark_named(const Hands *h, MarkKind kind, const char *name)
{
    const DeskFigure *figures;
    int count = desk_figures(h->desk, &figures);
    for (int f = 0; f < count; f++)
        for (int i = 0; i < figures[f].figure->count; i++) {
            const Mark *mark = &figures[f].figure->marks[i];
            if (mark->kind == kind && !strcmp(mark->name, name)) return mark;
        }
    return NULL;
}

static inline void press_mark(Hands *h, const Mark *mark, int clicks)
{
    press_at(h, mark->box.x + mark->box.w / 2, mark->box.y + mark->box.h / 2, clicks);
}

static inline void click_cell(Hands *h, Cell cell)
{
    char name[64];
    cell_print(name, cell);
    const Mark *mark = mark_of(h, cell);
    check(mark != NULL, "cell %s is not on the screen", name);
    press_mark(h, mark, 1);
    let_go(h);
}

static inline void double_click_cell(Hands *h, Cell cell)
{
    click_cell(h, cell);
    press_mark(h, mark_of(h, cell), 2);
    let_go(h);
}

#define X_CELL(row, col) ((Cell){ ROLE_X, { 0, 0, row, col } })
#define W_CELL(row, col) ((Cell){ ROLE_W, { 0, 0, row, col } })
#define Y_CELL(row, col) ((Cell){ ROLE_Y, { 0, 0, row, col } })

#define check_code(h, wanted)                                                                                          \
    do {                                                                                                               \
        const char *had = code(h);                                                                                     \
        check(!strcmp(had, wanted), "the scene is\n    %s\n  not\n    %s", had, wanted);                               \
    } while (0)

#define check_says(h, part) check(strstr(message(h), part) != NULL, "the message is “%s”, without “%s”", message(h), part)

#endif
