// Chain, in Matrix: y is fed back. x, what the operation makes of it, what its transpose makes of that, and the best guess
// at x that y allows, side by side: only the shape is promised.
#include "figure/matrix.h"

#include <math.h>
#include <string.h>

typedef struct Plane {
    Stage *stage;
    const double *values; // of one sample
    Role role;            // whose shape it has
    int channel, rows, cols;
    bool real;   // these are the tensor's own values: its cells
    double most; // how large they get, in all channels
} Plane;

static double value_at(void *context, int row, int col)
{
    const Plane *p = context;
    return p->values[((size_t)p->channel * (size_t)p->rows + (size_t)row) * (size_t)p->cols + (size_t)col];
}

static double x_at(const Stage *stage, int row, int col)
{
    return (double)work_value(stage->work, (Cell){ ROLE_X, { stage->focus.n, stage->focus.ic, row, col } });
}

static double most_of(const double *values, size_t count)
{
    double most = 0;
    for (size_t i = 0; i < count; i++) most = fmax(most, isfinite(values[i]) ? fabs(values[i]) : 0);
    return most;
}

// Whether [a] is x's value [b] again but for what rounding leaves, beside the largest of x: 10⁻⁸ may be a large number there.
static bool same(double a, double b, double most)
{
    return fabs(a - b) <= 1e-6 * fabs(b) + 1e-8 * most;
}

// The value without the dust that rounding leaves where a 0 would be.
static double clean(const Plane *p, double value)
{
    return fabs(value) <= 1e-10 * p->most ? 0 : value;
}

static Scale scale_of(const Plane *p)
{
    Scale scale = { 0 };
    for (int row = 0; row < p->rows; row++)
        for (int col = 0; col < p->cols; col++) {
            double v = value_at((void *)p, row, col);
            if (isfinite(v)) scale.most = fmax(scale.most, fabs(v)), scale.negatives |= v < -1e-9 * scale.most;
        }
    if (scale.most <= 0) scale.most = 1;
    return scale;
}

// The decimals that these values need.
static int decimals_of(const Plane *p)
{
    double values[256];
    int count = 0;
    for (int i = 0; i < p->rows * p->cols && count < COUNT(values); i++) {
        double v = p->values[(size_t)p->channel * (size_t)(p->rows * p->cols) + (size_t)i];
        values[count++] = clean(p, v);
    }
    return number_decimals(values, (size_t)count);
}

static Cell cell_at(const Plane *p, int row, int col)
{
    return (Cell){ p->role, { p->stage->focus.n, p->channel, row, col } };
}

// As elsewhere: who is looked at has a ring, who is joined to it the colour of their weight; of what came back, the same
// places are ringed.
static void show_joins(const Plane *p, Mark *mark, int row, int col)
{
    const Stage *stage = p->stage;
    const Focus *focus = &stage->focus;
    Cell cell = cell_at(p, row, col);
    int x_col = spec_in(stage->spec, stage->spec->x);
    int tap = p->role == ROLE_X ? focus->x_tap[row * x_col + col]
                                : focus->y_tap[(row - focus->canvas.row0) * focus->canvas.cols + col - focus->canvas.col0];
    bool owner = cell_equal(cell, focus->owner);
    if (p->real) mark->cell = cell;
    if (p->real && tap >= 0 && focus->lights[p->role] && !owner) cell_tap((Stage *)stage, mark, tap, 1);
    if (owner || (p->real && cell_equal(cell, focus->outlined))) mark->style |= STYLE_RING;
}

static const char *text_at(const Plane *p, int row, int col, int decimals)
{
    char text[NUMBER_TEXT];
    number_show(text, clean(p, value_at((void *)p, row, col)), decimals);
    return arena_text(&p->stage->figure->arena, text);
}

