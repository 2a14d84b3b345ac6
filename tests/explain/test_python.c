// The lines of Python are run, where Python has what they import: each prints the kernel's number. One start of Python
// for all lines of a kind, which is what takes the time.
#include "explain/explain.h"
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char PYTHON[] = "/usr/bin/python3";

static const char *const SCENES[] = {
    "convt2d in=2 k=3 s=2 w=ones", "convt2d in=3 k=3 s=2 p=1 op=1 w=[1,0,-1;2,1,0;0,1,3]", "convt2d in=3x4 k=2x3 s=2x1 p=1x0 d=1x2",
    "convt2d in=3 k=4 s=2 p=1 w=bilinear x=random:5", "convt2d in=2 k=3 s=2 p=1 c=4,6 g=2 n=2 w=random:4 x=random:2 b=random",
    "convt2d in=2 k=2 s=1x2 d=4 p=1x2 op=3 b=[10]", "convt2d in=4 k=3 s=2 p=3", "convt2d in=3 k=1 s=2 x=onehot:4",
    "convt2d in=2 k=2 x=letters w=letters b=letters", "convt2d in=9x8 k=3 s=3 x=ones w=onehot:4", "convt1d in=4 k=3 s=2 p=1 op=1",
    "convt1d in=5 k=3 s=3 d=2 p=2 op=2 b=ones", "convt1d in=3 k=4 s=2 c=2,3 n=2 w=random", "conv2d in=5 k=3 s=2 p=1",
    "conv2d in=7x6 k=3x2 s=2x1 d=2x3 p=1x2 b=[0.5]", "conv2d in=4x5 k=2 s=2 p=1 c=4,2 g=2 n=2 x=random:3", "conv1d in=7 k=3 s=2 p=1 x=letters",
    "conv1d in=9 k=2 d=3 p=2 c=2,2 b=[1,-1] w=zeros", "conv2d in=12x9 k=3 p=1", "conv1d k=1 p=2 in=3",
    "convt1d in=2 k=3 s=2 x=[1,inf] w=[0.1,-0.25,1e-9]",
    "convt2d in=3x4 k=3x2 s=2x3 p=1x0 op=0x1 d=1x2 c=4,6 g=2 n=2 gy=ramp", "conv2d in=9x7 k=3x2 s=2x1 p=1x0 d=2x3 c=4,2 g=2 n=2 gy=random:3",
    "conv2d in=6x5 k=2x3 s=2 d=2x1 c=2,3 gy=letters", "convt1d in=5 k=3 s=2 c=2,3 n=2 gy=onehot:4 w=letters", "conv1d in=6 k=2 s=4 gy=ramp",
};
enum { EACH = 8, MOST_LINES = COUNT(SCENES) * EACH };

typedef struct Line {
    char *text, said[160]; // the scene and the cell
    double value;
} Line;

typedef struct Lines {
    Line line[MOST_LINES];
    int count;
} Lines;

static void add_line(Lines *lines, const Text *text, const char *code, Cell cell, double value)
{
    if (!text->length) return;
    char name[64];
    cell_print(name, cell);
    Line *line = &lines->line[lines->count++];
    line->text = memory_text(text->data);
    line->value = value;
    snprintf(line->said, sizeof line->said, "%s, %s", code, name);
}

// What a cell holds in the end, cut or not.
static double value_at_end(const Work *work, Cell cell)
{
    if (cell.role != ROLE_Y || cell_inside(&work->scene.spec, cell)) return (double)work_value(work, cell);
    Sums sums;
    sums_make(&sums, work, cell.at[0], cell.at[1], WALK_INPUT, STEP_END);
    double value = sums.value[(cell.at[2] - sums.canvas.row0) * sums.canvas.cols + cell.at[3] - sums.canvas.col0];
    sums_clear(&sums);
    return value;
}

// Mostly cells of y, cut ones too; then one of x, w, b or C, and one of each gradient.
static Cell some_cell(Random *r, const Work *work, int number)
{
    const Spec *spec = &work->scene.spec;
    static const Role back[] = { ROLE_GX, ROLE_GW, ROLE_GY }, plain[] = { ROLE_X, ROLE_W, ROLE_B, ROLE_C };
    Role role = number < 4 ? ROLE_Y : number < EACH - 3 ? plain[random_range(r, 0, 3)] : back[number - (EACH - 3)];
    if (role == ROLE_B && !work->b) role = ROLE_C;
    Canvas canvas = canvas_of(spec);
    int shape[4];
    scene_shape(spec, role, shape);
    Term term;
    for (;;) {
        Cell cell = { .role = role };
        for (int i = 0; i < 4; i++) cell.at[i] = (int)random_range(r, 0, shape[i] - 1);
        bool canvas_cell = role == ROLE_Y && number % 2;
        if (canvas_cell) cell.at[2] = (int)random_range(r, canvas.row0, canvas.row0 + canvas.rows - 1);
        if (canvas_cell) cell.at[3] = (int)random_range(r, canvas.col0, canvas.col0 + canvas.cols - 1);
        if (role != ROLE_C || matrix_term(spec, cell, &term)) return cell;
    }
}

