// The one table of commands and keys: the program runs it, the key sheet prints it, and here it is said where each one
// works. What does not work where one is says so.
#include "desk/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    IN_NUMBERS = 1, // there is nothing to see of it in the Picture place
    OVER_SHEETS = 2, // also while a sheet lies over the rest
    PRESENTING = 4   // only while presenting, and then before any other
};

typedef struct Command {
    const char *id;
    const char *keys;  // as the key sheet shows them
    const char *title; // what it does; NULL: a second key of the command above it, not listed again
    int key;
    unsigned mods;
    void (*run)(Desk *desk);
    unsigned where;
} Command;

static void play(Desk *desk) { desk_play(desk, !desk->playing); }

static void product_on(Desk *desk)
{
    // One product, whatever the walk: walk by product from here.
    Scene next = scene_copy(&desk->scene);
    if (next.walk != WALK_PRODUCT) {
        long long done = desk_step(desk), steps = desk_steps(desk);
        next.walk = WALK_PRODUCT;
        long long products = timeline_count(&next.spec, WALK_PRODUCT);
        next.step = done >= steps ? 0 : done * (products / steps);
        if (!desk_take(desk, &next, NULL)) return;
    } else {
        scene_clear(&next);
    }
    desk_step_on(desk);
}
static void to_start(Desk *desk) { desk_goto(desk, 0); }
static void to_end(Desk *desk) { desk_goto(desk, desk_steps(desk)); }

// In Numbers already, the key is the pinned cell's.
static void numbers(Desk *desk)
{
    if (desk_in_picture(desk)) desk_place(desk, false);
    else stage_edit_pinned(desk);
}
static void nudge_more(Desk *desk) { desk_nudge(desk, 0.1); }
static void nudge_less(Desk *desk) { desk_nudge(desk, -0.1); }
static void nudge_much_more(Desk *desk) { desk_nudge(desk, 1); }
static void nudge_much_less(Desk *desk) { desk_nudge(desk, -1); }

static void picture(Desk *desk) { desk_place(desk, true); }

static void walk_to(Desk *desk, Walk walk)
{
    if (desk_held(desk, CONTROL_WALK)) return;
    Scene next = scene_copy(&desk->scene);
    next.walk = walk;
    next.step = desk_step(desk) >= desk_steps(desk) ? STEP_END : 0;
    desk_take(desk, &next, NULL);
}
static void walk_input(Desk *desk) { walk_to(desk, WALK_INPUT); }
static void walk_output(Desk *desk) { walk_to(desk, WALK_OUTPUT); }
static void walk_product(Desk *desk) { walk_to(desk, WALK_PRODUCT); }

static void copy(Desk *desk) { desk_copy_as(desk, COPY_SCENE); }
static void copy_pytorch(Desk *desk) { desk_copy_as(desk, COPY_PYTORCH); }

static void paste(Desk *desk)
{
    char *text = desk->host.clipboard_get ? desk->host.clipboard_get(desk->host.self) : NULL;
    const char *start = text ? text + strspn(text, " \t\r\n") : "";
    if (!*start) {
        desk_say(desk, TONE_ERROR, "The clipboard has no text. Copy a scene code or a layer first, such as: nn.ConvTranspose2d(64, 32, 4, 2, 1)");
    } else {
        // What is pasted over a sheet takes its place; what cannot be read leaves it.
        Sheet sheet = desk->sheet;
        desk->sheet = SHEET_NONE;
        if (!desk_take_text(desk, start, "Pasted text", "Pasted")) desk->sheet = sheet;
    }
    free(text);
}

static void report(Desk *desk)
{
    if (desk->sheet == SHEET_REPORT) desk->sheet = SHEET_NONE;
    else if (desk->sheet == SHEET_NONE) report_scene(desk);
}

static void open_sheet(Desk *desk)
{
    desk->sheet = SHEET_OPEN;
    desk->open_path[0] = 0;
    ui_edit(&desk->ui, "open.path", "");
}

