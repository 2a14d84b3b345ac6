// The check of a lesson: one that is well is let through, and every kind of mistake is told on its line.
#include "lesson/pages_asked.h"

static void told(const Remarks *remarks, int line, bool advice, const char *said, const char *page)
{
    for (int i = 0; i < remarks->count; i++)
        if (remarks->at[i].line == line && remarks->at[i].advice == advice && strstr(remarks->at[i].text, said)) return;
    for (int i = 0; i < remarks->count; i++) print_error("line %d%s: %s\n", remarks->at[i].line, remarks->at[i].advice ? " (advice)" : "", remarks->at[i].text);
    check(false, "nobody says \"%s\" of line %d in\n%s", said, line, page);
}

static void silent(const Remarks *remarks, const char *page)
{
    for (int i = 0; i < remarks->count; i++) check(false, "line %d: %s\n%s", remarks->at[i].line, remarks->at[i].text, page);
}

static void the_first_lesson_has_nothing_wrong(void **state)
{
    (void)state;
    Text page = { 0 };
    Lesson lesson;
    Remarks remarks = { 0 };
    lesson_new(&page, "How large will it be?");
    read_page(&lesson, page.data);
    lesson_check(&lesson, &remarks);
    silent(&remarks, page.data);
    lesson_clear(&lesson);
    text_clear(&page);
}

// The question's first line is line 12, its words are line 13.
static void checked(Remarks *out, const char *scene, const char *ask, const char *why)
{
    Lesson lesson;
    read_ask(&lesson, scene, ask, why);
    *out = (Remarks){ 0 };
    lesson_check(&lesson, out);
    lesson_clear(&lesson);
}

