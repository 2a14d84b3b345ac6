// The Picture place in 1D: the switch between a picture and a signal, what goes in, and what is said beside it.
#include "desk/inside.h"
#include "desk/hands.h"

#define TONE "convt1d in=64 s=2 p=1 op=1 x=tone:3 w=ones view=picture"

static void open_place(Hands *h, const char *code)
{
    hands_open(h, code);
    wait_for_wakes(h, 1);
    check(h->desk->gallery_ready, "%s: there is nothing: %s", code, message(h));
}

// All that the guide says, its lines joined.
static bool guide_says(const Hands *h, const char *id, const char *part)
{
    char all[4096] = "";
    const Ui *ui = desk_ui(h->desk);
    for (int i = 0; i < ui->count; i++)
        if (!strcmp(ui->widgets[i].id, id)) snprintf(all + strlen(all), sizeof all - strlen(all), "%s ", ui->widgets[i].name);
    if (!strstr(all, part)) print_error("%s says “%s”\n", id, all);
    return strstr(all, part) != NULL;
}

static void the_switch_takes_a_tone_to_1d_and_a_picture_to_2d_in_one_step(void **state)
{
    (void)state;
    Hands h;
    open_place(&h, "convt2d in=32 k=4 s=2 p=1 x=picture:sphere w=random:4 view=picture show=b:nearest");
    click(&h, "dims.1");
    check_code(&h, "convt1d in=64 k=4 s=2 p=1 x=tone:3 w=random:4 view=picture show=b:nearest");
    wait_for_wakes(&h, 2);
    check(h.desk->gallery_ready && h.desk->gallery.scene.spec.dims == 1, "there is no signal: %s", message(&h));
    click(&h, "dims.2");
    check_code(&h, "convt2d in=64 k=4 s=2 p=1 x=picture:grey w=random:4 view=picture show=b:nearest");
    key(&h, 'z', MOD_CTRL);
    key(&h, 'z', MOD_CTRL);
    check_code(&h, "convt2d in=32 k=4 s=2 p=1 x=picture:sphere w=random:4 view=picture show=b:nearest");
    check(is_off(&h, "undo"), "there is more to undo");
    hands_close(&h);
}

static void a_layer_of_numbers_keeps_its_dimension_there_and_back(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt1d in=5 s=2 x=[1,2,3,4,5] view=stamp");
    key(&h, KEY_F3, 0);
    check_code(&h, "convt1d in=64 s=2 x=tone:3 view=picture");
    click(&h, "dims.2");
    click(&h, "place.numbers");
    check(desk_scene(h.desk)->spec.dims == 2 && desk_scene(h.desk)->spec.x.stride == 2, "left in 2D, Numbers shows %s", code(&h));
    hands_close(&h);
    hands_open(&h, "convt1d in=40 s=2 x=random:3 view=stamp");
    key(&h, KEY_F3, 0);
    check_code(&h, "convt1d in=40 s=2 x=random:3 view=picture");
    hands_close(&h);
}

static void what_goes_in_is_chosen_and_typed(void **state)
{
    (void)state;
    static const struct { const char *item, *x; } rows[] = {
        { "count up", "" }, { "ones", " x=ones" }, { "a single 1", " x=onehot:0" }, { "random", " x=random:1" }, { "step", " x=step" },
    };
    Hands h;
    for (int i = 0; i < COUNT(rows); i++) {
        char want[200];
        open_place(&h, TONE);
        choose(&h, "source.x", rows[i].item);
        snprintf(want, sizeof want, "convt1d in=64 s=2 p=1 op=1%s w=ones view=picture", rows[i].x);
        check_code(&h, want);
        hands_close(&h);
    }
    open_place(&h, "convt1d in=4 s=2 p=1 op=1 x=step w=ones view=picture");
    choose(&h, "source.x", "typed");
    check_code(&h, "convt1d in=4 s=2 p=1 op=1 x=[0,0,1,1] w=ones view=picture");
    enter(&h, "signal.typed", "0,3,-1.5,0,2,2");
    check_code(&h, "convt1d in=6 s=2 p=1 op=1 x=[0,3,-1.5,0,2,2] w=ones view=picture");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, "convt1d in=4 s=2 p=1 op=1 x=[0,0,1,1] w=ones view=picture");
    hands_close(&h);
    open_place(&h, "convt1d in=200 s=2 x=step w=ones view=picture");
    choose(&h, "source.x", "typed");
    check_says(&h, "This signal has 200 values");
    hands_close(&h);
}

