// The keyboard alone: Tab reaches all that can be used, the ring shows where it is, and the key sheet tells every key.
#include "window/program.h"

#include <unistd.h>

static bool usable(const SeenWidget *w, int layer)
{
    static const char *const roles[] = { "button", "choice", "slider", "field", "stage" };
    for (int i = 0; i < COUNT(roles); i++)
        if (strcmp(w->role, roles[i]) == 0) return !w->off && w->layer >= layer;
    return false;
}

// The one widget that has the keyboard, as far as the ring shows; NULL for none.
static const SeenWidget *focused(Seat *seat)
{
    const SeenWidget *all, *found = NULL;
    seat_frame(seat); // reads the record
    int count = seat_widgets(seat, &all);
    for (int i = 0; i < count; i++) {
        if (!all[i].focus) continue;
        check(!found, "both '%s' and '%s' have the keyboard", found->id, all[i].id);
        found = &all[i];
    }
    return found;
}

// Presses Tab or Shift+Tab and says where that leads.
static const SeenWidget *go(Seat *seat, const char *key)
{
    const SeenWidget *w = focused(seat);
    char before[64];
    snprintf(before, sizeof before, "%s", w ? w->id : "");
    seat_key(seat, key);
    for (int i = 0; i < 400; i++) {
        w = focused(seat);
        if (w && strcmp(w->id, before) != 0) return w;
        usleep(5000);
    }
    check(false, "%s did not lead on from '%s'; the program says: %s", key, before, seat_said(seat));
    return NULL;
}

// The pixels in the text's colour in and around a box.
static int dark_pixels(Seat *seat, Box box)
{
    return seat_count_pixels(seat, (Box){ box.x - 6, box.y - 6, box.w + 12, box.h + 12 }, LIGHT_TEXT);
}

// The ring is drawn in the text's colour: around a box along most of its upper and lower side, around a slider's knob in
// 2 pixels' width. [before]: the dark pixels there without it, or -1 where they are not known.
static void ring_is_seen(Seat *seat, const SeenWidget *w, int before)
{
    check(w->seen.w == w->box.w && w->seen.h == w->box.h, "'%s' has the keyboard but is scrolled out of sight", w->id);
    int more = dark_pixels(seat, w->box) - before, least = strcmp(w->role, "slider") == 0 ? 40 : (int)(2 * w->box.w);
    check(before < 0 || more >= least, "the ring around %s '%s' (%g,%g %gx%g) is not seen: it makes %d pixels dark, not %d", w->role,
          w->id, w->box.x, w->box.y, w->box.w, w->box.h, more, least);
}

// Goes once around with Tab and checks that each usable widget was there once, with its ring.
static void goes_around(Seat *seat, int layer)
{
    enum { MOST = 120 };
    char wanted[MOST][64], seen[MOST][64];
    int dark[MOST];
    const SeenWidget *all;
    seat_settle(seat);
    int count = seat_widgets(seat, &all), usables = 0, steps = 0;
    for (int i = 0; i < count && usables < MOST; i++)
        if (usable(&all[i], layer)) {
            dark[usables] = dark_pixels(seat, all[i].box);
            snprintf(wanted[usables++], 64, "%s", all[i].id);
        }
    for (; steps < usables; steps++) {
        const SeenWidget *w = go(seat, "Tab");
        int before = -1;
        for (int i = 0; i < usables; i++)
            if (strcmp(wanted[i], w->id) == 0) before = dark[i];
        ring_is_seen(seat, w, before);
        snprintf(seen[steps], 64, "%s", w->id);
    }
    for (int i = 0; i < usables; i++) {
        int times = 0;
        for (int k = 0; k < steps; k++) times += strcmp(wanted[i], seen[k]) == 0;
        check(times == 1, "Tab came to '%s' %d times in %d", wanted[i], times, steps);
    }
    const SeenWidget *w = go(seat, "Tab"); // once more: the first again
    check(strcmp(w->id, seen[0]) == 0, "after all of them comes '%s', not the first, '%s'", w->id, seen[0]);
    w = go(seat, "shift+Tab"); // and back: the last
    check(strcmp(w->id, seen[usables - 1]) == 0, "backwards comes '%s', not '%s'", w->id, seen[usables - 1]);
}

