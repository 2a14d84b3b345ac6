// The numbers of a scene that take more than a look at its spec: values, counts, gains, the rivals' and the frameworks'.
// Each is what a lens or a place shows, asked of the same functions.
#include "lesson/study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- tensors ---------------------------------------------------------------------------------------------------

static Role wide_role(const Spec *spec)
{
    return spec->transposed ? ROLE_Y : ROLE_X;
}

double tensor_cells(const Scene *scene, Role role)
{
    int shape[4];
    if (role == ROLE_C) return (double)op_matrix_rows(&scene->spec) * (double)op_matrix_columns(&scene->spec);
    if (role == ROLE_B && scene->b.kind == SOURCE_NONE) return 0;
    scene_shape(&scene->spec, role == ROLE_NONE ? wide_role(&scene->spec) : role, shape);
    if (role == ROLE_NONE) return (double)shape[2] * shape[3];
    return (double)shape[0] * shape[1] * shape[2] * shape[3];
}

static double *counts_of(const Work *work)
{
    const Overlap *overlap = work_overlap(work, 0, 0, 0, STEP_END);
    const Spec *spec = &work->scene.spec;
    size_t rows = (size_t)spec->y.wide, cols = (size_t)spec->x.wide;
    double *out = memory_new(rows * cols, sizeof *out);
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < cols; c++)
            out[r * cols + c] = (double)overlap->counts[(r - (size_t)overlap->canvas.row0) * (size_t)overlap->canvas.cols + c - (size_t)overlap->canvas.col0];
    return out;
}

double *tensor_values(Study *study, Role role, size_t *count, Error *err)
{
    enum { MOST_ENTRIES = 1 << 22 };
    const Scene *scene = study_scene(study);
    double cells = tensor_cells(scene, role);
    if (role == ROLE_B && cells < 1) return error_set(err, 0, "this layer has no bias"), NULL;
    if (role == ROLE_C && cells > MOST_ENTRIES) return error_set(err, 0, "C has %.0f entries; at most %d are looked at", cells, MOST_ENTRIES), NULL;
    const Work *work = study_work(study, err);
    if (!work || !study_spend(study, 4 * cells, err)) return NULL;
    *count = (size_t)cells;
    if (role == ROLE_NONE) return counts_of(work);
    double *out = memory_new(*count, sizeof *out);
    float *matrix = role == ROLE_C ? memory_new(*count, sizeof *matrix) : NULL;
    if (matrix) op_matrix(matrix, work->w, &scene->spec);
    const float *values = matrix ? matrix : work_tensor(work, role);
    for (size_t i = 0; i < *count; i++) out[i] = (double)values[i];
    free(matrix);
    return out;
}

// Which of the four sides the indices are of, by how many there are.
static bool first_side(int *out, const Spec *spec, Role role, int count, Error *err)
{
    int plane = spec->dims;
    bool weights = role == ROLE_W || role == ROLE_GW;
    *out = 4 - count;
    if (spec->dims == 1 && count >= 2) *out = 3 - count; // the rows are left out
    if (count == plane || (count == plane + 1 && !weights && role != ROLE_NONE) || count == plane + 2) return role != ROLE_NONE || count == plane || error_set(err, 0, "a count has %d ind%s here", plane, plane == 1 ? "ex" : "ices");
    if (role == ROLE_NONE) return error_set(err, 0, "a count has %d ind%s here", plane, plane == 1 ? "ex" : "ices");
    const char *word = ROLE_WORDS[role];
    if (weights) return error_set(err, 0, plane == 1 ? "write %s[tap], or %s[i,j,tap] with channels" : "write %s[r,c], or %s[i,j,r,c] with channels", word, word);
    return error_set(err, 0, plane == 1 ? "write %s[i], or %s[channel,i]" : "write %s[r,c], or %s[channel,r,c]", word, word);
}

