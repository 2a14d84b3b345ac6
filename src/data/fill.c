// A source, said in words, becomes the values of a tensor. Each kind is a few lines; what is read from files is held
// to the tensor's shape, pictures are averaged to it.

#include "data/data.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char *const NAMES[] = { [FOR_X] = "x", [FOR_W] = "w", [FOR_B] = "b", [FOR_GY] = "gy" };

static size_t count_of(const int shape[4])
{
    return (size_t)shape[0] * (size_t)shape[1] * (size_t)shape[2] * (size_t)shape[3];
}

// The shape a file must have (no data): without the trivial row of 1D and the trivial sides of a bias.
static Tensor wanted_of(const int shape[4], SourceFor what, const Spec *spec)
{
    if (what == FOR_B) return (Tensor){ .rank = 1, .shape = { shape[0] } };
    if (spec && spec->dims == 1) return (Tensor){ .rank = 3, .shape = { shape[0], shape[1], shape[3] } };
    return (Tensor){ .rank = 4, .shape = { shape[0], shape[1], shape[2], shape[3] } };
}

// The same sides, but for sides of 1 at the front that either may leave out: a 5×5 file fills (1, 1, 5, 5).
static bool same_sides(const Tensor *a, const Tensor *b)
{
    for (int i = 1; i <= a->rank || i <= b->rank; i++) {
        int side_a = i <= a->rank ? a->shape[a->rank - i] : 1, side_b = i <= b->rank ? b->shape[b->rank - i] : 1;
        if (side_a != side_b) return false;
    }
    return true;
}

static bool fill_npy(float *out, const int shape[4], SourceFor what, const char *path, const Spec *spec, Error *err)
{
    Tensor tensor = { 0 };
    if (!npy_read(path, &tensor, err)) return false;
    Tensor wanted = wanted_of(shape, what, spec);
    bool ok = same_sides(&wanted, &tensor);
    if (ok) {
        memcpy(out, tensor.data, count_of(shape) * sizeof *out);
    } else {
        char want[SHAPE_TEXT], have[SHAPE_TEXT];
        tensor_shape_print(want, &wanted);
        tensor_shape_print(have, &tensor);
        error_set(err, 0, "%s has the shape %s; %s must be %s", path, have, NAMES[what], want);
    }
    tensor_clear(&tensor);
    return ok;
}

// [picture] averaged to the last two sides: three channels take red, green and blue, any other count takes the grey
// in each; every batch the same.
static bool fill_picture(float *out, const int shape[4], const Tensor *picture, Error *err)
{
    Tensor fit = { 0 };
    if (!picture_resize(picture, shape[2], shape[3], &fit, err)) return false;
    size_t plane = (size_t)shape[2] * (size_t)shape[3];
    for (int n = 0; n < shape[0]; n++)
    for (int c = 0; c < shape[1]; c++) {
        const float *rgb = fit.data;
        for (size_t i = 0; i < plane; i++) {
            double red = (double)rgb[i], green = (double)rgb[plane + i], blue = (double)rgb[2 * plane + i];
            *out++ = shape[1] == 3 ? rgb[(size_t)c * plane + i] : (float)picture_grey(red, green, blue);
        }
    }
    tensor_clear(&fit);
    return true;
}

static bool fill_named(float *out, const int shape[4], const Source *source, Error *err)
{
    Tensor picture = { 0 };
    bool ok = picture_builtin(source->word, &picture, err) && fill_picture(out, shape, &picture, err);
    tensor_clear(&picture);
    return ok;
}

// Whether [path] begins like a NumPy file; what cannot be read or is no plain file is npy_read's to explain.
static bool maybe_npy(const char *path)
{
    char head[6];
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) return true;
    FILE *file = fopen(path, "rb");
    if (!file) return true;
    size_t got = fread(head, 1, sizeof head, file);
    bool unread = ferror(file);
    fclose(file);
    return unread || (got == sizeof head && !memcmp(head, "\x93NUMPY", sizeof head));
}

static bool fill_file(float *out, const int shape[4], SourceFor what, const char *path, const Spec *spec, Error *err)
{
    if (!picture_known(path)) {
        if (maybe_npy(path)) return fill_npy(out, shape, what, path, spec, err);
        return error_set(err, 0, "%s is neither a .npy file nor a PNG or JPEG picture", path);
    }
    Tensor picture = { 0 };
    bool ok = picture_read(path, &picture, err) && fill_picture(out, shape, &picture, err);
    tensor_clear(&picture);
    return ok;
}

