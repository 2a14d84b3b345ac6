// The edges: every formula of the door at its limit, one below and one above. It is right there, or refused with a
// sentence; UBSan sees to it that no sum in between leaves its type. And where there is no memory, that is said.
#include "support/check.h"
#include "support/little_memory.h"
#include "support/op/any_spec.h"
#include "support/op/sparse_floats.h"

#include <limits.h>
#include <stdio.h>

enum { SIDE = SPEC_MOST_SIDE, VALUES_ROOT = 1 << 14 }; // VALUES_ROOT² is the most that a tensor holds

// ---- sizes -----------------------------------------------------------------------------------------------------

__extension__ typedef __int128 Exact; // no sum of these formulas leaves it

static long long clamped(Exact value)
{
    return value > LLONG_MAX ? LLONG_MAX : value < LLONG_MIN ? LLONG_MIN : (long long)value;
}

static const int NUMBERS[] = { 0, 1, 2, 3, SIDE - 1, SIDE, SIDE + 1, INT_MAX - 1, INT_MAX };

static void sizes_of_any_ints_are_exact(void **state)
{
    (void)state;
    const int *v = NUMBERS;
    for (int a = 0; a < COUNT(NUMBERS); a++)
    for (int k = 1; k < COUNT(NUMBERS); k++)
    for (int s = 1; s < COUNT(NUMBERS); s++)
    for (int p = 0; p < COUNT(NUMBERS); p++)
    for (int d = 1; d < COUNT(NUMBERS); d++) {
        Exact spanned = (Exact)v[d] * (v[k] - 1) + 1;
        Exact room = (Exact)v[a] + 2 * (Exact)v[p] - spanned;
        long long narrow = axis_convolved_size(v[a], v[k], v[s], v[p], v[d]);
        check(narrow == (room < 0 ? 0 : clamped(room / v[s] + 1)), "wide %d k %d s %d p %d d %d: %lld", v[a], v[k],
              v[s], v[p], v[d], narrow);
        for (int op = 0; op < COUNT(NUMBERS); op++) {
            Exact wide = (Exact)(v[a] - 1) * v[s] - 2 * (Exact)v[p] + spanned + v[op];
            long long got = axis_transposed_size(v[a], v[k], v[s], v[p], v[op], v[d]);
            check(got == clamped(wide), "narrow %d k %d s %d p %d op %d d %d: %lld; wanted %lld", v[a], v[k], v[s],
                  v[p], v[op], v[d], got, clamped(wide));
        }
    }
}

// Beyond int nothing is promised but that nothing wraps around: what is too large stays too large.
static void sizes_of_longer_numbers_never_wrap(void **state)
{
    (void)state;
    static const long long v[] = { LLONG_MIN, LLONG_MIN + 1, -1, 0, 1, 1LL << 32, LLONG_MAX - 1, LLONG_MAX };
    for (int i = 0; i < COUNT(v); i++)
    for (int j = 0; j < COUNT(v); j++)
    for (int k = 0; k < COUNT(v); k++)
    for (int l = 0; l < COUNT(v); l++) {
        (void)axis_transposed_size(v[i], v[j], v[k], v[l], v[i], v[j]);
        check(axis_convolved_size(v[i], v[j], v[k], v[l], v[i]) >= 0, "a size below 0");
    }
    assert_true(axis_transposed_size(LLONG_MAX, 1, LLONG_MAX, 0, 0, 1) == LLONG_MAX);
    assert_true(axis_transposed_size(3, 1, 1, LLONG_MAX, 0, 1) < 0);
    assert_true(axis_transposed_size(3, LLONG_MAX, 1, 0, 0, LLONG_MAX) == LLONG_MAX);
    assert_true(axis_transposed_size(LLONG_MIN, 1, 1, 0, 0, 1) < 0); // narrow − 1 does not wrap to LLONG_MAX
    assert_true(axis_convolved_size(LLONG_MAX, 1, 1, LLONG_MAX, 1) == LLONG_MAX);
    assert_true(axis_convolved_size(5, LLONG_MAX, 1, 0, LLONG_MAX) == 0);
}

// ---- one number at a time --------------------------------------------------------------------------------------

