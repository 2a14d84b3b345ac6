// What is painted in a frame, thing by thing: a number that differs where it looks different, and the most that it may
// touch. Two such lists say which part of the window is to be painted again.
#include "desk/inside.h"

#include <math.h>
#include <string.h>

static uint64_t mix(uint64_t hash, const void *data, size_t length)
{
    const unsigned char *bytes = data;
    // Pixels by the million: four at once, for one multiplication waits for the one before.
    if (length >= 256) {
        uint64_t lane[4] = { hash, hash + 1, hash + 2, hash + 3 };
        for (; length >= 32; bytes += 32, length -= 32)
            for (int i = 0; i < 4; i++) {
                uint64_t word;
                memcpy(&word, bytes + 8 * i, 8);
                lane[i] = (lane[i] ^ word) * 0x9E3779B97F4A7C15u;
                lane[i] ^= lane[i] >> 29;
            }
        hash = mix(hash, lane, sizeof lane);
    }
    for (; length >= 8; bytes += 8, length -= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
        hash ^= hash >> 29;
    }
    for (; length; bytes++, length--) hash = (hash ^ *bytes) * 0x100000001B3u;
    return hash;
}

static uint64_t mix_text(uint64_t hash, const char *text)
{
    return text ? mix(hash, text, strlen(text) + 1) : hash * 31;
}

static uint64_t mix_numbers(uint64_t hash, const double *numbers, size_t count)
{
    return mix(hash, numbers, count * sizeof *numbers);
}

static uint64_t mix_widget(uint64_t hash, const Widget *w)
{
    hash = mix_text(mix_text(mix_text(mix_text(hash, w->id), w->name), w->value), w->face);
    hash = mix_numbers(hash, (const double[]){ w->box.x, w->box.y, w->box.w, w->box.h, w->clip.x, w->clip.y, w->clip.w, w->clip.h,
                                               w->size, w->state, w->layer, w->role, w->icon, w->tone, w->weight, w->align,
                                               w->least, w->most, w->at, w->caret, w->anchor }, 21);
    return hash;
}

static uint64_t mix_mark(uint64_t hash, const Mark *m)
{
    hash = mix_text(mix_text(hash, m->text), m->corner);
    hash = mix_numbers(hash, (const double[]){ m->kind, m->box.x, m->box.y, m->box.w, m->box.h, m->fill, m->line, m->ink, m->stroke,
                                               m->radius, m->opacity, m->style, m->size, m->weight, m->align, m->rows, m->cols,
                                               m->clip.x, m->clip.y, m->clip.w, m->clip.h }, 21);
    if (m->pixels) hash = mix(hash, m->pixels, (size_t)m->rows * (size_t)m->cols * sizeof *m->pixels);
    return hash;
}

// Painting ends at the clip, whose corner and sides are whole pixels then.
static Box within(Box reach, Box clip)
{
    double x = fmax(reach.x, floor(clip.x)), y = fmax(reach.y, floor(clip.y));
    double right = fmin(reach.x + reach.w, floor(clip.x) + ceil(clip.w)), bottom = fmin(reach.y + reach.h, floor(clip.y) + ceil(clip.h));
    return (Box){ x, y, fmax(0, right - x), fmax(0, bottom - y) };
}

// A ring of focus, a knob or a frame's shadow lies around the box; a line of text may be higher than its own.
static Box widget_reach(const Desk *desk, const Widget *w)
{
    double out = 10 * desk->scale, high = fmax(0, 2 * w->size - w->box.h);
    return box_inset((Box){ w->box.x, w->box.y - high, w->box.w, w->box.h + 2 * high }, -out);
}

int desk_painted(const Desk *desk, Painted **out)
{
    const Ui *ui = desk_ui(desk);
    const DeskFigure *figures;
    int count = 0, figure_count = desk_figures(desk, &figures), most = ui->count;
    for (int f = 0; f < figure_count; f++) most += figures[f].figure->count;
    Painted *list = *out = memory_new((size_t)most, sizeof *list);
    uint64_t look = mix_numbers((uint64_t)desk_look(desk)->name + 1, (const double[]){ desk->w, desk->h, desk->scale }, 3);
    for (int layer = 0; layer < DESK_LAYERS; layer++) {
        for (int i = 0; i < ui->count; i++) {
            const Widget *w = &ui->widgets[i];
            if (w->layer == layer) list[count++] = (Painted){ mix_widget(look, w), within(widget_reach(desk, w), w->clip) };
        }
        for (int f = 0; f < figure_count; f++) {
            const DeskFigure *shown = &figures[f];
            if (shown->layer != layer) continue;
            uint64_t all = mix_numbers(look, (const double[]){ shown->clip.x, shown->clip.y, shown->clip.w, shown->clip.h, shown->figure->scale }, 5);
            for (int i = 0; i < shown->figure->count; i++) {
                const Mark *mark = &shown->figure->marks[i];
                list[count++] = (Painted){ mix_mark(all, mark), within(figure_reach(shown->figure, mark), shown->clip) };
            }
        }
    }
    return count;
}
