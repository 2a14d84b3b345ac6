// Repair makes all gains equal, by the smallest change there is; its lines of PyTorch do the same.
#include "lab/layers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const CODES[] = {
    "convt2d k=4 s=2 w=random:4", "convt2d k=3 s=2 w=random:1", "convt2d k=5 s=3 d=2 w=random:2 c=2,3", "convt2d k=3x4 s=2x3 d=1x2 w=random:7",
    "convt1d k=5 s=2 d=3 w=random:3 c=4,2 g=2", "conv2d in=9 k=5 s=2 w=random:8 c=2,4 g=2", "convt2d k=4 s=2 w=ones", "convt2d k=3 s=1 w=random:5",
    "convt2d k=3 s=2 w=ones", "conv1d in=9 k=4 s=3 w=random:6 c=3,2", "convt2d k=2 s=2 w=[1,-1;-1,1]",
};

static void repaired_gains_are_equal(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(CODES); i++) {
        Scene scene = parse(CODES[i]);
        Spec *spec = &scene.spec;
        float *w = weights_of(&scene);
        double gains[64];
        Repair repair;
        Error err = { 0 };
        check(repair_weights(w, &repair, w, spec, &err), "%s: %s", CODES[i], err.text);
        int phases = spec->y.stride * spec->x.stride;
        double worst = 0;
        for (int ic = 0; ic < spec->in_channels; ic++)
        for (int oc = 0; oc < spec->out_channels; oc++) {
            op_phase_gains(gains, w, spec, ic, oc);
            double size = 0;
            for (int p = 0; p < phases; p++) size = fmax(size, fabs(gains[p]));
            for (int p = 0; p < phases * phases && size > 0; p++) worst = fmax(worst, fabs(gains[p / phases] - gains[p % phases]) / size);
        }
        check(worst <= 1e-6 && fabs(repair.spread - worst) <= 1e-12, "%s: gains are apart by %g of their size, and %g is said", CODES[i], worst, repair.spread);
        check(checker_of_layer(w, spec, NULL).share < 1e-10, "%s: share %g", CODES[i], checker_of_layer(w, spec, NULL).share);
        free(w);
        scene_clear(&scene);
    }
}

// Solves A z = b in place; n is small and A is of full rank.
static void solve(int n, double *a, double *b)
{
    for (int p = 0; p < n; p++) {
        int best = p;
        for (int r = p + 1; r < n; r++)
            if (fabs(a[r * n + p]) > fabs(a[best * n + p])) best = r;
        for (int c = 0; c < n; c++) {
            double t = a[p * n + c];
            a[p * n + c] = a[best * n + c], a[best * n + c] = t;
        }
        double t = b[p];
        b[p] = b[best], b[best] = t;
        for (int r = 0; r < n; r++) {
            double f = r == p ? 0 : a[r * n + p] / a[p * n + p];
            for (int c = p; c < n && f != 0; c++) a[r * n + c] -= f * a[p * n + c];
            b[r] -= f * b[p];
        }
    }
    for (int p = 0; p < n; p++) b[p] /= a[p * n + p];
}

