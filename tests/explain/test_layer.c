// Layers as people write them: every framework's order and names read, what is open kept from the scene in view, and
// whatever cannot be read answered with its place and one sentence.
#include "explain/scenes.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>

static Scene scene_of(const char *code)
{
    Scene scene;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: %s", code, err.text);
    return scene;
}

typedef struct Case {
    const char *text, *code; // the scene that the first start becomes, its lenses left out
} Case;

static const Case READS[] = {
    // PyTorch: its own order
    { "nn.ConvTranspose2d(64, 32, 4, 2, 1)", "convt2d in=2 k=4 s=2 p=1 c=64,32 b=zeros" },
    { "ConvTranspose2d(4, 2, 3, 2, 1, 1)", "convt2d in=2 s=2 p=1 op=1 c=4,2 b=zeros" },
    { "nn.ConvTranspose2d(4, 2, 3, 2, 1, 1, 2, False, 2)", "convt2d in=2 s=2 p=1 op=1 d=2 c=4,2 g=2" },
    { "nn.Conv2d(4, 2, 3, 2, 1, 2, 2, False)", "conv2d s=2 p=1 d=2 c=4,2 g=2" },
    { "nn.ConvTranspose1d(2, 1, 5, 3)", "convt1d in=2 k=5 s=3 c=2,1 b=zeros" },
    { "nn.Conv1d(2, 1, 5)", "conv1d in=5 k=5 c=2,1 b=zeros" },
    { "nn.LazyConvTranspose2d(2, 4, 2)", "convt2d in=2 k=4 s=2 c=1,2 b=zeros" },
    // channels that are not told go with the groups
    { "nn.LazyConv2d(6, 3, padding=1, groups=3)", "conv2d in=2 p=1 c=3,6 g=3 b=zeros" },
    { "nn.Conv2d(c, 6, 3, padding=1)", "conv2d in=2 p=1 c=1,6 b=zeros" },
    // named, in any order, as programs and print(model) have them
    { "self.up = torch.nn.ConvTranspose2d(in_channels=2, out_channels=1, stride=2, kernel_size=(4, 3), bias=False)",
      "convt2d in=2 k=4x3 s=2 c=2,1" },
    { "x = nn.Conv2d(\n    1,  # grey\n    2,\n    kernel_size = 3 ,\n    padding='same',\n)\n", "conv2d p=1 c=1,2 b=zeros" },
    { "Sequential(\n  (0): ConvTranspose2d(2, 3, kernel_size=(4, 4), stride=(2, 2), padding=(1, 1), bias=False)\n  (1): ReLU()\n)",
      "convt2d in=2 k=4 s=2 p=1 c=2,3" },
    { "nn.Sequential(nn.ReLU(), nn.Upsample(scale_factor=2), nn.Conv2d(2, 2, 3, padding=1))", "conv2d in=2 p=1 c=2,2 b=zeros" },
    { "class Up(nn.Module):\n    '''Uses Conv2d(9, 9, 9).'''\n    def __init__(self, c):\n        # Conv2d(8, 8, 8)\n"
      "        self.a = nn.ConvTranspose2d(c, c // 2, 2, stride=2)\n", "convt2d in=2 k=2 s=2 b=zeros" },
    { "nn.Conv2d(2*2, 3 * 2**2, (3), padding=3//2)(x)", "conv2d in=2 p=1 c=4,12 b=zeros" },
    { "y = F.conv_transpose2d(x, w, None, 2, 1)", "convt2d in=2 s=2 p=1" },
    { "F.conv_transpose2d(x, w, bias=b, stride=(2, 1))", "convt2d in=2 s=2x1 b=zeros" },
    { "that's it: nn.Conv2d(1, 2, 3), isn't it", "conv2d c=1,2 b=zeros" },
    // Keras: the crop of SAME for an even k − s is PyTorch's padding
    { "layers.Conv2DTranspose(32, 4, strides=2, padding=\"same\")", "convt2d in=2 k=4 s=2 p=1 c=1,32 b=zeros" },
    { "tf.keras.layers.Conv2DTranspose(3, (5, 5), (2, 2), 'valid', use_bias=False)", "convt2d in=2 k=5 s=2 c=1,3" },
    { "Conv2DTranspose(3, 2, 3)", "convt2d in=2 k=2 s=3 op=1 c=1,3 b=zeros" },
    { "Conv2D(8, 3, padding='same', activation='relu', input_shape=(5, 7, 3))", "conv2d in=5x7 p=1 c=3,8 b=zeros" },
    { "Conv1DTranspose(filters=2, kernel_size=4, strides=2, padding='same')", "convt1d in=2 k=4 s=2 p=1 c=1,2 b=zeros" },
    // JAX pads the stretched input: k−1−p on each side
    { "jax.lax.conv_transpose(x, w, (2, 2), ((2, 2), (2, 2)))", "convt2d in=2 s=2" },
    { "lax.conv_transpose(x, w, strides=(2, 2), padding=[(1, 2), (1, 2)], transpose_kernel=True)", "convt2d in=2 s=2 p=1 op=1" },
    { "lax.conv_transpose(lhs, rhs, (2,), 'VALID')", "convt1d in=2 s=2" },
    { "lax.conv_transpose(x, w, 2, 'VALID')", "convt2d in=2 s=2" }, // as many axes as in view
    { "lax.conv(x, w, (1, 1), 'SAME')", "conv2d p=1" },
    { "nn.ConvTranspose(features=3, kernel_size=(4, 4), strides=(2, 2))", "convt2d in=2 k=4 s=2 p=1 c=1,3 b=zeros" },
    { "nn.Conv(3, (3,), padding='VALID', use_bias=False)", "conv1d c=1,3" },
    { "nnxt.Conv(3, (3,), padding='VALID', use_bias=False)", "conv1d c=1,3" },
    { "nnx.ConvTranspose(2, 3, (4, 4), strides=2, padding='SAME', rngs=rngs)", "convt2d in=2 k=4 s=2 p=1 c=2,3 b=zeros" },
    // Flax NNX takes strides without a name too
    { "nnx.ConvTranspose(3, 8, (3, 3), (2, 2), padding=1, rngs=r)", "convt2d in=2 s=2 p=1 c=3,8 b=zeros" },
    { "nnx.Conv(3, 8, (3, 3), (2, 1), padding='VALID', rngs=r, kernel_metadata=m, preferred_element_type=jnp.float32)", "conv2d s=2x1 c=3,8 b=zeros" },
    // use_consistent_padding: numbers are counted as PyTorch counts them, words as always
    { "lax.conv_transpose(x, w, (2, 2), ((1, 0), (1, 0)), use_consistent_padding=True)", "convt2d in=2 s=2 p=1 op=1" },
    { "lax.conv_transpose(x, w, (2, 1), ((1, 1), (0, 0)), transpose_kernel=True, use_consistent_padding=True)", "convt2d in=2 s=2x1 p=1x0" },
    { "lax.conv_transpose(x, w, (2,), 'VALID', use_consistent_padding=True)", "convt1d in=2 s=2" },
    { "lax.conv_transpose(x, w, (2, 2), ((2, 2), (2, 2)), use_consistent_padding=False)", "convt2d in=2 s=2" },
    // Keras' channels_first: the shape begins with them
    { "Conv2DTranspose(3,(3,5),strides=(2,1),padding=\"same\",data_format=\"channels_first\",input_shape=(8,5,6))",
      "convt2d in=5x6 k=3x5 s=2x1 p=0x2 c=8,3 b=zeros" },
    { "Conv2DTranspose(3, 2, 2, data_format='channels_last', input_shape=(5, 6, 8))", "convt2d in=5x6 k=2 s=2 c=8,3 b=zeros" },
    { "Conv1D(4, 3, data_format='channels_first', input_shape=(2, 9))", "conv1d in=9 c=2,4 b=zeros" },
    { "Conv2D(4, 3, data_format='channels_first', input_shape=(2, None, None))", "conv2d c=2,4 b=zeros" },
    { "Conv2D(4, 3, data_format=order, input_shape=(2, 9, 9))", "conv2d c=1,4 b=zeros" },
    // Keras 2 and later releases of Keras 3 have output_padding before data_format, the first of Keras 3 do not
    { "Conv2DTranspose(3, 2, 2, 'valid', 'channels_first', input_shape=(8, 5, 6))", "convt2d in=5x6 k=2 s=2 c=8,3 b=zeros" },
    { "Conv2DTranspose(3, 2, 1, 'valid', 'channels_last', (1, 2), 'relu', False)", "convt2d in=2 k=2 d=1x2 c=1,3" },
    { "Conv2DTranspose(3, 2, 1, 'valid', None, (1, 2))", "convt2d in=2 k=2 d=1x2 c=1,3 b=zeros" },
    { "Conv2DTranspose(3, 2, 1, 'valid', None, 2, use_bias=False)", "convt2d in=2 k=2 d=2 c=1,3" },
    { "Conv2DTranspose(3, 2, 1, 'valid', None, None, 'relu', False)", "convt2d in=2 k=2 c=1,3" },
    { "Conv2DTranspose(3, 2, 2, 'valid', 1, 'channels_first', input_shape=(8, 5, 6))", "convt2d in=5x6 k=2 s=2 op=1 c=8,3 b=zeros" },
    { "Conv2DTranspose(3, 2, 1, 'valid', None, None, (1, 2), 'relu', False)", "convt2d in=2 k=2 d=1x2 c=1,3" },
    { "Conv2DTranspose(3, 2, 1, 'valid', None, 'channels_last', (1, 2), None, False)", "convt2d in=2 k=2 d=1x2 c=1,3" },
    { "Conv2DTranspose(3, *more, 2, 1, 'valid', 'channels_last', 2)", "convt2d in=2 k=2 d=2 c=1,3 b=zeros" },
    // no output would be left of two rows: the input grows
    { "nn.ConvTranspose2d(1, 1, 3, 1, 4)", "convt2d in=7 p=4 b=zeros" },
    // blanks of every kind, joined lines, the minus and the blank of web pages, strings and numbers as Python has them
    { "nn.Conv2d(1,\t2,\f\r\n 3, \\\n padding = \\\r\n 1)", "conv2d in=2 p=1 c=1,2 b=zeros" },
    { "nn.Conv2d(1,\xC2\xA0" "2, 3, padding=5 - 4)", "conv2d in=2 p=1 c=1,2 b=zeros" },
    { "nn.Conv2d(1, 2, +3, -−1, padding=+1)", "conv2d in=2 p=1 c=1,2 b=zeros" },
    { "nn.Conv2d(1, 2, 7 % 4, 6 / 6, 3 - 2, device=a[1:2], bias=b(c))", "conv2d in=2 p=1 c=1,2 b=zeros" },
    { "nn.Conv2d(1_0, 2E0, 3., 1e+0, 1E+0)", "conv2d in=2 p=1 c=10,2 b=zeros" },
    { "Conv2D(2, 3, padding='same', name='a\\'s', dtype=r'b')", "conv2d p=1 c=1,2 b=zeros" },
    // a bracket around one value is that value, whatever is remarked in it; a comma makes it a tuple
    { "nn.Conv1d(1, 2, (3  # a kernel,\n), padding=(1,  # a tuple\n))", "conv1d in=2 p=1 c=1,2 b=zeros" },
    // what only the running program knows is passed over
    { "nn.Conv2d(int(c), len(x.shape) + f(x).shape[0], 3, padding=1)", "conv2d in=2 p=1 b=zeros" },
    { "nn.Conv2d(lambda: 'a,b', lambda q: [q, (1, 2), {3: 4}][0], 3, padding=1)", "conv2d in=2 p=1 b=zeros" },
    { "nn.Conv2d(a if big else b, a == b, 3, padding=1)", "conv2d in=2 p=1 b=zeros" },
    { "nn.Conv2d(a != b, a < b, 3, padding=1)", "conv2d in=2 p=1 b=zeros" },
    { "nn.Conv2d(a > b, len([c for c in d]), 3, padding=1)", "conv2d in=2 p=1 b=zeros" },
    { "nn.Conv2d(1 / 0, 1 % 0, 3, padding=1)", "conv2d in=2 p=1 b=zeros" },
    { "nn.Conv2d(10 ** 400, 2 * c, 3, padding=1)", "conv2d in=2 p=1 b=zeros" },
    { "nn.Conv2d(1, 2, 3, padding=1, device={'a': (1, 2)})", "conv2d in=2 p=1 c=1,2 b=zeros" },
    { "nn.Conv2d(*sizes, kernel_size=3, padding=1, **more)", "conv2d in=2 p=1 b=zeros" },
    { "nn.Conv2d(1, 2, 3, padding=1, padding_mode=mode)", "conv2d in=2 p=1 c=1,2 b=zeros" },
    { "nn.ConvTranspose2d(1, 2, 3, padding_mode='zeros', bias=0)", "convt2d in=2 c=1,2" },
    // Keras' input shape: what of it is no number is left open
    { "Conv2D(8, 3, padding='same', input_shape=(None, None, 3))", "conv2d p=1 c=3,8 b=zeros" },
    { "Conv2D(8, 3, padding='same', input_shape=(5, None, channels))", "conv2d p=1 c=1,8 b=zeros" },
    { "Conv2D(8, 3, padding='same', input_shape=(0, 300000000, 0))", "conv2d p=1 c=1,8 b=zeros" },
    { "Conv2D(8, 3, padding='same', input_shape=(5, 7, 2000000))", "conv2d in=5x7 p=1 c=1,8 b=zeros" },
    { "Conv2D(8, 3, padding='same', input_shape=(5, 7))", "conv2d p=1 c=1,8 b=zeros" },
    { "Conv2D(8, 3, padding='same', input_shape=shape)", "conv2d p=1 c=1,8 b=zeros" },
    // Flax takes a number where JAX takes a pair; a stretch by 1 is none
    { "nn.Conv(3, (3, 3), padding=[1, (1, 1)], input_dilation=(1, 1))", "conv2d p=1 c=1,3 b=zeros" },
    { "lax.conv_general_dilated(x, w, (1, 1), [(1, 1), (1, 1)])", "conv2d p=1" },
    { "lax.conv_transpose(x, w, (2, 2), ((2, 2), (2, 2)), transpose_kernel=False)", "convt2d in=2 s=2" },
};

