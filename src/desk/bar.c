// The bar above (places, lenses, the scene as text, look, help) and the clock below.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static double text_width(const Desk *desk, const char *text, double size)
{
    return desk->ui_measure.width(desk->ui_measure.self, text, size, WEIGHT_SEMIBOLD);
}

double button_width(const Desk *desk, const char *text)
{
    return ceil(text_width(desk, text, 14 * desk->scale) + 24 * desk->scale);
}

// The one tool that is a menu.
static const char COPY_AS[] = "copy.as";

// The buttons at the right; where the bar is short they fold into one menu.
static const struct { const char *id, *name, *tip; Icon icon; } TOOLS[] = {
    { "copy", "Copy", "this scene as one line of text (Ctrl+C)" },
    { COPY_AS, "Copy as", "as lines that can be run" },
    { "paste", "Paste", "a layer or a scene code (Ctrl+V)" },
    { "report", "Report", "what is to be said of this layer (R)" },
    { "present", "Present", "present: one lens, large, for a class (F5)", ICON_PRESENT },
    { "wide", "Wide", "hide or show the side panels (F)" },
    { "look", "Look", "light, dark, projector (L)" },
    { "keys", "?", "all keys" },
};

static double tool_width(const Desk *desk, int i)
{
    if (TOOLS[i].icon != ICON_NONE) return 38 * desk->scale;
    double arrow = TOOLS[i].id == COPY_AS ? 18 * desk->scale : 0;
    return fmax(32 * desk->scale, button_width(desk, TOOLS[i].name) - 4 * desk->scale + arrow) + 6 * desk->scale;
}

static double tools_width(const Desk *desk)
{
    double all = 0;
    for (int i = 0; i < COUNT(TOOLS); i++) all += tool_width(desk, i);
    return all;
}

static void tools(Desk *desk, double right, double y)
{
    double u = desk->scale, x = right - tools_width(desk) + 6 * u;
    for (int i = 0; i < COUNT(TOOLS); i++) {
        double w = tool_width(desk, i) - 6 * u;
        bool on = desk->prefs.wide && !strcmp(TOOLS[i].id, "wide");
        if (TOOLS[i].id == COPY_AS) {
            int form = menu_lay(desk, COPY_AS, (Box){ x, y, w, 32 * u }, TOOLS[i].name, TOOLS[i].name, COPY_TITLES, COPY_FORMS, -1);
            if (form >= 0) desk_copy_as(desk, (CopyForm)form);
        } else {
            bool hit = ui_button(&desk->ui, TOOLS[i].id, (Box){ x, y, w, 32 * u }, TOOLS[i].name, TOOLS[i].icon, on ? UI_ON : 0, TOOLS[i].tip);
            if (TOOLS[i].icon != ICON_NONE) ui_face(&desk->ui, "");
            if (hit) command_run(desk, TOOLS[i].id);
        }
        x += w + 6 * u;
    }
}

static double folded_width(const Desk *desk)
{
    return button_width(desk, "More") + 18 * desk->scale;
}

static void folded_tools(Desk *desk, double right, double y)
{
    enum { FIRST_FORM = COPY_SCENE + 1, MOST = COUNT(TOOLS) + COPY_FORMS };
    const char *names[MOST];
    char titles[COPY_FORMS][32];
    int tool[MOST], form[MOST], count = 0;
    for (int i = 0; i < COUNT(TOOLS); i++) {
        int forms = TOOLS[i].id == COPY_AS ? COPY_FORMS - FIRST_FORM : 1; // a menu in a menu: its rows, one by one
        for (int f = 0; f < forms; f++, count++) {
            bool as = TOOLS[i].id == COPY_AS;
            tool[count] = i, form[count] = as ? FIRST_FORM + f : -1;
            if (as) snprintf(titles[f], sizeof titles[f], "Copy as %s", COPY_TITLES[FIRST_FORM + f]);
            names[count] = as ? titles[f] : !strcmp(TOOLS[i].id, "keys") ? "All keys" : TOOLS[i].name;
        }
    }
    double w = folded_width(desk);
    int chosen = menu_lay(desk, "tools", (Box){ right - w, y, w, 32 * desk->scale }, "More", "More", names, count, -1);
    if (chosen >= 0 && form[chosen] >= 0) desk_copy_as(desk, (CopyForm)form[chosen]);
    else if (chosen >= 0) command_run(desk, TOOLS[tool[chosen]].id);
}

