// From a list of layers to the spec of the one that is shown, in PyTorch's words. What the text leaves open is kept from
// the scene in view; where another framework pads its two edges differently, the crop that makes both equal is named.
#include "explain/layer.h"

#include <stdio.h>
#include <string.h>

// ---- which layer -----------------------------------------------------------------------------------------------

static bool fail_moved(const Layers *all, const Layer *layer, Error *err)
{
    const char *name = layer->form->name;
    long long r = layer->factor.count ? layer->factor.value[0] : 2;
    if (layer->form->kind == LAYER_PIXEL_SHUFFLE)
        return expr_fail(err, all->text, layer->at,
                         "%s moves values and has no kernel. With the convolution before it, it is a transposed "
                         "convolution: paste both, as in nn.Sequential(nn.Conv2d(8, %lld, 3, padding=1), nn.PixelShuffle(%lld))",
                         name, 2 * r * r, r);
    return upsample_refuse(all, layer, err);
}

static long long pick(const PerAxis *given, int at, long long otherwise)
{
    return given->count == 0 ? otherwise : given->value[given->count == 1 ? 0 : at];
}

// Whether the taps of a transposed layer come down unevenly on its phases; a kernel that is not told is the one in view.
static bool is_uneven(const Layer *layer, const Spec *view)
{
    for (int i = 0; i < (layer->given.dims == 1 ? 1 : 2); i++) {
        Axis a = { .kernel = (int)pick(&layer->kernel, i, view->x.kernel), .stride = (int)pick(&layer->given.stride, i, 1),
                   .dilation = (int)pick(&layer->given.dilation, i, 1) };
        if (!axis_counts(a).even) return true;
    }
    return false;
}

// The layer number [at]; −1: the one that is most to be looked at. NULL with an error where it cannot be shown.
static const Layer *choose(const Layers *all, int at, const Spec *view, int *index, Error *err)
{
    int best = -1, best_rank = 0, count = all->count < LAYERS_MOST ? all->count : LAYERS_MOST;
    for (int i = 0; i < count; i++) {
        const Layer *layer = all->layer[i];
        int rank = layer->form->kind != LAYER_CONVOLUTION ? 0 : !layer->form->transposed ? 1 : is_uneven(layer, view) ? 3 : 2;
        if (at >= 0 && i != at) continue;
        if (rank > best_rank) best = i, best_rank = rank;
    }
    if (best < 0) {
        fail_moved(all, all->layer[at >= 0 && at < count ? at : 0], err);
        return NULL;
    }
    *index = best;
    return all->layer[best];
}

static void list_layers(LayerRead *out, const Layers *all)
{
    for (int i = 0; i < all->count && i < LAYER_MOST_ROWS; i++) {
        const Layer *layer = all->layer[i];
        LayerRow *row = &out->row[i];
        char in[24] = "", outs[24] = "";
        row->has_kernel = layer->form->kind == LAYER_CONVOLUTION;
        if (layer->in_channels) snprintf(in, sizeof in, "%lld", layer->in_channels);
        if (layer->out_channels) snprintf(outs, sizeof outs, "%lld", layer->out_channels);
        if (*in || *outs) snprintf(row->title, sizeof row->title, "%s %s→%s", layer->form->name, in, outs);
        else snprintf(row->title, sizeof row->title, "%s", layer->form->name);
    }
}

// The factor of the PixelShuffle that deals out what the shown layer makes; 0 where there is none, or it cannot.
static int shuffle_behind(const Layers *all, int index)
{
    const Layer *shown = all->layer[index], *behind = index + 1 < all->count && index + 1 < LAYERS_MOST ? all->layer[index + 1] : NULL;
    long long r = behind && behind->factor.count == 1 ? behind->factor.value[0] : 0;
    if (!behind || behind->form->kind != LAYER_PIXEL_SHUFFLE || !r || shown->form->transposed || !shown->out_channels ||
        shown->out_channels % (r * r))
        return 0;
    // A stride that skips inputs, or a padding that repeats them, is none of a transposed convolution's.
    const Expr *mode = shown->says[SLOT_PADDING_MODE];
    bool zeros = !mode || (mode->kind == EXPR_TEXT && !strcmp(mode->word, "zeros"));
    bool dense = shown->given.dims == 2 && pick(&shown->given.stride, 0, 1) == 1 && pick(&shown->given.stride, 1, 1) == 1;
    return zeros && dense ? (int)r : 0;
}

