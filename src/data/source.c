// A source says in words where a tensor's numbers come from. Here it is only held, copied and compared; fill.c makes
// the numbers.
#include "data/data.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const WORDS[SOURCE_KINDS] = {
    [SOURCE_RAMP] = "ramp",       [SOURCE_ONES] = "ones",         [SOURCE_ZEROS] = "zeros",
    [SOURCE_ONEHOT] = "onehot",   [SOURCE_RANDOM] = "random",     [SOURCE_LETTERS] = "letters",
    [SOURCE_PICTURE] = "picture", [SOURCE_FILE] = "file",         [SOURCE_TYPED] = "typed",
    [SOURCE_BOX] = "box",         [SOURCE_BILINEAR] = "bilinear", [SOURCE_EDGE] = "edge",
    [SOURCE_ICNR] = "icnr",       [SOURCE_BOXED] = "boxed",       [SOURCE_PYTORCH] = "pytorch",
    [SOURCE_TONE] = "tone",       [SOURCE_STEP] = "step",         [SOURCE_NONE] = "none",
};

const char *source_word(SourceKind kind)
{
    return WORDS[kind];
}

bool source_seeded(SourceKind kind)
{
    return kind == SOURCE_RANDOM || kind == SOURCE_ICNR || kind == SOURCE_BOXED || kind == SOURCE_PYTORCH;
}

bool source_fits(SourceKind kind, SourceFor what)
{
    switch (kind) {
    case SOURCE_BOX:
    case SOURCE_BILINEAR:
    case SOURCE_EDGE:
    case SOURCE_BOXED:
    case SOURCE_ICNR: return what == FOR_W;
    case SOURCE_PYTORCH: return what == FOR_W || what == FOR_B;
    case SOURCE_TONE:
    case SOURCE_STEP: return what == FOR_X || what == FOR_GY;
    case SOURCE_NONE: return what == FOR_B;
    default: return true;
    }
}

Source source_copy(const Source *source)
{
    Source copy = *source;
    if (source->word) copy.word = memory_text(source->word);
    if (source->values) {
        copy.values = memory_new((size_t)source->count, sizeof *copy.values);
        memcpy(copy.values, source->values, (size_t)source->count * sizeof *copy.values);
    }
    return copy;
}

void source_clear(Source *source)
{
    free(source->word);
    free(source->values);
    *source = (Source){ 0 };
}

static bool same_word(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

bool source_equal(const Source *a, const Source *b)
{
    if (a->kind != b->kind || a->number != b->number || a->count != b->count || !same_word(a->word, b->word))
        return false;
    for (int i = 0; i < a->count; i++) {
        if (a->values[i] != b->values[i] && !(isnan(a->values[i]) && isnan(b->values[i]))) return false;
    }
    return true;
}
