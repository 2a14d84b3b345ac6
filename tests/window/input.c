// The hands: pointer and keys through XTest, so that the program cannot tell them from real ones; the size of the
// window; and the clipboard, held and asked for as another program would.
#include <X11/extensions/XTest.h>
#undef COUNT // an X constant of that name; ours is in base
#include "window/inside.h"

#include <X11/XKBlib.h>
#include <X11/Xatom.h>
#include <X11/Xutil.h>
#include <X11/keysym.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

// ---- pointer ---------------------------------------------------------------------------------------------------

void seat_move(Seat *seat, double x, double y)
{
    Window child;
    int root_x = 0, root_y = 0;
    XTranslateCoordinates(seat->display, seat->window, DefaultRootWindow(seat->display), (int)lround(x), (int)lround(y),
                          &root_x, &root_y, &child);
    XTestFakeMotionEvent(seat->display, -1, root_x, root_y, CurrentTime);
    XSync(seat->display, False);
}

static void button(Seat *seat, int which, Bool down)
{
    XTestFakeButtonEvent(seat->display, (unsigned)which, down, CurrentTime);
    XSync(seat->display, False);
}

void seat_press(Seat *seat, int which)
{
    button(seat, which, True);
}

void seat_release(Seat *seat, int which)
{
    button(seat, which, False);
}

void seat_rest(Seat *seat)
{
    static const KeySym mods[] = { XK_Control_L, XK_Shift_L, XK_Alt_L };
    for (int i = 0; i < COUNT(mods); i++)
        XTestFakeKeyEvent(seat->display, XKeysymToKeycode(seat->display, mods[i]), False, CurrentTime);
    for (unsigned i = 1; i <= 3; i++) XTestFakeButtonEvent(seat->display, i, False, CurrentTime);
    XTestFakeMotionEvent(seat->display, -1, 4000, 4000, CurrentTime);
    XSync(seat->display, False);
}

void seat_click_at(Seat *seat, double x, double y)
{
    seat_move(seat, x, y);
    seat_nap(seat);
    seat_press(seat, 1);
    seat_nap(seat);
    seat_release(seat, 1);
}

// What scrolling leaves of a widget; a hand cannot press what it does not see.
static Box in_sight(Seat *seat, const char *what)
{
    Box box = seat_widget(seat, what)->seen;
    if (box.w < 2 || box.h < 2) seat_fail(seat, "'%s' is scrolled out of sight", what);
    return box;
}

void seat_hover(Seat *seat, const char *what)
{
    Box box = in_sight(seat, what);
    seat_move(seat, box.x + box.w / 2, box.y + box.h / 2);
}

void seat_click(Seat *seat, const char *what)
{
    Box box = in_sight(seat, what);
    seat_click_at(seat, box.x + box.w / 2, box.y + box.h / 2);
}

void seat_drag(Seat *seat, double x0, double y0, double x1, double y1)
{
    seat_move(seat, x0, y0);
    seat_nap(seat);
    seat_press(seat, 1);
    for (int i = 1; i <= 10; i++) {
        seat_nap(seat);
        seat_move(seat, x0 + (x1 - x0) * i / 10, y0 + (y1 - y0) * i / 10);
    }
    seat_nap(seat);
    seat_release(seat, 1);
}

void seat_wheel(Seat *seat, int notches)
{
    for (; notches != 0; notches -= notches > 0 ? 1 : -1) {
        int which = notches > 0 ? 4 : 5;
        seat_press(seat, which);
        seat_release(seat, which);
    }
}

// ---- keys ------------------------------------------------------------------------------------------------------

static void key_code(Seat *seat, KeyCode code, Bool down)
{
    XTestFakeKeyEvent(seat->display, code, down, CurrentTime);
    XSync(seat->display, False);
}

static KeyCode code_of(Seat *seat, KeySym sym)
{
    return XKeysymToKeycode(seat->display, sym);
}

