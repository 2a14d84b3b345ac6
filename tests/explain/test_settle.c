// After a change: what a slider offers is legal, what has become illegal gives way and is said, what was typed stays.
#include "explain/scenes.h"
#include "support/check.h"

static Scene scene_of(const char *code)
{
    Scene scene;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: %s", code, err.text);
    return scene;
}

typedef struct Change {
    const char *before;
    Param param;
    int rows, value; // rows: 1 rows, 0 columns, 2 both
    const char *after, *said;
} Change;

static const Change CHANGES[] = {
    { "convt2d s=2 p=1 op=1", PARAM_STRIDE, 2, 1, "convt2d p=1",
      "output padding 1 → 0: it must stay below stride 1 or dilation 1" },
    { "convt2d s=2 p=1 op=1", PARAM_STRIDE, 1, 1, "convt2d s=1x2 p=1 op=0x1",
      "output padding of the rows 1 → 0: it must stay below stride 1 or dilation 1" },
    { "convt1d s=3 op=2", PARAM_STRIDE, 0, 2, "convt1d s=2 op=1",
      "output padding 2 → 1: it must stay below stride 2 or dilation 1" },
    { "convt2d s=3x4 op=2x3", PARAM_STRIDE, 2, 1, "convt2d",
      "output padding of the rows 2 → 0: it must stay below stride 1 or dilation 1; output padding of the columns 3 → 0: "
      "it must stay below stride 1 or dilation 1" },
    { "convt2d s=3 op=2 d=1x2", PARAM_STRIDE, 2, 1, "convt2d op=0x1 d=1x2",
      "output padding of the rows 2 → 0: it must stay below stride 1 or dilation 1; output padding of the columns 2 → 1: "
      "it must stay below stride 1 or dilation 2" },
    { "convt2d in=2 k=3 s=1 p=1", PARAM_KERNEL, 2, 1, "convt2d in=2 k=1", "padding 1 → 0: some output must be left" },
    { "convt2d in=3 k=3 p=2", PARAM_IN, 0, 1, "convt2d in=3x1 p=2x1",
      "padding of the columns 2 → 1: some output must be left" },
    { "convt2d in=3 k=3 s=4 p=3 op=3", PARAM_STRIDE, 2, 1, "convt2d p=2",
      "output padding 3 → 0: it must stay below stride 1 or dilation 1; padding 3 → 2: some output must be left" },
    { "conv2d in=5 k=3", PARAM_KERNEL, 2, 7, "conv2d in=7 k=7", "input 5 → 7: the kernel must fit" },
    { "conv2d in=5 k=3", PARAM_IN, 2, 2, "conv2d in=2 k=2", "kernel 3 → 2: it must fit the input" },
    { "conv2d in=5 k=3 d=2", PARAM_IN, 1, 2, "conv2d in=2x5 k=1x3 d=2",
      "kernel of the rows 3 → 1: it must fit the input" },
    { "convt2d x=[1,2,3;4,5,6;7,8,9]", PARAM_IN, 2, 2, "convt2d in=2 x=[1,2;4,5]", "" },
    { "convt2d x=[1,2,3;4,5,6;7,8,9]", PARAM_IN, 0, 4, "convt2d in=3x4 x=[1,2,3,0;4,5,6,0;7,8,9,0]", "" },
    { "convt2d k=2 w=[1,2;3,4] gy=[1,2,3,4;5,6,7,8;9,1,2,3;4,5,6,7]", PARAM_KERNEL, 1, 1,
      "convt2d k=1x2 w=[1,2] gy=[1,2,3,4;5,6,7,8;9,1,2,3]", "" },
    { "convt2d in=60 x=onehot:61", PARAM_IN, 2, 70, "convt2d in=70 x=onehot:71", "" },
    { "convt2d x=onehot:8", PARAM_IN, 2, 2, "convt2d in=2 x=onehot:3", "" },
    { "convt2d p=1 cell=y:0,0,3,3", PARAM_PADDING, 2, 0, "convt2d cell=y:0,0,3,3", "" },
    { "convt2d p=1 cell=y:0,0,-1,3", PARAM_PADDING, 2, 0, "convt2d", "" },
    { "convt2d s=3 show=phase:1x2", PARAM_STRIDE, 2, 4, "convt2d s=4 show=phase:1x2", "" },
    { "convt2d s=3 show=split,phase:1x2", PARAM_STRIDE, 2, 2, "convt2d s=2 show=split",
      "phase (1, 2) → all phases: its stride has no such phase" },
    { "convt2d s=3 show=phase:2x0", PARAM_STRIDE, 1, 2, "convt2d s=2x3", "phase (2, 0) → all phases: its stride has no such phase" },
    { "convt1d s=3 show=phase:2", PARAM_STRIDE, 0, 2, "convt1d s=2", "phase 2 → all phases: its stride has no such phase" },
    { "convt2d s=2 show=a:icnr,b:nearest,shift:1x0", PARAM_STRIDE, 1, 3, "convt2d s=3x2 show=b:nearest,shift:1x0",
      "A: sub-pixel, ICNR → this layer" },
    { "convt2d s=2 show=b:sub-pixel", PARAM_STRIDE, 0, 1, "convt2d s=2x1", "B: sub-pixel → bilinear" },
    { "convt2d s=2 show=a:icnr,b:sub-pixel", PARAM_STRIDE, 2, 3, "convt2d s=3 show=a:icnr,b:sub-pixel", "" },
    { "convt2d show=from-to,from:29,to:57,turned", PARAM_STRIDE, 2, 2, "convt2d s=2 show=turned,from-to,from:29,to:57", "" },
    { "convt2d step=9", PARAM_IN, 2, 2, "convt2d in=2", "" },
    { "convt2d step=4", PARAM_IN, 2, 2, "convt2d in=2 step=4", "" },
};

