// What is said of cells and sizes: exact sentences for the cases that teach, and for random scenes that the numbers
// told add up to what the kernel says.
#include "explain/scenes.h"
#include "support/check.h"

#include <stdio.h>

typedef struct Told {
    const char *code; // the cell is the pinned one, the moment is the scene's
    const char *title, *words, *symbols, *numbers;
} Told;

static const Told TOLD[] = {
    // of 4 channels in 2 groups, 2 reach it, each through a kernel of 3×2
    { "convt2d in=3x4 k=3x2 s=2 c=4,2 g=2 n=2 cell=y:1,1,2,3", "output y (2, 3), channel 1, sample 1",
      "Received 4 of the 12 weights: the other 8 found no input under them.", NULL, NULL },
    { "convt2d in=3 k=3x2 c=4,4 g=2 cell=y:0,3,2,1", "output y (2, 1), channel 3", "Received all 12 weights.", NULL, NULL },
    { "convt2d in=3 s=2 p=1 cell=y:0,0,1,1", "output y (1, 1)",
      "Received 4 of the 9 weights: the other 5 found no input under them.",
      "y₁₁ = x₀₀·k₈ + x₀₁·k₆ + x₁₀·k₂ + x₁₁·k₀", "1·9 = 9\n2·7 = 14 → 23\n4·3 = 12 → 35\n5·1 = 5 → 40\n= 40" },
    { "convt2d s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] b=ones step=3 cell=y:0,0,1,1", "output y (1, 1)",
      "Receives 4 of the 9 weights: the other 5 find no input under them. So far 2 of 4 products are done.",
      "y₁₁ = x₀₀·k₈ + x₀₁·k₆ + x₁₀·k₂ + x₁₁·k₀ + b₀", "bias 1\n1·3 = 3 → 4\n2·0 = 0 → 4\nso far 4" },
    { "convt2d s=2 p=1 step=0 cell=y:0,0,1,1", "output y (1, 1)",
      "Receives 4 of the 9 weights: the other 5 find no input under them. None of these products is done yet.",
      "y₁₁ = x₀₀·k₈ + x₀₁·k₆ + x₁₀·k₂ + x₁₁·k₀", "" },
    { "convt2d in=1 cell=y:0,0,2,0 w=edge", "output y (2, 0)",
      "Received 1 of the 9 weights: the other 8 found no input under them.", "y₂₀ = x₀₀·k₆", NULL },
    { "convt2d in=5 cell=y:0,0,2,2 w=ones", "output y (2, 2)", "Received all 9 weights.", NULL, NULL },
    { "convt1d in=3 k=2 cell=y:0,0,0,0", "output y (0)",
      "Received 1 of the 2 weights: the other found no input under it.", "y₀ = x₀·k₀", "1·1 = 1\n= 1" },
    { "convt2d in=1 k=1 cell=y:0,0,0,0", "output y (0, 0)", "Received the only weight.", "y₀₀ = x₀₀·k₀",
      "1·1 = 1\n= 1" },
    { "convt2d s=2 p=1 cell=y:0,0,-1,3", "cut cell (−1, 3)",
      "Padding cuts this cell off: its sum is real, but it is not part of the output. Received 2 of the 9 weights: the "
      "other 7 found no input under them.", "y₋₁,₃ = x₀₁·k₂ + x₀₂·k₀", "2·3 = 6\n3·1 = 3 → 9\n= 9" },
    { "convt2d s=2 p=1 walk=output cell=y:0,0,-1,3", "cut cell (−1, 3)",
      "Padding cuts this cell off: its sum is real, but it is not part of the output. Receives 2 of the 9 weights: the "
      "other 7 find no input under them. Walking by output, it is never read.", NULL, "" },
    { "convt2d s=2 op=1 cell=y:0,0,7,3", "output y (7, 3)",
      "Nothing lands here: it lies beyond the last stamp, because output padding 1 is larger than padding 0. It stays 0.",
      "y₇₃ = 0", "= 0" },
    { "convt2d s=2 op=1 b=[3] cell=y:0,0,3,7", "output y (3, 7)",
      "Nothing lands here: it lies beyond the last stamp, because output padding 1 is larger than padding 0. It holds "
      "only the bias, 3.", "y₃₇ = b₀", "bias 3\n= 3" },
    { "convt2d k=1 s=2 cell=y:0,0,1,0", "output y (1, 0)",
      "No weight lands on this cell: it lies in a gap between them. It stays 0.", "y₁₀ = 0", "= 0" },
    { "convt2d x=letters w=letters b=letters s=2 cell=y:0,0,2,2", "output y (2, 2)",
      "Received 4 of the 9 weights: the other 5 found no input under them.",
      "y₂₂ = a·k₈ + b·k₆ + d·k₂ + e·k₀ + b₀", "" },
    { "convt1d x=letters w=[1,-2,3] b=[-4] cell=y:0,0,0,2", "output y (2)", "Received all 3 weights.",
      "y₂ = 3·a − 2·b + c − 4", "" },
    { "convt1d in=4 x=letters w=[1,-1,0.5] s=1 step=2 walk=product cell=y:0,0,0,1", "output y (1)",
      "Receives 2 of the 3 weights: the other finds no input under it. So far 1 of 2 products is done.", "y₁ = −a + b",
      "so far −a" },
    { "convt1d w=letters x=[2,0,1] cell=y:0,0,0,3 p=0", "output y (3)",
      "Received 2 of the 3 weights: the other found no input under it.", "y₃ = k₁", "" },
    { "convt1d x=letters w=zeros b=letters cell=y:0,0,0,2", "output y (2)", NULL, "y₂ = b₀", "" },
    { "convt1d x=letters w=zeros cell=y:0,0,0,2", "output y (2)", NULL, "y₂ = 0", "" },
    { "convt1d in=2 k=2 x=ones w=[2,3] b=letters cell=y:0,0,0,1", "output y (1)", NULL, "y₁ = 5 + b₀", "" },
    { "convt1d in=1 k=2 x=letters w=[0.333333,1] cell=y:0,0,0,0", "output y (0)", NULL, "y₀ ≈ 0.33·a", "" },
    { "convt2d s=2 op=1 b=letters cell=y:0,0,3,7", "output y (3, 7)",
      "Nothing lands here: it lies beyond the last stamp, because output padding 1 is larger than padding 0. It holds "
      "only the bias, b₀.", "y₃₇ = b₀", "" },
    { "convt2d s=2 p=1 cell=c:1,7,0,0", "entry of C: row 1, column 7",
      "It is weight k₇; it multiplies input x₀₁ on its way to y₁₂.", "x₀₁·k₇ → y₁₂", "2·8 = 16 → y₁₂" },
    { "conv1d in=5 s=2 n=2 x=letters w=letters walk=output step=1 cell=c:1,3,0,0", "entry of C: row 1, column 3",
      "It is weight k₁; it multiplies input x₀₃ on its way to y₀₁, and so in each of the samples. None of these products is "
      "done yet.", "d·k₁ → y₀₁\ni·k₁ → y₁₁", "" },
    { "convt2d in=3 s=2 p=1 cell=c:0,4,0,0", "entry of C: row 0, column 4",
      "No weight joins x₀₀ and y₀₄: there is nothing here, not a zero that is multiplied.", "", "" },
    { "convt1d x=[0.5,-0.25,1] w=[0.123,1,-2] cell=y:0,0,0,1", "output y (1)",
      "Received 2 of the 3 weights: the other found no input under it.", "y₁ = x₀·k₁ + x₁·k₀",
      "0.5·1 = 0.5\n−0.25·0.123 = −0.03075 → 0.46925\n= 0.46925" },
    { "convt1d in=2 k=1 x=[-0.4,1] w=[0.07] cell=y:0,0,0,0", "output y (0)", "Received the only weight.", "y₀ = x₀·k₀", "−0.4·0.07 = −0.028\n= −0.028" },
    { "convt1d in=2 k=2 x=[8,1] w=[0.125,1.123] cell=y:0,0,0,0", "output y (0)", NULL, NULL, "8·0.125 = 1\n= 1" },
    { "convt1d in=3 k=3 x=[1,1,1] w=[-0.3,0.2,0.1] cell=y:0,0,0,2", "output y (2)", NULL, NULL,
      "1·0.1 = 0.1\n1·0.2 = 0.2 → 0.3\n1·(−0.3) = −0.3 → 0\n= 0" },
    { "convt1d in=2 k=2 x=[-0.4,2] w=[0.07,1] cell=y:0,0,0,0", "output y (0)", NULL, NULL, "−0.4·0.07 = −0.028\n= −0.028" },
    { "convt1d in=1 k=2 x=[1] w=[1e-7,1] cell=y:0,0,0,0", "output y (0)", NULL, NULL, "1·10⁻⁷ = 10⁻⁷\n= 10⁻⁷" },
    { "convt1d in=12 k=2 c=2,1 n=2 x=ones w=ones cell=y:1,0,0,11", "output y (11), sample 1", "Received all 4 weights.",
      "y₁,₁₁ = x₁,₀,₁₀·k₁ + x₁,₀,₁₁·k₀ + x₁,₁,₁₀·k₃ + x₁,₁,₁₁·k₂", NULL },
    { "conv2d p=1 s=2 in=5 cell=y:0,0,0,1", "output y (0, 1)",
      "Reads 6 inputs; the other 3 of its 9 weights lie over padding and add nothing.",
      "y₀₁ = x₀₁·k₃ + x₀₂·k₄ + x₀₃·k₅ + x₁₁·k₆ + x₁₂·k₇ + x₁₃·k₈", NULL },
    { "conv2d in=5 cell=y:0,0,0,1", "output y (0, 1)", "Reads 9 inputs, one for each weight.", NULL, NULL },
    { "conv1d k=1 p=2 cell=y:0,0,0,0", "output y (0)", "Its whole window lies in the padding. It stays 0.", "y₀ = 0",
      "= 0" },
    { "conv2d p=1 s=2 in=5 step=2 cell=x:0,0,1,1", "input x (1, 1)",
      "Is read by 4 windows, each time through another weight. None of these products is done yet.",
      "x₁₁·k₈ → y₀₀\nx₁₁·k₆ → y₀₁\nx₁₁·k₂ → y₁₀\nx₁₁·k₀ → y₁₁", "" },
    { "conv2d p=1 cell=x:0,0,-1,1", "padding cell (−1, 1)",
      "There is no value here: padding only makes room for the window. The 3 weights that come to stand over it add nothing; no "
      "zero is multiplied.", "", "" },
    { "conv2d p=1 k=2 s=1 cell=x:0,0,-1,-1", "padding cell (−1, −1)",
      "There is no value here: padding only makes room for the window. The one weight that comes to stand over it adds nothing; no "
      "zero is multiplied.", "", "" },
    { "conv1d in=3 p=2 k=2 s=3 cell=x:0,0,0,3", "padding cell (3)",
      "There is no value here: padding only makes room for the window. No window comes here.", "", "" },
    { "conv2d k=2 s=3 in=5 cell=x:0,0,2,1", "input x (2, 1)",
      "No window reads it: it lies between the windows, or behind the last one.", "", "" },
    { "convt2d k=2 s=2 p=1 cell=x:0,0,0,0", "input x (0, 0)",
      "Presses 4 weights onto the output: 1 lands inside, padding cuts 3 off.",
      "x₀₀·k₀ → y₋₁,₋₁ (cut)\nx₀₀·k₁ → y₋₁,₀ (cut)\nx₀₀·k₂ → y₀,₋₁ (cut)\nx₀₀·k₃ → y₀₀",
      "1·1 = 1 → y₋₁,₋₁ (cut)\n1·2 = 2 → y₋₁,₀ (cut)\n1·3 = 3 → y₀,₋₁ (cut)\n1·4 = 4 → y₀₀" },
    { "convt2d k=1 c=1,3 cell=x:0,0,0,0 w=ones", "input x (0, 0)",
      "Presses 3 weights onto the output, 1 in each of 3 channels.", NULL, NULL },
    { "conv2d p=1 s=2 in=5 cell=w:0,0,0,1", "weight k₁ (0, 1)",
      "Is used 9 times, once for each output cell; 3 of them fall in the padding and add nothing.", NULL, NULL },
    { "convt2d c=4,4 g=2 cell=w:2,1,0,1", "weight k₄₆ (0, 1), input channel 2, output channel 3",
      "Is used 9 times, once for each input cell.", NULL, NULL },
    { "convt2d c=4,2 g=2 cell=w:2,0,0,1", "weight k₁₉ (0, 1), input channel 2, output channel 1",
      "Is used 9 times, once for each input cell.", NULL, NULL },
    { "conv2d c=4,4 g=2 cell=w:2,1,0,1", "weight k₄₆ (0, 1), input channel 3, output channel 2",
      "Is used 1 time, once for each output cell.", NULL, NULL },
    { "convt1d in=1 k=1 x=[inf] w=[2] cell=y:0,0,0,0", "output y (0)", "Received the only weight.", "y₀ = x₀·k₀",
      "∞·2 = ∞\n= ∞" },
    { "convt1d in=1 k=1 x=[12345678] w=[2] cell=y:0,0,0,0", "output y (0)", "Received the only weight.", "y₀ = x₀·k₀",
      "1.2345678×10⁷·2 ≈ 2.46914×10⁷\n≈ 2.46914×10⁷" },
    { "convt1d in=1 k=2 x=letters cell=x:0,0,0,0", "input x (0)", "Presses 2 weights onto the output.",
      "a → y₀\n2·a → y₁", "" },
    { "convt1d in=1 k=2 w=letters cell=x:0,0,0,0", "input x (0)", "Presses 2 weights onto the output.",
      "k₀ → y₀\nk₁ → y₁", "" },
    { "convt1d p=1 b=[5] cell=y:0,0,0,-1", "cut cell (−1)",
      "Padding cuts this cell off: its sum is real, but it is not part of the output. Received 1 of the 3 weights: the "
      "other 2 found no input under them.", "y₋₁ = x₀·k₀", "1·1 = 1\n= 1" },
    { "convt2d in=2 k=2 step=1 cell=y:0,0,1,1", "output y (1, 1)",
      "Receives all 4 weights. So far 1 of 4 products is done.", "y₁₁ = x₀₀·k₃ + x₀₁·k₂ + x₁₀·k₁ + x₁₁·k₀",
      "1·4 = 4\nso far 4" },
    { "convt1d k=2 step=0 cell=y:0,0,0,0", "output y (0)",
      "Receives 1 of the 2 weights: the other finds no input under it. This product is not done yet.", "y₀ = x₀·k₀", "" },
    { "conv1d k=2 p=1 cell=y:0,0,0,0", "output y (0)",
      "Reads 1 input; the other 1 of its 2 weights lies over padding and adds nothing.", "y₀ = x₀·k₁", "1·2 = 2\n= 2" },
    { "convt1d k=1 p=1 cell=x:0,0,0,0", "input x (0)", "Presses 1 weight onto the output; padding cuts all of it off.",
      "x₀·k₀ → y₋₁ (cut)", "1·1 = 1 → y₋₁ (cut)" },
    { "convt1d k=1 p=1 cell=w:0,0,0,0", "weight k₀ (0)",
      "Is used 3 times, once for each input cell; padding cuts 2 of them off.", NULL, NULL },
    { "conv1d p=1 cell=w:0,0,0,0", "weight k₀ (0)",
      "Is used 3 times, once for each output cell; 1 of them falls in the padding and adds nothing.",
      "x₀·k₀ → y₁\nx₁·k₀ → y₂", NULL },
    { "conv1d b=[7] cell=b:0,0,0,0", "bias b₀", "Is added once to the 1 output cell, before the first step.", "", "7" },
    { "convt1d in=1 k=1 c=1,2 n=2 b=[7,8] cell=b:1,0,0,0", "bias b₁",
      "Is added once to each of the 2 output cells of its channel, before the first step.", "", "8" },
    { "convt1d x=letters b=[7] cell=b:0,0,0,0", "bias b₀",
      "Is added once to each of the 5 output cells, before the first step.", "", "" },
    { "convt1d in=2 k=1 s=3 x=letters cell=y:0,0,0,1", "output y (1)", NULL, "y₁ = 0", NULL },
    { "convt1d b=[7] cell=b:0,0,0,0", "bias b₀", "Is added once to each of the 5 output cells, before the first step.",
      "", "7" },
};

