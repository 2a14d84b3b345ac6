// Every tensor of a scene, computed once, by the same kernels that the tests check and the benchmarks time. What not
// every lens needs (gradients, partial sums, how large values get) is computed when it is first asked for, and kept.
#include "explain/explain.h"

#include <math.h>
#include <stdlib.h>

// What a kept result was asked for; steps of -1: nothing is kept yet.
typedef struct Kept {
    int first, second;
    Walk walk;
    long long steps;
} Kept;

enum { KEPT_SAMPLES = 4, KEPT_CHANNELS = 8 }; // whose partial sums are kept side by side

struct WorkCache {
    float *gx_values, *gw_values;
    struct {
        bool known;
        int decimals;
        Scale scale;
    } of[ROLE_COUNT];
    Sums y_sums[KEPT_SAMPLES * KEPT_CHANNELS], pair_sums[2]; // pairs: on the way, and in the end
    Kept y[KEPT_SAMPLES * KEPT_CHANNELS], pair[2], gx, gw;   // of which plane, walk and step the partial sums are
    Sums gx_sums, gw_sums;
    Kept inner_of;
    Inner inner;
    Frameworks frameworks;
    Overlap overlap;
    Kept overlap_of;
    Chain chain;
    int chain_n; // whose it is; -1: there is none yet
};

static bool fill(float **out, const Scene *scene, Role role, SourceFor what, const Source *source, Error *err)
{
    int shape[4];
    size_t count = 1;
    scene_shape(&scene->spec, role, shape);
    for (int i = 0; i < 4; i++) count *= (size_t)shape[i];
    *out = malloc(count * sizeof **out);
    if (!*out) return error_cannot(err, "there is no memory for %zu values of this scene", count);
    return !source || source_fill(*out, shape, what, source, &scene->spec, err);
}

// Refused before anything of the scene's size is allocated.
bool work_has_room(const Spec *spec, Error *err)
{
    Canvas canvas = canvas_of(spec);
    long long in = (long long)spec_in(spec, spec->y) * spec_in(spec, spec->x), out = (long long)canvas.rows * canvas.cols;
    if (in > WORK_MOST_CELLS || out > WORK_MOST_CELLS)
        return error_set(err, 0, "the %s has %lld cells; the lenses show up to %d a channel. Make the input%s smaller, or see it on a picture",
                         in > out ? "input" : "output", in > out ? in : out, WORK_MOST_CELLS, in > out ? "" : " or the stride");
    long long products = timeline_count(spec, WALK_PRODUCT);
    long long plane = products / spec->batch / spec->out_channels;
    if (products > WORK_MOST_PRODUCTS || plane > WORK_MOST_PLANE)
        return error_set(err, 0, "this scene has %lld products, %lld for each output channel; the lenses take up to %d, and %d a channel. Make the input, the kernel or the channels smaller",
                         products, plane, WORK_MOST_PRODUCTS, WORK_MOST_PLANE);
    return true;
}

bool work_make(Work *work, const Scene *scene, Progress *progress, Error *err)
{
    *work = (Work){ 0 };
    if (!work_has_room(&scene->spec, err)) return false;
    work->scene = scene_copy(scene);
    bool has_bias = scene->b.kind != SOURCE_NONE;
    bool ok = fill(&work->x, scene, ROLE_X, FOR_X, &scene->x, err) &&
              fill(&work->w, scene, ROLE_W, FOR_W, &scene->w, err) &&
              (!has_bias || fill(&work->b, scene, ROLE_B, FOR_B, &scene->b, err)) &&
              fill(&work->gy, scene, ROLE_Y, FOR_GY, &scene->gy, err) &&
              fill(&work->y, scene, ROLE_Y, FOR_GY, NULL, err);
    work->cache = memory_new(1, sizeof *work->cache);
    WorkCache *cache = work->cache;
    for (int i = 0; i < COUNT(cache->y); i++) cache->y[i].steps = -1;
    for (int i = 0; i < COUNT(cache->pair); i++) cache->pair[i].steps = -1;
    cache->gx.steps = cache->gw.steps = cache->inner_of.steps = cache->overlap_of.steps = -1;
    cache->chain_n = -1;
    if (ok && progress_cancelled(progress)) ok = error_cannot(err, "the work was cancelled");
    if (ok) op_forward(work->y, work->x, work->w, work->b, &work->scene.spec);
    else work_clear(work);
    return ok;
}

