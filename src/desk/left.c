// The parameters and the data, always in the same place; at the bottom the output size as a ruler.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_MOST_PICTURE = 1024, MOST_INPUT = 4096 };

static double text_width(const Desk *desk, const char *text, double size, Weight weight)
{
    return desk->ui.measure.width(desk->ui.measure.self, text, size, weight);
}

// A picture's size is chosen on a wider scale than a grid of numbers.
static ParamRange range_of(const Desk *desk, Param param, bool rows)
{
    ParamRange range = param_range(&desk->scene.spec, param, rows);
    if (desk->scene.spec.dims == 2 && desk_is_linked(desk)) { // both axes get the value: both must allow it
        ParamRange other = param_range(&desk->scene.spec, param, !rows);
        int least = other.least > range.least ? other.least : range.least;
        if (other.most < range.most) range = other;
        range.least = least;
    }
    if (param == PARAM_IN && desk_in_picture(desk)) range.least = 8, range.most = INPUT_MOST_PICTURE, range.why[0] = 0;
    // A large input allows much padding; a slider over all of it would be of no use. Larger values can be typed.
    int value = param_get(&desk->scene.spec, param, rows), most = value > 12 ? value : 12;
    // The input's slider doubles as the input outgrows it.
    if (param == PARAM_IN && !desk_in_picture(desk))
        for (range.most = 16; range.most < value || range.most < range.least;) range.most *= 2;
    if (param == PARAM_PADDING && range.most > most) range.most = most, range.why[0] = 0;
    return range;
}

// Sets one axis, or both where they are linked; a picture keeps its shape.
static void set_param(Desk *desk, Param param, bool rows, int value, const char *gesture)
{
    Spec spec = desk->scene.spec;
    if (param == PARAM_IN && desk_in_picture(desk) && spec.dims == 2) {
        double h = spec_in(&spec, spec.y), w = spec_in(&spec, spec.x);
        int other = (int)lround(rows ? value * w / h : value * h / w);
        param_set(&spec, param, rows, value);
        param_set(&spec, param, !rows, other < 1 ? 1 : other);
    } else {
        // Linked axes move together; an input that is no square keeps its difference.
        int by = value - param_get(&spec, param, rows), other = param_get(&spec, param, !rows) + by;
        param_set(&spec, param, rows, value);
        bool both = spec.dims == 2 && desk_is_linked(desk);
        if (both) param_set(&spec, param, !rows, other < 1 && param == PARAM_IN ? 1 : other);
    }
    desk_take_spec(desk, &spec, gesture);
}

// "3×4" or one number typed into the value of a parameter.
static void type_param(Desk *desk, Param param, const char *text)
{
    char clean[64];
    size_t length = 0;
    for (const char *c = text; *c && length + 1 < sizeof clean; c++) {
        bool times = (unsigned char)c[0] == 0xC3 && (unsigned char)c[1] == 0x97;
        if (times) c++;
        if (*c != ' ') clean[length++] = times || *c == 'X' || *c == '*' || *c == ',' ? 'x' : *c;
    }
    clean[length] = 0;
    char *cross = strchr(clean, 'x');
    long long rows, cols;
    size_t first = cross ? (size_t)(cross - clean) : length;
    bool ok = number_parse_whole(clean, first, 0, 4096, &rows);
    cols = rows;
    if (ok && cross) ok = desk->scene.spec.dims == 2 && number_parse_whole(cross + 1, strlen(cross + 1), 0, 4096, &cols);
    if (!ok) {
        desk_say(desk, TONE_ERROR, "“%s” is no %s; type a whole number up to 4096%s", text, PARAMS[param].title,
                 desk->scene.spec.dims == 2 ? ", or two, such as 3×4" : "");
        return;
    }
    Spec spec = desk->scene.spec;
    if (param == PARAM_IN && !cross && desk_in_picture(desk)) {
        set_param(desk, param, true, (int)rows, NULL);
        return;
    }
    if (spec.dims == 2) param_set(&spec, param, true, (int)rows);
    param_set(&spec, param, false, (int)cols);
    desk_take_spec(desk, &spec, NULL);
}

