// The kernel sorted into trays, one for each phase: which weights meet a cell, how many a phase has, and what is left of
// the layer when its phases are called channels. Counts are closed forms, so that no stride is too large for them.
#include "explain/explain.h"

static int remainder_of(long long value, int by)
{
    return (int)(((value % by) + by) % by);
}

long long tray_count(const Spec *spec)
{
    return (long long)spec->y.stride * spec->x.stride;
}

Tray tray_at(const Spec *spec, long long number)
{
    Tray tray = { .row = (int)(number / spec->x.stride), .col = (int)(number % spec->x.stride) };
    tray.y = axis_phase(spec->y, tray.row), tray.x = axis_phase(spec->x, tray.col);
    tray.taps = tray.y.taps * tray.x.taps;
    return tray;
}

long long tray_of(const Spec *spec, Cell cell)
{
    Role wide = spec->transposed ? ROLE_Y : ROLE_X, gradient = spec->transposed ? ROLE_GY : ROLE_GX;
    long long row, col;
    if (cell.role == ROLE_W || cell.role == ROLE_GW) {
        row = (long long)cell.at[2] * spec->y.dilation, col = (long long)cell.at[3] * spec->x.dilation;
    } else if (cell.role == wide || cell.role == gradient) {
        row = (long long)cell.at[2] + spec->y.padding, col = (long long)cell.at[3] + spec->x.padding;
    } else {
        return -1;
    }
    return (long long)remainder_of(row, spec->y.stride) * spec->x.stride + remainder_of(col, spec->x.stride);
}

// ---- how many weights a tray has -------------------------------------------------------------------------------

bool trays_even(const Spec *spec)
{
    return axis_counts(spec->y).even && axis_counts(spec->x).even;
}

// The trays of both axes by their number of weights, most first.
typedef struct Group {
    long long taps, trays;
} Group;
enum { MOST_GROUPS = 9 };

static int groups_of(const Spec *spec, Group groups[MOST_GROUPS])
{
    PhaseCounts rows = axis_counts(spec->y), cols = axis_counts(spec->x);
    int count = 0;
    for (int r = 0; r < rows.count; r++)
    for (int c = 0; c < cols.count; c++) {
        Group next = { (long long)rows.of[r].taps * cols.of[c].taps, (long long)rows.of[r].phases * cols.of[c].phases };
        int at = 0;
        while (at < count && groups[at].taps > next.taps) at++;
        if (at < count && groups[at].taps == next.taps) {
            groups[at].trays += next.trays;
            continue;
        }
        for (int i = count++; i > at; i--) groups[i] = groups[i - 1];
        groups[at] = next;
    }
    return count;
}

static const char *between(long long i, long long count)
{
    return i == 0 ? "" : i + 1 == count ? " and " : ", ";
}

void trays_say(Text *out, const Spec *spec)
{
    enum { LISTED = 4 }; // trays that are counted one by one
    Group groups[MOST_GROUPS];
    int count = groups_of(spec, groups);
    long long trays = tray_count(spec), told = 0;
    if (trays == 1) {
        text_print(out, "stride 1: one phase, and all weights in one tray");
    } else if (count == 1) {
        text_print(out, "even: every tray has %lld weight%s", groups[0].taps, groups[0].taps == 1 ? "" : "s");
    } else if (trays <= LISTED) {
        text_put(out, "trays of ");
        for (int g = 0; g < count; g++)
            for (long long i = 0; i < groups[g].trays; i++, told++) text_print(out, "%s%lld", between(told, trays), groups[g].taps);
        text_put(out, " weights: uneven");
    } else {
        text_print(out, "%lld trays: ", trays);
        for (int g = 0; g < count; g++)
            text_print(out, "%s%lld of %lld%s", between(g, count), groups[g].trays, groups[g].taps,
                       g > 0 ? "" : groups[g].taps == 1 ? " weight" : " weights");
        text_put(out, ": uneven");
    }
}

// ---- the phase of a cell ---------------------------------------------------------------------------------------

static void put_phase(Text *out, const Spec *spec, const Tray *tray)
{
    if (spec->dims == 1) text_print(out, "phase %d", tray->col);
    else text_print(out, "phase (%d, %d)", tray->row, tray->col);
}

