// A lesson before a class: a clicker leads from the question over a second vote to the answer, the why and the next stop;
// hands are counted; nothing answers before it is asked to; and it goes on after a crash.
#include "desk/inside.h"
#include "hands.h"

#include <unistd.h>

static const char LESSON[] =
    "# What does output padding do?\n\nA lesson for a test.\n\n"
    "## What does the new row hold?\n\n"
    "```scene\nconvt2d in=3 s=2 p=1 w=ones view=stamp\n```\n\n"
    "```ask\nchoice:\noption: zeros, in a row of their own | when: out > 100 | because: They are values that padding had cut.\n"
    "option: values that padding had cut | when: out < 100\noption: the bias | when: out == 0\nquestion: What does the new last row hold?\nthen: op=1\nvary: in=2..4\n```\n\n"
    "The stamps reach that far: {full} rows.\n\n"
    "## How large is it?\n\n"
    "```ask\nsize: out\nquestion: How large is the output?\nvary: in=2..4\n```\n\n"
    "## Make it larger\n\n"
    "```ask\nset: out == 6\nquestion: Make the output six rows high.\nchange: op\n```\n\nSo it is.\n\n"
    "## Which are the corners?\n\n"
    "```scene\nconvt2d in=2 k=4 s=2 w=ones view=overlap\n```\n\n"
    "```ask\ncells: y where count == 1\nquestion: Which cell has one print?\nvary: in=2..4\n```\n\n"
    "## The end\n\nNothing is asked here.\n";

static Lesson lesson;

static void open_lesson(Hands *h, double w, double high)
{
    Remarks remarks = { 0 };
    check(lesson_read(&lesson, "test", LESSON, strlen(LESSON), &remarks), "line %d: %s", remarks.count ? remarks.at[0].line : 0,
          remarks.count ? remarks.at[0].text : "");
    remarks_clear(&remarks);
    hands_open(h, "convt2d s=2");
    desk_resize(h->desk, w, high, 1);
    lesson_open(h->desk, &lesson, 0, lesson.count - 1);
    key(h, KEY_F5, 0);
    check(desk_presents(h->desk), "F5 does not begin presenting");
}

static void close_lesson(Hands *h)
{
    hands_close(h);
    lesson_clear(&lesson);
}

static Player *player(Hands *h)
{
    return &h->desk->tutor.player;
}

static void next(Hands *h)
{
    key(h, KEY_PGDN, 0);
    wait_for(h, 1);
}

// All lines of a paragraph, joined; "" where it is not there.
static const char *said(Hands *h, const char *id)
{
    const Ui *ui = desk_ui(h->desk);
    h->value[0] = 0;
    for (int i = 0; i < ui->count; i++) {
        size_t length = strlen(h->value);
        if (!strcmp(ui->widgets[i].id, id)) snprintf(h->value + length, sizeof h->value - length, "%s%s", length ? " " : "", ui->widgets[i].name);
    }
    return h->value;
}

#define check_said(h, id, wanted) check(!strcmp(said(h, id), wanted), "%s says “%s”, not “%s”", id, said(h, id), wanted)
#define check_gate(h, wanted) check(player(h)->gate == (wanted), "the gate is %d, not %d", player(h)->gate, wanted)

