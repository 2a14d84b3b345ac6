// Layers come in as people write them, and scenes go out as lines that can be run: by key, button, menu, dropped file and
// on the command line; what is too big for cells lands on its report.
#include "desk/inside.h"
#include "hands.h"

#include <unistd.h>

static const char BEGUN[] = "convt2d in=4 view=stamp";

static void paste(Hands *h, const char *text)
{
    hands_clipboard_set(h, text);
    key(h, 'v', MOD_CTRL);
    wait_for(h, 1);
}

static void check_is(Hands *h, const char *wanted)
{
    check(!strcmp(code(h), wanted), "the scene is\n  %s\n  and not\n  %s", code(h), wanted);
}

static void check_message(Hands *h, const char *part)
{
    check(strstr(message(h), part) != NULL, "it says “%s”, and not “%s”", message(h), part);
}

static void a_layer_is_pasted_and_can_be_undone(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, BEGUN);
    paste(&h, "self.up = nn.ConvTranspose2d(\n    4, 2,\n    kernel_size=4, stride=2, padding=1)  # up");
    check_is(&h, "convt2d in=4 k=4 s=2 p=1 c=4,2 b=zeros view=stamp");
    check_message(&h, "Read ConvTranspose2d: 4 → 2 channels, kernel 4, stride 2, padding 1.");
    click(&h, "undo");
    check_is(&h, BEGUN);
    check(is_off(&h, "undo"), "a paste is more than one step of undo");
    click(&h, "redo");
    check_is(&h, "convt2d in=4 k=4 s=2 p=1 c=4,2 b=zeros view=stamp");
    hands_close(&h);
}

static void what_gave_way_is_said_with_it(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, BEGUN);
    paste(&h, "Conv2DTranspose(1, 3, strides=2, padding='same')");
    check_is(&h, "convt2d in=4 s=2 b=zeros view=stamp");
    check_message(&h, "y[:, :, :-1, :-1] makes this equal to Keras, whose output is 8×8.");
    hands_close(&h);
}

static void a_mistake_is_shown_with_line_and_column_and_changes_nothing(void **state)
{
    (void)state;
    static const struct { const char *text, *says; } rows[] = {
        { "nn.ConvTranspose2d(64, 32, 4, strides=2)", "Pasted text, column 31, near “" },
        { "nn.ConvTranspose2d(64, 32, 4, strides=2)", "it is stride" },
        { "# up\nnn.Conv2d(4,\n   2.5, 3)", "Pasted text, line 3, column 4, near “2.5, 3)”: out_channels is 2.5" },
        { "nn.PixelShuffle(2)", "moves values" },
        { "nn.ConvTranpose2d(1, 1, 2)", "did you mean ConvTranspose2d?" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        hands_open(&h, BEGUN);
        paste(&h, rows[i].text);
        check_message(&h, rows[i].says);
        check_is(&h, BEGUN);
        check(is_off(&h, "undo"), "a mistake can be undone");
        hands_close(&h);
    }
}

static void a_big_layer_lands_on_its_report_and_a_slice_of_it_in_the_lenses(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, BEGUN);
    paste(&h, "nn.ConvTranspose2d(64, 32, 3, 2, 1, 1)");
    check_is(&h, BEGUN);
    check(!strcmp(shown(&h, "report.verdict")->name, "Uneven overlap: kernel 3 is not divisible by stride 2."), "the verdict is %s",
          shown(&h, "report.verdict")->name);
    click(&h, "report.copy.0");
    check(!strcmp(h.clipboard, "up = nn.ConvTranspose2d(64, 32, kernel_size=4, stride=2, padding=1)\n"), "copied is %s", h.clipboard);
    key(&h, KEY_ESC, 0);
    check(!seen(&h, "report.sheet"), "Esc does not close the report");
    paste(&h, "nn.ConvTranspose2d(64, 32, 3, 2, 1, 1)");
    key(&h, KEY_ENTER, 0); // as the filled button does
    check(!seen(&h, "report.sheet"), "Enter leaves the report open");
    check_is(&h, "convt2d in=4 s=2 p=1 op=1 b=zeros view=stamp");
    click(&h, "undo");
    check_is(&h, BEGUN);
    key(&h, 'r', 0);
    check(!strcmp(shown(&h, "report.parameters")->name, "Parameters: 1 · 1 · 3 · 3 = 9 weights, no bias."), "it says %s", shown(&h, "report.parameters")->name);
    hands_close(&h);
}

