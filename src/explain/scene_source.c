// Where a tensor of the scene comes from: a word with what belongs behind its colon, or values in brackets.
#include "explain/scene_reader.h"

#include <stdlib.h>
#include <string.h>

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
            ok = reader_fail(reader, c, "behind a backslash in a path may stand \\, \" or xHH (two hexadecimal "
                                        "digits)");
        }
    }
    if (ok && quoted && c + 1 < end)
        ok = reader_fail(reader, c + 1, "nothing may stand behind the closing \" but a blank");
    if (ok && n == 0) ok = reader_fail(reader, arg.at, "the path of the file is empty; write file:\"PATH\"");
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
    int index = arg.at ? span_find(arg, PICTURE_NAMES, count) : 0;
    char word[SHOWN], hint[SHOWN], all[160];
    if (index < 0)
        return reader_fail(reader, arg.at, "there is no built-in picture '%s'; there are %s%s", span_shown(word, arg),
                           words_list(all, sizeof all, PICTURE_NAMES, count),
                           span_meant(hint, arg, PICTURE_NAMES, count));
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
        return reader_fail(reader, value.at, "%s has %lld values; at most %d can be typed: use file:\"PATH\" instead",
                           KEYS[key].word, count, SOURCE_MOST_TYPED);
    size_t at = 0;
    Error why;
    float *values = memory_new((size_t)count, sizeof *values);
    if (!typed_parse(value.at, value.length, KEYS[key].word, shape, values, &at, &why)) {
        free(values);
        return reader_fail(reader, value.at + at, "%s", why.text);
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
    return reader_fail(reader, word.at, "%s cannot be '%s'; it may be %s, or values in brackets as [1,2;3,4]%s",
                       KEYS[key].word, span_shown(bad, word), words_list(all, sizeof all, words, count),
                       span_meant(hint, word, words, count));
}

static bool read_source_argument(Reader *reader, Key key, Source *source, Span arg)
{
    const char *name = KEYS[key].word, *end = reader->value[key].at + reader->value[key].length;
    int shape[4];
    char word[SHOWN];
    switch (source->kind) {
    case SOURCE_ONEHOT: {
        long long count = 1;
        scene_shape(&reader->scene->spec, key_role(key), shape);
        for (int i = 0; i < 4; i++) count *= shape[i];
        if (!arg.at) return reader_fail(reader, end, "onehot needs the index of its 1, as in %s=onehot:0", name);
        if (!number_parse_whole(arg.at, arg.length, 0, count - 1, &source->number))
            return reader_fail(reader, arg.at, "%s has no value number '%s'; its values are numbered 0 to %lld", name,
                               span_shown(word, arg), count - 1);
        return true;
    }
    case SOURCE_TONE:
        source->number = 1;
        if (!arg.at) return true;
        if (!number_parse_whole(arg.at, arg.length, 0, SPEC_MOST_SIDE, &source->number))
            return reader_fail(reader, arg.at, "the tone has '%s' cycles; it must be a whole number, 0 to %d", span_shown(word, arg), SPEC_MOST_SIDE);
        return true;
    case SOURCE_RANDOM:
    case SOURCE_BOXED:
    case SOURCE_PYTORCH:
    case SOURCE_ICNR:
        source->number = 1;
        if (!arg.at) return true;
        if (!number_parse_whole(arg.at, arg.length, 0, INT64_MAX, &source->number))
            return reader_fail(reader, arg.at, "the seed is '%s'; it must be a whole number, 0 to 9223372036854775807",
                               span_shown(word, arg));
        return true;
    case SOURCE_PICTURE: return read_picture_name(reader, arg, &source->word);
    case SOURCE_FILE:
        if (!arg.at || arg.length == 0)
            return reader_fail(reader, end, "file needs a path, as in %s=file:\"photo.png\"", name);
        return read_path(reader, arg, &source->word);
    default:
        return !arg.at || reader_fail(reader, arg.at - 1, "nothing may stand behind %s", source_word(source->kind));
    }
}

bool read_source(Reader *reader, Key key)
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
        if (read.kind != SOURCE_TYPED && span_is(word, source_word(read.kind))) break;
    }
    if (read.kind == SOURCE_KINDS || !source_fits(read.kind, key_source_for(key)))
        return unknown_source(reader, key, word);
    if (!read_source_argument(reader, key, &read, arg)) return false;
    *source = read;
    return true;
}
