// The search finds lessons, steps, questions, words and commands by any of their words, and does what is chosen.
#include "desk/inside.h"
#include "hands.h"

static void search(Hands *h, const char *words)
{
    key(h, 'k', MOD_CTRL);
    type(h, words);
}

// The titles of the list, or NULL behind the last.
static const Widget *hit(const Hands *h, int index)
{
    char id[UI_ID];
    snprintf(id, sizeof id, "search.hit.%d", index);
    return seen(h, id);
}

static const char *first(const Hands *h)
{
    check(hit(h, 0) != NULL, "nothing is found");
    return hit(h, 0)->name;
}

static int hits(const Hands *h)
{
    int count = 0;
    while (hit(h, count)) count++;
    return count;
}

static int place_of(const Hands *h, const char *title)
{
    for (int i = 0; hit(h, i); i++)
        if (!strcmp(hit(h, i)->name, title)) return i;
    return -1;
}

static bool says(const Hands *h, const char *part)
{
    const Ui *ui = desk_ui(h->desk);
    for (int i = 0; i < ui->count; i++)
        if (strstr(ui->widgets[i].name, part)) return true;
    return false;
}

static void it_opens_ready_to_type_and_closes_at_once(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 s=2 view=stamp cell=y:0,0,1,1");
    key(&h, 'k', MOD_CTRL);
    check(is_on(&h, "search.field"), "the field is not edited");
    check(hits(&h) >= course_count(), "%d rows before anything is typed, of %d lessons", hits(&h), course_count());
    type(&h, "sta");
    key(&h, KEY_ESC, 0);
    check(!seen(&h, "search.sheet") && !desk_wants_text(h.desk), "Esc leaves it open");
    key(&h, 'k', MOD_CTRL);
    check(!strcmp(value_of(&h, "search.field"), "sta"), "what was asked last is gone: “%s”", value_of(&h, "search.field"));
    type(&h, "undo");
    check(!strcmp(value_of(&h, "search.field"), "undo"), "it is not typed over: “%s”", value_of(&h, "search.field"));
    key(&h, 'k', MOD_CTRL);
    check(!seen(&h, "search.sheet"), "Ctrl+K leaves it open");
    search(&h, "x");
    click(&h, "sheet.close");
    check(!seen(&h, "search.sheet"), "the cross leaves it open");
    key(&h, 'k', MOD_CTRL);
    const Look *look = desk_look(h.desk);
    click_at(&h, 500, 122); // above the field
    key(&h, 'l', 0);
    check(desk_look(h.desk) == look && seen(&h, "search.sheet"), "a letter is a command while one searches");
    key(&h, KEY_ESC, 0);
    check_code(&h, "convt2d in=2 s=2 view=stamp cell=y:0,0,1,1"); // Esc did nothing else
    hands_close(&h);
}

static void a_question_is_found_as_it_is_asked(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 s=2 view=stamp");
    for (int i = 0; i < confusion_count(); i++) {
        search(&h, confusion_at(i)->title);
        check(!strcmp(first(&h), confusion_at(i)->title), "“%s” finds “%s” first", confusion_at(i)->title, first(&h));
        char answer[32]; // its first line begins so
        snprintf(answer, sizeof answer, "%.20s", confusion_at(i)->words);
        if (confusion_at(i)->lesson >= 0) check(!says(&h, answer), "“%s” gives its answer away: %s", confusion_at(i)->title, answer);
        key(&h, KEY_ESC, 0);
    }
    search(&h, "does output_padding add zeros?");
    check(!strcmp(first(&h), "Does output_padding add zeros?"), "it finds “%s”", first(&h));
    hands_close(&h);
}

static void exercises_are_found_and_one_is_given(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 s=2 view=stamp");
    search(&h, "exercise");
    check(place_of(&h, "Exercises without end") == 0, "they are not found first");
    key(&h, KEY_ENTER, 0);
    check(lesson_is_open(h.desk) && learner_way(h.desk) == WAY_EXERCISE, "none is given");
    hands_close(&h);
}