static Spec tiny(bool transposed)
{
    Axis one = { .narrow = 1, .wide = 1, .kernel = 1, .stride = 1, .dilation = 1 };
    return (Spec){ .transposed = transposed, .dims = 2, .batch = 1, .in_channels = 1, .out_channels = 1, .groups = 1,
                   .y = one, .x = one };
}

// [number] points into [spec]: [most] is accepted there, one more is refused with a sentence that names it.
static void hold_limit(const char *name, Spec *spec, int *number, int most)
{
    Error err = { .text = "" };
    *number = most;
    check(spec_check(spec, &err), "%s %d is refused: %s", name, most, err.text);
    *number = most + 1;
    check(!spec_check(spec, &err), "%s %d is accepted", name, most + 1);
    char value[32];
    snprintf(value, sizeof value, "%d", most + 1);
    check(strstr(err.text, value), "%s %d: the sentence does not name it: %s", name, most + 1, err.text);
    *number = INT_MAX;
    check(!spec_check(spec, &err), "%s INT_MAX is accepted", name);
    *number = INT_MIN;
    check(!spec_check(spec, &err), "%s INT_MIN is accepted", name);
}

static void every_number_is_right_at_its_limit_and_refused_above(void **state)
{
    (void)state;
    Spec s;
    s = tiny(true), hold_limit("narrow", &s, &s.x.narrow, SIDE);
    s = tiny(false), hold_limit("wide", &s, &s.y.wide, SIDE);
    s = tiny(true), hold_limit("kernel", &s, &s.x.kernel, SIDE);
    s = tiny(true), hold_limit("stride", &s, &s.y.stride, SIDE);
    s = tiny(false), hold_limit("stride", &s, &s.y.stride, SIDE);
    s = tiny(true), hold_limit("dilation", &s, &s.x.dilation, SIDE);
    s = tiny(false), hold_limit("dilation", &s, &s.x.dilation, SIDE);
    s = tiny(false), hold_limit("batch", &s, &s.batch, SPEC_MOST_CHANNELS);
    s = tiny(false), hold_limit("in_channels", &s, &s.in_channels, SPEC_MOST_CHANNELS);
    s = tiny(true), hold_limit("out_channels", &s, &s.out_channels, SPEC_MOST_CHANNELS);
    s = tiny(true), s.in_channels = s.out_channels = SPEC_MOST_CHANNELS;
    hold_limit("groups", &s, &s.groups, SPEC_MOST_CHANNELS);
}

// An axis whose stamps span as much as is allowed, [padding] cut off on both sides.
static void the_widest_stamps_that_are_allowed_fit_an_int(void **state)
{
    (void)state;
    Spec s = tiny(true);
    Error err;
    s.x = (Axis){ .narrow = 4, .kernel = 1, .stride = SIDE, .padding = SIDE, .dilation = 1 }; // 3·2²⁸ + 1 − 2·2²⁸
    assert_false(spec_check(&s, &err)); // one cell too wide
    s.x.stride = SIDE - 1;
    check(spec_check(&s, &err), "%s", err.text);
    assert_int_equal(axis_extent(s.x), 3 * (SIDE - 1) + 1);
    assert_int_equal(axis_place(s.x, 3, 0), 2 * SIDE - 3);
    assert_int_equal(axis_place(s.x, 0, 0), -SIDE);
    assert_int_equal(axis_wide(s.x, 3, 0), -1);
    assert_int_equal(axis_wide(s.x, 1, 0), -1);
    s.x = (Axis){ .narrow = 1, .kernel = 4, .stride = 1, .padding = SIDE - 1, .dilation = SIDE - 1 };
    check(spec_check(&s, &err), "%s", err.text);
    assert_int_equal(axis_span(s.x), 3 * (SIDE - 1) + 1);
    assert_int_equal(s.x.wide, SIDE);
    assert_int_equal(axis_wide(s.x, 0, 2), SIDE - 1); // the last cell
    assert_int_equal(axis_wide(s.x, 0, 3), -1);
}

// ---- tensors of a spec -----------------------------------------------------------------------------------------