static void say_shuffle(Text *out, const Spec *spec, int r)
{
    text_print(out, " PixelShuffle(%d) behind it deals its %d channels out as %d×%d cells of %d: together they are a transposed "
                    "convolution of stride %d.", r, spec->out_channels, r, r, spec->out_channels / (r * r), r);
}

// A convolution of stride 1 with PixelShuffle behind it, as the transposed convolution that the two are: each tap becomes
// r×r of them, one for every cell of the period.
static bool woven_axis(Axis *a, int r)
{
    int narrow = a->wide, kernel = a->kernel, before = kernel - 1 - a->padding;
    if (a->stride != 1 || a->dilation != 1 || before < 0) return false;
    *a = (Axis){ .wide = a->narrow * r, .narrow = narrow, .kernel = kernel * r, .stride = r, .padding = before * r, .dilation = 1 };
    return true;
}

bool layer_woven(Spec *out, const LayerRead *read)
{
    int r = read->shuffle;
    *out = read->spec;
    if (r < 2 || out->dims != 2 || out->out_channels / out->groups % (r * r) || !woven_axis(&out->y, r) || !woven_axis(&out->x, r)) return false;
    out->transposed = true;
    out->out_channels /= r * r;
    return spec_check(out, NULL);
}

// ---- sizes and channels ----------------------------------------------------------------------------------------

static long long larger(long long a, long long b)
{
    return a > b ? a : b;
}

// The input side: as told, else as in view, or as much more as leaves some output.
static long long input_side(const Layer *layer, int at, long long in_view, long long kernel)
{
    const Given *given = &layer->given;
    if (layer->size.count) return layer->size.value[at];
    long long stride = pick(&given->stride, at, 1), padding = pick(&given->padding, at, 0), dilation = pick(&given->dilation, at, 1);
    long long reach = dilation * (kernel - 1), cut = 2 * padding - reach - pick(&given->output_padding, at, 0);
    if (!given->transposed) return larger(in_view, reach + 1 - 2 * padding);
    return larger(in_view, 1 + (cut > 0 ? (cut + stride - 1) / stride : 0));
}

// Channels of the text, else those in view where they go with the groups, else one each.
static void fill_channels(const Layer *layer, const Spec *view, long long *in, long long *out)
{
    long long groups = layer->given.groups;
    *in = layer->in_channels ? layer->in_channels : view->in_channels % groups ? groups : view->in_channels;
    *out = layer->out_channels ? layer->out_channels : view->out_channels % groups ? groups : view->out_channels;
}

// ---- other frameworks' edges -----------------------------------------------------------------------------------

// One axis in PyTorch's numbers. What remains is cut by hand from the start or the end of its output (a transposed one),
// or added by hand to the end of its input.
typedef struct Rest {
    int start, end, add;
} Rest;

static Rest to_pytorch(Axis *a, bool transposed)
{
    Rest rest = { 0 };
    int near = a->padding, far = a->padding + a->uneven;
    if (!transposed) {
        // More padding at the far edge than any window reaches changes nothing.
        int narrow = a->narrow;
        a->uneven = 0;
        if (far < near && axis_narrow_size(*a) > narrow) {
            // Fewer windows: what they would see beyond is cut from the output.
            rest.end = (int)(axis_narrow_size(*a) - narrow);
        } else if (axis_narrow_size(*a) < narrow) {
            rest.add = far - near;
        }
        return rest;
    }
    int cut = far - a->output_padding, most = (a->stride > a->dilation ? a->stride : a->dilation) - 1;
    a->uneven = 0;
    if (cut > near) {
        a->output_padding = 0;
        rest.end = cut - near;
    } else if (near - cut <= most) {
        a->output_padding = near - cut;
    } else {
        a->padding = cut > 0 ? cut : 0; // PyTorch has no output padding this large: the near edge is cut by hand
        a->output_padding = a->padding - cut;
        rest.start = near - a->padding;
    }
    return rest;
}