static void every_lesson_and_step_is_found_by_its_title(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 s=2 view=stamp");
    check(course_count() > 0, "there is no course");
    for (int i = 0; i < course_count(); i++) {
        const Lesson *lesson = course_lesson(i);
        search(&h, lesson->title);
        check(place_of(&h, lesson->title) == 0, "“%s” is not first", lesson->title);
        key(&h, KEY_ESC, 0);
        if (i) continue; // of one lesson every step
        for (int s = 0; s < lesson->count; s++) {
            search(&h, lesson->steps[s].title);
            check(place_of(&h, lesson->steps[s].title) == 0, "step “%s” is not first", lesson->steps[s].title);
            key(&h, KEY_ESC, 0);
        }
    }
    hands_close(&h);
}

static void words_may_be_begun_and_stand_in_any_order_and_case(void **state)
{
    (void)state;
    static const char *const asked[] = { "output_padding zeros", "ZEROS OUTPUT_PADDING", "zer outp pad", "add, zeros… output-padding?", "padding zeros output" };
    Hands h;
    hands_open(&h, "convt2d in=2 s=2 view=stamp");
    for (int i = 0; i < COUNT(asked); i++) {
        search(&h, "");
        ui_edit(&h.desk->ui, "search.field", "");
        frame(&h);
        for (const char *c = asked[i]; *c;) { // capitals come as text
            int bytes;
            utf8_next(c, &bytes);
            UiEvent event = { .kind = UI_TYPE };
            memcpy(event.text, c, (size_t)bytes);
            send(&h, event);
            c += bytes;
        }
        check(place_of(&h, "Does output_padding add zeros?") >= 0, "“%s” does not find it", asked[i]);
        key(&h, KEY_ESC, 0);
    }
    search(&h, "utput eros"); // only from the beginning of a word
    check(place_of(&h, "Does output_padding add zeros?") < 0, "the middle of a word finds it");
    hands_close(&h);
}

static void what_has_it_in_the_title_comes_first(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 s=2 view=stamp");
    search(&h, "stamp");
    check(!strcmp(first(&h), "stamp"), "the word itself is not first: “%s”", first(&h));
    key(&h, KEY_ESC, 0);
    search(&h, "overlap");
    bool below = false;
    for (int i = 0; hit(&h, i); i++) {
        bool titled = strstr(hit(&h, i)->name, "verlap") != NULL;
        check(!(titled && below), "“%s” stands below what has it only in its text", hit(&h, i)->name);
        below |= !titled;
    }
    check(says(&h, "Cells where more than one stamp lands."), "the meaning of the word is not shown");
    hands_close(&h);
}

static void the_nearest_are_shown_where_nothing_has_all_words(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 s=2 view=stamp");
    search(&h, "does output_padding add unicorns");
    check(place_of(&h, "Does output_padding add zeros?") >= 0, "the nearest is not found");
    check(seen(&h, "search.nearly") != NULL, "it does not say that these are only near");
    key(&h, KEY_ESC, 0);
    search(&h, "does unicorns gallop");
    check(hits(&h) == 0, "a third of the words is enough for “%s”", hits(&h) ? first(&h) : "");
    check(says(&h, "Nothing found for “does unicorns gallop”.") && seen(&h, "search.can"), "it does not say what can be found");
    key(&h, KEY_ENTER, 0);
    check(seen(&h, "search.sheet") && is_on(&h, "search.field"), "Enter on nothing closes the search");
    hands_close(&h);
}

static void a_command_is_run(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 s=2 view=stamp");
    search(&h, "matrix alone");
    check(!strcmp(first(&h), "Matrix alone"), "it finds “%s”", first(&h));
    key(&h, KEY_ENTER, 0);
    check(!seen(&h, "search.sheet"), "the search stays open");
    check_code(&h, "convt2d in=2 s=2 view=matrix");
    search(&h, "slide beside");
    key(&h, KEY_ENTER, 0);
    check_code(&h, "convt2d in=2 s=2 view=slide,matrix");
    search(&h, "undo");
    key(&h, KEY_ENTER, 0);
    check_code(&h, "convt2d in=2 s=2 view=matrix");
    hands_close(&h);
}

