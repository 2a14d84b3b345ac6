// Watches one file and rings once it was saved. A thread waits for the kernel to speak of its folder, for many editors save
// by renaming; while nobody saves nothing runs. Where there is no inotify nothing is watched.
#include "app/inside.h"

#if defined(__linux__)

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

enum { QUIET_MS = 60 }; // an editor may write, rename and write again

struct Watch {
    pthread_t thread;
    int inotify, stop[2]; // the thread ends when something can be read from stop[0]
    char *name;           // of the file, within its folder
    void (*ring)(void *self);
    void *self;
};

// Whether what has happened is about the file: it was written to its end, or another took its place.
static bool concerns(const Watch *watch)
{
    _Alignas(struct inotify_event) char events[4096];
    bool is = false;
    ssize_t length = read(watch->inotify, events, sizeof events);
    for (ssize_t at = 0; at < length; ) {
        const struct inotify_event *event = (const struct inotify_event *)(events + at);
        is |= event->len && !strcmp(event->name, watch->name);
        at += (ssize_t)(sizeof *event + event->len);
    }
    return is;
}

static void *wait(void *self)
{
    Watch *watch = self;
    struct pollfd waits[2] = { { .fd = watch->inotify, .events = POLLIN }, { .fd = watch->stop[0], .events = POLLIN } };
    for (bool saved = false;;) {
        int ready = poll(waits, 2, saved ? QUIET_MS : -1);
        if (waits[1].revents) return NULL;
        if (ready > 0 && concerns(watch)) saved = true;
        else if (ready == 0 && saved) watch->ring(watch->self), saved = false;
    }
}

Watch *watch_new(const char *path, void (*ring)(void *self), void *self)
{
    const char *slash = strrchr(path, '/');
    Watch *watch = memory_new(1, sizeof *watch);
    char *folder = memory_text(slash ? path : ".");
    if (slash) folder[slash == path ? 1 : slash - path] = 0;
    watch->name = memory_text(slash ? slash + 1 : path);
    watch->ring = ring, watch->self = self;
    watch->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    bool ok = watch->inotify >= 0 && inotify_add_watch(watch->inotify, folder, IN_CLOSE_WRITE | IN_MOVED_TO) >= 0;
    free(folder);
    bool piped = ok && pipe(watch->stop) == 0;
    if (piped && pthread_create(&watch->thread, NULL, wait, watch) == 0) return watch;
    if (piped) close(watch->stop[0]), close(watch->stop[1]);
    if (watch->inotify >= 0) close(watch->inotify);
    free(watch->name);
    free(watch);
    return NULL;
}

void watch_free(Watch *watch)
{
    if (!watch) return;
    (void)!write(watch->stop[1], "", 1);
    pthread_join(watch->thread, NULL);
    close(watch->inotify);
    close(watch->stop[0]);
    close(watch->stop[1]);
    free(watch->name);
    free(watch);
}

#else

Watch *watch_new(const char *path, void (*ring)(void *self), void *self)
{
    (void)path, (void)ring, (void)self;
    return NULL;
}

void watch_free(Watch *watch)
{
    (void)watch;
}

#endif