// − or +, with a name that says of what.
static bool step_button(Desk *desk, const char *id, Box box, const char *of, bool more, bool off)
{
    char name[96];
    snprintf(name, sizeof name, "%s: one %s", of, more ? "more" : "less");
    bool hit = ui_button(&desk->ui, id, box, name, ICON_NONE, off ? UI_OFF : 0, NULL);
    ui_face(&desk->ui, more ? "+" : "−");
    return hit;
}

// Title, stepper and slider of one axis of a parameter; returns the y below.
static double param_lay(Desk *desk, double x, double y, double w, Param param, bool rows, bool both)
{
    Ui *ui = &desk->ui;
    const Spec *spec = &desk->scene.spec;
    double u = desk->scale;
    const ParamRow *row = &PARAMS[param];
    ParamRange range = range_of(desk, param, rows);
    int value = param_get(spec, param, rows), other = param_get(spec, param, !rows);
    char id[UI_ID], shown[32], title[64];
    bool one = spec->dims == 1 || !both;
    if (one) snprintf(shown, sizeof shown, "%d", value);
    else if (param == PARAM_IN || param == PARAM_KERNEL || value != other) snprintf(shown, sizeof shown, "%d×%d", value, other);
    else snprintf(shown, sizeof shown, "%d", value);
    snprintf(title, sizeof title, "%s%s", row->title, both || spec->dims == 1 ? "" : rows ? ", rows" : ", columns");

    if (desk_holds(desk, (Control)param)) {
        snprintf(id, sizeof id, "%s%s", row->long_name, one && spec->dims == 2 ? rows ? ".y" : ".x" : "");
        return held_lay(desk, id, x, y, w, title, shown, (Control)param);
    }
    double step = 28 * u, field = 58 * u, size = 14 * u;
    // Large sizes: one number where both sides are equal, else smaller type.
    if (text_width(desk, shown, size, WEIGHT_SEMIBOLD) > field - 4 * u && value == other) snprintf(shown, sizeof shown, "%d", value);
    if (text_width(desk, shown, size, WEIGHT_SEMIBOLD) > field - 4 * u) size = 11 * u;
    ui_label(ui, row->key, (Box){ x, y, w - 2 * step - field, step }, title, 14 * u, WEIGHT_REGULAR, TONE_TEXT, -1);
    const char *axis = both ? "" : rows ? ".y" : ".x";
    snprintf(id, sizeof id, "%s%s.minus", row->long_name, axis);
    double at = x + w - 2 * step - field;
    if (step_button(desk, id, (Box){ at, y, step, step }, title, false, value <= range.least)) set_param(desk, param, rows, value - 1, NULL);
    snprintf(id, sizeof id, "%s%s.value", row->long_name, axis);
    UiEdit edit = ui_field(ui, id, (Box){ at + step, y, field, step }, row->title, shown, UI_PLAIN);
    ui->widgets[ui->count - 1].size = size;
    if (edit == UI_TAKEN && strcmp(ui->text, shown)) {
        if (both || spec->dims == 1) type_param(desk, param, ui->text);
        else {
            long long typed;
            if (number_parse_whole(ui->text, strlen(ui->text), 0, 4096, &typed)) set_param(desk, param, rows, (int)typed, NULL);
            else desk_say(desk, TONE_ERROR, "“%s” is no %s; type a whole number up to 4096", ui->text, row->title);
        }
    }
    snprintf(id, sizeof id, "%s%s.plus", row->long_name, axis);
    // The input grows past its slider: sizes up to the limit can be reached, or typed.
    int most = param == PARAM_IN && !desk_in_picture(desk) ? MOST_INPUT : range.most;
    if (step_button(desk, id, (Box){ x + w - step, y, step, step }, title, true, value >= most)) set_param(desk, param, rows, value + 1, NULL);
    y += step;
    snprintf(id, sizeof id, "%s%s", row->long_name, axis);
    int slid = value;
    // What is valid is said beside the slider, which gives way to it; but how far one may go can be what is asked.
    char why[128] = "";
    if (lesson_hushes(desk)) range.why[0] = 0;
    if (range.why[0] && range.most > range.least) snprintf(why, sizeof why, "%d–%d: %s", range.least, range.most, range.why);
    else if (range.why[0]) snprintf(why, sizeof why, "only %d: %s", range.least, range.why);
    bool too_long = text_width(desk, why, 12 * u, WEIGHT_REGULAR) > w - 100 * u;
    if (*why && too_long) snprintf(why, sizeof why, "%d–%d", range.least, range.most);
    double why_w = *why ? text_width(desk, why, 12 * u, WEIGHT_REGULAR) + 6 * u : 0, slider_w = fmax(64 * u, w - why_w);
    if (ui_slider(ui, id, (Box){ x, y, slider_w, 22 * u }, title, shown, range.least, range.most, &slid))
        set_param(desk, param, rows, slid, id);
    if (*why) ui_label(ui, "why", (Box){ x + slider_w + 6 * u, y, w - slider_w - 6 * u, 22 * u }, why, 12 * u, WEIGHT_REGULAR, TONE_MUTED, 1);
    return y + 26 * u;
}

