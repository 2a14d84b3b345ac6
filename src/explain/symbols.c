// Sums of symbols: what a cell holds where sources are letters. Like terms meet only as numbers: of a cell's terms no two
// share a factor, for one end of a joint and its tap, or both its ends, leave no choice for the third.
#include "explain/symbol.h"

#include <math.h>
#include <string.h>

typedef struct Sum {
    Text *out;
    const Work *work;
    Role onto;
    Walk walk;
    long long steps;
    int most;
    int only; // the channel of x that counts, or -1
    Symbols found;
    bool reached;
    double number, parts; // of the terms without letters: their sum, and the sum of their sizes
} Sum;

static bool is_letters(const Work *work, Role role)
{
    const Scene *scene = &work->scene;
    const Source *source = role == ROLE_X ? &scene->x : role == ROLE_W ? &scene->w : role == ROLE_B ? &scene->b : &scene->gy;
    return source->kind == SOURCE_LETTERS;
}

bool work_is_symbolic(const Work *work)
{
    return is_letters(work, ROLE_X) || is_letters(work, ROLE_W) || is_letters(work, ROLE_B);
}

// ---- one summand -----------------------------------------------------------------------------------------------

static bool is_zero_text(const char *text)
{
    return strspn(text, "0.") == strlen(text);
}

// The size of a number, without zeros at its end: 0.5 and not 0.50. One too small for its tensor's decimals gets more.
// [parts]: what it was added up from, as in number_is_shown.
static void size_text(char out[NUMBER_TEXT], double size, int decimals, double parts, bool *exact)
{
    number_show(out, size, decimals);
    if (size > 0 && is_zero_text(out)) number_show(out, size, 6);
    bool shown = number_is_shown(out, size, parts);
    *exact = *exact && shown;
    if (!shown || !strchr(out, '.')) return; // "1.5×10⁷" is never called shown
    size_t end = strlen(out);
    while (out[end - 1] == '0') end--;
    if (out[end - 1] == '.') end--;
    out[end] = 0;
}

// "+ 2·a·k₀": the sign and what stands behind it, [letters] may be "".
static void put_summand(Sum *sum, double factor, int decimals, double parts, const char *letters)
{
    sum->found.terms++;
    if (sum->most && sum->found.terms > sum->most) return; // counted only
    bool negative = factor < 0, first = sum->found.terms == 1;
    char size[NUMBER_TEXT] = "";
    if (!*letters || !(fabs(factor) <= 1 && fabs(factor) >= 1)) size_text(size, fabs(factor), decimals, parts, &sum->found.exact);
    const char *sign = first ? (negative ? "−" : "") : negative ? " − " : " + ";
    text_print(sum->out, "%s%s%s%s", sign, size, *size && *letters ? "·" : "", letters);
}

// ---- the terms -------------------------------------------------------------------------------------------------

// What a term multiplies to arrive at a cell of this tensor.
static void factors_of(Role onto, const Term *term, Cell out[2])
{
    Cell gy = term->y;
    gy.role = ROLE_GY;
    out[0] = onto == ROLE_GX ? gy : term->x;
    out[1] = onto == ROLE_GW ? gy : term->w;
}

static void add_product(Sum *sum, const Term *term)
{
    Cell factors[2];
    char letters[2 * NUMBER_TEXT] = "";
    double number = 1;
    int decimals = 0;
    factors_of(sum->onto, term, factors);
    for (int i = 0; i < 2; i++) {
        if (is_letters(sum->work, factors[i].role)) {
            char name[NUMBER_TEXT];
            symbol_of(name, sum->work, factors[i], 0);
            if (*letters) strcat(letters, "·");
            strcat(letters, name);
        } else {
            number *= (double)work_value(sum->work, factors[i]);
            decimals = role_decimals(sum->work, factors[i].role);
        }
    }
    if (!*letters) sum->number += number, sum->parts += fabs(number);
    else if (!(fabs(number) <= 0)) put_summand(sum, number, decimals, fabs(number), letters);
}

static bool add_term(void *context, const Term *term)
{
    Sum *sum = context;
    // What a transposed convolution writes is real even where it is cut; nothing else comes from outside.
    bool counts = term->inside || (sum->onto == ROLE_Y && sum->work->scene.spec.transposed);
    long long step = timeline_of(&sum->work->scene.spec, sum->walk, term);
    if (!counts || step < 0 || step >= sum->steps || (sum->only >= 0 && term->x.at[1] != sum->only)) return true;
    sum->reached = true;
    add_product(sum, term);
    return true;
}

static void add_bias(Sum *sum, Cell y)
{
    Cell bias = { ROLE_B, { y.at[1], 0, 0, 0 } };
    sum->reached = true;
    if (is_letters(sum->work, ROLE_B)) return;
    sum->number += (double)work_value(sum->work, bias), sum->parts += fabs((double)work_value(sum->work, bias));
}

// The numbers of the sum, then the bias where it is a letter.
static void put_rest(Sum *sum, Cell cell, bool has_bias)
{
    int decimals = sum_decimals(sum->work);
    char text[NUMBER_TEXT];
    number_show(text, fabs(sum->number), decimals);
    // 0.1 + 0.2 − 0.3 leaves what rounding has left.
    bool nothing = is_zero_text(text) && fabs(sum->number) <= 0x1p-22 * sum->parts;
    if (!nothing) put_summand(sum, sum->number, decimals, sum->parts, "");
    if (has_bias && is_letters(sum->work, ROLE_B)) {
        symbol_of(text, sum->work, (Cell){ ROLE_B, { cell.at[1], 0, 0, 0 } }, 0);
        put_summand(sum, 1, 0, 1, text);
    }
}

static Symbols symbols_from(Text *out, const Work *work, Cell cell, int only, Walk walk, long long steps, int most)
{
    const Spec *spec = &work->scene.spec;
    Sum sum = { .out = out, .work = work, .onto = cell.role, .walk = walk, .most = most, .only = only, .found.exact = true,
                .steps = steps == STEP_END ? timeline_count(spec, walk) : steps };
    bool has_bias = cell.role == ROLE_Y && only < 0 && work->b && cell_inside(spec, cell);
    terms_each(spec, cell, add_term, &sum);
    if (has_bias) add_bias(&sum, cell);
    put_rest(&sum, cell, has_bias);
    if (most && sum.found.terms > most) text_print(out, " + … and %d more", sum.found.terms - most);
    if (sum.reached && sum.found.terms == 0) text_put(out, "0");
    return sum.found;
}

Symbols symbols_of(Text *out, const Work *work, Cell cell, Walk walk, long long steps, int most)
{
    return symbols_from(out, work, cell, -1, walk, steps, most);
}

Symbols symbols_of_pair(Text *out, const Work *work, Cell cell, int in, Walk walk, long long steps, int most)
{
    return symbols_from(out, work, cell, in, walk, steps, most);
}

void symbols_of_term(Text *out, const Work *work, const Term *term)
{
    symbols_of_product(out, work, ROLE_Y, term);
}

void symbols_of_product(Text *out, const Work *work, Role onto, const Term *term)
{
    Sum sum = { .out = out, .work = work, .onto = onto, .found.exact = true };
    add_product(&sum, term);
    if (!(fabs(sum.number) <= 0)) put_summand(&sum, sum.number, sum_decimals(work), sum.parts, "");
    if (sum.found.terms == 0) text_put(out, "0");
}