static double beside_width(const Desk *desk)
{
    return 32 * desk->scale;
}

static double lenses_width(const Desk *desk)
{
    double all = 0;
    for (int i = 0; i < LENS_COUNT; i++)
        if (!LENSES[i].place) all += button_width(desk, LENSES[i].title) + 4 * desk->scale;
    return all + beside_width(desk);
}

// A click on a lens shows it alone, as its digit does, or beside the others: the switch says which, and Shift means the
// other of the two.
static void choose_lens(Desk *desk, Lens lens)
{
    bool shift = desk->ui.event.mods & MOD_SHIFT;
    desk_lens(desk, lens, desk->prefs.beside == shift);
}

static void beside_switch(Desk *desk, double x, double y)
{
    const char *tip = desk->prefs.beside ? "on: a click on a lens puts it beside the others · Shift+click alone"
                                         : "off: a click on a lens shows it alone · Shift+click beside the others";
    Box box = { x, y, 28 * desk->scale, 32 * desk->scale };
    bool hit = ui_choice(&desk->ui, "beside", box, "Beside", desk->prefs.beside ? UI_ON : UI_PLAIN, tip);
    ui_face(&desk->ui, "");
    desk->ui.widgets[desk->ui.count - 1].icon = ICON_PANES;
    if (!hit) return;
    desk->prefs.beside = !desk->prefs.beside;
    prefs_save(desk);
}

static void lenses(Desk *desk, double x, double y)
{
    bool held = desk_holds(desk, CONTROL_LENS);
    for (int i = 0; i < LENS_COUNT; i++) {
        if (LENSES[i].place) continue;
        bool on = false;
        for (int v = 0; v < desk->scene.views; v++) on |= desk->scene.view[v] == (Lens)i;
        char id[UI_ID], tip[128];
        snprintf(id, sizeof id, "lens.%s", LENSES[i].word);
        snprintf(tip, sizeof tip, "%s · key %c alone, Shift+%c beside", LENSES[i].purpose, LENSES[i].key, LENSES[i].key);
        double w = button_width(desk, LENSES[i].title);
        bool waits = on;
        for (int v = 0; v < desk->scene.views && v < views_room(desk); v++) waits &= desk->scene.view[v] != (Lens)i;
        if (waits) snprintf(tip, sizeof tip, "waits for more room; click to see it");
        unsigned state = (on && !waits ? UI_ON : UI_PLAIN) | (held ? UI_OFF : 0);
        if (ui_choice(&desk->ui, id, (Box){ x, y, w, 32 * desk->scale }, LENSES[i].title, state, tip))
            choose_lens(desk, (Lens)i);
        x += w + 4 * desk->scale;
    }
    if (!held) beside_switch(desk, x, y);
}

// Where there is no room for the names of all lenses, they hang below one button that names those that are shown.
static void folded_lenses(Desk *desk, double x, double y, double w)
{
    const char *names[LENS_COUNT];
    Lens lens[LENS_COUNT];
    int count = 0, chosen = -1;
    char shown[96] = "";
    for (int i = 0; i < LENS_COUNT; i++) {
        if (LENSES[i].place) continue;
        for (int v = 0; v < desk->scene.views; v++) {
            if (desk->scene.view[v] != (Lens)i) continue;
            snprintf(shown + strlen(shown), sizeof shown - strlen(shown), shown[0] ? " + %s" : "%s", LENSES[i].title);
            chosen = count;
        }
        names[count] = LENSES[i].title, lens[count++] = (Lens)i;
    }
    if (desk_holds(desk, CONTROL_LENS)) {
        ui_label(&desk->ui, "lenses", (Box){ x, y, w, 32 * desk->scale }, shown, 14 * desk->scale, WEIGHT_SEMIBOLD, TONE_TEXT, -1);
        return;
    }
    w -= beside_width(desk);
    beside_switch(desk, x + w + 4 * desk->scale, y);
    int picked = menu_lay(desk, "lenses", (Box){ x, y, w, 32 * desk->scale }, "Lenses", shown, names, count, desk->scene.views == 1 ? chosen : -1);
    if (picked >= 0) choose_lens(desk, lens[picked]);
}

// Which picture it is and what becomes of its size, where there is room to say so, then how to open another.
static const char *open_words(const Desk *desk)
{
    return desk->scene.spec.dims == 1 ? "Open a signal …" : "Open a picture …";
}

