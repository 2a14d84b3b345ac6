// What can be said of one cell at one moment, in plain words, in symbols and in numbers. Every count in a sentence is
// a count of the cell's terms, so no sentence can disagree with the picture.
#include "explain/symbol.h"

#include <math.h>
#include <string.h>

typedef struct Tale {
    Story *story;
    const Work *work;
    const Spec *spec;
    Cell cell;
    Walk walk;
    long long steps;
    int x_decimals, w_decimals, decimals; // the last for products and sums
    bool symbolic;
    long long terms, inside; // met so far
    long long doable, done;  // those that this walk does at some step, and has done
    long long listed, added;       // lines of symbols and of numbers
    double sum, parts; // of the products that are done, and of their sizes
    Cell named; // the weight of the first term that is listed
} Tale;

// ---- title -----------------------------------------------------------------------------------------------------

static void put_index(Text *out, int index)
{
    text_print(out, index < 0 ? "−%d" : "%d", index < 0 ? -index : index);
}

static void put_place(Text *out, const Spec *spec, Cell cell)
{
    text_put(out, " (");
    if (spec->dims == 2) {
        put_index(out, cell.at[2]);
        text_put(out, ", ");
    }
    put_index(out, cell.at[3]);
    text_put(out, ")");
}

static void put_weight_channels(Text *out, const Spec *spec, Cell cell)
{
    int narrow_of_group = (spec->transposed ? spec->in_channels : spec->out_channels) / spec->groups;
    int wide_of_group = (spec->transposed ? spec->out_channels : spec->in_channels) / spec->groups;
    int narrow = cell.at[0], wide = cell.at[0] / narrow_of_group * wide_of_group + cell.at[1];
    if (spec->in_channels > 1) text_print(out, ", input channel %d", spec->transposed ? narrow : wide);
    if (spec->out_channels > 1) text_print(out, ", output channel %d", spec->transposed ? wide : narrow);
}

void put_where(Text *out, const Spec *spec, Cell cell)
{
    put_place(out, spec, cell);
    bool of_w = cell.role == ROLE_W || cell.role == ROLE_GW, of_x = cell.role == ROLE_X || cell.role == ROLE_GX;
    if (of_w) {
        put_weight_channels(out, spec, cell);
        return;
    }
    if ((of_x ? spec->in_channels : spec->out_channels) > 1) text_print(out, ", channel %d", cell.at[1]);
    if (spec->batch > 1) text_print(out, ", sample %d", cell.at[0]);
}

static void tell_title(Tale *t)
{
    Text *out = &t->story->title;
    const Spec *spec = t->spec;
    Cell cell = t->cell;
    char name[NUMBER_TEXT];
    name_print(name, spec, cell);
    bool inside = cell_inside(spec, cell);
    switch (cell.role) {
    case ROLE_B: text_print(out, "bias %s", name); return;
    case ROLE_C: text_print(out, "entry of C: row %d, column %d", cell.at[0], cell.at[1]); return;
    case ROLE_W: text_print(out, "weight %s", name); break;
    case ROLE_X: text_put(out, inside ? "input x" : "padding cell"); break;
    default: text_put(out, inside ? "output y" : "cut cell"); break;
    }
    put_where(out, spec, cell);
}

// ---- terms: symbols and numbers --------------------------------------------------------------------------------

static bool lists_terms(const Tale *t, const Term *term)
{
    return t->spec->transposed || term->inside; // what lies in a convolution's padding is no value
}

void put_times(Text *out, const char *a, const char *b)
{
    bool negative = !strncmp(b, "−", 3);
    text_print(out, negative ? "%s·(%s)" : "%s·%s", a, b);
}

// "x₀₁·k₅", as numbers "2·6", or where sources are letters "a·k₅".
static void put_product(Text *out, const Tale *t, const Term *term, bool named)
{
    char x[NUMBER_TEXT], w[NUMBER_TEXT];
    if (t->symbolic) {
        symbols_of_term(out, t->work, term);
        return;
    }
    if (named) {
        name_print(x, t->spec, term->x);
        name_print(w, t->spec, term->w);
    } else {
        symbol_of(x, t->work, term->x, t->x_decimals);
        symbol_of(w, t->work, term->w, t->w_decimals);
    }
    put_times(out, x, w);
}