static void pgdn_leads_from_the_question_to_the_next_stop(void **state)
{
    (void)state;
    Hands h;
    open_lesson(&h, 1920, 1080);
    check_said(&h, "present.caption", "What does the new row hold?");
    check_said(&h, "present.stop", "1 of 5");
    check_said(&h, "present.question", "What does the new last row hold?");
    check_said(&h, "present.hint", "What do you think? Raise your hand.");
    check_gate(&h, GATE_ASK);
    next(&h);
    check_gate(&h, GATE_COMMITTED);
    check(strstr(said(&h, "present.hint"), "vote again") != NULL, "nobody is asked to vote again: %s", said(&h, "present.hint"));
    check_code(&h, "convt2d s=2 p=1 w=ones view=stamp");
    next(&h);
    check_gate(&h, GATE_REVEALED);
    check_code(&h, "convt2d s=2 p=1 op=1 w=ones view=stamp");
    check_said(&h, "present.why", "");
    next(&h);
    check_gate(&h, GATE_WHY);
    check_said(&h, "present.why", "The stamps reach that far: 7 rows.");
    next(&h);
    check_said(&h, "present.stop", "2 of 5");
    check_said(&h, "present.question", "How large is the output?");
    check(player(&h)->count == 5, "before a class a question came back: %d stops", player(&h)->count);
    close_lesson(&h);
}

static void letters_say_what_the_class_says_and_can_be_changed_until_the_answer(void **state)
{
    (void)state;
    Hands h;
    open_lesson(&h, 1920, 1080);
    key(&h, 'a', 0);
    check_gate(&h, GATE_COMMITTED);
    check(is_on(&h, "present.option.a"), "A is not lit");
    key(&h, 'b', 0);
    check(is_on(&h, "present.option.b") && !is_on(&h, "present.option.a"), "the second vote does not count");
    check(!seen(&h, "present.blank"), "B made the screen black");
    key(&h, 'd', 0);
    check(is_on(&h, "present.option.b"), "D, which there is not, took the answer away");
    click(&h, "present.option.a");
    next(&h);
    check(!player(&h)->judgement.right && is_on(&h, "present.option.b") && !is_on(&h, "present.option.a"), "B is right, and A is lit");
    check(strstr(shown(&h, "present.option.b")->name, "which is right") != NULL, "a screen reader is not told: %s", shown(&h, "present.option.b")->name);
    check(!strcmp(said(&h, "present.letter"), "A ✓ B C"), "the letters are %s", said(&h, "present.letter"));
    key(&h, 'b', 0);
    check(seen(&h, "present.blank") != NULL, "after the answer B makes the screen black");
    key(&h, 'b', 0);
    next(&h);
    check_said(&h, "present.because", "They are values that padding had cut.");
    close_lesson(&h);
}

static const Mark *bar_of(const Hands *h, int number)
{
    const DeskFigure *figures;
    int count = desk_figures(h->desk, &figures);
    for (int f = 0; f < count; f++)
        for (int i = 0; i < figures[f].figure->count; i++)
            if (!strcmp(figures[f].figure->marks[i].name, "hands") && number-- == 0) return &figures[f].figure->marks[i];
    return NULL;
}

static void hands_are_counted_kept_with_the_stop_and_shown_as_bars(void **state)
{
    (void)state;
    Hands h;
    open_lesson(&h, 1920, 1080);
    key(&h, 'a', MOD_SHIFT);
    check(!strcmp(shown(&h, "present.tally.a")->face, "few"), "Shift+A counts nobody");
    for (int i = 0; i < 2; i++) click(&h, "present.tally.b");
    key(&h, 'b', MOD_SHIFT);
    check(!strcmp(shown(&h, "present.tally.b")->face, "most"), "B has %s", shown(&h, "present.tally.b")->face);
    key(&h, 'c', MOD_SHIFT);
    for (int i = 0; i < 3; i++) key(&h, 'c', MOD_SHIFT);
    check(!strcmp(shown(&h, "present.tally.c")->face, "votes"), "after most comes %s", shown(&h, "present.tally.c")->face);
    key(&h, 'd', MOD_SHIFT);
    check_gate(&h, GATE_ASK); // counting is no answer
    check(!bar_of(&h, 0), "bars before the answer");
    next(&h);
    check(is_on(&h, "present.option.b"), "what most say is not what the class says");
    next(&h);
    check(player(&h)->judgement.right && !seen(&h, "present.tally.a"), "it can still be counted");
    const Mark *few = bar_of(&h, 0), *most = bar_of(&h, 1);
    check(few && most && !bar_of(&h, 2), "not two bars");
    check(most->box.w > 3 * few->box.w && most->fill != few->fill, "the bars are %.0f and %.0f wide", few->box.w, most->box.w);
    check(shown(&h, "present.option.b")->box.y <= most->box.y && most->box.y < shown(&h, "present.option.b")->box.y + shown(&h, "present.option.b")->box.h, "the bar of B is not beside B");
    next(&h);
    next(&h);
    key(&h, KEY_PGUP, 0);
    check_gate(&h, GATE_WHY);
    check(player(&h)->stops[0].tally[1] == TALLY_MOST, "the hands are forgotten");
    close_lesson(&h);
}