static bool fill_onehot(float *out, size_t count, SourceFor what, long long index, Error *err)
{
    if (count == 1 && index)
        return error_set(err, 0, "onehot:%lld lies outside %s, whose only value is number 0", index, NAMES[what]);
    if (index < 0 || (unsigned long long)index >= count)
        return error_set(err, 0, "onehot:%lld lies outside %s, whose %zu values are numbered 0 to %zu", index,
                         NAMES[what], count, count - 1);
    memset(out, 0, count * sizeof *out);
    out[index] = 1;
    return true;
}

static bool fill_typed(float *out, const int shape[4], SourceFor what, const Source *source, const Spec *spec,
                       Error *err)
{
    size_t count = count_of(shape);
    if (source->count < 0 || (size_t)source->count != count) {
        char want[SHAPE_TEXT];
        Tensor wanted = wanted_of(shape, what, spec);
        tensor_shape_print(want, &wanted);
        return error_set(err, 0, "%s has %d typed value%s; it needs %zu for the shape %s", NAMES[what], source->count,
                         source->count == 1 ? "" : "s", count, want);
    }
    memcpy(out, source->values, count * sizeof *out);
    return true;
}

// As PyTorch's layers start. The bound of the bias is that of the layer's weights, whose shape follows from the spec.
static void fill_start(float *out, const int shape[4], SourceFor what, const Spec *spec, Random *random)
{
    int of_w[4] = { spec->transposed ? spec->in_channels : spec->out_channels,
                    (spec->transposed ? spec->out_channels : spec->in_channels) / spec->groups, spec->y.kernel, spec->x.kernel };
    if (what == FOR_B) start_bias(out, shape[0], START_PYTORCH, of_w, random);
    else start_weights(out, START_PYTORCH, shape, random);
}

// A sample stands for the middle of its cell.
static void fill_tone(float *out, const int shape[4], long long cycles)
{
    const double turn = 6.28318530717958647692;
    int cols = shape[3];
    for (size_t i = 0; i < count_of(shape); i++) {
        // Whole turns are taken off in whole numbers, so that many cycles are as exact as few.
        long long half = (long long)(2 * (i % (size_t)cols) + 1) * (cycles % (2LL * cols)) % (2LL * cols);
        out[i] = (float)sin(turn * (double)half / (2.0 * cols));
    }
}

static void fill_step(float *out, const int shape[4])
{
    int cols = shape[3];
    for (size_t i = 0; i < count_of(shape); i++) out[i] = (int)(i % (size_t)cols) >= cols / 2;
}

static void fill_all(float *out, size_t count, float value)
{
    for (size_t i = 0; i < count; i++) out[i] = value;
}

// Tensors that share a seed do not share their numbers, or w would be the beginning of x.
static Random random_of(long long seed, SourceFor what)
{
    return (Random){ (uint64_t)seed ^ (uint64_t)what << 56 };
}

bool source_fill(float *out, const int shape[4], SourceFor what, const Source *source, const Spec *spec, Error *err)
{
    size_t count = count_of(shape);
    Random random = random_of(source->number, what);
    if (!source_fits(source->kind, what))
        return error_set(err, 0, "%s cannot be %s", NAMES[what], source_word(source->kind));
    switch (source->kind) {
    case SOURCE_RAMP:
    case SOURCE_LETTERS:
        for (size_t i = 0; i < count; i++) out[i] = (float)(i + 1);
        return true;
    case SOURCE_ONES: return fill_all(out, count, 1), true;
    case SOURCE_NONE:
    case SOURCE_ZEROS: return fill_all(out, count, 0), true;
    case SOURCE_RANDOM:
        for (size_t i = 0; i < count; i++) out[i] = weights_random(&random);
        return true;
    case SOURCE_ONEHOT: return fill_onehot(out, count, what, source->number, err);
    case SOURCE_TYPED: return fill_typed(out, shape, what, source, spec, err);
    case SOURCE_PICTURE: return fill_named(out, shape, source, err);
    case SOURCE_FILE: return fill_file(out, shape, what, source->word, spec, err);
    case SOURCE_BOX: return weights_box(out, shape, spec), true;
    case SOURCE_BILINEAR: return weights_bilinear(out, shape, spec), true;
    case SOURCE_EDGE: return weights_edge(out, shape, spec), true;
    case SOURCE_ICNR: return weights_icnr(out, shape, spec, &random), true;
    case SOURCE_BOXED: return weights_boxed(out, shape, spec, &random), true;
    case SOURCE_PYTORCH: return fill_start(out, shape, what, spec, &random), true;
    case SOURCE_TONE: return fill_tone(out, shape, source->number), true;
    case SOURCE_STEP: return fill_step(out, shape), true;
    case SOURCE_KINDS: break;
    }
    return error_set(err, 0, "%s has no source that is known", NAMES[what]);
}