void put_number(Text *out, int decimals, const char *before, double value)
{
    char text[NUMBER_TEXT];
    number_show(text, value, decimals);
    text_print(out, "%s%s", before, text);
}

double without_dust(double sum, double parts)
{
    return isfinite(parts) && fabs(sum) <= 0x1p-22 * parts ? 0 : sum;
}

void put_equals(Text *out, int decimals, double value, double parts)
{
    char text[NUMBER_TEXT];
    number_show(text, without_dust(value, parts), decimals);
    text_print(out, "%s %s", equals_sign(number_is_shown(text, value, parts)), text);
}

void put_product_equals(Text *out, const Work *work, Cell a, Cell b, int decimals)
{
    double product = (double)work_value(work, a) * (double)work_value(work, b);
    text_put(out, " ");
    put_equals(out, decimals, product, fabs(product));
}

static void put_value(Text *out, const Tale *t, const char *before, double value)
{
    put_number(out, t->decimals, before, value);
}

// "2·3 = 6"
static void put_equation(Text *out, const Tale *t, const Term *term)
{
    put_product(out, t, term, false);
    put_product_equals(out, t->work, term->x, term->w, t->decimals);
}

// A term of y: one more summand in one line of symbols, one more line of numbers.
static void tell_summand(Tale *t, const Term *term, bool done)
{
    if (t->listed == 0) t->named = term->w;
    if (t->listed++ < MOST_TERMS && !t->symbolic) {
        if (t->listed > 1) text_put(&t->story->symbols, " + ");
        put_product(&t->story->symbols, t, term, true);
    }
    if (!done) return;
    double product = (double)work_value(t->work, term->x) * (double)work_value(t->work, term->w);
    t->sum += product, t->parts += fabs(product);
    if (t->symbolic || t->added++ >= MOST_TERMS) return;
    Text *out = &t->story->numbers;
    bool first = out->length == 0;
    if (!first) text_put(out, "\n");
    put_equation(out, t, term);
    if (!first) put_value(out, t, " → ", without_dust(t->sum, t->parts));
}

// A term of x or w: one line each, with where it goes.
static void tell_line(Tale *t, const Term *term, bool done)
{
    char y[NUMBER_TEXT];
    name_print(y, t->spec, term->y);
    const char *cut = term->inside ? "" : " (cut)";
    if (t->listed == 0) t->named = term->w;
    if (t->listed++ < MOST_TERMS) {
        if (t->listed > 1) text_put(&t->story->symbols, "\n");
        put_product(&t->story->symbols, t, term, true);
        text_print(&t->story->symbols, " → %s%s", y, cut);
    }
    if (!done || t->symbolic || t->added++ >= MOST_TERMS) return;
    Text *out = &t->story->numbers;
    if (out->length) text_put(out, "\n");
    put_equation(out, t, term);
    text_print(out, " → %s%s", y, cut);
}

static bool tell_term(void *context, const Term *term)
{
    Tale *t = context;
    t->terms++;
    t->inside += term->inside;
    if (!lists_terms(t, term)) return true;
    long long step = timeline_of(t->spec, t->walk, term);
    bool done = step >= 0 && step < t->steps;
    t->doable += step >= 0;
    t->done += done;
    if (t->cell.role == ROLE_Y) tell_summand(t, term, done);
    else tell_line(t, term, done);
    return true;
}

static Cell bias_of(Cell y)
{
    return (Cell){ ROLE_B, { y.at[1], 0, 0, 0 } };
}

static bool has_bias(const Tale *t)
{
    return t->work->b && cell_inside(t->spec, t->cell);
}

static void begin_sum(Tale *t)
{
    char name[NUMBER_TEXT];
    name_print(name, t->spec, t->cell);
    if (!t->symbolic) text_print(&t->story->symbols, "%s = ", name);
    if (!has_bias(t)) return;
    t->sum = (double)work_value(t->work, bias_of(t->cell)), t->parts = fabs(t->sum);
    if (!t->symbolic) put_value(&t->story->numbers, t, "bias ", t->sum);
}

