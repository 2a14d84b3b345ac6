// What can be computed of a scene, against closed forms and sums worked on paper.
#include "lesson/asks.h"

static void sizes_follow_the_formula_on_each_axis(void **state)
{
    (void)state;
    for (int n = 1; n <= 4; n++)
    for (int k = 1; k <= 4; k++)
    for (int s = 1; s <= 3; s++)
    for (int p = 0; p <= 1; p++)
    for (int d = 1; d <= 2; d++) {
        char code[120];
        int out = (n - 1) * s - 2 * p + d * (k - 1) + 1, tall = (n - 1) * s + d * (k - 1) + 1;
        if (out < 1) continue;
        snprintf(code, sizeof code, "convt2d in=%dx2 k=%dx3 s=%dx1 p=%dx0 d=%dx1", n, k, s, p, d);
        double got[] = { value_in(code, "out.h", false), value_in(code, "out", true), value_in(code, "full.h", false), value_in(code, "before.h", false),
                         value_in(code, "out", false), value_in(code, "k.h*s.h", false), value_in(code, "in", true), value_in(code, "returns.h", false) };
        int smallest = out, fewer = smallest < 1 ? 1 - smallest : 0;
        double wanted[] = { out, out, tall, d * (k - 1) - p, 4, k * s, n, s - fewer };
        for (int i = 0; i < COUNT(got); i++) check(got[i] == wanted[i], "number %d of %s is %g, not %g", i, code, got[i], wanted[i]);
    }
}

