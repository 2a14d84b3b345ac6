// The Picture place laid out: what lies where at every size, what is dropped first, that A and B lie on one grid, and the
// marks of some scenes as they were.
#include "figure/figure.h"
#include "support/check.h"
#include "support/golden.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Hung {
    Scene scene;
    PictureStore store;
    Gallery gallery;
} Hung;

static void hang(Hung *h, const char *code, int most_side)
{
    Error err;
    *h = (Hung){ 0 };
    check(scene_parse(&h->scene, code, &err), "%s: column %d: %s", code, err.place, err.text);
    check(gallery_make(&h->gallery, &h->store, &h->scene, &(GalleryAsk){ .most_side = most_side }, NULL, &err), "%s: %s", code, err.text);
}

static void take_down(Hung *h)
{
    gallery_clear(&h->gallery);
    picture_store_clear(&h->store);
    scene_clear(&h->scene);
}

static View view_of(const Hung *h, double w, double height, double scale)
{
    View view = { .box = { 20, 10, w, height }, .lens = LENS_PICTURE, .scale = scale, .wipe = 0.5, .pan_x = 0.5, .pan_y = 0.5, .loupe_x = 0.3, .loupe_y = 0.5,
                  .gallery = &h->gallery };
    figure_show(&view.show, &h->scene);
    return view;
}

static void build(Figure *figure, const Hung *h, const View *view)
{
    Work work = { .scene = h->scene };
    figure_build(figure, &work, &(Moment){ .hover = CELL_NONE, .pin = CELL_NONE }, view, look_get(h->scene.look), measure_fixed);
}

static const Mark *named(const Figure *figure, MarkKind kind, const char *name)
{
    for (int i = 0; i < figure->count; i++)
        if (figure->marks[i].kind == kind && !strcmp(figure->marks[i].name, name)) return &figure->marks[i];
    return NULL;
}

static const char *said(const Figure *figure, const char *name)
{
    const Mark *mark = named(figure, MARK_TEXT, name);
    return mark ? mark->text : "nothing";
}

// ---- as they were ----------------------------------------------------------------------------------------------

static void the_marks_of_some_pictures_are_as_they_were(void **state)
{
    (void)state;
    static const struct { const char *name, *code; double w, h; bool still; } rows[] = {
        { "wipe", "convt2d in=32 k=4 s=2 p=1 w=random:4 x=picture:sphere view=picture", 660, 640, false },
        { "beside", "convt2d in=24x40 k=3 s=2 p=1 op=1 w=ones x=picture:sphere view=picture show=a:sub-pixel,b:icnr,beside look=dark", 900, 640, false },
        { "difference", "convt2d in=32 k=3 s=2 w=ones x=picture:text view=picture show=difference,shift:0x1 look=projector", 660, 640, true },
        { "gradient", "conv2d in=40 k=3 s=2 p=1 w=random:2 x=picture:sphere view=picture", 1300, 700, false },
        { "grey", "convt2d in=32 k=4 s=2 p=1 x=picture:grey w=[0.09,0.16,0.21,0.05;0.17,0.57,0.54,0.2;0.21,0.53,0.59,0.18;0.06,0.21,0.17,0.08] view=picture", 450, 420, false },
        { "holes", "convt2d in=32 k=1 s=2 w=ones x=picture:sphere view=picture show=a:repaired", 660, 640, false },
        { "tone", "convt1d in=32 k=4 s=2 p=1 w=[0.2,0.5,0.6,0.5] x=tone:2 view=picture", 760, 640, false },
        { "constant", "convt1d in=24 k=3 s=2 p=1 op=1 w=ones x=ones view=picture show=beside look=dark", 560, 700, false },
        { "step", "convt1d in=20 k=5 s=4 p=1 w=random:3 x=step view=picture show=b:sub-pixel,difference,shift:0x2 look=projector", 900, 640, true },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hung h;
        Figure figure = { 0 };
        Text got = { 0 };
        char path[128];
        hang(&h, rows[i].code, 0);
        View view = view_of(&h, rows[i].w, rows[i].h, 1);
        view.still = rows[i].still;
        build(&figure, &h, &view);
        figure_dump(&got, &figure);
        snprintf(path, sizeof path, "figure/golden/picture-%s.marks", rows[i].name);
        golden_text(path, &got);
        text_clear(&got);
        figure_clear(&figure);
        take_down(&h);
    }
}

// ---- where things are ------------------------------------------------------------------------------------------

static bool within(Box in, Box out, double slack)
{
    return in.x >= out.x - slack && in.y >= out.y - slack && in.x + in.w <= out.x + out.w + slack && in.y + in.h <= out.y + out.h + slack;
}

static bool meet(Box a, Box b)
{
    return fmin(a.x + a.w, b.x + b.w) - fmax(a.x, b.x) > 1 && fmin(a.y + a.h, b.y + b.h) - fmax(a.y, b.y) > 1;
}

static Box seen_of(const Mark *mark)
{
    if (mark->clip.w <= 0) return mark->box;
    double x = fmax(mark->box.x, mark->clip.x), y = fmax(mark->box.y, mark->clip.y);
    return (Box){ x, y, fmin(mark->box.x + mark->box.w, mark->clip.x + mark->clip.w) - x, fmin(mark->box.y + mark->box.h, mark->clip.y + mark->clip.h) - y };
}

