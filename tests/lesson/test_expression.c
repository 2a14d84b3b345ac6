// The language of questions: arithmetic as everywhere, and no text that brings it down.
#include "lesson/asks.h"

static void arithmetic_binds_as_everywhere(void **state)
{
    (void)state;
    static const char *const code = "convt2d in=3 k=4 s=2 p=1";
    const ValueRow rows[] = {
        { code, "1 + 2*3", 7 }, { code, "(1 + 2)*3", 9 }, { code, "10 - 3 - 2", 5 }, { code, "12/3/2", 2 }, { code, "2^3^2", 512 },
        { code, "-2^2", -4 }, { code, "2^-1", 0.5 }, { code, "−3 + 1", -2 }, { code, "7 % 3", 1 }, { code, "-1 % 3", 2 }, { code, "1.5e1", 15 },
        { code, ".5 * 4", 2 }, { code, "1 + 1 == 2", 1 }, { code, "1 < 2 and 2 < 1", 0 }, { code, "1 < 2 or 2 < 1", 1 },
        { code, "not 1 == 2", 1 }, { code, "not not 3", 1 }, { code, "1 or 1 and 0", 1 }, { code, "k != s", 1 }, { code, "k >= 4", 1 },
        { code, "k > 4", 0 }, { code, "k <= 3", 0 }, { code, "floor(7/2) + ceil(7/2)", 7 }, { code, "round(2.5) + abs(-1)", 4 },
        { code, "min(3, 1, 2) + max(3, 1, 2)", 4 }, { code, "gcd(12, 18)", 6 }, { code, "gcd(0, 5)", 5 }, { code, "sqrt(16) + log2(8)", 7 },
        { code, "0.1 + 0.2 == 0.3", 1 }, { code, "1000000 == 1000001", 0 }, { code, "0.1 + 0.2 < 0.3", 0 }, { code, "1/3*3 <= 1", 1 },
    };
    check_values(rows, COUNT(rows));
}

static void what_is_not_reached_is_not_asked(void **state)
{
    (void)state;
    static const char *const code = "convt2d in=2 k=3 s=2";
    const ValueRow rows[] = { { code, "0 and y[99,99]", 0 }, { code, "1 or 1/0", 1 } };
    check_values(rows, COUNT(rows));
}

