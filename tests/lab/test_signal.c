// Signals through the rivals: the tones that come out are those that the kernel's transform says, what PSNR takes for its
// peak, PixelShuffle in 1D, and where a signal comes from.
#include "lab/lab.h"
#include "support/check.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#define PI 3.14159265358979323846

typedef struct Heard {
    Scene scene;
    PictureStore store;
    Gallery gallery;
} Heard;

static void hear(Heard *h, const char *code)
{
    Error err;
    *h = (Heard){ 0 };
    check(scene_parse(&h->scene, code, &err), "%s: column %d: %s", code, err.place, err.text);
    check(gallery_make(&h->gallery, &h->store, &h->scene, &(GalleryAsk){ .all = true }, NULL, &err), "%s: %s", code, err.text);
}

static void fall_silent(Heard *h)
{
    gallery_clear(&h->gallery);
    picture_store_clear(&h->store);
    scene_clear(&h->scene);
}

static const Exhibit *rival(const Heard *h, Rival which)
{
    const Exhibit *exhibit = h->gallery.full[which];
    check(exhibit && !exhibit->trouble[0], "%s: %s", RIVALS[which].title, exhibit ? exhibit->trouble : "not made");
    return exhibit;
}

static double peak_of(const Heard *h)
{
    const Entrant *e = &rival(h, RIVAL_ORIGINAL)->entrant;
    double peak = 0;
    for (int i = 0; i < e->grey_cols; i++) peak = fmax(peak, fabs((double)e->grey[i]));
    return peak;
}

// How much of a tone of f cycles a sample a kernel lets through, against its sum.
static double through(const float *w, int taps, double f)
{
    double complex sum = 0;
    double all = 0;
    for (int i = 0; i < taps; i++) sum += (double)w[i] * cexp(-2 * PI * I * f * i), all += (double)w[i];
    return cabs(sum) / fabs(all);
}

// Stuffed with zeros, a tone f stands at each ±f + j/s alike, and the kernel weighs each.
static void a_tone_comes_out_with_its_images_as_strong_as_the_kernel_says(void **state)
{
    (void)state;
    static const struct { const char *code; int stride, cycles, taps; } rows[] = {
        { "convt1d in=512 k=4 s=2 p=1 w=[0.2,0.5,0.6,0.3] x=tone:48 view=picture", 2, 48, 4 },
        { "convt1d in=512 k=3 s=2 p=1 op=1 w=ones x=tone:96 view=picture", 2, 96, 3 },
        { "convt1d in=512 k=6 s=4 p=1 w=[1,2,3,3,2,1] x=tone:128 view=picture", 4, 128, 6 },
    };
    for (int r = 0; r < COUNT(rows); r++) {
        Heard h;
        hear(&h, rows[r].code);
        const Exhibit *layer = rival(&h, RIVAL_LAYER);
        int s = rows[r].stride, grid = 512 * s, looked = 512, images = 0;
        double peak = peak_of(&h), f = (double)rows[r].cycles / grid, average = sin(PI * f * s) / (s * sin(PI * f));
        check(layer->curve_count == looked / 2 + 1, "%s: the curve has %d points", rows[r].code, layer->curve_count);
        for (int j = 0; j <= s / 2; j++)
            for (int sign = -1; sign <= 1; sign += 2) {
                double at = (double)j / s + sign * f;
                if (at < 0 || at > 0.5 || (j == 0 && sign < 0)) continue;
                double want = 20 * log10(average * through(h.gallery.w, rows[r].taps, at) / peak), got = (double)layer->curve[(int)lround(at * looked)];
                check(fabs(got - want) < 0.02, "%s: at %g it is %g dB, not %g", rows[r].code, at, got, want);
                images += j > 0;
            }
        check(images == s - 1, "%s: %d images", rows[r].code, images);
        fall_silent(&h);
    }
}

