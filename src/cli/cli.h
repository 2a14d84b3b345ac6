// The command line: words in, an exit status out. What is asked for goes to standard output, what is wrong to standard
// error, in one sentence; the mistake in a scene code is pointed at.
#ifndef STRIDESCOPE_CLI_H
#define STRIDESCOPE_CLI_H

#include "explain/explain.h"

enum { STATUS_DONE = 0, STATUS_COULD_NOT = 1, STATUS_BAD_INPUT = 2, STATUS_NO_DISPLAY = 3 };

int cli_main(int argc, char **argv);

// ---- for the commands ------------------------------------------------------------------------------------------
// A command is `int cli_NAME(int argc, char **argv)` with argv[0] its own word, and a row in cli.c's table.

int cli_size(int argc, char **argv);
int cli_compare(int argc, char **argv);
int cli_find(int argc, char **argv);
int cli_export(int argc, char **argv);
int cli_trace(int argc, char **argv);
int cli_tour(int argc, char **argv);
int cli_lesson(int argc, char **argv);

// Prints the sentence of [err] and returns its exit status: 1 for a failure of the machine, 2 for bad input.
int cli_fail(const Error *err);
// Reads the scene that [count] words make, joined by blanks. On false it has printed the sentence, the code and a
// caret under the column, and *status holds the exit status. What a layer's framework does otherwise is said on
// standard error, so that nobody takes PyTorch's size for its own.
NODISCARD bool cli_scene(Scene *out, int count, char **words, int *status);
// The picture that a word names, built in or a file, which [out] borrows it from. On false the sentence says that it is
// neither, nor what [else_than] names: "scene, no file".
NODISCARD bool cli_picture(Source *out, char *word, const char *else_than, Error *err);

#endif