static void each_framework_is_read_in_its_own_words(void **state)
{
    (void)state;
    Scene first = scene_of(SCENE_FIRST);
    source_clear(&first.w), first.w = (Source){ .kind = SOURCE_RAMP };
    first.views = 2, first.view[0] = LENS_STAMP, first.view[1] = LENS_SLIDE, first.step = STEP_END;
    for (int i = 0; i < COUNT(READS); i++) {
        LayerRead read;
        Error err = { 0 };
        Scene scene;
        Text code = { 0 };
        check(layer_begins(READS[i].text), "no layer is seen in %s", READS[i].text);
        check(layer_read(&read, READS[i].text, &first, &err), "%s: %s", READS[i].text, err.text);
        check(layer_scene(&scene, &read, &first, NULL, &err), "%s: %s", READS[i].text, err.text);
        // A convolution that shrinks its input to fit shows its own size.
        scene_print(&code, &scene);
        check(!strcmp(code.data, READS[i].code), "%s\n  is read as %s\n  and not as %s", READS[i].text, code.data, READS[i].code);
        text_clear(&code);
        scene_clear(&scene);
        layer_read_clear(&read);
    }
    scene_clear(&first);
}

// ---- what is said ----------------------------------------------------------------------------------------------

typedef struct Said {
    const char *text, *title, *more; // `more` is a part of what is said
} Said;