static const char NETWORK[] = "nn.Sequential(nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.ReLU(), nn.ConvTranspose2d(8, 8, 4, 2, 1),\n"
                              "  nn.ConvTranspose2d(8, 3, 3, 2, 1), nn.PixelShuffle(2), nn.ConvTranspose2d(64, 32, 3, 2))";

static void of_several_layers_each_has_its_report_and_can_be_opened(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, BEGUN);
    paste(&h, NETWORK);
    check_is(&h, "convt2d in=4 s=2 p=1 c=8,3 b=zeros view=stamp"); // the first uneven one
    check_message(&h, "Read layer 3 of 5: ConvTranspose2d: 8 → 3 channels, kernel 3, stride 2, padding 1; R shows the others.");
    key(&h, 'r', 0);
    check(!strcmp(shown(&h, "report.layer.0")->name, "1 Conv2d 3→8"), "the first layer is %s", shown(&h, "report.layer.0")->name);
    check(is_on(&h, "report.layer.2") && !is_on(&h, "report.layer.1") && is_off(&h, "report.layer.3"), "the list does not say which one it is");
    check(strstr(shown(&h, "report.title")->name, "8 → 3 channels") != NULL, "the report is of %s", shown(&h, "report.title")->name);
    click(&h, "report.layer.1");
    check(is_on(&h, "report.layer.1") && !is_on(&h, "report.layer.2"), "the second layer is not chosen");
    check(!strncmp(shown(&h, "report.verdict")->name, "Even overlap", 12), "of the second it says %s", shown(&h, "report.verdict")->name);
    check(!strcmp(shown(&h, "report.slice")->name, "Open it in the lenses"), "the button is %s", shown(&h, "report.slice")->name);
    key(&h, KEY_ENTER, 0);
    check_is(&h, "convt2d in=4 k=4 s=2 p=1 c=8,8 b=zeros view=stamp");
    check_message(&h, "Layer 2 of 5: ConvTranspose2d: 8 → 8 channels");
    check(!seen(&h, "report.sheet"), "Enter leaves the report open");
    key(&h, 'r', 0);
    check(is_on(&h, "report.layer.1"), "the report forgot which layer it is");
    click(&h, "report.layer.4"); // too big for cells
    check(!strcmp(shown(&h, "report.slice")->name, "Open a slice in the lenses"), "the button is %s", shown(&h, "report.slice")->name);
    click(&h, "report.slice");
    check_is(&h, "convt2d in=4 s=2 b=zeros view=stamp");
    key(&h, 'r', 0);
    check(!strcmp(shown(&h, "report.title")->name, "This layer"), "the report of a slice is of %s", shown(&h, "report.title")->name);
    check(!is_on(&h, "report.layer.4"), "a slice is taken for the layer");
    key(&h, KEY_ESC, 0);
    key(&h, 'r', 0);
    for (int i = 0; i < 20 && strcmp(focus(&h), "report.layer.1"); i++) key(&h, KEY_TAB, 0);
    key(&h, KEY_SPACE, 0);
    check(is_on(&h, "report.layer.1") && !strcmp(focus(&h), "report.layer.1"), "chosen by keyboard, the focus goes to %s", focus(&h));
    key(&h, KEY_ESC, 0);
    paste(&h, "convt2d in=3");
    key(&h, 'r', 0);
    check(!seen(&h, "report.layers"), "another scene still lists the layers");
    hands_close(&h);
}