static double params(Desk *desk, double x, double y, double w, Param from, Param to)
{
    bool both = desk_is_linked(desk);
    for (int p = from; p <= (int)to; p++) {
        if ((p == PARAM_OUTPUT_PADDING && !desk->scene.spec.transposed) || desk_hides(desk, (Control)p)) continue;
        bool together = desk->scene.spec.dims == 1 || both || (p == PARAM_IN && desk_in_picture(desk));
        if (together) {
            y = param_lay(desk, x, y, w, (Param)p, desk->scene.spec.dims == 2, desk->scene.spec.dims == 2);
        } else {
            y = param_lay(desk, x, y, w, (Param)p, true, false);
            y = param_lay(desk, x, y, w, (Param)p, false, false);
        }
    }
    return y;
}

// ---- operation and dimensions ----------------------------------------------------------------------------------

void desk_take_op(Desk *desk, bool transposed, int dims)
{
    Spec spec = desk->scene.spec;
    int rows = spec_in(&spec, spec.y), cols = spec_in(&spec, spec.x);
    spec.transposed = transposed;
    if (dims == 1 && spec.dims == 2) spec.y = AXIS_TRIVIAL, rows = 1;
    if (dims == 2 && spec.dims == 1) spec.y = spec.x, rows = cols;
    spec.dims = dims;
    bool other = dims != desk->scene.spec.dims && desk_in_picture(desk);
    if (dims == 2) param_set(&spec, PARAM_IN, true, rows);
    param_set(&spec, PARAM_IN, false, cols);
    if (other) desk_take_dims(desk, &spec);
    else desk_take_spec(desk, &spec, NULL);
}

static double operation(Desk *desk, double x, double y, double w)
{
    Ui *ui = &desk->ui;
    const Spec *spec = &desk->scene.spec;
    double u = desk->scale, h = 32 * u, dims = 34 * u, conv = 54 * u, transposed = w - 2 * dims - conv - 12 * u;
    if (desk_hides(desk, CONTROL_KIND)) return y;
    if (desk_holds(desk, CONTROL_KIND)) {
        char kind[48];
        snprintf(kind, sizeof kind, "%s, %dD", spec->transposed ? "Transposed" : "Convolution", spec->dims);
        return held_lay(desk, "op.kind", x, y, w, kind, "", CONTROL_KIND);
    }
    if (ui_choice(ui, "op.conv", (Box){ x, y, conv, h }, "Conv", spec->transposed ? 0 : UI_ON, "convolution: reads wide, writes narrow"))
        desk_take_op(desk, false, spec->dims);
    if (ui_choice(ui, "op.convt", (Box){ x + conv + 2 * u, y, transposed, h }, "Transposed", spec->transposed ? UI_ON : 0, "its transpose: reads narrow, writes wide"))
        desk_take_op(desk, true, spec->dims);
    bool picture = desk_in_picture(desk);
    if (ui_choice(ui, "dims.1", (Box){ x + w - 2 * dims - 2 * u, y, dims, h }, "1D", spec->dims == 1 ? UI_ON : 0, picture ? "a signal" : NULL))
        desk_take_op(desk, spec->transposed, 1);
    if (ui_choice(ui, "dims.2", (Box){ x + w - dims, y, dims, h }, "2D", spec->dims == 2 ? UI_ON : 0, picture ? "a picture" : NULL))
        desk_take_op(desk, spec->transposed, 2);
    return y + h + 12 * u;
}

