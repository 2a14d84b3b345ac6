// The window: SDL2 events become the desk's, the desk's frame becomes pixels. It sleeps until something happens or the desk
// asks for a frame.
#include "app/inside.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct App {
    SDL_Window *window;
    Desk *desk;
    Type *type;
    Letters *letters;
    AppCanvas canvas;
    Uint32 wake_event, saved_event; // what is rung from other threads
    Watch *watch; // of the lesson that somebody writes
    double ratio; // pixels a point of the window's coordinates
    bool typing;
    bool presents;    // the whole screen is the window's
    bool exposed;     // the window has lost its pixels
    const char *record; // where the record of each frame goes, for tests
    long frame;
    SDL_FingerID finger;
    bool touching;
    SDL_Cursor *arrow, *beam, *hand;
} App;

static double now(void)
{
    return (double)SDL_GetPerformanceCounter() / (double)SDL_GetPerformanceFrequency();
}

// ---- the desk's host -------------------------------------------------------------------------------------------

static void clipboard_set(void *self, const char *text)
{
    (void)self;
    SDL_SetClipboardText(text);
}

static char *clipboard_get(void *self)
{
    (void)self;
    char *text = SDL_GetClipboardText();
    char *copy = memory_text(text ? text : "");
    SDL_free(text);
    return copy;
}

static void wake(void *self)
{
    App *app = self;
    SDL_Event event = { .type = app->wake_event };
    SDL_PushEvent(&event);
}

static void saved(void *self)
{
    App *app = self;
    SDL_Event event = { .type = app->saved_event };
    SDL_PushEvent(&event);
}

static bool watch(void *self, const char *path)
{
    App *app = self;
    watch_free(app->watch);
    app->watch = watch_new(path, saved, app);
    return app->watch != NULL;
}

// ---- events ----------------------------------------------------------------------------------------------------

static int key_of(SDL_Keycode code)
{
    static const struct { SDL_Keycode code; int key; } rows[] = {
        { SDLK_RETURN, KEY_ENTER }, { SDLK_KP_ENTER, KEY_ENTER }, { SDLK_TAB, KEY_TAB }, { SDLK_ESCAPE, KEY_ESC },
        { SDLK_BACKSPACE, KEY_BACKSPACE }, { SDLK_DELETE, KEY_DELETE }, { SDLK_LEFT, KEY_LEFT }, { SDLK_RIGHT, KEY_RIGHT },
        { SDLK_UP, KEY_UP }, { SDLK_DOWN, KEY_DOWN }, { SDLK_HOME, KEY_HOME }, { SDLK_END, KEY_END }, { SDLK_PAGEUP, KEY_PGUP },
        { SDLK_PAGEDOWN, KEY_PGDN }, { SDLK_KP_PLUS, '+' }, { SDLK_KP_MINUS, '-' },
    };
    for (int i = 0; i < COUNT(rows); i++)
        if (rows[i].code == code) return rows[i].key;
    if (code >= SDLK_F1 && code <= SDLK_F12) return KEY_F1 + (int)(code - SDLK_F1);
    return code > 0 && code < 128 ? (int)code : KEY_NONE;
}

static unsigned mods_of(unsigned state)
{
    return (state & KMOD_SHIFT ? MOD_SHIFT : 0u) | (state & (KMOD_CTRL | KMOD_GUI) ? MOD_CTRL : 0u) | (state & KMOD_ALT ? MOD_ALT : 0u);
}

static bool is_button(Uint8 button)
{
    return button == SDL_BUTTON_LEFT || button == SDL_BUTTON_RIGHT;
}

// The second button is the first with Shift: what stands beside, or as B.
static unsigned button_mods(Uint8 button)
{
    return button == SDL_BUTTON_RIGHT ? MOD_SHIFT : 0;
}

static void pointer(App *app, UiEventKind kind, double x, double y, int clicks, unsigned mods, bool touch)
{
    UiEvent event = { .kind = kind, .x = x * app->ratio, .y = y * app->ratio, .clicks = clicks, .mods = mods_of(SDL_GetModState()) | mods,
                      .touch = touch };
    desk_handle(app->desk, &event, now());
}

