// One operation a call: options and files in, files out. Which operations there are is compute_ops.c's; here is the way
// from files to tensors and back. Everything is checked and computed before anything is written.
#include "cli/compute.h"
#include "cli/compute_ops.h"
#include "data/data.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// ---- what is asked for -----------------------------------------------------------------------------------------

static bool has_what_it_needs(Call *call, const Role *output, Error *err)
{
    for (const Role *input = call->operation->in; input->word; input++)
        if (list_has(output->from, input->word) && !call_needs(call, output->word, input->word, err)) return false;
    return true;
}

// Where a path leads, whether or not there is a file yet; to be freed. NULL where it leads nowhere.
static char *place_of(const char *path)
{
    char *whole = realpath(path, NULL);
    if (whole) return whole;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    char *folder = memory_text(slash ? path : "./");
    if (slash) folder[slash - path + 1] = 0;
    char *real = realpath(folder, NULL);
    free(folder);
    if (!real) return NULL;
    Text place = { 0 };
    text_print(&place, "%s/%s", real, name);
    free(real);
    return place.data;
}

// Two outputs in one file would leave only one of them; devices take any number.
static bool in_one_file(const char *a, const char *b)
{
    struct stat info;
    if (stat(a, &info) == 0 && !S_ISREG(info.st_mode)) return false;
    char *first = place_of(a), *second = place_of(b);
    bool same = first && second && !strcmp(first, second);
    free(first);
    free(second);
    return same;
}

static bool check_roles(Call *call, Error *err)
{
    const Role *out = call->operation->out;
    int asked = 0;
    for (int i = 0; out[i].word; i++) {
        if (!call->out[i].path) continue;
        asked++;
        if (!has_what_it_needs(call, &out[i], err)) return false;
        for (int j = 0; j < i; j++)
            if (call->out[j].path && in_one_file(call->out[j].path, call->out[i].path))
                return error_set(err, 0, "%s and %s would both be written to %s; give each a file of its own",
                                 out[j].word, out[i].word, call->out[i].path);
    }
    return asked || error_set(err, 0, "nothing is asked for; add --out %s=FILE.npy", out[0].word);
}

// ---- from files to files ---------------------------------------------------------------------------------------

static bool read_inputs(Call *call, Error *err)
{
    for (int i = 0; i < ROLES; i++)
        if (call->in[i].path && !npy_read(call->in[i].path, &call->in[i].tensor, err)) return false;
    return true;
}

static bool write_outputs(const Call *call, Error *err)
{
    FileOut files[ROLES];
    Bytes bytes[ROLES];
    int count = 0;
    bool ok = true;
    for (int i = 0; ok && i < ROLES; i++) {
        if (!call->out[i].path) continue;
        ok = npy_encode(&call->out[i].tensor, &bytes[count], err);
        if (!ok) break;
        files[count] = (FileOut){ call->out[i].path, bytes[count].data, bytes[count].length };
        count++;
    }
    ok = ok && file_write_all(files, count, err);
    for (int i = 0; i < count; i++) bytes_clear(&bytes[i]);
    return ok;
}

// ---- help ------------------------------------------------------------------------------------------------------

static const char usage[] = "[--OPTION VALUE]... --in ROLE=FILE.npy... --out ROLE=FILE.npy...";

static const char rules[] =
    "Any outputs that the inputs allow may be asked for; only those are computed. Files are float32,\n"
    "little-endian, in C order; one may be input and output. Exit status: 0 done, 1 could not write, 2 something\n"
    "given is wrong; then no file is touched.";

static void print_operations(void)
{
    printf("usage: stridescope compute OPERATION %s\n"
           "\n"
           "Runs one operation on NumPy files. Options and their defaults are PyTorch's; one number stands for all\n"
           "axes, ROWS,COLUMNS for two. `compute OPERATION --help` tells the options and shapes of one.\n\n", usage);
    for (int i = 0; i < COMPUTE_COUNT; i++) {
        const Operation *operation = &COMPUTE_OPERATIONS[i];
        printf("  %-17s", operation->word);
        for (const Role *role = operation->in; role->word; role++)
            printf(list_has(operation->out->from, role->word) ? " %s" : " [%s]", role->word);
        printf(" ->");
        for (const Role *role = operation->out; role->word; role++) printf(" %s", role->word);
        putchar('\n');
    }
    printf("\n%s\n\n"
           "    stridescope compute conv_transpose2d --stride 2 --padding 1 --in x=x.npy --in w=w.npy --out y=y.npy\n",
           rules);
}

static bool is_needed(const Operation *operation, const char *role)
{
    for (const Role *output = operation->out; output->word; output++)
        if (list_has(output->from, role)) return true;
    return false;
}

