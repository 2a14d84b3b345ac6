// A first lesson for those who write one: small, whole, and every kind of block is in it once.
#include "lesson/lesson.h"

#include <string.h>

static const char BODY[] =
    "What this lesson is about, in a sentence or two.\n"
    "\n"
    "```lesson\n"
    "minutes: 5\n"
    "goal: Work out the size of an output.\n"
    "discuss: Where does a network need a certain size?\n"
    "```\n"
    "\n"
    "## How many cells does each input write?\n"
    "\n"
    "```scene\n"
    "convt2d in=3 k=3 s=2 p=1 w=ones view=stamp step=1\n"
    "```\n"
    "\n"
    "One input has been stamped. Its neighbours follow {s} cells further on.\n"
    "\n"
    "```ask\n"
    "number: k*k.h\n"
    "question: How many cells does one stamp cover?\n"
    "wrong: s*s.h | because: The stride is how far stamps stand apart, not how large they are.\n"
    "vary: k=2..5 s=1..3 p=0..1\n"
    "keep: k != s\n"
    "```\n"
    "\n"
    "The whole kernel: {k.h} rows of {k}.\n"
    "\n"
    "## How large is the output?\n"
    "\n"
    "The stamps reach {full} cells in each row. Padding cuts {p} at each end.\n"
    "\n"
    "```ask\n"
    "size: out\n"
    "question: How large is what is left?\n"
    "wrong: full | because: That is before the cut.\n"
    "wrong: full - p | because: Padding cuts at both ends, not at one.\n"
    "vary: in=2..4 k=3..5 s=1..2 p=1\n"
    "```\n"
    "\n"
    "`(in − 1)·s + k` cells are reached, and {2*p} are cut: {out}.\n"
    "\n"
    "```note\n"
    "Let them draw the four corners first. What stands here is for the speaker alone.\n"
    "```\n"
    "\n"
    "## What does a larger kernel change?\n"
    "\n"
    "```ask\n"
    "choice:\n"
    "question: The kernel becomes one larger. What does the output do?\n"
    "option: It grows by one | when: out(k=k+1) == out + 1\n"
    "option: It stays as it is | when: out(k=k+1) == out | because: The last stamp reaches one cell further.\n"
    "option: It grows by {s} | when: s > 1 and out(k=k+1) == out + s | because: That is what one more input does.\n"
    "vary: in=2..4 s=2..3\n"
    "```\n"
    "\n"
    "Only the last stamp in each row reaches further: {out} becomes {out(k=k+1)}.\n";

void lesson_new(Text *out, const char *title)
{
    text_put(out, "# ");
    if (!title || !title[strspn(title, " \t\r\n")]) title = "How large will my output be?";
    // One line, whatever was given.
    for (; *title; title++) text_put_bytes(out, (unsigned char)*title < 0x20 || *title == 0x7F ? " " : title, 1);
    text_print(out, "\n\n%s", BODY);
}
