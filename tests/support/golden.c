#include "support/golden.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>

bool golden_renews(void)
{
    const char *renew = getenv("STRIDESCOPE_RENEW");
    return renew && *renew && strcmp(renew, "0") != 0;
}

const char *golden_left(const char *name)
{
    static char path[4096];
    Error err;
    check(folder_make(TESTS_LEFT, &err), "%s", err.text);
    snprintf(path, sizeof path, "%s/%s", TESTS_LEFT, name);
    return path;
}

static void put(const char *path, const void *data, size_t length)
{
    Error err;
    FileOut file = { path, data, length };
    check(file_write_all(&file, 1, &err), "%s", err.text);
}

// The number of the first line that differs, and where it begins in both.
static int first_difference(const char **a, const char **b)
{
    for (int line = 1;; line++) {
        size_t la = strcspn(*a, "\n"), lb = strcspn(*b, "\n");
        if (la != lb || memcmp(*a, *b, la) != 0 || !(*a)[la] || !(*b)[lb]) return line;
        *a += la + 1, *b += lb + 1;
    }
}

void golden_text(const char *path, const Text *got)
{
    char full[512];
    snprintf(full, sizeof full, "%s/%s", TESTS_DIR, path);
    if (golden_renews()) {
        put(full, text_or_empty(got), got->length);
        return;
    }
    Bytes file;
    Error err;
    check(file_read(full, 16 << 20, &file, &err), "%s; STRIDESCOPE_RENEW=1 makes it", err.text);
    Text want = { 0 };
    text_put_bytes(&want, (const char *)file.data, file.length);
    bytes_clear(&file);
    const char *a = text_or_empty(&want), *b = text_or_empty(got);
    if (strcmp(a, b) != 0) {
        const char *name = strrchr(path, '/');
        const char *left = golden_left(name ? name + 1 : path);
        put(left, b, got->length);
        int line = first_difference(&a, &b);
        print_error("%s differs first in line %d\n  wanted: %.*s\n  got:    %.*s\nAll that it got is in %s\n", path, line,
                    (int)strcspn(a, "\n"), a, (int)strcspn(b, "\n"), b, left);
        fail();
    }
    text_clear(&want);
}
