// The ONNX project's own node tests, through our kernels. Every test of the installed data whose model consists of
// operations that we have is run and stands in a table: passed, or skipped and why. The table is held by table.txt, so
// that a test that passed cannot quietly become one that is skipped.
#include "node.h"
#include "support/check.h"
#include "support/golden.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// ---- reading ---------------------------------------------------------------------------------------------------

static bool read_bytes(Bytes *out, const char *folder, const char *file)
{
    Text path = { 0 };
    text_print(&path, "%s/%s", folder, file);
    Error err;
    bool ok = file_read(path.data, 64 << 20, out, &err);
    text_clear(&path);
    return ok;
}

static uint64_t little_endian(const uint8_t *bytes, int count)
{
    uint64_t value = 0;
    for (int i = count; i-- > 0;) value = value << 8 | bytes[i];
    return value;
}

// False for a type that is neither float nor int64: its name is left in [why].
static bool value_from(Value *value, const Onnx__TensorProto *proto, char why[WHY_TEXT])
{
    const char *const names[] = { "undefined", "float", "uint8", "int8", "uint16", "int16", "int32", "int64", "string",
                                  "bool", "float16", "double" };
    bool floats = proto->data_type == ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT;
    if (!floats && proto->data_type != ONNX__TENSOR_PROTO__DATA_TYPE__INT64) {
        snprintf(why, WHY_TEXT, "type %s", proto->data_type < COUNT(names) ? names[proto->data_type] : "unknown");
        return false;
    }
    if (proto->n_dims > TENSOR_RANK) {
        snprintf(why, WHY_TEXT, "rank %d", (int)proto->n_dims);
        return false;
    }
    int shape[TENSOR_RANK];
    for (size_t i = 0; i < proto->n_dims; i++) shape[i] = (int)proto->dims[i];
    Error err;
    check(tensor_make(&value->tensor, (int)proto->n_dims, shape, &err), "%s", err.text);
    size_t count = tensor_count(&value->tensor);
    if (floats) {
        check(proto->n_float_data == count || proto->raw_data.len == count * 4, "%s is not whole", proto->name);
        for (size_t i = 0; i < count; i++) {
            uint32_t bits = proto->n_float_data ? 0 : (uint32_t)little_endian(proto->raw_data.data + i * 4, 4);
            if (proto->n_float_data) value->tensor.data[i] = proto->float_data[i];
            else memcpy(&value->tensor.data[i], &bits, 4);
        }
        return true;
    }
    check(proto->n_int64_data == count || proto->raw_data.len == count * 8, "%s is not whole", proto->name);
    free(value->tensor.data);
    value->tensor.data = NULL;
    value->whole = memory_new(count + 1, sizeof *value->whole);
    for (size_t i = 0; i < count; i++)
        value->whole[i] = proto->n_int64_data ? (long long)proto->int64_data[i]
                                              : (long long)little_endian(proto->raw_data.data + i * 8, 8);
    return true;
}

static bool value_read(Value *value, const char *folder, const char *kind, int at, char why[WHY_TEXT])
{
    char file[64];
    snprintf(file, sizeof file, "test_data_set_0/%s_%d.pb", kind, at);
    Bytes bytes;
    check(read_bytes(&bytes, folder, file), "%s/%s cannot be read", folder, file);
    Onnx__TensorProto *proto = onnx__tensor_proto__unpack(NULL, bytes.length, bytes.data);
    check(proto, "%s/%s is not a tensor", folder, file);
    bool ok = value_from(value, proto, why);
    onnx__tensor_proto__free_unpacked(proto, NULL);
    bytes_clear(&bytes);
    return ok;
}

// ---- running ---------------------------------------------------------------------------------------------------

enum { VALUES_MOST = 64 };

typedef struct Run {
    const Onnx__GraphProto *graph;
    const char *folder;
    Value values[VALUES_MOST];
    int count;
    Verdict verdict;
    char why[WHY_TEXT];
    double relative, absolute;
} Run;

static Value *find(Run *run, const char *name)
{
    for (int i = 0; i < run->count; i++)
        if (!strcmp(run->values[i].name, name)) return &run->values[i];
    return NULL;
}

