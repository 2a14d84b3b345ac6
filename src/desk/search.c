// The search: everything in the program that has a name, by any of its words in any order: lessons and their steps, what
// is often believed, words of the trade, trails, commands. Titles come before what is said below them.
#include "desk/inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum HitKind { HIT_LESSON, HIT_TRAIL, HIT_EXERCISE, HIT_CONFUSION, HIT_STEP, HIT_WORD, HIT_COMMAND } HitKind; // in order of rank

typedef struct Hit {
    HitKind kind;
    int index, step;         // in its table; step: of that lesson
    const char *title, *more; // more: what is said of it; "" for nothing
    const char *below;        // what stands below the title, where that is not [more]
    char tag[40];
    int found, titled;       // how many words of the question are in it, and in its title
    bool whole;              // its title is the question
} Hit;

enum { MOST_ASKED = 12, MOST_HITS = 60 };

// ---- words -----------------------------------------------------------------------------------------------------

// Letters and digits; all that is not ASCII counts as letters.
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

// The next word of a text, or NULL; [text] goes on behind it.
static const char *next_word(const char **text, int *length)
{
    while (**text && !is_letter(**text)) ++*text;
    const char *word = *text;
    while (is_letter(**text)) ++*text;
    *length = (int)(*text - word);
    return *length ? word : NULL;
}

static bool begins(const char *word, int length, const char *with, int with_length)
{
    if (with_length > length) return false;
    for (int i = 0; i < with_length; i++)
        if (lower(word[i]) != lower(with[i])) return false;
    return true;
}

// A word of the text begins so.
static bool has_word(const char *text, const char *asked, int asked_length)
{
    int length;
    for (const char *word; (word = next_word(&text, &length)); )
        if (begins(word, length, asked, asked_length)) return true;
    return false;
}

static bool same_words(const char *a, const char *b)
{
    int m, n;
    for (;;) {
        const char *x = next_word(&a, &m), *y = next_word(&b, &n);
        if (!x || !y) return !x && !y;
        if (m != n || !begins(x, m, y, n)) return false;
    }
}

// ---- what can be found -----------------------------------------------------------------------------------------

typedef struct Hits {
    Hit *at;
    int count, capacity;
    const char *asked;
    int words; // of it
} Hits;

static int count_words(const char *text)
{
    int words = 0, length;
    while (next_word(&text, &length)) words++;
    return words;
}

// Keeps it with how much of the question it answers.
static void consider(Hits *hits, Hit hit)
{
    int length, words = 0;
    const char *rest = hits->asked;
    for (const char *word; words < MOST_ASKED && (word = next_word(&rest, &length)); words++) {
        bool titled = has_word(hit.title, word, length);
        hit.titled += titled;
        hit.found += titled || has_word(hit.more, word, length) || has_word(hit.tag, word, length);
    }
    hit.whole = words && same_words(hit.title, hits->asked);
    if (words && !hit.found) return;
    if (hits->count == hits->capacity) {
        hits->capacity = 2 * hits->capacity + 64;
        hits->at = memory_grow(hits->at, (size_t)hits->capacity, sizeof *hits->at);
    }
    hits->at[hits->count++] = hit;
}

static void consider_lessons(Hits *hits)
{
    for (int i = 0; i < course_count(); i++) {
        const Lesson *lesson = course_lesson(i);
        Hit hit = { .kind = HIT_LESSON, .index = i, .title = lesson->title, .more = lesson->text ? lesson->text : "" };
        snprintf(hit.tag, sizeof hit.tag, "Lesson %d", i + 1);
        consider(hits, hit);
        for (int step = 0; hits->words && step < lesson->count; step++) {
            hit = (Hit){ .kind = HIT_STEP, .index = i, .step = step, .title = lesson->steps[step].title, .more = lesson->title };
            snprintf(hit.tag, sizeof hit.tag, "Step %d", step + 1);
            consider(hits, hit);
        }
    }
}