static void tab_reaches_everything_at_a_first_start(void **state)
{
    goes_around(open_on(state, NULL), 0);
}

static void tab_reaches_what_is_scrolled_out_of_sight(void **state)
{
    Seat *seat = open_on(state, "convt2d in=3x4 k=3x2 s=2 p=1 view=stamp");
    seat_hover(seat, "left.scroll");
    seat_wheel(seat, -20);
    seat_settle(seat);
    seat_click(seat, "more");
    seat_widget(seat, "batch.plus");
    seat_hover(seat, "left.scroll");
    seat_wheel(seat, 60); // to the top
    seat_resize(seat, 960, 600);
    seat_settle(seat);
    Box stage = seat_widget(seat, "stage")->box;
    seat_click_at(seat, stage.x + 8, stage.y + stage.h - 8);
    const SeenWidget *last = seat_widget(seat, "batch.plus");
    check(last->seen.h < last->box.h, "nothing is scrolled out of sight: the test tests nothing");
    for (int i = 0;; i++) {
        check(i < 80, "80 Tabs did not come to 'batch.plus'");
        const SeenWidget *w = go(seat, "Tab");
        ring_is_seen(seat, w, -1);
        if (strcmp(w->id, "batch.plus") == 0) break;
    }
    seat_key(seat, "Return");
    seat_wait_name(seat, "batch.value", "2");
}

static void tab_stays_in_an_open_sheet(void **state)
{
    Seat *seat = open_on(state, FIRST_SCENE);
    seat_key(seat, "ctrl+o");
    seat_wait_edited(seat, "open.path");
    seat_key(seat, "Escape"); // out of the field, not out of the sheet
    seat_widget(seat, "open.sheet");
    goes_around(seat, 2);
}

static void a_scene_is_changed_with_the_keyboard_alone(void **state)
{
    Seat *seat = open_on(state, "convt2d s=2 view=stamp");
    for (int i = 0; i < 60 && !seat_widget(seat, "padding")->focus; i++) go(seat, "Tab");
    seat_wait_focus(seat, "padding");
    seat_key(seat, "Right"); // the slider's, not the clock's
    seat_wait_value(seat, "padding.value", "1");
    seat_key(seat, "End");
    seat_wait_value(seat, "padding.value", "3");
    seat_wait_name(seat, "output.size", "1 × 1");
    seat_key(seat, "shift+Tab"); // past the +, which is of no use at the most that is valid
    seat_wait_focus(seat, "padding.value");
    seat_key(seat, "Return");
    seat_wait_edited(seat, "padding.value");
    seat_type(seat, "2");
    seat_key(seat, "Return");
    seat_wait_name(seat, "output.size", "3 × 3");
    seat_key(seat, "shift+Tab");
    seat_wait_focus(seat, "padding.minus");
    seat_key(seat, "space"); // a focused button takes Space: nothing plays
    seat_wait_name(seat, "output.size", "5 × 5");
    seat_wait_name(seat, "play", "Play");
}

// ---- the key sheet ---------------------------------------------------------------------------------------------

// The keys that the other tests of the window have pressed, and what each did there.
static const char *const KEYS[] = {
    "Space", "→ or PgDn", "← or PgUp", "Shift+→", "Home", "End", "I", "O", "P", "1", "2", "Shift+1", "Shift+2", "F2", "F3", "Enter", "Esc",
    "T", "F", "Ctrl+Z", "Ctrl+Y", "Ctrl+C", "Ctrl+V", "Ctrl+O", "Ctrl+S", "Alt+R", "L", "Ctrl++", "Ctrl+−", "Ctrl+0", "M", "?", "Ctrl+Q",
};

static bool listed(Seat *seat, const char *key)
{
    const SeenWidget *all;
    int count = seat_widgets(seat, &all);
    for (int i = 0; i < count; i++)
        if (strcmp(all[i].id, "keys.key") == 0 && strcmp(all[i].name, key) == 0) return true;
    return false;
}

