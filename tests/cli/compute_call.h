// `stridescope compute` called as a person calls it: a line of words, files in a folder of the test's own, and what it
// said kept for looking at. A test that leaves a file behind fails when the folder is removed.
#ifndef STRIDESCOPE_TESTS_COMPUTE_CALL_H
#define STRIDESCOPE_TESTS_COMPUTE_CALL_H

#include "cli/compute.h"
#include "data/data.h"
#include "support/check.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[64], said[8192];

// ---- the folder ------------------------------------------------------------------------------------------------

static inline const char *in_folder(const char *name)
{
    static char paths[16][400];
    static int next;
    char *path = paths[next++ % 16];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static inline int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/stridescope-compute-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

// Empties the folder. Inputs are named x.npy, w.npy …; what else lies there somebody wrote who should not have: they
// are counted and named.
static inline int empty_folder(void)
{
    static const char *const known[] = { ".", "..", "said", "x.npy", "w.npy", "b.npy", "gy.npy", "gamma.npy",
                                         "beta.npy", "running_mean.npy", "running_var.npy", "pred.npy", "target.npy",
                                         "p.npy", "g.npy", "m.npy", "v.npy", "a.npy", "words.txt" };
    DIR *dir = opendir(folder);
    int strangers = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        bool is_known = false;
        for (int i = 0; i < COUNT(known); i++) is_known = is_known || !strcmp(entry->d_name, known[i]);
        if (!is_known) print_error("%s lies in the folder\n", entry->d_name), strangers++;
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) remove(in_folder(entry->d_name));
    }
    if (dir) closedir(dir);
    return strangers;
}

static inline int remove_folder(void **state)
{
    (void)state;
    int strangers = empty_folder(), removed = rmdir(folder);
    return strangers ? -1 : removed;
}

static inline void write_file(const char *name, const void *bytes, size_t length)
{
    FILE *file = fopen(in_folder(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

// Zeros where [values] is NULL.
static inline void write_tensor(const char *name, int rank, const int *shape, const float *values)
{
    Tensor tensor;
    Bytes bytes;
    Error err;
    check(tensor_make(&tensor, rank, shape, &err), "%s", err.text);
    if (values) memcpy(tensor.data, values, tensor_count(&tensor) * sizeof *values);
    check(npy_encode(&tensor, &bytes, &err), "%s", err.text);
    write_file(name, bytes.data, bytes.length);
    bytes_clear(&bytes);
    tensor_clear(&tensor);
}

static inline Tensor read_tensor(const char *name)
{
    Tensor tensor;
    Error err;
    check(npy_read(in_folder(name), &tensor, &err), "%s", err.text);
    return tensor;
}

// ---- the call --------------------------------------------------------------------------------------------------

// While a call runs, both streams lead to a file. What the sanitizers say of it goes past that, and what was said by a
// call that ends the program is shown when it ends.
static int beside = -1; // the true stderr while a call runs

static inline void show_what_was_said(void)
{
    if (beside < 0) return;
    fflush(stderr);
    FILE *file = fopen(in_folder("said"), "rb");
    size_t length = file ? fread(said, 1, sizeof said, file) : 0;
    if (file) fclose(file);
    dprintf(beside, "the call ended the program; it said: %.*s\n", (int)length, said);
}

#ifdef __SANITIZE_ADDRESS__
void __sanitizer_set_report_fd(void *fd);
static inline void report_to(int fd)
{
    __sanitizer_set_report_fd((void *)(intptr_t)fd);
}
#else
static inline void report_to(int fd)
{
    (void)fd;
}
#endif

// Runs a line of words parted by spaces; what it prints (both streams) is then in `said`. A word that has "@" names a
// file of the folder: "x=@x.npy".
static inline int compute(const char *line)
{
    char words[4096], *argv[96];
    size_t at = 0;
    for (const char *c = line; *c; c++) {
        if (*c == '@') at += (size_t)snprintf(words + at, sizeof words - at, "%s/", folder);
        else words[at++] = *c;
    }
    words[at] = 0;
    int argc = 0;
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) argv[argc++] = word;
    argv[argc] = NULL;

    fflush(stdout);
    fflush(stderr);
    int out = dup(1), error = dup(2);
    int file = open(in_folder("said"), O_RDWR | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0 && out >= 0 && error >= 0);
    static bool watched;
    if (!watched) watched = atexit(show_what_was_said) == 0;
    beside = error;
    report_to(error);
    dup2(file, 1);
    dup2(file, 2);
    int status = cli_compute(argc, argv);
    fflush(stdout);
    fflush(stderr);
    dup2(out, 1);
    dup2(error, 2);
    report_to(2);
    beside = -1;
    close(out);
    close(error);
    ssize_t length = pread(file, said, sizeof said - 1, 0);
    close(file);
    said[length > 0 ? length : 0] = 0;
    return status;
}

// ---- what must have come of it ---------------------------------------------------------------------------------

// Status 2, one sentence on one line, and no y.npy.
static inline void hold_one_sentence(const char *what, int status)
{
    const char *start = "stridescope compute: ", *end = strchr(said, '\n');
    check(status == 2, "%s: status %d, says: %s", what, status, said);
    check(!strncmp(said, start, strlen(start)) && end && !end[1] && strlen(said) > strlen(start) + 20,
          "%s: not one sentence: %s", what, said);
    check(!file_exists(in_folder("y.npy")), "%s: a file was written", what);
}

// Status 0 and nothing said.
static inline void hold_done(const char *line)
{
    int status = compute(line);
    check(status == 0 && !said[0], "'%s': status %d, says: %s", line, status, said);
}

// The file has exactly these values; it is removed.
static inline void hold_values(const char *name, int rank, const int *shape, const float *values)
{
    Tensor tensor = read_tensor(name);
    check(tensor.rank == rank, "%s has %d sides; wanted %d", name, tensor.rank, rank);
    for (int i = 0; i < rank; i++) check(tensor.shape[i] == shape[i], "side %d of %s is %d", i, name, tensor.shape[i]);
    for (size_t i = 0; i < tensor_count(&tensor); i++)
        check(tensor.data[i] == values[i], "%s[%zu] is %g; wanted %g", name, i, (double)tensor.data[i],
              (double)values[i]);
    tensor_clear(&tensor);
    unlink(in_folder(name));
}

#endif
