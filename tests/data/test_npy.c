// .npy files: what NumPy writes is read, what we write is what NumPy writes, and a file that lies is refused with a
// sentence before memory of its size is asked for.
#include "data/data.h"
#include "support/check.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64], path[96];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/stridescope-npy-XXXXXX");
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/a.npy", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void write_bytes(const void *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

// A file of the given version and dictionary, followed by [values] floats 0, 1, 2 …
static void write_npy(int major, const char *header, int values)
{
    unsigned char bytes[4096] = "\x93NUMPY";
    size_t length = strlen(header), at = 8;
    bytes[6] = (unsigned char)major;
    bytes[at++] = (unsigned char)(length & 0xFF);
    bytes[at++] = (unsigned char)(length >> 8);
    if (major > 1) at += 2;
    memcpy(bytes + at, header, length);
    at += length;
    for (int i = 0; i < values; i++) {
        float value = (float)i;
        memcpy(bytes + at, &value, sizeof value);
        at += sizeof value;
    }
    write_bytes(bytes, at);
}

static void hold_refused(const char *why, const char *sentence)
{
    Tensor tensor = { .rank = 3 };
    Error err = { .text = "" };
    check(!npy_read(path, &tensor, &err), "%s is accepted", why);
    check(strstr(err.text, sentence), "%s: it says '%s'; wanted '%s'", why, err.text, sentence);
    check(strstr(err.text, path), "%s: the file is not named: %s", why, err.text);
    check(!err.cannot && !tensor.data && !tensor.rank, "%s leaves something behind", why);
}

static void hold_read(const char *why, int rank, const int *shape)
{
    Tensor tensor;
    Error err;
    check(npy_read(path, &tensor, &err), "%s: %s", why, err.text);
    check(tensor.rank == rank, "%s: rank %d", why, tensor.rank);
    for (int i = 0; i < rank; i++) check(tensor.shape[i] == shape[i], "%s: side %d is %d", why, i, tensor.shape[i]);
    for (size_t i = 0; i < tensor_count(&tensor); i++)
        check(tensor.data[i] == (float)i, "%s: value %zu is %g", why, i, (double)tensor.data[i]);
    tensor_clear(&tensor);
}

static void what_numpy_writes_is_read(void **state)
{
    (void)state;
    write_npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }      \n", 6);
    hold_read("version 1.0", 2, (int[]){ 2, 3 });
    write_npy(2, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }      \n", 6);
    hold_read("version 2.0", 2, (int[]){ 2, 3 });
    write_npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (), }\n", 1);
    hold_read("rank 0", 0, NULL);
    write_npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }\n", 4);
    hold_read("rank 1", 1, (int[]){ 4 });
    write_npy(1, "{'shape':(1,1,1,2,1,2),\"fortran_order\":False,\"descr\":\"<f4\"}", 4);
    hold_read("another order and other quotes", 6, (int[]){ 1, 1, 1, 2, 1, 2 });
    write_npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 3L), }\n", 6);
    hold_read("Python 2", 2, (int[]){ 2, 3 });
    write_npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), }\n", 0);
    hold_read("no values", 2, (int[]){ 0, 3 });
}