static void hold_values(const char *what, Spec *s, int *number, int most, size_t (*count)(const Spec *))
{
    Error err = { .text = "" };
    *number = most;
    check(spec_check(s, &err), "%s is refused at its limit: %s", what, err.text);
    check(count(s) == (size_t)SPEC_MOST_VALUES, "%s holds %zu", what, count(s));
    *number = most + 1;
    check(!spec_check(s, &err), "%s is accepted above its limit", what);
    check(strstr(err.text, what) && strstr(err.text, "at most 268435456"), "%s: %s", what, err.text);
}

static void a_tensor_of_a_spec_holds_two_to_the_28_and_no_more(void **state)
{
    (void)state;
    Spec s = tiny(true);
    s.y.narrow = VALUES_ROOT;
    hold_values("the input", &s, &s.x.narrow, VALUES_ROOT, spec_x_count);
    s = tiny(false), s.y.padding = VALUES_ROOT / 2 - 1, s.y.wide = 2;
    hold_values("the output", &s, &s.x.wide, VALUES_ROOT, spec_y_count);
    s = tiny(true), s.in_channels = s.out_channels = VALUES_ROOT, s.groups = 2, s.y.kernel = 2;
    hold_values("the weights", &s, &s.x.kernel, 1, spec_w_count);
    // Products of four numbers at their limits are counted, not wrapped.
    s = tiny(true), s.batch = s.in_channels = s.out_channels = SPEC_MOST_CHANNELS, s.y.narrow = s.x.narrow = SIDE;
    Error err;
    assert_false(spec_check(&s, &err));
    s = tiny(true), s.in_channels = s.out_channels = SPEC_MOST_CHANNELS;
    assert_false(spec_check(&s, &err)); // 2⁴⁰ weights
}

static void the_matrix_of_the_largest_spec_is_counted_without_overflow(void **state)
{
    (void)state;
    Spec s = tiny(true);
    s.y.narrow = s.x.narrow = VALUES_ROOT, s.y.kernel = s.x.kernel = 1;
    assert_true(spec_check(&s, NULL));
    assert_true(op_matrix_rows(&s) == (size_t)SPEC_MOST_VALUES && op_matrix_columns(&s) == (size_t)SPEC_MOST_VALUES);
    assert_true(op_phases_scratch(&s) == (size_t)SPEC_MOST_VALUES + 1);
}

// ---- memory ----------------------------------------------------------------------------------------------------

static void hold_said(bool ok, const Error *err, bool cannot, const char *part)
{
    check(!ok, "it was granted");
    check(err->cannot == cannot && strstr(err->text, part), "it says: %s", err->text);
}

static void tensors_are_refused_above_their_limit_and_where_memory_ends(void **state)
{
    (void)state;
    Tensor tensor;
    Error err;
    int above[] = { 2, SIDE / 2 + 1 }, at[] = { 2, SIDE / 2 }, zero[] = { 0, INT_MAX, INT_MAX };
    hold_said(tensor_make(&tensor, 2, above, &err), &err, false, "(2, 134217729) is too large");
    assert_null(tensor.data);
    little_memory();
    hold_said(tensor_make(&tensor, 2, at, &err), &err, true, "not enough memory for a tensor of the shape (2, 134217728)");
    assert_null(tensor.data);
    assert_true(tensor_make(&tensor, 3, zero, &err));
    assert_int_equal(tensor_count(&tensor), 0);
    tensor_clear(&tensor);
}

static void a_sparse_matrix_has_as_many_entries_as_an_int_counts(void **state)
{
    (void)state;
    Spec s = tiny(true); // 2³⁰ entries for each tap
    s.in_channels = s.out_channels = 64, s.x.narrow = 1 << 18, s.x.kernel = 2;
    Sparse sparse;
    Error err;
    check(spec_check(&s, &err), "%s", err.text);
    hold_said(sparse_make(&sparse, &s, &err), &err, false, "more than 2147483647 entries");
    s.x.padding = 1, s.x.narrow = (1 << 18) + 1; // each end loses one of its two: 2·2¹⁸ for each pair of channels
    assert_true(spec_check(&s, &err));
    hold_said(sparse_make(&sparse, &s, &err), &err, false, "more than 2147483647 entries");
    s.out_channels = 63;
    assert_true(spec_check(&s, &err));
    little_memory();
    hold_said(sparse_make(&sparse, &s, &err), &err, true, "not enough memory for a matrix of 2113929216 entries");
    assert_null(sparse.start);
    s = tiny(true), s.y.narrow = s.x.narrow = VALUES_ROOT; // already where its rows begin
    assert_true(spec_check(&s, &err));
    hold_said(sparse_make(&sparse, &s, &err), &err, true, "not enough memory for a matrix of 268435456 entries");
    // Every tensor at its limit: 2⁴² entries.
    s = tiny(false), s.in_channels = s.out_channels = VALUES_ROOT, s.y.wide = s.x.wide = 128;
    assert_true(spec_check(&s, &err));
    hold_said(sparse_make(&sparse, &s, &err), &err, false, "more than 2147483647 entries");
}

