// A lesson in the guide asks before it shows, in every kind of question, by pointer and by keyboard; until the answer is
// shown nothing on the screen tells it; and leaving it loses nothing.
#include "desk/inside.h"
#include "hands.h"

static const char TEXT[] =
    "# What does padding cut?\n\nWords.\n\n"
    "## What comes before?\n\n```scene\nconvt2d in=3 k=3 s=2 view=stamp\n```\n\nA kernel of {k} presses stamps.\n\n"
    "## What does padding do?\n\n```scene\nconvt2d in=5 k=3 s=3 view=stamp\n```\n\nNow padding becomes 1.\n\n"
    "```ask\nsize: out\nthen: p=1\nquestion: What size is left?\n"
    "wrong: full | because: That is before the cut.\nvary: in=5..8 k=3..5\n```\n\nThe window keeps {out} of {full}.\n\n"
    "## The middle\n\n```scene\nconvt2d in=2 k=3 s=2 x=[11,20;30,40] w=ones view=stamp,slide\n```\n\n"
    "```ask\nnumber: y[2,2]\nquestion: What number stands in the middle?\nwrong: 4 | because: Four stamps meet there.\nvary: x=random\n```\n\nAll four meet.\n\n"
    "## Which cells?\n\n```scene\nconvt2d in=3 k=3 s=2 p=1 w=ones view=stamp\n```\n\n"
    "```ask\ncells: y where row == 0 and col < 2\npick: all\nquestion: Click the first two cells.\nwrong: row == 4 | because: Rows begin at the top.\nvary: in=3..4\n```\n\nThere.\n\n"
    "## Why?\n\n```scene\nconvt2d in=3 k=3 s=2 p=1 w=ones view=overlap\n```\n\n"
    "```ask\nchoice:\noption: Because {s} does not divide {k} | when: k % s != 0\noption: Because of padding | when: 0 | because: Padding only cuts.\n"
    "question: Why is it uneven?\nvary: k=3,5\n```\n\nSo it is.\n\n"
    "## Make it even\n\n```scene\nconvt2d in=3 k=3 s=2 p=1 w=ones view=stamp\n```\n\n"
    "```ask\nset: even\nchange: k p\nquestion: Make the overlap even.\n```\n\nKernel {k} does it.\n";

enum { STEP_SIZE = 1, STEP_NUMBER, STEP_CELLS, STEP_CHOICE, STEP_SET, STEPS };
static const char BEFORE[] = "convt2d in=4 k=2 s=2 w=ones";
static Lesson lesson;

static int read_lesson(void **state)
{
    (void)state;
    Remarks remarks = { 0 };
    bool ok = lesson_read(&lesson, "test", TEXT, strlen(TEXT), &remarks);
    for (int i = 0; i < remarks.count && !ok; i++) printf("line %d: %s\n", remarks.at[i].line, remarks.at[i].text);
    remarks_clear(&remarks);
    return ok ? 0 : -1;
}

static int clear_lesson(void **state)
{
    (void)state;
    lesson_clear(&lesson);
    return 0;
}

// At a step whose question is open.
static void begin(Hands *h, int step)
{
    hands_open(h, BEFORE);
    lesson_open(h->desk, &lesson, 0, lesson.count - 1);
    player_goto(&h->desk->tutor.player, step);
    lesson_show(h->desk);
    frame(h);
    wait_for(h, 1); // what glides has come to rest
}

static Player *player(Hands *h)
{
    return &h->desk->tutor.player;
}

static bool is_said(const Hands *h, const char *id, const char *part)
{
    const Ui *ui = desk_ui(h->desk);
    char all[2000] = "";
    for (int i = 0; i < ui->count; i++)
        if (!strcmp(ui->widgets[i].id, id)) snprintf(all + strlen(all), sizeof all - strlen(all), "%s ", ui->widgets[i].name);
    return strstr(all, part) != NULL;
}

static void hold_committed(Hands *h)
{
    check(player(h)->gate == GATE_COMMITTED, "the answer is not taken: gate %d, “%s”", player(h)->gate, h->desk->tutor.trouble);
    check(lesson_asks(h->desk), "it is shown already");
    shown(h, "lesson.reveal");
}