static void finger(App *app, const SDL_TouchFingerEvent *e)
{
    int w, h;
    SDL_GetWindowSize(app->window, &w, &h);
    if (e->type == SDL_FINGERDOWN && !app->touching) {
        app->touching = true, app->finger = e->fingerId;
        pointer(app, UI_PRESS, e->x * w, e->y * h, 1, 0, true);
    } else if (app->touching && e->fingerId == app->finger) {
        pointer(app, e->type == SDL_FINGERUP ? UI_RELEASE : UI_MOVE, e->x * w, e->y * h, 0, 0, true);
        if (e->type == SDL_FINGERUP) app->touching = false;
    }
}

static void wheel(App *app, const SDL_MouseWheelEvent *e)
{
    int x, y;
    SDL_GetMouseState(&x, &y);
    UiEvent event = { .kind = UI_WHEEL, .x = x * app->ratio, .y = y * app->ratio, .wheel = e->preciseY,
                      .mods = mods_of(SDL_GetModState()) };
    desk_handle(app->desk, &event, now());
}

static void take_size(App *app)
{
    int w, h, points_w, points_h;
    SDL_GetWindowSizeInPixels(app->window, &w, &h);
    SDL_GetWindowSize(app->window, &points_w, &points_h);
    app->ratio = points_w > 0 ? (double)w / points_w : 1;
    float dpi = 0;
    int display = SDL_GetWindowDisplayIndex(app->window);
    double scale = 1;
    if (app->ratio > 1) scale = app->ratio;
    else if (display >= 0 && SDL_GetDisplayDPI(display, &dpi, NULL, NULL) == 0 && dpi > 0)
        scale = fmax(1, fmin(3, floor(dpi / 96 * 4 + 0.5) / 4)); // in quarters: odd sizes of monitors make no odd sizes of type
    desk_resize(app->desk, w, h, scale);
}

static void handle(App *app, const SDL_Event *e)
{
    switch (e->type) {
    case SDL_MOUSEMOTION:
        if (e->motion.which != SDL_TOUCH_MOUSEID) pointer(app, UI_MOVE, e->motion.x, e->motion.y, 0, 0, false);
        break;
    case SDL_MOUSEBUTTONDOWN:
        if (e->button.which != SDL_TOUCH_MOUSEID && is_button(e->button.button)) {
            SDL_CaptureMouse(SDL_TRUE);
            pointer(app, UI_PRESS, e->button.x, e->button.y, e->button.clicks >= 2 ? 2 - e->button.clicks % 2 : 1, button_mods(e->button.button), false);
        }
        break;
    case SDL_MOUSEBUTTONUP:
        if (e->button.which != SDL_TOUCH_MOUSEID && is_button(e->button.button)) {
            SDL_CaptureMouse(SDL_FALSE);
            pointer(app, UI_RELEASE, e->button.x, e->button.y, 0, button_mods(e->button.button), false);
        }
        break;
    case SDL_MOUSEWHEEL: wheel(app, &e->wheel); break;
    case SDL_FINGERDOWN:
    case SDL_FINGERUP:
    case SDL_FINGERMOTION: finger(app, &e->tfinger); break;
    case SDL_KEYDOWN: {
        UiEvent event = { .kind = UI_KEY, .key = key_of(e->key.keysym.sym), .mods = mods_of(e->key.keysym.mod) };
        if (event.key != KEY_NONE) desk_handle(app->desk, &event, now());
        break;
    }
    case SDL_TEXTINPUT: {
        UiEvent event = { .kind = UI_TYPE };
        snprintf(event.text, sizeof event.text, "%s", e->text.text);
        desk_handle(app->desk, &event, now());
        break;
    }
    case SDL_DROPFILE:
        desk_drop(app->desk, e->drop.file, now());
        SDL_free(e->drop.file);
        break;
    case SDL_WINDOWEVENT:
        if (e->window.event == SDL_WINDOWEVENT_SIZE_CHANGED) take_size(app);
        if (e->window.event == SDL_WINDOWEVENT_EXPOSED || e->window.event == SDL_WINDOWEVENT_SHOWN) app->exposed = true;
        if (e->window.event == SDL_WINDOWEVENT_LEAVE) {
            UiEvent event = { .kind = UI_LEAVE };
            desk_handle(app->desk, &event, now());
        }
        break;
    default:
        if (e->type == app->saved_event) desk_file_changed(app->desk, now());
        break;
    }
}