// A grid of the chain; where [against] x its cells are told apart: those that came back have x's colour, others are dashed.
// Returns how many came back.
static int draw_plane(Plane *p, const char *name, const char *caption, Box box, double cell, const Plane *against)
{
    Stage *stage = p->stage;
    const Look *look = stage->look;
    double u = stage->unit, widest = 0;
    RolePaint paint = p->role == ROLE_X ? look->input : look->output;
    draw_caption(stage, "chain caption", box.x, box.y, box.w, paint.line, "%s", caption);
    Grid grid = grid_fit(box.x, box.y + 22 * u, box.w, p->rows * cell + 0.5, p->rows, p->cols, cell, u);
    Scale scale = scale_of(p);
    int back = 0, decimals = decimals_of(p);
    for (int row = 0; against && row < p->rows; row++)
        for (int col = 0; col < p->cols; col++) back += same(value_at(p, row, col), x_at(stage, row, col), against->most);
    if (!grid_begin(stage, &grid, name, paint, scale, look->background, value_at, p)) return back;
    for (int row = 0; grid.pitch >= 12 && row < p->rows; row++)
        for (int col = 0; col < p->cols; col++) widest = fmax(widest, text_width(stage, text_at(p, row, col, decimals)));
    double size = grid.pitch >= 12 ? number_size(stage, &grid, widest, false) : 0;
    for (int row = 0; row < p->rows; row++)
        for (int col = 0; col < p->cols; col++) {
            bool differs = against && !same(value_at(p, row, col), x_at(stage, row, col), against->most);
            RolePaint own = paint;
            if (size <= 0) own.fill = scale_colour(scale, value_at(p, row, col));
            else if (differs) own.fill = look->background;
            Mark *mark = cell_add(stage, name, CELL_NONE, grid_cell(&grid, row, col), own, size > 0 ? text_at(p, row, col, decimals) : NULL, size);
            if (differs) mark->style |= STYLE_DASHED;
            show_joins(p, mark, row, col);
        }
    return back;
}

static const char *came_back(Stage *stage, int count, int all)
{
    Arena *arena = &stage->figure->arena;
    if (count == all) return arena_print(arena, "all %d came back", all);
    return count ? arena_print(arena, "%d of %d came back, dashed ones did not", count, all)
                 : arena_print(arena, "the shape came back, no value did");
}

// Of the input that is looked at: what it was, and what it came back as.
static const char *one_came_back(const Plane *p)
{
    Stage *stage = p->stage;
    Cell owner = stage->focus.owner;
    if (owner.role != ROLE_X || !cell_inside(stage->spec, owner) || owner.at[1] != p->channel || owner.at[0] != stage->focus.n) return NULL;
    char was[NUMBER_TEXT], is[NUMBER_TEXT];
    number_show(was, x_at(stage, owner.at[2], owner.at[3]), stage->x_decimals);
    number_show(is, clean(p, value_at((void *)p, owner.at[2], owner.at[3])), decimals_of(p));
    return arena_print(&stage->figure->arena, "%s: %s came back as %s", matrix_place(stage, owner), was, is);
}

static const char *refusal(const Stage *stage, const Chain *chain)
{
    if (matrix_letters(stage)) return "Feeding y back needs numbers: with letters there is no best guess to work out.";
    if (!chain) return "This matrix is too large to be fed back on every change. A smaller input or kernel can be.";
    return chain->finite ? NULL : "x or w holds ∞ or NaN: nothing can be told from what would come back.";
}

