// Every golden case of one operation, through files and the command line, gradients included; and every row of
// errors.tsv with its verdict. What comes out of `compute` is what PyTorch says, not only what the kernels give.
#include "compute_call.h"
#include "support/oracle.h"

// ---- the golden cases ------------------------------------------------------------------------------------------

// A family: the operation (NULL: the column op, with `before` in front), and which columns become which options.
typedef struct Family {
    const char *word, *before, *operation;
    int cases;
    struct {
        const char *option, *column; // a column of axes is named without its _h, _w or _l
    } takes[7];
} Family;

#define CONVOLUTION { "stride", "s" }, { "padding", "p" }, { "dilation", "d" }, { "groups", "groups" }
static const Family FAMILIES[] = {
    { "conv1d", "", "conv1d", 28, { CONVOLUTION } },
    { "conv2d", "", "conv2d", 50, { CONVOLUTION } },
    { "conv_transpose1d", "", "conv_transpose1d", 40, { CONVOLUTION, { "output_padding", "op" } } },
    { "conv_transpose2d", "", "conv_transpose2d", 96, { CONVOLUTION, { "output_padding", "op" } } },
    { "conv2d_grad", "", "conv2d", 34, { CONVOLUTION } },
    { "conv_transpose2d_grad", "", "conv_transpose2d", 44, { CONVOLUTION, { "output_padding", "op" } } },
    { "pixel_shuffle", "pixel_", NULL, 20, { { "factor", "r" } } },
    { "interpolate", "", "interpolate", 39,
      { { "mode", "mode" }, { "align_corners", "align_corners" }, { "size", "out" } } },
    { "batch_norm", "", "batch_norm", 22, { { "train", "train" }, { "eps", "eps" }, { "momentum", "momentum" } } },
    { "elementwise", "", NULL, 10, { { NULL } } },
    { "mse", "", "mse", 6, { { "reduction", "reduction" } } },
    { "adam", "", "adam", 8, { { "t", "t" }, { "lr", "lr" }, { "beta1", "beta1" }, { "beta2", "beta2" },
                               { "eps", "eps" }, { "weight_decay", "weight_decay" } } },
};
static const Family *family; // of the case that is held

static void add_option(char *line, const OracleCase *of, const char *option, const char *column)
{
    const char *value[2] = { NULL, NULL };
    static const char *const sides[] = { "", "_l", "_h", "_w" };
    int count = 0;
    for (int i = 0; i < COUNT(sides) && count < 2; i++) {
        char name[48];
        snprintf(name, sizeof name, "%s%s", column, sides[i]);
        if (rows_column(&of->oracle->rows, name) >= 0) value[count++] = oracle_text(of, name);
    }
    check(count > 0, "%s has no column %s", of->family, column);
    sprintf(line + strlen(line), " --%s %s%s%s", option, value[0], count > 1 ? "," : "", count > 1 ? value[1] : "");
}

// A single number stands as `1` in the tables; a loss has the shape ().
static void hold_shape(const OracleCase *of, const char *role, const Tensor *got, const OracleTensor *want)
{
    bool single = !strcmp(role, "loss") && want->count == 1;
    check(single ? got->rank == 0 : got->rank == want->rank &&
          !memcmp(got->shape, want->shape, (size_t)want->rank * sizeof *want->shape),
          "case %s of %s: %s has another shape, of %d sides", of->id, of->family, role, got->rank);
}

// The roles that a case has: what goes in and what must come out, each ended by NULL. Returns how many come out.
static int split_roles(const OracleCase *of, const char *in[], const char *out[])
{
    static const char *const inputs[] = { "x", "w", "b", "gy", "gamma", "beta", "running_mean", "running_var", "pred",
                                          "target", "p", "g", "m", "v" };
    static const char *const outputs[] = { "y", "gx", "gw", "gb", "ggamma", "gbeta", "running_mean_out",
                                           "running_var_out", "loss", "gpred", "p_out", "m_out", "v_out" };
    int ins = 0, outs = 0;
    for (int i = 0; i < COUNT(inputs); i++)
        if (oracle_has(of, inputs[i])) in[ins++] = inputs[i];
    for (int i = 0; i < COUNT(outputs); i++)
        if (oracle_has(of, outputs[i])) out[outs++] = outputs[i];
    in[ins] = out[outs] = NULL;
    return outs;
}

