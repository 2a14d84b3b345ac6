// Files of `compute` that are wrong, each walked through the command line once: status 2, one sentence that names the
// file and says what was expected, nothing written, and an older output left as it was. And files that cannot be
// written: status 1, and the others are untouched.
#include "compute_call.h"

#include <sys/stat.h>

static const char header[] = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 2, 2), }";

// A file of that version and header, then [values] floats.
static void write_npy(const char *name, int major, const char *text, size_t length, int values)
{
    unsigned char bytes[1024] = "\x93NUMPY";
    size_t at = 8;
    bytes[6] = (unsigned char)major;
    bytes[at++] = (unsigned char)(length & 0xFF);
    bytes[at++] = (unsigned char)(length >> 8);
    if (major > 1) at += 2;
    memcpy(bytes + at, text, length);
    at += length;
    for (int i = 0; i < values; i++, at += sizeof(float)) memcpy(bytes + at, &(float){ (float)i }, sizeof(float));
    write_file(name, bytes, at);
}

static void hold_older(const char *what, const char *name)
{
    Bytes bytes;
    Error err;
    check(file_read(in_folder(name), 100, &bytes, &err), "%s: %s", what, err.text);
    check(bytes.length == 5 && !memcmp(bytes.data, "older", 5), "%s: the older output was touched", what);
    bytes_clear(&bytes);
}

static void write_good(const char *name)
{
    write_npy(name, 1, header, sizeof header - 1, 4);
}

// x.npy is bad: as any input, before a good one or after it, it is refused by name.
static void hold_refused(const char *why, const char *sentence)
{
    static const char *const lines[] = {
        "compute relu --in x=@x.npy --out y=@y.npy",
        "compute conv2d --in x=@w.npy --in w=@x.npy --in gy=@w.npy --out gw=@y.npy --out gb=@gb.npy",
        "compute conv_transpose2d --in x=@w.npy --in w=@w.npy --in b=@x.npy --out y=@y.npy",
    };
    for (int i = 0; i < COUNT(lines); i++) {
        int status = compute(lines[i]);
        check(strstr(said, sentence), "%s: says: %s\nwanted: %s", why, said, sentence);
        check(strstr(said, in_folder("x.npy")), "%s: the file is not named: %s", why, said);
        check(!file_exists(in_folder("gb.npy")), "%s: gb was written", why);
        hold_one_sentence(why, status);
    }
    write_file("y.npy", "older", 5);
    check(compute(lines[0]) == 2, "%s", why);
    hold_older(why, "y.npy");
    unlink(in_folder("y.npy"));
}

static void files_of_other_numbers_are_refused_with_what_helps(void **state)
{
    (void)state;
    static const struct { const char *descr, *order, *sentence; } rows[] = {
        { "'<f8'", "False", "holds float64 ('<f8'), not float32; save it with a.astype(np.float32)" },
        { "'<f2'", "False", "holds float16" },
        { "'>f4'", "False", "holds big-endian numbers ('>f4'); save it with a.astype('<f4')" },
        { "'>f8'", "False", "astype(np.float32)" },
        { "'=f4'", "False", "not float32" },
        { "'<i4'", "False", "holds int32 ('<i4'), not float32" },
        { "'|u1'", "False", "holds uint8" },
        { "'<c8'", "False", "holds complex64 ('<c8'), not float32" },
        { "'|b1'", "False", "holds bool" },
        { "'|O'", "False", "values of another type ('|O')" },
        { "'<U4'", "False", "values of another type" },
        { "'<M8[ns]'", "False", "values of another type" },
        { "[('a', '<f4')]", "False", "records of several fields" },
        { "'<f4'", "True", "is in Fortran order; save it with np.ascontiguousarray(a)" },
        { "'<f4'", "Maybe", "fortran_order is neither True nor False" },
        { "'<f4'", "None", "fortran_order is neither True nor False" },
    };
    write_good("w.npy");
    for (int i = 0; i < COUNT(rows); i++) {
        char text[160];
        int length = snprintf(text, sizeof text, "{'descr': %s, 'fortran_order': %s, 'shape': (1, 1, 2, 2), }",
                              rows[i].descr, rows[i].order);
        write_npy("x.npy", 1, text, (size_t)length, 4);
        hold_refused(rows[i].descr, rows[i].sentence);
    }
}

