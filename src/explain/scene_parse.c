// Reads a scene code in two goes: first it cuts the line into an operation and key=value pieces, then it reads the
// pieces in the order in which they need each other (sizes, then tensors, then cells), whatever their order was.
#include "explain/scene_code.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Span {
    const char *at; // NULL where nothing was given
    size_t length;
} Span;

typedef struct Reader {
    const char *code;
    Span operation, key[KEY_COUNT], value[KEY_COUNT];
    Scene *scene;
    Error *err;
} Reader;

// Sizes up to here keep every sum of the one relation within an int; spec_check judges what is left.
enum { MOST_SIDE = 1 << 28, MOST_STEP = 1 << 20 };

// ---- saying what is wrong --------------------------------------------------------------------------------------

static int column_of(const char *code, const char *at)
{
    int column = 1;
    while (code < at && *code) {
        int bytes;
        utf8_next(code, &bytes);
        code += bytes;
        column++;
    }
    return column;
}

static bool fail(const Reader *reader, const char *at, const char *format, ...) PRINTF_LIKE(3, 4);
static bool fail(const Reader *reader, const char *at, const char *format, ...)
{
    char sentence[sizeof reader->err->text];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    return error_set(reader->err, column_of(reader->code, at), "%s", sentence);
}

enum { SHOWN = 64, SHOWN_BYTES = 40 };

// A piece of the code as it may stand in a sentence: short, and without what cannot be printed.
static const char *shown(char out[SHOWN], Span span)
{
    size_t n = 0, i = 0;
    while (i < span.length && n < SHOWN_BYTES) {
        char window[5] = { 0 };
        size_t left = span.length - i;
        memcpy(window, span.at + i, left < 4 ? left : 4);
        int bytes;
        uint32_t code = utf8_next(window, &bytes);
        bool plain = code >= 0x20 && code != 0x7F && code != 0xFFFD;
        if (plain) memcpy(out + n, window, (size_t)bytes), n += (size_t)bytes;
        else out[n++] = '?';
        i += (size_t)(bytes ? bytes : 1);
    }
    if (i < span.length) memcpy(out + n, "…", 3), n += 3;
    out[n] = 0;
    return out;
}

static bool is(Span span, const char *word)
{
    return strlen(word) == span.length && memcmp(span.at, word, span.length) == 0;
}

static int find(Span span, const char *const *words, int count)
{
    for (int i = 0; i < count; i++) {
        if (is(span, words[i])) return i;
    }
    return -1;
}

// "; did you mean slide?", or nothing.
static const char *meant(char out[SHOWN], Span span, const char *const *words, int count)
{
    char word[SHOWN];
    out[0] = 0;
    if (span.length >= sizeof word) return out;
    memcpy(word, span.at, span.length);
    word[span.length] = 0;
    int near = near_word(word, words, count);
    if (near >= 0) snprintf(out, SHOWN, "; did you mean %s?", words[near]);
    return out;
}

static const char *list(char *out, size_t size, const char *const *words, int count)
{
    size_t n = 0;
    out[0] = 0;
    for (int i = 0; i < count && n < size; i++)
        n += (size_t)snprintf(out + n, size - n, "%s%s", i == 0 ? "" : i == count - 1 ? " and " : ", ", words[i]);
    return out;
}

static const char *key_name(Key key)
{
    return KEYS[key].long_word;
}

// ---- cutting into pieces ---------------------------------------------------------------------------------------

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
        return fail(reader, from, "a scene begins with its operation: conv1d, conv2d, convt1d or convt2d");
    for (int i = 0; i < COUNT(OPERATIONS); i++) {
        if (!is(span, OPERATIONS[i].word)) continue;
        *reader->scene = scene_default(&OPERATIONS[i]);
        return true;
    }
    char word[SHOWN], hint[SHOWN] = "", copy[SHOWN];
    shown(word, span);
    snprintf(copy, sizeof copy, "%.*s", (int)(span.length < SHOWN_BYTES ? span.length : SHOWN_BYTES), span.at);
    int near = near_word(copy, words, COUNT(words));
    if (near >= 0) snprintf(hint, sizeof hint, "; did you mean %s?", OPERATIONS[near % 4].word);
    return fail(reader, from, "'%s' is no operation; there are conv1d, conv2d, convt1d and convt2d%s", word, hint);
}

