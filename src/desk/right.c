// The guide on the right: the first card, then what can be said of the cell that is looked at, or of the picture.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What is read in the guide, next to its size elsewhere: with the projector's look 28 pixels on 1080 lines, as far as the
// panel has room for four or five words a line.
double guide_reading(const Desk *desk)
{
    if (desk_look(desk)->name != LOOK_PROJECTOR) return desk->scale;
    return fmax(desk->scale, fmin(28 * desk->h / 1080, desk->shell.right.w / 14) / 14);
}

double guide_heading(Desk *desk, double x, double y, double w, const char *text)
{
    return ui_paragraph(&desk->ui, "guide.heading", x, y, w, text, 16 * guide_reading(desk), WEIGHT_SEMIBOLD, TONE_TEXT) + 6 * desk->scale;
}

double guide_body(Desk *desk, const char *id, double x, double y, double w, const char *text)
{
    return ui_paragraph(&desk->ui, id, x, y, w, text, 14 * guide_reading(desk), WEIGHT_REGULAR, TONE_TEXT) + 8 * desk->scale;
}

bool guide_button(Desk *desk, const char *id, double x, double *y, double w, const char *name, unsigned state)
{
    double u = desk->scale;
    bool hit = ui_button(&desk->ui, id, (Box){ x, *y, w, 40 * u }, name, ICON_NONE, state, NULL);
    *y += 48 * u;
    return hit;
}

static const char *step_words(const Scene *scene)
{
    if (scene->walk == WALK_OUTPUT) return "Make the next output";
    if (scene->walk == WALK_PRODUCT) return "Add the next product";
    return scene->spec.transposed ? "Press the next stamp" : "Take the next input";
}

// The first card never says anything but of the scene in view: it is about its first lens.
static double welcome(Desk *desk, double x, double y, double w)
{
    Text title = { 0 }, words = { 0 };
    lens_words(&title, &words, &desk->scene);
    y = guide_heading(desk, x, y, w, title.data);
    y = guide_body(desk, "welcome", x, y, w, words.data);
    text_clear(&title);
    text_clear(&words);
    y += 4 * desk->scale;
    bool done = desk_step(desk) >= desk_steps(desk);
    if (guide_button(desk, "welcome.teach", x, &y, w, "Teach me", UI_PRIMARY)) {
        desk->guide_lesson = desk->prefs.welcomed = true;
        desk->right_scroll = 0;
        prefs_save(desk);
    }
    if (guide_button(desk, "welcome.play", x, &y, w, done ? "Again from the start" : step_words(&desk->scene), 0)) {
        if (done) desk_goto(desk, 0);
        desk_step_on(desk);
    }
    if (guide_button(desk, "welcome.picture", x, &y, w, "See it on a picture", 0)) desk_place(desk, true);
    if (guide_button(desk, "welcome.present", x, &y, w, "Present it to a class (F5)", 0)) command_run(desk, "present");
    if (guide_button(desk, "welcome.paste", x, &y, w, "Paste a layer or a scene", 0)) command_run(desk, "paste");
    if (ui_button(&desk->ui, "welcome.close", (Box){ x, y, w, 32 * desk->scale }, "Fold this card away", ICON_CLOSE, UI_PLAIN, NULL)) {
        desk->prefs.welcomed = true;
        prefs_save(desk);
    }
    return y + 48 * desk->scale;
}

// The cell the panel speaks of: under the pointer, pinned, or the step's.
static Cell spoken_of(const Desk *desk, const char **why)
{
    *why = "";
    if (desk->hover.role != ROLE_NONE) return desk->hover;
    if (desk->scene.cell.role != ROLE_NONE) return *why = "pinned", desk->scene.cell;
    long long step = desk_step(desk);
    if (step == 0 || step >= desk_steps(desk)) return CELL_NONE;
    *why = "the step just done";
    Step done = timeline_step(&desk->scene.spec, desk->scene.walk, step - 1);
    return done.walk == WALK_PRODUCT ? done.term.y : done.cell;
}

