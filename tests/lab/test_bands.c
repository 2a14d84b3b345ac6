// A rival works through bands of rows, shared out among threads: whatever the bands, its values are those that the kernels
// make of whole planes, to the bit.
#include "lab/lab.h"
#include "support/check.h"

#include <stdlib.h>

static Scene parse(const char *code)
{
    Scene scene;
    Error err;
    check(scene_parse(&scene, code, &err), "%s: column %d: %s", code, err.place, err.text);
    return scene;
}

static float *planes_new(int rows, int cols)
{
    return memory_new(3 * (size_t)rows * (size_t)cols, sizeof(float));
}

// ---- the same by whole planes ----------------------------------------------------------------------------------

typedef struct Whole {
    int rows, cols;
    float *rgb;
} Whole;

static Whole enlarged(const Bench *bench, bool bilinear)
{
    int rows = bench->input.shape[2], cols = bench->input.shape[3];
    Resize how = { .bilinear = bilinear, .planes = 3, .in_height = rows, .in_width = cols, .out_height = rows * bench->times_y,
                   .out_width = cols * bench->times_x };
    Whole out = { how.out_height, how.out_width, planes_new(how.out_height, how.out_width) };
    resize(out.rgb, bench->input.data, &how);
    return out;
}

// w (3, KH, KW) for each of three groups from one kernel.
static float *thrice(const float *w, size_t taps)
{
    float *out = memory_new(3 * taps, sizeof *out);
    for (size_t i = 0; i < 3 * taps; i++) out[i] = w[i % taps];
    return out;
}

// The rivals' own kernels, [outs] of them.
static Spec own_convolution(const Bench *bench, int rows, int cols, int outs, float **w)
{
    SourceKind kind = bench->source.kind;
    bool as_it_is = kind == SOURCE_TYPED || kind == SOURCE_ONEHOT;
    int ky = as_it_is ? bench->layer.y.kernel : 3, kx = as_it_is ? bench->layer.x.kernel : 3;
    Spec spec = { .dims = 2, .batch = 1, .in_channels = 1, .out_channels = outs, .groups = 1,
                  .y = { .narrow = rows, .wide = rows, .kernel = ky, .stride = 1, .dilation = 1, .padding = (ky - 1) / 2 },
                  .x = { .narrow = cols, .wide = cols, .kernel = kx, .stride = 1, .dilation = 1, .padding = (kx - 1) / 2 } };
    int taps = ky * kx;
    *w = memory_new((size_t)(taps * outs), sizeof **w);
    Error err;
    if (as_it_is)
        for (int i = 0; i < taps * outs; i++) (*w)[i] = bench->w[i % taps];
    else
        check(source_fill(*w, (int[]){ outs, 1, ky, kx }, FOR_W, &bench->source, &spec, &err), "%s", err.text);
    return spec;
}

static Whole convolved(Whole in, const Bench *bench)
{
    float *w;
    Spec spec = own_convolution(bench, in.rows, in.cols, 1, &w);
    Whole out = { in.rows, in.cols, planes_new(in.rows, in.cols) };
    size_t plane = (size_t)in.rows * (size_t)in.cols;
    for (size_t c = 0; c < 3; c++) conv2d(out.rgb + c * plane, in.rgb + c * plane, w, NULL, &spec);
    free(w);
    free(in.rgb);
    return out;
}

static Whole shuffled(const Bench *bench, bool icnr)
{
    int rows = bench->input.shape[2], cols = bench->input.shape[3], times = bench->times_y;
    float *w;
    Spec spec = own_convolution(bench, rows, cols, times * times, &w);
    if (icnr) icnr_repeat(w, 1, (size_t)(spec.y.kernel * spec.x.kernel), times);
    size_t plane = (size_t)rows * (size_t)cols, made = plane * (size_t)(times * times);
    float *tall = memory_new(made, sizeof *tall);
    Whole out = { rows * times, cols * times, planes_new(rows * times, cols * times) };
    Shuffle how = { 1, 1, rows, cols, times };
    for (size_t c = 0; c < 3; c++) {
        conv2d(tall, bench->input.data + c * plane, w, NULL, &spec);
        pixel_shuffle(out.rgb + c * made, tall, &how);
    }
    free(tall);
    free(w);
    return out;
}

static Whole of_layer(const Bench *bench, bool gradient, bool repaired)
{
    Spec one = bench->layer;
    one.in_channels = one.out_channels = one.groups = 1;
    size_t taps = (size_t)(one.y.kernel * one.x.kernel);
    float *mended = memory_new(taps, sizeof *mended);
    Repair repair;
    Error err;
    if (repaired) check(repair_weights(mended, &repair, bench->w, &one, &err), "%s", err.text);
    float *w = thrice(repaired ? mended : bench->w, taps);
    Spec spec = bench->layer;
    int rows = gradient ? spec_in(&spec, spec.y) : spec_out(&spec, spec.y), cols = gradient ? spec_in(&spec, spec.x) : spec_out(&spec, spec.x);
    Whole out = { rows, cols, planes_new(rows, cols) };
    if (gradient) {
        float *ones = memory_new(spec_y_count(&spec), sizeof *ones);
        for (size_t i = 0; i < spec_y_count(&spec); i++) ones[i] = 1;
        op_grad_input(out.rgb, ones, w, &spec);
        free(ones);
    } else {
        op_forward(out.rgb, bench->input.data, w, NULL, &spec);
    }
    free(mended);
    free(w);
    return out;
}

