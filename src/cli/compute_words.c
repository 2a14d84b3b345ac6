// The words of compute: which operation, which options with which values, which files for which roles. The rows of
// compute_ops.c say what is allowed, and a word that is not in them is answered with those that are.
#include "cli/compute_ops.h"

#include <getopt.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WORDS = 24 }; // the most to choose from

// ---- saying what is right --------------------------------------------------------------------------------------

// "a, b or c" of [count] words, each with [before] in front.
static void list_words(Text *out, const char *before, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        text_print(out, "%s%s%s", i == 0 ? "" : i == count - 1 ? " or " : ", ", before, words[i]);
}

// What others call the same. Of rows with one word the first counts whose second word is among those to choose from.
static const char *const ELSEWHERE[][2] = {
    { "pad", "padding" }, { "strides", "stride" }, { "dilation_rate", "dilation" }, { "scale_factor", "scale" },
    { "upscale_factor", "factor" }, { "downscale_factor", "factor" }, { "betas", "beta1" },
    { "input", "x" }, { "weight", "w" }, { "weight", "gamma" }, { "bias", "beta" }, { "bias", "b" },
    { "grad_output", "gy" },
    { "convt1d", "conv_transpose1d" }, { "ConvTranspose1d", "conv_transpose1d" },
    { "Conv1DTranspose", "conv_transpose1d" }, { "deconv1d", "conv_transpose1d" },
    { "convt2d", "conv_transpose2d" }, { "ConvTranspose2d", "conv_transpose2d" },
    { "Conv2DTranspose", "conv_transpose2d" }, { "deconv2d", "conv_transpose2d" }, { "deconv", "conv_transpose2d" },
    { "PixelShuffle", "pixel_shuffle" }, { "PixelUnshuffle", "pixel_unshuffle" }, { "cat", "concat" },
    { "mse_loss", "mse" }, { "upsample", "interpolate" },
};

// The one of [words] that is meant by [word], or -1.
static int meant_word(const char *word, const char *const *words, int count)
{
    for (int i = 0; i < COUNT(ELSEWHERE); i++)
        for (int j = 0; equal_word(word, ELSEWHERE[i][0]) && j < count; j++)
            if (!strcmp(words[j], ELSEWHERE[i][1])) return j;
    return near_word(word, words, count);
}

// "WHAT 'word'; it must be a, b or c; did you mean b?" [before] stands in front of those that are right.
static bool refuse_word(const char *what, const char *word, const char *before, const char *const *words, int count,
                        Error *err)
{
    Text all = { 0 };
    list_words(&all, before, words, count);
    int near = meant_word(word + strspn(word, before), words, count);
    error_set(err, 0, "%s '%s'; it must be %s%s%s%s%s", what, word, text_or_empty(&all),
              near < 0 ? "" : "; did you mean ", near < 0 ? "" : before, near < 0 ? "" : words[near],
              near < 0 ? "" : "?");
    text_clear(&all);
    return false;
}

const Operation *operation_find(const char *word, Error *err)
{
    const char *words[COMPUTE_COUNT];
    for (int i = 0; i < COMPUTE_COUNT; i++) {
        words[i] = COMPUTE_OPERATIONS[i].word;
        if (!strcmp(word, words[i])) return &COMPUTE_OPERATIONS[i];
    }
    refuse_word("there is no operation", word, "", words, COMPUTE_COUNT, err);
    return NULL;
}

int roles_count(const Role *roles)
{
    int count = 0;
    while (roles[count].word) count++;
    return count;
}

bool list_has(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strcspn(at, " ") == length && !strncmp(at, word, length)) return true;
    }
    return false;
}

// ---- values ----------------------------------------------------------------------------------------------------

// How much of "2.0" is to be read: "2", where what stands behind the point is nothing.
static size_t without_zeros(const char *text, size_t length)
{
    size_t whole = length;
    while (whole && text[whole - 1] == '0') whole--;
    return whole && text[whole - 1] == '.' ? whole - 1 : length;
}

