// What is on the screen: the program's record, waited for, and the pixels themselves.
#include "window/inside.h"

#include <X11/Xutil.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

// ---- the record ------------------------------------------------------------------------------------------------

// The next word of a line; NULL at its end. Cuts the line up.
static char *word(char **line)
{
    char *from = *line + strspn(*line, " ");
    if (!*from) return NULL;
    char *to = from + strcspn(from, " ");
    *line = *to ? to + 1 : to;
    *to = '\0';
    return from;
}

static double number(char **line)
{
    char *from = word(line);
    double value = 0;
    return from && number_parse(from, strlen(from), &value) ? value : 0;
}

// The text after the quote at [text], with its escapes undone in place.
static const char *unquote(char **line, char *text)
{
    char *to = text, *at = text;
    while (*at && *at != '"') {
        if (*at == '\\' && at[1]) {
            at++;
            *to++ = *at == 'n' ? '\n' : *at;
            at++;
        } else {
            *to++ = *at++;
        }
    }
    *line = *at ? at + 1 : at;
    *to = '\0';
    return text;
}

// The text in quotes after [key]=; "" where there is none.
static const char *quoted(char **line, const char *key)
{
    char *from = *line + strspn(*line, " ");
    size_t length = strlen(key);
    if (strncmp(from, key, length) != 0 || from[length] != '=' || from[length + 1] != '"') return "";
    return unquote(line, from + length + 2);
}

