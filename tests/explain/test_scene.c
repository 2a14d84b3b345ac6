// The scene code: what is printed is read back as the same scene, and every mistake is named where it stands.
#include "explain/scenes.h"
#include "support/check.h"

#include <stdio.h>

static void what_is_printed_is_read_back(void **state)
{
    (void)state;
    Random r = { 11 };
    for (int i = 0; i < 4000; i++) {
        Scene scene = some_scene(&r), back;
        Text code = { 0 }, again = { 0 };
        Error err;
        scene_print(&code, &scene);
        assert_true(utf8_valid(code.data, code.length) && !strchr(code.data, 0x0A));
        check(scene_parse(&back, code.data, &err), "%s\ncolumn %d: %s", code.data, err.place, err.text);
        scene_print(&again, &back);
        check(scene_equal(&scene, &back), "%s\nis read as\n%s", code.data, again.data);
        assert_string_equal(code.data, again.data);
        Scene copy = scene_copy(&back);
        assert_true(scene_equal(&copy, &scene));
        scene_clear(&copy);
        scene_clear(&back);
        scene_clear(&scene);
        text_clear(&code);
        text_clear(&again);
    }
}

static void one_difference_makes_scenes_unequal(void **state)
{
    (void)state;
    const char *base = "convt2d in=4 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3]";
    static const char *const others[] = {
        "convt2d in=4x5 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3]", "convt2d in=4 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,4]",
        "convt2d in=4 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] b=ones", "convt2d in=4 k=3 s=2 p=1 w=ramp",
        "convt2d in=4 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] view=slide,stamp",
        "convt2d in=4 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] step=3", "conv2d in=4 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3]",
        "convt2d in=4 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] cell=y:0,0,0,0",
        "convt2d in=4 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] view=stamp",
        "convt2d in=4 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] show=turned",
        "convt2d in=4 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] gy=ramp",
        "convt2d in=4 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] walk=output",
        "convt2d in=4 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] look=dark", "convt2d in=4 k=3 s=2 p=1 x=random:2",
        "convt2d in=4 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] hide=k", "convt2d in=4 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] lock=k",
    };
    Scene a, b;
    assert_true(scene_parse(&a, base, NULL));
    for (int i = 0; i < COUNT(others); i++) {
        assert_true(scene_parse(&b, others[i], NULL));
        check(!scene_equal(&a, &b), "%s", others[i]);
        scene_clear(&b);
    }
    scene_clear(&a);
}

static void one_other_number_of_the_spec_makes_scenes_unequal(void **state)
{
    (void)state;
    Scene a, b;
    assert_true(scene_parse(&a, "convt2d in=4 c=2,2", NULL));
    b = scene_copy(&a);
    assert_true(scene_equal(&a, &b));
    Spec *s = &b.spec;
    int *numbers[] = { &s->dims, &s->batch, &s->in_channels, &s->out_channels, &s->groups, &s->y.narrow, &s->y.wide,
                       &s->y.kernel, &s->y.stride, &s->y.padding, &s->y.output_padding, &s->y.dilation, &s->x.narrow,
                       &s->x.wide, &s->x.kernel, &s->x.stride, &s->x.padding, &s->x.output_padding, &s->x.dilation };
    for (int i = 0; i < COUNT(numbers); i++) {
        ++*numbers[i];
        check(!scene_equal(&a, &b), "number %d of the spec is not compared", i);
        --*numbers[i];
    }
    s->transposed = false;
    assert_false(scene_equal(&a, &b));
    scene_clear(&a);
    scene_clear(&b);
}

