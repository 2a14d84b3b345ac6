// Lessons as one page of HTML. Pictures are written into it, so that the file can be sent about; answers are folded away
// by the browser's own means, so that it needs no script.
#include "export/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char STYLE[] =
    ":root { color-scheme: light dark; --ink: #1A1D21; --muted: #5A626E; --paper: #FFFFFF; --line: #C5CAD2; --panel: #F4F6F8; --accent: #0B5CAD; }\n"
    "@media (prefers-color-scheme: dark) { :root { --ink: #E8EAED; --muted: #A9B1BC; --paper: #15181C; --line: #3A414B; --panel: #1F242B; --accent: #7DB7F2; } }\n"
    "body { font: 18px/1.55 Inter, 'DejaVu Sans', sans-serif; color: var(--ink); background: var(--paper); max-width: 46rem; margin: 0 auto; padding: 2rem 1.2rem 6rem; }\n"
    "h1 { font-size: 2rem; line-height: 1.2; margin: 3rem 0 .5rem; }\n"
    "h2 { font-size: 1.35rem; line-height: 1.3; margin: 3.5rem 0 .6rem; }\n"
    "p, li { margin: .6rem 0; }\n"
    "figure { margin: 1rem 0; }\n"
    "img { display: block; width: 100%; height: auto; background: #FFFFFF; border: 1px solid var(--line); border-radius: 10px; }\n"
    "figcaption, .word { color: var(--muted); font-size: .85rem; }\n"
    "code, pre { background: var(--panel); border-radius: 5px; padding: .1em .35em; }\n"
    "pre { padding: .8em 1em; overflow-x: auto; }\n"
    ".ask { background: var(--panel); border-radius: 10px; padding: .8rem 1.1rem; margin: 1.2rem 0; }\n"
    ".ask > p:first-child { font-weight: 600; margin-top: .2rem; }\n"
    "details { border-top: 1px solid var(--line); }\n"
    "summary { cursor: pointer; padding: .7rem 0; min-height: 1.6rem; }\n"
    "summary:hover, summary:focus-visible { color: var(--accent); }\n"
    ".right { font-weight: 600; }\n"
    "nav ol { padding-left: 1.3rem; }\n"
    "a { color: var(--accent); }\n"
    "@media print { h2 { break-after: avoid; } figure, .ask { break-inside: avoid; } }\n";

static void put_escaped(Text *out, const char *text)
{
    for (const char *c = text; *c; c++) {
        if (*c == '&') text_put(out, "&amp;");
        else if (*c == '<') text_put(out, "&lt;");
        else if (*c == '>') text_put(out, "&gt;");
        else if (*c == '"') text_put(out, "&quot;");
        else text_put_bytes(out, c, 1);
    }
}

static void put_element(Text *out, const char *open, const char *text, const char *close)
{
    text_put(out, open);
    put_escaped(out, text);
    text_put(out, close);
}

// RFC 4648, as data: wants it.
static void put_base64(Text *out, const Text *bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *from = (const unsigned char *)bytes->data;
    for (size_t i = 0; i < bytes->length; i += 3) {
        size_t left = bytes->length - i;
        unsigned long three = (unsigned long)from[i] << 16 | (left > 1 ? (unsigned long)from[i + 1] << 8 : 0) | (left > 2 ? from[i + 2] : 0);
        char four[4] = { digits[three >> 18], digits[three >> 12 & 63], left > 1 ? digits[three >> 6 & 63] : '=', left > 2 ? digits[three & 63] : '=' };
        text_put_bytes(out, four, 4);
    }
}

static bool put_picture(Text *out, const Scene *scene, Veil veil, const char *alt, Type *type, Error *err)
{
    Figure figure = { 0 };
    Text bytes = { 0 };
    double width, height;
    const Look *look = look_get(LOOK_LIGHT);
    bool png = LENSES[scene->view[0]].place; // pixels already
    export_usual_size(scene, &width, &height);
    bool ok = export_scene(&figure, scene, veil, width, height, true, look, type_measure(type), err);
    if (ok) height = figure_foot(&figure, height);
    ok = ok && figure_bytes(&bytes, png, &figure, width, height, 1, type, look->background, err);
    if (ok) {
        text_print(out, "<figure><img loading=\"lazy\" width=\"%.0f\" height=\"%.0f\" alt=\"", width, height);
        put_escaped(out, alt);
        text_print(out, "\" src=\"data:image/%s;base64,", png ? "png" : "svg+xml");
        put_base64(out, &bytes);
        text_put(out, "\"></figure>\n");
    }
    text_clear(&bytes);
    figure_clear(&figure);
    return ok;
}

static void put_prose(Text *out, const Prose *prose, char **filled, int count)
{
    for (int i = 0; i < count; i++) {
        bool item = prose[i].kind == PROSE_ITEM;
        if (item && (i == 0 || prose[i - 1].kind != PROSE_ITEM)) text_put(out, "<ul>\n");
        if (item) put_element(out, "<li>", filled[i], "</li>\n");
        else if (prose[i].kind == PROSE_CODE) put_element(out, "<pre>", filled[i], "</pre>\n");
        else put_element(out, "<p>", filled[i], "</p>\n");
        if (item && (i + 1 == count || prose[i + 1].kind != PROSE_ITEM)) text_put(out, "</ul>\n");
    }
}

