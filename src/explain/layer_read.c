// A text read into its layers. Around them may stand whatever a program, a notebook or print(model) puts there; a call
// whose name is a layer's is read to its end, and what is wrong within it is said with its place.
#include "explain/layer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// ---- arguments to slots ----------------------------------------------------------------------------------------

enum { MOST_PARAMETERS = 32 }; // Keras' layers have 21

// "in_channels, out_channels, kernel_size, stride, …": what a form takes without a name.
static void put_order(Text *out, const Form *form)
{
    enum { SHOWN = 6 };
    for (int i = 0; form->parameters[i].name; i++) {
        if (i == SHOWN) {
            text_put(out, ", …");
            return;
        }
        text_print(out, "%s%s", i ? ", " : "", form->parameters[i].name);
    }
}

static bool unknown_name(const Layers *all, const Layer *layer, const Expr *argument, Error *err)
{
    const Form *form = layer->form;
    const char *words[MOST_PARAMETERS], *known = form_slot_name(form, slot_named(argument->keyword));
    int count = 0;
    if (!known || slot_named(argument->keyword) == SLOT_UNUSED) {
        for (const Parameter *p = form->parameters; p->name; p++) words[count++] = p->name;
        int near = near_word(argument->keyword, words, count);
        known = near >= 0 ? words[near] : NULL;
    }
    if (known)
        return expr_fail(err, all->text, argument->keyword_at, "%s has no argument '%.40s' in %s; it is %s", form->name,
                         argument->keyword, DIALECT_TITLES[form->framework], known);
    Text order = { 0 };
    put_order(&order, form);
    expr_fail(err, all->text, argument->keyword_at, "%s has no argument '%.40s' in %s; it takes %s", form->name,
              argument->keyword, DIALECT_TITLES[form->framework], order.data);
    text_clear(&order);
    return false;
}

static bool is_none(const Expr *e)
{
    return e->kind == EXPR_WORD && !strcmp(e->word, "None");
}

static bool take_arguments(const Layers *all, Layer *layer, const Expr *call, Error *err)
{
    const Form *form = layer->form;
    bool seen[MOST_PARAMETERS] = { false }, unpacked = false;
    int most = 0, position = 0, number[MOST_PARAMETERS];
    while (form->parameters[most].name) most++;
    int positional = form->positional < 0 ? most : form->positional;
    for (const Expr *argument = call->first; argument; argument = argument->next) {
        int at;
        if (argument->keyword_at[0] == '*') {
            unpacked = true; // what it holds is not in the text
            continue;
        }
        if (argument->keyword) {
            const Parameter *found = form_parameter(form, argument->keyword);
            if (!found) return unknown_name(all, layer, argument, err);
            at = (int)(found - form->parameters);
        } else {
            at = form_place(form, call, position++);
            if (at >= positional)
                return expr_fail(err, all->text, argument->at, "%s takes %d values without a name; this is one more",
                                 form->name, position - 1);
        }
        const Parameter *parameter = &form->parameters[at];
        if (seen[at] && number[at])
            return expr_fail(err, all->text, argument->keyword_at, "%s is given twice: it is also the value number %d",
                             parameter->name, number[at]);
        if (seen[at]) return expr_fail(err, all->text, argument->keyword_at, "%s is given twice", parameter->name);
        seen[at] = true, number[at] = argument->keyword ? 0 : position;
        if (parameter->slot != SLOT_UNUSED && !is_none(argument)) layer->says[parameter->slot] = argument;
    }
    for (int i = 0; i < form->required && !unpacked; i++) {
        if (seen[i]) continue;
        Text order = { 0 };
        put_order(&order, form);
        expr_fail(err, all->text, call->end - 1, "%s is missing in %s; it takes %s", form->parameters[i].name, form->name,
                  order.data);
        text_clear(&order);
        return false;
    }
    return true;
}

// ---- values ----------------------------------------------------------------------------------------------------

static const char *called(const Layer *layer, Slot slot)
{
    return form_slot_name(layer->form, slot);
}

