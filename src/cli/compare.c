// `compare`: the rivals over one picture, a line each, every number measured here and now.
#include "cli/cli.h"
#include "lab/lab.h"

#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// ---- what is compared ------------------------------------------------------------------------------------------

// A picture alone is halved, so that what enlarges it again can be held against it.
static bool scene_of_picture(Scene *out, PictureStore *store, Source picture, Error *err)
{
    char code[160];
    if (!picture_load(store, &picture, err)) return false;
    int rows = store->full.shape[2] / 2, cols = store->full.shape[3] / 2;
    snprintf(code, sizeof code, "convt2d in=%dx%d k=4 s=2 p=1 w=random:4 view=picture", rows > 0 ? rows : 1, cols > 0 ? cols : 1);
    if (!scene_parse(out, code, err)) return false;
    source_clear(&out->x);
    out->x = source_copy(&picture);
    return true;
}

static bool has_picture(const Scene *scene, Error *err)
{
    if (scene->spec.dims == 1) return true; // a signal: whatever fills x
    if (scene->x.kind == SOURCE_PICTURE || (scene->x.kind == SOURCE_FILE && picture_known(scene->x.word))) return true;
    return error_set(err, 0, "compare needs a picture to go in: x=picture:%s, or x=file:\"PATH\" of a PNG or JPEG", PICTURE_NAMES[0]);
}

// The scene that [count] words mean, as a code or as a picture alone. On false the sentence is printed.
static bool read_words(Scene *out, PictureStore *store, int count, char **words, int *status)
{
    Error err = { 0 };
    if (scene_begins(words[0]) || (layer_begins(words[0]) && !file_exists(words[0]))) {
        if (!cli_scene(out, count, words, status)) return false;
        if (has_picture(out, &err)) return true;
        scene_clear(out);
    } else if (count > 1) {
        error_set(&err, 0, "one picture is compared at a time; %s stands behind %s", words[1], words[0]);
    } else {
        Source picture;
        if (cli_picture(&picture, words[0], "scene, no file", &err) && scene_of_picture(out, store, picture, &err)) return true;
    }
    *status = cli_fail(&err);
    return false;
}

// ---- one row ---------------------------------------------------------------------------------------------------

typedef struct Row {
    Rival rival;
    Entrant entrant; // without its picture
    Error why;       // it has no result, and this is the reason
    bool ran;
} Row;

// Whether its prints overlap evenly, and why. A convolution of stride 1, in front of PixelShuffle or behind the enlarging,
// always does.
static void put_overlap(Text *out, const Row *row, const Spec *layer)
{
    bool own = row->rival == RIVAL_LAYER || row->rival == RIVAL_REPAIRED || row->rival == RIVAL_GRADIENT;
    bool shuffles = row->rival == RIVAL_SUBPIXEL || row->rival == RIVAL_ICNR;
    long long taps = row->entrant.parameters / (shuffles ? (long long)layer->y.stride * layer->x.stride : 1);
    if (own && (layer->transposed || row->rival != RIVAL_LAYER)) overlap_say(out, layer);
    else if (own || taps == 0) text_put(out, "even");
    else text_print(out, "even: %lld tap%s each", taps, taps == 1 ? "" : "s");
}

// ---- as CSV ----------------------------------------------------------------------------------------------------

static void put_csv_text(Text *out, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        text_put(out, text);
        return;
    }
    text_put(out, "\"");
    for (; *text; text++) text_print(out, *text == '"' ? "\"\"" : "%c", *text);
    text_put(out, "\"");
}

static void put_csv_number(Text *out, bool there, double value)
{
    char shown[NUMBER_TEXT];
    text_put(out, ",");
    if (!there) return;
    number_print_double(shown, value);
    text_put(out, shown);
}

