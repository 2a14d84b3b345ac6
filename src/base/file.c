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

static bool write_beside(const FileOut *file, const char *beside, Error *err)
{
    int handle = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (handle < 0) return error_cannot(err, "cannot write %s: %s", file->path, strerror(errno));
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

bool file_write_all(const FileOut *files, int count, Error *err)
{
    char **beside = memory_new((size_t)count, sizeof *beside);
    char **old = memory_new((size_t)count, sizeof *old); // what stood there before, kept until all are in place
    bool ok = true;
    int made = 0, renamed = 0;
    for (int i = 0; ok && i < count; i++, made++) {
        size_t length = strlen(files[i].path) + 40;
        if (is_special(files[i].path)) continue;
        struct stat info;
        if (stat(files[i].path, &info) == 0 && S_ISDIR(info.st_mode)) {
            ok = error_cannot(err, "cannot write %s: it is a folder", files[i].path);
            break;
        }
        beside[i] = memory_new(length, 1);
        snprintf(beside[i], length, "%s.%ld.%d.part", files[i].path, (long)getpid(), i);
        ok = write_beside(&files[i], beside[i], err);
        if (!ok) break;
    }
    for (int i = 0; ok && i < count; i++) {
        if (!beside[i]) {
            ok = write_special(&files[i], err);
            continue;
        }
        size_t length = strlen(files[i].path) + 40;
        if (count > 1 && file_exists(files[i].path)) {
            old[i] = memory_new(length, 1);
            snprintf(old[i], length, "%s.%ld.%d.old", files[i].path, (long)getpid(), i);
            if (link(files[i].path, old[i]) != 0) free(old[i]), old[i] = NULL;
        }
        if (rename(beside[i], files[i].path) != 0)
            ok = error_cannot(err, "cannot write %s: %s", files[i].path, strerror(errno));
        else renamed = i + 1;
    }
    for (int i = 0; i < count; i++) {
        if (!ok && beside[i]) {
            unlink(beside[i]);
            if (i < renamed && old[i]) (void)!rename(old[i], files[i].path);
            else if (i < renamed) unlink(files[i].path);
        }
        if (old[i]) unlink(old[i]);
        free(beside[i]);
        free(old[i]);
    }
    free(beside);
    free(old);
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
        if (mkdir(copy, 0777) != 0 && errno != EEXIST)
            ok = error_cannot(err, "cannot make the folder %s: %s", path, strerror(errno));
        *c = kept;
        if (!kept) break;
    }
    free(copy);
    return ok;
}
