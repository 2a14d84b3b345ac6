// The next step on its way: each of its products travels from where it is made to the cell it lands on, in the colour of
// its weight. A lens only says where both are.
#include "figure/layout.h"

#include <math.h>

typedef struct Flight {
    Stage *stage;
    FlightEnds ends;
    void *context;
    bool back;
} Flight;

static const char *product_text(const Flight *flight, const Term *term)
{
    Stage *stage = flight->stage;
    const Work *work = stage->work;
    Arena *arena = &stage->figure->arena;
    Cell factor = term->x;
    if (flight->back) factor = term->y, factor.role = ROLE_GY;
    if (flight->back && back_is_symbolic(work, ROLE_GX)) {
        char a[NUMBER_TEXT], b[NUMBER_TEXT];
        symbol_of(a, work, factor, role_decimals(work, ROLE_GY));
        symbol_of(b, work, term->w, role_decimals(work, ROLE_W));
        return arena_print(arena, "%s·%s", a, b);
    }
    if (!flight->back && work_is_symbolic(work)) {
        Text product = { 0 };
        symbols_of_term(&product, work, term);
        const char *kept = arena_text(arena, product.data);
        text_clear(&product);
        return kept;
    }
    char product[NUMBER_TEXT];
    number_show(product, (double)work_value(work, factor) * (double)work_value(work, term->w),
                flight->back ? back_decimals(work, ROLE_GX) : stage->y_decimals);
    return arena_text(arena, product);
}

static bool fly(void *context, const Term *term)
{
    const Flight *flight = context;
    Stage *stage = flight->stage;
    const Focus *focus = &stage->focus;
    Box from, to;
    // Only between the planes that are shown; over padding there is nothing to multiply, and nothing comes back from
    // what is cut.
    if (term->x.at[0] != focus->n || term->x.at[1] != focus->ic || term->y.at[1] != focus->oc) return true;
    if (!cell_inside(stage->spec, term->x) || (flight->back && !term->inside)) return true;
    if (!flight->ends(flight->context, term, &from, &to)) return true;
    Mark *mark = cell_add(stage, "flying", CELL_NONE, box_between(from, to, smooth(stage->moment->t)), stage->look->kernel, NULL, 0);
    mark->opacity = 0.85;
    cell_tap(stage, mark, term->w.at[2] * stage->spec->x.kernel + term->w.at[3], 1);
    double size = number_size(stage, &(Grid){ .pitch = mark->box.w, .rows = 1, .cols = 1 }, 0, false);
    if (size <= 0) return true;
    const char *text = product_text(flight, term);
    size = number_size(stage, &(Grid){ .pitch = mark->box.w, .rows = 1, .cols = 1 }, text_width(stage, text), false);
    if (size > 0) mark->text = text, mark->size = size, mark->weight = WEIGHT_SEMIBOLD, mark->align = ALIGN_CENTRE;
    return true;
}

void flight_draw(Stage *stage, FlightEnds ends, void *context, bool back)
{
    const Moment *moment = stage->moment;
    Walk walk = stage->work->scene.walk;
    if (moment->t <= 0 || moment->step >= timeline_count(stage->spec, walk)) return;
    Step next = timeline_step(stage->spec, walk, moment->step);
    Flight flight = { stage, ends, context, back };
    if (walk == WALK_PRODUCT) fly(&flight, &next.term);
    else terms_each(stage->spec, next.cell, fly, &flight);
}
