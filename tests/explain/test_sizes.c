// Sizes: the ladder and the solver against spec_check, which knows nothing of them; the frameworks against sums worked
// on paper, and their PyTorch layers by running those.
#include "explain/scenes.h"
#include "support/check.h"

#include <stdio.h>

static Spec spec_of(bool transposed, Axis a)
{
    return (Spec){ .transposed = transposed, .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1, .y = AXIS_TRIVIAL, .x = a };
}

// The size that op itself gives; 0 where it refuses.
static int made(bool transposed, int in, int k, int s, int p, int op, int d)
{
    Spec spec = spec_of(transposed, (Axis){ in, in, k, s, p, op, d, 0 });
    return spec_check(&spec, NULL) ? spec_out(&spec, spec.x) : 0;
}

// ---- the ladder ------------------------------------------------------------------------------------------------

static void a_rung_is_what_a_convolution_makes_and_what_op_leads_to(void **state)
{
    (void)state;
    Random random = { 11 };
    int held = 0;
    for (int i = 0; i < 400; i++) {
        Axis a = { .narrow = any(&random, 1, 4), .kernel = any(&random, 1, 4), .stride = any(&random, 1, 3),
                   .padding = any(&random, 0, 2), .output_padding = any(&random, 0, 2), .dilation = any(&random, 1, 3) };
        a.wide = made(true, a.narrow, a.kernel, a.stride, a.padding, a.output_padding, a.dilation);
        if (!a.wide) continue;
        for (int wide = 1; wide <= a.wide + 8; wide++) {
            Rung rung = size_rung(a, wide);
            int narrow = made(false, wide, a.kernel, a.stride, a.padding, 0, a.dilation), op = -1;
            for (int o = 0; o < 8; o++)
                if (made(true, a.narrow, a.kernel, a.stride, a.padding, o, a.dilation) == wide) op = o;
            check(rung.narrow == narrow, "a convolution k=%d s=%d p=%d d=%d makes %d of %d, the rung says %lld", a.kernel, a.stride, a.padding, a.dilation, narrow,
                  wide, rung.narrow);
            check(rung.output_padding == op, "from %d to %d op is %d, the rung says %d", a.narrow, wide, op, rung.output_padding);
            if (op >= 0) check((narrow == a.narrow) == (op < size_trip_limit(a)), "op %d of stride %d brings %d back to %d", op, a.stride, wide, narrow);
            held++;
        }
    }
    check(held > 2000, "only %d rungs", held);
}

static void the_size_that_is_picked_is_reached_and_comes_back(void **state)
{
    (void)state;
    Random random = { 12 };
    int held = 0, refused = 0;
    for (int i = 0; i < 400; i++) {
        Spec spec = some_spec(&random);
        bool rows = spec.dims == 2 && i % 2;
        for (int wide = 1; wide <= 16; wide++) {
            Spec picked = spec;
            Error err;
            if (!size_pick(&picked, rows, wide, false, &err)) {
                Axis a = rows ? spec.y : spec.x;
                check(!made(false, wide, a.kernel, a.stride, a.padding, 0, a.dilation), "%d is refused: %s", wide, err.text);
                refused++;
                continue;
            }
            Axis other = rows ? spec.x : spec.y, kept = rows ? picked.x : picked.y;
            check(other.output_padding == kept.output_padding && other.narrow == kept.narrow, "the other axis has moved");
            if (!spec_check(&picked, NULL)) continue; // a convolution that the kernel does not fit; scene_settle mends it
            Axis a = rows ? picked.y : picked.x;
            check(a.wide == wide, "%d was picked, and it is %d", wide, a.wide);
            if (picked.transposed) check(axis_convolved_size(wide, a.kernel, a.stride, a.padding, a.dilation) == a.narrow, "%d does not come back to %d", wide, a.narrow);
            held++;
        }
    }
    check(held > 2000 && refused > 20, "%d picked, %d refused", held, refused);
}

static void linked_axes_are_picked_together_and_keep_their_difference(void **state)
{
    (void)state;
    Scene scene;
    Error err;
    assert_true(scene_parse(&scene, "convt2d in=3x5 k=3 s=2 p=1", &err));
    Spec spec = scene.spec;
    assert_true(size_pick(&spec, true, 8, true, &err));
    check(spec.y.narrow == 4 && spec.x.narrow == 6 && spec.y.output_padding == 1 && spec.x.output_padding == 1, "the inputs are %d and %d, op %d and %d",
          spec.y.narrow, spec.x.narrow, spec.y.output_padding, spec.x.output_padding);
    spec = scene.spec;
    spec.y.padding = spec.x.padding = 0;
    check(!size_pick(&spec, true, 2, true, &err) && strstr(err.text, "no input leads to 2") && strstr(err.text, "3"), "said: %s", err.text);
    scene_clear(&scene);
}

