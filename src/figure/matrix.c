// Matrix: both stories are one table. Inputs along the top, outputs down the left; where they cross stands the weight that
// joins them. A column is a stamp, a row is a window, and turning the table swaps them: C becomes Cᵀ.
#include "figure/matrix.h"

#include <math.h>
#include <string.h>

// ---- words -----------------------------------------------------------------------------------------------------

static const char *sides_text(Stage *stage, Axis y, Axis x, bool wide)
{
    int rows = wide ? y.wide : y.narrow, cols = wide ? x.wide : x.narrow;
    Arena *arena = &stage->figure->arena;
    return stage->spec->dims == 1 ? arena_print(arena, "%d", cols) : arena_print(arena, "%d×%d", rows, cols);
}

// What the table does, as it stands.
static const char *equation(Stage *stage, bool turned)
{
    const Spec *spec = stage->spec;
    bool transposed = spec->transposed;
    const char *plus = stage->work->b ? " + b" : "";
    if (!turned) return arena_print(&stage->figure->arena, "y = %s x%s", transposed ? "Cᵀ" : "C", plus);
    return arena_print(&stage->figure->arena, "%s takes %s back to %s", transposed ? "C" : "Cᵀ", sides_text(stage, spec->y, spec->x, transposed),
                       sides_text(stage, spec->y, spec->x, !transposed));
}

// "25 × 9 places, 49 filled by 9 weights", or the first of it, counted by the relation: how often each tap lands inside.
static const char *facts(const Matrix *m, bool turned, bool brief)
{
    const Spec *spec = m->stage->spec;
    long long down = 0, across = 0;
    int rows = 0, cols = 0;
    for (int tap = 0; tap < spec->y.kernel; tap++) down += axis_landings(spec->y, tap), rows += axis_landings(spec->y, tap) > 0;
    for (int tap = 0; tap < spec->x.kernel; tap++) across += axis_landings(spec->x, tap), cols += axis_landings(spec->x, tap) > 0;
    long long pairs = m->all ? (long long)spec->in_channels * spec->out_channels / spec->groups : 1;
    long long x = (long long)spec_in(spec, spec->y) * spec_in(spec, spec->x) * (m->all ? spec->in_channels : 1);
    long long y = (long long)spec_out(spec, spec->y) * spec_out(spec, spec->x) * (m->all ? spec->out_channels : 1);
    const char *form = brief ? "%lld × %lld, %lld filled" : "%lld × %lld places, %lld filled by %lld weight%s";
    return arena_print(&m->stage->figure->arena, form, turned ? x : y, turned ? y : x, down * across * pairs,
                       rows * cols * pairs, rows * cols * pairs == 1 ? "" : "s");
}

static double heading(const Matrix *m, bool turned)
{
    Stage *stage = m->stage;
    const Box *box = &stage->view->box;
    const Measure *measure = &stage->figure->measure;
    const LensRow *row = &LENSES[LENS_MATRIX];
    double u = stage->unit, right = box->x + box->w;
    double top = draw_heading(stage, row->title, purpose_coloured(stage, row->purpose));
    const char *does = equation(stage, turned), *counted = facts(m, turned, false);
    double title = measure->width(measure->self, row->title, 20 * u, WEIGHT_SEMIBOLD), size = 17 * u;
    double need = measure->width(measure->self, does, size, WEIGHT_SEMIBOLD), room = box->w - title - 16 * u;
    if (need > room) size = fmax(11 * u, size * room / need);
    if (measure->width(measure->self, does, size, WEIGHT_SEMIBOLD) <= room)
        figure_text(stage->figure, "equation", right, box->y + 2 * u, size, WEIGHT_SEMIBOLD, ALIGN_RIGHT, stage->look->text, "%s", does);
    double purpose = stage->compact ? 0 : measure->width(measure->self, purpose_coloured(stage, row->purpose), 14 * u, WEIGHT_REGULAR) + 24 * u;
    const char *const forms[] = { counted, facts(m, turned, true) };
    for (int i = 0; i < COUNT(forms) && !stage->compact; i++) {
        if (purpose + measure->width(measure->self, forms[i], 13 * u, WEIGHT_REGULAR) > box->w) continue;
        figure_text(stage->figure, "facts", right, box->y + 29 * u, 13 * u, WEIGHT_REGULAR, ALIGN_RIGHT, stage->look->muted, "%s", forms[i]);
        return top;
    }
    if (box->h < 400 * u) return top;
    return draw_note(stage, box->x, top - 8 * u, box->w, 13 * u, stage->look->muted, counted) + 8 * u;
}

