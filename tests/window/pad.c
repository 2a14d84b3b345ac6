// A small window to practise on: a button that counts, a slider, a field and a mark, with the record that window.h
// describes, and nothing of the program's code. test_seat.c shows on it that the seat's hands and eyes work.
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/keysym.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Display *display;
static Window window;
static Atom clipboard, utf8;
static int presses, level, wheel, width = 400, height = 300;
static bool over, editing, dragging;
static char field[256], kept[256];
static long frame;

static void paint(void)
{
    GC gc = XCreateGC(display, window, 0, NULL);
    XSetForeground(display, gc, 0xF4F6F8);
    XFillRectangle(display, window, gc, 0, 0, (unsigned)width, (unsigned)height);
    XSetForeground(display, gc, presses % 2 ? 0x0B3D91 : 0x14714F);
    XFillRectangle(display, window, gc, 20, 20, 100, 40);
    XSetForeground(display, gc, 0xA84A06);
    XFillRectangle(display, window, gc, 20 + level * 2, 80, 4, 20);
    XFreeGC(display, gc);
    XSync(display, False);

    const char *path = getenv("STRIDESCOPE_RECORD");
    if (!path) return;
    char beside[600];
    snprintf(beside, sizeof beside, "%s.new", path);
    FILE *out = fopen(beside, "w");
    if (!out) return;
    fprintf(out, "frame %ld\n", ++frame);
    fprintf(out, "widget press button 20 20 100 40 - name=\"Press \\\"me\\\"\" value=\"%d\"\n", presses);
    fprintf(out, "widget level slider 20 80 204 20 - name=\"Level\" value=\"%d\"\n", level);
    fprintf(out, "widget field field 20 120 200 30 %s name=\"Words\" value=\"%s\"\n", editing ? "focus" : "-", field);
    fprintf(out, "widget wheel label 20 160 50 20 - name=\"\" value=\"%d\"\n", wheel);
    fprintf(out, "widget size label 20 180 50 20 - name=\"%dx%d\" value=\"\"\n", width, height);
    if (over) fputs("widget tip tip 20 62 60 16 - name=\"Press it\" value=\"\"\n", out);
    fprintf(out, "mark cell output y:0,0,1,2 240 20 28 28 text=\"%d\"\n", presses * 10);
    fclose(out);
    rename(beside, path);
}

static bool inside(int x, int y, int x0, int y0, int w, int h)
{
    return x >= x0 && y >= y0 && x < x0 + w && y < y0 + h;
}

static void slide(int x)
{
    level = (x - 20) / 2;
    level = level < 0 ? 0 : level > 100 ? 100 : level;
}

static void add(unsigned long c)
{
    char bytes[5] = "";
    if (c < 0x80) bytes[0] = (char)c;
    else if (c < 0x800) bytes[0] = (char)(0xC0 | c >> 6), bytes[1] = (char)(0x80 | (c & 63));
    else bytes[0] = (char)(0xE0 | c >> 12), bytes[1] = (char)(0x80 | (c >> 6 & 63)), bytes[2] = (char)(0x80 | (c & 63));
    if (strlen(field) + 5 < sizeof field) strcat(field, bytes);
}

static void key(XKeyEvent *event)
{
    char bytes[8];
    KeySym sym;
    XLookupString(event, bytes, sizeof bytes, &sym, NULL);
    bool ctrl = event->state & ControlMask;
    if (ctrl && sym == XK_q) exit(7);
    if (ctrl && sym == XK_c) {
        strcpy(kept, field);
        XSetSelectionOwner(display, clipboard, window, CurrentTime);
    } else if (ctrl && sym == XK_v) {
        XConvertSelection(display, clipboard, utf8, utf8, window, CurrentTime);
    } else if (sym == XK_Escape) {
        editing = false;
    } else if (editing && sym < 0x100) {
        add(sym);
    } else if (editing && (sym & 0xFF000000) == 0x01000000) {
        add(sym & 0xFFFFFF);
    }
}

static void give(const XSelectionRequestEvent *ask)
{
    XChangeProperty(display, ask->requestor, ask->property, utf8, 8, PropModeReplace, (unsigned char *)kept,
                    (int)strlen(kept));
    XEvent reply = { .xselection = { .type = SelectionNotify, .requestor = ask->requestor, .selection = ask->selection,
                                     .target = ask->target, .property = ask->property, .time = ask->time } };
    XSendEvent(display, ask->requestor, False, 0, &reply);
}

static void take(void)
{
    Atom type;
    int format;
    unsigned long count, rest;
    unsigned char *data = NULL;
    XGetWindowProperty(display, window, utf8, 0, 60, True, AnyPropertyType, &type, &format, &count, &rest, &data);
    if (!data) return;
    snprintf(field, sizeof field, "%s", (char *)data);
    XFree(data);
}

static void answer(XEvent *event)
{
    switch (event->type) {
    case ButtonPress: {
        int x = event->xbutton.x, y = event->xbutton.y;
        if (event->xbutton.button == 4) wheel++;
        if (event->xbutton.button == 5) wheel--;
        if (event->xbutton.button != 1) break;
        if (inside(x, y, 20, 20, 100, 40)) presses++;
        dragging = inside(x, y, 20, 80, 204, 20);
        editing = inside(x, y, 20, 120, 200, 30);
        if (dragging) slide(x);
        break;
    }
    case ButtonRelease:
        if (event->xbutton.button == 1) dragging = false;
        break;
    case MotionNotify:
        over = inside(event->xmotion.x, event->xmotion.y, 20, 20, 100, 40);
        if (dragging) slide(event->xmotion.x);
        break;
    case KeyPress: key(&event->xkey); break;
    case MappingNotify: XRefreshKeyboardMapping(&event->xmapping); break;
    case ConfigureNotify: width = event->xconfigure.width, height = event->xconfigure.height; break;
    case SelectionRequest: give(&event->xselectionrequest); break;
    case SelectionNotify: take(); break;
    }
}

int main(int count, char **words)
{
    if (count > 1 && strcmp(words[1], "refuse") == 0) {
        fputs("nothing to show\n", stderr);
        return 2;
    }
    display = XOpenDisplay(NULL);
    if (!display) return 3;
    clipboard = XInternAtom(display, "CLIPBOARD", False);
    utf8 = XInternAtom(display, "UTF8_STRING", False);
    window = XCreateSimpleWindow(display, DefaultRootWindow(display), 100, 50, (unsigned)width, (unsigned)height, 0, 0, 0);
    XSelectInput(display, window, ExposureMask | KeyPressMask | ButtonPressMask | ButtonReleaseMask | PointerMotionMask |
                                      StructureNotifyMask);
    XMapWindow(display, window);
    for (XEvent event;;) {
        XNextEvent(display, &event);
        answer(&event);
        if (!XPending(display)) paint();
    }
}
