// A scene copied as a program computes the scene's output: PyTorch and NumPy are run where they are installed, Keras and
// JAX on the stand-ins of standins/, which do in NumPy what their documentation says; all are also held against text that
// was worked out by hand.
#include "explain/scenes.h"
#include "support/check.h"

#include <stdio.h>
#include <unistd.h>

static const char *const SCENES[] = {
    "convt2d in=2 k=3 s=2 w=ones",
    "convt2d in=3 k=3 s=2 p=1 op=1 w=[1,0,-1;2,1,0;0,1,3]",
    "convt2d in=3 k=4 s=2 p=1 x=random:3 w=random:4",
    "convt2d in=2x3 k=3x2 s=1x2 p=1x0 c=2,3 n=2 w=random b=[1,-2,0.5]",
    "convt2d in=3 k=3 s=2 p=1 c=4,2 g=2 x=random w=random:2 b=ramp",
    "convt2d in=2 k=2 s=3 op=2 b=[7]",
    "convt2d in=3 k=3 d=2 s=1 p=2",
    "convt2d in=3 k=3 d=2 s=3 p=1 op=2 x=random",
    "convt2d in=3x2 k=2x3 d=3x2 s=2x1 p=1 x=random",
    "conv2d in=9x8 k=2x3 d=3x2 s=1x2 p=0x1 w=random",
    "convt1d in=5 k=4 s=2 p=1",
    "convt1d in=3 k=2 s=4 op=3 c=2,2 g=2 n=2 x=random b=[1,2]",
    "convt2d in=1 k=1",
    "convt2d in=3 x=letters w=letters",
    "convt2d in=4 k=4 s=2 p=1 w=bilinear x=onehot:5",
    "conv2d in=5 k=3",
    "conv2d in=6x5 k=3x2 s=2x1 p=1x0 c=2,4 g=2 n=2 x=random w=random b=random",
    "conv2d in=7 k=3 d=2 p=2 s=2 x=random w=edge",
    "conv1d in=9 k=3 s=2 p=1 c=1,2 b=ones",
    "conv1d in=4 k=1 s=3",
    "convt2d in=8 k=3 s=2 c=8,8 p=1 op=1", // w has 576 values, and is still a ramp
    // no two numbers of the axes alike, with groups and a batch: swapped axes change a size or a value
    "convt2d in=3x4 k=3x2 s=2x4 p=1x2 op=0x1 d=2x3 c=4,2 n=2 g=2 x=random w=random:2 b=random:3",
    "convt2d in=4x3 k=2x3 s=3x2 p=2x1 op=1x0 d=3x1 c=2,4 n=3 g=2 x=random w=random:2",
    "conv2d in=6x5 k=3x2 s=1x2 p=1x0 d=2x3 c=4,6 n=2 g=2 x=random w=random:2 b=random:3",
    "conv2d in=5x4 k=2x4 s=3x1 p=0x2 d=4x1 c=2,4 n=3 g=2 x=random w=random:2",
    // the window that is kept ends behind all that is stamped, begins within it, or leaves nothing of one edge
    "convt1d in=3 k=3 s=3 p=1 op=2 b=[4]",
    "convt2d in=2x3 k=2x3 s=4x3 p=1x2 op=3x0 c=2,2 n=2 x=random b=[1,2]",
    "convt2d in=4x5 k=2x3 s=2x3 p=2x1 op=0x2 c=2,4 g=2 w=random b=ramp",
    "conv2d in=3 k=3 x=[1,2,3;4e10,-5,1e-8;0.1,0.2,0.3] w=[1,2,3;4,5,6;7,8,9]",
};

static Scene scene_of(const char *code)
{
    Scene scene;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: %s", code, err.text);
    return scene;
}

static bool python_has(const char *module)
{
    char command[128];
    snprintf(command, sizeof command, "/usr/bin/python3 -c 'import %s' >/dev/null 2>&1", module);
    return system(command) == 0;
}