// Before the turn: the line that everything turns about.
static void draw_diagonal(Matrix *m)
{
    const Stage *stage = m->stage;
    double turn = stage->view->show.matrix_turn, u = stage->unit;
    if (turn <= 0 || turn >= 1 || m->at.turned == m->to.turned) return;
    double side = fmin(m->at.pane.w, m->at.pane.h);
    Mark *line = figure_add(stage->figure, MARK_LINE, "diagonal", (Box){ m->at.pane.x, m->at.pane.y, side, side });
    line->line = stage->look->text, line->stroke = 2 * u, line->style = STYLE_DASHED;
    line->opacity = turn < 0.2 ? turn / 0.2 : turn > 0.8 ? (1 - turn) / 0.2 : 1;
}

// ---- the next step ---------------------------------------------------------------------------------------------

// Each product goes from its entry to the output that it lands on.
static bool fly(void *context, const Term *term)
{
    Matrix *m = context;
    Stage *stage = m->stage;
    int x = side_index(&m->x, term->x), y = side_index(&m->y, term->y);
    if (x < 0 || y < 0 || !cell_inside(stage->spec, term->x)) return true;
    Box entry = matrix_entry(m, x, y), box = box_between(entry, matrix_strip(m, ROLE_Y, y), smooth((stage->moment->t - MATRIX_LIGHTS) / (1 - MATRIX_LIGHTS)));
    bool whole;
    if (!matrix_clip(m, ROLE_C, &entry, &whole)) return true;
    Mark *mark = cell_add(stage, "flying", CELL_NONE, box, stage->look->kernel, NULL, 0);
    mark->opacity = 0.85, mark->line = 0, mark->stroke = 0, mark->radius = fmin(4 * stage->unit, 0.2 * fmin(box.w, box.h));
    cell_tap(stage, mark, term->w.at[2] * stage->spec->x.kernel + term->w.at[3], 1);
    if (matrix_letters(stage) || box.h < 13) return true;
    char text[NUMBER_TEXT];
    number_show(text, (double)work_value(stage->work, term->x) * (double)work_value(stage->work, term->w), stage->y_decimals);
    double size = number_size_in(stage, box.w, box.h, text_width(stage, text));
    if (size <= 0) return true;
    mark->text = arena_text(&stage->figure->arena, text), mark->size = size, mark->weight = WEIGHT_SEMIBOLD;
    return true;
}

static void draw_flight(Matrix *m)
{
    const Stage *stage = m->stage;
    const Moment *moment = stage->moment;
    Walk walk = stage->work->scene.walk;
    if (moment->t <= MATRIX_LIGHTS || m->way > 0 || moment->step >= timeline_count(stage->spec, walk)) return;
    if (fmin(m->at.h.pitch, m->at.v.pitch) < CELL_COLOURS) return;
    Step next = timeline_step(stage->spec, walk, moment->step);
    if (walk == WALK_PRODUCT) fly(m, &next.term);
    else terms_each(stage->spec, next.cell, fly, m);
}

// ---- beside ----------------------------------------------------------------------------------------------------

static double value_of_canvas(void *context, int row, int col)
{
    Stage *stage = context;
    const Canvas *canvas = &stage->focus.canvas;
    return sum_at(stage, row - canvas->row0, col - canvas->col0);
}