static void without_hands_and_letters_the_class_has_said_nothing(void **state)
{
    (void)state;
    Hands h;
    open_lesson(&h, 1920, 1080);
    next(&h);
    check(player(&h)->answer.unknown, "an answer that nobody gave");
    next(&h);
    check(!player(&h)->judgement.because, "a reproach to nobody: %s", player(&h)->judgement.because);
    close_lesson(&h);
}

static void pgup_answers_nothing(void **state)
{
    (void)state;
    Hands h;
    open_lesson(&h, 1920, 1080);
    for (int i = 0; i < 4; i++) next(&h);
    check_said(&h, "present.stop", "2 of 5");
    key(&h, KEY_PGUP, 0);
    check_said(&h, "present.stop", "1 of 5");
    key(&h, KEY_PGUP, 0);
    check_said(&h, "present.stop", "1 of 5");
    next(&h);
    check_gate(&h, GATE_ASK);
    check(!player(&h)->stops[1].answered, "going back and on answers");
    close_lesson(&h);
}

static void the_screen_does_not_answer_what_it_asks(void **state)
{
    (void)state;
    Hands h;
    open_lesson(&h, 1920, 1080);
    for (int i = 0; i < 4; i++) next(&h); // how large is it? it is 6×6 after the first stop's answer, 5×5 as the scene says
    for (int gate = 0; gate < 2; gate++) {
        Text screen = { 0 };
        desk_record(&screen, h.desk);
        char *rest = strchr(strchr(screen.data, '\n') + 1, '\n'); // what follows the code and the step
        check(!strstr(rest, "5×5") && !strstr(rest, "5 × 5"), "the size is on the screen");
        check(!seen(&h, "present.step"), "the steps tell how many cells there are");
        text_clear(&screen);
        next(&h);
    }
    check_said(&h, "present.answer", "It is 5×5.");
    next(&h); // there is no why
    check_said(&h, "present.stop", "3 of 5");
    close_lesson(&h);
}

static void what_the_class_says_can_be_typed(void **state)
{
    (void)state;
    Hands h;
    open_lesson(&h, 1024, 768);
    for (int i = 0; i < 4; i++) next(&h);
    enter(&h, "lesson.answer", "5x5");
    check_gate(&h, GATE_COMMITTED);
    next(&h);
    check(player(&h)->judgement.right, "5×5 is not right");
    close_lesson(&h);
    open_lesson(&h, 1024, 768);
    for (int i = 0; i < 4; i++) next(&h);
    enter(&h, "lesson.answer", "many");
    check_gate(&h, GATE_ASK);
    check(strlen(said(&h, "present.hint")) > 30, "what is wrong with it is not said: %s", said(&h, "present.hint"));
    close_lesson(&h);
}

static void to_stop(Hands *h, int stop)
{
    player_goto(player(h), stop);
    lesson_show(h->desk);
    frame(h);
}