static void picture_bar(Desk *desk, double x, double y, double button, double room)
{
    const Spec *spec = &desk->scene.spec;
    if (desk->scene.show.picture_layers > 1 && desk->gallery_ready && desk->gallery.layers > 1) spec = &desk->gallery.layer;
    double u = desk->scale;
    const char *word = desk->scene.x.word ? desk->scene.x.word : "", *slash = strrchr(word, '/');
    char said[160];
    snprintf(said, sizeof said, "%.80s, %d×%d to %d×%d", slash ? slash + 1 : word, spec_in(spec, spec->x), spec_in(spec, spec->y), spec_out(spec, spec->x),
             spec_out(spec, spec->y)); // as pictures are said: width first
    if (spec->dims == 1) {
        const char *kind = desk->scene.x.kind == SOURCE_FILE ? slash ? slash + 1 : word : source_word(desk->scene.x.kind);
        snprintf(said, sizeof said, "%.80s, %d to %d values", kind, spec_in(spec, spec->x), spec_out(spec, spec->x));
    }
    if (spec->dims == 2 && !*word) snprintf(said, sizeof said, "no picture");
    // What becomes of its size may be what is asked.
    char *to = strstr(said, " to ");
    if (to && (lesson_veil(desk).size || lesson_veil(desk).verdict)) snprintf(to, sizeof said - (size_t)(to - said), " to ?");
    double w = desk->ui.measure.width(desk->ui.measure.self, said, 13 * u, WEIGHT_REGULAR) + 4 * u;
    if (w + 12 * u + button <= room) {
        ui_label(&desk->ui, "picture.name", (Box){ x, y, w, 32 * u }, said, 13 * u, WEIGHT_REGULAR, TONE_MUTED, -1);
        x += w + 12 * u;
    }
    if (ui_button(&desk->ui, "open", (Box){ x, y, button, 32 * u }, open_words(desk), ICON_NONE, 0, desk->scene.spec.dims == 1 ? "a .npy; or drop one anywhere (Ctrl+O)" : "or drop one anywhere (Ctrl+O)"))
        command_run(desk, "open");
}

void bar_lay(Desk *desk)
{
    Ui *ui = &desk->ui;
    Box bar = desk->shell.bar;
    double u = desk->scale, x = bar.x + 20 * u, right = bar.x + bar.w - 20 * u, y = bar.y + 10 * u, h = 32 * u;
    bool picture = desk_in_picture(desk);
    ui_panel(ui, "bar", bar, UI_SURFACE);
    double title = text_width(desk, "Stridescope", 17 * u) + 8 * u, numbers = button_width(desk, "Numbers");
    bool hidden = desk_hides(desk, CONTROL_LENS);
    double places = hidden ? 0 : numbers + 2 * u + button_width(desk, "Picture") + 14 * u;
    double middle = picture ? button_width(desk, open_words(desk)) : hidden ? 0 : lenses_width(desk);
    bool fold = places + middle + 6 * u + tools_width(desk) > right - x;
    if (title + places + middle + 6 * u + (fold ? folded_width(desk) : tools_width(desk)) <= right - x) { // the window's own title says it too
        ui_label(ui, "title", (Box){ x, y, title - 6 * u, h }, "Stridescope", 17 * u, WEIGHT_SEMIBOLD, TONE_TEXT, -1);
        x += title;
    }
    unsigned held = desk_holds(desk, CONTROL_LENS) ? UI_OFF : 0;
    if (!hidden && ui_choice(ui, "place.numbers", (Box){ x, y, numbers, h }, "Numbers", (picture ? 0 : UI_ON) | held, "each number, step by step (F2)"))
        desk_place(desk, false);
    if (!hidden && ui_choice(ui, "place.picture", (Box){ x + numbers + 2 * u, y, button_width(desk, "Picture"), h }, "Picture", (picture ? UI_ON : 0) | held,
                             "what it does to an image (F3)"))
        desk_place(desk, true);
    x += places;
    double room = right - x - 6 * u - (fold ? folded_width(desk) : tools_width(desk));
    if (picture) picture_bar(desk, x, y, middle, room);
    else if (!hidden && middle <= room) lenses(desk, x, y);
    else if (!hidden) folded_lenses(desk, x, y, fmax(96 * u, fmin(room, 296 * u)));
    if (fold) folded_tools(desk, right, y);
    else tools(desk, right, y);
}

