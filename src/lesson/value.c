// What a tree is worth in a scene. Every number comes from the kernels or from the closed forms beside them; here they
// are only asked by name and put together.
#include "lesson/study.h"

#include <math.h>
#include <stdlib.h>

bool same_value(double a, double b)
{
    if (a == b) return true;
    if (a == floor(a) && b == floor(b)) return false;
    return fabs(a - b) <= 1e-9 + 1e-6 * fmax(fabs(a), fabs(b));
}

bool holds(double value)
{
    return !same_value(value, 0) && fabs(value) > 1e-9;
}

static bool at_place(Error *err, const Node *node, bool ok)
{
    if (!ok && err && !err->place) err->place = node->place;
    return ok;
}

// ---- whose number it is ----------------------------------------------------------------------------------------

enum { TEXT_OF_NUMBER = 64 };

static bool change_text(char out[TEXT_OF_NUMBER], const ChangeNode *change, const Where *where, Error *err)
{
    double cols, rows;
    Where across = { where->study, false, where->cell }, down = { where->study, true, where->cell };
    if (!node_value(&cols, change->value, &across, err)) return false;
    rows = cols;
    bool two = key_has_axes(change->key) && study_scene(where->study)->spec.dims == 2;
    if (two && !node_value(&rows, change->value, &down, err)) return false;
    return change_number(out, change->key, rows, cols, err);
}

// The study that a name speaks of: the one that is asked, a named one, either with changes.
static Study *study_of(const Node *node, const Where *where, Error *err)
{
    Study *study = node->scene ? study_named(where->study, node->scene, err) : where->study;
    if (!study) return NULL;
    if (!study_scene(study)) return error_set(err, 0, "%s is asked for, and no scene stands here yet", NAME_ROWS[node->name].word), NULL;
    KeyText changes[CHANGES_MOST];
    char texts[CHANGES_MOST][TEXT_OF_NUMBER];
    Where own = { study, where->rows, where->cell };
    int count = 0;
    for (const ChangeNode *c = node->changes; c; c = c->next, count++) {
        changes[count] = (KeyText){ c->key, c->text ? c->text : texts[count] };
        if (!c->text && !change_text(texts[count], c, &own, err)) return NULL;
    }
    return count ? study_changed(study, changes, count, err) : study;
}

static bool indices_of(int out[4], const Node *node, const Where *where, Error *err)
{
    int at = 0;
    for (const Node *i = node->indices; i; i = i->next, at++) {
        double value;
        if (!node_value(&value, i, where, err)) return false;
        if (value != floor(value) || fabs(value) > 1e9) return error_set(err, i->place, "an index must be a whole number");
        out[at] = (int)value;
    }
    return true;
}

// ---- names -----------------------------------------------------------------------------------------------------

static double zeros_around(const Spec *spec, bool rows, bool after)
{
    Reading reading = reading_of(spec, rows);
    return after ? reading.after : reading.before;
}

static double full_of(const Spec *spec, Axis a)
{
    return spec->transposed ? axis_extent(a) : (double)a.wide + 2.0 * a.padding + a.uneven;
}

static double empty_phases(const Spec *spec)
{
    PhaseCounts y = axis_counts(spec->y), x = axis_counts(spec->x);
    return (double)tray_count(spec) - (double)(spec->y.stride - y.empty) * (spec->x.stride - x.empty);
}

static double bias_count(const Scene *scene)
{
    return scene->b.kind == SOURCE_NONE ? 0 : scene->spec.out_channels;
}

static bool axis_value(double *out, const Node *node, const Where *where, Study *study, Error *err)
{
    const Spec *spec = &study_scene(study)->spec;
    if (node->rows && spec->dims == 1) return error_set(err, node->place, "in 1D there are no rows, so there is no .h");
    bool rows = where->rows || node->rows;
    Axis a = rows ? spec->y : spec->x;
    switch (node->name) {
    case NAME_OUT:
        if (node->word) return framework_out(out, study, node->word, rows, err);
        *out = spec_out(spec, a);
        return true;
    case NAME_FULL: *out = full_of(spec, a); return true;
    case NAME_BEFORE: *out = zeros_around(spec, rows, false); return true;
    case NAME_AFTER: *out = zeros_around(spec, rows, true); return true;
    case NAME_RETURNS: *out = returns_of(a); return true;
    default: *out = param_get(spec, (Param)(node->name - NAME_IN), rows); return true;
    }
}

static bool params_value(double *out, const Node *node, Study *study, Error *err)
{
    Checker even;
    const Scene *scene = study_scene(study);
    if (node->word) return rival_checker(&even, out, study, node->word, err);
    *out = (double)spec_w_count(&scene->spec) + bias_count(scene);
    return true;
}

static bool pattern_value(double *out, const Node *node, Study *study, Error *err)
{
    Checker even;
    double params;
    if (!(node->word ? rival_checker(&even, &params, study, node->word, err) : layer_checker(&even, study, err))) return false;
    *out = node->name == NAME_SHARE ? even.share : even.decibels;
    return true;
}