// All scenes as one program; behind each part stand its values on a line of their own.
static void computes(CopyForm form, const char *module, const char *values)
{
    if (!python_has(module)) skip();
    char path[] = "/tmp/stridescope-copy-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    Text program = { 0 };
    for (int i = 0; i < COUNT(SCENES); i++) {
        Scene scene = scene_of(SCENES[i]);
        copy_as(&program, form, &scene);
        text_print(&program, "%s\n", values);
        scene_clear(&scene);
    }
    assert_true(write(file, program.data, program.length) == (ssize_t)program.length);
    close(file);
    text_clear(&program);
    char command[512];
    snprintf(command, sizeof command, "PYTHONDONTWRITEBYTECODE=1 PYTHONPATH='" TESTS_DIR "/explain/standins' OMP_NUM_THREADS=1 /usr/bin/python3 %s", path);
    FILE *out = popen(command, "r");
    assert_non_null(out);
    char *line = NULL;
    size_t room = 0;
    int at = 0;
    while (getline(&line, &room, out) > 0) {
        if (strncmp(line, "values", 6)) continue;
        check(at < COUNT(SCENES), "there are more values than scenes");
        Scene scene = scene_of(SCENES[at]);
        Work work;
        Error err;
        check(work_make(&work, &scene, NULL, &err), "%s: %s", SCENES[at], err.text);
        const char *c = line + 6;
        for (size_t i = 0; i < spec_y_count(&scene.spec); i++) {
            char *end;
            double value = strtod(c, &end);
            check(end > c, "%s: there are only %zu values", SCENES[at], i);
            check(fabs(value - work.y[i]) <= 2e-6 * (1 + fabs(value)), "%s: value %zu is %.9g, and the kernel makes %.9g", SCENES[at], i, value,
                  (double)work.y[i]);
            c = end;
        }
        check(strspn(c, " \n") == strlen(c), "%s: more values than the kernel makes: %s", SCENES[at], c);
        work_clear(&work);
        scene_clear(&scene);
        at++;
    }
    free(line);
    int status = pclose(out);
    check(status == 0, "%s ends with status %d", command, status);
    check(at == COUNT(SCENES), "%d of %d scenes printed their values", at, COUNT(SCENES));
    unlink(path);
}

static void numpy_computes_the_same(void **state)
{
    (void)state;
    computes(COPY_NUMPY, "numpy", "print('values', *y.flatten().tolist())");
}

static void pytorch_computes_the_same(void **state)
{
    (void)state;
    computes(COPY_PYTORCH, "torch", "print('values', *y.flatten().tolist())");
}

static void keras_computes_the_same(void **state)
{
    (void)state;
    computes(COPY_KERAS, "numpy", "print('values', *np.moveaxis(np.asarray(y), -1, 1).flatten().tolist())");
}

static void jax_computes_the_same(void **state)
{
    (void)state;
    computes(COPY_JAX, "numpy", "print('values', *y.flatten().tolist())");
}

typedef struct Held {
    CopyForm form;
    const char *code, *text; // `text` stands in what is copied
} Held;

