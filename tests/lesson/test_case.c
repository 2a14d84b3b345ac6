// A question at a moment: what is right is worked on paper, or by the formula, for every kind of question; and what is
// said to those who answer otherwise.
#include "lesson/pages_asked.h"

#include <time.h>

static void make(Case *out, const Lesson *lesson, uint64_t seed)
{
    Error err = { 0 };
    check(case_make(out, lesson, 0, seed, &err), "seed %llu: %s", (unsigned long long)seed, err.text);
}

static Answer typed(const Case *c, const char *text)
{
    Answer answer;
    Error err = { 0 };
    check(answer_read(&answer, c, text, &err), "'%s': %s", text, err.text);
    return answer;
}

// "" is right, NULL wrong and nothing is said.
static void judged(const Case *c, const Answer *answer, const char *what, const char *said)
{
    Judgement judgement;
    case_judge(&judgement, c, answer);
    if (said && !*said) check(judgement.right, "%s is wrong: %s", what, judgement.because ? judgement.because : "");
    else check(!judgement.right, "%s is right", what);
    if (said && *said) check(judgement.because && !strcmp(judgement.because, said), "to %s is said \"%s\", not \"%s\"", what, judgement.because ? judgement.because : "nothing", said);
    else check(!judgement.because, "to %s is said \"%s\"", what, judgement.because);
    judgement_clear(&judgement);
}

static void say(const Case *c, const char *text, const char *said)
{
    Answer answer = typed(c, text);
    judged(c, &answer, text, said);
}

// ---- the five kinds --------------------------------------------------------------------------------------------

