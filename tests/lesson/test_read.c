// A lesson is read as lessons/README.md tells it, and every mistake is told on its own line, with what was expected.
#include "lesson/inside.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static Lesson lesson;
static Remarks remarks;

static bool reads(const char *text)
{
    lesson_clear(&lesson);
    remarks_clear(&remarks);
    return lesson_read(&lesson, "mine", text, strlen(text), &remarks);
}

static void no_remarks(void)
{
    for (int i = 0; i < remarks.count; i++) print_error("%d: %s\n", remarks.at[i].line, remarks.at[i].text);
    assert_int_equal(remarks.count, 0);
}

static int clear(void **state)
{
    (void)state;
    lesson_clear(&lesson);
    remarks_clear(&remarks);
    return 0;
}

// The lesson of README.md.
static const char WHOLE[] =
    "# Does output_padding add zeros?\n" // 1
    "\n"
    "What it *does*.\n"
    "\n"
    "```lesson\n" // 5
    "minutes: 8\n"
    "goal: Say what output_padding uncovers.\n"
    "discuss: Where in a network does the lost row come from?\n"
    "discuss: And where does it go?\n"
    "```\n" // 10
    "\n"
    "```scene encoder aside\n"
    "conv2d in=256 k=3 s=2 p=1 c=64,128\n"
    "```\n"
    "\n" // 15
    "## What does padding cut?\n"
    "\n"
    "```scene\n"
    "convt2d in=2 k=3 s=2 p=1 w=ones view=stamp step=0\n"
    "```\n" // 20
    "\n"
    "Four stamps make {2*full*k}×{full} cells. `Padding` cuts {p} row\n"
    "on *every* side of [them](other.md).\n"
    "\n"
    "- one\n" // 25
    "- two\n"
    "\n"
    "```\n"
    "y = x\n"
    "\n" // 30
    "z\n"
    "```\n"
    "\n"
    "```ask\n"
    "size: out\n" // 35
    "question: What is left?\n"
    "wrong: full | because: That is before the cut: padding takes {p} from both ends.\n"
    "wrong: sum(y(w=[1|2])) | because: @padding-grows\n"
    "vary: in=2..4 k=3..5 p=1..2\n"
    "keep: p < k\n" // 40
    "then: p=1 view=overlap\n"
    "```\n"
    "\n"
    "The window keeps what is inside: {out} rows of {full}.\n"
    "\n" // 45
    "```note\n"
    "Let them vote.\n"
    "```\n"
    "\n"
    "## Which?\n" // 50
    "\n"
    "```ask\n"
    "choice:\n"
    "question: Which?\n"
    "option: A | when: op > p | because: No.\n" // 55
    "option: B | when: op <= p\n"
    "vary: op=0..1\n"
    "```\n";