const char *said(char out[SAID], const Expr *e)
{
    size_t n = 0;
    for (const char *c = e->at; c < e->end; c++) {
        if (n + 5 >= SAID) {
            while (((unsigned char)out[n - 1] & 0xC0) == 0x80) n--;
            if ((unsigned char)out[n - 1] >= 0xC0) n--;
            memcpy(out + n, "…", 3), n += 3;
            break;
        }
        out[n++] = (unsigned char)*c < 0x20 || *c == 0x7F ? ' ' : *c;
    }
    out[n] = 0;
    return out;
}

static bool not_a_number(const Layers *all, const Layer *layer, Slot slot, const Expr *e, const char *wanted, Error *err)
{
    char text[SAID];
    if (expr_is_unknown(e))
        return expr_fail(err, all->text, e->at, "%s is %s, whose value is not in this text; write %s", called(layer, slot),
                         said(text, e), wanted);
    return expr_fail(err, all->text, e->at, "%s is %s; it must be %s", called(layer, slot), said(text, e), wanted);
}

static bool whole(const Layers *all, const Layer *layer, Slot slot, const Expr *e, long long least, long long *out, Error *err)
{
    char wanted[64], text[SAID];
    snprintf(wanted, sizeof wanted, "a whole number, %lld or more", least);
    if (e->kind != EXPR_NUMBER || e->number != floor(e->number)) return not_a_number(all, layer, slot, e, wanted, err);
    if (e->number > SPEC_MOST_SIDE)
        return expr_fail(err, all->text, e->at, "%s is %s; it must be at most %d", called(layer, slot), said(text, e),
                         SPEC_MOST_SIDE);
    if (e->number < (double)least) return not_a_number(all, layer, slot, e, wanted, err);
    *out = (long long)e->number;
    return true;
}

// One number, or one for each axis.
static bool axes(const Layers *all, const Layer *layer, Slot slot, long long least, PerAxis *out, Error *err)
{
    const Expr *e = layer->says[slot];
    char text[SAID];
    if (!e) return true;
    if (e->kind != EXPR_LIST) {
        out->count = 1;
        return whole(all, layer, slot, e, least, &out->value[0], err);
    }
    int dims = layer->form->dims, most = dims ? dims : 2;
    if (e->count < 1 || e->count > most || (dims == 2 && e->count == 1))
        return expr_fail(err, all->text, e->at, "%s is %s; it must be one number%s", called(layer, slot), said(text, e),
                         dims == 1 ? "" : ", or two: (rows, columns)");
    for (const Expr *item = e->first; item; item = item->next)
        if (!whole(all, layer, slot, item, least, &out->value[out->count++], err)) return false;
    return true;
}

// A count that may be a name in the program: then it stays untold.
static bool count_or_name(const Layers *all, const Layer *layer, Slot slot, long long *out, Error *err)
{
    const Expr *e = layer->says[slot];
    return !e || expr_is_unknown(e) || whole(all, layer, slot, e, 1, out, err);
}

static bool is_jax(const Form *form)
{
    return form->framework == DIALECT_JAX || form->framework == DIALECT_FLAX;
}

static bool padding_word(const Layers *all, Layer *layer, const Expr *e, Error *err)
{
    const Form *form = layer->form;
    const char *name = called(layer, SLOT_PADDING);
    char text[SAID];
    if (form->framework == DIALECT_PYTORCH && form->transposed)
        return expr_fail(err, all->text, e->at, "%s is %s; %s takes numbers alone in PyTorch", name, said(text, e), form->name);
    AutoPad *to = &layer->given.auto_pad;
    bool lower = auto_pad_find(to, e->word) && *to == AUTO_PAD_SAME_LOWER && form->framework == DIALECT_JAX;
    if (lower || !auto_pad_find(to, e->word) || (*to != AUTO_PAD_SAME_UPPER && *to != AUTO_PAD_VALID))
        return expr_fail(err, all->text, e->at, "%s is %s; 'same' and 'valid' can be shown%s", name, said(text, e),
                         form->framework == DIALECT_KERAS ? "" : ", or numbers");
    if (*to == AUTO_PAD_SAME_UPPER) layer->given.auto_pad_said = "padding is 'same'";
    return true;
}