static void a_npy_becomes_the_signal_and_one_of_the_kernels_size_the_kernel(void **state)
{
    (void)state;
    static const float values[20] = { 1, 2, 3, 4, 5 };
    static const int sides[] = { 20, 3 };
    Hands h;
    for (int i = 0; i < COUNT(sides); i++) {
        Tensor tensor = { 0 };
        Bytes bytes = { 0 };
        Error err;
        char path[64];
        snprintf(path, sizeof path, "signal-%d.npy", sides[i]);
        check(tensor_make(&tensor, 1, &sides[i], &err), "%s", err.text);
        memcpy(tensor.data, values, (size_t)sides[i] * sizeof *values);
        check(npy_encode(&tensor, &bytes, &err), "%s", err.text);
        FILE *file = fopen(path, "wb");
        check(file && fwrite(bytes.data, 1, bytes.length, file) == bytes.length && fclose(file) == 0, "%s cannot be written", path);
        open_place(&h, TONE);
        desk_drop(h.desk, path, h.now);
        frame(&h);
        check_says(&h, i ? "as the kernel" : "as the signal");
        const Scene *scene = desk_scene(h.desk);
        check(scene->spec.x.narrow == (i ? 64 : 20) && (i ? scene->w.kind : scene->x.kind) == SOURCE_FILE, "it has become %s", code(&h));
        hands_close(&h);
        remove(path);
        tensor_clear(&tensor);
        bytes_clear(&bytes);
    }
}

static void a_picture_that_is_opened_brings_2d(void **state)
{
    (void)state;
    Hands h;
    open_place(&h, TONE);
    desk_show_picture(h.desk, "zone");
    frame(&h);
    check_code(&h, "convt2d in=64 s=2 p=1 op=1 x=picture:zone w=ones view=picture");
    key(&h, 'z', MOD_CTRL);
    check_code(&h, TONE);
    hands_close(&h);
}

static void it_is_moved_and_looked_at_by_values(void **state)
{
    (void)state;
    Hands h;
    open_place(&h, TONE);
    check(!seen(&h, "shift.up") && !seen(&h, "shift.down"), "a signal can be moved up");
    click(&h, "shift.right");
    check_code(&h, TONE " show=shift:0x1");
    wait_for_wakes(&h, 2);
    double before = h.desk->loupe_x;
    const Mark *waves = mark_named(&h, MARK_BOX, "waves");
    check(waves != NULL, "no waves");
    move_to(&h, waves->box.x + waves->box.w * 0.75, waves->box.y + 20);
    check(fabs(h.desk->loupe_x - 0.75) < 0.01 && before < 0.5, "the value that is looked at stands at %g", h.desk->loupe_x);
    click(&h, "zoom.in");
    PicturePlace place = picture_place(h.desk);
    check(place.cols < 128 && place.a.w > 100, "%g values are seen", place.cols);
    click(&h, "zoom.fit");
    check(picture_place(h.desk).cols == 128, "%g values are seen", picture_place(h.desk).cols);
    hands_close(&h);
}

static void the_guide_speaks_of_a_tone_that_nobody_played(void **state)
{
    (void)state;
    Hands h;
    open_place(&h, "convt1d in=64 s=2 p=1 op=1 x=ones w=ones view=picture");
    check(guide_says(&h, "gains.constant", "a tone that nobody played"), "not of the gains");
    check(guide_says(&h, "heard", "at fs/2 that nobody played, 70 dB above"), "not of the spectrum");
    check(guide_says(&h, "why", "uneven"), "not why");
    click(&h, "repair");
    wait_for_wakes(&h, 2);
    check(strstr(code(&h), "w=["), "the kernel is %s", code(&h));
    check(seen(&h, "heard") == NULL && guide_says(&h, "gains.constant", "comes out as 1 everywhere"), "mended, it is still heard");
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_switch_takes_a_tone_to_1d_and_a_picture_to_2d_in_one_step),
        cmocka_unit_test(a_layer_of_numbers_keeps_its_dimension_there_and_back),
        cmocka_unit_test(what_goes_in_is_chosen_and_typed),
        cmocka_unit_test(a_npy_becomes_the_signal_and_one_of_the_kernels_size_the_kernel),
        cmocka_unit_test(a_picture_that_is_opened_brings_2d),
        cmocka_unit_test(it_is_moved_and_looked_at_by_values),
        cmocka_unit_test(the_guide_speaks_of_a_tone_that_nobody_played),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
