// Layers that stand in a row, each reading what the one before it gives: where their channels do not fit together, PyTorch
// stops when the model is run. Here it is said before. Only what a Sequential holds is a row for sure, and only as far as
// all that stands between two layers leaves the channels as they are.
#include "explain/layer.h"

#include <string.h>

// What keeps the count of channels, by the beginning of its name.
static const char *const KEEPING[] = {
    "ReLU", "LeakyReLU", "PReLU", "RReLU", "ELU", "SELU", "CELU", "GELU", "SiLU", "Mish", "Tanh", "Sigmoid", "Hard", "Softplus", "Softmax",
    "Identity", "Dropout", "AlphaDropout", "BatchNorm", "SyncBatchNorm", "InstanceNorm", "GroupNorm", "LayerNorm", "LocalResponseNorm",
    "MaxPool", "AvgPool", "AdaptiveAvgPool", "AdaptiveMaxPool", "ReflectionPad", "ReplicationPad", "ZeroPad", "CircularPad", "ConstantPad",
};

static bool is_keeping(const char *name, size_t length)
{
    const char *last = name + length;
    while (last > name && last[-1] != '.') last--;
    for (int i = 0; i < COUNT(KEEPING); i++)
        if (!strncmp(last, KEEPING[i], strlen(KEEPING[i]))) return true;
    return false;
}

static bool is_open(char c) { return c == '(' || c == '['; }
static bool is_close(char c) { return c == ')' || c == ']'; }

// The place behind one word, string or character.
static const char *step(const char *at)
{
    size_t length = expr_string(at);
    if (!length) length = expr_name(at);
    return at + (length ? length : 1);
}

// The place behind the bracket that closes the one at [at], or NULL where it is open until [end].
static const char *behind_bracket(const char *at, const char *end)
{
    int depth = 0;
    for (; at < end; at = expr_skip(step(at))) {
        depth += is_open(*at) ? 1 : is_close(*at) ? -1 : 0;
        if (depth == 0) return at + 1;
    }
    return NULL;
}

// Whether the innermost bracket that is open at [at] is a Sequential's, or that of its list.
static bool is_in_sequential(const char *text, const char *at)
{
    enum { DEEPEST = 32 };
    bool sequential[DEEPEST] = { false };
    int depth = 0;
    bool named = false; // "Sequential" stands right before
    for (const char *c = expr_skip(text); c < at; c = expr_skip(step(c))) {
        size_t name = expr_name(c);
        if (is_open(*c)) {
            bool list = *c == '[' && depth && sequential[depth - 1];
            if (depth == DEEPEST) return false;
            sequential[depth++] = named || list;
        } else if (is_close(*c) && depth) {
            depth--;
        }
        named = name >= 10 && !strncmp(c + name - 10, "Sequential", 10);
    }
    return depth && sequential[depth - 1];
}

// The place behind one thing that leaves channels as they are: a layer, a comma, the number of a line of print(model). NULL
// for anything else.
static const char *behind_keeping(const char *at, const char *end)
{
    size_t name = expr_name(at);
    if (name && at[name] == '(' && is_keeping(at, name)) return behind_bracket(at + name, end);
    if (*at == '(' && at[1] >= '0' && at[1] <= '9') return behind_bracket(at, end);
    return *at == ',' || *at == ':' ? at + 1 : NULL;
}

// Whether only such things stand between [from] and [to], within the same bracket.
static bool keeps_between(const char *from, const char *to)
{
    for (const char *c = expr_skip(from); c < to; c = expr_skip(c)) {
        c = behind_keeping(c, to);
        if (!c) return false;
    }
    return true;
}

static bool follows(const Layers *all, int i)
{
    const Layer *before = all->layer[i - 1], *layer = all->layer[i];
    return before->form->framework == DIALECT_PYTORCH && layer->form->framework == DIALECT_PYTORCH && is_in_sequential(all->text, before->at) &&
           keeps_between(before->end, layer->at);
}

void row_say(Text *out, const Layers *all)
{
    long long channels = 0; // that come out of the layer before; 0: not told
    const char *from = "";  // the layer that they come out of
    for (int i = 0; i < all->count && i < LAYERS_MOST; i++) {
        const Layer *layer = all->layer[i];
        const char *name = layer->form->name;
        long long r = layer->factor.count == 1 ? layer->factor.value[0] : 0;
        if (i == 0 || !follows(all, i)) channels = 0;
        switch (layer->form->kind) {
        case LAYER_CONVOLUTION:
            if (channels && layer->in_channels && layer->in_channels != channels) {
                text_print(out, " %s takes %lld channels, but the %s before it gives %lld: PyTorch stops there.", name, layer->in_channels, from, channels);
                return;
            }
            channels = layer->out_channels, from = name;
            break;
        case LAYER_PIXEL_SHUFFLE:
            if (channels && r && channels % (r * r)) {
                text_print(out, " %s(%lld) deals channels out by %lld×%lld, but the %s before it gives %lld, which %lld does not divide: PyTorch "
                                "stops there.", name, r, r, r, from, channels, r * r);
                return;
            }
            channels = r ? channels / (r * r) : 0, from = name;
            break;
        default: break; // upsampling keeps them
        }
    }
}