static void chain(Desk *desk, double x, double y, double w)
{
    bool linked = desk_is_linked(desk);
    if (!ui_button(&desk->ui, "chain", (Box){ x, y, w, 28 * desk->scale }, linked ? "rows and columns together" : "rows and columns apart",
                   linked ? ICON_CHAIN : ICON_UNCHAINED, UI_PLAIN, "link or unlink the two axes"))
        return;
    desk->linked = !linked;
    if (linked) return;
    Spec spec = desk->scene.spec;
    int rows = spec_in(&spec, spec.y);
    spec.y = spec.x;
    param_set(&spec, PARAM_IN, true, desk_in_picture(desk) ? rows : spec_in(&spec, spec.x));
    desk_take_spec(desk, &spec, NULL);
}

// ---- more ------------------------------------------------------------------------------------------------------

// A stepper for a plain count; returns by how much it was stepped.
static int stepper(Desk *desk, double x, double y, double w, const char *id, const char *title, int value, bool can_less, bool can_more)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, step = 28 * u, field = 58 * u;
    char name[UI_ID], shown[16];
    double size = 14 * u, room = w - 2 * step - field;
    while (size > 11 * u && text_width(desk, title, size, WEIGHT_REGULAR) > room) size -= u;
    ui_label(ui, id, (Box){ x, y, room, step }, title, size, WEIGHT_REGULAR, TONE_TEXT, -1);
    snprintf(name, sizeof name, "%s.minus", id);
    bool less = step_button(desk, name, (Box){ x + w - 2 * step - field, y, step, step }, title, false, !can_less);
    snprintf(shown, sizeof shown, "%d", value);
    snprintf(name, sizeof name, "%s.value", id);
    ui_label(ui, name, (Box){ x + w - step - field, y, field, step }, shown, 14 * u, WEIGHT_SEMIBOLD, TONE_TEXT, 0);
    snprintf(name, sizeof name, "%s.plus", id);
    bool more = step_button(desk, name, (Box){ x + w - step, y, step, step }, title, true, !can_more);
    return more - less;
}

// How many of the layer stand one behind the other.
static double layers_lay(Desk *desk, double x, double y, double w)
{
    int layers = desk->scene.show.picture_layers > 1 ? desk->scene.show.picture_layers : 1;
    bool transposed = desk->scene.spec.transposed;
    int by = stepper(desk, x, y, w, "layers", "Layers", layers, layers > 1, transposed && layers < STACKED_MOST);
    if (by) picture_layers(desk, layers + by);
    return y + 36 * desk->scale;
}

// The plain counts of More. Channels move by whole groups, so that every step of a stepper is valid.
static const struct { Control control; const char *id, *title; int most; } MORE_ROWS[] = {
    { CONTROL_CHANNELS, "channels.in", "Channels in", 64 }, { CONTROL_CHANNELS, "channels.out", "Channels out", 64 },
    { CONTROL_GROUPS, "groups", "Groups", 16 }, { CONTROL_BATCH, "batch", "Batch", 64 },
};