static void a_layer_says_its_numbers(void **state)
{
    (void)state;
    static const char *const stamp = "convt2d in=2 k=3 s=2 w=ones", *const many = "convt2d in=4 k=4 s=2 p=1 c=8,6 g=2 n=3 b=ramp", *const signal = "convt1d in=3 k=3 s=2 x=[1,2,3] w=[1,10,100]",
                       *const narrow = "conv2d in=5 k=3 s=2 w=ones";
    const ValueRow rows[] = {
        // Four prints of ones: the middle is 1 + 2 + 3 + 4.
        { stamp, "y[2,2]", 10 }, { stamp, "y[0,2]", 3 }, { stamp, "sum(y)", 90 }, { stamp, "most(y)", 10 }, { stamp, "least(y)", 1 },
        { stamp, "cells(y)", 25 }, { stamp, "nonzero(y)", 25 }, { stamp, "different(y)", 7 }, // 1 2 3 4 6 7 10
        { stamp, "y(w=box)[0,0] > 0", 1 }, { stamp, "y(x=ones)[2,2]", 4 }, { stamp, "y(x=[1,0;0,0])[2,2]", 1 }, { stamp, "sum(y, x=ones)", 36 }, { stamp, "sum(y(x=ones), s=3)", 36 },
        { stamp, "count[2,2]", 4 }, { stamp, "count[0,0]", 1 }, { stamp, "sum(count)", 36 }, { stamp, "most(count)", 4 }, { stamp, "sum(count(p=1))", 25 - 9 }, { stamp, "sum(count(p=2))", 4 },
        { stamp, "phases", 4 }, { stamp, "empty", 0 }, { stamp, "even", 0 }, { stamp, "even(k=4)", 1 }, { stamp, "empty(k=1)", 3 }, { stamp, "empty(k=1x2)", 2 },
        { stamp, "taps[0,0]", 4 }, { stamp, "taps[1,0]", 2 }, { stamp, "taps[1,1]", 1 }, { stamp, "gain[0,0]", 4 }, { stamp, "gain[0,1]", 2 },
        { stamp, "gains_equal", 0 }, { stamp, "gains_equal(w=box)", 1 }, { stamp, "gains_equal(k=4)", 1 }, { stamp, "share", 0.19 }, { stamp, "share(k=4)", 0 },
        { stamp, "db", 10 * log10(0.19 / 0.81) }, { stamp, "params", 9 }, { stamp, "params(b=ones)", 10 }, { stamp, "weights(k=5)", 25 }, { stamp, "biases", 0 },
        { stamp, "nonzero(C)", 36 }, { stamp, "cells(C)", 100 }, { stamp, "C[0,0]", 1 }, { stamp, "C[0,4]", 0 }, { stamp, "C[3,24]", 1 },
        { stamp, "gx[0,0]", 9 }, { stamp, "gw[0,0]", 10 }, { stamp, "gy[0,0]", 1 }, { stamp, "x[1,0]", 3 }, { stamp, "w[2,2]", 1 },
        { stamp, "out(p=p+1)", 3 }, { stamp, "out(p=p+1, op=1)", 4 }, { stamp, "out(kernel_size=k+s)", 7 }, { stamp, "out.h(k=3x5)", 5 }, { "convt2d in=4x5 k=3 p=1x0", "out.h(p=p+1)", 2 }, { "convt2d in=4x5 k=3 p=1x0", "out(p=p+1)", 5 }, { stamp, "out(k=3x5)", 7 },
        { stamp, "out(keras-same)", 4 }, { stamp, "out(keras-valid)", 5 }, { stamp, "out(pytorch)", 5 }, { stamp, "out(onnx-upper)", 4 },
        // Seven numbers go in for each of the four: only with k = s nothing overlaps, and C·Cᵀ of ones is k·k times.
        { "convt2d in=2 k=2 s=2 w=ones", "chain_error", 4 * 3 }, { "convt2d in=2 k=1 s=1 w=ones", "chain_error", 0 },
        { many, "cin", 8 }, { many, "cout", 6 }, { many, "groups", 2 }, { many, "batch", 3 }, { many, "weights", 8 * 3 * 16 }, { many, "biases", 6 }, { many, "params", 8 * 3 * 16 + 6 },
        { many, "b[5]", 6 }, { many, "cells(y)", 3 * 6 * 64 }, { many, "w[7,2,3,3]", 8 * 3 * 16 }, { many, "w[0,0]", 1 }, { many, "x[2,1,0]", 2 * 16 + 4 + 1 },
        { many, "x[1,2,1,0]", 128 + 2 * 16 + 4 + 1 }, { many, "params(cout=2)", 8 * 1 * 16 + 2 }, { many, "params(cin=2,cout=2)", 2 * 16 + 2 }, { many, "params(groups=1)", 8 * 6 * 16 + 6 },
        { many, "params(nearest-conv)", 8 * 3 * 9 + 6 }, { many, "params(subpixel)", 8 * 3 * 36 + 24 }, { many, "params(nearest)", 0 }, { many, "gain[7,5,0,0] > gain[0,0]", 1 },
        { signal, "y[0]", 1 }, { signal, "y[2]", 100 + 2 }, { signal, "y[0,3]", 20 }, { signal, "out", 7 }, { signal, "taps[0]", 2 }, { signal, "gain[0]", 101 }, { signal, "gain[1]", 10 },
        { signal, "count[2]", 2 }, { signal, "w[2]", 100 }, { signal, "w[0,0,1]", 10 }, { signal, "x[2]", 3 }, { signal, "params(nearest-conv)", 3 }, { signal, "C[1,4]", 100 }, { signal, "full", 7 }, { signal, "phases", 2 },
        { narrow, "out", 2 }, { narrow, "full(p=1)", 7 }, { narrow, "count[2,2]", 4 }, { narrow, "count[0,0]", 1 }, { narrow, "y[0,0]", 9 * 7 }, { narrow, "returns", 2 }, { narrow, "out(in=6)", 2 },
        { narrow, "before(p=1)", 1 },
    };
    check_values(rows, COUNT(rows));
}

