// After a change the rest of the scene gives way: numbers that have become illegal are clamped, and said; typed values
// that still have a place keep it. What cannot be mended leaves the scene as it was.
#include "explain/scene_code.h"
#include "explain/settle.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- numbers ---------------------------------------------------------------------------------------------------

static void say(Text *said, const char *format, ...) PRINTF_LIKE(2, 3);
static void say(Text *said, const char *format, ...)
{
    char sentence[256];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    text_print(said, "%s%s", said->length ? "; " : "", sentence);
}

// Says one axis after the other, or both at once where the same happened to both.
typedef void (*SayChange)(Text *said, const char *where, Axis before, Axis after);

static void say_both(Text *said, const Spec *before, const Spec *after, Param param, SayChange change)
{
    int y0 = param_get(before, param, true), y1 = param_get(after, param, true);
    int x0 = param_get(before, param, false), x1 = param_get(after, param, false);
    bool rows = y0 != y1, cols = x0 != x1;
    if (rows && cols && y0 == x0 && y1 == x1) {
        change(said, "", before->x, after->x);
        return;
    }
    if (rows) change(said, " of the rows", before->y, after->y);
    if (cols) change(said, before->dims == 1 ? "" : " of the columns", before->x, after->x);
}

static void say_output_padding(Text *said, const char *where, Axis before, Axis after)
{
    say(said, "output padding%s %d → %d: it must stay below stride %d or dilation %d", where, before.output_padding,
        after.output_padding, after.stride, after.dilation);
}

static void say_no_output_padding(Text *said, const char *where, Axis before, Axis after)
{
    say(said, "output padding%s %d → %d: a convolution has none", where, before.output_padding, after.output_padding);
}

static void say_padding(Text *said, const char *where, Axis before, Axis after)
{
    say(said, "padding%s %d → %d: some output must be left", where, before.padding, after.padding);
}

static void say_kernel(Text *said, const char *where, Axis before, Axis after)
{
    say(said, "kernel%s %d → %d: it must fit the input", where, before.kernel, after.kernel);
}

static void say_input(Text *said, const char *where, Axis before, Axis after)
{
    say(said, "input%s %d → %d: the kernel must fit", where, before.wide, after.wide);
}

// Whether the numbers make sense one by one; where they do not, spec_check says it better than clamping could.
static bool is_sane(const Spec *spec, Axis a)
{
    return spec_in(spec, a) >= 1 && a.kernel >= 1 && a.stride >= 1 && a.dilation >= 1 && a.padding >= 0 &&
           a.output_padding >= 0;
}

enum { MOST_GROWN = 4096 };

// A convolution's kernel that fits nowhere: where the input was made smaller, the kernel shrinks, else the input grows.
static void fit_kernel(Axis *a, Axis before, bool was_convolution)
{
    long long spare = a->wide + 2LL * a->padding, span = a->dilation * (a->kernel - 1LL) + 1;
    if (span <= spare) return;
    if (was_convolution && a->wide < before.wide) a->kernel = (int)((spare - 1) / a->dilation) + 1;
    else if (span - 2LL * a->padding <= MOST_GROWN) a->wide = (int)(span - 2LL * a->padding);
}

static int common_divisor(int a, int b)
{
    return b ? common_divisor(b, a % b) : a;
}

static void clamp_groups(Spec *spec, Text *said)
{
    if (spec->groups < 1 || spec->in_channels < 1 || spec->out_channels < 1) return;
    int common = common_divisor(spec->in_channels, spec->out_channels), before = spec->groups;
    if (spec->groups > common) spec->groups = common;
    while (common % spec->groups) spec->groups--;
    if (spec->groups != before)
        say(said, "groups %d → %d: they must divide %d input and %d output channels", before, spec->groups,
            spec->in_channels, spec->out_channels);
}

static void clamp_numbers(Spec *spec, const Scene *scene, Text *said)
{
    if (spec->dims == 1) spec->y = AXIS_TRIVIAL;
    const Spec asked = *spec;
    if (!is_sane(spec, spec->y) || !is_sane(spec, spec->x)) return;
    if (!spec->transposed) {
        fit_kernel(&spec->y, scene->spec.y, !scene->spec.transposed);
        fit_kernel(&spec->x, scene->spec.x, !scene->spec.transposed);
    }
    axis_yield(&spec->y, spec->transposed);
    axis_yield(&spec->x, spec->transposed);
    if (!spec->transposed) say_both(said, &asked, spec, PARAM_IN, say_input);
    say_both(said, &asked, spec, PARAM_KERNEL, say_kernel);
    say_both(said, &asked, spec, PARAM_OUTPUT_PADDING, spec->transposed ? say_output_padding : say_no_output_padding);
    say_both(said, &asked, spec, PARAM_PADDING, say_padding);
    clamp_groups(spec, said);
}