// What each code is printed as: keys in one order, short names, no defaults.
static void codes_are_printed_in_one_form(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "convt2d", "convt2d" },
        { "convt2d in=3 k=3 s=1 p=0 op=0 d=1 c=1,1 g=1 n=1 x=ramp w=ramp b=none gy=ones view=stamp,slide walk=input "
          "step=end", "convt2d" },
        { "  convt2d\tstep=2  in=3x3 stride=2x2\n", "convt2d s=2 step=2" },
        { "convt2d output_padding=1x0 padding=1 kernel_size=3 stride=2 dilation=1 batch=2 channels=2,4 groups=2",
          "convt2d s=2 p=1 op=1x0 c=2,4 g=2 n=2" },
        { "conv1d in=5 k=2 x=[1,2, 3 ,4,5]", "conv1d in=5 k=2 x=[1,2,3,4,5]" },
        { "convt1d in=9 x=tone gy=step", "convt1d in=9 x=tone:1 gy=step" },
        { "convt1d in=9 x=tone:4", "convt1d in=9 x=tone:4" },
        { "convt2d k=2 w=boxed:3 b=pytorch", "convt2d k=2 w=boxed:3 b=pytorch:1" },
        { "convt2d k=2 w=pytorch:12 b=none", "convt2d k=2 w=pytorch:12" },
        { "convt2d k=2 x=random w=icnr b=[−1.5]", "convt2d k=2 x=random:1 w=icnr:1 b=[-1.5]" },
        { "convt2d x=file:photo.png", "convt2d x=file:\"photo.png\"" },
        { "convt2d x=file:\"a \\\"b\\\" \\\\ \\x41.png\"", "convt2d x=file:\"a \\\"b\\\" \\\\ A.png\"" },
        { "convt2d in=1x2 k=1 c=1,2 n=2 x=[1,2/3,4] w=[5|6] b=[7,8]",
          "convt2d in=1x2 k=1 c=1,2 n=2 x=[1,2/3,4] w=[5|6] b=[7,8]" },
        { "convt2d in=1 k=1x2 c=2,1 x=[1|2] w=[1,2/3,4]", "convt2d in=1 k=1x2 c=2,1 x=[1|2] w=[1,2/3,4]" },
        { SCENE_FIRST, "convt2d in=2 s=2 w=ones view=stamp step=1" },
        { "convt2d s=2 p=1 cell=y:0,0,-1,5 view=picture look=dark",
          "convt2d s=2 p=1 view=picture cell=y:0,0,-1,5 look=dark" },
        { "convt2d s=2 show=framework:keras-same,to:57,from:29,frameworks,rows,wider view=sizes",
          "convt2d s=2 view=sizes show=frameworks,rows,from:29,to:57,wider,framework:keras-same" },
        { "convt2d show=turned,colour:weight", "convt2d show=turned" },
        { "convt2d show=turned,colour:value", "convt2d show=colour:value,turned" },
        { "convt2d s=2x3 show=phase:1x2,channels,uncut,chain,turned,unturned step=2",
          "convt2d s=2x3 show=unturned,turned,chain,uncut,channels,phase:1x2 step=2" },
        { "convt1d s=2 show=cut,phase:0,split,from-to,framework:pytorch", "convt1d s=2 show=cut,split,phase:0,from-to" },
        { "convt2d show=shift:-3x4,difference,b:icnr,a:nearest-conv view=picture", "convt2d view=picture show=a:nearest-conv,b:icnr,difference,shift:-3x4" },
        { "convt2d lock=w,s hide=more,walk,k,in look=dark", "convt2d look=dark hide=in,k,walk,more lock=s,w" },
        { "convt1d lock=more hide=guide", "convt1d hide=guide lock=more" },
        { "convt2d show=layers:3,shift:1x0", "convt2d show=shift:1x0,layers:3" },
        { "convt2d show=shift:0x0,beside,a:layer", "convt2d show=a:layer,beside" },
        { "conv2d show=shift:2x0,b:gradient", "conv2d show=b:gradient,shift:2x0" },
        { "conv2d p=1 cell=x:0,0,-1,3", "conv2d p=1 cell=x:0,0,-1,3" },
        { "convt2d x=file:\"\\x6A\\x6a\\x01\\x0f\"", "convt2d x=file:\"jj\\x01\\x0F\"" },
        { "conv1d in=2 k=1 x=[1\r,\r\n2 \t]", "conv1d in=2 k=1 x=[1,2]" },
        { "conv1d in=2 k=1 x=[1.00000000000000000000000000000000001,2]", "conv1d in=2 k=1 x=[1,2]" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Error err;
        Text out = { 0 };
        check(scene_parse(&scene, rows[i][0], &err), "%s\ncolumn %d: %s", rows[i][0], err.place, err.text);
        scene_print(&out, &scene);
        assert_string_equal(out.data, rows[i][1]);
        text_clear(&out);
        scene_clear(&scene);
    }
}