static void put_csv(Text *out, const Row *rows, int count, const Spec *layer)
{
    text_put(out, "rival,checker_share,checker_db,here_share,psnr_db,ssim,parameters,milliseconds,overlap,note\r\n");
    for (int i = 0; i < count; i++) {
        const Row *row = &rows[i];
        const Entrant *e = &row->entrant;
        put_csv_text(out, RIVALS[row->rival].title);
        put_csv_number(out, row->ran, e->even.share);
        put_csv_number(out, row->ran, e->even.decibels);
        put_csv_number(out, row->ran && e->means && layer->dims == 2, e->here.share);
        put_csv_number(out, row->ran && e->compared, e->psnr);
        put_csv_number(out, row->ran && e->compared, e->ssim);
        put_csv_number(out, row->ran, (double)e->parameters);
        put_csv_number(out, row->ran, e->milliseconds);
        Text overlap = { 0 };
        if (row->ran) put_overlap(&overlap, row, layer);
        text_put(out, ",");
        put_csv_text(out, text_or_empty(&overlap));
        text_put(out, ",");
        put_csv_text(out, row->ran ? "" : row->why.text);
        text_put(out, "\r\n");
        text_clear(&overlap);
    }
}

// ---- as a table ------------------------------------------------------------------------------------------------

enum { COLUMNS = 9, FIELD = 256 };

static int letters(const char *text)
{
    int count = 0, bytes;
    for (; *text; text += bytes, count++) (void)utf8_next(text, &bytes);
    return count;
}

static void show(char out[FIELD], bool there, double value, int decimals, const char *unit)
{
    char number[NUMBER_TEXT];
    number_show(number, value, decimals);
    snprintf(out, FIELD, "%s%s", there ? number : "–", there ? unit : "");
}

// A share as a person reads it: what is only rounding is 0.
static void show_share(char out[FIELD], bool there, double share)
{
    bool none = share < 1e-12, little = !none && share < 0.00005;
    show(out, there, none ? 0 : little ? 0.01 : 100 * share, none ? 0 : share < 0.01 ? 2 : 1, " %");
    if (there && little) memmove(out + 1, out, strlen(out) + 1), out[0] = '<';
}

static void show_row(char out[COLUMNS][FIELD], const Row *row, const Spec *layer)
{
    const Entrant *e = &row->entrant;
    Text overlap = { 0 };
    if (row->ran) put_overlap(&overlap, row, layer);
    snprintf(out[0], FIELD, "%s", RIVALS[row->rival].title);
    show_share(out[1], row->ran, e->even.share);
    show(out[2], row->ran && e->even.share >= 1e-12, e->even.decibels, 1, "");
    show_share(out[3], row->ran && e->means && layer->dims == 2, e->here.share); // a tone has no mean to hold it against
    show(out[4], row->ran && e->compared, e->psnr, 2, "");
    show(out[5], row->ran && e->compared, e->ssim, 4, "");
    show(out[6], row->ran, (double)e->parameters, 0, "");
    show(out[7], row->ran, e->milliseconds, e->milliseconds < 10 ? 2 : 1, "");
    snprintf(out[8], FIELD, "%s", text_or_empty(&overlap));
    text_clear(&overlap);
}

// Words to the left, numbers to the right.
static void put_line(Text *out, char fields[COLUMNS][FIELD], const int *width)
{
    for (int c = 0; c < COLUMNS; c++) {
        int blanks = width[c] - letters(fields[c]);
        bool words = c == 0 || c == COLUMNS - 1;
        if (c) text_put(out, "  ");
        if (!words) text_print(out, "%*s", blanks, "");
        text_put(out, fields[c]);
        if (words && c < COLUMNS - 1) text_print(out, "%*s", blanks, "");
    }
    text_put(out, "\n");
}

