// `stridescope compute` end to end: the golden cases through .npy files, and every wrong word refused with its status,
// one sentence, and no file touched.
#include "cli/compute.h"
#include "data/data.h"
#include "support/check.h"
#include "support/oracle.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[64], said[2048];

static const char *in_folder(const char *name)
{
    static char paths[16][128];
    static int next;
    char *path = paths[next++ % 16];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/stridescope-compute-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = { "x.npy", "w.npy", "b.npy", "y.npy", "said", "words.txt" };
    for (int i = 0; i < COUNT(names); i++) unlink(in_folder(names[i]));
    return rmdir(folder); // fails where anything else was left behind
}

// Runs a line of words parted by spaces; what it prints (both streams) is then in `said`. A word that begins with
// "@" after "=" is a file of the folder: "x=@x.npy".
static int compute(const char *line)
{
    char words[2048], *argv[64];
    size_t at = 0;
    for (const char *c = line; *c; c++) {
        if (*c == '@') at += (size_t)snprintf(words + at, sizeof words - at, "%s/", folder);
        else words[at++] = *c;
    }
    words[at] = 0;
    int argc = 0;
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) argv[argc++] = word;
    argv[argc] = NULL;

    fflush(stdout);
    fflush(stderr);
    int out = dup(1), error = dup(2);
    int file = open(in_folder("said"), O_RDWR | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0 && out >= 0 && error >= 0);
    dup2(file, 1);
    dup2(file, 2);
    int status = cli_compute(argc, argv);
    fflush(stdout);
    fflush(stderr);
    dup2(out, 1);
    dup2(error, 2);
    close(out);
    close(error);
    ssize_t length = pread(file, said, sizeof said - 1, 0);
    close(file);
    said[length > 0 ? length : 0] = 0;
    return status;
}

static void write_file(const char *name, const void *bytes, size_t length)
{
    Error err;
    check(file_write_all(&(FileOut){ in_folder(name), bytes, length }, 1, &err), "%s", err.text);
}

static void write_tensor(const char *name, int rank, const int *shape, const float *values)
{
    Tensor tensor;
    Bytes bytes;
    Error err;
    assert_true(tensor_make(&tensor, rank, shape, &err));
    if (values) memcpy(tensor.data, values, tensor_count(&tensor) * sizeof *values);
    assert_true(npy_encode(&tensor, &bytes, &err));
    FILE *file = fopen(in_folder(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.data, 1, bytes.length, file), bytes.length);
    assert_int_equal(fclose(file), 0);
    bytes_clear(&bytes);
    tensor_clear(&tensor);
}

static Tensor read_tensor(const char *name)
{
    Tensor tensor;
    Error err;
    check(npy_read(in_folder(name), &tensor, &err), "%s", err.text);
    return tensor;
}

// ---- the golden cases ------------------------------------------------------------------------------------------

// " --stride 2,3" from the columns s_h and s_w, or s_l.
static void add_option(char *line, const Oracle *oracle, int row, const char *option, const char *key, bool flat)
{
    char column[16];
    snprintf(column, sizeof column, "%s_%s", key, flat ? "l" : "h");
    if (rows_column(&oracle->rows, column) < 0) return;
    sprintf(line + strlen(line), " --%s %d", option, oracle_number(oracle, row, column, 0));
    snprintf(column, sizeof column, "%s_w", key);
    if (!flat) sprintf(line + strlen(line), ",%d", oracle_number(oracle, row, column, 0));
}

