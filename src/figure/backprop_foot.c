// What stands below Backprop's grids: the two sums that agree, which operation the way back is, where its stripes come
// from, and what nudging an input does to the loss.
#include "figure/layout.h"

#include <math.h>
#include <string.h>

// A sum to so many digits, and no zeros behind them.
static void tell(char text[NUMBER_TEXT], double value, int digits)
{
    double unit = value != 0 && isfinite(value) ? pow(10, floor(log10(fabs(value))) - (digits - 1)) : 1;
    double told = isfinite(value) ? round(value / unit) * unit : value, back;
    for (int decimals = 0; decimals < 7; decimals++) {
        number_show(text, told, decimals);
        if (number_parse(text, strlen(text), &back) && fabs(back - told) <= 1e-9 * fabs(told)) break;
    }
}

static bool is_whole(double value)
{
    return isfinite(value) && value == floor(value) && fabs(value) < 1e15;
}

static const char *number(Stage *stage, double value)
{
    char text[NUMBER_TEXT];
    tell(text, value, is_whole(value) ? 15 : 5);
    return arena_text(&stage->figure->arena, text);
}

// Both sums, "= 21" or "≈ 0.40321". Whole numbers are told in full. Sums of floats carry dust in their last digits, the
// more of it the more their terms cancel: at most five digits are told, and only those in which both agree.
static void tell_both(Stage *stage, const Inner *inner, const char *told[2])
{
    char text[2][NUMBER_TEXT];
    bool exact = is_whole(inner->forward) && is_whole(inner->backward);
    for (int digits = exact ? 15 : 5; digits > 0; digits--) {
        tell(text[0], inner->forward, digits);
        tell(text[1], inner->backward, digits);
        if (!strcmp(text[0], text[1])) break;
    }
    for (int i = 0; i < 2; i++) {
        double back, value = i ? inner->backward : inner->forward;
        bool equal = number_parse(text[i], strlen(text[i]), &back) && !(fabs(back - value) > 0);
        told[i] = arena_print(&stage->figure->arena, "%s %s", equal || !isfinite(value) ? "=" : "≈", text[i]);
    }
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static bool has_letters(const Stage *stage)
{
    return stage->work->scene.x.kind == SOURCE_LETTERS || back_is_symbolic(stage->work, ROLE_GX);
}

// ⟨y, gy⟩ and ⟨x, gx⟩, side by side or one above the other; returns the y below.
static double draw_inner(Stage *stage, double top, double width, bool paint)
{
    const Look *look = stage->look;
    double u = stage->unit, size = 15 * u;
    Inner inner = work_inner(stage->work, stage->moment->step);
    Arena *arena = &stage->figure->arena;
    const char *forward, *backward, *y = stage->work->b ? "y − b" : "y";
    if (has_letters(stage)) {
        forward = arena_print(arena, "⟨%s, ∂L/∂y⟩ = Σ %lld", y, inner.paths), backward = arena_print(arena, "⟨x, ∂L/∂x⟩ = Σ %lld", inner.paths);
    } else {
        const char *told[2];
        tell_both(stage, &inner, told);
        forward = arena_print(arena, "⟨%s, ∂L/∂y⟩ %s", y, told[0]);
        backward = arena_print(arena, "⟨x, ∂L/∂x⟩ %s", told[1]);
    }
    const Measure *m = &stage->figure->measure;
    double a = m->width(m->self, forward, size, WEIGHT_SEMIBOLD), b = m->width(m->self, backward, size, WEIGHT_SEMIBOLD);
    size *= fmin(1, width / fmax(1, fmax(a, b)));
    bool beside = a + b + 24 * u <= width;
    double x = stage->view->box.x, line = 22 * u;
    if (paint) {
        figure_text(stage->figure, "forward sum", x, top, size, WEIGHT_SEMIBOLD, ALIGN_LEFT, look->output.line, "%s", forward);
        figure_text(stage->figure, "backward sum", beside ? x + a + 24 * u : x, beside ? top : top + line, size, WEIGHT_SEMIBOLD, ALIGN_LEFT,
                    look->input.line, "%s", backward);
    }
    return top + (beside ? line : 2 * line);
}

static const char *agree_words(const Stage *stage)
{
    Inner inner = work_inner(stage->work, stage->moment->step);
    if (!has_letters(stage) && !(isfinite(inner.forward) && isfinite(inner.backward)))
        return "With ∞ or NaN among the numbers the two sums cannot be compared.";
    if (inner.ahead)
        return stage->spec->transposed ? "So many products are summed once, as they are in the end, where the two agree: ⟨Cᵀx, g⟩ = ⟨x, Cg⟩."
                                       : "So many products are summed once, as they are in the end, where the two agree: ⟨Cx, g⟩ = ⟨x, Cᵀg⟩.";
    return stage->spec->transposed ? "These two sums agree at every step, whatever the numbers: ⟨Cᵀx, g⟩ = ⟨x, Cg⟩."
                                   : "These two sums agree at every step, whatever the numbers: ⟨Cx, g⟩ = ⟨x, Cᵀg⟩.";
}

static void put_axes(Text *out, const char *key, const Spec *spec, int rows, int cols)
{
    if (spec->dims == 1 || rows == cols) text_print(out, " %s=%d", key, cols);
    else text_print(out, " %s=%dx%d", key, rows, cols);
}

// The shapes of an operation as a scene code, with the defaults that it would leave out.
static const char *code_of(Stage *stage, const Spec *spec)
{
    Text code = { 0 };
    Axis y = spec->y, x = spec->x;
    text_print(&code, "conv%s%dd", spec->transposed ? "t" : "", spec->dims);
    put_axes(&code, "in", spec, spec_in(spec, y), spec_in(spec, x));
    put_axes(&code, "k", spec, y.kernel, x.kernel);
    put_axes(&code, "s", spec, y.stride, x.stride);
    put_axes(&code, "p", spec, y.padding, x.padding);
    if (spec->transposed) put_axes(&code, "op", spec, y.output_padding, x.output_padding);
    if (y.dilation > 1 || x.dilation > 1) put_axes(&code, "d", spec, y.dilation, x.dilation);
    if (spec->in_channels > 1 || spec->out_channels > 1) text_print(&code, " c=%d,%d", spec->in_channels, spec->out_channels);
    if (spec->groups > 1) text_print(&code, " g=%d", spec->groups);
    const char *kept = arena_text(&stage->figure->arena, code.data);
    text_clear(&code);
    return kept;
}

// The operation that the backward pass is.
static const char *turned_words(Stage *stage)
{
    Scene scene;
    Error err;
    Arena *arena = &stage->figure->arena;
    const Spec *spec = stage->spec, *back = &scene.spec;
    if (!scene_backward(&scene, &stage->work->scene, &err)) return arena_text(arena, err.text);
    const char *code = code_of(stage, back);
    bool more = spec_out(back, back->y) > spec_in(spec, spec->y) || spec_out(back, back->x) > spec_in(spec, spec->x);
    bool op = back->y.output_padding || back->x.output_padding;
    const char *after = more ? ", of which only the first cells are ∂L/∂x: output padding is not below the stride here"
                        : op ? "; its output padding brings back the size that rounding down had lost" : "";
    const char *words = arena_print(arena, "The way back is the %s %s%s.", spec->transposed ? "plain convolution" : "transposed convolution", code, after);
    scene_clear(&scene);
    return words;
}

// How many of an axis's weights reach the cells of x: the least and the most, over all cells, and over those inside, which
// no window misses for want of room at the edge. [inside] is false where there are none.
typedef struct Reach {
    int least, most, least_inside, most_inside;
    bool inside;
} Reach;

static Reach reach_of(Stage *stage, Axis a)
{
    Reach r = { .least = a.kernel, .least_inside = a.kernel };
    int *reached = arena_new(&stage->figure->arena, (size_t)a.wide, sizeof *reached);
    for (int out = 0; out < a.narrow; out++)
        for (int tap = 0; tap < a.kernel; tap++)
            if (axis_wide(a, out, tap) >= 0) reached[axis_wide(a, out, tap)]++;
    for (int i = 0; i < a.wide; i++) {
        int all = axis_phase(a, (i + a.padding) % a.stride).taps;
        r.least = smaller(r.least, reached[i]), r.most = larger(r.most, reached[i]);
        if (reached[i] < all) continue;
        r.inside = true;
        r.least_inside = smaller(r.least_inside, all), r.most_inside = larger(r.most_inside, all);
    }
    return r;
}

// Whether the stride gives some cells fewer weights than others, wherever they are.
static bool is_uneven(Axis a)
{
    int first = axis_phase(a, 0).taps;
    for (int phase = 1; phase < a.stride; phase++)
        if (axis_phase(a, phase).taps != first) return true;
    return false;
}

// A plain convolution whose stride leaves some inputs with fewer weights than others; at the edge all have fewer.
static const char *stripe_words(Stage *stage)
{
    const Spec *spec = stage->spec;
    Arena *arena = &stage->figure->arena;
    if (spec->transposed) return "";
    Reach y = reach_of(stage, spec->y), x = reach_of(stage, spec->x);
    int least = y.least_inside * x.least_inside, most = y.most_inside * x.most_inside;
    if (y.inside && x.inside && least > 0 && least < most)
        return arena_print(arena, "Striped: even inside, some inputs are reached back through %d weight%s and others through %d.", least,
                           least == 1 ? "" : "s", most);
    least = y.least * x.least, most = y.most * x.most;
    if (least == 0)
        return is_uneven(spec->y) || is_uneven(spec->x) ? "Striped: some inputs are read by no window, so no gradient reaches them at all."
                                                        : "Inputs at the edge that no window reads get no gradient at all.";
    // Too small to have an inside that shows it: what the edge leaves is told only where the stride is to blame.
    if (least == most || !(is_uneven(spec->y) || is_uneven(spec->x))) return "";
    return arena_print(arena, "Striped: some inputs are reached back through %d weight%s and others through %d.", least, least == 1 ? "" : "s", most);
}

static bool is_nudged(const Stage *stage)
{
    Cell cell = stage->view->show.nudge.cell;
    return !has_letters(stage) && cell.role == ROLE_X && cell_inside(stage->spec, cell);
}

// What nudging an input has done to L.
static const char *nudge_words(Stage *stage)
{
    const Nudge *nudge = &stage->view->show.nudge;
    const Work *work = stage->work;
    Cell gx = nudge->cell;
    gx.role = ROLE_GX;
    double change = (double)work_value(work, nudge->cell) - nudge->x, loss = work_loss(work) - nudge->loss;
    double slope = (double)work_value(work, gx), expected = slope * change;
    const char *a = number(stage, loss), *b = number(stage, expected), *c = number(stage, slope), *d = number(stage, change);
    const char *open = change < 0 ? "(" : "", *close = change < 0 ? ")" : "";
    Arena *arena = &stage->figure->arena;
    return !strcmp(a, b) ? arena_print(arena, "ΔL = %s = ∂L/∂x · Δx = %s · %s%s%s", a, c, open, d, close)
                         : arena_print(arena, "ΔL = %s ≈ %s = ∂L/∂x · Δx = %s · %s%s%s", a, b, c, open, d, close);
}

// The lines below the grids, from the most needed on; returns the y below the first [lines] of them.
double draw_backprop_foot(Stage *stage, double top, int lines, bool paint)
{
    double u = stage->unit, width = stage->view->box.w, size = 13 * u;
    bool nudged = is_nudged(stage);
    const char *agree = agree_words(stage);
    const char *notes[BACKPROP_LINES] = { nudged ? nudge_words(stage) : agree, turned_words(stage), stripe_words(stage),
                                 has_letters(stage) ? "" : "Click an input and press ↑ or ↓: L = ⟨y, ∂L/∂y⟩ changes as its gradient says." };
    double y = draw_inner(stage, top, width, paint);
    for (int i = 0; i < lines; i++) {
        if (!notes[i][0]) continue;
        TextLine wrapped[12];
        int count = text_wrap(&stage->figure->measure, notes[i], size, WEIGHT_REGULAR, width, wrapped, COUNT(wrapped));
        if (paint) draw_note(stage, stage->view->box.x, y, width, size, i == 0 && nudged ? stage->look->text : stage->look->muted, notes[i]);
        // What is said of a nudge stands where the other words stood: nothing moves for it.
        TextLine others[12];
        if (i == 0) {
            int least = text_wrap(&stage->figure->measure, agree, size, WEIGHT_REGULAR, width, others, COUNT(others));
            if (count < least) count = least;
        }
        y += count * 1.35 * size + 4 * u;
    }
    return y;
}
