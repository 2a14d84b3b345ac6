// Sums of symbols hold what they stand for: each letter is replaced by a number, the sum worked out, and compared with
// what the numbers alone add up to, at every step of every walk.
#include "explain/scenes.h"
#include "support/check.h"

#include <stdio.h>

// ---- what letters stand for ------------------------------------------------------------------------------------

typedef struct Named {
    char name[NUMBER_TEXT];
    double value;
} Named;
static Named names[4096];
static int name_count;

static Cell cell_of(const Spec *spec, Role role, size_t flat)
{
    int shape[4];
    scene_shape(spec, role, shape);
    Cell cell = { .role = role };
    for (int i = 3; i >= 0; i--) cell.at[i] = (int)(flat % (size_t)shape[i]), flat /= (size_t)shape[i];
    return cell;
}

// A tensor that is letters in [lettered] and the same numbers, typed, in [typed].
static void make_source(Random *r, const Spec *spec, Role role, bool letters, Source *lettered, Source *typed)
{
    *typed = typed_source(role_count(spec, role));
    for (int i = 0; i < typed->count; i++) typed->values[i] = (float)(any(r, 0, 3) ? any(r, -9, 9) : any(r, -1, 1));
    *lettered = letters ? (Source){ .kind = SOURCE_LETTERS } : source_copy(typed);
}

static void name_letters(const Work *lettered, const Work *typed, Role role)
{
    size_t count = role_count(&typed->scene.spec, role);
    for (size_t i = 0; i < count; i++) {
        Cell cell = cell_of(&typed->scene.spec, role, i);
        Named *named = &names[name_count++];
        symbol_of(named->name, lettered, cell, 0);
        named->value = (double)work_value(typed, cell);
        for (int k = 0; k < name_count - 1; k++) check(strcmp(names[k].name, named->name), "two letters are %s", named->name);
    }
}

// ---- working out -----------------------------------------------------------------------------------------------

static double factor(const char *text, size_t length, const char *whole)
{
    double value;
    if (number_parse(text, length, &value)) return value;
    for (int i = 0; i < name_count; i++)
        if (strlen(names[i].name) == length && !memcmp(names[i].name, text, length)) return names[i].value;
    check(false, "\"%.*s\" in \"%s\" is neither a number nor a letter", (int)length, text, whole);
    return 0;
}

// The first place in [text] where one of the marks stands; the end where none does.
static size_t until(const char *text, const char *a, const char *b)
{
    const char *first = strstr(text, a), *second = strstr(text, b), *end = text + strlen(text);
    if (!first) first = end;
    if (!second) second = end;
    return (size_t)((first < second ? first : second) - text);
}

static const char MINUS[] = "\xE2\x88\x92", TIMES[] = "\xC2\xB7";

// "a·k₀ − 2·b + 3"; also counts the summands, and refuses what a person would not write: 1·a, 0·a, + −a, 0 among others.
static double work_out(const char *whole, int *summands)
{
    double sum = 0, sign = 1;
    const char *at = whole;
    *summands = 0;
    if (!strncmp(at, MINUS, 3)) sign = -1, at += 3;
    for (;;) {
        size_t length = until(at, " + ", " \xE2\x88\x92 "), from = 0;
        double product = 1;
        check(length > 0, "an empty summand in \"%s\"", whole);
        for (;;) {
            char summand[256];
            snprintf(summand, sizeof summand, "%.*s", (int)length, at);
            size_t part = until(summand + from, TIMES, TIMES);
            bool alone = from == 0 && part == length;
            double value = factor(at + from, part, whole);
            bool number = number_parse(at + from, part, &value);
            check(alone || !number || (value > 0 && (value > 1 || value < 1)), "the factor %g in \"%s\"", value, whole);
            check(strncmp(at + from, MINUS, 3), "a sign inside of \"%s\"", whole);
            product *= value;
            from += part + strlen(TIMES);
            if (from > length) break;
        }
        sum += sign * product;
        ++*summands;
        if (!at[length]) return sum;
        sign = at[length + 1] == '+' ? 1 : -1;
        at += length + (sign > 0 ? 3 : 5);
    }
}

// ---- the claims ------------------------------------------------------------------------------------------------

static double sum_at(const Sums *sums, Cell cell, bool *reached, const Spec *spec)
{
    int at = (cell.at[2] - sums->canvas.row0) * sums->canvas.cols + cell.at[3] - sums->canvas.col0;
    *reached = sums->count[at] > 0 || (sums->has_bias && cell_inside(spec, cell));
    return sums->value[at];
}

