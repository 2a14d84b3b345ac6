// What somebody says to a case, read as people write numbers and judged with patience for rounding; a wrong answer is held
// against those that a known confusion leads to.
#include "lesson/case.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- reading ---------------------------------------------------------------------------------------------------

enum { MOST_TYPED = 60 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "1,638,400": commas before every three digits, and no point.
static bool is_grouped(const char *text)
{
    size_t first = strspn(text, "0123456789");
    if (first == 0 || first > 3 || text[0] == '0' || text[first] != ',') return false;
    for (const char *c = text + first; *c; c += 4)
        if (*c != ',' || !is_digit(c[1]) || !is_digit(c[2]) || !is_digit(c[3])) return false;
    return true;
}

// Without blanks at the ends, with - for U+2212 and a point for a comma.
static bool take_typed(char out[MOST_TYPED], const char *typed)
{
    size_t at = 0;
    for (const char *c = typed; *c && at + 1 < MOST_TYPED; c++) {
        if (*c == ' ' || *c == '\t' || *c == '\n' || *c == '\r') continue;
        if (!strncmp(c, "\xC2\xA0", 2)) c++;
        else if (!strncmp(c, "\xE2\x88\x92", 3)) out[at++] = '-', c += 2;
        else out[at++] = *c;
    }
    out[at] = 0;
    bool negative = out[0] == '-';
    if (is_grouped(out + negative)) {
        size_t to = 0;
        for (size_t i = 0; i <= at; i++)
            if (out[i] != ',') out[to++] = out[i];
    }
    char *comma = strchr(out, ',');
    if (comma && !strchr(comma + 1, ',')) *comma = '.';
    return strlen(typed) < MOST_TYPED;
}

static void count_digits(Answer *out, const char *text)
{
    bool point = false, begun = false;
    out->digits = out->decimals = 0;
    for (const char *c = text; *c; c++) {
        if (*c == '.') point = true;
        if (!is_digit(*c)) continue;
        begun |= *c != '0';
        out->digits += begun;
        out->decimals += point;
    }
    if (strpbrk(text, "eE")) out->digits = 0; // then exactly
}

static bool read_number(Answer *out, char *text, Error *err)
{
    double below = 1;
    size_t length = strlen(text);
    bool percent = length > 1 && text[length - 1] == '%';
    if (percent) text[--length] = 0;
    char *slash = strchr(text, '/');
    size_t above = slash ? (size_t)(slash - text) : length;
    bool ok = number_parse(text, above, &out->number) && (!slash || number_parse(slash + 1, length - above - 1, &below));
    if (!ok || !isfinite(out->number) || !isfinite(below)) return error_set(err, 0, "type a number, as in 12, 0.5, −3 or 1/3");
    if (below == 0) return error_set(err, 0, "nothing can be divided by 0");
    if (!slash) count_digits(out, text);
    out->number /= below;
    if (!percent) return true;
    out->number /= 100;
    if (out->digits) out->decimals += 2;
    return true;
}

static bool read_size(Answer *out, const char *text, bool one, Error *err)
{
    static const char *const wrong[] = { "type a size, as in 5 or 4x6: rows, then columns", "type a size, as in 5: in 1D it is one number" };
    long long side[2];
    int count = 0;
    for (const char *c = text; *c;) {
        size_t length = strspn(c, "0123456789");
        if (count == 2 || !number_parse_whole(c, length, 0, 1000000000, &side[count])) return error_set(err, 0, "%s", wrong[one]);
        count++;
        c += length;
        const char *const signs[] = { "x", "X", "×", "*", ".", "by" }; // a comma has become a point
        for (int i = 0; i < COUNT(signs) && *c; i++) {
            if (strncmp(c, signs[i], strlen(signs[i])) != 0) continue;
            c += strlen(signs[i]);
            if (!*c) return error_set(err, 0, "%s", wrong[one]);
            break;
        }
    }
    if (count == 0 || (one && count == 2)) return error_set(err, 0, "%s", wrong[one]);
    out->size[1] = (int)side[count - 1], out->size[0] = one ? 1 : (int)side[0];
    return true;
}

bool answer_read(Answer *out, const Case *c, const char *typed, Error *err)
{
    char text[MOST_TYPED];
    *out = (Answer){ 0 };
    if (!take_typed(text, typed)) return error_set(err, 0, "that is too long for an answer");
    switch (c->ask->kind) {
    case ASK_NUMBER: return read_number(out, text, err);
    case ASK_SIZE: {
        size_t length = strlen(text);
        bool brackets = length > 2 && text[0] == '(' && text[length - 1] == ')';
        if (brackets) text[length - 1] = 0;
        return read_size(out, text + brackets, c->after.spec.dims == 1, err);
    }
    case ASK_CHOICE:
        out->option = (text[0] | 0x20) - 'a';
        if (text[0] && !text[1] && out->option >= 0 && out->option < c->ask->options) return true;
        return error_set(err, 0, "choose one, A to %c", 'A' + c->ask->options - 1);
    case ASK_CELLS: return error_set(err, 0, "click in the picture");
    default: return error_set(err, 0, "move the sliders");
    }
}

// ---- judging ---------------------------------------------------------------------------------------------------

// The value itself, or what it is when it is rounded to the decimals that were typed, where two digits or more are given.
static bool number_is(const Answer *answer, double value)
{
    if (same_value(answer->number, value)) return true;
    Answer as_typed = *answer;
    if (as_typed.digits == 0) {
        char text[NUMBER_TEXT];
        if (answer->number == floor(answer->number)) snprintf(text, sizeof text, "%.0f", answer->number);
        else number_print_double(text, answer->number);
        count_digits(&as_typed, text);
    }
    return as_typed.digits >= 2 && fabs(answer->number - value) <= 0.5 * pow(10, -as_typed.decimals) * (1 + 1e-9);
}

static bool same_cells(const Answer *answer, const Cell *cells, int count)
{
    for (int i = 0; i < count; i++)
        if (!cells_have(answer->cells, answer->cell_count, cells[i])) return false;
    for (int i = 0; i < answer->cell_count; i++)
        if (!cells_have(cells, count, answer->cells[i])) return false;
    return true;
}

static bool picks(const Answer *answer, const Cell *cells, int count, bool all)
{
    if (answer->cell_count < 1) return false;
    if (all) return same_cells(answer, cells, count);
    for (int i = 0; i < answer->cell_count; i++)
        if (!cells_have(cells, count, answer->cells[i])) return false;
    return true;
}

static bool condition_holds(const Scene *scene, const Lesson *lesson, const char *condition)
{
    Study *study = study_new(scene, lesson);
    double value;
    bool ok = study_value(&value, study, condition, false, NULL) && holds(value);
    study_free(study);
    return ok;
}

static bool is_right(const Case *c, const Answer *answer)
{
    switch (c->ask->kind) {
    case ASK_NUMBER: return number_is(answer, c->right);
    case ASK_SIZE: return answer->size[0] == c->right_size[0] && answer->size[1] == c->right_size[1];
    case ASK_CHOICE: return answer->option == c->right_option;
    case ASK_CELLS: return picks(answer, c->cells, c->cell_count, c->ask->all);
    case ASK_SET: return answer->scene && only_changed(answer->scene, &c->before, c->ask->change) && condition_holds(answer->scene, c->lesson, c->ask->right);
    default: return false;
    }
}

// Whether this is the answer that a known confusion leads to.
static bool is_wrong(const Case *c, const Answer *answer, const AskWrong *wrong, Study *study)
{
    double value;
    int size[2], count;
    bool ok = false;
    switch (c->ask->kind) {
    case ASK_NUMBER: return study_value(&value, study, wrong->is, false, NULL) && number_is(answer, value);
    case ASK_SIZE: return size_value(size, study, wrong->is, NULL) && size[0] == answer->size[0] && size[1] == answer->size[1];
    case ASK_SET: return answer->scene && condition_holds(answer->scene, c->lesson, wrong->is);
    case ASK_CELLS: {
        Cell *cells = cells_where(&count, study, c->ask->role, wrong->is, NULL);
        ok = cells && picks(answer, cells, count, c->ask->all);
        free(cells);
        return ok;
    }
    default: return false;
    }
}

static void say_because(Judgement *out, Study *study, const char *because, const char *confusion)
{
    Text text = { 0 };
    out->confusion = confusion ? confusion_find(confusion) : NULL;
    if (!because && out->confusion) because = out->confusion->words;
    if (!because) return;
    if (!study_fill(&text, study, because, NULL)) {
        text_clear(&text);
        text_put(&text, because);
    }
    out->because = memory_text(text_or_empty(&text));
    text_clear(&text);
}

static void say_untouched(Judgement *out, const Case *c)
{
    Text text = { 0 };
    text_put(&text, "Only ");
    change_say(&text, c->ask->change);
    text_put(&text, " may be moved here; put the rest back as it was.");
    out->because = memory_text(text.data);
    text_clear(&text);
}

void case_judge(Judgement *out, const Case *c, const Answer *answer)
{
    *out = (Judgement){ 0 };
    if (answer->unknown) return;
    out->right = is_right(c, answer);
    if (out->right) return;
    const Ask *ask = c->ask;
    bool setting = ask->kind == ASK_SET && answer->scene;
    Study *study = study_new(setting ? answer->scene : &c->after, c->lesson);
    if (setting && !only_changed(answer->scene, &c->before, ask->change)) {
        say_untouched(out, c);
    } else if (ask->kind == ASK_CHOICE && answer->option >= 0 && answer->option < ask->options) {
        say_because(out, study, ask->option[answer->option].because, ask->option[answer->option].confusion);
    } else {
        int at = 0;
        while (at < ask->wrongs && !is_wrong(c, answer, &ask->wrong[at], study)) at++;
        if (at < ask->wrongs) say_because(out, study, ask->wrong[at].because, ask->wrong[at].confusion);
    }
    study_free(study);
}

void judgement_clear(Judgement *judgement)
{
    free(judgement->because);
    *judgement = (Judgement){ 0 };
}