// What is folded away, as many words of it as have room.
static void more_summary(const Desk *desk, char *out, size_t size, double room)
{
    const Spec *spec = &desk->scene.spec;
    static const char *const forms[] = { "dilation %d · channels %d→%d · groups %d · batch %d", "d %d · channels %d→%d · groups %d · batch %d",
                                         "d %d · c %d→%d · g %d · n %d", "More" };
    if (desk_in_picture(desk)) {
        snprintf(out, size, "dilation %d", spec->x.dilation);
        return;
    }
    for (int i = 0; i < COUNT(MORE_ROWS); i++) // not all of them are there to be told
        if (desk_hides(desk, MORE_ROWS[i].control)) {
            snprintf(out, size, "More");
            return;
        }
    for (int i = 0; i < COUNT(forms); i++) {
        snprintf(out, size, forms[i], spec->x.dilation, spec->in_channels, spec->out_channels, spec->groups, spec->batch);
        char *batch = strrchr(out, 'b') ? strstr(out, " · batch") : strstr(out, " · n ");
        if (batch && spec->batch == 1) *batch = 0;
        if (text_width(desk, out, 12 * desk->scale, WEIGHT_SEMIBOLD) <= room) return;
    }
}

static double more(Desk *desk, double x, double y, double w)
{
    Ui *ui = &desk->ui;
    double u = desk->scale;
    char summary[128];
    if (desk_hides(desk, CONTROL_MORE)) return y;
    more_summary(desk, summary, sizeof summary, w - 22 * u);
    bool open = desk->prefs.more_open || lesson_moves(desk, PARAM_DILATION); // what is asked for is not folded away
    Widget *button;
    bool toggled = ui_button(ui, "more", (Box){ x - 6 * u, y, w + 12 * u, 28 * u }, summary, open ? ICON_DOWN : ICON_RIGHT, UI_PLAIN,
                             open ? "fold these away" : "dilation, channels, groups, batch");
    button = &ui->widgets[ui->count - 1];
    button->size = 12 * u;
    if (toggled) {
        desk->prefs.more_open = !desk->prefs.more_open;
        prefs_save(desk);
    }
    y += 32 * u;
    if (!open) return y;
    y = params(desk, x, y, w, PARAM_DILATION, PARAM_DILATION);
    if (desk_in_picture(desk)) {
        y = ui_paragraph(ui, "more.picture", x, y, w, desk->scene.spec.dims == 1 ? "A signal has one channel: it goes through the first kernel." : "A picture has three channels; each goes through the same kernel (groups = 3).", 12 * u, WEIGHT_REGULAR, TONE_MUTED);
        return y + 10 * u;
    }
    const Spec had = desk->scene.spec;
    Spec spec = had;
    int *numbers[] = { &spec.in_channels, &spec.out_channels, &spec.groups, &spec.batch }, ins = spec.in_channels / spec.groups,
        outs = spec.out_channels / spec.groups;
    for (int i = 0; i < COUNT(MORE_ROWS); i++) {
        int *number = numbers[i], step = MORE_ROWS[i].control == CONTROL_CHANNELS ? spec.groups : 1;
        char shown[16];
        snprintf(shown, sizeof shown, "%d", *number);
        if (desk_hides(desk, MORE_ROWS[i].control)) continue;
        if (desk_holds(desk, MORE_ROWS[i].control)) held_lay(desk, MORE_ROWS[i].id, x, y, w, MORE_ROWS[i].title, shown, MORE_ROWS[i].control);
        else *number += step * stepper(desk, x, y, w, MORE_ROWS[i].id, MORE_ROWS[i].title, *number, *number > step, *number < MORE_ROWS[i].most);
        y += 34 * u;
    }
    // The channels of one group stay as many as they are.
    if (spec.groups != had.groups) spec.in_channels = ins * spec.groups, spec.out_channels = outs * spec.groups;
    if (memcmp(&spec, &had, sizeof spec) != 0) desk_take_spec(desk, &spec, NULL);
    return y + 6 * u;
}

// ---- data ------------------------------------------------------------------------------------------------------

typedef struct Preset {
    SourceKind kind;
    const char *name;
} Preset;

