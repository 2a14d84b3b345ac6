// NumPy's .npy files: a magic, a header that is a Python dictionary, then the values. Everything that the header says
// is checked against the file and the limits before memory is asked for.
// Source: numpy.lib.format, versions 1.0 and 2.0.
#include "data/data.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "values are copied as they lie in the file");

enum { MAGIC = 6, HEADER_MOST = 65536, ALIGNED = 64 };
static const char magic[] = "\x93NUMPY";

// ---- the header ------------------------------------------------------------------------------------------------

// What the dictionary says. `type` is NumPy's descr ("<f4").
typedef struct Header {
    char type[24];
    bool fortran;
    int rank;
    int shape[TENSOR_RANK];
    bool has_type, has_order, has_shape;
} Header;

// Reading a dictionary: `at` moves over what was understood.
typedef struct Reader {
    const char *at, *end, *path;
    Error *err;
} Reader;

static bool malformed(Reader *in, const char *what)
{
    return error_set(in->err, 0, "%s is not a sound .npy file: %s", in->path, what);
}

static void skip_space(Reader *in)
{
    while (in->at < in->end && strchr(" \t\n\r", *in->at) && *in->at) in->at++;
}

static bool take(Reader *in, char wanted)
{
    skip_space(in);
    if (in->at == in->end || *in->at != wanted) return false;
    in->at++;
    return true;
}

static bool take_word(Reader *in, const char *word)
{
    skip_space(in);
    size_t length = strlen(word);
    if ((size_t)(in->end - in->at) < length || memcmp(in->at, word, length)) return false;
    in->at += length;
    return true;
}

static bool take_string(Reader *in, char *out, size_t room)
{
    skip_space(in);
    if (in->at == in->end || (*in->at != '\'' && *in->at != '"')) return false;
    char quote = *in->at++;
    size_t length = 0;
    while (in->at < in->end && *in->at != quote) {
        if (length + 1 == room || (unsigned char)*in->at < 32 || (unsigned char)*in->at > 126) return false;
        out[length++] = *in->at++;
    }
    out[length] = 0;
    return in->at < in->end && in->at++;
}

static bool take_shape(Reader *in, Header *header)
{
    if (!take(in, '(')) return malformed(in, "its shape is not a tuple");
    bool parted = true;
    while (!take(in, ')')) {
        if (!parted) return malformed(in, "its shape lacks a comma or a bracket");
        skip_space(in);
        const char *digits = in->at;
        while (in->at < in->end && *in->at >= '0' && *in->at <= '9') in->at++;
        size_t length = (size_t)(in->at - digits);
        if (!length) return malformed(in, "its shape holds something that is not a whole number of 0 or more");
        long long side;
        if (!number_parse_whole(digits, length, 0, SPEC_MOST_VALUES, &side))
            return error_set(in->err, 0, "%s has a side of %.*s; at most %lld values are held", in->path,
                             (int)(length < 40 ? length : 40), digits, SPEC_MOST_VALUES);
        if (header->rank == TENSOR_RANK)
            return error_set(in->err, 0, "%s has more than %d sides, the most that is read", in->path, TENSOR_RANK);
        header->shape[header->rank++] = (int)side;
        take(in, 'L'); // as Python 2 wrote it
        parted = take(in, ',');
    }
    if (header->rank == 1 && !parted) return malformed(in, "its shape is a number in brackets, not a tuple");
    return true;
}