// Presses and lets go the key that gives [sym], with Shift where the keyboard asks for it.
static void strike(Seat *seat, KeySym sym)
{
    KeyCode code = code_of(seat, sym);
    if (!code) { // not on this keyboard: a key that has no letter gets it
        int least, most, per = 0;
        XDisplayKeycodes(seat->display, &least, &most);
        KeySym *map = XGetKeyboardMapping(seat->display, (KeyCode)least, most - least + 1, &per);
        for (int i = most; i >= least && !code; i--) {
            bool spare = true;
            for (int j = 0; j < per; j++) spare = spare && map[(i - least) * per + j] == NoSymbol;
            if (spare) code = (KeyCode)i;
        }
        XFree(map);
        if (!code) seat_fail(seat, "no key is left for the character %#lx", sym);
        KeySym both[2] = { sym, sym };
        XChangeKeyboardMapping(seat->display, code, 2, both, 1);
        XSync(seat->display, False);
        for (int i = 0; i < 20; i++) seat_nap(seat); // the program asks for the new map when it is told of it
    }
    bool shift = XkbKeycodeToKeysym(seat->display, code, 0, 0) != sym &&
                 XkbKeycodeToKeysym(seat->display, code, 0, 1) == sym;
    if (shift) key_code(seat, code_of(seat, XK_Shift_L), True);
    key_code(seat, code, True);
    key_code(seat, code, False);
    if (shift) key_code(seat, code_of(seat, XK_Shift_L), False);
    seat_nap(seat);
}

void seat_key(Seat *seat, const char *key)
{
    static const struct { const char *name; KeySym sym; } mods[] = {
        { "ctrl+", XK_Control_L }, { "shift+", XK_Shift_L }, { "alt+", XK_Alt_L },
    };
    KeySym held[COUNT(mods)];
    int count = 0;
    for (bool more = true; more;) {
        more = false;
        for (int i = 0; i < COUNT(mods) && count < COUNT(held); i++) {
            size_t length = strlen(mods[i].name);
            if (strncmp(key, mods[i].name, length) != 0) continue;
            held[count++] = mods[i].sym;
            key += length;
            more = true;
        }
    }
    KeySym sym = XStringToKeysym(key);
    if (sym == NoSymbol && strlen(key) == 1) sym = (KeySym)(unsigned char)key[0]; // Latin-1 is its own keysym
    if (sym == NoSymbol) seat_fail(seat, "X knows no key '%s'", key);
    for (int i = 0; i < count; i++) key_code(seat, code_of(seat, held[i]), True);
    strike(seat, sym);
    while (count--) key_code(seat, code_of(seat, held[count]), False);
}

void seat_type(Seat *seat, const char *text)
{
    for (int bytes; *text; text += bytes) {
        uint32_t c = utf8_next(text, &bytes);
        strike(seat, c == '\n' ? XK_Return : c < 0x100 ? (KeySym)c : (KeySym)(0x01000000 | c));
    }
}

void seat_resize(Seat *seat, int w, int h)
{
    XMoveResizeWindow(seat->display, seat->window, 0, 0, (unsigned)w, (unsigned)h); // all of it on the screen
    int now_w = 0, now_h = 0;
    for (double end = seat_now() + SEAT_PATIENCE; now_w != w || now_h != h; seat_nap(seat)) {
        seat_size(seat, &now_w, &now_h);
        if (seat_now() > end) seat_fail(seat, "the window is %dx%d, not %dx%d", now_w, now_h, w, h);
    }
    // The server has given the size; on a busy machine the program may still be on its way to a frame of that size.
    if (!seat_sees(seat, "background")) return; // nothing is recorded here
    const SeenWidget *ground = seat_widget(seat, "background");
    for (double end = seat_now() + SEAT_PATIENCE; ground->box.w != w || ground->box.h != h; ground = seat_widget(seat, "background")) {
        if (seat_now() > end) seat_fail(seat, "the frame is %gx%g, not %dx%d", ground->box.w, ground->box.h, w, h);
        seat_nap(seat);
    }
}

// ---- clipboard (ICCCM 2) ---------------------------------------------------------------------------------------

static Atom atom(Seat *seat, const char *name)
{
    return XInternAtom(seat->display, name, False);
}

static void answer(Seat *seat, const XSelectionRequestEvent *ask)
{
    Atom utf8 = atom(seat, "UTF8_STRING"), targets = atom(seat, "TARGETS"), uris = atom(seat, "text/uri-list"), put = None;
    if (ask->selection == atom(seat, "XdndSelection")) {
        if (ask->target == uris && seat->dragged) {
            XChangeProperty(seat->display, ask->requestor, ask->property, uris, 8, PropModeReplace,
                            (unsigned char *)seat->dragged, (int)strlen(seat->dragged));
            put = ask->property;
        }
    } else if (ask->target == targets) {
        Atom offer[] = { targets, utf8 };
        XChangeProperty(seat->display, ask->requestor, ask->property, XA_ATOM, 32, PropModeReplace,
                        (unsigned char *)offer, COUNT(offer));
        put = ask->property;
    } else if (ask->target == utf8 && seat->clipboard) {
        XChangeProperty(seat->display, ask->requestor, ask->property, utf8, 8, PropModeReplace,
                        (unsigned char *)seat->clipboard, (int)strlen(seat->clipboard));
        put = ask->property;
    }
    XEvent reply = { .xselection = { .type = SelectionNotify, .requestor = ask->requestor, .selection = ask->selection,
                                     .target = ask->target, .property = put, .time = ask->time } };
    XSendEvent(seat->display, ask->requestor, False, 0, &reply);
    XFlush(seat->display);
}

