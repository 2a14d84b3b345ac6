// Goldens: files beside a test that hold what it gave when somebody looked at it. With STRIDESCOPE_RENEW=1 in the
// environment they are written anew instead of compared.
#ifndef STRIDESCOPE_TESTS_GOLDEN_H
#define STRIDESCOPE_TESTS_GOLDEN_H

#include "base/base.h"

bool golden_renews(void);
// Holds [got] to the golden text file [path] below tests/, exactly; where it differs, fails with the first line that
// does, and leaves what it got in the build folder.
void golden_text(const char *path, const Text *got);
// Where to leave a file for people to look at: tests/golden/NAME in the build folder, which is made. A static text.
const char *golden_left(const char *name);

#endif
