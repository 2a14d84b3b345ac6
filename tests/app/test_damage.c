// What is painted again: enough, so that the window looks as if all of it were, and little more.
#include "app/inside.h"
#include "desk/hands.h"

static Damage found(const Painted *was, int was_count, const Painted *is, int count)
{
    Damage damage;
    damage_find(&damage, was, was_count, is, count, 1000, 800);
    return damage;
}

static Painted thing(uint64_t look, double x, double y)
{
    return (Painted){ look, { x, y, 20, 10 } };
}

static bool is_hit(const Damage *damage, double x, double y)
{
    for (int i = 0; i < damage->count; i++) {
        const SDL_Rect *r = &damage->rect[i];
        if (x >= r->x && x < r->x + r->w && y >= r->y && y < r->y + r->h) return true;
    }
    return false;
}

static void two_frames_that_are_the_same_need_no_painting(void **state)
{
    (void)state;
    Painted list[] = { thing(1, 0, 0), thing(2, 100, 0), thing(2, 100, 0) };
    Damage damage = found(list, 3, list, 3);
    check(damage.count == 0, "%d parts are painted again for nothing", damage.count);
    damage = found(NULL, 0, NULL, 0);
    check(damage.count == 0, "%d parts of an empty window are painted", damage.count);
}

static void what_changes_is_painted_where_it_was_and_where_it_is(void **state)
{
    (void)state;
    Painted was[] = { thing(1, 0, 0), thing(2, 100, 100), thing(3, 900, 700) };
    Painted is[] = { thing(1, 0, 0), thing(4, 500, 100), thing(3, 900, 700) };
    Damage damage = found(was, 3, is, 3);
    check(is_hit(&damage, 110, 105), "where it was, it stays");
    check(is_hit(&damage, 510, 105), "where it has come to, it is not painted");
    check(!is_hit(&damage, 10, 5) && !is_hit(&damage, 910, 705), "its neighbours are painted too");
}

static void what_comes_or_goes_leaves_all_others_alone(void **state)
{
    (void)state;
    Painted few[] = { thing(1, 0, 0), thing(3, 900, 700) }, more[] = { thing(1, 0, 0), thing(2, 500, 400), thing(3, 900, 700) };
    Damage come = found(few, 2, more, 3), gone = found(more, 3, few, 2);
    check(is_hit(&come, 510, 405) && is_hit(&gone, 510, 405), "what came or went is not painted");
    check(!is_hit(&come, 10, 5) && !is_hit(&come, 910, 705) && !is_hit(&gone, 10, 5) && !is_hit(&gone, 910, 705), "others are painted with it");
}

static void what_is_painted_in_another_order_is_painted_anew(void **state)
{
    (void)state;
    Painted was[] = { thing(1, 100, 100), thing(2, 110, 100) }, is[] = { thing(2, 110, 100), thing(1, 100, 100) };
    Damage damage = found(was, 2, is, 2);
    check(is_hit(&damage, 115, 105), "the upper of two has changed, and is not painted");
}

static void many_changes_are_painted_in_few_parts_inside_the_window(void **state)
{
    (void)state;
    Painted was[200], is[200];
    for (int i = 0; i < COUNT(was); i++) {
        was[i] = thing((uint64_t)i + 1, i * 37 % 1100 - 50, i * 53 % 900 - 50), is[i] = was[i];
        is[i].look += 1000;
    }
    Damage damage = found(was, COUNT(was), is, COUNT(is));
    check(damage.count > 0 && damage.count <= DAMAGE_MOST, "%d parts", damage.count);
    for (int i = 0; i < damage.count; i++) {
        const SDL_Rect *r = &damage.rect[i];
        check(r->x >= 0 && r->y >= 0 && r->x + r->w <= 1000 && r->y + r->h <= 800, "a part lies outside the window: %d,%d %d×%d", r->x, r->y, r->w, r->h);
    }
    for (int i = 0; i < COUNT(was); i++) {
        double x = was[i].box.x + 10, y = was[i].box.y + 5;
        check(x < 0 || y < 0 || x >= 1000 || y >= 800 || is_hit(&damage, x, y), "thing %d has changed and is not painted", i);
    }
}

// ---- the same pixels -------------------------------------------------------------------------------------------

typedef struct Screen {
    Hands h;
    Type *type;
    Letters *letters;
    AppCanvas kept;
} Screen;

