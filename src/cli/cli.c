// Which of the words given is meant: a command, an operation that begins a scene, or a file. One table of commands
// serves the dispatch, the help and the hints.
#include "app/app.h"
#include "cli/cli.h"
#include "cli/compute.h"
#include "lesson/lesson.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int help(int argc, char **argv);

typedef struct Command {
    const char *word, *usage, *purpose;
    int (*run)(int argc, char **argv);
    const char *help; // NULL: it answers --help itself
} Command;

static const Command COMMANDS[] = {
    { "size", "size SCENE", "the output size, how it comes about, and its siblings", cli_size,
      "The first line is the output size alone: 32x32, or in 1D one number. Then the formula with its numbers; then,\n"
      "for a convolution, the other input sizes that give this output, and for a transposed one the other output\n"
      "sizes that its convolution maps back to this input, each with its output_padding.\n"
      "\n"
      "    stridescope size 'convt2d in=16 k=3 s=2 p=1 op=1'\n" },
    { "export", "export SCENE -o FILE.png|FILE.svg", "writes that moment as a picture", cli_export,
      "  -o, --output FILE    where to; the ending says how: .png or .svg\n"
      "      --size WxH       in logical pixels; else what suits the scene\n"
      "      --scale N        pixels of a PNG for one logical pixel, 0.5 to 8; else 2\n"
      "\n"
      "    stridescope export 'convt2d k=4 s=2 p=1 view=stamp step=3' -o step3.svg\n" },
    { "trace", "trace SCENE", "prints the marks of that moment, one line each", cli_trace,
      "      --size WxH       in logical pixels; else what suits the scene\n"
      "\n"
      "Text is measured with a fixed width, so that the lines are the same on every machine.\n" },
    { "tour", "tour FOLDER", "writes a page that shows each lens, where no window can be opened", cli_tour,
      "Open FOLDER/index.html in any browser.\n" },
    { "compare", "compare PICTURE|SCENE [--csv]", "ways to make a picture larger, measured side by side", cli_compare,
      "A PICTURE is a PNG, a JPEG or a built-in name: it is halved, and enlarged again by a transposed convolution of\n"
      "kernel 4 and stride 2 with random weights, and by its rivals. A SCENE says which layer, kernel and size instead;\n"
      "its x must be a picture, or in 1D any signal.\n"
      "      --csv            comma-separated values (RFC 4180), shares as 0 to 1, with all their digits\n"
      "\n"
      "    stridescope compare sphere\n"
      "    stridescope compare 'convt2d in=128 k=3 s=2 p=1 op=1 w=box x=file:\"photo.jpg\"' --csv\n"
      "    stridescope compare 'convt1d in=64 k=3 s=2 p=1 op=1 w=ones x=tone:3'\n" },
    { "find", "find PICTURE", "looks for the grid that an upsampling layer left in a picture", cli_find,
      "A PICTURE is a PNG, a JPEG or a built-in name. Its spectrum is searched for peaks at periods 2, 3, 4, 6, 8 and 16,\n"
      "and each period is told with what makes it: which stage of a network, JPEG, a camera. Nothing found is an answer\n"
      "too, with exit status 0.\n"
      "\n"
      "    stridescope find generated.png\n" },
    { "lesson", "lesson LESSON | check|new|list|page|guide …", "plays a lesson, checks or prints one", cli_lesson,
      "  LESSON               opens the window on it\n"
      "  check FILE…          every mistake as FILE:LINE: and a sentence, and what is right; exit status 2 where there is any\n"
      "  new [TITLE]          prints a first lesson, which passes the check, to begin from\n"
      "  list                 the lessons of the course, in their order, with their minutes\n"
      "  page LESSON… -o FILE.html   one page that needs nothing else, for those without the program\n"
      "  guide LESSON -o FILE.pdf    a teacher's guide: goals, answers, what wrong answers come from, notes\n"
      "\n"
      "A LESSON is a file, or the name of one of the course.\n"
      "How a lesson is written is told in lessons/README.md.\n"
      "\n"
      "    stridescope lesson stamp\n"
      "    stridescope lesson new 'Why is my output 31?' > mine.md\n"
      "    stridescope lesson check mine.md\n"
      "    stridescope lesson page stamp slide -o handout.html\n" },
    { "compute", "compute OPERATION --KEY VALUE … --in ROLE=FILE … --out ROLE=FILE …", "one operation on .npy files",
      cli_compute, NULL },
    { "help", "help [COMMAND | scene]", "more about one command, or how a scene is written", help,
      "Without a word: all commands.\n" },
};

