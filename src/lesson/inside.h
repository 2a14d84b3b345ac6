// What the readers of a course share: Markdown as a tree of nodes that know their lines, the settings of a block, and the
// pages of a course. Inside lesson.
#ifndef STRIDESCOPE_LESSON_INSIDE_H
#define STRIDESCOPE_LESSON_INSIDE_H

#include "lesson/lesson.h"

#include <cmark.h>

// ---- Markdown --------------------------------------------------------------------------------------------------

enum { PAGE_MOST_BYTES = 1 << 20, PAGE_MOST_REMARKS = 100, PAGE_MOST_DEPTH = 8, PAGE_MOST_TEXT = 4000 };

// A page while it is read. Its nodes are cmark's; what stands in {braces} reaches them untouched by Markdown's own signs,
// so their text is to be asked of node_text and node_literal alone.
typedef struct Page {
    cmark_node *root; // NULL: it could not be read at all
    char *text;       // as it went into cmark
    const char **line; // where each begins
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
// False, and said, where a text is longer than anybody reads at once.
bool page_text_fits(const Page *page, int line, const char *text);
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

// ---- the course ------------------------------------------------------------------------------------------------

// A file of lessons/, as it is within the program.
typedef struct CourseFile {
    const char *name; // "stamp.md"
    const unsigned char *bytes;
    size_t length;
} CourseFile;
extern const CourseFile COURSE_FILES[];
extern const int COURSE_FILE_COUNT;

// The pages that are no lessons.
typedef enum CoursePage { PAGE_COURSE, PAGE_TRAILS, PAGE_GLOSSARY, PAGE_CONFUSIONS, COURSE_PAGES } CoursePage;
extern const char *const COURSE_PAGE_NAMES[COURSE_PAGES]; // "course", as their files are called

// A confusion as it stands on its page; where it is asked is looked up when the lessons are there.
typedef struct ConfusionRow {
    Confusion is;
    char *file, *slug; // "stamp", "first-step" or "": as asked: says
    int line;
} ConfusionRow;

// A course made of files. All its parts are read when they are first asked for.
typedef struct Course {
    const CourseFile *files;
    int file_count;
    bool has[COURSE_PAGES]; // this page is read
    Remarks said[COURSE_PAGES]; // of it
    char *name[COURSE_MOST]; // of the lessons
    Lesson *lesson[COURSE_MOST]; // NULL: not read yet
    int count;
    Lesson *exercises;
    Trail *trails;
    int trail_count;
    ConfusionRow *confusions;
    int confusion_count;
    bool placed; // where the confusions are asked is known
    Word *words;
    int word_count;
} Course;
void course_open(Course *course, const CourseFile *files, int count);
void course_close(Course *course);
const CourseFile *course_file(const Course *course, const char *name); // without .md; NULL
void course_need(Course *course, CoursePage page); // reads it, unless it was
int course_place(Course *course, const char *name); // of a lesson, or −1
const Lesson *course_read(Course *course, int index);
const Lesson *course_read_exercises(Course *course);
void course_place_confusions(Course *course);
const Confusion *course_confusion(Course *course, const char *id);
Course *course_own(void); // of this program
// Whether there is a confusion with this id; where there is none, the one that may be meant. True where no page tells.
bool confusion_known(const char *id, char hint[MEANT_TEXT]);

// The readers of the pages, for course_need.
void course_page_read(Course *course, const Page *page);
void trails_page_read(Course *course, const Page *page);
void glossary_page_read(Course *course, const Page *page);
void confusions_page_read(Course *course, const Page *page);
int glossary_of_step(Course *course, const Lesson *lesson, int step, const Word **out, int most);

// A link to a lesson: "stamp.md#first-step". False where it is none.
NODISCARD bool link_read(const char *url, char **name, char **slug);
// The lesson and the step that a link names; step −1: all of it. False, said on this line, where there is none.
NODISCARD bool link_follow(Course *course, const Page *page, int line, const char *name, const char *slug, int *lesson, int *step);

#endif
