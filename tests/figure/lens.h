// What the tests of the lenses share: the scenes of scenes.txt with their work, a build of one lens, and looking into
// the marks.
#ifndef STRIDESCOPE_TESTS_LENS_H
#define STRIDESCOPE_TESTS_LENS_H

#include "figure/figure.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct Case {
    char name[32];
    bool golden;
    Work work;
} Case;

static Case *cases;
static int case_count;

static inline void case_read(const char *line)
{
    cases = memory_grow(cases, (size_t)case_count + 1, sizeof *cases);
    Case *c = &cases[case_count++];
    *c = (Case){ .golden = line[0] == '*' };
    line += c->golden;
    size_t length = strcspn(line, " ");
    check(length < sizeof c->name, "a name is too long: %s", line);
    memcpy(c->name, line, length);
    Scene scene;
    Error err;
    check(scene_parse(&scene, line + length, &err), "scene %s, column %d: %s", c->name, err.place, err.text);
    check(work_make(&c->work, &scene, NULL, &err), "scene %s: %s", c->name, err.text);
    scene_clear(&scene);
}

static inline int cases_open(void **state)
{
    (void)state;
    Bytes bytes;
    Error err;
    check(file_read(TESTS_DIR "/figure/scenes.txt", 1 << 20, &bytes, &err), "%s", err.text);
    char *text = memory_new(bytes.length + 1, 1);
    memcpy(text, bytes.data, bytes.length);
    for (char *line = text, *end; *line; line = end) {
        end = line + strcspn(line, "\n");
        if (*end) *end++ = 0;
        if (*line && *line != '#') case_read(line);
    }
    free(text);
    bytes_clear(&bytes);
    return 0;
}

static inline int cases_close(void **state)
{
    (void)state;
    for (int i = 0; i < case_count; i++) work_clear(&cases[i].work);
    free(cases);
    return 0;
}

// ---- one lens of a scene ---------------------------------------------------------------------------------------

// The lenses in which the cells of x, w and y stand; Sizes counts cells and shows none.
static const Lens LENSES_HELD[] = { LENS_STAMP, LENS_SLIDE, LENS_MATRIX, LENS_PHASES, LENS_BACKPROP, LENS_OVERLAP };
enum { LENSES_OF_VALUES = COUNT(LENSES_HELD) - 1 }; // Overlap says of a cell how many prints it has, not its value

static inline View view_of(Lens lens, double width, double height, double scale)
{
    return (View){ .box = { 30, 20, width, height }, .lens = lens, .scale = scale, .wipe = 0.5, .pan_x = 0.5, .pan_y = 0.5 };
}

// The step that the scene stands at, and its pinned cell.
static inline Moment moment_of(const Scene *scene)
{
    long long count = timeline_count(&scene->spec, scene->walk);
    return (Moment){ .step = scene->step == STEP_END || scene->step > count ? count : scene->step, .pin = scene->cell,
                     .hover = CELL_NONE };
}

static inline void lens_build(Figure *figure, const Work *work, Moment moment, View view, Measure measure)
{
    figure_build(figure, work, &moment, &view, look_get(work->scene.look), measure);
}

static inline size_t role_count(const Spec *spec, Role role)
{
    int shape[4];
    scene_shape(spec, role, shape);
    return (size_t)shape[0] * (size_t)shape[1] * (size_t)shape[2] * (size_t)shape[3];
}

static inline size_t cells_of(const Spec *spec)
{
    return role_count(spec, ROLE_X) + role_count(spec, ROLE_W) + role_count(spec, ROLE_Y);
}

// The number of a cell in its tensor, in C order, and back.
static inline size_t flat_of(const int shape[4], const int at[4])
{
    size_t flat = 0;
    for (int i = 0; i < 4; i++) flat = flat * (size_t)shape[i] + (size_t)at[i];
    return flat;
}

static inline size_t cell_number(const Spec *spec, Cell cell)
{
    int shape[4];
    scene_shape(spec, cell.role, shape);
    return flat_of(shape, cell.at);
}