// The numbers that an option takes: one for all axes or one for each, but pads has one for each edge.
static const char *numbers_of(Option option, int dims)
{
    if (option == PADS) return dims == 1 ? "N,N" : "N,N,N,N";
    return dims == 1 ? "N" : "N[,N]";
}

static void print_option(const Parameter *parameter, int dims)
{
    const OptionRow *row = &OPTION_ROWS[parameter->option];
    static const char *const kinds[] = { [WHOLE] = "N", [REAL] = "NUMBER", [WORD] = "WORD" };
    printf("  --%-15s %-7s %s", row->word,
           row->kind == AXES ? numbers_of(parameter->option, dims) : kinds[row->kind], row->says);
    for (int i = 0; row->word_at && row->word_at(i); i++)
        printf("%s%s", i ? "|" : row->kind == AXES ? "; or " : ": ", row->word_at(i));
    if (parameter->otherwise) printf(*parameter->otherwise ? "; default %s" : "; must be given", parameter->otherwise);
    putchar('\n');
}

// Which words need which convention, and how the tensors of others become PyTorch's.
static void print_conventions(const Operation *operation)
{
    if (operation->transposed)
        printf("\n--pads needs --convention onnx or jax; --auto_pad needs onnx, keras or jax, same_lower onnx alone.\n"
               "--output_shape follows ONNX's rule with --convention onnx and Keras' with keras; with pytorch it is\n"
               "--output_size, and jax has none. same is same_upper.\n");
    else
        printf("\n--pads needs --convention onnx or jax; --auto_pad same_lower needs onnx; with pytorch same is for\n"
               "stride 1 alone. same is same_upper.\n");
    printf("\nTensors have PyTorch's layouts whatever the convention; it decides how paddings and sizes are "
           "understood.\n");
    if (operation->transposed)
        printf("In jax the kernel lies turned by 180 degrees, and so does gw; jax_transpose_kernel is JAX with\n"
               "transpose_kernel=True: it lies as PyTorch's.\n");
    bool one = operation->dims == 1;
    printf("Keras' tensors come to these layouts by w.transpose(%s), its kernel being (%s, %s), and\n"
           "x.transpose(%s); np.ascontiguousarray() around them makes sure of the C order.\n",
           one ? "2,1,0" : "3,2,0,1", one ? "K" : "KH, KW", operation->transposed ? "Cout, Cin" : "Cin, Cout",
           one ? "0,2,1" : "0,3,1,2");
}

static void print_operation(const Operation *operation)
{
    printf("usage: stridescope compute %s %s\n\n%s: %s\n\ninputs\n", operation->word, usage, operation->word,
           operation->says);
    for (const Role *role = operation->in; role->word; role++)
        printf("  %-17s %s%s\n", role->word, role->says,
               is_needed(operation, role->word) ? "" : " (may be left out)");
    printf("\noutputs\n");
    for (const Role *role = operation->out; role->word; role++)
        printf("  %-17s %s; from %s\n", role->word, role->says, role->from);
    if (operation->takes->option) printf("\noptions\n");
    bool convention = false;
    for (const Parameter *p = operation->takes; p->option; p++) {
        print_option(p, operation->dims);
        convention = convention || p->option == CONVENTION;
    }
    if (convention) print_conventions(operation);
    printf("\n%s\n", rules);
}

// ---- the command -----------------------------------------------------------------------------------------------

static int answer(bool ok, const Error *err)
{
    if (ok) return 0;
    fprintf(stderr, "stridescope compute: %s\n", err->text);
    return err->cannot ? 1 : 2;
}

static bool run(Call *call, Error *err)
{
    bool ok = check_roles(call, err) && read_inputs(call, err) && call->operation->run(call, err) &&
              write_outputs(call, err);
    for (int i = 0; i < ROLES; i++) {
        tensor_clear(&call->in[i].tensor);
        tensor_clear(&call->out[i].tensor);
    }
    return ok;
}

bool cli_computes(const char *word)
{
    for (int i = 0; i < COMPUTE_COUNT; i++)
        if (!strcmp(word, COMPUTE_OPERATIONS[i].word)) return true;
    return false;
}

int cli_compute(int argc, char **argv)
{
    Error err = { .text = "" };
    Call call = { 0 };
    bool help = false;
    if (argc < 2) {
        error_set(&err, 0, "name an operation, such as: compute conv_transpose2d --in x=x.npy --in w=w.npy "
                           "--out y=y.npy");
        return answer(false, &err);
    }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
        print_operations();
        return 0;
    }
    call.operation = operation_find(argv[1], &err);
    bool ok = call.operation && call_parse(&call, argc - 1, argv + 1, &help, &err);
    if (ok && help) {
        print_operation(call.operation);
        return 0;
    }
    return answer(ok && run(&call, &err), &err);
}
