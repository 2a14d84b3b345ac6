// From a work and a moment to marks: what every lens needs is found here once, then the lens only arranges.
#include "figure/layout.h"

static void (*const LAYOUTS[LENS_COUNT])(Stage *stage) = {
    [LENS_STAMP] = lay_stamp,
    [LENS_SLIDE] = lay_slide,
    [LENS_MATRIX] = lay_matrix,
    [LENS_PHASES] = lay_phases,
    [LENS_BACKPROP] = lay_backprop,
    [LENS_SIZES] = lay_sizes,
    [LENS_PICTURE] = lay_picture,
};

void figure_build(Figure *figure, const Work *work, const Moment *moment, const View *view, const Look *look,
                  Measure measure)
{
    figure_begin(figure, look, measure);
    figure->scale = view->scale;
    const Spec *spec = &work->scene.spec;
    Stage stage = { .figure = figure, .work = work, .spec = spec, .moment = moment, .view = view, .look = look,
                    .unit = view->scale, .compact = view->box.h < 520 * view->scale };
    if (!LENSES[view->lens].place) {
        focus_make(&stage.focus, figure, work, moment);
        stage.sums = work_sums(work, stage.focus.n, stage.focus.oc, moment->step);
        stage.x_scale = work_scale(work, ROLE_X);
        stage.w_scale = work_scale(work, ROLE_W);
        stage.y_scale = work_scale(work, ROLE_Y);
        stage.x_decimals = role_decimals(work, ROLE_X);
        stage.w_decimals = role_decimals(work, ROLE_W);
        stage.y_decimals = sum_decimals(work);
    }
    // Matrix keeps its own window; of the others the frame stays, and each grid shows a part of itself.
    View seen = *view;
    if (view->lens != LENS_MATRIX && view->window.w > 0) {
        Box all = view->box, window = view->window;
        stage.near = (Near){ all.w / window.w, (window.x + window.w / 2 - all.x) / all.w, (window.y + window.h / 2 - all.y) / all.h };
        seen.box = window, seen.window = (Box){ 0 };
        stage.view = &seen, stage.compact = window.h < 520 * view->scale;
    }
    LAYOUTS[view->lens](&stage);
}
