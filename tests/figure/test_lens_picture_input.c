// A picture as the input, built in or from a file: in every lens each input cell carries the picture's value there, as a
// number, as a colour or, in a large one, as a pixel.
#include "figure/lens.h"
#include "support/golden.h"

// The grey levels of the file, where no two neighbours are alike.
static int level_at(int row, int col)
{
    return (row * 37 + col * 91 + row * col) % 256;
}

static const char *file_of(int rows, int cols)
{
    char name[32];
    snprintf(name, sizeof name, "levels-%dx%d.png", rows, cols);
    const char *path = golden_left(name);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, cols, rows);
    unsigned char *data = cairo_image_surface_get_data(surface);
    for (int row = 0; row < rows; row++)
        for (int col = 0; col < cols; col++) {
            uint32_t pixel = (uint32_t)level_at(row, col) * 0x010101u;
            memcpy(data + row * cairo_image_surface_get_stride(surface) + 4 * col, &pixel, sizeof pixel);
        }
    cairo_surface_mark_dirty(surface);
    assert_int_equal(cairo_surface_write_to_png(surface, path), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(surface);
    return path;
}

// What the picture holds there: of the file its level, of the built-in one the grey of the mean of what a cell covers.
static float *values_of(const char *name, int rows, int cols)
{
    float *values = memory_new((size_t)rows * (size_t)cols, sizeof *values);
    if (!name) {
        for (int i = 0; i < rows * cols; i++) values[i] = (float)level_at(i / cols, i % cols) / 255;
        return values;
    }
    Tensor whole = { 0 }, small = { 0 };
    Error err;
    check(picture_builtin(name, &whole, &err), "%s", err.text);
    check(picture_resize(&whole, rows, cols, &small, &err), "%s", err.text);
    int cells = rows * cols;
    for (int i = 0; i < cells; i++)
        values[i] = 0.2126f * small.data[i] + 0.7152f * small.data[cells + i] + 0.0722f * small.data[2 * cells + i];
    tensor_clear(&whole);
    tensor_clear(&small);
    return values;
}

typedef struct Shown {
    const Case *c;
    Lens lens;
    int rows, cols;
    double most;      // the largest value: what colours are relative to
    bool *found;      // cells that were seen
} Shown;

static void hold_colour(Shown *s, int row, int col, Colour got, const char *name)
{
    Cell cell = { ROLE_X, { 0, 0, row, col } };
    double value = (double)work_value(&s->c->work, cell);
    Colour want = look_count(value, s->most);
    check(got == want, "%s, %s: %s in \"%s\" has the colour %06X, and %.4f is %06X", s->c->name, LENSES[s->lens].word, said(cell), name,
          (unsigned)got & 0xFFFFFF, value, (unsigned)want & 0xFFFFFF);
    s->found[row * s->cols + col] = true;
}

static void hold_cell(Shown *s, const Mark *mark)
{
    const Work *work = &s->c->work;
    if (!cell_inside(&work->scene.spec, mark->cell)) return; // a convolution's padding
    int row = mark->cell.at[2], col = mark->cell.at[3];
    if (!mark->text) {
        hold_colour(s, row, col, mark->fill, mark->name);
        return;
    }
    char want[NUMBER_TEXT];
    number_show(want, (double)work_value(work, mark->cell), role_decimals(work, ROLE_X));
    check(says_number(mark->text, (double)work_value(work, mark->cell), role_decimals(work, ROLE_X), false), "%s, %s: %s says \"%s\", the picture %s", s->c->name, LENSES[s->lens].word, said(mark->cell), mark->text, want);
    s->found[row * s->cols + col] = true;
}