static void say_slice(Text *out, Rest r)
{
    if (!r.start && !r.end) text_put(out, ":");
    else if (!r.start) text_print(out, ":-%d", r.end);
    else text_print(out, "%d:", r.start); // to_pytorch leaves one of them
}

static void say_rest(Text *out, const Layer *layer, const Spec *spec, Rest rows, Rest columns)
{
    const char *title = DIALECT_TITLES[layer->form->framework];
    bool flat = spec->dims == 1;
    if (flat) rows = (Rest){ 0 };
    if (rows.start || rows.end || columns.start || columns.end) {
        text_put(out, " PyTorch cannot cut two edges so differently: y[:, :, ");
        if (!flat) say_slice(out, rows), text_put(out, ", ");
        say_slice(out, columns);
        text_print(out, "] makes this equal to %s, whose output is ", title);
        if (!flat) text_print(out, "%d×", spec_out(spec, spec->y) - rows.start - rows.end);
        text_print(out, "%d.", spec_out(spec, spec->x) - columns.start - columns.end);
    }
    if (rows.add || columns.add) {
        text_print(out, " A scene pads both edges alike: F.pad(x, (0, %d", columns.add);
        if (!flat) text_print(out, ", 0, %d", rows.add);
        text_print(out, ")) before it makes this equal to %s.", title);
    }
}

// ---- the spec --------------------------------------------------------------------------------------------------

// The argument that a sentence of the checks speaks of first; else the layer.
static const char *blamed(const Layer *layer, const char *sentence)
{
    static const struct { const char *word; Slot slot; } names[] = {
        { "output_padding", SLOT_OUTPUT_PADDING }, { "padding", SLOT_PADDING }, { "pads", SLOT_PADDING }, { "stride", SLOT_STRIDE },
        { "dilation", SLOT_DILATION }, { "groups", SLOT_GROUPS }, { "kernel", SLOT_KERNEL }, { "out_channels", SLOT_OUT },
        { "in_channels", SLOT_IN }, { "channels", SLOT_IN },
    };
    const char *best = NULL, *at = layer->at;
    for (int i = 0; i < COUNT(names); i++) {
        const char *found = strstr(sentence, names[i].word);
        if (!found || !layer->says[names[i].slot] || (best && found >= best)) continue;
        best = found, at = layer->says[names[i].slot]->at;
    }
    return at;
}

static bool make_spec(LayerRead *out, const Layers *all, const Layer *layer, const Scene *view, Error *err)
{
    const Spec *in_view = &view->spec;
    Given given = layer->given;
    if (!given.dims) given.dims = in_view->dims;
    bool jax = given.convention == CONVENTION_JAX || given.convention == CONVENTION_JAX_TRANSPOSE_KERNEL;
    if (jax && given.padding.count) { // one number for both edges
        given.pads.count = 2 * given.dims;
        for (int i = 0; i < given.pads.count; i++) given.pads.value[i] = pick(&given.padding, i % given.dims, 0);
        given.padding.count = 0;
    }
    // Counted from the convolution's own edges, as ONNX counts them.
    if (layer->consistent && given.pads.count) given.convention = CONVENTION_ONNX;
    long long in, out_channels, side[2], kernel[2];
    fill_channels(layer, in_view, &in, &out_channels);
    if (in > SPEC_MOST_CHANNELS || out_channels > SPEC_MOST_CHANNELS || in % given.groups || out_channels % given.groups) {
        bool of_in = in > SPEC_MOST_CHANNELS || (out_channels <= SPEC_MOST_CHANNELS && in % given.groups);
        const Expr *channels = layer->says[of_in ? SLOT_IN : SLOT_OUT];
        long long value = of_in ? in : out_channels;
        const char *name = of_in ? "in_channels" : "out_channels", *at = channels ? channels->at : layer->at;
        if (value > SPEC_MOST_CHANNELS) return expr_fail(err, all->text, at, "%s is %lld; it must be at most %d", name, value, SPEC_MOST_CHANNELS);
        return expr_fail(err, all->text, layer->says[SLOT_GROUPS] ? layer->says[SLOT_GROUPS]->at : at,
                         "groups is %lld; it must divide %s, which is %lld", given.groups, name, value);
    }
    for (int i = 0; i < given.dims; i++) {
        Axis seen = i == given.dims - 1 ? in_view->x : in_view->y;
        if (in_view->dims == 1) seen = in_view->x;
        kernel[i] = pick(&layer->kernel, i, seen.kernel);
        side[i] = input_side(layer, i, spec_in(in_view, seen), kernel[i]);
        if (side[i] > SPEC_MOST_SIDE) side[i] = SPEC_MOST_SIDE;
    }
    Tensor x = { .rank = given.dims + 2, .shape = { in_view->batch, (int)in } };
    Tensor w = { .rank = given.dims + 2, .shape = { (int)(given.transposed ? in : out_channels),
                                                   (int)((given.transposed ? out_channels : in) / given.groups) } };
    for (int i = 0; i < given.dims; i++) x.shape[2 + i] = (int)side[i], w.shape[2 + i] = (int)kernel[i];
    Error why = { 0 };
    if (!spec_from_shapes(&out->spec, &given, &x, &w, NULL, &why))
        return expr_fail(err, all->text, blamed(layer, why.text), "%s", why.text);
    Rest rows = to_pytorch(&out->spec.y, out->spec.transposed), columns = to_pytorch(&out->spec.x, out->spec.transposed);
    out->spec.convention = CONVENTION_PYTORCH;
    if (!spec_check(&out->spec, &why)) return expr_fail(err, all->text, blamed(layer, why.text), "%s", why.text);
    say_rest(&out->more, layer, &out->spec, rows, columns);
    return true;
}

