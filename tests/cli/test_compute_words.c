// Words of `compute` that are wrong: each is answered with status 2 and one sentence that says what is right, and no
// file is touched. And the help, which reads the same table.
#include "compute_call.h"

#define XW "--in x=@x.npy --in w=@w.npy"
#define CONV2D "compute conv2d " XW " --out y=@y.npy"
#define CONVT2D "compute conv_transpose2d " XW " --out y=@y.npy"
#define RESIZE "compute interpolate --in x=@x.npy --out y=@y.npy"
#define NORM "compute batch_norm --train 1 --in x=@x.npy --out y=@y.npy"
#define ADAM "compute adam --in p=@b.npy --in g=@b.npy --in m=@b.npy --in v=@b.npy --out p_out=@y.npy"

typedef struct Said {
    const char *line, *sentence;
} Said;

static void hold(const Said *rows, int count)
{
    unlink(in_folder("y.npy")); // of a test that failed before
    write_tensor("x.npy", 4, (int[]){ 1, 1, 2, 2 }, (float[]){ 1, 2, 3, 4 });
    write_tensor("w.npy", 4, (int[]){ 1, 1, 2, 2 }, (float[]){ 1, 10, 100, 1000 });
    write_tensor("b.npy", 1, (int[]){ 1 }, (float[]){ 0 });
    write_tensor("gy.npy", 4, (int[]){ 1, 1, 1, 1 }, (float[]){ 1 });
    for (int i = 0; i < count; i++) {
        int status = compute(rows[i].line);
        check(strstr(said, rows[i].sentence), "'%s' says: %s\nwanted: %s", rows[i].line, said, rows[i].sentence);
        hold_one_sentence(rows[i].line, status);
    }
}

static void unknown_words_are_refused_with_those_that_are_known(void **state)
{
    (void)state;
    static const Said rows[] = {
        { "compute", "name an operation" },
        { "compute conv3d", "there is no operation 'conv3d'; it must be conv1d, conv2d, conv_transpose1d, "
                            "conv_transpose2d, matrix, stretch, rotate, pixel_shuffle, pixel_unshuffle, interpolate, "
                            "batch_norm, relu, sigmoid, mse, adam or concat; did you mean conv1d?" },
        { "compute strech", "did you mean stretch?" },
        { "compute Relu", "did you mean relu?" },
        { "compute --stride 2", "there is no operation '--stride'" },
        { "compute conv2d --in x=@x.npy --in w=@w.npy --out gz=@y.npy",
          "--out has no role 'gz'; it must be y, gx, gw or gb" },
        { "compute conv2d --in g=@x.npy --in w=@w.npy --out y=@y.npy",
          "--in has no role 'g'; it must be x, w, b or gy; did you mean gy?" },
        { "compute matrix --in x=@x.npy --in w=@w.npy --in b=@b.npy --out c=@y.npy", "--in has no role 'b'" },
        { "compute matrix --in x=@x.npy --in w=@w.npy --out y=@y.npy", "--out has no role 'y'; it must be c or ct" },
        { "compute batch_norm --in x=@x.npy --out runing_mean_out=@y.npy", "did you mean running_mean_out?" },
        { "compute relu --in a-role-that-is-much-longer-than-any-there-is=@x.npy", "--in has no role 'a-role-that-is" },
        { CONV2D " --strde 1", "conv2d has no option '--strde'; it must be --stride, --padding, --dilation, --groups, "
                               "--pads, --auto_pad, --convention, --in or --out; did you mean --stride?" },
        { CONV2D " --output_padding 0", "conv2d has no option '--output_padding'" },
        { CONV2D " --output_size 1", "conv2d has no option '--output_size'" },
        { "compute stretch --padding=1 --in x=@x.npy --out y=@y.npy", "stretch has no option '--padding'" },
        { "compute relu --stride 1 --in x=@x.npy --out y=@y.npy",
          "relu has no option '--stride'; it must be --in or --out" },
        { "compute conv2d -s 2 --in x=@x.npy --in w=@w.npy --out y=@y.npy", "conv2d has no option '-s'" },
        { ADAM " -t 1", "adam has no option '-t'; it must be --t," },
        { ADAM " --beta 1", "adam has no option '--beta'" },
        { CONV2D " extra", "'extra' is a word too many; files are named as --in x=FILE and --out y=FILE" },
    };
    hold(rows, COUNT(rows));
}