static void other_kinds_of_numbers_name_what_helps(void **state)
{
    (void)state;
    static const struct { const char *type, *sentence; } rows[] = {
        { "'<f8'", "holds float64 ('<f8'), not float32; save it with a.astype(np.float32)" },
        { "'>f4'", "holds big-endian numbers ('>f4'); save it with a.astype('<f4')" },
        { "'>f8'", "holds float64 ('>f8'), not float32; save it with a.astype(np.float32)" },
        { "'<i8'", "holds int64 ('<i8'), not float32; save it with a.astype(np.float32)" },
        { "'|u1'", "holds uint8 ('|u1'), not float32; save it with a.astype(np.float32)" },
        { "'|b1'", "holds bool ('|b1'), not float32; save it with a.astype(np.float32)" },
        { "'<f2'", "holds float16 ('<f2'), not float32; save it with a.astype(np.float32)" },
        { "'<c16'", "holds complex128 ('<c16'), not float32; save it with a.astype(np.float32)" },
        { "'|O'", "holds values of another type ('|O'), not float32" },
        { "''", "holds values of another type (''), not float32" },
        { "[('a', '<f4')]", "records of several fields" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        char header[160];
        snprintf(header, sizeof header, "{'descr': %s, 'fortran_order': False, 'shape': (2,), }\n", rows[i].type);
        write_npy(1, header, 2);
        hold_refused(rows[i].type, rows[i].sentence);
    }
    write_npy(1, "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }\n", 6);
    hold_refused("Fortran order", "is in Fortran order; save it with np.ascontiguousarray(a)");
}

static void headers_that_lie_are_refused_before_memory_is_asked(void **state)
{
    (void)state;
    write_npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), }\n", 6);
    hold_refused("too few values", "its shape is (2, 4), 32 bytes of values, but has 24");
    write_npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n", 6);
    hold_refused("too many values", "its shape is (2, 2), 16 bytes of values, but has 24");
    write_npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (16384, 16384), }\n", 6);
    hold_refused("the largest shape", "1073741824 bytes of values, but has 24");
    write_npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (16384, 16385), }\n", 6);
    hold_refused("beyond the limit", "(16384, 16385); at most 268435456 values are held");
    write_npy(1, "{'descr': '<f4', 'fortran_order': False, "
                 "'shape': (268435456, 268435456, 268435456, 268435456, 268435456, 268435456), }\n", 6);
    hold_refused("a product beyond 64 bits", "at most 268435456 values are held");
    write_npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999, 0), }\n", 6);
    hold_refused("a side beyond 64 bits", "a side of 99999999999999999999999");
    write_npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1, 1, 1), }\n", 1);
    hold_refused("rank 7", "more than 6 sides");
    write_bytes("\x93NUMPY\x02\x00\xFF\xFF\xFF\xFF{", 13);
    hold_refused("a header of 4 GiB", "its header has 4294967295 bytes; at most 65536 are read");
    write_bytes("\x93NUMPY\x01\x00\xFF\xFF{", 11);
    hold_refused("a header longer than the file", "ends inside its header");
}

static void malformed_headers_are_refused(void **state)
{
    (void)state;
    static const char *const headers[] = {
        "", " ", "{", "}", "{}", "{'descr'}", "{'descr': }", "[]", "{'descr': '<f4'", "{'descr': '<f4}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3", "{'descr': '<f4', 'fortran_order': False, 'shape': 6}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (6)}", "{'descr': '<f4', 'fortran_order': False, 'shape': (,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -3)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2 3)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2., 3)}",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3)}", "{'descr': '<f4' 'fortran_order': False, 'shape': (2, 3)}",
        "{'descr': '<f4', 'shape': (2, 3)}", "{'fortran_order': False, 'shape': (2, 3)}",
        "{'descr': '<f4', 'fortran_order': False}", "{'descr': 4, 'fortran_order': False, 'shape': (2, 3)}",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'more': 1}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} more",
        "{'descr': 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'fortran_order': False, 'shape': (2, 3)}",
        "{'descr': '<f\x01', 'fortran_order': False, 'shape': (2, 3)}",
    };
    for (int i = 0; i < COUNT(headers); i++)
        for (int major = 1; major <= 2; major++) {
            write_npy(major, headers[i], 6);
            hold_refused(headers[i], strstr(headers[i], "more'") ? "unknown key 'more'" : "is not a sound .npy file: ");
        }
}