static void every_mistake_of_a_question_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *ask, *why;
        int line;
        bool advice;
        const char *said;
    } rows[] = {
        { "number: 31\nquestion: What?\nvary: k=2..4", "", 12, false, "'31' is written by hand" },
        { "number: outt\nquestion: What?\nvary: k=2..4", "", 12, false, "there is no number named 'outt'" },
        { "number: y[4,4]\nquestion: What?\nvary: k=2..4", "", 12, false, "asked again with other numbers, 'convt2d" },
        { "number: out\nquestion: What?\nvary: k=2..4\nkeep: k > 9", "", 12, false, "vary gives no other case" },
        { "number: out\nquestion: What?\nwrong: full | because: Uncut.\nvary: k=2..4", "", 14, false, "'full' is no wrong answer: it is 5 here" },
        { "number: out\nquestion: What?\nwrong: fulll | because: Uncut.\nvary: k=2..4", "", 14, false, "'fulll': there is no number named" },
        { "number: out\nquestion: What?\nwrong: 7 | because: Uncut.\nvary: k=2..4", "", 14, true, "the same whatever the numbers are" },
        { "number: out\nquestion: What?\nwrong: out+1 | because: {nothing}.\nvary: k=2..4", "", 14, false, "{nothing}: there is no number" },
        { "number: out\nquestion: What?\nwrong: out+1 | because: There are 12 of them.\nvary: k=2..4", "", 14, true, "12 is written by hand" },
        { "number: out\nquestion: The kernel has {weights} weights, 17 or so?\nvary: k=2..4", "", 12, true, "17 is written by hand" },
        { "number: out\nquestion: What, if not {out}?\nvary: k=2..4", "", 12, false, "{out} gives the answer away" },
        { "number: 2*k\nquestion: What is {k+k}?\nvary: k=2..4", "", 12, false, "{k+k} gives the answer away" },
        { "size: out\nquestion: Is it {full:0}?\nvary: k=2..4", "", 12, false, "{full} gives the answer away" },
        { "size: out\nquestion: Is it 5×5?\nvary: k=2..4", "", 12, false, "\"5×5\" stands before the question" },
        { "number: out\nquestion: What?\nvary: k=2..4", "It is {outt}.", 17, false, "{outt}: there is no number" },
        { "number: out\nquestion: What?\nvary: k=2..4", "It is 5.", 17, true, "5 is written by hand" },
        { "choice:\nquestion: What?\noption: a | when: 1\noption: b | when: 0 | because: No.\nvary: k=2..4", "", 12, false, "asks anything of the scene" },
        { "choice:\nquestion: What?\noption: {s} | when: k == 3\noption: 2 | when: k != 3 | because: No.\nvary: k=2..4", "", 15, false, "two options read the same" },
        { "choice:\nquestion: What?\noption: a | when: k == 3\noption: b | when: k == 2 | because: No.\nvary: k=2..4", "", 12, false, "no option is right" },
        { "choice:\nquestion: What?\noption: a | when: k == 3\noption: b | when: k != 3\nvary: k=2..4", "", 15, true, "nothing is said to those who choose this" },
        { "choice:\nquestion: Does it stay as it is?\noption: stay as it is | when: k == 3\noption: b | when: k != 3 | because: No.\nvary: k=2..4", "", 12, false, "\"stay as it is\" stands before" },
        { "cells: y where row >= 0\nquestion: Which?\nvary: k=2..4", "", 12, false, "every cell of y is right" },
        { "cells: y where row == 4\nquestion: Which?\nvary: k=1..3", "", 12, false, "holds for no cell" },
        { "cells: y where row == 0\nquestion: Which?\nwrong: row == 0 and col == 0 | because: No.\nvary: k=2..4", "", 14, false, "is no wrong answer: its cells are right" },
        { "cells: y where row == 0\nquestion: Which?\nwrong: row == 40 | because: No.\nvary: k=2..4", "", 14, true, "holds for no cell here" },
        { "cells: y where row == 0\nquestion: Which?\nwrong: roww == 40 | because: No.\nvary: k=2..4", "", 14, false, "there is no number named 'roww'" },
        { "set: k == 3\nquestion: Set it.\nchange: k", "", 12, false, "holds already" },
        { "set: out == 2\nquestion: Set it.\nchange: s", "", 12, false, "no setting of stride makes" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Remarks remarks;
        checked(&remarks, "convt2d in=2 k=3 s=2", rows[i].ask, rows[i].why);
        told(&remarks, rows[i].line, rows[i].advice, rows[i].said, rows[i].ask);
        remarks_clear(&remarks);
    }
}

