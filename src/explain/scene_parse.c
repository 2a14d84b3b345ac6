// Reads a scene code in two goes: first it cuts the line into an operation and key=value pieces, then it reads the
// pieces in the order in which they need each other (sizes, then tensors, then cells), whatever their order was.
#include "explain/scene_reader.h"

#include <stdio.h>
#include <string.h>

// Sizes up to here keep every sum of the one relation within an int; spec_check judges what is left.
enum { MOST_SIDE = 1 << 28, MOST_STEP = 1 << 20 };

// ---- cutting into pieces ---------------------------------------------------------------------------------------

static const char *key_name(Key key)
{
    return KEYS[key].long_word;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *skip_blanks(const char *c)
{
    while (is_blank(*c)) c++;
    return c;
}

static bool read_operation(Reader *reader, const char **next)
{
    // Names of PyTorch's that someone will try, in the order of OPERATIONS behind ours.
    static const char *const words[] = { "conv1d", "conv2d", "convt1d", "convt2d", "Conv1d", "Conv2d",
                                         "conv_transpose1d", "conv_transpose2d", "conv1d", "conv2d",
                                         "ConvTranspose1d", "ConvTranspose2d" };
    const char *from = skip_blanks(reader->code), *end = from;
    while (*end && !is_blank(*end)) end++;
    Span span = { from, (size_t)(end - from) };
    *next = end;
    reader->operation = span;
    if (span.length == 0)
        return reader_fail(reader, from, "a scene begins with its operation: conv1d, conv2d, convt1d or convt2d");
    for (int i = 0; i < COUNT(OPERATIONS); i++) {
        if (!span_is(span, OPERATIONS[i].word)) continue;
        *reader->scene = scene_default(&OPERATIONS[i]);
        return true;
    }
    char word[SHOWN], hint[SHOWN] = "", copy[SHOWN];
    span_shown(word, span);
    snprintf(copy, sizeof copy, "%.*s", (int)(span.length < SHOWN_BYTES ? span.length : SHOWN_BYTES), span.at);
    int near = near_word(copy, words, COUNT(words));
    if (memchr(span.at, '(', span.length))
        return reader_fail(reader, from, "'%s' is no layer that can be read; there are convolutions and transposed ones, such as "
                                         "nn.ConvTranspose2d(64, 32, 4, 2, 1) or Conv2DTranspose(32, 4, strides=2)", word);
    if (near >= 0) snprintf(hint, sizeof hint, "; did you mean %s?", OPERATIONS[near % 4].word);
    return reader_fail(reader, from, "'%s' is no operation; there are conv1d, conv2d, convt1d and convt2d%s", word,
                       hint);
}

static bool unknown_key(Reader *reader, Span span)
{
    const char *words[2 * KEY_COUNT];
    int count = 0;
    char word[SHOWN], hint[SHOWN], all[160];
    for (int i = 0; i < KEY_COUNT; i++) words[count++] = KEYS[i].word;
    words_list(all, sizeof all, words, count);
    for (int i = 0; i < KEY_COUNT; i++) words[count++] = KEYS[i].long_word;
    return reader_fail(reader, span.at, "there is no key '%s'; keys are %s%s", span_shown(word, span), all,
                       span_meant(hint, span, words, count));
}

// A value ends at a blank, but not within quotes or brackets.
static bool read_value(Reader *reader, const char **next, Span *value)
{
    const char *from = *next, *c = from, *open = NULL;
    bool bracket = *c == '[';
    if (bracket) open = c;
    while (*c && (open || !is_blank(*c))) {
        if (bracket && *c == ']') bracket = false, open = NULL;
        else if (!bracket && *c == '"') open = open ? NULL : c;
        else if (!bracket && open && *c == '\\' && c[1]) c++;
        c++;
    }
    *value = (Span){ from, (size_t)(c - from) };
    *next = c;
    if (open)
        return reader_fail(reader, open, bracket ? "this bracket is not closed; end it with ]"
                                          : "this quote is not closed; end the path with \"");
    return true;
}

static bool read_pieces(Reader *reader)
{
    const char *c;
    if (!read_operation(reader, &c)) return false;
    while (*(c = skip_blanks(c))) {
        Span name = { c, strcspn(c, "= \t\n\r") };
        char word[SHOWN];
        int key = KEY_COUNT;
        for (int i = 0; i < KEY_COUNT; i++) {
            if (span_is(name, KEYS[i].word) || span_is(name, KEYS[i].long_word)) key = i;
        }
        if (name.length == 0)
            return reader_fail(reader, c, "a key is missing before this '='; write key=value, as in k=3");
        if (key == KEY_COUNT) return unknown_key(reader, name);
        if (c[name.length] != '=')
            return reader_fail(reader, c, "behind %s must stand = and %s, without blanks, as in k=3",
                               span_shown(word, name), KEYS[key].value);
        if (reader->key[key].at) {
            bool same = span_is(reader->key[key], KEYS[key].word) == span_is(name, KEYS[key].word);
            if (same) return reader_fail(reader, c, "%s is given twice; each key may stand once", span_shown(word, name));
            return reader_fail(reader, c, "%s and %s are the same key, and it is given twice; each may stand once",
                               KEYS[key].word, KEYS[key].long_word);
        }
        reader->key[key] = name;
        c += name.length + 1;
        if (!read_value(reader, &c, &reader->value[key])) return false;
        if (reader->value[key].length == 0)
            return reader_fail(reader, reader->value[key].at, "a value is missing behind %s=; it may be %s",
                               span_shown(word, name), KEYS[key].value);
    }
    return true;
}

// ---- numbers ---------------------------------------------------------------------------------------------------

static bool read_whole(Reader *reader, Span span, const char *name, long long least, long long most, long long *out)
{
    char word[SHOWN];
    if (!number_parse_whole(span.at, span.length, INT64_MIN, INT64_MAX, out)) {
        bool digits = span.length > 0;
        for (size_t i = 0; i < span.length; i++) digits = digits && span.at[i] >= '0' && span.at[i] <= '9';
        if (digits)
            return reader_fail(reader, span.at, "%s is %s; at most %lld can be handled", name, span_shown(word, span),
                               most);
        if (span.length == 0) return reader_fail(reader, span.at, "a number of '%s' is missing here", name);
        return reader_fail(reader, span.at, "%s is '%s'; it must be a whole number, %lld or more", name,
                           span_shown(word, span), least);
    }
    if (*out < least) return reader_fail(reader, span.at, "%s is %lld; it must be %lld or more", name, *out, least);
    if (*out > most) return reader_fail(reader, span.at, "%s is %lld; at most %lld can be handled", name, *out, most);
    return true;
}

static bool read_size(Reader *reader, Key key)
{
    Span value = reader->value[key];
    Spec *spec = &reader->scene->spec;
    if (!value.at) return true;
    if (key == KEY_OUTPUT_PADDING && !spec->transposed)
        return reader_fail(reader, reader->key[key].at,
                           "a convolution has no output padding; leave %s out, or take convt%dd",
                           span_is(reader->key[key], "op") ? "op" : "output_padding", spec->dims);
    const char *name = key == KEY_IN ? "in" : key_name(key);
    bool may_be_zero = key == KEY_PADDING || key == KEY_OUTPUT_PADDING;
    long long least = may_be_zero ? 0 : 1, most = key == KEY_IN ? MOST_SIDE : MOST_STEP, rows, cols;
    const char *x = memchr(value.at, 'x', value.length), *comma = memchr(value.at, ',', value.length);
    if (x && spec->dims == 1)
        return reader_fail(reader, x, "in 1D %s is one number, as in %s=3", name, KEYS[key].word);
    if (comma)
        return reader_fail(reader, comma, "%s takes %s, not a comma", name,
                           spec->dims == 1 ? "one number" : "one number or ROWSxCOLUMNS, as in 3x2");
    if (!x) {
        if (!read_whole(reader, value, name, least, most, &cols)) return false;
        rows = cols;
    } else {
        Span first = { value.at, (size_t)(x - value.at) }, second = { x + 1, value.length - first.length - 1 };
        const char *third = memchr(second.at, 'x', second.length);
        if (third) return reader_fail(reader, third, "%s has at most two numbers, ROWSxCOLUMNS", name);
        if (!read_whole(reader, first, name, least, most, &rows)) return false;
        if (!read_whole(reader, second, name, least, most, &cols)) return false;
    }
    param_set(spec, (Param)key, false, (int)cols);
    if (spec->dims == 2) param_set(spec, (Param)key, true, (int)rows);
    return true;
}

static bool read_count(Reader *reader, Key key, int *out)
{
    long long value;
    if (!reader->value[key].at) return true;
    if (!read_whole(reader, reader->value[key], key_name(key), 1, MOST_STEP, &value)) return false;
    *out = (int)value;
    return true;
}

static bool read_channels(Reader *reader)
{
    Span value = reader->value[KEY_CHANNELS];
    Spec *spec = &reader->scene->spec;
    if (!value.at) return true;
    const char *comma = memchr(value.at, ',', value.length);
    if (!comma) return reader_fail(reader, value.at, "channels are two numbers, IN,OUT, as in c=1,2");
    Span in = { value.at, (size_t)(comma - value.at) }, out = { comma + 1, value.length - in.length - 1 };
    const char *second = memchr(out.at, ',', out.length);
    if (second) return reader_fail(reader, second, "channels are two numbers, IN,OUT; here are more");
    long long a, b;
    if (!read_whole(reader, in, "channels", 1, MOST_STEP, &a)) return false;
    if (!read_whole(reader, out, "channels", 1, MOST_STEP, &b)) return false;
    spec->in_channels = (int)a, spec->out_channels = (int)b;
    return true;
}

// The value to point at for a sentence of spec_check: that of the first word in it which was given in the code, else
// the input's size.
static const char *blamed(const Reader *reader, const char *sentence)
{
    static const struct { const char *word; Key key; } names[] = {
        { "output_padding", KEY_OUTPUT_PADDING }, { "output padding", KEY_OUTPUT_PADDING }, { "padding", KEY_PADDING },
        { "kernel", KEY_KERNEL }, { "stride", KEY_STRIDE }, { "dilation", KEY_DILATION }, { "groups", KEY_GROUPS },
        { "channels", KEY_CHANNELS }, { "batch", KEY_BATCH }, { "input", KEY_IN },
    };
    const char *best = NULL, *at = reader->value[KEY_IN].at ? reader->value[KEY_IN].at : reader->operation.at;
    for (int i = 0; i < COUNT(names); i++) {
        const char *found = strstr(sentence, names[i].word);
        if (names[i].key == KEY_PADDING) {
            while (found && found > sentence + 6 && !strncmp(found - 7, "output", 6))
                found = strstr(found + 1, "padding");
        }
        if (!found || !reader->value[names[i].key].at || (best && found >= best)) continue;
        best = found;
        at = reader->value[names[i].key].at;
    }
    return at;
}

static bool read_spec(Reader *reader)
{
    Spec *spec = &reader->scene->spec;
    Error why;
    for (Key key = KEY_IN; key <= KEY_DILATION; key++) {
        if (!read_size(reader, key)) return false;
    }
    if (!read_channels(reader) || !read_count(reader, KEY_GROUPS, &spec->groups) ||
        !read_count(reader, KEY_BATCH, &spec->batch))
        return false;
    if (spec_check(spec, &why)) return true;
    return reader_fail(reader, blamed(reader, why.text), "%s", why.text);
}

// ---- what is shown ---------------------------------------------------------------------------------------------

static bool read_view(Reader *reader)
{
    Span value = reader->value[KEY_VIEW];
    Scene *scene = reader->scene;
    const char *words[LENS_COUNT];
    char bad[SHOWN], hint[SHOWN], all[160];
    if (!value.at) return true;
    for (int i = 0; i < LENS_COUNT; i++) words[i] = LENSES[i].word;
    const char *from = value.at, *end = value.at + value.length;
    scene->views = 0;
    for (;;) {
        const char *comma = memchr(from, ',', (size_t)(end - from));
        Span word = { from, (size_t)((comma ? comma : end) - from) };
        int lens = span_find(word, words, LENS_COUNT);
        if (lens < 0)
            return reader_fail(reader, from, "there is no lens '%s'; there are %s%s", span_shown(bad, word),
                               words_list(all, sizeof all, words, LENS_COUNT),
                               span_meant(hint, word, words, LENS_COUNT));
        for (int i = 0; i < scene->views; i++) {
            if (scene->view[i] == (Lens)lens)
                return reader_fail(reader, from, "%s is shown already; name each lens once", words[lens]);
            if (LENSES[lens].place || LENSES[scene->view[i]].place)
                return reader_fail(reader, from, "%s fills the stage alone; leave the other lenses out",
                                   LENSES[lens].place ? words[lens] : words[scene->view[i]]);
        }
        if (scene->views == SCENE_MOST_VIEWS)
            return reader_fail(reader, from, "at most %d lenses stand side by side", SCENE_MOST_VIEWS);
        scene->view[scene->views++] = (Lens)lens;
        if (!comma) return true;
        from = comma + 1;
    }
}

// One of a few words, as for walk and look; [first] is the first that may be said.
static bool read_word(Reader *reader, Key key, const char *const *words, int first, int count, int *out)
{
    Span value = reader->value[key];
    char bad[SHOWN], hint[SHOWN], all[160];
    if (!value.at) return true;
    int index = span_find(value, words + first, count - first);
    if (index < 0)
        return reader_fail(reader, value.at, "%s cannot be '%s'; there are %s%s", KEYS[key].word,
                           span_shown(bad, value), words_list(all, sizeof all, words + first, count - first),
                           span_meant(hint, value, words + first, count - first));
    *out = index + first;
    return true;
}

static bool read_step(Reader *reader)
{
    Span value = reader->value[KEY_STEP];
    Scene *scene = reader->scene;
    long long most = timeline_count(&scene->spec, scene->walk);
    char word[SHOWN];
    if (!value.at || span_is(value, "end")) return true;
    if (number_parse_whole(value.at, value.length, 0, most, &scene->step)) return true;
    return reader_fail(reader, value.at, "step is '%s'; walking by %s it may be 0 to %lld, or end",
                       span_shown(word, value), WALK_WORDS[scene->walk], most);
}

static bool read_cell(Reader *reader)
{
    Span value = reader->value[KEY_CELL];
    Scene *scene = reader->scene;
    char word[SHOWN];
    if (!value.at) return true;
    if (!cell_parse(value.at, value.length, &scene->cell))
        return reader_fail(reader, value.at, "'%s' is no cell; write it as y:n,c,row,col (or with x, w, b, gy, gx, gw, or c:narrow,wide,0,0)%s",
                           span_shown(word, value), scene->spec.dims == 1 ? "; in 1D row is 0" : "");
    Role role = scene->cell.role;
    if (role == ROLE_B && scene->b.kind == SOURCE_NONE)
        return reader_fail(reader, value.at, "there is no cell %s: this scene has no bias", span_shown(word, value));
    if (cell_exists(&scene->spec, scene->cell)) return true;
    int shape[4], from[2] = { 0, 0 }, to[2];
    scene_shape(&scene->spec, role, shape);
    to[0] = shape[2] - 1, to[1] = shape[3] - 1;
    if (role == ROLE_Y) {
        Canvas canvas = canvas_of(&scene->spec);
        from[0] = canvas.row0, from[1] = canvas.col0;
        to[0] = canvas.row0 + canvas.rows - 1, to[1] = canvas.col0 + canvas.cols - 1;
    } else if (role == ROLE_X && !scene->spec.transposed) {
        from[0] = -scene->spec.y.padding, from[1] = -scene->spec.x.padding;
        to[0] -= from[0], to[1] -= from[1];
    }
    static const char *const indices[] = { [ROLE_X] = "n,c,row,col", [ROLE_W] = "first,second,row,col",
                                           [ROLE_B] = "channel,0,0,0", [ROLE_Y] = "n,c,row,col",
                                           [ROLE_GY] = "n,c,row,col",  [ROLE_GX] = "n,c,row,col",
                                           [ROLE_GW] = "first,second,row,col", [ROLE_C] = "narrow,wide,0,0" };
    return reader_fail(reader, value.at, "there is no cell %s; %s goes from %d,%d,%d,%d to %d,%d,%d,%d",
                       span_shown(word, value), indices[role], 0, 0, from[0], from[1], shape[0] - 1, shape[1] - 1, to[0], to[1]);
}

bool scene_parse(Scene *out, const char *code, Error *err)
{
    Scene scene = { 0 };
    Reader reader = { .code = code, .scene = &scene, .err = err };
    int walk = WALK_INPUT, look = LOOK_USERS;
    *out = (Scene){ 0 };
    bool ok = read_pieces(&reader) && read_spec(&reader);
    for (Key key = KEY_X; ok && key <= KEY_GY; key++) ok = read_source(&reader, key);
    ok = ok && read_view(&reader) && read_switches(&reader) && read_word(&reader, KEY_WALK, WALK_WORDS, 0, WALK_COUNT, &walk) &&
         read_word(&reader, KEY_LOOK, LOOK_WORDS, 1, LOOK_COUNT, &look) && read_controls(&reader, KEY_HIDE, &scene.hidden) &&
         read_controls(&reader, KEY_LOCK, &scene.locked);
    scene.walk = (Walk)walk, scene.look = (LookName)look;
    ok = ok && read_step(&reader) && read_cell(&reader);
    if (ok) *out = scene;
    else scene_clear(&scene);
    return ok;
}
