// The guide's tab Lesson: what the step says, its question with what it is answered with, and after that what was said and
// why. One filled button at a time: the one that Space presses.
#include "desk/inside.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double TOUCH = 44; // what a finger can hit

static double muted(Desk *desk, const char *id, double x, double y, double w, const char *text)
{
    return ui_paragraph(&desk->ui, id, x, y, w, text, 12.5 * guide_reading(desk), WEIGHT_REGULAR, TONE_MUTED) + 6 * desk->scale;
}

// Type of the button just laid as large as what is read around it, as far as it has room.
static void fit_words(Desk *desk)
{
    Widget *w = &desk->ui.widgets[desk->ui.count - 1];
    const Measure *m = &desk->ui.measure;
    double size = 14 * guide_reading(desk), room = w->box.w - 8 * desk->scale;
    w->size = fmin(size, size * room / fmax(1, m->width(m->self, w->name, size, WEIGHT_SEMIBOLD)));
}

static bool big_button(Desk *desk, const char *id, double x, double *y, double w, const char *name, unsigned state, const char *tip)
{
    double u = desk->scale;
    bool hit = ui_button(&desk->ui, id, (Box){ x, *y, w, TOUCH * u }, name, ICON_NONE, state, tip);
    fit_words(desk);
    *y += (TOUCH + 8) * u;
    return hit;
}

// ---- what the step says ----------------------------------------------------------------------------------------

// The scene that the step's words are about.
static const Scene *told_of(const Player *player, const LessonStep *step)
{
    if (player->asks) return &player->now.before;
    return step->scene >= 0 ? &player->lesson->scenes[step->scene].scene : NULL;
}

static char *filled(Study *study, const char *text)
{
    Text out = { 0 };
    Error err;
    bool ok = study && study_fill(&out, study, text, &err);
    char *made = memory_text(ok ? text_or_empty(&out) : text);
    text_clear(&out);
    return made;
}

// Filled once: what they ask for may be a whole layer.
static void fill_prose(Desk *desk, const LessonStep *step)
{
    Tutor *tutor = &desk->tutor;
    const Player *player = &tutor->player;
    Text place = { 0 };
    text_print(&place, "%p %d %llu", (const void *)step, player->at, (unsigned long long)player->stops[player->at].seed);
    if (tutor->place && !strcmp(tutor->place, place.data)) {
        text_clear(&place);
        return;
    }
    for (int i = 0; i < tutor->prose_count; i++) free(tutor->prose[i]);
    free(tutor->prose);
    free(tutor->place);
    tutor->place = place.data;
    const Scene *scene = told_of(player, step);
    Study *study = scene ? study_new(scene, player->lesson) : NULL;
    tutor->prose_count = step->befores;
    tutor->prose = memory_new((size_t)step->befores + 1, sizeof *tutor->prose);
    for (int i = 0; i < step->befores; i++)
        tutor->prose[i] = step->before[i].kind == PROSE_CODE ? memory_text(step->before[i].text) : filled(study, step->before[i].text);
    if (study) study_free(study);
}

static double prose_lay(Desk *desk, double x, double y, double w, const LessonStep *step)
{
    double u = desk->scale;
    fill_prose(desk, step);
    for (int i = 0; i < step->befores; i++) {
        const char *text = desk->tutor.prose[i];
        if (step->before[i].kind == PROSE_CODE) {
            y = ui_paragraph(&desk->ui, "lesson.code", x, y, w, text, 12 * guide_reading(desk), WEIGHT_MONO, TONE_TEXT) + 8 * u;
        } else if (step->before[i].kind == PROSE_ITEM) {
            ui_label(&desk->ui, "lesson.item", (Box){ x, y, 12 * u, 1.4 * 14 * guide_reading(desk) }, "•", 14 * guide_reading(desk), WEIGHT_REGULAR, TONE_TEXT, -1);
            y = guide_body(desk, "lesson.text", x + 14 * u, y, w - 14 * u, text);
        } else {
            y = guide_body(desk, "lesson.text", x, y, w, text);
        }
    }
    return y;
}

