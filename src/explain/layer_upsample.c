// Upsampling layers have no weights; which transposed convolution does the same, and where it does not. Nearest by whole
// factors is one; linear by whole factors is one away from the border. What no fixed kernel and stride can do is said to be
// so. tests/explain/test_layer_upsample.c holds each claim against op's own resizing.
#include "explain/layer.h"

#include <string.h>

typedef struct Mode {
    const char *word;
    int axes; // 0: any number
    bool smooth, shown;
} Mode;

// Nearest-exact differs from nearest by half a cell, which no whole factor lets one see.
static const Mode PYTORCH_MODES[] = {
    { "nearest", 0, false, true }, { "nearest-exact", 0, false, true }, { "linear", 1, true, true }, { "bilinear", 2, true, true },
    { "trilinear", 3, true, false }, { "bicubic", 2, true, false }, { NULL, 0, false, false },
};
static const Mode KERAS_MODES[] = {
    { "nearest", 0, false, true }, { "bilinear", 2, true, true }, { "bicubic", 2, true, false }, { NULL, 0, false, false },
};
// This one class aligns the corners: it says so nowhere but in its description.
static const char ALIGNED[] = "UpsamplingBilinear2d";

static bool is_keras(const Layer *layer)
{
    return layer->form->framework == DIALECT_KERAS;
}

static bool fail_unknown(const Layers *all, const Layer *layer, Slot slot, const char *wanted, Error *err)
{
    const Expr *e = layer->says[slot];
    char text[SAID];
    return expr_fail(err, all->text, e->at, "%s is %s, whose value is not in this text; write %s", form_slot_name(layer->form, slot),
                     said(text, e), wanted);
}

static const Mode *find_mode(const Layers *all, const Layer *layer, Error *err)
{
    const Mode *modes = is_keras(layer) ? KERAS_MODES : PYTORCH_MODES;
    const Expr *e = layer->says[SLOT_MODE];
    const char *word = !strcmp(layer->form->name, ALIGNED) ? "bilinear" : "nearest";
    char text[SAID];
    if (e && expr_is_unknown(e)) return fail_unknown(all, layer, SLOT_MODE, "'nearest' or 'bilinear'", err), NULL;
    if (e) word = e->kind == EXPR_TEXT ? e->word : "";
    for (; modes->word; modes++)
        if (!strcmp(modes->word, word)) return modes;
    expr_fail(err, all->text, e->at, "%s is %s; 'nearest' and %s can be shown", form_slot_name(layer->form, SLOT_MODE), said(text, e),
              is_keras(layer) ? "'bilinear'" : "'linear' or 'bilinear'");
    return NULL;
}

static double largest(const Expr *e)
{
    double most = e->kind == EXPR_NUMBER ? e->number : 0;
    for (const Expr *item = e->first; item; item = item->next)
        if (item->number > most) most = item->number;
    return most;
}

// The two factors (rows, columns) and how many axes there are, where all of it is told; 0: any number of axes.
static bool find_factors(const Layers *all, const Layer *layer, const Mode *mode, long long r[2], int *axes, Error *err)
{
    const Expr *e = layer->says[SLOT_FACTOR], *size = is_keras(layer) ? NULL : layer->says[SLOT_SIZE];
    const char *name = layer->form->name;
    char text[SAID];
    *axes = layer->form->dims ? layer->form->dims : mode->axes;
    if (size && e)
        return expr_fail(err, all->text, size->at, "%s takes size or scale_factor, not both", name);
    if (size)
        return expr_fail(err, all->text, size->at, "size is %s, the output’s own size: which layer does the same depends on the input’s. "
                         "Where it is a whole multiple of that, write scale_factor", said(text, size));
    if (!e) return r[0] = r[1] = 2, true; // Keras alone has a default
    const char *called = form_slot_name(layer->form, SLOT_FACTOR);
    int told = e->kind == EXPR_LIST ? e->count : 0;
    bool unknown = expr_is_unknown(e);
    for (const Expr *item = e->kind == EXPR_LIST ? e->first : NULL; item; item = item->next) unknown = unknown || expr_is_unknown(item);
    if (unknown) return fail_unknown(all, layer, SLOT_FACTOR, "numbers", err);
    if (told > 2)
        return expr_fail(err, all->text, e->at, "%s is %s, three axes or more; one or two can be shown", called, said(text, e));
    if (e->kind == EXPR_LIST && (!told || (*axes && told != *axes)))
        return expr_fail(err, all->text, e->at, "%s is %s; it must be one number%s", called, said(text, e),
                         *axes == 1 ? "" : ", or two: (rows, columns)");
    if (!layer->factor.count && largest(e) > SPEC_MOST_SIDE) return expr_fail(err, all->text, e->at, "%s is too large to be shown", called);
    if (!layer->factor.count)
        return expr_fail(err, all->text, e->at, "%s is %s. No transposed convolution does this: its stride is a whole number, 1 or more",
                         called, said(text, e));
    if (told) *axes = told;
    r[0] = layer->factor.value[0], r[1] = layer->factor.value[layer->factor.count - 1];
    return true;
}