static bool layer_value(double *out, const Node *node, Study *study, Error *err)
{
    const Spec *spec = &study_scene(study)->spec;
    switch (node->name) {
    case NAME_CIN: *out = spec->in_channels; return true;
    case NAME_COUT: *out = spec->out_channels; return true;
    case NAME_GROUPS: *out = spec->groups; return true;
    case NAME_BATCH: *out = spec->batch; return true;
    case NAME_PARAMS: return params_value(out, node, study, err);
    case NAME_WEIGHTS: *out = (double)spec_w_count(spec); return true;
    case NAME_BIASES: *out = bias_count(study_scene(study)); return true;
    case NAME_PHASES: *out = (double)tray_count(spec); return true;
    case NAME_EMPTY: *out = empty_phases(spec); return true;
    case NAME_EVEN: *out = trays_even(spec); return true;
    case NAME_GAINS_EQUAL: return gains_equal(out, study, err);
    case NAME_CHAIN_ERROR: return chain_error(out, study, err);
    default: return pattern_value(out, node, study, err);
    }
}

// One value of many.
static bool indexed_value(double *out, const Node *node, const int index[4], Study *study, Error *err)
{
    Cell cell;
    const Scene *scene = study_scene(study);
    Role role = NAME_ROWS[node->name].role;
    if (!node->index_count) {
        const char *word = NAME_ROWS[node->name].word;
        return error_set(err, node->place, "%s has many values; say which one, as in %s[0,1], or ask for sum(%s) and the like", word, word, word);
    }
    if (node->name == NAME_TAPS) return phase_taps(out, scene, index, node->index_count, err);
    if (node->name == NAME_GAIN) return phase_gain(out, study, index, node->index_count, err);
    if (!tensor_cell(&cell, scene, role, index, node->index_count, err)) return false;
    return role == ROLE_NONE ? cell_count(out, study, cell, err) : cell_value(out, study, cell, err);
}

bool value_cell(Cell *out, Study *study, const char *expression)
{
    Arena arena = { 0 };
    const Node *node = expression_read(&arena, expression, NULL);
    const Where where = { .study = study };
    int index[4];
    bool one = node && node->kind == NODE_NAME && node->index_count && !node->changes && !node->scene && NAME_ROWS[node->name].role != ROLE_NONE;
    bool ok = one && indices_of(index, node, &where, NULL) && tensor_cell(out, study_scene(study), NAME_ROWS[node->name].role, index, node->index_count, NULL);
    arena_clear(&arena);
    return ok;
}

static bool own_value(double *out, const Node *node, const Where *where, Error *err)
{
    const Cell *cell = where->cell;
    if (!cell) return error_set(err, node->place, "%s is of a cell, and is known in questions about cells alone", NAME_ROWS[node->name].word);
    const Scene *scene = study_scene(where->study);
    bool matrix = cell->role == ROLE_C, bias = cell->role == ROLE_B;
    int index[4];
    Cell other;
    switch (node->name) {
    case NAME_ROW: *out = cell->at[matrix ? 0 : 2]; return true;
    case NAME_COL: *out = cell->at[matrix ? 1 : 3]; return true;
    case NAME_CHANNEL: *out = matrix ? 0 : cell->at[bias ? 0 : 1]; return true;
    case NAME_VALUE: return cell_value(out, where->study, *cell, err);
    case NAME_COUNT_OF: return cell_count(out, where->study, *cell, err);
    default:
        if (!indices_of(index, node->items, where, err)) return false;
        if (!tensor_cell(&other, scene, NAME_ROWS[node->items->name].role, index, node->items->index_count, err)) return false;
        *out = cells_meet(scene, *cell, other);
        return study_spend(where->study, 10.0 * scene->spec.y.kernel * scene->spec.x.kernel, err); // each weight is asked
    }
}

// ---- of a whole tensor -----------------------------------------------------------------------------------------

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double reduced(Name name, double *values, size_t count)
{
    double out = name == NAME_LEAST || name == NAME_MOST ? values[0] : 0;
    if (name == NAME_DIFFERENT) qsort(values, count, sizeof *values, by_size);
    for (size_t i = 0; i < count; i++) {
        if (name == NAME_SUM) out += values[i];
        else if (name == NAME_LEAST) out = fmin(out, values[i]);
        else if (name == NAME_MOST) out = fmax(out, values[i]);
        else if (name == NAME_NONZERO) out += values[i] != 0;
        else out += i == 0 || !same_value(values[i - 1], values[i]);
    }
    return out;
}

static bool whole_value(double *out, const Node *node, const Where *where, Error *err)
{
    Study *study = node->changes ? study_of(node, where, err) : where->study;
    if (!study) return false;
    Where inner = { study, where->rows, where->cell };
    const Node *of = node->items;
    Role role = NAME_ROWS[of->name].role;
    if (!(study = study_of(of, &inner, err))) return false;
    if (node->name == NAME_CELLS) {
        *out = tensor_cells(study_scene(study), role);
        return true;
    }
    size_t count;
    // Sorting them takes many looks at each.
    const double looks = 20;
    if (node->name == NAME_DIFFERENT && !study_spend(study, looks * tensor_cells(study_scene(study), role), err)) return false;
    double *values = tensor_values(study, role, &count, err);
    if (!values) return false;
    *out = reduced(node->name, values, count);
    free(values);
    return true;
}