static void a_picture_without_a_name_is_the_first(void **state)
{
    (void)state;
    Scene scene;
    assert_true(scene_parse(&scene, "convt2d x=picture", NULL));
    assert_string_equal(scene.x.word, PICTURE_NAMES[0]);
    scene_clear(&scene);
}

static void a_size_goes_to_its_side(void **state)
{
    (void)state;
    Scene scene;
    assert_true(scene_parse(&scene, "convt2d in=4x2 k=3x1 s=2x3 p=1x0 op=1x2 d=2x1 c=2,6 g=2 n=3", NULL));
    const Spec *s = &scene.spec;
    assert_true(s->transposed && s->dims == 2 && s->batch == 3 && s->in_channels == 2 && s->out_channels == 6);
    assert_int_equal(s->groups, 2);
    Axis y = { 4, 10, 3, 2, 1, 1, 2 }, x = { 2, 6, 1, 3, 0, 2, 1 };
    assert_memory_equal(&s->y, &y, sizeof y);
    assert_memory_equal(&s->x, &x, sizeof x);
    scene_clear(&scene);
    assert_true(scene_parse(&scene, "conv1d in=7 s=2", NULL));
    Axis trivial = AXIS_TRIVIAL, row = { 3, 7, 3, 2, 0, 0, 1 };
    assert_memory_equal(&scene.spec.y, &trivial, sizeof trivial);
    assert_memory_equal(&scene.spec.x, &row, sizeof row);
    scene_clear(&scene);
}

typedef struct Wrong {
    const char *code;
    int column;
    const char *phrases[3];
} Wrong;

