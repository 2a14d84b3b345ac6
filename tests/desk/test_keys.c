// The key sheet tells the truth: every row that it lists is tried here and does something that can be seen.
#include "desk/inside.h"
#include "hands.h"

static const char SCENE[] = "convt2d in=2 k=3 s=2 view=stamp,slide step=2 cell=x:0,0,0,0";

// ---- what brings a row into its place, and what is then to be seen ---------------------------------------------

static void in_picture(Hands *h) { key(h, KEY_F3, 0); }
static void by_output(Hands *h) { click(h, "walk.output"); }
static void changed(Hands *h) { click(h, "stride.plus"); }
static void undone(Hands *h) { changed(h), click(h, "undo"); }
static void enlarged(Hands *h) { key(h, '+', MOD_CTRL); }
static void copied(Hands *h) { hands_clipboard_set(h, "conv1d in=9 k=2"); }

// Backprop beside, with an input pinned.
static void in_backprop(Hands *h)
{
    key(h, '6', 0);
    click_cell(h, X_CELL(0, 1));
}

static bool plays(Hands *h) { return !strcmp(shown(h, "play")->name, "Pause"); }
static bool step_1(Hands *h) { return desk_step(h->desk) == 1; }
static bool step_3(Hands *h) { return wait_for(h, 1), desk_step(h->desk) == 3; }
static bool product_19(Hands *h) { return wait_for(h, 1), is_on(h, "walk.product") && desk_step(h->desk) == 19; }
static bool step_0(Hands *h) { return desk_step(h->desk) == 0; }
static bool step_4(Hands *h) { return desk_step(h->desk) == 4; }
static bool walks_input(Hands *h) { return is_on(h, "walk.input"); }
static bool walks_output(Hands *h) { return is_on(h, "walk.output"); }
static bool walks_product(Hands *h) { return is_on(h, "walk.product"); }
static bool only_stamp(Hands *h) { return is_on(h, "lens.stamp") && !is_on(h, "lens.slide"); }
static bool only_matrix(Hands *h) { return !is_on(h, "lens.stamp") && !is_on(h, "lens.slide") && is_on(h, "lens.matrix"); }
// Two have room here: the one that has stood longest gives its place.
static bool in_place_of_stamp(Hands *h, Lens lens) { return desk_scene(h->desk)->views == 2 && desk_scene(h->desk)->view[0] == LENS_SLIDE && desk_scene(h->desk)->view[1] == lens; }
static bool matrix_too(Hands *h) { return in_place_of_stamp(h, LENS_MATRIX); }
static bool only_slide(Hands *h) { return !is_on(h, "lens.stamp") && is_on(h, "lens.slide"); }
static bool only_sizes(Hands *h) { return is_on(h, "lens.sizes") && !is_on(h, "lens.stamp") && !is_on(h, "lens.slide"); }
static bool sizes_beside(Hands *h) { return in_place_of_stamp(h, LENS_SIZES); }
static bool only_backprop(Hands *h) { return is_on(h, "lens.backprop") && !is_on(h, "lens.stamp") && !is_on(h, "lens.slide"); }
static bool backprop_too(Hands *h) { return is_on(h, "lens.backprop") && is_on(h, "lens.stamp"); }
static void in_stamp(Hands *h) { key(h, '1', 0); }
static bool nudged_by(Hands *h, float by)
{
    const Source *x = &desk_scene(h->desk)->x;
    return x->kind == SOURCE_TYPED && x->values[1] == 2 + by && x->values[0] == 1;
}
static bool a_bit_up(Hands *h) { return nudged_by(h, 0.1f); }
static bool one_up(Hands *h) { return nudged_by(h, 1); }
static bool a_bit_down(Hands *h) { return nudged_by(h, -0.1f); }
static bool one_down(Hands *h) { return nudged_by(h, -1); }
static bool only_phases(Hands *h) { return !is_on(h, "lens.stamp") && !is_on(h, "lens.slide") && is_on(h, "lens.phases"); }
static bool phases_too(Hands *h) { return in_place_of_stamp(h, LENS_PHASES); }
static bool only_overlap(Hands *h) { return is_on(h, "lens.overlap") && !is_on(h, "lens.stamp") && !is_on(h, "lens.slide"); }
static bool overlap_too(Hands *h) { return in_place_of_stamp(h, LENS_OVERLAP); }
static bool turned(Hands *h) { return !strcmp(shown(h, "slide.turn")->name, "Turn it again"); }
static bool in_numbers(Hands *h) { return is_on(h, "place.numbers"); }
static bool is_picture(Hands *h) { return is_on(h, "place.picture"); }
static bool let_go_of(Hands *h) { return desk_scene(h->desk)->cell.role == ROLE_NONE; }
static bool stride_2(Hands *h) { return desk_scene(h->desk)->spec.x.stride == 2; }
static bool stride_3(Hands *h) { return desk_scene(h->desk)->spec.x.stride == 3; }
static void with_both(Hands *h) { key(h, KEY_RIGHT, MOD_ALT), key(h, KEY_UP, MOD_ALT); }
static bool cuts(Hands *h) { return desk_scene(h->desk)->spec.x.padding == 1 && desk_scene(h->desk)->spec.y.padding == 1; }
static bool cuts_none(Hands *h) { return desk_scene(h->desk)->spec.x.padding == 0 && desk_scene(h->desk)->spec.x.output_padding == 1; }
static bool keeps(Hands *h) { return desk_scene(h->desk)->spec.y.output_padding == 1; }
static bool keeps_none(Hands *h) { return desk_scene(h->desk)->spec.x.padding == 1 && desk_scene(h->desk)->spec.x.output_padding == 0; }
static bool has_copied(Hands *h) { return h->clipboard && !strcmp(h->clipboard, code(h)); }
static bool has_copied_pytorch(Hands *h) { return h->clipboard && strstr(h->clipboard, "nn.ConvTranspose2d(1, 1, kernel_size=3, stride=2"); }
static bool sheet_of_the_layer(Hands *h) { return seen(h, "report.verdict") != NULL; }
static bool has_pasted(Hands *h) { return !strcmp(code(h), "conv1d in=9 k=2"); }
static bool sheet_to_open(Hands *h) { return seen(h, "open.path") != NULL; }
static bool sheet_to_save(Hands *h) { return seen(h, "save.path") != NULL; }
static bool sheet_to_search(Hands *h) { return seen(h, "search.field") != NULL; }
static bool without_panels(Hands *h) { return !seen(h, "stride"); }
static bool first_scene(Hands *h) { return !strncmp(code(h), "convt2d in=2 s=2 w=ones", 23); }
static bool is_dark(Hands *h) { return desk_look(h->desk)->name == LOOK_DARK; }
static bool at_110(Hands *h) { return strstr(message(h), "110 %") != NULL; }
static bool at_90(Hands *h) { return strstr(message(h), "90 %") != NULL; }
static bool at_100(Hands *h) { return strstr(message(h), "100 %") != NULL; }
static bool says_motion(Hands *h) { return strstr(message(h), "Motion is off") != NULL; }
static void large(Hands *h)
{
    hands_clipboard_set(h, "convt2d in=40 s=2 view=stamp");
    key(h, 'v', MOD_CTRL);
}
static void close_by(Hands *h)
{
    large(h);
    for (int i = 0; i < 3; i++) key(h, '+', 0);
}
static double zoom(Hands *h) { return h->desk->lens_view[LENS_STAMP].zoom; }
static bool closer(Hands *h) { return zoom(h) > 1; }
static bool further(Hands *h) { return zoom(h) > 1 && zoom(h) < 1.6; }
static bool all_of_it(Hands *h) { return zoom(h) <= 1 && strstr(code(h), "in=40"); }
static bool sheet_of_keys(Hands *h) { return seen(h, "keys.sheet") != NULL; }
static bool lenses_have_focus(Hands *h) { return !strcmp(focus(h), "stage") && shown(h, "stage")->state & UI_FOCUSED; }
static bool quits(Hands *h) { return desk_wants_quit(h->desk); }

