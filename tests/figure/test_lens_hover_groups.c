// The scenes of several groups: every cell, in every lens, whichever sample and pair of channels the lens shows.
#include "figure/hover_every.h"

static bool has_groups(const Spec *spec)
{
    return spec->groups > 1;
}

static void hovering_any_cell_of_any_group_lights_what_the_kernel_joins_to_it(void **state)
{
    (void)state;
    hover_scenes(has_groups, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hovering_any_cell_of_any_group_lights_what_the_kernel_joins_to_it),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