// ---- from and to -----------------------------------------------------------------------------------------------

static bool before(const SizeAnswer *a, const SizeAnswer *b)
{
    const int one[] = { a->dilation, a->kernel, a->output_padding, a->padding, a->stride }, two[] = { b->dilation, b->kernel, b->output_padding, b->padding, b->stride };
    for (int i = 0; i < COUNT(one); i++)
        if (one[i] != two[i]) return one[i] < two[i];
    return false;
}

static bool listed(const SizeAnswers *answers, int k, int s, int p, int op, int d)
{
    for (int i = 0; i < answers->count; i++) {
        const SizeAnswer *a = &answers->at[i];
        if (a->kernel == k && a->stride == s && a->padding == p && a->output_padding == op && a->dilation == d) return true;
    }
    return false;
}

// All that there is, asked of op one by one.
static void hold_answers(bool transposed, int from, int to, SizeBounds most)
{
    SizeAnswers answers;
    size_solve(&answers, transposed, from, to, most);
    int count = 0, below = 0, above = 0;
    for (int k = 1; k <= most.kernel; k++)
    for (int s = 1; s <= most.stride; s++)
    for (int d = 1; d <= most.dilation; d++)
    for (int p = 0; p <= d * (k - 1); p++)
    for (int op = 0; op < (transposed ? s : 1); op++) {
        int size = made(transposed, from, k, s, p, op, d);
        if (size && size < to && size > below) below = size;
        if (size > to && (!above || size < above)) above = size;
        if (size != to) continue;
        count++;
        check(listed(&answers, k, s, p, op, d), "%d to %d: k=%d s=%d p=%d op=%d d=%d is not listed", from, to, k, s, p, op, d);
    }
    check(answers.count == count, "%d to %d: %d are listed, and there are %d", from, to, answers.count, count);
    check(answers.below == below && answers.above == above, "%d to %d: the nearest are %lld and %lld, not %d and %d", from, to, answers.below, answers.above, below, above);
    for (int i = 1; i < count; i++) check(before(&answers.at[i - 1], &answers.at[i]), "%d to %d: answers %d and %d are out of order", from, to, i - 1, i);
    size_answers_clear(&answers);
}

static void every_layer_from_one_size_to_another_is_listed_once_smallest_first(void **state)
{
    (void)state;
    for (int transposed = 0; transposed < 2; transposed++) {
        for (int from = 1; from <= 9; from += 2)
            for (int to = 1; to <= 34; to += transposed ? 3 : 1) hold_answers(transposed, from, to, SIZE_BOUNDS[0]);
        hold_answers(transposed, transposed ? 29 : 57, transposed ? 57 : 29, SIZE_BOUNDS[0]);
        hold_answers(transposed, 7, transposed ? 13 : 4, SIZE_BOUNDS[1]);
    }
}

static void twenty_nine_to_fifty_seven_is_answered(void **state)
{
    (void)state;
    SizeAnswers answers;
    size_solve(&answers, true, 29, 57, SIZE_BOUNDS[0]);
    check(listed(&answers, 3, 2, 1, 0, 1) && listed(&answers, 2, 2, 1, 1, 1) && listed(&answers, 5, 2, 2, 0, 1), "(29−1)·2 − 2·1 + 2 + 0 + 1 = 57 is missing");
    check(!listed(&answers, 4, 2, 1, 0, 1), "(29−1)·2 − 2·1 + 3 + 0 + 1 is 58");
    const SizeAnswer *first = answers.at;
    check(first->kernel == 1 && first->stride == 2 && first->dilation == 1, "the first has kernel %d, stride %d", first->kernel, first->stride);
    size_answers_clear(&answers);
}

// ---- frameworks: on paper ---------------------------------------------------------------------------------------

static Work work_of(const char *code)
{
    Scene scene;
    Work work;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: %s", code, err.text);
    check(work_make(&work, &scene, NULL, &err), "%s: %s", code, err.text);
    scene_clear(&scene);
    return work;
}

static const Framework *framework(const Work *work, const char *title)
{
    const Frameworks *all = work_frameworks(work);
    for (int i = 0; i < all->count; i++)
        if (!strcmp(all->at[i].title, title)) return &all->at[i];
    check(false, "there is no %s", title);
    return NULL;
}

