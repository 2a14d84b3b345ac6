// A scene is everything that is shown, as a value: it is copied, compared and cleared here, and its words and defaults
// stand here once for the parser and the printer.
#include "explain/scene_code.h"

#include <string.h>

const char SCENE_FIRST[] = "convt2d in=2 k=3 s=2 w=ones view=stamp step=1";

const Operation OPERATIONS[4] = {
    { "conv1d", false, 1 }, { "conv2d", false, 2 }, { "convt1d", true, 1 }, { "convt2d", true, 2 },
};

bool scene_begins(const char *text)
{
    text += strspn(text, " \t\r\n");
    size_t length = strcspn(text, " \t\r\n");
    for (int i = 0; i < COUNT(OPERATIONS); i++)
        if (strlen(OPERATIONS[i].word) == length && !memcmp(text, OPERATIONS[i].word, length)) return true;
    return false;
}

const KeyRow KEYS[KEY_COUNT] = {
    [KEY_IN] = { "in", "in", "a size" },
    [KEY_KERNEL] = { "k", "kernel_size", "a size" },
    [KEY_STRIDE] = { "s", "stride", "a size" },
    [KEY_PADDING] = { "p", "padding", "a size" },
    [KEY_OUTPUT_PADDING] = { "op", "output_padding", "a size" },
    [KEY_DILATION] = { "d", "dilation", "a size" },
    [KEY_CHANNELS] = { "c", "channels", "IN,OUT" },
    [KEY_GROUPS] = { "g", "groups", "a number" },
    [KEY_BATCH] = { "n", "batch", "a number" },
    [KEY_X] = { "x", "x", "ramp, ones, … or [1,2;3,4]" },
    [KEY_W] = { "w", "w", "ramp, ones, … or [1,2;3,4]" },
    [KEY_B] = { "b", "b", "none, ramp, … or [1,2]" },
    [KEY_GY] = { "gy", "gy", "ramp, ones, … or [1,2;3,4]" },
    [KEY_VIEW] = { "view", "view", "one to three lenses" },
    [KEY_SHOW] = { "show", "show", "switches, as in turned,chain" },
    [KEY_WALK] = { "walk", "walk", "input, output or product" },
    [KEY_STEP] = { "step", "step", "a number or end" },
    [KEY_CELL] = { "cell", "cell", "y:n,c,row,col" },
    [KEY_LOOK] = { "look", "look", "light, dark or projector" },
    [KEY_HIDE] = { "hide", "hide", "controls, as in p,op,more" },
    [KEY_LOCK] = { "lock", "lock", "controls, as in s,walk" },
};

Scene scene_default(const Operation *operation)
{
    Axis axis = { .narrow = 3, .wide = 3, .kernel = 3, .stride = 1, .dilation = 1 };
    return (Scene){
        .spec = { .transposed = operation->transposed, .dims = operation->dims, .batch = 1, .in_channels = 1,
                  .out_channels = 1, .groups = 1, .y = operation->dims == 2 ? axis : AXIS_TRIVIAL, .x = axis },
        .x = { .kind = SOURCE_RAMP }, .w = { .kind = SOURCE_RAMP }, .b = { .kind = SOURCE_NONE },
        .gy = { .kind = SOURCE_ONES },
        .view = { LENS_STAMP, LENS_SLIDE }, .views = 2,
        .walk = WALK_INPUT, .step = STEP_END, .cell = CELL_NONE, .look = LOOK_USERS,
    };
}

Source *scene_source(Scene *scene, Key key)
{
    switch (key) {
    case KEY_X: return &scene->x;
    case KEY_W: return &scene->w;
    case KEY_B: return &scene->b;
    default: return &scene->gy;
    }
}

SourceFor key_source_for(Key key)
{
    return key == KEY_X ? FOR_X : key == KEY_W ? FOR_W : key == KEY_B ? FOR_B : FOR_GY;
}

Role key_role(Key key)
{
    return key == KEY_X ? ROLE_X : key == KEY_W ? ROLE_W : key == KEY_B ? ROLE_B : ROLE_Y;
}

void typed_shape(const Spec *spec, Key key, int shape[4])
{
    scene_shape(spec, key_role(key), shape);
    if (key != KEY_B) return;
    shape[3] = shape[0];
    shape[0] = 1;
}

Scene scene_copy(const Scene *scene)
{
    Scene copy = *scene;
    copy.x = source_copy(&scene->x);
    copy.w = source_copy(&scene->w);
    copy.b = source_copy(&scene->b);
    copy.gy = source_copy(&scene->gy);
    return copy;
}

void scene_clear(Scene *scene)
{
    source_clear(&scene->x);
    source_clear(&scene->w);
    source_clear(&scene->b);
    source_clear(&scene->gy);
    *scene = (Scene){ 0 };
}

static bool axis_equal(Axis a, Axis b)
{
    return a.narrow == b.narrow && a.wide == b.wide && a.kernel == b.kernel && a.stride == b.stride &&
           a.padding == b.padding && a.output_padding == b.output_padding && a.dilation == b.dilation;
}

static bool spec_equal(const Spec *a, const Spec *b)
{
    return a->transposed == b->transposed && a->dims == b->dims && a->batch == b->batch &&
           a->in_channels == b->in_channels && a->out_channels == b->out_channels && a->groups == b->groups &&
           axis_equal(a->y, b->y) && axis_equal(a->x, b->x);
}

bool scene_equal(const Scene *a, const Scene *b)
{
    if (a->views != b->views || memcmp(a->view, b->view, (size_t)a->views * sizeof a->view[0]) != 0) return false;
    return spec_equal(&a->spec, &b->spec) && source_equal(&a->x, &b->x) && source_equal(&a->w, &b->w) &&
           source_equal(&a->b, &b->b) && source_equal(&a->gy, &b->gy) && memcmp(&a->show, &b->show, sizeof a->show) == 0 && a->walk == b->walk && a->step == b->step &&
           cell_equal(a->cell, b->cell) && a->look == b->look && a->hidden == b->hidden && a->locked == b->locked;
}