// ---- frames ----------------------------------------------------------------------------------------------------

static void write_record(App *app)
{
    if (!app->record) return;
    Text text = { 0 };
    text_print(&text, "frame %ld\n", ++app->frame);
    desk_record(&text, app->desk);
    FileOut file = { app->record, text.data, text.length };
    Error err;
    if (!file_write_all(&file, 1, &err)) fprintf(stderr, "stridescope: %s\n", err.text);
    text_clear(&text);
}

static void show_cursor(App *app)
{
    const Ui *ui = desk_ui(app->desk);
    const Widget *hot = *ui->hot ? ui_find(ui, ui->hot) : NULL;
    bool field = hot && hot->role == UI_FIELD;
    bool press = hot && (hot->role == UI_BUTTON || hot->role == UI_CHOICE || hot->role == UI_SLIDER) && !(hot->state & UI_OFF);
    SDL_Cursor *wanted = field ? app->beam : press ? app->hand : app->arrow;
    if (wanted && wanted != SDL_GetCursor()) SDL_SetCursor(wanted);
}

// Keys become text only while a field is edited: an input method would swallow the commands. Asked after each event, not
// each frame, or what is typed right after a click is lost.
static void follow_typing(App *app)
{
    bool typing = desk_wants_text(app->desk);
    if (typing && !app->typing) SDL_StartTextInput();
    if (!typing && app->typing) SDL_StopTextInput();
    app->typing = typing;
}