// ---- the clock -------------------------------------------------------------------------------------------------

static double transport(Desk *desk, double x, double middle)
{
    Ui *ui = &desk->ui;
    double u = desk->scale;
    long long step = desk_step(desk), count = desk_steps(desk);
    unsigned held = desk_holds(desk, CONTROL_CLOCK) ? UI_OFF : 0;
    unsigned first = step > 0 || desk->t > 0 ? 0 : UI_OFF, last = step < count ? 0 : UI_OFF;
    static const struct { const char *id, *name, *tip; Icon icon; bool back; } keys[] = {
        { "step.start", "To the beginning", "to the beginning (Home)", ICON_START, true },
        { "step.back", "One step back", "one step back (←)", ICON_BACK, true },
        { "play", "Play", "play, pause (Space)", ICON_PLAY, false },
        { "step.next", "One step forward", "one step forward (→)", ICON_NEXT, false },
        { "step.end", "To the end", "to the end (End)", ICON_END, false },
    };
    for (int i = 0; i < COUNT(keys); i++) {
        bool play = keys[i].icon == ICON_PLAY;
        double side = (play ? 44 : 36) * u;
        Icon icon = play && desk->playing ? ICON_PAUSE : keys[i].icon;
        unsigned state = held | UI_ROUND | (play ? (lesson_leads(desk) ? 0 : UI_PRIMARY) : keys[i].back ? first : last);
        Box box = { x, middle - side / 2, side, side };
        if (ui_button(ui, keys[i].id, box, play && desk->playing ? "Pause" : keys[i].name, icon, state, keys[i].tip))
            command_run(desk, keys[i].id);
        x += side + 8 * u;
    }
    return x;
}

static void scrubber(Desk *desk, double x, double y, double w)
{
    Ui *ui = &desk->ui;
    double u = desk->scale;
    long long step = desk_step(desk), count = desk_steps(desk);
    char words[240], place[64];
    // A scene can have more steps than an int: the slider then goes by groups of them.
    long long group = count / 1000000000 + 1;
    int at = (int)(step / group);
    snprintf(place, sizeof place, "%lld / %lld", step, count);
    // How many steps there are may be what is asked.
    if (lesson_asks(desk)) snprintf(place, sizeof place, "?"), at = 0, count = 0, group = 1;
    int least = desk_holds(desk, CONTROL_CLOCK) ? at : 0, most = desk_holds(desk, CONTROL_CLOCK) ? at : (int)(count / group);
    if (ui_slider(ui, "scrub", (Box){ x, y, w, 28 * u }, "Step", place, least, most, &at)) desk_goto(desk, at * group);
    // The words stand under the track, which begins and ends half a handle inside its box.
    x += 10 * u, w -= 20 * u;
    double place_w = text_width(desk, place, 14 * u) + 4 * u;
    clock_words(desk, words);
    ui_label(ui, "clock.words", (Box){ x, y + 28 * u, w - place_w - 8 * u, 20 * u }, words, 13 * u, WEIGHT_REGULAR, TONE_MUTED, -1);
    ui_label(ui, "clock.place", (Box){ x + w - place_w, y + 28 * u, place_w, 20 * u }, place, 14 * u, WEIGHT_SEMIBOLD, TONE_TEXT, 1);
}

static double walks_width(const Desk *desk)
{
    if (desk_hides(desk, CONTROL_WALK)) return 0;
    return text_width(desk, "Step by", 13 * desk->scale) + 8 * desk->scale + button_width(desk, "input") +
           button_width(desk, "output") + button_width(desk, "product");
}

static double walks(Desk *desk, double x, double y)
{
    static const struct { const char *id, *name, *tip; } rows[WALK_COUNT] = {
        { "walk.input", "input", "a step presses one input cell: what it writes (I)" },
        { "walk.output", "output", "a step finishes one output cell: what it reads (O)" },
        { "walk.product", "product", "a step is one multiplication (P)" },
    };
    Ui *ui = &desk->ui;
    double u = desk->scale, label = text_width(desk, "Step by", 13 * u);
    if (desk_hides(desk, CONTROL_WALK)) return x;
    ui_label(ui, "walk.label", (Box){ x, y, label + 2 * u, 32 * u }, "Step by", 13 * u, WEIGHT_REGULAR, TONE_MUTED, -1);
    x += label + 8 * u;
    for (int i = 0; i < WALK_COUNT; i++) {
        double w = button_width(desk, rows[i].name);
        unsigned held = desk_holds(desk, CONTROL_WALK) ? UI_OFF : 0;
        if (ui_choice(ui, rows[i].id, (Box){ x, y, w - 2 * u, 32 * u }, rows[i].name, held | (desk->scene.walk == (Walk)i ? UI_ON : 0), rows[i].tip))
            command_run(desk, rows[i].id);
        x += w;
    }
    return x;
}