static void save_sheet(Desk *desk)
{
    desk->sheet = SHEET_SAVE;
    desk->replaces[0] = 0;
    // A name that the progress was saved under is none for a picture.
    if (desk->save_progress) desk->save_path[0] = 0;
    desk->save_progress = false;
    if (!desk->save_path[0]) snprintf(desk->save_path, sizeof desk->save_path, "~/stridescope.png");
    ui_edit(&desk->ui, "save.path", desk->save_path);
}

static void keys(Desk *desk)
{
    desk->sheet = desk->sheet == SHEET_KEYS ? SHEET_NONE : SHEET_KEYS;
    desk->sheet_scroll = 0;
}

static void wide(Desk *desk)
{
    desk->prefs.wide = !desk->prefs.wide;
    prefs_save(desk);
}

// Moves a parameter by one, on both axes where they move together: of padding and output padding a side of the crop window.
void param_by(Desk *desk, Param param, int by)
{
    Spec spec = desk->scene.spec;
    if (!spec.transposed && param == PARAM_OUTPUT_PADDING) {
        desk_say(desk, TONE_TEXT, "A convolution has no output padding; it belongs to the transposed one");
        return;
    }
    bool moved = false;
    ParamRange range = { 0 };
    for (int rows = 0; rows < 2; rows++) {
        if (rows && (spec.dims == 1 || !desk_is_linked(desk))) continue;
        range = param_range(&spec, param, rows);
        int value = param_get(&spec, param, rows) + by;
        if (value < range.least || value > range.most) continue;
        param_set(&spec, param, rows, value);
        moved = true;
    }
    if (moved) desk_take_spec(desk, &spec, NULL);
    else if (lesson_hushes(desk)) desk_say(desk, TONE_TEXT, "%s goes no further here", PARAMS[param].title);
    else desk_say(desk, TONE_TEXT, "%s is %d; here it can be %d to %d%s%s", PARAMS[param].title, param_get(&spec, param, false), range.least, range.most,
                  range.why[0] ? ": " : "", range.why);
}
static void cut_more(Desk *desk) { param_by(desk, PARAM_PADDING, 1); }
static void cut_less(Desk *desk) { param_by(desk, PARAM_PADDING, -1); }
static void keep_more(Desk *desk) { param_by(desk, PARAM_OUTPUT_PADDING, 1); }
static void keep_less(Desk *desk) { param_by(desk, PARAM_OUTPUT_PADDING, -1); }

// The lenses first: that is where arrows go from cell to cell.
static void next_part(Desk *desk)
{
    const Shell *shell = &desk->shell;
    const Box parts[] = { shell->stage, shell->right, shell->clock, shell->bar, shell->left };
    ui_focus_part(&desk->ui, parts, COUNT(parts));
}

static void quit(Desk *desk) { desk->quit = true; }

static void next_look(Desk *desk)
{
    LookName now = desk_look(desk)->name;
    desk->prefs.look = now == LOOK_LIGHT ? LOOK_DARK : now == LOOK_DARK ? LOOK_PROJECTOR : LOOK_LIGHT;
    desk->scene_look = LOOK_USERS;
    if (desk->scene.look != LOOK_USERS) desk->scene.look = desk->prefs.look; // a code that names a look names the one shown
    prefs_save(desk);
    desk_say(desk, TONE_TEXT, "Look: %s", LOOK_WORDS[desk->prefs.look]);
}

static void zoom_by(Desk *desk, int percent)
{
    int to = desk->prefs.scale_percent + percent;
    desk->prefs.scale_percent = to < 50 ? 50 : to > 300 ? 300 : to;
    prefs_save(desk);
    desk_say(desk, TONE_TEXT, "Size of everything: %d %%", desk->prefs.scale_percent);
}
static void larger(Desk *desk) { zoom_by(desk, 10); }
static void smaller(Desk *desk) { zoom_by(desk, -10); }
static void usual(Desk *desk) { zoom_by(desk, 100 - desk->prefs.scale_percent); }

static void in(Desk *desk)
{
    if (desk_in_picture(desk)) picture_zoom_by(desk, 1);
    else views_zoom(desk, 1);
}