// Who presents has the whole screen, and a screen that does not go dark meanwhile.
static void follow_presenting(App *app)
{
    bool presents = desk_presents(app->desk);
    if (presents == app->presents) return;
    app->presents = presents;
    SDL_SetWindowFullscreen(app->window, presents ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
    if (presents) SDL_DisableScreenSaver();
    else SDL_EnableScreenSaver();
    take_size(app);
}

// Lays out and paints one frame; returns when the next is due.
static double frame(App *app)
{
    double due = desk_frame(app->desk, now());
    follow_typing(app);
    int w, h;
    SDL_GetWindowSizeInPixels(app->window, &w, &h);
    if (w > 0 && h > 0 && canvas_resize(&app->canvas, w, h)) {
        // A pointer that moves over nothing changes nothing: most frames need little painting, or none.
        Damage damage;
        paint_desk(&app->canvas, app->letters, app->type, app->desk, &damage);
        if (app->exposed) damage = (Damage){ { { 0, 0, w, h } }, 1 };
        SDL_Surface *target = damage.count ? SDL_GetWindowSurface(app->window) : NULL;
        for (int i = 0; target && i < damage.count; i++) {
            SDL_Rect to = damage.rect[i];
            SDL_BlitSurface(app->canvas.surface, &damage.rect[i], target, &to);
        }
        if (target) SDL_UpdateWindowSurfaceRects(app->window, damage.rect, damage.count);
        app->exposed = false;
    }
    show_cursor(app);
    write_record(app);
    return due;
}

static void run(App *app)
{
    double due = frame(app);
    char *title = memory_text(desk_title(app->desk));
    SDL_SetWindowTitle(app->window, title);
    while (!desk_wants_quit(app->desk)) {
        SDL_Event event, next;
        int got = isinf(due) ? SDL_WaitEvent(&event) : SDL_WaitEventTimeout(&event, (int)ceil(due * 1000));
        while (got) {
            if (event.type == SDL_QUIT) {
                free(title);
                return;
            }
            bool more = SDL_PollEvent(&next);
            // Of a row of moves only the last counts.
            bool passed = more && event.type == SDL_MOUSEMOTION && next.type == SDL_MOUSEMOTION;
            if (!passed) handle(app, &event);
            follow_typing(app);
            event = next;
            got = more;
        }
        due = frame(app);
        follow_presenting(app);
        const char *named = desk_title(app->desk);
        if (strcmp(title, named)) {
            free(title);
            title = memory_text(named);
            SDL_SetWindowTitle(app->window, title);
        }
    }
    free(title);
}

// ---- start and end ---------------------------------------------------------------------------------------------

// $VARIABLE/stridescope, or ~/fallback/stridescope; NULL where there is no home. To be freed.
static char *folder(const char *variable, const char *fallback)
{
    const char *base = getenv(variable), *home = getenv("HOME");
    char path[4096];
    if (base && base[0] == '/') snprintf(path, sizeof path, "%s/stridescope", base);
    else if (home && *home) snprintf(path, sizeof path, "%s/%s/stridescope", home, fallback);
    else return NULL;
    return memory_text(path);
}

static bool video(Error *err)
{
    // Without a display SDL picks `offscreen` and nobody would see a window: only where it was asked for.
    const char *asked = getenv("SDL_VIDEODRIVER");
    const char *nothing = "there is no display to open a window on. Pictures need none: stridescope export SCENE -o FILE.svg";
#ifdef __linux__
    // Told at once, before every driver is tried and complains.
    if (!getenv("DISPLAY") && !getenv("WAYLAND_DISPLAY") && !(asked && *asked)) return error_set(err, 0, "%s", nothing);
#endif
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    bool ok = SDL_Init(SDL_INIT_VIDEO) == 0;
    const char *driver = ok ? SDL_GetCurrentVideoDriver() : NULL;
    bool seen = driver && ((asked && *asked) || (strcmp(driver, "offscreen") && strcmp(driver, "dummy")));
    if (!seen) return error_set(err, 0, "%s", nothing);
    // The plain window surface starts three times faster than the GL stack; on Wayland the hint would leave no surface.
    if (!strcmp(driver, "x11")) SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    return true;
}

int app_main(const char *code, const char *file, const char *lesson)
{
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    App app = { .ratio = 1, .record = getenv("STRIDESCOPE_RECORD") };
    Error err = { 0 };
    if (!video(&err)) {
        fprintf(stderr, "stridescope: %s\n", err.text);
        SDL_Quit();
        return 3;
    }
    int status = 0;
    char *config = folder("XDG_CONFIG_HOME", ".config"), *state = folder("XDG_STATE_HOME", ".local/state");
    app.wake_event = SDL_RegisterEvents(2);
    app.saved_event = app.wake_event + 1;
    SDL_StopTextInput();
    if (!type_new(&app.type, &err) || !letters_new(&app.letters, app.type, &err)) {
        status = 1;
    } else {
        DeskStart start = { .code = code, .file = file, .lesson = lesson, .config_folder = config, .state_folder = state,
                            .ui_measure = letters_measure(app.letters), .figure_measure = type_measure(app.type),
                            .host = { &app, clipboard_set, clipboard_get, wake, watch } };
        if (!desk_new(&app.desk, &start, &err)) status = err.cannot ? 1 : 2;
    }
    if (!status) {
        app.window = SDL_CreateWindow("Stridescope", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, 1280, 800,
                                      SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
        if (!app.window) {
            error_set(&err, 0, "no window can be opened: %s", SDL_GetError());
            status = 3;
        }
    }
    if (status) {
        fprintf(stderr, "stridescope: %s\n", err.text);
    } else {
        SDL_SetWindowMinimumSize(app.window, 640, 400);
        app.arrow = SDL_CreateSystemCursor(SDL_SYSTEM_CURSOR_ARROW);
        app.beam = SDL_CreateSystemCursor(SDL_SYSTEM_CURSOR_IBEAM);
        app.hand = SDL_CreateSystemCursor(SDL_SYSTEM_CURSOR_HAND);
        take_size(&app);
        run(&app);
    }
    watch_free(app.watch);
    desk_free(app.desk);
    canvas_clear(&app.canvas);
    letters_free(app.letters);
    type_free(app.type);
    SDL_FreeCursor(app.arrow);
    SDL_FreeCursor(app.beam);
    SDL_FreeCursor(app.hand);
    if (app.window) SDL_DestroyWindow(app.window);
    SDL_Quit();
    free(config);
    free(state);
    return status;
}
