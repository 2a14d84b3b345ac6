// A scene as one line of text, in one order and without what is the default anyway: the form that is copied, saved and
// compared.
#include "explain/scene_code.h"

static void put_size(Text *out, Key key, int rows, int cols, int dims, int usual)
{
    if (cols == usual && (dims == 1 || rows == usual)) return;
    if (dims == 1 || rows == cols) text_print(out, " %s=%d", KEYS[key].word, cols);
    else text_print(out, " %s=%dx%d", KEYS[key].word, rows, cols);
}

// Any path on one line: what cannot be seen, and bytes that are no UTF-8, as \xHH.
static void put_path(Text *out, const char *path)
{
    size_t length = 0;
    while (path[length]) length++;
    bool readable = utf8_valid(path, length);
    text_put(out, "\"");
    for (const unsigned char *c = (const unsigned char *)path; *c; c++) {
        if (*c == '"' || *c == '\\') text_print(out, "\\%c", *c);
        else if (*c < 0x20 || *c == 0x7F || (*c >= 0x80 && !readable)) text_print(out, "\\x%02X", *c);
        else text_put_bytes(out, (const char *)c, 1);
    }
    text_put(out, "\"");
}

static void put_values(Text *out, const Source *source, const int shape[4])
{
    for (int i = 0; i < source->count; i++) {
        const char *part = ",";
        if (i == 0) part = "[";
        else if (i % (shape[3] * shape[2] * shape[1]) == 0) part = "/";
        else if (i % (shape[3] * shape[2]) == 0) part = "|";
        else if (i % shape[3] == 0) part = ";";
        char number[NUMBER_TEXT];
        number_print(number, source->values[i]);
        text_print(out, "%s%s", part, number);
    }
    text_put(out, "]");
}

static void put_source(Text *out, const Scene *scene, Key key, const Source *source, SourceKind usual)
{
    if (source->kind == usual) return;
    text_print(out, " %s=", KEYS[key].word);
    if (source->kind != SOURCE_TYPED) text_put(out, source_word(source->kind));
    switch (source->kind) {
    case SOURCE_ONEHOT:
    case SOURCE_RANDOM:
    case SOURCE_BOXED:
    case SOURCE_TONE:
    case SOURCE_PYTORCH:
    case SOURCE_ICNR: text_print(out, ":%lld", source->number); break;
    case SOURCE_PICTURE: text_print(out, ":%s", source->word); break;
    case SOURCE_FILE:
        text_put(out, ":");
        put_path(out, source->word);
        break;
    case SOURCE_TYPED: {
        int shape[4];
        typed_shape(&scene->spec, key, shape);
        put_values(out, source, shape);
        break;
    }
    default: break;
    }
}

static void put_view(Text *out, const Scene *scene)
{
    if (scene->views == 2 && scene->view[0] == LENS_STAMP && scene->view[1] == LENS_SLIDE) return;
    for (int i = 0; i < scene->views; i++)
        text_print(out, "%s%s", i ? "," : " view=", LENSES[scene->view[i]].word);
}

static void put_switches(Text *out, const Scene *scene)
{
    Text words = { 0 };
    switches_print(&words, &scene->show, scene->spec.dims);
    if (words.length) text_print(out, " show=%s", words.data);
    text_clear(&words);
}

void scene_print(Text *out, const Scene *scene)
{
    const Spec *spec = &scene->spec;
    Axis y = spec->y, x = spec->x;
    for (int i = 0; i < COUNT(OPERATIONS); i++) {
        if (OPERATIONS[i].transposed == spec->transposed && OPERATIONS[i].dims == spec->dims)
            text_put(out, OPERATIONS[i].word);
    }
    put_size(out, KEY_IN, spec_in(spec, y), spec_in(spec, x), spec->dims, 3);
    put_size(out, KEY_KERNEL, y.kernel, x.kernel, spec->dims, 3);
    put_size(out, KEY_STRIDE, y.stride, x.stride, spec->dims, 1);
    put_size(out, KEY_PADDING, y.padding, x.padding, spec->dims, 0);
    put_size(out, KEY_OUTPUT_PADDING, y.output_padding, x.output_padding, spec->dims, 0);
    put_size(out, KEY_DILATION, y.dilation, x.dilation, spec->dims, 1);
    if (spec->in_channels != 1 || spec->out_channels != 1)
        text_print(out, " c=%d,%d", spec->in_channels, spec->out_channels);
    if (spec->groups != 1) text_print(out, " g=%d", spec->groups);
    if (spec->batch != 1) text_print(out, " n=%d", spec->batch);
    put_source(out, scene, KEY_X, &scene->x, SOURCE_RAMP);
    put_source(out, scene, KEY_W, &scene->w, SOURCE_RAMP);
    put_source(out, scene, KEY_B, &scene->b, SOURCE_NONE);
    put_source(out, scene, KEY_GY, &scene->gy, SOURCE_ONES);
    put_view(out, scene);
    put_switches(out, scene);
    if (scene->walk != WALK_INPUT) text_print(out, " walk=%s", WALK_WORDS[scene->walk]);
    if (scene->step != STEP_END) text_print(out, " step=%lld", scene->step);
    if (scene->cell.role != ROLE_NONE) {
        char cell[64];
        cell_print(cell, scene->cell);
        text_print(out, " cell=%s", cell);
    }
    if (scene->look != LOOK_USERS) text_print(out, " look=%s", LOOK_WORDS[scene->look]);
    controls_print(out, KEY_HIDE, scene->hidden);
    controls_print(out, KEY_LOCK, scene->locked);
}
