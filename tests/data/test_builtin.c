// The built-in pictures: made once, always the same, and each good for what it is there for.
#include "data/data.h"
#include "support/check.h"

#include <math.h>

static Tensor made(const char *name)
{
    Tensor out;
    Error err = { 0 };
    bool ok = picture_builtin(name, &out, &err);
    check(ok, "%s: %s", name, err.text);
    return out;
}

static double at(const Tensor *t, int channel, int row, int col)
{
    return (double)t->data[(channel * t->shape[2] + row) * t->shape[3] + col];
}

static void all_are_colour_pictures_within_range_and_repeat(void **state)
{
    (void)state;
    assert_string_equal(PICTURE_NAMES[0], "sphere");
    for (int i = 0; PICTURE_NAMES[i]; i++) {
        Tensor one = made(PICTURE_NAMES[i]), two = made(PICTURE_NAMES[i]);
        assert_int_equal(one.rank, 4);
        assert_int_equal(one.shape[1], 3);
        for (size_t k = 0; k < tensor_count(&one); k++)
            check(one.data[k] >= 0 && one.data[k] <= 1, "%s has the value %g", PICTURE_NAMES[i], (double)one.data[k]);
        assert_memory_equal(one.data, two.data, tensor_count(&one) * sizeof *one.data);
        assert_true(one.data != two.data);
        tensor_clear(&one);
        tensor_clear(&two);
    }
}

static void grey_is_flat_and_gradient_straight(void **state)
{
    (void)state;
    Tensor grey = made("grey"), gradient = made("gradient");
    for (size_t k = 0; k < tensor_count(&grey); k++) assert_true(grey.data[k] == 128 / 255.0F);
    for (int c = 0; c < 3; c++)
    for (int i = 1; i + 1 < gradient.shape[2]; i++) {
        double down = at(&gradient, c, i - 1, 7) - 2 * at(&gradient, c, i, 7) + at(&gradient, c, i + 1, 7);
        double right = at(&gradient, c, 7, i - 1) - 2 * at(&gradient, c, 7, i) + at(&gradient, c, 7, i + 1);
        check(fabs(down) < 2e-7 && fabs(right) < 2e-7, "channel %d bends at %d", c, i);
        assert_true(at(&gradient, c, 7, 0) != at(&gradient, c, 7, 255));
    }
    tensor_clear(&grey);
    tensor_clear(&gradient);
}

static void the_zone_plate_is_round_and_quickens_outwards(void **state)
{
    (void)state;
    Tensor zone = made("zone");
    for (int r = 0; r < 256; r += 5)
    for (int c = 0; c < 256; c += 3) {
        check(fabs(at(&zone, 0, r, c) - at(&zone, 1, c, r)) < 1e-5, "(%d, %d) differs from its mirror", r, c);
        check(fabs(at(&zone, 0, r, c) - at(&zone, 2, 255 - r, c)) < 1e-5, "(%d, %d) differs from its mirror", r, c);
    }
    int inner = 0, outer = 0; // crossings of the middle grey
    for (int c = 128; c < 190; c++) inner += (at(&zone, 0, 128, c) > 0.5) != (at(&zone, 0, 128, c + 1) > 0.5);
    for (int c = 191; c < 253; c++) outer += (at(&zone, 0, 128, c) > 0.5) != (at(&zone, 0, 128, c + 1) > 0.5);
    check(at(&zone, 0, 128, 128) > 0.99 && outer > 2 * inner && inner > 5, "%d rings inside, %d outside", inner, outer);
    tensor_clear(&zone);
}

static void the_text_is_dark_on_light(void **state)
{
    (void)state;
    Tensor text = made("text");
    int dark = 0, light = 0, between = 0;
    for (int i = 0; i < 256 * 256; i++) {
        if (text.data[i] < 0.15F) dark++;
        else if (text.data[i] > 0.96F) light++;
        else between++;
    }
    check(dark > 3000 && light > 30000 && between > 2000, "%d dark, %d light, %d between", dark, light, between);
    check(at(&text, 0, 5, 128) > 0.96, "ink in the margin");
    tensor_clear(&text);
}

static void the_scene_has_colour_light_and_shadow(void **state)
{
    (void)state;
    Tensor scene = made("sphere");
    check(at(&scene, 0, 130, 70) > at(&scene, 2, 130, 70) + 0.2, "the ball is not red");
    check(at(&scene, 2, 185, 160) > at(&scene, 0, 205, 150), "the box is not blue");
    check(at(&scene, 1, 105, 45) > at(&scene, 1, 165, 105) + 0.1, "the ball is not lit from the upper left");
    check(at(&scene, 1, 188, 70) < at(&scene, 1, 245, 20) - 0.2, "there is no shadow under the ball");
    double mean = 0;
    for (size_t k = 0; k < tensor_count(&scene); k++) mean += (double)scene.data[k] / (double)tensor_count(&scene);
    check(mean > 0.35 && mean < 0.65, "the mean is %.3f", mean);
    tensor_clear(&scene);
}

static void another_name_is_refused_with_those_there_are(void **state)
{
    (void)state;
    Tensor out;
    Error err = { 0 };
    assert_false(picture_builtin("spehre", &out, &err));
    assert_null(out.data);
    assert_string_equal(err.text, "there is no built-in picture 'spehre' (did you mean sphere?); there are: sphere, "
                                  "zone, text, grey, gradient");
    assert_false(picture_builtin("", &out, &err));
    assert_non_null(strstr(err.text, "there are: sphere"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_are_colour_pictures_within_range_and_repeat),
        cmocka_unit_test(grey_is_flat_and_gradient_straight),
        cmocka_unit_test(the_zone_plate_is_round_and_quickens_outwards),
        cmocka_unit_test(the_text_is_dark_on_light),
        cmocka_unit_test(the_scene_has_colour_light_and_shadow),
        cmocka_unit_test(another_name_is_refused_with_those_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
