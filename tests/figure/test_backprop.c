// What Backprop says below its grids of a convolution's stripes: true of the gradient that the kernel computes.
#include "figure/lens.h"

// How many weights would reach place i of an axis without end.
static int reach(Axis a, int i)
{
    int count = 0;
    for (int tap = 0; tap < a.kernel; tap++) count += ((i + a.padding - tap * a.dilation) % a.stride + a.stride) % a.stride == 0;
    return count;
}

static const char *note_of(const Figure *figure, char *out, size_t size)
{
    out[0] = 0;
    for (int i = 0; i < figure->count; i++) {
        if (!is_named(&figure->marks[i], "note")) continue;
        size_t at = strlen(out);
        snprintf(out + at, size - at, "%s ", figure->marks[i].text);
    }
    return out;
}

static void hold_stripes(const char *code, int *inside_said, int *said_without)
{
    Scene scene;
    Error err;
    Work work = { 0 };
    Figure figure = { 0 };
    if (!scene_parse(&scene, code, &err)) return; // a kernel that does not fit
    check(work_make(&work, &scene, NULL, &err), "%s: %s", code, err.text);
    const Spec *spec = &work.scene.spec;
    size_t xs = role_count(spec, ROLE_X), ys = role_count(spec, ROLE_Y), ws = role_count(spec, ROLE_W);
    float *gx = memory_new(xs, sizeof *gx), *gy = memory_new(ys, sizeof *gy), *w = memory_new(ws, sizeof *w);
    for (size_t i = 0; i < ys; i++) gy[i] = 1;
    for (size_t i = 0; i < ws; i++) w[i] = 1;
    op_grad_input(gx, gy, w, spec);
    int least = 1 << 20, most = 0, least_inside = 1 << 20, most_inside = 0;
    for (int row = 0; row < spec->y.wide; row++)
        for (int col = 0; col < spec->x.wide; col++) {
            int count = (int)gx[row * spec->x.wide + col], whole = reach(spec->y, row) * reach(spec->x, col);
            if (count < least) least = count;
            if (count > most) most = count;
            if (count < whole) continue;
            if (whole < least_inside) least_inside = whole;
            if (whole > most_inside) most_inside = whole;
        }
    Moment moment = { .step = timeline_count(spec, scene.walk), .hover = CELL_NONE, .pin = CELL_NONE };
    View view = view_of(LENS_BACKPROP, 900, 900, 1);
    figure_build(&figure, &work, &moment, &view, look_get(LOOK_LIGHT), measure_fixed);
    char note[1024];
    note_of(&figure, note, sizeof note);
    const char *through = strstr(note, "reached back through ");
    bool inside = strstr(note, "even inside") != NULL, none = strstr(note, "no window") != NULL;
    check(inside == (least_inside > 0 && least_inside < most_inside), "%s: \"%s\"; inside, cells are reached through %d to %d weights", code, note,
          least_inside, most_inside);
    check(!none || least == 0, "%s: \"%s\"; every cell is reached through %d or more", code, note, least);
    check(none || inside || least > 0, "%s: \"%s\" does not say that some inputs are never read", code, note);
    if (through) {
        int a = 0, b = 0;
        check(sscanf(through, "reached back through %d", &a) == 1 && sscanf(strstr(through, "others through "), "others through %d", &b) == 1, "%s: \"%s\"", code, note);
        check(a == (inside ? least_inside : least) && b == (inside ? most_inside : most), "%s: \"%s\"; the kernel says %d to %d", code, note,
              inside ? least_inside : least, inside ? most_inside : most);
        *said_without += !inside;
    }
    *inside_said += inside;
    free(gx), free(gy), free(w);
    figure_clear(&figure);
    work_clear(&work);
    scene_clear(&scene);
}

static void what_is_said_of_stripes_is_what_the_kernel_computes(void **state)
{
    (void)state;
    int inside = 0, without = 0;
    char code[96];
    for (int in = 1; in <= 8; in++)
        for (int k = 1; k <= 5; k++)
            for (int s = 1; s <= 3; s++)
                for (int p = 0; p <= k / 2; p++) {
                    snprintf(code, sizeof code, "conv1d in=%d k=%d s=%d p=%d view=backprop", in, k, s, p);
                    hold_stripes(code, &inside, &without);
                    if (p > 1 || k > 4) continue;
                    snprintf(code, sizeof code, "conv2d in=%dx%d k=%d s=%d p=%d d=1x%d view=backprop", in, in + 1, k, s, p, 1 + in % 2);
                    hold_stripes(code, &inside, &without);
                }
    check(inside > 20 && without > 3, "stripes were told %d times inside and %d times without", inside, without);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(what_is_said_of_stripes_is_what_the_kernel_computes) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