static Whole whole_of(const Bench *bench, Rival rival)
{
    bool transposed = bench->layer.transposed;
    switch (rival) {
    case RIVAL_LAYER: return of_layer(bench, false, false);
    case RIVAL_REPAIRED: return of_layer(bench, !transposed, true);
    case RIVAL_GRADIENT: return of_layer(bench, true, false);
    case RIVAL_NEAREST: return enlarged(bench, false);
    case RIVAL_BILINEAR: return enlarged(bench, true);
    case RIVAL_NEAREST_CONV: return convolved(enlarged(bench, false), bench);
    case RIVAL_BILINEAR_CONV: return convolved(enlarged(bench, true), bench);
    case RIVAL_SUBPIXEL: return shuffled(bench, false);
    case RIVAL_ICNR: return shuffled(bench, true);
    default: break;
    }
    int rows = bench->input.shape[2], cols = bench->input.shape[3];
    Whole out = { rows, cols, planes_new(rows, cols) };
    memcpy(out.rgb, bench->input.data, 3 * (size_t)rows * (size_t)cols * sizeof(float));
    return out;
}

// ---- claims ----------------------------------------------------------------------------------------------------

static void same_as_whole(const char *code, const Bench *bench, Rival rival)
{
    Whole whole = whole_of(bench, rival);
    Entrant got;
    Error err;
    check(entrant_run(&got, bench, rival, NULL, &err), "%s: %s: %s", code, RIVALS[rival].word, err.text);
    check(got.rows == whole.rows && got.cols == whole.cols, "%s: %s has %d×%d, not %d×%d", code, RIVALS[rival].word, got.rows,
          got.cols, whole.rows, whole.cols);
    size_t plane = (size_t)whole.rows * (size_t)whole.cols;
    for (size_t i = 0; i < plane; i++) {
        const float *rgb = whole.rgb + i;
        float grey = (float)(picture_grey((double)rgb[0], (double)rgb[plane], (double)rgb[2 * plane]) * got.scale + got.middle);
        check(memcmp(&grey, &got.grey[i], sizeof grey) == 0, "%s, bands of %d: %s at (%zu, %zu) is %.9g, not %.9g", code, bench->band,
              RIVALS[rival].word, i / (size_t)whole.cols, i % (size_t)whole.cols, (double)got.grey[i], (double)grey);
        for (int c = 0; c < 3; c++) {
            float value = rgb[(size_t)c * plane] * (float)got.scale + (float)got.middle;
            uint32_t want = value >= 1 ? 255 : value > 0 ? (uint32_t)(value * 255 + 0.5F) : 0, is = got.pixels[i] >> (16 - 8 * c) & 255;
            check(want == is, "%s, bands of %d: channel %d of pixel %zu of %s is %u, not %u", code, bench->band, c, i, RIVALS[rival].word, is, want);
        }
    }
    entrant_clear(&got);
    free(whole.rgb);
}

static void bands_are_those_of_the_whole_plane_whatever_their_size(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "convt2d in=19x23 k=3 s=2 p=1 op=1 w=random:3 x=picture:sphere view=picture",
        "convt2d in=20x17 k=4 s=2 p=1 w=random:4 x=picture:sphere view=picture",
        "convt2d in=9x11 k=5 s=3 p=2 w=random:5 x=picture:sphere view=picture",
        "convt2d in=12x10 k=3 s=2 p=2 d=2 w=random:6 x=picture:sphere view=picture",
        "convt2d in=12x10 k=1x4 s=1x2 p=0x1 w=random:7 x=picture:zone view=picture",
        "convt2d in=12x10 k=5x2 s=4x3 w=random:8 x=picture:zone view=picture",
        "convt2d in=11x10 k=3 s=5 p=1 op=4 w=random:9 x=picture:text view=picture", // with holes
        "convt2d in=3x2 k=2 s=2 w=[1,2;3,4] x=picture:text view=picture",
        "convt2d in=13x1 k=2x4 s=2 w=[1,2,3,4;5,6,7,8] x=picture:text view=picture",
        "convt2d in=7 k=3 s=1 p=1 w=edge x=picture:text view=picture",
        "conv2d in=30x33 k=3 s=2 p=1 w=random:3 x=picture:sphere view=picture",
        "conv2d in=31x33 k=4x5 s=3x2 p=0x2 d=1x2 w=random:3 x=picture:sphere view=picture",
    };
    static const int bands[] = { 0, 1, 2, 3, 7, 1000 };
    for (int i = 0; i < COUNT(codes); i++) {
        Scene scene = parse(codes[i]);
        PictureStore store = { 0 };
        Bench bench;
        Error err;
        check(bench_make(&bench, &store, &scene, NULL, NULL, &err), "%s: %s", codes[i], err.text);
        for (Rival rival = 0; rival < RIVAL_COUNT; rival++) {
            Spec one = bench.layer;
            float w[64];
            Repair repair;
            one.in_channels = one.out_channels = one.groups = 1;
            if (!rival_fits(rival, &bench.layer, NULL) || (rival == RIVAL_REPAIRED && !repair_weights(w, &repair, bench.w, &one, NULL))) continue;
            for (int b = 0; b < COUNT(bands); b++) {
                bench.band = bands[b];
                same_as_whole(codes[i], &bench, rival);
            }
        }
        bench_clear(&bench);
        picture_store_clear(&store);
        scene_clear(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bands_are_those_of_the_whole_plane_whatever_their_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