static void many_layers_fit_the_report(void **state)
{
    (void)state;
    Text text = { 0 };
    for (int i = 1; i <= 70; i++) text_print(&text, "nn.ConvTranspose2d(%d, %d, 3, 2),\n", 10 * i, 10 * i + 10);
    Hands h;
    hands_open(&h, BEGUN);
    desk_resize(h.desk, 800, 500, 1);
    paste(&h, text.data);
    check(!strcmp(shown(&h, "report.layers")->name, "The text has 70 layers; the first 64:"), "it says %s", shown(&h, "report.layers")->name);
    Box sheet = shown(&h, "report.sheet")->box;
    for (int i = 0; i < 64; i++) {
        char id[UI_ID];
        snprintf(id, sizeof id, "report.layer.%d", i);
        Box box = shown(&h, id)->box;
        check(box.x > sheet.x && box.x + box.w < sheet.x + sheet.w, "%s leaves the sheet", id);
    }
    click(&h, "report.layer.63");
    check(strstr(shown(&h, "report.title")->name, "640 → 650") != NULL, "the last is %s: %s", shown(&h, "report.title")->name, message(&h));
    text_clear(&text);
    hands_close(&h);
}

static void a_paste_goes_through_an_open_sheet(void **state)
{
    (void)state;
    static const struct { int key; unsigned mods; } sheets[] = { { 'r', 0 }, { KEY_F1, 0 }, { 'o', MOD_CTRL }, { 's', MOD_CTRL } };
    for (int i = 0; i < COUNT(sheets); i++) {
        Hands h;
        hands_open(&h, BEGUN);
        key(&h, sheets[i].key, sheets[i].mods);
        if (i >= 2) key(&h, KEY_ESC, 0); // out of the path
        check(seen(&h, "sheet.close") != NULL, "sheet %d is not open", i);
        paste(&h, "nn.ConvTranspose2d(1, q q)");
        check(seen(&h, "sheet.close") != NULL, "a mistake closed sheet %d", i);
        check_message(&h, "Pasted text");
        paste(&h, "nn.ConvTranspose2d(64, 32, 4, 2, 1)");
        check(strstr(shown(&h, "report.title")->name, "64 → 32") != NULL, "over sheet %d the report is of %s", i, shown(&h, "report.title")->name);
        paste(&h, "nn.ConvTranspose2d(32, 16, 4, 2, 1)");
        check(strstr(shown(&h, "report.title")->name, "32 → 16") != NULL, "the report stays at %s", shown(&h, "report.title")->name);
        paste(&h, "convt2d in=5 view=stamp");
        check(!seen(&h, "sheet.close"), "a scene was pasted, and a sheet lies over it");
        check_is(&h, "convt2d in=5 view=stamp");
        hands_close(&h);
    }
}

// Every cure can be reached, and nothing of the sheet leaves the window, however small it is.
static void the_report_fits_every_window(void **state)
{
    (void)state;
    static const double sizes[][2] = { { 800, 500 }, { 960, 600 }, { 1280, 800 }, { 3840, 2160 } };
    for (int i = 0; i < COUNT(sizes); i++) {
        Hands h;
        hands_open(&h, BEGUN);
        desk_resize(h.desk, sizes[i][0], sizes[i][1], 1);
        wait_for(&h, 0);
        paste(&h, "nn.ConvTranspose2d(512, 256, kernel_size=5, stride=3, padding=1, groups=2, bias=False)");
        Box sheet = shown(&h, "report.sheet")->box;
        const Ui *ui = desk_ui(h.desk);
        for (int j = 0; j < ui->count; j++) {
            const Widget *w = &ui->widgets[j];
            if (strncmp(w->id, "report.", 7)) continue;
            check(w->box.x >= sheet.x && w->box.x + w->box.w <= sheet.x + sheet.w, "%s leaves the sheet at %.0f×%.0f", w->id, sizes[i][0], sizes[i][1]);
        }
        for (int c = 2; c >= 0; c--) {
            char id[32];
            snprintf(id, sizeof id, "report.copy.%d", c);
            hands_clipboard_set(&h, "");
            click(&h, id);
            check(strstr(h.clipboard, "up = nn.") != NULL, "%s copies “%s” at %.0f×%.0f", id, h.clipboard, sizes[i][0], sizes[i][1]);
        }
        click(&h, "report.slice");
        check_is(&h, "convt2d in=4 k=5 s=3 p=1 view=stamp");
        hands_close(&h);
    }
}

