// The switches of the lenses in a scene code, as in show=turned,from:29: one table, which the reader, the printer, what is
// said of mistakes and the help go by.
#include "explain/scene_reader.h"

#include <stddef.h>
#include <string.h>

const char *const COLOUR_WORDS[TAP_COLOURS] = { "weight", "phase", "value" };

#define AT(field) offsetof(Switches, field)

const SwitchRow SWITCHES[SWITCH_COUNT] = {
    { "pair", LENS_STAMP, "y is what the shown channel of x alone adds", AT(one_pair), 1, TAKES_NOTHING },
    { "colour", LENS_STAMP, "cells and weights are coloured by phase or value", AT(colours), 0, TAKES_COLOUR },
    { "unturned", LENS_SLIDE, "the kernel as it is, to see the sums disagree", AT(turned_back), 1, TAKES_NOTHING },
    { "folded", LENS_SLIDE, "the inserted zeros are folded away", AT(zeros_gone), 1, TAKES_NOTHING },
    { "turned", LENS_MATRIX, "C and Cᵀ have changed places", AT(matrix_turned), 1, TAKES_NOTHING },
    { "chain", LENS_MATRIX, "y is fed back: does x return?", AT(matrix_chain), 1, TAKES_NOTHING },
    { "cut", LENS_MATRIX, "what padding strikes out is there too", AT(matrix_cut), 1, TAKES_NOTHING },
    { "uncut", LENS_MATRIX, "what padding strikes out is left out in 1D too", AT(matrix_cut), -1, TAKES_NOTHING },
    { "split", LENS_PHASES, "a plane for each phase", AT(phases), PHASES_SPLIT, TAKES_NOTHING },
    { "channels", LENS_PHASES, "the planes as PixelShuffle's channels", AT(phases), PHASES_CHANNELS, TAKES_NOTHING },
    { "phase", LENS_PHASES, "one phase alone", AT(phase_row), 0, TAKES_PHASE },
    { "weighted", LENS_OVERLAP, "each print counts as much as its weight", AT(overlap_weighted), 1, TAKES_NOTHING },
    { "from-to", LENS_SIZES, "which layers lead from one size to another", AT(sizes_tab), SIZES_FROM_TO, TAKES_NOTHING },
    { "frameworks", LENS_SIZES, "the same layer elsewhere", AT(sizes_tab), SIZES_FRAMEWORKS, TAKES_NOTHING },
    { "rows", LENS_SIZES, "the axis of the rows", AT(sizes_rows), 1, TAKES_NOTHING },
    { "from", LENS_SIZES, "the size that is asked from", AT(sizes_from), 0, TAKES_SIZE },
    { "to", LENS_SIZES, "the size that is asked for", AT(sizes_to), 0, TAKES_SIZE },
    { "wider", LENS_SIZES, "larger kernels and strides are tried too", AT(sizes_wider), 1, TAKES_NOTHING },
    { "framework", LENS_SIZES, "the one that is spoken of", AT(sizes_framework), 0, TAKES_FRAMEWORK },
    { "a", LENS_PICTURE, "who stands as A", AT(picture_a), 0, TAKES_RIVAL },
    { "b", LENS_PICTURE, "who stands as B", AT(picture_b), 0, TAKES_RIVAL },
    { "beside", LENS_PICTURE, "A and B side by side", AT(picture_with), PICTURE_BESIDE, TAKES_NOTHING },
    { "difference", LENS_PICTURE, "what A and B differ by", AT(picture_with), PICTURE_DIFFERENCE, TAKES_NOTHING },
    { "shift", LENS_PICTURE, "the input moved, in pixels of the output", AT(picture_shift_row), 0, TAKES_SHIFT },
    { "layers", LENS_PICTURE, "so many of the layer one behind the other", AT(picture_layers), 0, TAKES_LAYERS },
};

const char *switch_example(SwitchTakes takes)
{
    static const char *const examples[] = { [TAKES_NOTHING] = "", [TAKES_COLOUR] = "phase", [TAKES_PHASE] = "1x0", [TAKES_SIZE] = "29",
                                            [TAKES_FRAMEWORK] = "keras-same", [TAKES_RIVAL] = "nearest", [TAKES_SHIFT] = "0x1",
                                            [TAKES_LAYERS] = "3" };
    return examples[takes];
}

static int *field_of(Switches *switches, const SwitchRow *row)
{
    return (int *)(void *)((char *)switches + row->at);
}