static void hold_case(OracleCase *of)
{
    const char *in[16], *out[16];
    char line[2048], name[48];
    int outs = split_roles(of, in, out);
    snprintf(line, sizeof line, "compute %s%s", family->before, family->operation ? family->operation
                                                                                  : oracle_text(of, "op"));
    for (int i = 0; i < COUNT(family->takes) && family->takes[i].option; i++)
        add_option(line, of, family->takes[i].option, family->takes[i].column);
    for (int i = 0; in[i]; i++) {
        OracleTensor tensor = oracle_need(of, in[i]);
        snprintf(name, sizeof name, "%s.npy", in[i]);
        write_tensor(name, tensor.rank, tensor.shape, tensor.data);
        sprintf(line + strlen(line), " --in %s=@%s", in[i], name);
    }
    for (int i = 0; i < outs; i++) sprintf(line + strlen(line), " --out %s=@got-%s.npy", out[i], out[i]);
    int status = compute(line);
    check(status == 0 && !said[0], "case %s of %s: status %d, says: %s\nto: %s", of->id, of->family, status, said,
          line);
    for (int i = 0; i < outs; i++) {
        snprintf(name, sizeof name, "got-%s.npy", out[i]);
        Tensor got = read_tensor(name);
        OracleTensor want = oracle_need(of, out[i]);
        hold_shape(of, out[i], &got, &want);
        oracle_expect(of, out[i], got.data, tensor_count(&got));
        tensor_clear(&got);
        unlink(in_folder(name));
    }
}

static void every_golden_case_comes_through_files(void **state)
{
    (void)state;
    int cases = 0;
    for (int i = 0; i < COUNT(FAMILIES); i++) {
        family = &FAMILIES[i];
        oracle_each(family->word, family->cases, hold_case);
        cases += family->cases;
    }
    assert_int_equal(cases, 417 - 20); // the networks are of several operations
}

// Sizes may be said as multiples, and gradients be asked for one at a time: the same numbers come.
static void hold_scaled(OracleCase *of)
{
    OracleTensor x = oracle_need(of, "x"), gy = oracle_need(of, "gy");
    const char *scale = oracle_text(of, "scale");
    char line[512];
    write_tensor("x.npy", x.rank, x.shape, x.data);
    write_tensor("gy.npy", gy.rank, gy.shape, gy.data);
    snprintf(line, sizeof line, "compute interpolate --mode %s --align_corners %s --%s %s", oracle_text(of, "mode"),
             oracle_text(of, "align_corners"), *scale == '-' ? "size" : "scale", *scale == '-' ? "" : scale);
    if (*scale == '-') sprintf(line + strlen(line), "%s,%s", oracle_text(of, "out_h"), oracle_text(of, "out_w"));
    static const char *const words[] = { "y", "gx" };
    for (int i = 0; i < COUNT(words); i++) {
        char alone[640];
        snprintf(alone, sizeof alone, "%s --in x=@x.npy --in gy=@gy.npy --out %s=@got.npy", line, words[i]);
        check(compute(alone) == 0, "case %s: %s\nto: %s", of->id, said, alone);
        Tensor got = read_tensor("got.npy");
        oracle_expect(of, words[i], got.data, tensor_count(&got));
        tensor_clear(&got);
    }
    unlink(in_folder("got.npy"));
}

static void scale_says_the_same_as_size(void **state)
{
    (void)state;
    oracle_each("interpolate", 39, hold_scaled);
}

// ---- errors.tsv ------------------------------------------------------------------------------------------------

// " --in x=@x.npy" and the file, if the cell of the table has a shape.
static void give(char *line, const Rows *rows, int row, const char *column, const char *role)
{
    const char *cell = rows_cell(rows, row, column);
    if (!strcmp(cell, "-")) return;
    char name[48];
    int shape[6] = { 0 }, rank = shape_parse(cell, shape);
    snprintf(name, sizeof name, "%s.npy", role);
    write_tensor(name, rank, shape, NULL);
    sprintf(line + strlen(line), " --in %s=@%s", role, name);
}

static void give_vector(char *line, const char *role, int count)
{
    char name[48];
    snprintf(name, sizeof name, "%s.npy", role);
    write_tensor(name, 1, &count, NULL);
    sprintf(line + strlen(line), " --in %s=@%s", role, name);
}

static void write_double_weights(void)
{
    Bytes bytes;
    Error err;
    assert_true(file_read(in_folder("w.npy"), 1 << 20, &bytes, &err));
    char *type = strstr((char *)bytes.data + 10, "<f4");
    type[2] = '8';
    write_file("w.npy", bytes.data, bytes.length);
    bytes_clear(&bytes);
}

// PyTorch's words for what stands in the column `extra`, in ours.
static const char *option_of(const char *key)
{
    static const struct { const char *theirs, *ours; } words[] = {
        { "r", "factor" }, { "scale_factor", "scale" }, { "size", "size" }, { "output_size", "output_size" },
        { "mode", "mode" }, { "align_corners", "align_corners" }, { "train", "train" }, { "lr", "lr" },
        { "eps", "eps" },
    };
    for (int i = 0; i < COUNT(words); i++)
        if (!strcmp(words[i].theirs, key)) return words[i].ours;
    return NULL;
}

