// The threads live for one piece of work: to start them takes less than a tenth of a millisecond, and nothing is left to be
// ended.
#include "lab/share.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct Crew {
    const Share *share;
    Progress *progress;
    atomic_int next;
    atomic_bool no_memory;
} Crew;

static void *work(void *context)
{
    Crew *crew = context;
    const Share *share = crew->share;
    void *scratch = malloc(share->scratch ? share->scratch : 1);
    if (!scratch) atomic_store(&crew->no_memory, true);
    while (scratch && !progress_cancelled(crew->progress)) {
        int at = atomic_fetch_add(&crew->next, 1);
        if (at >= share->pieces) break;
        share->one(share->context, at, scratch);
        if (crew->progress) atomic_fetch_add(&crew->progress->done, 1);
    }
    free(scratch);
    return NULL;
}

bool share_out(const Share *share, Progress *progress, Error *err)
{
    enum { MOST_THREADS = 8 };
    Crew crew = { .share = share, .progress = progress };
    pthread_t threads[MOST_THREADS];
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int helpers = 0, wanted = (int)(cores < MOST_THREADS ? cores : MOST_THREADS) - 1;
    if (wanted > share->pieces - 1) wanted = share->pieces - 1;
    while (helpers < wanted && pthread_create(&threads[helpers], NULL, work, &crew) == 0) helpers++;
    work(&crew);
    while (helpers > 0) pthread_join(threads[--helpers], NULL);
    if (atomic_load(&crew.no_memory)) return error_cannot(err, "not enough memory to work on a picture of this size");
    return !progress_cancelled(progress) || error_cannot(err, "the work was cancelled");
}
