// Markdown as cmark reads it, made safe for lessons: its nodes know their lines, and what stands in {braces} is an
// expression, in which * multiplies and _ and [ ] are what they are.
#include "lesson/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- remarks ---------------------------------------------------------------------------------------------------

static void say(const Page *page, int line, bool advice, const char *format, va_list args)
{
    char sentence[900];
    int last = page->lines > 0 ? page->lines : 1;
    if (page->remarks->count > PAGE_MOST_REMARKS) return;
    if (page->remarks->count == PAGE_MOST_REMARKS) {
        remarks_add(page->remarks, last, false, "there is more to be mended; it is told once what is above is");
        return;
    }
    vsnprintf(sentence, sizeof sentence, format, args);
    remarks_add(page->remarks, line < 1 ? 1 : line > last ? last : line, advice, "%s", sentence);
}

void page_say(const Page *page, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(page, line, false, format, args);
    va_end(args);
}

void page_advise(const Page *page, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say(page, line, true, format, args);
    va_end(args);
}

// ---- the page --------------------------------------------------------------------------------------------------

// Signs that mean something to Markdown; within braces cmark sees the control character of their index, from 1.
static const char SIGNS[] = "*_[]<&\\`!";

static void unguard(char *text)
{
    for (; *text; text++)
        if (*text > 0 && *text < (char)sizeof SIGNS) *text = SIGNS[*text - 1];
}

// The end of the placeholder that begins at a brace, or NULL: it is closed before the paragraph ends.
static char *brace_end(char *open)
{
    for (char *c = open + 1; *c; c++) {
        if (*c == '}') return c;
        if (*c == '{' || (*c == '\n' && c[1 + strspn(c + 1, " \t\r")] == '\n')) return NULL;
    }
    return NULL;
}

static void guard(char *text)
{
    for (char *c = text; *c; c++) {
        char *end = *c == '{' ? brace_end(c) : NULL;
        if (!end) continue;
        for (; c < end; c++) {
            const char *sign = strchr(SIGNS, *c);
            if (sign) *c = (char)(sign - SIGNS + 1);
        }
    }
}

// Where the text stops being well-formed, and on which line.
static size_t first_bad(const char *text, size_t length, int *line)
{
    *line = 1;
    for (size_t i = 0; i < length;) {
        char window[5] = { 0 };
        memcpy(window, text + i, length - i < 4 ? length - i : 4);
        int bytes;
        uint32_t code = utf8_next(window, &bytes);
        if ((code < 0x20 && code != '\t' && code != '\n' && code != '\r') || code == 0x7F) return i;
        if (code == 0xFFFD && bytes != 3) return i;
        *line += code == '\n';
        i += (size_t)bytes;
    }
    return length;
}

static const char *next_line(const char *text)
{
    text += strcspn(text, "\n");
    return text + (*text == '\n');
}

static void find_lines(Page *page)
{
    page->lines = 0;
    for (const char *text = page->text; *text; text = next_line(text)) page->lines++;
    page->line = memory_new((size_t)page->lines + 1, sizeof *page->line);
    page->lines = 0;
    for (const char *text = page->text; *text; text = next_line(text)) page->line[page->lines++] = text;
}

// Every end of a line as \n, as cmark counts them.
static void plain_ends(char *text)
{
    char *to = text;
    for (const char *c = text; *c; c++) {
        if (*c == '\r' && c[1] == '\n') continue;
        *to++ = *c == '\r' ? '\n' : *c;
    }
    *to = 0;
}

bool page_open(Page *page, const char *markdown, size_t length, Remarks *remarks)
{
    *page = (Page){ .lines = 1, .remarks = remarks };
    if (length > PAGE_MOST_BYTES) {
        page_say(page, 1, "this file has %zu bytes; at most %d are read", length, PAGE_MOST_BYTES);
        return false;
    }
    int line;
    size_t bad = first_bad(markdown, length, &line);
    page->lines = line;
    if (bad < length) {
        unsigned char byte = (unsigned char)markdown[bad];
        if (byte < 0x80) page_say(page, line, "a character that nobody can see (code %d) stands here; delete it", byte);
        else page_say(page, line, "this is not UTF-8 (byte 0x%02X); save the file as UTF-8", byte);
        return false;
    }
    page->text = memory_new(length + 1, 1);
    memcpy(page->text, markdown, length);
    plain_ends(page->text);
    find_lines(page);
    guard(page->text);
    page->root = cmark_parse_document(page->text, strlen(page->text), CMARK_OPT_DEFAULT);
    return true;
}