static void each_cell_is_told_in_plain_words(void **state)
{
    (void)state;
    int bad = 0;
    for (int i = 0; i < COUNT(TOLD); i++) {
        const Told *row = &TOLD[i];
        Scene scene;
        Work work;
        Story story;
        Error err;
        check(scene_parse(&scene, row->code, &err), "%s: %s", row->code, err.text);
        assert_true(work_make(&work, &scene, NULL, &err));
        story_make(&story, &work, scene.cell, scene.walk, scene.step);
        const char *const want[] = { row->title, row->words, row->symbols, row->numbers };
        const Text *const got[] = { &story.title, &story.words, &story.symbols, &story.numbers };
        for (int k = 0; k < 4; k++) {
            if (!want[k] || !strcmp(want[k], text_or_empty(got[k]))) continue;
            bad++;
            print_error("%s\n    wanted: %s\n    told:   %s\n", row->code, want[k], text_or_empty(got[k]));
        }
        story_clear(&story);
        work_clear(&work);
        scene_clear(&scene);
    }
    assert_int_equal(bad, 0);
}

// kᵢ has one number, a cell two: of one of them it is said which it is, where there are rows to be counted.
static void what_an_index_counts_is_said_once(void **state)
{
    (void)state;
    static const struct { const char *code, *legend; } rows[] = {
        { "convt2d in=3 s=2 p=1 cell=y:0,0,1,1", "k₈ is weight (2, 2): the index counts row by row." },
        { "convt2d in=3 k=2x3 cell=x:0,0,0,0", "k₀ is weight (0, 0): the index counts row by row." },
        { "convt2d in=2 c=2,1 cell=w:0,0,1,2", NULL },
        { "convt1d in=3 cell=y:0,0,0,1", "" }, { "convt2d in=3 k=1x3 cell=y:0,0,0,1", "" }, { "convt2d in=3 k=3x1 cell=y:0,0,0,1", "" },
        { "convt2d in=3 s=2 op=1 cell=y:0,0,7,3", "" }, // nothing lands there
        { "convt2d in=3 w=[0,0,0;0,0,0;0,0,1] x=letters cell=y:0,0,1,1", "" }, // no weight is named
        { "conv2d in=4 cell=y:0,0,1,1", "k₀ is weight (0, 0): the index counts row by row." },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        Story story;
        Error err;
        check(scene_parse(&scene, rows[i].code, &err), "%s: %s", rows[i].code, err.text);
        assert_true(work_make(&work, &scene, NULL, &err));
        story_make(&story, &work, scene.cell, WALK_INPUT, STEP_END);
        const char *told = text_or_empty(&story.legend);
        if (rows[i].legend) check(!strcmp(told, rows[i].legend), "%s says “%s”", rows[i].code, told);
        else check(strstr(told, "is weight (1, 2), input channel 0: the index") != NULL, "%s says “%s”", rows[i].code, told);
        story_clear(&story);
        work_clear(&work);
        scene_clear(&scene);
    }
}

