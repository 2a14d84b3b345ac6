// Specs at random, and what a spec means: the list of its terms, straight from the definition, and every sum over them
// in double. What tests of op and of the rooms above it share; it knows no kernel.
#ifndef STRIDESCOPE_TESTS_ANY_SPEC_H
#define STRIDESCOPE_TESTS_ANY_SPEC_H

#include "op/op.h"

// The most of any tensor, and of products, cropped ones too.
enum { ANY_MOST_VALUES = 1 << 12, ANY_MOST_TERMS = 1 << 12, ANY_MOST_CHANNELS = 6 };

int any(Random *random, int lo, int hi); // both included
// A spec that spec_check accepts: 1D and 2D, channels, groups, batch, dilation, output padding up to PyTorch's limit
// and beyond the padding, padding beyond the kernel's span.
Spec any_spec(Random *random, bool transposed);
// Gives [spec] far edges of their own, as ONNX can say them; the same spec where that leaves nothing or too much.
void any_uneven(Random *random, Spec *spec);

typedef struct Sample {
    Spec spec;
    bool whole;  // every value a whole number in −9 … 9, so that every sum is exact; else in −1 … 1
    bool biased; // b takes part
    float x[ANY_MOST_VALUES], w[ANY_MOST_VALUES], b[ANY_MOST_CHANNELS], gy[ANY_MOST_VALUES];
    int terms;
    struct { int x, w, y; } term[ANY_MOST_TERMS]; // flat indices: y += w · x
} Sample;
void sample_make(Sample *sample, Random *random, const Spec *spec, bool whole);

// One value by the definition, and how far a sum in float32 may stray from it: (L+2)·2⁻²⁴·Σ|terms|, 0 for whole numbers.
typedef struct Sum {
    double value, bound;
    int length;
} Sum;
void sample_y(const Sample *sample, Sum *y);
void sample_gx(const Sample *sample, Sum *gx); // of Σ gy·y
void sample_gw(const Sample *sample, Sum *gw);
void sample_gb(const Sample *sample, Sum *gb);
// The loss whose gradients these are: Σ gy·y, the bias with it.
double sample_loss(const Sample *sample);

// The channel of a flat index of y.
int sample_channel(const Sample *sample, size_t y);

#endif
