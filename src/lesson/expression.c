// Expressions by recursive descent, one function for each level of precedence. Everything that can be wrong with a name is
// said here, with its column, before anything is computed.
#include "lesson/expression.h"

#include <stdio.h>
#include <string.h>

enum { MOST_DEEP = 60 };

typedef struct Reader {
    Arena *arena;
    const char *text, *at;
    Error *err;
    int depth;
} Reader;

// ---- pieces ----------------------------------------------------------------------------------------------------

static int place_of(const Reader *r, const char *at)
{
    int place = 1, bytes;
    for (const char *c = r->text; c < at; c += bytes) {
        utf8_next(c, &bytes);
        place++;
    }
    return place;
}

static Node *fail(Reader *r, const char *at, const char *format, ...) PRINTF_LIKE(3, 4);
static Node *fail(Reader *r, const char *at, const char *format, ...)
{
    char sentence[512];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    error_set(r->err, place_of(r, at), "%s", sentence);
    return NULL;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

static void skip(Reader *r)
{
    r->at += strspn(r->at, " \t\r\n");
}

static bool take(Reader *r, const char *sign)
{
    skip(r);
    size_t length = strlen(sign);
    if (strncmp(r->at, sign, length) != 0) return false;
    r->at += length;
    return true;
}

static size_t word_length(const char *at)
{
    size_t length = 0;
    if (is_letter(*at))
        while (is_letter(at[length]) || is_digit(at[length])) length++;
    return length;
}

static bool take_word(Reader *r, const char *word)
{
    skip(r);
    size_t length = word_length(r->at);
    if (length != strlen(word) || memcmp(r->at, word, length) != 0) return false;
    r->at += length;
    return true;
}

static Node *node_new(Reader *r, const char *at)
{
    Node *node = arena_new(r->arena, 1, sizeof *node);
    node->place = place_of(r, at);
    return node;
}

static Node *wanted(Reader *r, const char *what)
{
    int bytes;
    skip(r);
    if (!*r->at) return fail(r, r->at, "it ends where %s is wanted", what);
    if (utf8_next(r->at, &bytes) == 0xFFFD || (unsigned char)*r->at < 0x20) return fail(r, r->at, "%s is wanted here", what);
    utf8_next(r->at, &bytes);
    size_t length = word_length(r->at);
    return fail(r, r->at, "'%.*s' stands where %s is wanted", length > 24 ? 24 : length ? (int)length : bytes, r->at, what);
}

// ---- changes of the scene --------------------------------------------------------------------------------------

// How far a value reaches that is kept as it is written: to a comma or bracket that is not its own.
static size_t raw_length(const char *at)
{
    int depth = 0;
    bool quoted = false;
    const char *c = at;
    for (; *c; c++) {
        if (*c == '"') quoted = !quoted;
        if (quoted) continue;
        if (*c == '[' || *c == '(') depth++;
        if ((*c == ',' || *c == ')' || *c == ']') && depth == 0) break;
        if (*c == ']' || *c == ')') depth--;
    }
    while (c > at && (c[-1] == ' ' || c[-1] == '\t')) c--;
    return (size_t)(c - at);
}

static Node *either(Reader *r);

// key=value; [length] is the key's.
static bool change(Reader *r, Node *node, ChangeNode ***last, size_t length)
{
    bool number;
    const char *key = change_key(r->at, length, &number), *at = r->at;
    if (!key) {
        fail(r, at, "'%.*s' cannot be changed here; in, k, s, p, op, d, cin, cout, groups, batch, x, w, b and gy can", (int)(length > 24 ? 24 : length), at);
        return false;
    }
    if (!(NAME_ROWS[node->name].takes & WITH_CHANGES)) {
        fail(r, at, "%s is not of a scene, so nothing can be changed for it", NAME_ROWS[node->name].word);
        return false;
    }
    for (const ChangeNode *c = node->changes; c; c = c->next)
        if (!strcmp(c->key, key)) return fail(r, at, "%s is changed twice", key), false;
    ChangeNode *made = arena_new(r->arena, 1, sizeof *made);
    made->key = key;
    r->at += length;
    take(r, "=");
    skip(r);
    size_t raw = raw_length(r->at);
    if (raw == 0) return wanted(r, "a value") != NULL;
    if (!number || is_pair(r->at, raw)) {
        made->text = arena_print(r->arena, "%.*s", (int)raw, r->at);
        r->at += raw;
    } else if (!(made->value = either(r))) {
        return false;
    }
    **last = made, *last = &made->next;
    return true;
}

// ---- names -----------------------------------------------------------------------------------------------------

static Node *unknown(Reader *r, const char *at, size_t length)
{
    const char *words[NAMES];
    char copy[32], hint[64] = "";
    for (Name name = 0; name < NAMES; name++) words[name] = NAME_ROWS[name].word;
    snprintf(copy, sizeof copy, "%.*s", length > 24 ? 24 : (int)length, at);
    int near = length > 1 ? near_word(copy, words, NAMES) : -1;
    if (near >= 0) snprintf(hint, sizeof hint, "; did you mean %s?", words[near]);
    return fail(r, at, "there is no number named '%s'%s", copy, hint);
}

// The word of a rival or a framework, to its end.
static bool is_called(const Node *node, const Reader *r)
{
    return (NAME_ROWS[node->name].takes & (WITH_RIVAL | WITH_FRAME)) && !node->word && is_letter(*r->at);
}

static bool item(Reader *r, Node *node, ChangeNode ***last_change, Node ***last)
{
    skip(r);
    size_t length = word_length(r->at);
    const char *behind = r->at + length + strspn(r->at + length, " \t");
    if (length && behind[0] == '=' && behind[1] != '=') return change(r, node, last_change, length);
    if (is_called(node, r)) {
        size_t end = 0;
        while (is_letter(r->at[end]) || is_digit(r->at[end]) || r->at[end] == '-') end++;
        node->word = arena_print(r->arena, "%.*s", (int)end, r->at);
        r->at += end;
        return true;
    }
    Node *made = either(r);
    if (!made) return false;
    **last = made, *last = &made->next;
    node->item_count++;
    return true;
}

static bool items(Reader *r, Node *node)
{
    const char *open = r->at - 1;
    ChangeNode **last_change = &node->changes;
    Node **last = &node->items;
    do {
        if (!item(r, node, &last_change, &last)) return false;
    } while (take(r, ","));
    if (take(r, ")")) return true;
    skip(r);
    return *r->at ? wanted(r, "a comma or )") != NULL : fail(r, open, "this ( is not closed") != NULL;
}

static bool indices(Reader *r, Node *node)
{
    enum { MOST_INDICES = 4 };
    const char *open = r->at - 1;
    Node **last = &node->indices;
    do {
        Node *made = either(r);
        if (!made) return false;
        *last = made, last = &made->next;
        if (++node->index_count > MOST_INDICES) return fail(r, open, "a tensor has at most %d indices", MOST_INDICES) != NULL;
    } while (take(r, ","));
    if (take(r, "]")) return true;
    skip(r);
    return *r->at ? wanted(r, "a comma or ]") != NULL : fail(r, open, "this [ is not closed") != NULL;
}

static bool too_few(Reader *r, const char *at, const char *word, unsigned takes)
{
    if (takes & WITH_TENSOR) fail(r, at, "%s wants a tensor behind it, as in %s(y)", word, word);
    else if (takes & WITH_CELL) fail(r, at, "%s wants a cell behind it, as in %s(x[0,1])", word, word);
    else if (takes & WITH_NUMBERS) fail(r, at, "%s wants two numbers behind it, as in %s(k,s)", word, word);
    else fail(r, at, "%s wants a number behind it, as in %s(k/s)", word, word);
    return false;
}

static bool too_many(Reader *r, const char *at, const char *word, unsigned takes)
{
    if (takes & (WITH_TENSOR | WITH_CELL | WITH_NUMBER)) fail(r, at, "%s takes one thing in brackets", word);
    else if (takes & (WITH_RIVAL | WITH_FRAME)) fail(r, at, "%s takes a name in brackets, and changes as in (p=1)", word);
    else if (takes & WITH_CHANGES) fail(r, at, "%s takes nothing in brackets but changes, as in (p=1)", word);
    else fail(r, at, "%s takes nothing in brackets", word);
    return false;
}

static bool is_tensor(const Node *of, bool whole)
{
    return of->kind == NODE_NAME && (NAME_ROWS[of->name].takes & IS_TENSOR) && (of->index_count == 0) == whole;
}

// What the name takes and has, held against each other.
static bool is_whole(Reader *r, const Node *node, const char *at)
{
    const NameRow *row = &NAME_ROWS[node->name];
    const char *word = row->word;
    unsigned takes = row->takes;
    int least = takes & WITH_NUMBERS ? 2 : takes & (WITH_TENSOR | WITH_CELL | WITH_NUMBER) ? 1 : 0;
    if (node->item_count < least) return too_few(r, at, word, takes);
    if (node->item_count > least && !(takes & WITH_NUMBERS)) return too_many(r, at, word, takes);
    if (node->index_count && !(takes & WITH_INDEX)) return fail(r, at, "%s is one number: it takes no [ ]", word) != NULL;
    if (node->scene && (takes & OF_CELL) && node->name != NAME_COUNT_OF) return fail(r, at, "%s is of the cell that is asked about, and of no other scene", word) != NULL;
    if ((takes & WITH_TENSOR) && !is_tensor(node->items, true))
        return fail(r, at, "%s wants a whole tensor, as in %s(y): x, w, b, y, gx, gy, gw, C or count", word, word) != NULL;
    if ((takes & WITH_CELL) && (!is_tensor(node->items, false) || node->items->name == NAME_COUNT_OF || node->items->changes || node->items->scene))
        return fail(r, at, "%s wants a cell of this scene, as in %s(x[0,1])", word, word) != NULL;
    return true;
}

static Node *name(Reader *r)
{
    const char *at = r->at;
    size_t length = word_length(at);
    Node *node = node_new(r, at);
    node->kind = NODE_NAME;
    bool known = name_find(&node->name, at, length);
    r->at += length;
    // A point is either behind a scene, or before the h of the rows.
    size_t next = *r->at == '.' ? word_length(r->at + 1) : 0;
    bool is_h = next == 1 && r->at[1] == 'h';
    if (next && !(known && is_h)) {
        node->scene = arena_print(r->arena, "%.*s", (int)length, at);
        at = r->at + 1, length = next;
        known = name_find(&node->name, at, length);
        r->at += 1 + next;
        is_h = r->at[0] == '.' && word_length(r->at + 1) == 1 && r->at[1] == 'h';
    }
    if (!known) return unknown(r, at, length);
    if (is_h) {
        if (!(NAME_ROWS[node->name].takes & WITH_H)) return fail(r, r->at, "%s is not of an axis, so it has no .h", NAME_ROWS[node->name].word);
        node->rows = true;
        r->at += 2;
    }
    if (take(r, "(") && !items(r, node)) return NULL;
    if (take(r, "[") && !indices(r, node)) return NULL;
    return is_whole(r, node, at) ? node : NULL;
}

// ---- levels of precedence --------------------------------------------------------------------------------------

static Node *number(Reader *r)
{
    const char *at = r->at;
    Node *node = node_new(r, at);
    size_t length = strspn(at, "0123456789.");
    if ((at[length] == 'e' || at[length] == 'E') && (is_digit(at[length + 1]) || ((at[length + 1] == '-' || at[length + 1] == '+') && is_digit(at[length + 2]))))
        length += 2, length += strspn(at + length, "0123456789");
    if (is_letter(at[length]) || !number_parse(at, length, &node->number))
        return fail(r, at, "'%.*s' is no number", (int)(length > 24 ? 24 : length + (is_letter(at[length]) ? 1 : 0)), at);
    r->at += length;
    return node;
}

static Node *unary(Reader *r);

static Node *operation(Reader *r, const char *at, Operator operator, Node *left, Node *right)
{
    if (!right) return NULL;
    Node *node = node_new(r, at);
    node->kind = NODE_OPERATOR, node->operator = operator, node->left = left, node->right = right;
    return node;
}

static Node *atom(Reader *r)
{
    skip(r);
    const char *at = r->at;
    if (is_digit(*at) || (*at == '.' && is_digit(at[1]))) return number(r);
    if (take_word(r, "and") || take_word(r, "or")) return r->at = at, wanted(r, "a number or a name");
    if (is_letter(*at)) return name(r);
    if (!take(r, "(")) return wanted(r, "a number or a name");
    Node *node = either(r);
    if (!node) return NULL;
    if (take(r, ")")) return node;
    skip(r);
    return *r->at ? wanted(r, "an operator or )") : fail(r, at, "this ( is not closed");
}

static Node *power(Reader *r)
{
    Node *base = atom(r);
    if (!base) return NULL;
    skip(r);
    const char *at = r->at;
    return take(r, "^") ? operation(r, at, DO_POWER, base, unary(r)) : base;
}

// Every way down goes through here, so that this alone watches how deep it is.
static Node *unary(Reader *r)
{
    skip(r);
    const char *at = r->at;
    if (r->depth >= MOST_DEEP) return fail(r, at, "it goes too deep here; make it simpler");
    r->depth++;
    Node *node = take(r, "-") || take(r, "\xE2\x88\x92") ? operation(r, at, DO_MINUS, NULL, unary(r)) : power(r);
    r->depth--;
    return node;
}

static Node *product(Reader *r)
{
    Node *left = unary(r);
    while (left) {
        skip(r);
        const char *at = r->at;
        if (take(r, "*")) left = operation(r, at, DO_TIMES, left, unary(r));
        else if (take(r, "/")) left = operation(r, at, DO_DIVIDE, left, unary(r));
        else if (take(r, "%")) left = operation(r, at, DO_REMAINDER, left, unary(r));
        else break;
    }
    return left;
}

static Node *sum(Reader *r)
{
    Node *left = product(r);
    while (left) {
        skip(r);
        const char *at = r->at;
        if (take(r, "+")) left = operation(r, at, DO_ADD, left, product(r));
        else if (take(r, "-") || take(r, "\xE2\x88\x92")) left = operation(r, at, DO_SUBTRACT, left, product(r));
        else break;
    }
    return left;
}

static bool take_comparison(Reader *r, Operator *out)
{
    static const struct {
        const char *sign;
        Operator operator;
    } signs[] = { { "==", DO_EQUAL }, { "!=", DO_UNEQUAL }, { "<=", DO_AT_MOST }, { ">=", DO_AT_LEAST }, { "<", DO_LESS }, { ">", DO_MORE } };
    for (int i = 0; i < COUNT(signs); i++) {
        if (!take(r, signs[i].sign)) continue;
        *out = signs[i].operator;
        return true;
    }
    return false;
}

static Node *comparison(Reader *r)
{
    Node *left = sum(r);
    Operator operator, again;
    if (!left) return NULL;
    skip(r);
    const char *at = r->at;
    if (*at == '=' && at[1] != '=') return fail(r, at, "to ask whether two numbers are equal, write ==");
    if (!take_comparison(r, &operator)) return left;
    Node *node = operation(r, at, operator, left, sum(r));
    skip(r);
    at = r->at;
    if (node && take_comparison(r, &again)) return fail(r, at, "compare two at a time, as in 1 <= k and k <= 3");
    return node;
}

// `not` may stand so often that it too has to be counted.
static Node *negation(Reader *r)
{
    skip(r);
    const char *at = r->at;
    if (!take_word(r, "not")) return comparison(r);
    if (r->depth >= MOST_DEEP) return fail(r, at, "it goes too deep here; make it simpler");
    r->depth++;
    Node *node = operation(r, at, DO_NOT, NULL, negation(r));
    r->depth--;
    return node;
}

static Node *both(Reader *r)
{
    Node *left = negation(r);
    while (left) {
        skip(r);
        const char *at = r->at;
        if (!take_word(r, "and")) break;
        left = operation(r, at, DO_AND, left, negation(r));
    }
    return left;
}

static Node *either(Reader *r)
{
    Node *left = both(r);
    while (left) {
        skip(r);
        const char *at = r->at;
        if (!take_word(r, "or")) break;
        left = operation(r, at, DO_OR, left, both(r));
    }
    return left;
}

Node *expression_read(Arena *arena, const char *text, Error *err)
{
    Reader r = { .arena = arena, .text = text, .at = text, .err = err };
    if (strnlen(text, EXPRESSION_MOST + 1) > EXPRESSION_MOST) return fail(&r, text, "an expression has at most %d characters", EXPRESSION_MOST);
    skip(&r);
    if (!*r.at) return fail(&r, text, "an expression is missing");
    Node *node = either(&r);
    if (!node) return NULL;
    skip(&r);
    return *r.at ? wanted(&r, "an operator or the end") : node;
}

// ---- looking through one ---------------------------------------------------------------------------------------

void expression_each(const Node *node, void (*visit)(void *context, const Node *node), void *context)
{
    if (!node) return;
    visit(context, node);
    expression_each(node->left, visit, context);
    expression_each(node->right, visit, context);
    for (const Node *i = node->items; i; i = i->next) expression_each(i, visit, context);
    for (const Node *i = node->indices; i; i = i->next) expression_each(i, visit, context);
    for (const ChangeNode *c = node->changes; c; c = c->next) expression_each(c->value, visit, context);
}