static void consider_the_rest(Hits *hits)
{
    for (int i = 0; i < trail_count(); i++) {
        const Trail *trail = trail_at(i);
        int minutes = 0;
        for (int s = 0; s < trail->count; s++) minutes += trail->stops[s].minutes;
        Hit hit = { .kind = HIT_TRAIL, .index = i, .title = trail->title, .more = trail->text ? trail->text : "" };
        snprintf(hit.tag, sizeof hit.tag, "Trail, %d minutes", minutes);
        consider(hits, hit);
    }
    consider(hits, (Hit){ .kind = HIT_EXERCISE, .title = "Exercises without end", .more = "questions by topic and difficulty, with new numbers each time", .tag = "Exercises" });
    if (!hits->words) return; // all that there is would be too much: lessons and trails
    for (int i = 0; i < confusion_count(); i++) {
        const Confusion *confusion = confusion_at(i);
        Hit hit = { .kind = HIT_CONFUSION, .index = i, .title = confusion->title, .more = confusion->words, .tag = "Often asked" };
        // The answer is not given away here: the lesson asks first.
        if (confusion->lesson >= 0) hit.below = course_lesson(confusion->lesson)->title;
        bool again = hit.below && !strcmp(hit.below, hit.title); // the lesson of that name is there already
        if (!again) consider(hits, hit);
    }
    for (int i = 0; i < glossary_count(); i++)
        consider(hits, (Hit){ .kind = HIT_WORD, .index = i, .title = glossary_at(i)->word, .more = glossary_at(i)->meaning, .tag = "Word" });
    const char *keys, *title;
    for (int i = 0; command_row(i, &keys, &title); i++) {
        Hit hit = { .kind = HIT_COMMAND, .index = i, .title = title, .more = "" };
        snprintf(hit.tag, sizeof hit.tag, strchr(keys, '+') ? "%s" : "key %s", keys);
        if (command_row_runs(i)) consider(hits, hit);
    }
}

static int in_order(const void *pa, const void *pb)
{
    const Hit *a = pa, *b = pb;
    if (a->whole != b->whole) return b->whole - a->whole;
    if (a->titled != b->titled) return b->titled - a->titled;
    if (a->kind != b->kind) return (int)a->kind - (int)b->kind;
    if (a->index != b->index) return a->index - b->index;
    return a->step - b->step;
}

// Those that have all words; where there are none, those that have most of them.
static int best_of(Hits *hits)
{
    int most = 0, kept = 0;
    for (int i = 0; i < hits->count; i++)
        if (hits->at[i].found > most) most = hits->at[i].found;
    if (2 * most < hits->words) most = hits->words; // less than half of them is chance
    for (int i = 0; i < hits->count; i++)
        if (hits->at[i].found == most) hits->at[kept++] = hits->at[i];
    hits->count = kept;
    if (kept) qsort(hits->at, (size_t)kept, sizeof *hits->at, in_order);
    if (hits->count > MOST_HITS) hits->count = MOST_HITS;
    return most;
}

// ---- what becomes of a hit -------------------------------------------------------------------------------------

// Where a word of the trade is said first.
static bool first_said(const char *word, int *lesson, int *step)
{
    const Word *words[16];
    for (int i = 0; i < course_count(); i++) {
        for (int s = 0; s < course_lesson(i)->count; s++) {
            int count = glossary_first(course_lesson(i), s, words, COUNT(words));
            for (int k = 0; k < count; k++)
                if (!strcmp(words[k]->word, word)) return *lesson = i, *step = s, true;
        }
    }
    return false;
}