static Value *add(Run *run, const char *name)
{
    check(run->count < VALUES_MOST, "%s has too many values", run->folder);
    run->values[run->count].name = name;
    return &run->values[run->count++];
}

// Initializers from the model, the other inputs from their files.
static bool read_inputs(Run *run)
{
    for (size_t i = 0; i < run->graph->n_initializer; i++)
        if (!value_from(add(run, run->graph->initializer[i]->name), run->graph->initializer[i], run->why)) return false;
    int file = 0;
    for (size_t i = 0; i < run->graph->n_input; i++) {
        const char *name = run->graph->input[i]->name;
        if (!find(run, name) && !value_read(add(run, name), run->folder, "input", file++, run->why)) return false;
    }
    return true;
}

static void run_node(Run *run, const Onnx__NodeProto *proto)
{
    Node node = { .proto = proto, .inputs = (int)proto->n_input, .outputs = (int)proto->n_output };
    check(node.inputs <= NODE_MOST && node.outputs <= NODE_MOST, "%s: too many inputs", run->folder);
    for (int i = 0; i < node.inputs; i++) {
        if (!proto->input[i][0]) continue; // an optional one that is left out
        node.in[i] = find(run, proto->input[i]);
        check(node.in[i], "%s: nothing makes '%s'", run->folder, proto->input[i]);
    }
    run->verdict = node_run(&node);
    if (node.why[0]) memcpy(run->why, node.why, sizeof run->why);
    if (node.relative > run->relative) run->relative = node.relative;
    if (node.absolute > run->absolute) run->absolute = node.absolute;
    for (int i = 0; i < node.outputs; i++) {
        Value *value = add(run, proto->output[i]);
        const char *name = value->name;
        *value = node.out[i];
        value->name = name;
    }
}

static bool same_shape(const Tensor *a, const Tensor *b)
{
    return a->rank == b->rank && !memcmp(a->shape, b->shape, sizeof(int) * (size_t)a->rank);
}

static void compare(Run *run, const char *name, const Tensor *got, const Tensor *want)
{
    char a[SHAPE_TEXT], b[SHAPE_TEXT];
    tensor_shape_print(a, got), tensor_shape_print(b, want);
    run->verdict = FAILED;
    if (!got->data || !same_shape(got, want)) {
        snprintf(run->why, WHY_TEXT, "%.20s has the shape %s; it must be %.70s", name, got->data ? a : "of nothing", b);
        return;
    }
    for (size_t i = 0; i < tensor_count(want); i++) {
        double g = (double)got->data[i], w = (double)want->data[i];
        if (g == w || fabs(g - w) <= run->absolute + run->relative * fabs(w)) continue;
        snprintf(run->why, WHY_TEXT, "%.40s[%d] is %.9g; it must be %.9g", name, (int)i, g, w);
        return;
    }
    run->verdict = PASSED;
}

static void run_graph(Run *run)
{
    run->verdict = SKIPPED;
    if (!read_inputs(run)) return;
    run->verdict = PASSED;
    for (size_t i = 0; i < run->graph->n_node && run->verdict == PASSED; i++) run_node(run, run->graph->node[i]);
    for (size_t i = 0; i < run->graph->n_output && run->verdict == PASSED; i++) {
        const char *name = run->graph->output[i]->name;
        Value want = { 0 }, *got = find(run, name);
        check(got, "%s: nothing makes '%s'", run->folder, name);
        check(value_read(&want, run->folder, "output", (int)i, run->why), "%s: %s", run->folder, run->why);
        compare(run, name, &got->tensor, &want.tensor);
        value_clear(&want);
    }
}

static bool all_known(const Onnx__GraphProto *graph)
{
    for (size_t i = 0; i < graph->n_node; i++)
        if (!node_known(graph->node[i]->op_type)) return false;
    return graph->n_node > 0;
}

// ---- the table -------------------------------------------------------------------------------------------------