static void what_became_illegal_gives_way_and_is_said(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(CHANGES); i++) {
        const Change *c = &CHANGES[i];
        Scene scene = scene_of(c->before);
        Spec changed = scene.spec;
        Text said = { 0 }, code = { 0 };
        Error err;
        if (c->rows >= 1) param_set(&changed, c->param, true, c->value);
        if (c->rows != 1) param_set(&changed, c->param, false, c->value);
        check(scene_settle(&scene, &changed, &said, &err), "%s: %s", c->before, err.text);
        scene_print(&code, &scene);
        assert_string_equal(code.data, c->after);
        assert_string_equal(text_or_empty(&said), c->said);
        text_clear(&said);
        text_clear(&code);
        scene_clear(&scene);
    }
}

static void channels_groups_and_dims_settle_too(void **state)
{
    (void)state;
    Text said = { 0 }, code = { 0 };
    Scene scene = scene_of("convt2d k=1 c=4,4 g=4 w=[1/2/3/4] b=[1,2,3,4]");
    Spec changed = scene.spec;
    changed.out_channels = 6;
    assert_true(scene_settle(&scene, &changed, &said, NULL));
    scene_print(&code, &scene);
    assert_string_equal(code.data, "convt2d k=1 c=4,6 g=2 w=[1|0|0/2|0|0/3|0|0/4|0|0] b=[1,2,3,4,0,0]");
    assert_string_equal(said.data, "groups 4 → 2: they must divide 4 input and 6 output channels");
    text_clear(&said);
    text_clear(&code);
    changed = scene.spec;
    changed.in_channels = changed.out_channels = 6, changed.groups = 4;
    assert_true(scene_settle(&scene, &changed, &said, NULL));
    assert_string_equal(said.data, "groups 4 → 3: they must divide 6 input and 6 output channels");
    text_clear(&said);
    changed = scene.spec;
    changed.dims = 1;
    changed.transposed = false;
    changed.x.output_padding = 1;
    assert_true(scene_settle(&scene, &changed, &said, NULL));
    assert_int_equal(scene.spec.y.wide, 1);
    assert_string_equal(said.data, "output padding 1 → 0: a convolution has none");
    text_clear(&said);
    scene_clear(&scene);
}

static void fewer_samples_keep_the_first(void **state)
{
    (void)state;
    Text code = { 0 };
    Scene scene = scene_of("convt1d in=2 k=1 n=2 x=[1,2/3,4]");
    Spec changed = scene.spec;
    changed.batch = 1;
    assert_true(scene_settle(&scene, &changed, NULL, NULL));
    scene_print(&code, &scene);
    assert_string_equal(code.data, "convt1d in=2 k=1 x=[1,2]");
    text_clear(&code);
    scene_clear(&scene);
}

