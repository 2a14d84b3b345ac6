// Presenting a lesson: below the picture, or beside it, stands what the class is asked, large, with a letter for each answer and how many
// hands went up for it. PgDn leads on: the question, a second vote, the answer, why it is so, the next stop.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// How many hands went up, by eye.
static const char *const HANDS[TALLY_COUNT] = { "votes", "few", "half", "most" };
static const double SHARES[TALLY_COUNT] = { 0, 0.2, 0.5, 0.9 };

static bool asks_choice(const Desk *desk)
{
    return lesson_asks(desk) && desk->tutor.player.now.ask->kind == ASK_CHOICE;
}

static int *tally_of(Desk *desk)
{
    Player *player = &desk->tutor.player;
    return player->stops[player->at].tally;
}

// ---- onward and back -------------------------------------------------------------------------------------------

// What the class says: the answer that was chosen for it, else the one with the most hands.
static void commit(Desk *desk)
{
    Player *player = &desk->tutor.player;
    AskKind kind = player->now.ask->kind;
    bool typed = (kind == ASK_NUMBER || kind == ASK_SIZE) && desk->tutor.typed[0], ringed = kind == ASK_CELLS && desk->tutor.cell_count > 0;
    if (typed || ringed || kind == ASK_SET) {
        lesson_say(desk);
        return;
    }
    int best = -1;
    for (int i = 0; kind == ASK_CHOICE && i < player->now.ask->options; i++)
        if (tally_of(desk)[i] > (best < 0 ? TALLY_NONE : tally_of(desk)[best])) best = i;
    Answer answer = { .unknown = best < 0, .option = best < 0 ? 0 : best };
    player_commit(player, &answer);
}

// Whether there is more to be said to the answer than the answer.
static bool has_why(const Player *player)
{
    return (player->now.why && *player->now.why) || player->judgement.because;
}

void present_lesson_next(Desk *desk)
{
    Player *player = &desk->tutor.player;
    if (lesson_has_left(desk)) {
        lesson_show(desk);
    } else if (player_over(player)) {
        if (!learner_forward(desk)) desk_say(desk, TONE_TEXT, "That was the last stop. Esc ends.");
    } else if (player->gate == GATE_ASK) {
        commit(desk);
    } else if (player->gate == GATE_COMMITTED) {
        if (player->now.ask->kind == ASK_SET) lesson_say(desk); // as the chips stand now
        player_reveal(player);
        lesson_show(desk);
    } else if (player->gate == GATE_REVEALED && has_why(player)) {
        player_why(player);
    } else {
        lesson_forward(desk);
    }
}

void present_lesson_back(Desk *desk)
{
    if (lesson_has_left(desk)) lesson_show(desk);
    else lesson_back(desk);
}

bool present_letter(Desk *desk, int option)
{
    if (!asks_choice(desk)) return false;
    lesson_choose(desk, option);
    return true;
}

void present_tally(Desk *desk, int option)
{
    if (!asks_choice(desk) || option >= desk->tutor.player.now.ask->options) return;
    tally_of(desk)[option] = (tally_of(desk)[option] + 1) % TALLY_COUNT;
}

// ---- what stands with the picture ------------------------------------------------------------------------------

// Laid out twice: at first to know how high it is, which leaves the rest to the picture, then to be seen.
typedef struct Band {
    Desk *desk;
    bool seen;
    double x, w, y;
} Band;

static void words(Band *band, const char *id, const char *text, double size, Weight weight)
{
    enum { MOST_LINES = 12 };
    if (band->seen) {
        band->y = ui_paragraph(&band->desk->ui, id, band->x, band->y, band->w, text, size, weight, TONE_TEXT);
        return;
    }
    TextLine lines[MOST_LINES];
    int count = text_wrap(&band->desk->ui_measure, text, size, weight, band->w, lines, COUNT(lines));
    band->y += 1.4 * size * (count < MOST_LINES ? count : MOST_LINES);
}

// An answer has room for the type that it has when it is right.
static int lines_of(const Desk *desk, const char *text, double size, Weight weight, double w)
{
    TextLine lines[8];
    int count = text_wrap(&desk->ui_measure, text, size, weight, w, lines, COUNT(lines));
    return count < COUNT(lines) ? count : COUNT(lines);
}

static double letter_width(const Desk *desk)
{
    return 44 * desk->scale;
}

static double votes_width(const Desk *desk)
{
    return fmax(present_target(desk), ceil(desk->ui_measure.width(desk->ui_measure.self, HANDS[TALLY_NONE], 14 * desk->scale, WEIGHT_SEMIBOLD) + 20 * desk->scale));
}

static double option_room(const Desk *desk, double w)
{
    return w - letter_width(desk) - votes_width(desk) - 20 * desk->scale;
}