static int no_dots(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

// A newer package may bring tests that the golden table does not know. They are run and may not fail, but nothing holds
// them: they go into `newer`.
typedef struct Table {
    Bytes golden; // empty where it is being renewed
    Text text, newer;
    int count[FAILED + 1], newer_count[FAILED + 1];
} Table;

static bool in_golden(const Table *table, const char *test)
{
    if (!table->golden.data) return true;
    Text row = { 0 };
    text_print(&row, "\n%s ", test);
    const char *golden = (const char *)table->golden.data, *end = golden + table->golden.length - row.length;
    bool found = false;
    for (const char *at = golden; at <= end && !found; at++) found = !memcmp(at, row.data, row.length);
    text_clear(&row);
    return found;
}

// Tests that contradict their own model.
static const struct { const char *test, *why; } WRONG[] = {
    { "node/test_adam_multiple", "its model leaves epsilon out; its values are those of epsilon = 0.01" },
};

static const char *wrong(const char *test)
{
    for (int i = 0; i < COUNT(WRONG); i++)
        if (!strcmp(WRONG[i].test, test)) return WRONG[i].why;
    return NULL;
}

static void put_row(Table *table, const char *test, const Run *run)
{
    static const char *const words[] = { "passed", "skipped", "FAILED" };
    bool held = in_golden(table, test);
    Text *text = held ? &table->text : &table->newer;
    (held ? table->count : table->newer_count)[run->verdict]++;
    text_print(text, "%-70s %-8s", test, words[run->verdict]);
    if (run->verdict == PASSED && run->relative == 0 && run->absolute == 0) text_put(text, "equal");
    else if (run->verdict == PASSED) text_print(text, "%g %g", run->relative, run->absolute);
    if (run->why[0]) text_print(text, "%s%s", run->verdict == PASSED ? "; " : "", run->why);
    text_put(text, "\n");
}

static void put_folder(Table *table, const char *suite)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", ONNX_DATA, suite);
    struct dirent **tests;
    int count = scandir(path, &tests, no_dots, by_name);
    check(count > 0, "%s holds no tests", path);
    for (int i = 0; i < count; i++) {
        char folder[1024], name[512];
        snprintf(name, sizeof name, "%s/%s", suite, tests[i]->d_name);
        snprintf(folder, sizeof folder, "%s/%s", ONNX_DATA, name);
        free(tests[i]);
        Bytes bytes;
        if (!read_bytes(&bytes, folder, "model.onnx")) continue;
        Onnx__ModelProto *model = onnx__model_proto__unpack(NULL, bytes.length, bytes.data);
        check(model && model->graph, "%s/model.onnx is not a model", folder);
        if (all_known(model->graph)) {
            Run run = { .graph = model->graph, .folder = folder };
            if (wrong(name)) run.verdict = SKIPPED, snprintf(run.why, WHY_TEXT, "%s", wrong(name));
            else run_graph(&run);
            put_row(table, name, &run);
            for (int v = 0; v < run.count; v++) value_clear(&run.values[v]);
        }
        onnx__model_proto__free_unpacked(model, NULL);
        bytes_clear(&bytes);
    }
    free(tests);
}

static void the_tests_of_onnx_pass_or_say_why_they_are_skipped(void **state)
{
    (void)state;
    Table table = { 0 };
    Error err;
    check(golden_renews() || file_read(TESTS_DIR "/onnx/table.txt", 1 << 20, &table.golden, &err), "%s", err.text);
    const char *const suites[] = { "node", "pytorch-converted", "pytorch-operator" };
    text_put(&table.text, "# The node tests of ONNX: passed (how near: relative and absolute error allowed), or "
                          "skipped and why.\n");
    for (int i = 0; i < COUNT(suites); i++) put_folder(&table, suites[i]);
    text_print(&table.text, "%d passed, %d skipped, %d failed\n", table.count[PASSED], table.count[SKIPPED],
               table.count[FAILED]);
    printf("%s", text_or_empty(&table.text));
    if (table.newer.length) printf("not in table.txt:\n%s", text_or_empty(&table.newer));
    int failed = table.count[FAILED] + table.newer_count[FAILED];
    check(failed == 0, "%d of ONNX's tests fail: see FAILED above", failed);
    golden_text("onnx/table.txt", &table.text);
    text_clear(&table.text);
    text_clear(&table.newer);
    bytes_clear(&table.golden);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tests_of_onnx_pass_or_say_why_they_are_skipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