void tell_letters(Story *story, const Work *work, Cell cell, Walk walk, long long steps, bool whole)
{
    Text sum = { 0 }, so_far = { 0 };
    char name[NUMBER_TEXT];
    name_print(name, &work->scene.spec, cell);
    // By input every product is done in the end, also those that are cut.
    Symbols all = symbols_of(&sum, work, cell, WALK_INPUT, STEP_END, MOST_TERMS);
    text_print(&story->symbols, "%s %s %s", name, equals_sign(all.exact), sum.length ? sum.data : "0");
    if (!whole) symbols_of(&so_far, work, cell, walk, steps, MOST_TERMS);
    if (so_far.length) text_print(&story->numbers, "so far %s", so_far.data);
    text_clear(&sum);
    text_clear(&so_far);
}

static void end_sum(Tale *t)
{
    Text *symbols = &t->story->symbols, *numbers = &t->story->numbers;
    char bias[NUMBER_TEXT];
    if (t->symbolic) {
        tell_letters(t->story, t->work, t->cell, t->walk, t->steps, t->done == t->listed);
        return;
    }
    if (t->listed > MOST_TERMS) text_print(symbols, " + … and %lld more", t->listed - MOST_TERMS);
    if (has_bias(t)) {
        name_print(bias, t->spec, bias_of(t->cell));
        text_print(symbols, "%s%s", t->listed ? " + " : "", bias);
    } else if (!t->listed) {
        text_put(symbols, "0");
    }
    if (t->added > MOST_TERMS) text_print(numbers, "\n… and %lld more", t->added - MOST_TERMS);
    bool whole = t->done == t->listed;
    if (!whole && numbers->length == 0) return;
    if (numbers->length) text_put(numbers, "\n");
    if (whole) put_equals(numbers, t->decimals, t->sum, t->parts);
    else put_value(numbers, t, "so far ", without_dust(t->sum, t->parts));
}

static void end_lines(Tale *t)
{
    if (t->listed > MOST_TERMS) text_print(&t->story->symbols, "\n… and %lld more", t->listed - MOST_TERMS);
    if (!t->symbolic && t->added > MOST_TERMS)
        text_print(&t->story->numbers, "\n… and %lld more", t->added - MOST_TERMS);
}

// ---- words -----------------------------------------------------------------------------------------------------

static const char *plural(long long count)
{
    return count == 1 ? "" : "s";
}

static void say_only_bias(Tale *t)
{
    Text *out = &t->story->words;
    if (!has_bias(t)) {
        text_put(out, " It stays 0.");
        return;
    }
    char bias[NUMBER_TEXT];
    symbol_of(bias, t->work, bias_of(t->cell), NUMBER_EXACT);
    text_print(out, " It holds only the bias, %s.", bias);
}

static void say_progress(Tale *t)
{
    Text *out = &t->story->words;
    if (t->done == t->doable) return;
    if (t->done == 0)
        text_put(out, t->doable == 1 ? " This product is not done yet." : " None of these products is done yet.");
    else
        text_print(out, " So far %lld of %lld products %s done.", t->done, t->doable, t->done == 1 ? "is" : "are");
}

static void say_received(Tale *t)
{
    Text *out = &t->story->words;
    const Spec *spec = t->spec;
    long long weights = (long long)(spec->in_channels / spec->groups) * spec->y.kernel * spec->x.kernel;
    long long missing = weights - t->terms;
    bool past = t->done == t->terms;
    text_put(out, past ? "Received " : "Receives ");
    if (missing == 0 && weights == 1) text_put(out, "the only weight.");
    else if (missing == 0) text_print(out, "all %lld weights.", weights);
    else if (missing == 1)
        text_print(out, "%lld of the %lld weights: the other %s no input under it.", t->terms, weights,
                   past ? "found" : "finds");
    else
        text_print(out, "%lld of the %lld weights: the other %lld %s no input under them.", t->terms, weights, missing,
                   past ? "found" : "find");
}

