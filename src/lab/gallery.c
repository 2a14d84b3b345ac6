// The Picture place as a value: who stands as A and as B, all others in the strip, and by how much the two differ.
#include "lab/gallery.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// What two scenes show is computed the same; a file may be another one by now.
static bool same_work(const Scene *p, const Scene *q)
{
    return p->w.kind != SOURCE_FILE && memcmp(&p->spec, &q->spec, sizeof p->spec) == 0 && source_equal(&p->x, &q->x) && source_equal(&p->w, &q->w) &&
           p->show.picture_shift_row == q->show.picture_shift_row && p->show.picture_shift_col == q->show.picture_shift_col &&
           p->show.picture_layers == q->show.picture_layers;
}

static void take_over(Gallery *gallery, const Gallery *before)
{
    if (!before || !same_work(&gallery->scene, &before->scene)) return;
    bool same_thumbs = gallery->thumb_side == before->thumb_side;
    bool same_size = gallery->rows == before->rows && gallery->cols == before->cols;
    for (int i = 0; i < RIVAL_COUNT; i++) {
        if (same_thumbs) gallery->thumb[i] = exhibit_hold(before->thumb[i]);
        if (same_size) gallery->full[i] = exhibit_hold(before->full[i]);
    }
}

// ---- what A and B differ by ------------------------------------------------------------------------------------

// The pixel of an entrant that lies nearest to a place of the grid, half way the one before; within its edges.
static int nearest(double at, double start, double step, int count)
{
    int i = (int)ceil((at - start) / step - 0.5);
    return i < 0 ? 0 : i >= count ? count - 1 : i;
}

static int apart(uint32_t a, uint32_t b)
{
    int most = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        int by = abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
        if (by > most) most = by;
    }
    return most;
}

// A whole number that brings nearly all differences within what can be shown around mid grey: those of one pixel in a hundred
// may be cut.
static double amplify_of(const Gallery *gallery)
{
    enum { LOOKED_AT = 512 }; // rows and columns, spread over the grid
    const Exhibit *a = gallery->full[gallery->a], *b = gallery->full[gallery->b];
    long counts[256] = { 0 }, all = 0, above = 0;
    if (a->trouble[0] || b->trouble[0]) return 0;
    const Entrant *p = &a->entrant, *q = &b->entrant;
    int down = gallery->rows / LOOKED_AT | 1, right = gallery->cols / LOOKED_AT | 1; // odd: no phase is passed over
    for (int r = 0; r < gallery->rows; r += down) {
        const uint32_t *from_p = p->pixels + (size_t)nearest(r, p->start_y, p->step_y, p->rows) * (size_t)p->cols;
        const uint32_t *from_q = q->pixels + (size_t)nearest(r, q->start_y, q->step_y, q->rows) * (size_t)q->cols;
        for (int c = 0; c < gallery->cols; c += right, all++)
            counts[apart(from_p[nearest(c, p->start_x, p->step_x, p->cols)], from_q[nearest(c, q->start_x, q->step_x, q->cols)])]++;
    }
    int most = 255;
    while (most > 0 && (above += counts[most]) * 100 <= all) most--;
    if (most == 0) return counts[0] == all ? 0 : 32;
    static const int steps[] = { 32, 16, 8, 4, 2, 1 };
    for (int i = 0; i < COUNT(steps); i++)
        if (steps[i] * most <= 127) return steps[i];
    return 1;
}

// ---- making it -------------------------------------------------------------------------------------------------

static bool thumbs_make(Gallery *gallery, PictureStore *store, Progress *progress, Error *err)
{
    if (gallery->thumb[0]) return true;
    const Spec *spec = &gallery->layer;
    int stride = spec->y.stride > spec->x.stride ? spec->y.stride : spec->x.stride, times = spec->transposed ? stride : 1;
    int side = gallery->thumb_side / times > 16 ? gallery->thumb_side / times : 16;
    Bench bench;
    if (spec->dims == 1) side = 0; // a signal is drawn from all of it
    BenchAsk ask = { side, gallery->scene.show.picture_shift_row, gallery->scene.show.picture_shift_col };
    if (!bench_make(&bench, store, &gallery->scene, &ask, progress, err)) return false;
    bool ok = true;
    for (int i = 0; ok && i < RIVAL_COUNT; i++) ok = exhibit_make(&gallery->thumb[i], &bench, (Rival)i, true, progress, err);
    bench_clear(&bench);
    return ok;
}

static bool hang(Gallery *gallery, const Bench *bench, Rival rival, Progress *progress, Error *err)
{
    return gallery->full[rival] || exhibit_make(&gallery->full[rival], bench, rival, false, progress, err);
}

enum { SPECTRUM_QUICK = 128 }; // what is looked at for a quick answer