// The smallest change with B(w + Δ) = 0, where row i of B is gain i − gain 0, by the textbook: Δ = −Bᵀ(BBᵀ)⁻¹Bw. B comes
// from running the kernel on one-hot weights, not from what repair goes by.
static void the_change_is_the_least_squares_solution(void **state)
{
    (void)state;
    static const char *const codes[] = { "convt2d k=4 s=2 w=random:4", "convt2d k=3 s=2 w=random:1", "convt2d k=5 s=3 d=2 w=random:2",
                                         "convt2d k=3x4 s=2x3 d=1x2 w=random:7", "convt1d k=5 s=2 d=3 w=random:3" };
    for (int i = 0; i < COUNT(codes); i++) {
        Scene scene = parse(codes[i]);
        Spec *spec = &scene.spec, wide;
        float *w = weights_of(&scene), *fixed = memory_new(spec_w_count(spec), sizeof *fixed);
        int taps = spec->y.kernel * spec->x.kernel, phases = spec->y.stride * spec->x.stride;
        wide = *spec;
        Error err = { 0 };
        wide.x.narrow = 24, wide.y.narrow = spec->dims == 1 ? 1 : 24;
        check(spec_check(&wide, &err), "%s", err.text);
        float *x = memory_new(spec_x_count(&wide), sizeof *x), *y = memory_new(spec_y_count(&wide), sizeof *y), *one = memory_new((size_t)taps, sizeof *one);
        for (size_t j = 0; j < spec_x_count(&wide); j++) x[j] = 1;
        double *gain = memory_new((size_t)(phases * taps), sizeof *gain);
        int middle_y = wide.y.wide / 2, middle_x = wide.x.wide / 2;
        for (int t = 0; t < taps; t++) {
            memset(one, 0, (size_t)taps * sizeof *one);
            one[t] = 1;
            op_forward(y, x, one, NULL, &wide);
            for (int p = 0; p < phases; p++)
                gain[p * taps + t] = (double)y[(middle_y + p / spec->x.stride) * wide.x.wide + middle_x + p % spec->x.stride];
        }
        int n = phases - 1;
        double *a = memory_new((size_t)(n * n), sizeof *a), *b = memory_new((size_t)n, sizeof *b);
        for (int p = 0; p < n; p++)
        for (int t = 0; t < taps; t++) {
            double row = gain[(p + 1) * taps + t] - gain[t];
            b[p] += row * (double)w[t];
            for (int q = 0; q < n; q++) a[p * n + q] += row * (gain[(q + 1) * taps + t] - gain[t]);
        }
        solve(n, a, b);
        Repair repair;
        check(repair_weights(fixed, &repair, w, spec, &err), "%s: %s", codes[i], err.text);
        double moved = 0, size = 0;
        for (int t = 0; t < taps; t++) {
            double change = 0;
            for (int p = 0; p < n; p++) change -= b[p] * (gain[(p + 1) * taps + t] - gain[t]);
            check(fabs((double)fixed[t] - ((double)w[t] + change)) < 1e-6, "%s: weight %d becomes %g, least squares says %g", codes[i], t, (double)fixed[t], (double)w[t] + change);
            moved += change * change, size += (double)w[t] * (double)w[t];
        }
        check(fabs(repair.change - sqrt(moved / size)) < 1e-6, "%s: the change is said to be %g of the weights, and is %g", codes[i], repair.change, sqrt(moved / size));
        free(w), free(fixed), free(x), free(y), free(one), free(gain), free(a), free(b);
        scene_clear(&scene);
    }
}

static void what_repair_did_is_told(void **state)
{
    (void)state;
    Scene even = parse("convt2d k=4 s=2 w=random:4"), uneven = parse("convt2d k=3 s=2 w=ones");
    float *w = weights_of(&even), *ones = weights_of(&uneven);
    Repair repair;
    Error err = { 0 };
    check(repair_weights(w, &repair, w, &even.spec, &err), "%s", err.text);
    check(!repair.gain_moved && fabs(repair.gain_after - repair.gain_before) < 1e-6 && repair.taps == 16, "the mean gain stays where all phases have 4 taps: %g, %g; %d taps", repair.gain_before, repair.gain_after, repair.taps);
    check(repair_weights(ones, &repair, ones, &uneven.spec, &err), "%s", err.text);
    // Gains 4 2 2 1 of as many taps: g = (1+1+1+1)/(1/4+1/2+1/2+1) = 16/9.
    check(repair.gain_moved && fabs(repair.gain_before - 2.25) < 1e-6 && fabs(repair.gain_after - 16 / 9.0) < 1e-6, "gains %g and %g", repair.gain_before, repair.gain_after);
    free(w), free(ones);
    scene_clear(&even), scene_clear(&uneven);
}