static void take(Desk *desk, const Hit *hit)
{
    int lesson = hit->index, step = hit->step;
    desk->sheet = SHEET_NONE;
    ui_focus(&desk->ui, "");
    switch (hit->kind) {
    case HIT_LESSON:
    case HIT_STEP: learner_open(desk, lesson, step); break;
    case HIT_TRAIL: trail_open(desk, hit->index); break;
    case HIT_EXERCISE: learner_exercise(desk); break;
    case HIT_CONFUSION:
        if (confusion_at(hit->index)->lesson >= 0) learner_open(desk, confusion_at(hit->index)->lesson, confusion_at(hit->index)->step);
        else desk_say(desk, TONE_TEXT, "%s %s", hit->title, hit->more);
        break;
    case HIT_WORD:
        desk_say(desk, TONE_TEXT, "%s: %s", hit->title, hit->more);
        if (first_said(hit->title, &lesson, &step)) learner_open(desk, lesson, step);
        break;
    case HIT_COMMAND: command_row_run(desk, hit->index); break;
    }
}

// ---- the sheet -------------------------------------------------------------------------------------------------

void search_open(Desk *desk)
{
    if (desk->sheet == SHEET_SEARCH) {
        desk->sheet = SHEET_NONE;
        return;
    }
    desk->sheet = SHEET_SEARCH;
    desk->sheet_scroll = 0;
    desk->search_at = 0;
    ui_edit(&desk->ui, "search.field", desk->searched); // what was asked last, all of it selected
}

enum { MORE_LINES = 3 };

static int more_lines(const Desk *desk, const Hit *hit, double w, TextLine lines[MORE_LINES])
{
    const char *below = hit->below ? hit->below : hit->more;
    if (!below[0]) return 0;
    int most = hit->kind == HIT_WORD || hit->kind == HIT_CONFUSION ? MORE_LINES : 1;
    int count = text_wrap(&desk->ui.measure, below, 13 * desk->scale, WEIGHT_REGULAR, w, lines, most);
    return count < most ? count : most;
}

static double hit_height(const Desk *desk, const Hit *hit, double w)
{
    TextLine lines[MORE_LINES];
    return (40 + 19 * more_lines(desk, hit, w - 24 * desk->scale, lines)) * desk->scale;
}

// True when it was chosen.
static bool hit_lay(Desk *desk, const Hit *hit, int number, Box box, bool on)
{
    Ui *ui = &desk->ui;
    double u = desk->scale, x = box.x + 12 * u, w = box.w - 24 * u;
    double tag = ui->measure.width(ui->measure.self, hit->tag, 12 * u, WEIGHT_REGULAR) + 4 * u;
    char id[UI_ID];
    TextLine lines[MORE_LINES];
    snprintf(id, sizeof id, "search.hit.%d", number);
    bool chosen = ui_choice(ui, id, box, hit->title, UI_PLAIN | (on ? UI_ON : 0), NULL);
    ui_face(ui, "");
    ui_label(ui, "search.title", (Box){ x, box.y + 8 * u, w - tag - 8 * u, 24 * u }, hit->title, 14 * u, WEIGHT_SEMIBOLD, TONE_TEXT, -1);
    ui_label(ui, "search.tag", (Box){ x + w - tag, box.y + 8 * u, tag, 24 * u }, hit->tag, 12 * u, WEIGHT_REGULAR, TONE_MUTED, 1);
    int count = more_lines(desk, hit, w, lines);
    for (int i = 0; i < count; i++) {
        char line[512];
        // The last line that there is room for holds all the rest: it is cut where it is painted.
        int length = i == count - 1 ? (int)strcspn(lines[i].start, "\n") : lines[i].length;
        snprintf(line, sizeof line, "%.*s", length, lines[i].start);
        ui_label(ui, "search.more", (Box){ x, box.y + (32 + 19 * i) * u, w, 19 * u }, line, 13 * u, WEIGHT_REGULAR, TONE_MUTED, -1);
    }
    return chosen;
}

// Arrows move through the list while one types; the chosen one stays in sight.
static void move(Desk *desk, int by, const Hits *hits, double w, double seen)
{
    double top = 0;
    int at = desk->search_at + by;
    at = at < 0 ? 0 : at >= hits->count ? hits->count - 1 : at;
    if (at < 0) at = 0;
    desk->search_at = at;
    for (int i = 0; i < at; i++) top += hit_height(desk, &hits->at[i], w);
    double height = at < hits->count ? hit_height(desk, &hits->at[at], w) : 0;
    desk->sheet_scroll = fmax(fmin(desk->sheet_scroll, top), top + height - seen);
    desk->ui.used = true;
}

