// `lesson`: plays one in the window; and for those who write lessons, check says every mistake with its line, new prints a first one, list tells the
// course of this program; page and guide put lessons on paper.
#include "app/app.h"
#include "cli/cli.h"
#include "export/export.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- check -----------------------------------------------------------------------------------------------------

static void print_remarks(const char *path, const Remarks *remarks)
{
    for (int i = 0; i < remarks->count; i++)
        printf("%s:%d: %s%s\n", path, remarks->at[i].line, remarks->at[i].advice ? "advice: " : "", remarks->at[i].text);
}

static const char *many(int count)
{
    return count == 1 ? "" : "s";
}

static void print_result(const char *path, const Lesson *lesson, const Remarks *remarks, bool computed)
{
    int mistakes = remarks_mistakes(remarks), questions = 0;
    for (int i = 0; i < lesson->count; i++) questions += lesson->steps[i].ask.kind != ASK_NONE;
    if (!computed) printf("%s: %d mistake%s; what is computed is checked once %s mended\n", path, mistakes, many(mistakes), mistakes == 1 ? "it is" : "they are");
    else if (mistakes) printf("%s: %d mistake%s\n", path, mistakes, many(mistakes));
    else printf("%s: %d step%s, %d question%s, no mistake\n", path, lesson->count, many(lesson->count), questions, many(questions));
}

// "lessons/trails.md" → "trails"; to be freed.
static char *page_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *name = memory_text(slash ? slash + 1 : path), *dot = strrchr(name, '.');
    if (dot && dot != name) *dot = 0;
    return name;
}

// A page that goes with the course; false where the file is a lesson, or cannot be read.
static bool check_page(const char *path, const char *name, Remarks *remarks)
{
    Bytes bytes;
    bool page = file_read(path, 1 << 20, &bytes, NULL) && course_page_check(name, bytes.length ? (const char *)bytes.data : "", bytes.length, remarks);
    bytes_clear(&bytes);
    return page;
}

static int check_file(const char *path)
{
    Lesson lesson = { 0 };
    Remarks remarks = { 0 };
    Error err = { 0 };
    char *name = page_name(path);
    bool readme = !strcmp(name, "README"), page = !readme && check_page(path, name, &remarks);
    free(name);
    if (readme) {
        printf("%s: no lesson, and passed over\n", path);
    } else if (page) {
        print_remarks(path, &remarks);
        if (!remarks.count) printf("%s: no mistake\n", path);
    } else {
        bool computed = lesson_load(&lesson, path, &remarks, &err);
        if (err.text[0]) return cli_fail(&err);
        if (computed) lesson_check(&lesson, &remarks);
        print_remarks(path, &remarks);
        print_result(path, &lesson, &remarks, computed);
        lesson_clear(&lesson);
    }
    int mistakes = remarks_mistakes(&remarks);
    remarks_clear(&remarks);
    return mistakes ? STATUS_BAD_INPUT : STATUS_DONE;
}

static int check(int count, char **paths)
{
    Error err = { 0 };
    int status = STATUS_DONE;
    if (!count) error_set(&err, 0, "lesson check needs a file, such as: stridescope lesson check mine.md");
    for (int i = 0; i < count && !err.text[0]; i++)
        if (paths[i][0] == '-') error_set(&err, 0, "there is no option %s here; lesson check takes files alone", paths[i]);
    if (err.text[0]) return cli_fail(&err);
    for (int i = 0; i < count; i++) {
        int one = check_file(paths[i]);
        if (one > status) status = one;
    }
    return status;
}

// ---- new and list ----------------------------------------------------------------------------------------------

static int new(int count, char **words)
{
    Text title = { 0 }, lesson = { 0 };
    Error err = { 0 };
    if (count && words[0][0] == '-') {
        error_set(&err, 0, "there is no option %s here; lesson new takes a title alone", words[0]);
        return cli_fail(&err);
    }
    for (int i = 0; i < count; i++) text_print(&title, "%s%s", i ? " " : "", words[i]);
    if (!utf8_valid(text_or_empty(&title), title.length)) error_set(&err, 0, "this title is not UTF-8");
    else lesson_new(&lesson, title.data);
    fputs(text_or_empty(&lesson), stdout);
    text_clear(&title);
    text_clear(&lesson);
    return err.text[0] ? cli_fail(&err) : STATUS_DONE;
}

static int list(int count, char **words)
{
    Error err = { 0 };
    int minutes = 0, widest = 0;
    if (count) {
        error_set(&err, 0, "nothing stands behind lesson list, but %s does", words[0]);
        return cli_fail(&err);
    }
    for (int i = 0; i < course_count(); i++) {
        int width = (int)strlen(course_lesson(i)->name);
        widest = width > widest ? width : widest;
    }
    for (int i = 0; i < course_count(); i++) {
        const Lesson *lesson = course_lesson(i);
        printf("%2d  %-*s  %2d min  %2d steps  %s\n", i + 1, widest, lesson->name, lesson->minutes, lesson->count, lesson->title);
        minutes += lesson->minutes;
    }
    printf("%d lesson%s, %d minutes\n", course_count(), many(course_count()), minutes);
    for (int i = 0; i < trail_count(); i++) {
        const Trail *trail = trail_at(i);
        int sum = 0;
        for (int stop = 0; stop < trail->count; stop++) sum += trail->stops[stop].minutes;
        printf("%s%s: %d stop%s, %d minutes\n", i ? "" : "\nTrails through them:\n", trail->title, trail->count, many(trail->count), sum);
    }
    return STATUS_DONE;
}

// ---- page and guide --------------------------------------------------------------------------------------------

