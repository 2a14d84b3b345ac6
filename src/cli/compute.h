// `stridescope compute`: one operation on NumPy files, through the kernels that everything runs.
#ifndef STRIDESCOPE_CLI_COMPUTE_H
#define STRIDESCOPE_CLI_COMPUTE_H

#include <stdbool.h>

// argv[0] is "compute", argv[1] the operation. Returns the exit status: 0 done, with nothing printed; 2 with one
// sentence on standard error where something given is wrong; 1 where a file cannot be written or memory ends. All
// outputs are written, or none is touched.
int cli_compute(int argc, char **argv);
// Whether compute has an operation of that name.
bool cli_computes(const char *word);

#endif
