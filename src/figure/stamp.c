// Stamp: what each input writes. Input and kernel above; the whole stamped extent below, ink adding up; over it the
// window that is kept. Its start is padding, its end is output padding.
#include "figure/layout.h"

#include <math.h>
#include <stdio.h>

static const char KERNEL_CAPTION[] = "kernel w";

typedef struct Places {
    Grid input, kernel, canvas;
    double foot; // y below the canvas
} Places;

static double value_of_canvas(void *context, int row, int col)
{
    return sum_at(context, row, col);
}

// Input × kernel above the canvas; the upper grids share one cell size, at most a third of the height together.
static Places stacked(const Stage *stage, double top, double foot)
{
    const Spec *spec = stage->spec;
    const Box *box = &stage->view->box;
    double u = stage->unit, caption = 24 * u, times = 44 * u, height = box->y + box->h - top;
    int rows = spec_in(spec, spec->y), cols = spec_in(spec, spec->x), ky = spec->y.kernel, kx = spec->x.kernel;
    int tallest = rows > ky ? rows : ky;
    double upper = fmin(0.34 * (height - 2 * caption - foot), 40.0 * u * tallest);
    double cell = fmin(40 * u, fmin(upper / tallest, (box->w - times) / (cols + kx))), weight = cell;
    // Next to a large input the kernel keeps a size of its own.
    if (cell < CELL_NUMBERS * u) {
        weight = fmin(34 * u, fmin(upper / ky, 0.4 * (box->w - times) / kx));
        cell = fmin(upper / rows, (box->w - times - weight * kx) / cols);
    }
    // A narrow kernel leaves room for its caption.
    const Measure *m = &stage->figure->measure;
    double words = m->width(m->self, KERNEL_CAPTION, 13 * u, WEIGHT_SEMIBOLD);
    cell = fmin(cell, (box->w - times - words) / cols);
    Places p;
    p.input = grid_fit(box->x, top + caption, cols * cell + 0.5, rows * cell + 0.5, rows, cols, cell, u);
    p.kernel = grid_fit(box->x + grid_box(&p.input).w + times, top + caption, kx * weight + 0.5, ky * weight + 0.5, ky, kx, weight, u);
    double below = top + caption + fmax(grid_box(&p.input).h, grid_box(&p.kernel).h) + (stage->compact ? 18 : 22) * u + caption + 4 * u;
    p.canvas = grid_fit(box->x + 9 * u, below, box->w - 20 * u, box->y + box->h - below - foot, stage->focus.canvas.rows,
                        stage->focus.canvas.cols, 80 * u, u);
    return p;
}

// Input and kernel, one above the other, left of the canvas.
static Places beside(const Stage *stage, double top, double foot)
{
    const Spec *spec = stage->spec;
    const Box *box = &stage->view->box;
    double u = stage->unit, caption = 24 * u, gap = 24 * u, cell = 40 * u, height = box->y + box->h - top;
    double left = fmin(0.34 * box->w, 40 * u * fmax(spec_in(spec, spec->x), spec->x.kernel) + 40 * u);
    double room = (height - 2 * caption - gap - foot) / 2;
    Places p;
    p.input = grid_fit(box->x, top + caption, left - gap, room, spec_in(spec, spec->y), spec_in(spec, spec->x), cell, u);
    double below = grid_box(&p.input).y + grid_box(&p.input).h + gap + caption;
    p.kernel = grid_fit(box->x, below, left - gap, room, spec->y.kernel, spec->x.kernel, cell, u);
    p.canvas = grid_fit(box->x + left + 9 * u, top + caption + 10 * u, box->w - left - 20 * u, height - caption - foot - 10 * u,
                        stage->focus.canvas.rows, stage->focus.canvas.cols, 96 * u, u);
    return p;
}

// Whichever shows the canvas larger.
static Places place(Stage *stage, double top)
{
    double foot = (stage->spec->transposed ? stage->compact ? 40 : stage->view->still ? 62 : 92 : 26) * stage->unit;
    Places a = stacked(stage, top, foot), b = beside(stage, top, foot);
    Places p = b.canvas.pitch > 1.1 * a.canvas.pitch && b.input.pitch >= 0.7 * a.input.pitch ? b : a;
    const Box *box = &stage->view->box;
    // A line of inputs may become as high as the kernel beside it.
    grid_near(stage, &p.input, 0, p.kernel.y == p.input.y ? grid_box(&p.kernel).h : 0, enough_for(stage, &p.input, ROLE_X));
    grid_near(stage, &p.kernel, 0, 0, enough_for(stage, &p.kernel, ROLE_W));
    grid_near(stage, &p.canvas, box->x + box->w - 10 * stage->unit - p.canvas.x, box->y + box->h - foot - p.canvas.y, enough_for(stage, &p.canvas, ROLE_Y));
    p.foot = grid_box(&p.canvas).y + grid_box(&p.canvas).h;
    return p;
}

