// A teacher's guide as a PDF: text in lines on A4 pages, beside each question the picture that answers it.
#include "export/inside.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// In points, 1/72 inch.
static const double PAGE_W = 595.28, PAGE_H = 841.89, MARGIN = 56, LINE = 1.4, PICTURE_W = 172, GAP = 20;
enum { MOST_LINES = 512 };

typedef struct Sheet {
    cairo_t *cr;
    Type *type;
    const Look *look;
    const Lesson *lesson;
    int page;
    double y, w;      // where the next line goes, and how wide lines are
} Sheet;

static void foot(Sheet *sheet)
{
    char number[16];
    snprintf(number, sizeof number, "%d", sheet->page);
    type_draw(sheet->type, sheet->cr, sheet->lesson->title, MARGIN, PAGE_H - 30, 8.5, WEIGHT_REGULAR, sheet->look->muted);
    Measure measure = type_measure(sheet->type);
    type_draw(sheet->type, sheet->cr, number, PAGE_W - MARGIN - measure.width(measure.self, number, 8.5, WEIGHT_REGULAR), PAGE_H - 30, 8.5,
              WEIGHT_REGULAR, sheet->look->muted);
}

static void turn_page(Sheet *sheet)
{
    foot(sheet);
    cairo_show_page(sheet->cr);
    sheet->page++;
    sheet->y = MARGIN;
}

static void keep_room(Sheet *sheet, double h)
{
    if (sheet->y + h > PAGE_H - MARGIN) turn_page(sheet);
}

static void say(Sheet *sheet, double indent, const char *text, double size, Weight weight, Colour colour)
{
    Measure measure = type_measure(sheet->type);
    TextLine lines[MOST_LINES];
    int count = text_wrap(&measure, text, size, weight, sheet->w - indent, lines, MOST_LINES);
    if (count > MOST_LINES) count = MOST_LINES;
    for (int i = 0; i < count; i++) {
        keep_room(sheet, LINE * size);
        char *line = memory_new((size_t)lines[i].length + 1, 1);
        memcpy(line, lines[i].start, (size_t)lines[i].length);
        type_draw(sheet->type, sheet->cr, line, MARGIN + indent, sheet->y + size, size, weight, colour);
        free(line);
        sheet->y += LINE * size;
    }
    sheet->y += 0.35 * size;
}

// The same of a format, whole, however long it becomes.
static void say_format(Sheet *sheet, double indent, double size, Weight weight, Colour colour, const char *format, ...) PRINTF_LIKE(6, 7);
static void say_format(Sheet *sheet, double indent, double size, Weight weight, Colour colour, const char *format, ...)
{
    Arena arena = { 0 };
    va_list args;
    va_start(args, format);
    say(sheet, indent, arena_vprint(&arena, format, args), size, weight, colour);
    va_end(args);
    arena_clear(&arena);
}
#define say_body(sheet, indent, ...) say_format(sheet, indent, 10, WEIGHT_REGULAR, (sheet)->look->text, __VA_ARGS__)

static void heading(Sheet *sheet, const char *text)
{
    keep_room(sheet, 70); // never the last line of a page
    sheet->y += 12;
    say(sheet, 0, text, 14, WEIGHT_SEMIBOLD, sheet->look->text);
}

static void bullet(Sheet *sheet, const char *text)
{
    keep_room(sheet, 14);
    type_draw(sheet->type, sheet->cr, "•", MARGIN + 2, sheet->y + 10, 10, WEIGHT_REGULAR, sheet->look->muted);
    say_body(sheet, 14, "%s", text);
}

// ---- what stands in it -----------------------------------------------------------------------------------------

static int questions(const Lesson *lesson)
{
    int count = 0;
    for (int i = 0; i < lesson->count; i++) count += lesson->steps[i].ask.kind != ASK_NONE;
    return count;
}