static void presents(Hands *h) { key(h, KEY_F5, 0); }
static bool is_presenting(Hands *h) { return desk_presents(h->desk); }
static bool stepped_on(Hands *h) { return desk_presents(h->desk) && step_3(h); }
static bool stepped_back(Hands *h) { return desk_presents(h->desk) && step_1(h); }
static bool stride_is_lit(Hands *h) { return seen(h, "present.s") && is_on(h, "present.s"); }
static bool kernel_is_lit(Hands *h) { return seen(h, "present.k") && is_on(h, "present.k"); }
static void at_stride(Hands *h) { presents(h), key(h, KEY_RIGHT, 0); }
static bool kernel_4(Hands *h) { return desk_scene(h->desk)->spec.x.kernel == 4; }
static bool kernel_2(Hands *h) { return desk_scene(h->desk)->spec.x.kernel == 2; }
static bool is_black(Hands *h) { return seen(h, "present.blank") != NULL; }
static bool is_frozen(Hands *h) { return seen(h, "present.frozen") != NULL; }
static void points(Hands *h) { presents(h), move_to(h, 400, 300); }
static bool has_ring(Hands *h) { return mark_named(h, MARK_BOX, "halo") != NULL; }
static bool stays_light(Hands *h) { return desk_look(h->desk)->name == LOOK_PROJECTOR && strstr(message(h), "projector"); }

