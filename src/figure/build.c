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

void stage_make(Stage *stage, Figure *figure, const Work *work, const Moment *moment, const View *view, const Look *look,
                Measure measure)
{
    figure_begin(figure, look, measure);
    figure->scale = view->scale;
    *stage = (Stage){ .figure = figure, .work = work, .spec = &work->scene.spec, .moment = moment, .view = view, .look = look,
                      .unit = view->scale, .compact = view->box.h < 520 * view->scale };
    if (LENSES[view->lens].place) return;
    focus_make(&stage->focus, figure, work, moment);
    stage->sums = work_sums(work, stage->focus.n, stage->focus.oc, moment->step);
    stage->x_scale = work_scale(work, ROLE_X);
    stage->w_scale = work_scale(work, ROLE_W);
    stage->y_scale = work_scale(work, ROLE_Y);
    stage->x_decimals = role_decimals(work, ROLE_X);
    stage->w_decimals = role_decimals(work, ROLE_W);
    stage->y_decimals = sum_decimals(work);
}

void figure_build(Figure *figure, const Work *work, const Moment *moment, const View *view, const Look *look,
                  Measure measure)
{
    Stage stage;
    stage_make(&stage, figure, work, moment, view, look, measure);
    LAYOUTS[view->lens](&stage);
}
