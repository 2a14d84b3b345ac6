// Lines of text: broken at spaces, so that each fits a width.
#include "base/base.h"

#include <string.h>

enum { LONGEST_LINE = 1024 };

static double width_of(const Measure *measure, const char *start, size_t length, double size, Weight weight)
{
    char line[LONGEST_LINE];
    if (length >= sizeof line) length = sizeof line - 1;
    memcpy(line, start, length);
    line[length] = 0;
    return measure->width(measure->self, line, size, weight);
}

int text_wrap(const Measure *measure, const char *text, double size, Weight weight, double width, TextLine *lines,
              int most)
{
    int count = 0;
    const char *start = text;
    while (*start) {
        // Take words while they fit; the first always does.
        const char *end = start + strcspn(start, " \n");
        while (*end == ' ') {
            const char *next = end + 1 + strcspn(end + 1, " \n");
            if (width_of(measure, start, (size_t)(next - start), size, weight) > width) break;
            end = next;
        }
        if (count < most) lines[count] = (TextLine){ start, (int)(end - start) };
        count++;
        start = *end ? end + 1 : end;
    }
    return count;
}