static void a_lesson_is_read_as_it_is_written(void **state)
{
    (void)state;
    bool ok = reads(WHOLE);
    no_remarks();
    assert_true(ok);
    assert_string_equal(lesson.name, "mine");
    assert_string_equal(lesson.title, "Does output_padding add zeros?");
    assert_string_equal(lesson.text, "What it does.");
    assert_int_equal(lesson.minutes, 8);
    assert_int_equal(lesson.goal_count, 1);
    assert_string_equal(lesson.goals[0], "Say what output_padding uncovers.");
    assert_int_equal(lesson.discuss_count, 2);
    assert_string_equal(lesson.discuss[1], "And where does it go?");

    assert_int_equal(lesson.scene_count, 2);
    assert_string_equal(lesson.scenes[0].name, "encoder");
    assert_true(lesson.scenes[0].aside);
    assert_int_equal(lesson.scenes[0].scene.spec.in_channels, 64);
    assert_string_equal(lesson.scenes[1].name, "");
    assert_false(lesson.scenes[1].aside);
    assert_int_equal(lesson.scenes[1].line, 18);
    assert_string_equal(lesson.scenes[1].code, "convt2d in=2 k=3 s=2 p=1 w=ones view=stamp step=0");

    assert_int_equal(lesson.count, 2);
    const LessonStep *step = &lesson.steps[0];
    assert_string_equal(step->title, "What does padding cut?");
    assert_string_equal(step->slug, "what-does-padding-cut");
    assert_int_equal(step->line, 16);
    assert_int_equal(step->scene, 1);
    assert_int_equal(step->befores, 4);
    assert_string_equal(step->before[0].text, "Four stamps make {2*full*k}×{full} cells. Padding cuts {p} row on every side of them.");
    assert_int_equal(step->before[0].line, 22);
    assert_int_equal(step->before[1].kind, PROSE_ITEM);
    assert_string_equal(step->before[2].text, "two");
    assert_int_equal(step->before[2].line, 26);
    assert_int_equal(step->before[3].kind, PROSE_CODE);
    assert_string_equal(step->before[3].text, "y = x\n\nz");
    assert_int_equal(step->afters, 1);
    assert_string_equal(step->after[0].text, "The window keeps what is inside: {out} rows of {full}.");
    assert_string_equal(step->note, "Let them vote.");

    const Ask *ask = &step->ask;
    assert_int_equal(ask->kind, ASK_SIZE);
    assert_int_equal(ask->line, 35);
    assert_string_equal(ask->right, "out");
    assert_string_equal(ask->question, "What is left?");
    assert_string_equal(ask->vary, "in=2..4 k=3..5 p=1..2");
    assert_string_equal(ask->keep, "p < k");
    assert_string_equal(ask->then, "p=1 view=overlap");
    assert_int_equal(ask->wrongs, 2);
    assert_string_equal(ask->wrong[0].is, "full");
    assert_string_equal(ask->wrong[0].because, "That is before the cut: padding takes {p} from both ends.");
    assert_int_equal(ask->wrong[0].line, 37);
    assert_string_equal(ask->wrong[1].is, "sum(y(w=[1|2]))");
    assert_null(ask->wrong[1].because);
    assert_string_equal(ask->wrong[1].confusion, "padding-grows");

    const Ask *choice = &lesson.steps[1].ask;
    assert_int_equal(lesson.steps[1].scene, 1);
    assert_int_equal(choice->kind, ASK_CHOICE);
    assert_null(choice->right);
    assert_int_equal(choice->options, 2);
    assert_string_equal(choice->option[0].text, "A");
    assert_string_equal(choice->option[0].when, "op > p");
    assert_string_equal(choice->option[0].because, "No.");
    assert_string_equal(choice->option[1].when, "op <= p");
    assert_null(choice->option[1].because);
    assert_int_equal(lesson_step_named(&lesson, "which"), 1);
    assert_int_equal(lesson_step_named(&lesson, "what"), -1);
}

static void ends_of_lines_do_not_matter(void **state)
{
    (void)state;
    Text text = { 0 };
    for (const char *c = WHOLE; *c; c++) text_print(&text, *c == '\n' ? "\r\n" : "%c", *c);
    bool ok = reads(text.data);
    text_clear(&text);
    no_remarks();
    assert_true(ok);
    assert_string_equal(lesson.scenes[1].code, "convt2d in=2 k=3 s=2 p=1 w=ones view=stamp step=0");
    assert_string_equal(lesson.steps[0].ask.right, "out");
    assert_int_equal(lesson.steps[1].ask.option[1].line, 56);
}

static void cells_and_sets_are_read(void **state)
{
    (void)state;
    assert_true(reads("# T\n\n   ~~~scene\nconvt2d\n   ~~~\n\n## A\n\n```ask\ncells: GX where meets(x[0,0]) == 1\nquestion: q\npick: all\nvary: k=2..3\nwrong: row == 0 | because: no\n```\n\n"
                      "## B\n\n```ask\nset: even\nquestion: q\nchange: k, output_padding\n```\n"));
    no_remarks();
    const Ask *cells = &lesson.steps[0].ask, *set = &lesson.steps[1].ask;
    assert_int_equal(cells->kind, ASK_CELLS);
    assert_int_equal(cells->role, ROLE_GX);
    assert_true(cells->all);
    assert_string_equal(cells->right, "meets(x[0,0]) == 1");
    assert_int_equal(set->kind, ASK_SET);
    assert_int_equal(set->change, 1u << PARAM_KERNEL | 1u << PARAM_OUTPUT_PADDING);
}

static void a_scene_holds_until_the_next_and_one_aside_is_not_shown(void **state)
{
    (void)state;
    assert_true(reads("# T\n\n## A\nx\n\n## B\n\n```scene\nconvt2d\n```\n\n```scene big aside\nconvt2d in=9\n```\n\n## C\nx\n\n## D\n\n```scene small\nconvt2d in=2\n```\n\n## E\nx\n"));
    no_remarks();
    static const int scenes[] = { -1, 0, 0, 2, 2 };
    for (int i = 0; i < COUNT(scenes); i++) check(lesson.steps[i].scene == scenes[i], "step %d shows scene %d", i, lesson.steps[i].scene);
}