static bool unknown_key(Reader *reader, Span span)
{
    const char *words[2 * KEY_COUNT];
    int count = 0;
    char word[SHOWN], hint[SHOWN], all[160];
    for (int i = 0; i < KEY_COUNT; i++) words[count++] = KEYS[i].word;
    list(all, sizeof all, words, count);
    for (int i = 0; i < KEY_COUNT; i++) words[count++] = KEYS[i].long_word;
    return fail(reader, span.at, "there is no key '%s'; keys are %s%s", shown(word, span), all,
                meant(hint, span, words, count));
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
        return fail(reader, open, bracket ? "this bracket is not closed; end it with ]"
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
            if (is(name, KEYS[i].word) || is(name, KEYS[i].long_word)) key = i;
        }
        if (name.length == 0) return fail(reader, c, "a key is missing before this '='; write key=value, as in k=3");
        if (key == KEY_COUNT) return unknown_key(reader, name);
        if (c[name.length] != '=')
            return fail(reader, c, "behind %s must stand = and %s, without blanks, as in k=3", shown(word, name),
                        KEYS[key].value);
        if (reader->key[key].at) {
            bool same = is(reader->key[key], KEYS[key].word) == is(name, KEYS[key].word);
            return same ? fail(reader, c, "%s is given twice; each key may stand once", shown(word, name))
                        : fail(reader, c, "%s and %s are the same key, and it is given twice; each may stand once",
                               KEYS[key].word, KEYS[key].long_word);
        }
        reader->key[key] = name;
        c += name.length + 1;
        if (!read_value(reader, &c, &reader->value[key])) return false;
        if (reader->value[key].length == 0)
            return fail(reader, reader->value[key].at, "a value is missing behind %s=; it may be %s",
                        shown(word, name), KEYS[key].value);
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
        if (digits) return fail(reader, span.at, "%s is %s; at most %lld can be handled", name, shown(word, span), most);
        if (span.length == 0) return fail(reader, span.at, "a number is missing in %s here", name);
        return fail(reader, span.at, "%s is '%s'; it must be a whole number, %lld or more", name, shown(word, span),
                    least);
    }
    if (*out < least) return fail(reader, span.at, "%s is %lld; it must be %lld or more", name, *out, least);
    if (*out > most) return fail(reader, span.at, "%s is %lld; at most %lld can be handled", name, *out, most);
    return true;
}