static void numbers_are_set_with_the_chips(void **state)
{
    (void)state;
    Hands h;
    open_lesson(&h, 1920, 1080);
    to_stop(&h, 2);
    check(seen(&h, "present.op.plus") && !seen(&h, "present.k.plus"), "other numbers than the asked ones can be changed");
    click(&h, "present.op.plus");
    check(!seen(&h, "present.return"), "answering is called leaving the deck");
    next(&h);
    next(&h);
    check(player(&h)->judgement.right, "op=1 is not right");
    check_said(&h, "present.answer", "Yes, that does it.");
    close_lesson(&h);
    open_lesson(&h, 1920, 1080);
    to_stop(&h, 2);
    click(&h, "present.op.plus");
    next(&h);
    click(&h, "present.op.minus"); // after it was said: as the chips stand when it is shown
    next(&h);
    check(!player(&h)->judgement.right, "what was moved back is taken as right");
    close_lesson(&h);
    open_lesson(&h, 1920, 1080);
    to_stop(&h, 2);
    next(&h);
    next(&h);
    check(!strncmp(said(&h, "present.answer"), "One way: ", 9), "no way is told: %s", said(&h, "present.answer"));
    close_lesson(&h);
}

static void cells_are_chosen_in_the_picture(void **state)
{
    (void)state;
    Hands h;
    open_lesson(&h, 1920, 1080);
    to_stop(&h, 3);
    wait_for(&h, 1);
    click_cell(&h, Y_CELL(0, 0));
    next(&h);
    next(&h);
    check(player(&h)->judgement.right, "the corner is not right");
    check(!strncmp(said(&h, "present.answer"), "Any of these: ", 14), "it says “%s”", said(&h, "present.answer"));
    close_lesson(&h);
}

static void before_a_picture_too_the_clicker_goes_through_the_lesson(void **state)
{
    (void)state;
    static const char picture[] = "# A picture\n\n## What is it?\n\n```scene\nconvt2d in=16 k=4 s=2 p=1 x=picture:grey view=picture\n```\n\n## The end\n\nNo more.\n";
    for (int presents = 0; presents < 2; presents++) {
        Hands h;
        Remarks remarks = { 0 };
        check(lesson_read(&lesson, "picture", picture, strlen(picture), &remarks), "%s", remarks.count ? remarks.at[0].text : "");
        remarks_clear(&remarks);
        hands_open(&h, "convt2d s=2");
        lesson_open(h.desk, &lesson, 0, 1);
        if (presents) key(&h, KEY_F5, 0);
        wait_for_wakes(&h, 1);
        key(&h, KEY_PGDN, 0);
        check(player(&h)->at == 1, "%s PgDn goes to another rival: %s", presents ? "presenting" : "alone", code(&h));
        close_lesson(&h);
    }
}

static void off_the_deck_a_chip_and_pgdn_lead_back(void **state)
{
    (void)state;
    static const int ways[] = { KEY_PGDN, KEY_PGUP, 0 };
    for (int i = 0; i < COUNT(ways); i++) {
        Hands h;
        open_lesson(&h, 1920, 1080);
        for (int k = 0; k < 3; k++) next(&h);
        check(!seen(&h, "present.return"), "on the deck a chip leads back");
        const char *prepared = "convt2d s=2 p=1 op=1 w=ones view=stamp";
        check_code(&h, prepared);
        key(&h, i ? '3' : KEY_UP, 0);
        wait_for(&h, 1);
        assert_string_equal(shown(&h, "present.return")->name, "Off the deck: back to stop 1");
        if (ways[i]) key(&h, ways[i], 0);
        else click(&h, "present.return");
        wait_for(&h, 1);
        check_code(&h, prepared);
        check_said(&h, "present.stop", "1 of 5");
        check_gate(&h, GATE_WHY);
        next(&h);
        check_said(&h, "present.stop", "2 of 5");
        close_lesson(&h);
    }
}