static void hold_plane(const Work *lettered, const char *scene, const Work *typed, Cell plane, Walk walk, long long step, long long *held)
{
    const Spec *spec = &typed->scene.spec;
    Sums sums;
    sums_make(&sums, typed, plane.at[0], plane.at[1], walk, step);
    for (int i = 0; i < sums.canvas.rows * sums.canvas.cols; i++) {
        Cell cell = plane;
        cell.at[2] = i / sums.canvas.cols + sums.canvas.row0, cell.at[3] = i % sums.canvas.cols + sums.canvas.col0;
        char name[64], code[1200];
        bool reached;
        double want = sum_at(&sums, cell, &reached, spec);
        Text text = { 0 };
        Symbols symbols = symbols_of(&text, lettered, cell, walk, step, 0);
        cell_print(name, cell);
        snprintf(code, sizeof code, "%s, %s by %s at %lld", name, scene, WALK_WORDS[walk], step);
        check(reached == (text.length > 0), "%s: it is %s reached, and \"%s\" is said", code, reached ? "" : "not", text_or_empty(&text));
        if (reached) {
            int summands;
            double told = work_out(text.data, &summands);
            check(fabs(told - want) < 1e-9, "%s: \"%s\" is %g, the sum is %g", code, text.data, told, want);
            check(summands == symbols.terms || (symbols.terms == 0 && !strcmp(text.data, "0")), "%s: \"%s\" has %d terms, %d are told",
                  code, text.data, summands, symbols.terms);
            check(symbols.exact, "%s: \"%s\" is called rounded", code, text.data);
            ++*held;
        }
        text_clear(&text);
    }
    sums_clear(&sums);
}

// The gradients at the end, by their kernels.
static void hold_gradients(const Work *lettered, const Work *typed, Role role)
{
    for (size_t i = 0; i < role_count(&typed->scene.spec, role); i++) {
        Cell cell = cell_of(&typed->scene.spec, role, i);
        Text text = { 0 };
        int summands;
        symbols_of(&text, lettered, cell, WALK_INPUT, STEP_END, 0);
        double told = text.length ? work_out(text.data, &summands) : 0, want = (double)work_value(typed, cell);
        check(fabs(told - want) < 1e-9, "%s: \"%s\" is %g, the kernel says %g", ROLE_WORDS[role], text_or_empty(&text), told, want);
        text_clear(&text);
    }
}

static void letters_replaced_by_numbers_make_the_sum_at_every_step_of_every_walk(void **state)
{
    (void)state;
    Random r = { 5 };
    long long held = 0;
    for (int i = 0; i < 50; i++) {
        Scene a = { .spec = some_spec(&r), .b = { .kind = SOURCE_NONE }, .gy = { .kind = SOURCE_ONES } }, b = a;
        if (timeline_count(&a.spec, WALK_PRODUCT) > 120) {
            i--;
            continue;
        }
        make_source(&r, &a.spec, ROLE_X, any(&r, 0, 2) > 0, &a.x, &b.x);
        make_source(&r, &a.spec, ROLE_W, any(&r, 0, 2) > 0, &a.w, &b.w);
        make_source(&r, &a.spec, ROLE_Y, any(&r, 0, 1), &a.gy, &b.gy);
        if (any(&r, 0, 1)) make_source(&r, &a.spec, ROLE_B, any(&r, 0, 1), &a.b, &b.b);
        Work lettered, typed;
        assert_true(work_make(&lettered, &a, NULL, NULL) && work_make(&typed, &b, NULL, NULL));
        Text code = { 0 };
        scene_print(&code, &a);
        name_count = 0;
        const Role roles[] = { ROLE_X, ROLE_W, ROLE_B, ROLE_GY };
        const Source *const sources[] = { &a.x, &a.w, &a.b, &a.gy };
        for (int k = 0; k < COUNT(roles); k++)
            if (sources[k]->kind == SOURCE_LETTERS) name_letters(&lettered, &typed, roles[k]);
        for (int walk = 0; walk < WALK_COUNT; walk++) {
            long long count = timeline_count(&a.spec, (Walk)walk);
            for (long long step = 0; step <= count; step++)
                for (int n = 0; n < a.spec.batch; n++)
                    for (int c = 0; c < a.spec.out_channels; c++)
                        hold_plane(&lettered, text_or_empty(&code), &typed, (Cell){ ROLE_Y, { n, c, 0, 0 } }, (Walk)walk, step, &held);
        }
        hold_gradients(&lettered, &typed, ROLE_GX);
        hold_gradients(&lettered, &typed, ROLE_GW);
        text_clear(&code);
        work_clear(&lettered);
        work_clear(&typed);
        scene_clear(&a);
        scene_clear(&b);
    }
    check(held > 10000, "only %lld sums were held", held);
}