static void hold_family(const char *family)
{
    Oracle oracle = oracle_open(family);
    bool flat = strstr(family, "1d");
    for (int row = 0; row < oracle.rows.rows; row++) {
        const char *id = rows_cell(&oracle.rows, row, "id");
        OracleTensor x, w, b, want;
        oracle_tensor(&oracle, row, "x", &x);
        oracle_tensor(&oracle, row, "w", &w);
        oracle_tensor(&oracle, row, "y", &want);
        bool biased = oracle_tensor(&oracle, row, "b", &b);
        write_tensor("x.npy", x.rank, x.shape, x.data);
        write_tensor("w.npy", w.rank, w.shape, w.data);
        if (biased) write_tensor("b.npy", b.rank, b.shape, b.data);
        char line[512];
        snprintf(line, sizeof line, "compute %s --groups %d --in x=@x.npy --in w=@w.npy%s --out y=@y.npy", family,
                 oracle_number(&oracle, row, "groups", 1), biased ? " --in b=@b.npy" : "");
        add_option(line, &oracle, row, "stride", "s", flat);
        add_option(line, &oracle, row, "padding", "p", flat);
        add_option(line, &oracle, row, "output_padding", "op", flat);
        add_option(line, &oracle, row, "dilation", "d", flat);
        int status = compute(line);
        check(status == 0 && !said[0], "case %s of %s: status %d, says: %s", id, family, status, said);
        Tensor y = read_tensor("y.npy");
        check(y.rank == want.rank && !memcmp(y.shape, want.shape, (size_t)y.rank * sizeof *y.shape),
              "case %s of %s has another shape", id, family);
        oracle_hold(family, id, "y", y.data, &want);
        tensor_clear(&y);
        unlink(in_folder("y.npy"));
    }
    oracle_close(&oracle);
}

static void every_golden_case_comes_through_files(void **state)
{
    (void)state;
    hold_family("conv1d");
    hold_family("conv2d");
    hold_family("conv_transpose1d");
    hold_family("conv_transpose2d");
}

// ---- errors.tsv ------------------------------------------------------------------------------------------------

static void hold_one_sentence(const char *what, int status)
{
    const char *start = "stridescope compute: ", *end = strchr(said, '\n');
    check(status == 2, "%s: status %d, says: %s", what, status, said);
    check(!strncmp(said, start, strlen(start)) && end && !end[1] && strlen(said) > strlen(start) + 20,
          "%s: not one sentence: %s", what, said);
    check(!file_exists(in_folder("y.npy")), "%s: a file was written", what);
}

static void every_row_of_errors_has_its_verdict_on_the_command_line(void **state)
{
    (void)state;
    Rows rows = rows_read("errors.tsv");
    int held = 0;
    for (int row = 0; row < rows.rows; row++) {
        const char *id = rows_cell(&rows, row, "id"), *op = rows_cell(&rows, row, "op");
        if (!strncmp(op, "nn.ConvT", 8)) op = "conv_transpose2d";
        if (strncmp(op, "conv", 4)) continue;
        int shape[6] = { 0 }, rank = shape_parse(rows_cell(&rows, row, "x_shape"), shape);
        write_tensor("x.npy", rank, shape, NULL);
        rank = shape_parse(rows_cell(&rows, row, "w_shape"), shape);
        write_tensor("w.npy", rank, shape, NULL);
        char line[512];
        const char *extra = rows_cell(&rows, row, "extra"), *bias = rows_cell(&rows, row, "bias_len");
        snprintf(line, sizeof line, "compute %s --in x=@x.npy --in w=@w.npy --out y=@y.npy", op);
        if (strcmp(bias, "-")) {
            write_tensor("b.npy", 1, (int[]){ atoi(bias) }, NULL);
            strcat(line, " --in b=@b.npy");
        }
        bool sized = !strncmp(extra, "output_size=", 12);
        if (sized) sprintf(line + strlen(line), " --output_size %s", extra + 12);
        static const char *const options[] = { "stride", "padding", "output_padding", "dilation", "groups" };
        for (int i = 0; i < COUNT(options); i++) {
            const char *value = rows_cell(&rows, row, options[i]);
            if (!strcmp(value, "-") || (sized && i == 2)) continue;
            sprintf(line + strlen(line), " --%s %s", options[i], value);
        }
        if (!strcmp(extra, "wdtype=float64")) {
            Bytes bytes;
            Error err;
            assert_true(file_read(in_folder("w.npy"), 1 << 20, &bytes, &err));
            char *type = strstr((char *)bytes.data + 10, "<f4");
            type[2] = '8';
            write_file("w.npy", bytes.data, bytes.length);
            bytes_clear(&bytes);
        }
        int status = compute(line);
        bool wanted = !strcmp(rows_cell(&rows, row, "verdict"), "ok");
        bool optional = !strcmp(rows_cell(&rows, row, "optional"), "1");
        if (status == 0) {
            check(wanted, "%s is accepted; it must be refused: %s", id, rows_cell(&rows, row, "class"));
            int want[6] = { 0 };
            rank = shape_parse(rows_cell(&rows, row, "out_shape"), want);
            Tensor y = read_tensor("y.npy");
            check(y.rank == rank && !memcmp(y.shape, want, sizeof want), "%s has another output shape", id);
            tensor_clear(&y);
            unlink(in_folder("y.npy"));
        } else {
            check(!wanted || optional, "%s is refused: %s", id, said);
            hold_one_sentence(id, status);
        }
        held++;
    }
    assert_int_equal(held, 141);
    rows_clear(&rows);
}