static void after_the_last_stop_nothing_breaks(void **state)
{
    (void)state;
    Hands h;
    open_lesson(&h, 1920, 1080);
    to_stop(&h, 4);
    check(!said(&h, "present.question")[0], "the last stop asks");
    next(&h);
    check_said(&h, "present.caption", "That was the last step");
    next(&h);
    check_says(&h, "Esc ends");
    check(is_off(&h, "present.next"), "there is more");
    key(&h, KEY_PGUP, 0);
    check_said(&h, "present.caption", "The end");
    key(&h, KEY_ESC, 0);
    check(lesson_is_open(h.desk) && seen(&h, "guide.lesson"), "ending to present ends the lesson");
    close_lesson(&h);
}

static void whoever_learns_alone_again_has_questions_come_back(void **state)
{
    (void)state;
    Hands h;
    open_lesson(&h, 1920, 1080);
    check(player(&h)->lecture, "presenting is no lecture");
    key(&h, KEY_F5, 0);
    check(!player(&h)->lecture, "the lecture goes on");
    close_lesson(&h);
}

// Words are large enough, whole, within the window and apart at every gate of every stop.
static void check_room(Hands *h, double w, double high)
{
    const Ui *ui = desk_ui(h->desk);
    const Widget *stage = shown(h, "stage");
    double least = 28 * fmin(high / 1080, w / 1440);
    for (int i = 0; i < ui->count; i++) {
        const Widget *a = &ui->widgets[i];
        if (strncmp(a->id, "present.", 8) && strcmp(a->id, "lesson.answer")) continue;
        check(a->box.x >= 0 && a->box.y >= 0 && a->box.x + a->box.w <= w + 0.5 && a->box.y + a->box.h <= high + 0.5, "%.0f×%.0f, stop %d: %s “%s” leaves the window", w, high, player(h)->at, a->id, a->name);
        bool button = a->role == UI_BUTTON || a->role == UI_CHOICE || a->role == UI_FIELD;
        if (button) check(a->box.w >= 44 && a->box.h >= 44, "%.0f×%.0f: %s is %.0f×%.0f pixels", w, high, a->id, a->box.w, a->box.h);
        if (a->role == UI_LABEL) {
            double need = ui->measure.width(ui->measure.self, a->name, a->size, a->weight);
            check(a->size >= least - 0.01, "%.0f×%.0f: “%s” is %.1f pixels high, not %.1f", w, high, a->name, a->size, least);
            check(need <= a->box.w + 1, "%.0f×%.0f: “%s” is cut: %.0f of %.0f pixels", w, high, a->name, a->box.w, need);
        }
        if (a->role == UI_PANEL) continue;
        bool apart = a->box.x >= stage->box.x + stage->box.w - 0.5 || a->box.y + a->box.h <= stage->box.y + 0.5 || a->box.y >= stage->box.y + stage->box.h - 0.5;
        check(apart, "%.0f×%.0f, stop %d: %s “%s” lies on the picture", w, high, player(h)->at, a->id, a->name);
        for (int k = i + 1; k < ui->count; k++) {
            const Widget *b = &ui->widgets[k];
            bool both = a->role != UI_CHOICE && (b->role == UI_LABEL || b->role == UI_BUTTON || b->role == UI_FIELD) && !strncmp(b->id, "present.", 8);
            if (!both) continue;
            bool free = a->box.x + a->box.w <= b->box.x + 0.5 || b->box.x + b->box.w <= a->box.x + 0.5 || a->box.y + a->box.h <= b->box.y + 0.5 || b->box.y + b->box.h <= a->box.y + 0.5;
            check(free, "%.0f×%.0f, stop %d: %s “%s” lies on %s “%s”", w, high, player(h)->at, a->id, a->name, b->id, b->name);
        }
    }
    check(stage->box.h >= 0.3 * high, "%.0f×%.0f, stop %d: the picture has only %.0f lines", w, high, player(h)->at, stage->box.h);
}

