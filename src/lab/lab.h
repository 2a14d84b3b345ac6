// Real work on pictures: what an upsampler does to an image, by the very kernels that fill the lenses; its pattern
// measured, and mended.
#ifndef STRIDESCOPE_LAB_H
#define STRIDESCOPE_LAB_H

#include "explain/explain.h"

// ---- the pattern of a layer ------------------------------------------------------------------------------------

// How much of what a layer makes of an even input is pattern. Energies are mean squares over one period.
typedef struct Checker {
    double dc, replicas; // of the mean, and at the multiples of 1/stride
    double share;        // replicas / (replicas + dc), 0 … 1; 0 where there is neither
    double decibels;     // 10·log10(replicas / dc): INFINITY where only dc is 0, −INFINITY where there is no pattern
} Checker;
Checker checker_of(double dc, double replicas);
// "checker share 1.1 %", "nothing but pattern: the mean is 0"
void checker_say(Text *out, const Checker *checker);

// Of the means of the phases of an even output: dc is the square of their mean, replicas their variance.
Checker checker_of_phases(const double *means, int count);
// Of a layer, from its weights (PyTorch's layout): each input channel is held at its mean (NULL: all at 1), the bias is
// left out, and the energies of the output channels are added. Away from the border this is exact: the response to an
// even input is the phase gains. Of a convolution: of its gradient, whose channels are the layer's outputs.
Checker checker_of_layer(const float *w, const Spec *spec, const double *means);
// The phase means of a plane of pixels: value (i, j) of period_y × period_x is the mean of the pixels whose row is i
// modulo period_y and whose column is j modulo period_x, over the whole periods that lie [border] pixels within the plane.
// False where there is none.
NODISCARD bool phase_means(double *means, const float *plane, int rows, int cols, int period_y, int period_x, int border);

// What it is about these weights that makes a pattern, or leaves none: how many of them reach a cell, and what they sum to.
void pattern_say(Text *out, const Spec *spec, const float *w);

// ---- repair ----------------------------------------------------------------------------------------------------

typedef struct Repair {
    double change;      // ‖Δw‖ / ‖w‖
    int taps;           // that were changed
    double gain_before, gain_after; // the mean gain, over phases and pairs of channels
    bool gain_moved;    // phases have different numbers of taps, and the mean gain is another one now
    double spread;      // of the gains that are left: (most − least) / the largest size among them
} Repair;
// Adds (g − G_φ)/n_φ to each tap of phase φ, for each pair of channels, with g = Σ(G/n)/Σ(1/n): of all changes that make
// the gains equal the smallest in L2. [repaired] has the layout of w and may be w. False, with a sentence, where a phase
// has no tap: no weight can mend a hole.
NODISCARD bool repair_weights(float *repaired, Repair *repair, const float *w, const Spec *spec, Error *err);
// The same as a few lines of PyTorch for a layer of any number of channels.
void repair_python(Text *out, const Spec *spec);

// ---- several layers --------------------------------------------------------------------------------------------

// The same transposed layer so many times over is one layer: its stride is the power of the stride, its kernel what a
// single cell becomes. That is exact where no padding cuts between the layers, else away from the border, where cells that
// a layer cut are missing in the next.
enum { STACK_MOST = STACKED_MOST, STACK_MOST_SIDE = 2048 }; // layers, and taps an axis of the kernel that they make
typedef struct Stack {
    Spec spec; // for one channel: the stacked layer over the input of the one it was made of
    float *w;  // (KH, KW)
    int layers;
    int stride_y, stride_x; // of each of the layers
} Stack;
// [w] is the kernel of one channel, (KH, KW). False, with a sentence: a convolution, a kernel or an output beyond the
// limits, weights that are not finite together, memory.
NODISCARD bool stack_make(Stack *stack, const Spec *spec, const float *w, int layers, Error *err);
void stack_clear(Stack *stack);
// How the pattern of an even input is shared out over the layers: part [i] is the energy that is there because of layer
// i + 1, counted from the input; the last layer makes the finest pattern. The parts add up to checker_of_layer's replicas.
void stack_parts(double parts[STACK_MOST], const Stack *stack);

// ---- spectrum --------------------------------------------------------------------------------------------------

