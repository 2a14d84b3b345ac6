// Random numbers that are the same everywhere, boxes, and a measure of text that knows no font.
#include "base/base.h"

uint64_t random_next(Random *random)
{
    uint64_t z = random->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

double random_unit(Random *random)
{
    return (double)(random_next(random) >> 11) * 0x1p-53;
}

long random_range(Random *random, long lo, long hi)
{
    uint64_t span = (uint64_t)hi - (uint64_t)lo + 1; // 0: all of them
    uint64_t drawn = random_next(random);
    return (long)((uint64_t)lo + (span ? drawn % span : drawn));
}

bool box_has(Box box, double x, double y)
{
    return x >= box.x && y >= box.y && x < box.x + box.w && y < box.y + box.h;
}

bool box_overlaps(Box a, Box b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

Box box_inset(Box box, double by)
{
    return (Box){ box.x + by, box.y + by, box.w - 2 * by, box.h - 2 * by };
}

static double fixed_width(void *self, const char *text, double size, Weight weight)
{
    (void)self, (void)weight;
    int count = 0, bytes;
    while (utf8_next(text, &bytes)) text += bytes, count++;
    return 0.6 * size * count;
}

const Measure measure_fixed = { fixed_width, NULL };
