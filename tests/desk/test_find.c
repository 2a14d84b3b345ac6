// Searching a picture for a pattern that it has already: asked for when one is opened and in the guide, told there and on
// the spectrum, and gone with the picture.
#include "desk/inside.h"
#include "desk/hands.h"

#include <png.h>
#include <unistd.h>

#define SMALL "convt2d in=32 k=4 s=2 p=1 x=picture:sphere w=bilinear view=picture"

// A picture in a file: a ramp, with every second pixel of every second row lighter. The path lasts until the next one.
static const char *grid_file(int side, int lighter)
{
    static char path[64];
    unsigned char *grey = memory_new((size_t)side * (size_t)side, 1);
    for (int i = 0; i < side * side; i++) grey[i] = (unsigned char)(80 + i % side / 2 + (i % side % 2 || i / side % 2 ? 0 : lighter));
    snprintf(path, sizeof path, "/tmp/stridescope-find-%ld.png", (long)getpid());
    png_image image = { .version = PNG_IMAGE_VERSION, .width = (png_uint_32)side, .height = (png_uint_32)side, .format = PNG_FORMAT_GRAY };
    check(png_image_write_to_file(&image, path, 0, grey, 0, NULL), "%s: %s", path, image.message);
    free(grey);
    return path;
}

static void open_small(Hands *h)
{
    hands_open(h, SMALL);
    wait_for_wakes(h, 1);
    check(h->desk->gallery_ready, "there is no picture: %s", message(h));
}

// Lets the worker work until a widget is seen.
static void wait_to_see(Hands *h, const char *id)
{
    for (int i = 0; i < 400 && !seen(h, id); i++) usleep(20000), frame(h);
    check(seen(h, id) != NULL, "%s is not seen: %s", id, message(h));
}

// The lines of a paragraph, joined.
static const char *said(const Hands *h, const char *id)
{
    static char words[1024];
    words[0] = 0;
    const Ui *ui = desk_ui(h->desk);
    for (int i = 0; i < ui->count; i++)
        if (!strcmp(ui->widgets[i].id, id)) snprintf(words + strlen(words), sizeof words - strlen(words), "%s%s", *words ? " " : "", ui->widgets[i].name);
    return words;
}

static const char *spectrum_title(Hands *h)
{
    const Mark *mark = mark_named(h, MARK_TEXT, "spectrum");
    check(mark != NULL, "there is no spectrum");
    return mark->text;
}

static void a_picture_is_searched_at_its_own_size_when_asked(void **state)
{
    (void)state;
    Hands h;
    open_small(&h);
    check(strncmp(spectrum_title(&h), "Spectrum of A", 13) == 0 || strncmp(spectrum_title(&h), "Spectrum:", 9) == 0, "“%s”", spectrum_title(&h));
    click(&h, "find");
    wait_to_see(&h, "find.verdict");
    check(!strcmp(said(&h, "find.verdict"), "No grid: nothing stands out at periods 2, 3, 4, 6, 8 or 16."), "“%s”", said(&h, "find.verdict"));
    check(strstr(said(&h, "find.searched"), "240×240 pixels in the middle of the picture as it came, 256×256") != NULL, "“%s”", said(&h, "find.searched"));
    check(strncmp(spectrum_title(&h), "Spectrum of the picture", 23) == 0, "“%s”", spectrum_title(&h));
    check(!seen(&h, "find") && !seen(&h, "find.suspect"), "there is more than the answer");
    check_code(&h, SMALL);
    click(&h, "find.close");
    frame(&h);
    check(!seen(&h, "find.verdict") && strncmp(spectrum_title(&h), "Spectrum of the picture", 23) != 0, "it is still told");
    hands_close(&h);
}

static void an_opened_picture_is_asked_about(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        Hands h;
        open_small(&h);
        desk_drop(h.desk, grid_file(192, 24), h.now);
        wait_to_see(&h, "find.upsample");
        if (i == 0) {
            click(&h, "find.upsample");
            frame(&h);
            check(!seen(&h, "find.upsample") && !seen(&h, "find.verdict"), "the question stays");
        } else {
            click(&h, "find");
            wait_to_see(&h, "find.verdict");
            check(strncmp(said(&h, "find.verdict"), "A grid of period 2 both ways", 28) == 0, "“%s”", said(&h, "find.verdict"));
            check(strncmp(said(&h, "find.suspect"), "The last ×2 stage", 18) == 0, "“%s”", said(&h, "find.suspect"));
            check(!strcmp(spectrum_title(&h), "Spectrum of the picture: 3 peaks") || !strcmp(spectrum_title(&h), "Spectrum of the picture"), "“%s”", spectrum_title(&h));
            int rings = 0;
            for (int f = 0; f < h.desk->figure_count; f++)
                for (int m = 0; m < h.desk->shown[f].figure->count; m++) rings += !strcmp(h.desk->shown[f].figure->marks[m].name, "peak");
            check(rings == 3, "%d rings stand on the spectrum", rings);
            key(&h, 'z', MOD_CTRL); // the picture before it
            wait_for_wakes(&h, wakes_of(&h) + 1);
            check(!seen(&h, "find.verdict"), "what was found is told of another picture");
        }
        hands_close(&h);
    }
    unlink(grid_file(8, 0));
}