// The log magnitude of a plane's Fourier transform under a Hann window, its mean taken away; frequency 0 in the middle.
enum { SPECTRUM_MOST = 512 }; // the side of the part of a plane that is looked at, around its middle
typedef struct Spectrum {
    int rows, cols; // of the part; 1 row in 1D
    float *level;   // 0 … 1: from 80 dB below the strongest, to it
    float *decibels; // below the strongest
    double strongest; // the height of a wave that is as strong, below ½ in at least one direction
} Spectrum;
NODISCARD bool spectrum_make(Spectrum *spectrum, const float *plane, int rows, int cols, Error *err);
void spectrum_clear(Spectrum *spectrum);
// Its levels as a picture, 0xFFRRGGBB, made smaller where a side is longer than SPECTRUM_SIDE: of what falls together the
// strongest, as a peak is a single frequency. To be freed.
enum { SPECTRUM_SIDE = 128 };
uint32_t *spectrum_picture(const Spectrum *spectrum, int *rows, int *cols);
// A frequency at which a stride puts copies of the picture, in cycles a pixel, −½ < f ≤ ½, and where that is.
typedef struct Replica {
    double fy, fx;
    int row, col;    // in the spectrum
    double above;    // decibels by which it stands above the median around it,
    double over;     // and above the largest around it
    bool stands;     // by 10 dB or more, above all around it, and is not below what `level` shows
} Replica;
// All (i/sy, j/sx) but (0, 0); returns how many there are, of which the first [most] are filled in.
int spectrum_replicas(Replica *out, int most, const Spectrum *spectrum, int stride_y, int stride_x);

// ---- finding a pattern that is there already -------------------------------------------------------------------

// A period that a picture repeats with, although its content does not. In one direction the other period is 1.
typedef struct FoundPeriod {
    int period_y, period_x;
    double above; // decibels by which its strongest peak stands above the spectrum around it
    double swing; // of the widest of its waves, to either side of the mean; values are 0 … 1
    int peaks;
} FoundPeriod;
enum { FOUND_MOST = 64 };
typedef struct Finding {
    FoundPeriod at[FOUND_MOST]; // the strongest first
    int count;
    int period_y, period_x; // of the strong ones together; 1 where nothing repeats
    int weak_y, weak_x;     // of all others, whose waves are far smaller, where that is more; else 1
    int rows, cols;  // of the part that was looked at, in the middle of the picture
    bool blocks;     // there are edges at every eighth pixel and nowhere else: JPEG
    double cut;      // share of the values that are 0 or 1 and nothing beyond
    Text verdict, suspects; // sentences; suspects are lines, the likeliest first
    uint32_t *spectrum;     // SPECTRUM_SIDE or less on a side: of what falls together the strongest
    int spectrum_rows, spectrum_cols;
    Replica peak[FOUND_MOST]; // those that were found, row and col in what is above; of more the first
    int peaks;
} Finding;
// Of a picture (1, 3, rows, cols). Periods 2, 3, 4, 6, 8 and 16 are looked for, in a part of at most SPECTRUM_MOST a side.
// False, with a sentence, where it is too small (48 pixels a side) or memory is.
NODISCARD bool find_pattern(Finding *finding, const Tensor *rgb, Error *err);
void finding_clear(Finding *finding);

// ---- likeness --------------------------------------------------------------------------------------------------

// Of values 0 … 1. Source: PSNR 10·log10(1/MSE), INFINITY where equal; SSIM: Wang et al. 2004, Gaussian window 11×11 of
// σ 1.5 (smaller where a plane is), K 0.01 and 0.03, the mean over all places where the window fits.
double psnr(const float *a, const float *b, size_t count);
NODISCARD bool ssim(double *out, const float *a, const float *b, int rows, int cols, Error *err);

// ---- rivals ----------------------------------------------------------------------------------------------------

// The picture that a scene's x names, decoded once and kept at its own size and at those that were asked for. Init with
// {0}.
typedef struct Prepared {
    bool there;
    int rows, cols, times_y, times_x, shift_row, shift_col; // what it was made for
    Tensor input, reference;
    double natural; // as in Bench
} Prepared;
typedef struct PictureStore {
    Source source;
    Tensor full;
    bool is_signal; // full is one row, of a scene in 1D
    Prepared own, quick, tiny; // for benches at the scene's size, for quick answers and for what is no larger than a thumb
} PictureStore;
NODISCARD bool picture_load(PictureStore *store, const Source *source, Error *err);
// Of a scene in 1D, whatever fills its x: the first channel of the first sample as a picture of one row, red, green and blue
// alike, so that it goes where pictures go; its values are any numbers. StrideTone, step and random are made as long as the grid of
// the rivals, so that the input is the average of something.
NODISCARD bool signal_load(PictureStore *store, const Scene *scene, Error *err);
void picture_store_clear(PictureStore *store);