// JAX: a pair of numbers, near and far edge, for each axis.
static bool padding_pairs(const Layers *all, Layer *layer, const Expr *e, Error *err)
{
    char text[SAID];
    int dims = e->count;
    PerAxis *pads = &layer->given.pads;
    if (dims < 1 || dims > 2)
        return expr_fail(err, all->text, e->at, "padding is %s; give one pair (before, after) for each of one or two axes",
                         said(text, e));
    pads->count = 2 * dims;
    int i = 0;
    for (const Expr *pair = e->first; pair; pair = pair->next, i++) {
        bool one = pair->kind == EXPR_NUMBER && layer->form->framework == DIALECT_FLAX;
        if (!one && (pair->kind != EXPR_LIST || pair->count != 2))
            return expr_fail(err, all->text, pair->at, "padding is %s here; it must be a pair, (before, after)", said(text, pair));
        const Expr *before = one ? pair : pair->first, *after = one ? pair : pair->first->next;
        if (!whole(all, layer, SLOT_PADDING, before, 0, &pads->value[i], err) ||
            !whole(all, layer, SLOT_PADDING, after, 0, &pads->value[dims + i], err))
            return false;
    }
    return true;
}

static bool take_padding(const Layers *all, Layer *layer, Error *err)
{
    const Form *form = layer->form;
    const Expr *e = layer->says[SLOT_PADDING];
    char text[SAID];
    if (!e) {
        // Flax says SAME where nothing is given, Keras valid.
        if (form->framework == DIALECT_FLAX) layer->given.auto_pad = AUTO_PAD_SAME_UPPER;
        if (form->framework == DIALECT_KERAS) layer->given.auto_pad = AUTO_PAD_VALID;
        return true;
    }
    if (e->kind == EXPR_TEXT) return padding_word(all, layer, e, err);
    if (form->framework == DIALECT_KERAS)
        return expr_fail(err, all->text, e->at, "padding is %s; Keras names it: 'same' or 'valid'", said(text, e));
    if (is_jax(form) && e->kind == EXPR_LIST) return padding_pairs(all, layer, e, err);
    return axes(all, layer, SLOT_PADDING, 0, &layer->given.padding, err);
}

static bool take_bias(const Expr *e, bool otherwise)
{
    if (!e) return otherwise;
    if (e->kind == EXPR_NUMBER) return e->number != 0;
    return e->kind != EXPR_WORD || strcmp(e->word, "False");
}

// Flax and JAX do not say how many axes there are: their tuples do.
static bool settle_dims(const Layers *all, Layer *layer, Error *err)
{
    Given *given = &layer->given;
    const PerAxis *told[] = { &layer->kernel, &given->stride, &given->dilation };
    static const Slot slots[] = { SLOT_KERNEL, SLOT_STRIDE, SLOT_DILATION };
    given->dims = layer->form->dims;
    if (given->dims) return true;
    if (given->pads.count) given->dims = given->pads.count / 2;
    for (int i = 0; i < COUNT(told); i++) {
        const Expr *e = layer->says[slots[i]];
        if (!e || (e->kind != EXPR_LIST && slots[i] != SLOT_KERNEL)) continue; // Flax takes 3 for (3,)
        if (given->dims && given->dims != told[i]->count)
            return expr_fail(err, all->text, e->at, "%s has %d number%s, but the layer has %d %s by what stands before",
                             called(layer, slots[i]), told[i]->count, told[i]->count == 1 ? "" : "s", given->dims,
                             given->dims == 1 ? "axis" : "axes");
        given->dims = told[i]->count;
    }
    return true;
}