static void spread(Cell *out, const Spec *spec, const int *index, int count, int first)
{
    for (int i = 0; i < count; i++) {
        int side = first + i;
        if (spec->dims == 1 && side == 2) side = 3;
        out->at[side] = index[i];
    }
}

static bool refuse_cell(Error *err, Role role, const int *index, int count, const int shape[4], int dims)
{
    char named[64] = "";
    size_t length = 0;
    for (int i = 0; i < count; i++) length += (size_t)snprintf(named + length, sizeof named - length, "%s%d", i ? "," : "", index[i]);
    const char *word = role == ROLE_NONE ? "count" : role == ROLE_C ? "C" : ROLE_WORDS[role];
    if (role == ROLE_C) return error_set(err, 0, "there is no %s[%s]; C has %d rows and %d columns", word, named, shape[0], shape[1]);
    if (role == ROLE_B) return error_set(err, 0, "there is no %s[%s]; there are %d", word, named, shape[0]);
    if (dims == 1) return error_set(err, 0, "there is no %s[%s]; it has %d cells and %d channel%s", word, named, shape[3], shape[1], shape[1] == 1 ? "" : "s");
    return error_set(err, 0, "there is no %s[%s]; it has %d rows, %d columns and %d channel%s", word, named, shape[2], shape[3], shape[1], shape[1] == 1 ? "" : "s");
}

bool tensor_cell(Cell *out, const Scene *scene, Role role, const int *index, int count, Error *err)
{
    const Spec *spec = &scene->spec;
    int shape[4], first;
    *out = (Cell){ .role = role == ROLE_NONE ? wide_role(spec) : role };
    if (role == ROLE_B && scene->b.kind == SOURCE_NONE) return error_set(err, 0, "this layer has no bias");
    if (role == ROLE_C ? tensor_cells(scene, role) > INT32_MAX : 0) return error_set(err, 0, "C is too large to be looked at");
    scene_shape(spec, out->role, shape);
    if (role == ROLE_C || role == ROLE_B) {
        int wanted = role == ROLE_C ? 2 : 1;
        if (count != wanted) return error_set(err, 0, role == ROLE_C ? "write C[row,column]" : "write b[channel]");
        out->at[0] = index[0];
        if (role == ROLE_C) out->at[1] = index[1];
    } else {
        if (!first_side(&first, spec, role, count, err)) return false;
        spread(out, spec, index, count, first);
    }
    bool there = role == ROLE_NONE ? cell_exists(spec, *out) : cell_inside(spec, *out);
    return there || refuse_cell(err, role, index, count, shape, spec->dims);
}

bool cell_value(double *out, Study *study, Cell cell, Error *err)
{
    const Work *work = study_work(study, err);
    if (!work) return false;
    *out = (double)work_value(work, cell);
    return true;
}

// ---- joints ----------------------------------------------------------------------------------------------------

static Role forward(Role role)
{
    return role == ROLE_GX ? ROLE_X : role == ROLE_GY ? ROLE_Y : role == ROLE_GW ? ROLE_W : role;
}

typedef struct Search {
    const Spec *spec;
    Cell cell;
    double products;
    bool found;
} Search;

static bool visit(void *context, const Term *term)
{
    Search *search = context;
    if (!term->inside) return true;
    search->products++;
    Cell entry = search->cell.role == ROLE_C ? matrix_cell(search->spec, term) : CELL_NONE;
    search->found |= cell_equal(search->cell, term->x) || cell_equal(search->cell, term->y) || cell_equal(search->cell, term->w) ||
                     (entry.role == ROLE_C && cell_equal(search->cell, entry));
    return true;
}

bool cells_meet(const Scene *scene, Cell a, Cell b)
{
    a.role = forward(a.role), b.role = forward(b.role);
    Search search = { .spec = &scene->spec, .cell = b };
    if (a.role == b.role) return false;
    terms_each(&scene->spec, a, visit, &search);
    return search.found;
}

