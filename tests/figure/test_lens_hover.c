// The scenes of one sample and one pair of channels: every cell, in every lens.
#include "figure/hover_every.h"

static bool is_alone(const Spec *spec)
{
    return spec->batch == 1 && spec->in_channels * spec->out_channels == 1;
}

static void hovering_any_cell_lights_what_the_kernel_joins_to_it(void **state)
{
    (void)state;
    hover_scenes(is_alone, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hovering_any_cell_lights_what_the_kernel_joins_to_it),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
