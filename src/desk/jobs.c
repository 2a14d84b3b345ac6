// Long work on a worker: pictures are decoded, and rivals set beside each other, while the window stays alive. One request
// waits at most, and the newest wins: a quick answer first, which nothing stops, so that the picture follows a slider that
// does not rest; then the fine one, which ends as soon as another request comes.
#include "desk/inside.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Request {
    bool wanted;
    Scene scene; // to be shown
    int side;    // of the quick answer
    int thumb_side;
    int number;  // counting all that were asked for
    char *path;  // to be opened first
} Request;

typedef struct Result {
    bool there, ok, last; // last: nothing more of this request will come
    bool stopped;         // by hand
    int number;           // the request's
    Error err;
    Gallery gallery;
    char *path; // opened: its size is rows × cols
    int rows, cols;
} Result;

struct Jobs {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stop, can_stop, by_hand; // can_stop: what is under way may be given up
    Request scene, open, find;
    int asked, working_on; // numbers of the newest request and of the one under way
    Result made, opened;
    Found found;
    Progress progress;
    atomic_int part;
    PictureStore store; // the worker's own
    Gallery held;       // what it made last
    Gallery *gone;      // to be cleared by the worker: hundreds of megabytes are not given back in the time of a frame
    int gone_count;
    Host host;
};

static void answer_clear(Result *answer)
{
    gallery_clear(&answer->gallery);
    free(answer->path);
    *answer = (Result){ 0 };
}

static void found_clear(Found *found)
{
    source_clear(&found->of);
    finding_clear(&found->finding);
    *found = (Found){ 0 };
}

static void do_open(Jobs *jobs, char *path)
{
    Result answer = { .there = true, .path = path };
    Source source = { .kind = SOURCE_FILE, .word = path };
    picture_store_clear(&jobs->store); // the file may have changed since it was last read
    gallery_clear(&jobs->held);
    answer.ok = picture_load(&jobs->store, &source, &answer.err);
    if (answer.ok) answer.rows = jobs->store.full.shape[2], answer.cols = jobs->store.full.shape[3];
    pthread_mutex_lock(&jobs->lock);
    answer_clear(&jobs->opened);
    jobs->opened = answer;
    pthread_mutex_unlock(&jobs->lock);
}

// In the file as it is, at its own size.
static void do_find(Jobs *jobs, const Scene *scene)
{
    Found found = { .of = source_copy(&scene->x) };
    Error err;
    found.there = picture_load(&jobs->store, &scene->x, &err) && find_pattern(&found.finding, &jobs->store.full, &err);
    if (found.there) found.rows = jobs->store.full.shape[2], found.cols = jobs->store.full.shape[3];
    else snprintf(found.trouble, sizeof found.trouble, "%s", err.text);
    pthread_mutex_lock(&jobs->lock);
    found_clear(&jobs->found);
    jobs->found = found;
    pthread_mutex_unlock(&jobs->lock);
}

// Galleries that nobody shows any more.
static void clear_gone(Jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    Gallery *gone = jobs->gone;
    int count = jobs->gone_count;
    jobs->gone = NULL, jobs->gone_count = 0;
    pthread_mutex_unlock(&jobs->lock);
    for (int i = 0; i < count; i++) gallery_clear(&gone[i]);
    free(gone);
}

// ---- galleries -------------------------------------------------------------------------------------------------

static bool longer_than(const Scene *scene, int side)
{
    if (scene->spec.dims == 1) return false; // a row is quick as it is
    int rows = spec_in(&scene->spec, scene->spec.y), cols = spec_in(&scene->spec, scene->spec.x);
    return rows > side || cols > side;
}

static void deliver(Jobs *jobs, Result *answer)
{
    answer->number = jobs->working_on;
    pthread_mutex_lock(&jobs->lock);
    answer_clear(&jobs->made);
    jobs->made = *answer;
    pthread_mutex_unlock(&jobs->lock);
    if (jobs->host.wake) jobs->host.wake(jobs->host.self);
}

// What comes now may be given up or not. False where there is something newer to do, or somebody has stopped it by hand.
static bool begin(Jobs *jobs, bool can_stop)
{
    pthread_mutex_lock(&jobs->lock);
    bool goes_on = !jobs->stop && !(can_stop && (jobs->scene.wanted || jobs->open.wanted || jobs->by_hand));
    if (goes_on) atomic_store(&jobs->progress.cancel, false), jobs->can_stop = can_stop;
    pthread_mutex_unlock(&jobs->lock);
    return goes_on;
}

// False where nothing more is to be made for this scene.
static bool make(Jobs *jobs, const Scene *scene, const GalleryAsk *ask, bool last)
{
    Result answer = { .there = true, .last = last };
    answer.ok = gallery_make(&answer.gallery, &jobs->store, scene, ask, &jobs->progress, &answer.err);
    if (!answer.ok && atomic_load(&jobs->progress.cancel)) return false;
    if (answer.ok) {
        gallery_clear(&jobs->held);
        jobs->held = gallery_copy(&answer.gallery);
    }
    bool ok = answer.ok;
    if (!ok) answer.last = true;
    deliver(jobs, &answer);
    return ok;
}