// Letters, lines and fills to the last bit but for the edges of curves, which cairo rounds otherwise where they are cut.
static void looks_as_if_all_were_painted(Screen *s, const char *after)
{
    enum { ROUNDING = 8 };
    AppCanvas fresh = { 0 };
    Damage part, all;
    paint_desk(&s->kept, s->letters, s->type, s->h.desk, &part);
    check(canvas_resize(&fresh, s->kept.surface->w, s->kept.surface->h), "no canvas");
    paint_desk(&fresh, s->letters, s->type, s->h.desk, &all);
    for (int y = 0; y < fresh.surface->h; y++) {
        const uint8_t *a = (const uint8_t *)s->kept.surface->pixels + y * s->kept.surface->pitch;
        const uint8_t *b = (const uint8_t *)fresh.surface->pixels + y * fresh.surface->pitch;
        if (!memcmp(a, b, 4 * (size_t)fresh.surface->w)) continue;
        for (int x = 0; x < 4 * fresh.surface->w; x++)
            check(x % 4 == 3 || abs(a[x] - b[x]) <= ROUNDING, "after %s, pixel %d,%d is %d and not %d", after, x / 4, y, a[x], b[x]);
    }
    canvas_clear(&fresh);
}

static void painting_what_changed_looks_as_if_all_were_painted(void **state)
{
    (void)state;
    static const char *const codes[] = { "convt2d in=3 k=3 s=2 p=1 op=1 view=stamp,slide step=3", "convt2d in=8 k=3 s=2 view=matrix",
                                         "convt2d in=2 k=4 s=2 c=2,2 view=phases,backprop look=dark", "convt1d in=5 k=3 s=2 view=sizes" };
    static const int keys[][2] = { { KEY_TAB, 0 }, { KEY_HOME, 0 }, { KEY_RIGHT, 0 }, { KEY_RIGHT, 0 }, { KEY_F1, 0 }, { KEY_ESC, 0 },
                                   { '3', MOD_SHIFT }, { 't', 0 }, { '+', 0 }, { '0', 0 }, { 'z', MOD_CTRL }, { 'l', 0 }, { 'f', 0 } };
    for (int c = 0; c < COUNT(codes); c++) {
        Screen s = { 0 };
        Error err = { 0 };
        hands_open(&s.h, codes[c]);
        desk_resize(s.h.desk, 1000, 640, 1);
        check(type_new(&s.type, &err) && letters_new(&s.letters, s.type, &err), "%s", err.text);
        check(canvas_resize(&s.kept, 1000, 640), "no canvas");
        for (int i = 0; i < COUNT(keys); i++) {
            char after[96];
            snprintf(after, sizeof after, "key %d of the list on %s", i, codes[c]);
            key(&s.h, keys[i][0], (unsigned)keys[i][1]);
            for (int t = 0; t < 2; t++) {
                wait_for(&s.h, 0.35);
                looks_as_if_all_were_painted(&s, after);
            }
        }
        for (int i = 0; i < 12; i++) {
            move_to(&s.h, 80 * i + 40, 60 + i * 97 % 560);
            looks_as_if_all_were_painted(&s, "the pointer moved");
        }
        canvas_clear(&s.kept);
        letters_free(s.letters);
        type_free(s.type);
        hands_close(&s.h);
    }
}

static void a_pointer_over_one_cell_paints_little(void **state)
{
    (void)state;
    Screen s = { 0 };
    Error err = { 0 };
    Damage damage;
    hands_open(&s.h, "convt2d in=8 k=3 s=2 view=matrix");
    desk_resize(s.h.desk, 3840, 2160, 2);
    wait_for(&s.h, 10);
    check(type_new(&s.type, &err) && letters_new(&s.letters, s.type, &err), "%s", err.text);
    check(canvas_resize(&s.kept, 3840, 2160), "no canvas");
    paint_desk(&s.kept, s.letters, s.type, s.h.desk, &damage);
    check(damage.count == 1 && damage.rect[0].w == 3840 && damage.rect[0].h == 2160, "a new canvas is not painted whole");
    paint_desk(&s.kept, s.letters, s.type, s.h.desk, &damage);
    check(damage.count == 0, "the same frame is painted again, in %d parts", damage.count);
    key(&s.h, KEY_LEFT, 0);
    paint_desk(&s.kept, s.letters, s.type, s.h.desk, &damage);
    key(&s.h, KEY_LEFT, 0);
    wait_for(&s.h, 1);
    paint_desk(&s.kept, s.letters, s.type, s.h.desk, &damage);
    double share = 0;
    for (int i = 0; i < damage.count; i++) share += (double)damage.rect[i].w * damage.rect[i].h / (3840.0 * 2160);
    check(share > 0 && share < 0.5, "for one step %.0f %% of the window are painted", 100 * share);
    canvas_clear(&s.kept);
    letters_free(s.letters);
    type_free(s.type);
    hands_close(&s.h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_frames_that_are_the_same_need_no_painting),
        cmocka_unit_test(what_changes_is_painted_where_it_was_and_where_it_is),
        cmocka_unit_test(what_comes_or_goes_leaves_all_others_alone),
        cmocka_unit_test(what_is_painted_in_another_order_is_painted_anew),
        cmocka_unit_test(many_changes_are_painted_in_few_parts_inside_the_window),
        cmocka_unit_test(painting_what_changed_looks_as_if_all_were_painted),
        cmocka_unit_test(a_pointer_over_one_cell_paints_little),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