static const Preset PRESETS[] = {
    { SOURCE_NONE, "off" }, { SOURCE_RAMP, "count up" }, { SOURCE_ONES, "ones" }, { SOURCE_ZEROS, "zeros" }, { SOURCE_ONEHOT, "a single 1" },
    { SOURCE_RANDOM, "random" }, { SOURCE_LETTERS, "letters" }, { SOURCE_PICTURE, "picture" }, { SOURCE_BILINEAR, "bilinear" },
    { SOURCE_BOX, "box" }, { SOURCE_EDGE, "edge" }, { SOURCE_ICNR, "ICNR" },
    { SOURCE_TONE, "tone" }, { SOURCE_STEP, "step" }, { SOURCE_BOXED, "box ∗ random" }, { SOURCE_PYTORCH, "PyTorch’s start" },
};

static bool offered(const Desk *desk, SourceFor what, SourceKind kind)
{
    if (!source_fits(kind, what)) return false;
    if (kind == SOURCE_LETTERS && desk_in_picture(desk)) return false;
    if (desk_in_picture(desk) && what == FOR_X) return (kind == SOURCE_PICTURE) == (desk->scene.spec.dims == 2) && kind != SOURCE_ZEROS;
    return true;
}

// What a source is called in the list, with its seed or its file.
static void source_title(const Source *source, char out[96])
{
    const char *name = source_word(source->kind);
    for (int i = 0; i < COUNT(PRESETS); i++)
        if (PRESETS[i].kind == source->kind) name = PRESETS[i].name;
    switch (source->kind) {
    case SOURCE_RANDOM: case SOURCE_ICNR: case SOURCE_BOXED: case SOURCE_PYTORCH: case SOURCE_TONE: case SOURCE_ONEHOT: snprintf(out, 96, "%s %lld", name, source->number); break;
    case SOURCE_PICTURE: snprintf(out, 96, "%s", source->word); break;
    case SOURCE_FILE: {
        const char *slash = strrchr(source->word, '/');
        snprintf(out, 96, "%s", slash ? slash + 1 : source->word);
        break;
    }
    case SOURCE_TYPED: snprintf(out, 96, "typed"); break;
    default: snprintf(out, 96, "%s", name);
    }
}

static double source_lay(Desk *desk, double x, double y, double w, SourceFor what, const char *id, const char *title)
{
    double u = desk->scale;
    const char *items[COUNT(PRESETS) + 8], *words[COUNT(PRESETS) + 8];
    SourceKind kinds[COUNT(PRESETS) + 8];
    int count = 0, chosen = -1;
    const Source *source = desk_source_of(&desk->scene, what);
    for (int i = 0; i < COUNT(PRESETS); i++) {
        if (!offered(desk, what, PRESETS[i].kind)) continue;
        if (PRESETS[i].kind == SOURCE_PICTURE && what != FOR_X) continue;
        if (PRESETS[i].kind == SOURCE_PICTURE) {
            for (int p = 0; PICTURE_NAMES[p] && count < COUNT(items); p++) {
                if (source->kind == SOURCE_PICTURE && !strcmp(source->word, PICTURE_NAMES[p])) chosen = count;
                items[count] = PICTURE_NAMES[p], words[count] = PICTURE_NAMES[p], kinds[count++] = SOURCE_PICTURE;
            }
            continue;
        }
        if (source->kind == PRESETS[i].kind) chosen = count;
        items[count] = PRESETS[i].name, words[count] = NULL, kinds[count++] = PRESETS[i].kind;
    }
    // Behind the presets, what stands in a file.
    bool has_file = (what == FOR_X && desk_in_picture(desk)) || what == FOR_W;
    bool signal = what == FOR_X && desk->scene.spec.dims == 1;
    int typed = (what == FOR_W || signal) && desk_in_picture(desk) ? count : -1;
    if (typed >= 0) {
        if (source->kind == SOURCE_TYPED) chosen = count;
        items[count++] = "typed";
    }
    int file = has_file ? count : -1;
    if (has_file) items[count++] = what == FOR_X && !signal ? "open …" : "open a .npy …";
    char shown[96];
    source_title(source, shown);
    Control control = what == FOR_X ? CONTROL_X : what == FOR_W ? CONTROL_W : what == FOR_B ? CONTROL_B : CONTROL_GY;
    if (desk_hides(desk, control)) return y;
    Tone tone = what == FOR_X ? TONE_INPUT : what == FOR_W ? TONE_KERNEL : TONE_OUTPUT;
    if (desk_holds(desk, control)) {
        int at = desk->ui.count;
        y = held_lay(desk, id, x, y, w, title, shown, control);
        desk->ui.widgets[at].tone = tone;
        return y;
    }
    double label = 64 * u;
    ui_label(&desk->ui, id, (Box){ x, y, label, 32 * u }, title, 14 * u, WEIGHT_REGULAR, tone, -1);
    int picked = menu_lay(desk, id, (Box){ x + label, y, w - label, 32 * u }, title, shown, items, count, chosen);
    if (picked >= 0 && picked == typed) picture_type(desk, what);
    else if (picked >= 0 && picked == file) command_run(desk, "open");
    else if (picked >= 0) desk_source(desk, what, kinds[picked], words[picked]);
    return y + 38 * u;
}