// The height of the wave that repeats with the stride, of gains: at fs/s·j, against their mean.
static double wave_of(const double *gains, int count, int j)
{
    double complex sum = 0;
    double all = 0;
    for (int i = 0; i < count; i++) sum += gains[i] * cexp(-2 * PI * I * i * j / count), all += gains[i];
    return (2 * j == count ? 1 : 2) * cabs(sum) / fabs(all);
}

static void what_is_constant_gets_a_tone_at_fs_over_s_as_strong_as_the_gains_differ(void **state)
{
    (void)state;
    static const struct { const char *code; int stride; double gains[4]; } rows[] = {
        { "convt1d in=300 k=3 s=2 p=1 op=1 w=ones x=ones view=picture", 2, { 2, 1 } },
        { "convt1d in=300 k=4 s=2 p=1 w=[0.2,0.5,0.6,0.3] x=ones view=picture", 2, { 0.8, 0.8 } },
        { "convt1d in=300 k=3 s=3 w=[1,2,4] x=ones view=picture", 3, { 1, 2, 4 } },
        { "convt1d in=300 k=5 s=4 w=[1,2,3,4,5] x=ones view=picture", 4, { 6, 2, 3, 4 } },
        { "convt1d in=40 k=3 s=2 p=1 op=1 w=ones x=ones view=picture", 2, { 2, 1 } },
    };
    for (int r = 0; r < COUNT(rows); r++) {
        Heard h;
        hear(&h, rows[r].code);
        const Exhibit *layer = rival(&h, RIVAL_LAYER);
        int s = rows[r].stride;
        check(layer->tones == s / 2, "%s: %d tones", rows[r].code, layer->tones);
        for (int j = 1; j <= s / 2; j++) {
            double wave = wave_of(rows[r].gains, s, j), want = fmax(20 * log10(wave), -SIGNAL_FLOOR);
            const StrideTone *tone = &layer->tone[j - 1];
            check(tone->multiple == j && tone->stands == (wave > 1e-6), "%s: tone %d at %d·fs/%d %s", rows[r].code, j, tone->multiple, s, tone->stands ? "stands" : "does not stand");
            check(fabs(tone->level - want) < 0.02, "%s: the tone at %d·fs/%d has %g dB, not %g", rows[r].code, j, s, tone->level, want);
            check(wave < 1e-6 || fabs(tone->above - (want + SIGNAL_FLOOR)) < 0.02, "%s: it stands %g dB above nothing", rows[r].code, tone->above);
        }
        // Who stands as B beside it is bilinear, and even.
        const Exhibit *b = rival(&h, RIVAL_BILINEAR);
        for (int i = 0; i < b->curve_count; i++) check(b->curve[i] <= -SIGNAL_FLOOR, "%s: bilinear has %g dB at %d", rows[r].code, (double)b->curve[i], i);
        fall_silent(&h);
    }
}

static void nothing_is_cut_and_the_peak_of_psnr_is_the_range_of_the_reference(void **state)
{
    (void)state;
    Heard h;
    hear(&h, "convt1d in=100 k=4 s=2 p=1 w=bilinear x=tone:5 view=picture");
    const Entrant *e = &rival(&h, RIVAL_NEAREST)->entrant, *original = &rival(&h, RIVAL_ORIGINAL)->entrant;
    double sum = 0, least = 1, most = -1;
    int count = 0;
    for (int i = 0; i < 200; i++) {
        double wanted = sin(2 * PI * 5 * (i + 0.5) / 200), mean = (sin(2 * PI * 5 * (i / 2 * 2 + 0.5) / 200) + sin(2 * PI * 5 * (i / 2 * 2 + 1.5) / 200)) / 2;
        check(fabs((double)e->grey[i] - mean) < 1e-6 && fabs((double)original->grey[i / 2] - mean) < 1e-6, "value %d is %g, not %g", i, (double)e->grey[i], mean);
        least = fmin(least, wanted), most = fmax(most, wanted);
        if (i < e->border || i >= 200 - e->border) continue;
        sum += (wanted - mean) * (wanted - mean), count++;
    }
    double want = 10 * log10((most - least) * (most - least) * count / sum);
    check(e->compared && fabs(e->psnr - want) < 1e-3, "PSNR is %g, not %g", e->psnr, want);
    fall_silent(&h);
}

