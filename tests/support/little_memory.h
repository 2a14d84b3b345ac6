// A machine with little memory, to see what is said when it ends: after little_memory() no single allocation above
// half a GiB is granted. Included by one file of a program alone, for the sanitizer reads its options from it.
#ifndef STRIDESCOPE_TESTS_LITTLE_MEMORY_H
#define STRIDESCOPE_TESTS_LITTLE_MEMORY_H

#include <sys/resource.h>

#ifdef __SANITIZE_ADDRESS__
// ASan reserves address space without end, so that a limit on that would stop it; it has one of its own.
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1:max_allocation_size_mb=512";
}

static inline void little_memory(void) {}
#else
static inline void little_memory(void)
{
    struct rlimit limit = { (rlim_t)512 << 20, (rlim_t)512 << 20 };
    setrlimit(RLIMIT_AS, &limit);
}
#endif

#endif