static void hold_layout(const char *code, const Hung *h, double w, double height, double scale)
{
    Figure figure = { 0 };
    PicturePlace p;
    View view = view_of(h, w, height, scale);
    char what[300];
    figure_picture_place(&p, &view);
    build(&figure, h, &view);
    snprintf(what, sizeof what, "%s in %g×%g at %g", code, w, height, scale);
    bool signal = h->scene.spec.dims == 1; // whose overlap and input stand in the room
    const Box parts[] = { p.room, p.loupe, p.spectrum, signal ? (Box){ 0 } : p.overlap, p.strip };
    const Box rows[] = { p.input, p.a, signal ? p.overlap : (Box){ 0 } };
    for (int i = 0; i < COUNT(rows); i++)
        for (int j = 0; j < i; j++) check(!signal || rows[i].w <= 0 || rows[j].w <= 0 || (!meet(rows[i], rows[j]) && within(rows[i], p.room, 1)), "%s: rows %d and %d of a signal overlap", what, i, j);
    for (int i = 0; i < COUNT(parts); i++) {
        if (parts[i].w <= 0) continue;
        check(within(parts[i], view.box, 1), "%s: part %d stands out of the place", what, i);
        for (int j = 0; j < i; j++) check(parts[j].w <= 0 || !meet(parts[i], parts[j]), "%s: parts %d and %d overlap", what, i, j);
    }
    check(within(p.a, p.room, 1) && within(p.b, p.room, 1), "%s: A or B stands out of the room", what);
    check(signal || p.loupe.h < 36 * scale || p.overlap.w > 0, "%s: the loupe stays longer than the overlap", what);
    check(signal || p.overlap.w <= 0 || p.spectrum.w > 0, "%s: the overlap stays longer than the spectrum", what);
    for (int i = 0; i < figure.count; i++) {
        const Mark *mark = &figure.marks[i];
        check(within(seen_of(mark), view.box, 16 * scale), "%s: %s at %g, %g of %g × %g stands out", what, mark->name, mark->box.x, mark->box.y, mark->box.w, mark->box.h);
        if (mark->kind == MARK_TEXT) check(mark->size >= 8.9 * scale, "%s: “%s” is %g high", what, mark->text, mark->size);
        for (int j = 0; j < i; j++) {
            const Mark *other = &figure.marks[j];
            bool both_text = mark->kind == MARK_TEXT && other->kind == MARK_TEXT, both_image = mark->kind == MARK_IMAGE && other->kind == MARK_IMAGE;
            if (!both_text && !both_image) continue;
            bool arrow = !strcmp(mark->name, "wipe arrow") || !strcmp(other->name, "wipe arrow");
            check(arrow || !meet(seen_of(mark), seen_of(other)), "%s: %s “%s” lies over %s “%s”", what, mark->name, mark->text ? mark->text : "", other->name, other->text ? other->text : "");
        }
    }
    figure_clear(&figure);
}

static void nothing_overlaps_at_any_size(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "convt2d in=32 k=4 s=2 p=1 w=random:4 x=picture:sphere view=picture",
        "convt2d in=20x60 k=3x5 s=2x3 p=1 w=ones x=picture:sphere view=picture show=beside,shift:3x-2",
        "convt2d in=60x9 k=3 s=4 w=ones x=picture:text view=picture show=difference,shift:0x1",
        "conv2d in=40 k=3 s=2 p=1 w=random:2 x=picture:sphere view=picture",
        "convt2d in=16 k=70 s=2 w=ones x=picture:sphere view=picture",
        "convt1d in=64 k=4 s=2 p=1 w=random:4 x=tone:3 view=picture",
        "convt1d in=2000 k=3 s=8 w=random:4 x=random:1 view=picture show=a:sub-pixel,beside,shift:0x3",
        "convt1d in=6 k=3 s=5 w=ones x=[1,-20000,3000.5,4,5,0.001] view=picture show=difference,shift:0x-1",
        "conv1d in=40 k=3 s=2 p=1 w=random:2 x=step view=picture",
        "convt1d in=30 k=4 s=2 p=1 w=random:2 x=tone:3 view=picture show=layers:3",
    };
    static const double widths[] = { 280, 330, 420, 500, 668, 900, 1310, 2600 }, heights[] = { 300, 420, 560, 640, 980, 1900 }, scales[] = { 0.5, 1, 1.5, 2 };
    for (int c = 0; c < COUNT(codes); c++) {
        Hung h;
        hang(&h, codes[c], 0);
        for (int w = 0; w < COUNT(widths); w++)
            for (int height = 0; height < COUNT(heights); height++)
                for (int s = 0; s < COUNT(scales); s++)
                    if (widths[w] / scales[s] >= 280 && heights[height] / scales[s] >= 300) hold_layout(codes[c], &h, widths[w], heights[height], scales[s]);
        take_down(&h);
    }
}