static const char *const OPERATION_WORDS[] = { "conv1d", "conv2d", "convt1d", "convt2d" };

// ---- help ------------------------------------------------------------------------------------------------------

static void print_usage(FILE *out)
{
    fputs("Stridescope: see what convolution and transposed convolution do, one step at a time.\n"
          "\n"
          "usage: stridescope [SCENE | LAYER | FILE]\n", out);
    for (int i = 0; i < COUNT(COMMANDS); i++) fprintf(out, "       stridescope %s\n", COMMANDS[i].usage);
    fputs("\n", out);
    for (int i = 0; i < COUNT(COMMANDS); i++) fprintf(out, "  %-10s %s\n", COMMANDS[i].word, COMMANDS[i].purpose);
    fputs("\n"
          "A SCENE says what to look at, as in 'convt2d in=3 k=3 s=2 p=1'; see stridescope help scene. Wherever it may stand,\n"
          "a LAYER may too, as PyTorch, Keras, JAX or Flax write it: 'nn.ConvTranspose2d(64, 32, 4, 2, 1)'.\n"
          "Exit status: 0 done, 1 could not (disk, memory), 2 bad input, 3 no display.\n", out);
}

static void print_scene_help(void)
{
    fputs("A scene is an operation and key=value pairs, in any order, each key once:\n"
          "\n"
          "    convt2d in=3 k=3 s=2 p=1 op=1 w=[1,0,-1;2,1,0;0,1,3] view=stamp,slide walk=input step=4\n"
          "\n"
          "operation                 conv1d, conv2d, convt1d, convt2d\n", stdout);
    for (int i = 0; i < PARAM_COUNT; i++) {
        bool has_long_name = strcmp(PARAMS[i].key, PARAMS[i].long_name) != 0;
        char names[64];
        snprintf(names, sizeof names, "%s%s%s", PARAMS[i].key, has_long_name ? ", " : "",
                 has_long_name ? PARAMS[i].long_name : "");
        printf("%-25s %s\n", names, i == PARAM_IN ? "ROWSxCOLUMNS, or one number for both" : "the same");
    }
    fputs("c, channels               IN,OUT\n"
          "g, groups; n, batch       a number\n"
          "x, w, b, gy               input, weights, bias, incoming gradient:\n", stdout);
    fputs("                         ", stdout);
    for (SourceKind kind = 0; kind < SOURCE_KINDS; kind++) {
        const char *more = kind == SOURCE_ONEHOT ? ":INDEX" : kind == SOURCE_TONE ? ":CYCLES" : source_seeded(kind) ? ":SEED"
                         : kind == SOURCE_PICTURE ? ":NAME" : kind == SOURCE_FILE ? ":\"PATH\"" : "";
        if (kind != SOURCE_TYPED) printf(" %s%s", source_word(kind), more);
    }
    fputs("\n                          or values: [1,2;3,4] (',' columns, ';' rows, '|' channels, '/' samples)\n"
          "view                      ", stdout);
    for (int i = 0; i < LENS_COUNT; i++)
        printf("%s%s", LENSES[i].word, i + 1 < LENS_COUNT ? ", " : "; up to three, a place like picture alone\n");
    fputs("show                      switches of the lenses, as in show=turned,from:29,to:57:\n", stdout);
    for (int i = 0; i < SWITCH_COUNT; i++) {
        const SwitchRow *row = &SWITCHES[i];
        char word[64];
        snprintf(word, sizeof word, "%s%s%s", row->word, row->takes ? ":" : "", switch_example(row->takes));
        printf("    %-22s%s: %s\n", word, LENSES[row->lens].title, row->purpose);
    }
    fputs("walk                      ", stdout);
    for (int i = 0; i < WALK_COUNT; i++) printf("%s%s", WALK_WORDS[i], i + 1 < WALK_COUNT ? ", " : "\n");
    fputs("step                      how many steps are done, or end\n"
          "cell                      the pinned cell, as y:sample,channel,row,column (or x, w, b)\n"
          "look                      ", stdout);
    for (int i = 1; i < LOOK_COUNT; i++) printf("%s%s", LOOK_WORDS[i], i + 1 < LOOK_COUNT ? ", " : "\n");
    fputs("hide, lock                what the panels leave out, what they show but hold still, as in hide=walk,more lock=s:\n", stdout);
    for (int i = 0; i < CONTROL_COUNT; i++) printf("    %-22s%s\n", CONTROLS[i].word, CONTROLS[i].what);
}