void phase_say(Text *out, const Spec *spec, Cell cell)
{
    long long number = tray_of(spec, cell), trays = tray_count(spec), all = (long long)spec->y.kernel * spec->x.kernel;
    if (cell.role == ROLE_NONE || cell.role == ROLE_B || cell.role == ROLE_C) return;
    if (number < 0) {
        if (trays == 1) text_put(out, "the only phase");
        else text_print(out, spec->transposed ? "read by all %lld phases" : "adds up all %lld phases", trays);
        return;
    }
    Tray tray = tray_at(spec, number);
    put_phase(out, spec, &tray);
    if (cell.role == ROLE_W || cell.role == ROLE_GW) {
        if (tray.taps == 1) text_put(out, ": the only weight in its tray");
        else text_print(out, ": one of %d weights in its tray", tray.taps);
    } else if (tray.taps == 0) {
        text_put(out, spec->transposed ? ": no weights, always the bias" : ": no weights, never read");
    } else {
        text_print(out, spec->transposed ? ": reached by " : ": meets ");
        if (tray.taps < all) text_print(out, "%d of the %lld weights", tray.taps, all);
        else text_print(out, all == 1 ? "the only weight" : "all %lld weights", all);
    }
}

// ---- phases as channels ----------------------------------------------------------------------------------------

bool shuffle_exact(const Spec *spec)
{
    return spec->y.dilation == 1 && spec->x.dilation == 1 && spec->y.kernel % spec->y.stride == 0 && spec->x.kernel % spec->x.stride == 0;
}

static long long whole_strides(Axis axis)
{
    return ((long long)axis_span(axis) + axis.stride - 1) / axis.stride;
}

// How many of the cells that so many whole strides of kernel make lie behind the output; below 0: what it has beyond them.
static long long beyond_output(Axis axis, long long strides)
{
    return (axis.narrow + strides - 1) * axis.stride - axis.padding - axis.wide;
}

static void put_size(Text *out, const Spec *spec, long long rows, long long cols)
{
    if (spec->dims == 1) text_print(out, "%lld", cols);
    else text_print(out, "%lld×%lld", rows, cols);
}

void shuffle_say(Text *out, const Spec *spec)
{
    Axis y = spec->y, x = spec->x;
    long long my = whole_strides(y), mx = whole_strides(x), trays = tray_count(spec);
    long long channels = trays * (spec->transposed ? spec->out_channels : spec->in_channels);
    bool square = spec->dims == 1 || y.stride == x.stride, whole = shuffle_exact(spec), spread = y.dilation > 1 || x.dilation > 1;
    if (trays == 1) {
        text_put(out, "Stride 1: one phase, nothing to shuffle.");
        return;
    }
    if (!whole) {
        text_put(out, "With zeros for the weights that are missing: the kernel");
        if (spread) {
            text_put(out, " spread by its dilation to ");
            put_size(out, spec, axis_span(y), axis_span(x));
        }
        if (my * y.stride != axis_span(y) || mx * x.stride != axis_span(x)) {
            text_put(out, spread ? ", then filled up to " : " filled up to ");
            put_size(out, spec, my * y.stride, mx * x.stride);
        }
        text_put(out, ". Then: ");
    } else {
        text_put(out, "Exactly: ");
    }
    if (!spec->transposed) text_print(out, "pad, PixelUnshuffle by %d", x.stride);
    if (!spec->transposed && !square) text_print(out, " (rows by %d)", y.stride);
    text_put(out, spec->transposed ? "a convolution of stride 1, kernel " : ", then a convolution of stride 1, kernel ");
    put_size(out, spec, my, mx);
    text_print(out, spec->transposed ? ", to %lld channels" : ", from %lld channels", channels);
    if (spec->transposed) text_print(out, ", then PixelShuffle by %d", x.stride);
    if (spec->transposed && !square) text_print(out, " (rows by %d)", y.stride);
    if (spec->transposed) {
        long long more_rows = beyond_output(y, my), more_cols = beyond_output(x, mx);
        bool cut = y.padding > 0 || x.padding > 0 || more_rows > 0 || more_cols > 0;
        if (cut) text_put(out, ", then the cut");
        if (more_rows < 0 || more_cols < 0) text_put(out, cut ? " and, as op is larger than p, zeros behind" : ", then zeros behind, as op is larger than p");
    }
    text_put(out, ".");
    if (!square) text_put(out, " PyTorch's own has one factor for both axes.");
}