// Whether the corners of input and output are the same place.
static bool find_aligned(const Layers *all, const Layer *layer, const Mode *mode, bool *aligned, Error *err)
{
    const Expr *e = layer->says[SLOT_ALIGN];
    *aligned = !strcmp(layer->form->name, ALIGNED);
    if (!e) return true;
    if (!mode->smooth)
        return expr_fail(err, all->text, e->keyword_at, "align_corners is given; with mode='%s' PyTorch does not take it", mode->word);
    bool truth = e->kind == EXPR_WORD && (!strcmp(e->word, "True") || !strcmp(e->word, "False"));
    if (!truth && expr_is_unknown(e)) return fail_unknown(all, layer, SLOT_ALIGN, "True or False", err);
    *aligned = truth ? !strcmp(e->word, "True") : e->kind != EXPR_NUMBER || e->number != 0;
    return true;
}

// ---- the transposed convolution --------------------------------------------------------------------------------

// " k=4x6": one number where both axes have the same.
static void put_key(Text *out, const char *key, int axes, long long rows, long long columns)
{
    if (axes == 1 || rows == columns) text_print(out, " %s=%lld", key, columns);
    else text_print(out, " %s=%lldx%lld", key, rows, columns);
}

// A triangle over two strides; for an odd stride its outermost taps are 0 and are left out.
static long long triangle(long long r)
{
    return r % 2 ? 2 * r - 1 : 2 * r;
}

// Smooth: one of the factors is above 1.
static void put_code(Text *out, int axes, const long long r[2], bool smooth)
{
    text_print(out, "convt%dd", axes);
    if (smooth) put_key(out, "k", axes, triangle(r[0]), triangle(r[1]));
    else put_key(out, "k", axes, r[0], r[1]);
    if (r[1] > 1 || (axes == 2 && r[0] > 1)) put_key(out, "s", axes, r[0], r[1]);
    if (smooth) put_key(out, "p", axes, r[0] / 2, r[1] / 2);
    text_print(out, " w=%s", smooth ? "bilinear" : "ones");
}

static bool can_be_shown(const char *code)
{
    Scene scene;
    if (!scene_parse(&scene, code, NULL)) return false;
    scene_clear(&scene);
    return true;
}

// "row and 2 columns": half a factor from each end the place that is looked at lies beyond the outermost cell.
static void put_border(Text *out, int axes, const long long r[2])
{
    long long down = axes == 2 ? r[0] / 2 : 0, across = r[1] / 2;
    const char *column = axes == 1 ? "cell" : "column";
    if (down == 1) text_put(out, "row");
    if (down > 1) text_print(out, "%lld rows", down);
    if (down && across) text_put(out, " and ");
    if (across == 1) text_put(out, column);
    if (across > 1) text_print(out, "%lld %ss", across, column);
}

bool upsample_refuse(const Layers *all, const Layer *layer, Error *err)
{
    const char *name = layer->form->name, *framework = DIALECT_TITLES[layer->form->framework];
    long long r[2];
    int axes;
    bool aligned;
    const Mode *mode = find_mode(all, layer, err);
    if (!mode || !find_factors(all, layer, mode, r, &axes, err) || !find_aligned(all, layer, mode, &aligned, err)) return false;
    const Expr *says = layer->says[SLOT_MODE];
    const char *at = says ? says->at : layer->at;
    bool moves = r[0] > 1 || r[1] > 1;
    if (mode->axes == 3)
        return expr_fail(err, all->text, at, "%s over three axes cannot be shown; one or two can", mode->word);
    if (moves && !mode->shown)
        return expr_fail(err, all->text, at, "%s weighs four cells along each axis by a cubic curve, and a scene has no such kernel; "
                         "'nearest' and 'bilinear' can be shown", mode->word);
    if (moves && aligned)
        return expr_fail(err, all->text, layer->says[SLOT_ALIGN] ? layer->says[SLOT_ALIGN]->keyword_at : layer->at,
                         "%s aligns the corners: the weights then change from cell to cell and with the input’s size, and no transposed "
                         "convolution does that. With Upsample’s align_corners=False one does, away from the border", name);
    Text code = { 0 }, flat = { 0 }, border = { 0 };
    put_code(&code, axes ? axes : 2, r, mode->smooth && moves);
    if (!can_be_shown(code.data)) {
        text_clear(&code);
        return expr_fail(err, all->text, layer->says[SLOT_FACTOR]->at, "%s is too large to be shown", form_slot_name(layer->form, SLOT_FACTOR));
    }
    if (!axes) text_put(&flat, ", or in 1D "), put_code(&flat, 1, r, false);
    if (!moves) {
        expr_fail(err, all->text, layer->at, "%s by 1 changes nothing. As a transposed convolution of each channel it is: %s%s", name,
                  code.data, text_or_empty(&flat));
    } else if (!mode->smooth) {
        expr_fail(err, all->text, layer->at, "%s repeats values and has no weights to learn. As a transposed convolution of each channel "
                  "it is: %s%s", name, code.data, text_or_empty(&flat));
    } else {
        put_border(&border, axes, r);
        expr_fail(err, all->text, layer->at, "%s has no weights to learn. Away from the border it is a transposed convolution of each "
                  "channel: %s. In the outermost %s at each end it differs: %s repeats the edge there, and the transposed convolution fades",
                  name, code.data, border.data, framework);
    }
    text_clear(&code), text_clear(&flat), text_clear(&border);
    return false;
}
