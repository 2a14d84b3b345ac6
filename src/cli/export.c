// `export`, `trace` and `tour`: figures as files, as text, and as a page.
#include "cli/cli.h"
#include "export/export.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Options {
    const char *output;
    double width, height, scale; // 0: the usual
} Options;

static bool read_size(const char *text, Options *options, Error *err)
{
    const char *x = strchr(text, 'x');
    long long w, h;
    bool ok = x && number_parse_whole(text, (size_t)(x - text), 200, EXPORT_MOST_SIDE, &w) &&
              number_parse_whole(x + 1, strlen(x + 1), 200, EXPORT_MOST_SIDE, &h);
    if (!ok) return error_set(err, 0, "--size is '%s'; it is WxH, each 200 to %d, such as 1280x720", text, EXPORT_MOST_SIDE);
    options->width = (double)w, options->height = (double)h;
    return true;
}

// Reads the options wherever they stand; the words that are none follow from argv[optind].
static bool read_options(int argc, char **argv, bool file, Options *options, Error *err)
{
    static const struct option names[] = { { "output", required_argument, NULL, 'o' },
                                           { "size", required_argument, NULL, 's' },
                                           { "scale", required_argument, NULL, 'x' },
                                           { NULL, 0, NULL, 0 } };
    *options = (Options){ 0 };
    optind = 1, opterr = 0;
    for (int c; (c = getopt_long(argc, argv, ":o:", names, NULL)) != -1;) {
        const char *word = argv[optind - 1];
        switch (c) {
        case 'o':
            if (!file) return error_set(err, 0, "trace prints to standard output; it has no -o");
            options->output = optarg;
            break;
        case 's':
            if (!read_size(optarg, options, err)) return false;
            break;
        case 'x':
            if (!file) return error_set(err, 0, "trace has no --scale");
            if (!number_parse(optarg, strlen(optarg), &options->scale) || !(options->scale >= 0.5 && options->scale <= 8))
                return error_set(err, 0, "--scale is '%s'; it is a number from 0.5 to 8", optarg);
            break;
        case ':': return error_set(err, 0, "%s needs a value behind it", word);
        default: return error_set(err, 0, "there is no option %s here; there are %s", word, file ? "-o, --size and --scale" : "only --size");
        }
    }
    if (optind >= argc) return error_set(err, 0, "%s needs a scene, such as 'convt2d in=3 k=3 s=2 p=1'", argv[0]);
    if (file && !options->output) return error_set(err, 0, "export needs a file to write: -o FILE.png or -o FILE.svg");
    return true;
}

static const Look *look_of(const Scene *scene)
{
    return look_get(scene->look);
}

static void settle_size(const Scene *scene, Options *options)
{
    double width, height;
    export_usual_size(scene, &width, &height);
    if (options->width <= 0) options->width = width, options->height = height;
    if (options->scale <= 0) options->scale = 2;
}

int cli_export(int argc, char **argv)
{
    Options options;
    Error err = { 0 };
    Scene scene;
    Type *type = NULL;
    Figure figure = { 0 };
    int status;
    if (!read_options(argc, argv, true, &options, &err)) return cli_fail(&err);
    if (!cli_scene(&scene, argc - optind, argv + optind, &status)) return status;
    settle_size(&scene, &options);
    const Look *look = look_of(&scene);
    bool ok = type_new(&type, &err) && export_scene(&figure, &scene, (Veil){ 0 }, options.width, options.height, true, look, type_measure(type), &err) &&
              export_figure(options.output, &figure, options.width, options.height, options.scale, type, look->background, &err);
    figure_clear(&figure);
    type_free(type);
    scene_clear(&scene);
    return ok ? STATUS_DONE : cli_fail(&err);
}

int cli_trace(int argc, char **argv)
{
    Options options;
    Error err = { 0 };
    Scene scene;
    Figure figure = { 0 };
    Text dump = { 0 };
    int status;
    if (!read_options(argc, argv, false, &options, &err)) return cli_fail(&err);
    if (!cli_scene(&scene, argc - optind, argv + optind, &status)) return status;
    settle_size(&scene, &options);
    bool ok = export_scene(&figure, &scene, (Veil){ 0 }, options.width, options.height, false, look_of(&scene), measure_fixed, &err);
    if (ok) {
        figure_dump(&dump, &figure);
        fputs(text_or_empty(&dump), stdout);
    }
    text_clear(&dump);
    figure_clear(&figure);
    scene_clear(&scene);
    return ok ? STATUS_DONE : cli_fail(&err);
}

int cli_tour(int argc, char **argv)
{
    Error err = { 0 };
    Type *type = NULL;
    if (argc != 2 || argv[1][0] == '-') {
        error_set(&err, 0, "tour needs one folder to write to, such as: stridescope tour tour");
        return cli_fail(&err);
    }
    bool ok = type_new(&type, &err) && export_tour(argv[1], type, &err);
    type_free(type);
    if (!ok) return cli_fail(&err);
    printf("%s/index.html\n", argv[1]);
    return STATUS_DONE;
}