static const Said SAYS[] = {
    { "nn.ConvTranspose2d(64, 32, 4, 2, 1)", "ConvTranspose2d: 64 → 32 channels, kernel 4, stride 2, padding 1", "" },
    { "nn.ConvTranspose2d(4, 2, (3, 4), (1, 2), output_padding=(0, 1), groups=2, bias=False)",
      "ConvTranspose2d: 4 → 2 channels, kernel 3×4, stride 1×2, output padding 0×1, 2 groups, no bias", "" },
    // TensorFlow crops (0, 1) where PyTorch can crop (1, 0) or nothing.
    { "Conv2DTranspose(1, 3, strides=2, padding='same')", "Conv2DTranspose: 1 → 1 channels, kernel 3, stride 2",
      "y[:, :, :-1, :-1] makes this equal to Keras, whose output is 4×4." },
    // the rows alone, and the columns alone
    { "Conv2DTranspose(1, 3, strides=(2, 1), padding='same')", "Conv2DTranspose: 1 → 1 channels, kernel 3, stride 2×1, padding 0×1",
      " PyTorch cannot cut two edges so differently: y[:, :, :-1, :] makes this equal to Keras, whose output is 4×2." },
    { "nn.Conv2d(1, 1, (4, 3), padding='same')", "Conv2d: 1 → 1 channels, kernel 4×3, padding 1",
      " A scene pads both edges alike: F.pad(x, (0, 0, 0, 1)) before it makes this equal to PyTorch." },
    { "nn.Conv2d(1, 1, (3, 4), padding='same')", "Conv2d: 1 → 1 channels, kernel 3×4, padding 1",
      " A scene pads both edges alike: F.pad(x, (0, 1, 0, 0)) before it makes this equal to PyTorch." },
    { "Conv2DTranspose(1, 4, strides=2, padding='same', dilation_rate=(1, 2))",
      "Conv2DTranspose: 1 → 1 channels, kernel 4, stride 2, padding 1×2, dilation 1×2", "Keras itself takes no dilation together with a stride above 1." },
    { "Conv2D(1, 4, strides=2, input_shape=(5, 5, 1))", "Conv2D: 1 → 1 channels, kernel 4, stride 2", "" },
    { "Conv2D(1, 2, dilation_rate=2, input_shape=(5, 5, 1))", "Conv2D: 1 → 1 channels, kernel 2, dilation 2", "" },
    { "nn.Conv1d(1, 1, 2, 2, dilation=2)", "Conv1d: 1 → 1 channels, kernel 2, stride 2, dilation 2", "" },
    { "Conv1D(1, 4, strides=2, dilation_rate=2)", "Conv1D: 1 → 1 channels, kernel 4, stride 2, dilation 2",
      "Keras itself takes no dilation together with a stride above 1." },
    { "Conv1DTranspose(1, 3, strides=2, padding='same')", "Conv1DTranspose: 1 → 1 channels, kernel 3, stride 2",
      "y[:, :, :-1] makes this equal to Keras, whose output is 4." },
    { "nn.Conv2d(1, 1, 4, padding='same')", "Conv2d: 1 → 1 channels, kernel 4, padding 1",
      "F.pad(x, (0, 1, 0, 1)) before it makes this equal to PyTorch." },
    { "nn.Conv2d(1, 1, (4, 3), padding='same')", "Conv2d: 1 → 1 channels, kernel 4×3, padding 1",
      "F.pad(x, (0, 0, 0, 1)) before it makes this equal to PyTorch." },
    { "lax.conv_transpose(x, w, (2, 2), ((2, 2), (2, 2)))", "conv_transpose: 1 → 1 channels, kernel 3, stride 2, no bias",
      "JAX turns the kernel by 180°" },
    { "nn.ConvTranspose2d(4, 2, None)", "ConvTranspose2d: 4 → 2 channels, kernel 3", "does not tell the kernel's size: it is as before." },
    { "nn.ConvTranspose2d(*args)", "ConvTranspose2d: 1 → 1 channels, kernel 3",
      "does not tell the kernel's size: it is as before. The text does not tell its channels" },
    { "F.conv2d(x, w)", "conv2d: 1 → 1 channels, kernel 3, no bias", "does not tell the kernel's size" },
    { "nn.Sequential(nn.Conv2d(8, 32, 3, padding=1), nn.PixelShuffle(2))", "Conv2d: 8 → 32 channels, kernel 3, padding 1",
      "deals its 32 channels out as 2×2 cells of 8" },
    { "nn.Sequential(nn.Conv2d(1, 2, 3), nn.Conv2d(2, 4, 3), nn.Conv2d(4, 8, 3))", "Conv2d: 1 → 2 channels, kernel 3",
      "" },
    { "nn.Conv2d(1, 2, 3, padding_mode='zeros')", "Conv2d: 1 → 2 channels, kernel 3", "" },
    // only where no input is skipped, none repeated, and there are two axes
    { "nn.Sequential(nn.Conv2d(8, 32, 3, stride=2, padding=1), nn.PixelShuffle(2))", "Conv2d: 8 → 32 channels, kernel 3, stride 2, padding 1", "" },
    { "nn.Sequential(nn.Conv2d(8, 32, 3, (1, 2)), nn.PixelShuffle(2))", "Conv2d: 8 → 32 channels, kernel 3, stride 1×2", "" },
    { "nn.Sequential(nn.Conv1d(8, 32, 3), nn.PixelShuffle(2))", "Conv1d: 8 → 32 channels, kernel 3", "" },
    { "nn.Sequential(nn.Conv2d(8, 32, 3, padding_mode='zeros'), nn.PixelShuffle(2))", "Conv2d: 8 → 32 channels, kernel 3", "deals its 32" },
    { "nn.Sequential(nn.Conv2d(8, 32, 3, padding_mode=m), nn.PixelShuffle(2))", "Conv2d: 8 → 32 channels, kernel 3", "" },
    // channels that PixelShuffle cannot deal out
    { "nn.Sequential(nn.Conv2d(8, 6, 3), nn.PixelShuffle(4))", "Conv2d: 8 → 6 channels, kernel 3",
      "the Conv2d before it gives 6, which 16 does not divide: PyTorch stops there." },
    { "nn.Sequential(nn.ConvTranspose2d(8, 4, 3), nn.PixelShuffle(2))", "ConvTranspose2d: 8 → 4 channels, kernel 3", "" },
    { "Conv2DTranspose(32, 4, strides=2, padding='same')", "Conv2DTranspose: 1 → 32 channels, kernel 4, stride 2, padding 1",
      "does not tell its input channels: 1 input channel from the scene." },
    { "nn.LazyConvTranspose2d(2, 4, 2)", "LazyConvTranspose2d: 1 → 2 channels, kernel 4, stride 2", "does not tell its input channels: 1 input channel from the scene." },
    { "nn.ConvTranspose2d(3, c, 2)", "ConvTranspose2d: 3 → 1 channels, kernel 2", "does not tell its output channels: 1 output channel from the scene." },
    { "nn.ConvTranspose2d(c, c // 2, 2)", "ConvTranspose2d: 1 → 1 channels, kernel 2", "does not tell its channels: 1 input channel and 1 output channel are from the scene." },
    { "nn.Conv2d(1, 2, 3, padding_mode='reflect')", "Conv2d: 1 → 2 channels, kernel 3", "'reflect'; shown are zeros" },
    { "m = [nn.Upsample(scale_factor=2, mode=m), nn.Upsample(size=(4, 4)), UpSampling2D(), nn.UpsamplingBilinear2d(2), nn.Conv2d(1, 2, 3)]",
      "Conv2d: 1 → 2 channels, kernel 3", "" },
};

