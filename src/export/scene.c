// A scene as one figure: every lens it shows, side by side, at its step.
#include "export/export.h"

#include <math.h>

enum { MARGIN = 24 };

void export_usual_size(const Scene *scene, double *width, double *height)
{
    bool place = LENSES[scene->view[0]].place;
    *width = place ? 1000 : 80 + 520 * scene->views;
    *height = place ? 760 : 680;
}

static void lay(Figure *figure, const Work *work, const Gallery *gallery, Veil veil, double width, double height, bool still,
                const Look *look, Measure measure)
{
    const Scene *scene = &work->scene;
    long long count = timeline_count(&scene->spec, scene->walk);
    Moment moment = { .step = scene->step == STEP_END || scene->step > count ? count : scene->step, .pin = scene->cell,
                      .hover = CELL_NONE };
    double each = (width - MARGIN) / scene->views;
    for (int i = 0; i < scene->views; i++) {
        View view = { .box = { MARGIN + i * each, MARGIN, each - MARGIN, height - 2 * MARGIN }, .lens = scene->view[i], .scale = 1, .still = still,
                      .wipe = 0.5, .pan_x = 0.5, .pan_y = 0.5, .loupe_x = 0.3, .loupe_y = 0.5, .gallery = gallery, .veil = veil };
        figure_show(&view.show, scene);
        Figure part = { 0 };
        figure_build(i ? &part : figure, work, &moment, &view, look, measure);
        if (i) figure_append(figure, &part);
        figure_clear(&part);
    }
}

bool export_scene(Figure *figure, const Scene *scene, Veil veil, double width, double height, bool still, const Look *look, Measure measure,
                  Error *err)
{
    if (LENSES[scene->view[0]].place) {
        PictureStore store = { 0 };
        Gallery gallery;
        bool ok = gallery_make(&gallery, &store, scene, &(GalleryAsk){ 0 }, NULL, err);
        Work work = { .scene = *scene }; // borrowed: a place needs no tensors of the lenses
        if (ok) {
            lay(figure, &work, &gallery, veil, width, height, still, look, measure);
            gallery_clear(&gallery);
        }
        picture_store_clear(&store);
        return ok;
    }
    Work work = { 0 };
    if (!work_make(&work, scene, NULL, err)) return false;
    lay(figure, &work, NULL, veil, width, height, still, look, measure);
    work_clear(&work);
    return true;
}
