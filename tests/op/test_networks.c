// Whole networks, made of the kernels: the autoencoder, the decoder's blocks and the U-Net's way up. One pass in
// training, the whole way back, and one pass in evaluation, every tensor of which the golden cases know.
#include "op/op.h"
#include "support/check.h"
#include "support/oracle.h"

#include <stdio.h>
#include <stdlib.h>

// ---- a list of layers ------------------------------------------------------------------------------------------

typedef enum Kind { CONV, CONVT, NORM, RELU, SIGMOID, SHUFFLE, RESIZE, CONCAT } Kind;

typedef struct Layer {
    Kind kind;
    const char *name;        // of its parameters: "encoder.0"
    int stride, padding;     // CONV, CONVT
    int factor;              // SHUFFLE
    const char *mode;        // RESIZE, to height × width
    int height, width;
    bool skip_first;         // CONCAT
    const char *act;         // the role under which its output is expected, or NULL
    Tensor y, gx;            // made on the way
    Tensor mean, var;        // NORM: the running statistics, from `before` to `after`
    Tensor gskip;            // CONCAT
    // How it was run, for the way back.
    Spec spec;
    Shuffle shuffle;
    Resize resize;
    BatchNorm norm;
    int axis;
} Layer;

enum { MOST_LAYERS = 24 };

typedef struct Net {
    OracleCase *of;
    Layer layer[MOST_LAYERS];
    int count;
    Tensor x, skip; // borrowed from the case
    bool train;
    size_t parameters; // values seen on the way back
} Net;

static Layer *add(Net *net, Layer layer)
{
    assert_true(net->count < MOST_LAYERS);
    net->layer[net->count] = layer;
    return &net->layer[net->count++];
}

#define ADD(net, ...) add(net, (Layer){ __VA_ARGS__ })

// A tensor of the case, its values borrowed; without values where the case has none of that role.
static Tensor of_case(const Net *net, const char *role)
{
    Tensor out = { 0 };
    if (!oracle_has(net->of, role)) return out;
    OracleTensor tensor = oracle_need(net->of, role);
    out.rank = tensor.rank;
    memcpy(out.shape, tensor.shape, sizeof out.shape);
    out.data = (float *)tensor.data;
    return out;
}

typedef char Role[96];

static const char *role_of(Role role, const char *before, const Layer *layer, const char *leaf)
{
    snprintf(role, sizeof(Role), "%s.%s.%s", before, layer->name, leaf);
    return role;
}

static Tensor parameter(const Net *net, const Layer *layer, const char *leaf)
{
    Role role;
    return of_case(net, role_of(role, "p", layer, leaf));
}

static void made(const Net *net, const Layer *layer, bool ok, const Error *err)
{
    check(ok, "case %s of %s, layer %d: %s", net->of->id, net->of->family, (int)(layer - net->layer), err->text);
}

// NaN wherever nothing is written.
static void make(Tensor *tensor, int rank, const int *shape)
{
    Error err;
    tensor_clear(tensor);
    check(tensor_make(tensor, rank, shape, &err), "%s", err.text);
    memset(tensor->data, 0xFF, tensor_count(tensor) * sizeof(float));
}

static void make_like(Tensor *tensor, const Tensor *like)
{
    make(tensor, like->rank, like->shape);
}

// ---- forward ---------------------------------------------------------------------------------------------------

static void forward_conv(Net *net, Layer *layer, const Tensor *x)
{
    Tensor w = parameter(net, layer, "weight"), b = parameter(net, layer, "bias");
    Given given = { .transposed = layer->kind == CONVT, .dims = 2, .stride = { 1, { layer->stride } },
                    .padding = { 1, { layer->padding } }, .groups = 1 };
    Error err;
    int shape[TENSOR_RANK];
    made(net, layer, spec_from_shapes(&layer->spec, &given, x, &w, b.data ? &b : NULL, &err), &err);
    make(&layer->y, spec_y_shape(&layer->spec, shape), shape);
    op_forward(layer->y.data, x->data, w.data, b.data, &layer->spec);
}