static Box box(char **line)
{
    Box b = { number(line), 0, 0, 0 };
    b.y = number(line), b.w = number(line), b.h = number(line);
    return b;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static SeenWidget widget_of(char *line)
{
    SeenWidget w = { 0 };
    w.id = or_empty(word(&line));
    w.role = or_empty(word(&line));
    w.box = box(&line);
    const char *state = or_empty(word(&line));
    w.focus = strncmp(state, "focus", 5) == 0;
    w.off = strstr(state, ",off") != NULL;
    w.edited = strstr(state, ",edited") != NULL;
    w.name = quoted(&line, "name");
    w.value = quoted(&line, "value");
    w.seen = w.box;
    if (strcmp(or_empty(word(&line)), "layer") == 0) w.layer = (int)number(&line);
    if (strcmp(or_empty(word(&line)), "seen") == 0) w.seen = box(&line);
    return w;
}

static SeenMark mark_of(char *line)
{
    SeenMark m = { 0 };
    m.kind = or_empty(word(&line));
    line += strspn(line, " ");
    m.name = *line == '"' ? unquote(&line, line + 1) : or_empty(word(&line));
    m.cell = or_empty(word(&line));
    m.box = box(&line);
    m.text = quoted(&line, "text");
    return m;
}

bool seat_read(Seat *seat)
{
    Bytes bytes = { 0 };
    Error err;
    if (!file_read(seat->record, 16 << 20, &bytes, &err)) return false;
    arena_reset(&seat->arena);
    seat->widget_count = seat->mark_count = 0;
    seat->scene = "";
    char *text = arena_new(&seat->arena, bytes.length + 1, 1);
    if (bytes.length) memcpy(text, bytes.data, bytes.length);
    bytes_clear(&bytes);
    int lines = 1;
    for (char *at = text; *at; at++) lines += *at == '\n';
    seat->widgets = arena_new(&seat->arena, (size_t)lines, sizeof *seat->widgets);
    seat->marks = arena_new(&seat->arena, (size_t)lines, sizeof *seat->marks);
    bool whole = false;
    for (char *line = text, *next; line && *line; line = next) {
        next = strchr(line, '\n');
        if (next) *next++ = '\0';
        char *kind = word(&line);
        if (!kind) continue;
        if (strcmp(kind, "frame") == 0) seat->frame = (long)number(&line), whole = true;
        else if (strcmp(kind, "scene") == 0) seat->scene = line;
        else if (strcmp(kind, "step") == 0) seat->step = (long)number(&line);
        else if (strcmp(kind, "widget") == 0) seat->widgets[seat->widget_count++] = widget_of(line);
        else if (strcmp(kind, "mark") == 0) seat->marks[seat->mark_count++] = mark_of(line);
    }
    return whole;
}

static const SeenWidget *find(const Seat *seat, const char *what)
{
    for (int i = 0; i < seat->widget_count; i++)
        if (strcmp(seat->widgets[i].id, what) == 0) return &seat->widgets[i];
    for (int i = 0; i < seat->widget_count; i++)
        if (strcmp(seat->widgets[i].name, what) == 0) return &seat->widgets[i];
    return NULL;
}

static const SeenMark *find_mark(const Seat *seat, const char *kind, const char *name, const char *cell)
{
    for (int i = 0; i < seat->mark_count; i++) {
        const SeenMark *m = &seat->marks[i];
        if ((!kind || strcmp(m->kind, kind) == 0) && (!name || strcmp(m->name, name) == 0) &&
            (!cell || strcmp(m->cell, cell) == 0))
            return m;
    }
    return NULL;
}

// ---- waiting ---------------------------------------------------------------------------------------------------

void seat_fail(Seat *seat, const char *format, ...)
{
    va_list words;
    va_start(words, format);
    char said[600];
    vsnprintf(said, sizeof said, format, words);
    va_end(words);
    print_error("%s\n", said);
    int status;
    if (seat_ended(seat, &status)) print_error("the program has ended with status %d; the last it showed:\n", status);
    print_error("frame %ld shows %s (step %ld):\n", seat->frame, seat->scene ? seat->scene : "", seat->step);
    for (int i = 0; i < seat->widget_count && i < 120; i++) {
        const SeenWidget *w = &seat->widgets[i];
        print_error("  %s %s at %g,%g %gx%g%s \"%s\" = \"%s\"\n", w->role, w->id, w->box.x, w->box.y, w->box.w,
                    w->box.h, w->focus ? " focus" : "", w->name, w->value);
    }
    if (seat->mark_count) print_error("  and %d marks\n", seat->mark_count);
    char *out = seat_said(seat);
    if (*out) print_error("the program said: %s\n", out);
    free(out);
    int w, h;
    seat_size(seat, &w, &h);
    if (w > 0) {
        static int failed;
        char path[sizeof SCREENSHOTS + 40];
        snprintf(path, sizeof path, "%s/failed-%d.png", SCREENSHOTS, ++failed);
        seat_screenshot(seat, path);
        print_error("a picture of it is %s\n", path);
    }
    fail();
}

// Whether there is nothing left to wait for: patience is over, or the program has ended.
static bool in_vain(Seat *seat, double end)
{
    int status;
    return seat_now() > end || seat_ended(seat, &status);
}

// One look, then naps in between, until [found] or in vain.
#define WAIT_UNTIL(seat, found, ...)                                                                                   \
    for (double end_ = seat_now() + SEAT_PATIENCE; !(seat_read(seat), (found)); seat_nap(seat))                        \
        if (in_vain(seat, end_)) seat_fail(seat, __VA_ARGS__)

const SeenWidget *seat_widget(Seat *seat, const char *what)
{
    WAIT_UNTIL(seat, find(seat, what), "no widget '%s' came", what);
    return find(seat, what);
}

void seat_wait_value(Seat *seat, const char *what, const char *text)
{
    const SeenWidget *w;
    WAIT_UNTIL(seat, (w = find(seat, what)) && strcmp(w->value, text) == 0, "the value of '%s' is '%s', not '%s'", what,
               w ? w->value : "(no such widget)", text);
}

void seat_wait_name(Seat *seat, const char *what, const char *text)
{
    const SeenWidget *w;
    WAIT_UNTIL(seat, (w = find(seat, what)) && strcmp(w->name, text) == 0, "the name of '%s' is '%s', not '%s'", what,
               w ? w->name : "(no such widget)", text);
}

void seat_wait_focus(Seat *seat, const char *what)
{
    const SeenWidget *w;
    WAIT_UNTIL(seat, (w = find(seat, what)) && w->focus, "'%s' did not get the keyboard", what);
}

void seat_wait_edited(Seat *seat, const char *what)
{
    const SeenWidget *w;
    WAIT_UNTIL(seat, (w = find(seat, what)) && w->edited, "'%s' is not being edited", what);
}

void seat_wait_gone(Seat *seat, const char *what)
{
    WAIT_UNTIL(seat, !find(seat, what), "the widget '%s' did not go away", what);
}

const SeenMark *seat_mark(Seat *seat, const char *kind, const char *name, const char *cell)
{
    WAIT_UNTIL(seat, find_mark(seat, kind, name, cell), "no mark %s %s %s came", kind ? kind : "(any)",
               name ? name : "(any)", cell ? cell : "(any)");
    return find_mark(seat, kind, name, cell);
}

void seat_wait_mark_text(Seat *seat, const char *kind, const char *name, const char *cell, const char *text)
{
    const SeenMark *m;
    WAIT_UNTIL(seat, (m = find_mark(seat, kind, name, cell)) && strcmp(m->text, text) == 0,
               "the mark %s %s %s says '%s', not '%s'", kind ? kind : "(any)", name ? name : "(any)",
               cell ? cell : "(any)", m ? m->text : "(no such mark)", text);
}

int seat_widgets(Seat *seat, const SeenWidget **out)
{
    *out = seat->widgets;
    return seat->widget_count;
}

int seat_marks(Seat *seat, const SeenMark **out)
{
    *out = seat->marks;
    return seat->mark_count;
}

static bool says(const Seat *seat, const char *id, const char *part, char said[2000])
{
    size_t length = 0;
    said[0] = '\0';
    for (int i = 0; i < seat->widget_count && length < 2000; i++)
        if (strcmp(seat->widgets[i].id, id) == 0)
            length += (size_t)snprintf(said + length, 2000 - length, "%s%s", length ? " " : "", seat->widgets[i].name);
    return strstr(said, part) != NULL;
}

void seat_wait_says(Seat *seat, const char *id, const char *part)
{
    char said[2000];
    WAIT_UNTIL(seat, says(seat, id, part, said), "'%s' says \"%s\", and nothing of \"%s\"", id, said, part);
}

void seat_wait_scene(Seat *seat, const char *code)
{
    WAIT_UNTIL(seat, strcmp(seat->scene, code) == 0, "the scene is %s, not %s", seat->scene, code);
}

void seat_wait_step(Seat *seat, long step)
{
    WAIT_UNTIL(seat, seat->step == step, "the step is %ld, not %ld", seat->step, step);
}

const char *seat_scene(Seat *seat)
{
    seat_read(seat);
    return seat->scene;
}

long seat_step(Seat *seat)
{
    seat_read(seat);
    return seat->step;
}

bool seat_sees(Seat *seat, const char *what)
{
    seat_read(seat);
    return find(seat, what) != NULL;
}

long seat_frame(Seat *seat)
{
    seat_read(seat);
    return seat->frame;
}

void seat_wait_frame(Seat *seat, long frame)
{
    WAIT_UNTIL(seat, seat->frame > frame, "no frame came after %ld", frame);
}

void seat_settle(Seat *seat)
{
    double end = seat_now() + SEAT_PATIENCE, since = seat_now();
    for (long last = seat_frame(seat); seat_now() - since < 0.2; seat_nap(seat)) {
        if (seat_frame(seat) != last) last = seat->frame, since = seat_now();
        if (seat_now() > end) seat_fail(seat, "the window never came to rest");
    }
}

// ---- pixels ----------------------------------------------------------------------------------------------------

void seat_size(Seat *seat, int *w, int *h)
{
    XWindowAttributes a;
    bool there = XGetWindowAttributes(seat->display, seat->window, &a);
    *w = there ? a.width : 0;
    *h = there ? a.height : 0;
}

unsigned seat_pixel(Seat *seat, int x, int y)
{
    XImage *image = XGetImage(seat->display, seat->window, x, y, 1, 1, AllPlanes, ZPixmap);
    if (!image) seat_fail(seat, "there is no pixel %d,%d in the window", x, y);
    unsigned long pixel = XGetPixel(image, 0, 0); // Xvfb's 24 bits are 0xRRGGBB
    XDestroyImage(image);
    return (unsigned)pixel & 0xFFFFFF;
}

void seat_wait_pixel(Seat *seat, int x, int y, unsigned colour)
{
    unsigned seen = 0;
    WAIT_UNTIL(seat, (seen = seat_pixel(seat, x, y)) == colour, "the pixel %d,%d is #%06X, not #%06X", x, y, seen, colour);
}

int seat_count_pixels(Seat *seat, Box box, unsigned colour)
{
    int w, h, count = 0;
    seat_size(seat, &w, &h);
    int x0 = box.x < 0 ? 0 : (int)box.x, x1 = box.x + box.w > w ? w : (int)(box.x + box.w);
    int y0 = box.y < 0 ? 0 : (int)box.y, y1 = box.y + box.h > h ? h : (int)(box.y + box.h);
    if (x1 <= x0 || y1 <= y0) return 0;
    XImage *image = XGetImage(seat->display, seat->window, x0, y0, (unsigned)(x1 - x0), (unsigned)(y1 - y0), AllPlanes, ZPixmap);
    if (!image) seat_fail(seat, "the window gives no pixels");
    for (int y = 0; y < y1 - y0; y++)
    for (int x = 0; x < x1 - x0; x++) count += (XGetPixel(image, x, y) & 0xFFFFFF) == colour;
    XDestroyImage(image);
    return count;
}

void seat_screenshot(Seat *seat, const char *path)
{
    int w, h;
    seat_size(seat, &w, &h);
    XImage *image = w ? XGetImage(seat->display, seat->window, 0, 0, (unsigned)w, (unsigned)h, AllPlanes, ZPixmap) : NULL;
    if (!image) {
        print_error("the window gives no picture\n");
        return;
    }
    unsigned char *rgb = memory_new((size_t)w * (size_t)h, 3);
    for (int y = 0; y < h; y++)
    for (int x = 0; x < w; x++) {
        unsigned long pixel = XGetPixel(image, x, y);
        unsigned char *out = rgb + 3 * ((size_t)y * (size_t)w + (size_t)x);
        out[0] = pixel >> 16 & 255, out[1] = pixel >> 8 & 255, out[2] = pixel & 255;
    }
    XDestroyImage(image);
    png_image png = { .version = PNG_IMAGE_VERSION, .width = (unsigned)w, .height = (unsigned)h, .format = PNG_FORMAT_RGB };
    if (!png_image_write_to_file(&png, path, 0, rgb, 0, NULL)) print_error("%s: %s\n", path, png.message);
    free(rgb);
}