// Words of the trade, where they are first used.
static double words_lay(Desk *desk, double x, double y, double w)
{
    enum { MOST = 3 };
    const Word *words[MOST];
    const Player *player = &desk->tutor.player;
    int count = glossary_first(player->lesson, player->stops[player->at].step, words, MOST);
    for (int i = 0; i < count; i++) {
        char line[400];
        snprintf(line, sizeof line, "%s: %s", words[i]->word, words[i]->meaning);
        y = muted(desk, "lesson.word", x, y, w, line);
    }
    return y;
}

// ---- what it is answered with ----------------------------------------------------------------------------------

static void field_lay(Desk *desk, double x, double *y, double w, const Case *c)
{
    Ui *ui = &desk->ui;
    Tutor *tutor = &desk->tutor;
    double u = desk->scale, say = 76 * u;
    bool size = c->ask->kind == ASK_SIZE;
    UiEdit edit = ui_field(ui, "lesson.answer", (Box){ x, *y, w - say - 8 * u, TOUCH * u }, size ? "Your size" : "Your number", tutor->typed, 0);
    ui->widgets[ui->count - 1].size = fmin(16 * guide_reading(desk), 24 * u);
    bool entered = edit == UI_TAKEN && ui->event.kind == UI_KEY && ui->event.key == KEY_ENTER;
    if (edit == UI_TAKEN) snprintf(tutor->typed, sizeof tutor->typed, "%s", ui->text), tutor->trouble[0] = 0;
    bool said = tutor->player.gate == GATE_COMMITTED;
    bool hit = ui_button(ui, "lesson.say", (Box){ x + w - say, *y, say, TOUCH * u }, "Say", ICON_NONE, said ? 0 : UI_PRIMARY, "this is my answer (Enter)");
    fit_words(desk);
    *y += (TOUCH + 6) * u;
    if (entered || hit) lesson_say(desk);
    if (size && !said) *y = muted(desk, "lesson.hint", x, *y, w, c->after.spec.dims == 1 ? "one number" : "rows × columns, as in 4×6");
}

// The letter, then the words, which may take several lines.
static void option_lay(Desk *desk, double x, double *y, double w, const Case *c, int i)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, size = 14 * guide_reading(desk), letter = 22 * u;
    TextLine lines[16];
    int count = text_wrap(&ui->measure, c->option[i], size, WEIGHT_REGULAR, w - letter - 24 * u, lines, COUNT(lines));
    double words = 1.4 * size * count, h = fmax(TOUCH * u, words + 16 * u);
    const Player *player = &desk->tutor.player;
    char id[UI_ID], name[600], mark[2] = { (char)('A' + i), 0 };
    bool said = player->gate == GATE_COMMITTED && !player->answer.unknown && player->answer.option == i;
    snprintf(id, sizeof id, "lesson.option.%c", 'a' + i);
    snprintf(name, sizeof name, "%s: %s", mark, c->option[i]);
    bool hit = ui_choice(ui, id, (Box){ x, *y, w, h }, name, said ? UI_ON : 0, NULL);
    ui_face(ui, "");
    ui_label(ui, "lesson.letter", (Box){ x + 12 * u, *y, letter, h }, mark, size, WEIGHT_SEMIBOLD, TONE_TEXT, -1);
    ui_paragraph(ui, "lesson.option", x + 12 * u + letter, *y + (h - words) / 2, w - letter - 24 * u, c->option[i], size, WEIGHT_REGULAR, TONE_TEXT);
    *y += h + 8 * u;
    if (hit) lesson_choose(desk, i);
}

static void cells_lay(Desk *desk, double x, double *y, double w, const Case *c)
{
    const Tutor *tutor = &desk->tutor;
    char words[120];
    const char *name = ROLE_NAMES[c->ask->role];
    if (!tutor->cell_count) snprintf(words, sizeof words, c->ask->all ? "Click the cells of %s, all of them." : "Click a cell of %s. Any that is so will do.", name);
    else if (!c->ask->all) snprintf(words, sizeof words, "One is chosen. Another click chooses another.");
    else snprintf(words, sizeof words, "%d chosen. Click one again to let it go.", tutor->cell_count);
    *y = muted(desk, "lesson.hint", x, *y, w, words);
    if (tutor->player.gate == GATE_COMMITTED) return; // it follows what is ringed
    if (big_button(desk, "lesson.say", x, y, w, "Say", tutor->cell_count ? UI_PRIMARY : UI_OFF, "these are my cells")) lesson_say(desk);
}