static void it_is_said_what_was_read(void **state)
{
    (void)state;
    Scene first = scene_of(SCENE_FIRST);
    for (int i = 0; i < COUNT(SAYS); i++) {
        LayerRead read;
        Error err = { 0 };
        check(layer_read(&read, SAYS[i].text, &first, &err), "%s: %s", SAYS[i].text, err.text);
        check(!strcmp(read.title.data, SAYS[i].title), "%s\n  has the title “%s”\n  and not “%s”", SAYS[i].text, read.title.data, SAYS[i].title);
        check(*SAYS[i].more ? strstr(text_or_empty(&read.more), SAYS[i].more) != NULL : !read.more.length, "%s\n  says “%s”\n  and not “%s”", SAYS[i].text,
              text_or_empty(&read.more), SAYS[i].more);
        layer_read_clear(&read);
    }
    scene_clear(&first);
}

// ---- the same numbers ------------------------------------------------------------------------------------------

// The crop "a:-b" that is named behind [lead], or all of it.
static void crop_of(const char *said, const char *lead, int *start, int *end)
{
    const char *at = strstr(said, lead);
    *start = *end = 0;
    if (!at) return;
    at += strlen(lead);
    if (*at != ':') *start = (int)strtol(at, (char **)&at, 10);
    if (at[1] == '-') *end = (int)strtol(at + 2, NULL, 10);
}

// Another framework's layer and the scene that it becomes, with the crop or the padding that is named, make the same.
static void other_frameworks_edges_end_in_the_same_numbers(void **state)
{
    (void)state;
    Random r = { 8 };
    int cropped = 0, padded = 0, exact = 0;
    for (int i = 0; i < 3000; i++) {
        int n = any(&r, 1, 9), k = any(&r, 1, 6), s = any(&r, 1, 4), d = any(&r, 1, 3);
        bool transposed = any(&r, 0, 1), same = any(&r, 0, 1), jax = any(&r, 0, 1);
        int before = any(&r, 0, 4), after = any(&r, 0, 4), numbers = jax && any(&r, 0, 1);
        char view[64], text[200], pads[32];
        snprintf(view, sizeof view, "convt1d in=%d k=1", n);
        snprintf(pads, sizeof pads, numbers ? "((%d, %d),)" : same ? "'SAME'" : "'VALID'", before, after);
        if (jax) snprintf(text, sizeof text, "nn.Conv%s(1, (%d,), strides=(%d,), padding=%s, kernel_dilation=(%d,))", transposed ? "Transpose" : "", k, s, pads, d);
        else snprintf(text, sizeof text, "Conv1D%s(1, %d, strides=%d, padding=%s, dilation_rate=%d)", transposed ? "Transpose" : "", k, s, pads, d);
        Scene scene = scene_of(view);
        LayerRead read;
        Error err = { 0 };
        Given given = { .transposed = transposed, .dims = 1, .groups = 1, .convention = jax ? CONVENTION_JAX : CONVENTION_KERAS,
                        .stride = { 1, { s } }, .dilation = { 1, { d } } };
        if (numbers) given.pads = (PerAxis){ 2, { before, after } };
        else given.auto_pad = same ? AUTO_PAD_SAME_UPPER : AUTO_PAD_VALID;
        if (layer_read(&read, text, &scene, &err)) {
            int in = spec_in(&read.spec, read.spec.x), start, end, more_x = 0;
            Tensor x = { .rank = 3, .shape = { 1, 1, in } }, w = { .rank = 3, .shape = { 1, 1, k } };
            Spec theirs, ours = read.spec;
            check(spec_from_shapes(&theirs, &given, &x, &w, NULL, &err), "%s is read, and yet: %s", text, err.text);
            const char *said = text_or_empty(&read.more), *pad = strstr(said, "F.pad(x, (0, ");
            crop_of(said, "y[:, :, ", &start, &end);
            if (pad) more_x = (int)strtol(pad + strlen("F.pad(x, (0, "), NULL, 10), ours.x.wide += more_x;
            assert_true(spec_check(&ours, NULL));
            float xs[64] = { 0 }, ws[8], a[256], b[256];
            assert_true(in + more_x <= 64 && spec_y_count(&ours) <= 256 && spec_y_count(&theirs) <= 256);
            for (int j = 0; j < in; j++) xs[j] = (float)any(&r, -9, 9);
            for (int j = 0; j < k; j++) ws[j] = (float)any(&r, -9, 9);
            op_forward(a, xs, ws, NULL, &theirs);
            op_forward(b, xs, ws, NULL, &ours);
            int count = (int)spec_y_count(&theirs), left = (int)spec_y_count(&ours) - start - end;
            check(count == left, "%s on %d: %d cells, and %d by what is said: %s", text, in, count, left, said);
            check(!memcmp(a, b + start, (size_t)count * sizeof *a), "%s on %d makes other numbers than its scene:%s", text, in, said);
            cropped += start || end, padded += more_x > 0, exact += !start && !end && !more_x;
            layer_read_clear(&read);
        }
        scene_clear(&scene);
    }
    check(cropped > 100 && padded > 100 && exact > 500, "%d cropped, %d padded, %d exact", cropped, padded, exact);
}

// ---- what cannot be read ---------------------------------------------------------------------------------------

typedef struct Wrong {
    const char *text;
    int line, column;
    const char *says;
} Wrong;