// What stands between braces is no Markdown, outside of them it is.
static void markdown_leaves_expressions_alone(void **state)
{
    (void)state;
    assert_true(reads("# T\n\n## A\n\n{k*s} and {2*k}, {y[0,1]}, {x < y}, {out(p=1\nk=3)} *yes* {a_b}_{c_d} \\{open\n\n1. first\n2. second\n\n> said\n"));
    no_remarks();
    const LessonStep *step = &lesson.steps[0];
    assert_string_equal(step->before[0].text, "{k*s} and {2*k}, {y[0,1]}, {x < y}, {out(p=1 k=3)} yes {a_b}_{c_d} {open");
    assert_int_equal(step->befores, 4);
    assert_string_equal(step->before[2].text, "2. second");
    assert_int_equal(step->before[2].kind, PROSE_TEXT);
    assert_string_equal(step->before[3].text, "said");
}

static void anchors_are_those_of_git_hosts(void **state)
{
    (void)state;
    static const struct { const char *heading, *slug; } rows[] = {
        { "Does it add zeros?", "does-it-add-zeros" },     { "C, groups & weights", "c-groups--weights" },
        { "What is `k % s`?", "what-is-k--s" },            { "2×2 – à trous", "22--à-trous" },
        { "Über_all ΣЖЁ", "über_all-σжё" },               { "\"k divisible by s\"", "k-divisible-by-s" },
        { "Why Cᵀ, not C⁻¹…", "why-cᵀ-not-c" },            { "畳み込み", "畳み込み" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Text slug = { 0 };
        slug_print(&slug, rows[i].heading);
        assert_string_equal(text_or_empty(&slug), rows[i].slug);
        text_clear(&slug);
    }
    assert_true(reads("# Why?\n\n## Why?\na\n\n## How?\nb\n\n## Why?\nc\n\n## Is it `k*s`?\nd\n"));
    assert_string_equal(lesson.steps[0].slug, "why-1");
    assert_string_equal(lesson.steps[1].slug, "how");
    assert_string_equal(lesson.steps[2].slug, "why-2");
    assert_string_equal(lesson.steps[3].slug, "is-it-ks");
}

// ---- mistakes --------------------------------------------------------------------------------------------------

// A mistake in a whole lesson: the lines below stand in a step that has a scene, from line 9 on.
#define STEP "# T\n\n```scene\nconvt2d in=3\n```\n\n## A\n\n"
#define ASK(lines) STEP "```ask\n" lines "```\n" // its first line is the 10th
typedef struct Mistake {
    const char *text;
    int line;
    const char *says;
} Mistake;

static const Mistake MISTAKES[] = {
    { "## A\nb\n", 1, "a lesson begins with its title" },
    { "# T\n\nwords\n", 3, "this lesson has no step; each begins with ##" },
    { "#\n\n## A\nb\n", 1, "the title is empty" },
    { "# T\n# U\n## A\nb\n", 2, "a second title; a lesson has one, and a step begins with ##" },
    { "## A\nb\n# T\n", 3, "the title stands above the first step" },
    { "# T\n## A\nb\n### C\n", 4, "a heading of level 3; # is the title, ## begins a step" },
    { "# T\n##\nb\n", 2, "this step has no title" },
    { "# T\n## A\n## B\nb\n", 2, "this step is empty" },
    { "# T\n- ## A\n\n## B\nb\n", 2, "a heading in a list or a quotation" },
    { "# T\n## A\n\nb \001\n", 4, "a character that nobody can see (code 1)" },
    { "# T\n## A\n\nb \xE9t\xE9\n", 4, "this is not UTF-8 (byte 0xE9); save the file as UTF-8" },
    { "# T\n## A\n> > > > > > > > > deep\n", 3, "9 deep" },
    { "# T\n## A\n- - - - - deep\n", 3, "10 deep" },
    // blocks
    { "# T\n## A\n\n```scnee\nconvt2d\n```\n", 4, "a block `scnee`; did you mean scene?" },
    { "# T\n## A\n\n```Ask\nset: 1\n```\n", 4, "a block `Ask`; did you mean ask?" },
    { "# T\n## A\n\n```scene\n  convt2d\n", 4, "nothing closes this block" },
    { "# T\n## A\n\n- a\n\n  ```scene\n  convt2d\n  ```\n", 6, "this scene block stands in a list or a quotation" },
    { "# T\n\n```ask\nset: 1\n```\n\n## A\nb\n", 3, "a question stands in a step" },
    { "# T\n\n```note\nhm\n```\n\n## A\nb\n", 3, "a note stands in a step" },
    { "# T\n\n```lesson\n```\n\n```lesson\n```\n\n## A\nb\n", 6, "a second lesson block" },
    { "# T\n\n## A\nb\n\n```lesson\nminutes: 3\n```\n", 6, "the lesson block stands below the title" },
    { "# T\n\n```lesson\nminutes: many\n```\n\n## A\nb\n", 4, "minutes: is a whole number from 1 to 240, not 'many'" },
    { "# T\n\n```lesson\nminute: 3\n```\n\n## A\nb\n", 4, "a setting `minute`; a lesson block has minutes, goal and discuss; did you mean minutes?" },
    { "# T\n\n```lesson\n\ngoal:\n```\n\n## A\nb\n", 5, "nothing stands behind goal:" },
    { "# T\n\n```lesson\ngoal 3\n```\n\n## A\nb\n", 4, "'goal 3' is no setting; a line is a word, a colon and what is set" },
    // scenes
    { "# T\n## A\n\n```scene\nconvt2d in=3 stride=0\n```\n", 5, "column 21: stride is 0; it must be 1 or more" },
    { "# T\n## A\n\n```scene\n\n  convt2d\n  in=3 kk=2\n```\n", 7, "column 8: there is no key 'kk'" },
    { "# T\n## A\n\n```scene\n```\n", 5, "column 1: a scene begins with its operation" },
    { "# T\n## A\n\n```scene a b\nconvt2d\n```\n", 4, "behind the name of a scene only aside may stand, not 'b'" },
    { "# T\n## A\n\n```scene aside\nconvt2d\n```\n", 4, "a scene aside is only asked for by its name" },
    { "# T\n## A\n\n```scene 1st\nconvt2d\n```\n", 4, "'1st' cannot be the name of a scene" },
    { "# T\n## A\n\n```scene out\nconvt2d\n```\n", 4, "'out' cannot be the name of a scene" },
    { "# T\n## A\n\n```scene a\nconvt2d\n```\n\n```scene a aside\nconvt2d\n```\n", 8, "a scene with the name a stands on line 4 already" },
    { STEP "```scene\nconvt2d\n```\n\n```scene\nconvt2d\n```\n", 13, "a step shows one scene" },
    { ASK("number: k\nquestion: q\nvary: k=2..3\n") "\n```scene\nconvt2d\n```\n", 15, "a scene stands above the question" },
    { "# T\n## A\n\n```scene\nconvt2d k=0\n```\n## B\n\n```ask\nset: even\nquestion: q\nchange: k\n```\n", 5, "column 11: kernel_size is 0" }, // nothing is said of B
    // questions
    { "# T\n## A\n\n```ask\nset: even\nquestion: q\nchange: k\n```\n", 4, "there is nothing to ask about yet" },
    { ASK("set: even\nquestion: q\nchange: k\n") "\n```ask\nset: even\nquestion: q\nchange: k\n```\n", 15, "a step asks once" },
    { ASK(""), 9, "this ask is empty" },
    { ASK("question: q\nnumber: 1\n"), 10, "the first line of an ask says what the answer is given with: number:, size:, choice:, cells: or set:; not `question:`" },
    { ASK("numbre: k\n"), 10, "not `numbre:`; did you mean number?" },
    { ASK("number:\nquestion: q\nvary: k=2\n"), 10, "behind number: stands what is right" },
    { ASK("number: k\nquestion: q\nvary: k=2\nsize: out\n"), 13, "this question is answered with number: already" },
    { ASK("number: k\nvary: k=2\n"), 10, "this block asks nothing; write a line question:" },
    { ASK("number: k\nquestion:\nvary: k=2\n"), 11, "nothing stands behind question:" },
    { ASK("number: k\nquestion: q\nquestion: r\nvary: k=2\n"), 12, "question: stands twice" },
    { ASK("number: k\nquestion: q\n"), 10, "this question cannot be asked again; write a line vary:" },
    { ASK("set: even\nquestion: q\nchange: k\nkeep: k > 2\n"), 10, "there is no line vary:" },
    { ASK("number: k\nquestion: q\nwrnog: s | because: no\nvary: k=2\n"), 12, "a setting `wrnog`; did you mean wrong?" },
    { ASK("number: k\nquestion: q\ncolour: red\nvary: k=2\n"), 12, "a setting `colour`; there are question, option" },
    { ASK("number: k\nquestion: q\nvary: k=2\nthis is nothing\n"), 13, "'this is nothing' is no setting" },
    { ASK("number: k\nquestion: q\nvary: k=2\nwrong: s\n"), 13, "this wrong answer is not explained; write | because:" },
    { ASK("number: k\nquestion: q\nvary: k=2\nwrong: | because: no\n"), 13, "wrong: has no expression" },
    { ASK("number: k\nquestion: q\nvary: k=2\nwrong: s | because:\n"), 13, "because: says nothing" },
    { ASK("number: k\nquestion: q\nvary: k=2\nwrong: s | becuase: no\n"), 13, "a part `becuase:` behind wrong:; there is because:; did you mean because?" },
    { ASK("number: k\nquestion: q\nvary: k=2\nwrong: s | because: a | because: b\n"), 13, "because: stands twice behind wrong:" },
    { ASK("number: k\nquestion: q\nvary: k=2\nwrong: s | because: @Not This\n"), 13, "'@Not This' is no name of a confusion" },
    { ASK("number: k\nquestion: q\nvary: k=2\nwrong: 1 | because: a\nwrong: 2 | because: a\nwrong: 3 | because: a\nwrong: 4 | because: a\nwrong: 5 | because: a\nwrong: 6 | because: a\nwrong: 7 | because: a\n"),
      19, "a question has at most 6 wrong: lines" },
    { ASK("choice: k\nquestion: q\nvary: k=2\noption: a | when: 1\noption: b | when: 0\n"), 10, "nothing stands behind choice:, but 'k' does" },
    { ASK("choice:\nquestion: q\nvary: k=2\noption: a | when: 1\n"), 10, "a choice has two to 4 lines option:; this one has one" },
    { ASK("choice:\nquestion: q\nvary: k=2\n"), 10, "this one has none" },
    { ASK("choice:\nquestion: q\nvary: k=2\noption: a\noption: b | when: 0\n"), 13, "this option does not say when it is right" },
    { ASK("choice:\nquestion: q\nvary: k=2\noption: | when: 1\noption: b | when: 0\n"), 13, "option: has no text" },
    { ASK("choice:\nquestion: q\nvary: k=2\noption: a | whne: 1\noption: b | when: 0\n"), 13, "a part `whne:` behind option:; there are when: and because:; did you mean when?" },
    { ASK("choice:\nquestion: q\nvary: k=2\noption: a | when: 1\noption: b | when: 0\nwrong: 3 | because: no\n"), 15, "a choice has no wrong: lines" },
    { ASK("choice:\nquestion: q\nvary: k=2\noption: a | when: 1\noption: b | when: 0\noption: c | when: 0\noption: d | when: 0\noption: e | when: 0\n"),
      17, "a choice has at most 4 options" },
    { ASK("number: k\nquestion: q\nvary: k=2\noption: a | when: 1\n"), 13, "option: belongs to a question with choice:, and this one has number:" },
    { ASK("number: k\nquestion: q\nvary: k=2\npick: all\n"), 13, "pick: belongs to a question with cells:" },
    { ASK("number: k\nquestion: q\nvary: k=2\nchange: k\n"), 13, "change: belongs to a question with set:" },
    { ASK("cells: z where row == 0\nquestion: q\nvary: k=2\n"), 10, "x, w, y, gx, gy, gw or c; not 'z'" },
    { ASK("cells: y row == 0\nquestion: q\nvary: k=2\n"), 10, "behind cells: y stands where and a condition" },
    { ASK("cells: y where\nquestion: q\nvary: k=2\n"), 10, "behind cells: y stands where and a condition" },
    { ASK("cells: y where row == 0\nquestion: q\nvary: k=2\npick: some\n"), 13, "pick: is all or any, not 'some'" },
    { ASK("set: even\nquestion: q\n"), 10, "this question does not say what may be moved; write a line change:" },
    { ASK("set: even\nquestion: q\nchange:\n"), 10, "nothing stands behind change:" },
    { ASK("set: even\nquestion: q\nchange: k padd\n"), 12, "'padd' is no parameter that can be changed" },
    { ASK("number: k\nquestion: q\nvary: k=2\nlevel: 4\n"), 13, "level: is 1, 2 or 3, not '4'" },
};

static void every_mistake_is_told_on_its_line(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(MISTAKES); i++) {
        const Mistake *row = &MISTAKES[i];
        check(!reads(row->text), "row %d is read without a mistake: %s", i, row->text);
        check(remarks.count == 1, "row %d, '%s', has %d remarks: %s / %s", i, row->says, remarks.count, remarks.at[0].text, remarks.at[remarks.count - 1].text);
        check(strstr(remarks.at[0].text, row->says), "row %d says '%s', not '%s'", i, remarks.at[0].text, row->says);
        check(remarks.at[0].line == row->line, "row %d, '%s', is told on line %d, not %d", i, row->says, remarks.at[0].line, row->line);
        check(!remarks.at[0].advice, "row %d, '%s', is an advice", i, row->says);
    }
}

