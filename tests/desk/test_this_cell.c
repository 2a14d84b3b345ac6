// This cell, beside its words: the phase while Phases is shown, and the bias, which no lens has cells for.
#include "hands.h"

static void the_phase_is_told_while_phases_is_shown(void **state)
{
    (void)state;
    static const struct { const char *code, *words; } rows[] = {
        { "convt2d k=3 s=2 view=phases cell=y:0,0,1,0", "Phase (1, 0): reached by 2 of the 9 weights" },
        { "convt2d k=3 s=2 view=phases cell=w:0,0,1,1", "Phase (1, 1): the only weight in its tray" },
        { "convt2d k=3 s=2 view=phases cell=x:0,0,1,1", "Read by all 4 phases" },
        { "conv2d in=5 k=3 s=2 p=1 view=phases cell=x:0,0,0,1", "Phase (1, 0): meets 2 of the 9 weights" },
        { "conv2d in=5 k=3 s=2 p=1 view=phases cell=x:0,0,-1,1", NULL },
        { "convt2d k=3 s=1 view=phases cell=y:0,0,1,1", NULL },
        { "convt2d k=3 s=2 view=stamp cell=y:0,0,1,0", NULL },
        { "convt2d k=3 s=2 view=matrix,phases cell=c:0,0,0,0", NULL },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        hands_open(&h, rows[i].code);
        const Widget *w = seen(&h, "story.phase");
        check(!w == !rows[i].words, "%s: the phase is %s", rows[i].code, w ? w->name : "not told");
        // The record has it line by line.
        if (w) check(!strncmp(w->name, rows[i].words, strlen(w->name)), "%s: “%s”, not “%s”", rows[i].code, w->name, rows[i].words);
        hands_close(&h);
    }
}

static void a_bias_is_typed_where_its_output_is_spoken_of(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=3 s=2 w=ones c=1,2 b=[1,5] view=stamp cell=y:0,1,0,0");
    check(!strcmp(value_of(&h, "cell.bias"), "5"), "the bias of channel 1 is said to be %s", h.value);
    check(!strcmp(shown(&h, "cell.bias")->name, "Bias of channel 1"), "the field is named “%s”", shown(&h, "cell.bias")->name);
    enter(&h, "cell.bias", "-2.5");
    check_code(&h, "convt2d in=2 s=2 c=1,2 w=ones b=[1,-2.5] view=stamp cell=y:0,1,0,0");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, "convt2d in=2 s=2 c=1,2 w=ones b=[1,5] view=stamp cell=y:0,1,0,0");
    key(&h, 'y', MOD_CTRL);
    check(!strcmp(value_of(&h, "cell.bias"), "-2.5"), "after undo and redo the bias is %s", h.value);
    enter(&h, "cell.bias", "two");
    check_says(&h, "no number");
    check(!strcmp(value_of(&h, "cell.bias"), "-2.5"), "what is no number became %s", h.value);
    hands_close(&h);
}

static void where_there_is_no_bias_typing_one_makes_it(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=3 s=2 c=1,2 view=stamp cell=y:0,0,0,0");
    check(!strcmp(value_of(&h, "cell.bias"), "none"), "without a bias it says %s", h.value);
    click(&h, "cell.bias");
    key(&h, KEY_ENTER, 0);
    check_code(&h, "convt2d in=2 s=2 c=1,2 view=stamp cell=y:0,0,0,0");
    enter(&h, "cell.bias", "0");
    check_code(&h, "convt2d in=2 s=2 c=1,2 view=stamp cell=y:0,0,0,0");
    enter(&h, "cell.bias", "3");
    check_code(&h, "convt2d in=2 s=2 c=1,2 b=[3,0] view=stamp cell=y:0,0,0,0");
    key(&h, 'z', MOD_CTRL);
    check(!strcmp(value_of(&h, "cell.bias"), "none"), "after undo it says %s", h.value);
    hands_close(&h);
}

static void only_a_kept_output_has_a_bias_to_type(void **state)
{
    (void)state;
    static const struct { const char *cell; bool has; } rows[] = {
        { "y:0,0,0,0", true }, { "y:0,0,-1,0", false }, { "x:0,0,0,0", false }, { "w:0,0,0,0", false }, { "b:0,0,0,0", true },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        char code[128];
        snprintf(code, sizeof code, "convt2d in=2 k=3 s=2 p=1 b=ones view=stamp cell=%s", rows[i].cell);
        hands_open(&h, code);
        check(!seen(&h, "cell.bias") == !rows[i].has, "%s %s a bias to type", rows[i].cell, rows[i].has ? "lacks" : "has");
        hands_close(&h);
    }
}

// The pointer may pass over cells, and press one, while a bias is being typed.
static void a_press_elsewhere_writes_the_bias_that_was_typed(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=3 s=2 c=1,2 b=[1,5] view=stamp cell=y:0,1,0,0");
    click(&h, "cell.bias");
    type(&h, "7");
    const Mark *x = mark_of(&h, X_CELL(1, 1));
    move_to(&h, x->box.x + 5, x->box.y + 5);
    check(seen(&h, "cell.bias") && strstr(shown(&h, "guide.heading")->name, "output"), "over another cell the typing is lost");
    type(&h, "7");
    click_cell(&h, X_CELL(1, 1));
    check_code(&h, "convt2d in=2 s=2 c=1,2 b=[1,77] view=stamp cell=x:0,0,1,1");
    check(!seen(&h, "cell.bias"), "an input has a bias");
    hands_close(&h);
}

static void a_pinned_bias_has_no_step(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 k=3 s=2 b=[4] view=stamp step=2 cell=b:0,0,0,0");
    key(&h, KEY_ENTER, 0);
    check_says(&h, "A bias has no step");
    check(desk_step(h.desk) == 2, "the clock went to %lld", desk_step(h.desk));
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_phase_is_told_while_phases_is_shown), cmocka_unit_test(a_bias_is_typed_where_its_output_is_spoken_of),
        cmocka_unit_test(where_there_is_no_bias_typing_one_makes_it), cmocka_unit_test(only_a_kept_output_has_a_bias_to_type),
        cmocka_unit_test(a_press_elsewhere_writes_the_bias_that_was_typed), cmocka_unit_test(a_pinned_bias_has_no_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
