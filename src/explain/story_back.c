// What can be said of a cell of the backward pass: what comes back to an input and through which weights, where the
// blame on an output goes, and what a weight's gradient is summed from. The same terms as forward, told the other way.
#include "explain/symbol.h"

#include <math.h>
#include <string.h>

typedef struct BackTale {
    Story *story;
    const Work *work;
    const Spec *spec;
    Cell cell;
    Walk walk;
    long long steps;
    bool symbolic;
    int decimals; // of products and sums
    long long terms, inside, done, added;
    double sum, parts; // of the products that are done, and of their sizes
} BackTale;

static Cell gradient_at(Cell cell, Role role)
{
    cell.role = role;
    return cell;
}

// The two factors of a term on its way back: gy with w, or for a weight x with gy.
static void factors(const BackTale *t, const Term *term, Cell *a, Cell *b)
{
    Cell gy = gradient_at(term->y, ROLE_GY);
    *a = t->cell.role == ROLE_GW ? term->x : gy;
    *b = t->cell.role == ROLE_GW ? gy : term->w;
}

static void put_factors(Text *out, const BackTale *t, Cell a, Cell b, bool named)
{
    char left[NUMBER_TEXT], right[NUMBER_TEXT];
    if (named) {
        name_print(left, t->spec, a);
        name_print(right, t->spec, b);
    } else {
        symbol_of(left, t->work, a, NUMBER_EXACT);
        symbol_of(right, t->work, b, NUMBER_EXACT);
    }
    put_times(out, left, right);
}

// A product in the line or lines of symbols; a sum of letters is told as a whole, at the end.
static void put_symbols(BackTale *t, const Term *term, Cell a, Cell b, const char *to)
{
    Text *symbols = &t->story->symbols;
    bool spread = t->cell.role == ROLE_GY;
    if (t->symbolic && !spread) return;
    if (t->inside > 1) text_put(symbols, spread ? "\n" : " + ");
    if (t->symbolic) symbols_of_product(symbols, t->work, ROLE_GX, term);
    else put_factors(symbols, t, a, b, true);
    if (spread) text_print(symbols, " → %s", to);
}

static bool tell_back(void *context, const Term *term)
{
    BackTale *t = context;
    Text *numbers = &t->story->numbers;
    t->terms++;
    if (!term->inside) return true; // nothing comes back from what was cut off, or goes back into padding
    Cell a, b;
    factors(t, term, &a, &b);
    long long step = timeline_of(t->spec, t->walk, term);
    bool done = step < t->steps, spread = t->cell.role == ROLE_GY;
    t->done += done;
    char to[NUMBER_TEXT] = "";
    if (spread) name_print(to, t->spec, gradient_at(term->x, ROLE_GX));
    if (t->inside++ < MOST_TERMS) put_symbols(t, term, a, b, to);
    if (!done) return true;
    double product = (double)work_value(t->work, a) * (double)work_value(t->work, b);
    bool first = t->added == 0;
    t->sum += product, t->parts += fabs(product);
    if (t->symbolic || t->added++ >= MOST_TERMS) return true;
    if (!first) text_put(numbers, "\n");
    put_factors(numbers, t, a, b, false);
    put_product_equals(numbers, t->work, a, b, t->decimals);
    if (spread) text_print(numbers, " → %s", to);
    else if (!first) put_number(numbers, t->decimals, " → ", without_dust(t->sum, t->parts));
    return true;
}

static void end_back(BackTale *t)
{
    Text *symbols = &t->story->symbols, *numbers = &t->story->numbers;
    bool spread = t->cell.role == ROLE_GY;
    if (t->symbolic && !spread) {
        tell_letters(t->story, t->work, t->cell, t->walk, t->steps, t->done == t->inside);
        return;
    }
    if (t->inside > MOST_TERMS) text_print(symbols, spread ? "\n… and %lld more" : " + … and %lld more", t->inside - MOST_TERMS);
    if (!spread && !t->inside) text_put(symbols, "0");
    if (t->symbolic) return;
    if (t->added > MOST_TERMS) text_print(numbers, "\n… and %lld more", t->added - MOST_TERMS);
    if (spread) return;
    bool whole = t->done == t->inside;
    if (!whole && !numbers->length) return;
    if (numbers->length) text_put(numbers, "\n");
    if (whole) put_equals(numbers, t->decimals, t->sum, t->parts);
    else put_number(numbers, t->decimals, "so far ", without_dust(t->sum, t->parts));
}