static const Wrong WRONG[] = {
    { "", 1, { "conv1d, conv2d, convt1d or convt2d" } },
    { "   ", 4, { "begins with its operation" } },
    { "conv3d", 1, { "'conv3d' is no operation", "did you mean conv" } },
    { "convt2D in=3", 1, { "no operation", "did you mean convt2d?" } },
    { "conv_transpose2d in=3", 1, { "no operation", "did you mean convt2d?" } },
    { "nn.ConvTranspose2d", 1, { "no operation", "did you mean convt2d?" } },
    { "in=3 convt2d", 1, { "'in=3' is no operation" } },
    { "nn.Linear(3,4)", 1, { "'nn.Linear(3,4)' is no layer that can be read", "such as nn.ConvTranspose2d(64, 32, 4, 2, 1)" } },
    { "zzzzzzzzzz", 1, { "'zzzzzzzzzz' is no operation" } },
    { "convt2d strid=2", 9, { "no key 'strid'", "did you mean stride?", "in, k, s, p, op, d" } },
    { "convt2d kernel=3", 9, { "no key 'kernel'" } },
    { "convt2d in=3 qqqqqqqq=1", 14, { "no key 'qqqqqqqq'" } },
    { "convt2d k", 9, { "behind k must stand =", "k=3" } },
    { "convt2d k = 3", 9, { "behind k must stand =" } },
    { "convt2d =3", 9, { "a key is missing before this '='" } },
    { "convt2d k=", 11, { "a value is missing behind k=" } },
    { "convt2d k= s=2", 11, { "a value is missing behind k=", "a size" } },
    { "convt2d k=3 s=2 k=4", 17, { "k is given twice" } },
    { "convt2d k=3 kernel_size=3", 13, { "k and kernel_size are the same key" } },
    { "convt2d x=ones x=ones", 16, { "x is given twice" } },
    { "convt2d s=two", 11, { "stride is 'two'", "whole number, 1 or more" } },
    { "convt2d s=0", 11, { "stride is 0", "1 or more" } },
    { "convt2d s=2x0", 13, { "stride is 0", "1 or more" } },
    { "convt2d s=-2", 11, { "stride is -2", "1 or more" } },
    { "convt2d p=−1", 11, { "padding is -1", "0 or more" } },
    { "convt2d k=1.5", 11, { "kernel_size is '1.5'", "whole number" } },
    { "convt2d k=99999999999999999999", 11, { "kernel_size is 99999999999999999999", "at most 1048576" } },
    { "convt2d in=0", 12, { "in is 0", "1 or more" } },
    { "convt2d in=3x", 14, { "a number of 'in' is missing here" } },
    { "convt2d in=3x4x5", 15, { "at most two numbers, ROWSxCOLUMNS" } },
    { "convt2d k=3,3", 12, { "ROWSxCOLUMNS", "not a comma" } },
    { "conv1d k=3,3", 11, { "one number", "not a comma" } },
    { "conv1d in=3x3", 12, { "in 1D in is one number" } },
    { "conv2d op=1", 8, { "a convolution has no output padding", "convt2d" } },
    { "conv2d in=5 output_padding=0", 13, { "a convolution has no output padding", "leave output_padding out" } },
    { "convt2d in=16 k=3 s=2 p=1 op=2", 30, { "output_padding is 2", "below stride 2", "0 or 1" } },
    { "convt2d op=1", 12, { "output_padding is 1", "with stride 1 and dilation 1 it can only be 0" } },
    { "convt2d in=3 s=1 p=3", 20, { "padding is 3", "at most 2" } },
    { "conv2d in=2", 11, { "kernel_size is 3", "input's height is 2", "at most 2" } },
    { "conv2d in=4 k=5", 15, { "kernel_size is 5", "input's height is 4", "at most 4" } },
    { "conv2d in=4 d=2", 15, { "dilation 2", "input's height is 4", "at most 4" } },
    { "convt2d c=3", 11, { "IN,OUT", "c=1,2" } },
    { "convt2d c=1,2,3", 14, { "IN,OUT", "more" } },
    { "convt2d c=0,1", 11, { "channels is 0", "1 or more" } },
    { "convt2d c=1,", 13, { "a number of 'channels' is missing here" } },
    { "convt2d c=4,6 g=4", 17, { "groups is 4", "1, 2" } },
    { "convt2d g=0", 11, { "groups is 0" } },
    { "convt2d n=none", 11, { "batch is 'none'" } },
    { "convt2d in=268435456", 12, { "the output", "at most" } },
    { "convt2d in=99999", 12, { "99999·99999 values", "at most" } },
    { "convt2d x=rampp", 11, { "x cannot be 'rampp'", "did you mean ramp?", "letters" } },
    { "convt2d x=box", 11, { "x cannot be 'box'" } },
    { "convt2d x=typed", 11, { "x cannot be 'typed'", "in brackets" } },
    { "convt2d w=none", 11, { "w cannot be 'none'", "bilinear" } },
    { "convt1d w=tone", 11, { "w cannot be 'tone'", "boxed" } },
    { "convt1d x=tone:x", 16, { "the tone has 'x' cycles", "0 to" } },
    { "convt2d x=pytorch:3", 11, { "x cannot be 'pytorch'", "random" } },
    { "convt2d b=icnr:3", 11, { "b cannot be 'icnr'", "none" } },
    { "convt2d w=ones:1", 15, { "nothing may stand behind ones" } },
    { "convt2d x=onehot", 17, { "onehot needs the index", "onehot:0" } },
    { "convt2d x=onehot:9", 18, { "no value number '9'", "0 to 8" } },
    { "convt2d x=random:abc", 18, { "the seed is 'abc'" } },
    { "convt2d x=picture:nothing-like-it", 19, { "no built-in picture 'nothing-like-it'", "there are" } },
    { "convt2d x=file", 15, { "file needs a path" } },
    { "convt2d x=file:\"\"", 16, { "path of the file is empty" } },
    { "convt2d x=file:\"a b", 16, { "quote is not closed" } },
    { "convt2d x=file:\"a\"b", 19, { "nothing may stand behind the closing" } },
    { "convt2d x=file:\"a\\q\"", 18, { "behind a backslash" } },
    { "convt2d x=file:\"ä\" w=onez", 22, { "w cannot be 'onez'", "did you mean ones?" } },
    { "convt2d in=2 x=[1,2;3", 16, { "bracket is not closed" } },
    { "convt2d in=2 x=[1,2]", 20, { "x needs 2 rows", "here is 1", "x is 2x2" } },
    { "convt2d in=2 x=[1;2]", 18, { "x needs 2 values in each row", "here is 1", "x is 2x2" } },
    { "convt2d in=2 x=[1,2,3;4,5]", 21, { "x needs 2 values in each row", "here are more" } },
    { "convt2d in=2 x=[1,2;3,4;5,6]", 25, { "x needs 2 rows", "here are more" } },
    { "convt2d in=2 x=[1,2;3,4|5,6;7,8]", 25, { "x needs 1 channel,", "here are more" } },
    { "convt2d in=2 n=2 x=[1,2;3,4]", 28, { "x needs 2 samples", "here is 1", "2x1x2x2" } },
    { "convt2d k=1 c=1,2 w=[1/2]", 23, { "w needs 2 parts along the second index", "here is 1" } },
    { "convt2d k=1 c=2,1 w=[1|2]", 24, { "w needs 1 part along the second index", "here are more" } },
    { "convt2d c=1,2 b=[1]", 19, { "b needs 2 values", "one value for each output channel" } },
    { "convt2d in=2 x=[1,;3,4]", 19, { "a number is missing in x" } },
    { "convt2d in=2 x=[1,a;3,4]", 19, { "a is no number", "inf or nan" } },
    { "convt2d in=2 x=[1,1e39;3,4]", 19, { "1e39 is too large" } },
    { "convt2d in=2 x=[1,2;3,4]5", 25, { "nothing may stand behind the ]" } },
    { "convt2d in=65 x=[1]", 17, { "x has 4225 values", "at most 4096", "file:" } },
    { "convt2d view=stmap", 14, { "no lens 'stmap'", "did you mean stamp?", "slide" } },
    { "convt2d view=stamp,mosaic", 20, { "no lens 'mosaic'", "stamp, slide, ", "sizes and picture" } },
    { "convt2d view=stamp,", 20, { "no lens ''" } },
    { "convt2d view=stamp,stamp", 20, { "stamp is shown already" } },
    { "convt2d view=picture,stamp", 22, { "picture fills the stage alone" } },
    { "convt2d view=stamp,picture", 20, { "picture fills the stage alone" } },
    { "convt2d show=", 14, { "a value is missing behind show=", "turned,chain" } },
    { "convt2d show=turnd", 14, { "no switch 'turnd'", "did you mean turned?", "unturned, folded, turned, chain, " } },
    { "convt2d show=turned,chian", 21, { "no switch 'chian'", "did you mean chain?" } },
    { "convt2d show=layers:1", 21, { "layers is '1'; it is 2 to 5" } },
    { "convt2d show=layers:6", 21, { "layers is '6'" } },
    { "convt2d show=layers", 20, { "behind layers must stand : and which, as in layers:3" } },
    { "convt2d show=stamp", 14, { "no switch 'stamp'" } },
    { "convt2d show=turned,", 21, { "no switch ''" } },
    { "convt2d show=chain,chain", 20, { "chain stands there already" } },
    { "convt2d show=cut,uncut", 18, { "cut and uncut exclude each other" } },
    { "convt2d show=channels,turned,split", 30, { "channels and split exclude each other" } },
    { "convt2d show=colour", 20, { "behind colour must stand :", "colour:phase" } },
    { "convt2d show=colour:weihgt", 21, { "no colour by 'weihgt'", "weight, phase", "did you mean weight?" } },
    { "convt2d show=turned:1", 20, { "nothing may stand behind turned" } },
    { "convt2d show=phase", 19, { "behind phase must stand :", "phase:1x0" } },
    { "convt2d show=from:,to:5", 19, { "behind from must stand :", "from:29" } },
    { "convt2d show=colour:wight", 21, { "there is no colour by 'wight'", "did you mean weight?", "phase" } },
    { "convt2d show=framework:,to:5", 24, { "behind framework must stand :", "framework:keras-same" } },
    { "convt2d s=2x3 show=phase:2x0", 26, { "no phase '2x0'", "ROWxCOLUMN, 0x0 to 1x2" } },
    { "convt2d s=2x3 show=phase:0x3", 26, { "no phase '0x3'", "0x0 to 1x2" } },
    { "convt2d s=2 show=phase:1", 24, { "no phase '1'", "ROWxCOLUMN" } },
    { "convt2d s=2 show=phase:1x", 24, { "no phase '1x'" } },
    { "convt1d s=2 show=phase:0x1", 24, { "no phase '0x1'", "in 1D phases are 0 to 1" } },
    { "convt1d s=2 show=phase:2", 24, { "no phase '2'", "0 to 1" } },
    { "convt2d show=turned,to:0", 24, { "to is '0'", "a size, 1 to 268435456" } },
    { "convt2d show=from:many", 19, { "from is 'many'", "a size" } },
    { "convt2d show=framework:keras-sam", 24, { "no framework 'keras-sam'", "did you mean keras-same?", "pytorch, " } },
    { "convt2d show=a:bilinaer", 16, { "no rival 'bilinaer'", "did you mean bilinear?", "original, layer, " } },
    { "convt2d show=beside,b", 22, { "behind b must stand :", "b:nearest" } },
    { "conv2d show=b:bilinear", 15, { "bilinear makes a picture larger, and a convolution does not" } },
    { "convt2d s=2x3 show=a:icnr", 22, { "the strides are 2 and 3" } },
    { "convt2d show=beside,difference", 21, { "beside and difference exclude each other" } },
    { "convt2d show=shift:1", 20, { "shift is '1'", "ROWSxCOLUMNS, each -4096 to 4096" } },
    { "convt2d show=shift:1x", 20, { "shift is '1x'" } },
    { "convt2d show=shift:ax1", 20, { "shift is 'ax1'" } },
    { "convt2d show=shift:0x4097", 20, { "shift is '0x4097'" } },
    { "convt2d walk=inputs", 14, { "walk cannot be 'inputs'", "did you mean input?", "product" } },
    { "convt2d step=10", 14, { "step is '10'", "walking by input it may be 0 to 9, or end" } },
    { "convt2d walk=product step=82", 27, { "0 to 81" } },
    { "convt2d step=82 walk=product", 14, { "0 to 81" } },
    { "convt2d step=-1", 14, { "0 to 9, or end" } },
    { "convt2d step=End", 14, { "or end" } },
    { "convt2d cell=1,2", 14, { "no cell", "y:n,c,row,col" } },
    { "convt2d cell=z:0,0,1,2", 14, { "no cell" } },
    { "conv1d cell=y:0,0,1", 13, { "no cell", "in 1D row is 0" } },
    { "convt2d cell=y:0,0,5,0", 14, { "no cell y:0,0,5,0", "0,0,0,0 to 0,0,4,4" } },
    { "convt2d p=1 cell=y:0,0,-2,0", 18, { "0,0,-1,-1 to 0,0,3,3" } },
    { "convt2d cell=x:0,0,0,3", 14, { "no cell x:0,0,0,3", "0,0,0,0 to 0,0,2,2" } },
    { "conv2d p=1 cell=x:0,0,-2,3", 17, { "0,0,-1,-1 to 0,0,3,3" } },
    { "convt2d cell=b:0,0,0,0", 14, { "no bias" } },
    { "convt2d cell=w:0,0,3,0", 14, { "no cell w:0,0,3,0", "first,second,row,col", "0,0,0,0 to 0,0,2,2" } },
    { "convt2d cell=y:-1,0,0,0", 14, { "no cell y:-1,0,0,0", "0,0,0,0 to 0,0,4,4" } },
    { "conv2d in=2 p=1 k=9", 19, { "kernel_size is 9", "padding 1" } },
    { "convt2d x=file:", 16, { "file needs a path" } },
    { "convt2d x=file:\"a\\", 16, { "quote is not closed" } },
    { "convt2d x=file:\"\\xg1\"", 17, { "behind a backslash", "two hexadecimal" } },
    { "convt2d x=file:\"\\x1G\"", 17, { "behind a backslash" } },
    { "convt2d x=file:\"\\x!1\"", 17, { "behind a backslash" } },
    { "convt2d x=file:\"\\x1:\"", 17, { "behind a backslash" } },
    { "convt2d x=file:\"\\x1@\"", 17, { "behind a backslash" } },
    { "convt2d x=file:\"\\x00\"", 17, { "behind a backslash" } },
    { "convt1d in=1 k=1 x=[1,2]", 23, { "x needs 1 value in each row", "here are more" } },
    { "conv1d in=2 k=1 x=[1,2;3]", 24, { "x needs 1 row,", "here are more", "x has 2 values" } },
    { "convt2d in=1 c=2,1 x=[1]", 24, { "x needs 2 channels", "here is 1" } },
    { "convt2d in=1 x=[1/2]", 19, { "x needs 1 sample,", "here are more", "x has 1 value)" } },
    { "convt2d k=1 w=[1/2]", 18, { "w needs 1 part along the first index", "here are more" } },
    { "convt2d k=1 c=2,1 w=[1]", 23, { "w needs 2 parts along the first index", "here is 1" } },
    { "convt2d in=1 x=[five-and-twenty-characters-long]", 17, { "five-and-twenty-characte is no number" } },
    { "convt2d a-key-that-is-so-long-that-no-word-can-have-been-meant-by-it-at-all-whatever-is-compared-with-it=1", 9,
      { "there is no key 'a-key", "…'" } },
    { "convt2d hide=stride", 14, { "no control 'stride'", "in, k, s, p, op, ", "guide and more" } },
    { "convt2d hide=k,clok", 16, { "no control 'clok'", "did you mean clock?" } },
    { "convt2d hide=k,", 16, { "no control ''" } },
    { "convt2d lock=k,s,k", 18, { "k stands there already" } },
    { "convt2d lock=p hide=s,p", 14, { "p is hidden", "leave it out here" } },
    { "convt2d lock=p,guide", 16, { "the guide has nothing to lock", "hide=guide" } },
    { "convt2d look=drak", 14, { "look cannot be 'drak'", "did you mean dark?", "projector" } },
    { "convt2d look=", 14, { "a value is missing" } },
};