void seat_nap(Seat *seat)
{
    XEvent event;
    while (XCheckTypedEvent(seat->display, SelectionRequest, &event)) answer(seat, &event.xselectionrequest);
    struct timespec t = { 0, 5000000 };
    nanosleep(&t, NULL);
}

void seat_clipboard_put(Seat *seat, const char *text)
{
    free(seat->clipboard);
    seat->clipboard = memory_text(text);
    XSetSelectionOwner(seat->display, atom(seat, "CLIPBOARD"), seat->own, CurrentTime);
    XSync(seat->display, False);
}

char *seat_clipboard(Seat *seat)
{
    Atom clipboard = atom(seat, "CLIPBOARD"), utf8 = atom(seat, "UTF8_STRING"), here = atom(seat, "SEAT");
    XConvertSelection(seat->display, clipboard, utf8, here, seat->own, CurrentTime);
    XEvent event;
    for (double end = seat_now() + SEAT_PATIENCE; !XCheckTypedEvent(seat->display, SelectionNotify, &event);
         seat_nap(seat))
        if (seat_now() > end) seat_fail(seat, "nobody answered for the clipboard");
    int status;
    if (seat_ended(seat, &status)) seat_fail(seat, "the clipboard went with the program");
    if (event.xselection.property == None) return memory_text("");
    Atom type;
    int format;
    unsigned long count = 0, rest;
    unsigned char *data = NULL;
    XGetWindowProperty(seat->display, seat->own, here, 0, 1 << 20, True, AnyPropertyType, &type, &format, &count, &rest,
                       &data);
    char *text = memory_text(data ? (char *)data : "");
    if (data) XFree(data);
    return text;
}

// ---- drag and drop (XDND 5) ------------------------------------------------------------------------------------

static void tell(Seat *seat, const char *type, long l1, long l2, long l3, long l4)
{
    XEvent event = { .xclient = { .type = ClientMessage, .window = seat->window, .message_type = atom(seat, type), .format = 32 } };
    long data[] = { (long)seat->own, l1, l2, l3, l4 };
    memcpy(event.xclient.data.l, data, sizeof data);
    XSendEvent(seat->display, seat->window, False, 0, &event);
    XFlush(seat->display);
}

// Waits for the message [type] from the program; its second word, bit 0 of which says yes.
static bool told(Seat *seat, const char *type)
{
    XEvent event;
    for (double end = seat_now() + SEAT_PATIENCE;; seat_nap(seat)) {
        while (XCheckTypedWindowEvent(seat->display, seat->own, ClientMessage, &event))
            if (event.xclient.message_type == atom(seat, type)) return event.xclient.data.l[1] & 1;
        if (seat_now() > end) seat_fail(seat, "the program never answered a drag with %s", type);
    }
}

void seat_drop(Seat *seat, const char *path, double x, double y)
{
    Text uri = { 0 };
    text_print(&uri, "file://");
    for (const char *c = path; *c; c++) {
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || strchr("/-_.~", *c);
        if (plain) text_put_bytes(&uri, c, 1);
        else text_print(&uri, "%%%02X", (unsigned char)*c);
    }
    text_put(&uri, "\r\n");
    free(seat->dragged);
    seat->dragged = uri.data;

    Window child;
    int root_x = 0, root_y = 0;
    XTranslateCoordinates(seat->display, seat->window, DefaultRootWindow(seat->display), (int)lround(x), (int)lround(y),
                          &root_x, &root_y, &child);
    XSetSelectionOwner(seat->display, atom(seat, "XdndSelection"), seat->own, CurrentTime);
    tell(seat, "XdndEnter", 5L << 24, (long)atom(seat, "text/uri-list"), 0, 0);
    tell(seat, "XdndPosition", 0, (long)root_x << 16 | root_y, CurrentTime, (long)atom(seat, "XdndActionCopy"));
    if (!told(seat, "XdndStatus")) seat_fail(seat, "the window takes no files");
    tell(seat, "XdndDrop", 0, CurrentTime, 0, 0);
    if (!told(seat, "XdndFinished")) seat_fail(seat, "the window refused the file");
}