// As many hands as went up, as a bar beside the answer.
static void draw_hands(Desk *desk, Box box, int tally, bool right)
{
    const Look *look = desk_look(desk);
    double u = desk->scale;
    Figure *figure = desk_figure(desk, box, 0);
    figure_begin(figure, look, desk->figure_measure);
    figure->scale = u;
    Mark *all = figure_add(figure, MARK_BOX, "all hands", (Box){ box.x + u, box.y + u, box.w - 2 * u, box.h - 2 * u });
    all->line = look->border, all->stroke = u, all->radius = 3 * u;
    if (!tally) return;
    Mark *bar = figure_add(figure, MARK_BOX, "hands", (Box){ box.x + u, box.y + u, SHARES[tally] * (box.w - 2 * u), box.h - 2 * u });
    bar->fill = right ? look->text : look_mix(look->text, look->background, 0.55), bar->radius = 3 * u;
}

static void option_lay(Desk *desk, Box box, int i)
{
    Ui *ui = &desk->ui;
    const Player *player = &desk->tutor.player;
    const char *text = player->now.option[i];
    double u = desk->scale, size = 16 * u, votes = votes_width(desk), side = fmin(box.h - 6 * u, present_target(desk));
    bool open = lesson_asks(desk), right = !open && player->now.right_option == i;
    bool said = player->gate == GATE_COMMITTED && !player->answer.unknown && player->answer.option == i;
    int tally = tally_of(desk)[i];
    char id[UI_ID], name[640], letter[8];
    snprintf(letter, sizeof letter, "%s%c", right ? "✓ " : "", 'A' + i);
    snprintf(id, sizeof id, "present.option.%c", 'a' + i);
    snprintf(name, sizeof name, "%c: %s%s", 'A' + i, text, right ? ", which is right" : "");
    bool hit = ui_choice(ui, id, box, name, said || right ? UI_ON : 0, NULL);
    ui_face(ui, "");
    ui_label(ui, "present.letter", (Box){ box.x + 10 * u, box.y, letter_width(desk) - 8 * u, box.h }, letter, 18 * u, WEIGHT_SEMIBOLD, TONE_TEXT, -1);
    Weight weight = right ? WEIGHT_SEMIBOLD : WEIGHT_REGULAR;
    double room = option_room(desk, box.w), high = 1.4 * size * lines_of(desk, text, size, weight, room);
    ui_paragraph(ui, "present.words", box.x + letter_width(desk) + 6 * u, box.y + (box.h - high) / 2, room, text, size, weight, TONE_TEXT);
    Box hands = { box.x + box.w - votes - 6 * u, box.y + (box.h - side) / 2, votes, side };
    if (!open) {
        if (!tally) return;
        ui_label(ui, "present.hands", (Box){ hands.x, hands.y, hands.w, hands.h / 2 }, HANDS[tally], 14 * u, WEIGHT_SEMIBOLD, TONE_TEXT, 0);
        draw_hands(desk, (Box){ hands.x, hands.y + hands.h / 2 + u, hands.w, fmin(12 * u, hands.h / 2 - 2 * u) }, tally, right);
        return;
    }
    snprintf(id, sizeof id, "present.tally.%c", 'a' + i);
    snprintf(name, sizeof name, "%c: %s of the class", 'A' + i, tally ? HANDS[tally] : "none");
    bool counted = ui_button(ui, id, hands, name, ICON_NONE, tally ? UI_ON : UI_PLAIN, NULL);
    ui_face(ui, HANDS[tally]);
    ui->widgets[ui->count - 1].size = 14 * u;
    if (counted) present_tally(desk, i);
    else if (hit) lesson_choose(desk, i);
}

// Two beside each other, where none of them takes more than two lines there.
static void options_lay(Band *band)
{
    Desk *desk = band->desk;
    const Case *c = &desk->tutor.player.now;
    double u = desk->scale, size = 16 * u, gap = 8 * u, half = (band->w - gap) / 2;
    int count = c->ask->options, columns = 2;
    for (int i = 0; i < count; i++)
        if (lines_of(desk, c->option[i], size, WEIGHT_SEMIBOLD, option_room(desk, half)) > 2) columns = 1;
    double w = columns == 2 ? half : band->w;
    for (int from = 0; from < count; from += columns) {
        double high = present_target(desk) + 6 * u;
        for (int i = from; i < from + columns && i < count; i++) high = fmax(high, 1.4 * size * lines_of(desk, c->option[i], size, WEIGHT_SEMIBOLD, option_room(desk, w)) + 12 * u);
        for (int i = from; band->seen && i < from + columns && i < count; i++)
            option_lay(desk, (Box){ band->x + (i - from) * (w + gap), band->y, w, high }, i);
        band->y += high + gap;
    }
}