// ---- what hangs on the sizes -----------------------------------------------------------------------------------

static long long volume(const int shape[4])
{
    return (long long)shape[0] * shape[1] * shape[2] * shape[3];
}

static size_t flat(const int shape[4], const int at[4])
{
    return (((size_t)at[0] * (size_t)shape[1] + (size_t)at[1]) * (size_t)shape[2] + (size_t)at[2]) * (size_t)shape[3] +
           (size_t)at[3];
}

// Each value stays at its index; new places get 0.
static void resize_typed(Source *source, const int from[4], const int to[4])
{
    long long count = volume(to);
    float *values = memory_new((size_t)count, sizeof *values);
    int at[4];
    for (at[0] = 0; at[0] < from[0] && at[0] < to[0]; at[0]++)
    for (at[1] = 0; at[1] < from[1] && at[1] < to[1]; at[1]++)
    for (at[2] = 0; at[2] < from[2] && at[2] < to[2]; at[2]++)
    for (at[3] = 0; at[3] < from[3] && at[3] < to[3]; at[3]++)
        values[flat(to, at)] = source->values[flat(from, at)];
    free(source->values);
    source->values = values;
    source->count = (int)count;
}

// The 1 stays in its cell, or goes to the nearest that is left.
static void move_onehot(Source *source, const int from[4], const int to[4])
{
    int at[4];
    long long rest = source->number;
    for (int i = 3; i >= 0; rest /= from[i], i--) {
        at[i] = (int)(rest % from[i]);
        if (at[i] >= to[i]) at[i] = to[i] - 1;
    }
    source->number = (long long)flat(to, at);
}

static void mend_source(Scene *scene, Key key, const Spec *next, Text *said)
{
    Source *source = scene_source(scene, key);
    int from[4], to[4];
    scene_shape(&scene->spec, key_role(key), from);
    scene_shape(next, key_role(key), to);
    if (memcmp(from, to, sizeof from) == 0) return;
    if (source->kind == SOURCE_ONEHOT) move_onehot(source, from, to);
    if (source->kind != SOURCE_TYPED) return;
    if (volume(to) <= SOURCE_MOST_TYPED) {
        resize_typed(source, from, to);
        return;
    }
    source_clear(source);
    source->kind = SOURCE_RAMP;
    say(said, "%s: typed values → ramp, as at most %d values can be typed", KEYS[key].word, SOURCE_MOST_TYPED);
}

static void mend_phase(Scene *scene, const Spec *next, Text *said)
{
    Switches *show = &scene->show;
    if (switches_have_phase(show, next)) return;
    static const char gone[] = "→ all phases: its stride has no such phase";
    if (scene->spec.dims == 1) say(said, "phase %d %s", show->phase_col - 1, gone);
    else say(said, "phase (%d, %d) %s", show->phase_row - 1, show->phase_col - 1, gone);
    show->phase_row = show->phase_col = 0;
}

// Who was chosen as A or B and cannot stand beside this layer goes.
static void mend_rivals(Scene *scene, const Spec *next, Text *said)
{
    int *chosen[] = { &scene->show.picture_a, &scene->show.picture_b };
    for (int i = 0; i < COUNT(chosen); i++) {
        if (*chosen[i] == 0 || rival_fits((Rival)(*chosen[i] - 1), next, NULL)) continue;
        Scene without = { .spec = *next };
        say(said, "%s: %s → %s", i == 0 ? "A" : "B", RIVALS[*chosen[i] - 1].title, RIVALS[scene_rival(&without, i == 1)].title);
        *chosen[i] = 0;
    }
}

// Layers are stacked of what enlarges.
static void mend_layers(Scene *scene, const Spec *next, Text *said)
{
    if (scene->show.picture_layers == 0 || next->transposed) return;
    say(said, "layers: %d → 1, as a convolution enlarges nothing", scene->show.picture_layers);
    scene->show.picture_layers = 0;
}

bool scene_settle(Scene *scene, const Spec *changed, Text *said, Error *err)
{
    Spec next = *changed;
    Text words = { 0 };
    clamp_numbers(&next, scene, &words);
    bool ok = spec_check(&next, err);
    if (ok) {
        for (Key key = KEY_X; key <= KEY_GY; key++) mend_source(scene, key, &next, &words);
        mend_phase(scene, &next, &words);
        mend_rivals(scene, &next, &words);
        mend_layers(scene, &next, &words);
        scene->spec = next;
        if (scene->cell.role != ROLE_NONE && !cell_exists(&next, scene->cell)) scene->cell = CELL_NONE;
        if (scene->step > timeline_count(&next, scene->walk)) scene->step = STEP_END;
        if (said && words.length) text_print(said, "%s%s", said->length ? "; " : "", words.data);
    }
    text_clear(&words);
    return ok;
}