// Letters are for a question that has them.
static const char VOTE[] = "# A vote\n\n## Which?\n\n```scene\nconvt2d in=2 s=2 view=stamp\n```\n\n```ask\nchoice:\noption: a | when: out > 9\noption: b | when: out < 9\n"
                           "option: c | when: out == 99\noption: d | when: out == 98\nquestion: Which?\nvary: in=2..3\n```\n";
static void votes(Hands *h)
{
    static Lesson lesson; // as long as the program: the desk only borrows it
    Remarks remarks = { 0 };
    if (!lesson.count) check(lesson_read(&lesson, "vote", VOTE, strlen(VOTE), &remarks), "%s", remarks.at[0].text);
    remarks_clear(&remarks);
    lesson_open(h->desk, &lesson, 0, 0);
    presents(h);
}
static bool said(Hands *h, int option) { return h->desk->tutor.player.gate == GATE_COMMITTED && h->desk->tutor.player.answer.option == option; }
static bool says_a(Hands *h) { return said(h, 0); }
static bool says_b(Hands *h) { return said(h, 1); }
static bool says_c(Hands *h) { return said(h, 2); }
static bool says_d(Hands *h) { return said(h, 3); }
static bool few(Hands *h, int option) { return h->desk->tutor.player.count && h->desk->tutor.player.stops[0].tally[option] == TALLY_FEW; }
static bool few_a(Hands *h) { return few(h, 0); }
static bool few_b(Hands *h) { return few(h, 1); }
static bool few_c(Hands *h) { return few(h, 2); }
static bool few_d(Hands *h) { return few(h, 3); }

typedef struct Row {
    const char *keys; // as the sheet shows them
    int key;
    unsigned mods;
    void (*before)(Hands *h);
    bool (*then)(Hands *h);
} Row;