static void every_command_can_be_found(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 s=2 view=stamp");
    const char *keys, *title;
    int runs = 0;
    for (int i = 0; command_row(i, &keys, &title); i++) {
        if (!command_row_runs(i)) continue;
        runs++;
        char words[128];
        snprintf(words, sizeof words, "%s", title);
        key(&h, 'k', MOD_CTRL);
        ui_edit(&h.desk->ui, "search.field", words);
        frame(&h), frame(&h);
        check(place_of(&h, title) >= 0, "“%s” is not found", title);
        key(&h, KEY_ESC, 0);
    }
    check(runs > 40, "only %d commands", runs);
    hands_close(&h);
}

static void arrows_choose_and_stay_in_sight(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 s=2 view=stamp");
    search(&h, "the");
    int count = hits(&h);
    check(count > 15, "only %d rows have “the”", count);
    check(is_on(&h, "search.hit.0") && !is_on(&h, "search.hit.1"), "the first row is not chosen");
    key(&h, KEY_UP, 0);
    check(is_on(&h, "search.hit.0"), "above the first");
    for (int i = 1; i < count; i++) {
        char id[UI_ID];
        key(&h, KEY_DOWN, 0);
        snprintf(id, sizeof id, "search.hit.%d", i);
        const Widget *w = shown(&h, id);
        check(w->state & UI_ON, "row %d is not chosen", i);
        check(w->box.y >= w->clip.y - 1 && w->box.y + w->box.h <= w->clip.y + w->clip.h + 1, "row %d is out of sight", i);
    }
    key(&h, KEY_DOWN, 0);
    key(&h, KEY_PGUP, 0);
    check(desk_wants_text(h.desk), "the field is left");
    type(&h, " p");
    check(is_on(&h, "search.hit.0"), "another question does not begin at the first row");
    hands_close(&h);
}

static void a_lesson_opens_by_mouse_at_the_step_that_was_found(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 s=2 view=stamp");
    const Lesson *lesson = course_lesson(0);
    search(&h, lesson->steps[1].title);
    click(&h, "search.hit.0");
    const Player *player = &h.desk->tutor.player;
    check(player->lesson == lesson && player->at == 1, "lesson %s at %d", player->lesson ? player->lesson->name : "none", player->at);
    check(!seen(&h, "search.sheet"), "the search stays open");
    search(&h, lesson->title);
    key(&h, KEY_ENTER, 0);
    check(player->lesson == lesson && player->at == 0, "lesson at %d", player->at);
    hands_close(&h);
}

static void it_fits_into_the_smallest_window(void **state)
{
    (void)state;
    Hands h;
    hands_open(&h, "convt2d in=2 s=2 view=stamp");
    desk_resize(h.desk, 640, 400, 1);
    frame(&h);
    search(&h, "padding");
    const Ui *ui = desk_ui(h.desk);
    for (int i = 0; i < ui->count; i++) {
        const Widget *w = &ui->widgets[i];
        if (strncmp(w->id, "search.", 7) || w->clip.h < 399) continue;
        check(w->box.x >= 0 && w->box.y >= 0 && w->box.x + w->box.w <= 640 && w->box.y + w->box.h <= 400, "%s lies outside", w->id);
    }
    const Widget *row = shown(&h, "search.hit.0");
    check(row->box.h <= row->clip.h, "the list is lower than one row");
    hands_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_opens_ready_to_type_and_closes_at_once),
        cmocka_unit_test(a_question_is_found_as_it_is_asked),
        cmocka_unit_test(exercises_are_found_and_one_is_given), cmocka_unit_test(every_lesson_and_step_is_found_by_its_title),
        cmocka_unit_test(words_may_be_begun_and_stand_in_any_order_and_case),
        cmocka_unit_test(what_has_it_in_the_title_comes_first),
        cmocka_unit_test(the_nearest_are_shown_where_nothing_has_all_words),
        cmocka_unit_test(a_command_is_run),
        cmocka_unit_test(every_command_can_be_found),
        cmocka_unit_test(arrows_choose_and_stay_in_sight),
        cmocka_unit_test(a_lesson_opens_by_mouse_at_the_step_that_was_found),
        cmocka_unit_test(it_fits_into_the_smallest_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