// Keras: (rows, columns, channels), or with channels_first (channels, rows, columns).
static bool take_shape(const Layers *all, Layer *layer, Error *err)
{
    const Expr *shape = layer->says[SLOT_SHAPE], *order = layer->says[SLOT_FORMAT];
    int dims = layer->form->dims;
    char text[SAID];
    bool named = order && order->kind == EXPR_TEXT, first = named && !strcmp(order->word, "channels_first");
    if (order && !first && (!named || strcmp(order->word, "channels_last"))) {
        if (!expr_is_unknown(order))
            return expr_fail(err, all->text, order->at, "%s is %s; it must be 'channels_last' or 'channels_first'", called(layer, SLOT_FORMAT),
                             said(text, order));
        return true; // which of its numbers are channels is not in this text
    }
    if (!shape || shape->kind != EXPR_LIST || shape->count != dims + 1) return true;
    int i = 0;
    for (const Expr *e = shape->first; e; e = e->next, i++) {
        bool channels = i == (first ? 0 : dims);
        int most = channels ? SPEC_MOST_CHANNELS : SPEC_MOST_SIDE;
        if (e->kind != EXPR_NUMBER || e->number < 1 || e->number > most) continue;
        if (channels) layer->in_channels = (long long)e->number;
        else layer->size.value[layer->size.count++] = (long long)e->number;
    }
    if (layer->size.count != dims) layer->size.count = 0;
    return true;
}

static bool take_convolution(const Layers *all, Layer *layer, Error *err)
{
    const Form *form = layer->form;
    Given *given = &layer->given;
    char text[SAID];
    given->transposed = form->transposed, given->groups = 1;
    given->convention = form->framework == DIALECT_PYTORCH ? CONVENTION_PYTORCH
                      : form->framework == DIALECT_KERAS   ? CONVENTION_KERAS : CONVENTION_JAX;
    const Expr *turned = layer->says[SLOT_TURNED];
    if (turned && take_bias(turned, false)) given->convention = CONVENTION_JAX_TRANSPOSE_KERNEL;
    layer->consistent = take_bias(layer->says[SLOT_CONSISTENT], false);
    layer->bias = take_bias(layer->says[SLOT_BIAS], form->bias);
    if (!count_or_name(all, layer, SLOT_IN, &layer->in_channels, err) ||
        !count_or_name(all, layer, SLOT_OUT, &layer->out_channels, err) ||
        !axes(all, layer, SLOT_KERNEL, 1, &layer->kernel, err) || !axes(all, layer, SLOT_STRIDE, 1, &given->stride, err) ||
        !take_padding(all, layer, err) || !axes(all, layer, SLOT_OUTPUT_PADDING, 0, &given->output_padding, err) ||
        !axes(all, layer, SLOT_DILATION, 1, &given->dilation, err))
        return false;
    if (layer->says[SLOT_GROUPS] && !whole(all, layer, SLOT_GROUPS, layer->says[SLOT_GROUPS], 1, &given->groups, err)) return false;
    const Expr *mode = layer->says[SLOT_PADDING_MODE];
    if (mode && mode->kind == EXPR_TEXT && strcmp(mode->word, "zeros") && form->transposed)
        return expr_fail(err, all->text, mode->at, "padding_mode is %s; %s knows 'zeros' alone", said(text, mode), form->name);
    static const char *const modes[] = { "zeros", "reflect", "replicate", "circular" };
    bool known = !mode || mode->kind != EXPR_TEXT;
    for (int i = 0; i < COUNT(modes); i++) known = known || !strcmp(mode->word, modes[i]);
    if (!known)
        return expr_fail(err, all->text, mode->at, "padding_mode is %s; it must be 'zeros', 'reflect', 'replicate' or 'circular'",
                         said(text, mode));
    PerAxis stretch = { 0 };
    if (!axes(all, layer, SLOT_STRETCH, 1, &stretch, err)) return false;
    for (int i = 0; i < stretch.count; i++)
        if (stretch.value[i] != 1)
            return expr_fail(err, all->text, layer->says[SLOT_STRETCH]->at, "%s is %s; with zeros between its inputs this is a "
                             "transposed convolution written out: paste it as conv_transpose", called(layer, SLOT_STRETCH),
                             said(text, layer->says[SLOT_STRETCH]));
    return take_shape(all, layer, err) && settle_dims(all, layer, err);
}

