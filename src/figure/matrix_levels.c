// How near one can go to the table of Matrix, and where in it a cell stands, whether it can be seen or not. Levels are named
// by what fills the pane: the whole, the blocks that one row writes or reads, one block, numbers.
#include "figure/matrix.h"

#include <math.h>

static void open_still(MatrixFrame *f, Stage *stage, Figure *scratch, const Work *work, const Moment *moment, const View *view, const Look *look,
                       Measure measure)
{
    stage_make(stage, scratch, work, moment, view, look, measure);
    matrix_open(f, stage);
    bool turned = view->show.matrix_turn >= 0.5;
    matrix_lay_one(&f->m, turned ? f->turned_area : f->area, turned);
}

// How many blocks one row of blocks downwards belongs with: what an input row writes, or the rows that read it.
static int rows_joined(const Spec *spec, const Side *down)
{
    bool wide = (down->role == ROLE_Y) == spec->transposed;
    int rows = wide ? spec->y.dilation * (spec->y.kernel - 1) + 1 : (spec->y.kernel + spec->y.stride - 1) / spec->y.stride;
    return rows < down->rows ? rows : down->rows;
}

int figure_matrix_levels(Figure *scratch, const Work *work, const Moment *moment, const View *view, const Look *look, Measure measure,
                         MatrixLevel levels[MATRIX_LEVELS])
{
    Stage stage;
    MatrixFrame f;
    View whole = *view;
    whole.window = (Box){ 0 };
    open_still(&f, &stage, scratch, work, moment, &whole, look, measure);
    const Table *t = &f.m.at;
    const Spec *spec = &work->scene.spec;
    const Side *across = t->turned ? &f.m.y : &f.m.x, *down = t->turned ? &f.m.x : &f.m.y;
    double wide = across->cols * t->h.pitch + t->h.gutter, high = down->cols * t->v.pitch + t->v.gutter;
    double block = fmin(f.area.w / wide, f.area.h / high), numbers = 1.1 * CELL_NUMBERS * stage.unit / fmin(t->h.pitch, t->v.pitch);
    double row = fmin(block, f.area.h / (high * rows_joined(spec, down)));
    const MatrixLevel all[MATRIX_LEVELS] = { { 1, "the whole table" }, { spec->dims == 1 ? 1 : row, "a row of blocks" },
                                             { spec->dims == 1 ? 1 : block, "one block" }, { numbers, "numbers" } };
    int count = 1;
    levels[0] = all[0];
    // Each is nearer by so much that one sees it, and none nearer than numbers need.
    for (int i = 1; i < MATRIX_LEVELS; i++)
        if (all[i].zoom >= 1.25 * levels[count - 1].zoom && (all[i].zoom * 1.25 <= numbers || i + 1 == MATRIX_LEVELS)) levels[count++] = all[i];
    matrix_release(&f.m);
    return count;
}

static bool take_first(void *context, const Term *term)
{
    Term *first = context;
    if (!term->inside) return true;
    *first = *term;
    return false;
}

// The cell of a plane's tensor by its number among all channels.
static Cell cell_numbered(const Stage *stage, Role role, int number)
{
    const Spec *spec = stage->spec;
    int rows = role == ROLE_X ? spec_in(spec, spec->y) : spec_out(spec, spec->y), cols = role == ROLE_X ? spec_in(spec, spec->x) : spec_out(spec, spec->x);
    return (Cell){ role, { stage->focus.n, number / (rows * cols), number / cols % rows, number % cols } };
}

static bool ends_of(const Stage *stage, Cell cell, Cell *x, Cell *y)
{
    const Spec *spec = stage->spec;
    if (cell.role == ROLE_C) {
        *x = cell_numbered(stage, ROLE_X, cell.at[spec->transposed ? 0 : 1]);
        *y = cell_numbered(stage, ROLE_Y, cell.at[spec->transposed ? 1 : 0]);
        return true;
    }
    if (cell.role == ROLE_NONE || cell.role == ROLE_B || !cell_exists(spec, cell)) return false;
    Term first = { .inside = false };
    terms_each(spec, cell, take_first, &first);
    *x = first.x, *y = first.y;
    return first.inside;
}

bool figure_matrix_place(Figure *scratch, const Work *work, const Moment *moment, const View *view, const Look *look, Measure measure,
                         Cell cell, Box *place)
{
    Stage stage;
    MatrixFrame f;
    Cell x, y;
    open_still(&f, &stage, scratch, work, moment, view, look, measure);
    int column = -1, row = -1;
    if (ends_of(&stage, cell, &x, &y)) column = side_index(&f.m.x, x), row = side_index(&f.m.y, y);
    if (column >= 0 && row >= 0) *place = matrix_entry(&f.m, column, row);
    matrix_release(&f.m);
    return column >= 0 && row >= 0;
}