// Only so many changed scenes are kept: those that an index asks for must not take the place of the one that it is an index of.
static void an_index_may_ask_for_many_other_scenes(void **state)
{
    (void)state;
    Text expression = { 0 };
    text_put(&expression, "y(x=ones)[2,2");
    for (int in = 2; in < 40; in++) text_print(&expression, "+0*out(in=%d)", in);
    text_put(&expression, "]");
    double got = value_in("convt2d in=2 k=3 s=2 w=ones", expression.data, false);
    check(got == 4, "it is %g, not 4", got);
    text_clear(&expression);
}

static void rivals_are_those_of_the_picture_place(void **state)
{
    (void)state;
    static const char *const code = "convt2d in=8 k=3 s=2 w=ones", *const noise = "convt2d in=8 k=4 s=2 p=1 w=random:3 c=2,2";
    const ValueRow rows[] = {
        { code, "share(layer)", 0.19 }, { code, "share(nearest-conv)", 0 }, { code, "share(bilinear)", 0 }, { code, "share(repaired)", 0 }, { code, "share(subpixel)", 0 },
        { code, "params(layer)", 9 }, { code, "params(nearest-conv)", 9 }, { code, "params(subpixel)", 36 }, { code, "params(bilinear)", 0 }, { code, "params(layer, b=ones)", 10 },
        { noise, "share(subpixel) > 0.01", 1 }, { noise, "share(icnr)", 0 }, { noise, "share(repaired)", 0 }, { noise, "share(layer) > 0.01", 1 },
        { "convt2d in=2 k=2 s=2 c=1,2 w=[1,2;3,4|5,6;7,8]", "params(layer)", 8 },
    };
    check_values(rows, COUNT(rows));
}

// 256 → 128 channels on 112×112: its tensors would be 3 GiB of products; only the spec is looked at.
static void a_layer_far_too_large_is_asked_for_its_numbers(void **state)
{
    (void)state;
    static const char *const code = "convt2d in=112 k=4 s=2 p=1 c=256,128 n=32 b=ones w=pytorch:1";
    const ValueRow rows[] = {
        { code, "out", 224 }, { code, "params", 256.0 * 128 * 16 + 128 }, { code, "even", 1 }, { code, "taps[0,1]", 4 }, { code, "phases", 4 }, { code, "cells(y)", 32.0 * 128 * 224 * 224 },
        { code, "out(keras-same)", 224 }, { code, "params(nearest-conv)", 256.0 * 128 * 9 + 128 }, { code, "returns", 2 }, { code, "empty(k=3)", 0 },
    };
    check_values(rows, COUNT(rows));
    Study *study = study_of_code(code, NULL);
    Error err;
    double value;
    check(!study_value(&value, study, "y[0,0]", false, &err), "the value of a cell of it is %g", value);
    check(err.text[0] != 0, "it is refused without a word");
    study_free(study);
}