static void all_mistakes_are_told_at_once(void **state)
{
    (void)state;
    assert_false(reads("# T\n\n## A\n\n```scene\nconvt2d k=0\n```\n\n```ask\nnumber: k\nquestoin: q\nvary: k=2\nwrong: s\n```\n\n### B\n\n## C\n\n```noet\n```\n"));
    static const int lines[] = { 6, 11, 13, 16, 20 };
    assert_int_equal(remarks.count, COUNT(lines));
    for (int i = 0; i < COUNT(lines); i++)
        check(remarks.at[i].line == lines[i], "remark %d is on line %d, not %d: %s", i, remarks.at[i].line, lines[i], remarks.at[i].text);
    // An empty file lacks everything.
    assert_false(reads(""));
    assert_int_equal(remarks.count, 2);
    assert_true(remarks.at[0].line == 1 && remarks.at[1].line == 1);
}

static void what_could_be_read_is_there(void **state)
{
    (void)state;
    assert_false(reads("# T\n\n## A\n\n```scene\nconvt2d k=0\n```\n\n```ask\nnumber: k\n```\n\n## B\n\nwords\n"));
    // A question with a mistake is none.
    assert_int_equal(lesson.count, 2);
    assert_int_equal(lesson.steps[0].ask.kind, ASK_NONE);
    assert_int_equal(lesson.steps[0].scene, -1);
    assert_false(reads("# T\n\n```scene\nconvt2d\n```\n\n## A\n\n```ask\nnumber: k\nquestion: q\n```\n\nwhy\n"));
    assert_int_equal(lesson.steps[0].ask.kind, ASK_NONE);
    assert_null(lesson.steps[0].ask.question);
    assert_int_equal(lesson.steps[0].afters, 1); // what stands below it is the why all the same
}

