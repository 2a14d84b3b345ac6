// Lessons: a Markdown file becomes steps, each with a scene and perhaps a question; the kernels answer the questions,
// wrong answers are matched to the confusion they come from, and the player decides what is asked next. The format is
// told in lessons/README.md. Knows no window and no figure: a question names cells by tensor and index.
#ifndef STRIDESCOPE_LESSON_H
#define STRIDESCOPE_LESSON_H

#include "explain/explain.h"
#include "lab/lab.h"

// ---- a lesson file ---------------------------------------------------------------------------------------------

// What a question is answered with.
typedef enum AskKind { ASK_NONE, ASK_NUMBER, ASK_SIZE, ASK_CHOICE, ASK_CELLS, ASK_SET, ASK_KINDS } AskKind;
extern const char *const ASK_WORDS[ASK_KINDS]; // "number", as in the file; "" for none

// An answer that somebody gives who is confused in a way that is known.
typedef struct AskWrong {
    char *is;      // an expression: of number and size what is answered, of cells and set a condition
    char *because; // what is said to it; NULL where [confusion] says it
    char *confusion; // the id of a confusion, or NULL
    int line;
} AskWrong;
// One of the answers of a choice. Exactly one has a condition that holds.
typedef struct AskOption {
    char *text; // may hold {placeholders}
    char *when; // a condition
    char *because, *confusion; // as above, for those that choose it wrongly
    int line;
} AskOption;
enum { ASK_MOST_OPTIONS = 4, ASK_MOST_WRONG = 6 };
typedef struct Ask {
    AskKind kind;
    char *question; // may hold {placeholders}
    char *right;    // number, size: an expression; cells, set: a condition; choice: NULL
    char *then;     // what changes when the answer is revealed, and is asked about: "p=1 view=overlap"; NULL: nothing
    char *vary;     // what may be other when it is asked again: "in=2..4 k=3,5 x=random"; NULL: nothing
    char *keep;     // a condition on such a case; NULL: none
    Role role;      // cells: of which tensor
    bool all;       // cells: all of them are wanted, not any one
    unsigned change; // set: 1 << Param of those that may be changed
    AskOption option[ASK_MOST_OPTIONS];
    AskWrong wrong[ASK_MOST_WRONG];
    int options, wrongs;
    char *topic;    // exercises: what it practises; NULL
    int level;      // exercises: 1 … 3; 0
    int line;
} Ask;

// A piece of prose.
typedef enum ProseKind { PROSE_TEXT, PROSE_ITEM, PROSE_CODE, PROSE_KINDS } ProseKind;
typedef struct Prose {
    ProseKind kind;
    char *text; // plain, may hold {placeholders}; code keeps its lines
    int line;
} Prose;

typedef struct LessonScene {
    char *name;  // "" where it has none
    char *code;  // as it is written
    bool aside;  // not shown: only asked for by its name
    Scene scene;
    int line;
} LessonScene;

typedef struct LessonStep {
    char *title, *slug; // "Does it add zeros?", "does-it-add-zeros" as Git hosts make anchors
    int line;
    int scene;          // which of the lesson's scenes is shown; -1 before there is one
    Prose *before, *after; // the ask; without one all is before
    int befores, afters;
    char *note;         // for the speaker; NULL
    Ask ask;            // kind ASK_NONE: there is none
} LessonStep;

typedef struct Lesson {
    char *name;  // the file's name without folder and ending: "output-padding"
    char *title, *text; // text: the prose below the title, or ""
    int minutes; // 0: not said
    char **goals, **discuss;
    int goal_count, discuss_count;
    LessonScene *scenes;
    int scene_count;
    LessonStep *steps;
    int count;
} Lesson;

// What `lesson check` says: a mistake, or an advice that a lesson may do without.
typedef struct Remark {
    int line;
    bool advice;
    char *text;
} Remark;
typedef struct Remarks {
    Remark *at;
    int count;
} Remarks;
void remarks_add(Remarks *remarks, int line, bool advice, const char *format, ...) PRINTF_LIKE(4, 5);
int remarks_mistakes(const Remarks *remarks);
void remarks_clear(Remarks *remarks);

// Reads a lesson from Markdown. Every mistake is a remark with its line and what was expected. False where there is one;
// then [out] holds what could be read all the same (end with lesson_clear in any case). Nothing is computed yet.
NODISCARD bool lesson_read(Lesson *out, const char *name, const char *markdown, size_t length, Remarks *remarks);
NODISCARD bool lesson_load(Lesson *out, const char *path, Remarks *remarks, Error *err); // from a file; err: it cannot be read
void lesson_clear(Lesson *lesson);
bool lesson_begins(const char *path); // by its ending: .md
int lesson_step_named(const Lesson *lesson, const char *slug); // −1 for none
// Computes all that a lesson asks and says, at its own numbers and at several others, and adds what is wrong with it:
// a scene that cannot be made, an expression that has no value, a question with no right answer or two, one that the
// picture answers before, a number in the prose that no expression gives.
void lesson_check(const Lesson *lesson, Remarks *remarks);
void lesson_new(Text *out, const char *title); // a first lesson, to be changed; it passes the check

