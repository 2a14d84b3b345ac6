// What is right, in plain words.
#include "lesson/case.h"

#include <ctype.h>
#include <string.h>

void size_say(Text *out, const Spec *spec, const int size[2])
{
    if (spec->dims == 1) text_print(out, "%d", size[1]);
    else text_print(out, "%d×%d", size[0], size[1]);
}

static const char *between(int i, int count)
{
    return i == 0 ? "" : i + 1 == count ? " and " : ", ";
}

static void put_title(Text *out, Param param)
{
    text_print(out, "%c%s", tolower(PARAMS[param].title[0]), PARAMS[param].title + 1);
}

void change_say(Text *out, unsigned change)
{
    int count = 0, told = 0;
    for (Param param = 0; param < PARAM_COUNT; param++) count += change >> param & 1;
    for (Param param = 0; param < PARAM_COUNT; param++) {
        if (!(change >> param & 1)) continue;
        text_put(out, between(told++, count));
        put_title(out, param);
    }
}

void solved_say(Text *out, const Scene *solved, const Scene *start)
{
    for (Param param = 0; param < PARAM_COUNT; param++) {
        int cols = param_get(&solved->spec, param, false), rows = param_get(&solved->spec, param, true);
        bool two = solved->spec.dims == 2;
        if (cols == param_get(&start->spec, param, false) && (!two || rows == param_get(&start->spec, param, true))) continue;
        if (out->length) text_put(out, ", ");
        put_title(out, param);
        if (two && rows != cols) text_print(out, " %d×%d", rows, cols);
        else text_print(out, " %d", cols);
    }
}

// ---- cells -----------------------------------------------------------------------------------------------------

static void put_cell(Text *out, const Spec *spec, Cell cell, bool channels)
{
    const int *at = cell.at;
    if (cell.role == ROLE_B) text_print(out, "%d", at[0]);
    else if (cell.role == ROLE_C) text_print(out, "(%d, %d)", at[0], at[1]);
    else if (channels && spec->dims == 1) text_print(out, "(%d, %d, %d)", at[0], at[1], at[3]);
    else if (channels) text_print(out, "(%d, %d, %d, %d)", at[0], at[1], at[2], at[3]);
    else if (spec->dims == 1) text_print(out, "%d", at[3]);
    else text_print(out, "(%d, %d)", at[2], at[3]);
}

// Whether the cells are some whole lines along an axis: [side] is where a cell says its line. As many as a line has cells
// stand in each, since none stands twice.
static bool are_lines(Text *out, const Cell *cells, int count, int side, int lines, int length, const char *one, const char *many)
{
    int full = 0, told = 0;
    if (lines < 2 || length < 2 || count % length != 0) return false;
    for (int line = 0; line < lines; line++) {
        int in_it = 0;
        for (int i = 0; i < count; i++) in_it += cells[i].at[side] == line;
        if (in_it != 0 && in_it != length) return false;
        full += in_it != 0;
    }
    text_print(out, "%s ", full == 1 ? one : many);
    for (int line = 0; line < lines; line++) {
        bool there = false;
        for (int i = 0; i < count; i++) there |= cells[i].at[side] == line;
        if (there) text_print(out, "%s%d", between(told++, full), line);
    }
    return true;
}

void cells_say(Text *out, const Spec *spec, Role role, const Cell *cells, int count)
{
    enum { LISTED = 6, BEGUN = 3 };
    int shape[4];
    scene_shape(spec, role, shape);
    bool matrix = role == ROLE_C, plane = matrix || (shape[0] == 1 && shape[1] == 1);
    int rows = matrix ? shape[0] : shape[2], cols = matrix ? shape[1] : shape[3], all = shape[0] * shape[1] * shape[2] * shape[3];
    const char *word = ROLE_NAMES[role];
    if (count == all && count > 1) {
        text_print(out, "all cells of %s", word);
        return;
    }
    if (plane && role != ROLE_B) {
        if (are_lines(out, cells, count, matrix ? 0 : 2, rows, cols, "the cells in row", "the cells in rows")) return;
        if (are_lines(out, cells, count, matrix ? 1 : 3, cols, rows, "the cells in column", "the cells in columns")) return;
    }
    if (count > LISTED) text_print(out, "%d of the %d cells of %s: ", count, all, word);
    else text_print(out, "%s of %s: ", count == 1 ? "the cell" : "the cells", word);
    int told = count > LISTED ? BEGUN : count;
    for (int i = 0; i < told; i++) {
        text_put(out, count > LISTED && i ? ", " : between(i, count));
        put_cell(out, spec, cells[i], !plane);
    }
    if (count > told) text_put(out, " …");
}
