// Files: read whole within a limit; written beside their target and renamed, so that nothing is ever half there.
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool file_exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

bool file_read(const char *path, size_t limit, Bytes *out, Error *err)
{
    *out = (Bytes){ 0 };
    FILE *file = fopen(path, "rb");
    if (!file) return error_set(err, 0, "cannot read %s: %s", path, strerror(errno));
    struct stat info;
    bool ok = fstat(fileno(file), &info) == 0;
    if (ok && S_ISDIR(info.st_mode)) {
        ok = error_set(err, 0, "%s is a folder; name a file", path);
    } else if (ok && S_ISREG(info.st_mode) && (uintmax_t)info.st_size > limit) {
        ok = error_set(err, 0, "%s has %jd bytes; at most %zu are read", path, (intmax_t)info.st_size, limit);
    } else {
        // Pipes have no size, and a file may grow: read until the end or the limit.
        size_t room = ok && S_ISREG(info.st_mode) ? (size_t)info.st_size + 1 : 65536;
        ok = true;
        for (;;) {
            unsigned char *more = out->length < room && out->data ? out->data : realloc(out->data, room);
            if (!more) {
                ok = error_cannot(err, "not enough memory to read %s", path);
                break;
            }
            out->data = more;
            size_t got = fread(out->data + out->length, 1, room - out->length, file);
            out->length += got;
            if (out->length > limit) {
                ok = error_set(err, 0, "%s is longer than %zu bytes, the most that is read", path, limit);
                break;
            }
            if (!got) {
                if (ferror(file)) ok = error_set(err, 0, "cannot read %s: %s", path, strerror(errno));
                break;
            }
            if (out->length == room) room *= 2;
        }
    }
    fclose(file);
    if (!ok) bytes_clear(out);
    return ok;
}

void bytes_clear(Bytes *bytes)
{
    free(bytes->data);
    *bytes = (Bytes){ 0 };
}

// A name beside the target that nothing has yet; to be freed.
static char *name_beside(const char *path, const char *ending)
{
    size_t length = strlen(path) + 48;
    char *name = memory_new(length, 1);
    for (int i = 0; i < 10000; i++) {
        snprintf(name, length, "%s.%ld.%d.%s", path, (long)getpid(), i, ending);
        struct stat info;
        if (lstat(name, &info) != 0) break;
    }
    return name;
}

static bool write_beside(const FileOut *file, const char *target, const char *beside, Error *err)
{
    struct stat info;
    mode_t mode = stat(target, &info) == 0 ? info.st_mode & 0777 : 0666;
    int handle = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (handle < 0) return error_cannot(err, "cannot write %s: %s", file->path, strerror(errno));
    if (mode != 0666) (void)!fchmod(handle, mode); // what was private stays private, whatever the umask
    const char *at = file->data;
    size_t left = file->length;
    while (left) {
        ssize_t wrote = write(handle, at, left);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) break;
        at += wrote;
        left -= (size_t)wrote;
    }
    int why = errno;
    bool whole = left == 0;
    if (whole && fsync(handle) != 0 && errno != EINVAL && errno != EROFS) whole = false, why = errno;
    if (close(handle) != 0 && whole) whole = false, why = errno;
    if (whole) return true;
    unlink(beside);
    return error_cannot(err, "cannot write %s: %s", file->path, strerror(why));
}

// Devices and pipes (/dev/stdout) cannot be renamed onto; they are written straight.
static bool is_special(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

static bool write_special(const FileOut *file, Error *err)
{
    FILE *out = fopen(file->path, "wb");
    bool whole = out && fwrite(file->data, 1, file->length, out) == file->length;
    if (out && fclose(out) != 0) whole = false;
    return whole || error_cannot(err, "cannot write %s: %s", file->path, strerror(errno));
}

// One file on its way: where it really goes (a link is followed), what lies beside it, what stood there before.
typedef struct Way {
    char *target, *beside, *old;
    bool in_place;
} Way;

static bool prepare(const FileOut *file, Way *way, Error *err)
{
    struct stat info;
    char *real = realpath(file->path, NULL);
    way->target = memory_text(real ? real : file->path);
    free(real);
    if (is_special(way->target)) return true;
    if (stat(way->target, &info) == 0 && S_ISDIR(info.st_mode))
        return error_cannot(err, "cannot write %s: it is a folder", file->path);
    way->beside = name_beside(way->target, "part");
    if (write_beside(file, way->target, way->beside, err)) return true;
    free(way->beside);
    way->beside = NULL;
    return false;
}

// Keeps what stood there by a second name, so that it can come back.
static void keep_old(Way *way)
{
    if (!file_exists(way->target)) return;
    way->old = name_beside(way->target, "old");
    bool kept = link(way->target, way->old) == 0 || rename(way->target, way->old) == 0; // no links on FAT
    if (!kept) free(way->old), way->old = NULL;
}

static bool put_in_place(const FileOut *file, Way *way, bool several, Error *err)
{
    if (!way->beside) return write_special(file, err);
    if (several) keep_old(way);
    way->in_place = rename(way->beside, way->target) == 0;
    return way->in_place || error_cannot(err, "cannot write %s: %s", file->path, strerror(errno));
}

static void end(Way *way, bool ok)
{
    if (!ok && way->beside && !way->in_place) unlink(way->beside);
    if (!ok && way->old) (void)!rename(way->old, way->target);
    else if (!ok && way->in_place) unlink(way->target);
    if (ok && way->old) unlink(way->old);
    free(way->target);
    free(way->beside);
    free(way->old);
}

bool file_write_all(const FileOut *files, int count, Error *err)
{
    Way *ways = memory_new((size_t)count, sizeof *ways);
    bool ok = true;
    for (int i = 0; ok && i < count; i++) ok = prepare(&files[i], &ways[i], err);
    for (int i = 0; ok && i < count; i++) ok = put_in_place(&files[i], &ways[i], count > 1, err);
    for (int i = 0; i < count; i++) end(&ways[i], ok);
    free(ways);
    return ok;
}

bool folder_make(const char *path, Error *err)
{
    char *copy = memory_text(path);
    bool ok = true;
    for (char *c = copy + 1; ok && *copy; c++) {
        char kept = *c;
        if (kept != '/' && kept) continue;
        *c = 0;
        struct stat info;
        bool there = mkdir(copy, 0777) == 0 || (errno == EEXIST && stat(copy, &info) == 0 && S_ISDIR(info.st_mode));
        if (!there)
            ok = error_cannot(err, "cannot make the folder %s: %s", path, strerror(errno));
        *c = kept;
        if (!kept) break;
    }
    free(copy);
    return ok;
}
