// Every step of every walk, read off the pictures of Stamp, Slide and Phases; and Sizes, which has no terms.
#include "figure/replay.h"

static void the_terms_that_stamp_shows_add_up_to_the_kernels_output(void **state)
{
    (void)state;
    replay_lens(LENS_STAMP);
}

static void the_terms_that_slide_shows_add_up_to_the_kernels_output(void **state)
{
    (void)state;
    replay_lens(LENS_SLIDE);
}

static void the_terms_that_phases_shows_add_up_to_the_kernels_output(void **state)
{
    (void)state;
    replay_lens(LENS_PHASES);
}

// Sizes has no cells and no terms: no step can show a part of them, and all say the same.
static void sizes_says_the_same_at_every_step(void **state)
{
    (void)state;
    Figure figure = { 0 };
    int held = 0;
    for (int i = 0; i < case_count; i++) {
        Case *c = &cases[i];
        const Spec *spec = &c->work.scene.spec;
        if (c->work.scene.view[0] != LENS_SIZES) continue;
        Walk kept = c->work.scene.walk;
        Text first = { 0 };
        for (int walk = 0; walk < WALK_COUNT; walk++) {
            c->work.scene.walk = (Walk)walk;
            long long count = timeline_count(spec, (Walk)walk), apart = 1 + count / 20;
            for (long long step = 0; step <= count; step += apart, held++) {
                Moment moment = { .step = step, .hover = CELL_NONE, .pin = CELL_NONE };
                Text got = { 0 };
                lens_build(&figure, &c->work, moment, view_of(LENS_SIZES, 1200, 900, 1), measure_fixed);
                check(!figure_has(&figure, ROLE_X, false) && !figure_has(&figure, ROLE_Y, false), "%s: there are cells", where(c, LENS_SIZES, moment));
                figure_dump(&got, &figure);
                if (!first.data) text_put(&first, got.data);
                check(!strcmp(first.data, got.data), "%s: it is not what it was at the start", where(c, LENS_SIZES, moment));
                text_clear(&got);
            }
        }
        c->work.scene.walk = kept;
        text_clear(&first);
    }
    check(held > 100, "only %d steps were compared", held);
    figure_clear(&figure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_terms_that_stamp_shows_add_up_to_the_kernels_output),
        cmocka_unit_test(the_terms_that_slide_shows_add_up_to_the_kernels_output),
        cmocka_unit_test(the_terms_that_phases_shows_add_up_to_the_kernels_output),
        cmocka_unit_test(sizes_says_the_same_at_every_step),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