static void put_table(Text *out, const Row *rows, int count, const Bench *bench)
{
    char fields[RIVAL_COUNT + 1][COLUMNS][FIELD] = { { "", "checker", "dB", "here", "PSNR", "SSIM", "weights", "ms", "overlap" } };
    int width[COLUMNS] = { 0 };
    for (int i = 0; i < count; i++) show_row(fields[i + 1], &rows[i], &bench->layer);
    for (int i = 0; i <= count; i++)
        for (int c = 0; c < COLUMNS; c++)
            if (letters(fields[i][c]) > width[c]) width[c] = letters(fields[i][c]);
    for (int i = 0; i <= count; i++) put_line(out, fields[i], width);
    text_put(out, "\n");
    for (int i = 0; i < count; i++)
        if (!rows[i].ran) text_print(out, "%s: %s\n", RIVALS[rows[i].rival].title, rows[i].why.text);
    bool signal = bench->layer.dims == 1;
    text_put(out, "checker: how much of an even input's output is pattern, from the weights; dB: pattern against mean\n");
    if (!signal) text_put(out, "here: the same on this picture, less what bilinear has there; an estimate\n");
    if (signal && bench->reference.data)
        text_print(out, "PSNR, SSIM: against the signal of %d values, of which the input is the average; the peak is its range, %.3g\n", bench->reference.shape[3], bench->range);
    else if (signal && bench->layer.transposed)
        text_put(out, "PSNR, SSIM: need a signal that can be made longer: tone, step or random\n");
    else if (bench->reference.data)
        text_print(out, "PSNR, SSIM: against the picture at %d×%d, of which the input is the average\n", bench->reference.shape[2], bench->reference.shape[3]);
    else if (bench->layer.transposed)
        text_print(out, "PSNR, SSIM: need a picture as large as the output, %d×%d, and of at most %ld pixels\n", bench->input.shape[2] * bench->times_y,
                   bench->input.shape[3] * bench->times_x, BENCH_MOST_REFERENCE);
    text_put(out, "ms: the kernels alone, on one core\n");
}

// What several layers are together, and which of them makes how much of the pattern.
static void put_stack(Text *out, const Bench *bench)
{
    const Spec *all = &bench->layer;
    double part[STACK_MOST], sum = 0;
    bool signal = all->dims == 1;
    if (signal) text_print(out, "%d layers: a kernel of %d taps with stride %d; the input has %d values\n", bench->stack.layers, all->x.kernel, all->x.stride, bench->own_cols);
    else text_print(out, "%d layers: a kernel of %d×%d with stride %d×%d; the input is %d×%d\n", bench->stack.layers, all->y.kernel, all->x.kernel, all->y.stride,
                    all->x.stride, bench->own_rows, bench->own_cols);
    stack_parts(part, &bench->stack);
    for (int i = 0; i < bench->stack.layers; i++) sum += part[i];
    int period_y = 1, period_x = 1;
    for (int i = bench->stack.layers - 1; i >= 0 && sum > 0; i--) {
        period_y *= bench->stack.stride_y, period_x *= bench->stack.stride_x;
        text_print(out, "  layer %d makes the pattern of period ", i + 1);
        if (!signal) text_print(out, "%d×", period_y);
        text_print(out, "%d: %.1f %% of all\n", period_x, 100 * part[i] / sum);
    }
    text_put(out, "\n");
}

// ---- while it runs ---------------------------------------------------------------------------------------------

static Progress progress; // the signal's: it knows no other way to it

static void interrupted(int signal_number)
{
    (void)signal_number;
    atomic_store(&progress.cancel, true);
}

// One who says on a terminal how far it is.
typedef struct Teller {
    pthread_t thread;
    bool there;
    atomic_bool stop;
    _Atomic(const char *) doing;
} Teller;

static void *tell(void *context)
{
    Teller *teller = context;
    for (int tick = 0; !atomic_load(&teller->stop); tick++) {
        struct timespec pause = { .tv_nsec = 50 * 1000 * 1000 };
        nanosleep(&pause, NULL);
        if (tick % 4 != 3) continue; // what is done at once is not announced
        long total = atomic_load(&progress.total), done = atomic_load(&progress.done);
        fprintf(stderr, "\r\033[K%s %ld %%", atomic_load(&teller->doing), total > 0 ? 100 * done / total : 0);
    }
    fputs("\r\033[K", stderr);
    return NULL;
}

