// The one clock: which steps are done and how far the next one is. Discrete steps first; autoplay moves fast and smoothly,
// then rests.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>

const double SPEEDS[] = { 0.25, 0.5, 1, 2, 4, 8 };
const char *const SPEED_WORDS[] = { "¼ step/s", "½ step/s", "1 step/s", "2 steps/s", "4 steps/s", "8 steps/s" };

static const double MOTION = 0.4; // seconds of a step's motion, at most

long long desk_steps(const Desk *desk)
{
    return timeline_count(&desk->scene.spec, desk->scene.walk);
}

long long desk_step(const Desk *desk)
{
    long long count = desk_steps(desk);
    return desk->scene.step == STEP_END || desk->scene.step > count ? count : desk->scene.step;
}

static void set_step(Desk *desk, long long step)
{
    long long count = desk_steps(desk);
    if (step != desk_step(desk)) desk->shown_held = false;
    desk->scene.step = step >= count ? STEP_END : step < 0 ? 0 : step;
    desk->save_at = desk->now + 1;
}

void desk_goto(Desk *desk, long long step)
{
    if (lesson_holds(desk, "the steps wait")) return;
    if (desk_held(desk, CONTROL_CLOCK)) return;
    desk->playing = desk->stepping = false;
    desk->t = 0;
    set_step(desk, step);
}

static bool moves(const Desk *desk)
{
    return !desk->prefs.reduced_motion && !(desk->playing && SPEEDS[desk->prefs.speed] > 3);
}

void desk_step_on(Desk *desk)
{
    if (lesson_holds(desk, "the steps wait")) return;
    if (desk_held(desk, CONTROL_CLOCK)) return;
    if (desk->stepping) { // the last step is not over yet: finish it, then begin the next
        set_step(desk, desk_step(desk) + 1);
        desk->stepping = false, desk->t = 0;
    }
    desk->playing = false;
    if (desk_step(desk) >= desk_steps(desk)) return;
    if (!moves(desk)) {
        set_step(desk, desk_step(desk) + 1);
        return;
    }
    desk->stepping = true;
    desk->step_began = desk->now;
}

void desk_step_back(Desk *desk)
{
    // In the middle of a step, going back is giving it up.
    bool amid = desk->stepping || desk->t > 0;
    desk_goto(desk, desk_step(desk) - (amid ? 0 : 1));
}

void desk_play(Desk *desk, bool on)
{
    if (on && lesson_holds(desk, "the steps wait")) return;
    if (on && desk_held(desk, CONTROL_CLOCK)) return;
    if (desk->stepping) set_step(desk, desk_step(desk) + 1);
    desk->stepping = false, desk->t = 0;
    desk->playing = on;
    desk->step_began = desk->now;
    if (on && desk_step(desk) >= desk_steps(desk)) set_step(desk, 0);
    if (on) desk->scene.cell = CELL_NONE; // a pin would hide what moves
}

void clock_tick(Desk *desk)
{
    if (!desk->playing && !desk->stepping) return;
    double period = desk->playing ? 1 / SPEEDS[desk->prefs.speed] : MOTION, motion = fmin(MOTION, 0.7 * period);
    if (desk->stepping) motion = period;
    double since = desk->now - desk->step_began;
    // After a long sleep (a hidden window) go on from here rather than rush.
    if (since > 3 * period + 1) desk->step_began = desk->now - period, since = period;
    while (since >= period) {
        set_step(desk, desk_step(desk) + 1);
        desk->step_began += period;
        since -= period;
        if (desk->stepping || desk_step(desk) >= desk_steps(desk)) {
            desk->playing = desk->stepping = false;
            desk->t = 0;
            return;
        }
    }
    // Autoplay rests first, then moves: each new number can be read before the next begins.
    double rest = desk->stepping ? 0 : period - motion;
    desk->t = moves(desk) && since > rest ? (since - rest) / motion : 0;
}

double clock_due(const Desk *desk)
{
    if (!desk->playing && !desk->stepping) return INFINITY;
    double period = 1 / SPEEDS[desk->prefs.speed], motion = fmin(MOTION, 0.7 * period);
    double since = desk->now - desk->step_began;
    if (desk->stepping) return 1.0 / 60;
    if (!moves(desk)) return fmax(0.001, period - since);
    double rest = period - motion;
    return since < rest ? fmax(0.001, rest - since) : 1.0 / 60;
}