static void the_key_sheet_lists_every_key_beside_what_it_does(void **state)
{
    Seat *seat = open_on(state, FIRST_SCENE);
    seat_key(seat, "question");
    Box sheet = seat_widget(seat, "keys.sheet")->box;
    seat_settle(seat);
    for (int i = 0; i < COUNT(KEYS); i++) check(listed(seat, KEYS[i]), "the sheet does not list %s", KEYS[i]);
    const SeenWidget *all;
    int count = seat_widgets(seat, &all), keys = 0, titles = 0;
    for (int i = 0; i < count; i++) {
        bool key = strcmp(all[i].id, "keys.key") == 0, title = strcmp(all[i].id, "keys.title") == 0;
        keys += key, titles += title;
        if (title) check(*all[i].name, "a key does nothing");
        if (key || title)
            check(all[i].box.x >= sheet.x && all[i].box.x + all[i].box.w <= sheet.x + sheet.w, "'%s' reaches out of the sheet", all[i].name);
    }
    check(keys == titles && keys >= COUNT(KEYS), "%d keys and %d titles", keys, titles);
    seat_key(seat, "Right"); // the sheet does not hide a clock that runs on
    seat_key(seat, "Escape");
    seat_wait_gone(seat, "keys.sheet");
    seat_click(seat, "keys"); // by button, and away by its own button
    seat_widget(seat, "keys.sheet");
    seat_click(seat, "sheet.close");
    seat_wait_gone(seat, "keys.sheet");
}

static void the_key_sheet_scrolls_where_it_does_not_fit(void **state)
{
    Seat *seat = open_on(state, FIRST_SCENE);
    for (int i = 0; i < 8; i++) seat_key(seat, "ctrl+plus");
    seat_wait_says(seat, "message.text", "180 %");
    seat_resize(seat, 960, 600);
    seat_key(seat, "F1");
    Box sheet = seat_widget(seat, "keys.sheet")->box;
    check(sheet.x >= 0 && sheet.y >= 0 && sheet.x + sheet.w <= 960 && sheet.y + sheet.h <= 600, "the sheet is %gx%g at %g,%g",
          sheet.w, sheet.h, sheet.x, sheet.y);
    seat_settle(seat);
    const SeenWidget *all;
    int count = seat_widgets(seat, &all), last = -1;
    for (int i = 0; i < count; i++)
        if (strcmp(all[i].id, "keys.key") == 0) last = i;
    check(last >= 0 && all[last].seen.h < 1, "the last key is in sight at once: the test tests nothing");
    seat_hover(seat, "keys.scroll");
    seat_wheel(seat, -60);
    seat_settle(seat);
    count = seat_widgets(seat, &all);
    check(all[last].seen.h == all[last].box.h && all[last].box.h > 0, "the last key, %s, cannot be scrolled into sight", all[last].name);
}

static void commands_are_text_where_a_field_is_edited(void **state)
{
    Seat *seat = open_on(state, "convt2d s=2 view=stamp");
    type_into(seat, "kernel_size.value", "l2?m ");
    seat_wait_value(seat, "kernel_size.value", "l2?m ");
    assert_false(seat_sees(seat, "keys.sheet"));
    seat_wait_scene(seat, "convt2d s=2 view=stamp");
    seat_key(seat, "Escape");
    seat_wait_value(seat, "kernel_size.value", "3×3");
    seat_key(seat, "m");
    seat_wait_says(seat, "message.text", "Motion is off");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WINDOW(tab_reaches_everything_at_a_first_start),
        IN_WINDOW(tab_reaches_what_is_scrolled_out_of_sight),
        IN_WINDOW(tab_stays_in_an_open_sheet),
        IN_WINDOW(a_scene_is_changed_with_the_keyboard_alone),
        IN_WINDOW(the_key_sheet_lists_every_key_beside_what_it_does),
        IN_WINDOW(the_key_sheet_scrolls_where_it_does_not_fit),
        IN_WINDOW(commands_are_text_where_a_field_is_edited),
    };
    return cmocka_run_group_tests(tests, seat_server_start, seat_server_stop);
}