// A lesson of the course by its name, or one from a file, read into [own]. NULL, with its mistakes told, where it has any.
static const Lesson *lesson_of(const char *word, Lesson *own, int *status)
{
    Remarks remarks = { 0 };
    Error err = { 0 };
    int known = course_find(word); // a file of that name ends in .md
    if (known >= 0) return course_lesson(known);
    if (!file_exists(word) && !lesson_begins(word)) {
        const char *names[COURSE_MOST];
        for (int i = 0; i < course_count(); i++) names[i] = course_lesson(i)->name;
        int near = near_word(word, names, course_count());
        error_set(&err, 0, "%s is no file and no lesson of the course (stridescope lesson list)%s%s%s", word, near < 0 ? "" : "; did you mean ", near < 0 ? "" : names[near], near < 0 ? "" : "?");
        *status = cli_fail(&err);
        return NULL;
    }
    bool ok = lesson_load(own, word, &remarks, &err);
    if (ok) return remarks_clear(&remarks), own;
    *status = err.text[0] ? cli_fail(&err) : STATUS_BAD_INPUT;
    print_remarks(word, &remarks);
    remarks_clear(&remarks);
    return NULL;
}

// The words that are lessons follow from words[optind].
static bool read_output(int count, char **words, const char *what, const char *ending, const char **output, Error *err)
{
    static const struct option names[] = { { "output", required_argument, NULL, 'o' }, { NULL, 0, NULL, 0 } };
    *output = NULL;
    optind = 1, opterr = 0;
    for (int c; (c = getopt_long(count, words, ":o:", names, NULL)) != -1;) {
        if (c == ':') return error_set(err, 0, "%s needs a file behind it", words[optind - 1]);
        if (c != 'o') return error_set(err, 0, "there is no option %s here; there is -o", words[optind - 1]);
        *output = optarg;
    }
    if (optind >= count) return error_set(err, 0, "lesson %s needs a lesson: a file, or a name from stridescope lesson list", what);
    if (!*output) return error_set(err, 0, "lesson %s needs a file to write: -o FILE%s", what, ending);
    return true;
}

static int on_paper(int count, char **words, bool guide)
{
    enum { MOST = 64 };
    Lesson own[MOST] = { { 0 } };
    const Lesson *lessons[MOST];
    const char *output;
    Error err = { 0 };
    Type *type = NULL;
    int given = 0, status = STATUS_DONE;
    bool ok = read_output(count, words, guide ? "guide" : "page", guide ? ".pdf" : ".html", &output, &err);
    if (ok && guide && count - optind > 1) ok = error_set(&err, 0, "a guide is of one lesson; %s stands behind %s", words[optind + 1], words[optind]);
    if (ok && count - optind > MOST) ok = error_set(&err, 0, "a page takes %d lessons at most", MOST);
    for (int i = optind; ok && status == STATUS_DONE && i < count; i++, given++) lessons[given] = lesson_of(words[i], &own[given], &status);
    ok = ok && status == STATUS_DONE && type_new(&type, &err);
    ok = ok && (guide ? export_guide(output, lessons[0], type, &err) : export_page(output, lessons, given, type, &err));
    type_free(type);
    for (int i = 0; i < MOST; i++) lesson_clear(&own[i]);
    return ok || status != STATUS_DONE ? status : cli_fail(&err);
}

static int page(int count, char **words)
{
    return on_paper(count, words, false);
}

static int guide(int count, char **words)
{
    return on_paper(count, words, true);
}

// ---- play ------------------------------------------------------------------------------------------------------

// Opens the window on it; false where the word is neither a lesson of the course nor the file of one.
static bool play(int count, char **words, int *status)
{
    Error err = { 0 };
    bool known = course_find(words[0]) >= 0, file = !known && (file_exists(words[0]) || lesson_begins(words[0]));
    if (!file && !known) return false;
    if (count > 1) error_set(&err, 0, "one lesson is played at a time; %s stands behind %s", words[1], words[0]);
    else if (file && !file_exists(words[0])) error_set(&err, 0, "there is no file %s", words[0]);
    else if (file && !lesson_begins(words[0])) error_set(&err, 0, "%s is no lesson: a lesson is a Markdown file, and its name ends in .md", words[0]);
    *status = err.text[0] ? cli_fail(&err) : file ? app_main(NULL, words[0], NULL) : app_main(NULL, NULL, words[0]);
    return true;
}

// ---- which of them ---------------------------------------------------------------------------------------------

int cli_lesson(int argc, char **argv)
{
    static const char *const words[] = { "check", "new", "list", "page", "guide" };
    static int (*const run[])(int count, char **words) = { check, new, list, page, guide };
    enum { PAPER = 3 }; // the first of those that take options
    Error err = { 0 };
    for (int i = 0; i < COUNT(words); i++)
        if (argc > 1 && !strcmp(argv[1], words[i])) return i >= PAPER ? run[i](argc - 1, argv + 1) : run[i](argc - 2, argv + 2); // getopt passes over a first word
    int status;
    if (argc > 1 && play(argc - 1, argv + 1, &status)) return status;
    const char *known[COUNT(words) + COURSE_MOST]; // words, then the lessons' names
    int count = 0;
    for (int i = 0; i < COUNT(words); i++) known[count++] = words[i];
    for (int i = 0; i < course_count(); i++) known[count++] = course_lesson(i)->name;
    int near = argc > 1 ? near_word(argv[1], known, count) : -1;
    if (argc < 2) error_set(&err, 0, "lesson needs a word more: a lesson to play, check FILE…, new [TITLE], list, page LESSON… or guide LESSON");
    else error_set(&err, 0, "there is no lesson %s (stridescope lesson list names them all); there are lesson check, new, list, page and guide%s%s%s", argv[1], near < 0 ? "" : "; did you mean ", near < 0 ? "" : known[near], near < 0 ? "" : "?");
    return cli_fail(&err);
}