static void exercises_have_a_topic_and_a_level(void **state)
{
    (void)state;
    clear(NULL);
    const char *text = ASK("number: k\nquestion: q\nvary: k=2\n");
    assert_false(lesson_read(&lesson, "exercises", text, strlen(text), &remarks));
    assert_int_equal(remarks.count, 2);
    assert_non_null(strstr(remarks.at[0].text, "an exercise has a line topic:"));
    assert_non_null(strstr(remarks.at[1].text, "an exercise has a line level:"));
    clear(NULL);
    text = ASK("number: k\nquestion: q\nvary: k=2\ntopic: sizes\nlevel: 2\n");
    assert_true(lesson_read(&lesson, "exercises", text, strlen(text), &remarks));
    assert_string_equal(lesson.steps[0].ask.topic, "sizes");
    assert_int_equal(lesson.steps[0].ask.level, 2);
}

static void what_is_left_out_is_advised_against(void **state)
{
    (void)state;
    assert_true(reads("# T\n\n## A\n\nsee ![a picture](a.png) <b>\n\n<p>\n\n<!-- only for us -->\n"));
    assert_int_equal(remarks.count, 3);
    assert_true(remarks.at[0].advice && remarks.at[1].advice && remarks.at[2].advice);
    assert_int_equal(remarks.at[0].line, 5);
    assert_int_equal(remarks.at[2].line, 7);
    assert_string_equal(lesson.steps[0].before[0].text, "see a picture");
}