static bool look_at(Exhibit *exhibit, const Bench *bench, Error *err)
{
    if (bench->layer.dims == 2) return exhibit_look(exhibit, bench->reduced > 1 ? SPECTRUM_QUICK : SPECTRUM_MOST, err);
    double peak = 0;
    for (int i = 0; i < bench->input.shape[3]; i++) peak = fmax(peak, fabs((double)bench->input.data[i]));
    return exhibit_listen(exhibit, peak, err);
}

static void tell(const GalleryAsk *ask, int part)
{
    if (ask->part) atomic_store(ask->part, part);
}

static float *kernel_copy(const float *w, const Spec *spec)
{
    size_t taps = (size_t)spec->y.kernel * (size_t)spec->x.kernel;
    return memcpy(memory_new(taps, sizeof *w), w, taps * sizeof *w);
}

static void take_layer(Gallery *gallery, const Bench *bench)
{
    Spec *layer = &gallery->layer;
    *layer = bench->layer;
    layer->in_channels = layer->out_channels = layer->groups = 1;
    param_set(layer, PARAM_IN, true, bench->own_rows), param_set(layer, PARAM_IN, false, bench->own_cols);
    if (!spec_check(layer, NULL)) *layer = bench->layer; // what fits made smaller fits as it is
    gallery->kernel = kernel_copy(bench->w, &bench->layer);
    gallery->w = kernel_copy(bench->stack.layers ? bench->single_w : bench->w, &gallery->scene.spec);
    gallery->layers = bench->stack.layers ? bench->stack.layers : 1;
    if (bench->stack.layers) stack_parts(gallery->part, &bench->stack);
}

static bool fill(Gallery *gallery, const Bench *bench, PictureStore *store, const GalleryAsk *ask, Progress *progress, Error *err)
{
    gallery->in_rows = bench->input.shape[2], gallery->in_cols = bench->input.shape[3];
    gallery->rows = gallery->in_rows * bench->times_y, gallery->cols = gallery->in_cols * bench->times_x;
    gallery->reduced = bench->reduced;
    take_layer(gallery, bench);
    take_over(gallery, ask->before);
    tell(ask, 1);
    if (!hang(gallery, bench, gallery->a, progress, err) || !look_at(gallery->full[gallery->a], bench, err)) return false;
    tell(ask, 2);
    if (!hang(gallery, bench, gallery->b, progress, err)) return false;
    if (bench->layer.dims == 1 && !look_at(gallery->full[gallery->b], bench, err)) return false; // there is room for both
    for (int i = 0; ask->all && i < RIVAL_COUNT; i++)
        if (!hang(gallery, bench, (Rival)i, progress, err)) return false;
    gallery->amplify = amplify_of(gallery);
    return thumbs_make(gallery, store, progress, err);
}

bool gallery_make(Gallery *gallery, PictureStore *store, const Scene *scene, const GalleryAsk *ask, Progress *progress, Error *err)
{
    Bench bench;
    BenchAsk wish = { ask->most_side, scene->show.picture_shift_row, scene->show.picture_shift_col };
    int side = ask->thumb_side <= 0 ? THUMB_SIDE : ask->thumb_side < THUMB_MOST ? ask->thumb_side : THUMB_MOST;
    *gallery = (Gallery){ .scene = scene_copy(scene), .thumb_side = side, .a = scene_rival(scene, false), .b = scene_rival(scene, true) };
    tell(ask, 0);
    bool ok = bench_make(&bench, store, scene, &wish, progress, err);
    if (ok) {
        ok = fill(gallery, &bench, store, ask, progress, err);
        bench_clear(&bench);
    }
    if (!ok) gallery_clear(gallery);
    return ok;
}

Gallery gallery_copy(const Gallery *gallery)
{
    Gallery copy = *gallery;
    copy.scene = scene_copy(&gallery->scene);
    copy.w = kernel_copy(gallery->w, &gallery->scene.spec), copy.kernel = kernel_copy(gallery->kernel, &gallery->layer);
    for (int i = 0; i < RIVAL_COUNT; i++) exhibit_hold(copy.thumb[i]), exhibit_hold(copy.full[i]);
    return copy;
}

bool gallery_has(const Gallery *gallery, const Scene *scene)
{
    return gallery->reduced == 1 && same_work(&gallery->scene, scene) && gallery->full[scene_rival(scene, false)] && gallery->full[scene_rival(scene, true)];
}

void gallery_clear(Gallery *gallery)
{
    for (int i = 0; i < RIVAL_COUNT; i++) exhibit_drop(gallery->thumb[i]), exhibit_drop(gallery->full[i]);
    free(gallery->w), free(gallery->kernel);
    scene_clear(&gallery->scene);
    *gallery = (Gallery){ 0 };
}