static const Wrong WRONGS[] = {
    { "nn.ConvTranspose2d(64, 32, 4, strides=2)", 1, 31, "ConvTranspose2d has no argument 'strides' in PyTorch; it is stride" },
    { "nn.Conv2d(filters=3, kernel_size=3)", 1, 11, "it is out_channels" },
    { "Conv2DTranspose(3, 3, stride=2)", 1, 23, "has no argument 'stride' in Keras; it is strides" },
    { "nn.Conv2d(1, 1, 3, paddding=1)", 1, 20, "it is padding" },
    { "nn.Conv2d(1, 1, 3, wheels=4)", 1, 20, "it takes in_channels, out_channels, kernel_size" },
    { "nn.ConvTranpose2d(64, 32, 4)", 1, 1, "there is no layer 'nn.ConvTranpose2d'; did you mean ConvTranspose2d?" },
    { "nn.Conv3d(1, 1, 3)", 1, 1, "three axes" },
    { "nn.Conv2d(64, 32)", 1, 17, "kernel_size is missing in Conv2d" },
    { "nn.Conv2d(64, 32, 4", 1, 10, "this '(' is not closed; a ')' is missing" },
    { "nn.Conv2d(64, 32 4)", 1, 18, "'4' stands here; a comma or ) was expected" },
    { "nn.Conv2d(64 32 4)", 1, 14, "'32' stands here; a comma or ) was expected" },
    { "nn.Conv2d(64 abcdefghijklmnopqrstuvwxyz)", 1, 14, "'abcdefghijklmnopqrstuvwx' stands here" },
    { "nn.Conv2d(64,, 32)", 1, 14, "',' stands here; a number, a name or a bracket was expected" },
    { "nn.Conv2d(\n    64, 32,\n    kernel_size='big')", 3, 17, "kernel_size is 'big'; it must be a whole number, 1 or more" },
    { "nn.Conv2d(64, 32, k)", 1, 19, "kernel_size is k, whose value is not in this text" },
    { "nn.Conv2d(64, 32, 2.5)", 1, 19, "kernel_size is 2.5" },
    { "nn.Conv2d(64, 0, 3)", 1, 15, "out_channels is 0; it must be a whole number, 1 or more" },
    { "nn.Conv2d(64, 32, 3, -1)", 1, 22, "stride is -1" },
    { "nn.Conv2d(64, 32, (3, 3, 3))", 1, 19, "kernel_size is (3, 3, 3); it must be one number, or two: (rows, columns)" },
    { "nn.Conv2d(64, 32, 3, stride=2, kernel_size=3)", 1, 32, "kernel_size is given twice" },
    { "nn.Conv2d(1, 1, 3, 3, kernel_size=3, kernel_size=3)", 1, 23, "kernel_size is given twice: it is also the value number 3" },
    { "nn.Conv2d(1, 1, kernel_size=3, kernel_size=3)", 1, 32, "kernel_size is given twice" },
    { "Conv2DTranspose(3, 2, 2, 'valid', 'channels_last', 1, data_format='x')", 1, 55, "data_format is given twice: it is also the value number 5" },
    { "nnx.Conv(3, 8, (3, 3), (2, 2), 'SAME', rngs=r)", 1, 32, "Conv takes 4 values without a name; this is one more" },
    { "nnx.ConvTranspose(3, 8, (3, 3), (2, 2), 'SAME', rngs=r)", 1, 41, "ConvTranspose takes 4 values without a name; this is one more" },
    { "Conv2D(4, 3, data_format='NCHW')", 1, 26, "data_format is 'NCHW'; it must be 'channels_last' or 'channels_first'" },
    { "nn.Conv2d(1, 1, 3, 1, 1, 1, 1, True, 'zeros', None, None, 7)", 1, 59, "takes 11 values without a name" },
    { "nn.ConvTranspose2d(4, 2, 3, 2, 1, 2)", 1, 35, "output_padding is 2; below stride 2" },
    { "nn.ConvTranspose2d(4, 3, 3, groups=2)", 1, 36, "groups is 2; it must divide out_channels, which is 3" },
    { "nn.ConvTranspose2d(4, 2, 3, padding='same')", 1, 37, "takes numbers alone in PyTorch" },
    { "Conv2D(3, 3, padding=1)", 1, 22, "Keras names it: 'same' or 'valid'" },
    { "Conv2D(3, 3, padding='sane')", 1, 22, "padding is 'sane'; 'same' and 'valid' can be shown" },
    { "lax.conv_transpose(x, w, (2, 2), ((9, 9), (9, 9)))", 1, 34, "at most 2 before and 3 after" },
    { "nn.PixelShuffle(2)", 1, 1, "moves values and has no kernel" },
    { "up = nn.Upsample(scale_factor=2, mode='nearest')", 1, 6, "convt2d k=2 s=2 w=ones" },
    { "nn.Upsample(scale_factor=2, mode='bilinear')", 1, 1, "w=bilinear" },
    { "nn.Upsample()", 1, 1, "needs scale_factor or size" },
    { "nn.Conv2d(1, 1, 99999999999)", 1, 17, "must be at most" },
    { "nn.Conv2d(1, 1, 'x)", 1, 17, "this quote is not closed" },
    { "nn.Conv2d(1, 9999999, 3)", 1, 14, "out_channels is 9999999; it must be at most 1048576" },
    { "nn.Conv2d(9999999, 1, 3)", 1, 11, "in_channels is 9999999; it must be at most 1048576" },
    { "nn.Conv2d(3, 4, 3, groups=2)", 1, 27, "groups is 2; it must divide in_channels, which is 3" },
    { "just words", 1, 1, "no layer stands in this text" },
    // values: how many, which, and how they are shown in the sentence
    { "nn.Conv2d(1, 1, ())", 1, 17, "kernel_size is (); it must be one number, or two: (rows, columns)" },
    { "nn.Conv2d(1, 1, (3,))", 1, 17, "kernel_size is (3,); it must be one number, or two" },
    { "nn.Conv1d(1, 1, (3, 3))", 1, 17, "kernel_size is (3, 3); it must be one number" },
    { "nn.Conv2d(1, 1, (k) // 2)", 1, 17, "kernel_size is (k) // 2, whose value is not in this text" },
    { "nn.Conv2d(1, 1, {3})", 1, 17, "kernel_size is {3}, whose value is not in this text" },
    { "nn.Conv2d(1, 1, k(2))", 1, 17, "kernel_size is k(2), whose value is not in this text" },
    { "nn.Conv2d(1, 1, 'a\tb\x7F" "c')", 1, 17, "kernel_size is 'a b c'; it must be" },
    { "nn.Conv2d(1, 1, 'a kernel that is far too long to be told in a sentence')", 1, 17,
      "kernel_size is 'a kernel that is far too long to be told i…; it" },
    { "nn.Conv2d(1, 1, '" "ééééééééééééééééééééééééééé" "')", 1, 17, "kernel_size is 'éééééééééééééééééééé…; it" },
    { "nn.Conv2d(1, 1, '\xF0')", 1, 17, "kernel_size is '?'; it must be" },
    { "nn.Conv2d(1, 1, '\xEF\xBF\xBD')", 1, 17, "kernel_size is '\xEF\xBF\xBD'; it must be" },
    { "nn.Conv2d(1, 1, 3, size=2)", 1, 20, "has no argument 'size' in PyTorch; it takes in_channels" },
    { "nn.Conv2d(1, 1, 3, scale_factor=2)", 1, 20, "has no argument 'scale_factor' in PyTorch; it takes in_channels" },
    { "nn.Conv2d(1, 1, 3, use_mask=2)", 1, 20, "it takes in_channels" },
    { "nn.Conv2d(1, 1, 3, activation='relu')", 1, 20, "it takes in_channels" },
    { "nn.ConvTranspose2d(1, 1, 3, padding_mode='reflect')", 1, 42, "padding_mode is 'reflect'; ConvTranspose2d knows 'zeros' alone" },
    { "nn.Conv2d(1, 1, 3, padding_mode='mirror')", 1, 33, "it must be 'zeros', 'reflect', 'replicate' or 'circular'" },
    { "UpSampling2D('twice')", 1, 14, "size is 'twice'; it must be a number" },
    { "nn.Conv2d(0, 1, 3)", 1, 11, "in_channels is 0; it must be a whole number, 1 or more" },
    { "nn.Conv(3, (3,), strides=(2, 2))", 1, 26, "strides has 2 numbers, but the layer has 1 axis by what stands before" },
    { "nn.Conv(3, (3, 3), strides=(1,))", 1, 28, "strides has 1 number, but the layer has 2 axes by what stands before" },
    // paddings
    { "nn.Conv2d(1, 1, 3, padding='full')", 1, 28, "padding is 'full'; 'same' and 'valid' can be shown, or numbers" },
    { "nn.Conv2d(1, 1, 3, padding='SAME_LOWER')", 1, 28, "padding is 'SAME_LOWER'; 'same' and 'valid' can be shown" },
    { "lax.conv(x, w, (1, 1), 'SAME_LOWER')", 1, 24, "padding is 'SAME_LOWER'; 'same' and 'valid' can be shown" },
    { "lax.conv(x, w, (1, 1), 'full')", 1, 24, "padding is 'full'; 'same' and 'valid' can be shown" },
    { "lax.conv(x, w, (1, 1), ())", 1, 24, "padding is (); give one pair (before, after) for each of one or two axes" },
    { "lax.conv(x, w, (1, 1), ((0, 0), (0, 0), (0, 0)))", 1, 24, "give one pair (before, after)" },
    { "lax.conv(x, w, (1, 1), (1, 1))", 1, 25, "padding is 1 here; it must be a pair, (before, after)" },
    { "lax.conv(x, w, (1, 1), ((1, 1), (1, 1, 1)))", 1, 33, "padding is (1, 1, 1) here; it must be a pair" },
    { "lax.conv(x, w, (1, 1), ((-1, 1), (1, 1)))", 1, 26, "padding is -1; it must be a whole number, 0 or more" },
    { "nn.Conv(3, (3, 3), padding=[(1, 'a'), 1])", 1, 33, "padding is 'a'; it must be a whole number, 0 or more" },
    // zeros between the inputs of a convolution
    { "lax.conv_general_dilated(x, w, (1, 1), 'SAME', (0, 1))", 1, 49, "lhs_dilation is 0; it must be a whole number, 1 or more" },
    { "lax.conv_general_dilated(x, w, (1, 1), 'SAME', (1, 2))", 1, 48, "lhs_dilation is (1, 2); with zeros between its inputs" },
    // what is no Python
    { "nn.Conv2d(1 \x01)", 1, 13, "a character that cannot be shown stands here; a comma or ) was expected" },
    { "nn.Conv2d(1 \x7F)", 1, 13, "a character that cannot be shown stands here" },
    { "nn.Conv2d(1 \xFF)", 1, 13, "a character that cannot be shown stands here" },
    { "nn.Conv2d(1 é)", 1, 13, "'é' stands here; a comma or ) was expected" },
    { "nn.Conv2d(1 \\ 2)", 1, 13, "'\\' stands here; a comma or ) was expected" },
    { "nn.Conv2d(1, [2 3])", 1, 17, "'3' stands here; a comma or ] was expected" },
    { "nn.Conv2d(1, a[1 2])", 1, 18, "'2' stands here; a comma or ] was expected" },
    { "nn.Conv2d(1, a.5)", 1, 15, "'.' stands here; a comma or ) was expected" },
    { "nn.Conv2d(1, f(x).)", 1, 18, "'.' stands here; a comma or ) was expected" },
    { "nn.Conv2d(1, 3[0])", 1, 15, "'[' stands here; a comma or ) was expected" },
    { "nn.Conv2d(1, .5.5)", 1, 14, ".5.5 is no number that can be read; write it in decimal digits" },
    { "nn.Conv2d(1, 1_)", 1, 14, "1_ is no number that can be read" },
    { "nn.Conv2d(1, 0x10)", 1, 14, "0x10 is no number that can be read" },
    { "nn.Conv2d(1, 1e400)", 1, 14, "1e400 is no number that can be read" },
    { "nn.Conv2d(1, 3333333333333333333333333333333333333333333333333333333333333333p)", 1, 77, "'3p' stands here" },
    { "nn.Conv2d(1, 3aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)", 1, 14,
      "3aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa is no number" },
    { "nn.Conv2d(1, 3px)", 1, 14, "3px is no number that can be read" },
    { "nn.convtranspose2d(4, 2, 3)", 1, 1, "did you mean ConvTranspose2d?" },
    { "nn.Conv2d(3, 64, 3, 2, 'same')", 1, 24, "padding is 'same' and stride is 2; PyTorch has padding same for stride 1 alone" },
    { "nn.Conv2d(1, 1000000000000000000000000000000000000000000000000000000000000000000)", 1, 77, "'0000' stands here; a comma or ) was expected" },
    { "nn.Conv2d(1, 'a\\", 1, 14, "this quote is not closed; a ' is missing" },
    { "nn.Conv2d(1, \xC3", 1, 14, "a character that cannot be shown stands here" },
    { "nn.Conv2d(1, lambda: [2, 'a", 1, 10, "this '(' is not closed" },
    { "nn.Conv2d(1, 2 +", 1, 17, "the text ends here, where a number, a name or a bracket was expected" },
    { "nn.Conv2d(1, a : b]", 1, 19, "']' stands here; a comma or ) was expected" },
    { "nn.Conv2d(1, a : b}", 1, 19, "'}' stands here; a comma or ) was expected" },
    // names that are near to a layer's, with all that stands before them, and one that is too long to be near to any
    { "some.module.with.a.very.long.path.that.goes.on.and.on.and.on.ConvTranspose2s(1)", 1, 1,
      "there is no layer 'some.module.with.a.very.long.path.that.goes.on.and.on.and.on'; did you mean" },
    { "ConvTranspose2dConvTranspose2dConvTranspose2dConvTranspose2dConvTranspose2d(1)", 1, 1, "no layer stands in this text" },
};