// ---- which of many is shown ------------------------------------------------------------------------------------

// Of several samples and channels one plane each is drawn; what is pinned or stepped on brings its own.
static double shown_lay(Desk *desk, double x, double y, double w)
{
    const Spec *spec = &desk->scene.spec;
    int n, ic, oc;
    channels_now(desk, &n, &ic, &oc);
    struct { const char *id, *title; int at, count; } rows[] = {
        { "shown.n", "Show sample", n, spec->batch },
        { "shown.ic", "Show channel in", ic, spec->in_channels },
        { "shown.oc", "Show channel out", oc, spec->out_channels },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        if (rows[i].count <= 1) continue;
        int by = stepper(desk, x, y, w, rows[i].id, rows[i].title, rows[i].at, rows[i].at > 0, rows[i].at < rows[i].count - 1);
        if (by) channels_choose(desk, i == 2 ? ROLE_Y : ROLE_X, i == 0 ? n + by : n, i == 2 ? oc + by : i == 1 ? ic + by : ic);
        y += 34 * desk->scale;
    }
    return y;
}

// ---- the output size -------------------------------------------------------------------------------------------

static double output_size(Desk *desk, double x, double y, double w, Box clip)
{
    Ui *ui = &desk->ui;
    const Spec *spec = &desk->scene.spec;
    double u = desk->scale;
    char size[48];
    int rows = spec_out(spec, spec->y), cols = spec_out(spec, spec->x);
    bool stacked = desk_in_picture(desk) && desk->scene.show.picture_layers > 1 && desk->gallery_ready && desk->gallery.layers > 1;
    if (stacked) rows = spec_out(&desk->gallery.layer, desk->gallery.layer.y), cols = spec_out(&desk->gallery.layer, desk->gallery.layer.x);
    if (spec->dims == 1) snprintf(size, sizeof size, "%d", cols);
    else snprintf(size, sizeof size, "%d × %d", rows, cols);
    // Not even how large it is, while that or what follows from it is asked.
    Veil veil = lesson_veil(desk);
    bool hidden = veil.size || veil.verdict;
    if (hidden) snprintf(size, sizeof size, "?");
    double label = text_width(desk, "Output", 14 * u, WEIGHT_SEMIBOLD);
    ui_label(ui, "output.label", (Box){ x, y, label + 4 * u, 28 * u }, "Output", 14 * u, WEIGHT_SEMIBOLD, TONE_TEXT, -1);
    ui_label(ui, "output.size", (Box){ x + label + 8 * u, y, w - label - 8 * u, 28 * u }, size, 20 * u, WEIGHT_SEMIBOLD, TONE_TEXT, 1);
    y += 32 * u;
    if (hidden) return ui_paragraph(ui, "formula.x", x, y, w, "First your guess.", 12 * u, WEIGHT_REGULAR, TONE_MUTED) + 4 * u;
    bool differ = spec->dims == 2 && memcmp(&spec->y, &spec->x, sizeof spec->y) != 0;
    for (int axis = differ ? 0 : 1; axis < 2; axis++) {
        bool by_rows = axis == 0;
        if (!desk_in_picture(desk)) {
            Figure *ruler = desk_figure(desk, clip, 0);
            figure_ruler(ruler, spec, by_rows, (Box){ x, y + desk->ui.dy, w, 42 * u }, u, desk_look(desk), desk->figure_measure);
            y += 44 * u;
        }
        Text formula = { 0 };
        size_formula(&formula, spec, by_rows);
        // Where it takes two lines, the result begins the second.
        char *result = formula.data ? strstr(formula.data, " = ") : NULL;
        if (result && text_width(desk, formula.data, 12 * u, WEIGHT_MONO) > w) *result = '\n';
        double type = w < 230 * u ? 11 * u : 12 * u;
        y = ui_paragraph(ui, by_rows ? "formula.y" : "formula.x", x, y, w, text_or_empty(&formula), type, WEIGHT_MONO, TONE_MUTED) + 4 * u;
        text_clear(&formula);
    }
    if (stacked) {
        char words[64];
        snprintf(words, sizeof words, "one layer; above, all %d of them", desk->gallery.layers);
        y = ui_paragraph(ui, "output.layers", x, y, w, words, 12 * u, WEIGHT_REGULAR, TONE_MUTED) + 4 * u;
    }
    return y;
}