static const Row ROWS[] = {
    { "Space", KEY_SPACE, 0, NULL, plays },
    { "→ or PgDn", KEY_RIGHT, 0, NULL, step_3 },
    { "← or PgUp", KEY_LEFT, 0, NULL, step_1 },
    { "Shift+→", KEY_RIGHT, MOD_SHIFT, NULL, product_19 },
    { "Home", KEY_HOME, 0, NULL, step_0 },
    { "End", KEY_END, 0, NULL, step_4 },
    { "I", 'i', 0, by_output, walks_input },
    { "O", 'o', 0, NULL, walks_output },
    { "P", 'p', 0, NULL, walks_product },
    { "1", '1', 0, NULL, only_stamp },
    { "2", '2', 0, NULL, only_slide },
    { "3", '3', 0, NULL, only_matrix },
    { "Shift+1", '1', MOD_SHIFT, NULL, only_slide },
    { "Shift+2", '2', MOD_SHIFT, NULL, only_stamp },
    { "Shift+3", '3', MOD_SHIFT, NULL, matrix_too },
    { "4", '4', 0, NULL, only_phases },
    { "Shift+4", '4', MOD_SHIFT, NULL, phases_too },
    { "5", '5', 0, NULL, only_overlap },
    { "Shift+5", '5', MOD_SHIFT, NULL, overlap_too },
    { "6", '6', 0, NULL, only_backprop },
    { "Shift+6", '6', MOD_SHIFT, in_stamp, backprop_too },
    { "7", '7', 0, NULL, only_sizes },
    { "Shift+7", '7', MOD_SHIFT, NULL, sizes_beside },
    { "↑ ↓", KEY_UP, 0, in_backprop, a_bit_up },
    { "Shift+↑ ↓", KEY_UP, MOD_SHIFT, in_backprop, one_up },
    { "T", 't', 0, NULL, turned },
    { "F2", KEY_F2, 0, in_picture, in_numbers },
    { "F3", KEY_F3, 0, NULL, is_picture },
    { "+", '+', 0, large, closer },
    { "−", '-', 0, close_by, further },
    { "0", '0', 0, close_by, all_of_it },
    { "Enter", KEY_ENTER, 0, NULL, step_1 },
    { "Esc", KEY_ESC, 0, NULL, let_go_of },
    { "Alt+→", KEY_RIGHT, MOD_ALT, NULL, cuts },
    { "Alt+←", KEY_LEFT, MOD_ALT, with_both, cuts_none },
    { "Alt+↑", KEY_UP, MOD_ALT, NULL, keeps },
    { "Alt+↓", KEY_DOWN, MOD_ALT, with_both, keeps_none },
    { "Ctrl+Z", 'z', MOD_CTRL, changed, stride_2 },
    { "Ctrl+Y", 'y', MOD_CTRL, undone, stride_3 },
    { "Ctrl+C", 'c', MOD_CTRL, NULL, has_copied },
    { "Ctrl+Shift+C", 'c', MOD_CTRL | MOD_SHIFT, NULL, has_copied_pytorch },
    { "Ctrl+V", 'v', MOD_CTRL, copied, has_pasted },
    { "R", 'r', 0, NULL, sheet_of_the_layer },
    { "Ctrl+O", 'o', MOD_CTRL, NULL, sheet_to_open },
    { "Ctrl+S", 's', MOD_CTRL, NULL, sheet_to_save },
    { "Ctrl+K", 'k', MOD_CTRL, NULL, sheet_to_search },
    { "Alt+R", 'r', MOD_ALT, NULL, first_scene },
    { "L", 'l', 0, NULL, is_dark },
    { "Ctrl++", '+', MOD_CTRL, NULL, at_110 },
    { "Ctrl+−", '-', MOD_CTRL, NULL, at_90 },
    { "Ctrl+0", '0', MOD_CTRL, enlarged, at_100 },
    { "F", 'f', 0, NULL, without_panels },
    { "F5", KEY_F5, 0, NULL, is_presenting },
    { "PgDn", KEY_PGDN, 0, presents, stepped_on },
    { "PgUp", KEY_PGUP, 0, presents, stepped_back },
    { "← →", KEY_RIGHT, 0, presents, stride_is_lit },
    { "↑ or ↓", KEY_UP, 0, presents, kernel_4 },
    { ". or B", '.', 0, presents, is_black },
    { "A B C D", 'a', 0, votes, says_a },
    { "Shift+A B C D", 'a', MOD_SHIFT, votes, few_a },
    { "Z", 'z', 0, presents, is_frozen },
    { "H", 'h', 0, points, has_ring },
    { "F6", KEY_F6, 0, NULL, lenses_have_focus },
    { "M", 'm', 0, NULL, says_motion },
    { "?", '?', 0, NULL, sheet_of_keys },
    { "Ctrl+Q", 'q', MOD_CTRL, NULL, quits },
};

