// The tensors of a scene: made once, or refused with a sentence, before memory is asked for where it is foreseeable.
#include "explain/explain.h"
#include "support/check.h"
#include "support/little_memory.h"

static void hold_refused(const char *code, const char *says, bool cannot)
{
    Scene scene;
    Work work;
    Error err = { 0 };
    check(scene_parse(&scene, code, &err), "%s: %s", code, err.text);
    check(!work_make(&work, &scene, NULL, &err), "%s was made", code);
    check(strstr(err.text, says), "%s: %s", code, err.text);
    check(err.cannot == cannot, "%s: who is to blame? %s", code, err.text);
    check(!work.x && !work.w && !work.b && !work.y && !work.scene.views, "%s: something is left", code);
    scene_clear(&scene);
}

static void a_missing_file_is_named_whichever_tensor_it_is_for(void **state)
{
    (void)state;
    hold_refused("convt2d x=file:\"/no/such/x.npy\"", "/no/such/x.npy", false);
    hold_refused("convt2d w=file:\"/no/such/w.npy\"", "/no/such/w.npy", false);
    hold_refused("convt2d b=file:\"/no/such/b.npy\"", "/no/such/b.npy", false);
    hold_refused("convt2d gy=file:\"/no/such/gy.npy\"", "/no/such/gy.npy", false);
}

static void work_that_is_cancelled_leaves_nothing(void **state)
{
    (void)state;
    Scene scene;
    Work work;
    Error err = { 0 };
    Progress progress = { 0 };
    atomic_store(&progress.cancel, true);
    assert_true(scene_parse(&scene, "convt2d", NULL));
    assert_false(work_make(&work, &scene, &progress, &err));
    assert_string_equal(err.text, "the work was cancelled");
    assert_null(work.y);
    work_clear(&work); // harmless
    scene_clear(&scene);
}

static void scenes_too_large_for_cells_are_refused_before_they_cost_anything(void **state)
{
    (void)state;
    static const struct { const char *code, *says; } rows[] = {
        { "convt2d in=4096 k=3 s=2", "output has 67125249 cells" },
        { "conv2d in=2048 k=3 s=2", "input has 4194304 cells" },
        { "convt2d in=1000 k=3 s=2", "output has 4004001 cells" },
        { "convt2d in=500 k=11 c=32,32", "products" },
        { "convt2d in=1000", "9000000 products, 9000000 for each" }, // too many for one channel alone
        { "convt2d in=500 c=1,200", "450000000 products, 2250000 for each" }, // and in all alone
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        Error err = { 0 };
        check(scene_parse(&scene, rows[i].code, &err), "%s: %s", rows[i].code, err.text);
        check(!work_make(&work, &scene, NULL, &err), "%s was made", rows[i].code);
        check(strstr(err.text, rows[i].says), "%s: %s", rows[i].code, err.text);
        assert_false(err.cannot);
        assert_null(work.x);
        scene_clear(&scene);
    }
}

static void where_memory_ends_it_is_said_how_much_was_wanted(void **state)
{
    (void)state;
    little_memory();
    hold_refused("conv2d in=1024 k=1 c=256,256 g=256", "no memory for 268435456 values", true);
    hold_refused("convt2d in=1024 k=1 c=1,256", "no memory for 268435456 values", true); // x has room, y has not
}

static void an_entry_of_c_is_its_weight_or_nothing(void **state)
{
    (void)state;
    Scene scene;
    Work work;
    assert_true(scene_parse(&scene, "convt1d in=3 k=3 w=[0.5,-4,2]", NULL) && work_make(&work, &scene, NULL, NULL));
    check(work_value(&work, (Cell){ ROLE_C, { 1, 2, 0, 0 } }) == -4.0f, "row 1, column 2 is not k₁");
    check(work_value(&work, (Cell){ ROLE_C, { 0, 4, 0, 0 } }) == 0.0f, "row 0, column 4 is not empty");
    check(work_scale(&work, ROLE_C).most == 4 && work_scale(&work, ROLE_C).negatives, "C is scaled otherwise than w");
    check(work_scale(&work, ROLE_X).most == 3 && !work_scale(&work, ROLE_X).negatives, "x is scaled otherwise than 1 to 3");
    assert_int_equal(role_decimals(&work, ROLE_C), 1);
    work_clear(&work);
    scene_clear(&scene);
}

// Whatever was asked for before, by whichever walk.
static void what_is_kept_is_only_what_was_asked_for(void **state)
{
    (void)state;
    Scene scene;
    Work work;
    assert_true(scene_parse(&scene, "convt1d in=3 k=2 s=2 c=2,2 n=2 x=random w=random gy=random", NULL) && work_make(&work, &scene, NULL, NULL));
    static const struct { Role role; int first, second, steps; Walk walk; } asked[] = {
        { ROLE_GX, 0, 0, 3, WALK_INPUT }, { ROLE_GX, 0, 0, 3, WALK_INPUT }, { ROLE_GX, 0, 1, 3, WALK_INPUT }, { ROLE_GX, 1, 1, 3, WALK_INPUT },
        { ROLE_GX, 1, 1, 8, WALK_INPUT }, { ROLE_GX, 1, 1, 8, WALK_OUTPUT }, { ROLE_GW, 0, 0, 5, WALK_INPUT }, { ROLE_GW, 0, 0, 5, WALK_INPUT },
        { ROLE_GW, 0, 0, 5, WALK_PRODUCT }, { ROLE_GW, 1, 0, 5, WALK_PRODUCT },
    };
    for (int i = 0; i < COUNT(asked); i++) {
        work.scene.walk = asked[i].walk;
        Sums fresh;
        back_sums_make(&fresh, &work, asked[i].role, asked[i].first, asked[i].second, asked[i].walk, asked[i].steps);
        const Sums *kept = work_back_sums(&work, asked[i].role, asked[i].first, asked[i].second, asked[i].steps);
        for (int k = 0; k < fresh.canvas.rows * fresh.canvas.cols; k++)
            check(kept->value[k] == fresh.value[k] && kept->count[k] == fresh.count[k], "question %d: cell %d is of another question", i, k);
        sums_clear(&fresh);
        for (int again = 0; again < 2; again++)
            check(work_inner(&work, asked[i].steps).forward == inner_products(&work, asked[i].walk, asked[i].steps).forward,
                  "question %d: the inner product is of another question", i);
    }
    check(inner_products(&work, WALK_INPUT, STEP_END).whole, "the end is not the whole");
    work_clear(&work);
    scene_clear(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_file_is_named_whichever_tensor_it_is_for),
        cmocka_unit_test(work_that_is_cancelled_leaves_nothing),
        cmocka_unit_test(an_entry_of_c_is_its_weight_or_nothing),
        cmocka_unit_test(what_is_kept_is_only_what_was_asked_for),
        cmocka_unit_test(scenes_too_large_for_cells_are_refused_before_they_cost_anything),
        cmocka_unit_test(where_memory_ends_it_is_said_how_much_was_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