// ---- words -----------------------------------------------------------------------------------------------------

static void write_small(void)
{
    write_tensor("x.npy", 4, (int[]){ 1, 1, 2, 2 }, (float[]){ 1, 2, 3, 4 });
    write_tensor("w.npy", 4, (int[]){ 1, 1, 2, 2 }, (float[]){ 1, 10, 100, 1000 });
    write_tensor("b.npy", 1, (int[]){ 1 }, (float[]){ 0 });
    write_file("words.txt", "not numbers", 11);
}

static void wrong_words_are_refused_with_what_is_right(void **state)
{
    (void)state;
    write_small();
    static const struct { const char *line, *sentence; } rows[] = {
        { "compute", "name an operation" },
        { "compute conv3d", "there is no operation 'conv3d'; it must be conv1d, conv2d, conv_transpose1d, "
                            "conv_transpose2d, matrix or stretch; did you mean conv1d?" },
        { "compute pixel_shuffle --in x=@x.npy --out y=@y.npy", "there is no operation 'pixel_shuffle'" },
        { "compute strech", "did you mean stretch?" },
        { "compute --stride 2", "there is no operation '--stride'" },
        { "compute conv2d", "conv2d needs x; add --in x=FILE.npy" },
        { "compute conv2d --in x=@x.npy --out y=@y.npy", "conv2d needs w; add --in w=FILE.npy" },
        { "compute conv2d --in x=@x.npy --in w=@w.npy", "nothing is asked for; add --out y=FILE.npy" },
        { "compute conv2d --in x=@x.npy --in w=@w.npy --out gx=@y.npy", "--out has no role 'gx'; it must be y" },
        { "compute conv2d --in gy=@x.npy --in w=@w.npy --out y=@y.npy", "--in has no role 'gy'; it must be x, w or b" },
        { "compute matrix --in x=@x.npy --in w=@w.npy --in b=@b.npy --out c=@y.npy", "--in has no role 'b'" },
        { "compute matrix --in x=@x.npy --in w=@w.npy --out y=@y.npy", "--out has no role 'y'; it must be c" },
        { "compute conv2d --in @x.npy --in w=@w.npy --out y=@y.npy", "it must be ROLE=FILE, such as --in x=x.npy" },
        { "compute conv2d --in x= --in w=@w.npy --out y=@y.npy", "--in is 'x='; it must be ROLE=FILE" },
        { "compute conv2d --in x=@x.npy --in x=@w.npy --out y=@y.npy", "--in x is given twice" },
        { "compute conv2d --in x=@x.npy --in w=@w.npy --out y=@y.npy --out y=@b.npy", "--out y is given twice" },
        { "compute conv2d --stride 1 --in x=@x.npy --in w=@w.npy --out y=@y.npy --stride 2", "--stride is given twice" },
        { "compute conv2d --strde 1 --in x=@x.npy --in w=@w.npy --out y=@y.npy",
          "conv2d has no option '--strde'; it must be --stride, --padding, --dilation, --groups, --in or --out; did "
          "you mean --stride?" },
        { "compute conv2d --output_padding 0 --in x=@x.npy --in w=@w.npy --out y=@y.npy",
          "conv2d has no option '--output_padding'" },
        { "compute stretch --padding=1 --in x=@x.npy --out y=@y.npy", "stretch has no option '--padding'" },
        { "compute conv2d -s 2 --in x=@x.npy --in w=@w.npy --out y=@y.npy", "conv2d has no option '--s'" },
        { "compute conv2d --in x=@x.npy --in w=@w.npy --out y=@y.npy --stride", "--stride needs a value after it" },
        { "compute conv2d --in x=@x.npy --in w=@w.npy --out y=@y.npy extra", "'extra' is a word too many" },
        { "compute conv2d --stride two --in x=@x.npy --in w=@w.npy --out y=@y.npy",
          "stride is 'two'; it must be a whole number, such as 1, or one for each axis, such as 1,2" },
        { "compute conv2d --padding same --in x=@x.npy --in w=@w.npy --out y=@y.npy", "padding is 'same'" },
        { "compute conv2d --stride 1.5 --in x=@x.npy --in w=@w.npy --out y=@y.npy", "stride is '1.5'" },
        { "compute conv2d --stride 1, --in x=@x.npy --in w=@w.npy --out y=@y.npy", "stride is '1,'" },
        { "compute conv2d --stride ,1 --in x=@x.npy --in w=@w.npy --out y=@y.npy", "stride is ',1'" },
        { "compute conv2d --stride 99999999999999999999 --in x=@x.npy --in w=@w.npy --out y=@y.npy",
          "stride is '99999999999999999999'" },
        { "compute conv2d --stride 99999999999 --in x=@x.npy --in w=@w.npy --out y=@y.npy",
          "stride is 99999999999; it must be at most 268435456" },
        { "compute conv2d --stride 1,2,3,4,5,6,7 --in x=@x.npy --in w=@w.npy --out y=@y.npy", "stride is 1,2,3,4…" },
        { "compute conv2d --groups 1,1 --in x=@x.npy --in w=@w.npy --out y=@y.npy", "groups is given 2 numbers" },
        { "compute conv2d --groups one --in x=@x.npy --in w=@w.npy --out y=@y.npy",
          "groups is 'one'; it must be a whole number, such as 1\n" },
        { "compute conv2d --in x=@none.npy --in w=@w.npy --out y=@y.npy", "none.npy: No such file" },
        { "compute conv2d --in x=@words.txt --in w=@w.npy --out y=@y.npy", "is not a .npy file" },
        { "compute conv2d --in x=@x.npy --in w=@b.npy --out y=@y.npy", "w has the shape (1,), 1 side; conv2d takes 4" },
        { "compute stretch --in x=@b.npy --out y=@y.npy", "x has the shape (1,); stretch takes" },
        { "compute stretch --stride 0 --in x=@x.npy --out y=@y.npy", "stride is 0; it must be 1 or more" },
        { "compute stretch --stride 200000000 --in x=@x.npy --out y=@y.npy", "the output would hold" },
        { "compute conv_transpose2d --stride 2 --output_padding 2 --in x=@x.npy --in w=@w.npy --out y=@y.npy",
          "output_padding is 2; below stride 2 or dilation 1 it must be: 0 or 1" },
        { "compute conv_transpose2d --output_size 3 --output_padding 0 --in x=@x.npy --in w=@w.npy --out y=@y.npy",
          "output_size is 3 and output_padding is 0; give one of them" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        int status = compute(rows[i].line);
        check(strstr(said, rows[i].sentence), "'%s' says: %s\nwanted: %s", rows[i].line, said, rows[i].sentence);
        hold_one_sentence(rows[i].line, status);
    }
}

static void refusals_leave_an_older_output_as_it_was(void **state)
{
    (void)state;
    write_small();
    write_file("y.npy", "older", 5);
    assert_int_equal(compute("compute conv2d --stride 0 --in x=@x.npy --in w=@w.npy --out y=@y.npy"), 2);
    Bytes bytes;
    Error err;
    assert_true(file_read(in_folder("y.npy"), 100, &bytes, &err));
    assert_int_equal(bytes.length, 5);
    bytes_clear(&bytes);
    unlink(in_folder("y.npy"));
}

static void outputs_that_cannot_be_written_are_status_one(void **state)
{
    (void)state;
    write_small();
    assert_int_equal(compute("compute conv2d --in x=@x.npy --in w=@w.npy --out y=@none/y.npy"), 1);
    check(strstr(said, "cannot write") && strstr(said, "none/y.npy"), "%s", said);
    assert_int_equal(compute("compute conv2d --in x=@x.npy --in w=@w.npy --out y=/dev/full"), 1);
    check(strstr(said, "cannot write /dev/full"), "%s", said);
}

static void hold_values(const char *name, int rank, const int *shape, const float *values)
{
    Tensor tensor = read_tensor(name);
    assert_int_equal(tensor.rank, rank);
    for (int i = 0; i < rank; i++) check(tensor.shape[i] == shape[i], "side %d is %d", i, tensor.shape[i]);
    for (size_t i = 0; i < tensor_count(&tensor); i++)
        check(tensor.data[i] == values[i], "[%zu] is %g; wanted %g", i, (double)tensor.data[i], (double)values[i]);
    tensor_clear(&tensor);
    unlink(in_folder(name));
}

static void defaults_are_pytorchs(void **state)
{
    (void)state;
    write_small();
    assert_int_equal(compute("compute conv2d --in x=@x.npy --in w=@w.npy --out y=@y.npy"), 0);
    hold_values("y.npy", 4, (int[]){ 1, 1, 1, 1 }, (float[]){ 4321 });
    assert_int_equal(compute("compute conv_transpose2d --out y=@y.npy --in w=@w.npy --in x=@x.npy"), 0);
    hold_values("y.npy", 4, (int[]){ 1, 1, 3, 3 }, (float[]){ 1, 12, 20, 103, 1234, 2040, 300, 3400, 4000 });
}

static void an_input_may_be_overwritten_by_its_output(void **state)
{
    (void)state;
    write_small();
    assert_int_equal(compute("compute conv2d --in x=@x.npy --in w=@w.npy --out y=@x.npy"), 0);
    hold_values("x.npy", 4, (int[]){ 1, 1, 1, 1 }, (float[]){ 4321 });
}

static void stretch_inserts_zeros_only(void **state)
{
    (void)state;
    write_small();
    assert_int_equal(compute("compute stretch --stride 1,3 --in x=@x.npy --out y=@y.npy"), 0);
    hold_values("y.npy", 4, (int[]){ 1, 1, 2, 4 }, (float[]){ 1, 0, 0, 2, 3, 0, 0, 4 });
    write_tensor("x.npy", 3, (int[]){ 1, 2, 2 }, (float[]){ 1, 2, 3, 4 });
    assert_int_equal(compute("compute stretch --stride 2 --in x=@x.npy --out y=@y.npy"), 0);
    hold_values("y.npy", 3, (int[]){ 1, 2, 3 }, (float[]){ 1, 0, 2, 3, 0, 4 });
}

static void matrix_is_narrow_by_wide_for_one_sample(void **state)
{
    (void)state;
    write_tensor("x.npy", 3, (int[]){ 4, 1, 5 }, NULL); // four samples: the matrix is of one
    write_tensor("w.npy", 3, (int[]){ 2, 1, 3 }, (float[]){ 1, 2, 3, 4, 5, 6 });
    assert_int_equal(compute("compute matrix --stride 2 --in x=@x.npy --in w=@w.npy --out c=@y.npy"), 0);
    hold_values("y.npy", 2, (int[]){ 4, 5 },
                (float[]){ 1, 2, 3, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 4, 5, 6 });
    write_tensor("x.npy", 3, (int[]){ 1, 1, 100000 }, NULL);
    write_tensor("w.npy", 3, (int[]){ 1, 1, 1 }, NULL);
    assert_int_equal(compute("compute matrix --in x=@x.npy --in w=@w.npy --out c=@y.npy"), 2);
    check(strstr(said, "100000 rows and 100000 columns; at most 268435456"), "%s", said);
}

static void help_lists_every_operation(void **state)
{
    (void)state;
    assert_int_equal(compute("compute --help"), 0);
    assert_non_null(strstr(said, "conv_transpose2d  x w [b] -> y  --stride --padding --output_padding --dilation"));
    assert_non_null(strstr(said, "stretch           x -> y  --stride"));
    assert_int_equal(compute("compute conv2d --help"), 0);
    assert_non_null(strstr(said, "Exit status"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_golden_case_comes_through_files),
        cmocka_unit_test(every_row_of_errors_has_its_verdict_on_the_command_line),
        cmocka_unit_test(wrong_words_are_refused_with_what_is_right),
        cmocka_unit_test(refusals_leave_an_older_output_as_it_was),
        cmocka_unit_test(outputs_that_cannot_be_written_are_status_one), cmocka_unit_test(defaults_are_pytorchs),
        cmocka_unit_test(an_input_may_be_overwritten_by_its_output), cmocka_unit_test(stretch_inserts_zeros_only),
        cmocka_unit_test(matrix_is_narrow_by_wide_for_one_sample), cmocka_unit_test(help_lists_every_operation),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