bool switches_have_phase(const Switches *switches, const Spec *spec)
{
    return switches->phase_row <= spec->y.stride && switches->phase_col <= spec->x.stride;
}

// ---- printing --------------------------------------------------------------------------------------------------

void switches_print(Text *out, const Switches *switches, int dims)
{
    Switches copy = *switches;
    for (int i = 0; i < SWITCH_COUNT; i++) {
        const SwitchRow *row = &SWITCHES[i];
        int value = *field_of(&copy, row);
        if (row->takes == TAKES_SHIFT) value |= copy.picture_shift_col;
        if (value == 0 || (row->takes == TAKES_NOTHING && value != row->value)) continue;
        text_print(out, "%s%s", out->length ? "," : "", row->word);
        if (row->takes == TAKES_COLOUR) text_print(out, ":%s", COLOUR_WORDS[value]);
        else if (row->takes == TAKES_PHASE && dims == 2) text_print(out, ":%dx%d", copy.phase_row - 1, copy.phase_col - 1);
        else if (row->takes == TAKES_PHASE) text_print(out, ":%d", copy.phase_col - 1);
        else if (row->takes == TAKES_SIZE || row->takes == TAKES_LAYERS) text_print(out, ":%d", value);
        else if (row->takes == TAKES_FRAMEWORK) text_print(out, ":%s", FRAMEWORK_WORDS[value]);
        else if (row->takes == TAKES_RIVAL) text_print(out, ":%s", RIVALS[value - 1].word);
        else if (row->takes == TAKES_SHIFT) text_print(out, ":%dx%d", copy.picture_shift_row, copy.picture_shift_col);
    }
}

// ---- reading ---------------------------------------------------------------------------------------------------

static bool read_phase(Reader *reader, Span arg)
{
    const Spec *spec = &reader->scene->spec;
    Switches *show = &reader->scene->show;
    char word[SHOWN];
    const char *x = memchr(arg.at, 'x', arg.length);
    Span rows = { arg.at, x ? (size_t)(x - arg.at) : 0 }, cols = x ? (Span){ x + 1, arg.length - rows.length - 1 } : arg;
    long long row = 0, col;
    bool ok = number_parse_whole(cols.at, cols.length, 0, spec->x.stride - 1, &col) && (x != NULL) == (spec->dims == 2) &&
              (!x || number_parse_whole(rows.at, rows.length, 0, spec->y.stride - 1, &row));
    if (!ok && spec->dims == 2)
        return reader_fail(reader, arg.at, "there is no phase '%s'; phases are ROWxCOLUMN, 0x0 to %dx%d", span_shown(word, arg),
                           spec->y.stride - 1, spec->x.stride - 1);
    if (!ok)
        return reader_fail(reader, arg.at, "there is no phase '%s'; in 1D phases are 0 to %d", span_shown(word, arg), spec->x.stride - 1);
    show->phase_row = 1 + (int)row, show->phase_col = 1 + (int)col;
    return true;
}

static bool read_rival(Reader *reader, Span arg, int *field)
{
    const char *words[RIVAL_COUNT];
    char word[SHOWN], hint[SHOWN], all[160];
    Error why;
    for (int i = 0; i < RIVAL_COUNT; i++) words[i] = RIVALS[i].word;
    int found = span_find(arg, words, RIVAL_COUNT);
    if (found < 0)
        return reader_fail(reader, arg.at, "there is no rival '%s'; there are %s%s", span_shown(word, arg),
                           words_list(all, sizeof all, words, RIVAL_COUNT), span_meant(hint, arg, words, RIVAL_COUNT));
    if (!rival_fits((Rival)found, &reader->scene->spec, &why)) return reader_fail(reader, arg.at, "%s", why.text);
    *field = 1 + found;
    return true;
}

static bool read_shift(Reader *reader, Span arg)
{
    Switches *show = &reader->scene->show;
    char word[SHOWN];
    const char *x = memchr(arg.at, 'x', arg.length);
    long long row, col;
    size_t rows = x ? (size_t)(x - arg.at) : 0;
    if (!x || !number_parse_whole(arg.at, rows, -SHIFT_MOST, SHIFT_MOST, &row) ||
        !number_parse_whole(x + 1, arg.length - rows - 1, -SHIFT_MOST, SHIFT_MOST, &col))
        return reader_fail(reader, arg.at, "shift is '%s'; it is ROWSxCOLUMNS, each -%d to %d, as in shift:0x1", span_shown(word, arg), SHIFT_MOST, SHIFT_MOST);
    show->picture_shift_row = (int)row, show->picture_shift_col = (int)col;
    return true;
}