// s kernels, whose outputs take turns; with ICNR they are one, and each value stands s times.
static void pixel_shuffle_deals_out_the_channels(void **state)
{
    (void)state;
    Heard h;
    Error err;
    hear(&h, "convt1d in=20 k=4 s=3 w=random:7 x=random:2 view=picture");
    const Entrant *e = &rival(&h, RIVAL_SUBPIXEL)->entrant, *icnr = &rival(&h, RIVAL_ICNR)->entrant, *x = &rival(&h, RIVAL_ORIGINAL)->entrant;
    float w[9];
    Spec conv = { .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 3, .groups = 1, .y = AXIS_TRIVIAL,
                  .x = { .narrow = 20, .wide = 20, .kernel = 3, .stride = 1, .dilation = 1, .padding = 1 } };
    check(source_fill(w, (int[]){ 3, 1, 1, 3 }, FOR_W, &h.scene.w, &conv, &err), "%s", err.text);
    check(e->cols == 60 && e->rows == 1 && e->parameters == 9, "%d values of %lld weights", e->cols, e->parameters);
    for (int i = 1; i < 19; i++)
        for (int j = 0; j < 3; j++) {
            double want = 0, same = 0;
            for (int t = 0; t < 3; t++) want += (double)w[3 * j + t] * (double)x->grey[i - 1 + t], same += (double)w[t] * (double)x->grey[i - 1 + t];
            check(fabs((double)e->grey[3 * i + j] / e->scale - want) < 1e-5, "value %d is %g, not %g", 3 * i + j, (double)e->grey[3 * i + j] / e->scale, want);
            check(fabs((double)icnr->grey[3 * i + j] / icnr->scale - same) < 1e-5, "ICNR: value %d is not the first kernel's", 3 * i + j);
        }
    check(icnr->even.share < 1e-12 && e->even.share > 0.01, "shares %g and %g", icnr->even.share, e->even.share);
    fall_silent(&h);
}

// ---- where it comes from ---------------------------------------------------------------------------------------