void work_clear(Work *work)
{
    free(work->x);
    free(work->w);
    free(work->b);
    free(work->y);
    free(work->gy);
    if (work->cache) {
        free(work->cache->gx_values);
        free(work->cache->gw_values);
        for (int i = 0; i < COUNT(work->cache->y_sums); i++) sums_clear(&work->cache->y_sums[i]);
        for (int i = 0; i < COUNT(work->cache->pair_sums); i++) sums_clear(&work->cache->pair_sums[i]);
        frameworks_clear(&work->cache->frameworks);
        overlap_clear(&work->cache->overlap);
        sums_clear(&work->cache->gx_sums);
        sums_clear(&work->cache->gw_sums);
        chain_clear(&work->cache->chain);
        free(work->cache);
    }
    scene_clear(&work->scene);
    *work = (Work){ 0 };
}

static size_t count_of(const Work *work, Role role)
{
    int shape[4];
    scene_shape(&work->scene.spec, role, shape);
    return (size_t)shape[0] * (size_t)shape[1] * (size_t)shape[2] * (size_t)shape[3];
}

// A gradient of the scene's gy, computed once.
static const float *gradient(const Work *work, Role role)
{
    float **kept = role == ROLE_GX ? &work->cache->gx_values : &work->cache->gw_values;
    if (*kept) return *kept;
    *kept = memory_new(count_of(work, role), sizeof **kept);
    if (role == ROLE_GX) op_grad_input(*kept, work->gy, work->w, &work->scene.spec);
    else op_grad_weight(*kept, work->gy, work->x, &work->scene.spec);
    return *kept;
}

const float *work_tensor(const Work *work, Role role)
{
    switch (role) {
    case ROLE_X: return work->x;
    case ROLE_W: return work->w;
    case ROLE_B: return work->b;
    case ROLE_GY: return work->gy;
    case ROLE_GX:
    case ROLE_GW: return gradient(work, role);
    default: return work->y;
    }
}

float work_value(const Work *work, Cell cell)
{
    Term term;
    if (cell.role == ROLE_C) return matrix_term(&work->scene.spec, cell, &term) ? work_value(work, term.w) : 0;
    int shape[4];
    size_t index = 0;
    scene_shape(&work->scene.spec, cell.role, shape);
    for (int i = 0; i < 4; i++) index = index * (size_t)shape[i] + (size_t)cell.at[i];
    return work_tensor(work, cell.role)[index];
}

// ---- how large, and how many decimals --------------------------------------------------------------------------

static Scale scale_of(const float *values, size_t count)
{
    Scale scale = { 0 };
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i])) continue;
        scale.most = fmax(scale.most, fabs((double)values[i]));
        scale.negatives |= values[i] < 0;
    }
    if (scale.most <= 0) scale.most = 1;
    return scale;
}

// number_decimals asks only for the largest value and whether all are whole: two of them stand for all.
// A large tensor is judged by its first values: it shows few of them as numbers.
enum { JUDGED = 4096 };

static int decimals_of(const float *values, size_t count)
{
    double judged[JUDGED];
    if (count > JUDGED) count = JUDGED;
    for (size_t i = 0; i < count; i++) judged[i] = (double)values[i];
    return number_decimals(judged, count);
}

static void know(const Work *work, Role role)
{
    const float *values = work_tensor(work, role);
    if (work->cache->of[role].known) return;
    size_t count = values ? count_of(work, role) : 0;
    work->cache->of[role].decimals = decimals_of(values, count);
    work->cache->of[role].scale = scale_of(values, count);
    work->cache->of[role].known = true;
}

Scale work_scale(const Work *work, Role role)
{
    if (role == ROLE_C) role = ROLE_W;
    know(work, role);
    return work->cache->of[role].scale;
}