// ---- jumping to a cell -----------------------------------------------------------------------------------------

typedef struct Reach {
    const Spec *spec;
    Walk walk;
    long long first, last;
} Reach;

static bool reach(void *context, const Term *term)
{
    Reach *r = context;
    long long index = timeline_of(r->spec, r->walk, term);
    if (index < 0) return true;
    if (r->first < 0 || index < r->first) r->first = index;
    if (index > r->last) r->last = index;
    return true;
}

static const char *why_no_step(const Scene *scene)
{
    Cell cell = scene->cell;
    bool cut = cell.role == ROLE_Y && !cell_inside(&scene->spec, cell), padding = cell.role == ROLE_X && !cell_inside(&scene->spec, cell);
    if (cell.role == ROLE_B) return "A bias has no step: it is there before the first one";
    if (cell.role == ROLE_C) return "There is no entry here, so no step goes through it";
    if (padding && scene->walk == WALK_INPUT) return "Padding is never pressed: nothing stands here. Stepping by output, windows pass over it";
    if (cut && scene->walk == WALK_OUTPUT) return "Stepping by output, what is cut off is never read";
    return "No step reaches this cell";
}

// To the step that makes the pinned cell what it is: what is summed is shown finished, what is given at first use.
void desk_jump_to_pin(Desk *desk)
{
    Cell pin = desk->scene.cell;
    // Where no step leads there, why would be told; nor does the eye go to an entry of C that is there.
    if (pin.role == ROLE_NONE || lesson_holds(desk, "the steps wait")) return;
    Reach r = { &desk->scene.spec, desk->scene.walk, -1, -1 };
    terms_each(r.spec, pin, reach, &r);
    long long step = (pin.role == ROLE_Y || pin.role == ROLE_GX || pin.role == ROLE_GW ? r.last : r.first) + 1;
    // The clock first; once it stands there, or cannot, the eye follows.
    if (r.first >= 0 && step != desk_step(desk)) desk_goto(desk, step);
    else views_to_entry(desk, pin);
    if (r.first < 0) desk_say(desk, TONE_TEXT, "%s", why_no_step(&desk->scene));
}

// ---- in words --------------------------------------------------------------------------------------------------

static void place_words(const Spec *spec, Cell cell, char out[64])
{
    char channel[24] = "";
    bool many = cell.role == ROLE_X ? spec->in_channels > 1 : spec->out_channels > 1;
    if (many) snprintf(channel, sizeof channel, "channel %d, ", cell.at[1]);
    char row[NUMBER_TEXT], col[NUMBER_TEXT]; // cut cells have places below 0
    number_show(row, cell.at[2], 0);
    number_show(col, cell.at[3], 0);
    if (spec->dims == 1) snprintf(out, 64, "%s%.16s", channel, col);
    else snprintf(out, 64, "%s(%.12s, %.12s)", channel, row, col);
}

static void value_words(const Desk *desk, Cell cell, char out[NUMBER_TEXT])
{
    symbol_of(out, &desk->work, cell, NUMBER_EXACT);
}

void clock_words(const Desk *desk, char out[240])
{
    long long step = desk_step(desk), count = desk_steps(desk);
    if (lesson_asks(desk)) {
        snprintf(out, 240, "the steps wait for your guess");
        return;
    }
    if (step == 0) {
        snprintf(out, 240, "nothing is done yet");
        return;
    }
    if (step == count && !desk->stepping) {
        snprintf(out, 240, "all is done");
        return;
    }
    Step done = timeline_step(&desk->scene.spec, desk->scene.walk, step - 1);
    char place[64], value[NUMBER_TEXT];
    place_words(&desk->scene.spec, done.cell, place);
    switch (done.walk) {
    case WALK_INPUT:
        value_words(desk, done.cell, value);
        snprintf(out, 240, "input %s is pressed: %s", place, value);
        break;
    case WALK_OUTPUT: snprintf(out, 240, "output %s is finished", place); break;
    default: {
        char weight[NUMBER_TEXT];
        place_words(&desk->scene.spec, done.term.y, place);
        if (cell_inside(&desk->scene.spec, done.term.x)) value_words(desk, done.term.x, value);
        else snprintf(value, sizeof value, "padding");
        value_words(desk, done.term.w, weight);
        snprintf(out, 240, "%s · %s %s output %s", value, weight, done.term.inside ? "lands on" : "is cut off at", place);
    }
    }
}