static void hold_right(Hands *h, bool right)
{
    check(player(h)->gate == GATE_WHY, "nothing is shown: gate %d", player(h)->gate);
    check(player(h)->judgement.right == right, "it is taken as %s", right ? "wrong" : "right");
    check((seen(h, "lesson.continue") != NULL), "there is no way on");
    check((seen(h, "lesson.again") != NULL) == (!right && player(h)->now.ask->vary), "another one is offered, or is not");
}

// ---- each kind -------------------------------------------------------------------------------------------------

static void a_size_is_typed_and_shown_with_its_ghost(void **state)
{
    (void)state;
    for (int keys = 0; keys < 2; keys++) {
        Hands h;
        begin(&h, STEP_SIZE);
        check(!strcmp(focus(&h), "lesson.answer"), "the focus is at %s", focus(&h));
        if (keys) type(&h, "15x14"), key(&h, KEY_ENTER, 0);
        else click(&h, "lesson.answer"), type(&h, "15x14"), click(&h, "lesson.say");
        hold_committed(&h);
        check(desk_scene(h.desk)->spec.x.padding == 0, "the padding has come before it was shown");
        if (keys) key(&h, KEY_SPACE, 0);
        else click(&h, "lesson.reveal");
        hold_right(&h, false);
        check(desk_scene(h.desk)->spec.x.padding == 1, "the padding has not come");
        check(is_said(&h, "lesson.verdict", "15×14") && is_said(&h, "lesson.verdict", "13×13"), "the verdict does not say both sizes");
        wait_for(&h, 1);
        const Mark *ghost = mark_named(&h, MARK_BOX, "ghost");
        check(ghost && ghost->style & STYLE_DOTTED, "their size has no ghost");
        hands_close(&h);
    }
}

static void a_number_is_changed_until_it_is_shown(void **state)
{
    (void)state;
    Hands h;
    begin(&h, STEP_NUMBER);
    enter(&h, "lesson.answer", "many");
    check(player(&h)->gate == GATE_ASK && is_said(&h, "lesson.trouble", "number"), "words are taken as a number");
    enter(&h, "lesson.answer", "4");
    hold_committed(&h);
    enter(&h, "lesson.answer", "101");
    hold_committed(&h);
    check(player(&h)->answer.number == 101, "the answer is %g", player(&h)->answer.number);
    key(&h, KEY_PGDN, 0);
    hold_right(&h, true);
    check(is_said(&h, "lesson.why", "All four meet"), "the why is not told");
    key(&h, KEY_PGUP, 0), key(&h, KEY_PGDN, 0);
    hands_close(&h);
}

static void a_wrong_number_stays_at_its_cell(void **state)
{
    (void)state;
    Hands h;
    begin(&h, STEP_NUMBER);
    check(mark_named(&h, MARK_BOX, "chosen"), "nothing says which cell is meant");
    enter(&h, "lesson.answer", "4");
    click(&h, "lesson.reveal");
    hold_right(&h, false);
    check(is_said(&h, "lesson.because", "Four stamps meet"), "why it is wrong is not said");
    wait_for(&h, 1);
    const Mark *ghost = mark_named(&h, MARK_BOX, "ghost");
    check(ghost && !strcmp(ghost->text, "yours 4"), "their number has no ghost");
    check(!strcmp(mark_of(&h, Y_CELL(2, 2))->text, "101"), "the cell says %s", mark_of(&h, Y_CELL(2, 2))->text);
    hands_close(&h);
}

static void cells_are_ringed_by_pointer(void **state)
{
    (void)state;
    Hands h;
    begin(&h, STEP_CELLS);
    check(is_off(&h, "lesson.say"), "nothing can be said with no cell");
    click_cell(&h, Y_CELL(0, 0));
    click_cell(&h, Y_CELL(3, 3));
    click_cell(&h, Y_CELL(3, 3)); // again: let go
    click_cell(&h, Y_CELL(0, 1));
    check(h.desk->tutor.cell_count == 2, "%d are chosen", h.desk->tutor.cell_count);
    check(mark_named(&h, MARK_BOX, "chosen") != NULL, "what is chosen has no ring");
    check(h.desk->scene.cell.role == ROLE_NONE, "a cell is pinned instead");
    click_cell(&h, X_CELL(0, 0));
    check(h.desk->tutor.cell_count == 2, "a cell of x was taken");
    check_says(&h, "the cells of y");
    click(&h, "lesson.say");
    hold_committed(&h);
    click(&h, "lesson.reveal");
    hold_right(&h, true);
    hands_close(&h);
}