static const char *reply(const Told *told, int wrong)
{
    return told->wrong[wrong].because ? told->wrong[wrong].because : told->wrong[wrong].confusion ? told->wrong[wrong].confusion->words : "";
}

// What somebody reads who has chosen this option.
static const char *option_reply(const Told *told, int option)
{
    for (int i = 0; i < told->wrongs; i++)
        if (told->wrong[i].said && told->wrong[i].said[0] == 'A' + option) return reply(told, i);
    return "";
}

static bool put_answer(Text *out, const Told *told, Type *type, Error *err)
{
    const Case *c = &told->question;
    put_element(out, "<p class=\"right\">", c->right_words, "</p>\n");
    for (int i = 0; i < told->wrongs && c->ask->kind != ASK_CHOICE; i++) {
        if (told->wrong[i].said) put_element(out, "<p>You said ", told->wrong[i].said, "? ");
        else text_put(out, "<p>Something else? ");
        put_element(out, "", reply(told, i), "</p>\n");
    }
    bool seen = scene_equal(&c->before, &c->after) && !veil_on(c->veil); // it stands above already
    if (!seen && !put_picture(out, &c->after, (Veil){ 0 }, c->right_words, type, err)) return false;
    put_prose(out, told->step->after, told->after, told->step->afters);
    return true;
}

static bool put_ask(Text *out, const Told *told, Type *type, Error *err)
{
    const Case *c = &told->question;
    put_element(out, "<div class=\"ask\">\n<p>", c->question, "</p>\n");
    for (int i = 0; i < c->ask->options; i++) {
        text_print(out, "<details><summary>%c. ", 'A' + i);
        put_element(out, "", c->option[i], "</summary>\n");
        if (i == c->right_option) text_put(out, "<p class=\"right\">Yes.</p>\n");
        else put_element(out, "<p>Not this one. ", option_reply(told, i), "</p>\n");
        text_put(out, "</details>\n");
    }
    text_print(out, "<details><summary>%s</summary>\n", c->ask->kind == ASK_CHOICE ? "I have chosen: show me why" : "I have an answer: show me");
    bool ok = put_answer(out, told, type, err);
    text_put(out, "</details>\n</div>\n");
    return ok;
}

static bool put_step(Text *out, const Lesson *lesson, int step, int *shown, Type *type, Error *err)
{
    Told told;
    const Word *words[8];
    if (!told_make(&told, lesson, step, err)) return false;
    put_element(out, "<section id=\"", lesson->name, "-");
    put_element(out, "", told.step->slug, "\">\n");
    put_element(out, "<h2>", told.step->title, "</h2>\n");
    put_prose(out, told.step->before, told.before, told.step->befores);
    int count = glossary_first(lesson, step, words, COUNT(words));
    for (int i = 0; i < count; i++) {
        put_element(out, "<p class=\"word\"><b>", words[i]->word, "</b>: ");
        put_element(out, "", words[i]->meaning, "</p>\n");
    }
    const Scene *scene = told.asks ? &told.question.before : told.has_scene ? &told.scene : NULL;
    Veil veil = { 0 };
    for (int i = 0; told.asks && i < scene->views && !veil_on(veil); i++) veil = case_veil(&told.question, scene, scene->view[i]);
    bool again = !told.asks && told.step->scene == *shown; // the picture of the step before
    bool ok = !scene || again || put_picture(out, scene, veil, told.step->title, type, err);
    if (ok && told.asks) ok = put_ask(out, &told, type, err);
    *shown = told.asks ? -1 : told.step->scene;
    text_put(out, "</section>\n");
    told_clear(&told);
    return ok;
}

static bool put_lesson(Text *out, const Lesson *lesson, Type *type, Error *err)
{
    int shown = -1;
    put_element(out, "<article id=\"", lesson->name, "\">\n");
    put_element(out, "<h1>", lesson->title, "</h1>\n");
    if (lesson->text[0]) put_element(out, "<p>", lesson->text, "</p>\n");
    bool ok = true;
    for (int i = 0; ok && i < lesson->count; i++) ok = put_step(out, lesson, i, &shown, type, err);
    text_put(out, "</article>\n");
    return ok;
}

bool export_page(const char *path, const Lesson *const *lessons, int count, Type *type, Error *err)
{
    Text page = { 0 };
    text_put(&page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    put_element(&page, "<title>", count == 1 ? lessons[0]->title : "Lessons on transposed convolution", "</title>\n");
    text_print(&page, "<style>\n%s</style>\n</head>\n<body>\n", STYLE);
    if (count > 1) {
        text_put(&page, "<nav>\n<ol>\n");
        for (int i = 0; i < count; i++) {
            put_element(&page, "<li><a href=\"#", lessons[i]->name, "\">");
            put_element(&page, "", lessons[i]->title, "</a></li>\n");
        }
        text_put(&page, "</ol>\n</nav>\n");
    }
    bool ok = true;
    for (int i = 0; ok && i < count; i++) ok = put_lesson(&page, lessons[i], type, err);
    text_put(&page, "</body>\n</html>\n");
    FileOut file = { path, page.data, page.length };
    ok = ok && file_write_all(&file, 1, err);
    text_clear(&page);
    return ok;
}
