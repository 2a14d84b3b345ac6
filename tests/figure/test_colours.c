// What the colours say where they are told to: the phase that a weight writes, or its value; and that who is pointed at
// is still seen among cells of the same colour.
#include "figure/lens.h"

static bool visit_first(void *context, const Term *term)
{
    *(Term *)context = *term;
    return !term->inside;
}

static View coloured(Lens lens, TapColours by)
{
    View view = view_of(lens, 640, 640, 1);
    view.show.colours = by;
    return view;
}

// Of a hovered input: the outputs that it writes, each with the term that does.
static void joined_cells_have_the_colour_of_their_phase_or_value_and_a_border_of_their_own(void **state)
{
    (void)state;
    static const char *const scenes[] = { "crop", "oblong", "channels", "dilated", "dark", "projector", "conv", "row" };
    int held = 0, plain = 0;
    for (int i = 0; i < case_count; i++) {
        const Case *c = &cases[i];
        bool chosen = false;
        for (int s = 0; s < COUNT(scenes); s++) chosen |= !strcmp(scenes[s], c->name);
        if (!chosen) continue;
        const Spec *spec = &c->work.scene.spec;
        const Look *look = look_get(c->work.scene.look);
        for (TapColours by = COLOUR_PHASE; by < TAP_COLOURS; by++) {
            Figure figure = { 0 };
            Moment moment = moment_of(&c->work.scene);
            View view = coloured(LENS_STAMP, by);
            moment.step = timeline_count(spec, c->work.scene.walk), moment.pin = CELL_NONE;
            moment.hover = (Cell){ ROLE_X, { 0, 0, spec_in(spec, spec->y) / 2, spec_in(spec, spec->x) / 2 } };
            figure_build(&figure, &c->work, &moment, &view, look, measure_fixed);
            for (int m = 0; m < figure.count; m++) {
                const Mark *mark = &figure.marks[m];
                Term term;
                if (mark->kind != MARK_CELL || mark->cell.role != ROLE_Y || strcmp(mark->name, "output") != 0) continue;
                bool joined = term_between(spec, moment.hover, mark->cell, &term);
                bool strong = mark->line == look->text && mark->stroke > 1.5;
                check(joined == strong, "%s: output %d,%d has %s border of its own", c->name, mark->cell.at[2], mark->cell.at[3], strong ? "a" : "no");
                plain += !joined, held += joined;
                if (!joined) continue;
                long long phase = tray_of(spec, spec->transposed ? mark->cell : term.x);
                Colour want = by == COLOUR_PHASE ? look_phase(look, (int)(phase / spec->x.stride), (int)(phase % spec->x.stride))
                              : work_scale(&c->work, ROLE_W).negatives
                                  ? look_value((double)work_value(&c->work, term.w), work_scale(&c->work, ROLE_W).most)
                                  : look_count((double)work_value(&c->work, term.w), work_scale(&c->work, ROLE_W).most);
                check(mark->fill == want, "%s: output %d,%d is %06X by %s, and not %06X", c->name, mark->cell.at[2], mark->cell.at[3],
                      (unsigned)mark->fill & 0xFFFFFF, COLOUR_WORDS[by], (unsigned)want & 0xFFFFFF);
            }
            figure_clear(&figure);
        }
    }
    check(held > 60 && plain > 60, "only %d joined and %d other cells were held", held, plain);
}

static void weights_and_entries_have_the_colour_of_their_phase(void **state)
{
    (void)state;
    static const Lens lenses[] = { LENS_STAMP, LENS_SLIDE, LENS_MATRIX, LENS_PHASES, LENS_BACKPROP };
    for (int i = 0; i < case_count; i++) {
        const Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        if (strcmp(c->name, "crop") && strcmp(c->name, "dilated") && strcmp(c->name, "channels")) continue;
        for (int l = 0; l < COUNT(lenses); l++) {
            Figure figure = { 0 };
            Moment moment = moment_of(&c->work.scene);
            View view = coloured(lenses[l], COLOUR_PHASE);
            int held = 0;
            moment.step = timeline_count(spec, c->work.scene.walk), moment.pin = CELL_NONE; // nobody is pointed at
            figure_build(&figure, &c->work, &moment, &view, look_get(LOOK_LIGHT), measure_fixed);
            for (int m = 0; m < figure.count; m++) {
                const Mark *mark = &figure.marks[m];
                bool weight = mark->cell.role == ROLE_W, entry = mark->cell.role == ROLE_C && !strcmp(mark->name, "entry");
                if (mark->kind != MARK_CELL || !(weight || entry)) continue;
                Term term = { .w = mark->cell };
                if (entry) terms_each(spec, mark->cell, visit_first, &term);
                long long phase = tray_of(spec, term.w);
                Colour want = look_phase(look_get(LOOK_LIGHT), (int)(phase / spec->x.stride), (int)(phase % spec->x.stride));
                check(mark->fill == want, "%s, %s: %s is not of its phase's colour", c->name, LENSES[lenses[l]].word, mark->name);
                held++;
            }
            check(held > 0, "%s, %s shows no weight", c->name, LENSES[lenses[l]].word);
            figure_clear(&figure);
        }
    }
}

static void the_heading_says_what_the_colours_say(void **state)
{
    (void)state;
    static const Lens lenses[] = { LENS_STAMP, LENS_SLIDE, LENS_MATRIX, LENS_PHASES, LENS_BACKPROP, LENS_SIZES };
    for (int i = 0; i < case_count; i++) {
        if (strcmp(cases[i].name, "first") != 0) continue;
        for (int l = 0; l < COUNT(lenses); l++)
            for (TapColours by = COLOUR_WEIGHT; by < TAP_COLOURS; by++) {
                Figure figure = { 0 };
                Moment moment = moment_of(&cases[i].work.scene);
                View view = coloured(lenses[l], by);
                bool said = false, want = by != COLOUR_WEIGHT && lenses[l] != LENS_SIZES;
                view.box.w = 1100;
                figure_build(&figure, &cases[i].work, &moment, &view, look_get(LOOK_LIGHT), measure_fixed);
                for (int m = 0; m < figure.count; m++) {
                    const Mark *mark = &figure.marks[m];
                    if (!strcmp(mark->name, "note")) said |= strstr(mark->text, "coloured by ") && strstr(mark->text, COLOUR_WORDS[by]);
                }
                check(said == want, "%s, by %s: its heading %s so", LENSES[lenses[l]].word, COLOUR_WORDS[by], said ? "says" : "does not say");
                figure_clear(&figure);
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joined_cells_have_the_colour_of_their_phase_or_value_and_a_border_of_their_own),
        cmocka_unit_test(weights_and_entries_have_the_colour_of_their_phase),
        cmocka_unit_test(the_heading_says_what_the_colours_say),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
