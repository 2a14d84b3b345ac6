// `find`: whether a picture has a grid in it that a layer with stride, or JPEG, has left there.
#include "cli/cli.h"
#include "lab/lab.h"

#include <stdio.h>
#include <string.h>

static bool is_builtin(const char *word)
{
    for (int i = 0; PICTURE_NAMES[i]; i++)
        if (!strcmp(PICTURE_NAMES[i], word)) return true;
    return false;
}

static bool unknown_picture(const char *word, const char *else_than, Error *err)
{
    Text names = { 0 };
    int count = 0;
    for (; PICTURE_NAMES[count]; count++) text_print(&names, count ? ", %s" : "%s", PICTURE_NAMES[count]);
    int near = near_word(word, PICTURE_NAMES, count);
    error_set(err, 0, "'%s' is no %s and no built-in picture (%s)%s%s%s", word, else_than, names.data, near < 0 ? "" : "; did you mean ",
              near < 0 ? "" : PICTURE_NAMES[near], near < 0 ? "" : "?");
    text_clear(&names);
    return false;
}

bool cli_picture(Source *out, char *word, const char *else_than, Error *err)
{
    *out = (Source){ .kind = is_builtin(word) ? SOURCE_PICTURE : SOURCE_FILE, .word = word };
    return out->kind == SOURCE_PICTURE || file_exists(word) || unknown_picture(word, else_than, err);
}

static void print_finding(const Finding *finding, const char *word, const Tensor *full)
{
    printf("%s, %d×%d: ", word, full->shape[2], full->shape[3]);
    if (finding->rows < full->shape[2] || finding->cols < full->shape[3]) printf("%d×%d pixels in its middle were looked at\n", finding->rows, finding->cols);
    else printf("all of it was looked at\n");
    printf("%s\n", finding->verdict.data);
    const char *line = text_or_empty(&finding->suspects);
    if (*line) fputs("\nWhat may have made it, the likeliest first:\n", stdout);
    for (; *line; line += strcspn(line, "\n") + 1) printf("  - %.*s\n", (int)strcspn(line, "\n"), line);
}

static bool find(char *word, Error *err)
{
    Source source;
    PictureStore store = { 0 };
    Finding finding;
    bool ok = cli_picture(&source, word, "file", err) && picture_load(&store, &source, err) && find_pattern(&finding, &store.full, err);
    if (ok) {
        print_finding(&finding, word, &store.full);
        finding_clear(&finding);
    }
    picture_store_clear(&store);
    return ok;
}

int cli_find(int argc, char **argv)
{
    Error err = { 0 };
    if (argc < 2) error_set(&err, 0, "find needs a picture, such as: stridescope find photo.png");
    else if (argv[1][0] == '-') error_set(&err, 0, "there is no option %s here; find takes a picture alone", argv[1]);
    else if (argc > 2) error_set(&err, 0, "one picture is searched at a time; %s stands behind %s", argv[2], argv[1]);
    return !err.text[0] && find(argv[1], &err) ? STATUS_DONE : cli_fail(&err);
}