static void a_cell_knows_itself_and_whom_it_meets(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        Cell cell;
        const char *expression;
        double value;
    } rows[] = {
        { "convt2d in=2 k=3 s=2 w=ones", { ROLE_Y, { 0, 0, 2, 1 } }, "10*row + col", 21 },
        { "convt2d in=2 k=3 s=2 w=ones", { ROLE_Y, { 0, 0, 2, 2 } }, "value", 10 },
        { "convt2d in=2 k=3 s=2 w=ones", { ROLE_Y, { 0, 0, 2, 2 } }, "count", 4 },
        { "convt2d in=2 k=3 s=2 w=ones", { ROLE_GY, { 0, 0, 2, 2 } }, "count", 4 },
        { "convt2d in=2 k=3 s=2 w=ones", { ROLE_X, { 0, 0, 0, 0 } }, "count", 9 },
        { "convt2d in=2 k=3 s=2 p=1 w=ones", { ROLE_X, { 0, 0, 0, 0 } }, "count", 4 },
        { "convt2d in=2 k=3 s=2 p=1 w=ones", { ROLE_W, { 0, 0, 0, 0 } }, "count", 1 },
        { "convt2d in=2 k=3 s=2 w=ones", { ROLE_Y, { 0, 0, 2, 2 } }, "meets(x[0,0]) and meets(x[1,1])", 1 },
        { "convt2d in=2 k=3 s=2 w=ones", { ROLE_Y, { 0, 0, 1, 3 } }, "meets(x[0,0])", 0 },
        { "convt2d in=2 k=3 s=2 w=ones", { ROLE_Y, { 0, 0, 1, 3 } }, "meets(x[0,1])", 1 },
        { "convt2d in=2 k=3 s=2 w=ones", { ROLE_Y, { 0, 0, 0, 0 } }, "meets(w[0,0])", 1 },
        { "convt2d in=2 k=3 s=2 w=ones", { ROLE_Y, { 0, 0, 0, 0 } }, "meets(w[0,1])", 0 },
        { "convt2d in=2 k=3 s=2 w=ones", { ROLE_W, { 0, 0, 1, 1 } }, "meets(y[1,1])", 1 },
        { "convt2d in=2 k=3 s=2 w=ones", { ROLE_GX, { 0, 0, 1, 1 } }, "meets(gy[4,4])", 1 },
        { "convt2d in=2 k=3 s=2 w=ones", { ROLE_Y, { 0, 0, 0, 0 } }, "meets(y[0,0])", 0 },
        { "convt2d in=2 k=3 s=2 w=ramp", { ROLE_C, { 0, 4, 0, 0 } }, "row + col + value", 4 },
        { "convt2d in=2 k=3 s=2 w=ramp", { ROLE_C, { 0, 1, 0, 0 } }, "meets(w[0,1])", 1 },
        { "convt2d in=2 k=3 s=2 w=ramp", { ROLE_W, { 0, 0, 0, 1 } }, "meets(C[0,1])", 1 },
        { "convt1d in=3 k=3 s=2 c=2,2", { ROLE_Y, { 0, 1, 0, 4 } }, "100*channel + 10*row + col", 104 },
        { "convt1d in=3 k=3 s=2 c=2,2", { ROLE_Y, { 0, 1, 0, 4 } }, "value == y[channel, col]", 1 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Study *study = study_of_code(rows[i].code, NULL);
        Error err = { 0 };
        double value;
        check(study_cell_value(&value, study, rows[i].expression, rows[i].cell, &err), "%s: %s", rows[i].expression, err.text);
        check(value == rows[i].value, "row %d: %s of %s is %g, not %g", i, rows[i].expression, rows[i].code, value, rows[i].value);
        study_free(study);
    }
}

static void scenes_of_the_lesson_are_asked_by_their_names(void **state)
{
    (void)state;
    LessonScene scenes[] = {
        { .name = "", .scene = scene_of("convt1d in=2") },
        { .name = "encoder", .aside = true, .scene = scene_of("conv2d in=224 k=3 s=2 p=1 c=3,64 b=ones") },
    };
    Lesson lesson = { .scenes = scenes, .scene_count = COUNT(scenes) };
    Study *study = study_of_code("convt2d in=2 k=3 s=2", &lesson), *nothing = study_new(NULL, &lesson);
    static const struct {
        const char *expression;
        double value;
    } rows[] = { { "encoder.out", 112 }, { "encoder.out.h", 112 }, { "encoder.params", 3 * 64 * 9 + 64 }, { "encoder.out(s=4)", 56 }, { "encoder.out(p=p+1)", 113 },
                 { "encoder.params + 1", 3 * 64 * 9 + 65 }, { "cells(encoder.y)", 64 * 112 * 112 } };
    double value;
    for (int i = 0; i < COUNT(rows); i++) {
        Error err = { 0 };
        check(study_value(&value, study, rows[i].expression, false, &err) && value == rows[i].value, "%s is %g, not %g %s", rows[i].expression, value, rows[i].value, err.text);
        check(study_value(&value, nothing, rows[i].expression, false, &err) && value == rows[i].value, "%s without a scene: %s", rows[i].expression, err.text);
    }
    Error err = { 0 };
    check(!study_value(&value, nothing, "out", false, &err), "out has the value %g where no scene is", value);
    assert_string_equal(err.text, "out is asked for, and no scene stands here yet");
    study_free(study);
    study_free(nothing);
    for (int i = 0; i < COUNT(scenes); i++) scene_clear(&scenes[i].scene);
}