// ---- functions -------------------------------------------------------------------------------------------------

static double common_divisor(double a, double b)
{
    for (a = fabs(a), b = fabs(b); b >= 1;) {
        double rest = fmod(a, b);
        a = b, b = rest;
    }
    return a;
}

static bool next_value(double *out, Name name, double so_far, double value, const Node *node, Error *err)
{
    switch (name) {
    case NAME_FLOOR: *out = floor(value); return true;
    case NAME_CEIL: *out = ceil(value); return true;
    case NAME_ROUND: *out = round(value); return true;
    case NAME_ABS: *out = fabs(value); return true;
    case NAME_MIN: *out = fmin(so_far, value); return true;
    case NAME_MAX: *out = fmax(so_far, value); return true;
    case NAME_SQRT:
        *out = sqrt(value);
        return value >= 0 || error_set(err, node->place, "a number below 0 has no square root");
    case NAME_LOG2:
        *out = log2(value);
        return value > 0 || error_set(err, node->place, "log2 wants a number above 0");
    default:
        if (value != floor(value) || so_far != floor(so_far) || fabs(value) > 1e15 || fabs(so_far) > 1e15) return error_set(err, node->place, "gcd wants whole numbers");
        *out = common_divisor(so_far, value);
        return true;
    }
}

static bool function_value(double *out, const Node *node, const Where *where, Error *err)
{
    double so_far = 0, value;
    for (const Node *i = node->items; i; i = i->next) {
        if (!node_value(&value, i, where, err)) return false;
        if (i == node->items) so_far = value;
        if (!next_value(&so_far, node->name, so_far, value, node, err)) return false;
    }
    *out = so_far;
    return true;
}

static bool name_value(double *out, const Node *node, const Where *where, Error *err)
{
    unsigned takes = NAME_ROWS[node->name].takes;
    if (node->name >= NAME_FLOOR) return function_value(out, node, where, err);
    if (takes & WITH_TENSOR) return whole_value(out, node, where, err);
    bool bare = !node->index_count && !node->changes && !node->scene;
    if ((takes & OF_CELL) && bare && (where->cell || !(takes & IS_TENSOR))) return own_value(out, node, where, err);
    int index[4] = { 0 };
    // Before the scene: they may ask for so many others that it would give way to them.
    if (!indices_of(index, node, where, err)) return false;
    Study *study = study_of(node, where, err);
    if (!study) return false;
    if (takes & WITH_H) return axis_value(out, node, where, study, err);
    return takes & WITH_INDEX ? indexed_value(out, node, index, study, err) : layer_value(out, node, study, err);
}

// ---- operators -------------------------------------------------------------------------------------------------

static bool joined(double *out, const Node *node, double a, double b, Error *err)
{
    switch (node->operator) {
    case DO_EQUAL: *out = same_value(a, b); return true;
    case DO_UNEQUAL: *out = !same_value(a, b); return true;
    case DO_LESS: *out = a < b && !same_value(a, b); return true;
    case DO_AT_MOST: *out = a < b || same_value(a, b); return true;
    case DO_MORE: *out = a > b && !same_value(a, b); return true;
    case DO_AT_LEAST: *out = a > b || same_value(a, b); return true;
    case DO_ADD: *out = a + b; return true;
    case DO_SUBTRACT: *out = a - b; return true;
    case DO_TIMES: *out = a * b; return true;
    case DO_POWER: *out = pow(a, b); return true;
    default: break;
    }
    if (b == 0) return error_set(err, node->place, "nothing can be divided by 0");
    *out = node->operator == DO_DIVIDE ? a / b : a - b * floor(a / b);
    return true;
}

static bool operator_value(double *out, const Node *node, const Where *where, Error *err)
{
    double a = 0, b;
    bool one = node->operator == DO_NOT || node->operator == DO_MINUS;
    if (!one && !node_value(&a, node->left, where, err)) return false;
    bool decided = (node->operator == DO_AND && !holds(a)) || (node->operator == DO_OR && holds(a));
    if (decided) {
        *out = node->operator == DO_OR;
        return true;
    }
    if (!node_value(&b, node->right, where, err)) return false;
    if (node->operator == DO_MINUS) *out = -b;
    else if (node->operator == DO_NOT) *out = !holds(b);
    else if (node->operator == DO_AND || node->operator == DO_OR) *out = holds(b);
    else if (!joined(out, node, a, b, err)) return false;
    return true;
}

bool node_value(double *out, const Node *node, const Where *where, Error *err)
{
    bool ok = true;
    if (node->kind == NODE_NUMBER) *out = node->number;
    else if (node->kind == NODE_OPERATOR) ok = operator_value(out, node, where, err);
    else ok = name_value(out, node, where, err);
    if (ok && isnan(*out)) ok = error_set(err, node->place, "this has no value: it is NaN");
    return at_place(err, node, ok);
}
