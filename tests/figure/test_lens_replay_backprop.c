// Every step of every walk, there and back, read off the pictures of Backprop.
#include "figure/replay.h"

static void the_terms_that_backprop_shows_add_up_to_the_output_and_the_gradients(void **state)
{
    (void)state;
    replay_lens(LENS_BACKPROP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_terms_that_backprop_shows_add_up_to_the_output_and_the_gradients),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