bool cell_count(double *out, Study *study, Cell cell, Error *err)
{
    const Spec *spec = &study_scene(study)->spec;
    cell.role = forward(cell.role);
    if (cell.role == wide_role(spec)) {
        const Work *work = study_work(study, err);
        if (!work) return false;
        const Overlap *overlap = work_overlap(work, 0, 0, 0, STEP_END);
        int row = cell.at[2] - overlap->canvas.row0, col = cell.at[3] - overlap->canvas.col0;
        bool there = 0 <= row && row < overlap->canvas.rows && 0 <= col && col < overlap->canvas.cols;
        *out = there ? (double)overlap->counts[(size_t)row * (size_t)overlap->canvas.cols + (size_t)col] : 0;
        return true;
    }
    Search search = { .spec = spec, .cell = CELL_NONE };
    terms_each(spec, cell, visit, &search);
    *out = search.products;
    return study_spend(study, search.products, err);
}

// ---- phases ----------------------------------------------------------------------------------------------------

// The phase that the last indices name.
static bool phase_of(int *row, int *col, const Spec *spec, const int *index, int count, const char *word, Error *err)
{
    *row = spec->dims == 1 ? 0 : index[count - 2], *col = index[count - 1];
    if (*row >= 0 && *row < spec->y.stride && *col >= 0 && *col < spec->x.stride) return true;
    if (spec->dims == 1) return error_set(err, 0, "there is no %s[%d]; phases go from 0 to %d", word, *col, spec->x.stride - 1);
    return error_set(err, 0, "there is no %s[%d,%d]; phases go from 0,0 to %d,%d", word, *row, *col, spec->y.stride - 1, spec->x.stride - 1);
}

bool phase_taps(double *out, const Scene *scene, const int *index, int count, Error *err)
{
    int row, col;
    const Spec *spec = &scene->spec;
    if (count != spec->dims) return error_set(err, 0, spec->dims == 1 ? "write taps[i]" : "write taps[i,j]");
    if (!phase_of(&row, &col, spec, index, count, "taps", err)) return false;
    *out = (double)axis_phase(spec->y, row).taps * axis_phase(spec->x, col).taps;
    return true;
}

enum { MOST_PHASES = 1 << 20 };

static double *gains_of(Study *study, int in, int outs, Error *err)
{
    const Spec *spec = &study_scene(study)->spec;
    if (tray_count(spec) > MOST_PHASES) return error_set(err, 0, "this layer has %lld phases; at most %d are looked at", tray_count(spec), MOST_PHASES), NULL;
    const float *w = study_weights(study, err);
    if (!w || !study_spend(study, (double)tray_count(spec) + (double)spec->y.kernel * spec->x.kernel, err)) return NULL;
    double *gains = memory_new((size_t)tray_count(spec), sizeof *gains);
    op_phase_gains(gains, w, spec, in, outs);
    return gains;
}

bool phase_gain(double *out, Study *study, const int *index, int count, Error *err)
{
    int row, col;
    const Spec *spec = &study_scene(study)->spec;
    bool pair = count == spec->dims + 2;
    if (count != spec->dims && !pair)
        return error_set(err, 0, spec->dims == 1 ? "write gain[i], or gain[in,out,i] with channels" : "write gain[i,j], or gain[in,out,i,j] with channels");
    if (pair && (index[0] < 0 || index[0] >= spec->in_channels || index[1] < 0 || index[1] >= spec->out_channels))
        return error_set(err, 0, "there are %d input and %d output channels", spec->in_channels, spec->out_channels);
    if (!phase_of(&row, &col, spec, index, count, "gain", err)) return false;
    double *gains = gains_of(study, pair ? index[0] : 0, pair ? index[1] : 0, err);
    if (!gains) return false;
    *out = gains[(size_t)row * (size_t)spec->x.stride + (size_t)col];
    free(gains);
    return true;
}