// "kernel and padding"
static void changed_words(Text *out, unsigned change)
{
    int count = 0, told = 0;
    for (Param param = 0; param < PARAM_COUNT; param++) count += change >> param & 1;
    for (Param param = 0; param < PARAM_COUNT; param++) {
        if (!(change >> param & 1)) continue;
        if (told) text_put(out, told + 1 == count ? " and " : ", ");
        const char *title = PARAMS[param].title;
        text_print(out, "%c%s", tolower((unsigned char)*title), title + 1);
        told++;
    }
}

static void set_lay(Desk *desk, double x, double *y, double w, const Case *c)
{
    Text words = { 0 };
    text_put(&words, "Move ");
    changed_words(&words, c->ask->change);
    text_put(&words, " on the left, then say so.");
    *y = muted(desk, "lesson.hint", x, *y, w, words.data);
    text_clear(&words);
    if (desk->tutor.player.gate == GATE_COMMITTED) return; // as the sliders stand
    if (big_button(desk, "lesson.say", x, y, w, "Say: this does it", UI_PRIMARY, NULL)) lesson_say(desk);
}

static const char *said_words(const Player *player)
{
    bool moves = player->now.ask->kind == ASK_SET;
    return moves ? "Said. You can still move them." : "Said. You can still change it.";
}

static double question_lay(Desk *desk, double x, double y, double w)
{
    Ui *ui = &desk->ui;
    Tutor *tutor = &desk->tutor;
    const Player *player = &tutor->player;
    const Case *c = &player->now;
    double u = desk->scale, pad = 12 * u, in = w - 2 * pad, top = y;
    int card = ui->count;
    ui_panel(ui, "lesson.card", (Box){ x, y, w, 0 }, UI_CARD);
    y += pad;
    x += pad;
    y = ui_paragraph(ui, "lesson.guess", x, y, in, "What do you think?", 12.5 * guide_reading(desk), WEIGHT_SEMIBOLD, TONE_MUTED) + 4 * u;
    y = guide_body(desk, "lesson.question", x, y, in, c->question) + 2 * u;
    Gate gate = player->gate;
    switch (c->ask->kind) {
    case ASK_NUMBER:
    case ASK_SIZE: field_lay(desk, x, &y, in, c); break;
    case ASK_CHOICE:
        for (int i = 0; i < c->ask->options && player->gate == gate; i++) option_lay(desk, x, &y, in, c, i);
        break;
    case ASK_CELLS: cells_lay(desk, x, &y, in, c); break;
    default: set_lay(desk, x, &y, in, c); break;
    }
    if (tutor->trouble[0]) y = ui_paragraph(ui, "lesson.trouble", x, y, in, tutor->trouble, 13 * guide_reading(desk), WEIGHT_REGULAR, TONE_TEXT) + 6 * u;
    if (player->gate == GATE_COMMITTED) {
        y = muted(desk, "lesson.said", x, y, in, said_words(player));
        if (big_button(desk, "lesson.reveal", x, &y, in, "Show", UI_PRIMARY, "show the answer (Space, PgDn)")) lesson_forward(desk);
    } else if (lesson_asks(desk)) {
        if (ui_button(ui, "lesson.unknown", (Box){ x - 6 * u, y, in + 12 * u, TOUCH * u }, "I don’t know, show me", ICON_NONE, UI_PLAIN, NULL)) lesson_unknown(desk);
        fit_words(desk);
        y += TOUCH * u;
    }
    y += pad - 6 * u;
    ui->widgets[card].box.h = y - top;
    return y + 12 * u;
}

// ---- what was said, and why ------------------------------------------------------------------------------------

