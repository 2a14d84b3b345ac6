// What `compute` gives, on numbers small enough to work out on paper: defaults, one output at a time, the operations
// that have no golden cases, and the words of other frameworks.
#include "compute_call.h"

#include <math.h>

#define XW "--in x=@x.npy --in w=@w.npy"

// x is 1 2 / 3 4 and w is 1 10 / 100 1000, so that a sum shows its terms.
static void write_small(void)
{
    write_tensor("x.npy", 4, (int[]){ 1, 1, 2, 2 }, (float[]){ 1, 2, 3, 4 });
    write_tensor("w.npy", 4, (int[]){ 1, 1, 2, 2 }, (float[]){ 1, 10, 100, 1000 });
    write_tensor("b.npy", 1, (int[]){ 1 }, (float[]){ 5 });
}

static void defaults_are_pytorchs(void **state)
{
    (void)state;
    write_small();
    hold_done("compute conv2d " XW " --out y=@y.npy");
    hold_values("y.npy", 4, (int[]){ 1, 1, 1, 1 }, (float[]){ 4321 });
    hold_done("compute conv_transpose2d --out y=@y.npy --in w=@w.npy --in x=@x.npy");
    hold_values("y.npy", 4, (int[]){ 1, 1, 3, 3 }, (float[]){ 1, 12, 20, 103, 1234, 2040, 300, 3400, 4000 });
    hold_done("compute interpolate --size 4,2 --in x=@x.npy --out y=@y.npy");
    hold_values("y.npy", 4, (int[]){ 1, 1, 4, 2 }, (float[]){ 1, 2, 1, 2, 3, 4, 3, 4 });
    hold_done("compute interpolate --mode bilinear --size 1,2 --in x=@x.npy --out y=@y.npy");
    hold_values("y.npy", 4, (int[]){ 1, 1, 1, 2 }, (float[]){ 2, 3 });
    hold_done("compute mse --in pred=@x.npy --in target=@w.npy --out loss=@y.npy");
    hold_values("y.npy", 0, NULL, (float[]){ (0 + 64 + 97.0f * 97 + 996.0f * 996) / 4 });
    hold_done("compute concat --in a=@b.npy --in b=@b.npy --out y=@y.npy");
    hold_values("y.npy", 1, (int[]){ 2 }, (float[]){ 5, 5 });
    // Evaluation: (4 − 2)/√(1/4 + 1e-5), rounded once; nothing moves.
    write_tensor("x.npy", 2, (int[]){ 1, 1 }, (float[]){ 4 });
    write_tensor("running_mean.npy", 1, (int[]){ 1 }, (float[]){ 2 });
    write_tensor("running_var.npy", 1, (int[]){ 1 }, (float[]){ 0.25f });
    hold_done("compute batch_norm --in x=@x.npy --in running_mean=@running_mean.npy --in running_var=@running_var.npy "
              "--out y=@y.npy --out running_mean_out=@m.npy --out running_var_out=@v.npy");
    hold_values("y.npy", 2, (int[]){ 1, 1 }, (float[]){ (float)(2 / sqrt(0.25 + 1e-5)) });
    hold_values("m.npy", 1, (int[]){ 1 }, (float[]){ 2 });
    hold_values("v.npy", 1, (int[]){ 1 }, (float[]){ 0.25f });
    // Training moves by a tenth: 0.9·2 + 0.1·4 and 0.9·1 + 0.1·8, the variance of 2 and 6 being 8.
    write_tensor("x.npy", 2, (int[]){ 2, 1 }, (float[]){ 2, 6 });
    write_tensor("running_var.npy", 1, (int[]){ 1 }, (float[]){ 1 });
    hold_done("compute batch_norm --train 1 --in x=@x.npy --in running_mean=@running_mean.npy "
              "--in running_var=@running_var.npy --out running_mean_out=@m.npy --out running_var_out=@v.npy");
    hold_values("m.npy", 1, (int[]){ 1 }, (float[]){ 2.2f });
    hold_values("v.npy", 1, (int[]){ 1 }, (float[]){ 1.7f });
    // The first step of Adam is lr against the sign of g, whatever its size.
    write_tensor("p.npy", 1, (int[]){ 2 }, (float[]){ 1, 1 });
    write_tensor("g.npy", 1, (int[]){ 2 }, (float[]){ 4, -2 });
    write_tensor("m.npy", 1, (int[]){ 2 }, NULL);
    hold_done("compute adam --in p=@p.npy --in g=@g.npy --in m=@m.npy --in v=@m.npy --out p_out=@y.npy");
    hold_values("y.npy", 1, (int[]){ 2 }, (float[]){ 0.999f, 1.001f });
}

