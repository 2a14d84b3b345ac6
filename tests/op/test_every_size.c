// Every small size there is, in 1D: in 1…6, k 1…5, s 1…4, p 0…5, output padding 0…4, d 1…3. Each is refused, exactly
// where PyTorch refuses it, or it is right by the definition.
//
// PyTorch's rule is written out here once more, apart from spec_check. PyTorch 1.13.1 (Debian 12) was run over all of
// them: it has the same verdict and the same size for each, and accepts 5,111 of the 10,800 transposed convolutions
// and 1,688 of the 2,160 plain ones, whose outputs have 52,923 and 6,152 values.
#include "support/check.h"
#include "support/op/any_spec.h"

#include <stdio.h>

// The size of the output, or 0 where PyTorch refuses.
static int pytorch_transposed(int in, int k, int s, int p, int op, int d)
{
    if (op >= s && op >= d) return 0; // "output padding must be smaller than either stride or dilation"
    int size = (in - 1) * s - 2 * p + d * (k - 1) + op + 1;
    return size < 1 ? 0 : size; // "Calculated output size … is too small"
}

static int pytorch_plain(int in, int k, int s, int p, int d)
{
    int room = in + 2 * p - (d * (k - 1) + 1); // "Kernel size can't be greater than actual input size"
    return room < 0 ? 0 : room / s + 1;
}

typedef struct Tally {
    int tried, accepted, values;
} Tally;

static void hold(bool transposed, int in, int k, int s, int p, int op, int d, Tally *tally)
{
    static Sample sample;
    static Sum want[ANY_MOST_VALUES];
    static float y[ANY_MOST_VALUES];
    Spec spec = { .transposed = transposed, .dims = 1, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1,
                  .x = { .narrow = transposed ? in : 0, .wide = transposed ? 0 : in, .kernel = k, .stride = s,
                         .padding = p, .output_padding = op, .dilation = d } };
    char name[128];
    snprintf(name, sizeof name, "%s in=%d k=%d s=%d p=%d op=%d d=%d", transposed ? "convt1d" : "conv1d", in, k, s, p,
             op, d);
    int size = transposed ? pytorch_transposed(in, k, s, p, op, d) : pytorch_plain(in, k, s, p, d);
    Error err = { .text = "" };
    bool ok = spec_check(&spec, &err);
    tally->tried++;
    if (!ok) {
        check(size == 0, "%s is refused (%s); PyTorch makes %d values of it", name, err.text, size);
        check(err.text[0] && !err.cannot, "%s is refused without a sentence", name);
        return;
    }
    check(size != 0, "%s is accepted; PyTorch refuses it", name);
    check(spec_out(&spec, spec.x) == size, "%s makes %d values; PyTorch makes %d", name, spec_out(&spec, spec.x), size);
    tally->accepted++;
    tally->values += size;
    Random random = { (uint64_t)tally->tried };
    sample_make(&sample, &random, &spec, true);
    sample_y(&sample, want);
    memset(y, 0xFF, sizeof y);
    op_forward(y, sample.x, sample.w, sample.biased ? sample.b : NULL, &spec);
    for (int i = 0; i < size; i++)
        check((double)y[i] == want[i].value, "%s: y[%d] is %g; wanted %g", name, i, (double)y[i], want[i].value);
}

static void every_small_transposed_convolution_is_refused_as_by_pytorch_or_right(void **state)
{
    (void)state;
    Tally tally = { 0 };
    for (int in = 1; in <= 6; in++)
    for (int k = 1; k <= 5; k++)
    for (int s = 1; s <= 4; s++)
    for (int p = 0; p <= 5; p++)
    for (int op = 0; op <= 4; op++)
    for (int d = 1; d <= 3; d++)
        hold(true, in, k, s, p, op, d, &tally);
    check(tally.tried == 10800 && tally.accepted == 5111 && tally.values == 52923, "%d of %d accepted, %d values",
          tally.accepted, tally.tried, tally.values);
}

static void every_small_convolution_is_refused_as_by_pytorch_or_right(void **state)
{
    (void)state;
    Tally tally = { 0 };
    for (int in = 1; in <= 6; in++)
    for (int k = 1; k <= 5; k++)
    for (int s = 1; s <= 4; s++)
    for (int p = 0; p <= 5; p++)
    for (int d = 1; d <= 3; d++)
        hold(false, in, k, s, p, 0, d, &tally);
    check(tally.tried == 2160 && tally.accepted == 1688 && tally.values == 6152, "%d of %d accepted, %d values",
          tally.accepted, tally.tried, tally.values);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_small_transposed_convolution_is_refused_as_by_pytorch_or_right),
        cmocka_unit_test(every_small_convolution_is_refused_as_by_pytorch_or_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