// ---- kernels with strides, dilations and paddings as long as they get ----------------------------------------------

static void hold_everywhere(const char *name, Axis axis, bool transposed, int dims, float *first)
{
    static Sample sample;
    static Sum want[ANY_MOST_VALUES], want_gx[ANY_MOST_VALUES], want_gw[ANY_MOST_VALUES];
    Spec s = tiny(transposed);
    s.dims = dims, s.x = axis;
    if (dims == 2) s.y = axis;
    Error err;
    check(spec_check(&s, &err), "%s: %s", name, err.text);
    Random random = { 1 };
    sample_make(&sample, &random, &s, true);
    sample.biased = false;
    sample_y(&sample, want);
    float y[5][16], scratch[64];
    Sparse c;
    check(spec_y_count(&s) <= 16 && op_phases_scratch(&s) <= 64, "%s is too large for this test", name);
    op_forward(y[0], sample.x, sample.w, NULL, &s);
    op_matrix_forward(y[1], sample.x, sample.w, NULL, &s);
    check(sparse_make(&c, &s, &err), "%s: %s", name, err.text);
    sparse_floats(y[2], &c, sample.w, sample.x, transposed);
    sparse_clear(&c);
    if (transposed) conv_transpose2d_gather(y[3], sample.x, sample.w, NULL, &s);
    if (transposed) conv_transpose2d_phases(y[4], sample.x, sample.w, NULL, &s, scratch);
    for (int telling = 0; telling < (transposed ? 5 : 3); telling++)
    for (size_t i = 0; i < spec_y_count(&s); i++)
        check((double)y[telling][i] == want[i].value, "%s, telling %d: y[%zu] is %g; wanted %g", name, telling, i,
              (double)y[telling][i], want[i].value);
    float gx[16], gw[16];
    op_grad_input(gx, sample.gy, sample.w, &s);
    op_grad_weight(gw, sample.gy, sample.x, &s);
    sample_gx(&sample, want_gx);
    sample_gw(&sample, want_gw);
    for (size_t i = 0; i < spec_x_count(&s); i++)
        check((double)gx[i] == want_gx[i].value, "%s: gx[%zu] is %g", name, i, (double)gx[i]);
    for (size_t i = 0; i < spec_w_count(&s); i++)
        check((double)gw[i] == want_gw[i].value, "%s: gw[%zu] is %g", name, i, (double)gw[i]);
    if (first) *first = (float)sample.terms;
}

static void kernels_are_right_where_numbers_are_as_large_as_they_get(void **state)
{
    (void)state;
    // Two prints a stride of 2²⁸ apart: both cut; or the second alone on the one cell that is kept.
    Axis cut = { .narrow = 2, .kernel = 1, .stride = SIDE, .padding = SIDE / 2, .dilation = 1 };
    Axis kept = { .narrow = 2, .kernel = 2, .stride = SIDE, .padding = SIDE, .output_padding = SIDE - 1, .dilation = 1 };
    // Two taps a dilation of 2²⁸ apart, the second on the one cell.
    Axis taps = { .narrow = 2, .kernel = 2, .stride = 1, .padding = SIDE, .output_padding = SIDE - 1, .dilation = SIDE };
    // Windows that stand in the padding, and one that stands on the first value.
    Axis around = { .wide = 3, .kernel = 2, .stride = SIDE, .padding = SIDE / 2 - 2, .dilation = SIDE - 2 };
    Axis onto = { .wide = 3, .kernel = 1, .stride = SIDE / 2 - 2, .padding = SIDE / 2 - 2, .dilation = 1 };
    for (int dims = 1; dims <= 2; dims++) {
        float terms;
        hold_everywhere("cut", cut, true, dims, &terms), assert_true(terms == 0);
        hold_everywhere("kept", kept, true, dims, &terms), assert_true(terms == 1);
        hold_everywhere("taps", taps, true, dims, &terms), assert_true(terms == 1);
        hold_everywhere("around", around, false, dims, &terms), assert_true(terms == 0);
        hold_everywhere("onto", onto, false, dims, &terms), assert_true(terms == 1);
    }
}