static Lines numpy, pytorch;

static int make_lines(void **state)
{
    (void)state;
    Random r = { 7 };
    for (int i = 0; i < COUNT(SCENES); i++) {
        Scene scene;
        Work work;
        Error err;
        check(scene_parse(&scene, SCENES[i], &err) && work_make(&work, &scene, NULL, &err), "%s: %s", SCENES[i], err.text);
        for (int k = 0; k < EACH; k++) {
            Cell cell = some_cell(&r, &work, k);
            Story story;
            story_make(&story, &work, cell, WALK_INPUT, 0);
            add_line(&numpy, &story.numpy, SCENES[i], cell, value_at_end(&work, cell));
            add_line(&pytorch, &story.pytorch, SCENES[i], cell, value_at_end(&work, cell));
            story_clear(&story);
        }
        work_clear(&work);
        scene_clear(&scene);
    }
    return 0;
}

static int free_lines(void **state)
{
    (void)state;
    for (int i = 0; i < numpy.count; i++) free(numpy.line[i].text);
    for (int i = 0; i < pytorch.count; i++) free(pytorch.line[i].text);
    return 0;
}

static void hold(const Lines *lines, const char *module)
{
    char command[256], path[] = "/tmp/stridescope-python-XXXXXX", answer[256];
    snprintf(command, sizeof command, "%s -c 'import %s' 2>/dev/null", PYTHON, module);
    if (system(command) != 0) {
        print_message("%s has no %s: its lines are not run\n", PYTHON, module);
        skip();
    }
    check(lines->count >= 40, "there are only %d lines", lines->count);
    int file = mkstemp(path);
    check(file >= 0, "%s cannot be made", path);
    FILE *script = fdopen(file, "w");
    for (int i = 0; i < lines->count; i++)
        fprintf(script, "try: %s\nexcept Exception as e: print('error', str(e).replace('\\n', ' '))\n", lines->line[i].text);
    fclose(script);
    snprintf(command, sizeof command, "PYTHONIOENCODING=utf8 %s %s", PYTHON, path);
    FILE *answers = popen(command, "r");
    for (int i = 0; i < lines->count; i++) {
        const Line *line = &lines->line[i];
        check(fgets(answer, sizeof answer, answers), "%s: nothing was printed by\n    %s", line->said, line->text);
        answer[strcspn(answer, "\n")] = 0;
        double value;
        bool number = number_parse(answer, strlen(answer), &value);
        bool same = number && (isfinite(line->value) ? fabs(value - line->value) <= 1e-5 * fmax(1, fabs(line->value))
                                                     : value == line->value || (isnan(value) && isnan(line->value)));
        check(same, "%s: the kernel says %g, and \"%s\" is printed by\n    %s", line->said, line->value, answer, line->text);
    }
    pclose(answers);
    unlink(path);
}

static void numpy_prints_the_kernels_number(void **state)
{
    (void)state;
    hold(&numpy, "numpy");
}

static void pytorch_prints_the_kernels_number(void **state)
{
    (void)state;
    hold(&pytorch, "torch");
}