static const Held HELD[] = {
    { COPY_SCENE, "convt2d k=4 s=2", "convt2d k=4 s=2" },
    { COPY_PYTORCH, "convt2d in=2 k=4x3 s=2 p=1x0 c=2,4 g=2 w=random",
      "layer = nn.ConvTranspose2d(2, 4, kernel_size=(4, 3), stride=2, padding=(1, 0), groups=2, bias=False)\n" },
    { COPY_PYTORCH, "convt2d in=2 k=2 d=2x3", "layer = nn.ConvTranspose2d(1, 1, kernel_size=2, dilation=(2, 3), bias=False)\n" },
    // a random tensor of 4·128 values is too long to be written out
    { COPY_PYTORCH, "convt2d in=2 k=4 c=4,8 w=random",
      "w = torch.randn(4, 8, 4, 4)  # (4, 8, 4, 4): in channels, out channels/groups, rows, columns; random, where the scene has values of its own\n" },
    { COPY_NUMPY, "convt2d in=2 k=3 s=2 p=1 w=ones",
      "full = np.zeros((1, 1, 5, 5))\nfor row in range(2):\n    for col in range(2):\n"
      "        full[0, 0, row*2:row*2 + 3, col*2:col*2 + 3] += x[0, 0, row, col] * w[0, 0]\n" },
    // JAX: d(k−1) − p before, and op more behind: 2 − 1 = 1, 1 + 1 = 2
    { COPY_JAX, "convt2d in=3 k=3 s=2 p=1 op=1",
      "y = lax.conv_transpose(x, w, strides=(2, 2), padding=((1, 2), (1, 2)),\n"
      "                       dimension_numbers=(\"NCHW\", \"OIHW\", \"NCHW\"), transpose_kernel=True)\n" },
    { COPY_JAX, "convt1d in=3 k=3 s=2 d=2 c=2,2 g=2 b=ones",
      "    return lax.conv_transpose(x, w, strides=(2,), padding=((4, 4),), rhs_dilation=(2,),\n" },
    { COPY_JAX, "convt1d in=3 k=3 s=2 d=2 c=2,2 g=2 b=ones",
      "zip(jnp.split(x, 2, axis=1), jnp.split(w, 2, axis=0))], axis=1)\ny = y + b[:, None]\n" },
    { COPY_JAX, "conv2d in=5 k=3 s=2 p=1 c=2,2 g=2",
      "y = lax.conv_general_dilated(x, w, window_strides=(2, 2), padding=((1, 1), (1, 1)), feature_group_count=2,\n" },
    // Keras' valid makes 3·2 + (4 − 2) = 8; PyTorch keeps [1, 7)
    { COPY_KERAS, "convt2d in=3 k=4 s=2 p=1",
      "layer = keras.layers.Conv2DTranspose(1, kernel_size=4, strides=2, padding=\"valid\", use_bias=False)\nlayer.build(x.shape)\n"
      "layer.set_weights([w])\ny = layer(x)\n" },
    { COPY_KERAS, "convt2d in=3 k=4 s=2 p=1", "y = y[:, 1:7, 1:7, :]\n" },
    // all of 3·2 + (3 − 2) = 7 is kept: nothing is cropped
    { COPY_KERAS, "convt2d in=3 k=3 s=2", "y = layer(x)\nprint(y.shape)\n" },
    // op = 2 > p = 0 goes a cell beyond: 2·3 + 0 = 6 cells of valid hold 3·1 + 2 + 2 = 7
    { COPY_KERAS, "convt1d in=2 k=2 s=3 op=2 b=ones", "y = keras.ops.pad(y, [[0, 0], [0, 1], [0, 0]])\n" },
    { COPY_KERAS, "convt1d in=2 k=2 s=3 op=2 b=ones", "y = y + b\n" },
    { COPY_KERAS, "conv2d in=5 k=3 p=1x0 b=ones c=2,2 g=2",
      "x = keras.layers.ZeroPadding2D((1, 0))(x)\nlayer = keras.layers.Conv2D(2, kernel_size=3, padding=\"valid\", groups=2)\nlayer.build(x.shape)\n"
      "layer.set_weights([w, b])\n" },
    { COPY_KERAS, "convt2d in=3 c=2,2 g=2", "for part, kernel in zip(np.split(x, 2, axis=-1), np.split(w, 2, axis=-1))], axis=-1)\n" },
    { COPY_KERAS, "convt2d in=2 k=2 x=[1,2;0.5,-1]",
      "x = np.array([[[[1., 2.],\n                [0.5, -1.]]]], dtype=\"float32\")  # (1, 1, 2, 2): batch, channels, rows, columns\n" },
    // zeros and ones have words of their own; a bias of one axis is a tuple of one
    { COPY_NUMPY, "convt2d in=2 b=ones", "b = np.ones((1,))  # (1): out channels\n" },
    { COPY_PYTORCH, "convt2d in=2 b=zeros", "b = torch.zeros(1)  # (1): out channels\n" },
    { COPY_NUMPY, "conv1d in=2 k=2 c=1,300 b=random",
      "b = np.random.default_rng(1).standard_normal((300,))  # (300): out channels; random, where" },
    // a float counts in whole numbers up to 2^24 only
    { COPY_NUMPY, "conv1d in=16777216 k=1", "x = np.random.default_rng(1).standard_normal((1, 1, 16777216))" },
    { COPY_NUMPY, "convt2d in=2 k=2 c=1,2", "+= x[0, 0, row, col] * w[0, j]\n" },
    { COPY_NUMPY, "conv2d in=3 k=2 c=2,1", "y[0, 0, row, col] += np.sum(x[0, i, row:row + 2, col:col + 2] * w[0, i])\n" },
    // padding of the rows alone, and output padding of the rows alone
    { COPY_NUMPY, "convt2d in=2 p=1x0", "cuts that much less.\ny = full[:, :, 1:3, 0:4]\n" },
    { COPY_NUMPY, "convt2d in=2 k=1 s=3 op=2x0", "full = np.zeros((1, 1, 6, 4))" },
    { COPY_JAX, "convt2d in=3 d=2x1", "rhs_dilation=(2, 1),\n" },
    { COPY_JAX, "conv2d in=7 d=2x1", ", rhs_dilation=(2, 1),\n" },
    { COPY_JAX, "conv2d in=3 b=ones", "y = y + b[:, None, None]\n" },
    // rows before columns, in every number
    { COPY_JAX, "convt2d in=3x4 k=3x2 s=2x4 p=1x2 op=0x1 d=2x3",
      "y = lax.conv_transpose(x, w, strides=(2, 4), padding=((3, 3), (1, 2)), rhs_dilation=(2, 3),\n" },
    { COPY_JAX, "conv2d in=9x12 k=3x2 s=1x2 p=2x1 d=2x3 c=4,6 g=2",
      "window_strides=(1, 2), padding=((2, 2), (1, 1)), rhs_dilation=(2, 3), feature_group_count=2,\n" },
    { COPY_KERAS, "convt2d in=3x4 k=3x2 p=1x0 d=2x3",
      "layer = keras.layers.Conv2DTranspose(1, kernel_size=(3, 2), padding=\"valid\", dilation_rate=(2, 3), use_bias=False)\n" },
    { COPY_KERAS, "conv2d in=9x12 k=3x2 s=1x2 p=2x1",
      "x = keras.layers.ZeroPadding2D((2, 1))(x)\nlayer = keras.layers.Conv2D(1, kernel_size=(3, 2), strides=(1, 2), padding=\"valid\", use_bias=False)\n" },
    { COPY_KERAS, "conv1d in=4 p=2", "x = keras.layers.ZeroPadding1D(2)(x)\nlayer = keras.layers.Conv1D(1, " },
    // a Keras layer refuses a stride and a dilation above 1 together, of whichever axes
    { COPY_KERAS, "conv2d in=9 s=2 d=2 b=ones", "on some backends.\ny = keras.ops.conv(x, w, strides=2, padding=\"valid\", dilation_rate=2)\ny = y + b\n" },
    { COPY_KERAS, "convt2d in=3 s=2x1 d=1x2", "y = keras.ops.conv_transpose(x, w, strides=(2, 1), padding=\"valid\", dilation_rate=(1, 2))\n" },
    { COPY_KERAS, "conv2d in=9 d=2", "w = w.transpose(2, 3, 1, 0)\nlayer = " },
    { COPY_KERAS, "conv2d in=9 s=2", "w = w.transpose(2, 3, 1, 0)\nlayer = " },
    // op = 2 of the rows alone, and of the columns alone: one cell beyond 2·3 of valid
    { COPY_KERAS, "convt2d in=2 k=2 s=3 op=2x0", "y = keras.ops.pad(y, [[0, 0], [0, 1], [0, 0], [0, 0]])\n" },
    { COPY_KERAS, "convt2d in=2 k=2 s=3 op=0x2", "y = keras.ops.pad(y, [[0, 0], [0, 0], [0, 1], [0, 0]])\n" },
    // what one axis has to lose is cut, whichever it is
    { COPY_KERAS, "convt2d in=2 k=3 p=1x0", "y = y[:, 1:3, 0:4, :]\n" },
    { COPY_KERAS, "convt2d in=2 k=1x3 s=2x1", "y = y[:, 0:3, 0:4, :]\n" },
    { COPY_KERAS, "convt1d in=2 k=1 s=2", "y = y[:, 0:3, :]\n" },
    { COPY_KERAS, "convt1d in=2 k=3", "y = layer(x)\nprint(y.shape)\n" },
    { COPY_NUMPY, "conv1d in=2 k=2 x=[inf,nan]", "x = np.array([[[float(\"inf\"), float(\"nan\")]]])" },
};

