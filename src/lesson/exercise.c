// Exercises without end: the steps of one lesson file, found by topic and level; a seed chooses among those that fit.
#include "lesson/lesson.h"

#include <string.h>

static bool is_exercise(const LessonStep *step)
{
    return step->ask.kind != ASK_NONE && step->ask.topic && *step->ask.topic;
}

// The index-th topic in the order in which they first appear, or NULL; how many there are in [count].
static const char *topic(int index, int *count)
{
    const Lesson *all = course_exercises();
    const char *found = NULL;
    *count = 0;
    for (int i = 0; i < all->count; i++) {
        bool first = is_exercise(&all->steps[i]);
        for (int j = 0; first && j < i; j++) first = !is_exercise(&all->steps[j]) || strcmp(all->steps[j].ask.topic, all->steps[i].ask.topic);
        if (first && (*count)++ == index) found = all->steps[i].ask.topic;
    }
    return found;
}

int exercise_topics(void)
{
    int count;
    (void)topic(-1, &count);
    return count;
}

const char *exercise_topic(int index)
{
    int count;
    return topic(index, &count);
}

int exercise_step(int index, int level, uint64_t seed)
{
    const Lesson *all = course_exercises();
    const char *wanted = exercise_topic(index);
    int chosen = -1, fit = 0;
    Random random = { seed };
    for (int i = 0; wanted && i < all->count; i++) {
        const LessonStep *step = &all->steps[i];
        if (!is_exercise(step) || strcmp(step->ask.topic, wanted) || step->ask.level != level) continue;
        if (random_range(&random, 0, fit++) == 0) chosen = i; // each of those so far is as likely
    }
    return chosen;
}
