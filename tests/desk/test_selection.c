// One selection, by hand: whatever can be pointed at in a lens is lit the same by pointer, by click and by the arrows; a
// click while the clock goes pauses it and pins; Enter goes to the step of what is pinned, or says why there is none.
#include "hands.h"

typedef struct Place {
    const char *code; // of the scene, with its lens
    Cell cell;
    long long step;   // where Enter goes; −1: there is no step, and it says so
    const char *says; // then; else NULL
} Place;

#define CELL(role, a, b, c, d) { ROLE_##role, { a, b, c, d } }
#define TRANSPOSED "convt2d in=3 k=3 s=2 p=1 "
#define STRIDED "conv2d in=5 k=3 s=2 p=1 "

static const Place PLACES[] = {
    { TRANSPOSED "view=stamp", CELL(X, 0, 0, 1, 1), 5, NULL },
    { TRANSPOSED "view=stamp", CELL(W, 0, 0, 2, 1), 1, NULL },
    { TRANSPOSED "view=stamp", CELL(Y, 0, 0, 1, 1), 5, NULL },
    { TRANSPOSED "view=stamp", CELL(Y, 0, 0, -1, 0), 1, NULL },
    { TRANSPOSED "view=stamp walk=output", CELL(Y, 0, 0, -1, 0), -1, "never read" },
    { TRANSPOSED "view=slide", CELL(X, 0, 0, 0, 2), 3, NULL },
    { TRANSPOSED "view=slide", CELL(W, 0, 0, 0, 0), 1, NULL },
    { "convt1d in=3 k=3 s=2 p=1 view=slide", CELL(Y, 0, 0, 0, 1), 2, NULL },
    { TRANSPOSED "view=matrix", CELL(X, 0, 0, 2, 0), 7, NULL },
    { TRANSPOSED "view=matrix", CELL(Y, 0, 0, 0, 1), 2, NULL },
    { TRANSPOSED "view=matrix", CELL(C, 4, 12, 0, 0), 5, NULL },
    { TRANSPOSED "view=matrix walk=output", CELL(C, 4, 12, 0, 0), 13, NULL },
    { "convt1d in=3 k=3 s=2 view=matrix", CELL(C, 0, 5, 0, 0), -1, "no entry" },
    { TRANSPOSED "view=phases", CELL(X, 0, 0, 0, 1), 2, NULL },
    { TRANSPOSED "view=phases", CELL(W, 0, 0, 1, 1), 1, NULL },
    { TRANSPOSED "view=phases walk=product", CELL(Y, 0, 0, 0, 0), 5, NULL },
    { TRANSPOSED "view=backprop", CELL(X, 0, 0, 0, 0), 1, NULL },
    { TRANSPOSED "view=backprop", CELL(GX, 0, 0, 1, 0), 4, NULL },
    { TRANSPOSED "view=backprop", CELL(GY, 0, 0, 1, 2), 2, NULL },
    { TRANSPOSED "view=backprop", CELL(GW, 0, 0, 1, 1), 9, NULL },
    { STRIDED "view=slide", CELL(X, 0, 0, -1, 3), -1, "never pressed" },
    { STRIDED "view=slide walk=output", CELL(X, 0, 0, -1, 3), 2, NULL },
    { STRIDED "view=slide walk=output", CELL(X, 0, 0, 5, 5), 9, NULL },
    { STRIDED "view=slide walk=product", CELL(X, 0, 0, -1, -1), 1, NULL },
    { STRIDED "view=slide", CELL(X, 0, 0, 2, 2), 13, NULL },
    { STRIDED "view=stamp walk=output", CELL(Y, 0, 0, 1, 1), 5, NULL },
    { STRIDED "view=backprop walk=output", CELL(GX, 0, 0, 1, 1), 5, NULL },
};

static const char *said(Cell cell)
{
    static char text[2][64];
    static int at;
    at = 1 - at;
    if (cell.role == ROLE_NONE) return "nothing";
    cell_print(text[at], cell);
    return text[at];
}

static void dump(const Hands *h, Text *out)
{
    const DeskFigure *figures;
    int count = desk_figures(h->desk, &figures);
    for (int i = 0; i < count; i++) figure_dump(out, figures[i].figure);
}

static void hover(Hands *h, Cell cell)
{
    const Mark *mark = mark_of(h, cell);
    check(mark != NULL, "%s is not on the screen", said(cell));
    move_to(h, mark->box.x + mark->box.w / 2, mark->box.y + mark->box.h / 2);
}

static bool is_pinned(const Hands *h, Cell cell)
{
    return cell_equal(desk_scene(h->desk)->cell, cell);
}

// A pinned cell has its corner folded; all else is as the hover was.
static void without_pins(Text *dumped)
{
    for (char *at; (at = strstr(dumped->data, ",pin")); ) memmove(at, at + 4, strlen(at + 4) + 1);
}