static void the_words_are_each_frameworks_own(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(HELD); i++) {
        Scene scene = scene_of(HELD[i].code);
        Text text = { 0 };
        copy_as(&text, HELD[i].form, &scene);
        check(strstr(text.data, HELD[i].text) != NULL, "%s as %s:\n%s\ndoes not hold\n%s", HELD[i].code, COPY_TITLES[HELD[i].form], text.data, HELD[i].text);
        text_clear(&text);
        scene_clear(&scene);
    }
}

// The PyTorch lines are a text with a layer: pasted back, they are the layer that was copied.
static void what_is_copied_as_pytorch_pastes_back(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(SCENES); i++) {
        Scene scene = scene_of(SCENES[i]), back;
        Text text = { 0 }, before = { 0 }, after = { 0 };
        LayerRead read;
        Error err;
        copy_as(&text, COPY_PYTORCH, &scene);
        check(layer_read(&read, text.data, &scene, &err), "%s: %s", SCENES[i], err.text);
        check(layer_scene(&back, &read, &scene, NULL, &err), "%s: %s", SCENES[i], err.text);
        scene_print(&before, &scene);
        scene_print(&after, &back);
        assert_string_equal(after.data, before.data);
        text_clear(&text), text_clear(&before), text_clear(&after);
        layer_read_clear(&read);
        scene_clear(&scene), scene_clear(&back);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numpy_computes_the_same),
        cmocka_unit_test(pytorch_computes_the_same),
        cmocka_unit_test(keras_computes_the_same),
        cmocka_unit_test(jax_computes_the_same),
        cmocka_unit_test(the_words_are_each_frameworks_own),
        cmocka_unit_test(what_is_copied_as_pytorch_pastes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
