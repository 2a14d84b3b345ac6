// The watch rings once a file was saved, however it was saved, and for no other file.
#include "app/inside.h"
#include "support/check.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef struct Bell {
    pthread_mutex_t lock;
    pthread_cond_t rung;
    int rings;
} Bell;

static void ring(void *self)
{
    Bell *bell = self;
    pthread_mutex_lock(&bell->lock);
    bell->rings++;
    pthread_cond_signal(&bell->rung);
    pthread_mutex_unlock(&bell->lock);
}

// How often it has rung, once it has [times] or this long has passed.
static int rings(Bell *bell, int times, long milliseconds)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += milliseconds / 1000, until.tv_nsec += milliseconds % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
    pthread_mutex_lock(&bell->lock);
    int late = 0;
    while (bell->rings < times && !late) late = pthread_cond_timedwait(&bell->rung, &bell->lock, &until);
    int count = bell->rings;
    pthread_mutex_unlock(&bell->lock);
    return count;
}

static char folder[64], mine[96], beside[96];

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    check(file != NULL, "%s cannot be written", path);
    fputs(text, file);
    fclose(file);
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/stridescope-watch-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    snprintf(mine, sizeof mine, "%s/mine.md", folder), snprintf(beside, sizeof beside, "%s/mine.md.new", folder);
    write_file(mine, "one");
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(mine), unlink(beside);
    return rmdir(folder);
}

#if defined(__linux__)

static void it_rings_when_the_file_was_saved(void **state)
{
    (void)state;
    Bell bell = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0 };
    Watch *watch = watch_new(mine, ring, &bell);
    check(watch != NULL, "%s cannot be watched", mine);
    write_file(mine, "two");
    int rung = rings(&bell, 1, 10000);
    check(rung == 1, "written to, it rang %d times", rung);
    write_file(beside, "three"); // as many editors do: another file is put in its place
    check(rename(beside, mine) == 0, "%s cannot be renamed", beside);
    rung = rings(&bell, 2, 10000);
    check(rung == 2, "with another file in its place, it rang %d times", rung);
    for (int i = 0; i < 5; i++) write_file(mine, "four");
    rings(&bell, 3, 10000);
    rung = rings(&bell, 4, 300);
    check(rung == 3, "saved five times at once, it rang %d times, not once", rung - 2);
    watch_free(watch);
}

static void another_file_does_not_ring(void **state)
{
    (void)state;
    Bell bell = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0 };
    Watch *watch = watch_new(mine, ring, &bell);
    check(watch != NULL, "%s cannot be watched", mine);
    write_file(beside, "two");
    FILE *file = fopen(mine, "r"); // to read it is not to save it
    fclose(file);
    int rung = rings(&bell, 1, 300);
    check(rung == 0, "it rang %d times", rung);
    watch_free(watch);
    write_file(mine, "three");
    rung = rings(&bell, 1, 200);
    check(rung == 0, "it rang %d times after its end", rung);
}

static void what_cannot_be_watched_is_not(void **state)
{
    (void)state;
    Bell bell = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0 };
    check(!watch_new("/no/such/folder/mine.md", ring, &bell), "a folder that is not there is watched");
    watch_free(NULL);
}

#else

static void nothing_is_watched_here(void **state)
{
    (void)state;
    Bell bell = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0 };
    check(!watch_new(mine, ring, &bell) && rings(&bell, 1, 1) == 0, "it is watched without inotify");
    watch_free(NULL);
}

#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
#if defined(__linux__)
        cmocka_unit_test(it_rings_when_the_file_was_saved),
        cmocka_unit_test(another_file_does_not_ring),
        cmocka_unit_test(what_cannot_be_watched_is_not),
#else
        cmocka_unit_test(nothing_is_watched_here),
#endif
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