static void a_usual_window_has_every_part_and_a_narrow_one_loses_the_loupe_first(void **state)
{
    (void)state;
    Hung h;
    PicturePlace p;
    hang(&h, "convt2d in=64 k=4 s=2 p=1 w=bilinear x=picture:sphere view=picture", 0);
    View view = view_of(&h, 668, 638, 1); // of 1280×800
    figure_picture_place(&p, &view);
    check(p.loupe.w > 0 && p.overlap.w > 0 && p.spectrum.w > 0 && p.strip.w > 0 && p.zoom == 3.5 && p.shown >= 5, "zoom %g, %d rivals", p.zoom, p.shown);
    view = view_of(&h, 436, 418, 1); // of 960×600
    figure_picture_place(&p, &view);
    check(p.loupe.h > 0 && p.loupe.h < 36 && p.overlap.w > 0 && p.spectrum.w > 0 && p.strip.w > 0, "the loupe is %g high, the spectrum %g wide", p.loupe.h, p.spectrum.w);
    Figure figure = { 0 };
    build(&figure, &h, &view);
    bool told = false;
    for (int i = 0; i < figure.count; i++) told |= !strcmp(figure.marks[i].name, "loupe") && strstr(figure.marks[i].text, "A ") && strstr(figure.marks[i].text, ", B ");
    check(told, "what is left of the loupe does not tell A and B");
    figure_clear(&figure);
    view = view_of(&h, 280, 300, 1);
    figure_picture_place(&p, &view);
    check(p.side.w == 0 && p.room.w == 280 && p.a.w >= 128, "A is %g wide", p.a.w);
    view = view_of(&h, 2600, 1900, 1);
    figure_picture_place(&p, &view);
    check(p.shown == RIVAL_COUNT, "in the largest window %d rivals are seen", p.shown);
    take_down(&h);
}

static void a_picture_is_enlarged_in_steps_and_made_smaller_by_whole_numbers(void **state)
{
    (void)state;
    static const struct { double zoom; int by; double then; } rows[] = {
        { 3.9, 0, 3.5 }, { 3.5, 0, 3.5 }, { 1.9, 0, 1 }, { 0.9, 0, 0.5 }, { 0.24, 0, 0.2 }, { 100, 0, 32 }, { 0.001, 0, 1.0 / 32 }, { 2.2, 0, 2 },
        { 3.5, 1, 4 }, { 3.5, -1, 3 }, { 4, 1, 6 }, { 4, -1, 3 }, { 32, 3, 32 }, { 0.2, 1, 0.25 }, { 0.2, -1, 0.125 }, { 1.0 / 32, -1, 1.0 / 32 }, { 1, -2, 0.25 }, { 3.5, 2, 6 },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        double then = picture_zoom(rows[i].zoom, rows[i].by);
        check(fabs(then - rows[i].then) < 1e-12, "%g by %d is %g, not %g", rows[i].zoom, rows[i].by, then, rows[i].then);
    }
}

// ---- one grid --------------------------------------------------------------------------------------------------

// Where the middle of a pixel of an exhibit is drawn.
static double drawn_at(const Figure *figure, const char *name, int pixel, int first)
{
    const Mark *mark = named(figure, MARK_IMAGE, name);
    check(mark != NULL, "no %s", name);
    return mark->box.x + (pixel - first + 0.5) * mark->box.w / mark->cols;
}

static void a_and_b_lie_on_one_grid(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "convt2d in=32 k=4 s=2 p=1 w=bilinear x=picture:sphere view=picture show=beside",
        "convt2d in=32 k=3 s=2 p=1 w=ones x=picture:sphere view=picture show=beside", // half a pixel off
        "convt2d in=32 k=5 s=3 p=2 w=ones x=picture:sphere view=picture show=a:original,b:layer,beside",
    };
    for (int i = 0; i < COUNT(codes); i++) {
        Hung h;
        Figure figure = { 0 };
        PicturePlace p;
        hang(&h, codes[i], 0);
        View view = view_of(&h, 1300, 900, 1);
        build(&figure, &h, &view);
        figure_picture_place(&p, &view);
        for (int b = 0; b < 2; b++) {
            const Entrant *e = &h.gallery.full[b ? h.gallery.b : h.gallery.a]->entrant;
            double at = drawn_at(&figure, b ? "B" : "A", 3, 0), want = (b ? p.b.x : p.a.x) + (e->start_x + 3 * e->step_x + 0.5) * p.zoom;
            check(fabs(at - want) < 1e-6, "%s: pixel 3 of %s is drawn at %g, not %g", codes[i], b ? "B" : "A", at, want);
        }
        figure_clear(&figure);
        take_down(&h);
    }
}

// A quick answer fills the same place as the fine one.
static void a_quick_answer_stands_where_the_fine_one_will(void **state)
{
    (void)state;
    static const char code[] = "convt2d in=200 k=4 s=2 p=1 w=bilinear x=picture:sphere view=picture";
    Hung fine, quick;
    PicturePlace p, q;
    hang(&fine, code, 0);
    hang(&quick, code, 50);
    View of_fine = view_of(&fine, 668, 638, 1), of_quick = view_of(&quick, 668, 638, 1);
    figure_picture_place(&p, &of_fine);
    figure_picture_place(&q, &of_quick);
    check(memcmp(&p.a, &q.a, sizeof p.a) == 0 && p.zoom == q.zoom, "zoom %g and %g", p.zoom, q.zoom);
    Figure figure = { 0 };
    build(&figure, &quick, &of_quick);
    const Mark *b = named(&figure, MARK_IMAGE, "B");
    check(fabs(b->box.w / b->cols - 4 * p.zoom) < 1e-9 && fabs(b->box.x + b->box.w - p.a.x - p.a.w) < 1, "a pixel is %g wide", b->box.w / b->cols);
    figure_clear(&figure);
    take_down(&fine);
    take_down(&quick);
}

