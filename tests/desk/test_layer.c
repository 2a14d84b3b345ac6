// The guide's second tab: every slice of the weights in its place, wired by groups, and picked by a press.
#include "desk/inside.h"
#include "hands.h"

static int slices(Hands *h)
{
    int count = 0;
    const Ui *ui = desk_ui(h->desk);
    for (int i = 0; i < ui->count; i++) count += !strncmp(ui->widgets[i].id, "slice.", 6);
    return count;
}

// The lines of the paragraphs whose ids begin with "layer.", one after another.
static const char *words_of(Hands *h)
{
    static char all[4096];
    const Ui *ui = desk_ui(h->desk);
    all[0] = 0;
    for (int i = 0; i < ui->count; i++) {
        if (strncmp(ui->widgets[i].id, "layer.", 6)) continue;
        if (all[0]) strcat(all, " ");
        strcat(all, ui->widgets[i].name);
    }
    return all;
}

static void open_layer(Hands *h, const char *code)
{
    hands_open(h, code);
    click(h, "guide.layer");
}

static void groups_leave_places_without_a_slice(void **state)
{
    (void)state;
    static const struct { const char *code; int slices; } rows[] = {
        { "convt2d in=3 k=3 c=4,6 g=2 w=random", 12 }, { "convt2d in=3 k=3 c=4,6 w=random", 24 }, { "conv1d in=5 k=3 c=4,4 g=4", 4 },
        { "convt2d", 1 },                              { "conv2d in=3 k=1 c=64,64", 64 }, // of 8 × 8 channels
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        open_layer(&h, rows[i].code);
        check(slices(&h) == rows[i].slices, "%s shows %d slices; wanted %d", rows[i].code, slices(&h), rows[i].slices);
        hands_close(&h);
    }
}

static void a_press_on_a_slice_shows_its_pair_of_channels(void **state)
{
    (void)state;
    static const char *const codes[] = { "convt2d in=3 k=3 c=4,6 g=2 w=random view=stamp", "conv2d in=5 k=3 c=4,6 g=2 w=random view=stamp" };
    for (int c = 0; c < COUNT(codes); c++) {
        Hands h;
        open_layer(&h, codes[c]);
        int count = slices(&h);
        for (int i = 0; i < count; i++) {
            char id[UI_ID];
            int in = -1, out = -1;
            snprintf(id, sizeof id, "slice.%d", i);
            check(sscanf(shown(&h, id)->name, "channel %d to channel %d", &in, &out) == 2, "%s is called %s", id, shown(&h, id)->name);
            click(&h, id);
            check(h.desk->shown_ic == in && h.desk->shown_oc == out, "%s: channels %d and %d are shown; wanted %d and %d", codes[c],
                  h.desk->shown_ic, h.desk->shown_oc, in, out);
            check(in / 2 == out / 3, "%s: channels %d and %d belong to different groups", codes[c], in, out);
        }
        hands_close(&h);
    }
}

static void the_count_of_parameters_is_written_out(void **state)
{
    (void)state;
    static const struct { const char *code, *words; } rows[] = {
        { "convt2d in=3 k=3x2 c=4,6 g=2 b=ramp", "4·3·3·2 = 72 weights + 6 biases = 78 parameters" },
        { "conv1d in=5 k=3", "1·1·3 = 3 weights no bias" },
        { "convt2d in=2 k=1 b=[1]", "1·1·1·1 = 1 weight + 1 bias = 2 parameters" },
        { "convt2d in=3 k=3 c=4,6", "Groups must divide both counts: 1, 2." },
        { "convt2d in=3 k=3 c=4,6 g=2", "w is (in_channels 4, out_channels 6 / groups 2 = 3, kernel 3 × 3)" },
        { "convt1d in=3 k=3 c=4,6", "w is (in_channels 4, out_channels 6, kernel 3)" },
        { "convt2d in=3 k=3", "Channels in and Channels out, in the folded line “dilation · channels · groups” on the left, make more" },
        { "conv2d in=3 k=3 c=4,6 g=2", "w is (out_channels 6, in_channels 4 / groups 2 = 2, kernel 3 × 3)" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        open_layer(&h, rows[i].code);
        check(strstr(words_of(&h), rows[i].words), "%s does not say “%s”: %s", rows[i].code, rows[i].words, words_of(&h));
        hands_close(&h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_leave_places_without_a_slice),
        cmocka_unit_test(a_press_on_a_slice_shows_its_pair_of_channels),
        cmocka_unit_test(the_count_of_parameters_is_written_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