static bool take_values(const Layers *all, Layer *layer, Error *err)
{
    char text[SAID];
    switch (layer->form->kind) {
    case LAYER_CONVOLUTION: return take_convolution(all, layer, err);
    case LAYER_PIXEL_SHUFFLE: return axes(all, layer, SLOT_FACTOR, 1, &layer->factor, err);
    case LAYER_UPSAMPLE:
        if (!layer->says[SLOT_FACTOR] && !layer->says[SLOT_SIZE] && layer->form->framework == DIALECT_PYTORCH)
            return expr_fail(err, all->text, layer->at, "%s needs scale_factor or size, as in %s(scale_factor=2)",
                             layer->form->name, layer->form->name);
        // A scale that is no whole number moves values too: it is only not repeated in a hint.
        if (layer->says[SLOT_FACTOR] && layer->says[SLOT_FACTOR]->kind == EXPR_TEXT)
            return expr_fail(err, all->text, layer->says[SLOT_FACTOR]->at, "%s is %s; it must be a number", called(layer, SLOT_FACTOR),
                             said(text, layer->says[SLOT_FACTOR]));
        return !layer->says[SLOT_FACTOR] || axes(all, layer, SLOT_FACTOR, 1, &layer->factor, NULL) || (layer->factor.count = 0, true);
    default:
        return expr_fail(err, all->text, layer->at, "%s %s", layer->form->name, layer->form->why);
    }
}

// ---- the text --------------------------------------------------------------------------------------------------

static bool read_layer(Layers *all, const Form *form, const char *at, const char **end, Error *err)
{
    Layer *layer = arena_new(&all->arena, 1, sizeof *layer);
    layer->form = form, layer->at = at;
    if (form->kind == LAYER_REFUSED) return take_values(all, layer, err);
    Expr *call = expr_call(&all->arena, all->text, at, err);
    if (!call) return false;
    *end = layer->end = call->end;
    if (!take_arguments(all, layer, call, err) || !take_values(all, layer, err)) return false;
    if (all->count < LAYERS_MOST) all->layer[all->count] = layer;
    all->count++;
    return true;
}

// What a program says of a name without calling it.
static bool defines(const char *name, size_t length)
{
    return (length == 5 && !strncmp(name, "class", 5)) || (length == 3 && !strncmp(name, "def", 3));
}

// The next call from [from] on whose name is a layer's, or near to one; NULL for none. In words and remarks there are none.
static const char *next_call(const char *from, size_t *length, const Form **form, const Form **near)
{
    bool defined = false;
    for (const char *c = expr_skip(from); *c; c = expr_skip(c)) {
        size_t quoted = expr_string(c), name = expr_name(c);
        if (quoted) {
            c += quoted;
        } else if (!name) {
            // Digits take the letters behind them along: 2d is no name; so does an apostrophe within a word.
            bool joined = (*c >= '0' && *c <= '9') || *c == '\'';
            c++;
            if (joined) c += expr_name(c);
        } else {
            const char *behind = c + name + strspn(c + name, " \t");
            if (*behind == '(' && !defined) {
                *length = name, *form = form_find(c, name), *near = *form ? NULL : form_near(c, name);
                if (*form || *near) return c;
            }
            defined = defines(c, name);
            // An apostrophe right behind a word is none of Python's quotes: don't.
            c += name;
            if (*c == '\'' && name > 2) c++;
        }
    }
    return NULL;
}

bool layer_begins(const char *text)
{
    const Form *form, *near;
    size_t length;
    return next_call(text, &length, &form, &near) != NULL;
}

bool layers_read(Layers *out, const char *text, Error *err)
{
    *out = (Layers){ .text = text };
    const char *at = text, *suspect = NULL;
    const Form *form, *near, *meant = NULL;
    size_t length, suspect_length = 0;
    while ((at = next_call(at, &length, &form, &near))) {
        const char *end = at + length;
        if (!form) {
            if (!suspect) suspect = at, meant = near, suspect_length = length;
        } else if (!read_layer(out, form, at, &end, err)) {
            return false;
        }
        at = end;
    }
    if (out->count) return true;
    if (suspect)
        return expr_fail(err, text, suspect, "there is no layer '%.*s'; did you mean %s?", suspect_length > 60 ? 60 : (int)suspect_length,
                         suspect, meant->name);
    return error_set(err, 0, "no layer stands in this text; write it as in nn.ConvTranspose2d(64, 32, 4, 2, 1)");
}

void layers_clear(Layers *layers)
{
    arena_clear(&layers->arena);
    layers->count = 0;
}