static void their_words(Text *out, const Player *player)
{
    const Answer *answer = &player->answer;
    char number[NUMBER_TEXT];
    switch (player->now.ask->kind) {
    case ASK_NUMBER: number_show(number, answer->number, NUMBER_TOLD), text_put(out, number); break;
    case ASK_SIZE:
        if (player->now.after.spec.dims == 1) text_print(out, "%d", answer->size[1]);
        else text_print(out, "%d×%d", answer->size[0], answer->size[1]);
        break;
    case ASK_CHOICE: text_print(out, "%c", 'A' + answer->option); break;
    default: break;
    }
}

static void verdict_words(Text *out, const Player *player)
{
    const Case *c = &player->now;
    const char *right = c->right_words;
    bool set = c->ask->kind == ASK_SET, cells = c->ask->kind == ASK_CELLS, choice = c->ask->kind == ASK_CHOICE;
    if (player->judgement.right) {
        text_put(out, set || cells ? "Yes, that is so." : "Yes: ");
        if (choice) text_print(out, "%c. ", 'A' + c->right_option);
        if (!set && !cells) text_put(out, right), text_put(out, choice ? "" : ".");
    } else if (set) {
        text_print(out, player->answer.unknown ? "One way: %s." : "Not yet. One way: %s.", right);
    } else {
        if (!player->answer.unknown && !cells) text_put(out, "You said "), their_words(out, player), text_put(out, ". ");
        if (choice) text_print(out, "It is %c: %s", 'A' + c->right_option, right);
        else if (cells && !c->ask->all && c->cell_count > 1) text_print(out, "Any of these would do: %s.", right);
        else text_print(out, cells ? "The answer is %s." : "It is %s.", right);
    }
}

static double answer_lay(Desk *desk, double x, double y, double w)
{
    Ui *ui = &desk->ui;
    const Player *player = &desk->tutor.player;
    const Case *c = &player->now;
    double u = desk->scale, pad = 12 * u, top = y;
    Text verdict = { 0 };
    int card = ui->count;
    ui_panel(ui, "lesson.card", (Box){ x, y, w, 0 }, UI_CARD);
    y += pad;
    y = muted(desk, "lesson.asked", x + pad, y, w - 2 * pad, c->question);
    verdict_words(&verdict, player);
    y = ui_paragraph(ui, "lesson.verdict", x + pad, y, w - 2 * pad, verdict.data, 15 * guide_reading(desk), WEIGHT_SEMIBOLD, TONE_TEXT) + 6 * u;
    text_clear(&verdict);
    if (player->judgement.because) y = guide_body(desk, "lesson.because", x + pad, y, w - 2 * pad, player->judgement.because);
    bool ghosts = c->ask->kind == ASK_CELLS && !player->answer.unknown && !player->judgement.right;
    bool dotted = false; // what they chose may be a part of what is right
    for (int i = 0; ghosts && i < player->answer.cell_count; i++) {
        bool is = false;
        for (int k = 0; k < c->cell_count; k++) is |= cell_equal(player->answer.cells[i], c->cells[k]);
        dotted |= !is;
    }
    if (ghosts) y = muted(desk, "lesson.ghosts", x + pad, y, w - 2 * pad, dotted ? "Dotted: yours. Unbroken: so it is." : "These are right. The rings show all of them.");
    y += pad - 6 * u;
    ui->widgets[card].box.h = y - top;
    y += 12 * u;
    const char *from = c->why ? c->why : "";
    while (*from) { // a paragraph each
        const char *end = strstr(from, "\n\n");
        char *part = memory_text(from);
        if (end) part[end - from] = 0;
        if (*part) y = guide_body(desk, "lesson.why", x, y, w, part);
        free(part);
        from = end ? end + 2 : from + strlen(from);
    }
    return y;
}

// ---- the whole -------------------------------------------------------------------------------------------------

// How many different steps the first stops are of: questions that came back, and fresh ones, are no steps of their own.
static int steps_of(const Player *player, int stops)
{
    int number = 0;
    for (int i = 0; i < player->count && i < stops; i++) {
        bool first = true;
        for (int before = 0; before < i; before++) first &= player->stops[before].step != player->stops[i].step;
        number += first;
    }
    return number;
}