// The cell that a number is asked of can be pointed at; a sum of several is of none.
static void a_number_that_is_one_value_knows_its_cell(void **state)
{
    (void)state;
    static const struct { const char *right; Role role; int row, col; } rows[] = {
        { "y[2,3]", ROLE_Y, 2, 3 }, { "w[0,k-1]", ROLE_W, 0, 2 }, { "y[2,3]+0", ROLE_NONE, 0, 0 }, { "y(p=1)[2,3]", ROLE_NONE, 0, 0 },
        { "count[2,3]", ROLE_NONE, 0, 0 }, { "sum(y)", ROLE_NONE, 0, 0 }, { "out", ROLE_NONE, 0, 0 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Lesson lesson;
        Case c;
        char ask[160];
        snprintf(ask, sizeof ask, "number: %s\nquestion: How much?\nvary: in=3..4", rows[i].right);
        read_ask(&lesson, "convt2d in=3 k=3 s=2", ask, "So.");
        make(&c, &lesson, 0);
        check(c.cell.role == rows[i].role && c.cell.at[2] == rows[i].row && c.cell.at[3] == rows[i].col, "%s is asked of tensor %d (%d, %d)", rows[i].right,
              (int)c.cell.role, c.cell.at[2], c.cell.at[3]);
        case_clear(&c);
        lesson_clear(&lesson);
    }
}

static void a_number_is_right_as_it_is_and_rounded_where_two_digits_are_given(void **state)
{
    (void)state;
    Lesson lesson;
    Case c;
    read_ask(&lesson, "convt2d in=3 k=3 s=3 w=ones", "number: sum(y)/90\nquestion: For k={k}?\nwrong: sum(y)/45 | because: Twice {sum(y)}.\nvary: k=2..4", "It is {sum(y)}.");
    make(&c, &lesson, 0); // 45·9/90
    check(c.right == 4.5, "4.5 is %g", c.right);
    assert_string_equal(c.question, "For k=3?");
    assert_string_equal(c.why, "It is 405.");
    assert_string_equal(c.right_words, "4.5");
    check(c.veil.roles == 1U << ROLE_Y && !c.veil.size, "roles %x are hidden", c.veil.roles);
    say(&c, "4.5", "");
    say(&c, " 4,5 ", "");
    say(&c, "9/2", "");
    say(&c, "4.50", "");
    say(&c, "450%", "");
    say(&c, "4", NULL);
    say(&c, "5", NULL);
    say(&c, "−4.5", NULL);
    say(&c, "4.6", NULL);
    say(&c, "9", "Twice 405.");
    judged(&c, &(Answer){ .unknown = true }, "nothing", NULL);
    judged(&c, &(Answer){ .number = 4.5 }, "4.5 as a number", "");
    case_clear(&c);
    lesson_clear(&lesson);

    static const struct {
        const char *ask, *text, *said;
    } rows[] = {
        { "10/3", "3.33", "" }, { "10/3", "3.3", "" }, { "10/3", "3", NULL }, { "10/3", "3.34", NULL }, { "10/3", "3.333333333", "" }, { "10/3", "3.300", NULL },
        { "2/300", "0.0067", "" }, { "2/300", "0.007", NULL }, { "2/300", "0.67 %", "" }, { "1638400", "1,638,400", "" }, { "1638400", "1638400", "" }, { "1638400", "1,6", NULL },
        { "1234", "1200", NULL }, { "0 - 31", "−31", "" }, { "0 - 31", "-31", "" }, { "31.4", "31", "" }, { "31.4", "30", NULL }, { "0.5", "1/2", "" }, { "2^0.5", "1.41", "" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        char ask[120];
        snprintf(ask, sizeof ask, "number: %s + 0*k\nquestion: What?\nvary: k=2..4", rows[i].ask);
        read_ask(&lesson, "convt2d in=2 k=3 s=2", ask, "");
        make(&c, &lesson, 0);
        say(&c, rows[i].text, rows[i].said);
        case_clear(&c);
        lesson_clear(&lesson);
    }
}

static void a_size_has_an_answer_for_each_axis(void **state)
{
    (void)state;
    Lesson lesson;
    Case c;
    static const char *const ask = "size: out\nquestion: What is left?\nthen: p=p+1\nwrong: full | because: Before the cut there are {full.h}×{full}.\nwrong: full + 2*p | because: @padding-grows\n"
                                   "wrong: out | because: never said\nvary: in=2..5 k=3..5 p=0..1";
    read_ask(&lesson, "convt2d in=2x3 k=3x4 s=2x1 w=ones", ask, "");
    make(&c, &lesson, 0);
    assert_string_equal(c.right_words, "3×4"); // (2−1)·2 + 3 − 2 and 2·1 + 4 − 2
    check(c.before.spec.x.padding == 0 && c.after.spec.x.padding == 1, "padding goes from %d to %d", c.before.spec.x.padding, c.after.spec.x.padding);
    check(c.veil.size, "the size is seen");
    say(&c, "3x4", "");
    say(&c, "3 × 4", "");
    say(&c, "(3, 4)", "");
    say(&c, "3 by 4", "");
    say(&c, "4x3", NULL);
    say(&c, "3", NULL);
    say(&c, "5x6", "Before the cut there are 5×6.");
    Answer answer = typed(&c, "7x8");
    Judgement judgement;
    case_judge(&judgement, &c, &answer);
    check(!judgement.right && judgement.confusion && !strcmp(judgement.confusion->id, "padding-grows"), "7×8 is no known confusion");
    check(judgement.because != NULL, "nothing is said to it");
    judgement_clear(&judgement);
    case_clear(&c);
    for (uint64_t seed = 1; seed <= 40; seed++) {
        make(&c, &lesson, seed);
        const Axis y = c.before.spec.y, x = c.before.spec.x;
        int rows = (y.narrow - 1) * 2 + y.kernel - 2 * (y.padding + 1), cols = x.narrow - 1 + x.kernel - 2 * (x.padding + 1);
        check(c.right_size[0] == rows && c.right_size[1] == cols, "seed %d: %d×%d, not %d×%d", (int)seed, c.right_size[0], c.right_size[1], rows, cols);
        check(x.narrow >= 2 && x.narrow <= 5 && x.kernel >= 3 && x.kernel <= 5 && x.padding <= 1, "seed %d leaves what varies: in=%d k=%d p=%d", (int)seed, x.narrow, x.kernel, x.padding);
        case_clear(&c);
    }
    lesson_clear(&lesson);
    read_ask(&lesson, "convt1d in=3 k=3 s=2", "size: out\nquestion: How long?\nvary: k=2..4", "");
    make(&c, &lesson, 0);
    assert_string_equal(c.right_words, "7");
    say(&c, "7", "");
    Error err;
    check(!answer_read(&answer, &c, "7x7", &err) && strstr(err.text, "in 1D"), "7x7 is read in 1D: %s", err.text);
    case_clear(&c);
    lesson_clear(&lesson);
}

static void a_choice_has_the_option_whose_condition_holds(void **state)
{
    (void)state;
    Lesson lesson;
    Case c;
    read_ask(&lesson, "convt2d in=3 k=4 s=2 w=ones",
             "choice:\nquestion: Is it even?\noption: Yes, {taps[0,0]} each | when: even\noption: No | when: not even | because: {k} is a multiple of {s}.\nvary: k=2..5 s=2..3", "");
    make(&c, &lesson, 0);
    assert_int_equal(c.right_option, 0);
    assert_string_equal(c.right_words, "Yes, 4 each");
    say(&c, "a", "");
    say(&c, "B", "4 is a multiple of 2.");
    case_clear(&c);
    int yes = 0;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        make(&c, &lesson, seed);
        bool even = c.before.spec.x.kernel % c.before.spec.x.stride == 0;
        check(c.right_option == !even, "seed %d: k=%d s=%d is option %d", (int)seed, c.before.spec.x.kernel, c.before.spec.x.stride, c.right_option);
        yes += even;
        case_clear(&c);
    }
    check(yes > 0 && yes < 30, "%d of 30 are even", yes);
    lesson_clear(&lesson);
}

static void cells_are_all_for_which_it_holds(void **state)
{
    (void)state;
    static const struct {
        const char *scene, *ask;
        int count;
        const char *words;
    } rows[] = {
        { "convt2d in=2 k=3 s=2 w=ones", "cells: y where value == most(y)", 1, "the cell of y: (2, 2)" },
        { "convt2d in=2 k=3 s=2 w=ones", "cells: y where count == 4", 1, "the cell of y: (2, 2)" },
        { "convt2d in=2 k=3 s=2 w=ones", "cells: y where meets(x[0,0]) and meets(x[0,1])", 3, "the cells of y: (0, 2), (1, 2) and (2, 2)" },
        { "convt2d in=2 k=3 s=2 w=ones", "cells: y where row == 0 or row == 4", 10, "the cells in rows 0 and 4" },
        { "convt2d in=2 k=3 s=2 w=ones", "cells: y where col % 2 == 0", 15, "the cells in columns 0, 2 and 4" },
        { "convt2d in=2 k=3 s=2 w=ones", "cells: y where row + col > 1", 22, "22 of the 25 cells of y: (0, 2), (0, 3), (0, 4) …" },
        { "convt2d in=2 k=3 s=2 w=ones", "cells: x where meets(y[0,3])", 1, "the cell of x: (0, 1)" },
        { "convt2d in=2 k=3 s=2 w=ones", "cells: c where row == 3 and value != 0", 9, "9 of the 100 cells of C: (3, 12), (3, 13), (3, 14) …" },
        { "convt1d in=3 k=3 s=2 w=ones", "cells: y where meets(x[1])", 3, "the cells of y: 2, 3 and 4" },
        { "convt1d in=2 k=2 s=1 c=1,2 w=ones", "cells: y where channel == 1 and col > 0", 2, "the cells of y: (0, 1, 1) and (0, 1, 2)" },
        { "convt2d in=2 k=3 s=2 w=ones", "cells: w where row == col", 3, "the cells of w: (0, 0), (1, 1) and (2, 2)" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Lesson lesson;
        Case c;
        char ask[200];
        snprintf(ask, sizeof ask, "%s\nquestion: Which?\nvary: x=ramp", rows[i].ask);
        read_ask(&lesson, rows[i].scene, ask, "");
        make(&c, &lesson, 0);
        check(c.cell_count == rows[i].count, "%s: %d cells, not %d", rows[i].ask, c.cell_count, rows[i].count);
        check(!strcmp(c.right_words, rows[i].words), "%s: \"%s\", not \"%s\"", rows[i].ask, c.right_words, rows[i].words);
        case_clear(&c);
        lesson_clear(&lesson);
    }
}

static void any_right_cell_will_do_unless_all_are_wanted(void **state)
{
    (void)state;
    Lesson lesson;
    Case c;
    const Cell corner = { ROLE_Y, { 0, 0, 0, 0 } }, other = { ROLE_Y, { 0, 0, 4, 4 } }, middle = { ROLE_Y, { 0, 0, 2, 2 } }, edge = { ROLE_Y, { 0, 0, 0, 2 } };
    const Cell corners[] = { other, { ROLE_Y, { 0, 0, 0, 4 } }, corner, { ROLE_Y, { 0, 0, 4, 0 } } }, some[] = { corner, other }, mixed[] = { corner, edge };
    for (int all = 0; all <= 1; all++) {
        char ask[300];
        snprintf(ask, sizeof ask, "cells: y where (row == 0 or row == 4) and (col == 0 or col == 4)\n%squestion: Which are the corners?\nwrong: row == 2 and col == 2 | because: That is the middle of {out}.\nvary: x=ramp",
                 all ? "pick: all\n" : "");
        read_ask(&lesson, "convt2d in=2 k=3 s=2 w=ones", ask, "");
        make(&c, &lesson, 0);
        judged(&c, &(Answer){ .cells = &corner, .cell_count = 1 }, "a corner", all ? NULL : "");
        judged(&c, &(Answer){ .cells = some, .cell_count = 2 }, "two corners", all ? NULL : "");
        judged(&c, &(Answer){ .cells = corners, .cell_count = 4 }, "all corners", "");
        judged(&c, &(Answer){ .cells = mixed, .cell_count = 2 }, "a corner and an edge", NULL);
        judged(&c, &(Answer){ .cells = &middle, .cell_count = 1 }, "the middle", "That is the middle of 5.");
        judged(&c, &(Answer){ .cells = &edge, .cell_count = 1 }, "an edge", NULL);
        judged(&c, &(Answer){ .cell_count = 0 }, "no cell", NULL);
        check(!(c.veil.roles | c.veil.size | c.veil.verdict), "where corners are can be seen, and something is hidden");
        case_clear(&c);
        lesson_clear(&lesson);
    }
    read_ask(&lesson, "convt2d in=2 k=3 s=2 w=ones", "cells: y where row == out.h - 1\nquestion: Which?\nvary: x=ramp", "");
    make(&c, &lesson, 0);
    check(!c.veil.size, "cells are to be clicked that nobody sees");
    assert_string_equal(c.right_words, "the cells in row 4");
    case_clear(&c);
    lesson_clear(&lesson);
    read_ask(&lesson, "convt2d in=2 k=3 s=2 w=ones", "cells: y where value == most(y)\nquestion: Which?\nvary: x=ramp", "");
    make(&c, &lesson, 0);
    check(c.veil.roles == 1U << ROLE_Y, "the values of y are seen while the largest is asked for");
    case_clear(&c);
    lesson_clear(&lesson);
}

static void a_setting_is_right_where_it_holds_and_nothing_else_moved(void **state)
{
    (void)state;
    Lesson lesson;
    Case c;
    read_ask(&lesson, "convt2d in=3 k=3 s=2 w=ones", "set: even\nquestion: Make it even, with stride {s}.\nchange: k p\nwrong: k % 2 == 1 | because: {k} is odd.", "Now each has {taps[0,0]}.");
    make(&c, &lesson, 0);
    assert_string_equal(c.right_words, "kernel 4");
    assert_string_equal(c.question, "Make it even, with stride 2.");
    assert_string_equal(c.why, "Now each has 4.");
    check(c.before.spec.x.kernel == 3 && c.after.spec.x.kernel == 4, "the kernel goes from %d to %d", c.before.spec.x.kernel, c.after.spec.x.kernel);
    static const struct {
        const char *code, *said;
    } rows[] = {
        { "convt2d in=3 k=4 s=2 w=ones", "" }, { "convt2d in=3 k=6 s=2 p=1 w=ones view=overlap step=2", "" }, { "convt2d in=3 k=2x4 s=2 w=ones", "" }, { "convt2d in=3 k=3 s=2 w=ones", "3 is odd." },
        { "convt2d in=3 k=5 s=2 w=ones", "5 is odd." }, { "convt2d in=3 k=3 s=1 w=ones", "Only kernel and padding may be moved here; put the rest back as it was." },
        { "convt2d in=3 k=4 s=2 w=box", "Only kernel and padding may be moved here; put the rest back as it was." },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene = scene_of(rows[i].code);
        judged(&c, &(Answer){ .scene = &scene }, rows[i].code, rows[i].said);
        scene_clear(&scene);
    }
    case_clear(&c);
    make(&c, &lesson, 7); // without vary the same is asked again
    check(c.before.spec.x.kernel == 3, "the kernel is %d", c.before.spec.x.kernel);
    case_clear(&c);
    lesson_clear(&lesson);
    read_ask(&lesson, "convt2d in=2 k=3 s=2", "set: out == 9 and k == 5\nquestion: Make it 9.\nchange: in k", "");
    make(&c, &lesson, 0);
    assert_string_equal(c.right_words, "input 3, kernel 5");
    case_clear(&c);
    lesson_clear(&lesson);
}

// ---- other numbers ---------------------------------------------------------------------------------------------

static void other_cases_are_what_vary_and_keep_allow(void **state)
{
    (void)state;
    Lesson lesson;
    Case c, again;
    read_ask(&lesson, "convt2d in=2 k=3 s=2 x=ones step=3 cell=y:0,0,4,4", "number: y[0,0]\nquestion: What?\nvary: in=2..4 k=3,5,2x4 s=1..3 w=random,ones,[2] x=random cin=1..2 d=1,2\nkeep: k > s and w[0,0] != 0", "");
    bool kernels[6] = { 0 }, seeded = false, wide = false;
    int made = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        make(&c, &lesson, seed);
        made++;
        const Spec *spec = &c.before.spec;
        check(spec->x.kernel > spec->x.stride, "seed %d: k=%d s=%d is kept", (int)seed, spec->x.kernel, spec->x.stride);
        check(c.before.x.kind == SOURCE_RANDOM && c.before.x.number > 0, "x is not random");
        kernels[spec->x.kernel] = true, seeded |= c.before.w.kind == SOURCE_RANDOM, wide |= spec->in_channels == 2;
        make(&again, &lesson, seed);
        check(scene_equal(&c.before, &again.before), "seed %d gives two cases", (int)seed);
        case_clear(&c);
        case_clear(&again);
    }
    check(kernels[3] && kernels[4] && kernels[5] && !kernels[2] && seeded && wide, "not all that varies was seen in %d cases", made);
    lesson_clear(&lesson);
    static const struct {
        const char *ask, *said;
    } wrong[] = {
        { "vary: k=2..3\nkeep: k > 5", "vary gives no other case that keep lets through" },
        { "vary: k=5..3", "'5..3' is no range" },
        { "vary: k=2,,3 p=a", "vary gives no other case" },
        { "vary: p=9", "vary gives no other case: " },
        { "vary: nothing", "'nothing' is no change" },
        { "vary: k=2 kernel_size=3", "k is changed twice" },
        { "vary: w=[1,2]", "vary gives no other case: " },
    };
    for (int i = 0; i < COUNT(wrong); i++) {
        char ask[200];
        Error err = { 0 };
        snprintf(ask, sizeof ask, "number: out\nquestion: What?\n%s", wrong[i].ask);
        read_ask(&lesson, "convt2d in=2 k=3 s=2", ask, "");
        check(!case_make(&c, &lesson, 0, 3, &err), "%s gives a case", wrong[i].ask);
        check(strstr(err.text, wrong[i].said), "%s says: %s", wrong[i].ask, err.text);
        lesson_clear(&lesson);
    }
}

static void the_moment_stays_where_there_still_is_one(void **state)
{
    (void)state;
    Lesson lesson;
    Case c;
    read_ask(&lesson, "convt2d in=3 k=3 s=2 step=5 cell=x:0,0,1,1", "size: out\nquestion: What?\nthen: p=p+1 view=overlap\nvary: k=3..5 w=random", "");
    make(&c, &lesson, 0);
    check(c.after.step == 5 && c.after.cell.role == ROLE_X && c.after.view[0] == LENS_OVERLAP && c.before.view[0] == LENS_STAMP, "then moves the step to %lld", c.after.step);
    case_clear(&c);
    long long first = 0, others = 0;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        make(&c, &lesson, seed);
        check(c.before.step == 5 && c.before.cell.role == ROLE_X, "seed %d moves the step to %lld", (int)seed, c.before.step);
        if (seed == 1) first = c.before.w.number;
        others += c.before.w.number != first;
        case_clear(&c);
    }
    check(others > 2, "random numbers are the same in every case");
    lesson_clear(&lesson);
    read_ask(&lesson, "convt2d in=3 k=3 s=2 step=5 cell=x:0,0,2,2", "size: out\nquestion: What?\nvary: in=2", "");
    make(&c, &lesson, 1);
    check(c.before.step == STEP_END && c.before.cell.role == ROLE_NONE, "step %lld of four", c.before.step);
    case_clear(&c);
    lesson_clear(&lesson);
}

