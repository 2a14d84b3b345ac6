// This cell: its lines of Python are folded away, unfold, stay unfolded, and are copied as they stand.
#include "desk/hands.h"
#include "desk/inside.h"

static void python_is_folded_until_asked_for_and_then_stays(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=3 s=2 p=1 cell=y:0,0,1,1");
    check(!seen(&h, "python.numpy.copy"), "the lines are there before they were asked for");
    click(&h, "python");
    shown(&h, "python.numpy.copy");
    shown(&h, "python.pytorch.copy");
    click_cell(&h, X_CELL(0, 0));
    shown(&h, "python.numpy.copy");
    click(&h, "python");
    check(!seen(&h, "python.numpy.copy"), "the lines are not folded away again");
    hands_close(&h);
}

static void each_line_has_a_button_that_copies_it(void **state)
{
    (void)state;
    static const struct { const char *button, *begins, *says; } rows[] = {
        { "python.numpy.copy", "import numpy as np; x = ", "Copied: a line of NumPy" },
        { "python.pytorch.copy", "import torch, torch.nn.functional as F; x = ", "Copied: a line of PyTorch" },
    };
    Hands h;
    hands_open(&h, "convt2d in=3 s=2 p=1 cell=y:0,0,1,1");
    click(&h, "python");
    for (int i = 0; i < COUNT(rows); i++) {
        click(&h, rows[i].button);
        const char *has = h.clipboard ? h.clipboard : "";
        check(!strncmp(has, rows[i].begins, strlen(rows[i].begins)), "%s copied \"%s\"", rows[i].button, has);
        check_says(&h, rows[i].says);
    }
    hands_close(&h);
}

static void what_has_no_line_says_why_or_offers_none(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=9 x=random cell=y:0,0,1,1");
    click(&h, "python");
    shown(&h, "python.none");
    check(!seen(&h, "python.numpy.copy"), "a button copies a line that is not there");
    hands_close(&h);
    hands_open(&h, "conv2d in=5 p=1 cell=x:0,0,-1,0");
    check(!seen(&h, "python"), "a padding cell has no value, and Python is offered");
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(python_is_folded_until_asked_for_and_then_stays),
        cmocka_unit_test(each_line_has_a_button_that_copies_it),
        cmocka_unit_test(what_has_no_line_says_why_or_offers_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