static void every_gate_has_room_on_every_projector(void **state)
{
    (void)state;
    static const double sizes[][2] = { { 1920, 1080 }, { 1024, 768 }, { 3840, 2160 }, { 1280, 800 }, { 800, 600 } };
    for (int i = 0; i < COUNT(sizes); i++) {
        Hands h;
        open_lesson(&h, sizes[i][0], sizes[i][1]);
        key(&h, 'a', MOD_SHIFT);
        for (int k = 0; k < 20 && !player_over(player(&h)); k++) {
            check_room(&h, sizes[i][0], sizes[i][1]);
            next(&h);
        }
        check(player_over(player(&h)), "20 presses do not lead to the end");
        close_lesson(&h);
    }
}

// ---- after a crash ---------------------------------------------------------------------------------------------

static char folder[64];

static char *progress(void)
{
    char path[128];
    Bytes bytes;
    Error err;
    snprintf(path, sizeof path, "%s/progress", folder);
    if (!file_read(path, 1 << 16, &bytes, &err)) return memory_text("");
    char *text = memory_new(bytes.length + 1, 1);
    memcpy(text, bytes.data, bytes.length);
    bytes_clear(&bytes);
    return text;
}

static bool kept_as_presenting(void)
{
    char *text = progress();
    bool is = strstr(text, "\npresenting") || !strncmp(text, "presenting", 10);
    free(text);
    return is;
}

static void a_crash_leads_back_to_the_stop_and_an_end_does_not(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/stridescope-present-XXXXXX");
    check(mkdtemp(folder) != NULL, "no folder");
    Hands h;
    hands_start(&h, (DeskStart){ .state_folder = folder });
    learner_open(h.desk, 0, 2);
    key(&h, KEY_F5, 0);
    check(kept_as_presenting(), "it is not kept that somebody presents");
    char *crashed = progress();
    key(&h, KEY_ESC, 0);
    check(!kept_as_presenting(), "it is kept after its end");
    key(&h, KEY_F5, 0);
    hands_close(&h);
    check(!kept_as_presenting(), "whoever closes the window presents on");

    char path[128];
    Error err;
    snprintf(path, sizeof path, "%s/progress", folder);
    FileOut file = { path, crashed, strlen(crashed) };
    check(file_write_all(&file, 1, &err), "%s", err.text);
    hands_start(&h, (DeskStart){ .code = "convt2d", .state_folder = folder });
    check(!desk_presents(h.desk), "whoever asks for a scene gets a lecture");
    hands_close(&h);
    check(file_write_all(&file, 1, &err), "%s", err.text);
    hands_start(&h, (DeskStart){ .state_folder = folder });
    check(desk_presents(h.desk) && lesson_is_open(h.desk), "after a crash nobody presents");
    check(player(&h)->lesson == course_lesson(0) && player(&h)->at == 2, "it is stop %d", player(&h)->at);
    hands_close(&h);
    free(crashed);
    static const char *const files[] = { "progress", "scene" };
    for (int i = 0; i < COUNT(files); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pgdn_leads_from_the_question_to_the_next_stop),
        cmocka_unit_test(letters_say_what_the_class_says_and_can_be_changed_until_the_answer),
        cmocka_unit_test(hands_are_counted_kept_with_the_stop_and_shown_as_bars),
        cmocka_unit_test(without_hands_and_letters_the_class_has_said_nothing), cmocka_unit_test(pgup_answers_nothing),
        cmocka_unit_test(the_screen_does_not_answer_what_it_asks), cmocka_unit_test(what_the_class_says_can_be_typed),
        cmocka_unit_test(numbers_are_set_with_the_chips), cmocka_unit_test(cells_are_chosen_in_the_picture),
        cmocka_unit_test(before_a_picture_too_the_clicker_goes_through_the_lesson),
        cmocka_unit_test(off_the_deck_a_chip_and_pgdn_lead_back), cmocka_unit_test(after_the_last_stop_nothing_breaks),
        cmocka_unit_test(whoever_learns_alone_again_has_questions_come_back), cmocka_unit_test(every_gate_has_room_on_every_projector),
        cmocka_unit_test(a_crash_leads_back_to_the_stop_and_an_end_does_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