// The course: the lessons of this program, in their order, and what goes with them. They are within the program.
enum { COURSE_MOST = 40 };
int course_count(void);
const Lesson *course_lesson(int index);            // read when first asked for; never freed
int course_find(const char *name);                 // −1
const Lesson *course_exercises(void);              // a lesson file whose steps are exercises
// A way through the course: which steps of which lessons.
typedef struct TrailStop {
    int lesson, first, last; // steps, both included
    int minutes;
    char *title;
} TrailStop;
typedef struct Trail {
    char *title, *text;
    TrailStop *stops;
    int count;
} Trail;
int trail_count(void);
const Trail *trail_at(int index);
typedef struct Confusion {
    char *id, *title; // "op-adds-zeros", "Does output_padding add zeros?"
    char *words;      // one or two sentences
    int lesson, step; // where it is asked
} Confusion;
int confusion_count(void);
const Confusion *confusion_at(int index);
const Confusion *confusion_find(const char *id); // NULL
typedef struct Word { // of the trade
    char *word, *meaning;
    char *forms; // as a lesson may write it, parted by commas: "wide side, wide size"; the first is [word]
} Word;
int glossary_count(void);
const Word *glossary_at(int index);
// Reads one of the pages that go with the course, by the name of its file without ending: course, trails, glossary or
// confusions, held against the lessons of this program. False for any other name: then it is a lesson.
bool course_page_check(const char *name, const char *markdown, size_t length, Remarks *remarks);
// The words that a lesson uses for the first time in this step; returns how many, at most [most].
int glossary_first(const Lesson *lesson, int step, const Word **out, int most);

// ---- what can be computed of a scene ---------------------------------------------------------------------------

// A scene that is asked about; its tensors are computed when they are first needed. [lesson] (may be NULL): whose scenes
// have names.
typedef struct Study Study;
Study *study_new(const Scene *scene, const Lesson *lesson); // copies the scene
void study_free(Study *study);
// The value of an expression (lessons/README.md: Numbers that are computed). Conditions are 1 or 0. [rows]: bare names as
// k or out are those of the rows' axis, not of the columns'. False, with a sentence and the column in [err].
NODISCARD bool study_value(double *out, Study *study, const char *expression, bool rows, Error *err);
// The same within a cell: row, col, channel, value and count are its own.
NODISCARD bool study_cell_value(double *out, Study *study, const char *expression, Cell cell, Error *err);
// Fills the {placeholders} of a text. False, with a sentence.
NODISCARD bool study_fill(Text *out, Study *study, const char *text, Error *err);
// What an expression looks at, so that it can be hidden while it is asked for; it has no value yet, and need not have.
Veil study_veil(const char *expression);
bool expression_computes(const char *expression); // it names something of a scene, and is no number written by hand

// ---- a question at a moment ------------------------------------------------------------------------------------

// A question made concrete: the scene that is seen while it is asked, the one that is revealed, and what is right.
typedef struct Case {
    const Lesson *lesson;
    const Ask *ask;
    uint64_t seed;        // 0: as it is written; else another case of the same question
    Scene before, after;  // the same scene where nothing changes; of set after is one for which it holds
    Veil veil;            // what must not be seen of what is asked about until the answer is given
    char *question;       // filled
    char *option[ASK_MOST_OPTIONS]; // filled
    int right_option;
    double right;         // number
    Cell cell;            // number: the cell whose value was asked for, or CELL_NONE
    int right_size[2];    // size: rows, columns
    Cell *cells;          // cells: all that are right
    int cell_count;
    char *right_words;    // "5×5", "12", "the cells in row 0", "kernel 4"
    char *why;            // filled: the prose after the ask, paragraphs parted by \n\n
} Case;
// False, with a sentence, where nothing is right, or (another case) none was found that [keep] lets through.
NODISCARD bool case_make(Case *out, const Lesson *lesson, int step, uint64_t seed, Error *err);
void case_clear(Case *c);

// What must not be seen of [shown] in a lens while the question is open. The scene before a change to another layer, or to
// other data, may be seen: it is not what is asked about. But not where a lens tells of other layers than its own.
Veil case_veil(const Case *c, const Scene *shown, Lens lens);

// What somebody says.
typedef struct Answer {
    bool unknown;    // "I don't know, show me"
    double number;
    int digits, decimals; // of the number as it was typed, without zeros in front; digits 0: as it takes to print it
    int size[2];
    int option;
    const Cell *cells;
    int cell_count;
    const Scene *scene; // set: as it was changed
} Answer;
// Reads what was typed for a number ("12", "0,5", "−3", "1/3") or a size ("5", "4x6", "4×6"). False, with a sentence.
NODISCARD bool answer_read(Answer *out, const Case *c, const char *typed, Error *err);
typedef struct Judgement {
    bool right;
    char *because;         // what is said to a wrong answer, or NULL: there is nothing special to say
    const Confusion *confusion; // it was this one, or NULL
} Judgement;
void case_judge(Judgement *out, const Case *c, const Answer *answer);
void judgement_clear(Judgement *judgement);