static bool beyond(Axis a, int at)
{
    return at >= axis_extent(a) - a.padding;
}

static void say_stamped(Tale *t)
{
    Text *out = &t->story->words;
    const Spec *spec = t->spec;
    bool rows = beyond(spec->y, t->cell.at[2]), cols = beyond(spec->x, t->cell.at[3]);
    if (rows || cols) {
        Axis a = cols ? spec->x : spec->y;
        text_print(out, "Nothing lands here: it lies beyond the last stamp, because output padding %d is larger than "
                        "padding %d.", a.output_padding, a.padding);
        say_only_bias(t);
    } else if (!cell_inside(spec, t->cell)) {
        text_put(out, "Padding cuts this cell off: its sum is real, but it is not part of the output. ");
        if (t->terms == 0) text_put(out, "No weight lands on it.");
        else say_received(t);
        if (t->walk == WALK_OUTPUT) text_put(out, " Walking by output, it is never read.");
        else say_progress(t);
    } else if (t->terms == 0) {
        text_put(out, "No weight lands on this cell: it lies in a gap between them.");
        say_only_bias(t);
    } else {
        say_received(t);
        say_progress(t);
    }
}

static void say_read(Tale *t)
{
    Text *out = &t->story->words;
    long long padding = t->terms - t->inside;
    if (t->inside == 0) {
        text_put(out, "Its whole window lies in the padding.");
        say_only_bias(t);
        return;
    }
    if (padding == 0)
        text_print(out, "Reads %lld input%s, one for each weight.", t->inside, plural(t->inside));
    else
        text_print(out, "Reads %lld input%s; the other %lld of its %lld weights %s over padding and %s nothing.",
                   t->inside, plural(t->inside), padding, t->terms, padding == 1 ? "lies" : "lie",
                   padding == 1 ? "adds" : "add");
    say_progress(t);
}

static void say_pressed(Tale *t)
{
    Text *out = &t->story->words;
    int channels = t->spec->out_channels / t->spec->groups;
    long long cut = t->terms - t->inside;
    text_print(out, "Presses %lld weight%s onto the output", t->terms, plural(t->terms));
    if (channels > 1) text_print(out, ", %lld in each of %d channels", t->terms / channels, channels);
    if (cut == 0) text_put(out, ".");
    else if (cut == t->terms) text_put(out, "; padding cuts all of it off.");
    else text_print(out, ": %lld land%s inside, padding cuts %lld off.", t->inside, t->inside == 1 ? "s" : "", cut);
    say_progress(t);
}

// A place without a value: what passes over it is not multiplied by 0, it is no product at all.
static void say_padding(Tale *t)
{
    Text *out = &t->story->words;
    text_put(out, "There is no value here: padding only makes room for the window.");
    if (t->terms == 0) text_put(out, " No window comes here.");
    else if (t->terms == 1) text_put(out, " The one weight that comes to stand over it adds nothing; no zero is multiplied.");
    else text_print(out, " The %lld weights that come to stand over it add nothing; no zero is multiplied.", t->terms);
}

static void say_seen(Tale *t)
{
    Text *out = &t->story->words;
    int channels = t->spec->out_channels / t->spec->groups;
    if (!cell_inside(t->spec, t->cell)) {
        say_padding(t);
        return;
    }
    if (t->terms == 0) {
        text_put(out, "No window reads it: it lies between the windows, or behind the last one.");
        return;
    }
    long long windows = t->terms / channels;
    text_print(out, "Is read by %lld window%s", windows, plural(windows));
    if (windows > 1) text_put(out, ", each time through another weight");
    if (channels > 1) text_print(out, ", in each of %d output channels", channels);
    text_put(out, ".");
    say_progress(t);
}

static void say_used(Tale *t)
{
    Text *out = &t->story->words;
    bool transposed = t->spec->transposed;
    long long lost = t->terms - t->inside;
    text_print(out, "Is used %lld time%s, once for each %s", t->terms, plural(t->terms),
               transposed ? "input cell" : "output cell");
    if (lost == 0) text_put(out, ".");
    else if (transposed) text_print(out, "; padding cuts %lld of them off.", lost);
    else text_print(out, "; %lld of them %s in the padding and %s nothing.", lost, lost == 1 ? "falls" : "fall",
                    lost == 1 ? "adds" : "add");
    say_progress(t);
}