static void a_hole_is_refused_with_its_reason(void **state)
{
    (void)state;
    static const struct {
        const char *code, *why;
    } rows[] = {
        { "convt2d k=2 s=3", "1 of 3 phases of an axis have no weight, for kernel 2 is smaller than stride 3; no weight can mend a hole: take a kernel of 3 or more" },
        { "convt2d k=4 s=2 d=2", "1 of 2 phases of an axis have no weight, for dilation 2 and stride 2 share the factor 2; no weight can mend a hole: take a dilation that shares none" },
        { "convt2d k=2x1 s=1x4", "3 of 4 phases of an axis have no weight, for kernel 1 is smaller than stride 4; no weight can mend a hole: take a kernel of 4 or more" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene = parse(rows[i].code);
        float *w = weights_of(&scene);
        Repair repair;
        Error err = { 0 };
        check(!repair_weights(w, &repair, w, &scene.spec, &err), "%s was repaired", rows[i].code);
        check(strcmp(err.text, rows[i].why) == 0, "%s: '%s'", rows[i].code, err.text);
        free(w);
        scene_clear(&scene);
    }
}

// The lines are run where PyTorch is installed, on the same weights.
static void the_lines_of_pytorch_do_the_same(void **state)
{
    (void)state;
    static const char python[] = "/usr/bin/python3";
    if (access(python, X_OK) != 0 || system("/usr/bin/python3 -c 'import torch' >/dev/null 2>&1") != 0) skip();
    char path[] = "/tmp/stridescope-repair-XXXXXX";
    int file = mkstemp(path);
    check(file >= 0, "no file could be made");
    FILE *out = fdopen(file, "w");
    check(out != NULL, "no file could be opened");
    fputs("import torch, sys\nfrom torch import nn\n", out);
    for (int i = 0; i < COUNT(CODES); i++) {
        Scene scene = parse(CODES[i]);
        Spec *spec = &scene.spec;
        float *w = weights_of(&scene), *fixed = weights_of(&scene);
        Repair repair;
        Error err = { 0 };
        check(repair_weights(fixed, &repair, w, spec, &err), "%s: %s", CODES[i], err.text);
        const char *layer = spec->transposed ? "up" : "conv";
        bool two = spec->dims == 2;
        fprintf(out, "%s = nn.Conv%s%dd(%d, %d, (", layer, spec->transposed ? "Transpose" : "", spec->dims, spec->in_channels, spec->out_channels);
        if (two) fprintf(out, "%d, ", spec->y.kernel);
        fprintf(out, "%d,), stride=(", spec->x.kernel);
        if (two) fprintf(out, "%d, ", spec->y.stride);
        fprintf(out, "%d,), dilation=(", spec->x.stride);
        if (two) fprintf(out, "%d, ", spec->y.dilation);
        fprintf(out, "%d,), groups=%d)\nwith torch.no_grad(): %s.weight.copy_(torch.tensor([", spec->x.dilation, spec->groups, layer);
        for (size_t j = 0; j < spec_w_count(spec); j++) fprintf(out, "%.9g,", (double)w[j]);
        fprintf(out, "]).reshape(%s.weight.shape))\n", layer);
        Text lines = { 0 };
        repair_python(&lines, spec);
        fputs(lines.data, out);
        fprintf(out, "want = torch.tensor([");
        for (size_t j = 0; j < spec_w_count(spec); j++) fprintf(out, "%.9g,", (double)fixed[j]);
        fprintf(out, "]).reshape(%s.weight.shape)\nif (want - %s.weight).abs().max() > 1e-5: sys.exit('%s is another kernel')\n", layer, layer, CODES[i]);
        text_clear(&lines);
        free(w), free(fixed);
        scene_clear(&scene);
    }
    fclose(out);
    char command[128];
    snprintf(command, sizeof command, "%s %s 2>&1", python, path);
    int status = system(command);
    remove(path);
    check(status == 0, "the lines of PyTorch ended with status %d; what they say is above", status);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repaired_gains_are_equal),
        cmocka_unit_test(the_change_is_the_least_squares_solution),
        cmocka_unit_test(what_repair_did_is_told),
        cmocka_unit_test(a_hole_is_refused_with_its_reason),
        cmocka_unit_test(the_lines_of_pytorch_do_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
