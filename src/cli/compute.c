// One operation a call: options and files in, files out. Which operations there are is compute_ops.c's; here is the way
// from words to tensors and back. Everything is checked and computed before anything is written.
#include "cli/compute.h"
#include "cli/compute_ops.h"
#include "data/data.h"

#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- words -----------------------------------------------------------------------------------------------------

// "a, b or c" of [count] words, each with [before] in front.
static void list_words(Text *out, const char *before, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        text_print(out, "%s%s%s", i == 0 ? "" : i == count - 1 ? " or " : ", ", before, words[i]);
}

// "WHAT 'word'; it must be a, b or c; did you mean b?"
static bool refuse_word(const char *what, const char *word, const char *before, const char *const *words, int count,
                        Error *err)
{
    Text all = { 0 };
    list_words(&all, before, words, count);
    int near = near_word(word, words, count);
    error_set(err, 0, "%s '%s%s'; it must be %s%s%s%s%s", what, before, word, text_or_empty(&all),
              near < 0 ? "" : "; did you mean ", near < 0 ? "" : before, near < 0 ? "" : words[near],
              near < 0 ? "" : "?");
    text_clear(&all);
    return false;
}

static const Operation *find_operation(const char *word, Error *err)
{
    const char *words[COMPUTE_COUNT];
    for (int i = 0; i < COMPUTE_COUNT; i++) {
        words[i] = COMPUTE_OPERATIONS[i].word;
        if (!strcmp(word, words[i])) return &COMPUTE_OPERATIONS[i];
    }
    refuse_word("there is no operation", word, "", words, COMPUTE_COUNT, err);
    return NULL;
}

static int count_roles(const char *const roles[ROLES])
{
    int count = 0;
    while (count < ROLES && roles[count]) count++;
    return count;
}

// "x=FILE.npy" into the file of that role.
static bool take_file(File *files, const char *const roles[ROLES], const char *option, const char *text, Error *err)
{
    int count = count_roles(roles);
    const char *equals = strchr(text, '=');
    if (!equals || !equals[1])
        return error_set(err, 0, "--%s is '%s'; it must be ROLE=FILE, such as --%s %s=%s.npy", option, text, option,
                         roles[0], roles[0]);
    char role[32], what[32];
    snprintf(role, sizeof role, "%.*s", (int)(equals - text < 31 ? equals - text : 31), text);
    snprintf(what, sizeof what, "--%s has no role", option);
    for (int i = 0; i < count; i++) {
        if (strcmp(role, roles[i])) continue;
        if (files[i].path) return error_set(err, 0, "--%s %s is given twice", option, role);
        files[i].path = equals + 1;
        return true;
    }
    return refuse_word(what, role, "", roles, count, err);
}

// "2" or "2,3" into the numbers of an option.
static bool take_numbers(PerAxis *out, const char *name, const char *text, Error *err)
{
    if (out->count) return error_set(err, 0, "--%s is given twice", name);
    for (const char *at = text;; at++) {
        size_t length = strcspn(at, ",");
        long long value;
        if (!number_parse_whole(at, length, LLONG_MIN, LLONG_MAX, &value))
            return error_set(err, 0, "%s is '%s'; it must be a whole number, such as 1%s", name, text,
                             strcmp(name, OPTION_WORDS[GROUPS]) ? ", or one for each axis, such as 1,2" : "");
        if (out->count < PER_AXIS_MOST) out->value[out->count] = value;
        if (out->count <= PER_AXIS_MOST) out->count++;
        at += length;
        if (!*at) return true;
    }
}

enum { OPT_IN = 256, OPT_OUT, OPT_HELP, OPT_NUMBER };

// What getopt did not know: the word as it was typed, and what the operation takes.
static bool refuse_option(const char *typed, const Operation *operation, Error *err)
{
    const char *words[OPTION_COUNT + 2];
    int count = 0;
    for (int i = 0; i < OPTION_COUNT; i++)
        if (operation->options & HAS(i)) words[count++] = OPTION_WORDS[i];
    words[count++] = "in";
    words[count++] = "out";
    char word[64], what[64];
    typed += strspn(typed, "-");
    snprintf(word, sizeof word, "%.*s", (int)(strcspn(typed, "=") < 63 ? strcspn(typed, "=") : 63), typed);
    snprintf(what, sizeof what, "%s has no option", operation->word);
    return refuse_word(what, word, "--", words, count, err);
}