static void speed(Desk *desk, double x, double y, double w)
{
    int chosen = menu_lay(desk, "speed", (Box){ x, y, w, 32 * desk->scale }, "Speed", SPEED_WORDS[desk->prefs.speed], SPEED_WORDS,
                          SPEED_COUNT, desk->prefs.speed);
    if (chosen < 0) return;
    desk->prefs.speed = chosen;
    desk->step_began = desk->now;
    prefs_save(desk);
}

double history_width(const Desk *desk)
{
    return button_width(desk, "Undo") + button_width(desk, "Redo") + button_width(desk, "Reset") + 12 * desk->scale;
}

static void history(Desk *desk, double right, double y)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, x = right - history_width(desk);
    static const struct { const char *id, *name, *tip; } rows[] = {
        { "undo", "Undo", "Ctrl+Z" }, { "redo", "Redo", "Ctrl+Y" }, { "reset", "Reset", "back to the first scene (Alt+R)" }
    };
    for (int i = 0; i < COUNT(rows); i++) {
        double w = button_width(desk, rows[i].name);
        unsigned off = (i == 0 && !desk->undo.count) || (i == 1 && !desk->redo.count) ? UI_OFF : 0;
        if (ui_button(ui, rows[i].id, (Box){ x, y, w, 32 * u }, rows[i].name, ICON_NONE, off, rows[i].tip)) command_run(desk, rows[i].id);
        x += w + 6 * u;
    }
}

static double speed_width(const Desk *desk)
{
    return button_width(desk, "2 steps/s") + 18 * desk->scale;
}

// How many rows the clock's controls need, one below the other.
static int clock_rows(const Desk *desk)
{
    double u = desk->scale, w = desk->w - 40 * u, rest = walks_width(desk) + 28 * u + speed_width(desk) + history_width(desk);
    if (desk_hides(desk, CONTROL_CLOCK)) return 0;
    if (w - 228 * u - rest - 24 * u >= 200 * u) return 1;
    return rest <= w ? 2 : 3;
}

double clock_height(const Desk *desk)
{
    if (desk_in_picture(desk)) return picture_row_height(desk);
    static const double heights[] = { 56, 84, 104, 142 };
    return heights[clock_rows(desk)] * desk->scale;
}

void clock_lay(Desk *desk)
{
    Box box = desk->shell.clock;
    double u = desk->scale, x = box.x + 20 * u, right = box.x + box.w - 20 * u;
    ui_panel(&desk->ui, "clock", box, UI_SURFACE);
    if (desk_in_picture(desk)) {
        history(desk, right, picture_row(desk, x, box.y));
        return;
    }
    double speed_w = speed_width(desk);
    int rows = clock_rows(desk);
    if (rows == 0) { // the steps are hidden
        walks(desk, x, box.y + 12 * u);
        history(desk, right, box.y + 12 * u);
        return;
    }
    if (rows == 1) {
        double middle = box.y + box.h / 2, from = transport(desk, x, middle) + 12 * u, rest = walks_width(desk) + 28 * u + speed_w + history_width(desk);
        scrubber(desk, from, box.y + 16 * u, right - rest - 24 * u - from);
        double at = walks(desk, right - rest, middle - 16 * u) + 12 * u;
        speed(desk, at, middle - 16 * u, speed_w);
        history(desk, right, middle - 16 * u);
        return;
    }
    double from = transport(desk, x, box.y + 34 * u) + 12 * u;
    scrubber(desk, from, box.y + 8 * u, right - from);
    double y = box.y + 66 * u, at = walks(desk, x, y) + 12 * u;
    if (rows == 3) y += 38 * u, at = x;
    speed(desk, at, y, speed_w);
    history(desk, right, y);
}
