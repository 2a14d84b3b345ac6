// Stands in for course.c until it is merged.
static LessonStep course_steps[] = { { .title = "a" }, { .ask = { .kind = ASK_SIZE } }, { .ask = { .kind = ASK_SIZE } }, { .ask = { .kind = ASK_SIZE } } };
static Lesson course_first = { .name = "first", .steps = course_steps, .count = 4 }, course_more = { .name = "exercises", .steps = course_steps, .count = 4 };
int course_count(void) { return 1; }
const Lesson *course_lesson(int index) { (void)index; return &course_first; }
int course_find(const char *name) { return strcmp(name, "first") ? -1 : 0; }
const Lesson *course_exercises(void) { return &course_more; }