// getopt would take them.
static void the_beginning_of_an_option_is_not_the_option(void **state)
{
    (void)state;
    static const Said rows[] = {
        { CONV2D " --strid 2", "conv2d has no option '--strid'; it must be --stride, --padding," },
        { CONV2D " --strid 2", "did you mean --stride?" },
        { CONV2D " --strid=1", "conv2d has no option '--strid'" },
        { CONV2D " --strid", "conv2d has no option '--strid'" },
        { CONV2D " --p 1", "conv2d has no option '--p'" },
        { CONV2D " --hel", "conv2d has no option '--hel'" },
        { CONV2D " --hel=1", "conv2d has no option '--hel'" },
        { "compute relu --i x=@x.npy --out y=@y.npy", "relu has no option '--i'" },
        { "compute relu --in x=@x.npy --ou y=@y.npy", "relu has no option '--ou'" },
    };
    hold(rows, COUNT(rows));
}

static void words_of_other_programs_lead_to_ours(void **state)
{
    (void)state;
    static const Said rows[] = {
        { CONV2D " --pad 1", "did you mean --padding?" },
        { CONV2D " --strides 1", "did you mean --stride?" },
        { CONV2D " --dilation_rate 1", "did you mean --dilation?" },
        { RESIZE " --scale_factor 2", "did you mean --scale?" },
        { "compute pixel_shuffle --upscale_factor 1 --in x=@x.npy --out y=@y.npy", "did you mean --factor?" },
        { "compute pixel_unshuffle --downscale_factor 1 --in x=@x.npy --out y=@y.npy", "did you mean --factor?" },
        { ADAM " --betas 0.9", "did you mean --beta1?" },
        { CONV2D " --in weight=@w.npy", "did you mean w?" },
        { CONV2D " --in bias=@b.npy", "did you mean b?" },
        { NORM " --in weight=@b.npy", "did you mean gamma?" },
        { NORM " --in bias=@b.npy", "did you mean beta?" },
        { "compute relu --in input=@x.npy --out y=@y.npy", "did you mean x?" },
        { CONV2D " --in grad_output=@gy.npy", "did you mean gy?" },
        { "compute convt1d", "did you mean conv_transpose1d?" },
        { "compute convt2d", "did you mean conv_transpose2d?" },
        { "compute ConvTranspose1d", "did you mean conv_transpose1d?" },
        { "compute ConvTranspose2d", "did you mean conv_transpose2d?" },
        { "compute Conv1DTranspose", "did you mean conv_transpose1d?" },
        { "compute Conv2DTranspose", "did you mean conv_transpose2d?" },
        { "compute deconv", "did you mean conv_transpose2d?" },
        { "compute deconv1d", "did you mean conv_transpose1d?" },
        { "compute deconv2d", "did you mean conv_transpose2d?" },
        { "compute PixelShuffle", "did you mean pixel_shuffle?" },
        { "compute PixelUnshuffle", "did you mean pixel_unshuffle?" },
        { "compute cat", "did you mean concat?" },
        { "compute mse_loss", "did you mean mse?" },
        { "compute upsample", "did you mean interpolate?" },
    };
    hold(rows, COUNT(rows));
}

// PyTorch's scale_factor is a real number.
static void a_scale_may_be_written_with_a_point(void **state)
{
    (void)state;
    static const Said rows[] = {
        { RESIZE " --scale 2.01", "scale is '2.01'" }, { RESIZE " --scale .0", "scale is '.0'" },
        { RESIZE " --scale 2.0.0", "scale is '2.0.0'" }, { RESIZE " --size 2.0", "size is '2.0'" },
        { CONV2D " --stride 1.0", "stride is '1.0'" },
    };
    hold(rows, COUNT(rows));
    hold_done(RESIZE " --scale 2.0,1.00");
    hold_values("y.npy", 4, (int[]){ 1, 1, 4, 2 }, (float[]){ 1, 2, 1, 2, 3, 4, 3, 4 });
    write_tensor("x.npy", 4, (int[]){ 1, 1, 1, 1 }, (float[]){ 7 });
    hold_done(RESIZE " --scale 10,1");
    hold_values("y.npy", 4, (int[]){ 1, 1, 10, 1 }, (float[]){ 7, 7, 7, 7, 7, 7, 7, 7, 7, 7 });
}