// y may be asked for or not, and gradients in any company: each is the same as alone.
static void any_outputs_may_be_asked_for(void **state)
{
    (void)state;
    write_small();
    write_tensor("gy.npy", 4, (int[]){ 1, 1, 1, 1 }, (float[]){ 2 });
    static const struct { const char *role; int rank, shape[4]; float values[4]; } outputs[] = {
        { "y", 4, { 1, 1, 1, 1 }, { 4326 } }, { "gx", 4, { 1, 1, 2, 2 }, { 2, 20, 200, 2000 } },
        { "gw", 4, { 1, 1, 2, 2 }, { 2, 4, 6, 8 } }, { "gb", 1, { 1 }, { 2 } },
    };
    for (int asked = 1; asked < 1 << COUNT(outputs); asked++) {
        char line[512] = "compute conv2d " XW " --in b=@b.npy --in gy=@gy.npy", name[32];
        for (int i = 0; i < COUNT(outputs); i++)
            if (asked >> i & 1) sprintf(line + strlen(line), " --out %s=@got-%s.npy", outputs[i].role, outputs[i].role);
        hold_done(line);
        for (int i = 0; i < COUNT(outputs); i++) {
            snprintf(name, sizeof name, "got-%s.npy", outputs[i].role);
            if (asked >> i & 1) hold_values(name, outputs[i].rank, outputs[i].shape, outputs[i].values);
            else check(!file_exists(in_folder(name)), "%s: %s was written", line, name);
        }
    }
}

static void only_the_inputs_that_an_output_needs_are_needed(void **state)
{
    (void)state;
    write_small();
    write_tensor("gy.npy", 4, (int[]){ 2, 2, 1, 2 }, (float[]){ 1, 2, 3, 4, 5, 6, 7, 8 });
    hold_done("compute conv2d --in gy=@gy.npy --out gb=@y.npy");
    hold_values("y.npy", 1, (int[]){ 2 }, (float[]){ 14, 22 });
    hold_done("compute conv_transpose2d --in gy=@gy.npy --out gb=@y.npy");
    hold_values("y.npy", 1, (int[]){ 2 }, (float[]){ 14, 22 });
    write_tensor("gy.npy", 3, (int[]){ 1, 2, 2 }, (float[]){ 1, 2, 3, 4 });
    hold_done("compute conv1d --in gy=@gy.npy --out gb=@y.npy");
    hold_values("y.npy", 1, (int[]){ 2 }, (float[]){ 3, 7 });
    write_tensor("g.npy", 1, (int[]){ 1 }, (float[]){ 3 });
    hold_done("compute sigmoid --in x=@g.npy --in gy=@g.npy --out gx=@y.npy");
    Tensor gx = read_tensor("y.npy");
    double s = 1 / (1 + exp(-3.0));
    check(fabs((double)gx.data[0] - 3 * s * (1 - s)) < 1e-6, "%g", (double)gx.data[0]);
    tensor_clear(&gx);
    unlink(in_folder("y.npy"));
}

static void a_gradient_from_above_weighs_a_loss(void **state)
{
    (void)state;
    write_tensor("pred.npy", 1, (int[]){ 2 }, (float[]){ 3, 1 });
    write_tensor("target.npy", 1, (int[]){ 2 }, (float[]){ 1, 2 });
    write_tensor("gy.npy", 0, NULL, (float[]){ 10 });
    hold_done("compute mse --in pred=@pred.npy --in target=@target.npy --out gpred=@y.npy");
    hold_values("y.npy", 1, (int[]){ 2 }, (float[]){ 2, -1 });
    hold_done("compute mse --in pred=@pred.npy --in target=@target.npy --in gy=@gy.npy --out gpred=@y.npy");
    hold_values("y.npy", 1, (int[]){ 2 }, (float[]){ 20, -10 });
    hold_done("compute mse --reduction sum --in pred=@pred.npy --in target=@target.npy --in gy=@gy.npy "
              "--out gpred=@y.npy");
    hold_values("y.npy", 1, (int[]){ 2 }, (float[]){ 40, -20 });
    hold_done("compute mse --reduction NONE --in pred=@pred.npy --in target=@target.npy --out loss=@y.npy");
    hold_values("y.npy", 1, (int[]){ 2 }, (float[]){ 4, 1 });
}

