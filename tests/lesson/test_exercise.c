// Exercises: found by topic and level, chosen by seed. They are those of a small lesson here, not of the program's own.
#include "lesson/lesson.h"
#include "support/check.h"

static LessonStep steps[] = {
    { .title = "Words before them" },
    { .title = "a1", .ask = { .kind = ASK_SIZE, .topic = "sizes", .level = 1 } },
    { .title = "b1", .ask = { .kind = ASK_CHOICE, .topic = "overlap", .level = 1 } },
    { .title = "a2", .ask = { .kind = ASK_NUMBER, .topic = "sizes", .level = 2 } },
    { .title = "a2 again", .ask = { .kind = ASK_NUMBER, .topic = "sizes", .level = 2 } },
    { .title = "a2 once more", .ask = { .kind = ASK_NUMBER, .topic = "sizes", .level = 2 } },
    { .title = "without a topic", .ask = { .kind = ASK_NUMBER, .level = 2 } },
    { .title = "c3", .ask = { .kind = ASK_CELLS, .topic = "gaps", .level = 3 } },
};
static const Lesson exercises = { .name = "exercises", .steps = steps, .count = COUNT(steps) };

const Lesson *course_exercises(void)
{
    return &exercises;
}

static void topics_come_in_the_order_of_their_first_exercise(void **state)
{
    (void)state;
    check(exercise_topics() == 3, "%d topics", exercise_topics());
    const char *expected[] = { "sizes", "overlap", "gaps" };
    for (int i = 0; i < 3; i++) check(!strcmp(exercise_topic(i), expected[i]), "topic %d is %s", i, exercise_topic(i));
    check(!exercise_topic(3) && !exercise_topic(-1), "a topic that is not there");
}

static void a_seed_chooses_among_those_that_fit(void **state)
{
    (void)state;
    int times[COUNT(steps)] = { 0 };
    for (uint64_t seed = 0; seed < 300; seed++) {
        int step = exercise_step(0, 2, seed);
        check(step >= 3 && step <= 5, "seed %d gives step %d", (int)seed, step);
        check(step == exercise_step(0, 2, seed), "another one the second time");
        times[step]++;
        check(exercise_step(0, 1, seed) == 1 && exercise_step(1, 1, seed) == 2 && exercise_step(2, 3, seed) == 7, "seed %d", (int)seed);
    }
    for (int i = 3; i <= 5; i++) check(times[i] > 70 && times[i] < 130, "step %d is chosen %d times of 300", i, times[i]);
}

static void there_is_none_where_there_is_none(void **state)
{
    (void)state;
    check(exercise_step(1, 2, 1) == -1 && exercise_step(0, 3, 1) == -1, "a level without exercises has one");
    check(exercise_step(3, 1, 1) == -1 && exercise_step(-1, 1, 1) == -1 && exercise_step(0, 0, 1) == -1, "a topic that is not there has one");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(topics_come_in_the_order_of_their_first_exercise),
        cmocka_unit_test(a_seed_chooses_among_those_that_fit),
        cmocka_unit_test(there_is_none_where_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