static void what_cannot_be_read_is_answered_with_its_place(void **state)
{
    (void)state;
    Scene first = scene_of(SCENE_FIRST);
    for (int i = 0; i < COUNT(WRONGS); i++) {
        const Wrong *w = &WRONGS[i];
        LayerRead read;
        Error err = { 0 };
        check(!layer_read(&read, w->text, &first, &err), "%s is read", w->text);
        TextPlace at = text_place(w->text, err.place);
        check(strstr(err.text, w->says) != NULL, "%s: “%s” does not say “%s”", w->text, err.text, w->says);
        check(at.line == w->line && at.column == w->column, "%s: line %d, column %d, and not %d, %d: %s", w->text, at.line, at.column, w->line,
              w->column, err.text);
    }
    scene_clear(&first);
}

static void other_texts_are_not_taken_for_layers(void **state)
{
    (void)state;
    static const char *const texts[] = { "", "convt2d in=3 k=3", "hello (world)", "print(model)", "/tmp/Conv2d.png", "# nn.Conv2d(1, 1, 1)", "'nn.Conv2d(1, 1, 1)'",
                                         "class Conv2d(Module):", "conv (3)" };
    for (int i = 0; i < COUNT(texts); i++) check(!layer_begins(texts[i]), "“%s” is taken for a layer", texts[i]);
}

static void a_big_layer_has_a_slice_that_is_small(void **state)
{
    (void)state;
    Scene first = scene_of(SCENE_FIRST);
    for (int i = 0; i < COUNT(READS); i++) {
        LayerRead read;
        Error err = { 0 };
        assert_true(layer_read(&read, READS[i].text, &first, &err));
        Spec slice = layer_slice(&read.spec), spec = read.spec;
        check(layer_is_small(&slice), "the slice of %s is too big", READS[i].text);
        check(slice.in_channels == 1 && slice.out_channels == 1 && slice.x.kernel == spec.x.kernel && slice.x.stride == spec.x.stride &&
                  slice.x.padding == spec.x.padding && slice.x.output_padding == spec.x.output_padding && slice.x.dilation == spec.x.dilation,
              "the slice of %s is another layer", READS[i].text);
        check(layer_is_small(&spec) == (spec.in_channels <= 8 && spec.out_channels <= 8), "%s", READS[i].text);
        layer_read_clear(&read);
    }
    scene_clear(&first);
}

// Pieces are cut out, doubled, swapped and changed: what comes is a scene, or one sentence with a place in the text.
static void spoilt_texts_give_a_scene_or_a_sentence(void **state)
{
    (void)state;
    Random r = { 4 };
    Scene first = scene_of(SCENE_FIRST);
    static const char bits[] = "()[]{},.=*+-/'\"\\#\n\t 019eE_:xCon\xC3\xA9\xF0";
    int read_well = 0;
    for (int i = 0; i < 6000; i++) {
        char text[512];
        snprintf(text, sizeof text, "%s", i % 3 ? READS[any(&r, 0, COUNT(READS) - 1)].text : WRONGS[any(&r, 0, COUNT(WRONGS) - 1)].text);
        for (int times = any(&r, 1, 2); times > 0; times--) {
            int length = (int)strlen(text);
            if (length < 2) break;
            int at = any(&r, 0, length - 1), span = any(&r, 1, length - at < 8 ? length - at : 8);
            switch (any(&r, 0, 3)) {
            case 0: memmove(text + at, text + at + span, (size_t)(length - at - span) + 1); break;
            case 1:
                if (length + span < (int)sizeof text) memmove(text + at + span, text + at, (size_t)(length - at) + 1);
                break;
            case 2: text[at] = bits[any(&r, 0, (int)sizeof bits - 2)]; break;
            default: text[at] = 0;
            }
        }
        LayerRead read;
        Error err = { 0 };
        int places = 1, bytes;
        for (const char *c = text; *c; c += bytes) utf8_next(c, &bytes), places++;
        if (layer_read(&read, text, &first, &err)) {
            Scene scene;
            read_well++;
            check(spec_check(&read.spec, &err), "%s: %s", text, err.text);
            if (layer_scene(&scene, &read, &first, NULL, &err)) scene_clear(&scene);
            else check(err.text[0], "no sentence for %s", text);
            layer_read_clear(&read);
        } else {
            check(err.text[0] && !strchr(err.text, '\n') && utf8_valid(err.text, strlen(err.text)), "no plain sentence for %s: %s", text, err.text);
            check(err.place >= 0 && err.place <= places, "place %d lies outside of %s", err.place, text);
        }
    }
    check(read_well > 300, "only %d of 6000 spoilt texts were read: they are spoilt too much", read_well);
    scene_clear(&first);
}

