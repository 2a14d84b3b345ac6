// The guide beside a picture: why A has a pattern, what mends it, and what can be measured of A and B.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_MOST = 6, PREVIEW_TAPS = 4096 };
static const double FAR_FROM_MEAN = 16; // beyond it a grey of 128 would be said to come out as thousands
static const double NO_MORE_THAN_ROUNDING = 1e-12; // a share: as in checker_say

static double muted(Desk *desk, const char *id, double x, double y, double w, const char *text)
{
    return ui_paragraph(&desk->ui, id, x, y, w, text, 13 * desk->scale, WEIGHT_REGULAR, TONE_MUTED) + 8 * desk->scale;
}

// Two digits of it, or three: "0.53", "6.1", "18", "147".
static void percent(char out[NUMBER_TEXT], double share)
{
    number_show(out, 100 * share, share < 0.00995 ? 2 : share < 0.0995 ? 1 : 0);
}

// ---- why -------------------------------------------------------------------------------------------------------

// The same of a signal, where it is other words.
static const char *why_of_signal(Rival rival)
{
    switch (rival) {
    case RIVAL_NEAREST_CONV: return "Each value is repeated first, which is even; the convolution after it treats every value alike.";
    case RIVAL_BILINEAR_CONV: return "Straight lines first, which is even; the convolution after them treats every value alike.";
    case RIVAL_BILINEAR: return "Straight lines between the values (in 1D bilinear is linear): every phase’s weights sum to 1.";
    case RIVAL_NEAREST: return "Each value is repeated: every phase has the weight 1.";
    default: return NULL;
    }
}

// What is to be said of a rival whose weights are not the layer's.
static const char *why_of(Rival rival, bool pattern, bool signal)
{
    const char *other = signal ? why_of_signal(rival) : NULL;
    if (other) return other;
    switch (rival) {
    case RIVAL_ORIGINAL: return "This is what goes in: nothing was enlarged yet.";
    case RIVAL_REPAIRED: return "The layer’s weights were changed as little as makes their sums equal, so what is flat stays flat.";
    case RIVAL_NEAREST_CONV: return "Each pixel is repeated first, which is even; the convolution after it treats every pixel alike.";
    case RIVAL_BILINEAR_CONV: return "Bilinear first, which is even; the convolution after it treats every pixel alike.";
    case RIVAL_SUBPIXEL: return pattern ? "Each phase of the output has a small kernel of its own, and their sums differ: PixelShuffle only puts them in their places."
                                        : "Each phase of the output has a small kernel of its own; here their sums are equal.";
    case RIVAL_ICNR: return "Each phase has the same small kernel to begin with, so their sums are equal. Training may drive them apart.";
    case RIVAL_BILINEAR: return "Straight lines between the pixels: every phase’s weights sum to 1.";
    case RIVAL_NEAREST: return "Each pixel is repeated: every phase has the weight 1.";
    default: return "";
    }
}

static bool is_the_layers(Rival rival)
{
    return rival == RIVAL_LAYER || rival == RIVAL_GRADIENT;
}

static double *gains_of(const Gallery *g, double *mean)
{
    int phases = g->layer.y.stride * g->layer.x.stride;
    double *gains = memory_new((size_t)phases, sizeof *gains);
    op_phase_gains(gains, g->kernel, &g->layer, 0, 0);
    *mean = 0;
    for (int i = 0; i < phases; i++) *mean += gains[i] / phases;
    return gains;
}

