// Every step of every walk, read off the pictures of Matrix.
#include "figure/replay.h"

static void the_terms_that_matrix_shows_add_up_to_the_kernels_output(void **state)
{
    (void)state;
    replay_lens(LENS_MATRIX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_terms_that_matrix_shows_add_up_to_the_kernels_output),
    };
    return cmocka_run_group_tests(tests, cases_open, cases_close);
}
