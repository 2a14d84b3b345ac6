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

// Lenses that show one plane of each tensor large: the others stand in a rail. Matrix has blocks for them.
static const bool RAILED[LENS_COUNT] = { [LENS_STAMP] = true, [LENS_SLIDE] = true, [LENS_PHASES] = true, [LENS_BACKPROP] = true };

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
        // Which lenses can show one pair of channels alone: where y is what is asked about.
        bool pairs = view->lens == LENS_STAMP || view->lens == LENS_SLIDE || view->lens == LENS_PHASES;
        stage.one_pair = view->show.one_pair && pairs && spec->in_channels > spec->groups;
        stage.sums = stage.one_pair ? work_pair_sums(work, stage.focus.n, stage.focus.ic, stage.focus.oc, moment->step)
                                    : work_sums(work, stage.focus.n, stage.focus.oc, moment->step);
        stage.x_scale = work_scale(work, ROLE_X);
        stage.w_scale = work_scale(work, ROLE_W);
        stage.y_scale = work_scale(work, ROLE_Y);
        stage.x_decimals = role_decimals(work, ROLE_X);
        stage.w_decimals = role_decimals(work, ROLE_W);
        stage.y_decimals = sum_decimals(work);
    }
    if (RAILED[view->lens]) lay_with_rail(&stage, LAYOUTS[view->lens]);
    else LAYOUTS[view->lens](&stage);
}
