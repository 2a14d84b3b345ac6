// Numbers as text, both ways, in the "C" locale whatever the user's is.
#include "base/base.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// printf and strtod as the C locale has them, on this thread only.
static locale_t plain(void)
{
    static _Atomic(locale_t) kept;
    locale_t locale = atomic_load(&kept), none = (locale_t)0;
    if (locale) return locale;
    locale_t made = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (atomic_compare_exchange_strong(&kept, &none, made)) return made;
    freelocale(made);
    return none;
}

static void print(char *out, const char *format, int precision, double value)
{
    locale_t before = uselocale(plain());
    snprintf(out, NUMBER_TEXT, format, precision, value);
    uselocale(before);
}

static double read(const char *text, char **end)
{
    locale_t before = uselocale(plain());
    double value = strtod(text, end);
    uselocale(before);
    return value;
}

static bool print_special(char out[NUMBER_TEXT], double value)
{
    if (isnan(value)) return strcpy(out, "nan"), true;
    if (isinf(value)) return strcpy(out, value < 0 ? "-inf" : "inf"), true;
    return false;
}

void number_print(char out[NUMBER_TEXT], float value)
{
    if (print_special(out, (double)value)) return;
    for (int precision = 1; precision <= 9; precision++) {
        print(out, "%.*g", precision, (double)value);
        if ((float)read(out, NULL) != value) continue;
        if (fabs((double)value) < 1e6 && value == floorf(value)) print(out, "%.*f", 0, (double)value); // 10, not 1e+01
        return;
    }
}

void number_print_double(char out[NUMBER_TEXT], double value)
{
    if (print_special(out, value)) return;
    for (int precision = 1; precision <= 17; precision++) {
        print(out, "%.*g", precision, value);
        if (read(out, NULL) != value) continue;
        if (fabs(value) < 1e6 && value == floor(value)) print(out, "%.*f", 0, value);
        return;
    }
}

static bool is_minus(const char *text, size_t length)
{
    return length >= 3 && !memcmp(text, "\xE2\x88\x92", 3);
}

bool number_parse(const char *text, size_t length, double *value)
{
    char copy[64];
    bool negative = is_minus(text, length);
    if (negative) text += 3, length -= 3;
    if (length == 0 || length >= sizeof copy) return false;
    memcpy(copy, text, length);
    copy[length] = 0;
    if (strlen(copy) != length || (negative && (copy[0] == '-' || copy[0] == '+'))) return false;
    const char *digits = copy + (copy[0] == '-' || copy[0] == '+');
    bool word = !strcmp(digits, "inf") || !strcmp(digits, "nan");
    if (!word && strspn(digits, "0123456789.eE+-") != strlen(digits)) return false;
    char *end;
    double read_value = read(copy, &end);
    if (*end || (!word && isinf(read_value))) return false; // 1e999 is no number anybody means
    *value = negative ? -read_value : read_value;
    return true;
}

bool number_parse_whole(const char *text, size_t length, long long least, long long most, long long *value)
{
    size_t at = 0;
    bool negative = false;
    if (is_minus(text, length)) negative = true, at = 3;
    else if (length && text[0] == '-') negative = true, at = 1;
    if (at == length) return false;
    long long sum = 0;
    for (; at < length; at++) {
        if (text[at] < '0' || text[at] > '9') return false;
        if (__builtin_mul_overflow(sum, 10, &sum)) return false;
        if (__builtin_sub_overflow(sum, text[at] - '0', &sum)) return false;
    }
    if (!negative && __builtin_sub_overflow(0, sum, &sum)) return false;
    if (sum < least || sum > most) return false;
    *value = sum;
    return true;
}

// Replaces ASCII minus signs by U+2212, in place; [out] has room.
static void true_minus(char out[NUMBER_TEXT])
{
    char copy[NUMBER_TEXT];
    strcpy(copy, out);
    size_t at = 0;
    for (const char *c = copy; *c && at + 4 < NUMBER_TEXT; c++) {
        if (*c == '-') memcpy(out + at, "\xE2\x88\x92", 3), at += 3;
        else out[at++] = *c;
    }
    out[at] = 0;
}

static const double LARGE = 999999.5; // from here on seven digits: a power of ten
static const char *const RAISED[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };

// Rewrites what printf wrote with an exponent, "-3.00e-05", as −3×10⁻⁵: no zeros at the end, and 1× is left out.
static void show_power(char out[NUMBER_TEXT])
{
    char *e = strchr(out, 'e');
    int power = atoi(e + 1), size = abs(power);
    *e = 0;
    if (strchr(out, '.')) {
        while (e[-1] == '0') *--e = 0;
        if (e[-1] == '.') *--e = 0;
    }
    char *digits = out + (*out == '-');
    if (!strcmp(digits, "1")) strcpy(digits, power < 0 ? "10⁻" : "10");
    else strcat(out, power < 0 ? "×10⁻" : "×10");
    if (size >= 100) strcat(out, RAISED[size / 100]);
    if (size >= 10) strcat(out, RAISED[size / 10 % 10]);
    strcat(out, RAISED[size % 10]);
}

void number_compact(char out[NUMBER_TEXT], double value, int digits)
{
    print(out, "%.*e", digits - 1, value);
    show_power(out);
    true_minus(out);
}