static void out(Desk *desk)
{
    if (desk_in_picture(desk)) picture_zoom_by(desk, -1);
    else views_zoom(desk, -1);
}

static void whole(Desk *desk)
{
    if (desk_in_picture(desk)) picture_zoom_by(desk, 0);
    else views_unzoom(desk);
}

static void motion(Desk *desk)
{
    desk->prefs.reduced_motion = !desk->prefs.reduced_motion;
    prefs_save(desk);
    desk_say(desk, TONE_TEXT, desk->prefs.reduced_motion ? "Motion is off: steps happen at once" : "Motion is on");
}

static void escape(Desk *desk)
{
    desk->save_at = desk->now + 1;
    if (desk->menu[0]) ui_focus(&desk->ui, desk->menu), desk->menu[0] = 0;
    else if (desk->sheet != SHEET_NONE) desk->sheet = SHEET_NONE;
    else if (picture_stop(desk)) return;
    else if (desk->scene.cell.role != ROLE_NONE) desk->scene.cell = CELL_NONE;
    else if (desk->message[0]) desk->message_until = desk->now;
    else desk->playing = false;
}

static void chip_left(Desk *desk) { present_choose(desk, -1); }
static void chip_right(Desk *desk) { present_choose(desk, 1); }
static void chip_up(Desk *desk) { present_change(desk, 1); }
static void chip_down(Desk *desk) { present_change(desk, -1); }
static void letter_a(Desk *desk) { (void)present_letter(desk, 0); }
static void letter_b(Desk *desk)
{
    if (!present_letter(desk, 1)) present_blank(desk);
}
static void letter_c(Desk *desk) { (void)present_letter(desk, 2); }
static void letter_d(Desk *desk) { (void)present_letter(desk, 3); }
static void tally_a(Desk *desk) { present_tally(desk, 0); }
static void tally_b(Desk *desk) { present_tally(desk, 1); }
static void tally_c(Desk *desk) { present_tally(desk, 2); }
static void tally_d(Desk *desk) { present_tally(desk, 3); }
static void no_look(Desk *desk) { desk_say(desk, TONE_TEXT, "While you present, the look is the projector’s"); }

// Where the rows of the lenses stand in the table; each lens has a digit.
static const char LENS_ROWS[] = "lenses";