static void mistakes_are_told_with_their_column(void **state)
{
    (void)state;
    static const struct {
        const char *expression, *said;
        int place;
    } rows[] = {
        { "", "an expression is missing", 1 },
        { "1 +", "it ends where a number or a name is wanted", 4 },
        { "1 2", "'2' stands where an operator or the end is wanted", 3 },
        { "outt + 1", "there is no number named 'outt'; did you mean out?", 1 },
        { "1 + strid", "there is no number named 'strid'", 5 },
        { "(1 + 2", "this ( is not closed", 1 },
        { "y[1,2", "this [ is not closed", 2 },
        { "sum(y", "this ( is not closed", 4 },
        { "k = 3", "to ask whether two numbers are equal, write ==", 3 },
        { "1 < k < 3", "compare two at a time", 7 },
        { "sum(3)", "sum wants a whole tensor", 1 },
        { "sum(y[1,1])", "sum wants a whole tensor", 1 },
        { "sum()", "a number or a name is wanted", 5 },
        { "sum", "sum wants a tensor behind it, as in sum(y)", 1 },
        { "sqrt", "sqrt wants a number behind it", 1 },
        { "gcd(1)", "gcd wants two numbers behind it", 1 },
        { "meets(y)", "meets wants a cell", 1 },
        { "k(3)", "k takes nothing in brackets but changes", 1 },
        { "sqrt(1, 2)", "sqrt takes one thing in brackets", 1 },
        { "row(1)", "row takes nothing in brackets", 1 },
        { "sqrt(k=3)", "nothing can be changed for it", 6 },
        { "out(q=3)", "'q' cannot be changed here", 5 },
        { "out(p=1, p=2)", "p is changed twice", 10 },
        { "out[1]", "out is one number: it takes no [ ]", 1 },
        { "params.h", "params is not of an axis, so it has no .h", 7 },
        { "y[1,1,1,1,1]", "at most 4 indices", 2 },
        { "3k", "'3k' is no number", 1 },
        { "1..2", "'1..2' is no number", 1 },
        { "k $ 2", "'$' stands where an operator or the end is wanted", 3 },
        { "share(no-such)", "'no-such' is no rival; there are original", 1 },
        { "out(no-such)", "'no-such' is no framework; there are pytorch", 1 },
        { "out(p=0.5)", "p would be 0.5; it must be a whole number", 1 },
        { "out(p=9)", "padding", 1 },
        { "y", "y has many values; say which one", 1 },
        { "y[1]", "write y[r,c], or y[channel,r,c]", 1 },
        { "y[9,0]", "there is no y[9,0]; it has 5 rows, 5 columns and 1 channel", 1 },
        { "y[0.5,0]", "an index must be a whole number", 3 },
        { "w[1,1,1]", "write w[r,c], or w[i,j,r,c] with channels", 1 },
        { "b[0]", "this layer has no bias", 1 },
        { "taps[2,0]", "there is no taps[2,0]; phases go from 0,0 to 1,1", 1 },
        { "row", "row is of a cell, and is known in questions about cells alone", 1 },
        { "nowhere.out", "no scene of this lesson is named 'nowhere'", 1 },
        { "1/0", "nothing can be divided by 0", 2 },
        { "3 % 0", "nothing can be divided by 0", 3 },
        { "sqrt(0-1)", "no square root", 1 },
        { "(0-8)^0.5", "this has no value: it is NaN", 6 },
        { "gcd(1.5, 2)", "gcd wants whole numbers", 1 },
    };
    Study *study = study_of_code("convt2d in=2 k=3 s=2", NULL);
    for (int i = 0; i < COUNT(rows); i++) {
        Error err = { 0 };
        double value = 0;
        check(!study_value(&value, study, rows[i].expression, false, &err), "'%s' has the value %g", rows[i].expression, value);
        check(strstr(err.text, rows[i].said), "'%s' says \"%s\", not \"%s\"", rows[i].expression, err.text, rows[i].said);
        check(err.place == rows[i].place, "'%s' is wrong in column %d, not %d: %s", rows[i].expression, err.place, rows[i].place, err.text);
    }
    study_free(study);
}

static void too_deep_and_too_long_are_refused(void **state)
{
    (void)state;
    Study *study = study_of_code("convt2d in=2 k=3 s=2", NULL);
    static const char *const pieces[] = { "(", "-", "not ", "2^", "sum(y(p=", "y[", "abs(" };
    double value;
    for (int i = 0; i < COUNT(pieces); i++) {
        Text text = { 0 };
        Error err = { 0 };
        for (int n = 0; n < 100; n++) text_put(&text, pieces[i]);
        check(!study_value(&value, study, text.data, false, &err), "100 times %s has a value", pieces[i]);
        check(strstr(err.text, "too deep"), "100 times %s says: %s", pieces[i], err.text);
        for (int n = 0; n < 10000; n++) text_put(&text, pieces[i]);
        check(!study_value(&value, study, text.data, false, &err), "10000 times %s has a value", pieces[i]);
        check(strstr(err.text, "at most 1000 characters"), "10000 times %s says: %s", pieces[i], err.text);
        text_clear(&text);
    }
    study_free(study);
}

