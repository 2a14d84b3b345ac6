// What the readers of a course share: Markdown as a tree of nodes that know their lines, the settings of a block, and the
// pages of a course. Inside lesson.
#ifndef STRIDESCOPE_LESSON_INSIDE_H
#define STRIDESCOPE_LESSON_INSIDE_H

#include "lesson/lesson.h"

#include <cmark.h>

// ---- Markdown --------------------------------------------------------------------------------------------------

enum { PAGE_MOST_BYTES = 1 << 20, PAGE_MOST_REMARKS = 100, PAGE_MOST_DEPTH = 8 };

// A page while it is read. Its nodes are cmark's; what stands in {braces} reaches them untouched by Markdown's own signs,
// so their text is to be asked of node_text and node_literal alone.
typedef struct Page {
    cmark_node *root; // NULL: it could not be read at all
    char *text;       // as it went into cmark
    int lines;
    Remarks *remarks;
} Page;
// False where the page is too long, no UTF-8 or holds signs that nobody sees.
NODISCARD bool page_open(Page *page, const char *markdown, size_t length, Remarks *remarks);
void page_close(Page *page);
// A mistake, on a line within the page. After PAGE_MOST_REMARKS nothing more is said but that there is more.
void page_say(const Page *page, int line, const char *format, ...) PRINTF_LIKE(3, 4);
void page_advise(const Page *page, int line, const char *format, ...) PRINTF_LIKE(3, 4);

int node_line(cmark_node *node);
int node_heading(cmark_node *node); // its level; 0: no heading
void node_text(Text *out, cmark_node *node); // what a reader sees of a paragraph or a heading
char *node_literal(cmark_node *node);        // of a code block; to be freed
char *node_words(cmark_node *node);          // node_text, to be freed
bool page_block_open(const Page *page, cmark_node *block); // a fence that nothing closes
// "Does it add zeros?" → "does-it-add-zeros", as GitHub makes the anchor of a heading.
void slug_print(Text *out, const char *heading);

// ---- the settings of a block -----------------------------------------------------------------------------------

// "wrong: full | because: before the cut": a key and what stands behind it.
typedef struct Setting {
    char *key, *value; // value: without blanks around it, may be ""
    int line;
} Setting;
typedef struct Settings {
    Setting *at;
    int count;
} Settings;
// Cuts a block into its lines. Lines that are no settings are said.
void settings_read(Settings *out, const Page *page, cmark_node *block);
void settings_clear(Settings *settings);
// "; did you mean wrong?", or nothing.
enum { MEANT_TEXT = 64 };
const char *word_meant(char out[MEANT_TEXT], const char *word, const char *const *words, int count);
char *trimmed(const char *text, size_t length); // a copy without blanks around it
// What of a word that somebody wrote is repeated to him: never long, never cut within a character.
const char *word_shown(char out[MEANT_TEXT], const char *word);

// ---- a lesson --------------------------------------------------------------------------------------------------

// Reads an ask block; on a mistake [out] is {0}.
void ask_read(Ask *out, const Page *page, cmark_node *block, bool exercise);
void ask_clear(Ask *ask);

#endif