static void shuffles_are_each_others_gradients(void **state)
{
    (void)state;
    write_tensor("x.npy", 4, (int[]){ 1, 4, 1, 1 }, (float[]){ 1, 2, 3, 4 });
    write_tensor("gy.npy", 4, (int[]){ 1, 1, 2, 2 }, (float[]){ 5, 6, 7, 8 });
    hold_done("compute pixel_shuffle --factor 2 --in x=@x.npy --in gy=@gy.npy --out y=@y.npy --out gx=@g.npy");
    hold_values("y.npy", 4, (int[]){ 1, 1, 2, 2 }, (float[]){ 1, 2, 3, 4 });
    hold_values("g.npy", 4, (int[]){ 1, 4, 1, 1 }, (float[]){ 5, 6, 7, 8 });
    hold_done("compute pixel_unshuffle --factor 2 --in x=@gy.npy --in gy=@x.npy --out gx=@y.npy");
    hold_values("y.npy", 4, (int[]){ 1, 1, 2, 2 }, (float[]){ 1, 2, 3, 4 });
}

static void a_length_is_resized_too(void **state)
{
    (void)state;
    write_tensor("x.npy", 3, (int[]){ 1, 1, 2 }, (float[]){ 1, 3 });
    hold_done("compute interpolate --mode linear --align_corners 1 --size 3 --in x=@x.npy --out y=@y.npy");
    hold_values("y.npy", 3, (int[]){ 1, 1, 3 }, (float[]){ 1, 2, 3 });
    write_tensor("gy.npy", 3, (int[]){ 1, 1, 4 }, (float[]){ 1, 2, 3, 4 });
    hold_done("compute interpolate --scale 2 --in x=@x.npy --in gy=@gy.npy --out y=@y.npy --out gx=@g.npy");
    hold_values("y.npy", 3, (int[]){ 1, 1, 4 }, (float[]){ 1, 1, 3, 3 });
    hold_values("g.npy", 3, (int[]){ 1, 1, 2 }, (float[]){ 3, 7 });
}

static void concat_joins_along_any_axis_and_cuts_the_gradient(void **state)
{
    (void)state;
    write_tensor("a.npy", 2, (int[]){ 2, 1 }, (float[]){ 1, 2 });
    write_tensor("b.npy", 2, (int[]){ 2, 2 }, (float[]){ 3, 4, 5, 6 });
    write_tensor("gy.npy", 2, (int[]){ 2, 3 }, (float[]){ 1, 2, 3, 4, 5, 6 });
    hold_done("compute concat --axis -1 --in a=@a.npy --in b=@b.npy --out y=@y.npy");
    hold_values("y.npy", 2, (int[]){ 2, 3 }, (float[]){ 1, 3, 4, 2, 5, 6 });
    hold_done("compute concat --axis 1 --in a=@a.npy --in b=@b.npy --in gy=@gy.npy --out gb=@y.npy");
    hold_values("y.npy", 2, (int[]){ 2, 2 }, (float[]){ 2, 3, 5, 6 });
    hold_done("compute concat --axis 1 --in a=@a.npy --in b=@b.npy --in gy=@gy.npy --out ga=@y.npy");
    hold_values("y.npy", 2, (int[]){ 2, 1 }, (float[]){ 1, 4 });
}

// ---- the same, told otherwise ----------------------------------------------------------------------------------