typedef struct Paper {
    const char *title;
    int before, after;
    float y[8];
    int count;
    const char *torch, *call;
} Paper;

static void hold_paper(const char *code, const Paper *rows, int count)
{
    Work work = work_of(code);
    for (int i = 0; i < count; i++) {
        const Paper *row = &rows[i];
        const Framework *f = framework(&work, row->title);
        check(!f->refused[0], "%s, %s: %s", code, row->title, f->refused);
        Edge edge = axis_edge(f->spec.x, f->spec.transposed);
        check(edge.before == row->before && edge.after == row->after, "%s, %s: the edges are %d and %d, not %d and %d", code, row->title, edge.before, edge.after,
              row->before, row->after);
        check(spec_out(&f->spec, f->spec.x) == row->count, "%s, %s: the size is %d, not %d", code, row->title, spec_out(&f->spec, f->spec.x), row->count);
        for (int x = 0; x < row->count; x++)
            check(f->y[x] == row->y[x], "%s, %s: cell %d is %g, not %g", code, row->title, x, (double)f->y[x], (double)row->y[x]);
        Text words = { 0 }, call = { 0 };
        framework_torch_words(&words, f);
        framework_call(&call, &work, f);
        check(!strcmp(text_or_empty(&words), row->torch), "%s, %s: in PyTorch “%s”, not “%s”", code, row->title, words.data, row->torch);
        check(!strcmp(text_or_empty(&call), row->call), "%s, %s: the call is %s", code, row->title, call.data);
        text_clear(&words);
        text_clear(&call);
    }
    work_clear(&work);
}

// Two stamps of 1 2 3, the second ten times as large, two cells apart: 1 2 13 20 30. Turned: 3 2 31 20 10.
static void for_k3_s2_tensorflow_cuts_the_other_edge(void **state)
{
    (void)state;
    static const Paper rows[] = {
        { "PyTorch, as it is", 1, 0, { 2, 13, 20, 30 }, 4, "padding=1, output_padding=1", "F.conv_transpose1d(x, w, stride=2, padding=1, output_padding=1)" },
        { "Keras same", 0, 1, { 1, 2, 13, 20 }, 4, "padding=0, then drop the last cell", "F.conv_transpose1d(x, w, stride=2)[:, :, :-1]" },
        { "Keras valid", 0, 0, { 1, 2, 13, 20, 30 }, 5, "padding=0", "F.conv_transpose1d(x, w, stride=2)" },
        { "ONNX SAME_UPPER", 0, 1, { 1, 2, 13, 20 }, 4, "padding=0, then drop the last cell", "F.conv_transpose1d(x, w, stride=2)[:, :, :-1]" },
        { "ONNX SAME_LOWER", 1, 0, { 2, 13, 20, 30 }, 4, "padding=1, output_padding=1", "F.conv_transpose1d(x, w, stride=2, padding=1, output_padding=1)" },
        { "ONNX VALID", 0, 0, { 1, 2, 13, 20, 30 }, 5, "padding=0", "F.conv_transpose1d(x, w, stride=2)" },
        { "JAX SAME", 0, 1, { 3, 2, 31, 20 }, 4, "padding=0, w turned by 180°, then drop the last cell", "F.conv_transpose1d(x, w.flip(2), stride=2)[:, :, :-1]" },
        { "JAX VALID", 0, 0, { 3, 2, 31, 20, 10 }, 5, "padding=0, w turned by 180°", "F.conv_transpose1d(x, w.flip(2), stride=2)" },
        { "JAX SAME, transpose_kernel", 0, 1, { 1, 2, 13, 20 }, 4, "padding=0, then drop the last cell", "F.conv_transpose1d(x, w, stride=2)[:, :, :-1]" },
        { "JAX VALID, transpose_kernel", 0, 0, { 1, 2, 13, 20, 30 }, 5, "padding=0", "F.conv_transpose1d(x, w, stride=2)" },
    };
    hold_paper("convt1d in=2 k=3 s=2 p=1 op=1 x=[1,10] w=[1,2,3]", rows, COUNT(rows));
}