static void what_is_missing_or_twice_is_said(void **state)
{
    (void)state;
    static const Said rows[] = {
        { "compute conv2d", "nothing is asked for; add --out y=FILE.npy" },
        { "compute conv2d " XW, "nothing is asked for; add --out y=FILE.npy" },
        { "compute adam --in p=@x.npy", "nothing is asked for; add --out p_out=FILE.npy" },
        { "compute conv2d --out y=@y.npy", "y needs x; add --in x=FILE.npy" },
        { "compute conv2d --in x=@x.npy --out y=@y.npy", "y needs w; add --in w=FILE.npy" },
        { "compute conv2d " XW " --out gx=@y.npy", "gx needs gy; add --in gy=FILE.npy" },
        { "compute conv2d " XW " --out y=@y.npy --out gw=@b.npy", "gw needs gy; add --in gy=FILE.npy" },
        { "compute conv2d " XW " --out gb=@y.npy", "gb needs gy; add --in gy=FILE.npy" },
        { "compute conv2d --in w=@w.npy --in gy=@gy.npy --out gx=@y.npy", "gx needs x; add --in x=FILE.npy" },
        { "compute conv_transpose2d --in x=@x.npy --in gy=@gy.npy --out gw=@y.npy", "gw needs w; add --in w=" },
        { "compute relu --in x=@x.npy --out gx=@y.npy", "gx needs gy; add" },
        { "compute pixel_shuffle --factor 1 --in gy=@x.npy --out gx=@y.npy", "gx needs x; add" },
        { "compute matrix --in x=@x.npy --out ct=@y.npy", "ct needs w; add" },
        { "compute rotate --out y=@y.npy", "y needs w; add" },
        { "compute concat --in a=@x.npy --out y=@y.npy", "y needs b; add --in b=FILE.npy" },
        { "compute concat --in a=@x.npy --in b=@x.npy --out ga=@y.npy", "ga needs gy; add" },
        { "compute mse --in pred=@x.npy --out loss=@y.npy", "loss needs target; add --in target=FILE.npy" },
        { "compute mse --reduction none --in pred=@x.npy --in target=@x.npy --out gpred=@y.npy",
          "gpred with --reduction none needs gy; add" },
        { "compute adam --in p=@b.npy --in g=@b.npy --in m=@b.npy --out m_out=@y.npy", "m_out needs v; add" },
        { "compute batch_norm --in x=@x.npy --out y=@y.npy",
          "batch_norm with --train 0 needs running_mean; add --in running_mean=FILE.npy" },
        { "compute batch_norm --in x=@x.npy --in running_mean=@b.npy --out y=@y.npy", "needs running_var; add" },
        { NORM " --out running_var_out=@b.npy", "running_var_out needs running_var; add" },
        { "compute pixel_shuffle --in x=@x.npy --out y=@y.npy", "pixel_shuffle needs a factor; add --factor 2" },
        { "compute pixel_unshuffle --in x=@x.npy --out y=@y.npy", "pixel_unshuffle needs a factor" },
        { RESIZE, "neither size nor scale is given" },
        { "compute conv2d --in @x.npy --in w=@w.npy --out y=@y.npy", "it must be ROLE=FILE, such as --in x=x.npy" },
        { "compute conv2d --in x= --in w=@w.npy --out y=@y.npy", "--in is 'x='; it must be ROLE=FILE" },
        { "compute adam --in @b.npy --out p_out=@y.npy", "such as --in p=p.npy" },
        { "compute conv2d --in x=@x.npy --in x=@w.npy --out y=@y.npy", "--in x is given twice" },
        { CONV2D " --out y=@b.npy", "--out y is given twice" },
        { CONV2D " --stride 1 --stride 2", "--stride is given twice" },
        { CONV2D " --padding same --padding 0", "--padding is given twice" },
        { ADAM " --t 1 --t 1", "--t is given twice" },
        { CONV2D " --stride", "--stride needs a value after it" },
        { "compute conv2d " XW " --in gy=@gy.npy --out y=@y.npy --out gx=@y.npy", "y and gx would both be written to" },
        { "compute conv2d " XW " --in gy=@gy.npy --out gw=@y.npy --out gb=@./y.npy", "gw and gb would both be written" },
    };
    hold(rows, COUNT(rows));
}