// "; did you mean size?", or nothing.
static const char *meant(char out[96], const char *word, const char *const *words, int count)
{
    int near = near_word(word, words, count);
    out[0] = 0;
    if (near >= 0) snprintf(out, 96, "; did you mean %s?", words[near]);
    return out;
}

static int help(int argc, char **argv)
{
    if (argc < 2) {
        print_usage(stdout);
        return STATUS_DONE;
    }
    if (argc == 2 && !strcmp(argv[1], "scene")) {
        print_scene_help();
        return STATUS_DONE;
    }
    const char *words[COUNT(COMMANDS) + 1] = { [COUNT(COMMANDS)] = "scene" };
    char hint[96];
    for (int i = 0; i < COUNT(COMMANDS); i++) {
        words[i] = COMMANDS[i].word;
        if (argc > 2 || strcmp(argv[1], COMMANDS[i].word) != 0) continue;
        if (!COMMANDS[i].help) return COMMANDS[i].run(2, (char *[]){ argv[1], "--help", NULL });
        printf("usage: stridescope %s\n%s\n\n%s", COMMANDS[i].usage, COMMANDS[i].purpose, COMMANDS[i].help);
        return STATUS_DONE;
    }
    if (argc > 2) fputs("stridescope: help takes one word at a time\n", stderr);
    else if (cli_computes(argv[1]))
        fprintf(stderr, "stridescope: %s is an operation; its help is: stridescope compute %s --help\n", argv[1],
                argv[1]);
    else fprintf(stderr, "stridescope: there is no help on '%s'%s\n", argv[1],
                 meant(hint, argv[1], words, COUNT(words)));
    return STATUS_BAD_INPUT;
}

// ---- errors and scenes -----------------------------------------------------------------------------------------

int cli_fail(const Error *err)
{
    fprintf(stderr, "stridescope: %s\n", err->text);
    return err->cannot ? STATUS_COULD_NOT : STATUS_BAD_INPUT;
}

// The code on one line, so that the caret stands under its column.
static void print_code(FILE *out, const char *code)
{
    for (const char *c = code; *c; c++) fputc((unsigned char)*c < 0x20 || *c == 0x7F ? ' ' : *c, out);
    fputc('\n', out);
}

static void join(Text *out, int count, char **words)
{
    for (int i = 0; i < count; i++) text_print(out, "%s%s", i ? " " : "", words[i]);
}

// A scene code, or a layer as people write it: what that leaves open is as in a scene without keys. What else is to be
// said of a layer, as that its framework cuts otherwise, is added to `more`.
static bool read_scene(Scene *out, const char *text, Text *more, Error *err)
{
    if (scene_begins(text) || !layer_begins(text)) return scene_parse(out, text, err);
    Scene plain;
    LayerRead read;
    if (!scene_parse(&plain, "convt2d", err)) return false;
    bool ok = layer_read(&read, text, &plain, err);
    if (ok) {
        text_put(more, text_or_empty(&read.more));
        ok = layer_scene(out, &read, &plain, NULL, err);
        layer_read_clear(&read);
    }
    scene_clear(&plain);
    return ok;
}

static bool take_scene(Scene *out, int count, char **words, Text *more, int *status)
{
    Text code = { 0 };
    Error err = { 0 };
    join(&code, count, words);
    bool ok = read_scene(out, text_or_empty(&code), more, &err);
    if (!ok) {
        fprintf(stderr, "stridescope: column %d: %s\n", err.place, err.text);
        print_code(stderr, text_or_empty(&code));
        fprintf(stderr, "%*s\n", err.place, "^");
        *status = err.cannot ? STATUS_COULD_NOT : STATUS_BAD_INPUT;
    }
    text_clear(&code);
    return ok;
}

bool cli_scene(Scene *out, int count, char **words, int *status)
{
    Text more = { 0 };
    bool ok = take_scene(out, count, words, &more, status);
    if (ok && *text_or_empty(&more)) fprintf(stderr, "stridescope:%s\n", more.data);
    text_clear(&more);
    return ok;
}

// ---- the window ------------------------------------------------------------------------------------------------