// Stamps of 1 2 3 4: 1 2 13 24 30 40, of which one is cut at each end.
static void for_k4_s2_p1_all_agree(void **state)
{
    (void)state;
    static const char call[] = "F.conv_transpose1d(x, w, stride=2, padding=1)";
    static const Paper rows[] = {
        { "PyTorch, as it is", 1, 1, { 2, 13, 24, 30 }, 4, "padding=1", call }, { "Keras same", 1, 1, { 2, 13, 24, 30 }, 4, "padding=1", call },
        { "ONNX SAME_UPPER", 1, 1, { 2, 13, 24, 30 }, 4, "padding=1", call }, { "ONNX SAME_LOWER", 1, 1, { 2, 13, 24, 30 }, 4, "padding=1", call },
        { "JAX SAME, transpose_kernel", 1, 1, { 2, 13, 24, 30 }, 4, "padding=1", call },
        { "ONNX VALID", 0, 0, { 1, 2, 13, 24, 30, 40 }, 6, "padding=0", "F.conv_transpose1d(x, w, stride=2)" },
    };
    hold_paper("convt1d in=2 k=4 s=2 p=1 x=[1,10] w=[1,2,3,4]", rows, COUNT(rows));
    Work work = work_of("convt1d in=2 k=4 s=2 p=1 x=[1,10] w=[1,2,3,4]");
    const Framework *f = framework(&work, "Keras same");
    check(f->differ == 0 && f->missing == 0, "%lld differ, %lld are missing", f->differ, f->missing);
    check(framework(&work, "ONNX VALID")->differ == 6, "%lld of 1 2 13 24 30 40 differ from 2 13 24 30", framework(&work, "ONNX VALID")->differ);
    work_clear(&work);
}

// Two stamps of one cell, three apart, and two cells beyond the second: 1 0 0 10 0 0.
static void a_kernel_below_the_stride_uncovers(void **state)
{
    (void)state;
    static const char call[] = "F.conv_transpose1d(x, w, stride=3, output_padding=2)";
    static const Paper rows[] = {
        { "Keras valid", 0, -2, { 1, 0, 0, 10, 0, 0 }, 6, "padding=0, output_padding=2", call },
        { "ONNX SAME_UPPER", 0, -2, { 1, 0, 0, 10, 0, 0 }, 6, "padding=0, output_padding=2", call },
        { "ONNX VALID", 0, 0, { 1, 0, 0, 10 }, 4, "padding=0", "F.conv_transpose1d(x, w, stride=3)" },
    };
    hold_paper("convt1d in=2 k=1 s=3 x=[1,10] w=[1]", rows, COUNT(rows));
}

// Of 1 2 3 4 the windows 1+2+3 and 3+4+nothing; PyTorch has that with one window more before them, to be dropped.
static void a_convolution_pads_the_far_edge_first(void **state)
{
    (void)state;
    static const char drop[] = "padding=2, then drop the first cell", call[] = "F.conv1d(x, w, stride=2, padding=2)[:, :, 1:]";
    static const Paper rows[] = {
        { "PyTorch, as it is", 1, 1, { 3, 9 }, 2, "padding=1", "F.conv1d(x, w, stride=2, padding=1)" },
        { "Keras same", 0, 1, { 6, 7 }, 2, drop, call },
        { "JAX SAME", 0, 1, { 6, 7 }, 2, drop, call },
        { "ONNX SAME_LOWER", 1, 0, { 3, 9 }, 2, "padding=1", "F.conv1d(x, w, stride=2, padding=1)" },
        { "Keras valid", 0, 0, { 6 }, 1, "padding=0", "F.conv1d(x, w, stride=2)" },
    };
    hold_paper("conv1d in=4 k=3 s=2 p=1 w=ones", rows, COUNT(rows));
    Work work = work_of("conv1d in=4 k=3 s=2 p=1 w=ones");
    check(work_frameworks(&work)->count == 8, "a convolution has %d rows; transpose_kernel is not for it", work_frameworks(&work)->count);
    work_clear(&work);
}