static void deep_and_long_texts_are_answered(void **state)
{
    (void)state;
    Scene first = scene_of(SCENE_FIRST);
    static const char *const pieces[] = { "(", "[", "-", "2**", "f(", "nn.Conv2d(", "1+", "{", "a[", "lambda:(" };
    for (int i = 0; i < COUNT(pieces); i++) {
        Text text = { 0 };
        LayerRead read;
        Error err = { 0 };
        text_put(&text, "nn.Conv2d(");
        for (int n = 0; n < 20000; n++) text_put(&text, pieces[i]);
        check(!layer_read(&read, text.data, &first, &err) && err.text[0], "“%s” twenty thousand times is read", pieces[i]);
        text_clear(&text);
    }
    scene_clear(&first);
}

// Of more layers than are kept the last may be shown, and a text of such without a kernel has its sentence.
static void long_lists_of_layers_are_read(void **state)
{
    (void)state;
    Scene first = scene_of(SCENE_FIRST);
    for (int with = 0; with < 2; with++) {
        Text text = { 0 };
        LayerRead read;
        Error err = { 0 };
        text_put(&text, "nn.Sequential(");
        for (int i = 0; i < 70; i++) text_put(&text, with && i == 63 ? "nn.Conv2d(1, 2, 3), " : "nn.PixelShuffle(2), ");
        text_put(&text, ")");
        check(layer_read(&read, text.data, &first, &err) == with, "%s", err.text);
        if (with) check(read.at == 63 && read.count == 70, "it is layer %d of %d", read.at, read.count);
        else assert_non_null(strstr(err.text, "moves values and has no kernel"));
        if (with) layer_read_clear(&read);
        text_clear(&text);
    }
    scene_clear(&first);
    TextPlace behind = text_place("a\nbc", 99); // behind the text: its end
    assert_int_equal(behind.line, 2), assert_int_equal(behind.column, 3);
}

// No more layers are kept than there is room for, and yet all are counted.
static void a_text_may_have_many_layers(void **state)
{
    (void)state;
    Scene first = scene_of(SCENE_FIRST);
    Text text = { 0 };
    LayerRead read;
    Error err = { 0 };
    for (int i = 1; i <= 70; i++) text_print(&text, "nn.Conv2d(%d, %d, 3),\n", i, i + 1);
    check(layer_read(&read, text.data, &first, &err), "%s", err.text);
    check(!strcmp(read.title.data, "Conv2d: 1 → 2 channels, kernel 3"), "the first of 70 layers is %s", read.title.data);
    check(read.at == 0 && read.count == 70, "it is layer %d of %d", read.at, read.count);
    check(!strcmp(read.row[63].title, "Conv2d 64→65"), "the last row is %s", read.row[63].title);
    layer_read_clear(&read);
    text_clear(&text);
    scene_clear(&first);
}

// Of several layers the one is opened for which people come here: the first uneven one, else the first transposed one.
static void of_several_layers_the_first_uneven_one_is_opened(void **state)
{
    (void)state;
    static const struct { const char *text; int at, count; } rows[] = {
        { "nn.Conv2d(3, 8, 3)\nnn.ConvTranspose2d(8, 8, 4, 2, 1)\nnn.ConvTranspose2d(8, 3, 3, 2)\nnn.ConvTranspose2d(3, 3, 5, 2)", 2, 4 },
        { "nn.Conv2d(3, 8, 3)\nnn.PixelShuffle(2)\nnn.ConvTranspose2d(8, 8, 4, 2, 1)\nnn.ConvTranspose2d(8, 3, 2, 2)", 2, 4 },
        { "nn.PixelShuffle(2)\nnn.Conv2d(3, 8, 3)\nnn.Conv2d(3, 9, 3)", 1, 3 },
        { "nn.ConvTranspose2d(1, 1, 4, 2)\nnn.ConvTranspose2d(1, 1, 4, 2, dilation=2)", 1, 2 },        // one phase gets all
        { "nn.ConvTranspose2d(1, 1, 4, 2)\nnn.ConvTranspose2d(1, 1, (3, 4), (1, 2))\nnn.ConvTranspose1d(1, 1, 3, 2)", 2, 3 },
        { "nn.ConvTranspose2d(1, 1, 4, 2)\nnn.ConvTranspose2d(1, 1, (4, 3), (2, 2))", 1, 2 },          // by its columns alone
        { "nn.ConvTranspose2d(1, 1, 1, 1)\nF.conv_transpose2d(x, w, stride=2)", 1, 2 },                // by the kernel in view
        { "nn.ConvTranspose1d(1, 1, 4, 2)", 0, 1 },
    };
    Scene first = scene_of(SCENE_FIRST);
    for (int i = 0; i < COUNT(rows); i++) {
        LayerRead read;
        Error err = { 0 };
        check(layer_read(&read, rows[i].text, &first, &err), "%s: %s", rows[i].text, err.text);
        check(read.at == rows[i].at && read.count == rows[i].count, "of\n%s\nlayer %d of %d is opened, not %d of %d", rows[i].text, read.at, read.count,
              rows[i].at, rows[i].count);
        layer_read_clear(&read);
    }
    scene_clear(&first);
}

static void each_layer_of_a_text_can_be_asked_for(void **state)
{
    (void)state;
    static const char text[] = "nn.Conv2d(3, 8, 3)\nnn.PixelShuffle(2)\nnn.ConvTranspose2d(8, 3, 3, 2)\nConv2DTranspose(32, 4)\nF.conv2d(x, w)";
    static const char *const rows[] = { "Conv2d 3→8", "PixelShuffle", "ConvTranspose2d 8→3", "Conv2DTranspose →32", "conv2d" };
    Scene first = scene_of(SCENE_FIRST);
    for (int i = -1; i < 6; i++) {
        LayerRead read;
        Error err = { 0 };
        bool ok = layer_read_at(&read, text, i, &first, &err), wanted = i != 1 && i != 5;
        check(ok == wanted, "layer %d is %s: %s", i, ok ? "read" : "not read", err.text);
        if (i == 1) check(strstr(err.text, "PixelShuffle moves values") != NULL, "of PixelShuffle it says: %s", err.text);
        if (!ok) continue;
        check(read.at == (i < 0 ? 2 : i) && read.count == 5, "asked for %d, it is %d of %d", i, read.at, read.count);
        for (int r = 0; r < 5; r++) {
            check(!strcmp(read.row[r].title, rows[r]), "row %d is “%s”, not “%s”", r, read.row[r].title, rows[r]);
            check(read.row[r].has_kernel == (r != 1), "row %d has %s kernel", r, read.row[r].has_kernel ? "a" : "no");
        }
        check(read.in_untold == (i >= 3) && read.out_untold == (i == 4), "layer %d: channels told: %d and %d", i, !read.in_untold, !read.out_untold);
        layer_read_clear(&read);
    }
    scene_clear(&first);
}