static void texts_are_filled(void **state)
{
    (void)state;
    static const struct {
        const char *code, *text, *filled;
    } rows[] = {
        { "convt2d in=2 k=3 s=2 w=ones", "{out}×{out} of {full}", "5×5 of 5" },
        { "convt2d in=2 k=3 s=2 w=ones", "share {share:%}, {share}, {share:1}", "share 19\xC2\xA0%, 0.19, 0.2" },
        { "convt2d in=2 k=3 s=2 w=ones", "\\{out\\} is {out(p=1):2}", "{out} is 3.00" },
        { "convt2d in=2 k=3 s=2 w=ones", "{1/3} {2/3:2} {0-1} {1/8} {0.0000004 - 0.0000004}", "0.333 0.67 −1 0.125 0" },
        { "convt2d in=2 k=3 s=2 c=256,128", "{params} {1000*k} {0-10000} {0.00012}", "294,912 3000 −10,000 1.2×10⁻⁴" },
        { "convt2d in=2 k=3 s=2 w=ones", "{y(x=[1,2;3,4], w=ones)[2,2]:2}", "10.00" },
        { "convt2d in=2 k=3 s=2 w=ones", "{0.004:%} and {1/3:%} and {1:%}", "0.4\xC2\xA0% and 33.3\xC2\xA0% and 100\xC2\xA0%" },
        { "convt2d in=2 k=3 s=2 w=ones", "{out(p=0)} {out(p=1)} {out(k=5)} {out(p=1)} {out(p=0)} {y(x=ones)[2,2]} {y(w=box)[2,2]}", "5 3 7 3 5 4 2.5" },
        { "convt2d in=2 k=3 s=2 w=ones", "", "" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Study *study = study_of_code(rows[i].code, NULL);
        Text text = { 0 };
        Error err = { 0 };
        check(study_fill(&text, study, rows[i].text, &err), "\"%s\": %s", rows[i].text, err.text);
        check(!strcmp(text_or_empty(&text), rows[i].filled), "\"%s\" is filled as \"%s\", not \"%s\"", rows[i].text, text.data, rows[i].filled);
        text_clear(&text);
        study_free(study);
    }
    static const struct {
        const char *text, *said;
    } wrong[] = { { "{out", "a { is not closed" }, { "{outt}", "{outt}: there is no number named 'outt'; did you mean out?" }, { "{out:x}", "behind the colon" }, { "{}", "an expression is missing" } };
    Study *study = study_of_code("convt2d in=2 k=3 s=2", NULL);
    for (int i = 0; i < COUNT(wrong); i++) {
        Text text = { 0 };
        Error err = { 0 };
        check(!study_fill(&text, study, wrong[i].text, &err), "\"%s\" is filled as \"%s\"", wrong[i].text, text.data);
        check(strstr(err.text, wrong[i].said), "\"%s\" says: %s", wrong[i].text, err.text);
        text_clear(&text);
    }
    study_free(study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_follow_the_formula_on_each_axis),
        cmocka_unit_test(a_layer_says_its_numbers),
        cmocka_unit_test(an_index_may_ask_for_many_other_scenes),
        cmocka_unit_test(rivals_are_those_of_the_picture_place),
        cmocka_unit_test(a_layer_far_too_large_is_asked_for_its_numbers),
        cmocka_unit_test(a_cell_knows_itself_and_whom_it_meets),
        cmocka_unit_test(scenes_of_the_lesson_are_asked_by_their_names),
        cmocka_unit_test(texts_are_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