static const Command COMMANDS[] = {
    { "play", "Space", "Play, pause", KEY_SPACE, 0, play, IN_NUMBERS },
    { "step.next", "→ or PgDn", "One step forward; a clicker’s too", KEY_RIGHT, 0, desk_step_on, IN_NUMBERS },
    { "step.next", "PgDn", NULL, KEY_PGDN, 0, desk_step_on, IN_NUMBERS },
    { "step.back", "← or PgUp", "One step back", KEY_LEFT, 0, desk_step_back, IN_NUMBERS },
    { "step.back", "PgUp", NULL, KEY_PGUP, 0, desk_step_back, IN_NUMBERS },
    { "step.product", "Shift+→", "One product forward", KEY_RIGHT, MOD_SHIFT, product_on, IN_NUMBERS },
    { "step.start", "Home", "To the beginning", KEY_HOME, 0, to_start, IN_NUMBERS },
    { "step.end", "End", "To the end", KEY_END, 0, to_end, IN_NUMBERS },
    { "walk.input", "I", "Step by input: what each input writes", 'i', 0, walk_input, IN_NUMBERS },
    { "walk.output", "O", "Step by output: what each output reads", 'o', 0, walk_output, IN_NUMBERS },
    { "walk.product", "P", "Step by product", 'p', 0, walk_product, IN_NUMBERS },
    { LENS_ROWS, NULL, NULL, 0, 0, NULL, 0 },
    { "turn", "T", "Turn the matrix, or Slide's kernel", 't', 0, lens_turn, IN_NUMBERS },
    { "nudge", "↑ ↓", "Nudge the pinned input by 0.1", KEY_UP, 0, nudge_more, IN_NUMBERS },
    { "nudge.down", "↓", NULL, KEY_DOWN, 0, nudge_less, IN_NUMBERS },
    { "nudge.much", "Shift+↑ ↓", "Nudge it by 1", KEY_UP, MOD_SHIFT, nudge_much_more, IN_NUMBERS },
    { "nudge.much.down", "Shift+↓", NULL, KEY_DOWN, MOD_SHIFT, nudge_much_less, IN_NUMBERS },
    { "place.numbers", "F2", "Numbers", KEY_F2, 0, numbers, 0 },
    { "place.picture", "F3", "Picture", KEY_F3, 0, picture, 0 },
    { "zoom.in", "+", "Closer to the cells or pixels", '+', 0, in, 0 },
    { "zoom.in", "=", NULL, '=', 0, in, 0 },
    { "zoom.in", "Shift+=", NULL, '=', MOD_SHIFT, in, 0 },
    { "zoom.in", "Shift++", NULL, '+', MOD_SHIFT, in, 0 },
    { "zoom.out", "−", "Further away", '-', 0, out, 0 },
    { "zoom.all", "0", "All of every lens, or of the picture", '0', 0, whole, 0 },
    { "jump", "Enter", "To the pinned cell’s step, then its entry of C", KEY_ENTER, 0, desk_jump_to_pin, IN_NUMBERS },
    { "escape", "Esc", "Let go: close, unpin, stop", KEY_ESC, 0, escape, OVER_SHEETS },
    { "padding.more", "Alt+→", "Padding up: the crop window’s start", KEY_RIGHT, MOD_ALT, cut_more, 0 },
    { "padding.less", "Alt+←", "Padding down", KEY_LEFT, MOD_ALT, cut_less, 0 },
    { "op.more", "Alt+↑", "Output padding up: the crop window’s end", KEY_UP, MOD_ALT, keep_more, 0 },
    { "op.less", "Alt+↓", "Output padding down", KEY_DOWN, MOD_ALT, keep_less, 0 },
    { "undo", "Ctrl+Z", "Undo", 'z', MOD_CTRL, desk_undo, 0 },
    { "redo", "Ctrl+Y", "Redo", 'y', MOD_CTRL, desk_redo, 0 },
    { "redo", "Ctrl+Shift+Z", NULL, 'z', MOD_CTRL | MOD_SHIFT, desk_redo, 0 },
    { "copy", "Ctrl+C", "Copy the scene as one line of text", 'c', MOD_CTRL, copy, 0 },
    { "copy.pytorch", "Ctrl+Shift+C", "Copy it as PyTorch, to be run", 'c', MOD_CTRL | MOD_SHIFT, copy_pytorch, 0 },
    { "paste", "Ctrl+V", "Paste a layer or a scene", 'v', MOD_CTRL, paste, OVER_SHEETS },
    { "report", "R", "What is to be said of this layer", 'r', 0, report, OVER_SHEETS },
    { "open", "Ctrl+O", "Open a picture or a file", 'o', MOD_CTRL, open_sheet, 0 },
    { "save", "Ctrl+S", "Save as a picture or a scene code", 's', MOD_CTRL, save_sheet, 0 },
    { "reset", "Alt+R", "Back to the first scene", 'r', MOD_ALT, desk_reset, 0 },
    { "look", "L", "Next look: light, dark, projector", 'l', 0, next_look, OVER_SHEETS },
    { "larger", "Ctrl++", "Everything larger", '+', MOD_CTRL, larger, OVER_SHEETS },
    { "larger", "Ctrl+=", NULL, '=', MOD_CTRL, larger, OVER_SHEETS },
    { "larger", "Ctrl+Shift+=", NULL, '=', MOD_CTRL | MOD_SHIFT, larger, OVER_SHEETS },
    { "smaller", "Ctrl+−", "Everything smaller", '-', MOD_CTRL, smaller, OVER_SHEETS },
    { "usual", "Ctrl+0", "Everything at its usual size", '0', MOD_CTRL, usual, OVER_SHEETS },
    { "wide", "F", "Hide or show the side panels", 'f', 0, wide, 0 },
    { "present", "F5", "Present: one lens, large; Esc ends it", KEY_F5, 0, present_toggle, OVER_SHEETS },
    { "present.next", "PgDn", "Presenting: onward", KEY_PGDN, 0, present_next, PRESENTING },
    { "present.back", "PgUp", "Presenting: back", KEY_PGUP, 0, present_back, PRESENTING },
    { "present.chip", "← →", "Presenting: choose k, s, p or op", KEY_RIGHT, 0, chip_right, PRESENTING },
    { "present.chip.left", "←", NULL, KEY_LEFT, 0, chip_left, PRESENTING },
    { "present.change", "↑ or ↓", "Presenting: change it", KEY_UP, 0, chip_up, PRESENTING },
    { "present.change.down", "↓", NULL, KEY_DOWN, 0, chip_down, PRESENTING },
    { "present.blank", ". or B", "Presenting: black, until any key", '.', 0, present_blank, PRESENTING },
    { "present.letter", "A B C D", "Presenting: what the class says", 'a', 0, letter_a, PRESENTING },
    { "present.letter", "B", NULL, 'b', 0, letter_b, PRESENTING },
    { "present.letter", "C", NULL, 'c', 0, letter_c, PRESENTING },
    { "present.letter", "D", NULL, 'd', 0, letter_d, PRESENTING },
    { "present.tally", "Shift+A B C D", "Presenting: few, half or most say so", 'a', MOD_SHIFT, tally_a, PRESENTING },
    { "present.tally", "Shift+B", NULL, 'b', MOD_SHIFT, tally_b, PRESENTING },
    { "present.tally", "Shift+C", NULL, 'c', MOD_SHIFT, tally_c, PRESENTING },
    { "present.tally", "Shift+D", NULL, 'd', MOD_SHIFT, tally_d, PRESENTING },
    { "present.freeze", "Z", "Presenting: the screen stays as it is", 'z', 0, present_freeze, PRESENTING },
    { "present.halo", "H", "Presenting: a ring around the pointer", 'h', 0, present_halo, PRESENTING },
    { "present.look", "L", NULL, 'l', 0, no_look, PRESENTING },
    { "part", "F6", "Next part: lenses, this cell, steps, bar, layer", KEY_F6, 0, next_part, 0 },
    { "motion", "M", "Motion on, off", 'm', 0, motion, OVER_SHEETS },
    { "search", "Ctrl+K", "Search: lessons, words, commands", 'k', MOD_CTRL, search_open, OVER_SHEETS },
    { "keys", "?", "This sheet", '?', 0, keys, OVER_SHEETS },
    { "keys", "Shift+/", NULL, '/', MOD_SHIFT, keys, OVER_SHEETS },
    { "keys", "F1", NULL, KEY_F1, 0, keys, OVER_SHEETS },
    { "quit", "Ctrl+Q", "Quit; the scene is kept", 'q', MOD_CTRL, quit, OVER_SHEETS },
};