// What the rivals are given: the scene's picture at the scene's input size, red, green and blue each by itself, and the
// scene's layer for one channel. The bias is left out. The grid that all rivals are laid on is the input's times the
// strides; of a convolution, which enlarges nothing, the input's own.
typedef struct Bench {
    Spec layer;       // over this picture: 3 channels as 3 groups; of several layers what they make together
    Source source;    // what w came from: the rivals' own kernels are of that kind
    float *w;         // (KH, KW): of the scene's first in- and out-channel
    Stack stack;      // of several layers; else {0}
    Spec single;      // of several layers: one of them, for one channel,
    float *single_w;  // and its kernel
    int own_rows, own_cols; // of the scene's input; of several layers less, where their output would have above BENCH_MOST_REFERENCE pixels
    int times_y, times_x; // how much a rival enlarges: the strides; 1 for a convolution
    Tensor input;     // (1, 3, rows, cols)
    Tensor reference; // (1, 3, rows·times_y, cols·times_x), of which the input is the average. No data where the picture is
                      // smaller, where it would be above BENCH_MOST_REFERENCE pixels, and for a convolution
    int shift_row, shift_col; // the picture was moved by so many pixels of the grid, its edges repeated, before it was averaged
    double low, range; // what PSNR and SSIM take for 0 and for 1 above it: 0 and 1; of a signal the reference's own
    double natural;   // energy that bilinear has of the input's grey where a pattern would stand: it comes from the picture
    double reduced;   // how many times smaller the input is than the scene's: 1 but for a quick answer
    int band;         // rows of output that are made at once; 0, as bench_make leaves it: as fits the caches
} Bench;
#define BENCH_MOST_PIXELS ((8192L + 128) * (8192L + 128)) // of an output: 4096×4096 made twice as large by any small kernel
#define BENCH_MOST_REFERENCE (4096L * 4096)
enum { BENCH_MOST_SIGNAL = 1 << 20 }; // values of an output in 1D: each rival holds all of them, in the strip too

// What is asked of a bench beside its scene; NULL is {0}.
typedef struct BenchAsk {
    int most_side;            // the input's longer side is brought down to it, for a quick answer; 0: the scene's own size
    int shift_row, shift_col; // in pixels of the grid, so that a stride is a pixel of the input
} BenchAsk;
// Input and reference stay the store's, for the next bench of the same picture and size: they last until one of another is
// made with it (quick and own sizes do not disturb each other). False, with a sentence: no picture, a layer that does not
// fit on it, weights that are not finite, memory, or cancelled.
NODISCARD bool bench_make(Bench *bench, PictureStore *store, const Scene *scene, const BenchAsk *ask, Progress *progress,
                          Error *err);
void bench_clear(Bench *bench);

// What a rival made. The rivals with a convolution have it of the scene's kind of kernel, filled for a convolution of
// 3×3 by the same seed; typed weights, files and onehot are that convolution as they are, undilated, with the padding that
// keeps the size (a kernel of an even side has one less before than after). Sub-pixel has s² such kernels, with ICNR the
// first of them s² times.
typedef struct Entrant {
    Rival rival;
    int rows, cols;
    uint32_t *pixels;          // 0xFFRRGGBB, ready to be shown
    double start_y, start_x;   // where the middle of its pixel (0, 0) lies on the bench's grid, in pixels, so that all can be
                               // laid on each other. The middle of what an input pixel adds, its kernel taken as symmetric,
                               // lies on the middle of that pixel
    double step_y, step_x;     // pixels of the grid from one of its pixels to the next: 1, but for what is smaller
    double gain;               // mean weight sum of a phase, by which it was divided so that brightness compares
    bool divided;              // false where that is too near 0: then it is shown around mid grey, a signal around 0
    double scale, middle;      // it shows value · scale + middle, cut to 0 … 1; `grey` is not cut
    Checker even;              // of an even input, from its weights
    Checker here;              // of this picture: the energy of bilinear at the same frequencies taken away. An estimate
    int period_y, period_x;    // of the pattern: the stride; 1 for what is not made with one, the original and a convolution's output
    double *means;             // phase means of its grey on this picture, period_y · period_x; NULL where it is too small
    bool compared;             // with the reference, each pixel with the one that lies nearest (half way: the one before),
    int border;                // over what of `grey` both have, so many pixels left out on each side
    double psnr, ssim;         // of the greys, cut to 0 … 1; of signals nothing is cut, and the peak is the reference's range
    long long parameters;      // weights, for one channel in and out
    double milliseconds;       // of its kernels alone, measured, added up over the threads; 0 where nothing is computed
    float *grey;               // its values as shown, not cut, as one grey: for the spectrum, the loupe and differences
    int grey_row, grey_col;    // of the plane: where it begins, on a whole number of periods,
    int grey_rows, grey_cols;  // and its size: all of it, or of a side above GREY_MOST_SIDE that many in the middle
} Entrant;
enum { GREY_MOST_SIDE = 2048 };
// Works through bands of rows: beside pixels and grey it takes a few MiB, whatever the size. [progress] counts the bands,
// and each looks for cancel. False, with a sentence: the rival does not fit this layer, more than BENCH_MOST_PIXELS,
// memory, or cancelled; [out] is then {0}.
NODISCARD bool entrant_run(Entrant *out, const Bench *bench, Rival rival, Progress *progress, Error *err);
void entrant_clear(Entrant *entrant);

