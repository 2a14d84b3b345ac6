// The tour: what the window would show, as a page with pictures, for a machine without a display.
#include "export/export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Sight {
    const char *file, *code, *title, *words;
} Sight;

static const Sight STOPS[] = {
    { "stamp-1.svg", "convt2d in=2 k=3 s=2 w=ones view=stamp step=1", "The first stamp",
      "Each input cell presses the whole kernel onto the output. The 1 has just been pressed." },
    { "stamp-2.svg", "convt2d in=2 k=3 s=2 w=ones view=stamp step=2", "The second overlaps it",
      "Stride 2 moves the next stamp by two cells; the kernel is three wide, so one column is hit twice, and adds." },
    { "stamp-end.svg", "convt2d in=2 k=3 s=2 w=ones view=stamp", "All four",
      "The middle cell has been hit by every stamp: 1 + 2 + 3 + 4 = 10." },
    { "crop.svg", "convt2d in=3 k=3 s=2 p=1 op=1 w=[1,0,-1;2,1,0;0,1,3] view=stamp", "Padding cuts",
      "Padding 1 cuts one cell from every edge; output padding 1 cuts one less at the end. Faint numbers are real, but cut." },
    { "slide.svg", "convt2d in=3 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] view=slide walk=output step=7", "The same, read by a window",
      "Put zeros between the inputs and room around them, turn the kernel by 180°, and slide it with stride 1." },
    { "both.svg", "convt2d in=3 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] view=stamp,slide step=4", "Two stories, one sum",
      "At every step both hold the same numbers." },
    { "matrix.svg", "convt2d in=3 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] view=matrix step=4", "Both stories are one table",
      "A column of the matrix is a stamp, a row is a window." },
    { "turned.svg", "convt2d in=3 k=3 s=2 p=1 w=[1,0,-1;2,1,0;0,1,3] view=matrix show=turned step=4", "The table turned",
      "Turned about its diagonal it is the convolution that this operation transposes." },
    { "phases.svg", "convt2d in=3 k=3 s=2 p=1 view=phases show=split", "Small convolutions taking turns",
      "Each cell of the output belongs to one of four phases. They meet 4, 2, 2 and 1 weights: that is the checkerboard." },
    { "frameworks.svg", "convt2d in=3 k=3 s=2 p=1 op=1 view=sizes show=frameworks,framework:keras-same", "Elsewhere",
      "The same layer as other frameworks pad it, and what PyTorch has to do to give the same." },
    { "conv.svg", "conv2d in=5 k=3 s=2 p=1 view=stamp,slide walk=output step=5", "The convolution it transposes",
      "A convolution reads wide and writes narrow, with the kernel as it is." },
    { "one-d.svg", "convt1d in=4 k=3 s=2 p=1 op=1 view=stamp,slide", "In one dimension",
      "The same relation on a row of numbers." },
    { "grid.png", "convt2d in=96 k=3 s=2 p=1 op=1 w=ones x=picture:sphere view=picture", "On a picture",
      "Kernel 3 is not divided by stride 2: some pixels are hit more often than others, and a grid appears." },
    { "clean.png", "convt2d in=96 k=4 s=2 p=1 w=bilinear x=picture:sphere view=picture", "The grid is gone",
      "A bilinear kernel of 4 gives every pixel the same sum of weights." },
};

static bool write_stop(const char *folder, const Sight *stop, Type *type, Error *err)
{
    Scene scene;
    Figure figure = { 0 };
    Text path = { 0 };
    double width, height;
    if (!scene_parse(&scene, stop->code, err)) return false;
    export_usual_size(&scene, &width, &height);
    const Look *look = look_get(LOOK_LIGHT);
    text_print(&path, "%s/%s", folder, stop->file);
    bool ok = export_scene(&figure, &scene, (Veil){ 0 }, width, height, true, look, type_measure(type), err) &&
              export_figure(path.data, &figure, width, height, 1, type, look->background, err);
    text_clear(&path);
    figure_clear(&figure);
    scene_clear(&scene);
    return ok;
}

bool export_tour(const char *folder, Type *type, Error *err)
{
    if (!folder_make(folder, err)) return false;
    Text page = { 0 };
    text_put(&page, "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<title>Stridescope: a tour</title>\n"
                    "<style>\n"
                    "body { font: 17px/1.5 Inter, 'DejaVu Sans', sans-serif; color: #1A1D21; max-width: 1000px; margin: 40px auto; padding: 0 20px; }\n"
                    "img { display: block; max-width: 100%; height: auto; border: 1px solid #C5CAD2; border-radius: 8px; }\n"
                    "h2 { margin: 48px 0 4px; }\n"
                    "code { background: #F4F6F8; padding: 2px 6px; border-radius: 4px; }\n"
                    "</style>\n"
                    "<h1>Stridescope: a tour</h1>\n"
                    "<p>There was no display to open a window on, so here is what it shows. Every number and every pixel was "
                    "computed by the program's own kernels just now.</p>\n");
    bool ok = true;
    for (int i = 0; ok && i < COUNT(STOPS); i++) {
        ok = write_stop(folder, &STOPS[i], type, err);
        text_print(&page, "<h2>%s</h2>\n<p>%s</p>\n<img src=\"%s\" alt=\"%s\">\n<p><code>stridescope '%s'</code></p>\n", STOPS[i].title,
                   STOPS[i].words, STOPS[i].file, STOPS[i].title, STOPS[i].code);
    }
    text_put(&page, "</html>\n");
    Text path = { 0 };
    text_print(&path, "%s/index.html", folder);
    FileOut file = { path.data, page.data, page.length };
    ok = ok && file_write_all(&file, 1, err);
    text_clear(&path);
    text_clear(&page);
    return ok;
}