static int step_number(const Player *player)
{
    return steps_of(player, player->at + 1);
}

static double head_lay(Desk *desk, double x, double y, double w, const LessonStep *step)
{
    const Player *player = &desk->tutor.player;
    char line[400];
    if (learner_way(desk) == WAY_EXERCISE) snprintf(line, sizeof line, "%s", player->lesson->title);
    else if (player_again(player)) snprintf(line, sizeof line, "%s · again, with other numbers", player->lesson->title);
    else snprintf(line, sizeof line, "%s · step %d of %d", player->lesson->title, step_number(player), steps_of(player, player->count));
    y = muted(desk, "lesson.where", x, y, w, line) + 2 * desk->scale;
    return guide_heading(desk, x, y, w, step->title ? step->title : "");
}

static double foot_lay(Desk *desk, double x, double y, double w)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, half = (w - 8 * u) / 2;
    unsigned first = desk->tutor.player.at > 0 ? 0 : UI_OFF;
    if (ui_button(ui, "lesson.back", (Box){ x, y, half, TOUCH * u }, "Back", ICON_NONE, UI_PLAIN | first, "the step before (PgUp)")) lesson_back(desk);
    fit_words(desk);
    bool leave = ui_button(ui, "lesson.leave", (Box){ x + half + 8 * u, y, half, TOUCH * u }, "Leave", ICON_NONE, UI_PLAIN, "leave the lesson; Undo then brings back what was there before");
    fit_words(desk);
    if (leave) lesson_close(desk);
    return y + TOUCH * u;
}

bool lesson_chip(Desk *desk, double x, double *y, double w)
{
    if (!lesson_has_left(desk)) return false;
    const Player *player = &desk->tutor.player;
    char name[64] = "Back to the last step";
    if (player_again(player)) snprintf(name, sizeof name, "Back to the question");
    else if (!player_over(player)) snprintf(name, sizeof name, "Back to step %d", step_number(player));
    if (big_button(desk, "lesson.return", x, y, w, name, 0, "shows again what the step is about")) lesson_show(desk);
    return true;
}

static double over_lay(Desk *desk, double x, double y, double w)
{
    y = muted(desk, "lesson.where", x, y, w, desk->tutor.player.lesson->title);
    y = guide_heading(desk, x, y, w, learner_end_words(desk));
    return learner_next_lay(desk, x, y, w);
}

double lesson_lay(Desk *desk, double x, double y, double w)
{
    y = lesson_file_lay(desk, x, y, w);
    if (!lesson_is_open(desk)) return learner_lay(desk, x, y, w);
    const Player *player = &desk->tutor.player;
    if (player_over(player)) {
        y = over_lay(desk, x, y, w);
        if (!player_over(player)) return y; // it went on meanwhile
        return foot_lay(desk, x, y, w);
    }
    const LessonStep *step = player_step(player);
    y = head_lay(desk, x, y, w, step);
    y = prose_lay(desk, x, y, w, step);
    if (!player_again(player)) y = words_lay(desk, x, y, w);
    if (player->trouble[0]) y = muted(desk, "lesson.trouble", x, y, w, player->trouble);
    if (lesson_asks(desk)) y = question_lay(desk, x, y, w);
    else if (player->asks) y = answer_lay(desk, x, y, w);
    if (!lesson_is_open(desk) || player_step(player) != step) return y; // it went on meanwhile
    if (!lesson_asks(desk)) {
        bool wrong = player->asks && !player->judgement.right && player->now.ask->vary;
        if (wrong && big_button(desk, "lesson.again", x, &y, w, "Another one like it", 0, "the same question with other numbers")) lesson_again(desk);
        else if (learner_is_alone(desk)) y = learner_next_lay(desk, x, y, w);
        else if (big_button(desk, "lesson.continue", x, &y, w, "Continue", UI_PRIMARY, "the next step (Space, PgDn)")) lesson_forward(desk);
    }
    return foot_lay(desk, x, y, w);
}