// Of a picture that is larger than the stage, pixels are means of whole squares: each is at least a pixel of the screen.
static void a_large_picture_is_never_scaled_down_by_less_than_a_level(void **state)
{
    (void)state;
    Hung h;
    hang(&h, "convt2d in=700 k=3 s=2 p=1 op=1 w=ones x=picture:sphere view=picture", 0);
    for (double zoom = 0; zoom < 3; zoom = zoom == 0 ? 1.0 / 8 : 2 * zoom) {
        Figure figure = { 0 };
        View view = view_of(&h, 668, 638, 1);
        view.zoom = zoom;
        build(&figure, &h, &view);
        for (int i = 0; i < 2; i++) {
            const Mark *mark = named(&figure, MARK_IMAGE, i ? "B" : "A");
            PicturePlace place;
            figure_picture_place(&place, &view);
            double off = mark->box.x - place.a.x, start = h.gallery.full[h.gallery.a]->entrant.start_x * place.zoom;
            // Whatever level it is, it begins where its pixel (0, 0) does.
            if (!i && place.col == 0) check(fabs(off - start) < 0.01, "at zoom %g A begins %g beside the grid, not %g", zoom, off, start);
            check(mark->box.w / mark->cols >= 0.99 && mark->cols <= 700, "at zoom %g a pixel is %g wide, of %d", zoom, mark->box.w / mark->cols, mark->cols);
        }
        figure_clear(&figure);
    }
    take_down(&h);
}

// A wave stands at its values: those of B lie half a value beside A's here.
static void waves_stand_at_their_values(void **state)
{
    (void)state;
    Hung h;
    Figure figure = { 0 };
    PicturePlace p;
    hang(&h, "convt1d in=16 k=3 s=2 p=1 w=ones x=random:3 view=picture", 0);
    View view = view_of(&h, 1300, 900, 1);
    build(&figure, &h, &view);
    figure_picture_place(&p, &view);
    check(p.a.h > 150 && p.input.h > 60 && p.overlap.h > 15 && p.spectrum.h > 200, "the waves are %g high, the input %g, the overlap %g, the spectrum %g", p.a.h, p.input.h, p.overlap.h, p.spectrum.h);
    double height[2][64] = { { 0 } };
    for (int b = 0; b < 2; b++) {
        const Entrant *e = &h.gallery.full[b ? h.gallery.b : h.gallery.a]->entrant;
        int at = 0;
        for (int i = 0; i < figure.count; i++) {
            const Mark *mark = &figure.marks[i];
            if (mark->kind != MARK_LINE || strcmp(mark->name, b ? "B" : "A")) continue;
            double want = p.a.x + (e->start_x + at + 0.5) * p.zoom;
            check(fabs(mark->box.x - want) < 1e-6, "value %d of %s is drawn at %g, not %g", at, b ? "B" : "A", mark->box.x, want);
            height[b][at++] = mark->box.y;
        }
        check(at == e->cols - 1 && at == (b ? 31 : 30), "%d pieces of %s", at, b ? "B" : "A");
        // Heights go as the values do, on one scale for both.
        const Entrant *a = &h.gallery.full[h.gallery.a]->entrant;
        double slope = (height[0][5] - height[0][4]) / (double)(a->grey[5] - a->grey[4]);
        for (int i = 1; i < at; i++) check(fabs(height[b][i] - height[0][4] - slope * ((double)e->grey[i] - (double)a->grey[4])) < 1e-3, "value %d of %s stands too high", i, b ? "B" : "A");
    }
    figure_clear(&figure);
    take_down(&h);
}

// ---- what it says ----------------------------------------------------------------------------------------------