void page_close(Page *page)
{
    if (page->root) cmark_node_free(page->root);
    free(page->line);
    free(page->text);
    *page = (Page){ 0 };
}

// ---- nodes -----------------------------------------------------------------------------------------------------

int node_line(cmark_node *node)
{
    return cmark_node_get_start_line(node);
}

int node_heading(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_HEADING ? cmark_node_get_heading_level(node) : 0;
}

void node_text(Text *out, cmark_node *node)
{
    size_t from = out->length;
    cmark_iter *iter = cmark_iter_new(node);
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        if (event != CMARK_EVENT_ENTER) continue;
        cmark_node *at = cmark_iter_get_node(iter);
        switch (cmark_node_get_type(at)) {
        case CMARK_NODE_TEXT:
        case CMARK_NODE_CODE: text_put(out, cmark_node_get_literal(at)); break;
        case CMARK_NODE_SOFTBREAK: text_put(out, " "); break;
        case CMARK_NODE_LINEBREAK: text_put(out, "\n"); break;
        default: break;
        }
    }
    cmark_iter_free(iter);
    if (out->length > from) unguard(out->data + from);
}

char *node_words(cmark_node *node)
{
    Text text = { 0 };
    node_text(&text, node);
    char *words = memory_text(text_or_empty(&text));
    text_clear(&text);
    return words;
}

char *node_literal(cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node);
    char *text = memory_text(literal ? literal : "");
    unguard(text);
    return text;
}

// Whether this line begins or ends a fenced block.
static bool is_fence(const Page *page, int line)
{
    if (line < 1 || line > page->lines) return false;
    const char *from = page->line[line - 1];
    from += strspn(from, " ");
    return strspn(from, *from == '~' ? "~" : "`") >= 3;
}

bool page_text_fits(const Page *page, int line, const char *text)
{
    size_t length = strlen(text);
    if (length > PAGE_MOST_TEXT) page_say(page, line, "here %zu bytes stand in one piece; at most %d are read", length, PAGE_MOST_TEXT);
    return length <= PAGE_MOST_TEXT;
}

bool page_block_open(const Page *page, cmark_node *block)
{
    int first = node_line(block), last = cmark_node_get_end_line(block);
    return is_fence(page, first) && (last == first || !is_fence(page, last));
}

// ---- slugs -----------------------------------------------------------------------------------------------------

// Whether a character beyond ASCII is left out of an anchor: punctuation, arrows, signs of mathematics, superscripts.
static bool is_sign(uint32_t code)
{
    return (code < 0xC0 && code != 0xAA && code != 0xB5 && code != 0xBA) || code == 0xD7 || code == 0xF7 ||
           (code >= 0x2000 && code < 0x2C00) || (code >= 0x3000 && code < 0x3005) || (code >= 0x3008 && code < 0x3021) ||
           code == 0xFFFD || (code >= 0x1F000 && code < 0x20000);
}

static uint32_t lowered(uint32_t code)
{
    bool by_32 = (code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE) || (code >= 0x391 && code <= 0x3A9) ||
                 (code >= 0x410 && code <= 0x42F);
    return by_32 ? code + 32 : code >= 0x400 && code <= 0x40F ? code + 80 : code;
}

void slug_print(Text *out, const char *heading)
{
    for (int bytes; *heading; heading += bytes) {
        uint32_t code = utf8_next(heading, &bytes), low = lowered(code);
        if (code == ' ' || code == '\n') text_put(out, "-");
        else if (code >= 0x80 ? is_sign(code) : !(low >= 'a' && low <= 'z') && !(code >= '0' && code <= '9') && code != '-' && code != '_') continue;
        else if (low < 0x80) text_put_bytes(out, (char[]){ (char)low }, 1);
        else if (low == code) text_put_bytes(out, heading, (size_t)bytes);
        else text_put_bytes(out, (char[]){ (char)(0xC0 | low >> 6), (char)(0x80 | (low & 0x3F)) }, 2);
    }
}