// The corners of a window of canvas cells, just outside them.
static Box window_box(const Grid *canvas, int row, int col, int rows, int cols)
{
    Box first = grid_cell(canvas, row, col), last = grid_cell(canvas, row + rows - 1, col + cols - 1);
    double out = canvas->gap / 2;
    return (Box){ first.x - out, first.y - out, last.x + last.w - first.x + 2 * out, last.y + last.h - first.y + 2 * out };
}

static void line(Stage *stage, const char *name, double x0, double y0, double x1, double y1)
{
    Mark *mark = figure_add(stage->figure, MARK_LINE, name, (Box){ x0, y0, x1 - x0, y1 - y0 });
    mark->line = stage->look->text;
    mark->stroke = 2 * stage->unit;
    mark->style = STYLE_DASHED;
}

// Whether the window without output padding still has cells: then it ends at a dashed line within the window.
static bool has_ghost(Axis a)
{
    return a.output_padding > 0 && a.output_padding < a.wide;
}

// Where the window would end without output padding.
static void draw_ghost(Stage *stage, const Grid *canvas, Box window)
{
    const Spec *spec = stage->spec;
    double x = window.x + window.w - spec->x.output_padding * canvas->pitch, y = window.y + window.h - spec->y.output_padding * canvas->pitch;
    if (has_ghost(spec->x)) line(stage, "op 0", x, window.y, x, window.y + window.h);
    if (has_ghost(spec->y)) line(stage, "op 0", window.x, y, window.x + window.w, y);
}

// A handle hangs on its corner from outside, so that the number in the corner can be read.
static void handle(Stage *stage, const char *name, double x, double y, int out)
{
    double side = 18 * stage->unit, off = out * 4 * stage->unit;
    Mark *mark = figure_add(stage->figure, MARK_HANDLE, name, (Box){ x + off - side / 2, y + off - side / 2, side, side });
    mark->fill = stage->look->background, mark->line = stage->look->text;
    mark->stroke = 2.5 * stage->unit;
}

// What padding and output padding have done, in this picture.
static const char *window_words(const Stage *stage)
{
    const Spec *spec = stage->spec;
    int beyond_y = spec->y.output_padding - spec->y.padding, beyond_x = spec->x.output_padding - spec->x.padding;
    int beyond = beyond_x > beyond_y ? beyond_x : beyond_y;
    bool cut = spec->y.padding > 0 || spec->x.padding > 0;
    if (beyond > 0) return "Hatched: beyond the last stamp. Nothing ever lands here.";
    if (has_ghost(spec->y) || has_ghost(spec->x))
        return "Behind the dashed line: what output padding keeps. It cuts less there; these are real sums.";
    if (spec->y.output_padding > 0 || spec->x.output_padding > 0) return "Without output padding nothing would be kept. What it keeps are real sums.";
    return cut ? "Faint numbers are real; padding cuts them off." : "";
}

static void draw_window(Stage *stage, const Grid *canvas, double foot, bool colours)
{
    const Spec *spec = stage->spec;
    const Look *look = stage->look;
    double u = stage->unit;
    Box window = window_box(canvas, spec->y.padding, spec->x.padding, spec->y.wide, spec->x.wide);
    int first = stage->figure->count;
    draw_ghost(stage, canvas, window);
    Mark *mark = figure_add(stage->figure, MARK_BOX, "crop window", window);
    mark->line = look->text, mark->stroke = 3 * u, mark->radius = 4 * u;
    if (!stage->view->still) {
        handle(stage, "crop start", window.x, window.y, -1);
        handle(stage, "crop end", window.x + window.w, window.y + window.h, 1);
    }
    grid_end(stage, canvas, first);

    Box all = grid_box(canvas);
    double y = foot + 14 * u, width = stage->view->box.x + stage->view->box.w - all.x;
    if (colours) {
        draw_scale(stage, all.x + fmin(fmax(all.w, 220 * u), width), y, width, stage->y_scale, stage->y_decimals);
        y += 20 * u;
        if (stage->compact) return;
    }
    const char *start = "○ start: padding", *end = "○ end: output padding";
    Measure m = stage->figure->measure;
    double both = m.width(m.self, start, 13 * u, WEIGHT_SEMIBOLD) + m.width(m.self, end, 13 * u, WEIGHT_SEMIBOLD);
    if (both + 16 * u <= width && !stage->view->still) {
        double right = fmax(all.x + all.w, all.x + both + 16 * u);
        figure_text(stage->figure, "legend", all.x, y, 13 * u, WEIGHT_SEMIBOLD, ALIGN_LEFT, look->text, "%s", start);
        figure_text(stage->figure, "legend", right, y, 13 * u, WEIGHT_SEMIBOLD, ALIGN_RIGHT, look->text, "%s", end);
        y += 22 * u;
    }
    const char *words = window_words(stage);
    TextLine lines[1];
    int count = text_wrap(&m, words, 13 * u, WEIGHT_REGULAR, width, lines, COUNT(lines));
    bool fits = y + count * 1.35 * 13 * u <= stage->view->box.y + stage->view->box.h;
    if (!stage->compact && fits) draw_note(stage, all.x, y, width, 13 * u, look->muted, words);
}