// x and y as they are, small: the strips are these, row after row.
static void draw_planes(const Matrix *m, const View *view, Box box)
{
    const Focus *shown = &m->stage->focus;
    Stage of_x = m->of_x[shown->ic - m->x.first], of_y = m->of_y[shown->oc - m->y.first], *stage = &of_y;
    of_x.view = of_y.view = view;
    const Spec *spec = stage->spec;
    const Look *look = stage->look;
    const Canvas *canvas = &stage->focus.canvas;
    double u = stage->unit, caption = 24 * u, gap = 18 * u, room = (box.h - 2 * caption - gap) / 2;
    Grid x = grid_fit(box.x, box.y + caption, box.w, room, spec_in(spec, spec->y), spec_in(spec, spec->x), 30 * u, u);
    draw_input(&of_x, &x, spec->in_channels > 1 ? arena_print(&stage->figure->arena, "input x, channel %d", shown->ic) : "input x", box.w);
    double below = grid_box(&x).y + grid_box(&x).h + gap;
    Grid y = grid_fit(box.x, below + caption, box.w, room, spec_out(spec, spec->y), spec_out(spec, spec->x), 30 * u, u);
    draw_caption(stage, "output caption", y.x, below + 2 * u, box.w, look->output.line,
                 spec->out_channels > 1 ? "output y, channel %d" : "output y", shown->oc);
    if (!grid_begin(stage, &y, "output plane", look->output, stage->y_scale, look->background, value_of_canvas, stage)) return;
    double size = output_size(stage, &y);
    for (int row = 0; row < y.rows; row++)
        for (int col = 0; col < y.cols; col++)
            draw_output_cell(stage, grid_cell(&y, row, col), row - canvas->row0, col - canvas->col0, size);
}

// ---- all of it -------------------------------------------------------------------------------------------------

void matrix_open(MatrixFrame *f, const Stage *given)
{
    // Of an enlarged table only the window is seen: words and strips stand in it.
    f->stage = *given, f->view = f->seen = *given->view;
    Stage *stage = &f->stage;
    Box window = f->window = f->view.window.w > 0 ? f->view.window : f->view.box;
    double u = stage->unit, foot = 56 * u, buttons = f->view.still ? 0 : 38 * u;
    f->seen.box = window;
    stage->compact = window.h < 520 * u;
    if (stage->compact) foot = 54 * u;
    bool beside = stage->spec->dims == 2 && window.w >= 620 * u && window.h >= 400 * u;
    double side = beside ? fmin(200 * u, 0.24 * window.w) : 0;
    f->m = (Matrix){ .stage = stage };
    matrix_begin(&f->m);
    f->both = f->view.show.matrix_both && f->view.show.matrix_turn >= 0.5 && f->view.box.w <= window.w && !f->view.show.matrix_chain;
    stage->view = &f->seen;
    double below = heading(&f->m, f->view.show.matrix_turn >= 0.5);
    stage->view = &f->view;
    double bottom = window.y + window.h - foot - buttons;
    f->turned_area = (Box){ window.x, below, window.w, bottom - 8 * u - below };
    f->area = f->turned_area;
    if (side > 0) f->area.w -= side + 24 * u;
    f->planes = (Box){ window.x + window.w - side, below, side, f->area.h };
    f->reader = (Box){ window.x, bottom, window.w, foot };
    f->controls = (Box){ window.x, bottom + foot + 8 * u, window.w, fmax(0, buttons - 8 * u) };
}

// One table with all that stands around it; on its way, the names are those of where it goes.
static void draw_table(Matrix *m, const View *seen)
{
    Stage *stage = m->stage;
    const View *view = stage->view;
    matrix_draw_entries(m);
    matrix_draw_strip(m, ROLE_X);
    matrix_draw_strip(m, ROLE_Y);
    matrix_draw_lines(m);
    matrix_draw_map(m);
    matrix_draw_crop(m);
    stage->view = seen;
    if (!m->other) matrix_draw_row_words(m);
    stage->view = view;
    if (m->way < 0.5) draw_diagonal(m);
    Matrix named = *m;
    if (m->at.turned != m->to.turned && view->show.matrix_turn > 0.5) named.at = m->to;
    matrix_draw_labels(&named, true);
    matrix_draw_labels(&named, false);
    matrix_draw_corner(&named);
    draw_flight(m);
}