static void cells_are_ringed_by_keyboard(void **state)
{
    (void)state;
    Hands h;
    begin(&h, STEP_CELLS);
    for (int i = 0; i < 12 && strcmp(focus(&h), "stage"); i++) key(&h, KEY_F6, 0);
    check(!strcmp(focus(&h), "stage"), "F6 does not come to the cells");
    key(&h, KEY_RIGHT, 0); // comes to the first cell
    key(&h, KEY_SPACE, 0);
    key(&h, KEY_RIGHT, 0), key(&h, KEY_RIGHT, 0);
    key(&h, KEY_ENTER, 0);
    check(h.desk->tutor.cell_count == 2, "%d are chosen", h.desk->tutor.cell_count);
    for (int i = 0; i < 60 && strcmp(focus(&h), "lesson.say"); i++) key(&h, KEY_TAB, 0);
    key(&h, KEY_ENTER, 0);
    hold_committed(&h);
    key(&h, KEY_ENTER, 0); // the focus has gone to Show
    hold_right(&h, false);
    check(mark_named(&h, MARK_BOX, "ghost") && mark_named(&h, MARK_BOX, "right"), "theirs and the right ones are not told apart");
    hands_close(&h);
}

static void an_option_is_chosen_by_letter_or_by_pointer(void **state)
{
    (void)state;
    Hands h;
    begin(&h, STEP_CHOICE);
    key(&h, 'b', 0);
    hold_committed(&h);
    check(is_on(&h, "lesson.option.b"), "B is not lit");
    click(&h, "lesson.option.a");
    hold_committed(&h);
    check(is_on(&h, "lesson.option.a") && !is_on(&h, "lesson.option.b"), "A is not lit instead");
    key(&h, KEY_SPACE, 0);
    hold_right(&h, true);
    hands_close(&h);
}

static void parameters_are_set_and_others_held(void **state)
{
    (void)state;
    Hands h;
    begin(&h, STEP_SET);
    check(seen(&h, "stride.lock") && !seen(&h, "kernel_size.lock") && seen(&h, "output_padding.lock"), "what is held is not what was not asked for");
    click(&h, "kernel_size.plus");
    check(desk_scene(h.desk)->spec.x.kernel == 4, "the kernel does not move");
    check(!seen(&h, "lesson.return"), "an answer is taken for having left the step");
    click(&h, "lesson.say");
    hold_committed(&h);
    click(&h, "lesson.reveal");
    hold_right(&h, true);
    check(desk_scene(h.desk)->spec.x.kernel == 4, "what was made is gone");
    check(!seen(&h, "stride.lock"), "the stride is still held");
    hands_close(&h);
}

static void what_was_set_counts_as_it_stands_when_it_is_shown(void **state)
{
    (void)state;
    Hands h;
    begin(&h, STEP_SET);
    click(&h, "kernel_size.plus"); // 4: even
    click(&h, "lesson.say");
    click(&h, "kernel_size.plus"); // 5: not any more
    click(&h, "lesson.reveal");
    hold_right(&h, false);
    hands_close(&h);
}

static void cells_that_padding_cut_are_no_answer(void **state)
{
    (void)state;
    Hands h;
    begin(&h, STEP_CELLS);
    lesson_pick(h.desk, Y_CELL(-1, 0));
    check(h.desk->tutor.cell_count == 0, "a cell that was cut is chosen");
    click_cell(&h, Y_CELL(0, 0));
    click(&h, "lesson.say");
    click_cell(&h, Y_CELL(0, 1)); // said already: it follows what is ringed
    check(player(&h)->answer.cell_count == 2, "%d cells are said", player(&h)->answer.cell_count);
    hands_close(&h);
}

static void who_does_not_know_is_shown(void **state)
{
    (void)state;
    for (int step = STEP_SIZE; step < STEPS; step++) {
        Hands h;
        begin(&h, step);
        click(&h, "lesson.unknown");
        hold_right(&h, false);
        check(!is_said(&h, "lesson.verdict", "You said"), "step %d: somebody is said to have said something", step);
        hands_close(&h);
    }
}

// ---- nothing tells it ------------------------------------------------------------------------------------------

