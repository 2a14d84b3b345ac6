// Layers that only move values: sub-pixel layout and joining. Every value carries the number of its place, so that each
// index formula can be read off.
#include "op/op.h"
#include "support/check.h"

#include <stdlib.h>

static float *counted(size_t count)
{
    float *row = malloc(count * sizeof *row);
    for (size_t i = 0; i < count; i++) row[i] = (float)i;
    return row;
}

// y[c][h·r+i][w·r+j] = x[c·r²+i·r+j][h][w]
static void shuffling_follows_the_formula_and_comes_back(void **state)
{
    (void)state;
    static const Shuffle shuffles[] = { { 2, 3, 4, 5, 2 }, { 1, 2, 3, 1, 3 }, { 3, 1, 1, 2, 1 }, { 1, 1, 2, 2, 5 } };
    for (int k = 0; k < COUNT(shuffles); k++) {
        Shuffle s = shuffles[k];
        int r = s.factor, channels = s.channels * r * r, height = s.height * r, width = s.width * r;
        size_t count = (size_t)(s.batch * channels * s.height * s.width);
        float *x = counted(count), *y = malloc(count * sizeof *y), *back = malloc(count * sizeof *back);
        pixel_shuffle(y, x, &s);
        for (int n = 0; n < s.batch; n++)
        for (int c = 0; c < s.channels; c++)
        for (int h = 0; h < s.height; h++)
        for (int w = 0; w < s.width; w++)
        for (int i = 0; i < r; i++)
        for (int j = 0; j < r; j++) {
            int from = ((n * channels + c * r * r + i * r + j) * s.height + h) * s.width + w;
            float got = y[((n * s.channels + c) * height + h * r + i) * width + w * r + j];
            check(got == (float)from, "by %d: channel %d, row %d, column %d shows %g; wanted %d", r, c, h * r + i,
                  w * r + j, (double)got, from);
        }
        pixel_unshuffle(back, y, &s);
        assert_memory_equal(back, x, count * sizeof *x);
        free(x);
        free(y);
        free(back);
    }
}

// ---- joining ---------------------------------------------------------------------------------------------------

// The flat index of the value at [at].
static size_t index_of(const Tensor *tensor, const int at[TENSOR_RANK])
{
    size_t index = 0;
    for (int i = 0; i < tensor->rank; i++) index = index * (size_t)tensor->shape[i] + (size_t)at[i];
    return index;
}

// Three parts of different runs along [axis]; each value is 1000 · its part + its index there.
static void hold_join(int rank, int axis)
{
    static const int sides[] = { 2, 3, 4, 2 }, runs[] = { 3, 1, 2 };
    Tensor part[3], cut[3], y;
    const Tensor *parts[3];
    Tensor *cuts[3];
    Error err;
    for (int p = 0; p < 3; p++) {
        int shape[TENSOR_RANK];
        memcpy(shape, sides, sizeof sides);
        shape[axis] = runs[p];
        assert_true(tensor_make(&part[p], rank, shape, &err) && tensor_make(&cut[p], rank, shape, &err));
        for (size_t i = 0; i < tensor_count(&part[p]); i++) part[p].data[i] = (float)(1000 * (p + 1)) + (float)i;
        parts[p] = &part[p], cuts[p] = &cut[p];
    }
    long long from_end = axis - rank;
    check(concat_shape(&y, parts, 3, &from_end, &err), "axis %d: %s", axis, err.text);
    check(from_end == axis, "axis %d of %d comes out as %lld", axis - rank, rank, from_end);
    check(y.rank == rank && y.shape[axis] == 6 && !y.data, "axis %d: the whole has %d", axis, y.shape[axis]);
    assert_true(tensor_make(&y, y.rank, y.shape, &err));
    concat(&y, parts, 3, axis);

    for (size_t i = 0; i < tensor_count(&y); i++) {
        int at[TENSOR_RANK], p = 0;
        size_t rest = i;
        for (int k = rank - 1; k >= 0; k--) at[k] = (int)(rest % (size_t)y.shape[k]), rest /= (size_t)y.shape[k];
        for (; at[axis] >= runs[p]; p++) at[axis] -= runs[p];
        float want = (float)(1000 * (p + 1)) + (float)index_of(&part[p], at);
        check(y.data[i] == want, "rank %d, axis %d: y[%zu] is %g; wanted %g", rank, axis, i, (double)y.data[i],
              (double)want);
    }

    float *left_out = cut[1].data;
    cut[1].data = NULL;
    concat_backward(cuts, 3, &y, axis);
    for (int p = 0; p < 3; p += 2)
        check(!memcmp(cut[p].data, part[p].data, tensor_count(&part[p]) * sizeof(float)),
              "rank %d, axis %d: part %d is not cut as it was joined", rank, axis, p);
    cut[1].data = left_out;
    for (int p = 0; p < 3; p++) {
        tensor_clear(&part[p]);
        tensor_clear(&cut[p]);
    }
    tensor_clear(&y);
}

static void joining_and_cutting_hold_along_every_axis(void **state)
{
    (void)state;
    for (int rank = 1; rank <= 4; rank++)
    for (int axis = 0; axis < rank; axis++) hold_join(rank, axis);
}

static void one_part_alone_is_itself(void **state)
{
    (void)state;
    float values[] = { 1, 2, 3 }, out[3];
    Tensor x = { .rank = 1, .shape = { 3 }, .data = values }, y;
    const Tensor *parts[] = { &x };
    long long axis = -1;
    Error err;
    assert_true(concat_shape(&y, parts, 1, &axis, &err));
    y.data = out;
    concat(&y, parts, 1, (int)axis);
    assert_memory_equal(out, values, sizeof out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shuffling_follows_the_formula_and_comes_back),
        cmocka_unit_test(joining_and_cutting_hold_along_every_axis), cmocka_unit_test(one_part_alone_is_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
