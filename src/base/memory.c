// Memory for small things, and arenas for many of them. A small allocation that fails ends the program: there is
// nothing left to say it with.
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must(void *memory)
{
    if (memory) return memory;
    fputs("stridescope: out of memory\n", stderr);
    exit(1);
}

void *memory_new(size_t count, size_t size)
{
    return must(calloc(count ? count : 1, size ? size : 1));
}

void *memory_grow(void *old, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) return must(NULL);
    size_t bytes = count * size;
    return must(realloc(old, bytes ? bytes : 1));
}

char *memory_text(const char *text)
{
    size_t length = strlen(text) + 1;
    return memcpy(memory_new(length, 1), text, length);
}

struct ArenaBlock {
    ArenaBlock *next;
    size_t used, size;
    max_align_t data[];
};

enum { BLOCK = 64 * 1024, MOST_KEPT = 64 * 1024 * 1024 };

void *arena_new(Arena *arena, size_t count, size_t size)
{
    if (size && count > (SIZE_MAX / 2) / size) return must(NULL);
    size_t unit = sizeof(max_align_t), bytes = (count * size + unit - 1) / unit * unit;
    while (arena->current && arena->current->size - arena->current->used < bytes) {
        if (!arena->current->next) break;
        arena->current = arena->current->next;
        arena->current->used = 0;
    }
    if (!arena->current || arena->current->size - arena->current->used < bytes) {
        size_t room = bytes > BLOCK ? bytes : BLOCK;
        ArenaBlock *block = must(malloc(sizeof(ArenaBlock) + room));
        *block = (ArenaBlock){ .next = NULL, .used = 0, .size = room };
        if (arena->current) arena->current->next = block;
        else arena->first = block;
        arena->current = block;
    }
    void *at = (char *)arena->current->data + arena->current->used;
    arena->current->used += bytes;
    return memset(at, 0, bytes);
}

char *arena_text(Arena *arena, const char *text)
{
    size_t length = strlen(text) + 1;
    return memcpy(arena_new(arena, length, 1), text, length);
}

char *arena_vprint(Arena *arena, const char *format, va_list args)
{
    char small[128]; // most are short: written once
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(small, sizeof small, format, args);
    char *out = arena_new(arena, (size_t)length + 1, 1);
    if ((size_t)length < sizeof small) memcpy(out, small, (size_t)length + 1);
    else vsnprintf(out, (size_t)length + 1, format, again);
    va_end(again);
    return out;
}

char *arena_print(Arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *out = arena_vprint(arena, format, args);
    va_end(args);
    return out;
}

void arena_reset(Arena *arena)
{
    // Several blocks are one too few: next time one holds it all. Far too large a one is given back.
    size_t size = 0;
    for (const ArenaBlock *block = arena->first; block; block = block->next) size += block->size;
    if (size > MOST_KEPT) {
        arena_clear(arena);
    } else if (arena->first && arena->first->next) {
        arena_clear(arena);
        arena_new(arena, size, 1);
    }
    arena->current = arena->first;
    if (arena->current) arena->current->used = 0;
}

void arena_clear(Arena *arena)
{
    for (ArenaBlock *block = arena->first; block;) {
        ArenaBlock *next = block->next;
        free(block);
        block = next;
    }
    *arena = (Arena){ 0 };
}