static bool is_param(const Widget *w)
{
    for (Param param = 0; param < PARAM_COUNT; param++)
        if (!strncmp(w->id, PARAMS[param].long_name, strlen(PARAMS[param].long_name))) return true;
    return !strncmp(w->id, "lesson.option", 13) || !strcmp(w->id, "lesson.question") || !strcmp(w->id, "lesson.text");
}

// Neither a mark nor a widget says these words.
static void hold_untold(Hands *h, const char *what, const char *words)
{
    const Ui *ui = desk_ui(h->desk);
    for (int i = 0; i < ui->count; i++) {
        const Widget *w = &ui->widgets[i];
        if (is_param(w)) continue;
        check(!w->tip || !strstr(w->tip, words), "%s: “%s” is told by the tip of %s", what, words, w->id);
        check(!strstr(w->name, words) && !strstr(w->value, words), "%s: “%s” is told by %s: “%s” “%s”", what, words, w->id, w->name, w->value);
    }
    const DeskFigure *figures;
    int count = desk_figures(h->desk, &figures);
    for (int f = 0; f < count; f++)
        for (int i = 0; i < figures[f].figure->count; i++) {
            const Mark *mark = &figures[f].figure->marks[i];
            bool goes_in = mark->cell.role == ROLE_X || mark->cell.role == ROLE_W;
            check(goes_in || !mark->text || !strstr(mark->text, words), "%s: “%s” is told by a mark: %s “%s”", what, words, mark->name, mark->text);
        }
}

// A picture has another size: that one must not be told either.
static void hold_picture(Hands *h, const char *const *words)
{
    desk_place(h->desk, true);
    frame(h);
    const Spec *spec = &desk_scene(h->desk)->spec;
    char size[40];
    snprintf(size, sizeof size, "%d×%d", spec_out(spec, spec->x), spec_out(spec, spec->y));
    if (lesson_veil(h->desk).size) hold_untold(h, "the Picture place", size);
    for (int w = 0; w < 2; w++) hold_untold(h, "the Picture place", words[w]);
    desk_place(h->desk, false);
    frame(h);
}

static void until_it_is_shown_nothing_tells_it(void **state)
{
    (void)state;
    static const struct { int step; const char *words[3], *answer; } asked[] = {
        { STEP_SIZE, { "13×13", "13 × 13", "13" }, "15" }, { STEP_NUMBER, { "101", "101", "101" }, "7" },
    };
    static const char *const lenses = "1234567";
    for (int i = 0; i < COUNT(asked); i++)
        for (int committed = 0; committed < 2; committed++) {
            Hands h;
            begin(&h, asked[i].step);
            if (committed) enter(&h, "lesson.answer", asked[i].answer);
            // Who sets the padding by hand, and looks at any lens, at any tab and at the picture, still sees no answer.
            for (int p = 0; p < 2; p++) {
                // The scene before the change may be seen, with all of its numbers.
                int words = asked[i].step == STEP_SIZE && !p ? 2 : COUNT(asked[i].words);
                for (const char *lens = lenses; *lens; lens++) {
                    ui_focus(&h.desk->ui, ""), frame(&h);
                    key(&h, *lens, 0);
                    for (int w = 0; w < words; w++) hold_untold(&h, "a lens", asked[i].words[w]);
                    wait_for(&h, 1);
                    move_to(&h, h.desk->shell.stage.x + h.desk->shell.stage.w / 2, h.desk->shell.stage.y + h.desk->shell.stage.h / 2);
                    for (int w = 0; w < words; w++) hold_untold(&h, "a lens at rest", asked[i].words[w]);
                }
                hold_picture(&h, asked[i].words);
                click(&h, "guide.cell");
                for (int w = 0; w < words; w++) hold_untold(&h, "This cell", asked[i].words[w]);
                click(&h, "guide.layer");
                for (int w = 0; w < words; w++) hold_untold(&h, "Layer", asked[i].words[w]);
                click(&h, "guide.lesson");
                if (asked[i].step == STEP_SIZE && !p) click(&h, "padding.plus");
            }
            hands_close(&h);
        }
}

static int cells_told(const Hands *h, Role role)
{
    int told = 0;
    const DeskFigure *figures;
    int count = desk_figures(h->desk, &figures);
    for (int f = 0; f < count; f++)
        for (int i = 0; i < figures[f].figure->count; i++) {
            const Mark *mark = &figures[f].figure->marks[i];
            told += mark->kind == MARK_CELL && mark->cell.role == role && mark->text && mark->text[0] >= '0' && mark->text[0] <= '9';
        }
    return told;
}

