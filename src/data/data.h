// Where tensors come from: presets, typed values, .npy files, pictures. Every limit is checked on the header of a
// file, before anything of its size is allocated.
#ifndef STRIDESCOPE_DATA_H
#define STRIDESCOPE_DATA_H

#include "op/op.h"

// ---- sources: one tensor, said in words ------------------------------------------------------------------------

typedef enum SourceKind {
    SOURCE_RAMP,     // 1, 2, 3 …
    SOURCE_ONES,
    SOURCE_ZEROS,
    SOURCE_ONEHOT,   // 1 at the flat index `number`, else 0
    SOURCE_RANDOM,   // seed `number`: uniform in −1 … 1, rounded to two decimals so that sums can be done by hand
    SOURCE_LETTERS,  // symbols; behind them stand the values of a ramp
    SOURCE_PICTURE,  // built-in picture `word`, averaged to the wanted size; 3 channels: RGB, else grey
    SOURCE_FILE,     // .npy of the tensor's shape, or a PNG or JPEG, averaged like a built-in picture; path `word`
    SOURCE_TYPED,    // `values`
    SOURCE_BOX,      // w: 1/(taps of that phase) each, so that every phase has the gain 1 where it has taps
    SOURCE_BILINEAR, // w: the triangle kernel of bilinear upsampling by the stride
    SOURCE_EDGE,     // w: −1 … a horizontal difference
    SOURCE_ICNR,     // w, seed `number`: every phase has the same random weights (Aitken et al. 2017)
    SOURCE_BOXED,    // w, seed `number`: a box as long as the stride, convolved with random weights: nearest and then a
                     // convolution as one kernel, whose phases all have the same gain
    SOURCE_PYTORCH,  // w and b, seed `number`: as PyTorch's layers start
    SOURCE_TONE,     // x and gy: a sine along the columns, `number` cycles over all of them; every row the same
    SOURCE_STEP,     // x and gy: 0 in the first half of the columns, 1 behind
    SOURCE_NONE,     // b: no bias
    SOURCE_KINDS
} SourceKind;

typedef struct Source {
    SourceKind kind;
    long long number; // the seed, or the index of onehot
    char *word;       // owned; the picture's name or the file's path
    float *values;    // owned; `count` of them, C order
    int count;
} Source;

enum { SOURCE_MOST_TYPED = 4096 };

Source source_copy(const Source *source);
void source_clear(Source *source);
bool source_equal(const Source *a, const Source *b); // NaN equals NaN

// Which tensor a source is for; w needs the spec for its strides.
typedef enum SourceFor { FOR_X, FOR_W, FOR_B, FOR_GY } SourceFor;

// The word for each kind ("ramp"), and whether a kind makes sense for a tensor (box is for w alone).
const char *source_word(SourceKind kind);
bool source_seeded(SourceKind kind); // `number` is a seed
bool source_fits(SourceKind kind, SourceFor what);

// Fills [out] (4 sides; in 1D the third is 1). False, with a sentence: a file that cannot be read or has another
// shape, an index outside, a wrong count of typed values.
NODISCARD bool source_fill(float *out, const int shape[4], SourceFor what, const Source *source, const Spec *spec,
                           Error *err);

// ---- .npy ------------------------------------------------------------------------------------------------------

// Reads NPY 1.0 and 2.0: float32, little-endian, C order, rank at most TENSOR_RANK (rank 0 is one value).
// Others are refused, naming the .astype or ascontiguousarray that helps.
NODISCARD bool npy_read(const char *path, Tensor *out, Error *err);
// The bytes of an NPY 1.0 file; free with bytes_clear.
NODISCARD bool npy_encode(const Tensor *tensor, Bytes *out, Error *err);

// ---- pictures --------------------------------------------------------------------------------------------------

// A picture is a tensor (1, 3, H, W) of sRGB values 0…1 as they are stored, which is what networks are fed.
enum { PICTURE_MOST_SIDE = 30000 };
#define PICTURE_MOST_PIXELS (64L * 1024 * 1024)

// Of red, green and blue in a grey (ITU-R BT.709), taken on the stored values, not on light: what is fed to networks are
// stored values, and a grey picture stays what it was.
static inline double picture_grey(double red, double green, double blue)
{
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

// Reads a PNG (8 or 16 bits, palette, grey; alpha laid over white) or a JPEG (grey, RGB, CMYK also as Adobe inverts
// it; turned as EXIF says). The kind is told by the content, not the name.
NODISCARD bool picture_read(const char *path, Tensor *out, Error *err);
// Whether the file begins like a picture that picture_read knows.
bool picture_known(const char *path);

// Built-in pictures, all made by this program. NULL-terminated names; the first is the default.
extern const char *const PICTURE_NAMES[];
NODISCARD bool picture_builtin(const char *name, Tensor *out, Error *err);

// [out] (1, 3, height, width): each pixel the mean of the part of [in] that it covers (box filter; also enlarges).
NODISCARD bool picture_resize(const Tensor *in, int height, int width, Tensor *out, Error *err);

#endif