static bool read_argument(Reader *reader, const SwitchRow *row, Span arg, int *field)
{
    char word[SHOWN], hint[SHOWN], all[160];
    long long size;
    if (row->takes == TAKES_PHASE) return read_phase(reader, arg);
    if (row->takes == TAKES_RIVAL) return read_rival(reader, arg, field);
    if (row->takes == TAKES_SHIFT) return read_shift(reader, arg);
    if (row->takes == TAKES_SIZE) {
        if (!number_parse_whole(arg.at, arg.length, 1, SPEC_MOST_SIDE, &size))
            return reader_fail(reader, arg.at, "%s is '%s'; it is a size, 1 to %d", row->word, span_shown(word, arg), SPEC_MOST_SIDE);
        *field = (int)size;
        return true;
    }
    if (row->takes == TAKES_LAYERS) {
        if (!number_parse_whole(arg.at, arg.length, 2, STACKED_MOST, &size))
            return reader_fail(reader, arg.at, "layers is '%s'; it is 2 to %d, and one layer needs no word", span_shown(word, arg), STACKED_MOST);
        *field = (int)size;
        return true;
    }
    if (row->takes == TAKES_COLOUR) {
        *field = span_find(arg, COLOUR_WORDS, TAP_COLOURS);
        return *field >= 0 || reader_fail(reader, arg.at, "there is no colour by '%s'; there are %s%s", span_shown(word, arg),
                                          words_list(all, sizeof all, COLOUR_WORDS, TAP_COLOURS), span_meant(hint, arg, COLOUR_WORDS, TAP_COLOURS));
    }
    *field = span_find(arg, FRAMEWORK_WORDS, FRAMEWORKS_MOST);
    if (*field >= 0) return true;
    return reader_fail(reader, arg.at, "there is no framework '%s'; there are %s%s", span_shown(word, arg),
                       words_list(all, sizeof all, FRAMEWORK_WORDS, FRAMEWORKS_MOST),
                       span_meant(hint, arg, FRAMEWORK_WORDS, FRAMEWORKS_MOST));
}

// One switch, at [span]; [seen] are the rows that were read before it.
static bool read_switch(Reader *reader, Span span, bool seen[SWITCH_COUNT])
{
    const char *words[SWITCH_COUNT], *colon = memchr(span.at, ':', span.length), *end = span.at + span.length;
    Span word = { span.at, colon ? (size_t)(colon - span.at) : span.length };
    char bad[SHOWN], hint[SHOWN], all[280];
    for (int i = 0; i < SWITCH_COUNT; i++) words[i] = SWITCHES[i].word;
    int found = span_find(word, words, SWITCH_COUNT);
    if (found < 0)
        return reader_fail(reader, span.at, "there is no switch '%s'; there are %s%s", span_shown(bad, word),
                           words_list(all, sizeof all, words, SWITCH_COUNT), span_meant(hint, word, words, SWITCH_COUNT));
    const SwitchRow *row = &SWITCHES[found];
    for (int i = 0; i < SWITCH_COUNT; i++) {
        if (!seen[i] || SWITCHES[i].at != row->at) continue;
        if (i == found) return reader_fail(reader, span.at, "%s stands there already; name each switch once", row->word);
        return reader_fail(reader, span.at, "%s and %s exclude each other; leave one out", words[i], row->word);
    }
    seen[found] = true;
    int *field = field_of(&reader->scene->show, row);
    if (row->takes != TAKES_NOTHING) {
        if (colon && colon + 1 < end) return read_argument(reader, row, (Span){ colon + 1, (size_t)(end - colon - 1) }, field);
        return reader_fail(reader, end, "behind %s must stand : and which, as in %s:%s", row->word, row->word, switch_example(row->takes));
    }
    *field = row->value;
    return !colon || reader_fail(reader, colon, "nothing may stand behind %s", row->word);
}

bool read_switches(Reader *reader)
{
    Span value = reader->value[KEY_SHOW];
    bool seen[SWITCH_COUNT] = { false };
    if (!value.at) return true;
    for (const char *from = value.at, *end = value.at + value.length;;) {
        const char *comma = memchr(from, ',', (size_t)(end - from));
        if (!read_switch(reader, (Span){ from, (size_t)((comma ? comma : end) - from) }, seen)) return false;
        if (!comma) return true;
        from = comma + 1;
    }
}