static bool parse(Call *call, int argc, char **argv, bool *help, Error *err)
{
    struct option known[OPTION_COUNT + 4] = { { "in", required_argument, NULL, OPT_IN },
                                              { "out", required_argument, NULL, OPT_OUT },
                                              { "help", no_argument, NULL, OPT_HELP } };
    int count = 3;
    for (int i = 0; i < OPTION_COUNT; i++)
        if (call->operation->options & HAS(i))
            known[count++] = (struct option){ OPTION_WORDS[i], required_argument, NULL, OPT_NUMBER + i };
    opterr = 0;
    optind = 0; // glibc: start anew
    for (int option; (option = getopt_long(argc, argv, ":", known, NULL)) != -1;) {
        const char *typed = argv[optind - 1];
        bool ok = true;
        if (option == OPT_IN) ok = take_file(call->in, call->operation->in, "in", optarg, err);
        else if (option == OPT_OUT) ok = take_file(call->out, call->operation->out, "out", optarg, err);
        else if (option == OPT_HELP) *help = true;
        else if (option >= OPT_NUMBER)
            ok = take_numbers(&call->number[option - OPT_NUMBER], OPTION_WORDS[option - OPT_NUMBER], optarg, err);
        else if (option == ':') ok = error_set(err, 0, "%s needs a value after it", typed);
        else if (optopt > 0 && optopt < OPT_IN) {
            char letter[] = { (char)optopt, 0 };
            ok = refuse_option(letter, call->operation, err);
        } else ok = refuse_option(typed, call->operation, err);
        if (!ok) return false;
    }
    if (optind < argc)
        return error_set(err, 0, "'%s' is a word too many; files are named as --in x=FILE and --out %s=FILE",
                         argv[optind], call->operation->out[0]);
    return true;
}

// ---- from words to files ---------------------------------------------------------------------------------------

static bool check_roles(const Call *call, Error *err)
{
    const Operation *operation = call->operation;
    for (int i = 0; i < operation->needed; i++)
        if (!call->in[i].path)
            return error_set(err, 0, "%s needs %s; add --in %s=FILE.npy", operation->word, operation->in[i],
                             operation->in[i]);
    for (int i = 0; i < ROLES; i++)
        if (call->out[i].path) return true;
    return error_set(err, 0, "nothing is asked for; add --out %s=FILE.npy", operation->out[0]);
}

static bool read_inputs(Call *call, Error *err)
{
    for (int i = 0; i < ROLES; i++)
        if (call->in[i].path && !npy_read(call->in[i].path, &call->in[i].tensor, err)) return false;
    return true;
}

static bool write_outputs(const Call *call, Error *err)
{
    FileOut files[ROLES];
    Bytes bytes[ROLES];
    int count = 0;
    bool ok = true;
    for (int i = 0; ok && i < ROLES; i++) {
        if (!call->out[i].path) continue;
        ok = npy_encode(&call->out[i].tensor, &bytes[count], err);
        if (!ok) break;
        files[count] = (FileOut){ call->out[i].path, bytes[count].data, bytes[count].length };
        count++;
    }
    ok = ok && file_write_all(files, count, err);
    for (int i = 0; i < count; i++) bytes_clear(&bytes[i]);
    return ok;
}

static void print_help(void)
{
    puts("stridescope compute OPERATION [--OPTION NUMBER[,NUMBER]]... --in ROLE=FILE.npy... --out ROLE=FILE.npy...\n"
         "\n"
         "Runs one operation on NumPy files of float32. Options and their defaults are PyTorch's; one number stands\n"
         "for all axes, ROWS,COLUMNS for two.\n");
    for (int i = 0; i < COMPUTE_COUNT; i++) {
        const Operation *operation = &COMPUTE_OPERATIONS[i];
        printf("  %-17s", operation->word);
        for (int r = 0; r < count_roles(operation->in); r++)
            printf(r < operation->needed ? " %s" : " [%s]", operation->in[r]);
        printf(" -> %s ", operation->out[0]);
        for (int o = 0; o < OPTION_COUNT; o++)
            if (operation->options & HAS(o)) printf(" --%s", OPTION_WORDS[o]);
        putchar('\n');
    }
    puts("\n"
         "Shapes: x (N, C, H, W), in 1d (N, C, L); w of a convolution (Cout, Cin/groups, KH, KW), of a transposed one\n"
         "(Cin, Cout/groups, KH, KW); b (Cout,). matrix gives the table c with which a convolution of one sample is\n"
         "y = c x; stretch only inserts the zeros of a stride.\n"
         "Exit status: 0 done, 1 could not write, 2 something given is wrong; then no file is touched.");
}

static int answer(bool ok, const Error *err)
{
    if (ok) return 0;
    fprintf(stderr, "stridescope compute: %s\n", err->text);
    return err->cannot ? 1 : 2;
}

int cli_compute(int argc, char **argv)
{
    Error err = { .text = "" };
    Call call = { 0 };
    bool help = argc >= 2 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"));
    if (!help && argc < 2) {
        error_set(&err, 0, "name an operation, such as: compute conv_transpose2d --in x=x.npy --in w=w.npy --out y=y.npy");
        return answer(false, &err);
    }
    bool ok = help || ((call.operation = find_operation(argv[1], &err)) && parse(&call, argc - 1, argv + 1, &help, &err));
    if (ok && help) {
        print_help();
        return 0;
    }
    ok = ok && check_roles(&call, &err) && read_inputs(&call, &err) && call.operation->run(&call, &err) &&
         write_outputs(&call, &err);
    for (int i = 0; i < ROLES; i++) {
        tensor_clear(&call.in[i].tensor);
        tensor_clear(&call.out[i].tensor);
    }
    return answer(ok, &err);
}