bool gains_equal(double *out, Study *study, Error *err)
{
    const Spec *spec = &study_scene(study)->spec;
    int ins = spec->in_channels / spec->groups, outs = spec->out_channels / spec->groups, decimals;
    *out = 1;
    for (int in = 0; in < spec->in_channels && *out != 0; in++)
    for (int o = in / ins * outs; o < (in / ins + 1) * outs; o++) {
        double *gains = gains_of(study, in, o, err);
        if (!gains) return false;
        if (!gains_shown(gains, (size_t)tray_count(spec), &decimals)) *out = 0;
        free(gains);
    }
    return true;
}

bool layer_checker(Checker *out, Study *study, Error *err)
{
    const Spec *spec = &study_scene(study)->spec;
    if (tray_count(spec) > MOST_PHASES) return error_set(err, 0, "this layer has %lld phases; at most %d are looked at", tray_count(spec), MOST_PHASES);
    const float *w = study_weights(study, err);
    if (!w || !study_spend(study, (double)tray_count(spec) + (double)spec_w_count(spec), err)) return false;
    *out = checker_of_layer(w, spec, NULL);
    return true;
}

// ---- others that do the same work ------------------------------------------------------------------------------

// A word without its hyphens, for "subpixel" and "sub-pixel" are one.
static bool same_word(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (*a == '-') a++;
        while (*b == '-') b++;
        if (*a != *b) return false;
        if (!*a) return true;
    }
}

static bool list_words(Error *err, const char *word, const char *what, const char *const *words, int count)
{
    Text all = { 0 };
    for (int i = 0; i < count; i++) text_print(&all, "%s%s", i == 0 ? "" : i + 1 == count ? " and " : ", ", words[i]);
    error_set(err, 0, "'%.40s' is no %s; there are %s", word, what, all.data);
    text_clear(&all);
    return false;
}

static bool find_rival(Rival *out, const char *word, Error *err)
{
    const char *words[RIVAL_COUNT];
    for (Rival rival = 0; rival < RIVAL_COUNT; rival++) {
        words[rival] = RIVALS[rival].word;
        if (!same_word(word, words[rival])) continue;
        *out = rival;
        return true;
    }
    return list_words(err, word, "rival", words, RIVAL_COUNT);
}

// The scene's layer for its first two channels over a small flat picture: what a rival is measured on does not depend on
// the picture.
static bool small_scene(Scene *out, Study *study, Error *err)
{
    enum { SIDE = 48 };
    const Scene *scene = study_scene(study);
    *out = scene_copy(scene);
    Spec *spec = &out->spec, own = *spec;
    out->show.picture_layers = 0;
    spec->batch = spec->in_channels = spec->out_channels = spec->groups = 1;
    if (spec->transposed) spec->y.narrow = own.y.narrow < SIDE ? own.y.narrow : SIDE, spec->x.narrow = own.x.narrow < SIDE ? own.x.narrow : SIDE;
    else spec->y.wide = own.y.wide < SIDE ? own.y.wide : SIDE, spec->x.wide = own.x.wide < SIDE ? own.x.wide : SIDE;
    if (!spec_check(spec, NULL)) spec->y = own.y, spec->x = own.x;
    source_clear(&out->x);
    out->x = (Source){ .kind = SOURCE_ONES };
    if (spec->dims == 2) out->x = (Source){ .kind = SOURCE_PICTURE, .word = memory_text("grey") };
    bool as_it_is = scene->w.kind == SOURCE_TYPED || scene->w.kind == SOURCE_FILE;
    if (!as_it_is || (own.in_channels == 1 && own.out_channels == 1)) return true;
    const float *w = study_weights(study, err);
    size_t taps = (size_t)spec->y.kernel * (size_t)spec->x.kernel;
    if (!w) return false;
    source_clear(&out->w);
    out->w = (Source){ .kind = SOURCE_TYPED, .count = (int)taps, .values = memory_new(taps, sizeof(float)) };
    memcpy(out->w.values, w, taps * sizeof(float));
    return true;
}