void left_lay(Desk *desk)
{
    Ui *ui = &desk->ui;
    Box box = desk->shell.left;
    double u = desk->scale, margin = (box.w < 260 * u ? 12 : 20) * u, x = box.x + margin, w = box.w - 2 * margin;
    ui_panel(ui, "left", box, 0);
    // The output size is pinned at the bottom; what is above it scrolls when it must.
    double pinned = fmin(desk->output_height, 0.5 * box.h);
    Box upper = { box.x, box.y, box.w, box.h - pinned };
    ui_scroll_begin(ui, "left.scroll", upper, &desk->left_scroll, desk->left_height);
    double y = upper.y + 16 * u, top = y;
    y = operation(desk, x, y, w);
    y = params(desk, x, y, w, PARAM_IN, PARAM_OUTPUT_PADDING);
    bool any = false; // that can be linked
    for (int i = CONTROL_KERNEL; i <= CONTROL_OUTPUT_PADDING; i++) any |= !desk_holds(desk, (Control)i);
    if (desk->scene.spec.dims == 2 && any) {
        chain(desk, x, y, w);
        y += 30 * u;
    }
    y = more(desk, x, y, w);
    y += 4 * u;
    if (desk_in_picture(desk)) y = layers_lay(desk, x, y, w);
    y = source_lay(desk, x, y, w, FOR_X, "source.x", "Input");
    if (desk_in_picture(desk) && desk->scene.spec.dims == 1 && !desk_holds(desk, CONTROL_X)) y = picture_typed_lay(desk, FOR_X, x, y, w);
    y = source_lay(desk, x, y, w, FOR_W, "source.w", "Kernel");
    if (desk_in_picture(desk) && !desk_holds(desk, CONTROL_W)) y = picture_typed_lay(desk, FOR_W, x, y, w);
    if (!desk_in_picture(desk)) y = source_lay(desk, x, y, w, FOR_B, "source.b", "Bias");
    if (desk_shows(desk, LENS_BACKPROP)) y = source_lay(desk, x, y, w, FOR_GY, "source.gy", "∂L/∂y");
    if (!desk_in_picture(desk)) y = shown_lay(desk, x, y, w);
    desk->left_height = y - top + 32 * u;
    ui_scroll_end(ui);
    Box below = { box.x, box.y + box.h - pinned, box.w, pinned };
    ui_panel(ui, "left.output", below, UI_SURFACE);
    ui_scroll_begin(ui, "left.output.scroll", below, &desk->output_scroll, desk->output_height);
    desk->output_height = output_size(desk, x, below.y + 10 * u, w, below) - below.y + 12 * u;
    ui_scroll_end(ui);
}