void matrix_draw_chain(Stage *stage, Box box)
{
    const Spec *spec = stage->spec;
    Arena *arena = &stage->figure->arena;
    double u = stage->unit;
    const Chain *chain = matrix_letters(stage) ? NULL : work_chain(stage->work, stage->focus.n);
    const char *no = refusal(stage, chain);
    if (no) {
        draw_note(stage, box.x, box.y + 8 * u, box.w, 15 * u, stage->look->muted, no);
        return;
    }
    const char *c = spec->transposed ? "Cᵀ" : "C", *turned = spec->transposed ? "C" : "Cᵀ";
    int rows = spec_in(spec, spec->y), cols = spec_in(spec, spec->x), out_rows = spec_out(spec, spec->y), out_cols = spec_out(spec, spec->x);
    size_t ins = (size_t)(spec->in_channels * rows) * (size_t)cols;
    double *x = arena_new(arena, ins, sizeof *x);
    for (size_t i = 0; i < ins; i++) x[i] = (double)stage->work->x[(size_t)stage->focus.n * ins + i];
    int ic = stage->focus.ic, oc = stage->focus.oc;
    // With a bias y is not what the matrix alone makes of x.
    Plane planes[] = { { stage, x, ROLE_X, ic, rows, cols, true, 0 }, { stage, chain->y, ROLE_Y, oc, out_rows, out_cols, !stage->work->b, 0 },
                       { stage, chain->back, ROLE_X, ic, rows, cols, false, 0 }, { stage, chain->best, ROLE_X, ic, rows, cols, false, 0 } };
    size_t outs = (size_t)(spec->out_channels * out_rows) * (size_t)out_cols;
    for (int i = 0; i < 4; i++) planes[i].most = most_of(planes[i].values, planes[i].role == ROLE_X ? ins : outs);
    // The clock does not matter here: what is fed back is all of y.
    bool under_way = stage->moment->step < timeline_count(spec, stage->work->scene.walk);
    const char *captions[] = { "x", arena_print(arena, "y = %s x%s%s", c, stage->work->b ? ", without its bias" : "", under_way ? ", when all is done" : ""),
                               arena_print(arena, "%s %s x, y fed back", turned, c), "best guess, from y alone" };
    const char *names[] = { "chain x", "chain y", "chain back", "chain best" };
    // Two by two, or one under another where the view is narrow; 1D always is.
    int across = spec->dims == 2 && box.w >= 300 * u ? 2 : 1, down = 4 / across;
    double gap = 20 * u, note = 19 * u, line = 23 * u;
    const char *moral = spec->transposed ? "Not an inverse: only the shape is promised." : "A convolution forgets: only the shape is promised.";
    TextLine moral_line;
    double foot = 6 * u + 19 * u * text_wrap(&stage->figure->measure, moral, 14 * u, WEIGHT_REGULAR, box.w, &moral_line, 1);
    // One size of cell for all four; a row of grids is as high as the higher of its two.
    double w = (box.w - (across - 1) * gap) / across, h = box.h - foot - down * (line + note + 6 * u);
    int tallest = out_rows > rows ? out_rows : rows, all = across == 2 ? tallest + rows : out_rows + 3 * rows;
    double cell = fmin(w / (out_cols > cols ? out_cols : cols), h / all);
    if (floor(fmin(44 * u, cell)) >= CELL_COLOURS) cell = floor(fmin(44 * u, cell));
    double top = box.y;
    for (int i = 0; i < 4; i++) {
        int high = across == 1 ? planes[i].rows : i < 2 ? tallest : rows;
        Box at = { box.x + i % across * (w + gap), top, w, line + high * cell + note + 6 * u };
        if (i % across == across - 1) top += at.h;
        int back = draw_plane(&planes[i], names[i], captions[i], at, cell, i >= 2 ? &planes[0] : NULL);
        double y = at.y + 22 * u + planes[i].rows * cell + 4 * u;
        const char *said = i < 2 ? "" : came_back(stage, back, rows * cols);
        const char *one = i < 2 ? NULL : one_came_back(&planes[i]);
        if (one) said = one;
        if (i == 3 && !chain->found && !one) said = arena_print(arena, "near it, after %d rounds", chain->rounds);
        TextLine lines[1];
        if (*said && text_wrap(&stage->figure->measure, said, 12 * u, WEIGHT_REGULAR, w, lines, 1) == 1)
            draw_note(stage, at.x, y, w, 12 * u, stage->look->muted, said);
    }
    draw_note(stage, box.x, box.y + box.h - foot + 4 * u, box.w, 14 * u, stage->look->text, moral);
}