static void nothing_lay(Desk *desk, Box inner)
{
    double u = desk->scale, y = inner.y + 8 * u;
    char words[400];
    snprintf(words, sizeof words, "Nothing found for “%.80s”.", desk->searched);
    y = ui_paragraph(&desk->ui, "search.nothing", inner.x + 12 * u, y, inner.w - 24 * u, words, 14 * u, WEIGHT_SEMIBOLD, TONE_TEXT) + 6 * u;
    ui_paragraph(&desk->ui, "search.can", inner.x + 12 * u, y, inner.w - 24 * u,
                 "Any words can be asked for, whole or begun, in any order: of the lessons and their steps, of questions that are often asked, of words "
                 "such as gain or phase, of trails, and of what the program can do, such as undo.",
                 14 * u, WEIGHT_REGULAR, TONE_MUTED);
}

void search_sheet(Desk *desk)
{
    Ui *ui = &desk->ui;
    double u = desk->scale;
    const UiEvent *e = &ui->event;
    int key = e->kind == UI_KEY && !e->mods ? e->key : KEY_NONE;
    if (key == KEY_ESC) { // at once, and not first out of the field
        desk->sheet = SHEET_NONE;
        ui->used = true;
        return;
    }
    Box box = sheet_begin(desk, "search.sheet", "Search", 680 * u, 600 * u);
    if (desk->sheet != SHEET_SEARCH) return;
    UiEdit edit = ui_field(ui, "search.field", (Box){ box.x + 24 * u, box.y + 58 * u, box.w - 48 * u, 40 * u }, "Search", desk->searched, 0);
    if (edit != UI_UNTOUCHED && strcmp(desk->searched, ui->text)) {
        snprintf(desk->searched, sizeof desk->searched, "%s", ui->text);
        desk->search_at = 0, desk->sheet_scroll = 0;
    }
    Hits hits = { .asked = desk->searched, .words = count_words(desk->searched) };
    if (hits.words > MOST_ASKED) hits.words = MOST_ASKED;
    consider_lessons(&hits);
    consider_the_rest(&hits);
    int found = best_of(&hits);
    Box inner = { box.x + 24 * u, box.y + 110 * u, box.w - 48 * u, box.h - 130 * u };
    if (hits.count && found < hits.words) {
        ui_label(ui, "search.nearly", (Box){ inner.x + 12 * u, inner.y, inner.w - 12 * u, 22 * u }, "Nothing has all of these words; these have most of them:",
                 13 * u, WEIGHT_REGULAR, TONE_MUTED, -1);
        inner.y += 26 * u, inner.h -= 26 * u;
    }
    double w = inner.w - 8 * u; // beside it runs the bar of the scroll
    int page = (int)fmax(1, inner.h / (60 * u));
    int by = key == KEY_DOWN ? 1 : key == KEY_UP ? -1 : key == KEY_PGDN ? page : key == KEY_PGUP ? -page : 0;
    if (by) move(desk, by, &hits, w, inner.h);
    int chosen = -1;
    if (edit == UI_TAKEN && key == KEY_ENTER) {
        if (desk->search_at < hits.count) chosen = desk->search_at;
        else ui_edit(ui, "search.field", desk->searched);
    }
    if (!hits.count) nothing_lay(desk, inner);
    ui_scroll_begin(ui, "search.scroll", inner, &desk->sheet_scroll, desk->sheet_height);
    double y = inner.y;
    for (int i = 0; i < hits.count; i++) {
        double h = hit_height(desk, &hits.at[i], w);
        if (hit_lay(desk, &hits.at[i], i, (Box){ inner.x, y, w, h }, i == desk->search_at)) chosen = i;
        y += h;
    }
    ui_scroll_end(ui);
    desk->sheet_height = y - inner.y;
    if (chosen >= 0) take(desk, &hits.at[chosen]);
    free(hits.at);
}