// The sums of the phases as they lie in the output; what is as light as the middle is the mean.
static double gains_table(Desk *desk, double x, double y, double w, const Spec *spec, double *gains, double mean)
{
    double u = desk->scale, most = 0;
    int rows = spec->y.stride, cols = spec->x.stride, decimals;
    gains_shown(gains, (size_t)(rows * cols), &decimals);
    if (decimals < 2) decimals = 2;
    bool negative = false;
    for (int i = 0; i < rows * cols; i++) most = fmax(most, fabs(gains[i])), negative |= gains[i] < 0;
    double cell_w = floor(fmin(90 * u, (w - 4 * u * (cols - 1)) / cols)), cell_h = floor(fmin(40 * u, fmax(22 * u, 0.45 * cell_w)));
    Figure *figure = desk_figure(desk, desk->ui.clip, 0);
    figure_begin(figure, desk_look(desk), desk->figure_measure);
    figure->scale = u;
    for (int i = 0; i < rows * cols; i++) {
        Box box = { x + i % cols * (cell_w + 4 * u), y + desk->ui.dy + i / cols * (cell_h + 4 * u), cell_w, cell_h };
        Mark *cell = figure_add(figure, MARK_BOX, "gain", box);
        char shown[NUMBER_TEXT];
        number_show(shown, gains[i], decimals);
        cell->fill = negative ? look_value(gains[i], most) : look_count(gains[i], 2 * fmax(mean, 1e-9));
        cell->radius = 4 * u, cell->size = fmin(15 * u, 0.5 * cell_h), cell->weight = WEIGHT_SEMIBOLD;
        cell->text = arena_text(&figure->arena, shown);
    }
    double right = x + cols * (cell_w + 4 * u) + 8 * u, bottom = y + rows * (cell_h + 4 * u);
    if (x + w - right >= 50 * u) {
        ui_paragraph(&desk->ui, "gains.name", right, y + 2 * u, x + w - right, "phase gains", 13 * u, WEIGHT_REGULAR, TONE_MUTED);
        return fmax(bottom, y + 40 * u) + 6 * u;
    }
    return muted(desk, "gains.name", x, bottom + 2 * u, w, "phase gains");
}

// Gains of 4 and a grey that stays as it is want a word on what lies between.
static const char *divided(const Desk *desk, char *words, size_t size, double mean)
{
    char shown[NUMBER_TEXT];
    size_t used = strlen(words);
    number_show(shown, mean, fabs(mean) < 0.1 ? 4 : 2);
    if (desk->gallery.full[desk->gallery.a]->entrant.divided && strcmp(shown, "1.00") != 0 && strcmp(shown, "1") != 0)
        snprintf(words + used, size - used, " Shown divided by the mean gain, %s.", shown);
    return words;
}

static double gains_lay(Desk *desk, double x, double y, double w)
{
    const Gallery *g = &desk->gallery;
    const Spec *spec = &g->layer;
    double mean, least = INFINITY, most = -INFINITY, *gains = gains_of(g, &mean);
    int phases = spec->y.stride * spec->x.stride;
    char words[240], a[NUMBER_TEXT], b[NUMBER_TEXT];
    for (int i = 0; i < phases; i++) least = fmin(least, gains[i]), most = fmax(most, gains[i]);
    if (spec->y.stride <= TABLE_MOST && spec->x.stride <= TABLE_MOST) {
        y = gains_table(desk, x, y, w, spec, gains, mean);
    } else {
        number_show(a, least, 2), number_show(b, most, 2);
        if (strcmp(a, b)) snprintf(words, sizeof words, "The gains of the %d phases lie between %s and %s.", phases, a, b);
        else snprintf(words, sizeof words, "The gains of all %d phases are %s.", phases, a);
        y = muted(desk, "gains.many", x, y, w, words);
    }
    free(gains);
    if (!spec->transposed) return y;
    if (fmax(fabs(least), fabs(most)) > FAR_FROM_MEAN * fabs(mean))
        return muted(desk, "gains.cancel", x, y, w, "On average they nearly cancel: of what is flat hardly more than the pattern is left.");
    if (spec->dims == 1) {
        number_show(a, fmin(least / mean, most / mean), 2), number_show(b, fmax(least / mean, most / mean), 2);
        if (most - least < 1e-5 * fabs(mean)) snprintf(words, sizeof words, "A constant 1 comes out as 1 everywhere.");
        else snprintf(words, sizeof words, "A constant 1 comes out as %s to %s: a tone that nobody played. Equal gains would leave it constant.", a, b);
        return muted(desk, "gains.constant", x, y, w, divided(desk, words, sizeof words, mean));
    }
    double low = 128 * fmin(least / mean, most / mean), high = 128 * fmax(least / mean, most / mean);
    number_show(a, round(low), 0), number_show(b, round(high), 0);
    if (high - low < 0.01) snprintf(words, sizeof words, "A flat grey of 128 comes out as 128 everywhere.");
    else if (!strcmp(a, b)) snprintf(words, sizeof words, "A flat grey of 128 stays within one step of %s.", a);
    else snprintf(words, sizeof words, "A flat grey of 128 comes out as %s to %s; equal gains would leave it flat.", a, b);
    return muted(desk, "gains.grey", x, y, w, divided(desk, words, sizeof words, mean));
}

