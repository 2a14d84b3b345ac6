// Trails: ways through the course, each a heading and a list of stops. One link is a whole lesson, or the one step that it
// names; two are all steps from the first to the second.
#include "lesson/inside.h"

#include <stdlib.h>
#include <string.h>

static const char STOP_LOOKS[] = "a stop is a link, or two with 'to' between them, and its minutes, as in - [What does one input write?](stamp.md), 5 minutes";

// ", 5 minutes"; 0 where it is anything else.
static int read_minutes(const char *text)
{
    long long minutes;
    if (*text != ',') return 0;
    text++;
    text += strspn(text, " \n");
    size_t digits = strspn(text, "0123456789");
    if (!number_parse_whole(text, digits, 1, 240, &minutes)) return 0;
    text += digits;
    text += strspn(text, " \n");
    return !strcmp(text, "minutes") || !strcmp(text, "minute") ? (int)minutes : 0;
}

// The text between this node and the next link, and that link.
static cmark_node *text_until_link(cmark_node *node, Text *out)
{
    for (; node && cmark_node_get_type(node) != CMARK_NODE_LINK; node = cmark_node_next(node)) node_text(out, node);
    return node;
}

static bool follow(Course *course, const Page *page, int line, cmark_node *link, int *lesson, int *step)
{
    char *name, *slug, shown[MEANT_TEXT];
    const char *url = cmark_node_get_url(link);
    if (!link_read(url, &name, &slug)) {
        page_say(page, line, "'%s' is no lesson beside this file; a link leads to one, as in (stamp.md)", word_shown(shown, url));
        return false;
    }
    bool ok = link_follow(course, page, line, name, slug, lesson, step);
    free(name);
    free(slug);
    return ok;
}

static bool read_stop(Course *course, const Page *page, cmark_node *item, TrailStop *stop)
{
    int line = node_line(item), lesson, last;
    cmark_node *words = cmark_node_first_child(item);
    Text before = { 0 }, between = { 0 }, behind = { 0 };
    *stop = (TrailStop){ 0 };
    cmark_node *from = words ? text_until_link(cmark_node_first_child(words), &before) : NULL;
    cmark_node *to = from ? text_until_link(cmark_node_next(from), &between) : NULL;
    cmark_node *third = to ? text_until_link(cmark_node_next(to), &behind) : NULL;
    const char *tail = text_or_empty(to ? &behind : &between);
    stop->minutes = read_minutes(tail);
    bool ok = from && !third && !*text_or_empty(&before) && !cmark_node_next(words) && (!to || !strcmp(text_or_empty(&between), " to ")) && stop->minutes;
    if (!ok) {
        page_say(page, line, "%s", STOP_LOOKS);
    } else {
        ok = follow(course, page, line, from, &stop->lesson, &stop->first);
        bool whole = ok && stop->first < 0;
        if (ok) stop->last = whole && !to ? course_read(course, stop->lesson)->count - 1 : stop->first;
        if (whole) stop->first = 0;
        if (ok && !to && stop->last < 0) {
            page_say(page, line, "%s.md has no step to stop at", course->name[stop->lesson]);
            ok = false;
        }
        if (ok && to) {
            ok = follow(course, page, line, to, &lesson, &last);
            if (ok && lesson != stop->lesson) {
                page_say(page, line, "a stop stays within one lesson; write one for each");
                ok = false;
            } else if (ok && (last < stop->first)) {
                page_say(page, line, last < 0 ? "the second link names the last step; write #, and its title, behind it" : "the second link leads to a step before the first; turn them round");
                ok = false;
            }
            stop->last = last;
        }
        if (ok) stop->title = node_words(from);
    }
    text_clear(&before), text_clear(&between), text_clear(&behind);
    return ok;
}

static void end_trail(const Page *page, const Trail *trail, int line, int items)
{
    if (trail && !items) page_say(page, line, "the trail %s has no stops; write them as a list", trail->title);
}

void trails_page_read(Course *course, const Page *page)
{
    Trail *trail = NULL;
    int line = 0, items = 0;
    for (cmark_node *node = cmark_node_first_child(page->root); node; node = cmark_node_next(node)) {
        cmark_node_type type = cmark_node_get_type(node);
        if (node_heading(node) == 2) {
            end_trail(page, trail, line, items);
            course->trails = memory_grow(course->trails, (size_t)course->trail_count + 1, sizeof *course->trails);
            trail = &course->trails[course->trail_count++];
            *trail = (Trail){ .title = node_words(node), .text = memory_text("") };
            line = node_line(node), items = 0;
        } else if (trail && type == CMARK_NODE_PARAGRAPH) {
            Text text = { 0 };
            text_print(&text, "%s%s", trail->text, *trail->text ? "\n\n" : "");
            node_text(&text, node);
            free(trail->text);
            trail->text = text.data;
        } else if (type == CMARK_NODE_LIST && !trail) {
            page_say(page, node_line(node), "these stops belong to no trail; begin one with ## and its name");
        } else if (type == CMARK_NODE_LIST) {
            for (cmark_node *item = cmark_node_first_child(node); item; item = cmark_node_next(item), items++) {
                TrailStop stop;
                if (!read_stop(course, page, item, &stop)) continue;
                trail->stops = memory_grow(trail->stops, (size_t)trail->count + 1, sizeof *trail->stops);
                trail->stops[trail->count++] = stop;
            }
        }
    }
    end_trail(page, trail, line, items);
    if (!trail) page_say(page, page->lines, "this page has no trail; each begins with ## and its name");
}
