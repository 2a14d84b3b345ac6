// The smallest change that makes a layer's phase gains equal. Each phase has taps of its own, so to move its gain by D at
// the least cost in squares every one of its n taps moves by D/n, which costs D²/n; the common gain that all are brought
// to is where the sum of those costs is least, a mean in which phases of few taps count for more.
#include "lab/lab.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool has_all_phases(const Spec *spec, Error *err)
{
    const Axis axes[] = { spec->y, spec->x };
    for (int i = 0; i < COUNT(axes); i++) {
        PhaseCounts counts = axis_counts(axes[i]);
        if (!counts.empty) continue;
        if (counts.common > 1)
            return error_set(err, 0, "%d of %d phases of an axis have no weight, for dilation %d and stride %d share the factor %d; no weight can mend a hole: take a dilation that shares none",
                             counts.empty, axes[i].stride, axes[i].dilation, axes[i].stride, counts.common);
        return error_set(err, 0, "%d of %d phases of an axis have no weight, for kernel %d is smaller than stride %d; no weight can mend a hole: take a kernel of %d or more",
                         counts.empty, axes[i].stride, axes[i].kernel, axes[i].stride, axes[i].stride);
    }
    return true;
}

// The phase of a tap, and how many taps each phase has.
static int phase_of(const Spec *spec, int tap)
{
    Axis y = spec->y, x = spec->x;
    int row = (int)((long long)(tap / x.kernel) * y.dilation % y.stride), col = (int)((long long)(tap % x.kernel) * x.dilation % x.stride);
    return row * x.stride + col;
}

// One pair's kernel, whose gains are [gain]; returns the gain that all its phases have then. Weights are floats, so the
// smallest of each phase, which has the finest digits, takes what rounding the others has left over.
static double level_pair(float *to, const float *from, const Spec *spec, double *gain, const int *taps, int *smallest)
{
    int count = spec->y.kernel * spec->x.kernel, phases = spec->y.stride * spec->x.stride;
    double above = 0, below = 0;
    for (int i = 0; i < phases; i++) above += gain[i] / taps[i], below += 1.0 / taps[i], smallest[i] = -1;
    double common = above / below;
    for (int i = 0; i < count; i++) {
        int phase = phase_of(spec, i), *least = &smallest[phase];
        to[i] = (float)((double)from[i] + (common - gain[phase]) / taps[phase]);
        if (*least < 0 || fabsf(to[i]) < fabsf(to[*least])) *least = i;
    }
    for (int i = 0; i < phases; i++) gain[i] = common;
    for (int i = 0; i < count; i++)
        if (smallest[phase_of(spec, i)] != i) gain[phase_of(spec, i)] -= (double)to[i];
    for (int i = 0; i < phases; i++) to[smallest[i]] = (float)gain[i];
    return common;
}

static double spread_of(const double *gain, int count)
{
    double least = gain[0], most = gain[0];
    for (int i = 1; i < count; i++) least = fmin(least, gain[i]), most = fmax(most, gain[i]);
    double size = fmax(fabs(least), fabs(most));
    return size > 0 ? (most - least) / size : 0;
}

bool repair_weights(float *repaired, Repair *repair, const float *w, const Spec *spec, Error *err)
{
    *repair = (Repair){ 0 };
    if (!has_all_phases(spec, err)) return false;
    int count = spec->y.kernel * spec->x.kernel, phases = spec->y.stride * spec->x.stride;
    double *gain = memory_new((size_t)phases, sizeof *gain);
    int *taps = memory_new((size_t)phases, sizeof *taps), *smallest = memory_new((size_t)phases, sizeof *smallest);
    float *before = memory_new((size_t)count, sizeof *before);
    for (int i = 0; i < count; i++) taps[phase_of(spec, i)]++;
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups;
    double moved = 0, size = 0, pairs = 0;
    for (int ic = 0; ic < spec->in_channels; ic++)
    for (int o = 0; o < outs; o++, pairs++) {
        int oc = ic / ins * outs + o;
        size_t at = (size_t)count * (spec->transposed ? (size_t)ic * (size_t)outs + (size_t)o : (size_t)oc * (size_t)ins + (size_t)(ic % ins));
        memcpy(before, w + at, (size_t)count * sizeof *before);
        op_phase_gains(gain, w, spec, ic, oc);
        for (int i = 0; i < phases; i++) repair->gain_before += gain[i] / phases;
        repair->gain_after += level_pair(repaired + at, before, spec, gain, taps, smallest);
        for (int i = 0; i < count; i++) {
            double change = (double)repaired[at + (size_t)i] - (double)before[i];
            moved += change * change, size += (double)before[i] * (double)before[i];
            repair->taps += change != 0;
        }
        op_phase_gains(gain, repaired, spec, ic, oc);
        repair->spread = fmax(repair->spread, spread_of(gain, phases));
    }
    repair->gain_before /= pairs, repair->gain_after /= pairs;
    repair->change = size > 0 ? sqrt(moved / size) : 0;
    repair->gain_moved = fabs(repair->gain_after - repair->gain_before) > 1e-6 * fmax(fabs(repair->gain_before), fabs(repair->gain_after));
    free(gain);
    free(taps);
    free(smallest);
    free(before);
    return true;
}

// The phases of an axis as PyTorch finds them, and the sum over each.
void repair_python(Text *out, const Spec *spec)
{
    const char *layer = spec->transposed ? "up" : "conv";
    text_print(out, "# Makes the phase gains of `%s` equal, each pair of channels by itself, by the smallest change of its weights.\n"
                    "# %s\n",
               layer, spec->transposed ? "`up` is your nn.ConvTranspose layer, of any number of channels."
                                       : "`conv` is your nn.Conv layer; its gradient is even then.");
    text_print(out, "import itertools\n"
                    "import torch\n"
                    "\n"
                    "with torch.no_grad():\n"
                    "    w = %s.weight\n"
                    "    phases = [[[tap for tap in range(k) if tap * d %% s == phase] for phase in range(s)]\n"
                    "              for k, s, d in zip(%s.kernel_size, %s.stride, %s.dilation)]\n"
                    "    trays = [torch.meshgrid(*[torch.tensor(taps) for taps in tray], indexing=\"ij\")\n"
                    "             for tray in itertools.product(*phases)]\n"
                    "    gains = [w[(..., *tray)].flatten(2).sum(2) for tray in trays]\n"
                    "    counts = [tray[0].numel() for tray in trays]\n"
                    "    level = sum(g / n for g, n in zip(gains, counts)) / sum(1 / n for n in counts)\n"
                    "    for tray, g, n in zip(trays, gains, counts):\n"
                    "        w[(..., *tray)] += ((level - g) / n).reshape(*g.shape, *[1] * (w.dim() - 2))\n",
               layer, layer, layer, layer);
}