static void what_differs_is_said_in_words(void **state)
{
    (void)state;
    static const struct { const char *code, *title, *words; } rows[] = {
        { "convt2d k=3 s=2 p=1 op=1", "PyTorch, as it is", "Cuts 1 before and 0 after. This is the scene." },
        { "convt2d k=3 s=2 p=1 op=1", "Keras same", "Cuts 0 before and 1 after. The scene’s numbers, moved 1 row down and 1 column right." },
        { "convt2d k=3 s=2 p=1x0 op=1", "Keras same", "Cuts 0 before and 1 after. The scene’s numbers, moved 1 row down." },
        { "convt2d k=3x4 s=2 p=0x2 op=1", "Keras same", "Rows: cuts 0 before and 1 after; columns: cuts 1 before and 1 after. The scene’s numbers, moved 1 column right." },
        { "convt2d k=4 s=2 p=1", "Keras same", "Cuts 1 before and 1 after. The same as the scene, cell for cell." },
        { "convt2d k=3 s=2", "JAX VALID", "Cuts nothing. Reads the kernel turned by 180°." },
        { "convt2d k=3 s=2 w=box", "JAX VALID", "Cuts nothing. The same as the scene, cell for cell." },
        { "convt1d k=1 s=3", "Keras valid", "Uncovers 2 beyond the far edge. The scene’s numbers wherever both have a cell." },
        { "conv1d in=4 k=3 s=2 p=1", "Keras same", "Pads 0 before and 1 after. Its windows begin 1 cell later." },
        { "conv2d in=7 k=3 s=2 p=2", "Keras same", "Pads 1 before and 1 after. Its windows begin 1 row later and 1 column later." },
        { "conv2d in=7 k=3 s=2 p=1x0", "ONNX SAME_UPPER", "Pads 1 before and 1 after. Its windows begin 1 column earlier." },
        { "conv2d in=7 k=3 s=2", "Keras valid", "Pads nothing. The same as the scene, cell for cell." },
        { "convt2d k=4 s=2", "Keras same", "Cuts 1 before and 1 after. The scene’s numbers, moved 1 row up and 1 column left." },
        { "convt2d k=4 s=2 p=3", "Keras same", "Cuts 1 before and 1 after. The scene’s numbers, moved 2 rows down and 2 columns right." },
        { "convt1d k=1 s=3 p=1 op=2", "PyTorch, as it is", "Cuts 1 before, uncovers 1 beyond the far edge. This is the scene." },
        { "convt1d k=1 s=3 p=1 op=2", "Keras valid", "Uncovers 2 beyond the far edge. The scene’s numbers, moved 1 cell right." },
        { "convt2d in=128 k=11 s=2 p=5 c=2,4", "ONNX VALID", "Cuts nothing. The scene’s numbers, moved 5 rows down and 5 columns right." },
        { "convt1d in=3 k=2 p=1 x=[inf,1,1] w=ramp", "ONNX VALID", "Cuts nothing. The scene’s numbers, moved 1 cell right." },
        { "convt1d in=3 k=2 p=1 x=[1,1,inf] w=ramp", "ONNX VALID", "Cuts nothing. The scene’s numbers, moved 1 cell right." },
        { "convt1d in=3 k=2 p=1 x=[1,nan,1] w=ramp", "ONNX VALID", "Cuts nothing. The scene’s numbers, moved 1 cell right." },
        { "convt1d in=3 k=2 p=1 x=[nan,1,1] w=ramp", "ONNX VALID", "Cuts nothing. The scene’s numbers, moved 1 cell right." },
        { "convt1d in=3 k=2 p=1 x=[inf,1,1] w=[1,-1]", "ONNX VALID", "Cuts nothing. The scene’s numbers, moved 1 cell right." },
        { "convt1d in=3 k=2 p=1 x=[1,1,-inf] w=[1,-1]", "ONNX VALID", "Cuts nothing. The scene’s numbers, moved 1 cell right." },
        { "convt1d k=1 s=3 op=2", "ONNX VALID", "Cuts nothing. The scene’s numbers wherever both have a cell." },
        { "convt2d k=3 s=2 p=1", "JAX VALID", "Cuts nothing. Reads the kernel turned by 180°." },
        { "convt1d in=2 k=2 s=2 x=[inf,nan]", "Keras valid", "Cuts nothing. The same as the scene, cell for cell." },
        { "convt1d in=2 k=2 s=1 p=1 x=[inf,-inf]", "ONNX VALID", "Cuts nothing. The scene’s numbers, moved 1 cell right." },
        { "convt1d in=3 k=2 s=1 p=1 x=[1,nan,inf]", "ONNX VALID", "Cuts nothing. The scene’s numbers, moved 1 cell right." },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Work work = work_of(rows[i].code);
        Text words = { 0 };
        framework_words(&words, &work, framework(&work, rows[i].title));
        check(!strcmp(words.data, rows[i].words), "%s, %s: it says\n  %s\nnot\n  %s", rows[i].code, rows[i].title, words.data, rows[i].words);
        text_clear(&words);
        work_clear(&work);
    }
}