static void the_first_card_is_about_the_scene(void **state)
{
    (void)state;
    static const struct { const char *code, *title, *holds; } rows[] = {
        { SCENE_FIRST, "What does a stamp leave behind?", "Four stamps make the 5×5 output. Then drag the round handles: the start one first" },
        { "convt2d in=3x4 s=2 p=1 op=1 c=2,4 n=3 view=stamp", NULL, "72 stamps make the 6×8 output, 4 channels deep, for each of 3 samples, and padding cuts off what lies around it." },
        { "convt2d in=2 s=2 op=1 view=stamp", NULL, "Four stamps make the 6×6 output." },
        { "convt2d in=2 s=2 p=1 view=stamp", NULL, "around it. Drag the end handle outwards" },
        { "convt1d in=1 k=3 view=stamp", NULL, "One stamp makes the output of 3." },
        { "conv1d in=4 k=2 view=stamp", "Where does an input go?", "Four inputs make the output of 3." },
        { "conv1d in=1 k=1 view=stamp", NULL, "One input makes the output of 1." },
        { "convt2d in=2 s=2 view=slide", "What does an output read?", "zeros between the inputs, room around them" },
        { "convt2d in=2 s=1x2 view=slide", NULL, "zeros between" }, { "convt2d in=2 s=2x1 view=slide", NULL, "zeros between" },
        { "convt2d in=2 view=slide", NULL, "instead of written: room around them" },
        { "conv2d in=4 view=slide", NULL, "slides over the input" },
        { "convt2d in=2 s=2x3 view=phases", "Who takes turns?", "6 phases, each a small convolution of stride 1. Together" },
        { "conv1d in=9 s=2 view=phases", NULL, "2 phases, each a small convolution of stride 1. Their sum" },
        { "convt2d in=2 view=phases", NULL, "one phase" },
        { "convt2d in=2 view=matrix,stamp", "How are both stories one table?", "writes is a stamp" }, { "conv2d in=4 view=matrix", NULL, "reads is a window; what one input is used for" },
        { "convt2d in=2 view=backprop", "What does a network send back?", "goes a convolution" }, { "conv2d in=4 view=backprop", NULL, "goes a transposed one" },
        { "convt2d in=2 view=sizes", "Which size comes back?", "Going back, output padding" }, { "conv2d in=4 view=sizes", NULL, "Its transpose" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Error err;
        Text title = { 0 }, words = { 0 };
        check(scene_parse(&scene, rows[i].code, &err), "%s: %s", rows[i].code, err.text);
        lens_words(&title, &words, &scene);
        check(!rows[i].title || !strcmp(title.data, rows[i].title), "%s asks “%s”", rows[i].code, title.data);
        check(strstr(words.data, rows[i].holds) != NULL, "%s says\n  %s\n  without\n  %s", rows[i].code, words.data, rows[i].holds);
        bool handles = strstr(words.data, " handle") != NULL, moved = scene.spec.x.output_padding || scene.spec.y.output_padding;
        check(!handles || !moved, "%s sends to a handle that is moved already: %s", rows[i].code, words.data);
        text_clear(&title);
        text_clear(&words);
        scene_clear(&scene);
    }
}

static void of_no_cell_there_is_nothing_to_tell(void **state)
{
    (void)state;
    static const Cell cells[] = { { ROLE_NONE, { 0 } }, { ROLE_Y, { 0, 0, 9, 0 } }, { ROLE_B, { 0 } } };
    Scene scene;
    Work work;
    assert_true(scene_parse(&scene, "convt2d", NULL));
    assert_true(work_make(&work, &scene, NULL, NULL));
    for (int i = 0; i < COUNT(cells); i++) {
        Story story;
        char symbol[NUMBER_TEXT];
        story_make(&story, &work, cells[i], WALK_INPUT, STEP_END);
        check(!story.title.length && !story.words.length && !story.symbols.length && !story.numbers.length, "case %d", i);
        story_clear(&story);
        if (i == 2) continue;
        symbol_of(symbol, &work, cells[i], 0);
        assert_string_equal(symbol, "");
    }
    assert_int_equal(role_decimals(&work, ROLE_B), 0); // there is none
    work_clear(&work);
    scene_clear(&scene);
}

static void a_name_that_is_too_long_for_small_digits_is_said_in_brackets(void **state)
{
    (void)state;
    Axis axis = { .narrow = 9999 };
    Work work = { .scene = { .spec = { .transposed = true, .dims = 2, .batch = 9999, .in_channels = 9999, .groups = 1,
                                       .y = axis, .x = axis }, .x = { .kind = SOURCE_LETTERS } } };
    char symbol[NUMBER_TEXT];
    symbol_of(symbol, &work, (Cell){ ROLE_X, { 9998, 9998, 9998, 9998 } }, 0);
    assert_string_equal(symbol, "x[9998,9998,9998,9998]");
}

static void a_large_tensor_is_judged_by_its_first_values(void **state)
{
    (void)state;
    Scene scene;
    Work work;
    assert_true(scene_parse(&scene, "conv2d in=70 k=1", NULL));
    assert_true(work_make(&work, &scene, NULL, NULL));
    work.x[4900 - 1] = 0.5f;
    assert_int_equal(role_decimals(&work, ROLE_X), 0);
    work_clear(&work); // a work keeps what it was asked for
    assert_true(work_make(&work, &scene, NULL, NULL));
    work.x[4096 - 1] = 0.5f;
    assert_int_equal(role_decimals(&work, ROLE_X), 1);
    work_clear(&work);
    scene_clear(&scene);
}

static void long_stories_are_cut_and_say_so(void **state)
{
    (void)state;
    Scene scene;
    Work work;
    Story story;
    assert_true(scene_parse(&scene, "convt2d in=8 k=8 x=ones w=ones cell=y:0,0,7,7", NULL));
    assert_true(work_make(&work, &scene, NULL, NULL));
    story_make(&story, &work, scene.cell, WALK_INPUT, STEP_END);
    assert_non_null(strstr(story.symbols.data, " + … and 40 more"));
    assert_non_null(strstr(story.numbers.data, "\n… and 40 more\n= 64"));
    story_clear(&story);
    story_make(&story, &work, (Cell){ ROLE_W, { 0, 0, 0, 0 } }, WALK_INPUT, STEP_END);
    assert_non_null(strstr(story.symbols.data, "\n… and 40 more"));
    story_clear(&story);
    work_clear(&work);
    scene_clear(&scene);
}

static Source whole_source(Random *r, size_t count)
{
    Source source = typed_source(count);
    for (size_t i = 0; i < count; i++) source.values[i] = (float)any(r, -9, 9);
    return source;
}

// The last line of the numbers is the cell's partial sum, as sums_make has it, at any step.
static void the_numbers_told_add_up(void **state)
{
    (void)state;
    Random r = { 21 };
    for (int i = 0; i < 600; i++) {
        Scene scene = { .spec = some_spec(&r), .b = { .kind = SOURCE_NONE } };
        scene.x = whole_source(&r, role_count(&scene.spec, ROLE_X));
        scene.w = whole_source(&r, role_count(&scene.spec, ROLE_W));
        if (any(&r, 0, 1)) scene.b = whole_source(&r, role_count(&scene.spec, ROLE_B));
        Work work;
        assert_true(work_make(&work, &scene, NULL, NULL));
        Cell cell = some_cell(&r, &scene);
        Walk walk = (Walk)any(&r, 0, WALK_COUNT - 1);
        long long steps = random_range(&r, 0, (long)timeline_count(&scene.spec, walk));
        Story story;
        story_make(&story, &work, cell, walk, steps);
        assert_true((story.title.length > 0) == (cell.role != ROLE_NONE));
        if (cell.role == ROLE_Y) {
            Sums sums;
            sums_make(&sums, &work, cell.at[0], cell.at[1], walk, steps);
            Canvas canvas = sums.canvas;
            double sum = sums.value[(cell.at[2] - canvas.row0) * canvas.cols + cell.at[3] - canvas.col0];
            const char *numbers = text_or_empty(&story.numbers), *line = strrchr(numbers, '\n');
            line = line ? line + 1 : numbers;
            double told = 0;
            if (*line) {
                line += strncmp(line, "so far ", 7) ? 2 : 7;
                check(number_parse(line, strlen(line), &told), "%s", numbers);
            }
            check(told == sum, "told is %g, the sum is %g:\n%s", told, sum, numbers);
            sums_clear(&sums);
        }
        story_clear(&story);
        work_clear(&work);
        scene_clear(&scene);
    }
}

static void inputs_are_lettered_and_weights_numbered(void **state)
{
    (void)state;
    static const struct { Cell cell; const char *symbol; } rows[] = {
        { { ROLE_X, { 0, 0, 0, 0 } }, "a" },     { { ROLE_X, { 0, 0, 4, 1 } }, "z" }, { { ROLE_X, { 0, 0, 4, 2 } }, "x₄₂" },
        { { ROLE_W, { 0, 0, 1, 2 } }, "k₅" },    { { ROLE_B, { 0, 0, 0, 0 } }, "1" }, { { ROLE_X, { 0, 0, 9, 9 } }, "" },
        { { ROLE_Y, { 0, 0, 0, 0 } }, "2" },
    };
    Scene scene;
    Work work;
    assert_true(scene_parse(&scene, "convt2d in=6 x=letters w=letters b=ones", NULL));
    assert_true(work_make(&work, &scene, NULL, NULL));
    for (int i = 0; i < COUNT(rows); i++) {
        char symbol[NUMBER_TEXT];
        symbol_of(symbol, &work, rows[i].cell, 0);
        assert_string_equal(symbol, rows[i].symbol);
    }
    work_clear(&work);
    scene_clear(&scene);
}

static void sizes_come_with_their_formula_and_their_siblings(void **state)
{
    (void)state;
    static const struct { const char *code, *first; const char *phrases[4]; const char *absent; } rows[] = {
        { "convt2d in=16 k=3 s=2 p=1 op=1", "32x32\n", { "(16−1)·2 − 2·1 + 1·(3−1) + 1 + 1 = 32", "32 back to 16",
          "  31  output_padding=0\n" }, "  32  " },
        { "convt2d in=3 s=2 d=3 op=2", "13x13\n", { "brings 13 to 4, not back to 3", "output_padding 2", "stride 2",
          "  11  output_padding=0\n  12  output_padding=1\n" }, "  13  " },
        { "convt1d in=3 s=1", "5\n", { "= 5", "  none\n" }, "rows" },
        { "convt1d in=1 k=1 s=3 p=0", "1\n", { "  2  output_padding=1\n  3  output_padding=2\n" }, "  1  " },
        { "conv2d in=16x7 s=2 p=1", "8x4\n", { "rows: ⌊(16 + 2·1 − 1·(3−1) − 1)/2⌋ + 1 = 8", "that give 8: 15\n",
          "that give 4: 8\n" }, NULL },
        { "conv1d in=2 k=1 s=4 p=2", "2\n", { "that give 2: 1, 3, 4\n" }, "0, 1" },
        { "convt1d in=1 k=1 s=30", "1\n", { "  17  output_padding=16\n  … and 13 more\n" }, "  18  " },
        { "convt2d in=3x4", "5x6\n", { "rows: ", "columns: " }, "rows and columns" },
        { "convt2d k=3x5 p=0x1", "5x5\n", { "rows: ", "columns: " }, "rows and columns" },
        { "convt2d in=1 s=1x2", "3x3\n", { "rows: ", "columns: " }, "rows and columns" },
        { "conv2d in=4 s=4 p=0x1", "1x1\n", { "rows: ", "columns: " }, "rows and columns" },
        { "convt2d s=2 op=1x0", "8x7\n", { "rows: ", "columns: " }, "rows and columns" },
        { "convt2d k=1 d=1x2", "3x3\n", { "rows: ", "columns: " }, "rows and columns" },
        { "conv1d in=100 k=1 s=30", "4\n", { "91, 92", ", 107 … and 13 more" }, "100," },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Text report = { 0 };
        assert_true(scene_parse(&scene, rows[i].code, NULL));
        size_report(&report, &scene.spec);
        check(!strncmp(report.data, rows[i].first, strlen(rows[i].first)), "%s:\n%s", rows[i].code, report.data);
        for (int k = 0; k < 4 && rows[i].phrases[k]; k++)
            check(strstr(report.data, rows[i].phrases[k]), "%s: '%s' is missing in\n%s", rows[i].code,
                  rows[i].phrases[k], report.data);
        if (rows[i].absent)
            check(!strstr(report.data, rows[i].absent), "%s: '%s' is in\n%s", rows[i].code, rows[i].absent, report.data);
        text_clear(&report);
        scene_clear(&scene);
    }
    Text formula = { 0 };
    Scene scene;
    assert_true(scene_parse(&scene, "convt2d in=3x4 s=2 p=1", NULL));
    size_formula(&formula, &scene.spec, true);
    assert_string_equal(formula.data, "(3−1)·2 − 2·1 + 1·(3−1) + 0 + 1 = 5");
    text_clear(&formula);
    size_formula(&formula, &scene.spec, false);
    assert_string_equal(formula.data, "(4−1)·2 − 2·1 + 1·(3−1) + 0 + 1 = 7");
    text_clear(&formula);
    scene_clear(&scene);
}

// Each size listed is one that spec_check and the convolution agree on, and every such size is listed.
static void siblings_are_exactly_the_sizes_that_round_to_the_same(void **state)
{
    (void)state;
    Random r = { 31 };
    for (int i = 0; i < 300; i++) {
        Spec spec = some_spec(&r);
        if (spec.dims == 2) continue;
        Text report = { 0 };
        size_report(&report, &spec);
        const char *list = strrchr(report.data, ':');
        for (int wide = 1; wide < 60; wide++) {
            Spec conv = spec;
            conv.transposed = false;
            conv.x.output_padding = 0;
            conv.x.wide = wide;
            bool same = wide != spec.x.wide && spec_check(&conv, NULL) && conv.x.narrow == spec.x.narrow;
            char entry[64];
            bool listed;
            if (spec.transposed) {
                long long op = wide - axis_transposed_size(spec.x.narrow, spec.x.kernel, spec.x.stride, spec.x.padding, 0,
                                                           spec.x.dilation);
                snprintf(entry, sizeof entry, "\n  %d  output_padding=%lld\n", wide, op);
                listed = strstr(list, entry);
            } else {
                snprintf(entry, sizeof entry, " %d", wide);
                const char *at = strstr(list, entry);
                listed = at && strchr(",\n", at[strlen(entry)]);
            }
            check(listed == same, "%d is %s in\n%s", wide, same ? "missing" : "wrong", report.data);
        }
        text_clear(&report);
    }
}

static void sums_on_their_way_show_more_than_the_whole_numbers_they_end_in(void **state)
{
    (void)state;
    static const struct { const char *code; int y, sums; } rows[] = {
        { "conv2d k=2 w=box", 0, 2 }, { "conv2d in=3 k=3", 0, 0 }, { "convt1d in=2 k=2 x=[1,1] w=[0.5,0.5]", 1, 1 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene scene;
        Work work;
        Error err = { 0 };
        check(scene_parse(&scene, rows[i].code, &err) && work_make(&work, &scene, NULL, &err), "%s: %s", rows[i].code, err.text);
        check(role_decimals(&work, ROLE_Y) == rows[i].y, "%s: y shows %d decimals", rows[i].code, role_decimals(&work, ROLE_Y));
        check(sum_decimals(&work) == rows[i].sums, "%s: sums show %d decimals", rows[i].code, sum_decimals(&work));
        work_clear(&work);
        scene_clear(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_cell_is_told_in_plain_words), cmocka_unit_test(long_stories_are_cut_and_say_so),
        cmocka_unit_test(of_no_cell_there_is_nothing_to_tell), cmocka_unit_test(what_an_index_counts_is_said_once),
        cmocka_unit_test(the_first_card_is_about_the_scene),
        cmocka_unit_test(a_name_that_is_too_long_for_small_digits_is_said_in_brackets),
        cmocka_unit_test(a_large_tensor_is_judged_by_its_first_values),
        cmocka_unit_test(the_numbers_told_add_up), cmocka_unit_test(inputs_are_lettered_and_weights_numbered),
        cmocka_unit_test(sizes_come_with_their_formula_and_their_siblings),
        cmocka_unit_test(sums_on_their_way_show_more_than_the_whole_numbers_they_end_in),
        cmocka_unit_test(siblings_are_exactly_the_sizes_that_round_to_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
