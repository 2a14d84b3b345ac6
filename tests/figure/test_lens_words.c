// What the lenses say below their grids, held against the kernels: where sides, channels and groups are not the same, so
// that taking one for the other shows.
#include "figure/lens.h"

static Figure figure;

static void open_scene(const char *code, Scene *scene, Work *work)
{
    Error err;
    check(scene_parse(scene, code, &err) && work_make(work, scene, NULL, &err), "%s: %s", code, err.text);
}

static void build(const Scene *scene, const Work *work, Lens lens, Show show)
{
    View view = view_of(lens, 1700, 1100, 1);
    view.show = show;
    lens_build(&figure, work, moment_of(scene), view, measure_fixed);
}

// The first note that has these words in it, or "".
static const char *note_with(const char *words)
{
    for (int i = 0; i < figure.count; i++) {
        const Mark *mark = &figure.marks[i];
        if (is_named(mark, "note") && mark->text && strstr(mark->text, words)) return mark->text;
    }
    return "";
}

// ---- Backprop: stripes -----------------------------------------------------------------------------------------

// How many weights reach each input, by the kernel: the gradient of a sum, through ones.
static float *ways_back(const Spec *spec)
{
    size_t xs = spec_x_count(spec), ys = spec_y_count(spec), ws = spec_w_count(spec);
    float *gx = memory_new(xs, sizeof *gx), *gy = memory_new(ys, sizeof *gy), *w = memory_new(ws, sizeof *w);
    for (size_t i = 0; i < ys; i++) gy[i] = 1;
    for (size_t i = 0; i < ws; i++) w[i] = 1;
    op_grad_input(gx, gy, w, spec);
    free(gy);
    free(w);
    return gx;
}

static bool stands_in(const float *ways, size_t count, int value)
{
    for (size_t i = 0; i < count; i++)
        if ((int)ways[i] == value) return true;
    return false;
}

// The two numbers of weights that are told, where there are any.
static bool through(const char *said, int *least, int *most)
{
    const char *first = strstr(said, "through "), *second = first ? strstr(first, "others through ") : NULL;
    return second && sscanf(first, "through %d", least) == 1 && sscanf(second, "others through %d", most) == 1;
}