// The worker answers late: by then something else may be asked, or nothing.
static void an_answer_that_nobody_waits_for_is_dropped(void **state)
{
    (void)state;
    Hands h;
    open_small(&h);
    Source other = { .kind = SOURCE_PICTURE, .word = (char[]){ "zone" } };
    picture_opened(h.desk);
    Found late = { .of = source_copy(&h.desk->scene.x), .there = true };
    picture_found(h.desk, &late);
    check(h.desk->found.asked && !h.desk->found.there && !late.of.word, "it is told although nobody asked");
    h.desk->found.asked = false, h.desk->found.working = true;
    late = (Found){ .of = source_copy(&other), .there = true };
    picture_found(h.desk, &late);
    check(h.desk->found.working && !h.desk->found.there && !late.of.word, "what was found in another picture is told of this one");
    late = (Found){ .of = source_copy(&h.desk->scene.x), .trouble = "it cannot be read" };
    picture_found(h.desk, &late);
    check(!h.desk->found.working && !strcmp(h.desk->found.trouble, "it cannot be read"), "the answer was not taken");
    hands_close(&h);
}

// Each button of it is gone once it was pressed: Tab goes on from there, not from the top of the window.
static void the_question_and_the_answer_go_by_keyboard(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        Hands h;
        open_small(&h);
        desk_drop(h.desk, grid_file(192, 24), h.now);
        wait_to_see(&h, "find.upsample");
        key(&h, KEY_F6, 0), key(&h, KEY_F6, 0);
        check(!strcmp(focus(&h), "guide.lesson"), "F6 goes to %s", focus(&h));
        key(&h, KEY_TAB, 0), key(&h, KEY_TAB, 0); // past the tabs of the guide
        check(!strcmp(focus(&h), "find.upsample"), "Tab goes to %s", focus(&h));
        if (i == 0) {
            key(&h, KEY_ENTER, 0);
            key(&h, KEY_TAB, 0);
            check(!strcmp(focus(&h), "repair.copy"), "then Tab goes to %s", focus(&h));
        } else {
            key(&h, KEY_TAB, 0), key(&h, KEY_ENTER, 0);
            wait_to_see(&h, "find.verdict");
            frame(&h);
            check(!strcmp(focus(&h), "find.close") && h.desk->right_scroll == 0, "after the answer the focus is on %s, at %g", focus(&h), h.desk->right_scroll);
            key(&h, KEY_ENTER, 0);
            check(!seen(&h, "find.verdict"), "Enter does not go back");
            key(&h, KEY_TAB, 0);
            check(!strcmp(focus(&h), "repair.copy"), "then Tab goes to %s", focus(&h));
        }
        hands_close(&h);
    }
    unlink(grid_file(8, 0));
}

static void a_picture_too_small_to_be_searched_says_so(void **state)
{
    (void)state;
    Hands h;
    open_small(&h);
    desk_drop(h.desk, grid_file(40, 20), h.now);
    wait_to_see(&h, "find.upsample");
    click(&h, "find");
    wait_to_see(&h, "find.close");
    check(!strcmp(said(&h, "find.state"), "the picture has 40 by 40 pixels; to find a pattern it needs 48 by 48"), "“%s”", said(&h, "find.state"));
    click(&h, "find.close");
    frame(&h);
    check(!seen(&h, "find.state"), "it is still said");
    hands_close(&h);
    unlink(grid_file(8, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_is_searched_at_its_own_size_when_asked),
        cmocka_unit_test(an_opened_picture_is_asked_about),
        cmocka_unit_test(an_answer_that_nobody_waits_for_is_dropped),
        cmocka_unit_test(the_question_and_the_answer_go_by_keyboard),
        cmocka_unit_test(a_picture_too_small_to_be_searched_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
