// Python's values by recursive descent, as much of them as stands in the call of a layer. The reader is strict about
// brackets and commas, for those it can point at, and patient with all that it need not understand.
#include "explain/expression.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_DEEP = 60, MOST_NUMBER = 64 };

typedef struct Reader {
    Arena *arena;
    const char *text, *at;
    Error *err;
    int depth;
    bool comma; // one stands before the bracket that was closed last
} Reader;

static int place_of(const char *text, const char *at)
{
    int place = 1, bytes;
    while (text < at) {
        utf8_next(text, &bytes);
        text += bytes;
        place++;
    }
    return place;
}

bool expr_fail(Error *err, const char *text, const char *at, const char *format, ...)
{
    char sentence[sizeof err->text];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    // Pieces of the text stand in the sentence: what is no character is shown as one.
    int bytes;
    for (char *c = sentence; *c; c += bytes)
        if (utf8_next(c, &bytes) == 0xFFFD && bytes == 1) *c = '?';
    return error_set(err, place_of(text, at), "%s", sentence);
}

bool expr_is_unknown(const Expr *e)
{
    return e->kind == EXPR_WORD || e->kind == EXPR_OTHER || e->kind == EXPR_CALL;
}

// ---- letters ---------------------------------------------------------------------------------------------------

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

const char *expr_skip(const char *at)
{
    for (;;) {
        if (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r' || *at == '\f') at++;
        else if (*at == '\\' && (at[1] == '\n' || at[1] == '\r')) at += 2;
        else if (!strncmp(at, "\xC2\xA0", 2)) at += 2; // the blank that web pages put into code
        else if (*at == '#') at += strcspn(at, "\n");
        else return at;
    }
}

size_t expr_name(const char *at)
{
    size_t length = 0;
    while (begins_name(at[length])) {
        while (begins_name(at[length]) || is_digit(at[length])) length++;
        if (at[length] != '.' || !begins_name(at[length + 1])) break;
        length++;
    }
    return length;
}

size_t expr_string(const char *at)
{
    char quote = *at;
    if (quote != '"' && quote != '\'') return 0;
    if (at[1] == quote && at[2] == quote) {
        const char mark[] = { quote, quote, quote, 0 }, *end = strstr(at + 3, mark);
        return end ? (size_t)(end - at) + 3 : 0;
    }
    for (size_t i = 1; at[i] && at[i] != '\n'; i++) {
        if (at[i] == '\\' && at[i + 1]) i++;
        else if (at[i] == quote) return i + 1;
    }
    return 0;
}

// ---- values ----------------------------------------------------------------------------------------------------

static Expr *value(Reader *r);

static Expr *expr_new(Reader *r, ExprKind kind)
{
    Expr *e = arena_new(r->arena, 1, sizeof *e);
    e->kind = kind, e->at = r->at;
    return e;
}

static const char *keep(Reader *r, const char *from, size_t length)
{
    return arena_print(r->arena, "%.*s", (int)length, from);
}

static bool refuse(Reader *r, const char *at, const char *wanted)
{
    int bytes;
    utf8_next(at, &bytes);
    uint32_t code = utf8_next(at, &bytes);
    if (!*at) return expr_fail(r->err, r->text, at, "the text ends here, where %s was expected", wanted);
    if (code < 0x20 || code == 0x7F || code == 0xFFFD)
        return expr_fail(r->err, r->text, at, "a character that cannot be shown stands here; %s was expected", wanted);
    // A number or a name is named whole.
    enum { SHOWN = 24 };
    int length = (int)strspn(at, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    return expr_fail(r->err, r->text, at, "'%.*s' stands here; %s was expected", length > SHOWN ? SHOWN : length ? length : bytes, at, wanted);
}

// Digits with _ between them, a fraction, a power of ten.
static Expr *number(Reader *r)
{
    Expr *e = expr_new(r, EXPR_NUMBER);
    char digits[MOST_NUMBER];
    size_t n = 0;
    const char *c = r->at;
    for (; n + 1 < sizeof digits; c++) {
        bool power = *c == 'e' || *c == 'E'; // never the first, which is a digit or a point
        bool sign = (*c == '-' || *c == '+') && (c[-1] == 'e' || c[-1] == 'E');
        if (*c == '_' && is_digit(c[1])) continue;
        if (!is_digit(*c) && *c != '.' && !power && !sign) break;
        digits[n++] = *c;
    }
    digits[n] = 0;
    bool bare = digits[n - 1] == '.'; // 2. is 2
    if (begins_name(*c) || !number_parse(digits, bare ? n - 1 : n, &e->number)) {
        while (begins_name(*c) || is_digit(*c)) c++;
        int shown = c - r->at < MOST_NUMBER ? (int)(c - r->at) : MOST_NUMBER; // ASCII
        expr_fail(r->err, r->text, r->at, "%.*s is no number that can be read; write it in decimal digits", shown, r->at);
        return NULL;
    }
    r->at = e->end = c;
    return e;
}

// What stands between brackets: items, or the arguments of a call. [open] is the bracket, for the message.
static bool items(Reader *r, Expr *into, char close, bool call)
{
    const char *open = r->at++;
    Expr **last = &into->first;
    for (bool comma = false;;) {
        r->at = expr_skip(r->at);
        if (*r->at == close) {
            into->end = ++r->at, r->comma = comma;
            return true;
        }
        if (!*r->at) return expr_fail(r->err, r->text, open, "this '%c' is not closed; a '%c' is missing", *open, close);
        const char *keyword = NULL, *keyword_at = r->at;
        if (call && r->at[0] == '*') r->at += strspn(r->at, "*"); // *more, **options
        size_t length = call ? expr_name(r->at) : 0;
        const char *behind = expr_skip(r->at + length);
        if (length && *behind == '=' && behind[1] != '=') keyword = keep(r, r->at, length), r->at = behind + 1;
        Expr *item = value(r);
        if (!item) return false;
        item->keyword = keyword, item->keyword_at = keyword_at;
        if (keyword_at[0] == '*') item->kind = EXPR_OTHER;
        *last = item, last = &item->next;
        into->count++;
        r->at = expr_skip(r->at);
        comma = *r->at == ',';
        if (comma) r->at++;
        else if (!*r->at) return expr_fail(r->err, r->text, open, "this '%c' is not closed; a '%c' is missing", *open, close);
        else if (*r->at != close) return refuse(r, r->at, close == ')' ? "a comma or )" : "a comma or ]");
    }
}

static Expr *name(Reader *r)
{
    size_t length = expr_name(r->at);
    size_t quoted = length <= 2 ? expr_string(r->at + length) : 0; // r"…", f"…"
    if (quoted) {
        Expr *e = expr_new(r, EXPR_OTHER);
        r->at = e->end = r->at + length + quoted;
        return e;
    }
    Expr *e = expr_new(r, EXPR_WORD);
    e->word = keep(r, r->at, length);
    r->at = e->end = r->at + length;
    return e;
}

static Expr *string(Reader *r)
{
    size_t length = expr_string(r->at);
    if (!length) {
        expr_fail(r->err, r->text, r->at, "this quote is not closed; a %c is missing", *r->at);
        return NULL;
    }
    Expr *e = expr_new(r, EXPR_TEXT);
    e->word = keep(r, r->at + 1, length - 2);
    r->at = e->end = r->at + length;
    return e;
}

static Expr *atom(Reader *r)
{
    r->at = expr_skip(r->at);
    char c = *r->at;
    if (c == '-' || c == '+' || !strncmp(r->at, "\xE2\x88\x92", 3)) {
        const char *at = r->at;
        r->at += c == '-' || c == '+' ? 1 : 3;
        if (r->depth >= MOST_DEEP) {
            expr_fail(r->err, r->text, at, "the signs go too deep here");
            return NULL;
        }
        r->depth++;
        Expr *e = atom(r);
        r->depth--;
        if (!e) return NULL;
        if (e->kind == EXPR_NUMBER) e->number = c == '+' ? e->number : -e->number;
        else e->kind = EXPR_OTHER;
        e->at = at;
        return e;
    }
    if (is_digit(c) || (c == '.' && is_digit(r->at[1]))) return number(r);
    if (c == '"' || c == '\'') return string(r);
    if (begins_name(c)) return name(r);
    if (c == '(' || c == '[' || c == '{') {
        Expr *e = expr_new(r, EXPR_LIST);
        const char *open = r->at;
        if (!items(r, e, c == '(' ? ')' : c == '[' ? ']' : '}', false)) return NULL;
        if (c == '(' && e->count == 1 && !r->comma) { // (3) is 3, (3,) a tuple
            e->first->at = open, e->first->end = r->at;
            return e->first;
        }
        if (c == '{') e->kind = EXPR_OTHER;
        return e;
    }
    refuse(r, r->at, "a number, a name or a bracket");
    return NULL;
}

// Calls and indices behind a value.
static Expr *with_trailers(Reader *r)
{
    Expr *e = atom(r);
    while (e) {
        const char *behind = r->at;
        while (*behind == ' ' || *behind == '\t') behind++;
        if (*behind == '(') {
            e->kind = e->kind == EXPR_WORD ? EXPR_CALL : EXPR_OTHER;
            e->first = NULL, e->count = 0;
            r->at = behind;
            if (!items(r, e, ')', true)) return NULL;
        } else if (*behind == '[' && e->kind != EXPR_NUMBER) {
            Expr inside = { 0 };
            r->at = behind;
            if (!items(r, &inside, ']', false)) return NULL;
            e->kind = EXPR_OTHER, e->end = r->at;
        } else if (*behind == '.' && begins_name(behind[1])) { // f(x).shape
            r->at = behind + 1;
            r->at += expr_name(r->at);
            e->kind = EXPR_OTHER, e->end = r->at;
        } else {
            return e;
        }
    }
    return NULL;
}

// ---- sums and products -----------------------------------------------------------------------------------------

typedef struct Operator {
    const char *sign;
    int binds; // the higher, the tighter
} Operator;
// What is longer stands before what begins it.
static const Operator OPERATORS[] = { { "**", 3 }, { "//", 2 }, { "*", 2 }, { "/", 2 }, { "%", 2 }, { "+", 1 }, { "-", 1 } };

static const Operator *operator_at(const char *at)
{
    for (int i = 0; i < COUNT(OPERATORS); i++)
        if (!strncmp(at, OPERATORS[i].sign, strlen(OPERATORS[i].sign))) return &OPERATORS[i];
    return NULL;
}

// False where there is no such number.
static bool count_up(const char *sign, double a, double b, double *out)
{
    bool divides = strchr("/%", sign[0]) != NULL;
    if (divides && b == 0) return false;
    *out = !strcmp(sign, "**") ? pow(a, b) : !strcmp(sign, "//") ? floor(a / b) : sign[0] == '*' ? a * b
         : sign[0] == '/' ? a / b : sign[0] == '%' ? a - b * floor(a / b) : sign[0] == '+' ? a + b : a - b;
    return isfinite(*out);
}

static Expr *sum(Reader *r, int least)
{
    Expr *left = with_trailers(r);
    while (left) {
        const char *at = expr_skip(r->at);
        const Operator *op = operator_at(at);
        if (!op || op->binds < least) return left;
        r->at = at + strlen(op->sign);
        if (r->depth >= MOST_DEEP) {
            expr_fail(r->err, r->text, at, "the powers go too deep here");
            return NULL;
        }
        r->depth++;
        Expr *right = sum(r, op->binds == 3 ? op->binds : op->binds + 1); // powers begin at the right
        r->depth--;
        if (!right) return NULL;
        bool known = left->kind == EXPR_NUMBER && right->kind == EXPR_NUMBER &&
                     count_up(op->sign, left->number, right->number, &left->number);
        if (!known) left->kind = EXPR_OTHER;
        left->end = right->end;
    }
    return NULL;
}

// What Python knows besides (lambda, if … else, comparisons, a dictionary's colon) has no value here: it is passed over
// up to the next comma or closing bracket.
static void pass_over(Reader *r)
{
    int open = 0;
    for (;;) {
        const char *c = r->at = expr_skip(r->at);
        size_t quoted = expr_string(c);
        if (!*c || (!open && (*c == ',' || *c == ')' || *c == ']' || *c == '}'))) return;
        if (*c == '(' || *c == '[' || *c == '{') open++;
        if (*c == ')' || *c == ']' || *c == '}') open--;
        r->at = c + (quoted ? quoted : 1);
    }
}

static bool goes_on(const char *at)
{
    static const char *const words[] = { "if", "else", "for", "in", "is", "and", "or", "not" };
    size_t length = expr_name(at);
    for (int i = 0; i < COUNT(words); i++)
        if (strlen(words[i]) == length && !strncmp(at, words[i], length)) return true;
    return *at == ':' || *at == '<' || *at == '>' || !strncmp(at, "==", 2) || !strncmp(at, "!=", 2);
}

static Expr *value(Reader *r)
{
    r->at = expr_skip(r->at);
    if (r->depth >= MOST_DEEP) {
        expr_fail(r->err, r->text, r->at, "the brackets go too deep here; at most %d may be open", MOST_DEEP);
        return NULL;
    }
    r->depth++;
    bool lambda = expr_name(r->at) == 6 && !strncmp(r->at, "lambda", 6);
    Expr *e = lambda ? expr_new(r, EXPR_OTHER) : sum(r, 1);
    if (e && (lambda || goes_on(expr_skip(r->at)))) {
        pass_over(r);
        e->kind = EXPR_OTHER, e->end = r->at;
    }
    r->depth--;
    return e;
}

Expr *expr_call(Arena *arena, const char *text, const char *from, Error *err)
{
    Reader r = { .arena = arena, .text = text, .at = from, .err = err };
    Expr *call = name(&r);
    r.at = expr_skip(r.at);
    call->kind = EXPR_CALL;
    return items(&r, call, ')', true) ? call : NULL;
}