static void stripes_are_told_where_the_kernel_makes_them(void **state)
{
    (void)state;
    static const struct { const char *code; int least, most; } rows[] = { // 0: no word of stripes
        { "conv2d in=3 k=3 s=2 view=backprop", 0, 0 },               // one window: each input is read once
        { "conv2d in=9 k=3 s=2 view=backprop", 1, 4 },               // phases of 2 and 1 taps
        { "conv2d in=9x8 k=3x1 s=2x1 view=backprop", 1, 2 },         // the rows alone
        { "conv2d in=8x12 k=1x5 s=1x2 view=backprop", 2, 3 },        // the columns alone
        { "conv2d in=11x9 k=5x3 s=3x2 view=backprop", 1, 4 },        // 2, 2, 1 taps a row phase, and 2, 1
        { "conv1d in=7 k=3 s=2 view=backprop", 1, 2 },
        { "conv2d in=8 k=4 s=2 view=backprop", 0, 0 },
        { "conv2d in=6 k=3 view=backprop", 0, 0 },
        { "convt2d in=4 k=3 s=2 view=backprop", 0, 0 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        open_scene(rows[i].code, &scene, &work);
        build(&scene, &work, LENS_BACKPROP, (Show){ 0 });
        const char *said = note_with("Striped");
        int least = 0, most = 0;
        through(said, &least, &most);
        check(least == rows[i].least && most == rows[i].most && !*said == !rows[i].most, "%s says “%s”; inside, inputs are read %d to %d times", rows[i].code,
              said, rows[i].least, rows[i].most);
        work_clear(&work);
        scene_clear(&scene);
    }
}

static Axis row_axis(int number)
{
    return (Axis){ .wide = number / 80 % 2 ? 9 : 4, .kernel = number % 5 + 1, .stride = number / 5 % 4 + 1, .dilation = number / 20 % 2 + 1,
                   .padding = number / 40 % 2 };
}

// Whatever the sizes: each number that is told is a number of weights that some input has.
static void no_stripe_is_told_that_the_kernel_does_not_make(void **state)
{
    (void)state;
    int told = 0;
    for (int i = 0; i < 160; i++) {
        Scene scene = { .spec = { .dims = 2, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1, .y = row_axis(i), .x = row_axis(i * 7) },
                        .b = { .kind = SOURCE_NONE }, .view = { LENS_BACKPROP }, .views = 1, .step = STEP_END };
        Work work;
        Error err;
        if (!spec_check(&scene.spec, &err)) continue;
        check(work_make(&work, &scene, NULL, &err), "%s", err.text);
        build(&scene, &work, LENS_BACKPROP, (Show){ 0 });
        const char *said = note_with("Striped");
        int least = 0, most = 0;
        bool numbers = through(said, &least, &most);
        float *ways = ways_back(&scene.spec);
        size_t count = spec_x_count(&scene.spec);
        Text code = { 0 };
        scene_print(&code, &scene);
        check(!*said || stands_in(ways, count, least), "%s: “%s”, and no input has %d", code.data, said, least);
        check(!numbers || (least < most && stands_in(ways, count, most)), "%s: “%s”, and no input has %d", code.data, said, most);
        told += *said != 0;
        text_clear(&code);
        free(ways);
        work_clear(&work);
    }
    check(told > 40, "only %d were striped", told);
}

// ---- Backprop: letters -----------------------------------------------------------------------------------------

static void gradients_of_letters_count_what_is_not_zero(void **state)
{
    (void)state;
    static const struct { const char *code; Cell cell; const char *says; } rows[] = {
        { "convt1d in=2 k=3 w=[0.5,0,1] gy=letters view=backprop", { ROLE_GX, { 0, 0, 0, 0 } }, "Σ 2" },
        { "convt1d in=2 k=3 w=[0.5,0,0] gy=letters view=backprop", { ROLE_GX, { 0, 0, 0, 1 } }, "0.5·g₁" },
        { "convt1d in=2 k=3 w=zeros gy=letters view=backprop", { ROLE_GX, { 0, 0, 0, 1 } }, "0" },
        { "conv1d in=3 k=2 gy=[1,0] x=letters view=backprop", { ROLE_GW, { 0, 0, 0, 1 } }, "b" },
        { "conv1d in=3 k=2 gy=letters x=letters view=backprop", { ROLE_GW, { 0, 0, 0, 1 } }, "Σ 2" },
        { "conv1d in=3 k=2 gy=letters x=letters view=backprop walk=output step=1", { ROLE_GW, { 0, 0, 0, 1 } }, "b·g₀" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        const char *said_there = "";
        open_scene(rows[i].code, &scene, &work);
        build(&scene, &work, LENS_BACKPROP, (Show){ 0 });
        for (int m = 0; m < figure.count; m++)
            if (figure.marks[m].kind == MARK_CELL && cell_equal(figure.marks[m].cell, rows[i].cell)) said_there = figure.marks[m].text ? figure.marks[m].text : "nothing";
        check(!strcmp(said_there, rows[i].says), "%s: %s says “%s”, not “%s”", rows[i].code, said(rows[i].cell), said_there, rows[i].says);
        work_clear(&work);
        scene_clear(&scene);
    }
}

// ---- Slide: what the turn does ---------------------------------------------------------------------------------

static void the_turn_is_given_the_credit_only_where_it_changes_the_kernel(void **state)
{
    (void)state;
    static const struct { const char *code; bool matters; } rows[] = {
        { "convt2d in=3 k=3 s=2 view=slide", true },
        { "convt2d in=3 k=3 s=2 w=ones view=slide", false },
        { "convt2d in=3 k=1 s=2 view=slide", false },
        { "convt2d in=3 k=2x3 w=[1,2,3;3,2,1] view=slide", false },
        { "convt2d in=3 k=2x3 w=[1,2,1;3,2,3] view=slide", true }, // like itself in a mirror, not turned
        { "convt2d in=3 k=2 w=letters view=slide", true },
        // 4 → 2 channels in 2 groups: the second output is made by the kernels 3 and 4
        { "convt1d in=3 k=2 c=4,2 g=2 w=[1,2/3,4/5,5/6,6] view=slide cell=y:0,1,0,1", false },
        { "convt1d in=3 k=2 c=4,2 g=2 w=[1,1/3,3/5,5/6,7] view=slide cell=y:0,1,0,1", true },
        { "convt1d in=3 k=2 c=1,2 w=[1,1|3,4] view=slide cell=y:0,0,0,1", false },
        { "convt1d in=3 k=2 c=1,2 w=[1,1|3,4] view=slide cell=y:0,1,0,1", true },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        open_scene(rows[i].code, &scene, &work);
        build(&scene, &work, LENS_SLIDE, (Show){ 0 });
        const char *said = note_with("The same sums as Stamp");
        check(*said && rows[i].matters == (strstr(said, "only because the kernel is turned") != NULL), "%s: “%s”", rows[i].code, said);
        work_clear(&work);
        scene_clear(&scene);
    }
}

// ---- Phases and Matrix: which channel --------------------------------------------------------------------------

static void planes_are_numbered_by_the_channel_that_is_shuffled(void **state)
{
    (void)state;
    // Four phases: PixelShuffle makes output channel 1 of its channels 4 … 7, whatever the input channel is; a convolution's
    // PixelUnshuffle makes 8 … 11 of input channel 2.
    static const struct { const char *code; int first; } rows[] = {
        { "convt2d in=3 k=2 s=2 c=3,2 view=phases cell=y:0,1,2,2", 4 }, { "convt2d in=3 k=2 s=2 c=3,2 view=phases cell=x:0,2,1,1", 0 },
        { "conv2d in=6 k=2 s=2 c=3,2 view=phases cell=x:0,2,1,1", 8 }, { "conv2d in=6 k=2 s=2 c=3,2 view=phases cell=y:0,1,1,1", 0 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        open_scene(rows[i].code, &scene, &work);
        build(&scene, &work, LENS_PHASES, (Show){ .phases = PHASES_CHANNELS });
        int names = 0;
        for (int m = 0; m < figure.count; m++) {
            const Mark *mark = &figure.marks[m];
            char want[32];
            if (!is_named(mark, "plane")) continue;
            snprintf(want, sizeof want, "channel %d", rows[i].first + names++);
            check(!strcmp(mark->text, want), "%s: plane %d is named “%s”, not “%s”", rows[i].code, names - 1, mark->text, want);
        }
        check(names == 4, "%s: %d planes have names", rows[i].code, names);
        work_clear(&work);
        scene_clear(&scene);
    }
}

// A 1×1 kernel that keeps each channel feeds x back as it was, in whichever channel is looked at.
static void what_came_back_is_held_against_the_channel_that_is_shown(void **state)
{
    (void)state;
    static const char *const codes[] = { "convt2d in=2x3 k=1 c=2,2 w=[1|0/0|1] view=matrix", "convt2d in=2x3 k=1 c=2,2 n=2 w=[1|0/0|1] view=matrix" };
    for (int i = 0; i < COUNT(codes); i++) {
        Scene scene;
        Work work;
        const char *code = codes[i];
        open_scene(code, &scene, &work);
        View view = view_of(LENS_MATRIX, 1700, 1100, 1);
        view.show.matrix_chain = true;
        Moment moment = moment_of(&scene);
        moment.n = i, moment.ic = moment.oc = 1;
        lens_build(&figure, &work, moment, view, measure_fixed);
        int back = 0;
        for (int m = 0; m < figure.count; m++) {
            const Mark *mark = &figure.marks[m];
            if (mark->kind != MARK_CELL || !is_named(mark, "chain back")) continue;
            check(!(mark->style & STYLE_DASHED), "%s: cell %d of what came back is said to differ from x", code, back);
            back++;
        }
        check(back == 6 && *note_with("all 6 came back"), "%s: %d cells came back, and it says “%s”", code, back, note_with("came back"));
        work_clear(&work);
        scene_clear(&scene);
    }
}

// What is small is as much a number as what is large: beside 3·10⁻⁸ nothing is 0 but 0, and a difference of 10⁻⁸ is one.
static void chain_tells_small_numbers_apart_too(void **state)
{
    (void)state;
    static const char code[] = "convt1d in=3 k=2 x=[1e-8,2e-8,3e-8] w=[1,2] view=matrix";
    static const char *const y[] = { "10⁻⁸", "4×10⁻⁸", "7×10⁻⁸", "6×10⁻⁸" };
    Scene scene;
    Work work;
    open_scene(code, &scene, &work);
    View view = view_of(LENS_MATRIX, 1700, 1100, 1);
    view.show.matrix_chain = true;
    lens_build(&figure, &work, moment_of(&scene), view, measure_fixed);
    int at = 0;
    for (int m = 0; m < figure.count; m++) {
        const Mark *mark = &figure.marks[m];
        if (mark->kind != MARK_CELL) continue;
        check(!mark->text || strcmp(mark->text, "0") != 0, "%s: a cell of “%s” says 0", code, mark->name); // too wide a number is a colour
        check(!is_named(mark, "chain back") || mark->style & STYLE_DASHED, "%s: %s, fed back, is said to be x again", code, mark->text);
        if (!is_named(mark, "chain y")) continue;
        check(!strcmp(mark->text, y[at]), "%s: y %d is %s, not %s", code, at, mark->text, y[at]);
        at++;
    }
    check(at == 4, "%s: y has %d cells", code, at);
    check(*note_with("the shape came back, no value did") && *note_with("all 3 came back"), "%s: of what came back it says “%s”", code, note_with("came back"));
    work_clear(&work);
    scene_clear(&scene);
}

// 1.0001 times itself is not itself again.
static void chain_counts_only_what_came_back_as_it_was(void **state)
{
    (void)state;
    static const struct { const char *code, *says; int dashed; } rows[] = {
        { "convt1d in=3 k=1 w=[1.0001] view=matrix", "the shape came back, no value did", 3 }, { "convt1d in=3 k=1 view=matrix", "all 3 came back", 0 },
        { "convt1d in=3 k=1 w=[1.0001] x=[0,1000,1] view=matrix", "1 of 3 came back, dashed ones did not", 2 },
        { "convt1d in=3 k=1 w=[0] x=[0,0,0] view=matrix", "all 3 came back", 0 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        open_scene(rows[i].code, &scene, &work);
        View view = view_of(LENS_MATRIX, 800, 800, 1);
        view.show.matrix_chain = true;
        lens_build(&figure, &work, moment_of(&scene), view, measure_fixed);
        int dashed = 0;
        for (int m = 0; m < figure.count; m++) dashed += is_named(&figure.marks[m], "chain back") && figure.marks[m].style & STYLE_DASHED;
        check(dashed == rows[i].dashed && *note_with(rows[i].says), "%s: %d cells are said to differ; not told “%s”", rows[i].code, dashed, rows[i].says);
        work_clear(&work);
        scene_clear(&scene);
    }
}

// A scene of more products than are summed at each step shows the sums of the end, and says so until it is there.
static void backprop_says_when_its_sums_are_those_of_the_end(void **state)
{
    (void)state;
    static const struct { const char *code, *forward, *says; } rows[] = {
        { "conv2d in=300 k=3 p=1 x=ones w=ones step=2 view=backprop", "⟨y, ∂L/∂y⟩ = 806404", "as they are in the end" }, // 898·898
        { "conv2d in=300 k=3 p=1 x=ones w=ones view=backprop", "⟨y, ∂L/∂y⟩ = 806404", "agree at every step" },
        { "conv2d in=300 k=3 p=1 x=letters w=ones view=backprop", "⟨y, ∂L/∂y⟩ = Σ 806404", "agree at every step" },
        { "conv2d in=3 k=3 p=1 x=ones w=ones step=2 walk=output view=backprop", "⟨y, ∂L/∂y⟩ = 10", "agree at every step" }, // 4 + 6
        { "convt2d in=300 k=3 p=1 x=ones w=ones step=2 view=backprop", "⟨y, ∂L/∂y⟩ = 806404", "⟨Cᵀx, g⟩" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        open_scene(rows[i].code, &scene, &work);
        lens_build(&figure, &work, moment_of(&scene), view_of(LENS_BACKPROP, 1200, 900, 1), measure_fixed);
        const Mark *sum = mark_named(&figure, "forward sum");
        check(sum && !strcmp(sum->text, rows[i].forward), "%s: it says “%s”, not “%s”", rows[i].code, sum ? sum->text : "", rows[i].forward);
        check(*note_with(rows[i].says), "%s: it does not say “%s”", rows[i].code, rows[i].says);
        work_clear(&work);
        scene_clear(&scene);
    }
}

// Words speak of a dashed line only where one is drawn, and of what output padding keeps only where it keeps something real.
static void stamp_speaks_of_the_dashed_line_only_where_there_is_one(void **state)
{
    (void)state;
    static const struct { const char *code; bool line; const char *says; } rows[] = {
        { "convt1d in=3 k=3 s=2 p=1 op=1", true, "Behind the dashed line" }, { "convt1d in=1 k=3 s=4 p=2 op=2", false, "Without output padding nothing" },
        { "convt1d in=3 k=3 s=2 op=1", true, "Hatched: beyond" },            { "convt1d in=3 k=3 s=2 p=1", false, "Faint numbers" },
        { "convt2d in=1x3 k=3 s=4x2 p=2x1 op=2x1", true, "Behind the dashed line" }, { "convt2d in=1 k=3 s=4 p=2x1 op=2x0", false, "Without output padding nothing" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        open_scene(rows[i].code, &scene, &work);
        lens_build(&figure, &work, moment_of(&scene), view_of(LENS_STAMP, 800, 700, 1), measure_fixed);
        check((mark_named(&figure, "op 0") != NULL) == rows[i].line, "%s: there is %s dashed line", rows[i].code, rows[i].line ? "no" : "a");
        check(*note_with(rows[i].says), "%s: it does not say “%s …”", rows[i].code, rows[i].says);
        work_clear(&work);
        scene_clear(&scene);
    }
}

static void slide_says_so_far_only_while_something_is_to_come(void **state)
{
    (void)state;
    static const struct { const char *code, *caption; } rows[] = {
        { "convt2d in=2 k=3 s=2 step=3", "row 2 of y so far" }, { "convt2d in=2 k=3 s=2", "row 4 of y" }, { "convt2d in=2 k=3 s=2 step=4", "row 4 of y" },
        { "convt1d in=2 k=3 s=2 step=1", "output y so far" }, { "convt1d in=2 k=3 s=2 walk=output", "output y" },
        { "convt1d in=2 k=3 s=2 walk=output step=4", "output y so far" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        open_scene(rows[i].code, &scene, &work);
        lens_build(&figure, &work, moment_of(&scene), view_of(LENS_SLIDE, 800, 700, 1), measure_fixed);
        const Mark *mark = mark_named(&figure, "row caption");
        check(mark && !strcmp(mark->text, rows[i].caption), "%s: it says “%s”, not “%s”", rows[i].code, mark ? mark->text : "", rows[i].caption);
        work_clear(&work);
        scene_clear(&scene);
    }
}

static int close_here(void **state)
{
    (void)state;
    figure_clear(&figure);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stripes_are_told_where_the_kernel_makes_them),
        cmocka_unit_test(no_stripe_is_told_that_the_kernel_does_not_make),
        cmocka_unit_test(gradients_of_letters_count_what_is_not_zero),
        cmocka_unit_test(the_turn_is_given_the_credit_only_where_it_changes_the_kernel),
        cmocka_unit_test(planes_are_numbered_by_the_channel_that_is_shuffled),
        cmocka_unit_test(what_came_back_is_held_against_the_channel_that_is_shown),
        cmocka_unit_test(backprop_says_when_its_sums_are_those_of_the_end),
        cmocka_unit_test(chain_tells_small_numbers_apart_too),
        cmocka_unit_test(chain_counts_only_what_came_back_as_it_was),
        cmocka_unit_test(stamp_speaks_of_the_dashed_line_only_where_there_is_one),
        cmocka_unit_test(slide_says_so_far_only_while_something_is_to_come),
    };
    return cmocka_run_group_tests(tests, NULL, close_here);
}