static void what_is_seen_is_said(void **state)
{
    (void)state;
    static const struct { const char *code, *name, *text; } rows[] = {
        { "convt2d in=64 k=4 s=2 p=1 w=random:4 x=picture:sphere view=picture", "title A", "A  transposed, k4 s2, random 4" },
        { "convt2d in=64x200 k=4x3 s=2x1 w=[1,2,3;1,2,3;1,2,3;1,2,3] x=picture:sphere view=picture", "title A", "A  transposed, k4×3 s2×1, typed" },
        { "conv2d in=64 k=3 s=2 w=box x=picture:sphere view=picture", "title A", "A  convolution, k3 s2, box" },
        { "convt2d in=64 k=4 s=2 p=1 w=bilinear x=picture:sphere view=picture", "title B", "B  bilinear" },
        { "convt2d in=64 k=4 s=2 p=1 w=bilinear x=picture:sphere view=picture show=a:bilinear,difference", "title A", "A − B  bilinear − bilinear, they are the same" },
        { "convt2d in=64 k=4 s=2 p=1 w=bilinear x=picture:sphere view=picture", "spectrum", "Spectrum of A: no peaks" },
        { "convt2d in=64 k=4 s=2 p=1 w=random:4 x=picture:grey view=picture show=a:repaired", "spectrum", "Spectrum of A: no peaks" },
        { "convt2d in=64 k=3 s=2 p=1 w=ones x=picture:sphere view=picture", "spectrum", "Spectrum of A: three peaks" },
        { "convt2d in=64 k=3 w=ones x=picture:sphere view=picture", "spectrum", "Spectrum of A: nothing is enlarged" },
        { "convt2d in=4 k=1 x=picture:sphere view=picture", "spectrum", "Spectrum of A" },
        { "convt2d in=64 k=4 s=2 p=1 w=random:4 x=picture:sphere view=picture", "overlap", "Overlap: even, 4 everywhere" },
        { "convt2d in=64 k=3 s=2 p=1 w=ones x=picture:sphere view=picture", "overlap", "Overlap: uneven, 1, 2 and 4" },
        { "convt2d in=64 k=1 s=2 w=ones x=picture:sphere view=picture", "overlap", "Overlap: uneven, 0 and 1" },
        { "convt2d in=16 k=70 s=2 w=ones x=picture:sphere view=picture", "overlap", "Overlap: even" },
        { "convt2d in=64 k=3 s=2 p=1 w=ones x=picture:sphere view=picture show=shift:0x1", "moved", "Moved 1 to the right: the picture moved, the pattern stayed" },
        { "convt2d in=64 k=3 s=2 p=1 w=ones x=picture:sphere view=picture show=shift:-3x-2", "moved", "Moved 3 up, 2 to the left: the picture moved, the pattern stayed" },
        { "convt2d in=64 k=4 s=2 p=1 w=bilinear x=picture:sphere view=picture show=shift:2x0", "moved", "Moved 2 down: the picture moved; A has no pattern that could stay" },
        { "convt2d in=64 k=4 s=2 p=1 w=bilinear x=picture:sphere view=picture", "loupe", "Loupe at (64, 38), grey 0–255" },
        { "convt2d in=64 k=3 s=2 p=1 w=ones x=picture:sphere view=picture show=b:layer", "share", "checker share 0" },
        { "convt1d in=64 k=3 s=2 p=1 op=1 w=ones x=ones view=picture", "title A", "transposed, k3 s2, ones" },
        { "convt1d in=64 k=3 s=2 p=1 op=1 w=ones x=ones view=picture", "tones A", "fs/2: 70 dB above" }, // 80 + 20·log10(1/3)
        { "convt1d in=64 k=3 s=2 p=1 op=1 w=ones x=ones view=picture", "tones B", "no tone at fs/2" },
        { "convt1d in=64 k=3 s=4 w=ones x=ones view=picture show=b:repaired", "tones A", "fs/4: 76 dB above, fs/2: 70 dB above" }, // 2/3 and 1/3
        { "convt1d in=64 k=3 s=4 w=ones x=ones view=picture show=b:repaired", "tones B", "is not there" },
        { "convt1d in=512 k=3 s=2 p=1 op=1 w=ones x=tone:96 view=picture show=b:nearest", "tones A", "image at fs/2 − f: −13 dB" },
        { "convt1d in=64 k=3 w=ones x=step view=picture", "tones A", "nothing is enlarged" },
        { "convt1d in=4 k=2 s=2 x=step view=picture", "tones A", "too short for a spectrum" },
        { "convt1d in=64 k=3 s=2 p=1 op=1 w=ones x=ones view=picture", "overlap", "Overlap: uneven, 1 to 2" },
        { "convt1d in=64 k=1 s=2 w=ones x=ones view=picture", "overlap", "Overlap: uneven, 0 to 1, 0 is a hole" },
        // Two layers: counts, multiples and images are those of both together, as the exhibits are.
        { "convt1d in=64 k=3 s=2 w=ones x=ones view=picture show=layers:2", "tones A", "fs/4: 67 dB above, fs/2: 70 dB above" },
        { "convt1d in=64 k=3 s=2 w=ones x=ones view=picture show=layers:2", "overlap", "Overlap: uneven, 1 to 2" },
        { "convt1d in=64 k=2 s=2 w=ones x=ones view=picture show=layers:3", "overlap", "Overlap: even, 1 everywhere but at the ends" },
        // Where B has no value, at the ends of a longer A, nothing is differed from: else it were 1.4.
        { "convt1d in=8 k=4 s=2 w=[7,1,1,1] x=ones view=picture show=difference", "title A", "A − B: at most 0.8000, this layer, k4 s2 − bilinear" },
        // Small values have their digits.
        { "convt1d in=3 k=3 s=2 x=[0.001,0.002,0.0015] w=ones view=picture", "height", "0.0025" },
        { "convt1d in=3 k=3 s=2 x=[1e-7,2e-7,1.5e-7] w=ones view=picture show=difference", "title A", "A − B: at most 7.5×10⁻⁸, this layer, k3 s2 − bilinear" },
        { "conv1d in=20 k=3 s=2 w=ones x=tone:3 view=picture show=a:gradient", "tones A", "fs/2: 40 dB above" },
        // The images of a tone lie close to the multiples, which have none of their own.
        { "convt1d in=30 k=4 s=2 p=1 w=random:4 x=tone:3 view=picture", "tones A", "image at fs/2 − f: −3 dB" },
        { "convt1d in=30 k=4 s=2 p=1 w=random:4 x=tone:3 view=picture show=layers:3", "tones A", "image at 3fs/8 − f: 7 dB" },
        { "convt1d in=64 k=2 s=2 w=[1,0] x=ones view=picture show=layers:2", "tones B", "no tone at fs/4, nor at its multiples" },
        { "convt1d in=64 k=4 s=2 p=1 w=ones x=step view=picture show=shift:0x-2", "moved", "Moved 2 to the left, A has no pattern that could stay" },
        { "convt1d in=64 k=4 s=2 p=1 w=ones x=step view=picture show=a:bilinear,difference", "title A", "A − B: they are the same, bilinear − bilinear" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hung h;
        Figure figure = { 0 };
        hang(&h, rows[i].code, 0);
        View view = view_of(&h, 1500, 800, 1);
        build(&figure, &h, &view);
        check(!strcmp(said(&figure, rows[i].name), rows[i].text), "%s: %s says “%s”, not “%s”", rows[i].code, rows[i].name, said(&figure, rows[i].name), rows[i].text);
        figure_clear(&figure);
        take_down(&h);
    }
}

// Where many values share a pixel, a wave is a bar in each: it joins the one before, however steep the wave is.
static void a_dense_wave_has_no_gaps(void **state)
{
    (void)state;
    Hung h;
    hang(&h, "convt1d in=4000 k=2 s=2 w=ones x=step view=picture show=beside", 0);
    for (int w = 900; w < 940; w++) {
        Figure figure = { 0 };
        View view = view_of(&h, w, 800, 1);
        build(&figure, &h, &view);
        const Mark *before = NULL;
        int bars = 0;
        for (int i = 0; i < figure.count; i++) {
            const Mark *mark = &figure.marks[i];
            if (mark->kind != MARK_LINE || strcmp(mark->name, "A")) continue;
            if (before) check(mark->box.y <= before->box.y + before->box.h + 1.01 && mark->box.y + mark->box.h >= before->box.y - 1.01, "%d wide: a gap at %g, from %g to %g", w, mark->box.x, before->box.y, mark->box.y);
            before = mark, bars++;
        }
        check(bars > 300, "%d wide: %d bars", w, bars);
        figure_clear(&figure);
    }
    take_down(&h);
}

// Several layers make a longer signal, and all of it is seen: waves, overlap and spectrum have the grid of all layers.
static void a_signal_through_several_layers_is_seen_to_its_end(void **state)
{
    (void)state;
    Hung h;
    Figure figure = { 0 };
    PicturePlace p;
    hang(&h, "convt1d in=30 k=4 s=2 p=1 w=random:4 x=tone:3 view=picture show=layers:3", 0);
    View view = view_of(&h, 1500, 800, 1);
    figure_picture_place(&p, &view);
    check(p.cols == 240 && p.col == 0, "%g values from %g on are seen, of 240", p.cols, p.col);
    build(&figure, &h, &view);
    double multiples[8], last = 0;
    int count = 0;
    for (int i = 0; i < figure.count; i++) {
        const Mark *mark = &figure.marks[i];
        if (mark->kind == MARK_LINE && !strcmp(mark->name, "multiple") && count < 8) multiples[count++] = mark->box.x;
        if (!strcmp(mark->name, "overlap bars")) check(mark->cols == 240, "the overlap has %d cells", mark->cols);
        if (mark->kind == MARK_LINE && !strcmp(mark->name, "A")) last = fmax(last, mark->box.x + mark->box.w);
    }
    check(count == 4, "%d multiples of fs/8 are marked up to fs/2, not 4 (the first at %g)", count, count ? multiples[0] : 0);
    check(last > p.a.x + p.a.w - 2 * p.zoom, "A ends at %g, the place at %g", last, p.a.x + p.a.w);
    figure_clear(&figure);
    take_down(&h);
}

static void the_small_overlap_says_what_its_counts_are(void **state)
{
    (void)state;
    static const struct { const char *layer, *says; } rows[] = {
        { "k=4 s=2 p=1", "border 1 and 2: an edge, not a pattern" }, { "k=3 s=2 p=1", "the pattern repeats with the stride" }, { "k=1 s=2", "0: no weight ever lands there" },
        { "k=6 s=3", "border 1 and 2: an edge, not a pattern" },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hung h;
        Figure figure = { 0 };
        char code[120], notes[800] = "";
        snprintf(code, sizeof code, "convt2d in=64 %s w=ones x=picture:grey view=picture", rows[i].layer);
        hang(&h, code, 0);
        View view = view_of(&h, 1500, 800, 1);
        build(&figure, &h, &view);
        for (int m = 0; m < figure.count; m++)
            if (!strcmp(figure.marks[m].name, "note")) snprintf(notes + strlen(notes), sizeof notes - strlen(notes), "%s%s", *notes ? " " : "", figure.marks[m].text);
        check(strstr(notes, rows[i].says), "%s: it says “%s”", code, notes);
        figure_clear(&figure);
        take_down(&h);
    }
}

// A difference is mid grey where A and B are the same, and says by how much it is enlarged.
static void a_difference_is_around_mid_grey(void **state)
{
    (void)state;
    Hung h;
    Figure figure = { 0 };
    hang(&h, "convt2d in=32 k=3 s=2 p=1 op=1 w=ones x=picture:grey view=picture show=b:nearest,difference", 0);
    View view = view_of(&h, 660, 640, 1);
    build(&figure, &h, &view);
    const Mark *mark = named(&figure, MARK_IMAGE, "difference");
    char times[32];
    snprintf(times, sizeof times, "×%.0f", h.gallery.amplify);
    check(strstr(said(&figure, "title A"), times) != NULL, "it says “%s”", said(&figure, "title A"));
    // 4, 2, 2 and 1 ninths of four times the grey, beside the grey.
    const Entrant *a = &h.gallery.full[RIVAL_LAYER]->entrant;
    int seen = 0;
    for (int i = 0; i < mark->rows * mark->cols; i++) {
        int r = i / mark->cols, c = i % mark->cols;
        if (r < 4 || c < 4 || r > 56 || c > 56) continue;
        int ra = (int)ceil(r - a->start_y - 0.5), ca = (int)ceil(c - a->start_x - 0.5);
        int want = 128 + (int)h.gallery.amplify * ((int)(a->pixels[ra * a->cols + ca] & 255) - 128);
        want = want < 0 ? 0 : want > 255 ? 255 : want;
        check((int)(mark->pixels[i] & 255) == want, "(%d, %d) is %u, not %d", r, c, mark->pixels[i] & 255, want);
        seen++;
    }
    check(seen > 1000, "only %d pixels", seen);
    figure_clear(&figure);
    take_down(&h);
}

static void the_loupe_tells_the_greys_of_both(void **state)
{
    (void)state;
    Hung h;
    Figure figure = { 0 };
    hang(&h, "convt2d in=32 k=3 s=2 p=1 op=1 w=ones x=picture:grey view=picture show=b:original", 0);
    View view = view_of(&h, 1500, 800, 1);
    build(&figure, &h, &view);
    int counts[2] = { 0 };
    bool found[2][256] = { { false } };
    for (int i = 0; i < figure.count; i++) {
        const Mark *mark = &figure.marks[i];
        int b = !strcmp(mark->name, "loupe B");
        if (!b && strcmp(mark->name, "loupe A") != 0) continue;
        counts[b]++;
        double value;
        check(mark->text && number_parse(mark->text, strlen(mark->text), &value), "a cell says “%s”", mark->text ? mark->text : "nothing");
        found[b][(int)value] = true;
    }
    // 4, 2 and 1 quarters of 128 over 9/4.
    check(counts[0] == 25 && counts[1] == 25 && found[0][228] && found[0][114] && found[0][57] && found[1][128], "%d and %d cells", counts[0], counts[1]);
    figure_clear(&figure);
    take_down(&h);
}

// A grey below 0 or far above 255 is read to its last digit, and small cells have their numbers, or else the two are said.
static void the_loupe_cuts_no_number_short(void **state)
{
    (void)state;
    static const double widths[] = { 640, 764, 900, 1100 };
    Hung h;
    Figure figure = { 0 };
    hang(&h, "convt2d in=64 k=4 s=2 p=1 w=random:4 x=picture:grey view=picture", 0);
    int both = 0;
    for (int i = 0; i < COUNT(widths); i++)
    for (int height = 440; height <= 1000; height += 40) {
        View view = view_of(&h, widths[i], height, 1);
        view.box.x += 0.4, view.box.y += 0.3;
        build(&figure, &h, &view);
        PicturePlace place;
        figure_picture_place(&place, &view);
        int told = 0, cells = 0, negative = 0;
        double side = 0;
        for (int m = 0; m < figure.count; m++) {
            const Mark *mark = &figure.marks[m];
            told += !strcmp(mark->name, "loupe value");
            both += !strcmp(mark->name, "loupe B") && mark->text;
            if (strcmp(mark->name, "loupe A") != 0) continue;
            cells++, side = mark->box.w;
            check(mark->box.x == floor(mark->box.x) && mark->box.y == floor(mark->box.y), "a cell lies at %g, %g: between pixels", mark->box.x, mark->box.y);
            if (!mark->text) continue;
            told++, negative += !strncmp(mark->text, "−", strlen("−"));
            double w = measure_fixed.width(measure_fixed.self, mark->text, mark->size, WEIGHT_REGULAR);
            check(w <= mark->box.w, "“%s” is %g wide in a cell of %g", mark->text, w, mark->box.w);
        }
        check(cells == 0 || told >= 2 || place.loupe.w < 5 * (side + 1) + 56, "at %g×%g no grey is told", view.box.w, view.box.h);
        check(cells == 0 || told < 25 || negative, "no cell is below 0");
    }
    check(both > 0, "B has no cells of its own in any window");
    figure_clear(&figure);
    take_down(&h);
}

static void a_seed_stands_in_the_title(void **state)
{
    (void)state;
    static const char *const words[] = { "random 4", "boxed 4", "pytorch 4" };
    for (int i = 0; i < COUNT(words); i++) {
        Hung h;
        Figure figure = { 0 };
        char code[120];
        snprintf(code, sizeof code, "convt2d in=16 k=4 s=2 p=1 w=%.*s:4 x=picture:grey view=picture", (int)strcspn(words[i], " "), words[i]);
        hang(&h, code, 0);
        View view = view_of(&h, 1500, 800, 1);
        view.show.picture_with = PICTURE_BESIDE;
        build(&figure, &h, &view);
        bool found = false;
        for (int m = 0; m < figure.count; m++) found |= !strcmp(figure.marks[m].name, "title A") && figure.marks[m].text && strstr(figure.marks[m].text, words[i]);
        check(found, "the title of A does not say “%s”", words[i]);
        figure_clear(&figure);
        take_down(&h);
    }
}

static void without_a_gallery_it_says_that_it_works_or_why_there_is_none(void **state)
{
    (void)state;
    Scene scene = { 0 };
    Error err;
    check(scene_parse(&scene, "convt2d x=picture:grey view=picture", &err), "%s", err.text);
    for (int i = 0; i < 2; i++) {
        Figure figure = { 0 };
        Work work = { .scene = scene };
        View view = { .box = { 0, 0, 600, 500 }, .lens = LENS_PICTURE, .scale = 1, .trouble = i ? "the weights are not finite" : NULL };
        figure_build(&figure, &work, &(Moment){ .hover = CELL_NONE, .pin = CELL_NONE }, &view, look_get(LOOK_LIGHT), measure_fixed);
        check(figure.count == 1 && strstr(figure.marks[0].text, i ? "not finite" : "Working"), "it says “%s”", figure.marks[0].text);
        figure_clear(&figure);
    }
    scene_clear(&scene);
}

static const char *text_named(const Figure *figure, const char *name)
{
    for (int i = 0; i < figure->count; i++)
        if (figure->marks[i].kind == MARK_TEXT && !strcmp(figure->marks[i].name, name)) return figure->marks[i].text;
    return "";
}

static void peaks_without_a_pattern_are_the_pictures_own(void **state)
{
    (void)state;
    static const struct { const char *code; bool own; } rows[] = {
        { "convt2d in=32 k=4 s=2 p=1 w=boxed:3 x=picture:sphere view=picture show=layers:4", true },
        { "convt2d in=32 k=4 s=2 p=1 w=random:3 x=picture:sphere view=picture", false },
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Hung h;
        Figure figure = { 0 };
        hang(&h, rows[i].code, 0);
        View view = view_of(&h, 668, 638, 1);
        build(&figure, &h, &view);
        check(!strstr(text_named(&figure, "spectrum"), "own peaks") == !rows[i].own, "%s: “%s”", rows[i].code, text_named(&figure, "spectrum"));
        figure_clear(&figure);
        take_down(&h);
    }
}

static void side_by_side_a_line_below_tells_the_pixel(void **state)
{
    (void)state;
    Hung h;
    PicturePlace p;
    Figure figure = { 0 };
    hang(&h, "convt2d in=32 k=4 s=2 p=1 w=bilinear x=picture:sphere view=picture show=beside", 0);
    View view = view_of(&h, 668, 638, 1);
    figure_picture_place(&p, &view);
    build(&figure, &h, &view);
    check(p.side.w == 0 && p.loupe.y >= p.b.y + p.b.h && strstr(text_named(&figure, "loupe"), "): A ") != NULL, "below %g there is “%s” at %g", p.b.y + p.b.h, text_named(&figure, "loupe"), p.loupe.y);
    figure_clear(&figure);
    take_down(&h);
}

// A convolution's values lie further apart than its gradient's: a tone stands at one place in both spectra.
static void both_spectra_of_a_signal_share_their_frequencies(void **state)
{
    (void)state;
    Hung h;
    Figure figure = { 0 };
    Box frame = { 0 };
    double end[2] = { 0 };
    hang(&h, "conv1d in=64 k=3 s=2 p=1 w=ones x=tone:3 view=picture", 0);
    View view = view_of(&h, 668, 638, 1);
    build(&figure, &h, &view);
    for (int i = 0; i < figure.count; i++) {
        const Mark *mark = &figure.marks[i];
        if (!strcmp(mark->name, "spectrum frame")) frame = mark->box;
        if (!strcmp(mark->name, "spectrum A")) end[0] = fmax(end[0], mark->box.x + mark->box.w);
        if (!strcmp(mark->name, "spectrum B")) end[1] = fmax(end[1], mark->box.x + mark->box.w);
    }
    check(fabs(end[0] - frame.x - frame.w / 2) < 1, "the convolution’s spectrum of stride 2 ends %g into %g", end[0] - frame.x, frame.w);
    check(fabs(end[1] - frame.x - frame.w) < 1, "the gradient’s spectrum ends %g into %g", end[1] - frame.x, frame.w);
    figure_clear(&figure);
    take_down(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(peaks_without_a_pattern_are_the_pictures_own),
        cmocka_unit_test(side_by_side_a_line_below_tells_the_pixel),
        cmocka_unit_test(both_spectra_of_a_signal_share_their_frequencies),
        cmocka_unit_test(the_marks_of_some_pictures_are_as_they_were),
        cmocka_unit_test(nothing_overlaps_at_any_size),
        cmocka_unit_test(a_usual_window_has_every_part_and_a_narrow_one_loses_the_loupe_first),
        cmocka_unit_test(a_picture_is_enlarged_in_steps_and_made_smaller_by_whole_numbers),
        cmocka_unit_test(a_and_b_lie_on_one_grid),
        cmocka_unit_test(a_quick_answer_stands_where_the_fine_one_will),
        cmocka_unit_test(a_large_picture_is_never_scaled_down_by_less_than_a_level),
        cmocka_unit_test(waves_stand_at_their_values),
        cmocka_unit_test(what_is_seen_is_said),
        cmocka_unit_test(a_dense_wave_has_no_gaps),
        cmocka_unit_test(a_signal_through_several_layers_is_seen_to_its_end),
        cmocka_unit_test(the_small_overlap_says_what_its_counts_are),
        cmocka_unit_test(a_difference_is_around_mid_grey),
        cmocka_unit_test(the_loupe_tells_the_greys_of_both),
        cmocka_unit_test(the_loupe_cuts_no_number_short),
        cmocka_unit_test(a_seed_stands_in_the_title),
        cmocka_unit_test(without_a_gallery_it_says_that_it_works_or_why_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
