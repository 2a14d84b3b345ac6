// Lessons on paper: the page asks before it answers and needs nothing but itself; the guide is a whole PDF.
#include "support/check.h"

#include "export/export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char LESSON[] =
    "# Is 1 < 2 & \"so on\"?\n\nWhat it is about.\n\n"
    "```lesson\nminutes: 5\ngoal: See a stamp.\ndiscuss: Why?\n```\n\n"
    "## What stands in the middle?\n\n```scene\nconvt2d in=2 k=3 s=2 w=ones view=stamp step=0\n```\n\nFour stamps are pressed.\n\n"
    "```ask\nnumber: y[2,2]\nthen: step=end\nquestion: Which number is in the middle?\nwrong: x[0,0] | because: All {cells(x)} meet there.\n"
    "wrong: count[2,2] | because: @kernel-flipped\nvary: in=2..3 x=ramp,ones\n```\n\nThe sum of all: {y[2,2]}.\n\n"
    "```note\nWait for them.\n```\n\n"
    "## Is the overlap even?\n\nLook again.\n\n"
    "```ask\nchoice:\nquestion: Is it even?\noption: Yes, everywhere | when: even | because: Count them.\noption: No, never | when: not even\nvary: in=2..3\n```\n\nIt is not.\n\n"
    "## Only to read\n\nThe end.\n\n- one\n- two\n\n```\na = b < c\n```\n";

static Lesson small(void)
{
    Lesson lesson;
    Remarks remarks = { 0 };
    bool ok = lesson_read(&lesson, "mine", LESSON, sizeof LESSON - 1, &remarks);
    check(ok, "line %d: %s", remarks.count ? remarks.at[0].line : 0, remarks.count ? remarks.at[0].text : "");
    remarks_clear(&remarks);
    return lesson;
}

static char *written(const char *path, size_t *length)
{
    Bytes bytes;
    Error err = { 0 };
    check(file_read(path, 64 << 20, &bytes, &err), "%s", err.text);
    char *text = memory_new(bytes.length + 1, 1);
    memcpy(text, bytes.data, bytes.length);
    if (length) *length = bytes.length;
    bytes_clear(&bytes);
    return text;
}

static const char *path_of(const char *ending)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/stridescope-lesson-%ld%s", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp", (long)getpid(), ending);
    return path;
}

static char *page_of(const Lesson *lesson)
{
    Type *type;
    Error err = { 0 };
    check(type_new(&type, &err), "%s", err.text);
    check(export_page(path_of(".html"), &lesson, 1, type, &err), "%s", err.text);
    type_free(type);
    char *page = written(path_of(".html"), NULL);
    unlink(path_of(".html"));
    return page;
}

static void the_page_asks_before_it_answers(void **state)
{
    (void)state;
    Lesson lesson = small();
    char *page = page_of(&lesson);
    char *section = strstr(page, "id=\"mine-what-stands-in-the-middle\"");
    assert_non_null(section);
    char *asked = strstr(section, "Which number is in the middle?"), *folded = strstr(section, "<details>"), *answer = strstr(section, "class=\"right\">10<");
    check(asked && folded && answer && asked < folded && folded < answer, "the answer does not stand behind its question, folded away");
    check(strstr(answer, "You said 1? All 4 meet there."), "a usual wrong answer is not spoken of");
    check(strstr(answer, "The sum of all: 10."), "the why is not below the answer");
    char *choice = strstr(page, "id=\"mine-is-the-overlap-even\"");
    check(choice && strstr(choice, "A. Yes, everywhere") && strstr(choice, "Not this one. Count them."), "an option does not say why it is not right");
    check(!strstr(page, "Wait for them"), "the speaker's note is on the students' page");
    check(strstr(page, "<li>one</li>") && strstr(page, "<pre>a = b &lt; c"), "lists and code are not on the page");
    free(page);
    lesson_clear(&lesson);
}

// How many glyphs are drawn in the picture that begins here, as data: has it.
static int glyphs_of(const char *data)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *from = strstr(data, "base64,") + 7;
    size_t length = strcspn(from, "\"=");
    Text svg = { 0 };
    unsigned held = 0, bits = 0;
    for (size_t i = 0; i < length; i++) {
        held = held << 6 | (unsigned)(strchr(digits, from[i]) - digits), bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        text_put_bytes(&svg, (char[]){ (char)(held >> bits & 255) }, 1);
    }
    int count = 0;
    for (const char *at = svg.data; (at = strstr(at, "<use")); at++) count++;
    text_clear(&svg);
    return count;
}