static void say_added(Tale *t)
{
    const Spec *spec = t->spec;
    long long cells = (long long)spec->batch * spec_out(spec, spec->y) * spec_out(spec, spec->x);
    text_print(&t->story->words, "Is added once to %s%lld output cell%s%s, before the first step.",
               cells == 1 ? "the " : "each of the ", cells, plural(cells),
               spec->out_channels > 1 ? " of its channel" : "");
    if (!t->symbolic) put_value(&t->story->numbers, t, "", (double)work_value(t->work, t->cell));
}

static void say_joined(Tale *t)
{
    Text *out = &t->story->words;
    const Spec *spec = t->spec;
    char x[NUMBER_TEXT], w[NUMBER_TEXT], y[NUMBER_TEXT];
    Cell x_end, y_end;
    Term term;
    matrix_ends(spec, t->cell, &x_end, &y_end);
    name_print(x, spec, x_end);
    name_print(y, spec, y_end);
    if (!matrix_term(spec, t->cell, &term)) {
        text_print(out, "No weight joins %s and %s: there is nothing here, not a zero that is multiplied.", x, y);
        return;
    }
    name_print(w, spec, term.w);
    text_print(out, "It is weight %s; it multiplies input %s on its way to %s%s.", w, x, y,
               spec->batch > 1 ? ", and so in each of the samples" : "");
    say_progress(t);
}

// A weight has one number where a cell has two: of one of them it is said which it is.
static void say_index(Tale *t)
{
    char w[NUMBER_TEXT];
    if (t->spec->dims == 1 || t->spec->y.kernel == 1 || t->spec->x.kernel == 1 || t->named.role == ROLE_NONE) return;
    name_print(w, t->spec, t->named);
    if (!t->story->symbols.length || !strstr(t->story->symbols.data, w)) return;
    text_print(&t->story->legend, "%s is weight", w);
    put_where(&t->story->legend, t->spec, t->named);
    text_put(&t->story->legend, ": the index counts row by row.");
}

void story_make(Story *story, const Work *work, Cell cell, Walk walk, long long steps)
{
    const Spec *spec = &work->scene.spec;
    *story = (Story){ 0 };
    if (cell.role == ROLE_NONE || !cell_exists(spec, cell) || (cell.role == ROLE_B && !work->b)) return;
    if (cell.role == ROLE_GY || cell.role == ROLE_GX || cell.role == ROLE_GW) {
        story_back(story, work, cell, walk, steps);
        return;
    }
    Tale tale = { .story = story, .work = work, .spec = spec, .cell = cell, .walk = walk,
                  .steps = steps == STEP_END ? timeline_count(spec, walk) : steps,
                  .symbolic = work_is_symbolic(work), .x_decimals = NUMBER_EXACT, .w_decimals = NUMBER_EXACT,
                  .decimals = NUMBER_TOLD };
    tell_title(&tale);
    if (cell.role == ROLE_Y) begin_sum(&tale);
    terms_each(spec, cell, tell_term, &tale);
    if (cell.role == ROLE_Y) end_sum(&tale);
    else end_lines(&tale);
    if (cell.role == ROLE_B) say_added(&tale);
    else if (cell.role == ROLE_W) say_used(&tale);
    else if (cell.role == ROLE_C) say_joined(&tale);
    else if (cell.role == ROLE_X) (spec->transposed ? say_pressed : say_seen)(&tale);
    else (spec->transposed ? say_stamped : say_read)(&tale);
    say_index(&tale);
    story_python(story, work, cell);
}

void story_clear(Story *story)
{
    text_clear(&story->title);
    text_clear(&story->words);
    text_clear(&story->symbols);
    text_clear(&story->legend);
    text_clear(&story->numbers);
    text_clear(&story->pytorch);
    text_clear(&story->numpy);
    text_clear(&story->no_python);
    *story = (Story){ 0 };
}