// Keys that do the same as one that is listed.
static const Row SECOND_KEYS[] = {
    { "PgDn", KEY_PGDN, 0, NULL, step_3 }, { "PgUp", KEY_PGUP, 0, NULL, step_1 }, // what a clicker sends
    { "Ctrl+Shift+Z", 'z', MOD_CTRL | MOD_SHIFT, undone, stride_3 }, { "Ctrl+=", '=', MOD_CTRL, NULL, at_110 },
    { "Ctrl+Shift+=", '=', MOD_CTRL | MOD_SHIFT, NULL, at_110 },     { "Shift+/", '/', MOD_SHIFT, NULL, sheet_of_keys },
    { "↓", KEY_DOWN, 0, in_backprop, a_bit_down },                  { "Shift+↓", KEY_DOWN, MOD_SHIFT, in_backprop, one_down },
    { "=", '=', 0, large, closer },                                  { "Shift+=", '=', MOD_SHIFT, large, closer },
    { "Shift++", '+', MOD_SHIFT, large, closer },
    { "←", KEY_LEFT, 0, at_stride, kernel_is_lit },                  { "↓", KEY_DOWN, 0, presents, kernel_2 },
    { "B", 'b', 0, presents, is_black },                             { "B", 'b', 0, votes, says_b },
    { "C", 'c', 0, votes, says_c },                                  { "D", 'd', 0, votes, says_d },
    { "Shift+B", 'b', MOD_SHIFT, votes, few_b },                     { "Shift+C", 'c', MOD_SHIFT, votes, few_c },
    { "Shift+D", 'd', MOD_SHIFT, votes, few_d },                     { "L", 'l', 0, presents, stays_light },
    { "F1", KEY_F1, 0, NULL, sheet_of_keys },                        { "? with Shift", '?', MOD_SHIFT, NULL, sheet_of_keys },
};

// ---- what is no key alone --------------------------------------------------------------------------------------

static bool tab_moves(Hands *h)
{
    key(h, KEY_TAB, 0);
    char first[UI_ID];
    snprintf(first, sizeof first, "%s", focus(h));
    key(h, KEY_TAB, 0);
    bool on = strcmp(first, focus(h)) != 0;
    key(h, KEY_TAB, MOD_SHIFT);
    return *first && on && !strcmp(first, focus(h));
}

static bool arrows_pin(Hands *h)
{
    click_cell(h, X_CELL(0, 1));
    key(h, KEY_DOWN, 0); // after a click the keys are the clock's
    bool stayed = cell_equal(desk_scene(h->desk)->cell, X_CELL(0, 1));
    key(h, KEY_TAB, 0);
    key(h, KEY_TAB, MOD_SHIFT);
    key(h, KEY_DOWN, 0);
    return stayed && cell_equal(desk_scene(h->desk)->cell, X_CELL(1, 1));
}

static bool both_change_a_value(Hands *h)
{
    key(h, KEY_F2, 0);
    bool opened = seen(h, "cell.edit") && desk_wants_text(h->desk);
    key(h, KEY_ESC, 0);
    double_click_cell(h, W_CELL(0, 0));
    return opened && seen(h, "cell.edit") && desk_wants_text(h->desk);
}

static bool wheel_zooms(Hands *h)
{
    key(h, KEY_F3, 0);
    wait_for_wakes(h, 1);
    const Mark *picture = mark_named(h, MARK_GRID, "picture");
    double before = picture->box.w / picture->cols;
    Box stage = shown(h, "stage")->box;
    wheel_at(h, stage.x + stage.w / 2, stage.y + stage.h / 2, 1);
    picture = mark_named(h, MARK_GRID, "picture");
    return picture->box.w / picture->cols > before;
}

