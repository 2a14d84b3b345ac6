// The first card of the guide: what a lens shows of the scene in view, asked and told in a few sentences. Each number in
// them is the scene's.
#include "explain/explain.h"

#include <stdio.h>

// "Four", "12": at the beginning of a sentence.
static void put_number_word(Text *out, long long number)
{
    static const char *const words[] = { "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten" };
    if (number < COUNT(words)) text_put(out, words[number]);
    else text_print(out, "%lld", number);
}

// "5×5 output", "output of 5", and of several channels "5×5 output, 3 channels deep"
static void put_output(Text *out, const Spec *spec)
{
    if (spec->dims == 1) text_print(out, "output of %d", spec_out(spec, spec->x));
    else text_print(out, "%d×%d output", spec_out(spec, spec->y), spec_out(spec, spec->x));
    if (spec->out_channels > 1) text_print(out, ", %d channels deep", spec->out_channels);
    if (spec->batch > 1) text_print(out, ", for each of %d samples", spec->batch);
}

static void put_stamps(Text *title, Text *words, const Spec *spec)
{
    long long inputs = timeline_count(spec, WALK_INPUT);
    bool cuts = spec->x.padding > 0 || spec->y.padding > 0, keeps = spec->x.output_padding > 0 || spec->y.output_padding > 0;
    if (!spec->transposed) {
        text_put(title, "Where does an input go?");
        text_put(words, "Each input cell adds its share to every output whose window sees it. ");
        put_number_word(words, inputs);
        text_print(words, " input%s the ", inputs == 1 ? " makes" : "s make");
        put_output(words, spec);
        text_put(words, ".");
        return;
    }
    text_put(title, "What does a stamp leave behind?");
    text_put(words, "Each input cell presses the whole kernel, times its value, onto the output. Where stamps meet, they add. ");
    put_number_word(words, inputs);
    text_print(words, " stamp%s the ", inputs == 1 ? " makes" : "s make");
    put_output(words, spec);
    text_put(words, cuts ? ", and padding cuts off what lies around it." : ".");
    if (!cuts && !keeps) text_put(words, " Then drag the round handles: the start one first, for padding cuts; the end one after it, for output padding cuts less.");
    else if (cuts && !keeps) text_put(words, " Drag the end handle outwards: output padding cuts less, and what comes back was there all along.");
}

static void put_window(Text *title, Text *words, const Spec *spec)
{
    text_put(title, "What does an output read?");
    if (!spec->transposed) {
        text_put(words, "The kernel slides over the input. Every output is the sum of what it covers there, each times its weight.");
        return;
    }
    text_put(words, "The same numbers as in Stamp, read instead of written: ");
    if (spec->x.stride > 1 || spec->y.stride > 1) text_put(words, "zeros between the inputs, ");
    text_put(words, "room around them, and the kernel turned by 180°. Every output is one window’s sum.");
}

static void put_phases(Text *title, Text *words, const Spec *spec)
{
    long long rows = spec->dims == 1 ? 1 : spec->y.stride, phases = rows * spec->x.stride;
    text_put(title, "Who takes turns?");
    if (phases == 1) text_put(words, "With stride 1 there is one phase: all outputs are made alike. With a larger stride they take turns.");
    else if (spec->transposed)
        text_print(words, "Outputs that lie a stride apart are made by the same weights: %lld phases, each a small convolution of stride 1. Together they are this layer.", phases);
    else text_print(words, "Inputs that lie a stride apart meet the same weights: %lld phases, each a small convolution of stride 1. Their sum is this layer.", phases);
}

static void put_overlap(Text *title, Text *words, const Spec *spec)
{
    bool even = trays_even(spec);
    text_put(title, "Where does the checkerboard come from?");
    text_put(words, spec->transposed ? "Count the prints that land on each output, whatever their weights. " : "Count how often each input is used, whatever the weights: so does its gradient add up. ");
    if (even) text_put(words, "Here all inner cells get the same number. Now look at the weights: do their sums agree too?");
    else text_put(words, "Here the inner cells differ, and they differ in a pattern that repeats with the stride.");
}

void lens_words(Text *title, Text *words, const Scene *scene)
{
    const Spec *spec = &scene->spec;
    switch (scene->view[0]) {
    case LENS_STAMP: put_stamps(title, words, spec); break;
    case LENS_SLIDE: put_window(title, words, spec); break;
    case LENS_PHASES: put_phases(title, words, spec); break;
    case LENS_OVERLAP: put_overlap(title, words, spec); break;
    case LENS_MATRIX:
        text_put(title, "How are both stories one table?");
        text_put(words, "Every input and every output has a line in the table, and each weight stands where it joins the two. ");
        text_put(words, spec->transposed ? "What one input writes is a stamp; what one output reads is a window." : "What one output reads is a window; what one input is used for is a stamp.");
        break;
    case LENS_BACKPROP:
        text_put(title, "What does a network send back?");
        text_put(words, "Every path of a product forward is a path back. ");
        text_put(words, spec->transposed ? "Back through a transposed convolution goes a convolution, with the same weights."
                                         : "Back through a convolution goes a transposed one, with the same weights.");
        break;
    default: // Sizes, and a place that has a guide of its own
        text_put(title, "Which size comes back?");
        text_put(words, spec->transposed ? "A convolution makes the same size of several sizes. Going back, output padding says which of them is meant."
                                         : "A convolution makes the same size of several sizes. Its transpose needs output padding to say which one it came from.");
    }
}