// In training the running statistics move.
static void forward_norm(Net *net, Layer *layer, const Tensor *x)
{
    Tensor gamma = parameter(net, layer, "weight"), beta = parameter(net, layer, "bias");
    if (net->train) {
        Role role;
        Tensor mean = of_case(net, role_of(role, "before", layer, "running_mean"));
        Tensor var = of_case(net, role_of(role, "before", layer, "running_var"));
        make_like(&layer->mean, &mean);
        make_like(&layer->var, &var);
        memcpy(layer->mean.data, mean.data, tensor_count(&mean) * sizeof(float));
        memcpy(layer->var.data, var.data, tensor_count(&var) * sizeof(float));
    }
    Error err;
    made(net, layer, batch_norm_from(&layer->norm, x, &gamma, &beta, &layer->mean, &layer->var, net->train, 1e-5, 0.1,
                                     &err), &err);
    make_like(&layer->y, x);
    batch_norm(layer->y.data, x->data, gamma.data, beta.data, layer->mean.data, layer->var.data, &layer->norm);
    if (!net->train) return;
    batch_norm_running(layer->mean.data, layer->var.data, x->data, layer->mean.data, layer->var.data, &layer->norm);
    Role role;
    size_t channels = tensor_count(&layer->mean);
    oracle_expect(net->of, role_of(role, "after", layer, "running_mean"), layer->mean.data, channels);
    oracle_expect(net->of, role_of(role, "after", layer, "running_var"), layer->var.data, channels);
}

static void forward_resize(Net *net, Layer *layer, const Tensor *x)
{
    PerAxis size = { 2, { layer->height, layer->width } }, none = { 0 };
    Error err;
    made(net, layer, resize_from(&layer->resize, x, layer->mode, 0, &size, &none, &err), &err);
    make(&layer->y, 4, (int[]){ x->shape[0], x->shape[1], layer->height, layer->width });
    resize(layer->y.data, x->data, &layer->resize);
}

static void forward_shuffle(Net *net, Layer *layer, const Tensor *x)
{
    Error err;
    made(net, layer, shuffle_from(&layer->shuffle, x, layer->factor, false, &err), &err);
    const Shuffle *s = &layer->shuffle;
    make(&layer->y, 4, (int[]){ s->batch, s->channels, s->height * s->factor, s->width * s->factor });
    pixel_shuffle(layer->y.data, x->data, s);
}

static void forward_concat(Net *net, Layer *layer, const Tensor *x)
{
    const Tensor *parts[] = { layer->skip_first ? &net->skip : x, layer->skip_first ? x : &net->skip };
    Tensor shape;
    long long axis = -3;
    Error err;
    made(net, layer, concat_shape(&shape, parts, 2, &axis, &err), &err);
    layer->axis = (int)axis;
    make_like(&layer->y, &shape);
    concat(&layer->y, parts, 2, layer->axis);
}

static const Tensor *forward(Net *net)
{
    const Tensor *x = &net->x;
    for (int i = 0; i < net->count; i++) {
        Layer *layer = &net->layer[i];
        switch (layer->kind) {
        case CONV:
        case CONVT: forward_conv(net, layer, x); break;
        case NORM: forward_norm(net, layer, x); break;
        case RESIZE: forward_resize(net, layer, x); break;
        case SHUFFLE: forward_shuffle(net, layer, x); break;
        case CONCAT: forward_concat(net, layer, x); break;
        case RELU:
        case SIGMOID:
            make_like(&layer->y, x);
            (layer->kind == RELU ? relu : sigmoid)(layer->y.data, x->data, tensor_count(x));
            break;
        }
        if (layer->act && net->train) oracle_expect(net->of, layer->act, layer->y.data, tensor_count(&layer->y));
        x = &layer->y;
    }
    return x;
}

// ---- backward --------------------------------------------------------------------------------------------------

static void expect_gradient(Net *net, const Layer *layer, const char *leaf, const float *got, size_t count)
{
    Role role;
    oracle_expect(net->of, role_of(role, "g", layer, leaf), got, count);
    net->parameters += count;
}