// Each row as PyTorch meets it: it stops, or does not (torch 1.13 was asked, with an input of the first layer's channels).
static void channels_that_do_not_fit_in_a_row_are_said(void **state)
{
    (void)state;
    static const char conv_stops[] = "ConvTranspose2d takes 32 channels, but the Conv2d before it gives 16: PyTorch stops there.";
    static const struct { const char *text, *says; } rows[] = {
        { "nn.Sequential(nn.Conv2d(3, 16, 3), nn.ConvTranspose2d(32, 8, 4))", conv_stops },
        { "nn.Sequential(nn.Conv2d(3, 16, 3), nn.ConvTranspose2d(16, 8, 4))", "" },
        { "nn.Sequential(*[nn.Conv2d(3, 16, 3), nn.BatchNorm2d(num_features=(16)), nn.LeakyReLU(0.2, True), nn.ConvTranspose2d(32, 8, 4)])", conv_stops },
        { "Sequential(\n  (0): Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1))\n  (1): ReLU(inplace=True)\n  (2): ConvTranspose2d(32, 8, kernel_size=(4, 4), "
          "stride=(2, 2))\n)", conv_stops },
        { "nn.Sequential(nn.Conv2d(3, 16, 3), nn.Upsample(scale_factor=2), nn.Dropout2d(.1), nn.ConvTranspose2d(32, 8, 4))", conv_stops },
        { "nn.Sequential(nn.Conv2d(3, 64, 3), nn.PixelShuffle(2), nn.Conv2d(64, 3, 3))", "Conv2d takes 64 channels, but the PixelShuffle before it gives 16" },
        { "nn.Sequential(nn.Conv2d(3, 64, 3), nn.PixelShuffle(2), nn.Conv2d(16, 3, 3))", "" },
        { "nn.Sequential(nn.Conv2d(8, 32, 3), nn.PixelShuffle(3))",
          "PixelShuffle(3) deals channels out by 3×3, but the Conv2d before it gives 32, which 9 does not divide: PyTorch stops there." },
        // the first place where it stops
        { "nn.Sequential(nn.Conv2d(1, 2, 3), nn.Conv2d(3, 4, 3), nn.Conv2d(5, 6, 3))", "Conv2d takes 3 channels, but the Conv2d before it gives 2" },
        // a row of its own within a row; and a row after a row
        { "nn.Sequential(nn.Sequential(nn.Conv2d(3, 16, 3), nn.ReLU()), nn.Sequential(nn.Conv2d(9, 8, 3)))", "" },
        { "nn.Sequential(nn.ReLU(), nn.Sequential(nn.Conv2d(3, 16, 3), nn.ConvTranspose2d(32, 8, 4)))", conv_stops },
        // what is not told, or may change channels, or is no row
        { "nn.Sequential(nn.Conv2d(3, c, 3), nn.ConvTranspose2d(32, 8, 4))", "" },
        { "nn.Sequential(nn.Conv2d(3, 16, 3), nn.LazyConvTranspose2d(8, 4), nn.Conv2d(8, 3, 3))", "" },
        { "nn.Sequential(nn.Conv2d(3, 16, 3), Block(16, 32), nn.ConvTranspose2d(32, 8, 4))", "" },
        { "nn.Sequential(nn.Conv2d(3, 16, 3), nn.PixelShuffle(r), nn.ConvTranspose2d(32, 8, 4))", NULL }, // r is an error of its own
        { "self.a = nn.Conv2d(3, 16, 3)\nself.b = nn.ConvTranspose2d(32, 8, 4)", "" },
        { "nn.ModuleList([nn.Conv2d(3, 16, 3), nn.ConvTranspose2d(32, 8, 4)])", "" },
        { "[nn.Conv2d(3, 16, 3), nn.ConvTranspose2d(32, 8, 4)]", "" },
        { "keras.Sequential([Conv2D(16, 3, input_shape=(8, 8, 3)), Conv2D(8, 3, input_shape=(8, 8, 4))])", "" },
        { "nn.Sequential(nn.Conv2d(3, 16, 3), x, nn.ConvTranspose2d(32, 8, 4))", "" },
        { "nn.Sequential(nn.Conv2d(3, 16, 3), nn.ReLU(nn.ConvTranspose2d(32, 8, 4)))", "" },
        { "nn.Sequential(nn.Conv2d(3, 16, 3), (1, nn.ConvTranspose2d(32, 8, 4)))", "" },
        { "nn.Sequential(nn.Conv2d(3, 16, 3), (nn.ConvTranspose2d(32, 8, 4)))", "" },
        { "nn.Sequential(nn.Conv2d(3, 16, 3), nn.ReLU, nn.ConvTranspose2d(32, 8, 4))", "" },
        { "nn.Sequential(nn.Conv2d(3, 16, 3), nn.PixelShuffle((2, 2)), nn.Conv2d(9, 3, 3))", "" },
        { "nn.Sequential(nn.Conv2d(3, 16, 3), Conv2D(8, 3, input_shape=(8, 8, 4)))", "" },
        { "f(nn.Sequential, [nn.Conv2d(3, 16, 3), nn.ConvTranspose2d(32, 8, 4)])", "" },
        { "print(')') # nn.Sequential(\n[nn.Conv2d(3, 16, 3), nn.ConvTranspose2d(32, 8, 4)]", "" },
        { "),] nn.Sequential(nn.Conv2d(3, 16, 3), nn.ConvTranspose2d(32, 8, 4))", conv_stops },
    };
    Scene first;
    Error err;
    check(scene_parse(&first, SCENE_FIRST, &err), "%s", err.text);
    for (int i = 0; i < COUNT(rows); i++) {
        LayerRead read;
        bool ok = layer_read(&read, rows[i].text, &first, &err);
        check(ok == (rows[i].says != NULL), "%s: %s", rows[i].text, ok ? "was read" : err.text);
        if (!ok) continue;
        const char *said = text_or_empty(&read.more);
        check(*rows[i].says ? strstr(said, rows[i].says) != NULL : !strstr(said, "PyTorch stops"), "%s\n  says “%s”", rows[i].text, said);
        layer_read_clear(&read);
    }
    scene_clear(&first);
}

// Brackets beyond what is counted: nothing is said, and nothing breaks.
static void a_row_in_too_many_brackets_is_not_judged(void **state)
{
    (void)state;
    Scene first;
    Error err;
    check(scene_parse(&first, SCENE_FIRST, &err), "%s", err.text);
    for (int deep = 31; deep <= 33; deep++) {
        Text text = { 0 };
        for (int i = 1; i < deep; i++) text_put(&text, "[");
        text_put(&text, "nn.Sequential(nn.Conv2d(3, 16, 3), nn.ConvTranspose2d(32, 8, 4))");
        LayerRead read;
        check(layer_read(&read, text.data, &first, &err), "%d brackets: %s", deep, err.text);
        check((strstr(text_or_empty(&read.more), "PyTorch stops") != NULL) == (deep <= 32), "%d brackets: “%s”", deep, text_or_empty(&read.more));
        layer_read_clear(&read);
        text_clear(&text);
    }
    scene_clear(&first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_framework_is_read_in_its_own_words),
        cmocka_unit_test(it_is_said_what_was_read),
        cmocka_unit_test(other_frameworks_edges_end_in_the_same_numbers),
        cmocka_unit_test(what_cannot_be_read_is_answered_with_its_place),
        cmocka_unit_test(other_texts_are_not_taken_for_layers),
        cmocka_unit_test(a_big_layer_has_a_slice_that_is_small),
        cmocka_unit_test(spoilt_texts_give_a_scene_or_a_sentence),
        cmocka_unit_test(deep_and_long_texts_are_answered),
        cmocka_unit_test(long_lists_of_layers_are_read),
        cmocka_unit_test(a_text_may_have_many_layers),
        cmocka_unit_test(of_several_layers_the_first_uneven_one_is_opened),
        cmocka_unit_test(each_layer_of_a_text_can_be_asked_for),
        cmocka_unit_test(channels_that_do_not_fit_in_a_row_are_said),
        cmocka_unit_test(a_row_in_too_many_brackets_is_not_judged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