// "2" or "2,3"; where [pointed], also "2.0".
static bool read_axes(PerAxis *out, const char *text, bool pointed)
{
    *out = (PerAxis){ 0 };
    for (const char *at = text;; at++) {
        size_t length = strcspn(at, ",");
        long long value;
        if (!number_parse_whole(at, pointed ? without_zeros(at, length) : length, LLONG_MIN, LLONG_MAX, &value))
            return false;
        if (out->count < PER_AXIS_MOST) out->value[out->count] = value;
        out->count++;
        at += length;
        if (!*at) return true;
    }
}

// Frameworks write these words in small letters or in capitals.
static bool read_word(int *out, const OptionRow *row, const char *text)
{
    if (row->find) return row->find(out, text);
    for (int i = 0; row->word_at && row->word_at(i); i++)
        if (equal_word(row->word_at(i), text)) {
            *out = i;
            return true;
        }
    return false;
}

static int words_of(const OptionRow *row, const char *words[WORDS])
{
    int count = 0;
    while (row->word_at && count < WORDS && row->word_at(count)) words[count] = row->word_at(count), count++;
    return count;
}

// Whether [text] is digits, and commas where it may be several numbers: then what is wrong is that one is too large.
static bool is_whole(const char *text, bool several)
{
    for (const char *at = text;; at++) {
        if (!strncmp(at, "\xE2\x88\x92", 3)) at += 3;
        else if (*at == '-') at++;
        size_t digits = strspn(at, "0123456789");
        at += digits;
        if (!digits || (*at && !(several && *at == ','))) return false;
        if (!*at) return true;
    }
}

static bool refuse_number(const OptionRow *row, const char *text, Error *err)
{
    bool axes = row->kind == AXES;
    if (is_whole(text, axes))
        return error_set(err, 0, "%s is %s; %s must be %lld to %lld", row->word, text,
                         strchr(text, ',') ? "each number" : "it", row->least, row->most);
    const char *words[WORDS];
    Text also = { 0 };
    if (row->word_at) {
        text_put(&also, ", or ");
        list_words(&also, "", words, words_of(row, words));
    }
    error_set(err, 0, "%s is '%s'; it must be a whole number, such as 1%s%s%s", row->word, text,
              axes ? ", or one for each axis, such as 1,2" : "", text_or_empty(&also),
              row->instead ? row->instead : "");
    text_clear(&also);
    return false;
}

static bool read_value(Value *value, const OptionRow *row, const char *text, Error *err)
{
    const char *words[WORDS];
    char what[48];
    switch (row->kind) {
    case AXES:
        value->named = read_word(&value->word, row, text);
        return value->named || read_axes(&value->axes, text, row->pointed) || refuse_number(row, text, err);
    case WHOLE:
        return number_parse_whole(text, strlen(text), LLONG_MIN, LLONG_MAX, &value->whole) ||
               refuse_number(row, text, err);
    case REAL:
        return (number_parse(text, strlen(text), &value->real) && isfinite(value->real)) ||
               error_set(err, 0, "%s is '%s'; it must be a finite number, such as 0.1 or 1e-5", row->word, text);
    default:
        snprintf(what, sizeof what, "%s is", row->word);
        return read_word(&value->word, row, text) ||
               refuse_word(what, text, "", words, words_of(row, words), err);
    }
}

// What was left out.
static bool fill_in(Call *call, Error *err)
{
    for (const Parameter *p = call->operation->takes; p->option; p++) {
        Value *value = &call->value[p->option];
        const char *word = OPTION_ROWS[p->option].word;
        if (value->given || !p->otherwise || OPTION_ROWS[p->option].kind == AXES) continue; // op knows those of axes
        if (!*p->otherwise)
            return error_set(err, 0, "%s needs a %s; add --%s 2, for example", call->operation->word, word, word);
        if (!read_value(value, &OPTION_ROWS[p->option], p->otherwise, err)) return false;
    }
    return true;
}

// ---- the command line ------------------------------------------------------------------------------------------