// What is asked about is another layer: the one before the change is there to think with, but not beside its rivals.
static void what_was_before_the_change_may_be_seen(void **state)
{
    (void)state;
    Hands h;
    begin(&h, STEP_SIZE);
    check(!strcmp(shown(&h, "output.size")->name, "15 × 15"), "before the change the output’s size is %s", shown(&h, "output.size")->name);
    check(cells_told(&h, ROLE_Y) > 0, "before the change no output is told");
    ui_focus(&h.desk->ui, ""), frame(&h);
    key(&h, '7', 0);
    check(!strcmp(shown(&h, "output.size")->name, "?"), "where Sizes tells of other layers the size is %s", shown(&h, "output.size")->name);
    key(&h, '1', 0);
    click(&h, "padding.plus");
    wait_for(&h, 1);
    check(!strcmp(shown(&h, "output.size")->name, "?") && cells_told(&h, ROLE_Y) == 0, "made by hand, it is told");
    hands_close(&h);
    begin(&h, STEP_NUMBER);
    check(cells_told(&h, ROLE_Y) == 0, "where nothing changes, what is asked for is told");
    hands_close(&h);
}

static void what_would_tell_it_waits(void **state)
{
    (void)state;
    Hands h;
    begin(&h, STEP_SIZE);
    click(&h, "padding.plus");
    check(!strcmp(shown(&h, "output.size")->name, "?"), "the output’s size is %s", shown(&h, "output.size")->name);
    command_run(h.desk, "undo");
    frame(&h);
    check(!strcmp(shown(&h, "clock.place")->name, "?") && is_off(&h, "scrub"), "the clock says %s", shown(&h, "clock.place")->name);
    long long step = desk_step(h.desk);
    click(&h, "step.start");
    check(desk_step(h.desk) == step, "the clock moves");
    check_says(&h, "First your guess");
    click(&h, "guide.cell");
    shown(&h, "guide.held");
    check(!seen(&h, "story.none"), "This cell speaks");
    click(&h, "guide.question");
    shown(&h, "lesson.question");
    ui_focus(&h.desk->ui, ""), frame(&h);
    key(&h, 'r', 0);
    check(h.desk->sheet == SHEET_NONE, "the report opens");
    desk_copy_as(h.desk, COPY_PYTORCH);
    check(!h.clipboard, "PyTorch is copied");
    desk_copy_as(h.desk, COPY_SCENE);
    check(h.clipboard != NULL, "the scene cannot be copied");
    check(!desk_save(h.desk, "/nonexistent/picture.png"), "a picture was saved");
    frame(&h);
    check_says(&h, "pictures wait");
    hands_close(&h);
}

// The hands open a question on this scene.
static void ask_about(Hands *h, Lesson *own, const char *scene, const char *ask)
{
    Remarks remarks = { 0 };
    Text text = { 0 };
    text_print(&text, "# A test\n\n## One\n\n```scene\n%s\n```\n\n```ask\n%s\nquestion: What?\nvary: in=2..4\n```\n\nSo.\n", scene, ask);
    bool ok = lesson_read(own, "own", text.data, text.length, &remarks);
    check(ok, "line %d: %s", remarks.count ? remarks.at[0].line : 0, remarks.count ? remarks.at[0].text : "");
    remarks_clear(&remarks);
    text_clear(&text);
    hands_open(h, BEFORE);
    lesson_open(h->desk, own, 0, 0);
    frame(h);
    wait_for(h, 1);
    check(lesson_asks(h->desk), "no question is open: %s", player(h)->trouble);
}

static void go_to_the_stage(Hands *h)
{
    for (int i = 0; i < 12 && strcmp(focus(h), "stage"); i++) key(h, KEY_F6, 0);
    check(!strcmp(focus(h), "stage"), "F6 does not come to the cells");
}