static bool take_entry(Reader *in, Header *header)
{
    char key[24];
    if (!take_string(in, key, sizeof key) || !take(in, ':')) return malformed(in, "its header is not a dictionary");
    bool *seen = !strcmp(key, "descr")           ? &header->has_type
                 : !strcmp(key, "fortran_order") ? &header->has_order
                 : !strcmp(key, "shape")         ? &header->has_shape
                                                 : NULL;
    if (!seen) return error_set(in->err, 0, "%s has the unknown key '%s' in its header", in->path, key);
    if (*seen) return malformed(in, "its header says a key twice");
    *seen = true;
    if (seen == &header->has_shape) return take_shape(in, header);
    if (seen == &header->has_order) {
        header->fortran = take_word(in, "True");
        return header->fortran || take_word(in, "False") || malformed(in, "fortran_order is neither True nor False");
    }
    if (take(in, '['))
        return error_set(in->err, 0, "%s holds records of several fields; save one of them with "
                                     "a['FIELD'].astype(np.float32)", in->path);
    return take_string(in, header->type, sizeof header->type) || malformed(in, "its descr is not a type");
}

static bool parse_header(Header *header, Reader *in)
{
    *header = (Header){ .rank = 0 };
    if (!take(in, '{')) return malformed(in, "its header is not a dictionary");
    bool parted = true;
    while (!take(in, '}')) {
        if (!parted) return malformed(in, "its header lacks a comma");
        if (!take_entry(in, header)) return false;
        parted = take(in, ',');
    }
    skip_space(in);
    if (in->at != in->end) return malformed(in, "something follows its header's dictionary");
    if (!header->has_type || !header->has_order || !header->has_shape)
        return error_set(in->err, 0, "%s is not a sound .npy file: its header lacks '%s'", in->path,
                         !header->has_type    ? "descr"
                         : !header->has_order ? "fortran_order"
                                              : "shape");
    return true;
}

// "<f8" in words: "float64".
static void type_words(char out[48], const char *type)
{
    static const struct { char code; const char *word; } kinds[] = {
        { 'f', "float" }, { 'i', "int" }, { 'u', "uint" }, { 'c', "complex" },
    };
    int bytes = atoi(strlen(type) > 2 ? type + 2 : "0");
    for (int i = 0; i < COUNT(kinds); i++) {
        if (strlen(type) < 3 || type[1] != kinds[i].code || bytes < 1 || bytes > 64) continue;
        snprintf(out, 48, "%s%d", kinds[i].word, 8 * bytes);
        return;
    }
    snprintf(out, 48, "%s", type[0] && type[1] == 'b' ? "bool" : "values of another type");
}

static bool check_header(const Header *header, const char *path, Error *err)
{
    char words[48];
    if (!strcmp(header->type, ">f4"))
        return error_set(err, 0, "%s holds big-endian numbers ('>f4'); save it with a.astype('<f4')", path);
    if (strcmp(header->type, "<f4")) {
        type_words(words, header->type);
        return error_set(err, 0, "%s holds %s ('%s'), not float32; save it with a.astype(np.float32)", path, words,
                         header->type);
    }
    if (header->fortran)
        return error_set(err, 0, "%s is in Fortran order; save it with np.ascontiguousarray(a)", path);
    return true;
}

// ---- reading ---------------------------------------------------------------------------------------------------

static bool read_bytes(FILE *file, void *out, size_t length, const char *path, const char *what, Error *err)
{
    errno = 0;
    if (fread(out, 1, length, file) == length) return true;
    if (ferror(file)) return error_set(err, 0, "cannot read %s: %s", path, strerror(errno));
    return error_set(err, 0, "%s ends inside its %s", path, what);
}

// Reads magic, version and dictionary; [file] then stands at the values.
static bool read_header(FILE *file, Header *header, const char *path, Error *err)
{
    unsigned char start[MAGIC + 2], size[4] = { 0 };
    if (!read_bytes(file, start, sizeof start, path, "first bytes", err)) return false;
    if (memcmp(start, magic, MAGIC))
        return error_set(err, 0, "%s is not a .npy file; np.save writes one", path);
    if (start[6] < 1 || start[6] > 2 || start[7])
        return error_set(err, 0, "%s is of NPY version %d.%d; 1.0 and 2.0 are read", path, start[6], start[7]);
    if (!read_bytes(file, size, start[6] == 1 ? 2 : 4, path, "header", err)) return false;
    uint32_t length = size[0] | (uint32_t)size[1] << 8 | (uint32_t)size[2] << 16 | (uint32_t)size[3] << 24;
    if (length > HEADER_MOST)
        return error_set(err, 0, "%s says that its header has %lu bytes; at most %d are read", path,
                         (unsigned long)length, HEADER_MOST);
    char *text = memory_new(length + 1, 1);
    Reader in = { text, text + length, path, err };
    bool ok = read_bytes(file, text, length, path, "header", err) && parse_header(header, &in) &&
              check_header(header, path, err);
    free(text);
    return ok;
}