static void a_layer_in_picture_runs_over_the_picture(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=16 x=picture:grey view=picture");
    paste(&h, "nn.ConvTranspose2d(64, 32, 4, 2, 1, bias=False)");
    check_is(&h, "convt2d in=16 k=4 s=2 p=1 x=picture:grey view=picture");
    check_message(&h, "over each colour");
    paste(&h, "nn.Conv1d(1, 1, 3)");
    check(!strncmp(code(&h), "conv1d", 6) && !strstr(code(&h), "picture"), "a layer of one axis is shown as %s", code(&h));
    click(&h, "undo");
    check(strstr(code(&h), "view=picture") != NULL, "going to Numbers for a layer is a step of its own: %s", code(&h));
    hands_close(&h);
}

static void files_and_words_on_the_command_line_are_taken_too(void **state)
{
    (void)state;
    Hands h;
    hands_start(&h, (DeskStart){ .code = "nn.ConvTranspose2d(1, 2, 4, 2, 1)" });
    check_is(&h, "convt2d in=2 k=4 s=2 p=1 c=1,2 w=ones b=zeros view=stamp");
    hands_close(&h);
    hands_start(&h, (DeskStart){ .code = "nn.ConvTranspose2d(64, 32, 4, 2, 1)" });
    check(seen(&h, "report.sheet") != NULL, "a big layer on the command line has no report");
    char path[] = "/tmp/stridescope-layer-XXXXXX";
    int file = mkstemp(path);
    static const char text[] = "import torch.nn as nn\n\nclass Up(nn.Module):\n    def __init__(self):\n        self.up = nn.Conv2d(2, 1, 3)\n";
    assert_true(file >= 0 && write(file, text, sizeof text - 1) == (ssize_t)sizeof text - 1);
    close(file);
    desk_drop(h.desk, path, h.now);
    wait_for(&h, 0);
    check(!strncmp(code(&h), "conv2d", 6) && strstr(code(&h), "c=2,1"), "a dropped program is shown as %s", code(&h));
    check_message(&h, "Opened /tmp/stridescope-layer");
    unlink(path);
    hands_close(&h);
}

static void copy_as_gives_each_form(void **state)
{
    (void)state;
    static const struct { const char *item, *holds; } rows[] = {
        { "Scene code", "convt2d in=4 view=stamp" }, { "PyTorch", "layer = nn.ConvTranspose2d(1, 1, kernel_size=3, bias=False)" },
        { "Keras", "keras.layers.Conv2DTranspose(1, kernel_size=3" }, { "JAX", "lax.conv_transpose(" }, { "NumPy", "+= x[0, 0, row, col] * w[0, 0]" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hands h;
        hands_open(&h, BEGUN);
        choose(&h, "copy.as", rows[i].item);
        check(h.clipboard && strstr(h.clipboard, rows[i].holds), "copied as %s is\n%s", rows[i].item, h.clipboard ? h.clipboard : "nothing");
        check_message(&h, "Copied");
        hands_close(&h);
    }
    Hands h;
    hands_open(&h, BEGUN);
    desk_resize(h.desk, 800, 500, 1); // folded into one menu
    wait_for(&h, 0);
    choose(&h, "tools", "Copy as NumPy");
    check(h.clipboard && strstr(h.clipboard, "import numpy"), "copied from the folded menu is %s", h.clipboard ? h.clipboard : "nothing");
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_layer_is_pasted_and_can_be_undone),
        cmocka_unit_test(what_gave_way_is_said_with_it),
        cmocka_unit_test(a_mistake_is_shown_with_line_and_column_and_changes_nothing),
        cmocka_unit_test(a_big_layer_lands_on_its_report_and_a_slice_of_it_in_the_lenses),
        cmocka_unit_test(of_several_layers_each_has_its_report_and_can_be_opened),
        cmocka_unit_test(many_layers_fit_the_report),
        cmocka_unit_test(a_paste_goes_through_an_open_sheet),
        cmocka_unit_test(the_report_fits_every_window),
        cmocka_unit_test(a_layer_in_picture_runs_over_the_picture),
        cmocka_unit_test(files_and_words_on_the_command_line_are_taken_too),
        cmocka_unit_test(copy_as_gives_each_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
