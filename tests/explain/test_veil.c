// A veil hides as soon as there is anything that it hides.
#include "explain/explain.h"
#include "support/check.h"

static void a_veil_is_on_whatever_it_hides(void **state)
{
    (void)state;
    check(!veil_on((Veil){ 0 }), "nothing is hidden, and it is on");
    check(veil_on((Veil){ .roles = 1U << ROLE_Y }), "values are hidden, and it is off");
    check(veil_on((Veil){ .size = true }), "the size is hidden, and it is off");
    check(veil_on((Veil){ .verdict = true }), "the verdict is hidden, and it is off");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_veil_is_on_whatever_it_hides) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