static void stretch_inserts_zeros_only(void **state)
{
    (void)state;
    write_small();
    hold_done("compute stretch --stride 1,3 --in x=@x.npy --out y=@y.npy");
    hold_values("y.npy", 4, (int[]){ 1, 1, 2, 4 }, (float[]){ 1, 0, 0, 2, 3, 0, 0, 4 });
    write_tensor("x.npy", 3, (int[]){ 1, 2, 2 }, (float[]){ 1, 2, 3, 4 });
    hold_done("compute stretch --stride 2 --in x=@x.npy --out y=@y.npy");
    hold_values("y.npy", 3, (int[]){ 1, 2, 3 }, (float[]){ 1, 0, 2, 3, 0, 4 });
}

static void matrix_is_narrow_by_wide_for_one_sample(void **state)
{
    (void)state;
    write_tensor("x.npy", 3, (int[]){ 4, 1, 5 }, NULL); // four samples: the matrix is of one
    write_tensor("w.npy", 3, (int[]){ 2, 1, 3 }, (float[]){ 1, 2, 3, 4, 5, 6 });
    hold_done("compute matrix --stride 2 " XW " --out c=@y.npy --out ct=@g.npy");
    hold_values("y.npy", 2, (int[]){ 4, 5 }, (float[]){ 1, 2, 3, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 4, 5, 6 });
    hold_values("g.npy", 2, (int[]){ 5, 4 }, (float[]){ 1, 0, 4, 0, 2, 0, 5, 0, 3, 1, 6, 4, 0, 2, 0, 5, 0, 3, 0, 6 });
    write_tensor("x.npy", 3, (int[]){ 1, 1, 100000 }, NULL);
    write_tensor("w.npy", 3, (int[]){ 1, 1, 1 }, NULL);
    assert_int_equal(compute("compute matrix " XW " --out c=@y.npy"), 2);
    check(strstr(said, "100000 rows and 100000 columns; at most 268435456"), "%s", said);
}

static void rotate_turns_each_kernel_by_180_degrees(void **state)
{
    (void)state;
    write_tensor("w.npy", 4, (int[]){ 2, 1, 2, 3 }, (float[]){ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 });
    hold_done("compute rotate --in w=@w.npy --out y=@y.npy");
    hold_values("y.npy", 4, (int[]){ 2, 1, 2, 3 }, (float[]){ 6, 5, 4, 3, 2, 1, 12, 11, 10, 9, 8, 7 });
    write_tensor("w.npy", 3, (int[]){ 1, 2, 3 }, (float[]){ 1, 2, 3, 4, 5, 6 });
    hold_done("compute rotate --in w=@w.npy --out y=@y.npy");
    hold_values("y.npy", 3, (int[]){ 1, 2, 3 }, (float[]){ 3, 2, 1, 6, 5, 4 });
}

// ---- other frameworks' words -----------------------------------------------------------------------------------
// One input cell of 1 shows the kernel 1 2 3 as it is stamped, and what is cut off it.

typedef struct Words {
    const char *words;
    int length;
    float y[8];
} Words;

static void hold_words(const char *operation, const Words *rows, int count)
{
    for (int i = 0; i < count; i++) {
        char line[512];
        snprintf(line, sizeof line, "compute %s %s " XW " --out y=@y.npy", operation, rows[i].words);
        hold_done(line);
        hold_values("y.npy", 3, (int[]){ 1, 1, rows[i].length }, rows[i].y);
    }
}

static void paddings_may_be_named(void **state)
{
    (void)state;
    write_tensor("x.npy", 3, (int[]){ 1, 1, 3 }, (float[]){ 1, 10, 100 });
    write_tensor("w.npy", 3, (int[]){ 1, 1, 2 }, (float[]){ 1, 2 });
    static const Words rows[] = {
        { "--padding valid", 2, { 21, 210 } },
        { "--padding same", 3, { 21, 210, 100 } }, // PyTorch puts the odd zero at the far edge
        { "--padding SAME --convention keras", 3, { 21, 210, 100 } },
        { "--auto_pad same_lower --convention onnx", 3, { 2, 21, 210 } },
        { "--auto_pad SAME_UPPER --convention onnx", 3, { 21, 210, 100 } },
        { "--auto_pad notset --convention onnx --pads 2,0", 4, { 0, 2, 21, 210 } },
        { "--convention onnx --pads 0,2 --stride 2", 2, { 21, 100 } },
        { "--padding same --convention jax", 3, { 21, 210, 100 } }, // JAX's convolution has its kernel as PyTorch's
    };
    hold_words("conv1d", rows, COUNT(rows));
}