// Of a convolution: how much of its gradient is pattern; else NULL.
static const Checker *gradient_of(const Gallery *g)
{
    const Exhibit *back = g->thumb[RIVAL_GRADIENT];
    bool told = is_the_layers(g->a) || g->a == RIVAL_REPAIRED;
    return !g->layer.transposed && told && back && !back->trouble[0] ? &back->entrant.even : NULL;
}

static double why_lay(Desk *desk, double x, double y, double w)
{
    const Gallery *g = &desk->gallery;
    const Exhibit *a = g->full[g->a];
    bool pattern = !a->trouble[0] && a->entrant.even.share > 1e-9;
    const Checker *back = gradient_of(g);
    const char *heading = pattern ? "Why A has a pattern" : "Why A has no pattern";
    if (back && g->a != RIVAL_REPAIRED) heading = back->share > 1e-9 ? "Why its gradient has a pattern" : "Why its gradient has no pattern";
    y = guide_heading(desk, x, y, w, heading);
    if (a->trouble[0]) return guide_body(desk, "why", x, y, w, a->trouble);
    if (!is_the_layers(g->a)) return guide_body(desk, "why", x, y, w, why_of(g->a, pattern, g->scene.spec.dims == 1));
    Text said = { 0 };
    pattern_say(&said, &g->layer, g->kernel);
    y = guide_body(desk, "why", x, y, w, text_or_empty(&said));
    text_clear(&said);
    if (g->layer.y.stride * g->layer.x.stride == 1) return y;
    return gains_lay(desk, x, y, w);
}

static double checker_lay(Desk *desk, double x, double y, double w)
{
    const Gallery *g = &desk->gallery;
    const Exhibit *a = g->full[g->a];
    if (a->trouble[0]) return y;
    Text said = { 0 };
    const Checker *even = &a->entrant.even, *here = &a->entrant.here;
    bool back = g->a == RIVAL_LAYER && gradient_of(g);
    if (back) even = gradient_of(g);
    checker_say(&said, even);
    if (even->share >= NO_MORE_THAN_ROUNDING && isfinite(even->decibels)) {
        char shown[NUMBER_TEXT];
        number_show(shown, even->decibels, 1);
        text_print(&said, ", %s dB", shown);
    }
    text_put(&said, back ? " of the gradient, where that from above is even." : " of what an even input becomes.");
    if (said.data[0] >= 'a' && said.data[0] <= 'z') said.data[0] = (char)(said.data[0] - 'a' + 'A');
    char about[NUMBER_TEXT];
    percent(about, here->share);
    if (!back && a->entrant.means && here->share >= 0.0005 && g->a != RIVAL_ORIGINAL && g->scene.spec.dims == 2) text_print(&said, " On this picture about %s %%, an estimate.", about);
    y = muted(desk, "checker", x, y, w, said.data);
    text_clear(&said);
    return y;
}

// What a signal's spectrum says of A, which is what one hears of a pattern.
static double heard_lay(Desk *desk, double x, double y, double w)
{
    const Gallery *g = &desk->gallery;
    const Exhibit *a = g->full[g->a];
    const StrideTone *loudest = NULL;
    for (int i = 0; g->scene.spec.dims == 1 && i < a->tones; i++)
        if (a->tone[i].stands && (!loudest || a->tone[i].level > loudest->level)) loudest = &a->tone[i];
    if (!loudest) return y;
    char words[200], name[MULTIPLE_NAME];
    multiple_name(name, loudest->multiple, a->entrant.period_x);
    snprintf(words, sizeof words, "In the spectrum it is a tone at %s that nobody played, %.0f dB above what is around it.", name, loudest->above);
    return muted(desk, "heard", x, y, w, words);
}

// ---- repair ----------------------------------------------------------------------------------------------------

static void repair_numbers(const Repair *repair, char change[NUMBER_TEXT], char before[NUMBER_TEXT], char after[NUMBER_TEXT])
{
    int decimals = number_decimals((double[]){ repair->gain_before, repair->gain_after }, 2);
    percent(change, repair->change);
    number_show(before, repair->gain_before, decimals), number_show(after, repair->gain_after, decimals);
}