enum { PREPARED_PIXELS = 1 << 20 }; // below it, the other rivals are made too while nothing else is to be done

static void make_others(Jobs *jobs, const Scene *scene)
{
    Gallery all;
    GalleryAsk ask = { .thumb_side = jobs->held.thumb_side, .all = true, .before = &jobs->held };
    if ((long long)jobs->held.rows * jobs->held.cols > PREPARED_PIXELS || scene->w.kind == SOURCE_FILE || !begin(jobs, true)) return;
    if (!gallery_make(&all, &jobs->store, scene, &ask, &jobs->progress, NULL)) return;
    gallery_clear(&jobs->held);
    jobs->held = all;
}

static void do_scene(Jobs *jobs, const Request *request)
{
    const Scene *scene = &request->scene;
    GalleryAsk quick = { .most_side = request->side, .thumb_side = request->thumb_side, .before = &jobs->held, .part = &jobs->part };
    GalleryAsk own = { .thumb_side = request->thumb_side, .before = &jobs->held, .part = &jobs->part };
    bool is_large = longer_than(scene, request->side) && !gallery_has(&jobs->held, scene);
    if (is_large && (!begin(jobs, false) || !make(jobs, scene, &quick, false))) return;
    clear_gone(jobs); // a large picture needs the room of the one before it
    if (!begin(jobs, is_large) || !make(jobs, scene, &own, true)) {
        pthread_mutex_lock(&jobs->lock);
        bool by_hand = jobs->by_hand && !jobs->scene.wanted;
        pthread_mutex_unlock(&jobs->lock);
        Result stopped = { .there = true, .last = true, .stopped = true };
        if (by_hand) deliver(jobs, &stopped);
        return;
    }
    make_others(jobs, scene);
}

static void *worker(void *context)
{
    Jobs *jobs = context;
    pthread_mutex_lock(&jobs->lock);
    while (!jobs->stop) {
        if (jobs->gone) {
            pthread_mutex_unlock(&jobs->lock);
            clear_gone(jobs);
        } else if (jobs->open.wanted) {
            char *path = jobs->open.path;
            jobs->open = (Request){ 0 };
            jobs->can_stop = false;
            pthread_mutex_unlock(&jobs->lock);
            do_open(jobs, path);
            if (jobs->host.wake) jobs->host.wake(jobs->host.self);
        } else if (jobs->find.wanted) {
            Request request = jobs->find;
            jobs->find = (Request){ 0 };
            jobs->can_stop = false;
            pthread_mutex_unlock(&jobs->lock);
            do_find(jobs, &request.scene);
            scene_clear(&request.scene);
            if (jobs->host.wake) jobs->host.wake(jobs->host.self);
        } else if (jobs->scene.wanted) {
            Request request = jobs->scene;
            jobs->scene = (Request){ 0 };
            jobs->by_hand = false, jobs->working_on = request.number;
            pthread_mutex_unlock(&jobs->lock);
            do_scene(jobs, &request);
            scene_clear(&request.scene);
        } else {
            pthread_cond_wait(&jobs->changed, &jobs->lock);
            continue;
        }
        pthread_mutex_lock(&jobs->lock);
    }
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}

// ---- from the desk ---------------------------------------------------------------------------------------------

Jobs *jobs_new(const Host *host)
{
    Jobs *jobs = memory_new(1, sizeof *jobs);
    jobs->host = *host;
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->changed, NULL);
    if (pthread_create(&jobs->thread, NULL, worker, jobs) == 0) return jobs;
    fputs("stridescope: no thread could be started\n", stderr);
    exit(1);
}

void jobs_free(Jobs *jobs)
{
    if (!jobs) return;
    pthread_mutex_lock(&jobs->lock);
    jobs->stop = true;
    atomic_store(&jobs->progress.cancel, true);
    pthread_cond_signal(&jobs->changed);
    pthread_mutex_unlock(&jobs->lock);
    pthread_join(jobs->thread, NULL);
    if (jobs->scene.wanted) scene_clear(&jobs->scene.scene);
    if (jobs->find.wanted) scene_clear(&jobs->find.scene);
    found_clear(&jobs->found);
    free(jobs->open.path);
    answer_clear(&jobs->made);
    answer_clear(&jobs->opened);
    gallery_clear(&jobs->held);
    clear_gone(jobs);
    picture_store_clear(&jobs->store);
    pthread_cond_destroy(&jobs->changed);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
}

void jobs_picture(Jobs *jobs, const Scene *scene, int side, int thumb_side)
{
    pthread_mutex_lock(&jobs->lock);
    if (jobs->scene.wanted) scene_clear(&jobs->scene.scene);
    jobs->scene = (Request){ .wanted = true, .scene = scene_copy(scene), .side = side, .thumb_side = thumb_side, .number = ++jobs->asked };
    if (jobs->can_stop) atomic_store(&jobs->progress.cancel, true);
    pthread_cond_signal(&jobs->changed);
    pthread_mutex_unlock(&jobs->lock);
}