// Cut off, and put together at random: a sentence or a value, and nothing else (the sanitizers watch).
static void no_text_brings_it_down(void **state)
{
    (void)state;
    static const char *const words[] = { "k", "out", "y", "x", "[", "]", "(", ")", ",", "1", "2", "0.5", "+", "-", "*", "/", "%", "^", "<", "==", "and", "or", "not",
                                         "sum", "gain", "taps", "count", "C", "w=ones", "p=", "p=1", "in=2", ".h", ".", " ", "share", "nearest", "meets", "row", "value",
                                         "min", "{", "}", ":", "\xE2\x88\x92", "\xFF", "\"", "=", "even", "cells", "returns", "1e9", "gy" };
    static const char *const whole[] = { "y(w=ones)[1,1] + sum(gx(p=p+1))/gain[1,0]", "out(p=p+1, w=[1,2,3]) == full.h - 2*p and not even", "most(count(k=5x4)) ^ 2 % C[0,1]" };
    Study *study = study_of_code("convt2d in=2 k=3 s=2", NULL);
    Cell cell = { ROLE_Y, { 0, 0, 1, 1 } };
    Random random = { 6 };
    double value;
    int told = 0, valued = 0;
    for (int i = 0; i < COUNT(whole); i++)
        for (size_t n = 0; n <= strlen(whole[i]); n++) {
            char cut[128];
            snprintf(cut, sizeof cut, "%.*s", (int)n, whole[i]);
            Error err = { 0 };
            bool ok = study_value(&value, study, cut, false, &err);
            check(ok || err.text[0], "'%s' is refused without a word", cut);
        }
    for (int i = 0; i < 20000; i++) {
        Text text = { 0 };
        Error err = { 0 };
        for (long n = random_range(&random, 1, 12); n > 0; n--) text_put(&text, words[random_range(&random, 0, COUNT(words) - 1)]);
        bool ok = study_cell_value(&value, study, text.data, cell, &err);
        check(ok || (err.text[0] && err.place >= 1), "'%s' is refused with \"%s\" in column %d", text.data, err.text, err.place);
        study_veil(text.data);
        expression_computes(text.data);
        Text filled = { 0 };
        (void)!study_fill(&filled, study, text.data, &err);
        text_clear(&filled);
        text_clear(&text);
        if (ok) valued++;
        else told++;
    }
    check(valued > 200 && told > 200, "%d have a value and %d have none: the pieces meet too rarely", valued, told);
    study_free(study);
}

static void what_is_asked_is_what_is_hidden(void **state)
{
    (void)state;
    enum { Y = 1 << ROLE_Y, GX = 1 << ROLE_GX, GW = 1 << ROLE_GW, C = 1 << ROLE_C };
    static const struct {
        const char *expression;
        Veil veil;
    } rows[] = {
        { "k + s*p", { 0 } }, { "x[0,0] + sum(w) + gy[0,0]", { 0 } }, { "y[0,1]", { .roles = Y } }, { "sum(gx) + gw[0,0]", { .roles = GX | GW } },
        { "nonzero(C)", { .roles = C } }, { "out", { .size = true } }, { "in + after", { .size = true } }, { "full.h", { .size = true } },
        { "cells(y)", { .roles = Y, .size = true } }, { "count[1,1] > 2", { .roles = Y, .verdict = true } }, { "most(count)", { .roles = Y, .verdict = true } },
        { "even", { .roles = Y, .verdict = true } }, { "gain[0,0]", { .roles = Y, .verdict = true } }, { "share(icnr)", { .roles = Y, .verdict = true } },
        { "params", { .verdict = true } }, { "2 + biases", { .verdict = true } }, { "row == k - 1", { 0 } }, { "out(p=y[0,0])", { .roles = Y, .size = true } },
        { "this is nothing", { 0 } },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Veil got = study_veil(rows[i].expression), wanted = rows[i].veil;
        check(got.roles == wanted.roles && got.size == wanted.size && got.verdict == wanted.verdict, "%s hides roles %x, size %d, verdict %d; not %x, %d, %d",
              rows[i].expression, got.roles, got.size, got.verdict, wanted.roles, wanted.size, wanted.verdict);
    }
}

static void a_number_written_by_hand_computes_nothing(void **state)
{
    (void)state;
    assert_true(expression_computes("out"));
    assert_true(expression_computes("2*encoder.params"));
    assert_true(expression_computes("sum(y)"));
    assert_false(expression_computes("31"));
    assert_false(expression_computes("max(2, 3) + sqrt(4)"));
    assert_false(expression_computes("no such thing"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arithmetic_binds_as_everywhere),
        cmocka_unit_test(what_is_not_reached_is_not_asked),
        cmocka_unit_test(mistakes_are_told_with_their_column),
        cmocka_unit_test(too_deep_and_too_long_are_refused),
        cmocka_unit_test(no_text_brings_it_down),
        cmocka_unit_test(what_is_asked_is_what_is_hidden),
        cmocka_unit_test(a_number_written_by_hand_computes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