// Whether the file is as long as its header says; a pipe has no length and is found out while reading.
static bool check_length(FILE *file, const Header *header, const char *path, Error *err)
{
    Tensor said = { .rank = header->rank };
    memcpy(said.shape, header->shape, sizeof said.shape);
    char shape[SHAPE_TEXT];
    tensor_shape_print(shape, &said);
    long long count = 1;
    for (int i = 0; i < header->rank; i++)
        if (__builtin_mul_overflow(count, (long long)header->shape[i], &count)) count = SPEC_MOST_VALUES + 1;
    if (count > SPEC_MOST_VALUES)
        return error_set(err, 0, "%s has the shape %s; at most %lld values are held", path, shape, SPEC_MOST_VALUES);
    struct stat info;
    long at = ftell(file);
    if (at < 0 || fstat(fileno(file), &info) != 0 || !S_ISREG(info.st_mode)) return true;
    long long has = (long long)info.st_size - at, wanted = count * (long long)sizeof(float);
    return has == wanted ||
           error_set(err, 0, "%s says that its shape is %s, %lld bytes of values, but has %lld", path, shape, wanted,
                     has);
}

bool npy_read(const char *path, Tensor *out, Error *err)
{
    *out = (Tensor){ 0 };
    FILE *file = fopen(path, "rb");
    if (!file) return error_set(err, 0, "cannot read %s: %s", path, strerror(errno));
    struct stat info;
    Header header;
    bool ok = true;
    if (fstat(fileno(file), &info) == 0 && S_ISDIR(info.st_mode))
        ok = error_set(err, 0, "%s is a folder; name a .npy file", path);
    ok = ok && read_header(file, &header, path, err) && check_length(file, &header, path, err) &&
         tensor_make(out, header.rank, header.shape, err);
    ok = ok && read_bytes(file, out->data, tensor_count(out) * sizeof(float), path, "values", err);
    if (ok && fgetc(file) != EOF) ok = error_set(err, 0, "%s goes on after its values", path);
    fclose(file);
    if (!ok) tensor_clear(out);
    return ok;
}

// ---- writing ---------------------------------------------------------------------------------------------------

bool npy_encode(const Tensor *tensor, Bytes *out, Error *err)
{
    char shape[SHAPE_TEXT], header[192];
    tensor_shape_print(shape, tensor);
    int length = snprintf(header, sizeof header, "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }", shape);
    // Spaces and a line end fill up to a multiple of 64, so that the values lie aligned.
    size_t start = MAGIC + 4, whole = (start + (size_t)length + 1 + ALIGNED - 1) / ALIGNED * ALIGNED;
    size_t values = tensor_count(tensor) * sizeof(float);
    *out = (Bytes){ malloc(whole + values), whole + values };
    if (!out->data) {
        *out = (Bytes){ 0 };
        return error_cannot(err, "not enough memory to write a tensor of the shape %s", shape);
    }
    memcpy(out->data, magic, MAGIC);
    out->data[6] = 1;
    out->data[7] = 0;
    out->data[8] = (unsigned char)((whole - start) & 0xFF);
    out->data[9] = (unsigned char)((whole - start) >> 8);
    memset(out->data + start, ' ', whole - start);
    memcpy(out->data + start, header, (size_t)length);
    out->data[whole - 1] = '\n';
    if (values) memcpy(out->data + whole, tensor->data, values);
    return true;
}
