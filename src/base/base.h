// The ground floor: errors, text, numbers as text, files, random numbers, boxes, progress. It knows nothing of
// convolution. Nothing here prints or reads the locale.
#ifndef STRIDESCOPE_BASE_H
#define STRIDESCOPE_BASE_H

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NODISCARD __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))
#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

// ---- errors ----------------------------------------------------------------------------------------------------

// One sentence a learner can act on, and where the mistake stands: a column or a line counted from 1, or 0 for none.
// `cannot` tells a failure of the machine (disk, memory; exit status 1) from a mistake in what was given (2).
typedef struct Error {
    int place;
    bool cannot;
    char text[640];
} Error;

// Sets [err] (may be NULL) and returns false, so that a check can say `return error_set(...)`.
bool error_set(Error *err, int place, const char *format, ...) PRINTF_LIKE(3, 4);
bool error_cannot(Error *err, const char *format, ...) PRINTF_LIKE(2, 3);

// The index of the entry of [words] nearest to [word] by edit distance (swaps count once), or -1 where none is near
// enough to be meant: about a third of its letters wrong, at least one letter right.
int near_word(const char *word, const char *const *words, int count);

// Whether two words are the same but for the case of their ASCII letters, whatever the locale.
bool equal_word(const char *a, const char *b);

// ---- memory ----------------------------------------------------------------------------------------------------

// Small allocations: they end the program with a sentence and exit status 1 where there is no memory.
// Large ones (tensors, pictures) ask malloc and answer with an Error.
void *memory_new(size_t count, size_t size); // zeroed
void *memory_grow(void *old, size_t count, size_t size);
char *memory_text(const char *text); // a copy

// Many small things with one end. Init with {0}; arena_clear frees all, arena_reset keeps the blocks for reuse.
typedef struct ArenaBlock ArenaBlock;
typedef struct Arena {
    ArenaBlock *first, *current;
} Arena;
void *arena_new(Arena *arena, size_t count, size_t size); // zeroed, aligned for any type
char *arena_text(Arena *arena, const char *text);
char *arena_print(Arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
char *arena_vprint(Arena *arena, const char *format, va_list args) PRINTF_LIKE(2, 0);
void arena_reset(Arena *arena);
void arena_clear(Arena *arena);

// ---- text ------------------------------------------------------------------------------------------------------

// A growing string; init with {0}; `data` is NULL until something is added, then always ends in NUL.
typedef struct Text {
    char *data;
    size_t length, capacity;
} Text;
void text_put(Text *text, const char *bytes);
void text_put_bytes(Text *text, const char *bytes, size_t length);
void text_print(Text *text, const char *format, ...) PRINTF_LIKE(2, 3);
void text_clear(Text *text);
const char *text_or_empty(const Text *text);

// The next character of UTF-8 text and how many bytes it takes; U+FFFD and 1 for a byte that begins no character.
// At the end of the string: 0 and 0.
uint32_t utf8_next(const char *text, int *bytes);
// Whether [length] bytes are well-formed UTF-8 without NUL.
bool utf8_valid(const char *text, size_t length);

// ---- numbers as text -------------------------------------------------------------------------------------------

enum { NUMBER_TEXT = 48 };

// The shortest decimal that reads back as the same float (`number_print`) or double; ASCII, "inf", "-inf", "nan".
void number_print(char out[NUMBER_TEXT], float value);
void number_print_double(char out[NUMBER_TEXT], double value);

// Reads a decimal number (also inf, -inf, nan) that fills all of [length] bytes; U+2212 counts as a minus sign.
NODISCARD bool number_parse(const char *text, size_t length, double *value);
// A whole number in [least, most]; false also where it has other characters or does not fit.
NODISCARD bool number_parse_whole(const char *text, size_t length, long long least, long long most, long long *value);

// A number as a person reads it on screen: U+2212 for minus, never -0; whole numbers in full up to 6 digits, others
// with [decimals] decimals, beyond that as 1.23×10⁷ (1.2×10⁹, 10⁹); ∞ and NaN in words. Instead of a count: NUMBER_EXACT, the
// shortest text that reads back as the same float; NUMBER_TOLD, 6 significant digits without zeros at the end.
enum { NUMBER_EXACT = -1, NUMBER_TOLD = -2 };
void number_show(char out[NUMBER_TEXT], double value, int decimals);
// Reads what number_show wrote; false for any other text.
NODISCARD bool number_read(const char *text, double *value);
// The same number in a narrower place: 2 or 1 significant digits and a power of ten, −3×10⁻⁵, 10⁹.
void number_compact(char out[NUMBER_TEXT], double value, int digits);
// The decimals (0..6) that show these values: as many as the longest of them needs, but no more than give the largest
// 3 significant digits (below 1000, 2 decimals are always allowed, or 3 where those show every value as it is; 1 above);
// 0 where all are whole.
int number_decimals(const double *values, size_t count);

// ---- files -----------------------------------------------------------------------------------------------------

typedef struct Bytes {
    unsigned char *data;
    size_t length;
} Bytes;

// The whole file, at most [limit] bytes (longer: an error before it is read). Free with bytes_clear.
NODISCARD bool file_read(const char *path, size_t limit, Bytes *out, Error *err);
void bytes_clear(Bytes *bytes);
bool file_exists(const char *path);

// One file to be written. file_write_all writes every one beside its target, then renames them all: either all of
// them are new and whole, or none is touched.
typedef struct FileOut {
    const char *path;
    const void *data;
    size_t length;
} FileOut;
NODISCARD bool file_write_all(const FileOut *files, int count, Error *err);
// Makes a folder and its parents.
NODISCARD bool folder_make(const char *path, Error *err);

// ---- random numbers --------------------------------------------------------------------------------------------

// splitmix64 (Steele, Lea & Flood 2014): a seed gives the same numbers on every machine.
typedef struct Random {
    uint64_t state;
} Random;
uint64_t random_next(Random *random);
double random_unit(Random *random);               // in [0, 1)
long random_range(Random *random, long lo, long hi); // in [lo, hi], both included

// ---- boxes -----------------------------------------------------------------------------------------------------

// A rectangle; the unit is said where one is used (logical pixels on a screen, y downwards).
typedef struct Box {
    double x, y, w, h;
} Box;
bool box_has(Box box, double x, double y);
bool box_overlaps(Box a, Box b);
Box box_inset(Box box, double by);

// ---- measuring text --------------------------------------------------------------------------------------------

typedef enum Weight { WEIGHT_REGULAR, WEIGHT_SEMIBOLD, WEIGHT_MONO } Weight;

// How wide a line of text is, in the unit of [size] (the height of the type). Layouts measure through this alone, so
// that a test can pass `measure_fixed` and get the same boxes whatever fonts are installed.
typedef struct Measure {
    double (*width)(void *self, const char *text, double size, Weight weight);
    void *self;
} Measure;
extern const Measure measure_fixed; // 0.6 of the size a character

// Breaks [text] at spaces and \n into lines of at most [width] (a longer word stands alone); fills at most [most]
// lines, which point into [text], and returns how many there are in all.
typedef struct TextLine {
    const char *start;
    int length; // bytes
} TextLine;
int text_wrap(const Measure *measure, const char *text, double size, Weight weight, double width, TextLine *lines,
              int most);

// ---- long work -------------------------------------------------------------------------------------------------

// Shared by a worker and the one who waits: the worker counts `done` of `total` and stops soon after `cancel` is set.
typedef struct Progress {
    atomic_long done, total;
    atomic_bool cancel;
} Progress;
bool progress_cancelled(const Progress *progress); // false for NULL

#endif