// "x=FILE.npy" into the file of that role.
static bool take_file(File *files, const Role *roles, const char *option, const char *text, Error *err)
{
    const char *words[ROLES], *equals = strchr(text, '=');
    if (!equals || !equals[1])
        return error_set(err, 0, "--%s is '%s'; it must be ROLE=FILE, such as --%s %s=%s.npy", option, text, option,
                         roles[0].word, roles[0].word);
    char role[32], what[32];
    snprintf(role, sizeof role, "%.*s", (int)(equals - text < 31 ? equals - text : 31), text);
    snprintf(what, sizeof what, "--%s has no role", option);
    for (int i = 0; i < roles_count(roles); i++) {
        words[i] = roles[i].word;
        if (strcmp(role, words[i])) continue;
        if (files[i].path) return error_set(err, 0, "--%s %s is given twice; give it once", option, role);
        files[i].path = equals + 1;
        return true;
    }
    return refuse_word(what, role, "", words, roles_count(roles), err);
}

static bool take_value(Call *call, Option option, const char *text, Error *err)
{
    Value *value = &call->value[option];
    if (value->given) return error_set(err, 0, "--%s is given twice; give it once", OPTION_ROWS[option].word);
    value->given = true, value->typed = text;
    return read_value(value, &OPTION_ROWS[option], text, err);
}

// What getopt did not know: the word as it was typed, and what the operation takes.
static bool refuse_option(const char *typed, const Operation *operation, Error *err)
{
    const char *words[WORDS];
    int count = 0;
    for (const Parameter *p = operation->takes; p->option; p++) words[count++] = OPTION_ROWS[p->option].word;
    words[count++] = "in";
    words[count++] = "out";
    char word[64], what[64];
    size_t length = strcspn(typed, "=");
    snprintf(word, sizeof word, "%.*s", (int)(length < 63 ? length : 63), typed);
    snprintf(what, sizeof what, "%s has no option", operation->word);
    return refuse_word(what, word, "--", words, count, err);
}

enum { OPT_IN = 256, OPT_OUT, OPT_HELP, OPT_VALUE };

// getopt takes "--strid" for --stride. A script that says so would say another thing the day there is a --strider.
static bool in_full(const char *typed, const struct option *known, int value)
{
    while (known->name && known->val != value) known++;
    size_t length = strcspn(typed, "=");
    return known->name && length == strlen(known->name) + 2 && !strncmp(typed + 2, known->name, length - 2);
}

bool call_parse(Call *call, int argc, char **argv, bool *help, Error *err)
{
    struct option known[WORDS + 1] = { { "in", required_argument, NULL, OPT_IN },
                                       { "out", required_argument, NULL, OPT_OUT },
                                       { "help", no_argument, NULL, OPT_HELP } };
    int count = 3;
    for (const Parameter *p = call->operation->takes; p->option; p++)
        known[count++] = (struct option){ OPTION_ROWS[p->option].word, required_argument, NULL, OPT_VALUE + p->option };
    opterr = 0;
    optind = 0; // glibc: start anew
    for (int option; (option = getopt_long(argc, argv, ":h", known, NULL)) != -1;) {
        const char *typed = argv[optind - (optarg == argv[optind - 1] ? 2 : 1)];
        int found = option == '?' || option == ':' ? optopt : option;
        bool ok = true;
        if (found >= OPT_IN && !in_full(typed, known, found)) ok = refuse_option(typed, call->operation, err);
        else if (option == OPT_IN) ok = take_file(call->in, call->operation->in, "in", optarg, err);
        else if (option == OPT_OUT) ok = take_file(call->out, call->operation->out, "out", optarg, err);
        else if (option == OPT_HELP || option == 'h') *help = true;
        else if (option >= OPT_VALUE) ok = take_value(call, (Option)(option - OPT_VALUE), optarg, err);
        else if (option == ':') ok = error_set(err, 0, "%s needs a value after it", typed);
        else if (optopt == OPT_HELP) ok = error_set(err, 0, "--help takes no value; give it alone");
        else {
            char letter[] = { '-', (char)optopt, 0 };
            ok = refuse_option(optopt > 0 && optopt < OPT_IN ? letter : typed, call->operation, err);
        }
        if (!ok) return false;
    }
    if (optind < argc)
        return error_set(err, 0, "'%s' is a word too many; files are named as --in %s=FILE and --out %s=FILE",
                         argv[optind], call->operation->in[0].word, call->operation->out[0].word);
    return *help || fill_in(call, err);
}