// What Slide has under the pointer that is no cell of any tensor.
static double gap_lay(Desk *desk, double x, double y, double w)
{
    bool zero = !strcmp(desk->gap, "zero");
    y = guide_heading(desk, x, y, w, zero ? "an inserted zero" : "room for the window");
    return guide_body(desk, "story.words", x, y, w, zero ? "There is no value here: the stride only spreads the inputs apart. A weight that stands over it adds nothing; no zero is multiplied."
                                                   : "There is no value here: it only lets the window start before the first input and end behind the last. A weight that stands over it adds nothing; no zero is multiplied.");
}

// Which phase the cell is in, while Phases shows what that means.
static double phase_lay(Desk *desk, double x, double y, double w, Cell cell)
{
    bool padding = cell.role == ROLE_X && !cell_inside(&desk->scene.spec, cell); // what meets it adds nothing
    if (!desk_shows(desk, LENS_PHASES) || tray_count(&desk->scene.spec) == 1 || padding) return y;
    Text said = { 0 };
    phase_say(&said, &desk->scene.spec, cell);
    if (said.length) {
        if (said.data[0] >= 'a') said.data[0] = (char)(said.data[0] - 'a' + 'A');
        y = ui_paragraph(&desk->ui, "story.phase", x, y, w, said.data, 13 * desk->scale, WEIGHT_REGULAR, TONE_MUTED) + 8 * desk->scale;
    }
    text_clear(&said);
    return y;
}

// How many prints it has, while Overlap counts them.
static double prints_lay(Desk *desk, double x, double y, double w, Cell cell)
{
    const Spec *spec = &desk->scene.spec;
    int n, ic, oc;
    if (!desk_shows(desk, LENS_OVERLAP) || cell.role != (spec->transposed ? ROLE_Y : ROLE_X)) return y;
    Text said = { 0 };
    channels_now(desk, &n, &ic, &oc);
    // Of the cell's own plane, from or to the channel in view, if that is of its group.
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups;
    if (cell.role == ROLE_Y) oc = cell.at[1], ic = ic / ins == oc / outs ? ic : oc / outs * ins;
    else ic = cell.at[1], oc = ic / ins == oc / outs ? oc : ic / ins * outs;
    overlap_cell_say(&said, &desk->work, cell, ic, oc, desk_step(desk));
    if (said.length) y = ui_paragraph(&desk->ui, "story.prints", x, y, w, said.data, 13 * desk->scale, WEIGHT_REGULAR, TONE_MUTED) + 8 * desk->scale;
    text_clear(&said);
    return y;
}

// The paragraphs of a story; numbers in the type that keeps columns.
static double story_lay(Desk *desk, double x, double y, double w, const Story *story)
{
    Ui *ui = &desk->ui;
    double u = desk->scale;
    y = guide_heading(desk, x, y, w, text_or_empty(&story->title));
    if (story->words.length) y = guide_body(desk, "story.words", x, y, w, story->words.data);
    // Of an input or a weight the numbers say all that the symbols would.
    bool both = story->symbols.length && story->numbers.length && strchr(story->symbols.data, '\n');
    if (story->symbols.length && !both)
        y = ui_paragraph(ui, "story.symbols", x, y, w, story->symbols.data, 14 * guide_reading(desk), WEIGHT_REGULAR, TONE_MUTED) + 8 * u;
    if (story->symbols.length && !both && story->legend.length)
        y = ui_paragraph(ui, "story.legend", x, y, w, story->legend.data, 12 * guide_reading(desk), WEIGHT_REGULAR, TONE_MUTED) + 8 * u;
    if (story->numbers.length)
        y = ui_paragraph(ui, "story.numbers", x, y, w, story->numbers.data, 13 * guide_reading(desk), WEIGHT_MONO, TONE_TEXT) + 8 * u;
    return y;
}

