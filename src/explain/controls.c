// What a scene takes off the panels, and what it shows but holds still: hide= and lock= of the scene code, for a class that is
// to look at one thing. One table, which the reader, the printer, what is said of mistakes and the help go by.
#include "explain/scene_reader.h"

#include <string.h>

const ControlRow CONTROLS[CONTROL_COUNT] = {
    [CONTROL_IN] = { "in", "the input’s size" },
    [CONTROL_KERNEL] = { "k", "the kernel’s size" },
    [CONTROL_STRIDE] = { "s", "the stride" },
    [CONTROL_PADDING] = { "p", "the padding" },
    [CONTROL_OUTPUT_PADDING] = { "op", "the output padding" },
    [CONTROL_DILATION] = { "d", "the dilation" },
    [CONTROL_CHANNELS] = { "c", "the channels" },
    [CONTROL_GROUPS] = { "g", "the groups" },
    [CONTROL_BATCH] = { "n", "the batch" },
    [CONTROL_X] = { "x", "the input’s values" },
    [CONTROL_W] = { "w", "the kernel’s values" },
    [CONTROL_B] = { "b", "the bias" },
    [CONTROL_GY] = { "gy", "the incoming gradient" },
    [CONTROL_KIND] = { "kind", "convolution or transposed, 1D or 2D" },
    [CONTROL_WALK] = { "walk", "what a step is" },
    [CONTROL_LENS] = { "lens", "lenses and places" },
    [CONTROL_CLOCK] = { "clock", "the steps" },
    [CONTROL_GUIDE] = { "guide", "the panel on the right; it can only be hidden" },
    [CONTROL_MORE] = { "more", "d, c, g and n" },
};

static const unsigned IN_MORE = 1u << CONTROL_DILATION | 1u << CONTROL_CHANNELS | 1u << CONTROL_GROUPS | 1u << CONTROL_BATCH;

static bool in_mask(unsigned mask, Control control)
{
    if (mask & 1u << CONTROL_MORE) mask |= IN_MORE;
    else if ((mask & IN_MORE) == IN_MORE) mask |= 1u << CONTROL_MORE;
    return mask >> control & 1;
}

bool scene_hides(const Scene *scene, Control control)
{
    return in_mask(scene->hidden, control);
}

bool scene_holds(const Scene *scene, Control control)
{
    return in_mask(scene->hidden | scene->locked, control);
}

// ---- what a change changes -------------------------------------------------------------------------------------

static bool same_values(const Scene *a, const Scene *b, const Source *x, const Source *y, Role role)
{
    int shape[4], other[4];
    scene_shape(&a->spec, role, shape);
    scene_shape(&b->spec, role, other);
    // Values that were typed are cut, or filled up, where the shape is another: that is no choice of theirs.
    if (memcmp(shape, other, sizeof shape) != 0) return x->kind == y->kind;
    return source_equal(x, y);
}

static bool same(const Scene *a, const Scene *b, Control control)
{
    const Spec *s = &a->spec, *t = &b->spec;
    switch (control) {
    case CONTROL_IN: case CONTROL_KERNEL: case CONTROL_STRIDE: case CONTROL_PADDING: case CONTROL_OUTPUT_PADDING: case CONTROL_DILATION: {
        bool rows = s->dims == 2 && t->dims == 2; // in 1D there are none
        return param_get(s, (Param)control, false) == param_get(t, (Param)control, false) &&
               (!rows || param_get(s, (Param)control, true) == param_get(t, (Param)control, true));
    }
    case CONTROL_CHANNELS: return s->in_channels == t->in_channels && s->out_channels == t->out_channels;
    case CONTROL_GROUPS: return s->groups == t->groups;
    case CONTROL_BATCH: return s->batch == t->batch;
    case CONTROL_X: return same_values(a, b, &a->x, &b->x, ROLE_X);
    case CONTROL_W: return same_values(a, b, &a->w, &b->w, ROLE_W);
    case CONTROL_B: return same_values(a, b, &a->b, &b->b, ROLE_B);
    case CONTROL_GY: return same_values(a, b, &a->gy, &b->gy, ROLE_GY);
    case CONTROL_KIND: return s->transposed == t->transposed && s->dims == t->dims;
    case CONTROL_WALK: return a->walk == b->walk;
    case CONTROL_LENS: return a->views == b->views && memcmp(a->view, b->view, (size_t)a->views * sizeof a->view[0]) == 0;
    default: return true; // the clock is no change; the guide and More have nothing of their own
    }
}

int scene_held_change(const Scene *scene, const Scene *next)
{
    for (int i = 0; i < CONTROL_COUNT; i++)
        if (scene_holds(scene, (Control)i) && !same(scene, next, (Control)i)) return i;
    return -1;
}

// ---- reading and printing --------------------------------------------------------------------------------------

static bool read_control(Reader *reader, Span word, bool lock, unsigned *mask)
{
    const char *words[CONTROL_COUNT];
    char bad[SHOWN], hint[SHOWN], all[160];
    for (int i = 0; i < CONTROL_COUNT; i++) words[i] = CONTROLS[i].word;
    int found = span_find(word, words, CONTROL_COUNT);
    if (found < 0)
        return reader_fail(reader, word.at, "there is no control '%s'; there are %s%s", span_shown(bad, word),
                           words_list(all, sizeof all, words, CONTROL_COUNT), span_meant(hint, word, words, CONTROL_COUNT));
    if (*mask >> found & 1) return reader_fail(reader, word.at, "%s stands there already; name each control once", words[found]);
    if (lock && found == CONTROL_GUIDE) return reader_fail(reader, word.at, "the guide has nothing to lock; hide=guide takes it away");
    if (lock && reader->scene->hidden >> found & 1)
        return reader_fail(reader, word.at, "%s is hidden, and so it cannot be changed anyway; leave it out here", words[found]);
    *mask |= 1u << found;
    return true;
}

bool read_controls(Reader *reader, Key key, unsigned *mask)
{
    Span value = reader->value[key];
    if (!value.at) return true;
    for (const char *from = value.at, *end = value.at + value.length;;) {
        const char *comma = memchr(from, ',', (size_t)(end - from));
        if (!read_control(reader, (Span){ from, (size_t)((comma ? comma : end) - from) }, key == KEY_LOCK, mask)) return false;
        if (!comma) return true;
        from = comma + 1;
    }
}

void controls_print(Text *out, Key key, unsigned mask)
{
    const char *before = " ";
    for (int i = 0; i < CONTROL_COUNT; i++) {
        if (!(mask >> i & 1)) continue;
        if (*before == ' ') text_print(out, " %s=", KEYS[key].word), before = "";
        text_print(out, "%s%s", before, CONTROLS[i].word);
        before = ",";
    }
}