static void transposed_convolutions_take_other_frameworks_words(void **state)
{
    (void)state;
    write_tensor("x.npy", 3, (int[]){ 1, 1, 2 }, (float[]){ 1, 10 });
    write_tensor("w.npy", 3, (int[]){ 1, 1, 3 }, (float[]){ 1, 2, 3 });
    // Stride 2 stamps 1 2 3+10 20 30, of which SAME leaves 4: TensorFlow cuts the far one, PyTorch the near one.
    static const Words rows[] = {
        { "--stride 2", 5, { 1, 2, 13, 20, 30 } },
        { "--stride 2 --padding 1 --output_padding 1", 4, { 2, 13, 20, 30 } },
        { "--stride 2 --padding 1 --output_size 4", 4, { 2, 13, 20, 30 } },
        { "--stride 2 --padding same --convention keras", 4, { 1, 2, 13, 20 } },
        { "--stride 2 --padding valid --convention keras", 5, { 1, 2, 13, 20, 30 } },
        { "--stride 2 --convention onnx --pads 0,2", 3, { 1, 2, 13 } },
        { "--stride 2 --convention onnx --auto_pad same_upper", 4, { 1, 2, 13, 20 } },
        { "--stride 2 --convention onnx --auto_pad same_lower", 4, { 2, 13, 20, 30 } },
        { "--stride 2 --convention onnx --output_shape 6", 6, { 1, 2, 13, 20, 30, 0 } },
        // The kernel lies turned: 3 2 1+30 20 10.
        { "--stride 2 --padding valid --convention jax", 5, { 3, 2, 31, 20, 10 } },
        { "--stride 2 --padding valid --convention jax_transpose_kernel", 5, { 1, 2, 13, 20, 30 } },
    };
    hold_words("conv_transpose1d", rows, COUNT(rows));
}

// gx and gw of JAX's transposed convolution, held to PyTorch's with the kernel turned by hand.
static void jaxs_gradients_are_of_the_turned_kernel(void **state)
{
    (void)state;
    write_tensor("x.npy", 3, (int[]){ 1, 1, 2 }, (float[]){ 1, 10 });
    write_tensor("w.npy", 3, (int[]){ 1, 1, 3 }, (float[]){ 1, 2, 3 });
    write_tensor("gy.npy", 3, (int[]){ 1, 1, 5 }, (float[]){ 1, 2, 3, 4, 5 });
    hold_done("compute conv_transpose1d --stride 2 --padding valid --convention jax " XW " --in gy=@gy.npy "
              "--out gx=@y.npy --out gw=@g.npy --out gb=@b.npy");
    // As used the kernel is 3 2 1: gx is 3·1 + 2·2 + 1·3 and 3·3 + 2·4 + 1·5; its gradient 1+30 2+40 3+50, turned back.
    hold_values("y.npy", 3, (int[]){ 1, 1, 2 }, (float[]){ 10, 22 });
    hold_values("g.npy", 3, (int[]){ 1, 1, 3 }, (float[]){ 53, 42, 31 });
    hold_values("b.npy", 1, (int[]){ 1 }, (float[]){ 15 });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_pytorchs), cmocka_unit_test(any_outputs_may_be_asked_for),
        cmocka_unit_test(only_the_inputs_that_an_output_needs_are_needed),
        cmocka_unit_test(a_gradient_from_above_weighs_a_loss), cmocka_unit_test(shuffles_are_each_others_gradients),
        cmocka_unit_test(a_length_is_resized_too), cmocka_unit_test(concat_joins_along_any_axis_and_cuts_the_gradient),
        cmocka_unit_test(stretch_inserts_zeros_only), cmocka_unit_test(matrix_is_narrow_by_wide_for_one_sample),
        cmocka_unit_test(rotate_turns_each_kernel_by_180_degrees), cmocka_unit_test(paddings_may_be_named),
        cmocka_unit_test(transposed_convolutions_take_other_frameworks_words),
        cmocka_unit_test(jaxs_gradients_are_of_the_turned_kernel),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