// Turned into a convolution, a scene whose kernel does not fit its input gets a larger input, as far as one is drawn.
static void a_transposed_one_that_becomes_a_convolution_grows_its_input(void **state)
{
    (void)state;
    Text said = { 0 };
    Scene scene = scene_of("convt1d in=2 k=5");
    Spec changed = scene.spec;
    changed.transposed = false, changed.x.wide = 2;
    assert_true(scene_settle(&scene, &changed, &said, NULL));
    assert_int_equal(scene.spec.x.wide, 5);
    assert_string_equal(said.data, "input 2 → 5: the kernel must fit");
    changed = scene.spec;
    changed.x.kernel = 6;
    assert_true(scene_settle(&scene, &changed, &said, NULL));
    assert_string_equal(said.data, "input 2 → 5: the kernel must fit; input 5 → 6: the kernel must fit");
    changed = scene.spec;
    changed.x.kernel = 5000;
    Error err = { 0 };
    assert_false(scene_settle(&scene, &changed, &said, &err));
    assert_non_null(strstr(err.text, "kernel_size is 5000"));
    assert_int_equal(scene.spec.x.kernel, 6);
    text_clear(&said);
    scene_clear(&scene);
}

static void channels_that_cannot_be_are_refused(void **state)
{
    (void)state;
    Scene scene = scene_of("convt2d c=2,2 g=2");
    for (int i = 0; i < 3; i++) {
        Spec changed = scene.spec;
        *(i == 0 ? &changed.groups : i == 1 ? &changed.in_channels : &changed.out_channels) = 0;
        Error err = { 0 };
        assert_false(scene_settle(&scene, &changed, NULL, &err));
        check(strstr(err.text, "is 0; it must be 1 or more"), "%s", err.text);
    }
    scene_clear(&scene);
}

static void too_many_typed_values_become_a_ramp(void **state)
{
    (void)state;
    Text said = { 0 };
    Scene scene = scene_of("convt2d in=2 x=[1,2;3,4]");
    Spec changed = scene.spec;
    param_set(&changed, PARAM_IN, true, 100);
    param_set(&changed, PARAM_IN, false, 100);
    assert_true(scene_settle(&scene, &changed, &said, NULL));
    assert_int_equal(scene.x.kind, SOURCE_RAMP);
    assert_non_null(strstr(said.data, "x: typed values → ramp"));
    text_clear(&said);
    scene_clear(&scene);
}

static void what_cannot_be_mended_leaves_the_scene_alone(void **state)
{
    (void)state;
    static const int wrong[][2] = { { PARAM_IN, 0 }, { PARAM_IN, 1 << 29 }, { PARAM_STRIDE, 0 }, { PARAM_KERNEL, -3 },
                                    { PARAM_PADDING, -1 }, { PARAM_OUTPUT_PADDING, -1 }, { PARAM_DILATION, INT32_MAX }, { PARAM_DILATION, INT32_MIN } };
    for (int i = 0; i < 2 * COUNT(wrong); i++) {
        Scene scene = scene_of(i % 2 ? "conv2d in=4 x=[1,2,3,4;1,2,3,4;1,2,3,4;1,2,3,4] cell=x:0,0,3,3"
                                     : "convt2d s=2 op=1 x=[1,2,3;4,5,6;7,8,9] cell=y:0,0,7,7 step=9");
        Scene before = scene_copy(&scene);
        Spec changed = scene.spec;
        Text said = { 0 };
        Error err = { 0 };
        param_set(&changed, (Param)wrong[i / 2][0], i / 2 % 2, wrong[i / 2][1]); // rows and columns taking turns
        check(!scene_settle(&scene, &changed, &said, &err), "case %d is accepted", i);
        assert_true(err.text[0] && !said.length);
        assert_true(scene_equal(&scene, &before));
        scene_clear(&before);
        scene_clear(&scene);
    }
}

// Every end of every range settles without an error, and one beyond it is either illegal or where a slider stops.
static void sliders_offer_what_is_legal(void **state)
{
    (void)state;
    Random r = { 3 };
    for (int i = 0; i < 1500; i++) {
        Scene scene = { .spec = some_spec(&r), .b = { .kind = SOURCE_NONE }, .step = STEP_END };
        for (int k = 0; k < 2 * PARAM_COUNT; k++) {
            Param param = (Param)(k / 2);
            bool rows = k % 2;
            ParamRange range = param_range(&scene.spec, param, rows);
            int now = param_get(&scene.spec, param, rows);
            check(range.least <= now && now <= range.most, "%s: %d in %d–%d", PARAMS[param].title, now, range.least,
                  range.most);
            if (rows && scene.spec.dims == 1) continue;
            for (int value = range.least; value <= range.most; value += range.most - range.least > 20 ? 97 : 1) {
                Scene copy = scene_copy(&scene);
                Spec changed = scene.spec;
                Error err;
                param_set(&changed, param, rows, value);
                check(scene_settle(&copy, &changed, NULL, &err), "%s %d: %s", PARAMS[param].title, value, err.text);
                check(param_get(&copy.spec, param, rows) == value, "%s %d is not kept", PARAMS[param].title, value);
                scene_clear(&copy);
            }
            if (param != PARAM_OUTPUT_PADDING && (param != PARAM_PADDING || !scene.spec.transposed)) continue;
            Spec beyond = scene.spec;
            param_set(&beyond, param, rows, range.most + 1);
            check(!spec_check(&beyond, NULL), "%s could be %d", PARAMS[param].title, range.most + 1);
        }
    }
}