static void other_files_are_refused(void **state)
{
    (void)state;
    write_bytes("", 0);
    hold_refused("an empty file", "ends inside its first bytes");
    write_bytes("\x93NUMP", 5);
    hold_refused("five bytes", "ends inside its first bytes");
    write_bytes("\x89PNG\r\n\x1a\n and more", 17);
    hold_refused("a PNG", "is not a .npy file; np.save writes one");
    write_npy(3, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", 2);
    hold_refused("version 3", "is of NPY version 3.0; 1.0 and 2.0 are read");
    write_npy(0, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", 2);
    hold_refused("version 0", "is of NPY version 0.0");
    unlink(path);
    hold_refused("a missing file", "cannot read");
    Tensor tensor;
    Error err;
    assert_false(npy_read(folder, &tensor, &err));
    assert_non_null(strstr(err.text, "is a folder"));
}

// Every prefix of a good file, and every single byte of its header changed: refused or read, never a crash.
static void cut_and_changed_files_do_no_harm(void **state)
{
    (void)state;
    Tensor tensor, back;
    Error err;
    assert_true(tensor_make(&tensor, 2, (int[]){ 2, 3 }, &err));
    Bytes good;
    assert_true(npy_encode(&tensor, &good, &err));
    for (size_t length = 0; length < good.length; length++) {
        write_bytes(good.data, length);
        check(!npy_read(path, &back, &err), "%zu of %zu bytes are accepted", length, good.length);
    }
    for (size_t i = 0; i < 80; i++)
        for (int change = 0; change < 4; change++) {
            unsigned char kept = good.data[i];
            good.data[i] ^= (unsigned char[]){ 1, 4, 32, 128 }[change];
            write_bytes(good.data, good.length);
            if (npy_read(path, &back, &err)) tensor_clear(&back);
            good.data[i] = kept;
        }
    bytes_clear(&good);
    tensor_clear(&tensor);
}

static void pipes_are_read_and_their_lies_found(void **state)
{
    (void)state;
    unlink(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    for (int values = 5; values <= 7; values++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            signal(SIGPIPE, SIG_IGN); // a reader may have enough before the end
            static unsigned char bytes[160] = "\x93NUMPY\x01";
            const char *header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n";
            bytes[8] = (unsigned char)strlen(header);
            memcpy(bytes + 10, header, strlen(header));
            FILE *file = fopen(path, "wb");
            fwrite(bytes, 1, 10 + strlen(header) + (size_t)values * 4, file);
            fclose(file);
            _exit(0);
        }
        Tensor tensor;
        Error err;
        bool ok = npy_read(path, &tensor, &err);
        assert_int_equal(waitpid(child, NULL, 0), child); // or it could meet the next reader
        check(ok == (values == 6), "%d values of 6 through a pipe", values);
        if (ok) tensor_clear(&tensor);
        else check(strstr(err.text, values < 6 ? "ends inside its values" : "goes on after its values"), "%s", err.text);
    }
    unlink(path);
}

static void what_is_written_is_what_numpy_writes(void **state)
{
    (void)state;
    Tensor tensor, back;
    Error err;
    assert_true(tensor_make(&tensor, 4, (int[]){ 1, 1, 2, 3 }, &err));
    float values[] = { 0, -0.0f, INFINITY, -1.5f, 1e-45f, 3 };
    memcpy(tensor.data, values, sizeof values);
    Bytes bytes;
    assert_true(npy_encode(&tensor, &bytes, &err));
    assert_int_equal(bytes.length, 128 + 24);
    assert_memory_equal(bytes.data, "\x93NUMPY\x01\x00\x76\x00{'descr': '<f4', 'fortran_order': False, "
                                    "'shape': (1, 1, 2, 3), }  ", 76);
    assert_int_equal(bytes.data[127], '\n');
    write_bytes(bytes.data, bytes.length);
    assert_true(npy_read(path, &back, &err));
    assert_int_equal(back.rank, 4);
    assert_memory_equal(back.data, values, sizeof values);
    bytes_clear(&bytes);
    tensor_clear(&back);
    tensor_clear(&tensor);
    assert_true(tensor_make(&tensor, 0, NULL, &err));
    assert_true(npy_encode(&tensor, &bytes, &err));
    assert_non_null(strstr((char *)bytes.data + 10, "'shape': (), }"));
    assert_int_equal(bytes.length % 64, 4);
    bytes_clear(&bytes);
    tensor_clear(&tensor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_numpy_writes_is_read), cmocka_unit_test(other_kinds_of_numbers_name_what_helps),
        cmocka_unit_test(headers_that_lie_are_refused_before_memory_is_asked),
        cmocka_unit_test(malformed_headers_are_refused), cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(cut_and_changed_files_do_no_harm), cmocka_unit_test(pipes_are_read_and_their_lies_found),
        cmocka_unit_test(what_is_written_is_what_numpy_writes),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