// ---- playing ---------------------------------------------------------------------------------------------------

// ask → commit → (vote again) → reveal → why.
typedef enum Gate { GATE_NONE, GATE_ASK, GATE_COMMITTED, GATE_REVEALED, GATE_WHY } Gate;

// How many of a class, by eye.
typedef enum Tally { TALLY_NONE, TALLY_FEW, TALLY_HALF, TALLY_MOST, TALLY_COUNT } Tally;

// Where one is: a step of a lesson, or a question that comes back.
typedef struct Stop {
    int step;
    uint64_t seed; // 0: the step itself; else its question alone, with other numbers
    bool answered, right, unknown; // what was said to its question
    Gate gate;       // as it was left; GATE_NONE: never reached
    Answer answer;   // what was committed; its cells and its scene are the stop's own
    int tally[ASK_MOST_OPTIONS]; // of a choice that a class is asked: how many hands went up, a Tally
    bool noted;      // the journal has its answer: for who keeps one
} Stop;

// One who goes through a lesson, or through the part of it that a trail names. A wrong answer puts its question back, with
// other numbers, two and five stops later (or at the end); one that came back and is wrong again comes once more, no more
// often than PLAYER_MOST_AGAIN times in all.
enum { PLAYER_MOST_AGAIN = 3 };
typedef struct Player {
    const Lesson *lesson; // borrowed
    Stop *stops;     // and one more behind the last, where nothing is asked
    int count, at, capacity; // at == count: it is over
    Gate gate;
    Case now;        // the present stop's question, where it has one
    bool asks;       // it has
    Answer answer;   // what was committed; borrowed from the stop
    Judgement judgement;
    uint64_t seed;   // from which the cases come
    bool lecture;    // set after player_begin: nothing comes back
    char trouble[640]; // why there is no case; empty while all is well
} Player;
void player_begin(Player *player, const Lesson *lesson, int first, int last, uint64_t seed); // steps, both included
void player_clear(Player *player);
const LessonStep *player_step(const Player *player); // the last one when it is over; NULL: there is none
bool player_again(const Player *player);     // this stop is a question alone, with other numbers: it came back, or is fresh
const Scene *player_scene(const Player *player); // that is to be shown now: before or after the reveal; NULL: none yet
Veil player_veil(const Player *player, const Scene *shown, Lens lens); // nothing hidden where no question is open
bool player_can_go(const Player *player);    // forwards: no question is open
void player_go(Player *player, int by);      // to another stop, forwards no further than an open question; that stays open
void player_goto(Player *player, int stop);  // the same, past open questions too
// Takes an answer: GATE_ASK → GATE_COMMITTED; while it is committed it may be changed. Wrong ones come back.
void player_commit(Player *player, const Answer *answer);
void player_reveal(Player *player);          // GATE_COMMITTED → GATE_REVEALED; the judgement is there
void player_why(Player *player);             // GATE_REVEALED → GATE_WHY
void player_fresh(Player *player);           // one fresh case of the same question, at once; [trouble] where there is none
bool player_over(const Player *player);      // the last stop is behind

// ---- exercises -------------------------------------------------------------------------------------------------

int exercise_topics(void);
const char *exercise_topic(int index);
// A lesson of one endless question: the exercise of that topic and level that this seed gives, as a step of
// course_exercises(). −1 where there is none of that level.
int exercise_step(int topic, int level, uint64_t seed);

// ---- progress --------------------------------------------------------------------------------------------------

// What is kept between starts: which steps were seen, what went wrong, where one was. No streaks, no dates.
typedef struct Missed {
    char *lesson; // its name
    int step;
    int times;    // wrong or unknown
    int since;    // right answers since; at 2 it is forgotten
} Missed; // the one that was asked last is last
typedef struct Seen {
    char *lesson;
    int furthest, steps; // how far, and of how many
    bool done;
} Seen;
typedef struct Journal {
    Seen *seen;
    int seen_count;
    Missed *missed;
    int missed_count;
    char *at_lesson; // where one was last, a name or a path; NULL
    int at_step;
    int trail, trail_stop; // the trail that one was on, and which of its stops, counted from 1; 0: on none
    bool presenting;
} Journal;
// From the text of the file and back; lines that make no sense are passed over. Steps are counted from 1 there.
void journal_read(Journal *out, const char *text);
void journal_print(Text *out, const Journal *journal);
void journal_clear(Journal *journal);
void journal_stop(Journal *journal, const Player *player);    // this stop is reached
void journal_answer(Journal *journal, const Player *player);  // and its question answered
// The question that went wrong most and was not asked for longest, as a step of a lesson of the course; lesson −1: of the
// exercises. False where nothing is left.
NODISCARD bool journal_again(const Journal *journal, int *lesson, int *step);

#endif