static void every_mistake_is_named_where_it_stands(void **state)
{
    (void)state;
    assert_true(COUNT(WRONG) >= 60);
    int bad = 0;
    for (int i = 0; i < COUNT(WRONG); i++) {
        const Wrong *row = &WRONG[i];
        Scene scene;
        Error err = { 0 };
        check(!scene_parse(&scene, row->code, &err), "%s is accepted", row->code);
        bool good = err.place == row->column && !err.cannot && utf8_valid(err.text, strlen(err.text));
        for (int k = 0; k < 3 && row->phrases[k]; k++) good = good && strstr(err.text, row->phrases[k]);
        if (good) continue;
        bad++;
        print_error("%s\n    wanted column %d: %s … %s … %s\n    got    column %d: %s\n", row->code, row->column,
                    row->phrases[0], row->phrases[1] ? row->phrases[1] : "", row->phrases[2] ? row->phrases[2] : "",
                    err.place, err.text);
    }
    assert_int_equal(bad, 0);
}

// Bytes at random, and good codes with a few bytes changed, cut, doubled: an answer, never a crash; whatever is
// accepted is a scene that can be printed and read again.
static void no_text_breaks_the_parser(void **state)
{
    (void)state;
    static const char letters[] = "convt2d =xkspodcgnwby[],;|/:\"\\0123456789-.einfaramponestylew\xC3\xA4\xE2\n\t";
    Random r = { 5 };
    for (int i = 0; i < 20000; i++) {
        char code[200];
        size_t length = 0;
        if (i % 4 == 0) {
            length = (size_t)any(&r, 0, 60);
            for (size_t k = 0; k < length; k++) code[k] = (char)any(&r, 1, 255);
        } else {
            const char *from = i % 4 == 1 ? "convt2d in=2 x=[1,2;3,4] k=3 s=2 p=1 op=1 cell=y:0,0,2,1 step=3"
                             : i % 4 == 2 ? "conv1d c=2,2 g=2 in=9 x=file:\"a b\" w=icnr:4 b=[1,2] view=slide,stamp"
                                          : WRONG[any(&r, 0, COUNT(WRONG) - 1)].code;
            length = strlen(from);
            memcpy(code, from, length);
            for (int k = any(&r, 1, 4); k > 0 && length > 0; k--) {
                size_t at = (size_t)any(&r, 0, (int)length - 1);
                int what = any(&r, 0, 2);
                if (what == 0) code[at] = letters[any(&r, 0, (int)sizeof letters - 2)];
                else if (what == 1) memmove(code + at, code + at + 1, --length - at);
                else memmove(code + at + 1, code + at, length++ - at);
            }
        }
        char *exact = memory_new(length + 1, 1); // so that reading past the end is seen
        memcpy(exact, code, length);
        Scene scene, back;
        Error err = { 0 };
        if (scene_parse(&scene, exact, &err)) {
            Text out = { 0 };
            scene_print(&out, &scene);
            check(scene_parse(&back, out.data, &err) && scene_equal(&scene, &back), "%s -> %s", exact, out.data);
            scene_clear(&back);
            scene_clear(&scene);
            text_clear(&out);
        } else {
            check(err.place >= 1 && err.place <= (int)length + 1, "%s: column %d", exact, err.place);
            check(err.text[0] && utf8_valid(err.text, strlen(err.text)), "%s: %s", exact, err.text);
        }
        free(exact);
    }
}

