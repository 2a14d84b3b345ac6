// What is drawn of a rival: its pixels, the same made smaller by whole numbers, and its spectrum with what stands in it.
#include "lab/gallery.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int EVERY[] = { 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32 };
enum { LEAST_LEVEL = 160 }; // a longer side below it is of no use to anybody

int level_every(int at)
{
    return at < COUNT(EVERY) ? EVERY[at] : 0;
}

Exhibit *exhibit_hold(Exhibit *exhibit)
{
    if (exhibit) atomic_fetch_add(&exhibit->holders, 1);
    return exhibit;
}

void exhibit_drop(Exhibit *exhibit)
{
    if (!exhibit || atomic_fetch_sub(&exhibit->holders, 1) > 1) return;
    for (int i = 1; i < exhibit->levels; i++) free(exhibit->level[i].pixels);
    entrant_clear(&exhibit->entrant);
    free(exhibit->spectrum);
    free(exhibit->curve);
    free(exhibit);
}

// ---- made smaller ----------------------------------------------------------------------------------------------

// Each pixel the mean of times × times; what is left over at the far edges is left out.
static void average(const Level *from, Level *to, int times)
{
    unsigned count = (unsigned)(times * times), half = count / 2;
    for (int r = 0; r < to->rows; r++)
    for (int c = 0; c < to->cols; c++) {
        unsigned red = half, green = half, blue = half;
        for (int y = 0; y < times; y++) {
            const uint32_t *at = from->pixels + ((size_t)r * (size_t)times + (size_t)y) * (size_t)from->cols + (size_t)c * (size_t)times;
            for (int x = 0; x < times; x++) red += at[x] >> 16 & 255, green += at[x] >> 8 & 255, blue += at[x] & 255;
        }
        to->pixels[(size_t)r * (size_t)to->cols + (size_t)c] = 0xFF000000u | red / count << 16 | green / count << 8 | blue / count;
    }
}

static bool level_add(Exhibit *exhibit, int every, Progress *progress, Error *err)
{
    const Entrant *e = &exhibit->entrant;
    Level level = { .every = every, .rows = e->rows / every, .cols = e->cols / every };
    // From the coarsest level that goes into this one.
    const Level *from = &exhibit->level[0];
    for (int i = 1; i < exhibit->levels; i++)
        if (every % exhibit->level[i].every == 0) from = &exhibit->level[i];
    if (progress_cancelled(progress)) return error_cannot(err, "the work was cancelled");
    level.pixels = malloc((size_t)level.rows * (size_t)level.cols * sizeof *level.pixels);
    if (!level.pixels) return error_cannot(err, "not enough memory for a picture of %d by %d", e->rows, e->cols);
    average(from, &level, every / from->every);
    exhibit->level[exhibit->levels++] = level;
    return true;
}

static bool levels_make(Exhibit *exhibit, Progress *progress, Error *err)
{
    const Entrant *e = &exhibit->entrant;
    int longest = e->rows > e->cols ? e->rows : e->cols, shortest = e->rows < e->cols ? e->rows : e->cols;
    exhibit->level[0] = (Level){ 1, e->rows, e->cols, e->pixels };
    exhibit->levels = 1;
    for (int i = 1; i < COUNT(EVERY); i++) {
        if (longest / EVERY[i] < LEAST_LEVEL || shortest < EVERY[i]) break;
        if (!level_add(exhibit, EVERY[i], progress, err)) return false;
    }
    return true;
}

// ---- its spectrum ----------------------------------------------------------------------------------------------

// The middle of a plane, as large as is looked at.
static float *middle_of(const Entrant *e, int most_side, int *rows, int *cols)
{
    *rows = e->grey_rows < most_side ? e->grey_rows : most_side, *cols = e->grey_cols < most_side ? e->grey_cols : most_side;
    float *out = memory_new((size_t)*rows * (size_t)*cols, sizeof *out);
    for (int r = 0; r < *rows; r++) {
        size_t row = (size_t)(r + (e->grey_rows - *rows) / 2);
        memcpy(out + (size_t)r * (size_t)*cols, e->grey + row * (size_t)e->grey_cols + (e->grey_cols - *cols) / 2, (size_t)*cols * sizeof *out);
    }
    return out;
}

// On a flat picture the rounding of floats is all there is, and stands out of nothing: what is less than a tenth of a step
// of grey is no pattern to anybody.
static bool can_be_seen(const Entrant *e)
{
    double least = INFINITY, most = -INFINITY;
    if (!e->means) return true;
    for (int i = 0; i < e->period_y * e->period_x; i++) least = fmin(least, e->means[i]), most = fmax(most, e->means[i]);
    return most - least >= 0.1 / 255;
}

bool exhibit_look(Exhibit *exhibit, int most_side, Error *err)
{
    const Entrant *e = &exhibit->entrant;
    Spectrum spectrum;
    int rows, cols;
    if (exhibit->spectrum || !e->grey || e->grey_rows < 8 || e->grey_cols < 8) return true;
    float *plane = middle_of(e, most_side, &rows, &cols);
    bool ok = spectrum_make(&spectrum, plane, rows, cols, err);
    free(plane);
    if (!ok) return false;
    exhibit->spectrum = spectrum_picture(&spectrum, &exhibit->spectrum_rows, &exhibit->spectrum_cols);
    enum { LOOKED_AT = 1024 };
    Replica *all = memory_new(LOOKED_AT, sizeof *all);
    exhibit->replicas = spectrum_replicas(all, LOOKED_AT, &spectrum, e->period_y, e->period_x);
    bool seen = can_be_seen(e);
    for (int i = 0; i < exhibit->replicas && i < LOOKED_AT; i++) {
        if (!all[i].stands || !seen) continue;
        exhibit->standing++;
        if (exhibit->peaks == PEAKS_MOST) continue;
        all[i].row = all[i].row * exhibit->spectrum_rows / spectrum.rows;
        all[i].col = all[i].col * exhibit->spectrum_cols / spectrum.cols;
        exhibit->peak[exhibit->peaks++] = all[i];
    }
    free(all);
    spectrum_clear(&spectrum);
    return true;
}

// ---- all of it -------------------------------------------------------------------------------------------------

bool exhibit_make(Exhibit **out, const Bench *bench, Rival rival, bool small, Progress *progress, Error *err)
{
    Exhibit *exhibit = memory_new(1, sizeof *exhibit);
    Error why = { 0 };
    atomic_init(&exhibit->holders, 1);
    exhibit->rival = rival;
    bool ok = entrant_run(&exhibit->entrant, bench, rival, progress, &why);
    if (!ok && !progress_cancelled(progress)) {
        // The others can still be shown.
        snprintf(exhibit->trouble, sizeof exhibit->trouble, "%s", why.text);
        *out = exhibit;
        return true;
    }
    if (ok && small) exhibit->level[0] = (Level){ 1, exhibit->entrant.rows, exhibit->entrant.cols, exhibit->entrant.pixels }, exhibit->levels = 1;
    else ok = ok && levels_make(exhibit, progress, &why);
    if (ok) {
        *out = exhibit;
        return true;
    }
    exhibit_drop(exhibit);
    if (err) *err = why;
    return false;
}