static bool clicks_pin(Hands *h)
{
    Box box = mark_of(h, Y_CELL(1, 1))->box;
    click_at(h, box.x + box.w / 2, box.y + box.h / 2);
    move_to(h, 1, 1);
    bool pinned = cell_equal(desk_scene(h->desk)->cell, Y_CELL(1, 1)) && mark_of(h, Y_CELL(1, 1))->style & STYLE_PIN;
    click_at(h, box.x + box.w / 2, box.y + box.h / 2);
    return pinned && desk_scene(h->desk)->cell.role == ROLE_NONE;
}

static bool rivals_are_chosen(Hands *h)
{
    key(h, KEY_F3, 0);
    wait_for_wakes(h, 1);
    click(h, "strip.original");
    bool a = strstr(code(h), "show=a:original") != NULL;
    Box box = reach(h, "strip.repaired");
    double x = box.x + box.w / 2, y = box.y + box.h / 2;
    move_to(h, x, y);
    send(h, (UiEvent){ .kind = UI_PRESS, .x = x, .y = y, .clicks = 1, .mods = MOD_SHIFT });
    send(h, (UiEvent){ .kind = UI_RELEASE, .x = x, .y = y, .mods = MOD_SHIFT });
    return a && strstr(code(h), "show=a:original,b:repaired") != NULL;
}

static bool arrows_wipe(Hands *h)
{
    key(h, KEY_F3, 0);
    wait_for_wakes(h, 1);
    Box before = mark_named(h, MARK_HANDLE, "wipe")->box;
    for (int i = 0; i < 90 && strcmp(focus(h), "stage") != 0; i++) key(h, KEY_TAB, 0);
    key(h, KEY_RIGHT, 0);
    bool right = mark_named(h, MARK_HANDLE, "wipe")->box.x > before.x;
    key(h, KEY_LEFT, 0);
    return right && mark_named(h, MARK_HANDLE, "wipe")->box.x == before.x;
}

static bool the_loupe_goes_on(Hands *h)
{
    key(h, KEY_F3, 0);
    wait_for_wakes(h, 1);
    for (int i = 0; i < 90 && strcmp(focus(h), "stage") != 0; i++) key(h, KEY_TAB, 0);
    Box before = mark_named(h, MARK_BOX, "loupe frame")->box;
    key(h, KEY_RIGHT, MOD_CTRL);
    Box one = mark_named(h, MARK_BOX, "loupe frame")->box;
    key(h, KEY_UP, MOD_CTRL | MOD_SHIFT);
    Box ten = mark_named(h, MARK_BOX, "loupe frame")->box;
    return one.x > before.x && one.y == before.y && ten.x == one.x && fabs(one.y - ten.y - 10 * (one.x - before.x)) < 1e-6;
}

// Past those that do not fit and past B, round and back.
static bool a_clicker_goes_through_the_rivals(Hands *h)
{
    key(h, KEY_F3, 0);
    wait_for_wakes(h, 1);
    key(h, KEY_PGDN, 0);
    bool next = strstr(code(h), "show=a:repaired") != NULL;
    key(h, KEY_PGDN, 0);
    bool over_b = strstr(code(h), "show=a:sub-pixel") != NULL;
    key(h, KEY_PGUP, 0), key(h, KEY_PGUP, 0);
    return next && over_b && !strstr(code(h), "show=");
}

// The first step of the course with a question of this kind.
static void open_question(Hands *h, AskKind kind)
{
    for (int l = 0; l < course_count(); l++)
        for (int step = 0; step < course_lesson(l)->count; step++) {
            if (course_lesson(l)->steps[step].ask.kind != kind) continue;
            lesson_open(h->desk, course_lesson(l), step, course_lesson(l)->count - 1);
            frame(h);
            return;
        }
    check(false, "the course has no question of kind %d", (int)kind);
}