void picture_repair(Desk *desk)
{
    const Spec *spec = &desk->scene.spec;
    int shape[4];
    size_t count = spec_w_count(spec);
    Repair repair;
    Error err;
    if (count > SOURCE_MOST_TYPED) {
        desk_say(desk, TONE_ERROR, "This kernel has %zu weights; up to %d can be typed. Copy as PyTorch repairs a layer of any size.", count, SOURCE_MOST_TYPED);
        return;
    }
    scene_shape(spec, ROLE_W, shape);
    Source typed = { .kind = SOURCE_TYPED, .count = (int)count, .values = memory_new(count, sizeof(float)) };
    if (!source_fill(typed.values, shape, FOR_W, &desk->scene.w, spec, &err) || !repair_weights(typed.values, &repair, typed.values, spec, &err)) {
        desk_say(desk, TONE_ERROR, "%s", err.text);
        source_clear(&typed);
        return;
    }
    if (repair.taps == 0 || repair.change == 0) {
        desk_say(desk, TONE_TEXT, "The sums of the phases are equal already: there is nothing to repair");
        source_clear(&typed);
        return;
    }
    Scene next = scene_copy(&desk->scene);
    source_clear(&next.w);
    next.w = typed;
    if (!desk_take(desk, &next, NULL)) return;
    char change[NUMBER_TEXT], before[NUMBER_TEXT], after[NUMBER_TEXT];
    repair_numbers(&repair, change, before, after);
    if (repair.gain_moved) desk_say(desk, TONE_TEXT, "Repaired: %d weights changed by %s %% of their size. The mean gain was %s and is %s now.", repair.taps, change, before, after);
    else desk_say(desk, TONE_TEXT, "Repaired: %d weights changed by %s %% of their size; the mean gain is what it was.", repair.taps, change);
}

// What repair would do to the weights in view, or why it cannot.
static double preview(Desk *desk, double x, double y, double w, bool *useful)
{
    const Gallery *g = &desk->gallery;
    Spec one = g->scene.spec;
    one.in_channels = one.out_channels = one.groups = one.batch = 1;
    size_t count = spec_w_count(&one);
    char words[400], change[NUMBER_TEXT], before[NUMBER_TEXT], after[NUMBER_TEXT];
    Repair repair;
    Error why;
    *useful = true;
    if (count > PREVIEW_TAPS) return y;
    float *mended = memory_new(count, sizeof *mended);
    if (!repair_weights(mended, &repair, g->w, &one, &why)) snprintf(words, sizeof words, "%.390s", why.text), *useful = false;
    else if (repair.change < 1e-7) snprintf(words, sizeof words, "nothing to change: the gains are equal"), *useful = false;
    else repair_numbers(&repair, change, before, after);
    if (*useful && !repair.gain_moved) snprintf(words, sizeof words, "smallest change: %s %% of the weights’ size", change);
    else if (*useful) snprintf(words, sizeof words, "smallest change: %s %% of the weights’ size; the mean gain goes from %s to %s", change, before, after);
    free(mended);
    y = muted(desk, "repair.words", x, y, w, words);
    if (g->layers < 2 || !*useful) return y;
    return muted(desk, "repair.layers", x, y, w, "It mends the one kernel that all layers have: what each leaves even, all leave even.");
}

static double repair_lay(Desk *desk, double x, double y, double w)
{
    double u = desk->scale, button = y;
    bool useful;
    if (desk->scene.spec.y.stride * desk->scene.spec.x.stride == 1) return y;
    y = preview(desk, x, y + 48 * u, w, &useful);
    if (guide_button(desk, "repair", x, &button, w, "Repair this kernel", useful ? UI_PRIMARY : UI_OFF)) picture_repair(desk);
    if (guide_button(desk, "repair.copy", x, &y, w, "Copy as PyTorch", 0)) {
        Text code = { 0 };
        repair_python(&code, &desk->scene.spec);
        desk_copy(desk, code.data, "Copied: lines of PyTorch that repair such a layer, of any number of channels");
        text_clear(&code);
    }
    return y + 4 * u;
}

// ---- the twin --------------------------------------------------------------------------------------------------