// The layer that is asked about, pasted with more channels, would come as its report.
static void a_pasted_layer_does_not_tell_its_size(void **state)
{
    (void)state;
    static const struct { const char *text, *said; } rows[] = {
        { "nn.ConvTranspose2d(64, 64, 3, stride=3, padding=1)", "the report waits" },
        { "tf.keras.layers.Conv2DTranspose(8, 3, strides=2, padding='same')", "Read Conv2DTranspose: 1 → 8 channels, kernel 3, stride 2." },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        begin(&h, STEP_SIZE);
        ui_focus(&h.desk->ui, ""), frame(&h);
        hands_clipboard_set(&h, rows[i].text);
        key(&h, 'v', MOD_CTRL);
        check(h.desk->sheet == SHEET_NONE, "%s: the report opens", rows[i].text);
        check_says(&h, rows[i].said);
        check(!strstr(message(&h), "output"), "%s: “%s”", rows[i].text, message(&h));
        hands_close(&h);
    }
}

static void no_step_of_a_pinned_cell_is_told(void **state)
{
    (void)state;
    Hands h;
    Lesson own;
    // Nothing lands on y[1]: without a question Enter says so.
    ask_about(&h, &own, "convt1d in=3 k=1 s=2 w=ones view=stamp cell=y:0,0,0,1", "number: count[1]");
    ui_focus(&h.desk->ui, "stage"), frame(&h);
    key(&h, KEY_ENTER, 0);
    check_says(&h, "First your guess");
    hands_close(&h);
    lesson_clear(&own);
}

static void arrows_skip_no_place_of_c(void **state)
{
    (void)state;
    Hands h;
    Lesson own;
    ask_about(&h, &own, "convt2d in=2 k=2 s=2 w=ones view=matrix", "cells: C where value == 0");
    go_to_the_stage(&h);
    h.desk->scene.cell = (Cell){ ROLE_C, { 0 } };
    key(&h, KEY_RIGHT, 0);
    check(h.desk->scene.cell.role == ROLE_C && h.desk->scene.cell.at[0] == 1 && h.desk->scene.cell.at[1] == 0, "the arrow leads to role %d %d,%d",
          (int)h.desk->scene.cell.role, h.desk->scene.cell.at[0], h.desk->scene.cell.at[1]);
    key(&h, KEY_ENTER, 0);
    check(h.desk->tutor.cell_count == 1, "a place without an entry cannot be chosen");
    hands_close(&h);
    lesson_clear(&own);
}

static void arrows_count_no_cells_of_a_size_that_is_asked(void **state)
{
    (void)state;
    Hands h;
    for (int pinned = 0; pinned < 2; pinned++) {
        begin(&h, STEP_SIZE);
        click(&h, "padding.plus"); // what is asked about, made by hand
        go_to_the_stage(&h);
        h.desk->scene.cell = pinned ? Y_CELL(0, 0) : CELL_NONE;
        for (int i = 0; i < 80; i++) {
            key(&h, i % 2 ? KEY_RIGHT : KEY_DOWN, 0);
            Role role = h.desk->scene.cell.role;
            check(role == ROLE_X || role == ROLE_W, "the arrows have come to %s", ROLE_WORDS[role]);
        }
        hands_close(&h);
    }
}

static void how_far_a_slider_goes_is_told_by_none(void **state)
{
    (void)state;
    static const char *const scene = "convt1d in=4 k=2 s=2 p=1 d=3 w=ones view=stamp";
    for (int set = 0; set < 2; set++) {
        Hands h;
        Lesson own;
        ask_about(&h, &own, scene, set ? "set: op == 2\nchange: op" : "number: max(s,d)-1");
        check((seen(&h, "why") != NULL) == (set == 1), set ? "where sliders are moved, nothing says how far" : "beside a slider stands how far it goes");
        ui_focus(&h.desk->ui, ""), frame(&h);
        for (int i = 0; i < 4; i++) key(&h, KEY_UP, MOD_ALT);
        check((strstr(message(&h), "0 to 2") != NULL) == (set == 1), "the key says: %s", message(&h));
        hands_close(&h);
        lesson_clear(&own);
    }
}

// ---- going about -----------------------------------------------------------------------------------------------

static void a_clicker_goes_through(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, BEFORE);
    lesson_open(h.desk, &lesson, 0, lesson.count - 1);
    frame(&h);
    check(player(&h)->at == 0 && is_said(&h, "lesson.where", "step 1 of 6"), "it does not begin at its first step");
    check(is_said(&h, "lesson.text", "A kernel of 3"), "the prose is not filled");
    key(&h, KEY_SPACE, 0);
    check(player(&h)->at == 1, "Space does not go on");
    key(&h, KEY_PGDN, 0);
    check(player(&h)->at == 1 && player(&h)->gate == GATE_ASK, "an open question is passed by");
    check_says(&h, "type a size");
    key(&h, KEY_PGUP, 0);
    check(player(&h)->at == 0, "PgUp does not go back");
    key(&h, KEY_PGUP, 0);
    check_says(&h, "first step");
    hands_close(&h);
}