static void values_are_refused_with_what_they_must_be(void **state)
{
    (void)state;
    static const Said rows[] = {
        { CONV2D " --stride two",
          "stride is 'two'; it must be a whole number, such as 1, or one for each axis, such as 1,2\n" },
        { CONV2D " --padding sane", "padding is 'sane'; it must be a whole number, such as 1, or one for each axis, "
                                    "such as 1,2, or same or valid" },
        { CONV2D " --stride 1.5", "stride is '1.5'" },
        { CONV2D " --stride 1,", "stride is '1,'" },
        { CONV2D " --stride ,1", "stride is ',1'" },
        { CONV2D " --stride nan", "stride is 'nan'" },
        { CONV2D " --stride 99999999999999999999", "stride is 99999999999999999999; it must be 1 to 268435456\n" },
        { CONV2D " --padding -99999999999999999999", "padding is -99999999999999999999; it must be 0 to 268435456\n" },
        { CONV2D " --stride 1,99999999999999999999",
          "stride is 1,99999999999999999999; each number must be 1 to 268435456\n" },
        { CONV2D " --groups 99999999999999999999", "groups is 99999999999999999999; it must be 1 to 1048576\n" },
        { ADAM " --t 99999999999999999999", "t is 99999999999999999999; it must be 1 to 9223372036854775807\n" },
        { RESIZE " --size 99999999999999999999", "size is 99999999999999999999; it must be 1 to 268435456\n" },
        { RESIZE " --scale 1.5", "such as 1,2; any other size, smaller ones too, is reached with --size\n" },
        { CONV2D " --stride --", "stride is '--'; it must be a whole number" },
        { CONVT2D " --padding same", "padding is same; PyTorch's transposed convolution takes padding as a number" },
        { CONVT2D " --auto_pad Same", "auto_pad is same; PyTorch's transposed convolution takes padding as a number "
                                       "alone; ONNX's rule is had by --convention onnx\n" },
        { CONVT2D " --auto_pad same_upper", "auto_pad is same_upper; PyTorch's transposed convolution" },
        { CONV2D " --padding same --stride 2", "padding is same and stride is 2; PyTorch has" },
        { CONV2D " --auto_pad same --stride 1,2", "auto_pad is same and stride is 2; PyTorch has" },
        { CONV2D " --convention onnx --padding valid --pads 0,0,0,0", "pads is 0,0,0,0 and padding is valid; give one" },
        { CONVT2D " --output_shape 9", "output_shape is 9 (height), which cannot be reached; with this input, kernel, "
                                       "padding and stride it must be 3; ONNX's rule, by which padding follows from "
                                       "it, is had by --convention onnx\n" },
        { CONVT2D " --output_shape 3,3,3", "output_shape is 3,3,3, 3 values" },
        { CONVT2D " --output_shape 3 --output_padding 0", "output_shape is 3 and output_padding is 0; give one" },
        { CONVT2D " --convention onnx --output_size 9", "output_size is 9 (height), which cannot be reached" },
        { CONVT2D " --stride 4 --padding 2 --output_size 7", "it must be 2 to 5\n" },
        { CONVT2D " --padding 2 --output_size 7", "padding is 2, which leaves nothing of the output's height" },
        { CONV2D " --help=1", "--help takes no value; give it alone" },
        { CONV2D " --stride 99999999999", "stride is 99999999999; it must be at most 268435456" },
        { CONV2D " --stride 1,2,3,4,5,6,7", "stride is 1,2,3,4,…, 7 values; give one" },
        { CONV2D " --groups 1,1", "groups is '1,1'; it must be a whole number, such as 1\n" },
        { CONV2D " --groups one", "groups is 'one'; it must be a whole number, such as 1\n" },
        { CONV2D " --groups 0", "groups is 0" },
        { CONV2D " --convention torch", "convention is 'torch'; it must be pytorch, onnx, keras, jax or "
                                        "jax_transpose_kernel; did you mean pytorch?" },
        { CONV2D " --auto_pad sane_upper", "auto_pad is 'sane_upper'; it must be notset, same_upper, same_lower, "
                                           "valid or same; did you mean same_upper?" },
        { CONV2D " --padding same --auto_pad valid", "padding is same and auto_pad is valid; give one of them" },
        { CONV2D " --pads 1,1,1,1", "pads is 1,1,1,1" },
        { CONV2D " --convention onnx --pads 1,1", "pads is 1,1" },
        { CONV2D " --convention keras --padding 1", "padding is 1" },
        { CONVT2D " --padding same", "PyTorch's transposed convolution takes padding as a number alone" },
        { CONVT2D " --output_size 3 --output_shape 3",
          "output_size is 3 and output_shape is 3; they are two names of one thing" },
        { CONVT2D " --convention jax", "JAX must be told" },
        { CONVT2D " --stride 2 --output_padding 2",
          "output_padding is 2; below stride 2 or dilation 1 it must be: 0 or 1" },
        { CONVT2D " --output_size 3 --output_padding 0", "output_size is 3 and output_padding is 0; give one of them" },
        { "compute stretch --stride 0 --in x=@x.npy --out y=@y.npy", "stride is 0; it must be 1 or more" },
        { "compute stretch --stride 200000000 --in x=@x.npy --out y=@y.npy", "the output would hold" },
        { "compute pixel_shuffle --factor 0 --in x=@x.npy --out y=@y.npy", "factor is 0" },
        { "compute pixel_shuffle --factor 2,2 --in x=@x.npy --out y=@y.npy", "factor is '2,2'" },
        { "compute pixel_shuffle --factor 9223372036854775807 --in x=@x.npy --out y=@y.npy", "9223372036854775807" },
        { RESIZE " --size 3 --mode cubic", "mode is 'cubic'; it must be nearest, bilinear or linear" },
        { RESIZE " --size 3 --mode linear", "mode is 'linear', but x has 4 sides; it must be nearest or bilinear" },
        { RESIZE " --size 3 --align_corners 2", "align_corners is '2'; it must be 0 or 1" },
        { RESIZE " --size 3 --align_corners 1", "align_corners is 1, which means nothing for nearest" },
        { RESIZE " --size 3 --scale 2", "size is 3 and scale is 2; give one of them" },
        { RESIZE " --scale 2.5", "scale is '2.5'" },
        { RESIZE " --scale 0", "scale is 0" },
        { RESIZE " --size 4,5,6,7,8,9", "size is 4,5,6,7,…, 6 values; give one number for both axes, or two" },
        { RESIZE " --size 9000000000,9000000000", "size is 9000000000" },
        { NORM " --eps nan", "eps is 'nan'; it must be a finite number, such as 0.1 or 1e-5" },
        { NORM " --eps inf", "eps is 'inf'; it must be a finite number" },
        { NORM " --eps -1", "eps is -1" },
        { NORM " --eps small", "eps is 'small'" },
        { NORM " --momentum 2", "momentum is 2; it must be a number from 0 to 1" },
        { NORM " --momentum -inf", "momentum is '-inf'" },
        { "compute batch_norm --train yes --in x=@x.npy --out y=@y.npy", "train is 'yes'; it must be 0 or 1" },
        { "compute mse --reduction avg --in pred=@x.npy --in target=@x.npy --out loss=@y.npy",
          "reduction is 'avg'; it must be mean, sum or none" },
        { ADAM " --t 0", "t is 0" },
        { ADAM " --t 1.5", "t is '1.5'" },
        { ADAM " --lr -0.1", "lr is -0.1" },
        { ADAM " --lr nan", "lr is 'nan'; it must be a finite number" },
        { ADAM " --lr 1e999", "lr is '1e999'" },
        { ADAM " --beta1 1", "beta1 is 1; it must be at least 0 and less than 1" },
        { ADAM " --beta2 -0.5", "beta2 is -0.5" },
        { ADAM " --weight_decay inf", "weight_decay is 'inf'" },
        { "compute concat --axis 4 --in a=@x.npy --in b=@x.npy --out y=@y.npy", "axis is 4" },
        { "compute concat --axis -5 --in a=@x.npy --in b=@x.npy --out y=@y.npy", "axis is -5" },
        { "compute concat --axis 9999999999 --in a=@x.npy --in b=@x.npy --out y=@y.npy", "axis is 9999999999" },
    };
    hold(rows, COUNT(rows));
}