static void say_numbers(Text *out, const char *name, const Spec *spec, int rows, int columns, int usual)
{
    if (rows == usual && columns == usual) return;
    if (spec->dims == 1 || rows == columns) text_print(out, ", %s %d", name, columns);
    else text_print(out, ", %s %d×%d", name, rows, columns);
}

static void say_title(Text *out, const Layer *layer, const Spec *spec, bool bias)
{
    Axis y = spec->dims == 1 ? spec->x : spec->y, x = spec->x;
    text_print(out, "%s: %d → %d channels", layer->form->name, spec->in_channels, spec->out_channels);
    say_numbers(out, "kernel", spec, y.kernel, x.kernel, 0);
    say_numbers(out, "stride", spec, y.stride, x.stride, 1);
    say_numbers(out, "padding", spec, y.padding, x.padding, 0);
    say_numbers(out, "output padding", spec, y.output_padding, x.output_padding, 0);
    say_numbers(out, "dilation", spec, y.dilation, x.dilation, 1);
    if (spec->groups > 1) text_print(out, ", %d groups", spec->groups);
    if (!bias) text_put(out, ", no bias");
}

static bool above_one(const PerAxis *numbers)
{
    bool above = false;
    for (int i = 0; i < numbers->count; i++) above = above || numbers->value[i] > 1;
    return above;
}

// "1 input channel", "3 output channels"
static const char *channels(char out[48], int count, const char *side)
{
    snprintf(out, 48, "%d %s channel%s", count, side, count == 1 ? "" : "s");
    return out;
}

static void say_untold(Text *out, const Layer *layer, const Spec *spec)
{
    char ins_shown[48], outs_shown[48];
    channels(ins_shown, spec->in_channels, "input"), channels(outs_shown, spec->out_channels, "output");
    bool in = !layer->in_channels && !layer->says[SLOT_X], outs = !layer->out_channels && !layer->says[SLOT_W];
    if (!layer->kernel.count) text_put(out, " The text does not tell the kernel's size: it is as before.");
    if (in && outs) text_print(out, " The text does not tell its channels: %s and %s are from the scene.", ins_shown, outs_shown);
    else if (in || outs) text_print(out, " The text does not tell its %s channels: %s from the scene.", in ? "input" : "output", in ? ins_shown : outs_shown);
    const Expr *mode = layer->says[SLOT_PADDING_MODE];
    if (mode && mode->kind == EXPR_TEXT && strcmp(mode->word, "zeros") != 0)
        text_print(out, " Its padding_mode is '%s'; shown are zeros.", mode->word);
    if (layer->given.transposed && layer->given.convention == CONVENTION_JAX)
        text_put(out, " JAX turns the kernel by 180° unless transpose_kernel=True.");
    bool strided = above_one(&layer->given.stride), dilated = above_one(&layer->given.dilation);
    if (layer->form->framework == DIALECT_KERAS && strided && dilated)
        text_put(out, " Keras itself takes no dilation together with a stride above 1.");
}

