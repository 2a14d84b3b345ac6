// Several layers and the gradient's twin under the hand: a stepper and a button, each a step of undo, told in the guide.
#include "desk/inside.h"
#include "desk/hands.h"

#include <math.h>

#define ONE "convt2d in=16 k=4 s=2 p=1 x=picture:sphere w=bilinear view=picture"
#define TWO ONE " show=layers:2"

static void open_picture(Hands *h, const char *code)
{
    hands_open(h, code);
    wait_for_wakes(h, 1);
    check(h->desk->gallery_ready, "%s: there is no picture: %s", code, message(h));
}

// The lines of all paragraphs of a name, joined.
static const char *said(const Hands *h, const char *id)
{
    static char words[1024];
    words[0] = 0;
    const Ui *ui = desk_ui(h->desk);
    for (int i = 0; i < ui->count; i++)
        if (!strcmp(ui->widgets[i].id, id)) snprintf(words + strlen(words), sizeof words - strlen(words), "%s%s", *words ? " " : "", ui->widgets[i].name);
    return words;
}

static void wait_to_have(Hands *h, int layers)
{
    for (int i = 0; i < 500 && (h->desk->gallery.layers != layers || !isinf(h->desk->working_since)); i++) wait_for(h, 0.01);
    check(h->desk->gallery.layers == layers, "%d layers are shown, not %d", h->desk->gallery.layers, layers);
    frame(h);
}

static void layers_are_stepped_in_the_left_panel(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, ONE);
    check(is_off(&h, "layers.minus"), "one layer can be one less");
    check(!seen(&h, "layers.kernel"), "one layer is told as several");
    click(&h, "layers.plus");
    check_code(&h, TWO);
    wait_to_have(&h, 2);
    check(!strcmp(said(&h, "layers.kernel"), "k4 s2 twice: a kernel of 10×10 with stride 4."), "“%s”", said(&h, "layers.kernel"));
    check(!strcmp(said(&h, "output.size"), "64 × 64"), "the output is said to be %s", said(&h, "output.size"));
    check(strstr(said(&h, "layers.even"), "None of them makes a pattern") != NULL, "“%s”", said(&h, "layers.even"));
    key(&h, 'z', MOD_CTRL);
    check_code(&h, ONE);
    hands_close(&h);
}

static void each_layer_has_its_part_of_the_pattern(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, "convt2d in=16 k=3 s=2 p=1 op=1 x=picture:sphere w=ones view=picture show=layers:3");
    const char *parts = said(&h, "layers.part");
    check(strstr(parts, "the last layer, period 2: ") && strstr(parts, "the one before, period 4: ") && strstr(parts, "the first, period 8: "), "“%s”", parts);
    int bars = 0;
    for (int f = 0; f < h.desk->figure_count; f++)
        for (int m = 0; m < h.desk->shown[f].figure->count; m++) bars += !strcmp(h.desk->shown[f].figure->marks[m].name, "part");
    check(bars == 3, "there are %d bars", bars);
    check(strstr(said(&h, "repair.layers"), "the one kernel that all layers have") != NULL, "repair does not say what it mends: “%s”", said(&h, "repair.layers"));
    click(&h, "op.conv");
    check(h.desk->scene.show.picture_layers == 0 && strstr(message(&h), "layers: 3 → 1, as a convolution enlarges nothing"), "“%s”", message(&h));
    check(is_off(&h, "layers.plus"), "convolutions can be stacked");
    hands_close(&h);
}

static void a_picture_made_smaller_for_its_layers_says_so(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, "convt2d in=600 k=2 s=2 x=picture:grey w=ones view=picture show=layers:3");
    check(!strcmp(said(&h, "layers.smaller"), "The input is 512×512 here, not 600×600: so many layers would make a picture of more than 4096×4096."), "“%s”", said(&h, "layers.smaller"));
    h.desk->gallery.layer.y.narrow = 600; // one side alone, as of a picture of one row
    frame(&h);
    check(strstr(said(&h, "layers.smaller"), "600×512 here, not 600×600") != NULL, "“%s”", said(&h, "layers.smaller"));
    hands_close(&h);
}

// A signal has one direction, and its layers are told so.
static void layers_of_a_signal_are_told_in_one_direction(void **state)
{
    (void)state;
    Hands h;
    open_picture(&h, "convt1d in=64 k=3 s=2 x=ones w=ones view=picture show=layers:2");
    check(!strcmp(said(&h, "layers.kernel"), "k3 s2 twice: a kernel of 7 taps with stride 4."), "“%s”", said(&h, "layers.kernel"));
    check(strstr(said(&h, "layers.part"), "the last layer, period 2: 82 %") != NULL, "“%s”", said(&h, "layers.part"));
    // What is loudest of it is named as the spectrum names it.
    check(strstr(said(&h, "heard"), "it is a tone at fs/2 that nobody played") != NULL, "“%s”", said(&h, "heard"));
    // An arrow goes on by one of the values that all layers make together.
    for (int i = 0; i < 90 && strcmp(focus(&h), "stage") != 0; i++) key(&h, KEY_TAB, 0);
    h.desk->loupe_x = 0.5;
    key(&h, KEY_RIGHT, 0);
    check(h.desk->loupe_x == 129.5 / 256, "value %g of 256 is looked at, not 129", h.desk->loupe_x * 256);
    hands_close(&h);
}

static void the_gradient_is_one_click_away_and_back(void **state)
{
    (void)state;
    static const char layer[] = "convt2d in=16 s=2 p=1 op=1 x=picture:sphere w=ones view=picture";
    Hands h;
    open_picture(&h, layer);
    click(&h, "twin");
    check_code(&h, "conv2d in=32 s=2 p=1 x=picture:sphere w=ones view=picture show=a:gradient,b:layer");
    for (int i = 0; i < 500 && (h.desk->gallery.layer.transposed || !isinf(h.desk->working_since)); i++) wait_for(&h, 0.01);
    check(!strcmp(said(&h, "guide.heading"), "Why its gradient has a pattern Other k and s Measured"), "“%s”", said(&h, "guide.heading"));
    check(strstr(said(&h, "checker"), "Checker share 19.0 %") != NULL, "“%s”", said(&h, "checker"));
    click(&h, "twin");
    check_code(&h, layer);
    key(&h, 'z', MOD_CTRL);
    check(h.desk->scene.spec.transposed == false, "it is not a step of undo");
    hands_close(&h);
    open_picture(&h, "conv2d in=32 k=3 s=2 p=1 x=picture:sphere w=ones view=picture");
    check(strstr(said(&h, "checker"), "Checker share 19.0 %") && strstr(said(&h, "checker"), "of the gradient, where that from above is even."), "“%s”", said(&h, "checker"));
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers_are_stepped_in_the_left_panel),
        cmocka_unit_test(each_layer_has_its_part_of_the_pattern),
        cmocka_unit_test(a_picture_made_smaller_for_its_layers_says_so),
        cmocka_unit_test(layers_of_a_signal_are_told_in_one_direction),
        cmocka_unit_test(the_gradient_is_one_click_away_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