// A line of Python with its button; the name says which kind.
static double python_line(Desk *desk, const char *id, const char *name, double x, double y, double w, const Text *line)
{
    Ui *ui = &desk->ui;
    double u = desk->scale;
    char copy[UI_ID];
    if (!line->length) return y;
    snprintf(copy, sizeof copy, "%s.copy", id);
    ui_label(ui, "python.name", (Box){ x, y, w - 80 * u, 32 * u }, name, 13 * u, WEIGHT_SEMIBOLD, TONE_MUTED, -1);
    if (ui_button(ui, copy, (Box){ x + w - 72 * u, y, 72 * u, 32 * u }, "Copy", ICON_NONE, 0, "a line that prints this very number")) {
        if (desk->host.clipboard_set) desk->host.clipboard_set(desk->host.self, line->data);
        desk_say(desk, TONE_TEXT, "Copied: a line of %s", name);
    }
    // One line to paste; to read, a line each statement.
    char *shown = memory_text(line->data);
    for (char *at = shown; (at = strstr(at, "; ")); ) at[1] = '\n';
    y = ui_paragraph(ui, id, x, y + 38 * u, w, shown, 12 * u, WEIGHT_MONO, TONE_TEXT) + 10 * u;
    free(shown);
    return y;
}

// Folded away until asked for; what prints the cell's number outside of this program.
static double python(Desk *desk, double x, double y, double w, const Story *story)
{
    double u = desk->scale;
    if (!story->numpy.length && !story->no_python.length) return y;
    bool open = desk->python_open;
    if (ui_button(&desk->ui, "python", (Box){ x - 6 * u, y, w + 12 * u, 32 * u }, "In Python", open ? ICON_DOWN : ICON_RIGHT, UI_PLAIN | UI_LEFT,
                  open ? "fold this away" : "a line of NumPy or PyTorch that prints this number"))
        desk->python_open = !open;
    y += 38 * u;
    if (!open) return y;
    if (story->no_python.length) y = ui_paragraph(&desk->ui, "python.none", x, y, w, story->no_python.data, 13 * u, WEIGHT_REGULAR, TONE_MUTED) + 8 * u;
    y = python_line(desk, "python.numpy", "NumPy", x, y, w, &story->numpy);
    return python_line(desk, "python.pytorch", "PyTorch", x, y, w, &story->pytorch);
}

// Four small steps of a pinned input, while Backprop shows what becomes of the loss.
static void nudges(Desk *desk, double x, double *y, double w)
{
    static const struct { const char *id, *name, *face; double by; } steps[] = {
        { "nudge.less", "Nudge by −1", "−1", -1 }, { "nudge.bit.less", "Nudge by −0.1", "−0.1", -0.1 },
        { "nudge.bit.more", "Nudge by 0.1", "+0.1", 0.1 }, { "nudge.more", "Nudge by 1", "+1", 1 },
    };
    double u = desk->scale, gap = 6 * u, each = (w - 3 * gap) / COUNT(steps);
    for (int i = 0; i < COUNT(steps); i++) {
        Box box = { x + i * (each + gap), *y, each, 36 * u };
        bool hit = ui_button(&desk->ui, steps[i].id, box, steps[i].name, ICON_NONE, 0, "and see L follow its gradient (↑ and ↓)");
        ui_face(&desk->ui, steps[i].face);
        if (hit) desk_nudge(desk, steps[i].by);
    }
    *y += 44 * u;
}

// ---- the bias --------------------------------------------------------------------------------------------------

static const char BIAS[] = "cell.bias";

// Of an output, the channel whose bias is in it; −1 for other cells.
static int bias_of(const Desk *desk, Cell cell)
{
    if (cell.role == ROLE_B) return cell.at[0];
    return cell.role == ROLE_Y && cell_inside(&desk->scene.spec, cell) ? cell.at[1] : -1;
}