// Moving the focus belongs to the widgets; it is listed with the rest.
static const char *const OTHER_ROWS[][2] = {
    { "Tab, Shift+Tab", "Next, previous control" },
    { "arrows in a grid", "Reached by F6 or Tab: pin the cell beside" },
    { "click a cell", "Pin it: its corner is folded. Again: let go" },
    { "F2 or double click", "Change the pinned value" },
    { "mouse wheel", "Zoom a lens or a picture; drag to move it" },
    { "click a rival", "Picture: it stands as A; with Shift as B" },
    { "← → in a picture", "Reached by Tab: A ends elsewhere" },
    { "Ctrl+arrows there", "The loupe, a pixel on; with Shift ten" },
    { "PgDn, PgUp there", "Who stands next as A; a clicker’s too" },
    { "Space in a lesson", "Show the answer, or go on; also PgDn" },
    { "A to D in a lesson", "Choose that answer" },
    { "Space on a cell", "Lesson: ring it, or let it go" },
};

static void run(Desk *desk, const Command *command)
{
    if (command->run != escape) desk->menu[0] = 0;
    if (desk->sheet != SHEET_NONE && !(command->where & OVER_SHEETS)) return;
    if (desk_in_picture(desk) && (command->where & IN_NUMBERS))
        desk_say(desk, TONE_TEXT, "A picture is done all at once; steps and cells are in Numbers (F2)");
    else command->run(desk);
}