static int open_scene(int count, char **words)
{
    Scene scene;
    Text code = { 0 }, more = { 0 }; // the window says more by itself
    int status;
    bool ok = take_scene(&scene, count, words, &more, &status);
    text_clear(&more);
    if (!ok) return status;
    // A layer goes to the window as it is: one too big for cells gets its report there.
    if (scene_begins(words[0])) scene_print(&code, &scene);
    else join(&code, count, words);
    scene_clear(&scene);
    status = app_main(code.data, NULL, NULL);
    text_clear(&code);
    return status;
}

// A picture, a lesson, or a text file with a scene code in its first line or a layer anywhere.
static int open_file(int count, char **words)
{
    Error err = { 0 };
    Bytes bytes;
    if (count > 1) {
        error_set(&err, 0, "one file is opened at a time; %s stands behind %s", words[1], words[0]);
        return cli_fail(&err);
    }
    if (picture_known(words[0]) || lesson_begins(words[0])) return app_main(NULL, words[0], NULL); // the window says its mistakes
    if (!file_read(words[0], 1 << 20, &bytes, &err)) return cli_fail(&err);
    char *text = memory_new(bytes.length + 1, 1);
    memcpy(text, bytes.data, bytes.length);
    if (scene_begins(text)) text[strcspn(text, "\r\n")] = 0;
    int status;
    if (scene_begins(text) || layer_begins(text)) {
        status = open_scene(1, &text);
    } else {
        error_set(&err, 0, "%s is neither a picture (PNG or JPEG), nor a lesson (.md), nor a text file with a scene code in its first line or a layer", words[0]);
        status = cli_fail(&err);
    }
    free(text);
    bytes_clear(&bytes);
    return status;
}

// ---- dispatch --------------------------------------------------------------------------------------------------

static int unknown_word(const char *given)
{
    const char *words[COUNT(COMMANDS) + COUNT(OPERATION_WORDS)];
    Text commands = { 0 };
    char word[64], hint[96];
    int count = 0;
    for (int i = 0; i < COUNT(COMMANDS); i++) {
        words[count++] = COMMANDS[i].word;
        text_print(&commands, "%s%s", i ? " " : "", COMMANDS[i].word);
    }
    for (int i = 0; i < COUNT(OPERATION_WORDS); i++) words[count++] = OPERATION_WORDS[i];
    snprintf(word, sizeof word, "%.*s", (int)strcspn(given, " \t\r\n"), given);
    fprintf(stderr,
            "stridescope: '%s' is no command (%s), no operation (conv1d conv2d convt1d convt2d) and no file%s\n", given,
            commands.data, meant(hint, word, words, count));
    text_clear(&commands);
    return STATUS_BAD_INPUT;
}

static int unknown_option(const char *option)
{
    static const char *const options[] = { "--help", "--version" };
    char hint[96];
    fprintf(stderr, "stridescope: there is no option %s; there are --help and --version%s\n", option,
            meant(hint, option, options, COUNT(options)));
    return STATUS_BAD_INPUT;
}

static int run_command(const Command *command, int argc, char **argv)
{
    for (int i = 1; command->help && i < argc; i++) {
        if (strcmp(argv[i], "--help") != 0 && strcmp(argv[i], "-h") != 0) continue;
        char *words[] = { "help", argv[0], NULL };
        return help(2, words);
    }
    return command->run(argc, argv);
}

static int dispatch(int argc, char **argv)
{
    if (argc < 2) return app_main(NULL, NULL, NULL);
    const char *first = argv[1];
    for (int i = 0; i < COUNT(COMMANDS); i++) {
        if (!strcmp(first, COMMANDS[i].word)) return run_command(&COMMANDS[i], argc - 1, argv + 1);
    }
    if (!strcmp(first, "--help") || !strcmp(first, "-h")) return help(argc - 1, argv + 1);
    if (!strcmp(first, "--version")) {
        puts("stridescope " STRIDESCOPE_VERSION);
        return STATUS_DONE;
    }
    if (scene_begins(first)) return open_scene(argc - 1, argv + 1);
    if (file_exists(first)) return open_file(argc - 1, argv + 1);
    if (layer_begins(first)) return open_scene(argc - 1, argv + 1);
    return first[0] == '-' ? unknown_option(first) : unknown_word(first);
}

int cli_main(int argc, char **argv)
{
    int status = dispatch(argc, argv);
    bool written = fflush(stdout) == 0 && !ferror(stdout);
    if (written) return status;
    fprintf(stderr, "stridescope: cannot write to standard output: %s\n", strerror(errno));
    return status ? status : STATUS_COULD_NOT;
}