void jobs_find(Jobs *jobs, const Scene *scene)
{
    pthread_mutex_lock(&jobs->lock);
    if (jobs->find.wanted) scene_clear(&jobs->find.scene);
    jobs->find = (Request){ .wanted = true, .scene = scene_copy(scene) };
    pthread_cond_signal(&jobs->changed);
    pthread_mutex_unlock(&jobs->lock);
}

static void discard(Jobs *jobs, Gallery *gallery)
{
    pthread_mutex_lock(&jobs->lock);
    jobs->gone = memory_grow(jobs->gone, (size_t)jobs->gone_count + 1, sizeof *jobs->gone);
    jobs->gone[jobs->gone_count++] = *gallery;
    pthread_cond_signal(&jobs->changed);
    pthread_mutex_unlock(&jobs->lock);
    *gallery = (Gallery){ 0 };
}

void jobs_stop(Jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    jobs->by_hand = true;
    if (jobs->can_stop) atomic_store(&jobs->progress.cancel, true);
    pthread_mutex_unlock(&jobs->lock);
}

double jobs_done(Jobs *jobs, int *part)
{
    long done = atomic_load(&jobs->progress.done), total = atomic_load(&jobs->progress.total);
    *part = atomic_load(&jobs->part);
    double within = total > 0 && *part > 0 ? (double)done / (double)total : 0;
    return (*part + (within < 1 ? within : 1)) / GALLERY_PARTS;
}

void jobs_open(Jobs *jobs, const char *path)
{
    pthread_mutex_lock(&jobs->lock);
    free(jobs->open.path);
    jobs->open = (Request){ .wanted = true, .path = memory_text(path) };
    if (jobs->can_stop) atomic_store(&jobs->progress.cancel, true);
    pthread_cond_signal(&jobs->changed);
    pthread_mutex_unlock(&jobs->lock);
}

// ---- back on the desk ------------------------------------------------------------------------------------------

enum { OPENED_SIDE = 128 }; // small enough that single pixels of the result can be seen

// A picture was decoded: it becomes the scene's input, brought down to a size at which patterns show.
static void take_opened(Desk *desk, const Result *answer)
{
    if (!desk_place_first(desk, true, "open")) return;
    Scene next = scene_copy(&desk->scene);
    Spec spec = next.spec;
    if (spec.dims == 1) spec.dims = 2, spec.y = spec.x;
    int longest = answer->rows > answer->cols ? answer->rows : answer->cols, side = longest < OPENED_SIDE ? longest : OPENED_SIDE;
    int rows = (int)((double)answer->rows * side / longest + 0.5), cols = (int)((double)answer->cols * side / longest + 0.5);
    param_set(&spec, PARAM_IN, true, rows < 1 ? 1 : rows);
    param_set(&spec, PARAM_IN, false, cols < 1 ? 1 : cols);
    source_clear(&next.x);
    next.x = (Source){ .kind = SOURCE_FILE, .word = memory_text(answer->path) };
    Text said = { 0 };
    Error err;
    if (!scene_settle(&next, &spec, &said, &err)) {
        desk_say(desk, TONE_ERROR, "%s", err.text);
        scene_clear(&next);
    } else if (desk_take(desk, &next, "open")) {
        desk_say(desk, TONE_TEXT, "%s: %d×%d pixels%s", answer->path, answer->rows, answer->cols,
                 longest > side ? ", shown smaller so that single pixels can be seen; Input sets how large" : "");
        picture_opened(desk);
    }
    desk_end_gesture(desk);
    text_clear(&said);
}

static void take_made(Desk *desk, Result *made)
{
    if (made->last) desk->working_since = INFINITY;
    if (made->stopped) {
        desk_say(desk, TONE_TEXT, "Stopped: what is shown is the quick answer, made from a smaller picture. Any change starts again.");
    } else if (made->ok) {
        discard(desk->jobs, &desk->gallery);
        desk->gallery = made->gallery;
        made->gallery = (Gallery){ 0 };
        desk->gallery_ready = true;
        desk->picture_trouble[0] = 0;
    } else {
        // The picture of another scene beside these sliders would be a lie.
        desk->gallery_ready = false;
        snprintf(desk->picture_trouble, sizeof desk->picture_trouble, "%s", made->err.text);
    }
}

bool jobs_collect(Desk *desk)
{
    Jobs *jobs = desk->jobs;
    pthread_mutex_lock(&jobs->lock);
    Result made = jobs->made, opened = jobs->opened;
    Found found = jobs->found;
    jobs->made = jobs->opened = (Result){ 0 };
    jobs->found = (Found){ 0 };
    if (made.number != jobs->asked) made.last = false; // there is more to come
    pthread_mutex_unlock(&jobs->lock);
    if (made.there) take_made(desk, &made);
    if (opened.there && opened.ok) take_opened(desk, &opened);
    else if (opened.there) desk_say(desk, TONE_ERROR, "%s", opened.err.text);
    bool changed = made.there || opened.there || found.of.word;
    if (found.of.word) picture_found(desk, &found);
    answer_clear(&made);
    answer_clear(&opened);
    return changed;
}
