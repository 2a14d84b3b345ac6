// An ask block: its first setting says what the answer is given with, the others what is asked, what is right, and what
// is said to those who are wrong. Expressions stay as they are written; they are computed elsewhere.
#include "lesson/inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const ASK_WORDS[ASK_KINDS] = { "", "number", "size", "choice", "cells", "set" };

typedef struct Draft {
    const Page *page;
    Ask *ask;
    int mistakes;
} Draft;

static void wrong(Draft *draft, int line, const char *format, ...) PRINTF_LIKE(3, 4);
static void wrong(Draft *draft, int line, const char *format, ...)
{
    char sentence[640];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    page_say(draft->page, line, "%s", sentence);
    draft->mistakes++;
}

// ---- parts behind bars -----------------------------------------------------------------------------------------

// The next "| word:" of an option or a wrong answer. A bar without a word and a colon belongs to the text: typed tensors
// have bars between their channels.
static const char *next_part(const char *text, size_t *word_at, size_t *word_length)
{
    for (const char *bar = strchr(text, '|'); bar; bar = strchr(bar + 1, '|')) {
        size_t at = 1 + strspn(bar + 1, " \t"), length = strspn(bar + at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (!length || bar[at + length] != ':') continue;
        *word_at = at, *word_length = length;
        return bar;
    }
    return NULL;
}

// Cuts "TEXT | when: … | because: …". [when] is NULL where it may not stand.
static void read_parts(Draft *draft, const Setting *setting, char **text, char **when, char **because)
{
    static const char *const words[] = { "because", "when" };
    const char *from = setting->value;
    size_t at, length;
    const char *bar = next_part(from, &at, &length);
    *text = trimmed(from, bar ? (size_t)(bar - from) : strlen(from));
    while (bar) {
        char shown[MEANT_TEXT], hint[MEANT_TEXT], *word = trimmed(bar + at, length);
        const char *value = bar + at + length + 1;
        bar = next_part(value, &at, &length);
        char **part = !strcmp(word, "because") ? because : when && !strcmp(word, "when") ? when : NULL;
        if (!part)
            wrong(draft, setting->line, "a part `%s:` behind %s:; there %s%s", word_shown(shown, word), setting->key,
                  when ? "are when: and because:" : "is because:", word_meant(hint, word, words, when ? 2 : 1));
        else if (*part)
            wrong(draft, setting->line, "%s: stands twice behind %s:; once is enough", word, setting->key);
        else
            *part = trimmed(value, bar ? (size_t)(bar - value) : strlen(value));
        free(word);
    }
}

// "@padding-grows" names a confusion; anything else is what is said.
static void split_because(Draft *draft, int line, char **because, char **confusion)
{
    char shown[MEANT_TEXT], hint[MEANT_TEXT];
    if (!*because) return;
    if (!**because) {
        wrong(draft, line, "because: says nothing; write what is said to this answer, or @ and the name of a confusion");
    } else if (**because == '@') {
        char *id = trimmed(*because + 1, strlen(*because + 1));
        if (!*id || id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-")])
            wrong(draft, line, "'@%s' is no name of a confusion; it has small letters, digits and hyphens, as @op-adds-zeros", word_shown(shown, id));
        else if (!confusion_known(id, hint))
            wrong(draft, line, "there is no confusion '%s' in confusions.md%s", word_shown(shown, id), hint);
        free(*because);
        *because = NULL, *confusion = id;
    }
}

static void read_option(Draft *draft, const Setting *setting)
{
    Ask *ask = draft->ask;
    if (ask->options == ASK_MOST_OPTIONS) {
        wrong(draft, setting->line, "a choice has at most %d options", ASK_MOST_OPTIONS);
        return;
    }
    AskOption *option = &ask->option[ask->options++];
    option->line = setting->line;
    int before = draft->mistakes; // a part that is misspelled is not missing
    read_parts(draft, setting, &option->text, &option->when, &option->because);
    split_because(draft, setting->line, &option->because, &option->confusion);
    if (!*option->text) wrong(draft, setting->line, "option: has no text; write what is chosen, as in option: A row of zeros | when: op > p");
    if ((!option->when || !*option->when) && draft->mistakes == before)
        wrong(draft, setting->line, "this option does not say when it is right; write | when: and a condition behind it, as in | when: op > p");
}

static void read_wrong(Draft *draft, const Setting *setting)
{
    Ask *ask = draft->ask;
    if (ask->wrongs == ASK_MOST_WRONG) {
        wrong(draft, setting->line, "a question has at most %d wrong: lines", ASK_MOST_WRONG);
        return;
    }
    AskWrong *answer = &ask->wrong[ask->wrongs++];
    answer->line = setting->line;
    int before = draft->mistakes;
    read_parts(draft, setting, &answer->is, NULL, &answer->because);
    bool said = answer->because != NULL;
    split_because(draft, setting->line, &answer->because, &answer->confusion);
    if (!*answer->is) wrong(draft, setting->line, "wrong: has no expression; write what is answered wrongly, as in wrong: full | because: …");
    if (!said && draft->mistakes == before) wrong(draft, setting->line, "this wrong answer is not explained; write | because: and what is said to it, or @ and a confusion");
}

// ---- the first line --------------------------------------------------------------------------------------------

static void read_cells(Draft *draft, const Setting *setting)
{
    static const Role roles[] = { ROLE_X, ROLE_W, ROLE_Y, ROLE_GX, ROLE_GY, ROLE_GW, ROLE_C };
    const char *value = setting->value;
    size_t length = strcspn(value, " \t");
    char shown[MEANT_TEXT], *word = trimmed(value, length);
    const char *where = value + length + strspn(value + length, " \t");
    for (int i = 0; i < COUNT(roles); i++)
        if (equal_word(word, ROLE_WORDS[roles[i]])) draft->ask->role = roles[i];
    if (draft->ask->role == ROLE_NONE)
        wrong(draft, setting->line, "cells: begins with the tensor whose cells are clicked: x, w, y, gx, gy, gw or c; not '%s'", word_shown(shown, word));
    else if (strncmp(where, "where", 5) != 0 || !where[5 + strspn(where + 5, " \t")] || (where[5] != ' ' && where[5] != '\t' && where[5] != '('))
        wrong(draft, setting->line, "behind cells: %s stands where and a condition, as in cells: %s where row == 0", word, word);
    else draft->ask->right = trimmed(where + 5, strlen(where + 5));
    free(word);
}

static void read_right(Draft *draft, const Setting *setting)
{
    AskKind kind = draft->ask->kind;
    char shown[MEANT_TEXT];
    if (kind == ASK_CELLS) {
        read_cells(draft, setting);
    } else if (kind == ASK_CHOICE) {
        if (*setting->value) wrong(draft, setting->line, "nothing stands behind choice:, but '%s' does; each answer has a line option:", word_shown(shown, setting->value));
    } else if (!*setting->value) {
        wrong(draft, setting->line, "behind %s: stands what is right, as in %s: %s", setting->key, setting->key, kind == ASK_SET ? "even" : "out");
    } else {
        draft->ask->right = memory_text(setting->value);
    }
}

// ---- the others ------------------------------------------------------------------------------------------------

typedef enum Key { KEY_QUESTION, KEY_OPTION, KEY_WRONG, KEY_THEN, KEY_CHANGE, KEY_VARY, KEY_KEEP, KEY_PICK, KEY_TOPIC, KEY_LEVEL, KEYS } Key;
static const char *const KEY_WORDS[KEYS] = { "question", "option", "wrong", "then", "change", "vary", "keep", "pick", "topic", "level" };

static void read_change(Draft *draft, const Setting *setting)
{
    char shown[MEANT_TEXT], hint[MEANT_TEXT];
    const char *words[PARAM_COUNT];
    for (int i = 0; i < PARAM_COUNT; i++) words[i] = PARAMS[i].key;
    for (const char *from = setting->value; *from;) {
        size_t length = strcspn(from, " ,\t");
        char *word = trimmed(from, length);
        unsigned found = 0;
        for (int i = 0; i < PARAM_COUNT; i++)
            if (!strcmp(word, PARAMS[i].key) || !strcmp(word, PARAMS[i].long_name)) found = 1u << i;
        if (!found)
            wrong(draft, setting->line, "'%s' is no parameter that can be changed; there are in, k, s, p, op and d%s", word_shown(shown, word),
                  word_meant(hint, word, words, PARAM_COUNT));
        draft->ask->change |= found;
        free(word);
        from += length;
        from += strspn(from, " ,\t");
    }
}

// One line that may stand once.
static void read_once(Draft *draft, const Setting *setting, char **field)
{
    if (*field) wrong(draft, setting->line, "%s: stands twice; once is enough", setting->key);
    else if (!*setting->value) wrong(draft, setting->line, "nothing stands behind %s:", setting->key);
    else *field = memory_text(setting->value);
}

// Lines that only some kinds of question have.
static bool fits(Draft *draft, const Setting *setting, Key key)
{
    AskKind kind = draft->ask->kind;
    const char *needs = key == KEY_OPTION && kind != ASK_CHOICE ? "choice"
                      : key == KEY_PICK && kind != ASK_CELLS  ? "cells"
                      : key == KEY_CHANGE && kind != ASK_SET  ? "set" : NULL;
    if (needs) wrong(draft, setting->line, "%s: belongs to a question with %s:, and this one has %s:", setting->key, needs, ASK_WORDS[kind]);
    else if (key == KEY_WRONG && kind == ASK_CHOICE)
        wrong(draft, setting->line, "a choice has no wrong: lines; write because: behind the option that is wrong");
    else return true;
    return false;
}

static void read_setting(Draft *draft, const Setting *setting)
{
    Ask *ask = draft->ask;
    char shown[MEANT_TEXT], hint[MEANT_TEXT];
    long long level;
    Key key = KEY_QUESTION;
    while (key < KEYS && strcmp(KEY_WORDS[key], setting->key) != 0) key++;
    for (int kind = ASK_NONE + 1; kind < ASK_KINDS; kind++) {
        if (strcmp(ASK_WORDS[kind], setting->key) != 0) continue;
        wrong(draft, setting->line, "this question is answered with %s: already; %s: needs a question of its own", ASK_WORDS[ask->kind], setting->key);
        return;
    }
    if (key == KEYS) {
        wrong(draft, setting->line, "a setting `%s`%s", word_shown(shown, setting->key),
              *word_meant(hint, setting->key, KEY_WORDS, KEYS) ? hint : "; there are question, option, wrong, then, change, vary, keep and pick");
        return;
    }
    if (!fits(draft, setting, key)) return;
    switch (key) {
    case KEY_QUESTION: read_once(draft, setting, &ask->question); break;
    case KEY_OPTION: read_option(draft, setting); break;
    case KEY_WRONG: read_wrong(draft, setting); break;
    case KEY_THEN: read_once(draft, setting, &ask->then); break;
    case KEY_VARY: read_once(draft, setting, &ask->vary); break;
    case KEY_KEEP: read_once(draft, setting, &ask->keep); break;
    case KEY_TOPIC: read_once(draft, setting, &ask->topic); break;
    case KEY_CHANGE: read_change(draft, setting); break;
    case KEY_PICK:
        ask->all = !strcmp(setting->value, "all");
        if (!ask->all && strcmp(setting->value, "any") != 0)
            wrong(draft, setting->line, "pick: is all or any, not '%s'", word_shown(shown, setting->value));
        break;
    case KEY_LEVEL:
        if (number_parse_whole(setting->value, strlen(setting->value), 1, 3, &level)) ask->level = (int)level;
        else wrong(draft, setting->line, "level: is 1, 2 or 3, not '%s'", word_shown(shown, setting->value));
        break;
    case KEYS: break;
    }
}

// What is missing once all lines are read.
static void check_whole(Draft *draft, const Settings *settings, bool exercise)
{
    const Ask *ask = draft->ask;
    bool has[KEYS] = { false }; // written, well or not
    for (int i = 0; i < settings->count; i++) {
        int near = near_word(settings->at[i].key, KEY_WORDS, KEYS);
        if (near >= 0) has[near] = true;
    }
    if (!has[KEY_QUESTION]) wrong(draft, ask->line, "this block asks nothing; write a line question:");
    if (ask->kind == ASK_CHOICE && ask->options < 2)
        wrong(draft, ask->line, "a choice has two to %d lines option:; this one has %s", ASK_MOST_OPTIONS, ask->options ? "one" : "none");
    if (ask->kind == ASK_SET && !has[KEY_CHANGE])
        wrong(draft, ask->line, "this question does not say what may be moved; write a line change:, as in change: k p");
    else if (ask->kind == ASK_SET && !ask->change && !draft->mistakes)
        wrong(draft, ask->line, "nothing stands behind change:; name the parameters that may be moved, as in change: k p");
    if (ask->kind != ASK_SET && !has[KEY_VARY])
        wrong(draft, ask->line, "this question cannot be asked again; write a line vary: with what may be other, as in vary: in=2..4 k=3,5");
    if (has[KEY_KEEP] && !has[KEY_VARY]) wrong(draft, ask->line, "keep: chooses among what vary: gives, and there is no line vary:");
    if (exercise && !has[KEY_TOPIC]) wrong(draft, ask->line, "an exercise has a line topic:, as in topic: sizes");
    if (exercise && !has[KEY_LEVEL]) wrong(draft, ask->line, "an exercise has a line level:, which is 1, 2 or 3");
}

void ask_read(Ask *out, const Page *page, cmark_node *block, bool exercise)
{
    Settings settings;
    char shown[MEANT_TEXT], hint[MEANT_TEXT];
    int before = page->remarks->count;
    *out = (Ask){ 0 };
    settings_read(&settings, page, block);
    Draft draft = { page, out, page->remarks->count - before };
    const Setting *first = settings.at;
    for (int kind = ASK_NONE + 1; first && kind < ASK_KINDS; kind++)
        if (!strcmp(first->key, ASK_WORDS[kind])) out->kind = (AskKind)kind;
    out->line = first ? first->line : node_line(block);
    if (!first) {
        wrong(&draft, out->line, "this ask is empty; its first line is number:, size:, choice:, cells: or set:");
    } else if (out->kind == ASK_NONE) {
        wrong(&draft, out->line, "the first line of an ask says what the answer is given with: number:, size:, choice:, cells: or set:; not `%s:`%s",
              word_shown(shown, first->key), word_meant(hint, first->key, ASK_WORDS + 1, ASK_KINDS - 1));
    } else {
        read_right(&draft, first);
        for (int i = 1; i < settings.count; i++) read_setting(&draft, &settings.at[i]);
        check_whole(&draft, &settings, exercise);
    }
    settings_clear(&settings);
    if (draft.mistakes) ask_clear(out);
}

void ask_clear(Ask *ask)
{
    char *texts[] = { ask->question, ask->right, ask->then, ask->vary, ask->keep, ask->topic };
    for (int i = 0; i < COUNT(texts); i++) free(texts[i]);
    for (int i = 0; i < ask->options; i++)
        free(ask->option[i].text), free(ask->option[i].when), free(ask->option[i].because), free(ask->option[i].confusion);
    for (int i = 0; i < ask->wrongs; i++) free(ask->wrong[i].is), free(ask->wrong[i].because), free(ask->wrong[i].confusion);
    *ask = (Ask){ 0 };
}