int role_decimals(const Work *work, Role role)
{
    if (role == ROLE_C) role = ROLE_W;
    know(work, role);
    return work->cache->of[role].decimals;
}

static int most_decimals(const Work *work, const Role *roles, int count)
{
    int most = 0;
    for (int i = 0; i < count; i++) {
        int decimals = role_decimals(work, roles[i]);
        if (decimals > most) most = decimals;
    }
    return most;
}

int sum_decimals(const Work *work)
{
    // Products and partial sums can need more than the finished output: 0.25 + 0.75 is on its way to 1.
    return most_decimals(work, (Role[]){ ROLE_X, ROLE_W, ROLE_B, ROLE_Y }, 4);
}

int back_decimals(const Work *work, Role role)
{
    return most_decimals(work, (Role[]){ ROLE_GY, role == ROLE_GX ? ROLE_W : ROLE_X, role }, 3);
}

// Whether [kept] is what is asked for; from now on it is.
static bool is_kept(Kept *kept, const Work *work, int first, int second, long long steps)
{
    Walk walk = work->scene.walk;
    bool same = kept->steps >= 0 && kept->first == first && kept->second == second && kept->walk == walk && kept->steps == steps;
    *kept = (Kept){ first, second, walk, steps };
    return same;
}

const Sums *work_sums(const Work *work, int n, int c, long long steps)
{
    WorkCache *cache = work->cache;
    Canvas canvas = canvas_of(&work->scene.spec);
    bool small = (long long)canvas.rows * canvas.cols <= WORK_KEPT_CELLS;
    int at = small ? n % KEPT_SAMPLES * KEPT_CHANNELS + c % KEPT_CHANNELS : 0;
    Sums *sums = &cache->y_sums[at];
    if (is_kept(&cache->y[at], work, n, c, steps)) return sums;
    sums_clear(sums);
    sums_make(sums, work, n, c, work->scene.walk, steps);
    return sums;
}

const Sums *work_pair_sums(const Work *work, int n, int in, int out, long long steps)
{
    int at = steps == STEP_END;
    Sums *sums = &work->cache->pair_sums[at];
    long long end = timeline_count(&work->scene.spec, work->scene.walk);
    if (is_kept(&work->cache->pair[at], work, n * work->scene.spec.in_channels + in, out, steps == STEP_END ? end : steps)) return sums;
    sums_clear(sums);
    pair_sums_make(sums, work, n, in, out, work->scene.walk, steps);
    return sums;
}

const Overlap *work_overlap(const Work *work, int n, int in, int out, long long steps)
{
    WorkCache *cache = work->cache;
    if (is_kept(&cache->overlap_of, work, n * work->scene.spec.in_channels + in, out, steps)) return &cache->overlap;
    overlap_clear(&cache->overlap);
    overlap_make(&cache->overlap, work, n, in, out, steps);
    return &cache->overlap;
}

const Frameworks *work_frameworks(const Work *work)
{
    Frameworks *kept = &work->cache->frameworks;
    if (!kept->count) frameworks_make(kept, work);
    return kept;
}

const Sums *work_back_sums(const Work *work, Role role, int first, int second, long long steps)
{
    WorkCache *cache = work->cache;
    Sums *sums = role == ROLE_GX ? &cache->gx_sums : &cache->gw_sums;
    if (is_kept(role == ROLE_GX ? &cache->gx : &cache->gw, work, first, second, steps)) return sums;
    sums_clear(sums);
    back_sums_make(sums, work, role, first, second, work->scene.walk, steps);
    return sums;
}

Inner work_inner(const Work *work, long long steps)
{
    WorkCache *cache = work->cache;
    if (!is_kept(&cache->inner_of, work, 0, 0, steps)) cache->inner = inner_products(work, work->scene.walk, steps);
    return cache->inner;
}

const Chain *work_chain(const Work *work, int n)
{
    WorkCache *cache = work->cache;
    if (cache->chain_n != n) {
        chain_clear(&cache->chain);
        if (!chain_make(&cache->chain, work, n, NULL)) cache->chain = (Chain){ 0 };
        cache->chain_n = n;
    }
    return cache->chain.y ? &cache->chain : NULL;
}