// gb needs gy alone, but what else is given must be right.
static void a_gradient_of_the_bias_alone_is_held_against_all_that_is_given(void **state)
{
    (void)state;
#define GB "compute conv2d --in gy=@gy.npy --out gb=@y.npy"
#define GBT "compute conv_transpose2d --in gy=@gy.npy --out gb=@y.npy"
    write_tensor("g.npy", 4, (int[]){ 2, 1, 2, 2 }, NULL);
    write_tensor("p.npy", 3, (int[]){ 1, 1, 2 }, NULL);
    write_tensor("m.npy", 4, (int[]){ 2, 1, 2, 2 }, NULL);
    write_tensor("v.npy", 1, (int[]){ 2 }, NULL);
    write_tensor("a.npy", 4, (int[]){ 1, 0, 2, 2 }, NULL);
    static const Said rows[] = {
        { GB " --stride 0 --groups 99 --padding -3", "stride is 0; it must be 1 or more" },
        { GB " --groups 99", "groups is 99, but gy of the shape (1, 1, 1, 1) has 1 channel, which does not split" },
        { GB " --padding -3", "padding is -3; it must be 0 or more" },
        { GB " --dilation 0", "dilation is 0; it must be 1 or more" },
        { GB " --stride 1,1,1", "stride is 1,1,1, 3 values" },
        { GB " --padding same --stride 2", "padding is same and stride is 2" },
        { GB " --convention keras --padding 1", "padding is 1; Keras" },
        { GB " --in x=@p.npy", "x has the shape (1, 1, 2), 3 sides; conv2d takes 4" },
        { GB " --in w=@p.npy", "w has the shape (1, 1, 2), 3 sides; conv2d takes 4" },
        { GB " --in x=@g.npy", "gy has the shape (1, 1, 1, 1) and x (2, 1, 2, 2); both must have the same batch" },
        { GB " --in w=@m.npy", "gy has 1 channel, but w of the shape (2, 1, 2, 2) with groups 1 gives 2" },
        { GB " --in x=@a.npy", "x has the shape (1, 0, 2, 2), which holds no values" },
        { GB " --in b=@v.npy", "b has the shape (2,); it must be that of gb: (1,)" },
        { "compute conv2d --in gy=@a.npy --out gb=@y.npy", "gy has the shape (1, 0, 2, 2), which holds no values" },
        { GBT " --output_padding 1",
          "output_padding is 1; with stride 1 and dilation 1 it can only be 0\n" },
        { GBT " --output_size 2,1", "output_size is 2, but gy has the shape (1, 1, 1, 1)" },
        { GBT " --convention onnx --output_shape 1,0", "output_shape is 0, but gy has the shape (1, 1, 1, 1)" },
    };
    hold(rows, COUNT(rows));
    hold_done(GBT " --in x=@x.npy --in b=@b.npy --stride 2 --padding 1 --output_size 1");
    unlink(in_folder("y.npy"));
    hold_done(GBT " --in w=@m.npy --output_padding 0");
    unlink(in_folder("y.npy"));
}