static void touching_a_parameter_is_allowed_and_there_is_a_way_back(void **state)
{
    (void)state;
    Hands h;
    begin(&h, STEP_NUMBER);
    char *was = lasting(&h);
    check(!seen(&h, "lesson.return"), "one has left already");
    click(&h, "stride.plus");
    check(!strcmp(shown(&h, "lesson.return")->name, "Back to step 3"), "the way back is “%s”", shown(&h, "lesson.return")->name);
    check(!strcmp(mark_of(&h, Y_CELL(0, 0))->text, "?"), "with another stride the cells speak");
    click(&h, "lesson.return");
    char *is = lasting(&h);
    check(!strcmp(was, is), "back is %s, not %s", is, was);
    check(!seen(&h, "lesson.return"), "the way back stays");
    key(&h, 'z', MOD_CTRL);
    check(desk_scene(h.desk)->spec.x.stride == 3, "undo does not go across it");
    free(was);
    free(is);
    hands_close(&h);
}

static void leaving_loses_nothing(void **state)
{
    (void)state;
    Hands h;
    begin(&h, STEP_SET);
    click(&h, "kernel_size.plus");
    click(&h, "lesson.leave");
    check(!lesson_is_open(h.desk) && h.desk->scene.locked == 0, "it is not left");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, BEFORE);
    key(&h, 'y', MOD_CTRL);
    check(desk_scene(h.desk)->spec.x.kernel == 4, "redo does not bring back the lesson’s scene");
    hands_close(&h);
}

static void a_wrong_answer_comes_back_and_a_fresh_one_is_another(void **state)
{
    (void)state;
    Hands h;
    begin(&h, STEP_NUMBER);
    int stops = player(&h)->count;
    click(&h, "lesson.unknown");
    check(player(&h)->count == stops + 2, "%d stops became %d", stops, player(&h)->count);
    check(is_said(&h, "lesson.where", "of 6"), "what comes back is counted as a step");
    click(&h, "lesson.again");
    check(player(&h)->gate == GATE_ASK && player_again(player(&h)), "no other one came");
    check(strstr(code(&h), "x=random") != NULL, "it has the same numbers: %s", code(&h));
    check(is_said(&h, "lesson.where", "again, with other"), "it does not say that the numbers are others");
    hands_close(&h);
}

static void fingers_find_all_of_it(void **state)
{
    (void)state;
    for (int step = 0; step < STEPS; step++) {
        Hands h;
        begin(&h, step);
        for (int open = 0; open < 2; open++) {
            const Ui *ui = desk_ui(h.desk);
            for (int i = 0; i < ui->count; i++) {
                const Widget *w = &ui->widgets[i];
                if (w->focusable && !strncmp(w->id, "lesson.", 7)) check(w->box.h >= 44, "step %d: %s is %g high", step, w->id, w->box.h);
            }
            if (step && !open) click(&h, "lesson.unknown");
        }
        hands_close(&h);
    }
}

static void the_picture_place_has_the_lesson_too(void **state)
{
    (void)state;
    Hands h;
    begin(&h, STEP_CHOICE);
    desk_place(h.desk, true);
    frame(&h);
    shown(&h, "lesson.question");
    shown(&h, "lesson.return");
    click(&h, "guide.cell");
    shown(&h, "guide.held");
    check(!seen(&h, "guide.layer"), "a picture has the tab of layers");
    click(&h, "lesson.return");
    check(!desk_in_picture(h.desk), "the way back does not lead to the lenses");
    hands_close(&h);
}

// ---- the course ------------------------------------------------------------------------------------------------

