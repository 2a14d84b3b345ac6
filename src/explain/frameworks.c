// The same layer in other frameworks. Each pads by words of its own; op's conventions turn them into the one form, the
// one kernel runs them all, and what comes out is held against the scene's output cell by cell. Then back: the PyTorch
// layer that computes the same, or the one from whose output a few rows must be dropped.
#include "explain/explain.h"
#include "explain/settle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// All of them are run at most so large: nine kernels in one frame.
enum { MOST_PRODUCTS = 1 << 23 };

typedef struct Row {
    const char *title, *brief;
    Convention convention;
    AutoPad auto_pad;
} Row;

static const Row ROWS[] = {
    { "PyTorch, as it is", "PyTorch", CONVENTION_PYTORCH, AUTO_PAD_NOTSET },
    { "Keras same", "Keras same", CONVENTION_KERAS, AUTO_PAD_SAME_UPPER },
    { "Keras valid", "Keras valid", CONVENTION_KERAS, AUTO_PAD_VALID },
    { "ONNX SAME_UPPER", "ONNX upper", CONVENTION_ONNX, AUTO_PAD_SAME_UPPER },
    { "ONNX SAME_LOWER", "ONNX lower", CONVENTION_ONNX, AUTO_PAD_SAME_LOWER },
    { "ONNX VALID", "ONNX valid", CONVENTION_ONNX, AUTO_PAD_VALID },
    { "JAX SAME", "JAX same", CONVENTION_JAX, AUTO_PAD_SAME_UPPER },
    { "JAX VALID", "JAX valid", CONVENTION_JAX, AUTO_PAD_VALID },
    { "JAX SAME, transpose_kernel", "JAX t_k same", CONVENTION_JAX_TRANSPOSE_KERNEL, AUTO_PAD_SAME_UPPER },
    { "JAX VALID, transpose_kernel", "JAX t_k valid", CONVENTION_JAX_TRANSPOSE_KERNEL, AUTO_PAD_VALID },
};

const char *const FRAMEWORK_WORDS[FRAMEWORKS_MOST] = {
    "pytorch", "keras-same", "keras-valid", "onnx-upper", "onnx-lower", "onnx-valid", "jax-same", "jax-valid",
    "jax-transpose-same", "jax-transpose-valid",
};

Edge axis_edge(Axis a, bool transposed)
{
    return (Edge){ a.padding, a.padding + a.uneven - (transposed ? a.output_padding : 0) };
}

// ---- the layer in another framework's words ---------------------------------------------------------------------

static PerAxis both(int rows, int columns, int dims)
{
    if (dims == 1) return (PerAxis){ 1, { columns } };
    return (PerAxis){ 2, { rows, columns } };
}

// Shapes alone, in the rank of the operation.
static Tensor shaped(const Spec *spec, Role role)
{
    int shape[4];
    scene_shape(spec, role, shape);
    Tensor tensor = { .rank = spec->dims + 2, .shape = { shape[0], shape[1], shape[2], shape[3] } };
    if (spec->dims == 1) tensor.shape[2] = shape[3], tensor.shape[3] = 0;
    return tensor;
}

// What op has no rule for: layers that the framework itself does not take.
// Sources: Keras 3 Conv1DTranspose and Conv2DTranspose; jax.lax.conv_transpose, which has no feature_group_count.
static bool refuses(const Spec *spec, Convention convention, Error *err)
{
    bool strided = spec->y.stride > 1 || spec->x.stride > 1, dilated = spec->y.dilation > 1 || spec->x.dilation > 1;
    bool jax = convention == CONVENTION_JAX || convention == CONVENTION_JAX_TRANSPOSE_KERNEL;
    if (convention == CONVENTION_KERAS && strided && dilated)
        return !error_set(err, 0, "Keras takes no dilation together with a stride above 1");
    if (spec->transposed && spec->groups > 1 && (jax || convention == CONVENTION_KERAS))
        return !error_set(err, 0, "%s has no groups here: call it once for each of the %d", jax ? "JAX" : "Keras",
                          spec->groups);
    return false;
}