// value·10^decimals where printf would round it so, found without printf: figures show thousands of numbers each time they
// are built. False for what is too large, and where the product is so near a half that its own rounding might decide.
static bool scaled_whole(double value, int decimals, double *whole)
{
    static const double POWERS[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6 };
    if (decimals >= COUNT(POWERS) || fabs(value) >= LARGE) return false;
    double scaled = value * POWERS[decimals];
    *whole = rint(scaled); // of two that are as near, the even one, as printf does
    bool exact = fma(value, POWERS[decimals], -scaled) == 0, near_half = fabs(fabs(scaled - *whole) - 0.5) < 1e-3;
    return exact || !near_half;
}

// Writes whole·10^−decimals: what "%.*f" does, but that a minus stands only before what is not 0.
static void print_scaled(char out[NUMBER_TEXT], double whole, int decimals)
{
    char digits[24];
    int count = 0;
    long long rest = (long long)fabs(whole);
    for (; rest > 0 || count <= decimals; rest /= 10) digits[count++] = (char)('0' + rest % 10);
    if (whole < 0) memcpy(out, "\xE2\x88\x92", 3), out += 3;
    while (count > 0) {
        if (count == decimals) *out++ = '.';
        *out++ = digits[--count];
    }
    *out = 0;
}

// In full where that is a number of up to 6 digits before the point and few behind it.
static void show_all(char out[NUMBER_TEXT], double value, bool exact)
{
    double size = fabs(value);
    if (exact) number_print(out, (float)value);
    else print(out, "%.*g", 6, value);
    bool plain = value == 0 || (size >= 1e-5 && size < LARGE);
    char *e = strchr(out, 'e');
    if (plain && e) {
        // As many decimals as the digits that were written need: 1.25e-05 is 0.0000125.
        int digits = (int)strspn(out + (*out == '-'), "0123456789.") - (strchr(out, '.') != NULL), power = atoi(e + 1);
        print(out, "%.*f", digits - 1 - power > 0 ? digits - 1 - power : 0, value);
    } else if (!plain) {
        int digits = 0;
        for (const char *c = out; *c && *c != 'e'; c++) digits += *c >= '0' && *c <= '9';
        print(out, "%.*e", digits - 1, value);
        show_power(out);
    }
}

void number_show(char out[NUMBER_TEXT], double value, int decimals)
{
    if (isnan(value)) { strcpy(out, "NaN"); return; }
    if (isinf(value)) { strcpy(out, value < 0 ? "\xE2\x88\x92∞" : "∞"); return; }
    double size = fabs(value);
    if (decimals < 0) {
        show_all(out, value == 0 ? 0 : value, decimals == NUMBER_EXACT);
        true_minus(out);
        return;
    }
    bool too_small = size > 0 && decimals >= 6 && size < 1e-4; // a tensor of tiny values
    double whole;
    if (!too_small && scaled_whole(value, decimals, &whole)) {
        print_scaled(out, whole, decimals);
        return;
    }
    if (size >= LARGE || too_small) print(out, "%.*e", 2, value), show_power(out);
    else print(out, "%.*f", value == floor(value) && decimals <= 0 ? 0 : decimals, value);
    bool zero = strspn(out, "-0.") == strlen(out);
    if (zero && out[0] == '-') memmove(out, out + 1, strlen(out));
    true_minus(out);
}

bool number_read(const char *text, double *value)
{
    const char *times = strstr(text, "×10"), *ten = times ? times + strlen("×") : text + (is_minus(text, strlen(text)) ? 3 : 0);
    const char *at = ten + 2;
    bool below = !strncmp(ten, "10⁻", strlen("10⁻")), raised = false;
    int power = 0;
    if (!strncmp(ten, "10", 2)) {
        if (below) at += strlen("⁻");
        for (int digit = 0; digit < COUNT(RAISED) && *at; digit++) {
            if (strncmp(at, RAISED[digit], strlen(RAISED[digit])) != 0) continue;
            power = 10 * power + digit, at += strlen(RAISED[digit]), digit = -1, raised = true;
        }
    }
    if (!raised) return number_parse(text, strlen(text), value);
    double mantissa = ten > text && !times ? -1 : 1;
    if (*at || (times && !number_parse(text, (size_t)(times - text), &mantissa))) return false;
    char plain[NUMBER_TEXT];
    snprintf(plain, sizeof plain, "1e%d", below ? -power : power);
    *value = mantissa * read(plain, NULL);
    return true;
}

// Whether [decimals] decimals lose nothing of a float's value, next to the largest of its tensor.
static bool is_exact(double value, double largest, int decimals)
{
    double power = pow(10, decimals), scaled = value * power;
    return fabs(scaled - round(scaled)) <= 1e-6 * largest * power;
}

static bool is_plain(double value)
{
    return isfinite(value) && fabs(value) < LARGE;
}

int number_decimals(const double *values, size_t count)
{
    double largest = 0;
    int needed = 0;
    // What is shown with a power of ten has no say: 0.5 beside 10⁹ is no 0.
    for (size_t i = 0; i < count; i++)
        if (is_plain(values[i]) && fabs(values[i]) > largest) largest = fabs(values[i]);
    for (size_t i = 0; i < count; i++)
        while (is_plain(values[i]) && needed < 6 && !is_exact(values[i], largest, needed)) needed++;
    if (needed == 0) return 0;
    // Next to a large value a small one still shows: 0.5 beside 135 is no 0.
    int enough = 2 - (int)floor(log10(largest)), least = largest < 1000 ? 2 : 1;
    if (enough < least) enough = least;
    if (enough > 6) enough = 6;
    if (needed == 3 && largest < 1000) return needed; // 0.125 beside 2: an eighth has three
    return needed < enough ? needed : enough;
}
