// What every test includes: cmocka with the headers it wants, and comparisons that say what was compared.
#ifndef STRIDESCOPE_TESTS_CHECK_H
#define STRIDESCOPE_TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// Fails with a sentence: check(sum == 3, "sum is %d in case %s", sum, name).
#define check(condition, ...)                                                                                          \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            print_error("%s: ", #condition);                                                                           \
            print_error(__VA_ARGS__);                                                                                  \
            print_error("\n");                                                                                         \
            fail();                                                                                                    \
        }                                                                                                              \
    } while (0)

#endif
