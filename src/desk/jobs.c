// Long work on a worker: pictures are decoded and upsampled while the window stays alive. One request waits at most, and
// the newest wins; the one under way is cancelled when another comes.
#include "desk/inside.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Request {
    bool wanted;
    Scene scene; // to be made into a picture
    char *path;  // to be opened first
} Request;

typedef struct Answer {
    bool there, ok;
    Error err;
    Picture picture;
    Spec spec;
    char *path; // opened: its size is rows × cols
    int rows, cols;
} Answer;

struct Jobs {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool stop;
    Request scene, open;
    Answer made, opened;
    Progress progress;
    PictureStore store; // the worker's own
    Host host;
};

static void answer_clear(Answer *answer)
{
    picture_clear(&answer->picture);
    free(answer->path);
    *answer = (Answer){ 0 };
}

static void do_open(Jobs *jobs, char *path)
{
    Answer answer = { .there = true, .path = path };
    Source source = { .kind = SOURCE_FILE, .word = path };
    picture_store_clear(&jobs->store); // the file may have changed since it was last read
    answer.ok = picture_load(&jobs->store, &source, &answer.err);
    if (answer.ok) answer.rows = jobs->store.full.shape[2], answer.cols = jobs->store.full.shape[3];
    pthread_mutex_lock(&jobs->lock);
    answer_clear(&jobs->opened);
    jobs->opened = answer;
    pthread_mutex_unlock(&jobs->lock);
}

static void do_picture(Jobs *jobs, Scene *scene)
{
    Answer answer = { .there = true, .spec = scene->spec };
    answer.ok = picture_of_scene(&answer.picture, &jobs->store, scene, &jobs->progress, &answer.err);
    scene_clear(scene);
    pthread_mutex_lock(&jobs->lock);
    if (atomic_load(&jobs->progress.cancel)) {
        answer_clear(&answer); // a newer request is waiting
    } else {
        answer_clear(&jobs->made);
        jobs->made = answer;
    }
    pthread_mutex_unlock(&jobs->lock);
}

static void *worker(void *context)
{
    Jobs *jobs = context;
    pthread_mutex_lock(&jobs->lock);
    while (!jobs->stop) {
        if (jobs->open.wanted) {
            char *path = jobs->open.path;
            jobs->open = (Request){ 0 };
            pthread_mutex_unlock(&jobs->lock);
            do_open(jobs, path);
        } else if (jobs->scene.wanted) {
            Scene scene = jobs->scene.scene;
            jobs->scene = (Request){ 0 };
            atomic_store(&jobs->progress.cancel, false);
            pthread_mutex_unlock(&jobs->lock);
            do_picture(jobs, &scene);
        } else {
            pthread_cond_wait(&jobs->changed, &jobs->lock);
            continue;
        }
        if (jobs->host.wake) jobs->host.wake(jobs->host.self);
        pthread_mutex_lock(&jobs->lock);
    }
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}

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
    free(jobs->open.path);
    answer_clear(&jobs->made);
    answer_clear(&jobs->opened);
    picture_store_clear(&jobs->store);
    pthread_cond_destroy(&jobs->changed);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
}

void jobs_picture(Jobs *jobs, const Scene *scene)
{
    pthread_mutex_lock(&jobs->lock);
    if (jobs->scene.wanted) scene_clear(&jobs->scene.scene);
    jobs->scene = (Request){ .wanted = true, .scene = scene_copy(scene) };
    atomic_store(&jobs->progress.cancel, true);
    pthread_cond_signal(&jobs->changed);
    pthread_mutex_unlock(&jobs->lock);
}

void jobs_open(Jobs *jobs, const char *path)
{
    pthread_mutex_lock(&jobs->lock);
    free(jobs->open.path);
    jobs->open = (Request){ .wanted = true, .path = memory_text(path) };
    pthread_cond_signal(&jobs->changed);
    pthread_mutex_unlock(&jobs->lock);
}

// ---- back on the desk ------------------------------------------------------------------------------------------

enum { OPENED_SIDE = 128 }; // small enough that single pixels of the result can be seen

// A picture was decoded: it becomes the scene's input, brought down to a size at which patterns show.
static void take_opened(Desk *desk, const Answer *answer)
{
    if (!desk_place_first(desk, true, "open")) return;
    Scene next = scene_copy(&desk->scene);
    Spec spec = next.spec;
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
    }
    desk_end_gesture(desk);
    text_clear(&said);
}

bool jobs_collect(Desk *desk)
{
    Jobs *jobs = desk->jobs;
    pthread_mutex_lock(&jobs->lock);
    Answer made = jobs->made, opened = jobs->opened;
    jobs->made = jobs->opened = (Answer){ 0 };
    pthread_mutex_unlock(&jobs->lock);
    if (made.there && made.ok) {
        picture_clear(&desk->picture);
        desk->picture = made.picture, desk->picture_spec = made.spec;
        made.picture = (Picture){ 0 };
        desk->picture_ready = true;
        desk->picture_trouble[0] = 0;
    } else if (made.there) {
        // The picture of another scene beside these sliders would be a lie.
        desk->picture_ready = false;
        snprintf(desk->picture_trouble, sizeof desk->picture_trouble, "%s", made.err.text);
        desk_say(desk, TONE_ERROR, "%s", made.err.text);
    }
    if (opened.there && opened.ok) take_opened(desk, &opened);
    else if (opened.there) desk_say(desk, TONE_ERROR, "%s", opened.err.text);
    bool changed = made.there || opened.there;
    answer_clear(&made);
    answer_clear(&opened);
    return changed;
}