static void stretching_one_cell_needs_no_room_however_long_the_stride(void **state)
{
    (void)state;
    float x[] = { 1, 2 }, z[] = { 9, 9 };
    op_stretch(z, x, 2, 1, 1, INT_MAX, INT_MAX);
    assert_memory_equal(z, x, sizeof x);
}

// ---- a spec from what people give ------------------------------------------------------------------------------

// Every number and side at the ends of its type, one and two at a time: refused with a sentence, or a sound spec.
static void what_people_give_is_refused_or_sound_at_the_ends_of_every_type(void **state)
{
    (void)state;
    static const long long longs[] = { LLONG_MIN, INT_MIN - 1LL, INT_MIN, -1, 0, 1, 2, SIDE, SIDE + 1, INT_MAX,
                                       INT_MAX + 1LL, LLONG_MAX };
    static const int sides[] = { 0, 1, 2, 1 << 20, SIDE, INT_MAX };
    int accepted = 0, refused = 0;
    for (int transposed = 0; transposed < 2; transposed++)
    for (int number = 0; number < 6; number++)
    for (int i = 0; i < COUNT(longs); i++)
    for (int side = 0; side < 8; side++)
    for (int j = 0; j < COUNT(sides); j++) {
        Given given = { .transposed = transposed, .dims = 2, .groups = 1 };
        PerAxis *axes[] = { &given.stride, &given.padding, &given.output_padding, &given.dilation, &given.output_size };
        if (number < 5) *axes[number] = (PerAxis){ 1, { longs[i] } };
        else given.groups = longs[i];
        Tensor x = { .rank = 4, .shape = { 1, 1, 2, 2 } }, w = { .rank = 4, .shape = { 1, 1, 2, 2 } };
        (side < 4 ? &x : &w)->shape[side % 4] = sides[j];
        Spec spec;
        Error err = { .text = "" };
        if (!spec_from_shapes(&spec, &given, &x, &w, NULL, &err)) {
            check(strlen(err.text) > 20 && !err.cannot, "refused without a sentence: '%s'", err.text);
            refused++;
            continue;
        }
        Spec again = spec;
        check(spec_check(&again, &err), "accepted, but its spec is refused: %s", err.text);
        check(again.x.wide == spec.x.wide && again.y.narrow == spec.y.narrow, "accepted with sizes that are not its own");
        accepted++;
    }
    check(accepted > 100 && refused > 1000, "%d accepted, %d refused: the test sees too little", accepted, refused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_of_any_ints_are_exact), cmocka_unit_test(sizes_of_longer_numbers_never_wrap),
        cmocka_unit_test(every_number_is_right_at_its_limit_and_refused_above),
        cmocka_unit_test(the_widest_stamps_that_are_allowed_fit_an_int),
        cmocka_unit_test(a_tensor_of_a_spec_holds_two_to_the_28_and_no_more),
        cmocka_unit_test(the_matrix_of_the_largest_spec_is_counted_without_overflow),
        cmocka_unit_test(tensors_are_refused_above_their_limit_and_where_memory_ends),
        cmocka_unit_test(a_sparse_matrix_has_as_many_entries_as_an_int_counts),
        cmocka_unit_test(kernels_are_right_where_numbers_are_as_large_as_they_get),
        cmocka_unit_test(stretching_one_cell_needs_no_room_however_long_the_stride),
        cmocka_unit_test(what_people_give_is_refused_or_sound_at_the_ends_of_every_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