static bool space_goes_on(Hands *h)
{
    open_question(h, ASK_CHOICE);
    key(h, 'a', 0);
    key(h, KEY_SPACE, 0);
    bool shown_now = h->desk->tutor.player.gate == GATE_WHY;
    key(h, KEY_SPACE, 0);
    bool on = h->desk->tutor.player.at == 1;
    key(h, KEY_PGUP, 0);
    key(h, KEY_PGDN, 0);
    return shown_now && on && h->desk->tutor.player.at == 1;
}

static bool letters_choose(Hands *h)
{
    open_question(h, ASK_CHOICE);
    key(h, 'b', 0);
    return h->desk->tutor.player.gate == GATE_COMMITTED && h->desk->tutor.player.answer.option == 1;
}

static bool space_rings(Hands *h)
{
    open_question(h, ASK_CELLS);
    for (int i = 0; i < 8 && strcmp(focus(h), "stage"); i++) key(h, KEY_F6, 0);
    key(h, KEY_RIGHT, 0);
    key(h, KEY_SPACE, 0);
    int ringed = h->desk->tutor.cell_count;
    key(h, KEY_SPACE, 0);
    return ringed == 1 && h->desk->tutor.cell_count == 0;
}

static const struct Other {
    const char *keys;
    bool (*then)(Hands *h);
} OTHERS[] = {
    { "Tab, Shift+Tab", tab_moves },
    { "arrows in a grid", arrows_pin },
    { "click a cell", clicks_pin },
    { "F2 or double click", both_change_a_value },
    { "mouse wheel", wheel_zooms },
    { "click a rival", rivals_are_chosen },
    { "← → in a picture", arrows_wipe },
    { "Ctrl+arrows there", the_loupe_goes_on },
    { "PgDn, PgUp there", a_clicker_goes_through_the_rivals },
    { "Space in a lesson", space_goes_on },
    { "A to D in a lesson", letters_choose },
    { "Space on a cell", space_rings },
};

// From part to part and round again; arrows then go from cell to cell as after Tab.
static void f6_goes_through_the_parts_of_the_window(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, SCENE);
    const Box *parts[] = { &h.desk->shell.stage, &h.desk->shell.right, &h.desk->shell.clock, &h.desk->shell.bar, &h.desk->shell.left };
    for (int i = 0; i < 2 * COUNT(parts); i++) {
        key(&h, KEY_F6, 0);
        Box box = shown(&h, focus(&h))->box, part = *parts[i % COUNT(parts)];
        check(box_has(part, box.x + box.w / 2, box.y + box.h / 2), "press %d of F6 goes to %s", i + 1, focus(&h));
    }
    key(&h, 'f', 0); // without panels there are three
    for (int i = 0; i < 4; i++) {
        key(&h, KEY_F6, 0);
        check((i % 3 == 0) == !strcmp(focus(&h), "stage"), "without panels press %d goes to %s", i + 1, focus(&h));
    }
    key(&h, KEY_DOWN, 0);
    check(cell_equal(desk_scene(h.desk)->cell, X_CELL(1, 0)), "then ↓ leaves %s", code(&h));
    hands_close(&h);
}

// ---- the claims ------------------------------------------------------------------------------------------------

static void try_row(const Row *row)
{
    Hands h;
    hands_open(&h, SCENE);
    if (row->before) row->before(&h);
    check(!row->then(&h), "%s: what it does was so before", row->keys);
    hands_close(&h);
    hands_open(&h, SCENE);
    if (row->before) row->before(&h);
    ui_focus(&h.desk->ui, ""); // the table's keys are for where no control takes them
    frame(&h);
    key(&h, row->key, row->mods);
    check(row->then(&h), "%s does not do what the sheet says; the scene is %s, the message “%s”", row->keys, code(&h), message(&h));
    hands_close(&h);
}