// Both pictures are of one scene: what differs is what must not be seen before.
static void the_picture_of_a_question_does_not_answer_it(void **state)
{
    (void)state;
    Lesson lesson = small();
    char *page = page_of(&lesson), *section = strstr(page, "id=\"mine-is-the-overlap-even\"");
    check(section, "the choice is not on the page");
    char *before = strstr(section, " src=\""), *asked = strstr(section, "class=\"ask\""), *after = strstr(before + 1, " src=\"");
    check(before < asked && after && after > strstr(asked, "</details>"), "there are not two pictures, one above the question and one below it");
    int veiled = glyphs_of(before), shown = glyphs_of(after);
    check(veiled > 0 && shown > 0 && veiled != shown, "the picture above the question is the one of its answer: %d and %d glyphs", veiled, shown);
    free(page);
    lesson_clear(&lesson);
}

static void the_page_needs_nothing_but_itself(void **state)
{
    (void)state;
    Lesson lesson = small();
    char *page = page_of(&lesson);
    check(!strstr(page, "<script") && !strstr(page, "http:") && !strstr(page, "https:") && !strstr(page, "<link"), "the page wants something from elsewhere");
    int pictures = 0;
    for (char *at = page; (at = strstr(at, " src=\"")); at++) {
        pictures++;
        check(!strncmp(at, " src=\"data:image/", 17), "a picture is not in the page: %.40s", at);
    }
    // Of each question what is given and what came out, of the last step none: it shows what the one before did.
    check(pictures == 5 || pictures == 4, "%d pictures", pictures);
    free(page);
    lesson_clear(&lesson);
}

static void signs_of_html_in_a_lesson_are_text(void **state)
{
    (void)state;
    Lesson lesson = small();
    char *page = page_of(&lesson);
    check(strstr(page, "<h1>Is 1 &lt; 2 &amp; &quot;so on&quot;?</h1>"), "the title is not written as text");
    free(page);
    // A file may be called as it likes.
    free(lesson.name);
    lesson.name = memory_text("a\"><i>");
    page = page_of(&lesson);
    check(!strstr(page, "<i>") && strstr(page, "id=\"a&quot;&gt;&lt;i&gt;\"") && strstr(page, "id=\"a&quot;&gt;&lt;i&gt;-is-the"), "the name is not written as text");
    free(page);
    lesson_clear(&lesson);
}

static void the_guide_is_a_whole_pdf(void **state)
{
    (void)state;
    Lesson lesson = small();
    Type *type;
    Error err = { 0 };
    size_t length;
    check(type_new(&type, &err), "%s", err.text);
    check(export_guide(path_of(".pdf"), &lesson, type, &err), "%s", err.text);
    char *pdf = written(path_of(".pdf"), &length);
    check(!strncmp(pdf, "%PDF-", 5) && length > 2000, "it begins %.8s and has %zu bytes", pdf, length);
    check(!strncmp(pdf + length - 6, "%%EOF", 5), "it has no end");
    unlink(path_of(".pdf"));
    free(pdf);
    type_free(type);
    lesson_clear(&lesson);
}

static void what_cannot_be_told_is_said_and_leaves_no_file(void **state)
{
    (void)state;
    Lesson lesson = small();
    Type *type;
    Error err = { 0 };
    const Lesson *all[] = { &lesson };
    check(type_new(&type, &err), "%s", err.text);
    check(!export_page("/nowhere/at/all.html", all, 1, type, &err) && err.cannot, "a folder that is not there: %s", err.text);
    check(!export_guide("/nowhere/at/all.pdf", &lesson, type, &err) && err.cannot, "a folder that is not there: %s", err.text);
    free(lesson.steps[0].ask.right);
    lesson.steps[0].ask.right = memory_text("y[9,9]");
    check(!export_page(path_of(".html"), all, 1, type, &err) && !file_exists(path_of(".html")), "a question without an answer is written");
    check(!export_guide(path_of(".pdf"), &lesson, type, &err) && !file_exists(path_of(".pdf")), "a question without an answer is written");
    check(err.text[0] != 0, "nothing is said of it");
    type_free(type);
    lesson_clear(&lesson);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_asks_before_it_answers),
        cmocka_unit_test(the_picture_of_a_question_does_not_answer_it),
        cmocka_unit_test(the_page_needs_nothing_but_itself),
        cmocka_unit_test(signs_of_html_in_a_lesson_are_text),
        cmocka_unit_test(the_guide_is_a_whole_pdf),
        cmocka_unit_test(what_cannot_be_told_is_said_and_leaves_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