static void backward_conv(Net *net, Layer *layer, const Tensor *gy, const Tensor *x)
{
    Tensor w = parameter(net, layer, "weight"), b = parameter(net, layer, "bias");
    float *gw = oracle_room(tensor_count(&w)), *gb = oracle_room((size_t)layer->spec.out_channels);
    op_grad_input(layer->gx.data, gy->data, w.data, &layer->spec);
    op_grad_weight(gw, gy->data, x->data, &layer->spec);
    op_grad_bias(gb, gy->data, &layer->spec);
    expect_gradient(net, layer, "weight", gw, tensor_count(&w));
    if (b.data) expect_gradient(net, layer, "bias", gb, tensor_count(&b));
    free(gw);
    free(gb);
}

static void backward_norm(Net *net, Layer *layer, const Tensor *gy, const Tensor *x)
{
    Tensor gamma = parameter(net, layer, "weight");
    size_t channels = tensor_count(&gamma);
    float *ggamma = oracle_room(channels), *gbeta = oracle_room(channels);
    batch_norm_backward(layer->gx.data, ggamma, gbeta, gy->data, x->data, gamma.data, NULL, NULL, &layer->norm);
    expect_gradient(net, layer, "weight", ggamma, channels);
    expect_gradient(net, layer, "bias", gbeta, channels);
    free(ggamma);
    free(gbeta);
}

static void backward_concat(Net *net, Layer *layer, const Tensor *gy)
{
    make_like(&layer->gskip, &net->skip);
    Tensor *gx = &layer->gx, *gskip = &layer->gskip;
    Tensor *parts[] = { layer->skip_first ? gskip : gx, layer->skip_first ? gx : gskip };
    concat_backward(parts, 2, gy, layer->axis);
    oracle_expect(net->of, "gskip", layer->gskip.data, tensor_count(&layer->gskip));
}

static void backward(Net *net, const Tensor *gy)
{
    for (int i = net->count - 1; i >= 0; i--) {
        Layer *layer = &net->layer[i];
        const Tensor *x = i ? &net->layer[i - 1].y : &net->x;
        make_like(&layer->gx, x);
        float *gx = layer->gx.data;
        switch (layer->kind) {
        case CONV:
        case CONVT: backward_conv(net, layer, gy, x); break;
        case NORM: backward_norm(net, layer, gy, x); break;
        case RELU: relu_backward(gx, gy->data, x->data, tensor_count(x)); break;
        case SIGMOID: sigmoid_backward(gx, gy->data, layer->y.data, tensor_count(x)); break;
        case RESIZE: resize_backward(gx, gy->data, &layer->resize); break;
        case SHUFFLE: pixel_unshuffle(gx, gy->data, &layer->shuffle); break;
        case CONCAT: backward_concat(net, layer, gy); break;
        }
        gy = &layer->gx;
    }
    oracle_expect(net->of, "gx", gy->data, tensor_count(gy));
}

// ---- a case ----------------------------------------------------------------------------------------------------

static Net net_of(OracleCase *of)
{
    Net net = { .of = of, .train = true };
    net.x = of_case(&net, "x");
    net.skip = of_case(&net, "skip");
    return net;
}

// After the way back: evaluation with the statistics that training left, and the end of it all.
static void finish(Net *net)
{
    int wanted = oracle_attribute(net->of, "params");
    check(net->parameters == (size_t)wanted, "case %s has %zu parameters; wanted %d", net->of->id, net->parameters,
          wanted);
    net->train = false;
    const Tensor *y = forward(net);
    oracle_expect(net->of, "y_eval", y->data, tensor_count(y));
    for (int i = 0; i < net->count; i++) {
        Layer *layer = &net->layer[i];
        Tensor *owned[] = { &layer->y, &layer->gx, &layer->mean, &layer->var, &layer->gskip };
        for (int k = 0; k < COUNT(owned); k++) tensor_clear(owned[k]);
    }
}

// Forward against y, back from gy.
static void hold(Net *net)
{
    const Tensor *y = forward(net);
    oracle_expect(net->of, "y", y->data, tensor_count(y));
    Tensor gy = of_case(net, "gy");
    backward(net, &gy);
    finish(net);
}