static const Row *row_of(const char *keys)
{
    for (int i = 0; i < COUNT(ROWS); i++)
        if (!strcmp(ROWS[i].keys, keys)) return &ROWS[i];
    return NULL;
}

static const struct Other *other_of(const char *keys)
{
    for (int i = 0; i < COUNT(OTHERS); i++)
        if (!strcmp(OTHERS[i].keys, keys)) return &OTHERS[i];
    return NULL;
}

static void every_row_of_the_key_sheet_does_something_that_can_be_seen(void **state)
{
    (void)state;
    Hands sheet;
    hands_open(&sheet, SCENE);
    key(&sheet, KEY_F1, 0);
    const Ui *ui = desk_ui(sheet.desk);
    int rows = 0;
    for (int i = 0; i < ui->count; i++) {
        if (strcmp(ui->widgets[i].id, "keys.key")) continue;
        const char *keys = ui->widgets[i].name;
        const Row *row = row_of(keys);
        const struct Other *other = other_of(keys);
        check(row || other, "the sheet lists “%s”, and nobody tries it here", keys);
        check(ui->widgets[i + 1].name[0], "“%s” has no words beside it", keys);
        rows++;
        if (row) {
            try_row(row);
            continue;
        }
        Hands h;
        hands_open(&h, SCENE);
        check(other->then(&h), "“%s” does not do what the sheet says", keys);
        hands_close(&h);
    }
    check(rows == COUNT(ROWS) + COUNT(OTHERS), "the sheet has %d rows, and %d are tried here", rows, COUNT(ROWS) + COUNT(OTHERS));
    hands_close(&sheet);
}

static void second_keys_do_what_the_first_ones_do(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(SECOND_KEYS); i++) try_row(&SECOND_KEYS[i]);
}

static void no_key_is_listed_twice(void **state)
{
    (void)state;
    const char *keys, *again, *title;
    for (int i = 0; command_row(i, &keys, &title); i++)
        for (int j = 0; j < i; j++) {
            command_row(j, &again, &title);
            check(strcmp(keys, again), "“%s” is listed twice", keys);
        }
}

// Every key there is, alone and with each modifier: what is not in the tables above does nothing.
static void keys_that_are_not_listed_do_nothing(void **state)
{
    (void)state;
    static const unsigned mods[] = { 0, MOD_SHIFT, MOD_CTRL, MOD_ALT, MOD_CTRL | MOD_SHIFT, MOD_CTRL | MOD_ALT, MOD_ALT | MOD_SHIFT };
    Hands h;
    hands_open(&h, SCENE);
    char *before = memory_text(code(&h));
    for (int m = 0; m < COUNT(mods); m++)
        for (int k = ' '; k <= KEY_F12; k++) {
            bool listed = k == KEY_TAB || (k >= 128 && k < KEY_ENTER) || (k >= 'A' && k <= 'Z');
            for (int i = 0; i < COUNT(ROWS); i++) listed |= ROWS[i].key == k && ROWS[i].mods == mods[m];
            for (int i = 0; i < COUNT(SECOND_KEYS); i++) listed |= SECOND_KEYS[i].key == k && SECOND_KEYS[i].mods == mods[m];
            if (listed) continue;
            key(&h, k, mods[m]);
            check(!strcmp(code(&h), before) && !message(&h)[0] && h.desk->sheet == SHEET_NONE && !desk_wants_quit(h.desk),
                  "key %d with modifiers %u is not listed and did something: %s, “%s”", k, mods[m], code(&h), message(&h));
        }
    free(before);
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(f6_goes_through_the_parts_of_the_window),
        cmocka_unit_test(every_row_of_the_key_sheet_does_something_that_can_be_seen),
        cmocka_unit_test(second_keys_do_what_the_first_ones_do),
        cmocka_unit_test(no_key_is_listed_twice),
        cmocka_unit_test(keys_that_are_not_listed_do_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