// No lens has cells for the bias: it is typed where an output is spoken of.
static double bias_lay(Desk *desk, double x, double y, double w, int channel)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, field = 84 * u;
    char shown[NUMBER_TEXT] = "none", name[48] = "Bias";
    if (desk->work.b) number_print(shown, desk->work.b[channel]);
    if (desk->scene.spec.out_channels > 1) snprintf(name, sizeof name, "Bias of channel %d", channel);
    desk->bias_channel = channel;
    ui_label(ui, "cell.bias.name", (Box){ x, y, w - field - 8 * u, 36 * u }, name, 14 * u, WEIGHT_REGULAR, TONE_TEXT, -1);
    UiEdit edit = ui_field(ui, BIAS, (Box){ x + w - field, y, field, 36 * u }, name, shown, 0);
    double value;
    if (edit == UI_TAKEN && strcmp(ui->text, shown)) {
        if (number_parse(ui->text, strlen(ui->text), &value)) desk_type_value(desk, (Cell){ ROLE_B, { channel } }, value, NULL);
        else desk_say(desk, TONE_ERROR, "“%s” is no number; type one such as 2, −0.5 or 1e-3", ui->text);
    }
    return y + 44 * u;
}

// What the letters of a lens stand for, while nothing else is to be said.
static double letters_lay(Desk *desk, double x, double y, double w)
{
    bool transposed = desk->scene.spec.transposed;
    if (desk_shows(desk, LENS_MATRIX))
        y = guide_body(desk, "letters.matrix", x, y, w, transposed ? "C is the matrix of the convolution with this kernel, so the transposed one multiplies by Cᵀ. That is its name: C turned, not undone."
                                                             : "C is this convolution as a matrix: a row for each output, a column for each input.");
    if (desk_shows(desk, LENS_OVERLAP))
        y = guide_body(desk, "letters.overlap", x, y, w, "A print is one product that lands on a cell. Bricks along the top and the left count them for columns and rows; a cell has as many as the two multiplied.");
    if (desk_shows(desk, LENS_BACKPROP))
        y = guide_body(desk, "letters.backprop", x, y, w, "L is a loss: one number made from the output. ∂L/∂y says how it changes with each cell of y. ⟨y, ∂L/∂y⟩ multiplies the two cell by cell and adds up.");
    return y;
}

static double this_cell(Desk *desk, double x, double y, double w)
{
    Ui *ui = &desk->ui;
    double u = desk->scale;
    const char *why;
    bool typing = !strcmp(ui->editing, BIAS);
    // A press on another cell ends the typing: what was typed still goes where it belongs.
    if (typing && bias_of(desk, desk->scene.cell) != desk->bias_channel) bias_lay(desk, x, y, w, desk->bias_channel), typing = false;
    if (desk->gap && !typing) return gap_lay(desk, x, y, w);
    Cell cell = spoken_of(desk, &why);
    if (typing) cell = desk->scene.cell, why = "pinned"; // who types is not interrupted
    if (*why) ui_label(ui, "guide.why", (Box){ x, y, w, 20 * u }, why, 13 * u, WEIGHT_REGULAR, TONE_MUTED, -1), y += 24 * u;
    if (cell.role == ROLE_NONE) {
        y = guide_body(desk, "story.none", x, y, w, "Point at any cell to see what made it and what it makes. Click to keep it; double click an input or a weight to change it.");
        return letters_lay(desk, x, y, w);
    }
    Story story = { 0 };
    story_make(&story, &desk->work, cell, desk->scene.walk, desk_step(desk));
    y = story_lay(desk, x, y, w, &story);
    y = phase_lay(desk, x, y, w, cell);
    y = prints_lay(desk, x, y, w, cell);
    if (cell_equal(cell, desk->scene.cell) && (typing || desk->hover.role == ROLE_NONE)) {
        bool typed = cell.role == ROLE_X || cell.role == ROLE_W || cell.role == ROLE_GY;
        if (typed && cell_inside(&desk->scene.spec, cell) && guide_button(desk, "cell.change", x, &y, w, "Change this value (F2)", 0))
            stage_edit_pinned(desk);
        if (desk_can_nudge(desk)) nudges(desk, x, &y, w);
        if (bias_of(desk, cell) >= 0) y = bias_lay(desk, x, y, w, bias_of(desk, cell));
        if (guide_button(desk, "cell.jump", x, &y, w, "Go to its step (Enter)", 0)) desk_jump_to_pin(desk);
        if (guide_button(desk, "cell.release", x, &y, w, "Let go (Esc)", 0)) desk->scene.cell = CELL_NONE;
    }
    y = python(desk, x, y, w, &story);
    story_clear(&story);
    return y;
}