bool layer_read(LayerRead *out, const char *text, const Scene *in_view, Error *err)
{
    return layer_read_at(out, text, -1, in_view, err);
}

bool layer_read_at(LayerRead *out, const char *text, int at, const Scene *in_view, Error *err)
{
    Layers all;
    int index;
    *out = (LayerRead){ 0 };
    bool ok = layers_read(&all, text, err);
    const Layer *layer = ok ? choose(&all, at, &in_view->spec, &index, err) : NULL;
    ok = layer && make_spec(out, &all, layer, in_view, err);
    if (ok) {
        out->bias = layer->bias;
        say_title(&out->title, layer, &out->spec, layer->bias);
        say_untold(&out->more, layer, &out->spec);
        out->shuffle = shuffle_behind(&all, index);
        if (out->shuffle) say_shuffle(&out->more, &out->spec, out->shuffle);
        row_say(&out->more, &all);
        list_layers(out, &all);
        out->at = index, out->count = all.count;
        out->in_untold = !layer->in_channels, out->out_untold = !layer->out_channels;
    } else {
        layer_read_clear(out);
    }
    layers_clear(&all);
    return ok;
}

void layer_read_clear(LayerRead *read)
{
    text_clear(&read->title);
    text_clear(&read->more);
    *read = (LayerRead){ 0 };
}

// ---- the scene -------------------------------------------------------------------------------------------------

bool layer_scene(Scene *out, const LayerRead *read, const Scene *in_view, Text *said, Error *err)
{
    *out = scene_copy(in_view);
    out->hidden = out->locked = 0; // it is not the layer that the scene in view was to hold
    if (!read->bias) source_clear(&out->b), out->b = (Source){ .kind = SOURCE_NONE };
    else if (out->b.kind == SOURCE_NONE) out->b = (Source){ .kind = SOURCE_ZEROS };
    bool ok = scene_settle(out, &read->spec, said, err);
    if (!ok) scene_clear(out);
    return ok;
}

bool layer_is_small(const Spec *spec)
{
    return spec->in_channels <= LAYER_MOST_CHANNELS && spec->out_channels <= LAYER_MOST_CHANNELS && work_has_room(spec, NULL);
}

static void slice_side(Axis *a, bool transposed)
{
    enum { SMALL = 4 };
    if (transposed) {
        long long cut = 2LL * a->padding - (axis_span(*a) - 1) - a->output_padding;
        a->narrow = (int)larger(a->narrow < SMALL ? a->narrow : SMALL, 1 + (cut > 0 ? (cut + a->stride - 1) / a->stride : 0));
    } else {
        long long two = (long long)axis_span(*a) + a->stride - 2LL * a->padding, most = a->wide;
        a->wide = (int)(larger(two, SMALL) < most ? larger(two, SMALL) : most);
    }
}

Spec layer_slice(const Spec *spec)
{
    Spec slice = *spec;
    slice.batch = slice.in_channels = slice.out_channels = slice.groups = 1;
    if (slice.dims == 2) slice_side(&slice.y, slice.transposed);
    slice_side(&slice.x, slice.transposed);
    bool ok = spec_check(&slice, NULL);
    return ok ? slice : *spec;
}

// ---- places ----------------------------------------------------------------------------------------------------

TextPlace text_place(const char *text, int place)
{
    TextPlace at = { 1, 1, text, 0 };
    for (int i = 1, bytes; i < place && *text; i++) {
        char c = *text;
        utf8_next(text, &bytes);
        text += bytes;
        at.column++;
        if (c == '\n') at.line++, at.column = 1, at.start = text;
    }
    at.length = (int)strcspn(at.start, "\r\n");
    return at;
}