static void a_line_that_cannot_be_says_why(void **state)
{
    (void)state;
    static const struct { const char *code, *numpy, *pytorch, *why; } rows[] = {
        { "convt2d in=3 s=2 p=1 cell=y:0,0,1,1",
          "import numpy as np; x = np.arange(1., 10.).reshape(1, 1, 3, 3); w = np.arange(1., 10.).reshape(1, 1, 3, 3); "
          "print((x[0, 0, 0:2, 0:2] * w[0, 0, 2::-2, 2::-2]).sum())",
          "import torch, torch.nn.functional as F; x = torch.arange(1., 10.).reshape(1, 1, 3, 3); "
          "w = torch.arange(1., 10.).reshape(1, 1, 3, 3); print(F.conv_transpose2d(x, w, stride=2, padding=1)[0, 0, 1, 1].item())", "" },
        { "convt2d in=9 x=random cell=y:0,0,1,1", "", "", "x has 81 values that no formula gives; up to 64 would be typed into a line." },
        { "convt2d in=2 k=1 c=1,70 w=ones b=random cell=y:0,0,1,1", "", "", "b has 70 values that no formula gives; up to 64 would be typed into a line." },
        { "convt1d in=70 k=1 s=3 x=random cell=y:0,0,0,1", "print(0.0)", "", "x has 70 values that no formula gives; up to 64 would be typed into a line." },
        { "convt1d in=2 k=1 s=3 c=1,70 w=random cell=y:0,0,0,1", "print(0.0)", "", "w has 70 values that no formula gives; up to 64 would be typed into a line." },
        { "convt1d in=2 k=2 x=[1,inf] cell=y:0,0,0,1",
          "import numpy as np; x = np.array([1., float(\"inf\")]).reshape(1, 1, 2); w = np.arange(1., 3.).reshape(1, 1, 2); "
          "print((x[0, 0, 0:2] * w[0, 0, 1::-1]).sum())", "", "" },
        { "convt1d k=1 s=3 cell=y:0,0,0,1", "print(0.0)", NULL, "" },
        { "conv2d p=1 cell=x:0,0,-1,0", "", "", "" },
        { "convt1d cell=c:0,4,0,0", "", "", "" },
        { "convt1d s=2 w=ones gy=letters cell=gx:0,0,0,1",
          "import numpy as np; gy = np.arange(1., 8.).reshape(1, 1, 7); w = np.ones((1, 1, 3)); print((gy[0, 0, 2:5] * w[0, 0, 0:3]).sum())  # letters count 1, 2, 3 …",
          "import torch, torch.nn.functional as F; x = torch.arange(1., 4.).reshape(1, 1, 3); w = torch.ones(1, 1, 3); "
          "gy = torch.arange(1., 8.).reshape(1, 1, 7); x.requires_grad_(); F.conv_transpose1d(x, w, stride=2).backward(gy); "
          "print(x.grad[0, 0, 1].item())  # letters count 1, 2, 3 …", "" },
        { "conv1d in=70 k=2 x=random cell=gx:0,0,0,0",
          "import numpy as np; gy = np.ones((1, 1, 69)); w = np.arange(1., 3.).reshape(1, 1, 2); print((gy[0, 0, 0] * w[0, 0, 0]).sum())", "",
          "x has 70 values that no formula gives; up to 64 would be typed into a line." },
        { "conv1d in=70 k=2 x=random cell=gw:0,0,0,0", "", "", "x has 70 values that no formula gives; up to 64 would be typed into a line." },
        { "conv1d in=70 k=1 gy=random cell=gx:0,0,0,0", "", "", "gy has 70 values that no formula gives; up to 64 would be typed into a line." },
        { "conv1d in=70 k=1 gy=random cell=gw:0,0,0,0", "", "", "gy has 70 values that no formula gives; up to 64 would be typed into a line." },
        { "conv1d in=4 k=1 s=3 cell=gx:0,0,0,1", "print(0.0)", NULL, "" },
        { "conv1d in=2 k=1 gy=[1,inf] cell=gx:0,0,0,0", NULL, "", "" },
        { "convt1d in=2 k=1 gy=letters cell=gy:0,0,0,1", "import numpy as np; gy = np.arange(1., 3.).reshape(1, 1, 2); print(gy[0, 0, 1])  # letters count 1, 2, 3 …",
          NULL, "" },
        { "convt1d s=2 op=1 p=0 k=2 x=letters w=ones cell=w:0,0,0,1",
          "import numpy as np; w = np.ones((1, 1, 2)); print(w[0, 0, 1])", "import torch; w = torch.ones(1, 1, 2); print(w[0, 0, 1].item())", "" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        Story story;
        Error err;
        check(scene_parse(&scene, rows[i].code, &err) && work_make(&work, &scene, NULL, &err), "%s: %s", rows[i].code, err.text);
        story_make(&story, &work, scene.cell, scene.walk, 0);
        const char *const want[] = { rows[i].numpy, rows[i].pytorch, rows[i].why };
        const Text *const got[] = { &story.numpy, &story.pytorch, &story.no_python };
        for (int k = 0; k < COUNT(want); k++)
            check(!want[k] || !strcmp(want[k], text_or_empty(got[k])), "%s\n    wanted: %s\n    said:   %s", rows[i].code, want[k],
                  text_or_empty(got[k]));
        story_clear(&story);
        work_clear(&work);
        scene_clear(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numpy_prints_the_kernels_number), cmocka_unit_test(pytorch_prints_the_kernels_number),
        cmocka_unit_test(a_line_that_cannot_be_says_why),
    };
    return cmocka_run_group_tests(tests, make_lines, free_lines);
}