static void put_words(Text *text, int count)
{
    for (int i = 0; i < count; i++) text_put(text, i % 7 == 3 ? "{k + 1} " : i % 7 == 5 ? "two\n" : "word ");
}

static void more_words_than_are_read_are_advised_against(void **state)
{
    (void)state;
    for (int more = 0; more < 8; more++) {
        Text text = { 0 };
        text_put(&text, "# T\n\n## ");
        for (int i = 0; i < 12 + (more & 1); i++) text_put(&text, "why ");
        text_put(&text, "\n\n```scene\nconvt1d\n```\n\n- ");
        put_words(&text, 20), text_put(&text, "\n\nAnd\n"), put_words(&text, 19 + (more >> 1 & 1));
        text_put(&text, "\n\n```\nwhat is code is no prose\n```\n\n```ask\nnumber: out\nquestion: What?\nvary: in=2..4\n```\n\n");
        put_words(&text, 40 + (more >> 2));
        check(reads(text.data), "%s", remarks.count ? remarks.at[0].text : "");
        int wanted = 0;
        static const char *const said[] = { "this title has 13 words", "41 words stand before this question", "41 words stand behind this question" };
        for (int bit = 0; bit < 3; bit++) {
            bool told = false;
            for (int i = 0; i < remarks.count; i++) told |= remarks.at[i].advice && strstr(remarks.at[i].text, said[bit]);
            check(told == (more >> bit & 1), "text %d: “%s” is %s", more, said[bit], told ? "said" : "not said");
            wanted += more >> bit & 1;
        }
        check(remarks.count == wanted, "text %d has %d remarks", more, remarks.count);
        text_clear(&text);
    }
    assert_true(reads("# T\n\n## A\n\nwords words words words words words words words words words words words words words words words words words words words words words "
                      "words words words words words words words words words words words words words words words words words words words\n"));
    assert_non_null(strstr(remarks.at[0].text, "41 words stand in this step"));
}