static void only_what_can_be_made_at_any_length_has_a_reference(void **state)
{
    (void)state;
    static const struct { const char *code; bool there; double at_1; } rows[] = {
        { "convt1d in=4 k=2 s=2 x=step view=picture", true, 0 },
        { "convt1d in=4 k=2 s=2 x=step view=picture show=layers:3", true, 0 }, // of 32 values
        { "convt1d in=4 k=2 s=10 x=step view=picture show=layers:4", false, 0 }, // 40,000 values are too many to be made
        { "convt1d in=4 k=2 s=2 x=[1,-2.5,3,9] view=picture", false, -2.5 },
        { "convt1d in=4 k=2 s=2 c=2,2 g=2 x=onehot:5 view=picture", false, 0 },
        { "convt1d in=4 k=2 s=2 view=picture", false, 2 },
        { "convt1d in=4 k=2 s=2 x=ones view=picture", false, 1 },
        { "convt1d in=4 k=2 s=2 x=onehot:1 view=picture", false, 1 },
        { "conv1d in=4 k=2 s=2 x=onehot:1 view=picture", false, 1 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        PictureStore store = { 0 };
        Bench bench;
        Error err;
        check(scene_parse(&scene, rows[i].code, &err), "%s: column %d: %s", rows[i].code, err.place, err.text);
        check(bench_make(&bench, &store, &scene, NULL, NULL, &err), "%s: %s", rows[i].code, err.text);
        check((bench.reference.data != NULL) == rows[i].there, "%s: a reference is %s", rows[i].code, bench.reference.data ? "there" : "not there");
        check(bench.input.shape[2] == 1 && bench.input.shape[3] == 4 && fabs((double)bench.input.data[1] - rows[i].at_1) < 1e-6, "%s: value 1 of %d is %g", rows[i].code, bench.input.shape[3],
              (double)bench.input.data[1]);
        bench_clear(&bench);
        picture_store_clear(&store);
        scene_clear(&scene);
    }
}

static void a_moved_signal_is_averaged_anew(void **state)
{
    (void)state;
    Scene scene;
    PictureStore store = { 0 };
    Bench bench;
    Error err;
    check(scene_parse(&scene, "convt1d in=8 k=2 s=2 x=step view=picture show=shift:0x1", &err), "column %d: %s", err.place, err.text);
    check(bench_make(&bench, &store, &scene, &(BenchAsk){ .shift_col = scene.show.picture_shift_col }, NULL, &err), "%s", err.text);
    for (int i = 0; i < 8; i++) {
        double want = i < 4 ? 0 : i == 4 ? 0.5 : 1;
        check(fabs((double)bench.input.data[i] - want) < 1e-6, "value %d is %g, not %g", i, (double)bench.input.data[i], want);
    }
    bench_clear(&bench);
    picture_store_clear(&store);
    scene_clear(&scene);
}

// The same words mean a row in 1D and a picture in 2D, with one store.
static void a_store_goes_from_pictures_to_signals_and_back(void **state)
{
    (void)state;
    static const struct { const char *code; int rows; } turns[] = {
        { "convt2d in=16 s=2 x=picture:sphere", 16 }, { "convt1d in=16 s=2 x=picture:sphere", 1 }, { "convt2d in=16 s=2 x=picture:sphere", 16 },
    };
    PictureStore store = { 0 };
    for (int i = 0; i < COUNT(turns); i++) {
        Scene scene;
        Bench bench;
        Error err;
        check(scene_parse(&scene, turns[i].code, &err), "column %d: %s", err.place, err.text);
        check(bench_make(&bench, &store, &scene, NULL, NULL, &err), "%s: %s", turns[i].code, err.text);
        check(bench.input.shape[2] == turns[i].rows && store.is_signal == (turns[i].rows == 1), "%s: %d rows", turns[i].code, bench.input.shape[2]);
        bench_clear(&bench);
        scene_clear(&scene);
    }
    picture_store_clear(&store);
}

static void a_signal_that_cannot_be_heard_is_said(void **state)
{
    (void)state;
    static const struct { const char *code, *part; } rows[] = {
        { "convt1d in=3 k=2 s=2 x=[1,inf,2]", "value 1 of the signal is ∞" },
        { "convt1d in=40000 k=2 s=2 x=step", "at most 30000 values" },
        { "convt1d in=30000 k=2 s=2000 x=step", "would become 60000000 values long, and at most 1048576 are made" },
        { "convt1d in=3000 k=2 s=8 x=step show=layers:3", "would become 1536000 values long" },
        { "convt1d in=3 k=2 s=2 x=file:\"/nowhere/at-all.npy\"", "/nowhere/at-all.npy" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        PictureStore store = { 0 };
        Bench bench;
        Error err;
        check(scene_parse(&scene, rows[i].code, &err), "%s: column %d: %s", rows[i].code, err.place, err.text);
        bool ok = bench_make(&bench, &store, &scene, NULL, NULL, &err);
        check(!ok && strstr(err.text, rows[i].part), "%s: %s", rows[i].code, ok ? "it was taken" : err.text);
        picture_store_clear(&store);
        scene_clear(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tone_comes_out_with_its_images_as_strong_as_the_kernel_says),
        cmocka_unit_test(what_is_constant_gets_a_tone_at_fs_over_s_as_strong_as_the_gains_differ),
        cmocka_unit_test(nothing_is_cut_and_the_peak_of_psnr_is_the_range_of_the_reference),
        cmocka_unit_test(pixel_shuffle_deals_out_the_channels),
        cmocka_unit_test(only_what_can_be_made_at_any_length_has_a_reference),
        cmocka_unit_test(a_moved_signal_is_averaged_anew),
        cmocka_unit_test(a_store_goes_from_pictures_to_signals_and_back),
        cmocka_unit_test(a_signal_that_cannot_be_heard_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