static void the_pytorch_call_says_all_that_is_not_a_default(void **state)
{
    (void)state;
    static const struct { const char *code, *title, *words, *call; } rows[] = {
        { "convt2d k=3 s=2 b=ones", "Keras same", "padding=0, then drop the last row and column", "F.conv_transpose2d(x, w, b, stride=2)[:, :, :-1, :-1]" },
        { "convt2d k=3x4 s=2", "Keras same", "padding=(0, 1), then drop the last row", "F.conv_transpose2d(x, w, stride=2, padding=(0, 1))[:, :, :-1, :]" },
        { "convt2d k=4x3 s=2", "Keras same", "padding=(1, 0), then drop the last column", "F.conv_transpose2d(x, w, stride=2, padding=(1, 0))[:, :, :, :-1]" },
        { "convt2d k=3 s=2x1", "JAX VALID", "padding=0, w turned by 180°", "F.conv_transpose2d(x, w.flip(2, 3), stride=(2, 1))" },
        { "convt2d k=2 d=2 c=2,2 g=2", "ONNX VALID", "padding=0", "F.conv_transpose2d(x, w, dilation=2, groups=2)" },
        { "conv2d in=8 k=4", "Keras same", "padding=2, then drop the first row and column", "F.conv2d(x, w, padding=2)[:, :, 1:, 1:]" },
        { "conv2d in=8 k=4", "ONNX SAME_LOWER", "padding=2, then drop the last row and column", "F.conv2d(x, w, padding=2)[:, :, :-1, :-1]" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Work work = work_of(rows[i].code);
        const Framework *f = framework(&work, rows[i].title);
        Text words = { 0 }, call = { 0 };
        framework_torch_words(&words, f);
        framework_call(&call, &work, f);
        check(!strcmp(words.data, rows[i].words) && !strcmp(call.data, rows[i].call), "%s, %s: %s\n  %s", rows[i].code, rows[i].title, words.data, call.data);
        text_clear(&words);
        text_clear(&call);
        work_clear(&work);
    }
}

static void several_rows_to_be_dropped_are_counted(void **state)
{
    (void)state;
    Work work = work_of("convt2d k=3 s=2 p=1");
    Framework f = *framework(&work, "ONNX VALID");
    Text words = { 0 };
    f.drop_y = f.drop_x = (Edge){ 2, 3 };
    framework_torch_words(&words, &f);
    check(strstr(words.data, "drop the first 2 rows and the last 3 rows and the first 2 columns and the last 3 columns") != NULL, "%s", words.data);
    text_clear(&words);
    f.drop_y = f.drop_x = (Edge){ 0, 2 };
    framework_torch_words(&words, &f);
    check(strstr(words.data, "drop the last 2 rows and the last 2 columns") != NULL, "%s", words.data);
    text_clear(&words);
    f.drop_y = (Edge){ 1, 0 }, f.drop_x = (Edge){ 0, 0 };
    framework_torch_words(&words, &f);
    check(strstr(words.data, "drop the first row") != NULL, "%s", words.data);
    text_clear(&words);
    f.drop_y = (Edge){ 0, 0 }, f.drop_x = (Edge){ 1, 0 };
    framework_torch_words(&words, &f);
    check(strstr(words.data, "drop the first column") != NULL, "%s", words.data);
    text_clear(&words);
    work_clear(&work);
}

static void an_answer_goes_to_one_axis_or_to_both(void **state)
{
    (void)state;
    Scene scene;
    Error err;
    static const SizeAnswer answer = { .kernel = 4, .stride = 2, .padding = 1, .output_padding = 0, .dilation = 1 };
    assert_true(scene_parse(&scene, "convt2d in=3x5 k=3", &err));
    for (int both = 0; both < 2; both++)
        for (int rows = 0; rows < 2; rows++) {
            Spec spec = size_answer_spec(&scene.spec, rows, 9, &answer, both);
            Axis chosen = rows ? spec.y : spec.x, other = rows ? spec.x : spec.y;
            int apart = rows ? 2 : -2;
            check(chosen.narrow == 9 && chosen.kernel == 4 && chosen.stride == 2 && chosen.padding == 1, "the axis has input %d, kernel %d", chosen.narrow, chosen.kernel);
            check(other.kernel == (both ? 4 : 3) && other.narrow == (both ? 9 + apart : rows ? 5 : 3), "the other has input %d, kernel %d", other.narrow, other.kernel);
        }
    scene_clear(&scene);
    assert_true(scene_parse(&scene, "convt2d in=9x2 k=3", &err));
    check(size_answer_spec(&scene.spec, true, 1, &answer, true).x.narrow == 1, "the other input is below 1");
    scene_clear(&scene);
}

static void sizes_beyond_all_limits_are_refused(void **state)
{
    (void)state;
    Scene scene;
    Error err;
    assert_true(scene_parse(&scene, "conv2d in=9x3 k=3", &err));
    Spec spec = scene.spec;
    check(!size_pick(&spec, false, (1LL << 28) + 1, true, &err) && strstr(err.text, "268435457"), "said: %s", err.text);
    check(!size_pick(&spec, false, 0, true, &err) && strstr(err.text, "1 to"), "said: %s", err.text);
    check(size_rung(spec.x, -4).narrow == 0, "a size below 1 has a narrow size");
    assert_true(size_pick(&spec, true, 5, true, &err));
    check(spec.y.wide == 5 && spec.x.wide == 1, "the inputs are %d and %d", spec.y.wide, spec.x.wide);
    scene_clear(&scene);
}

static void a_layer_that_a_framework_does_not_have_is_refused_with_the_reason(void **state)
{
    (void)state;
    static const struct { const char *code, *title, *part; } rows[] = {
        { "convt2d k=3 s=2 d=2", "Keras same", "dilation" }, { "conv2d in=9 k=3 s=2 d=2", "Keras valid", "dilation" },
        { "convt2d c=2,2 g=2", "Keras same", "groups" }, { "convt2d c=2,2 g=2", "JAX SAME", "groups" },
        { "convt2d k=3 s=2 d=2", "ONNX VALID", "" }, { "conv2d c=2,2 g=2", "JAX SAME", "" }, { "convt2d k=3 d=2", "Keras same", "" },
        { "conv2d in=3 k=5 p=1", "Keras valid", "5" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Work work = work_of(rows[i].code);
        const Framework *f = framework(&work, rows[i].title);
        check(rows[i].part[0] ? strstr(f->refused, rows[i].part) != NULL : !f->refused[0], "%s, %s: “%s”", rows[i].code, rows[i].title, f->refused);
        work_clear(&work);
    }
}

// ---- frameworks: the way back to PyTorch ------------------------------------------------------------------------

static size_t flat(const int shape[4], int n, int c, int row, int col)
{
    return (((size_t)n * (size_t)shape[1] + (size_t)c) * (size_t)shape[2] + (size_t)row) * (size_t)shape[3] + (size_t)col;
}

// Runs the scene that the framework says is its PyTorch layer, drops what it says, and compares every cell.
static void hold_torch(const char *code, const Work *work, const Framework *f)
{
    Scene scene;
    Work torch;
    Error err;
    check(f->has_torch, "%s, %s has no PyTorch layer", code, f->title);
    check(framework_scene(&scene, work, f, &err) && work_make(&torch, &scene, NULL, &err), "%s, %s: %s", code, f->title, err.text);
    check(torch.scene.spec.x.uneven == 0 && torch.scene.spec.convention == CONVENTION_PYTORCH, "%s, %s: that is not PyTorch", code, f->title);
    int theirs[4], ours[4];
    scene_shape(&f->spec, ROLE_Y, theirs);
    scene_shape(&torch.scene.spec, ROLE_Y, ours);
    check(ours[2] - f->drop_y.before - f->drop_y.after == theirs[2] && ours[3] - f->drop_x.before - f->drop_x.after == theirs[3],
          "%s, %s: %d×%d cells are left of %d×%d, not %d×%d", code, f->title, ours[2] - f->drop_y.before - f->drop_y.after,
          ours[3] - f->drop_x.before - f->drop_x.after, ours[2], ours[3], theirs[2], theirs[3]);
    for (int n = 0; n < theirs[0]; n++)
    for (int c = 0; c < theirs[1]; c++)
    for (int row = 0; row < theirs[2]; row++)
    for (int col = 0; col < theirs[3]; col++) {
        float want = f->y[flat(theirs, n, c, row, col)], got = torch.y[flat(ours, n, c, row + f->drop_y.before, col + f->drop_x.before)];
        check(fabsf(want - got) <= 1e-5f * fmaxf(1, fabsf(want)), "%s, %s: cell (%d, %d) is %g, and in PyTorch %g", code, f->title, row, col, (double)want, (double)got);
    }
    scene_clear(&scene);
    work_clear(&torch);
}

static void the_pytorch_layer_of_each_framework_gives_its_numbers(void **state)
{
    (void)state;
    Random random = { 21 };
    int held = 0, turned = 0, dropped = 0;
    for (int i = 0; i < 300; i++) {
        Spec spec = some_spec(&random);
        Axis y = spec.y, x = spec.x;
        char code[256];
        bool flat_one = spec.dims == 1;
        int at = snprintf(code, sizeof code, "conv%s%dd c=%d,%d g=%d x=random:%d w=random:%d", spec.transposed ? "t" : "", spec.dims, spec.in_channels, spec.out_channels,
                          spec.groups, i + 1, i + 500);
        at += flat_one ? snprintf(code + at, sizeof code - (size_t)at, " in=%d k=%d s=%d p=%d d=%d", spec_in(&spec, x), x.kernel, x.stride, x.padding, x.dilation)
                       : snprintf(code + at, sizeof code - (size_t)at, " in=%dx%d k=%dx%d s=%dx%d p=%dx%d d=%dx%d", spec_in(&spec, y), spec_in(&spec, x), y.kernel,
                                  x.kernel, y.stride, x.stride, y.padding, x.padding, y.dilation, x.dilation);
        if (spec.transposed && flat_one) snprintf(code + at, sizeof code - (size_t)at, " op=%d", x.output_padding);
        else if (spec.transposed) snprintf(code + at, sizeof code - (size_t)at, " op=%dx%d", y.output_padding, x.output_padding);
        Work work = work_of(code);
        const Frameworks *all = work_frameworks(&work);
        for (int f = 0; f < all->count; f++) {
            if (all->at[f].refused[0]) continue;
            hold_torch(code, &work, &all->at[f]);
            held++, turned += all->at[f].turned, dropped += all->at[f].drop_x.before + all->at[f].drop_x.after > 0;
        }
        work_clear(&work);
    }
    check(held > 1500 && turned > 100 && dropped > 100, "%d were held, %d with a turned kernel, %d with cells dropped", held, turned, dropped);
}

static void a_turned_kernel_too_large_to_be_typed_is_refused_with_a_sentence(void **state)
{
    (void)state;
    Work work = work_of("convt2d in=1 k=65");
    Scene scene;
    Error err;
    bool ok = framework_scene(&scene, &work, framework(&work, "JAX VALID"), &err);
    check(!ok && strstr(err.text, "4225") && strstr(err.text, "4096"), "%s", ok ? "it is taken" : err.text);
    check(framework_scene(&scene, &work, framework(&work, "ONNX VALID"), &err), "not turned, it is refused: %s", err.text);
    scene_clear(&scene);
    work_clear(&work);
}

static void a_scene_too_large_for_ten_kernels_still_has_its_sizes(void **state)
{
    (void)state;
    Work work = work_of("convt2d in=128 k=11 s=2 p=5 c=2,4");
    const Framework *f = framework(&work, "Keras same");
    check(!f->y && f->spec.x.wide == 256, "the output is %s, the size %d", f->y ? "there" : "left out", f->spec.x.wide);
    work_clear(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rung_is_what_a_convolution_makes_and_what_op_leads_to),
        cmocka_unit_test(the_size_that_is_picked_is_reached_and_comes_back),
        cmocka_unit_test(linked_axes_are_picked_together_and_keep_their_difference),
        cmocka_unit_test(every_layer_from_one_size_to_another_is_listed_once_smallest_first),
        cmocka_unit_test(twenty_nine_to_fifty_seven_is_answered),
        cmocka_unit_test(for_k3_s2_tensorflow_cuts_the_other_edge),
        cmocka_unit_test(for_k4_s2_p1_all_agree),
        cmocka_unit_test(a_kernel_below_the_stride_uncovers),
        cmocka_unit_test(a_convolution_pads_the_far_edge_first),
        cmocka_unit_test(what_differs_is_said_in_words),
        cmocka_unit_test(the_pytorch_call_says_all_that_is_not_a_default),
        cmocka_unit_test(several_rows_to_be_dropped_are_counted),
        cmocka_unit_test(an_answer_goes_to_one_axis_or_to_both),
        cmocka_unit_test(sizes_beyond_all_limits_are_refused),
        cmocka_unit_test(a_layer_that_a_framework_does_not_have_is_refused_with_the_reason),
        cmocka_unit_test(the_pytorch_layer_of_each_framework_gives_its_numbers),
        cmocka_unit_test(a_turned_kernel_too_large_to_be_typed_is_refused_with_a_sentence),
        cmocka_unit_test(a_scene_too_large_for_ten_kernels_still_has_its_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