static double biases_of(Rival rival, const Scene *scene)
{
    const Spec *spec = &scene->spec;
    if (scene->b.kind == SOURCE_NONE || rival == RIVAL_ORIGINAL || rival == RIVAL_BILINEAR || rival == RIVAL_NEAREST) return 0;
    bool shuffles = rival == RIVAL_SUBPIXEL || rival == RIVAL_ICNR;
    return (double)spec->out_channels * (shuffles ? (double)tray_count(spec) : 1);
}

bool rival_checker(Checker *out, double *params, Study *study, const char *word, Error *err)
{
    const Spec *spec = &study_scene(study)->spec;
    Rival rival;
    Scene scene;
    PictureStore store = { 0 };
    Bench bench = { 0 };
    Entrant entrant = { 0 };
    const double rival_run = 2e6; // over the small picture
    if (!find_rival(&rival, word, err) || !study_spend(study, rival_run, err)) return false;
    bool ok = small_scene(&scene, study, err);
    ok = ok && bench_make(&bench, &store, &scene, NULL, NULL, err) && entrant_run(&entrant, &bench, rival, NULL, err);
    *out = entrant.even;
    *params = (double)entrant.parameters * spec->in_channels * spec->out_channels / spec->groups + biases_of(rival, study_scene(study));
    entrant_clear(&entrant);
    bench_clear(&bench);
    picture_store_clear(&store);
    scene_clear(&scene);
    return ok;
}

// A framework's words decide by sides, strides and groups alone: one channel of ones stands for a layer of any size.
bool framework_out(double *out, Study *study, const char *word, bool rows, Error *err)
{
    const Scene *scene = study_scene(study);
    int at = 0;
    while (at < FRAMEWORKS_MOST && !same_word(word, FRAMEWORK_WORDS[at])) at++;
    if (at == FRAMEWORKS_MOST) return list_words(err, word, "framework", FRAMEWORK_WORDS, FRAMEWORKS_MOST);
    Scene one = { .spec = scene->spec, .x = { .kind = SOURCE_ONES }, .w = { .kind = SOURCE_ONES }, .b = { .kind = SOURCE_NONE },
                  .gy = { .kind = SOURCE_ONES }, .view = { LENS_STAMP }, .views = 1, .step = STEP_END };
    one.spec.batch = 1;
    one.spec.in_channels = one.spec.out_channels = one.spec.groups = scene->spec.groups > 1 ? 2 : 1;
    Work work;
    const double all = 10; // of the frameworks have their layer made
    if (!study_spend(study, all * (double)timeline_count(&one.spec, WALK_PRODUCT), err) || !work_make(&work, &one, NULL, err)) return false;
    const Frameworks *frameworks = work_frameworks(&work);
    const Framework *f = at < frameworks->count ? &frameworks->at[at] : NULL;
    bool ok = f && !f->refused[0];
    if (ok) *out = spec_out(&f->spec, rows ? f->spec.y : f->spec.x);
    else error_set(err, 0, "%s has no such layer%s%s", word, f ? ": " : "", f ? f->refused : "");
    work_clear(&work);
    return ok;
}

// ---- there and back --------------------------------------------------------------------------------------------

bool chain_error(double *out, Study *study, Error *err)
{
    const Work *work = study_work(study, err);
    if (!work || !study_spend(study, tensor_cells(study_scene(study), ROLE_C), err)) return false;
    const Chain *chain = work_chain(work, 0);
    if (!chain) return error_set(err, 0, "the matrix of this scene is too large to be gone through there and back");
    size_t count = spec_x_count(&work->scene.spec) / (size_t)work->scene.spec.batch;
    *out = 0;
    for (size_t i = 0; i < count; i++) *out = fmax(*out, fabs(chain->back[i] - (double)work->x[i]));
    return true;
}

double returns_of(Axis a)
{
    long long smallest = axis_transposed_size(a.narrow, a.kernel, a.stride, a.padding, 0, a.dilation);
    double out = 0;
    for (long long wide = smallest; wide < smallest + a.stride; wide++) out += wide >= 1;
    return out;
}