// ---- the Picture place -----------------------------------------------------------------------------------------

// A rival as the place shows it: what it made, and what is drawn of that. Never changed once it is shown, so that the
// worker who made it and the window that shows it can hold the same one: its spectrum comes before it first stands as A.
enum { LEVELS_MOST = 16, PEAKS_MOST = 64 };
// Of a signal, what stands at a multiple of fs/s, the frequency at which the stride repeats itself.
typedef struct StrideTone {
    int multiple, at;   // of fs/s; its place in the curve
    double level, above; // decibels: on the curve's scale, and above what is around it
    bool stands;        // as in Replica, and no less than SIGNAL_FLOOR
} StrideTone;
// "fs/2", "3fs/4": a multiple of fs/stride in lowest terms.
enum { MULTIPLE_NAME = 32 };
void multiple_name(char out[MULTIPLE_NAME], int multiple, int stride);
enum { SIGNAL_FLOOR = 80 }; // decibels below a wave as high as the input's largest value: nothing lower is shown
typedef struct Level {
    int every;        // a pixel is the mean of so many by so many: a picture is made smaller without a pattern of its own
    int rows, cols;
    uint32_t *pixels; // 0xFFRRGGBB
} Level;
typedef struct Exhibit {
    atomic_int holders;
    Rival rival;
    char trouble[640]; // why there is none; else "" and all below holds
    Entrant entrant;
    Level level[LEVELS_MOST]; // from the finest on; the first are the entrant's own pixels
    int levels;
    uint32_t *spectrum;       // of its grey, SPECTRUM_SIDE or less on a side: of what falls together the strongest; NULL: too
                              // small to have one, or it never stood as A
    int spectrum_rows, spectrum_cols;
    int replicas, standing;   // how many frequencies a stride puts copies at, and at how many there stands one
    Replica peak[PEAKS_MOST]; // the first that stand, row and col in what is above
    int peaks;
    float *curve;             // of a signal, instead: decibels at frequency i/(2·(curve_count − 1)), 0 … ½ of fs, its mean
    int curve_count;          // taken away. NULL: too short, or it never stood as A or B
    StrideTone tone[PEAKS_MOST];    // up to ½
    int tones;
} Exhibit;
Exhibit *exhibit_hold(Exhibit *exhibit); // the same; NULL for NULL
void exhibit_drop(Exhibit *exhibit);     // frees it with its last holder

// Whether a picture can be shown made smaller by so much: the same for every exhibit.
int level_every(int at); // 1, 2, 3, 4, 5, 6, 8 … 32; 0 past the last

// Everything that the place shows of a scene, or for a quick answer of the same made smaller.
enum { THUMB_SIDE = 104, THUMB_MOST = 256 }; // of what stands in the strip, whose every pixel can be seen
typedef struct Gallery {
    Scene scene;
    int in_rows, in_cols, rows, cols; // of the input, and of the grid that all lie on
    double reduced;                   // as in Bench
    float *w;                         // the scene's layer's, (KH, KW)
    Spec layer;                       // for one channel over the input at the bench's own size, whether this is reduced or not;
    float *kernel;                    // and its (KH, KW): of several layers what they make together
    int layers;                       // how many they are,
    double part[STACK_MOST];          // and how the pattern is shared out over them, as in stack_parts
    int thumb_side;
    Exhibit *thumb[RIVAL_COUNT];      // all of them, over a small version of the picture
    Exhibit *full[RIVAL_COUNT];       // A and B, and whoever else was made; else NULL
    Rival a, b;
    double amplify;                   // times what A and B differ by, so that it is seen; 0: they are the same
} Gallery;
typedef struct GalleryAsk {
    int most_side;         // as in BenchAsk
    int thumb_side;        // 0: THUMB_SIDE
    bool all;              // also those that are neither A nor B
    const Gallery *before; // what it has of the same scene need not be made again
    atomic_int *part;      // which part of GALLERY_PARTS is under way, for who waits
} GalleryAsk;
enum { GALLERY_PARTS = 3 }; // the picture, A, B
// Holds all that [gallery] holds.
Gallery gallery_copy(const Gallery *gallery);
// Whether A and B of a scene are in it already, at their own size.
bool gallery_has(const Gallery *gallery, const Scene *scene);
// False, with a sentence, as bench_make: no picture, or cancelled. A rival that cannot be made says so in its exhibit.
NODISCARD bool gallery_make(Gallery *gallery, PictureStore *store, const Scene *scene, const GalleryAsk *ask, Progress *progress,
                            Error *err);
void gallery_clear(Gallery *gallery);

#endif