static void what_is_well_is_let_through(void **state)
{
    (void)state;
    static const struct {
        const char *scene, *ask, *why;
    } rows[] = {
        // What is shown and what is asked may be equal by chance: the answer is 2·2, and s is 4 here.
        { "convt2d in=2 k=2 s=4", "number: weights\nquestion: The stride is {s}. How many weights?\nvary: k=2..4", "In 2D there are {weights}; k4 is from 2016." },
        { "convt2d in=2 k=3 s=2", "set: even\nquestion: Make it even.\nchange: k", "{k} is a multiple of {s}." },
        { "convt2d in=2 k=3 s=2", "cells: y where row == 0\npick: all\nquestion: Which?\nwrong: col == 0 | because: That is a column.\nvary: k=2..4", "Row 0." },
        { "conv1d in=5 k=3", "number: in\nquestion: {in} go in. How many rows has the table when it is turned?\nvary: in=4..7", "" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Remarks remarks;
        checked(&remarks, rows[i].scene, rows[i].ask, rows[i].why);
        silent(&remarks, rows[i].ask);
        remarks_clear(&remarks);
    }
}

// What is said before a question may be said of a scene that is no more when it is answered.
static void what_stands_before_a_question_gives_it_away_only_of_the_same_layer(void **state)
{
    (void)state;
    static const struct {
        const char *scene, *before, *ask;
        bool away;
    } rows[] = {
        { "convt2d in=2 k=3 s=2", "There are {out}.", "number: out\nquestion: How many?\nvary: k=2..4", true },
        { "convt2d in=2 k=3 s=2", "There are {out+1}.", "number: out\nquestion: How many?\nvary: k=2..4", false },
        { "convt2d in=2 k=3 s=2", "There are {out}×{out}.", "size: out\nquestion: How many?\nthen: view=overlap\nvary: k=2..4", true },
        { "convt2d in=2 k=3 s=2", "There are {out}×{out}.", "size: out\nquestion: How many now?\nthen: p=1\nvary: k=3..5", false },
        { "conv1d in=7 k=3 s=2 p=1", "There are {out}.", "size: out\nquestion: And of one more?\nthen: in=in+1\nvary: in=7,9,11", false },
        { "convt2d in=2 k=3 s=2 step=1", "The first left {y[0,s]}.", "number: y[0,2]\nquestion: What is there?\nthen: step=2\nvary: in=2..3", true },
        { "convt2d in=2 k=3 s=2", "There are 25.", "number: out*out\nquestion: How many?\nvary: k=2..4", true },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Text page = { 0 };
        Lesson lesson;
        Remarks remarks = { 0 };
        text_print(&page, "# Why?\n\nWords.\n\n## What?\n\n```scene\n%s\n```\n\n%s\n\n```ask\n%s\n```\n", rows[i].scene, rows[i].before, rows[i].ask);
        read_page(&lesson, page.data);
        lesson_check(&lesson, &remarks);
        if (!rows[i].away) silent(&remarks, page.data);
        else check(remarks_mistakes(&remarks) == 1 && remarks.at[0].line == 11, "nobody says that this gives its answer away:\n%s", page.data);
        remarks_clear(&remarks);
        lesson_clear(&lesson);
        text_clear(&page);
    }
}

static void what_prose_cannot_say_is_told(void **state)
{
    (void)state;
    static const char *const page =
        "# Why?\n\nWords.\n\n"
        "## One\n\n"
        "```scene encoder aside\nconv2d in=2000 k=3 s=2 p=1 c=64,64\n```\n\n"
        "```scene\nconvt2d in=2 k=3 s=2\n```\n\n"
        "One {encoder.out + 1}, 0 or 1.\n\n"
        "It has {nothing.out} and 16 rows.\n\n"
        "## Two\n\n"
        "```\n31 {what}\n```\n\n"
        "```note\nSay {nothing}.\n```\n";
    Lesson lesson;
    Remarks remarks = { 0 };
    read_page(&lesson, page);
    lesson_check(&lesson, &remarks);
    told(&remarks, 17, false, "no scene of this lesson is named 'nothing'", page);
    told(&remarks, 17, true, "16 is written by hand", page);
    told(&remarks, 19, false, "there is no number named 'nothing'", page);
    assert_int_equal(remarks.count, 3);
    remarks_clear(&remarks);
    lesson_clear(&lesson);
}

static void a_scene_that_cannot_be_shown_is_told(void **state)
{
    (void)state;
    static const char *const page = "# Why?\n\nWords.\n\n## One\n\n```scene\nconvt2d in=2000 k=3 s=2\n```\n\nWords.\n\n## Two\n\n```scene\nconvt2d in=2 x=file:\"nowhere.npy\"\n```\n\nWords.\n";
    Lesson lesson;
    Remarks remarks = { 0 };
    read_page(&lesson, page);
    lesson_check(&lesson, &remarks);
    told(&remarks, lesson.scenes[0].line, false, "this scene cannot be shown: ", page);
    told(&remarks, lesson.scenes[1].line, false, "nowhere.npy", page);
    remarks_clear(&remarks);
    lesson_clear(&lesson);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_lesson_has_nothing_wrong),
        cmocka_unit_test(every_mistake_of_a_question_is_told),
        cmocka_unit_test(what_is_well_is_let_through),
        cmocka_unit_test(what_stands_before_a_question_gives_it_away_only_of_the_same_layer),
        cmocka_unit_test(what_prose_cannot_say_is_told),
        cmocka_unit_test(a_scene_that_cannot_be_shown_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
