// What is said of a lesson that somebody writes: a line each, in the order of the lines.
#include "lesson/lesson.h"

#include <stdio.h>
#include <stdlib.h>

void remarks_add(Remarks *remarks, int line, bool advice, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    remarks->at = memory_grow(remarks->at, (size_t)remarks->count + 1, sizeof *remarks->at);
    int at = remarks->count++;
    for (; at > 0 && remarks->at[at - 1].line > line; at--) remarks->at[at] = remarks->at[at - 1];
    remarks->at[at] = (Remark){ line, advice, memory_text(text) };
}

int remarks_mistakes(const Remarks *remarks)
{
    int mistakes = 0;
    for (int i = 0; i < remarks->count; i++) mistakes += !remarks->at[i].advice;
    return mistakes;
}

void remarks_clear(Remarks *remarks)
{
    for (int i = 0; i < remarks->count; i++) free(remarks->at[i].text);
    free(remarks->at);
    *remarks = (Remarks){ 0 };
}
