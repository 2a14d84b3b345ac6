// A cell names one value of one tensor. Some cells can be pointed at without being values: what padding cut off the
// output, and what padding put around a convolution's input.
#include "explain/explain.h"

#include <stdio.h>
#include <string.h>

const char *const ROLE_WORDS[ROLE_COUNT] = {
    [ROLE_NONE] = "?", [ROLE_X] = "x",   [ROLE_W] = "w",   [ROLE_B] = "b", [ROLE_Y] = "y",
    [ROLE_GY] = "gy",  [ROLE_GX] = "gx", [ROLE_GW] = "gw", [ROLE_C] = "c",
};
const char *const ROLE_NAMES[ROLE_COUNT] = { "", "x", "w", "b", "y", "∂L/∂y", "∂L/∂x", "∂L/∂w", "C" };

bool cell_equal(Cell a, Cell b)
{
    return a.role == b.role && (a.role == ROLE_NONE || memcmp(a.at, b.at, sizeof a.at) == 0);
}

void scene_shape(const Spec *spec, Role role, int shape[4])
{
    int sides[4] = { 0, 0, 0, 0 };
    switch (role) {
    case ROLE_X:
    case ROLE_GX:
        sides[0] = spec->batch, sides[1] = spec->in_channels;
        sides[2] = spec_in(spec, spec->y), sides[3] = spec_in(spec, spec->x);
        break;
    case ROLE_W:
    case ROLE_GW:
        sides[0] = spec_narrow_channels(spec), sides[1] = spec_wide_channels(spec) / spec->groups;
        sides[2] = spec->y.kernel, sides[3] = spec->x.kernel;
        break;
    case ROLE_B:
        sides[0] = spec->out_channels, sides[1] = sides[2] = sides[3] = 1;
        break;
    case ROLE_Y:
    case ROLE_GY:
        sides[0] = spec->batch, sides[1] = spec->out_channels;
        sides[2] = spec_out(spec, spec->y), sides[3] = spec_out(spec, spec->x);
        break;
    case ROLE_C: // what would not fit an int has no cells: work_make refuses such scenes long before
        sides[0] = (int)op_matrix_rows(spec), sides[1] = (int)op_matrix_columns(spec);
        sides[2] = sides[3] = 1;
        break;
    case ROLE_NONE:
    case ROLE_COUNT: break;
    }
    memcpy(shape, sides, sizeof sides);
}

bool cell_inside(const Spec *spec, Cell cell)
{
    int shape[4];
    scene_shape(spec, cell.role, shape);
    for (int i = 0; i < 4; i++) {
        if (cell.at[i] < 0 || cell.at[i] >= shape[i]) return false;
    }
    return true;
}

bool cell_exists(const Spec *spec, Cell cell)
{
    int shape[4];
    scene_shape(spec, cell.role, shape);
    for (int i = 0; i < 2; i++) {
        if (cell.at[i] < 0 || cell.at[i] >= shape[i]) return false;
    }
    if (cell.role == ROLE_Y) {
        Canvas canvas = canvas_of(spec);
        int row = cell.at[2] - canvas.row0, col = cell.at[3] - canvas.col0;
        return 0 <= row && row < canvas.rows && 0 <= col && col < canvas.cols;
    }
    bool padded = cell.role == ROLE_X && !spec->transposed;
    int rows = padded ? spec->y.padding : 0, cols = padded ? spec->x.padding : 0;
    return -rows <= cell.at[2] && cell.at[2] < shape[2] + rows && -cols <= cell.at[3] && cell.at[3] < shape[3] + cols;
}

void cell_print(char out[64], Cell cell)
{
    snprintf(out, 64, "%s:%d,%d,%d,%d", ROLE_WORDS[cell.role], cell.at[0], cell.at[1], cell.at[2], cell.at[3]);
}

bool cell_parse(const char *text, size_t length, Cell *cell)
{
    Cell read = CELL_NONE;
    const char *end = text + length, *colon = length ? memchr(text, ':', length) : NULL;
    if (!colon) return false;
    for (Role role = ROLE_X; role < ROLE_COUNT; role++) {
        size_t word = strlen(ROLE_WORDS[role]);
        if (word == (size_t)(colon - text) && !memcmp(text, ROLE_WORDS[role], word)) read.role = role;
    }
    if (read.role == ROLE_NONE) return false;
    text = colon + 1;
    for (int i = 0; i < 4; i++) {
        const char *comma = i < 3 ? memchr(text, ',', (size_t)(end - text)) : end;
        long long value;
        if (!comma || !number_parse_whole(text, (size_t)(comma - text), INT32_MIN, INT32_MAX, &value)) return false;
        read.at[i] = (int)value;
        text = comma + (i < 3);
    }
    *cell = read;
    return true;
}

Canvas canvas_of(const Spec *spec)
{
    if (!spec->transposed)
        return (Canvas){ 0, 0, spec->y.narrow, spec->x.narrow, spec->y.narrow, spec->x.narrow };
    Canvas canvas = { .row0 = -spec->y.padding, .col0 = -spec->x.padding };
    canvas.stamped_rows = axis_extent(spec->y), canvas.stamped_cols = axis_extent(spec->x);
    int rows = spec->y.padding + spec->y.wide, cols = spec->x.padding + spec->x.wide;
    canvas.rows = rows > canvas.stamped_rows ? rows : canvas.stamped_rows;
    canvas.cols = cols > canvas.stamped_cols ? cols : canvas.stamped_cols;
    return canvas;
}