static void ranges_say_what_ends_them(void **state)
{
    (void)state;
    static const struct { const char *code; Param param; int least, most; const char *why; } rows[] = {
        { "convt2d s=2", PARAM_OUTPUT_PADDING, 0, 1, "below stride 2" },
        { "convt2d s=2 d=3", PARAM_OUTPUT_PADDING, 0, 2, "below dilation 3" },
        { "conv2d", PARAM_OUTPUT_PADDING, 0, 0, "a convolution has none" },
        { "convt2d s=2", PARAM_PADDING, 0, 3, "some output must be left" },
        { "conv2d in=5", PARAM_PADDING, 0, 2, "beyond it a window sees only padding" },
        { "conv2d in=2 p=1", PARAM_PADDING, 1, 2, "beyond it a window sees only padding" },
        { "convt2d", PARAM_IN, 1, 16, "" },
        { "conv2d in=5 p=1 k=4", PARAM_IN, 2, 16, "" },
        { "convt2d in=40", PARAM_IN, 1, 4096, "" },
        { "convt2d in=5000", PARAM_IN, 1, 5000, "" },
        { "convt2d in=200 s=64", PARAM_IN, 1, 330, "beyond it the tensors get too large" },
        { "convt2d s=2 op=1", PARAM_STRIDE, 1, 8, "" },
        { "convt2d", PARAM_KERNEL, 1, 11, "" },
        { "conv2d in=4 p=1", PARAM_KERNEL, 1, 6, "the kernel must fit the input" },
        { "conv2d in=5 k=2", PARAM_DILATION, 1, 4, "the kernel must fit the input" },
        { "conv2d in=2000 k=11 d=20 c=1,80", PARAM_PADDING, 0, 32, "beyond it the tensors get too large" },
        { "conv2d in=200 c=512,1", PARAM_IN, 3, 2621, "beyond it the tensors get too large" },
        { "convt2d k=15", PARAM_KERNEL, 1, 15, "" },
        { "convt2d d=9", PARAM_DILATION, 1, 9, "" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene = scene_of(rows[i].code);
        ParamRange range = param_range(&scene.spec, rows[i].param, true);
        check(range.least == rows[i].least && range.most == rows[i].most && !strcmp(range.why, rows[i].why),
              "%s, %s: %d–%d, %s", rows[i].code, PARAMS[rows[i].param].title, range.least, range.most, range.why);
        scene_clear(&scene);
    }
}

static void layers_go_with_what_enlarges(void **state)
{
    (void)state;
    Scene scene;
    Error err;
    Text said = { 0 };
    check(scene_parse(&scene, "convt2d in=8 s=2 show=layers:3", &err), "%s", err.text);
    Spec spec = scene.spec;
    param_set(&spec, PARAM_KERNEL, true, 4);
    check(scene_settle(&scene, &spec, &said, &err) && scene.show.picture_layers == 3, "another kernel took the layers away: %s", text_or_empty(&said));
    spec = scene.spec;
    spec.transposed = false, spec.y.wide = spec.x.wide = 8;
    check(scene_settle(&scene, &spec, &said, &err), "%s", err.text);
    check(scene.show.picture_layers == 0 && strstr(text_or_empty(&said), "layers: 3 → 1, as a convolution enlarges nothing"), "%d layers; “%s”",
          scene.show.picture_layers, text_or_empty(&said));
    text_clear(&said);
    scene_clear(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers_go_with_what_enlarges),
        cmocka_unit_test(what_became_illegal_gives_way_and_is_said),
        cmocka_unit_test(fewer_samples_keep_the_first),
        cmocka_unit_test(a_transposed_one_that_becomes_a_convolution_grows_its_input),
        cmocka_unit_test(channels_that_cannot_be_are_refused), cmocka_unit_test(channels_groups_and_dims_settle_too), cmocka_unit_test(too_many_typed_values_become_a_ramp),
        cmocka_unit_test(what_cannot_be_mended_leaves_the_scene_alone), cmocka_unit_test(sliders_offer_what_is_legal),
        cmocka_unit_test(ranges_say_what_ends_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