static bool read_size(Reader *reader, Key key)
{
    Span value = reader->value[key];
    Spec *spec = &reader->scene->spec;
    if (!value.at) return true;
    if (key == KEY_OUTPUT_PADDING && !spec->transposed)
        return fail(reader, reader->key[key].at, "a convolution has no output padding; leave %s out, or take convt%dd",
                    is(reader->key[key], "op") ? "op" : "output_padding", spec->dims);
    const char *name = key == KEY_IN ? "in" : key_name(key);
    bool may_be_zero = key == KEY_PADDING || key == KEY_OUTPUT_PADDING;
    long long least = may_be_zero ? 0 : 1, most = key == KEY_IN ? MOST_SIDE : MOST_STEP, rows, cols;
    const char *x = memchr(value.at, 'x', value.length), *comma = memchr(value.at, ',', value.length);
    if (x && spec->dims == 1)
        return fail(reader, x, "in 1D %s is one number, as in %s=3", name, KEYS[key].word);
    if (comma)
        return fail(reader, comma, "%s takes %s, not a comma", name,
                    spec->dims == 1 ? "one number" : "one number or ROWSxCOLUMNS, as in 3x2");
    if (!x) {
        if (!read_whole(reader, value, name, least, most, &cols)) return false;
        rows = cols;
    } else {
        Span first = { value.at, (size_t)(x - value.at) }, second = { x + 1, value.length - first.length - 1 };
        const char *third = memchr(second.at, 'x', second.length);
        if (third) return fail(reader, third, "%s has at most two numbers, ROWSxCOLUMNS", name);
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
    if (!comma) return fail(reader, value.at, "channels are two numbers, IN,OUT, as in c=1,2");
    Span in = { value.at, (size_t)(comma - value.at) }, out = { comma + 1, value.length - in.length - 1 };
    const char *second = memchr(out.at, ',', out.length);
    if (second) return fail(reader, second, "channels are two numbers, IN,OUT; here are more");
    long long a, b;
    if (!read_whole(reader, in, "channels", 1, MOST_STEP, &a)) return false;
    if (!read_whole(reader, out, "channels", 1, MOST_STEP, &b)) return false;
    spec->in_channels = (int)a, spec->out_channels = (int)b;
    return true;
}

// The value to point at for a sentence of spec_check: that of the first word in it which was given in the code.
static const char *blamed(const Reader *reader, const char *sentence)
{
    static const struct { const char *word; Key key; } names[] = {
        { "output_padding", KEY_OUTPUT_PADDING }, { "output padding", KEY_OUTPUT_PADDING }, { "padding", KEY_PADDING },
        { "kernel", KEY_KERNEL }, { "stride", KEY_STRIDE }, { "dilation", KEY_DILATION }, { "groups", KEY_GROUPS },
        { "channels", KEY_CHANNELS }, { "batch", KEY_BATCH }, { "input", KEY_IN },
    };
    const char *best = NULL, *at = reader->operation.at;
    for (int i = 0; i < COUNT(names); i++) {
        const char *found = strstr(sentence, names[i].word);
        if (names[i].key == KEY_PADDING) {
            while (found && found > sentence + 6 && !strncmp(found - 7, "output", 6)) found = strstr(found + 1, "padding");
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
    return fail(reader, blamed(reader, why.text), "%s", why.text);
}

// ---- tensors ---------------------------------------------------------------------------------------------------

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// "PATH" with \" \\ and \xHH, or a bare path without blanks (a shell eats the quotes).
static bool read_path(Reader *reader, Span arg, char **out)
{
    const char *c = arg.at, *end = arg.at + arg.length;
    char *path = memory_new(arg.length + 1, 1);
    size_t n = 0;
    bool ok = true, quoted = *c == '"';
    if (quoted) c++;
    for (; ok && c < end && !(quoted && *c == '"'); c++) {
        if (!quoted || *c != '\\') {
            path[n++] = *c;
        } else if (c[1] == '"' || c[1] == '\\') {
            path[n++] = *++c;
        } else if (c[1] == 'x' && hex(c[2]) >= 0 && hex(c[3]) >= 0 && hex(c[2]) + hex(c[3]) > 0) {
            path[n++] = (char)(hex(c[2]) * 16 + hex(c[3]));
            c += 3;
        } else {
            ok = fail(reader, c, "behind a backslash in a path may stand \\, \" or xHH (two hexadecimal digits)");
        }
    }
    if (ok && quoted && c + 1 < end) ok = fail(reader, c + 1, "nothing may stand behind the closing \" but a blank");
    if (ok && n == 0) ok = fail(reader, arg.at, "the path of the file is empty; write file:\"PATH\"");
    if (!ok) {
        free(path);
        return false;
    }
    *out = path;
    return true;
}

static bool read_picture_name(Reader *reader, Span arg, char **out)
{
    int count = 0;
    while (PICTURE_NAMES[count]) count++;
    int index = arg.at ? find(arg, PICTURE_NAMES, count) : 0;
    char word[SHOWN], hint[SHOWN], all[160];
    if (index < 0)
        return fail(reader, arg.at, "there is no built-in picture '%s'; there are %s%s", shown(word, arg),
                    list(all, sizeof all, PICTURE_NAMES, count), meant(hint, arg, PICTURE_NAMES, count));
    *out = memory_text(PICTURE_NAMES[index]);
    return true;
}

static bool read_typed(Reader *reader, Key key, Source *source)
{
    Span value = reader->value[key];
    int shape[4];
    typed_shape(&reader->scene->spec, key, shape);
    long long count = 1;
    for (int i = 0; i < 4; i++) count *= shape[i];
    if (count > SOURCE_MOST_TYPED)
        return fail(reader, value.at, "%s has %lld values; at most %d can be typed: use file:\"PATH\" instead",
                    KEYS[key].word, count, SOURCE_MOST_TYPED);
    size_t at = 0;
    Error why;
    float *values = memory_new((size_t)count, sizeof *values);
    if (!typed_parse(value.at, value.length, KEYS[key].word, shape, values, &at, &why)) {
        free(values);
        return fail(reader, value.at + at, "%s", why.text);
    }
    *source = (Source){ .kind = SOURCE_TYPED, .values = values, .count = (int)count };
    return true;
}

static bool unknown_source(Reader *reader, Key key, Span word)
{
    const char *words[SOURCE_KINDS];
    int count = 0;
    char bad[SHOWN], hint[SHOWN], all[160];
    for (SourceKind kind = 0; kind < SOURCE_KINDS; kind++) {
        if (kind != SOURCE_TYPED && source_fits(kind, key_source_for(key))) words[count++] = source_word(kind);
    }
    return fail(reader, word.at, "%s cannot be '%s'; it may be %s, or values in brackets as [1,2;3,4]%s",
                KEYS[key].word, shown(bad, word), list(all, sizeof all, words, count), meant(hint, word, words, count));
}

static bool read_source_argument(Reader *reader, Key key, Source *source, Span arg)
{
    const char *name = KEYS[key].word, *end = reader->value[key].at + reader->value[key].length;
    int shape[4];
    char word[SHOWN];
    switch (source->kind) {
    case SOURCE_ONEHOT: {
        long long count = 1;
        scene_shape(&reader->scene->spec, key == KEY_X ? ROLE_X : key == KEY_W ? ROLE_W : key == KEY_B ? ROLE_B : ROLE_Y,
                    shape);
        for (int i = 0; i < 4; i++) count *= shape[i];
        if (!arg.at) return fail(reader, end, "onehot needs the index of its 1, as in %s=onehot:0", name);
        if (!number_parse_whole(arg.at, arg.length, 0, count - 1, &source->number))
            return fail(reader, arg.at, "%s has no value number '%s'; its values are numbered 0 to %lld", name,
                        shown(word, arg), count - 1);
        return true;
    }
    case SOURCE_RANDOM:
    case SOURCE_ICNR:
        source->number = 1;
        if (!arg.at) return true;
        if (!number_parse_whole(arg.at, arg.length, 0, INT64_MAX, &source->number))
            return fail(reader, arg.at, "the seed is '%s'; it must be a whole number, 0 to 9223372036854775807",
                        shown(word, arg));
        return true;
    case SOURCE_PICTURE: return read_picture_name(reader, arg, &source->word);
    case SOURCE_FILE:
        if (!arg.at || arg.length == 0)
            return fail(reader, end, "file needs a path, as in %s=file:\"photo.png\"", name);
        return read_path(reader, arg, &source->word);
    default:
        return !arg.at || fail(reader, arg.at - 1, "nothing may stand behind %s", source_word(source->kind));
    }
}

static bool read_source(Reader *reader, Key key)
{
    Span value = reader->value[key], arg = { 0 }, word = value;
    if (!value.at) return true;
    Source read = { 0 }, *source = scene_source(reader->scene, key);
    if (*value.at == '[') return read_typed(reader, key, source);
    const char *colon = memchr(value.at, ':', value.length);
    if (colon) {
        word.length = (size_t)(colon - value.at);
        arg = (Span){ colon + 1, value.length - word.length - 1 };
    }
    for (read.kind = 0; read.kind < SOURCE_KINDS; read.kind++) {
        if (read.kind != SOURCE_TYPED && is(word, source_word(read.kind))) break;
    }
    if (read.kind == SOURCE_KINDS || !source_fits(read.kind, key_source_for(key)))
        return unknown_source(reader, key, word);
    if (!read_source_argument(reader, key, &read, arg)) return false;
    *source = read;
    return true;
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
        int lens = find(word, words, LENS_COUNT);
        if (lens < 0)
            return fail(reader, from, "there is no lens '%s'; there are %s%s", shown(bad, word),
                        list(all, sizeof all, words, LENS_COUNT), meant(hint, word, words, LENS_COUNT));
        for (int i = 0; i < scene->views; i++) {
            if (scene->view[i] == (Lens)lens)
                return fail(reader, from, "%s is shown already; name each lens once", words[lens]);
            if (LENSES[lens].place || LENSES[scene->view[i]].place)
                return fail(reader, from, "%s fills the stage alone; leave the other lenses out",
                            LENSES[lens].place ? words[lens] : words[scene->view[i]]);
        }
        if (scene->views == SCENE_MOST_VIEWS)
            return fail(reader, from, "at most %d lenses stand side by side", SCENE_MOST_VIEWS);
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
    int index = find(value, words + first, count - first);
    if (index < 0)
        return fail(reader, value.at, "%s cannot be '%s'; there are %s%s", KEYS[key].word, shown(bad, value),
                    list(all, sizeof all, words + first, count - first), meant(hint, value, words + first, count - first));
    *out = index + first;
    return true;
}

static bool read_step(Reader *reader)
{
    Span value = reader->value[KEY_STEP];
    Scene *scene = reader->scene;
    long long most = timeline_count(&scene->spec, scene->walk);
    char word[SHOWN];
    if (!value.at || is(value, "end")) return true;
    if (number_parse_whole(value.at, value.length, 0, most, &scene->step)) return true;
    return fail(reader, value.at, "step is '%s'; walking by %s it may be 0 to %lld, or end", shown(word, value),
                WALK_WORDS[scene->walk], most);
}

static bool read_cell(Reader *reader)
{
    Span value = reader->value[KEY_CELL];
    Scene *scene = reader->scene;
    char word[SHOWN];
    if (!value.at) return true;
    if (!cell_parse(value.at, value.length, &scene->cell))
        return fail(reader, value.at, "'%s' is no cell; write it as y:n,c,row,col (or with x, w or b)%s",
                    shown(word, value), scene->spec.dims == 1 ? "; in 1D row is 0" : "");
    Role role = scene->cell.role;
    if (role == ROLE_B && scene->b.kind == SOURCE_NONE)
        return fail(reader, value.at, "there is no cell %s: this scene has no bias", shown(word, value));
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
                                           [ROLE_B] = "channel,0,0,0", [ROLE_Y] = "n,c,row,col" };
    return fail(reader, value.at, "there is no cell %s; %s goes from %d,%d,%d,%d to %d,%d,%d,%d", shown(word, value),
                indices[role], 0, 0, from[0], from[1], shape[0] - 1, shape[1] - 1, to[0], to[1]);
}

bool scene_parse(Scene *out, const char *code, Error *err)
{
    Scene scene = { 0 };
    Reader reader = { .code = code, .scene = &scene, .err = err };
    int walk = WALK_INPUT, look = LOOK_USERS;
    *out = (Scene){ 0 };
    bool ok = read_pieces(&reader) && read_spec(&reader);
    for (Key key = KEY_X; ok && key <= KEY_GY; key++) ok = read_source(&reader, key);
    ok = ok && read_view(&reader) && read_word(&reader, KEY_WALK, WALK_WORDS, 0, WALK_COUNT, &walk) &&
         read_word(&reader, KEY_LOOK, LOOK_WORDS, 1, LOOK_COUNT, &look);
    scene.walk = (Walk)walk, scene.look = (LookName)look;
    ok = ok && read_step(&reader) && read_cell(&reader);
    if (ok) *out = scene;
    else scene_clear(&scene);
    return ok;
}