static inline Cell cell_of(const Spec *spec, Role role, size_t flat)
{
    int shape[4];
    scene_shape(spec, role, shape);
    Cell cell = { .role = role };
    for (int i = 3; i >= 0; i--) cell.at[i] = (int)(flat % (size_t)shape[i]), flat /= (size_t)shape[i];
    return cell;
}

static inline bool is_named(const Mark *mark, const char *name)
{
    return mark->name && !strcmp(mark->name, name);
}

static inline const Mark *mark_named(const Figure *figure, const char *name)
{
    for (int i = 0; i < figure->count; i++)
        if (is_named(&figure->marks[i], name)) return &figure->marks[i];
    return NULL;
}

// The first mark of a cell, or NULL.
static inline const Mark *mark_of_cell(const Figure *figure, Cell cell)
{
    for (int i = 0; i < figure->count; i++) {
        const Mark *mark = &figure->marks[i];
        if (mark->kind == MARK_CELL && cell_equal(mark->cell, cell)) return mark;
    }
    return NULL;
}

// A cell as text, for sentences; each call overwrites one of four.
static inline const char *said(Cell cell)
{
    static char text[4][64];
    static int at;
    at = (at + 1) % 4;
    if (cell.role == ROLE_NONE) return "nothing";
    cell_print(text[at], cell);
    return text[at];
}

// The scene, the lens, the walk and the moment, for sentences.
static inline const char *where(const Case *c, Lens lens, Moment moment)
{
    static char text[256];
    snprintf(text, sizeof text, "%s, %s by %s, step %lld, t %g, hover %s, pin %s", c->name, LENSES[lens].word,
             WALK_WORDS[c->work.scene.walk], moment.step, moment.t, said(moment.hover), said(moment.pin));
    return text;
}

// ---- numbers in cells ------------------------------------------------------------------------------------------

// Whether the grid that mark [at] stands in shows numbers: a tensor may stand in a lens twice, large and small.
static inline bool grid_shows_numbers(const Figure *figure, int at)
{
    const Mark *marks = figure->marks;
    Role role = marks[at].cell.role;
    int first = at, last = at;
    while (first > 0 && marks[first - 1].kind == MARK_CELL && marks[first - 1].cell.role == role) first--;
    while (last + 1 < figure->count && marks[last + 1].kind == MARK_CELL && marks[last + 1].cell.role == role) last++;
    for (int i = first; i <= last; i++)
        if (marks[i].text) return true;
    return false;
}

static inline bool has_letters(const Scene *scene)
{
    return scene->x.kind == SOURCE_LETTERS || scene->w.kind == SOURCE_LETTERS;
}

static inline bool all_whole(const float *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(values[i]) || values[i] != floorf(values[i])) return false;
    return true;
}

static inline bool all_finite(const float *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(values[i])) return false;
    return true;
}

// How many decimals a text has; those of a number with a power of ten are its own affair: −1.
static inline int told_decimals(const char *text)
{
    const char *point = strchr(text, '.');
    double value;
    bool power = number_read(text, &value) && !number_parse(text, strlen(text), &value);
    if (power || !strpbrk(text, "0123456789")) return -1;
    return point ? (int)strspn(point + 1, "0123456789") : 0;
}

// Whether the text is [value] rounded to these decimals, or to fewer where there is no room for them. Sums that are not
// whole may round to the other side of a half.
static inline bool says_number(const char *text, double value, int decimals, bool whole)
{
    char want[NUMBER_TEXT];
    int told = told_decimals(text);
    if (told >= 0 && told < decimals) decimals = told;
    number_show(want, value, decimals);
    if (!strcmp(text, want)) return true;
    double shown;
    // A compact one, 1.2×10⁶, is as near as two digits are.
    if (told < 0 && number_read(text, &shown)) return fabs(shown - value) <= 0.05 * fabs(value);
    return !whole && number_parse(text, strlen(text), &shown) &&
           fabs(shown - value) <= 0.5 * pow(10, -decimals) + 1e-5 * fmax(1, fabs(value));
}

#endif