void picture_twin(Desk *desk)
{
    Scene next = scene_copy(&desk->scene);
    Spec turned = spec_turned(&desk->scene.spec);
    Axis *axes[] = { &turned.y, &turned.x };
    for (int i = 0; i < COUNT(axes); i++) { // sizes stay: what a convolution’s floor leaves over is output padding
        axes[i]->output_padding = 0;
        if (turned.transposed) axes[i]->output_padding = axes[i]->wide - (int)axis_wide_size(*axes[i]);
    }
    // The gradient is who is looked at, and back again the layer.
    next.show.picture_a = turned.transposed ? 0 : 1 + RIVAL_GRADIENT, next.show.picture_b = turned.transposed ? 0 : 1 + RIVAL_LAYER;
    next.show.picture_layers = 0;
    next.spec = turned; // rivals are held against it
    if (!desk_take_settled(desk, &next, &turned, NULL)) return;
    if (turned.transposed) desk_say(desk, TONE_TEXT, "The transposed layer with this kernel: it does forward what the convolution’s gradient does.");
    else desk_say(desk, TONE_TEXT, "The convolution with this kernel, from wide to narrow: its gradient goes back through the very layer you came from.");
}

// A convolution's gradient is the transposed layer: from either one sees the other.
static double twin_lay(Desk *desk, double x, double y, double w)
{
    const Spec *spec = &desk->scene.spec;
    if (spec->y.stride * spec->x.stride == 1) return y;
    if (guide_button(desk, "twin", x, &y, w, spec->transposed ? "See its gradient twin" : "See its transposed twin", 0)) picture_twin(desk);
    const char *words = spec->transposed ? "a convolution of this kernel and stride, whose gradient has the same pattern"
                                         : "the layer that this convolution’s gradient goes back through";
    return muted(desk, "twin.words", x, y, w, words);
}

// ---- what is measured ------------------------------------------------------------------------------------------

// The least and the most of the phase means: of a picture in steps of 255, as in the loupe.
static void put_means(char out[32], const Entrant *e, bool signal)
{
    double least = INFINITY, most = -INFINITY, unit = signal ? 1 : 255;
    for (int i = 0; i < e->period_y * e->period_x; i++) least = fmin(least, unit * e->means[i]), most = fmax(most, unit * e->means[i]);
    char a[NUMBER_TEXT], b[NUMBER_TEXT];
    number_show(a, least, signal ? 3 : 1), number_show(b, most, signal ? 3 : 1);
    if (strcmp(a, b)) snprintf(out, 32, "%.12s … %.12s", a, b);
    else snprintf(out, 32, "%.28s", a);
}

enum { MEASURES = 5 };

static void measured(char out[MEASURES][32], const Exhibit *exhibit, bool signal)
{
    const Entrant *e = &exhibit->entrant;
    for (int i = 0; i < MEASURES; i++) snprintf(out[i], 32, "–");
    if (exhibit->trouble[0]) return;
    if (e->compared && isfinite(e->psnr)) snprintf(out[0], 32, "%.1f dB", e->psnr);
    else if (e->compared) snprintf(out[0], 32, "equal");
    if (e->compared) snprintf(out[1], 32, "%.3f", e->ssim);
    snprintf(out[2], 32, "%lld", e->parameters);
    if (e->milliseconds > 0) snprintf(out[3], 32, e->milliseconds < 0.05 ? "< 0.1 ms" : e->milliseconds < 9.95 ? "%.1f ms" : "%.0f ms", e->milliseconds);
    if (e->means && e->period_y * e->period_x > 1) put_means(out[4], e, signal);
}