// ---- words -----------------------------------------------------------------------------------------------------

static void say_comes_back(BackTale *t)
{
    Text *out = &t->story->words;
    bool transposed = t->spec->transposed;
    long long cut = t->terms - t->inside;
    if (t->inside == 0) {
        text_put(out, t->terms ? "Padding cuts off all that this input writes: no gradient comes back, it stays 0."
                               : "No window reads this input: no gradient comes back, it stays 0.");
        return;
    }
    if (t->inside == 1)
        text_put(out, transposed ? "The ∂L/∂y of the one output that this input writes, times the same weight."
                                 : "The ∂L/∂y of the one output that reads this input, times the same weight.");
    else
        text_print(out, transposed ? "The sum of ∂L/∂y under the same %lld weights, each times its weight."
                                   : "The sum of ∂L/∂y of the %lld outputs that read this input, each times the same weight.", t->inside);
    if (cut) text_print(out, " Nothing comes back from the %lld that padding cuts off.", cut);
}

static void say_goes_back(BackTale *t)
{
    Text *out = &t->story->words;
    text_put(out, "How much L grows when this output grows by 1. It is given: change it as you like.");
    if (t->inside == 0) text_put(out, " No input reaches this output, so nothing goes back from here.");
    else if (t->inside == 1) text_put(out, " It goes back to the one input that reached this output, through the same weight.");
    else text_print(out, " It goes back through the %lld weights that made this output, to the inputs they came with.", t->inside);
}

static void say_shared(BackTale *t)
{
    Text *out = &t->story->words;
    long long lost = t->terms - t->inside;
    if (t->inside == 0) {
        text_put(out, "Every use of this weight is cut off or lies in the padding: its gradient stays 0.");
        return;
    }
    if (t->inside == 1) text_put(out, "The weight is used once: input times ∂L/∂y there.");
    else text_print(out, "The weight is used %lld times: the sum of input times ∂L/∂y over all of them.", t->inside);
    if (lost) text_print(out, t->spec->transposed ? " %lld more %s cut off and add%s nothing." : " %lld more %s in the padding and add%s nothing.",
                         lost, t->spec->transposed ? (lost == 1 ? "is" : "are") : (lost == 1 ? "lies" : "lie"), lost == 1 ? "s" : "");
}

static void say_steps(BackTale *t)
{
    Text *out = &t->story->words;
    if (t->done == t->inside) return;
    if (t->done == 0) text_put(out, t->inside == 1 ? " This product is not done yet." : " None of these products is done yet.");
    else text_print(out, " So far %lld of %lld products %s done.", t->done, t->inside, t->done == 1 ? "is" : "are");
}

static void title_back(BackTale *t)
{
    Text *out = &t->story->title;
    char name[NUMBER_TEXT];
    switch (t->cell.role) {
    case ROLE_GX: text_put(out, "gradient of x"); break;
    case ROLE_GY: text_put(out, "gradient of y"); break;
    default: // the weight's own name: k₅, as everywhere
        name_print(name, t->spec, gradient_at(t->cell, ROLE_W));
        text_print(out, "gradient of weight %s", name);
    }
    put_where(out, t->spec, t->cell);
}

void story_back(Story *story, const Work *work, Cell cell, Walk walk, long long steps)
{
    const Spec *spec = &work->scene.spec;
    Role onto = cell.role == ROLE_GW ? ROLE_GW : ROLE_GX;
    BackTale t = { .story = story, .work = work, .spec = spec, .cell = cell, .walk = walk,
                   .steps = steps == STEP_END ? timeline_count(spec, walk) : steps,
                   .symbolic = back_is_symbolic(work, onto), .decimals = NUMBER_TOLD };
    title_back(&t);
    if (cell.role != ROLE_GY && !t.symbolic) {
        char name[NUMBER_TEXT];
        name_print(name, spec, cell);
        text_print(&story->symbols, "%s = ", name);
    }
    terms_each(spec, cell, tell_back, &t);
    end_back(&t);
    (cell.role == ROLE_GX ? say_comes_back : cell.role == ROLE_GY ? say_goes_back : say_shared)(&t);
    say_steps(&t);
    story_python(story, work, cell);
}
