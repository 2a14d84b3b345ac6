// From a work and a moment to marks: what every lens needs is found here once, then the lens only arranges.
#include "figure/layout.h"

#include <limits.h>

static void (*const LAYOUTS[LENS_COUNT])(Stage *stage) = {
    [LENS_STAMP] = lay_stamp,
    [LENS_SLIDE] = lay_slide,
    [LENS_MATRIX] = lay_matrix,
    [LENS_PHASES] = lay_phases,
    [LENS_OVERLAP] = lay_overlap,
    [LENS_BACKPROP] = lay_backprop,
    [LENS_SIZES] = lay_sizes,
    [LENS_PICTURE] = lay_picture,
};

// Lenses that show one plane of each tensor large: the others stand in a rail. Matrix has blocks for them.
static const bool RAILED[LENS_COUNT] = { [LENS_STAMP] = true, [LENS_SLIDE] = true, [LENS_PHASES] = true, [LENS_BACKPROP] = true };

// 1 + the number of the phase that is looked at alone; one whose number is beyond an int is of no figure.
static int phase_alone(const Switches *s, const Spec *spec)
{
    if (!s->phase_row) return 0;
    long long number = (long long)(s->phase_row - 1) * spec->x.stride + s->phase_col;
    return number <= INT_MAX ? (int)number : 0;
}

void figure_show(Show *show, const Scene *scene)
{
    const Switches *s = &scene->show;
    show->colours = (TapColours)s->colours;
    show->one_pair = s->one_pair != 0;
    show->zeros_gone = s->zeros_gone != 0;
    show->turned_back = s->turned_back != 0;
    show->matrix_turn = s->matrix_turned != 0;
    show->matrix_chain = s->matrix_chain != 0;
    show->matrix_cut = s->matrix_cut;
    show->phases = (PhasesAs)s->phases;
    show->phase = phase_alone(s, &scene->spec);
    show->overlap_weighted = s->overlap_weighted != 0;
    show->sizes.tab = (SizesTab)s->sizes_tab;
    show->sizes.rows = s->sizes_rows != 0;
    show->sizes.from = s->sizes_from, show->sizes.to = s->sizes_to;
    show->sizes.wider = s->sizes_wider != 0;
    show->sizes.framework = s->sizes_framework;
    show->picture_with = (PictureWith)s->picture_with;
}

void stage_make(Stage *stage, Figure *figure, const Work *work, const Moment *moment, const View *view, const Look *look,
                Measure measure)
{
    figure_begin(figure, look, measure);
    figure->scale = view->scale;
    *stage = (Stage){ .figure = figure, .work = work, .spec = &work->scene.spec, .moment = moment, .view = view, .look = look,
                      .unit = view->scale, .compact = view->box.h < 520 * view->scale };
    if (LENSES[view->lens].place) return;
    focus_make(&stage->focus, figure, work, moment);
    const Spec *spec = stage->spec;
    // Which lenses can show one pair of channels alone: where y is what is asked about.
    bool pairs = view->lens == LENS_STAMP || view->lens == LENS_SLIDE || view->lens == LENS_PHASES;
    stage->one_pair = view->show.one_pair && pairs && spec->in_channels > spec->groups;
    stage->sums = stage->one_pair ? work_pair_sums(work, stage->focus.n, stage->focus.ic, stage->focus.oc, moment->step)
                                  : work_sums(work, stage->focus.n, stage->focus.oc, moment->step);
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
    bool veiled = veil_on(view->veil), place = LENSES[view->lens].place;
    const Moment *seen_moment = moment;
    Moment calm;
    if (veiled && !place) calm = veil_moment(work, moment), moment = &calm;
    stage_make(&stage, figure, work, moment, view, look, measure);
    if (veiled && !place) veil_rest(&stage);
    // Matrix keeps its own window; of the others the frame stays, and each grid shows a part of itself.
    View seen = *view;
    if (view->lens != LENS_MATRIX && view->window.w > 0) {
        Box all = view->box, window = view->window;
        stage.near = (Near){ all.w / window.w, (window.x + window.w / 2 - all.x) / all.w, (window.y + window.h / 2 - all.y) / all.h };
        seen.box = window, seen.window = (Box){ 0 };
        stage.view = &seen, stage.compact = window.h < 520 * view->scale;
    }
    if (RAILED[view->lens]) lay_with_rail(&stage, LAYOUTS[view->lens]);
    else LAYOUTS[view->lens](&stage);
    if (veiled) veil_draw(&stage, seen_moment);
}