static void hold_autoencoder(OracleCase *of)
{
    static const char *const conv[] = { "encoder.0", "encoder.3", "encoder.6", "decoder.0", "decoder.3", "decoder.6" };
    static const char *const norm[] = { "encoder.1", "encoder.4", "encoder.7", "decoder.1", "decoder.4" };
    static const char *const act[] = { "act.encoder.2", "act.encoder.5", "act.encoder.8", "act.decoder.2",
                                       "act.decoder.5" };
    Net net = net_of(of);
    for (int i = 0; i < COUNT(conv); i++) {
        ADD(&net, .kind = i < 3 ? CONV : CONVT, .name = conv[i], .stride = 2, .padding = 1);
        if (i == COUNT(norm)) break;
        ADD(&net, .kind = NORM, .name = norm[i]);
        ADD(&net, .kind = RELU, .act = act[i]);
    }
    ADD(&net, .kind = SIGMOID, .act = "y");

    // The target is x, and held still: gx comes through the network alone.
    const Tensor *y = forward(&net);
    size_t count = tensor_count(y);
    Error err;
    check(mse_check(y, &net.x, &err), "case %s: %s", of->id, err.text);
    float loss;
    mse(&loss, y->data, net.x.data, count, REDUCTION_MEAN);
    oracle_expect(of, "loss", &loss, 1);
    Tensor gy = { 0 };
    make_like(&gy, y);
    mse_backward(gy.data, NULL, y->data, net.x.data, count, REDUCTION_MEAN);
    backward(&net, &gy);
    tensor_clear(&gy);
    finish(&net);
}

static void the_autoencoder_holds_every_case(void **state)
{
    (void)state;
    oracle_each("autoencoder", 2, hold_autoencoder);
}

static void hold_up_block(OracleCase *of)
{
    const char *kind = oracle_text(of, "kind");
    int r = oracle_attribute(of, "r"), k = oracle_attribute(of, "k");
    Net net = net_of(of);
    if (!strcmp(kind, "convt")) {
        ADD(&net, .kind = CONVT, .name = "convt", .stride = r, .padding = (k - r) / 2);
    } else if (!strcmp(kind, "subpixel")) {
        ADD(&net, .kind = CONV, .name = "conv", .stride = 1, .padding = k / 2);
        ADD(&net, .kind = SHUFFLE, .factor = r);
    } else {
        ADD(&net, .kind = RESIZE, .mode = kind + strlen("resize_"), .height = net.x.shape[2] * r,
            .width = net.x.shape[3] * r);
        ADD(&net, .kind = CONV, .name = "conv", .stride = 1, .padding = k / 2);
    }
    ADD(&net, .kind = NORM, .name = "bn");
    ADD(&net, .kind = RELU);
    hold(&net);
}

static void the_ways_to_upsample_hold_every_case(void **state)
{
    (void)state;
    oracle_each("up_blocks", 12, hold_up_block);
}

static void hold_unet(OracleCase *of)
{
    Net net = net_of(of);
    Layer *up = ADD(&net, .kind = CONVT, .name = "up", .stride = 2, .padding = 1);
    if (oracle_attribute(of, "resized"))
        up = ADD(&net, .kind = RESIZE, .mode = "nearest", .height = net.skip.shape[2], .width = net.skip.shape[3]);
    up->act = "up";
    ADD(&net, .kind = CONCAT, .skip_first = !strcmp(oracle_text(of, "cat_order"), "skip_up"));
    ADD(&net, .kind = CONV, .name = "conv.0", .stride = 1, .padding = 1);
    ADD(&net, .kind = NORM, .name = "conv.1");
    ADD(&net, .kind = RELU);
    ADD(&net, .kind = CONV, .name = "conv.3", .stride = 1, .padding = 1);
    ADD(&net, .kind = NORM, .name = "conv.4");
    ADD(&net, .kind = RELU);
    hold(&net);
}

static void the_unets_way_up_holds_every_case(void **state)
{
    (void)state;
    oracle_each("unet_up", 6, hold_unet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_autoencoder_holds_every_case), cmocka_unit_test(the_ways_to_upsample_hold_every_case),
        cmocka_unit_test(the_unets_way_up_holds_every_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
