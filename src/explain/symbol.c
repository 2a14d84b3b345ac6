// What stands for a cell in a formula: a letter, a name with small indices, or its number.
#include "explain/symbol.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// U+2080 … U+2089 and the small minus U+208B.
static void put_small(Text *out, int number)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%d", number);
    for (const char *c = digits; *c; c++) {
        if (*c == '-') text_put(out, "₋");
        else text_print(out, "\xE2\x82%c", 0x80 + (*c - '0'));
    }
}

static size_t index_of(const Spec *spec, Cell cell)
{
    int shape[4];
    size_t index = 0;
    scene_shape(spec, cell.role, shape);
    for (int i = 0; i < 4; i++) index = index * (size_t)shape[i] + (size_t)cell.at[i];
    return index;
}

static void print_named(char out[NUMBER_TEXT], const Spec *spec, Cell cell, const char *letter)
{
    Text text = { 0 };
    int part[4], side[4], parts = 0, shape[4];
    scene_shape(spec, cell.role, shape);
    if (cell.role == ROLE_W || cell.role == ROLE_GW || cell.role == ROLE_B) {
        part[parts++] = (int)index_of(spec, cell);
    } else {
        for (int i = 0; i < 4; i++) {
            if (i < 2 ? shape[i] == 1 : i == 2 && spec->dims == 1) continue;
            part[parts] = cell.at[i];
            side[parts++] = shape[i];
        }
    }
    bool commas = parts > 2;
    for (int i = 0; i < parts && parts > 1; i++) commas = commas || part[i] < 0 || part[i] > 9 || side[i] > 10;
    text_put(&text, letter);
    for (int i = 0; i < parts; i++) {
        if (i && commas) text_put(&text, ",");
        put_small(&text, part[i]);
    }
    const int *at = cell.at;
    if (text.length < NUMBER_TEXT) strcpy(out, text.data);
    else snprintf(out, NUMBER_TEXT, "%s[%d,%d,%d,%d]", letter, at[0], at[1], at[2], at[3]);
    text_clear(&text);
}

void name_print(char out[NUMBER_TEXT], const Spec *spec, Cell cell)
{
    static const char *const letters[ROLE_COUNT] = { "", "x", "k", "b", "y", "∂y", "∂x", "∂k", "C" };
    print_named(out, spec, cell, letters[cell.role]);
}

void symbol_of(char out[NUMBER_TEXT], const Work *work, Cell cell, int decimals)
{
    const Scene *scene = &work->scene;
    const Source *source = cell.role == ROLE_X ? &scene->x : cell.role == ROLE_W ? &scene->w
                         : cell.role == ROLE_B ? &scene->b : cell.role == ROLE_GY ? &scene->gy : NULL;
    out[0] = 0;
    if (cell.role == ROLE_NONE || !cell_inside(&scene->spec, cell)) return;
    size_t index = index_of(&scene->spec, cell);
    if (!source || source->kind != SOURCE_LETTERS) number_show(out, (double)work_value(work, cell), decimals);
    else if (cell.role == ROLE_X && index < 26) snprintf(out, NUMBER_TEXT, "%c", 'a' + (int)index);
    else if (cell.role == ROLE_GY) print_named(out, &scene->spec, cell, "g"); // short enough for a product in a cell
    else name_print(out, &scene->spec, cell);
}

bool number_is_shown(const char *text, double value, double parts)
{
    double back;
    if (!isfinite(value)) return true;
    return number_read(text, &back) && fabs(back - value) <= 0x1p-22 * parts;
}

bool decimals_say(double value, int decimals, double parts)
{
    char text[NUMBER_TEXT];
    number_show(text, value, decimals);
    return number_is_shown(text, value, parts);
}

bool cell_is_said(const Work *work, Cell cell, int decimals)
{
    double value = (double)work_value(work, cell);
    return decimals_say(value, decimals, fabs(value));
}

const char *equals_sign(bool exact)
{
    return exact ? "=" : "≈";
}

bool back_is_symbolic(const Work *work, Role role)
{
    const Source *with = role == ROLE_GW ? &work->scene.x : &work->scene.w;
    return work->scene.gy.kind == SOURCE_LETTERS || with->kind == SOURCE_LETTERS;
}