static bool spec_in_words(Spec *out, const Spec *spec, const Row *row, Error *err)
{
    if (row->convention == CONVENTION_PYTORCH) {
        *out = *spec;
        return true;
    }
    if (refuses(spec, row->convention, err)) return false;
    Given given = { .transposed = spec->transposed, .dims = spec->dims, .groups = spec->groups,
                    .stride = both(spec->y.stride, spec->x.stride, spec->dims),
                    .dilation = both(spec->y.dilation, spec->x.dilation, spec->dims),
                    .convention = row->convention, .auto_pad = row->auto_pad };
    Tensor x = shaped(spec, ROLE_X), w = shaped(spec, ROLE_W);
    return spec_from_shapes(out, &given, &x, &w, NULL, err);
}

// ---- the PyTorch layer that does the same -----------------------------------------------------------------------

// PyTorch cuts p before and p − op after, with op within its limit; what it cuts too little is dropped afterwards.
static bool torch_transposed(Axis *out, Edge *drop, Axis a)
{
    Edge cut = axis_edge(a, true);
    int most = size_torch_limit(a) - 1;
    *out = a, out->uneven = 0;
    out->padding = cut.before;
    out->output_padding = cut.before - cut.after;
    if (out->output_padding < 0) out->output_padding = 0;
    if (out->output_padding > most) {
        out->output_padding = most;
        out->padding = cut.after + most;
    }
    *drop = (Edge){ cut.before - out->padding, cut.after - (out->padding - out->output_padding) };
    return out->padding >= 0;
}

// PyTorch adds p at both edges. Where less is wanted before, p grows by whole strides, so that windows stay where they
// are, and the outputs that come of it are dropped.
static bool torch_convolution(Axis *out, Edge *drop, Axis a)
{
    Edge pad = axis_edge(a, false);
    int strides = pad.after > pad.before ? (pad.after - pad.before + a.stride - 1) / a.stride : 0;
    *out = a, out->uneven = 0;
    out->padding = pad.before;
    // Without the far cells it may be the same windows.
    if (axis_narrow_size(*out) != a.narrow) out->padding = pad.before + strides * a.stride;
    else strides = 0;
    *drop = (Edge){ strides, (int)(axis_narrow_size(*out) - strides - a.narrow) };
    return true;
}

static void find_torch(Framework *f)
{
    bool (*find)(Axis *, Edge *, Axis) = f->spec.transposed ? torch_transposed : torch_convolution;
    f->torch = f->spec, f->torch.convention = CONVENTION_PYTORCH;
    f->has_torch = find(&f->torch.x, &f->drop_x, f->spec.x);
    if (f->spec.dims == 2) f->has_torch &= find(&f->torch.y, &f->drop_y, f->spec.y);
    f->has_torch = f->has_torch && spec_check(&f->torch, NULL);
}

// ---- the numbers -----------------------------------------------------------------------------------------------

static bool same_number(float a, float b)
{
    if (isnan(a) || isnan(b)) return isnan(a) && isnan(b);
    if (isinf(a) || isinf(b)) return (a > 0) == (b > 0) && isinf(a) && isinf(b);
    return fabsf(a - b) <= 1e-6f * fmaxf(fabsf(a), fabsf(b));
}

static size_t flat(const int shape[4], const int at[4])
{
    size_t index = 0;
    for (int i = 0; i < 4; i++) index = index * (size_t)shape[i] + (size_t)at[i];
    return index;
}

bool framework_differs(const Work *work, const Framework *f, const int at[4])
{
    int theirs[4], ours[4];
    scene_shape(&f->spec, ROLE_Y, theirs);
    scene_shape(&work->scene.spec, ROLE_Y, ours);
    if (at[2] >= ours[2] || at[3] >= ours[3]) return true;
    return !same_number(f->y[flat(theirs, at)], work->y[flat(ours, at)]);
}