static void add_extra(char *line, const Rows *rows, int row)
{
    char extra[128];
    snprintf(extra, sizeof extra, "%s", rows_cell(rows, row, "extra"));
    if (!strcmp(extra, "-")) return;
    for (char *pair = strtok(extra, ";"); pair; pair = strtok(NULL, ";")) {
        char *value = strchr(pair, '=');
        check(value != NULL, "%s: extra is '%s'", rows_cell(rows, row, "id"), pair);
        *value++ = 0;
        if (!strcmp(value, "True")) value = "1";
        if (!strcmp(pair, "wdtype")) write_double_weights();
        else if (!strcmp(pair, "betas")) sprintf(line + strlen(line), " --beta1 %.3s --beta2 %s", value, value + 4);
        else if (strcmp(pair, "c")) { // the channels of the running statistics are given with them
            check(option_of(pair) != NULL, "%s: no option for '%s'", rows_cell(rows, row, "id"), pair);
            sprintf(line + strlen(line), " --%s %s", option_of(pair), value);
        }
    }
}

// The call that a row of errors.tsv is.
static void line_of(char *line, const Rows *rows, int row)
{
    const char *op = rows_cell(rows, row, "op"), *extra = rows_cell(rows, row, "extra");
    bool conv = !strncmp(op, "conv", 4) || !strncmp(op, "nn.ConvT", 8);
    if (conv) {
        sprintf(line, "compute %s --out y=@y.npy", *op == 'n' ? "conv_transpose2d" : op);
        give(line, rows, row, "x_shape", "x");
        give(line, rows, row, "w_shape", "w");
        const char *bias = rows_cell(rows, row, "bias_len");
        if (strcmp(bias, "-")) give_vector(line, "b", atoi(bias));
    } else if (!strcmp(op, "mse_loss")) {
        strcpy(line, "compute mse --out loss=@y.npy");
        give(line, rows, row, "x_shape", "pred");
        give(line, rows, row, "w_shape", "target");
    } else if (!strcmp(op, "cat")) {
        strcpy(line, "compute concat --axis 1 --out y=@y.npy");
        give(line, rows, row, "x_shape", "a");
        give(line, rows, row, "w_shape", "b");
    } else if (!strcmp(op, "adam")) {
        strcpy(line, "compute adam --out p_out=@y.npy");
        for (int i = 0; i < 4; i++) give_vector(line, ((const char *[]){ "p", "g", "m", "v" })[i], 1);
    } else {
        sprintf(line, "compute %s --out y=@y.npy", op);
        give(line, rows, row, "x_shape", "x");
        if (!strcmp(op, "batch_norm")) {
            const char *other = strstr(extra, "c=");
            give_vector(line, "running_mean", other ? atoi(other + 2) : 3);
            give_vector(line, "running_var", other ? atoi(other + 2) : 3);
        }
    }
    static const char *const options[] = { "stride", "padding", "output_padding", "dilation", "groups" };
    for (int i = 0; conv && i < COUNT(options); i++) {
        const char *value = rows_cell(rows, row, options[i]);
        if (!strcmp(value, "-") || (i == 2 && !strncmp(extra, "output_size", 11))) continue;
        sprintf(line + strlen(line), " --%s %s", options[i], value);
    }
    add_extra(line, rows, row);
}

static void hold_row(const Rows *rows, int row)
{
    char line[1024];
    const char *id = rows_cell(rows, row, "id"), *shape = rows_cell(rows, row, "out_shape");
    bool wanted = !strcmp(rows_cell(rows, row, "verdict"), "ok");
    bool optional = !strcmp(rows_cell(rows, row, "optional"), "1");
    line_of(line, rows, row);
    int status = compute(line);
    if (status) {
        check(!wanted || optional, "%s is refused: %s\nto: %s", id, said, line);
        hold_one_sentence(id, status);
        return;
    }
    check(wanted, "%s is accepted; it must be refused: %s\nto: %s", id, rows_cell(rows, row, "class"), line);
    int want[6] = { 0 }, rank = strcmp(shape, "scalar") ? shape_parse(shape, want) : 0;
    Tensor y = read_tensor("y.npy");
    if (strcmp(rows_cell(rows, row, "op"), "adam"))
        check(y.rank == rank && !memcmp(y.shape, want, (size_t)rank * sizeof *want), "%s has another output shape", id);
    tensor_clear(&y);
    unlink(in_folder("y.npy"));
}

static void every_row_of_errors_has_its_verdict(void **state)
{
    (void)state;
    Rows rows = rows_read("errors.tsv");
    assert_int_equal(rows.rows, 164);
    for (int row = 0; row < rows.rows; row++) hold_row(&rows, row);
    rows_clear(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_golden_case_comes_through_files), cmocka_unit_test(scale_says_the_same_as_size),
        cmocka_unit_test(every_row_of_errors_has_its_verdict),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
