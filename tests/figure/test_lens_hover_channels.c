// The scenes of several channels in one group and sample: every cell, in every lens, whichever pair of channels the lens shows.
#include "figure/hover_every.h"

static bool has_channels(const Spec *spec)
{
    return spec->batch == 1 && spec->groups == 1 && spec->in_channels * spec->out_channels > 1;
}

static void hovering_any_cell_of_any_channel_lights_what_the_kernel_joins_to_it(void **state)
{
    (void)state;
    hover_scenes(has_channels, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hovering_any_cell_of_any_channel_lights_what_the_kernel_joins_to_it),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