static void a_pin_looks_as_the_hover_did_and_esc_lets_go(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(PLACES); i++) {
        Hands h;
        Text nobody = { 0 }, hovered = { 0 }, pinned = { 0 }, released = { 0 };
        hands_open(&h, PLACES[i].code);
        dump(&h, &nobody);
        hover(&h, PLACES[i].cell);
        dump(&h, &hovered);
        const char *title = shown(&h, "guide.heading")->name;
        char before[256];
        snprintf(before, sizeof before, "%s", title);
        click_cell(&h, PLACES[i].cell);
        check(is_pinned(&h, PLACES[i].cell), "%s: a click on %s pinned %s", PLACES[i].code, said(PLACES[i].cell), said(desk_scene(h.desk)->cell));
        send(&h, (UiEvent){ .kind = UI_LEAVE });
        dump(&h, &pinned);
        check(strcmp(nobody.data, hovered.data), "%s: pointing at %s changes nothing", PLACES[i].code, said(PLACES[i].cell));
        check(strstr(pinned.data, ",pin"), "%s: %s has no mark of a pin", PLACES[i].code, said(PLACES[i].cell));
        without_pins(&pinned);
        check(!strcmp(hovered.data, pinned.data), "%s: but for its mark %s looks otherwise pinned than pointed at", PLACES[i].code, said(PLACES[i].cell));
        check(!strcmp(shown(&h, "guide.heading")->name, before), "%s: the guide speaks of “%s”, then of “%s”", PLACES[i].code, before, shown(&h, "guide.heading")->name);
        key(&h, KEY_ESC, 0);
        dump(&h, &released);
        check(is_pinned(&h, CELL_NONE), "%s: Esc keeps %s", PLACES[i].code, said(PLACES[i].cell));
        check(!strcmp(nobody.data, released.data), "%s: after Esc something of %s is left", PLACES[i].code, said(PLACES[i].cell));
        text_clear(&nobody), text_clear(&hovered), text_clear(&pinned), text_clear(&released);
        hands_close(&h);
    }
}

static void a_click_while_it_plays_pauses_and_pins(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(PLACES); i++) {
        Hands h;
        hands_open(&h, PLACES[i].code);
        key(&h, KEY_SPACE, 0);
        wait_for(&h, 1.1);
        long long step = desk_step(h.desk);
        check(step > 0 && isfinite(h.due), "%s: it does not play", PLACES[i].code);
        click_cell(&h, PLACES[i].cell);
        check(is_pinned(&h, PLACES[i].cell), "%s: a click on %s while it plays pinned %s", PLACES[i].code, said(PLACES[i].cell), said(desk_scene(h.desk)->cell));
        wait_for(&h, 10);
        check(desk_step(h.desk) == step, "%s: the clock went on from %lld to %lld", PLACES[i].code, step, desk_step(h.desk));
        hands_close(&h);
    }
}

static void enter_goes_to_its_step_or_says_why_there_is_none(void **state)
{
    (void)state;
    for (int i = 0; i < COUNT(PLACES); i++) {
        Hands h;
        hands_open(&h, PLACES[i].code);
        key(&h, KEY_HOME, 0);
        click_cell(&h, PLACES[i].cell);
        key(&h, KEY_ENTER, 0);
        long long wanted = PLACES[i].step < 0 ? 0 : PLACES[i].step;
        check(desk_step(h.desk) == wanted, "%s: Enter goes from %s to step %lld, not %lld", PLACES[i].code, said(PLACES[i].cell), desk_step(h.desk), wanted);
        check(is_pinned(&h, PLACES[i].cell), "%s: Enter lets go of %s", PLACES[i].code, said(PLACES[i].cell));
        if (PLACES[i].says) check_says(&h, PLACES[i].says);
        else check(!message(&h)[0], "%s: there is a step, and it says “%s”", PLACES[i].code, message(&h));
        hands_close(&h);
    }
}

// The role by role way of the arrows, from a pin: each key, and where it leads.
typedef struct Way {
    const char *code;
    Cell from;
    int key;
    Cell to;
} Way;

static void come_by_tab(Hands *h)
{
    for (int i = 0; i < 60 && strcmp(focus(h), "stage"); i++) key(h, KEY_TAB, 0);
    check(!strcmp(focus(h), "stage"), "Tab never comes to the stage");
}