static bool is_first(void *context, const Term *term)
{
    Term *first = context;
    if (term->inside) *first = *term;
    return !term->inside;
}

// The entry that shows where entries go: the one that is looked at, else the first of the row, column or weight that is.
static Cell example_of(const Stage *stage)
{
    const Focus *focus = &stage->focus;
    if (focus->one_term) return focus->term.inside ? matrix_cell(stage->spec, &focus->term) : CELL_NONE;
    if (focus->owner.role == ROLE_C || focus->owner.role == ROLE_NONE || focus->owner.role == ROLE_B) return focus->owner;
    Term first = { .inside = false };
    terms_each(stage->spec, focus->owner, is_first, &first);
    return first.inside ? matrix_cell(stage->spec, &first) : CELL_NONE;
}

// For those who want no motion: the table and the turned one side by side. False where their entries would be too small.
static bool draw_both(MatrixFrame *f)
{
    Stage *stage = &f->stage;
    double u = stage->unit, caption = 22 * u, gap = 28 * u;
    Matrix one = f->m, other = f->m;
    double columns = side_count(&one.x), turned = side_count(&one.y), sides = 100 * u; // what stands left of a table
    Box area = { f->turned_area.x, f->turned_area.y + caption, f->turned_area.w, f->turned_area.h - caption };
    Box left = area, right = area;
    left.w = sides + (area.w - gap - 2 * sides) * columns / (columns + turned);
    right.x += left.w + gap, right.w -= left.w + gap;
    matrix_lay_one(&one, left, false);
    matrix_lay_one(&other, right, true);
    double least = fmin(fmin(one.at.h.pitch, one.at.v.pitch), fmin(other.at.h.pitch, other.at.v.pitch));
    if (left.w < sides || right.w < sides || least < 1.5 * CELL_COLOURS) return false;
    one.other = other.other = true;
    one.example = other.example = example_of(stage);
    const char *c = stage->spec->transposed ? "Cᵀ" : "C", *back = stage->spec->transposed ? "C" : "Cᵀ";
    draw_caption(stage, "table caption", left.x, area.y - caption, left.w, stage->look->text, "%s", c);
    draw_caption(stage, "table caption", right.x, area.y - caption, right.w, stage->look->text, "%s, the same entries turned", back);
    draw_table(&one, &f->seen);
    draw_table(&other, &f->seen);
    f->m = other; // the reader speaks of the turned one
    return true;
}

void lay_matrix(Stage *given)
{
    MatrixFrame *f = arena_new(&given->figure->arena, 1, sizeof *f);
    matrix_open(f, given);
    Stage *stage = &f->stage;
    Matrix *m = &f->m;
    double turn = f->view.show.matrix_turn;
    if (f->view.show.matrix_chain) {
        stage->view = &f->seen;
        matrix_draw_chain(stage, (Box){ f->window.x, f->area.y, f->window.w, f->reader.y + f->reader.h - f->area.y });
    } else {
        if (!f->both || !draw_both(f)) {
            matrix_lay(m, f->area, f->turned_area);
            draw_table(m, &f->seen);
            // Turned, the table is wide and takes their place.
            int first = stage->figure->count;
            double fade = fmax(0, 1 - turn / 0.2);
            if (f->planes.w > 0 && fade > 0) draw_planes(m, &f->seen, f->planes);
            for (int i = first; i < stage->figure->count; i++) stage->figure->marks[i].opacity *= fade;
        }
        matrix_draw_reader(m, f->reader);
    }
    matrix_release(m);
    if (f->controls.h <= 0) return;
    // Gone near, the way back stands at the right end of the buttons.
    if (f->view.box.w > f->window.w) {
        double u = stage->unit, w = 64 * u;
        figure_add(stage->figure, MARK_BOX, "near", (Box){ f->controls.x + f->controls.w - w, f->controls.y, w, fmin(f->controls.h, 30 * u) });
        f->controls.w -= w + 8 * u;
    }
    figure_add(stage->figure, MARK_BOX, "controls", f->controls);
}