// While a size is asked no widget says a size but where parameters stand and what the lesson itself says.
static void hold_course_step(Hands *h, const char *what)
{
    const Player *p = player(h);
    const Scene *scene = lesson_scene(h->desk);
    check(!p->trouble[0], "%s: %s", what, p->trouble);
    if (!lesson_asks(h->desk)) return;
    Veil veil = lesson_veil(h->desk);
    const DeskFigure *figures;
    int count = desk_figures(h->desk, &figures);
    for (int f = 0; f < count; f++)
        for (int i = 0; i < figures[f].figure->count; i++) {
            const Mark *mark = &figures[f].figure->marks[i];
            if (mark->kind != MARK_CELL || !(veil.roles >> mark->cell.role & 1)) continue;
            check(!mark->text || !strcmp(mark->text, "?"), "%s: a cell of %s says “%s”", what, ROLE_WORDS[mark->cell.role], mark->text);
        }
    if (veil.size) check(!strcmp(shown(h, "output.size")->name, "?"), "%s: the output’s size is told", what);
    if (p->now.ask->kind != ASK_CELLS || !scene) return;
    for (int i = 0; i < p->now.cell_count; i++) // what is to be clicked is there
        check(LENSES[scene->view[0]].place || mark_of(h, p->now.cells[i]), "%s: a cell that is right is not on the screen", what);
}

static void every_lesson_of_the_course_is_played(void **state)
{
    (void)state;
    check(course_count() > 0, "there is no course");
    int questions = 0;
    for (int l = 0; l < course_count(); l++) {
        Hands h;
        char what[200];
        const Lesson *played = course_lesson(l);
        hands_open(&h, BEFORE);
        h.desk->prefs.reduced_motion = true;
        lesson_open(h.desk, played, 0, played->count - 1);
        frame(&h);
        for (int i = 0; i < 200 && !player_over(player(&h)); i++) {
            snprintf(what, sizeof what, "%s, step %d", played->name, player(&h)->at + 1);
            hold_course_step(&h, what);
            if (player(&h)->gate == GATE_ASK) {
                questions++;
                player(&h)->lecture = true; // nothing comes back
                click(&h, "lesson.unknown");
                check(player(&h)->gate == GATE_WHY && lesson_scene(h.desk), "%s: its answer is not shown", what);
            }
            int at = player(&h)->at;
            key(&h, KEY_PGDN, 0);
            check(player(&h)->at == at + 1, "%s: PgDn does not go on to the next: from %d to %d, gate %d, focus at %s, “%s”", what, at, player(&h)->at, player(&h)->gate, focus(&h), message(&h));
        }
        check(player_over(player(&h)), "%s does not end", played->name);
        hands_close(&h);
    }
    check(questions > 60, "only %d questions were asked", questions);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_size_is_typed_and_shown_with_its_ghost),
        cmocka_unit_test(a_number_is_changed_until_it_is_shown),
        cmocka_unit_test(a_wrong_number_stays_at_its_cell),
        cmocka_unit_test(cells_are_ringed_by_pointer),
        cmocka_unit_test(cells_are_ringed_by_keyboard),
        cmocka_unit_test(an_option_is_chosen_by_letter_or_by_pointer),
        cmocka_unit_test(parameters_are_set_and_others_held),
        cmocka_unit_test(what_was_set_counts_as_it_stands_when_it_is_shown),
        cmocka_unit_test(cells_that_padding_cut_are_no_answer),
        cmocka_unit_test(who_does_not_know_is_shown),
        cmocka_unit_test(until_it_is_shown_nothing_tells_it),
        cmocka_unit_test(what_was_before_the_change_may_be_seen),
        cmocka_unit_test(what_would_tell_it_waits),
        cmocka_unit_test(a_pasted_layer_does_not_tell_its_size),
        cmocka_unit_test(no_step_of_a_pinned_cell_is_told),
        cmocka_unit_test(arrows_skip_no_place_of_c),
        cmocka_unit_test(arrows_count_no_cells_of_a_size_that_is_asked),
        cmocka_unit_test(how_far_a_slider_goes_is_told_by_none),
        cmocka_unit_test(a_clicker_goes_through),
        cmocka_unit_test(touching_a_parameter_is_allowed_and_there_is_a_way_back),
        cmocka_unit_test(leaving_loses_nothing),
        cmocka_unit_test(a_wrong_answer_comes_back_and_a_fresh_one_is_another),
        cmocka_unit_test(fingers_find_all_of_it),
        cmocka_unit_test(the_picture_place_has_the_lesson_too),
        cmocka_unit_test(every_lesson_of_the_course_is_played),
    };
    return cmocka_run_group_tests(tests, read_lesson, clear_lesson);
}