static void what_has_no_right_answer_says_why(void **state)
{
    (void)state;
    static const struct {
        const char *ask, *said;
    } rows[] = {
        { "number: outt\nquestion: What?\nvary: k=2", "there is no number named 'outt'" },
        { "number: db(k=4, w=ones)\nquestion: What?\nvary: k=2", "is −∞ here, which nobody can type" },
        { "size: out/2\nquestion: What?\nvary: k=2", "is no whole number here" },
        { "choice:\nquestion: What?\noption: a | when: k == 1\noption: b | when: k == 2\nvary: k=2", "no option is right" },
        { "choice:\nquestion: What?\noption: a | when: k == 3\noption: b | when: s == 2\nvary: k=2", "two options are right: \"a\" and \"b\"" },
        { "cells: y where value > 1000\nquestion: What?\nvary: k=2", "holds for no cell" },
        { "set: k == 3\nquestion: What?\nchange: k", "holds already" },
        { "set: out == 1000\nquestion: What?\nchange: k p", "no setting of kernel and padding makes 'out == 1000' hold" },
        { "number: out\nquestion: {outt}?\nvary: k=2", "{outt}: there is no number named" },
        { "number: out\nquestion: What?\nthen: p=9\nvary: k=2", "padding" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Lesson lesson;
        Case c;
        Error err = { 0 };
        read_ask(&lesson, "convt2d in=2 k=3 s=2", rows[i].ask, "");
        check(!case_make(&c, &lesson, 0, 0, &err), "%s is a case", rows[i].ask);
        check(strstr(err.text, rows[i].said), "%s says: %s", rows[i].ask, err.text);
        lesson_clear(&lesson);
    }
}

static void what_is_typed_is_read_or_told(void **state)
{
    (void)state;
    Lesson lesson;
    Case number, size;
    read_ask(&lesson, "convt2d in=2 k=3 s=2", "number: out\nquestion: What?\nvary: k=2..4", "");
    make(&number, &lesson, 0);
    static const char *const no_numbers[] = { "", "abc", "1/0", "1/", "/2", "--3", "1 2 x", "3.4.5", "inf", "nan", "1e999", "%", "99999999999999999999999999999999999999999999999999999999999999999999", "1/2/3" };
    Answer answer;
    for (int i = 0; i < COUNT(no_numbers); i++) {
        Error err = { 0 };
        check(!answer_read(&answer, &number, no_numbers[i], &err), "'%s' is read as %g", no_numbers[i], answer.number);
        check(err.text[0] != 0, "nothing is said to '%s'", no_numbers[i]);
    }
    size = number;
    Ask ask = *number.ask;
    ask.kind = ASK_SIZE, size.ask = &ask;
    static const char *const no_sizes[] = { "", "x", "5x", "x5", "5x6x7", "-5", "5.5.5", "five", "5y6" };
    for (int i = 0; i < COUNT(no_sizes); i++) check(!answer_read(&answer, &size, no_sizes[i], NULL), "'%s' is read as %d×%d", no_sizes[i], answer.size[0], answer.size[1]);
    ask.kind = ASK_CELLS;
    check(!answer_read(&answer, &size, "5", NULL), "cells can be typed");
    ask.kind = ASK_SET;
    check(!answer_read(&answer, &size, "5", NULL), "a setting can be typed");
    ask.kind = ASK_CHOICE, ask.options = 2;
    check(!answer_read(&answer, &size, "C", NULL), "C is read where there are two options");
    case_clear(&number);
    lesson_clear(&lesson);
}

// Settings put together at random (the sanitizers watch): a case or a sentence.
static void no_setting_brings_it_down(void **state)
{
    (void)state;
    static const char *const words[] = { "k=", "p=", "in=2..4", "in=", "..", "2", "9", "-1", "1e9", ",", " ", " ", "=", "x=[1,2", ";3,4]", "]", "[", "\"", "w=random", "w=", "view=overlap", "step=", "cin=2", "(", ")",
                                         "out", "k+1", "cell=y:0,0,1,1", "\xFF", "×", "2x3", "{", "}", "x=file:\"", "random:", "onehot:1..3", "s=1..3", "k=2,3" };
    Random random = { 12 };
    Scene scene = scene_of("convt2d in=2 k=3 s=2 step=3");
    int made = 0, refused = 0;
    for (int i = 0; i < 800; i++) {
        Text text[5] = { 0 };
        for (int t = 0; t < COUNT(text); t++) {
            text_put(&text[t], t < 2 ? "" : "k");
            for (long n = random_range(&random, t < 2, t < 2 ? 5 : 2); n > 0; n--) text_put(&text[t], words[random_range(&random, 0, COUNT(words) - 1)]);
        }
        Ask ask = { .kind = (AskKind)random_range(&random, ASK_NUMBER, ASK_SET), .question = "{k}?", .role = (Role)random_range(&random, ROLE_X, ROLE_C), .change = (unsigned)1U << random_range(&random, 0, 5),
                    .vary = text[0].data, .then = random_range(&random, 0, 2) ? NULL : text[1].data, .right = text[2].data, .keep = random_range(&random, 0, 3) ? NULL : text[3].data,
                    .option = { { .text = "a", .when = text[2].data }, { .text = "b", .when = text[3].data } }, .options = 2, .wrong = { { .is = text[4].data, .because = "{" } }, .wrongs = 1 };
        LessonScene scenes[] = { { .name = "", .scene = scene } };
        LessonStep step = { .title = "", .ask = ask };
        Lesson lesson = { .scenes = scenes, .scene_count = 1, .steps = &step, .count = 1 };
        Case c;
        Error err = { 0 };
        bool ok = case_make(&c, &lesson, 0, (uint64_t)random_range(&random, 0, 1), &err);
        check(ok || err.text[0], "vary %s, then %s, right %s: refused without a word", text[0].data, ask.then, ask.right);
        made += ok, refused += !ok;
        if (ok) {
            Cell cell = { ask.role, { 0 } };
            Answer answers[] = { { .number = 3 }, { .cells = &cell, .cell_count = 1 }, { .scene = &scene }, { .option = 7 } };
            for (int a = 0; a < COUNT(answers); a++) {
                Judgement judgement;
                case_judge(&judgement, &c, &answers[a]);
                judgement_clear(&judgement);
            }
            case_clear(&c);
        }
        for (int t = 0; t < COUNT(text); t++) text_clear(&text[t]);
    }
    check(made > 30 && refused > 100, "%d are made, %d refused", made, refused);
    scene_clear(&scene);
}

// Whoever opens a lesson waits while it is computed: each of these would take minutes, and each by another way.
static void what_would_take_minutes_is_refused(void **state)
{
    (void)state;
    static const struct { const char *scene, *ask; } rows[] = {
        { "convt2d in=64 k=3 s=2", "cells: y where sum(y(in=16+row+col)) > 0\nquestion: Which?\nvary: in=60" },
        { "convt2d in=64 k=3 s=2", "cells: y where out(in=16+row, p=0) + out(in=16+col, s=1) > 0 and sum(y) > different(y)\nquestion: Which?\nvary: in=60" },
        { "convt2d in=200 k=60 p=20", "cells: y where meets(x[0,0]) and meets(x[0,1]) > 1\nquestion: Which?\nvary: in=60" },
        { "convt2d in=100 k=9 s=2", "cells: x where out(keras-same) > 1e9\nquestion: Which?\nvary: in=60" },
        { "convt2d in=100 k=3", "cells: x where share(nearest-conv) > 5\nquestion: Which?\nvary: in=60" },
        { "convt2d in=2 k=3", "set: sum(y(in=60)) == 17\nquestion: How?\nchange: in k s p op d" },
        { "convt2d in=2 k=3", "set: different(C(in=20)) == 17777\nquestion: How?\nchange: in k s p op d" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Lesson lesson;
        Case c;
        Error err = { 0 };
        read_ask(&lesson, rows[i].scene, rows[i].ask, "So.");
        clock_t began = clock();
        bool made = case_make(&c, &lesson, 0, 0, &err);
        double seconds = (double)(clock() - began) / CLOCKS_PER_SEC;
        check(!made && strstr(err.text, "takes too long"), "question %d: %s", i, made ? "it has an answer" : err.text);
        check(seconds < 20, "question %d took %.1f seconds to be refused", i, seconds);
        lesson_clear(&lesson);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_that_is_one_value_knows_its_cell),
        cmocka_unit_test(a_number_is_right_as_it_is_and_rounded_where_two_digits_are_given),
        cmocka_unit_test(a_size_has_an_answer_for_each_axis),
        cmocka_unit_test(what_would_take_minutes_is_refused),
        cmocka_unit_test(a_choice_has_the_option_whose_condition_holds),
        cmocka_unit_test(cells_are_all_for_which_it_holds),
        cmocka_unit_test(any_right_cell_will_do_unless_all_are_wanted),
        cmocka_unit_test(a_setting_is_right_where_it_holds_and_nothing_else_moved),
        cmocka_unit_test(other_cases_are_what_vary_and_keep_allow),
        cmocka_unit_test(the_moment_stays_where_there_still_is_one),
        cmocka_unit_test(what_has_no_right_answer_says_why),
        cmocka_unit_test(what_is_typed_is_read_or_told),
        cmocka_unit_test(no_setting_brings_it_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
