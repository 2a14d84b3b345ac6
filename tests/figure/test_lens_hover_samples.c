// The scenes of several samples without groups: every cell, in every lens, whichever sample and pair of channels the lens shows.
#include "figure/hover_every.h"

static bool has_samples(const Spec *spec)
{
    return spec->batch > 1 && spec->groups == 1;
}

static void hovering_any_cell_of_any_sample_lights_what_the_kernel_joins_to_it(void **state)
{
    (void)state;
    hover_scenes(has_samples, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hovering_any_cell_of_any_sample_lights_what_the_kernel_joins_to_it),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