// The digit of a lens shows it alone, with Shift beside the others.
static bool lens_key(Desk *desk, int key, unsigned mods)
{
    if (!key || (mods && mods != MOD_SHIFT)) return false;
    for (int i = 0; i < LENS_COUNT; i++) {
        if (LENSES[i].key != key) continue;
        desk->menu[0] = 0;
        if (desk->sheet == SHEET_NONE) desk_lens(desk, (Lens)i, !mods);
        return true;
    }
    return false;
}

static bool lens_row(int *index, const char **shown, const char **title)
{
    static char texts[LENS_COUNT][2][2][48];
    for (int i = 0; i < LENS_COUNT; i++) {
        for (int beside = 0; beside < 2; beside++) {
            if (!LENSES[i].key || (*index)-- > 0) continue;
            char (*text)[48] = texts[i][beside];
            snprintf(text[0], sizeof text[0], beside ? "Shift+%c" : "%c", LENSES[i].key);
            snprintf(text[1], sizeof text[1], beside ? "%s beside, or away" : "%s alone", LENSES[i].title);
            *shown = text[0], *title = text[1];
            return true;
        }
    }
    return false;
}

bool command_key(Desk *desk, int key, unsigned mods)
{
    if (key == '?') mods &= ~(unsigned)MOD_SHIFT;
    for (int present = desk->present.on; present >= 0; present--) {
        if (!present && lens_key(desk, key, mods)) return true;
        for (int i = 0; i < COUNT(COMMANDS); i++) {
            if (!COMMANDS[i].run || COMMANDS[i].key != key || COMMANDS[i].mods != mods || ((COMMANDS[i].where & PRESENTING) != 0) != (present != 0)) continue;
            run(desk, &COMMANDS[i]);
            return true;
        }
    }
    return false;
}

void command_run(Desk *desk, const char *id)
{
    for (int i = 0; i < COUNT(COMMANDS); i++) {
        if (strcmp(COMMANDS[i].id, id)) continue;
        run(desk, &COMMANDS[i]);
        return;
    }
}

// The command in a row of the key sheet, or NULL; in [lens] the key of one that is a lens's, else "".
static const Command *row_at(int index, char lens[48], const char **shown, const char **title)
{
    lens[0] = 0;
    for (int i = 0; i < COUNT(COMMANDS); i++) {
        if (COMMANDS[i].id == LENS_ROWS && lens_row(&index, shown, title)) {
            snprintf(lens, 48, "%s", *shown);
            return &COMMANDS[i];
        }
        if (!COMMANDS[i].title || index-- > 0) continue;
        *shown = COMMANDS[i].keys, *title = COMMANDS[i].title;
        return &COMMANDS[i];
    }
    if (index >= COUNT(OTHER_ROWS)) return NULL;
    *shown = OTHER_ROWS[index][0], *title = OTHER_ROWS[index][1];
    return NULL;
}

bool command_row(int index, const char **shown, const char **title)
{
    char lens[48];
    *title = NULL;
    (void)row_at(index, lens, shown, title);
    return *title != NULL;
}

bool command_row_runs(int index)
{
    char lens[48];
    const char *shown, *title;
    const Command *command = row_at(index, lens, &shown, &title);
    return command && (lens[0] || (command->run != escape && command->run != search_open));
}

void command_row_run(Desk *desk, int index)
{
    char lens[48];
    const char *shown, *title;
    const Command *command = row_at(index, lens, &shown, &title);
    if (command && lens[0]) lens_key(desk, lens[strlen(lens) - 1], strchr(lens, '+') ? MOD_SHIFT : 0);
    else if (command) run(desk, command);
}