static void sums_are_written_as_a_person_would(void **state)
{
    (void)state;
    static const struct { const char *code; int most; const char *sum; int terms; bool exact; } rows[] = {
        { "convt1d x=letters w=ones cell=y:0,0,0,1", 0, "a + b", 2, true },
        { "convt1d x=letters w=letters cell=y:0,0,0,2", 0, "a·k₂ + b·k₁ + c·k₀", 3, true },
        { "convt1d x=letters w=letters cell=y:0,0,0,2", 2, "a·k₂ + b·k₁ + … and 1 more", 3, true },
        { "convt1d x=[2,3,0] w=letters cell=y:0,0,0,2", 0, "2·k₂ + 3·k₁", 2, true },
        { "convt1d x=letters w=[1,0,-1] b=[-2] cell=y:0,0,0,2", 0, "−a + c − 2", 3, true },
        { "convt1d x=letters w=[0.5,0.25,-1] cell=y:0,0,0,2", 0, "−a + 0.25·b + 0.5·c", 3, true },
        { "convt1d x=letters w=[0.3333,2,1] cell=y:0,0,0,1", 0, "2·a + 0.33·b", 2, false },
        { "convt1d x=letters w=[0.002,200.5,1] k=3 cell=y:0,0,0,0", 0, "0.002·a", 1, true },
        { "convt1d in=2 k=2 x=[0.1,0.2] w=[1,1] b=letters cell=y:0,0,0,1", 0, "0.3 + b₀", 2, true },
        { "convt1d in=3 k=3 x=[0.1,0.2,-0.3] w=ones b=letters cell=y:0,0,0,2", 0, "b₀", 1, true },
        { "convt1d in=2 k=2 x=letters w=[inf,1] cell=y:0,0,0,1", 0, "a + ∞·b", 2, true },
        { "convt1d in=2 k=2 s=3 x=letters cell=y:0,0,0,2", 0, "", 0, true },
        { "convt1d in=2 k=2 x=letters w=[0.3333,0.6666] cell=y:0,0,0,1", 0, "0.667·a + 0.333·b", 2, false },
        { "convt1d in=1 k=1 x=letters w=[12500000] cell=y:0,0,0,0", 0, "1.25×10⁷·a", 1, true },
        { "convt1d in=1 k=1 x=[0.001] w=[0.001] b=letters cell=y:0,0,0,0", 0, "10⁻⁶ + b₀", 2, true },
        { "convt1d in=1 k=1 x=[nan] w=ones b=letters cell=y:0,0,0,0", 0, "NaN + b₀", 2, true },
        { "conv2d in=6 k=2 x=letters w=letters b=letters cell=y:0,0,4,0", 0, "y·k₀ + z·k₁ + x₅₀·k₂ + x₅₁·k₃ + b₀", 5, true },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        Error err;
        Text text = { 0 };
        check(scene_parse(&scene, rows[i].code, &err) && work_make(&work, &scene, NULL, &err), "%s: %s", rows[i].code, err.text);
        Symbols symbols = symbols_of(&text, &work, scene.cell, scene.walk, STEP_END, rows[i].most);
        check(!strcmp(text_or_empty(&text), rows[i].sum), "%s: \"%s\", not \"%s\"", rows[i].code, text_or_empty(&text), rows[i].sum);
        check(symbols.terms == rows[i].terms && symbols.exact == rows[i].exact, "%s: %d terms, %s", rows[i].code, symbols.terms,
              symbols.exact ? "exact" : "rounded");
        text_clear(&text);
        work_clear(&work);
        scene_clear(&scene);
    }
}

static void a_product_alone_is_written_too(void **state)
{
    (void)state;
    static const struct { const char *code; int tap; const char *product; bool gx, gw; } rows[] = {
        { "convt1d in=1 k=2 x=[2] w=[3,0]", 0, "6", false, false }, { "convt1d in=1 k=2 x=[2] w=[3,0]", 1, "0", false, false },
        { "convt1d in=1 k=2 x=letters w=[3,0]", 0, "3·a", false, true }, { "convt1d in=1 k=2 x=letters w=[3,0]", 1, "0", false, true },
        { "convt1d in=1 k=2 x=[2] w=letters", 1, "2·k₁", true, false }, { "convt1d in=1 k=2 x=[2] gy=letters", 1, "4", true, true },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        Term term;
        Text text = { 0 };
        assert_true(scene_parse(&scene, rows[i].code, NULL) && work_make(&work, &scene, NULL, NULL));
        assert_true(matrix_term(&scene.spec, (Cell){ ROLE_C, { 0, rows[i].tap, 0, 0 } }, &term));
        symbols_of_term(&text, &work, &term);
        check(!strcmp(text_or_empty(&text), rows[i].product), "%s: \"%s\", not \"%s\"", rows[i].code, text_or_empty(&text), rows[i].product);
        check(back_is_symbolic(&work, ROLE_GX) == rows[i].gx && back_is_symbolic(&work, ROLE_GW) == rows[i].gw, "%s: letters come back", rows[i].code);
        text_clear(&text);
        work_clear(&work);
        scene_clear(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_replaced_by_numbers_make_the_sum_at_every_step_of_every_walk),
        cmocka_unit_test(a_product_alone_is_written_too),
        cmocka_unit_test(sums_are_written_as_a_person_would),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