static void opening(Sheet *sheet)
{
    const Lesson *lesson = sheet->lesson;
    char facts[160];
    say(sheet, 0, lesson->title, 22, WEIGHT_SEMIBOLD, sheet->look->text);
    int asks = questions(lesson);
    if (lesson->minutes) snprintf(facts, sizeof facts, "%d minutes · %d steps · %d question%s", lesson->minutes, lesson->count, asks, asks == 1 ? "" : "s");
    else snprintf(facts, sizeof facts, "%d steps · %d question%s", lesson->count, asks, asks == 1 ? "" : "s");
    say(sheet, 0, facts, 10, WEIGHT_REGULAR, sheet->look->muted);
    if (lesson->text[0]) say_body(sheet, 0, "%s", lesson->text);
    if (lesson->goal_count) heading(sheet, "Afterwards one can");
    for (int i = 0; i < lesson->goal_count; i++) bullet(sheet, lesson->goals[i]);
}

static void note_confusions(const Ask *ask, const Confusion **met, int *count, int most)
{
    for (int i = 0; i < ask->options + ask->wrongs; i++) {
        const char *id = i < ask->options ? ask->option[i].confusion : ask->wrong[i - ask->options].confusion;
        const Confusion *confusion = id ? confusion_find(id) : NULL;
        bool known = false;
        for (int m = 0; m < *count; m++) known |= met[m] == confusion;
        if (confusion && !known && *count < most) met[(*count)++] = confusion;
    }
}

static void confusions(Sheet *sheet)
{
    const Confusion *met[16];
    int count = 0;
    for (int i = 0; i < sheet->lesson->count; i++) note_confusions(&sheet->lesson->steps[i].ask, met, &count, COUNT(met));
    if (count) heading(sheet, "Confusions it meets");
    for (int i = 0; i < count; i++) {
        keep_room(sheet, 40);
        say(sheet, 0, met[i]->title, 10, WEIGHT_SEMIBOLD, sheet->look->text);
        say_body(sheet, 14, "%s", met[i]->words);
    }
}

// The picture that belongs to a step, in the right column; returns the y below it.
static bool picture(Sheet *sheet, const Scene *scene, double *below, Error *err)
{
    Figure figure = { 0 };
    double width, height, x = PAGE_W - MARGIN - PICTURE_W;
    export_usual_size(scene, &width, &height);
    if (!export_scene(&figure, scene, (Veil){ 0 }, width, height, true, sheet->look, type_measure(sheet->type), err)) return false;
    height = figure_foot(&figure, height);
    double scale = PICTURE_W / width, h = height * scale;
    keep_room(sheet, fmin(h, PAGE_H - 2 * MARGIN));
    cairo_save(sheet->cr);
    cairo_translate(sheet->cr, x, sheet->y);
    cairo_scale(sheet->cr, scale, scale);
    cairo_rectangle(sheet->cr, 0, 0, width, height);
    cairo_clip(sheet->cr);
    figure_paint(&figure, sheet->cr, sheet->type);
    cairo_restore(sheet->cr);
    figure_clear(&figure);
    *below = sheet->y + h;
    return true;
}

static void say_prose(Sheet *sheet, const Prose *prose, char **filled, int count)
{
    for (int i = 0; i < count; i++) {
        if (prose[i].kind == PROSE_ITEM) bullet(sheet, filled[i]);
        else if (prose[i].kind == PROSE_CODE) say(sheet, 8, filled[i], 8.5, WEIGHT_MONO, sheet->look->text);
        else say_body(sheet, 0, "%s", filled[i]);
    }
}

