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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_file_is_named_whichever_tensor_it_is_for),
        cmocka_unit_test(work_that_is_cancelled_leaves_nothing),
        cmocka_unit_test(scenes_too_large_for_cells_are_refused_before_they_cost_anything),
        cmocka_unit_test(where_memory_ends_it_is_said_how_much_was_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