// Pixels of x as it is, or spread out by the stride with room around it.
static void hold_pixels(Shown *s, const Mark *mark)
{
    const Spec *spec = &s->c->work.scene.spec;
    bool reading = is_named(mark, "reading");
    Reading y = reading_of(spec, true), x = reading_of(spec, false);
    int apart_y = reading ? y.spacing : 1, apart_x = reading ? x.spacing : 1, first_y = reading ? y.before : 0, first_x = reading ? x.before : 0;
    bool wide_x = is_named(mark, "input") || strstr(mark->name, "input of phase") || reading;
    if (!mark->pixels || !wide_x) return;
    if (!reading) check(mark->rows == s->rows && mark->cols == s->cols, "%s, %s: \"%s\" has %d × %d pixels", s->c->name, LENSES[s->lens].word, mark->name, mark->rows, mark->cols);
    for (int row = 0; row < s->rows; row++)
        for (int col = 0; col < s->cols; col++) {
            int r = first_y + row * apart_y, c = first_x + col * apart_x;
            assert_in_range(r, 0, mark->rows - 1);
            assert_in_range(c, 0, mark->cols - 1);
            hold_colour(s, row, col, mark->pixels[r * mark->cols + c], mark->name);
        }
}

static void hold_lens(Case *c, Lens lens, int rows, int cols)
{
    Figure figure = { 0 };
    size_t cells = (size_t)rows * (size_t)cols;
    Shown s = { .c = c, .lens = lens, .rows = rows, .cols = cols, .found = memory_new(cells, sizeof(bool)) };
    for (size_t i = 0; i < cells; i++) s.most = fmax(s.most, (double)c->work.x[i]);
    lens_build(&figure, &c->work, moment_of(&c->work.scene), view_of(lens, 1200, 900, 1), measure_fixed);
    for (int i = 0; i < figure.count; i++) {
        const Mark *mark = &figure.marks[i];
        if (mark->kind == MARK_CELL && mark->cell.role == ROLE_X) hold_cell(&s, mark);
        else if (mark->kind == MARK_GRID) hold_pixels(&s, mark);
    }
    for (size_t i = 0; i < cells; i++)
        check(s.found[i], "%s, %s: %s is shown nowhere", c->name, LENSES[lens].word, said(cell_of(&c->work.scene.spec, ROLE_X, i)));
    free(s.found);
    figure_clear(&figure);
}

static void hold_scene(const char *name, const char *picture, int rows, int cols, const char *layer)
{
    char line[512];
    if (picture) snprintf(line, sizeof line, "%s %s in=%dx%d x=picture:%s", name, layer, rows, cols, picture);
    else snprintf(line, sizeof line, "%s %s in=%dx%d x=file:\"%s\"", name, layer, rows, cols, file_of(rows, cols));
    case_read(line);
    Case *c = &cases[case_count - 1];
    float *values = values_of(picture, rows, cols);
    for (int i = 0; i < rows * cols; i++)
        check(fabsf(c->work.x[i] - values[i]) < 1e-6f, "%s: %s is %g, the picture %g", name, said(cell_of(&c->work.scene.spec, ROLE_X, (size_t)i)),
              (double)c->work.x[i], (double)values[i]);
    free(values);
    for (int lens = 0; lens < LENSES_OF_VALUES; lens++) hold_lens(c, LENSES_HELD[lens], rows, cols);
}

static void a_small_picture_stands_in_the_cells_of_every_lens(void **state)
{
    (void)state;
    hold_scene("sphere", "sphere", 5, 6, "convt2d k=4 s=2 p=1 w=bilinear");
    hold_scene("file", NULL, 5, 6, "convt2d k=4 s=2 p=1 w=bilinear");
    hold_scene("conv-file", NULL, 5, 6, "conv2d k=3 s=2 p=1");
}

static void a_large_picture_is_the_pixels_of_every_lens(void **state)
{
    (void)state;
    hold_scene("big-sphere", "sphere", 64, 64, "convt2d k=4 s=2 p=1 w=bilinear");
    hold_scene("big-file", NULL, 64, 64, "convt2d k=4 s=2 p=1 w=bilinear");
    hold_scene("big-conv-file", NULL, 64, 64, "conv2d k=3 s=2 p=1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_picture_stands_in_the_cells_of_every_lens),
        cmocka_unit_test(a_large_picture_is_the_pixels_of_every_lens),
    };
    return cmocka_run_group_tests(tests, NULL, cases_close);
}