// For who wants to write down what the class says.
static void field_lay(Band *band)
{
    Desk *desk = band->desk;
    Ui *ui = &desk->ui;
    Tutor *tutor = &desk->tutor;
    double u = desk->scale, side = present_target(desk) + 6 * u, w = 150 * u;
    if (band->seen) {
        UiEdit edit = ui_field(ui, "lesson.answer", (Box){ band->x, band->y, w, side }, "What the class says", tutor->typed, 0);
        ui->widgets[ui->count - 1].size = 18 * u;
        bool entered = edit == UI_TAKEN && ui->event.kind == UI_KEY && ui->event.key == KEY_ENTER;
        if (edit == UI_TAKEN) snprintf(tutor->typed, sizeof tutor->typed, "%s", ui->text), tutor->trouble[0] = 0;
        const char *hint = tutor->trouble[0] ? tutor->trouble : tutor->player.now.ask->kind == ASK_NUMBER ? "a number" : tutor->player.now.after.spec.dims == 1 ? "a size" : "rows × columns";
        ui_label(ui, "present.hint", (Box){ band->x + w + 12 * u, band->y, band->w - w - 12 * u, side }, hint, 14 * u, WEIGHT_REGULAR, TONE_TEXT, -1);
        if (entered) lesson_say(desk);
    }
    band->y += side + 8 * u;
}

static const char *hint_of(const Desk *desk)
{
    const Player *player = &desk->tutor.player;
    if (player->gate == GATE_COMMITTED) return player->now.ask->kind == ASK_CHOICE ? "Talk it over with your neighbour, then vote again." : "Talk it over with your neighbour.";
    switch (player->now.ask->kind) {
    case ASK_CHOICE: return "What do you think? Raise your hand.";
    case ASK_CELLS: return player->now.ask->all ? "Which cells? All of them." : "Which cell?";
    case ASK_SET: return "Which numbers below do it?";
    default: return "What do you think?";
    }
}

static void question_lay(Band *band)
{
    Desk *desk = band->desk;
    const Case *c = &desk->tutor.player.now;
    double u = desk->scale;
    words(band, "present.question", c->question, 20 * u, WEIGHT_SEMIBOLD);
    band->y += 8 * u;
    if (c->ask->kind == ASK_CHOICE) options_lay(band);
    else if (c->ask->kind == ASK_NUMBER || c->ask->kind == ASK_SIZE) field_lay(band);
    words(band, "present.hint", hint_of(desk), 14 * u, WEIGHT_REGULAR);
}

static void answer_lay(Band *band)
{
    Desk *desk = band->desk;
    const Player *player = &desk->tutor.player;
    const Case *c = &player->now;
    double u = desk->scale;
    char line[700];
    words(band, "present.question", c->question, 16 * u, WEIGHT_REGULAR);
    band->y += 8 * u;
    if (c->ask->kind == ASK_CHOICE) {
        options_lay(band);
        return;
    }
    if (c->ask->kind == ASK_SET) snprintf(line, sizeof line, player->judgement.right ? "Yes, that does it." : "One way: %s.", c->right_words);
    else if (c->ask->kind == ASK_CELLS && !c->ask->all && c->cell_count > 1) snprintf(line, sizeof line, "Any of these: %s", c->right_words);
    else if (c->ask->kind == ASK_CELLS) snprintf(line, sizeof line, "Right: %s", c->right_words);
    else snprintf(line, sizeof line, "It is %s.", c->right_words);
    words(band, "present.answer", line, 22 * u, WEIGHT_SEMIBOLD);
}

static void why_lay(Band *band)
{
    const Player *player = &band->desk->tutor.player;
    double u = band->desk->scale;
    if (player->judgement.because) words(band, "present.because", player->judgement.because, 16 * u, WEIGHT_REGULAR), band->y += 6 * u;
    if (player->now.why) words(band, "present.why", player->now.why, 16 * u, WEIGHT_REGULAR);
}

static void band_lay(Band *band)
{
    const Player *player = &band->desk->tutor.player;
    double u = band->desk->scale, from = band->y;
    if (player->trouble[0]) words(band, "present.trouble", player->trouble, 14 * u, WEIGHT_REGULAR);
    if (player_over(player)) return;
    if (lesson_asks(band->desk)) question_lay(band);
    else if (player->gate == GATE_REVEALED) answer_lay(band);
    else if (player->gate == GATE_WHY) why_lay(band);
    if (band->y > from) band->y += 8 * u;
}

double present_lesson_height(Desk *desk, double w)
{
    Band band = { desk, false, 0, w, 0 };
    if (lesson_is_open(desk)) band_lay(&band);
    return ceil(band.y);
}

void present_lesson_lay(Desk *desk, double x, double y, double w)
{
    Band band = { desk, true, x, w, y };
    if (lesson_is_open(desk)) band_lay(&band);
}

bool present_lesson_fills(const Desk *desk)
{
    const Player *player = &desk->tutor.player;
    if (!lesson_is_open(desk) || player_over(player)) return false;
    return player->gate == GATE_REVEALED || (lesson_asks(desk) && player->now.ask->kind != ASK_SET);
}

const char *present_lesson_title(const Desk *desk)
{
    const Player *player = &desk->tutor.player;
    if (player_over(player)) return learner_end_words(desk);
    const LessonStep *step = player_step(player);
    return step && step->title ? step->title : player->lesson->title;
}

void present_lesson_place(const Desk *desk, char out[64])
{
    const Player *player = &desk->tutor.player;
    int at = player_over(player) ? player->count : player->at + 1;
    snprintf(out, 64, "%d of %d", at, player->count);
}