static void there_are_limits(void **state)
{
    (void)state;
    Text text = { 0 };
    text_put(&text, "# T\n");
    for (int i = 0; i < 201; i++) text_print(&text, "## A %d\nb\n", i % 3);
    assert_false(reads(text.data));
    assert_int_equal(lesson.count, 200);
    assert_string_equal(lesson.steps[199].slug, "a-1-66");
    assert_int_equal(remarks.count, 1);
    assert_non_null(strstr(remarks.at[0].text, "at most 200 steps"));
    assert_int_equal(remarks.at[0].line, 402);
    text.length = 0;
    text_put(&text, "# T\n## A\nb\n");
    for (int i = 0; i < 500; i++) text_put(&text, "### C\n");
    assert_false(reads(text.data));
    assert_int_equal(remarks.count, PAGE_MOST_REMARKS + 1);
    assert_non_null(strstr(remarks.at[PAGE_MOST_REMARKS].text, "there is more"));
    text.length = 0;
    while (text.length <= PAGE_MOST_BYTES) text_put(&text, "a long word and another one\n");
    assert_false(reads(text.data));
    assert_int_equal(remarks.count, 1);
    assert_non_null(strstr(remarks.at[0].text, "at most 1048576 are read"));
    text_clear(&text);
}

// ---- files -----------------------------------------------------------------------------------------------------

// Prose, titles, notes, code and settings: none is so long that going through it takes a while.
static void no_text_is_longer_than_can_be_read_at_once(void **state)
{
    (void)state;
    static const char *const before[] = { "# A title\n\n## A step\n\n", "# A title\n\n## ", "# A title\n\n## A step\n\n```note\n", "# A title\n\n## A step\n\n```\n",
                                          "# A title\n\n```lesson\ngoal: " };
    static const int lines[] = { 5, 3, 5, 5, 4 };
    for (int i = 0; i < COUNT(before); i++)
        for (int more = 0; more < 2; more++) {
            Text text = { 0 };
            text_put(&text, before[i]);
            for (int c = (i == 4 ? 6 : 0); c < PAGE_MOST_TEXT + more; c++) text_put(&text, "a");
            text_put(&text, i >= 2 ? "\n```\n\n## Another\n\nWords.\n" : "\n\nWords.\n\n## Another\n\nWords.\n");
            (void)reads(text.data);
            bool told = remarks.count && remarks.at[0].line == lines[i] && strstr(remarks.at[0].text, "at most 4000 are read");
            check(told == (more == 1), "text %d with %d bytes: %s", i, PAGE_MOST_TEXT + more, remarks.count ? remarks.at[0].text : "nothing is said");
            text_clear(&text);

        }
}

// Each block is looked up by its line: a hundred thousand of them are read in no time, where each from the top would take minutes.
static void many_blocks_take_no_time(void **state)
{
    (void)state;
    Text text = { 0 };
    text_put(&text, "# A title\n\n## A step\n\n");
    while (text.length + 8 < PAGE_MOST_BYTES) text_put(&text, "```\n");
    clock_t began = clock();
    (void)reads(text.data);
    double seconds = (double)(clock() - began) / CLOCKS_PER_SEC;
    check(seconds < 10, "it took %.1f seconds", seconds);
    text_clear(&text);

}

static void a_file_gives_its_name_to_the_lesson(void **state)
{
    (void)state;
    char folder[] = "/tmp/lessonXXXXXX", path[64];
    Error err = { 0 };
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/why.not.md", folder);
    clear(NULL);
    assert_true(file_write_all(&(FileOut){ path, WHOLE, strlen(WHOLE) }, 1, &err));
    bool ok = lesson_load(&lesson, path, &remarks, &err);
    no_remarks();
    assert_true(ok);
    assert_string_equal(lesson.name, "why.not");
    assert_int_equal(lesson.count, 2);
    clear(NULL);
    assert_true(file_write_all(&(FileOut){ path, "", 0 }, 1, &err));
    assert_false(lesson_load(&lesson, path, &remarks, &err));
    assert_int_equal(remarks.at[0].line, 1);
    assert_string_equal(err.text, "");
    remove(path);
    clear(NULL);
    assert_false(lesson_load(&lesson, path, &remarks, &err));
    assert_non_null(strstr(err.text, "cannot read"));
    assert_int_equal(remarks.count, 0);
    remove(folder);

    assert_true(lesson_begins("a.md") && lesson_begins("folder/A.MD"));
    assert_false(lesson_begins("a.txt") || lesson_begins(".md") || lesson_begins("md") || lesson_begins("convt2d in=3"));
}