static void asked(Sheet *sheet, const Told *told)
{
    const Case *c = &told->question;
    say_format(sheet, 0, 10, WEIGHT_SEMIBOLD, sheet->look->text, "Ask: %s", c->question);
    for (int i = 0; i < c->ask->options; i++) say_body(sheet, 14, "%c. %s", 'A' + i, c->option[i]);
    Colour green = sheet->look->output.line;
    if (c->ask->kind == ASK_CHOICE) say_format(sheet, 0, 10, WEIGHT_SEMIBOLD, green, "Answer: %c. %s", 'A' + c->right_option, c->right_words);
    else say_format(sheet, 0, 10, WEIGHT_SEMIBOLD, green, "Answer: %s", c->right_words);
    for (int i = 0; i < told->wrongs; i++) {
        const char *because = told->wrong[i].because ? told->wrong[i].because : told->wrong[i].confusion ? told->wrong[i].confusion->words : "";
        if (told->wrong[i].said) say_body(sheet, 14, "If they say %s: %s", told->wrong[i].said, because);
        else say_body(sheet, 14, "A usual slip: %s", because);
    }
}

static bool tell_step(Sheet *sheet, int step, Error *err)
{
    Told told;
    if (!told_make(&told, sheet->lesson, step, err)) return false;
    const Scene *scene = told.asks ? &told.question.after : told.has_scene ? &told.scene : NULL;
    keep_room(sheet, 150);
    sheet->y += 10;
    double below = 0, full = sheet->w;
    bool ok = !scene || picture(sheet, scene, &below, err);
    int page = sheet->page;
    if (scene) sheet->w = full - PICTURE_W - GAP;
    say_format(sheet, 0, 12, WEIGHT_SEMIBOLD, sheet->look->text, "%d  %s", step + 1, told.step->title);
    say_prose(sheet, told.step->before, told.before, told.step->befores);
    if (told.asks) asked(sheet, &told);
    if (told.asks) say_prose(sheet, told.step->after, told.after, told.step->afters);
    if (told.step->note) say_format(sheet, 0, 10, WEIGHT_REGULAR, sheet->look->muted, "For you: %s", told.step->note);
    sheet->w = full;
    if (page == sheet->page) sheet->y = fmax(sheet->y, below + 6);
    told_clear(&told);
    return ok;
}

static bool answer_key(Sheet *sheet, Error *err)
{
    heading(sheet, "Answer key");
    for (int i = 0; i < sheet->lesson->count; i++) {
        Told told;
        if (sheet->lesson->steps[i].ask.kind == ASK_NONE) continue;
        if (!told_make(&told, sheet->lesson, i, err)) return false;
        say_body(sheet, 0, "%d  %s  %s", i + 1, told.question.question, told.question.right_words);
        told_clear(&told);
    }
    return true;
}

static bool tell(Sheet *sheet, Error *err)
{
    opening(sheet);
    confusions(sheet);
    heading(sheet, "Step by step");
    for (int i = 0; i < sheet->lesson->count; i++)
        if (!tell_step(sheet, i, err)) return false;
    if (sheet->lesson->discuss_count) heading(sheet, "To discuss");
    for (int i = 0; i < sheet->lesson->discuss_count; i++) bullet(sheet, sheet->lesson->discuss[i]);
    if (questions(sheet->lesson) && !answer_key(sheet, err)) return false;
    foot(sheet);
    return true;
}

bool export_guide(const char *path, const Lesson *lesson, Type *type, Error *err)
{
    Text out = { 0 };
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(bytes_gather, &out, PAGE_W, PAGE_H);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, lesson->title);
    Sheet sheet = { .cr = cairo_create(surface), .type = type, .look = look_get(LOOK_LIGHT), .lesson = lesson, .page = 1, .y = MARGIN,
                    .w = PAGE_W - 2 * MARGIN };
    bool ok = tell(&sheet, err);
    cairo_status_t status = cairo_status(sheet.cr);
    cairo_destroy(sheet.cr);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (ok && status != CAIRO_STATUS_SUCCESS) ok = error_cannot(err, "cannot write %s: %s", path, cairo_status_to_string(status));
    FileOut file = { path, text_or_empty(&out), out.length };
    ok = ok && file_write_all(&file, 1, err);
    text_clear(&out);
    return ok;
}
