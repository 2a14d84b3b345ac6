// Text, numbers, errors and files: what every room stands on.
#include "base/base.h"
#include "support/check.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void numbers_print_shortest_and_read_back(void **state)
{
    (void)state;
    char out[NUMBER_TEXT];
    number_print(out, 0.1f);
    assert_string_equal(out, "0.1");
    number_print(out, -3);
    assert_string_equal(out, "-3");
    Random random = { 7 };
    for (int i = 0; i < 20000; i++) {
        uint32_t bits = (uint32_t)random_next(&random);
        float value;
        memcpy(&value, &bits, sizeof value);
        if (isnan(value)) continue;
        number_print(out, value);
        double back;
        assert_true(number_parse(out, strlen(out), &back));
        assert_true((float)back == value);
    }
}

static void numbers_show_as_people_read_them(void **state)
{
    (void)state;
    static const struct { double value; int decimals; const char *shown; } rows[] = {
        { -3, 0, "−3" }, { -0.0, 0, "0" }, { -0.001, 1, "0.0" }, { 1.5, 1, "1.5" }, { 123456, 0, "123456" },
        { 12345678, 0, "1.23×10⁷" }, { 1e9, 0, "10⁹" }, { -1.2e9, 2, "−1.2×10⁹" }, { -3e-5, 6, "−3×10⁻⁵" },
        { -0.125, NUMBER_EXACT, "−0.125" }, { (double)0.1f, NUMBER_EXACT, "0.1" }, { (double)(1 / 3.0f), NUMBER_EXACT, "0.33333334" },
        { (double)1e-7f, NUMBER_EXACT, "10⁻⁷" }, { 12.25, NUMBER_EXACT, "12.25" }, { 1e9, NUMBER_EXACT, "10⁹" }, { 0, NUMBER_EXACT, "0" },
        { (double)1.25e-5f, NUMBER_EXACT, "0.0000125" }, { 100000, NUMBER_EXACT, "100000" }, { 16777216, NUMBER_EXACT, "1.6777216×10⁷" },
        { 2 / 3.0, NUMBER_TOLD, "0.666667" }, { -0.5, NUMBER_TOLD, "−0.5" }, { -0.0, NUMBER_TOLD, "0" }, { 123456.789, NUMBER_TOLD, "123457" },
        { 1234567.8, NUMBER_TOLD, "1.23457×10⁶" }, { 1e-7, NUMBER_TOLD, "10⁻⁷" }, { INFINITY, 0, "∞" }, { -INFINITY, 2, "−∞" }, { NAN, 0, "NaN" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        char out[NUMBER_TEXT];
        number_show(out, rows[i].value, rows[i].decimals);
        assert_string_equal(out, rows[i].shown);
        double back;
        if (!isfinite(rows[i].value)) continue;
        check(number_read(out, &back), "“%s” cannot be read", out);
        bool loose = rows[i].decimals >= 0 || rows[i].decimals == NUMBER_TOLD;
        check(fabs(back - rows[i].value) <= (loose ? 0.006 : 6e-8) * fmax(fabs(rows[i].value), loose ? 1 : 0), "“%s” is read as %g", out, back);
    }
}

// printf rounds the exact value of a double; what is written without it has the same digits, ties and near ties too.
static void numbers_are_rounded_as_printf_rounds_them(void **state)
{
    (void)state;
    Random random = { 11 };
    for (int i = 0; i < 60000; i++) {
        int decimals = (int)random_range(&random, 0, 6);
        double unit = pow(10, -decimals), value = (double)random_range(&random, -99999, 99999);
        switch (i % 5) {
        case 0: value = (value + 0.5) * unit; break; // beside a tie, on either side, or on it
        case 1: value /= 1 << random_range(&random, 0, 16); break;
        case 2: value = nextafter((value + 0.5) * unit, i & 8 ? 1e9 : -1e9); break;
        case 3: value = (random_unit(&random) - 0.5) * 1.9e6; break;
        default: value = (double)(float)(random_unit(&random) - 0.5) * 10; break;
        }
        char shown[NUMBER_TEXT], plain[NUMBER_TEXT], ascii[NUMBER_TEXT + 1];
        number_show(shown, value, decimals);
        if (fabs(value) >= 999999.5 || (decimals == 6 && fabs(value) < 1e-4)) continue; // a power of ten
        snprintf(plain, sizeof plain, "%.*f", decimals, value);
        bool minus = !strncmp(shown, "−", strlen("−"));
        snprintf(ascii, sizeof ascii, "%s%s", minus ? "-" : "", shown + (minus ? strlen("−") : 0));
        const char *want = plain + (plain[0] == '-' && strspn(plain, "-0.") == strlen(plain)); // 0 has no minus
        check(!strcmp(ascii, want), "%.17g with %d decimals is shown as %s; printf says %s", value, decimals, ascii, want);
    }
}

static void compact_numbers_keep_their_first_digits(void **state)
{
    (void)state;
    static const struct { double value; int digits; const char *shown; } rows[] = {
        { 1234567, 2, "1.2×10⁶" }, { 1234567, 1, "10⁶" }, { -3e-5, 2, "−3×10⁻⁵" }, { 99999, 2, "10⁵" }, { 2.5e12, 1, "2×10¹²" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        char out[NUMBER_TEXT];
        number_compact(out, rows[i].value, rows[i].digits);
        assert_string_equal(out, rows[i].shown);
    }
    double value;
    check(!number_read("10⁹x", &value) && !number_read("×10⁹", &value) && !number_read("a·k₅", &value), "what is no number is read as %g", value);
    check(number_read("10", &value) && value == 10 && number_read("−10⁹", &value) && value == -1e9, "10 and −10⁹ are read as %g", value);
}

static void whole_numbers_refuse_what_does_not_fit(void **state)
{
    (void)state;
    long long value;
    assert_true(number_parse_whole("−12", strlen("−12"), -20, 20, &value));
    assert_int_equal(value, -12);
    assert_false(number_parse_whole("21", 2, -20, 20, &value));
    assert_false(number_parse_whole("1x", 2, 0, 20, &value));
    assert_false(number_parse_whole("", 0, 0, 20, &value));
    assert_false(number_parse_whole("-", 1, 0, 20, &value));
    assert_false(number_parse_whole("99999999999999999999", 20, INT64_MIN, INT64_MAX, &value));
    assert_true(number_parse_whole("-9223372036854775808", 20, INT64_MIN, INT64_MAX, &value));
}

static void decimals_are_as_many_as_the_values_need(void **state)
{
    (void)state;
    static const struct { double values[3]; int decimals; } rows[] = {
        { { 1, 2, 3 }, 0 }, { { 0.5, 1, -2 }, 1 }, { { 0.1, 0.25, 0 }, 2 }, { { -0.53, 0.12, 0.9 }, 2 },
        { { 1.0 / 3, 0, 0 }, 3 }, { { 100.0 / 3, 0, 0 }, 2 }, { { 1000.5, 0, 0 }, 1 }, { { -0.125, 2, 12.25 }, 3 }, { { -0.125, 1e9, 3 }, 3 }, { { 1e9, 2e9, -1e12 }, 0 }, { { 0.125, 0.1, 1e-7 }, 3 }, { { 1.0 / 3, 12.25, 0.125 }, 2 }, { { 135, 0.5, -22.5 }, 1 }, { { 135, 1.0 / 3, 0 }, 2 }, { { 1e-9, 2e-9, 0 }, 6 },
    };
    for (int i = 0; i < COUNT(rows); i++)
        check(number_decimals(rows[i].values, 3) == rows[i].decimals, "row %d has %d decimals", i, number_decimals(rows[i].values, 3));
}

static void numbers_too_large_to_hold_are_refused(void **state)
{
    (void)state;
    double value;
    assert_false(number_parse("1e999", 5, &value));
    assert_true(number_parse("inf", 3, &value));
}

static void random_ranges_reach_both_ends(void **state)
{
    (void)state;
    Random random = { 3 };
    bool low = false, high = false;
    for (int i = 0; i < 1000; i++) {
        long n = random_range(&random, -2, 2);
        assert_in_range(n + 2, 0, 4);
        low |= n == -2, high |= n == 2;
        (void)random_range(&random, LONG_MIN, LONG_MAX);
    }
    assert_true(low && high);
}

static void files_keep_their_mode_and_their_links(void **state)
{
    (void)state;
    char folder[] = "/tmp/stridescope-base-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char target[64], linked[64];
    snprintf(target, sizeof target, "%s/target", folder);
    snprintf(linked, sizeof linked, "%s/link", folder);
    Error err;
    assert_true(file_write_all(&(FileOut){ target, "one", 3 }, 1, &err));
    assert_int_equal(chmod(target, 0600), 0);
    assert_int_equal(symlink("target", linked), 0);
    assert_true(file_write_all(&(FileOut){ linked, "two!", 4 }, 1, &err));
    struct stat info;
    assert_int_equal(lstat(linked, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(stat(target, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(info.st_size, 4);
    assert_false(folder_make(target, &err)); // a file stands there
    unlink(linked);
    unlink(target);
    assert_int_equal(rmdir(folder), 0);
}

static void long_errors_end_on_a_whole_character(void **state)
{
    (void)state;
    Error err;
    char text[2001] = "";
    for (int i = 0; i < 500; i++) strcat(text, "é");
    for (int shift = 0; shift < 4; shift++) {
        error_set(&err, 0, "%.*s%s", shift, "abc", text);
        check(utf8_valid(err.text, strlen(err.text)), "cut within a character at shift %d", shift);
    }
}

static void near_words_are_meant(void **state)
{
    (void)state;
    const char *words[] = { "stamp", "slide", "picture" };
    assert_int_equal(near_word("stmap", words, 3), 0);
    assert_int_equal(near_word("slid", words, 3), 1);
    assert_int_equal(near_word("zebra", words, 3), -1);
}

static void words_are_equal_in_either_case(void **state)
{
    (void)state;
    assert_true(equal_word("SAME_Upper", "same_uPPER") && equal_word("", ""));
    assert_false(equal_word("same", "same_upper") || equal_word("same_upper", "same") || equal_word("", "a"));
    assert_false(equal_word("@", "`") || equal_word("[", "{")); // a bit apart, as letters are, but no letters
}

static void utf8_that_is_broken_is_seen(void **state)
{
    (void)state;
    assert_true(utf8_valid("a−ᵀ", strlen("a−ᵀ")));
    assert_false(utf8_valid("\xC0\xAF", 2));
    assert_false(utf8_valid("\xE2\x88", 2));
    assert_false(utf8_valid("a\0b", 3));
}

static void files_are_all_written_or_none(void **state)
{
    (void)state;
    char folder[] = "/tmp/stridescope-base-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char a[64], b[64];
    snprintf(a, sizeof a, "%s/a", folder);
    snprintf(b, sizeof b, "%s/none/b", folder);
    FileOut first[] = { { a, "one", 3 } };
    Error err;
    assert_true(file_write_all(first, 1, &err));
    FileOut both[] = { { a, "two!", 4 }, { b, "x", 1 } };
    assert_false(file_write_all(both, 2, &err));
    assert_true(err.cannot);
    Bytes back;
    assert_true(file_read(a, 100, &back, &err));
    assert_int_equal(back.length, 3);
    assert_memory_equal(back.data, "one", 3);
    bytes_clear(&back);
    assert_false(file_read(a, 2, &back, &err));
    unlink(a);
    assert_int_equal(rmdir(folder), 0); // nothing else was left behind
}

static void lines_wrap_at_spaces(void **state)
{
    (void)state;
    TextLine lines[4];
    // measure_fixed: 0.6 of the size a character, so 6 a character here.
    int count = text_wrap(&measure_fixed, "one two three\nfour", 10, WEIGHT_REGULAR, 45, lines, 4);
    assert_int_equal(count, 3);
    assert_int_equal(lines[0].length, 7);
    assert_memory_equal(lines[1].start, "three", 5);
    assert_int_equal(lines[2].length, 4);
    assert_int_equal(text_wrap(&measure_fixed, "unbreakable", 10, WEIGHT_REGULAR, 5, lines, 4), 1);
}

static void arenas_keep_what_they_gave(void **state)
{
    (void)state;
    Arena arena = { 0 };
    for (int round = 0; round < 3; round++) {
        char *kept = arena_print(&arena, "%d apples", round);
        for (int i = 0; i < 5000; i++) *(int *)arena_new(&arena, 1, 100) = i;
        assert_int_equal(kept[0], '0' + round);
        arena_reset(&arena);
    }
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_print_shortest_and_read_back), cmocka_unit_test(numbers_show_as_people_read_them), cmocka_unit_test(numbers_are_rounded_as_printf_rounds_them),
        cmocka_unit_test(numbers_print_shortest_and_read_back), cmocka_unit_test(numbers_show_as_people_read_them), cmocka_unit_test(compact_numbers_keep_their_first_digits),
        cmocka_unit_test(whole_numbers_refuse_what_does_not_fit), cmocka_unit_test(near_words_are_meant), cmocka_unit_test(words_are_equal_in_either_case),
        cmocka_unit_test(utf8_that_is_broken_is_seen), cmocka_unit_test(files_are_all_written_or_none),
        cmocka_unit_test(arenas_keep_what_they_gave), cmocka_unit_test(decimals_are_as_many_as_the_values_need),
        cmocka_unit_test(numbers_too_large_to_hold_are_refused), cmocka_unit_test(random_ranges_reach_both_ends),
        cmocka_unit_test(files_keep_their_mode_and_their_links), cmocka_unit_test(long_errors_end_on_a_whole_character),
        cmocka_unit_test(lines_wrap_at_spaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