static void headers_that_lie_are_refused(void **state)
{
    (void)state;
    static const struct { const char *shape, *sentence; } rows[] = {
        { "(1, 1, 2, 3)", "its shape is (1, 1, 2, 3), 24 bytes of values, but has 16" },
        { "(1, 1, 2, 1)", "its shape is (1, 1, 2, 1), 8 bytes of values, but has 16" },
        { "()", "its shape is (), 4 bytes of values, but has 16" },
        { "(0,)", "its shape is (0,), 0 bytes of values, but has 16" },
        { "(-1, 1, 2, 2)", "is not a sound .npy file" },
        { "(1, 1, -2, -2)", "is not a sound .npy file" },
        { "(2147483648,)", "2147483648" },
        { "(4611686018427387904, 4)", "4611686018427387904" },
        { "(18446744073709551617, 4)", "18446744073709551617" },
        { "(65536, 65536, 65536, 65536)", "at most 268435456 values are held" },
        { "(268435456, 2)", "at most 268435456 values are held" },
        { "(1, 1, 1, 1, 1, 2, 2)", "more than 6 sides" },
        { "(1, 1, 2.0, 2)", "is not a sound .npy file" },
        { "(1, 1, 2, x)", "is not a sound .npy file" },
        { "4", "is not a sound .npy file" },
        { "[1, 1, 2, 2]", "is not a sound .npy file" },
        { "(1, 1, 2, 2", "is not a sound .npy file" },
    };
    write_good("w.npy");
    for (int i = 0; i < COUNT(rows); i++) {
        char text[160];
        int length = snprintf(text, sizeof text, "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }",
                              rows[i].shape);
        write_npy("x.npy", 1, text, (size_t)length, 4);
        hold_refused(rows[i].shape, rows[i].sentence);
    }
}

static void headers_that_are_no_headers_are_refused(void **state)
{
    (void)state;
    static const char nul[] = "{'descr': '<f4',\0'fortran_order': False, 'shape': (1, 1, 2, 2), }";
    static const char nul_in_type[] = "{'descr': '<f\0004', 'fortran_order': False, 'shape': (1, 1, 2, 2), }";
    static const char nul_after[] = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 2, 2), }\0";
    static const struct { const char *text; size_t length; const char *sentence; } rows[] = {
#define ROW(text, sentence) { text, sizeof text - 1, sentence }
        ROW("", "is not a sound .npy file"), ROW("[1, 2]", "its header is not a dictionary"),
        ROW("descr", "its header is not a dictionary"), ROW("{}", "its header lacks 'descr'"),
        ROW("{'descr': '<f4', 'shape': (1, 1, 2, 2), }", "its header lacks 'fortran_order'"),
        ROW("{'descr': '<f4', 'fortran_order': False, }", "its header lacks 'shape'"),
        ROW("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 2, 2), 'more': 1}", "unknown key 'more'"),
        ROW("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 2, 2), 'shape': (4,)}", "a key twice"),
        ROW("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 2, 2)} {}", "something follows"),
        ROW("\xFF\xFE{'descr'", "is not a sound .npy file"),
        ROW(nul, "is not a sound .npy file"), ROW(nul_in_type, ".npy"), ROW(nul_after, "is not a sound .npy file"),
    };
    write_good("w.npy");
    for (int i = 0; i < COUNT(rows); i++) {
        write_npy("x.npy", 1, rows[i].text, rows[i].length, 4);
        hold_refused(rows[i].text, rows[i].sentence);
    }
}

static void other_files_and_cut_ones_are_refused(void **state)
{
    (void)state;
    write_good("w.npy");
    write_npy("x.npy", 3, header, sizeof header - 1, 4);
    hold_refused("version 3.0", "is of NPY version 3.0; 1.0 and 2.0 are read");
    write_file("x.npy", "", 0);
    hold_refused("an empty file", "ends inside its first bytes");
    write_file("x.npy", "PK\x03\x04 an .npz", 12);
    hold_refused("an .npz", "is not a .npy file; np.save writes one");
    write_file("x.npy", "not numbers", 11);
    hold_refused("words", "is not a .npy file");
    write_file("x.npy", "\x93NUMPY\x01\x00\xFF\xFF{'descr'", 18);
    hold_refused("a header longer than the file", "ends inside its header");
    write_npy("x.npy", 1, header, sizeof header - 1, 3);
    hold_refused("data cut off", "16 bytes of values, but has 12");
    write_npy("x.npy", 1, header, sizeof header - 1, 5);
    hold_refused("data too long", "16 bytes of values, but has 20");
    unlink(in_folder("x.npy"));
    hold_refused("no file", "x.npy: No such file");
    assert_int_equal(mkdir(in_folder("x.npy"), 0700), 0);
    hold_refused("a folder", "is a folder; name a .npy file");
    assert_int_equal(rmdir(in_folder("x.npy")), 0);
    write_good("x.npy");
    if (geteuid() != 0) { // root may read everything
        assert_int_equal(chmod(in_folder("x.npy"), 0), 0);
        hold_refused("a file that may not be read", "Permission denied");
        unlink(in_folder("x.npy"));
    }
    // The good file is good: what was refused above was refused for its one fault.
    write_npy("x.npy", 2, header, sizeof header - 1, 4);
    hold_done("compute relu --in x=@x.npy --out y=@y.npy");
    hold_values("y.npy", 4, (int[]){ 1, 1, 2, 2 }, (float[]){ 0, 1, 2, 3 });
}