static void cells_are_read_as_they_are_printed(void **state)
{
    (void)state;
    Cell cell = { ROLE_Y, { 0, 12, -3, 7 } }, back;
    char out[64];
    cell_print(out, cell);
    assert_string_equal(out, "y:0,12,-3,7");
    assert_true(cell_parse(out, strlen(out), &back) && cell_equal(cell, back));
    static const char *const wrong[] = { "", "y", "y:", "y:0,0,0", "y:0,0,0,", "y:0,0,0,0,0", "q:0,0,0,0", "?:0,0,0,0",
                                         "y:0,0, 0,0", "y:0,0,0,x", "y:0,0,0,99999999999" };
    Spec spec = some_spec(&(Random){ 1 });
    assert_false(cell_inside(&spec, CELL_NONE) || cell_exists(&spec, CELL_NONE));
    for (int i = 0; i < COUNT(wrong); i++) check(!cell_parse(wrong[i], strlen(wrong[i]), &back), "%s", wrong[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_printed_is_read_back), cmocka_unit_test(one_difference_makes_scenes_unequal),
        cmocka_unit_test(one_other_number_of_the_spec_makes_scenes_unequal),
        cmocka_unit_test(a_picture_without_a_name_is_the_first), cmocka_unit_test(codes_are_printed_in_one_form), cmocka_unit_test(a_size_goes_to_its_side),
        cmocka_unit_test(every_mistake_is_named_where_it_stands), cmocka_unit_test(no_text_breaks_the_parser),
        cmocka_unit_test(cells_are_read_as_they_are_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