static void a_stretch_of_too_many_channels_speaks_of_channels(void **state)
{
    (void)state;
    write_tensor("g.npy", 3, (int[]){ 1, SPEC_MOST_CHANNELS + 1, 1 }, NULL);
    static const Said rows[] = {
        { "compute stretch --in x=@g.npy --out y=@y.npy", "x has 1048577 channels; stretch takes at most 1048576\n" },
    };
    hold(rows, COUNT(rows));
}

static void shapes_that_do_not_belong_together_are_said(void **state)
{
    (void)state;
    write_tensor("g.npy", 2, (int[]){ 0, 3 }, NULL);
    static const Said rows[] = {
        { "compute conv2d --in x=@x.npy --in w=@b.npy --out y=@y.npy", "w has the shape (1,), 1 side; conv2d takes 4" },
        { "compute conv2d " XW " --in gy=@x.npy --out gx=@y.npy",
          "gy has the shape (1, 1, 2, 2); it must be that of y: (1, 1, 1, 1)" },
        { "compute conv2d " XW " --in gy=@b.npy --out gb=@y.npy", "gy has the shape (1,); it must be that of y" },
        { "compute conv2d --in gy=@b.npy --out gb=@y.npy",
          "gy has the shape (1,); conv2d gives (batch, out_channels, height, width)" },
        { "compute conv1d --in gy=@x.npy --out gb=@y.npy", "conv1d gives (batch, out_channels, length)" },
        { "compute conv_transpose2d " XW " --in b=@x.npy --out y=@y.npy", "b has the shape (1, 1, 2, 2)" },
        { "compute stretch --in x=@b.npy --out y=@y.npy", "x has the shape (1,); stretch takes" },
        { "compute matrix --in x=@b.npy --in w=@w.npy --out ct=@y.npy", "x has the shape (1,); matrix takes" },
        { "compute rotate --in w=@b.npy --out y=@y.npy", "w has the shape (1,); rotate takes a kernel of 3 sides" },
        { "compute pixel_shuffle --factor 2 --in x=@x.npy --out y=@y.npy", "channel" },
        { "compute pixel_unshuffle --factor 3 --in x=@x.npy --out y=@y.npy", "must be a multiple of 3" },
        { "compute pixel_unshuffle --factor 2 --in x=@x.npy --in gy=@x.npy --out gx=@y.npy",
          "gy has the shape (1, 1, 2, 2); it must be that of y: (1, 4, 1, 1)" },
        { "compute interpolate --size 3 --in x=@b.npy --out y=@y.npy", "x has the shape (1,)" },
        { "compute interpolate --size 3 --in x=@x.npy --in gy=@x.npy --out gx=@y.npy", "that of y: (1, 1, 3, 3)" },
        { NORM " --in gamma=@x.npy", "gamma has the shape (1, 1, 2, 2); it must be (1,)" },
        { NORM " --in gy=@b.npy", "gy has the shape (1,); it must be that of y: (1, 1, 2, 2)" },
        { "compute batch_norm --train 1 --in x=@b.npy --out y=@y.npy", "x has the shape (1,), 1 side" },
        { "compute batch_norm --train 1 --in x=@gy.npy --out y=@y.npy", "1 value for each channel" },
        { "compute relu --in x=@x.npy --in gy=@b.npy --out gx=@y.npy", "gy has the shape (1,); it must be that of y" },
        { "compute sigmoid --in x=@b.npy --in gy=@x.npy --out y=@y.npy", "it must be that of y: (1,)" },
        { "compute mse --in pred=@x.npy --in target=@b.npy --out loss=@y.npy", "target" },
        { "compute mse --in pred=@x.npy --in target=@x.npy --in gy=@b.npy --out gpred=@y.npy",
          "gy has the shape (1,); it must be that of loss: ()" },
        { "compute adam --in p=@b.npy --in g=@x.npy --in m=@b.npy --in v=@b.npy --out p_out=@y.npy", "(1, 1, 2, 2)" },
        { "compute concat --in a=@x.npy --in b=@b.npy --out y=@y.npy", "b has the shape (1,) and a (1, 1, 2, 2); concat" },
        { "compute concat --axis 2 --in a=@x.npy --in b=@x.npy --in gy=@x.npy --out ga=@y.npy",
          "that of y: (1, 1, 4, 2)" },
        { "compute mse --in pred=@g.npy --in target=@g.npy --out loss=@y.npy", "(0, 3)" },
        { "compute batch_norm --train 1 --in x=@g.npy --out y=@y.npy", "(0, 3)" },
        { "compute adam --in p=@g.npy --in g=@g.npy --in m=@g.npy --in v=@g.npy --out p_out=@y.npy", "(0, 3)" },
    };
    hold(rows, COUNT(rows));
}