// ---- the tabs --------------------------------------------------------------------------------------------------

typedef enum Tab { TAB_LESSON, TAB_CELL, TAB_LAYER } Tab;

static Tab tab_now(const Desk *desk)
{
    if (desk->guide_lesson || desk_hides(desk, CONTROL_GUIDE)) return TAB_LESSON;
    return desk->guide_layer && !desk_in_picture(desk) ? TAB_LAYER : TAB_CELL;
}

// Each as wide as its words want, so that all have room in a narrow panel.
static double tabs(Desk *desk, double x, double y, double w)
{
    bool picture = desk_in_picture(desk);
    const struct { const char *id, *name, *tip; Tab tab; } rows[] = {
        { "guide.lesson", "Lesson", "questions that ask before they show", TAB_LESSON },
        { "guide.cell", picture ? "Measures" : "This cell", picture ? "what was measured, and what mends it" : "what made it, and what it makes", TAB_CELL },
        { "guide.layer", "Layer", "all of its weights, groups and parameters", TAB_LAYER },
    };
    const Measure *m = &desk->ui.measure;
    int count = desk_hides(desk, CONTROL_GUIDE) ? 1 : picture ? 2 : 3;
    double u = desk->scale, gap = 4 * u, all = 0, words[COUNT(rows)];
    for (int i = 0; i < count; i++) all += words[i] = m->width(m->self, rows[i].name, 14 * u, WEIGHT_SEMIBOLD);
    double spare = (w - (count - 1) * gap - all) / count, shrink = fmin(1, (w - (count - 1) * gap - count * 8 * u) / all);
    for (int i = 0; i < count; i++) {
        double each = fmax(spare, 8 * u) + words[i] * shrink;
        if (ui_choice(&desk->ui, rows[i].id, (Box){ x, y, each, 32 * u }, rows[i].name, tab_now(desk) == rows[i].tab ? UI_ON : 0, rows[i].tip)) {
            desk->guide_lesson = rows[i].tab == TAB_LESSON, desk->guide_layer = rows[i].tab == TAB_LAYER;
            desk->right_scroll = 0;
        }
        desk->ui.widgets[desk->ui.count - 1].size *= shrink;
        x += each + gap;
    }
    return y + 44 * u;
}

// While a question is open, what else the guide has to say would answer it.
static double held_back(Desk *desk, double x, double y, double w)
{
    y = guide_heading(desk, x, y, w, "First your guess");
    y = guide_body(desk, "guide.held", x, y, w, "What stands here comes back when the answer is shown.");
    if (guide_button(desk, "guide.question", x, &y, w, "To the question", 0)) desk->guide_lesson = true;
    return y;
}

void right_lay(Desk *desk)
{
    Ui *ui = &desk->ui;
    Box box = desk->shell.right;
    double u = desk->scale, margin = (box.w < 260 * u ? 14 : 20) * u, x = box.x + margin, w = box.w - 2 * margin;
    ui_panel(ui, "right", box, 0);
    ui_scroll_begin(ui, "right.scroll", box, &desk->right_scroll, desk->right_height);
    double y = box.y + 18 * u, top = y;
    bool welcomes = !desk->prefs.welcomed && !desk->no_welcome && tab_now(desk) != TAB_LESSON && !desk_in_picture(desk);
    if (welcomes) y = welcome(desk, x, y, w);
    y = tabs(desk, x, y, w);
    (void)lesson_chip(desk, x, &y, w);
    if (tab_now(desk) == TAB_LESSON) y = lesson_lay(desk, x, y, w);
    else if (lesson_asks(desk)) y = held_back(desk, x, y, w);
    else if (desk_in_picture(desk)) y = picture_guide(desk, x, y, w);
    else y = desk->guide_layer ? layer_lay(desk, x, y, w) : this_cell(desk, x, y, w);
    desk->right_height = y - top + 36 * u;
    ui_scroll_end(ui);
}