static void arrows_come_to_padding_and_to_the_entries_of_c(void **state)
{
    (void)state;
    static const Way ways[] = {
        { STRIDED "view=slide", CELL(X, 0, 0, 0, 0), KEY_UP, CELL(X, 0, 0, -1, 0) },
        { STRIDED "view=slide", CELL(X, 0, 0, -1, 0), KEY_LEFT, CELL(X, 0, 0, -1, -1) },
        { STRIDED "view=slide", CELL(X, 0, 0, -1, -1), KEY_LEFT, CELL(X, 0, 0, -1, -1) },
        { STRIDED "view=slide", CELL(X, 0, 0, 4, 4), KEY_RIGHT, CELL(X, 0, 0, 4, 5) },
        { STRIDED "view=slide", CELL(X, 0, 0, 4, 5), KEY_RIGHT, CELL(W, 0, 0, 0, 0) },
        { STRIDED "view=stamp", CELL(X, 0, 0, 0, 0), KEY_UP, CELL(X, 0, 0, 0, 0) }, // Stamp shows none
        { TRANSPOSED "view=slide", CELL(X, 0, 0, 0, 0), KEY_UP, CELL(X, 0, 0, 0, 0) },
        { TRANSPOSED "view=matrix", CELL(Y, 0, 0, 5, 5), KEY_RIGHT, CELL(C, 0, 0, 0, 0) },
        { TRANSPOSED "view=stamp", CELL(Y, 0, 0, 5, 5), KEY_RIGHT, CELL(Y, 0, 0, 5, 5) },
        { TRANSPOSED "view=matrix", CELL(C, 0, 0, 0, 0), KEY_LEFT, CELL(Y, 0, 0, 0, 0) },
        { TRANSPOSED "view=matrix", CELL(C, 0, 0, 0, 0), KEY_DOWN, CELL(C, 0, 1, 0, 0) },
        { TRANSPOSED "view=matrix", CELL(C, 0, 1, 0, 0), KEY_RIGHT, CELL(C, 1, 1, 0, 0) },
        { TRANSPOSED "view=matrix", CELL(C, 0, 1, 0, 0), KEY_DOWN, CELL(C, 0, 5, 0, 0) }, // nothing stands between
        { "convt1d in=3 k=3 s=2 view=matrix", CELL(C, 0, 2, 0, 0), KEY_DOWN, CELL(C, 0, 3, 0, 0) }, // in 1D the places are drawn
        { STRIDED "view=matrix", CELL(C, 0, 0, 0, 0), KEY_RIGHT, CELL(C, 0, 1, 0, 0) },
        { STRIDED "view=matrix", CELL(C, 0, 1, 0, 0), KEY_DOWN, CELL(C, 1, 1, 0, 0) },
    };
    for (int i = 0; i < COUNT(ways); i++) {
        Hands h;
        char from[64], code[256];
        cell_print(from, ways[i].from);
        snprintf(code, sizeof code, "%s cell=%s", ways[i].code, from);
        hands_open(&h, code);
        come_by_tab(&h);
        key(&h, ways[i].key, 0);
        check(is_pinned(&h, ways[i].to), "way %d, %s: the arrow leads to %s, not %s", i, code, said(desk_scene(h.desk)->cell), said(ways[i].to));
        hands_close(&h);
    }
}

static void turned_the_arrows_go_as_the_table_lies(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, TRANSPOSED "view=matrix cell=c:0,1,0,0");
    key(&h, 't', 0);
    wait_for(&h, 5);
    come_by_tab(&h);
    key(&h, KEY_DOWN, 0);
    check(is_pinned(&h, (Cell)CELL(C, 1, 1, 0, 0)), "down leads to %s", said(desk_scene(h.desk)->cell));
    hands_close(&h);
}

// What Slide puts between the inputs of a transposed convolution is no cell: it cannot be pinned, but it is spoken of.
static void inserted_zeros_and_the_ring_are_spoken_of_and_never_pinned(void **state)
{
    (void)state;
    static const struct { const char *mark, *title; } rows[] = { { "zero", "an inserted zero" }, { "padding", "room for the window" } };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        hands_open(&h, "convt2d in=2 k=3 s=2 view=slide");
        const Mark *mark = mark_named(&h, MARK_CELL, rows[i].mark);
        check(mark != NULL, "Slide shows no %s", rows[i].mark);
        move_to(&h, mark->box.x + mark->box.w / 2, mark->box.y + mark->box.h / 2);
        check(seen(&h, "guide.heading") && !strcmp(seen(&h, "guide.heading")->name, rows[i].title), "over a %s the guide says “%s”", rows[i].mark,
              seen(&h, "guide.heading") ? seen(&h, "guide.heading")->name : "nothing");
        click_at(&h, h.x, h.y);
        check(is_pinned(&h, CELL_NONE), "a %s is pinned as %s", rows[i].mark, said(desk_scene(h.desk)->cell));
        send(&h, (UiEvent){ .kind = UI_LEAVE });
        check(!seen(&h, "guide.heading"), "with the pointer gone the guide still says “%s”", shown(&h, "guide.heading")->name);
        hands_close(&h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pin_looks_as_the_hover_did_and_esc_lets_go), cmocka_unit_test(a_click_while_it_plays_pauses_and_pins),
        cmocka_unit_test(enter_goes_to_its_step_or_says_why_there_is_none), cmocka_unit_test(arrows_come_to_padding_and_to_the_entries_of_c),
        cmocka_unit_test(turned_the_arrows_go_as_the_table_lies), cmocka_unit_test(inserted_zeros_and_the_ring_are_spoken_of_and_never_pinned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