static void compare(Framework *f, const Work *work)
{
    int shape[4], ours[4], at[4];
    scene_shape(&f->spec, ROLE_Y, shape);
    scene_shape(&work->scene.spec, ROLE_Y, ours);
    for (at[0] = 0; at[0] < shape[0]; at[0]++)
    for (at[1] = 0; at[1] < shape[1]; at[1]++)
    for (at[2] = 0; at[2] < shape[2]; at[2]++)
    for (at[3] = 0; at[3] < shape[3]; at[3]++)
        f->differ += framework_differs(work, f, at);
    int rows = shape[2] < ours[2] ? shape[2] : ours[2], cols = shape[3] < ours[3] ? shape[3] : ours[3];
    f->missing = (long long)shape[0] * shape[1] * ((long long)ours[2] * ours[3] - (long long)rows * cols);
}

// w, or w turned by 180° where the framework reads it so; to be freed.
static float *kernel_of(const Work *work, bool turned)
{
    const Spec *spec = &work->scene.spec;
    size_t count = spec_w_count(spec), taps = (size_t)spec->y.kernel * (size_t)spec->x.kernel;
    float *w = memory_new(count, sizeof *w);
    if (turned) op_rotate(w, work->w, (int)(count / taps), spec->y.kernel, spec->x.kernel);
    else memcpy(w, work->w, count * sizeof *w);
    return w;
}

static bool changes_when_turned(const Work *work)
{
    size_t count = spec_w_count(&work->scene.spec);
    float *w = kernel_of(work, true);
    bool changes = false;
    for (size_t i = 0; i < count && !changes; i++) changes = !same_number(w[i], work->w[i]);
    free(w);
    return changes;
}

static void run(Framework *f, const Work *work)
{
    size_t count = spec_y_count(&f->spec);
    f->y = memory_new(count, sizeof *f->y);
    float *w = kernel_of(work, f->turned);
    op_forward(f->y, work->x, w, work->b, &f->spec);
    free(w);
    compare(f, work);
}

void frameworks_make(Frameworks *out, const Work *work)
{
    const Spec *spec = &work->scene.spec;
    bool small = timeline_count(spec, WALK_PRODUCT) <= MOST_PRODUCTS;
    bool turning_matters = changes_when_turned(work);
    *out = (Frameworks){ 0 };
    for (int i = 0; i < COUNT(ROWS); i++) {
        // A convolution's kernel is read as it is everywhere: transpose_kernel is not asked for.
        if (!spec->transposed && ROWS[i].convention == CONVENTION_JAX_TRANSPOSE_KERNEL) continue;
        Framework *f = &out->at[out->count++];
        Error err;
        *f = (Framework){ .title = ROWS[i].title, .brief = ROWS[i].brief };
        if (!spec_in_words(&f->spec, spec, &ROWS[i], &err)) {
            memcpy(f->refused, err.text, sizeof f->refused);
            continue;
        }
        f->turned = spec->transposed && ROWS[i].convention == CONVENTION_JAX && turning_matters;
        if (small) run(f, work);
        find_torch(f);
    }
}

void frameworks_clear(Frameworks *frameworks)
{
    for (int i = 0; i < frameworks->count; i++) free(frameworks->at[i].y);
    *frameworks = (Frameworks){ 0 };
}

bool framework_scene(Scene *out, const Work *work, const Framework *f, Error *err)
{
    size_t count = spec_w_count(&f->torch);
    if (f->turned && count > SOURCE_MOST_TYPED)
        return error_set(err, 0, "its kernel has %zu weights, to be turned; up to %d can be typed into a scene", count,
                         SOURCE_MOST_TYPED);
    *out = scene_copy(&work->scene);
    if (!scene_settle(out, &f->torch, NULL, err)) {
        scene_clear(out);
        return false;
    }
    if (!f->turned) return true;
    source_clear(&out->w);
    out->w = (Source){ .kind = SOURCE_TYPED, .count = (int)count, .values = kernel_of(work, true) };
    return true;
}