static void teller_start(Teller *teller)
{
    atomic_store(&teller->doing, "the picture");
    teller->there = isatty(STDERR_FILENO) && pthread_create(&teller->thread, NULL, tell, teller) == 0;
}

static void teller_stop(Teller *teller)
{
    if (!teller->there) return;
    atomic_store(&teller->stop, true);
    pthread_join(teller->thread, NULL);
}

// Every rival that fits; false where the machine failed or it was interrupted.
static bool run_rivals(Row *rows, int *count, const Bench *bench, Teller *teller, Error *err)
{
    for (Rival rival = RIVAL_ORIGINAL + 1; rival < RIVAL_COUNT; rival++) {
        // What makes a picture larger is no rival of a convolution, nor the gradient one of its transpose.
        bool shuffles = rival == RIVAL_SUBPIXEL || rival == RIVAL_ICNR;
        if (!rival_fits(rival, &bench->layer, NULL) && !(shuffles && bench->layer.transposed)) continue;
        Row *row = &rows[(*count)++];
        row->rival = rival;
        atomic_store(&teller->doing, RIVALS[rival].title);
        row->ran = entrant_run(&row->entrant, bench, rival, &progress, &row->why);
        if (!row->ran && row->why.cannot) {
            *err = row->why;
            return false;
        }
        free(row->entrant.pixels);
        free(row->entrant.grey);
        row->entrant.pixels = NULL, row->entrant.grey = NULL;
    }
    return true;
}

static int compare(const Scene *scene, PictureStore *store, bool csv)
{
    Row rows[RIVAL_COUNT] = { 0 };
    int count = 0;
    Bench bench;
    Error err = { 0 };
    Text out = { 0 };
    Teller teller = { 0 };
    struct sigaction ours = { .sa_handler = interrupted, .sa_flags = (int)SA_RESETHAND }, before;
    sigaction(SIGINT, &ours, &before);
    teller_start(&teller);
    BenchAsk ask = { .shift_row = scene->show.picture_shift_row, .shift_col = scene->show.picture_shift_col };
    bool ok = bench_make(&bench, store, scene, &ask, &progress, &err) && run_rivals(rows, &count, &bench, &teller, &err);
    teller_stop(&teller);
    sigaction(SIGINT, &before, NULL);
    if (ok && csv) put_csv(&out, rows, count, &bench.layer);
    if (ok && !csv) {
        scene_print(&out, scene);
        text_put(&out, "\n\n");
        if (bench.stack.layers) put_stack(&out, &bench);
        put_table(&out, rows, count, &bench);
    }
    fputs(text_or_empty(&out), stdout);
    for (int i = 0; i < count; i++) entrant_clear(&rows[i].entrant);
    text_clear(&out);
    bench_clear(&bench);
    return ok ? STATUS_DONE : cli_fail(&err);
}

int cli_compare(int argc, char **argv)
{
    int count = 0, status;
    bool csv = false;
    Error err = { 0 };
    Scene scene;
    PictureStore store = { 0 };
    char **words = memory_new((size_t)argc, sizeof *words);
    for (int i = 1; i < argc && !err.text[0]; i++) {
        if (!strcmp(argv[i], "--csv")) csv = true;
        else if (argv[i][0] == '-') error_set(&err, 0, "there is no option %s here; there is --csv", argv[i]);
        else words[count++] = argv[i];
    }
    if (!count && !err.text[0])
        error_set(&err, 0, "compare needs a picture or a scene with one, such as: stridescope compare %s", PICTURE_NAMES[0]);
    if (err.text[0]) {
        status = cli_fail(&err);
    } else if (read_words(&scene, &store, count, words, &status)) {
        status = compare(&scene, &store, csv);
        scene_clear(&scene);
    }
    picture_store_clear(&store);
    free(words);
    return status;
}
