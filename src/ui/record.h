// Inside this room: how a widget gets into the record.
#ifndef STRIDESCOPE_UI_RECORD_H
#define STRIDESCOPE_UI_RECORD_H

#include "ui/ui.h"

// Appends a widget with its state as far as pointer and focus decide it; valid until the next one is recorded.
Widget *ui_record(Ui *ui, UiRole role, const char *id, Box box, const char *name, unsigned state);

#endif
