// A thin shell around the desk: SDL2 events in, widgets and figures out. Widgets' text is SDL2_ttf's, all else cairo's.
#ifndef STRIDESCOPE_APP_H
#define STRIDESCOPE_APP_H

#include "base/base.h"

// Opens the window on a scene code, a file or a lesson of the course by its name (NULL for none) and runs until it is closed. Returns the exit status:
// 0 done, 1 could not, 2 bad input, 3 no display; a sentence has been printed for all but 0.
int app_main(const char *code, const char *file, const char *lesson);

#endif