static double table_lay(Desk *desk, double x, double y, double w)
{
    static const char *const names[] = { "PSNR", "SSIM", "weights", "time", "phases" };
    const Gallery *g = &desk->gallery;
    double u = desk->scale, first = 0.24 * w, each = (w - first) / 2;
    char said[2][MEASURES][32];
    bool signal = g->scene.spec.dims == 1;
    measured(said[0], g->full[g->a], signal);
    measured(said[1], g->full[g->b], signal);
    y = guide_heading(desk, x, y, w, "Measured");
    ui_label(&desk->ui, "measured", (Box){ x + first, y, each - 4 * u, 20 * u }, "A", 13 * u, WEIGHT_SEMIBOLD, TONE_TEXT, 1);
    ui_label(&desk->ui, "measured", (Box){ x + first + each, y, each - 4 * u, 20 * u }, "B", 13 * u, WEIGHT_SEMIBOLD, TONE_TEXT, 1);
    y += 22 * u;
    for (int i = 0; i < COUNT(names); i++, y += 22 * u) {
        ui_label(&desk->ui, "measured", (Box){ x, y, first, 20 * u }, names[i], 13 * u, WEIGHT_REGULAR, TONE_MUTED, -1);
        for (int b = 0; b < 2; b++)
            ui_label(&desk->ui, "measured", (Box){ x + first + b * each, y, each - 4 * u, 20 * u }, said[b][i], 13 * u, WEIGHT_REGULAR, TONE_TEXT, 1);
    }
    y += 4 * u;
    bool compared = g->full[g->a]->entrant.compared || g->full[g->b]->entrant.compared;
    const char *against = compared ? "Against the picture that the input is the average of. Time: of the kernels alone, on this machine." : "There is no larger picture to hold them against. Time: of the kernels alone, on this machine.";
    if (signal)
        against = compared ? "Against the signal that the input is the average of; the peak is its range. Time: of the kernels alone, on this machine."
                           : "Nothing longer is there to hold them against: a tone, a step or random values have it. Time: of the kernels alone, on this machine.";
    y = muted(desk, "measured.words", x, y, w, against);
    return muted(desk, "measured.phases", x, y, w, signal ? "Phases: the least and the most mean of those places that lie a stride apart."
                                                          : "Phases: the least and the most mean grey, of 255, of those pixels that lie a stride apart.");
}

// Other kernels and strides, each one click away.
static double others_lay(Desk *desk, double x, double y, double w)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, dy = ui->dy, top = guide_heading(desk, x, y, w, "Other k and s");
    Box clip = ui->clip;
    Figure *figure = desk_figure(desk, clip, 0);
    DeskFigure shown = desk->shown[desk->figure_count - 1];
    double h = figure_chart(figure, &desk->scene.spec, (Box){ x, top + dy, w, 240 * u }, u, desk_look(desk), desk->figure_measure);
    if (h <= 0) return y;
    ui->dy = 0; // the marks lie where they are seen
    chart_controls(desk, &shown, "other");
    ui->dy = dy;
    return muted(desk, "others.words", x, top + h + 6 * u, w, "framed: even overlap");
}

// The stage says why there is none; here is what can be done.
static double no_picture(Desk *desk, double x, double y, double w)
{
    if (!desk->picture_trouble[0]) return muted(desk, "why", x, y, w, "Working on it …");
    y = guide_heading(desk, x, y, w, "No picture yet");
    SourceKind kind = desk->scene.x.kind;
    if (desk->scene.spec.dims == 1 || kind == SOURCE_PICTURE || kind == SOURCE_FILE) return guide_body(desk, "why", x, y, w, "Change what is at the left, or undo the last change (Ctrl+Z).");
    y = guide_body(desk, "why", x, y, w, "This input is a table of numbers, not a picture. Choose one under Input at the left, open a file, or begin with a flat grey.");
    if (guide_button(desk, "why.begin", x, &y, w, "Take a flat grey", UI_PRIMARY)) desk_take_dims(desk, &desk->scene.spec);
    return y;
}

double picture_guide(Desk *desk, double x, double y, double w)
{
    if (!desk->gallery_ready) return no_picture(desk, x, y, w);
    y = picture_find_lay(desk, x, y, w, true);
    y = why_lay(desk, x, y, w);
    y = heard_lay(desk, x, y, w);
    y = checker_lay(desk, x, y, w) + 4 * desk->scale;
    if (desk->gallery.layers > 1) y = picture_layers_lay(desk, x, y, w) + 8 * desk->scale;
    y = repair_lay(desk, x, y, w) + 8 * desk->scale;
    y = twin_lay(desk, x, y, w) + 8 * desk->scale;
    y = others_lay(desk, x, y, w) + 8 * desk->scale;
    y = table_lay(desk, x, y, w) + 8 * desk->scale;
    return picture_find_lay(desk, x, y, w, false);
}
