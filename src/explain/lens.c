// The words a scene is said in: one row for each lens, walk and look.
#include "explain/explain.h"

const LensRow LENSES[LENS_COUNT] = {
    [LENS_STAMP] = { "stamp", "Stamp", "what each input writes", "What does each input write?", false, '1' },
    [LENS_SLIDE] = { "slide", "Slide", "the same numbers, read by a sliding window", "What does each output read?", false, '2' },
    [LENS_MATRIX] = { "matrix", "Matrix", "both stories are one table", "What does it look like as one matrix?", false, '3' },
    [LENS_PHASES] = { "phases", "Phases", "s² small convolutions taking turns", "Which weights take turns?", false, '4' },
    [LENS_OVERLAP] = { "overlap", "Overlap", "how many prints landed on each cell", "How many prints land on each cell?", false, '5' },
    [LENS_BACKPROP] = { "backprop", "Backprop", "every path forward is a path back", "What comes back along every path?", false, '6' },
    [LENS_SIZES] = { "sizes", "Sizes", "why output padding exists", "Why does output padding exist?", false, '7' },
    [LENS_PICTURE] = { "picture", "Picture", "what it does to an image", "What does it do to an image?", true, 0 },
};

const char *const WALK_WORDS[WALK_COUNT] = { "input", "output", "product" };

const char *const LOOK_WORDS[LOOK_COUNT] = { "", "light", "dark", "projector" };