static void a_new_lesson_can_be_read(void **state)
{
    (void)state;
    static const char *const titles[] = { "Why is my output 31?", NULL, " ", "Two\nlines" };
    static const char *const read[] = { "Why is my output 31?", "How large will my output be?", "How large will my output be?", "Two lines" };
    for (int i = 0; i < COUNT(titles); i++) {
        Text text = { 0 };
        lesson_new(&text, titles[i]);
        bool ok = reads(text.data);
        text_clear(&text);
        no_remarks();
        assert_true(ok);
        assert_string_equal(lesson.title, read[i]);
        assert_int_equal(lesson.count, 3);
        for (int step = 0; step < 3; step++) assert_int_not_equal(lesson.steps[step].ask.kind, ASK_NONE);
    }
}

// ---- anything at all -------------------------------------------------------------------------------------------

static int lines_of(const char *text, size_t length)
{
    int lines = length == 0 || (text[length - 1] != '\n' && text[length - 1] != '\r');
    // A return alone ends a line too, as CommonMark has it.
    for (size_t i = 0; i < length; i++) lines += text[i] == '\n' || (text[i] == '\r' && (i + 1 == length || text[i + 1] != '\n'));
    return lines;
}

static void read_anything(char *text, size_t length)
{
    clear(NULL);
    bool ok = lesson_read(&lesson, "mine", text, length, &remarks);
    check(ok == !remarks_mistakes(&remarks), "read is %d with %d mistakes", ok, remarks_mistakes(&remarks));
    for (int i = 0; i < remarks.count; i++)
        check(remarks.at[i].line >= 1 && remarks.at[i].line <= lines_of(text, length), "line %d of %d: %s", remarks.at[i].line, lines_of(text, length), remarks.at[i].text);
    for (int i = 0; i < remarks.count; i++) check(utf8_valid(remarks.at[i].text, strlen(remarks.at[i].text)), "no UTF-8: %s", remarks.at[i].text);
    for (int i = 0; i < lesson.count; i++) check(lesson.steps[i].scene < lesson.scene_count, "step %d has scene %d of %d", i, lesson.steps[i].scene, lesson.scene_count);
}

static void a_lesson_cut_anywhere_is_told_within_it(void **state)
{
    (void)state;
    for (size_t length = 0; length < strlen(WHOLE); length++) {
        char *cut = memory_new(length ? length : 1, 1); // nothing behind it
        memcpy(cut, WHOLE, length);
        read_anything(cut, length);
        free(cut);
    }
}

static void a_lesson_with_other_bytes_is_told_within_it(void **state)
{
    (void)state;
    static const char likely[] = "\n\n\n#`~:|{}*[]()<>-_@ =|\"\\\t\r01ax\xC3\xE2\x80\x94";
    Random random = { 6 };
    size_t length = strlen(WHOLE);
    for (int round = 0; round < 3000; round++) {
        char *bent = memory_new(length, 1);
        memcpy(bent, WHOLE, length);
        for (long flips = random_range(&random, 1, 12); flips; flips--) {
            char byte = round % 4 == 0 ? (char)random_range(&random, 0, 255) : likely[random_range(&random, 0, (long)strlen(likely) - (round % 2 ? 1 : 5))];
            bent[random_range(&random, 0, (long)length - 1)] = byte;
        }
        read_anything(bent, length);
        free(bent);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lesson_is_read_as_it_is_written),
        cmocka_unit_test(ends_of_lines_do_not_matter),
        cmocka_unit_test(cells_and_sets_are_read),
        cmocka_unit_test(a_scene_holds_until_the_next_and_one_aside_is_not_shown),
        cmocka_unit_test(markdown_leaves_expressions_alone),
        cmocka_unit_test(anchors_are_those_of_git_hosts),
        cmocka_unit_test(every_mistake_is_told_on_its_line),
        cmocka_unit_test(all_mistakes_are_told_at_once),
        cmocka_unit_test(what_could_be_read_is_there),
        cmocka_unit_test(exercises_have_a_topic_and_a_level),
        cmocka_unit_test(what_is_left_out_is_advised_against),
        cmocka_unit_test(more_words_than_are_read_are_advised_against),
        cmocka_unit_test(there_are_limits),
        cmocka_unit_test(no_text_is_longer_than_can_be_read_at_once),
        cmocka_unit_test(many_blocks_take_no_time),
        cmocka_unit_test(a_file_gives_its_name_to_the_lesson),
        cmocka_unit_test(a_new_lesson_can_be_read),
        cmocka_unit_test(a_lesson_cut_anywhere_is_told_within_it),
        cmocka_unit_test(a_lesson_with_other_bytes_is_told_within_it),
    };
    return cmocka_run_group_tests(tests, NULL, clear);
}