// A product goes from its weight to the cell of the canvas that it lands on.
static bool flight_ends(void *context, const Term *term, Box *from, Box *to)
{
    const Stage *stage = ((void **)context)[0];
    const Places *p = ((void **)context)[1];
    const Canvas *canvas = &stage->focus.canvas;
    int row = term->y.at[2] - canvas->row0, col = term->y.at[3] - canvas->col0;
    if (p->kernel.pitch < CELL_COLOURS || p->canvas.pitch < CELL_COLOURS) return false;
    if (row < 0 || col < 0 || row >= canvas->rows || col >= canvas->cols) return false;
    *from = grid_cell(&p->kernel, term->w.at[2], term->w.at[3]), *to = grid_cell(&p->canvas, row, col);
    return grid_shows(&p->kernel, *from) && grid_shows(&p->canvas, *to);
}

void lay_stamp(Stage *stage)
{
    const Spec *spec = stage->spec;
    const Look *look = stage->look;
    const Canvas *canvas = &stage->focus.canvas;
    double u = stage->unit;
    double top = draw_heading(stage, LENSES[LENS_STAMP].title, purpose_coloured(stage, LENSES[LENS_STAMP].purpose));
    Places p = place(stage, top);

    char sample[24] = "";
    if (spec->batch > 1) snprintf(sample, sizeof sample, ", sample %d", stage->focus.n);
    Box input = grid_box(&p.input), kernel = grid_box(&p.kernel), output = grid_box(&p.canvas);
    bool abreast = kernel.y == input.y;
    double next = abreast ? kernel.x : output.x; // what stands to the right of the input
    draw_input(stage, &p.input, arena_print(&stage->figure->arena, "input x%s%s", input_channel(stage), sample), next - input.x - 10 * u);
    double kernel_room = abreast ? stage->view->box.x + stage->view->box.w - kernel.x : output.x - kernel.x - 16 * u;
    draw_kernel(stage, &p.kernel, NULL, false);
    draw_caption(stage, "kernel caption", kernel.x, kernel.y - 22 * u, kernel_room, look->kernel.line, "%s%s", KERNEL_CAPTION,
                 rounded_words(stage, ROLE_W));
    if (abreast)
        figure_text(stage->figure, "times", (input.x + input.w + kernel.x) / 2, input.y + fmin(input.h, kernel.h) / 2 - 12 * u,
                    20 * u, WEIGHT_REGULAR, ALIGN_CENTRE, look->muted, "×");

    bool cut = canvas->rows > spec_out(spec, spec->y) || canvas->cols > spec_out(spec, spec->x);
    double size = output_size(stage, &p.canvas);
    draw_caption(stage, "output caption", output.x, output.y - 32 * u,
                 stage->view->box.x + stage->view->box.w - output.x, look->output.line, "output y%s%s%s%s", output_channel(stage), sample,
                 rounded_words(stage, ROLE_Y), cut ? ", and the edge that is cut" : "");
    near_words(stage, "output", &p.canvas, canvas->row0, canvas->col0);
    near_step(stage, &p.canvas, ROLE_Y, canvas->row0, canvas->col0);
    int first = stage->figure->count;
    if (grid_begin(stage, &p.canvas, "output", look->output, stage->y_scale, look->background, value_of_canvas, stage)) {
        Seen seen = grid_seen(stage, &p.canvas);
        for (int row = seen.row0; row < seen.row1; row++)
            for (int col = seen.col0; col < seen.col1; col++)
                draw_output_cell(stage, grid_cell(&p.canvas, row, col), row, col, size);
    }
    grid_end(stage, &p.canvas, first);
    if (spec->transposed) draw_window(stage, &p.canvas, p.foot, size <= 0);
    else if (size <= 0) {
        double right = fmax(grid_box(&p.canvas).x + grid_box(&p.canvas).w, stage->view->box.x + 200 * u);
        right = fmin(right, stage->view->box.x + stage->view->box.w);
        draw_scale(stage, right, p.foot + 6 * u, right - stage->view->box.x, stage->y_scale, stage->y_decimals);
    }
    flight_draw(stage, flight_ends, (void *[]){ stage, &p }, false);
}