// ---- writing ---------------------------------------------------------------------------------------------------

static void outputs_that_cannot_be_written_are_status_one(void **state)
{
    (void)state;
    write_good("x.npy");
    assert_int_equal(compute("compute relu --in x=@x.npy --out y=@none/y.npy"), 1);
    check(strstr(said, "cannot write") && strstr(said, "none/y.npy"), "%s", said);
    assert_int_equal(compute("compute relu --in x=@x.npy --out y=/dev/full"), 1);
    check(strstr(said, "cannot write /dev/full"), "%s", said);
    assert_int_equal(compute("compute relu --in x=@x.npy --out y=@."), 1);
    check(strstr(said, "cannot write") && strstr(said, "it is a folder"), "%s", said);
}

// Whichever of them cannot be written, and whether or not the others stood there before.
static void all_outputs_are_written_or_none(void **state)
{
    (void)state;
    static const char *const roles[] = { "y", "gx", "gw", "gb" };
    static const char *const bad[] = { "@none/out.npy", "/dev/full", "@." };
    write_good("x.npy");
    write_tensor("gy.npy", 4, (int[]){ 1, 1, 1, 1 }, NULL);
    for (int which = 0; which < COUNT(roles) * COUNT(bad) * 2; which++) {
        bool older = which % 2;
        const char *how = bad[which / 2 % COUNT(bad)];
        int broken = which / 2 / COUNT(bad);
        char line[512] = "compute conv2d --in x=@x.npy --in w=@x.npy --in gy=@gy.npy", name[32];
        for (int i = 0; i < COUNT(roles); i++) {
            snprintf(name, sizeof name, "got-%s.npy", roles[i]);
            if (older && i != broken) write_file(name, "older", 5);
            sprintf(line + strlen(line), " --out %s=%s%s", roles[i], i == broken ? "" : "@", i == broken ? how : name);
        }
        int status = compute(line);
        check(status == 1 && strstr(said, "cannot write"), "%s: status %d, says: %s", line, status, said);
        for (int i = 0; i < COUNT(roles); i++) {
            snprintf(name, sizeof name, "got-%s.npy", roles[i]);
            if (older && i != broken) hold_older(line, name);
            else check(!file_exists(in_folder(name)), "%s: %s was written", line, name);
            unlink(in_folder(name));
        }
        check(!empty_folder(), "%s leaves something behind", line);
        write_good("x.npy");
        write_tensor("gy.npy", 4, (int[]){ 1, 1, 1, 1 }, NULL);
    }
}

static void an_input_may_be_overwritten_by_its_output(void **state)
{
    (void)state;
    write_good("x.npy");
    write_good("w.npy");
    hold_done("compute conv2d --in x=@x.npy --in w=@w.npy --out y=@x.npy");
    hold_values("x.npy", 4, (int[]){ 1, 1, 1, 1 }, (float[]){ 14 });
    // Each becomes the next one's: both were read before either was written.
    write_tensor("a.npy", 1, (int[]){ 2 }, (float[]){ 1, 2 });
    write_tensor("b.npy", 1, (int[]){ 1 }, (float[]){ 3 });
    write_tensor("gy.npy", 1, (int[]){ 3 }, (float[]){ 4, 5, 6 });
    hold_done("compute concat --in a=@a.npy --in b=@b.npy --in gy=@gy.npy --out y=@gy.npy --out ga=@b.npy "
              "--out gb=@a.npy");
    hold_values("gy.npy", 1, (int[]){ 3 }, (float[]){ 1, 2, 3 });
    hold_values("b.npy", 1, (int[]){ 2 }, (float[]){ 4, 5 });
    hold_values("a.npy", 1, (int[]){ 1 }, (float[]){ 6 });
    // What is thrown away may be thrown away twice.
    write_good("x.npy");
    hold_done("compute relu --in x=@x.npy --in gy=@x.npy --out y=/dev/null --out gx=/dev/null");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_of_other_numbers_are_refused_with_what_helps),
        cmocka_unit_test(headers_that_lie_are_refused), cmocka_unit_test(headers_that_are_no_headers_are_refused),
        cmocka_unit_test(other_files_and_cut_ones_are_refused),
        cmocka_unit_test(outputs_that_cannot_be_written_are_status_one),
        cmocka_unit_test(all_outputs_are_written_or_none), cmocka_unit_test(an_input_may_be_overwritten_by_its_output),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