// ---- help ------------------------------------------------------------------------------------------------------

static void help_lists_every_operation(void **state)
{
    (void)state;
    assert_int_equal(compute("compute --help"), 0);
    static const char *const lines[] = {
        "conv1d            x w [b] [gy] -> y gx gw gb\n", "conv_transpose2d  x w [b] [gy] -> y gx gw gb\n",
        "matrix            x w -> c ct\n", "stretch           x -> y\n", "rotate            w -> y\n",
        "pixel_unshuffle   x [gy] -> y gx\n", "interpolate       x [gy] -> y gx\n",
        "batch_norm        x [gamma] [beta] [running_mean] [running_var] [gy] -> y running_mean_out",
        "mse               pred target [gy] -> loss gpred\n", "adam              p g m v -> p_out m_out v_out\n",
        "concat            a b [gy] -> y ga gb\n", "Exit status",
    };
    for (int i = 0; i < COUNT(lines); i++) check(strstr(said, lines[i]), "%s is not in: %s", lines[i], said);
}

static void help_tells_one_operations_options_shapes_and_defaults(void **state)
{
    (void)state;
    static const Said rows[] = {
        { "compute conv_transpose2d --help", "w                 (Cin, Cout/groups, KH, KW)\n" },
        { "compute conv2d -h", "w                 (Cout, Cin/groups, KH, KW)\n" },
        { "compute conv2d --help", "b                 (Cout,) (may be left out)\n" },
        { "compute conv2d --help", "gw                as w; from x w gy\n" },
        { "compute conv2d --stride nine --help", "stride is 'nine'" },
        { "compute conv2d --stride 9 --help",
          "--stride          N[,N]   cells from one print of the kernel to the next; default 1\n" },
        { "compute conv2d --help", "Tensors have PyTorch's layouts whatever the convention" },
        { "compute conv2d --help", "same|valid; default 0\n" },
        { "compute conv2d --help", "pytorch|onnx|keras|jax|jax_transpose_kernel; default pytorch\n" },
        { "compute conv1d --help", "--stride          N       cells" },
        { "compute conv1d --help", "--pads            N,N     instead of padding: where each axis begins, then" },
        { "compute conv2d --help", "--pads            N,N,N,N instead of padding" },
        { "compute conv2d --help", "notset|same_upper|same_lower|valid|same; default notset\n" },
        { "compute conv2d --help", "--pads needs --convention onnx or jax" },
        { "compute conv_transpose1d --help", "--auto_pad needs onnx, keras or jax" },
        { "compute conv_transpose2d --help", "--output_shape follows ONNX's rule with --convention onnx" },
        { "compute conv_transpose2d --help", "jax_transpose_kernel is JAX with\ntranspose_kernel=True" },
        { "compute conv_transpose2d --help", "w.transpose(3,2,0,1), its kernel being (KH, KW, Cout, Cin)" },
        { "compute conv2d --help", "w.transpose(3,2,0,1), its kernel being (KH, KW, Cin, Cout)" },
        { "compute conv2d --help", "x.transpose(0,3,1,2)" },
        { "compute conv1d --help", "w.transpose(2,1,0), its kernel being (K, Cin, Cout), and\nx.transpose(0,2,1)" },
        { "compute adam --help", "--eps             NUMBER  keeps a division from dividing by 0; default 1e-8\n" },
        { "compute batch_norm --help", "keeps a division from dividing by 0; default 1e-5\n" },
        { "compute pixel_shuffle --help", "must be given\n" },
        { "compute mse --help", "mean|sum|none; default mean\n" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        int status = compute(rows[i].line);
        check(status == (strstr(rows[i].line, "nine") ? 2 : 0), "%s: status %d", rows[i].line, status);
        check(strstr(said, rows[i].sentence), "'%s' says: %s\nwanted: %s", rows[i].line, said, rows[i].sentence);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_words_are_refused_with_those_that_are_known),
        cmocka_unit_test(the_beginning_of_an_option_is_not_the_option),
        cmocka_unit_test(words_of_other_programs_lead_to_ours), cmocka_unit_test(a_scale_may_be_written_with_a_point),
        cmocka_unit_test(what_is_missing_or_twice_is_said),
        cmocka_unit_test(values_are_refused_with_what_they_must_be),
        cmocka_unit_test(a_gradient_of_the_bias_alone_is_held_against_all_that_is_given),
        cmocka_unit_test(a_stretch_of_too_many_channels_speaks_of_channels),
        cmocka_unit_test(shapes_that_do_not_belong_together_are_said), cmocka_unit_test(help_lists_every_operation),
        cmocka_unit_test(help_tells_one_operations_options_shapes_and_defaults),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
